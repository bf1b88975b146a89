"""Figures as values: what was counted, without how. They travel as JSON, and old JSON is still read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Self

from plans.choices import CLASSES, MoreTime

AGEING = ((1, 7), (8, 30), (31, 60), (61, 90), (91, None))
"""First and last day overdue of each column (decision 4)."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of work items by class; `outside` (set aside) stands apart and enters no sum."""

    done_on_time: int = 0
    done_late: int = 0
    within: int = 0
    overdue: int = 0
    not_started: int = 0
    outside: int = 0

    @property
    def assigned(self) -> int:
        """Được giao: all that count."""
        return self.done + self.undone

    @property
    def done(self) -> int:
        """Hoàn thành."""
        return self.done_on_time + self.done_late

    @property
    def undone(self) -> int:
        """Chưa hoàn thành."""
        return self.in_time + self.overdue

    @property
    def in_time(self) -> int:
        """Chưa hoàn thành – trong hạn, those not started included (decision 4)."""
        return self.within + self.not_started

    @property
    def tenths(self) -> int:
        """Completion rate in tenths of a percent, halves up: the one rounding that screens, words and paper share.

        1000 and 0 are said only of all and of none: "100%" beside items overdue would not be believed.
        """
        if not self.done or not self.undone:
            return 1000 if self.done else 0
        return min(999, max(1, (2000 * self.done + self.assigned) // (2 * self.assigned)))

    @property
    def classes(self) -> tuple[int, ...]:
        """The five classes in their fixed order."""
        return tuple(getattr(self, standing.value) for standing in CLASSES)


@dataclass(frozen=True, slots=True)
class Line:
    """Counts of one agency, document or task; `pk` is its row, `within` the document of a task, `short` an agency's short name."""

    pk: int
    label: str
    counts: Counts
    within: int | None = None
    short: str = ""

    @property
    def key(self) -> int | str:
        """What finds the same line among other figures."""
        return self.pk


@dataclass(frozen=True, slots=True)
class Group:
    """Counts of one kind of task or one level of agencies; `code` is that of the closed list, empty where rows do not say."""

    code: str
    label: str
    counts: Counts

    @property
    def key(self) -> int | str:
        """What finds the same group among other figures."""
        return self.code


@dataclass(frozen=True, slots=True)
class CheckIns:
    """Check-ins that count, by their answer; `late` are those of the silent that are overdue."""

    told: int = 0
    nil: int = 0
    silent: int = 0
    late: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.told + self.nil + self.silent

    @property
    def answered(self) -> int:
        """Told, or said that there was nothing to tell."""
        return self.told + self.nil


@dataclass(frozen=True, slots=True)
class Silent:
    """An agency whose reports of closed periods are overdue, with the periods it owes and the items these amount to."""

    agency: int
    label: str
    periods: tuple[str, ...]
    items: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a set of work items amounts to: of the days `period_from`–`period_to`, with standing as of `on`.

    Extensions are counted as requests; `granted`, `waiting` and `refused` are the items these are about.
    """

    period_from: date
    period_to: date
    on: date
    counts: Counts = field(default_factory=Counts)
    by_agency: tuple[Line, ...] = ()
    by_directive: tuple[Line, ...] = ()
    by_task: tuple[Line, ...] = ()
    by_kind: tuple[Group, ...] = ()
    by_level: tuple[Group, ...] = ()
    ageing: tuple[int, ...] = (0,) * len(AGEING)
    check_ins: CheckIns = field(default_factory=CheckIns)
    silent: tuple[Silent, ...] = ()
    reporting_agencies: int = 0
    extensions: int = 0
    extensions_pending: int = 0
    extensions_refused: int = 0
    granted: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()
    refused: tuple[int, ...] = ()

    def asking(self, what: str) -> tuple[int, ...]:
        """Items behind one number of extensions."""
        names = {MoreTime.GRANTED: "granted", MoreTime.WAITING: "waiting", MoreTime.REFUSED: "refused"}
        found: tuple[int, ...] = getattr(self, names[MoreTime(what)])
        return found

    def by(self, name: str) -> dict[int | str, Counts]:
        """Counts of one breakdown ("directive", "agency", "level", "kind", "task") by the keys of its lines."""
        return {line.key: line.counts for line in getattr(self, f"by_{name}")}

    def as_json(self) -> dict[str, Any]:
        """Plain values for a JSON column; `from_json` gives the same figures back."""
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Figures as they were frozen; what a report of older rules did not count is empty."""
        read: dict[str, Any] = {name: date.fromisoformat(data[name]) for name in ("period_from", "period_to", "on")}
        for name in ("by_agency", "by_directive", "by_task", "by_kind", "by_level"):
            shape: Any = Group if name in ("by_kind", "by_level") else Line
            read[name] = tuple(shape(**{**one, "counts": Counts(**one["counts"])}) for one in data.get(name, ()))
        for name in ("ageing", "granted", "waiting", "refused"):
            read[name] = tuple(data.get(name, ()))
        for name in ("reporting_agencies", "extensions", "extensions_pending", "extensions_refused"):
            read[name] = data.get(name, 0)
        read["silent"] = tuple(Silent(**{**one, "periods": tuple(one["periods"])}) for one in data["silent"])
        read["check_ins"] = CheckIns(**data.get("check_ins", {}))
        return cls(counts=Counts(**data["counts"]), **read)


def named(lines: Iterable[Line], pk: int) -> Line | None:
    """The line of one row, where it has one."""
    return next((line for line in lines if line.pk == pk), None)
