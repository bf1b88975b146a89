"""How official texts name bodies: abbreviations, the level and place at the end of a name, words that name many bodies.

Pure. Everything here works on canonical words: `canonical("UBND TP. Cần Thơ")` is "uy ban nhan dan thanh pho can tho".
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from agencies.text import nfc, search_key

# Symbols of committees are only read in capitals: without case and diacritics "TU" is also the "tư" of "đầu tư".
_JOINED = re.compile(r"\b(BTV|VP|BTG|BTC|BDV|BNC|UBKT|BCH)(TU|HU|QU|ĐU|TW|TƯ)\b")
_SYMBOLS = {"HU": "Huyện ủy", "QU": "Quận ủy", "ĐU": "Đảng ủy", "TW": "Trung ương", "TƯ": "Trung ương"}
_SYMBOL = re.compile(r"\b(TU|HU|QU|ĐU|TW|TƯ)\b")

_ABBREVIATIONS = {
    "hdnd": "hoi dong nhan dan", "ubnd": "uy ban nhan dan", "ub": "uy ban", "ubkt": "uy ban kiem tra", "bcd": "ban chi dao",
    "mttq": "mat tran to quoc", "mttqvn": "mat tran to quoc viet nam",
    "ubmttq": "mat tran to quoc", "ubmttqvn": "mat tran to quoc viet nam",
    "btv": "ban thuong vu", "btt": "ban thuong truc", "bch": "ban chap hanh",
    "bcsd": "ban can su dang", "bcs": "ban can su", "vp": "van phong",
    "btg": "ban tuyen giao", "btgdv": "ban tuyen giao dan van", "btg dv": "ban tuyen giao dan van",
    "btc": "ban to chuc", "bdv": "ban dan van", "bnc": "ban noi chinh",
    "ldld": "lien doan lao dong", "lhpn": "lien hiep phu nu", "ccb": "cuu chien binh",
    "dtn": "doan thanh nien", "doan tn": "doan thanh nien", "doan tncs": "doan thanh nien",
    "lhh": "lien hiep cac hoi khoa hoc ky thuat", "kh kt": "khoa hoc ky thuat", "khkt": "khoa hoc ky thuat",
    "kh cn": "khoa hoc cong nghe", "khcn": "khoa hoc cong nghe", "kh dt": "ke hoach dau tu", "khdt": "ke hoach dau tu",
    "gd dt": "giao duc dao tao", "gddt": "giao duc dao tao", "nn ptnt": "nong nghiep phat trien nong thon",
    "nn mt": "nong nghiep moi truong", "tn mt": "tai nguyen moi truong", "gtvt": "giao thong van tai",
    "ld tb xh": "lao dong thuong binh xa hoi", "ldtbxh": "lao dong thuong binh xa hoi", "tb xh": "thuong binh xa hoi",
    "cq dn": "co quan doanh nghiep", "vpcp": "van phong chinh phu", "ttgcp": "thu tuong chinh phu",
    "dai pt th": "dai phat thanh truyen hinh", "dai ptth": "dai phat thanh truyen hinh",
    "dai tt th": "dai truyen thanh truyen hinh", "tp": "thanh pho", "tx": "thi xa", "d c": "dong chi",
}  # fmt: skip
_ABBREVIATION = re.compile(r"\b(?:" + "|".join(sorted(_ABBREVIATIONS, key=len, reverse=True)) + r")\b")

LEVEL_WORDS = ("thanh pho", "thi xa", "thi tran", "tinh", "quan", "huyen", "xa", "phuong")
_LEVELS = "|".join(LEVEL_WORDS)
# Whole words that are written in several ways; applied in this order to words already without "và".
_SPELLINGS = (
    (re.compile(r"\bdoan thanh nien cong san ho chi minh\b"), "doan thanh nien"),
    (re.compile(r"\bban can su(?! dang\b)"), "ban can su dang"),
    # Short for the union of science and technology associations; other unions are named in full.
    (re.compile(r"\blien hiep hoi(?! (?:van|nghe|huu|khoa)\b)"), "lien hiep cac hoi khoa hoc ky thuat"),
    (re.compile(r"\blien hiep hoi khoa hoc ky thuat\b"), "lien hiep cac hoi khoa hoc ky thuat"),
    (re.compile(rf"\bviet nam (?=(?:{_LEVELS})\b)"), ""),
    (re.compile(r"\buy ban mat tran to quoc\b"), "mat tran to quoc"),
)


@lru_cache(maxsize=16_384)  # the same catalogue is read by every document
def canonical(text: str, *, provincial: str = "") -> str:
    """The words of a name without diacritics, case, "và" and abbreviations.

    `provincial` is what "TU" stands for where the text comes from ("tinh uy" or "thanh uy"); it stays "TU" where unknown.
    """
    plain = _SYMBOL.sub(lambda m: _SYMBOLS.get(m[1], provincial or m[1]), _JOINED.sub(r"\1 \2", nfc(text)))
    words = " ".join(word for word in search_key(plain).split() if word != "va")
    words = _ABBREVIATION.sub(lambda m: _ABBREVIATIONS[m[0]], words)
    for pattern, spelling in _SPELLINGS:
        words = pattern.sub(spelling, words)
    return words


@dataclass(frozen=True, slots=True)
class Name:
    """Canonical words taken apart: "so noi vu" + level "thanh pho" + places ("can tho",), the innermost place first."""

    full: str
    core: str
    level: str = ""
    places: tuple[str, ...] = ()


# Words before which a level word is part of something else: hải quan, cơ quan, thông tấn xã, hợp tác xã …
_NOT_A_LEVEL = {"quan": {"co", "hai", "lien", "khong", "chu", "giam", "tong"}, "xa": {"tan", "tac"}, "tinh": {"chi"}}
_NOT_LEVELS = re.compile(
    r"\b(?:xa hoi|quan su|"
    + "|".join(rf"(?:{'|'.join(sorted(before))}) {word}" for word, before in _NOT_A_LEVEL.items())
    + r")\b"
)
_LONGEST_PLACE = 5


def parse(full: str, places: Collection[str]) -> Name:
    """Take canonical words apart; only `places` (canonical) are recognised, so an unknown place stays in the core."""
    words = full.split()
    found: list[str] = []
    level = ""
    while (size := _place_at_end(words, places)) and len(found) < 3:
        found.insert(0, " ".join(words[-size:]))
        words, level = _without_level(words[:-size])
    if not found:
        words, level = _without_level(words)
    return Name(full, " ".join(words), level, tuple(found))


def _place_at_end(words: list[str], places: Collection[str]) -> int:
    """How many words at the end are a known place, at most all but one."""
    for size in range(min(_LONGEST_PLACE, len(words) - 1), 0, -1):
        if " ".join(words[-size:]) in places:
            return size
    return 0


def _without_level(words: list[str]) -> tuple[list[str], str]:
    for size in (2, 1):
        last = " ".join(words[-size:])
        if len(words) > size and last in LEVEL_WORDS and words[-size - 1] not in _NOT_A_LEVEL.get(last, ()):
            return words[:-size], last
    return words, ""


_COMMITTEES = {"tinh uy": "tinh", "thanh uy": "thanh pho", "huyen uy": "huyen", "quan uy": "quan", "thi uy": "thi xa"}
_COMMITTEE = re.compile(r"\b(?:" + "|".join(_COMMITTEES) + r")\b")
DEPTHS = {
    "tinh": {1}, "thanh pho": {1, 2}, "huyen": {2}, "quan": {2}, "thi xa": {2}, "xa": {3}, "phuong": {3}, "thi tran": {3},
}  # fmt: skip
_CENTRAL = re.compile(
    r"\b(?:trung uong|chinh phu|quoc hoi|thu tuong|chu tich nuoc|bo chinh tri|ban bi thu|toi cao|viet nam|nha nuoc|quoc gia)\b"
    r"|^(?:tong cuc|bo (?!chi huy|tu lenh|doi|phan)\w)"
)
_TERRITORIAL = re.compile(
    rf"^(?:(?:ban chap hanh dang bo|uy ban nhan dan|hoi dong nhan dan|dang uy) ({_LEVELS})|{'|'.join(_COMMITTEES)})\b"
)
# Bodies whose place is part of their own name rather than their field: "Báo Cần Thơ", "Trường Đại học Cần Thơ".
_OWN_NAME = re.compile(
    r"^(?:bao|tap chi|truong|dai hoc|hoc vien|vien|benh vien|trung tam|cong ty|tong cong ty|nha may|ngan hang|tap doan|hop tac xa"
    r"|dang uy (?:truong|cong ty|benh vien))\b"
)


def type_of_place(full: str) -> str:
    """The level word of a territorial body's place ("thanh uy can tho": "thanh pho"); "" for other bodies."""
    match = _TERRITORIAL.match(full)
    return (match[1] or _COMMITTEES[match[0]]) if match else ""


def said_type(name: Name) -> str:
    """The level word that a name says, or that its committee implies ("ban tuyen giao thanh uy": "thanh pho")."""
    found = _COMMITTEE.findall(name.core)
    return name.level or (_COMMITTEES[found[-1]] if found else "")


def said_depths(name: Name) -> set[int]:
    """At which depths of the country (0 centre, 1 province, 2 district, 3 commune) the named body may stand; empty: not said."""
    if word := said_type(name):
        return DEPTHS[word]
    if _CENTRAL.search(name.core):
        return {0}
    return {1} if name.core.startswith("so ") else set()


_WITHIN = re.compile(rf"\b({_LEVELS})\b")


def depths_within(full: str) -> set[int]:
    """Like `said_depths`, from a level word anywhere in a name whose place is not known; the first one counts."""
    match = _WITHIN.search(_NOT_LEVELS.sub("", full))
    return DEPTHS[match[1]] if match else set()


def has_own_name(core: str) -> bool:
    """Whether the body's place belongs to its own name, so that the words without it say too little."""
    return bool(_OWN_NAME.match(core))


_EVERYWHERE = re.compile(
    r"^(?:hoi|ban|uy ban|van phong|doan|lien doan|lien hiep|mat tran|dang|cong an|toa an|phong|to|trung tam|dai|tram|chi cuc"
    r"|quan su|kho bac|bao hiem|thanh tra|cong doan)\b"
)


def stands_everywhere(core: str) -> bool:
    """Whether bodies of this kind stand at several levels, so that the words alone do not say which."""
    return bool(_EVERYWHERE.match(core)) and not _CENTRAL.search(core)


_PARTY_HEAD = re.compile(r"^(?:ban can su dang|dang doan|dang uy|chi bo|dang bo) (?=\w)")


def state_body_of(core: str) -> str:
    """The body through which a party body works ("dang doan hoi dong nhan dan": "hoi dong nhan dan"), "" for others."""
    match = _PARTY_HEAD.match(core)
    return core[match.end() :] if match else ""


_ACTING = {
    "ban thuong vu": "Ban Thường vụ", "thuong vu": "Ban Thường vụ", "ban thuong truc": "Ban Thường trực",
    "thuong truc": "Thường trực", "ban chap hanh": "Ban Chấp hành",
}  # fmt: skip
_ACTING_HEAD = re.compile(r"^(ban thuong vu|thuong vu|ban thuong truc|thuong truc|ban chap hanh)\b ?")
_PARTY_BASE = re.compile(rf"^dang bo ({_LEVELS})\b")
_COMMITTEE_OF = {word: committee for committee, word in _COMMITTEES.items()}


def acting_for(full: str) -> tuple[str, str]:
    """The collective that words begin with and the words after it: ("Ban Thường vụ", "thanh uy"); ("", words) without one."""
    match = _ACTING_HEAD.match(full)
    if match is None:
        return "", full
    rest = _PARTY_BASE.sub(lambda m: _COMMITTEE_OF.get(m[1], f"dang uy {m[1]}"), full[match.end() :])
    return _ACTING[match[1]], rest


_PERSONS = re.compile(
    r"^(?:(?:cac |tap the |toan the )*"
    r"(?:dong chi|lanh dao|thu truong|nguoi dung dau|pho chu tich|chu tich|pho bi thu|bi thu|pho tong giam doc|tong giam doc"
    r"|pho giam doc|giam doc|truong ban|pho truong ban|chanh van phong|cvp|pcvp|hieu truong|truong phong|uy vien|thanh vien"
    r"|bo truong|tu lenh|chuyen vien)(?: |$))+"
)


def without_persons(full: str) -> tuple[str, bool]:
    """The body behind words for its people ("lanh dao so noi vu": "so noi vu"), and whether there were such words."""
    match = _PERSONS.match(full)
    return (full[match.end() :], True) if match else (full, False)


_NOTE = re.compile(r"\s*\([^()]*\)\s*$")
_FILING = re.compile(r"^\s*lưu\b\s*[:;,]?\s*", re.IGNORECASE)
_TERM = re.compile(r"[\s,]+(?:khóa|khoá)\s+[IVXLC\d]+\s*$", re.IGNORECASE)
_LONGEST_WORDS = 400  # longer than any name; a run of prose is nobody's name
_MARKS = " \t\n.,;:…*-–—\"'“”"


def bare_words(words: str) -> str:
    """Printed words without what stands around a name: "Lưu:", "(để báo cáo)", "khóa X", end marks; "" for what is too long."""
    if len(words) > _LONGEST_WORDS:
        return ""
    text = " ".join(nfc(words).split()).strip(_MARKS)
    while (shorter := _TERM.sub("", _NOTE.sub("", text)).strip(_MARKS)) != text:
        text = shorter
    return _FILING.sub("", text).strip(_MARKS)


# Where "các" belongs to the name of one body: Liên hiệp các Hội …, Đảng ủy Khối các cơ quan, Ban Quản lý các khu công nghiệp.
_UNION = re.compile(r"\b(lien hiep|lien minh|hiep hoi|khoi|quan ly|ve) cac\b")
_KIND = (
    r"(?:chinh quyen|dia phuong|cap uy(?: dang)?|to chuc(?: co so)? dang|dang bo|chi bo|doan the|co quan|don vi|so|ban|phong"
    r"|nganh|cap|to chuc|ca nhan|nhan dan|can bo|dang vien|hoi vien|doan vien|gia dinh|cong dong|xa hoi|nha truong"
    r"|doanh nghiep|hop tac xa|chinh tri|nghe nghiep|bo|vu|cuc|hoi|vien|truong|chuc nang|chuyen mon"
    r"|truc thuoc|cung cap|o|tai|trong|cua|thuoc|noi tren|khac)"
)
_GENERIC = re.compile(
    rf"^(?:(?:tat ca|cac|moi|nhung|tung|toan the) )*{_KIND}(?: (?:cac|{_KIND}))*(?: co)?(?: (?:lien|huu) quan)?$"
)
# One department ("phong to chuc can bo"), unlike a row of them ("so ban nganh").
_ONE = re.compile(
    r"^(?:so|ban|phong|bo|vu|cuc|hoi|vien|truong) (?!(?:so|ban|nganh|phong|vu|cuc|hoi|vien|truong|cac)\b)"
)
_MANY = re.compile(
    r"^(?:tat ca |cac |moi |nhung |tung |toan the )|\bcac\b|\b(?:lien|huu) quan$|\bcung cap$"
    r"|\bcap (?:tinh|huyen|xa|co so|tren|duoi)\b"
)
_LEVEL_ROW = re.compile(rf"\b(?:{_LEVELS}) (?:{_LEVELS})\b")


def is_generic(full: str) -> bool:
    """Whether words name an open set ("cac co quan co lien quan", "chinh quyen")."""
    words = _UNION.sub(r"\1", full)
    return (bool(_GENERIC.match(words)) and not _ONE.match(words)) or (
        bool(_MANY.search(words)) and words.endswith((" lien quan", " huu quan"))
    )


def is_category(full: str) -> bool:
    """Whether words name more than one body, listed nowhere in them ("cac quan uy huyen uy", "uy ban nhan dan cac xa")."""
    words = _UNION.sub(r"\1", full)
    row = _LEVEL_ROW.search(_NOT_LEVELS.sub("", words))
    return bool(_MANY.search(words)) or row is not None or is_generic(full)


_OWNER = re.compile(rf"(?: (?:cua|thuoc|truc thuoc) (?:{'|'.join(_COMMITTEES)})| (?:{_LEVELS}))$")
_SMALL = {"cac", "cua", "va", "thuoc", "co", "truc"}


@dataclass(frozen=True, slots=True)
class Category:
    """Words of a category without order; `owner` is the level word of whom they belong to, when said."""

    words: frozenset[str]
    owner: str = ""


def category(full: str, places: Collection[str] = ()) -> Category:
    """The words that tell one category from another ("các đoàn thể thành phố": doan, the; thanh pho)."""
    words = full
    if size := _place_at_end(words.split(), places):
        words = " ".join(words.split()[:-size])
    match = _OWNER.search(words)
    owner = ""
    # In a list ("cac quan huyen") the level at the end is what is listed, not whom it belongs to.
    if match and not re.search(rf"\b(?:cac|{_LEVELS})$", words[: match.start()]):
        said = match[0].split()
        owner = _COMMITTEES.get(" ".join(said[-2:]), " ".join(said))
        words = words[: match.start()] + (" truc thuoc" if "thuoc" in said else "")
    return Category(frozenset(word for word in words.split() if word not in _SMALL), owner)
