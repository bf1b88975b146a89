"""When a duty is due and how often it comes back, as words and as the last day that the words allow."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from directives.reading.dates import day_in, day_pattern
from directives.reading.layout import Para
from directives.reading.lexicon import VERB
from directives.reading.values import Deadline, Recurrence

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_CUE = (
    r"(?:chậm nhất|muộn nhất|trước|xong trước|hoàn thành trước|đến hết|hết|hạn cuối|thời hạn|xong|"
    r"không quá|đến|vào|trong)"
)
_FULL = re.compile(
    rf"(?<!\w)(?P<cue>(?:(?:chậm nhất|muộn nhất|hoàn thành|hạn cuối|thời hạn|"
    rf"thời gian hoàn thành)[\s:]*(?:là|xong|vào|đến)?\s*)?"
    rf"(?:trước|đến hết|hết|đến|vào|là|trong)?\s*)(?P<hour>(?P<h>\d{{1,2}})\s*(?:giờ|"
    rf"h)\s*(?P<min>\d{{1,2}})?\s*(?:phút)?,?\s*)?{day_pattern()}",
    re.I,
)
_HAS_YEAR = re.compile(r"\d{4}")
_SURE_CUE = re.compile(r"(?:trước|chậm nhất|muộn nhất|đến hết|hạn cuối|hoàn thành|thời hạn|(?<!\w)hết)", re.I)
_QUARTER = r"quý\s+(?:IV|I{1,3}|[1-4])(?!\w)\s*(?:/|\s?năm\s)?\s*(?:(?:19|20)\d{2})?"
_MONTH = r"tháng\s*\d{1,2}(?:\s*,\s*\d{1,2})*\s*(?:/|\s*năm\s*)\s*(?:19|20)\d{2}"
_YEAR = r"năm\s*(?:19|20)\d{2}"
_PERIOD = re.compile(
    rf"(?P<words>(?:ngay\s+)?(?:trong|vào|xong trong|trước|đến hết|"
    rf"chậm nhất(?: là)?(?: trong)?)\s+(?:(?:đầu|cuối|giữa|hết)\s+)?(?P<unit>{_QUARTER}|{_MONTH}|"
    rf"{_YEAR}))",
    re.I,
)
_BRACKETED = re.compile(rf"\((?P<words>(?:trong\s+|vào\s+)?(?:{_QUARTER}|{_MONTH}|{_YEAR})[^()]{{0,60}})\)", re.I)
_STAGES = re.compile(
    r"giai đoạn \d{4}\s?-\s?\d{4} vào năm \d{4}(?:\s*[;,]\s*giai đoạn \d{4}\s?-\s?\d{4} vào năm \d{4})*", re.I
)
_WITHIN = re.compile(
    r"(?:(?:chậm nhất|không quá)\s+)?(?:(?:trong|sau) (?:thời hạn |thời gian |vòng )?|(?<=không quá )|(?<=chậm nhất ))"
    r"(?P<n>\d{1,3}) (?P<unit>ngày|tháng)(?: làm việc)?,?(?: kể)? từ (?:ngày|khi) [^,.;]{2,60}",
    re.I,
)
_NO_YEAR = re.compile(
    r"(?:chậm nhất|muộn nhất|trước|đến hết)\s*(?:là\s*|đến\s*|vào\s*)?(?:ngày\s*)?(?P<d>\d{1,2})(?:/|"
    r"\s+tháng\s+)(?P<m>\d{1,2})(?!/|\d|\.\d)",
    re.I,
)
_MONTH_ALONE = re.compile(
    r"(?:xong trong|xong trước|trong|hết|đến hết|trước|chậm nhất(?: là)?(?: trong)?)\s+(?:(?:đầu|cuối|giữa|hết)\s+)?"
    r"tháng\s+(?P<m>\d{1,2})"
    r"(?!\s*[/\d.,-]\s*\d|\d|\s*năm|\s*(?:hằng|hàng))",
    re.I,
)
_HALF = re.compile(
    r"(?:xong trong|xong trước|trong|hết|đến hết|trước)\s+(?:0?6 tháng (?P<half>đầu|cuối) năm)(?:\s+(?P<y>(?:19|20)\d{2}))?(?!\d)",
    re.I,
)
_SPAN_AT_END = re.compile(
    r"từ (?:năm|tháng|quý) [\d/]{1,7} đến (?:năm|tháng|quý|hết năm) [\d/]{1,7}(?=\s*[.;)]*\s*$)", re.I
)
_WITH_REPORT = re.compile(
    r"cùng với báo cáo (?:tổng kết|sơ kết|định kỳ|kết quả)(?: (?:năm học|năm|học kỳ|quý|tháng|6 tháng))?", re.I
)
_AT_ONCE = re.compile(r"khẩn trương(?= (?:có )?(?:báo cáo|gửi báo cáo))", re.I)
_EVENT_NOUN = re.compile(r"(?:từ|kể từ|số|ban hành|ký|cấp)\s*$", re.I)


def deadline_in(para: Para, signed: str | None) -> Deadline | None:
    """The due words of an item: a full date first, then a period, then what only points at a time."""
    return _full(para) or _stages(para) or _period(para, signed) or _worded(para, signed)


def _full(para: Para) -> Deadline | None:
    text = para.text
    for match in _FULL.finditer(text) if _HAS_YEAR.search(text) else ():
        before = text[max(0, match.start() - 24) : match.start()]
        if not (_SURE_CUE.search(match["cue"]) or match["hour"]) or _EVENT_NOUN.search(before + match["cue"]):
            continue
        iso = day_in(match)
        if iso is None:
            continue
        start = match.start()
        while start < match.end() and text[start] == " ":
            start += 1
        minute = (
            f"T{int(match['h']):02d}:{int(match['min'] or 0):02d}" if match["hour"] and int(match["h"]) < 24 else ""
        )
        resolved = iso
        if re.search(r"trước\s*(?:ngày\s*)?$", match["cue"], re.I) and not minute:
            resolved = iso  # offices read "trước ngày 30/6" as by that day; the words stand beside it
        return Deadline(iso + minute, text[start : match.end()], resolved, para.span(start, match.end()))
    return None


def _stages(para: Para) -> Deadline | None:
    match = _STAGES.search(para.text)
    if match is None:
        return None
    return Deadline(match.group(), match.group(), f"{match.group()[-4:]}-12-31", para.span(*match.span()))


def _period(para: Para, signed: str | None) -> Deadline | None:
    text = para.text
    if match := _BRACKETED.search(text):
        words = re.split(r"\s+và\s+(?!quý|tháng|năm \d)", match["words"])[0].rstrip(" ,;")
        start = match.start("words")
        return Deadline(words, words, resolved_of(words, signed), para.span(start, start + len(words)))
    for match in _PERIOD.finditer(text):
        unit = match["unit"].strip().lower()
        rest = text[match.end() :].lstrip()
        if unit.startswith("năm") and rest[:1] not in {"", ".", ";", "/"}:
            continue
        words = match["words"].rstrip(" /")
        if not re.search(r"\d{4}$", words) and not re.search(r"quý", words, re.I):
            continue
        return Deadline(words, words, resolved_of(words, signed), para.span(match.start(), match.start() + len(words)))
    return None


def _worded(para: Para, signed: str | None) -> Deadline | None:
    for pattern in (_WITHIN, _NO_YEAR, _HALF, _MONTH_ALONE, _SPAN_AT_END, _WITH_REPORT, _AT_ONCE):
        if (match := pattern.search(para.text)) and not _EVENT_NOUN.search(
            para.text[max(0, match.start() - 12) : match.start()]
        ):
            if pattern is _NO_YEAR and para.text[max(0, match.start() - 1) : match.start()] == "(":
                continue  # "6 tháng (trước ngày 10/6), hằng năm (trước ngày 05/12)": dates of the periods
            words = match.group().rstrip()
            return Deadline(
                words, words, _relative(pattern, match, signed), para.span(match.start(), match.start() + len(words))
            )
    return None


def _relative(pattern: re.Pattern[str], match: re.Match[str], signed: str | None) -> str | None:
    if pattern is _SPAN_AT_END:
        return resolved_of(match.group(), signed)
    if signed is None:
        return None
    day = date.fromisoformat(signed)
    if pattern is _WITHIN and re.search(r"(?:ký|ban hành)", match.group()) and "làm việc" not in match.group():
        return _later(day, int(match["n"]), match["unit"].lower()).isoformat()
    if pattern is _HALF:
        return f"{match['y'] or day.year}-{'06-30' if match['half'].lower() == 'đầu' else '12-31'}"
    if pattern is _MONTH_ALONE:
        return _end_of_month(day, int(match["m"]))
    if pattern is _NO_YEAR:
        for year in (day.year, day.year + 1):
            try:
                found = date(year, int(match["m"]), int(match["d"]))
            except ValueError:
                return None
            if found >= day:
                return found.isoformat()
    return None


def _later(day: date, count: int, unit: str) -> date:
    if unit == "ngày":
        return day + timedelta(days=count)
    months = day.year * 12 + day.month - 1 + count
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _end_of_month(day: date, month: int) -> str | None:
    """Last day of the next such month that is not over on the day of signing."""
    if not 1 <= month <= 12:
        return None
    year = day.year + (month < day.month)
    return date(year, month, monthrange(year, month)[1]).isoformat()


_UNIT = re.compile(
    r"quý\s+(?:(?:IV|I{1,3})\s*(?:,|và)\s*)*(?P<q>IV|I{1,3}|[1-4])(?!\w)(?:[/\s]*(?:năm\s*)?(?P<y>\d{4}))?"
    r"|(?P<m>\d{1,2})\s*(?:/|\s*năm\s*)\s*(?P<my>\d{4})|năm\s*(?P<yy>\d{4})",
    re.I,
)


def resolved_of(words: str, signed: str | None) -> str | None:
    """Last day of the last quarter, month or year that the words name; a quarter without a year takes that of signing."""
    units = list(_UNIT.finditer(words))
    if not units or re.search(r"trở đi|tiếp theo", words, re.I):
        return None
    last = units[-1]
    year = last["y"] or last["my"] or last["yy"] or (signed[:4] if signed else None)
    if year is None or not 1900 <= int(year) <= 2200:
        return None
    month = _QUARTERS[last["q"].lower()] * 3 if last["q"] else int(last["m"]) if last["m"] else 12
    return f"{year}-{month:02d}-{monthrange(int(year), month)[1]:02d}" if 1 <= month <= 12 else None


def block_time(para: Para, start: int, signed: str | None) -> tuple[Deadline | None, Recurrence | None]:
    """Due words and recurrence of a block "Thời gian thực hiện: …", whose words are nothing else."""
    words = para.text[start:].strip(" .;:")
    begin = para.text.find(words, start)
    often = recurrence_in(para, start=begin, sure=True)
    due = words
    if often is not None:
        due = re.split(r"\s*(?:,|;)?\s*và\s+(?!quý|tháng|năm \d|tiếp)", words)[0]
        if not re.search(r"\d{4}|quý\s+[IV\d]", due, re.I):
            return None, often
    if not due:
        return None, often
    full = re.search(day_pattern(), due, re.I)
    iso = day_in(full) if full else None
    return Deadline(iso or due, due, iso or resolved_of(due, signed), para.span(begin, begin + len(due))), often


_EVERY = r"(?:hằng|hàng|mỗi)\s+(?P<every>ngày|tuần|tháng|quý|năm)(?!\w)(?!\s+hoá)"
_CYCLE = r"(?:(?:hằng|hàng|mỗi)\s+)?(?:0?[369] tháng|1 năm|cả năm|ngày|tuần|tháng|quý|năm)(?!\w)(?:\s*\([^()]{1,40}\))?"
_CYCLE_JOIN = r"(?:\s*[,;/]\s*(?:và\s+)?|\s+và\s+)(?:định kỳ\s+|báo cáo\s+|sơ kết\s+|tổng kết\s+)?"
_RECURRENCES = re.compile(
    rf"(?<!\w)(?=[0-9bcđhmnqst])(?:(?:định kỳ\s+)?(?:báo cáo\s+|sơ kết\s+)?(?P<row>{_CYCLE}(?:{_CYCLE_JOIN}{_CYCLE})+(?!\s*\d))"
    rf"|(?P<months>(?:định kỳ\s+)?(?:báo cáo\s+|sơ kết\s+|tổng kết\s+)?(?:0?6|0?9|0?3|1) (?:tháng|"
    rf"năm)(?:(?: đầu năm)?,? (?:và )?(?:1 năm|(?:cả|hằng|hàng) năm|9 tháng))*(?: một lần| 1 lần|"
    rf"/lần)?)"
    rf"|(?P<quarter>(?:ngày\s+)?\d{{1,2}}\s+(?:của\s+)?tháng (?:đầu|cuối)(?: mỗi| của)? quý)"
    rf"|(?P<both>thường xuyên và định kỳ|định kỳ(?:,| và| hoặc) đột xuất|thường xuyên,? (?:hằng|"
    rf"hàng) năm)|(?P<cycle>định kỳ\s*(?:\([^()]{{0,40}})?\s*)?{_EVERY}"
    rf"|(?P<plain>định kỳ)|(?P<always>thường xuyên))",
    re.I,
)
_DULL_BEFORE = re.compile(
    r"(?:(?:kế hoạch|ngân sách|nhiệm vụ|chương trình|dự toán|chỉ tiêu)(?: [^\s,;.]+){0,2}|nhà nước|năm và|chi tiết|công tác),?\s*$",
    re.I,
)
_NO_ALWAYS = re.compile(
    r"(?:giáo dục|phong trào|chi|chi phí|kinh phí|toàn diện,?|thực|ngân sách|quỹ|đầu tư|nguồn|hội viên|cách)\s*$", re.I
)
_SAID_BEFORE = re.compile(r"(?:định kỳ|báo cáo|sơ kết|tổng kết)[^.;]{0,24}$", re.I)
_SAID_AFTER = re.compile(r"(?:gửi |tổng hợp,? |lập )?(?:báo cáo|sơ kết|tổng kết)(?! viên)")
_PERIODS = {"ngày": "hằng ngày", "tuần": "hằng tuần", "tháng": "hằng tháng", "quý": "hằng quý", "năm": "hằng năm"}


def recurrence_in(para: Para, *, start: int = 0, sure: bool = False) -> Recurrence | None:
    """How often a duty comes back; the most telling words win ("định kỳ … 6 tháng một lần" is 6 tháng)."""
    found: list[tuple[int, Recurrence]] = []
    for match in _RECURRENCES.finditer(para.text, start):
        found += [one] if (one := _recurrence(para, match, sure=sure)) else []
    if not found:
        return None
    best = min(found, key=lambda one: one[0])[1]
    if sure and len(found) > 1:
        rows = [row for _, row in found if "định kỳ" not in row.periods] or [row for _, row in found]
        words = ", ".join(dict.fromkeys(row.value for row in rows))
        return Recurrence(words, tuple(dict.fromkeys(p for row in rows for p in row.periods)), best.span)
    return best


def _recurrence(para: Para, match: re.Match[str], *, sure: bool) -> tuple[int, Recurrence] | None:
    text, before = para.text, para.text[max(0, match.start() - 30) : match.start()]
    after = text[match.end() :].lstrip(" ,:").lower()
    span = para.span(*match.span())
    if match["row"]:
        return _in_row(match, before, after, span, sure=sure)
    if match["quarter"]:
        return 2, Recurrence("hằng quý", ("hằng quý",), span)
    if match["months"]:
        return _in_months(match, before, after, span, sure=sure)
    if match["both"]:
        words = re.sub(r"\bhàng\b", "hằng", match["both"].lower())
        return 1, Recurrence(words, tuple(p for p in ("thường xuyên", "hằng năm", "định kỳ") if p in words), span)
    if every := match["every"]:
        period = _PERIODS[every.lower()]
        if not sure and not match["cycle"] and _DULL_BEFORE.search(before):
            return None
        if not sure and not match["cycle"] and match.group().lower().startswith("mỗi"):
            return None
        return 2, Recurrence(period, (period,), span)
    if match["plain"]:
        return 3, Recurrence("định kỳ", ("định kỳ",), span)
    if _NO_ALWAYS.search(before):
        return None
    if sure or VERB.match(after) or after.startswith(")") or re.search(r"nhiệm vụ\s*$", before):
        return 4, Recurrence("thường xuyên", ("thường xuyên",), span)
    return None


def _in_row(
    match: re.Match[str], before: str, after: str, span: tuple[int, int], *, sure: bool
) -> tuple[int, Recurrence] | None:
    """Several periods in a row: "6 tháng, năm", "hằng tháng, quý và năm", "6 tháng (trước …), hằng năm (trước …)"."""
    words = re.sub(r"\s*\([^()]*\)", "", match["row"].lower())
    led = match.start("row") > match.start() or re.match(r"(?:hằng|hàng)\s", words)
    said = led or _SAID_BEFORE.search(before) or _SAID_AFTER.match(after)
    if not (said or sure):
        return None
    names: dict[str, str] = {}
    for one in re.finditer(r"(?P<n>0?[369]) tháng|(?P<every>ngày|tuần|tháng|quý|năm)(?!\w)", words):
        every = _PERIODS[one["every"]] if one["every"] else ""
        period = every or {"6": "6 tháng", "9": "9 tháng", "3": "hằng quý"}[one["n"][-1]]
        shown = "1 năm" if every == "hằng năm" and words[max(0, one.start() - 2) : one.start()] == "1 " else period
        names.setdefault(period, shown)
    return 0, Recurrence(", ".join(names.values()), tuple(names), span)


def _in_months(
    match: re.Match[str], before: str, after: str, span: tuple[int, int], *, sure: bool
) -> tuple[int, Recurrence] | None:
    words = match["months"].lower()
    said = (
        re.search(r"định kỳ|báo cáo|sơ kết|tổng kết|lần", words)
        or _SAID_BEFORE.search(before)
        or _SAID_AFTER.match(after)
    )
    if not (said or sure):
        return None
    counted = re.sub(r"^(?:định kỳ\s+)?(?:báo cáo\s+|sơ kết\s+|tổng kết\s+)?0?", "", words)
    counted = re.sub(r"\s*(?:một lần|1 lần|/lần| đầu năm)", "", counted).strip()
    periods = [f"{n} tháng" for n in ("6", "9") if f"{n} tháng" in counted]
    periods += ["hằng quý"] if "3 tháng" in counted else []
    periods += ["hằng năm"] if " năm" in counted else []
    return (0, Recurrence(counted, tuple(periods), span)) if periods else None
