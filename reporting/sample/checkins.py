"""What each line answers in each of its periods, by the script."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from agencies.models import Officer
from plans import cycles
from plans.cycles import Period
from plans.services.items import effective
from plans.services.progress import confirm, record_on_behalf, report, send_back, withdraw
from reporting.sample import evidence, words
from reporting.sample.acts import Year
from reporting.sample.officers import number_from
from reporting.sample.plan_facts import PlanFact, TaskFact
from reporting.sample.scripts import EARLY, NIL, TURNS, WAITING, Course, Turn

ON_TIME = Turn(Course.ON_TIME)
# A waiting submission is one of the latest period for so long after its due day; later one of the running period.
_FRESH = 10


class Line:
    """One lead line that lives on the plan's cycle."""

    def __init__(self, year: Year, fact: PlanFact, task: TaskFact, agency: str) -> None:
        self.year, self.fact, self.task, self.agency = year, fact, task, agency
        self.who = (fact.document, task.path, agency)

    def officer(self) -> Officer:
        return self.year.people.clerk(self.agency)

    def reviewer(self) -> Officer:
        """Who confirms: the monitor, or a leader of the committee it serves where the monitor itself leads (decision 9)."""
        monitor = self.year.people.agencies[self.fact.monitor]
        if self.agency != self.fact.monitor:
            return self.year.people.clerk(self.fact.monitor)
        return self.year.people.leader(self.year.people.key_of(monitor.serves_id))

    def is_staffed(self) -> bool:
        return (self.agency, "clerk") in self.year.people.officers

    # --- The acts ----------------------------------------------------------------------------------------------------

    def sends(self, period: Period, day: date, *, nil: bool = False, again: int = 0, first: int = 8) -> None:
        """Submit the answer for a period, not before the hour `first`."""
        name = (*self.who, period.starts_on, again)

        def act(now: datetime) -> None:
            item = self.year.item(*self.who, period.starts_on)
            if nil:
                report(item, by=self.officer(), now=now, submits=True, is_nil=True)
                return
            place = self.year.place_of(self.agency)
            report(
                item, by=self.officer(), now=now, submits=True, results=words.results(self.task.theme, *name, place=place),
                difficulties=words.difficulties(*name), proposals=words.proposals(*name), evidence=evidence.for_report(name),
            )  # fmt: skip

        self.year.plan_act(self.year.moment(day, *name, first=first, last=15), act)

    def confirmed(self, period: Period, day: date) -> None:
        self.year.plan_act(
            self.year.moment(day, "xác nhận", *self.who, period.starts_on),
            lambda now: confirm(self.year.item(*self.who, period.starts_on), by=self.reviewer(), now=now),
        )

    def returned(self, period: Period, day: date) -> None:
        reason = words.pick(words.RETURNS, *self.who, period.starts_on)
        self.year.plan_act(
            self.year.moment(day, "trả lại", *self.who, period.starts_on),
            lambda now: send_back(
                self.year.item(*self.who, period.starts_on), by=self.reviewer(), now=now, reason=reason
            ),
        )

    def notes(self, period: Period, day: date) -> None:
        """Say how far it is without submitting."""
        note = words.pick(words.NOTES, *self.who, period.starts_on)
        self.year.plan_act(
            self.year.moment(day, "ghi chú", *self.who, period.starts_on),
            lambda now: report(
                self.year.item(*self.who, period.starts_on), by=self.officer(), now=now, submits=False, results=note
            ),
        )

    def takes_back(self, period: Period, day: date) -> None:
        """Send, take back, and send again in the afternoon."""
        start = self.year.moment(day, "gửi", *self.who, first=8, last=9)

        def first(now: datetime) -> None:
            item = self.year.item(*self.who, period.starts_on)
            report(item, by=self.officer(), now=now, submits=True, results=words.pick(words.NOTES, *self.who))

        self.year.plan_act(start, first)
        self.year.plan_act(
            start + timedelta(minutes=25),
            lambda now: withdraw(self.year.item(*self.who, period.starts_on), by=self.officer(), now=now),
        )
        self.sends(period, day, again=1, first=13)

    def on_paper(self, period: Period, day: date) -> None:
        """The monitor enters a report that came on paper the day before."""
        place = self.year.place_of(self.agency)
        number = 3 + len(self.agency) + period.starts_on.month

        def act(now: datetime) -> None:
            record_on_behalf(
                self.year.item(*self.who, period.starts_on), by=self.year.people.clerk(self.fact.monitor), now=now,
                received_on=self.year.later(now.date(), -1), paper_number=f"{number:02d}-BC/ĐU",
                results=words.results(self.task.theme, *self.who, period.starts_on, place=place),
            )  # fmt: skip

        self.year.plan_act(self.year.moment(day, "giấy", *self.who, period.starts_on), act)


class Telling:
    """Goes through the periods of one line."""

    def __init__(self, line: Line, published_on: date) -> None:
        self.line, self.year, self.fact = line, line.year, line.fact
        self.periods = cycles.periods_between(line.fact.cycle, published_on, self.year.today)
        past = [index for index, period in enumerate(self.periods) if self.due(period) < self.year.today]
        self.latest = past[-1] if past else -1

    def due(self, period: Period) -> date:
        """The effective due day, as the services will store it."""
        plan = self.year.plans[self.fact.document]
        return effective(cycles.due_day(period, plan.preset, plan.days_after), plan=plan, calendar=self.year.calendar)

    def tell(self) -> None:
        waiting = self.waiting_period()
        for index, period in enumerate(self.periods):
            if waiting is period:
                self.wait(period)
            else:
                self.answer(period, self.latest - index)

    def waiting_period(self) -> Period | None:
        """The period whose answer waits for confirmation these days, if this line has one."""
        if self.line.who not in WAITING or self.latest < 0:
            return None
        fresh = (self.year.today - self.due(self.periods[self.latest])).days <= _FRESH
        index = self.latest if fresh else self.latest + 1
        return self.periods[index] if index < len(self.periods) else None

    def wait(self, period: Period) -> None:
        days = WAITING[self.line.who]
        day = min(self.usual_day(period), self.year.later(self.year.today, -days))
        if day < period.starts_on:
            day = self.year.calendar.roll_forward(period.starts_on)
        self.line.sends(period, day, nil=(self.fact.document, self.line.agency, 0) in NIL)

    def usual_day(self, period: Period) -> date:
        """Zero to five days before the due day, always after the period."""
        ahead = number_from("ngày gửi", *self.line.who, period.starts_on) % 6
        return max(self.year.back(self.due(period) - timedelta(days=ahead)), period.starts_on)

    def answer(self, period: Period, back: int) -> None:
        """Play one period: `back` counts due periods from the latest; negative ones are not due yet."""
        key = (self.fact.document, self.line.agency)
        turn = TURNS.get(key, {}).get(back, ON_TIME)
        if not self.line.is_staffed():
            turn = Turn(Course.PAPER)
        if back < 0 and key in EARLY:
            self.line.notes(period, self.year.later(period.starts_on, 9))
        self.play(period, turn, nil=(*key, back) in NIL)

    def play(self, period: Period, turn: Turn, *, nil: bool) -> None:
        line, due, later = self.line, self.due(period), self.year.later
        usual = self.usual_day(period)
        settled = 1 + number_from("xác nhận sau", *line.who, period.starts_on) % 3
        match turn.course:
            case Course.ON_TIME:
                line.sends(period, usual, nil=nil)
                line.confirmed(period, later(usual, settled))
            case Course.LATE:
                day = self.year.calendar.roll_forward(due + timedelta(days=turn.days))
                line.sends(period, day)
                line.confirmed(period, later(day, 1))
            case Course.NOTED:
                line.notes(period, self.year.back(due - timedelta(days=2)))
            case Course.RETURNED:
                day = self.year.back(due - timedelta(days=4))
                line.sends(period, day)
                line.returned(period, later(day, 1))
                line.sends(period, later(day, 3), again=1)
                line.confirmed(period, later(day, 4))
            case Course.SENT_BACK:
                day = max(self.year.back(due - timedelta(days=2)), later(self.year.today, -6))
                line.sends(period, min(day, later(self.year.today, -2)))
                line.returned(period, later(self.year.today, -1))
            case Course.WITHDRAWN:
                line.takes_back(period, usual)
                line.confirmed(period, later(usual, 1))
            case Course.PAPER:
                line.on_paper(period, later(due, -1))
