"""Text of a saved web page: the document or article on it, without what stands around it.

Which part of the page is its main text trafilatura knows; the words themselves are taken from the page's own tree,
so that numbering, line breaks, tables, letterhead and signature stay as they are printed.
"""

from __future__ import annotations

import email
import email.policy
import logging
import re
from collections.abc import Iterator
from typing import Any

from directives.reading.extraction.blocks import Block, Paragraph, Table, written
from directives.reading.extraction.numbering import in_form
from directives.reading.extraction.outcome import Found, Refused
from directives.reading.extraction.plain import decoded

BROKEN = "Không đọc được trang web đã lưu này: hãy chép phần văn bản và dán vào ô nhập."
_GONE = {
    "script", "style", "noscript", "template", "svg", "math", "canvas", "iframe", "object", "embed", "form", "button", "select",
    "textarea", "input", "nav", "aside", "footer", "figcaption", "figure", "picture", "img", "audio", "video", "dialog", "menu",
    "head", "title", "link", "meta", "map", "label", "fieldset",
}  # fmt: skip
_WORDLESS = {"script", "style", "select", "label", "button", "textarea"}  # choices of a form mark nothing
_FURNITURE = re.compile(
    r"(?:^|[-_\s])(?:nav(?:bar)?|menu|breadcrumbs?|sidebar|side-?bar|foot(?:er)?|share|sharing|social|comments?|binh-?luan|"
    r"related|lien-?quan|tin-?khac|tags?|advert\w*|ads?|qc|quangcao|banner|cookie|popup|modal|toolbar|caption|chu-?thich|"
    r"print|rating|vote|author-?box|newsletter|pagination|pager|skip|hidden|sr-only|hotline|search|login)(?:$|[-_\s])",
    re.I,
)
_BLOCKS = {
    "p", "div", "section", "article", "main", "header", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol",
    "dl", "dt", "dd", "address", "hr", "center", "body", "html", "tbody", "thead", "tfoot", "tr", "td", "th", "caption", "details",
    "summary", "hgroup",
}  # fmt: skip
_DOCUMENT = re.compile(
    r"(?:CỘNG H[ÒO]A|CỘNG HOÀ) XÃ HỘI CHỦ NGHĨA|ĐẢNG CỘNG SẢN VIỆT NAM|^\s*Số\s*:?\s*\d+\S*[/-]|^Nơi nhận", re.M
)
_SIGNED = re.compile(r"^\s*(?:Nơi nhận|T/M|TM\.|KT\.|K/T|TL\.|T/L)", re.M)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{2,30})", re.I)
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_NUMBER = re.compile(r"\d{1,4}")
_MOST_TOLD = 30_000  # elements; beyond, the page is taken as it is
_MOST_DEPTH = 200
_MOST_ELEMENTS = 400_000


def read_saved_page(content: bytes) -> Found:
    """A page saved as one file (MHTML): its first HTML part."""
    try:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        for part in message.walk():
            if part.get_content_type() == "text/html":
                page = part.get_payload(decode=True)
                if isinstance(page, bytes) and page.strip():
                    return read_page(page, part.get_content_charset())
    except Refused:
        raise
    except Exception:  # a message is broken in more ways than can be named
        raise Refused(BROKEN) from None
    raise Refused(BROKEN)


def read_page(content: bytes, charset: str | None = None) -> Found:
    """Raises `Refused` for pages without text."""
    text, notes = _decoded(content, charset)
    root = _tree(text)
    walk = _Walk()
    blocks = walk.of(root)
    aside = "\n".join(walk.aside)
    lines = _main(blocks, text) if walk.seen <= _MOST_TOLD and len(text) <= 3_000_000 else written(blocks)
    if not lines.strip():
        raise Refused(BROKEN)
    return Found(lines, (written(blocks), *([aside] if aside.strip() else [])), notes=notes)


def _decoded(content: bytes, charset: str | None) -> tuple[str, tuple[str, ...]]:
    named = _CHARSET.search(content[:2048])
    charset = charset or (named[1].decode("ascii") if named else None)
    if charset and charset.lower() not in {"utf-8", "utf8", "unicode", "utf-16"}:
        try:
            text = content.decode(charset)
            return text, ()
        except (LookupError, UnicodeError):
            pass
    return decoded(content)


def _tree(text: str) -> Any:
    import lxml.html

    parser = lxml.html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except Exception:  # markup is broken in more ways than can be named
        raise Refused(BROKEN) from None
    body = root.find("body")
    return root if body is None else body


class _Walk:
    """Blocks of a tree in the order of the page, furniture left out; no recursion but into the cells of tables."""

    def __init__(self) -> None:
        self.seen = 0
        self.tables = 0
        self.items: dict[Any, int] = {}  # how far each list has counted
        self.aside: list[str] = []  # words of the furniture: never shown, only looked through for markings

    def of(self, root: Any) -> list[Block]:
        out: list[Block] = []
        self._walk(root, out)
        return out

    def _walk(self, root: Any, out: list[Block]) -> None:
        words: list[str] = [root.text or ""]
        centred = [False]
        waiting: list[tuple[Any, Iterator[Any]]] = [(root, iter(root))]
        while waiting:
            parent, children = waiting[-1]
            child = next(children, None)
            if child is None:
                waiting.pop()
                self._leave(parent, root, words, centred, out)
                continue
            self.seen += 1
            if self.seen > _MOST_ELEMENTS:
                raise Refused("Trang web quá lớn: hãy chép phần văn bản và dán vào ô nhập.")
            if not isinstance(child.tag, str) or _is_furniture(child):
                self.aside.append(_words_within(child))
                words.append(_inline(child.tail))
            elif child.tag == "table" and self.tables < 12:
                _flush(words, centred, out)
                out += self._table(child)
                words.append(_inline(child.tail))
            else:
                self._enter(child, words, centred, out)
                waiting.append((child, iter(child)))
        _flush(words, centred, out)

    def _enter(self, element: Any, words: list[str], centred: list[bool], out: list[Block]) -> None:
        if element.tag == "br":
            words.append("\n")
        elif element.tag in _BLOCKS:
            _flush(words, centred, out)
            if len(centred) < _MOST_DEPTH:
                own = _alignment(element)
                centred.append(centred[-1] if own is None else own)
            if element.tag == "li":
                words.append(self._item_mark(element))
        words.append(element.text or "" if element.tag == "pre" else _inline(element.text))

    def _item_mark(self, element: Any) -> str:
        """What a browser prints before an item of a list."""
        parent = element.getparent()
        if parent is None or parent.tag != "ol":
            own = _inline(element.text).strip()
            return "" if own[:1] in {"-", "+", "–", "•", "*"} else "- "
        given, start = element.get("value") or "", parent.get("start") or ""
        first = int(start) if _NUMBER.fullmatch(start) else 1
        number = int(given) if _NUMBER.fullmatch(given) else self.items.get(parent, first - 1) + 1
        self.items[parent] = number
        form = _FORMS.get(parent.get("type") or "", "decimal")
        return f"{in_form(number, form)}{')' if form == 'lowerLetter' else '.'} "

    @staticmethod
    def _leave(element: Any, root: Any, words: list[str], centred: list[bool], out: list[Block]) -> None:
        if element is root:
            return
        if element.tag in _BLOCKS:
            _flush(words, centred, out)
            if len(centred) > 1:
                centred.pop()
        words.append(_inline(element.tail))

    def _table(self, element: Any) -> list[Block]:
        """The table; one that only lays out the page is given as what its cells hold."""
        rows: list[list[list[str]]] = []
        layout: list[Block] = []
        spans: dict[int, tuple[int, list[str]]] = {}
        self.tables += 1
        for row in _rows(element):
            cells: list[list[str]] = []
            for cell in row.iterchildren("td", "th"):
                _fill(cells, spans)
                inner: list[Block] = []
                self._walk(cell, inner)
                layout += inner
                lines = [line for line in written(inner).strip("\n").split("\n") if line.strip()]
                wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
                if high > 1:
                    spans[len(cells)] = (high, lines)
                cells += [lines, *([] for _ in range(wide - 1))]
            _fill(cells, spans)
            spans = {place: (left - 1, lines) for place, (left, lines) in spans.items() if left > 1}
            rows.append(cells)
        self.tables -= 1
        long = max((len(cell) for row in rows for cell in row), default=0)
        return layout if long > 40 or max(map(len, rows), default=0) < 2 else [Table(rows)]


def _words_within(element: Any) -> str:
    """Lines of an element that is not shown; scripts, styles and the parts of forms have none."""
    import lxml.etree

    out: list[str] = []
    walker = lxml.etree.iterwalk(element, events=("start", "end"))
    for event, one in walker:
        tag = one.tag if isinstance(one.tag, str) else "script"
        if event == "start" and tag in _WORDLESS:
            walker.skip_subtree()
        elif event == "start":
            out += ["\n" if tag in _BLOCKS or tag in _GONE or tag == "br" else "", _inline(one.text)]
        else:
            out += ["\n" if tag in _BLOCKS or tag in _GONE else "", _inline(one.tail) if one is not element else ""]
    return "".join(out)


def _fill(cells: list[list[str]], spans: dict[int, tuple[int, list[str]]]) -> None:
    """Put in what spans down from the rows above; the row that opened a span has it already."""
    while len(cells) in spans:
        cells.append(spans[len(cells)][1])


def _rows(table: Any) -> Iterator[Any]:
    for child in table.iterchildren():
        if child.tag == "tr":
            yield child
        elif child.tag in {"tbody", "thead", "tfoot"}:
            yield from child.iterchildren("tr")


def _span(cell: Any, name: str) -> int:
    text = (cell.get(name) or "").strip()
    return min(max(int(text), 1), 60) if text.isdecimal() and len(text) < 4 else 1


def _inline(text: str | None) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", text or "")


def _flush(words: list[str], centred: list[bool], out: list[Block]) -> None:
    lines = [re.sub(r" {2,}", " ", line.replace("\xa0", " ")).strip() for line in "".join(words).split("\n")]
    words.clear()
    text = "\n".join(lines).strip("\n")
    if text.strip():
        out.append(Paragraph(text, centred[-1]))


def _alignment(element: Any) -> bool | None:
    if element.tag == "center":
        return True
    style = re.search(r"text-align\s*:\s*(\w+)", element.get("style") or "", re.I)
    said = (style[1] if style else element.get("align") or "").lower()
    return said == "center" if said else None


def _is_furniture(element: Any) -> bool:
    if element.tag in _GONE:
        return True
    if element.tag == "br":
        return False
    if element.get("hidden") is not None or re.search(r"display\s*:\s*none", element.get("style") or "", re.I):
        return True
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    if element.get("role") in {"navigation", "banner", "complementary", "contentinfo", "search"}:
        return True
    return bool(named.strip() and len(named) < 400 and _FURNITURE.search(named)) and len(element.text_content()) < 4000


def _main(blocks: list[Block], page: str) -> str:
    """The lines of the page between the first and the last that belong to its main text."""
    whole = written(blocks)
    lines = whole.split("\n")
    known = _told(page)
    places = [at for at, line in enumerate(lines) if len(line) > 3 and _squeezed(line) in known]
    if not places:
        return whole
    first, last = places[0], places[-1]
    if _DOCUMENT.search(whole):
        first, last = _widened(lines, first, last)
    else:
        first = _with_title(lines, blocks, first)
    return "\n".join(lines[first : last + 1]) + "\n"


def _widened(lines: list[str], first: int, last: int) -> tuple[int, int]:
    """A document from its letterhead to its signature."""
    marks = [at for at, line in enumerate(lines) if _DOCUMENT.search(line)]
    signs = [at for at, line in enumerate(lines) if _SIGNED.match(line)]
    if marks and marks[0] < first + 30:
        first = min(first, marks[0])
        while first and _heads(lines[first - 1]):
            first -= 1
    if signs and signs[-1] + 1 >= last:
        last = max(last, min(signs[-1] + 14, len(lines) - 1))
    return first, last


def _heads(line: str) -> bool:
    """Whether a line above the letterhead's first sure line may be the issuer beside it."""
    return not line.strip() or (len(line) < 90 and sum(map(str.isupper, line)) > len(line) * 0.5)


def _with_title(lines: list[str], blocks: list[Block], first: int) -> int:
    """An article from its headline, which stands at most a few short lines above its text."""
    for at in range(max(0, first - 6), first):
        if len(lines[at]) > 25:
            return at
    return first


def _told(page: str) -> set[str]:
    """Lines of the main text as trafilatura tells it, without blanks and marks; empty when it finds none."""
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # a page's words belong in no log
    try:
        text = trafilatura.extract(
            page, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False, output_format="txt"
        )
    except Exception:  # the tree alone is enough
        return set()
    return {_squeezed(line) for line in (text or "").replace("|", "\n").split("\n") if len(line) > 3}


def _squeezed(line: str) -> str:
    return re.sub(r"[\W_]+", "", re.sub(r"^\s*(?:[-–+*•]|\d{1,4}[.)]|[a-zđ][.)])\s+", "", line)).lower()
