"""Small words for stories about reminders."""

from __future__ import annotations

from datetime import date

from agencies.choices import Duty
from plans.choices import ReminderState
from plans.models import Reminder, WorkItem


def rows(item: WorkItem, *, duty: str = Duty.CLERK) -> list[tuple[str, str, str]]:
    """What was written about an item: occasion, working day, state; the oldest first."""
    found = Reminder.objects.filter(work_item=item, duty=duty).order_by("for_day", "named_on")
    return [(row.occasion, row.for_day.isoformat(), row.state) for row in found]


def states(item: WorkItem, *, duty: str = Duty.CLERK) -> dict[str, str]:
    """State by occasion; weekly ones by their day."""
    return {
        occasion if occasion != "overdue_weekly" else f"{occasion} {day}": state
        for occasion, day, state in rows(item, duty=duty)
    }


def only(*items: WorkItem) -> None:
    """Settle every other item, so that a story is about these alone."""
    WorkItem.objects.exclude(pk__in=[item.pk for item in items]).update(lifecycle="cancelled")


def move_due(item: WorkItem, due_on: date) -> None:
    """As if the item had had this due day from the start."""
    WorkItem.objects.filter(pk=item.pk).update(due_on=due_on, named_due_on=due_on)
    item.due_on = due_on


def count(state: str = ReminderState.OPEN) -> int:
    return Reminder.objects.filter(state=state).count()
