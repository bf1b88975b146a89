"""The office's desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.http import officer_of
from plans import office
from plans.models import Intake
from plans.taken import lately_taken
from plans.talk import waiting_notes

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
        "taken": lately_taken(officer, on=today),
        "left": Intake.objects.with_questions(officer)[:INTAKES_SHOWN],
    }
    return render(request, "plans/desk.html", page)
