"""A finished PDF read back: every letter with its place, size and face, every drawn line, straight from the pages."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

MM: Final = 72 / 25.4
# A gap within one line wider than this parts two columns; typed spaces are letters and make no gap.
_COLUMN: Final = 9.0


@dataclass(frozen=True, slots=True)
class Letter:
    """One printed character; places in points from the left and the upper edge, `baseline` is what it stands on."""

    text: str
    left: float
    right: float
    top: float
    baseline: float
    size: float
    font: str

    @property
    def face(self) -> str:
        """The font without the six letters of its subset."""
        return self.font.partition("+")[2] or self.font

    @property
    def bold(self) -> bool:
        return "Bold" in self.face

    @property
    def italic(self) -> bool:
        return "Italic" in self.face


@dataclass(frozen=True, slots=True)
class Line:
    """Letters on one baseline without a gap between them."""

    letters: tuple[Letter, ...]

    @property
    def text(self) -> str:
        """Words as they are found by searching: composed letters, one kind of space."""
        words, last = "", None
        for letter in self.letters:
            apart = last is not None and letter.left - last.right > 0.12 * letter.size
            words, last = f"{words}{' ' * apart}{letter.text}", letter
        return " ".join(unicodedata.normalize("NFC", words).split())

    @property
    def inked(self) -> tuple[Letter, ...]:
        return tuple(letter for letter in self.letters if letter.text.strip())

    @property
    def left(self) -> float:
        return self.inked[0].left

    @property
    def right(self) -> float:
        return self.inked[-1].right

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def baseline(self) -> float:
        return self.letters[0].baseline

    @property
    def size(self) -> float:
        """The size that most of its letters have."""
        sizes = [round(letter.size, 2) for letter in self.inked]
        return max(set(sizes), key=sizes.count)

    @property
    def bold(self) -> bool:
        return all(letter.bold for letter in self.inked)

    @property
    def italic(self) -> bool:
        return all(letter.italic for letter in self.inked)


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line that lies flat."""

    left: float
    right: float
    y: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Page:
    """One page in points."""

    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...]
    edges: tuple[float, float] | None
    """Left and right edge of everything drawn as a table, where there is one."""

    def line(self, words: str, *, place: int = 0) -> Line:
        """The line that has these words; LookupError where the page has none."""
        found = [line for line in self.lines if words in line.text]
        if len(found) <= place:
            raise LookupError(f"no line {words!r}: {[line.text for line in self.lines][:60]}")
        return found[place]

    def has(self, words: str) -> bool:
        return any(words in line.text for line in self.lines)

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    def under(self, line: Line, *, within: float = 9.0) -> Rule | None:
        """The drawn line just below words: an underline or a rule of the letterhead."""
        found = [
            rule
            for rule in self.rules
            if -1 <= rule.y - line.baseline <= within and rule.left < line.right and rule.right > line.left
        ]
        return min(found, key=lambda rule: rule.y, default=None)


def read(data: bytes) -> list[Page]:
    """Every page of a PDF."""
    with pypdfium2.PdfDocument(data) as document:
        return [_page(document[number]) for number in range(len(document))]


def _page(page: pypdfium2.PdfPage) -> Page:
    width, height = page.get_size()
    textpage = page.get_textpage()
    lines = tuple(_lines(list(_letters(textpage, height))))
    textpage.close()
    boxes = [thing.get_bounds() for thing in page.get_objects() if thing.type == pdfium.FPDF_PAGEOBJ_PATH]
    flat = (
        Rule(left, right, height - (low + high) / 2)
        for left, low, right, high in boxes
        if high - low < 3 < right - left
    )
    rules = tuple(sorted(flat, key=lambda rule: (rule.y, rule.left)))
    tall = [(left + right) / 2 for left, low, right, high in boxes if right - left < 3 < high - low]
    page.close()
    return Page(width, height, lines, rules, (min(tall), max(tall)) if tall else None)


def _letters(textpage: pypdfium2.PdfTextPage, height: float) -> Iterator[Letter]:
    raw = textpage.raw
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
    name, flags = ctypes.create_string_buffer(120), ctypes.c_int()
    for place in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, place)
        if pdfium.FPDFText_IsGenerated(raw, place) == 1 or code in (0, 10, 13):
            continue
        pdfium.FPDFText_GetCharOrigin(raw, place, x, y)
        pdfium.FPDFText_GetMatrix(raw, place, matrix)
        pdfium.FPDFText_GetFontInfo(raw, place, name, len(name), flags)
        left, _, right, _ = textpage.get_charbox(place, loose=True)
        tight = textpage.get_charbox(place)
        yield Letter(
            chr(code), x.value, max(right, left), height - tight[3], height - y.value,
            pdfium.FPDFText_GetFontSize(raw, place) * abs(matrix.d), name.value.decode(),
        )  # fmt: skip


def _lines(letters: list[Letter]) -> Iterator[Line]:
    """Letters by baseline from the top, parted where columns are."""
    letters.sort(key=lambda letter: (round(letter.baseline, 1), letter.left))
    for _, row in groupby(letters, key=lambda letter: round(letter.baseline, 1)):
        part: list[Letter] = []
        for letter in row:
            if part and letter.left - part[-1].right > _COLUMN:
                yield from _line(part)
                part = []
            part.append(letter)
        yield from _line(part)


def _line(part: list[Letter]) -> Iterator[Line]:
    if any(letter.text.strip() for letter in part):
        yield Line(tuple(part))


def fonts(data: bytes) -> set[str]:
    """Families of all letters of all pages."""
    return {letter.face.partition("-")[0] for page in read(data) for line in page.lines for letter in line.inked}
