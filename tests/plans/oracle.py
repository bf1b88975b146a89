"""A second judge of standing: domain.md §3 and decisions 1–6 in plain Python, one item and one day at a time.

Written from those rules and not from the product, of which it imports nothing: it is slow, and tells by walking through what
happened. Where the rules leave room it reads them so, and a test that disagrees is a question to the rules first:

- A past day is judged by what was on record that evening (decision 5). So a report on paper counts as sent on the day it was
  received, but not before the day it was entered.
- What waits for confirmation cannot become overdue (decision 4), so it does not bear the label "sắp đến hạn" either.
- The days granted on a return belong to the submission that was returned; withdrawing a new one in between does not use them up.
- Taking a line up again names its day anew; the days granted before belong to the order that was cancelled.

`python -m tests.plans.oracle` (`make oracle`) compares it with the product over DONDOC_ORACLE cases.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

CASES = 100_000
"""How many pairs of an item and a day `make oracle` compares when nobody says."""

_DAY = timedelta(days=1)
_SATURDAY = 5
_HOURS_AHEAD = timedelta(hours=7)  # Asia/Ho_Chi_Minh, without summer time


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to an item; `day` is the day on which people did it."""

    day: date


class Reported(Fact):
    """The agency told how it goes."""


class Submitted(Fact):
    """The agency declared it done."""


class Withdrawn(Fact):
    """The agency took its submission back before an answer."""


@dataclass(frozen=True, slots=True)
class Returned(Fact):
    """The monitor sent it back and granted working days for a new one."""

    working_days: int


class Confirmed(Fact):
    """The monitor confirmed it."""


@dataclass(frozen=True, slots=True)
class Reopened(Fact):
    """The monitor opened again what was confirmed and granted working days for a new report."""

    working_days: int


@dataclass(frozen=True, slots=True)
class OnPaper(Fact):
    """The monitor entered a report that had come on paper."""

    received: date


@dataclass(frozen=True, slots=True)
class Extended(Fact):
    """A request for more time was granted on `day`."""

    asked: date
    until: date


class Refused(Fact):
    """A request for more time was refused."""


class SetAside(Fact):
    """The task, the line or the plan was ended."""


@dataclass(frozen=True, slots=True)
class TakenUp(Fact):
    """The line was given to the agency again; `named` is the due day named then, where one is."""

    named: date | None


@dataclass(frozen=True, slots=True)
class CalendarChanged(Fact):
    """The working calendar was edited: from `day` on these are the days off and the days made up for."""

    days_off: frozenset[date]
    worked: frozenset[date]


@dataclass(slots=True)
class History:
    """All that is known of one item: when it was given, the due day named for it, and what happened since, in order."""

    opened: date
    named: date | None
    moves: bool
    days_off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    agency: int = 0
    facts: list[Fact] = field(default_factory=list)

    def __str__(self) -> str:
        told = "\n".join(f"    {fact}" for fact in self.facts)
        return (
            f"given {self.opened}, due {self.named}, {'moves' if self.moves else 'does not move'} off days off\n{told}"
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of an item on a day."""

    life: str
    standing: str
    overdue: int
    soon: bool
    due: date | None
    sent: date | None


@dataclass(slots=True)
class _State:
    due: date | None
    named: date | None = None
    life: str = "not_started"
    told: bool = False
    sent: date | None = None
    kept: date | None = None
    kept_until: date | None = None


def day_in_vietnam(moment: datetime) -> date:
    """The day that a moment falls on in Asia/Ho_Chi_Minh."""
    offset = moment.utcoffset()
    assert offset is not None
    return (moment - offset + _HOURS_AHEAD).date()


class Judge:
    """The rules, each a method of its own, so that a test can alter one and see that it is noticed."""

    soon_days = 3

    def judge(self, history: History, day: date) -> Answer | None:
        """Answer for one day; None when the item did not exist yet."""
        if day < history.opened:
            return None
        state = _State(due=self.moved(history, history.named), named=history.named)
        history = replace(history)  # whose calendar may change on the way
        for fact in history.facts:
            if self.counts_from(fact) <= day:
                self.happen(history, state, fact)
        overdue = self.is_overdue(state, day)
        return Answer(
            life=state.life,
            standing=self.standing(history, state, overdue=overdue),
            overdue=(day - state.due).days if overdue and state.due else 0,
            soon=self.is_soon(state, day),
            due=state.due,
            sent=state.sent if state.life in ("submitted", "confirmed") else None,
        )

    # --- days -----------------------------------------------------------------------------------

    def is_day_off(self, history: History, day: date) -> bool:
        """Saturdays, Sundays and holidays, but for days made up for."""
        return day not in history.worked and (day.weekday() >= _SATURDAY or day in history.days_off)

    def moved(self, history: History, named: date | None) -> date | None:
        """A due day on a day off moves to the next working day where the plan says so (domain.md §4.10)."""
        if named is None or not history.moves:
            return named
        while self.is_day_off(history, named):
            named += _DAY
        return named

    def last_granted(self, history: History, returned: date, working_days: int) -> date:
        """The last of so many working days after a return."""
        day = returned
        while working_days > 0:
            day += _DAY
            if not self.is_day_off(history, day):
                working_days -= 1
        return day

    def counts_from(self, fact: Fact) -> date:
        """Everything counts from the day on which it was done; an extension from its decision (decision 5)."""
        return fact.day

    # --- what happens -----------------------------------------------------------------------------

    def happen(self, history: History, state: _State, fact: Fact) -> None:
        """Move the state on by one fact."""
        match fact:
            case Reported():
                state.life, state.told = "in_progress", True
            case Submitted(day):
                state.life, state.told, state.sent = "submitted", True, self.counted_as(state, day)
            case Withdrawn():
                state.life, state.sent = "in_progress", None
            case Returned(day, working_days) | Reopened(day, working_days):
                state.kept, state.kept_until = state.sent, self.last_granted(history, day, working_days)
                state.life, state.sent = "in_progress", None
            case Confirmed():
                state.life = "confirmed"
            case OnPaper(_, received):
                state.life, state.told, state.sent = "confirmed", True, received
            case Extended(_, _, until):
                state.named, state.due = until, self.moved(history, until)
            case CalendarChanged(day, days_off, worked):
                history.days_off, history.worked = days_off, worked
                self.roll_again(history, state, day)
            case SetAside() if state.life != "confirmed":
                state.life = "cancelled"
            case TakenUp(_, named) if state.life == "cancelled":
                state.life, state.sent = "in_progress" if state.told else "not_started", None
                state.due = self.moved(history, named) if named else state.due
                state.named = named or state.named

    def roll_again(self, history: History, state: _State, day: date) -> None:
        """A changed calendar rolls only what is unfinished and not yet due, and never into the past (decision 5)."""
        if state.life in ("confirmed", "cancelled") or state.due is None or state.due < day:
            return
        again = self.moved(history, state.named)
        if again is not None and again >= day:
            state.due = again

    def counted_as(self, state: _State, day: date) -> date:
        """A new submission within the days granted on a return keeps the date of the one returned (decision 6)."""
        if state.kept is not None and state.kept_until is not None and day <= state.kept_until:
            return state.kept
        return day

    # --- what it amounts to -------------------------------------------------------------------------

    def is_overdue(self, state: _State, day: date) -> bool:
        """The due day is past and nothing submitted stands; due today is not overdue (decision 4)."""
        return state.life in ("not_started", "in_progress") and state.due is not None and day > state.due

    def is_soon(self, state: _State, day: date) -> bool:
        """Something is owed, and due today or within three calendar days."""
        if state.life not in ("not_started", "in_progress") or state.due is None:
            return False
        return day <= state.due <= day + self.soon_days * _DAY

    def is_late(self, history: History, state: _State) -> bool:
        """The submission decides on time or late, never the confirmation (domain.md §3)."""
        return state.due is not None and state.sent is not None and state.sent > state.due

    def standing(self, history: History, state: _State, *, overdue: bool) -> str:
        """The class, by decision 4."""
        if state.life == "cancelled":
            return "outside"
        if state.life == "confirmed":
            return "done_late" if self.is_late(history, state) else "done_on_time"
        if overdue:
            return "overdue"
        return "not_started" if state.life == "not_started" else "within"


# --- sums ---------------------------------------------------------------------------------------

CLASSES = ("done_on_time", "done_late", "within", "overdue", "not_started", "outside")
AGES = ((1, 7), (8, 30), (31, 60), (61, 90), (91, 10_000))


@dataclass(frozen=True, slots=True)
class Sums:
    """Items by class (those set aside last), by days overdue, and by class for each agency that has any."""

    classes: tuple[int, ...]
    ages: tuple[int, ...]
    by_agency: tuple[tuple[int, tuple[int, ...]], ...]


def sums(judge: Judge, histories: Iterable[History], *, begins: date, ends: date, on: date) -> Sums:
    """What a report on begins–ends counts, as of a day: opened by its end, not finished before its beginning (decision 3)."""
    found: list[tuple[int, Answer]] = []
    for history in histories:
        again = max((place for place, fact in enumerate(history.facts) if isinstance(fact, Reopened)), default=-1)
        finished = [fact.day for fact in history.facts[again + 1 :] if isinstance(fact, Confirmed | OnPaper)]
        answer = judge.judge(history, on)
        if answer is not None and history.opened <= ends and not any(day < begins for day in finished):
            found.append((history.agency, answer))
    return Sums(
        classes=_by_class(answer for _, answer in found),
        ages=tuple(sum(first <= answer.overdue <= last for _, answer in found) for first, last in AGES),
        by_agency=tuple(
            (agency, _by_class(answer for owner, answer in found if owner == agency))
            for agency in sorted({agency for agency, _ in found})
        ),
    )


def _by_class(answers: Iterable[Answer]) -> tuple[int, ...]:
    standings = [answer.standing for answer in answers]
    return tuple(standings.count(name) for name in CLASSES)


# --- counting what was compared ---------------------------------------------------------------------


@dataclass(slots=True)
class Tally:
    """How many pairs of an item and a day were compared, and how many of them were right."""

    cases: int = 0
    right: int = 0

    def __str__(self) -> str:
        return f"oracle: {self.cases} cases, {self.right} right"


def main() -> int:
    """Run the comparison at its full size and end with the tally."""
    import pytest

    from tests.plans import oracle  # this module as the tests know it, not as it was started

    os.environ.setdefault("DONDOC_ORACLE", str(CASES))
    code = pytest.main(["-q", "-p", "no:cacheprovider", "tests/plans/test_oracle.py"])
    print(oracle.TALLY)
    return int(code) or int(oracle.TALLY.right != oracle.TALLY.cases)


TALLY = Tally()

if __name__ == "__main__":
    sys.exit(main())
