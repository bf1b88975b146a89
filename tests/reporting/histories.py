"""Random lives of work items, written straight into the tables, and the slow plain way to count them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from agencies.models import Agency, Officer
from directives.models import Directive
from plans import cycles
from plans.choices import EventKind, Lifecycle, PlanState, Role
from plans.models import Assignment, Plan, ReportingDuty, ReportingPeriod, Task, WorkItem, WorkItemEvent
from plans.standing import standing_of

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST = date(2021, 1, 1)
CLOSED = {Lifecycle.CONFIRMED, Lifecycle.CANCELLED}


@dataclass
class Life:
    """One item's history: the state after each event, oldest first."""

    item: WorkItem
    states: list[tuple[date, str, str, date | None, date | None]] = field(default_factory=list)

    def standing(self, on: date) -> str | None:
        """Its class on a day by the pure rule; None before it existed."""
        known = [state for state in self.states if state[0] <= on]
        if not known or self.item.opened_on > on:
            return None
        _, _, lifecycle, submitted_on, due_on = known[-1]
        return standing_of(lifecycle=lifecycle, due_on=due_on, submitted_on=submitted_on, on=on)

    def days_overdue(self, on: date) -> int:
        due_on = [state for state in self.states if state[0] <= on][-1][4]
        return (on - due_on).days if self.standing(on) == "overdue" and due_on else 0


@dataclass
class Office:
    """A committee with two plans, five agencies under it and an officer of its own."""

    agency: Agency
    officer: Officer
    plans: list[Plan]
    lives: list[Life] = field(default_factory=list)


def office() -> Office:
    top = Agency.objects.create(name="Thành ủy", kind="committee", level="province", symbol="TU", place="Cần Thơ")
    units = [
        Agency.objects.create(name=f"Quận ủy {n}", kind="committee", level="district", parent=top) for n in range(5)
    ]
    officer = Officer.objects.create(username="vanthu", full_name="Văn thư", email="v@example.vn")
    officer.posts.create(agency=top, duty="clerk", since=FIRST)
    plans = []
    for number in (1, 2):
        directive = Directive.objects.create(
            type_code="CV", number=f"{number}-CV/TU", issuer=top, recorded_by=top, issued_on=FIRST, subject="v",
            recorded_at=datetime.combine(FIRST, time(8), HANOI), identity_key=f"k{number}",
        )  # fmt: skip
        plan = Plan.objects.create(
            directive=directive, owner=top, monitor=top, state=PlanState.PUBLISHED, published_on=FIRST,
            created_at=datetime.combine(FIRST, time(8), HANOI),
        )  # fmt: skip
        for position in range(3):
            task = Task.objects.create(
                plan=plan, path=str(position + 1), position=position, heading=f"Việc {position + 1}"
            )
            for unit in units:
                Assignment.objects.create(task=task, agency=unit, role=Role.LEAD, since=FIRST)
        plans.append(plan)
    return Office(top, officer, plans)


def fill(place: Office, random: Random, number: int) -> None:
    """Give the office about `number` items, spread over lines and quarters, each with a random life."""
    lives = list(_lives(place, random, number))
    made = WorkItem.objects.bulk_create([life.item for life in lives], batch_size=2000)
    WorkItemEvent.objects.bulk_create(
        (
            WorkItemEvent(
                work_item=item, kind=kind, on=on, at=datetime.combine(on, time(9), HANOI), lifecycle=lifecycle,
                submitted_on=submitted_on, due_on=due_on,
            )
            for item, life in zip(made, lives, strict=True)
            for on, kind, lifecycle, submitted_on, due_on in life.states
        ),
        batch_size=5000,
    )  # fmt: skip
    place.lives += lives


def _lives(place: Office, random: Random, number: int) -> Iterator[Life]:
    left = number
    for plan in place.plans:
        duty = ReportingDuty.objects.create(plan=plan, name="Cập nhật", recurrence="monthly", since=FIRST)
        lines = list(Assignment.objects.filter(task__plan=plan).select_related("task"))
        for period in cycles.periods_between("monthly", FIRST, FIRST + timedelta(days=3650)):
            if left <= 0:
                return
            row = ReportingPeriod.objects.create(
                duty=duty, label=period.label, starts_on=period.starts_on, ends_on=period.ends_on,
                named_due_on=period.ends_on + timedelta(days=10), due_on=period.ends_on + timedelta(days=10),
            )  # fmt: skip
            for line in random.sample(lines, min(len(lines), left, number // 40 + 1)):
                left -= 1
                yield _life(plan, line, row, random)


def _life(plan: Plan, line: Assignment, period: ReportingPeriod, random: Random) -> Life:
    assert line.agency_id is not None
    on = period.starts_on
    due_on = random.choice([period.due_on, period.due_on, None])
    state, submitted_on, completed_on, extensions = Lifecycle.NOT_STARTED, None, None, 0
    states: list[tuple[date, str, str, date | None, date | None]] = [(on, EventKind.OPENED, state, None, due_on)]
    for _ in range(random.randint(0, 6)):
        on += timedelta(days=random.choice([0, 1, 3, 10, 20, 40]))
        act = random.choice(["report", "submit", "submit", "extend", "cancel"])
        if state in CLOSED:
            break
        if state == Lifecycle.SUBMITTED:
            if random.random() < 0.6:
                state, completed_on, kind = Lifecycle.CONFIRMED, on, EventKind.CONFIRMED
            else:
                state, submitted_on, kind = Lifecycle.IN_PROGRESS, None, EventKind.RETURNED
        elif act == "submit":
            state, submitted_on, kind = Lifecycle.SUBMITTED, on, EventKind.SUBMITTED
        elif act == "extend" and due_on:
            due_on, extensions, kind = due_on + timedelta(days=30), extensions + 1, EventKind.EXTENDED
        elif act == "cancel" and random.random() < 0.2:
            state, kind = Lifecycle.CANCELLED, EventKind.CANCELLED
        else:
            state, kind = Lifecycle.IN_PROGRESS, EventKind.REPORTED
        states.append((on, kind, state, submitted_on, due_on))
    item = WorkItem(
        assignment=line, plan=plan, task=line.task, agency_id=line.agency_id, owner_id=plan.owner_id, monitor_id=plan.monitor_id,
        kind="check_in", period=period, opened_on=period.starts_on, due_on=due_on, named_due_on=due_on,
        remind_from=period.starts_on, lifecycle=state, submitted_on=submitted_on, completed_on=completed_on,
        extension_count=extensions, last_event_on=states[-1][0],
    )  # fmt: skip
    return Life(item, states)


def tally(lives: list[Life], *, period_from: date, period_to: date, on: date) -> dict[str, Counter[object]]:
    """Decision 3 said plainly, one life at a time."""
    found: dict[str, Counter[object]] = {name: Counter() for name in ("total", "agency", "directive", "task", "age")}
    for life in lives:
        standing = life.standing(on)
        confirmed = life.item.completed_on
        if standing is None or life.item.opened_on > period_to or (confirmed is not None and confirmed < period_from):
            continue
        found["total"][standing] += 1
        found["agency"][life.item.agency_id, standing] += 1
        found["directive"][life.item.plan.directive_id, standing] += 1
        found["task"][life.item.task_id, standing] += 1
        late = life.days_overdue(on)
        for place, (first, last) in enumerate(((1, 7), (8, 30), (31, 60), (61, 90), (91, 9999))):
            if first <= late <= last:
                found["age"][place] += 1
    return found
