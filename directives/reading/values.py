"""What reading finds: values tied to the words they came from. Spans count characters of the shown text."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """A value with its words; `deduced` values were concluded, not said, and are shown as questions."""

    value: str
    span: Span | None = None
    deduced: bool = False


@dataclass(frozen=True, slots=True)
class Cited:
    """A document named in the text; `relation` is a value of LinkKind, `number` None where only its name is given."""

    number: str | None
    type_code: str | None
    issuer: str | None
    date: str | None
    title_short: str | None
    span: Span
    relation: str = "cites"

    def to_json(self) -> dict[str, object]:
        return {
            "number": self.number, "type_code": self.type_code, "issuer": self.issuer, "date": self.date,
            "title_short": self.title_short, "relation": self.relation, "span": list(self.span),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deadline:
    """Due words; `value` is the ISO day (or minute) of a full date, else the words, `resolved` the last day they allow."""

    value: str
    text: str
    resolved: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How often, in normalised words, and the periods of the closed set that they mean."""

    value: str
    periods: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Task:
    """One duty as the text orders it: agencies as written, `lead_from` tells where the lead was named."""

    path: str
    heading: str
    text: str
    section: tuple[str, ...]
    span: Span
    lead: tuple[Found, ...] = ()
    lead_from: str | None = None
    coordinating: tuple[Found, ...] = ()
    deadline: Deadline | None = None
    recurrence: Recurrence | None = None
    is_reporting_duty: bool = False
    is_monitoring_duty: bool = False
    reports_to: tuple[Found, ...] = ()

    def to_json(self) -> dict[str, object]:
        due, often = self.deadline, self.recurrence
        return {
            "path": self.path, "heading": self.heading, "text": self.text, "section": list(self.section),
            "lead": values(self.lead), "lead_from": self.lead_from, "coordinating": values(self.coordinating),
            "deadline": due.value if due else None, "deadline_text": due.text if due else None,
            "deadline_resolved": due.resolved if due else None,
            "recurrence": often.value if often else None, "recurrence_periods": list(often.periods) if often else [],
            "is_reporting_duty": self.is_reporting_duty, "is_monitoring_duty": self.is_monitoring_duty,
            "reports_to": values(self.reports_to), "span": list(self.span),
            "spans": {
                "lead": spans(self.lead), "coordinating": spans(self.coordinating), "reports_to": spans(self.reports_to),
                "deadline": list(due.span) if due else None, "recurrence": list(often.span) if often else None,
            },
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """A question for the office; `kind` is one of a closed set of identifiers, the message is what the officer reads.

    `task` is the path of the task it is about, `suggestion` what the text probably meant ("93-KL/TW").
    """

    kind: str
    message: str
    span: Span | None = None
    task: str | None = None
    suggestion: str | None = None

    def to_json(self) -> dict[str, object]:
        return {
            "kind": self.kind, "message": self.message, "span": list(self.span) if self.span else None,
            "task": self.task, "suggestion": self.suggestion,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signer:
    """The signature block; each part None where it is not printed."""

    authority: Found | None = None
    title: Found | None = None
    name: Found | None = None


def values(found: tuple[Found, ...]) -> list[str]:
    return [one.value for one in found]


def spans(found: tuple[Found, ...]) -> list[list[int] | None]:
    return [list(one.span) if one.span else None for one in found]
