"""Reports: the list, laying one out, its page and its steps."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.http import officer_of, say
from agencies.models import offices_of
from agencies.paging import size_asked
from agencies.services import SavedByOthers
from agencies.verdict import Denied
from reporting import doubling, drafting, files_panel, page, services, snapshot
from reporting.filters import report_filter
from reporting.forms import LayOutForm, TextForm
from reporting.models import Report
from reporting.rules import may_edit
from reporting.views.common import the_report

ASKED = (
    ("directive", "van_ban"),
    ("period", "ky"),
    ("about_agency", "don_vi"),
    ("about_group", "nhom"),
    ("speaks", "ve"),
)
"""Fields of a new report that an address may fill in."""


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Reports the officer may see."""
    officer = officer_of(request)
    reports = Report.objects.visible_to(officer).with_about().select_related("recipient").defer("figures", "sections")
    found = report_filter(request.GET, reports, officer=officer)
    pages = Paginator(found.qs, size_asked(request.GET.get("size")))
    context = {
        "filter": found,
        "page": pages.get_page(request.GET.get("page")),
        "may_lay_out": bool(offices_of(officer)),
        "today": timezone.localdate(),
    }
    return render(request, "reporting/report_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report_create(request: HttpRequest) -> HttpResponse:
    """Choose document, period and receiver; the draft opens at once."""
    officer = officer_of(request)
    if not (offices := offices_of(officer)):
        raise Denied("Chỉ văn thư, chuyên viên hoặc lãnh đạo của một cơ quan mới lập báo cáo.")
    form = LayOutForm(
        request.POST or None, officer=officer, offices=offices, today=timezone.localdate(),
        initial={field: value for field, name in ASKED if (value := request.GET.get(name))},
    )  # fmt: skip
    if form.is_valid():
        report, new = doubling.lay_out_once(
            again=form.again, **form.said, by=officer, now=timezone.now(), is_sample=settings.DEMO
        )
        told = "Đã lập dự thảo báo cáo." if new else "Báo cáo này vừa được lập, không lập thêm."
        say(request, f"{told} Số liệu còn thay đổi theo thực tế cho đến khi trình ký.")
        return redirect("reporting:report-detail", pk=report.pk)
    return render(request, "reporting/report_create.html", {"form": form})


@require_safe
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Steps, first page, figures, who has not reported, files."""
    report, officer = the_report(request, pk), officer_of(request)
    context = page.context(report, officer=officer, today=timezone.localdate())
    context |= files_panel.panel(report, officer=officer, now=timezone.now())
    return render(request, "reporting/report_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of the report; typed text survives an error and a colleague who saved first."""
    report, officer = the_report(request, pk), officer_of(request)
    may_edit(officer, report).require()
    texts = drafting.texts(report, snapshot.of(report, on=timezone.localdate()))
    form = TextForm(request.POST or None, report=report, texts=texts)
    if form.is_valid():
        try:
            services.revise_report(
                report, by=officer, now=timezone.now(), version=form.cleaned_data["version"], **form.changes()
            )
        except SavedByOthers:
            report = the_report(request, pk)
            texts = drafting.texts(report, snapshot.of(report, on=timezone.localdate()))
            return render(request, "reporting/report_edit.html", page.both_versions(report, form, texts), status=409)
        say(request, "Đã lưu lời văn báo cáo.")
        return redirect("reporting:report-detail", pk=pk)
    numbers = page.doubts_of(report, snapshot.of(report, on=timezone.localdate()))
    context = {"report": report, "form": form, "sample": report.is_sample, "doubts": numbers, "theirs": None}
    return render(request, "reporting/report_edit.html", context)


@require_safe
def report_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows behind the report's figures: kept ones, or what freezing today would keep."""
    report = the_report(request, pk)
    context: dict[str, Any] = page.rows_context(report, request.GET, today=timezone.localdate())
    if context["narrowing"].unknown:
        messages.warning(request, "Có điều kiện lọc không đọc được, nên đã bỏ qua điều kiện đó.")
    return render(request, "reporting/report_rows.html", context)
