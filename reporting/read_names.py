"""How files of reports are named in the log of reads, to those who may see them."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from agencies.choices import ReadKind
from agencies.models import Officer
from agencies.reads.naming import Named, supply_names
from reporting import subjects
from reporting.models import ReportFile


def _files(user: Officer, ids: Collection[int]) -> dict[int, Named]:
    rows = ReportFile.objects.visible_to(user).filter(pk__in=ids).select_related("report__directive")
    return {
        row.pk: Named(
            f"Báo cáo {row.report.period_label}",
            reverse("reporting:report-detail", args=[row.report_id]),
            subjects.about(row.report),
        )
        for row in rows
    }


def supply() -> None:
    """Name what was fetched of reports."""
    supply_names(ReadKind.REPORT, _files)
