"""How reports and their files are named in the log of reads and in inboxes, to those who may see them."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from agencies.choices import ReadKind
from agencies.models import Officer
from agencies.reads.naming import Named, supply_names
from plans.inbox import supply_titles
from reporting.models import Part, Report, ReportFile, SignedCopy

_OF = [f"report__{name}" for name in ("office", "directive", "about_agency", "about_group")]


def _files(user: Officer, ids: Collection[int]) -> dict[int, Named]:
    """Files by their key, signed copies by theirs with a minus before it."""
    files = ReportFile.objects.visible_to(user).filter(pk__in=ids).select_related(*_OF)
    copies = SignedCopy.objects.visible_to(user).filter(pk__in=[-pk for pk in ids if pk < 0]).select_related(*_OF)
    found = {row.pk: _named(row.report) for row in files}
    return found | {-row.pk: _named(row.report, " (bản ký)") for row in copies}


def _named(report: Report, which: str = "") -> Named:
    url = reverse("reporting:report-detail", args=[report.pk])
    return Named(f"Báo cáo {report.period_label}{which}", url, report.about)


def _reports(user: Officer, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Reports in sight: what they are, and who sends them to whom."""
    found = Report.objects.visible_to(user).with_about().select_related("recipient").defer("figures", "sections")
    return {one.pk: (_short(one), _sent(one)) for one in found.filter(pk__in=ids)}


def _parts(user: Officer, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Parts in sight, by the report they go into."""
    found = Part.objects.visible_to(user).filter(pk__in=ids).select_related("agency", *_OF)
    return {
        one.pk: (f"Phần của {one.agency.label}: {_short(one.report)}", f"{one.report.office.label} đề nghị") for one in found
    }  # fmt: skip


def _short(report: Report) -> str:
    number = f" số {report.numbered}" if report.number_value else ""
    return f"Báo cáo{number} {report.period_label} về {report.about}"


def _sent(report: Report) -> str:
    to = f" gửi {report.recipient_body} {report.recipient.label}" if report.recipient else " lập"
    return " ".join(f"{report.office.label}{to}".split())


def supply() -> None:
    """Name what was fetched of reports, and what entries of inboxes are about."""
    supply_names(ReadKind.REPORT, _files)
    supply_titles("report", _reports)
    supply_titles("part", _parts)
