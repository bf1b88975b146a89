"""What an ending agency would hand over, worked out before it happens: lines, open items, plans, duties, posts, and a fingerprint.

Administrators see numbers, and which document and item number they belong to, never words (decision 17).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import Exists, OuterRef, Q

from agencies import succession
from agencies.models import Agency, GroupMembership, Officer, Post, active_on
from plans.choices import UNCONFIRMED, ExtensionState, Lifecycle, PlanState, Role
from plans.models import Assignment, Extension, Plan, ReportingDuty, WorkItem

LIVING = (PlanState.DRAFT, PlanState.PUBLISHED, PlanState.PAUSED)


@dataclass(frozen=True, slots=True)
class Choices:
    """Who receives what when there are several successors, by row id; what is not named goes to the first successor.

    `posts` may name nobody (None): the post then ends with the agency.
    """

    lines: Mapping[int, Agency] = field(default_factory=dict)
    plans: Mapping[int, Agency] = field(default_factory=dict)
    posts: Mapping[int, Agency | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Load:
    """Everything that the end of an agency touches, read at one moment."""

    agency: Agency
    lines: Sequence[Assignment]
    items: Sequence[WorkItem]
    plans: Sequence[Plan]
    duties: Sequence[ReportingDuty]
    extensions: Sequence[Extension]
    posts: Sequence[Post]
    memberships: Sequence[GroupMembership]
    bodies: Sequence[Agency]

    @property
    def fingerprint(self) -> str:
        """Changes when another set of work, or another state of it, would be moved than the one that was shown."""
        seen = [
            [(line.pk, line.role) for line in self.lines],
            [(item.pk, item.lifecycle, item.due_on) for item in self.items],
            [(plan.pk, plan.state, plan.owner_id, plan.monitor_id) for plan in self.plans],
            [duty.pk for duty in self.duties],
            [extension.pk for extension in self.extensions],
            [(post.pk, post.until) for post in self.posts],
            [row.pk for row in self.memberships],
            [body.pk for body in self.bodies],
        ]
        return sha256(repr(seen).encode()).hexdigest()

    @property
    def plan_ids(self) -> list[int]:
        """Plans that must be held while the work moves, in the order in which they are taken."""
        return plan_ids(self.agency)

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.plans or self.posts or self.duties or self.memberships or self.bodies)


def lines_of(agency: Agency) -> list[Assignment]:
    """Lines that have to go on with somebody: those that hold in living plans, but for lead lines whose work is all done."""
    held = Assignment.objects.active().filter(agency=agency, task__cancelled_on__isnull=True)
    owed = WorkItem.objects.unconfirmed().filter(assignment=OuterRef("pk"))
    duty = ReportingDuty.objects.filter(assignment=OuterRef("pk"), until__isnull=True)
    goes_on = Q(due_on__isnull=True, task__due_on__isnull=True) | Exists(owed) | Exists(duty)
    found = held.filter(task__plan__state__in=LIVING).filter(
        ~Q(role=Role.LEAD) | Q(task__plan__state=PlanState.DRAFT) | goes_on
    )
    rows = found.select_related("task", "task__plan", "task__plan__directive", "supports")
    return list(rows.order_by("task__plan_id", "task__position", "id"))


def _plans(agency: Agency) -> Any:
    return Plan.objects.filter(Q(owner=agency) | Q(monitor=agency), state__in=LIVING)


def _duties(agency: Agency) -> Any:
    return ReportingDuty.objects.filter(recipient=agency, until__isnull=True, plan__state__in=LIVING)


def plan_ids(agency: Agency) -> list[int]:
    """Ids of the living plans in which the agency leads, helps, monitors, owns or receives, ascending."""
    worked = Assignment.objects.active().filter(agency=agency, task__plan__state__in=LIVING)
    found = set(worked.values_list("task__plan_id", flat=True))
    found |= set(_plans(agency).values_list("pk", flat=True)) | set(_duties(agency).values_list("plan_id", flat=True))
    return sorted(found)


def load_of(agency: Agency, *, effective_on: date) -> Load:
    """What the end of the agency touches; a fixed number of queries."""
    lines = lines_of(agency)
    items = WorkItem.objects.unconfirmed().filter(assignment__in=[line.pk for line in lines])
    items = items.select_related("period", "assignment", "task", "monitor", "plan").order_by("pk")
    waiting = Extension.objects.filter(work_item__in=items.values("pk"), state=ExtensionState.PENDING)
    held = agency.memberships.filter(Q(until__isnull=True) | Q(until__gte=effective_on)).select_related("group")
    return Load(
        agency=agency,
        lines=lines,
        items=list(items),
        plans=list(_plans(agency).select_related("directive").order_by("pk")),
        duties=list(_duties(agency).select_related("plan__directive").order_by("pk")),
        extensions=list(waiting.order_by("pk")),
        posts=succession.posts_on_leaving(agency, effective_on=effective_on),
        memberships=list(held.order_by("pk")),
        bodies=list(succession.lower_bodies(agency)),
    )


@dataclass(slots=True)
class PlanShare:
    """What of one plan goes over, in numbers."""

    plan: Plan
    leads: int = 0
    coordinating: int = 0
    monitoring: int = 0
    items: int = 0
    waiting: int = 0
    extensions: int = 0
    duties: int = 0
    owns: bool = False
    monitors: bool = False


def shares(load: Load) -> list[PlanShare]:
    """The load by plan, in the order of their ids."""
    plans = {line.task.plan_id: line.task.plan for line in load.lines} | {plan.pk: plan for plan in load.plans}
    plans |= {duty.plan_id: duty.plan for duty in load.duties}
    roles: dict[int, Counter[str]] = defaultdict(Counter)
    for line in load.lines:
        roles[line.task.plan_id][line.role] += 1
    items = Counter(item.plan_id for item in load.items)
    waiting = Counter(item.plan_id for item in load.items if item.lifecycle == Lifecycle.SUBMITTED)
    of_item = {item.pk: item.plan_id for item in load.items}
    asked = Counter(of_item[one.work_item_id] for one in load.extensions)
    duties = Counter(duty.plan_id for duty in load.duties)
    return [
        PlanShare(
            plan=plan, leads=roles[pk][Role.LEAD], coordinating=roles[pk][Role.COORDINATING],
            monitoring=roles[pk][Role.MONITORING], items=items[pk], waiting=waiting[pk], extensions=asked[pk],
            duties=duties[pk], owns=plan.owner_id == load.agency.pk, monitors=plan.monitor_id == load.agency.pk,
        )
        for pk, plan in sorted(plans.items())
    ]  # fmt: skip


def clashes(load: Load, receivers: Mapping[int, Agency]) -> list[str]:
    """Why a plan cannot change its owner: the receiver tracks the same document already (one plan per document and office)."""
    said = []
    for plan in load.plans:
        if plan.owner_id != load.agency.pk:
            continue
        to = receivers[plan.pk]
        if Plan.objects.filter(directive_id=plan.directive_id, owner=to).exists():
            said.append(
                f"{to.name} đã có kế hoạch theo dõi {plan.directive.label}, nên không nhận thêm kế hoạch của {load.agency.name} "
                "về cùng văn bản. Kết thúc một trong hai kế hoạch trước, hoặc chọn cơ quan kế tục khác cho kế hoạch này."
            )
    return said


def told(agencies: Iterable[Agency], *, on: date) -> list[Officer]:
    """Officers of the successors on a day: who will find the work among their own."""
    posts = Post.objects.filter(active_on(on), agency__in=[one.pk for one in agencies], officer__is_active=True)
    officers = {
        post.officer_id: post.officer for post in posts.select_related("officer").order_by("officer__full_name")
    }
    return list(officers.values())


def is_open(lifecycle: str) -> bool:
    """Whether an item in this state is work that goes on."""
    return lifecycle in UNCONFIRMED
