"""What the Phiếu họp says: one sheet for a leader before a meeting, free of any file format or database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reporting.figures import Counts


@dataclass(frozen=True, slots=True)
class Late:
    """An overdue item: what, whose, since when, and the day its agency promised or the reason it gave."""

    what: str
    agency: str
    due: str
    days: int
    said: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """The figures of the period before."""

    label: str
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One sheet. Lists are complete up to what any sheet can hold; `*_total` say how many there are."""

    title: str
    office: str
    on: date
    state: str
    counts: Counts
    earlier: Earlier | None
    late: tuple[Late, ...]
    silent: tuple[tuple[str, str], ...]
    silent_total: int
    reporting_total: int
    waiting: tuple[tuple[str, int], ...]
    asks: tuple[str, ...]
    foot: str
    illustration: bool
