"""What the daily pages read: an agency's work, the office's desk, the review queue; a constant number of queries each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from agencies.models import Officer
from plans.choices import (
    OPEN,
    Decision,
    ExtensionState,
    ItemKind,
    Lifecycle,
    PlanState,
    ReminderState,
    Role,
    Standing,
)
from plans.models import (
    Assignment,
    Extension,
    Plan,
    Reminder,
    ReportingDuty,
    ReportingPeriod,
    Review,
    StatusUpdate,
    Task,
    WorkItem,
)

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Debtor:
    """One agency's overdue work as the desk shows it: its oldest due day and what is owed, newest words first."""

    agency_id: int
    name: str
    items: list[WorkItem]

    @property
    def oldest(self) -> WorkItem:
        """The item that is late longest."""
        return self.items[0]

    @property
    def told(self) -> str:
        """What is owed in a few words: silent periods first, then products by name."""
        periods = list(dict.fromkeys(item.period.label for item in self.items if item.period))
        products = list(dict.fromkeys(item.title for item in self.items if not item.period))
        said = []
        if periods:
            silent = f"Chưa cập nhật {len(periods)} kỳ: " if len(periods) > 1 else "Kỳ "
            said.append(silent + ", ".join(periods[:4]))
        return "; ".join(said + products[:2])

    @property
    def days_words(self) -> str:
        """How long the oldest item is late: "93 ngày"."""
        return f"{self.oldest.days_overdue} ngày"  # type: ignore[attr-defined]  # annotated by with_standing


@dataclass(frozen=True, slots=True)
class Desk:
    """The office's day: what waits for me, what is late, what is due, what asks, what is reported."""

    awaiting: list[WorkItem]
    awaiting_total: int
    extensions: list[Extension]
    debtors: list[Debtor]
    overdue_total: int
    debtor_total: int
    week: list[WorkItem]
    unassigned: list[Task]
    unsettled: list[Task]
    unreachable: list[Reminder]
    periods: list[ReportingPeriod]
    own_reports: list[WorkItem]
    drafts: list[Plan]

    @property
    def questions(self) -> int:
        """How many questions wait for the office."""
        return len(self.unassigned) + len(self.unsettled) + len(self.unreachable)

    @property
    def to_answer(self) -> int:
        """Submissions and requests for more time that wait for me."""
        return self.awaiting_total + len(self.extensions)

    @property
    def open_reports(self) -> int:
        """Periods under way and reports of one's own that are owed."""
        return len(self.periods) + len(self.own_reports)


def overseen(officer: Officer) -> QuerySet[WorkItem]:
    """Items that the officer's agencies own or confirm, of tracked plans."""
    own = officer.scope.own
    return WorkItem.objects.visible_to(officer).filter(
        Q(owner_id__in=own) | Q(monitor_id__in=own), plan__state=PlanState.PUBLISHED
    )


def _debtors(items: QuerySet[WorkItem], *, on: date) -> tuple[list[Debtor], int, int]:
    """Agencies with overdue work, longest late first, with totals; three queries."""
    late = items.with_standing(on=on).filter(standing=Standing.OVERDUE)
    totals = late.aggregate(items=Count("id"), agencies=Count("agency_id", distinct=True))
    ranked = list(
        late.order_by().values("agency_id").annotate(first=Min("due_on")).order_by("first", "agency_id")[:SHOWN]
    )
    rows: dict[int, list[WorkItem]] = defaultdict(list)
    for item in late.filter(agency_id__in=[row["agency_id"] for row in ranked]).with_names().order_by("due_on", "id"):
        rows[item.agency_id].append(item)
    debtors = [
        Debtor(row["agency_id"], rows[row["agency_id"]][0].agency.name, rows[row["agency_id"]]) for row in ranked
    ]
    return debtors, totals["items"], totals["agencies"]


def pending_extensions(officer: Officer) -> QuerySet[Extension]:
    """Requests for more time that this officer's agencies decide."""
    items = WorkItem.objects.visible_to(officer).filter(monitor_id__in=officer.scope.own)
    waiting = Extension.objects.filter(state=ExtensionState.PENDING, work_item__in=items)
    waiting = waiting.exclude(work_item__agency_id__in=officer.scope.own)
    return waiting.select_related(
        "work_item", "work_item__task", "work_item__assignment", "work_item__agency", "work_item__period"
    ).order_by("requested_on", "id")


def _questions(officer: Officer) -> tuple[list[Task], list[Task]]:
    """Tasks without agency, and tasks that say "định kỳ" with no reporting duty that still holds (domain.md §4.3, §4.5)."""
    mine = Task.objects.filter(plan__owner_id__in=officer.scope.own, plan__state=PlanState.PUBLISHED)
    mine = mine.select_related("plan", "plan__directive").order_by("plan", "position")
    settled = ReportingDuty.objects.filter(
        Q(assignment__task=OuterRef("pk")), Q(until__isnull=True), plan=OuterRef("plan")
    )
    unsettled = mine.standing_open().filter(due_wording__icontains="định kỳ").filter(~Exists(settled))
    return list(mine.without_agency()[:SHOWN]), list(unsettled[:SHOWN])


def current_periods(officer: Officer, *, on: date) -> QuerySet[ReportingPeriod]:
    """Periods of overseen plans that have begun and are due within a month or still owed, with how many have answered."""
    own = officer.scope.own
    answered = Q(items__lifecycle__in=(Lifecycle.SUBMITTED, Lifecycle.CONFIRMED))
    late = Q(items__lifecycle__in=OPEN, items__due_on__lt=on)
    periods = ReportingPeriod.objects.filter(
        Q(duty__plan__owner_id__in=own) | Q(duty__plan__monitor_id__in=own) | Q(duty__recipient_id__in=own),
        duty__plan__state=PlanState.PUBLISHED, opened_on__isnull=False, due_on__gte=on - timedelta(days=31),
        starts_on__lte=on,
    )  # fmt: skip
    periods = periods.annotate(
        owed=Count("items"), answered=Count("items", filter=answered), late=Count("items", filter=late)
    )
    return (
        periods.filter(owed__gt=0)
        .select_related("duty", "duty__plan", "duty__plan__directive")
        .order_by("due_on", "id")
    )


def office_desk(officer: Officer, *, on: date) -> Desk:
    """Everything the office's desk shows on a day."""
    items = overseen(officer)
    debtors, overdue_total, debtor_total = _debtors(items, on=on)
    sunday = on + timedelta(days=6 - on.weekday())
    week = items.open().filter(due_on__gte=on, due_on__lte=max(sunday, on + timedelta(days=3)))
    awaiting = WorkItem.objects.awaiting(officer).with_standing(on=on).with_names().order_by("submitted_on", "id")
    unassigned, unsettled = _questions(officer)
    own_reports = WorkItem.objects.open().filter(agency_id__in=officer.scope.own, kind=ItemKind.REPORT)
    unreachable = Reminder.objects.filter(state=ReminderState.NOBODY, work_item__in=items.values("id"))
    return Desk(
        awaiting=list(awaiting[:SHOWN]),
        awaiting_total=awaiting.count(),
        extensions=list(pending_extensions(officer)[:SHOWN]),
        debtors=debtors,
        overdue_total=overdue_total,
        debtor_total=debtor_total,
        week=list(week.with_standing(on=on).with_names().order_by("due_on", "id")[:SHOWN]),
        unassigned=unassigned,
        unsettled=unsettled,
        unreachable=_one_per_agency(unreachable.select_related("agency", "work_item__task").order_by("-for_day")[:200]),
        periods=list(current_periods(officer, on=on)[:SHOWN]),
        own_reports=list(own_reports.with_standing(on=on).with_names().order_by("due_on", "id")[:5]),
        drafts=list(
            Plan.objects.filter(owner_id__in=officer.scope.own, state=PlanState.DRAFT).select_related("directive")[
                :SHOWN
            ]
        ),
    )


def _one_per_agency(rows: Iterable[Reminder]) -> list[Reminder]:
    """One question per agency and duty that nobody holds, not one per reminder."""
    seen: dict[tuple[int, str], Reminder] = {}
    for row in rows:
        seen.setdefault((row.agency_id, row.duty), row)
    return list(seen.values())


@dataclass(frozen=True, slots=True)
class AgencyWork:
    """What the officer's agencies owe, by urgency, and what they wait for."""

    overdue: list[WorkItem]
    returned: list[WorkItem]
    soon: list[WorkItem]
    later: list[WorkItem]
    waiting: list[WorkItem]
    done: list[WorkItem]
    supporting: list[Assignment]

    @property
    def owed(self) -> int:
        """How many items wait for the agency itself."""
        return len(self.overdue) + len(self.returned) + len(self.soon) + len(self.later)


def agency_work(officer: Officer, *, on: date) -> AgencyWork:
    """The agency's items of tracked plans; those returned stand before others that are due."""
    last_return = Review.objects.filter(work_item=OuterRef("pk"), decision=Decision.RETURNED)
    mine = WorkItem.objects.visible_to(officer).filter(agency_id__in=officer.scope.own, plan__state=PlanState.PUBLISHED)
    mine = mine.annotate(was_returned=Exists(last_return)).with_standing(on=on).with_pending_extension().with_names()
    owed = list(mine.filter(lifecycle__in=OPEN).order_by("due_on", "id")[:300])
    returned = [item for item in owed if item.was_returned and item.standing != Standing.OVERDUE]
    overdue = [item for item in owed if item.standing == Standing.OVERDUE]
    rest = [item for item in owed if item not in returned and item not in overdue]
    near = on + timedelta(days=14)
    supporting = Assignment.objects.filter(
        agency_id__in=officer.scope.own,
        role=Role.COORDINATING,
        until__isnull=True,
        task__plan__state=PlanState.PUBLISHED,
    )
    return AgencyWork(
        overdue=overdue,
        returned=returned,
        soon=[item for item in rest if item.due_on is not None and item.due_on <= near],
        later=[item for item in rest if item.due_on is None or item.due_on > near],
        waiting=list(mine.filter(lifecycle=Lifecycle.SUBMITTED).order_by("submitted_on", "id")[:50]),
        done=list(mine.filter(lifecycle=Lifecycle.CONFIRMED).order_by("-completed_on", "-id")[:5]),
        supporting=list(
            supporting.select_related("task", "task__plan", "task__plan__directive", "agency").order_by(
                "task__plan", "task__position"
            )
        ),
    )


def updates_of(assignment_id: int) -> QuerySet[StatusUpdate]:
    """Updates of one line, newest first, with what their rows print."""
    rows = StatusUpdate.objects.filter(assignment_id=assignment_id).select_related("officer", "post", "post__agency")
    return rows.prefetch_related("evidence", "reviews", "reviews__officer")
