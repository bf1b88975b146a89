"""Plans with tasks, lines, duties, periods and the items that follow from them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from agencies.text import search_key
from plans import cycles
from plans.choices import DueSource, ItemKind, PlanState, Role, TaskKind
from plans.cycles import Recurrence
from plans.load import words
from plans.load.documents import Archive, at
from plans.load.history import History, Setting
from plans.load.world import Body, Country, Province
from plans.models import Assignment, Plan, ReportingDuty, ReportingPeriod, Task

OLDEST: Final = 640
"""How many days before the day of the load the first plan was published; due days reach some months beyond it."""
CYCLES: Final = (Recurrence.QUARTERLY,) * 6 + (Recurrence.MONTHLY, Recurrence.HALF_YEARLY)
KINDS: Final = (TaskKind.CONTINUING,) * 5 + (TaskKind.PRODUCT,) * 3 + (TaskKind.EVENT, TaskKind.SUPERVISION)
DATED: Final = (TaskKind.PRODUCT, TaskKind.EVENT)
WITHOUT_AGENCY, TO_GROUP, WITH_PARTNERS, DRAFT, PAUSED, PRESS = 0.05, 0.22, 0.3, 0.03, 0.03, 0.03


@dataclass(frozen=True, slots=True)
class Line:
    """A lead assignment that owes something: its agency, its due day or the id of its own duty where it has one."""

    pk: int
    task: int
    agency: Body
    due_on: date | None = None
    duty: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A plan as its items need it."""

    pk: int
    owner: Body
    monitor: Body
    published_on: date
    cycle: Recurrence
    lines: tuple[Line, ...] = ()


class Tracking:
    """Makes one plan after the other, until the wanted number of items is reached."""

    def __init__(self, setting: Setting, country: Country, archive: Archive, *, seed: int, items: int) -> None:
        self.setting, self.country, self.archive, self.seed, self.left = setting, country, archive, seed, items
        self.book, self.day = setting.book, setting.day

    def plan(self, number: int, *, published_on: date) -> None:
        """One document with its plan and everything that came of it."""
        rng = Random(f"{self.seed}/{number}")  # noqa: S311 - repeatable on purpose
        province = rng.choices(self.country.provinces, self.country.weights)[0]
        owner = rng.choices((province.propaganda, province.office), (3, 2))[0]
        monitor = owner if rng.random() < 0.85 else province.propaganda
        is_draft, press = rng.random() < DRAFT, rng.random() < PRESS
        issued_on = published_on - timedelta(days=rng.randint(2, 15))
        directive, about = self.archive.order(rng, province, owner, issued_on, press=press)
        told = self._head(rng, directive, owner, monitor, published_on, is_draft=is_draft)
        agencies: set[int] = {owner.pk, monitor.pk}
        lines: list[Line] = []
        for position in range(1, rng.randint(5, 9) + 1):
            lines += self._task(rng, told, province, position, about, agencies)
        if not is_draft:
            self.archive.open_to(directive, agencies, published_on)
            self._open(rng, replace(told, lines=tuple(lines)))

    def _head(
        self, rng: Random, directive: int, owner: Body, monitor: Body, published_on: date, *, is_draft: bool
    ) -> Told:
        cycle = rng.choice(CYCLES)
        state = PlanState.DRAFT if is_draft else PlanState.PAUSED if rng.random() < PAUSED else PlanState.PUBLISHED
        pk = self.book.add(
            Plan, directive_id=directive, owner_id=owner.pk, monitor_id=monitor.pk, state=state.value, cycle=cycle.value,
            created_by_id=owner.clerk[0], created_at=at(published_on - timedelta(days=1)),
            published_on=None if is_draft else published_on, published_by_id=None if is_draft else owner.clerk[0],
        )  # fmt: skip
        return Told(pk, owner, monitor, published_on, cycle)

    def _task(
        self, rng: Random, plan: Told, province: Province, position: int, about: str, agencies: set[int]
    ) -> list[Line]:
        """A task with its lines; returns those that owe something."""
        kind = rng.choice(KINDS)
        due_on = plan.published_on + timedelta(days=rng.randint(20, 300)) if kind in DATED else None
        heading = f"{rng.choice(words.VERBS)} {rng.choice(words.OBJECTS)}"
        product = f"{rng.choice(words.PRODUCTS)} về {about}"[:300] if due_on else ""
        path = f"{position}"
        task = self.book.add(
            Task, plan_id=plan.pk, path=path, position=position, section=rng.choice(words.SECTIONS), heading=heading,
            source_text=f"{heading}; phân công cơ quan chủ trì, gắn với {about}.", is_verbatim=False, kind=kind.value,
            due_on=due_on, due_source=DueSource.DOCUMENT.value if due_on else "", due_wording=_wording(rng, due_on),
            product=product, search_key=search_key(f"{path} {heading} {product}"),
        )  # fmt: skip
        if kind == TaskKind.SUPERVISION:
            return [self._own_report(plan, task)]
        if rng.random() < WITHOUT_AGENCY:
            return []
        lines, leads = self._leads(rng, plan, province, task, due_on)
        agencies.update(body.pk for body in leads)
        if rng.random() < WITH_PARTNERS:
            helpers = [body for body in rng.sample(province.leads, 3) if body not in leads]
            for body in helpers:
                agencies.add(body.pk)
                self._line(task, body, Role.COORDINATING, plan.published_on)
        return lines

    def _leads(
        self, rng: Random, plan: Told, province: Province, task: int, due_on: date | None
    ) -> tuple[list[Line], list[Body]]:
        split = due_on is None and rng.random() < TO_GROUP
        leads = province.communes if split else rng.sample(province.leads, rng.randint(1, 5))
        lines = [
            Line(
                self._line(task, body, Role.LEAD, plan.published_on, group_id=province.group if split else None),
                task, body, due_on,
            )
            for body in leads
        ]  # fmt: skip
        return lines, leads

    def _line(self, task: int, body: Body, role: Role, since: date, **values: Any) -> int:
        return self.book.add(Assignment, task_id=task, agency_id=body.pk, role=role.value, since=since, **values)

    def _own_report(self, plan: Told, task: int) -> Line:
        """The monitor's half-yearly report to the committee it serves."""
        line = self._line(task, plan.monitor, Role.LEAD, plan.published_on)
        recipient = plan.monitor.agency.serves_id
        duty = self._duty(
            plan, line, "Báo cáo 6 tháng gửi Ban Thường vụ", Recurrence.HALF_YEARLY, recipient, is_report=True
        )
        return Line(line, task, plan.monitor, duty=duty)

    def _duty(
        self, plan: Told, line: int | None, name: str, recurrence: Recurrence, recipient: int | None, *, is_report: bool
    ) -> int:
        return self.book.add(
            ReportingDuty, plan_id=plan.pk, assignment_id=line, name=name, recurrence=recurrence.value, is_report=is_report,
            recipient_id=recipient, since=plan.published_on,
        )  # fmt: skip

    def _open(self, rng: Random, plan: Told) -> None:
        """Items of dated lines, then those of every period that has begun."""
        for line in plan.lines:
            if line.due_on is not None:
                self._item(rng, plan, line, ItemKind.PRODUCT, opened_on=plan.published_on, named=line.due_on)
        cycle = self._duty(plan, None, f"Cập nhật {plan.cycle.label}", plan.cycle, plan.monitor.pk, is_report=False)
        owing = [line for line in plan.lines if line.due_on is None and line.duty is None]
        self._periods(rng, plan, cycle, plan.cycle, owing, ItemKind.CHECK_IN)
        for line in plan.lines:
            if line.duty is not None:
                self._periods(rng, plan, line.duty, Recurrence.HALF_YEARLY, [line], ItemKind.REPORT)

    def _periods(
        self, rng: Random, plan: Told, duty: int, recurrence: Recurrence, lines: list[Line], kind: ItemKind
    ) -> None:
        """The periods from publishing to the next one; the begun ones with an item for each owing line (decision 2)."""
        begun = cycles.periods_between(recurrence, plan.published_on, self.day)
        for period in [*begun, cycles.next_period(begun[-1], recurrence)]:
            named = cycles.due_day(period, cycles.Preset.PARTY)
            opened = max(period.starts_on, plan.published_on)
            row = self.book.add(
                ReportingPeriod, duty_id=duty, label=period.label, starts_on=period.starts_on, ends_on=period.ends_on,
                named_due_on=named, due_on=self.setting.calendar.roll_forward(named),
                opened_on=opened if opened <= self.day else None,
            )  # fmt: skip
            if opened <= self.day:
                for line in lines:
                    self._item(rng, plan, line, kind, opened_on=opened, named=named, period=row)

    def _item(
        self,
        rng: Random,
        plan: Told,
        line: Line,
        kind: ItemKind,
        *,
        opened_on: date,
        named: date,
        period: int | None = None,
    ) -> None:
        if self.left <= 0:
            return
        self.left -= 1
        item = {
            "assignment_id": line.pk, "plan_id": plan.pk, "task_id": line.task, "owner_id": plan.owner.pk, "kind": kind.value,
            "period_id": period, "opened_on": opened_on, "named_due_on": named, "remind_from": opened_on,
            "due_on": self.setting.calendar.roll_forward(named),
        }  # fmt: skip
        History(self.setting, rng, agency=line.agency, monitor=plan.monitor, item=item).live()


def _wording(rng: Random, due_on: date | None) -> str:
    if due_on is None:
        return ""
    month = f"{due_on.month}/{due_on.year}"
    quarter = f"{('I', 'II', 'III', 'IV')[(due_on.month - 1) // 3]}/{due_on.year}"
    return rng.choice(words.DUE_WORDS).format(day=f"{due_on:%d/%m/%Y}", month=month, quarter=quarter)
