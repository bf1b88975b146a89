"""The one verb of the log: note that somebody takes something out, before it leaves (docs/decisions/0024)."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from django.utils.timezone import localdate

from agencies.choices import ReadKind
from agencies.models import Officer
from agencies.reads.entries import ReadEntry

_log = logging.getLogger("dondoc.reads")


class Closable(Protocol):
    """An open file, of whichever kind."""

    def close(self) -> object: ...


def took_out(
    officer: Officer, kind: ReadKind, *, now: datetime, thing: int | None = None, directive: int | None = None,
    holders: Iterable[int | None] = (), rows: int | None = None, query: str = "", leaving: Closable | None = None,
) -> None:  # fmt: skip
    """Write one entry; whoever serves the material calls this last, so that what cannot be noted does not leave.

    `query` are conditions by ids and codes, never words that people typed. The same goes into the log of the service, for
    those who collect it elsewhere. `leaving` is the open file, which is closed when the entry cannot be written.
    """
    posts = officer.current_posts
    try:
        ReadEntry.objects.create(
            at=now, officer=officer, capacity="; ".join(dict.fromkeys(map(str, posts)))[:500],
            agencies=sorted({post.agency_id for post in posts}), kind=kind, thing=thing, directive=directive,
            holders=sorted({held for held in holders if held is not None}), rows=rows, query=query[:2000],
        )  # fmt: skip
    except BaseException:
        if leaving is not None:
            leaving.close()  # else the response does
        raise
    told = {"thing": thing, "document": directive, "rows": rows}
    words = " ".join(f"{name}={value}" for name, value in told.items() if value is not None)
    _log.info("officer=%s kind=%s %s", officer.pk, kind.value, words)


def took_out_today(
    officer: Officer, kind: ReadKind, *, now: datetime, thing: int, directive: int, holders: Iterable[int | None]
) -> None:
    """The same once a day: a page is opened again and again while one works on it."""
    known = ReadEntry.objects.filter(officer=officer, kind=kind, thing=thing).since(localdate(now))
    if not known.exists():
        took_out(officer, kind, now=now, thing=thing, directive=directive, holders=holders)
