"""Private calendars: an address is told once and revoked, what it holds is the officer's, and another library reads the file."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream

from agencies.choices import ReadKind
from agencies.models import Officer, ReadEntry
from agencies.services import end_post
from agencies.verdict import Denied
from directives.choices import Secrecy
from directives.models import Directive
from plans import feed as feeds
from plans.models import Assignment, CalendarFeed, ReminderPolicy, Task, WorkItem
from plans.policy import untitled_among
from plans.services import feeds as verbs
from plans.services.progress import report
from tests.builders import a_plan
from tests.cast import CAST, NOW, TODAY, World, login, moment

TITLE_5 = "Xây dựng kế hoạch triển khai"
TITLE_3 = "Đổi mới nội dung, phương thức hoạt động của Liên hiệp Hội"


@pytest.fixture(autouse=True)
def clock(at: Callable[[Any], datetime]) -> Callable[[Any], datetime]:
    """Reads happen on the story day unless a test moves it."""
    return at


def an_address(world: World, username: str, name: str = "điện thoại") -> str:
    _, token = verbs.make(by=world.officer(username).enter(on=TODAY), now=NOW, name=name)
    return reverse("plans:feed", args=[token])


def read(url: str, **headers: str) -> Any:
    """What a calendar program gets: nobody is signed in."""
    from tests.conftest import ReadOnlyGetClient

    return ReadOnlyGetClient().get(url, headers=headers)


def parsed(answer: Any) -> Calendar:
    assert answer.status_code == 200
    (calendar,) = IcsCalendarStream.from_ics(answer.content.decode()).calendars
    return calendar


def work_of(answer: Any) -> dict[str, Any]:
    """Summaries and days of what is to be done, by another library; days of the calendar left out."""
    events = parsed(answer).events
    return {str(one.summary): one.dtstart for one in events if one.uid and not one.uid.startswith("ngay-")}


# --- the file -----------------------------------------------------------------------------------------


def test_another_library_reads_what_an_agency_owes(world: World) -> None:
    calendar = parsed(read(an_address(world, "lhh")))
    by_name = {str(one.summary): one for one in calendar.events}
    five = by_name[TITLE_5]
    item = world.item("5", world.agencies.dang_doan_lhh)
    assert (five.dtstart, five.dtend) == (date(2022, 7, 15), date(2022, 7, 16)), "a whole day"
    assert five.uid == f"dau-viec-{item.pk}@localhost"
    assert five.sequence == item.version
    assert str(five.url) == f"http://localhost:8000/nhiem-vu/{item.pk}/"
    assert str(five.description).splitlines() == [
        "54-CV/TU, mục 5, sản phẩm", "Đơn vị: Đảng đoàn Liên hiệp Hội", "Hạn: 15/7/2022",
    ]  # fmt: skip
    assert (five.status, five.transparency) == ("CONFIRMED", "TRANSPARENT")
    (alarm,) = five.alarm
    assert alarm.trigger == timedelta(hours=-16), "eight o'clock of the day before"
    assert {TITLE_3, TITLE_5, "Nghỉ: Quốc khánh"} <= set(by_name)
    holiday = by_name["Nghỉ: Quốc khánh"]
    assert (holiday.transparency, holiday.alarm) == ("TRANSPARENT", [])
    days: list[Any] = [one.dtstart for one in calendar.events]
    assert min(days) >= TODAY - timedelta(days=30)
    assert len({one.uid for one in calendar.events}) == len(days)


def test_what_is_sent_leaves_the_agency_and_waits_with_the_office(world: World) -> None:
    lhh, office = an_address(world, "lhh"), an_address(world, "vanphong")
    waiting = f"Chờ xác nhận: {TITLE_5} – Đảng đoàn Liên hiệp Hội"
    assert TITLE_5 in work_of(read(lhh))
    assert waiting not in work_of(read(office))
    report(
        world.item("5", world.agencies.dang_doan_lhh),
        by=world.officer("lhh").enter(on=TODAY),
        now=NOW,
        submits=True,
        results="Xong",
    )
    assert TITLE_5 not in work_of(read(lhh))
    told = work_of(read(office))
    assert told[waiting] == date(2022, 7, 15)
    assert told["Hạn báo cáo quý II/2022: 54-CV/TU"] == date(2022, 7, 11)
    assert TITLE_3 not in told, "what others owe is on the pages, not in the office's own calendar"


def test_each_has_their_own_and_neighbours_nothing(world: World) -> None:
    told = {name: work_of(read(an_address(world, name))) for name in CAST if name != "quantri"}
    assert told["quangngai"] == told["phuthien"] == {}
    assert TITLE_3 not in told["baocantho"], "it helps with that, and owes only its own"
    assert "Mở chuyên trang, chuyên mục về trí thức tiêu biểu" in told["baocantho"]
    assert set(told["codo"]) & set(told["lhh"]) <= {
        summary for summary in told["lhh"] if summary.startswith("Hạn báo cáo")
    }
    with pytest.raises(Denied, match="chưa giữ chức trách"):
        an_address(world, "quantri")


def test_lines_end_and_fold_as_the_standard_says_and_nothing_hostile_gets_through(world: World) -> None:
    hostile = "Việc “khó”,\r\nBEGIN:VEVENT;\\n \u202e đảo \u2067chữ\u2069 \x07 " + "Nguyễn ưỡng ểễệ " * 14
    Task.objects.filter(pk=world.tasks["5"].pk).update(heading=hostile[:300])
    Assignment.objects.filter(task=world.tasks["3"]).update(heading="a,b;c\\d:e\nATTACH:http://x.vn")
    raw = read(an_address(world, "lhh")).content
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b""), "every line ends in CRLF"
    lines = raw.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()  # no letter is cut in two
    assert lines.count(b"BEGIN:VEVENT") == len(parsed(read(an_address(world, "lhh"))).events)
    text = raw.decode().replace("\r\n ", "")
    assert not re.search("[\u0000-\u0009\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069]", text)
    assert "\r\nATTACH" not in text
    told = work_of(read(an_address(world, "lhh")))
    assert "a,b;c\\d:e ATTACH:http://x.vn" in told
    (long,) = (summary for summary in told if summary.startswith("Việc “khó”, BEGIN:VEVENT;\\n đảo chữ"))
    assert len(long) <= feeds.LONGEST
    assert long.endswith("…")


def test_the_head_says_how_often_and_whose(world: World) -> None:
    answer = read(an_address(world, "lhh"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    text = answer.content.decode()
    for line in ("VERSION:2.0", "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H", "X-WR-CALNAME:Đôn Đốc"):
        assert f"\r\n{line}\r\n" in text
    assert "VTIMEZONE" not in text


# --- names that stay inside ---------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["office", "plan", "internal"])
def test_no_names_where_the_office_says_so_or_the_document_is_internal(world: World, who: str) -> None:
    Assignment.objects.filter(task=world.tasks["3"]).update(heading="Việc riêng của đơn vị")
    if who == "internal":
        Directive.objects.filter(pk=world.cong_van_54.pk).update(secrecy=Secrecy.INTERNAL)
    else:
        of = {"agency": world.plan.owner} if who == "office" else {"plan": world.plan}
        ReminderPolicy.objects.create(occasions=[], feed_titles=False, **of)
    if who == "office":  # what a plan sets apart says nothing of names
        ReminderPolicy.objects.create(occasions=[], plan=world.plan)
    report(world.item("3", world.agencies.dang_doan_lhh, "quý II/2022"), by=world.officer("lhh").enter(on=TODAY),
           now=NOW, submits=True, results="Xong")  # fmt: skip
    for username in ("lhh", "vanphong"):
        answer = read(an_address(world, username))
        text = answer.content.decode().replace("\r\n ", "")
        for word in ("Xây dựng", "Đổi mới", "Việc riêng", "Liên hiệp Hội", "quý II", "Theo dõi", "6 tháng"):
            assert word not in text, word
        assert set(work_of(answer)) <= {
            "Việc đến hạn: 54-CV/TU",
            "Việc chờ xác nhận: 54-CV/TU",
            "Hạn báo cáo định kỳ: 54-CV/TU",
        }
        assert work_of(answer)


def test_the_wish_of_an_office_holds_for_its_own_plans_only(world: World) -> None:
    other = a_plan(world, world.agencies.co_do, by=world.officer("vanphong").enter(on=TODAY))
    pairs = [(world.plan.pk, world.plan.owner_id), (other.pk, other.owner_id)]
    ReminderPolicy.objects.create(occasions=[], feed_titles=False, agency=world.agencies.thanh_uy)
    assert untitled_among(pairs) == frozenset()
    ReminderPolicy.objects.create(occasions=[], feed_titles=False, plan=other)
    assert untitled_among(pairs) == {other.pk}
    assert untitled_among([]) == frozenset()


# --- the address --------------------------------------------------------------------------------------


def test_an_address_is_told_once_and_only_its_hash_is_kept(client: Client, world: World) -> None:
    login(client, "lhh")
    page = client.post(reverse("plans:feed-list"), {"name": " Điện thoại "})
    said = page.content.decode()
    (address,) = re.findall(r"http://localhost:8000(/lich/[\w-]{43}\.ics)", said)
    assert "no-store" in page["Cache-Control"]
    one = CalendarFeed.objects.get()
    token = address.removeprefix("/lich/").removesuffix(".ics")
    assert (one.name, one.officer, one.created_at) == ("Điện thoại", world.officers["lhh"], NOW)
    assert one.token_hash != token
    assert TITLE_5 in work_of(read(address))
    again = client.get(reverse("plans:feed-list")).content.decode()
    assert token not in again
    assert "đọc gần nhất 09:00, 14/7/2022" in again
    assert "Cần nhập dùng cho" in client.post(reverse("plans:feed-list"), {"name": " "}).content.decode()


def test_a_revoked_address_answers_no_more(client: Client, world: World) -> None:
    url = an_address(world, "lhh")
    one = CalendarFeed.objects.get()
    revoke_url = reverse("plans:feed-revoke", args=[one.pk])
    for name in ("vanphong", "quangngai"):
        assert login(client, name).post(revoke_url).status_code == 404
        with pytest.raises(Denied, match="Chỉ người lập"):
            verbs.revoke(one, by=world.officer(name), now=NOW)
    login(client, "lhh")
    assert "không đọc được lịch nữa" in client.get(revoke_url).content.decode()
    assert read(url).status_code == 200, "asking changes nothing"
    assert client.post(revoke_url).status_code == 302
    assert read(url).status_code == 404
    assert client.post(revoke_url).status_code == 404
    with pytest.raises(Denied, match="đã thu hồi"):
        verbs.revoke(one, by=world.officer("lhh"), now=NOW)


def test_every_failure_looks_the_same(world: World) -> None:
    url = an_address(world, "lhh")
    unknown = read(reverse("plans:feed", args=["a" * 43]))
    assert unknown["Content-Type"].startswith("text/plain")
    Officer.objects.filter(username="lhh").update(is_active=False)
    closed = read(url)
    Officer.objects.filter(username="lhh").update(is_active=True, is_sample=True)
    sample = read(url)
    Officer.objects.filter(username="lhh").update(is_sample=False)
    post = world.officers["lhh"].posts.get()
    end_post(post, on=TODAY - timedelta(days=1))
    without_post = read(url)
    answers = (unknown, closed, sample, without_post)
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, unknown.content)}
    assert [dict(answer.headers) for answer in answers] == [dict(unknown.headers)] * 4
    assert not ReadEntry.objects.exists()


def test_there_is_an_end_to_how_many_addresses(client: Client, world: World) -> None:
    for n in range(verbs.MOST):
        an_address(world, "lhh", name=f"máy {n}")
    page = login(client, "lhh").post(reverse("plans:feed-list"), {"name": "máy nữa"}).content.decode()
    assert "Đang có 10 địa chỉ" in page
    assert 'value="máy nữa"' in page
    verbs.revoke(CalendarFeed.objects.all()[0], by=world.officer("lhh"), now=NOW)
    an_address(world, "lhh")


# --- reading often ------------------------------------------------------------------------------------


def test_unchanged_is_answered_without_the_file(world: World, clock: Callable[[Any], datetime]) -> None:
    url = an_address(world, "lhh")
    first = read(url)
    assert first["Last-Modified"]
    same = read(url, if_none_match=first["ETag"])
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    assert read(url, if_modified_since="Sat, 01 Jan 2100 00:00:00 GMT").status_code == 200, "only the tag decides"
    clock(moment("2022-07-14", 17))
    assert read(url).content == first.content, "the same facts, the same bytes"
    Task.objects.filter(pk=world.tasks["5"].pk).update(heading="Tên mới")
    assert read(url, if_none_match=first["ETag"]).status_code == 200


def test_reading_is_noted_hourly_and_in_the_log_once_a_day(
    client: Client, world: World, clock: Callable[[Any], datetime]
) -> None:
    url = an_address(world, "lhh")
    for when, noted, logged in (
        (moment("2022-07-14", 9), moment("2022-07-14", 9), 1),
        (moment("2022-07-14", 9, 40), moment("2022-07-14", 9), 1),
        (moment("2022-07-14", 23, 50), moment("2022-07-14", 23, 50), 1),
        (moment("2022-07-15", 0, 10), moment("2022-07-15", 0, 10), 2),
    ):
        clock(when)
        with CaptureQueriesContext(connection) as found:
            rows = len(parsed(read(url)).events)
        writes = [q for q in found.captured_queries if q["sql"].startswith(("UPDATE", "INSERT"))]
        assert len(writes) <= 2
        assert (CalendarFeed.objects.get().read_at, ReadEntry.objects.count()) == (noted, logged)
    entry = ReadEntry.objects.all()[0]
    assert (entry.kind, entry.thing, entry.officer) == (
        ReadKind.FEED,
        CalendarFeed.objects.get().pk,
        world.officers["lhh"],
    )
    assert entry.rows == rows
    page = login(client, "lhh").get(reverse("agencies:read-list")).content.decode()
    assert "Lịch riêng (iCal)" in page
    assert "địa chỉ lập 14/7/2022" in page


def test_what_cannot_be_noted_does_not_leave(world: World) -> None:
    url = an_address(world, "lhh")
    with patch.object(verbs, "took_out", side_effect=RuntimeError), pytest.raises(RuntimeError):
        read(url)
    assert CalendarFeed.objects.get().read_at is None


def test_a_calendar_that_is_too_long_says_so(world: World) -> None:
    url = an_address(world, "lhh")
    days = len([one for one in parsed(read(url)).events if (one.uid or "").startswith("ngay-")])
    with patch.object(feeds, "MOST", days + 2):
        calendar = parsed(read(url))
    assert len(calendar.events) == days + 2
    (note,) = (one for one in calendar.events if (one.uid or "").startswith("con-nua-"))
    assert str(note.summary).startswith("Lịch chưa đủ: chỉ ghi 1 việc đến hạn sớm nhất")
    assert note.dtstart == TODAY


def test_as_many_queries_for_many_rows_as_for_few(world: World) -> None:
    url = an_address(world, "lhh")
    read(url)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            read(url)
        return len(found)

    few = asked()
    by = world.officer("vanphong").enter(on=TODAY)
    for n in range(3):
        a_plan(world, world.agencies.dang_doan_lhh, by=by, due_on=date(2022, 7, 18 + n))
    assert WorkItem.objects.filter(agency=world.agencies.dang_doan_lhh, due_on__gte=date(2022, 7, 18)).count() >= 3
    assert asked() == few
    assert few <= 14
