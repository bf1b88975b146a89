"""What a cell says for its column: days, shares, names and texts as offices type them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from agencies.rendering import FIRST_YEAR, LAST_YEAR
from agencies.text import nfc, search_key
from agencies.wording import parse_day
from plans.choices import TaskKind
from plans.workbook.columns import COLUMNS
from plans.workbook.reading import Cell, Line, Value, column_name
from plans.workbook.writing import COMMANDS

HEADINGS: Final = {column.name: column.heading for column in COLUMNS}
KINDS: Final = {search_key(kind.label): kind for kind in TaskKind} | {
    "san pham": TaskKind.PRODUCT,
    "dinh ky": TaskKind.RECURRING,
}
SHOWN: Final = 60
UNREAD: Final = "Không đọc được ngày này. "  # said by the cell's own words already


class CellError(Exception):
    """A cell cannot be read; the text is the Vietnamese reason."""


@dataclass(slots=True)
class Judged:
    """What one row does: see `plans.models.ImportRow`, into which it goes."""

    line: int
    kind: str = ""
    title: str = ""
    body: str = ""
    item_key: int | None = None
    item_version: int | None = None
    acts: list[dict[str, Any]] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)

    def wrong(self, cell: str, words: str) -> None:
        """An error at a cell: the row is not saved."""
        self.findings.append({"cell": cell, "words": words, "is_error": True})

    def note(self, cell: str, words: str) -> None:
        """Something to know that keeps nothing from being saved."""
        self.findings.append({"cell": cell, "words": words, "is_error": False})

    @property
    def is_wrong(self) -> bool:
        return any(one["is_error"] for one in self.findings)


@dataclass(frozen=True, slots=True)
class Typed:
    """A row of the file with its columns by name."""

    line: Line
    columns: Mapping[str, int]

    def cell(self, name: str) -> Cell | None:
        """The cell of a column; None when it is empty or the file has no such column."""
        place = self.columns.get(name)
        return self.line.cells.get(place) if place is not None else None

    def ref(self, name: str) -> str:
        """The cell's name in the table program: "H17"."""
        return f"{column_name(self.columns.get(name, 0))}{self.line.number}"

    @property
    def is_blank(self) -> bool:
        """Whether no known column of the row holds anything; its number in the list alone is nothing."""
        return not any(name != "place" and self.cell(name) for name in self.columns)


def text_of(cell: Cell | None, *, most: int) -> str:
    """The words of a cell; a guard that another program put before a command sign is taken off."""
    words = plain(cell)
    if len(words) > most:
        raise CellError(f"dài {len(words)} ký tự, tối đa {most}.")
    return words


def plain(cell: Cell | None) -> str:
    """The words of a cell as they are stored."""
    if cell is None:
        return ""
    if cell.trouble:
        raise CellError(f"{cell.trouble}.")
    words = nfc(shown(cell.value)).strip()
    return words[1:] if words.startswith("'") and words[1:].lstrip().startswith(COMMANDS) else words


def day_of(cell: Cell | None) -> date | None:
    """A day, typed as one or in words: 30/6/2022."""
    if cell is None:
        return None
    if cell.trouble:
        raise CellError(f"{cell.trouble}.")
    value = cell.value
    if isinstance(value, str):
        typed = value
        try:
            value = parse_day(typed)
        except ValueError as error:
            raise CellError(f"ngày không hợp lệ “{typed[:SHOWN]}”. {str(error).removeprefix(UNREAD)}") from None
    if not isinstance(value, date):
        raise CellError(f"ngày không hợp lệ “{shown(value)}”: ô này là một số. Hãy định dạng ô là ngày/tháng/năm.")
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise CellError(f"ngày không hợp lệ “{value:%d/%m/%Y}”: năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
    return value


def percent_of(cell: Cell) -> int:
    """0 to 100: "60", "60%", 60, or 0,6 in a cell that shows shares."""
    if cell.trouble:
        raise CellError(f"{cell.trouble}.")
    value = cell.value
    if isinstance(value, (int, float)):
        value = round(value * 100, 4) if cell.is_share else value
        number = int(value) if float(value).is_integer() else None
    else:
        match = re.fullmatch(r"(?:ước đạt\s*)?([0-9]{1,4})\s*%?\.?", str(value).strip().lower())
        number = int(match[1]) if match else None
    if number is None or not 0 <= number <= 100:
        raise CellError(f"“{shown(value)[:SHOWN]}” không phải mức độ hoàn thành. Hãy ghi một số nguyên từ 0 đến 100.")
    return number


def id_of(cell: Cell) -> int:
    if cell.trouble:
        raise CellError(f"{cell.trouble}.")
    words = shown(cell.value).strip()
    if not (words.isascii() and words.isdecimal() and len(words) < 18):
        raise CellError(f"“{words[:SHOWN]}” không phải ID nhiệm vụ. Việc mới thì để trống ô này.")
    return int(words)


def kind_of(cell: Cell | None) -> TaskKind | None:
    words = plain(cell)
    if not words:
        return None
    if found := KINDS.get(search_key(words)):
        return found
    known = "; ".join(kind.label for kind in TaskKind)
    raise CellError(f"không có loại nhiệm vụ “{words[:SHOWN]}”. Hãy ghi một trong: {known}.")


def shown(value: Value) -> str:
    """A value as the officer sees it in the table."""
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else f"{value:g}" if isinstance(value, float) else str(value)


def squeezed(words: str) -> str:
    """What makes two texts the same: letters, not how they are spaced or broken into lines."""
    return " ".join(nfc(words).split())


def is_same(cell: Cell | None, value: Value) -> bool:
    """Whether a cell still says what the list would print there."""
    if cell is None:
        return value in (None, "")
    if cell.trouble:
        return False
    if isinstance(value, date) and isinstance(cell.value, str):
        try:
            return parse_day(cell.value) == value
        except ValueError:
            return False
    if isinstance(value, date) or isinstance(cell.value, date):
        return cell.value == value or squeezed(shown(cell.value)) == squeezed(shown(value))
    try:
        return squeezed(plain(cell)) == squeezed(shown(value))
    except CellError:
        return False


def short(words: str) -> str:
    """Words for a sentence about a change."""
    line = squeezed(words)
    return line if len(line) <= 120 else f"{line[:119].rstrip()}…"
