"""The review as its page shows it: the record and tasks with their questions beside the marked source."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from agencies.wording import format_day, number
from directives.choices import LinkKind, Purpose, SourceKind
from directives.numbers import TYPES
from plans.choices import TaskKind
from plans.cycles import Recurrence
from plans.intake.marks import Segment, marks_of, segments
from plans.intake.proposal import NEW, Above, Name, Proposal, TaskDraft
from plans.intake.questions import Question, questions


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its number on the page."""

    number: int
    question: Question


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of the record: its label, how it reads, whether it is sure, asked about or not found, where it stands."""

    name: str
    label: str
    value: str
    state: str
    source: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A body in a task: label, and whether it is sure, kept as words, or new; `key` names it for the picker."""

    key: str
    label: str
    role: str
    state: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Superior:
    """A cited document: place in the proposal, what it is to this one, whether it is known or becomes a stub."""

    place: int
    above: Above
    relation: str
    day: str
    also: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One proposed task with its bodies, the words on time, its questions."""

    task: TaskDraft
    chips: list[Chip]
    facts: list[str]
    asked: list[Asked]
    is_first: bool
    is_last: bool

    @property
    def is_open(self) -> bool:
        return any(one.question.is_open for one in self.asked)


FACTS = (
    ("number", "Số, ký hiệu"), ("type_code", "Loại"), ("issuer", "Cơ quan ban hành"), ("date", "Ngày"), ("subject", "Trích yếu"),
    ("signer_name", "Người ký"), ("place", "Địa danh"), ("acting_body", "Thay mặt"),
)  # fmt: skip


class ReviewSheet:
    """Everything one page of review needs, worked out once from the kept proposal and text."""

    relations = LinkKind.choices

    def __init__(self, proposal: Proposal, shown: str, *, joins: bool = False, plans: bool = True) -> None:
        """`joins`: the record is there already and stays as it is; without `plans` the office only adds its copy."""
        self.proposal, self.shown, self.joins = proposal, shown, joins
        self.makes_a_plan = plans and bool(proposal.kept)
        self.asked = [Asked(place, one) for place, one in enumerate(questions(proposal), start=1)]
        self._about: dict[str, list[Asked]] = defaultdict(list)
        for one in self.asked:
            self._about[one.question.about].append(one)

    # --- how far the officer is -------------------------------------------------------------------

    @property
    def total(self) -> int:
        return len(self.asked)

    @cached_property
    def open(self) -> list[Asked]:
        return [one for one in self.asked if one.question.is_open]

    @property
    def done(self) -> int:
        return self.total - len(self.open)

    # --- the right side -----------------------------------------------------------------------------

    def about(self, what: str) -> list[Asked]:
        """Questions about one thing of the page."""
        return self._about.get(what, [])

    @cached_property
    def record_questions(self) -> list[Asked]:
        return self.about("record")

    @cached_property
    def sent_questions(self) -> list[Asked]:
        return self.about("sent")

    @cached_property
    def note_questions(self) -> list[Asked]:
        return self.about("notes")

    @cached_property
    def facts(self) -> list[Fact]:
        """The record's values in the order of the card; what nobody said and nobody needs is left out."""
        record, found = self.proposal.record, []
        for name, label in FACTS:
            value = self._value(name)
            if value or name in record.doubts:
                source = f"record-{name}" if record.spans.get(name) else ""
                found.append(Fact(name, label, value, self._state(name, value), source))
        return found

    def _state(self, name: str, value: str) -> str:
        """How sure a value is: sure, seen by the officer, deduced, or missing."""
        doubt = self.proposal.record.doubts.get(name)
        if not value:
            return "seen" if f"ho-so:{name}" in self.proposal.answers else "missing"
        if name == "issuer" and self.proposal.record.issuer:
            answered = self.proposal.names[self.proposal.record.issuer].answered
            return "seen" if answered else "sure" if self._issuer_is_settled else "deduced"
        return "deduced" if doubt == "deduced" else "sure"

    @property
    def _issuer_is_settled(self) -> bool:
        key = self.proposal.record.issuer
        return bool(key) and self.proposal.names[key].is_settled

    def _value(self, name: str) -> str:
        record = self.proposal.record
        match name:
            case "type_code":
                press = ", theo báo chí" if record.source_kind == SourceKind.PRESS else ""
                return TYPES.get(record.type_code, "") + press if record.type_code else ""
            case "date":
                return format_day(date.fromisoformat(record.date)) if record.date else ""
            case "issuer":
                issuer = self.proposal.names.get(record.issuer)
                return issuer.label if issuer and issuer.agency_id else record.issuer_name
            case "signer_name":
                return ", ".join(one for one in (record.signer_name, record.signer_title) if one)
            case _:
                return str(getattr(record, name))

    @cached_property
    def superiors(self) -> list[Superior]:
        """Cited documents, those it carries out first."""
        also: dict[int, list[str]] = defaultdict(list)
        for pair in self.proposal.between:
            upper = self.proposal.above[pair.upper]
            also[pair.lower].append(f"{LinkKind(pair.relation).label} {upper.number}")
        return [
            Superior(
                place, one, LinkKind(one.relation).label,
                format_day(date.fromisoformat(one.date)) if one.date else "không ghi ngày", ", ".join(also[place]),
                any(asked.question.is_open for asked in self.about(f"above-{place}")),
            )
            for place, one in enumerate(self.proposal.above)
        ]  # fmt: skip

    @cached_property
    def superior_questions(self) -> list[Asked]:
        return [one for one in self.asked if one.question.about.startswith("above-")]

    @cached_property
    def sent(self) -> list[tuple[str, list[Chip]]]:
        """Addressees and recipients by purpose."""
        grouped: dict[str, list[Chip]] = defaultdict(list)
        for one in self.proposal.sent:
            grouped[one.purpose].append(self._chip(one.name, one.purpose))
        return [(purpose.label, grouped[purpose]) for purpose in Purpose if grouped.get(purpose)]

    @cached_property
    def tasks(self) -> list[TaskRow]:
        """The tasks that will be made, in order."""
        kept = self.proposal.kept
        return [
            TaskRow(
                task, [self._chip(line.name, line.role) for line in task.lines], self._task_facts(task),
                self.about(f"task-{task.id}"), place == 0, place == len(kept) - 1,
            )
            for place, task in enumerate(kept)
        ]  # fmt: skip

    @property
    def dropped(self) -> list[TaskDraft]:
        return [task for task in self.proposal.tasks if task.dropped]

    def _chip(self, key: str, role: str) -> Chip:
        name = self.proposal.names[key]
        return Chip(
            key, name.label or name.words, role, _state_of(name), name.words if name.label != name.words else ""
        )

    def _task_facts(self, task: TaskDraft) -> list[str]:
        """What kind of work it is, by when and how often."""
        said = [TaskKind(task.kind).label]
        if task.due_on:
            said.append(f"hạn {format_day(date.fromisoformat(task.due_on))}")
        if task.due_text and task.due_text != task.due_on:
            said.append(f"“{task.due_text}”")
        if task.cycles:
            said.append("báo cáo " + ", ".join(Recurrence(one).label for one in task.cycles))
        elif task.recurrence and task.recurrence not in said:
            said.append(f"“{task.recurrence}”")
        if task.product:
            said.append(f"sản phẩm: {task.product}")
        return said

    # --- the left side --------------------------------------------------------------------------------

    @cached_property
    def blocks(self) -> list[list[Segment]]:
        """The source in paragraphs of marked and plain runs."""
        return segments(self.shown, marks_of(self.proposal, ((a.number, a.question) for a in self.asked), self.shown))

    # --- what publishing makes --------------------------------------------------------------------------

    @property
    def outcome(self) -> str:
        """One sentence: "Sẽ tạo 1 văn bản, 2 văn bản viện dẫn, 1 kế hoạch với 7 nhiệm vụ."."""
        plan = f"1 kế hoạch với {number(len(self.proposal.kept))} nhiệm vụ" if self.makes_a_plan else ""
        if self.joins:
            return f"Sẽ giữ bản của đơn vị cùng hồ sơ đã có{', lập ' + plan if plan else ''}."
        kept = [one for _, one in self.proposal.superiors]
        stubs = sum(one.existing is None for one in kept)
        parts = ["1 văn bản"]
        if stubs:
            parts.append(f"{stubs} văn bản viện dẫn chưa có toàn văn")
        if len(kept) > stubs:
            parts.append(f"{len(kept) - stubs} liên kết với văn bản đã có")
        if plan:
            parts.append(plan)
        return f"Sẽ tạo {', '.join(parts)}."


def _state_of(name: Name) -> str:
    """How a chip is drawn: "group", "sure", "new", or "open" for words that nobody has filled."""
    if name.choice == NEW:
        return "new"
    if name.group_id:
        return "group"
    return "sure" if name.agency_id else "open"
