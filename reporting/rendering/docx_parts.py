"""What official papers share as Word files: page, letters, head, text, tables and signature from a layout's data.

Text is put in as text, so that nothing in it becomes a field, a formula or a link. The same paper gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, Final
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Mm, Pt, RGBColor
from lxml import etree

from reporting.layouts import Layout, Lettering, Measure, Part
from reporting.paper import Letterhead, Signature, Table

FONT: Final = "Times New Roman"
LANGUAGE: Final = "vi-VN"
PAGE: Final = (210.0, 297.0)
ALIGN: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT,
}  # fmt: skip
RULE: Final = "\u00a0" * 14
"""Underlined, a short line under the name of a state body."""

_NEVER = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP file knows
_CELL: Final = {False: "DongBang", True: "DongPhuLuc"}
# What XML cannot hold, and what turns the direction of reading.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_ROWS = re.compile(rb"<!--rows:(\d+)-->")
_TWIPS = 1440 / 25.4
# As in the PDF: 2 pt above and below, 3.5 pt at the sides.
_PADDING = (
    f'<w:tblCellMar {nsdecls("w")}><w:top w:w="40" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>'
    '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
)

Rows = Callable[[], Iterator[str]]


def plain(text: str) -> str:
    """The text without characters that a file cannot hold or that make it read otherwise than it stands."""
    return _FORBIDDEN.sub("", text)


class Official:
    """A paper being written; `doc` is python-docx's document, which has no types.

    Rows of tables are not kept in it: they are written when the file is packed, so that a long table costs no memory.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.doc: Any = Document()
        self.width = PAGE[0] - self.measure(Measure.MARGIN_LEFT) - self.measure(Measure.MARGIN_RIGHT)
        self._rows: list[Rows] = []

    def measure(self, name: Measure) -> float:
        return self.layout.measure(name)

    # --- the page --------------------------------------------------------------------------------

    def page(self, *, foot: str) -> None:
        """Size, margins, the number of the page from the second on, and what stands at the foot of all."""
        section = self.doc.sections[0]
        self.turn(section, landscape=False)
        section.header_distance, section.footer_distance = Mm(self.measure(Measure.PAGE_NUMBER_TOP)), Mm(8)
        section.different_first_page_header_footer = True
        number = section.header.paragraphs[0]
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _field(self.run(number, "", Part.PAGE_NUMBER), "PAGE")
        for part in (section.first_page_footer, section.footer):
            line = part.paragraphs[0]
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            if foot:
                dress(line.add_run(foot), Lettering(9))
        normal = self.doc.styles["Normal"]
        letter(normal, self.layout.lettering(Part.BODY))
        normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
        normal.paragraph_format.line_spacing = 1.0  # the template's own is wider
        for language in self.doc.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), LANGUAGE)
        self._table_style(appendix=False)
        self._table_style(appendix=True)

    def turn(self, section: Any, *, landscape: bool) -> None:
        """Lay a section's paper upright or across; the margins stay at their sides."""
        wide, high = PAGE[::-1] if landscape else PAGE
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(wide), Mm(high)
        section.top_margin, section.bottom_margin = (
            Mm(self.measure(m)) for m in (Measure.MARGIN_TOP, Measure.MARGIN_BOTTOM)
        )
        section.left_margin, section.right_margin = (
            Mm(self.measure(m)) for m in (Measure.MARGIN_LEFT, Measure.MARGIN_RIGHT)
        )
        self.width = wide - self.measure(Measure.MARGIN_LEFT) - self.measure(Measure.MARGIN_RIGHT)

    def _table_style(self, *, appendix: bool) -> None:
        name = "Dòng phụ lục" if appendix else "Dòng bảng"
        style = self.doc.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.element.set(qn("w:styleId"), _CELL[appendix])
        style.base_style = self.doc.styles["Normal"]
        letter(style, self.layout.lettering(Part.APPENDIX_TABLE if appendix else Part.TABLE))
        style.paragraph_format.line_spacing = 1.0

    def name(self, title: str, author: str, dated: date | None) -> None:
        """What the file says of itself; its day is the paper's, never that of the machine."""
        told = self.doc.core_properties
        told.title, told.author, told.language = plain(title)[:255], plain(author)[:255], LANGUAGE
        told.comments = told.keywords = told.last_modified_by = ""
        if dated:
            told.created = told.modified = datetime.combine(dated, time(12))

    # --- head and foot ---------------------------------------------------------------------------

    def head(self, letterhead: Letterhead, marks: dict[str, Any]) -> None:
        """Names of the bodies beside the state's, number beside day; a letter has its subject under the number."""
        left = 0.41 if marks["state_motto"] else 0.45
        table = self.bare_table(rows=2, shares=(left, 1 - left))
        (names, state), (numbered, dated) = (row.cells for row in table.rows)
        if letterhead.superior:
            self.centred(names, letterhead.superior, Part.SUPERIOR)
        self.centred(names, letterhead.issuer, Part.ISSUER)
        if marks["issuer_mark"]:
            self.centred(names, marks["issuer_mark"], Part.NUMBER)
        else:
            self.centred(names, RULE, Part.NUMBER).runs[0].underline = True
        title = self.centred(state, marks["state_title"], Part.STATE_TITLE)
        if marks["state_motto"]:
            title = self.centred(state, marks["state_motto"], Part.STATE_MOTTO)
        title.runs[0].underline = True
        self.centred(numbered, marks["number_line"], Part.NUMBER)
        if marks.get("about_line"):
            self.centred(numbered, marks["about_line"], Part.LETTER_SUBJECT)
        self.centred(dated, marks["place_line"], Part.PLACE_DATE)

    def close(self, signature: Signature, marks: dict[str, Any]) -> None:
        """Who gets it, and the block of the signature with room for hand and stamp; never torn apart."""
        gap = self.doc.add_paragraph()
        gap.paragraph_format.line_spacing_rule, gap.paragraph_format.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(12)
        gap.paragraph_format.keep_with_next = True
        table = self.bare_table(rows=1, shares=(0.48, 0.52))
        _mark(table.rows[0], "w:cantSplit")
        to, sign = table.rows[0].cells
        if marks["recipients"]:
            self.run(first(to), marks["recipients_word"], Part.RECIPIENTS_WORD)
            for words in marks["recipients"]:
                self.run(to.add_paragraph(), words, Part.RECIPIENTS)
        for words, part in ((signature.authority, Part.AUTHORITY), (signature.title, Part.SIGNER_TITLE)):
            if words:
                self.centred(sign, words, part)
        hand = sign.add_paragraph()
        hand.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        hand.paragraph_format.line_spacing = Mm(self.measure(Measure.SIGNATURE_SPACE))
        self.centred(sign, signature.name, Part.SIGNER_NAME)

    # --- text ------------------------------------------------------------------------------------

    def body(self, text: str, *, above: float = 0, style: str = "Normal") -> Any:
        """A paragraph of the running text."""
        line = self.doc.add_paragraph(style=style)
        self.spaced(line.paragraph_format, above=above)
        line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        line.paragraph_format.first_line_indent = Mm(self.measure(Measure.FIRST_LINE))
        self.run(line, text, Part.BODY)
        return line

    def spaced(self, shape: Any, *, above: float = 0) -> None:
        """Lines and gaps of the running text."""
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(self.measure(Measure.LINE))
        shape.space_before, shape.space_after = Pt(above), Pt(self.measure(Measure.BETWEEN_PARAGRAPHS))
        shape.widow_control = True

    def table(self, whole: Table, *, appendix: bool = False) -> None:
        """A table whose head is repeated on every page; its rows are written when the file is packed."""
        table = self.doc.add_table(rows=1, cols=len(whole.columns))
        table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        table._tblPr.find(qn("w:tblLook")).addprevious(parse_xml(_PADDING))  # Word minds the order
        self._set_widths(table, [share / 100 for share in whole.widths])
        for cell, column in zip(table.rows[0].cells, whole.columns, strict=True):
            line = cell.paragraphs[0]
            line.style, line.alignment = self.doc.styles["Dòng phụ lục" if appendix else "Dòng bảng"], ALIGN["center"]
            line.add_run(plain(column.title)).bold = True
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _mark(table.rows[0], "w:cantSplit")
        _mark(table.rows[0], "w:tblHeader")
        table._tbl.append(etree.Comment(f"rows:{len(self._rows)}"))
        widths = [round(self.width * share / 100 * _TWIPS) for share in whole.widths]
        self._rows.append(lambda: _table_rows(whole, widths, appendix=appendix))

    # --- pieces ----------------------------------------------------------------------------------

    def bare_table(self, *, rows: int, shares: tuple[float, ...]) -> Any:
        """A table without lines, as wide as the text."""
        table = self.doc.add_table(rows=rows, cols=len(shares))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        self._set_widths(table, list(shares))
        return table

    def _set_widths(self, table: Any, shares: Sequence[float]) -> None:
        """Word reads the cells, others the columns; both are told."""
        table.autofit = False
        for place, share in enumerate(shares):
            wide = Emu(round(Mm(self.width * share)))
            table.columns[place].width = wide
            for cell in table.columns[place].cells:
                cell.width = wide

    def centred(self, cell: Any, text: str, part: Part) -> Any:
        """A line in the middle of a cell."""
        line = first(cell)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self.run(line, text, part)
        return line

    def run(self, line: Any, text: str, part: Part) -> Any:
        """Words in the letters of a part."""
        lettering = self.layout.lettering(part)
        return dress(line.add_run(plain(text.upper() if lettering.capitals else text)), lettering)

    # --- the file --------------------------------------------------------------------------------

    def packed(self) -> bytes:
        """The file: parts in their order under one fixed time, tables' rows written as they are read."""
        saved, kept = io.BytesIO(), io.BytesIO()
        self.doc.save(saved)
        with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
            for name in sorted(parts.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
                entry = zipfile.ZipInfo(name, _NEVER)
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
                with file.open(entry, "w") as part:
                    for piece in self._with_rows(parts.read(name)):
                        part.write(piece)
        return kept.getvalue()

    def _with_rows(self, xml: bytes) -> Iterator[bytes]:
        """The part's bytes, with the rows where a table left room for them."""
        done = 0
        for found in _ROWS.finditer(xml):
            yield xml[done : found.start()]
            done = found.end()
            batch: list[str] = []
            for row in self._rows[int(found[1])]():
                batch.append(row)
                if len(batch) == 100:
                    yield "".join(batch).encode()
                    batch.clear()
            yield "".join(batch).encode()
        yield xml[done:]


def _table_rows(whole: Table, widths: Sequence[int], *, appendix: bool) -> Iterator[str]:
    """The rows as Word's XML; a table without any says so."""
    cell = f'<w:tcPr><w:tcW w:w="{{}}" w:type="dxa"/>{{}}</w:tcPr>{_paragraph(_CELL[appendix])}'
    aligned = [
        cell.format(width, "", column.align, "{}", "{}") for width, column in zip(widths, whole.columns, strict=True)
    ]
    empty = True
    for words in whole.rows:
        empty = False
        yield _row(aligned, words)
    if empty:
        spans = f'<w:gridSpan w:val="{len(widths)}"/>'
        yield _row([cell.format(sum(widths), spans, "left", "{}", "{}")], ["Không có."])
    if whole.total:
        yield _row(aligned, whole.total, bold=True)


def _paragraph(style: str) -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:jc w:val="{{}}"/></w:pPr>'
        '<w:r>{}<w:t xml:space="preserve">{}</w:t></w:r></w:p>'
    )


def _row(cells: Iterable[str], words: Iterable[str], *, bold: bool = False) -> str:
    heavy = "<w:rPr><w:b/></w:rPr>" if bold else ""
    filled = (f"<w:tc>{cell.format(heavy, _text(text))}</w:tc>" for cell, text in zip(cells, words, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(filled)}</w:tr>"


def _text(words: str) -> str:
    return escape(plain(words)).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">').replace("\t", " ")


def first(cell: Any) -> Any:
    """The paragraph that a cell begins with while it is empty, else a new one."""
    only = cell.paragraphs[0]
    return only if len(cell.paragraphs) == 1 and not only.runs else cell.add_paragraph()


def letter(style: Any, lettering: Lettering) -> None:
    """Give a style the layout's letters and nothing of the template's: neither its fonts nor its colours."""
    style.font.bold, style.font.italic, style.font.underline = lettering.bold, lettering.italic, lettering.underlined
    style.font.all_caps = lettering.capitals or None
    style.font.size, style.font.color.rgb = Pt(lettering.size_pt), RGBColor(0, 0, 0)
    _named_font(style.element.get_or_add_rPr())


def dress(run: Any, lettering: Lettering) -> Any:
    """Give some words their letters."""
    run.bold, run.italic, run.underline = lettering.bold, lettering.italic, lettering.underlined
    _named_font(run._r.get_or_add_rPr())
    run.font.size = Pt(lettering.size_pt)
    return run


def _named_font(properties: Any) -> None:
    """One family for every alphabet: without this Word takes another for letters that it holds for Asian ones."""
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()  # a theme's font would win over a named one
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)


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
