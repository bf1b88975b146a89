"""Answers to questions of the office that a tracked plan still asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from agencies.models import Officer
from agencies.verdict import Denied
from plans.choices import DueSource, ItemKind, PlanState
from plans.models import Assignment, Plan, Task
from plans.rules import may_extend_plan
from plans.services.items import open_products
from plans.services.planning import set_aside


@transaction.atomic
def end_tasks(tasks: Iterable[Task], *, by: Officer, now: datetime, reason: str) -> None:
    """Cancel provisional tasks, also of other offices' plans: who may complete the document decides that they have ended."""
    for task in tasks:
        task.cancelled_on, task.cancel_reason = localdate(now), reason[:500]
        task.save(update_fields=["cancelled_on", "cancel_reason"])
        set_aside(task.items.unconfirmed(), by=by, now=now, reason=f"Hủy nhiệm vụ: {reason}")


@transaction.atomic
def settle_due(task: Task, *, by: Officer, now: datetime, due_on: date) -> Task:
    """Say which day the words on time mean, where no day stands yet (domain.md §4.4); a day that stands moves by extension only.

    On a tracked plan the lead lines owe a product by that day from now on, and no check-ins any more.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("owner").get(pk=task.plan_id)
    may_extend_plan(by, plan).require()
    current = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if current.cancelled_on is not None:
        raise Denied("Nhiệm vụ này đã hủy nên không ấn định hạn.")
    if current.due_on is not None:
        raise Denied(f"Nhiệm vụ đã có hạn {current.due_on:%d/%m/%Y}; muốn đổi thì gia hạn từng đầu việc.")
    current.due_on, current.due_source = due_on, DueSource.OFFICE
    current.version += 1
    current.save(update_fields=["due_on", "due_source", "version"])
    if plan.state != PlanState.DRAFT:
        aside = current.items.unconfirmed().filter(kind=ItemKind.CHECK_IN, last_update_on__isnull=True)
        set_aside(aside, by=by, now=now, reason="Nhiệm vụ đã có hạn cụ thể")
        lines = (
            Assignment.objects.leading().active().filter(task=current).select_related("task", "task__plan", "agency")
        )
        open_products(plan, lines, on=localdate(now), now=now, by=by)
    return current
