"""What is measured on the pages: sizes, margins, letters, one font, words in their order."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import openpyxl  # type: ignore[import-untyped]
import pypdfium2
from pypdf import PdfReader

from plans.workbook.columns import COLUMNS
from plans.workbook.writing import Heading, write_workbook
from reporting.layouts import LAYOUTS, Layout, Measure, Part
from reporting.paper import Paper
from reporting.rendering.report_docx import render_docx
from reporting.workbook import cells
from tests.bench.report_files import synthetic_rows
from tests.paper_office.office import to_pdf
from tests.reporting.papers import half_year_paper
from tests.reporting.test_paper import MM, placed

MARGIN_MM: Final = 1.0
SIZE_PT: Final = 0.2
DOTS: Final = 1.2


@dataclass(frozen=True, slots=True)
class Found:
    """One measure: what, what it is, what it should be, whether it is within."""

    what: str
    value: object
    wanted: object
    within: bool


def documents(folder: Path) -> Iterator[Found]:
    """The half-year report in every layout as a Word file."""
    for layout_id, layout in LAYOUTS.items():
        paper = half_year_paper(layout_id=layout_id)
        file = folder / f"bao-cao-{layout_id}.docx"
        file.write_bytes(render_docx(paper))
        reader = PdfReader(io.BytesIO(_printed(file, folder)))
        yield from _paper(layout, paper, reader)


def _paper(layout: Layout, paper: Paper, reader: PdfReader) -> Iterator[Found]:
    name = layout.id
    texts = [" ".join(page.extract_text().split()) for page in reader.pages]
    landscape = [float(page.mediabox.width) > float(page.mediabox.height) for page in reader.pages]
    yield Found(f"{name}: appendices across, text upright", landscape.index(True), ">= 2", landscape.index(True) >= 2)
    yield Found(f"{name}: nothing upright after them", landscape[-1], True, all(landscape[landscape.index(True) :]))
    families = {str(font).split("+")[-1].split("-")[0] for page in reader.pages for font in _fonts(page)}
    yield Found(f"{name}: one family", families, {"Tinos"}, families == {"Tinos"})
    yield Found(f"{name}: no number on page 1", texts[0][:3], "letterhead", not texts[0].startswith("1 "))
    yield Found(f"{name}: number on page 2", texts[1][:2], "2 ", texts[1].startswith("2 ") or " 2 " in texts[1])
    whole = " ".join(texts)
    for words in ("Nguyễn Thị Hồng Ánh", "Nơi nhận:", "Quý I, quý II năm 2022", "Kết quả theo nhiệm vụ"):
        yield Found(f"{name}: “{words}”", words in whole, True, words in whole)
    heads = sum(text.count("Nhiệm vụ, đầu việc") for text in texts)
    yield Found(f"{name}: the head of a long table is repeated", heads, ">= 2", heads >= 2)
    runs = placed(0, reader)
    left = min(x for _, x, _, _ in runs) / MM
    wanted = layout.measure(Measure.MARGIN_LEFT)
    yield Found(f"{name}: left margin, mm", round(left, 1), wanted, left >= wanted - MARGIN_MM)
    body = next(run for run in runs if run[0].startswith("Tính đến ngày"))
    indent = body[1] / MM
    first = wanted + layout.measure(Measure.FIRST_LINE)
    yield Found(f"{name}: first line, mm", round(indent, 1), first, abs(indent - first) <= MARGIN_MM)
    for start, part in (("Tính đến ngày", Part.BODY), ("BÁO CÁO", Part.KIND), ("Số", Part.NUMBER)):
        size = next(run[3] for run in runs if run[0].startswith(start))
        right = layout.lettering(part).size_pt
        yield Found(f"{name}: {part.value}, pt", round(size, 1), right, abs(size - right) <= SIZE_PT)
    marked = all("DỮ LIỆU MINH HỌA" in text for text in texts)
    yield Found(f"{name}: every page says what it is", marked, paper.illustration, marked is paper.illustration)


def _fonts(page: object) -> Iterator[object]:
    for font in page["/Resources"].get("/Font", {}).values():  # type: ignore[index]
        yield font.get_object()["/BaseFont"]


def workbooks(folder: Path, *, rows: int = 300) -> Iterator[Found]:
    """The 25 columns, read by openpyxl and printed by LibreOffice."""
    file = folder / "bao-cao.xlsx"
    with file.open("wb") as out:
        heading = Heading(date(2026, 7, 14), rows, "Báo cáo", "Số liệu chốt")
        risky = (replace(row, results="=1+1", difficulties="@SUM(A1)") for row in synthetic_rows(rows))
        write_workbook(out, heading, map(cells, risky), created=datetime(2026, 7, 14, 12, tzinfo=UTC))
    sheet = openpyxl.load_workbook(file).worksheets[0]
    heads = [cell.value for cell in sheet[6]]
    yield Found("xlsx: headings", len(heads), 25, heads == [column.heading for column in COLUMNS])
    yield Found("xlsx: rows", sheet.max_row - 6, rows, sheet.max_row - 6 == rows)
    yield Found("xlsx: a day is a day", sheet["G7"].value, "2026-01-01", isinstance(sheet["G7"].value, datetime))
    formulas = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    yield Found("xlsx: formulas", formulas, [], not formulas)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(_printed(file, folder))).pages)
    yield Found("xlsx: LibreOffice shows what was typed", text.count("=1+1"), rows, text.count("=1+1") == rows)
    wrong = [words for words in ("#NAME?", "Err:", "#VALUE!") if words in text]
    yield Found("xlsx: LibreOffice finds no error", wrong, [], not wrong)


def _printed(file: Path, folder: Path) -> bytes:
    """The PDF that LibreOffice makes, with a picture of each of its first pages beside it for looking at."""
    made = to_pdf(file, folder)
    document = pypdfium2.PdfDocument(made)
    try:
        for place in range(min(len(document), 4)):
            document[place].render(scale=DOTS).to_pil().save(folder / f"{file.stem}-{place + 1}.png")
    finally:
        document.close()
    return made.read_bytes()
