"""How reminding fares: the facts that the health page shows and `manage.py health` turns into an exit code."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import Error as DatabaseTrouble
from django.db import InterfaceError, OperationalError
from django.db.models import Min, Q
from django.utils.timezone import localdate

from agencies.choices import DayKind
from agencies.models import CalendarDay, Officer, working_calendar
from agencies.verdict import ALLOWED, Verdict, refused
from agencies.wording import format_day
from plans import claims, vitals
from plans.choices import OPEN, Channel, DigestState, Lifecycle, PlanState, ReminderState
from plans.models import Digest, Reminder
from plans.occasions import REVIEWS
from plans.reminders import ready
from plans.reminders.addressing import UNSENT
from plans.vitals import Fact, Level, moment, span

log = logging.getLogger(__name__)

LOOK_BACK: Final = timedelta(days=30)
# From these days on next year's days off are asked for, then missed.
CALENDAR_WARNING, CALENDAR_MISSED = (12, 1), (12, 20)
# A worker looks each minute: what waits longer has nobody, or too few.
SLOW, STUCK = timedelta(minutes=15), timedelta(hours=1)
# How long after the opening the first letter of a day should have been taken.
FIRST_BY: Final = timedelta(hours=1)


def may_look(officer: Officer) -> Verdict:
    """Administrators: the page shows addresses and errors of the installation, no content."""
    if officer.is_superuser or officer.scope.administered:
        return ALLOWED
    return refused(
        "Trang Hệ thống dành cho cán bộ quản trị. Nếu thư nhắc không đến, đồng chí báo cán bộ quản trị của đơn vị."
    )


def check_up(*, now: datetime) -> list[Fact]:
    """Every fact, in the order of the way a reminder takes."""
    return [fact for _, facts in parts(now=now) for fact in facts]


def parts(*, now: datetime) -> list[tuple[str, list[Fact]]]:
    """The facts under their headings; what cannot be looked at is a fact too, never an error."""
    looking = _Looking()
    return [("Máy chủ", _installation(looking, now)), ("Nhắc việc", _reminding(looking, now))]


@dataclass(slots=True)
class _Looking:
    """One round; once the database was away it is not asked again, so that the round ends in time."""

    database_away: bool = False

    def at(self, name: str, look: Callable[[], Fact], *, in_database: bool = True) -> Fact:
        """One fact; whatever keeps it from being seen is told in its place."""
        if self.database_away and in_database:
            return Fact(
                name, Level.WARN, "Chưa xem được vì cơ sở dữ liệu không trả lời.", "Xem phần Cơ sở dữ liệu trước."
            )
        try:
            return look()
        except (OperationalError, InterfaceError) as error:
            self.database_away = True
            return vitals.database_away(name, error)
        except DatabaseTrouble as error:
            log.warning("health: %s could not be read: %s", name, type(error).__name__)
            return Fact(
                name, Level.BAD, "Không đọc được bảng dữ liệu.", "Xem phần Cấu trúc dữ liệu; chạy manage.py migrate."
            )
        except Exception as error:
            log.exception("health: %s could not be looked at", name)
            return Fact(name, Level.BAD, f"Không xem được ({type(error).__name__}).", "Xem nhật ký của tiến trình web.")


def _installation(looking: _Looking, now: datetime) -> list[Fact]:
    """What everything stands on."""
    broker = vitals.broker_answers()
    worker = broker and vitals.worker_answers()
    at = looking.at
    return [
        at("Cơ sở dữ liệu", vitals.database),
        at("Cấu trúc dữ liệu", vitals.migrations),
        at("Hàng đợi lệnh", lambda: vitals.broker(broker), in_database=False),
        at("Bộ hẹn giờ", lambda: vitals.scheduler(now, worker=worker)),
        at("Tiến trình nền", lambda: vitals.worker(worker), in_database=False),
        at("Việc hẹn giờ", lambda: vitals.jobs(now)),
        at("Việc chờ làm", lambda: _rows_waiting(now)),
        at("Việc bỏ dở", lambda: _rows_lost(now)),
        at("Ổ đĩa", vitals.disk, in_database=False),
        at("Đường dẫn trong thư", vitals.public_url, in_database=False),
    ]


def _reminding(looking: _Looking, now: datetime) -> list[Fact]:
    """Letters and what they need."""
    at = looking.at
    return [
        at("Thư đang chờ", lambda: _waiting(now)),
        at("Thư gửi dở", lambda: _lost(now)),
        at("Thư gửi lỗi", lambda: _failed(now)),
        at("Thư không rõ kết quả", lambda: _unknown(now)),
        at("Thư gần nhất được nhận", lambda: _last_letter(now)),
        at("Người nhận", lambda: _nobody(now)),
        at("Lịch làm việc", lambda: _calendar(localdate(now))),
    ]


# --- jobs in tables ---------------------------------------------------------------------------------------------------


def _rows_waiting(now: datetime) -> Fact:
    fills = [one for one in claims.fills(now=now) if one.waiting]
    if not fills:
        return Fact("Việc chờ làm", Level.GOOD, "Không có việc nào chờ.")
    longest = max(one.waits for one in fills)
    text = "; ".join(f"{one.waiting} {one.name}, chờ lâu nhất {span(one.waits)}" for one in fills)
    return Fact(
        "Việc chờ làm", _by_age(longest), f"{text}.", "Khởi động lại tiến trình worker; nếu vẫn chậm, thêm worker."
    )


def _rows_lost(now: datetime) -> Fact:
    fills = [one for one in claims.fills(now=now) if one.lost]
    if not fills:
        return Fact("Việc bỏ dở", Level.GOOD, "Không có.")
    text = "; ".join(f"{one.lost} {one.name} quá thời gian giữ {span(one.lost_for)}" for one in fills)
    level = Level.BAD if max(one.lost_for for one in fills) > SLOW else Level.WARN
    return Fact(
        "Việc bỏ dở", level, f"{text}.",
        "Tiến trình đang làm đã dừng; worker khác nhận lại trong một phút. Nếu vẫn còn, khởi động lại tiến trình worker.",
    )  # fmt: skip


def _by_age(longest: timedelta) -> Level:
    if longest > STUCK:
        return Level.BAD
    return Level.WARN if longest > SLOW else Level.GOOD


# --- letters ----------------------------------------------------------------------------------------------------------


def _waiting(now: datetime) -> Fact:
    day, waiting = localdate(now), ready.ready(now=now)
    text = f"{waiting.count} thư chờ gửi, lâu nhất {span(waiting.longest)}." if waiting.count else "Không thư nào chờ."
    if waiting.count and (level := _by_age(waiting.longest)) != Level.GOOD:
        return Fact(
            "Thư đang chờ", level, text, "Kiểm tra tiến trình nền và máy chủ thư; nếu cả hai đều tốt, thêm worker."
        )
    oldest = Reminder.objects.filter(state=ReminderState.OPEN, for_day__lt=day - timedelta(days=7)).aggregate(
        m=Min("for_day")
    )["m"]
    if oldest is not None:
        return Fact(
            "Thư đang chờ", Level.WARN, f"{text} Có mốc nhắc từ ngày {format_day(oldest)} chưa gửi được.",
            "Xem các thư gửi lỗi bên dưới.",
        )  # fmt: skip
    if not ready.is_sending(now):
        text = "Ngoài giờ gửi thư; thư còn lại gửi vào giờ làm việc tới."
    return Fact("Thư đang chờ", Level.GOOD, text)


def _lost(now: datetime) -> Fact:
    lost = ready.lost(now=now)
    if not lost.count:
        return Fact("Thư gửi dở", Level.GOOD, "Không có.")
    level = Level.BAD if lost.longest > SLOW else Level.WARN
    return Fact(
        "Thư gửi dở", level, f"{lost.count} thư đang gửi thì tiến trình dừng, quá thời gian giữ {span(lost.longest)}.",
        "Worker nhận lại trong một phút và gửi lại nhiều nhất một lần. Nếu vẫn còn, khởi động lại tiến trình worker.",
    )  # fmt: skip


def _failed(now: datetime) -> Fact:
    stuck = Q(day=localdate(now)) | Q(unknown_ends__gt=0)
    failed = (
        Digest.objects.filter(stuck, state__in=UNSENT, attempts__gt=0).exclude(error="").order_by("-attempts", "id")
    )
    worst = failed.first()
    if worst is None:
        return Fact("Thư gửi lỗi", Level.GOOD, "Không có.")
    level = Level.BAD if worst.attempts >= 3 else Level.WARN
    text = f"{failed.count()} thư chưa gửi được, nhiều nhất đã thử {worst.attempts} lần. Lỗi gần nhất: {worst.error}"
    return Fact("Thư gửi lỗi", level, text, "Kiểm tra máy chủ thư (EMAIL_URL) và địa chỉ thư của người nhận.")


def _unknown(now: datetime) -> Fact:
    since = localdate(now - LOOK_BACK)
    count = Digest.objects.filter(state=DigestState.UNKNOWN, day__gte=since).count()
    if not count:
        return Fact("Thư không rõ kết quả", Level.GOOD, "Không có trong 30 ngày qua.")
    return Fact(
        "Thư không rõ kết quả", Level.WARN, f"{count} thư trong 30 ngày qua đã thử lại một lần và vẫn không rõ.",
        "Hỏi người nhận, hoặc tra nhật ký máy chủ thư theo Message-ID.",
    )  # fmt: skip


def _last_letter(now: datetime) -> Fact:
    """Letters of a day on which none was taken, nor since, mean that mail is broken whatever else looks well."""
    last = ready.accepted_last()
    told = f"Máy chủ thư nhận lúc {moment(last)}." if last else "Máy chủ thư chưa nhận thư nào."
    due = Digest.objects.filter(channel=Channel.EMAIL, state__in=ready.UNACCEPTED, day__lte=localdate(now))
    if last is not None:
        due = due.filter(day__gt=localdate(last))
    first = due.aggregate(first=Min("day"))["first"]
    if first is None or not working_calendar().is_working(first) or now < ready.opening_of(first) + FIRST_BY:
        return Fact("Thư gần nhất được nhận", Level.GOOD, told if last or first else "Chưa có thư nào phải gửi.")
    return Fact(
        "Thư gần nhất được nhận", Level.WARN,
        f"{told} Từ ngày {format_day(first)} có {due.count()} thư phải gửi mà chưa thư nào được nhận.",
        "Kiểm tra tiến trình nền, rồi máy chủ thư (EMAIL_URL): gửi thử một thư bằng manage.py sendtestemail.",
    )  # fmt: skip


def _nobody(now: datetime) -> Fact:
    since = localdate(now - LOOK_BACK)
    about = (
        Q(work_item__lifecycle__in=OPEN)
        | Q(work_item__lifecycle=Lifecycle.SUBMITTED, occasion__in=REVIEWS)
        | Q(work_item__isnull=True, plan__state=PlanState.PUBLISHED)
    )
    rows = Reminder.objects.filter(about, state=ReminderState.NOBODY, for_day__gte=since)
    rows = rows.still_without_officers(on=localdate(now))
    agencies = rows.values("agency_id").distinct().count()
    if not agencies:
        return Fact("Người nhận", Level.GOOD, "Mọi mốc nhắc trong 30 ngày qua đều có người nhận.")
    text = f"{rows.count()} mốc nhắc của {agencies} đơn vị không có người nhận trong 30 ngày qua."
    return Fact("Người nhận", Level.WARN, text, "Giao chức trách cho cán bộ của các đơn vị đó, có địa chỉ thư.")


def _calendar(today: date) -> Fact:
    asks, place = (today.month, today.day) >= CALENDAR_WARNING, (today.month, today.day)
    wanted = [today.year, *([today.year + 1] if asks else [])]
    have = set(CalendarDay.objects.filter(kind=DayKind.OFF, day__year__in=wanted).values_list("day__year", flat=True))
    missing = [year for year in wanted if year not in have]
    if not missing:
        return Fact("Lịch làm việc", Level.GOOD, f"Đã có ngày nghỉ của năm {', '.join(map(str, wanted))}.")
    text = (
        f"Chưa có ngày nghỉ lễ, Tết của năm {', '.join(map(str, missing))}: hạn và mốc nhắc có thể rơi vào ngày nghỉ."
    )
    # This year's were missed already.
    level = Level.BAD if place >= CALENDAR_MISSED or today.year in missing else Level.WARN
    return Fact(
        "Lịch làm việc", level, text, "Nhập ngày nghỉ theo thông báo của cơ quan có thẩm quyền ở Lịch làm việc."
    )
