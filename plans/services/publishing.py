"""Verbs that move a whole plan: publish, recall, pause, resume (decisions 11, 12); `ending` has the last one."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from agencies.models import Officer
from agencies.text import nfc
from agencies.verdict import Denied
from directives.choices import Purpose
from directives.services import address_to
from plans.choices import DigestState, PlanState, ReminderState
from plans.cycles import Recurrence
from plans.models import (
    Assignment,
    AssignmentAnswer,
    Delivery,
    Extension,
    Plan,
    Reminder,
    ReportingDuty,
    ReportingPeriod,
    StatusUpdate,
    UrgingLine,
    WorkItem,
)
from plans.occasions import NEWS
from plans.rules import may_pause, may_publish, may_recall, may_resume
from plans.services.items import open_duties
from plans.services.planning import begin_lines, locked_plan


@transaction.atomic
def publish(plan: Plan, *, by: Officer, now: datetime) -> Plan:
    """Freeze the tasks, open the document to those who must act, open work items and start reminders."""
    current = locked_plan(plan)
    may_publish(by, current, tasks=current.tasks.standing_open().count()).require()
    on = localdate(now)
    current.state, current.published_on, current.published_by = PlanState.PUBLISHED, on, by
    current.version += 1
    current.save(update_fields=["state", "published_on", "published_by", "version"])
    current.duties.holding(on=on).filter(since__lt=on).update(since=on)
    if current.cycle:
        _start_cycle(current, on=on)
    lines = Assignment.objects.filter(task__plan=current, until__isnull=True).select_related(
        "task", "task__plan", "agency"
    )
    lines.update(since=on)
    address_to(current.directive, agencies=[current.owner, current.monitor], purpose=Purpose.ASSIGNED, since=on)
    begin_lines(current, list(lines), by=by, now=now)
    return current


def _start_cycle(plan: Plan, *, on: date) -> ReportingDuty:
    """The plan's own cycle as a duty of every lead line without a due date towards the monitor (decision 2)."""
    label = Recurrence(plan.cycle).label
    duty, _ = ReportingDuty.objects.get_or_create(
        plan=plan, assignment=None, with_dated=False, recurrence=plan.cycle, until=None,
        defaults={"name": f"Cập nhật {label}", "recipient": plan.monitor, "preset": plan.preset,
                  "days_after": plan.days_after, "since": on},
    )  # fmt: skip
    return duty


def is_touched(plan: Plan) -> bool:
    """Whether an update, an answer to a line, a request, a letter of either kind or a handover has come of it (decision 11)."""
    updates = StatusUpdate.objects.filter(assignment__task__plan=plan)
    # A letter whose first attempt ended unseen may be with its reader, whatever its state is by now.
    left = Q(digest__state__in=(DigestState.SENDING, DigestState.SENT, DigestState.UNKNOWN)) | Q(
        digest__unknown_ends__gt=0
    )
    mailed = Delivery.objects.filter(Q(reminder__work_item__plan=plan) | Q(reminder__plan=plan), left)
    asked = Extension.objects.filter(work_item__plan=plan)
    answered = AssignmentAnswer.objects.filter(assignment__task__plan=plan)
    moved = plan.handover_lines.exists()
    urged = UrgingLine.objects.filter(work_item__plan=plan, urging__number__isnull=False)
    return moved or any(found.exists() for found in (updates, asked, answered, mailed, urged))


@transaction.atomic
def recall(plan: Plan, *, by: Officer, now: datetime) -> Plan:
    """Take a publication back to draft while nobody has acted on it: items, periods and unsent reminders go."""
    current = locked_plan(plan)
    # Held before asking, so that a report on its way is waited for and then seen.
    list(current.items.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    may_recall(by, current, touched=is_touched(current)).require()
    current.items.all().delete()
    current.reminders.all().delete()
    current.pauses.all().delete()
    ReportingPeriod.objects.filter(duty__plan=current).delete()
    current.duties.filter(assignment__isnull=True, with_dated=False).delete()
    current.state, current.published_on, current.published_by = PlanState.DRAFT, None, None
    current.version += 1
    current.save(update_fields=["state", "published_on", "published_by", "version"])
    return current


def suppress_letters(plan: Plan, reason: str, *, news: bool) -> None:
    """Unsent reminders of the plan will not go out, and the diary says why (decision 12); `news` says whether what is told once
    falls too: by a pause it only waits, as nobody would hear of that work otherwise."""
    waiting = Reminder.objects.filter(Q(work_item__plan=plan) | Q(plan=plan), state=ReminderState.OPEN)
    if not news:
        waiting = waiting.exclude(occasion__in=NEWS)
    waiting.update(state=ReminderState.DROPPED, note=reason[:200])


@transaction.atomic
def pause(plan: Plan, *, by: Officer, now: datetime, reason: str) -> Plan:
    """Stop tracking for a while: no reminders, no new periods; nothing missed is sent afterwards."""
    current = locked_plan(plan)
    may_pause(by, current).require()
    why = nfc(reason).strip()
    if not why:
        raise Denied("Tạm dừng thì phải ghi lý do.")
    current.pauses.create(since=localdate(now), reason=why[:500], paused_by=by)
    current.state = PlanState.PAUSED
    current.version += 1
    current.save(update_fields=["state", "version"])
    suppress_letters(current, f"Kế hoạch tạm dừng: {why}", news=False)
    return current


@transaction.atomic
def resume(plan: Plan, *, by: Officer, now: datetime) -> Plan:
    """Track again from today on: the current period opens, those that began and ended meanwhile never do."""
    current = locked_plan(plan)
    may_resume(by, current).require()
    on = localdate(now)
    end_pause(current, by=by, on=on)
    current.state = PlanState.PUBLISHED
    current.version += 1
    current.save(update_fields=["state", "version"])
    # Waiting ones too: when they are returned, the days of the pause stay silent. Held in the order in which all verbs take them.
    open_items = WorkItem.objects.filter(plan=current).unconfirmed()
    list(open_items.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))
    open_items.update(remind_from=on)
    open_duties(current, on=on, now=now, by=by)
    return current


def end_pause(plan: Plan, *, by: Officer, on: date) -> None:
    """Close the pause that lasts, where one does."""
    plan.pauses.filter(until__isnull=True).update(until=on, resumed_by=by)
