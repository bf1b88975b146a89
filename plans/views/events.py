"""Sơ kết and tổng kết as planned events: offered with their days, added as tasks like any other."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agencies.http import officer_of, say
from agencies.models import Officer
from agencies.verdict import Denied
from agencies.wording import number
from directives.identity import terms_of
from plans.cycles import Recurrence, period_containing
from plans.forms.duties import EventForm, EventsForm
from plans.models import Plan
from plans.rules import may_extend_plan
from plans.schedules import Schedule, known_terms
from plans.services.duties import plan_events
from plans.views.common import plan_url, the_plan

EventSet = formset_factory(EventForm, extra=0)


def suggested(plan: Plan, *, on: date) -> list[dict[str, Any]]:
    """What offices usually plan: a review of the half-year, of the year, of the whole term, and one more of their own."""
    half, year = (period_containing(one, on) for one in (Recurrence.HALF_YEARLY, Recurrence.YEARLY))
    terms = known_terms(terms_of(plan.directive.issuer))
    term = Schedule(Recurrence.TERM, terms=terms).occurrences(on, on)[0].period
    first = [] if half.ends_on == year.ends_on else [half]
    return [
        *({"heading": f"Sơ kết {one.label} thực hiện {plan.directive.label}", "due_on": one.ends_on} for one in first),
        {"heading": f"Sơ kết {year.label} thực hiện {plan.directive.label}", "due_on": year.ends_on},
        {"heading": f"Tổng kết {term.label} thực hiện {plan.directive.label}", "due_on": term.ends_on},
        {"heading": f"Tổng kết thực hiện {plan.directive.label}", "due_on": None},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def plan_events_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer sơ kết and tổng kết with their days; those that are ticked become tasks of the plan."""
    plan, officer, on = the_plan(request, pk), officer_of(request), timezone.localdate()
    may_extend_plan(officer, plan).require()
    form = EventsForm(request.POST or None, officer=officer, on=on, initial={"agency": plan.monitor_id})
    rows = EventSet(request.POST or None, initial=suggested(plan, on=on), prefix="viec")
    if (
        request.method == "POST"
        and form.is_valid()
        and rows.is_valid()
        and (done := _planned(plan, officer, form, rows))
    ):
        say(request, f"Đã đưa {number(done)} cuộc sơ kết, tổng kết vào kế hoạch.")
        return redirect(plan_url(plan))
    return render(request, "plans/plan_events.html", {"form": form, "rows": rows, "plan": plan})


def _planned(plan: Plan, officer: Officer, form: Any, rows: Any) -> int:
    said = [one.cleaned_data for one in rows.forms if one.cleaned_data.get("chosen")]
    events = [(one["heading"].strip(), one["due_on"]) for one in said]
    try:
        made = plan_events(plan, by=officer, now=timezone.now(), agency=form.cleaned_data["agency"], events=events)
    except Denied as refusal:
        form.add_error(None, refusal.reason)
        return 0
    return len(made)
