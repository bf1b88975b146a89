"""The first page of a report for the screen: the same paper, as many blocks as a page holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reporting.layouts import LAYOUTS, Word
from reporting.paper import Block, Figure, Heading, ListBlock, Paper, Paragraph, Table
from reporting.rendering import wording

# Lines of body text below the title, and letters in one of them, at 14 pt on A4.
_LINES = 31.0
_LETTERS = 76
_CELL_LETTERS = 38
_TABLE_HEAD = 3.4


@dataclass(frozen=True, slots=True)
class Shown:
    """A section's title (empty when it goes on) with the blocks that still fit."""

    title: str
    blocks: tuple[Block, ...]


def preview(paper: Paper) -> dict[str, Any]:
    """Head, first blocks and foot marks of page 1."""
    layout, head = LAYOUTS[paper.layout_id], paper.letterhead
    sections, rest = _page(paper)
    return {
        "paper": paper,
        "state_title": layout.word(Word.STATE_TITLE),
        "state_motto": layout.word(Word.STATE_MOTTO),
        "issuer_mark": layout.word(Word.ISSUER_MARK),
        "subject_mark": layout.word(Word.SUBJECT_MARK),
        "number_line": wording.number_line(layout, head),
        "place_line": wording.place_line(head),
        "shown": sections,
        "goes_on": rest,
    }


def _page(paper: Paper) -> tuple[list[Shown], bool]:
    """Sections until the page is full, and whether anything follows."""
    layout = LAYOUTS[paper.layout_id]
    shown: list[Shown] = []
    left = _LINES - len(paper.subject) // 60
    for place, section in enumerate(paper.sections, start=1):
        left -= 1.3
        if left < 2:
            return shown, True
        blocks: list[Block] = []
        title = wording.section_title(layout, place, section.heading)
        for block in section.blocks:
            room, left = left, left - _height(block)
            if left < 0:
                blocks += _beginning(block, room)
                return [*shown, *([Shown(title, tuple(blocks))] if blocks else [])], True
            blocks.append(block)
        shown.append(Shown(title, tuple(blocks)))
    return shown, True


def _height(block: Block) -> float:
    """Lines a block takes, roughly."""
    match block:
        case Paragraph(text) | Heading(text):
            return 1.3 + len(text) // _LETTERS
        case ListBlock():
            return sum(1.3 + len(line) // _LETTERS for line in block.lines)
        case Table():
            return _TABLE_HEAD + sum(_rows(block))
        case Figure():
            return 4.5


def _beginning(block: Block, room: float) -> list[Block]:
    """The rows of a table that still fit; other blocks go to the next page whole."""
    if not isinstance(block, Table):
        return []
    rows, room = [], room - _TABLE_HEAD
    for row, height in zip(block.rows, _rows(block), strict=False):
        room -= height
        if room < 0:
            break
        rows.append(row)
    return [Table(block.columns, tuple(rows), block.caption)] if len(rows) > 1 else []


def _rows(table: Table) -> Iterator[float]:
    for row in (*table.rows, *([table.total] if table.total else [])):
        yield 1.05 * (1 + len(row[0]) // _CELL_LETTERS) * 0.9
