"""Where the matrix is played: a database of its own, a clock that stands, one transaction that is never committed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterator
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
from tests.matrix.world import MatrixWorld, make_matrix_world


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


def tried(world: MatrixWorld, *, words: Collection[str] = ()) -> Findings:
    """Every row of the tables, or those whose code holds one of the words."""
    trial = Trial(world)
    rows = chain(rows_of(ADDRESSES), rows_of(VERBS))
    findings = trial.try_all(row for row in rows if not words or any(word in row.code for word in words))
    if not words or "doors" in words:
        doors = Doors(trial, sorted(world.officers))
        for username in doors.usernames:
            if world.officers[username].is_active:
                doors.walk(username)
        doors.letters()
        doors.judge()
        findings.tried += doors.findings.tried
        findings.missed += doors.findings.missed
        findings.wrong += doors.findings.wrong
    return findings
