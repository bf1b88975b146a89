"""The calendar of due days: what falls on each day of a month or a week, as far as the officer sees; a fixed number of queries."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from agencies.models import CalendarDay, Officer
from agencies.rendering import FIRST_YEAR, LAST_YEAR
from agencies.wording import format_day
from plans.choices import OPEN, UNCONFIRMED, Lifecycle, PlanState
from plans.filters import OWED, WATCHED, item_list_url, of_whom
from plans.models import ReportingPeriod, WorkItem

MONTH: Final = "thang"
WEEK: Final = "tuan"
# How many items, and how many periods of each kind, a day shows before "+ n".
SHOWN: Final[Mapping[str, tuple[int, int]]] = {MONTH: (3, 2), WEEK: (20, 10)}
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the calendar: the month or week around a day, whose work, of which plan."""

    on: date
    view: str = MONTH
    whose: str = ""
    plan: int | None = None

    @property
    def span(self) -> tuple[date, date]:
        """First and last day of the month or week itself."""
        if self.view == WEEK:
            monday = self.on - self.on.weekday() * _DAY
            return monday, monday + 6 * _DAY
        return self.on.replace(day=1), self.on.replace(day=monthrange(self.on.year, self.on.month)[1])

    @property
    def shown(self) -> tuple[date, date]:
        """The span in whole weeks, from Monday to Sunday."""
        first, last = self.span
        return first - first.weekday() * _DAY, last + (6 - last.weekday()) * _DAY

    @property
    def name(self) -> str:
        """ "Tháng 7/2022", "Tuần 11/7/2022 – 17/7/2022"."""
        first, last = self.span
        if self.view == WEEK:
            return f"Tuần {format_day(first)} – {format_day(last)}"
        return f"Tháng {first.month}/{first.year}"

    def beside(self, steps: int) -> date | None:
        """A day of the span before or after; nothing where the calendar ends."""
        first, last = self.span
        there = (first - _DAY).replace(day=1) if steps < 0 else last + _DAY
        if self.view == WEEK:
            there = first + steps * _WEEK
        return there if FIRST_YEAR <= there.year <= LAST_YEAR else None


@dataclass(frozen=True, slots=True)
class Mark:
    """What happens to a reporting period on a day: its figures close, or its report is due."""

    period: ReportingPeriod
    closes: bool

    @property
    def words(self) -> str:
        what = "Chốt số liệu" if self.closes else "Hạn báo cáo" if self.period.duty.is_report else "Hạn cập nhật"
        return f"{what} {self.period.label}"


@dataclass(slots=True)
class Day:
    """One day: the first of its items and marks, how many there are, and why it is off or worked."""

    day: date
    outside: bool
    is_today: bool
    more_url: str
    items: list[WorkItem] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    special: CalendarDay | None = None
    total: int = 0
    unfinished: int = 0
    marks_total: int = 0

    @property
    def more(self) -> int:
        return self.total - len(self.items)

    @property
    def more_marks(self) -> int:
        return self.marks_total - len(self.marks)

    @property
    def is_empty(self) -> bool:
        return not (self.total or self.marks_total or self.special)

    @property
    def is_off(self) -> bool:
        """Whether nobody works: a day off, or a weekend that is not made up for."""
        return self.special.kind == "off" if self.special else self.day.weekday() > 4


@dataclass(frozen=True, slots=True)
class Page:
    """A month or week by day, and what its own days hold altogether."""

    asked: Asked
    days: list[Day]

    @property
    def weeks(self) -> list[list[Day]]:
        return [self.days[start : start + 7] for start in range(0, len(self.days), 7)]

    @property
    def own_days(self) -> list[Day]:
        return [one for one in self.days if not one.outside]

    @property
    def total(self) -> int:
        return sum(one.total for one in self.own_days)

    @property
    def unfinished(self) -> int:
        return sum(one.unfinished for one in self.own_days)

    @property
    def is_empty(self) -> bool:
        return all(one.is_empty for one in self.own_days)


def page_of(officer: Officer, asked: Asked, *, today: date) -> Page:
    """The calendar as asked; five queries, however much there is."""
    first, last = asked.span
    since, until = asked.shown
    days = {
        day: Day(day, outside=not first <= day <= last, is_today=day == today, more_url=_day_url(asked, day))
        for day in (since + n * _DAY for n in range((until - since).days + 1))
    }
    for row in CalendarDay.objects.filter(day__range=(since, until)):
        days[row.day].special = row
    _put_items(days, officer, asked, today=today)
    _put_marks(days, _periods(officer, asked), asked)
    return Page(asked, list(days.values()))


def _day_url(asked: Asked, day: date) -> str:
    """The list of all items due on a day, with the calendar's own conditions."""
    return item_list_url(muc="tat-ca", han_tu=day, han_den=day, cua=asked.whose, ke_hoach=asked.plan)


def _items(officer: Officer, asked: Asked) -> Any:
    """The items that the list counts under the same conditions."""
    rows = WorkItem.objects.visible_to(officer).counted().filter(lifecycle__in=(*UNCONFIRMED, Lifecycle.CONFIRMED))
    rows = of_whom(rows, officer, asked.whose)
    return rows if asked.plan is None else rows.filter(plan_id=asked.plan)


def _put_items(days: Mapping[date, Day], officer: Officer, asked: Asked, *, today: date) -> None:
    """Unfinished ones first: keys and counts by one pass over the days, then the few rows that are shown."""
    rank = Case(
        When(lifecycle__in=OPEN, then=Value(0)), When(lifecycle=Lifecycle.SUBMITTED, then=Value(1)),
        default=Value(2), output_field=IntegerField(),
    )  # fmt: skip
    by_day = [F("due_on")]
    rows = _items(officer, asked).filter(due_on__range=asked.shown).order_by().annotate(
        place=Window(RowNumber(), partition_by=by_day, order_by=[rank, F("id")]),
        among=Window(Count("id"), partition_by=by_day),
        left=Window(Count("id", filter=Q(lifecycle__in=UNCONFIRMED)), partition_by=by_day),
    )  # fmt: skip
    kept = rows.filter(place__lte=SHOWN[asked.view][0]).values_list("due_on", "place", "pk", "among", "left")
    found = sorted((day, place, pk, among, left) for day, place, pk, among, left in kept if day)
    told: Any = WorkItem.objects.filter(pk__in=[row[2] for row in found]).with_standing(on=today).with_row_names()
    known = {row.pk: row for row in told.order_by()}
    for day, _, pk, among, left in found:
        one = days[day]
        one.total, one.unfinished = among, left
        if pk in known:
            one.items.append(known[pk])


def _periods(officer: Officer, asked: Asked) -> Any:
    """Periods that were opened, and those to come of plans and duties that still hold."""
    rows = ReportingPeriod.objects.visible_to(officer).outside_pauses()
    holding = Q(duty__until__isnull=True) | Q(duty__until__gte=F("starts_on"))
    rows = rows.filter(Q(opened_on__isnull=False) | Q(duty__plan__state=PlanState.PUBLISHED) & holding)
    own = officer.scope.own
    if asked.whose == OWED:
        rows = rows.filter(Exists(WorkItem.objects.filter(period=OuterRef("pk"), agency_id__in=own)))
    elif asked.whose == WATCHED:
        plans = Q(duty__plan__owner_id__in=own) | Q(duty__plan__monitor_id__in=own)
        rows = rows.filter(plans | Q(duty__recipient_id__in=own))
    return rows if asked.plan is None else rows.filter(duty__plan_id=asked.plan)


def _put_marks(days: Mapping[date, Day], periods: Any, asked: Asked) -> None:
    """What is due, then what closes; one query for each."""
    for closes, on in ((False, F("due_on")), (True, Coalesce("cut_off_on", "ends_on"))):
        rows: Iterable[Any] = (
            periods.annotate(falls=on)
            .filter(falls__range=asked.shown)
            .one_each()
            .order_by()
            .annotate(falls=on)
            .annotate(
                place=Window(RowNumber(), partition_by=[F("falls")], order_by=[F("duty__plan_id"), F("id")]),
                among=Window(Count("id"), partition_by=[F("falls")]),
            )
            .filter(place__lte=SHOWN[asked.view][1])
            .order_by("falls", "place")
            .select_related("duty__plan__directive")
        )
        by_day = defaultdict(list)
        for row in rows:
            by_day[row.falls].append(row)
        for day, found in by_day.items():
            days[day].marks += [Mark(row, closes) for row in found]
            days[day].marks_total += found[0].among
