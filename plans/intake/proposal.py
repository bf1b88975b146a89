"""What is proposed to the office, as plain data: read once from a text, changed by the officer's answers, kept as JSON.

Spans count characters of the text that the intake keeps. Names of bodies stand once in `names`, so that one answer
holds wherever the text says the same.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

Span = tuple[int, int]

TEXT = "text"  # the words are kept as they are printed, until somebody fills them
NEW = "new"  # a provisional agency is made on publishing (decision 17)


def _span(value: Any) -> Span | None:
    return (int(value[0]), int(value[1])) if value else None


@dataclass(slots=True)
class Option:
    """One body that a name may mean: key "a12" (agency) or "g3" (group), label, why it fits."""

    key: str
    label: str
    why: str = ""


@dataclass(slots=True)
class Name:
    """A body as printed, and what it means: `choice` is an option's key, TEXT, NEW, or "" while nobody knows."""

    words: str
    span: Span | None = None
    choice: str = ""
    label: str = ""
    sure: bool = False
    is_open_set: bool = False
    answered: bool = False
    teaches: bool = False
    first: str = ""  # the choice as it was read, to go back to
    options: list[Option] = field(default_factory=list)

    @property
    def is_settled(self) -> bool:
        """Whether nobody needs to look at it any more."""
        return self.answered or (self.sure and bool(self.choice))

    @property
    def agency_id(self) -> int | None:
        """The agency of the catalogue that it means, if it does."""
        return int(self.choice[1:]) if self.choice.startswith("a") else None

    @property
    def group_id(self) -> int | None:
        """The group of the catalogue that it means, if it does."""
        return int(self.choice[1:]) if self.choice.startswith("g") else None


@dataclass(slots=True)
class Line:
    """One body's part in a task: key of its name, "lead" or "coordinating", where this task says so."""

    name: str
    role: str
    span: Span | None = None


@dataclass(slots=True)
class TaskDraft:
    """One proposed task; `id` stays while tasks are merged, split and moved. `due_on` is an ISO day."""

    id: int
    path: str
    title: str
    text: str
    section: list[str] = field(default_factory=list)
    span: Span | None = None
    lines: list[Line] = field(default_factory=list)
    lead_from: str | None = None
    kind: str = "continuing"
    due_text: str = ""
    due_on: str | None = None
    due_span: Span | None = None
    due_by_document: bool = True
    recurrence: str = ""
    recurrence_text: str = ""
    recurrence_span: Span | None = None
    periods: list[str] = field(default_factory=list)
    cycles: list[str] = field(default_factory=list)
    is_report: bool = False
    is_monitoring: bool = False
    reports_to: list[str] = field(default_factory=list)
    product: str = ""
    dropped: bool = False
    edited: bool = False

    @property
    def leads(self) -> list[Line]:
        return [line for line in self.lines if line.role == "lead"]

    @property
    def helpers(self) -> list[Line]:
        return [line for line in self.lines if line.role == "coordinating"]


@dataclass(slots=True)
class Above:
    """A cited document: `relation` is a LinkKind, `existing` the record that the installation already has of it.

    `keep` is False for what the officer left out; `likely` is the number that a slip of the pen probably means.
    """

    number: str
    type_code: str
    issuer: str
    issuer_name: str
    date: str | None
    subject: str
    relation: str
    span: Span | None
    existing: int | None = None
    existing_label: str = ""
    likely: str = ""
    keep: bool = True


@dataclass(slots=True)
class Between:
    """What the text says of two cited documents: the one at `lower` carries out the one at `upper` (places in `above`)."""

    lower: int
    upper: int
    relation: str


@dataclass(slots=True)
class Sent:
    """An addressee or recipient line: key of its name, purpose."""

    name: str
    purpose: str
    span: Span | None = None


@dataclass(slots=True)
class Note:
    """Something the reader noticed: kind as in the intake contract, words, place, task it is about."""

    kind: str
    message: str
    span: Span | None = None
    task: int | None = None


@dataclass(slots=True)
class Record:
    """Header and signature as they will be recorded; `doubts` names the values that were concluded or not found."""

    type_code: str = ""
    number: str = ""
    issuer: str = ""
    issuer_name: str = ""
    superior: str = ""
    acting_body: str = ""
    place: str = ""
    date: str | None = None
    subject: str = ""
    signer_authority: str = ""
    signer_title: str = ""
    signer_name: str = ""
    source_kind: str = "document"
    secrecy: str = "normal"
    doubts: dict[str, str] = field(default_factory=dict)
    spans: dict[str, Span | None] = field(default_factory=dict)


@dataclass(slots=True)
class Proposal:
    """The whole proposed record; `answers` keeps which answer a question was given, `twin` the record it completes or joins."""

    record: Record = field(default_factory=Record)
    names: dict[str, Name] = field(default_factory=dict)
    above: list[Above] = field(default_factory=list)
    between: list[Between] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    tasks: list[TaskDraft] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    add_recipients: bool = False
    monitor: int | None = None
    monitor_name: str = ""
    monitor_chosen: bool = False
    cycle: str = "quarterly"
    twin: int | None = None
    last_id: int = 0

    def next_id(self) -> int:
        """An id that no task of this proposal has ever had, so that no old answer is taken for it."""
        self.last_id = max([self.last_id, *(task.id for task in self.tasks)]) + 1
        return self.last_id

    @property
    def kept(self) -> list[TaskDraft]:
        """Tasks that will be made, in order."""
        return [task for task in self.tasks if not task.dropped]

    @property
    def superiors(self) -> list[tuple[int, Above]]:
        """Cited documents to link, with their places; a likely slip of the pen only once somebody has said what it means."""
        return [
            (place, one)
            for place, one in enumerate(self.above)
            if one.keep and (not one.likely or f"vien-dan:{place}" in self.answers)
        ]

    def task(self, task_id: int) -> TaskDraft | None:
        """The task of an id, dropped ones included."""
        return next((task for task in self.tasks if task.id == task_id), None)

    def to_json(self) -> dict[str, Any]:
        """Plain lists and dictionaries for the intake's row."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """The proposal as it was kept; fields that a later version added take their defaults."""
        plain = _known(cls, kept)
        plain["record"] = Record(**_with_spans(_known(Record, kept.get("record", {}))))
        plain["names"] = {key: _name(one) for key, one in kept.get("names", {}).items()}
        plain["above"] = [Above(**_with_spans(_known(Above, one))) for one in kept.get("above", [])]
        plain["between"] = [Between(**_known(Between, one)) for one in kept.get("between", [])]
        plain["sent"] = [Sent(**_with_spans(_known(Sent, one))) for one in kept.get("sent", [])]
        plain["tasks"] = [_task(one) for one in kept.get("tasks", [])]
        plain["notes"] = [Note(**_with_spans(_known(Note, one))) for one in kept.get("notes", [])]
        return cls(**plain)


def _known(kind: Any, kept: dict[str, Any]) -> dict[str, Any]:
    names = {one.name for one in fields(kind)}
    return {key: value for key, value in kept.items() if key in names}


def _with_spans(kept: dict[str, Any]) -> dict[str, Any]:
    for key in ("span", "due_span", "recurrence_span"):
        if key in kept:
            kept[key] = _span(kept[key])
    if "spans" in kept:
        kept["spans"] = {key: _span(value) for key, value in kept["spans"].items()}
    return kept


def _name(kept: dict[str, Any]) -> Name:
    plain = _with_spans(_known(Name, kept))
    plain["options"] = [Option(**_known(Option, one)) for one in kept.get("options", [])]
    return Name(**plain)


def _task(kept: dict[str, Any]) -> TaskDraft:
    plain = _with_spans(_known(TaskDraft, kept))
    plain["lines"] = [Line(**_with_spans(_known(Line, one))) for one in kept.get("lines", [])]
    return TaskDraft(**plain)
