"""Text of a Word document (.docx): paragraphs, tables, numbering and text boxes in the order of the document."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from directives.reading.extraction.blocks import Block, Paragraph, Table, written
from directives.reading.extraction.legacy import from_tcvn3, from_vni
from directives.reading.extraction.numbering import Numbering, W, numbering_of
from directives.reading.extraction.outcome import Found, Refused
from directives.reading.extraction.packages import BROKEN, refuse_harm

_SKIPPED = {
    *(f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "ruby", "sectPr", "rPr", "tblPr", "trPr")),
    *(f"{W}{name}" for name in ("tcPr", "footnoteReference", "endnoteReference", "commentReference")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_BOX = f"{W}txbxContent"
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": ""}
_MOST_CELLS = 200_000
_WIDE = 10  # a tab stop of a letterhead, as blanks


@dataclass(slots=True)
class _Styles:
    """What paragraph styles say, by style id: parent, list, centred, font."""

    parent: dict[str, str] = field(default_factory=dict)
    listed: dict[str, tuple[str, int]] = field(default_factory=dict)
    centred: dict[str, bool] = field(default_factory=dict)
    font: dict[str, str] = field(default_factory=dict)
    default: str = ""

    def chain(self, style: str) -> Iterator[str]:
        seen: set[str] = set()
        style = style or self.default
        while style and style not in seen:
            seen.add(style)
            yield style
            style = self.parent.get(style, "")


def read_word(content: bytes) -> Found:
    """Raises `Refused` for a file that is broken or made to hurt."""
    refuse_harm(content)
    import docx

    try:
        document = docx.Document(io.BytesIO(content))
        body = document.element.body
    except Exception:  # a package is broken in more ways than can be named
        raise Refused(BROKEN) from None
    reader = _Reader(_numbering(document), _styles(document))
    blocks = reader.blocks(body)
    edges = [_plain(part) for part in _edge_parts(document)]
    notes: tuple[str, ...] = ("đã đổi phông chữ cũ (.VnTime, VNI) sang Unicode",) if reader.changed else ()
    if reader.dropped:
        notes += ("văn bản còn dấu vết chỉnh sửa: đã lấy nội dung sau chỉnh sửa",)
    return Found(written(blocks), tuple(edges), notes=notes)


class _Reader:
    """Walks the body once; counts lists as it goes."""

    def __init__(self, numbering: Numbering, styles: _Styles) -> None:
        self.numbering, self.styles = numbering, styles
        self.changed = self.dropped = False
        self.cells = 0

    def blocks(self, parent: Any) -> list[Block]:
        out: list[Block] = []
        for element in parent.iterchildren():
            if element.tag == f"{W}p":
                out += self.paragraph(element)
            elif element.tag == f"{W}tbl":
                out.append(self.table(element))
            elif element.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"}:
                out += self.blocks(element)
        return out

    def paragraph(self, element: Any) -> list[Block]:
        """The paragraph, and before it what stands in text boxes anchored in it."""
        shape = element.find(f"{W}pPr")
        font = self._font(shape)
        text, boxes = self._words(element, font)
        out: list[Block] = []
        for box in boxes:
            out += self.blocks(box)
        if text.strip():
            text = self._mark(shape) + text.strip("\n")
            out.append(Paragraph(text, self._centred(shape)))
        else:
            out.append(Paragraph(""))
        return out

    def _words(self, element: Any, font: str) -> tuple[str, list[Any]]:
        """Words of a paragraph's runs without deleted ones, and the text boxes met on the way."""
        out: list[str] = []
        boxes: list[Any] = []
        waiting = [iter(element)]
        while waiting:
            child = next(waiting[-1], None)
            if child is None:
                waiting.pop()
            elif child.tag in _SKIPPED or not isinstance(child.tag, str):
                self.dropped |= child.tag in {f"{W}del", f"{W}moveFrom"}
            elif child.tag == _BOX:
                boxes.append(child)
            elif child.tag == f"{W}t":
                out.append(self._letters(child, font))
            elif child.tag in _SIGNS:
                out.append(_SIGNS[child.tag])
            elif child.tag == f"{W}r" and _hidden(child):
                continue
            else:
                waiting.append(iter(child))
        text = "".join(out)
        return text.replace("\t", " " * _WIDE if text.strip().count("\t") == 1 else " "), boxes

    def _letters(self, element: Any, font: str) -> str:
        text = str(element.text or "")
        run = element.getparent()
        own = run.find(f"{W}rPr/{W}rFonts") if run is not None else None
        font = (own.get(f"{W}ascii") or own.get(f"{W}hAnsi") or font) if own is not None else font
        if font.startswith(".Vn"):
            self.changed = True
            text = from_tcvn3(text)
            return text.upper() if font.rstrip().endswith("H") else text
        if font.upper().startswith("VNI"):
            self.changed = True
            return from_vni(text)
        return text

    def table(self, element: Any) -> Table:
        rows: list[list[list[str]]] = []
        for row in _rows(element):
            cells: list[list[str]] = []
            cells += [[] for _ in range(min(_number(row.find(f"{W}trPr/{W}gridBefore")), 60))]
            for cell in _cells(row):
                span = min(max(_number(cell.find(f"{W}tcPr/{W}gridSpan")), 1), 60)
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                goes_on = merged is not None and merged.get(f"{W}val") != "restart"
                above = rows[-1][len(cells)] if goes_on and rows and len(cells) < len(rows[-1]) else None
                cells.append(above if above is not None else self._cell(cell))
                cells += [[] for _ in range(span - 1)]
                self.cells += 1
            rows.append(cells)
            if self.cells > _MOST_CELLS:
                raise Refused("Bảng trong tệp quá lớn: hãy bỏ bớt phụ lục rồi gửi lại.")
        return Table(rows)

    def _cell(self, cell: Any) -> list[str]:
        """Lines of a cell; a table inside it is written out below."""
        return [line for line in written(self.blocks(cell)).strip("\n").split("\n") if line.strip()]

    def _mark(self, shape: Any) -> str:
        listed = _list_of(shape)
        if listed is None:
            style = next((s for s in self._chain(shape) if s in self.styles.listed), None)
            listed = self.styles.listed[style] if style is not None else None
            if listed and style in self.numbering.depth_of_style:
                listed = listed[0], self.numbering.depth_of_style[style]
        return self.numbering.mark(*listed) if listed else ""

    def _centred(self, shape: Any) -> bool:
        own = shape.find(f"{W}jc") if shape is not None else None
        if own is not None:
            return bool(own.get(f"{W}val") == "center")
        return next((self.styles.centred[s] for s in self._chain(shape) if s in self.styles.centred), False)

    def _font(self, shape: Any) -> str:
        return next(
            (self.styles.font[s] for s in self._chain(shape) if s in self.styles.font), self.styles.font.get("", "")
        )

    def _chain(self, shape: Any) -> Iterator[str]:
        style = shape.find(f"{W}pStyle") if shape is not None else None
        return self.styles.chain(style.get(f"{W}val") or "" if style is not None else "")


def _rows(table: Any) -> Iterator[Any]:
    for child in table.iterchildren():
        if child.tag == f"{W}tr":
            yield child
        elif child.tag in {f"{W}sdt", f"{W}customXml"}:
            yield from child.iter(f"{W}tr")


def _cells(row: Any) -> Iterator[Any]:
    for child in row.iterchildren():
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in {f"{W}sdt", f"{W}customXml"}:
            yield from child.iter(f"{W}tc")


def _hidden(run: Any) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val") not in {"0", "false", "off"}


def _list_of(shape: Any) -> tuple[str, int] | None:
    """List and level that a paragraph or style names; list "0" takes a paragraph out of its style's list."""
    named = shape.find(f"{W}numPr") if shape is not None else None
    if named is None:
        return None
    number, level = named.find(f"{W}numId"), named.find(f"{W}ilvl")
    if number is None:
        return None
    return str(number.get(f"{W}val") or "0"), _number(level)


def _number(element: Any) -> int:
    text = str(element.get(f"{W}val") or "") if element is not None else ""
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _numbering(document: Any) -> Numbering:
    try:
        return numbering_of(document.part.numbering_part.element)
    except Exception:  # a document without lists has no such part
        return Numbering()


def _styles(document: Any) -> _Styles:
    out = _Styles()
    try:
        root = document.styles.element
    except Exception:  # a document may come without styles
        return out
    default = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
    if default is not None:
        out.font[""] = default.get(f"{W}ascii") or ""
    for style in root.iterchildren(f"{W}style"):
        _note_style(out, style, str(style.get(f"{W}styleId") or ""))
    return out


def _note_style(out: _Styles, style: Any, name: str) -> None:
    if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true", "on"}:
        out.default = name
    based = style.find(f"{W}basedOn")
    if based is not None:
        out.parent[name] = str(based.get(f"{W}val") or "")
    shape = style.find(f"{W}pPr")
    if (listed := _list_of(shape)) is not None:
        out.listed[name] = listed
    aligned = shape.find(f"{W}jc") if shape is not None else None
    if aligned is not None:
        out.centred[name] = aligned.get(f"{W}val") == "center"
    font = style.find(f"{W}rPr/{W}rFonts")
    if font is not None and (face := font.get(f"{W}ascii")):
        out.font[name] = face


def _edge_parts(document: Any) -> Iterator[Any]:
    """Roots of page headers and footers, footnotes and endnotes: never shown, only looked through for markings."""
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(("/header", "/footer", "/footnotes", "/endnotes")):
            part = relation.target_part
            if hasattr(part, "element"):
                yield part.element
            else:
                from docx.oxml.parser import parse_xml

                yield parse_xml(part.blob)


def _plain(root: Any) -> str:
    """Every word below an element, paragraphs as lines, cells as cells."""
    out: list[str] = []
    for element in root.iter():
        if element.tag == f"{W}t":
            out.append(element.text or "")
        elif element.tag in {f"{W}p", f"{W}br", f"{W}cr"}:
            out.append("\n")
        elif element.tag == f"{W}tab":
            out.append("\t")
    return "".join(out)
