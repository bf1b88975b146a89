"""Files that people send: known by their content, checked in memory before anything is stored.

Nothing here trusts the name or the type that a browser claims. Higher apps add checks of what a file says
(`supply_inspection`), so that no upload anywhere can forget them (decision 19).
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from PIL import Image, ImageOps

from agencies.viruses import virus_refusal

Inspection = Callable[[bytes, str], str | None]

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
TEXT = "text/plain"
JPEG = "image/jpeg"
PNG = "image/png"

EXTENSIONS: dict[str, tuple[str, ...]] = {
    PDF: (".pdf",), DOCX: (".docx",), XLSX: (".xlsx",), DOC: (".doc",), XLS: (".xls",), TEXT: (".txt",),
    JPEG: (".jpg", ".jpeg"), PNG: (".png",),
}  # fmt: skip
KINDS_IN_WORDS = "PDF, Word, Excel, văn bản thuần (.txt) hoặc ảnh JPG, PNG"
ACCEPT = ",".join(extension for known in EXTENSIONS.values() for extension in known)

_MAX_NAME = 120
_MAX_ZIP_ENTRIES = 3000
_MAX_UNZIPPED = 200 * 1024 * 1024
_MAX_RATIO = 200  # office XML packs 5 to 40 times; a bomb a thousand times and more
_MAX_PIXELS = 60_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_inspections: list[Inspection] = []


class UploadRefused(ValidationError):
    """A file is not taken; the message is the Vietnamese reason with what to do."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be stored: cleaned name, content as it will be kept, type by content, bytes, hash of the kept content."""

    name: str
    content: ContentFile[bytes]
    content_type: str
    size: int
    sha256: str


class InMemoryOnly(MemoryFileUploadHandler):
    """Upload handler that never lets a part of a request touch the disk before it was checked (decision 19)."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> Any:
        if content_length > settings.UPLOAD_MAX_REQUEST_BYTES:
            raise RequestDataTooBig("The request body exceeds UPLOAD_MAX_REQUEST_BYTES.")
        self.activated = True


def supply_inspection(inspect: Inspection) -> None:
    """Let a higher app read each file before it is kept: content and type in, a Vietnamese refusal or None out."""
    if inspect not in _inspections:
        _inspections.append(inspect)


def check_upload(uploaded: UploadedFile[Any], *, inspected: bool = False, wanted: str = KINDS_IN_WORDS) -> CheckedFile:
    """The file as it may be stored; raises `UploadRefused` with a Vietnamese sentence. Reads it into memory, stores nothing.

    `inspected`: the caller has looked through all its words already, so the supplied inspections need not open it again.
    `wanted`: what this place takes, for the sentence about a file of no known kind.
    """
    name = clean_name(uploaded.name or "")
    limit = settings.UPLOAD_MAX_BYTES
    if (uploaded.size or 0) > limit:
        raise UploadRefused(f"Tệp “{name}” lớn hơn {limit // (1024 * 1024)} MB. Hãy nén ảnh trong tệp hoặc chia nhỏ.")
    uploaded.seek(0)
    content = uploaded.read(limit + 1)
    if not content:
        raise UploadRefused(f"Tệp “{name}” rỗng, không có nội dung.")
    kind = _kind_of(content)
    if kind is None:
        raise UploadRefused(f"Không nhận được tệp “{name}”: chỉ nhận {wanted}.")
    if reason := virus_refusal(content):
        raise UploadRefused(f"Tệp “{name}”: {reason}")
    content = _checked_content(content, kind, name)
    for inspect in () if inspected else _inspections:
        if reason := inspect(content, kind):
            raise UploadRefused(f"Tệp “{name}”: {reason}")
    return CheckedFile(
        name=_with_extension(name, kind),
        content=ContentFile(content, name=name),
        content_type=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def clean_name(name: str) -> str:
    """A name fit to be shown and offered for download: composed letters, no folders, no control or direction signs."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        " " if c.isspace() else c for c in base if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    kept = re.sub(r'[<>:"|?*]', "_", " ".join(kept.split())).strip(". ")
    stem, dot, extension = kept.rpartition(".")
    if not dot or not stem or len(extension) > 5:
        return kept[:_MAX_NAME] or "tep"
    return f"{stem[: _MAX_NAME - len(extension) - 1].rstrip()}.{extension}"


def _with_extension(name: str, kind: str) -> str:
    """The name with an extension that tells the truth about the content."""
    known = EXTENSIONS[kind]
    if name.lower().endswith(known):
        return name
    stem = (
        name.rpartition(".")[0]
        if name.lower().endswith(tuple(e for all_ in EXTENSIONS.values() for e in all_))
        else name
    )
    return f"{stem or name}{known[0]}"


def _kind_of(content: bytes) -> str | None:
    """Type by what the bytes are; None for everything that is not taken."""
    if b"%PDF-" in content[:1024]:
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"PK\x03\x04"):
        return _office_kind(content)
    if content.startswith(_OLE):
        return _old_office_kind(content)
    return TEXT if _text_of(content) is not None else None


def _office_kind(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    return DOCX if "word/document.xml" in names else XLSX if "xl/workbook.xml" in names else None


def _old_office_kind(content: bytes) -> str | None:
    """Word and Excel before 2007, by the names in the directory of the compound file."""
    if "WordDocument".encode("utf-16-le") in content:
        return DOC
    return XLS if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book\0")) else None


def _text_of(content: bytes) -> str | None:
    """Unicode text; None for bytes in an old encoding or with control signs."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if re.search(r"[\x00-\x08\x0e-\x1f]", text) else text


def _checked_content(content: bytes, kind: str, name: str) -> bytes:
    """The content to keep: images anew without metadata, office files only where unpacking them is harmless."""
    if kind in (JPEG, PNG):
        return _plain_image(content, kind, name)
    if kind in (DOCX, XLSX):
        _refuse_bomb(content, name)
    if kind == TEXT and content.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(
        (b"<!doctype", b"<html", b"<svg", b"<?xml")
    ):
        raise UploadRefused(f"Không nhận được tệp “{name}”: chỉ nhận {KINDS_IN_WORDS}.")
    return content


def _refuse_bomb(content: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = package.infolist()
    total = sum(entry.file_size for entry in entries)
    if len(entries) > _MAX_ZIP_ENTRIES or total > _MAX_UNZIPPED or total > _MAX_RATIO * max(len(content), 1):
        raise UploadRefused(f"Tệp “{name}” phình ra quá lớn khi mở, không nhận để bảo đảm an toàn.")
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise UploadRefused(f"Tệp “{name}” có macro. Hãy lưu lại thành .docx hoặc .xlsx không có macro.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise UploadRefused(f"Tệp “{name}” đặt mật khẩu nên không kiểm tra được. Hãy bỏ mật khẩu rồi gửi lại.")


def _plain_image(content: bytes, kind: str, name: str) -> bytes:
    """The picture encoded anew: upright, without place, camera or other data about the one who took it."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG" if kind == JPEG else "PNG"]) as opened:
            if opened.width * opened.height > _MAX_PIXELS:
                raise UploadRefused(
                    f"Ảnh “{name}” quá lớn. Hãy thu nhỏ dưới {_MAX_PIXELS // 1_000_000} triệu điểm ảnh."
                )
            picture = ImageOps.exif_transpose(opened)
            modes = ("L", "RGB") if kind == JPEG else ("1", "L", "LA", "RGB", "RGBA")
            picture = picture if picture.mode in modes else picture.convert("RGB" if kind == JPEG else "RGBA")
            bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    except UploadRefused:
        raise
    except Exception as error:  # a broken or hostile picture fails in many ways
        raise UploadRefused(f"Không mở được ảnh “{name}”. Hãy chụp hoặc lưu lại rồi gửi.") from error
    kept = io.BytesIO()
    if kind == JPEG:
        bare.save(kept, "JPEG", quality=90)
    else:
        bare.save(kept, "PNG", compress_level=6)
    return kept.getvalue()
