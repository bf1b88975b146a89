"""The office's desk: what waits for me, what is late and at whom, what is due, what asks, what is reported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from agencies.choices import Duty
from agencies.lookups import among
from agencies.models import Officer, working_calendar
from agencies.wording import format_day, number
from agencies.workdays import Calendar
from plans import reading
from plans.asking import unsettled_tasks
from plans.choices import OPEN, UNCONFIRMED, ItemKind, PlanState, Reached, ReminderState
from plans.coming import Held, held_of, next_of, with_written
from plans.models import Extension, Plan, Reminder, Task, WorkItem
from plans.models.progress import WorkItemQuerySet
from plans.occasions import REVIEWS
from plans.office_lines import LineQuestions, line_questions
from plans.policy import DEFAULT, Policy, policies_of
from plans.refused_addresses import RefusedAddress, refused_addresses
from plans.replacing import Replaced, asked_of

SHOWN = 20
QUESTIONS_SHOWN = 5
PERIODS_SHOWN = 8
ITEMS_PER_DEBTOR = 6


@dataclass(frozen=True, slots=True)
class Debtor:
    """One agency's overdue work: how much, its oldest items, and when it is reminded next ("" when nothing will be sent).

    `is_other`: not an agency of the officer who looks, so that a letter may be written to it.
    """

    agency_id: int
    total: int
    silent: int
    items: list[Any]
    next_letter: str
    is_other: bool = True

    @property
    def name(self) -> str:
        """Name of the agency."""
        return str(self.items[0].agency.name)

    @property
    def oldest(self) -> Any:
        """The item that is late longest."""
        return self.items[0]

    @property
    def told(self) -> str:
        """What is owed in a few words: silent periods first, then products by name, the rest as a number."""
        periods = reading.labels(self.items)
        products = list(dict.fromkeys(item.title for item in self.items if not item.period))[:2]
        said = []
        if periods:
            said.append(f"Chưa cập nhật {self.silent} kỳ: {periods}" if self.silent > 1 else f"Kỳ {periods}")
        words = "; ".join(said + products)
        return f"{words} …" if self.total > len(self.items) else words

    @property
    def days_words(self) -> str:
        """How long the oldest item is late: "93 ngày"."""
        return f"{number(self.oldest.days_overdue)} ngày"


@dataclass(frozen=True, slots=True)
class Overdue:
    """Late work by agency, longest late first; totals over all, and why a due day was moved, where one was."""

    debtors: list[Debtor]
    total: int
    agencies: int
    moved: str


@dataclass(frozen=True, slots=True)
class Questions:
    """What only the office can answer: who, how often, by when, and to whom the letters go."""

    unassigned: Sequence[Task]
    unassigned_total: int
    unsettled: Sequence[Task]
    unsettled_total: int
    undated: Sequence[Task]
    undated_total: int
    unreachable: Sequence[Reminder]
    leaderless: Sequence[str]
    drafts: Sequence[Plan]
    lines: LineQuestions
    replaced: Sequence[Replaced] = ()
    refused: Sequence[RefusedAddress] = ()

    @property
    def total(self) -> int:
        """How many questions wait; a draft is one's own unfinished work, not a question."""
        asked = (
            self.unassigned_total
            + self.unsettled_total
            + self.undated_total
            + len(self.unreachable)
            + bool(self.leaderless)
        )
        return asked + self.lines.total + len(self.replaced) + len(self.refused)


@dataclass(frozen=True, slots=True)
class Desk:
    """The office's day."""

    awaiting: list[reading.Awaiting]
    awaiting_total: int
    extensions: list[Extension]
    extensions_total: int
    overdue: Overdue
    week: list[WorkItem]
    week_total: int
    questions: Questions
    periods: Sequence[reading.OpenPeriod]
    periods_total: int
    own_reports: list[WorkItem]

    @property
    def to_answer(self) -> int:
        """Submissions and requests for more time that wait for me."""
        return self.awaiting_total + self.extensions_total

    @property
    def open_reports(self) -> int:
        """Periods under way and reports of one's own that are owed."""
        return self.periods_total + len(self.own_reports)


def overseen(officer: Officer) -> WorkItemQuerySet:
    """Items that the officer's agencies own or confirm, of tracked plans."""
    own = officer.scope.own
    return WorkItem.objects.visible_to(officer).filter(
        Q(owner_id__in=own) | Q(monitor_id__in=own), plan__state=PlanState.PUBLISHED
    )


def office_desk(officer: Officer, *, on: date) -> Desk:
    """Everything the office's desk shows on a day."""
    items, calendar = overseen(officer), working_calendar()
    sunday = on + timedelta(days=6 - on.weekday())
    week = items.open().filter(due_on__gte=on, due_on__lte=max(sunday, on + timedelta(days=3)))
    extensions = reading.pending_extensions(officer)
    periods = reading.current_periods(officer, on=on)
    own_reports = WorkItem.objects.visible_to(officer).open().filter(
        agency_id__in=officer.scope.own, kind=ItemKind.REPORT, plan__state=PlanState.PUBLISHED
    )  # fmt: skip
    return Desk(
        awaiting=reading.told(reading.review_queue(officer, on=on)[:SHOWN], on=on, calendar=calendar),
        awaiting_total=WorkItem.objects.visible_to(officer).awaiting(officer).count(),
        extensions=list(extensions[:SHOWN]),
        extensions_total=extensions.count(),
        overdue=_overdue(items, on=on, calendar=calendar, own=officer.scope.own),
        week=list(week.with_standing(on=on).with_row_names().order_by("due_on", "id")[:SHOWN]),
        week_total=week.count(),
        questions=_questions(officer, items, on=on),
        periods=periods[:PERIODS_SHOWN],
        periods_total=len(periods),
        own_reports=list(own_reports.with_standing(on=on).with_row_names().order_by("due_on", "id")[:QUESTIONS_SHOWN]),
    )


# --- overdue ------------------------------------------------------------------------------------


def _overdue(items: WorkItemQuerySet, *, on: date, calendar: Calendar, own: frozenset[int]) -> Overdue:
    """Agencies with overdue work; three queries, and never more than a handful of items per agency."""
    late = items.filter(lifecycle__in=OPEN, due_on__lt=on)
    totals = late.aggregate(items=Count("id"), agencies=Count("agency_id", distinct=True))
    ranked = list(
        late.order_by()
        .values("agency_id")
        .annotate(first=Min("due_on"), total=Count("id"), silent=Count("period_id", distinct=True))
        .order_by("first", "agency_id")[:SHOWN]
    )
    rows: dict[int, list[Any]] = defaultdict(list)
    for item in _oldest(late, [row["agency_id"] for row in ranked], on=on):
        rows[item.agency_id].append(item)
    policies = policies_of({(item.plan_id, item.owner_id) for some in rows.values() for item in some})
    held = held_of([item for some in rows.values() for item in some])
    debtors = [
        Debtor(
            row["agency_id"],
            row["total"],
            row["silent"],
            rows[row["agency_id"]],
            next_letter(rows[row["agency_id"]], on=on, calendar=calendar, policies=policies, held=held),
            row["agency_id"] not in own,
        )
        for row in ranked
    ]
    shown = [item for debtor in debtors for item in debtor.items]
    return Overdue(debtors, totals["items"], totals["agencies"], _moved(shown))


def _oldest(late: WorkItemQuerySet, agency_ids: list[int], *, on: date) -> QuerySet[Any]:
    """The few oldest items of each agency; ranked by keys alone, so that what they print is read only for those shown."""
    place = Window(RowNumber(), partition_by=F("agency_id"), order_by=(F("due_on"), F("id")))
    ranked = late.filter(agency_id__in=agency_ids).order_by().annotate(place=place).filter(place__lte=ITEMS_PER_DEBTOR)
    told = WorkItem.objects.filter(among("id", ranked.values("id"))).with_standing(on=on).with_pending_extension()
    return with_written(told).select_related("task", "agency", "assignment", "period", "plan").order_by("due_on", "id")


def next_letter(
    items: Sequence[Any], *, on: date, calendar: Calendar, policies: Mapping[int, Policy], held: Held
) -> str:  # fmt: skip
    """When an agency is reminded next about its late items: "18/7, kèm lãnh đạo"; today until that day's rows are written."""
    found = []
    for item in items:
        if not item.extension_pending:
            # What goes to others than the agency is no letter to it.
            policy = replace(policies.get(item.plan_id, DEFAULT), monitor_days=None, committee_days=None)
            found.append(next_of(item, policy, held, calendar, on=on))
    named = [one for one in found if one is not None]
    if not named:
        pending = any(item.extension_pending for item in items)
        return "Tạm ngừng: đang xin gia hạn" if pending else "Không còn mốc nhắc"
    first = min(one.for_day for one in named)
    with_leader = any(one.duty == Duty.LEADER for one in named if one.for_day == first)
    return f"{first.day}/{first.month}" + (", kèm lãnh đạo" if with_leader else "")


def _moved(items: Iterable[Any]) -> str:
    """The latest period whose due day fell on a day off: said once under the table, so that nobody wonders about the date."""
    moved = [item for item in items if item.period and not item.extension_count and item.named_due_on != item.due_on]
    if not moved:
        return ""
    last = max(moved, key=lambda item: item.due_on)
    return f"Hạn kỳ {last.period.label} là {format_day(last.named_due_on)}, ngày nghỉ, nên chuyển sang {format_day(last.due_on)}."


# --- questions ----------------------------------------------------------------------------------


def _questions(officer: Officer, items: WorkItemQuerySet, *, on: date) -> Questions:
    """Tasks without agency, "định kỳ" without a duty, due words without a day, posts that nobody holds (domain.md §4.3–§4.5)."""
    plans = Plan.objects.overseen_by(officer).filter(owner_id__in=officer.scope.own)
    mine = Task.objects.filter(among("plan_id", plans.filter(state=PlanState.PUBLISHED).values("id")))
    mine = mine.select_related("plan__directive").order_by("plan", "position")
    left = unsettled_tasks(mine)
    unassigned, without_duty, without_day = left["agency"], left["period"], left["day"]
    drafts = plans.filter(state=PlanState.DRAFT)
    without = _unreachable(officer, items, on=on)
    return Questions(
        unassigned=list(unassigned[:QUESTIONS_SHOWN]),
        unassigned_total=unassigned.count(),
        unsettled=list(without_duty[:QUESTIONS_SHOWN]),
        unsettled_total=without_duty.count(),
        undated=list(without_day[:QUESTIONS_SHOWN]),
        undated_total=without_day.count(),
        unreachable=[row for row in without if row.duty != Duty.LEADER],
        leaderless=sorted({row.agency.label for row in without if row.duty == Duty.LEADER}),
        drafts=list(drafts.select_related("directive")[:QUESTIONS_SHOWN]),
        lines=line_questions(officer, on=on),
        replaced=asked_of(officer),
        refused=refused_addresses(_followed(officer), on=on),
    )


def _unreachable(officer: Officer, items: WorkItemQuerySet, *, on: date) -> list[Reminder]:
    """Agencies and duties without an officer: of open items, of submitted ones who should answer, of news and questions."""
    # Somebody else was written to, or nobody: the agency lacked an officer, and may have got one since.
    missing = Q(state=ReminderState.NOBODY) | Q(reached__in=(Reached.MONITOR, Reached.OWNER))
    lacking = Reminder.objects.filter(missing).still_without_officers(on=on)
    rows = lacking.select_related("agency").order_by("-for_day", "-id")
    of_items = rows.filter(
        Q(work_item__lifecycle__in=OPEN) | Q(occasion__in=REVIEWS),
        work_item__in=items.filter(lifecycle__in=UNCONFIRMED).values("id"),
    )
    of_plans = rows.filter(work_item__isnull=True, plan__in=_followed(officer))
    return _one_per_duty([*of_items[:200], *of_plans[:200]])


def _followed(officer: Officer) -> Any:
    """Keys of the published plans that the officer's own agencies own or follow."""
    own = officer.scope.own
    mine = Q(owner_id__in=own) | Q(monitor_id__in=own)
    return Plan.objects.overseen_by(officer).filter(mine, state=PlanState.PUBLISHED).values("id")


def _one_per_duty(rows: Iterable[Reminder]) -> list[Reminder]:
    """One question per agency and duty that nobody holds, not one per reminder."""
    seen: dict[tuple[int, str], Reminder] = {}
    for row in rows:
        seen.setdefault((row.agency_id, row.duty), row)
    return list(seen.values())
