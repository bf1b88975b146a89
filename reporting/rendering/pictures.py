"""A drawing of `rendering.charts` as a PNG, for files that cannot hold SVG as printed."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Final, NamedTuple

import pypdfium2
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from reporting.rendering.vendor import FONT_FAMILY, FONT_FILES, SCHEME, VendorFetcher, require_fonts

DOTS_PER_MM: Final = 9  # as sharp as an office printer shows
_BOX = re.compile(r'viewBox="0 0 (\d+) (\d+)"')
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


class Picture(NamedTuple):
    """The bytes of the PNG, and what it says in words."""

    png: bytes
    words: str


def picture(svg: str, *, width_mm: float) -> Picture:
    """The drawing at that width, the same bytes for the same drawing. Raises ValueError for what `charts` never made."""
    box, title = _BOX.search(svg), _TITLE.search(svg)
    if box is None or title is None:
        raise ValueError("not a drawing of rendering.charts")
    require_fonts()
    high = width_mm * int(box[2]) / int(box[1])
    fetcher, fonts = VendorFetcher(), FontConfiguration()
    page = CSS(string=_sheet(width_mm, high), url_fetcher=fetcher, font_config=fonts)
    data = HTML(string=f"<body>{svg}</body>", url_fetcher=fetcher).write_pdf(stylesheets=[page], font_config=fonts)
    document = pypdfium2.PdfDocument(data)
    try:
        image = document[0].render(scale=DOTS_PER_MM * 25.4 / 72).to_pil()
    finally:
        document.close()
    kept = io.BytesIO()
    image.convert("RGB").quantize(64).save(kept, "PNG", optimize=True)
    return Picture(kept.getvalue(), unescape(title[1]))


def _sheet(wide: float, high: float) -> str:
    return (
        f'@font-face {{ font-family: "{FONT_FAMILY}"; src: url("{SCHEME}:{FONT_FILES[False, False]}") format("truetype") }}'
        f"@page {{ size: {wide:.3f}mm {high:.3f}mm; margin: 0 }} body {{ margin: 0 }}"
        f' svg {{ display: block; width: 100%; height: auto; font-family: "{FONT_FAMILY}" }}'
    )
