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
FOLDED_FROM: Final = 3
# Classes by which lines are folded, in the order of their rows.
QUIET: Final = (Standing.WITHIN, Standing.NOT_STARTED, Standing.DONE_ON_TIME)
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
    latest: date | None = None

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
    def quiet(self) -> str:
        """The class by which a line that asks nothing of anybody may be folded; empty when it asks something."""
        main = self.main
        if main is None or self.is_open or getattr(main, "extension_pending", False):
            return ""
        asks = any(item.is_due_soon or item.life == Lifecycle.SUBMITTED or _is_returned(item) for item in self.pending)
        return "" if asks or main.standing in (Standing.OVERDUE, Standing.DONE_LATE) else str(main.standing)

    @property
    def is_red(self) -> bool:
        """Whether the cell carries its "vì sao?"."""
        main = self.main
        return main is not None and (main.standing in (Standing.OVERDUE, Standing.DONE_LATE) or _is_returned(main))

    @property
    def updated_on(self) -> date | None:
        """The line's newest update, whichever period it answered."""
        days = [item.last_update_on for item in self.items if item.last_update_on]
        return max([*days, self.latest] if self.latest else days, default=None)

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
        speaking = self._speaking()[:DUES_SHOWN]
        periods = [item.period.label for item in speaking if item.period]
        said = [f"kỳ {', '.join(periods)}"] if periods else []
        said += [_set_by(item) for item in speaking if not item.period]
        if any(getattr(item, "extension_pending", False) for item in self.items):
            said.append("đang xin gia hạn")
        return "; ".join(dict.fromkeys(said))

    def _speaking(self) -> list[Any]:
        """What is overdue, else the next that is owed, else the newest of what is done."""
        owed = sorted(self.pending, key=lambda item: (item.limit_on or date.max, item.pk))
        late = [item for item in owed if item.standing == Standing.OVERDUE]
        return late or owed[:1] or sorted(self.items, key=lambda item: (item.limit_on or date.min, item.pk))[-1:]


def _is_returned(item: Any) -> bool:
    return item.life == Lifecycle.IN_PROGRESS and item.resubmit_by is not None


def _urgency(item: Any) -> tuple[int, int, int]:
    return URGENCY[Standing(item.standing)], -item.days_overdue, -(item.limit_on or date.min).toordinal()


def _set_by(item: Any) -> str:
    source = item.task.due_source if not item.assignment.due_on else DueSource.OFFICE
    return "văn bản ấn định" if source == DueSource.DOCUMENT else "văn phòng ấn định"


@dataclass
class Fold:
    """Lines of one task that stand alike and ask nothing: one row for all of them."""

    standing: str
    lines: list[Line]

    @property
    def words(self) -> str:
        """What the row says of them; check-ins are updated, products finished."""
        if self.standing == Standing.DONE_ON_TIME:
            turns = all(item.period_id for line in self.lines for item in line.items)
            return "Đã cập nhật đúng hạn" if turns else "Hoàn thành đúng hạn"
        return ""

    @property
    def due(self) -> str:
        """The due day they share."""
        days = {line.due for line in self.lines}
        return days.pop() if len(days) == 1 else "theo từng đơn vị"

    @property
    def due_note(self) -> str:
        """The occurrence they share."""
        notes = {line.due_note for line in self.lines}
        return notes.pop() if len(notes) == 1 else ""

    @property
    def dates(self) -> str:
        """First and last day on which they reported: "05/7 – 11/7/2022"."""
        days = sorted(line.updated_on for line in self.lines if line.updated_on)
        if not days:
            return "–"
        first, last = format_day(days[0]), format_day(days[-1])
        if first == last:
            return first
        same_year = days[0].year == days[-1].year
        return f"{first.rpartition('/')[0] if same_year else first} – {last}"


@dataclass(frozen=True, slots=True)
class Progress:
    """ "9/13": how many of a collective task's lines answered in the period in question."""

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
    folds: list[Fold] = field(default_factory=list)
    period: Any | None = None
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
        if self._turns:
            return _capital(self.task.get_kind_display())
        if self.alone and self.items:
            return self.alone.due
        if self.task.due_on:
            return format_day(self.task.due_on)
        if self.items:
            return "Theo từng đơn vị"
        return f"“{self.task.due_wording}”" if self.task.due_wording else "Văn bản không nêu"

    @property
    def due_note(self) -> str:
        """The period in question with its due day, or the document's words."""
        if self.alone and self.items and not self._turns:
            return self.alone.due_note
        if self.period is not None:
            return f"kỳ {self.period.label}, hạn {format_day(self.period.due_on)}"
        return f"“{self.task.due_wording}”" if self.task.due_wording and self.task.due_on else ""

    @property
    def _turns(self) -> bool:
        """Whether the task lives on check-ins alone."""
        return self.task.kind == TaskKind.CONTINUING and bool(self.items) and all(item.period_id for item in self.items)


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


@dataclass(frozen=True, slots=True)
class Look:
    """How the tree is looked at: the day, each line's newest update, filters, which row explains itself, which task is unfolded."""

    on: date
    latest: Mapping[int, date | None] = field(default_factory=dict)
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
    lines = [
        Line(row, by_line[row.pk], latest=look.latest.get(row.pk))
        for row in leads
        if row.until is None or by_line[row.pk]
    ]
    branch = Branch(task, lines, [row for row in assignments if row.role != Role.LEAD and row.until is None])
    branch.is_unfolded = look.unfold == task.pk
    for line in lines:
        line.is_open = any(item.pk == look.why for item in line.items)
    branch.period = _period_in_question(branch.items, look.on)
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
    if look.is_narrowed or branch.is_unfolded:
        branch.shown = lines
        return
    alike: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        alike[line.quiet].append(line)
    branch.folds = [Fold(code, alike[code]) for code in QUIET if len(alike[code]) >= FOLDED_FROM]
    hidden = {line.assignment.pk for fold in branch.folds for line in fold.lines}
    branch.shown = [line for line in lines if line.assignment.pk not in hidden]


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


def _period_in_question(items: Iterable[Any], on: date) -> Any | None:
    """The newest period that is over, since that is the one whose answers count; the running one while none is."""
    periods = {item.period_id: item.period for item in items if item.period_id}
    return max(periods.values(), key=lambda period: (period.ends_on < on, period.starts_on, period.pk), default=None)


def _progress(branch: Branch) -> Progress | None:
    if branch.period is None:
        return None
    asked = [item for item in branch.items if item.period_id == branch.period.pk]
    answered = sum(item.life in (Lifecycle.SUBMITTED, Lifecycle.CONFIRMED) for item in asked)
    return Progress(answered, len(asked), branch.period.label, branch.period.pk) if len(asked) > 1 else None
