"""Puts the whole illustration in place.

A run makes what is missing and changes nothing that is there; one that misses nothing looks nothing up: agencies by name, officers by username, documents by their
identity, plans by document and owner. The year of a plan is told only in the run that makes the plan, and ends on that day; so
a second run, the same day or later, keeps what visitors did. Everything but letters' files and the reports is one transaction; a run that broke
before the reports makes them the next time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from agencies.models import AgencyGroup, Officer, working_calendar
from agencies.services import load_holidays
from directives.models import Directive
from plans.choices import Occasion, ReminderState
from plans.models import Plan, Reminder, StatusUpdate, WorkItem
from plans.services.items import open_periods
from plans.services.publishing import publish
from reporting.models import Report
from reporting.sample.acts import Year
from reporting.sample.checkins import Line, Telling
from reporting.sample.documents import DOCUMENTS
from reporting.sample.inboxes import tidy_inboxes
from reporting.sample.letters import Letter, keep, tell_letters
from reporting.sample.officers import CAST
from reporting.sample.papers import ensure_documents
from reporting.sample.people import ensure_people
from reporting.sample.plan_facts import PlanFact, TaskFact
from reporting.sample.products import tell_products, tell_reports, tell_support
from reporting.sample.reports import ensure_reports
from reporting.sample.tracking import PLANS, at, draft_plan


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is in place after a run, and how many plans this run made."""

    documents: int
    groups: int
    officers: int
    plans: int
    items: int
    updates: int
    new_plans: int


def load(*, today: date) -> Loaded:
    """Put in place what is missing; the year of new plans ends on `today`."""
    if _is_complete():
        return _loaded(0)
    letters: list[Letter] = []
    with transaction.atomic():
        load_holidays(range(today.year - 2, today.year + 2))
        people = ensure_people()
        entered = at(today - timedelta(days=400), 10)
        documents = ensure_documents(people, now=entered)
        year = Year(people, working_calendar(), today)
        made = _begin_plans(year, documents)
        if made:
            _tell(year, made)
            tell_letters(year, letters)
            year.play()
            tidy_inboxes(today=today)
    keep(letters, Path(settings.DEMO_MAILDIR))
    ensure_reports(people, today=today, calendar=year.calendar)
    return _loaded(len(made))


def _is_complete() -> bool:
    """Whether nothing can be missing: what visitors renamed, moved or handed over since is not looked up by its old name then."""
    cast = [member.username for member in CAST]
    found = (
        (Officer.objects.filter(username__in=cast), len(CAST)),
        (Directive.objects.filter(is_sample=True), len(DOCUMENTS)),
        (Plan.objects.filter(directive__is_sample=True), len(PLANS)),
    )
    return all(rows.count() >= wanted for rows, wanted in found) and Report.objects.filter(is_sample=True).exists()


def _begin_plans(year: Year, documents: dict[str, Directive]) -> dict[str, tuple[PlanFact, date]]:
    """Drafts of the plans that are not there yet, with the days on which they are published."""
    made = {}
    for fact in PLANS:
        owner, directive = year.people.agencies[fact.owner], documents[fact.document]
        known = Plan.objects.filter(directive=directive, owner=owner).first()
        if known is None:
            plan, day = draft_plan(fact, directive, year.people, today=year.today, calendar=year.calendar)
            year.plans[fact.document] = plan
            made[fact.document] = (fact, day)
    return made


def _tell(year: Year, made: dict[str, tuple[PlanFact, date]]) -> None:
    """Plan every act of the plans made in this run."""
    for fact, day in made.values():
        if fact.is_draft:
            continue
        _publish(year, fact, day)
        for task in fact.tasks:
            for agency in _cycle_lines(year, fact, task):
                Telling(Line(year, fact, task, agency), day).tell()
            if task.duty is not None:
                tell_reports(year, fact, task, task.duty, day)
    _open_periods(year, min(day for _, day in made.values()))
    if {"d04", "d05", "d07", "d09"} <= set(made):
        tell_products(year)
        tell_support(year)


def _publish(year: Year, fact: PlanFact, day: date) -> None:
    by = year.people.clerk(fact.owner)

    def tell(now: datetime) -> None:
        publish(year.plans[fact.document], by=by, now=now)
        _settle_news(year)

    year.plan_act(at(day, 7, 50), tell)


def _cycle_lines(year: Year, fact: PlanFact, task: TaskFact) -> list[str]:
    """Agencies whose lines of a task live on the plan's cycle: those without a date or duty of their own."""
    lines = []
    for line in task.leads:
        if line.group is not None:
            group: AgencyGroup = year.people.groups[line.group]
            lines += [year.people.key_of(agency.pk) for agency in group.members_on(on=year.today)]
        elif line.agency and (line.due is None or line.checks_in) and task.duty is None:
            lines.append(line.agency)
    return lines


def _open_periods(year: Year, since: date) -> None:
    """What the nightly job does, on the first day of each month; a period that begins today is left to that job."""
    day = (since.replace(day=1) + timedelta(days=32)).replace(day=1)
    while day < year.today:
        year.plan_act(at(day, 0, 5), lambda now: open_periods(on=now.date(), now=now))
        day = (day + timedelta(days=32)).replace(day=1)


def _settle_news(year: Year) -> None:
    """What was given by plans of long ago was told then: the demo's letters, of the last weeks, are about what is owed now."""
    old = Reminder.objects.filter(occasion=Occasion.ASSIGNED, named_on__lt=year.today, plan__directive__is_sample=True)
    old.filter(state=ReminderState.OPEN).update(
        state=ReminderState.DROPPED, note="Việc giao từ trước khi có dữ liệu minh họa"
    )


def _loaded(new_plans: int) -> Loaded:
    sample = Directive.objects.filter(is_sample=True)
    return Loaded(
        documents=sample.count(),
        groups=AgencyGroup.objects.count(),
        officers=Officer.objects.filter(is_sample=True).count(),
        plans=Plan.objects.filter(directive__in=sample).count(),
        items=WorkItem.objects.filter(plan__directive__in=sample).count(),
        updates=StatusUpdate.objects.filter(assignment__task__plan__directive__in=sample).count(),
        new_plans=new_plans,
    )
