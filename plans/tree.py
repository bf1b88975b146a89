"""The plan as a tree: each task, its lead lines, where each stands; made from rows that were read once (no queries here)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from agencies.text import search_key, search_terms
from agencies.wording import format_day
from plans.choices import CLASSES, UNCONFIRMED, DueSource, Lifecycle, Role, Standing, TaskKind
from plans.models import Assignment, Task

NAMES_SHOWN: Final = 3
DUES_SHOWN: Final = 2
# The order in which one of a line's items speaks for the line.
URGENCY: Final = {
    Standing.OVERDUE: 0,
    Standing.WITHIN: 1,
    Standing.NOT_STARTED: 2,
    Standing.DONE_LATE: 3,
    Standing.DONE_ON_TIME: 4,
    Standing.OUTSIDE: 5,
}


def counts_of(items: Iterable[Any]) -> dict[str, int]:
    """How many items stand in each of the five classes."""
    found = Counter(item.standing for item in items)
    return {code.value: found.get(code.value, 0) for code in CLASSES}


@dataclass
class Line:
    """One lead line with its items of the period, the item that speaks for it, and the words of its cells."""

    assignment: Assignment
    items: list[Any]
    is_open: bool = False

    @property
    def name(self) -> str:
        return self.assignment.label

    @property
    def main(self) -> Any | None:
        """The most urgent item; among equals the longest overdue, else the newest."""
        return min(self.items, key=_urgency, default=None)

    @property
    def pending(self) -> list[Any]:
        return [item for item in self.items if item.life in UNCONFIRMED]

    @property
    def is_quiet(self) -> bool:
        """Whether everything of the line in this period is finished on time, so that it may be folded."""
        return bool(self.items) and all(item.standing == Standing.DONE_ON_TIME for item in self.items)

    @property
    def updated_on(self) -> date | None:
        return max((item.last_update_on for item in self.items if item.last_update_on), default=None)

    @property
    def due(self) -> str:
        """Due days of what is still owed, else of the newest item."""
        days = sorted({item.limit_on for item in self._speaking() if item.limit_on})
        if not days:
            return "Không hạn" if self.items else "–"
        shown = " và ".join(format_day(day) for day in days[:DUES_SHOWN])
        rest = len(days) - DUES_SHOWN
        return f"{shown} và {rest} hạn khác" if rest > 0 else shown

    @property
    def due_note(self) -> str:
        """Which occurrences the due days belong to, and a request for more time."""
        said = [_occurrence(item) for item in self._speaking()][: DUES_SHOWN + 1]
        if any(getattr(item, "extension_pending", False) for item in self.items):
            said.append("đang xin gia hạn")
        return "; ".join(dict.fromkeys(word for word in said if word))

    def _speaking(self) -> list[Any]:
        return sorted(self.pending or self.items[-1:], key=lambda item: (item.limit_on or date.max, item.pk))


def _urgency(item: Any) -> tuple[int, int, int]:
    return URGENCY[Standing(item.standing)], -item.days_overdue, -(item.limit_on or date.min).toordinal()


def _occurrence(item: Any) -> str:
    if item.period:
        return f"kỳ {item.period.label}"
    source = item.task.due_source if not item.assignment.due_on else DueSource.OFFICE
    return "văn bản ấn định" if source == DueSource.DOCUMENT else "văn phòng ấn định"


@dataclass(frozen=True, slots=True)
class Progress:
    """ "9/13": how many of a collective task's lines answered in its newest period."""

    answered: int
    total: int
    label: str
    period_id: int


@dataclass
class Branch:
    """One task with what its row and the rows below it say."""

    task: Task
    lines: list[Line]
    partners: list[Assignment]
    shown: list[Line] = field(default_factory=list)
    folded: list[Line] = field(default_factory=list)
    progress: Progress | None = None
    is_unfolded: bool = False
    matches: bool = True

    @property
    def items(self) -> list[Any]:
        return [item for line in self.lines for item in line.items]

    @property
    def counts(self) -> dict[str, int]:
        return counts_of(self.items)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def overdue(self) -> int:
        return self.counts[Standing.OVERDUE]

    @property
    def noun(self) -> str:
        """Check-ins are turns ("lượt"), anything with a product is a piece of work."""
        return "lượt" if all(item.period_id for item in self.items) else "đầu việc"

    @property
    def has_agency(self) -> bool:
        return any(line.assignment.agency_id for line in self.lines)

    @property
    def alone(self) -> Line | None:
        """The only lead line: then the task's own row shows its standing."""
        return self.lines[0] if len(self.lines) == 1 else None

    @property
    def folded_dates(self) -> str:
        """First and last day on which the folded lines reported: "05/7/2022 – 11/7/2022"."""
        days = sorted(line.updated_on for line in self.folded if line.updated_on)
        if not days:
            return "–"
        return (
            format_day(days[0])
            if days[0] == days[-1]
            else f"{format_day(days[0]).rpartition('/')[0]} – {format_day(days[-1])}"
        )

    @property
    def updated_on(self) -> date | None:
        return max((line.updated_on for line in self.lines if line.updated_on), default=None)

    @property
    def leads(self) -> str:
        """Who leads: names while they are few, the group they were split from, else how many."""
        names = [line.assignment.agency.label if line.assignment.agency else f"“{line.name}”" for line in self.lines]
        groups = {line.assignment.group for line in self.lines}
        if len(names) <= NAMES_SHOWN:
            return "; ".join(names)
        group = next(iter(groups)) if len(groups) == 1 else None
        return f"{group.name[:1].upper()}{group.name[1:]}" if group else f"{len(names)} đơn vị chủ trì"

    @property
    def helpers(self) -> str:
        names = [
            line.agency.label if line.agency else f"“{line.agency_text}”"
            for line in self.partners
            if line.role == Role.COORDINATING
        ]
        rest = len(names) - NAMES_SHOWN
        return ", ".join(names[:NAMES_SHOWN]) + (f" và {rest} đơn vị khác" if rest > 0 else "")

    @property
    def due(self) -> str:
        """What the task's row says about time when its lines say it one by one."""
        if self.alone and self.items and self.task.kind != TaskKind.CONTINUING:
            return self.alone.due
        if all(item.period_id for item in self.items) and self.items:
            return (
                _capital(TaskKind.CONTINUING.label)
                if self.task.kind == TaskKind.CONTINUING
                else _capital(self.task.get_kind_display())
            )
        if self.task.due_on:
            return format_day(self.task.due_on)
        return (
            "Theo từng đơn vị"
            if self.items
            else "Văn bản không nêu"
            if not self.task.due_wording
            else f"“{self.task.due_wording}”"
        )

    @property
    def due_note(self) -> str:
        """The newest period with its due day, or the document's words."""
        newest = max(
            (item for item in self.items if item.period_id), key=lambda item: item.period.starts_on, default=None
        )
        if newest is not None:
            return f"kỳ {newest.period.label}, hạn {format_day(newest.limit_on)}"
        if self.alone and self.items:
            return self.alone.due_note
        return f"“{self.task.due_wording}”" if self.task.due_wording and self.task.due_on else ""


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


@dataclass(frozen=True, slots=True)
class Look:
    """How the tree is looked at: filters of the page, which row explains itself, which task shows all its lines."""

    q: str = ""
    agency_id: int | None = None
    standing: str = ""
    why: int | None = None
    unfold: int | None = None
    sees_all: bool = True

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.agency_id or self.standing)


def grow(tasks: Iterable[Task], assignments: Iterable[Assignment], items: Iterable[Any], *, look: Look) -> list[Branch]:
    """The tree, narrowed to what is looked for; lines finished on time are folded unless one asks for them."""
    by_line: Mapping[int, list[Any]] = _grouped(items, "assignment_id")
    by_task: Mapping[int, list[Assignment]] = _grouped(assignments, "task_id")
    branches = [_branch(task, by_task[task.pk], by_line, look) for task in tasks]
    return [branch for branch in branches if _is_wanted(branch, look)]


def _grouped(rows: Iterable[Any], key: str) -> Mapping[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


def _branch(task: Task, assignments: Sequence[Assignment], by_line: Mapping[int, list[Any]], look: Look) -> Branch:
    leads = [row for row in assignments if row.role == Role.LEAD]
    lines = [Line(row, by_line[row.pk]) for row in leads if row.until is None or by_line[row.pk]]
    branch = Branch(task, lines, [row for row in assignments if row.role != Role.LEAD and row.until is None])
    branch.is_unfolded = look.unfold == task.pk
    for line in lines:
        line.is_open = any(item.pk == look.why for item in line.items)
    branch.progress = _progress(branch) if look.sees_all and len(lines) > 1 else None
    _fold(branch, look)
    return branch


def _fold(branch: Branch, look: Look) -> None:
    """Decide which lines have a row of their own."""
    lines = [line for line in branch.lines if _fits(line, branch.task, look)]
    branch.matches = bool(lines) or not look.is_narrowed
    if branch.alone or not branch.matches:
        return
    if not look.sees_all:
        branch.shown = [line for line in lines if line.items]
        return
    quiet = [line for line in lines if line.is_quiet and not line.is_open]
    if look.is_narrowed or branch.is_unfolded or len(quiet) <= 1:
        branch.shown = lines
        return
    branch.shown = [line for line in lines if line not in quiet]
    branch.folded = quiet


def _fits(line: Line, task: Task, look: Look) -> bool:
    if look.agency_id and line.assignment.agency_id != look.agency_id:
        return False
    if look.standing and not any(item.standing == look.standing for item in line.items):
        return False
    agency = line.assignment.agency
    text = f"{task.search_key} {agency.search_key if agency else search_key(line.name)}"
    return all(term in text for term in search_terms(look.q))


def _is_wanted(branch: Branch, look: Look) -> bool:
    if branch.matches:
        return True
    only_words = look.q and not look.agency_id and not look.standing
    return bool(only_words) and all(term in branch.task.search_key for term in search_terms(look.q))


def _progress(branch: Branch) -> Progress | None:
    newest = max(
        (item.period for item in branch.items if item.period_id),
        key=lambda period: (period.starts_on, period.pk),
        default=None,
    )
    if newest is None:
        return None
    asked = [item for item in branch.items if item.period_id == newest.pk]
    answered = sum(item.life in (Lifecycle.SUBMITTED, Lifecycle.CONFIRMED) for item in asked)
    return Progress(answered, len(asked), newest.label, newest.pk)
