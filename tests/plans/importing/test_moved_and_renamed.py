"""A workbook comes back after the working calendar moved due days, or after bodies were renamed: nothing changes by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from agencies import calendars
from agencies.choices import DayKind
from agencies.models import CalendarDay
from agencies.renaming import rename
from plans.choices import Role
from plans.models import Extension, WorkItem
from plans.services.extensions import extend
from plans.services.planning import assign, unassign
from tests.builders import an_item
from tests.cast import NOW, TODAY, World, login, moment
from tests.plans.importing.books import a_book, brought, errors, exported, kinds, rows_in

Clock = Callable[[Any], datetime]
SATURDAY, MONDAY = date(2022, 7, 16), date(2022, 7, 18)
DUE = "Ngày hoàn thành (KH)"


def put(world: World, day: date, kind: str = DayKind.OFF, *, now: datetime = NOW) -> int:
    by = world.officer("quantri").enter(on=now.date())
    return calendars.put_day(None, by=by, now=now, day=day, kind=kind, name="Nghỉ", source="Thông báo 01/TB-BNV")


@pytest.fixture
def rolled(world: World) -> WorkItem:
    """A product named for a Saturday, so due on the Monday after."""
    item = an_item(world, world.agencies.dang_doan_lhh, due_on=SATURDAY)
    assert item.due_on == MONDAY
    return item


@pytest.mark.parametrize("comes_back", ["2022-07-14", "2022-07-15"])
def test_days_that_the_calendar_moved_later_or_earlier_after_the_export(
    client: Client, world: World, at: Clock, rolled: WorkItem, comes_back: str
) -> None:
    content = exported(login(client, "vanphong"))
    assert put(world, date(2022, 7, 15)) >= 1  # Friday is off: task 5 goes to Monday
    assert put(world, SATURDAY, DayKind.WORKING) >= 1  # Saturday is worked: the product comes back to it
    rolled.refresh_from_db()
    moved = world.item("5", world.agencies.dang_doan_lhh)
    assert (rolled.due_on, moved.due_on) == (SATURDAY, SATURDAY)
    at(comes_back)
    login(client, "vanphong")
    one = brought(client, content, reason="Lý do chung của tệp")
    assert errors(one) == {}
    assert set(kinds(one)) == {"same"}, "a reason for other rows makes no request out of a day that the calendar moved"
    told = [finding["words"] for row in one.rows.all() for finding in row.findings]
    if comes_back == "2022-07-14":  # within the day of the export nobody can tell before from after, so the row says so
        assert any("giữ hạn 16/7/2022" in words for words in told)
    assert not Extension.objects.exists()
    assert set(kinds(brought(client, exported(client)))) == {"same"}


def test_the_named_day_and_every_rolled_day_mean_the_same_in_a_sheet_of_ones_own(
    client: Client, world: World, at: Clock, rolled: WorkItem
) -> None:
    login(client, "vanphong")
    put(world, MONDAY)  # and on to Tuesday
    rolled.refresh_from_db()
    assert rolled.due_on == date(2022, 7, 19)
    for day in (SATURDAY, MONDAY, date(2022, 7, 19), "16/7/2022"):
        one = brought(client, a_book([{"ID nhiệm vụ": rolled.pk, DUE: day}]), reason="Chung")
        assert (kinds(one), errors(one)) == (["same"], {}), day
    one = brought(client, a_book([{"ID nhiệm vụ": rolled.pk, DUE: date(2022, 7, 20)}]), reason="Chung")
    assert kinds(one) == ["update"]


def test_a_day_of_before_the_files_own_day_is_a_wish_again(
    client: Client, world: World, at: Clock, rolled: WorkItem
) -> None:
    put(world, SATURDAY, DayKind.WORKING)  # on the 14th: from Monday back to Saturday
    at("2022-07-15")
    rows = rows_in(exported(login(client, "vanphong")))
    row = next(row for row in rows if row["ID nhiệm vụ"] == rolled.pk)
    assert row[DUE] == SATURDAY
    row[DUE] = MONDAY
    one = brought(client, a_book(rows, day=date(2022, 7, 15)), reason="Chờ hướng dẫn")
    assert sorted(set(kinds(one))) == ["same", "update"]


def test_a_rolled_day_before_an_extension_is_no_wish_to_undo_it(
    client: Client, world: World, at: Clock, rolled: WorkItem
) -> None:
    content = exported(login(client, "vanphong"))
    put(world, SATURDAY, DayKind.WORKING)
    by = world.officer("vanphong").enter(on=TODAY)
    extend(rolled, by=by, now=moment("2022-07-15"), new_due_on=date(2022, 8, 31), reason="Chờ hướng dẫn")
    at("2022-07-15")
    login(client, "vanphong")
    assert set(kinds(brought(client, content))) == {"same"}


def test_rows_without_an_id_know_a_task_by_its_rolled_day_too(
    client: Client, world: World, at: Clock, rolled: WorkItem
) -> None:
    login(client, "vanphong")
    row: dict[str, Any] = {
        "Tên nhiệm vụ": rolled.task.heading, "Nguồn gốc": f"{rolled.plan.directive.label}, mục {rolled.task.path}",
        "Đơn vị chủ trì": rolled.agency.name,
    }  # fmt: skip
    for day in (SATURDAY, MONDAY):
        one = brought(client, a_book([{**row, DUE: day}]))
        assert (kinds(one), errors(one)) == (["same"], {}), day
    one = brought(client, a_book([{**row, DUE: MONDAY, "Đơn vị chủ trì": "Huyện ủy Cờ Đỏ"}]))
    (line,) = (act for act in one.rows.get().acts if act["do"] == "line")
    assert line["due_on"] is None, "the task's own day needs no day of the line"


def test_a_day_off_taken_back_after_the_file_was_made(client: Client, world: World, at: Clock) -> None:
    put(world, date(2022, 7, 15))
    content = exported(login(client, "vanphong"))
    calendars.drop_day(CalendarDay.objects.get(day="2022-07-15"), by=world.officer("quantri").enter(on=TODAY), now=NOW)
    assert set(kinds(brought(client, content))) == {"same"}


def test_partners_are_known_by_the_names_they_bore_like_leads(client: Client, world: World, at: Clock) -> None:
    by = world.officer("vanphong").enter(on=TODAY)
    for agency in (world.agencies.dai_pt_th, world.agencies.o_mon):
        assign(world.tasks["3"], by=by, now=NOW, role=Role.COORDINATING, agency=agency)
    content = exported(login(client, "vanphong"))
    for agency, name in (
        (world.agencies.bao_can_tho, "Báo và Phát thanh Cần Thơ"),
        (world.agencies.o_mon, "Quận ủy Ô Môn mới"),
    ):
        rename(agency, name=name, since=TODAY, decision="Số 1-QĐ/TU", by=world.officer("quantri"), on=TODAY)
    one = brought(client, content)
    assert errors(one) == {}
    assert set(kinds(one)) == {"same"}
    rows = rows_in(exported(client))
    row = next(row for row in rows if "Báo và Phát thanh Cần Thơ" in str(row.get("Đơn vị phối hợp")))
    place = f"E{7 + rows.index(row)}"
    row["Đơn vị phối hợp"] = "Quận ủy Ô Môn\nBáo Cần Thơ; Đài Phát thanh và Truyền hình thành phố Cần Thơ"
    assert set(kinds(brought(client, a_book(rows)))) == {"same"}
    for wrong in ("Báo Cần Thơ; Quận ủy Ô Môn", "Báo Cần Thơ; Quận ủy Ô Môn; Báo và Phát thanh Cần Thơ"):
        row["Đơn vị phối hợp"] = wrong  # one is missing; one stands there twice and another is missing
        assert "Thêm, bớt đơn vị phối hợp" in errors(brought(client, a_book(rows)))[place]


def test_a_new_row_names_its_partners_as_they_were_called(client: Client, world: World, at: Clock) -> None:
    rename(world.agencies.bao_can_tho, name="Báo và Phát thanh Cần Thơ", since=TODAY, decision="Số 1-QĐ/TU",
           by=world.officer("quantri"), on=TODAY)  # fmt: skip
    login(client, "vanphong")
    row = {"Tên nhiệm vụ": "Việc mới", "Đơn vị chủ trì": "Huyện ủy Cờ Đỏ", "Đơn vị phối hợp": "Báo Cần Thơ"}
    one = brought(client, a_book([row]), plan=world.plan.pk)
    assert (kinds(one), errors(one)) == (["create"], {})
    assert any("Báo và Phát thanh Cần Thơ" in words for words in one.rows.get().changes)


def test_partners_that_came_or_went_since_the_export_change_nothing(client: Client, world: World, at: Clock) -> None:
    by, task = world.officer("vanphong").enter(on=TODAY), world.tasks["3"]
    content = exported(login(client, "vanphong"))
    unassign(task.assignments.get(role=Role.COORDINATING), by=by, now=NOW, reason="Đã xong phần việc")
    gone = exported(client)
    assign(task, by=by, now=NOW, role=Role.COORDINATING, agency=world.agencies.o_mon)
    for day, sent in (("2022-07-14", content), ("2022-07-14", gone), ("2022-07-20", content)):
        at(day)
        login(client, "vanphong")
        one = brought(client, sent)
        assert (errors(one), set(kinds(one))) == ({}, {"same"}), day
    rows = rows_in(exported(client))
    row = next(row for row in rows if row.get("Đơn vị phối hợp") == "Quận ủy Ô Môn")
    row["Đơn vị phối hợp"] = "Báo Cần Thơ"
    one = brought(client, a_book(rows, day=date(2022, 7, 20)))
    assert len(errors(one)) == 1, "gone before the file was made"
