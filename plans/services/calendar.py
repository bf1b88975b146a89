"""What a changed calendar does to deadlines: those not yet due are rolled again, with a line in their history (decision 5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils.timezone import localdate

from agencies.calendars import Move
from agencies.choices import Duty
from agencies.models import Officer
from agencies.wording import format_day
from agencies.workdays import Calendar
from plans.choices import UNCONFIRMED, EventKind, PlanState
from plans.models import Plan, ReportingPeriod, WorkItem, WorkItemEvent

_BATCH = 1000
TRACKED = (PlanState.PUBLISHED, PlanState.PAUSED)


def _items(on: date) -> QuerySet[WorkItem]:
    """Unfinished items whose due day has not passed and follows days off."""
    return WorkItem.objects.filter(
        lifecycle__in=UNCONFIRMED, due_on__gte=on, named_due_on__isnull=False, plan__rolls_forward=True,
        plan__state__in=TRACKED,
    )  # fmt: skip


def _periods(on: date) -> QuerySet[ReportingPeriod]:
    return ReportingPeriod.objects.filter(due_on__gte=on, duty__plan__rolls_forward=True, duty__plan__state__in=TRACKED)


def _moving(rows: QuerySet[Any], calendar: Calendar, *, on: date) -> Iterator[tuple[date, date, date, int]]:
    """Named day, present and new due day, and how many rows; a new day that would lie in the past moves nothing."""
    pairs = rows.order_by().values_list("named_due_on", "due_on").annotate(n=Count("pk"))
    for named, due, n in pairs:
        new = calendar.roll_forward(named)
        if new != due and new >= on:
            yield named, due, new, n


def count_moves(calendar: Calendar, on: date) -> list[Move]:
    """What a calendar would move, if it held."""
    found: dict[tuple[date, date], int] = {}
    for _, due, new, n in _moving(_items(on), calendar, on=on):
        found[due, new] = found.get((due, new), 0) + n
    return [Move(old, new, n) for (old, new), n in found.items()]


@transaction.atomic
def follow_calendar(calendar: Calendar, now: datetime, by: Officer | None, note: str) -> int:
    """Roll what is not yet due again; returns how many items moved."""
    on, moved = localdate(now), 0
    # Whoever opens items holds the plan before reading the calendar: they are done before this looks, or see the new days.
    plans = Plan.objects.select_for_update(of=("self",)).filter(rolls_forward=True, state__in=TRACKED)
    list(plans.order_by("pk").values_list("pk"))
    for named, due, new, _ in list(_moving(_periods(on), calendar, on=on)):
        _periods(on).filter(named_due_on=named, due_on=due).update(
            due_on=new, grace_until=F("grace_until") + (new - due)
        )
    changes = {(named, due): new for named, due, new, _ in _moving(_items(on), calendar, on=on)}
    if changes:
        # All of them in one order, whatever days they fall on: a report may answer several periods at once.
        pairs = Q(*(Q(named_due_on=named, due_on=due) for named, due in changes), _connector=Q.OR)
        held = _items(on).filter(pairs).select_for_update(of=("self",), no_key=True).order_by("pk")
        groups: dict[tuple[date, date], list[WorkItem]] = {}
        for item in held:
            if item.named_due_on is not None and item.due_on is not None:
                groups.setdefault((item.named_due_on, item.due_on), []).append(item)
        for (named, due), items in groups.items():
            moved += _move(items, due, changes[named, due], on=on, now=now, by=by, note=note)
    return moved


def _move(
    items: list[WorkItem], due: date, new: date, *, on: date, now: datetime, by: Officer | None, note: str
) -> int:
    post = next((post for post in by.current_posts if post.duty == Duty.ADMINISTRATOR), None) if by else None
    words = f"Lịch làm việc đổi: {note}. Hạn từ {format_day(due)} sang {format_day(new)}."[:500]
    WorkItem.objects.filter(pk__in=[item.pk for item in items]).update(
        due_on=new, last_event_on=on, version=F("version") + 1
    )
    WorkItemEvent.objects.bulk_create(
        (
            WorkItemEvent(work_item=item, kind=EventKind.MOVED, on=on, at=now, officer=by, post=post, note=words,
                          lifecycle=item.lifecycle, submitted_on=item.submitted_on, due_on=new)
            for item in items
        ),
        batch_size=_BATCH,
    )  # fmt: skip
    return len(items)
