"""What several pages of reports need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from agencies.http import officer_of
from agencies.models import Post
from agencies.services import SavedByOthers
from directives.choices import Secrecy
from plans.rules import acts_for
from reporting.checking_numbers import Doubt
from reporting.choices import FileState, ReportState
from reporting.models import Report, ReportFile

PATIENCE = timedelta(seconds=20)
"""After so long without a worker the page says that nobody has taken the job."""


def the_report(request: HttpRequest, pk: int) -> Report:
    """A report the officer may see, with what every page of it prints."""
    reports = Report.objects.visible_to(officer_of(request)).select_related(
        *("office", "office__parent", "office__serves", "recipient", "directive", "directive__issuer", "created_by"),
        *("about_agency", "about_group", "replaces", "replaces__office"),
        *("fulfils", "fulfils__task", "fulfils__assignment", "fulfils__period", "fulfils__agency"),
    )
    return get_object_or_404(reports, pk=pk)


def confirm(
    request: HttpRequest, report: Report, *, title: str, lead: str, told: Iterable[str], action: str, form: Form,
    doubts: Sequence[Doubt] = (), acting: Post | None = None,
) -> HttpResponse:  # fmt: skip
    """What will happen to whom, before it happens; typed numbers that disagree stand beside it."""
    context = {
        "title": title, "lead": lead, "consequences": list(told), "action_label": action, "form": form, "report": report,
        "back_url": f"/bao-cao/{report.pk}/", "sample": report.is_sample, "doubts": doubts,
        "acting": acting or acts_for(officer_of(request), report.office_id),
    }  # fmt: skip
    return render(request, "reporting/report_confirm.html", context)


def internal_of(report: Report) -> int | None:
    """The internal document a report is about, for the log of reads."""
    about = report.directive
    return about.pk if about is not None and about.secrecy == Secrecy.INTERNAL else None


def told_when_saved_by_others[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Answer `SavedByOthers`: back to the report as it is now, with words."""

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except SavedByOthers as others:
            request: Any = args[0]
            messages.warning(
                request, "Có người vừa sửa báo cáo này nên việc của đồng chí chưa thực hiện. Xem lại rồi làm lại."
            )
            return redirect("reporting:report-detail", pk=getattr(others.current, "pk", kwargs.get("pk")))

    return answered


def file_state(report: Report) -> dict[str, Any]:
    """The report's newest file and how its making goes, for the panel that polls."""
    files = list(ReportFile.objects.filter(report=report).order_by("-report_version", "-pk")[:4])
    file = files[0] if files else None
    busy = file is not None and file.state in (FileState.WAITING, FileState.MAKING)
    final = file is not None and report.state == ReportState.ISSUED and file.report_version == report.version
    return {
        "report": report, "file": file, "busy": busy, "earlier": [one for one in files[1:] if one.state == FileState.READY],
        "nobody": busy and file is not None and timezone.now() - file.asked_at > PATIENCE and file.state == FileState.WAITING,
        "stale": file is not None and file.report_version != report.version, "final": final and not busy,
    }  # fmt: skip
