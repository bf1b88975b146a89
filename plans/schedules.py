"""When a reporting duty falls due: calendar cycles, terms of office and typed days under one roof. Pure.

Typed days are written one to a line, "15/6: 6 tháng đầu năm" for every year or "15/6/2025" for once; the words are optional.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from agencies.wording import format_day
from plans.cycles import Period, Preset, Recurrence, due_day, period_containing

_DAY = timedelta(days=1)
_YEARS = 5
MOST_DAYS = 24
LONGEST_LABEL = 40
_LINE = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?\s*(?:[:–-]\s*)?(.*)")
_BETWEEN = re.compile(r"\s*(?:\n|;|,|\bvà\b)\s*(?=\d)|\s*\n\s*")


class NotADay(ValueError):
    """Typed days that cannot be read; the text is the Vietnamese reason."""


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A typed due day: of every year, or of one where `year` is given; `label` says what the report is about."""

    day: int
    month: int
    year: int | None = None
    label: str = ""

    def __str__(self) -> str:
        day = f"{self.day:02d}/{self.month:02d}" + (f"/{self.year}" if self.year else "")
        return f"{day}: {self.label}" if self.label else day

    def in_year(self, year: int) -> date | None:
        """The day in a year; 29/2 is the last of February where there is none."""
        if self.year not in (None, year):
            return None
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))


def parse_days(text: str) -> tuple[NamedDay, ...]:
    """Read typed days, earliest in the year first; raises `NotADay` with the reason in Vietnamese."""
    found: dict[tuple[int, int, int], NamedDay] = {}
    for part in _BETWEEN.split(text.strip()):
        if part.strip():
            one = _parse(part.strip())
            key = (one.year or 0, one.month, one.day)
            if key in found:
                raise NotADay(f"Ngày {one.day:02d}/{one.month:02d} được ghi hai lần.")
            found[key] = one
    if not found:
        raise NotADay("Ghi ít nhất một ngày, ví dụ 15/6 và 15/12.")
    if len(found) > MOST_DAYS:
        raise NotADay(f"Ghi nhiều nhất {MOST_DAYS} ngày.")
    return tuple(found[key] for key in sorted(found))


def _parse(part: str) -> NamedDay:
    match = _LINE.fullmatch(part)
    if match is None:
        raise NotADay(f"Chưa đọc được “{part[:40]}”. Ghi ngày/tháng, ví dụ 15/6: 6 tháng đầu năm.")
    day, month, year, label = match.groups()
    label = label.strip(" .")
    if len(label) > LONGEST_LABEL:
        raise NotADay(f"Tên kỳ dài nhất {LONGEST_LABEL} chữ: “{label[:LONGEST_LABEL]}…”.")
    try:
        # A day of every year is tried in a leap year, so that 29/2 may be meant.
        date(int(year or 2024), int(month), int(day))
    except ValueError:
        raise NotADay(f"Không có ngày {part[:12].strip()}.") from None
    return NamedDay(int(day), int(month), int(year) if year else None, label)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One period with the day its figures close and the day its report is due, before days off."""

    period: Period
    cut_off_on: date
    named_due_on: date


@dataclass(frozen=True, slots=True)
class Schedule:
    """How often, and when due; `terms` are the terms of office that are known, oldest first."""

    recurrence: str
    preset: str = Preset.PARTY
    days_after: int = 10
    cut_off_days: int = 0
    days: tuple[NamedDay, ...] = ()
    terms: Sequence[Period] = ()

    def occurrences(self, since: date, through: date) -> list[Occurrence]:
        """From the one that holds `since` to the one after that which holds `through`; typed days may end before."""
        found = []
        for period, named in self._from(since):
            cut_off = max(period.starts_on, period.ends_on - self.cut_off_days * _DAY)
            found.append(Occurrence(period, cut_off, named))
            if period.starts_on > max(since, through):
                break
        return found

    def _from(self, since: date) -> Iterator[tuple[Period, date]]:
        if self.recurrence == Recurrence.DATES:
            yield from self._by_days(since)
            return
        day = since
        while True:
            known = self.recurrence == Recurrence.TERM and self.terms
            if known:
                period = term_containing(day, self.terms)
                yield period, period.ends_on + self.days_after * _DAY
            else:
                period = period_containing(self.recurrence, day, preset=self.preset)
                yield period, due_day(period, self.preset, self.days_after)
            day = period.ends_on + _DAY

    def _by_days(self, since: date) -> Iterator[tuple[Period, date]]:
        """Each typed day ends its period, the next day begins another; before the first there is nothing but `since`."""
        every_year = any(one.year is None for one in self.days)
        last = max((one.year for one in self.days if one.year), default=since.year)
        before: date | None = None
        year = since.year - 1
        while every_year or year <= last:
            if year > date.max.year - 1:
                return
            dues = sorted((due, one.label) for one in self.days if (due := one.in_year(year)))
            for due, label in dues:
                if due >= since:
                    begins = before + _DAY if before else since
                    yield Period(begins, due, _label(label, due)), due
                before = due
            year += 1


def _label(label: str, due: date) -> str:
    return f"{label} (hạn {format_day(due)})" if label else f"đến {format_day(due)}"


def term_containing(day: date, terms: Sequence[Period]) -> Period:
    """The known term a day falls into; before, between and after those known, stretches of at most five years."""
    for term in terms:
        if day in term:
            return term
    before = [term for term in terms if term.ends_on < day]
    if not before:
        first = terms[0]
        begins = _moved(first.starts_on, -_YEARS)
        while day < begins:
            begins = _moved(begins, -_YEARS)
        return _unnamed(begins, min(_moved(begins, _YEARS), first.starts_on) - _DAY)
    begins = before[-1].ends_on + _DAY
    while _moved(begins, _YEARS) <= day:
        begins = _moved(begins, _YEARS)
    ends = _moved(begins, _YEARS) - _DAY
    after = [term.starts_on for term in terms if term.starts_on > day]
    return _unnamed(begins, min([ends, *(begin - _DAY for begin in after)]))


def known_terms(rows: Sequence[tuple[str, date, date | None]]) -> tuple[Period, ...]:
    """Terms as periods that do not overlap: one whose end is unknown lasts five years, or until the next begins."""
    rows = sorted(rows, key=lambda row: row[1])
    ends = [until or _moved(since, _YEARS) - _DAY for _, since, until in rows]
    for place, (_, later) in enumerate(pairwise(rows)):
        ends[place] = min(ends[place], later[1] - _DAY)
    return tuple(
        Period(since, end, name[:LONGEST_LABEL])
        for (name, since, _), end in zip(rows, ends, strict=True)
        if end >= since
    )


def _unnamed(begins: date, ends: date) -> Period:
    return Period(begins, ends, f"nhiệm kỳ {begins.year}–{ends.year}")


def _moved(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, monthrange(day.year + years, day.month)[1]))
