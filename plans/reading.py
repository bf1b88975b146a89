"""What the daily pages read: an agency's work, updates, what waits for an answer; as many queries for many rows as for few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Coalesce

from agencies.models import Officer
from agencies.workdays import Calendar
from plans import lines
from plans.choices import OPEN, UNCONFIRMED, EventKind, ExtensionState, Lifecycle, PlanState, Role, Standing
from plans.models import (
    Assignment,
    Evidence,
    Extension,
    Plan,
    ReportingPeriod,
    StatusUpdate,
    WorkItem,
    WorkItemEvent,
)
from plans.paging import Shown

SOON_DAYS = 14
RECENT_DAYS = 31
PERIODS_READ = 500
WORK_SHOWN = 30
"""Items of each urgency on an agency's page before "xem cả"; and how many of each the whole page prints at most."""
WORK_WHOLE = 300


# --- what waits for an answer -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A submission in the queue: the item, when it was last sent, how many files and working days, and whether it is nil."""

    item: WorkItem
    sent_on: date
    files: int
    is_nil: bool
    waited: int

    @property
    def is_late(self) -> bool:
        """Whether it would be confirmed as late."""
        item = self.item
        return bool(item.due_on and item.submitted_on and item.submitted_on > item.due_on)


def with_submission(items: QuerySet[WorkItem]) -> QuerySet[Any]:
    """Annotate `sent_update`, `sent_last`, `sent_nil`, `sent_files` of each item's latest submission."""
    last = WorkItemEvent.objects.filter(work_item=OuterRef("pk"), kind=EventKind.SUBMITTED).order_by("-on", "-id")
    files = Evidence.objects.filter(update=OuterRef("sent_update")).order_by().values("update")
    return items.annotate(
        sent_update=Subquery(last.values("update_id")[:1]),
        sent_last=Subquery(last.values("on")[:1]),
        sent_nil=Subquery(last.values("update__is_nil")[:1]),
        sent_files=Subquery(files.annotate(n=Count("pk")).values("n")),
    )


def review_queue(officer: Officer, *, on: date) -> Shown:
    """What this officer must confirm or return, sent first stands first; `told` makes of its rows what the queue prints."""
    found = WorkItem.objects.visible_to(officer).awaiting(officer).order_by("submitted_on", "id")

    def dress(rows: Any) -> Any:
        return with_submission(rows.with_standing(on=on).with_row_names())

    return Shown(found, dress=dress)


def told(rows: Iterable[Any], *, on: date, calendar: Calendar) -> list[Awaiting]:
    """Rows of the queue with what was sent and how long it has waited."""
    return [
        Awaiting(
            item=row,
            sent_on=row.sent_last,
            files=row.sent_files or 0,
            is_nil=bool(row.sent_nil),
            waited=calendar.between(row.sent_last, on),
        )
        for row in rows
    ]


def next_to_review(officer: Officer, *, after: WorkItem | None = None) -> tuple[int | None, int]:
    """Key of the submission to read next, and how many wait besides `after`; one skipped comes back at the end."""
    rest = WorkItem.objects.visible_to(officer).awaiting(officer).order_by("submitted_on", "id")
    if after is None:
        return rest.values_list("pk", flat=True).first(), rest.count()
    rest = rest.exclude(pk=after.pk)
    beyond = Q(submitted_on__gt=after.submitted_on) | Q(submitted_on=after.submitted_on, pk__gt=after.pk)
    later = rest.filter(beyond) if after.submitted_on else rest
    return (later.values_list("pk", flat=True).first() or rest.values_list("pk", flat=True).first()), rest.count()


def pending_extensions(officer: Officer) -> QuerySet[Extension]:
    """Requests for more time that this officer decides, asked first stands first."""
    items = WorkItem.objects.visible_to(officer).decided_by(officer)
    waiting = Extension.objects.filter(state=ExtensionState.PENDING, work_item__in=items)
    parts = ("task", "assignment", "agency", "period")
    return waiting.select_related(*(f"work_item__{part}" for part in parts)).order_by("requested_on", "id")


# --- an agency's work ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AgencyWork:
    """What the officer's agencies owe, by urgency, and what they wait for.

    Of each urgency the first few; `totals` says of how many.
    """

    returned: list[WorkItem]
    overdue: list[WorkItem]
    soon: list[WorkItem]
    later: list[WorkItem]
    waiting: list[WorkItem]
    done: list[WorkItem]
    supporting: list[Assignment]
    new: list[Assignment]
    given_up: list[Assignment]
    totals: dict[str, int]
    mine: bool = False
    whole: bool = False

    @property
    def owed(self) -> int:
        """How many items wait for the agency itself."""
        return sum(self.totals.values())

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever asked of the agency."""
        return not (self.owed or self.waiting or self.done or self.supporting or self.given_up)


def agency_work(officer: Officer, *, on: date, mine: bool = False, whole: bool = False) -> AgencyWork:
    """The agency's items of tracked plans, or only those the officer is in charge of.

    Those returned stand first while a quick answer still keeps their date.
    """
    backs = WorkItemEvent.objects.filter(work_item=OuterRef("pk"), kind__in=(EventKind.RETURNED, EventKind.REOPENED))
    last_return = backs.annotate(why=Coalesce("review__reason", "note", output_field=TextField())).order_by(
        "-on", "-id"
    )
    own = WorkItem.objects.visible_to(officer).filter(agency_id__in=officer.scope.own, plan__state=PlanState.PUBLISHED)
    supporting, new = supported_lines(officer), lines.not_answered(officer, on=on)
    if mine:
        own = lines.handled_by(own, officer, through="assignment__")
        supporting, new = lines.handled_by(supporting, officer), lines.handled_by(new, officer)
    own = own.with_standing(on=on).annotate(return_reason=Subquery(last_return.values("why")[:1]))
    told = lines.with_charge(own.with_pending_extension().with_row_names(), on=on, through="assignment__")
    # Which item belongs where is decided by narrow rows, so that the numbers are right however few are printed.
    keys: dict[str, list[int]] = {"returned": [], "overdue": [], "soon": [], "later": []}
    facts = ("pk", "standing", "return_reason", "resubmit_by", "due_on")
    for row in own.filter(lifecycle__in=OPEN).order_by("due_on", "id").values_list(*facts, named=True):
        keys[_urgency(row, on=on)].append(row.pk)
    most = WORK_WHOLE if whole else WORK_SHOWN
    rows = told.in_bulk([pk for group in keys.values() for pk in group[:most]])
    return AgencyWork(
        **{name: [rows[pk] for pk in group[:most] if pk in rows] for name, group in keys.items()},
        totals={name: len(group) for name, group in keys.items()},
        whole=whole,
        waiting=list(told.filter(lifecycle=Lifecycle.SUBMITTED).order_by("submitted_on", "id")[:50]),
        done=list(told.filter(lifecycle=Lifecycle.CONFIRMED).order_by("-completed_on", "-id")[:5]),
        supporting=list(lines.with_charge(supporting, on=on)[:50]),
        new=list(new[:20]),
        given_up=[] if mine else list(lines.given_up(officer)[: lines.ENDED_SHOWN]),
        mine=mine,
    )


def _urgency(item: Any, *, on: date) -> str:
    """Which group of the agency's page an owed item belongs to."""
    late = item.standing == Standing.OVERDUE
    if item.return_reason and (not late or (item.resubmit_by and item.resubmit_by >= on)):
        return "returned"
    if late:
        return "overdue"
    return "soon" if item.due_on is not None and item.due_on <= on + timedelta(days=SOON_DAYS) else "later"


def supported_lines(officer: Officer) -> QuerySet[Assignment]:
    """Lines in which the officer's agencies coordinate, of tracked plans."""
    found = Assignment.objects.visible_to(officer).active().filter(
        agency_id__in=officer.scope.own,
        role=Role.COORDINATING,
        task__plan__state=PlanState.PUBLISHED,
        task__cancelled_on__isnull=True,
    )  # fmt: skip
    found = found.select_related("task", "task__plan", "task__plan__directive", "agency", "supports__agency")
    return found.order_by("task__plan", "task__position", "id")


def updates_of(*assignment_ids: int) -> QuerySet[StatusUpdate]:
    """Updates of one line, or of several that followed one another, newest first, with what their rows print."""
    rows = StatusUpdate.objects.filter(assignment_id__in=assignment_ids)
    rows = rows.select_related("officer", "post__agency", "assignment__agency", "product")
    return rows.prefetch_related("evidence", "reviews", "reviews__officer")


def shares_of(item: WorkItem) -> QuerySet[StatusUpdate]:
    """What coordinating agencies said about their share in an item's line, newest first (decision 7)."""
    partners = Q(assignment__supports=item.assignment_id) | Q(assignment__supports__isnull=True)
    rows = StatusUpdate.objects.filter(partners, assignment__task=item.task_id, assignment__role=Role.COORDINATING)
    rows = rows.select_related("officer", "post__agency", "assignment__agency")
    return rows.prefetch_related("evidence", "reviews", "reviews__officer")


# --- reporting periods --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenPeriod:
    """One period of a plan as people speak of it: the periods of all its duties with the same days, added up."""

    first: ReportingPeriod
    names: tuple[str, ...]
    due_on: date
    owed: int
    answered: int
    late: int


def current_periods(officer: Officer, *, on: date) -> list[OpenPeriod]:
    """Periods that have begun and are not a month past due, of plans one oversees or duties one receives; soonest due first."""
    begun = ReportingPeriod.objects.filter(
        Q(duty__plan__in=Plan.objects.overseen_by(officer)) | Q(duty__recipient_id__in=officer.scope.own),
        duty__plan__state=PlanState.PUBLISHED, opened_on__isnull=False, starts_on__lte=on,
        due_on__gte=on - timedelta(days=RECENT_DAYS),
    )  # fmt: skip
    items = WorkItem.objects.filter(period=OuterRef("pk")).exclude(lifecycle=Lifecycle.HANDED_OVER)
    periods = begun.filter(Exists(items)).annotate(
        owed=_number(items),
        answered=_number(items.filter(lifecycle__in=(Lifecycle.SUBMITTED, Lifecycle.CONFIRMED))),
        late=_number(items.filter(lifecycle__in=OPEN, due_on__lt=on)),
    )
    rows = periods.select_related("duty", "duty__plan", "duty__plan__directive").order_by("due_on", "id")
    together: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in rows[:PERIODS_READ]:
        together[row.duty.plan_id, row.starts_on, row.ends_on, row.duty.is_report].append(row)
    return [_open_period(same) for same in together.values()]


def _open_period(same: list[Any]) -> OpenPeriod:
    return OpenPeriod(
        first=same[0],
        names=tuple(dict.fromkeys(row.duty.name for row in same)),
        due_on=same[0].due_on,
        owed=sum(row.owed for row in same),
        answered=sum(row.answered for row in same),
        late=sum(row.late for row in same),
    )


def _number(items: QuerySet[WorkItem]) -> Coalesce:
    """How many rows, as a subquery that is asked only for the rows shown."""
    return Coalesce(Subquery(items.order_by().values("period").annotate(n=Count("pk")).values("n")), 0)


def own_periods(officer: Officer, *, on: date) -> QuerySet[WorkItem]:
    """The reports of periods that the officer's own agencies owe or have lately sent."""
    mine = WorkItem.objects.visible_to(officer).filter(
        agency_id__in=officer.scope.own, period__isnull=False, plan__state=PlanState.PUBLISHED
    )
    lately = Q(due_on__gte=on - timedelta(days=RECENT_DAYS))
    mine = mine.filter(Q(lifecycle__in=UNCONFIRMED) | lately)
    told = mine.with_standing(on=on).with_row_names().select_related("period__duty__recipient")
    return told.order_by("due_on", "id")


def others_in(update: StatusUpdate | None, item: WorkItem) -> list[WorkItem]:
    """Further items that one update answered, whatever became of them."""
    if update is None:
        return []
    same = WorkItem.objects.filter(events__update=update).exclude(pk=item.pk).select_related("period")
    same = same.exclude(lifecycle=Lifecycle.HANDED_OVER)  # the one that it continues, answered by the same words
    return list(same.order_by("due_on", "id").distinct())


def labels(items: Iterable[WorkItem]) -> str:
    """Periods by name: "quý I, quý II/2022"; the year is said once where it is one."""
    names = list(dict.fromkeys(item.period.label for item in items if item.period))
    years = {name.partition("/")[2] for name in names}
    if len(names) > 1 and len(years) == 1 and min(years).isdecimal():
        names = [*(name.partition("/")[0] for name in names[:-1]), names[-1]]
    return ", ".join(names)
