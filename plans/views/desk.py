"""The office's desk, and the list of reporting duties."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.http import officer_of
from plans import office, reading
from plans.models import Intake, ReportingDuty
from plans.talk import waiting_notes

PERIODS_SHOWN = 50
INTAKES_SHOWN = 5


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What the office must do today."""
    officer, today = officer_of(request), timezone.localdate()
    intakes = Intake.objects.visible_to(officer).unfinished()[:INTAKES_SHOWN]
    page = {
        "desk": office.office_desk(officer, on=today),
        "today": today,
        "intakes": intakes,
        "notes": waiting_notes(officer),
        "left": Intake.objects.with_questions(officer)[:INTAKES_SHOWN],
    }
    return render(request, "plans/desk.html", page)


@require_safe
def duty_list(request: HttpRequest) -> HttpResponse:
    """Who reports to whom, how often; the periods open now with who has sent, and what one's own agency owes."""
    officer, today = officer_of(request), timezone.localdate()
    duties = ReportingDuty.objects.visible_to(officer).select_related(
        "plan", "plan__directive", "plan__monitor", "assignment", "assignment__agency", "assignment__task", "recipient"
    )
    return render(request, "plans/duty_list.html", {
        "page": Paginator(duties.order_by("plan", "id"), 50).get_page(request.GET.get("page")),
        "periods": reading.current_periods(officer, on=today)[:PERIODS_SHOWN],
        "own": reading.own_periods(officer, on=today)[:PERIODS_SHOWN],
    })  # fmt: skip
