"""Vietnamese in the encodings before Unicode: TCVN3 (ABC fonts), VNI, Windows-1258; changed only where that is certain."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import product

from directives.reading.extraction.outcome import Refused

_TCVN3 = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ", 0xB5: "àảãáạ", 0xBB: "ằẳẵắ", 0xC6: "ặầẩẫấậè", 0xCE: "ẻẽéẹềểễếệìỉ", 0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù", 0xF1: "ủũúụừửữứựỳỷỹýỵ",
}  # fmt: skip
_TCVN3_LETTERS = {chr(start + place): letter for start, run in _TCVN3.items() for place, letter in enumerate(run)}
_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_ROOFS = {
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323",
}  # fmt: skip
_BREVES = {
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni() -> dict[str, str]:
    """Written pair or letter → letter: a base letter is followed by a letter that stands for its marks."""
    pairs = dict(_SINGLE)
    marks = [*product("aeouyôö", _TONES.items()), *product("aeo", _ROOFS.items()), *product("a", _BREVES.items())]
    for base, (sign, mark) in marks:
        letter = unicodedata.normalize("NFC", _SINGLE.get(base, base) + mark)
        pairs[base + sign] = letter
    upper = {f"{written[0].upper()}{end}": letter.upper() for written, letter in pairs.items()
             for end in ({written[1:].upper(), written[1:]} if len(written) > 1 else {""})}  # fmt: skip
    return pairs | upper


_VNI_LETTERS = _vni()
_VNI = re.compile("|".join(sorted(map(re.escape, _VNI_LETTERS), key=len, reverse=True)))
_WORD = re.compile(r"[^\W\d_]+")
_NUCLEI = (
    "a|ă|â|e|ê|i|o|ô|ơ|u|ư|y|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iêu|iu|oa|oă|oai|oao|oay|oe|oeo|oi|oo|ôi|ơi|ua|uâ|uây|uê|"
    "ui|uô|uôi|uơ|uy|uya|uyê|uyu|ưa|ưi|ươ|ươi|ươu|ưu|yê|yêu|ya|ue|uă|uao|uai|uay|ueo|ie|ye|uye"
)
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?"
    f"(?:{'|'.join(sorted(_NUCLEI.split('|'), key=len, reverse=True))})"
    "(?:ch|ng|nh|[cmnpt])?"
)
_MARKS = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))


def from_tcvn3(text: str) -> str:
    return text.translate({ord(sign): letter for sign, letter in _TCVN3_LETTERS.items()})


def from_vni(text: str) -> str:
    return _VNI.sub(lambda found: _VNI_LETTERS[found[0]], text)


def by_bytes(content: bytes) -> Iterator[tuple[str, str]]:
    """Readings of bytes that are no Unicode, each with the encoding's name."""
    yield "Windows-1258", unicodedata.normalize("NFC", content.decode("cp1258", "replace"))
    latin = content.decode("latin-1")
    yield "TCVN3 (ABC)", from_tcvn3(latin)
    yield "VNI", from_vni(content.decode("cp1252", "replace"))


def fitness(text: str) -> float:
    """Share of the words with marks that are Vietnamese syllables; 0 where there are too few words to tell."""
    seen = good = 0
    for word in _WORD.findall(text, 0, 200_000):
        if word.isascii():
            continue
        seen += 1
        good += _is_syllable(word)
        if seen >= 2000:
            break
    odd = sum(1 for letter in text[:200_000] if letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff")
    return good / (seen + odd) if seen >= 8 else 0.0


def _is_syllable(word: str) -> bool:
    if word[1:] != word[1:].lower() and word != word.upper():
        return False
    bare = unicodedata.normalize("NFD", word.lower()).translate(_MARKS)
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)) is not None


def mended(text: str) -> tuple[str, tuple[str, ...]]:
    """The text as it is, or changed from the font encoding in which its letters were stored; refuses what is no writing."""
    if not _suspect(text):
        return text, ()
    own = fitness(text)
    if own >= 0.7:
        return text, ()
    sure = [
        (fitness(changed), name, changed)
        for name, changed in (("TCVN3 (ABC)", from_tcvn3(text)), ("VNI", from_vni(text)))
    ]
    fits, name, changed = max(sure)
    if fits >= 0.9:
        return unicodedata.normalize("NFC", changed), (f"đã đổi từ bảng mã {name}; hãy soát lại các chữ in hoa",)
    if fits >= 0.6 and fits > own + 0.2:
        raise Refused(
            f"Chữ trong tệp có vẻ dùng bảng mã {name} nhưng không đổi được chắc chắn: "
            "hãy đổi phông sang Unicode (Times New Roman) rồi gửi lại."
        )
    if own < 0.4:
        raise Refused(
            "Chữ trong tệp bị mã hóa sai, không thành tiếng Việt: hãy gửi tệp Word gốc, hoặc nhập bằng tay và đính kèm tệp."
        )
    return text, ()


def _suspect(text: str) -> bool:
    """Whether enough words carry letters that Vietnamese in Unicode does not have."""
    sample = text[:200_000]
    strange = sum(1 for letter in sample if letter in _STRANGE or "\ue000" <= letter <= "\uf8ff" or letter == "\ufffd")
    return strange > max(10, len(sample) * 0.01)


_STRANGE = frozenset("µ¶·¸¹»¼½¾ÆÇËÎÏÐÑÖ×ØÜÞßåæçëîïðñö÷øûüþÿ¨©ª«¬®°±²³´¡¢£¤¥¦§Ä")
