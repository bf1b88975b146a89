"""Whether a text carries the marking of a state secret (decision 19): MẬT, TỐI MẬT, TUYỆT MẬT in marking position.

Marking position is a line or table cell of its own, alone or with what is stamped beside it (urgency, copy number,
degree), two lines of one word each, or the edge of a line of the letterhead. The words in running prose ("bí mật",
"mật độ", "tài liệu tối mật") are no marking.
"""

from __future__ import annotations

import re

from agencies.text import nfc, search_key

_LEVELS = {"MẬT": "MẬT", "TỐIMẬT": "TỐI MẬT", "TUYỆTMẬT": "TUYỆT MẬT"}
_WITHOUT_MARKS = {"MAT": "MẬT", "TOIMAT": "TỐI MẬT", "TUYETMAT": "TUYỆT MẬT"}
_FIRST_HALVES = {"TỐI": "TỐI MẬT", "TUYỆT": "TUYỆT MẬT", "TOI": "TỐI MẬT", "TUYET": "TUYỆT MẬT"}
_CONTROLS = {code: None for code in (*range(32), *range(127, 160)) if code not in {9, 10}} | {11: "\n", 12: "\n"}
_HEAD_LINES = 25  # non-empty lines in which a letterhead and its stamp stand
_DECORATION = " \t*_#>|[](){}<>\"'“”‘’:.;,-–—=~/\\"
_LABEL = re.compile(
    r"^(?:(?:ĐÓNG\s+)?DẤU(?:\s+CHỈ)?(?:\s+MỨC)?(?:\s+ĐỘ)?(?:\s+(?:BẢO\s+)?MẬT)?|(?:MỨC|CẤP)?\s*ĐỘ(?:\s+(?:BẢO\s+)?MẬT)?"
    r"|DAU(?:\s+CHI)?(?:\s+MUC)?(?:\s+DO)?(?:\s+MAT)?|(?:MUC\s+)?DO\s+MAT)\s*[:：]\s*",
    re.IGNORECASE,
)
# What is stamped beside a level: how urgent, which copy, which degree.
_BESIDE = re.compile(
    r"(?<!\w)(?:(?:H[OỎ][AẢ] T[OỐ]C|TH[UƯ][OỢ]NG KH[AẨ]N|KH[AẨ]N)(?: H[EẸ]N GI[OỜ])?"
    r"|B[AẢ]N S[OỐ]\s*[:.]?\s*[\d/._…]*)(?!\w)|\(\s*[ABC]\s*(?:\)|$)"
)
_CELLS = re.compile(r"\t+|\s{2,}|\|")
_AT_START = re.compile(r"^\W*((?:TUYỆT |TỐI )?MẬT) (?=\S)(.+)$")
_AT_END = re.compile(r"^(.+?)\s\W{0,8}((?:TUYỆT |TỐI )?MẬT)\W*$")
_NUMBER_AT_END = re.compile(r"[0-9_.…]\s*[-/]\s*[A-ZĐ][\w&]*(?:[-/][A-ZĐ][\w&]*)*$")
_LETTERHEADS = (
    "dang cong san", "cong hoa", "tinh uy", "thanh uy", "huyen uy", "quan uy", "dang uy", "dang bo", "ban ",
    "van phong", "uy ban", "hoi dong", "so ", "bo ",
)  # fmt: skip
_MOTTOS = ("dang cong san viet nam", "chu nghia viet nam")
# "QUY CHẾ BẢO VỆ BÍ / MẬT", "BI / MAT": a title broken over two lines.
_UNFINISHED = re.compile(r"(?<!\w)(?:bí|bảo|cơ|tuyệt|tối|bi)$", re.IGNORECASE)


def marking_in(text: str, *, has_head: bool = True) -> str | None:
    """The marking as printed on secret documents, or None; tabs and | separate cells.

    `has_head`: the text begins with the document's head, where a stamp may also stand beside other words.
    """
    before = ""
    lines = [one for line in nfc(text).translate(_CONTROLS).split("\n") if (one := line.strip())]
    for seen, (line, after) in enumerate(zip(lines, [*lines[1:], ""], strict=False)):
        in_head = has_head and seen < _HEAD_LINES
        found = _in_line(line, in_head=in_head)
        if found == "MẬT":
            found = _begun(before, in_head=in_head) or (None if _goes_on(before, line, after) else found)
        if found:
            return found
        before = line
    return None


def _begun(before: str, *, in_head: bool) -> str | None:
    """The level whose first word alone was the line or cell before."""
    for cell in (before, *_CELLS.split(before)):
        bare = _bare(cell, in_head=in_head)
        if bare in _FIRST_HALVES or (in_head and bare[:1].isupper() and bare.upper() in _FIRST_HALVES):
            return _FIRST_HALVES[bare.upper()]
    return None


def _goes_on(before: str, line: str, after: str) -> bool:
    """Whether a lone word goes on with what stands above or below it: "BẢO VỆ BÍ / MẬT", "MAT / TRAN TO QUOC"."""
    if _UNFINISHED.search(before.rstrip(_DECORATION)):
        return True
    return search_key(line) == "mat" and "MAT" in line and after.startswith("TRAN ")


def refusal(marking: str) -> str:
    """The sentence for the one who sent it."""
    return (
        f"văn bản có dấu {marking}. Hệ thống không nhận văn bản mật; nội dung vừa gửi đã bỏ, không lưu lại ở đâu. "
        "Hãy xử lý văn bản này theo quy định về bảo vệ bí mật nhà nước."
    )


def _in_line(line: str, *, in_head: bool) -> str | None:
    for cell in (line, *_CELLS.split(line)):
        if found := _in_cell(cell, in_head=in_head):
            return found
    return _at_edge(" ".join(line.split())) if in_head else None


def _in_cell(cell: str, *, in_head: bool) -> str | None:
    joined = _bare(cell, in_head=in_head)
    if joined in _LEVELS:
        return _LEVELS[joined]
    if in_head and joined[:1].isupper() and joined.upper() in _LEVELS:
        return _LEVELS[joined.upper()]
    return _WITHOUT_MARKS.get(joined) if in_head else None


def _bare(cell: str, *, in_head: bool) -> str:
    """The words of a cell without label, signs, blanks and what is stamped beside a level."""
    bare = _LABEL.sub("", cell.strip(_DECORATION))
    if len(bare) < 120:
        upper = bare.upper() if in_head else bare
        for match in reversed(list(_BESIDE.finditer(upper)) if len(upper) == len(bare) else []):
            bare = f"{bare[: match.start()]} {bare[match.end() :]}"
    return "".join(bare.strip(_DECORATION).split())


def _at_edge(line: str) -> str | None:
    """A stamp that ran together with the letterhead when columns were read as one line."""
    line = _BESIDE.sub(" ", line).rstrip(_DECORATION) if len(line) < 400 else line
    if (match := _AT_START.match(line)) and f"{search_key(match[2])} ".startswith(_LETTERHEADS):
        return match[1]
    if match := _AT_END.match(line):
        ahead = match[1].strip()
        if search_key(ahead).endswith(_MOTTOS) or _NUMBER_AT_END.search(ahead):
            return match[2]
    return None
