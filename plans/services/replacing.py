"""The verb that answers what a replaced or amended document means for each task: keep, move with its history, or cancel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from agencies.models import Officer, working_calendar
from agencies.text import nfc, search_key
from agencies.verdict import Denied
from directives.choices import Purpose
from directives.models import Directive, DirectiveLink
from directives.services import address_to
from plans.choices import Fate, ItemKind, Lifecycle, Role
from plans.models import Assignment, Plan, ReplacementAnswer, ReportingPeriod, Task, WorkItem
from plans.replacing import KINDS, TRACKED, plan_on
from plans.rules import acts_for, may_extend_plan, may_own
from plans.services.carrying import Carrying, Target, carry
from plans.services.items import generate_periods
from plans.services.planning import cancel_task

_DAY = timedelta(days=1)
COPIED = ("section", "heading", "source_text", "is_verbatim", "kind", "due_on", "due_wording", "due_source", "product",
          "needs_evidence", "needs_document")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of one task; cancelling needs a reason."""

    fate: str
    reason: str = ""


@transaction.atomic
def answer_replacement(
    plan: Plan, *, directive: Directive, by: Officer, now: datetime, answers: Mapping[int, Answer]
) -> list[ReplacementAnswer]:
    """Answer for the named tasks of a plan, all or none; a task that was answered or cancelled meanwhile is refused by name."""
    current, new = _locked(plan, directive)
    may_own(by, current).require()
    if current.state not in TRACKED:
        raise Denied("Kế hoạch không còn theo dõi nên không cần trả lời.")
    if not DirectiveLink.objects.filter(directive=directive, superior=current.directive_id, kind__in=KINDS).exists():
        raise Denied(f"{directive.title} không còn thay thế hay sửa đổi {current.directive.title}.")
    tasks = {
        task.pk: task for task in current.tasks.select_for_update(of=("self",)).filter(pk__in=answers).order_by("pk")
    }
    for pk in answers:
        _waits(tasks.get(pk), directive)
    rows = []
    for task in sorted(tasks.values(), key=lambda task: (task.position, task.pk)):
        said, to = answers[task.pk], None
        reason = nfc(said.reason).strip()[:500]
        if said.fate == Fate.CANCEL:
            cancel_task(task, by=by, now=now, reason=reason)
        elif said.fate == Fate.MOVE:
            to = _move(task, current, _receiving(new, directive, by), by=by, now=now)
        rows.append(ReplacementAnswer(
            task=task, directive=directive, fate=said.fate, reason=reason, moved_to=to, officer=by, on=localdate(now), at=now
        ))  # fmt: skip
    return ReplacementAnswer.objects.bulk_create(rows)


def _locked(plan: Plan, directive: Directive) -> tuple[Plan, Plan | None]:
    """The plan, and the office's plan on the newer document, both held in id order."""
    new = plan_on(directive, like=plan)
    ids = [plan.pk, *([new.pk] if new else [])]
    rows = Plan.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    found = {row.pk: row for row in rows.select_related("owner", "monitor", "directive")}
    return found[plan.pk], found.get(new.pk) if new else None


def _waits(task: Task | None, directive: Directive) -> None:
    if task is None:
        raise Denied("Có nhiệm vụ không còn trong kế hoạch này. Xem lại rồi trả lời.")
    if task.cancelled_on is not None or ReplacementAnswer.objects.filter(task=task, directive=directive).exists():
        raise Denied(f"Mục {task.path} vừa có người trả lời hoặc hủy. Xem lại rồi trả lời những mục còn lại.")


def _receiving(new: Plan | None, directive: Directive, by: Officer) -> Plan:
    if new is None:
        raise Denied(
            f"Chưa có kế hoạch đang theo dõi cho {directive.title}. Lập và phát hành kế hoạch ấy trước rồi chuyển."
        )
    may_extend_plan(by, new).require()
    return new


def _move(task: Task, old: Plan, new: Plan, *, by: Officer, now: datetime) -> Task:
    """The task stands anew under the newer document, with lines, duties and open items; finished work stays where it was done."""
    on = localdate(now)
    moved = _task_like(task, new)
    act = Carrying(
        by, now, acts_for(by, old.owner_id), lambda _: f"Đã chuyển sang {new.directive.title}, mục {moved.path}",
        f"Tiếp nối {old.directive.title}, mục {task.path}",
    )  # fmt: skip
    lines = list(Assignment.objects.active().filter(task=task).order_by("pk"))
    items = WorkItem.objects.unconfirmed().filter(task=task).select_for_update(of=("self",)).order_by("pk")
    open_items = list(items.select_related("period", "task"))
    periods = _periods(new, open_items, on=on)
    to = {line.pk: _line_like(line, moved, open_items, periods, on=on) for line in lines}
    for line in lines:
        if line.supports_id in to:
            Assignment.objects.filter(pk=to[line.pk].pk).update(supports=to[line.supports_id])
        line.duties.holding(on=on).update(plan=new, assignment=to[line.pk])

    def target(item: WorkItem) -> Target:
        return to[item.assignment_id], periods.get(item.pk, item.period), _monitor(item, old, new)

    carry(open_items, to=target, plan=new, act=act)
    said = f"Chuyển sang {new.directive.title}, mục {moved.path}"
    Assignment.objects.filter(pk__in=to).update(until=on, end_reason=said[:500])
    task.cancelled_on, task.cancel_reason = on, said[:500]
    task.save(update_fields=["cancelled_on", "cancel_reason"])
    agencies = {line.agency_id: line.agency for line in lines if line.agency is not None}
    address_to(new.directive, agencies=agencies.values(), purpose=Purpose.ASSIGNED, since=on)
    return moved


def _monitor(item: WorkItem, old: Plan, new: Plan) -> int:
    """Who confirms: the new plan's monitor, unless the task has one of its own."""
    return new.monitor_id if item.monitor_id == old.monitor_id else item.monitor_id


def _task_like(task: Task, plan: Plan) -> Task:
    """The same task at the end of another plan; a number that is taken there gets a suffix."""
    taken = set(plan.tasks.values_list("path", flat=True))
    path, number = task.path, 2
    while path in taken:
        path, number = f"{task.path[:34]}({number})", number + 1
    last = plan.tasks.order_by("-position").values_list("position", flat=True).first() or 0
    copied: dict[str, Any] = {name: getattr(task, name) for name in COPIED}
    key = search_key(f"{path} {task.heading} {task.product}")
    return Task.objects.create(plan=plan, path=path, position=last + 1, moved_from=task, search_key=key, **copied)


def _periods(plan: Plan, items: list[WorkItem], *, on: date) -> dict[int, ReportingPeriod]:
    """The new plan's own period for each check-in of the old plan's cycle, where one has the same days; by item id."""
    cycle = plan.duties.filter(assignment__isnull=True, until__isnull=True).select_related("plan").first()
    asked = [item for item in items if item.kind == ItemKind.CHECK_IN and item.period is not None]
    if cycle is None or not asked:
        return {}
    generate_periods(cycle, on=on, calendar=working_calendar())
    by_days = {(row.starts_on, row.ends_on): row for row in cycle.periods.all()}
    pairs = ((item.pk, by_days.get((item.period.starts_on, item.period.ends_on))) for item in asked if item.period)
    return {pk: period for pk, period in pairs if period is not None}


def _line_like(
    line: Assignment, task: Task, items: list[WorkItem], periods: Mapping[int, ReportingPeriod], *, on: date
) -> Assignment:
    """The same line at the moved task; it owes from the end of a running period that goes on, or was answered, elsewhere."""
    ends = [
        item.period.ends_on
        for item in items
        if item.assignment_id == line.pk and item.period and item.pk not in periods
    ]
    done = line.items.filter(lifecycle=Lifecycle.CONFIRMED, period__ends_on__gte=on)
    ends += list(done.values_list("period__ends_on", flat=True))
    since = max([on, *(day + _DAY for day in ends)]) if line.role == Role.LEAD else on
    return Assignment.objects.create(
        task=task, agency_id=line.agency_id, agency_text=line.agency_text, role=line.role, group_id=line.group_id,
        officer_in_charge_id=line.officer_in_charge_id, heading=line.heading, due_on=line.due_on, verbs=line.verbs, since=since,
    )  # fmt: skip
