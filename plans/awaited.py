"""Who answers a submission or a request is told that it waits: foretold here as the rows are written (decisions/0025)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, F, Max, OuterRef, Q, Subquery, When
from django.db.models.functions import Greatest

from agencies.choices import Duty
from agencies.models import Agency
from agencies.workdays import Calendar
from plans.choices import EventKind, ExtensionState, HandoverKind, Lifecycle, Occasion, ReminderState
from plans.ladder import working_day
from plans.models import Extension, HandoverLine, Reminder, WorkItemEvent
from plans.models.progress import WorkItemQuerySet
from plans.occasions import EXTENSIONS, REVIEWS
from plans.policy import Policy

# What was told of an item that waits: occasion, agency, named day.
type Told = tuple[str, int, date]


@dataclass(frozen=True, slots=True)
class Awaited:
    """One occasion to come about what waits: whose officers are told, on which working day."""

    occasion: Occasion
    for_day: date
    agency: Agency
    duty: Duty


def with_awaited(items: WorkItemQuerySet) -> WorkItemQuerySet:
    """Annotate since when what waits does (`asked_on`, `handed_in_on`), and since when its judge is the judge (`handed_on`)."""
    events = WorkItemEvent.objects.filter(work_item=OuterRef("pk")).order_by().values("work_item")
    last = events.annotate(m=Max("on")).values("m")
    pending = Extension.objects.filter(work_item=OuterRef("pk"), state=ExtensionState.PENDING).order_by()
    moved = HandoverLine.objects.filter(
        plan=OuterRef("plan"),
        successor=OuterRef("answers_id"),
        kind__in=(HandoverKind.MONITOR, HandoverKind.MONITORING),
    )
    return items.annotate(
        answers_id=Case(When(agency=F("monitor"), then=F("monitor__serves")), default=F("monitor")),
        asked_on=Subquery(pending.values("requested_on")[:1]),
        handed_in_on=Subquery(last.filter(kind=EventKind.SUBMITTED)),
        handed_on=Greatest(
            Subquery(last.filter(kind=EventKind.MONITOR)),
            Subquery(moved.order_by().values("successor").annotate(m=Max("handover__done_on")).values("m")),
        ),
    )


def told_of(items: Iterable[Any], *, on: date) -> dict[int, list[Told]]:
    """What was told of items that wait, by item; a row of today that is not sent yet is still to come. At most one query."""
    keys = [item.pk for item in items if _waits(item)]
    found: dict[int, list[Told]] = {}
    rows = Reminder.objects.filter(work_item__in=keys, occasion__in=(*REVIEWS, *EXTENSIONS))
    rows = rows.exclude(state=ReminderState.DROPPED).exclude(Q(state=ReminderState.OPEN, for_day__gte=on))
    told = rows.values_list("work_item_id", "occasion", "agency_id", "named_on") if keys else ()
    for item, occasion, agency, named_on in told:
        found.setdefault(item or 0, []).append((occasion, agency, named_on))
    return found


def _waits(item: Any) -> bool:
    return item.lifecycle == Lifecycle.SUBMITTED or item.asked_on is not None


def next_awaited(
    item: Any, *, policy: Policy, calendar: Calendar, since: date, told: Collection[Told] = ()
) -> Awaited | None:
    """The next occasion about an item that waits, from a working day on; none where both were told or nobody answers.

    The item comes with what `with_awaited` annotates, its monitor and the committee that this serves.
    """
    itself = item.agency_id == item.monitor_id
    answers = item.monitor.serves if itself else item.monitor
    if item.lifecycle == Lifecycle.SUBMITTED:
        began, days, occasions = item.handed_in_on, policy.review_days, REVIEWS
    else:
        began, days, occasions = item.asked_on, policy.question_days, EXTENSIONS
    if began is None or days is None or answers is None:
        return None
    for occasion, times, duty in zip(
        occasions, (1, 2), (Duty.LEADER if itself else Duty.CLERK, Duty.LEADER), strict=True
    ):
        for_day = working_day(began + timedelta(days=days * times), quiet_until=item.handed_on, calendar=calendar)
        is_told = any(name == occasion and whom == answers.pk and day > began for name, whom, day in told)
        if for_day >= since and not is_told:
            return Awaited(occasion, for_day, answers, duty)
    return None
