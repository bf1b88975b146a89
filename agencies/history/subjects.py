"""What has a page of its history: each app says so for its own nouns, so that the reader below need not know them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q, QuerySet

from agencies.models import Officer

if TYPE_CHECKING:
    from agencies.history.words import Names

Row = type[Model]


@dataclass(frozen=True, slots=True)
class Part:
    """A table whose changes belong to a subject: `rows(pk)` finds them, `label` names one, `skip` are fields not told.

    `masked` are fields of which only the change is told, with their words: the value says nothing to people.
    """

    model: Row
    rows: Callable[[int], Q]
    label: Callable[[Any, Names], str]
    skip: tuple[str, ...] = ()
    masked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sight:
    """How much of a history one officer may read; the default is all of it.

    `since`: nothing older. `hidden`: tables not told. `only`: which rows of a table. `fields`: which fields of a table.
    """

    since: datetime | None = None
    hidden: frozenset[Row] = frozenset()
    only: Mapping[Row, Q] = field(default_factory=dict)
    fields: Mapping[Row, frozenset[str]] = field(default_factory=dict)
    names_people: bool = True


def _everything(user: Officer, subject: Any) -> Sight:
    return Sight()


@dataclass(frozen=True, slots=True)
class Subject:
    """A noun with a history page: who may open it (`visible`), what belongs to it (`parts`), how much is told (`sight`).

    `noun` stands before the name of a thing that does not say what it is. `bodies` are the agencies for which one acts on it:
    the capacity named first. `place` is the page of the thing itself.
    """

    kind: str
    noun: str
    visible: Callable[[Officer], QuerySet[Any]]
    parts: tuple[Part, ...]
    bodies: Callable[[Any], set[int]]
    place: Callable[[Any], str]
    sight: Callable[[Officer, Any], Sight] = _everything
    duties: tuple[str, ...] = ()


_subjects: dict[str, Subject] = {}
_by_model: dict[Row, str] = {}
_related: dict[Row, tuple[str, ...]] = {}


def supply_subject(subject: Subject) -> None:
    """Let an app give a noun its history page; its first part is the noun's own table."""
    _subjects[subject.kind] = subject
    _by_model[subject.parts[0].model] = subject.kind


def supply_related(model: Row, *relations: str) -> None:
    """Let an app say what `str()` of its rows looks at, so that many are named in one query."""
    _related[model] = relations


def subject_of(kind: str) -> Subject | None:
    """The subject with this word of the address."""
    return _subjects.get(kind)


def kind_of(model: Row) -> str:
    """The word of the address for a model's rows; empty when they have no page."""
    return _by_model.get(model, "")


def related_of(model: Row) -> tuple[str, ...]:
    """Relations to read along when rows of the model are named."""
    return _related.get(model, ())
