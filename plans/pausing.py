"""Which days of a plan are tracked days (decision 12). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def tracked_from(day: date, pauses: Iterable[tuple[date, date | None]]) -> date:
    """The first day from `day` on that no pause covers; `pauses` are (first day, day of resuming or None), oldest first.

    A pause that still lasts moves nothing: nobody knows its end.
    """
    for since, until in pauses:
        if until is not None and since <= day < until:
            day = until
    return day
