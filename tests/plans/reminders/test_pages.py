"""The health page and command, and the demo's letters: who may look, what they say."""

from __future__ import annotations

import mailbox
from collections.abc import Callable
from datetime import date, timedelta
from email.message import EmailMessage
from io import StringIO
from pathlib import Path
from typing import Any

import environ
import pytest
from celery import current_app
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from agencies.choices import DayKind
from agencies.models import CalendarDay, Officer
from plans.choices import DigestState, ReminderState
from plans.models import Digest, Reminder, WorkItem
from plans.reminders import health, kept, open_reminders, pulse, send_reminders
from plans.reminders.health import Fact, Level
from tests.cast import NOW, TODAY, World, login, moment

pytestmark = pytest.mark.usefixtures("office_hours")
MORNING = moment(TODAY, 7, 30)


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool, int | None], None]:
    """Whether a worker answers and how much lies in the broker, without a broker."""

    def say(answers: bool, waiting: int | None = None) -> None:
        monkeypatch.setattr(health, "worker_answers", lambda **_: answers)
        monkeypatch.setattr(health, "jobs_waiting", lambda: waiting)

    say(True)
    return say


def fact(name: str, *, now: Any = NOW) -> Fact:
    return next(found for found in health.check_up(now=now) if found.name == name)


# --- health -------------------------------------------------------------------------------------------------------------


def test_the_page_is_the_administrators(world: World, client: Client, worker: Any, at: Any) -> None:
    answer = login(client, "quantri").get(reverse("plans:health"))
    assert answer.status_code == 200
    assert "Bộ hẹn giờ" in answer.content.decode()


@pytest.mark.parametrize("username", ["vanphong", "lhh", "lanhdao"])
def test_others_are_told_whose_page_it_is(world: World, client: Client, username: str, at: Any) -> None:
    answer = login(client, username).get(reverse("plans:health"))
    assert answer.status_code == 403
    assert "dành cho cán bộ quản trị" in answer.content.decode()


def test_a_beat_three_minutes_old_is_alive_an_older_one_is_not(world: World, worker: Any) -> None:
    pulse.mark("heartbeat", now=NOW - timedelta(minutes=3))
    assert fact("Bộ hẹn giờ").level == Level.GOOD
    assert fact("Bộ hẹn giờ", now=NOW + timedelta(seconds=1)).level == Level.BAD


def test_without_a_worker_the_scheduler_is_not_blamed_while_jobs_pile_up(world: World, worker: Any) -> None:
    pulse.mark("heartbeat", now=NOW - timedelta(hours=1))
    worker(False, 12)
    assert fact("Bộ hẹn giờ").level == Level.WARN
    assert fact("Tiến trình nền").level == Level.BAD
    worker(False, 0)
    assert fact("Bộ hẹn giờ").level == Level.BAD


def test_a_letter_that_keeps_failing_turns_from_warning_to_broken(item: WorkItem, worker: Any, by_smtp: Any) -> None:
    by_smtp.manner = "refuse"
    send_reminders(now=MORNING)
    assert fact("Thư gửi lỗi").level == Level.WARN
    send_reminders(now=MORNING + timedelta(minutes=1))
    send_reminders(now=MORNING + timedelta(minutes=6))
    found = fact("Thư gửi lỗi")
    assert (found.level, "550 5.1.1 no such mailbox" in found.text) == (Level.BAD, True)
    by_smtp.manner = "accept"
    send_reminders(now=MORNING + timedelta(minutes=21))
    assert fact("Thư gửi lỗi").level == Level.GOOD
    assert "07:51 ngày 14/7/2022" in fact("Thư gần nhất được nhận").text


def test_a_letter_given_up_as_unknown_and_rows_without_anybody_are_shown(item: WorkItem, worker: Any) -> None:
    Officer.objects.update(is_active=False)
    send_reminders(now=MORNING)
    Officer.objects.update(is_active=True)
    assert "1 mốc nhắc của 1 đơn vị" in fact("Người nhận").text
    assert fact("Thư không rõ kết quả").level == Level.GOOD
    officer = Officer.objects.get(username="codo")
    Digest.objects.create(officer=officer, day=TODAY, state=DigestState.UNKNOWN, message_id="<x@y>")
    assert fact("Thư không rõ kết quả").level == Level.WARN


def test_next_years_days_off_are_asked_for_from_december_on(world: World, worker: Any) -> None:
    assert fact("Lịch làm việc", now=moment("2022-11-30")).level == Level.GOOD
    assert fact("Lịch làm việc", now=moment("2022-12-01")).level == Level.WARN
    CalendarDay.objects.create(day=date(2023, 1, 1), kind=DayKind.OFF, name="Tết Dương lịch")
    assert fact("Lịch làm việc", now=moment("2022-12-01")).level == Level.GOOD


def test_the_command_says_the_same_and_fails_when_something_is_broken(world: World, worker: Any, at: Any) -> None:
    pulse.mark("heartbeat", now=NOW)
    out = StringIO()
    call_command("health", stdout=out)
    assert "tốt     Bộ hẹn giờ" in out.getvalue()
    worker(False, 0)
    with pytest.raises(SystemExit) as ended:
        call_command("health", stdout=StringIO())
    assert ended.value.code == 1


def test_a_broker_that_is_not_there_counts_as_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_app.conf, "broker_url", "redis+socket:///nowhere/valkey.sock")
    assert health.worker_answers(timeout=0.1) is False
    assert health.jobs_waiting() is None


# --- letters of the demo ------------------------------------------------------------------------------------------------


def keep(folder: Path, to: str, subject: str, html: str = "") -> str:
    message = EmailMessage()
    message["To"], message["From"], message["Subject"] = to, "Đôn Đốc <don-doc@localhost>", subject
    message.set_content("Kính gửi đồng chí\n\nNội dung thư")
    if html:
        message.add_alternative(html, subtype="html")
    return mailbox.Maildir(str(folder)).add(message)


@pytest.fixture
def demo(settings: Any) -> Path:
    """The demo's letter box, named as the settings name it: by the environment library's own kind of path."""
    settings.DEMO, folder = True, Path(settings.DEMO_MAILDIR)
    settings.DEMO_MAILDIR = environ.Path(str(folder))
    return folder


def test_outside_the_demo_there_is_no_such_page(world: World, client: Client, settings: Any) -> None:
    settings.DEMO = False
    login(client, "lhh")
    assert client.get(reverse("plans:demo-mail")).status_code == 404
    assert client.get(reverse("plans:demo-mail-detail", args=["x"])).status_code == 404


def test_without_letters_the_page_says_when_they_come(world: World, client: Client, demo: Path) -> None:
    assert "Chưa có thư nào" in login(client, "lhh").get(reverse("plans:demo-mail")).content.decode()


def test_each_sees_their_own_letters_only(world: World, client: Client, demo: Path) -> None:
    own = keep(demo, "Phạm Thanh Tùng <LHH@example.vn>", "Đôn Đốc: 1 việc quá hạn", "<p>Việc <b>quá hạn</b></p>")
    other = keep(demo, "codo@example.vn", "Thư của Cờ Đỏ")
    (demo / "new" / "broken").write_bytes(b"\xff\xfe To: \x00")
    listed = login(client, "lhh").get(reverse("plans:demo-mail")).content.decode()
    assert "1 việc quá hạn" in listed
    assert "Cờ Đỏ" not in listed.split("<main")[1]
    page = client.get(reverse("plans:demo-mail-detail", args=[own])).content.decode()
    assert "<b>quá hạn</b>" in page
    assert "Nội dung thư" in page
    assert client.get(reverse("plans:demo-mail-detail", args=[other])).status_code == 404
    assert client.get(reverse("plans:demo-mail-detail", args=["broken"])).status_code == 404


def test_nothing_in_a_letter_acts_on_the_page() -> None:
    cleaned = kept.clean(
        '<title>t</title><p style="x" onclick="y">A</p><script>z</script><img src="//e"><a href="javascript:1">b</a>'
    )
    assert cleaned == "<p>A</p><a>b</a>"


def test_a_real_letter_can_be_read_where_the_demo_keeps_it(
    item: WorkItem, client: Client, demo: Path, by_smtp: Any
) -> None:
    send_reminders(now=MORNING)
    mailbox.Maildir(str(demo)).add(by_smtp.letters[0].as_bytes())
    (letter,) = kept.letters_for("lhh@example.vn", demo)
    page = login(client, "lhh").get(reverse("plans:demo-mail-detail", args=[letter.key])).content.decode()
    assert "Xây dựng kế hoạch triển khai" in page
    assert "DỮ LIỆU MINH HỌA" in page
    assert Reminder.objects.filter(state=ReminderState.SENT).exists()
    assert open_reminders(on=TODAY).open == 0
