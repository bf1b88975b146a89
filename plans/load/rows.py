"""Rows on their way into the database by COPY; ids are given out at once, so that later rows can refer to earlier ones."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any

from django.db import connection, models

from agencies.history.tracking import without_history


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


class Sheet:
    """Waiting rows of one table. Columns that a row does not name get the model's defaults, as `Model()` would give them.

    Ids go on from the highest one there is: nobody else may write to the table meanwhile.
    """

    def __init__(self, model: type[models.Model]) -> None:
        fields = model._meta.concrete_fields
        self.model = model
        self.written = 0
        self._columns = [str(field.column) for field in fields]
        self._places = {field.attname: place for place, field in enumerate(fields)}
        self._blank = [None if field.primary_key else _plain(field.get_default()) for field in fields]
        self._key = self._places[model._meta.pk.attname]
        self._next = (model._base_manager.aggregate(top=models.Max("pk"))["top"] or 0) + 1
        self._rows: list[list[Any]] = []

    def add(self, **values: Any) -> int:
        """Put a row down; enum members must come as their values. Returns its id."""
        row = self._blank.copy()
        places = self._places
        for name, value in values.items():
            row[places[name]] = value
        row[self._key] = number = self._next
        self._next += 1
        self._rows.append(row)
        return number

    def change(self, number: int, **values: Any) -> None:
        """Write other values into a row that still waits."""
        row = self._rows[number - self._next]  # counted from the end
        for name, value in values.items():
            row[self._places[name]] = value

    def copy_in(self) -> None:
        """Send what waits to the table and let its sequence go on behind it."""
        if not self._rows:
            return
        quote = connection.ops.quote_name
        table = quote(self.model._meta.db_table)
        with connection.cursor() as cursor:
            # Names come from the models, values are sent apart.
            with cursor.copy(f"COPY {table} ({', '.join(map(quote, self._columns))}) FROM STDIN") as copy:
                for row in self._rows:
                    copy.write_row(row)
            # Never backwards: a number that was given out once may still stand in somebody's hands.
            place = [self.model._meta.db_table, self._columns[self._key]]
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), GREATEST(%s, nextval(pg_get_serial_sequence(%s, %s))))",
                [*place, self._next - 1, *place],
            )
        self.written += len(self._rows)
        self._rows.clear()


class Book:
    """The sheets of several tables, by model."""

    def __init__(self, tables: Iterable[type[models.Model]]) -> None:
        self.sheets = {model: Sheet(model) for model in tables}

    def add(self, model: type[models.Model], **values: Any) -> int:
        """Put a row of the model down; returns its id."""
        return self.sheets[model].add(**values)

    def change(self, model: type[models.Model], number: int, **values: Any) -> None:
        """Write other values into a row of the model that still waits."""
        self.sheets[model].change(number, **values)

    def copy_in(self) -> None:
        """Send every sheet; the caller holds the transaction. Load has no history: nobody did it."""
        with without_history():
            for sheet in self.sheets.values():
                sheet.copy_in()

    def totals(self) -> dict[str, int]:
        """Rows written so far by table."""
        return {model._meta.db_table: sheet.written for model, sheet in self.sheets.items() if sheet.written}
