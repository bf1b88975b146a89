"""The foot of a document: recipients and signature, which stand in either order and interleaved."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from directives.reading.header import addressee, found_in, whole
from directives.reading.layout import Line, is_shout, marker_of, para_of
from directives.reading.lexicon import LOWER, UPPER
from directives.reading.values import Found

_FROM_HERE = re.compile(r"Nơi nhận\s*:?\s*", re.I)
_AUTHORITY = re.compile(r"(?:T/M|TM\.|K/T|KT\.|T/L|TL\.|TUQ\.|Q\.|T/M\.|TM |KT |TL )\s*", re.I)
_POSTS = (
    r"(?:PHÓ |QUYỀN )?(?:BÍ THƯ|CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG|CHÁNH|HIỆU TRƯỞNG|THỦ TƯỚNG|BỘ TRƯỞNG|"
    r"THỨ TRƯỞNG|CHỦ NHIỆM|TỔNG|VIỆN TRƯỞNG|CỤC TRƯỞNG|VỤ TRƯỞNG|TƯ LỆNH|THƯỜNG TRỰC)"
)
_POST = re.compile(rf"{_POSTS}(?!\w)", re.I)
_SYLLABLE = rf"[{UPPER}][{LOWER}]{{0,7}}"
_NAME = re.compile(rf"{_SYLLABLE}(?: {_SYLLABLE}){{1,4}}$")
_RANK = re.compile(
    r"(?:(?:GS|PGS|TS|TSKH|ThS|BS|BSCK|BSCKI{1,2}|BS\.?\s?CKI{1,2}|DS|KS|CN|NSND|NSƯT|Bác sĩ|Thạc sĩ|Tiến sĩ|Kỹ sư|Cử nhân"
    r"|(?:Thiếu|Trung|Thượng|Đại) (?:tướng|tá|úy))(?:[.,]\s*|\s+))+"
)
_ANNEX = re.compile(r"(?:PHỤ LỤC|DANH SÁCH|BIỂU|DANH MỤC|MẪU|BẢNG|ĐỀ CƯƠNG)(?!\w)")


@dataclass(slots=True)
class Foot:
    """What the foot says; `start` is the number of its first line, past the last line of the body."""

    start: int
    recipients: list[Found] = field(default_factory=list)
    authority: Found | None = None
    title: Found | None = None
    name: Found | None = None


def read_foot(lines: list[Line], opening: int) -> Foot:
    """Recipients and signature, which stand in either order and interleaved."""
    received = next((i for i in range(len(lines) - 1, opening, -1) if _FROM_HERE.match(lines[i].text)), None)
    signed = _signature_start(lines, opening, received)
    start = min(i for i in (received, signed, len(lines)) if i is not None)
    foot = Foot(start)
    if received is not None:
        foot.recipients = _recipients(lines, received)
    _sign(foot, lines, start, received)
    return foot


def _signature_start(lines: list[Line], opening: int, received: int | None) -> int | None:
    """First line of the signature when it stands before the recipients or without them."""
    stop = received if received is not None else len(lines)
    for index in range(max(opening + 1, stop - 12), stop):
        text = lines[index].text
        if (_AUTHORITY.match(text) or (is_shout(text) and _POST.match(text))) and len(text) < 90:
            return index
    return None


def _recipients(lines: list[Line], received: int) -> list[Found]:
    entries: list[list[Line]] = []
    match = _FROM_HERE.match(lines[received].text)
    beside = lines[received].text[match.end() :] if match else ""
    if match and beside.strip(" -:") and not is_shout(beside) and not _AUTHORITY.match(beside):
        entries.append(
            [
                replace(
                    lines[received], text=lines[received].text[match.end() :], start=lines[received].start + match.end()
                )
            ]
        )
    for line in lines[received + 1 :]:
        marker = marker_of(line.text)
        if is_shout(line.text) and _ANNEX.match(line.text):
            break
        if marker and marker.kind in {"dash", "plus"}:
            entries.append([line])
        elif (
            entries
            and not line.after_blank
            and line.start == entries[-1][-1].end + 1
            and _runs_on(entries[-1][-1].text, line.text)
        ):
            entries[-1].append(line)
        if len(entries) > 80:
            break
    return [one for entry in entries if (one := addressee([(line, 0) for line in entry])).value]


def _runs_on(last: str, text: str) -> bool:
    return (
        not last.endswith((";", ".", ","))
        and not is_shout(text)
        and (text[0].islower() or len(last) > 25)
        and not _NAME.match(text)
    )


def _sign(foot: Foot, lines: list[Line], start: int, received: int | None) -> None:
    """The first name below a title or an authority."""
    block: list[Line] = []
    paired = False
    for place, line in enumerate(lines[start:], start + 1):
        if _ANNEX.match(line.text) and is_shout(line.text):
            break
        text = line.text
        if (marker := marker_of(text)) and marker.kind in {"dash", "plus"}:
            continue
        if block and (rank := _RANK.match(text)) and _NAME.match(text, rank.end()):
            line = replace(line, text=text[rank.end() :], start=line.start + rank.end())
            text = line.text
        inline = re.match(rf"(?P<post>(?:[{UPPER}]{{2,}}[,.]?\s)+)(?P<name>{_SYLLABLE}(?: {_SYLLABLE}){{1,4}})$", text)
        if inline and _POST.search(inline["post"]):
            para = para_of([line])
            foot.name, foot.title = found_in(para, *inline.span("name")), found_in(para, *inline.span("post"))
            break
        if (
            block
            and _NAME.match(text)
            and not _POST.match(text)
            and not _FROM_HERE.match(text)
            and not _continues_title(block, line)
        ):
            foot.name = whole([line])
            paired = place < len(lines) and _NAME.match(lines[place].text) is not None
            break
        if _AUTHORITY.match(text) or _POST.match(text) or (block and (is_shout(text) or _continues_title(block, line))):
            block.append(line)
    _post(foot, block[:1] if paired and not any(_AUTHORITY.match(one.text) for one in block) else block)


def _continues_title(block: list[Line], line: Line) -> bool:
    """Whether a line goes on with the name of the body one signs for."""
    return block[-1].end + 1 == line.start and not is_shout(block[-1].text) and not _POST.match(block[-1].text)


def _post(foot: Foot, block: list[Line]) -> None:
    if not block or foot.name is None:
        return
    posts = [i for i, line in enumerate(block) if _POST.match(line.text)]
    cut = posts[-1] if posts and posts[-1] > 0 else 0
    if cut and (_AUTHORITY.match(block[0].text) or len(posts) > 1):
        foot.authority = whole(block[:cut])
    if len(block) == 1 and (at := _AUTHORITY.match(block[0].text)) and not _POST.match(block[0].text, at.end()):
        foot.authority = whole(block)
    elif foot.title is None:
        foot.title = whole(block[cut:])
