"""Whose rows keep a history: triggers write every insert, update and delete into a table that is only ever added to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.db import connection, models
from pghistory.models import Event

M = TypeVar("M", bound=models.Model)

INSERT, UPDATE, DELETE, BASELINE = "insert", "update", "delete", "baseline"

# Tracked model → the model of its events.
EVENTS: dict[type[models.Model], Any] = {}


class Change(Event):
    """A row of a tracked table as it was after a change (before it, for a delete), with who acted."""

    pgh_id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True


def tracked(
    *, exclude: Iterable[str] = (), keep: Iterable[str] = (), found_by: Iterable[str] = ()
) -> Callable[[type[M]], type[M]]:
    """Keep the history of a model: all fields people edit, with those of `keep`, without those of `exclude`.

    `found_by` names the foreign keys by which a page looks for events, besides the row's own id. A field added to the
    model later joins by itself: `makemigrations` writes the column and the trigger.
    """
    kept = set(keep)

    def with_history(model: type[M]) -> type[M]:
        derived = {f.name for f in model._meta.local_fields if not (f.editable or f.primary_key or f.name in kept)}
        EVENTS[model] = pghistory.create_event_model(
            model,
            pghistory.InsertEvent(INSERT),
            pghistory.UpdateEvent(UPDATE),
            pghistory.DeleteEvent(DELETE),
            model_name=f"{model.__name__}Change",
            exclude=sorted(derived | set(exclude)),
            obj_field=pghistory.ObjForeignKey(related_name="+", db_index=True),
            # Beside each row and not in a table of contexts, which would have to be updated.
            context_field=pghistory.ContextJSONField(),
            append_only=True,
            base_model=Change,
            abstract=False,
            attrs={"__doc__": f"One change of a row of {model.__name__}: the row after it, who acted, when."},
            meta={
                "verbose_name": f"lịch sử: {model._meta.verbose_name}",
                "verbose_name_plural": f"lịch sử: {model._meta.verbose_name_plural}",
                "indexes": [models.Index(fields=[name]) for name in found_by],
            },
        )
        return model

    return with_history


@contextmanager
def without_history() -> Iterator[None]:
    """Inside a transaction: rows come without their history. For generated load only, which is nobody's doing."""
    triggers = [f"{model._meta.label}:{name}_{name}" for model in EVENTS for name in (INSERT, UPDATE, DELETE)]
    with pgtrigger.ignore(*triggers), connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # carries the setting, which a COPY by itself would not
        yield
