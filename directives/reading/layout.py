"""Lines, item markers, paragraphs: the shape of the text before anything is understood."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

from directives.reading.lexicon import LOWER, VERB
from directives.reading.values import Span

_ROMAN = r"(?:[IVXLivxl]{1,6})"
_MARKERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("article", re.compile(r"(?P<label>Điều\s+\d{1,3})\s*[.:]\s*(?=\S)")),
    ("ordinal", re.compile(r"(?P<label>Thứ\s+(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười))\s*[,:.]\s*")),
    (
        "part",
        re.compile(r"(?:Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC)\s+(?P<label>[IVXLA-Z\d]{1,5})\b\s*[.:-]?\s*(?!\S*\s*của)"),
    ),
    ("roman", re.compile(rf"(?P<label>{_ROMAN})\s*(?:[.)/]|\s?[-–])\s*(?=[^\s\d])")),
    ("upper", re.compile(r"(?P<label>[A-HĐ])\s*(?:[.)]|\s[-–])\s*(?=[^\s.])")),
    ("dotted", re.compile(r"(?P<label>\d{1,2}(?:\.\d{1,2}){1,3})\s*[.)-]?\s+(?=\D)")),
    ("number", re.compile(r"(?P<label>\d{1,2}(?=\D)|\d{3}(?=[.)] ))\s*(?:[.)]|/(?=\s)|\s?[-–])\s*(?=[^\s\d%])")),
    ("letter", re.compile(r"(?P<label>[a-zđ])\s*(?:[.)]|/(?=\s))\s*(?=\S)")),
    ("dash", re.compile(r"(?P<label>[-–—•▪·])\s*(?=\S)")),
    ("plus", re.compile(r"(?P<label>\+)\s*(?=\S)")),
    ("star", re.compile(r"(?P<label>\*)\s*(?=\S)")),
)
_OFFICIAL_NUMBER = re.compile(r"\d{1,2}\s?-\s?[A-ZĐ]{2,}[a-z]?/|\d{1,2}-\d")
_ROMAN_NUMERAL = re.compile(r"(?i)(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LETTER = re.compile(r"[^\W\d_]")
_ENDS = re.compile(r"[.;:!?…/]['”\")\]]*$")
_DASHED = re.compile(rf"[-–]\s+(?=[{LOWER}])")
_SMALL_ITEM = re.compile(rf"[-–+•]\s*[{LOWER}]")
# Names with a dash inside that lines are cut at.
_JOINED_BEFORE = re.compile(
    r"(?<!\w)(?:kinh tế|chính trị|văn hóa|văn hoá|quốc phòng|khoa học|thông tin|hành chính)$", re.I
)
_JOINED_AFTER = re.compile(r"(?:xã hội|an ninh|kỹ thuật|công nghệ|chính trị|thể thao|truyền thông|sự nghiệp)(?!\w)")
NAMES = ("part", "upper", "roman", "article", "number", "dotted", "ordinal", "letter", "head", "dash", "plus", "star")
RANK = {name: rank for rank, name in enumerate(NAMES)}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the shown text; `start` and `end` are offsets, `after_blank` tells that a blank line stood before it."""

    text: str
    start: int
    end: int
    after_blank: bool


@dataclass(frozen=True, slots=True)
class Marker:
    """The numbering an item begins with: kind of `RANK`, label without punctuation, length of what stands before the words."""

    kind: str
    label: str
    width: int


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph: its lines joined by blanks, with its marker; `at` and `to` map places in the text to the shown text."""

    text: str
    at: tuple[int, ...]
    to: tuple[int, ...]
    marker: Marker | None = None
    after_blank: bool = field(default=False, compare=False)

    @property
    def words(self) -> str:
        """The text without its marker."""
        return self.text[self.skip :]

    @property
    def skip(self) -> int:
        return self.marker.width if self.marker else 0

    @property
    def whole(self) -> Span:
        return self.span(0, len(self.text))

    def span(self, start: int, end: int) -> Span:
        """Offsets in the shown text of a piece of this text."""
        return self._shown(start), self._shown(max(end - 1, start)) + 1 if end > start else self._shown(start)

    def _shown(self, place: int) -> int:
        line = bisect_right(self.at, place) - 1
        return self.to[line] + place - self.at[line]

    def joined(self, other: Para) -> Para:
        """Both as one paragraph, this one's marker kept."""
        shift = len(self.text) + 1
        at = self.at + tuple(place + shift for place in other.at)
        return Para(f"{self.text} {other.text}", at, self.to + other.to, self.marker, self.after_blank)


def lines_of(shown: str) -> list[Line]:
    """Non-blank lines with their offsets."""
    out: list[Line] = []
    start, blank = 0, True
    for text in shown.split("\n"):
        if text.strip():
            out.append(Line(text, start, start + len(text), blank))
            blank = False
        else:
            blank = True
        start += len(text) + 1
    return out


def marker_of(text: str) -> Marker | None:
    """The item marker at the beginning of a line; None where the line only happens to begin with a digit or letter."""
    return _marker(text[:40])


@lru_cache(maxsize=8192)
def _marker(head: str) -> Marker | None:
    for kind, pattern in _MARKERS:
        match = pattern.match(head)
        if match is None:
            continue
        label = match["label"]
        if kind == "roman" and not (_ROMAN_NUMERAL.fullmatch(label) and label[0].isupper()):
            continue
        if kind == "number" and _OFFICIAL_NUMBER.match(head):
            continue
        return Marker(kind, label.upper() if kind == "roman" else " ".join(label.split()), match.end())
    return None


def cut_at_dash(last: str, first: str) -> bool:
    """Whether a line beginning with a dash goes on with a name cut there: "… phát triển kinh tế / - xã hội của tỉnh".

    A list in small letters opens after a sign, or after an item of its own kind; duties in it begin with a verb.
    """
    dash = _DASHED.match(first)
    if dash is None or _ENDS.search(last[-3:]) or last.endswith(","):
        return False
    if _JOINED_BEFORE.search(last[-16:]) and _JOINED_AFTER.match(first, dash.end()):
        return True
    return len(last) > 40 and not _SMALL_ITEM.match(last) and VERB.match(first, dash.end()) is None


def para_of(lines: list[Line]) -> Para:
    """One paragraph of lines that follow each other."""
    at, to, place = [], [], 0
    for line in lines:
        at.append(place)
        to.append(line.start)
        place += len(line.text) + 1
    text = " ".join(line.text for line in lines)
    return Para(text, tuple(at), tuple(to), marker_of(lines[0].text), lines[0].after_blank)


def wrap_width(lines: list[Line]) -> int | None:
    """Width at which the text was hard-wrapped; None when lines are whole paragraphs."""
    lengths = sorted(len(line.text) for line in lines)
    if len(lengths) < 12:
        return None
    wide = lengths[int(len(lengths) * 0.9)]
    full = sum(1 for n in lengths if n >= wide * 0.85)
    return wide if 40 <= wide <= 160 and full >= len(lengths) * 0.3 and lengths[-1] <= wide * 1.4 else None


def paragraphs(lines: list[Line]) -> list[Para]:
    """Join lines that wrapping or a page break cut apart."""
    width = wrap_width(lines)
    groups: list[list[Line]] = []
    said = 0
    for line in lines:
        if groups and _continues(groups[-1][-1].text, said, line, width):
            groups[-1].append(line)
            said += len(line.text)
        else:
            groups.append([line])
            said = len(line.text)
    return [para_of(group) for group in groups]


def _continues(last: str, said: int, line: Line, width: int | None) -> bool:
    """Whether a line goes on with the paragraph before it, whose last line and length are given."""
    first = line.text
    marker = marker_of(first)
    if cut_at_dash(last, first) and not line.after_blank:
        return True
    if first[0].islower() and not (marker and marker.kind == "letter") and not _ENDS.search(last[-3:]):
        return not is_shout(last) or width is not None
    if marker is not None or is_shout(first) or is_shout(last):
        return False
    if width is not None and not line.after_blank and len(last) + 1 + len(first.split()[0]) > width:
        return last[-1] != ":"  # the next word did not fit: the line was only wrapped
    if _ENDS.search(last[-3:]):
        return False
    if first[0] in ",;)”" or first[0].isdigit():
        return True
    if width is not None:
        return len(last) >= width * 0.8 and VERB.match(first[:24].lower()) is None
    if line.after_blank:
        return said > 200 and last[-1] not in ".:;"
    heading = said == len(last) and marker_of(last) is not None and len(last) < 160
    return len(last) > 60 and not (heading and VERB.match(first[:24].lower()))


def is_shout(text: str) -> bool:
    """Whether a line is set in capitals, as titles and headings are."""
    if sum(map(str.islower, text[:48])) > 16:  # more than a tenth of the letters that are looked at
        return False
    letters = _LETTER.findall(text, 0, 160)
    return len(letters) > 2 and sum(map(str.isupper, letters)) >= len(letters) * 0.9
