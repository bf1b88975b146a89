"""Organisation change: the decision, what it will move and to whom, the result; for administrators."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from agencies import succession
from agencies.http import officer_of, say
from agencies.models import Agency, Officer
from agencies.services import SavedByOthers
from agencies.verdict import Denied
from agencies.wording import number
from plans import handing
from plans.choices import HandoverKind
from plans.forms.handover import AgencyForm, ChoicesForm, DecisionFileForm, DecisionForm
from plans.models import Handover, Plan
from plans.services.handover import attach_decision, hand_over

PAGE_SIZE = 50


@require_safe
def handover_list(request: HttpRequest) -> HttpResponse:
    """Handovers one may look up, newest first, and where a new one begins."""
    officer, on = officer_of(request), timezone.localdate()
    chosen = AgencyForm(request.GET if "co_quan" in request.GET else None, officer=officer, on=on)
    if chosen.is_bound and chosen.is_valid():
        return redirect("plans:handover", pk=chosen.cleaned_data["co_quan"].pk)
    rows = Handover.objects.visible_to(officer).select_related("agency", "done_by")
    rows = rows.prefetch_related("agency__successions__successor")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "plans/handover_list.html", {
        "page": page, "form": chosen, "administers": bool(officer.scope.administered)
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """Say by which decision an agency ends and who follows; then see what moves; then move it."""
    officer, on = officer_of(request), timezone.localdate()
    agency = get_object_or_404(Agency.objects.visible_to(officer), pk=pk)
    succession.may_end(officer, agency).require()
    form = DecisionForm(request.POST or None, officer=officer, agency=agency, on=on)
    if known := _done_before(officer, form):
        return redirect("plans:handover-detail", pk=known.pk)
    succession.is_living(agency).require()
    if request.method == "POST" and request.POST.get("act") != "edit" and form.is_valid():
        return _asked(request, agency, form)
    return render(request, "plans/handover_form.html", {"agency": agency, "form": form})


def _done_before(officer: Officer, form: DecisionForm) -> Handover | None:
    """What the first of two clicks did."""
    return Handover.objects.filter(once_key=form.given_key, done_by=officer).first() if form.given_key else None


def _asked(request: HttpRequest, agency: Agency, form: DecisionForm) -> HttpResponse:
    """The preview; on the second step the act itself, unless the work changed meanwhile or a rule refuses."""
    load = handing.load_of(agency, effective_on=form.decision.effective_on)
    successors = list(form.cleaned_data["successors"])
    said = request.POST if "seen" in request.POST else None
    choices, changed, refusal = ChoicesForm(said, load=load, successors=successors), False, ""
    if choices.is_bound and choices.is_valid() and request.POST.get("act") == "confirm":
        try:
            return _moved(request, agency, form, choices)
        except SavedByOthers:
            load, changed = handing.load_of(agency, effective_on=form.decision.effective_on), True
            choices = ChoicesForm(_without_gone(request, load), load=load, successors=successors)
            choices.is_valid()
        except Denied as denied:
            refusal = denied.reason
    return render(request, "plans/handover_preview.html", _preview(agency, form, choices, load) | {
        "changed": changed, "refusal": refusal
    }, status=409 if changed or refusal else 200)  # fmt: skip


def _without_gone(request: HttpRequest, load: handing.Load) -> Any:
    """What was chosen, for the rows that are still there; new posts begin with what the rule proposes."""
    data = request.POST.copy()
    for post in load.posts:
        data.setdefault(f"chuc-trach-{post.pk}", "chung")
    return data


def _moved(request: HttpRequest, agency: Agency, form: DecisionForm, choices: ChoicesForm) -> HttpResponse:
    done = hand_over(
        agency, by=officer_of(request), now=timezone.now(), successors=choices.receivers, decision=form.decision,
        choices=choices.choices, seen=request.POST["seen"], once_key=form.given_key,
    )  # fmt: skip
    items = done.lines.filter(kind=HandoverKind.ITEM).count()
    say(
        request,
        f"Đã bàn giao: {agency.name} kết thúc, {number(items)} đầu việc có nơi nhận. Đính kèm tệp quyết định bên dưới nếu có.",
    )
    return redirect("plans:handover-detail", pk=done.pk)


def _preview(agency: Agency, form: DecisionForm, choices: ChoicesForm, load: handing.Load) -> dict[str, Any]:
    receivers, chosen = choices.receivers, choices.choices
    day = form.decision.effective_on
    return {
        "agency": agency,
        "form": form,
        "choices": choices,
        "receivers": receivers,
        "shares": handing.shares(load),
        "clashes": handing.clashes(load, {plan.pk: chosen.plans.get(plan.pk, receivers[0]) for plan in load.plans}),
        "consequences": handing.consequences(load, chosen, receivers, effective_on=day, on=form.on),
        "seen": load.fingerprint,
    }


def _the_handover(request: HttpRequest, pk: int) -> Handover:
    rows = Handover.objects.visible_to(officer_of(request)).select_related("agency", "done_by")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def handover_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What moved from where to where, and the decision; its file may be added."""
    act, officer = _the_handover(request, pk), officer_of(request)
    may = succession.may_end(officer, act.agency)
    form = DecisionFileForm(request.POST or None, request.FILES or None) if may else None
    if request.method == "POST":
        may.require()
        if form is not None and form.is_valid():
            attach_decision(act, by=officer, upload=form.cleaned_data["file"])
            say(request, "Đã đính kèm tệp quyết định.")
            return redirect("plans:handover-detail", pk=act.pk)
    return render(request, "plans/handover_detail.html", {"act": act, "form": form, **_result(act, officer)})


def _result(act: Handover, officer: Officer) -> dict[str, Any]:
    rows = handing.moved(act)
    shown = Plan.objects.visible_to(officer).filter(pk__in={row["plan_id"] for row in rows})
    apart = act.lines.filter(kind__in=handing.APART)
    return {
        "rows": rows,
        "open_plans": set(shown.values_list("pk", flat=True)),
        "apart": apart.select_related("successor"),
        "successions": act.agency.successions.select_related("successor"),
        "totals": act.lines.filter(kind=HandoverKind.ITEM).values("merged").annotate(n=Count("pk")),
    }


@require_safe
@never_cache
def handover_file(request: HttpRequest, pk: int) -> FileResponse:
    """The decision's file, always as a download."""
    act = _the_handover(request, pk)
    if not act.file:
        raise Http404("no file was added")
    try:
        content = act.file.open("rb")
    except FileNotFoundError:
        raise Http404("the file is gone from the store") from None
    return FileResponse(content, as_attachment=True, filename=act.file_name, content_type=act.content_type)
