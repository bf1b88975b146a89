"""One plan of a thousand tasks, which a generated load does not have: each with one agency and one item, of all classes."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from django.db import connection, transaction

from agencies.models import Agency, Officer
from agencies.text import search_key
from directives.models import Directive
from plans.choices import DueSource, ItemKind, Lifecycle, PlanState, Role, TaskKind
from plans.load import words
from plans.models import Assignment, Plan, Task, WorkItem
from tests.cast import moment

TASKS = 1000
AGE = 60
"""How many days ago it was published: within the window of every page, before none of the past days that pages ask for."""
LIVES = (Lifecycle.NOT_STARTED, Lifecycle.IN_PROGRESS, Lifecycle.IN_PROGRESS, Lifecycle.CONFIRMED)


@transaction.atomic
def plan_of(officer: Officer, *, day: date) -> int:
    """Key of the officer's new plan, on the newest document of their office that has none of theirs."""
    owner = officer.current_posts[0].agency
    since, rng = day - timedelta(days=AGE), Random(1)
    free = Directive.objects.visible_to(officer).exclude(plans__owner=owner).order_by("-issued_on", "-id")
    plan = Plan.objects.create(
        directive=free[0], owner=owner, monitor=owner, state=PlanState.PUBLISHED, created_at=moment(since), published_on=since,
        created_by=officer, published_by=officer,
    )  # fmt: skip
    tasks = Task.objects.bulk_create(_task(plan, number, since, rng) for number in range(1, TASKS + 1))
    leads = list(Agency.objects.filter(parent=owner.serves_id or owner.pk).exclude(pk=owner.pk))
    lines = Assignment.objects.bulk_create(
        Assignment(task=task, agency=rng.choice(leads), role=Role.LEAD, since=since) for task in tasks
    )
    WorkItem.objects.bulk_create(_item(plan, line, since, rng.choice(LIVES)) for line in lines)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE plans_plan, plans_task, plans_assignment, plans_workitem")
    return plan.pk


def _task(plan: Plan, number: int, since: date, rng: Random) -> Task:
    heading = f"{rng.choice(words.VERBS)} {rng.choice(words.OBJECTS)}"
    return Task(
        plan=plan, path=f"{number}", position=number, section=words.SECTIONS[number * len(words.SECTIONS) // (TASKS + 1)],
        heading=heading, source_text=heading, is_verbatim=False, kind=TaskKind.PRODUCT, due_source=DueSource.DOCUMENT,
        due_on=since + timedelta(days=rng.randint(20, 120)), search_key=search_key(f"{number} {heading}"),
    )  # fmt: skip


def _item(plan: Plan, line: Assignment, since: date, life: Lifecycle) -> WorkItem:
    due_on = line.task.due_on
    done_on = since + timedelta(days=40) if life == Lifecycle.CONFIRMED else None
    return WorkItem(
        assignment=line, plan=plan, task=line.task, agency=line.agency, owner=plan.owner, monitor=plan.monitor,
        kind=ItemKind.PRODUCT, opened_on=since, named_due_on=due_on, due_on=due_on, remind_from=since, lifecycle=life,
        submitted_on=done_on, first_submitted_on=done_on, completed_on=done_on, last_event_on=done_on or since,
    )  # fmt: skip
