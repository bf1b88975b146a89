"""Tables as lines: letterheads and signatures column by column, task tables as items with labelled lines."""

from __future__ import annotations

import re

from directives.reading.layout import marker_of
from directives.reading.lexicon import VERB

_NUMBER = re.compile(r"(?:stt|tt|số tt|số thứ tự|thứ tự|no\.?)\s*\.?", re.I)
_ROLES = (
    ("", re.compile(r"sản phẩm|kết quả|ghi chú|kinh phí", re.I)),
    (
        "lead",
        re.compile(
            r"chủ trì|đầu mối|chịu trách nhiệm|phụ trách|phân công|(?:đơn vị|cơ quan)\s+(?:thực hiện|tham mưu)|người thực hiện",
            re.I,
        ),
    ),
    ("coordinating", re.compile(r"phối hợp|tham gia", re.I)),
    ("time", re.compile(r"thời gian|thời hạn|tiến độ|ngày hoàn thành|hoàn thành|thời điểm|lộ trình", re.I)),
    ("task", re.compile(r"nhiệm vụ|nội dung|công việc|hoạt động|giải pháp|tên việc|đầu việc", re.I)),
)
_LABELS = {"lead": "Cơ quan chủ trì", "coordinating": "Cơ quan phối hợp", "time": "Thời gian hoàn thành"}
_KEPT_LABEL = re.compile(
    r"(?:(?:cơ quan|đơn vị|bộ phận)\s+)?(?:chủ trì|phối hợp|đầu mối)|(?:thời gian|thời hạn|tiến độ)(?: (?:thực hiện|hoàn thành))?",
    re.I,
)
_LABEL = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVXL]{1,6}|[a-zđ]|[A-HĐ])\s*[.)]?")
_MOST_LINES = 60_000

Cell = list[str]
Row = list[Cell]


def table_lines(rows: list[Row]) -> list[str]:
    """Lines of a table, blank lines between what does not belong together.

    A cell that spans rows stands in each of them as the same object: in a task table it holds for each row.
    """
    own = _without_spans(rows)
    kept = [place for place, row in enumerate(own) if any(map(_said, row))]
    rows, own = [rows[place] for place in kept], [own[place] for place in kept]
    if not rows:
        return []
    if (head := _task_head(own)) is not None:
        return _tasks(rows, own, *head)
    if max(sum(1 for cell in row if _said(cell)) for row in own) <= 2 or not _is_grid(own):
        return _columns(own)
    return [" | ".join(map(_said, row)) for row in own]


def _without_spans(rows: list[Row]) -> list[Row]:
    """The rows with each cell said once, where it begins."""
    out: list[Row] = []
    for at, row in enumerate(rows):
        above = rows[at - 1] if at else []
        out.append([[] if place < len(above) and above[place] is cell else cell for place, cell in enumerate(row)])
    return out


def _said(cell: Cell) -> str:
    return " ".join(" ".join(cell).split())


def _columns(rows: list[Row]) -> list[str]:
    """Cells one after the other as blocks: what letterheads, signatures and mere layout need."""
    out: list[str] = []
    for row in rows:
        cells = [cell for cell in row if _said(cell)]
        if len(cells) == 2 and re.fullmatch(r"Kính gửi\s*:?", _said(cells[0]), re.I):
            cells = [[f"Kính gửi: {cells[1][0].strip()}", *cells[1][1:]]]
        for cell in cells:
            out += ["", *(line.strip() for line in cell)]
    return [*out, ""]


def _is_grid(rows: list[Row]) -> bool:
    """Whether it shows data in columns: most rows fill three cells or more with little in each."""
    filled = [sum(1 for cell in row if _said(cell)) for row in rows]
    return len(rows) >= 2 and sum(1 for count in filled if count >= 3) * 2 >= len(rows)


def _task_head(rows: list[Row]) -> tuple[int, list[str], list[str]] | None:
    """Number of heading rows, the role of each column and its label; None where it is no table of tasks."""
    for at in range(min(3, len(rows))):
        names = [_said(cell) for cell in rows[at]]
        roles = [_role(name) for name in names]
        if at + 1 < len(rows):
            below = [_said(cell) for cell in rows[at + 1]]
            deeper = [_role(name) if name else "" for name in below]
            if sum(1 for role in deeper if role in _LABELS) >= 2 and not _said(rows[at + 1][0]):
                names = [one or two for one, two in zip(below, names, strict=False)]
                roles = [two or one for one, two in zip(roles, deeper, strict=False)]
                if "task" in roles:
                    return at + 2, _once(roles), names
        if "task" in roles and any(role in _LABELS for role in roles) and all(len(name) < 80 for name in names):
            return at + 1, _once(roles), names
    return None


def _once(roles: list[str]) -> list[str]:
    """Each role belongs to the first column that has it; a second one is shown as it is."""
    return [role if role not in roles[:place] else "" for place, role in enumerate(roles)]


def _role(name: str) -> str:
    if not name or len(name) >= 80:
        return ""
    if _NUMBER.fullmatch(name):
        return "order"
    return next((role for role, pattern in _ROLES if pattern.search(name)), "")


def _tasks(rows: list[Row], own: list[Row], body: int, roles: list[str], names: list[str]) -> list[str]:
    head = [_said(cell) for cell in own[body - 1]]
    out: list[str] = []
    for row, said in zip(rows[body:], own[body:], strict=True):
        if [_said(cell) for cell in said] == head or _counts_columns(said):
            continue  # the heading repeated on the next page, and the line (1) (2) (3) below it
        out += _task(row, said, roles, names)
        if len(out) > _MOST_LINES:
            break
    return [*out, ""]


def is_order(name: str) -> bool:
    """Whether a column is headed as that of running numbers."""
    return _NUMBER.fullmatch(name.strip()) is not None


def _counts_columns(row: Row) -> bool:
    said = [_said(cell) for cell in row]
    return len(said) > 2 and all(re.fullmatch(r"\(?\d{1,2}\)?", one) for one in said) and said[0].strip("()") == "1"


def _task(row: Row, own: Row, roles: list[str], names: list[str]) -> list[str]:
    """An item with labelled lines below it; a row without task or number is a heading or adds to the item above."""
    whole = dict(zip(roles, row, strict=False))
    said = {role: _said(cell) for role, cell in zip(roles, own, strict=False) if role}
    labels = [role for role in _LABELS if role in whole]
    task = own[roles.index("task")] if "task" in said else []
    if not said.get("task"):
        if not any(said.get(role) for role in labels):
            return ["", *filter(None, map(_said, own)), ""]
        return _labelled({role: own[roles.index(role)] for role in labels}, labels, roles, names, "-")
    mark, below = _mark(said.get("order", ""), task[0])
    others = [f"{name}: {value}" if name else value for name, value in _others(own, roles, names)]
    extra = [f"({'; '.join(others)})"] if others else []
    first, *rest = (line.strip() for line in task)
    return ["", f"{mark}{first}", *rest, *extra, *_labelled(whole, labels, roles, names, below)]


def _others(own: Row, roles: list[str], names: list[str]) -> list[tuple[str, str]]:
    """What stands in columns that are neither task, doer nor time: the product, remarks."""
    return [
        (names[place] if place < len(names) else "", _said(cell))
        for place, cell in enumerate(own)
        if (place >= len(roles) or not roles[place]) and _said(cell)
    ]


def _labelled(cells: dict[str, Cell], labels: list[str], roles: list[str], names: list[str], mark: str) -> list[str]:
    out: list[str] = []
    for role in labels:
        if value := _listed(cells[role]):
            name = names[roles.index(role)]
            out.append(f"{mark} {name if _KEPT_LABEL.fullmatch(name) else _LABELS[role]}: {value}")
    return out


def _mark(order: str, first: str) -> tuple[str, str]:
    """What the item begins with, and the mark of the lines below it."""
    if order and _LABEL.fullmatch(order):
        sign = "" if order[-1] in ".)" else ")" if len(order) == 1 and order.islower() else "."
        return f"{order}{sign} ", "-"
    if marker := marker_of(first):
        return "", "+" if marker.kind == "dash" else "-"
    return (f"{order} " if order else "- "), "+" if not order else "-"


def _listed(cell: Cell) -> str:
    """The entries of a cell in one line, parted as the reader parts them."""
    out = ""
    for line in cell:
        entry = re.sub(r"^[-–+•*]\s*", "", line.strip()).rstrip()
        if not entry:
            continue
        if out and (entry[0].islower() or VERB.match(entry[:24].lower()) or out[-1] in ",;:"):
            out = f"{out} {entry}"
        else:
            out = f"{out.rstrip(' .')}; {entry}" if out else entry
    return out.rstrip(" ;")
