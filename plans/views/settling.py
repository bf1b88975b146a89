"""Pages that answer what the office was asked about a tracked plan."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agencies.form_page import attempt, bound
from agencies.http import officer_of, say
from agencies.wording import format_day
from plans.forms.planning import day_field
from plans.rules import may_extend_plan
from plans.services.settling import settle_due
from plans.views.common import ask, place_of, plan_url, the_task


class DueForm(forms.Form):
    """The day that words on time mean."""

    due_on = day_field("Hạn", required=True)


@require_http_methods(["GET", "HEAD", "POST"])
def task_due(request: HttpRequest, pk: int, task_pk: int) -> HttpResponse:
    """Set the day of a task whose words name none."""
    task, officer = the_task(request, pk, task_pk), officer_of(request)
    may_extend_plan(officer, task.plan).require()
    form = bound(DueForm, request)
    if attempt(form, lambda said: settle_due(task, by=officer, now=timezone.now(), due_on=said["due_on"])):
        say(request, f"Đã ấn định hạn mục {task.path}: {format_day(form.cleaned_data['due_on'])}.")
        return redirect(plan_url(task.plan))
    told = [f"Lời văn bản: “{task.due_wording}”."] if task.due_wording else []
    leads = [line.label for line in task.assignments.leading().active().select_related("agency").order_by("id")]
    who = ", ".join(leads[:8]) + (" và các đơn vị khác" if len(leads) > 8 else "")
    told.append(
        f"{who or 'Đơn vị được giao sau này'} có hạn này và được nhắc theo hạn; sau này muốn đổi thì phải gia hạn."
    )
    return ask(
        request,
        title="Ấn định hạn",
        lead=place_of(task),
        told=told,
        action="Ấn định hạn",
        back=plan_url(task.plan),
        form=form,
        offices=[task.plan.owner_id],
    )
