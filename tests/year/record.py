"""What happened, as the oracle is told of it: work given, periods begun, reports, answers, pauses, people, the calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from tests.year.picture import (
    CLERK,
    DAY,
    LEADER,
    Calendar,
    Cycle,
    Item,
    ItemKey,
    Line,
    Note,
    Officer,
    Plan,
    Policy,
    Row,
    Subject,
)


class Record:
    """Told what happens, in the order in which it happens."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.serves: dict[int, int | None] = {}
        self.policies: dict[int, Policy] = {}
        self.officers: dict[int, Officer] = {}
        self.plans: dict[int, Plan] = {}
        self.lines: dict[int, Line] = {}
        self.items: dict[ItemKey, Item] = {}
        self.owed: dict[ItemKey, Item] = {}
        self.notes: dict[int, Note] = {}
        self.rows: dict[tuple[Subject, int, str, str, date], Row] = {}
        # What was told of a question, by what it is about and when it was asked.
        self.asked: set[tuple[Subject, int, str, date]] = set()
        self.waiting: list[Row] = []
        self._staff: dict[tuple[int, str], list[int]] = defaultdict(list)

    # --- what people are there ----------------------------------------------------------------------

    def serve(self, officer: int, agency: int, duty: str, since: date, until: date | None = None) -> None:
        """An officer holds a post from a day on."""
        self.officers[officer].posts.append((agency, duty, since, until))
        if officer not in self._staff[agency, duty]:
            self._staff[agency, duty].append(officer)

    def leave(self, officer: int, agency: int, duty: str, last: date) -> None:
        """A post ends with a day."""
        posts = self.officers[officer].posts
        posts[:] = [(a, d, s, last if (a, d) == (agency, duty) and u is None else u) for a, d, s, u in posts]

    def holds(self, officer: int, agency: int, duties: Iterable[str], day: date) -> bool:
        """Whether an active officer holds one of the duties in an agency on a day."""
        one = self.officers[officer]
        return one.active and any(
            a == agency and d in duties and s <= day and (u is None or u >= day) for a, d, s, u in one.posts
        )

    def staff(self, agency: int, duty: str, day: date) -> set[int]:
        """All active officers who hold a duty in an agency on a day."""
        return {officer for officer in self._staff[agency, duty] if self.holds(officer, agency, (duty,), day)}

    def policy(self, plan: Plan) -> Policy:
        """The plan's own policy, else its office's, else the default."""
        return plan.policy or self.policies.get(plan.owner) or Policy()

    # --- what is given to do ------------------------------------------------------------------------

    def publish(self, number: int, day: date) -> None:
        plan = self.plans[number]
        plan.state, plan.published = "published", day
        plan.duty_since[None] = day
        for line in plan.lines:
            self.lines[line].since = day
            if self.lines[line].cycle:
                plan.duty_since[line] = day
        self._open(plan, plan.lines, day)

    def give(self, number: int, line: Line, day: date) -> None:
        """A line more on a tracked plan."""
        plan = self.plans[line.plan]
        line.since = day
        self.lines[number] = line
        plan.lines.append(number)
        self._open(plan, [number], day)

    def _open(self, plan: Plan, lines: Iterable[int], day: date) -> None:
        self._tell_of_work(lines, day)
        for number in lines:
            line = self.lines[number]
            if line.named is not None:
                due = self.calendar.forward(line.named)
                self._add(
                    Item(
                        (number, None),
                        line.plan,
                        line.agency,
                        line.monitor or plan.monitor,
                        "product",
                        line.named,
                        due,
                        day,
                    )
                )
        self.open_periods_of(plan, day)

    def _tell_of_work(self, lines: Iterable[int], day: date) -> None:
        """News of work is written with the act; once per plan, agency and day, and not to the office itself."""
        given = {(self.lines[line].plan, self.lines[line].agency) for line in lines}
        for number, agency in sorted(given):
            plan = self.plans[number]
            if agency != plan.owner and "assigned" in self.policy(plan).on:
                for duty in (CLERK, LEADER):
                    subject = ("plan", number, None)
                    row = Row(subject, number, agency, duty, "assigned", day, self.calendar.forward(day + DAY))
                    if row.key not in self.rows:
                        self.keep(row)

    def _add(self, item: Item) -> None:
        self.items[item.key] = self.owed[item.key] = item
        item.facts.append(
            f"{item.since}: {item.kind} given to {item.agency}, monitor {item.monitor}, due {item.due} ({item.named})"
        )

    def open_periods(self, day: date) -> None:
        """The daily run that opens what has begun."""
        for plan in self.plans.values():
            if plan.state == "published":
                self.open_periods_of(plan, day)

    def open_periods_of(self, plan: Plan, day: date) -> None:
        """Every period that has begun and was not opened, or still runs, for each line that owes it and has none."""
        for duty, since in plan.duty_since.items():
            cycle = plan.cycle if duty is None else self.lines[duty].cycle
            assert cycle is not None
            starts, ends = cycle.period(since)
            while starts <= day:
                if not self._lies_in_a_pause(plan, starts, ends) and ((duty, starts) not in plan.begun or ends >= day):
                    plan.begun.add((duty, starts))
                    for number in plan.lines if duty is None else [duty]:
                        self._open_period(plan, number, duty, cycle, starts, ends, day)
                starts, ends = cycle.period(ends + DAY)

    @staticmethod
    def _lies_in_a_pause(plan: Plan, starts: date, ends: date) -> bool:
        return any(
            since is not None and since <= starts and until is not None and until > ends for since, until in plan.pauses
        )

    def _open_period(
        self, plan: Plan, number: int, duty: int | None, cycle: Cycle, starts: date, ends: date, day: date
    ) -> None:
        line = self.lines[number]
        cyclic = line.named is None and line.cycle is None
        late = line.since is not None and line.since > ends
        if line.ended or (number, starts) in self.items or (duty is None and not cyclic) or late:
            return
        named = ends + cycle.days_after * DAY
        due = self.calendar.forward(named)
        self._add(
            Item(
                (number, starts), line.plan, line.agency, line.monitor or plan.monitor, cycle.kind, named, due, day, duty=duty,
                ends=ends, closes=max(starts, ends - cycle.cut_off * DAY), period_named=named, period_due=due,
                grace=due + cycle.grace * DAY if cycle.grace else None,
            )
        )  # fmt: skip

    def keep(self, row: Row, *, waits: bool = True) -> None:
        row.state = "open" if waits else "merged"
        self.rows[row.key] = row
        if waits:
            self.waiting.append(row)
        if row.item:
            row.item.facts.append(
                f"    row {row.occasion} {row.named}, for {row.day}, {row.agency} {row.duty} {row.state}"
            )

    # --- what happens -------------------------------------------------------------------------------

    def _fact(self, key: ItemKey, day: date, words: str) -> Item:
        item = self.items[key]
        item.facts.append(f"{day}: {words}")
        return item

    def reported(self, key: ItemKey, day: date) -> None:
        self._fact(key, day, "reported").life = "in_progress"
        self.lines[key[0]].reports += 1

    def submitted(self, key: ItemKey, day: date) -> None:
        item = self._fact(key, day, "submitted")
        item.life, item.submitted = "submitted", day
        self.lines[key[0]].reports += 1

    def withdrawn(self, key: ItemKey, day: date) -> None:
        item = self._fact(key, day, "withdrawn")
        self.lines[key[0]].reports -= 1
        item.life, item.submitted, item.withdrawn = "in_progress", None, day

    def returned(self, key: ItemKey, day: date) -> None:
        item = self._fact(key, day, "returned")
        item.life, item.submitted, item.returned = "in_progress", None, day
        item.resubmit_by = self.calendar.later(day, self.plans[item.plan].resubmit_days)

    def confirmed(self, key: ItemKey, day: date) -> None:
        self._fact(key, day, "confirmed").life = "confirmed"
        del self.owed[key]

    def recorded(self, key: ItemKey, day: date) -> None:
        """A report on paper is one of the agency's: whoever reports on a line has taken it on."""
        self.lines[key[0]].reports += 1
        self.confirmed(key, day)

    def reopened(self, key: ItemKey, day: date) -> None:
        item = self._fact(key, day, "reopened")
        item.life, item.submitted, item.since = "in_progress", None, day
        item.resubmit_by = self.calendar.later(day, self.plans[item.plan].resubmit_days)
        self.owed[key] = item

    def cancelled(self, key: ItemKey, day: date) -> None:
        self._fact(key, day, "cancelled").life = "cancelled"
        del self.owed[key]

    def asked_for_time(self, key: ItemKey, day: date) -> None:
        self._fact(key, day, "asked for more time").asked = day

    def refused_time(self, key: ItemKey, day: date) -> None:
        item = self._fact(key, day, "no more time")
        item.asked, item.refused = None, day

    def gave_time(self, key: ItemKey, day: date, named: date) -> None:
        item = self._fact(key, day, f"more time until {named}")
        item.asked, item.granted = None, day
        item.named, item.due = named, self.calendar.forward(named)

    def new_monitor(self, key: ItemKey, day: date, agency: int) -> None:
        item = self._fact(key, day, f"{agency} confirms from now on")
        item.monitor, item.handed_on = agency, day

    def stopped(self, key: ItemKey, day: date) -> None:
        self._fact(key, day, "ladder stopped").stops.append([day, None])

    def went_on(self, key: ItemKey, day: date) -> None:
        self._fact(key, day, "ladder goes on").stops[-1][1] = day

    @staticmethod
    def untake(row: Row) -> None:
        """A step that was not told is not taken: it may be, on another day that a changed policy names or after what held it
        back."""
        if row.item is not None and row.step is not None:
            row.item.steps.discard(row.step)

    def paused(self, number: int, day: date) -> None:
        plan = self.plans[number]
        plan.state = "paused"
        plan.pauses.append([day, None])
        for row in self.waiting:
            if row.plan == number:
                row.state = "dropped"
                self.untake(row)

    def resumed(self, number: int, day: date) -> None:
        plan = self.plans[number]
        plan.state, plan.pauses[-1][1] = "published", day
        for item in self.owed.values():
            if item.plan == number:
                item.since = day
                item.facts.append(f"{day}: plan resumed")
        self.open_periods_of(plan, day)

    def cancelled_task(self, number: int, task: int, day: date) -> None:
        """A task ended: what was not finished is set aside."""
        plan = self.plans[number]
        plan.cancelled_tasks.add(task)
        for line in plan.lines:
            if self.lines[line].task == task:
                self.released(line, day)

    def released(self, line: int, day: date) -> None:
        """A line ended: what was not finished is set aside."""
        self.lines[line].ended = True
        for key in [key for key in self.owed if key[0] == line]:
            self.cancelled(key, day)

    def calendar_changed(self, day: date, new: date, *, worked: bool) -> None:
        """Named days of unfinished work that is not yet due are moved again, never into the past."""
        self.calendar.take(new, worked=worked)
        for item in self.owed.values():
            due = self.calendar.forward(item.named)
            if item.due >= day and due != item.due and due >= day:
                item.due = due
                item.facts.append(f"{day}: calendar moves it to {due}")
        for item in self.items.values():
            if item.grace and item.period_named and item.period_due and item.period_due >= day:
                due = self.calendar.forward(item.period_named)
                if due >= day:
                    item.grace, item.period_due = item.grace + (due - item.period_due), due
