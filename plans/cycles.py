"""Reporting cycles: which period a day belongs to, what it is called and when its report is due.

Two presets. `party`: calendar weeks, months, quarters, halves and years. `state`: Nghị định 09/2019/NĐ-CP, article 12 –
figures close on the 14th of the last month, so every period but the week runs from a 15th to a 14th (the year from
15 December to 14 December) – and article 13: reports are due on the 25th of that month at the latest.
Weeks are not in that decree; they are Monday to Sunday in both presets.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_STATE_CLOSING_DAY = 14
_STATE_DUE_DAY = 25
_ROMAN = ("I", "II", "III", "IV")


class Recurrence(StrEnum):
    """How often. "9 tháng" is absent: nine months do not tile the year, so that report is a due day, not a cycle.

    `DATES` is no calendar cycle: its periods follow from typed due days (`plans.schedules`).
    """

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    TERM = "term"
    DATES = "dates"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """What a plan's own cycle may be."""
        return [(member.value, member.label) for member in cls if member not in (cls.TERM, cls.DATES)]

    @classmethod
    def duty_choices(cls) -> list[tuple[str, str]]:
        """What a reporting duty may be: a term of office and typed days too."""
        return [(member.value, member.label) for member in cls]


_LABELS = {
    Recurrence.WEEKLY: "hằng tuần",
    Recurrence.MONTHLY: "hằng tháng",
    Recurrence.QUARTERLY: "hằng quý",
    Recurrence.HALF_YEARLY: "6 tháng",
    Recurrence.YEARLY: "hằng năm",
    Recurrence.TERM: "nhiệm kỳ (5 năm)",
    Recurrence.DATES: "theo ngày ấn định",
}
_MONTHS = {
    Recurrence.MONTHLY: 1,
    Recurrence.QUARTERLY: 3,
    Recurrence.HALF_YEARLY: 6,
    Recurrence.YEARLY: 12,
    Recurrence.TERM: 60,
}
# Terms of office are counted from the years that follow a congress: 2021–2025, 2026–2030.
_FIRST_MONTH = {Recurrence.TERM: 12}


class Preset(StrEnum):
    PARTY = "party"
    STATE = "state"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One occurrence of a cycle; both days belong to it."""

    starts_on: date
    ends_on: date
    label: str

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


def period_containing(recurrence: str, day: date, *, preset: str = Preset.PARTY) -> Period:
    recurrence, preset = Recurrence(recurrence), Preset(preset)
    if recurrence is Recurrence.WEEKLY:
        monday = day - day.weekday() * _DAY
        return Period(monday, monday + 6 * _DAY, _week_label(monday))
    if recurrence not in _MONTHS:
        raise ValueError(f"{recurrence} follows typed days, not the calendar")
    # The month in whose report the day is counted: for the state preset, from the 15th on, the next one.
    ahead = preset is Preset.STATE and day.day > _STATE_CLOSING_DAY
    month = day.year * 12 + day.month - 1 + ahead
    size = _MONTHS[recurrence]
    first = month - (month - _FIRST_MONTH.get(recurrence, 0)) % size
    starts_on, after = _month_opens(first, preset), _month_opens(first + size, preset)
    return Period(starts_on, after - _DAY, _label(recurrence, first))


def _month_opens(month: int, preset: Preset) -> date:
    """The first day counted in a month that is given as year × 12 + (1…12) - 1."""
    if preset is Preset.STATE:
        year, index = divmod(month - 1, 12)
        return date(year, index + 1, _STATE_CLOSING_DAY + 1)
    year, index = divmod(month, 12)
    return date(year, index + 1, 1)


def _label(recurrence: Recurrence, first_month: int) -> str:
    year, index = divmod(first_month, 12)
    if recurrence is Recurrence.MONTHLY:
        return f"tháng {index + 1}/{year}"
    if recurrence is Recurrence.QUARTERLY:
        return f"quý {_ROMAN[index // 3]}/{year}"
    if recurrence is Recurrence.HALF_YEARLY:
        return f"6 tháng {'cuối' if index else 'đầu'} năm {year}"
    return f"5 năm {year}–{year + 4}" if recurrence is Recurrence.TERM else f"năm {year}"


def _week_label(monday: date) -> str:
    """ISO numbering: week 1 is the one with the year's first Thursday, so the year printed is the Thursday's."""
    iso = monday.isocalendar()
    return f"tuần {iso.week}/{iso.year} ({_short(monday)}–{_short(monday + 6 * _DAY)})"


def _short(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}" if day.month <= 2 else f"{day.day:02d}/{day.month}"


def next_period(period: Period, recurrence: str, *, preset: str = Preset.PARTY) -> Period:
    return period_containing(recurrence, period.ends_on + _DAY, preset=preset)


def previous_period(period: Period, recurrence: str, *, preset: str = Preset.PARTY) -> Period:
    return period_containing(recurrence, period.starts_on - _DAY, preset=preset)


def periods_between(recurrence: str, since: date, until: date, *, preset: str = Preset.PARTY) -> list[Period]:
    """Every period that has a day in common with since … until, oldest first; none when until is before since."""
    periods: list[Period] = []
    day = since
    while day <= until:
        periods.append(period_containing(recurrence, day, preset=preset))
        day = periods[-1].ends_on + _DAY
    return periods


def due_day(period: Period, preset: str, days_after: int = 10) -> date:
    """The last day to report for a period, before it is rolled over days off.

    `party`: `days_after` calendar days after the period ends. `state`: the 25th of the month the period ends in
    (also for calendar periods, whose figures the decree closes on the 14th of that month); a week, on which the decree
    is silent, is due like a party one.
    """
    if Preset(preset) is Preset.PARTY or period.ends_on - period.starts_on < _WEEK:
        return period.ends_on + timedelta(days=days_after)
    return period.ends_on.replace(day=_STATE_DUE_DAY)
