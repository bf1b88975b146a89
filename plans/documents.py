"""What pages of documents show of plans: the officer's plans on each document and how far their work is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from agencies.choices import ACTING
from agencies.models import Officer
from directives.filters import supply_state
from directives.models import Directive
from plans.choices import PlanState, Standing
from plans.models import Plan, Task, WorkItem

TRACKED = (PlanState.PUBLISHED, PlanState.PAUSED)


@dataclass
class Tracking:
    """One document as tracked by the plans an officer sees: work items by class, tasks."""

    plans: list[Plan] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    tasks: int = 0

    @property
    def items(self) -> int:
        """Counted work items."""
        return sum(self.counts.values())

    @property
    def overdue(self) -> int:
        """Counted work items that are overdue."""
        return self.counts[Standing.OVERDUE]


def tracking_of(documents: Iterable[Directive], user: Officer, *, on: date) -> dict[int, Tracking]:
    """Tracking by document id as of a day; three queries for any number of documents."""
    found: dict[int, Tracking] = defaultdict(Tracking)
    plans = (
        Plan.objects.visible_to(user).filter(directive__in=[d.pk for d in documents]).select_related("owner", "monitor")
    )
    by_plan = {plan.pk: plan for plan in plans.order_by("directive_id", "id")}
    for plan in by_plan.values():
        found[plan.directive_id].plans.append(plan)
    if not by_plan:
        return found
    tasks = (
        Task.objects.filter(plan__in=by_plan).standing_open().order_by().values_list("plan_id").annotate(n=Count("pk"))
    )
    for plan_id, number in tasks:
        found[by_plan[plan_id].directive_id].tasks += number
    items: Any = WorkItem.objects.visible_to(user).counted().filter(plan__in=by_plan).with_standing(on=on)
    for plan_id, standing, number in items.order_by().values_list("plan_id", "standing").annotate(n=Count("pk")):
        if standing != Standing.OUTSIDE:
            found[by_plan[plan_id].directive_id].counts[standing] += number
    return found


def may_plan(user: Officer, directive: Directive, plans: Iterable[Plan]) -> bool:
    """Whether to offer "Lập kế hoạch theo dõi": somebody who acts for a body that has no plan on the document yet."""
    acting = {post.agency_id for post in user.current_posts if post.duty in ACTING}
    return bool(acting - {plan.owner_id for plan in plans})


def _plans(user: Officer, *states: str) -> Exists:
    """Whether the officer sees a plan in one of the states on a document."""
    return Exists(Plan.objects.visible_to(user).filter(directive=OuterRef("pk"), state__in=states))


def _without_plan(documents: QuerySet[Directive], user: Officer) -> QuerySet[Directive]:
    return documents.filter(~_plans(user, *PlanState.values), is_stub=False)


def _draft(documents: QuerySet[Directive], user: Officer) -> QuerySet[Directive]:
    return documents.filter(_plans(user, PlanState.DRAFT))


def _tracked(documents: QuerySet[Directive], user: Officer) -> QuerySet[Directive]:
    return documents.filter(_plans(user, *TRACKED))


def _ended(documents: QuerySet[Directive], user: Officer) -> QuerySet[Directive]:
    return documents.filter(_plans(user, PlanState.ENDED))


def supply_states() -> None:
    """Offer the states of plans to the list of documents."""
    supply_state("chua-lap-ke-hoach", "chưa lập kế hoạch", _without_plan)
    supply_state("ke-hoach-nhap", "kế hoạch còn nháp", _draft)
    supply_state("dang-theo-doi", "đang theo dõi", _tracked)
    supply_state("ket-thuc", "kết thúc", _ended)
