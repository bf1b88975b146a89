"""Whom the campaign writes to: sixty agencies whose work falls due when asked, and a few whose work just grows old."""

from __future__ import annotations

from datetime import date

from agencies.choices import AgencyKind, Duty, Level
from agencies.models import Agency
from agencies.services import create_agency, load_holidays
from plans.choices import Lifecycle
from plans.models import WorkItem
from plans.services.publishing import publish
from tests.builders import a_directive, a_draft, a_task
from tests.cast import NOW, World, make_officer, make_world
from tests.faults.campaign import Target

AGENCIES, AGING, TASKS = 60, 8, 2
# Far away: nothing is owed before the campaign says so.
FAR = date(2040, 1, 3)
AGING_DUE = date(2022, 8, 1)


def _agency(world: World, number: int, *, leader: bool) -> Agency:
    agency = create_agency(
        name=f"Đảng ủy cơ sở {number:02d} thành phố Cần Thơ", short_name=f"Đảng ủy cơ sở {number:02d}", kind=AgencyKind.COMMITTEE,
        level=Level.COMMUNE, parent=world.agencies.thanh_uy,
    )  # fmt: skip
    make_officer(f"coso{number:02d}", f"Nguyễn Văn {number:02d}", agency)
    if leader:
        make_officer(f"lanhdao{number:02d}", f"Trần Thị {number:02d}", agency, Duty.LEADER)
    return agency


def make_targets() -> list[Target]:
    """Everything published; returns what may fall due."""
    world = make_world()
    load_holidays((2023, 2024))
    by = world.officers["vanphong"]
    WorkItem.objects.update(lifecycle=Lifecycle.CANCELLED)
    agencies = [_agency(world, number, leader=number <= AGING) for number in range(1, AGENCIES + AGING + 1)]
    plan = a_draft(world, a_directive(world), by=by)
    for _ in range(TASKS):
        a_task(plan, *agencies[AGING:], by=by, due_on=FAR)
    a_task(plan, *agencies[:AGING], by=by, due_on=AGING_DUE)
    publish(plan, by=by, now=NOW)
    emails = {agency.pk: f"coso{number:02d}@example.vn" for number, agency in enumerate(agencies, start=1)}
    return [
        Target(pk, emails[agency]) for pk, agency in WorkItem.objects.filter(due_on=FAR).values_list("pk", "agency_id")
    ]
