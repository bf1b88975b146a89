"""Who the names of a proposal are, and whom its office may charge."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from agencies.models import Agency, AgencyGroup, Officer
from agencies.teaching import branch_of
from agencies.trees import ids_above, ids_below
from directives.rules import holds_for_issuer
from plans.intake.proposal import Name, Proposal


@dataclass
class Bodies:
    """What the names of a proposal mean, loaded once: agencies and groups by id, provisional ones made on the way."""

    agencies: dict[int, Agency]
    groups: dict[int, AgencyGroup]
    members: dict[int, list[Agency]]
    made: dict[str, Agency] = field(default_factory=dict)
    reach: frozenset[int] | None = None  # only these, where it is set
    beyond: frozenset[int] = frozenset()  # never these

    def may_charge(self, agency: Agency) -> bool:
        """Whether the office may give an agency work by this document."""
        return agency.pk not in self.beyond and (self.reach is None or agency.pk in self.reach)

    def doers(self, key: str, name: Name) -> list[tuple[Agency, AgencyGroup | None]]:
        """Who gets work by this name: the body, or a group's members with their group; only those the office may charge."""
        group, agency = self.group(name), self.agency(key, name)
        found = [(one, group) for one in self.members[group.pk]] if group else [(agency, None)] if agency else []
        return [(one, of) for one, of in found if key in self.made or self.may_charge(one)]

    def agency(self, key: str, name: Name) -> Agency | None:
        return self.made.get(key) or (self.agencies.get(name.agency_id) if name.agency_id else None)

    def group(self, name: Name) -> AgencyGroup | None:
        return self.groups.get(name.group_id) if name.group_id else None


def _reach(office: Agency, issuer: Agency | None) -> tuple[frozenset[int] | None, frozenset[int]]:
    """Whom an office may charge, and whom never (decision 8): only its own branch when it does not act for the issuer; and no
    document charges the issuer's superiors or what stands beside it under them."""
    if issuer is None or not holds_for_issuer(office, issuer):
        return ids_below([branch_of(office).pk]), frozenset()
    return None, ids_below(ids_above(issuer.pk)) - ids_below([issuer.pk])


def bodies_of(proposal: Proposal, *, office: Agency, by: Officer, on: date) -> Bodies:
    """The agencies and groups that the names mean, of those the officer may see; one query for each group's members."""
    agency_ids = {name.agency_id for name in proposal.names.values() if name.agency_id}
    group_ids = {name.group_id for name in proposal.names.values() if name.group_id}
    groups = {one.pk: one for one in AgencyGroup.objects.visible_to(by).filter(pk__in=group_ids)}
    agencies = {one.pk: one for one in Agency.objects.visible_to(by).filter(pk__in=agency_ids)}
    issuer = proposal.names.get(proposal.record.issuer)
    issuing = agencies.get(issuer.agency_id) if issuer and issuer.agency_id else None
    reach, beyond = _reach(office, issuing)
    return Bodies(
        agencies=agencies,
        groups=groups,
        reach=reach,
        beyond=beyond,
        members={pk: list(group.members_on(on=on)) for pk, group in groups.items()},
    )
