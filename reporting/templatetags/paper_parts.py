"""Filters of the paper templates."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reporting.narrative import legible
from reporting.paper import Align, Table
from reporting.rendering.vendor import printable

ROWS_HERE = "<!--rows-->"


@dataclass(frozen=True, slots=True)
class Hole(Table):
    """A table whose rows are put in later, at `ROWS_HERE`, by the process that prints the part."""


register = template.Library()

_NUMBER = r"\b\d{1,4}(?:/\d{4})?[-/][A-ZĐ][A-Za-zĐđ]{0,4}[-/][A-ZĐ][\w&amp;-]*"
_IN_CELLS = re.compile(_NUMBER)
# Titles do not part "Huyện" from "ủy".
_IN_TITLES = re.compile(
    r"\b(?:Huyện|Quận|Thị|Thành|Tỉnh|Đảng|Đặc khu) (?:ủy|đoàn)\b|\b(?:tổ chức|đoàn thể|thành phố)\b"
)
_IN_PROSE = re.compile(rf"(?:[Ss]ố )?{_NUMBER}|\b[Nn]gày \d{{1,2}}/\d{{1,2}}/\d{{4}}")

# Letters that fit in a line of a centred title, with room to spare.
_TITLE_WIDTH = 56
_GLUE = "\u00a0"


@register.filter
def prose(text: str) -> SafeString:
    """Escaped text in letters the font has; "số 54-CV/TU", "ngày 24/12/2020" stay whole; a newline breaks it."""
    return _kept_together(text, _IN_PROSE)


@register.filter
def cell(text: str) -> SafeString:
    """The same for a narrow column, where only the number itself is kept whole."""
    return _kept_together(text, _IN_CELLS)


@register.filter
def balanced(text: str, width: int = _TITLE_WIDTH) -> SafeString:
    """Escaped text in the fewest lines, of about equal length, as centred titles are set; keeps the writer's breaks."""
    glued = text
    for kept in (_IN_PROSE, _IN_TITLES):
        glued = kept.sub(lambda found: found[0].replace(" ", _GLUE), glued)
    lines = [line.replace(_GLUE, " ") for part in glued.split("\n") for line in _balance(part.split(" "), width)]
    return mark_safe("<br>".join(str(prose(line)) for line in lines))  # noqa: S308  (escaped by prose)


@register.filter
def rows_of(table: Table) -> SafeString:
    """The rows of a table, its total and, where it is empty, the words for that."""
    return mark_safe("".join(_rows(table)))  # noqa: S308  (every cell is escaped)


def _rows(table: Table) -> Iterator[str]:
    if isinstance(table, Hole):
        yield ROWS_HERE
    for row in table.rows:
        yield row_markup(table.aligns, row)
    if not isinstance(table, Hole) and not len(table.rows):
        yield f'<tr><td colspan="{len(table.columns)}">Không có.</td></tr>\n'
    if table.total:
        yield row_markup(table.aligns, table.total, css=' class="total"')


def row_markup(aligns: Iterable[Align], row: Iterable[str], *, css: str = "") -> str:
    """One row as HTML."""
    cells = (f'<td class="{align}">{cell(words)}</td>' for align, words in zip(aligns, row, strict=True))
    return f"<tr{css}>{''.join(cells)}</tr>\n"


def _kept_together(text: str, kept: re.Pattern[str]) -> SafeString:
    # What is typed elsewhere than in the sections comes as it was typed.
    safe = escape(text if text.isascii() and text.isprintable() else printable(legible(text)))
    whole = kept.sub(lambda found: f'<span class="whole">{found[0]}</span>', safe)
    return mark_safe(whole.replace("\n", "<br>"))  # noqa: S308  (escaped above)


def _balance(words: list[str], widest: int) -> list[str]:
    """Greedy lines at the narrowest width that needs no more of them than the full width does."""
    fewest = len(_fill(words, widest))
    width = next(width for width in range(1, widest + 1) if len(_fill(words, width)) <= fewest)
    return _fill(words, width)


def _fill(words: list[str], width: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
