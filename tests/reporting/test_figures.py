"""Figures against a slow, plain way of counting over random histories; totals against lists; queries against rows."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from plans.choices import CLASSES, Standing
from plans.models import WorkItem
from reporting import figures, periods
from reporting.figures import Counts
from reporting.templatetags.figures import rate
from tests.reporting import histories

pytestmark = pytest.mark.django_db


def test_every_total_is_the_length_of_its_list() -> None:
    place = histories.office()
    histories.fill(place, Random(7), 150)
    days: dict[str, Any] = {"period_from": date(2021, 3, 1), "period_to": date(2021, 8, 31), "on": date(2021, 9, 10)}
    got = figures.collect(WorkItem.objects.all(), **days)
    rows = figures.belonging(WorkItem.objects.all(), **days)
    assert got.counts.assigned == rows.exclude(standing=Standing.OUTSIDE).count() > 0
    for standing in CLASSES:
        assert getattr(got.counts, standing.value) == rows.filter(standing=standing).count()
    assert got.counts.done + got.counts.undone == got.counts.assigned == sum(got.counts.classes)


def test_the_number_of_queries_does_not_grow_with_the_items() -> None:
    histories.fill(histories.office(), Random(3), 340)
    days: dict[str, Any] = {"period_from": date(2021, 1, 1), "period_to": date(2022, 6, 30), "on": date(2022, 7, 14)}
    few = list(WorkItem.objects.order_by("pk").values_list("pk", flat=True)[:30])
    numbers = []
    for items in (WorkItem.objects.filter(pk__in=few), WorkItem.objects.all()):
        with CaptureQueriesContext(connection) as asked:
            figures.collect(items, **days, tasks=True)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1] <= 8


def test_nothing_visible_gives_zeros() -> None:
    nothing = figures.collect(
        WorkItem.objects.none(), period_from=date(2022, 1, 1), period_to=date(2022, 6, 30), on=date(2022, 7, 14)
    )
    assert nothing.counts == Counts()
    assert nothing.counts.tenths == 0
    assert nothing.by_agency == ()


def test_the_rate_is_rounded_once_and_halves_go_up() -> None:
    assert Counts(done_on_time=33, done_late=5, within=4, overdue=10, not_started=1).tenths == 717
    assert Counts(done_on_time=1, within=7).tenths == 125
    assert Counts(done_on_time=1, within=15).tenths == 63


def test_an_office_speaks_of_the_closed_half_year_for_fifteen_days() -> None:
    assert periods.current(date(2022, 7, 14)).label == "6 tháng đầu năm 2022"
    assert periods.current(date(2022, 7, 16)).label == "6 tháng cuối năm 2022"


@pytest.mark.parametrize(
    ("code", "first", "last", "earlier"),
    [
        ("2022-n1", date(2022, 1, 1), date(2022, 6, 30), "6 tháng cuối năm 2021"),
        ("2022-q1", date(2022, 1, 1), date(2022, 3, 31), "quý IV/2021"),
        ("2022-t2", date(2022, 2, 1), date(2022, 2, 28), "tháng 1/2022"),
        ("2022", date(2022, 1, 1), date(2022, 12, 31), "năm 2021"),
    ],
)
def test_a_period_is_known_by_its_code_and_has_one_before_it(code: str, first: date, last: date, earlier: str) -> None:
    span = periods.parse(code)
    assert span is not None
    assert (span.starts_on, span.ends_on, span.code) == (first, last, code)
    assert periods.before(span).label == earlier
    assert periods.parse(periods.before(span).code) == periods.before(span)


@pytest.mark.parametrize("code", ["", "2022-q5", "2022-n3", "2022-t0", "2022-t13", "quý I", "2022-q", "9999"])
def test_other_codes_are_no_period(code: str) -> None:
    assert periods.parse(code) is None


@pytest.mark.parametrize(
    ("first", "last", "label", "before", "year"),
    [
        (
            date(2021, 12, 15), date(2022, 6, 14), "6 tháng đầu năm 2022",
            (date(2021, 6, 15), date(2021, 12, 14)), (date(2020, 12, 15), date(2021, 6, 14)),
        ),
        (
            date(2021, 12, 15), date(2022, 3, 14), "quý I/2022",
            (date(2021, 9, 15), date(2021, 12, 14)), (date(2020, 12, 15), date(2021, 3, 14)),
        ),
        (
            date(2022, 2, 15), date(2022, 3, 14), "tháng 3/2022",
            (date(2022, 1, 15), date(2022, 2, 14)), (date(2021, 2, 15), date(2021, 3, 14)),
        ),
    ],
)  # fmt: skip
def test_periods_of_the_state_compare_with_their_own_kind(
    first: date, last: date, label: str, before: tuple[date, date], year: tuple[date, date]
) -> None:
    """Nghị định 09/2019/NĐ-CP: from the 15th to the 14th."""
    span = periods.of_bounds(first, last)
    assert span.label == label
    for found, days in ((periods.before(span), before), (periods.year_before(span), year)):
        assert (found.starts_on, found.ends_on) == days
        assert periods.of_bounds(*days) == found
    shown = periods.series(span, last, 3)
    assert [one.ends_on.day for one in shown] == [14, 14, 14]
    assert periods.short_labels(
        periods.series(periods.of_bounds(date(2021, 12, 15), date(2022, 3, 14)), date(2022, 4, 1), 2)
    ) == [
        "IV/21",
        "I/22",
    ]


def test_all_and_none_are_said_only_of_all_and_none() -> None:
    rates = [
        Counts(done_on_time=done, overdue=left).tenths
        for done, left in ((19_990, 10), (1, 9_999), (5, 0), (0, 5), (0, 0))
    ]
    assert rates == [999, 1, 1000, 0, 0]
    assert [
        rate(Counts(done_on_time=done, overdue=all_ - done)) for done, all_ in ((38, 53), (1, 8), (0, 0), (5, 5))
    ] == [
        "71,7%",
        "12,5%",
        "–",
        "100,0%",
    ]


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_rate_is_the_nearest_tenth(done: int, left: int) -> None:
    off = Fraction(Counts(done_on_time=done, overdue=left).tenths, 10) - Fraction(100 * done, done + left)
    assert abs(off) <= Fraction(1, 20) or Counts(done_on_time=done, overdue=left).tenths in (1, 999)


def test_own_days_compare_with_as_many_days_before() -> None:
    span = periods.of_days(date(2022, 3, 11), date(2022, 3, 20))
    assert periods.before(span) == periods.of_days(date(2022, 3, 1), date(2022, 3, 10))
    with pytest.raises(ValueError, match="Ngày cuối kỳ"):
        periods.of_days(date(2022, 3, 2), date(2022, 3, 1))


def test_the_earlier_period_is_read_at_the_same_moment() -> None:
    half = periods.parse("2022-n1")
    assert half is not None
    earlier = periods.before(half)
    assert periods.same_moment(half, earlier, date(2022, 7, 14)) == date(2022, 1, 14)
    assert periods.same_moment(half, earlier, date(2022, 1, 31)) == date(2021, 7, 31)


def test_a_trend_ends_with_the_last_closed_period() -> None:
    half = periods.parse("2022-n2")
    assert half is not None
    assert [span.label for span in periods.series(half, date(2022, 8, 20))][-2:] == ["quý I/2022", "quý II/2022"]
    first = periods.parse("2022-n1")
    assert first is not None
    assert periods.series(first, date(2022, 7, 14))[-1].label == "quý II/2022"
    month = periods.parse("2022-t7")
    assert month is not None
    assert [span.code for span in periods.series(month, date(2022, 8, 1), length=2)] == ["2022-t6", "2022-t7"]
