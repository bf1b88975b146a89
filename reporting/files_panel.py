"""What the panel of files shows: a line for each kind that can be made, and the finished files of earlier moments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from agencies.models import Officer
from reporting.choices import FileKind, FileState, ReportState
from reporting.makers import MAKERS
from reporting.making import QUEUE
from reporting.models import Report, ReportFile

PATIENCE: Final = timedelta(seconds=20)
"""After so long without a worker the page says that nobody has taken the job."""

KNOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One kind: the file of the report as it is now, or the last one of an earlier moment, and what may be done."""

    kind: FileKind
    file: ReportFile | None
    older: ReportFile | None
    busy: bool
    nobody: bool
    may_make: bool

    @property
    def use(self) -> str:
        """What the kind is for."""
        return MAKERS[self.kind].use

    @property
    def ready(self) -> bool:
        """Whether the file of the report as it is now can be fetched."""
        return self.file is not None and self.file.state == FileState.READY

    @property
    def failed(self) -> bool:
        """Whether it could not be made."""
        return self.file is not None and self.file.state == FileState.FAILED

    @property
    def act(self) -> str:
        """What the button says."""
        return "Thử lại" if self.failed else "Tạo lại" if self.file is not None or self.older is not None else "Tạo"


def panel(report: Report, *, officer: Officer, now: datetime) -> dict[str, Any]:
    """Everything of the panel, in one query."""
    files = list(
        ReportFile.objects.visible_to(officer).filter(report=report).order_by("-report_version", "-pk")[:KNOWN]
    )
    lines = [_line(kind, [one for one in files if one.kind == kind], report, now) for kind in MAKERS]
    shown = {one.pk for line in lines for one in (line.file, line.older) if one is not None}
    return {
        "report": report, "file_lines": lines, "busy": any(line.busy for line in lines),
        "may_make_any": any(line.may_make for line in lines),
        "earlier_files": [one for one in files if one.state == FileState.READY and one.pk not in shown],
        "is_final": report.state == ReportState.ISSUED,
    }  # fmt: skip


def _line(kind: FileKind, files: Sequence[ReportFile], report: Report, now: datetime) -> Line:
    file = next((one for one in files if one.report_version == report.version), None)
    older = next((one for one in files if one is not file and one.state == FileState.READY), None)
    busy = file is not None and file.state in (FileState.WAITING, FileState.MAKING)
    nobody = file is not None and busy and _nobody(file, now)
    done = file is not None and file.state == FileState.READY
    may_make = nobody or (not busy and (not done or report.state == ReportState.DRAFT))
    return Line(kind, file, older, busy, nobody, may_make)


def _nobody(file: ReportFile, now: datetime) -> bool:
    """Whether no worker took the job, or the one that did is gone."""
    if file.state == FileState.WAITING:
        return now - file.asked_at > PATIENCE
    return QUEUE.is_lost(file, now=now)
