"""Task tables in plain text: rows between bars, cells between tabs, or one cell to a line, told as items with labelled lines."""

from __future__ import annotations

import re

from directives.reading.agencies import head_at
from directives.reading.extraction.tables import table_lines
from directives.reading.layout import marker_of

_ORDER = re.compile(r"(?:STT|TT|Số TT|Số thứ tự)\.?", re.I)
_WORK = re.compile(r"nhiệm vụ|nội dung|công việc|hoạt động|giải pháp|đầu việc", re.I)
_SHARE = re.compile(r"chủ trì|phối hợp|đầu mối|thực hiện|phụ trách|thời gian|thời hạn|tiến độ|hoàn thành", re.I)
_PARTNER = re.compile(r"phối hợp|tham gia", re.I)
_TIME = re.compile(r"thời gian|thời hạn|tiến độ|hoàn thành|thời điểm", re.I)
_WHEN = re.compile(
    r"(?:(?:trước|hết|trong|từ|đến|chậm nhất)\s)?(?:ngày|tháng|quý|năm|hằng|hàng|thường xuyên|định kỳ|\d{1,2}[/.-]\d{1,2})(?!\w)"
    r"|(?:thường xuyên|định kỳ|cả năm)|(?:trước|hết|trong)\s+\d",
    re.I,
)
_LABEL = re.compile(r"(?P<n>\d{1,3})[.)]?|(?P<roman>[IVX]{1,5}|[A-H])[.)]?|\d{1,2}(?:\.\d{1,2}){1,2}\.?|\(\d\)")
_AFTER = re.compile(r"(?:Nơi nhận|Trên đây|TM\.|T/M|KT\.|K/T)")
_MOST_COLUMNS = 9
_MOST_CELLS = 20  # lines that one row may have before it is no row

Rows = list[list[list[str]]]


def unfolded(lines: list[str]) -> list[str]:
    """The lines with every task table told as items; other tables and text are left as they are."""
    out: list[str] = []
    place = 0
    while place < len(lines):
        rows, end = _barred(lines, place) or _tabbed(lines, place) or _cell_by_cell(lines, place) or ([], place)
        if end == place:
            out.append(lines[place])
            place += 1
            continue
        out += ["", *table_lines(rows), ""] if rows else lines[place:end]
        place = end
    return out


def _is_head(cells: list[str]) -> bool:
    return (
        3 <= len(cells) <= _MOST_COLUMNS + 3
        and all(len(cell) < 80 for cell in cells)
        and any(_WORK.search(cell) for cell in cells)
        and any(_SHARE.search(cell) and not _WORK.search(cell) for cell in cells)
    )


def _barred(lines: list[str], place: int) -> tuple[Rows, int] | None:
    """A run of rows between bars; no rows where its first three hold no heading of a task table."""
    if lines[place].count("|") < 2:
        return None
    end = place
    while end < len(lines) and lines[end].count("|") >= 2:
        end += 1
    cells = [_bar_cells(line) for line in lines[place:end]]
    rows = [row for row in cells if any(set(cell) - set("-: ") for cell in row)]
    if not any(_is_head(row) for row in rows[:3]):
        return [], end
    return [[re.split(r"<br\s*/?>", cell) for cell in row] for row in rows], end


def _bar_cells(line: str) -> list[str]:
    inner = line.strip()
    inner = inner[1:] if inner.startswith("|") else inner
    inner = inner[:-1] if inner.endswith("|") else inner
    return [" ".join(cell.split()) for cell in inner.split("|")]


def _tabbed(lines: list[str], place: int) -> tuple[Rows, int] | None:
    if lines[place].count("\t") < 2 or not _is_head([cell.strip() for cell in lines[place].split("\t")]):
        return None
    end = place
    while end < len(lines) and lines[end].count("\t") >= 2:
        end += 1
    return [[[cell.strip()] for cell in line.split("\t")] for line in lines[place:end]], end


def _cell_by_cell(lines: list[str], place: int) -> tuple[Rows, int] | None:
    """A table whose cells stand one below the other: "STT", the heading's cells, then a number for each row."""
    if not _ORDER.fullmatch(lines[place].strip()):
        return None
    names, start = ["STT"], place + 1
    while start < len(lines) and len(names) <= _MOST_COLUMNS:
        cell = lines[start].strip()
        if _LABEL.fullmatch(cell) or len(cell) >= 60:
            break
        names += [cell] if cell else []
        start += 1
    if not _is_head(names) or start >= len(lines) or not _LABEL.fullmatch(lines[start].strip()):
        return None
    rows: Rows = [[[name] for name in names]]
    expected = 1
    while start < len(lines) and (label := _next_label(lines[start].strip(), expected)) is not None:
        cells, after = _row(lines, start + 1, label + 1, len(names) - 1)
        aligned = _aligned(cells, names)
        if aligned is None:
            break
        rows.append([[lines[start].strip()], *([cell] for cell in aligned)])
        start, expected = after, label + 1
    return (rows, start) if len(rows) > 1 else None


def _next_label(cell: str, expected: int) -> int | None:
    """Number of the row that a line opens; a heading row (I, A) counts as none, and the next may begin at 1 again."""
    match = _LABEL.fullmatch(cell)
    if match is None:
        return None
    if match["n"] is None:
        return 0 if match["roman"] or "." in cell else None
    number = int(match["n"])
    return number if number in {expected, 1} else None


def _row(lines: list[str], start: int, following: int, columns: int) -> tuple[list[str], int]:
    """Cells of one row and where the next begins; words that go on in small letters belong to the cell above."""
    cells: list[str] = []
    place = start
    while place < len(lines) and place - start < _MOST_CELLS * 2:
        cell = lines[place].strip()
        if cell and (_next_label(cell, following) is not None or _AFTER.match(cell)):
            break
        if len(cells) >= columns and cell and (marker_of(cell) or not cell[0].islower()):
            break
        if cell and cells and cell[0].islower():
            cells[-1] += f" {cell}"
        elif cell:
            cells.append(cell)
        place += 1
    return cells, place


def _aligned(cells: list[str], names: list[str]) -> list[str] | None:
    """A cell for each column but the first; where some are empty, only what its own words place."""
    columns = names[1:]
    if len(cells) == len(columns) or len(cells) == 1:
        return cells + [""] * (len(columns) - len(cells))
    if not cells or len(cells) > len(columns):
        return None
    out = [""] * len(columns)
    out[next((n for n, name in enumerate(columns) if _WORK.search(name)), 0)] = cells[0]
    for cell in cells[1:]:
        fits = _TIME if _WHEN.match(cell) else _SHARE if head_at(cell, 0, bare=True) is not None else None
        free = [
            n for n, name in enumerate(columns)
            if fits and not out[n] and fits.search(name) and bool(_TIME.search(name)) == (fits is _TIME)
            and not (fits is _SHARE and _WORK.search(name) and not _PARTNER.search(name))
        ]  # fmt: skip
        if free:
            out[free[0]] = cell
    return out
