"""The file of a report: says what the page says, is made once for an issued report, and survives a dying worker."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from kombu.exceptions import OperationalError
from pypdf import PdfReader

from plans.models import Notice
from reporting import compose, makers, making, services, snapshot
from reporting.choices import FileState
from reporting.jobs import make_file
from reporting.models import Report, ReportFile
from reporting.rendering.pdf import render_pdf
from tests.builders import a_confirmation
from tests.cast import NOW, TODAY, World
from tests.reporting.papers_of import a_report, issued, without_worker

__all__ = ["without_worker"]
pytestmark = pytest.mark.usefixtures("without_worker")


def _made(report: Report) -> tuple[ReportFile, bytes]:
    file = ReportFile.objects.get(report=report, report_version=report.version)
    making.make(file.pk, now=lambda: NOW)
    file.refresh_from_db()
    with file.file.open("rb") as stored:
        return file, stored.read()


def _words(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def test_the_paper_says_the_figures_of_the_page(world: World) -> None:
    item = world.item("4", world.agencies.bao_can_tho, "quý I/2022")
    a_confirmation(item, by=world.officer("baocantho"), monitor=world.officer("vanphong"), results="Đã mở chuyên mục.")
    report = issued(world, is_sample=True)
    file, data = _made(report)
    words = _words(data)
    assert (file.state, file.size, file.pages) == (FileState.READY, len(data), len(PdfReader(io.BytesIO(data)).pages))
    counts = snapshot.of(report, on=TODAY).figures.counts
    assert f"đã giao {counts.assigned} đầu việc; hoàn thành {counts.done} (đạt 7,1%)" in words
    for expected in (
        "Số 05-BC/BTGTU", "Cần Thơ, ngày 14 tháng 7 năm 2022", "THÀNH ỦY CẦN THƠ", "BAN TUYÊN GIÁO", "TRƯỞNG BAN", "Trần Quốc Khải",
        "Ban Thường vụ Thành ủy Cần Thơ (để báo cáo)", "PHỤ LỤC 1", "PHỤ LỤC 3", "Huyện ủy Phong Điền", "Đã mở chuyên mục.",
        "DỮ LIỆU MINH HỌA",
    ):  # fmt: skip
        assert expected in words, expected


def test_a_draft_leaves_room_for_number_and_day(world: World) -> None:
    report = a_report(world)
    services.ask_file(report, by=world.officer("vanphong"), now=NOW)
    words = _words(_made(report)[1])
    assert "05-BC" not in words
    assert "tháng 7 năm 2022" in words


def test_an_issued_report_prints_the_same_bytes_for_ever(world: World) -> None:
    report = issued(world)
    _, data = _made(report)
    item = world.item("4", world.agencies.bao_can_tho, "quý I/2022")
    a_confirmation(item, by=world.officer("baocantho"), monitor=world.officer("vanphong"))
    again = render_pdf(compose.paper(Report.objects.get(pk=report.pk), on=TODAY))
    assert again == data


def test_an_issued_file_is_never_made_anew(world: World) -> None:
    report = issued(world)
    file, data = _made(report)
    again = services.ask_file(report, by=world.officer("vanphong"), now=NOW)
    assert (again.pk, again.state) == (file.pk, FileState.READY)
    making.make(file.pk, now=lambda: NOW)
    assert _made(report)[1] == data


def test_a_draft_can_be_made_again_and_keeps_one_file(world: World, media_root: Path) -> None:
    report = a_report(world)
    for _ in range(2):
        services.ask_file(report, by=world.officer("vanphong"), now=NOW)
        _made(report)
    item = world.item("4", world.agencies.bao_can_tho, "quý I/2022")
    a_confirmation(item, by=world.officer("baocantho"), monitor=world.officer("vanphong"))
    services.ask_file(report, by=world.officer("vanphong"), now=NOW)
    _made(report)
    assert len(list(media_root.rglob("*.pdf"))) == 1


def test_a_job_delivered_again_after_its_worker_died_finishes(world: World) -> None:
    report = issued(world)
    ReportFile.objects.filter(report=report).update(state=FileState.MAKING, claimed_at=NOW - making.QUEUE.lease * 2)
    assert _made(report)[0].state == FileState.READY


def test_a_report_that_changed_meanwhile_is_not_printed_under_the_old_version(world: World) -> None:
    report = a_report(world)
    file = services.ask_file(report, by=world.officer("vanphong"), now=NOW)
    services.revise_report(report, by=world.officer("vanphong"), now=NOW, version=1, place="Ninh Kiều")
    making.make(file.pk, now=lambda: NOW)
    file.refresh_from_db()
    assert (file.state, file.error) == (FileState.FAILED, "Báo cáo đã sửa sau khi yêu cầu tệp này. Hãy tạo lại.")


def test_the_button_works_when_no_broker_answers(
    world: World, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def nobody(file_id: int) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(make_file, "delay", nobody)
    with django_capture_on_commit_callbacks(execute=True):
        file = services.ask_file(a_report(world), by=world.officer("vanphong"), now=NOW)
    file.refresh_from_db()
    assert file.state == FileState.WAITING


def test_the_job_makes_the_file(world: World) -> None:
    file = services.ask_file(a_report(world), by=world.officer("vanphong"), now=NOW)
    make_file(file.pk)
    file.refresh_from_db()
    assert file.state == FileState.READY


def test_who_asked_for_a_file_is_told_how_it_ended(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    report = a_report(world)
    services.ask_file(report, by=world.officer("vanphong"), now=NOW)
    file, _ = _made(report)
    entry = Notice.objects.get(officer__username="vanphong")
    assert (entry.subject, entry.text, entry.read_at) == (
        f"report:{report.pk}",
        "PDF để ký của báo cáo đã sẵn sàng",
        None,
    )
    services.ask_file(report, by=world.officer("vanphong"), now=NOW)
    monkeypatch.setattr(makers, "render_pdf", lambda *paper, **asked: 1 / 0)
    making.make(file.pk, now=lambda: NOW)
    assert Notice.objects.get().text == "Không tạo được PDF để ký của báo cáo; xem lý do ở trang báo cáo"
    assert Notice.objects.count() == 1
