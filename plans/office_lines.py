"""Questions about lines on the office's desk: refused work, members that joined or left a group, open sets still in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from agencies.models import Agency, AgencyGroup, GroupMembership, Officer, active_on
from plans.choices import MemberQuestion, PlanState, Role
from plans.lines import refusals_waiting
from plans.models import Assignment, MemberAnswer, Task
from plans.models.plan import AssignmentQuerySet

SHOWN = 5
MEMBERS_READ = 200


@dataclass(frozen=True, slots=True)
class Member:
    """One agency whose place in a group changed after a task was given to the group, and what that asks."""

    task: Task
    agency: Agency
    group: AgencyGroup
    membership_id: int
    question: str
    day: date

    @property
    def joined(self) -> bool:
        """Whether it is new in the group; else it has left."""
        return self.question == MemberQuestion.JOINED


@dataclass(frozen=True, slots=True)
class LineQuestions:
    """What the office has to decide about lines; the first few of each kind and how many there are."""

    refusals: list[Any]
    refusals_total: int
    members: list[Member]
    members_total: int
    open_sets: list[Assignment]
    open_sets_total: int

    @property
    def total(self) -> int:
        """How many questions wait."""
        return self.refusals_total + self.members_total + self.open_sets_total


def owned_lines(officer: Officer) -> AssignmentQuerySet:
    """Lines that hold in tracked plans of the officer's own agencies, of tasks that stand."""
    return Assignment.objects.visible_to(officer).active().filter(
        task__plan__owner_id__in=officer.scope.own, task__plan__state=PlanState.PUBLISHED, task__cancelled_on__isnull=True
    )  # fmt: skip


def line_questions(officer: Officer, *, on: date) -> LineQuestions:
    """Everything that asks about lines on a day; a fixed number of queries."""
    lines = owned_lines(officer)
    names = ("task", "task__plan", "task__plan__directive", "agency")
    refused = refusals_waiting(lines).select_related(*names).order_by("said_on", "id")
    members = member_questions(lines, on=on)
    words = _open_sets(lines).select_related(*names).order_by("task__plan", "task__position", "id")
    return LineQuestions(
        refusals=list(refused[:SHOWN]),
        refusals_total=refused.count(),
        members=members[:SHOWN],
        members_total=len(members),
        open_sets=list(words[:SHOWN]),
        open_sets_total=words.count(),
    )


def _open_sets(lines: AssignmentQuerySet) -> AssignmentQuerySet:
    """Leads in words beside a lead by name; where no lead has a name, the task already asks for its agency."""
    named = Assignment.objects.active().leading().filter(task=OuterRef("task"))
    return lines.filter(Exists(named), role=Role.LEAD, agency__isnull=True)


# --- members of a group --------------------------------------------------------------------------


def member_questions(lines: AssignmentQuerySet, *, on: date) -> list[Member]:
    """Who joined or left a group on whose split the given lines rest, and of whom nobody has said yet what follows."""
    asked = [
        *((row, MemberQuestion.JOINED) for row in _joined(lines, on=on)[:MEMBERS_READ]),
        *((row, MemberQuestion.LEFT) for row in _left(lines, on=on)[:MEMBERS_READ]),
    ]
    if not asked:
        return []
    tasks = Task.objects.select_related("plan", "plan__directive").in_bulk({row[0] for row, _ in asked})
    memberships = GroupMembership.objects.select_related("agency", "group").in_bulk({row[1] for row, _ in asked})
    found = []
    for (task_pk, pk), question in asked:
        row = memberships[pk]
        day = row.since if question == MemberQuestion.JOINED else row.until or on
        found.append(Member(tasks[task_pk], row.agency, row.group, pk, question, day))
    return sorted(found, key=lambda one: (one.task.plan_id, one.task.position, one.agency.sort_key))


def member_question(task: Task, membership: GroupMembership, *, on: date) -> Member | None:
    """What one membership asks of one task on a day; nothing when it was answered or changed meanwhile."""
    lines = Assignment.objects.active().filter(task=task)
    return next((one for one in member_questions(lines, on=on) if one.membership_id == membership.pk), None)


def _with_members(lines: AssignmentQuerySet) -> QuerySet[Any]:
    """Each line once for every membership of the group it was split from."""
    return lines.filter(group__isnull=False).annotate(
        membership=F("group__memberships"),
        member=F("group__memberships__agency"),
        joined_on=F("group__memberships__since"),
        left_on=F("group__memberships__until"),
    )


def _unanswered(rows: QuerySet[Any], question: str) -> QuerySet[Any, Any]:
    """Pairs (task, membership) of which the office has not said yet that nothing follows."""
    said = MemberAnswer.objects.filter(task=OuterRef("task"), membership=OuterRef("membership"), question=question)
    return rows.filter(~Exists(said)).order_by().values_list("task_id", "membership").distinct()


def _joined(lines: AssignmentQuerySet, *, on: date) -> QuerySet[Any, Any]:
    """Members of today who joined since the plan was begun and have had no line there since.

    A split takes every member of its day, so that only later ones lack a line; who joined before the plan was begun and has
    none was left out on purpose.
    """
    held = Assignment.objects.filter(task=OuterRef("task"), agency=OuterRef("member"))
    held = held.filter(Q(until__isnull=True) | Q(until__gte=OuterRef("joined_on")))
    rows = _with_members(lines).filter(
        Q(left_on__isnull=True) | Q(left_on__gte=on),
        ~Exists(held),
        joined_on__lte=on,
        joined_on__gte=TruncDate("task__plan__created_at"),
    )
    return _unanswered(rows, MemberQuestion.JOINED)


def _left(lines: AssignmentQuerySet, *, on: date) -> QuerySet[Any, Any]:
    """The last time in the group of agencies that hold a line by it and are members no more."""
    others = GroupMembership.objects.filter(group=OuterRef("group"), agency=OuterRef("agency"))
    later = others.filter(until__gt=OuterRef("left_on"), until__lt=on)
    rows = _with_members(lines).filter(
        ~Exists(others.filter(active_on(on))), ~Exists(later), member=F("agency"), left_on__lt=on
    )
    return _unanswered(rows, MemberQuestion.LEFT)
