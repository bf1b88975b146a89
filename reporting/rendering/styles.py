"""The style sheet of a layout: @font-face, page boxes and one rule per part. Structure is in paper.css."""

from collections.abc import Iterator

from reporting.layouts import Layout, Lettering, Measure, Part
from reporting.rendering.vendor import FONT_FAMILY, FONT_FILES, SCHEME


def stylesheet(layout: Layout, *, foot: str = "", numbered: bool = True) -> str:
    """The whole sheet; `foot` stands on every page (our own words); without numbers where pages get theirs when put together."""
    rules = [*_font_faces(), *_pages(layout, foot), *_parts(layout), *_paragraphs(layout)]
    return "\n".join(rules if numbered else [*rules, "@page { @top-center { content: none } }"])


def _font_faces() -> Iterator[str]:
    for (bold, italic), name in FONT_FILES.items():
        yield (
            f'@font-face {{ font-family: "{FONT_FAMILY}"; src: url("{SCHEME}:{name}") format("truetype");'
            f" font-weight: {'bold' if bold else 'normal'}; font-style: {'italic' if italic else 'normal'} }}"
        )


def _pages(layout: Layout, foot: str) -> Iterator[str]:
    sides = (Measure.MARGIN_TOP, Measure.MARGIN_RIGHT, Measure.MARGIN_BOTTOM, Measure.MARGIN_LEFT)
    margins = " ".join(f"{layout.measure(side):g}mm" for side in sides)
    yield f"@page {{ size: A4 portrait; margin: {margins}; @top-center {{"
    yield f" content: counter(page); vertical-align: top; padding-top: {layout.measure(Measure.PAGE_NUMBER_TOP):g}mm;"
    yield f" line-height: 1; {_letters(layout.lettering(Part.PAGE_NUMBER))} }}"
    if foot:
        yield f'@bottom-center {{ content: "{foot}"; vertical-align: middle; font: 9pt "{FONT_FAMILY}";'
        yield " letter-spacing: 1pt; color: #666 }"
    yield "}"
    yield "@page :first { @top-center { content: none } }"
    yield "@page landscape { size: A4 landscape }"
    yield "@page portrait { size: A4 portrait }"


def _parts(layout: Layout) -> Iterator[str]:
    for part in Part:
        yield f".{part.value} {{ {_letters(layout.lettering(part))} }}"


def _paragraphs(layout: Layout) -> Iterator[str]:
    between = f"margin: 0 0 {layout.measure(Measure.BETWEEN_PARAGRAPHS):g}pt"
    first = f"text-indent: {layout.measure(Measure.FIRST_LINE):g}mm"
    yield f".paper {{ line-height: {layout.measure(Measure.LINE):g}pt }}"
    yield f".text p, .text h2, .text h3, .text h4 {{ {between}; {first} }}"
    yield f".hand {{ height: {layout.measure(Measure.SIGNATURE_SPACE):g}mm }}"


def _letters(letters: Lettering) -> str:
    return (
        f'font-family: "{FONT_FAMILY}"; font-size: {letters.size_pt:g}pt;'
        f" font-weight: {'bold' if letters.bold else 'normal'};"
        f" font-style: {'italic' if letters.italic else 'normal'};"
        f" text-transform: {'uppercase' if letters.capitals else 'none'};"
        f" text-decoration: {'underline' if letters.underlined else 'none'}"
    )
