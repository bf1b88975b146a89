"""The text as it is shown: cleaned of what copying, scanning and segmenting left in it. Every span counts in this text."""

from __future__ import annotations

import re
import unicodedata

from directives.reading.grids import unfolded

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e"))
_SPACES = {
    ord(c): " " for c in "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\x0b"
}
_DASHES = {ord(c): "-" for c in "\u2010\u2011\u2012\u2212"}
_CONTROLS = {code: None for code in (*range(32), *range(127, 160)) if code not in {9, 10, 11}}
_PAGE_NUMBER = re.compile(r"(?:trang\s+)?-?\s*\d{1,3}\s*-?", re.I)
_FURNITURE = re.compile(
    r"ký bởi\b.*|giờ ký\b.*|người ký\s*:.*|email\s*:.*|cơ quan\s*:.*|thời gian ký\b.*"
    r"|\d{4}[.-]\d{2}[.-]\d{2}[ T]\d{2}:\d{2}.*|\(?đã ký\)?|\[đã ký\]|-{3,}|={3,}|_{3,}|\*{3,}",
    re.I,
)
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])((?:[^*\n]|\n(?!\n)){1,2000}?)(?<=\S)\*(?![\w*])")
# A blank number, or a marker with a wide gap after it: one column.
_INDENTED = re.compile(r"\s*(?:Số\s*:?\s*/|(?:[-–+]|(?:\d[\d.]{0,6}|[IVX]{1,5}|[A-Za-zđ])[.)/]?) {4})")
_TWO_COLUMNS = re.compile(r"CỘNG H[ÒO][ÀA]? XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM|Nơi nhận", re.I)
_SEGMENTED = re.compile(r"(?<=\w)_(?=\w)")


def shown_text(raw: str) -> str:
    """Clean text in lines: composed letters, plain spaces, no mark-up, page numbers or signing stamps; blank lines part blocks."""
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n\n"))
    text = text.translate({**_INVISIBLE, **_CONTROLS, **_SPACES, **_DASHES})
    if len(_SEGMENTED.findall(text)) > max(20, len(text) // 120):
        text = _unsegmented(text)
    text = _EMPHASIS.sub(r"\1", re.sub(r"\*\*|__", "", text))
    lines: list[str] = []
    side_by_side: list[list[str]] = []
    for line in unfolded(text.split("\n")):
        columns = _columns(line.replace("\t", "    "))
        if len(columns) == 2:
            side_by_side.append(columns)
            continue
        lines.extend(_in_order(side_by_side))
        side_by_side = []
        lines.extend(_clean_line(columns[0]))
    return _without_page_furniture([*lines, *_in_order(side_by_side)])


def _in_order(rows: list[list[str]]) -> list[str]:
    """Lines of two columns: a letterhead and a signature are read column by column, anything else row by row."""
    by_column = len(rows) > 1 and any(_TWO_COLUMNS.search(part) for row in rows for part in row)
    parts = [row[side] for side in (0, 1) for row in rows] if by_column else [part for row in rows for part in row]
    return [line for part in parts for line in _clean_line(part)]


def _columns(line: str) -> list[str]:
    """A line whose two columns stand side by side, as letterhead and signature do, taken apart."""
    parts = re.split(r"(?<=\S)(?<!ngày)(?<!tháng) {4,}(?=\S)", line)
    if len(parts) > 2 or line.lstrip().startswith("|") or _INDENTED.match(line):
        return [line]
    return parts


def _unsegmented(text: str) -> str:
    """Undo word segmentation: underscores part syllables of a word, and blanks stand round every sign."""
    text = _SEGMENTED.sub(" ", text)
    text = re.sub(r" +([,.;:)\]%?!”])", r"\1", text)
    text = re.sub(r"([(\[“]) +", r"\1", text)
    text = re.sub(r' " ([^"\n]*?) " ', r' "\1" ', text)
    return re.sub(r"(?<=\w) / (?=\w)", "/", text)


def _clean_line(line: str) -> list[str]:
    """The lines that one raw line shows: mark-up off, a table row taken apart into its cells."""
    stripped = line.strip()
    if stripped.startswith("|"):
        return _cells(stripped)
    if stripped.startswith("#"):
        stripped = stripped.lstrip("#").strip()
    return [re.sub(r" {2,}", " ", stripped).strip()]


def _cells(row: str) -> list[str]:
    """Cells of a flattened table row, each a block of its own; lists inside a cell get a line per entry."""
    out: list[str] = []
    for cell in row.strip("|").split("|"):
        words = re.sub(r"-{3,}", " ", cell).strip()
        words = re.sub(r" {2,}", " ", words)
        if not words or set(words) <= set("-: "):
            continue
        words = re.sub(r"(?<=[;:.,]) - (?=\S)", "\n- ", words)
        words = re.sub(r"^(Kính gửi:?) - ", r"\1\n- ", words)
        words = re.sub(r" (?=V/v\b)", "\n", words)
        words = re.sub(
            r" (?=(?:CỘNG HÒA XÃ HỘI|CỘNG HOÀ XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập ?- ?Tự do))", "\n", words
        )
        out += ["", *words.split("\n")]
    return [*out, ""] if out else []


def _without_page_furniture(lines: list[str]) -> str:
    """Drop page numbers and stamps; where one stood alone between blanks a page break remains a blank line."""
    kept: list[str] = []
    for index, line in enumerate(lines):
        if line and _FURNITURE.fullmatch(line):
            continue
        if line and _PAGE_NUMBER.fullmatch(line):
            around = {lines[index - 1] if index else "", lines[index + 1] if index + 1 < len(lines) else ""}
            if "" in around or any(_PAGE_NUMBER.fullmatch(other) for other in around):
                line = ""
        if not line and (not kept or not kept[-1]):
            continue
        kept.append(line)
    return "\n".join(kept).strip("\n")
