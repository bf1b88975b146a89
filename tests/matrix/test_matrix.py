"""The tables of docs/quyen/ are whole, and a part of their cells, another one for each seed, is tried; `make matrix` tries all."""

from __future__ import annotations

import inspect
import pkgutil
import random
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.matrix import acts_cycle, acts_people  # noqa: F401 - they enter their addresses and verbs
from tests.matrix.acts import PAGES, STEPS, VERBS
from tests.matrix.doors import COUNTS, LETTERS, Doors
from tests.matrix.engine import Trial
from tests.matrix.table import ADDRESSES, SIDE_DOORS, rows_of
from tests.matrix.table import VERBS as VERB_TABLE
from tests.matrix.world import RELATIONS, SECRETS, make_matrix_world

SEED = 1
ROWS_TRIED = 40
WALKERS = 2
SEARCHED = 5
# Where verbs live; every public function there that is told `by` whom is one.
SERVICES = (
    "agencies.calendars",
    "agencies.keeping",
    "agencies.provisional",
    "agencies.renaming",
    "agencies.services",
    "agencies.staffing",
    "agencies.succession",
    "agencies.teaching",
    "directives.services",
    "directives.entering",
    "plans.services",
    "reporting.parting",
    "reporting.services",
    "reporting.signing",
)


def names(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """Every URL name of the project; the Django admin keeps its own tests."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver) and entry.namespace != "admin":
            yield from names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"


def verbs() -> Iterator[str]:
    """Dotted names of the verbs of every app."""
    for start in SERVICES:
        module = import_module(start)
        inner = pkgutil.iter_modules(module.__path__, f"{start}.") if hasattr(module, "__path__") else ()
        for one in (module, *(import_module(found.name) for found in inner)):
            for name, function in inspect.getmembers(one, inspect.isfunction):
                own = function.__module__ == one.__name__ and not name.startswith("_")
                if own and "by" in inspect.signature(function).parameters:
                    yield f"{one.__name__}.{name}"


def test_every_address_stands_in_the_table_by_get_and_by_post() -> None:
    told = {row.code for row in rows_of(ADDRESSES)}
    known = set(names())
    missing = {f"{method} {name}" for name in known for method in ("GET", "POST")} - told
    assert missing == set(), "say in docs/quyen/dia-chi.md who may, and in tests/matrix/acts.py what it is tried with"
    assert {code.split()[1] for code in told} == known
    assert set(PAGES) == known


def test_every_verb_stands_in_the_table_and_is_called_directly() -> None:
    told = {row.code.partition(":")[0] for row in rows_of(VERB_TABLE)}
    assert set(verbs()) - told - STEPS == set(), (
        "say in docs/quyen/hanh-dong.md who may, and in tests/matrix/acts.py how it is called"
    )
    assert told | STEPS == set(verbs())
    assert {row.code for row in rows_of(VERB_TABLE)} == set(VERBS)


def test_every_planted_word_and_every_count_stands_in_the_table() -> None:
    assert {row.code for row in rows_of(SIDE_DOORS)} == {*SECRETS, *COUNTS, LETTERS}


@pytest.mark.django_db
def test_a_part_of_the_matrix_is_as_the_tables_say(at: Callable[[Any], datetime]) -> None:
    chance = random.Random(SEED)
    world = make_matrix_world()
    rows = [*rows_of(ADDRESSES), *rows_of(VERB_TABLE)]
    assert {relation for row in rows for relation, _ in row.cells} == set(RELATIONS)
    trial = Trial(world)
    findings = trial.try_all(chance.sample(rows, ROWS_TRIED))
    walkers = chance.sample([name for name, officer in world.officers.items() if officer.is_active], WALKERS)
    doors = Doors(trial, walkers)
    for username in walkers:
        doors.walk(username, asked=chance.sample(sorted(SECRETS.values()), SEARCHED))
    doors.letters()
    assert findings.wrong == []
    assert [line for line in doors.findings.wrong if line] == []
    # Who was told nothing here may still be told it elsewhere; what the table keeps from somebody stays kept everywhere.
    doors.judge(only_kept=True)
    assert doors.findings.wrong == []
