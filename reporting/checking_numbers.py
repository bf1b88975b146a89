"""Numbers that people typed into a report, set beside the counted ones: which sentence disagrees, and with what.

Pure. It would rather miss a wrong number than doubt a right one: only phrases whose meaning is fixed are read, and a sentence
that names one agency, another period, a change or an aim is left alone, for its numbers speak of something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from agencies.text import nfc
from agencies.wording import number
from reporting.figures import Counts

_N: Final = r"(?<![\d/.,%-])(?P<n>\d{1,3}(?:\.\d{3})+|\d{1,7})(?![\d%/-]|[.,]\d)"
_SHARE: Final = r"(?P<p>\d{1,3}(?:[.,]\d{1,2})?)\s?%"
_NOUN: Final = r"(?P<noun>đầu việc|nhiệm vụ)"
_MAYBE: Final = rf"(?:\s+{_NOUN})?"
# After the phrase nothing may follow that narrows it: "… quá hạn trên 30 ngày", "… quá hạn của các sở".
_END: Final = r"(?=\s*(?:$|[,;:()–]|và\s))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The counted numbers of a report. `by_task`: counts of each task; `parts`: names after which a number tells of a part only.

    `groups`: counts of levels and kinds under the names by which the draft calls them. `period` is how the report's own period is
    called: a sentence may name it. `drafted` is the text made from these numbers: what stands in it word for word is right.
    """

    counts: Counts
    by_task: tuple[Counts, ...] = ()
    tasks: int = 0
    agencies: int = 0
    silent: int = 0
    parts: tuple[str, ...] = ()
    groups: tuple[tuple[str, Counts], ...] = ()
    period: str = ""
    drafted: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One number that disagrees: the sentence, what was typed, what it is about, what was counted."""

    sentence: str
    typed: str
    what: str
    counted: str

    def __str__(self) -> str:
        return f"Lời văn ghi {self.what} {self.typed}, số liệu là {self.counted}: “{self.sentence}”"


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A pattern with one number, what it is about in words, and the count it names."""

    pattern: re.Pattern[str]
    what: str
    count: Callable[[Counts], int]


def _phrases(what: str, count: Callable[[Counts], int], *patterns: str) -> Iterator[_Phrase]:
    for pattern in patterns:
        yield _Phrase(re.compile(pattern), what, count)


_PHRASES: Final = (
    *_phrases(
        "số hoàn thành đúng hạn", lambda c: c.done_on_time,
        rf"hoàn thành đúng hạn(?: là)?\s+{_N}{_MAYBE}{_END}", rf"{_N}\s+{_NOUN}\s+(?:đã\s+|được\s+)?hoàn thành đúng hạn{_END}",
    ),
    *_phrases(
        "số hoàn thành quá hạn", lambda c: c.done_late,
        rf"hoàn thành quá hạn(?: là)?\s+{_N}{_MAYBE}{_END}", rf"{_N}\s+{_NOUN}\s+(?:đã\s+|được\s+)?hoàn thành quá hạn{_END}",
    ),
    *_phrases(
        "số chưa hoàn thành", lambda c: c.undone,
        rf"chưa hoàn thành(?: là)?\s+{_N}{_MAYBE}{_END}", rf"{_N}\s+{_NOUN}\s+(?:còn\s+)?chưa hoàn thành{_END}",
    ),
    *_phrases(
        "số hoàn thành", lambda c: c.done,
        rf"(?<!chưa )hoàn thành(?: được)?\s+{_N}\s+{_NOUN}{_END}", rf"{_N}\s+{_NOUN}\s+(?:đã\s+|được\s+)*hoàn thành{_END}",
    ),
    *_phrases(
        "số quá hạn", lambda c: c.overdue,
        rf"(?<!hoàn thành ){_N}\s+{_NOUN}\s+(?:đang\s+|bị\s+|đã\s+)?quá hạn{_END}",
        rf"(?<!hoàn thành )(?:đang |còn )quá hạn\s+{_N}\s+{_NOUN}{_END}",
    ),
    *_phrases("số trong hạn", lambda c: c.in_time, rf"{_N}\s+{_NOUN}\s+(?:đang\s+|còn\s+)*trong hạn{_END}"),
    *_phrases(
        "số được giao", lambda c: c.assigned,
        rf"(?:đã giao|được giao|tổng số(?: có| là)?|tổng cộng(?: có)?)\s+{_N}\s+{_NOUN}{_END}",
    ),
)  # fmt: skip
# Only within the statistics line, where the words before say what is meant: "hoàn thành 38, trong đó đúng hạn 35, quá hạn 3".
_BARE: Final = {
    "done": _Phrase(re.compile(rf"(?<!chưa )hoàn thành\s+{_N}{_END}"), "số hoàn thành", lambda c: c.done),
    "on_time": _Phrase(re.compile(rf"(?<!hoàn thành )đúng hạn\s+{_N}{_END}"), "số đúng hạn", lambda c: c.done_on_time),
    "late": _Phrase(re.compile(rf"(?<!hoàn thành )quá hạn\s+{_N}{_MAYBE}{_END}"), "số hoàn thành quá hạn", lambda c: c.done_late),
    "overdue": _Phrase(re.compile(rf"(?<!hoàn thành )quá hạn\s+{_N}{_MAYBE}{_END}"), "số quá hạn", lambda c: c.overdue),
    "in_time": _Phrase(re.compile(rf"trong hạn\s+{_N}{_END}"), "số trong hạn", lambda c: c.in_time),
}  # fmt: skip
_NO_OVERDUE: Final = re.compile(r"không (?:có|còn)\s+(?:đầu việc|nhiệm vụ)(?:\s+nào)?\s+(?:bị\s+)?quá hạn" + _END)
_NONE_DONE: Final = re.compile(r"chưa hoàn thành (?:đầu việc|nhiệm vụ) nào")
_OF_ALL: Final = re.compile(
    rf"(?<!chưa )hoàn thành\s+(?P<part>\d+)\s?/\s?(?P<whole>\d+)\s+{_NOUN}"
    rf"|(?P<part2>\d+)\s?/\s?(?P<whole2>\d+)\s+(?:đầu việc|nhiệm vụ)\s+(?:đã\s+)?hoàn thành{_END}"
)
_RATES: Final = (
    re.compile(rf"tỷ lệ hoàn thành(?:\s+là|\s+đạt|\s+chung|:)*\s+{_SHARE}"),
    re.compile(
        rf"(?<!chưa )hoàn thành\s+[\d./]+{_MAYBE}\s*[,(]*\s*(?:bằng|đạt|chiếm)(?:\s+tỷ lệ)?(?:\s+hoàn thành)?\s+{_SHARE}"
    ),
    re.compile(rf"(?<!chưa )hoàn thành\s+{_SHARE}\s+(?:số\s+|tổng số\s+)?{_NOUN}{_END}"),
)
_AGENCIES: Final = re.compile(rf"{_N}\s+cơ quan, đơn vị chủ trì{_END}")
_SILENT: Final = re.compile(rf"{_N}\s+(?:cơ quan, đơn vị|đơn vị|cơ quan)\s+chưa (?:gửi )?báo cáo{_END}")
# "Theo cấp: cấp quận, huyện có 26 đầu việc, hoàn thành 20 (đạt 76,9%), quá hạn 3; …", as the draft writes it.
_BY_GROUP: Final = re.compile(r"^(?:[-+•*]\s*)?theo (?:cấp|loại nhiệm vụ)\s*:\s*")
_GROUP: Final = re.compile(
    rf"(?P<name>.+?) có {_N} đầu việc"
    r"(?:, hoàn thành (?P<done>[\d.]+)(?: \(đạt (?P<p>\d{1,3}(?:[.,]\d{1,2})?)\s?%\))?)?(?:, chưa hoàn thành đầu việc nào)?"
    r"(?:, quá hạn (?P<overdue>[\d.]+))?"
)

# What makes a sentence speak of something else than the whole report.
_ELSEWHERE: Final = re.compile(
    r"so với|(?:kỳ|quý|tháng|năm|lần|đợt|báo cáo) trước|cùng kỳ|trước đây|\btăng\b|\bgiảm\b|lũy kế|bình quân|trung bình"
    r"|\btháng \d|\bquý [ivx\d]|\btuần\b|\bmục [\divx]|\bnhóm\b|\blĩnh vực\b|\bcấp (?:huyện|tỉnh|xã|cơ sở)\b"
)
_BODY: Final = re.compile(
    r"\b(?:[Qq]uận ủy|[Hh]uyện ủy|[Tt]hị ủy|[Đđ]ảng ủy|[Đđ]ảng đoàn|[Bb]an cán sự|[Đđ]ảng bộ|[Cc]hi bộ|[Ss]ở|[Hh]ội|[Bb]áo|[Đđ]ài"
    r"|[Hh]uyện|[Qq]uận|[Pp]hường|[Xx]ã|[Pp]hòng|UBND|[Ủủ]y ban)\s+[A-ZĐÀ-ỸƠƯ]"
)
_BEGINS_PART: Final = re.compile(
    r"^(?:[-+•*]\s*)?(?:trong đó|riêng|cụ thể|đối với|tại|ở|về|đơn vị này|cơ quan này|còn lại)\b"
)
_AIM: Final = re.compile(
    r"phấn đấu|chỉ tiêu|mục tiêu|dự kiến|yêu cầu|đề nghị|\bsẽ\b|\bcần\b|\bphải\b|tối thiểu|ít nhất|trở lên|hướng tới|bảo đảm"
)
_ABOUT: Final = re.compile(r"(?:khoảng|gần|hơn|trên|dưới|không quá|chưa đến|xấp xỉ|thêm)\s*$")


def doubts(text: str, known: Known) -> list[Doubt]:
    """Typed numbers that contradict the counted ones, each once; those of one sentence stand together.

    What is said of the whole report comes first, then what is said of a level or a kind; within both in the order of the text.
    """
    drafted = frozenset(_sentences(nfc(known.drafted)))
    whole: dict[tuple[str, str, str], Doubt] = {}
    groups: dict[tuple[str, str, str], Doubt] = {}
    for sentence in _sentences(nfc(text)):
        if sentence in drafted:
            continue
        if _BY_GROUP.match(sentence.lower()):
            for one in _of_groups(sentence, known):
                groups.setdefault((one.sentence, one.what, one.typed), one)
        elif _speaks_of_all(sentence, known):
            for one in _of_sentence(sentence, known):
                whole.setdefault((one.sentence, one.what, one.typed), one)
    return [*whole.values(), *groups.values()]


def _sentences(text: str) -> Iterator[str]:
    for line in text.splitlines():
        for part in re.split(r"(?<=[.!?])\s+", line):
            if said := " ".join(part.split()).rstrip(" .!?"):
                yield said


def _speaks_of_all(sentence: str, known: Known) -> bool:
    """Whether the numbers of a sentence can be those of the whole report."""
    lower = sentence.lower()
    if known.period:
        lower = lower.replace(known.period.lower(), " ")
    if _ELSEWHERE.search(lower) or _BEGINS_PART.search(lower) or _BODY.search(sentence):
        return False
    return not any(name.lower() in lower for name in (*known.parts, *(name for name, _ in known.groups)))


def _of_groups(sentence: str, known: Known) -> Iterator[Doubt]:
    """Numbers of levels or kinds beside those of the same group; what is worded otherwise than in the draft is left alone."""
    counted = {name.lower(): counts for name, counts in known.groups}
    for clause in _BY_GROUP.sub("", sentence.lower()).split(";"):
        match = _GROUP.fullmatch(clause.strip())
        counts = counted.get(match["name"]) if match else None
        if match is None or counts is None:
            continue
        said = (
            ("số đầu việc", match["n"], counts.assigned), ("số hoàn thành", match["done"], counts.done),
            ("số quá hạn", match["overdue"], counts.overdue),
        )  # fmt: skip
        for what, typed, true in said:
            if typed and int(typed.replace(".", "")) != true:
                yield Doubt(sentence, typed, f"{what} của {match['name']}", number(true))
        if match["p"] and not _rounds_to(match["p"], counts):
            share = f"{counts.tenths // 10},{counts.tenths % 10}%"
            yield Doubt(sentence, f"{match['p']}%", f"tỷ lệ hoàn thành của {match['name']}", share)


def _of_sentence(sentence: str, known: Known) -> Iterator[Doubt]:
    counted_words = "đầu việc" in sentence.lower() or "nhiệm vụ" in sentence.lower()
    for clause in sentence.lower().split(";"):
        clause = clause.strip()
        if _AIM.search(clause):
            continue
        taken: set[int] = set()
        for phrase in _PHRASES:
            yield from _said(sentence, clause, phrase, known, taken)
        if counted_words:
            for name in _meant(clause):
                yield from _said(sentence, clause, _BARE[name], known, taken)
        yield from _rates(sentence, clause, known)
        yield from _beside(sentence, clause, known)


def _meant(clause: str) -> list[str]:
    """Which bare numbers of a clause can be read, by the head that stands before them."""
    if "chưa hoàn thành" in clause:
        return ["overdue", "in_time"]
    return ["done", "on_time", "late"] if re.search(r"hoàn thành\s+\d", clause) else []


def _said(sentence: str, clause: str, phrase: _Phrase, known: Known, taken: set[int]) -> Iterator[Doubt]:
    for match in phrase.pattern.finditer(clause):
        if match.start("n") in taken or _ABOUT.search(clause[: match.start("n")]):
            continue
        taken.add(match.start("n"))
        typed, counted = int(match["n"].replace(".", "")), phrase.count(known.counts)
        if typed not in _right(phrase, known, match.groupdict().get("noun")):
            yield Doubt(sentence, match["n"], phrase.what, number(counted))


def _right(phrase: _Phrase, known: Known, noun: str | None) -> set[int]:
    """Numbers that can be meant: "nhiệm vụ" may count the tasks of the document instead of their occurrences."""
    right = {phrase.count(known.counts)}
    if noun == "nhiệm vụ":
        right |= {
            sum(bool(phrase.count(one)) for one in known.by_task),
            sum(_wholly(phrase, one) for one in known.by_task),
        }
        right |= {known.tasks} if phrase.what == "số được giao" else set()
    return right


def _wholly(phrase: _Phrase, counts: Counts) -> bool:
    return bool(counts.assigned) and phrase.count(counts) == counts.assigned


def _rates(sentence: str, clause: str, known: Known) -> Iterator[Doubt]:
    spoken = f"{known.counts.tenths // 10},{known.counts.tenths % 10}%"
    for pattern in _RATES:
        for match in pattern.finditer(clause):
            if not _ABOUT.search(clause[: match.start("p")]) and not _rounds_to(match["p"], known.counts):
                yield Doubt(sentence, f"{match['p']}%", "tỷ lệ hoàn thành", spoken)


def _rounds_to(typed: str, counts: Counts) -> bool:
    """Whether a share, written with none to two decimals, is the true one rounded."""
    whole, _, decimals = typed.replace(".", ",").partition(",")
    scale = 10 ** len(decimals)
    said = int(whole + decimals)
    true = (200 * scale * counts.done + counts.assigned) // (2 * counts.assigned) if counts.assigned else 0
    return said == true or (len(decimals) == 1 and said == counts.tenths)


def _beside(sentence: str, clause: str, known: Known) -> Iterator[Doubt]:
    """Parts of the whole, agencies, and what is said not to exist."""
    for match in _OF_ALL.finditer(clause):
        part, whole = match["part"] or match["part2"], match["whole"] or match["whole2"]
        if match["noun"] == "nhiệm vụ" and int(whole) == known.tasks:
            continue
        if (int(part), int(whole)) != (known.counts.done, known.counts.assigned):
            counted = f"{number(known.counts.done)}/{number(known.counts.assigned)}"
            yield Doubt(sentence, f"{part}/{whole}", "số hoàn thành", counted)
    for pattern, what, true in (
        (_AGENCIES, "số cơ quan, đơn vị chủ trì", known.agencies),
        (_SILENT, "số cơ quan, đơn vị chưa báo cáo", known.silent),
    ):
        for match in pattern.finditer(clause):
            exact = not _ABOUT.search(clause[: match.start("n")])
            if exact and int(match["n"].replace(".", "")) != true:
                yield Doubt(sentence, match["n"], what, number(true))
    if known.counts.done and _NONE_DONE.search(clause):
        yield Doubt(sentence, "chưa có", "số hoàn thành", number(known.counts.done))
    if known.counts.overdue and _NO_OVERDUE.search(clause):
        yield Doubt(sentence, "không có", "số quá hạn", number(known.counts.overdue))
