"""Who would get what on a day: the rule read without writing anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef

from agencies.choices import Duty
from agencies.dated import active_on
from agencies.models import Post
from plans.choices import Reached, ReminderState
from plans.models import Delivery, Plan, Reminder, WorkItem
from plans.reminders.opening import FINDING, finding_parameters


@dataclass(frozen=True, slots=True)
class Expected:
    """One reminder in one officer's letter; without an officer it would reach nobody."""

    officer_id: int | None
    work_item_id: int | None
    plan_id: int | None
    line_id: int | None
    note_id: int | None
    agency_id: int
    duty: str
    occasion: str
    named_on: date
    reached: str = Reached.DUTY


def preview(*, on: date) -> list[Expected]:
    """What would stand in the letters of a day: what the rule finds by then, and what waits already."""
    rows = [*_found(on=on), *_waiting(on=on)]
    items = WorkItem.objects.select_related("assignment").in_bulk(
        {row.work_item_id for row in rows if row.work_item_id}
    )
    plans = Plan.objects.in_bulk({row.plan_id for row in rows if row.plan_id})
    found: list[Expected] = []
    holders = _holders(rows, items, plans, on=on)
    for row in rows:
        item, plan = items.get(row.work_item_id or 0), plans.get(row.plan_id or 0)
        people, reached = _reached(row, item, plan, holders)
        found += [_to(row, officer, reached) for officer in people] or [row]
    return found


def _found(*, on: date) -> list[Expected]:
    with connection.cursor() as cursor:
        cursor.execute(FINDING, finding_parameters(on=on))
        return [
            Expected(None, item, None, None, None, agency, duty, occasion, named_on)
            for item, agency, duty, occasion, named_on, _, state in cursor.fetchall()
            if state == ReminderState.OPEN
        ]


def _waiting(*, on: date) -> list[Expected]:
    live = Delivery.objects.filter(reminder=OuterRef("pk"), dropped="", digest__day=on)
    rows = Reminder.objects.filter(~Exists(live), state=ReminderState.OPEN, for_day__lte=on)
    return [
        Expected(
            None, row.work_item_id, row.plan_id, row.line_id, row.note_asked_id, row.agency_id, row.duty, row.occasion,
            row.named_on,
        )
        for row in rows
    ]  # fmt: skip


def _holders(
    rows: Iterable[Expected], items: dict[int, Any], plans: dict[int, Any], *, on: date
) -> dict[tuple[int, str], list[int]]:
    """Active officers by agency and duty, of every agency that a row could reach; one query."""
    agencies = {row.agency_id for row in rows}
    for item in items.values():
        agencies |= {item.monitor_id, item.owner_id}
    for plan in plans.values():
        agencies |= {plan.monitor_id, plan.owner_id}
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    posts = Post.objects.filter(active_on(on), agency_id__in=agencies, officer__is_active=True)
    for agency, duty, officer in posts.order_by("id").values_list("agency_id", "duty", "officer_id"):
        if officer not in found[agency, duty]:
            found[agency, duty].append(officer)
    return found


def _reached(row: Expected, item: Any, plan: Any, holders: dict[tuple[int, str], list[int]]) -> tuple[list[int], str]:
    """The officers of a row and who stands in, by decisions/0025 (“To whom”)."""
    held = holders.get((row.agency_id, row.duty), [])
    in_charge = item.assignment.officer_in_charge_id if item and row.agency_id == item.agency_id else None
    if row.duty == Duty.CLERK and in_charge in [*held, *holders.get((row.agency_id, Duty.LEADER), [])]:
        return [in_charge], Reached.DUTY
    if held:
        return held, Reached.DUTY
    about = item or plan
    ways = [(row.agency_id, Duty.LEADER, Reached.LEADER)] if row.duty == Duty.CLERK else []
    if about is not None:
        ways += [(about.monitor_id, Duty.CLERK, Reached.MONITOR), (about.owner_id, Duty.CLERK, Reached.OWNER)]
    for agency, duty, reached in ways:
        if people := holders.get((agency, duty)):
            return people, reached
    return [], Reached.DUTY


def _to(row: Expected, officer: int, reached: str) -> Expected:
    return Expected(
        officer, row.work_item_id, row.plan_id, row.line_id, row.note_id, row.agency_id, row.duty, row.occasion,
        row.named_on, reached,
    )  # fmt: skip
