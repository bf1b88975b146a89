"""Typed sections of a report: from whatever was pasted to a few kinds of blocks, and back to a text box.

Only headings, paragraphs and lists survive. `nh3` parses and sanitises; the result is then written anew from
the blocks, so no mark-up that was typed ever reaches a page or a file.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import escape
from html.parser import HTMLParser

import nh3

from reporting.paper import Block, Heading, ListBlock, Paragraph

# Kept only as a sign that something ends here; all but p, h3, h4, ul, ol and li are gone afterwards.
_BOUNDARIES = {
    *("p", "div", "section", "article", "blockquote", "pre", "br", "hr"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li"),
    *("table", "tr", "td", "th", "dl", "dt", "dd"),
}
_DROPPED_WITH_CONTENT = {
    *("script", "style", "svg", "math", "iframe", "object", "embed"),
    *("template", "title", "noscript", "textarea"),
}
_STARTS_WITH_TAG = re.compile(r"\s*<(?:!--|[a-zA-Z][a-zA-Z0-9]*[\s/>])")

# Reading marks takes the square of how deep they are nested; a page longer than three whole reports is kept as the words it is.
_LONGEST_HTML = 100_000

_NUMBERED_HEADING = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.\-–]\s*\S.{0,140}(?<![.;:,])")
_LETTERED_HEADING = re.compile(r"[a-zđ]\)\s*\S.{0,140}(?<![.;:,])")
_BULLET = re.compile(r"[-–•*+]\s+(?P<item>\S.*)")
_COUNTED = re.compile(r"\(\d{1,2}\)\s+(?P<item>\S.*)")

# Marks that turn the reading direction, join or hide letters: they can make a paper read otherwise than it prints.
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x061C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
)
_MARKS_PER_LETTER = 2  # Vietnamese never needs more (ệ = e + dot + circumflex)


def in_one_line(words: str) -> str:
    """Lines that somebody typed, as one sentence: the marks of a list before them are dropped, "; " stands between."""
    lines = (" ".join(line.split()) for line in words.splitlines())
    items = (item["item"] if (item := _BULLET.fullmatch(line)) else line for line in lines)
    return "; ".join(filter(None, (item.strip(" .;") for item in items)))


def tidy(text: str) -> str:
    """What is `legible`, with one kind of space."""
    return legible(text, blank=" ")


def legible(text: str, *, blank: str = "") -> str:
    """NFC, no control or invisible characters, no towers of combining marks; `blank` takes the place of every kind of space."""
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text).translate(_INVISIBLE):
        category = unicodedata.category(character)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks > _MARKS_PER_LETTER or category in {"Cs", "Co", "Cn"}:
            continue
        space = " " if category == "Cc" else (blank or character) if category == "Zs" else character
        kept.append("\n" if character in "\n\u2028\u2029" else space)
    return "".join(kept)


def clean(html_or_text: str) -> str:
    """Safe HTML of p, h3, h4, ul, ol and li without attributes. Text counts as HTML when it begins with a tag."""
    return "".join(_write(blocks(html_or_text)))


def to_text(html_or_text: str) -> str:
    """The same narrative for a text box, one line per paragraph or item; `clean` of it gives the same again."""
    lines: list[str] = []
    for block in blocks(html_or_text):
        match block:
            case ListBlock():
                lines += block.lines
            case Paragraph(text) | Heading(text):
                lines.append(text)
    return "\n".join(lines)


def blocks(html_or_text: str) -> tuple[Block, ...]:
    if len(html_or_text) <= _LONGEST_HTML and _STARTS_WITH_TAG.match(html_or_text):
        return tuple(_from_html(html_or_text))
    return tuple(_from_text(html_or_text))


def _write(parts: Iterable[Block]) -> Iterator[str]:
    for part in parts:
        match part:
            case Paragraph(text):
                yield f"<p>{escape(text, quote=False)}</p>"
            case Heading(text, level):
                yield f"<h{level + 2}>{escape(text, quote=False)}</h{level + 2}>"
            case ListBlock(items, ordered):
                tag = "ol" if ordered else "ul"
                inner = "".join(f"<li>{escape(item, quote=False)}</li>" for item in items)
                yield f"<{tag}>{inner}</{tag}>"


def _from_text(text: str) -> Iterator[Block]:
    """Lines are paragraphs; "1. …" and "a) …" without a closing stop are headings, "- …" and "(1) …" items."""
    items: list[str] = []
    ordered = False
    for raw in tidy(text).split("\n"):
        line = " ".join(raw.split())
        if not line:
            continue
        counted = _COUNTED.fullmatch(line)
        item = counted or _BULLET.fullmatch(line)
        if items and (item is None or ordered != bool(counted)):
            yield ListBlock(tuple(items), ordered)
            items = []
        if item is not None:
            items.append(item["item"])
            ordered = bool(counted)
        elif _NUMBERED_HEADING.fullmatch(line):
            yield Heading(line, 1)
        elif _LETTERED_HEADING.fullmatch(line):
            yield Heading(line, 2)
        else:
            yield Paragraph(line)
    if items:
        yield ListBlock(tuple(items), ordered)


def _from_html(html: str) -> tuple[Block, ...]:
    safe = nh3.clean(html, tags=_BOUNDARIES, attributes={}, clean_content_tags=_DROPPED_WITH_CONTENT)
    reader = _Reader()
    reader.feed(safe)
    reader.close()
    reader.end_block()
    reader.end_list()
    return tuple(reader.found)


class _Reader(HTMLParser):
    """Walks sanitised HTML; every boundary closes what was being read. Nested lists are flattened."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Block] = []
        self._text: list[str] = []
        self._level: int = 0
        self._in_item = False
        self._items: list[str] = []
        self._lists: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.end_block()
        if tag in {"ul", "ol"}:
            if not self._lists:
                self.end_list()
            self._lists.append(tag == "ol")
        elif tag == "li":
            self._in_item = True
        elif tag[0] == "h" and tag[1:].isdigit():
            self._level = 1 if int(tag[1]) <= 3 else 2

    def handle_endtag(self, tag: str) -> None:
        self.end_block()
        if tag == "li":
            self._in_item = False
        elif tag in {"ul", "ol"} and self._lists:
            if len(self._lists) == 1:
                self.end_list()
            self._lists.pop()
        elif tag[0] == "h" and tag[1:].isdigit():
            self._level = 0

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def end_block(self) -> None:
        text = " ".join(tidy("".join(self._text)).split())
        self._text.clear()
        if not text:
            return
        if self._lists and self._in_item:
            self._items.append(text)
        elif self._level:
            self.found.append(Heading(text, 1 if self._level == 1 else 2))
        else:
            self.found.append(Paragraph(text))

    def end_list(self) -> None:
        if self._items:
            self.found.append(ListBlock(tuple(self._items), bool(self._lists and self._lists[0])))
            self._items = []
