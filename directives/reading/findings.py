"""Questions for the office: what a text leaves open, contradicts or seems to mistype."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agencies.text import search_key
from directives.reading.layout import Para
from directives.reading.values import Cited, Finding

if TYPE_CHECKING:
    from directives.reading.document import Document
    from directives.reading.outline import Item


def added(document: Document, paras: list[Para], hidden: list[Item]) -> Document:
    """The document with its findings, in the order of the text."""
    found = [
        *_missing(document), *_slips(document), *_periods(document), *_unassigned(document), *_not_sent(document),
        *_dates(document), *_early_aliases(document, paras), *_hidden(hidden), *_gaps(document),
    ]  # fmt: skip
    return replace(document, findings=tuple(sorted(found, key=lambda one: one.span or (-1, -1))))


def _missing(document: Document) -> list[Finding]:
    out = []
    if document.number is None:
        out.append(Finding("missing_number", "Không thấy số, ký hiệu của văn bản."))
    if document.issuer is None:
        out.append(Finding("missing_issuer", "Không thấy cơ quan ban hành."))
    elif document.issuer.deduced:
        message = f"Phần đầu không ghi cơ quan ban hành; suy từ câu mở đầu: {document.issuer.value}."
        out.append(Finding("deduced_issuer", message, document.issuer.span))
    if document.date is None:
        out.append(Finding("missing_date", "Không thấy ngày ký của văn bản."))
    return out


def _slips(document: Document) -> list[Finding]:
    """A number cited without its date whose figure belongs, with another type, to a document cited in full."""
    out = []
    cited = (*document.implements, *document.cites)
    for one in cited:
        if one.number is None or one.date is not None:
            continue
        twin = next((other for other in cited if other is not one and _nearly(one, other)), None)
        if twin is not None:
            message = f"“{one.number}” chỉ xuất hiện không kèm ngày; có phải là {twin.number} không?"
            out.append(Finding("unresolved_citation", message, one.span, suggestion=twin.number))
    return out


def _nearly(one: Cited, other: Cited) -> bool:
    """Same figure and body, another type: 93-NQ/TW beside 93-KL/TW of 20/11/2020."""
    mine = re.split(r"[-/]", one.number or "")
    its = re.split(r"[-/]", other.number or "")
    return other.date is not None and len(mine) == len(its) > 2 and mine[0] == its[0] and mine[-1] == its[-1]


def _periods(document: Document) -> list[Finding]:
    out = []
    for task in document.tasks:
        if task.recurrence and "định kỳ" in task.recurrence.periods and len(task.recurrence.periods) == 1:
            message = f"Mục {task.path}: “định kỳ” nhưng không ghi kỳ nào. Cần ấn định kỳ báo cáo."
            out.append(Finding("period_not_said", message, task.recurrence.span))
    return out


def _unassigned(document: Document) -> list[Finding]:
    return [
        Finding("no_agency", f"Mục {task.path}: chưa xác định đơn vị thực hiện.", task.span)
        for task in document.tasks
        if not task.lead
    ]


def _not_sent(document: Document) -> list[Finding]:
    """Bodies with a duty that neither the addressees nor the recipients name, where the text says whom it goes to."""
    if not document.recipients or any(
        re.search(r"kính gửi|như trên", one.value, re.I) for one in document.recipients if not document.addressees
    ):
        return []
    sent = " | ".join(search_key(one.value) for one in (*document.recipients, *document.addressees))
    out = []
    seen: set[str] = set()
    for task in document.tasks:
        for one in task.lead:
            key = search_key(one.value)
            if key in seen or re.match(r"(?:cac|nhung|moi|quy|cap|chinh quyen)\b", key):
                continue
            seen.add(key)
            if key not in sent and not _covered(key, sent):
                out.append(
                    Finding("not_a_recipient", f"{one.value} được giao việc nhưng không có trong nơi nhận.", one.span)
                )
    return out


def _covered(key: str, sent: str) -> bool:
    """Whether a group among the recipients holds the body: "Các sở, ban, ngành" holds Sở Nội vụ."""
    kind = key.split()[0]
    if key.startswith(("ubnd", "uy ban nhan dan")):
        return bool(re.search(r"(?:ubnd|uy ban nhan dan) (?:cac|quan|huyen)", sent))
    return kind in {"so", "bo", "ban", "phong", "cuc", "vu"} and bool(re.search(rf"\bcac (?:\w+ )?{kind}\b", sent))


def _dates(document: Document) -> list[Finding]:
    out = []
    own = document.date
    for one in document.implements:
        if own and one.date and own.value < one.date:
            message = f"Ngày ký {own.value} trước ngày của {one.number} ({one.date})."
            out.append(Finding("before_superior", message, own.span))
    for task in document.tasks:
        due = task.deadline
        if own and due and due.resolved and due.resolved < own.value:
            out.append(
                Finding("due_before_signing", f"Mục {task.path}: hạn “{due.text}” trước ngày ký văn bản.", due.span)
            )
    return out


def _early_aliases(document: Document, paras: list[Para]) -> list[Finding]:
    out = []
    for short, _, span in document.abbreviations:
        if len(short) < 3:
            continue
        for para in paras:
            place = para.text.find(short)
            if place >= 0:
                where = para.span(place, place + len(short))
                if where[0] < span[0] - 400 and para.text[place - 1 : place] != "“":
                    out.append(Finding("alias_before_definition", f"“{short}” được dùng trước chỗ giải thích.", where))
                break
    return out


def _hidden(hidden: list[Item]) -> list[Finding]:
    return [
        Finding(
            "order_in_aims", f"Mục {item.path} nằm trong phần mục đích, yêu cầu nhưng có giao việc.", item.para.whole
        )
        for item in hidden
    ]


def _gaps(document: Document) -> list[Finding]:
    """A number left out between two neighbours of one section."""
    out = []
    before: tuple[str, int] | None = None
    for task in document.tasks:
        stem, _, last = task.path.rpartition(".")
        if not last.isdigit():
            before = None
            continue
        here = (stem, int(last))
        if before and before[0] == stem and here[1] > before[1] + 1:
            ahead = f"{stem}." if stem else ""
            message = f"Sau mục {ahead}{before[1]} là {ahead}{last}: đánh số không liền nhau."
            out.append(Finding("numbering_gap", message, task.span))
        before = here
    return out
