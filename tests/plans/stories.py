"""Stories of work items: what is to happen, by hand, by chance, or drawn by hypothesis. Nothing here knows the product."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

LENGTH = 60
"""Days that a story lasts."""
RANDOM_LINES = 16
ACTS = ("report", "submit", "withdraw", "confirm", "return", "paper", "ask", "grant", "refuse", "set aside", "take up",
        "reopen")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One act: `wait` days later or on an edge day, `act` or else what is possible then, `n` days for what needs some.

    A wait may be "edge" (the last day granted where the item was just returned, else its due day) or "edge+1" (the day after).
    """

    wait: int | str
    act: str
    n: int
    minute: int


@dataclass(frozen=True, slots=True)
class Script:
    """One line of a plan: begun some days into the story, due so many days after that (None: monthly check-ins)."""

    begins: int
    due: int | None
    moves: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """What is to happen: from a first day on, with days off and made up for, monthly items opened late, and a plan's end.

    `edits` change the calendar on the way: (offset of the day, how many days ahead the day lies that is taken out or put in).
    """

    first: date
    days_off: frozenset[int]
    worked: frozenset[int]
    late_run: int
    plan_ends: int | None
    scripts: tuple[Script, ...]
    edits: tuple[tuple[int, int], ...] = ()


WAITS: tuple[int | str, ...] = (*range(6), *("edge",) * 4, *("edge+1",) * 2)
MINUTES = (0, 1, 419, 420, 1020, 1439)  # 07:00 in Vietnam is midnight in UTC
DUES = (None, None, *range(-3, 46))
WISHES = (*ACTS, "submit", "submit", "return", "confirm", "grant")


def tell(due: int | None, *acts: tuple[int | str, str], moves: bool = True, n: int = 5) -> Script:
    """A line whose acts are named."""
    return Script(0, due, moves, tuple(Step(wait, act, n, 600) for wait, act in acts))


SPAN = (("edge", "submit"), (2, "return"))
TALES = (
    tell(9, *SPAN, ("edge", "submit"), (4, "confirm")),
    tell(9, *SPAN, ("edge+1", "submit"), (4, "confirm")),
    tell(16, *SPAN, ("edge", "submit"), (0, "withdraw"), (1, "submit"), (0, "confirm"), moves=False),
    tell(12, ("edge+1", "submit"), (0, "return"), ("edge", "submit"), (3, "return"), (0, "submit"), (8, "confirm")),
    tell(14, (5, "submit"), (2, "withdraw"), ("edge+1", "submit"), (5, "confirm")),
    tell(10, (4, "ask"), ("edge+1", "grant"), ("edge", "submit"), (9, "confirm"), moves=False),
    tell(10, (4, "ask"), (3, "refuse"), ("edge+1", "paper")),
    # Whatever weekday the due day is, one of these is extended to a Saturday or Sunday.
    *(tell(10, (4, "ask"), (1, "grant"), ("edge+1", "report"), n=n) for n in (2, 4, 5)),
    tell(None, (3, "report"), (9, "set aside"), (4, "take up"), (20, "submit"), (3, "withdraw"), (0, "submit")),
)
"""What every story has: the edges that chance might miss."""

steps = st.builds(
    Step,
    wait=st.sampled_from(WAITS),
    act=st.sampled_from(WISHES),
    n=st.integers(1, 12),
    minute=st.sampled_from(MINUTES),
)
scripts = st.builds(
    Script,
    begins=st.one_of(st.just(0), st.integers(0, 30)),
    due=st.sampled_from(DUES),
    moves=st.booleans(),
    steps=st.lists(steps, min_size=2, max_size=8).map(tuple),
)
offsets = st.frozensets(st.integers(0, 75), max_size=5)
stories = st.builds(
    Story,
    first=st.dates(date(2022, 2, 20), date(2022, 11, 20)),
    days_off=offsets,
    worked=offsets,
    late_run=st.integers(0, 4),
    plan_ends=st.one_of(st.none(), st.integers(25, 59)),
    edits=st.lists(st.tuples(st.integers(1, 55), st.integers(0, 9)), max_size=4).map(tuple),
    scripts=st.lists(scripts, min_size=RANDOM_LINES, max_size=RANDOM_LINES).map(lambda drawn: (*TALES, *drawn)),
)


def a_story(seed: int) -> Story:
    """A story that is the same every time."""
    dice = random.Random(seed)

    def step() -> Step:
        return Step(dice.choice(WAITS), dice.choice(WISHES), dice.randint(1, 12), dice.choice(MINUTES))

    def script() -> Script:
        acts = tuple(step() for _ in range(6))
        return Script(dice.choice((0, 0, 5, 20)), dice.choice(DUES), dice.choice((True, True, False)), acts)

    drawn = (script() for _ in range(RANDOM_LINES))
    return Story(
        date(2022, 4, 1),
        frozenset({11, 24}),
        frozenset({1, 15}),
        2,
        50,
        (*TALES, *drawn),
        ((4, 5), (9, 0), (12, 2), (21, 4)),
    )
