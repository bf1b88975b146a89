"""Whether reports still say what was sealed: rows, figures and files against the checksums that were kept with them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from reporting import freezing
from reporting.choices import FileState, ReportState
from reporting.models import Report, ReportFile


@dataclass(frozen=True, slots=True)
class Broken:
    """A report whose rows, or one of whose files, are no longer what they were, and how that shows."""

    report: Report
    why: str


def broken() -> Iterator[Broken]:
    """Reports put forward or issued, oldest first, that no longer answer their seal; nothing while all do."""
    for report in Report.objects.exclude(state=ReportState.DRAFT).select_related("office").order_by("pk").iterator(50):
        found = freezing.checksum(report.pk, figures=report.figures, rules=report.rule_version)
        if found != report.checksum:
            yield Broken(report, "dòng số liệu khác mã kiểm")
        for file in report.files.filter(state=FileState.READY, of_draft=False).order_by("pk"):
            if why := _changed(file):
                yield Broken(report, f"{file.get_kind_display()}: {why}")


def _changed(file: ReportFile) -> str:
    try:
        with file.file.open("rb") as stored:
            found = hashlib.file_digest(stored, "sha256").hexdigest()
    except OSError:
        return "không đọc được tệp trong kho"
    return "" if found == file.sha256 else "nội dung khác mã SHA-256"
