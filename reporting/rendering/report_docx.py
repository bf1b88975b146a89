"""A `Paper` as a Word file: the same words, margins and letters as the PDF, with styles that Word's navigation knows."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, Final, assert_never

from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from reporting.layouts import LAYOUTS, Measure, Part, Word
from reporting.paper import Appendix, Block, Figure, Heading, ListBlock, Paper, Paragraph, Section, Table, ended
from reporting.rendering import wording
from reporting.rendering.docx_parts import RULE, Official, dress, letter, plain
from reporting.rendering.pictures import picture

Told = Callable[[int, str], None]
"""How far a file is, in percent and in words."""

STYLES: Final = {
    "Heading 1": Part.SECTION, "Heading 2": Part.HEADING_1, "Heading 3": Part.HEADING_2, "Caption": Part.CAPTION,
    "Title": Part.KIND, "List Bullet": Part.BODY, "List Number": Part.BODY,
}  # fmt: skip
_LISTS: Final = {False: ("bullet", "-"), True: ("decimal", "(%1)")}


def render_docx(paper: Paper, *, told: Told | None = None) -> bytes:
    """The file's bytes, the same for the same paper. Raises FontsMissingError without Tinos, which the drawings need."""
    return _Report(paper).written(told or _nobody)


def _nobody(percent: int, words: str) -> None:
    """Nobody waits to be told."""


class _Report(Official):
    def __init__(self, paper: Paper) -> None:
        super().__init__(LAYOUTS[paper.layout_id])
        self.paper = paper
        self._lists: dict[bool, int] = {}

    def written(self, told: Told) -> bytes:
        self.page(foot=self.paper.foot)
        self._styles()
        self.name(self.paper.title, self.paper.issuer, self.paper.dated)
        self.head(self.paper.letterhead, self._marks())
        self._title()
        if self.paper.addressee:
            self._addressee(self.paper.addressee)
        for place, section in enumerate(self._sections(), start=1):
            self._heading(wording.section_title(self.layout, place, section.heading), "Heading 1", Part.SECTION)
            for block in section.blocks:
                self._block(block)
        last = self.doc.paragraphs[-1].paragraph_format
        last.keep_with_next = True  # the signature is never alone on a page
        self.close(self.paper.signature, self._marks())
        told(30, "Đang ghi các phụ lục")
        for place, appendix in enumerate(self.paper.appendices, start=1):
            self._appendix(place, appendix)
        return self.packed()

    # --- what the layout gives -------------------------------------------------------------------

    def _marks(self) -> dict[str, Any]:
        head, layout = self.paper.letterhead, self.layout
        return {
            "state_title": layout.word(Word.STATE_TITLE), "state_motto": layout.word(Word.STATE_MOTTO),
            "issuer_mark": layout.word(Word.ISSUER_MARK), "number_line": wording.number_line(layout, head),
            "place_line": wording.place_line(head), "recipients_word": layout.word(Word.RECIPIENTS_WORD),
            "recipients": wording.recipient_lines(layout, self.paper.recipients),
        }  # fmt: skip

    def _sections(self) -> list[Section]:
        sections = list(self.paper.sections)
        if sections:
            last = sections[-1]
            sections[-1] = Section(last.heading, ended(last.blocks, self.layout.word(Word.END_MARK)))
        return sections

    def _styles(self) -> None:
        """Real styles, so that a person who edits in Word changes one and all follow."""
        for name, part in STYLES.items():
            style = self.doc.styles[name]
            letter(style, self.layout.lettering(part))
            properties = style.element.get_or_add_pPr()
            for template in ("w:pBdr", "w:contextualSpacing", "w:numPr"):
                for found in properties.findall(qn(template)):
                    properties.remove(found)
            self.spaced(style.paragraph_format)
            style.paragraph_format.first_line_indent = Mm(self.measure(Measure.FIRST_LINE))
            style.paragraph_format.keep_with_next = name not in {"List Bullet", "List Number"}
        for name in ("Title", "Caption"):
            shape = self.doc.styles[name].paragraph_format
            shape.first_line_indent, shape.alignment, shape.line_spacing = 0, WD_ALIGN_PARAGRAPH.CENTER, 1.15
        self.doc.styles["Caption"].paragraph_format.space_after = Pt(3)
        self.doc.styles["Title"].paragraph_format.space_after = Pt(2)
        for name in ("List Bullet", "List Number"):
            self.doc.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY

    # --- text ------------------------------------------------------------------------------------

    def _title(self) -> None:
        line = self.doc.add_paragraph(style="Title")
        line.paragraph_format.space_before = Pt(22)
        self.run(line, self.paper.kind_name, Part.KIND)
        about = self.doc.add_paragraph()
        shape = about.paragraph_format
        about.alignment, shape.left_indent, shape.right_indent, shape.line_spacing = (
            WD_ALIGN_PARAGRAPH.CENTER, Mm(8), Mm(8), 1.15,
        )  # fmt: skip
        self.run(about, self.paper.subject, Part.SUBJECT)
        mark = self.layout.word(Word.SUBJECT_MARK)
        under = self.doc.add_paragraph()
        under.alignment, under.paragraph_format.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(10)
        self.run(under, mark or RULE, Part.SUBJECT).underline = None if mark else True

    def _addressee(self, whom: str) -> None:
        line = self.doc.add_paragraph()
        line.alignment, line.paragraph_format.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(10)
        self.run(line, f"Kính gửi: {whom}", Part.ADDRESSEE)

    def _heading(self, text: str, style: str, part: Part) -> None:
        line = self.doc.add_paragraph(style=style)
        self.run(line, text, part)

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph(text):
                self.body(text)
            case Heading(text, level):
                self._heading(
                    text, "Heading 2" if level == 1 else "Heading 3", Part.HEADING_1 if level == 1 else Part.HEADING_2
                )
            case ListBlock():
                self._list(block)
            case Table():
                if block.caption:
                    self.doc.add_paragraph(plain(block.caption), style="Caption")
                self.table(block)
                self._gap()
            case Figure():
                self._figure(block)
            case _:
                assert_never(block)

    def _gap(self) -> None:
        """Between a table and what follows: two tables side by side would become one."""
        self.doc.add_paragraph().paragraph_format.line_spacing = Pt(10)

    def _figure(self, figure: Figure) -> None:
        drawn = picture(figure.svg, width_mm=self.width)
        line = self.doc.add_paragraph()
        line.alignment, line.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, bool(figure.caption)
        line.paragraph_format.space_before = Pt(4)
        line.add_run().add_picture(io.BytesIO(drawn.png), width=Mm(self.width))
        inline = line._p.find(f".//{qn('wp:inline')}")
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")  # said of nothing, LibreOffice keeps 3 mm free
        inline.docPr.set("descr", plain(drawn.words))
        if figure.caption:
            words = self.doc.add_paragraph(plain(figure.caption), style="Caption")
            words.paragraph_format.keep_with_next, words.paragraph_format.space_after = False, Pt(10)

    def _list(self, block: ListBlock) -> None:
        """A list of Word's own: its signs are numbered anew when somebody adds an item; each counted list begins at 1."""
        number = self._numbering(ordered=block.ordered)
        for item in block.items:
            line = self.doc.add_paragraph(style="List Number" if block.ordered else "List Bullet")
            properties = line._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, number
            self.run(line, item, Part.BODY)

    def _numbering(self, *, ordered: bool) -> int:
        """The number under which Word finds the list; the sign stands in the first line, as the office writes it."""
        numbering = self.doc.part.numbering_part.element
        if ordered not in self._lists:
            known = [int(one.get(qn("w:abstractNumId"))) for one in numbering.findall(qn("w:abstractNum"))]
            self._lists[ordered] = max(known, default=0) + 1
            kind, sign = _LISTS[ordered]
            first = round(self.measure(Measure.FIRST_LINE) * 1440 / 25.4)
            made = parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{self._lists[ordered]}"><w:multiLevelType w:val="singleLevel"/>'
                f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="space"/>'
                f'<w:lvlText w:val="{sign}"/>'
                f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="{first}"/></w:pPr></w:lvl></w:abstractNum>'
            )
            numbering.insert(len(known), made)
        number = numbering.add_num(self._lists[ordered])
        if ordered:
            number.add_lvlOverride(0).add_startOverride(1)
        return int(number.numId)

    # --- appendices ------------------------------------------------------------------------------

    def _appendix(self, place: int, appendix: Appendix) -> None:
        section = self.doc.add_section(WD_SECTION.NEW_PAGE)
        _shrink(self.doc.paragraphs[-1])  # holds the break
        section.different_first_page_header_footer = False
        self.turn(section, landscape=appendix.landscape)
        line = self.doc.add_paragraph(style="Heading 1")
        shape = line.paragraph_format
        line.alignment, shape.first_line_indent, shape.line_spacing = WD_ALIGN_PARAGRAPH.CENTER, 0, 1.15
        number = wording.appendix_title(self.layout, place, len(self.paper.appendices))
        self.run(line, number, Part.APPENDIX_NUMBER).add_break()
        self.run(line, appendix.title, Part.APPENDIX_TITLE)
        note = self.doc.add_paragraph()
        note.alignment, note.paragraph_format.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(8)
        dress(
            note.add_run(plain(wording.appendix_note(self.layout, self.paper))),
            self.layout.lettering(Part.APPENDIX_NOTE),
        )
        self.table(appendix.table, appendix=True)
        if place == len(self.paper.appendices):
            _shrink(self.doc.add_paragraph())  # Word wants one after a table


def _shrink(line: Any) -> None:
    """An empty paragraph that must not take a page of its own."""
    line.paragraph_format.line_spacing = Pt(1)
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(0)
