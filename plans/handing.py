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

from django.db.models import Count, Exists, OuterRef, Q

from agencies import succession
from agencies.models import Agency, GroupMembership, Officer, Post, active_on
from agencies.wording import format_day, number
from plans import heritage
from plans.choices import OUTSIDE, ExtensionState, HandoverKind, Lifecycle, PlanState, ReminderState, Role
from plans.lines import refusals_waiting
from plans.models import Assignment, Extension, Handover, Plan, Reminder, ReportingDuty, WorkItem

APART = (HandoverKind.POST, HandoverKind.GROUP, HandoverKind.BODY, HandoverKind.REPORT)
"""What a handover moved that belongs to no plan."""
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
    """Everything that the end of an agency touches, read at one moment; `refused` are lines whose refusal nobody has decided."""

    agency: Agency
    lines: Sequence[Assignment]
    items: Sequence[WorkItem]
    plans: Sequence[Plan]
    duties: Sequence[ReportingDuty]
    extensions: Sequence[Extension]
    posts: Sequence[Post]
    memberships: Sequence[GroupMembership]
    bodies: Sequence[Agency]
    refused: Sequence[int] = ()

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
            list(self.refused),
        ]
        return sha256(repr(seen).encode()).hexdigest()

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.plans or self.posts or self.duties or self.memberships or self.bodies)


def lines_of(agency: Agency, *, on: date) -> list[Assignment]:
    """Lines that have to go on with somebody: those that hold in living plans, but for lead lines whose work is all done."""
    held = Assignment.objects.active().filter(agency=agency, task__cancelled_on__isnull=True)
    owed = WorkItem.objects.unconfirmed().filter(assignment=OuterRef("pk"))
    duty = ReportingDuty.objects.holding(on=on).filter(assignment=OuterRef("pk"))
    goes_on = Q(due_on__isnull=True, task__due_on__isnull=True) | Exists(owed) | Exists(duty)
    found = held.filter(task__plan__state__in=LIVING).filter(
        ~Q(role=Role.LEAD) | Q(task__plan__state=PlanState.DRAFT) | goes_on
    )
    rows = found.select_related("task", "task__plan", "task__plan__directive", "supports")
    return list(rows.order_by("task__plan_id", "task__position", "id"))


def _plans(agency: Agency) -> Any:
    return Plan.objects.filter(Q(owner=agency) | Q(monitor=agency), state__in=LIVING)


def _duties(agency: Agency, *, on: date) -> Any:
    return ReportingDuty.objects.holding(on=on).filter(recipient=agency, plan__state__in=LIVING)


def plan_ids(agency: Agency, *, on: date) -> list[int]:
    """Ids of the living plans in which the agency leads, helps, monitors, owns or receives, ascending."""
    worked = Assignment.objects.active().filter(agency=agency, task__plan__state__in=LIVING)
    found = set(worked.values_list("task__plan_id", flat=True))
    found |= set(_plans(agency).values_list("pk", flat=True))
    found |= set(_duties(agency, on=on).values_list("plan_id", flat=True))
    return sorted(found)


def load_of(agency: Agency, *, effective_on: date) -> Load:
    """What the end of the agency touches; a fixed number of queries."""
    lines = lines_of(agency, on=effective_on)
    items = WorkItem.objects.unconfirmed().filter(assignment__in=[line.pk for line in lines])
    items = items.select_related("period", "assignment", "task", "monitor", "plan").order_by("pk")
    waiting = Extension.objects.filter(work_item__in=items.values("pk"), state=ExtensionState.PENDING)
    held = agency.memberships.filter(Q(until__isnull=True) | Q(until__gte=effective_on)).select_related("group")
    return Load(
        agency=agency,
        lines=lines,
        items=list(items),
        plans=list(_plans(agency).select_related("directive").order_by("pk")),
        duties=list(_duties(agency, on=effective_on).select_related("plan__directive").order_by("pk")),
        extensions=list(waiting.order_by("pk")),
        posts=succession.posts_on_leaving(agency, effective_on=effective_on),
        memberships=list(held.order_by("pk")),
        bodies=list(succession.lower_bodies(agency)),
        refused=sorted(
            refusals_waiting(Assignment.objects.filter(pk__in=[line.pk for line in lines])).values_list("pk", flat=True)
        ),
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


def doubles(load: Load, choices: Choices, main: Agency) -> int:
    """How many open items the receivers owe already, so that theirs go on for both."""
    to = {line.pk: choices.lines.get(line.pk, main).pk for line in load.lines}
    theirs = WorkItem.objects.filter(agency__in=set(to.values()), task__in={item.task_id for item in load.items})
    known = {
        (row.task_id, row.agency_id, row.kind, *_days(row))
        for row in theirs.exclude(lifecycle__in=OUTSIDE).select_related("period")
    }
    return sum((row.task_id, to[row.assignment_id], row.kind, *_days(row)) in known for row in load.items)


def _days(item: WorkItem) -> tuple[date | None, date | None]:
    return (item.period.starts_on, item.period.ends_on) if item.period else (None, None)


NAMES_TOLD = 12


def consequences(
    load: Load, choices: Choices, receivers: Sequence[Agency], *, effective_on: date, on: date
) -> list[str]:
    """What the handover will do, as sentences for the page that asks."""
    main, names = receivers[0], ", ".join(one.name for one in receivers)
    ends = f"{load.agency.name} kết thúc từ ngày {format_day(effective_on)}; {names} kế tục và thấy những văn bản, đầu việc mà "
    said = [f"{ends}{load.agency.name} đã thấy. Báo cáo cũ vẫn in tên cũ.", _moves(load, doubles(load, choices, main))]
    waiting = sum(item.lifecycle == Lifecycle.SUBMITTED for item in load.items)
    if waiting:
        said.append(f"{number(waiting)} báo cáo đang chờ xác nhận tiếp tục chờ ở nơi nhận, giữ ngày gửi.")
    if load.extensions:
        said.append(f"{number(len(load.extensions))} đề nghị gia hạn đang chờ đi theo đầu việc.")
    letters = Reminder.objects.filter(work_item__in=[item.pk for item in load.items], state=ReminderState.OPEN).count()
    stopped = f"{number(letters)} thư nhắc chưa gửi của đầu việc cũ sẽ không gửi; " if letters else ""
    if load.items:
        said.append(f"{stopped or 'Nhắc việc: '}đầu việc tiếp nhận nhắc từ hôm nay, không gửi bù.")
    if load.refused:
        said.append(
            f"{number(len(load.refused))} lời không nhận việc chưa quyết định đi theo phân công, vẫn chờ văn phòng chủ kế hoạch; "
            "nơi nhận đang có phân công ấy thì theo lời của nơi nhận."
        )
    said += heritage.told(load.agency)
    if load.memberships:
        groups = ", ".join(sorted({row.group.name for row in load.memberships}))
        said.append(f"Từ {format_day(effective_on)}, {names} là thành viên nhóm thay {load.agency.label}: {groups}.")
    if load.bodies:
        to = succession.new_superior(load.agency, main)
        bodies = ", ".join(body.name for body in load.bodies)
        said.append(
            f"{number(len(load.bodies))} cơ quan trực thuộc còn hoạt động chuyển về {to.name if to else 'cấp cao nhất'}: {bodies}."
        )
    if load.items:
        said.append(
            "Nơi nhận đầu việc được báo một lần, bằng thư và ở trang đầu: số đầu việc, từ đâu, theo quyết định nào."
        )
    return [*said, _reached(load, receivers, on=on)]


def _moves(load: Load, merged: int) -> str:
    if not load.items:
        return "Không có đầu việc nào đang mở."
    joined = f" {number(merged)} việc mà nơi nhận cũng đang có thì nhập vào đầu việc đã có." if merged else ""
    return (
        f"{number(len(load.items))} đầu việc chưa xong chuyển sang nơi nhận, giữ nguyên hạn, tiến trình và số lần gia hạn."
        f"{joined} Việc đã hoàn thành vẫn đứng tên {load.agency.name}."
    )


def _reached(load: Load, receivers: Sequence[Agency], *, on: date) -> str:
    people = list(dict.fromkeys([*told(receivers, on=on), *(post.officer for post in load.posts)]))
    if not people:
        return "Nơi nhận chưa có cán bộ nào trên hệ thống: giao chức trách trước, để có người làm tiếp."
    shown = ", ".join(officer.full_name for officer in people[:NAMES_TOLD])
    rest = len(people) - NAMES_TOLD
    return f"Người làm tiếp, sẽ thấy ở việc của đơn vị: {shown}{f' và {number(rest)} người khác' if rest > 0 else ''}."


def moved(handover: Handover) -> list[dict[str, Any]]:
    """What a handover moved, added up by plan, content and receiver; numbers only."""
    rows = handover.lines.exclude(kind__in=APART)
    summed = rows.order_by().values("plan_id", "kind", "successor_id", "merged").annotate(n=Count("pk"))
    plans = Plan.objects.select_related("directive").in_bulk({row["plan_id"] for row in summed})
    names = Agency.objects.in_bulk({row["successor_id"] for row in summed if row["successor_id"]})
    order = list(HandoverKind.values)
    found = sorted(summed, key=lambda row: (row["plan_id"], order.index(row["kind"]), row["merged"]))
    return [
        {
            "plan": plans[row["plan_id"]],
            "what": HandoverKind(row["kind"]).label,
            "to": names.get(row["successor_id"]),
            **row,
        }
        for row in found
    ]


def passages_of(plan: Plan) -> list[dict[str, Any]]:
    """Which agencies of a plan were followed by which, by which decision; one row per handover and receiver."""
    rows = (
        plan.handover_lines.order_by("handover_id", "successor_id")
        .values_list("handover_id", "successor_id")
        .distinct()
    )
    pairs = list(rows)
    acts = Handover.objects.select_related("agency").in_bulk({act for act, _ in pairs})
    names = Agency.objects.in_bulk({to for _, to in pairs if to})
    return [{"handover": acts[act], "to": names[to]} for act, to in pairs if to]
