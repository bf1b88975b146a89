"""Verbs of private calendars: an address is made, told once and revoked; its reading is noted."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate, localtime

from agencies.choices import ReadKind
from agencies.models import Officer
from agencies.reads.taking import took_out
from agencies.text import nfc
from agencies.verdict import Denied
from plans.models import CalendarFeed

BYTES: Final = 32
MOST: Final = 10
"""How many living addresses one officer may have: more than there are devices, fewer than one loses sight of."""
NOTED_AFTER: Final = timedelta(hours=1)


def make(*, by: Officer, now: datetime, name: str) -> tuple[CalendarFeed, str]:
    """A new address and its token, which is kept nowhere: only a hash of it is."""
    if by.scope.is_empty:
        raise Denied("Đồng chí chưa giữ chức trách xử lý công việc ở cơ quan nào nên lịch riêng không có gì để ghi.")
    if CalendarFeed.objects.visible_to(by).alive().count() >= MOST:
        raise Denied(f"Đang có {MOST} địa chỉ. Hãy thu hồi những địa chỉ không dùng nữa.")
    token = secrets.token_urlsafe(BYTES)
    feed = CalendarFeed.objects.create(officer=by, token_hash=hash_of(token), name=nfc(name).strip(), created_at=now)
    return feed, token


@transaction.atomic
def revoke(feed: CalendarFeed, *, by: Officer, now: datetime) -> CalendarFeed:
    """The address answers no more; what a device has fetched before stays there."""
    current = CalendarFeed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
    if current.officer_id != by.pk:
        raise Denied("Chỉ người lập mới thu hồi được địa chỉ lịch riêng của mình.")
    if current.revoked_at is not None:
        raise Denied("Địa chỉ này đã thu hồi rồi.")
    current.revoked_at = now
    current.save(update_fields=["revoked_at"])
    return current


def hash_of(token: str) -> str:
    """What is stored of a token; 256 random bits need no salt."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def feed_at(token: str) -> CalendarFeed | None:
    """The living address with this token, of an officer who may sign in; found by its hash, so that time tells nothing of it."""
    wanted = hash_of(token)
    known = CalendarFeed.objects.alive().filter(token_hash=wanted).select_related("officer").first()
    if known is None or not hmac.compare_digest(known.token_hash, wanted):
        return None
    officer = known.officer
    return known if officer.is_active and (settings.DEMO or not officer.is_sample) else None


@transaction.atomic
def note_read(feed: CalendarFeed, *, now: datetime, rows: int) -> None:
    """Devices ask every few minutes: when it was last read is written hourly, and the first of a day leaves an entry in the log.

    Of several readers at one moment only the one whose update took the row writes the entry.
    """
    today = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    stale = Q(read_at__isnull=True) | Q(read_at__lte=now - NOTED_AFTER) | Q(read_at__lt=today)
    if CalendarFeed.objects.filter(stale, pk=feed.pk).update(read_at=now) and (
        feed.read_at is None or localdate(feed.read_at) < localdate(now)
    ):
        took_out(feed.officer, ReadKind.FEED, now=now, thing=feed.pk, rows=rows)
