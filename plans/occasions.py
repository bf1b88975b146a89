"""When somebody is reminded: days named from the due day, moved to working days (decision 21, decisions/0025). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import merge

from agencies.choices import Duty
from agencies.workdays import Calendar
from plans.choices import Occasion
from plans.policy import DEFAULT, LADDER, Policy

# Calendar days from the due day; the order is the order of urgency, which decides between two that fall on one day.
OFFSETS: dict[Occasion, int] = {
    Occasion.BEFORE_30: -30,
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
NEWS = (Occasion.ASSIGNED, Occasion.TAKEN_OVER)
REVIEWS = (Occasion.REVIEW_WAITING, Occasion.REVIEW_LATE)
EXTENSIONS = (Occasion.EXTENSION_WAITING, Occasion.EXTENSION_LATE)
QUESTIONS = (Occasion.QUESTION_WAITING, Occasion.QUESTION_LATE)
# No run of days off is as long.
LONGEST_REST = timedelta(days=120)
# Silence shows on the first day on which the second period is past due.
SILENT_OFFSET = 1
RANKS: dict[Occasion, int] = {occasion: rank for rank, occasion in enumerate(Occasion)}
_LEADERS = {
    Occasion.SILENT, Occasion.TO_LEADER, Occasion.TO_COMMITTEE, Occasion.REVIEW_LATE, Occasion.EXTENSION_LATE,
    Occasion.QUESTION_LATE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NamedDay:
    """An occasion of one item: the calendar day that the rule names, and the working day its letter belongs to."""

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
    """Whom an occasion is for in the agency it goes to; of news all who act for it are told."""
    if occasion in NEWS:
        return (Duty.CLERK, Duty.LEADER)
    return (Duty.LEADER,) if occasion in _LEADERS else (Duty.CLERK,)


def _offsets(policy: Policy) -> list[tuple[int, Occasion]]:
    """The steps that happen once, each with its days from the due day, earliest first."""
    fixed = [(days, occasion) for occasion, days in OFFSETS.items() if policy.has(occasion)]
    ladder = [(days, step) for step, days in policy.ladder]
    return sorted(fixed + ladder, key=lambda step: (step[0], RANKS[step[1]]))


def all_from_due(
    due_on: date, *, calendar: Calendar, policy: Policy = DEFAULT, weekly_from: date | None = None
) -> Iterator[NamedDay]:
    """Every occasion of a due day, endless where weeks are told; neither day of one lies before the last one's.

    Weeks before `weekly_from` are left out. Days granted for sending again, grace and stops of the ladder are not looked at.
    """
    for offset, occasion in merge(_offsets(policy), _weeks(due_on, policy, weekly_from), key=lambda step: step[0]):
        named_on = due_on + timedelta(days=offset)
        yield NamedDay(occasion, named_on, moved(named_on, offset=offset, calendar=calendar))


def _weeks(due_on: date, policy: Policy, weekly_from: date | None) -> Iterator[tuple[int, Occasion]]:
    if not policy.has(Occasion.OVERDUE_WEEKLY):
        return
    offset = WEEKLY_FROM
    if weekly_from and (behind := (weekly_from - due_on).days - WEEKLY_FROM) > 0:
        offset += behind // WEEK * WEEK
    while True:
        yield offset, Occasion.OVERDUE_WEEKLY
        offset += WEEK


def between(due_on: date, *, since: date, until: date, calendar: Calendar, policy: Policy = DEFAULT) -> list[NamedDay]:
    """The occasions whose working day lies in since … until, both included, earliest first."""
    found = []
    for named in all_from_due(due_on, calendar=calendar, policy=policy):
        if named.for_day > until:
            break
        if since <= named.for_day:
            found.append(named)
    return found


def next_after(
    due_on: date, *, after: date, calendar: Calendar, policy: Policy = DEFAULT, quiet_until: date | None = None
) -> NamedDay | None:
    """The first occasion for the agency's own clerks whose working day is later than `after`; of several the most urgent.

    Up to `quiet_until` only what is late is passed over. None where the policy tells no weeks and every step has passed.
    """
    found: NamedDay | None = None
    for named in all_from_due(due_on, calendar=calendar, policy=policy, weekly_from=after - LONGEST_REST):
        if found and named.for_day > found.for_day:
            return found
        is_late = named.named_on > due_on
        held = after if quiet_until is None or not is_late else max(after, quiet_until)
        if named.for_day > held and named.occasion not in LADDER:
            found = named
    return found


def belongs(
    occasion: str, *, named_on: date, due_on: date, policy: Policy = DEFAULT, of_old_policy: bool = False
) -> bool:
    """Whether a written occasion is still about this due day; false once the day was moved by an extension.

    A step of the ladder that was written under a policy of before (`of_old_policy`) counted other days, and is taken all the same.
    """
    distance = (named_on - due_on).days
    if occasion in LADDER:
        return distance > 0 if of_old_policy else (occasion, distance) in policy.ladder
    if occasion == Occasion.SILENT:
        return distance == SILENT_OFFSET
    if occasion == Occasion.OVERDUE_WEEKLY:
        return distance >= WEEKLY_FROM and distance % WEEK == 0
    return distance == OFFSETS[Occasion(occasion)]
