"""Letters through their states (decision 22).

READY → SENDING is committed before the letter leaves, SENDING → SENT after the mail server accepted it. A definite failure is
FAILED and tried again later; an end that nobody saw (the worker died, the connection broke while the letter was on its way) is
tried once more with the same Message-ID, then shown as UNKNOWN. Each step is its own short transaction: a worker may be killed
at any statement.
"""

from __future__ import annotations

import logging
import time as clock
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Q
from django.utils.timezone import localdate, localtime

from agencies.models import working_calendar
from agencies.workdays import Calendar
from plans.choices import DigestState, ReminderState
from plans.models import Delivery, Digest, Reminder, WorkItem
from plans.reminders import letter, pulse
from plans.reminders.addressing import UNSENT, address
from plans.reminders.channels import CHANNELS, Channel, Email, Letter, Ways, channel_for
from plans.reminders.channels.inbox import mark
from plans.reminders.checking import check, order_of, told_as
from plans.reminders.opening import open_reminders
from plans.reminders.postman import Outcome, Result
from plans.reminders.reader import AskedOf, Reader

log = logging.getLogger(__name__)

# Longer than a letter can take: twenty seconds for each of the mail server's answers.
LEASE = timedelta(minutes=5)
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
# The next minute's run goes on where this one stops.
BUDGET = timedelta(seconds=45)
OPENING = "open_reminders"


@dataclass(frozen=True, slots=True)
class Sent:
    """What a run did: letters sent, failed for now, found empty, given up as unknown; rows without anybody to send to."""

    sent: int = 0
    failed: int = 0
    empty: int = 0
    unknown: int = 0
    nobody: int = 0

    def __str__(self) -> str:
        words = f"gửi {self.sent}, lỗi {self.failed}, không còn gì {self.empty}, không rõ {self.unknown}"
        return f"{words}, không có người nhận {self.nobody}"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A claimed letter: its row as committed, and the message that may now leave."""

    digest: Digest
    message: EmailMultiAlternatives


def is_open(now: datetime, calendar: Calendar) -> bool:
    """Whether letters may leave at this moment: the office's hours, on working days unless set otherwise."""
    local = localtime(now)
    window = settings.REMINDERS
    if window["working_days_only"] and not calendar.is_working(local.date()):
        return False
    minute = local.time().replace(second=0, microsecond=0)
    return time.fromisoformat(window["opens"]) <= minute <= time.fromisoformat(window["closes"])


def send_reminders(*, now: datetime) -> Sent:
    """Send what waits, letter by letter; any number of workers at once. Outside the office's hours nothing leaves."""
    counts: Counter[str] = Counter()
    started = clock.monotonic()
    for state in recognise_lost(now=now):
        counts[state] += 1
    if not is_open(now, working_calendar()):
        return _summary(counts, nobody=0)
    day = localdate(now)
    if not pulse.ran_on(OPENING, day):
        # A letter of this day must not leave before this day's rows are there.
        pulse.mark(OPENING, now=now, note=open_reminders(on=day, now=now))
    nobody = address(day=day)
    ways, asks = Ways(), AskedOf()
    try:
        while (passed := timedelta(seconds=int(clock.monotonic() - started))) < BUDGET:
            ended = send_one(ways, day=day, now=now + passed, asks=asks)
            if ended is None:
                break
            counts[ended] += 1
    finally:
        ways.close()
    return _summary(counts, nobody=nobody)


def _summary(counts: Counter[str], *, nobody: int) -> Sent:
    failed = counts[DigestState.FAILED] + counts[Outcome.UNREACHABLE]
    return Sent(
        sent=counts[DigestState.SENT], failed=failed, empty=counts[DigestState.EMPTY], unknown=counts[DigestState.UNKNOWN],
        nobody=nobody,
    )  # fmt: skip


def send_one(ways: Ways, *, day: date, now: datetime, asks: AskedOf | None = None) -> str | None:
    """Claim and send one letter; returns its state afterwards, `UNREACHABLE` when nobody answered there, None when none waits.

    A channel where nobody answered is left alone for the rest of the run; letters by other channels go on. `asks` is what the run
    knows of who is asked.
    """
    claimed = claim(day=day, now=now, without=ways.closed, asks=asks)
    if not isinstance(claimed, Attempt):
        return claimed
    digest = claimed.digest
    result = ways.by(digest.channel).hand_over(Letter(digest.officer, claimed.message, digest.message_id))
    state = _settled(digest, result, now=now)
    if result.outcome != Outcome.UNREACHABLE:
        return state
    ways.closed.add(digest.channel)
    return Outcome.UNREACHABLE


# --- Claiming: the attempt is committed before the letter leaves ------------------------------------------------------


def claim(
    *, day: date, now: datetime, without: Iterable[str] = (), asks: AskedOf | None = None
) -> Attempt | str | None:
    """Take the next letter that may go: an attempt to make, or the state of one that needs none, or None.

    What the letter says is marked in its reader's inbox in the same transaction; one that goes nowhere else has thereby been
    sent. `without` are channels that are passed over.
    """
    waiting = Digest.objects.filter(Q(day=day) | Q(day__lt=day, unknown_ends__gt=0), state__in=UNSENT)
    ready = waiting.filter(Q(next_try_at__isnull=True) | Q(next_try_at__lte=now)).order_by("id")
    # After an officer's own hours the letter stays unsent and goes into the next day's.
    ready = ready.exclude(officer__reminder_preference__not_after__lt=localtime(now).time())
    with transaction.atomic(durable=True):
        free = ready.exclude(channel__in=without)
        digest = free.select_for_update(of=("self",), skip_locked=True).select_related("officer").first()
        if digest is None:
            return None
        try:
            with transaction.atomic():
                reader = Reader(digest.officer.enter(on=day), on=day, asks=asks)
                channel, rows = _way(digest), still_owed(digest, reader)
                message = written(digest, rows, reader)
                again = digest.attempts > 0 or any(row.for_day < day for _, row in rows)
                mark(rows, officer=digest.officer, now=now, again=again)
        except Exception as error:  # one unwritable letter must not hold up the others
            log.exception("letter %s could not be written", digest.pk)
            return _fail(digest, f"{type(error).__name__}: {error}", now=now, counts=True)
        if message is None:
            return _finish_without(digest)
        digest.state, digest.lease_until, digest.subject = DigestState.SENDING, now + LEASE, message.subject[:250]
        digest.attempts += 1
        digest.channel = channel.code
        digest.save(update_fields=["state", "lease_until", "attempts", "subject", "channel"])
        if channel.within:
            return accept(digest, now=now)
    return Attempt(digest, message)


def _way(digest: Digest) -> type[Channel]:
    """How the letter goes: a repeat of one whose end nobody saw goes the same way, so that it is known for what it is."""
    return CHANNELS.get(digest.channel, Email) if digest.unknown_ends else channel_for(digest.officer)


def compose(digest: Digest, *, day: date) -> EmailMultiAlternatives | None:
    """The letter as it would go now, what is no longer owed noted with its reason; None when nothing is left to say."""
    reader = Reader(digest.officer.enter(on=day), on=day)
    return written(digest, still_owed(digest, reader), reader)


def written(
    digest: Digest, rows: Sequence[tuple[WorkItem | None, Reminder]], reader: Reader
) -> EmailMultiAlternatives | None:
    """The letter of some rows; those that the letter finds nothing to say about are not owed either."""
    message = letter.write(digest, reader, rows) if rows or digest.weekly else None
    if message is None and rows:
        told = digest.deliveries.filter(dropped="", reminder__in=[reminder.pk for _, reminder in rows])
        for delivery in told.select_related("reminder"):
            _drop(delivery, "Không còn gì để nhắc", for_all=ReminderState.DROPPED)
    return message


def still_owed(digest: Digest, reader: Reader) -> list[tuple[WorkItem | None, Reminder]]:
    """Read again what is still owed, in the order to tell it, and note what is not and why."""
    found = check(list(digest.deliveries.filter(dropped="").select_related("reminder")), reader)
    for delivery, reason in found.not_theirs:
        _drop(delivery, reason)
    for delivery, reason in found.not_owed:
        _drop(delivery, reason, for_all=ReminderState.UNKNOWN if digest.unknown_ends else ReminderState.DROPPED)
    return found.rows


def _drop(delivery: Delivery, reason: str, *, for_all: str | None = None) -> None:
    """Take a row out of a letter; `for_all` is the row's own end when nobody needs it any more."""
    delivery.dropped = reason[:200]
    delivery.save(update_fields=["dropped"])
    if for_all is not None:
        still = Reminder.objects.filter(pk=delivery.reminder_id, state=ReminderState.OPEN)
        still.update(state=for_all, note=delivery.dropped)


def _finish_without(digest: Digest) -> str:
    """Nothing left to remind: no mail, unless an earlier attempt may have become one."""
    if digest.unknown_ends:
        return _give_up(digest)
    digest.state, digest.next_try_at = DigestState.EMPTY, None
    digest.save(update_fields=["state", "next_try_at"])
    return digest.state


# --- Settling: what became of the attempt -----------------------------------------------------------------------------


def _settled(digest: Digest, result: Result, *, now: datetime) -> str:
    """Write down how an attempt ended; once more on a new connection where the first was lost, as the letter's end is known."""
    try:
        return settle(digest, result, now=now)
    except (InterfaceError, OperationalError):
        connection.close()
        return settle(digest, result, now=now)


def settle(digest: Digest, result: Result, *, now: datetime) -> str:
    """Write down how an attempt ended, unless another worker has taken the letter over meanwhile; returns the letter's state."""
    with transaction.atomic(durable=True):
        row = Digest.objects.select_for_update(of=("self",)).get(pk=digest.pk)
        if result.outcome == Outcome.ACCEPTED:
            return accept(row, now=now)
        if row.state != DigestState.SENDING or row.attempts != digest.attempts:
            return row.state
        if result.outcome == Outcome.UNKNOWN:
            return _end_unknown(row, result.error, now=now)
        return _fail(row, result.error, now=now)


def accept(digest: Digest, *, now: datetime) -> str:
    """The server took the letter: true whatever else was written about it meanwhile."""
    if digest.state == DigestState.SENT:
        return digest.state
    digest.state, digest.sent_at, digest.lease_until, digest.next_try_at = DigestState.SENT, now, None, None
    digest.error = ""
    digest.save(update_fields=["state", "sent_at", "lease_until", "next_try_at", "error"])
    latest: dict[Any, Any] = {}
    rows = Reminder.objects.filter(deliveries__digest=digest, deliveries__dropped="").order_by()
    keys = ("pk", "work_item_id", "agency_id", "duty", "occasion", "for_day")
    found: list[Any] = list(rows.values_list(*keys, named=True))
    for row in found:
        key = (row.duty, *told_as(row))
        if key not in latest or order_of(row) > order_of(latest[key]):
            latest[key] = row
    told = {row.pk for row in latest.values()}
    unsettled = Reminder.objects.filter(state__in=(ReminderState.OPEN, ReminderState.UNKNOWN, ReminderState.DROPPED))
    unsettled.filter(pk__in=told).update(state=ReminderState.SENT, sent_at=now, note="")
    if merged := [row.pk for row in found if row.pk not in told]:
        unsettled.filter(pk__in=merged).update(state=ReminderState.MERGED, sent_at=now, note="")
    return digest.state


def _fail(digest: Digest, error: str, *, now: datetime, counts: bool = False) -> str:
    """The letter certainly has not left: try again, each time a little later."""
    digest.attempts += counts
    pause = BACK_OFF[min(max(digest.attempts, 1), len(BACK_OFF)) - 1]
    digest.state, digest.error = DigestState.FAILED, error[:300]
    digest.lease_until, digest.next_try_at = None, now + pause
    digest.save(update_fields=["state", "error", "attempts", "lease_until", "next_try_at"])
    return digest.state


def _end_unknown(digest: Digest, error: str, *, now: datetime) -> str:
    """Nobody saw how the attempt ended: one more with the same Message-ID, never a second."""
    digest.unknown_ends += 1
    digest.error = error[:300]
    if digest.unknown_ends > 1:
        return _give_up(digest)
    digest.state, digest.lease_until, digest.next_try_at = DigestState.READY, None, now + BACK_OFF[0]
    digest.save(update_fields=["state", "unknown_ends", "error", "lease_until", "next_try_at"])
    return digest.state


def _give_up(digest: Digest) -> str:
    """Show the letter, and the rows that only it carried, as "không rõ đã gửi"."""
    digest.state, digest.lease_until, digest.next_try_at = DigestState.UNKNOWN, None, None
    digest.save(update_fields=["state", "unknown_ends", "error", "lease_until", "next_try_at"])
    rows = Reminder.objects.filter(deliveries__digest=digest, deliveries__dropped="", state=ReminderState.OPEN)
    rows.update(state=ReminderState.UNKNOWN)
    return digest.state


def recognise_lost(*, now: datetime) -> list[str]:
    """Find the attempts whose worker never came back, and treat their end as unknown; returns the letters' states."""
    states = []
    lost = Digest.objects.filter(state=DigestState.SENDING, lease_until__lt=now).order_by(F("lease_until"), "id")
    for pk in list(lost.values_list("pk", flat=True)):
        with transaction.atomic(durable=True):
            row = lost.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
            if row is not None:
                states.append(_end_unknown(row, "Tiến trình gửi dừng giữa chừng.", now=now))
    return states
