"""A `Letter` as a Word file, for offices that sign from Word: the same words, margins and letters as the PDF."""

from __future__ import annotations

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from reporting.layouts import LAYOUTS, Part
from reporting.letter import Letter
from reporting.rendering.docx_parts import Official
from reporting.rendering.letter_pdf import parts


def render_letter_docx(letter: Letter) -> bytes:
    """The file's bytes, the same for the same letter."""
    marks = parts(letter)
    paper = Official(LAYOUTS[letter.layout_id])
    paper.page(foot=letter.foot)
    paper.name(letter.title, letter.issuer, letter.dated)
    paper.head(letter.letterhead, marks)
    line = paper.doc.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(22), Pt(12)
    paper.run(line, f"Kính gửi: {letter.addressee}", Part.ADDRESSEE)
    for block in letter.before:
        paper.body(block.text)
    paper.table(letter.table)
    for place, block in enumerate(letter.after):
        paper.body(block.text, above=8 if not place else 0)
    paper.close(letter.signature, marks)
    return paper.packed()
