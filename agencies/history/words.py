"""Values of rows in words: verbose names, labels of choices, names instead of numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from agencies.history.subjects import Part, related_of
from agencies.history.tracking import INSERT
from agencies.models import Officer
from agencies.wording import format_day, number

EMPTY = "(trống)"
UNSEEN = "(không còn, hoặc ngoài phạm vi được xem)"
LONG = 160
# What a table says about itself besides the words of its row.
_OWN = ("id", "file")


@dataclass(frozen=True, slots=True)
class Told:
    """One field of a row: `before` is None where there was no row; the words are whole, a page shortens them."""

    label: str
    before: str | None
    after: str | None

    @property
    def is_long(self) -> bool:
        """Whether the words are too many for a line."""
        return max(len(self.before or ""), len(self.after or "")) > LONG


class Names:
    """Names of the rows that changes refer to, as far as the officer may see them; one query per table."""

    def __init__(self, user: Officer) -> None:
        self._user = user
        self._wanted: dict[type[models.Model], set[int]] = defaultdict(set)
        self._found: dict[tuple[type[models.Model], int], str] = {}

    def want(self, events: Iterable[Any]) -> None:
        """Note whom these changes refer to."""
        for event in events:
            for ref in _references(type(event)):
                value = getattr(event, ref.attname)
                if value is not None:
                    self._wanted[ref.related_model].add(value)

    def load(self) -> None:
        """Read what was noted."""
        for model, ids in self._wanted.items():
            rows: Any = model._default_manager.filter(pk__in=ids)
            if hasattr(rows, "visible_to"):
                rows = rows.visible_to(self._user)
            if relations := related_of(model):
                rows = rows.select_related(*relations)
            self._found |= {(model, row.pk): str(row) for row in rows}

    def of(self, model: type[models.Model], pk: int | None) -> str:
        """The name of a row; says so where it may not be told."""
        return self._found.get((model, pk), UNSEEN) if pk is not None else EMPTY


def _references(event: type[models.Model]) -> list[Any]:
    return [f for f in event._meta.concrete_fields if isinstance(f, models.ForeignKey) and f.name != "pgh_obj"]


def in_words(field: Any, value: Any, names: Names) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return EMPTY
    if isinstance(field, models.ForeignKey):
        return names.of(field.related_model, value)
    if isinstance(field, ArrayField):
        return ", ".join(in_words(field.base_field, one, names) for one in value) or EMPTY
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return f"{local:%H:%M}, {format_day(local.date())}"
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return number(value) if isinstance(value, int) else str(value)


def told_fields(event: Any, part: Part, only: frozenset[str] | None) -> list[Any]:
    """Fields of a change that a page tells, in the order of the model: those with Vietnamese words, or masked."""
    return [
        f
        for f in type(event)._meta.concrete_fields
        if not f.name.startswith("pgh_")
        and f.name not in (*_OWN, *part.skip)
        and (f._verbose_name is not None or f.name in part.masked)
        and (only is None or f.name in only)
    ]


def differences(event: Any, before: Any, part: Part, names: Names, only: frozenset[str] | None) -> list[Told]:
    """What a change says: all that is filled in for a new or removed row, else the fields that differ, old and new."""
    fields = told_fields(event, part, only)
    if before is None:
        is_new = event.pgh_label == INSERT
        filled = [f for f in fields if _says_something(f, event) and f.name not in part.masked]
        values = ((str(f.verbose_name), in_words(f, getattr(event, f.attname), names)) for f in filled)
        return [Told(label, None if is_new else words, words if is_new else None) for label, words in values]
    changed = [f for f in fields if getattr(event, f.attname) != getattr(before, f.attname)]
    return [_changed(f, event, before, part, names) for f in changed]


def _changed(field: Any, event: Any, before: Any, part: Part, names: Names) -> Told:
    if field.name in part.masked:
        states = [("có" if getattr(row, field.attname) else EMPTY) for row in (before, event)]
        return Told(part.masked[field.name], states[0], "bản khác" if states[0] == states[1] else states[1])
    values = [in_words(field, getattr(row, field.attname), names) for row in (before, event)]
    return Told(str(field.verbose_name), *values)


def _says_something(field: Any, event: Any) -> bool:
    """Whether a field of a new row tells more than that nobody filled it in."""
    value = getattr(event, field.attname)
    return value not in (None, "", False)


def values_of(event: Any, part: Part, names: Names, only: frozenset[str] | None) -> list[Told]:
    """All a row says, for the state on a day."""
    fields = [f for f in told_fields(event, part, only) if f.name not in part.masked and _says_something(f, event)]
    return [Told(str(f.verbose_name), None, in_words(f, getattr(event, f.attname), names)) for f in fields]
