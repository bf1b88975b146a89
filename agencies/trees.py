"""The recursive queries over the tree of agencies, in SQL so that a tree of any size costs one statement."""

from collections.abc import Iterable
from datetime import date

from django.db import connection

_BELOW = """
WITH RECURSIVE below(id) AS (
    SELECT unnest(%s::bigint[])
    UNION
    SELECT next.id FROM below b CROSS JOIN LATERAL (
        SELECT a.id FROM agencies_agency a WHERE a.parent_id = b.id
        UNION ALL
        SELECT s.agency_id FROM agencies_succession s WHERE s.successor_id = b.id
    ) next
)
SELECT id FROM below
"""

_ABOVE = """
WITH RECURSIVE above(id, depth) AS (
    SELECT a.parent_id, 1 FROM agencies_agency a WHERE a.id = %s AND a.parent_id IS NOT NULL
    UNION
    SELECT a.parent_id, b.depth + 1 FROM agencies_agency a JOIN above b ON a.id = b.id
    WHERE a.parent_id IS NOT NULL AND b.depth < 50
)
SELECT id FROM above ORDER BY depth
"""


_BEFORE = """
WITH RECURSIVE before(id) AS (
    SELECT unnest(%s::bigint[])
    UNION
    SELECT s.agency_id FROM agencies_succession s JOIN before b ON s.successor_id = b.id
)
SELECT id FROM before
"""


def ids_below(roots: Iterable[int]) -> frozenset[int]:
    """Ids of the given agencies, of every agency under them, and of those whose place one of these took; one query at most."""
    wanted = sorted(set(roots))
    if not wanted:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [wanted])
        return frozenset(row[0] for row in cursor.fetchall())


def ids_before(agencies: Iterable[int]) -> frozenset[int]:
    """Ids of the given agencies and of those whose place these took, however long ago; one query at most."""
    wanted = sorted(set(agencies))
    if not wanted:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, [wanted])
        return frozenset(row[0] for row in cursor.fetchall())


def ids_above(agency_id: int) -> list[int]:
    """Ids of the superiors of an agency, nearest first."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, [agency_id])
        return [row[0] for row in cursor.fetchall()]


def would_loop(agency_id: int, parent_id: int) -> bool:
    """Whether putting the agency under `parent_id` would close a circle."""
    return parent_id == agency_id or agency_id in ids_above(parent_id)


def active(since: date, until: date | None, *, on: date) -> bool:
    """Whether a dated row holds on a day; both ends are included."""
    return since <= on and (until is None or until >= on)
