"""Text files in the encodings that offices have used."""

from __future__ import annotations

import unicodedata

from directives.reading.extraction.kinds import wide_encoding
from directives.reading.extraction.legacy import by_bytes, fitness
from directives.reading.extraction.outcome import Found, Refused

_ASK = "hãy mở bằng phần mềm soạn thảo và lưu lại ở dạng UTF-8"


def read_plain(content: bytes) -> Found:
    text, notes = decoded(content)
    return Found(text, notes=notes)


def decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The words of a file in whatever encoding, and a remark where it was changed from an old one."""
    if encoding := wide_encoding(content):
        text = content.decode(encoding, "replace").lstrip("\ufeff")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return _old(content)
    if sum(map(_odd, text[:20_000])) > len(text[:20_000]) * 0.05:
        raise Refused(f"Tệp không phải văn bản Unicode (UTF-8): {_ASK}.")
    return text, ()


def _odd(letter: str) -> bool:
    return letter == "\ufffd" or (unicodedata.category(letter) in {"Cc", "Cn", "Co", "Cs"} and letter not in "\n\r\t\f")


def _old(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The old encoding whose reading gives Vietnamese syllables; the sure one or a refusal that names the likeliest."""
    nearly = content.decode("utf-8-sig", "replace")
    if nearly.count("\ufffd") <= max(2, len(nearly) // 1000) and fitness(nearly) >= 0.9:
        return nearly.replace("\ufffd", ""), ("một vài chữ trong tệp bị hỏng và đã bỏ; hãy soát lại",)
    best, name, text = 0.0, "", ""
    for label, reading in by_bytes(content):
        fits = fitness(reading)
        if fits > best:
            best, name, text = fits, label, reading
    if best >= 0.9:
        return unicodedata.normalize("NFC", text), (f"đã đổi từ bảng mã {name}",)
    if best >= 0.6:
        raise Refused(f"Tệp có vẻ dùng bảng mã {name} nhưng không đổi được chắc chắn sang Unicode (UTF-8): {_ASK}.")
    raise Refused(f"Tệp không phải văn bản Unicode (UTF-8): {_ASK}.")
