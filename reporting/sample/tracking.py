"""Puts the plans in place as drafts, with their tasks, lines and duties; publishing them is the first act of the year."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils.timezone import make_aware

from agencies.models import Officer
from agencies.workdays import Calendar
from directives.models import Directive
from plans import cycles
from plans.choices import Role
from plans.models import Assignment, Plan, Task
from plans.services.planning import add_duty, add_task, assign, open_plan, split_group
from reporting.sample.people import People
from reporting.sample.plan_facts import Line, PlanFact, TaskFact
from reporting.sample.plans_can_tho import D04, D08, D09
from reporting.sample.plans_elsewhere import D05, D07

PLANS = (D04, D05, D07, D08, D09)
_LONGEST_YEAR = 390  # days: thirteen months


def at(day: date, hour: int = 8, minute: int = 0) -> datetime:
    """A moment of office time."""
    return make_aware(datetime.combine(day, time(hour, minute)))


def publishing_day(cycle: str, *, today: date, calendar: Calendar) -> date:
    """Twelve to thirteen months ago, so that the same number of periods has begun whatever day it is.

    The first period is the one a year before the current one; the plan is published in its first week, or thirteen months
    before today where that is later.
    """
    current = cycles.period_containing(cycle or cycles.Recurrence.QUARTERLY, today)
    year_ago = current.starts_on.replace(year=current.starts_on.year - 1)
    return calendar.roll_forward(max(year_ago + timedelta(days=4), today - timedelta(days=_LONGEST_YEAR)))


def due_day(line: Line, *, today: date, calendar: Calendar) -> date | None:
    """The day of a line that has one: a working day, on for days ahead and back for past ones."""
    if line.due is None:
        return None
    day = today + timedelta(days=line.due)
    return calendar.roll_forward(day) if line.due > 0 else calendar.roll_back(day)


def draft_plan(
    fact: PlanFact, directive: Directive, people: People, *, today: date, calendar: Calendar
) -> tuple[Plan, date]:
    """The plan with everything in it, not yet published, and the day on which it is to be."""
    published_on = publishing_day(fact.cycle, today=today, calendar=calendar)
    if fact.is_draft:
        published_on = calendar.add(today, -4)
    by, now = people.clerk(fact.owner), at(calendar.add(published_on, -1), 14, 10)
    plan = open_plan(
        directive,
        owner=people.agencies[fact.owner],
        by=by,
        now=now,
        monitor=people.agencies[fact.monitor],
        cycle=fact.cycle,
    )
    builder = _Builder(plan, fact, people, by, now, published_on, today, calendar)
    for task in fact.tasks:
        builder.add(task)
    return plan, published_on


class _Builder:
    """What every task of one plan is written with."""

    def __init__(self, plan: Plan, fact: PlanFact, people: People, by: Officer, now: datetime, published_on: date, today: date,
                 calendar: Calendar) -> None:  # fmt: skip
        self.plan, self.fact, self.people, self.by, self.now = plan, fact, people, by, now
        self.published_on, self.today, self.calendar = published_on, today, calendar

    def add(self, fact: TaskFact) -> None:
        task = add_task(
            self.plan, by=self.by, path=fact.path, heading=fact.heading, section=fact.section, kind=fact.kind,
            source_text=f"Tóm lược: {fact.summary}", is_verbatim=False, product=fact.product,
        )  # fmt: skip
        leads: dict[str, Assignment] = {}
        for line in fact.leads:
            leads.update(self._lead(task, line))
        for line, role in [(line, Role.COORDINATING) for line in fact.helpers] + [
            (line, Role.MONITORING) for line in fact.monitors
        ]:
            assign(
                task, by=self.by, now=self.now, role=role, agency=self.people.agencies.get(line.agency), agency_text=line.text,
                supports=leads.get(line.supports), verbs=line.verbs,
            )  # fmt: skip
        if fact.duty is not None:
            duty = fact.duty
            add_duty(
                self.plan, by=self.by, name=duty.name, recurrence=duty.recurrence, since=self.published_on,
                assignment=leads[duty.agency], recipient=self.people.agencies[duty.recipient], wording=duty.wording, is_report=True,
                days_after=duty.days_after,
            )  # fmt: skip

    def _lead(self, task: Task, line: Line) -> dict[str, Assignment]:
        """The lead lines that one entry makes, by agency key."""
        if line.group is not None:
            made = split_group(task, by=self.by, now=self.now, group=self.people.groups[line.group])
            return {self.people.key_of(one.agency_id): one for one in made}
        due_on = due_day(line, today=self.today, calendar=self.calendar)
        made_line = assign(
            task, by=self.by, now=self.now, role=Role.LEAD, agency=self.people.agencies.get(line.agency), agency_text=line.text,
            heading=line.heading, due_on=due_on,
        )  # fmt: skip
        if line.checks_in:
            label = cycles.Recurrence(self.fact.cycle).label
            add_duty(
                self.plan, by=self.by, name=f"Cập nhật {label}, {self.people.agencies[line.agency].label}",
                recurrence=self.fact.cycle, since=self.published_on, assignment=made_line,
                recipient=self.people.agencies[self.fact.monitor],
            )  # fmt: skip
        return {line.agency: made_line} if line.agency else {}
