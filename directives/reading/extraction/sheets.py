"""Sheets of paper: lines and table cells of words by their places, joined to paragraphs across lines and pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from directives.reading.extraction.blocks import Block, Paragraph, Table
from directives.reading.extraction.page import Word
from directives.reading.extraction.ruling import Grid
from directives.reading.extraction.tables import is_order
from directives.reading.layout import cut_at_dash, is_shout, marker_of

_PAGE_NUMBER = re.compile(r"(?:trang\s*)?[-–—(\[]?\s*\d{1,4}\s*(?:[/|]\s*\d{1,4})?\s*[-–—)\]]?", re.I)
_EDGE_LINES = 3
_PADDING = 13.0
_ENDS = re.compile(r"[.;:!?…/]['”\")\]]*$")


@dataclass(slots=True)
class Line:
    """Words beside each other on one base line; `second` is the left edge of the second word."""

    words: list[Word]
    page: int = 0

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right

    @property
    def base(self) -> float:
        return self.words[0].base

    @property
    def size(self) -> float:
        return self.words[0].size


@dataclass(slots=True)
class Ruled:
    """A ruled table with the lines of each cell, by its upper left place."""

    grid: Grid
    cells: dict[tuple[int, int], list[Line]] = field(default_factory=dict)


@dataclass(slots=True)
class Sheet:
    """A page: its lines and tables in the order written; `items` holds both, `lines` those outside tables."""

    items: list[Line | Ruled] = field(default_factory=list)
    width: float = 0.0
    height: float = 0.0
    pictured: bool = False

    @property
    def lines(self) -> list[Line]:
        return [item for item in self.items if isinstance(item, Line)]

    def words(self) -> Iterator[Word]:
        for item in self.items:
            for line in [item] if isinstance(item, Line) else [one for cell in item.cells.values() for one in cell]:
                yield from line.words


def sheet_of(words: list[Word], grids: list[Grid], width: float, height: float, pictured: bool) -> Sheet:
    sheet = Sheet(width=width, height=height, pictured=pictured)
    ruled: dict[int, Ruled] = {}
    last: tuple[int, tuple[int, int]] | None = None
    line: Line | None = None
    for word in words:
        place = _place(word, grids)
        if line is not None and place == last and _beside(line, word):
            line.words.append(word)
            continue
        line, last = Line([word]), place
        if place is None:
            sheet.items.append(line)
            continue
        if place[0] not in ruled:
            ruled[place[0]] = Ruled(grids[place[0]])
            sheet.items.append(ruled[place[0]])
        ruled[place[0]].cells.setdefault(place[1], []).append(line)
    return sheet


def _place(word: Word, grids: list[Grid]) -> tuple[int, tuple[int, int]] | None:
    x, y = (word.left + word.right) / 2, word.base + word.size * 0.25
    for number, grid in enumerate(grids):
        if (cell := grid.at(x, y)) is not None:
            return number, cell
    return None


def _beside(line: Line, word: Word) -> bool:
    gap = word.left - line.right
    height = max(line.size, word.size)
    return abs(word.base - line.base) < height * 0.35 and -height < gap < height * 1.6


def without_furniture(sheets: list[Sheet]) -> list[Sheet]:
    """Drop page numbers and what repeats at the top or bottom of pages."""
    edges = [_edge_lines(sheet) for sheet in sheets]
    seen = Counter(key for lines in edges for key in {_key(line) for line in lines})
    need = max(2, len(sheets) // 3)
    for sheet, lines in zip(sheets, edges, strict=True):
        out = {id(line) for line in lines if _PAGE_NUMBER.fullmatch(line.text) or seen[_key(line)] >= need}
        sheet.items = [item for item in sheet.items if id(item) not in out]
    return sheets


def _edge_lines(sheet: Sheet) -> list[Line]:
    """Lines in the outer parts of the page that empty space parts from the text, and page numbers there."""
    lines = sorted(sheet.lines, key=lambda line: -line.base)
    top = [line for line in lines if line.base > sheet.height * 0.86][:_EDGE_LINES]
    low = [line for line in lines[::-1] if line.base < sheet.height * 0.12][:_EDGE_LINES]
    return _set_off(top, lines) + _set_off(low, lines[::-1])


def _set_off(edge: list[Line], lines: list[Line]) -> list[Line]:
    """Of the outermost lines those before the last wide gap."""
    reach = 0
    for place, line in enumerate(edge, 1):
        if place == len(lines) or abs(line.base - lines[place].base) > line.size * 1.7:
            reach = place
    return edge[:reach] + [line for line in edge[reach:] if _PAGE_NUMBER.fullmatch(line.text)]


def _key(line: Line) -> tuple[str, int]:
    """What a running head has on every page: its words but for numbers, and its height."""
    return re.sub(r"\d+", "#", line.text.lower()), round(line.base / 4)


def blocks_of(sheets: list[Sheet]) -> list[Block]:
    """Paragraphs and tables of all pages; what a page break cut is one again."""
    out: list[Block] = []
    flow: list[Line] = []
    grid: Grid | None = None
    for number, sheet in enumerate(sheets):
        for item in sheet.items:
            if isinstance(item, Line):
                item.page = number
                flow.append(item)
                continue
            if flow:
                out += _paragraphs(flow, sheets)
                flow, grid = [], None
            table = Table(_rows(item))
            if grid is not None and _goes_on(grid, item.grid) and isinstance(out[-1], Table):
                _append(out[-1], table)
            else:
                out.append(table)
            grid = item.grid
    return [*out, *_paragraphs(flow, sheets)]


def _goes_on(one: Grid, two: Grid) -> bool:
    return len(one.xs) == len(two.xs) and all(abs(a - b) < 4 for a, b in zip(one.xs, two.xs, strict=True))


def _append(table: Table, more: Table) -> None:
    """A table that goes on over the page; a row without a number where rows have one goes on with the row before."""
    rows, last = more.rows, table.rows[-1]
    if rows and rows[0] == table.rows[0]:
        rows = rows[1:]  # the heading repeated
    if rows and any(last[0]) and not any(rows[0][0]) and is_order("".join(table.rows[0][0])):
        for place, cell in enumerate(rows[0][: len(last)]):
            if cell:
                last[place] = _rejoined(last[place], cell)
        rows = rows[1:]
    table.rows += rows


def _rejoined(cell: list[str], more: list[str]) -> list[str]:
    if not cell or marker_of(more[0]) or _ENDS.search(cell[-1]):
        return [*cell, *more]
    return [*cell[:-1], _glued(cell[-1], more[0]), *more[1:]]


def _rows(ruled: Ruled) -> list[list[list[str]]]:
    """Cells as paragraphs; a cell that spans rows stands in each of them."""
    grid = ruled.grid
    said = {place: _in_cell(lines, grid.width(place)) for place, lines in ruled.cells.items()}
    rows: list[list[list[str]]] = []
    for row in range(len(grid.ys) - 1):
        cells: list[list[str]] = []
        for column in range(len(grid.xs) - 1):
            own = grid.cell_of[row, column]
            cells.append(said.setdefault(own, []) if own[1] == column else [])
        rows.append(cells)
    return rows


def _in_cell(lines: list[Line], width: float) -> list[str]:
    lines = sorted(lines, key=lambda line: (-round(line.base), line.left)) if _jumps(lines) else lines
    out: list[str] = []
    before: Line | None = None
    for line in lines:
        if before is not None and (_level(before, line) or _goes_into(before, line, width - _PADDING)):
            out[-1] = _glued(out[-1], line.text)
        else:
            out.append(line.text)
        before = line
    return out


def _glued(one: str, two: str) -> str:
    """Two lines as one; a number or a symbol cut at its stroke is whole again."""
    return f"{one}{two}" if re.search(r"\w[/-]$", one) and two[0].isalnum() else f"{one} {two}"


def _jumps(lines: list[Line]) -> bool:
    return any(two.base > one.base + one.size * 0.5 for one, two in pairwise(lines))


def _level(line: Line, following: Line) -> bool:
    return abs(line.base - following.base) < line.size * 0.35


def _goes_into(line: Line, following: Line, room: float) -> bool:
    return _was_full(line, following, room) and _may_follow(line, following)


def _was_full(line: Line, following: Line, room: float) -> bool:
    """Whether the next word did not fit in the line any more."""
    word = following.words[0]
    return line.right - line.left + line.size * 0.25 + word.right - word.left > room


def _may_follow(line: Line, following: Line) -> bool:
    marked = None if cut_at_dash(line.text, following.text) else marker_of(following.text)
    return (
        (marked is None or not _ENDS.search(line.text))
        and not (marked and marked.kind in {"dash", "plus"})
        and is_shout(line.text) >= is_shout(following.text)
    )


def _paragraphs(flow: list[Line], sheets: list[Sheet]) -> list[Block]:
    if not flow:
        return []
    left, right = _margins(flow)
    groups: list[list[Line]] = []
    for line in flow:
        if groups and _follows(groups[-1], line, left, right):
            groups[-1].append(line)
        else:
            groups.append([line])
    out: list[Block] = []
    before: Line | None = None
    for group in groups:
        text = group[0].text
        for line in group[1:]:
            text = _glued(text, line.text)
        centred = all(_is_centred(line, left, right) for line in group)
        out.append(Paragraph(text, centred, before is not None and _apart(before, group[0])))
        before = group[-1]
    return out


def _margins(flow: list[Line]) -> tuple[float, float]:
    """Left and right edge of the running text: where long lines begin and end most often."""
    widest = max(line.right - line.left for line in flow)
    long = [line for line in flow if line.right - line.left > widest * 0.8] or flow
    left = Counter(round(line.left / 2) * 2 for line in long)
    few = min(max(1, len(long) // 12), max(left.values()))
    ends = sorted(line.right for line in long)
    return float(min(place for place, count in left.items() if count >= few)), ends[int(len(ends) * 0.9)]


def _follows(group: list[Line], line: Line, left: float, right: float) -> bool:
    """Whether a line goes on with the paragraph of the lines before it."""
    last = group[-1]
    word = line.words[0]
    if _torn(last, line):
        return True
    if last.right + last.size * 0.25 + (word.right - word.left) < right - 2 or abs(last.size - line.size) > 2:
        return False  # the next word would have fitted: the paragraph ended here
    if last.page == line.page and not 0 < last.base - line.base < last.size * 2.4:
        return False
    if is_shout(last.text) != is_shout(line.text) and not (line.text[0].islower() or last.text[-1] in ",-–"):
        return False
    if _hangs(group, line) or (_is_centred(last, left, right) and _is_centred(line, left, right)):
        return True
    marked = None if cut_at_dash(last.text, line.text) else marker_of(line.text)
    if len(group) > 1:
        return abs(line.left - last.left) < 3 and (marked is None or line.left < group[0].left - 3)
    if line.left < last.left - 3:
        return line.left < left + 4 or marked is None
    if abs(line.left - last.left) < 3:
        return marked is None and (line.left < left + 4 or not _ENDS.search(last.text))
    return False


def _torn(last: Line, line: Line) -> bool:
    """Whether a narrow column tore a number or a date in two: "19-CT/ TW", "tháng 02 năm 2024"."""
    below = last.page == line.page and 0 < last.base - line.base < last.size * 1.6
    if not below or line.left > last.right or line.right < last.left:
        return False
    return bool(re.search(r"\w/$", last.text)) or (
        last.text.endswith(" năm") and re.fullmatch(r"\d{4}", line.text) is not None
    )


def _hangs(group: list[Line], line: Line) -> bool:
    """Whether a line stands below the words behind the first line's mark."""
    first = group[0]
    return (
        marker_of(first.text) is not None
        and len(first.words) > 1
        and line.left > first.left + 3
        and abs(line.left - first.words[1].left) < 3
        and (len(group) == 1 or abs(line.left - group[-1].left) < 3)
    )


def _is_centred(line: Line, left: float, right: float) -> bool:
    return abs(line.left + line.right - left - right) < 14 and line.left > left + 4 and line.right < right - 4


def _apart(before: Line, line: Line) -> bool:
    """Whether empty space or a change of column stands between two lines."""
    if before.page != line.page:
        return True
    down = before.base - line.base
    beside = line.left > before.right or line.right < before.left
    return beside or down < before.size * 0.5 or down > before.size * 2.4
