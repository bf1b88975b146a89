"""Opening work items: products when a line has a date, one item per period for lines that live on a cycle (decisions 1, 2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from agencies.models import Agency, Officer, Post, working_calendar
from agencies.verdict import Denied
from agencies.workdays import Calendar
from directives.identity import terms_of
from plans.choices import EventKind, ItemKind, Lifecycle, PlanState, Role
from plans.cycles import Recurrence
from plans.models import Assignment, Plan, ReportingDuty, ReportingPeriod, Task, WorkItem, WorkItemEvent
from plans.pausing import tracked_from
from plans.rules import acts_as
from plans.schedules import Schedule, known_terms, parse_days


def locked_items(items: Iterable[WorkItem]) -> list[WorkItem]:
    """The items' rows in id order, held until the transaction ends, with what rules and texts need."""
    wanted = {item.pk for item in items}
    # Not against rows that only refer to an item (a reminder, a report's row): those need not wait, nor be waited for.
    rows = WorkItem.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=wanted).order_by("pk")
    found = list(
        rows.select_related("agency", "monitor", "monitor__serves", "owner", "plan", "task", "assignment", "period")
    )
    if len(found) < len(wanted):
        raise Denied("Kế hoạch vừa được thu hồi nên đầu việc này không còn nữa.")
    return found


def effective(day: date, *, plan: Plan, calendar: Calendar) -> date:
    """The due day that counts: on a day off it moves to the next working day where the plan says so (domain.md §4.10)."""
    return calendar.roll_forward(day) if plan.rolls_forward else day


def write_event(
    item: WorkItem, *, kind: str, on: date, now: datetime, by: Officer | None = None, note: str = "", **refs: object
) -> WorkItemEvent:
    """Append what happened, with the state after it; `refs` are update, review or extension (decision 5)."""
    return WorkItemEvent.objects.create(
        work_item=item, kind=kind, on=on, at=now, officer=by, post=_capacity(item, by, kind), note=note,
        lifecycle=item.lifecycle, submitted_on=item.submitted_on, due_on=item.due_on, **refs,
    )  # fmt: skip


def _capacity(item: WorkItem, by: Officer | None, kind: str) -> Post | None:
    """The post in which the officer acted: the agency's for reports, the monitor's or owner's otherwise."""
    if by is None:
        return None
    first = (
        item.agency_id if kind in (EventKind.REPORTED, EventKind.SUBMITTED, EventKind.WITHDRAWN) else item.monitor_id
    )
    return acts_as(by, first, item.monitor_id, item.owner_id, item.monitor.serves_id)


def monitors_of(lines: Iterable[Assignment]) -> dict[int, int]:
    """Who confirms tasks that have a monitoring agency of their own, by task id (decision 7); one query for any number of lines."""
    own = Assignment.objects.active().filter(
        task_id__in={line.task_id for line in lines}, role=Role.MONITORING, agency__isnull=False
    )
    return dict(own.order_by("-id").values_list("task_id", "agency_id"))


def monitor_of(task: Task) -> Agency | None:
    """Who confirms one task that has a monitoring agency of its own; of several the first named, as in `monitors_of`."""
    own = Assignment.objects.active().filter(task=task, role=Role.MONITORING, agency__isnull=False)
    first = own.select_related("agency").order_by("id").first()
    return first.agency if first else None


def _item(assignment: Assignment, *, plan: Plan, kind: str, on: date, named: date | None, due: date | None,
          monitor_id: int, period: ReportingPeriod | None = None, opened: date | None = None) -> WorkItem:  # fmt: skip
    assert assignment.agency_id is not None  # only lines that name an agency owe anything
    opened = opened or on
    return WorkItem(
        assignment=assignment, plan=plan, task=assignment.task, agency_id=assignment.agency_id, owner_id=plan.owner_id,
        monitor_id=monitor_id, kind=kind, period=period, opened_on=opened, named_due_on=named,
        due_on=due, remind_from=on, last_event_on=opened,
    )  # fmt: skip


def _save(items: list[WorkItem], *, now: datetime, by: Officer | None) -> int:
    """Write new items with their opening events, many at a time."""
    made = WorkItem.objects.bulk_create(items, batch_size=1000)
    WorkItemEvent.objects.bulk_create(
        (
            WorkItemEvent(work_item=item, kind=EventKind.OPENED, on=item.opened_on, at=now, officer=by,
                          lifecycle=Lifecycle.NOT_STARTED, due_on=item.due_on)
            for item in made
        ),
        batch_size=1000,
    )  # fmt: skip
    return len(made)


def open_products(plan: Plan, assignments: Iterable[Assignment], *, on: date, now: datetime, by: Officer | None) -> int:
    """One item for each lead line that has a date and none yet; returns how many."""
    calendar = working_calendar()
    have = set(WorkItem.objects.filter(plan=plan, period__isnull=True).values_list("assignment_id", flat=True))
    items = []
    assignments = list(assignments)
    own = monitors_of(assignments)
    for line in assignments:
        named = line.due_day()
        if line.pk in have or line.agency_id is None or named is None:
            continue
        due = effective(named, plan=plan, calendar=calendar)
        monitor_id = own.get(line.task_id, plan.monitor_id)
        items.append(_item(line, plan=plan, kind=ItemKind.PRODUCT, on=on, named=named, due=due, monitor_id=monitor_id))
    return _save(items, now=now, by=by)


def reopen_items(line: Assignment, *, plan: Plan, by: Officer | None, now: datetime) -> int:
    """Take up again what was set aside when the line was ended and is not past its period; returns how many.

    Finished items stay finished. A product takes the day that the line names now.
    """
    on, reopened = localdate(now), 0
    aside = WorkItem.objects.select_for_update(of=("self",), no_key=True).filter(
        assignment=line, lifecycle=Lifecycle.CANCELLED
    )
    still = aside.filter(Q(period__isnull=True) | Q(period__ends_on__gte=on))
    for item in still.select_related("monitor", "plan").order_by("pk"):
        named = line.due_day() if item.period_id is None else item.named_due_on
        item.lifecycle = Lifecycle.IN_PROGRESS if item.last_update_on else Lifecycle.NOT_STARTED
        item.submitted_on = None
        if named is not None and item.period_id is None:
            item.named_due_on, item.due_on = named, effective(named, plan=plan, calendar=working_calendar())
        item.remind_from, item.last_event_on = on, on
        item.version += 1
        item.save()
        write_event(item, kind=EventKind.RESUMED, on=on, now=now, by=by, note="Giao lại cho đơn vị")
        reopened += 1
    return reopened


def owing_lines(duty: ReportingDuty, *, period: ReportingPeriod | None = None) -> list[Assignment]:
    """The lead lines that owe a duty's reports: its own line, all of them, or for a plan's cycle those without date or own duty.

    A line's own duty stands in for the cycle in the periods that it touches.
    """
    lines = Assignment.objects.leading().active().filter(task__plan_id=duty.plan_id, task__cancelled_on__isnull=True)
    if duty.assignment_id is not None:
        lines = lines.filter(pk=duty.assignment_id)
    elif duty.is_cycle:
        own = ReportingDuty.objects.filter(assignment=OuterRef("pk"))
        if period is not None:
            own = own.filter(Q(until__isnull=True) | Q(until__gte=period.starts_on))
        lines = lines.filter(Q(due_on__isnull=True, task__due_on__isnull=True), ~Exists(own))
    return list(lines.select_related("task", "task__plan", "agency").order_by("task__position", "id"))


def schedule_of(duty: ReportingDuty) -> Schedule:
    """The duty's rule as a pure value; terms of office are those of the body that issued the document."""
    days = parse_days(duty.days) if duty.recurrence == Recurrence.DATES else ()
    terms = known_terms(terms_of(duty.plan.directive.issuer)) if duty.recurrence == Recurrence.TERM else ()
    return Schedule(duty.recurrence, duty.preset, duty.days_after, duty.cut_off_days, days, terms)


def generate_periods(duty: ReportingDuty, *, on: date, calendar: Calendar) -> None:
    """Make the periods from the duty's first to the one after `on`; the first contains the day the duty begins (decision 2)."""
    rows = []
    for one in schedule_of(duty).occurrences(duty.since, on):
        if duty.until is not None and one.period.starts_on > duty.until:
            continue
        due = effective(one.named_due_on, plan=duty.plan, calendar=calendar)
        rows.append(
            ReportingPeriod(
                duty=duty, label=one.period.label, starts_on=one.period.starts_on, ends_on=one.period.ends_on,
                named_due_on=one.named_due_on, due_on=due, cut_off_on=one.cut_off_on if duty.cut_off_days else None,
                grace_until=grace_until(due, duty.grace_days),
            )
        )  # fmt: skip
    ReportingPeriod.objects.bulk_create(rows, ignore_conflicts=True)


def grace_until(due_on: date, days: int) -> date | None:
    """The last day on which a late report is not yet asked for by letter; standing knows no grace."""
    return due_on + timedelta(days=days) if days else None


def open_period(period: ReportingPeriod, *, on: date, now: datetime, by: Officer | None = None) -> int:
    """Give each owing line its item of a period that has begun; lines that have one are left alone."""
    duty = period.duty
    have = set(period.items.values_list("assignment_id", flat=True))
    kind = ItemKind.REPORT if duty.is_report else ItemKind.CHECK_IN
    lines = [
        line
        for line in owing_lines(duty, period=period)
        if line.pk not in have and (line.since or on) <= period.ends_on
    ]
    own = monitors_of(lines)
    pauses = list(duty.plan.pauses.values_list("since", "until")) if lines else []
    items = [
        _item(line, plan=duty.plan, kind=kind, on=on, named=period.named_due_on, due=period.due_on, period=period,
              monitor_id=own.get(line.task_id, duty.plan.monitor_id),
              opened=tracked_from(max(line.since or on, period.starts_on), pauses))
        for line in lines
    ]  # fmt: skip
    made = _save(items, now=now, by=by)
    if period.opened_on is None:
        period.opened_on = on
        period.save(update_fields=["opened_on"])
    return made


def open_duty(duty: ReportingDuty, *, on: date, now: datetime, by: Officer | None = None) -> int:
    """Bring one duty up to a day: its periods, and the items of those that have begun and still take new lines."""
    generate_periods(duty, on=on, calendar=working_calendar())
    if on < duty.since:
        return 0
    begun = duty.periods.outside_pauses().filter(Q(opened_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)
    return sum(open_period(period, on=on, now=now, by=by) for period in begun.select_related("duty", "duty__plan"))


def open_duties(plan: Plan, *, on: date, now: datetime, by: Officer | None = None) -> int:
    """Bring every duty of a plan up to a day, where the plan is tracked on it; a paused plan opens nothing (decision 12)."""
    if plan.state != PlanState.PUBLISHED:
        return 0
    return sum(open_duty(duty, on=on, now=now, by=by) for duty in plan.duties.holding(on=on).select_related("plan"))


def open_periods(*, on: date, now: datetime) -> int:
    """Bring every tracked duty up to a day; idempotent, one transaction per duty, catches up whatever was missed. Items opened."""
    ahead = ReportingPeriod.objects.filter(duty=OuterRef("pk"), starts_on__gt=on)
    unopened = ReportingPeriod.objects.outside_pauses().filter(
        duty=OuterRef("pk"), starts_on__lte=on, opened_on__isnull=True
    )
    due = ReportingDuty.objects.holding(on=on).filter(plan__state=PlanState.PUBLISHED, since__lte=on)
    made = 0
    for duty in list(due.filter(~Exists(ahead) | Exists(unopened))):
        with transaction.atomic():
            # The plan is held, as by every verb that opens items: whoever pauses it waits for the items, or they for the pause.
            duty.plan = Plan.objects.select_for_update(of=("self",)).get(pk=duty.plan_id)
            if duty.plan.state == PlanState.PUBLISHED:
                made += open_duty(duty, on=on, now=now)
    return made
