"""The leaders' summary of the week: how each agency that they oversee stands on a Monday morning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, Min, Q
from django.urls import reverse

from agencies.models import Agency, Officer, Succession
from agencies.trees import ids_below
from agencies.wording import number
from plans.choices import OPEN, Lifecycle, PlanState
from plans.models import ReminderPreference, WorkItem
from plans.reminders.owed_today import PERIODIC
from plans.reminders.parts import absolute

AGENCIES: Final = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One agency's week: what is late and how long, due this week, waiting to be confirmed, periods without a report."""

    name: str
    overdue: int
    oldest: int
    week: int
    waiting: int
    silent: int

    @property
    def late_words(self) -> str:
        """"3 quá hạn, lâu nhất 93 ngày, trong đó 2 kỳ chưa báo cáo"; empty when nothing is late."""  # fmt: skip
        if not self.overdue:
            return ""
        silent = f", trong đó {number(self.silent)} kỳ chưa báo cáo" if self.silent else ""
        return f"{number(self.overdue)} quá hạn, lâu nhất {number(self.oldest)} ngày{silent}"

    @property
    def other_words(self) -> str:
        """The other numbers that are not zero."""
        said = ((self.week, "đến hạn tuần này"), (self.waiting, "chờ xác nhận"))
        return " · ".join(f"{number(n)} {words}" for n, words in said if n)


@dataclass(frozen=True, slots=True)
class Summary:
    """The agencies with most that is late first, how many are left out, all of it in a sentence, and the page that has the rest."""

    rows: Sequence[Row]
    others: int
    sentence: str
    url: str


def weekly_summary(officer: Officer, *, on: date) -> Summary | None:
    """How the agencies of a leader's plans, and those at or below their own, stand; None when nothing is to be told or wanted."""
    led = officer.scope.led
    if not led or ReminderPreference.objects.filter(officer=officer, weekly=False).exists():
        return None
    below = officer.scope.below if led == officer.scope.own else ids_below(led)
    rows = [_row(found, on=on) for found in _by_agency(officer, list(below), on=on)]
    if not rows:
        return None
    return Summary(
        rows[:AGENCIES], max(0, len(rows) - AGENCIES), _sentence(rows), absolute(reverse("reporting:overview"))
    )


def _worth_telling(on: date) -> tuple[Q, Q, Q]:
    """What is late, what is due this week, what waits to be confirmed."""
    sunday = on + timedelta(days=6 - on.weekday())
    late, week = Q(lifecycle__in=OPEN, due_on__lt=on), Q(lifecycle__in=OPEN, due_on__range=(on, sunday))
    return late, week, Q(lifecycle=Lifecycle.SUBMITTED)


def with_summary(*, on: date) -> set[int]:
    """The agencies whose leaders have something to read in a summary of that day, told without reading any; three queries."""
    late, week, waiting = _worth_telling(on)
    items = WorkItem.objects.filter(late | week | waiting, plan__state=PlanState.PUBLISHED).order_by()
    found = {pk for row in items.values_list("owner_id", "monitor_id", "agency_id").distinct() for pk in row}
    above: dict[int, set[int]] = defaultdict(set)  # as `ids_below` goes down, this goes up
    for pk, parent in Agency.objects.filter(parent__isnull=False).order_by().values_list("pk", "parent_id"):
        above[pk].add(parent)
    for pk, successor in Succession.objects.order_by().values_list("agency_id", "successor_id"):
        above[pk].add(successor)
    ends = set(found)
    while ends := {pk for one in ends for pk in above[one]} - found:
        found |= ends
    return found


def _by_agency(officer: Officer, below: list[int], *, on: date) -> list[Any]:
    late, week, waiting = _worth_telling(on)
    items = WorkItem.objects.visible_to(officer).filter(
        Q(owner_id__in=below) | Q(monitor_id__in=below) | Q(agency_id__in=below),
        late | week | waiting,
        plan__state=PlanState.PUBLISHED,
    )
    told = items.order_by().values("agency_id", "agency__name", "agency__short_name")
    return list(
        told.annotate(
            late=Count("pk", filter=late),
            oldest=Min("due_on", filter=late),
            week=Count("pk", filter=week),
            waiting=Count("pk", filter=waiting),
            silent=Count("pk", filter=late & Q(kind__in=PERIODIC, lifecycle=Lifecycle.NOT_STARTED)),
        ).order_by("-late", "oldest", "-waiting", "-week", "agency_id")
    )


def _row(found: Any, *, on: date) -> Row:
    return Row(
        name=found["agency__short_name"] or found["agency__name"], overdue=found["late"],
        oldest=(on - found["oldest"]).days if found["oldest"] else 0,
        week=found["week"], waiting=found["waiting"], silent=found["silent"],
    )  # fmt: skip


def _sentence(rows: Sequence[Row]) -> str:
    """"30 việc quá hạn ở 12 đơn vị, trong đó 8 kỳ chưa báo cáo; 5 việc đến hạn tuần này; 2 việc chờ xác nhận."."""  # fmt: skip
    late, silent = sum(row.overdue for row in rows), sum(row.silent for row in rows)
    said = [f"{number(late)} việc quá hạn" if late else "Không có việc quá hạn"]
    if late and len(rows) > 1:
        said[0] += f" ở {number(sum(row.overdue > 0 for row in rows))} đơn vị"
    if silent:
        said[0] += f", trong đó {number(silent)} kỳ chưa báo cáo"
    totals = ((sum(row.week for row in rows), "đến hạn tuần này"), (sum(row.waiting for row in rows), "chờ xác nhận"))
    return "; ".join([*said, *(f"{number(n)} việc {words}" for n, words in totals if n)]) + "."
