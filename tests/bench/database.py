"""A database of the bench's own on whichever server the settings name; nothing else is touched."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

NAME = os.environ.get("BENCH_DB", "bench_dondoc")


def point() -> None:
    """Let the settings name the bench's database; call before the first connection is made."""
    settings.DATABASES["default"]["NAME"] = NAME


def _maintain(*statements: sql.Composed) -> None:
    known = {key: value for key, value in connection.get_connection_params().items() if isinstance(value, str | int)}
    with psycopg.connect(**{**known, "dbname": "postgres"}, autocommit=True) as server:  # type: ignore[arg-type]
        for statement in statements:
            server.execute(statement)


@contextmanager
def fresh(*, keep: bool) -> Iterator[None]:
    """An empty migrated database inside the block; dropped afterwards unless it is to be kept."""
    name = sql.Identifier(NAME)
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name)
    connection.close()
    _maintain(drop, sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(name))
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        connection.close()
        if not keep:
            _maintain(drop)
