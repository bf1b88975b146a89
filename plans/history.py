"""The history pages of plans and tasks: for whoever may see them now; drafts stay what the owning agency alone knows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from agencies.history.subjects import Part, Sight, Subject, supply_related, supply_subject
from agencies.history.tracking import EVENTS
from agencies.history.words import Names
from agencies.models import Agency, Officer, scope_of
from agencies.wording import format_day
from plans.choices import PlanState
from plans.models import Assignment, Plan, PlanPause, ReminderPolicy, ReportingDuty, Task


def _published(plan: Plan) -> datetime | None:
    """When the plan last left its draft; None when its history knows of no draft."""
    changes = EVENTS[Plan]._base_manager.filter(pgh_obj_id=plan.pk).order_by("pgh_id")
    drafts = changes.filter(state=PlanState.DRAFT).values_list("pgh_id", flat=True)
    last = drafts.last()
    left = changes.filter(pgh_id__gt=last).first() if last else None
    return left.pgh_created_at if left else None


def _sight(user: Officer, plan: Plan) -> Sight:
    """All to the owning agency; to others nothing older than the publication; to an assignee its own lines only (decision 14)."""
    scope = scope_of(user)
    if plan.owner_id in scope.own:
        return Sight()
    since = _published(plan)
    if Plan.objects.overseen_by(user).filter(pk=plan.pk).exists():
        return Sight(since=since)
    duties = ReportingDuty.objects.visible_to(user).filter(plan=plan).order_by().values("pk")
    return Sight(since=since, only={Assignment: Q(agency_id__in=scope.below), ReportingDuty: Q(pgh_obj_id__in=duties)})


def _task(event: Any, names: Names) -> str:
    return f"nhiệm vụ {event.path}. {event.heading}"


def _line(event: Any, names: Names) -> str:
    who = names.of(Agency, event.agency_id) if event.agency_id else event.agency_text
    return f"phân công {who} {event.get_role_display()}, mục {names.of(Task, event.task_id)}"


def _tasks_of(plan_pk: int) -> Any:
    return EVENTS[Task]._base_manager.filter(plan_id=plan_pk).values("pgh_obj_id")


def _lines_of(task_pk: int) -> Any:
    return EVENTS[Assignment]._base_manager.filter(task_id=task_pk).values("pgh_obj_id")


def _duty(event: Any, names: Names) -> str:
    return f"chế độ báo cáo {event.name}"


def _policy(event: Any, names: Names) -> str:
    return "chế độ nhắc việc"


def _policy_place(policy: ReminderPolicy) -> str:
    if policy.plan_id:
        return reverse("plans:plan-reminders", args=[policy.plan_id])
    return f"{reverse('plans:reminder-policy')}?co_quan={policy.agency_id}"


def supply() -> None:
    """Give plans, tasks and offices' ways of reminding their pages; what belongs to a plan or task is told there."""
    supply_related(Plan, "directive")
    supply_related(Assignment, "agency")
    supply_subject(
        Subject(
            "ke-hoach", "", lambda user: Plan.objects.visible_to(user).select_related("directive"),
            bodies=lambda plan: {plan.owner_id, plan.monitor_id},
            place=lambda plan: reverse("plans:plan-detail", args=[plan.pk]),
            sight=_sight,
            parts=(
                Part(Plan, lambda pk: Q(pgh_obj_id=pk), lambda _event, _names: "kế hoạch theo dõi", ("directive",)),
                Part(
                    PlanPause, lambda pk: Q(plan_id=pk),
                    lambda event, _names: f"lần tạm dừng từ {format_day(event.since)}", ("plan",),
                ),
                Part(Task, lambda pk: Q(plan_id=pk), _task, ("plan", "position")),
                Part(Assignment, lambda pk: Q(task_id__in=_tasks_of(pk)), _line, ("task",)),
                Part(ReportingDuty, lambda pk: Q(plan_id=pk), _duty, ("plan",)),
                Part(ReminderPolicy, lambda pk: Q(plan_id=pk), _policy, ("plan", "agency", "digest_at", "feed_titles")),
            ),
        )
    )  # fmt: skip
    supply_subject(
        Subject(
            "che-do-nhac-viec", "",
            lambda user: ReminderPolicy.objects.visible_to(user).select_related("agency", "plan__directive"),
            bodies=lambda policy: {policy.agency_id or policy.plan.owner_id}, place=_policy_place,
            parts=(Part(ReminderPolicy, lambda pk: Q(pgh_obj_id=pk), _policy, ("agency", "plan")),),
        )
    )  # fmt: skip
    supply_subject(
        Subject(
            "nhiem-vu", "Nhiệm vụ",
            lambda user: Task.objects.visible_to(user).select_related("plan__directive"),
            bodies=lambda task: {task.plan.owner_id, task.plan.monitor_id},
            place=lambda task: reverse("plans:task-detail", args=[task.plan_id, task.pk]),
            sight=lambda user, task: _sight(user, task.plan),
            parts=(
                Part(Task, lambda pk: Q(pgh_obj_id=pk), _task, ("plan", "position")),
                Part(Assignment, lambda pk: Q(task_id=pk), _line, ("task",)),
                Part(ReportingDuty, lambda pk: Q(assignment_id__in=_lines_of(pk)), _duty, ("plan",)),
            ),
        )
    )  # fmt: skip
