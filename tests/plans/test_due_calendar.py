"""The calendar of due days: what stands on which day, for whom, and that the list opens the same rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.choices import DayKind
from agencies.models import CalendarDay
from plans.due_calendar import MONTH, WEEK, Asked, Day, page_of
from plans.models import ReportingPeriod, WorkItem
from plans.services.progress import report
from tests.builders import a_plan
from tests.cast import NOW, TODAY, World, login

URL = "/lich/"


@pytest.fixture(autouse=True)
def _clock(at: Callable[[Any], datetime]) -> None:
    """Pages read the story day."""


def shown(world: World, username: str, **asked: Any) -> dict[date, Day]:
    officer = world.officer(username).enter(on=TODAY)
    return {one.day: one for one in page_of(officer, Asked(**{"on": TODAY, **asked}), today=TODAY).days}


def titles(one: Day) -> list[str]:
    return [item.title for item in one.items]


def test_a_month_in_whole_weeks_from_monday_with_deadlines_periods_and_days_off(world: World) -> None:
    CalendarDay.objects.create(day=date(2022, 7, 30), kind=DayKind.WORKING, name="bù ngày 03/9", source="thử")
    days = shown(world, "lhh")
    assert (min(days), max(days), len(days)) == (date(2022, 6, 27), date(2022, 7, 31), 35)
    assert min(days).weekday() == 0
    assert titles(days[date(2022, 7, 15)]) == ["Xây dựng kế hoạch triển khai"]
    assert days[date(2022, 7, 15)].items[0].is_due_soon  # type: ignore[attr-defined]
    eleventh = days[date(2022, 7, 11)]
    assert titles(eleventh) == ["Đổi mới nội dung, phương thức hoạt động của Liên hiệp Hội"]
    assert eleventh.items[0].standing == "overdue"  # type: ignore[attr-defined]
    assert [mark.words for mark in eleventh.marks] == ["Hạn cập nhật quý II/2022"]
    assert [mark.words for mark in days[date(2022, 6, 30)].marks] == ["Chốt số liệu quý II/2022"]
    worked = days[date(2022, 7, 30)]
    assert (worked.is_off, worked.special and worked.special.name) == (False, "bù ngày 03/9")
    assert [one.is_off for one in (days[date(2022, 7, 29)], days[date(2022, 7, 31)])] == [False, True]
    assert [day for day, one in days.items() if one.is_today] == [TODAY]
    assert shown(world, "lhh", on=date(2022, 9, 1))[date(2022, 9, 2)].is_off


def test_a_period_of_several_duties_is_told_once(world: World) -> None:
    period = ReportingPeriod.objects.get(label="quý II/2022", duty__assignment=None)
    duty = period.duty
    duty.pk, duty.with_dated, duty.name = None, True, "Cập nhật của mọi đơn vị"
    duty.save(force_insert=True)
    period.pk, period.duty = None, duty
    period.save(force_insert=True)
    assert len(shown(world, "vanphong")[date(2022, 7, 11)].marks) == 1


def test_everybody_sees_their_part(world: World) -> None:
    """The same month: the office everything, an agency its own, a helper what it helps with, others nothing."""
    counts = {
        name: sum(one.total for one in shown(world, name).values())
        for name in ("vanphong", "truongban", "lanhdao", "lhh", "baocantho", "codo", "quangngai", "phuthien", "quantri")
    }
    office = WorkItem.objects.filter(due_on__range=(date(2022, 6, 27), date(2022, 7, 31))).count()
    assert counts == {
        **dict.fromkeys(("vanphong", "truongban", "lanhdao"), office),
        **dict.fromkeys(("quangngai", "phuthien", "quantri"), 0), "lhh": 2, "baocantho": 2, "codo": 1,
    }  # fmt: skip
    assert [sum(one.marks_total for one in shown(world, name).values()) for name in ("quangngai", "quantri")] == [0, 0]


def test_whose_work(world: World) -> None:
    own = shown(world, "vanphong", whose="don-vi")
    assert {item.agency_id for one in own.values() for item in one.items} <= {world.agencies.ban_tuyen_giao.pk}
    assert shown(world, "vanphong", whose="van-phong")[date(2022, 7, 11)].total > 1
    assert shown(world, "baocantho", whose="don-vi")[date(2022, 7, 11)].total == 1, "not what it helps with"
    assert not any(one.total for one in shown(world, "lhh", whose="van-phong").values())
    other = a_plan(
        world, world.agencies.dang_doan_lhh, by=world.officer("vanphong").enter(on=TODAY), due_on=date(2022, 7, 20)
    )
    assert shown(world, "lhh", plan=other.pk)[date(2022, 7, 15)].total == 0
    assert shown(world, "lhh", plan=other.pk)[date(2022, 7, 20)].total == 1


def test_a_full_day_shows_the_first_and_links_to_all_of_them(client: Client, world: World) -> None:
    day = date(2022, 7, 20)
    WorkItem.objects.filter(task=world.tasks["2"], period__label="quý II/2022").update(due_on=day)
    lhh = world.agencies.dang_doan_lhh
    WorkItem.objects.filter(agency=lhh, due_on__isnull=False).update(due_on=day)
    done = world.item("5", lhh)
    report(done, by=world.officer("lhh").enter(on=TODAY), now=NOW, submits=True, results="Xong")
    one = shown(world, "vanphong")[day]
    assert (one.total, len(one.items), one.more) == (7, 3, 4)
    assert done.pk not in {item.pk for item in one.items}, "what is sent stands after what is owed"
    assert len(shown(world, "vanphong", view=WEEK, on=day)[day].items) == 7
    page = login(client, "vanphong").get(URL, {"ngay": "2022-07-20", "cua": "van-phong"}).content.decode()
    (link,) = (unescape(url) for url in re.findall(r'href="([^"]+)"[^>]*>\+ 4 việc', page))
    listed = client.get(link)
    assert listed.context["page"].paginator.count == 7
    words = [row["words"] for row in listed.context["chosen"]]
    assert words == ["hạn từ 20/7/2022", "hạn đến 20/7/2022", "việc văn phòng theo dõi"]


def test_walking_through_the_calendar(client: Client, world: World) -> None:
    login(client, "lhh")
    page = client.get(URL)
    assert (page.context["before_url"], page.context["after_url"]) == ("?ngay=2022-06-01", "?ngay=2022-08-01")
    assert page.context["today_url"] == ""
    week = client.get(URL, {"xem": "tuan", "ngay": "3/1/2022", "cua": "don-vi"})
    assert week.context["asked"] == Asked(date(2022, 1, 3), WEEK, "don-vi")
    assert week.context["before_url"] == "?xem=tuan&ngay=2021-12-27&cua=don-vi"
    assert week.context["today_url"] == "?xem=tuan&ngay=2022-07-14&cua=don-vi"
    assert "Tuần 03/01/2022 – 09/01/2022" in week.content.decode()
    assert "Không có gì trong thời gian này" in client.get(URL, {"ngay": "1/8/2022"}).content.decode()
    wrong = client.get(URL, {"ngay": "31/2/2022", "ke_hoach": "99999", "xem": "nam"})
    said = wrong.content.decode()
    assert wrong.context["asked"] == Asked(TODAY, MONTH)
    assert 'value="31/2/2022"' in said
    assert "Kế hoạch này không có trong phạm vi" in said
    for edge in ("1900-01-01", "2200-12-31"):
        assert client.get(URL, {"ngay": edge}).status_code == 200
        assert client.get(URL, {"ngay": edge, "xem": "tuan"}).status_code == 200


def test_the_place_in_the_frame_is_for_who_has_work(client: Client, world: World) -> None:
    assert 'aria-label="Lịch"' in login(client, "lhh").get("/tai-khoan/").content.decode()
    assert 'aria-label="Lịch"' not in login(client, "quantri").get("/tai-khoan/").content.decode()


def test_as_many_queries_for_many_rows_as_for_few(client: Client, world: World) -> None:
    login(client, "vanphong")

    def asked(view: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(URL, {"xem": view, "ngay": "2022-07-14"}).status_code == 200
        return len(found)

    few = [asked("thang"), asked("tuan")]
    by = world.officer("vanphong").enter(on=TODAY)
    for n in range(3):
        a_plan(world, world.agencies.dang_doan_lhh, world.agencies.co_do, by=by, due_on=date(2022, 7, 18 + n))
    assert [asked("thang"), asked("tuan")] == few
    assert max(few) <= 16


def test_the_address_of_each_item_and_period_opens(client: Client, world: World) -> None:
    page = login(client, "lhh").get(URL).content.decode()
    links = set(re.findall(r'href="(/(?:nhiem-vu|che-do-bao-cao/ky)/\d+/)"', page))
    assert len(links) >= 3
    assert {client.get(link).status_code for link in links} == {200}
    assert reverse("plans:feed-list") in page
