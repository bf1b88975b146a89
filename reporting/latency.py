"""How long documents take to come down: days from a superior to those that implement it, and who has not issued one.

Asked for a reader's scope by the overview, and for an office's own reach by a report, which keeps the answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from agencies import trees
from agencies.lookups import among
from agencies.models import Agency, GroupMembership, Officer, active_on, scope_of
from agencies.scope import Scope
from directives.choices import LinkKind, Purpose, Secrecy
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
    missing: tuple[str, ...] = ()

    @property
    def only(self) -> Directive | None:
        """The implementing document where there is just one."""
        return self.below[0] if len(self.below) == 1 else None


@dataclass(frozen=True, slots=True)
class Came:
    """A document that implements another: its label, its issuer and the days it took."""

    label: str
    issuer: str
    days: int


@dataclass(frozen=True, slots=True)
class Cascade:
    """A step as a report keeps it, in plain values; `directive` is the superior's row."""

    directive: int
    label: str
    days: int
    below: tuple[Came, ...]
    missing: tuple[str, ...]


def steps(user: Officer | AnonymousUser, directives: Collection[int] | None, *, on: date) -> tuple[Step, ...]:
    """Steps among the documents an officer may see that touch the given ones; the most recent superiors first."""
    return _steps(Directive.objects.visible_to(user), scope_of(user).below, directives, on=on)


def of_office(
    office: Agency, directives: Collection[int] | None, *, on: date, bodies: Collection[int] | None = None
) -> tuple[Cascade, ...]:
    """The same for an office's own reach, to be printed: internal documents, and superiors that nothing came of, are left out.

    Who waits to be named is asked of every document in question, whether something came of it or not. With `bodies` only what these
    issued, or have not issued, is told.
    """
    below = trees.ids_below([office.pk])
    reach = Directive.objects.within(Scope(own=frozenset({office.pk}), below=below)).filter(secrecy=Secrecy.NORMAL)
    found = [_kept(step) for step in _steps(reach, below, directives, on=on, bodies=bodies)]
    known = {one.directive for one in found}
    silent = reach.filter(pk__in=[pk for pk in directives or () if pk not in known]).order_by("issued_on", "pk")
    missing = _missing(list(silent), below, on=on, bodies=bodies)
    return (*found, *(Cascade(one.pk, one.label, 0, (), missing[one.pk]) for one in silent if missing.get(one.pk)))


def _kept(step: Step) -> Cascade:
    superior = step.superior.issued_on or date.min
    came = (Came(one.label, one.issuer_name, ((one.issued_on or superior) - superior).days) for one in step.below)
    return Cascade(step.superior.pk, step.superior.label, step.days, tuple(came), step.missing)


def _steps(
    visible: QuerySet[Directive], below: Collection[int], directives: Collection[int] | None, *, on: date,
    bodies: Collection[int] | None = None,
) -> tuple[Step, ...]:  # fmt: skip
    edges = DirectiveLink.objects.filter(
        among("directive_id", visible.values("pk")), kind=LinkKind.IMPLEMENTS, directive__issued_on__isnull=False,
        directive__issued_on__lte=on, superior__issued_on__isnull=False,
    )  # fmt: skip
    if directives is not None:
        edges = edges.filter(Q(directive_id__in=directives) | Q(superior_id__in=directives))
    if bodies is not None:
        edges = edges.filter(directive__issuer_id__in=bodies)
    recent = _recent(edges)
    missing = _missing([found[0].superior for found in recent], below, on=on, bodies=bodies)
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
    found = DirectiveLink.objects.filter(pk__in=wanted).select_related("directive__issuer", "superior").order_by("pk")
    for edge in found:
        groups[edge.superior_id].append(edge)
    return list(groups.values())


def _step(found: list[DirectiveLink], missing: dict[int, tuple[str, ...]]) -> Step:
    superior = found[0].superior
    days = median_low([edge.days_between or 0 for edge in found])
    below = tuple(sorted((edge.directive for edge in found), key=lambda one: (one.issued_on or date.min, one.pk)))
    return Step(superior, below, days, missing.get(superior.pk, ()))


def _missing(
    superiors: Iterable[Directive], below: Collection[int], *, on: date, bodies: Collection[int] | None = None
) -> dict[int, tuple[str, ...]]:
    """Addressees "để thực hiện" that have issued nothing under a document by a day; of documents of one's own place or below."""
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
    done = DirectiveLink.objects.filter(
        Q(directive__issued_on__isnull=True) | Q(directive__issued_on__lte=on), superior_id__in=own, kind=LinkKind.IMPLEMENTS,
        directive__issuer__isnull=False,
    )  # fmt: skip
    for superior, issuer in done.values_list("superior_id", "directive__issuer_id"):
        told[superior].discard(issuer or 0)
    asked = {body for waiting in told.values() for body in waiting if bodies is None or body in bodies}
    names = Agency.objects.existing(on=on).filter(pk__in=asked)
    labels = dict(names.order_by("sort_key", "pk").values_list("pk", "name"))
    return {pk: tuple(name for body, name in labels.items() if body in waiting) for pk, waiting in told.items()}
