"""A `Letter` as a Word file, for offices that sign from Word: the same words, margins and letters as the PDF."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt

from reporting.layouts import LAYOUTS, Lettering, Measure, Part
from reporting.letter import Letter
from reporting.paper import Align
from reporting.rendering.letter_pdf import parts

FONT = "Times New Roman"
_PAGE = (210.0, 297.0)
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT,
}  # fmt: skip
_RULE = "\u00a0" * 14
"""Underlined, a short line under the name of a state body."""


def render_letter_docx(letter: Letter) -> bytes:
    """The file's bytes; text is put in as text, so that nothing in it becomes a field, a formula or a link."""
    return _Writer(letter).written()


class _Writer:
    """One letter being written; `doc` is python-docx's document, which has no types."""

    def __init__(self, letter: Letter) -> None:
        self.letter, self.layout = letter, LAYOUTS[letter.layout_id]
        self.marks = parts(letter)
        self.doc: Any = Document()
        self.width = _PAGE[0] - self.measure(Measure.MARGIN_LEFT) - self.measure(Measure.MARGIN_RIGHT)

    def measure(self, name: Measure) -> float:
        return self.layout.measure(name)

    def written(self) -> bytes:
        self._page()
        self._name()
        self._head()
        self._text()
        self._close()
        kept = io.BytesIO()
        self.doc.save(kept)
        return kept.getvalue()

    # --- the page --------------------------------------------------------------------------------

    def _page(self) -> None:
        section = self.doc.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(_PAGE[0]), Mm(_PAGE[1])
        section.top_margin, section.bottom_margin = (
            Mm(self.measure(m)) for m in (Measure.MARGIN_TOP, Measure.MARGIN_BOTTOM)
        )
        section.left_margin, section.right_margin = (
            Mm(self.measure(m)) for m in (Measure.MARGIN_LEFT, Measure.MARGIN_RIGHT)
        )
        section.header_distance = Mm(self.measure(Measure.PAGE_NUMBER_TOP))
        section.footer_distance = Mm(8)
        section.different_first_page_header_footer = True
        number = section.header.paragraphs[0]
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _field(self._run(number, "", Part.PAGE_NUMBER), "PAGE")
        for foot in (section.first_page_footer, section.footer):
            line = foot.paragraphs[0]
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            if self.letter.foot:
                _dress(line.add_run(self.letter.foot), Lettering(9))
        normal = self.doc.styles["Normal"]
        _named_font(normal.element.get_or_add_rPr(), self.layout.lettering(Part.BODY))
        normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
        normal.paragraph_format.line_spacing = 1.0  # the template's own is wider

    def _name(self) -> None:
        told = self.doc.core_properties
        told.title, told.author, told.language = self.letter.title[:255], self.letter.issuer[:255], "vi-VN"
        told.comments = told.keywords = told.last_modified_by = ""
        if self.letter.dated:
            told.created = told.modified = datetime.combine(self.letter.dated, time(12))

    # --- head ------------------------------------------------------------------------------------

    def _head(self) -> None:
        head, left = self.letter.letterhead, 0.41 if self.marks["state_motto"] else 0.45
        table = self._bare_table(rows=2, shares=(left, 1 - left))
        (names, state), (numbered, dated) = (row.cells for row in table.rows)
        if head.superior:
            self._centred(names, head.superior, Part.SUPERIOR)
        self._centred(names, head.issuer, Part.ISSUER)
        if self.marks["issuer_mark"]:
            self._centred(names, self.marks["issuer_mark"], Part.NUMBER)
        else:
            self._centred(names, _RULE, Part.NUMBER).runs[0].underline = True
        title = self._centred(state, self.marks["state_title"], Part.STATE_TITLE)
        if self.marks["state_motto"]:
            title = self._centred(state, self.marks["state_motto"], Part.STATE_MOTTO)
        title.runs[0].underline = True
        self._centred(numbered, self.marks["number_line"], Part.NUMBER)
        self._centred(numbered, self.marks["about_line"], Part.LETTER_SUBJECT)
        self._centred(dated, self.marks["place_line"], Part.PLACE_DATE)
        line = self.doc.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(22), Pt(12)
        self._run(line, f"Kính gửi: {self.letter.addressee}", Part.ADDRESSEE)

    # --- text ------------------------------------------------------------------------------------

    def _text(self) -> None:
        for block in self.letter.before:
            self._body(block.text)
        self._list()
        for place, block in enumerate(self.letter.after):
            self._body(block.text, above=8 if not place else 0)

    def _body(self, text: str, *, above: float = 0) -> None:
        line = self.doc.add_paragraph()
        shape = line.paragraph_format
        line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        shape.first_line_indent = Mm(self.measure(Measure.FIRST_LINE))
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(self.measure(Measure.LINE))
        shape.space_before, shape.space_after = Pt(above), Pt(self.measure(Measure.BETWEEN_PARAGRAPHS))
        shape.widow_control = True
        self._run(line, text, Part.BODY)

    def _list(self) -> None:
        whole = self.letter.table
        table = self.doc.add_table(rows=1, cols=len(whole.columns))
        table.style = "Table Grid"
        self._set_widths(table, [share / 100 for share in whole.widths])
        for cell, column in zip(table.rows[0].cells, whole.columns, strict=True):
            self._cell(cell, column.title, "center", bold=True)
        _mark(table.rows[0], "w:tblHeader")
        for words in whole.rows:
            row = table.add_row()
            _mark(row, "w:cantSplit")
            for cell, column, text in zip(row.cells, whole.columns, words, strict=True):
                self._cell(cell, text, column.align)
        self._set_widths(table, [share / 100 for share in whole.widths])

    def _cell(self, cell: Any, text: str, align: Align, *, bold: bool = False) -> None:
        lettering = self.layout.lettering(Part.TABLE)
        for place, part in enumerate(text.split("\n")):
            line = cell.paragraphs[0] if not place else cell.add_paragraph()
            line.alignment = _ALIGN[align]
            _dress(line.add_run(part), lettering)
            line.runs[0].bold = bold

    # --- foot ------------------------------------------------------------------------------------

    def _close(self) -> None:
        gap = self.doc.add_paragraph()
        gap.paragraph_format.line_spacing_rule, gap.paragraph_format.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(12)
        table = self._bare_table(rows=1, shares=(0.48, 0.52))
        _mark(table.rows[0], "w:cantSplit")
        to, sign = table.rows[0].cells
        if self.marks["recipients"]:
            self._run(_first(to), self.marks["recipients_word"], Part.RECIPIENTS_WORD)
            for words in self.marks["recipients"]:
                self._run(to.add_paragraph(), words, Part.RECIPIENTS)
        signed = self.letter.signature
        for words, part in ((signed.authority, Part.AUTHORITY), (signed.title, Part.SIGNER_TITLE)):
            if words:
                self._centred(sign, words, part)
        hand = sign.add_paragraph()
        hand.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        hand.paragraph_format.line_spacing = Mm(self.measure(Measure.SIGNATURE_SPACE))
        self._centred(sign, signed.name, Part.SIGNER_NAME)

    # --- pieces ----------------------------------------------------------------------------------

    def _bare_table(self, *, rows: int, shares: tuple[float, ...]) -> Any:
        table = self.doc.add_table(rows=rows, cols=len(shares))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        self._set_widths(table, list(shares))
        return table

    def _set_widths(self, table: Any, shares: list[float]) -> None:
        """Word reads the cells, others the columns; both are told."""
        table.autofit = False
        for place, share in enumerate(shares):
            wide = Emu(round(Mm(self.width * share)))
            table.columns[place].width = wide
            for cell in table.columns[place].cells:
                cell.width = wide

    def _centred(self, cell: Any, text: str, part: Part) -> Any:
        line = _first(cell)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(line, text, part)
        return line

    def _run(self, line: Any, text: str, part: Part) -> Any:
        lettering = self.layout.lettering(part)
        return _dress(line.add_run(text.upper() if lettering.capitals else text), lettering)


def _first(cell: Any) -> Any:
    """The paragraph that a cell begins with while it is empty, else a new one."""
    only = cell.paragraphs[0]
    return only if len(cell.paragraphs) == 1 and not only.runs else cell.add_paragraph()


def _dress(run: Any, lettering: Lettering) -> Any:
    run.bold, run.italic, run.underline = lettering.bold, lettering.italic, lettering.underlined
    _named_font(run._r.get_or_add_rPr(), lettering)
    run.font.size = Pt(lettering.size_pt)
    return run


def _named_font(properties: Any, lettering: Lettering) -> None:
    """One family for every alphabet: without this Word takes another for letters that it holds for Asian ones."""
    fonts = properties.get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    size = properties.find(qn("w:sz"))
    if size is None:
        properties.get_or_add_sz().set(qn("w:val"), str(round(lettering.size_pt * 2)))


def _field(run: Any, code: str) -> None:
    """A field that Word fills in, such as the number of the page."""
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = text
        run._r.append(part)


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))
