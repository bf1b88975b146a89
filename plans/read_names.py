"""How evidence is named in the log of reads, to those who may see it."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from agencies.choices import ReadKind
from agencies.models import Officer
from agencies.reads.naming import Named, supply_names
from plans.models import Evidence


def _evidence(user: Officer, ids: Collection[int]) -> dict[int, Named]:
    rows = Evidence.objects.visible_to(user).filter(pk__in=ids)
    found = {}
    for row in rows.select_related("update__assignment__task__plan__directive"):
        task = row.update.assignment.task
        url = reverse("plans:task-detail", args=[task.plan_id, task.pk])
        found[row.pk] = Named(row.name, url, task.plan.directive.label)
    return found


def supply() -> None:
    """Name what was read of updates."""
    supply_names(ReadKind.EVIDENCE, _evidence)
