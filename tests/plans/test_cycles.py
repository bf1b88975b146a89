from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.cycles import Preset, Recurrence, due_day, next_period, period_containing, periods_between, previous_period

recurrences = st.sampled_from([one for one in Recurrence if one is not Recurrence.DATES])
presets = st.sampled_from(Preset)
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("recurrence", "day", "starts_on", "ends_on", "label"),
    [
        ("weekly", date(2022, 7, 11), date(2022, 7, 11), date(2022, 7, 17), "tuần 28/2022 (11/7–17/7)"),
        ("weekly", date(2022, 1, 2), date(2021, 12, 27), date(2022, 1, 2), "tuần 52/2021 (27/12–02/01)"),
        ("monthly", date(2022, 7, 31), date(2022, 7, 1), date(2022, 7, 31), "tháng 7/2022"),
        ("monthly", date(2024, 2, 5), date(2024, 2, 1), date(2024, 2, 29), "tháng 2/2024"),
        ("quarterly", date(2022, 4, 1), date(2022, 4, 1), date(2022, 6, 30), "quý II/2022"),
        ("quarterly", date(2022, 12, 31), date(2022, 10, 1), date(2022, 12, 31), "quý IV/2022"),
        ("half_yearly", date(2022, 6, 30), date(2022, 1, 1), date(2022, 6, 30), "6 tháng đầu năm 2022"),
        ("half_yearly", date(2022, 7, 1), date(2022, 7, 1), date(2022, 12, 31), "6 tháng cuối năm 2022"),
        ("yearly", date(2022, 7, 11), date(2022, 1, 1), date(2022, 12, 31), "năm 2022"),
        ("term", date(2022, 7, 11), date(2021, 1, 1), date(2025, 12, 31), "5 năm 2021–2025"),
        ("term", date(2026, 1, 1), date(2026, 1, 1), date(2030, 12, 31), "5 năm 2026–2030"),
    ],
)
def test_party_periods_follow_the_calendar(
    recurrence: str, day: date, starts_on: date, ends_on: date, label: str
) -> None:
    period = period_containing(recurrence, day)
    assert (period.starts_on, period.ends_on, period.label) == (starts_on, ends_on, label)


@pytest.mark.parametrize(
    ("recurrence", "day", "starts_on", "ends_on", "label"),
    [
        ("monthly", date(2022, 7, 14), date(2022, 6, 15), date(2022, 7, 14), "tháng 7/2022"),
        ("monthly", date(2022, 7, 15), date(2022, 7, 15), date(2022, 8, 14), "tháng 8/2022"),
        ("monthly", date(2022, 12, 15), date(2022, 12, 15), date(2023, 1, 14), "tháng 1/2023"),
        ("quarterly", date(2022, 3, 15), date(2022, 3, 15), date(2022, 6, 14), "quý II/2022"),
        ("quarterly", date(2021, 12, 15), date(2021, 12, 15), date(2022, 3, 14), "quý I/2022"),
        ("half_yearly", date(2022, 6, 14), date(2021, 12, 15), date(2022, 6, 14), "6 tháng đầu năm 2022"),
        ("half_yearly", date(2022, 6, 15), date(2022, 6, 15), date(2022, 12, 14), "6 tháng cuối năm 2022"),
        ("yearly", date(2022, 12, 14), date(2021, 12, 15), date(2022, 12, 14), "năm 2022"),
        ("weekly", date(2022, 7, 17), date(2022, 7, 11), date(2022, 7, 17), "tuần 28/2022 (11/7–17/7)"),
    ],
)
def test_state_periods_close_on_the_fourteenth(
    recurrence: str, day: date, starts_on: date, ends_on: date, label: str
) -> None:
    period = period_containing(recurrence, day, preset="state")
    assert (period.starts_on, period.ends_on, period.label) == (starts_on, ends_on, label)


def test_due_days_of_the_presets() -> None:
    quarter = period_containing("quarterly", date(2022, 6, 1))
    assert due_day(quarter, "party") == date(2022, 7, 10)
    assert due_day(quarter, "party", days_after=0) == date(2022, 6, 30)
    assert due_day(quarter, "state") == date(2022, 6, 25)
    assert due_day(period_containing("quarterly", date(2022, 6, 1), preset="state"), "state") == date(2022, 6, 25)
    assert due_day(period_containing("yearly", date(2022, 6, 1), preset="state"), "state") == date(2022, 12, 25)
    assert due_day(period_containing("weekly", date(2022, 7, 11)), "state", days_after=2) == date(2022, 7, 19)


def test_words_that_are_no_cycle_or_preset_are_refused() -> None:
    with pytest.raises(ValueError, match="fortnightly"):
        period_containing("fortnightly", date(2022, 7, 11))
    with pytest.raises(ValueError, match="church"):
        due_day(period_containing("weekly", date(2022, 7, 11)), "church")


def test_every_cycle_has_its_vietnamese_name() -> None:
    names = [("weekly", "hằng tuần"), ("monthly", "hằng tháng"), ("quarterly", "hằng quý")]
    assert Recurrence.choices() == [*names, ("half_yearly", "6 tháng"), ("yearly", "hằng năm")]
    more = [("term", "nhiệm kỳ (5 năm)"), ("dates", "theo ngày ấn định")]
    assert Recurrence.duty_choices() == [*Recurrence.choices(), *more]


def test_no_period_in_an_empty_span() -> None:
    assert periods_between("monthly", date(2022, 7, 2), date(2022, 7, 1)) == []
    one = period_containing("monthly", date(2022, 7, 1))
    assert periods_between("monthly", date(2022, 7, 1), date(2022, 7, 31)) == [one]


@given(recurrences, presets, days)
def test_a_period_contains_its_day_and_is_the_same_for_all_its_days(r: Recurrence, preset: Preset, day: date) -> None:
    period = period_containing(r, day, preset=preset)
    assert day in period
    assert period_containing(r, period.starts_on, preset=preset) == period
    assert period_containing(r, period.ends_on, preset=preset) == period
    assert period.starts_on - DAY not in period
    assert period.ends_on + DAY not in period


@given(recurrences, presets, days)
def test_neighbours_touch_and_lead_back(r: Recurrence, preset: Preset, day: date) -> None:
    period = period_containing(r, day, preset=preset)
    after = next_period(period, r, preset=preset)
    assert after.starts_on == period.ends_on + DAY
    assert previous_period(after, r, preset=preset) == period
    assert after.label != period.label


@given(recurrences, presets, days, st.integers(0, 800))
def test_periods_tile_the_calendar(r: Recurrence, preset: Preset, since: date, length: int) -> None:
    until = since + length * DAY
    periods = periods_between(r, since, until, preset=preset)
    assert since in periods[0]
    assert until in periods[-1]
    assert all(later.starts_on == earlier.ends_on + DAY for earlier, later in pairwise(periods))
    assert len({period.label for period in periods}) == len(periods)


@given(recurrences, presets, days)
def test_a_report_is_due_after_its_figures_close(r: Recurrence, preset: Preset, day: date) -> None:
    period = period_containing(r, day, preset=preset)
    assert due_day(period, preset) > period.ends_on


@given(presets, days)
def test_short_cycles_fit_into_long_ones(preset: Preset, day: date) -> None:
    nested = (Recurrence.MONTHLY, Recurrence.QUARTERLY, Recurrence.HALF_YEARLY, Recurrence.YEARLY)
    for small, large in pairwise(nested):
        inner, outer = period_containing(small, day, preset=preset), period_containing(large, day, preset=preset)
        assert outer.starts_on <= inner.starts_on
        assert inner.ends_on <= outer.ends_on
