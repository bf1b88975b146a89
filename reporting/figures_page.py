"""All figures of a report as its page shows them: each beside the previous report's and last year's, each with its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse

from agencies.models import Officer
from agencies.wording import format_day, number
from plans.choices import Answer, MoreTime
from reporting.counts import Counts, Figures, Group, Line
from reporting.figures import RULES
from reporting.latency import Cascade
from reporting.links import Drill, Numbers, of_report
from reporting.models import Report
from reporting.rendering.charts import AGEING_COLUMNS
from reporting.snapshot import Earlier, Snapshot, Voice

TABLES: Final = {
    "directive": ("Theo văn bản", "Văn bản"), "agency": ("Theo đơn vị", "Đơn vị chủ trì"),
    "level": ("Theo cấp", "Cấp của đơn vị chủ trì"), "kind": ("Theo loại nhiệm vụ", "Loại nhiệm vụ"),
}  # fmt: skip
"""What figures are broken down by: the name in code, the title of the table, the head of its first column."""


@dataclass(frozen=True, slots=True)
class Then:
    """An earlier period on the page: its name in full and in short, its figures, and its report where the reader may open it."""

    label: str
    short: str
    earlier: Earlier
    report: int | None

    @property
    def note(self) -> str:
        """Where its figures come from."""
        day = format_day(self.earlier.on)
        return f"số liệu chốt {day}" if self.earlier.report else f"tính lại đến {day}"

    @property
    def drill(self) -> Drill | None:
        """The rows of its report, where there is one to open."""
        figures = self.earlier.figures
        if self.report is None or figures is None:
            return None
        return of_report(self.report, figures)

    @property
    def numbers(self) -> Numbers | None:
        """Links of its statistics line."""
        return Numbers(self.drill) if self.drill else None

    def lines(self, name: str) -> dict[int | str, Counts]:
        """Counts by what a table is about ("directive", "agency", "level", "kind")."""
        return self.earlier.figures.by(name) if self.earlier.figures else {}


@dataclass(frozen=True, slots=True)
class Before:
    """The counts of a line then, with links where there are rows to open."""

    counts: Counts
    links: Numbers | None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its counts and links, and the same line then (None where it had none)."""

    label: str
    counts: Counts
    links: Numbers
    then: tuple[Before | None, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A single number with its rows (empty: none), and the same number then."""

    label: str
    count: int
    href: str
    then: tuple[int | None, ...]
    note: str = ""


def context(report: Report, numbers: Snapshot, *, drill: Drill, officer: Officer) -> dict[str, Any]:
    """The tables of the page; those that would say the same as another, or nothing, are left out."""
    then = _then(numbers, officer)
    figures = numbers.figures
    past = [one.earlier.figures for one in then]
    tables = [_table(name, getattr(figures, f"by_{name}"), then, drill) for name in TABLES]
    line = tuple(Before(one.earlier.counts, one.numbers) for one in then)
    return {
        "rules": report.rule_version or RULES,
        "then": then,
        "line": Row("Kỳ này", figures.counts, Numbers(drill), line),
        "tables": [table for table in tables if len(table["rows"]) > 1],
        "ageing": _ageing(figures, past, drill) if figures.counts.overdue else [],
        "check_ins": _check_ins(figures, past, drill) if figures.check_ins.total else [],
        "more_time": _more_time(figures, past, drill),
        "silent": _silent(figures, then, drill),
        "heads": [
            _head(
                "Khó khăn, vướng mắc", drill.saying("kho-khan"), numbers.difficulties,
                count=numbers.difficult, then=[(one.short, one.earlier.difficult) for one in then],
            ),
            _head(
                "Đề xuất, kiến nghị", drill.saying("de-xuat"), numbers.proposals,
                count=numbers.proposing, then=[(one.short, one.earlier.proposing) for one in then],
            ),
        ],
        "cascade": [_came_down(one, then) for one in numbers.cascade],
        "compare": _compare_url(report, then),
    }  # fmt: skip


def _then(numbers: Snapshot, officer: Officer) -> list[Then]:
    found = [("Kỳ trước", numbers.earlier), ("Cùng kỳ năm trước", numbers.last_year)]
    reports = [one.report for _, one in found if one is not None and one.report is not None]
    seen = set(Report.objects.visible_to(officer).filter(pk__in=reports).values_list("pk", flat=True))
    return [
        Then(one.label, short, one, one.report if one.report in seen else None)
        for short, one in found
        if one is not None
    ]


def _compare_url(report: Report, then: Sequence[Then]) -> str:
    earlier = next((one.report for one in then if one.report is not None), None)
    return f"{reverse('reporting:report-compare')}?a={earlier}&b={report.pk}" if earlier else ""


def _table(name: str, lines: Iterable[Line | Group], then: Sequence[Then], drill: Drill) -> dict[str, Any]:
    """A table of the lines that count something."""
    title, head = TABLES[name]
    known = [one.lines(name) for one in then]
    rows = []
    for line in lines:
        if line.counts.assigned:
            before = tuple(_before(name, line, one, counts) for one, counts in zip(then, known, strict=True))
            rows.append(Row(_name(line), line.counts, Numbers(_narrowed(name, drill, line)), before))
    return {"name": name, "title": title, "head": head, "rows": rows}


def _before(name: str, line: Line | Group, then: Then, counts: Mapping[int | str, Counts]) -> Before | None:
    if line.key not in counts:
        return None
    return Before(counts[line.key], Numbers(_narrowed(name, then.drill, line)) if then.drill else None)


def _name(line: Line | Group) -> str:
    return (line.short or line.label) if isinstance(line, Line) else line.label[:1].upper() + line.label[1:]


def _narrowed(name: str, drill: Drill, line: Line | Group) -> Drill:
    of: Any = getattr(drill, f"of_{name}")
    narrowed: Drill = of(line)
    return narrowed


def _ageing(figures: Figures, past: Sequence[Figures | None], drill: Drill) -> list[Number]:
    return [
        Number(f"{label} ngày", count, drill.aged(place), tuple(p.ageing[place] if p else None for p in past))
        for place, (label, count) in enumerate(zip(AGEING_COLUMNS, figures.ageing, strict=True))
    ]


def _check_ins(figures: Figures, past: Sequence[Figures | None], drill: Drill) -> list[Number]:
    def then(name: str) -> tuple[int | None, ...]:
        # Reports of rule version 1 kept no check-ins: theirs are unknown, not none.
        return tuple(getattr(p.check_ins, name) if p and p.check_ins.total else None for p in past)

    rows = [
        Number(
            answer.label.capitalize(),
            getattr(figures.check_ins, answer.value),
            drill.answered(answer),
            then(answer.value),
        )
        for answer in Answer
    ]
    late = drill.answered(Answer.SILENT, late=True)
    return [*rows, Number("Trong đó đã quá hạn", figures.check_ins.late, late, then("late"))]


def _more_time(figures: Figures, past: Sequence[Figures | None], drill: Drill) -> list[Number]:
    names = {
        MoreTime.GRANTED: "extensions",
        MoreTime.WAITING: "extensions_pending",
        MoreTime.REFUSED: "extensions_refused",
    }
    rows = []
    for what, name in names.items():
        requests, items = getattr(figures, name), figures.asking(what)
        then = tuple(len(p.asking(what)) if p else None for p in past)
        note = f"{number(requests)} đề nghị" if requests != len(items) else ""
        rows.append(Number(what.label.capitalize(), len(items), drill.asking(what), then, note))
    return [row for row in rows if row.count or any(row.then)]


def _silent(figures: Figures, then: Sequence[Then], drill: Drill) -> list[Number]:
    """What agencies owe of closed periods, all together and each, in items; how many agencies, now and then."""
    past = [one.earlier.figures for one in then]
    if not figures.silent and not any(p and p.silent for p in past):
        return []
    owed = [_owed(p) if p else None for p in past]
    agencies = [f"{len(figures.silent)} cơ quan, đơn vị"]
    agencies += [f"{one.short.lower()} {len(p.silent)}" for one, p in zip(then, past, strict=True) if p]
    every = Number(
        "Tất cả", sum(one.items for one in figures.silent), drill.silence(),
        tuple(sum(kept.values()) if kept is not None else None for kept in owed), ", ".join(agencies),
    )  # fmt: skip
    rows = (
        Number(
            one.label, one.items, drill.silent(one), tuple(kept.get(one.agency, 0) if kept is not None else None for kept in owed),
            ", ".join(one.periods),
        )
        for one in figures.silent
    )  # fmt: skip
    return [every, *rows]


def _owed(figures: Figures) -> dict[int, int] | None:
    """Items by silent agency; None in reports of rule version 1, which did not count them."""
    if any(not one.items for one in figures.silent):
        return None
    return {one.agency: one.items for one in figures.silent}


def _came_down(one: Cascade, then: Sequence[Then]) -> dict[str, Any]:
    """A document and what came of it, with how far it had come down at the earlier days."""
    past = []
    for moment in then:
        before = next((kept for kept in moment.earlier.cascade if kept.directive == one.directive), None)
        if before is not None:
            past.append(
                f"{moment.short}: {number(len(before.below))} văn bản, còn thiếu {number(len(before.missing))} nơi"
            )
    return {"one": one, "then": "; ".join(past)}


def _head(
    label: str, href: str, voices: Iterable[Voice], *, count: int, then: Iterable[tuple[str, int | None]]
) -> dict[str, Any]:
    said = [{"voice": one, "day": date.fromisoformat(one.on) if one.on else None} for one in voices]
    past = "; ".join(f"{short.lower()} {number(kept)}" for short, kept in then if kept is not None)
    return {"label": label, "count": count, "href": href, "voices": said, "then": past}
