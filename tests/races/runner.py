"""Lets contenders start together and counts what came of it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from threading import Barrier
from typing import Any, Final
from unittest.mock import patch

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from agencies.models import Officer
from agencies.services import SavedByOthers
from agencies.verdict import Denied
from tests.cast import NOW, World

SEED: Final = 1_945
MOST: Final = 3  # contenders of one race
LATEST_START: Final = 0.004
PATIENCE: Final = 60


@dataclass(frozen=True, slots=True)
class Result:
    """How a contender fared: accepted, refused with a reason, or broken."""

    accepted: bool
    broken: str = ""
    page: str = ""
    value: Any = None


Move = Callable[[], Result]


@dataclass
class Track:
    """The world with signed-in officers; each attempt makes its own rows."""

    world: World
    sessions: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def number(self) -> int:
        """A number that no attempt has had."""
        self.count += 1
        return self.count

    def officer(self, username: str) -> Officer:
        """With a scope of their own, as each request has it."""
        return Officer.objects.get(username=username).enter(on=NOW.date())

    def sign_in(self, *usernames: str) -> None:
        for username in usernames:
            if username not in self.sessions:
                client = Client()
                client.force_login(self.world.officers[username])
                self.sessions[username] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def post(self, username: str, name: str, *args: Any, **data: Any) -> Move:
        """Send a form as the browser would; a redirect means that it was taken."""
        self.sign_in(username)
        url, session = reverse(name, args=args), self.sessions[username]

        def move() -> Result:
            client = Client(raise_request_exception=False)
            client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: session})
            answer: Any = client.post(url, data)
            body = answer.content.decode(errors="replace")
            if answer.status_code >= 500:
                error = answer.exc_info[1] if getattr(answer, "exc_info", None) else answer.status_code
                return Result(False, broken=f"{name}: {type(error).__name__} {error}"[:300])
            return Result(answer.status_code == 302, page=body, value=answer)

        return move

    def call(self, verb: Callable[..., Any], *args: Any, by: str = "", **said: Any) -> Move:
        """Call a verb directly; a refusal in words is a fair answer."""

        def move() -> Result:
            who = {"by": self.officer(by)} if by else {}
            try:
                return Result(True, value=verb(*args, **who, **said))
            except (Denied, SavedByOthers) as refusal:
                return Result(False, page=str(refusal))

        return move


@dataclass
class Score:
    """What the attempts gave; `told` are the first cases that were wrong."""

    attempts: int = 0
    lost: int = 0
    doubled: int = 0
    errors: int = 0
    told: list[str] = field(default_factory=list)

    def tell(self, name: str, words: str) -> None:
        if len(self.told) < 20:
            self.told.append(f"{name}: {words}")

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.errors)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is wrong with what an attempt left behind; empty words when nothing is."""

    lost: str = ""
    doubled: str = ""


Judge = Callable[[list[Result]], Judgement]
Scene = tuple[list[Move], Judge]
Race = Callable[[Track], Scene]
"""Makes the rows of one attempt; gives who contends, and how to judge what is left."""
RACES: Final[dict[str, Race]] = {}


def race(prepare: Race) -> Race:
    """Enter a race under its function's name."""
    RACES[prepare.__name__] = prepare
    return prepare


def together(pool: ThreadPoolExecutor, moves: list[Move], chance: random.Random) -> list[Result]:
    """Let all moves start at one moment, each some thousandths of a second later or not; their order is shuffled."""
    start, waits = Barrier(len(moves)), [chance.uniform(0, LATEST_START) for _ in moves]

    def run(move: Move, wait: float) -> Result:
        start.wait(timeout=PATIENCE)
        time.sleep(wait)
        try:
            return move()
        except Exception as error:
            return Result(False, broken=f"{type(error).__name__}: {error}"[:300])

    order = list(range(len(moves)))
    chance.shuffle(order)
    running = {place: pool.submit(run, moves[place], waits[place]) for place in order}
    return [running[place].result(timeout=PATIENCE) for place in range(len(moves))]


def run_races(
    track: Track, *, attempts: int, names: list[str] | None = None, tell: Callable[[str], None] = print
) -> Score:
    """Every race (or those named) so many times."""
    score, chance = Score(), random.Random(SEED)
    # Papers are made by workers, after the race.
    with ThreadPoolExecutor(MOST) as pool, patch("reporting.services._hand_over"):
        try:
            for name in names or RACES:
                before, started = (score.lost, score.doubled, score.errors), time.monotonic()
                for _ in range(attempts):
                    _attempt(name, track, pool, chance, score)
                after = (score.lost, score.doubled, score.errors)
                wrong = [now - then for now, then in zip(after, before, strict=True)]
                tell(
                    f"{name}: {attempts} attempts in {time.monotonic() - started:.1f} s, lost, doubled, errors: {wrong}"
                )
        finally:
            _let_go(pool)
    return score


def _attempt(name: str, track: Track, pool: ThreadPoolExecutor, chance: random.Random, score: Score) -> None:
    moves, judge = RACES[name](track)
    results = together(pool, moves, chance)
    score.attempts += 1
    for result in results:
        if result.broken:
            score.errors += 1
            score.tell(name, result.broken)
    came = judge(results)
    if came.lost:
        score.lost += 1
        score.tell(name, f"lost: {came.lost}")
    if came.doubled:
        score.doubled += 1
        score.tell(name, f"doubled: {came.doubled}")


def _let_go(pool: ThreadPoolExecutor) -> None:
    """Each thread of the pool closes its own connection."""
    gate = Barrier(MOST)

    def close() -> None:
        gate.wait(timeout=PATIENCE)
        connection.close()

    for done in [pool.submit(close) for _ in range(MOST)]:
        done.result(timeout=PATIENCE)
