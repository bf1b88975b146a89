"""The administrators' room: open by post, to the own subtree only, and no way up from it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.choices import Duty
from agencies.models import Agency, Officer, Post
from agencies.services import appoint
from tests.cast import CAST, LONG_AGO, World, login

# The templates are Django's own, and not as strict as ours.
pytestmark = pytest.mark.ignore_template_errors
AGENCIES = "admin:agencies_agency_changelist"
POSTS = {"posts-TOTAL_FORMS": "1", "posts-INITIAL_FORMS": "0", "posts-MIN_NUM_FORMS": "1"}


def change(name: str, pk: int) -> str:
    return reverse(f"admin:agencies_{name}_change", args=[pk])


def an_account(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "username": "moi", "full_name": "Cán bộ mới", "email": "moi@example.vn",
        "password1": "mat-khau-dai-2022", "password2": "mat-khau-dai-2022", **POSTS, "posts-0-agency": world.agencies.co_do.pk,
        "posts-0-duty": "clerk", "posts-0-since": "01/07/2022", **changes,
    }  # fmt: skip


def test_the_administrator_arrives_at_the_agencies_of_the_own_subtree(client: Client, world: World) -> None:
    answer = login(client, "quantri").get(reverse(AGENCIES))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Huyện ủy Cờ Đỏ" in text
    assert "Quảng Ngãi" not in text


@pytest.mark.parametrize("username", [name for name in CAST if name != "quantri"])
def test_nobody_else_enters(client: Client, world: World, username: str) -> None:
    login(client, username)
    for name in ("admin:index", AGENCIES, "admin:login", "admin:agencies_officer_add"):
        assert client.get(reverse(name), follow=True).status_code == 403


def test_a_stranger_signs_in_at_the_one_door(client: Client, world: World) -> None:
    answer = client.get(reverse(AGENCIES), follow=True)
    assert answer.redirect_chain[-1][0].startswith("/dang-nhap/")


def test_an_agency_is_added_under_the_own_head_and_nowhere_else(client: Client, world: World) -> None:
    login(client, "quantri")
    said = {
        "name": "Huyện ủy Thới Lai", "kind": "committee", "side": "party", "level": "district",
        "aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0",
    }  # fmt: skip
    add = reverse("admin:agencies_agency_add")
    for parent in ("", world.agencies.tinh_uy_quang_ngai.pk):
        client.post(add, {**said, "parent": parent})
        assert not Agency.objects.filter(name="Huyện ủy Thới Lai").exists()
    client.post(add, {**said, "parent": world.agencies.thanh_uy.pk})
    assert Agency.objects.get(name="Huyện ủy Thới Lai").parent == world.agencies.thanh_uy


def test_the_tree_of_agencies_never_becomes_a_circle(client: Client, world: World) -> None:
    login(client, "quantri")
    child = Agency.objects.create(name="Đảng ủy xã", kind="committee", level="commune", parent=world.agencies.co_do)
    said = {
        "name": "Huyện ủy Cờ Đỏ", "kind": "committee", "side": "party", "level": "district", "parent": child.pk,
        "aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0",
    }  # fmt: skip
    answer = client.post(change("agency", world.agencies.co_do.pk), said)
    assert "cơ quan cấp dưới của nó" in answer.content.decode()


def test_the_head_of_the_own_subtree_keeps_its_place(client: Client, world: World) -> None:
    page = login(client, "quantri").get(change("agency", world.agencies.thanh_uy.pk)).content.decode()
    assert 'name="parent"' not in page
    assert 'name="short_name"' in page


def test_a_new_account_has_a_post_in_the_own_subtree(client: Client, world: World) -> None:
    login(client, "quantri")
    add = reverse("admin:agencies_officer_add")
    for changes in ({"posts-TOTAL_FORMS": "0"}, {"posts-0-agency": world.agencies.tinh_uy_quang_ngai.pk}):
        client.post(add, an_account(world, **changes))
        assert not Officer.objects.filter(username="moi").exists(), changes
    client.post(add, an_account(world, is_superuser="on", is_staff="on"))
    made = Officer.objects.get(username="moi")
    assert (made.is_superuser, made.is_staff) == (False, False)
    assert [post.agency for post in made.posts.all()] == [world.agencies.co_do]


def test_accounts_that_also_serve_elsewhere_or_stand_above_are_out_of_reach(client: Client, world: World) -> None:
    """Neither their page nor their password: it would be a way to what the administrator may not see."""
    elsewhere, above, both = world.officer("quangngai"), Officer(username="goc", full_name="Gốc"), world.officer("lhh")
    above.is_superuser = True
    above.save()
    appoint(above, agency=world.agencies.thanh_uy, duty=Duty.ADMINISTRATOR, since=LONG_AGO)
    appoint(both, agency=world.agencies.tinh_uy_quang_ngai, duty=Duty.LEADER, since=LONG_AGO)
    login(client, "quantri")
    shown = client.get(reverse("admin:agencies_officer_changelist")).content.decode()
    assert "codo" in shown
    for officer in (elsewhere, above, both):
        assert f">{officer.username}<" not in shown
        for url in (change("officer", officer.pk), reverse("admin:auth_user_password_change", args=[officer.pk])):
            answer = client.post(url, {"password1": "mat-khau-dai-2022", "password2": "mat-khau-dai-2022"})
            assert answer.status_code in (302, 403, 404)
        officer.refresh_from_db()
        assert not officer.check_password("mat-khau-dai-2022")


def test_nothing_is_deleted_and_the_common_calendar_is_only_read(client: Client, world: World) -> None:
    login(client, "quantri")
    district = world.agencies.phong_dien.pk
    assert client.post(reverse("admin:agencies_agency_delete", args=[district]), {"post": "yes"}).status_code == 403
    assert client.get(reverse("admin:agencies_calendarday_changelist")).status_code == 200
    assert client.get(reverse("admin:agencies_calendarday_add")).status_code == 403


def test_one_above_all_reaches_everything(client: Client, world: World) -> None:
    root = Officer.objects.create_superuser("goc", "goc@example.vn", "mat-khau-dai-2022")
    client.force_login(root)
    assert "Quảng Ngãi" in client.get(reverse(AGENCIES)).content.decode()
    assert 'name="is_superuser"' in client.get(change("officer", world.officer("lhh").pk)).content.decode()
    assert client.get(reverse("admin:agencies_calendarday_add")).status_code == 403
    assert client.get(reverse("agencies:calendar-add")).status_code == 200
    assert not Post.objects.filter(officer=root).exists()
