"""The letters of the last weeks: written by the real reminder engine morning by morning, kept where the demo shows them."""

from __future__ import annotations

import mailbox
from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path

from django.utils.timezone import localdate, localtime

from plans.choices import DigestState
from plans.models import Digest
from plans.reminders.addressing import address
from plans.reminders.channels.inbox import mark
from plans.reminders.opening import open_reminders
from plans.reminders.reader import Reader
from plans.reminders.sending import accept, still_owed, written
from reporting.sample.acts import Year
from reporting.sample.tracking import at

MORNINGS = 10
Letter = tuple[datetime, bytes]


def tell_letters(year: Year, kept: list[Letter]) -> None:
    """Plan the office mornings of two weeks; what they send is added to `kept`."""
    day = year.later(year.today, -MORNINGS)
    while day < year.today:
        year.plan_act(at(day, 7, 30), lambda now: kept.extend(_morning(now)))
        day = year.later(day, 1)


def _morning(now: datetime) -> Iterable[Letter]:
    """One morning: open what is due, address it, and take every letter for delivered."""
    day = localdate(now)
    open_reminders(on=day, now=now)
    address(day=day)
    for digest in Digest.objects.filter(day=day, state=DigestState.READY).select_related("officer").order_by("id"):
        reader = Reader(digest.officer.enter(on=day), on=day)
        rows = still_owed(digest, reader)
        message = written(digest, rows, reader)
        if message is None:
            digest.state = DigestState.EMPTY
            digest.save(update_fields=["state"])
            continue
        mark(rows, officer=digest.officer, now=now)
        digest.subject, digest.attempts = message.subject[:250], 1
        digest.save(update_fields=["subject", "attempts"])
        accept(digest, now=now)
        message.extra_headers["Date"] = format_datetime(localtime(now))
        yield now, message.message().as_bytes()


def keep(letters: Iterable[Letter], folder: Path) -> None:
    """Put the letters into the Maildir of the demo's mail sink, with the times at which they left."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    box = mailbox.Maildir(str(folder), factory=None, create=True)
    for when, content in letters:
        message = mailbox.MaildirMessage(content)
        message.set_date(when.timestamp())
        box.add(message)
