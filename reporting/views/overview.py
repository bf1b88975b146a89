"""The overview."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.http import officer_of
from plans.talk import unanswered_notes, waiting_notes
from reporting import selection
from reporting.forms import OWN_DAYS, OverviewForm
from reporting.overview import SHOWN, Overview
from reporting.rendering.charts import ageing_columns, trend_line


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Figures of a period for the reader's own scope, each with its rows."""
    officer, today = officer_of(request), timezone.localdate()
    directives = selection.seen_directives(officer)
    form = OverviewForm(request.GET, directives=directives, today=today)
    view = Overview(officer, span=form.span, today=today, directive=form.directive, on=form.on)
    agencies = view.agencies(request.GET.get("sort", ""))
    most = None if "du" in request.GET else SHOWN
    context = {
        "view": view, "form": form, "own_days": request.GET.get("ky") == OWN_DAYS, "directives": directives,
        "agencies": agencies[:most], "hidden": len(agencies[most:]) if most else 0,
        "documents": view.documents(most), "hidden_documents": len(view.figures.by_directive[most:]) if most else 0,
        "levels": view.groups("level"), "kinds": view.groups("kind"),
        "ageing_chart": ageing_columns(view.figures.ageing), "trend_chart": trend_line(view.trend_points),
        "notes": [*waiting_notes(officer), *unanswered_notes(officer)], "today": today,
        "sample": any(one.is_sample for one in directives),
    }  # fmt: skip
    return render(request, "reporting/overview.html", context)
