"""The door: who may sign in, and that sample accounts stay inside the demo."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from agencies.services import create_officer
from tests.cast import World

PASSWORD = "dondoc-minh-hoa"


def test_the_form_signs_an_officer_in_and_leads_to_their_work(client: Client, world: World) -> None:
    answer = client.post("/dang-nhap/", {"username": "lhh", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == "/viec-don-vi/"
    assert answer.status_code == 200


def test_a_wrong_password_says_so_without_telling_which_part_was_wrong(client: Client, world: World) -> None:
    wrong = client.post("/dang-nhap/", {"username": "lhh", "password": "khong-dung"})
    unknown = client.post("/dang-nhap/", {"username": "khong-co", "password": PASSWORD})
    assert wrong.status_code == unknown.status_code == 200
    said = [list(answer.context["form"].non_field_errors()) for answer in (wrong, unknown)]
    assert (
        said[0]
        == said[1]
        == ["Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra bộ gõ và phím viết hoa rồi thử lại."]
    )


@pytest.mark.django_db
@pytest.mark.parametrize("demo", [True, False])
def test_a_sample_account_signs_in_only_inside_the_demo(settings: Any, demo: bool) -> None:
    settings.DEMO = demo
    create_officer(username="mau", full_name="Cán bộ mẫu", email="mau@example.vn", password=PASSWORD, is_sample=True)
    assert (authenticate(username="mau", password=PASSWORD) is not None) is demo


def test_a_session_of_a_sample_account_ends_with_the_demo(client: Client, settings: Any, world: World) -> None:
    """A database that was a demo and became real must not keep its visitors."""
    settings.DEMO = True
    officer = world.officer("lhh")
    officer.is_sample = True
    officer.save(update_fields=["is_sample"])
    client.force_login(officer)
    assert client.get("/tai-khoan/").status_code == 200
    settings.DEMO = False
    assert client.get("/tai-khoan/").status_code == 302


def test_a_closed_account_is_refused(client: Client, world: World) -> None:
    officer = world.officer("lhh")
    client.force_login(officer)
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    assert client.get("/viec-don-vi/").status_code == 302
    assert authenticate(username="lhh", password=PASSWORD) is None
