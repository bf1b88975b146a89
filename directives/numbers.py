"""Official numbers: `54-CV/TU` of party bodies, `123/KH-UBND` of state bodies, read as printed and printed again.

The code never tells the issuer for certain (TW is three bodies, TU is tỉnh ủy or thành ủy), so none is derived here.
"""

import re
from dataclasses import dataclass
from typing import Literal

from agencies.text import nfc, search_key

Side = Literal["party", "state"]

TYPES: dict[str, str] = {
    "NQ": "Nghị quyết",
    "CT": "Chỉ thị",
    "KL": "Kết luận",
    "QĐ": "Quyết định, quy định",
    "QC": "Quy chế",
    "TT": "Thông tri",
    "HD": "Hướng dẫn",
    "TB": "Thông báo",
    "BC": "Báo cáo",
    "KH": "Kế hoạch",
    "CTr": "Chương trình",
    "ĐA": "Đề án",
    "PA": "Phương án",
    "TTr": "Tờ trình",
    "CV": "Công văn",
    "CĐ": "Công điện",
    "BB": "Biên bản",
}
# Officers type codes without marks and in any case: qd, CTR.
_CODE_BY_KEY = {search_key(code): code for code in TYPES}

_LONGEST = 200
_SIGNS = str.maketrans(
    dict.fromkeys("\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d", "-")
    | dict.fromkeys("\u2044\u2215\uff0f", "/")
    | {"…": "."}
)
_PREFIX = re.compile(r"s[ốo](?:\s*hiệu)?\b\s*[:.]?\s*|[:.]\s*", re.IGNORECASE)
_SPACED_SIGN = re.compile(r" ?([/&-]) ?")
_SEGMENT = r"[^\W\d_][\w&.]*"
_NUMBER = re.compile(
    rf"""
    (?:(?P<value>[0-9]{{1,6}})(?P<suffix>bis|[^\W\d_](?![^\W_]))?)?
    (?P<blank>[._]*)
    (?:
        (?:/(?P<year>(?:19|20|21)[0-9]{{2}})(?=/))?
        (?P<first>[ /-]?)
        (?P<head>{_SEGMENT})
        (?:(?P<second>[/-])(?P<tail>{_SEGMENT}(?:[/-]{_SEGMENT})*))?
    )?
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """One official number taken apart.

    `value` is None where the place of the number was left blank for the clerk ("Số:   /KH-UBND"). `symbol` is what
    stands for the body and its unit: TU, UBND, TTg, PGD&ĐT, VPCP-KGVX. `side` is how it is written, None when
    only a bare number is given or its signs contradict each other ("54/CV/TU"). `canonical` is one spelling for all
    the ways of printing the same number; party numbers below 10 get their zero. `year` stands in numbers of
    normative documents (30/2008/NQ-CP).
    """

    value: int | None
    suffix: str
    type_code: str | None
    symbol: str
    side: Side | None
    canonical: str
    year: int | None = None


def parse_number(text: str) -> ParsedNumber | None:
    """Reads a text that is nothing but a number ("Số 54 - CV/TU", "70/CTr-LHH"); None for anything else."""
    if len(text) > _LONGEST:
        return None
    typed = " ".join(nfc(text).translate(_SIGNS).strip(" *").split())
    typed = _SPACED_SIGN.sub(r"\1", typed)
    if prefix := _PREFIX.match(typed):
        typed = typed[prefix.end() :]
    match = _NUMBER.fullmatch(typed.rstrip(".,;: "))
    if match is None or (match["value"] is None and not _is_blank_form(match)):
        return None
    if match["value"] and match["blank"]:
        return None
    return _taken_apart(match)


def _is_blank_form(match: re.Match[str]) -> bool:
    """Without a value only "/KH-UBND" and "-KH/TU" are numbers; "KH-UBND" alone is a word."""
    return match["first"] in {"/", "-"} and match["tail"] is not None


def _taken_apart(match: re.Match[str]) -> ParsedNumber | None:
    head, tail = match["head"] or "", match["tail"] or ""
    first, second = (match["first"] or "").strip(), match["second"] or ""
    type_code = _CODE_BY_KEY.get(search_key(head)) if head else None
    if head and not first and type_code is None:
        return None  # "12 người" is a count, "54 CV/TU" a number
    side = _side(first, second)
    value = int(match["value"]) if match["value"] else None
    year = int(match["year"]) if match["year"] else None
    suffix = match["suffix"] or ""
    symbol = tail if type_code else head + second + tail
    ahead = "" if value is None else f"{value:02d}{suffix}" if side == "party" else f"{value}{suffix}"
    if year:
        ahead += f"/{year}"
    if head:
        between = {"party": ("-", "/"), "state": ("/", "-")}.get(side or "", (first or " ", second))
        ahead += between[0] + (type_code or head)
        ahead += (between[1] if type_code else second) + tail if tail else ""
    return ParsedNumber(value, suffix, type_code, symbol, side, ahead, year)


def _side(first: str, second: str) -> Side | None:
    """Party: dash, then slash. State: slash, then dash. One of the two signs is enough when the other is missing."""
    if first != "/" and second != "-" and (first or second):
        return "party"
    if first != "-" and second != "/" and (first or second):
        return "state"
    return None


def number_key(text: str) -> str:
    """Search key of a number as printed or typed, without "số" and leading zeros: "Số 04-CTr/TU" → "4 ctr tu"."""
    parsed = parse_number(text)
    words = search_key(parsed.canonical if parsed else text).split()
    if words[:1] == ["so"]:
        words = words[1:]
    return " ".join(_without_zeros(word) for word in words)


def _without_zeros(word: str) -> str:
    if not word.startswith("0"):
        return word
    rest = word.lstrip("0")
    return rest if rest[:1].isdigit() else "0" + rest
