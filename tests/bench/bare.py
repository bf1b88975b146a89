"""The yardsticks: a view that renders a 50-row template from one indexed query, behind the same middleware as every page.

Once bare, once within the product's frame (head, navigation with its counts, foot): the difference is what the frame costs.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plans.models import WorkItem

ROWS = 50


def bare(request: HttpRequest) -> HttpResponse:
    """Fifty rows by an index, six cells each, no frame around them."""
    return render(request, "bench/bare.html", {"rows": _rows()})


def framed(request: HttpRequest) -> HttpResponse:
    """The same rows within the frame."""
    return render(request, "bench/framed.html", {"rows": _rows()})


def _rows() -> Any:
    return WorkItem.objects.select_related("task", "agency").order_by("due_on", "id")[:ROWS]
