"""The yardstick: a view that renders a 50-row template from one indexed query, behind the same middleware as every page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plans.models import WorkItem

ROWS = 50


def bare(request: HttpRequest) -> HttpResponse:
    """Fifty rows by an index, six cells each, no frame around them."""
    rows = WorkItem.objects.select_related("task", "agency").order_by("due_on", "id")[:ROWS]
    return render(request, "bench/bare.html", {"rows": rows})
