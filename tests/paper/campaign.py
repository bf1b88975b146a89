"""The papers of `make paper`, their pictures and their measures."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2

from reporting import narrative
from reporting.layouts import LAYOUTS
from reporting.paper import Section
from reporting.rendering.pdf import render_pdf
from reporting.rendering.profiles import Attached, Profile
from tests.paper.documents import claims, letters_lost
from tests.paper.hostile import huge
from tests.paper.measures import Measure, measured
from tests.paper.reading import Page, read
from tests.paper.sample import sample, specimen

READERS = ("pdfium", "pypdf")


ATTACHED = (
    Attached("so-lieu.json", b'{"assigned": 53}', "Số liệu của báo cáo"),
    Attached("bang-so-lieu.xlsx", b"PK\x03\x04", "Bảng số liệu của báo cáo", "Source"),
)


def run(folder: Path) -> list[Measure]:
    """Every layout in every profile; pictures are left in the folder."""
    taken: list[Measure] = []
    for layout_id in LAYOUTS:
        paper = sample(layout_id)
        for profile in Profile:
            attached = ATTACHED if profile is Profile.ARCHIVE else ()
            data = render_pdf(paper, profile=profile, attachments=attached)
            taken += claims(paper, data, profile, attached)
            if profile is Profile.PLAIN:
                pages = read(data)
                photograph(data, pages, folder / layout_id)
                taken += measured(paper, pages)
        taken += letters(layout_id)
    return [*taken, *broad()]


def broad() -> list[Measure]:
    """A megabyte of words in one section: every page is there, in the one font, and of the right size."""
    text = next(huge(9))
    paper = replace(sample("hd05"), sections=(Section("Rộng", narrative.blocks(text)),), appendices=())
    with pikepdf.open(io.BytesIO(render_pdf(paper))) as pdf:
        pages, sizes = len(pdf.pages), {str([round(float(side)) for side in page.MediaBox]) for page in pdf.pages}
        names = {str(font.BaseFont).partition("+")[2] for page in pdf.pages for font in page.Resources.Font.values()}
    return [
        Measure("1 MB", "số trang", pages, len(text) / 3_600, len(text) / 2_400),
        Measure("1 MB", "cỡ giấy", str(sorted(sizes)), "['[0, 0, 595, 842]']", ""),
        Measure("1 MB", "phông khác", str(sorted(name for name in names if not name.startswith("Tinos"))), "[]", ""),
    ]


def letters(layout_id: str) -> list[Measure]:
    """Every Vietnamese letter in every face of the layout, found again by two readers of the text."""
    lost = letters_lost(render_pdf(specimen(layout_id)))
    return [
        Measure(layout_id, f"chữ tiếng Việt không tìm lại được, {who}", "".join(found), "", "")
        for who, found in zip(READERS, lost, strict=True)
    ]


def photograph(data: bytes, pages: list[Page], stem: Path) -> None:
    """Page 1, the page that is signed, and the first page of the appendices."""
    signed = next(place for place, page in enumerate(pages) if page.has("Nơi nhận:"))
    with pypdfium2.PdfDocument(data) as document:
        for name, place in (("trang-1", 0), ("trang-ky", signed), ("phu-luc", signed + 1)):
            if place < len(document):
                document[place].render(scale=1.5).to_pil().save(f"{stem}-{name}.png")
    stem.with_suffix(".pdf").write_bytes(data)
