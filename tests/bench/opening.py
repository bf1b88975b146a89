"""Opening reminders against the bare SQL that finds them, in a process of its own."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import partial

from django.db import connection, transaction

from agencies.models import working_calendar
from plans.models import WorkItem
from plans.reminders import open_reminders
from plans.reminders.opening import FINDING, finding_parameters
from tests.bench.apart import HERE, minutes, peak_mib, process, told


@dataclass(frozen=True, slots=True)
class Run:
    """One run of opening: seconds of the bare SELECT and of the run, in the middle of all rounds, and rows written."""

    bare: float
    seconds: float
    rows: int

    @property
    def ratio(self) -> float:
        return self.seconds / self.bare


@dataclass(frozen=True, slots=True)
class Opening:
    """The first catch-up over everything, the next day's run, and one with nothing to do; memory of the process in MiB."""

    items: int
    first: Run
    following: Run
    empty: Run
    idle_mib: float
    peak_mib: float


def bench(day: date, *, rounds: int) -> Opening:
    """Measure on the loaded database."""
    with process(HERE, "opening", day.isoformat(), str(rounds)) as child:
        found = json.loads(told(child))
    runs = {name: Run(**found.pop(name)) for name in ("first", "following", "empty")}
    return Opening(**{**found, **runs})


def measure(day: date, rounds: int) -> None:
    """In a process of its own: says the three runs; each round but the last is taken back."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = {int(minutes() * 60_000)}")
    items, following = WorkItem.objects.count(), working_calendar().roll_forward(day + timedelta(days=1))
    idle = peak_mib()
    first = _rounds(day, rounds)
    found = {"first": first, "following": _rounds(following, rounds), "empty": _rounds(following, rounds)}
    told_of = {name: asdict(run) for name, run in found.items()}
    print(json.dumps({"items": items, "idle_mib": idle, "peak_mib": peak_mib(), **told_of}), flush=True)


def _rounds(on: date, rounds: int) -> Run:
    parameters, bare, seconds, rows = finding_parameters(on=on), [], [], 0

    def find() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({FINDING}) AS found", parameters)  # noqa: S608 - a constant
            cursor.fetchall()

    def write(*, keep: bool) -> None:
        nonlocal rows
        with transaction.atomic():
            opened = open_reminders(on=on)
            rows = opened.open + opened.merged
            transaction.set_rollback(not keep)

    find()  # what is read for the first time comes from the disk
    for turn in range(rounds):
        bare.append(_timed(find))
        seconds.append(_timed(partial(write, keep=turn == rounds - 1)))
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE plans_reminder")  # as autovacuum would before the next day
    return Run(statistics.median(bare), statistics.median(seconds), rows)


def _timed(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started
