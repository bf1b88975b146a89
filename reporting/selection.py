"""Which work items a report or the overview speaks of, and what stands beside them uncounted (decision 3)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Q

from agencies import trees
from agencies.models import Agency, AgencyQuerySet, Officer
from directives import chain
from directives.choices import SourceKind
from directives.models import Directive
from plans.choices import PlanState
from plans.models import Plan, Task, WorkItem
from plans.models.progress import WorkItemQuerySet
from reporting.models import Report


def seen_by(user: Officer | AnonymousUser, directives: Collection[int] | None = None) -> WorkItemQuerySet:
    """Counted items an officer may see, of some documents or of all."""
    items = WorkItem.objects.visible_to(user).counted()
    return items if directives is None else items.filter(plan__directive_id__in=directives)


def directives_of(directive_id: int, *, whole_subtree: bool) -> frozenset[int]:
    """The document alone, or with everything that was issued under it."""
    return chain.ids_down(directive_id) if whole_subtree else frozenset({directive_id})


def plans_of_office(office: Agency) -> Q:
    """Condition on items that an office answers for: it or a body below it owns or monitors the plan, or leads the line.

    The office's own reach, not the officer's: who prepares a report must not change its figures.
    """
    below = list(trees.ids_below([office.pk]))
    return Q(owner_id__in=below) | Q(monitor_id__in=below) | Q(agency_id__in=below)


def items_of(report: Report) -> WorkItemQuerySet:
    """The items a report may count, before its period is applied."""
    items = WorkItem.objects.counted().filter(plans_of_office(report.office))
    if report.directive_id is not None:
        directives = directives_of(report.directive_id, whole_subtree=report.whole_subtree)
        return items.filter(plan__directive_id__in=directives)
    leads = agencies_in(report)
    return items if leads is None else items.filter(agency_id__in=leads)


def agencies_in(report: Report) -> frozenset[int] | None:
    """The bodies whose work a report on an agency or a group counts: with all that stand under them; None for any other report.

    Members of a group are those of any day of the period: history does not move (decision 18).
    """
    if report.about_agency_id is not None:
        return trees.ids_below([report.about_agency_id])
    if report.about_group is None:
        return None
    then = report.about_group.memberships.filter(
        Q(until__isnull=True) | Q(until__gte=report.period_from), since__lte=report.period_to
    )
    return trees.ids_below(then.values_list("agency_id", flat=True))


def reportable(office: Agency) -> list[Directive]:
    """Documents an office can report on: those with tracked items of its own reach and the documents right above them."""
    own = WorkItem.objects.counted().filter(plans_of_office(office)).order_by().values("plan__directive_id").distinct()
    above = Directive.objects.filter(links_below__directive__in=own).values("pk")
    found = Directive.objects.filter(Q(pk__in=own) | Q(pk__in=above)).select_related("issuer")
    return list(found.order_by(F("issued_on").desc(nulls_last=True), "-pk"))


def agencies_led(office: Agency) -> AgencyQuerySet:
    """Agencies an office can report about: those that lead counted items of its reach, and the bodies right above them."""
    items = WorkItem.objects.counted().filter(plans_of_office(office)).order_by()
    leads = Agency.objects.filter(pk__in=items.values("agency_id").distinct())
    return Agency.objects.filter(Q(pk__in=leads.values("pk")) | Q(pk__in=leads.values("parent_id")))


@dataclass(frozen=True, slots=True)
class Aside:
    """Tasks of one document that no figure counts: without an agency, or known from the press only."""

    directive: int
    label: str
    plan: int
    tasks: tuple[str, ...]

    @property
    def number(self) -> int:
        return len(self.tasks)


def without_agency(plans: Collection[int]) -> tuple[Aside, ...]:
    """Tasks in "chưa có đơn vị" of tracked plans, by document; paths of the tasks."""
    waiting = Task.objects.without_agency().filter(plan_id__in=plans, plan__directive__source_kind=SourceKind.DOCUMENT)
    found = waiting.filter(plan__state__in=(PlanState.PUBLISHED, PlanState.PAUSED)).select_related("plan__directive")
    return _grouped(found)


def from_press(plans: Collection[int]) -> tuple[Aside, ...]:
    """Provisional tasks of press sources, by document."""
    found = Task.objects.standing_open().filter(plan_id__in=plans, plan__directive__source_kind=SourceKind.PRESS)
    return _grouped(found.exclude(plan__state=PlanState.DRAFT).select_related("plan__directive"))


def _grouped(tasks: object) -> tuple[Aside, ...]:
    groups: dict[int, list[Task]] = {}
    for task in tasks:  # type: ignore[attr-defined]
        groups.setdefault(task.plan_id, []).append(task)
    return tuple(
        Aside(found[0].plan.directive_id, found[0].plan.directive.label, pk, tuple(task.path for task in found))
        for pk, found in groups.items()
    )


def plans_overseen(user: Officer | AnonymousUser, directives: Collection[int] | None = None) -> list[int]:
    """Plans all of whose tasks an officer may count (decision 14)."""
    plans = Plan.objects.overseen_by(user)
    return list(
        (plans if directives is None else plans.filter(directive_id__in=directives)).values_list("pk", flat=True)
    )


def plans_in(report: Report) -> list[int]:
    """Tracked plans a report speaks of that the reporting office or a body below it owns or monitors."""
    below = list(trees.ids_below([report.office_id]))
    own = Plan.objects.filter(Q(owner_id__in=below) | Q(monitor_id__in=below)).exclude(state=PlanState.DRAFT)
    if report.directive_id is not None:
        own = own.filter(directive_id__in=directives_of(report.directive_id, whole_subtree=report.whole_subtree))
    elif agencies_in(report) is not None:
        own = own.filter(pk__in=items_of(report).order_by().values("plan_id"))
    return list(own.order_by("pk").values_list("pk", flat=True))


def seen_directives(user: Officer | AnonymousUser) -> list[Directive]:
    """Documents that have counted items an officer may see, newest first."""
    own = seen_by(user).order_by().values("plan__directive_id").distinct()
    return list(Directive.objects.filter(pk__in=own).order_by(F("issued_on").desc(nulls_last=True), "-pk"))


def task_count(plans: Collection[int]) -> int:
    """How many standing tasks some plans have."""
    return Task.objects.standing_open().filter(plan_id__in=plans).aggregate(n=Count("pk"))["n"] or 0
