"""From items to tasks: who leads, who takes part, when; from the item, its headings, its section or the opening."""

from __future__ import annotations

import re
from dataclasses import dataclass

from directives.reading.agencies import split_names
from directives.reading.deadlines import block_time, deadline_in, recurrence_in
from directives.reading.duties import (
    by_whom,
    first_subject,
    heading_lead,
    later_subjects,
    partners_of,
    reports,
    subject_at,
    watches,
)
from directives.reading.issuing import asks_addressees, charged, closing_lead, duty_of_closing
from directives.reading.layout import Para
from directives.reading.outline import Item, Node, block_role, items_of, value_place
from directives.reading.values import Deadline, Found, Recurrence, Task

HIGHEST = 400  # items that one document is believed to hold at most for the review; the rest stays in the text
_HEADING_WORDS = 12
_NO_DOER = re.compile(r"(?:Thời gian|Thời hạn|Địa điểm|Hình thức|Số lượng|Nội dung|Thành phần|Kinh phí)(?!\w)")
_NO_ORDER = re.compile(r"(?:đã|được biết|hiện nay|vừa qua|đến nay|tuy nhiên)(?!\w)", re.I)
_LABEL_INSIDE = re.compile(r"[;.,]\s*(?:(?:cơ quan|đơn vị)\s+)?(?:chủ trì|phối hợp)\s*:\s*", re.I)
_NARRATES = re.compile(r"(?:Ngày \d|Tuy nhiên|Hiện nay|Vừa qua|Qua |Thời gian qua|Trong thời gian)")


@dataclass(frozen=True, slots=True)
class Duties:
    """Tasks in the order of the text, orders hidden where only aims are told, and how many items were not read."""

    tasks: list[Task]
    hidden: list[Item]
    left_out: int


@dataclass(frozen=True, slots=True)
class Block:
    """What the matrix blocks of a section say for all its items."""

    lead: tuple[Found, ...] = ()
    coordinating: tuple[Found, ...] = ()
    deadline: Deadline | None = None
    recurrence: Recurrence | None = None


@dataclass(frozen=True, slots=True)
class _Context:
    """What stands the same for all items of a document; blocks by the identity of their section."""

    preamble: tuple[Found, ...]
    addressees: tuple[Found, ...]
    signed: str | None
    blocks: dict[int, Block]
    shares: dict[int, tuple[tuple[Found, ...], tuple[Found, ...]]]


def tasks_of(
    opening: list[Para], root: Node, closing: list[Para], signed: str | None, addressees: tuple[Found, ...] = ()
) -> Duties:
    """The duties of a body, its closing words included."""
    items, hidden = items_of(root)
    if not any(item.node.marker for item in items):
        items = [item for item in items if _orders(item.para)]
    preamble = charged(opening)
    asked = addressees if not preamble and asks_addressees(opening) else ()
    context = _Context(preamble, asked, signed, {}, {})
    tasks = [task for item in items[:HIGHEST] if _is_duty(task := _task(item, context), item)]
    left_out = max(len(items) - HIGHEST, 0)
    if (last := duty_of_closing(closing)) is not None:
        tasks.append(_closing_task(last, root, context))
    return Duties(tasks, hidden[:HIGHEST], left_out)


def _is_duty(task: Task, item: Item) -> bool:
    """Articles that charge nobody are norms."""
    under = (item.node, *item.node.above())
    return bool(task.lead) or not any(node.marker and node.marker.kind == "article" for node in under)


def _orders(para: Para) -> bool:
    """Whether an unnumbered paragraph orders something; what only recalls or tells does not."""
    if _NARRATES.match(para.words):
        return False
    text = para.text
    if re.match(r"(?:Kính )?(?:đề nghị|yêu cầu|giao)\s", text, re.I):
        return True
    names = subject_at(text, 0)
    if names is None:
        return False
    after = text[: names.pieces[0][0]]
    return bool(re.search(r"(?:đề nghị|yêu cầu|giao)\s+(?:cho\s+)?$", after, re.I)) or not _NO_ORDER.match(
        text[names.end :].lstrip()
    )


def _task(item: Item, context: _Context) -> Task:
    para = item.para
    block = _block_above(item.node, context)
    lead, lead_from = _lead(item, context, block)
    inherited = _inherited_partners(item, context)
    own = partners_of(para, lead)
    coordinating = inherited or block.coordinating or own
    if lead_from == "self" and own and not block.coordinating:
        coordinating = own
    due = deadline_in(para, context.signed)
    often = recurrence_in(para)
    if not (due and _has_year(due)) and block.deadline is not None:
        due = block.deadline
    if block.recurrence is not None and often is None:
        often = block.recurrence
    return _made(item.path, para, item.section, lead, lead_from, coordinating, due, often)


def _has_year(due: Deadline) -> bool:
    return due.resolved is not None


def _made(
    path: str, para: Para, section: tuple[str, ...], lead: tuple[Found, ...], lead_from: str | None,
    coordinating: tuple[Found, ...], due: Deadline | None, often: Recurrence | None,
) -> Task:  # fmt: skip
    duty, to = reports(para)
    words = para.words.strip()
    return Task(
        path, " ".join(words.split()[:_HEADING_WORDS]), words, section, para.span(para.skip, len(para.text)), lead,
        lead_from if lead else None, coordinating, due, often, duty, watches(para), to,
    )  # fmt: skip


def _lead(item: Item, context: _Context, block: Block) -> tuple[tuple[Found, ...], str | None]:
    """The nearest words that name who has to do it."""
    para = item.para
    if own := first_subject(para) or by_whom(para):
        return own, "self"
    parents = ([item.owner] if item.owner is not None else []) + list(item.node.above())
    for node in parents:
        lead, _ = _share(node, context)
        if lead:
            return lead, "parent"
    if block.lead:
        return block.lead, "section"
    if _NO_DOER.match(para.words):
        return (), None
    if later := later_subjects(para):
        return later, "self"
    if context.preamble:
        return context.preamble, "preamble"
    return context.addressees, "addressee" if context.addressees else None


def _share(node: Node, context: _Context) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
    """Lead and partners that a heading names, worked out once."""
    if id(node) not in context.shares:
        lead = heading_lead(node.para) if node.para is not None and block_role(node) is None else ()
        context.shares[id(node)] = (lead, partners_of(node.para, lead) if node.para is not None and lead else ())
    return context.shares[id(node)]


def _inherited_partners(item: Item, context: _Context) -> tuple[Found, ...]:
    """Partners named in the heading that also names the lead."""
    for node in ([item.owner] if item.owner is not None else []) + list(item.node.above()):
        lead, partners = _share(node, context)
        if lead:
            return partners
    return ()


def _block_above(node: Node, context: _Context) -> Block:
    """The matrix blocks of the nearest section that has some."""
    for section in (node, *node.above()):
        if id(section) not in context.blocks:
            context.blocks[id(section)] = _block_of(section, context.signed)
        block = context.blocks[id(section)]
        if block.lead or block.coordinating:
            return block
        if section is node and (block.deadline or block.recurrence):
            return block
    return Block()


def _block_of(section: Node, signed: str | None) -> Block:
    named: dict[str, list[Found]] = {"lead": [], "coordinating": [], "doing": []}
    due: Deadline | None = None
    often: Recurrence | None = None
    for child in section.children:
        role = block_role(child)
        if role == "time" and child.para is not None:
            place = value_place(child)
            due, often = block_time(child.para, place, signed) if place is not None else (due, often)
        elif role is not None:
            for part in [one for one in child.children if block_role(one)] or [child]:
                _collect(part, named)
    return Block(tuple(named["lead"] or named["doing"]), tuple(named["coordinating"]), due, often)


def _collect(node: Node, named: dict[str, list[Found]]) -> None:
    """Bodies that a block lists, on its own line ("Chủ trì: A; phối hợp: B") or in the lines below."""
    role = block_role(node) or "doing"
    role = "lead" if role == "both" else role
    para, place = node.para, value_place(node)
    if para is not None and place is not None:
        for match in _LABEL_INSIDE.finditer(para.text, place):
            named.get(role, []).extend(_split(para, place, match.start()))
            role, place = "coordinating" if "phối hợp" in match.group().lower() else "lead", match.end()
        named.get(role, []).extend(_split(para, place, len(para.text)))
    for child in node.children:
        if child.para is not None and not child.para.text.startswith("("):
            end = child.para.text.find(" (", child.para.skip)
            named.get(role, []).extend(_split(child.para, child.para.skip, end if end > 0 else len(child.para.text)))


def _split(para: Para, start: int, end: int) -> list[Found]:
    return [Found(para.text[a:b], para.span(a, b)) for a, b in split_names(para.text, start, end)]


def _closing_task(para: Para, root: Node, context: _Context) -> Task:
    last = root.marked[-1].path if root.marked and root.marked[-1].marked else ""
    own = closing_lead(para)
    lead, lead_from = (own, "self") if own else (context.preamble, "preamble")
    if not lead:
        lead, lead_from = context.addressees, "addressee"
    due, often = deadline_in(para, context.signed), recurrence_in(para)
    return _made(f"{last}.cuối" if last else "cuối", para, (), lead, lead_from, (), due, often)
