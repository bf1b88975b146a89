"""Whether a text carries the marking of a state secret (decision 19): MẬT, TỐI MẬT, TUYỆT MẬT in marking position.

Marking position is a line or table cell of its own, or the edge of a line of the letterhead. The words in running
prose ("bí mật", "mật độ", "tài liệu tối mật") are no marking.
"""

from __future__ import annotations

import re

from agencies.text import nfc, search_key

_LEVELS = {"MẬT": "MẬT", "TỐIMẬT": "TỐI MẬT", "TUYỆTMẬT": "TUYỆT MẬT"}
_WITHOUT_MARKS = {"TOIMAT": "TỐI MẬT", "TUYETMAT": "TUYỆT MẬT"}
_HEAD_LINES = 25  # non-empty lines in which a letterhead and its stamp stand
_DECORATION = " \t*_#>|[](){}<>\"'“”‘’:.;,-–—=~/\\"
_LABEL = re.compile(r"^(?:DẤU CHỈ\s+)?(?:MỨC\s+)?ĐỘ MẬT\s*[:：]\s*", re.IGNORECASE)
_CELLS = re.compile(r"\t+|\s{2,}|\|")
_AT_START = re.compile(r"^\W*((?:TUYỆT |TỐI )?MẬT) (?=\S)(.+)$")
_AT_END = re.compile(r"^(.+?)\s\W?((?:TUYỆT |TỐI )?MẬT)\W*$")
_NUMBER_AT_END = re.compile(r"[0-9_.…]\s*[-/]\s*[A-ZĐ][\w&]*(?:[-/][A-ZĐ][\w&]*)*$")
_LETTERHEADS = (
    "dang cong san", "cong hoa", "tinh uy", "thanh uy", "huyen uy", "quan uy", "dang uy", "dang bo", "ban ",
    "van phong", "uy ban", "hoi dong", "so ", "bo ",
)  # fmt: skip
_MOTTOS = ("dang cong san viet nam", "chu nghia viet nam")
_UNFINISHED = ("bí", "bảo", "cơ", "tuyệt", "tối")  # "QUY CHẾ BẢO VỆ BÍ / MẬT": a title broken over two lines


def marking_in(text: str, *, has_head: bool = True) -> str | None:
    """The marking as printed on secret documents, or None; tabs and | separate cells.

    `has_head`: the text begins with the document's head, where a stamp may also stand beside other words.
    """
    seen, before = 0, ""
    for line in nfc(text).split("\n"):
        line = line.strip().replace("\f", "")
        if not line:
            continue
        seen += 1
        found = _in_line(line, in_head=has_head and seen <= _HEAD_LINES)
        if found and not (found == "MẬT" and before.casefold().endswith(_UNFINISHED)):
            return found
        before = line.rstrip(_DECORATION)
    return None


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
    bare = _LABEL.sub("", cell.strip(_DECORATION)).strip(_DECORATION)
    joined = "".join(bare.split())
    if joined in _LEVELS:
        return _LEVELS[joined]
    if in_head and joined[:1].isupper() and joined.upper() in _LEVELS:
        return _LEVELS[joined.upper()]
    return _WITHOUT_MARKS.get(joined) if in_head else None


def _at_edge(line: str) -> str | None:
    """A stamp that ran together with the letterhead when columns were read as one line."""
    if (match := _AT_START.match(line)) and f"{search_key(match[2])} ".startswith(_LETTERHEADS):
        return match[1]
    if match := _AT_END.match(line):
        ahead = match[1].strip()
        if search_key(ahead).endswith(_MOTTOS) or _NUMBER_AT_END.search(ahead):
            return match[2]
    return None
