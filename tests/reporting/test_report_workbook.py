"""The report as a workbook: its frozen rows in the 25 columns, its figures on a second sheet, text that stays text."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from agencies.models import Agency
from plans.workbook.columns import COLUMNS
from reporting import snapshot, workbook
from reporting.models import Report, ReportRow
from reporting.periods import parse
from tests.builders import a_confirmation
from tests.cast import TODAY, World
from tests.plans.workbook.sheets import Sheet, read_sheet
from tests.reporting.papers_of import a_report, submitted, without_worker

__all__ = ["without_worker"]
pytestmark = pytest.mark.usefixtures("without_worker")


def written(report: Report, *, on: date = TODAY) -> bytes:
    file = io.BytesIO()
    rows = snapshot.rows_of(report, on=on).read(workbook.COUNTED)
    workbook.write(file, report, snapshot.of(report, on=on), rows)
    return file.getvalue()


def sheet_of(report: Report) -> Sheet:
    return read_sheet(written(report))


def figures_of(data: bytes) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return [list(row) for row in book["Số liệu"].iter_rows(values_only=True)]


def _told(world: World) -> None:
    item = world.item("4", world.agencies.bao_can_tho, "quý I/2022")
    a_confirmation(
        item, by=world.officer("baocantho"), monitor=world.officer("vanphong"), results="=1+1", difficulties="+84 thiếu máy",
        proposals="\t@SUM(A1)", percent=100,
    )  # fmt: skip


def test_the_rows_of_the_report_in_the_columns_of_the_office(world: World) -> None:
    _told(world)
    report = submitted(world, is_sample=True)
    sheet, rows = sheet_of(report), list(ReportRow.objects.filter(report=report))
    assert [value for name, value in sheet.cells.items() if name.endswith("6") and len(name) == 2][:25] == [
        column.heading for column in COLUMNS
    ]
    assert (sheet.cells["B2"], sheet.cells["D2"]) == ("Ngày chốt dữ liệu báo cáo", TODAY)
    assert (sheet.cells["B3"], sheet.cells["D3"]) == ("Tổng nhiệm vụ", len(rows))
    assert "DỮ LIỆU MINH HỌA" in str(sheet.cells["A1"])
    assert report.checksum in str(sheet.cells["B5"])
    assert [row["ID nhiệm vụ"] for row in sheet.rows()] == [row.work_item_id for row in rows]
    found = next(
        row for row in sheet.rows() if row["Đơn vị chủ trì"] == "Báo Cần Thơ" and row["Lộ trình"] == "Kỳ quý I/2022"
    )
    told = {
        "Tên nhiệm vụ": f"{next(row.heading for row in rows if row.path == '4')}, kỳ quý I/2022", "Nguồn gốc": "54-CV/TU, mục 4",
        "Trạng thái": "Hoàn thành", "Mức độ hoàn thành": "Hoàn thành quá hạn", "Kết quả thực hiện": "=1+1",
        "Khó khăn": "+84 thiếu máy", "Loại nhiệm vụ": "Theo kỳ", "Ngày HT thực tế": TODAY, "Gia hạn – Số lần": 0,
        "LĐVP chủ trì": None, "Đơn vị phối hợp": None, "Người giao": None, "Người phê duyệt – Email": None,
    }  # fmt: skip
    assert {name: found[name] for name in told} == told
    overdue = next(row for row in rows if row.days_overdue)
    assert next(row for row in sheet.rows() if row["ID nhiệm vụ"] == overdue.work_item_id)["Mức độ hoàn thành"] == (
        f"Quá hạn {overdue.days_overdue} ngày"
    )


def test_nothing_that_people_typed_becomes_a_formula(world: World) -> None:
    _told(world)
    Agency.objects.filter(pk=world.agencies.bao_can_tho.pk).update(name='=HYPERLINK("http://x","Báo")')
    report = submitted(world)
    data = written(report)
    sheet = read_sheet(data)
    assert "<f>" not in sheet.xml
    line = next(name[1:] for name, value in sheet.cells.items() if value == "+84 thiếu máy")
    assert {f"D{line}", f"L{line}", f"N{line}", f"O{line}"} <= sheet.guarded
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    risky = [cell for cell in cells if cell.value.lstrip().startswith(("=", "+", "-", "@"))]
    assert risky
    assert all(cell.style and cell.quotePrefix for cell in risky)


def test_the_second_sheet_adds_up_to_the_figures(world: World) -> None:
    _told(world)
    submitted(world, span=parse("2022-q1"))
    report = submitted(world, span=parse("2022-q2"))
    figures, lines = snapshot.of(report, on=TODAY).figures, figures_of(written(report))
    by_label = {str(line[0]).strip(): line[1:] for line in lines if line[0]}
    counts = figures.counts
    assert by_label["Được giao"][0] == counts.assigned
    assert by_label["Tỷ lệ hoàn thành"][0] == pytest.approx(counts.tenths / 1000)
    earlier = snapshot.of(report, on=TODAY).earlier
    assert earlier is not None
    assert by_label["Được giao"][1:3] == [earlier.counts.assigned, counts.assigned - earlier.counts.assigned]
    for one in figures.by_agency:
        if one.counts.assigned:
            assert by_label[one.label][:6] == [one.counts.assigned, *one.counts.classes], one.label
    assert by_label["Tổng số"][:6] == [counts.assigned, *counts.classes]
    assert [by_label[f"{words} ngày"][0] for words in ("1–7", "8–30", "31–60", "61–90", "trên 90")] == list(
        figures.ageing
    )
    assert ["Cơ quan, đơn vị chưa báo cáo", len(figures.silent)] in [line[:2] for line in lines]
    silent = [line for line in lines if figures.silent and str(line[0]).startswith(f"{figures.silent[0].label}: ")]
    assert len(silent) == bool(figures.silent)


def test_a_report_without_rows_is_a_workbook_all_the_same(world: World) -> None:
    report = a_report(world)
    file = io.BytesIO()
    workbook.write(file, report, snapshot.of(report, on=TODAY), [])
    assert read_sheet(file.getvalue()).rows() == []


def test_the_file_of_frozen_figures_is_the_same_for_ever(world: World) -> None:
    report = submitted(world)
    first = written(report)
    _told(world)
    Agency.objects.filter(pk=world.agencies.bao_can_tho.pk).update(name="Báo và Đài Cần Thơ")
    assert written(Report.objects.get(pk=report.pk), on=date(2024, 1, 1)) == first
    book = openpyxl.load_workbook(io.BytesIO(first), read_only=True)
    assert str(book.properties.created) == "2022-07-14 12:00:00"
    assert "Dự thảo: số liệu lúc tạo tệp" in str(sheet_of(a_report(world)).cells["B5"])
