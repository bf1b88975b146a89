"""The page that asks the owner of a plan what a newer document means for its tasks."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agencies.http import officer_of, say
from agencies.verdict import Denied
from agencies.wording import number
from directives.models import Directive, DirectiveLink
from plans.choices import Fate
from plans.forms.replacing import ReplacedForm
from plans.models import Plan, ReplacementAnswer, Task
from plans.replacing import KINDS, TRACKED, plan_on, waiting_tasks
from plans.rules import may_own
from plans.services.replacing import answer_replacement
from plans.views.common import the_plan

# Buttons that fill in one answer for all, to be looked at before it is sent.
FILLS: Final = {f"fill-{fate}": fate for fate in Fate.values}


@require_http_methods(["GET", "HEAD", "POST"])
def plan_replaced(request: HttpRequest, pk: int, directive_pk: int) -> HttpResponse:
    """Keep, move or cancel each task of a document that was replaced or amended; what was answered stays readable."""
    plan, officer = the_plan(request, pk), officer_of(request)
    links = DirectiveLink.objects.filter(superior=plan.directive_id, kind__in=KINDS).select_related("directive")
    link = get_object_or_404(links, directive_id=directive_pk)
    may_own(officer, plan).require()
    to = plan_on(link.directive, like=plan)
    tasks = waiting_tasks(plan, link.directive) if plan.state in TRACKED else []
    form = _form(request, tasks, may_move=to is not None)
    if form.is_valid() and (done := _answered(request, plan, link.directive, form)):
        return done
    return render(request, "plans/plan_replaced.html", _context(request, plan, link, form, to))


def _form(request: HttpRequest, tasks: list[Task], *, may_move: bool) -> ReplacedForm:
    """What was sent; or the one answer that a button gives to all, to be looked at before it is sent."""
    fate = FILLS.get(request.POST.get("act", ""))
    said = request.POST if request.method == "POST" and not fate else None
    start = {f"muc-{task.pk}": fate for task in tasks} | {"reason": request.POST.get("reason", "")} if fate else None
    return ReplacedForm(said, initial=start, tasks=tasks, may_move=may_move)


def _answered(request: HttpRequest, plan: Plan, directive: Directive, form: ReplacedForm) -> HttpResponse | None:
    try:
        done = answer_replacement(
            plan, directive=directive, by=officer_of(request), now=timezone.now(), answers=form.answers
        )
    except Denied as refusal:
        form.add_error(None, refusal.reason)
        return None
    say(request, f"Đã ghi trả lời cho {number(len(done))} nhiệm vụ của {plan.directive.label}.")
    return redirect("plans:plan-replaced", pk=plan.pk, directive_pk=directive.pk)


def _context(
    request: HttpRequest, plan: Plan, link: DirectiveLink, form: ReplacedForm, to: Plan | None
) -> dict[str, Any]:
    seen = Directive.objects.visible_to(officer_of(request)).filter(pk=link.directive_id).exists()
    answers = ReplacementAnswer.objects.filter(task__plan=plan, directive=link.directive)
    return {
        "plan": plan,
        "link": link,
        "form": form,
        "to": to,
        "filled": request.POST.get("act") in FILLS,
        "sees_new": seen,
        "answers": answers.select_related("task", "officer", "moved_to").order_by("task__position", "id"),
        "open_items": sum(task.open_items for task in form.tasks),  # type: ignore[attr-defined]
        "sample": plan.directive.is_sample,
    }
