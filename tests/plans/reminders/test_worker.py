"""A real worker and a real beat on the real broker, and kill -9 in the middle of a letter."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.utils import timezone

from plans.choices import DigestState, ReminderState
from plans.models import Digest, Heartbeat, Reminder, ReminderPolicy, WorkItem
from tests.cast import make_world
from tests.plans.reminders.conftest import Sink
from tests.plans.reminders.helpers import only

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 30.0
APP = [sys.executable, "-m", "celery", "--app", "tests.plans.reminders.fast_celery"]
WORKER = [*APP, "worker", "--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"]


def until[T](question: Callable[[], T | None], what: str) -> T:
    """Ask again and again until the answer is yes; the test fails when it never is."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if (answer := question()) is not None:
            return answer
        time.sleep(0.05)
    pytest.fail(f"{what} did not happen in {PATIENCE:.0f} seconds")


class Programs:
    """Celery processes on the test's database and broker; each in its own group, so that a kill takes its children too."""

    def __init__(self, env: dict[str, str], folder: Path) -> None:
        self.env, self.folder = env, folder
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, command: list[str]) -> subprocess.Popen[bytes]:
        log = self.folder / f"{len(self.running)}.log"
        with open(log, "wb") as output:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.env, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
            )  # fmt: skip
        self.running.append(process)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def address_of(database: dict[str, Any]) -> str:
    """The test's database as an address; its host is a folder of unix sockets, or a server's name."""
    user, name, host = database["USER"], database["NAME"], database["HOST"]
    if host.startswith("/"):
        return f"postgresql://{user}@/{name}?host={quote(host)}&port={database['PORT'] or 5432}"
    password = quote(database["PASSWORD"] or "", safe="")
    return f"postgresql://{user}:{password}@{host}:{database['PORT'] or 5432}/{name}"


@pytest.fixture
def programs(broker: str, sink: Sink, tmp_path: Path) -> Iterator[Programs]:
    env = {
        **os.environ,
        "DATABASE_URL": address_of(connection.settings_dict),
        "REDIS_URL": broker,
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "SECRET_KEY": settings.SECRET_KEY,
        "PUBLIC_URL": "http://localhost:8000",
        "ALLOWED_HOSTS": "localhost",
        "REMINDERS_OPEN": "00:00",
        "REMINDERS_CLOSE": "23:59",
        "REMINDERS_WORKING_DAYS_ONLY": "0",
        "MEDIA_ROOT": str(tmp_path),
    }
    for name in ("DONDOC_DEMO", "DATABASE_POOL_SIZE", "PYTEST_CURRENT_TEST"):
        env.pop(name, None)
    started = Programs(env, tmp_path)
    yield started
    for process in started.running:
        started.kill(process)


@pytest.fixture
def item() -> WorkItem:
    """One thing owed, a week and a day late today, so that an occasion is due whatever day of the week it is."""
    world = make_world()
    found = world.item("5", world.agencies.dang_doan_lhh)
    only(found)
    today = timezone.localdate()
    WorkItem.objects.filter(pk=found.pk).update(due_on=today - timedelta(days=8), remind_from=today - timedelta(days=8))
    return found


def test_a_worker_killed_between_attempt_and_answer_loses_nothing_and_doubles_once(
    item: WorkItem, programs: Programs, sink: Sink, broker: str
) -> None:
    # One letter alone: nobody above is told of an item that is years late.
    ReminderPolicy.objects.update(leader_days=None, monitor_days=None, committee_days=None)
    sink.manner = "stall"
    beat = [*APP, "beat", "--loglevel", "WARNING", "--schedule", str(programs.folder / "schedule"), "--pidfile="]
    programs.start(beat)
    worker = programs.start(WORKER)
    # The letter has arrived, its acceptance has not been said: the worst moment there is.
    assert sink.stalled.wait(PATIENCE), "no letter came"
    attempt = Digest.objects.get(attempts__gt=0)
    assert (attempt.state, attempt.attempts) == (DigestState.SENDING, 1)
    programs.kill(worker)
    with redis.Redis.from_url(broker) as server:
        server.flushdb()
    assert Reminder.objects.filter(state=ReminderState.OPEN).exists()

    sink.manner = "accept"
    sink.go_on.set()
    # Five minutes pass, then one more.
    Digest.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    programs.start(WORKER)
    until(lambda: Digest.objects.filter(unknown_ends=1, state=DigestState.READY).first(), "finding the lost attempt")
    Digest.objects.update(next_try_at=timezone.now())
    digest = until(lambda: Digest.objects.filter(state=DigestState.SENT).first(), "the repeat")

    assert digest.attempts == 2
    assert sink.message_ids == [digest.message_id] * 2
    states = set(Reminder.objects.filter(duty="clerk").values_list("state", flat=True))
    assert states == {ReminderState.SENT, ReminderState.MERGED}
    told = Reminder.objects.get(duty="clerk", state=ReminderState.SENT)
    assert told.work_item_id == item.pk
    until(lambda: Heartbeat.objects.filter(job="heartbeat").first(), "a heartbeat")
    # Beat goes on every second; the letter stays the only one.
    before = Heartbeat.objects.get(job="send_reminders").at
    until(lambda: Heartbeat.objects.filter(job="send_reminders", at__gt=before).first(), "another run")
    assert len(sink.letters) == 2
