"""Verbs of administrators for what stands beside an agency: new bodies, other names, groups and their members."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from agencies import rules
from agencies.models import Agency, AgencyAlias, AgencyGroup, GroupMembership, Officer
from agencies.services import create_agency, create_group
from agencies.text import nfc, search_key
from agencies.verdict import Denied
from agencies.wording import format_day


@transaction.atomic
def found_agency(*, parent: Agency | None, by: Officer, started_on: date | None = None, **facts: Any) -> Agency:
    """A new body under one of the own subtree; one without a superior only from above all."""
    if parent is None and not by.is_superuser:
        raise Denied("Cần chọn cấp trên trực tiếp trong phạm vi quản trị của đồng chí.")
    if parent is not None:
        rules.may_administer(by, parent).require()
    key = search_key(facts["name"])
    for known in Agency.objects.filter(parent=parent, ended_on__isnull=True).only("name"):
        if search_key(known.name) == key:
            raise Denied(f"Danh mục đã có “{known.name}” ở cùng cấp trên này.")
    agency = create_agency(parent=parent, **facts)
    if started_on is not None:
        agency.started_on = started_on
        agency.save(update_fields=["started_on"])
    return agency


@transaction.atomic
def add_alias(agency: Agency, *, text: str, branch: Agency | None, by: Officer) -> AgencyAlias:
    """Another way texts name the agency, within a branch of the own subtree; everywhere only from above all."""
    rules.may_administer(by, agency).require()
    if branch is None and not by.is_superuser:
        raise Denied("Cần chọn nhánh cơ quan dùng cách gọi này.")
    if branch is not None:
        rules.may_administer(by, branch).require()
    words = " ".join(nfc(text).split())
    Agency.objects.select_for_update(of=("self",)).get(
        pk=branch.pk if branch else agency.pk
    )  # two at once: the second is told
    known = AgencyAlias.objects.filter(search_key=search_key(words), branch=branch).select_related("agency").first()
    if known is not None:
        raise Denied(f"“{words}” đang là cách gọi khác của “{known.agency.name}” trong cùng phạm vi.")
    return AgencyAlias.objects.create(agency=agency, text=words, branch=branch)


def drop_alias(alias: AgencyAlias, *, by: Officer) -> None:
    """Forget another name; what it was matched to before stays."""
    rules.may_administer(by, alias.agency).require()
    alias.delete()


@transaction.atomic
def open_group(*, owner: Agency, name: str, members: list[Agency], since: date, by: Officer) -> AgencyGroup:
    """A category of agencies for the owner's subtree."""
    rules.may_administer(by, owner).require()
    Agency.objects.select_for_update(of=("self",)).get(pk=owner.pk)  # two at once: the second is told
    if AgencyGroup.objects.filter(owner=owner, search_key=search_key(name)).exists():
        raise Denied(f"{owner.label} đã có nhóm “{name}”.")
    return create_group(owner=owner, name=name, members=members, since=since)


@transaction.atomic
def add_members(group: AgencyGroup, *, agencies: list[Agency], since: date, by: Officer) -> int:
    """Agencies join from a day; work that was split before stays as it is. Returns how many joined."""
    row = AgencyGroup.objects.select_for_update(of=("self",)).select_related("owner").get(pk=group.pk)
    rules.may_administer(by, row.owner).require()
    for agency in agencies:
        overlapping = row.memberships.filter(agency=agency).exclude(until__lt=since).first()
        if overlapping is not None:
            raise Denied(f"{agency.name} đang là thành viên của nhóm từ ngày {format_day(overlapping.since)}.")
    GroupMembership.objects.bulk_create(GroupMembership(group=row, agency=one, since=since) for one in agencies)
    return len(agencies)


@transaction.atomic
def end_membership(membership: GroupMembership, *, last: date, by: Officer) -> GroupMembership:
    """An agency leaves a group after a day; what it was given as a member stays with it."""
    row = (
        GroupMembership.objects.select_for_update(of=("self",))
        .select_related("group__owner", "agency")
        .get(pk=membership.pk)
    )
    rules.may_administer(by, row.group.owner).require()
    if row.until is not None:
        raise Denied(f"{row.agency.label} đã thôi là thành viên từ sau ngày {format_day(row.until)}.")
    if last < row.since:
        raise Denied(f"Ngày cuối cùng không thể trước ngày vào nhóm ({format_day(row.since)}).")
    row.until = last
    row.save(update_fields=["until"])
    return row
