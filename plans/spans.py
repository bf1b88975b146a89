"""Stretches of time a page may be looked at for: halves, quarters and years since the plan began. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from plans.cycles import Period, Recurrence, period_containing, periods_between, previous_period

ALL: Final = "tat-ca"
# In the first weeks after a half ends its last reports are still coming in, so that half is what one asks about.
STILL_CLOSING: Final = timedelta(days=31)
KINDS: Final = {Recurrence.HALF_YEARLY: "nua", Recurrence.QUARTERLY: "quy", Recurrence.YEARLY: "nam"}


@dataclass(frozen=True, slots=True)
class Span:
    """A choice of the page: its name in the URL, its words, both days (None: no bound)."""

    code: str
    label: str
    since: date | None = None
    until: date | None = None
    before: str = ""


EVER: Final = Span(ALL, "Toàn bộ thời gian")


def _code(kind: Recurrence, period: Period) -> str:
    return f"{KINDS[kind]}-{period.starts_on:%Y-%m}"


def _span(kind: Recurrence, period: Period, *, first: date) -> Span:
    earlier = previous_period(period, kind)
    before = _code(kind, earlier) if earlier.ends_on >= first else ""
    label = f"{period.label[:1].upper()}{period.label[1:]}"
    return Span(_code(kind, period), label, period.starts_on, period.ends_on, before)


def spans(first: date, on: date) -> list[Span]:
    """Every half, quarter and year between two days, the newest first of each kind, and the whole time."""
    found = []
    for kind in KINDS:
        found += [_span(kind, period, first=first) for period in reversed(periods_between(kind, first, max(first, on)))]
    return [*found, EVER]


def default_span(choices: list[Span], *, on: date) -> Span:
    """The half-year in question on a day; the whole time where the plan has no such half."""
    half = period_containing(Recurrence.HALF_YEARLY, on - STILL_CLOSING)
    current = period_containing(Recurrence.HALF_YEARLY, on)
    by_code = {span.code: span for span in choices}
    for period in (half, current):
        if span := by_code.get(_code(Recurrence.HALF_YEARLY, period)):
            return span
    return EVER
