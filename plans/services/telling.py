"""Who takes work over is told of it once, by a row of the reminders' ledger that is written with the handover itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.utils.timezone import localdate

from agencies.models import working_calendar
from plans.choices import HandoverKind, Occasion, PlanState
from plans.models import Handover, HandoverLine, Reminder
from plans.occasions import duties_of


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
