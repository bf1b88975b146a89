"""Random lives of work items, written straight into the tables, and the same lives as the second judge reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from agencies.models import Agency, Officer
from directives.models import Addressee, Directive, DirectiveLink
from plans import cycles
from plans.choices import EventKind, ExtensionState, ItemKind, Lifecycle, PlanState, Role, TaskKind
from plans.models import (
    Assignment,
    Extension,
    Plan,
    ReportingDuty,
    ReportingPeriod,
    StatusUpdate,
    Task,
    WorkItem,
    WorkItemEvent,
)
from tests.reporting.oracle import Asked, Item, Paper, Said, State

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST = date(2021, 1, 1)
CLOSED = {Lifecycle.CONFIRMED, Lifecycle.CANCELLED}
LEVELS = ("province", "district", "district", "commune", "commune")
COMPLAINTS = ("", "", "Thiếu kinh phí", "Chưa có hướng dẫn", "Thiếu cán bộ")
WISHES = ("", "", "", "Đề nghị hướng dẫn", "Đề nghị bổ sung kinh phí")


@dataclass
class Life:
    """One item's history: its row, what happened to it for the judge, and the rows of its events, updates and requests."""

    item: WorkItem
    known: Item
    events: list[WorkItemEvent] = field(default_factory=list)
    updates: list[StatusUpdate] = field(default_factory=list)
    requests: list[Extension] = field(default_factory=list)


@dataclass
class Office:
    """A committee with two tracked plans, one of a press source and one draft, five agencies under it and an officer of its own."""

    agency: Agency
    officer: Officer
    plans: list[Plan]
    units: list[Agency] = field(default_factory=list)
    lives: list[Life] = field(default_factory=list)
    papers: dict[int, Paper] = field(default_factory=dict)

    @property
    def items(self) -> list[Item]:
        """The lives as the judge reads them."""
        return [life.known for life in self.lives]


def office() -> Office:
    top = Agency.objects.create(name="Thành ủy", kind="committee", level="province", symbol="TU", place="Cần Thơ")
    units = [
        Agency.objects.create(name=f"Quận ủy {n}", kind="committee", level=level, parent=top)
        for n, level in enumerate(LEVELS)
    ]
    officer = Officer.objects.create(username="vanthu", full_name="Văn thư", email="v@example.vn")
    officer.posts.create(agency=top, duty="clerk", since=FIRST)
    place = Office(top, officer, [], units)
    for number, (source, state) in enumerate(
        (("document", "published"), ("document", "paused"), ("press", "published"), ("document", "draft")), start=1
    ):
        directive = _directive(top, f"{number}-CV/TU", FIRST, source_kind=source)
        plan = Plan.objects.create(
            directive=directive, owner=top, monitor=top, state=PlanState(state), published_on=FIRST,
            created_at=datetime.combine(FIRST, time(8), HANOI),
        )  # fmt: skip
        for position in range(3):
            task = Task.objects.create(
                plan=plan, path=str(position + 1), position=position, heading=f"Việc {position + 1}",
                kind=TaskKind.values[(position + number) % len(TaskKind.values)],
            )  # fmt: skip
            for unit in units:
                Assignment.objects.create(task=task, agency=unit, role=Role.LEAD, since=FIRST)
        place.plans.append(plan)
    return place


def _directive(issuer: Agency, number: str, on: date | None, **values: Any) -> Directive:
    return Directive.objects.create(
        type_code="CV", number=number, issuer=issuer, recorded_by=issuer, issued_on=on, subject="v",
        recorded_at=datetime.combine(FIRST, time(8), HANOI), identity_key=f"{number}/{issuer.pk}", **values,
    )  # fmt: skip


def chain(place: Office, random: Random) -> None:
    """Documents above and below those of the plans, who is told to carry them out, and who has."""
    above = [_directive(place.agency, f"{n}-KL/TW", FIRST - timedelta(days=random.randint(1, 300))) for n in range(2)]
    plans = [plan.directive for plan in place.plans[:2]]
    below = []
    for n, unit in enumerate(place.units * 2):
        below.append((unit, _directive(unit, f"{n}-KH/QU", FIRST + timedelta(days=random.randint(1, 600)))))
    told: dict[int, set[int]] = {one.pk: set() for one in (*above, *plans)}
    links: dict[int, list[int]] = {one.pk: [] for one in (*above, *plans, *(paper for _, paper in below))}
    pairs = [(one, up) for one in plans for up in above if random.random() < 0.6]
    pairs += [(paper, up) for _, paper in below for up in (*above, *plans) if random.random() < 0.3]
    for lower, upper in pairs:
        kind = random.choice(["implements", "implements", "cites"])
        DirectiveLink.objects.create(directive=lower, superior=upper, kind=kind)
        if kind == "implements":
            links[lower.pk].append(upper.pk)
    for directive in (*above, *plans):
        for unit in random.sample(place.units, random.randint(0, 5)):
            Addressee.objects.create(
                directive=directive, agency=unit, purpose=random.choice(["execute", "execute", "inform"])
            )
    for pk, unit_id in Addressee.objects.filter(purpose="execute").values_list("directive_id", "agency_id"):
        told.setdefault(pk, set()).add(unit_id or 0)
    for one in (*above, *plans, *(paper for _, paper in below)):
        assert one.issuer_id is not None
        place.papers[one.pk] = Paper(
            one.pk, one.issuer_id, one.issued_on, tuple(links[one.pk]), tuple(sorted(told.get(one.pk, ())))
        )


def fill(place: Office, random: Random, number: int) -> None:
    """Give the office about `number` items, spread over lines and periods, each with a random life."""
    lives = list(_lives(place, random, number))
    WorkItem.objects.bulk_create([life.item for life in lives], batch_size=2000)
    for life in lives:
        life.known.pk = life.item.pk
    StatusUpdate.objects.bulk_create([update for life in lives for update in life.updates], batch_size=5000)
    for life in lives:
        for request in life.requests:
            request.work_item = life.item
        for event in life.events:
            event.work_item = life.item
            event.update_id = event.update.pk if event.update else None
    Extension.objects.bulk_create([request for life in lives for request in life.requests], batch_size=5000)
    WorkItemEvent.objects.bulk_create([event for life in lives for event in life.events], batch_size=5000)
    place.lives += lives


def _lives(place: Office, random: Random, number: int) -> Iterator[Life]:
    for plan in place.plans:
        left = number if plan.directive.source_kind == "document" and plan.state != "draft" else number // 10
        lines = list(Assignment.objects.filter(task__plan=plan).select_related("task", "agency"))
        for line in random.sample(lines, 5):
            left -= 1
            yield _life(
                place, plan, line, ItemKind.PRODUCT, None, FIRST + timedelta(days=random.randint(0, 500)), random
            )
        kinds = ((ItemKind.CHECK_IN, "monthly"), (ItemKind.REPORT, "quarterly"))
        for kind, recurrence in kinds:
            duty = ReportingDuty.objects.create(plan=plan, name="Cập nhật", recurrence=recurrence, since=FIRST)
            for period in cycles.periods_between(recurrence, FIRST, FIRST + timedelta(days=730)):
                due = period.ends_on + timedelta(days=10)
                row = ReportingPeriod.objects.create(
                    duty=duty, label=period.label, starts_on=period.starts_on, ends_on=period.ends_on, named_due_on=due, due_on=due,
                )  # fmt: skip
                for line in random.sample(lines, min(len(lines), max(left, 0), number // 40 + 1)):
                    left -= 1
                    yield _life(place, plan, line, kind, row, period.starts_on, random)


def _at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), HANOI)


def _life(
    place: Office, plan: Plan, line: Assignment, kind: str, period: ReportingPeriod | None, opened: date, random: Random
) -> Life:
    assert line.agency is not None
    due_on = random.choice([period.due_on, period.due_on, None] if period else [opened + timedelta(days=60), None])
    known = Item(
        0, line.agency.pk, line.agency.level, plan.directive_id, line.task_id, line.task.kind, str(kind), opened,
        period.label if period else "", period.ends_on if period else None, period.starts_on if period else None,
        opened + timedelta(days=random.randint(0, 60)) if random.random() < 0.1 else None,
        plan.directive.source_kind == "document" and plan.state != "draft",
    )  # fmt: skip
    life = Life(WorkItem(), known)
    state, sent, completed, on = Lifecycle.NOT_STARTED, None, None, opened

    def happens(what: str, update: StatusUpdate | None = None) -> None:
        known.states.append(State(on, str(state), sent, due_on))
        life.events.append(
            WorkItemEvent(
                kind=what, on=on, at=_at(on), lifecycle=state, submitted_on=sent, due_on=due_on, update=update
            )
        )

    def says(*, submits: bool) -> StatusUpdate:
        nil = submits and period is not None and random.random() < 0.3
        said = Said(on, nil, "" if nil else random.choice(COMPLAINTS), "" if nil else random.choice(WISHES))
        known.said.append(said)
        life.updates.append(
            StatusUpdate(
                assignment=line, officer=place.officer, sent_at=_at(on), on=on, submits=submits, is_nil=nil,
                results="" if nil else "Đã làm.", difficulties=said.difficulties, proposals=said.proposals,
            )
        )  # fmt: skip
        return life.updates[-1]

    happens(EventKind.OPENED)
    for _ in range(random.randint(0, 6)):
        on += timedelta(days=random.choice([0, 1, 3, 10, 20, 40]))
        act = random.choice(["report", "submit", "submit", "extend", "cancel", "refuse", "ask"])
        if state == Lifecycle.CONFIRMED and random.random() < 0.15:
            state, sent, completed = Lifecycle.IN_PROGRESS, None, None
            happens(EventKind.REOPENED)
        elif state in CLOSED:
            break
        elif state == Lifecycle.SUBMITTED:
            answer = random.random()
            if answer < 0.6:
                state, completed = Lifecycle.CONFIRMED, on
                happens(EventKind.CONFIRMED)
            elif answer < 0.8:
                state, sent = Lifecycle.IN_PROGRESS, None
                happens(EventKind.RETURNED)
            else:
                state, sent, known.said[-1].taken_back = Lifecycle.IN_PROGRESS, None, on
                life.updates[-1].withdrawn_at = _at(on, 15)
                happens(EventKind.WITHDRAWN)
        elif act == "submit":
            state, sent = Lifecycle.SUBMITTED, on
            happens(EventKind.SUBMITTED, says(submits=True))
        elif act in ("extend", "refuse", "ask") and due_on and not any(one.decided is None for one in known.asked):
            asked = on
            on += timedelta(days=random.choice([0, 2, 9]))
            answer_is = {"extend": "granted", "refuse": "refused", "ask": ""}[act]
            known.asked.append(Asked(asked, on if answer_is else None, answer_is))
            life.requests.append(
                Extension(
                    old_due_on=due_on, new_due_on=due_on + timedelta(days=30), reason="Chờ", requested_by=place.officer,
                    requested_on=asked, state=ExtensionState(answer_is or "pending"), decided_on=on if answer_is else None,
                )
            )  # fmt: skip
            if act == "extend":
                due_on += timedelta(days=30)
                happens(EventKind.EXTENDED)
        elif act == "cancel" and random.random() < 0.2:
            state = Lifecycle.CANCELLED
            happens(EventKind.CANCELLED)
        else:
            state = Lifecycle.IN_PROGRESS
            happens(EventKind.REPORTED, says(submits=False))
    life.item = WorkItem(
        assignment=line, plan=plan, task=line.task, agency=line.agency, owner_id=plan.owner_id, monitor_id=plan.monitor_id,
        kind=kind, period=period, opened_on=opened, due_on=due_on, named_due_on=due_on, remind_from=opened, lifecycle=state,
        submitted_on=sent, completed_on=completed, last_event_on=known.states[-1].day, taken_over_on=known.taken_over,
    )  # fmt: skip
    return life
