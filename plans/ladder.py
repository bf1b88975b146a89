"""The ladder of one late item: its steps with the day each names, whom they reach, which are left out (decisions/0025). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from agencies.choices import Duty
from agencies.wording import format_day
from plans.choices import Occasion

if TYPE_CHECKING:
    from agencies.models import Agency
    from agencies.workdays import Calendar
    from plans.models import LadderStop, WorkItem
    from plans.policy import Policy

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `days` overdue, the calendar day they name, the working day its letter belongs to, and whose officers get it.

    `left_out` says why it will not be taken; empty when it is.
    """

    occasion: Occasion
    days: int
    named_on: date
    for_day: date
    agency: Agency
    duty: Duty
    left_out: str = ""


def ladder_of(
    item: WorkItem, *, policy: Policy, stops: Iterable[LadderStop], calendar: Calendar, on: date, since: date | None = None,
    held: date | None = None,
) -> list[Step]:  # fmt: skip
    """The steps of the item's present due day, in order; none where there is no day.

    `since` is the first working day that is still written for, where it is later than the item's own: an extension's, a policy's.
    `held` is the last day on which a request was refused or a submission withdrawn: a step that fell before it follows it.
    The item comes with its owner, monitor and the committee that the owner serves. `on` is the day that is looked from: a stop
    that lasts covers every day from then on.
    """
    if item.due_on is None:
        return []
    first = max(item.remind_from, since) if since else item.remind_from
    held_by = list(stops)
    quiet_until = latest(item.quiet_until, held)
    steps = []
    for occasion, days in policy.ladder:
        named_on = item.due_on + timedelta(days=days)
        for_day = working_day(named_on, quiet_until=quiet_until, calendar=calendar)
        agency, duty = receiver(item, occasion)
        left_out = ""
        if occasion != Occasion.TO_LEADER and agency.pk == item.agency_id:
            left_out = "nơi nhận chính là đơn vị chủ trì"
        if not left_out and for_day < first:
            left_out = f"mốc rơi vào trước ngày {format_day(first)}, là ngày bắt đầu nhắc"
        if not left_out and (stop := stop_on(held_by, for_day)):
            lasts = stop.until is None and for_day >= on
            left_out = "đang dừng báo cấp trên" if lasts else f"dừng báo cấp trên từ ngày {format_day(stop.since)}"
        steps.append(Step(occasion, days, named_on, for_day, agency, duty, left_out))
    return steps


def latest(*days: date | None) -> date | None:
    """The latest of the days that there are."""
    return max((day for day in days if day is not None), default=None)


def working_day(named_on: date, *, quiet_until: date | None, calendar: Calendar) -> date:
    """The working day at or after a day; after the quiet days, where these are not over by then."""
    for_day = calendar.roll_forward(named_on)
    return for_day if quiet_until is None or for_day > quiet_until else calendar.roll_forward(quiet_until + DAY)


def receiver(item: WorkItem, occasion: str) -> tuple[Agency, Duty]:
    """Whose officers a step reaches."""
    if occasion == Occasion.TO_LEADER:
        return item.agency, Duty.LEADER
    if occasion == Occasion.TO_MONITOR:
        return item.monitor, Duty.CLERK
    return item.owner.serves or item.owner, Duty.LEADER


def stop_on(stops: Iterable[LadderStop], day: date) -> LadderStop | None:
    """The stop that covers a day; one that lasts covers all days from its first on."""
    return next((stop for stop in stops if stop.since <= day and (stop.until is None or day < stop.until)), None)
