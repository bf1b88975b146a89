"""A list goes out as a workbook and comes back: unchanged it changes nothing, changed it does what the pages would do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from agencies.renaming import rename
from plans.choices import ExtensionState, Lifecycle, Role
from plans.models import Extension, ImportState, StatusUpdate, Task, WorkItem, WorkItemEvent
from plans.services import progress
from tests.builders import a_confirmation, a_directive, a_draft, an_extension
from tests.cast import NOW, World, login, moment
from tests.plans.importing.books import a_book, brought, errors, exported, kinds, rows_in, written

Clock = Callable[[Any], datetime]


def lived_in(world: World) -> None:
    """Reports of every sort: with a share, with command signs, nil, confirmed, late."""
    lhh, codo = world.officer("lhh").enter(on=NOW.date()), world.officer("codo").enter(on=NOW.date())
    product = world.item("5", world.agencies.dang_doan_lhh)
    progress.report(
        product, by=lhh, now=NOW, submits=False, results="Đã họp\n- lần một\n- lần hai", difficulties="=Thiếu người",
        proposals="+ Bổ sung kinh phí", percent=60,
    )  # fmt: skip
    an_extension(product, by=lhh, new_due_on=date(2022, 8, 30))
    a_confirmation(world.item("2", world.agencies.co_do, "quý I/2022"), by=codo, monitor=world.officers["vanphong"])
    progress.report(world.item("2", world.agencies.co_do, "quý II/2022"), by=codo, now=NOW, submits=True, is_nil=True)


@pytest.mark.parametrize("username", ["vanphong", "lhh", "codo", "lanhdao"])
@pytest.mark.parametrize("query", ["?muc=tat-ca", "?muc=chua-co-don-vi", "?muc=tat-ca&ngay=2022-05-01"])
def test_what_goes_out_and_comes_back_changes_nothing(
    client: Client, world: World, at: Clock, username: str, query: str
) -> None:
    lived_in(world)
    login(client, username)
    content = exported(client, query)
    before = WorkItemEvent.objects.count()
    if not rows_in(content):
        return
    one = brought(client, content)
    assert errors(one) == {}
    assert set(kinds(one)) == {"same"}
    assert not any(row.findings for row in one.rows.all())
    assert WorkItemEvent.objects.count() == before


def test_it_changes_nothing_days_later_either(client: Client, world: World, at: Clock) -> None:
    content = exported(login(client, "vanphong"))
    at("2022-09-20")
    login(client, "vanphong")
    progress.report(world.item("5", world.agencies.dang_doan_lhh), by=world.officers["lhh"], now=moment("2022-09-20"),
                    submits=False, results="Đã họp")  # fmt: skip
    one = brought(client, content)
    assert set(kinds(one)) == {"same"}


def test_an_agency_reports_in_its_cells(client: Client, world: World, at: Clock) -> None:
    lived_in(world)
    rows = rows_in(exported(login(client, "lhh")))
    item = world.item("5", world.agencies.dang_doan_lhh)
    row = next(row for row in rows if row["ID nhiệm vụ"] == item.pk)
    assert row["Kết quả thực hiện"] == "Ước đạt 60%. Đã họp\n- lần một\n- lần hai"
    row["Kết quả thực hiện"] = "Đã ban hành kế hoạch"
    row["Mức độ hoàn thành"] = 0.8
    one = brought(client, a_book(rows))
    assert errors(one) == {
        f"M{7 + rows.index(row)}": "“0.8” không phải mức độ hoàn thành. Hãy ghi một số nguyên từ 0 đến 100."
    }
    row["Mức độ hoàn thành"] = "80%"
    one = brought(client, a_book(rows))
    assert sorted(kinds(one)) == ["same"] * (len(rows) - 1) + ["update"]
    assert StatusUpdate.objects.count() == 3
    one = written(client, one)
    assert (one.state, one.saved) == (ImportState.DONE, 1)
    update = StatusUpdate.objects.latest("pk")
    assert (update.results, update.percent, update.difficulties, update.submits) == (
        "Đã ban hành kế hoạch", 80, "=Thiếu người", False
    )  # fmt: skip
    item.refresh_from_db()
    assert (item.percent, item.lifecycle) == (80, Lifecycle.IN_PROGRESS)
    assert set(kinds(brought(client, exported(client)))) == {"same"}


def test_the_office_moves_dates_with_a_reason(client: Client, world: World, at: Clock) -> None:
    item = world.item("5", world.agencies.dang_doan_lhh)
    rows = [{"ID nhiệm vụ": item.pk, "Ngày hoàn thành (KH)": "30/9/2022"}]
    login(client, "vanphong")
    one = brought(client, a_book(rows))
    assert "Lý do đổi hạn" in errors(one)["H7"]
    one = written(client, brought(client, a_book(rows), reason="Chờ hướng dẫn của cấp trên"))
    granted = Extension.objects.get()
    assert (granted.state, granted.old_due_on, granted.new_due_on) == (
        ExtensionState.GRANTED,
        date(2022, 7, 15),
        date(2022, 9, 30),
    )
    assert granted.reason == "Chờ hướng dẫn của cấp trên"
    item.refresh_from_db()
    assert (item.due_on, item.extension_count) == (date(2022, 9, 30), 1)
    assert set(kinds(brought(client, a_book(rows)))) == {"same"}
    earlier = brought(client, a_book([{**rows[0], "Ngày hoàn thành (KH)": date(2022, 8, 1)}]), reason="Gấp")
    assert "Hạn mới phải sau hạn hiện tại." in errors(earlier)["H7"]


def test_new_rows_become_tasks_with_their_lines(client: Client, world: World, at: Clock) -> None:
    plan = a_draft(world, a_directive(world))
    label = plan.directive.label
    rows: list[dict[str, Any]] = [
        {"Tên nhiệm vụ": "Tổng kết nghị quyết", "Đơn vị chủ trì": "huyen uy co do; Quận ủy Ô Môn", "Đơn vị phối hợp": "Báo Cần Thơ",
         "Ngày hoàn thành (KH)": date(2022, 10, 31), "Nguồn gốc": f"{label}, mục 2.1"},
        {"Tên nhiệm vụ": "Tổng kết nghị quyết", "Đơn vị chủ trì": "Huyện ủy Phong Điền", "Nguồn gốc": f"{label}, mục 2.1",
         "Ngày hoàn thành (KH)": date(2022, 11, 30)},
        {"Tên nhiệm vụ": "Tuyên truyền", "Loại nhiệm vụ": "Thường xuyên", "Đơn vị chủ trì": "các cơ quan có liên quan"},
        {"Tên nhiệm vụ": "Kiểm tra", "Đơn vị chủ trì": "Ban Không Có Thật"},
    ]  # fmt: skip
    login(client, "vanphong")
    one = brought(client, a_book(rows), plan=plan.pk)
    assert kinds(one) == ["create", "create", "create", "error"]
    assert list(errors(one)) == ["D10"]
    assert not plan.tasks.exists()
    one = written(client, one)
    assert one.saved == 3
    first, second = plan.tasks.order_by("position")
    assert (first.path, first.heading, first.due_on, second.heading) == (
        "2.1", "Tổng kết nghị quyết", date(2022, 10, 31), "Tuyên truyền"
    )  # fmt: skip
    leads = first.assignments.filter(role=Role.LEAD).order_by("pk")
    assert [(line.agency, line.due_on) for line in leads] == [
        (world.agencies.co_do, None), (world.agencies.o_mon, None), (world.agencies.phong_dien, date(2022, 11, 30)),
    ]  # fmt: skip
    assert first.assignments.get(role=Role.COORDINATING).agency == world.agencies.bao_can_tho
    assert second.assignments.get().agency_text == "các cơ quan có liên quan"
    again = brought(client, a_book(rows[:3]), plan=plan.pk)
    assert kinds(again) == ["same"] * 3, [row.changes for row in again.rows.all()]
    assert Task.objects.filter(plan=plan).count() == 2


def test_a_new_row_of_a_tracked_plan_opens_its_work(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    rows = [{"Tên nhiệm vụ": "Báo cáo nhanh", "Đơn vị chủ trì": "Huyện ủy Cờ Đỏ", "Ngày hoàn thành (KH)": "30/8/2022"}]
    one = written(client, brought(client, a_book(rows), plan=world.plan.pk))
    item = WorkItem.objects.latest("pk")
    assert (item.agency, item.due_on, item.task.path) == (world.agencies.co_do, date(2022, 8, 30), "7")
    text = client.get(f"/nhiem-vu/nhap/{one.pk}/").content.decode()
    assert f'href="/ke-hoach/{world.plan.pk}/nhiem-vu/{item.task_id}/"' in text


def test_a_file_from_before_a_renaming_still_changes_nothing(client: Client, world: World, at: Clock) -> None:
    content = exported(login(client, "vanphong"))
    agency = world.agencies.co_do
    rename(agency, name="Huyện ủy Cờ Đỏ mới", short_name="HU Cờ Đỏ mới", since=NOW.date(), decision="Số 1-QĐ/TU",
           by=world.officers["quantri"], on=NOW.date())  # fmt: skip
    one = brought(client, content)
    assert errors(one) == {}
    assert set(kinds(one)) == {"same"}


def test_the_first_page_loads_each_script_once_and_names_what_it_takes(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    url = reverse("plans:item-import-start")
    assert client.get(url).content.decode().count("js/upload") == 1
    office = world.plan.owner_id
    page = client.post(
        url, {"office": office, "workbook": SimpleUploadedFile("may.exe", b"MZ\x90\x00" * 9)}
    ).content.decode()
    assert "Không nhận được tệp “may.exe”: chỉ nhận sổ tính Excel (.xlsx)." in page
