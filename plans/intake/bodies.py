"""Who the names of a proposal are, and whom its office may charge."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from agencies.models import Agency, AgencyGroup, Officer
from plans.intake.proposal import Name, Proposal
from plans.reach import Reach, reach_of


@dataclass
class Bodies:
    """What the names of a proposal mean, loaded once: agencies and groups by id, provisional ones made on the way."""

    agencies: dict[int, Agency]
    groups: dict[int, AgencyGroup]
    members: dict[int, list[Agency]]
    made: dict[str, Agency] = field(default_factory=dict)
    reach: Reach = field(default_factory=Reach)

    def may_charge(self, agency: Agency) -> bool:
        """Whether the office may give an agency work by this document."""
        return self.reach.covers(agency.pk)

    def doers(self, key: str, name: Name) -> list[tuple[Agency, AgencyGroup | None]]:
        """Who gets work by this name: the body, or a group's members with their group; only those the office may charge."""
        group, agency = self.group(name), self.agency(key, name)
        found = [(one, group) for one in self.members[group.pk]] if group else [(agency, None)] if agency else []
        return [(one, of) for one, of in found if key in self.made or self.may_charge(one)]

    def agency(self, key: str, name: Name) -> Agency | None:
        return self.made.get(key) or (self.agencies.get(name.agency_id) if name.agency_id else None)

    def group(self, name: Name) -> AgencyGroup | None:
        return self.groups.get(name.group_id) if name.group_id else None


def bodies_of(proposal: Proposal, *, office: Agency, by: Officer, on: date) -> Bodies:
    """The agencies and groups that the names mean, of those the officer may see; one query for each group's members."""
    agency_ids = {name.agency_id for name in proposal.names.values() if name.agency_id}
    group_ids = {name.group_id for name in proposal.names.values() if name.group_id}
    groups = {one.pk: one for one in AgencyGroup.objects.visible_to(by).filter(pk__in=group_ids)}
    agencies = {one.pk: one for one in Agency.objects.visible_to(by).filter(pk__in=agency_ids)}
    issuer = proposal.names.get(proposal.record.issuer)
    issuing = agencies.get(issuer.agency_id) if issuer and issuer.agency_id else None
    return Bodies(
        agencies=agencies,
        groups=groups,
        reach=reach_of(office, issuing),
        members={pk: list(group.members_on(on=on)) for pk, group in groups.items()},
    )
