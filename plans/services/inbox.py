"""Verbs of the inbox: an officer deals with their own entries; nothing of what they are about changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models.functions import Length
from django.utils.timezone import localdate

from agencies.models import Officer
from agencies.verdict import Denied
from agencies.wording import format_day
from plans.models import Notice

LONGEST: Final = timedelta(days=60)


def _own(notice: Notice, *, by: Officer) -> Notice:
    """The officer's own entry, held until the transaction ends."""
    row = Notice.objects.select_for_update(of=("self",)).filter(pk=notice.pk, officer_id=by.pk).first()
    if row is None:
        raise Denied("Thông báo này không phải của đồng chí, hoặc không còn nữa.")
    return row


@transaction.atomic
def mark_read(notice: Notice, *, by: Officer, now: datetime) -> Notice:
    """Note that the entry was opened; the first opening counts."""
    row = _own(notice, by=by)
    if row.read_at is None:
        row.read_at = now
        row.save(update_fields=["read_at"])
    return row


@transaction.atomic
def mark_unread(notice: Notice, *, by: Officer) -> Notice:
    """Let the entry stand out again."""
    row = _own(notice, by=by)
    row.read_at = None
    row.save(update_fields=["read_at"])
    return row


@transaction.atomic
def snooze(notice: Notice, *, by: Officer, now: datetime, until: date) -> Notice:
    """Put the entry off until a day, on which it comes back unread; something said earlier brings it back at once."""
    row, on = _own(notice, by=by), localdate(now)
    if until <= on:
        raise Denied("Ngày xem lại phải sau hôm nay.")
    if until > on + LONGEST:
        raise Denied(f"Chỉ để sau được nhiều nhất {LONGEST.days} ngày, đến {format_day(on + LONGEST)}.")
    row.snoozed_until, row.archived_at, row.read_at = until, None, None
    row.save(update_fields=["snoozed_until", "archived_at", "read_at"])
    return row


@transaction.atomic
def archive(notice: Notice, *, by: Officer, now: datetime) -> Notice:
    """Put the entry away as dealt with; it comes back when something new is said."""
    row = _own(notice, by=by)
    row.archived_at, row.snoozed_until, row.read_at = now, None, row.read_at or now
    row.save(update_fields=["archived_at", "snoozed_until", "read_at"])
    return row


@transaction.atomic
def restore(notice: Notice, *, by: Officer) -> Notice:
    """Take the entry back among those that wait, put away or put off."""
    row = _own(notice, by=by)
    row.archived_at, row.snoozed_until = None, None
    row.save(update_fields=["archived_at", "snoozed_until"])
    return row


@transaction.atomic
def mark_all_read(notices: Iterable[Notice], *, by: Officer, now: datetime) -> int:
    """Note that these entries were looked through; returns how many were new."""
    chosen = list(notices)
    if any(one.officer_id != by.pk for one in chosen):
        raise Denied("Chỉ đánh dấu được thông báo của chính mình.")
    rows = Notice.objects.filter(pk__in=[one.pk for one in chosen], read_at__isnull=True)
    in_order = rows.select_for_update(of=("self",)).order_by(Length("subject"), "subject")  # that of `notices.tell`
    held = list(in_order.values_list("pk", flat=True))
    return Notice.objects.filter(pk__in=held).update(read_at=now)
