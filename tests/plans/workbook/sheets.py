"""Reads a workbook with nothing but its XML, so that the tests see what is in the file and not what a library makes of it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lxml import etree

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
DAY_ZERO = date(1899, 12, 30)

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The one sheet of a file: cells by name ("B3"), which of them are marked as text, and the raw XML."""

    name: str
    cells: dict[str, Value]
    guarded: frozenset[str]
    xml: str

    def rows(self, head: int = 6) -> list[dict[str, Value]]:
        """Rows under the head, by heading."""
        headings = {ref[: -len(str(head))]: str(v) for ref, v in self.cells.items() if ref.lstrip(LETTERS) == str(head)}
        lines = sorted({int(ref.lstrip(LETTERS)) for ref in self.cells} - set(range(head + 1)))
        return [{name: self.cells.get(f"{column}{line}") for column, name in headings.items()} for line in lines]


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def read_sheet(content: bytes) -> Sheet:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet: Any = etree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
        book: Any = etree.fromstring(parts.read("xl/workbook.xml"))
        styles: Any = etree.fromstring(parts.read("xl/styles.xml"))
    formats = styles.findall(".//m:cellXfs/m:xf", NS)
    days = {f.get("numFmtId") for f in styles.findall(".//m:numFmt", NS) if "yy" in f.get("formatCode")}
    cells: dict[str, Value] = {}
    guarded = set()
    for cell in sheet.findall(".//m:c", NS):
        style = formats[int(cell.get("s", "0"))]
        if style.get("quotePrefix") == "1":
            guarded.add(cell.get("r"))
        cells[cell.get("r")] = _value(cell, is_day=style.get("numFmtId") in days)
    return Sheet(book.find(".//m:sheet", NS).get("name"), cells, frozenset(guarded), etree.tostring(sheet).decode())


def _value(cell: Any, *, is_day: bool) -> Value:
    if cell.get("t") == "inlineStr":
        return "".join(cell.itertext())
    number = cell.find("m:v", NS)
    if number is None:
        return None
    return DAY_ZERO + timedelta(days=int(number.text)) if is_day else int(number.text)
