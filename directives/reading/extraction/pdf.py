"""Text of a PDF that has a text layer: lines by place, tables by their rules, page furniture left out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from directives.reading.extraction.blocks import written
from directives.reading.extraction.outcome import MOST_PAGES, Found, Refused
from directives.reading.extraction.page import plain_of, rules_of, words_of
from directives.reading.extraction.ruling import grids_of
from directives.reading.extraction.sheets import Sheet, blocks_of, sheet_of, without_furniture

_ONE_AT_A_TIME = threading.Lock()  # pdfium is not safe for threads
_FEWEST_LETTERS = 30  # below, the "text" of a scan is its page numbers or a stamp
LOCKED = "Tệp PDF đặt mật khẩu nên không kiểm tra được: hãy bỏ mật khẩu rồi gửi lại."
BROKEN = "Không mở được tệp PDF này: hãy in hoặc lưu lại thành PDF rồi gửi lại."
SCAN = (
    "Tệp PDF là bản quét, không có chữ để đọc: hãy nhập bằng tay và đính kèm tệp, "
    "hoặc gửi bản Word, PDF xuất từ phần mềm soạn thảo."
)
_EMPTY_PAGES = "một số trang là ảnh quét, không có chữ: hãy soát lại trang {}"


def read_pdf(content: bytes) -> Found:
    """Raises `Refused` for locked, broken, long or scanned files."""
    with _opened(content) as document:
        pages = len(document)
        if pages > MOST_PAGES:
            raise Refused(f"Tệp PDF có {pages} trang, quá {MOST_PAGES} trang: hãy chỉ gửi phần văn bản chỉ đạo.")
        sheets = [_sheet(document, at) for at in range(pages)]
    said = sum(len(word.text) for sheet in sheets for word in sheet.words())
    if said < _FEWEST_LETTERS or said < 3 * len(sheets):
        raise Refused(SCAN)
    edges = tuple("\n".join(line.text for line in sheet.lines) for sheet in sheets)
    blank = [
        str(at) for at, sheet in enumerate(sheets, 1) if sheet.pictured and sum(len(w.text) for w in sheet.words()) < 10
    ]
    notes = (_EMPTY_PAGES.format(", ".join(blank[:20])),) if blank else ()
    return Found(written(blocks_of(without_furniture(sheets))), edges, pages, notes)


def words_of_pdf(content: bytes) -> str:
    """Every word of the first 300 pages as the file writes them; raises `Refused` where it cannot be opened."""
    with _opened(content) as document:
        out = []
        for at in range(min(len(document), MOST_PAGES)):
            with _page(document, at) as page:
                out.append(plain_of(page) if page is not None else "")
    return "\n\n".join(out)


@contextmanager
def _opened(content: bytes) -> Iterator[Any]:
    import pypdfium2
    import pypdfium2.raw as raw

    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
            raise Refused(LOCKED if locked else BROKEN) from None
        try:
            if len(document) < 1:
                raise Refused(BROKEN)
            yield document
        finally:
            document.close()


@contextmanager
def _page(document: Any, at: int) -> Iterator[Any]:
    """A page, or None where it is broken."""
    import pypdfium2

    try:
        page = document[at]
    except pypdfium2.PdfiumError:
        yield None
        return
    try:
        yield page
    finally:
        page.close()


def _sheet(document: Any, at: int) -> Sheet:
    with _page(document, at) as page:
        if page is None:
            return Sheet()
        words = words_of(page)
        width, height = page.get_size()
        pictured = not words and _has_picture(page)
        return sheet_of(words, grids_of(rules_of(page)) if words else [], width, height, pictured)


def _has_picture(page: Any) -> bool:
    import pypdfium2.raw as raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))
