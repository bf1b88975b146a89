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
from agencies.wording import format_day
from reporting import drafting, files_panel, page, selection, services, snapshot
from reporting.filters import report_filter
from reporting.forms import IssueForm, LayOutForm, TextForm, VersionForm
from reporting.models import Report
from reporting.rules import may_edit, may_freeze, may_issue, may_reopen
from reporting.views.common import confirm, the_report, told_when_saved_by_others


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Reports the officer may see."""
    officer = officer_of(request)
    reports = (
        Report.objects.visible_to(officer)
        .select_related("office", "recipient", "directive")
        .defer("figures", "sections")
    )
    found = report_filter(request.GET, reports)
    pages = Paginator(found.qs, size_asked(request.GET.get("size")))
    context = {
        "filter": found,
        "page": pages.get_page(request.GET.get("page")),
        "may_lay_out": bool(offices_of(officer)),
    }
    return render(request, "reporting/report_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report_create(request: HttpRequest) -> HttpResponse:
    """Choose document, period and receiver; the draft opens at once."""
    officer = officer_of(request)
    if not (offices := offices_of(officer)):
        raise Denied("Chỉ văn thư, chuyên viên hoặc lãnh đạo của một cơ quan mới lập báo cáo.")
    directives = {one.pk: one for office in offices for one in selection.reportable(office)}
    form = LayOutForm(
        request.POST or None, officer=officer, directives=directives.values(), today=timezone.localdate(),
        initial={field: value for field, name in (("directive", "van_ban"), ("period", "ky")) if (value := request.GET.get(name))},
    )  # fmt: skip
    if form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name not in ("period", "since", "until")}
        report = services.lay_out_report(**said, by=officer, now=timezone.now(), is_sample=settings.DEMO)
        say(request, "Đã lập dự thảo báo cáo. Số liệu còn thay đổi theo thực tế cho đến khi chốt.")
        return redirect("reporting:report-detail", pk=report.pk)
    return render(request, "reporting/report_create.html", {"form": form})


@require_safe
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Steps, first page, figures, who has not reported, files."""
    report = the_report(request, pk)
    context = page.context(report, officer=officer_of(request), today=timezone.localdate())
    context |= files_panel.panel(report, now=timezone.now())
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
            services.revise_report(report, by=officer, version=form.cleaned_data["version"], **form.changes())
        except SavedByOthers:
            report = the_report(request, pk)
            texts = drafting.texts(report, snapshot.of(report, on=timezone.localdate()))
            return render(request, "reporting/report_edit.html", page.both_versions(report, form, texts), status=409)
        say(request, "Đã lưu lời văn báo cáo.")
        return redirect("reporting:report-detail", pk=pk)
    return render(request, "reporting/report_edit.html", {"report": report, "form": form, "sample": report.is_sample})


@require_http_methods(["GET", "HEAD", "POST"])
@told_when_saved_by_others
def report_freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze the figures, after saying what that means."""
    report, officer, today = the_report(request, pk), officer_of(request), timezone.localdate()
    may_freeze(officer, report, on=today).require()
    form = VersionForm(request.POST or None, initial={"version": report.version})
    if form.is_valid():
        services.freeze_report(report, by=officer, now=timezone.now(), version=form.cleaned_data["version"])
        say(request, f"Đã chốt số liệu tính đến ngày {format_day(today)}. Bước tiếp theo: cấp số, ban hành.")
        return redirect("reporting:report-detail", pk=pk)
    lead = f"{report.office.name}, {report.period_label}"
    told = page.told_before_freezing(report, today=today)
    return confirm(
        request, report, title="Chốt số liệu báo cáo", lead=lead, told=told, action="Chốt số liệu", form=form
    )


@require_http_methods(["GET", "HEAD", "POST"])
@told_when_saved_by_others
def report_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the frozen figures up."""
    report, officer = the_report(request, pk), officer_of(request)
    may_reopen(officer, report).require()
    form = VersionForm(request.POST or None, initial={"version": report.version})
    if form.is_valid():
        services.reopen_report(report, by=officer, version=form.cleaned_data["version"])
        say(request, "Báo cáo đã mở lại thành dự thảo; số liệu thay đổi theo thực tế cho đến khi chốt lần nữa.")
        return redirect("reporting:report-detail", pk=pk)
    told = ["Số liệu đã chốt bị bỏ, báo cáo dùng số liệu hiện tại.", "Phần lời văn đã sửa tay được giữ nguyên."]
    return confirm(
        request, report, title="Mở lại dự thảo", lead=f"Số liệu chốt ngày {format_day(report.frozen_on or report.period_to)}",
        told=told, action="Mở lại dự thảo", form=form,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@told_when_saved_by_others
def report_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Number, date, signature: the report is closed for ever."""
    report, officer, today = the_report(request, pk), officer_of(request), timezone.localdate()
    may_issue(officer, report).require()
    proposed = services.propose_number(report, on=today)
    form = IssueForm(request.POST or None, report=report, proposed=proposed, today=today)
    if form.is_valid() and (issued := page.issue(form, report, officer=officer, now=timezone.now())):
        say(request, f"Đã ban hành Báo cáo số {issued.number_value:02d}-{issued.symbol}. Tệp PDF đang được tạo.")
        return redirect("reporting:report-detail", pk=pk)
    return confirm(
        request, report, title="Cấp số, ban hành báo cáo", lead=report.subject, told=page.told_before_issuing(report),
        action="Ban hành", form=form,
    )  # fmt: skip


@require_safe
def report_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows behind the report's figures: kept ones, or what freezing today would keep."""
    report = the_report(request, pk)
    context: dict[str, Any] = page.rows_context(report, request.GET, today=timezone.localdate())
    if context["unknown"]:
        messages.warning(request, "Không nhận ra điều kiện lọc, nên hiện tất cả các dòng.")
    return render(request, "reporting/report_rows.html", context)
