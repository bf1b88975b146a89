"""The report's file: asked for, watched, downloaded."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agencies.choices import ReadKind
from agencies.http import officer_of
from agencies.models import Officer
from agencies.reads.taking import Closable, took_out
from agencies.text import search_key
from reporting import services
from reporting.choices import FileState, ReportState
from reporting.models import ReportFile
from reporting.views.common import file_state, internal_of, the_report


@require_POST
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the PDF; the panel then watches it being made."""
    report = the_report(request, pk)
    services.ask_file(report, by=officer_of(request), now=timezone.now())
    if request.headers.get("HX-Request"):
        return render(request, "reporting/report_detail.html#files", file_state(report))
    return redirect(f"/bao-cao/{pk}/#tep")


@require_safe
def report_files(request: HttpRequest, pk: int) -> HttpResponse:
    """The panel of files alone, asked for every two seconds while one is being made."""
    if not request.headers.get("HX-Request"):
        return redirect(f"/bao-cao/{pk}/#tep")
    return render(request, "reporting/report_detail.html#files", file_state(the_report(request, pk)))


@require_safe
def file(request: HttpRequest, pk: int) -> FileResponse:
    """A finished file, for those who may see its report."""
    officer = officer_of(request)
    files = ReportFile.objects.visible_to(officer).select_related(
        *("report", "report__office", "report__directive", "report__about_agency", "report__about_group")
    )
    found = get_object_or_404(files, pk=pk, state=FileState.READY)
    try:
        content = found.file.open("rb")
    except FileNotFoundError:
        raise Http404("the file is gone from the store") from None
    _note(officer, found, content)
    response = FileResponse(content, as_attachment=True, filename=_shown_name(found))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["ETag"] = f'"{found.sha256}"'
    return response


def _note(officer: Officer, found: ReportFile, content: Closable) -> None:
    """A report carries the rows of its appendix, so that each fetching is noted, whatever the document's level."""
    took_out(
        officer, ReadKind.REPORT, now=timezone.now(), thing=found.pk, directive=internal_of(found.report),
        holders=[found.report.office_id], leaving=content,
    )  # fmt: skip


def _shown_name(found: ReportFile) -> str:
    """ "05-bc-btgtu-54-cv-tu-6-thang-dau-nam-2022.pdf": plain letters that every system keeps."""
    report = found.report
    number = f"{report.number_value:02d} {report.symbol}" if report.state == ReportState.ISSUED else "du thao bao cao"
    about = report.directive.label if report.directive is not None else report.about
    words = search_key(f"{number} {about} {report.period_label}")
    return "-".join("".join(c if c.isalnum() and c.isascii() else " " for c in words).split()) + ".pdf"
