"""What the page of one agency shows to whom: facts for everybody, people for its own officers and its administrators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any, Final

from django.db.models import Q, QuerySet

from agencies import rules, trees
from agencies.choices import Duty
from agencies.dated import AgencyName, AgencyPlace
from agencies.models import Agency, AgencyAlias, AgencyGroup, GroupMembership, Officer, Post, scope_of

SHOWN: Final = 60
RANK: Final = (Duty.LEADER, Duty.CLERK, Duty.ADMINISTRATOR)


Act = Callable[[Officer, Agency, date], tuple[str, str] | None]
_acts: list[Act] = []


def supply_act(act: Act) -> None:
    """Let a higher app offer an act on the page of an agency: its label and address, or None where it is not this officer's."""
    if act not in _acts:
        _acts.append(act)


class Card:
    """One agency as an officer may see it on a day."""

    def __init__(self, agency: Agency, officer: Officer, *, on: date) -> None:
        self.agency, self.officer, self.on = agency, officer, on
        self.scope = scope_of(officer)

    @cached_property
    def keeps(self) -> bool:
        """Whether the officer administers the agency."""
        return bool(rules.may_administer(self.officer, self.agency))

    @cached_property
    def may_move(self) -> bool:
        """Whether its superior is the officer's to change."""
        within = self.agency.parent_id in self.scope.administered
        return self.officer.is_superuser or (self.keeps and within)

    @cached_property
    def waits(self) -> bool:
        """Whether it is provisional and the officer may settle that."""
        return bool(rules.may_settle_provisional(self.officer, self.agency))

    @cached_property
    def leads(self) -> bool:
        """Whether the officer leads a superior of it and so may direct it."""
        leading = {post.agency_id for post in self.officer.current_posts if post.duty == Duty.LEADER}
        return bool(leading and leading.intersection(trees.ids_above(self.agency.pk)))

    @cached_property
    def acts(self) -> list[tuple[str, str]]:
        """Acts of higher apps, each with its label and address."""
        return [found for act in _acts if (found := act(self.officer, self.agency, self.on))]

    @cached_property
    def is_over(self) -> bool:
        """Whether it no longer exists."""
        return self.agency.ended_on is not None and self.agency.ended_on < self.on

    @cached_property
    def names(self) -> list[AgencyName]:
        """Names by date, the present one first; none before the first renaming."""
        return list(self.agency.names.reverse())

    @cached_property
    def places(self) -> list[AgencyPlace]:
        """Superiors by date, the present one first; none before the first move."""
        return list(self.agency.places.select_related("parent").reverse())

    @cached_property
    def children(self) -> list[Agency]:
        """Bodies that stand directly under it today."""
        found = Agency.objects.visible_to(self.officer).existing(on=self.on).filter(parent=self.agency)
        return list(found[: SHOWN + 1])

    @property
    def shown_children(self) -> list[Agency]:
        return self.children[:SHOWN]

    @property
    def more_children(self) -> bool:
        return len(self.children) > SHOWN

    @cached_property
    def preceding(self) -> list[Agency]:
        """Bodies that it succeeded."""
        return list(Agency.objects.visible_to(self.officer).filter(successor=self.agency)[:SHOWN])

    @cached_property
    def groups(self) -> QuerySet[GroupMembership]:
        """Its groups of today, as far as their owner's branch reaches the officer."""
        rows = GroupMembership.objects.filter(
            agency=self.agency, group__in=AgencyGroup.objects.visible_to(self.officer)
        )
        return rows.filter(Q(until__isnull=True) | Q(until__gte=self.on)).select_related("group", "group__owner")

    @cached_property
    def owned_groups(self) -> QuerySet[AgencyGroup]:
        """Groups that belong to it."""
        return AgencyGroup.objects.visible_to(self.officer).filter(owner=self.agency)

    @cached_property
    def aliases(self) -> list[AgencyAlias]:
        """Other names that hold where the officer is."""
        mine = self.scope.below | self.scope.administered
        above = {up for own in self.scope.own for up in trees.ids_above(own)}
        rows = self.agency.aliases.select_related("branch").order_by("text")
        if not self.officer.is_superuser:
            rows = rows.filter(Q(branch__isnull=True) | Q(branch_id__in=mine | above))
        return list(rows)

    @cached_property
    def shows_people(self) -> bool:
        """Who holds posts is for the agency's own officers and its administrators."""
        return self.keeps or self.agency.pk in self.scope.own

    @cached_property
    def posts(self) -> list[Any]:
        """Posts of now and of days to come."""
        rows = Post.objects.visible_to(self.officer).filter(agency=self.agency).alive(on=self.on)
        found = list(rows.select_related("officer", "delegated_by").order_by("since", "id"))
        return sorted(found, key=lambda post: RANK.index(post.duty))
