"""News of work: who is given or takes over work is told once, by a row of the reminders' ledger written with the act itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from agencies.models import Agency, working_calendar
from plans.choices import HandoverKind, Occasion, PlanState, ReminderState
from plans.models import Assignment, Handover, HandoverLine, Plan, Reminder
from plans.occasions import duties_of
from plans.policy import policies_of
from plans.rules_lines import ANSWERED


def tell_assigned(plan: Plan, lines: Iterable[Assignment], *, now: datetime) -> None:
    """One notice a day, plan and duty to each agency that was given work, to lead or to help, for the first letter after that day.

    However many lines an agency got, by whatever act: the letter counts them when it is written. The office needs no letter about
    what it gave itself.
    """
    agencies = {line.agency_id for line in lines if line.agency_id is not None and line.role in ANSWERED}
    agencies.discard(plan.owner_id)
    if not agencies or not policies_of({(plan.pk, plan.owner_id)})[plan.pk].has(Occasion.ASSIGNED):
        return
    on = localdate(now)
    for_day = working_calendar().roll_forward(on + timedelta(days=1))
    Reminder.objects.bulk_create(
        (
            Reminder(
                plan=plan, agency_id=agency_id, duty=duty, occasion=Occasion.ASSIGNED, named_on=on, for_day=for_day, opened_at=now
            )
            for agency_id in sorted(agencies)
            for duty in duties_of(Occasion.ASSIGNED)
        ),
        ignore_conflicts=True,
    )  # fmt: skip


def hush(agency: Agency, handover: Handover) -> None:
    """Nothing of plans is told any more to an agency that has ended: its successors are told of what came to them."""
    waiting = Reminder.objects.filter(agency=agency, work_item__isnull=True, state=ReminderState.OPEN)
    waiting.update(state=ReminderState.DROPPED, note=f"Đơn vị đã kết thúc theo {handover.decision}"[:200])


def tell_successors(handover: Handover, lines: Iterable[HandoverLine], *, now: datetime) -> None:
    """One notice to each duty of each successor that got any open item; the letter counts what the handover's lines say.

    A row of the ledger is about an item: one that is new there and of a tracked plan, as nothing else may silence it.
    """
    on = localdate(now)
    came: dict[int, list[HandoverLine]] = defaultdict(list)
    for line in lines:
        if line.kind == HandoverKind.ITEM and line.successor_id is not None:
            came[line.successor_id].append(line)
    known = Reminder.objects.filter(occasion=Occasion.TAKEN_OVER, named_on=on, agency__in=came)
    told = set(known.values_list("agency_id", "work_item_id"))  # another handover of the same day may share an item
    for_day, notices = working_calendar().roll_forward(on), []
    for agency_id, rows in came.items():
        rows.sort(
            key=lambda row: (row.merged, row.plan is None or row.plan.state != PlanState.PUBLISHED, row.to_item_id)
        )
        item_id = next((row.to_item_id for row in rows if (agency_id, row.to_item_id) not in told), None)
        if item_id is not None:
            notices += [
                Reminder(
                    work_item_id=item_id, agency_id=agency_id, duty=duty, occasion=Occasion.TAKEN_OVER, handover=handover,
                    named_on=on, for_day=for_day, opened_at=now,
                )
                for duty in duties_of(Occasion.TAKEN_OVER)
            ]  # fmt: skip
    Reminder.objects.bulk_create(notices)
