"""What becomes of each item: on the day it is opened its agency gets its ways, which wait in an agenda of days.

Each act goes through the services and is then told to the oracle.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Final

from agencies.models import Officer
from agencies.verdict import Denied
from plans.models import (
    Extension,
    WorkItem,
)
from plans.services import items
from plans.services.extensions import ask_extension, decide_extension
from plans.services.progress import confirm, record_on_behalf, reopen, report, send_back, withdraw
from tests.year import picture as told
from tests.year.world import World

Act = Callable[[datetime], None]
BOTH: Final = (told.CLERK, told.LEADER)


class Fates:
    """Plays single items; `acts` counts what was done, `refused` what a service would not do although the oracle thought so."""

    def __init__(self, world: World) -> None:
        self.world, self.rng, self.oracle = world, world.rng, world.oracle
        self.agenda: dict[date, list[tuple[str, Act]]] = defaultdict(list)
        self.acts: Counter[str] = Counter()
        self.refused: list[str] = []
        self.pks: dict[told.ItemKey, int] = {}
        self.strangers: list[told.ItemKey] = []
        self._newest = 0
        self._refusals: list[int] = []
        self._people: dict[int, Officer] = {}
        self._today: date | None = None
        self._moments = 0
        self._sender: dict[told.ItemKey, int] = {}
        self.last_day = world.days[-1]

    # --- the day --------------------------------------------------------------------------------------

    def morning(self, now: datetime) -> None:
        """The run that opens periods."""
        self._begin(now.date())
        items.open_periods(on=now.date(), now=now)
        self.oracle.open_periods(now.date())
        self.sync(now.date())

    def between(self, now: datetime, most: int = 6) -> None:
        """A few of the day's acts, done after the rows were written and before letters leave."""
        self._begin(now.date())
        waiting = self.agenda[now.date()]
        for _ in range(min(most, len(waiting))):
            self._do(*waiting.pop(self.rng.randrange(len(waiting))), now)

    def _begin(self, day: date) -> None:
        if self._today != day:
            self._today, self._people, self._moments = day, {}, 0

    def _do(self, name: str, act: Act, now: datetime) -> None:
        self._moments += 1  # no two acts of a day fall on one moment
        try:
            act(now + timedelta(seconds=self._moments))
        except Denied as refusal:
            self.refused.append(f"{now:%d/%m} {name}: {refusal}")

    def _done(self, name: str) -> None:
        self.acts[name] += 1

    def later(self, day: date, days: int, name: str, act: Act) -> None:
        """Put an act down for a day; mostly for one on which people work."""
        wanted = day + timedelta(days=days)
        if self.rng.random() < 0.9:
            wanted = self.oracle.calendar.forward(wanted)
        if day < wanted <= self.last_day:
            self.agenda[wanted].append((name, act))

    def sync(self, day: date) -> None:
        """Find the rows of new items, and give each its fate."""
        new = WorkItem.objects.filter(pk__gt=self._newest).order_by("pk")
        for pk, line, starts in new.values_list("pk", "assignment_id", "period__starts_on"):
            self._newest = pk
            key = (line, starts)
            if key in self.oracle.items and key not in self.pks:
                self.pks[key] = pk
                self._fate(key, day)
            else:
                self.strangers.append(key)

    # --- people ---------------------------------------------------------------------------------------

    def officer(self, pk: int, day: date) -> Officer:
        """As they come through the door on a day."""
        if pk not in self._people:
            self._people[pk] = Officer.objects.get(pk=pk).enter(on=day)
        return self._people[pk]

    def someone(
        self, agency: int, day: date, *, not_of: int = 0, duties: Iterable[str] = BOTH, but: int = 0
    ) -> Officer | None:
        """An officer who may act for an agency, without a post in another one."""
        found = {pk for duty in duties for pk in self.oracle.staff(agency, duty, day)} - {but}
        fitting = sorted(
            pk for pk in found if not not_of or not self.oracle.holds(pk, not_of, (told.CLERK, told.LEADER), day)
        )
        return self.officer(self.rng.choice(fitting), day) if fitting else None

    def judge(self, key: told.ItemKey, day: date) -> Officer | None:
        """Who answers what an item's agency sent or asked."""
        item, but = self.oracle.items[key], self._sender.get(key, 0)
        if item.agency != item.monitor:
            return self.someone(item.monitor, day, not_of=item.agency, but=but)
        committee = self.oracle.serves[item.monitor]
        return self.someone(committee, day, not_of=item.agency, duties=(told.LEADER,), but=but) if committee else None

    def row(self, key: told.ItemKey) -> WorkItem:
        """The item as a service wants it."""
        return WorkItem(pk=self.pks[key], assignment_id=key[0])

    # --- fates ------------------------------------------------------------------------------------------

    def _fate(self, key: told.ItemKey, day: date) -> None:
        item, chance = self.oracle.items[key], self.rng.random
        diligence = self.world.bodies[item.agency].diligence
        left = max(1, (item.due - day).days)
        if chance() < 0.3:
            self.later(day, self.rng.randint(1, left), "report", lambda now: self.report(key, now))
        if chance() < 0.1:
            self.later(day, max(1, left - self.rng.randint(-4, 12)), "ask", lambda now: self.ask_time(key, now))
        if chance() > diligence + 0.12:
            if chance() < 0.6:
                self.later(day, left + self.rng.randint(35, 80), "on behalf", lambda now: self.on_behalf(key, now))
            return
        wanted = -self.rng.randint(0, min(14, left)) if chance() < diligence else self.rng.randint(1, 45)
        self.later(day, max(1, left + wanted), "submit", lambda now: self.submit(key, now))

    def _is(self, key: told.ItemKey, *lives: str) -> bool:
        item = self.oracle.items[key]
        return item.life in lives and self.oracle.plans[item.plan].state == "published"

    def report(self, key: told.ItemKey, now: datetime) -> None:
        item = self.oracle.items[key]
        by = self.someone(item.agency, now.date())
        if by and self._is(key, *told.OPEN):
            report(self.row(key), by=by, now=now, submits=False, results="Đang triển khai.")
            self.oracle.reported(key, now.date())
            self._done("reported")

    def submit(self, key: told.ItemKey, now: datetime) -> None:
        item, day = self.oracle.items[key], now.date()
        by = self.someone(item.agency, day)
        if not by or not self._is(key, *told.OPEN):
            return
        report(self.row(key), by=by, now=now, submits=True, results="Đã hoàn thành.")
        self._sender[key] = by.pk
        self.oracle.submitted(key, day)
        self._done("submitted")
        chance = self.rng.random()
        if chance < 0.04:
            self.later(day, self.rng.randint(1, 3), "withdraw", lambda when: self.withdraw(key, when))
        waits = self.rng.randint(1, 5) if chance < 0.75 else self.rng.randint(4, 22)
        self.later(day, waits, "answer", lambda when: self.answer(key, when))

    def withdraw(self, key: told.ItemKey, now: datetime) -> None:
        item = self.oracle.items[key]
        by = self.someone(item.agency, now.date())
        if by and item.life == "submitted":
            withdraw(self.row(key), by=by, now=now)
            self.oracle.withdrawn(key, now.date())
            self._done("withdrawn")
            self.later(now.date(), self.rng.randint(1, 20), "submit", lambda when: self.submit(key, when))

    def answer(self, key: told.ItemKey, now: datetime) -> None:
        day, by = now.date(), self.judge(key, now.date())
        if not by or self.oracle.items[key].life != "submitted":
            return
        if self.rng.random() < 0.16:
            send_back(self.row(key), by=by, now=now, reason="Chưa nêu số liệu.")
            self.oracle.returned(key, day)
            self._done("returned")
            if self.rng.random() < 0.85:
                self.later(day, self.rng.randint(1, 14), "submit", lambda when: self.submit(key, when))
            return
        confirm(self.row(key), by=by, now=now)
        self.oracle.confirmed(key, day)
        self._done("confirmed")
        if self.rng.random() < 0.02:
            self.later(day, self.rng.randint(1, 30), "reopen", lambda when: self.reopen(key, when))

    def reopen(self, key: told.ItemKey, now: datetime) -> None:
        item = self.oracle.items[key]
        by = self.judge(key, now.date())
        if by and self._is(key, "confirmed") and not self.oracle.lines[key[0]].ended:
            reopen(self.row(key), by=by, now=now, reason="Số liệu sai.")
            self.oracle.reopened(key, now.date())
            self._done("reopened")
            if item.asked is None:
                self.later(now.date(), self.rng.randint(1, 20), "submit", lambda when: self.submit(key, when))

    def on_behalf(self, key: told.ItemKey, now: datetime) -> None:
        item = self.oracle.items[key]
        by = self.someone(item.monitor, now.date(), not_of=item.agency) if item.monitor != item.agency else None
        if by and self._is(key, *told.OPEN):
            record_on_behalf(self.row(key), by=by, now=now, received_on=now.date(), results="Đã gửi bản giấy.")
            self.oracle.recorded(key, now.date())
            self._done("recorded on behalf")

    def ask_time(self, key: told.ItemKey, now: datetime) -> None:
        item, day = self.oracle.items[key], now.date()
        by = self.someone(item.agency, day)
        if not by or item.asked is not None or not self._is(key, *told.OPEN):
            return
        until = max(item.due, day) + timedelta(days=self.rng.randint(1, 40))
        ask_extension(self.row(key), by=by, now=now, new_due_on=until, reason="Cần lấy ý kiến.")
        self.oracle.asked_for_time(key, day)
        self._done("asked for time")
        waits = self.rng.randint(1, 9) if self.rng.random() < 0.9 else self.rng.randint(10, 30)
        self.later(day, waits, "decide", lambda when: self.decide(key, until, when))

    def decide(self, key: told.ItemKey, until: date, now: datetime) -> None:
        item, day, by = self.oracle.items[key], now.date(), self.judge(key, now.date())
        if not by or item.asked is None or not self._is(key, *told.OPEN, "submitted"):
            return
        asked = Extension.objects.get(work_item_id=self.pks[key], state="pending")
        if asked.requested_by_id == by.pk:
            return
        if until >= day and self.rng.random() < 0.7:
            decide_extension(asked, by=by, now=now, granted=True, decision_number="1-CV")
            self.oracle.gave_time(key, day, until)
        else:
            decide_extension(asked, by=by, now=now, granted=False, reason="Theo hạn đã giao.")
            self.oracle.refused_time(key, day)
        self._done("decided on time")
