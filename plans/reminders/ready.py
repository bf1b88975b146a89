"""Letters that may leave now: how many, since when; and those whose worker was not heard of again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, Q
from django.utils.timezone import get_current_timezone, localdate, localtime

from agencies.models import working_calendar
from plans.choices import Channel, DigestState
from plans.models import Digest, ReminderPolicy
from plans.reminders.addressing import UNSENT

# Letters that were to leave and of which no mail server has said that it took them.
UNACCEPTED = (DigestState.READY, DigestState.SENDING, DigestState.FAILED, DigestState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A number of letters and for how long the first of them has been waiting."""

    count: int = 0
    longest: timedelta = timedelta()


def opening_of(day: date) -> datetime:
    """When the letters of a day may leave at the latest: the office that sends last decides."""
    last = ReminderPolicy.objects.aggregate(last=Max("digest_at"))["last"]
    opens = max(filter(None, (time.fromisoformat(settings.REMINDERS["opens"]), last)))
    return datetime.combine(day, opens, get_current_timezone())


def is_sending(now: datetime) -> bool:
    """Whether letters leave at this moment; outside these hours they wait on purpose."""
    if settings.REMINDERS["working_days_only"] and not working_calendar().is_working(localdate(now)):
        return False
    closes = time.fromisoformat(settings.REMINDERS["closes"])
    return now >= opening_of(localdate(now)) and localtime(now).time().replace(second=0, microsecond=0) <= closes


def ready(*, now: datetime) -> Waiting:
    """Letters that a worker would take now, within the officers' own hours too."""
    if not is_sending(now):
        return Waiting()
    day, hour = localdate(now), localtime(now).time()
    own = "officer__reminder_preference__"
    rows = Digest.objects.filter(Q(day=day) | Q(day__lt=day, unknown_ends__gt=0), state__in=UNSENT)
    rows = rows.filter(Q(next_try_at__isnull=True) | Q(next_try_at__lte=now))
    rows = rows.exclude(**{f"{own}not_before__gt": hour}).exclude(**{f"{own}not_after__lt": hour})
    fresh = Q(next_try_at__isnull=True)
    groups: Any = rows.values(f"{own}not_before").annotate(
        n=Count("pk", distinct=True), again=Min("next_try_at"), fresh=Count("pk", filter=fresh),
        written=Min("deliveries__reminder__opened_at", filter=fresh & Q(deliveries__dropped="")),
    )  # fmt: skip
    opening, count, since = opening_of(day), 0, now
    for group in groups.order_by():
        count += group["n"]
        if group["again"]:
            since = min(since, max(group["again"], opening))
        if group["fresh"]:
            begin = group[f"{own}not_before"]
            own_hour = datetime.combine(day, begin, get_current_timezone()) if begin else opening
            since = min(since, max(filter(None, (opening, own_hour, group["written"]))))
    return Waiting(count, max(now - since, timedelta()))


def lost(*, now: datetime) -> Waiting:
    """Letters on their way longer than any letter takes: their worker is gone and nobody has noticed yet."""
    found = Digest.objects.filter(state=DigestState.SENDING, lease_until__lt=now).aggregate(
        n=Count("pk"), first=Min("lease_until")
    )
    return Waiting(found["n"], now - found["first"] if found["first"] else timedelta())


def accepted_last() -> datetime | None:
    """When a mail server last took a letter; of those made last, so that no run goes through all there ever were."""
    sent = Digest.objects.filter(channel=Channel.EMAIL, state=DigestState.SENT, sent_at__isnull=False)
    at: datetime | None = max(sent.order_by("-id").values_list("sent_at", flat=True)[:200], default=None)  # type: ignore[type-var]
    return at
