"""The rows of a file that could not be saved, as a workbook: the same columns, each error at its cell and in one more column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import IO, Any, Final

from xlsxwriter import Workbook

from plans.models import ItemImport, RowKind
from plans.services.importing import opened
from plans.workbook.heading import Survey, table
from plans.workbook.reading import Cell, column_index
from plans.workbook.writing import COMMANDS

HEADING: Final = "Lỗi cần sửa"
NAME: Final = "Dòng lỗi"
COMMENTED: Final = 2_000  # notes at cells; a file with more is told in its last column only
PLAIN: Final = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "text_wrap": True}
RED: Final = {**PLAIN, "bg_color": "#FBE3E1"}
REF: Final = re.compile(r"([A-Z]{1,3})([0-9]+)")


def write_wrong_rows(file: IO[bytes], one: ItemImport) -> None:
    """Write the rows to an open file; they are read again from the workbook that was sent."""
    seen = Survey.from_json(one.survey)
    wrong = {
        row.line: row.errors
        for row in one.rows.filter(kind__in=(RowKind.ERROR, RowKind.CONFLICT)).only("line", "findings")
    }
    book = Workbook(file, {"constant_memory": True, "default_date_format": "dd/mm/yyyy"})
    try:
        sheet = book.add_worksheet(NAME)
        pen = _Pen(book, sheet)
        last = max(seen.headings) + 1
        head = book.add_format({**PLAIN, "bold": True, "bg_color": "#ECEEF1", "border": 1})
        for place, words in seen.headings.items():
            sheet.write_string(0, place, words, head)
        sheet.write_string(0, last, HEADING, head)
        sheet.set_column(0, last - 1, 22)
        sheet.set_column(last, last, 70)
        sheet.freeze_panes(1, 0)
        with opened(one) as sent:
            lines = (line for line in table(sent, seen) if line.number in wrong)
            for number, line in enumerate(lines, start=1):
                pen.write(number, last, {p: c for p, c in line.cells.items() if p < last}, wrong[line.number])
    finally:
        book.close()


class _Pen:
    """Writes one row with its errors."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self.sheet, self.left = sheet, COMMENTED
        day = {"num_format": "dd/mm/yyyy"}
        made = {
            "text": PLAIN, "day": {**PLAIN, **day}, "share": {**PLAIN, "num_format": "0%"},
            "guarded": {**PLAIN, "quote_prefix": True}, "red_text": RED, "red_day": {**RED, **day},
            "red_share": {**RED, "num_format": "0%"}, "red_guarded": {**RED, "quote_prefix": True},
        }  # fmt: skip
        self.styles = {name: book.add_format(values) for name, values in made.items()}

    def write(self, number: int, last: int, cells: Mapping[int, Cell], errors: list[dict[str, Any]]) -> None:
        at: dict[int, list[str]] = {}
        for error in errors:
            if match := REF.fullmatch(error["cell"]):
                at.setdefault(column_index(match[1]), []).append(error["words"])
        for place in sorted({*cells, *at}):
            self._cell(number, place, cells.get(place), red=place in at)
            if place in at and self.left:
                self.left -= 1
                self.sheet.write_comment(number, place, "\n".join(at[place])[:2000], {"x_scale": 2})
        told = "\n".join(f"{error['cell']}: {error['words']}" for error in errors)
        self.sheet.write_string(number, last, told[:32_000], self.styles["text"])

    def _cell(self, number: int, place: int, cell: Cell | None, *, red: bool) -> None:
        value, prefix = cell.value if cell else None, "red_" if red else ""
        if isinstance(value, date):
            self.sheet.write_datetime(number, place, value, self.styles[f"{prefix}day"])
        elif isinstance(value, (int, float)):
            style = "share" if cell and cell.is_share else "text"
            self.sheet.write_number(number, place, value, self.styles[f"{prefix}{style}"])
        elif value is not None:
            style = "guarded" if value.lstrip().startswith(COMMANDS) else "text"
            self.sheet.write_string(number, place, value, self.styles[f"{prefix}{style}"])
        elif red:
            self.sheet.write_blank(number, place, None, self.styles["red_text"])
