"""A second judge of figures: domain.md §3 and decisions 2–5 in plain Python, one item after the other, from lists of what happened.

Written from those rules and not from the product, of which it imports nothing. `python -m tests.reporting.oracle`
(`make figures-oracle`) compares it with the product over DONDOC_FIGURES cases: a case is one period and one day of one random
office, with every figure of it.
"""

from __future__ import annotations

import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

CASES = 2_000
"""How many cases `make figures-oracle` compares when nobody says."""

AGES = ((1, 7), (8, 30), (31, 60), (61, 90), (91, 100_000))


@dataclass(frozen=True, slots=True)
class State:
    """What was on record of an item from a day on."""

    day: date
    life: str
    sent: date | None
    due: date | None


@dataclass(slots=True)
class Said:
    """An update: the day, whether it says "không phát sinh", what it complains of and asks for, when it was taken back."""

    day: date
    nil: bool
    difficulties: str = ""
    proposals: str = ""
    taken_back: date | None = None


@dataclass(slots=True)
class Asked:
    """A request for more time and its answer: "granted", "refused", or none yet."""

    day: date
    decided: date | None = None
    answer: str = ""


@dataclass(slots=True)
class Item:
    """One item with all that is known of it; `tracked` is false in drafts and for what is known from the press only."""

    pk: int
    agency: int
    level: str
    directive: int
    task: int
    task_kind: str
    kind: str
    opened: date
    period: str = ""
    period_ends: date | None = None
    period_starts: date | None = None
    taken_over: date | None = None
    tracked: bool = True
    states: list[State] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    @property
    def finished(self) -> date | None:
        """When it was confirmed, unless it was opened again."""
        last = self.states[-1]
        return (
            max(state.day for state in self.states if state.life == "confirmed") if last.life == "confirmed" else None
        )

    def state(self, on: date) -> State | None:
        """The last one recorded by the evening of a day."""
        known = [state for state in self.states if state.day <= on]
        return known[-1] if known else None

    def last_said(self, on: date) -> Said | None:
        """The last update that still stood in the evening of a day."""
        stood = [said for said in self.said if said.day <= on and (said.taken_back is None or said.taken_back > on)]
        return stood[-1] if stood else None


def is_overdue(state: State, on: date) -> bool:
    """The due day is past and nothing that was sent stands; the due day itself is not late."""
    return state.life in ("not_started", "in_progress") and state.due is not None and state.due < on


def class_of(state: State, on: date) -> str:
    """The class of a state on a day (decision 4)."""
    if state.life in ("paused", "cancelled", "handed_over"):
        return "outside"
    if state.life == "confirmed":
        late = state.due is not None and state.sent is not None and state.sent > state.due
        return "done_late" if late else "done_on_time"
    if is_overdue(state, on):
        return "overdue"
    return "not_started" if state.life == "not_started" else "within"


def belongs(item: Item, since: date, until: date, on: date) -> bool:
    """Opened by the end of the period and by the day, not finished before its beginning (decision 3)."""
    if not item.tracked or item.opened > until or item.opened > on:
        return False
    if item.taken_over is not None and item.taken_over > on:
        return False
    return item.finished is None or item.finished >= since


def count(items: Iterable[Item], *, since: date, until: date, on: date) -> dict[str, Any]:
    """Every figure of a period as of a day."""
    by: dict[str, Counter[Any]] = {
        name: Counter() for name in ("total", "agency", "directive", "task", "kind", "level")
    }
    ages, checks, asked = Counter[int](), Counter[str](), Counter[str]()
    about: dict[str, set[int]] = {"granted": set(), "waiting": set(), "refused": set()}
    owed: dict[int, list[Item]] = defaultdict(list)
    reporting, difficult, proposing = set[int](), set[int](), set[int]()
    for item in items:
        state = item.state(on)
        if state is None or not belongs(item, since, until, on):
            continue
        standing = class_of(state, on)
        keys = {
            "agency": item.agency,
            "directive": item.directive,
            "task": item.task,
            "kind": item.task_kind,
            "level": item.level,
        }
        by["total"][standing] += 1
        for name, key in keys.items():
            by[name][key, standing] += 1
        if standing == "overdue":
            assert state.due is not None
            days = (on - state.due).days
            ages[next(place for place, (first, last) in enumerate(AGES) if first <= days <= last)] += 1
        if standing == "outside":
            continue
        said = item.last_said(on)
        if item.kind == "check_in":
            if state.life not in ("submitted", "confirmed"):
                checks["silent"] += 1
                checks["late"] += standing == "overdue"
            else:
                checks["nil" if said is not None and said.nil else "told"] += 1
        if item.period_ends is not None and item.period_ends <= min(until, on):
            reporting.add(item.agency)
            if standing == "overdue":
                owed[item.agency].append(item)
        for request in item.asked:
            what = came_to(request, since, on)
            if what:
                asked[what] += 1
                about[what].add(item.pk)
        if said is not None and said.difficulties:
            difficult.add(item.pk)
        if said is not None and said.proposals:
            proposing.add(item.pk)
    return {
        **by, "ages": ages, "checks": +checks, "asked": asked, "about": about, "reporting": len(reporting),
        "silent": {agency: (_labels(found), len(found)) for agency, found in owed.items()},
        "difficult": difficult, "proposing": proposing,
    }  # fmt: skip


def _labels(items: list[Item]) -> tuple[str, ...]:
    """Labels of periods in the order of time, each once."""
    ordered = sorted(items, key=lambda item: (item.period_starts or date.min, item.period))
    return tuple(dict.fromkeys(item.period for item in ordered))


def came_to(request: Asked, since: date, on: date) -> str:
    """What a request counts as: waiting on the day, or decided since the period began (decision 5)."""
    if request.day <= on and (request.decided is None or request.decided > on):
        return "waiting"
    if request.decided is not None and since <= request.decided <= on:
        return request.answer
    return ""


# --- periods --------------------------------------------------------------------------------------


def half_year(day: date) -> tuple[date, date]:
    """The half-year that holds a day."""
    return (
        (date(day.year, 1, 1), date(day.year, 6, 30))
        if day.month <= 6
        else (date(day.year, 7, 1), date(day.year, 12, 31))
    )


def quarter(day: date) -> tuple[date, date]:
    """The quarter that holds a day."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    after = (first + timedelta(days=95)).replace(day=1)
    return first, after - timedelta(days=1)


def earlier(size: Any, first: date) -> tuple[date, date]:
    """The period before the one that begins on a day."""
    before: tuple[date, date] = size(first - timedelta(days=1))
    return before


def same_moment(period: tuple[date, date], then: tuple[date, date], on: date) -> date:
    """As far after the end of an earlier period as the day is after this one's; within it, as far after its beginning."""
    if on > period[1]:
        return then[1] + (on - period[1])
    return min(then[0] + (on - period[0]), then[1])


def trend(on: date, ends: date) -> list[tuple[date, date, date]]:
    """Six closed quarters up to a period's end, oldest first, each as of fifteen days after it or the day."""
    last = quarter(min(ends, on))
    found = [last if last[1] < on else earlier(quarter, last[0])]
    while len(found) < 6:
        found.append(earlier(quarter, found[-1][0]))
    return [(first, until, min(on, until + timedelta(days=15))) for first, until in reversed(found)]


# --- documents --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: who issued it and when, what it implements, who is told to carry it out."""

    pk: int
    issuer: int
    issued: date | None
    implements: tuple[int, ...] = ()
    told: tuple[int, ...] = ()


def cascade(
    papers: dict[int, Paper], about: set[int], own: set[int], on: date
) -> dict[int, tuple[int, tuple[int, ...], tuple[int, ...]]]:
    """By superior: the middle number of days, the documents under it, who has issued nothing; six most recent superiors."""
    nearest: dict[int, int] = {}
    for paper in papers.values():
        if paper.issued is None or paper.issued > on:
            continue
        above = [pk for pk in paper.implements if papers[pk].issued is not None and (paper.pk in about or pk in about)]
        if above:
            nearest[paper.pk] = max(above, key=lambda pk: (papers[pk].issued, above.index(pk)))
    under: dict[int, list[Paper]] = defaultdict(list)
    for pk, superior in nearest.items():
        under[superior].append(papers[pk])
    recent = sorted(under, key=lambda pk: papers[pk].issued or date.min, reverse=True)[:6]
    found = {}
    for pk in recent:
        ordered = sorted(under[pk], key=lambda one: (one.issued or date.min, one.pk))
        days = sorted((one.issued - papers[pk].issued).days for one in ordered)  # type: ignore[operator]
        found[pk] = (days[(len(days) - 1) // 2], tuple(one.pk for one in ordered), missing(papers, pk, own, on))
    for pk in about - set(found):
        if pk in papers and (names := missing(papers, pk, own, on)):
            found[pk] = (0, (), names)
    return found


def missing(papers: dict[int, Paper], pk: int, own: set[int], on: date) -> tuple[int, ...]:
    """Who was told to carry out one's own document and has issued nothing under it."""
    if papers[pk].issuer not in own:
        return ()
    done = {one.issuer for one in papers.values() if pk in one.implements and (one.issued is None or one.issued <= on)}
    return tuple(sorted(set(papers[pk].told) - done))


# --- counting what was compared ---------------------------------------------------------------------


@dataclass(slots=True)
class Tally:
    """How many cases were compared, and how many figures differed."""

    cases: int = 0
    differences: int = 0

    def __str__(self) -> str:
        return f"figures oracle: {self.cases} cases, {self.differences} differences"


def main() -> int:
    """Run the comparison at its full size and end with the tally."""
    import pytest

    from tests.reporting import oracle  # this module as the tests know it, not as it was started

    os.environ.setdefault("DONDOC_FIGURES", str(CASES))
    code = pytest.main(["-q", "-p", "no:cacheprovider", "tests/reporting/test_oracle.py"])
    print(oracle.TALLY)
    return int(code) or int(bool(oracle.TALLY.differences) or oracle.TALLY.cases < int(os.environ["DONDOC_FIGURES"]))


TALLY = Tally()

if __name__ == "__main__":
    sys.exit(main())
