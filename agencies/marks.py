"""How a standing looks: icon, colour class and words. What a standing *is* belongs to higher apps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from agencies.wording import number


@dataclass(frozen=True, slots=True)
class Mark:
    """Dress of one standing: `icon` names an icon of the icon tag, `words` is what is said without more."""

    icon: str
    css: str
    words: str


MARKS: Final[Mapping[str, Mark]] = {
    "done": Mark("done", "st-done", "Hoàn thành"),
    "done_on_time": Mark("done", "st-done", "Hoàn thành đúng hạn"),
    "done_late": Mark("done", "st-late", "Hoàn thành quá hạn"),
    "within": Mark("half", "st-within", "Trong hạn"),
    "due_soon": Mark("clock", "st-soon", "Sắp đến hạn"),
    "overdue": Mark("warning", "st-over", "Quá hạn"),
    "not_started": Mark("circle-dashed", "st-idle", "Chưa thực hiện"),
    "in_progress": Mark("half", "st-within", "Đang thực hiện"),
    "waiting": Mark("hourglass", "st-wait", "Chờ xác nhận"),
    "submitted": Mark("hourglass", "st-wait", "Chờ xác nhận"),
    "returned": Mark("arrow-back-up", "st-soon", "Bị trả lại"),
    "no_deadline": Mark("infinity", "st-idle", "Không hạn"),
    "paused": Mark("player-pause", "st-idle", "Tạm dừng"),
    "cancelled": Mark("ban", "st-idle", "Đã hủy"),
    "transferred": Mark("transfer", "st-idle", "Đã chuyển giao"),
    "outside": Mark("circle-minus", "st-idle", "Ngoài tính toán"),
    "unassigned": Mark("user-question", "st-idle", "Chưa phân công"),
}
UNKNOWN: Final = Mark("circle-minus", "st-idle", "Chưa rõ tình trạng")

# Lifecycles that say more than the class they are counted in.
ASIDE: Final[Mapping[str, str]] = {
    "submitted": "waiting",
    "paused": "paused",
    "cancelled": "cancelled",
    "handed_over": "transferred",
}

# The five official classes in the order that every bar, legend and table keeps: code, colour class, words.
CLASSES: Final[tuple[tuple[str, str, str], ...]] = (
    ("done_on_time", "done", "Hoàn thành đúng hạn"),
    ("done_late", "late", "Hoàn thành quá hạn"),
    ("within", "within", "Trong hạn"),
    ("overdue", "over", "Quá hạn"),
    ("not_started", "idle", "Chưa thực hiện"),
)


def dress(of: object) -> tuple[Mark, str]:
    """Mark and words for a code, or for an object that carries its standing on a day.

    Read from an object, where it has them: `standing_text` (wins), `life`, `standing`, `days_overdue`, `is_due_soon`,
    `days_left` (None without a due day), `resubmit_by` (set while a return waits for its answer).
    """
    if isinstance(of, str):
        mark = MARKS.get(str(of), UNKNOWN)
        return mark, mark.words
    code = str(getattr(of, "standing", ""))
    life = str(getattr(of, "life", ""))
    words = ""
    if life in ASIDE:
        code = ASIDE[life]
    elif code == "overdue" and (days := getattr(of, "days_overdue", 0)):
        words = f"Quá hạn {number(days)} ngày"
    elif life == "submitted":
        code = "waiting"
    elif life == "in_progress" and getattr(of, "resubmit_by", None):
        code = "returned"
    elif getattr(of, "is_due_soon", False):
        code, left = "due_soon", getattr(of, "days_left", None)
        words = "" if left is None else "Hạn hôm nay" if left == 0 else f"Còn {left} ngày"
    elif code == "within" and getattr(of, "days_left", 0) is None:
        code = "no_deadline"
    mark = MARKS.get(code, UNKNOWN)
    return mark, str(getattr(of, "standing_text", "")) or words or mark.words


@dataclass(frozen=True, slots=True)
class Share:
    """One class of a bar: its count and its place on the bar, x and width in percent with a decimal point."""

    code: str
    css: str
    words: str
    count: int
    x: str
    width: str


def count_of(counts: object, code: str) -> int:
    """The count of a class in a mapping or an object with an attribute of that name; 0 where it is missing."""
    found = counts.get(code, 0) if isinstance(counts, Mapping) else getattr(counts, code, 0)
    return int(found or 0)


def shares(counts: object) -> list[Share]:
    """The five classes of a bar in their order, empty ones included; widths add up to 100 unless all are zero."""
    numbers = [(code, css, words, count_of(counts, code)) for code, css, words in CLASSES]
    total = sum(count for *_, count in numbers)
    before, result = 0, []
    for code, css, words, count in numbers:
        x, width = (100 * before / total, 100 * count / total) if total else (0.0, 0.0)
        result.append(Share(code, css, words, count, f"{x:.2f}", f"{width:.2f}"))
        before += count
    return result
