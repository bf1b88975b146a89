"""Documents that replace or amend one with a tracked plan: what its office is asked, and what it has answered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from agencies.models import Officer
from directives.choices import LinkKind
from directives.models import Directive, DirectiveLink
from plans.choices import UNCONFIRMED, Fate, PlanState
from plans.models import Plan, ReplacementAnswer, Task

KINDS = (LinkKind.REPLACES, LinkKind.AMENDS)
TRACKED = (PlanState.PUBLISHED, PlanState.PAUSED)
IN_WORDS = {LinkKind.REPLACES: "thay thế", LinkKind.AMENDS: "sửa đổi, bổ sung"}


@dataclass(frozen=True, slots=True)
class Replaced:
    """One plan whose document another replaces or amends: how many tasks wait for an answer, and how many have which."""

    plan: Plan
    directive: Directive
    kind: str
    waiting: int
    answered: Mapping[str, int]

    @property
    def how(self) -> str:
        """ "thay thế" or "sửa đổi, bổ sung"."""
        return IN_WORDS[LinkKind(self.kind)]

    @property
    def told(self) -> str:
        """What was answered: "giữ 3, hủy 1"."""
        return ", ".join(f"{fate.label} {self.answered[fate]}" for fate in Fate if self.answered.get(fate))


def asked_of(officer: Officer) -> list[Replaced]:
    """The questions that wait on the desk of an office."""
    own = Plan.objects.visible_to(officer).filter(owner_id__in=officer.scope.own)
    return [one for one in replaced(own) if one.waiting]


def replaced(plans: QuerySet[Plan]) -> list[Replaced]:
    """Every pair of a tracked plan and a document that replaces or amends its own; one query where there is none."""
    found: dict[int, list[Plan]] = defaultdict(list)
    rows = plans.filter(state__in=TRACKED, directive__links_below__kind__in=KINDS)
    for plan in rows.select_related("directive", "owner").distinct().order_by("pk"):
        found[plan.directive_id].append(plan)
    if not found:
        return []
    links = DirectiveLink.objects.filter(superior__in=found, kind__in=KINDS).select_related("directive").order_by("pk")
    ids = [plan.pk for same in found.values() for plan in same]
    tasks = list(Task.objects.standing_open().filter(plan__in=ids).values_list("plan_id", "pk"))
    answers = list(
        ReplacementAnswer.objects.filter(task__plan__in=ids).values_list(
            "task__plan_id", "directive_id", "task_id", "fate"
        )
    )
    return [_pair(plan, link, tasks, answers) for link in links for plan in found[link.superior_id]]


def _pair(
    plan: Plan, link: DirectiveLink, tasks: list[tuple[int, int]], answers: list[tuple[int, int, int, str]]
) -> Replaced:
    here = [(task, fate) for of, by, task, fate in answers if of == plan.pk and by == link.directive_id]
    done = {task for task, _ in here}
    waiting = sum(of == plan.pk and task not in done for of, task in tasks)
    return Replaced(plan, link.directive, link.kind, waiting, Counter(fate for _, fate in here))


def waiting_tasks(plan: Plan, directive: Directive) -> list[Task]:
    """Tasks that stand and have no answer yet about a newer document, each with `open_items` and `open_agencies`."""
    answered = ReplacementAnswer.objects.filter(task__plan=plan, directive=directive).values("task_id")
    owed = Q(items__lifecycle__in=UNCONFIRMED)
    rows = plan.tasks.standing_open().exclude(pk__in=answered).annotate(
        open_items=Count("items", filter=owed), open_agencies=Count("items__agency", filter=owed, distinct=True)
    )  # fmt: skip
    return list(rows.order_by("position", "id"))


def plan_on(directive: Directive, *, like: Plan) -> Plan | None:
    """The same office's plan on the newer document, where tasks may go; none while it is not tracked."""
    return Plan.objects.filter(directive=directive, owner_id=like.owner_id, state=PlanState.PUBLISHED).first()
