"""What several pages of planning need: the plan in scope, a question before an outward act, links that may not exist yet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse

from agencies.http import officer_of
from plans.models import Plan, Task
from plans.rules import acts_as


def the_plan(request: HttpRequest, pk: int) -> Plan:
    """A plan the officer may see, with what every page of it prints."""
    plans = Plan.objects.visible_to(officer_of(request)).select_related(
        "directive", "directive__issuer", "owner", "monitor", "monitor__serves", "published_by"
    )
    return get_object_or_404(plans, pk=pk)


def the_task(request: HttpRequest, pk: int, task_pk: int) -> Task:
    """A task of a plan the officer may see, with its plan."""
    tasks = Task.objects.visible_to(officer_of(request)).select_related(
        "plan",
        "plan__directive",
        "plan__directive__issuer",
        "plan__owner",
        "plan__monitor",
        "moved_from__plan__directive",
    )
    return get_object_or_404(tasks, pk=task_pk, plan_id=pk)


def link_to(name: str, *args: object) -> str:
    """The address of a page; empty where the product has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def place_of(task: Task, heading: str = "") -> str:
    """Which task of which document a question is about, in one line."""
    return f"Mục {task.path}, {task.plan.directive.label}: {heading or task.heading}"


def plan_url(plan: Plan) -> str:
    return reverse("plans:plan-detail", args=[plan.pk])


def ask(
    request: HttpRequest,
    *,
    title: str,
    lead: str,
    told: Iterable[str],
    action: str,
    back: str,
    offices: Iterable[int | None],
    form: Form | None = None,
) -> HttpResponse:
    """What will happen to whom, before it happens; `offices` are the agencies for which the officer may act, the first that fits.

    None where nothing is done for an agency, as when one throws one's own entry away.
    """
    context = {
        "title": title,
        "lead": lead,
        "consequences": list(told),
        "action_label": action,
        "back_url": back,
        "form": form,
        "acting": acts_as(officer_of(request), *offices),
    }
    return render(request, "components/confirm.html", context)


def knowing(form: Form, *, version: int) -> None:
    """Let the next save of what was typed replace the version that somebody else saved meanwhile."""
    data: Any = QueryDict(mutable=True)
    data.update(form.data)
    data["version"] = str(version)
    form.data = data


def differing(form: Form) -> list[tuple[str, str, str]]:
    """Label, what stands now and what was typed, of every field in which they differ; the form's initial values are what stands."""
    rows = []
    for field in form.visible_fields():
        theirs, mine = (_shown(field.field, value) for value in (field.initial, field.value()))
        if theirs != mine:
            rows.append((str(field.label), theirs or "–", mine or "–"))
    return rows


def _shown(field: Any, value: Any) -> str:
    """A value as the page shows it: the words of a choice, several parted by commas."""
    if isinstance(value, bool):
        return "có" if value else "không"
    known = {
        str(key): str(label)
        for name, group in getattr(field, "choices", ())
        for key, label in (group if isinstance(group, list | tuple) else [(name, group)])
    }
    values = value if isinstance(value, list | tuple) else [value]
    return ", ".join(known.get(str(one), str(one)) for one in values if one not in (None, "")).strip()
