"""Documents that a text names, with number, date and issuer, and what this document is to them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import lru_cache

from directives.numbers import number_key
from directives.reading.agencies import names_at
from directives.reading.dates import day_in, day_pattern
from directives.reading.layout import Para
from directives.reading.lexicon import TYPE, TYPE_NAMES
from directives.reading.values import Cited, Span

_CODES = {code.lower(): code for code in TYPE_NAMES.values()}
_SEGMENT = r"[^\W\d_][\w&]*"
_NUMBER = rf"\d{{1,6}}(?:/(?:19|20|1?2)\d{{2,3}})?\s?[-/]\s?{_SEGMENT}(?:\s?[-/]\s?[^\W\d_][\w&]*)*"
_CITATION = re.compile(rf"(?<![\w/-])(?P<number>{_NUMBER})(?!\w)")
_TYPE_BEFORE = re.compile(rf"(?<!\w)(?P<type>{TYPE})(?P<gap>[\s:]{{0,3}}(?:\(?số)?:?\s*)$", re.I)
_NAMED_BEFORE = re.compile(r"(?<!\w)số:?\s*$", re.I)
_UPPER_TAIL = re.compile(r"[-/]\s?(?:[A-ZĐ]{2}|CTr|TTr|[A-ZĐ]{1,3}[a-z]?[-/])|[-/]\s?(?:TTg|CP|TW|TU)")
_DATE_AFTER = re.compile(rf"\s*,?\s*(?:ra\s+)?{day_pattern()}", re.I)
_ISSUER_AFTER = re.compile(r"\s*\)?\s*,?\s*của\s+")
_TITLE_AFTER = re.compile(r"\s*,?\s*(?:\([^()]{0,40}\)\s*)?(?:về việc|về)\s+(?P<title>[^;\n]{3,400})", re.I)
_TITLE_ENDS = re.compile(
    rf"[”\"]|\s\((?:sau đây|viết|gọi)|,\s+(?:trình|hoàn thành|xong|gửi|báo cáo (?=[A-ZĐỦ]))|\s+và\s+(?:các\s+)?(?:{TYPE})\s+số\s",
    re.I,
)
# What would only have begun to say more, had the title not been cut there.
_DANGLING = re.compile(
    r"(?:(?:^|[\s,;]+)(?:về việc|về|(?:(?:tiếp tục|tổ chức|triển khai),? )?thực hiện|triển khai|của|theo|và|tại|cho|với|nhằm))+$",
    re.I,
)
_SHORT = re.compile(r"(?:TP|Tp|ThS|TS|[A-ZĐ])$")
_DATE_BEFORE = re.compile(
    rf"{day_pattern('b')},\s*(?P<issuer>[^,.;]{{3,80}}?)\s+(?:có|đã có|ban hành)\s+"
    r"(?:(?:văn bản|công văn|thông báo)(?:\s+số)?)?\s*$",
    re.I,
)
_CARRIES_OUT = re.compile(
    r"(?:th[ựư]c hi[ệê]n|tri[ểê]n khai|quán triệt)\s*(?:nghiêm túc |nghiêm |có hiệu quả |tốt |"
    r"chỉ đạo của [^.;]{3,60} tại |ý kiến [^.;]{3,80} tại )?(?:các )?$",
    re.I,
)
_AND = re.compile(r"(?:[,;]|(?<!\w)và)\s*(?:các )?$")
_START = re.compile(
    r"(?:^|[.;]\s+|,\s*)(?P<word>(?:tiếp tục )?(?:th[ựư]c hi[ệê]n|tri[ểê]n khai)|căn cứ|theo|xét)(?!\w)", re.I
)
_NESTED = re.compile(r"(?:thực hiện|thưc hiện|căn cứ|theo|thay thế|sửa đổi|hướng dẫn)(?!\w)", re.I)

# Resolutions of congresses carry no number: the congress is their name.
_CONGRESS = re.compile(
    r"(?<!\w)nghị quyết\s+(?P<who>đại hội\s+(?:[^\W\d_]+\s+){0,14}?lần thứ\s+(?:[IVXL]{1,7}|\d{1,3}))(?!\w)"
    r"(?P<term>,?\s+(?:\()?nhiệm kỳ\s+\d{4}\s?-\s?\d{4})?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _At:
    """A citation with its place in a paragraph."""

    cited: Cited
    start: int
    end: int


def citations_in(para: Para) -> list[_At]:
    """Every numbered document in a paragraph, in order."""
    out: list[_At] = []
    for match in _CITATION.finditer(para.text):
        number = re.sub(r"\s+", "", match["number"])
        typed = _TYPE_BEFORE.search(para.text, max(0, match.start() - 36), match.start())
        named = typed or _NAMED_BEFORE.search(para.text, max(0, match.start() - 8), match.start())
        if _is_number(number, named is not None):
            out.append(_cited(para, match, typed, number))
    return out


def _is_number(number: str, named: bool) -> bool:
    """Whether it is an official number: named as one, or with capitals that no fraction or unit has."""
    return bool(_UPPER_TAIL.search(number)) or (named and bool(re.search(r"[-/][^\W\d_]{2}", number)))


def _cited(para: Para, match: re.Match[str], typed: re.Match[str] | None, number: str) -> _At:
    text, end = para.text, match.end()
    day: str | None = None
    issuer: str | None = None
    title: str | None = None
    if dated := _DATE_AFTER.match(text, end):
        day, end = day_in(dated), dated.end()
    elif before := _DATE_BEFORE.search(text, max(0, match.start() - 160), match.start()):
        day, issuer = day_in(before, "b"), before["issuer"].strip()
    if (by := _ISSUER_AFTER.match(text, end)) and (names := names_at(text, by.end())):
        issuer, end = text[by.end() : names.pieces[0][1]], names.pieces[0][1]
    if about := _TITLE_AFTER.match(text, end):
        title = _clipped(about["title"]) or None
    code = TYPE_NAMES[typed["type"].lower()] if typed else None
    start = typed.start() if typed else match.start()
    return _At(
        Cited(number, _code(number) or code, issuer, day, title, para.span(start, match.end("number"))), start, end
    )


def _code(number: str) -> str | None:
    segments = re.split(r"[-/]", number.lower())
    return next((_CODES[one] for one in segments[1:] if one in _CODES), None)


def _clipped(title: str) -> str:
    """The title without what the sentence says next: its subject, the order, the next document."""
    cut = _TITLE_ENDS.split(title)[0]
    for comma in re.finditer(r",\s+|\.\s+", cut):
        names = names_at(cut, comma.end())
        sentence = (
            comma.group()[0] == "."
            and comma.end() < len(cut)
            and cut[comma.end()].isupper()
            and not _SHORT.search(cut, 0, comma.start())
        )
        if sentence or (names is not None and names.verb_follows):
            cut = cut[: comma.start()]
            break
    return _DANGLING.sub("", cut.strip(' ,.“"')).strip(' ,.“"')


def relate(title: Para | None, opening: list[Para], body: list[Para], own: str | None) -> list[Cited]:
    """All documents, each once in its first spelling of the body, with what this document is to them."""
    rows: dict[str, Cited] = {}
    for para in opening:
        for one, relation in _of_opening(para):
            _keep(rows, replace(one.cited, relation=relation))
    titled = _of_title(title)
    opened = {id(para) for para in opening}  # a body without items is its own opening
    for para in body:
        for one in citations_in(para) if id(para) not in opened else ():
            _keep(rows, one.cited)
    for cited in titled:
        _keep(rows, cited)
        key = _key(cited.number)
        if cited.relation == "implements" and rows[key].relation in {"cites", "basis"}:
            rows[key] = replace(rows[key], relation="implements")
    own_key = _key(own)
    return [*_of_congresses(opening), *(row for key, row in rows.items() if key != own_key)]


def _of_congresses(opening: list[Para]) -> list[Cited]:
    """Resolutions of congresses that the opening carries out, each once."""
    found: dict[str, Cited] = {}
    for para in opening:
        for match in _CONGRESS.finditer(para.text):
            ahead = [one["word"].lower() for one in _START.finditer(para.text, 0, match.start())]
            if ahead and ahead[-1].endswith(("hiện", "hiên", "khai")):
                relation = "continues" if ahead[-1].startswith("tiếp") else "implements"
                title = f"Nghị quyết {match['who']}{(match['term'] or '').replace('(', '')}"
                cited = Cited(None, "NQ", match["who"], None, title, para.span(*match.span()), relation)
                found.setdefault(match["who"].casefold(), cited)
    return list(found.values())


@lru_cache(maxsize=4096)
def _key(number: str | None) -> str:
    return number_key(number).casefold() if number else ""


def _keep(rows: dict[str, Cited], cited: Cited) -> None:
    key = _key(cited.number)
    before = rows.get(key)
    if before is None:
        rows[key] = cited
    else:
        rows[key] = replace(
            before, date=before.date or cited.date, issuer=before.issuer or cited.issuer,
            title_short=before.title_short or cited.title_short, type_code=before.type_code or cited.type_code,
        )  # fmt: skip


def _of_title(title: Para | None) -> list[Cited]:
    if title is None:
        return []
    out: list[Cited] = []
    for one in citations_in(title):
        ahead = title.text[: one.start]
        carried = bool(_CARRIES_OUT.search(ahead)) and not re.search(
            r"tiếp tục\s+th[ựư]c hi[ệê]n\s*$", ahead[20:], re.I
        )
        first = not out
        out.append(replace(one.cited, relation="implements" if carried and first else "cites"))
    return out


def _of_opening(para: Para) -> list[tuple[_At, str]]:
    """Documents of the opening: those that "Thực hiện" governs, coordinated ones too, are implemented."""
    out: list[tuple[_At, str]] = []
    found = citations_in(para)
    starts = [(match.start("word"), match["word"].lower()) for match in _START.finditer(para.text)]
    relation, last_end = "cites", -1
    for one in found:
        last = bisect_left(starts, (one.start, "")) - 1
        governed_from, word = starts[last] if last >= 0 else (0, None)
        between = para.text[max(last_end, governed_from) : one.start]
        fresh = last_end < governed_from
        if fresh:
            relation = _relation(word, between)
        elif not _AND.search(between):
            out.append((one, "cites"))
            last_end = max(last_end, one.end)
            continue
        out.append((one, relation))
        last_end = one.end
    return out


def _relation(word: str | None, between: str) -> str:
    """What the first document after an opening word is; one named inside its title is only cited."""
    if word is None or len(between) > 260:
        return "cites"
    rest = between[len(word) :]
    if word.startswith(("căn", "theo", "xét")):
        return "basis" if word.startswith("căn") and not _NESTED.search(rest) else "cites"
    if _NESTED.search(rest) and not re.search(r"tại\s*$", rest):
        return "cites"
    return "continues" if word.startswith("tiếp") else "implements"


def aliases_in(para: Para) -> list[tuple[str, str, Span]]:
    """Short names that the text gives, with what they stand for."""
    out: list[tuple[str, str, Span]] = []
    for match in re.finditer(
        r"\((?:sau đây\s+)?(?:được\s+)?(?:viết|gọi)\s+(?:tắt\s+)?là:?\s*(?P<short>[^()]{2,80})\)", para.text
    ):
        long = para.text[max(0, match.start() - 200) : match.start()].strip()
        sentence = re.split(r"[.;]\s", long)[-1]
        for short in re.split(r"\s*,\s*", match["short"].strip(' “”"')):
            meant = _meant(short, para.text[: match.start()], sentence)
            out += [(short, meant, para.span(match.start("short"), match.end("short")))]
    return out


def _meant(short: str, before: str, sentence: str) -> str:
    """What a short name stands for: the last mention that begins with its first word."""
    first = short.split()[0] if short.split() else short
    place = before.rfind(first)
    digits = re.search(r"\d+", short)
    while digits and place > 0 and digits[0] not in before[place : place + 80]:
        place = before.rfind(first, 0, place)
    return before[place : place + 200].strip() if place >= 0 else sentence[-120:].strip()
