"""The tree of numbered items, and which of its leaves are duties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from directives.reading.agencies import names_at
from directives.reading.duties import heading_lead, subject_at
from directives.reading.layout import RANK, Marker, Para, is_shout
from directives.reading.lexicon import ORDER

_AIMS = re.compile(
    r"(?:mục đích|yêu cầu(?:\s*[:.]|$|\s+chung|\s+đặt ra)|yêu cầu, mục|mục tiêu|quan điểm|định hướng|"
    r"chỉ tiêu|nguyên tắc|phương châm|tư tưởng chỉ đạo)",
    re.I,
)
_DESCRIBES = re.compile(
    r"(?:đặc điểm|tình hình|thực trạng|kết quả đạt được|đánh giá chung|sự cần thiết|"
    r"căn cứ(?: pháp lý)?\s*$|bối cảnh|nhận xét|tồn tại|hạn chế|nguyên nhân|cơ sở (?:pháp lý|"
    r"chính trị))",
    re.I,
)
_SETS = re.compile(
    r"(?:đối tượng|phạm vi|thời gian(?! nộp| gửi| báo cáo| đăng ký)|hình thức|kinh phí|nguồn|"
    r"phương thức|địa điểm|thành phần|nội dung chi|cấp phát kinh phí|nội dung tuyên truyền|khẩu hiệu|"
    r"thời hạn(?! nộp| gửi| báo cáo| đăng ký)|điều khoản|hiệu lực|cơ cấu)",
    re.I,
)
_BLOCK_PART = r"(?:chủ trì|phối hợp|thực hiện|tham mưu|đầu mối)"
_BLOCK = re.compile(
    rf"(?:(?:các )?(?:cơ quan|đơn vị|bộ phận|phân công|sở,? ngành)\s+)?{_BLOCK_PART}(?:(?:\s*,\s*|"
    rf"\s+và\s+|\s+){_BLOCK_PART})*",
    re.I,
)
_BLOCK_BODY = re.compile(r"(?:các )?(?:cơ quan|đơn vị)\s+(?:thực hiện|phối hợp|chủ trì)", re.I)
_TIME = re.compile(
    r"(?:thời gian|thời hạn|tiến độ)(?:\s+(?:thực hiện|hoàn thành|triển khai|trình|báo cáo))*|hoàn thành", re.I
)
_FOLLOWS_ON = re.compile(r"(?:Hoàn thành|Thời gian|Thời hạn|\(|Nhận báo cáo|Địa chỉ)")
_ENACTS = re.compile(
    r"(?:Ban hành kèm theo|Phê duyệt kèm theo|Bãi bỏ|(?:Quyết định|Nghị quyết|Chỉ thị|Quy định) này (?:có hiệu lực|thay thế))"
)
_META = re.compile(r"(?:Nhận báo cáo|Địa chỉ|Ghi chú|Lưu ý|\(|Nguồn:)")
_ORDERED = re.compile(rf"(?:Kính )?(?:{ORDER})\s+", re.I)
_AGREES = re.compile(
    r"(?:Cơ bản )?(?:Đồng ý|Nhất trí|Thống nhất (?:với|chủ trương|đề xuất|kiến nghị|phương án|nội dung))(?!\w)"
    r"|(?:Ghi nhận|Hoan nghênh|Đánh giá cao)(?!\w)"
)
_ANY_ORDER = re.compile(rf"(?<!\w)(?:{ORDER}|chủ trì|khẩn trương)(?!\w)", re.I)
_NARROW = {"dash", "plus", "star"}


@dataclass(slots=True, eq=False)
class Node:
    """An item of the outline; unnumbered paragraphs are nodes without a marker."""

    para: Para | None
    marker: Marker | None
    parent: Node | None
    children: list[Node] = field(default_factory=list)
    path: str = ""
    role: str | None = "?"  # of `block_role`, once it is known

    @property
    def marked(self) -> list[Node]:
        return [child for child in self.children if child.marker]

    @property
    def loose(self) -> list[Node]:
        return [child for child in self.children if not child.marker]

    @property
    def words(self) -> str:
        return self.para.words if self.para else ""

    def above(self) -> Iterator[Node]:
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A leaf that orders something: its node, its whole paragraph, and the headings above it."""

    path: str
    para: Para
    node: Node
    owner: Node | None
    section: tuple[str, ...]


def build(paras: list[Para]) -> Node:
    """Nest paragraphs by their markers; ranks are fixed (A. I. 1. 1.1. a) - +), numbering may start anew anywhere."""
    root = Node(None, None, None)
    stack = [root]
    for para in paras:
        if para.marker is None:
            _place_loose(stack, para)
            continue
        marker = para.marker
        if marker.kind == "star" and para.text.endswith(":"):
            marker = replace(marker, kind="head")
        if marker.kind == "star" and stack[-1].marker and stack[-1].marker.kind in {"dash", "plus"}:
            _lengthen(stack[-1], para)
            continue
        while len(stack) > 1 and not _holds(stack[-1], marker):
            stack.pop()
        node = Node(para, marker, stack[-1])
        stack[-1].children.append(node)
        stack.append(node)
    _number(root)
    return root


def _holds(node: Node, marker: Marker) -> bool:
    """Whether an item may stand below a node."""
    if node.marker is None:
        return node.parent is None or RANK[marker.kind] > 0
    above, below = RANK[node.marker.kind], RANK[marker.kind]
    if node.marker.kind == "dotted" and marker.kind == "dotted":
        return marker.label.startswith(node.marker.label + ".")
    return above < below


def _place_loose(stack: list[Node], para: Para) -> None:
    top = stack[-1]
    if is_shout(para.text) and len(para.text) < 160 and not para.text.endswith((".", ";", ",")):
        del stack[1:]
        node = Node(para, None, stack[0])
        stack[0].children.append(node)
        stack.append(node)
        return
    if top.marker and top.marker.kind in _NARROW:
        if _FOLLOWS_ON.match(para.text) or top.words.endswith(":") or para.text[:1].islower():
            _lengthen(top, para)
            return
        while stack[-1].marker and stack[-1].marker.kind in _NARROW:
            stack.pop()
        top = stack[-1]
    top.children.append(Node(para, None, top))


def _lengthen(node: Node, para: Para) -> None:
    node.para = node.para.joined(para) if node.para else para


def _number(root: Node) -> None:
    """Give every item its path; iterative, so that depth costs nothing."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        seen: dict[tuple[str, str], int] = {}
        dashes: dict[str, int] = {}
        for place, child in enumerate(node.children, 1):
            if child.marker is None:
                child.path = node.path if is_heading_line(child) else _join(node.path, f"¶{place}")
            else:
                kind = child.marker.kind
                label = child.marker.label
                if kind in _NARROW or kind == "head":
                    dashes[kind] = dashes.get(kind, 0) + 1
                    label = {"dash": "-", "plus": "+"}.get(kind, "*") + str(dashes[kind])
                else:
                    seen[kind, label] = seen.get((kind, label), 0) + 1
                    label += f"({seen[kind, label]})" if seen[kind, label] > 1 else ""
                child.path = _join(_stem(node, child.marker), label)
            waiting.append(child)


def is_heading_line(node: Node) -> bool:
    return node.marker is None and node.para is not None and bool(node.children)


def _stem(node: Node, marker: Marker) -> str:
    """Path that a label is added to: 2.1 stands for "2" and "2.1" at once."""
    below = marker.kind == "dotted" and node.marker and node.marker.kind in {"number", "dotted"}
    if below and node.marker and node.parent and marker.label.startswith(node.marker.label + "."):
        return _stem(node.parent, node.marker) if node.marker.kind == "dotted" else node.parent.path
    return node.path


def _join(path: str, label: str) -> str:
    return f"{path}.{label}" if path else label


def is_title_only(node: Node) -> bool:
    """Whether an item is only a heading: short or in capitals, or a list of bodies, without a sentence of its own."""
    words = node.words.strip()
    if not words or is_shout(words):
        return True
    if node.para and words.rstrip(" .:;") and _names_alone(node.para):
        return True
    count = len(words.split())
    if words.endswith(":"):
        return count <= 12 and not (node.para and heading_lead(node.para))
    if words.endswith((".", ";")):
        return count <= 7
    return count <= 30


def _names_alone(para: Para) -> bool:
    ordered = _ORDERED.match(para.text, para.skip)
    names = names_at(para.text, ordered.end() if ordered else para.skip)
    return names is not None and not names.verb_follows and names.end >= len(para.text.rstrip(" .:;"))


def block_role(node: Node) -> str | None:
    """What a matrix block says: lead, coordinating, both, doing, time; None for anything else."""
    if node.role == "?":
        node.role = _block_role(node)
    return node.role


def _block_role(node: Node) -> str | None:
    label = _block_label(node)
    if label is None:
        return None
    low = label.lower()
    if _TIME.fullmatch(label.strip()):
        return "time" if node.parent and node.parent.parent else None
    if "chủ trì" in low or "đầu mối" in low:
        return "both" if "phối hợp" in low else "lead"
    return "coordinating" if "phối hợp" in low else "doing"


def _block_label(node: Node) -> str | None:
    words = node.words
    head = words.split(":", 1)[0].strip(" .")
    if len(head) > 80:
        return None
    if not (_BLOCK.fullmatch(head) or _TIME.fullmatch(head)):
        return None
    if ":" in words or _BLOCK_BODY.fullmatch(head) or node.children:
        return head
    return None


def value_place(node: Node) -> int | None:
    """Where the value of a block begins in its own line; None when it stands in the lines below."""
    if node.para is None or ":" not in node.para.text:
        return None
    place = node.para.text.index(":") + 1
    return place if node.para.text[place:].strip(" .") else None


def _skips(node: Node) -> str | None:
    """Why a section gives no duties: it describes, it aims, or it sets conditions."""
    words = node.words
    head = words.split(":", 1)[0].split("(", 1)[0]
    if len(head.split()) > 14 and not (is_shout(head) and len(head.split()) < 25):
        return (
            "sets"
            if node.parent and _SETS.match(words) and re.match(r"(?:kinh phí|thời gian|nguồn)", words, re.I)
            else None
        )
    if _AIMS.match(head):
        return "aims"
    if _DESCRIBES.match(head):
        return "describes"
    return "sets" if _SETS.match(head) else None


def items_of(root: Node) -> tuple[list[Item], list[Item]]:
    """Duties in the order of the text, and orders hidden in sections that only aim."""
    duties: list[Item] = []
    hidden: list[Item] = []
    waiting: list[tuple[Node, str | None, tuple[str, ...]]] = [(root, None, ())]
    while waiting:
        node, why, section = waiting.pop()
        own = (_skips(node) if node.para else None) or why
        below = (*section, node.words.strip()) if node.para and (node.children) else section
        for item in _leaves(node, section):
            if _ENACTS.match(item.para.words) or _only_agrees(item.para.words):
                continue
            if own is None:
                duties.append(item)
            elif own != "describes" and _orders_anyway(item, own):
                (hidden if own == "aims" and not re.match(ORDER, item.para.words, re.I) else duties).append(item)
        inner = [child for child in node.children if (child.marker or child.children) and block_role(child) is None]
        waiting.extend((child, own, below[-8:]) for child in inner)
    order = {id(item): item.para.to[0] for item in (*duties, *hidden)}
    return sorted(duties, key=lambda item: order[id(item)]), sorted(hidden, key=lambda item: order[id(item)])


def _only_agrees(words: str) -> bool:
    """Whether an item of a conclusion approves something and charges nobody with it."""
    return _AGREES.match(words) is not None and _ANY_ORDER.search(words) is None


def _orders_anyway(item: Item, why: str) -> bool:
    if _SETS.match(item.para.words) and why == "sets" and item.node.parent and item.node.parent.parent is None:
        return False
    names = subject_at(item.para.text, item.para.skip)
    return names is not None and not re.match(r"(?:Ngân sách|Việc)", item.para.words)


def _leaves(node: Node, section: tuple[str, ...]) -> Iterator[Item]:
    """The duties that a node itself holds: its own text, or the unnumbered paragraphs below it."""
    real = [child for child in node.marked if block_role(child) is None]
    loose = [
        child
        for child in node.loose
        if block_role(child) is None and not _META.match(child.words) and not child.children
    ]
    if node.para is None:
        for child in loose:
            yield from _loose_item(child, node, section)
        return
    if real:
        for place, child in enumerate(node.children):
            if child in loose and place and not child.words.endswith(":"):
                yield from _loose_item(child, node, (*section, node.words))
        return
    title = is_title_only(node)
    if not loose:
        if not (title and is_shout(node.words)) and not (
            node.marker is None and node.parent and node.parent.parent is None
        ):
            yield Item(node.path, node.para, node, None, section)
    elif len(loose) == 1 and loose[0].para:
        para = loose[0].para if title else node.para.joined(loose[0].para)
        yield Item(node.path, para, node, node if title else None, (*section, node.words) if title else section)
    else:
        yield from _several(node, loose, title, section)


def _several(node: Node, loose: list[Node], title: bool, section: tuple[str, ...]) -> Iterator[Item]:
    places = {id(child): place for place, child in enumerate(node.children, 1)}
    if not title and node.para:
        yield Item(_join(node.path, "¶1"), node.para, node, None, section)
    for child in loose:
        if child.para:
            yield Item(
                _join(node.path, f"¶{places[id(child)] + (0 if title else 1)}"),
                child.para,
                child,
                node,
                (*section, node.words),
            )


def _loose_item(child: Node, node: Node, section: tuple[str, ...]) -> Iterator[Item]:
    if child.para:
        yield Item(child.path, child.para, child, node if node.para else None, section)
