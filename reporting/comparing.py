"""Two reports side by side: their figures with differences, and the work items that moved between classes (features C10, 74).

Rows are joined by work item, so that a task renamed or renumbered between the reports is still the same; what only one of them
has is new or gone. Drafts are compared with their rows of today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse

from plans.choices import CLASSES, Standing
from reporting import snapshot
from reporting.counts import Counts, Figures, Line
from reporting.links import Numbers, of_report
from reporting.models import Report
from reporting.rendering.charts import AGEING_COLUMNS

LIKE_MONTHS: Final = 3
"""By so many days do two months, quarters or half-years differ."""
NONE: Final = "khong-co"
"""Stands for a report that does not have the item."""
BEFORE: Final = {
    **{one.value: one.label.capitalize() for one in (*CLASSES, Standing.OUTSIDE)},
    NONE: "Chưa có trong báo cáo trước",
}
AFTER: Final = {
    **{one.value: one.label.capitalize() for one in (*CLASSES, Standing.OUTSIDE)},
    NONE: "Không còn trong báo cáo sau",
}

_JOINED = """
SELECT COALESCE(b.work_item_id, a.work_item_id) AS work_item_id, COALESCE(b.agency_id, a.agency_id) AS agency_id,
       COALESCE(b.directive_id, a.directive_id) AS directive_id, COALESCE(b.agency_name, a.agency_name) AS agency_name,
       COALESCE(b.directive_label, a.directive_label) AS directive_label, COALESCE(b.path, a.path) AS path,
       COALESCE(b.heading, a.heading) AS heading, COALESCE(b.occurrence, a.occurrence) AS occurrence,
       COALESCE(a.standing, 'khong-co') AS before, COALESCE(b.standing, 'khong-co') AS after,
       COALESCE(a.days_overdue, 0) AS days_before, COALESCE(b.days_overdue, 0) AS days_after,
       b.position AS place, a.position AS old_place
FROM ({a}) AS a FULL JOIN ({b}) AS b ON b.work_item_id = a.work_item_id
"""
_SHOWN = (
    "work_item_id", "agency_name", "directive_label", "path", "heading", "occurrence", "before", "after", "days_before",
    "days_after",
)  # fmt: skip
_NO_ROWS = """
SELECT NULL::bigint AS work_item_id, NULL::bigint AS agency_id, NULL::bigint AS directive_id, NULL::text AS agency_name,
       NULL::text AS directive_label, NULL::text AS path, NULL::text AS heading, NULL::text AS occurrence,
       NULL::text AS standing, NULL::int AS days_overdue, NULL::int AS position WHERE FALSE
"""


@dataclass(frozen=True, slots=True)
class Moved:
    """A work item in both reports, or in one of them: its class and days overdue before and after."""

    work_item_id: int
    agency_name: str
    directive_label: str
    path: str
    heading: str
    occurrence: str
    before: str
    after: str
    days_before: int
    days_after: int

    @property
    def words_before(self) -> str:
        """The class before, or that the report did not have it."""
        return _words(self.before, self.days_before, "Chưa có")

    @property
    def words_after(self) -> str:
        """The class after, or that the report no longer has it."""
        return _words(self.after, self.days_after, "Không còn")


def _words(standing: str, days: int, absent: str) -> str:
    if standing == NONE:
        return absent
    return f"{BEFORE[standing]} {days} ngày" if days else BEFORE[standing]


@dataclass(frozen=True, slots=True)
class Narrow:
    """Which of the items: the classes before and after, an agency, a document; nothing means all that moved."""

    before: str = ""
    after: str = ""
    agency: int | None = None
    directive: int | None = None

    @property
    def query(self) -> dict[str, str]:
        """As it stands in URLs."""
        said = {"truoc": self.before, "sau": self.after, "don_vi": self.agency, "van_ban": self.directive}
        return {name: str(value) for name, value in said.items() if value}

    def where(self, *, classes: bool = True) -> str:
        """SQL condition from members of closed lists and whole numbers; without a class chosen, only what moved."""
        parts = [f"agency_id = {self.agency:d}"] if self.agency is not None else []
        parts += [f"directive_id = {self.directive:d}"] if self.directive is not None else []
        if classes:
            parts += [f"before = '{self.before}'"] if self.before in BEFORE else []
            parts += [f"after = '{self.after}'"] if self.after in AFTER else []
            parts += ["before <> after"] if not (self.before or self.after) else []
        return " AND ".join(parts) or "TRUE"


class Comparison:
    """Report `a` (the earlier) beside `b`; each part is read when the page asks for it."""

    def __init__(self, a: Report, b: Report, *, on: date, narrow: Narrow) -> None:
        self.a, self.b, self.narrow = a, b, narrow
        self.then, self.now = snapshot.of(a, on=on), snapshot.of(b, on=on)
        sources = [snapshot.rows_of(report, on=on) for report in (a, b)]
        self._sql = _JOINED.format(a=sources[0].sql or _NO_ROWS, b=sources[1].sql or _NO_ROWS)
        self._params = [*sources[0].params, *sources[1].params]

    @property
    def alike(self) -> bool:
        """Whether both speak of the same: they were laid out so, or their work comes from the same documents."""
        a, b = (
            (one.directive_id, one.whole_subtree, one.about_agency_id, one.about_group_id) for one in (self.a, self.b)
        )
        return a == b or self._documents(self.then.figures) == self._documents(self.now.figures)

    @staticmethod
    def _documents(figures: Figures) -> set[int]:
        return {line.pk for line in figures.by_directive if line.counts.assigned}

    @property
    def lengths(self) -> tuple[int, int] | None:
        """Days of both periods where one is longer; a month or quarter of one more day is as long as another."""
        a, b = ((one.period_to - one.period_from).days + 1 for one in (self.a, self.b))
        return (a, b) if abs(a - b) > LIKE_MONTHS else None

    @property
    def numbers(self) -> list[dict[str, Any]]:
        """Single numbers of both with their differences and rows."""
        then, now = self.then.figures, self.now.figures
        links = [of_report(report.pk, one) for report, one in ((self.a, then), (self.b, now))]
        rows = [
            _row(words, then.counts, now.counts, name, [Numbers(link) for link in links])
            for name, words in _LINE.items()
        ]
        rate = {"label": "Tỷ lệ hoàn thành", "then": then.counts.tenths, "now": now.counts.tenths, "rate": True}
        rows.insert(2, rate | {"change": now.counts.tenths - then.counts.tenths})
        for place, label in enumerate(AGEING_COLUMNS):
            hrefs = [link.aged(place) for link in links]
            rows.append(_number(f"Quá hạn {label} ngày", then.ageing[place], now.ageing[place], hrefs))
        return rows

    def lines(self, name: str) -> list[dict[str, Any]]:
        """Agencies ("agency") or documents ("directive") of both, those with the largest change of overdue first."""
        found: dict[int, list[Line | None]] = {}
        for place, figures in enumerate((self.then.figures, self.now.figures)):
            for line in getattr(figures, f"by_{name}"):
                if line.counts.assigned:
                    found.setdefault(line.pk, [None, None])[place] = line
        rows = [self._line(name, pk, *pair) for pk, pair in found.items()]
        return sorted(rows, key=lambda row: (-abs(row["overdue"]), -abs(row["rate"]), row["label"]))

    def _line(self, name: str, pk: int, then: Line | None, now: Line | None) -> dict[str, Any]:
        line = now or then
        assert line is not None
        before, after = (one.counts if one else Counts() for one in (then, now))
        narrow = Narrow(agency=pk) if name == "agency" else Narrow(directive=pk)
        drills = [of_report(one.pk, kept.figures) for one, kept in ((self.a, self.then), (self.b, self.now))]
        late = [
            (drill.of_agency(line) if name == "agency" else drill.of_directive(line)).to("overdue") for drill in drills
        ]
        return {
            "label": line.short or line.label, "then": before, "now": after, "overdue": after.overdue - before.overdue,
            "rate": after.tenths - before.tenths, "href": self.url(narrow) + "#dau-viec", "then_href": late[0], "now_href": late[1],
        }  # fmt: skip

    @property
    def matrix(self) -> list[dict[str, Any]]:
        """From class to class, with the number of items and the list of each cell; rows without any item are left out."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT before, after, count(*) FROM ({self._sql}) AS j WHERE {self.narrow.where(classes=False)} GROUP BY 1, 2",  # noqa: S608
                self._params,
            )
            numbers = {(before, after): count for before, after, count in cursor.fetchall()}
        return [
            {"label": words, "cells": [self._cell(before, after, numbers.get((before, after), 0)) for after in AFTER]}
            for before, words in BEFORE.items()
            if any(numbers.get((before, after)) for after in AFTER)
        ]

    def _cell(self, before: str, after: str, count: int) -> dict[str, Any]:
        narrow = Narrow(before, after, self.narrow.agency, self.narrow.directive)
        return {
            "count": count, "href": self.url(narrow) + "#dau-viec", "same": before == after,
            "words": f"{BEFORE[before]} → {AFTER[after]}",
        }  # fmt: skip

    def url(self, narrow: Narrow) -> str:
        """This comparison, narrowed otherwise."""
        return f"{reverse('reporting:report-compare')}?{urlencode({'a': self.a.pk, 'b': self.b.pk, **narrow.query})}"

    @property
    def moved(self) -> Listed:
        """The items, as a paginator takes them."""
        return Listed(f"({self._sql}) AS j WHERE {self.narrow.where()}", tuple(self._params))


@dataclass(frozen=True, slots=True)
class Listed:
    """Items of a comparison under one condition: a paginator asks for their number and for one slice."""

    source: str
    params: tuple[Any, ...]

    def count(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {self.source}", self.params)  # noqa: S608
            return int(cursor.fetchone()[0])

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Moved]:
        start = part.start or 0
        # What both reports have comes first: the others are mostly periods that began or were closed in between.
        order = f"ORDER BY ('{NONE}' IN (before, after)), (place IS NULL), place, old_place"
        order += f" LIMIT {part.stop - start:d} OFFSET {start:d}"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(_SHOWN)} FROM {self.source} {order}", self.params)  # noqa: S608
            return [Moved(*facts) for facts in cursor.fetchall()]


_LINE: Final = {
    "assigned": "Được giao", "done": "Hoàn thành", "done_on_time": "Hoàn thành đúng hạn", "done_late": "Hoàn thành quá hạn",
    "undone": "Chưa hoàn thành", "in_time": "Chưa hoàn thành, trong hạn", "overdue": "Quá hạn",
}  # fmt: skip


def _row(label: str, then: Counts, now: Counts, name: str, links: list[Numbers]) -> dict[str, Any]:
    return _number(label, getattr(then, name), getattr(now, name), [getattr(link, name) for link in links])


def _number(label: str, then: int, now: int, hrefs: list[str]) -> dict[str, Any]:
    return {"label": label, "then": then, "now": now, "change": now - then, "then_href": hrefs[0], "now_href": hrefs[1]}


def choices_of(figures: tuple[Figures, Figures], name: str) -> list[tuple[int, str]]:
    """Agencies or documents of either report, for a select."""
    found = {line.pk: line.short or line.label for one in figures for line in getattr(one, f"by_{name}")}
    return sorted(found.items(), key=lambda pair: pair[1])
