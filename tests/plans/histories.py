"""Random histories of work items, played through the services over a common calendar, with what the product said of every day.

A `Story` is drawn; `play` lets its days pass. Each act is written down twice: by the service, and as a fact for the judge of
`tests.plans.oracle`. What the judge holds possible must not be refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from agencies import calendars
from agencies.choices import DayKind
from agencies.models import Agency, CalendarDay, Officer
from plans.choices import Role, TaskKind
from plans.models import Assignment, Extension, Plan, WorkItem
from plans.services import extensions, progress, publishing
from plans.services.ending import Closing, end
from plans.services.items import open_periods
from plans.services.planning import add_task, assign, unassign
from reporting import figures
from tests.builders import a_directive, a_draft
from tests.cast import ZONE, World
from tests.plans import oracle
from tests.plans.oracle import Answer, History, Sums
from tests.plans.stories import LENGTH, Script, Step, Story

DAY = timedelta(days=1)
AFTER = (*range(15), 28, 45, 60, 91, 130)
"""Days after a story's end that are asked too, when all that is unfinished has become overdue."""
RESUBMIT_DAYS = (3, 1)
"""Working days granted on a return, in the plan whose due days move and in the one whose do not."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the product said of an item on a day, and how it was asked."""

    history: History
    day: date
    asked: str
    said: Answer | None


@dataclass(frozen=True, slots=True)
class Summed:
    """What `reporting.figures` said of a set of items."""

    histories: tuple[History, ...]
    begins: date
    ends: date
    on: date
    said: Sums


@dataclass(slots=True)
class _Held:
    """An item with its history; `answer` is the key of the submission that waits, `asked` the request that does."""

    item: WorkItem
    history: History
    period_ends: date | None
    answer: int = 0
    asked: Extension | None = None


@dataclass(slots=True)
class _Line:
    """A lead line while its story runs."""

    script: Script
    steps: Iterator[Step]
    agency: Agency
    officer: Officer
    assignment: Assignment | None = None
    named: date | None = None
    next_on: date | None = None
    step: Step | None = None
    ended: bool = False
    held: list[_Held] = field(default_factory=list)


@dataclass
class Play:
    """A story while its days pass, and what was seen of it."""

    world: World
    story: Story
    judge: oracle.Judge = field(default_factory=oracle.Judge)
    seen: list[Seen] = field(default_factory=list)
    summed: list[Summed] = field(default_factory=list)

    def run(self) -> None:
        """Let all days pass, look each evening, and ask for every day again at the end."""
        self._settle()
        for offset in range(LENGTH):
            day = self.story.first + offset * DAY
            self._morning(day, offset)
            for line in self.lines:
                while line.next_on is not None and line.next_on <= day and line.step is not None:
                    self._act(line, line.step, day)
                    self._plan_next(line, day)
            self._evening(day, offset)
        self._look_back()

    def _settle(self) -> None:
        """The calendar, two plans (due days move in the first, not in the second) and the lines, not yet begun."""
        first = self.story.first
        for offsets, kind in ((self.story.days_off, DayKind.OFF), (self.story.worked, DayKind.WORKING)):
            for offset in offsets:
                CalendarDay.objects.update_or_create(
                    day=first + offset * DAY, defaults={"kind": kind, "name": "Ngày của truyện"}
                )
        rows = list(CalendarDay.objects.values_list("day", "kind"))
        self.days_off = frozenset(day for day, kind in rows if kind == DayKind.OFF)
        self.worked = frozenset(day for day, kind in rows if kind == DayKind.WORKING)
        self.monitor = self.world.officers["vanphong"]
        self.plans = {moves: self._a_plan(moves) for moves in (True, False)}
        at, officers = self.world.agencies, self.world.officers
        leads = [
            (at.dang_doan_lhh, officers["lhh"]),
            (at.bao_can_tho, officers["baocantho"]),
            (at.co_do, officers["codo"]),
        ]
        self.lines = [
            _Line(script, iter(script.steps), *leads[place % len(leads)])
            for place, script in enumerate(self.story.scripts)
        ]

    def _a_plan(self, moves: bool) -> Plan:
        """A published plan with one task that nobody leads, so that lines may begin on any day."""
        now = self.moment(self.story.first, 0)
        directive = a_directive(self.world)
        plan = a_draft(self.world, directive, now=now, cycle="monthly", rolls_forward=moves)
        add_task(plan, by=self.monitor, path="0", heading="Tuyên truyền")
        Plan.objects.filter(pk=plan.pk).update(resubmit_days=RESUBMIT_DAYS[not moves])
        return publishing.publish(plan, by=self.monitor, now=now)

    @staticmethod
    def moment(day: date, minute: int) -> datetime:
        """A moment of a day in Vietnam, told in UTC as the clock tells it."""
        local = datetime.combine(day, time(minute // 60 % 24, minute % 60), tzinfo=ZONE)
        return local.astimezone(UTC)

    # --- a day ------------------------------------------------------------------------------------

    def _morning(self, day: date, offset: int) -> None:
        """A changed calendar; the daily run, perhaps late on the first of a month; lines that begin; a plan that ends."""
        for at, ahead in self.story.edits:
            if at == offset:
                self._edit_calendar(day, day + ahead * DAY)
        if (day - self.story.late_run * DAY).day == 1:
            open_periods(on=day, now=self.moment(day, 5))
            self._find_new(day)
        for place, line in enumerate(self.lines, start=1):
            if line.script.begins == offset:
                self._begin(line, day, path=str(place))
        if self.story.plan_ends == offset:
            self._end_plan(day)

    def _edit_calendar(self, day: date, target: date) -> None:
        """Take a day out of the calendar where it is in it, else put it in as a day off."""
        by, row = self.world.officers["quantri"], CalendarDay.objects.filter(day=target).first()
        now = self.moment(day, 3)
        if row is not None:
            calendars.drop_day(row, by=by, now=now)
        else:
            calendars.put_day(
                None, by=by, now=now, day=target, kind=DayKind.OFF, name="Nghỉ", source="Quyết định của truyện"
            )
        rows = list(CalendarDay.objects.values_list("day", "kind"))
        self.days_off = frozenset(day for day, kind in rows if kind == DayKind.OFF)
        self.worked = frozenset(day for day, kind in rows if kind == DayKind.WORKING)
        held = [one for line in self.lines for one in line.held]
        self._tell(held, oracle.CalendarChanged(day, self.days_off, self.worked))

    def _end_plan(self, day: date) -> None:
        """End the second plan; of what waits for confirmation, every other item is confirmed, the rest set aside knowingly."""
        lines = [line for line in self.lines if not line.script.moves]
        held = [one for line in lines for one in line.held]
        lives = {one.item.pk: self.judge.judge(one.history, day) for one in held}
        waiting = [one for one in held if (answer := lives[one.item.pk]) and answer.life == "submitted"]
        closings = {
            one.item.pk: Closing(submission=one.answer, confirms=place % 2 == 0) for place, one in enumerate(waiting)
        }
        end(self.plans[False], by=self.monitor, now=self.moment(day, 480), reason="Tổng kết", closings=closings)
        self._tell(waiting[::2], oracle.Confirmed(day))
        self._tell(held, oracle.SetAside(day))
        for line in lines:
            line.next_on = None

    def _begin(self, line: _Line, day: date, *, path: str) -> None:
        if line.script.due is not None:
            line.named = day + line.script.due * DAY
        plan, kind = self.plans[line.script.moves], TaskKind.CONTINUING if line.named is None else TaskKind.PRODUCT
        if not line.script.moves and self.story.plan_ends is not None and self._offset(day) > self.story.plan_ends:
            return
        task = add_task(plan, by=self.monitor, path=path, heading=f"Nhiệm vụ {path}", kind=kind, due_on=line.named)
        now = self.moment(day, 60)
        line.assignment = assign(task, by=self.monitor, now=now, role=Role.LEAD, agency=line.agency)
        self._find_new(day)
        self._plan_next(line, day)

    def _offset(self, day: date) -> int:
        return (day - self.story.first).days

    def _find_new(self, day: date) -> None:
        """Take up the items that were opened today, with what the rules say of their opening and due day."""
        known = [held.item.pk for line in self.lines for held in line.held]
        lines = {line.assignment.pk: line for line in self.lines if line.assignment is not None}
        found = WorkItem.objects.filter(plan__in=self.plans.values()).exclude(pk__in=known).select_related("period")
        for item in found.order_by("pk"):
            line, period = lines[item.assignment_id], item.period
            since = Assignment.objects.values_list("since", flat=True).get(pk=item.assignment_id) or day
            opened = max(since, period.starts_on) if period else since
            ends = _month_end(period.starts_on) if period else None
            named = ends + 10 * DAY if ends else line.named
            history = History(opened, named, line.script.moves, self.days_off, self.worked, agency=line.agency.pk)
            line.held.append(_Held(item, history, ends))

    def _plan_next(self, line: _Line, day: date) -> None:
        """When the line's next step comes: days later, or on an edge day of its latest item where that is still ahead."""
        line.step = next(line.steps, None)
        if line.step is None:
            line.next_on = None
        elif isinstance(line.step.wait, int):
            line.next_on = day + line.step.wait * DAY
        else:
            line.next_on = max(day, self._edge(line, line.step.wait) or day)

    def _edge(self, line: _Line, name: str) -> date | None:
        if not line.held:
            return None
        history = line.held[-1].history
        last = history.facts[-1] if history.facts else None
        if isinstance(last, oracle.Returned):
            edge: date | None = self.judge.last_granted(history, last.day, last.working_days)
        else:
            answer = self.judge.judge(history, max([history.opened, *(fact.day for fact in history.facts)]))
            edge = answer.due if answer else None
        return edge + DAY if edge is not None and name.endswith("+1") else edge

    # --- acts ---------------------------------------------------------------------------------------

    def _act(self, line: _Line, step: Step, day: date) -> None:
        """Do the chosen one of what is possible on the line, and write it down."""
        lives = [(held, self.judge.judge(held.history, day)) for held in line.held]
        # What is finished asks for nothing more, unless its opening again is what was drawn.
        locked = () if step.act == "reopen" and self._is_tracked(line, day) else ("confirmed",)
        done = (*locked, "cancelled") if not line.ended else ("confirmed",)
        open_now = [(held, answer) for held, answer in lives if answer and answer.life not in done]
        if not open_now:
            return
        held, answer = open_now[step.n % len(open_now)]
        possible = self._possible(held, answer)
        act = step.act if step.act in possible else possible[step.n % len(possible)]
        self._do(act)(line, held, step, self.moment(day, step.minute))

    def _is_tracked(self, line: _Line, day: date) -> bool:
        ends = self.story.plan_ends
        return line.script.moves or ends is None or self._offset(day) < ends

    def _do(self, act: str) -> Callable[[_Line, _Held, Step, datetime], None]:
        return {
            "report": self._report, "submit": self._submit, "withdraw": self._withdraw, "confirm": self._confirm,
            "return": self._return, "paper": self._paper, "ask": self._ask, "grant": self._grant, "refuse": self._refuse,
            "set aside": self._set_aside, "take up": self._take_up, "reopen": self._reopen,
        }[act]  # fmt: skip

    @staticmethod
    def _possible(held: _Held, answer: Answer) -> list[str]:
        if answer.life == "cancelled":
            return ["take up"]
        if answer.life == "confirmed":
            return ["reopen"]
        decisions = ["grant", "refuse"] if held.asked else []
        if answer.life == "submitted":
            return ["confirm", "return", "withdraw", "return", "set aside", *decisions]
        return ["submit", "report", "submit", "paper", "set aside", *(decisions or ["ask"])]

    @staticmethod
    def _tell(held: Iterable[_Held], fact: oracle.Fact) -> None:
        for one in held:
            one.history.facts.append(fact)

    def _report(self, line: _Line, held: _Held, step: Step, now: datetime) -> None:
        progress.report(held.item, by=line.officer, now=now, submits=False, results="Đang làm.")
        self._tell([held], oracle.Reported(oracle.day_in_vietnam(now)))

    def _submit(self, line: _Line, held: _Held, step: Step, now: datetime) -> None:
        """Declare done; every other time together with the line's other owed items (one update may answer several)."""
        day = oracle.day_in_vietnam(now)
        answered = [held]
        if step.n % 2:
            for other in line.held:
                answer = self.judge.judge(other.history, day)
                if other is not held and answer and answer.life in ("not_started", "in_progress"):
                    answered.append(other)
        also = [other.item for other in answered[1:]]
        update = progress.report(held.item, by=line.officer, now=now, submits=True, results="Đã xong.", also=also)
        for one in answered:
            one.answer = update.pk
        self._tell(answered, oracle.Submitted(day))

    def _withdraw(self, line: _Line, held: _Held, step: Step, now: datetime) -> None:
        """Take back: from all items that the submission answered and that still wait."""
        day = oracle.day_in_vietnam(now)
        same = [
            other for other in line.held
            if other.answer == held.answer and (said := self.judge.judge(other.history, day)) and said.life == "submitted"
        ]  # fmt: skip
        progress.withdraw(held.item, by=line.officer, now=now)
        self._tell(same, oracle.Withdrawn(day))

    def _confirm(self, line: _Line, held: _Held, step: Step, now: datetime) -> None:
        progress.confirm(held.item, by=self.monitor, now=now)
        self._tell([held], oracle.Confirmed(oracle.day_in_vietnam(now)))

    def _return(self, line: _Line, held: _Held, step: Step, now: datetime) -> None:
        progress.send_back(held.item, by=self.monitor, now=now, reason="Chưa nêu số liệu.")
        granted = RESUBMIT_DAYS[not line.script.moves]
        self._tell([held], oracle.Returned(oracle.day_in_vietnam(now), granted))

    def _reopen(self, line: _Line, held: _Held, step: Step, now: datetime) -> None:
        progress.reopen(held.item, by=self.monitor, now=now, reason="Số liệu chưa khớp.")
        self._tell([held], oracle.Reopened(oracle.day_in_vietnam(now), RESUBMIT_DAYS[not line.script.moves]))

    def _paper(self, line: _Line, held: _Held, step: Step, now: datetime) -> None:
        day = oracle.day_in_vietnam(now)
        received = max(held.history.opened, day - step.n * DAY)
        progress.record_on_behalf(held.item, by=self.monitor, now=now, received_on=received, results="Nhận bản giấy.")
        self._tell([held], oracle.OnPaper(day, received))

    def _ask(self, line: _Line, held: _Held, step: Step, now: datetime) -> None:
        day = oracle.day_in_vietnam(now)
        answer = self.judge.judge(held.history, day)
        assert answer is not None
        until = max(answer.due or day, day) + step.n * DAY
        held.asked = extensions.ask_extension(
            held.item, by=line.officer, now=now, new_due_on=until, reason="Chờ ý kiến các cơ quan."
        )

    def _grant(self, line: _Line, held: _Held, step: Step, now: datetime) -> None:
        assert held.asked is not None
        asked, held.asked = held.asked, None
        extensions.decide_extension(asked, by=self.monitor, now=now, granted=True)
        fact = oracle.Extended(oracle.day_in_vietnam(now), asked.requested_on, asked.new_due_on)
        self._tell([held], fact)

    def _refuse(self, line: _Line, held: _Held, step: Step, now: datetime) -> None:
        assert held.asked is not None
        asked, held.asked = held.asked, None
        extensions.decide_extension(asked, by=self.monitor, now=now, granted=False, reason="Không có căn cứ.")
        self._tell([held], oracle.Refused(oracle.day_in_vietnam(now)))

    def _set_aside(self, line: _Line, held: _Held, step: Step, now: datetime) -> None:
        assert line.assignment is not None
        unassign(line.assignment, by=self.monitor, now=now, reason="Chuyển trọng tâm")
        line.ended = True
        self._tell(line.held, oracle.SetAside(oracle.day_in_vietnam(now)))

    def _take_up(self, line: _Line, held: _Held, step: Step, now: datetime) -> None:
        """Give the line to its agency again: its product, and its items of periods that are not over."""
        assert line.assignment is not None
        day = oracle.day_in_vietnam(now)
        assign(line.assignment.task, by=self.monitor, now=now, role=Role.LEAD, agency=line.agency)
        again = [one for one in line.held if one.period_ends is None or one.period_ends >= day]
        line.ended = False
        self._tell(again, oracle.TakenUp(day, line.named))
        self._find_new(day)

    # --- looking ------------------------------------------------------------------------------------

    def _known(self) -> dict[int, History]:
        return {held.item.pk: held.history for line in self.lines for held in line.held}

    def _evening(self, day: date, offset: int) -> None:
        """Today's standings as pages show them, and now and then today's figures."""
        self._ask_columns(day, self._known(), asked="that evening")
        if offset % 12 == 7:
            self._ask_figures(begins=self.story.first, ends=day, on=day)

    def _look_back(self) -> None:
        """Every day again: past ones from events; from the last change on, the columns must say the same."""
        known, last = self._known(), self.story.first + (LENGTH - 1) * DAY
        days = [self.story.first + n * DAY for n in range(-2, LENGTH)] + [last + n * DAY for n in AFTER if n]
        for day in days:
            rows: Any = WorkItem.objects.filter(pk__in=known).as_of(on=day)
            said = {row.pk: _answer(row) for row in rows}
            self.seen += [Seen(history, day, "looking back", said.get(pk)) for pk, history in known.items()]
            quiet = {pk: h for pk, h in known.items() if max([h.opened, *(fact.day for fact in h.facts)]) <= day}
            if day >= last or day.day % 15 == 0:
                self._ask_columns(day, quiet, asked="columns")
        for begins, ends, on in ((0, 20, 20), (0, 40, 33), (15, 30, 45), (31, 59, 59), (31, 59, 75), (0, 59, 160)):
            first = self.story.first
            self._ask_figures(begins=first + begins * DAY, ends=first + ends * DAY, on=first + on * DAY)

    def _ask_columns(self, day: date, known: dict[int, History], *, asked: str) -> None:
        rows: Any = WorkItem.objects.filter(pk__in=known).with_standing(on=day)
        self.seen += [Seen(known[row.pk], day, asked, _answer(row)) for row in rows]

    def _ask_figures(self, *, begins: date, ends: date, on: date) -> None:
        items: Any = WorkItem.objects.filter(pk__in=self._known())
        found = figures.collect(items, period_from=begins, period_to=ends, on=on)
        counts = figures.count(items, period_from=begins, period_to=ends, on=on)
        assert counts == found.counts, "the short way and the long way of counting differ"
        by_agency = tuple(sorted((line.pk, _classes(line.counts)) for line in found.by_agency))
        said = Sums(classes=_classes(found.counts), ages=found.ageing, by_agency=by_agency)
        self.summed.append(Summed(tuple(self._known().values()), begins, ends, on, said))


def _classes(counts: figures.Counts) -> tuple[int, ...]:
    return (*counts.classes, counts.outside)


def _answer(row: Any) -> Answer:
    sent = row.sent_on if row.life in ("submitted", "confirmed") else None
    return Answer(str(row.life), str(row.standing), row.days_overdue, row.is_due_soon, row.limit_on, sent)


def _month_end(day: date) -> date:
    after = (day.replace(day=1) + 31 * DAY).replace(day=1)
    return after - DAY
