"""Where the matrix is played: a database of its own, a clock that stands, one transaction that is never committed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from itertools import chain

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from tests.browser.stage import drop_database, make_database, working_on
from tests.cast import NOW, clock_at
from tests.matrix.doors import Doors
from tests.matrix.engine import Findings, Trial, undone
from tests.matrix.table import ADDRESSES, VERBS, rows_of
from tests.matrix.world import RELATIONS, MatrixWorld, make_matrix_world


@contextmanager
def on_stage() -> Iterator[MatrixWorld]:
    """The world in a fresh database, at the moment of the story; afterwards both are gone."""
    name = f"{settings.DATABASES['default']['TEST']['NAME']}_matrix_{os.getpid()}"
    make_database(name)
    try:
        with tempfile.TemporaryDirectory() as media, override_settings(MEDIA_ROOT=media), working_on(name):
            call_command("migrate", verbosity=0)
            with clock_at(NOW), undone():
                yield make_matrix_world()
    finally:
        drop_database(name)


def tried(world: MatrixWorld, *, words: Collection[str] = (), tell: Callable[[str], None]) -> Findings:
    """Every row of the tables, or those whose code holds one of the words."""
    trial = Trial(world, officers=int(os.environ.get("DONDOC_MATRIX", "0")) or None)
    rows = [
        row for row in chain(rows_of(ADDRESSES), rows_of(VERBS)) if not words or any(word in row.code for word in words)
    ]
    findings = trial.try_all(rows, tell=tell)
    if not words or "doors" in words:
        named = [name for names in RELATIONS.values() for name in names[: trial.officers] if name]
        doors = Doors(trial, [name for name in dict.fromkeys(named) if world.officers[name].is_active])
        for username in doors.usernames:
            doors.walk(username)
        doors.letters()
        doors.judge()
        findings.add(doors.findings, tell=tell)
    return findings
