"""Paragraphs and tables as a file holds them, and how they are written as lines for the reader."""

from __future__ import annotations

import re
from dataclasses import dataclass

from directives.reading.extraction.tables import table_lines
from directives.reading.layout import is_shout, marker_of

_ENDS = re.compile(r"[.;:!?…/]['”\")\]]*$")
_SHORT = 70


@dataclass(slots=True)
class Paragraph:
    """A paragraph with its soft line breaks; `centred` as titles are; `gap` tells that empty space stood before it."""

    text: str
    centred: bool = False
    gap: bool = False


@dataclass(slots=True)
class Table:
    """Rows of cells, each cell its paragraphs; a merged cell stands where it begins, the places it covers are empty."""

    rows: list[list[list[str]]]


Block = Paragraph | Table


def written(blocks: list[Block]) -> str:
    """Lines in reading order: blank lines part paragraphs, and the lines of one title or one name stay together."""
    out: list[str] = []
    before: Paragraph | None = None
    for block in blocks:
        if isinstance(block, Table):
            out += ["", *table_lines(block.rows), ""]
            before = None
            continue
        text = block.text.strip("\n")
        if not text.strip():
            out.append("")
            before = None
            continue
        if before is None or block.gap or not _together(before, block):
            out.append("")
        out.append(text)
        before = Paragraph(text, block.centred)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip("\n") + "\n"


def _together(one: Paragraph, two: Paragraph) -> bool:
    """Whether two paragraphs are lines of one thing: a title, a letterhead, a list of recipients, a signature."""
    last, first = one.text.rsplit("\n", 1)[-1].strip(), two.text.strip()
    if one.centred and two.centred:
        return marker_of(first) is None or is_shout(last) != is_shout(first)
    if marker_of(first) is not None:
        return len(last) < _SHORT and marker_of(last) is not None and len(first) < _SHORT
    return len(last) < _SHORT and len(first) < _SHORT and not _ENDS.search(last) and one.centred == two.centred
