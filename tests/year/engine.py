"""Lets the year pass: what people do, the runs of each day with their failures, and what the ledger says in the end."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from unittest.mock import patch

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test import override_settings

from plans.choices import DigestState, ReminderState
from plans.models import Delivery, Digest, Reminder, WorkItem
from plans.reminders import letter, open_reminders, pulse, send_reminders
from plans.reminders.addressing import address
from plans.reminders.reader import Reader
from tests.year import picture as told
from tests.year.story import Story
from tests.year.world import Size, World, at, make_world

OFFICE: Final = {"opens": "07:30", "closes": "17:00", "working_days_only": True}
EXPLAINED: Final = 6
MANY, WORKERS = 100, 2
# Of so many letters one is written out in full; what the others carry is judged all the same.
IN_FULL = 8
# How often things go wrong or otherwise than planned, on one day.
DOWN, NO_MAIL, TWICE, AGAIN, BETWEEN, ON_DAYS_OFF = 0.02, 0.03, 0.06, 0.06, 0.2, 0.25

WRITE: Final = letter.write

Say = Callable[[str], None]


@dataclass(slots=True)
class Score:
    """What must have been told against what was; `wrong` are the first differences with their story."""

    expected: int = 0
    sent: int = 0
    missing: int = 0
    extra: int = 0
    states: int = 0
    letters: int = 0
    told: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.missing or self.extra or self.states or self.wrong)

    def __str__(self) -> str:
        return f"year: {self.expected} expected, {self.sent} sent, missing {self.missing}, extra {self.extra}"


def week_of(day: date) -> int:
    """Number of the calendar week that a day lies in."""
    return (day - date(2000, 1, 3)).days // 7


def _briefly(
    digest: Digest, reader: Reader, rows: Sequence[tuple[WorkItem | None, Reminder]]
) -> EmailMultiAlternatives | None:
    """The whole letter now and then, and wherever it carries the week's summary alone; else an empty sheet in its envelope."""
    if not rows or digest.pk % IN_FULL == 0:
        return WRITE(digest, reader, rows)
    return EmailMultiAlternatives(
        subject="Đôn Đốc", body="", to=[reader.officer.email], headers={"Message-ID": digest.message_id}
    )


def _send_until_done(now: datetime) -> None:
    while send_reminders(now=now).sent:
        pass


def _as_worker(now: datetime) -> None:
    try:
        _send_until_done(now)
    finally:
        connection.close()


class Year:
    """The year of one world."""

    def __init__(self, size: Size, say: Say) -> None:
        self.say, self.started = say, time.monotonic()
        self.world: World = make_world(size)
        self.story, self.oracle, self.rng = Story(self.world), self.world.oracle, self.world.rng
        self.letters: Counter[tuple[date, str]] = Counter()
        self.spent: Counter[str] = Counter()
        self.runs: Counter[str] = Counter()
        self._keys: dict[int, told.ItemKey] = {}
        self._week_of_letters, self._first_letters = 0, self.world.days[0]
        self._down_until = self.world.days[0]

    def live(self) -> Score:
        """Day after day; then the comparison."""
        with override_settings(REMINDERS=OFFICE), patch.object(letter, "write", _briefly):
            for place, day in enumerate(self.world.days):
                self._day(day)
                if day.day == 1 and place:
                    self.say(
                        f"{day:%d/%m/%Y}: {len(self.oracle.items)} items, {sum(self.letters.values())} letters,"
                        f" {sum(self.oracle.expected.values())} rows told, {time.monotonic() - self.started:.0f} s"
                    )
        return self.judge()

    # --- a day ----------------------------------------------------------------------------------------

    def _day(self, day: date) -> None:
        chance = self.rng.random
        is_up = day >= self._down_until
        if is_up and chance() < DOWN:
            self._down_until, is_up = day + timedelta(days=self.rng.randint(1, 5)), False
        if is_up:
            self._timed("acts", lambda: self.story.morning(at(day, 7)))
            if self.oracle.calendar.is_worked(day) or chance() < ON_DAYS_OFF:
                self._write(day, 7, 25)
            if self.oracle.calendar.is_worked(day):
                self._send_well(day)
        else:
            self.runs["days down"] += 1
        self._timed("acts", lambda: self.story.day(at(day, 10)))
        # The leaders' summary goes with the first letters of a week: those who got it have had their letter of the day.
        later = self._week_of_letters == week_of(day) and self._first_letters != day
        if is_up and self.oracle.calendar.is_worked(day) and later and chance() < AGAIN:
            self._write(day, 14, 0)
            self._send(day, 14, 5)
            self.runs["afternoon runs"] += 1

    def _send_well(self, day: date) -> None:
        chance = self.rng.random
        if chance() < BETWEEN:
            self._timed("acts", lambda: self.story.between(at(day, 7, 27)))
            self.runs["acts in between"] += 1
        if chance() < NO_MAIL:
            self.runs["days without mail"] += 1
            return
        self._send(day, 7, 30)
        if chance() < TWICE:
            self._write(day, 7, 40)
            self._send(day, 7, 41)
            self.runs["runs twice"] += 1

    def _timed(self, what: str, do: Callable[[], object]) -> None:
        began = time.monotonic()
        do()
        self.spent[what] += round((time.monotonic() - began) * 1000)

    def _write(self, day: date, hour: int, minute: int) -> None:
        now = at(day, hour, minute)
        self._timed("opening", lambda: pulse.mark("open_reminders", now=now, note=open_reminders(on=day, now=now)))
        self._timed("oracle", lambda: self.oracle.open_reminders(day))

    def _send(self, day: date, hour: int, minute: int) -> None:
        if self._week_of_letters != week_of(day):
            self._week_of_letters, self._first_letters = week_of(day), day
        self._timed("sending", lambda: self._send_all(day, hour, minute))
        self._timed("oracle", lambda: self.oracle.send_reminders(day))
        for message in mail.outbox:
            self.letters[day, message.extra_headers["Message-ID"]] += 1
        mail.outbox.clear()

    def _send_all(self, day: date, hour: int, minute: int) -> None:
        """A run stops after its time; the next one goes on. With many officers two workers share the letters."""
        now = at(day, hour, minute)
        if self.world.size.officers < MANY:
            _send_until_done(now)
            return
        address(day=day)  # else the second worker would find nothing yet and leave
        with ThreadPoolExecutor(WORKERS) as pool:
            for done in [pool.submit(_as_worker, now) for _ in range(WORKERS)]:
                done.result()

    # --- the end --------------------------------------------------------------------------------------

    def judge(self) -> Score:
        """Compare the ledger with the oracle: who got which row on which day, and how every row ended."""
        sent, expected = Counter(self._sent()), self.oracle.expected
        missing, extra = expected - sent, sent - expected
        score = Score(
            expected=expected.total(), sent=sent.total(), missing=missing.total(), extra=extra.total(),
            letters=sum(self.letters.values()),
        )  # fmt: skip
        for what, found in (("missing", missing), ("extra", extra)):
            kinds = Counter(one[5] for one in found)
            if found:
                score.wrong.append(f"{what} by occasion: {dict(kinds)}")
            for one in sorted(found, key=lambda one: one[1])[:EXPLAINED]:
                score.wrong.append(f"{what}: {self._words(one)}")
        self._compare_states(score)
        twice = [pair for pair, times in self.letters.items() if times > 1]
        score.wrong += [f"two letters on {day} to {whom}" for day, whom in twice[:EXPLAINED]]
        score.wrong += [f"refused: {words}" for words in self.story.refused[:EXPLAINED]]
        score.wrong += [f"an item that nobody expected: {key}" for key in self.story.strangers[:EXPLAINED]]
        score.wrong += [
            f"an item that was not opened: {key} {self.oracle.items[key].facts}"
            for key in list(self.oracle.items.keys() - self.story.pks.keys())[:EXPLAINED]
        ]
        self._tell(score)
        return score

    def _subject(self, item: int | None, plan: int | None, line: int | None, note: int | None) -> told.Subject:
        if item is not None:
            return ("item", *self.keys[item]) if item in self.keys else ("item", -item, None)
        if line is not None:
            return "line", line, None
        return ("note", note, None) if note is not None else ("plan", plan or 0, None)

    @property
    def keys(self) -> dict[int, told.ItemKey]:
        """Items by the number of their row."""
        if len(self._keys) != len(self.story.pks):
            self._keys = {pk: key for key, pk in self.story.pks.items()}
        return self._keys

    def _sent(self) -> list[told.Told]:
        live = Delivery.objects.filter(
            dropped="", digest__state=DigestState.SENT, reminder__state=ReminderState.SENT
        ).values_list(
            "officer_id", "digest__day", "reminder__work_item_id", "reminder__plan_id", "reminder__line_id",
            "reminder__note_asked_id", "reminder__agency_id", "reminder__duty", "reminder__occasion", "reminder__named_on",
        )  # fmt: skip
        return [
            (officer, day, self._subject(item, plan, line, note), agency, duty, occasion, named)
            for officer, day, item, plan, line, note, agency, duty, occasion, named in live.iterator(chunk_size=10_000)
        ]

    def _compare_states(self, score: Score) -> None:
        rows = Reminder.objects.values_list(
            "work_item_id", "plan_id", "line_id", "note_asked_id", "agency_id", "duty", "occasion", "named_on", "state"
        )
        written = {
            (self._subject(item, plan, line, note), agency, duty, occasion, named): str(state)
            for item, plan, line, note, agency, duty, occasion, named, state in rows.iterator(chunk_size=10_000)
        }
        known = {key: row.state for key, row in self.oracle.rows.items()}
        wrong = [key for key in written.keys() | known.keys() if written.get(key) != known.get(key)]
        score.states = len(wrong)
        if wrong:
            kinds = Counter((key[3], known.get(key), written.get(key)) for key in wrong)
            score.wrong.append(f"rows that ended otherwise (occasion, oracle, ledger): {dict(kinds.most_common(12))}")
        for key in sorted(wrong, key=str)[:EXPLAINED]:
            score.wrong.append(
                f"oracle {known.get(key)}, ledger {written.get(key)}: {self._words((0, date.min, *key))}"
            )

    def _words(self, one: told.Told) -> str:
        officer, day, subject, agency, duty, occasion, named = one
        who = f"officer {officer} on {day}: " if officer else ""
        words = f"{who}{occasion} named {named} for {agency} {duty} about {subject}"
        if subject[0] == "item" and (item := self.oracle.items.get((subject[1], subject[2]))):
            plan = self.oracle.plans[item.plan]
            since, policy = f"pauses {plan.pauses}", self.oracle.policy(plan)
            facts = "\n      ".join(item.facts)
            words += (
                f"\n      plan {item.plan} of {plan.owner}, {since}, {policy}, item stops {item.stops}\n      {facts}"
            )
        row = self.oracle.rows.get((subject, agency, duty, occasion, named))
        return f"{words}\n      oracle's row: {row.state if row else 'none'}"

    def _tell(self, score: Score) -> None:
        by_occasion = Counter(row.occasion for row in self.oracle.rows.values())
        by_state = Counter(row.state for row in self.oracle.rows.values())
        size = self.world.size
        score.told += [
            f"{size.officers} officers, {size.assignments} assignments, {size.days} days, {len(self.oracle.items)} items",
            "acts: " + ", ".join(f"{name} {n}" for name, n in sorted(self.story.acts.items())),
            "runs: " + ", ".join(f"{name} {n}" for name, n in sorted(self.runs.items())),
            "rows by occasion: " + ", ".join(f"{name} {by_occasion[name]}" for name in told.ORDER if by_occasion[name]),
            "rows by end: " + ", ".join(f"{name} {n}" for name, n in sorted(by_state.items())),
            f"letters: {score.letters} of {Digest.objects.filter(state=DigestState.SENT).count()} digests sent",
            "seconds: "
            + ", ".join(f"{name} {n / 1000:.1f}" for name, n in sorted(self.spent.items()))
            + f", in all {time.monotonic() - self.started:.1f}",
        ]


def run_year(size: Size, say: Say = print) -> Score:
    """Make the world and let its year pass."""
    return Year(size, say).live()
