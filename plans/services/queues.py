"""Rows that are a queue: taken by one conditional UPDATE, taken over when nothing was heard of their worker for a lease."""

from __future__ import annotations

import logging
import traceback
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.cache import cache
from django.db.models import F, Model, Q, QuerySet

ATTEMPTS: Final = 3
TOLD_FOR: Final = 3600

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Queue:
    """Rows of a model with `state`, `claimed_at` and `attempts`; `lease` is longer than a job may run."""

    model: type[Model]
    waiting: str
    working: str
    lease: timedelta

    def waits(self, now: datetime) -> Q:
        """Condition on rows that nobody is at work on; what ended its worker again and again waits no more."""
        dead = Q(state=self.working, claimed_at__lt=now - self.lease, attempts__lt=ATTEMPTS)
        return Q(state=self.waiting) | dead

    def is_lost(self, row: Any, *, now: datetime) -> bool:
        """Whether nothing was heard of the worker that has a row for as long as it may keep it."""
        return bool(row.state == self.working and (row.claimed_at is None or row.claimed_at < now - self.lease))

    def claim(self, pk: int, *, now: datetime, **also: Any) -> bool:
        """Take a row for this worker; False when somebody else has it, or it is gone."""
        rows = self._rows().filter(self.waits(now), pk=pk)
        return bool(rows.update(state=self.working, claimed_at=now, attempts=F("attempts") + 1, **also))

    def mine(self, pk: int, *, now: datetime) -> QuerySet[Any]:
        """The row that was claimed at `now`, as long as nobody took it over."""
        return self._rows().filter(pk=pk, state=self.working, claimed_at=now)

    def give_up(self, *, now: datetime, **failed: Any) -> None:
        """Leave to a person what ended its worker again and again."""
        dead = self._rows().filter(state=self.working, claimed_at__lt=now - self.lease, attempts__gte=ATTEMPTS)
        dead.update(**failed)

    def _rows(self) -> QuerySet[Any]:
        return self.model._default_manager.all()


def log_failure(what: str, pk: int, error: Exception) -> None:
    """Note where a job failed; without the error's message, which may hold words of the file."""
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s %s failed: %s\n%s", what, pk, type(error).__name__, where)


# --- how far ------------------------------------------------------------------------------------------
# Beside the database: the rows of a transaction that is under way cannot be seen, and a lost figure costs nothing.


def tell(what: str, pk: int, done: int) -> None:
    """Let the page know how many rows are done."""
    with suppress(Exception):  # a cache that is away must not stop the work
        cache.set(f"{what}-{pk}", done, TOLD_FOR)


def told(what: str, pk: int) -> int:
    """How many rows of a running job are done."""
    done: Any = 0
    with suppress(Exception):
        done = cache.get(f"{what}-{pk}", 0)
    return int(done or 0)
