"""How far documents are, for the pages of the directives app (which may not know plans in Python)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import template
from django.db.models import Prefetch
from django.template.context import Context

from agencies.models import Officer
from directives.chain import Drawing
from directives.models import Directive
from plans.choices import Role, Standing
from plans.documents import Tracking, may_plan, tracking_of
from plans.models import Assignment, Task
from plans.rules import acts_as

register = template.Library()
NOTHING = Tracking()


@register.simple_tag(takes_context=True)
def tracking(context: Context, documents: Iterable[Directive], user: Officer, on: date) -> dict[int, Tracking]:
    """Tracking of all documents of a page at once; asked once per page, though several blocks need it."""
    rows = list(documents)
    kept: dict[Any, dict[int, Tracking]] = context["request"].__dict__.setdefault("_tracking", {})
    key = (on, *(row.pk for row in rows))
    if key not in kept:
        kept[key] = tracking_of(rows, user, on=on)
    return kept[key]


@register.simple_tag
def together(found: Mapping[int, Tracking], drawing: Drawing) -> dict[str, Any]:
    """The document and all it led to as one: counts by class, work items, documents that have any."""
    tracked = [found[pk] for pk in drawing.below if pk in found and found[pk].items]
    counts = sum((one.counts for one in tracked), Counter[str]())
    return {
        "counts": counts,
        "items": sum(counts.values()),
        "overdue": counts[Standing.OVERDUE],
        "documents": len(tracked),
    }


@register.filter
def of(found: Mapping[int, Tracking], directive: Directive) -> Tracking:
    """The tracking of one document."""
    return found.get(directive.pk, NOTHING)


@register.simple_tag
def tasks_of(found: Tracking, user: Officer) -> list[dict[str, Any]]:
    """Tasks of the plans on one document with the names of those who lead them."""
    leads = Assignment.objects.filter(role=Role.LEAD, until__isnull=True).select_related("agency")
    tasks: Any = Task.objects.visible_to(user).filter(plan__in=found.plans).standing_open()
    tasks = tasks.prefetch_related(Prefetch("assignments", queryset=leads, to_attr="leads"))
    return [
        {"task": task, "leads": _names([line.agency.label if line.agency else line.label for line in task.leads])}
        for task in tasks
    ]


def _names(names: list[str]) -> str:
    """Three names and how many more."""
    if not names:
        return "chưa có đơn vị"
    return ", ".join(names[:3]) + (f" và {len(names) - 3} đơn vị khác" if len(names) > 3 else "")


@register.inclusion_tag("components/_capacity.html", takes_context=True)
def capacity(context: Context, *agency_ids: int | None) -> dict[str, Any]:
    """In which capacity the signed-in officer acts on this page: the post that the verb writes down."""
    user = context["user"]
    return {"acting": acts_as(user, *agency_ids) if isinstance(user, Officer) else None}


@register.simple_tag
def offers_plan(user: Officer, directive: Directive, found: Tracking) -> bool:
    """Whether the page of a document offers to make a plan."""
    return may_plan(user, directive, found.plans)
