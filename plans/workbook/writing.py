"""The file itself: head lines, frozen head row, typed cells; rows go to disk as they come, so memory stays flat."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, Final

from xlsxwriter import Workbook

from plans.workbook.columns import COLUMNS, SHEET, Column
from plans.workbook.rows import Cell, Row

LONGEST: Final = 32_000  # Excel takes 32,767 characters in a cell and calls the file damaged beyond that
COMMANDS: Final = ("=", "+", "-", "@")  # a table program would take what follows for a formula
HEAD_ROW: Final = 5  # counted from 0: five lines say what the sheet holds
SAMPLE: Final = "DỮ LIỆU MINH HỌA"


@dataclass(frozen=True, slots=True)
class Heading:
    """What the sheet says of itself above the rows."""

    on: date
    total: int
    conditions: str
    made: str
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Which list the sheet holds: its name, its title, its columns, and the words before the day and the number of rows."""

    sheet: str
    title: str
    columns: tuple[Column, ...]
    day_words: str
    total_words: str


ITEMS: Final = Layout(SHEET, "DANH SÁCH NHIỆM VỤ", COLUMNS, "Ngày chốt dữ liệu báo cáo", "Tổng nhiệm vụ")


def write_workbook(
    file: IO[bytes],
    heading: Heading,
    rows: Iterable[Row],
    *,
    layout: Layout = ITEMS,
    beside: Callable[[Any], None] | None = None,
    created: datetime | None = None,
) -> None:
    """Write the workbook to an open file; nothing typed by anybody becomes a formula or a link.

    `beside` may add further sheets. With `created` the same rows give the same bytes; otherwise the file bears the moment.
    """
    book = Workbook(file, {"constant_memory": True, "default_date_format": "dd/mm/yyyy"})
    try:
        if created is not None:
            book.set_properties({"created": created})
        sheet = book.add_worksheet(layout.sheet)
        styles = _styles(book)
        _settle(sheet, heading.total, layout)
        _write_heading(sheet, styles, heading, layout)
        for place, row in enumerate(rows, start=1):
            _write_row(sheet, styles, HEAD_ROW + place, {"place": place, **row}, layout)
        if beside is not None:
            beside(book)
    finally:
        book.close()


def _styles(book: Any) -> dict[str, Any]:
    plain = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
    cell = {**plain, "text_wrap": True}
    made: dict[str, dict[str, Any]] = {
        "title": {**plain, "bold": True, "font_size": 14},
        "note": plain,
        "head_day": {**plain, "num_format": "dd/mm/yyyy", "align": "left", "bold": True},
        "head_number": {**plain, "num_format": "#,##0", "align": "left", "bold": True},
        "head": {
            **cell,
            "border": 1,
            "border_color": "#BFC4CA",
            "bold": True,
            "align": "center",
            "valign": "vcenter",
            "bg_color": "#ECEEF1",
        },
        "text": cell,
        # The sign that Excel keeps for "this is text": the letters stay as they were typed.
        "guarded": {**cell, "quote_prefix": True},
        "day": {**cell, "num_format": "dd/mm/yyyy", "align": "center"},
        "number": {**cell, "num_format": "0", "align": "center"},
    }
    return {name: book.add_format(values) for name, values in made.items()}


def _settle(sheet: Any, total: int, layout: Layout) -> None:
    """Widths, the frozen head, filters, and paper: A4 across, the head row on every page."""
    for index, column in enumerate(layout.columns):
        sheet.set_column(index, index, column.width)
    sheet.freeze_panes(HEAD_ROW + 1, 2)
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + max(total, 1), len(layout.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW)
    sheet.hide_gridlines(0)  # on paper too, so that empty cells need not be written for their borders


def _write_heading(sheet: Any, styles: dict[str, Any], heading: Heading, layout: Layout) -> None:
    title = f"{layout.title} – {SAMPLE}" if heading.is_sample else layout.title
    sheet.write_string(0, 0, title, styles["title"])
    sheet.write_string(1, 1, layout.day_words, styles["note"])
    sheet.write_datetime(1, 3, heading.on, styles["head_day"])
    sheet.write_string(2, 1, layout.total_words, styles["note"])
    sheet.write_number(2, 3, heading.total, styles["head_number"])
    sheet.write_string(3, 1, fit(heading.conditions), styles["note"])
    sheet.write_string(4, 1, fit(heading.made), styles["note"])
    sheet.set_row(HEAD_ROW, 34)
    for index, column in enumerate(layout.columns):
        sheet.write_string(HEAD_ROW, index, column.heading, styles["head"])


def _write_row(sheet: Any, styles: dict[str, Any], line: int, row: Row, layout: Layout) -> None:
    for index, column in enumerate(layout.columns):
        if (value := row.get(column.name)) not in (None, ""):  # most rows leave half the form open
            _write_cell(sheet, styles, line, index, value)


def _write_cell(sheet: Any, styles: dict[str, Any], line: int, index: int, value: Cell) -> None:
    if isinstance(value, date):
        sheet.write_datetime(line, index, value, styles["day"])
    elif isinstance(value, int):
        sheet.write_number(line, index, value, styles["number"])
    elif value is not None:
        sheet.write_string(line, index, fit(value), styles["guarded" if is_command(value) else "text"])


def is_command(text: str) -> bool:
    """Whether a table program might take the words for a formula when somebody saves them on."""
    return text.lstrip().startswith(COMMANDS) or text.startswith(("\t", "\r"))


def fit(text: str) -> str:
    """As much of the words as a cell holds."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
