"""From the bytes of a file to its text, whatever its kind."""

from __future__ import annotations

from directives.reading.extraction.kinds import kind_of
from directives.reading.extraction.legacy import mended
from directives.reading.extraction.outcome import LARGEST, MOST_CHARACTERS, Extracted, Found, Marked, Refused
from directives.reading.secrecy import marking_in, refusal


def extract(content: bytes, *, name: str = "", kind: str | None = None) -> Extracted:
    """Text of a file; raises `Refused` with a Vietnamese sentence, `Marked` where it carries a secrecy marking.

    The kind is known by the bytes; `kind` only fixes it for a caller who has looked already.
    """
    if not content.strip():
        raise Refused("Tệp không có chữ nào: hãy gửi tệp có nội dung văn bản.")
    if len(content) > LARGEST:
        raise Refused("Tệp lớn hơn 20 MB: hãy chia nhỏ hoặc chỉ gửi phần văn bản.")
    known = kind or kind_of(content)
    found = _found(content, known)
    text, notes = mended(found.text)
    for words in dict.fromkeys((*found.edges, found.text, text)):
        if marking := marking_in(words):
            raise Marked(f"Không nhận: {refusal(marking)}")
    if not text.strip():
        raise Refused("Tệp không có chữ nào: hãy gửi tệp có nội dung văn bản, hoặc nhập bằng tay và đính kèm tệp.")
    if len(text) > MOST_CHARACTERS:
        raise Refused("Văn bản quá dài: hãy chia nhỏ hoặc chỉ gửi phần văn bản chỉ đạo.")
    return Extracted(text, "html" if known == "mhtml" else known, found.pages, (*found.notes, *notes))


def _found(content: bytes, kind: str) -> Found:
    if kind == "docx":
        from directives.reading.extraction.word import read_word

        return read_word(content)
    if kind == "pdf":
        from directives.reading.extraction.pdf import read_pdf

        return read_pdf(content)
    if kind in {"html", "mhtml"}:
        from directives.reading.extraction.web import read_page, read_saved_page

        return read_saved_page(content) if kind == "mhtml" else read_page(content)
    from directives.reading.extraction.plain import read_plain

    return read_plain(content)
