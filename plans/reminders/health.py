"""How reminding fares: the facts that the health page shows and `manage.py health` turns into an exit code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from celery import current_app
from django.conf import settings
from django.db.models import Max, Min, Q
from django.utils.timezone import localdate, localtime

from agencies.choices import DayKind
from agencies.models import CalendarDay, Officer
from agencies.verdict import ALLOWED, Verdict, refused
from agencies.wording import format_day
from plans.choices import OPEN, DigestState, ReminderState
from plans.models import Digest, Heartbeat, Reminder
from plans.reminders.addressing import UNSENT

# The scheduler sends a beat each minute; a job may wait behind a long one.
SILENCE = timedelta(minutes=3)
LOOK_BACK = timedelta(days=30)
CALENDAR_WARNING = (12, 1)
QUEUE = "celery"


class Level(StrEnum):
    """How much a fact should worry; only `BAD` fails the command."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was looked at: what it is called, how it is, and what to do when it is not well."""

    name: str
    level: Level
    text: str
    remedy: str = ""


def may_look(officer: Officer) -> Verdict:
    """Administrators: the page shows addresses and errors of the installation, no content."""
    if officer.is_superuser or officer.scope.administered:
        return ALLOWED
    return refused(
        "Trang Hệ thống dành cho cán bộ quản trị. Nếu thư nhắc không đến, đồng chí báo cán bộ quản trị của đơn vị."
    )


def check_up(*, now: datetime) -> list[Fact]:
    """Every fact, in the order of the way a reminder takes."""
    worker = worker_answers()
    return [
        _scheduler(now, worker=worker),
        _worker(worker),
        _waiting(now),
        _failed(now),
        _unknown(now),
        _last_letter(),
        _nobody(now),
        _calendar(localdate(now)),
        _public_url(),
    ]


def moment(at: datetime | None) -> str:
    """08:05 ngày 14/7/2022."""
    return f"{localtime(at):%H:%M} ngày {format_day(localdate(at))}" if at else "chưa lần nào"


def worker_answers(*, timeout: float = 1.0) -> bool:
    """Whether any worker answers a call through the broker within some seconds."""
    try:
        with current_app.connection_for_write(connect_timeout=2) as connection:
            connection.ensure_connection(max_retries=1, timeout=2)
            return bool(
                current_app.control.broadcast("ping", reply=True, timeout=timeout, limit=1, connection=connection)
            )
    except Exception:  # whatever the broker's library raises, the answer is no
        return False


def jobs_waiting() -> int | None:
    """How many jobs lie in the broker; None when it cannot be asked."""
    try:
        with current_app.connection_for_read(connect_timeout=2) as connection:
            connection.ensure_connection(max_retries=1, timeout=2)
            channel: Any = connection.default_channel
            return int(channel.queue_declare(queue=QUEUE, passive=True).message_count)
    except Exception:  # a queue that was never used counts as an unanswered question
        return None


def _scheduler(now: datetime, *, worker: bool) -> Fact:
    last = Heartbeat.objects.filter(job="heartbeat").values_list("at", flat=True).first()
    if last is not None and now - last <= SILENCE:
        return Fact("Bộ hẹn giờ", Level.GOOD, f"Nhịp cuối lúc {moment(last)}.")
    told = f"Nhịp cuối lúc {moment(last)}." if last else "Chưa có nhịp nào."
    if not worker and jobs_waiting():
        return Fact("Bộ hẹn giờ", Level.WARN, f"{told} Việc vẫn được hẹn nhưng không có tiến trình nào làm.")
    return Fact("Bộ hẹn giờ", Level.BAD, told, "Khởi động lại tiến trình beat (celery beat).")


def _worker(answers: bool) -> Fact:
    if answers:
        return Fact("Tiến trình nền", Level.GOOD, "Đang trả lời.")
    return Fact(
        "Tiến trình nền",
        Level.BAD,
        "Không trả lời.",
        "Kiểm tra kết nối tới hàng đợi rồi khởi động lại tiến trình worker.",
    )


def _waiting(now: datetime) -> Fact:
    day = localdate(now)
    waiting = Digest.objects.filter(
        day=day, state__in=(DigestState.READY, DigestState.SENDING), attempts__lte=1
    ).count()
    oldest = Reminder.objects.filter(state=ReminderState.OPEN, for_day__lt=day - timedelta(days=7)).aggregate(
        m=Min("for_day")
    )["m"]
    if oldest is not None:
        text = f"{waiting} thư đang chờ; có mốc nhắc từ ngày {format_day(oldest)} chưa gửi được."
        return Fact("Thư đang chờ", Level.WARN, text, "Xem các thư gửi lỗi bên dưới.")
    return Fact("Thư đang chờ", Level.GOOD, f"{waiting} thư đang chờ gửi trong ngày.")


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


def _last_letter() -> Fact:
    last = Digest.objects.filter(state=DigestState.SENT).aggregate(last=Max("sent_at"))["last"]
    return Fact(
        "Thư gần nhất được nhận", Level.GOOD, f"Máy chủ thư nhận lúc {moment(last)}." if last else "Chưa có thư nào."
    )


def _nobody(now: datetime) -> Fact:
    since = localdate(now - LOOK_BACK)
    rows = Reminder.objects.filter(state=ReminderState.NOBODY, for_day__gte=since, work_item__lifecycle__in=OPEN)
    agencies = rows.values("agency_id").distinct().count()
    if not agencies:
        return Fact("Người nhận", Level.GOOD, "Mọi mốc nhắc trong 30 ngày qua đều có người nhận.")
    text = f"{rows.count()} mốc nhắc của {agencies} đơn vị không có người nhận trong 30 ngày qua."
    return Fact("Người nhận", Level.WARN, text, "Giao chức trách cho cán bộ của các đơn vị đó, có địa chỉ thư.")


def _calendar(today: date) -> Fact:
    wanted = [today.year, *([today.year + 1] if (today.month, today.day) >= CALENDAR_WARNING else [])]
    have = set(CalendarDay.objects.filter(kind=DayKind.OFF, day__year__in=wanted).values_list("day__year", flat=True))
    missing = [year for year in wanted if year not in have]
    if not missing:
        return Fact("Lịch làm việc", Level.GOOD, f"Đã có ngày nghỉ của năm {', '.join(map(str, wanted))}.")
    text = (
        f"Chưa có ngày nghỉ lễ, Tết của năm {', '.join(map(str, missing))}: hạn và mốc nhắc có thể rơi vào ngày nghỉ."
    )
    return Fact("Lịch làm việc", Level.WARN, text, "Nhập ngày nghỉ theo thông báo của cơ quan có thẩm quyền.")


def _public_url() -> Fact:
    if settings.PUBLIC_URL:
        return Fact("Đường dẫn trong thư", Level.GOOD, settings.PUBLIC_URL)
    return Fact(
        "Đường dẫn trong thư", Level.BAD, "Chưa đặt PUBLIC_URL.", "Đặt PUBLIC_URL là địa chỉ cán bộ dùng để mở Đôn Đốc."
    )
