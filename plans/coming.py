"""What an agency is going to be reminded of: the next occasion of each of its open items, by the table of decisions/0025."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Max, OuterRef, Subquery

from agencies.choices import Duty
from agencies.dated import active_on
from agencies.models import Agency, Officer, Post, working_calendar
from agencies.workdays import Calendar
from plans.choices import ExtensionState, Occasion, PlanState
from plans.ladder import ladder_of, working_day
from plans.models import Extension, LadderStop, Reminder, WorkItem
from plans.policy import Policy, policies_of

DAY: Final = timedelta(days=1)
WEEK: Final = 7
WEEKLY_FROM: Final = 14
OFFSETS: Final = (
    (Occasion.BEFORE_30, -30),
    (Occasion.BEFORE_7, -7),
    (Occasion.BEFORE_3, -3),
    (Occasion.BEFORE_1, -1),
    (Occasion.DUE, 0),
    (Occasion.OVERDUE_1, 1),
    (Occasion.OVERDUE_3, 3),
    (Occasion.OVERDUE_7, 7),
)
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
    names: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What the diary says of it."""
        whom = f"{self.duty.label.lower()} {self.agency.label} ({', '.join(self.names) or 'chưa có người nhận'})"
        return f"{self.occasion.label[:1].upper()}{self.occasion.label[1:]}: {self.item.title}. Gửi {whom}."


def agency_coming(agency: Agency, officer: Officer, *, on: date) -> list[Next]:
    """The earliest occasions of an agency's open items, as far as the officer sees them; the same few queries for any number."""
    items = list(_items(agency, officer, on=on))
    policies = policies_of({(item.plan_id, item.owner_id) for item in items})
    stops: dict[int, list[LadderStop]] = {}
    for stop in LadderStop.objects.filter(work_item__in=[item.pk for item in items]):
        stops.setdefault(stop.work_item_id, []).append(stop)
    calendar = working_calendar()
    found = [
        one
        for item in items
        if (one := next_of(item, policies[item.plan_id], stops.get(item.pk, []), calendar, on=on)) is not None
    ]
    found.sort(key=lambda one: (one.for_day, one.item.pk))
    return _with_names(found[:SHOWN], on=on)


def _items(agency: Agency, officer: Officer, *, on: date) -> Any:
    rows = Reminder.objects.filter(work_item=OuterRef("pk"), handover__isnull=True).order_by()
    granted = Extension.objects.filter(work_item=OuterRef("pk"), state=ExtensionState.GRANTED).order_by()
    seen: Any = WorkItem.objects.visible_to(officer).open().filter(
        agency=agency, plan__state=PlanState.PUBLISHED, due_on__lte=on + HORIZON
    )  # fmt: skip
    return (
        seen.with_pending_extension()
        .filter(extension_pending=False)
        .select_related("task", "agency", "assignment", "period", "plan", "monitor", "owner__serves")
        .annotate(
            written=Subquery(rows.values("work_item").annotate(m=Max("for_day")).values("m")),
            granted=Subquery(granted.values("work_item").annotate(m=Max("decided_on")).values("m")),
        )
        .order_by("-due_on", "id")[:LOOKED_AT]
    )


def next_of(item: Any, policy: Policy, stops: list[LadderStop], calendar: Calendar, *, on: date) -> Next | None:
    """The next occasion after what was written, from a day on; of several on one working day the last of the table."""
    after = item.written + DAY if item.written else on
    since = max(filter(None, (on, after, item.remind_from, item.granted, item.plan.reminds_since)))
    found: Next | None = None
    for one in _occasions(item, policy, calendar, since=since):
        if one.for_day >= since and (found is None or one.for_day <= found.for_day):
            found = one
    for step in ladder_of(item, policy=policy, stops=stops, calendar=calendar, on=on, since=since):
        if not step.left_out and (found is None or step.for_day <= found.for_day):
            found = Next(item, step.occasion, step.for_day, step.agency, step.duty)
    return found


def _occasions(item: Any, policy: Policy, calendar: Calendar, *, since: date) -> Iterator[Next]:
    """What follows from the due day, in the order of the table; of the weekly ones those around `since`."""
    due, quiet = item.due_on, item.quiet_until
    if item.period and policy.has(Occasion.PERIOD_OPENED) and item.period.closes_on < due:
        day = calendar.roll_forward(item.period.closes_on)
        yield Next(item, Occasion.PERIOD_OPENED, day, item.agency, Duty.CLERK)
    named = [(occasion, due + timedelta(days=days), days) for occasion, days in OFFSETS if policy.has(occasion)]
    if policy.has(Occasion.OVERDUE_WEEKLY):
        behind = max(0, (since - due).days - WEEKLY_FROM) // WEEK
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


def _with_names(found: list[Next], *, on: date) -> list[Next]:
    """The same with the names of who would get each today; one query."""
    posts = Post.objects.filter(active_on(on), agency__in={one.agency.pk for one in found}, officer__is_active=True)
    holders: dict[tuple[int, str], dict[int, str]] = {}
    for post in posts.select_related("officer").order_by("id"):
        holders.setdefault((post.agency_id, post.duty), {})[post.officer_id] = post.officer.full_name
    named = []
    for one in found:
        held = holders.get((one.agency.pk, one.duty), {})
        charge = one.item.assignment.officer_in_charge_id
        mine = one.duty == Duty.CLERK and one.agency.pk == one.item.agency_id and charge in held
        names = (held[charge],) if mine else tuple(held.values())
        named.append(Next(one.item, one.occasion, one.for_day, one.agency, one.duty, names))
    return named
