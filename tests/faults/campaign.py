"""Rounds in one living environment: something falls due, something breaks, everything comes to rest, rows meet what arrived."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import redis
from django.db import connection, transaction
from django.utils import timezone

from agencies.models import working_calendar
from config import embedded
from plans.choices import DigestState, Lifecycle, ReminderState
from plans.models import Digest, Heartbeat, Reminder, WorkItem
from plans.reminders import open_reminders
from tests.cast import moment
from tests.faults.clock import Clock
from tests.faults.environment import Environment
from tests.faults.judge import Expected, Findings, judge
from tests.faults.sink import Desk, Manner
from tests.faults.trap import Trap

SEED = 20_220_714
# Real seconds until a letter that does not end counts as stuck; the clock of the campaign is put forward meanwhile.
PATIENCE = 90.0
MOST_JUMPS = 80
RUNS = 2
_UNENDED = (DigestState.READY, DigestState.SENDING, DigestState.FAILED)


@dataclass(frozen=True, slots=True)
class Target:
    """A line whose item falls due when the campaign says so, and who is told."""

    item: int
    email: str


@dataclass
class Line:
    """One line of the table."""

    injected: int = 0
    letters: int = 0
    doubled: int = 0
    lost: int = 0


@dataclass
class Campaign:
    """The state between rounds."""

    environment: Environment
    clock: Clock
    trap: Trap
    desk: Desk
    targets: list[Target]
    tell: Callable[[str], None] = print
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    table: dict[str, Line] = field(default_factory=dict)
    expected: list[Expected] = field(default_factory=list)
    unwritten: set[Expected] = field(default_factory=set)
    findings: Findings = field(default_factory=Findings)
    used: Counter[tuple[int, date]] = field(default_factory=Counter)
    manners: int = 0
    quiet: float = 0.0
    # The latest day that the programs have seen: a clock that steps back leaves rows of days to come.
    furthest: date = date.min
    steps: dict[str, int] = field(default_factory=dict)

    # --- The day ------------------------------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        """The day that the office has."""
        return timezone.localdate()

    def put_clock(self, to: datetime) -> None:
        """Set the clock of all programs."""
        self.clock.put(to)
        self.furthest = max(self.furthest, self.today)

    def pass_time(self, **duration: float) -> None:
        """Put the clock forward, or back."""
        self.put_clock(timezone.now() + timedelta(**duration))

    def next_morning(self) -> None:
        """The next working day, shortly after the office's hour."""
        day, calendar = self.today + timedelta(days=1), working_calendar()
        while not calendar.is_working(day):
            day += timedelta(days=1)
        self.put_clock(moment(day, 7, 31))

    # --- What falls due -----------------------------------------------------------------------------------------------

    def choose(self, count: int) -> list[Target]:
        """Lines whose officers get nothing else today; the next morning when too few are left."""
        while True:
            today = self.today
            busy = set(Digest.objects.filter(day__gte=today).values_list("officer__email", flat=True))
            free = [one for one in self.targets if one.email not in busy and not self.used[one.item, today]]
            # Time for four tries of a letter before the office closes.
            if len({one.email for one in free}) >= count and timezone.localtime().hour < 15:
                self.chance.shuffle(free)
                return list({one.email: one for one in free}.values())[:count]
            self.next_morning()
            self.rest()

    def fall_due(
        self, count: int = 2, *, opened: bool = True, before_commit: Callable[[], Any] = lambda: None,
        told: Callable[[list[Target]], Any] = lambda chosen: None,
    ) -> None:  # fmt: skip
        """Let work fall due today; `opened` writes the rows too, instead of leaving that to the job.

        What a scene prepares is there before any program can see the rows.
        """
        chosen, today = self.choose(count), self.today
        with transaction.atomic():
            items = WorkItem.objects.filter(pk__in=[one.item for one in chosen])
            items.update(due_on=today, named_due_on=today, remind_from=today, lifecycle=Lifecycle.IN_PROGRESS)
            if opened:
                open_reminders(on=today, now=timezone.now())
            told(chosen)
            before_commit()
        for one in chosen:
            self.used[one.item, today] += 1
            self.expected.append((one.item, today))
            self.unwritten.add((one.item, today))

    def park(self) -> None:
        """What was told is done with."""
        WorkItem.objects.filter(pk__in=[one.item for one in self.targets]).update(lifecycle=Lifecycle.CANCELLED)

    # --- Errors of the mail server --------------------------------------------------------------------------------------

    def misbehave(self, *manners: Manner) -> list[int]:
        """Tell the mail server how to err; returns the numbers under which it notes each time."""
        told = []
        for manner in manners:
            self.manners += 1
            told.append(replace(manner, number=self.manners))
        self.desk.tell(told)
        return [manner.number for manner in told]

    def erred(self, numbers: Sequence[int]) -> int:
        """How often it did."""
        return sum(line["number"] in numbers for line in self.desk.errors())

    # --- Coming to rest -----------------------------------------------------------------------------------------------

    def rest(self) -> bool:
        """Heal what is broken, and put the clock forward until nothing is owed any more; False when something stays stuck."""
        self.environment.heal()
        deadline, jumps, seen, beats = time.monotonic() + PATIENCE, 0, None, set[datetime]()
        changed = time.monotonic()
        while (state := self._unended()) is not None:
            self.environment.heal()
            if state != seen:
                seen, beats, changed = state, {self._beat()}, time.monotonic()
            beats.add(self._beat())
            # Runs that came to their end and changed nothing: only time will. The first may have begun before the change.
            if len(beats) > RUNS and time.monotonic() - changed >= self.quiet:
                self._jump(state)
                jumps, seen = jumps + 1, None
            if time.monotonic() > deadline or jumps > MOST_JUMPS:
                self.tell(f"stuck at {timezone.localtime()}: {state}")
                return False
            time.sleep(0.02)
        return True

    def _beat(self) -> Any:
        return Heartbeat.objects.filter(job="send_reminders").values_list("at", flat=True).first()

    def _unended(self) -> tuple[Any, ...] | None:
        """What still has to come to an end; asked in the order in which things move, so that nothing passes unseen."""
        if self.unwritten:
            named = {day for _, day in self.unwritten}
            due = Reminder.objects.filter(occasion="due", named_on__in=named)
            self.unwritten -= set(due.values_list("work_item_id", "named_on"))
        today = self.today
        rows = Reminder.objects.filter(state=ReminderState.OPEN, for_day__lte=max(today, self.furthest)).count()
        named_columns = "id", "state", "attempts", "unknown_ends", "lease_until", "next_try_at", "day"
        letters = Digest.objects.filter(state__in=_UNENDED).order_by("id")
        # What was moved to a later letter left nothing behind that could leave.
        waiting = [
            row for row in letters.values_list(*named_columns)
            if row[-1] >= today or row[3] or row[1] == DigestState.SENDING
            or Reminder.objects.filter(deliveries__digest_id=row[0], deliveries__dropped="").exists()
        ]  # fmt: skip
        missing = len(self.unwritten)
        return (*waiting, rows, missing) if waiting or rows or missing else None

    def _jump(self, state: tuple[Any, ...]) -> None:
        """To the moment at which something may happen next, else to the next morning."""
        now = timezone.now()
        times = [at for row in state[:-2] for at in (row[4], row[5]) if at is not None and at > now]
        local = timezone.localtime(min(times) if times else now)
        if times and local.date() == self.today and local.hour < 17:
            self.put_clock(min(times) + timedelta(seconds=1))
        else:
            self.next_morning()

    # --- Rounds -------------------------------------------------------------------------------------------------------

    def line(self, kind: str) -> Line:
        """The table's line of a kind."""
        return self.table.setdefault(kind, Line())

    def end_round(self, kind: str, injected: int) -> None:
        """Count what was injected, come to rest, put the work away."""
        self.line(kind).injected += injected
        if not self.rest():
            self.judge(kind)
            raise RuntimeError("something stays stuck")
        self.park()

    def judge(self, kind: str) -> None:
        """Hold rows against letters; what is new since the last time belongs to this kind."""
        found = judge(self.desk.letters(), expected=self.expected, today=self.today)
        line, before = self.line(kind), self.findings
        line.doubled += found.doubled - before.doubled
        line.lost += len(found.lost) - len(before.lost)
        line.letters += found.letters - before.letters
        for words in (*found.lost, *found.beyond):
            if words not in (*before.lost, *before.beyond):
                self.tell(f"  {kind}: {words}")
        self.findings = found

    @property
    def injected(self) -> int:
        """How many faults so far."""
        return sum(line.injected for line in self.table.values())

    # --- Small words for scenes ---------------------------------------------------------------------------------------

    def spring(self, job: str, at: Sequence[int], act: str, *, count: int = 1) -> list[str]:
        """Work falls due and traps lie before steps of the job's next runs; returns the steps at which they sprang."""
        self.fall_due(
            count, opened=job == "send_reminders", before_commit=lambda: self.trap.lay(job=job, at=at, act=act)
        )
        seen, beats = -1, set[Any]()
        while len(taken := self.trap.taken()) < len(at):
            if len(taken) != seen:
                seen, beats = len(taken), {self._beat()}
            beats.add(self._beat())
            # Runs that went by without it: the letters that were left had fewer steps.
            if len(beats) > RUNS + 1:
                break
            self.environment.heal()
            time.sleep(0.02)
        self.trap.lift()
        return taken

    def empty_broker(self) -> None:
        """FLUSHALL: whatever lay there is gone."""
        with redis.Redis.from_url(embedded.redis_url()) as server:
            server.flushall()

    def forget_connection(self) -> None:
        """The campaign's own connection does not survive its database either."""
        connection.close()
