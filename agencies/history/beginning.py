"""How history begins for rows that were there before it: one event each, as they are. For migrations only."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from agencies.history.tracking import BASELINE


def begin(app: str, *names: str) -> migrations.RunPython:
    """Operation that writes the first event of every row of the models, by their names as the migration knows them."""

    def write(apps: Any, schema_editor: Any) -> None:
        quote = schema_editor.quote_name
        for name in names:
            model, event = apps.get_model(app, name), apps.get_model(app, f"{name}Change")
            own = {field.column for field in model._meta.concrete_fields}
            columns = [f.column for f in event._meta.concrete_fields if f.column in own]
            listed = ", ".join(map(quote, columns))
            schema_editor.execute(
                f"INSERT INTO {quote(event._meta.db_table)} ({listed}, pgh_obj_id, pgh_created_at, pgh_label)"  # noqa: S608 - names of our tables
                f" SELECT {listed}, {quote(model._meta.pk.column)}, now(), '{BASELINE}' FROM {quote(model._meta.db_table)}"
                f" ORDER BY {quote(model._meta.pk.column)}"
            )

    return migrations.RunPython(write, migrations.RunPython.noop)
