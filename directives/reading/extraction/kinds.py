"""What a file is, by its bytes; what is not read is refused here with the remedy."""

from __future__ import annotations

import io
import re
import zipfile

from directives.reading.extraction.outcome import Refused

_BY_HAND = "hãy nhập bằng tay và đính kèm tệp"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (
    b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00",
)  # fmt: skip
_HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<(?:table|div|p|h[1-6]|br|span|article|meta)(?:\s[^<>]{0,500})?/?>",
    re.I,
)
_MHTML = re.compile(rb"^content-type:\s*(?:multipart/related|text/html)", re.I | re.M)
_MARKUP = re.compile(rb"<\?xml|<!doctype|<[a-z]+:[a-z]+[\s>]|<svg[\s>]", re.I)


def kind_of(content: bytes) -> str:
    """docx, pdf, html, mhtml or txt; raises `Refused` for everything else."""
    head = content[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(content)
    if head.startswith(_OLE):
        raise Refused(_old_office(content))
    if head.lstrip().startswith(b"{\\rtf"):
        raise Refused("Không đọc được tệp .rtf: hãy mở bằng Word, lưu thành .docx rồi gửi lại.")
    if _is_picture(head):
        raise Refused(f"Tệp là ảnh, không có chữ để đọc: {_BY_HAND}.")
    return _text_kind(head)


def _is_picture(head: bytes) -> bool:
    return (
        (head.startswith(_PICTURES) and b"\x00" in head)
        or (head.startswith(b"RIFF") and head[8:12] == b"WEBP")
        or head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")
    )


def _packed(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
    except Exception:  # a broken archive fails in many ways
        raise Refused("Tệp bị hỏng, không mở được: hãy mở lại bằng Word, lưu thành .docx rồi gửi lại.") from None
    if "word/document.xml" in names or ("[Content_Types].xml" in names and any(n.startswith("word/") for n in names)):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        raise Refused("Không đọc được bảng tính Excel: hãy chép nội dung sang Word hoặc dán phần chữ vào ô nhập.")
    if any(name.startswith("ppt/") for name in names):
        raise Refused("Không đọc được tệp trình chiếu: hãy chép nội dung sang Word hoặc dán phần chữ vào ô nhập.")
    if "content.xml" in names and "mimetype" in names:
        raise Refused("Không đọc được tệp OpenDocument (.odt, .ods): hãy mở ra, lưu thành .docx rồi gửi lại.")
    raise Refused("Tệp là một gói nén: hãy giải nén rồi gửi riêng tệp văn bản (.docx, .pdf, .html hoặc .txt).")


def _old_office(content: bytes) -> str:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return "Tệp đặt mật khẩu nên không đọc được: hãy bỏ mật khẩu rồi gửi lại."
    if holds("WordDocument"):
        return "Không đọc được tệp .doc của Word cũ: hãy mở bằng Word, lưu thành .docx rồi gửi lại."
    if holds("Workbook") or holds("Book\0"):
        return "Không đọc được bảng tính Excel: hãy chép nội dung sang Word hoặc dán phần chữ vào ô nhập."
    return "Không đọc được loại tệp này: hãy mở ra, lưu thành .docx hoặc .pdf rồi gửi lại."


def _text_kind(head: bytes) -> str:
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if encoding := wide_encoding(head):
        plain = head.decode(encoding, "ignore").lstrip("\ufeff").encode()
    if re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", plain):
        raise Refused("Không nhận ra loại tệp này: hãy gửi tệp .docx, .pdf, .html hoặc .txt.")
    start = plain.lstrip()
    if _MHTML.search(start) and re.match(rb"[\w-]+:", start) and b"<" not in start[:40]:
        return "mhtml"
    if (found := _HTML.search(start)) and (start.startswith(b"<") or found.start() < 200):
        return "html"
    if b"wordDocument" in start or b"/2006/xmlPackage" in start:
        raise Refused("Không đọc được Word lưu dạng XML: hãy mở bằng Word, lưu thành .docx rồi gửi lại.")
    if _MARKUP.match(start):
        raise Refused("Không đọc được tệp XML: hãy gửi tệp .docx, .pdf, .html hoặc .txt.")
    return "txt"


def wide_encoding(content: bytes) -> str | None:
    """UTF-16, by its mark or because every second byte of plain words is mostly zero; None for anything else."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    sample = content[:800]
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    if len(sample) < 8 or max(low, high) < len(sample) * 0.2 or min(low, high) > max(low, high) * 0.1:
        return None
    return "utf-16-le" if high > low else "utf-16-be"
