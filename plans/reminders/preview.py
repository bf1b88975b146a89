"""The dry run: who would get what in the letters of a day, read without writing anything."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from plans.choices import ReminderState
from plans.models import Reminder
from plans.reminders.addressing import RECIPIENTS, recipient_parameters
from plans.reminders.opening import FINDING, finding_parameters
from plans.reminders.questions import unwritten, waiting_questions

_PLANNED = """
SELECT * FROM unnest(
    %(keys)s::bigint[], %(items)s::bigint[], %(of_plans)s::bigint[], %(agencies)s::bigint[], %(duties)s::text[], %(told)s::text[],
    %(handovers)s::bigint[]
) AS planned(reminder_id, work_item_id, plan_id, agency_id, duty, occasion, handover_id)
"""


@dataclass(frozen=True, slots=True)
class Expected:
    """One row that a letter of the day would tell one officer, or nobody (None); `unwanted` where the officer refused it."""

    officer_id: int | None
    work_item_id: int | None
    plan_id: int | None
    line_id: int | None
    note_id: int | None
    agency_id: int
    duty: str
    occasion: str
    named_on: date
    for_day: date
    reached: str = ""
    unwanted: bool = False
    handover_id: int | None = None


def preview(*, on: date, plans: Collection[int] | None = None) -> list[Expected]:
    """What the letters of a day would tell, about all plans or some: rows that wait and rows that the rule names up to that day.

    Nothing is judged again as at sending: what is answered before the letter leaves is left out then. Seven queries.
    """
    rows = [*_waiting(on, plans), *_found(on, plans), *_questions(on, plans)]
    found = []
    for key, officer_id, reached, unwanted in _recipients(rows, on):
        row = rows[key]
        found.append(
            Expected(
                officer_id, row.work_item_id, row.plan_id, row.line_id, row.note_asked_id, row.agency_id, row.duty, row.occasion,
                row.named_on, row.for_day, reached, unwanted, row.handover_id,
            )
        )  # fmt: skip
    return found


def _waiting(on: date, plans: Collection[int] | None) -> list[Reminder]:
    """Rows that are written and not sent."""
    about = Q() if plans is None else Q(work_item__plan__in=plans) | Q(plan__in=plans)
    return list(Reminder.objects.filter(about, state=ReminderState.OPEN, for_day__lte=on).order_by("pk"))


def _found(on: date, plans: Collection[int] | None) -> list[Reminder]:
    """Rows about items that are not written yet."""
    with connection.cursor() as cursor:
        cursor.execute(FINDING, finding_parameters(on=on, plans=plans))
        found = cursor.fetchall()
    return [
        Reminder(
            work_item_id=item, agency_id=agency, duty=duty, occasion=occasion, named_on=named_on, for_day=for_day, state=state
        )
        for item, agency, duty, occasion, named_on, for_day, state in found
        if state == ReminderState.OPEN
    ]  # fmt: skip


def _questions(on: date, plans: Collection[int] | None) -> list[Reminder]:
    """Rows about questions that are not written yet."""
    return unwritten([one for one in waiting_questions() if plans is None or one.plan_id in plans], on=on)


def _recipients(rows: list[Reminder], on: date) -> list[tuple[int, int | None, str, bool]]:
    """Place of each row, an officer, who stood in, whether refused; rows for nobody with None."""
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            RECIPIENTS.format(source=_PLANNED, untried="true"),
            {
                "day": on,
                **recipient_parameters(),
                "keys": list(range(len(rows))),
                "items": [row.work_item_id for row in rows],
                "of_plans": [row.plan_id for row in rows],
                "agencies": [row.agency_id for row in rows],
                "duties": [row.duty for row in rows],
                "told": [row.occasion for row in rows],
                "handovers": [row.handover_id for row in rows],
            },
        )
        found = sorted(cursor.fetchall())
    reached = {key for key, *_ in found}
    return [*found, *((key, None, "", False) for key in range(len(rows)) if key not in reached)]
