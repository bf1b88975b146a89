"""The report's files: asked for, watched, downloaded."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agencies.choices import ReadKind
from agencies.http import officer_of, say
from agencies.models import Officer
from agencies.reads.taking import Closable, took_out
from reporting import files_panel, services
from reporting.choices import FileKind, FileState
from reporting.makers import MAKERS, shown_name
from reporting.models import ReportFile
from reporting.views.common import internal_of, the_report

LINES = "reporting/_files.html#lines"


@require_POST
def report_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a file; the panel then watches it being made."""
    report, officer = the_report(request, pk), officer_of(request)
    kind, by_mail = request.POST.get("kind", FileKind.PDF), request.POST.get("by_mail") == "1"
    file = services.ask_file(report, by=officer, now=timezone.now(), kind=kind, by_mail=by_mail)
    if request.headers.get("HX-Request"):
        return render(request, LINES, files_panel.panel(report, officer=officer, now=timezone.now()))
    if file.state != FileState.READY:
        say(request, f"Đã nhận yêu cầu tạo {FileKind(kind).label}. Xong sẽ có trong hộp thông báo.")
    return redirect(f"/bao-cao/{pk}/#tep")


@require_safe
def report_files(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines of files alone, asked for every two seconds while one is being made."""
    if not request.headers.get("HX-Request"):
        return redirect(f"/bao-cao/{pk}/#tep")
    panel = files_panel.panel(the_report(request, pk), officer=officer_of(request), now=timezone.now())
    return render(request, LINES, panel)


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
    response = FileResponse(content, as_attachment=True, filename=shown_name(found))
    response.headers["Content-Type"] = MAKERS[FileKind(found.kind)].content_type
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
