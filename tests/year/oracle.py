"""Who must be told what on which day: docs/decisions/0025 once more, in plain Python and from what happened alone.

Written from that record and not from the product, of which it imports nothing. It is told the acts that people did and the runs
that took place, keeps its own picture of them, and says after each sending which officers must have got which rows. Where the
record leaves room it is read so, and a difference is a question to the record first:

- The first working day of a row decides whether it is owed ("nor before", "nor on or before the last one written"); a run may
  write it later, and then sends it on the day of the run.
- The day on which a due day was granted holds back what is counted from that day, not what waits for an answer.
- A ladder that is stopped on the day of a letter tells nothing with it, whenever the row was written.
- Days of waiting for an extension are those of questions; a policy without days switches off what waits.
- A row that waits while letters cannot leave is told together with later ones of the same item, agency and duty: the latest goes.
- A row one of whose officers has had the letter of the day waits for the next working day as a whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from tests.year.picture import (
    AFTER,
    BEFORE,
    CLERK,
    DAY,
    FURTHEST_MOVE,
    LADDER,
    LEADER,
    SWITCHED,
    URGENCY,
    Calendar,
    Cycle,
    Item,
    Line,
    Plan,
    Policy,
    Row,
    Subject,
    Told,
    Wish,
)
from tests.year.record import Record


class Oracle(Record):
    """Says what a run must write and a sending must tell; `expected` counts what must have left, in all."""

    def __init__(self, calendar: Calendar) -> None:
        super().__init__(calendar)
        self.expected: Counter[Told] = Counter()
        self.had_letter: set[tuple[int, date]] = set()

    # --- a run that writes --------------------------------------------------------------------------

    def open_reminders(self, on: date) -> None:
        """Write what the rule names up to a day and is not written yet; of several of one item for one duty the latest goes out."""
        for item in self.owed.values():
            if self.plans[item.plan].state == "published":
                self._write(item, on)
        for plan_number, plan in self.plans.items():
            if plan.state == "published":
                self._write_questions(plan_number, plan, on)
        for note_number, note in self.notes.items():
            if note.waits_for and self.plans[note.plan].state == "published":
                self._ask(("note", note_number, None), note.plan, sorted(note.waits_for), note.asked, on)

    def _write(self, item: Item, on: date) -> None:
        granted = item.granted if item.life != "submitted" else None
        since = max(day for day in (item.since, granted, item.last_written and item.last_written + DAY) if day)
        if since > on:
            return
        found: dict[tuple[int, str], list[Wish]] = defaultdict(list)
        for wish in self.wishes(item, since, on):
            key = (("item", *item.key), wish.agency, wish.duty, wish.occasion, wish.named)
            if since <= wish.day <= on and self._is_new(wish, self.rows.get(key)):
                found[wish.agency, wish.duty].append(wish)
        for wishes in found.values():
            latest = max(wishes, key=lambda one: (one.day, URGENCY[one.occasion], one.named))
            for wish in wishes:
                row = Row(
                    ("item", *item.key),
                    item.plan,
                    wish.agency,
                    wish.duty,
                    wish.occasion,
                    wish.named,
                    wish.day,
                    item=item,
                    step=wish.step,
                )
                self.keep(row, waits=wish is latest)
                item.last_written = max(item.last_written or wish.day, wish.day)
                if wish.step is not None:
                    item.steps.add(wish.step)

    @staticmethod
    def _is_new(wish: Wish, row: Row | None) -> bool:
        """An occasion happens once; a step of the ladder that was dropped, once more on a later day that it was moved to."""
        return row is None or (row.state == "dropped" and wish.occasion in LADDER and wish.day > row.day)

    def wishes(self, item: Item, since: date, on: date, *, stops_count: bool = True) -> Iterator[Wish]:
        """Every occasion that the rule names for an item as it stands."""
        plan = self.plans[item.plan]
        policy = self.policy(plan)
        if item.life == "submitted":
            assert item.submitted is not None
            yield from self._waits_for_answer(item, "review", item.submitted, policy.review)
            return
        if item.asked is not None:
            yield from self._waits_for_answer(item, "extension", item.asked, policy.question)
            return
        for occasion, named, day, is_late in self._days(item, policy, since, on):
            if (occasion in SWITCHED and occasion not in policy.on) or (is_late and not self._speaks(item, day)):
                continue
            yield Wish(item.agency, LEADER if occasion == "silent" else CLERK, occasion, named, day)
        yield from self._ladder(item, plan, policy, stops_count=stops_count)

    def _days(self, item: Item, policy: Policy, since: date, on: date) -> Iterator[tuple[str, date, date, bool]]:
        due, back, forward = item.due, self.calendar.back, self.calendar.forward
        if due - timedelta(days=30) <= on + FURTHEST_MOVE:
            for occasion, days in BEFORE:
                named = due - timedelta(days=days)
                yield occasion, named, back(named), False
        if due <= on:
            yield "due", due, forward(due), False
            for occasion, days in AFTER:
                named = due + timedelta(days=days)
                yield occasion, named, forward(named), True
            named = due + timedelta(days=14)
            while named <= on:
                if named >= since - FURTHEST_MOVE:
                    yield "overdue_weekly", named, forward(named), True
                named += timedelta(days=7)
        if item.closes is not None and item.closes < due:
            yield "period_opened", item.closes, forward(item.closes), False
        if item.returned is not None:
            yield "returned", item.returned, forward(item.returned + DAY), False
        if item.resubmit_by is not None:
            yield "resubmit", item.resubmit_by, forward(item.resubmit_by), False
        if item.kind == "check_in" and item.life == "not_started" and due < on:
            before = self._before(item)
            if before is not None and before.life == "not_started" and before.due < on:
                yield "silent", due + DAY, self._after(self._quiet(item), forward(due + DAY)), True

    def _before(self, item: Item) -> Item | None:
        """The same line's item of the period before."""
        line, starts = item.key
        assert starts is not None
        for months in (1, 3, 6, 12):
            before = Cycle(months).period(starts - DAY)[0]
            found = self.items.get((line, before))
            if found and found.ends == starts - DAY:
                return found
        return None

    @staticmethod
    def _quiet(item: Item) -> date | None:
        return max((day for day in (item.resubmit_by, item.grace) if day), default=None)

    def _held(self, item: Item) -> date | None:
        """The last day on which the ladder kept quiet: also one of a request that was refused, of a submission withdrawn."""
        return max((day for day in (self._quiet(item), item.refused, item.withdrawn) if day), default=None)

    def _after(self, quiet: date | None, day: date) -> date:
        """The day, or the first working day after the quiet ones where it lies in them."""
        return day if quiet is None or day > quiet else self.calendar.forward(quiet + DAY)

    @staticmethod
    def _is_stopped(item: Item, day: date) -> bool:
        return any(since is not None and since <= day and (until is None or day < until) for since, until in item.stops)

    def _speaks(self, item: Item, day: date) -> bool:
        quiet = self._quiet(item)
        return quiet is None or day > quiet

    def _ladder(self, item: Item, plan: Plan, policy: Policy, *, stops_count: bool) -> Iterator[Wish]:
        committee = self.serves[plan.owner] or plan.owner
        steps = (
            ("to_leader", policy.leader, item.agency, LEADER),
            ("to_monitor", policy.monitor, item.monitor, CLERK),
            ("to_committee", policy.committee, committee, LEADER),
        )
        for step, days, body, duty in steps:
            leads_itself = step != "to_leader" and body == item.agency
            once = (step, None, item.due)
            if days is None or leads_itself or once in item.steps:
                continue
            named = item.due + timedelta(days=days)
            day = self._after(self._held(item), self.calendar.forward(named))
            if not (stops_count and self._is_stopped(item, day)):
                yield Wish(body, duty, step, named, day, once)

    def _waits_for_answer(self, item: Item, what: str, began: date, days: int | None) -> Iterator[Wish]:
        if days is None:
            return
        for occasion, times, duty in ((f"{what}_waiting", 1, CLERK), (f"{what}_late", 2, LEADER)):
            whom, whose = item.monitor, duty
            if item.agency == item.monitor:
                served = self.serves[item.monitor]
                if served is None:
                    return
                whom, whose = served, LEADER
            once = (occasion, whom, began)
            if once in item.steps:
                continue
            named = began + timedelta(days=days * times)
            yield Wish(whom, whose, occasion, named, self._after(item.handed_on, self.calendar.forward(named)), once)

    def _write_questions(self, number: int, plan: Plan, on: date) -> None:
        """Refused lines, and what only the office can answer."""
        for line_number in plan.lines:
            line = self.lines[line_number]
            if line.refused is not None and self._is_refused(line):
                self._ask(("line", line_number, None), number, [plan.owner], line.refused, on)
        if plan.published is not None and self.lacks_somebody(plan):
            self._ask(("plan", number, None), number, [plan.owner], plan.published, on)

    def _ask(self, subject: Subject, number: int, whom: Iterable[int], began: date, on: date) -> None:
        days = self.policy(self.plans[number]).question
        if days is None:
            return
        for agency in whom:
            for occasion, times, duty in (("question_waiting", 1, CLERK), ("question_late", 2, LEADER)):
                named, step = began + timedelta(days=days * times), (subject, agency, occasion, began)
                if step not in self.asked:
                    row = Row(subject, number, agency, duty, occasion, named, self.calendar.forward(named))
                    self._tell(row, on)
                    self.asked |= {step} if row.key in self.rows else set()

    def _tell(self, row: Row, on: date) -> None:
        """Nothing that fell into a pause is told afterwards (decision 12)."""
        resumed = max((until for _, until in self.plans[row.plan].pauses if until), default=None)
        if row.day <= on and row.key not in self.rows and (resumed is None or row.day >= resumed):
            self.keep(row)

    # --- a run that sends ---------------------------------------------------------------------------

    def send_reminders(self, day: date) -> None:
        """What leaves: each row that is still owed to everybody it reaches, one letter a day and officer."""
        if not self.calendar.is_worked(day):
            return
        letters: dict[int, list[Row]] = defaultdict(list)
        for row in [row for row in self.waiting if row.day <= day]:
            if not self.is_owed(row, day):
                self._end(row, "dropped")
                continue
            reached = self.reached(row, day)
            if not reached:
                self._end(row, "nobody")
                continue
            wanted = {one for one in reached if row.occasion not in self.officers[one].skips}
            if not wanted:
                self._end(row, "dropped")
            elif not any((officer, day) in self.had_letter for officer in wanted):
                for officer in wanted:
                    letters[officer].append(row)
        for officer, rows in letters.items():
            self._leave(officer, rows, day)
        self.waiting = [row for row in self.waiting if row.state == "open"]

    def _leave(self, officer: int, rows: list[Row], day: date) -> None:
        latest: dict[tuple[object, ...], Row] = {}
        for row in rows:
            about = (row.subject, row.agency, row.duty) if row.item else row.key
            if about not in latest or row.order > latest[about].order:
                latest[about] = row
        told = {id(row) for row in latest.values()}
        for row in rows:
            if id(row) in told:
                row.state = "sent"
                self.expected[officer, day, *row.key] += 1
            elif row.state == "open":
                row.state = "merged"
        self.had_letter.add((officer, day))

    def _end(self, row: Row, state: str) -> None:
        if row.state == "open":
            row.state = state
            if state == "dropped":
                self.untake(row)

    def is_owed(self, row: Row, day: date) -> bool:
        """Whether the reason of a row still holds when letters leave."""
        if row.state != "open" or self.plans[row.plan].state != "published":
            return False
        if row.item is None:
            return self._is_still_asked(row)
        item = row.item
        if item.key not in self.owed or (row.occasion in LADDER and self._is_stopped(item, day)):
            return False
        still = {(one.agency, one.duty, one.occasion, one.named) for one in self._standing(item, row, day)}
        return (row.agency, row.duty, row.occasion, row.named) in still and row.day >= item.since

    def _standing(self, item: Item, row: Row, day: date) -> Iterator[Wish]:
        """As `wishes`, with the steps of the ladder that were taken."""
        taken, item.steps = item.steps, set()
        try:
            yield from self.wishes(item, row.day, day, stops_count=False)
        finally:
            item.steps = taken

    def _is_still_asked(self, row: Row) -> bool:
        kind, number, _ = row.subject
        if kind == "note":
            return row.agency in self.notes[number].waits_for
        if kind == "line":
            return self._is_refused(self.lines[number])
        if row.occasion == "assigned":
            lines = (self.lines[line] for line in self.plans[number].lines)
            return any(line.agency == row.agency and line.since == row.named and not line.ended for line in lines)
        return self.lacks_somebody(self.plans[number])

    @staticmethod
    def _is_refused(line: Line) -> bool:
        """Refused, not decided on, and nothing reported since."""
        return line.refused is not None and not line.ended and not line.reports

    def lacks_somebody(self, plan: Plan) -> bool:
        """Whether a task of the plan that stands is led by nobody."""
        led: dict[int, bool] = {}
        for line in map(self.lines.__getitem__, plan.lines):
            led[line.task] = led.get(line.task, False) or not line.ended
        return plan.homeless or any(not has for task, has in led.items() if task not in plan.cancelled_tasks)

    def reached(self, row: Row, day: date) -> set[int]:
        """The officers that a row becomes on a day."""
        plan = self.plans[row.plan]
        if row.item and row.duty == CLERK and row.agency == row.item.agency:
            charge = self.lines[row.item.key[0]].in_charge
            if charge is not None and self.holds(charge, row.agency, (CLERK, LEADER), day):
                return {charge}
        tries = [(row.agency, row.duty)]
        if row.duty == CLERK:
            tries.append((row.agency, LEADER))
        elif row.occasion == "assigned":
            tries.append((row.agency, CLERK))
        tries += [(row.item.monitor if row.item else plan.monitor, CLERK), (plan.owner, CLERK)]
        return next((found for agency, duty in tries if (found := self.staff(agency, duty, day))), set())
