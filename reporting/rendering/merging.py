"""Parts put together to one file: pages in their order, numbers on them, bookmarks that lead to them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pikepdf
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from agencies.wording import number
from reporting.layouts import Layout, Measure, Part
from reporting.rendering.profiles import saved
from reporting.rendering.styles import stylesheet
from reporting.rendering.vendor import FONT_FILES, VENDOR_ROOT
from reporting.rendering.weaving import weave
from reporting.spool import Spool

_MM: Final = 72 / 25.4
_NAME: Final = "/PageNumbers"


@dataclass(frozen=True, slots=True)
class Body:
    """The tagged file: its last bookmarks lead to the short appendices, so many."""

    path: Path
    short: int


@dataclass(frozen=True, slots=True)
class Long:
    """An appendix in parts: its place among all, its bookmark, each part's folder with how many rows it has."""

    place: int
    title: str
    parts: tuple[tuple[Path, int], ...]
    held: Spool
    """Kept alive while its files are read."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How page numbers are drawn, as the layout asks: the same letters at the same place as WeasyPrint puts them."""

    size: float
    baseline: float
    left: float
    right: float
    glyphs: dict[str, int]
    widths: dict[str, float]
    font: bytes
    """A page that says all digits, for its font."""

    @classmethod
    def of(cls, layout: Layout) -> Numbers:
        letters = layout.lettering(Part.PAGE_NUMBER)
        with TTFont(VENDOR_ROOT / FONT_FILES[letters.bold, letters.italic], lazy=True) as face:
            names, unit = face.getBestCmap(), face["head"].unitsPerEm
            ascent, descent = face["hhea"].ascent / unit, -face["hhea"].descent / unit
            glyphs = {digit: face.getGlyphID(names[ord(digit)]) for digit in "0123456789"}
            widths = {digit: face["hmtx"][names[ord(digit)]][0] / unit for digit in glyphs}
        words = f'<!doctype html><html lang="vi"><p class="{Part.PAGE_NUMBER.value}">0123456789</p>'
        return cls(
            size=letters.size_pt,
            # A line as high as its letters are large, its letters in its middle.
            baseline=layout.measure(Measure.PAGE_NUMBER_TOP) * _MM + letters.size_pt * (1 + ascent - descent) / 2,
            left=layout.measure(Measure.MARGIN_LEFT) * _MM,
            right=layout.measure(Measure.MARGIN_RIGHT) * _MM,
            glyphs=glyphs,
            widths=widths,
            font=weave(words, stylesheet(layout, numbered=False), tagged=False),
        )

    def drawn(self, number: int, box: Sequence[float]) -> bytes:
        """The number in the middle of what is printed, as drawing orders."""
        digits = str(number)
        width = sum(self.widths[digit] for digit in digits) * self.size
        middle = (self.left + box[2] - self.right) / 2
        glyphs = "".join(f"{self.glyphs[digit]:04x}" for digit in digits)
        return (
            f"/Artifact <</Type /Pagination>> BDC q BT 0 0 0 rg {_NAME} {self.size:g} Tf"
            f" {middle - width / 2:.3f} {box[3] - self.baseline:.3f} Td <{glyphs}> Tj ET Q EMC\n"
        ).encode()


def merge(body: Body, long: Sequence[Long], numbers: Numbers) -> bytes:
    """One file of the body, the short appendices and the parts of the long ones, each appendix at its place."""
    with ExitStack() as files:
        pdf = files.enter_context(pikepdf.open(body.path))
        starts = _starts(pdf, body)
        heads: list[tuple[Long, list[int]]] = []
        after = len(pdf.pages) if not starts else starts[0]
        waiting = {one.place: one for one in long}
        shorts = iter([*starts[1:], len(pdf.pages)])
        shift = 0
        for place in range(body.short + len(long)):
            if (one := waiting.get(place)) is None:
                after = next(shorts) + shift
                continue
            begins = []
            for part, _ in one.parts:
                begins.append(after)
                for page in files.enter_context(pikepdf.open(part / "out.pdf")).pages:
                    pdf.pages.insert(after, page)
                    after, shift = after + 1, shift + 1
            heads.append((one, begins))
        _number(pdf, numbers, files)
        _mark(pdf, heads, body)
        # Pages of parts have no tags: who reads the file aloud is told so.
        pdf.Root.MarkInfo.Suspects = True
        return saved(pdf)


def _starts(pdf: pikepdf.Pdf, body: Body) -> list[int]:
    """On which page each short appendix begins, by its bookmark."""
    places = {page.obj.objgen: place for place, page in enumerate(pdf.pages)}
    with pdf.open_outline() as outline:
        return [places[_page(item).objgen] for item in _last(outline.root, body.short)]


def _last(items: Sequence[pikepdf.OutlineItem], some: int) -> Sequence[pikepdf.OutlineItem]:
    return items[len(items) - some :]


def _page(item: pikepdf.OutlineItem) -> pikepdf.Object:
    """The page that a bookmark of WeasyPrint leads to."""
    if not isinstance(item.destination, pikepdf.Array):
        raise TypeError(f"bookmark {item.title!r} leads to no page")
    return item.destination[0]


def _number(pdf: pikepdf.Pdf, numbers: Numbers, files: ExitStack) -> None:
    """Every page but the first gets its number."""
    source = files.enter_context(pikepdf.open(io.BytesIO(numbers.font)))
    (font,) = source.pages[0].obj.Resources.Font.values()
    kept = pdf.copy_foreign(font) if font.is_indirect else pdf.make_indirect(pdf.copy_foreign(font))
    known: set[tuple[int, int]] = set()
    for place, page in enumerate(pdf.pages, start=1):
        fonts = page.obj.Resources.Font
        if fonts.objgen not in known or fonts.objgen == (0, 0):
            fonts[_NAME] = kept
            known.add(fonts.objgen)
        if place > 1:
            box = [float(side) for side in page.obj.MediaBox]
            page.contents_add(numbers.drawn(place, box), prepend=True)


def _mark(pdf: pikepdf.Pdf, heads: Sequence[tuple[Long, list[int]]], body: Body) -> None:
    """Bookmarks of the long appendices at their places, each with one for every part."""
    with pdf.open_outline() as outline:
        first = len(outline.root) - body.short
        for one, begins in heads:
            item = pikepdf.OutlineItem(one.title, begins[0], "Fit")
            if len(one.parts) > 1:
                item.children.extend(_spans(one, begins))
            item.is_closed = True
            outline.root.insert(first + one.place, item)


def _spans(one: Long, begins: Sequence[int]) -> Iterator[pikepdf.OutlineItem]:
    """ "Dòng 1.001–2.000"."""
    first = 1
    for (_, count), page in zip(one.parts, begins, strict=True):
        yield pikepdf.OutlineItem(f"Dòng {number(first)}–{number(first + count - 1)}", page, "Fit")
        first += count
