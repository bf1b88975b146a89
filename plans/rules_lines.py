"""Who may say what about a line: take it on, refuse it, decide on a refusal, name who handles it, fill it; pure answers."""

from __future__ import annotations

from agencies.models import Agency, Officer
from agencies.verdict import ALLOWED, Verdict, refused
from agencies.wording import format_day
from plans.choices import LineAnswer, PlanState, Role
from plans.models import Assignment, AssignmentAnswer
from plans.rules import acts_for, may_extend_plan, may_own, still_holds

ANSWERED = (Role.LEAD, Role.COORDINATING)
"""Roles whose agencies are asked whether they take the work on; a monitor follows the plan's order."""


def may_handle(officer: Officer, line: Assignment) -> Verdict:
    """Who handles a line is settled inside its agency, while the line holds on a published plan."""
    if line.agency is None or not acts_for(officer, line.agency.pk):
        whom = line.agency.name if line.agency else "đơn vị được giao"
        return refused(f"Chỉ cán bộ của {whom} mới chọn người phụ trách việc này.")
    if line.task.plan.state == PlanState.DRAFT:
        return refused("Kế hoạch còn là bản nháp, chưa giao việc cho đơn vị.")
    return still_holds(line)


def may_be_in_charge(candidate: Officer, agency: Agency) -> Verdict:
    """Only who holds an acting post in the agency today; `candidate` has entered on that day."""
    if candidate.is_active and acts_for(candidate, agency.pk):
        return ALLOWED
    return refused(f"{candidate.full_name} không giữ chức trách ở {agency.name}, nên không phụ trách việc này.")


def may_answer_line(officer: Officer, line: Assignment) -> Verdict:
    """Lead and coordinating agencies answer their own line once it is published, while it holds."""
    if line.agency is None or not acts_for(officer, line.agency.pk):
        whom = line.agency.name if line.agency else "đơn vị được giao"
        return refused(f"Chỉ cán bộ của {whom} mới nhận hoặc không nhận việc này.")
    if line.role not in ANSWERED:
        return refused("Chỉ đơn vị chủ trì hoặc phối hợp mới nhận hoặc không nhận việc.")
    if line.task.plan.state != PlanState.PUBLISHED:
        return refused(
            "Kế hoạch đang không theo dõi (nháp, tạm dừng hoặc đã kết thúc) nên chưa trả lời phân công được."
        )
    if line.task.cancelled_on is not None:
        return refused(f"Nhiệm vụ này đã hủy từ ngày {format_day(line.task.cancelled_on)}.")
    return still_holds(line)


def may_accept(officer: Officer, line: Assignment, *, last: AssignmentAnswer | None) -> Verdict:
    """Taking on may follow a refusal that nobody has decided yet; said once."""
    if not (mine := may_answer_line(officer, line)):
        return mine
    if last is not None and last.kind == LineAnswer.ACCEPTED:
        return refused(f"Đơn vị đã nhận việc này từ ngày {format_day(last.on)}.")
    if last is not None and last.kind == LineAnswer.KEPT:
        return refused(
            f"{line.task.plan.owner.name} đã giữ phân công từ ngày {format_day(last.on)}; không phải nhận lại."
        )
    return ALLOWED


def may_refuse(officer: Officer, line: Assignment, *, last: AssignmentAnswer | None, reported: bool) -> Verdict:
    """Refused once, before anything was taken on or reported; the owner's decision to keep is final."""
    if not (mine := may_answer_line(officer, line)):
        return mine
    if line.agency_id == line.task.plan.owner_id:
        return refused("Việc do chính cơ quan mình giao: bỏ phân công kèm lý do, không phải trả lời không nhận.")
    if last is not None and last.kind == LineAnswer.KEPT:
        day = format_day(last.on)
        return refused(
            f"{line.task.plan.owner.name} đã quyết định giữ phân công ngày {day}; quyết định này là cuối cùng."
        )
    if reported:
        return refused("Đơn vị đã báo cáo việc này, tức là đã nhận việc.")
    if last is not None and last.kind == LineAnswer.ACCEPTED:
        return refused(f"Đơn vị đã nhận việc này từ ngày {format_day(last.on)}.")
    if last is not None and last.kind == LineAnswer.REFUSED:
        return refused(
            f"Đơn vị đã trả lời không nhận ngày {format_day(last.on)}; {line.task.plan.owner.name} đang xem xét."
        )
    return ALLOWED


def may_decide_refusal(officer: Officer, line: Assignment) -> Verdict:
    """The plan's owner decides; nobody on the refusal of an agency where they hold a post."""
    if not (mine := may_own(officer, line.task.plan)):
        return mine
    if line.agency_id is not None and officer.post_in([line.agency_id]):
        return refused("Đồng chí cũng giữ chức trách ở đơn vị không nhận việc, nên không quyết định việc này.")
    return ALLOWED


def is_refused(line: Assignment, *, last: AssignmentAnswer | None, reported: bool) -> Verdict:
    """Whether a refusal waits: the last word, on a line that holds, and nothing reported after it."""
    if not (holds := still_holds(line)):
        return holds
    if last is None or last.kind != LineAnswer.REFUSED:
        return refused(
            "Không còn câu trả lời không nhận nào chờ quyết định: đã có người quyết định, hoặc đơn vị đã nhận việc."
        )
    if reported:
        return refused("Đơn vị đã báo cáo sau khi trả lời không nhận, tức là đã nhận việc.")
    return ALLOWED


def may_fill(officer: Officer, line: Assignment) -> Verdict:
    """An open set in words is filled by the plan's owner, once."""
    if not (mine := may_extend_plan(officer, line.task.plan)):
        return mine
    if line.agency_id is not None:
        return refused("Dòng phân công này đã có đơn vị đích danh.")
    if line.task.cancelled_on is not None:
        return refused("Nhiệm vụ này đã hủy nên không giao thêm đơn vị.")
    return still_holds(line)
