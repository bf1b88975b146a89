"""A quick look into a file's words, in memory and with limits: enough to see a marking, not to read a document."""

from __future__ import annotations

import io
import re
import zipfile
from xml.parsers import expat

from directives.reading.extraction import Refused, words_safely
from directives.reading.secrecy import marking_in, refusal

OLD_OFFICE = ("application/msword", "application/vnd.ms-excel")
_MAX_PART = 40 * 1024 * 1024
_OFFICE_PARTS = ("word/", "xl/sharedStrings.xml", "xl/worksheets/", "xl/drawings/")
_ENDS_LINE = frozenset({"p", "si", "is", "br", "cr"})
_ENDS_CELL = frozenset({"tab", "tc"})
# U+0100 is what the length and flag of a cell look like when read as a letter.
_OLD_RUN = re.compile("[\\x00-\\x1f\u0100]([ A-Za-z\u00c0-\u00ff\u0102-\u1ef9]{3,24})(?=[\\x00-\\x1f])")


class Unreadable(Exception):
    """The file's words cannot be seen, so it cannot be checked; the text is the Vietnamese reason with the remedy."""


class _Doctype(Exception):
    """Office XML has no document type; one that has may hide an entity bomb."""


def refusal_of(content: bytes, content_type: str) -> str | None:
    """Why a file is not taken: a secrecy marking, or words that cannot be seen; None when it may be kept."""
    try:
        text = words_of(content, content_type)
    except Unreadable as reason:
        return str(reason)
    marking = marking_in(text, has_head=content_type not in OLD_OFFICE)
    return refusal(marking) if marking else None


def words_of(content: bytes, content_type: str) -> str:
    """Plain text of a file by its true type: whole for office files and text, 300 pages of a PDF, "" for pictures."""
    if content_type == "application/pdf":
        return _pdf(content)
    if "openxmlformats" in content_type:
        return _office(content)
    if content_type in OLD_OFFICE:
        return _old_office(content)
    if content_type == "text/plain":
        return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace")
    return ""


def _pdf(content: bytes) -> str:
    """In a process of its own: a hostile PDF ends that one, not the one that serves people."""
    try:
        return words_safely(content)
    except Refused as reason:
        said = str(reason)
        raise Unreadable(said[0].lower() + said[1:]) from None


def _office(content: bytes) -> str:
    found: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for entry in package.infolist():
                if entry.filename.startswith(_OFFICE_PARTS) and entry.filename.endswith(".xml"):
                    if entry.file_size > _MAX_PART:
                        raise Unreadable("tệp quá lớn khi mở nên không kiểm tra được. Hãy chia nhỏ hoặc lưu thành PDF.")
                    found.append(_xml_words(package.read(entry)))
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable("không mở được tệp này. Hãy lưu lại bằng Word, Excel hoặc thành PDF rồi gửi.") from error
    return "\n".join(found)


def _xml_words(data: bytes) -> str:
    """Words of WordprocessingML, SpreadsheetML or DrawingML: the text of every `t`, lines and cells kept apart."""
    out: list[str] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        inside = name.rpartition(" ")[2] == "t"

    def end(name: str) -> None:
        nonlocal inside
        inside = False
        local = name.rpartition(" ")[2]
        if local in _ENDS_LINE:
            out.append("\n")
        elif local in _ENDS_CELL:
            out.append("\t")

    def words(text: str) -> None:
        if inside:
            out.append(text)

    def doctype(*declared: object) -> None:
        raise _Doctype

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = words, doctype
    parser.Parse(data, True)
    return "".join(out)


def _old_office(content: bytes) -> str:
    """Short runs of letters between control signs: in files before 2007 a paragraph or cell lies there in UTF-16."""
    found = (_OLD_RUN.findall(content[start:].decode("utf-16-le", "ignore")) for start in (0, 1))
    return "\n".join(run for runs in found for run in runs)
