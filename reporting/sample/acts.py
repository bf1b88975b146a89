"""The year as a list of dated acts, performed in the order of their time through the same verbs that the pages call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from agencies.workdays import Calendar
from plans.choices import ItemKind
from plans.models import Plan, WorkItem
from reporting.sample.officers import number_from
from reporting.sample.people import People
from reporting.sample.tracking import at


@dataclass(order=True)
class Act:
    """Something somebody did at a moment; `rank` orders what happens at once."""

    when: datetime
    rank: int
    do: Callable[[datetime], object] = field(compare=False)


@dataclass
class Year:
    """The stage: people, plans by document key, the day of loading, and the acts planned so far."""

    people: People
    calendar: Calendar
    today: date
    plans: dict[str, Plan] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)

    def plan_act(self, when: datetime, do: Callable[[datetime], object]) -> None:
        """Plan an act; what would happen today or later never does, so that the visitor decides how the story goes on."""
        if when.date() < self.today:
            self.acts.append(Act(when, len(self.acts), do))

    def play(self) -> None:
        """Perform everything planned, oldest first."""
        for act in sorted(self.acts):
            act.do(act.when)
        self.acts.clear()

    def item(
        self, document: str, path: str, agency: str, starts_on: date | None = None, *, report: bool = False
    ) -> WorkItem:
        """The item of a line: its product, or its occurrence in the period that begins on a day."""
        rows = WorkItem.objects.filter(plan=self.plans[document], task__path=path, agency=self.people.agencies[agency])
        if starts_on is None:
            return rows.get(kind=ItemKind.PRODUCT)
        return rows.get(period__starts_on=starts_on, kind=ItemKind.REPORT if report else ItemKind.CHECK_IN)

    def place_of(self, agency: str) -> str:
        """Where an agency sits, for its sentences."""
        body = self.people.agencies[agency]
        return body.place or body.label

    def back(self, day: date) -> date:
        return self.calendar.roll_back(day)

    def later(self, day: date, working_days: int) -> date:
        return self.calendar.add(day, working_days)

    def days_ago(self, days: int) -> date:
        """A working day about so many calendar days before the day of loading."""
        return self.back(self.today - timedelta(days=days))

    def moment(self, day: date, *name: object, first: int = 8, last: int = 16) -> datetime:
        """A minute of the working day that belongs to a name."""
        seed = number_from("giờ", *name)
        return at(day, first + seed % (last - first), seed // 64 % 60)
