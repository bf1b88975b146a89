"""Entering an official document: begin, wait while it is read, settle what it duplicates, throw away, the original."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.http import officer_of, say
from agencies.models import Officer, offices_of
from agencies.services import SavedByOthers
from agencies.verdict import Denied
from directives.choices import SourceKind
from directives.models import Directive
from plans import jobs
from plans.forms.intake import StartForm
from plans.intake.answers import NOT_A_TWIN, TWIN, settle_twin
from plans.intake.proposal import Proposal
from plans.intake.sheet import ReviewSheet
from plans.intake.specimen import specimen
from plans.models import Intake, IntakeState, Plan
from plans.services import intake as entering
from plans.services.laying import completes, may_be_planned
from plans.views.common import ask

GET_OR_POST = ("GET", "HEAD", "POST")
OVERTAKEN = "Bản nhập này vừa được sửa ở cửa sổ khác. Trang đã cập nhật; hãy xem rồi làm lại."


def the_intake(request: HttpRequest, pk: int) -> Intake:
    """One's own unfinished entry."""
    return get_object_or_404(
        Intake.objects.visible_to(officer_of(request)).select_related("office", "plan", "directive"), pk=pk
    )


@require_http_methods(GET_OR_POST)
@cache_control(private=True, no_store=True)
def start(request: HttpRequest) -> HttpResponse:
    """Paste or upload a document; short ones are read at once, long ones by a job."""
    officer = officer_of(request)
    if not offices_of(officer):
        raise Denied("Chỉ văn thư, chuyên viên hoặc lãnh đạo của một đơn vị mới nhập văn bản.")
    sent = request.method == "POST"
    example = {"text": specimen(on=timezone.localdate())} if settings.DEMO and "mau" in request.GET else None
    form = StartForm(request.POST if sent else None, request.FILES if sent else None, officer=officer, initial=example)
    if sent and form.is_valid() and (intake := _begun(form, officer)):
        return redirect("plans:intake", intake.pk)
    unfinished = Intake.objects.visible_to(officer).unfinished().select_related("office")
    page = {"form": form, "unfinished": unfinished, "offers_specimen": settings.DEMO and not example}
    return render(request, "plans/intake_start.html", page)


def _begun(form: StartForm, officer: Officer) -> Intake | None:
    """The entry, read when it is short; a refusal goes onto the form, so that nothing typed is lost."""
    found, now = form.extracted, timezone.now()
    assert found is not None
    try:
        intake = entering.begin(
            office=form.cleaned_data["office"], by=officer, now=now, text=found.text, kind=found.kind, pages=found.pages,
            notes=found.notes, upload=form.upload,
        )  # fmt: skip
    except Denied as refusal:
        form.add_error(None, refusal.reason)
        return None
    if entering.is_read_at_once(intake):
        entering.read_intake(intake.pk, now=now)
    else:
        # Lost with the broker or not: the row waits, and the minute's job reads what nobody has read.
        transaction.on_commit(lambda: jobs.read_intake.delay(intake.pk), robust=True)
    return intake


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the entry stands: being read, possibly a duplicate, to be reviewed, or done."""
    intake = the_intake(request, pk)
    if intake.state == IntakeState.DONE:
        return redirect(_outcome_url(intake))
    if intake.state != IntakeState.READY:
        return render(request, "plans/intake_reading.html", {"intake": intake, "steps": _steps(intake)})
    proposal = Proposal.from_json(intake.proposal)
    if TWIN not in proposal.answers and (found := entering.likely_twins(intake, proposal)):
        return render(request, "plans/intake_twins.html", _twin_page(intake, found, officer_of(request)))
    return render(request, "plans/intake_review.html", review_page(intake, proposal, officer_of(request)))


def review_page(intake: Intake, proposal: Proposal, officer: Officer) -> dict[str, Any]:
    """What the review prints; a known superior is a link only for whom its record is in sight."""
    known = [above.existing for above in proposal.above if above.existing]
    in_sight = set(Directive.objects.visible_to(officer).filter(pk__in=known).values_list("pk", flat=True))
    # Facts of the record only; it was shown among the likely duplicates.
    twin = Directive.objects.filter(pk=proposal.twin).select_related("issuer").first() if proposal.twin else None
    joins = twin is not None and not completes(twin, source_kind=proposal.record.source_kind, by=officer)
    plans = not joins or may_be_planned(cast("Directive", twin), office=intake.office, by=officer)
    return {
        "intake": intake,
        "sheet": ReviewSheet(proposal, intake.text, joins=joins, plans=plans),
        "joins": joins,
        "proposal": proposal,
        "twin": twin,
        "in_sight": in_sight,
    }


def _outcome_url(intake: Intake) -> str:
    if intake.plan_id:
        return reverse("plans:plan-detail", args=[intake.plan_id])
    if intake.directive_id:
        return reverse("directives:detail", args=[intake.directive_id])
    raise Http404


def _steps(intake: Intake) -> list[dict[str, str]]:
    """The stages of reading, with the one that is under way."""
    labels = ("Chờ đến lượt", "Đọc phần đầu, nhiệm vụ, thời hạn", "Đối chiếu danh mục đơn vị và văn bản đã có")
    return [
        {
            "label": label,
            "note": "",
            "state": "past" if place < intake.stage else "here" if place == intake.stage else "next",
        }
        for place, label in enumerate(labels)
    ]


def _twin_page(intake: Intake, found: list[Directive], officer: Officer) -> dict[str, Any]:
    """Facts of each likely record (all that may be shown outside one's scope), and what can be done with it."""
    visible = set(
        Directive.objects.visible_to(officer).filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True)
    )
    plans = {
        plan.directive_id: plan
        for plan in Plan.objects.visible_to(officer).filter(directive__in=found, owner=intake.office)
    }
    kind = Proposal.from_json(intake.proposal or {}).record.source_kind
    rows = [
        {
            "directive": one, "visible": one.pk in visible, "plan": plans.get(one.pk),
            "completes": completes(one, source_kind=kind, by=officer),
            "blocked": one.pk in plans and one.source_kind != SourceKind.PRESS,
            "may_plan": may_be_planned(one, office=intake.office, by=officer),
        }
        for one in found
    ]  # fmt: skip
    return {"intake": intake, "rows": rows}


@require_POST
def twin(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which record the document is, or that it is none of them."""
    intake = the_intake(request, pk)
    if intake.state != IntakeState.READY:
        raise Http404
    chosen = request.POST.get("twin", "")
    known = {str(one.pk) for one in entering.likely_twins(intake, Proposal.from_json(intake.proposal))}
    if chosen != NOT_A_TWIN and chosen not in known:
        raise Http404
    meant = int(chosen) if chosen != NOT_A_TWIN else None
    try:
        entering.change(intake, by=officer_of(request), version=intake.version, act=lambda one: settle_twin(one, meant))
    except SavedByOthers:
        messages.warning(request, OVERTAKEN)
    return redirect("plans:intake", pk)


@require_http_methods(GET_OR_POST)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw an unfinished entry away, after asking."""
    # Also one begun for an agency that one has left since: nobody else could throw it away.
    mine = Intake.objects.filter(made_by=officer_of(request)).unfinished()
    intake = get_object_or_404(mine.select_related("office"), pk=pk)
    if request.method == "POST":
        entering.discard(intake, by=officer_of(request))
        say(request, "Đã bỏ văn bản nhập dở; chưa có gì được tạo.")
        return redirect("plans:intake-start")
    told = [
        "Nội dung đã dán hoặc tải lên, cùng những gì đã chọn, bị xóa khỏi hệ thống.",
        "Chưa có văn bản hay kế hoạch nào được tạo từ bản này.",
    ]
    back = reverse("plans:intake", args=[pk])
    return ask(
        request, title="Bỏ văn bản nhập dở?", lead=intake.title, told=told, action="Bỏ bản nhập dở", back=back,
        offices=(),
    )  # fmt: skip


@require_safe
@cache_control(private=True, no_store=True)
def original(request: HttpRequest, pk: int) -> FileResponse:
    """The uploaded original of one's own entry, as a download."""
    intake = the_intake(request, pk)
    if not intake.file:
        raise Http404
    try:
        content = intake.file.open("rb")
    except FileNotFoundError:
        raise Http404("the file is gone from the store") from None
    response = FileResponse(content, as_attachment=True, filename=intake.name, content_type=intake.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response
