"""Letters per second: real worker processes on one database, a mail server that accepts and forgets in a process of its own."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from aiosmtpd.controller import Controller
from django.db import connection
from django.utils.timezone import get_current_timezone

from agencies.choices import Duty
from agencies.models import Officer, Post
from plans.choices import DigestState, ReminderState
from plans.models import Delivery, Digest, Heartbeat, Reminder
from plans.reminders import open_reminders, send_reminders
from tests.bench.apart import HERE, minutes, peak_mib, process, tell, told

# When letters go out: later than any office opens.
HOUR: Final = 10
MESSAGE_ID: Final = re.compile(rb"^Message-ID:\s*(\S+)", re.M | re.I)


def morning_of(day: date) -> datetime:
    """The moment the workers take for now."""
    return datetime(day.year, day.month, day.day, HOUR, tzinfo=get_current_timezone())


@dataclass(frozen=True, slots=True)
class Sending:
    """Letters that a number of workers sent, seconds without and for putting rows into letters, memory of the largest worker.

    `made` letters were there to send, `arrived` came, `different` of them.
    """

    workers: int
    letters: int
    made: int
    rows: int
    addressing: float
    seconds: float
    arrived: int
    different: int
    peak_mib: float
    busy: float
    sink_busy: float

    @property
    def rate(self) -> float:
        return self.letters / self.seconds


class Forgets:
    """Accepts every letter and keeps its Message-ID alone."""

    def __init__(self) -> None:
        self.seen = 0
        self.ids: set[bytes] = set()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        self.seen += 1
        self.ids.add(MESSAGE_ID.findall(envelope.content)[0])
        return "250 OK"


def sink() -> None:
    """In a process of its own: says its port; for every line how many letters came, how many different, its seconds of work."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    handler = Forgets()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    print(port, flush=True)
    for line in sys.stdin:
        if line.strip() == "anew":
            handler.seen = 0
            handler.ids.clear()
        print(json.dumps([handler.seen, len(handler.ids), time.process_time()]), flush=True)


def worker(day: date) -> None:
    """In a process of its own: says that it is ready, waits for a line, then sends until nothing waits."""
    print("ready", flush=True)
    sys.stdin.readline()
    sent, ended, started, busy = 0, time.time(), time.monotonic(), time.process_time()
    while (passed := time.monotonic() - started) < minutes() * 60:
        result = send_reminders(now=morning_of(day) + timedelta(seconds=passed))
        if result.sent:
            sent, ended = sent + result.sent, time.time()
        elif _nothing_waits(day):
            break
        else:
            time.sleep(0.02)
    print(
        json.dumps({"sent": sent, "ended": ended, "peak_mib": peak_mib(), "busy": time.process_time() - busy}),
        flush=True,
    )


def _nothing_waits(day: date) -> bool:
    letters = Digest.objects.filter(day=day)
    unsent = (DigestState.READY, DigestState.SENDING, DigestState.FAILED)
    return letters.exists() and not letters.filter(state__in=unsent).exists()


def bench(day: date, *, letters: int, workers: Sequence[int]) -> list[Sending]:
    """Measure on the loaded database, anew for each number of workers."""
    with process(HERE, "sink") as mail:
        port = told(mail)
        return [_send(day, letters, number, mail, port) for number in workers]


def _send(day: date, wanted: int, number: int, mail: subprocess.Popen[str], port: str) -> Sending:
    _open_anew(day)
    _fit(day, wanted)
    tell(mail, "anew")
    _, _, busy_before = json.loads(told(mail))
    with ExitStack() as stack:
        running = [
            stack.enter_context(process(HERE, "worker", day.isoformat(), EMAIL_URL=f"smtp://127.0.0.1:{port}"))
            for _ in range(number)
        ]
        for child in running:
            told(child)
        started = time.time()
        for child in running:
            tell(child)
        while not Digest.objects.filter(day=day).exists():
            if time.time() - started > minutes() * 60:
                raise RuntimeError("no letter was begun")
            time.sleep(0.01)
        begun = time.time()
        ends = [json.loads(told(child)) for child in running]
    tell(mail)
    seen, different, busy = json.loads(told(mail))
    letters = Digest.objects.filter(day=day)
    return Sending(
        workers=number,
        letters=sum(end["sent"] for end in ends),
        made=letters.exclude(state=DigestState.EMPTY).count(),
        rows=Delivery.objects.filter(digest__day=day).count(),
        addressing=begun - started,
        seconds=max(end["ended"] for end in ends) - begun,
        arrived=seen,
        different=different,
        peak_mib=max(end["peak_mib"] for end in ends),
        busy=sum(end["busy"] for end in ends),
        sink_busy=busy - busy_before,
    )


def _open_anew(day: date) -> None:
    """Nothing sent, the day's reminders open."""
    tables = ", ".join(model._meta.db_table for model in (Delivery, Digest, Reminder))
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables} CASCADE")
    open_reminders(on=day)
    # So that workers do not each open what is open.
    Heartbeat.objects.update_or_create(job="open_reminders", defaults={"at": morning_of(day)})


def _fit(day: date, letters: int) -> None:
    """As many officers to tell as letters are wanted: further clerks in the agencies that have work, or fewer agencies."""
    waiting = Reminder.objects.filter(state=ReminderState.OPEN)
    wanted = set(waiting.values_list("agency_id", "duty"))
    posts = Post.objects.filter(agency_id__in={agency for agency, _ in wanted}, until=None)
    holders = Counter(agency for agency, duty in posts.values_list("agency_id", "duty") if (agency, duty) in wanted)
    kept, total = set(), 0
    for agency, number in sorted(holders.items()):
        if total < letters:
            kept.add(agency)
            total += number
    waiting.exclude(agency_id__in=kept).update(state=ReminderState.DROPPED)
    _add_clerks(
        sorted(agency for agency, duty in wanted if agency in kept and duty == Duty.CLERK), letters - total, day
    )
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(model._meta.db_table for model in (Reminder, Officer, Post))}")


def _add_clerks(agencies: Sequence[int], number: int, day: date) -> None:
    officers = Officer.objects.bulk_create(
        Officer(username=f"gui.{n}", email=f"gui.{n}@example.vn", full_name=f"Nguyễn Văn {n}", password="!")
        for n in range(number)
    )
    Post.objects.bulk_create(
        Post(officer=officer, agency_id=agencies[n % len(agencies)], duty=Duty.CLERK, since=day - timedelta(days=400))
        for n, officer in enumerate(officers)
    )
