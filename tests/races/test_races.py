"""A few attempts at every race; `make races` runs 200 of each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tests.cast import make_world
from tests.races import cycle, plans, work
from tests.races.runner import RACES, Track, run_races

ATTEMPTS = 2


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_doubled_or_broken_when_two_act_at_once(at: Callable[[Any], datetime]) -> None:
    assert {race.__module__ for race in RACES.values()} == {cycle.__name__, plans.__name__, work.__name__}
    score = run_races(Track(make_world()), attempts=ATTEMPTS)
    assert score.attempts == ATTEMPTS * len(RACES)
    assert score.is_clean, score.told
