"""Verbs that build a plan: the plan itself, its tasks, lines, and duties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from agencies.models import Agency, AgencyGroup, Officer
from agencies.services import SavedByOthers
from agencies.text import nfc
from agencies.verdict import Denied
from directives.choices import Purpose
from directives.models import Directive
from directives.rules import may_record
from directives.services import address_to
from plans.choices import DueSource, EventKind, Lifecycle, PlanState, Preset, Role, TaskKind
from plans.cycles import Recurrence
from plans.models import Assignment, Plan, ReportingDuty, Task, WorkItem
from plans.reach import Reach, may_charge, reach_of_plan
from plans.rules import is_cancellable, is_releasable, may_edit_freely, may_extend_plan, may_own
from plans.schedules import NotADay, parse_days
from plans.services.items import open_duties, open_duty, open_products, reopen_items, write_event
from plans.services.monitoring import settle_monitor
from plans.services.telling import tell_assigned

EDITABLE = (
    "path", "section", "heading", "source_text", "is_verbatim", "kind", "due_on", "due_wording", "due_source", "product",
    "needs_evidence", "needs_document", "position",
)  # fmt: skip


def locked_plan(plan: Plan) -> Plan:
    """The plan's row, held until the transaction ends: every verb that changes a plan or opens its items takes it first."""
    return (
        Plan.objects.select_for_update(of=("self",))
        .select_related("owner", "owner__serves", "monitor", "directive", "directive__issuer")
        .get(pk=plan.pk)
    )


@transaction.atomic
def open_plan(
    directive: Directive,
    *,
    owner: Agency,
    by: Officer,
    now: datetime,
    monitor: Agency | None = None,
    cycle: str = Recurrence.QUARTERLY,
    preset: str = Preset.PARTY,
    days_after: int = 10,
    rolls_forward: bool = True,
) -> Plan:
    """Start a draft plan on a document one may read; the owner monitors unless another body is named."""
    may_record(by, owner).require()
    if not Directive.objects.readable_by(by).filter(pk=directive.pk).exists():
        raise Denied("Đồng chí chưa được xem nội dung văn bản này nên không lập kế hoạch theo dõi được.")
    if Plan.objects.filter(directive=directive, owner=owner).exists():
        raise Denied(f"{owner.name} đã lập kế hoạch theo dõi cho văn bản này.")
    try:
        with transaction.atomic():
            return Plan.objects.create(
                directive=directive, owner=owner, monitor=monitor or owner, cycle=cycle, preset=preset,
                days_after=days_after, rolls_forward=rolls_forward, created_by=by, created_at=now,
            )  # fmt: skip
    except IntegrityError:  # the second of two clicks
        raise Denied(f"{owner.name} đã lập kế hoạch theo dõi cho văn bản này.") from None


@transaction.atomic
def settle_plan(
    plan: Plan, *, by: Officer, version: int, monitor: Agency, cycle: str, preset: str, days_after: int, rolls_forward: bool,
    resubmit_days: int,
) -> Plan:  # fmt: skip
    """Change the plan's settings; once published only the days granted after a return may change."""
    current = locked_plan(plan)
    may_own(by, current).require()
    if current.version != version:
        raise SavedByOthers(current)
    if current.state == PlanState.DRAFT:
        current.monitor, current.cycle, current.preset = monitor, cycle, preset
        current.days_after, current.rolls_forward = days_after, rolls_forward
    current.resubmit_days = resubmit_days
    current.version += 1
    current.save()
    return current


@transaction.atomic
def add_task(
    plan: Plan,
    *,
    by: Officer,
    path: str,
    heading: str,
    source_text: str = "",
    is_verbatim: bool = True,
    section: str = "",
    kind: str = TaskKind.CONTINUING,
    due_on: date | None = None,
    due_wording: str = "",
    due_source: str = "",
    product: str = "",
    needs_evidence: bool = False,
    needs_document: bool = False,
    span: tuple[int, int] | None = None,
) -> Task:
    """Append a task with the words that order it; its agencies are assigned afterwards."""
    current = locked_plan(plan)
    may_extend_plan(by, current).require()
    if current.tasks.filter(path=path).exists():
        raise Denied(f"Kế hoạch đã có mục {path}.")
    last = current.tasks.order_by("-position").values_list("position", flat=True).first() or 0
    return Task.objects.create(
        plan=current, path=path.strip(), position=last + 1, section=nfc(section).strip(), heading=nfc(heading).strip(),
        source_text=nfc(source_text), is_verbatim=is_verbatim, kind=kind, due_on=due_on, due_wording=nfc(due_wording).strip(),
        due_source=due_source or (DueSource.OFFICE if due_on else ""), product=nfc(product).strip(), needs_evidence=needs_evidence,
        needs_document=needs_document, span_start=span[0] if span else None, span_end=span[1] if span else None,
    )  # fmt: skip


@transaction.atomic
def revise_task(task: Task, *, by: Officer, version: int, **fields: Any) -> Task:
    """Change a draft plan's task; the second of two savers gets `SavedByOthers`."""
    # The plan is held, so that publishing waits for the words or they for it.
    may_edit_freely(by, locked_plan(task.plan)).require()
    current = Task.objects.select_for_update(of=("self",)).select_related("plan", "plan__owner").get(pk=task.pk)
    if current.version != version:
        raise SavedByOthers(current)
    for name, value in fields.items():
        if name not in EDITABLE:
            raise ValueError(name)
        setattr(current, name, value)
    if current.due_on and not current.due_source:
        current.due_source = DueSource.OFFICE
    if current.plan.tasks.filter(path=current.path).exclude(pk=current.pk).exists():
        raise Denied(f"Kế hoạch đã có mục {current.path}.")
    current.version += 1
    current.save()
    return current


@transaction.atomic
def move_task(task: Task, *, by: Officer, up: bool) -> None:
    """Change places with the task before or after it; nothing happens at either end."""
    plan = locked_plan(task.plan)
    may_edit_freely(by, plan).require()
    order = list(plan.tasks.order_by("position", "id"))
    here = next(index for index, other in enumerate(order) if other.pk == task.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(order):
        return
    order[here], order[there] = order[there], order[here]
    for position, other in enumerate(order, start=1):
        other.position = position
    Task.objects.bulk_update(order, ["position"])


@transaction.atomic
def drop_task(task: Task, *, by: Officer) -> None:
    """Remove a task from a draft; a published one is cancelled instead."""
    may_edit_freely(by, locked_plan(task.plan)).require()
    task.delete()


@transaction.atomic
def cancel_task(task: Task, *, by: Officer, now: datetime, reason: str) -> Task:
    """Cancel a task of a published plan with its reason; unfinished items are set aside, finished ones stay (decision 12)."""
    plan = locked_plan(task.plan)
    may_own(by, plan).require()
    current = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    is_cancellable(plan, current).require()
    if not reason.strip():
        raise Denied("Hủy nhiệm vụ thì phải ghi lý do.")
    current.cancelled_on, current.cancel_reason = localdate(now), reason.strip()
    current.save(update_fields=["cancelled_on", "cancel_reason"])
    set_aside(current.items.unconfirmed(), by=by, now=now, reason=f"Hủy nhiệm vụ: {reason.strip()}")
    return current


def set_aside(items: Any, *, by: Officer, now: datetime, reason: str, own: Mapping[int, str] | None = None) -> None:
    """Cancel unfinished items with their event; they leave the ratios. `own` are reasons of single items, by id."""
    for item in items.select_for_update(of=("self",), no_key=True).select_related("monitor", "plan").order_by("pk"):
        item.lifecycle, item.last_event_on = Lifecycle.CANCELLED, localdate(now)
        item.version += 1
        item.save(update_fields=["lifecycle", "last_event_on", "version"])
        write_event(
            item,
            kind=EventKind.CANCELLED,
            on=localdate(now),
            now=now,
            by=by,
            note=(own or {}).get(item.pk, reason)[:500],
        )


@transaction.atomic
def assign(
    task: Task,
    *,
    by: Officer,
    now: datetime,
    role: str,
    agency: Agency | None = None,
    agency_text: str = "",
    heading: str = "",
    due_on: date | None = None,
    supports: Assignment | None = None,
    group: AgencyGroup | None = None,
    verbs: str = "",
    reach: Reach | None = None,
    begins: bool = True,
) -> Assignment:
    """Give an agency a role in a task; on a tracked plan its items open at once and the document opens to it.

    `reach` is whom the plan may charge, where the caller has asked already. `begins=False`: whoever gives many lines lets them
    begin together (`begin_lines`), in the same transaction.
    """
    plan = locked_plan(task.plan)
    may_extend_plan(by, plan).require()
    if agency is not None:
        may_charge(plan, agency, reach or reach_of_plan(plan)).require()
    if Task.objects.filter(pk=task.pk, cancelled_on__isnull=False).exists():
        raise Denied("Nhiệm vụ này đã hủy nên không giao thêm đơn vị.")
    said = {
        "agency_text": nfc(agency_text).strip(), "heading": nfc(heading).strip(), "due_on": due_on, "supports": supports,
        "group": group, "verbs": verbs,
    }  # fmt: skip
    if agency is None:
        if task.assignments.active().filter(role=role, agency=None, agency_text=said["agency_text"]).exists():
            raise Denied(f"“{said['agency_text']}” đã có trong nhiệm vụ này.")
        return Assignment.objects.create(task=task, role=role, **said)
    line, made = Assignment.objects.get_or_create(task=task, agency=agency, role=role, defaults=said)
    if not made:
        _take_up_again(line, said)
    if plan.state == PlanState.DRAFT:
        return line
    line.since = localdate(now)
    line.save(update_fields=["since"])
    reopen_items(line, plan=plan, by=by, now=now)
    if begins:
        begin_lines(plan, [line], by=by, now=now)
    if role == Role.MONITORING:
        settle_monitor(task, plan=plan, by=by, now=now)
    return line


def _take_up_again(line: Assignment, said: dict[str, Any]) -> None:
    """Let a line that was ended hold again, with what is said of it now."""
    if line.until is None:
        raise Denied(f"{line.label} đã {line.get_role_display()} nhiệm vụ này.")
    for name, value in {**said, "until": None, "end_reason": ""}.items():
        setattr(line, name, value)
    line.save(update_fields=[*said, "until", "end_reason"])


@transaction.atomic
def assign_many(
    task: Task, *, by: Officer, now: datetime, agencies: Iterable[Agency], agency_text: str = "", **said: Any
) -> None:
    """Several agencies and perhaps an open set in one role: all of them, or none when one is refused."""
    reach = reach_of_plan(task.plan)
    for agency in agencies:
        assign(task, by=by, now=now, agency=agency, reach=reach, **said)
    if agency_text.strip():
        assign(task, by=by, now=now, agency_text=agency_text, **{**said, "due_on": None, "supports": None})


def begin_lines(plan: Plan, lines: list[Assignment], *, by: Officer | None, now: datetime) -> None:
    """Let lines of a tracked plan take effect: open the document to their agencies, open their items."""
    on = localdate(now)
    named = [line.agency for line in lines if line.agency is not None]
    address_to(
        plan.directive, agencies={agency.pk: agency for agency in named}.values(), purpose=Purpose.ASSIGNED, since=on
    )
    tell_assigned(plan, lines, now=now)
    leads = [line for line in lines if line.role == Role.LEAD and line.agency_id is not None]
    if not leads:
        return
    open_products(plan, leads, on=on, now=now, by=by)
    open_duties(plan, on=on, now=now, by=by)


@transaction.atomic
def split_group(
    task: Task, *, by: Officer, now: datetime, group: AgencyGroup, role: str = Role.LEAD, heading: str = ""
) -> list[Assignment]:
    """One line per member of that day; history does not move when the group changes later (decision 18)."""
    taken = set(task.assignments.filter(role=role, until__isnull=True).values_list("agency_id", flat=True))
    members = [agency for agency in group.members_on(on=localdate(now)) if agency.pk not in taken]
    said: dict[str, Any] = {"role": role, "group": group, "heading": heading, "reach": reach_of_plan(task.plan)}
    lines = [assign(task, by=by, now=now, agency=agency, **said) for agency in members]
    if not lines:
        raise Denied(f"Mọi thành viên của nhóm {group.name} đã được giao nhiệm vụ này.")
    return lines


@transaction.atomic
def unassign(assignment: Assignment, *, by: Officer, now: datetime, reason: str = "") -> None:
    """Take a line back: removed in a draft, ended with a reason once published; unfinished items are set aside.

    Who helped a line that is removed from a draft helps the whole task.
    """
    plan = locked_plan(assignment.task.plan)
    may_own(by, plan).require()
    # A report on its way holds its item and then refers to the line: it must not wait for this lock.
    held = Assignment.objects.select_for_update(of=("self",), no_key=True)
    line = held.select_related("agency").filter(pk=assignment.pk).first()
    if line is None:
        raise Denied("Phân công này đã được bỏ trước đó.")
    is_releasable(plan, line).require()
    if plan.state == PlanState.DRAFT:
        line.delete()
        return
    if not reason.strip():
        raise Denied("Kế hoạch đã phát hành: bỏ phân công thì phải ghi lý do.")
    line.until, line.end_reason = localdate(now), reason.strip()
    line.save(update_fields=["until", "end_reason"])
    set_aside(
        WorkItem.objects.filter(assignment=line).unconfirmed(),
        by=by,
        now=now,
        reason=f"Bỏ phân công: {reason.strip()}",
    )
    if line.role == Role.MONITORING:
        settle_monitor(assignment.task, plan=plan, by=by, now=now)


@transaction.atomic
def add_duty(
    plan: Plan,
    *,
    by: Officer,
    name: str,
    recurrence: str,
    since: date,
    assignment: Assignment | None = None,
    recipient: Agency | None = None,
    wording: str = "",
    is_report: bool = False,
    preset: str = Preset.PARTY,
    days_after: int = 10,
    until: date | None = None,
    days: str = "",
    cut_off_days: int = 0,
    grace_days: int = 0,
    with_dated: bool = False,
    now: datetime | None = None,
) -> ReportingDuty:
    """Settle how often somebody reports: answers "định kỳ" without a period, or gives a line its own duty (domain.md §4.3).

    On a tracked plan its items open at once when `now` is told, else with the next daily run.
    """
    current = locked_plan(plan)
    may_extend_plan(by, current).require()
    same = current.duties.filter(
        assignment=assignment, with_dated=with_dated, recurrence=recurrence, until__isnull=True
    )
    if same.exists():
        raise Denied("Đơn vị đã có chế độ báo cáo với kỳ này.")
    duty = ReportingDuty.objects.create(
        plan=current, assignment=assignment, name=name, recurrence=recurrence, since=since, until=until, recipient=recipient,
        wording=wording, is_report=is_report, preset=preset, days_after=days_after, days=_readable(recurrence, days),
        cut_off_days=cut_off_days, grace_days=grace_days, with_dated=with_dated,
    )  # fmt: skip
    if now is not None and current.state == PlanState.PUBLISHED:
        open_duty(duty, on=localdate(now), now=now, by=by)
    return duty


def _readable(recurrence: str, days: str) -> str:
    """Typed days in the form in which they are kept; nothing for a duty that follows the calendar."""
    if recurrence != Recurrence.DATES:
        return ""
    try:
        return "\n".join(str(one) for one in parse_days(days))
    except NotADay as reason:
        raise Denied(str(reason)) from None
