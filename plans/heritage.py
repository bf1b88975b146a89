"""What higher apps keep in an agency's name that is not finished and goes on with its successors when it ends.

They hand it in, so that a handover counts it in the preview and passes it on in its own transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from agencies.models import Agency

Passing = Callable[[Agency, Callable[[int], Agency], Mapping[int, int], datetime], Mapping[Agency, int]]


@dataclass(frozen=True, slots=True)
class Estate:
    """One kind of rows: how many an agency has, how they are held, how they go on, and the sentence about that for the preview.

    `pass_on` is told who follows the agency for a document (by its key), which items go on as which (by their keys), and the
    moment; it says how many rows went to whom. Rows are held after agencies and before plans and items, as everybody holds them.
    """

    kind: str
    count: Callable[[Agency], int]
    hold: Callable[[Agency], None]
    pass_on: Passing
    words: Callable[[int], str]


_estates: list[Estate] = []


def supply_estate(estate: Estate) -> None:
    """Let a higher app's rows go on with the successors."""
    if estate not in _estates:
        _estates.append(estate)


def hold(agency: Agency) -> None:
    for estate in _estates:
        estate.hold(agency)


def told(agency: Agency) -> list[str]:
    """What will become of them, a sentence for each kind of which there are any."""
    return [estate.words(n) for estate in _estates if (n := estate.count(agency))]


def pass_on(
    agency: Agency, to: Callable[[int], Agency], items: Mapping[int, int], *, now: datetime
) -> list[tuple[str, Agency, int]]:  # fmt: skip
    """Let all of them go on; returns kind, receiver and number."""
    return [(one.kind, heir, n) for one in _estates for heir, n in one.pass_on(agency, to, items, now).items()]
