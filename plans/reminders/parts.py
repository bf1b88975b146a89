"""The parts of a letter: its groups in their order, what stands in them, and which of it fits on a page for a phone. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.conf import settings

from agencies.wording import number

# A letter is read on a phone; the page has the rest.
LONGEST: Final = 60
# However much is late, something of every other group is told.
OF_EACH: Final = 5
SUBJECT: Final = 120


class Group(StrEnum):
    """The parts of a letter in their order."""

    TAKEN_OVER = "taken_over"
    ASSIGNED = "assigned"
    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    RETURNED = "returned"
    REVIEWS = "reviews"
    PERIODIC = "periodic"
    QUESTIONS = "questions"
    SUPERIORS = "superiors"


NEWS_GROUPS: Final = (Group.TAKEN_OVER, Group.ASSIGNED)
# Heading of the part, and what the subject counts.
WORDS: Final = {
    Group.TAKEN_OVER: ("Tiếp nhận bàn giao", "việc được chuyển giao"),
    Group.ASSIGNED: ("Việc mới giao", "nhiệm vụ mới giao"),
    Group.OVERDUE: ("Quá hạn", "quá hạn"),
    Group.TODAY: ("Đến hạn hôm nay", "đến hạn hôm nay"),
    Group.SOON: ("Đến hạn trong tuần, sắp tới", "sắp đến hạn"),
    Group.RETURNED: ("Bị trả lại", "bị trả lại"),
    Group.REVIEWS: ("Chờ xác nhận, quyết định", "chờ xác nhận"),
    Group.PERIODIC: ("Báo cáo định kỳ", "báo cáo định kỳ"),
    Group.QUESTIONS: ("Câu hỏi, ý kiến chờ trả lời", "câu hỏi chờ trả lời"),
    Group.SUPERIORS: ("Đề nghị chỉ đạo", "đề nghị chỉ đạo"),
}
# URL name of the page that has the rest of a group, and what the page is called.
PAGES: Final = {
    Group.REVIEWS: ("plans:review-list", "Chờ xác nhận"),
    Group.QUESTIONS: ("plans:desk", "Bàn làm việc"),
    Group.SUPERIORS: ("reporting:overview", "Tổng quan"),
}
WORK_PAGE: Final = ("plans:agency-work", "Việc của đơn vị")


class Kind(StrEnum):
    """What an entry is about."""

    ITEM = "item"
    EXTENSION = "extension"
    HANDOVER = "handover"
    GIVEN = "given"
    LINE = "line"
    NOTE = "note"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a letter may tell: what it is, and the day that makes it more urgent than another of its group.

    `is_new` where today's reminder is about it; one that tells of several has their `count`.
    """

    group: Group
    kind: Kind
    key: tuple[int, ...]
    day: date
    is_new: bool = False
    count: int = 1

    @property
    def order(self) -> tuple[bool, date, tuple[int, ...]]:
        """What is reminded of today comes first, then the earliest day."""
        return not self.is_new, self.day, self.key


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in the letter's words."""

    title: str
    source: str
    when: str
    url: str
    remark: str = ""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """The entries of a group: how many there are in all, and those that fit."""

    group: Group
    total: int
    shown: Sequence[Entry]
    more: int


def shares(entries: Iterable[Entry], *, longest: int = LONGEST) -> list[Share]:
    """Groups that have something, in their order: a few of each, then the most urgent until the letter is full."""
    found: dict[Group, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.group].append(entry)
    places = {group: min(len(found[group]), OF_EACH) for group in Group if group in found}
    left = longest - sum(places.values())
    for group in places:
        extra = min(left, len(found[group]) - places[group])
        places[group] += extra
        left -= extra
    return [
        Share(
            group=group,
            total=sum(entry.count for entry in found[group]),
            shown=sorted(found[group], key=lambda entry: entry.order)[:n],
            more=len(found[group]) - n,
        )
        for group, n in places.items()
    ]


def absolute(path: str) -> str:
    """A path as an address that works outside the product."""
    return f"{settings.PUBLIC_URL}{path}"


def subject_of(counts: Iterable[tuple[Group, int]], *, weekly: bool = False) -> str:
    """"Đôn Đốc: 3 quá hạn, 1 đến hạn hôm nay"; what would make it too long is left to the letter."""  # fmt: skip
    said = [f"{number(n)} {WORDS[group][1]}" for group, n in counts] + (["tổng hợp tuần"] if weekly else [])
    subject = "Đôn Đốc: " + ", ".join(said)
    while len(subject) > SUBJECT:
        said.pop()
        subject = "Đôn Đốc: " + ", ".join(said) + ", …"
    return subject
