"""What a file may say of an item because it was so once: days before the calendar moved them, names that its bodies bore."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from agencies.models import Agency, Officer
from agencies.text import nfc
from plans.choices import EventKind, Role
from plans.importing.cells import squeezed
from plans.models import Assignment, Plan, WorkItem, WorkItemEvent

PARTED: Final = re.compile(r"[;\n]")


def days_before(ids: Collection[int], *, since: date | None) -> dict[int, frozenset[date]]:
    """Due days that the working calendar moved, by item: on the file's day (`since`) or later, or since the date was last set.

    The file's own day counts whole: nobody can tell whether it was made before or after the calendar changed.
    """
    moved = WorkItemEvent.objects.filter(work_item__in=ids, kind=EventKind.MOVED)
    if since is not None:
        moved = moved.filter(on__gte=since)
    rows = WorkItemEvent.objects.filter(work_item__in=set(moved.values_list("work_item_id", flat=True)))
    found: dict[int, set[date]] = defaultdict(set)
    due: dict[int, date | None] = {}
    for pk, kind, on, day in rows.order_by("on", "id").values_list("work_item_id", "kind", "on", "due_on"):
        before = due.get(pk)
        if kind == EventKind.MOVED and before is not None and (since is None or on >= since):
            found[pk].add(before)
        elif since is None and before != day:
            found[pk].clear()  # another day was set: what the one before was rolled to says nothing of it
        due[pk] = day
    return {pk: frozenset(days) for pk, days in found.items()}


def names_of(agency: Agency) -> set[str]:
    """Every name that a body bears or bore, as two texts are compared."""
    names = f"{agency.name}; {agency.former_names}; {agency.former_labels}".split("; ")
    return {squeezed(name) for name in names if name}


@dataclass(frozen=True, slots=True)
class Partner:
    """A line that helps an item, by every name its body bears or bore; `needed` where the file must have known it."""

    names: frozenset[str]
    needed: bool = True


def partners_of(items: Iterable[WorkItem], officer: Officer, *, since: date | None) -> dict[int, list[Partner]]:
    """For each item the lines that help it, and with a file of a day those that came or went on that day or later."""
    wanted = list(items)
    lines = Assignment.objects.filter(role=Role.COORDINATING, task__in={item.task_id for item in wanted})
    lines = lines.filter(task__plan__in=Plan.objects.visible_to(officer))
    holds = Q(until__isnull=True) if since is None else Q(until__isnull=True) | Q(until__gte=since)
    by_task: dict[int, list[Assignment]] = defaultdict(list)
    for line in lines.filter(holds).prefetch_related("agency").order_by("until", "id"):
        by_task[line.task_id].append(line)
    return {
        item.pk: [
            Partner(frozenset(_names(line)), needed=line.until is None and not (since and line.since and line.since >= since))
            for line in by_task[item.task_id] if line.supports_id in (None, item.assignment_id)
        ]
        for item in wanted
    }  # fmt: skip


def _names(line: Assignment) -> set[str]:
    return names_of(line.agency) if line.agency else {squeezed(line.agency_text)}


def names_all(words: str, partners: Iterable[Partner]) -> bool:
    """Whether a cell names only partners, each once, by whatever name, and all that are needed; order and breaks are free."""
    left = sorted(partners, key=lambda one: not one.needed)
    for part in PARTED.split(nfc(words)):
        if not part.strip(" .,"):
            continue
        place = next((at for at, one in enumerate(left) if squeezed(part) in one.names), None)
        if place is None:
            return False
        del left[place]
    return not any(one.needed for one in left)
