"""Agencies' parts of a report: asked for by the office, written and closed by the agency, given back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agencies.http import officer_of, say
from agencies.models import Agency, Officer
from agencies.services import SavedByOthers
from agencies.wording import number
from plans.rules import acts_for
from reporting import parting, parts, rules_parts
from reporting.forms_parts import AskPartsForm, PartForm, ReopenPartForm
from reporting.models import Part
from reporting.views.common import the_report, told_when_overtaken

CHANGES = ["GET", "HEAD", "POST"]
FILLS = ("fill-all", "fill-none")


@require_http_methods(CHANGES)
@told_when_overtaken("reporting:report-detail")
def report_parts(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask agencies for their part of a draft."""
    report, officer, today = the_report(request, pk), officer_of(request), timezone.localdate()
    rules_parts.may_ask_parts(officer, report).require()
    known = [one.agency for one in report.parts.select_related("agency")]
    left = [one for one in parts.leading(report) if one not in known]
    form = _asking(request, left, open_to=left, asked=known, today=today)
    if form.is_sure:
        new = parting.ask_parts(report, by=officer, now=timezone.now(), **form.said)
        say(request, f"Đã đề nghị {number(len(new))} cơ quan, đơn vị góp phần; các đơn vị được báo tin.")
        return redirect(reverse("reporting:report-detail", args=[pk]) + "#phan")
    context = {
        "report": report,
        "form": form,
        "left": left,
        "sample": report.is_sample,
        "acting": acts_for(officer, report.office_id),
    }
    return render(request, "reporting/report_parts.html", context)


def _asking(request: HttpRequest, left: list[Agency], **options: Any) -> AskPartsForm:
    """The form as posted, or with all or none of the agencies ticked and everything else as it was typed."""
    act, typed = request.POST.get("act"), request.POST
    if act not in FILLS:
        return AskPartsForm(typed or None, **options)
    filled = [one.pk for one in left] if act == "fill-all" else []
    first = {"agencies": filled, "words": typed.get("words", ""), "wanted_by": typed.get("wanted_by", "")}
    return AskPartsForm(initial=first, **options)


def the_part(request: HttpRequest, pk: int) -> Part:
    """A part the officer may see, with what its page prints."""
    names = ("agency", "asked_by", "closed_by", "report__office", "report__office__serves", "report__directive")
    found = Part.objects.visible_to(officer_of(request)).select_related(
        *names, "report__about_agency", "report__about_group"
    )
    return get_object_or_404(found, pk=pk)


@require_http_methods(CHANGES)
@told_when_overtaken("reporting:part")
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """An agency's part: written here while it is open, read afterwards; what was typed survives a colleague who saved first."""
    one, officer = the_part(request, pk), officer_of(request)
    may_write = rules_parts.may_write_part(officer, one)
    form = PartForm(request.POST or None, part=one)
    if request.method == "POST":
        may_write.require()
    if form.is_valid():
        close = request.POST.get("act") == "close"
        try:
            parting.write_part(one, by=officer, now=timezone.now(), close=close, **form.cleaned_data)
        except SavedByOthers:
            stands = the_part(request, pk)
            return _page(request, stands, officer, _again(form, stands), clash=stands)
        say(request, "Đã chốt phần của đơn vị." if close else "Đã lưu; phần của đơn vị chưa chốt.")
        return redirect("reporting:part", pk=pk)
    return _page(request, one, officer, form)


def _again(form: PartForm, stands: Part) -> PartForm:
    """What was typed, to be saved knowingly over what a colleague saved."""
    typed: Any = form.data
    typed = typed.copy()
    typed["version"] = str(stands.version)
    return PartForm(typed, part=stands)


def _page(
    request: HttpRequest, one: Part, officer: Officer, form: PartForm, *, clash: Part | None = None
) -> HttpResponse:
    today = timezone.localdate()
    own = parts.own_line(one, officer, on=today)
    said = [(label, getattr(one, name)) for name, label in parts.HEADS.items()]
    sees_report = officer.scope.own & {one.report.office_id}
    context = {
        "part": one, "report": one.report, "form": form, "own": own, "counts": own.counts,
        "said": said, "clash": clash, "may_write": rules_parts.may_write_part(officer, one),
        "may_reopen": rules_parts.may_reopen_part(officer, one), "sees_report": bool(sees_report),
        "acting": acts_for(officer, one.agency_id), "sample": one.report.is_sample,
    }  # fmt: skip
    return render(request, "reporting/part.html", context, status=409 if clash else 200)


@require_http_methods(CHANGES)
@told_when_overtaken("reporting:part")
def part_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a closed part back to its agency, with a reason."""
    one, officer = the_part(request, pk), officer_of(request)
    rules_parts.may_reopen_part(officer, one).require()
    form = ReopenPartForm(request.POST or None, initial={"version": one.version})
    if form.is_valid():
        try:
            parting.reopen_part(one, by=officer, now=timezone.now(), **form.cleaned_data)
        except SavedByOthers:
            say(request, "Phần này vừa thay đổi nên chưa mở lại. Xem lại rồi làm tiếp.")
            return redirect("reporting:part", pk=pk)
        say(request, f"Đã mở lại phần của {one.agency.name}; đơn vị được báo tin và thấy lý do.")
        return redirect(reverse("reporting:report-detail", args=[one.report_id]) + "#phan")
    told = ["Đơn vị viết và chốt lại được; lời đã viết giữ nguyên.", "Lý do ghi vào hành trình báo cáo."]
    return render(request, "components/confirm.html", {
        "title": f"Mở lại phần của {one.agency.name}", "lead": f"Báo cáo {one.report.period_label} về {one.report.about}",
        "consequences": told, "action_label": "Mở lại phần này", "form": form, "sample": one.report.is_sample,
        "back_url": reverse("reporting:part", args=[pk]), "acting": acts_for(officer, one.report.office_id),
    })  # fmt: skip
