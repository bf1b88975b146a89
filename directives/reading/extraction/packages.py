"""The archive around an office document: opened only when unpacking it is harmless."""

from __future__ import annotations

import io
import zipfile
from xml.parsers import expat

from directives.reading.extraction.outcome import Refused

_MOST_ENTRIES = 3000
_MOST_BYTES = 200 * 1024 * 1024
_MOST_RATIO = 200  # office XML packs 5 to 40 times; a bomb a thousand times and more
_MOST_PART = 40 * 1024 * 1024
_MOST_DEPTH = 240  # what lxml takes too; a real document nests some thirty deep
_MOST_ELEMENTS = 3_000_000
BROKEN = "Tệp Word bị hỏng, không mở được: hãy mở lại bằng Word, lưu thành .docx rồi gửi lại."


class _Hostile(Exception):
    """XML that no office program writes."""


def refuse_harm(content: bytes) -> None:
    """Raises `Refused` for archives that expand too far, carry macros or a password, or hold XML made to hurt."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            _refuse_bomb(entries, len(content))
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")):
                    _refuse_entities(package, entry)
    except Refused:
        raise
    except Exception:  # a broken archive fails in many ways
        raise Refused(BROKEN) from None


def _refuse_bomb(entries: list[zipfile.ZipInfo], size: int) -> None:
    total = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_ENTRIES or total > _MOST_BYTES or total > _MOST_RATIO * max(size, 20_000):
        raise Refused("Tệp phình ra quá lớn khi mở, không nhận để bảo đảm an toàn: hãy lưu lại bằng Word rồi gửi lại.")
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise Refused("Tệp có macro: hãy lưu lại thành .docx không có macro rồi gửi lại.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("Tệp đặt mật khẩu nên không đọc được: hãy bỏ mật khẩu rồi gửi lại.")
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise Refused(BROKEN)


def _refuse_entities(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Walk the XML of a part once: no document type, no entities, bounded depth and size, no more bytes than promised."""
    if entry.file_size > _MOST_PART:
        raise Refused("Tệp quá lớn khi mở: hãy chia nhỏ văn bản hoặc bỏ bớt phụ lục rồi gửi lại.")
    parser = expat.ParserCreate()
    depth = seen = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, seen
        depth += 1
        seen += 1
        if depth > _MOST_DEPTH or seen > _MOST_ELEMENTS:
            raise _Hostile

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*declared: object) -> None:
        raise _Hostile

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = doctype
    try:
        with package.open(entry) as part:
            parser.Parse(part.read(_MOST_PART), True)
    except _Hostile:
        raise Refused(
            "Tệp Word có cấu trúc bất thường, không nhận để bảo đảm an toàn: hãy lưu lại bằng Word rồi gửi lại."
        ) from None
