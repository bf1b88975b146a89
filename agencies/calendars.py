"""Verbs of the working calendar, and who follows when it changes (domain.md §4.10, decision 5).

Deadlines live in higher apps. They hand in a `Follower`, so that whoever changes a day sees beforehand how many deadlines move, and
every change moves them in the same transaction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

import holidays
from django.db import IntegrityError, transaction

from agencies.choices import DayKind, Duty, Level
from agencies.models import Agency, CalendarDay, Officer, working_calendar
from agencies.text import nfc
from agencies.verdict import ALLOWED, Denied, Verdict, refused
from agencies.wording import format_day
from agencies.workdays import Calendar

# From this day of a year on the next one's days off should be there.
WARNED_FROM = (12, 1)
BY_LAW = "Bộ luật Lao động, Điều 112"
IN_LIEU = "Bộ luật Lao động, Điều 111 khoản 3"
TO_CHECK = "cần ghi số văn bản"
SWAPPED = f"Thông báo hoán đổi ngày làm việc ({TO_CHECK})"
UNKNOWN = f"Thư viện ngày lễ ({TO_CHECK})"
_LAWFUL = (
    "Tết",
    "Giao thừa",
    "Mùng",
    "29 Tết",
    "Ngày Giỗ Tổ",
    "Ngày Chiến thắng",
    "Ngày Quốc tế Lao động",
    "Quốc khánh",
)
_SWAP = re.compile(r"thay cho ngày (\d{2})/(\d{2})/(\d{4})")


@dataclass(frozen=True, slots=True)
class Move:
    """How many deadlines go from one day to another."""

    old: date
    new: date
    count: int


Counting = Callable[[Calendar, date], list[Move]]
Following = Callable[[Calendar, datetime, Officer | None, str], int]


@dataclass(frozen=True, slots=True)
class Follower:
    """What a higher app does about a changed calendar: `count` what would move as of a day, and move it."""

    count: Counting
    follow: Following


_followers: list[Follower] = []


def supply_follower(follower: Follower) -> None:
    """Let a higher app move its deadlines with the calendar."""
    if follower not in _followers:
        _followers.append(follower)


# --- rules ----------------------------------------------------------------------------------------


def may_edit_calendar(officer: Officer) -> Verdict:
    """One calendar holds for all, so administrators of the topmost bodies keep it: without a superior, or with a central one."""
    if officer.is_superuser:
        return ALLOWED
    for post in officer.current_posts:
        if post.duty == Duty.ADMINISTRATOR and _is_topmost(post.agency):
            return ALLOWED
    return refused("Lịch làm việc dùng chung: chỉ quản trị của cơ quan cấp tỉnh trở lên mới sửa được.")


def _is_topmost(agency: Agency) -> bool:
    return agency.parent is None or agency.parent.level == Level.CENTRAL


def fits(day: date, kind: str, source: str) -> Verdict:
    """A day needs its source; only a day of the weekend is made up for."""
    if not source.strip():
        return refused("Ghi căn cứ: số văn bản hoặc điều luật quy định ngày này.")
    if kind == DayKind.WORKING and day.weekday() < 5:
        return refused("Ngày làm bù phải là thứ Bảy hoặc Chủ nhật; ngày thường vốn đã là ngày làm việc.")
    return ALLOWED


# --- looking ahead ----------------------------------------------------------------------------------


def changed(calendar: Calendar, *, without: date | None = None, day: date | None = None, kind: str = "") -> Calendar:
    """The calendar as it would be without one day, and with another."""
    off, worked = set(calendar.days_off), set(calendar.make_up_days)
    if without is not None:
        off.discard(without)
        worked.discard(without)
    if day is not None:
        (off if kind == DayKind.OFF else worked).add(day)
    return Calendar(off, worked)


def moves(after: Calendar, *, on: date) -> list[Move]:
    """Every deadline that a calendar would move, earliest first."""
    return sorted((move for one in _followers for move in one.count(after, on)), key=lambda move: (move.old, move.new))


def lacks_next_year(*, on: date) -> int | None:
    """The next year where its days off should be there and are not: from 1 December on."""
    if (on.month, on.day) < WARNED_FROM:
        return None
    return None if CalendarDay.objects.filter(day__year=on.year + 1).exists() else on.year + 1


# --- verbs ------------------------------------------------------------------------------------------


def _follow(*, now: datetime, by: Officer | None, note: str) -> int:
    after = working_calendar()
    return sum(one.follow(after, now, by, note) for one in _followers)


@transaction.atomic
def put_day(
    row: CalendarDay | None, *, by: Officer, now: datetime, day: date, kind: str, name: str, source: str, seen: str = ""
) -> int:
    """Enter a day, or change one; deadlines not yet due follow. Returns how many moved.

    `seen` is `stamp()` of the row as the form showed it; whoever saves second is told.
    """
    may_edit_calendar(by).require()
    fits(day, kind, source).require()
    current = CalendarDay() if row is None else _held(row)
    if row is not None and seen and stamp(current) != seen:
        raise Denied(f"Có người vừa sửa ngày này thành: {current}, căn cứ {current.source}. Xem lại rồi lưu.")
    current.day, current.kind, current.name, current.source = day, kind, nfc(name).strip(), nfc(source).strip()
    try:
        with transaction.atomic():
            current.save()
    except IntegrityError:
        other = CalendarDay.objects.filter(day=day).first()
        raise Denied(f"Ngày {format_day(day)} đã có trong lịch: {other.name if other else ''}.") from None
    return _follow(now=now, by=by, note=f"{current.get_kind_display().lower()} {format_day(day)}, {current.source}")


@transaction.atomic
def drop_day(row: CalendarDay, *, by: Officer, now: datetime) -> int:
    """Take a day out of the calendar; deadlines not yet due follow. Returns how many moved."""
    may_edit_calendar(by).require()
    current = _held(row)
    said = f"bỏ {current.get_kind_display().lower()} {format_day(current.day)}"
    current.delete()
    return _follow(now=now, by=by, note=said)


@transaction.atomic
def load_year(year: int, *, now: datetime, by: Officer | None = None) -> tuple[int, int]:
    """Seed one year's public holidays; days that are there stay as they are. Returns new days and moved deadlines.

    Without an officer it is the installation's own command.
    """
    if by is not None:
        may_edit_calendar(by).require()
    rows = holidays_of([year])
    before = CalendarDay.objects.count()
    CalendarDay.objects.bulk_create(rows, ignore_conflicts=True)
    made = CalendarDay.objects.count() - before
    return made, _follow(now=now, by=by, note=f"nạp ngày lễ năm {year}") if made else 0


def _held(row: CalendarDay) -> CalendarDay:
    current = CalendarDay.objects.select_for_update().filter(pk=row.pk).first()
    if current is None:
        raise Denied("Ngày này vừa được người khác bỏ khỏi lịch.")
    return current


def stamp(row: CalendarDay) -> str:
    """What a form shows of a row, to tell later whether somebody changed it meanwhile."""
    return f"{row.day.isoformat()}|{row.kind}|{row.name}|{row.source}"


# --- the library's days -----------------------------------------------------------------------------


def holidays_of(years: Iterable[int]) -> list[CalendarDay]:
    """Public holidays of Vietnam, days off in lieu, swapped days, and the weekend days worked for them, each with its source."""
    years = list(years)
    found = holidays.country_holidays("VN", years=years, language="vi")
    rows = [
        CalendarDay(day=day, kind=DayKind.OFF, name=name[:120], source=_source(name)) for day, name in found.items()
    ]
    swaps = {
        date(int(swap[3]), int(swap[2]), int(swap[1])): day
        for day, name in found.items()
        if (swap := _SWAP.search(name))
    }
    rows += [
        CalendarDay(day=day, kind=DayKind.WORKING, name=f"Làm bù cho ngày {format_day(off)}", source=SWAPPED)
        for day, off in swaps.items()
    ]
    return rows


def _source(name: str) -> str:
    if "thay cho" in name:
        return SWAPPED
    if "nghỉ bù" in name:
        return IN_LIEU
    return BY_LAW if name.startswith(_LAWFUL) else UNKNOWN
