"""The installation under the product: database, broker, scheduler, worker, disk, address. Facts for the health page and command."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from celery import current_app
from celery.schedules import crontab, maybe_schedule
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.timezone import localdate, localtime

from agencies.wording import format_day
from plans import public_address
from plans.models import Heartbeat

# The scheduler sends a beat each minute; a job may wait behind a long one.
SILENCE: Final = timedelta(minutes=3)
# A job may be late by as much: one run was passed over, or waits behind a long one.
LATE: Final = timedelta(minutes=15)
QUEUE: Final = "celery"
GIGABYTE: Final = 1024**3
LITTLE_ROOM, NO_ROOM = 5 * GIGABYTE, GIGABYTE
JOBS: Final = {
    "heartbeat": "nhịp",
    "open_periods": "mở kỳ báo cáo",
    "open_reminders": "lập nhắc việc",
    "open_reports": "mở báo cáo kỳ",
    "send_reminders": "gửi thư nhắc",
    "read_waiting_intakes": "đọc văn bản chờ nhập",
    "carry_out_waiting_bulk": "làm việc hàng loạt",
    "write_waiting_exports": "ghi bảng chờ xuất",
    "work_on_waiting_imports": "đọc, ghi bảng chờ nhập",
    "make_waiting_files": "tạo tệp báo cáo đang chờ",
    "forget_old_intakes": "dọn bản nhập cũ",
    "forget_old_exports": "dọn tệp xuất cũ",
    "forget_old_imports": "dọn tệp nhập cũ",
}


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


def moment(at: datetime | None) -> str:
    """08:05 ngày 14/7/2022."""
    return f"{localtime(at):%H:%M} ngày {format_day(localdate(at))}" if at else "chưa lần nào"


def span(length: timedelta) -> str:
    """How long something has lasted, in the two largest units."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return "chưa đầy một phút"
    if minutes < 60:
        return f"{minutes} phút"
    if minutes < 24 * 60:
        return f"{minutes // 60} giờ {minutes % 60} phút" if minutes % 60 else f"{minutes // 60} giờ"
    return f"{minutes // (24 * 60)} ngày"


# --- database and broker ----------------------------------------------------------------------------------------------


def database() -> Fact:
    """Whether the database answers, and takes writes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::bool")
        if cursor.fetchone()[0]:
            return Fact(
                "Cơ sở dữ liệu", Level.BAD, "Trả lời nhưng chỉ cho đọc.",
                "Trỏ DATABASE_URL tới máy chủ chính, hoặc đưa máy chủ này trở lại chế độ ghi.",
            )  # fmt: skip
    return Fact("Cơ sở dữ liệu", Level.GOOD, "Trả lời, cho đọc và ghi.")


def database_away(name: str, error: Exception) -> Fact:
    """The database did not answer when this was looked at."""
    return Fact(
        name, Level.BAD, f"Không kết nối được cơ sở dữ liệu ({type(error).__name__}).",
        "Kiểm tra máy chủ PostgreSQL và DATABASE_URL. Thư chưa gửi không mất: khi cơ sở dữ liệu trở lại, hệ thống tự gửi tiếp.",
    )  # fmt: skip


@cache
def _wanted_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)


def migrations() -> Fact:
    """Whether the tables are those of this version."""
    missing = sorted(_wanted_migrations() - set(MigrationRecorder(connection).applied_migrations()))
    if not missing:
        return Fact("Cấu trúc dữ liệu", Level.GOOD, "Đúng với phiên bản đang chạy.")
    named = ", ".join(".".join(one) for one in missing[:3])
    return Fact(
        "Cấu trúc dữ liệu", Level.BAD, f"Còn {len(missing)} bước chưa cập nhật: {named}{' …' if len(missing) > 3 else ''}.",
        "Chạy manage.py migrate rồi khởi động lại các tiến trình.",
    )  # fmt: skip


def broker_answers() -> bool:
    """Whether the broker takes a connection."""
    try:
        with current_app.connection_for_write(connect_timeout=2) as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
            return True
    except Exception:  # whatever the broker's library raises, the answer is no
        return False


def worker_answers(*, timeout: float = 1.0) -> bool:
    """Whether any worker answers a call through the broker within some seconds."""
    try:
        with current_app.connection_for_write(connect_timeout=2) as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
            return bool(current_app.control.broadcast("ping", reply=True, timeout=timeout, limit=1, connection=broker))
    except Exception:
        return False


def jobs_waiting() -> int | None:
    """How many jobs lie in the broker; None when it cannot be asked."""
    try:
        with current_app.connection_for_read(connect_timeout=2) as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
            channel: Any = broker.default_channel
            return int(channel.queue_declare(queue=QUEUE, passive=True).message_count)
    except Exception:  # a queue that was never used counts as an unanswered question
        return None


def broker(answers: bool) -> Fact:
    """How the broker is."""
    if not answers:
        return Fact(
            "Hàng đợi lệnh", Level.BAD, "Không kết nối được.",
            "Kiểm tra máy chủ Redis, Valkey và REDIS_URL. Không mất gì: việc chờ làm nằm trong cơ sở dữ liệu.",
        )  # fmt: skip
    waiting = jobs_waiting() or 0
    if waiting > 1000:
        return Fact(
            "Hàng đợi lệnh", Level.WARN, f"{waiting} lệnh chưa ai làm.", "Khởi động lại tiến trình worker, hoặc thêm worker."
        )  # fmt: skip
    return Fact("Hàng đợi lệnh", Level.GOOD, f"Trả lời; {waiting} lệnh đang chờ.")


# --- scheduler and worker ---------------------------------------------------------------------------------------------


def scheduler(now: datetime, *, worker: bool) -> Fact:
    """Whether beats still come; without a worker the scheduler may be well all the same."""
    last = Heartbeat.objects.filter(job="heartbeat").values_list("at", flat=True).first()
    if last is not None and now - last <= SILENCE:
        return Fact("Bộ hẹn giờ", Level.GOOD, f"Nhịp cuối lúc {moment(last)}.")
    told = f"Nhịp cuối lúc {moment(last)}." if last else "Chưa có nhịp nào."
    if not worker and jobs_waiting():
        return Fact(
            "Bộ hẹn giờ", Level.WARN, f"{told} Việc vẫn được hẹn nhưng không có tiến trình nào làm.",
            "Khởi động lại tiến trình worker trước, rồi xem lại trang này.",
        )  # fmt: skip
    return Fact("Bộ hẹn giờ", Level.BAD, told, "Khởi động lại tiến trình beat (celery beat).")


def worker(answers: bool) -> Fact:
    """Whether anybody does the jobs."""
    if answers:
        return Fact("Tiến trình nền", Level.GOOD, "Đang trả lời.")
    return Fact(
        "Tiến trình nền", Level.BAD, "Không trả lời.",
        "Kiểm tra kết nối tới hàng đợi rồi khởi động lại tiến trình worker.",
    )  # fmt: skip


def jobs(now: datetime) -> Fact:
    """Whether each job of the timetable ran when it was to; one that never ran has no time to be late against."""
    known = list(_timetable())
    if not known:
        return Fact("Việc hẹn giờ", Level.GOOD, "Chưa việc nào chạy lần đầu.")
    late = [f"{JOBS.get(job, job)} (lần cuối {moment(last)})" for job, last, due in known if now - due > LATE]
    if not late:
        return Fact("Việc hẹn giờ", Level.GOOD, "Mọi việc chạy đúng giờ hẹn.")
    return Fact(
        "Việc hẹn giờ", Level.WARN, f"Trễ: {'; '.join(late)}.",
        "Nếu bộ hẹn giờ và tiến trình nền đều tốt, xem nhật ký của worker: việc ấy có thể đang lỗi.",
    )  # fmt: skip


def _timetable() -> Iterator[tuple[str, datetime, datetime]]:
    """Each job that has run: its name, when it last ended, when it was due next."""
    marks = dict(Heartbeat.objects.values_list("job", "at"))
    for entry in current_app.conf.beat_schedule.values():
        job = str(entry["task"]).rpartition(".")[2]
        if (last := marks.get(job)) is not None:
            yield job, last, _next(entry["schedule"], last)


def _next(schedule: Any, last: datetime) -> datetime:
    if isinstance(schedule, crontab):
        start, delta, _ = schedule.remaining_delta(last)
        following: datetime = start + delta
        return following
    every: Any = maybe_schedule(schedule)
    return last + timedelta(seconds=every.run_every.total_seconds())


# --- disk and address -------------------------------------------------------------------------------------------------


def disk() -> Fact:
    """Whether files can still be kept."""
    folder = Path(str(settings.MEDIA_ROOT))
    there = next(one for one in (folder, *folder.parents) if one.exists())
    free = shutil.disk_usage(there).free
    told = f"Còn trống {free / GIGABYTE:.1f} GB".replace(".", ",")
    if not os.access(there, os.W_OK | os.X_OK):
        return Fact(
            "Ổ đĩa",
            Level.BAD,
            "Không ghi được vào thư mục tệp.",
            "Cấp quyền ghi MEDIA_ROOT cho tài khoản chạy web, worker.",
        )
    if free < NO_ROOM:
        return Fact("Ổ đĩa", Level.BAD, f"{told}: sắp không nhận được tệp.", "Mở rộng ổ đĩa chứa MEDIA_ROOT ngay.")
    if free < LITTLE_ROOM:
        return Fact("Ổ đĩa", Level.WARN, f"{told}.", "Mở rộng ổ đĩa chứa MEDIA_ROOT, hoặc dọn các tệp khác trên ổ.")
    return Fact("Ổ đĩa", Level.GOOD, f"{told}, ghi được.")


def public_url() -> Fact:
    """Whether the links in letters lead here."""
    name, address = "Đường dẫn trong thư", settings.PUBLIC_URL
    set_it = "Đặt PUBLIC_URL là địa chỉ cán bộ dùng để mở Đôn Đốc."
    if not address:
        return Fact(name, Level.BAD, "Chưa đặt PUBLIC_URL.", set_it)
    if fault := public_address.fault_of(address):
        return Fact(name, Level.BAD, fault, set_it)
    if not settings.CHECK_PUBLIC_URL:
        return Fact(name, Level.GOOD, f"{address} (không thử mở: CHECK_PUBLIC_URL đang tắt).")
    answer = public_address.ask(address)
    if answer.is_well and public_address.is_of_this_machine(address) and not settings.DEMO:
        return Fact(name, Level.WARN, f"{address} chỉ mở được trên chính máy chủ này.", set_it)
    if answer.is_well:
        return Fact(name, Level.GOOD, f"{address} mở được.")
    if answer.leads_to:
        return Fact(
            name, Level.WARN, f"{address} chuyển sang {answer.leads_to}.",
            "Đặt PUBLIC_URL đúng địa chỉ cuối cùng, để đường dẫn trong thư mở thẳng.",
        )  # fmt: skip
    if answer.error or answer.status >= 500:
        how = answer.error or f"trả lời lỗi {answer.status}"
        return Fact(
            name, Level.BAD, f"{address}: {how}.",
            "Kiểm tra tên miền, máy chủ phía trước và chứng thư. Nếu máy chủ này không tự mở được địa chỉ ấy: CHECK_PUBLIC_URL=0.",
        )  # fmt: skip
    return Fact(
        name, Level.WARN, f"{address} trả lời mã {answer.status} thay vì trang kiểm tra của Đôn Đốc.",
        "Kiểm tra PUBLIC_URL có trỏ tới đúng Đôn Đốc, và máy chủ phía trước để /suc-khoe/ đi qua.",
    )  # fmt: skip
