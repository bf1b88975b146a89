"""Conditions of the list kept under a name, for oneself or for the office."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.verdict import Denied
from plans.models import SavedView
from plans.services.saved_views import MOST, drop_view, save_view
from tests.cast import NOW, World, login

QUERY = "muc=qua-han&don_vi=3"


def test_a_view_is_kept_found_and_forgotten(world: World, client: Client, at: Any) -> None:
    login(client, "vanphong")
    page = reverse("plans:view-list")
    assert QUERY.replace("&", "&amp;") in client.get(page, {"truy_van": QUERY}).content.decode()
    answer = client.post(page, {"name": "Quá hạn của Cờ Đỏ", "query": QUERY, "share": ""})
    assert answer["Location"].endswith(f"?{QUERY}")
    assert "Quá hạn của Cờ Đỏ" in client.get(reverse("plans:item-list")).content.decode()
    again = client.post(page, {"name": "Quá hạn của Cờ Đỏ", "query": QUERY, "share": ""}).content.decode()
    assert "đã có chế độ xem tên" in again
    view = SavedView.objects.get()
    login(client, "truongban")
    assert "Quá hạn của Cờ Đỏ" not in client.get(page).content.decode()
    assert client.post(reverse("plans:view-drop", args=[view.pk])).status_code == 404
    login(client, "vanphong")
    client.post(reverse("plans:view-drop", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_a_shared_view_belongs_to_the_office(world: World, client: Client, at: Any) -> None:
    office = world.agencies.ban_tuyen_giao
    view = save_view(by=world.officer("vanphong"), now=NOW, name="Chung", query=QUERY, share=office)
    for username, sees in (("truongban", True), ("lanhdao", False), ("lhh", False), ("quangngai", False)):
        assert (view in SavedView.objects.visible_to(world.officer(username))) is sees, username
    with pytest.raises(Denied, match="trong cơ quan mà đồng chí giữ chức trách"):
        save_view(by=world.officer("lhh"), now=NOW, name="Của người khác", query=QUERY, share=office)
    login(client, "truongban")
    assert client.post(reverse("plans:view-drop", args=[view.pk])).status_code == 302, "its leader may"


def test_a_colleague_does_not_drop_what_another_shared(world: World) -> None:
    from agencies.services import appoint
    from tests.cast import LONG_AGO

    office = world.agencies.ban_tuyen_giao
    view = save_view(by=world.officer("vanphong"), now=NOW, name="Chung", query=QUERY, share=office)
    appoint(world.officer("lhh"), agency=office, duty="clerk", since=LONG_AGO)
    with pytest.raises(Denied, match="Chỉ người đã lưu"):
        drop_view(view, by=world.officer("lhh"))


def test_there_is_an_end_to_how_many(world: World) -> None:
    by = world.officer("vanphong")
    for number in range(MOST):
        save_view(by=by, now=NOW, name=f"Xem {number}", query=QUERY)
    with pytest.raises(Denied, match="bỏ bớt"):
        save_view(by=by, now=NOW, name="Thêm", query=QUERY)
