"""Who took out sensitive material: a line of the log, because a GET writes nothing to the database (docs/decisions/0016)."""

from __future__ import annotations

import logging

from agencies.models import Officer

_log = logging.getLogger("dondoc.reads")


def took_out(officer: Officer, what: str, *, rows: int | None = None) -> None:
    """Note that somebody took something out; `what` names it by its id and never by words that people wrote."""
    _log.info("officer=%s %s%s", officer.pk, what, "" if rows is None else f" rows={rows}")
