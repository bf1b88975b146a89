"""What the pages about one line tell, in words and rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from agencies.models import Officer
from agencies.wording import format_day, number
from plans import reading
from plans.choices import PlanState, Role
from plans.forms.lines import ChargeForm
from plans.lines import charged_to, word_of
from plans.models import Assignment, AssignmentAnswer, Plan, Task, WorkItem
from plans.office_lines import Member
from plans.rules import may_support
from plans.rules_lines import may_accept, may_decide_refusal, may_handle, may_refuse

UPDATES_SHOWN = 50
ITEMS_SHOWN = 12


def told(line: Assignment, officer: Officer, *, on: date) -> dict[str, Any]:
    """Everything the page of a line prints."""
    word, plan = word_of(line), line.task.plan
    return {
        "line": line,
        "task": line.task,
        "plan": plan,
        "sees_plan": Plan.objects.visible_to(officer).filter(pk=plan.pk).exists(),
        "items": items_of(line, officer, on=on),
        "updates": reading.updates_of(line.pk)[:UPDATES_SHOWN],
        "answers": answers_of(line),
        "sample": plan.directive.is_sample,
        **charge_of(line, officer, on=on),
        **acts_on(line, officer, word=word),
    }


def items_of(line: Assignment, officer: Officer, *, on: date) -> list[Any]:
    """The line's items as far as the officer may see them, newest first."""
    rows = WorkItem.objects.visible_to(officer).filter(assignment=line).with_standing(on=on)
    return list(rows.select_related("period", "task", "assignment").order_by("-opened_on", "-id")[:ITEMS_SHOWN])


def answers_of(line: Assignment) -> QuerySet[AssignmentAnswer]:
    """What was said about taking the work on, newest first."""
    return line.answers.select_related("officer", "post", "post__agency")


def charge_of(line: Assignment, officer: Officer, *, on: date) -> dict[str, Any]:
    """Who handles the line, and the form to change it for those who may."""
    charge = charged_to(line, on=on)
    form = None
    if may_handle(officer, line):
        form = ChargeForm(agency_ids=[line.agency_id or 0], on=on, initial={"officer": charge})
    return {"charge": charge, "charge_form": form}


def acts_on(line: Assignment, officer: Officer, *, word: Any = None) -> dict[str, Any]:
    """Where taking on or refusing stands, and what this officer may do about it."""
    word = word or word_of(line)
    refuses = may_refuse(officer, line, last=word.last, reported=word.reported)
    return {
        "word": word,
        "may_accept": bool(may_accept(officer, line, last=word.last)) and not (word.reported and not word.is_refused),
        "may_refuse": bool(refuses),
        "may_decide": word.is_refused and bool(may_decide_refusal(officer, line)),
        "may_support": bool(may_support(officer, line)),
    }


# --- what will happen ----------------------------------------------------------------------------


def refusing(line: Assignment) -> list[str]:
    """What refusing does, to whom."""
    owner = line.task.plan.owner.name
    return [
        f"{owner} đọc lý do và quyết định: giữ phân công (quyết định cuối cùng), hoặc phân công lại.",
        "Trong lúc chờ, việc vẫn của đơn vị: hạn vẫn tính, vẫn đếm trong số liệu, thư nhắc vẫn gửi.",
        "Nếu đơn vị báo cáo việc này hoặc bấm “Nhận việc” thì coi như đã nhận.",
    ]


def at_stake(line: Assignment) -> dict[str, Any]:
    """What hangs on a line that was refused: unfinished items, helpers."""
    helpers = line.supporters.select_related("agency").filter(until__isnull=True).order_by("agency__sort_key", "id")
    return {
        "open_items": WorkItem.objects.filter(assignment=line).unconfirmed().count(),
        "helpers": [helper.label for helper in helpers],
    }


def filling(line: Assignment) -> list[str]:
    """What naming the agencies of an open set does."""
    made = [f"Mỗi cơ quan được chọn {line.get_role_display()} nhiệm vụ này, với dòng phân công riêng."]
    if line.task.plan.state == PlanState.DRAFT:
        return [*made, f"Dòng “{line.agency_text}” được thay bằng các dòng ấy."]
    if line.role == Role.LEAD:
        made.append("Đầu việc mở ngay cho từng cơ quan, văn bản mở cho cơ quan ấy.")
    return [*made, f"Dòng “{line.agency_text}” thôi hiệu lực từ hôm nay và giữ trong lịch sử của nhiệm vụ."]


def groups_of(task: Task) -> QuerySet[Assignment, Any]:
    """Groups by whose split the task has lines."""
    return task.assignments.active().filter(group__isnull=False).values("group_id")


def member_title(asked: Member) -> str:
    """The question in a few words."""
    if asked.joined:
        return f"Giao {asked.agency.label} nhiệm vụ này?"
    return f"{asked.agency.label} không còn trong nhóm: bỏ phân công?"


def member_words(asked: Member) -> list[str]:
    """What is asked, and what each answer does."""
    if asked.joined:
        return [
            f"{asked.agency.name} là thành viên mới của nhóm “{asked.group.name}” từ ngày {format_day(asked.day)}.",
            "Nhiệm vụ này đã giao cho cả nhóm trước đó.",
            "Giao nhiệm vụ: có hiệu lực từ hôm nay, kỳ trước không tính.",
            "Không giao: ghi lý do; sẽ không hỏi lại.",
        ]
    open_items = WorkItem.objects.filter(task=asked.task, agency=asked.agency).unconfirmed().count()
    return [
        f"{asked.agency.name} thôi là thành viên của nhóm “{asked.group.name}” từ sau ngày {format_day(asked.day)}.",
        f"Bỏ phân công: {number(open_items)} đầu việc chưa xong thôi theo dõi; việc đã hoàn thành giữ nguyên.",
        "Giữ phân công: ghi lý do; sẽ không hỏi lại.",
    ]
