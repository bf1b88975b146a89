"""The papers of `make paper`, their pictures and their measures."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from reporting.layouts import LAYOUTS
from reporting.rendering.pdf import render_pdf
from reporting.rendering.profiles import Attached, Profile
from tests.paper.documents import claims, letters_lost
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
    return taken


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
