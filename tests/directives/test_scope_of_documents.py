"""The scope of documents is written for its indexes; here it is compared with its plain meaning, document by document."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import Q
from django.test import TestCase

from agencies.models import GroupMembership, Officer
from agencies.scope import Scope
from directives.models import Addressee, Directive, DirectiveCopy, DirectiveLink
from plans.load.generate import generate

DAY = date(2026, 11, 20)
MUST_ACT = ("assigned", "execute")


class Plain:
    """Decisions 13, 15 and 19 in plain words, over everything read into memory."""

    def __init__(self) -> None:
        self.documents = list(Directive.objects.all())
        self.above: dict[int, set[int]] = defaultdict(set)
        for lower, upper in DirectiveLink.objects.values_list("directive_id", "superior_id"):
            self.above[lower].add(upper)
        members: dict[int, list[GroupMembership]] = defaultdict(list)
        for row in GroupMembership.objects.all():
            members[row.group_id].append(row)
        self.told: dict[int, set[int]] = defaultdict(set)
        self.acting: dict[int, set[int]] = defaultdict(set)
        for sent in Addressee.objects.all():
            if sent.agency_id:
                self.told[sent.directive_id].add(sent.agency_id)
                if sent.purpose in MUST_ACT:
                    self.acting[sent.directive_id].add(sent.agency_id)
            stayed = [m for m in members[sent.group_id or 0] if not (m.until and sent.since and m.until < sent.since)]
            self.told[sent.directive_id] |= {m.agency_id for m in stayed}
        self.copies = list(DirectiveCopy.objects.values_list("directive_id", "office_id"))

    def readable(self, scope: Scope) -> set[int]:
        """Issued, recorded, to be acted on, or addressed at or below one's place; of internal ones only what is one's own to issue,
        record or act on."""
        found = set()
        for one in self.documents:
            made, acting = {one.issuer_id, one.recorded_by_id}, self.acting[one.pk]
            if (one.secrecy == "normal" and (made | acting | self.told[one.pk]) & scope.below) or (
                made | acting
            ) & scope.own:
                found.add(one.pk)
        return found

    def visible(self, scope: Scope) -> set[int]:
        """The readable ones, everything above them, what one's offices hold a copy of (of internal ones one's own copies), and the
        record of what bodies below issued, recorded or must act on."""
        found, rest = set(), list(self.readable(scope))
        while rest:
            one = rest.pop()
            if one not in found:
                found.add(one)
                rest.extend(self.above[one])
        normal = {one.pk for one in self.documents if one.secrecy == "normal"}
        theirs = {
            one.pk
            for one in self.documents
            if ({one.issuer_id, one.recorded_by_id} | self.acting[one.pk]) & scope.below
        }
        return (
            found
            | theirs
            | {
                directive
                for directive, office in self.copies
                if office in scope.own or (office in scope.below and directive in normal)
            }
        )


class TestScope(TestCase):
    """A small load with some internal documents, a member that left its group, and a copy held by a stranger."""

    @classmethod
    def setUpTestData(cls) -> None:
        generate(items=500, seed=5, day=DAY, say=lambda text: None)
        documents = list(Directive.objects.order_by("pk"))
        Directive.objects.filter(pk__in=[one.pk for one in documents[::4]]).update(secrecy="internal")
        for member in GroupMembership.objects.order_by("pk")[::5]:
            GroupMembership.objects.filter(pk=member.pk).update(until=date(2025, 12, 31))
        office = Officer.objects.order_by("-pk")[0].posts.get().agency
        DirectiveCopy.objects.create(directive=documents[0], office=office, added_at="2026-01-01T00:00:00+07:00")

    def test_fast_scope_equals_the_plain_one(self) -> None:
        plain, partly = Plain(), 0
        offices = Q(posts__agency__serves__isnull=False) | Q(posts__agency__advisory_bodies__isnull=False)
        some = [*Officer.objects.filter(offices).distinct()[:16], *Officer.objects.order_by("-pk")[:24]]
        for officer in some:
            scope = officer.enter(on=DAY).scope
            readable = set(Directive.objects.readable_by(officer).values_list("pk", flat=True))
            visible = set(Directive.objects.visible_to(officer).values_list("pk", flat=True))
            assert readable == plain.readable(scope), officer.username
            assert visible == plain.visible(scope), officer.username
            partly += bool(readable) and readable < visible < {one.pk for one in plain.documents}
        assert partly > 10
