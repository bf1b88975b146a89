"""What the oracle knows: people, plans, lines, items with their story, and the rows that it expects."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

DAY: Final = timedelta(days=1)
SATURDAY: Final = 5
OPEN: Final = ("not_started", "in_progress")
CLERK, LEADER = "clerk", "leader"
ORDER: Final = (
    "assigned", "taken_over", "period_opened", "before_30", "before_7", "before_3", "before_1", "due", "overdue_1", "overdue_3",
    "overdue_7", "overdue_weekly", "returned", "resubmit", "silent", "review_waiting", "review_late", "extension_waiting",
    "extension_late", "question_waiting", "question_late", "to_leader", "to_monitor", "to_committee",
)  # fmt: skip
URGENCY: Final = {name: place for place, name in enumerate(ORDER)}
BEFORE: Final = (("before_30", 30), ("before_7", 7), ("before_3", 3), ("before_1", 1))
AFTER: Final = (("overdue_1", 1), ("overdue_3", 3), ("overdue_7", 7))
SWITCHED: Final = frozenset(
    ("before_30", "before_7", "before_3", "before_1", "overdue_1", "overdue_3", "overdue_7", "overdue_weekly", "period_opened",
     "silent", "assigned")
)  # fmt: skip
REFUSABLE: Final = ("before_30", "before_7", "period_opened")
LADDER: Final = ("to_leader", "to_monitor", "to_committee")
# No row is found so much later than the day it names.
FURTHEST_MOVE: Final = timedelta(days=25)

LineKey = int
ItemKey = tuple[int, date | None]
"""An item by the line it belongs to and the first day of its period; a product has none."""
Subject = tuple[str, int, date | None]
"""What a row is about: an item, a plan, a refused line or a note."""
Step = tuple[str, int | None, date]
"""An occasion that is told once: of the ladder for a due day, of what waits for who answers and since when."""
Told = tuple[int, date, Subject, int, str, str, date]
"""Officer, day, subject, agency, duty, occasion, named day."""


@dataclass(frozen=True, slots=True)
class Policy:
    """When an office reminds."""

    on: frozenset[str] = SWITCHED
    leader: int | None = 7
    monitor: int | None = 15
    committee: int | None = 30
    review: int | None = 5
    question: int | None = 3


@dataclass(slots=True)
class Calendar:
    """Days off and days made up for."""

    off: set[date]
    worked: set[date]
    _forward: dict[date, date] = field(default_factory=dict)
    _back: dict[date, date] = field(default_factory=dict)

    def is_worked(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.off)

    def forward(self, day: date) -> date:
        """The day, else the next working day."""
        if (found := self._forward.get(day)) is None:
            found = day
            while not self.is_worked(found):
                found += DAY
            self._forward[day] = found
        return found

    def back(self, day: date) -> date:
        """The day, else the working day before."""
        if (found := self._back.get(day)) is None:
            found = day
            while not self.is_worked(found):
                found -= DAY
            self._back[day] = found
        return found

    def later(self, day: date, working_days: int) -> date:
        """So many working days after a day."""
        while working_days:
            day += DAY
            working_days -= self.is_worked(day)
        return day

    def take(self, day: date, *, worked: bool) -> None:
        (self.worked if worked else self.off).add(day)
        self._forward.clear()
        self._back.clear()


@dataclass(slots=True)
class Officer:
    """Somebody who may be told; posts are (agency, duty, first day, last day)."""

    active: bool = True
    skips: frozenset[str] = frozenset()
    posts: list[tuple[int, str, date, date | None]] = field(default_factory=list)


@dataclass(slots=True)
class Cycle:
    """How often something is reported: every so many months, due so many days after."""

    months: int
    days_after: int = 10
    cut_off: int = 0
    grace: int = 0
    kind: str = "check_in"

    def period(self, day: date) -> tuple[date, date]:
        """First and last day of the period that holds a day."""
        first = (day.month - 1) // self.months * self.months + 1
        starts = date(day.year, first, 1)
        after = first + self.months
        ends = date(day.year + (after > 12), after - 12 if after > 12 else after, 1) - DAY
        return starts, ends


@dataclass(slots=True)
class Line:
    """A lead assignment; `cycle` is its own duty where it has one."""

    plan: int
    task: int
    agency: int
    named: date | None
    cycle: Cycle | None = None
    monitor: int | None = None
    since: date | None = None
    ended: bool = False
    in_charge: int | None = None
    refused: date | None = None
    reports: int = 0


@dataclass(slots=True)
class Plan:
    """A plan; `begun` are the periods that were opened, by the duty of whom they are (a line's key, or None for all)."""

    owner: int
    monitor: int
    cycle: Cycle
    lines: list[int] = field(default_factory=list)
    state: str = "draft"
    published: date | None = None
    policy: Policy | None = None
    homeless: bool = False
    cancelled_tasks: set[int] = field(default_factory=set)
    resubmit_days: int = 3
    pauses: list[list[date | None]] = field(default_factory=list)
    begun: set[tuple[int | None, date]] = field(default_factory=set)
    duty_since: dict[int | None, date] = field(default_factory=dict)


@dataclass(slots=True)
class Item:
    """What is owed, and all that happened to it; `facts` are its story for whoever looks for a mistake."""

    key: ItemKey
    plan: int
    agency: int
    monitor: int
    kind: str
    named: date
    due: date
    since: date
    duty: int | None = None
    ends: date | None = None
    closes: date | None = None
    period_named: date | None = None
    period_due: date | None = None
    grace: date | None = None
    life: str = "not_started"
    submitted: date | None = None
    returned: date | None = None
    resubmit_by: date | None = None
    asked: date | None = None
    granted: date | None = None
    refused: date | None = None
    withdrawn: date | None = None
    handed_on: date | None = None
    last_written: date | None = None
    stops: list[list[date | None]] = field(default_factory=list)
    steps: set[Step] = field(default_factory=set)
    facts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Note:
    """An agency's question and who still has to answer."""

    plan: int
    asked: date
    waits_for: set[int]


@dataclass(slots=True)
class Row:
    """One occasion for one duty of one agency."""

    subject: Subject
    plan: int
    agency: int
    duty: str
    occasion: str
    named: date
    day: date
    state: str = "open"
    item: Item | None = None
    step: Step | None = None

    @property
    def key(self) -> tuple[Subject, int, str, str, date]:
        return self.subject, self.agency, self.duty, self.occasion, self.named

    @property
    def order(self) -> tuple[date, int, date]:
        return self.day, URGENCY[self.occasion], self.named


@dataclass(frozen=True, slots=True)
class Wish:
    """An occasion that the rule names for an item: before it is known whether it is owed."""

    agency: int
    duty: str
    occasion: str
    named: date
    day: date
    step: Step | None = None
