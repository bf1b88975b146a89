"""The head of a document: what stands before the first sentence of the body."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from directives.numbers import parse_number
from directives.reading.dates import iso_of
from directives.reading.layout import Line, Para, is_shout, marker_of, para_of
from directives.reading.lexicon import CODE_NAMES, STRONG_HEADS, TYPE, TYPE_NAMES, alternatives
from directives.reading.values import Found, Span

_HEAD_LINES = 70
_LONG = 400  # no line of a letterhead has more characters
_MOTTO = re.compile(
    r"(?:ĐẢNG CỘNG SẢN VIỆT NAM|C[ỘÔ]NG (?:HÒA|HOÀ) (?:XÃ|XẪ) HỘI CHỦ NGHĨA VIỆT NAM|"
    r"Độc lập\s*-\s*Tự do\s*-\s*Hạnh phúc|^ĐOÀN (?:TNCS|THANH NIÊN CỘNG SẢN) HỒ CHÍ MINH\s*$)",
    re.I,
)
_NUMBER = re.compile(
    r"(?:Số(?: hiệu)?\s*[:.]?\s*)?(?P<number>(?:\d{1,6}[a-z]?)?[._…\s]*(?:/(?:19|20)\d{2})?"
    r"[-/]\s*[A-ZĐ][\w&]*(?:\s*[-/]\s*[\w&]+)*)(?!\w)"
)
_NUMBER_START = re.compile(r"Số(?: hiệu)?\s*[:.]?\s*(?P<value>\d{0,6})\s*$", re.I)
_PLACE_DATE = re.compile(
    r"(?P<place>[^\W\d_][^,\d]{1,45}?)?\s*,?\s*ngày\s*(?P<day>\d{0,2})[.…\s]*tháng\s*(?P<month>\d{0,2})[.…\s]*năm\s*(?P<year>\d{4})\s*$",
    re.I,
)
_OF = re.compile(r"CỦA\s+(?=\S)")
_OF_CENTRE = re.compile(r"\s*CỦA (?P<body>BAN BÍ THƯ|BỘ CHÍNH TRỊ)(?!\w)\s*", re.I)
_ABOUT = re.compile(r"(?:V/v|Về việc(?=:))\s*[:.]?\s*", re.I)
# A telegram names its addressees after "điện:".
_TO = re.compile(r"(?:Kính gửi\s*:?\s*|(?:[^.;:\d]{3,80}\s)?(?<!bưu )điện\s*:\s*$)", re.I)
_TYPE_LINE = re.compile(rf"(?P<type>{TYPE})\s*:?", re.I)
OPENING = re.compile(
    r"(?:(?:Tiếp tục )?(?:Thực hiện|Triển khai)|Căn cứ|Xét|Để |Nhằm|Trong |Ngày (?=\d)|Theo |Vừa qua|"
    r"Hiện nay|Thời gian qua|Sau khi|Tiếp theo|Từ )(?!\S*:)"
)
_MORE_HEADS = (
    "bộ", "sở", "ban", "phòng", "đảng", "hội", "trường", "viện", "cục", "vụ", "đoàn", "thanh tra", "quốc hội", "công đoàn",
    "tổng", "trạm", "báo", "đài", "tạp chí", "học viện", "bệnh viện", "công ty", "thị đoàn", "quận đoàn", "hạt kiểm lâm",
)  # fmt: skip
_BODY_HEADS = re.compile(rf"(?!phòng,? chống)(?:các )?(?:{alternatives((*STRONG_HEADS, *_MORE_HEADS))})(?!\w)", re.I)
# Below the name of a body: who of it acts, no body of its own.
_ACTS = re.compile(r"BAN (?:THƯỜNG VỤ|THƯỜNG TRỰC|CHẤP HÀNH)|THƯỜNG TRỰC", re.I)
_PLACE_LINE = re.compile(r"(?:TỈNH|THÀNH PHỐ|TP|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN)(?!\w)")


@dataclass(slots=True)
class Head:
    """What the head says; `opening` is the number of the first line of the body."""

    type_code: str | None = None
    type_found: Found | None = None
    number: Found | None = None
    issuer: Found | None = None
    superior: Found | None = None
    acting: Found | None = None
    place: Found | None = None
    date: Found | None = None
    title: Found | None = None
    addressees: list[Found] = field(default_factory=list)
    opening: int = 0
    has_motto: bool = False


def found_in(para: Para, start: int, end: int, *, deduced: bool = False) -> Found:
    """A value with its span, blanks and end punctuation trimmed."""
    while end > start and para.text[end - 1] in " ,;.*":
        end -= 1
    while start < end and para.text[start] in " *,;":
        start += 1
    return Found(para.text[start:end], para.span(start, end), deduced)


def whole(lines: list[Line], strip: str = "") -> Found:
    """Lines as one value; where other lines stand between them its span is that of the first that follow each other."""
    para = para_of(lines)
    start = len(para.text) - len(para.text.lstrip(strip + " "))
    found = found_in(para, start, len(para.text))
    run = 1
    while run < len(lines) and lines[run].start - lines[run - 1].end <= 2:
        run += 1
    return (
        found if run == len(lines) or found.span is None else replace(found, span=(found.span[0], lines[run - 1].end))
    )


def read_head(lines: list[Line]) -> Head:
    """Walk the first lines; every line is one of the kinds a letterhead has, the first that is none opens the body."""
    head, index, bodies = Head(), 0, list[list[Line]]()
    loose: list[list[Line]] = []
    while index < min(len(lines), _HEAD_LINES):
        line = lines[index]
        step = _known(head, lines, index)
        if step:
            index += step
        elif _opens_body(head, line, lines, index):
            break
        elif (
            is_shout(line.text)
            and not marker_of(line.text)
            and not (head.title and (bodies or head.issuer))
            and not _TYPE_LINE.match(line.text)
        ):
            _body_line(bodies, line)
            index += 1
        elif head.number is not None or head.has_motto or bodies or _head_ahead(lines, index):
            _loose_line(loose, line)
            index += 1
        else:
            break
    head.opening = index
    _settle(head, bodies, loose)
    return head


def _head_ahead(lines: list[Line], index: int) -> bool:
    """Whether the letterhead only begins below: a line that a web page put on top."""
    return index < 4 and any(
        _MOTTO.search(line.text) or _NUMBER_START.match(line.text) for line in lines[index + 1 : index + 8]
    )


def _known(head: Head, lines: list[Line], index: int) -> int:
    """How many lines from here on say something of the head; what they say is kept."""
    line = lines[index]
    text = line.text
    if text.strip(" *-") == "":
        return 1
    if match := _MOTTO.search(text):
        head.has_motto = True
        rest = (text[: match.start()] + text[match.end() :]).strip(" -")
        return 1 if not rest or _MOTTO.search(rest) else 0 if head.issuer else _shared_with_motto(head, line, match)
    if head.number is None and (taken := _number(head, lines, index)):
        return taken
    if (
        head.date is None
        and len(text) < _LONG
        and (dated := _PLACE_DATE.search(text))
        and (dated.start() == 0 or head.number)
    ):
        return _dated(head, line, dated)
    if _ABOUT.match(text):
        return _about(head, lines, index)
    if _TO.match(text):
        return _addressed(head, lines, index)
    return _typed(head, lines, index)


def _shared_with_motto(head: Head, line: Line, motto: re.Match[str]) -> int:
    """The issuer beside the motto on one line, when two columns were read as one."""
    para = para_of([line])
    if motto.start() > 3:
        head.issuer = found_in(para, 0, motto.start())
    return 1


def _number(head: Head, lines: list[Line], index: int) -> int:
    text = lines[index].text
    start = _NUMBER_START.match(text)
    if start and index + 1 < len(lines) and (tail := _NUMBER.match(lines[index + 1].text)):
        joined = start["value"] + tail["number"]
        if parse_number(joined):
            head.number = _as_number(
                joined, (lines[index].start + start.start("value"), lines[index + 1].start + tail.end("number"))
            )
            return 2 if tail.end() == len(lines[index + 1].text) else 1
    match = _NUMBER.match(text)
    if match is None or not (text[:2] == "Số" or match["number"][0].isdigit()) or not parse_number(match["number"]):
        return 0
    if match["number"][0].isdigit() and text[:2] != "Số" and match.end() < len(text) - 3:
        return 0
    span = (lines[index].start + match.start("number"), lines[index].start + match.end("number"))
    head.number = _as_number(match["number"], span)
    beside = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
    if dated := _PLACE_DATE.match(text, beside):
        _dated(head, lines[index], dated)
    return 1


def _as_number(printed: str, span: Span) -> Found | None:
    value = re.sub(r"[._…\s]+", "", printed)
    return Found(value, span) if value[0].isdigit() else None


def _dated(head: Head, line: Line, match: re.Match[str]) -> int:
    para = para_of([line])
    iso = iso_of(match["day"], match["month"], match["year"])
    head.date = (
        Found(iso, para.span(match.end("place") if match["place"] else match.start(), match.end())) if iso else None
    )
    if match["place"]:
        start, end = match.span("place")
        if moved := re.search(r"\s{2,}", match["place"]):
            start += moved.end()
        head.place = found_in(para, start, end)
    return 1


def _about(head: Head, lines: list[Line], index: int) -> int:
    """The subject of a công văn; it runs on over lines until something else of the head begins."""
    match = _ABOUT.match(lines[index].text)
    end = index + 1
    while end < len(lines) and end - index < 6 and not lines[end].after_blank and not _starts_other(lines[end].text):
        end += 1
    if head.title is None and match:
        para = para_of(lines[index:end])
        head.title = found_in(para, match.end(), len(para.text))
    head.type_code = head.type_code or "CV"
    return end - index


def _starts_other(text: str) -> bool:
    return bool(
        _MOTTO.search(text) or _TO.match(text) or _PLACE_DATE.match(text) or _NUMBER_START.match(text) or text.startswith("Số")
        or OPENING.match(text) or _ABOUT.match(text)
    )  # fmt: skip


def _addressed(head: Head, lines: list[Line], index: int) -> int:
    match = _TO.match(lines[index].text)
    first = match.end() if match else 0
    entries: list[list[tuple[Line, int]]] = []
    if lines[index].text[first:].strip(" -"):
        entries.append([(lines[index], first)])
    end = index + 1
    while end < len(lines) and not OPENING.match(lines[end].text):
        line = lines[end]
        dashed = (marker := marker_of(line.text)) is not None and marker.kind == "dash"
        last = entries[-1][-1][0].text if entries else ""
        if dashed or not entries:
            if not entries and not dashed and line.after_blank and end > index + 1:
                break
            entries.append([(line, 0)])
        elif line.after_blank or last.endswith((".", ";", "/.")) or (marker is not None):
            break
        else:
            entries[-1].append((line, 0))
        end += 1
    head.addressees = [one for entry in entries if (one := addressee(entry)).value]
    return end - index


def addressee(entry: list[tuple[Line, int]]) -> Found:
    para = para_of([line for line, _ in entry])
    start = entry[0][1]
    while start < len(para.text) and para.text[start] in " -–+*":
        start += 1
    return found_in(para, start, len(para.text))


def _typed(head: Head, lines: list[Line], index: int) -> int:
    """The line of the type (KẾ HOẠCH) with the title below it; a type that begins a sentence-long first line counts too."""
    text = lines[index].text
    match = _TYPE_LINE.match(text)
    if match is None or head.type_found is not None or (not is_shout(text) and _head_ahead(lines, index)):
        return 0
    rest = text[match.end() :].strip(" *")
    if rest and not (index == 0 and not is_shout(text) and len(text) < 400) and not (is_shout(text) and index < 25):
        return 0
    end = index + 1
    while end < len(lines) and _in_title(lines, index, end, rest):
        end += 1
    code = TYPE_NAMES[match["type"].lower()]
    head.type_code = code
    head.type_found = Found(
        match["type"].capitalize(), (lines[index].start + match.start("type"), lines[index].start + match.end("type"))
    )
    first = index + 1
    if not rest and first + 1 < end and is_shout(lines[first].text) and (of := _OF.match(lines[first].text)):
        by = para_of(lines[first : first + 1])
        head.acting = found_in(by, of.end(), len(by.text))
        rest_of = lines[first + 1 : end]
    else:
        rest_of = lines[index:end]
    para = para_of(rest_of)
    start = match.end() if rest_of[0] is lines[index] else 0
    if of_centre := _OF_CENTRE.match(para.text, start):
        head.acting, start = found_in(para, *of_centre.span("body")), of_centre.end()
    if para.text[start:].strip(" *"):
        head.title = found_in(para, start, len(para.text))
    return end - index


def _in_title(lines: list[Line], index: int, end: int, rest: str) -> bool:
    """Whether a line below the type still belongs to the title."""
    line, first = lines[end], end == index + 1 and not rest
    if end - index > 10 or _TO.match(line.text) or _PLACE_DATE.match(line.text) or line.text.strip("*-_ ") == "":
        return False
    if first:
        return not (marker_of(line.text) and not is_shout(line.text))
    if is_shout(lines[end - 1].text) and is_shout(line.text) and not marker_of(line.text):
        return True
    if rest and end == index + 1 and len(lines[index].text) > 60:
        return False
    if line.after_blank or OPENING.match(line.text) or marker_of(line.text) or len(line.text) > 160:
        return line.after_blank and line.text[0].islower() and not marker_of(line.text)
    return True


def _opens_body(head: Head, line: Line, lines: list[Line], index: int) -> bool:
    if OPENING.match(line.text) and not is_shout(line.text):
        return not (line.text.startswith(("Triển khai", "Thực hiện", "Tiếp tục")) and _is_subject(head, lines, index))
    if head.addressees or (head.title is not None and head.type_found is not None):
        return True
    return len(line.text) > 200 or (marker_of(line.text) is not None and not is_shout(line.text))


def _is_subject(head: Head, lines: list[Line], index: int) -> bool:
    """Whether "Triển khai …" stands where a công văn of the party prints its subject: in the head, before "Kính gửi"."""
    if head.title or head.type_found or head.addressees or not (head.number or head.has_motto):
        return False
    return any(_TO.match(line.text) for line in lines[index : index + 12]) and len(lines[index].text) < 200


def _body_line(bodies: list[list[Line]], line: Line) -> None:
    """A line in capitals: a body's name, or the next line of the one before."""
    before = bodies[-1][-1] if bodies else None
    follows = before is not None and (before.end + 1 == line.start or _PLACE_LINE.match(line.text) is not None)
    open_end = before is not None and before.text.endswith((" VÀ", " -", ","))
    if follows and (open_end or not _BODY_HEADS.match(line.text)):
        bodies[-1].append(line)
    else:
        bodies.append([line])


def _loose_line(loose: list[list[Line]], line: Line) -> None:
    before = loose[-1][-1] if loose else None
    if before is not None and before.end + 1 == line.start:
        loose[-1].append(line)
    else:
        loose.append([line])


def _settle(head: Head, bodies: list[list[Line]], loose: list[list[Line]]) -> None:
    """Issuer and superior of the lines in capitals; the subject of a công văn of the lines that are nothing else."""
    named = [body for body in bodies if _BODY_HEADS.match(body[0].text)]
    if len(named) > 1 and _ACTS.fullmatch(named[-1][0].text.strip(" *")):
        head.acting = whole(named.pop())
    if named and head.issuer is None:
        head.issuer = whole(named[-1])
        head.superior = whole(named[-2]) if len(named) > 1 else None
    elif named and head.issuer is not None:
        head.superior, head.issuer = head.issuer, whole(named[-1])
    parsed = parse_number(head.number.value) if head.number else None
    code = parsed.type_code if parsed else None
    if head.type_code is None and (code or head.addressees or (parsed and parsed.symbol)):
        head.type_code = code or "CV"
    if head.title is None and loose and head.type_code == "CV":
        head.title = whole(max(loose, key=lambda group: sum(len(line.text) for line in group)))
    if head.type_code and head.type_found is None:
        head.type_found = Found(CODE_NAMES.get(head.type_code, head.type_code), None, deduced=True)
