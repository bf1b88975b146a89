"""What comes next about an agency's unfinished items: to it, above it, or to who answers it, by the table of decisions/0025."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Exists, F, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Greatest

from agencies.choices import Duty
from agencies.models import Agency, Officer, working_calendar
from agencies.workdays import Calendar
from plans.awaited import Told, next_awaited, told_of, with_awaited
from plans.choices import OPEN, EventKind, ExtensionState, Lifecycle, Occasion, PlanState, ReminderState
from plans.ladder import Step, ladder_of, latest, working_day
from plans.models import Extension, LadderStop, Reminder, WorkItem, WorkItemEvent
from plans.models.progress import WorkItemQuerySet
from plans.occasions import OFFSETS, SILENT_OFFSET, WEEK, WEEKLY_FROM
from plans.policy import LADDER, Policy, policies_of
from plans.standing_in import Receivers, Wanted, receivers_of

DAY: Final = timedelta(days=1)
# Beyond the first step before a due day nothing of an item lies near.
HORIZON: Final = timedelta(days=75)
LOOKED_AT: Final = 300
SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Next:
    """One occasion to come: whose officers get it, on which working day, about what."""

    item: Any
    occasion: Occasion
    for_day: date
    agency: Agency
    duty: Duty
    receivers: Receivers = field(default_factory=Receivers)

    @property
    def text(self) -> str:
        """What the diary says of it."""
        whom = f"{self.duty.label.lower()} {self.agency.label} ({self.receivers})"
        return f"{self.occasion.label[:1].upper()}{self.occasion.label[1:]}: {self.item.title}. Gửi {whom}."


@dataclass(frozen=True, slots=True)
class Held:
    """What may hold the ladder of items: its stops, and the steps that were taken for the present due day; by item."""

    stops: dict[int, list[LadderStop]]
    taken: dict[int, set[str]]


def agency_coming(agency: Agency, officer: Officer, *, on: date) -> list[Next]:
    """The earliest occasions of an agency's open items, as far as the officer sees them; the same few queries for any number."""
    items = list(_items(agency, officer, on=on))
    policies = policies_of({(item.plan_id, item.owner_id) for item in items})
    held, told, calendar = held_of(items), told_of(items, on=on), working_calendar()
    named = (
        _next_answer(item, policies[item.plan_id], told.get(item.pk, ()), calendar, on=on)
        if item.asked_on or item.lifecycle == Lifecycle.SUBMITTED
        else next_of(item, policies[item.plan_id], held, calendar, on=on)
        for item in items
    )
    found = [one for one in named if one is not None]
    found.sort(key=lambda one: (one.for_day, one.item.pk))
    return _with_names(found[:SHOWN], on=on)


def _items(agency: Agency, officer: Officer, *, on: date) -> Any:
    """Those nearest to today: what is long past and what is far off comes last."""
    seen = WorkItem.objects.visible_to(officer).filter(lifecycle__in=(*OPEN, Lifecycle.SUBMITTED))
    told: Any = with_awaited(with_written(seen)).filter(
        Q(due_on__lte=on + HORIZON) | Q(lifecycle=Lifecycle.SUBMITTED) | Q(asked_on__isnull=False),
        agency=agency, plan__state=PlanState.PUBLISHED,
    )  # fmt: skip
    distance = Greatest(F("due_on") - Value(on), Value(on) - F("due_on"))
    return told.select_related(
        "task", "agency", "assignment", "period", "plan", "monitor__serves", "owner__serves"
    ).order_by(distance, "id")[:LOOKED_AT]


def _next_answer(item: Any, policy: Policy, told: Collection[Told], calendar: Calendar, *, on: date) -> Next | None:
    """The next occasion of an item that waits for an answer: to who gives it."""
    one = next_awaited(item, policy=policy, calendar=calendar, since=_first(item, on=on), told=told)
    return None if one is None else Next(item, one.occasion, one.for_day, one.agency, one.duty)


def _first(item: Any, *, on: date) -> date:
    """The first working day that may still be written for an item."""
    after = item.written + DAY if item.written else on
    days: list[date | None] = [on, after, item.remind_from, item.plan.reminds_since]
    return max(day for day in days if day is not None)


def with_written(items: WorkItemQuerySet) -> WorkItemQuerySet:
    """Annotate `written`, the last working day written for an item, and `granted`, when its present day was granted.

    `refused` and `withdrawn` are the last days on which a request or a submission that held the ladder back came to nothing;
    `after_silence` says whether the line left the period before unanswered too.
    """
    rows = Reminder.objects.filter(work_item=OuterRef("pk"), handover__isnull=True).order_by()
    answered = Extension.objects.filter(work_item=OuterRef("pk")).order_by().values("work_item")
    decided = answered.annotate(m=Max("decided_on")).values("m")
    back = WorkItemEvent.objects.filter(work_item=OuterRef("pk"), kind=EventKind.WITHDRAWN).order_by()
    silent_before = WorkItem.objects.filter(
        assignment=OuterRef("assignment"), lifecycle=Lifecycle.NOT_STARTED, period__duty=OuterRef("period__duty"),
        period__ends_on=OuterRef("period__starts_on") - DAY,
    )  # fmt: skip
    return items.annotate(
        written=Subquery(rows.values("work_item").annotate(m=Max("for_day")).values("m")),
        granted=Subquery(decided.filter(state=ExtensionState.GRANTED)),
        refused=Subquery(decided.filter(state=ExtensionState.REFUSED)),
        withdrawn=Subquery(back.values("work_item").annotate(m=Max("on")).values("m")),
        after_silence=Exists(silent_before),
    )


def held_of(items: Iterable[WorkItem]) -> Held:
    """What may hold the ladder of some items; two queries for any number."""
    keys = [item.pk for item in items]
    stops: dict[int, list[LadderStop]] = {}
    for stop in LadderStop.objects.filter(work_item__in=keys):
        stops.setdefault(stop.work_item_id, []).append(stop)
    rows = Reminder.objects.filter(work_item__in=keys, occasion__in=LADDER).exclude(state=ReminderState.DROPPED)
    taken: dict[int, set[str]] = {}
    for item, occasion in rows.filter(named_on__gt=F("work_item__due_on")).values_list("work_item_id", "occasion"):
        taken.setdefault(item, set()).add(occasion)
    return Held(stops, taken)


def next_of(item: Any, policy: Policy, held: Held, calendar: Calendar, *, on: date) -> Next | None:
    """The next occasion after what was written, from a day on; of several on one working day the last of the table.

    The item comes with what `with_written` annotates.
    """
    since = max(filter(None, (_first(item, on=on), item.granted)))
    found: Next | None = None
    for one in _occasions(item, policy, calendar, since=since):
        if one.for_day >= since and (found is None or one.for_day <= found.for_day):
            found = one
    stops, taken = held.stops.get(item.pk, []), held.taken.get(item.pk, ())
    held_until = latest(item.refused, item.withdrawn)
    for step in ladder_of(item, policy=policy, stops=stops, calendar=calendar, on=on, since=since, held=held_until):
        if _will_be(step, taken) and (found is None or step.for_day <= found.for_day):
            found = Next(item, step.occasion, step.for_day, step.agency, step.duty)
    return found


def _will_be(step: Step, taken: Collection[str]) -> bool:
    return not step.left_out and step.occasion not in taken


def _occasions(item: Any, policy: Policy, calendar: Calendar, *, since: date) -> Iterator[Next]:
    """What follows from the due day, in the order of the table; of the weekly ones those around `since`."""
    due, quiet = item.due_on, item.quiet_until
    if item.period and policy.has(Occasion.PERIOD_OPENED) and item.period.closes_on < due:
        day = calendar.roll_forward(item.period.closes_on)
        yield Next(item, Occasion.PERIOD_OPENED, day, item.agency, Duty.CLERK)
    named = [(occasion, due + timedelta(days=days), days) for occasion, days in OFFSETS.items() if policy.has(occasion)]
    if policy.has(Occasion.OVERDUE_WEEKLY):
        behind = max(0, (max(since, quiet or since) - due).days - WEEKLY_FROM) // WEEK
        for place in range(max(0, behind - 4), behind + 6):
            days = WEEKLY_FROM + place * WEEK
            named.append((Occasion.OVERDUE_WEEKLY, due + timedelta(days=days), days))
    for occasion, named_on, days in named:
        day = calendar.roll_back(named_on) if days < 0 else calendar.roll_forward(named_on)
        if days <= 0 or quiet is None or day > quiet:
            yield Next(item, occasion, day, item.agency, Duty.CLERK)
    if item.resubmit_by is not None:
        day = working_day(item.resubmit_by, quiet_until=None, calendar=calendar)
        yield Next(item, Occasion.RESUBMIT, day, item.agency, Duty.CLERK)
    if item.after_silence and (told_on := silence_of(item, policy, calendar)):
        yield Next(item, Occasion.SILENT, told_on, item.agency, Duty.LEADER)


def silence_of(item: WorkItem, policy: Policy, calendar: Calendar) -> date | None:
    """The working day on which two periods without a word are told to the leader, once the second is past due as well."""
    is_mute = item.is_check_in and item.lifecycle == Lifecycle.NOT_STARTED and item.due_on is not None
    if not is_mute or not policy.has(Occasion.SILENT):
        return None
    assert item.due_on is not None
    return working_day(item.due_on + SILENT_OFFSET * DAY, quiet_until=item.quiet_until, calendar=calendar)


def _with_names(found: list[Next], *, on: date) -> list[Next]:
    """The same with the names of who would get each today; one query."""
    receivers = receivers_of([Wanted(one.item, one.agency.pk, one.duty) for one in found], on=on)
    return [replace(one, receivers=names) for one, names in zip(found, receivers, strict=True)]
