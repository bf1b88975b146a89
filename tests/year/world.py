"""The country of the year: its agencies with uneven staff, officers, drafts of plans that will be published, and the calendar.

Everybody who stands here is told to the oracle in the same breath; nothing is read back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

from agencies.calendars import holidays_of
from agencies.choices import AgencyKind, DayKind, Duty, Level, Side
from agencies.history.tracking import without_history
from agencies.models import Agency, CalendarDay, Officer, Post
from agencies.text import search_key
from directives.models import Directive
from plans.choices import DueSource, Role, TaskKind
from plans.cycles import Recurrence
from plans.models import Assignment, Plan, ReminderPolicy, ReminderPreference, ReportingDuty, Task
from tests.year import picture as told
from tests.year.oracle import Oracle

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
LONG_AGO: Final = date(2015, 10, 1)
BEGINS: Final = date(2025, 1, 2)
"""The year has Tết in January, days swapped in spring, and the next new year's days at its end."""
CYCLES: Final = ((Recurrence.QUARTERLY, 3), (Recurrence.QUARTERLY, 3), (Recurrence.MONTHLY, 1))


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of a day, local time."""
    return datetime.combine(day, time(hour, minute), tzinfo=ZONE)


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is."""

    officers: int = 500
    assignments: int = 5_000
    days: int = 365
    seed: int = 20_250_102


@dataclass(slots=True)
class Body:
    """An agency, and how well its officers report in time."""

    agency: Agency
    diligence: float

    @property
    def pk(self) -> int:
        return int(self.agency.pk)


@dataclass(slots=True)
class World:
    """What the story plays with."""

    size: Size
    rng: Random
    oracle: Oracle
    bodies: dict[int, Body] = field(default_factory=dict)
    offices: list[tuple[int, int]] = field(default_factory=list)
    leads: list[int] = field(default_factory=list)
    top: int = 0
    publishing: dict[date, list[int]] = field(default_factory=dict)
    spare: dict[int, list[int]] = field(default_factory=dict)
    keeper: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def days(self) -> list[date]:
        return [BEGINS + timedelta(days=n) for n in range(self.size.days)]


def make_world(size: Size) -> World:
    """Everything that is there on the evening before."""
    rng = Random(size.seed)
    rows = holidays_of(range(BEGINS.year - 1, BEGINS.year + 3))
    CalendarDay.objects.all().delete()
    CalendarDay.objects.bulk_create(rows, ignore_conflicts=True)
    calendar = told.Calendar(
        off={row.day for row in rows if row.kind == DayKind.OFF},
        worked={row.day for row in rows if row.kind == DayKind.WORKING},
    )
    world = World(size, rng, Oracle(calendar))
    with without_history():
        _settle(world)
        _people(world)
        _policies(world)
        _drafts(world)
    return world


# --- bodies ------------------------------------------------------------------------------------------


def _body(
    world: World, name: str, *, parent: Agency | None = None, serves: Agency | None = None, **values: Any
) -> Agency:
    agency = Agency(
        name=name, short_name=name, parent=parent, serves=serves, side=Side.PARTY, place="Cần Thơ",
        **{"kind": AgencyKind.UNIT, "level": Level.PROVINCE, **values},
    )  # fmt: skip
    agency.save()
    world.bodies[agency.pk] = Body(agency, min(0.97, world.rng.betavariate(6, 2)))
    world.oracle.serves[agency.pk] = serves.pk if serves else None
    return agency


def _settle(world: World) -> None:
    """A provincial committee with its two offices, districts with one each, a state body that serves nobody; the rest leads."""
    agencies = max(14, round(world.size.officers * 60 / 500))
    top = _body(world, "Tỉnh ủy thử", kind=AgencyKind.COMMITTEE)
    organ: dict[str, Any] = {"kind": AgencyKind.PARTY_ORGAN}
    office = _body(world, "Văn phòng Tỉnh ủy thử", parent=top, serves=top, **organ)
    propaganda = _body(world, "Ban Tuyên giáo Tỉnh ủy thử", parent=top, serves=top, **organ)
    world.top = top.pk
    state = _body(world, "Ủy ban nhân dân tỉnh thử", parent=top, kind=AgencyKind.STATE)
    world.offices = [(office.pk, office.pk), (office.pk, propaganda.pk), (propaganda.pk, propaganda.pk), (state.pk, state.pk),
                     (state.pk, office.pk)]  # fmt: skip
    homes = [top]
    for number in range(1, 2 + agencies // 20):
        district = _body(world, f"Huyện ủy {number}", parent=top, kind=AgencyKind.COMMITTEE, level=Level.DISTRICT)
        small = _body(
            world, f"Văn phòng Huyện ủy {number}", parent=district, serves=district, level=Level.DISTRICT, **organ
        )
        world.offices += [(small.pk, small.pk), (small.pk, propaganda.pk)]
        homes.append(district)
    for number in range(1, agencies - len(world.bodies) + 1):
        parent = world.rng.choice(homes)
        world.leads.append(_body(world, f"Đơn vị {number}", parent=parent, level=parent.level).pk)


# --- people -------------------------------------------------------------------------------------------


def _people(world: World) -> None:
    """Most agencies have leaders and clerks; some lack one of them or both; some officers have no address, or a closed account."""
    rng, bodies = world.rng, list(world.bodies)
    bare = {
        pk: rng.choice(((), (), (Duty.LEADER,), (Duty.CLERK,)))
        for pk in rng.sample(world.leads, max(3, len(world.leads) // 6))
    }
    wanted = [(pk, duty) for pk in bodies for duty in bare.get(pk, (Duty.CLERK, Duty.LEADER))]
    takes = [pk for pk in bodies if pk not in bare]
    keeper, reserve = 1, world.size.officers // 20
    while len(wanted) < world.size.officers - keeper - reserve:
        wanted.append((rng.choice(takes), Duty.CLERK if rng.random() < 0.8 else Duty.LEADER))
    officers = [
        Officer(
            username=f"nam.{number}", full_name=f"Cán bộ {number}", password="!",
            is_active=number < len(bodies) * 2 or rng.random() > 0.03,
            email="" if rng.random() < 0.05 else f"nam.{number}@example.vn",
        )
        for number in range(len(wanted) + reserve)
    ]  # fmt: skip
    officers.append(Officer(username="nam.lich", full_name="Quản trị lịch", password="!", is_superuser=True))
    Officer.objects.bulk_create(officers)
    world.keeper = officers[-1].pk
    for officer in officers:
        world.oracle.officers[officer.pk] = told.Officer(active=officer.is_active)
    Post.objects.bulk_create(
        Post(officer=officer, agency_id=pk, duty=duty, since=LONG_AGO)
        for officer, (pk, duty) in zip(officers, wanted, strict=False)
    )
    for officer, (pk, duty) in zip(officers, wanted, strict=False):
        world.oracle.serve(officer.pk, pk, duty.value, LONG_AGO)
    world.spare = {0: [officer.pk for officer in officers[len(wanted) : -1]]}
    choosy = rng.sample(officers[: len(wanted)], len(wanted) // 8)
    chosen = {officer.pk: [one for one in told.REFUSABLE if rng.random() < 0.5] for officer in choosy}
    ReminderPreference.objects.bulk_create(
        ReminderPreference(officer_id=pk, skipped=skips, weekly=rng.random() < 0.5) for pk, skips in chosen.items()
    )
    for pk, skips in chosen.items():
        world.oracle.officers[pk].skips = frozenset(skips)


def policy_row(rng: Random, **whose: int) -> tuple[ReminderPolicy, told.Policy]:
    """A policy like an office would make one, and the same as the oracle knows it."""
    steps = frozenset(step for step in sorted(told.SWITCHED) if rng.random() < 0.8)
    ladder = [
        None if rng.random() < 0.2 else days for days in (rng.randint(3, 9), rng.randint(10, 18), rng.randint(20, 40))
    ]
    waits = [None if rng.random() < 0.15 else rng.randint(2, 7) for _ in range(2)]
    row = ReminderPolicy(
        occasions=sorted(steps), leader_days=ladder[0], monitor_days=ladder[1], committee_days=ladder[2], review_days=waits[0],
        question_days=waits[1], **whose,
    )  # fmt: skip
    return row, told.Policy(steps, *ladder, *waits)


def _policies(world: World) -> None:
    """One office, at least, has a policy of its own."""
    owners = sorted({owner for owner, _ in world.offices})
    for owner in world.rng.sample(owners, max(1, len(owners) // 4)):
        row, world.oracle.policies[owner] = policy_row(world.rng, agency_id=owner)
        row.save()


# --- plans --------------------------------------------------------------------------------------------


def _drafts(world: World) -> None:
    """Drafts with the wanted number of lead lines, each with the day on which it will be published."""
    rng, left, size = world.rng, world.size.assignments, world.size
    each = 20 if size.assignments >= 1_000 else 10
    while left > 0:
        lines = min(left, rng.randint(each // 2, each * 3 // 2))
        left -= lines
        early = rng.random() < 0.45
        day = BEGINS + timedelta(
            days=rng.randint(0, min(12, size.days // 6)) if early else rng.randint(1, size.days * 3 // 4)
        )
        world.publishing.setdefault(day, []).append(_draft(world, lines, day))


def _draft(world: World, lines: int, day: date) -> int:
    rng, number = world.rng, next(world.numbers)
    owner, monitor = rng.choice(world.offices)
    cycle, months = rng.choice(CYCLES)
    issuer = world.oracle.serves[owner] or owner
    directive = Directive.objects.create(
        type_code="CV", number=f"{number}-CV/TU", number_as_printed=f"{number}-CV/TU", issuer_id=issuer, issued_on=BEGINS,
        subject=f"Văn bản thử {number}", recorded_by_id=owner, recorded_at=at(BEGINS), identity_key=f"year:{number}",
        search_key=search_key(f"{number}-CV/TU"),
    )  # fmt: skip
    plan = Plan.objects.create(
        directive=directive, owner_id=owner, monitor_id=monitor, cycle=cycle.value, days_after=rng.choice((5, 10, 10, 15)),
        created_at=at(BEGINS), resubmit_days=rng.choice((3, 3, 5)),
    )  # fmt: skip
    known = world.oracle.plans[plan.pk] = told.Plan(
        owner, monitor, told.Cycle(months, plan.days_after), resubmit_days=plan.resubmit_days
    )
    if rng.random() < 0.12:
        row, known.policy = policy_row(rng, plan_id=plan.pk)
        row.save()
    tasks = _tasks(world, plan, lines, day)
    if rng.random() < 0.2:
        known.homeless = True
        _task(plan, len(tasks) + 1, None)
    return plan.pk


def _task(plan: Plan, position: int, due_on: date | None) -> Task:
    return Task.objects.create(
        plan=plan, path=str(position), position=position, heading=f"Nhiệm vụ {position}", due_on=due_on,
        kind=TaskKind.PRODUCT if due_on else TaskKind.CONTINUING, due_source=DueSource.OFFICE if due_on else "",
    )  # fmt: skip


def _tasks(world: World, plan: Plan, lines: int, day: date) -> list[Task]:
    rng = world.rng
    tasks: list[Task] = []
    rows: list[tuple[Assignment, told.Line]] = []
    while len(rows) < lines:
        due_on = (
            day + timedelta(days=rng.randint(8, max(12, min(200, world.size.days * 2 // 3))))
            if rng.random() < 0.6
            else None
        )
        task = _task(plan, len(tasks) + 1, due_on)
        tasks.append(task)
        own_monitor = None
        if rng.random() < 0.1:
            own_monitor = rng.choice([monitor for _, monitor in world.offices])
            Assignment.objects.create(task=task, agency_id=own_monitor, role=Role.MONITORING)
        for agency in rng.sample(_charged(world, plan), min(lines - len(rows), rng.randint(1, 4))):
            own = due_on + timedelta(days=rng.randint(-5, 10)) if due_on and rng.random() < 0.15 else None
            charge = (
                rng.choice(sorted(world.oracle.staff(agency, told.CLERK, BEGINS)) or [None])
                if rng.random() < 0.6
                else None
            )
            line = Assignment(task=task, agency_id=agency, role=Role.LEAD, due_on=own, officer_in_charge_id=charge)
            rows.append(
                (line, told.Line(plan.pk, task.pk, agency, own or due_on, monitor=own_monitor, in_charge=charge))
            )
    Assignment.objects.bulk_create(line for line, _ in rows)
    for line, known in rows:
        world.oracle.lines[line.pk] = known
        world.oracle.plans[plan.pk].lines.append(line.pk)
    _own_duties(world, plan, rows)
    return tasks


def _charged(world: World, plan: Plan) -> list[int]:
    """Whom a plan may charge: mostly those that only lead, now and then its monitor or the committee itself."""
    found = list(world.leads)
    if world.rng.random() < 0.15 and world.oracle.serves[plan.monitor_id]:
        found.append(plan.monitor_id)
    if world.rng.random() < 0.1 and (committee := world.oracle.serves[plan.owner_id]):
        found.append(committee)
    return found


def _own_duties(world: World, plan: Plan, rows: list[tuple[Assignment, told.Line]]) -> None:
    """Some lines without a date report by a duty of their own, with a cut-off and days of grace."""
    duties = []
    for line, known in rows:
        if known.named is None and world.rng.random() < 0.15:
            known.cycle = told.Cycle(
                world.rng.choice((1, 3)), days_after=10, cut_off=world.rng.choice((0, 7, 16)), grace=world.rng.choice((0, 5, 9)),
                kind=world.rng.choice(("report", "check_in")),
            )  # fmt: skip
            duties.append(
                ReportingDuty(
                    plan=plan, assignment=line, name="Báo cáo riêng", since=BEGINS, is_report=known.cycle.kind == "report",
                    recurrence=Recurrence.MONTHLY if known.cycle.months == 1 else Recurrence.QUARTERLY, days_after=10,
                    cut_off_days=known.cycle.cut_off, grace_days=known.cycle.grace,
                )
            )  # fmt: skip
    ReportingDuty.objects.bulk_create(duties)


Say = Callable[[str], None]
