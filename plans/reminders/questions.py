"""Questions that wait for somebody's answer: refused lines, threads, and what of a plan only its office can settle.

They are few, unlike items: they are read and written here row by row, and the unique key makes each occasion happen once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from agencies.choices import Duty
from agencies.models import working_calendar
from plans.asking import unsettled_tasks
from plans.choices import Occasion, PlanState
from plans.lines import refusals_waiting
from plans.models import Assignment, NoteReceiver, NoteReply, Plan, Reminder, Task
from plans.models.plan import TaskQuerySet
from plans.policy import Policy, policies_of

# Any number; only two runs of this module compete for it.
_LOCK = 22_051_226
STEPS = ((Occasion.QUESTION_WAITING, 1, Duty.CLERK), (Occasion.QUESTION_LATE, 2, Duty.LEADER))


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: of which plan and office, whose answer it waits for, since when; about a line, a thread, or the plan itself."""

    plan_id: int
    owner_id: int
    agency_id: int
    day: date
    line_id: int | None = None
    note_id: int | None = None


def waiting_questions() -> list[Asked]:
    """Every question of a published plan that waits; four queries."""
    return [*_refused(), *_threads(), *_of_plans()]


def open_questions(*, on: date, now: datetime | None) -> int:
    """Write the occasions of questions that were named up to `on` and have no row yet; returns how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Two runs at once write one after the other, so that each tells what it wrote itself.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        return _write(on=on, now=now)


def _write(*, on: date, now: datetime | None) -> int:
    new = unwritten(waiting_questions(), on=on)
    for row in new:
        row.opened_at = now or timezone.now()
    Reminder.objects.bulk_create(new)
    return len(new)


def unwritten(asked: Collection[Asked], *, on: date) -> list[Reminder]:
    """The rows that the given questions name up to a day and that are not there yet; three queries."""
    policies = policies_of({(one.plan_id, one.owner_id) for one in asked})
    began = Plan.objects.filter(pk__in=policies).annotate(resumed=Max("pauses__until"))
    since = {
        pk: max(filter(None, days), default=date.min)
        for pk, *days in began.values_list("pk", "resumed", "reminds_since")
    }
    named = [
        (row, one.day)
        for one in asked
        for row in rows_of(one, policies[one.plan_id], since=since[one.plan_id], until=on)
    ]
    told = _told(row for row, _ in named)
    # Once each time that something is asked, whatever days the policy counted then.
    return [row for row, asked_on in named if told.get(_about(row), date.min) <= asked_on]


def rows_of(one: Asked, policy: Policy, *, since: date, until: date) -> Iterator[Reminder]:
    """The rows that a question names with working days in since … until."""
    if policy.question_days is None:
        return
    calendar = working_calendar()
    for occasion, times, duty in STEPS:
        named_on = one.day + timedelta(days=times * policy.question_days)
        for_day = calendar.roll_forward(named_on)
        if since <= for_day <= until:
            yield Reminder(
                plan_id=one.plan_id, line_id=one.line_id, note_asked_id=one.note_id, agency_id=one.agency_id, duty=duty,
                occasion=occasion, named_on=named_on, for_day=for_day,
            )  # fmt: skip


def still_asked(rows: Iterable[Reminder]) -> set[int]:
    """Keys of those of the given rows whose question nobody has answered; five queries at most."""
    rows = list(rows)
    lines, notes, whole = (
        {row.line_id for row in rows if row.line_id},
        {row.note_asked_id for row in rows if row.note_asked_id},
        {row.plan_id for row in rows if row.plan_id and not (row.line_id or row.note_asked_id)},
    )
    refused = (
        set(refusals_waiting(Assignment.objects.filter(pk__in=lines)).values_list("pk", flat=True)) if lines else set()
    )
    open_threads = _open_threads().filter(note_id__in=notes).values_list("note_id", "agency_id")
    threads = set(open_threads) if notes else set()
    plans = _with_questions(Task.objects.filter(plan_id__in=whole)) if whole else set()

    def waits(row: Reminder) -> bool:
        if row.line_id is not None:
            return row.line_id in refused
        return (row.note_asked_id, row.agency_id) in threads if row.note_asked_id is not None else row.plan_id in plans

    return {row.pk for row in rows if waits(row)}


def _refused() -> Iterator[Asked]:
    lines = Assignment.objects.filter(task__plan__state=PlanState.PUBLISHED)
    found = refusals_waiting(lines).values_list("pk", "task__plan_id", "task__plan__owner_id", "said_on")
    return (Asked(plan, owner, owner, day, line_id=pk) for pk, plan, owner, day in found)


def _open_threads() -> Any:
    return NoteReceiver.objects.filter(
        answers=True, answered_on__isnull=True, note__closed_on__isnull=True, note__plan__state=PlanState.PUBLISHED
    )


def _threads() -> Iterator[Asked]:
    """A thread counts from its beginning, or from when its beginner asked again."""
    again = NoteReply.objects.filter(note=OuterRef("note"), asks_again=True).order_by("-on").values("on")[:1]
    asked = _open_threads().annotate(day=Coalesce(Subquery(again), "note__on"))
    found = asked.values_list("note_id", "note__plan_id", "note__plan__owner_id", "agency_id", "day")
    return (Asked(plan, owner, agency, day, note_id=note) for note, plan, owner, agency, day in found)


def _of_plans() -> Iterator[Asked]:
    with_some = _with_questions(Task.objects.filter(plan__state=PlanState.PUBLISHED))
    found = Plan.objects.filter(pk__in=with_some, published_on__isnull=False).order_by("pk")
    return (
        Asked(pk, owner, owner, day) for pk, owner, day in found.values_list("pk", "owner_id", "published_on") if day
    )


def _with_questions(tasks: TaskQuerySet) -> set[int]:
    """The plans of the given tasks in which anything waits for the office."""
    kinds = (kind.order_by().values_list("plan_id", flat=True).distinct() for kind in unsettled_tasks(tasks).values())
    return {plan_id for kind in kinds for plan_id in kind}


def _told(rows: Iterable[Reminder]) -> dict[tuple[Any, ...], date]:
    """The latest day for which a step of each of these questions was written."""
    plans = {row.plan_id for row in rows if row.plan_id}
    there = Reminder.objects.filter(plan_id__in=plans, occasion__in=[step[0] for step in STEPS]).order_by("named_on")
    return {_about(row): row.named_on for row in there} if plans else {}


def _about(row: Reminder) -> tuple[Any, ...]:
    return row.plan_id, row.line_id, row.note_asked_id, row.agency_id, row.duty, row.occasion
