"""A report's way to the signature: put forward, approve, return, take back, number and issue, signed copy, correction."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from agencies.choices import ReadKind
from agencies.http import officer_of, say
from agencies.models import Officer
from agencies.reads.taking import took_out
from agencies.verdict import Overtaken
from agencies.wording import format_day
from plans.rules import acts_as
from reporting import approving, page, rules, services, signing, snapshot
from reporting import signing_page as told
from reporting.forms import IssueForm
from reporting.forms_signing import CopyForm, ReasonForm, SeenForm, add_seen
from reporting.models import Report, SignedCopy
from reporting.views.common import (
    confirm,
    internal_of,
    the_replacement,
    the_report,
    told_when_overtaken,
    told_when_saved_by_others,
)

CHANGES = ["GET", "HEAD", "POST"]
DETAIL = "reporting:report-detail"


@require_http_methods(CHANGES)
@told_when_overtaken(DETAIL)
@told_when_saved_by_others
def report_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put forward for signature: the figures are frozen, the leaders told, after saying what that means."""
    report, officer, today = the_report(request, pk), officer_of(request), timezone.localdate()
    rules.may_freeze(officer, report, on=today).require()
    found = page.doubts_of(report, snapshot.of(report, on=today))
    early = bool(told.open_parts(report, wanted_from=today))
    form = SeenForm(request.POST or None, report=report, found=found, early=early)
    if form.is_valid():
        version = form.cleaned_data["version"]
        services.freeze_report(report, by=officer, now=timezone.now(), version=version, doubted=len(found))
        say(request, f"Đã trình; số liệu chốt đến ngày {format_day(today)}. Bước tiếp theo: lãnh đạo duyệt.")
        return redirect("reporting:report-detail", pk=pk)
    lead = f"{report.office.name}, {report.period_label}"
    return confirm(
        request, report, title="Trình ký báo cáo", lead=lead, told=told.told_before_submitting(report, today=today),
        action="Chốt số liệu, trình ký", form=form, doubts=found,
    )  # fmt: skip


@require_http_methods(CHANGES)
@told_when_overtaken(DETAIL)
@told_when_saved_by_others
def report_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve what was read; the version says what that was."""
    report, officer, today = the_report(request, pk), officer_of(request), timezone.localdate()
    approvers = approving.approvers_of(report, on=today)
    rules.may_approve(officer, report, approvers).require()
    found = page.doubts_of(report, snapshot.of(report, on=today))
    form = SeenForm(request.POST or None, report=report, found=found)
    if form.is_valid():
        version = form.cleaned_data["version"]
        signing.approve_report(report, by=officer, now=timezone.now(), version=version, doubted=len(found))
        say(request, f"Đã duyệt báo cáo. Văn thư của {report.office.name} được báo tin để cấp số, ban hành.")
        return redirect("reporting:report-detail", pk=pk)
    acting = acts_as(officer, approvers.body.pk if approvers.body else None, report.office_id)
    return confirm(
        request, report, title="Duyệt báo cáo", lead=f"Báo cáo {report.subject}", told=told.told_before_approving(report),
        action="Duyệt", form=form, doubts=found, acting=acting,
    )  # fmt: skip


@require_http_methods(CHANGES)
@told_when_overtaken(DETAIL)
@told_when_saved_by_others
def report_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Send back to those who prepared it, with a reason."""
    report, officer, today = the_report(request, pk), officer_of(request), timezone.localdate()
    approvers = approving.approvers_of(report, on=today)
    rules.may_return(officer, report, approvers).require()
    form = ReasonForm(request.POST or None, report=report)
    if form.is_valid():
        signing.return_report(report, by=officer, now=timezone.now(), **form.cleaned_data)
        say(request, "Đã trả lại báo cáo. Người soạn và người trình được báo tin, thấy lý do ở trang báo cáo.")
        return _after(officer, pk)
    acting = acts_as(officer, approvers.body.pk if approvers.body else None, report.office_id)
    return confirm(
        request, report, title="Trả lại báo cáo", lead=f"Báo cáo {report.subject}", told=told.told_before_returning(report),
        action="Trả lại", form=form, acting=acting,
    )  # fmt: skip


@require_http_methods(CHANGES)
@told_when_overtaken(DETAIL)
@told_when_saved_by_others
def report_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was put forward, with a reason; the frozen figures are given up."""
    report, officer = the_report(request, pk), officer_of(request)
    rules.may_reopen(officer, report).require()
    form = ReasonForm(request.POST or None, report=report)
    if form.is_valid():
        services.reopen_report(report, by=officer, now=timezone.now(), **form.cleaned_data)
        say(request, "Báo cáo đã mở lại thành dự thảo; số liệu theo thực tế cho đến khi trình lần nữa.")
        return redirect("reporting:report-detail", pk=pk)
    lead = f"Số liệu chốt ngày {format_day(report.frozen_on or report.period_to)}"
    return confirm(
        request, report, title="Mở lại dự thảo", lead=lead, told=told.told_before_reopening(report), action="Mở lại dự thảo",
        form=form,
    )  # fmt: skip


@require_http_methods(CHANGES)
@told_when_overtaken(DETAIL)
@told_when_saved_by_others
def report_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Number, date, signature: the report is closed for ever."""
    report, officer, today = the_report(request, pk), officer_of(request), timezone.localdate()
    rules.may_issue(officer, report, has_clerk=approving.has_clerk(report.office, on=today)).require()
    found = page.doubts_of(report, snapshot.of(report, on=today))
    proposed = services.propose_number(report, on=today)
    form = IssueForm(request.POST or None, report=report, proposed=proposed, today=today)
    add_seen(form, found)
    done = form.is_valid() and page.issue(form, report, officer=officer, now=timezone.now(), doubted=len(found))
    if done:
        say(request, f"Đã ban hành Báo cáo số {done.numbered}. Tệp PDF đang được tạo; ký xong thì gắn bản ký.")
        return redirect("reporting:report-detail", pk=pk)
    return confirm(
        request, report, title="Cấp số, ban hành báo cáo", lead=f"Báo cáo {report.subject}", told=told.told_before_issuing(report),
        action="Ban hành", form=form, doubts=found,
    )  # fmt: skip


@require_http_methods(CHANGES)
def report_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach the signed scan or the digitally signed PDF."""
    report, officer = the_report(request, pk), officer_of(request)
    rules.may_attach_copy(officer, report).require()
    known = report.signed_copies.exists()
    form = CopyForm(*((request.POST, request.FILES) if request.method == "POST" else ()), known=known)
    if form.is_valid():
        said = form.cleaned_data
        signing.attach_signed_copy(
            report, by=officer, now=timezone.now(), upload=said["upload"], note_why=said.get("note", "")
        )
        say(request, "Đã gắn bản ký. Ai xem được báo cáo thì tải được bản ký.")
        return redirect("reporting:report-detail", pk=pk)
    return render(
        request,
        "reporting/report_copy.html",
        {"report": report, "form": form, "known": known, "sample": report.is_sample},
    )


@require_http_methods(CHANGES)
@told_when_overtaken(DETAIL)
@told_when_saved_by_others
def report_replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the report that corrects an issued one."""
    report, officer = the_report(request, pk), officer_of(request)
    verdict = rules.may_replace(officer, report, replaced=report.replacements.exists())
    if not verdict and rules.may_replace(officer, report, replaced=False):
        raise Overtaken(the_replacement(report))
    verdict.require()
    form = SeenForm(request.POST or None, report=report)
    if form.is_valid():
        made = signing.replace_report(report, by=officer, now=timezone.now())
        say(request, f"Đã lập dự thảo thay thế {report.cited}. Sửa lời văn rồi trình ký.")
        return redirect("reporting:report-detail", pk=made.pk)
    return confirm(
        request, report, title="Lập báo cáo thay thế", lead=report.cited, told=told.told_before_replacing(report),
        action="Lập dự thảo thay thế", form=form,
    )  # fmt: skip


@require_safe
@never_cache
def signed_copy(request: HttpRequest, pk: int) -> FileResponse:
    """The signed copy, byte for byte, for those who may see its report."""
    officer = officer_of(request)
    copies = SignedCopy.objects.visible_to(officer).select_related("report__office", "report__directive")
    found = get_object_or_404(copies, pk=pk)
    try:
        content = found.file.open("rb")
    except FileNotFoundError:
        raise Http404("the file is gone from the store") from None
    took_out(
        officer, ReadKind.REPORT, now=timezone.now(), thing=-found.pk, directive=internal_of(found.report),
        holders=[found.report.office_id], leaving=content,
    )  # fmt: skip
    response = FileResponse(content, as_attachment=True, filename=found.name, content_type=found.content_type)
    response.headers["ETag"] = f'"{found.sha256}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _after(officer: Officer, pk: int) -> HttpResponse:
    """A leader above the office sees its drafts no more: back to the list then."""
    seen = Report.objects.visible_to(officer).filter(pk=pk).exists()
    return redirect("reporting:report-detail", pk=pk) if seen else redirect("reporting:report-list")
