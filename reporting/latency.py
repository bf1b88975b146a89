"""How long documents take to come down: days from a superior to those that implement it, and who has not issued one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from agencies.lookups import among
from agencies.models import GroupMembership, Officer, active_on, scope_of
from directives.choices import LinkKind, Purpose
from directives.models import Addressee, Directive, DirectiveLink

MOST = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One superior and what came of it: `days` is the median over its implementing documents.

    `missing`: bodies told to carry it out whose own document is not in the system; known for one's own documents only.
    """

    superior: Directive
    below: tuple[Directive, ...]
    days: int
    missing: int = 0

    @property
    def only(self) -> Directive | None:
        """The implementing document where there is just one."""
        return self.below[0] if len(self.below) == 1 else None


def steps(user: Officer | AnonymousUser, directives: Collection[int] | None, *, on: date) -> tuple[Step, ...]:
    """Steps among the documents an officer may see that touch the given ones; the most recent superiors first."""
    visible = Directive.objects.visible_to(user)
    edges = DirectiveLink.objects.filter(
        among("directive_id", visible.values("pk")), kind=LinkKind.IMPLEMENTS, directive__issued_on__isnull=False,
        directive__issued_on__lte=on, superior__issued_on__isnull=False,
    )  # fmt: skip
    if directives is not None:
        edges = edges.filter(Q(directive_id__in=directives) | Q(superior_id__in=directives))
    recent = _recent(edges)
    missing = _missing([found[0].superior for found in recent], user, on=on)
    return tuple(_step(found, missing) for found in recent)


def _recent(edges: QuerySet[DirectiveLink]) -> list[list[DirectiveLink]]:
    """The edges under the most recent superiors, each document under its nearest; of the others only keys are read."""
    facts = edges.order_by("superior__issued_on", "pk").values_list(
        "directive_id", "superior_id", "superior__issued_on", "pk"
    )
    nearest = {directive: (superior, issued, pk) for directive, superior, issued, pk in facts}
    days = {superior: issued for superior, issued, _ in nearest.values()}
    chosen = sorted(days, key=lambda superior: days[superior] or date.min, reverse=True)[:MOST]
    groups: dict[int, list[DirectiveLink]] = {superior: [] for superior in chosen}
    wanted = [pk for superior, _, pk in nearest.values() if superior in groups]
    for edge in DirectiveLink.objects.filter(pk__in=wanted).select_related("directive", "superior").order_by("pk"):
        groups[edge.superior_id].append(edge)
    return list(groups.values())


def _step(found: list[DirectiveLink], missing: dict[int, int]) -> Step:
    superior = found[0].superior
    days = median_low([edge.days_between or 0 for edge in found])
    below = tuple(sorted((edge.directive for edge in found), key=lambda one: (one.issued_on or date.min, one.pk)))
    return Step(superior, below, days, missing.get(superior.pk, 0))


def _missing(superiors: list[Directive], user: Officer | AnonymousUser, *, on: date) -> dict[int, int]:
    """How many addressees "để thực hiện" have issued nothing under a document, for documents issued at or below one's place."""
    below = scope_of(user).below
    own = [one.pk for one in superiors if one.issuer_id in below or one.recorded_by_id in below]
    told: dict[int, set[int]] = defaultdict(set)
    groups: dict[int, list[int]] = defaultdict(list)
    for row in Addressee.objects.filter(directive_id__in=own, purpose=Purpose.EXECUTE):
        if row.agency_id is not None:
            told[row.directive_id].add(row.agency_id)
        if row.group_id is not None:
            groups[row.group_id].append(row.directive_id)
    for membership in GroupMembership.objects.filter(active_on(on), group_id__in=groups):
        for pk in groups[membership.group_id]:
            told[pk].add(membership.agency_id)
    done = DirectiveLink.objects.filter(superior_id__in=own, directive__issuer__isnull=False)
    for superior, issuer in done.values_list("superior_id", "directive__issuer_id"):
        told[superior].discard(issuer or 0)
    return {pk: len(bodies) for pk, bodies in told.items()}
