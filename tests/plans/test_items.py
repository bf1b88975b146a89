"""The list of items, and one item's page: filters in the URL, tabs that count, what happened and what one may do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from html import unescape
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.services import create_agency
from agencies.uploads import CheckedFile
from directives.choices import SourceKind
from plans.choices import Role
from plans.models import WorkItem
from plans.services import extensions, progress, publishing
from plans.services.planning import assign, cancel_task
from tests.builders import a_confirmation, a_directive, a_draft, a_plan, a_return, a_submission, a_task, an_extension
from tests.cast import NOW, TODAY, World, login, moment

Clock = Callable[[Any], datetime]
LIST = "/nhiem-vu/"


def listed(client: Client, query: str = "") -> str:
    answer = client.get(f"{LIST}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def count(text: str) -> int:
    found = re.search(r"<b>([\d.]+) (?:đầu việc|nhiệm vụ)</b>", text)
    assert found is not None
    return int(found[1].replace(".", ""))


def tabs(text: str) -> dict[str, tuple[str, int]]:
    found = re.findall(r'class="nav-link" href="([^"]+)"[^>]*>\s*([^<]+?) <span class="count">([\d.]+)</span>', text)
    return {label: (unescape(url), int(number.replace(".", ""))) for url, label, number in found}


def test_the_first_look_shows_what_is_not_finished_oldest_first(client: Client, world: World, at: Clock) -> None:
    a_confirmation(
        world.item("4", world.agencies.bao_can_tho, "quý I/2022"),
        by=world.officers["baocantho"],
        monitor=world.officers["vanphong"],
    )
    text = listed(login(client, "vanphong"))
    assert count(text) == WorkItem.objects.counted().unconfirmed().count()
    days = re.findall(r'data-short="Hạn">([\d/]+)<', text)
    assert days == sorted(days, key=lambda day: [int(part) for part in reversed(day.split("/"))])
    assert 'aria-sort="ascending"' in text


def test_every_tab_opens_as_many_rows_as_it_counts(client: Client, world: World, at: Clock) -> None:
    vanphong = world.officers["vanphong"]
    a_submission(world.item("4", world.agencies.bao_can_tho, "quý I/2022"), by=world.officers["baocantho"])
    a_confirmation(world.item("2", world.agencies.co_do, "quý I/2022"), by=world.officers["codo"], monitor=vanphong)
    cancel_task(world.tasks["5"], by=vanphong, now=NOW, reason="Không còn phù hợp")
    login(client, "vanphong")
    for query in (
        "",
        f"?muc=tat-ca&van_ban={world.cong_van_54.pk}",
        "?q=co+do",
        f"?don_vi={world.agencies.co_do.pk}",
        "?tu=01/01/2022&den=30/6/2022",
    ):
        found = tabs(listed(client, query))
        assert {"Chưa hoàn thành", "Quá hạn", "Chờ xác nhận", "Chưa có đơn vị", "Tất cả"} <= set(found)
        for label, (url, number) in found.items():
            assert count(listed(client, url)) == number, (query, label)
    assert tabs(listed(client))["Ngoài tính toán"][1] == 1
    assert tabs(listed(client))["Chờ xác nhận"][1] == 1


def test_a_link_that_names_a_class_shows_that_class_whole(client: Client, world: World, at: Clock) -> None:
    a_confirmation(
        world.item("2", world.agencies.co_do, "quý I/2022"),
        by=world.officers["codo"],
        monitor=world.officers["vanphong"],
    )
    login(client, "vanphong")
    assert count(listed(client, "?xep_loai=done_late")) == 1
    assert count(listed(client, "?xep_loai=done_late&xep_loai=overdue")) == 1 + count(
        listed(client, "?xep_loai=overdue")
    )
    rows: Any = WorkItem.objects.counted().with_standing(on=TODAY)
    for code in ("done_on_time", "done_late", "within", "overdue", "not_started"):
        assert count(listed(client, f"?xep_loai={code}")) == rows.filter(standing=code).count()


@pytest.mark.parametrize(("query", "path", "period"), [
    ("?q=lien hiep hoi&loai=product", "5", ""),
    ("?q=PHONG DIEN&loai=check_in&xep_loai=not_started", "2", "quý III/2022"),
    ("?loai=report&den=30/6/2022", "6", "6 tháng đầu năm 2022"),
])  # fmt: skip
def test_filters_combine_and_search_ignores_diacritics(
    client: Client, world: World, at: Clock, query: str, path: str, period: str
) -> None:
    text = listed(login(client, "vanphong"), query)
    assert count(text) == 1
    assert world.tasks[path].heading in text
    assert period in text


def test_conditions_are_shown_as_chips_and_taken_away_one_by_one(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    task, co_do = world.tasks["2"], world.agencies.co_do
    query = f"?ke_hoach={world.plan.pk}&don_vi={co_do.pk}&xep_loai=overdue&tu=2022-01-01&nhiem_vu={task.pk}"
    text = listed(client, query)
    chips = dict(re.findall(r'<span class="chosen">([^<]+)<a href="([^"]+)"', text))
    assert set(map(str.strip, chips)) == {"Kế hoạch 54-CV/TU", "Huyện ủy Cờ Đỏ", "Quá hạn", "từ 01/01/2022", "Mục 2"}
    without = unescape(next(url for words, url in chips.items() if words.strip() == "Huyện ủy Cờ Đỏ"))
    assert "don_vi" not in without
    assert "xep_loai=overdue" in without
    late: Any = WorkItem.objects.filter(task=task).with_standing(on=TODAY)
    assert count(listed(client, without)) == late.filter(standing="overdue").count()


def test_a_chip_tells_nothing_about_what_one_may_not_see(client: Client, world: World, at: Clock) -> None:
    period = world.item("2", world.agencies.co_do, "quý I/2022").period_id
    query = f"?ke_hoach={world.plan.pk}&nhiem_vu={world.tasks['2'].pk}&ky={period}&van_ban={world.cong_van_54.pk}"
    text = listed(login(client, "quangngai"), query)
    assert "54-CV/TU" not in text
    assert "quý I/2022" not in text
    assert count(text) == 0


@pytest.mark.parametrize(
    "query",
    [
        "?tu=hom-qua",
        "?van_ban=abc",
        "?don_vi=99999999999999999999",
        "?xep_loai=xyz",
        "?page=9999",
        "?size=7&sort=--x",
        "?ky=-1",
        "?muc=la",
        "?ngay=30/2/2022",
    ],
)
def test_an_address_that_makes_no_sense_still_gives_a_page(client: Client, world: World, at: Clock, query: str) -> None:
    listed(login(client, "vanphong"), query)


def test_a_whole_subtree_of_documents_is_one_condition(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    assert count(listed(client, f"?van_ban={world.chi_thi_42.pk}")) == 0
    assert count(listed(client, f"?van_ban={world.chi_thi_42.pk}&cay=1")) == WorkItem.objects.counted().count()


def test_the_set_of_a_period_is_carried_over_plus_new(client: Client, world: World, at: Clock) -> None:
    """Decision 3: opened on or before the end, not finished before the beginning."""
    a_confirmation(
        world.item("2", world.agencies.co_do, "quý I/2022"),
        by=world.officers["codo"],
        monitor=world.officers["vanphong"],
        now=moment("2022-04-05"),
    )
    login(client, "vanphong")
    everything = WorkItem.objects.filter(plan=world.plan)
    first_half = everything.filter(opened_on__lte=date(2022, 6, 30)).count()
    assert count(listed(client, "?tu=01/01/2022&den=30/6/2022")) == first_half
    assert count(listed(client, "?tu=01/7/2022&den=31/12/2022")) == everything.count() - 1, (
        "finished in April, so not July's"
    )


def test_a_past_day_is_read_from_events(client: Client, world: World, at: Clock) -> None:
    item = world.item("2", world.agencies.co_do, "quý I/2022")
    a_confirmation(item, by=world.officers["codo"], monitor=world.officers["vanphong"], now=moment("2022-05-20"))
    login(client, "vanphong")
    query = f"?don_vi={world.agencies.co_do.pk}&muc=qua-han"
    assert count(listed(client, f"{query}&ngay=2022-05-02")) == 1
    text = listed(client, f"{query}&ngay=02/5/2022")
    assert "Quá hạn 20 ngày" in text
    assert "Tình hình tính đến 02/5/2022" in text
    then = client.get(reverse("plans:item-detail", args=[item.pk]), {"ngay": "2022-05-02"}).content.decode()
    assert "Quá hạn 20 ngày" in then
    assert "Hoàn thành quá hạn" in client.get(reverse("plans:item-detail", args=[item.pk])).content.decode()


def test_tasks_without_agency_are_the_offices_question(client: Client, world: World, at: Clock) -> None:
    text = listed(login(client, "vanphong"), "?muc=chua-co-don-vi")
    assert count(text) == 1
    assert world.tasks["1"].heading in text
    assert count(listed(login(Client(), "codo"), "?muc=chua-co-don-vi")) == 0


def test_what_is_known_from_the_press_stands_apart(client: Client, world: World, at: Clock) -> None:
    by = world.officers["vanphong"]
    plan = a_draft(world, a_directive(world, source_kind=SourceKind.PRESS), by=by)
    a_task(plan, world.agencies.bao_can_tho, by=by)
    publishing.publish(plan, by=by, now=NOW)
    login(client, "vanphong")
    found = tabs(listed(client))
    assert found["Nguồn báo chí"][1] == 1
    assert found["Tất cả"][1] == world.plan.items.count()
    assert count(listed(client, found["Nguồn báo chí"][0])) == 1
    page = client.get(reverse("plans:plan-detail", args=[plan.pk])).content.decode()
    url = re.findall(r'href="(/nhiem-vu/\?[^"]+)"><b>1 đầu việc', page)
    assert count(listed(client, unescape(url[0]).removeprefix(LIST))) == 1


def test_an_agency_lists_its_own_and_what_it_supports(client: Client, world: World, at: Clock) -> None:
    login(client, "baocantho")
    own = WorkItem.objects.filter(agency=world.agencies.bao_can_tho).count()
    supported = WorkItem.objects.filter(task=world.tasks["3"]).count()
    assert count(listed(client, "?muc=tat-ca")) == own + supported


@pytest.mark.parametrize("sort", ["viec", "don_vi", "han", "tinh_trang", "cap_nhat"])
def test_a_list_is_turned_round_by_its_heads_and_keeps_its_page_size(
    client: Client, world: World, at: Clock, sort: str
) -> None:
    login(client, "vanphong")
    a_submission(world.item("2", world.agencies.co_do, "quý I/2022"), by=world.officers["codo"])
    earlier = world.item("4", world.agencies.bao_can_tho, "quý I/2022")
    a_submission(earlier, by=world.officers["baocantho"], now=moment("2022-07-01"))
    up = re.findall(r'href="/nhiem-vu/(\d+)/"', listed(client, f"?muc=tat-ca&sort={sort}&size=100"))
    text = listed(client, f"?muc=tat-ca&sort=-{sort}&size=100")
    down = re.findall(r'href="/nhiem-vu/(\d+)/"', text)
    assert len(set(up)) == len(set(down)) == world.plan.items.count()
    assert up != down
    assert "size=100" in next(url for label, (url, _) in tabs(text).items() if label == "Quá hạn")


def test_the_list_costs_the_same_however_long_it_is(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")

    def queries(query: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            listed(client, query)
        return len(seen)

    queries_of = (
        "?muc=tat-ca",
        "?muc=qua-han&sort=-tinh_trang",
        f"?ke_hoach={world.plan.pk}&xep_loai=overdue",
        "?ngay=2022-05-02",
    )
    before = {query: queries(query) for query in queries_of}
    for n in range(8):
        agency = create_agency(
            name=f"Đảng ủy số {n}", kind="committee", level="district", parent=world.agencies.thanh_uy
        )
        assign(world.tasks["2"], by=world.officers["vanphong"], now=NOW, role=Role.LEAD, agency=agency)
    assert {query: queries(query) for query in queries_of} == before
    assert max(before.values()) <= 19, before


# --- one item ----------------------------------------------------------------------------------------


def shown(client: Client, item: WorkItem) -> str:
    answer = client.get(reverse("plans:item-detail", args=[item.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def a_scan(name: str) -> CheckedFile:
    return CheckedFile(name, ContentFile(b"x", name=name), "application/pdf", 1, "1" * 64)


def test_an_items_page_tells_its_whole_story(client: Client, world: World, at: Clock) -> None:
    item = world.item("4", world.agencies.bao_can_tho, "quý II/2022")
    agency, monitor = world.officers["baocantho"], world.officers["vanphong"]
    a_submission(item, by=agency, now=moment("2022-07-05"), results="Đăng 12 bài.", evidence=[a_scan("bai-dang.pdf")])
    a_return(item, by=monitor, now=moment("2022-07-06"), reason="Thiếu danh sách bài.")
    a_submission(item, by=agency, now=moment("2022-07-07"), results="Đăng 12 bài, có danh sách.")
    progress.confirm(item, by=monitor, now=moment("2022-07-12"))
    text = shown(login(client, "baocantho"), item)
    confirmed_by = "Nguyễn Thị Hồng Vân, Chuyên viên, Ban Tuyên giáo Thành ủy"
    told = ("Đăng 12 bài.", "Thiếu danh sách bài.", "bai-dang.pdf", "Đỗ Ngọc Ánh", confirmed_by)
    for words in (*told, "Vì sao hoàn thành đúng hạn?", "Đã hoàn thành nên không nhắc nữa"):
        assert words in text, words
    order = [
        text.index(words)
        for words in ("Xác nhận hoàn thành", "có danh sách", "Trả lại", "Đăng 12 bài.<", "Mở kỳ quý II/2022<")
    ]
    assert order == sorted(order), "the newest first"


def test_a_date_keeps_the_words_it_came_from_and_who_set_it(client: Client, world: World, at: Clock) -> None:
    by = world.officers["vanphong"]
    plan = a_draft(world, a_directive(world), by=by)
    a_task(
        plan,
        world.agencies.bao_can_tho,
        by=by,
        due_on=date(2022, 7, 30),
        due_wording="trong tháng 7",
        due_source="document",
    )
    publishing.publish(plan, by=by, now=NOW)
    text = shown(login(client, "vanphong"), plan.items.get())
    assert "01/8/2022" in text
    assert "“trong tháng 7”" in text
    assert "văn bản ấn định" in text
    assert "30/7 là ngày nghỉ, chuyển sang 1/8" in text


def test_an_extension_is_told_with_both_dates(client: Client, world: World, at: Clock) -> None:
    item = world.item("5", world.agencies.dang_doan_lhh)
    asked = an_extension(item, by=world.officers["lhh"], new_due_on="2022-07-29")
    login(client, "vanphong")
    text = shown(client, item)
    assert "Xin gia hạn đến 29/7/2022: đang chờ quyết định" in text
    assert "Quyết định gia hạn" in text
    extensions.decide_extension(asked, by=world.officers["vanphong"], now=NOW, granted=True)
    text = shown(client, item)
    assert "Gia hạn: hạn từ 15/7/2022 sang 29/7/2022." in text
    assert "đã gia hạn 1 lần" in text


@pytest.mark.parametrize(("username", "acts"), [
    ("baocantho", {"Báo cáo tiến độ", "Xin gia hạn"}),
    ("vanphong", {"Nhập thay báo cáo giấy"}),
    ("lanhdao", set()),
])  # fmt: skip
def test_only_what_one_may_do_is_offered(
    client: Client, world: World, at: Clock, username: str, acts: set[str]
) -> None:
    offers = {"Báo cáo tiến độ", "Xin gia hạn", "Nhập thay báo cáo giấy", "Xác nhận hoặc trả lại", "Rút lại báo cáo"}
    item = world.item("4", world.agencies.bao_can_tho, "quý II/2022")
    text = shown(login(client, username), item)
    assert {words for words in offers if f">{words}</a>" in text} == acts


def test_what_waits_is_offered_to_the_monitor_and_may_be_taken_back_by_the_agency(
    client: Client, world: World, at: Clock
) -> None:
    item = world.item("4", world.agencies.bao_can_tho, "quý II/2022")
    a_submission(item, by=world.officers["baocantho"])
    assert ">Xác nhận hoặc trả lại</a>" in shown(login(client, "vanphong"), item)
    text = shown(login(Client(), "baocantho"), item)
    assert ">Rút lại báo cáo</a>" in text
    assert ">Xác nhận hoặc trả lại</a>" not in text


def test_partners_reports_stand_beside_the_lines_own(client: Client, world: World, at: Clock) -> None:
    line = world.tasks["3"].assignments.get(role=Role.COORDINATING)
    progress.support(
        line,
        by=world.officers["baocantho"],
        now=NOW,
        results="Đã mở chuyên mục phối hợp.",
        evidence=[a_scan("chuyen-muc.pdf")],
    )
    item = world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")
    for username in ("lhh", "vanphong", "baocantho"):
        text = shown(login(Client(), username), item)
        assert "Phối hợp: Báo Cần Thơ" in text
        assert "Đã mở chuyên mục phối hợp." in text
        assert "chuyen-muc.pdf" in text


def test_an_items_page_costs_the_same_however_long_its_story(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    item = world.item("4", world.agencies.bao_can_tho, "quý II/2022")
    a_submission(item, by=world.officers["baocantho"], now=moment("2022-07-05"), evidence=[a_scan("a.pdf")])
    a_return(item, by=world.officers["vanphong"], now=moment("2022-07-05"))

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            shown(client, item)
        return len(seen)

    before = queries()
    for day in range(6, 12):
        a_submission(
            item,
            by=world.officers["baocantho"],
            now=moment(date(2022, 7, day)),
            evidence=[a_scan("b.pdf"), a_scan("c.pdf")],
        )
        a_return(item, by=world.officers["vanphong"], now=moment(date(2022, 7, day)))
    assert queries() == before
    assert before <= 42, before


def test_a_plan_that_has_not_begun_shows_an_empty_list_that_says_what_to_do(
    client: Client, world: World, at: Clock
) -> None:
    text = listed(login(client, "quangngai"))
    assert "Phần này chưa có dòng nào" in text
    a_plan(world, world.agencies.bao_can_tho)
    assert "Bỏ hết điều kiện" in listed(client, "?q=khong-co-gi&muc=tat-ca")
