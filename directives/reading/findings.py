"""Questions for the office: what a text leaves open, contradicts or seems to mistype."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from agencies.text import search_key
from directives.reading.layout import Para
from directives.reading.sending import full_key, gets, is_category
from directives.reading.values import Cited, Finding

if TYPE_CHECKING:
    from directives.reading.document import Document
    from directives.reading.outline import Item, Node

_COMPARED = 200  # tasks and names whose spellings are compared with each other


@dataclass(frozen=True, slots=True)
class Context:
    """What findings need beside the record: the body's paragraphs and outline, and the day the reading is done."""

    paras: list[Para]
    hidden: list[Item]
    root: Node | None = None
    today: date | None = None
    left_out: int = 0


def added(document: Document, context: Context) -> Document:
    """The document with its findings, in the order of the text."""
    found = [
        *_missing(document), *_slips(document), *_periods(document), *_unassigned(document), *_not_sent(document),
        *_dates(document, context.today), *_early_aliases(document, context.paras), *_hidden(context.hidden),
        *_gaps(document, context.root), *_two_spellings(document), *_cut(document, context.left_out),
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
            out.append(Finding("period_not_said", message, task.recurrence.span, task.path))
    return out


def _unassigned(document: Document) -> list[Finding]:
    return [
        Finding("no_agency", f"Mục {task.path}: chưa xác định đơn vị thực hiện.", task.span, task.path)
        for task in document.tasks
        if not task.lead
    ]


def _not_sent(document: Document) -> list[Finding]:
    """Single bodies with a duty that neither addressees nor recipients name, where the text says whom it goes to."""
    entries = [full_key(re.sub(r"\([^()]*\)", "", one.value)) for one in (*document.recipients, *document.addressees)]
    by_article = [one.value for one in document.recipients if re.search(r"như điều", one.value, re.I)]
    if not document.recipients or (
        not document.addressees and any("kinh gui" in one or "nhu tren" in one for one in entries)
    ):
        return []
    entries += [
        full_key(one.value) for task in document.tasks if by_article and "Điều" in task.path for one in task.lead
    ]
    own = {full_key(one.value) for one in (document.issuer, document.acting_body) if one}
    out = []
    seen: set[str] = set()
    for task in document.tasks:
        for one in task.lead:
            key = full_key(one.value)
            if key in seen or is_category(one.value) or _is_own(key, own):
                continue
            seen.add(key)
            if not gets(one.value, entries):
                message = f"{one.value} được giao việc nhưng không có trong nơi nhận."
                out.append(Finding("not_a_recipient", message, one.span, task.path))
    return out


def _is_own(key: str, own: set[str]) -> bool:
    """Whether it is the issuer itself, which is written shorter in its own text."""
    return any(key in name or name in key for name in own)


def _dates(document: Document, today: date | None) -> list[Finding]:
    out = []
    own = document.date
    if own and today and own.value > today.isoformat():
        out.append(Finding("future_date", f"Ngày ký {_day(own.value)} chưa đến.", own.span))
    for one in document.implements:
        if own and one.date and own.value < one.date:
            message = f"Ngày ký {_day(own.value)} trước ngày của {one.number} ({_day(one.date)})."
            out.append(Finding("before_superior", message, own.span))
    for task in document.tasks:
        due = task.deadline
        if own and due and due.resolved and due.resolved < own.value:
            message = f"Mục {task.path}: hạn “{due.text}” trước ngày ký văn bản."
            out.append(Finding("due_before_signing", message, due.span, task.path))
    return out


def _day(iso: str) -> str:
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}"


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
            "order_in_aims",
            f"Mục {item.path} nằm trong phần mục đích, yêu cầu nhưng có giao việc.",
            item.para.whole,
            item.path,
        )
        for item in hidden
    ]


def _gaps(document: Document, root: Node | None) -> list[Finding]:
    """A number left out between two neighbours of one section."""
    out = []
    paths = {task.path for task in document.tasks}
    waiting = [root] if root else []
    while waiting:
        node = waiting.pop()
        waiting.extend(node.children)
        before: tuple[str, int, str] | None = None
        for child in node.marked:
            here = _counted(child)
            if before and here and child.para and before[0] == here[0] and here[1] > before[1] + 1:
                message = f"Sau mục {before[2]} là {child.path}: đánh số không liền nhau."
                task = child.path if child.path in paths else None
                out.append(Finding("numbering_gap", message, child.para.whole, task))
            before = (*here, child.path) if here else before
    return out


def _counted(node: Node) -> tuple[str, int] | None:
    """Kind and place in the count of a numbered item."""
    marker = node.marker
    if marker is None or marker.kind not in {"number", "dotted", "roman", "article"}:
        return None
    if marker.kind == "roman":
        return marker.kind, _of_roman(marker.label)
    last = re.search(r"\d+$", marker.label)
    return (marker.kind, int(last[0])) if last else None


def _of_roman(label: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50}[letter] for letter in label]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _two_spellings(document: Document) -> list[Finding]:
    """One body written in two ways that no custom explains: another mark, or one letter more, less or else."""
    out: list[Finding] = []
    known: dict[str, str] = {}
    seen: set[str] = set()
    for task in document.tasks[:_COMPARED]:
        for one in (*task.lead, *task.coordinating, *task.reports_to):
            plain = one.value.casefold()
            if len(plain) < 8 or plain in seen or len(seen) > _COMPARED:
                continue
            seen.add(plain)
            key = search_key(plain)
            twin = next((other for other in known if _alike(key, plain, other, known[other])), None)
            if twin is not None:
                message = f"“{one.value}” và “{known[twin]}”: hai cách viết của một đơn vị?"
                out.append(Finding("two_spellings", message, one.span, task.path, known[twin]))
            known.setdefault(key, plain)
    return out


def _alike(key: str, plain: str, other: str, its: str) -> bool:
    if key == other:
        return sorted(_letters(plain)) != sorted(_letters(its))
    mine, theirs = key.split(), other.split()
    differ = [(a, b) for a, b in zip(mine, theirs, strict=False) if a != b]
    if len(mine) != len(theirs) or len(differ) != 1 or mine[0] != theirs[0]:
        return False
    a, b = differ[0]
    return min(len(a), len(b)) >= 4 and a.isalpha() and b.isalpha() and _one_apart(a, b)


def _letters(text: str) -> str:
    """Letters and marks, wherever in its syllable the mark stands."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFD", text))


def _one_apart(a: str, b: str) -> bool:
    if abs(len(a) - len(b)) > 1:
        return False
    start = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[start + (len(a) >= len(b)) :] == b[start + (len(b) >= len(a)) :]


def _cut(document: Document, left_out: int) -> list[Finding]:
    if not left_out:
        return []
    message = f"Chỉ đọc {len(document.tasks)} mục đầu; còn {left_out} mục không đọc."
    return [Finding("tasks_left_out", message, document.tasks[-1].span if document.tasks else None)]
