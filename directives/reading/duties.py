"""Who has to do an item, with whom, to whom it reports, and whether it watches over others."""

from __future__ import annotations

import re
from dataclasses import dataclass

from directives.reading.agencies import Names, head_at, names_at, split_names
from directives.reading.layout import Para
from directives.reading.lexicon import ORDER, UPPER
from directives.reading.values import Found

_ORDERED = re.compile(rf"(?:Kính )?(?:{ORDER})(?:\s+cho)?\s+", re.I)
_ORDER_AFTER = re.compile(r"\s*(?:yêu cầu|đề nghị|giao cho|giao|phân công)\s+(?:cho\s+)?", re.I)
_CHARGES = re.compile(r"\s*(?:[^,.;:]{0,120}?)chỉ đạo\s+", re.I)
_LEADS = re.compile(r"\s*,?\s*(?:chủ trì|làm đầu mối)", re.I)
_LEADING = re.compile(r"(?<!\w)chủ trì[,;]\s+(?:và\s+)?", re.I)
_COOPERATES = re.compile(r"\s+(?:cùng )?phối hợp(?! với)(?!\w)", re.I)
_DOES = re.compile(r"\s*(?:tổ chức )?(?:thực hiện|phụ trách)\s*\)", re.I)
_COLON = re.compile(r"\s*:\s+(?=\S{2})")
_PREFACE = re.compile(
    r"(?:Căn cứ|Theo|Trên cơ sở|Để|Nhằm|Hằng|Hàng|Định kỳ|Trong|Khi|Ngoài|Trước|Sau|Từ|Đồng thời|Chậm nhất)(?!\w)"
)
_RESPONSIBLE = re.compile(
    r"(?:Trách nhiệm của|Trách nhiệm|Nhiệm vụ của|Đối với|Về phía|Giao cho|Giao|(?:Kính )?Đề nghị|Yêu cầu|Phân công)\s+",
    re.I,
)
_REGARDING = re.compile(r"(?:Đối với|Về|Riêng)\s[^.:;]{2,160}:\s+")
_TOGETHER = re.compile(
    r"(?<!sự )(?<!phải )(?<!quy chế )(?<!chương trình )(?<!cơ chế )(?:phối hợp|"
    r"phối kết hợp)(?:,? (?:chặt chẽ|cụ thể|thống nhất|thường xuyên|đồng bộ))*"
    r"(?:\s+(?:với|cùng với|cùng)\s*:?\s+|\s+(?=các (?:sở|ban|cơ quan|đơn vị|tổ chức|phòng|địa phương|ngành)\b)"
    r"|\s+(?-i:(?=(?:Sở|Bộ|Ban|Công an|Văn phòng|UBND|Phòng|Ủy ban|Hội|Đài|Mặt trận|Cục|Chi cục|Trung tâm|Trường|Viện)\s)))",
    re.I,
)
_WORKS_WITH = re.compile(r"làm việc với\s+", re.I)
_SENTENCE = re.compile(rf"(?<=\.)\s+(?=[{UPPER}])")
_REPORT = re.compile(
    r"(?<!các )(?<!bản )(?<!theo )(?<!mẫu )(?<!độ )(?<!động )(?<!một số )(?<!qua )báo cáo(?! viên)(?! chính trị)(?! nghiên cứu)",
    re.I,
)
_CONSIDER = re.compile(r"[^,.;]{0,80}xem xét,? (?:quyết định|chỉ đạo|phê duyệt|cho)", re.I)
_WATCHES = r"(?:theo dõi|đôn đốc|kiểm tra|giám sát)"
_WATCH_RUN = re.compile(rf"{_WATCHES}(?:,? (?:và )?(?:hướng dẫn, )?{_WATCHES})+", re.I)
_NO_WATCH = re.compile(r"(?:quy trình|cơ chế|biện pháp|cán bộ|chức năng|trách nhiệm)\s$", re.I)
_WATCH_WORK = re.compile(
    rf"(?<!cơ chế )(?<!biện pháp )(?<!quy trình )(?<!cán bộ )(?:{_WATCHES})(?:,? (?:đánh giá|"
    rf"hướng dẫn|sơ kết|tổng kết|định kỳ|đột xuất|thường xuyên|và|đôn đốc))*,?\s+"
    r"(?:việc (?:tổ chức |triển khai )?(?:thực hiện|chấp hành|triển khai)|tình hình (?:thực|chấp|"
    r"triển)|quá trình thực hiện|kết quả thực hiện|công tác|các nội dung|tiến độ|các (?:Bộ|sở|đơn vị|"
    r"cơ quan|địa phương))",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Share:
    """Agencies that a piece of text charges: leads and coordinating, with spans."""

    lead: tuple[Found, ...] = ()
    coordinating: tuple[Found, ...] = ()


def founds(para: Para, names: Names) -> tuple[Found, ...]:
    return tuple(_person(para, start, end) for start, end in names.pieces)


def _person(para: Para, start: int, end: int) -> Found:
    """A post is named without the "đồng chí" before it."""
    start += 9 if para.text[start : start + 9].lower() == "đồng chí " else 0
    return Found(para.text[start:end], para.span(start, end))


def subject_at(text: str, place: int) -> Names | None:
    """The bodies that a sentence beginning at `place` charges: its subject, or the object of "Giao", "Đề nghị" …"""
    if (ordered := _ORDERED.match(text, place)) and (names := names_at(text, ordered.end(), bare=True)):
        return names
    names = names_at(text, place)
    if names is not None and names.verb_follows:
        return _charged_by(text, names)
    if names is not None and _COLON.match(text, names.end):
        return names
    if names is None and (regarding := _REGARDING.match(text, place)):
        later = names_at(text, regarding.end())
        return later if later is not None and later.verb_follows else None
    if names is None and _PREFACE.match(text, place):
        return _after_preface(text, place)
    return None


def _charged_by(text: str, names: Names) -> Names:
    """ "A giao cho B …" and "A chỉ đạo B chủ trì" charge B."""
    if (order := _ORDER_AFTER.match(text, names.end)) and (charged := names_at(text, order.end())):
        return charged
    order = _CHARGES.match(text, names.end)
    if order and (charged := names_at(text, order.end())) and _LEADS.match(text, charged.end):
        return charged
    return names


def _after_preface(text: str, place: int) -> Names | None:
    """The subject behind "Căn cứ …," or "Hằng năm,"."""
    stop = re.compile(r"[.;:]").search(text, place)
    end = min(stop.start() if stop else len(text), place + 600)
    for comma in re.compile(r",\s+").finditer(text, place, end):
        if (names := names_at(text, comma.end())) and names.verb_follows and names.pieces[0][0] == comma.end():
            if _is_list_member(text, place, comma.start(), names):
                continue
            return _charged_by(text, names)
    return None


def _is_list_member(text: str, place: int, comma: int, names: Names) -> bool:
    """Whether the names only go on with a list that began before the comma ("của Huyện ủy, UBND huyện phát huy")."""
    return (
        bool(re.search(r"(?:của|với|cho|giữa|do) [^,]{2,60}$", text[place:comma]))
        and head_at(text, names.pieces[0][0]) is not None
        and text[names.pieces[0][0]].isupper()
    )


def first_subject(para: Para) -> tuple[Found, ...]:
    """Leads that the first sentence of an item names."""
    names = subject_at(para.text, para.skip)
    return founds(para, names) if names else ()


def later_subjects(para: Para) -> tuple[Found, ...]:
    """Leads that later sentences of an item name, where the first names none."""
    out: dict[str, Found] = {}
    for match in _SENTENCE.finditer(para.text, para.skip):
        if names := subject_at(para.text, match.end()):
            for one in founds(para, names):
                out.setdefault(one.value, one)
    return tuple(out.values())


def by_whom(para: Para) -> tuple[Found, ...]:
    """Leads of "… do Sở A chủ trì" and "(Sở A chủ trì)"."""
    for match in re.compile(r"(?:(?<!\w)do\s+|\()", re.I).finditer(para.text, para.skip):
        names = names_at(para.text, match.end())
        leads = names and (
            _LEADS.match(para.text, names.end) or (match.group() == "(" and _DOES.match(para.text, names.end))
        )
        if names and leads:
            return founds(para, names)
    return ()


def heading_lead(para: Para) -> tuple[Found, ...]:
    """Leads that a heading names: the heading is a list of bodies, or a sentence whose subject they are."""
    text, start = para.text, para.skip
    end = len(text.rstrip(" .:;"))
    cut = re.compile(r"\s[-–(]\s*(?:cơ quan )?(?:thường trực|chủ trì|đầu mối)").search(text, start, end)
    stop = cut.start() if cut else end
    if prefix := _RESPONSIBLE.match(text, start):
        start = prefix.end()
    names = names_at(text, start)
    if names is None:
        return ()
    if names.verb_follows:
        return first_subject(para)
    if names.end >= stop - 1 or text[names.end : names.end + 1] in ":(" or cut:
        pieces = (
            split_names(text, start, stop if names.end >= stop - 1 else names.end, at_and=True)
            if cut or names.end >= stop - 1
            else names.pieces
        )
        return tuple(Found(text[a:b], para.span(a, b)) for a, b in pieces)
    return ()


def partners_of(para: Para, lead: tuple[Found, ...]) -> tuple[Found, ...]:
    """Bodies with which the lead works: "phối hợp với …"; genitives and the lead itself are none."""
    out: dict[str, Found] = {}
    known = {one.value.casefold() for one in lead}
    leads = _LEADING.search(para.text, para.skip)
    beside = names_at(para.text, leads.end()) if leads else None
    if beside is not None and _COOPERATES.match(para.text, beside.end):
        out = {one.value.casefold(): one for one in founds(para, beside) if one.value.casefold() not in known}
    last_end = 0
    place = max(para.text.find(lead[-1].value, para.skip), para.skip) if lead else para.skip
    for match in _TOGETHER.finditer(para.text, place):
        if match.start() < last_end:
            continue
        names = names_at(para.text, match.end(), partners=True)
        if names is None:
            continue
        last_end = names.end
        found = list(founds(para, names))
        if works := _WORKS_WITH.match(para.text, names.end + 1):
            more = names_at(para.text, works.end())
            found += founds(para, more) if more else ()
        for one in found:
            if one.value.casefold() not in known:
                out.setdefault(one.value.casefold(), one)
    return tuple(out.values())


def reports(para: Para) -> tuple[bool, tuple[Found, ...]]:
    """Whether the item orders a report, and to whom."""
    said = False
    to: dict[str, Found] = {}
    for match in _REPORT.finditer(para.text, para.skip):
        if _CONSIDER.match(para.text, match.end()):
            continue
        said = True
        rest = re.compile(
            r"(?:\s+(?:kịp thời|kết quả|tình hình|định kỳ|\d+ tháng|một lần)[^.;]{0,80}?)?\s+(?:(?:về|cho|"
            r"với|lên|gửi|tới|đến)\s+)?",
            re.I,
        ).match(para.text, match.end())
        names = _receiver(para.text, match.end()) or (names_at(para.text, rest.end()) if rest else None)
        if names:
            for one in founds(para, names):
                to.setdefault(one.value, one)
    return said, tuple(to.values())


def _receiver(text: str, place: int) -> Names | None:
    """Who gets the report: right after the verb, or after the next "cho", "về", "gửi"."""
    if names := names_at(text, place + 1):
        return names
    stop = re.compile(r"[.;]").search(text, place)
    end = min(stop.start() if stop else len(text), place + 160)
    for match in re.compile(r"(?<!\w)(?:cho|về|gửi|gửi về|tới|đến|lên|với)\s+").finditer(text, place, end):
        if names := names_at(text, match.end()):
            return names
    return None


def watches(para: Para) -> bool:
    """Whether the lead has to watch over the carrying out: hướng dẫn alone is no watching."""
    text = para.text[para.skip :]
    if any(not _NO_WATCH.search(text[max(0, run.start() - 14) : run.start()]) for run in _WATCH_RUN.finditer(text)):
        return True
    return _WATCH_WORK.search(text) is not None
