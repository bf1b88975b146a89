"""What a file says of itself: fonts, language, bookmarks, tags, the standards it claims, and what a checker hears."""

from __future__ import annotations

import io
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pikepdf
import pypdfium2
from pypdf import PdfReader

from reporting.paper import Heading, Paper
from reporting.rendering.profiles import Attached, Profile
from tests.paper.expected import VIETNAMESE
from tests.paper.measures import Measure
from tests.paper.reading import fonts

_XMP: Final = {
    Profile.ARCHIVE: ('pdfaid:part="3"', 'pdfaid:conformance="U"'),
    Profile.ACCESSIBLE: ('pdfuaid:part="1"',),
}


def claims(paper: Paper, data: bytes, profile: Profile, attached: Sequence[Attached] = ()) -> Iterator[Measure]:
    """Everything that holds for the whole file."""
    name = f"{paper.layout_id} {profile}"

    def same(what: str, found: object, rule: object) -> Measure:
        return Measure(name, what, str(found), str(rule), str(rule))

    yield same("họ phông chữ", sorted(fonts(data)), ["Tinos"])
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root
        yield same("phông nhúng trong tệp", all(_embedded(pdf)), True)
        yield same("ngôn ngữ", root.Lang, "vi")
        yield same("đã gắn thẻ", root.MarkInfo.Marked, True)
        yield same("hiện tên văn bản", root.ViewerPreferences.DisplayDocTitle, True)
        yield same("tên văn bản", pdf.docinfo.Title, paper.title)
        yield same("mục lục của tệp", sum(1 for _ in _bookmarks(pdf)), len(_heads(paper)))
        yield same(
            "hình có lời thay thế", all(str(figure.get("/Alt", "")) for figure in _elements(pdf, "/Figure")), True
        )
        yield same("ô đầu bảng có tên", all("/ID" in head for head in _elements(pdf, "/TH")), True)
        yield same("ô bảng gọi ô đầu", all(len(cell.A.get("/Headers", [])) > 0 for cell in _elements(pdf, "/TD")), True)
        xmp = root.Metadata.read_bytes().decode() if "/Metadata" in root else ""
        for mark in _XMP.get(profile, ()):
            yield same(f"khai {mark}", mark in xmp, True)
        if profile is Profile.ARCHIVE:
            yield from (same(what, found, rule) for what, found, rule in _archive(pdf, attached))
    if profile is Profile.ACCESSIBLE:
        yield same("outloud", heard(data), [])


def _archive(pdf: pikepdf.Pdf, attached: Sequence[Attached]) -> Iterator[tuple[str, object, object]]:
    """Marks of PDF/A-3: the colours meant, an identity, no secrets, attachments with a kind and a relation."""
    root = pdf.Root
    intent = root.OutputIntents[0]
    yield (
        "màu chuẩn",
        f"{intent.S} {intent.OutputConditionIdentifier}",
        "/GTS_PDFA1 IEC 61966-2-1 Default RGB Colour Space - sRGB",
    )
    yield "số nhận dạng tệp", "/ID" in pdf.trailer, True
    yield "không khóa", pdf.is_encrypted, False
    yield "không có lệnh chạy", any(key in root for key in ("/OpenAction", "/AA", "/AcroForm")), False
    files = list(root.AF) if "/AF" in root else []
    yield "số tệp đính kèm", len(files), len(attached)
    for file, given in zip(files, attached, strict=True):
        yield f"tệp {given.name}, tên", file.UF, given.name
        yield f"tệp {given.name}, quan hệ", file.AFRelationship, f"/{given.relationship}"
        yield f"tệp {given.name}, mô tả", file.Desc, given.description
        yield f"tệp {given.name}, có kiểu", str(file.EF.F.Subtype).startswith("/application/"), True
        yield f"tệp {given.name}, có ngày", "/ModDate" in file.EF.F.Params, True
        yield f"tệp {given.name}, nguyên vẹn", file.EF.F.read_bytes() == given.data, True


def heard(data: bytes) -> list[str]:
    """What the accessibility checker has to say, errors and warnings alike."""
    import outloud

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.pdf"
        path.write_bytes(data)
        found = outloud.check(str(path)).findings
    return [f"{one.rule} {one.message}" for one in found if one.severity in {"error", "warning"}]


def letters_lost(data: bytes) -> tuple[list[str], list[str]]:
    """Vietnamese letters that searching the text does not find, by two independent readers."""
    with pypdfium2.PdfDocument(data) as document:
        one = "".join(document[place].get_textpage().get_text_range() for place in range(len(document)))
    two = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    said = (unicodedata.normalize("NFC", text) for text in (one, two))
    first, second = ([letter for letter in VIETNAMESE if letter not in text] for text in said)
    return first, second


def _embedded(pdf: pikepdf.Pdf) -> Iterator[bool]:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
            yield any(key in thing for key in ("/FontFile2", "/FontFile3"))


def _heads(paper: Paper) -> list[str]:
    heads = [section.heading for section in paper.sections] + [appendix.title for appendix in paper.appendices]
    return heads + [block.text for section in paper.sections for block in section.blocks if isinstance(block, Heading)]


def _bookmarks(pdf: pikepdf.Pdf) -> Iterator[str]:
    def walk(items: Any) -> Iterator[str]:
        for item in items:
            yield item.title
            yield from walk(item.children)

    with pdf.open_outline() as outline:
        yield from list(walk(outline.root))


def _elements(pdf: pikepdf.Pdf, kind: str) -> Iterator[pikepdf.Object]:
    """Elements of the structure tree of one kind."""
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/StructElem" and thing.get("/S") == kind:
            yield thing
