"""Who changed what of people and agencies: written by the database, kept for good, told to their administrators."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from agencies import services
from agencies.history.context import by_officer, by_system
from agencies.history.tracking import EVENTS
from agencies.models import Agency, CalendarDay, Officer, Post
from tests.cast import CAST, TODAY, World, login, moment
from tests.history import dated


def changes(model: Any, pk: int) -> list[Any]:
    return list(EVENTS[model]._base_manager.filter(pgh_obj_id=pk).order_by("pgh_id"))


def page(client: Client, kind: str, pk: int, **query: str) -> str:
    answer = client.get(reverse("agencies:history", args=[kind, pk]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_database_refuses_to_change_or_remove_what_was_written(world: World) -> None:
    tried = set()
    for model, changes_of in EVENTS.items():
        table = connection.ops.quote_name(changes_of._meta.db_table)
        for act in ("UPDATE {} SET pgh_label = 'insert'", "DELETE FROM {}"):
            if changes_of._base_manager.exists():
                tried.add(model.__name__)
                with (
                    pytest.raises(DatabaseError, match="Cannot update or delete"),
                    transaction.atomic(),
                    connection.cursor() as cursor,
                ):
                    cursor.execute(act.format(table))
    assert {"Agency", "Officer", "Post", "Directive", "Plan", "Task", "Assignment", "ReportingDuty"} <= tried


@pytest.mark.ignore_template_errors
def test_the_administrator_s_form_is_told_in_words_with_the_capacity(client: Client, world: World) -> None:
    agency = world.agencies.co_do
    form = {
        "name": "Huyện ủy Cờ Đỏ (mới)", "short_name": agency.short_name, "kind": agency.kind, "side": agency.side,
        "level": agency.level, "parent": agency.parent_id, "acting_body": agency.acting_body, "symbol": agency.symbol,
        "place": "Thị trấn Cờ Đỏ", "ended_on": "30/6/2025", "aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0",
    }  # fmt: skip
    login(client, "quantri").post(reverse("admin:agencies_agency_change", args=[agency.pk]), form)
    last = changes(Agency, agency.pk)[-1]
    assert last.pgh_label == "update"
    assert last.pgh_context["name"] == "Bùi Đức Anh"
    text = page(client, "co-quan", agency.pk)
    assert "Bùi Đức Anh" in text
    assert "Quản trị, Thành ủy" in text
    for said in ("Huyện ủy Cờ Đỏ (mới)", "Thị trấn Cờ Đỏ", "30/6/2025", "đổi thành"):
        assert said in text
    history = client.get(reverse("admin:agencies_agency_history", args=[agency.pk]))
    assert history["Location"] == reverse("agencies:history", args=["co-quan", agency.pk])


def test_bulk_statements_are_written_down_row_by_row(world: World) -> None:
    with by_system("nhập danh mục"):
        touched = Agency.objects.filter(parent=world.agencies.thanh_uy).update(place="Ninh Kiều")
    written = EVENTS[Agency]._base_manager.filter(pgh_label="update", pgh_context__system="nhập danh mục")
    assert written.count() == touched
    assert len({change.pgh_context_id for change in written}) == 1
    Agency.objects.filter(parent=world.agencies.thanh_uy).update(place="Ninh Kiều")
    assert EVENTS[Agency]._base_manager.filter(pgh_label="update").count() == touched, (
        "nothing changed, nothing written"
    )


def test_secrets_and_signing_in_are_no_part_of_it(client: Client, world: World) -> None:
    officer = world.officer("codo")
    before = len(changes(Officer, officer.pk))
    client.post("/dang-nhap/", {"username": "codo", "password": "dondoc-minh-hoa"})
    officer.set_password("mat-khau-moi-2022")
    officer.save()
    assert len(changes(Officer, officer.pk)) == before
    assert not hasattr(EVENTS[Officer], "password")


def test_a_post_ends_and_the_page_says_who_ended_it(client: Client, world: World) -> None:
    officer = world.officer("codo")
    with by_officer(world.officer("quantri").enter(on=TODAY)):
        services.end_post(officer.posts.get(), on=TODAY)
    login(client, "quantri")
    for kind, pk in (("can-bo", officer.pk), ("co-quan", world.agencies.co_do.pk)):
        text = page(client, kind, pk)
        assert "Bùi Đức Anh" in text
        assert "14/7/2022" in text
    assert "Hệ thống" in text, "what nobody was named for"


def test_a_name_then_and_now(client: Client, world: World) -> None:
    """The day's words are what was true that day; days before it was there say so; days to come are refused."""
    agency = world.agencies.o_mon
    dated(moment("2020-03-01"), Agency, pgh_obj_id=agency.pk)
    Agency.objects.filter(pk=agency.pk).update(name="Đảng ủy phường Ô Môn")
    dated(moment("2025-07-01"), Agency, pgh_obj_id=agency.pk, pgh_label="update")
    login(client, "quantri")
    assert "Quận ủy Ô Môn" in page(client, "co-quan", agency.pk, ngay="30/6/2025")
    after = page(client, "co-quan", agency.pk, ngay="1/7/2025")
    assert "Đảng ủy phường Ô Môn" in after.partition("<h2")[2]
    assert "Không có gì để xem" in page(client, "co-quan", agency.pk, ngay="29/2/2020")
    assert "Ngày này chưa đến" in page(client, "co-quan", agency.pk, ngay="1/1/2199")
    assert "Không đọc được ngày này" in page(client, "co-quan", agency.pk, ngay="31/2/2022", tu="hôm qua")


def test_what_is_gone_is_still_told(client: Client, world: World) -> None:
    officer = world.officer("codo")
    post = services.appoint(officer, agency=world.agencies.co_do, duty="leader", title="Bí thư", since=TODAY)
    post.delete()
    text = page(login(client, "quantri"), "can-bo", officer.pk)
    assert "Xóa" in text
    assert "trước khi xóa" in text
    assert Post.objects.filter(pk=post.pk).exists() is False


def test_pages_of_people_and_agencies_are_the_administrators_own(client: Client, world: World) -> None:
    holiday = CalendarDay.objects.earliest("day").pk
    inside = {
        "co-quan": world.agencies.co_do.pk,
        "nhom": world.agencies.cac_huyen_uy.pk,
        "can-bo": world.officer("codo").pk,
    }
    outside = {"co-quan": world.agencies.huyen_uy_phu_thien.pk, "can-bo": world.officer("phuthien").pk, "gi-do": 1}
    for username in (None, *CAST):
        client.logout()
        if username:
            login(client, username)
        expected = 302 if username is None else 200 if username == "quantri" else 404
        for kind, pk in {**inside, "ngay-lich": holiday}.items():
            for query in ({}, {"ngay": "1/1/2026"}, {"gan_day": "1"}):
                found = client.get(reverse("agencies:history", args=[kind, pk]), query).status_code
                assert found == expected, (username, kind)
        for kind, pk in outside.items():
            found = client.get(reverse("agencies:history", args=[kind, pk])).status_code
            assert found == (404 if username else 302), (username, kind)
