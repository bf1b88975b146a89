"""Which stretch of days a report or the overview speaks of: closed cycles of plans.cycles, or two days of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from agencies.wording import format_day
from plans.cycles import Period, Preset, Recurrence, period_containing

GRACE = timedelta(days=15)
"""For so long after its end a period is still the one that offices report on."""

_SIZES = {"t": Recurrence.MONTHLY, "q": Recurrence.QUARTERLY, "n": Recurrence.HALF_YEARLY, "": Recurrence.YEARLY}
_MONTHS = {"t": 1, "q": 3, "n": 6, "": 12}
_CODE = re.compile(r"(?P<year>20\d\d|19\d\d)(?:-(?P<size>[tqn])(?P<place>\d{1,2}))?")
_OWN = "kỳ từ "
_LISTED = {
    Recurrence.HALF_YEARLY: ("6 tháng", 4),
    Recurrence.QUARTERLY: ("Quý", 6),
    Recurrence.MONTHLY: ("Tháng", 12),
    Recurrence.YEARLY: ("Năm", 3),
}


@dataclass(frozen=True, slots=True)
class Span:
    """Both days belong to it; `code` stands in URLs ("2022-n1"), empty for days of one's own.

    `state`: the cycle whose bounds by Nghị định 09/2019/NĐ-CP these are, where they are not those of the calendar.
    """

    starts_on: date
    ends_on: date
    label: str
    code: str = ""
    state: Recurrence | None = None

    @property
    def recurrence(self) -> Recurrence | None:
        """The cycle it is one occurrence of."""
        if self.state is not None:
            return self.state
        found = _CODE.fullmatch(self.code)
        return _SIZES[found["size"] or ""] if found else None

    @property
    def heading(self) -> str:
        """The label as a heading begins: "6 tháng đầu năm 2022", "Quý II/2022"."""
        return self.label[:1].upper() + self.label[1:]

    def standing_day(self, today: date) -> date:
        """As of which day its figures are read: today while it runs and is reported on, later the day its reports fell due."""
        return min(today, self.ends_on + GRACE)


def of_cycle(recurrence: Recurrence, day: date, *, preset: str = Preset.PARTY) -> Span:
    """The month, quarter, half-year or year that holds a day."""
    period = period_containing(recurrence, day, preset=preset)
    if preset == Preset.STATE:
        return Span(period.starts_on, period.ends_on, period.label, state=recurrence)
    return _span(recurrence, period)


def _span(recurrence: Recurrence, period: Period) -> Span:
    sign = next(sign for sign, size in _SIZES.items() if size is recurrence)
    year, place = period.starts_on.year, (period.starts_on.month - 1) // _MONTHS[sign] + 1
    return Span(period.starts_on, period.ends_on, period.label, f"{year}-{sign}{place}" if sign else str(year))


def of_days(starts_on: date, ends_on: date) -> Span:
    """Days of one's own choice; ValueError with the reason when they are the wrong way round."""
    if ends_on < starts_on:
        raise ValueError("Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.")
    return Span(starts_on, ends_on, f"{_OWN}{format_day(starts_on)} đến {format_day(ends_on)}")


def spoken(label: str) -> str:
    """How a sentence calls a period; labels of days of one's own that older reports keep begin without "kỳ"."""
    return f"kỳ {label}" if label.startswith("từ ") else label


def of_bounds(starts_on: date, ends_on: date) -> Span:
    """The cycle's period with exactly these days where there is one, of the calendar or of the State, else days of one's own."""
    cycles = (
        of_cycle(recurrence, starts_on, preset=preset)
        for preset in (Preset.PARTY, Preset.STATE)
        for recurrence in _SIZES.values()
    )
    return next((s for s in cycles if (s.starts_on, s.ends_on) == (starts_on, ends_on)), None) or of_days(
        starts_on, ends_on
    )


def parse(code: str) -> Span | None:
    """The span of a URL code: "2022-t6", "2022-q2", "2022-n1", "2022"; None for anything else."""
    found = _CODE.fullmatch(code)
    if found is None:
        return None
    size, place = found["size"] or "", int(found["place"] or 1)
    months = _MONTHS[size]
    if not 1 <= place <= 12 // months:
        return None
    return of_cycle(_SIZES[size], date(int(found["year"]), (place - 1) * months + 1, 1))


def current(today: date) -> Span:
    """The half-year people speak of: for fifteen days after its end still the closed one, then the running one."""
    return of_cycle(Recurrence.HALF_YEARLY, today - GRACE)


def before(span: Span) -> Span:
    """The previous one: of the same cycle, or as many days that end the day before."""
    if span.recurrence is not None:
        return of_cycle(span.recurrence, span.starts_on - timedelta(days=1), preset=_preset(span))
    length = span.ends_on - span.starts_on
    last = span.starts_on - timedelta(days=1)
    return of_days(last - length, last)


def year_before(span: Span) -> Span:
    """The same period of the year before; 29 February stands for the month's last day."""
    if span.recurrence is not None:
        return of_cycle(span.recurrence, _a_year_earlier(span.starts_on), preset=_preset(span))
    return of_days(_a_year_earlier(span.starts_on), _a_year_earlier(span.ends_on))


def _preset(span: Span) -> Preset:
    return Preset.PARTY if span.state is None else Preset.STATE


def _a_year_earlier(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def same_moment(span: Span, earlier: Span, on: date) -> date:
    """The day of an earlier span that compares fairly: as far after its end, or while it still runs after its beginning."""
    if on > span.ends_on:
        return earlier.ends_on + (on - span.ends_on)
    return min(earlier.starts_on + (on - span.starts_on), earlier.ends_on)


def series(span: Span, on: date, length: int = 6) -> tuple[Span, ...]:
    """The closed periods a trend is drawn over, oldest first, ending with the last one that is closed and not after the span.

    Months for a month, quarters for anything longer: a period still running would always look like a fall.
    """
    size = Recurrence.MONTHLY if span.recurrence is Recurrence.MONTHLY else Recurrence.QUARTERLY
    last = of_cycle(size, min(span.ends_on, on), preset=_preset(span))
    found = [last if last.ends_on < on else before(last)]
    while len(found) < length:
        found.append(before(found[-1]))
    return tuple(reversed(found))


def short_labels(spans: Iterable[Span]) -> list[str]:
    """As an axis prints months and quarters ("I/22", "II"): the year stands where it changes."""
    labels, year = [], 0
    for span in spans:
        short = span.label.split(" ")[1].split("/")[0]
        labels.append(short if span.ends_on.year == year else f"{short}/{span.ends_on.year % 100:02d}")
        year = span.ends_on.year
    return labels


def choices(today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Grouped choices for a select, newest first, none that begins after today."""
    groups = []
    for recurrence, (name, length) in _LISTED.items():
        spans = [of_cycle(recurrence, today)]
        while len(spans) < length:
            spans.append(before(spans[-1]))
        groups.append((name, [(span.code, span.heading) for span in spans]))
    return groups
