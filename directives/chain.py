"""The graph of documents: recursive look-ups and the tree that the chain page draws."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from directives.models import Directive, DirectiveLink

_UP = """
WITH RECURSIVE up(id) AS (
    SELECT unnest(%s::bigint[])
    UNION
    SELECT l.superior_id FROM directives_directivelink l JOIN up ON l.directive_id = up.id
)
SELECT id FROM up
"""
_DOWN = """
WITH RECURSIVE down(id) AS (
    SELECT unnest(%s::bigint[])
    UNION
    SELECT l.directive_id FROM directives_directivelink l JOIN down d ON l.superior_id = d.id
)
SELECT id FROM down
"""


def _ids(sql: str, start: Iterable[int]) -> frozenset[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(start)])
        return frozenset(row[0] for row in cursor.fetchall())


def ids_up(directive_id: int) -> frozenset[int]:
    """The document and everything above it."""
    return _ids(_UP, [directive_id])


def ids_down(directive_id: int) -> frozenset[int]:
    """The document and everything below it: its subtree."""
    return _ids(_DOWN, [directive_id])


@dataclass
class Node:
    """One document in the drawn chain: `days` from the superior it hangs under, `kind` of that link, further superiors by label."""

    directive: Directive
    days: int | None = None
    kind: str = ""
    also: list[Directive] = field(default_factory=list)
    below: list[Node] = field(default_factory=list)
    is_here: bool = False


def draw(here: Directive, visible: Iterable[Directive]) -> list[Node]:
    """Roots of the tree around a document, from the visible documents of its chain.

    A document with several superiors hangs under the nearest (latest dated) one and names the others, so it is drawn once.
    """
    shown = {directive.pk: directive for directive in visible}
    links = DirectiveLink.objects.filter(directive_id__in=shown, superior_id__in=shown)
    above: dict[int, list[DirectiveLink]] = defaultdict(list)
    for edge in links:
        edge.directive, edge.superior = shown[edge.directive_id], shown[edge.superior_id]
        above[edge.directive_id].append(edge)
    nodes = {pk: Node(directive, is_here=pk == here.pk) for pk, directive in shown.items()}
    roots: list[Node] = []
    for pk in sorted(nodes, key=lambda pk: (nodes[pk].directive.issued_on or date.max, pk)):
        node, edges = nodes[pk], above.get(pk, [])
        if not edges:
            roots.append(node)
            continue
        nearest = max(edges, key=lambda edge: (edge.superior.issued_on or date.min, edge.superior_id))
        node.days, node.kind = nearest.days_between, nearest.get_kind_display()
        node.also = [edge.superior for edge in edges if edge is not nearest]
        nodes[nearest.superior_id].below.append(node)
    return roots


def around(here: Directive, visible: Iterable[Directive]) -> list[Node]:
    """Like `draw`, for the part of the chain above and below the document only."""
    wanted = ids_up(here.pk) | ids_down(here.pk)
    return draw(here, [directive for directive in visible if directive.pk in wanted])
