"""How evidence and private calendars are named in the log of reads, to those who may see it."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from agencies.choices import ReadKind
from agencies.models import Officer
from agencies.reads.naming import Named, supply_names
from agencies.templatetags.parts import day
from plans.models import CalendarFeed, Evidence


def _evidence(user: Officer, ids: Collection[int]) -> dict[int, Named]:
    rows = Evidence.objects.visible_to(user).filter(pk__in=ids)
    found = {}
    for row in rows.select_related("update__assignment__task__plan__directive"):
        task = row.update.assignment.task
        url = reverse("plans:task-detail", args=[task.plan_id, task.pk])
        found[row.pk] = Named(row.name, url, task.plan.directive.label)
    return found


def _feeds(user: Officer, ids: Collection[int]) -> dict[int, Named]:
    """Each by the day it was made; what its officer called it is told to them alone."""
    rows = CalendarFeed.objects.filter(pk__in=ids)
    words = {row.pk: f"địa chỉ lập {day(row.created_at)}" for row in rows}
    own = {row.pk for row in rows if row.officer_id == user.pk}
    url = reverse("plans:feed-list")
    return {pk: Named(said, url if pk in own else "") for pk, said in words.items()}


def supply() -> None:
    """Name what was read of updates, and by which address a calendar."""
    supply_names(ReadKind.EVIDENCE, _evidence)
    supply_names(ReadKind.FEED, _feeds)
