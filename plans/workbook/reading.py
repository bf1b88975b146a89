"""A workbook of anybody's making, read row by row: typed cells, whatever program wrote them, with bounded memory.

Only the parts that say something are opened: styles (which numbers are days), shared texts, and one sheet as a stream. What the
file claims of itself (its dimension, the size of a text) is not believed. `BadWorkbook` carries the Vietnamese reason.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import IO, Any, Final

from lxml import etree

MOST_ROWS: Final = 20_000
MOST_LINES: Final = 200_000  # rows that the file spells out, empty ones included
MOST_COLUMNS: Final = 200
MOST_LETTERS: Final = 40_000_000
MOST_STYLES: Final = 70_000
LONGEST: Final = 32_767
FORMULA_ERRORS: Final = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}

_DAY_FORMATS: Final = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_SHARE_FORMATS: Final = {9, 10}
_SPOKEN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"

Value = str | int | float | date | None


class BadWorkbook(Exception):
    """The file cannot be read as a workbook; the text is the Vietnamese reason with the remedy."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds; `trouble` says in Vietnamese why its value cannot be known, `is_share` that 0,6 is shown as 60%."""

    value: Value
    trouble: str = ""
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the table program counts it (from 1), its cells by column (from 0), and whether it is hidden there."""

    number: int
    cells: dict[int, Cell]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name, the part that holds it, and whether people see it."""

    name: str
    part: str
    hidden: bool


def column_name(index: int) -> str:
    """The letters over a column: 0 → "A", 26 → "AA"."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_index(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found - 1


class Book:
    """An opened workbook; closes with its file."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._package = zipfile.ZipFile(file)
            self._names = set(self._package.namelist())
            self.sheets = self._sheets()
            self._days, self._shares = self._formats()
            self._texts: list[str] | None = None
        except BadWorkbook:
            raise
        except (
            zipfile.BadZipFile,
            etree.LxmlError,
            KeyError,
            ValueError,
            OSError,
            EOFError,
            NotImplementedError,
        ) as error:
            raise _unreadable() from error
        self.merged: dict[str, list[tuple[int, int, int, int]]] = {}

    def lines(self, sheet: Sheet) -> Iterator[Line]:
        """The rows of a sheet that hold anything, in order; its merged areas are in `merged` once the last row was read."""
        if self._texts is None:
            self._texts = self._shared_texts()
        merged = self.merged[sheet.part] = []
        seen, number = 0, 0
        for tag, element in self._stream(sheet.part, ("row", "mergeCell")):
            if tag == "mergeCell":
                merged += _area(element.get("ref", ""))
                continue
            seen += 1
            if seen > MOST_LINES:
                raise BadWorkbook(
                    "Trang tính có quá nhiều dòng trống được định dạng. Hãy chép phần có dữ liệu sang tệp mới."
                )
            number = max(_whole(element.get("r")) or 0, number + 1)  # a number that comes again is not believed
            cells = self._cells(element)
            if cells:
                yield Line(number, cells, element.get("hidden") in ("1", "true"))

    def _cells(self, row: Any) -> dict[int, Cell]:
        found, place = {}, -1
        for element in row:
            if not isinstance(element.tag, str) or etree.QName(element).localname != "c":
                continue
            match = _REF.fullmatch(element.get("r", ""))
            place = column_index(match[1]) if match else place + 1
            if place < MOST_COLUMNS and (cell := self._cell(element)) is not None:
                found[place] = cell
        return found

    def _cell(self, element: Any) -> Cell | None:
        """The value as the program last calculated it; None for an empty cell."""
        kind = element.get("t", "n")
        if kind == "inlineStr":
            return _text("".join(_words(element)))
        raw = element.findtext("{*}v")
        if raw is None or raw == "":
            has_formula = element.find("{*}f") is not None
            return (
                Cell(None, "ô có công thức chưa được tính; hãy mở tệp bằng Excel rồi lưu lại") if has_formula else None
            )
        if kind == "s":
            place = _whole(raw)
            texts = self._texts or []
            return (
                _text(texts[place]) if place is not None and place < len(texts) else Cell(None, "ô hỏng, không có chữ")
            )
        if kind == "str":
            return _text(raw)
        if kind == "e":
            return Cell(None, f"ô báo lỗi {raw[:20]}")
        if kind == "b":
            return Cell("Có" if raw == "1" else "Không")
        if kind == "d":
            return _iso(raw)
        return self._number(raw, _whole(element.get("s")) or 0)

    def _number(self, raw: str, style: int) -> Cell:
        try:
            number = float(raw)
        except ValueError:
            return Cell(None, f"ô hỏng, không đọc được số “{raw[:20]}”")
        if number != number or number in (float("inf"), float("-inf")):
            return Cell(None, "ô hỏng, không phải một số")
        if style in self._days:
            try:
                day = self._zero + timedelta(days=int(number))
            except OverflowError:
                return Cell(None, f"ô không phải ngày (số {raw[:20]})")
            return Cell(day) if number >= 1 else Cell(None, "ô chỉ có giờ, không có ngày")
        return Cell(int(number) if number.is_integer() else number, is_share=style in self._shares)

    # --- parts ------------------------------------------------------------------------------------

    def _stream(self, part: str, tags: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
        """Elements of a part as they end, each forgotten after its turn."""
        if part not in self._names:
            raise _unreadable()
        try:
            with self._package.open(part) as file:
                events = etree.iterparse(
                    file, events=("end",), tag=[f"{{*}}{tag}" for tag in tags], resolve_entities=False, no_network=True,
                    huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True,
                )  # fmt: skip
                for place, (_, element) in enumerate(events):
                    if not place and element.getroottree().docinfo.internalDTD is not None:
                        raise _unreadable()  # office XML has no document type; one that has may hide an entity bomb
                    yield etree.QName(element).localname, element
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
        except (zipfile.BadZipFile, etree.LxmlError, OSError, EOFError, NotImplementedError, ValueError) as error:
            raise _unreadable() from error

    def _sheets(self) -> list[Sheet]:
        """The worksheets in their order; the workbook also says from which day its numbers count."""
        targets = {
            element.get("Id"): element.get("Target", "")
            for _, element in self._stream("xl/_rels/workbook.xml.rels", ("Relationship",))
        }
        self._zero = date(1899, 12, 30)
        found = []
        for tag, element in self._stream("xl/workbook.xml", ("workbookPr", "sheet")):
            if tag == "workbookPr":
                if element.get("date1904") in ("1", "true"):
                    self._zero = date(1904, 1, 1)
                continue
            target = targets.get(element.get(_RELATION) or element.get(_STRICT_RELATION), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in self._names and "worksheets/" in part:
                hidden = element.get("state", "visible") != "visible"
                found.append(Sheet(element.get("name", "")[:60], part, hidden))
        if not found:
            raise BadWorkbook("Tệp không có trang tính nào.")
        return found

    def _formats(self) -> tuple[frozenset[int], frozenset[int]]:
        """Which cell styles show a number as a day, and which as a share."""
        if "xl/styles.xml" not in self._names:
            return frozenset(), frozenset()
        days, shares, own, place = set(), set(), {}, 0
        for tag, element in self._stream("xl/styles.xml", ("numFmt", "xf")):
            if tag == "numFmt":
                own[_whole(element.get("numFmtId")) or 0] = _SPOKEN.sub("", element.get("formatCode", "")).lower()
                continue
            parent = element.getparent()
            if parent is None or etree.QName(parent).localname != "cellXfs":
                continue
            number = _whole(element.get("numFmtId")) or 0
            code = own.get(number, "")
            if number in _DAY_FORMATS or (code and code != "general" and re.search("[dyh]|m", code)):
                days.add(place)
            if number in _SHARE_FORMATS or "%" in code:
                shares.add(place)
            place += 1
            if place > MOST_STYLES:
                raise _unreadable()
        return frozenset(days), frozenset(shares)

    def _shared_texts(self) -> list[str]:
        found: list[str] = []
        letters = 0
        if "xl/sharedStrings.xml" not in self._names:
            return found
        for _, element in self._stream("xl/sharedStrings.xml", ("si",)):
            found.append("".join(_words(element))[: LONGEST + 1])
            letters += len(found[-1]) + 8
            if letters > MOST_LETTERS:
                raise BadWorkbook("Tệp có quá nhiều chữ nên không đọc được. Hãy chia thành nhiều tệp nhỏ hơn.")
        return found


def _words(element: Any) -> Iterator[str]:
    """The text of a cell or shared text; how it is pronounced (rPh) is not part of it."""
    for child in element.iter("{*}t"):
        parent = child.getparent()
        if parent is None or etree.QName(parent).localname != "rPh":
            yield child.text or ""


def _text(words: str) -> Cell | None:
    if words.strip() in FORMULA_ERRORS:
        return Cell(None, f"ô báo lỗi {words.strip()}")
    kept = re.sub(r"_x000D_|[\x00-\x08\x0b\x0c\x0e-\x1f]", "", words).replace("\r\n", "\n").replace("\r", "\n")
    return Cell(kept[: LONGEST + 1]) if kept.strip() else None


def _iso(raw: str) -> Cell:
    try:
        return Cell(date.fromisoformat(raw[:10]))
    except ValueError:
        return Cell(None, f"ô không phải ngày (“{raw[:20]}”)")


def _whole(raw: str | None) -> int | None:
    return int(raw) if raw and raw.isascii() and raw.isdecimal() and len(raw) < 10 else None


def _area(ref: str) -> list[tuple[int, int, int, int]]:
    """First line, last line, first column, last column of "B7:C9"."""
    first, _, last = ref.partition(":")
    a, b = _REF.fullmatch(first), _REF.fullmatch(last or first)
    if not a or not b:
        return []
    return [(int(a[2]), int(b[2]), column_index(a[1]), column_index(b[1]))]


def _unreadable() -> BadWorkbook:
    return BadWorkbook("Không mở được tệp này như một sổ tính Excel. Hãy mở bằng Excel, lưu lại thành .xlsx rồi gửi.")
