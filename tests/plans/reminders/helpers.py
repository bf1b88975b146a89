"""Small words for stories about reminders."""

from __future__ import annotations

from datetime import date

from agencies.choices import Duty
from agencies.models import Officer
from plans.choices import ReminderState
from plans.models import Plan, Reminder, ReminderPolicy, ReminderPreference, WorkItem
from plans.policy import STEPS


def rows(item: WorkItem, *, duty: str = Duty.CLERK) -> list[tuple[str, str, str]]:
    """What was written about an item: occasion, working day, state; the oldest first."""
    found = Reminder.objects.filter(work_item=item, agency=item.agency, duty=duty).order_by("for_day", "named_on")
    return [(row.occasion, row.for_day.isoformat(), row.state) for row in found]


def states(item: WorkItem, *, duty: str = Duty.CLERK) -> dict[str, str]:
    """State by occasion; weekly ones by their day."""
    return {
        occasion if occasion != "overdue_weekly" else f"{occasion} {day}": state
        for occasion, day, state in rows(item, duty=duty)
    }


def only(*items: WorkItem) -> None:
    """Settle every other item, question, piece of news and summary, so that a story is about these alone."""
    WorkItem.objects.exclude(pk__in=[item.pk for item in items]).update(lifecycle="cancelled")
    settle_besides()


def settle_besides() -> None:
    """Old news was told long ago; nobody is reminded of questions, no leader wants the week's summary."""
    Reminder.objects.filter(work_item__isnull=True).delete()
    for plan in Plan.objects.all():
        ReminderPolicy.objects.update_or_create(
            plan=plan, defaults={"question_days": None, "occasions": list(STEPS), "leader_days": 7, "monitor_days": 15,
                                 "committee_days": 30, "review_days": 5},
        )  # fmt: skip
    leaders = Officer.objects.filter(posts__duty=Duty.LEADER).distinct()
    ReminderPreference.objects.bulk_create(
        (ReminderPreference(officer=officer, weekly=False) for officer in leaders), ignore_conflicts=True
    )


def move_due(item: WorkItem, due_on: date) -> None:
    """As if the item had had this due day from the start."""
    WorkItem.objects.filter(pk=item.pk).update(due_on=due_on, named_due_on=due_on)
    item.due_on = due_on


def count(state: str = ReminderState.OPEN) -> int:
    return Reminder.objects.filter(state=state).count()
