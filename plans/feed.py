"""What an officer's private calendar holds, and how it is written: RFC 5545 with all-day events.

Everything in it follows from stored facts, so the same facts give the same bytes and the same tag; nothing is counted from now.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from icalendar import Alarm, Calendar, Event

from agencies.choices import DayKind
from agencies.models import CalendarDay, Officer
from agencies.text import nfc
from agencies.wording import format_day, number
from directives.choices import Secrecy
from plans.choices import OPEN, PlanState
from plans.models import CalendarFeed, Plan, ReportingPeriod, WorkItem, WorkItemEvent
from plans.policy import untitled_among
from plans.reminders.letter import absolute

BACK: Final = timedelta(days=30)
AHEAD: Final = timedelta(days=400)
MOST: Final = 2_000
REFRESH: Final = timedelta(hours=6)
# Eight in the morning of the day before: an all-day event begins at midnight.
WARNED: Final = timedelta(hours=-16)
NAME: Final = "Đôn Đốc"
LONGEST: Final = 250


@dataclass(frozen=True, slots=True)
class Entry:
    """One all-day event in plain values; `changed` and `sequence` say which version of the fact it tells."""

    uid: str
    day: date
    summary: str
    changed: datetime
    sequence: int = 0
    description: str = ""
    path: str = ""
    warns: bool = True


@dataclass(frozen=True, slots=True)
class Contents:
    """The entries of one officer's calendar; `cut` where there were more than one calendar takes."""

    entries: tuple[Entry, ...]
    cut: bool

    @property
    def tag(self) -> str:
        """A strong ETag: a hash of everything that is written."""
        said = repr((self.entries, self.cut, settings.PUBLIC_URL)).encode()
        return f'"{hashlib.sha256(said).hexdigest()[:40]}"'

    @property
    def changed(self) -> datetime | None:
        """When the newest fact changed; what was taken out since shows in the tag only."""
        return max((entry.changed for entry in self.entries), default=None)


def contents_of(feed: CalendarFeed, *, on: date) -> Contents:
    """What the feed's officer, who has entered, owes or must answer, and the days of the calendar; six queries at most."""
    officer, since, until = feed.officer, on - BACK, on + AHEAD
    days = [_off(row, feed) for row in CalendarDay.objects.filter(day__range=(since, until))]
    room = MOST - len(days) - 1
    items: list[Any] = list(_owed(officer, since, until)[: room + 1])
    waiting: list[Any] = list(_waiting(officer, since, until)[: room + 1])
    periods = list(_periods(officer, since, until)[: room + 1])
    plans = [row.plan for row in (*items, *waiting)] + [row.duty.plan for row in periods]
    silent = _untitled(plans)
    work = [_item(row, feed, titled=row.plan_id not in silent) for row in items]
    work += [_item(row, feed, titled=row.plan_id not in silent, waits=True) for row in waiting]
    work += [_period(row, feed, titled=row.duty.plan_id not in silent) for row in periods]
    work.sort(key=lambda entry: (entry.day, entry.uid))
    cut = len(work) > room
    told = [*days, *work[:room], *([_rest(feed, room, on=on)] if cut else [])]
    return Contents(tuple(sorted(told, key=lambda entry: (entry.day, entry.uid))), cut)


# --- which rows ---------------------------------------------------------------------------------------


def _dressed(rows: QuerySet[WorkItem], since: date, until: date) -> QuerySet[Any]:
    last = WorkItemEvent.objects.filter(work_item=OuterRef("pk")).order_by("-on", "-id").values("at")[:1]
    found = rows.filter(due_on__range=(since, until)).annotate(changed=Subquery(last))
    return found.with_row_names().order_by("due_on", "id")  # type: ignore[attr-defined,no-any-return]


def _owed(officer: Officer, since: date, until: date) -> QuerySet[Any]:
    """What the officer's own agencies still have to do."""
    rows = WorkItem.objects.visible_to(officer).filter(
        agency_id__in=officer.scope.own, lifecycle__in=OPEN, plan__state=PlanState.PUBLISHED
    )
    return _dressed(rows, since, until)


def _waiting(officer: Officer, since: date, until: date) -> QuerySet[Any]:
    """What waits for the officer's answer."""
    return _dressed(WorkItem.objects.visible_to(officer).awaiting(officer), since, until)


def _periods(officer: Officer, since: date, until: date) -> QuerySet[ReportingPeriod]:
    """Periods whose reports come to one's own agencies; of those that one's own agencies answer, the ones not yet opened:
    an open one has an item of its own."""
    own = officer.scope.own
    plans = Q(duty__plan__owner_id__in=own) | Q(duty__plan__monitor_id__in=own)
    answered = Exists(WorkItem.objects.filter(period__duty=OuterRef("duty"), agency_id__in=own))
    holding = Q(duty__until__isnull=True) | Q(duty__until__gte=F("starts_on"))
    rows = ReportingPeriod.objects.visible_to(officer).outside_pauses().filter(
        holding, plans | Q(duty__recipient_id__in=own) | Q(opened_on__isnull=True) & Q(answered),
        due_on__range=(since, until), duty__plan__state=PlanState.PUBLISHED,
    )  # fmt: skip
    return rows.one_each().select_related("duty__plan__directive").order_by("due_on", "id")


def _untitled(plans: Iterable[Plan]) -> frozenset[int]:
    """Plans whose work goes out without names: as the office says, and whatever belongs to an internal document."""
    known = {plan.pk: plan for plan in plans}
    internal = {pk for pk, plan in known.items() if plan.directive.secrecy == Secrecy.INTERNAL}
    return untitled_among([(pk, plan.owner_id) for pk, plan in known.items()]) | internal


# --- how they are told --------------------------------------------------------------------------------


def _item(row: Any, feed: CalendarFeed, *, titled: bool, waits: bool = False) -> Entry:
    document = row.plan.directive.label
    if titled:
        summary = f"Chờ xác nhận: {row.title} – {row.agency.label}" if waits else row.title
        moved = f" ({row.moved_words})" if row.moved_words else ""
        told = (
            f"{document}, mục {row.task.path}, {row.occurrence}",
            f"Đơn vị: {row.agency.label}",
            f"Hạn: {format_day(row.due_on)}{moved}",
        )
        description = "\n".join(map(plain, told))
    else:
        summary, description = f"{'Việc chờ xác nhận' if waits else 'Việc đến hạn'}: {document}", ""
    path = reverse("plans:review" if waits else "plans:item-detail", args=[row.pk])
    changed = row.changed or feed.created_at
    return Entry(_uid("dau-viec", row.pk), row.due_on, plain(summary), changed, row.version, description, path)


def _period(row: ReportingPeriod, feed: CalendarFeed, *, titled: bool) -> Entry:
    document = row.duty.plan.directive.label
    summary = f"Hạn báo cáo {row.label}: {document}" if titled else f"Hạn báo cáo định kỳ: {document}"
    return Entry(
        _uid("ky", row.pk), row.due_on, plain(summary), feed.created_at,
        description=plain(row.duty.name) if titled else "", path=reverse("plans:period-detail", args=[row.pk]),
    )  # fmt: skip


def _off(row: CalendarDay, feed: CalendarFeed) -> Entry:
    summary = f"{'Làm bù' if row.kind == DayKind.WORKING else 'Nghỉ'}: {row.name}"
    return Entry(_uid("ngay", row.pk), row.day, plain(summary), feed.created_at, warns=False)


def _rest(feed: CalendarFeed, kept: int, *, on: date) -> Entry:
    summary = f"Lịch chưa đủ: chỉ ghi {number(kept)} việc đến hạn sớm nhất, mở Đôn Đốc để xem hết"
    return Entry(
        _uid("con-nua", feed.pk), on, summary, feed.created_at, path=reverse("plans:due-calendar"), warns=False
    )


def _uid(kind: str, pk: int) -> str:
    return f"{kind}-{pk}@{urlsplit(settings.PUBLIC_URL).hostname or 'don-doc'}"


def plain(text: str) -> str:
    """One line without characters that are not seen: control signs, and those that turn the direction of writing."""
    spaced = (" " if char.isspace() or unicodedata.category(char) == "Cc" else char for char in nfc(text))
    seen = "".join(char for char in spaced if unicodedata.category(char) not in ("Cf", "Cs", "Co", "Cn"))
    words = " ".join(seen.split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"


# --- the file -----------------------------------------------------------------------------------------


def write(contents: Contents) -> bytes:
    """The calendar as a file: lines end in CRLF and are folded at 75 octets, texts are escaped."""
    book = Calendar()
    book.add("prodid", "-//Don Doc//Lich rieng//VI")
    book.add("version", "2.0")
    book.add("name", NAME)
    book.add("x-wr-calname", NAME)
    if contents.cut:
        book.add("x-wr-caldesc", f"Chỉ ghi {number(MOST)} ngày đầu; mở Đôn Đốc để xem hết.")
    book.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    book.add("x-published-ttl", "PT6H")
    for entry in contents.entries:
        book.add_component(_event(entry))
    return bytes(book.to_ical())


def _event(entry: Entry) -> Event:
    """Nobody is busy all day because something is due, so every event is transparent."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed.astimezone(UTC))
    event.add("last-modified", entry.changed.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.summary)
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if entry.description:
        event.add("description", entry.description)
    if entry.path:
        event.add("class", "PRIVATE")
        event.add("url", absolute(entry.path))
    if entry.warns:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", WARNED)
        alarm.add("description", entry.summary)
        event.add_component(alarm)
    return event
