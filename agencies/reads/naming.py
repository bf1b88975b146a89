"""What entries are about, in the words of whoever looks: named only where they may see the thing itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from agencies.choices import ReadKind
from agencies.models import Officer
from agencies.navigation import url_or_nothing
from agencies.reads.entries import ReadEntry


@dataclass(frozen=True, slots=True)
class Named:
    """A thing as a page names it; `url` is the page about it, `of` the document it belongs to."""

    words: str
    url: str = ""
    of: str = ""


Namer = Callable[[Officer, Collection[int]], Mapping[int, Named]]
_namers: dict[ReadKind, Namer] = {}
# Lists: their page, which the same conditions open again.
LISTS: Final = {ReadKind.ITEMS: "plans:item-list", ReadKind.REMINDERS: "plans:reminder-list"}
OUT_OF_SIGHT = Named("ngoài phạm vi xem của đồng chí, hoặc không còn")


def supply_names(kind: ReadKind, namer: Namer) -> None:
    """Let a higher app name its things: those of the ids that this officer may see, in as many queries whatever their number."""
    _namers[kind] = namer


def names_of(kind: ReadKind, ids: Collection[int], user: Officer) -> Mapping[int, Named]:
    """Things of one kind that the officer may see, by id."""
    return _namers[kind](user, ids) if ids and kind in _namers else {}


def told(entries: Iterable[ReadEntry], user: Officer) -> list[tuple[ReadEntry, Named]]:
    """Entries with what they are about."""
    rows, ids = list(entries), defaultdict[str, set[int]](set)
    for row in rows:
        if row.thing is not None:
            ids[row.kind].add(row.thing)
    known = {kind: names_of(ReadKind(kind), things, user) for kind, things in ids.items()}
    return [(row, _list(row, user) if row.kind in LISTS else _thing(row, known)) for row in rows]


def _thing(row: ReadEntry, known: Mapping[str, Mapping[int, Named]]) -> Named:
    return known.get(row.kind, {}).get(row.thing or 0, OUT_OF_SIGHT)


def _list(row: ReadEntry, user: Officer) -> Named:
    """A list is no secret, its rows are: the link opens it as the reader sees it, for colleagues only."""
    if user.scope.own.isdisjoint(row.agencies):
        return Named("")
    return Named("mở danh sách với điều kiện ấy", f"{url_or_nothing(LISTS[ReadKind(row.kind)])}?{row.query}")
