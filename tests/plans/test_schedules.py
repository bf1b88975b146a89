"""When duties fall due: typed days, terms of office, cut-off; all of it pure."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.cycles import Period
from plans.schedules import NamedDay, NotADay, Schedule, known_terms, parse_days, term_containing

DAY = timedelta(days=1)
LAID = parse_days("15/6: 6 tháng đầu năm\n20/9: 9 tháng\n15/12: cả năm")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("15/6 và 15/12", ["15/06", "15/12"]),
        ("15-12; 15.6", ["15/06", "15/12"]),
        ("20/9: 9 tháng\n15/6 6 tháng đầu năm.", ["15/06: 6 tháng đầu năm", "20/09: 9 tháng"]),
        ("15/6/2025: tổng kết Kết luận", ["15/06/2025: tổng kết Kết luận"]),
        ("29/2", ["29/02"]),
    ],
)
def test_typed_days_are_read_sorted_and_written_back(typed: str, kept: list[str]) -> None:
    found = parse_days(typed)
    assert [str(one) for one in found] == kept
    assert parse_days("\n".join(kept)) == found


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "ít nhất một ngày"),
        ("giữa năm", "Chưa đọc được"),
        ("31/6", "Không có ngày"),
        ("29/2/2023", "Không có ngày"),
        ("15/6\n15/6: sáu tháng", "hai lần"),
        ("15/6: " + "a" * 50, "dài nhất"),
        ("\n".join(f"{day}/1" for day in range(1, 27)), "nhiều nhất"),
    ],
)
def test_what_is_no_day_is_refused_with_its_reason(typed: str, reason: str) -> None:
    with pytest.raises(NotADay, match=reason):
        parse_days(typed)


def test_typed_days_end_their_periods_and_cross_the_year() -> None:
    found = Schedule("dates", days=LAID).occurrences(date(2022, 7, 14), date(2022, 12, 16))
    told = [(one.period.starts_on, one.named_due_on, one.period.label) for one in found]
    assert told == [
        (date(2022, 6, 16), date(2022, 9, 20), "9 tháng (hạn 20/9/2022)"),
        (date(2022, 9, 21), date(2022, 12, 15), "cả năm (hạn 15/12/2022)"),
        (date(2022, 12, 16), date(2023, 6, 15), "6 tháng đầu năm (hạn 15/6/2023)"),
        (date(2023, 6, 16), date(2023, 9, 20), "9 tháng (hạn 20/9/2023)"),
    ]


def test_days_of_one_year_come_to_their_end() -> None:
    once = Schedule("dates", days=parse_days("15/6/2022\n15/12/2023"))
    assert [one.named_due_on for one in once.occurrences(date(2022, 1, 4), date(2030, 1, 1))] == [
        date(2022, 6, 15), date(2023, 12, 15),
    ]  # fmt: skip
    assert once.occurrences(date(2022, 1, 4), date(2022, 1, 4))[0].period.starts_on == date(2022, 1, 4)
    assert once.occurrences(date(2024, 1, 1), date(2024, 1, 1)) == []


def test_the_29th_of_february_is_the_last_day_of_a_short_one() -> None:
    found = Schedule("dates", days=(NamedDay(29, 2),)).occurrences(date(2023, 1, 1), date(2024, 1, 1))
    assert [one.named_due_on for one in found] == [date(2023, 2, 28), date(2024, 2, 29), date(2025, 2, 28)]


def test_figures_close_before_the_period_ends_and_never_before_it_begins() -> None:
    half = Schedule("half_yearly", cut_off_days=16).occurrences(date(2022, 3, 1), date(2022, 3, 1))[0]
    assert (half.cut_off_on, half.named_due_on) == (date(2022, 6, 14), date(2022, 7, 10))
    week = Schedule("weekly", cut_off_days=30, days_after=1).occurrences(date(2022, 7, 14), date(2022, 7, 14))[0]
    assert (week.cut_off_on, week.named_due_on) == (date(2022, 7, 11), date(2022, 7, 18))


def test_known_terms_come_before_counted_ones() -> None:
    terms = known_terms(
        [("nhiệm kỳ 2020–2025", date(2020, 9, 25), None), ("nhiệm kỳ 2025–2030", date(2025, 10, 1), None)]
    )
    assert [(term.starts_on, term.ends_on) for term in terms] == [
        (date(2020, 9, 25), date(2025, 9, 24)), (date(2025, 10, 1), date(2030, 9, 30)),
    ]  # fmt: skip
    found = Schedule("term", terms=terms, days_after=30).occurrences(date(2022, 1, 4), date(2022, 1, 4))
    assert [one.period.label for one in found] == ["nhiệm kỳ 2020–2025", "nhiệm kỳ 2025–2025"]
    assert found[0].named_due_on == date(2025, 10, 24)
    assert term_containing(date(2033, 1, 1), terms) == Period(
        date(2030, 10, 1), date(2035, 9, 30), "nhiệm kỳ 2030–2035"
    )
    assert term_containing(date(2013, 1, 1), terms).ends_on == date(2015, 9, 24)
    state = Schedule("term", preset="state").occurrences(date(2022, 1, 4), date(2022, 1, 4))[0]
    assert (state.period.ends_on, state.named_due_on) == (date(2025, 12, 14), date(2025, 12, 25))


schedules = st.one_of(
    st.builds(Schedule, st.sampled_from(["weekly", "monthly", "quarterly", "half_yearly", "yearly", "term"]),
              st.sampled_from(["party", "state"]), st.integers(1, 60), st.integers(0, 60)),
    st.builds(
        lambda days, cut: Schedule("dates", days=tuple(NamedDay(one.day, one.month) for one in days), cut_off_days=cut),
        st.lists(st.dates(date(2024, 1, 1), date(2024, 12, 31)), min_size=1, max_size=6, unique=True), st.integers(0, 60),
    ),
    st.builds(
        lambda sinces: Schedule("term", terms=known_terms([(str(day.year), day, None) for day in sinces])),
        st.lists(st.dates(date(2000, 1, 1), date(2040, 1, 1)), min_size=1, max_size=4, unique=True),
    ),
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(schedules, st.dates(date(1995, 1, 1), date(2050, 1, 1)), st.integers(0, 900))
def test_whatever_the_rule_periods_touch_hold_their_days_and_are_due_after_they_close(
    rule: Schedule, since: date, length: int
) -> None:
    through = since + length * DAY
    found = rule.occurrences(since, through)
    assert since in found[0].period
    assert any(through in one.period for one in found)
    assert found[-1].period.starts_on > through
    assert all(later.period.starts_on == earlier.period.ends_on + DAY for earlier, later in pairwise(found))
    assert all(one.period.starts_on <= one.cut_off_on <= one.period.ends_on <= one.named_due_on for one in found)
    again = rule.occurrences(found[-1].period.starts_on, found[-1].period.starts_on)
    assert again[0].period == found[-1].period or rule.recurrence == "dates"
