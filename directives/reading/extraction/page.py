"""Words and ruled lines of a PDF page with their places, as pdfium gives them; points, y upwards."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from directives.reading.extraction.ruling import Rule

_MOST_OBJECTS = 6000
_MOST_CHARACTERS = 60_000
_THIN = 3.0
_FARTHEST = 100_000.0  # points; no paper is 35 m wide, and not-a-number is no place
_NOTHING = "\xad"
_WORD = re.compile(r"[^\s\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with left and right edge, base line and height of its letters."""

    text: str
    left: float
    right: float
    base: float
    size: float


def words_of(page: Any) -> list[Word]:
    """Words in the order in which the file writes them."""
    import pypdfium2.raw as raw

    turn = _turn(page)
    handle = raw.FPDFText_LoadPage(page)
    if not handle:
        return []
    try:
        return [word for run in _runs(raw, handle) if (word := _word(raw, handle, run, turn))]
    finally:
        raw.FPDFText_ClosePage(handle)


def plain_of(page: Any) -> str:
    """The words of a page as the file writes them, without places."""
    import pypdfium2.raw as raw

    handle = raw.FPDFText_LoadPage(page)
    if not handle:
        return ""
    try:
        return _whole(raw, handle, raw.FPDFText_CountChars(handle))
    finally:
        raw.FPDFText_ClosePage(handle)


def _whole(raw: Any, handle: Any, count: int) -> str:
    count = min(max(count, 0), _MOST_CHARACTERS)
    buffer = (ctypes.c_ushort * (count + 1))()
    got = raw.FPDFText_GetText(handle, 0, count, buffer)
    text = bytes(buffer)[: max(got - 1, 0) * 2].decode("utf-16-le", "replace")
    return text.replace("\x02", "-").replace("\ufffe", "-")


def _runs(raw: Any, handle: Any) -> Iterator[tuple[str, int, int]]:
    """Each word with the numbers of its first and last letter."""
    count = min(raw.FPDFText_CountChars(handle), _MOST_CHARACTERS)
    text = _whole(raw, handle, count)
    if len(text) != count:  # places in the text are not numbers of letters: ask for each letter
        text = "".join(_letter(raw.FPDFText_GetUnicode(handle, at)) for at in range(count))
    for found in _WORD.finditer(text):
        yield found[0].replace(_NOTHING, ""), found.start(), found.end() - 1


def _letter(code: int) -> str:
    """One sign for each letter that pdfium counts."""
    if code in {0x02, 0xFFFE}:
        return "-"
    return (
        chr(code)
        if 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000
        else _NOTHING
        if 0xD800 <= code < 0xE000
        else " "
    )


_BOX = tuple(ctypes.c_double() for _ in range(6))
_RECT: list[Any] = []


def _word(raw: Any, handle: Any, run: tuple[str, int, int], turn: _Turn) -> Word | None:
    text, first, last = run
    if not text:
        return None
    if not _RECT:
        _RECT.extend((raw.FS_RECTF(), raw.FS_RECTF()))
    one, two = _RECT
    x, y = _BOX[0], _BOX[1]
    if not (
        raw.FPDFText_GetLooseCharBox(handle, first, one)
        and raw.FPDFText_GetLooseCharBox(handle, last, two)
        and raw.FPDFText_GetCharOrigin(handle, first, x, y)
    ):
        return None
    left, base = turn.point(x.value, y.value)
    corners = [turn.point(two.left, two.bottom), turn.point(two.right, two.top)]
    highs = [turn.point(one.left, one.bottom)[1], turn.point(one.right, one.top)[1]]
    if not all(abs(place) < _FARTHEST for place in (left, base, *corners[0], *corners[1], *highs)):
        return None
    return Word(text, left, max(corner[0] for corner in corners), base, min(max(abs(highs[1] - highs[0]), 1.0), 200.0))


@dataclass(frozen=True, slots=True)
class _Turn:
    """How a page lies: quarter turns clockwise, width and height before turning."""

    quarters: int
    width: float
    height: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.quarters == 1:
            return y, self.width - x
        if self.quarters == 2:
            return self.width - x, self.height - y
        return (self.height - y, x) if self.quarters == 3 else (x, y)


def _turn(page: Any) -> _Turn:
    quarters = page.get_rotation() // 90
    width, height = page.get_size()
    return _Turn(quarters, height, width) if quarters % 2 else _Turn(quarters, width, height)


def rules_of(page: Any) -> list[Rule]:
    """Straight lines across and down, as drawn by borders: thin boxes, strokes, the edges of stroked boxes."""
    import pypdfium2.raw as raw

    turn = _turn(page)
    out: list[Rule] = []
    for obj in _paths(raw, page):
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if not raw.FPDFPageObj_GetBounds(obj, left, bottom, right, top):
            continue
        a, b = turn.point(left.value, bottom.value), turn.point(right.value, top.value)
        box = (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
        if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            out.append(box)
        else:
            out += _sides(raw, obj, box, turn)
    return [rule for rule in out if all(abs(place) < _FARTHEST for place in rule)]


def _paths(raw: Any, page: Any) -> Iterator[Any]:
    count = raw.FPDFPage_CountObjects(page)
    for at in range(min(count, _MOST_OBJECTS)):
        obj = raw.FPDFPage_GetObject(page, at)
        if obj and raw.FPDFPageObj_GetType(obj) == raw.FPDF_PAGEOBJ_PATH:
            yield obj


def _sides(raw: Any, obj: Any, box: Rule, turn: _Turn) -> Iterator[Rule]:
    """Straight sides of a path that is wide and high: a stroked box, or many lines drawn at once."""
    count = raw.FPDFPath_CountSegments(obj)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(obj, fill, stroke)
    if not stroke.value and count <= 6:
        return  # a coloured ground
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(obj, matrix)
    last: tuple[float, float] | None = None
    first: tuple[float, float] | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(min(count, 2000)):
        segment = raw.FPDFPath_GetPathSegment(obj, at)
        if not segment or not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        here = turn.point(
            matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f
        )
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            first = here
        elif last is not None:
            yield from _straight(last, here)
        if raw.FPDFPathSegment_GetClose(segment) and first is not None:
            yield from _straight(here, first)
        last = here


def _straight(one: tuple[float, float], two: tuple[float, float]) -> Iterator[Rule]:
    if abs(one[0] - two[0]) <= 1 or abs(one[1] - two[1]) <= 1:
        yield min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1])
