"""Two reports side by side."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.http import officer_of
from reporting.comparing import AFTER, BEFORE, Comparison, Moved, choices_of
from reporting.forms_compare import CompareForm
from reporting.views.common import the_report


@require_safe
def report_compare(request: HttpRequest) -> HttpResponse:
    """Figures of two reports with differences, and the items that moved between classes; both must be in sight."""
    form = CompareForm(request.GET, officer=officer_of(request))
    context: dict[str, Any] = {"form": form}
    if form.pair is not None:
        a, b = (the_report(request, pk) for pk in form.pair)
        seen = Comparison(a, b, on=timezone.localdate(), narrow=form.narrow)
        form.offer(
            choices_of((seen.then.figures, seen.now.figures), "agency"),
            choices_of((seen.then.figures, seen.now.figures), "directive"),
        )
        pages: Paginator[Moved] = Paginator(seen.moved, 50)  # type: ignore[arg-type]
        context |= {
            "seen": seen, "page": pages.get_page(request.GET.get("page")), "before": BEFORE.get(form.narrow.before, ""),
            "after": AFTER.get(form.narrow.after, ""), "heads": list(AFTER.values()), "sample": a.is_sample or b.is_sample,
            "agencies": seen.lines("agency"), "documents": seen.lines("directive"),
        }  # fmt: skip
    return render(request, "reporting/report_compare.html", context)
