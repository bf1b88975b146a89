"""Which rows of a report somebody asks for: the conditions of `reporting.links` read back from a URL, as SQL and as words.

Every condition is built from members of closed lists, whole numbers and the report's own figures; nothing typed reaches the SQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Self

from django.http import QueryDict

from agencies.choices import Level
from plans.choices import CLASSES, Answer, MoreTime, TaskKind
from reporting.counts import Figures, named
from reporting.links import GROUPS

HEADS: Final = {"kho-khan": ("difficulties", "nêu khó khăn"), "de-xuat": ("proposals", "có đề xuất")}
_CLOSED: Final = {
    "loai_nv": ("kind", TaskKind, "nhiệm vụ "), "cap": ("level", Level, "cấp "), "tra_loi": ("answer", Answer, "kỳ cập nhật "),
}  # fmt: skip
_NUMBERS: Final = {
    "don_vi": ("agency_id =", ""), "van_ban": ("directive_id =", ""), "qua_han_tu": ("days_overdue >=", "quá hạn từ {} ngày"),
    "qua_han_den": ("days_overdue <=", "quá hạn đến {} ngày"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: its SQL, its words, and the query that takes it away."""

    where: str
    words: str
    without: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a URL asks for: the classes, the other conditions, and whether something in it could not be read."""

    classes: tuple[str, ...]
    conditions: tuple[Condition, ...]
    unknown: bool

    @classmethod
    def read(cls, query: QueryDict, figures: Figures) -> Self:
        """The conditions of a query about a report with these figures."""
        asked = query.getlist("xep_loai")
        classes = tuple(value for value in asked if value in {standing.value for standing in CLASSES})
        found = tuple(_conditions(query, figures))
        names = (*_CLOSED, *_NUMBERS, "gia_han", "noi", "theo_ky")
        wanted = sum(bool(query.get(name)) for name in names)
        return cls(classes, found, len(classes) != len(asked) or wanted != len(found))

    @property
    def where(self) -> str:
        """The SQL condition on rows."""
        listed = ", ".join(f"'{value}'" for value in self.classes or CLASSES)
        return " AND ".join([f"standing IN ({listed})", *(one.where for one in self.conditions)])

    @property
    def chosen(self) -> str:
        """The name of the printed number whose rows these are."""
        words = {"done": "hoàn thành", "undone": "chưa hoàn thành", "in_time": "chưa hoàn thành, trong hạn"}
        words |= {standing.value: standing.label for standing in CLASSES}
        found = (
            words.get(name, "") for name, group in GROUPS.items() if {one.value for one in group} == set(self.classes)
        )
        return next(found, "") if self.classes else ""


def _conditions(query: QueryDict, figures: Figures) -> Iterator[Condition]:
    for name, (column, choices, before) in _CLOSED.items():
        if (value := query.get(name)) in choices.values:
            label = str(choices(value).label)
            yield _said(query, name, f"{column} = '{choices(value).value}'", before + label[:1].lower() + label[1:])
    for name, (compared, words) in _NUMBERS.items():
        if (number := _number(query.get(name))) is not None:
            yield _said(
                query, name, f"{compared} {number:d}", words.format(number) if words else _line(figures, name, number)
            )
    if (what := query.get("gia_han")) in MoreTime.values:
        ids = ", ".join(f"{pk:d}" for pk in figures.asking(str(what)))
        yield _said(query, "gia_han", f"work_item_id IN ({ids})" if ids else "FALSE", str(MoreTime(what).label))
    if (head := HEADS.get(query.get("noi", ""))) is not None:
        yield _said(query, "noi", f"{head[0]} <> ''", head[1])
    if query.get("theo_ky") == "1":
        closed = min(figures.period_to, figures.on).isoformat()
        yield _said(query, "theo_ky", (
            "work_item_id IN (SELECT w.id FROM plans_workitem w JOIN plans_reportingperiod p ON p.id = w.period_id"  # noqa: S608
            f" WHERE p.ends_on <= '{closed}')"
        ), "kỳ báo cáo đã kết thúc")  # fmt: skip


def _line(figures: Figures, name: str, pk: int) -> str:
    line = named(figures.by_agency if name == "don_vi" else figures.by_directive, pk)
    return line.label if line else "không rõ"


def _said(query: QueryDict, name: str, where: str, words: str) -> Condition:
    rest = query.copy()
    for gone in (name, "page"):
        rest.pop(gone, None)
    return Condition(where, words, f"?{rest.urlencode()}")


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 10 else None
