"""The graph of documents: recursive look-ups and the tree that the chain page draws."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import BigIntegerField

from directives.models import Directive, DirectiveLink, DirectiveQuerySet

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
    known = [pk for pk in start if pk <= BigIntegerField.MAX_BIGINT]  # a number in an address may be any
    with connection.cursor() as cursor:
        cursor.execute(sql, [known])
        return frozenset(row[0] for row in cursor.fetchall())


def ids_up(directive_id: int) -> frozenset[int]:
    """The document and everything above it."""
    return _ids(_UP, [directive_id])


def ids_down(directive_id: int) -> frozenset[int]:
    """The document and everything below it: its subtree."""
    return _ids(_DOWN, [directive_id])


def ids_around(directive_id: int) -> frozenset[int]:
    """The document, everything above and below it, and what stands above the documents below (their further superiors)."""
    return ids_up(directive_id) | _ids(_UP, ids_down(directive_id))


@dataclass
class Node:
    """One document in the drawn chain: `days` from the superior it hangs under, `kind` of that link, `also` its other links."""

    directive: Directive
    days: int | None = None
    kind: str = ""
    above: Directive | None = None
    also: list[DirectiveLink] = field(default_factory=list)
    below: list[Node] = field(default_factory=list)
    is_here: bool = False

    @property
    def is_earlier(self) -> bool:
        """Whether the document is dated before its superior: true of slips and of replaced documents only."""
        return self.days is not None and self.days < 0

    @property
    def distance(self) -> int | None:
        """Days between the two dates, whichever came first."""
        return None if self.days is None else abs(self.days)


@dataclass(frozen=True)
class Drawing:
    """The tree around a document: `below` are it and those it led to; `left_out` counts what was too much to draw."""

    roots: list[Node]
    documents: list[Directive]
    below: frozenset[int]
    left_out: int = 0


def draw(here: Directive, visible: Iterable[Directive]) -> list[Node]:
    """Roots of the tree around a document, from the visible documents of its chain.

    A document with several superiors hangs under the nearest (latest dated) one and names the others, so it is drawn once.
    """
    shown = {directive.pk: directive for directive in visible}
    above: dict[int, list[DirectiveLink]] = defaultdict(list)
    for edge in DirectiveLink.objects.filter(directive_id__in=shown, superior_id__in=shown):
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
        node.days, node.kind, node.above = nearest.days_between, nearest.get_kind_display(), nearest.superior
        node.also = [edge for edge in edges if edge is not nearest]
        nodes[nearest.superior_id].below.append(node)
    return roots


def around(here: Directive, visible: DirectiveQuerySet, *, limit: int = 200) -> Drawing:
    """The tree around a document from what the officer may see; of very long chains the nearest `limit` documents."""
    wanted = visible.filter(pk__in=ids_around(here.pk))
    nearest = _nearest(here.pk, set(wanted.order_by().values_list("pk", flat=True)), limit)
    documents = list(wanted.filter(pk__in=nearest).select_related("issuer"))
    left_out = wanted.count() - len(documents) if len(nearest) == limit else 0
    return Drawing(draw(here, documents), documents, ids_down(here.pk), left_out)


def _nearest(start: int, ids: set[int], limit: int) -> set[int]:
    """At most `limit` of the documents, by steps along links from the start, so that what is drawn hangs together."""
    if len(ids) <= limit:
        return ids
    neighbours: dict[int, list[int]] = defaultdict(list)
    edges = DirectiveLink.objects.filter(directive_id__in=ids, superior_id__in=ids).order_by("id")
    for lower, upper in edges.values_list("directive_id", "superior_id"):
        neighbours[lower].append(upper)
        neighbours[upper].append(lower)
    found, queue = {start}, deque([start])
    while queue and len(found) < limit:
        for other in neighbours[queue.popleft()]:
            if other not in found and len(found) < limit:
                found.add(other)
                queue.append(other)
    return found
