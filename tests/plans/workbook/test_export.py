"""The list as a workbook: the rows that the page shows, nobody else's, with days that are days and text that stays text."""

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

from plans.choices import Role
from plans.models import WorkItem
from plans.services import extensions, progress
from plans.services.planning import unassign
from plans.views import workbook
from plans.workbook.columns import COLUMNS
from tests.builders import a_confirmation, a_plan, a_submission, a_task, an_extension
from tests.cast import NOW, TODAY, World, login
from tests.plans.workbook.sheets import Sheet, Value, read_sheet

Clock = Callable[[Any], datetime]
EXPORT = "/nhiem-vu/xuat/"


def exported(client: Client, query: str = "") -> Sheet:
    answer: Any = client.get(f"{EXPORT}{query}")
    assert answer.status_code == 200
    return read_sheet(b"".join(answer.streaming_content))


def ids(sheet: Sheet) -> list[Value]:
    return [row["ID nhiệm vụ"] for row in sheet.rows()]


def listed_ids(client: Client, query: str) -> list[int]:
    text = client.get(f"/nhiem-vu/{query}{'&' if query else '?'}size=200").content.decode()
    return [int(pk) for pk in re.findall(r'<a class="title" href="/nhiem-vu/(\d+)/', text)]


def row_of(sheet: Sheet, item: WorkItem) -> dict[str, Value]:
    return next(row for row in sheet.rows() if row["ID nhiệm vụ"] == item.pk)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?muc=tat-ca",
        "?muc=qua-han&sort=-don_vi",
        "?sort=-han",
        "?q=lien+hiep+hoi&loai=product",
        "?xep_loai=overdue&xep_loai=done_late&sort=tinh_trang",
        "?tu=01/01/2022&den=30/6/2022",
        "?q=khong-co-dong-nao",
    ],
)
def test_the_file_holds_the_rows_of_the_page_in_its_order(client: Client, world: World, at: Clock, query: str) -> None:
    a_confirmation(
        world.item("2", world.agencies.co_do, "quý I/2022"),
        by=world.officers["codo"],
        monitor=world.officers["vanphong"],
    )
    for username in ("vanphong", "lhh", "codo", "lanhdao"):
        login(client, username)
        shown = listed_ids(client, query)
        sheet = exported(client, query)
        assert ids(sheet) == shown, username
        assert sheet.cells["D3"] == len(shown)
        assert [row["STT"] for row in sheet.rows()] == list(range(1, len(shown) + 1))


def test_a_neighbour_gets_an_empty_sheet_and_an_assignee_its_own_rows(client: Client, world: World, at: Clock) -> None:
    a_submission(world.item("3", world.agencies.dang_doan_lhh, "quý I/2022"), by=world.officers["lhh"])
    for stranger in ("quangngai", "phuthien", "quantri"):
        sheet = exported(
            login(client, stranger), f"?muc=tat-ca&ke_hoach={world.plan.pk}&van_ban={world.cong_van_54.pk}"
        )
        assert sheet.rows() == []
        assert "54-CV/TU" not in sheet.xml
        assert "Liên hiệp" not in sheet.xml
    leads = {row["Đơn vị chủ trì"] for row in exported(login(client, "lhh"), "?muc=tat-ca").rows()}
    assert leads == {world.agencies.dang_doan_lhh.name}


def test_a_row_tells_the_item_as_the_office_keeps_it(client: Client, world: World, at: Clock) -> None:
    item = world.item("5", world.agencies.dang_doan_lhh)
    asked = an_extension(item, by=world.officers["lhh"], new_due_on=date(2022, 8, 30))
    extensions.decide_extension(asked, by=world.officers["vanphong"], now=NOW, granted=True)
    when = at("2022-08-01")
    item.refresh_from_db()
    progress.report(
        item, by=world.officers["lhh"], now=when, submits=True, results="Đã ban hành", difficulties="Thiếu người",
        proposals="Bổ sung kinh phí", percent=100,
    )  # fmt: skip
    progress.confirm(item, by=world.officers["vanphong"], now=at("2022-08-03"))
    found = row_of(exported(login(client, "vanphong"), "?muc=tat-ca"), item)
    assert found == {
        "STT": found["STT"], "Tên nhiệm vụ": "Xây dựng kế hoạch triển khai", "LĐVP chủ trì": None,
        "Đơn vị chủ trì": world.agencies.dang_doan_lhh.name, "Đơn vị phối hợp": None, "Đầu mối thực hiện": None,
        "Ngày thực hiện": date(2022, 1, 4), "Ngày hoàn thành (KH)": date(2022, 8, 30), "Loại nhiệm vụ": "Có sản phẩm",
        "Nguồn gốc": "54-CV/TU, mục 5", "Trạng thái": "Hoàn thành", "Kết quả thực hiện": "Ước đạt 100%. Đã ban hành",
        "Mức độ hoàn thành": "Hoàn thành đúng hạn", "Khó khăn": "Thiếu người", "Đề xuất": "Bổ sung kinh phí",
        "ID nhiệm vụ": item.pk, "Người giao": "Nguyễn Thị Hồng Vân", "Lộ trình": None, "Ngày cập nhật": date(2022, 8, 1),
        "Ngày HT thực tế": date(2022, 8, 1), "Gia hạn – Số lần": 1, "Gia hạn – Mốc cũ": date(2022, 7, 15),
        "Người phê duyệt – Họ tên": "Nguyễn Thị Hồng Vân", "Người phê duyệt – Email": "vanphong@example.vn",
        "Người phê duyệt – ĐT": None,
    }  # fmt: skip


def test_a_past_day_knows_nothing_of_what_came_after(client: Client, world: World, at: Clock) -> None:
    item = world.item("3", world.agencies.dang_doan_lhh, "quý I/2022")
    a_confirmation(item, by=world.officers["lhh"], monitor=world.officers["vanphong"])
    login(client, "vanphong")
    today = row_of(exported(client, "?muc=tat-ca"), item)
    assert (today["Trạng thái"], today["Ngày HT thực tế"]) == ("Hoàn thành", TODAY)
    assert today["Kết quả thực hiện"] is not None
    before = exported(client, "?muc=tat-ca&ngay=2022-07-13")
    past = row_of(before, item)
    assert before.cells["D2"] == date(2022, 7, 13)
    assert (past["Trạng thái"], past["Mức độ hoàn thành"]) == ("Chưa thực hiện", "Quá hạn")
    later = ("Kết quả thực hiện", "Ngày cập nhật", "Ngày HT thực tế", "Người phê duyệt – Họ tên")
    assert [past[name] for name in later] == [None] * 4


def test_a_report_that_was_withdrawn_is_not_told(client: Client, world: World, at: Clock) -> None:
    item = world.item("3", world.agencies.dang_doan_lhh, "quý I/2022")
    progress.report(item, by=world.officers["lhh"], now=NOW, submits=True, results="Gửi nhầm")
    login(client, "vanphong")
    assert row_of(exported(client), item)["Kết quả thực hiện"] == "Gửi nhầm"
    progress.withdraw(item, by=world.officers["lhh"], now=NOW)
    assert row_of(exported(client), item)["Kết quả thực hiện"] is None


@pytest.mark.parametrize(
    "typed", ['=HYPERLINK("http://x.vn","a")', "+84 909", "-1+2", "@SUM(A1)", "\t=1", "http://x.vn/a"]
)
def test_what_somebody_typed_stays_text(client: Client, world: World, at: Clock, typed: str) -> None:
    item = world.item("3", world.agencies.dang_doan_lhh, "quý I/2022")
    progress.report(item, by=world.officers["lhh"], now=NOW, submits=False, results="Xong", difficulties=typed)
    typed = typed.strip()  # as reports keep it
    sheet = exported(login(client, "vanphong"))
    assert row_of(sheet, item)["Khó khăn"] == typed
    assert "<f>" not in sheet.xml
    assert "<hyperlink" not in sheet.xml
    where = {ref for ref, value in sheet.cells.items() if value == typed}
    assert where
    assert (where <= sheet.guarded) is not typed.startswith("http")


def test_the_sheet_says_what_it_holds_and_is_ready_to_read(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    answer: Any = client.get(f"{EXPORT}?muc=qua-han&q=co+do&don_vi={world.agencies.co_do.pk}")
    assert answer["Content-Disposition"] == 'attachment; filename="nhiem-vu-2022-07-14.xlsx"'
    assert answer["Cache-Control"] == "private, no-store"
    sheet = read_sheet(b"".join(answer.streaming_content))
    assert sheet.name == "Nhiệm vụ"
    assert sheet.cells["D2"] == TODAY
    assert sheet.cells["B4"] == "Điều kiện lọc: Quá hạn; “co do”; Huyện ủy Cờ Đỏ. Tính đến ngày 14/7/2022."
    assert "Nguyễn Thị Hồng Vân" in str(sheet.cells["B5"])
    assert [sheet.cells[ref] for ref in sheet.cells if re.fullmatch(r"[A-Z]6", ref)] == [c.heading for c in COLUMNS]
    assert len(COLUMNS) == 25
    assert 'topLeftCell="C7"' in sheet.xml
    assert 'state="frozen"' in sheet.xml
    assert '<autoFilter ref="A6:Y' in sheet.xml


def test_tasks_that_wait_for_an_agency_are_exported_as_tasks(client: Client, world: World, at: Clock) -> None:
    sheet = exported(login(client, "vanphong"), "?muc=chua-co-don-vi")
    (row,) = sheet.rows()
    assert (row["Tên nhiệm vụ"], row["Trạng thái"]) == (world.tasks["1"].heading, "Chưa có đơn vị")
    assert (row["ID nhiệm vụ"], row["Đơn vị chủ trì"]) == (None, None)
    assert exported(login(client, "lhh"), "?muc=chua-co-don-vi").rows() == []


def test_partners_are_named_to_those_who_see_the_plan_only(client: Client, world: World, at: Clock) -> None:
    item = world.item("3", world.agencies.dang_doan_lhh, "quý I/2022")
    login(client, "lhh")
    assert row_of(exported(client, "?muc=tat-ca"), item)["Đơn vị phối hợp"] == world.agencies.bao_can_tho.name
    progress.report(item, by=world.officers["lhh"], now=NOW, submits=True, results="Đã họp")
    progress.confirm(item, by=world.officers["vanphong"], now=NOW)
    for path in ("3", "5"):
        line = world.tasks[path].assignments.get(role=Role.LEAD)
        unassign(line, by=world.officers["vanphong"], now=NOW, reason="Chuyển đơn vị khác")
    former = row_of(exported(client, "?muc=tat-ca"), item)
    office = row_of(exported(login(client, "vanphong"), "?muc=tat-ca"), item)
    assert office["Đơn vị phối hợp"] == world.agencies.bao_can_tho.name
    assert (former["Kết quả thực hiện"], former["Đơn vị phối hợp"]) == ("Đã họp", None)


def test_more_rows_cost_no_more_questions(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    client.get("/nhiem-vu/")
    with CaptureQueriesContext(connection) as few:
        first = exported(client)
    plan = a_plan(world, world.agencies.co_do)
    for _ in range(20):
        a_task(plan, world.agencies.co_do, world.agencies.o_mon, by=world.officers["vanphong"])
    with CaptureQueriesContext(connection) as many:
        second = exported(client)
    assert len(second.rows()) == len(first.rows()) + 41
    assert len(many) == len(few)


def test_a_list_too_long_for_one_file_is_not_cut_in_silence(
    client: Client, world: World, at: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST", 3)
    login(client, "vanphong")
    answer = client.get(f"{EXPORT}?muc=tat-ca&sort=-han", follow=True)
    assert answer.redirect_chain == [("/nhiem-vu/?muc=tat-ca&sort=-han", 302)]
    total = WorkItem.objects.counted().count()
    assert f"Danh sách có {total} dòng; mỗi lần xuất được 3 dòng." in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["?tu=hom-qua", "?van_ban=abc", "?don_vi=99999999999999999999", "?muc=la&page=9", "?ngay=30/2/2022"]
)
def test_an_address_that_makes_no_sense_still_gives_a_file(client: Client, world: World, at: Clock, query: str) -> None:
    exported(login(client, "vanphong"), query)


def test_the_button_keeps_the_conditions(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    query = f"?muc=tat-ca&q=co+do&don_vi={world.agencies.co_do.pk}&sort=-han&page=1&size=100"
    text = client.get(f"/nhiem-vu/{query}").content.decode()
    url = unescape(re.findall(r'href="(/nhiem-vu/xuat/[^"]*)"', text)[0])
    assert url == f"{EXPORT}?muc=tat-ca&q=co+do&don_vi={world.agencies.co_do.pk}&sort=-han"
    assert client.post(EXPORT).status_code == 405


def test_a_stranger_is_asked_to_sign_in(client: Client, world: World) -> None:
    assert client.get(EXPORT).status_code == 302
