"""The health page and command: who may look, what each fact says, and that no fault of a server becomes an error of the page."""

from __future__ import annotations

import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from celery import current_app
from django.conf import settings as project
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import reverse

from agencies.choices import DayKind
from agencies.models import CalendarDay, Officer
from plans import public_address, vitals
from plans.choices import DigestState, ReminderState
from plans.models import BulkAct, Digest, ItemExport, Reminder, ReminderPolicy, ReminderPreference, WorkItem
from plans.reminders import health, pulse, send_reminders
from plans.vitals import Fact, Level
from tests.cast import NOW, TODAY, World, login, moment

pytestmark = pytest.mark.usefixtures("office_hours")
MORNING = moment(TODAY, 7, 30)
Say = Callable[..., None]


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> Say:
    """What worker, broker and disk answer, without them: everything well to begin with."""

    def say(*, worker: bool = True, broker: bool = True, jobs: int | None = 0, free: float = 100) -> None:
        monkeypatch.setattr(vitals, "broker_answers", lambda: broker)
        monkeypatch.setattr(vitals, "worker_answers", lambda **_: worker)
        monkeypatch.setattr(vitals, "jobs_waiting", lambda: jobs)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=int(free * vitals.GIGABYTE)))

    say()
    return say


@pytest.fixture
def beating(db: None) -> None:
    for job in ("heartbeat", "open_reminders", "send_reminders"):
        pulse.mark(job, now=NOW)


def fact(name: str, *, now: datetime = NOW) -> Fact:
    return next(found for found in health.check_up(now=now) if found.name == name)


def level(name: str, *, now: datetime = NOW) -> Level:
    return fact(name, now=now).level


# --- page and command -------------------------------------------------------------------------------------------------


def test_the_page_is_the_administrators(world: World, client: Client, servers: Say, at: Any) -> None:
    answer = login(client, "quantri").get(reverse("plans:health"))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert all(f">{found.name}<" in page for found in health.check_up(now=NOW))
    assert "phần hỏng" in page


@pytest.mark.parametrize("username", ["vanphong", "lhh", "lanhdao"])
def test_others_are_told_whose_page_it_is(world: World, client: Client, username: str, at: Any) -> None:
    answer = login(client, username).get(reverse("plans:health"))
    assert answer.status_code == 403
    assert "dành cho cán bộ quản trị" in answer.content.decode()


def ended(*arguments: str) -> tuple[int, str]:
    """Exit code and words of the command."""
    out, code = StringIO(), 0
    try:
        call_command("health", *arguments, stdout=out)
    except SystemExit as end:
        code = int(str(end.code))
    return code, out.getvalue()


def test_the_command_says_the_same_and_fails_as_strictly_as_asked(
    world: World, servers: Say, beating: None, at: Any
) -> None:
    assert ended()[0] == 0
    assert "tốt     Bộ hẹn giờ" in ended()[1]
    assert ended("--strict")[0] == 0
    servers(free=3)
    assert ended()[0] == 0
    assert "cần xem Ổ đĩa: Còn trống 3,0 GB. → Mở rộng" in ended()[1]
    assert ended("--strict")[0] == 1
    servers(worker=False)
    code, words = ended("--json")
    told = json.loads(words)
    assert (code, told["ok"]) == (1, False)
    assert next(one for one in told["facts"] if one["name"] == "Tiến trình nền")["level"] == "bad"


def test_every_fact_that_is_not_well_says_what_to_do(world: World, servers: Say, settings: Any) -> None:
    settings.PUBLIC_URL = ""
    servers(worker=False, broker=False, jobs=None, free=0.5)
    found = health.check_up(now=moment("2030-12-24"))
    assert {one.name for one in found if one.level == Level.BAD} >= {
        "Hàng đợi lệnh", "Bộ hẹn giờ", "Tiến trình nền", "Ổ đĩa", "Đường dẫn trong thư", "Lịch làm việc",
    }  # fmt: skip
    assert [one for one in found if one.level != Level.GOOD and not one.remedy] == []


# --- servers that are away ----------------------------------------------------------------------------------------------


def _away(*args: object) -> None:
    raise OperationalError("gone")


def test_without_a_database_each_fact_says_so_and_it_is_asked_once(world: World, servers: Say) -> None:
    tries: list[object] = []

    def away(*args: object) -> None:
        tries.append(args)
        raise OperationalError("gone")

    with connection.execute_wrapper(away):
        found = {one.name: one for one in health.check_up(now=NOW)}
    assert len(tries) == 1
    assert found["Cơ sở dữ liệu"].level == Level.BAD
    assert "OperationalError" in found["Cơ sở dữ liệu"].text
    assert "chưa xem được" in found["Thư đang chờ"].text.lower()
    assert found["Tiến trình nền"].level == found["Ổ đĩa"].level == Level.GOOD


def test_a_page_that_finds_no_database_answers_503_in_words(world: World, client: Client) -> None:
    login(client, "quantri")
    client.raise_request_exception = False
    with connection.execute_wrapper(_away):
        answer = client.get(reverse("plans:health"))
    assert answer.status_code == 503
    assert "Máy chủ dữ liệu" in answer.content.decode()


@pytest.mark.slow
def test_the_command_ends_in_words_with_neither_database_nor_broker() -> None:
    env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | {
        "DATABASE_URL": "postgresql://nobody:x@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0",
        "EMAIL_URL": "smtp://127.0.0.1:1", "SECRET_KEY": project.SECRET_KEY, "PUBLIC_URL": "http://127.0.0.1:1",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "manage.py", "health"], cwd=project.BASE_DIR, env=env, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 1
    assert "HỎNG    Cơ sở dữ liệu: Không kết nối được" in done.stdout
    assert "HỎNG    Hàng đợi lệnh: Không kết nối được." in done.stdout
    assert "HỎNG    Đường dẫn trong thư: http://127.0.0.1:1: không kết nối được" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_broker_that_is_not_there_counts_as_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_app.conf, "broker_url", "redis+socket:///nowhere/valkey.sock")
    assert vitals.broker_answers() is False
    assert vitals.worker_answers(timeout=0.1) is False
    assert vitals.jobs_waiting() is None


def test_the_broker_that_is_there_answers(broker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert vitals.broker_answers() is True


def test_a_fault_nobody_thought_of_is_a_fact_too(
    world: World, servers: Say, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(vitals, "disk", lambda: 1 // 0)
    assert (level("Ổ đĩa"), fact("Ổ đĩa").text) == (Level.BAD, "Không xem được (ZeroDivisionError).")
    assert "Ổ đĩa" in caplog.text


def test_a_version_ahead_of_its_tables_is_broken(world: World, servers: Say) -> None:
    assert level("Cấu trúc dữ liệu") == Level.GOOD
    MigrationRecorder.Migration.objects.filter(app="plans", name__startswith="0022").delete()
    found = fact("Cấu trúc dữ liệu")
    assert (found.level, "plans.0022" in found.text) == (Level.BAD, True)


@pytest.mark.parametrize(("free", "expected"), [(5.1, Level.GOOD), (4.9, Level.WARN), (0.9, Level.BAD)])
def test_the_disk_is_looked_at_before_it_is_full(world: World, servers: Say, free: float, expected: Level) -> None:
    servers(free=free)
    assert level("Ổ đĩa") == expected


# --- scheduler, worker, jobs --------------------------------------------------------------------------------------------


def test_a_beat_three_minutes_old_is_alive_an_older_one_is_not(world: World, servers: Say) -> None:
    pulse.mark("heartbeat", now=NOW - timedelta(minutes=3))
    assert level("Bộ hẹn giờ") == Level.GOOD
    assert level("Bộ hẹn giờ", now=NOW + timedelta(seconds=1)) == Level.BAD


def test_without_a_worker_the_scheduler_is_not_blamed_while_jobs_pile_up(world: World, servers: Say) -> None:
    pulse.mark("heartbeat", now=NOW - timedelta(hours=1))
    servers(worker=False, jobs=12)
    assert level("Bộ hẹn giờ") == Level.WARN
    assert level("Tiến trình nền") == Level.BAD
    servers(worker=False, jobs=0)
    assert level("Bộ hẹn giờ") == Level.BAD


def test_a_job_that_misses_its_hour_is_named(world: World, servers: Say) -> None:
    assert level("Việc hẹn giờ") == Level.GOOD
    pulse.mark("open_periods", now=moment(TODAY, 9, 4))  # due next at 10:03
    pulse.mark("forget_old_exports", now=moment("2022-07-13", 3, 28))  # due next at 3:27 of the next day
    assert level("Việc hẹn giờ", now=moment("2022-07-14", 3, 40)) == Level.GOOD
    pulse.mark("forget_old_exports", now=moment(TODAY, 3, 28))
    assert level("Việc hẹn giờ", now=moment(TODAY, 10, 18)) == Level.GOOD
    found = fact("Việc hẹn giờ", now=moment(TODAY, 10, 19))
    assert found.level == Level.WARN
    assert "mở kỳ báo cáo (lần cuối 09:04" in found.text
    assert "dọn tệp xuất" not in found.text


def an_export(world: World, **values: Any) -> ItemExport:
    return ItemExport.objects.create(
        **{"made_by": world.officer("vanphong"), "made_at": NOW, "query": "", "on": TODAY, "total": 1, "sight": [], **values}
    )  # fmt: skip


def test_rows_that_nobody_takes_worry_by_their_age_not_their_number(world: World, servers: Say) -> None:
    assert level("Việc chờ làm") == Level.GOOD
    for _ in range(3):
        an_export(world)
    later = NOW + timedelta(minutes=16)
    assert level("Việc chờ làm", now=NOW + timedelta(minutes=1)) == Level.GOOD
    assert (level("Việc chờ làm", now=later), fact("Việc chờ làm", now=later).text) == (
        Level.WARN, "3 bảng chờ xuất, chờ lâu nhất 16 phút.",
    )  # fmt: skip
    assert level("Việc chờ làm", now=NOW + timedelta(minutes=61)) == Level.BAD


def test_rows_whose_worker_is_gone_are_told_after_their_lease(world: World, servers: Say) -> None:
    an_export(world, state="writing", claimed_at=NOW)
    officer = world.officer("vanphong")
    BulkAct.objects.create(
        kind="cancel", officer=officer, agency=world.agencies.ban_tuyen_giao, at=NOW, reason="x", state="running",
        claimed_at=NOW, once_key="6ee4b5c2-7a2c-4a8e-9c7b-111111111111",
    )  # fmt: skip
    assert level("Việc bỏ dở", now=NOW + timedelta(minutes=5)) == Level.GOOD
    found = fact("Việc bỏ dở", now=NOW + timedelta(minutes=11))
    assert (found.level, found.text) == (
        Level.WARN, "1 bảng chờ xuất quá thời gian giữ 1 phút; 1 việc hàng loạt quá thời gian giữ 6 phút.",
    )  # fmt: skip
    assert level("Việc bỏ dở", now=NOW + timedelta(minutes=26)) == Level.BAD


# --- letters ------------------------------------------------------------------------------------------------------------


def test_a_letter_that_keeps_failing_turns_from_warning_to_broken(item: WorkItem, servers: Say, by_smtp: Any) -> None:
    by_smtp.manner = "refuse"
    send_reminders(now=MORNING)
    assert level("Thư gửi lỗi") == Level.WARN
    send_reminders(now=MORNING + timedelta(minutes=1))
    send_reminders(now=MORNING + timedelta(minutes=6))
    found = fact("Thư gửi lỗi")
    assert (found.level, "550 5.1.1 no such mailbox" in found.text) == (Level.BAD, True)
    by_smtp.manner = "accept"
    send_reminders(now=MORNING + timedelta(minutes=21))
    assert level("Thư gửi lỗi") == Level.GOOD
    assert "07:51 ngày 14/7/2022" in fact("Thư gần nhất được nhận").text


def a_letter(username: str = "codo", **values: Any) -> Digest:
    officer = Officer.objects.get(username=username)
    values = {"day": TODAY, "message_id": f"<{username}.{values.get('day')}@x>", **values}
    return Digest.objects.create(officer=officer, **values)


def test_a_letter_waits_from_the_opening_of_the_office_that_sends_last(world: World, servers: Say) -> None:
    a_letter()
    assert level("Thư đang chờ", now=moment(TODAY, 7, 0)) == Level.GOOD  # nothing leaves yet
    assert level("Thư đang chờ", now=moment(TODAY, 7, 45)) == Level.GOOD
    found = fact("Thư đang chờ", now=moment(TODAY, 7, 46))
    assert (found.level, found.text) == (Level.WARN, "1 thư chờ gửi, lâu nhất 16 phút.")
    assert level("Thư đang chờ", now=moment(TODAY, 8, 31)) == Level.BAD
    ReminderPolicy.objects.create(agency=world.agencies.ban_tuyen_giao, occasions=[], digest_at="09:00")
    assert level("Thư đang chờ", now=moment(TODAY, 9, 10)) == Level.GOOD
    assert level("Thư đang chờ", now=moment(TODAY, 17, 1)) == Level.GOOD  # closed
    assert level("Thư đang chờ", now=moment("2022-07-16", 9, 30)) == Level.GOOD  # a Saturday


def test_a_letter_waits_from_its_next_try_and_within_its_officers_hours(world: World, servers: Say) -> None:
    a_letter("codo", state=DigestState.FAILED, attempts=1, next_try_at=moment(TODAY, 8, 50))
    a_letter("lhh")
    ReminderPreference.objects.create(officer=world.officer("lhh"), not_before="08:55")
    assert "Không thư nào chờ" in fact("Thư đang chờ", now=moment(TODAY, 8, 49)).text
    assert "1 thư chờ gửi, lâu nhất 4 phút" in fact("Thư đang chờ", now=moment(TODAY, 8, 54)).text
    found = fact("Thư đang chờ", now=moment(TODAY, 9, 6))
    assert (found.level, found.text) == (Level.WARN, "2 thư chờ gửi, lâu nhất 16 phút.")
    Digest.objects.filter(officer__username="codo").delete()
    assert "lâu nhất 11 phút" in fact("Thư đang chờ", now=moment(TODAY, 9, 6)).text


def test_rows_opened_late_in_the_day_are_not_late(item: WorkItem, servers: Say) -> None:
    send_reminders(now=MORNING - timedelta(minutes=1))
    row = Reminder.objects.create(
        work_item=item, agency=item.agency, occasion="before_1", named_on=TODAY, for_day=TODAY,
        opened_at=moment(TODAY, 10, 0),
    )  # fmt: skip
    letter = a_letter("lhh")
    letter.deliveries.create(reminder=row, officer=letter.officer)
    assert "lâu nhất 5 phút" in fact("Thư đang chờ", now=moment(TODAY, 10, 5)).text


def test_a_letter_left_in_the_middle_is_told_after_its_lease(world: World, servers: Say) -> None:
    a_letter(state=DigestState.SENDING, attempts=1, lease_until=NOW)
    assert level("Thư gửi dở") == Level.GOOD
    assert level("Thư gửi dở", now=NOW + timedelta(minutes=1)) == Level.WARN
    assert level("Thư gửi dở", now=NOW + timedelta(minutes=16)) == Level.BAD


def test_letters_were_due_and_none_was_accepted_since(world: World, servers: Say) -> None:
    assert "Chưa có thư nào phải gửi" in fact("Thư gần nhất được nhận").text
    wednesday = date(2022, 7, 13)
    a_letter("lhh", day=wednesday, state=DigestState.SENT, sent_at=moment(wednesday, 7, 31))
    a_letter("codo", day=wednesday, state=DigestState.FAILED, attempts=4)
    assert level("Thư gần nhất được nhận") == Level.GOOD  # the mail server worked on that day
    a_letter("lhh", state=DigestState.FAILED, attempts=1)
    assert level("Thư gần nhất được nhận", now=moment(TODAY, 8, 29)) == Level.GOOD
    found = fact("Thư gần nhất được nhận", now=moment(TODAY, 8, 30))
    assert found.level == Level.WARN
    assert "Từ ngày 14/7/2022 có 1 thư phải gửi" in found.text
    a_letter("codo", state=DigestState.SENT, sent_at=moment(TODAY, 8, 40))
    assert level("Thư gần nhất được nhận") == Level.GOOD


def test_what_was_due_on_a_day_off_is_no_sign(world: World, servers: Say) -> None:
    a_letter(day=date(2022, 7, 16), state=DigestState.FAILED)
    assert level("Thư gần nhất được nhận", now=moment("2022-07-17")) == Level.GOOD


def test_a_letter_given_up_as_unknown_and_rows_without_anybody_are_shown(item: WorkItem, servers: Say) -> None:
    Reminder.objects.create(
        work_item=item, agency=item.agency, occasion="before_1", named_on=TODAY, for_day=TODAY,
        state=ReminderState.NOBODY, opened_at=MORNING,
    )  # fmt: skip
    assert level("Người nhận") == Level.GOOD, "there is a clerk by now"
    Officer.objects.filter(username="lhh").update(is_active=False)
    assert "1 mốc nhắc của 1 đơn vị" in fact("Người nhận").text
    assert level("Thư không rõ kết quả") == Level.GOOD
    a_letter(state=DigestState.UNKNOWN)
    assert level("Thư không rõ kết quả") == Level.WARN


def test_next_years_days_off_are_asked_for_from_december_and_missed_from_the_twentieth(
    world: World, servers: Say
) -> None:
    assert level("Lịch làm việc", now=moment("2022-11-30")) == Level.GOOD
    assert level("Lịch làm việc", now=moment("2022-12-01")) == Level.WARN
    assert level("Lịch làm việc", now=moment("2022-12-19")) == Level.WARN
    assert level("Lịch làm việc", now=moment("2022-12-20")) == Level.BAD
    assert level("Lịch làm việc", now=moment("2023-01-02")) == Level.BAD
    CalendarDay.objects.create(day=date(2023, 1, 1), kind=DayKind.OFF, name="Tết Dương lịch")
    assert level("Lịch làm việc", now=moment("2022-12-20")) == Level.GOOD


# --- the public address -------------------------------------------------------------------------------------------------


class _Site(http.server.BaseHTTPRequestHandler):
    asked: list[tuple[str, str]] = []
    status, leads_to, pause = 200, "", 0.0

    def do_GET(self) -> None:
        type(self).asked.append((self.path, self.headers["Host"]))
        time.sleep(self.pause)
        self.send_response(self.status)
        if self.leads_to:
            self.send_header("Location", self.leads_to)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def site(settings: Any, servers: Say) -> Iterator[type[_Site]]:
    """A web server behind PUBLIC_URL that a test lets answer as it likes."""
    kind = type("Site", (_Site,), {"asked": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        settings.CHECK_PUBLIC_URL, settings.PUBLIC_URL = True, f"http://127.0.0.1:{server.server_port}"
        settings.DEMO = True  # elsewhere an address of the machine itself is no good
        cache.clear()
        yield kind
        server.shutdown()
        thread.join()
    cache.clear()


def test_the_public_address_is_opened_once_a_minute_at_its_probe(site: type[_Site]) -> None:
    assert vitals.public_url().level == vitals.public_url().level == Level.GOOD
    assert site.asked == [("/suc-khoe/", site.asked[0][1])]


def test_a_redirect_is_told_and_not_followed(site: type[_Site], settings: Any) -> None:
    site.status, site.leads_to = 301, f"{settings.PUBLIC_URL}/noi-khac/"
    found = vitals.public_url()
    assert (found.level, "/noi-khac/" in found.text) == (Level.WARN, True)
    assert [path for path, _ in site.asked] == ["/suc-khoe/"]


@pytest.mark.parametrize(("status", "expected"), [(404, Level.WARN), (401, Level.WARN), (503, Level.BAD)])
def test_another_answer_is_no_good_one(site: type[_Site], status: int, expected: Level) -> None:
    site.status = status
    assert vitals.public_url().level == expected


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_an_address_that_opens_on_the_server_alone_is_no_link_for_letters(
    host: str, site: type[_Site], settings: Any
) -> None:
    settings.DEMO, settings.PUBLIC_URL = False, settings.PUBLIC_URL.replace("127.0.0.1", host)
    found = vitals.public_url()
    assert (found.level, "chính máy chủ này" in found.text) == (Level.WARN, True)


def test_an_address_that_does_not_answer_ends_the_wait(site: type[_Site], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_address, "TIMEOUT", 0.05)
    site.pause = 1
    found = vitals.public_url()
    assert (found.level, "không trả lời" in found.text) == (Level.BAD, True)


def test_the_cache_being_away_hides_nothing(site: type[_Site], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_address, "cache", None)
    assert vitals.public_url().level == Level.GOOD


def test_tests_and_whoever_turns_it_off_open_nothing(site: type[_Site], settings: Any) -> None:
    settings.CHECK_PUBLIC_URL = False
    assert vitals.public_url().level == Level.GOOD
    assert site.asked == []


@pytest.mark.parametrize(
    "address",
    ["dondoc.example", "ftp://dondoc.example", "https://", "https://[::1", "https://a:99999", "https://a b.example",
     "https://ten:mat-khau@dondoc.example", "https://dondoc.example/thu-muc", "https://dondoc.example?x=1", "javascript:alert(1)"],
)  # fmt: skip
def test_what_is_no_address_is_never_opened(address: str, settings: Any) -> None:
    assert public_address.fault_of(address)
    settings.PUBLIC_URL, settings.CHECK_PUBLIC_URL = address, True
    assert vitals.public_url().level == Level.BAD


@pytest.mark.parametrize("address", ["https://dondoc.example", "http://localhost:8000", "https://[::1]:8443"])
def test_what_is_one_passes(address: str) -> None:
    assert public_address.fault_of(address) == ""
