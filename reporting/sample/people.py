"""Puts the agencies, groups and officers in place; what is there already stays as it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from agencies.choices import Duty
from agencies.models import Agency, AgencyGroup, Officer
from agencies.services import appoint, create_agency, create_group, create_officer
from reporting.sample.agencies import BODIES, GROUPS, Body
from reporting.sample.officers import CAST, MAIL_DOMAIN, PASSWORD, CastMember, invented_name

# Before the oldest thing that an officer of the sample does; documents are older, and nobody of the cast wrote them.
SINCE = date(2015, 10, 1)


@dataclass
class People:
    """Agencies by key, groups by (owner key, name), officers by (agency key, duty)."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    groups: dict[tuple[str, str], AgencyGroup] = field(default_factory=dict)
    officers: dict[tuple[str, str], Officer] = field(default_factory=dict)

    def clerk(self, agency: str) -> Officer:
        return self.officers[agency, Duty.CLERK]

    def leader(self, agency: str) -> Officer:
        return self.officers[agency, Duty.LEADER]

    def key_of(self, agency_id: int | None) -> str:
        """The key under which an agency is written down."""
        return next(key for key, agency in self.agencies.items() if agency.pk == agency_id)


def ensure_people() -> People:
    """All of them; names and usernames decide what is there already."""
    people = People()
    for body in BODIES:
        people.agencies[body.key] = _agency(body, people)
    for group in GROUPS:
        members = [people.agencies[key] for key in group.members]
        people.groups[group.owner, group.name] = _group(people.agencies[group.owner], group.name, members)
    for member in CAST:
        people.officers[member.agency, member.duty] = _officer(member, people, password=PASSWORD)
    for body in BODIES:
        for duty, title in ((Duty.CLERK, "Chuyên viên"), (Duty.LEADER, "Thủ trưởng cơ quan")):
            wanted = body.staffed if duty == Duty.CLERK else body.led
            if wanted and (body.key, duty) not in people.officers:
                member = CastMember(
                    f"{body.key.replace('_', '-')}-{duty}", invented_name(body.key, duty), body.key, duty, title
                )
                people.officers[body.key, duty] = _officer(member, people, password=None)
    return people


def _agency(body: Body, people: People) -> Agency:
    known = Agency.objects.filter(name=body.name).first()
    if known is not None:
        return known
    return create_agency(
        name=body.name, kind=body.kind, level=body.level, side=body.side, short_name=body.short,
        parent=people.agencies[body.parent] if body.parent else None,
        serves=people.agencies[body.serves] if body.serves else None,
        acting_body=body.acting, symbol=body.symbol, place=body.place, aliases=body.aliases,
    )  # fmt: skip


def _group(owner: Agency, name: str, members: Iterable[Agency]) -> AgencyGroup:
    known = AgencyGroup.objects.filter(owner=owner, name=name).first()
    return known or create_group(owner=owner, name=name, members=members, since=SINCE)


def _officer(member: CastMember, people: People, *, password: str | None) -> Officer:
    known = Officer.objects.filter(username=member.username).first()
    if known is not None:
        return known
    officer = create_officer(
        username=member.username, full_name=member.full_name, email=f"{member.username}@{MAIL_DOMAIN}", password=password,
        is_sample=True,
    )  # fmt: skip
    appoint(officer, agency=people.agencies[member.agency], duty=member.duty, title=member.title, since=SINCE)
    return officer
