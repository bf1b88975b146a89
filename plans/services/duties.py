"""Verbs of reporting duties after they were set: change from the next period on, end, write a silent period off (decision 2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from agencies.models import Agency, Officer, working_calendar
from agencies.text import nfc
from agencies.verdict import Denied, Verdict
from plans.choices import EventKind, Lifecycle, PlanState, Role, TaskKind
from plans.cycles import Recurrence
from plans.duty_rules import is_end, may_ask_again, may_change_duty, may_end_duty, may_write_off, suits_cycle
from plans.models import Assignment, Plan, ReportingDuty, Task, WorkItem
from plans.rules import may_extend_plan
from plans.services.items import generate_periods, locked_items, open_duty, schedule_of, write_event
from plans.services.planning import add_duty, add_task, assign, locked_plan

DAY = timedelta(days=1)
AT_THE_END = "cuối kỳ"
# What a change may say; the plan, the line and the kind of report make another duty.
CHANGEABLE = (
    "name",
    "recurrence",
    "wording",
    "recipient",
    "preset",
    "days_after",
    "days",
    "cut_off_days",
    "grace_days",
)
_RULE = ("recurrence", "preset", "days_after", "days", "cut_off_days", "grace_days")


def _locked(duty: ReportingDuty) -> ReportingDuty:
    """The duty with its plan, which is held first, as by every verb that opens items."""
    plan = locked_plan(duty.plan)
    rows = ReportingDuty.objects.select_for_update(of=("self",)).select_related("assignment__agency", "recipient")
    current = rows.filter(pk=duty.pk).first()
    if current is None:
        raise Denied("Chế độ báo cáo này đã được bỏ.")
    current.plan = plan
    return current


def next_from(duty: ReportingDuty, *, on: date) -> date:
    """The first day that a change can touch: the day after the period under way."""
    if duty.since > on:
        return duty.since
    running = duty.periods.filter(starts_on__lte=on, ends_on__gte=on).order_by("-starts_on").first()
    if running is not None:
        return running.ends_on + DAY
    seen = [one.period for one in schedule_of(duty).occurrences(duty.since, on) if on in one.period]
    return seen[0].ends_on + DAY if seen else on


@transaction.atomic
def change_duty(duty: ReportingDuty, *, by: Officer, now: datetime, reason: str = "", **said: Any) -> ReportingDuty:
    """Change a duty. Only name, words and recipient change at once; another rule holds from the next period on.

    The old row then ends with its period and a new one goes on; what was opened stays as it is. A draft's duty, or one that has
    opened nothing yet, is rewritten in place. Returns the duty that holds from then on.
    """
    current, on = _locked(duty), localdate(now)
    may_change_duty(by, current, on=on).require()
    unknown = set(said) - set(CHANGEABLE)
    if unknown:
        raise ValueError(unknown)
    suits_cycle(current, said.get("recurrence", current.recurrence)).require()
    other_rule = any(said[name] != getattr(current, name) for name in _RULE if name in said)
    begun = current.periods.filter(opened_on__isnull=False).exists()
    if not other_rule or not begun:
        return _rewritten(current, said, on=on, now=now, by=by, anew=other_rule)
    why = nfc(reason).strip()
    if not why:
        raise Denied("Đổi kỳ hoặc hạn của chế độ đang chạy thì phải ghi lý do.")
    return _followed(current, said, on=on, now=now, by=by, why=why)


def _rewritten(
    duty: ReportingDuty, said: dict[str, Any], *, on: date, now: datetime, by: Officer, anew: bool
) -> ReportingDuty:
    for name, value in said.items():
        setattr(duty, name, value)
    _once(duty)
    duty.save(update_fields=list(said) or ["name"])
    if anew:
        duty.periods.filter(opened_on__isnull=True).delete()
        if duty.plan.state == PlanState.PUBLISHED:
            open_duty(duty, on=on, now=now, by=by)
    _tell_plan(duty)
    return duty


def _followed(
    duty: ReportingDuty, said: dict[str, Any], *, on: date, now: datetime, by: Officer, why: str
) -> ReportingDuty:
    since = next_from(duty, on=on)
    _close(duty, until=since - DAY, reason=f"Đổi chế độ: {why}")
    new = ReportingDuty(
        plan=duty.plan, assignment=duty.assignment, with_dated=duty.with_dated, is_report=duty.is_report, since=since,
        replaces=duty, **{name: said.get(name, getattr(duty, name)) for name in CHANGEABLE},
    )  # fmt: skip
    _once(new)
    new.save()
    if duty.plan.state == PlanState.PUBLISHED:
        generate_periods(new, on=on, calendar=working_calendar())
        open_duty(new, on=on, now=now, by=by)
    _tell_plan(new)
    return new


def _once(duty: ReportingDuty) -> None:
    same = duty.plan.duties.filter(
        assignment=duty.assignment, with_dated=duty.with_dated, recurrence=duty.recurrence, until__isnull=True
    )
    if same.exclude(pk=duty.pk).exists():
        raise Denied("Đã có chế độ báo cáo với kỳ này cho cùng đơn vị.")


def _tell_plan(duty: ReportingDuty) -> None:
    """Let the plan's settings say what its own cycle is."""
    if duty.is_cycle and duty.plan.state != PlanState.DRAFT:
        holds = duty.until is None
        Plan.objects.filter(pk=duty.plan_id).update(
            cycle=duty.recurrence if holds else "", preset=duty.preset, days_after=duty.days_after
        )


def _close(duty: ReportingDuty, *, until: date, reason: str) -> None:
    duty.until, duty.end_reason = max(until, duty.since), reason[:500]
    duty.save(update_fields=["until", "end_reason"])
    duty.periods.filter(opened_on__isnull=True, starts_on__gt=duty.until).delete()


@transaction.atomic
def end_duty(duty: ReportingDuty, *, by: Officer, now: datetime, until: date, reason: str) -> None:
    """Let a duty end: `until` is its last day, no period that begins later opens; in a draft it is removed."""
    current, on = _locked(duty), localdate(now)
    may_end_duty(by, current, on=on).require()
    if current.plan.state == PlanState.DRAFT:
        current.delete()
        return
    is_end(current, until, on=on).require()
    why = nfc(reason).strip()
    if not why:
        raise Denied("Kết thúc chế độ báo cáo thì phải ghi lý do.")
    _close(current, until=until, reason=why)
    _tell_plan(current)


@transaction.atomic
def add_monitors_duty(
    plan: Plan, *, by: Officer, now: datetime, name: str, wording: str = "", **said: Any
) -> ReportingDuty:
    """Settle how often the monitor itself reports; it gets a line for that where it has none (domain.md §4.6)."""
    line = _line_of_monitor(locked_plan(plan), by=by, now=now, heading=name, wording=wording)
    return add_duty(plan, by=by, now=now, name=name, wording=wording, assignment=line, **said)


def _line_of_monitor(current: Plan, *, by: Officer, now: datetime, heading: str, wording: str) -> Assignment:
    """The lead line by which the monitor reports: the one it has for that, else one of a new task."""
    leads = Assignment.objects.leading().active().filter(
        task__plan=current, task__cancelled_on__isnull=True, agency=current.monitor,
        task__kind__in=(TaskKind.SUPERVISION, TaskKind.RECURRING),
    )  # fmt: skip
    if line := leads.select_related("task", "agency").order_by("task__position", "id").first():
        return line
    taken, number = set(current.tasks.values_list("path", flat=True)), 1
    while f"BC{number}" in taken:
        number += 1
    task = add_task(
        current,
        by=by,
        path=f"BC{number}",
        heading=heading,
        source_text=wording,
        is_verbatim=False,
        kind=TaskKind.RECURRING,
    )
    return assign(task, by=by, now=now, role=Role.LEAD, agency=current.monitor)


# --- periods that went by in silence --------------------------------------------------------------


@transaction.atomic
def write_off(items: Iterable[WorkItem], *, by: Officer, now: datetime, reason: str) -> int:
    """Write silent periods off with one reason: they leave the ratios, nobody is reminded; all, or none when one is refused."""
    why, on, done = nfc(reason).strip(), localdate(now), 0
    if not why:
        raise Denied("Ghi bỏ kỳ báo cáo thì phải ghi lý do.")
    for row in locked_items(items):
        may_write_off(by, row, on=on).require()
        _set(row, Lifecycle.CANCELLED, kind=EventKind.WAIVED, by=by, now=now, note=why[:500])
        done += 1
    return done


@transaction.atomic
def ask_again(item: WorkItem, *, by: Officer, now: datetime, reason: str) -> WorkItem:
    """Take a write-off back: the period is owed again as it was."""
    why = nfc(reason).strip()
    if not why:
        raise Denied("Đòi lại báo cáo đã ghi bỏ thì phải ghi lý do.")
    row = locked_items([item])[0]
    may_ask(row, by=by).require()
    row.remind_from = localdate(now)
    life = Lifecycle.IN_PROGRESS if row.last_update_on else Lifecycle.NOT_STARTED
    _set(row, life, kind=EventKind.RESUMED, by=by, now=now, note=f"Đòi lại báo cáo: {why}"[:500])
    return row


def may_ask(item: WorkItem, *, by: Officer) -> Verdict:
    """Whether an officer may take a write-off of this item back."""
    return may_ask_again(by, item, written_off=is_written_off(item))


def is_written_off(item: WorkItem) -> bool:
    """Whether the item was set aside by being written off."""
    if item.lifecycle != Lifecycle.CANCELLED:
        return False
    return item.events.order_by("-on", "-id").values_list("kind", flat=True).first() == EventKind.WAIVED


def _set(item: WorkItem, life: str, *, kind: str, by: Officer, now: datetime, note: str) -> None:
    item.lifecycle, item.submitted_on, item.last_event_on = Lifecycle(life), None, localdate(now)
    item.version += 1
    item.save(update_fields=["lifecycle", "submitted_on", "last_event_on", "version", "remind_from"])
    write_event(item, kind=kind, on=localdate(now), now=now, by=by, note=note)


# --- answers and plans ---------------------------------------------------------------------------


def without_cycle(task: Task) -> list[Assignment]:
    """Lead lines of a task that have no duty of their own."""
    lines = Assignment.objects.leading().active().filter(task=task, task__cancelled_on__isnull=True)
    own = ReportingDuty.objects.filter(assignment=OuterRef("pk"), until__isnull=True)
    return list(lines.filter(~Exists(own)).select_related("task", "agency").order_by("id"))


@transaction.atomic
def settle_cycle(task: Task, *, by: Officer, now: datetime, recurrence: str) -> int:
    """Answer "định kỳ" without a period: every lead line of the task without a duty of its own gets one; returns how many."""
    plan, on = locked_plan(task.plan), localdate(now)
    may_extend_plan(by, plan).require()
    said, waiting = Recurrence(recurrence).label, without_cycle(task)
    for line in waiting:
        add_duty(
            plan, by=by, name=f"Báo cáo {said}, mục {task.path}"[:200], recurrence=recurrence, since=plan.published_on or on,
            assignment=line, recipient=plan.monitor, wording=task.due_wording, preset=plan.preset, days_after=plan.days_after,
            now=now,
        )  # fmt: skip
    if not waiting:
        raise Denied("Nhiệm vụ chưa có đơn vị chủ trì nào cần ấn định kỳ: giao đơn vị trước, hoặc kỳ đã được ấn định.")
    return len(waiting)


@transaction.atomic
def plan_events(
    plan: Plan, *, by: Officer, now: datetime, agency: Agency, events: Iterable[tuple[str, date | None]]
) -> list[Task]:
    """Plan sơ kết and tổng kết: a task each with its day, or "cuối kỳ" until the office names one, led by one body."""
    current = locked_plan(plan)
    made, taken = [], set(current.tasks.values_list("path", flat=True))
    for heading, due_on in events:
        number = 1
        while f"SK{number}" in taken:
            number += 1
        taken.add(f"SK{number}")
        task = add_task(
            current, by=by, path=f"SK{number}", heading=heading, is_verbatim=False, kind=TaskKind.EVENT, due_on=due_on,
            due_wording="" if due_on else AT_THE_END, product="Báo cáo sơ kết, tổng kết",
        )  # fmt: skip
        assign(task, by=by, now=now, role=Role.LEAD, agency=agency)
        made.append(task)
    if not made:
        raise Denied("Chọn ít nhất một cuộc sơ kết hoặc tổng kết.")
    return made
