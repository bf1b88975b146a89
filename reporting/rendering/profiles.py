"""What kind of PDF is asked for, what travels inside it, and the last touches that WeasyPrint leaves to others."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import partial
from typing import Literal, NamedTuple

import pikepdf

_MARKED = re.compile(rb"/Span\s+<</MCID (\d+)>>\s+BDC")
_ARTIFACT = b"/Artifact <</Type /Pagination>> BDC"

type Relationship = Literal["Data", "Source", "Alternative", "Supplement", "Unspecified"]


class Profile(StrEnum):
    """Plain files are tagged too; the others say in their metadata which standard they keep."""

    PLAIN = "plain"
    ARCHIVE = "pdf/a-3u"
    ACCESSIBLE = "pdf/ua-1"

    @property
    def variant(self) -> str | None:
        """WeasyPrint's word for it."""
        return None if self is Profile.PLAIN else self.value


class Attached(NamedTuple):
    """A file inside the PDF; `relationship` says what it is to the paper (PDF 2.0, 7.11.3)."""

    name: str
    data: bytes
    description: str
    relationship: Relationship = "Data"


def finished(data: bytes) -> bytes:
    """The same pages with page numbers and running words marked as such, and every attachment listed once.

    WeasyPrint tags what stands in the margins as text without a place in the tree: neither content nor decoration.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if "/StructTreeRoot" in pdf.Root:
            _set_margins_apart(pdf)
        if "/AF" in pdf.Root:
            once = {file.objgen: file for file in pdf.Root.AF}
            pdf.Root.AF = pikepdf.Array(list(once.values()))
        return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Bytes that depend on nothing but what is in the file."""
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
    return out.getvalue()


def _set_margins_apart(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root.StructTreeRoot
    document = root.K[0]
    inside = {element.objgen for element in document.K}
    pages = dict(_pairs(root.ParentTree.Nums))
    for page in pdf.pages:
        elements = pages[int(page.obj.StructParents)]
        stray = {place for place, element in enumerate(elements) if _branch(element, document) not in inside}
        if stray:
            page.obj.Contents.write(_MARKED.sub(partial(_as_artifact, stray), page.obj.Contents.read_bytes()))
        for place in stray:
            elements[place] = None


def _as_artifact(stray: set[int], found: re.Match[bytes]) -> bytes:
    return _ARTIFACT if int(found[1]) in stray else found[0]


def _branch(element: pikepdf.Object, document: pikepdf.Object) -> tuple[int, int]:
    """The element right under the document that holds this one."""
    while element.P.objgen != document.objgen:
        element = element.P
    return element.objgen


def _pairs(numbers: pikepdf.Object) -> Iterator[tuple[int, pikepdf.Object]]:
    for place in range(0, len(numbers), 2):
        yield int(numbers[place]), numbers[place + 1]
