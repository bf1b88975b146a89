"""Which files are made of a report, and how each is made: written to an open file, with the number of its pages."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any, Final

import pikepdf

from agencies.text import search_key
from agencies.uploads import XLSX
from agencies.verdict import Denied
from agencies.wording import number
from reporting import briefing, compose, snapshot, workbook
from reporting.choices import FileKind, ReportState
from reporting.models import Report, ReportFile
from reporting.rendering.brief_pdf import render_brief
from reporting.rendering.pdf import render_pdf
from reporting.rendering.profiles import Attached, Profile
from reporting.rendering.report_docx import Told, render_docx

PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_IN_WORD: Final = 20_000
"""Rows that Word still opens within a minute."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a maker gets: the report, the day a draft is read on, where the bytes go, whom to tell how far it is."""

    report: Report
    on: date
    out: IO[bytes]
    told: Told


@dataclass(frozen=True, slots=True)
class Maker:
    """A kind of file: how its name ends, what browsers call it, what it is for, and who makes it; makers return the pages."""

    suffix: str
    content_type: str
    use: str
    make: Callable[[Work], int]


def _pdf(work: Work) -> int:
    return _printed(work)


def _pdfa(work: Work) -> int:
    """With the figures and the rows inside, so that whoever keeps the paper keeps the numbers."""
    work.told(5, "Đang lập tệp số liệu đính kèm")
    return _printed(work, Profile.ARCHIVE, _attached(work))


def _pdfua(work: Work) -> int:
    return _printed(work, Profile.ACCESSIBLE)


def _printed(work: Work, profile: Profile = Profile.PLAIN, attachments: Sequence[Attached] = ()) -> int:
    work.told(10, "Đang lấy số liệu")
    paper = compose.paper(work.report, on=work.on)
    work.told(20, "Đang dàn trang")

    def made_so_far(done: int, total: int) -> None:
        work.told(
            20 + 75 * done // total, f"Đang dàn trang: xong {done}/{total} phần" if total > 1 else "Đang dàn trang"
        )

    data = render_pdf(paper, profile=profile, attachments=attachments, progress=made_so_far)
    work.out.write(data)
    with pikepdf.open(io.BytesIO(data)) as made:
        return len(made.pages)


def _attached(work: Work) -> list[Attached]:
    """What goes into the archive's PDF: all figures, and every row of the appendices."""
    numbers = snapshot.of(work.report, on=work.on)
    figures = json.dumps(numbers.as_json(), ensure_ascii=False, sort_keys=True, indent=1).encode()
    with tempfile.TemporaryFile() as file:
        workbook.write(file, work.report, numbers, snapshot.rows_of(work.report, on=work.on).read(workbook.COUNTED))
        file.seek(0)
        rows = file.read()
    return [
        Attached("figures.json", figures, "Số liệu của báo cáo"),
        Attached("rows.xlsx", rows, "Các dòng số liệu của báo cáo"),
    ]


def _docx(work: Work) -> int:
    _require_few(work, MOST_IN_WORD, "Word")
    work.told(10, "Đang lấy số liệu")
    paper = compose.paper(work.report, on=work.on)
    work.told(25, "Đang soạn tệp Word")
    work.out.write(render_docx(paper, told=work.told))
    return 0


def _brief(work: Work) -> int:
    work.told(10, "Đang lấy số liệu")
    work.out.write(render_brief(briefing.of(work.report, on=work.on)))
    return 1


def _xlsx(work: Work) -> int:
    _require_few(work, workbook.MOST, "Excel")
    numbers = snapshot.of(work.report, on=work.on)
    rows = snapshot.rows_of(work.report, on=work.on).read(workbook.COUNTED)
    total = numbers.figures.counts.assigned or 1
    workbook.write(work.out, work.report, numbers, _telling(rows, total, work.told))
    return 0


def _telling(rows: Any, total: int, told: Told) -> Any:
    for place, row in enumerate(rows):
        if place % 500 == 0:
            told(5 + min(90 * place // total, 90), "Đang ghi các dòng")
        yield row


def _require_few(work: Work, most: int, program: str) -> None:
    """Refuse before anything is read what the program could not open."""
    rows = snapshot.of(work.report, on=work.on).figures.counts.assigned
    if rows > most:
        raise Denied(
            f"Báo cáo có {number(rows)} dòng, quá {number(most)} dòng của một tệp {program}."
            f"{' Hãy dùng tệp Excel.' if program == 'Word' else ''}"
        )


MAKERS: Final[Mapping[FileKind, Maker]] = {
    FileKind.PDF: Maker(".pdf", PDF, "Bản in: chữ ký, nơi nhận, phụ lục", _pdf),
    FileKind.DOCX: Maker(".docx", DOCX, "Cùng nội dung, để sửa trong Word", _docx),
    FileKind.XLSX: Maker(".xlsx", XLSX, "Từng đầu việc và bảng số liệu", _xlsx),
    FileKind.BRIEF: Maker(".pdf", PDF, "Một trang cho lãnh đạo trước cuộc họp", _brief),
    FileKind.PDFA: Maker("-luu-tru.pdf", PDF, "PDF/A, kèm số liệu gốc bên trong", _pdfa),
    FileKind.PDFUA: Maker("-tiep-can.pdf", PDF, "PDF/UA, cho máy đọc màn hình", _pdfua),
}


def shown_name(file: ReportFile) -> str:
    """ "05-bc-btgtu-54-cv-tu-6-thang-dau-nam-2022.pdf": plain letters that every system keeps."""
    report = file.report
    number_words = (
        f"{report.number_value:02d} {report.symbol}" if report.state == ReportState.ISSUED else "du thao bao cao"
    )
    kind = "phieu hop " if file.kind == FileKind.BRIEF else ""
    words = search_key(
        f"{kind}{number_words} {(report.directive.label if report.directive else report.about)} {report.period_label}"
    )
    plain = "-".join("".join(c if c.isalnum() and c.isascii() else " " for c in words).split())
    return plain + MAKERS[FileKind(file.kind)].suffix
