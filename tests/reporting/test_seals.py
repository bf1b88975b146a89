"""What was issued stays as it is: the database refuses to change it, and `check_seals` finds what was changed behind its back."""

from __future__ import annotations

import io
from pathlib import Path

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from reporting import making, services
from reporting.models import Report, ReportFile, ReportRow
from tests.cast import NOW, World
from tests.reporting.papers_of import issued, submitted, without_worker

__all__ = ["without_worker"]
pytestmark = pytest.mark.usefixtures("without_worker")


def _checked() -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("check_seals", stdout=out)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue()
    return 0, out.getvalue()


def test_the_database_keeps_what_was_issued(world: World) -> None:
    report = issued(world)
    row = ReportRow.objects.filter(report=report)[0]
    for change in (
        lambda: Report.objects.filter(pk=report.pk).update(subject="khác"),
        lambda: ReportRow.objects.filter(pk=row.pk).update(standing="within"),
        lambda: row.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    draft = submitted(world)
    services.reopen_report(draft, by=world.officer("vanphong"), now=NOW, version=draft.version, reason="Sửa.")
    assert not draft.rows.exists(), "what is not issued may be given up"


def test_broken_seals_are_found(world: World, media_root: Path) -> None:
    report = issued(world)
    file = ReportFile.objects.get(report=report)
    making.make(file.pk, now=lambda: NOW)
    assert _checked() == (0, "Đã đối chiếu 1 báo cáo, 0 chỗ sai khác.\n")
    with pgtrigger.ignore("reporting.ReportRow:issued_stays"):
        ReportRow.objects.filter(report=report, position=1).update(percent=99)
    file.refresh_from_db()
    stored = Path(file.file.path)
    stored.write_bytes(stored.read_bytes() + b"\n")
    code, told = _checked()
    assert code == 1
    assert "dòng số liệu khác mã kiểm" in told
    assert "PDF để ký: nội dung khác mã SHA-256" in told
    stored.unlink()
    assert "không đọc được tệp trong kho" in _checked()[1]
