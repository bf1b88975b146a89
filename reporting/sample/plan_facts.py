"""The shape in which the plans of the sample are written down."""

from __future__ import annotations

from dataclasses import dataclass

from plans.choices import DueSource, TaskKind


@dataclass(frozen=True, slots=True)
class Line:
    """One assignment: an agency, a group to split (owner, name), or printed words.

    `due`: days from the day of loading, rolled on to a working day when it lies ahead; `checks_in` gives a line with a date
    check-ins as well.
    """

    agency: str = ""
    group: tuple[str, str] | None = None
    text: str = ""
    heading: str = ""
    due: int | None = None
    checks_in: bool = False
    supports: str = ""
    verbs: str = ""


@dataclass(frozen=True, slots=True)
class ReportDuty:
    """A line's own duty of reporting to `recipient`."""

    agency: str
    name: str
    recurrence: str
    recipient: str
    wording: str
    days_after: int = 10


@dataclass(frozen=True, slots=True)
class TaskFact:
    """One task with its summary; `theme` names the pool of sentences that its agencies report with."""

    path: str
    heading: str
    summary: str
    theme: str
    section: str = ""
    kind: TaskKind = TaskKind.CONTINUING
    product: str = ""
    due_wording: str = ""
    due_source: DueSource | str = ""
    leads: tuple[Line, ...] = ()
    helpers: tuple[Line, ...] = ()
    monitors: tuple[Line, ...] = ()
    duty: ReportDuty | None = None


@dataclass(frozen=True, slots=True)
class PlanFact:
    """One plan: who owns and monitors it, its cycle, its tasks; a draft stays unpublished."""

    document: str
    owner: str
    monitor: str
    cycle: str
    tasks: tuple[TaskFact, ...]
    is_draft: bool = False
