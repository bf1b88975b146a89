"""Rows that many tests stand on: made once per process through the services, put back as they were for each test.

Making the world of the cast takes a third of a second, putting its rows back some milliseconds. Nothing of a test is shared
with the next, neither in the database nor in memory.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import connection, transaction

# What Django writes again by itself after emptying the tables, and what is no row of the product.
_DJANGO = {"django_migrations", "django_content_type", "auth_permission", "django_session"}


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of one table in the words of COPY, and the statement that takes them in."""

    table: str
    statement: str
    content: bytes


def filled() -> set[str]:
    """Which tables of the product hold any row."""
    with connection.cursor() as cursor:
        names = {*connection.introspection.table_names(cursor)} - _DJANGO
        asked = [f"SELECT '{name}' WHERE EXISTS (SELECT FROM {connection.ops.quote_name(name)})" for name in names]  # noqa: S608
        cursor.execute(" UNION ALL ".join(asked))
        return {row[0] for row in cursor.fetchall()}


def copied(table: str) -> Rows:
    """The table's rows as they are now, generated columns left to the database."""
    quoted = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
            " AND attgenerated = '' ORDER BY attnum",
            [quoted],
        )
        columns = f"{quoted} ({', '.join(connection.ops.quote_name(row[0]) for row in cursor.fetchall())})"
        with cursor.copy(f"COPY {columns} TO STDOUT") as out:
            return Rows(table, f"COPY {columns} FROM STDIN", b"".join(map(bytes, out)))


def put_back(rows: Iterable[Rows]) -> None:
    """Write the rows under the keys they had, which no sequence gives out twice.

    Triggers rest meanwhile: what they would write is among the rows, and what they would check held when those were made.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for one in rows:
            with cursor.copy(one.statement) as into:
                into.write(one.content)
        cursor.execute("SET LOCAL session_replication_role = origin")


def can_put_back() -> bool:
    """Whether the database lets its user rest the triggers; a server of one's own choice may not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
        return bool(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Kept[Made]:
    """What one call made: its rows, and the objects it returned, frozen."""

    rows: tuple[Rows, ...] = field(repr=False)
    made: bytes = field(repr=False)

    @classmethod
    def of(cls, make: Callable[[], Made]) -> Kept[Made]:
        """Called outside of any test; undone at once."""
        with transaction.atomic():
            before = filled()
            made = pickle.dumps(make())
            connection.check_constraints()
            kept = cls(tuple(copied(table) for table in sorted(filled() - before)), made)
            transaction.set_rollback(True)
        return kept

    def again(self) -> Made:
        """The rows stand in the database; copies of the objects that nobody else holds."""
        put_back(self.rows)
        made: Made = pickle.loads(self.made)  # noqa: S301 - our own bytes
        return made
