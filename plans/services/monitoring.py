"""Who confirms a task's items follows its monitoring lines, also on a tracked plan (decision 7)."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from agencies.models import Officer
from plans.choices import EventKind
from plans.models import Plan, Task, WorkItem
from plans.services.items import monitor_of, write_event


def settle_monitor(task: Task, *, plan: Plan, by: Officer, now: datetime) -> int:
    """Give the task's unfinished items the monitor that its lines name now, else the plan's, each with its event; how many."""
    on, monitor = localdate(now), monitor_of(task) or plan.monitor
    items = WorkItem.objects.select_for_update(of=("self",)).filter(task=task).unconfirmed()
    changed = 0
    for item in items.exclude(monitor=monitor).select_related("monitor").order_by("pk"):
        note = f"Nơi xác nhận từ {item.monitor.label} sang {monitor.label}"
        item.monitor, item.last_event_on = monitor, on
        item.version += 1
        item.save(update_fields=["monitor", "last_event_on", "version"])
        write_event(item, kind=EventKind.MONITOR, on=on, now=now, by=by, note=note[:500])
        changed += 1
    return changed
