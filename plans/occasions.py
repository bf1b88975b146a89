"""When somebody is reminded: offsets from the due day as named days, moved to working days (decision 21). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from agencies.choices import Duty
from agencies.workdays import Calendar
from plans.choices import Occasion

# Calendar days from the due day; the order is the order of urgency, which decides between two that fall on one day.
OFFSETS: dict[Occasion, int] = {
    Occasion.BEFORE_7: -7,
    Occasion.BEFORE_3: -3,
    Occasion.BEFORE_1: -1,
    Occasion.DUE: 0,
    Occasion.OVERDUE_1: 1,
    Occasion.OVERDUE_3: 3,
    Occasion.OVERDUE_7: 7,
}
WEEKLY_FROM = 14
WEEK = 7
# Told once when it happens, whatever becomes of the item's due day.
NEWS = (Occasion.TAKEN_OVER,)
# No run of days off is as long.
LONGEST_REST = timedelta(days=120)
# Silence shows on the first day on which the second period is past due.
SILENT_OFFSET = 1
RANKS: dict[Occasion, int] = {occasion: rank for rank, occasion in enumerate(Occasion)}
# From here on the agency's leader is told as well.
LEADER_FROM = OFFSETS[Occasion.OVERDUE_7]


@dataclass(frozen=True, slots=True)
class NamedDay:
    """An occasion of one item: the calendar day its offset names, and the working day its letter belongs to."""

    occasion: Occasion
    named_on: date
    for_day: date

    @property
    def order(self) -> tuple[date, int, date]:
        """What makes one occasion later than another: its day, then its urgency."""
        return self.for_day, RANKS[self.occasion], self.named_on


def moved(named_on: date, *, offset: int, calendar: Calendar) -> date:
    """The working day of an offset: back when it lies before the due day, on otherwise."""
    return calendar.roll_back(named_on) if offset < 0 else calendar.roll_forward(named_on)


def duties_of(occasion: str) -> tuple[Duty, ...]:
    """Whom in the agency an occasion reaches: the clerks, the leader too once a week is lost, the leader alone about silence."""
    if occasion == Occasion.SILENT:
        return (Duty.LEADER,)
    if OFFSETS.get(Occasion(occasion), WEEKLY_FROM) >= LEADER_FROM:
        return (Duty.CLERK, Duty.LEADER)
    return (Duty.CLERK,)


def all_from_due(due_on: date, *, calendar: Calendar, weekly_from: date | None = None) -> Iterator[NamedDay]:
    """Every occasion of a due day, endless: the fixed ones, then one a week; neither day of one lies before the last one's.

    Weeks before `weekly_from` are left out.
    """
    for occasion, offset in OFFSETS.items():
        named_on = due_on + timedelta(days=offset)
        yield NamedDay(occasion, named_on, moved(named_on, offset=offset, calendar=calendar))
    offset = WEEKLY_FROM
    if weekly_from and (behind := (weekly_from - due_on).days - WEEKLY_FROM) > 0:
        offset += behind // WEEK * WEEK
    while True:
        named_on = due_on + timedelta(days=offset)
        yield NamedDay(Occasion.OVERDUE_WEEKLY, named_on, moved(named_on, offset=offset, calendar=calendar))
        offset += WEEK


def between(due_on: date, *, since: date, until: date, calendar: Calendar) -> list[NamedDay]:
    """The occasions whose working day lies in since … until, both included, earliest first."""
    found = []
    for named in all_from_due(due_on, calendar=calendar):
        if named.for_day > until:
            break
        if since <= named.for_day:
            found.append(named)
    return found


def next_after(due_on: date, *, after: date, calendar: Calendar) -> NamedDay:
    """The first occasion whose working day is later than `after`; of several on that day the most urgent."""
    found: NamedDay | None = None
    for named in all_from_due(due_on, calendar=calendar, weekly_from=after - LONGEST_REST):
        if found and named.for_day > found.for_day:
            return found
        if named.for_day > after:
            found = named
    raise AssertionError("occasions have no end")


def belongs(occasion: str, *, named_on: date, due_on: date) -> bool:
    """Whether a written occasion is still about this due day; false once the day was moved by an extension."""
    distance = (named_on - due_on).days
    if occasion in NEWS:
        return True
    if occasion == Occasion.SILENT:
        return distance == SILENT_OFFSET
    if occasion == Occasion.OVERDUE_WEEKLY:
        return distance >= WEEKLY_FROM and distance % WEEK == 0
    return distance == OFFSETS[Occasion(occasion)]
