"""How files of reports are named in the log of reads, to those who may see them."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from agencies.choices import ReadKind
from agencies.models import Officer
from agencies.reads.naming import Named, supply_names
from reporting.models import Report, ReportFile, SignedCopy


def _files(user: Officer, ids: Collection[int]) -> dict[int, Named]:
    """Files by their key, signed copies by theirs with a minus before it."""
    of = [f"report__{name}" for name in ("office", "directive", "about_agency", "about_group")]
    files = ReportFile.objects.visible_to(user).filter(pk__in=ids).select_related(*of)
    copies = SignedCopy.objects.visible_to(user).filter(pk__in=[-pk for pk in ids if pk < 0]).select_related(*of)
    found = {row.pk: _named(row.report) for row in files}
    return found | {-row.pk: _named(row.report, " (bản ký)") for row in copies}


def _named(report: Report, which: str = "") -> Named:
    url = reverse("reporting:report-detail", args=[report.pk])
    return Named(f"Báo cáo {report.period_label}{which}", url, report.about)


def supply() -> None:
    """Name what was fetched of reports."""
    supply_names(ReadKind.REPORT, _files)
