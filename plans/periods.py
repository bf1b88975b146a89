"""Reporting periods as pages read them: who has sent, who has not, late, returned, accepted, nil; a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)

from agencies.models import Agency, Officer
from plans.choices import OPEN, OUTSIDE, ItemKind, Lifecycle, PlanState
from plans.models import ReportingDuty, ReportingPeriod, WorkItem, WorkItemEvent


class Sent(StrEnum):
    """Where one agency's report of one period stands, in the order in which pages show it."""

    NOT_SENT = "chua-gui"
    OVERDUE = "qua-han"
    RETURNED = "bi-tra-lai"
    WAITING = "cho-xac-nhan"
    ACCEPTED = "da-nhan"
    LATE = "gui-muon"
    NIL = "khong-phat-sinh"
    SET_ASIDE = "ghi-bo"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(member.value, member.label) for member in cls]


_LABELS: Final = {
    Sent.NOT_SENT: "Chưa gửi",
    Sent.OVERDUE: "Quá hạn, chưa gửi",
    Sent.RETURNED: "Bị trả lại",
    Sent.WAITING: "Chờ xác nhận",
    Sent.ACCEPTED: "Đã nhận",
    Sent.LATE: "Đã nhận, gửi muộn",
    Sent.NIL: "Không phát sinh",
    Sent.SET_ASIDE: "Ghi bỏ, thôi giao",
}
# What may be written off, and what the rules on it read.
SILENT: Final = (Sent.OVERDUE, Sent.RETURNED)
FOR_RULES: Final = ("plan", "agency", "monitor", "monitor__serves", "task", "assignment", "period")
ANSWERED: Final = (Sent.WAITING, Sent.ACCEPTED, Sent.LATE, Sent.NIL)


class Stage(StrEnum):
    """Where a period itself stands; the choices of the list's filter."""

    WATCHED = ""
    RUNNING = "dang-mo"
    OWED = "con-no"
    DONE = "da-xong"
    AHEAD = "sap-toi"
    ALL = "tat-ca"


STAGES: Final = (
    (Stage.WATCHED.value, "Đang theo dõi"),
    (Stage.RUNNING.value, "Đang trong kỳ"),
    (Stage.OWED.value, "Quá hạn còn nợ"),
    (Stage.DONE.value, "Đã xong"),
    (Stage.AHEAD.value, "Sắp tới"),
    (Stage.ALL.value, "Mọi kỳ"),
)


def with_sent(items: Any, *, on: date) -> Any:
    """Annotate `sent`, the state of the report (see `Sent`)."""
    said = WorkItemEvent.objects.filter(work_item=OuterRef("pk"), update__submits=True).order_by("-on", "-id")
    items = items.annotate(said_nil=Subquery(said.values("update__is_nil")[:1]))
    return items.annotate(
        sent=Case(
            When(lifecycle__in=OUTSIDE, then=Value(Sent.SET_ASIDE)),
            When(lifecycle=Lifecycle.SUBMITTED, then=Value(Sent.WAITING)),
            When(lifecycle=Lifecycle.CONFIRMED, submitted_on__gt=F("due_on"), then=Value(Sent.LATE)),
            When(lifecycle=Lifecycle.CONFIRMED, said_nil=True, then=Value(Sent.NIL)),
            When(lifecycle=Lifecycle.CONFIRMED, then=Value(Sent.ACCEPTED)),
            When(lifecycle=Lifecycle.IN_PROGRESS, resubmit_by__isnull=False, then=Value(Sent.RETURNED)),
            When(due_on__lt=Value(on, output_field=DateField()), then=Value(Sent.OVERDUE)),
            default=Value(Sent.NOT_SENT),
            output_field=TextField(),
        )
    )


def with_silence(items: Any, *, on: date) -> Any:
    """Annotate `silent_twice`: nothing was heard of this period and of the one before, and both are past due."""
    before = WorkItem.objects.filter(
        assignment=OuterRef("assignment"), period__duty=OuterRef("period__duty"), lifecycle=Lifecycle.NOT_STARTED, due_on__lt=on,
        period__ends_on=OuterRef("period__starts_on") - timedelta(days=1),
    )  # fmt: skip
    return items.annotate(
        silent_twice=Case(
            When(
                Q(kind=ItemKind.CHECK_IN, lifecycle=Lifecycle.NOT_STARTED, due_on__lt=on) & Exists(before),
                then=Value(True),
            ),
            default=Value(False),
        )
    )


# --- the list of periods ----------------------------------------------------------------------------


@dataclass
class Row:
    """One period of a plan as people speak of it: the same days of all its duties, with how many reports stand where."""

    first: ReportingPeriod
    names: tuple[str, ...]
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def owed(self) -> int:
        return sum(self.counts.values()) - self.counts.get(Sent.SET_ASIDE, 0)

    @property
    def answered(self) -> int:
        return sum(self.counts.get(state, 0) for state in ANSWERED)

    @property
    def states(self) -> list[tuple[str, str, int]]:
        """Codes, words and counts of the states that occur."""
        return [(state.value, state.label, n) for state in Sent if (n := self.counts.get(state, 0))]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to."""

    plan: int | None = None
    agency: int | None = None
    label: str = ""
    sent: str = ""
    stage: str = ""


GROUP: Final = ("duty__plan_id", "starts_on", "ends_on", "duty__is_report")


def groups(officer: Officer, asked: Asked, *, on: date) -> Any:
    """One row per period of a plan: the key of `GROUP` and `first`, the id of one of its periods; soonest due first."""
    periods = ReportingPeriod.objects.visible_to(officer).exclude(duty__plan__state=PlanState.DRAFT)
    if asked.plan:
        periods = periods.filter(duty__plan_id=asked.plan)
    if asked.label:
        periods = periods.filter(label=asked.label)
    if asked.agency or asked.sent:
        periods = periods.filter(Exists(_items(officer, asked, on=on).filter(period=OuterRef("pk"))))
    periods = _at_stage(periods, asked.stage, on=on)
    order = ("-due", "-first") if asked.stage in (Stage.DONE, Stage.ALL) else ("due", "first")
    return periods.order_by().values(*GROUP).annotate(due=Min("due_on"), first=Min("id")).order_by(*order)


def countable(officer: Officer) -> Any:
    """Reports whose standing one may know: of items one sees, and of duties whose reports come to one.

    Of an item that was handed over, the one that continues it speaks.
    """
    received = WorkItem.objects.filter(period__duty__recipient_id__in=officer.scope.own)
    found = (WorkItem.objects.visible_to(officer) | received).filter(period__isnull=False)
    return found.exclude(lifecycle=Lifecycle.HANDED_OVER)


def _items(officer: Officer, asked: Asked, *, on: date) -> Any:
    items = countable(officer)
    if asked.agency:
        items = items.filter(agency_id=asked.agency)
    return with_sent(items, on=on).filter(sent=asked.sent) if asked.sent else items


def _at_stage(periods: Any, stage: str, *, on: date) -> Any:
    owed = Exists(WorkItem.objects.filter(period=OuterRef("pk"), lifecycle__in=(*OPEN, Lifecycle.SUBMITTED)))
    begun = periods.filter(starts_on__lte=on)
    if stage == Stage.ALL:
        return periods
    if stage == Stage.AHEAD:
        return periods.filter(starts_on__gt=on)
    if stage == Stage.RUNNING:
        return begun.filter(ends_on__gte=on)
    if stage == Stage.OWED:
        late = WorkItem.objects.filter(period=OuterRef("pk"), lifecycle__in=OPEN, due_on__lt=on)
        return begun.filter(Exists(late))
    if stage == Stage.DONE:
        return begun.filter(~owed, due_on__lt=on)
    return begun.filter(Q(due_on__gte=on) | owed)


def rows_of(found: Iterable[Mapping[str, Any]], officer: Officer, asked: Asked, *, on: date) -> list[Row]:
    """What a page of `groups` prints; two queries."""
    found = list(found)
    wanted = {tuple(one[name] for name in GROUP) for one in found}
    periods = (
        ReportingPeriod.objects.visible_to(officer)
        .filter(duty__plan_id__in={key[0] for key in wanted}, starts_on__in={key[1] for key in wanted})
        .select_related("duty", "duty__plan", "duty__plan__directive")
    )
    together: dict[tuple[Any, ...], list[ReportingPeriod]] = defaultdict(list)
    for period in periods.order_by("id"):
        if (key := _key(period)) in wanted:
            together[key].append(period)
    counts = _counts([period for same in together.values() for period in same], officer, asked, on=on)
    rows = []
    for one in found:
        same = together[tuple(one[name] for name in GROUP)]
        added: dict[str, int] = defaultdict(int)
        for period in same:
            for state, n in counts[period.pk].items():
                added[state] += n
        rows.append(Row(same[0], tuple(dict.fromkeys(period.duty.name for period in same)), dict(added)))
    return rows


def _key(period: ReportingPeriod) -> tuple[Any, ...]:
    return period.duty.plan_id, period.starts_on, period.ends_on, period.duty.is_report


def _counts(
    periods: list[ReportingPeriod], officer: Officer, asked: Asked, *, on: date
) -> Mapping[int, Mapping[str, int]]:
    items = _items(officer, Asked(agency=asked.agency), on=on).filter(period__in=[period.pk for period in periods])
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = with_sent(items, on=on).order_by().values("period_id", "sent").annotate(n=Count("pk"))
    for row in rows:
        found[row["period_id"]][row["sent"]] = row["n"]
    return found


def labels_known(officer: Officer, *, limit: int = 60) -> list[str]:
    """Names of the periods one may see, latest first, for the list's filter."""
    periods = ReportingPeriod.objects.visible_to(officer).exclude(duty__plan__state=PlanState.DRAFT)
    named = periods.order_by().values("label").annotate(last=Min("starts_on")).order_by("-last", "label")
    return [row["label"] for row in named[:limit]]


# --- one period, agency by agency ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Matrix:
    """Agencies down, states across; only states that occur have a column."""

    columns: list[Sent]
    lines: list[tuple[Agency, list[tuple[str, int]]]]
    totals: list[tuple[str, int]]

    @property
    def owed(self) -> int:
        return sum(n for code, n in self.totals if code != Sent.SET_ASIDE)

    @property
    def answered(self) -> int:
        return sum(n for code, n in self.totals if code in ANSWERED)


def matrix_of(items: QuerySet[Any]) -> Matrix:
    """The matrix of items that carry `sent`; two queries."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for row in items.order_by().values("agency_id", "sent").annotate(n=Count("pk")):
        counts[row["agency_id"]][row["sent"]] = row["n"]
    columns = [state for state in Sent if any(state in one for one in counts.values())]
    agencies = Agency.objects.filter(pk__in=counts).order_by("sort_key", "id")
    lines = [(agency, [(state.value, counts[agency.pk].get(state, 0)) for state in columns]) for agency in agencies]
    totals = [(state.value, sum(one.get(state, 0) for one in counts.values())) for state in columns]
    return Matrix(columns, lines, totals)


# --- one duty ----------------------------------------------------------------------------------------


def of_periods(rows: Iterable[ReportingPeriod], officer: Officer, *, on: date) -> list[Row]:
    """Periods of one duty with how many reports stand where; one query."""
    rows = list(rows)
    counts = _counts(rows, officer, Asked(), on=on)
    return [Row(period, (), counts[period.pk]) for period in rows]


def silent_lines(officer: Officer, duty: ReportingDuty, *, on: date) -> list[WorkItem]:
    """The newest report of each line that let two periods in a row go by in silence, of those one may see."""
    items = WorkItem.objects.visible_to(officer).filter(period__duty=duty)
    rows = with_silence(items, on=on).filter(silent_twice=True).select_related("agency", "period", "task", "assignment")
    latest: dict[int, WorkItem] = {}
    for row in rows.order_by("period__starts_on"):
        latest[row.assignment_id] = row
    return sorted(latest.values(), key=lambda row: (row.agency.sort_key, row.pk))
