"""What Django would say in English, or a browser would do without a word, is said in the house's words."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from plans.forms.planning import picker
from plans.models import StatusUpdate
from tests.agencies.test_signing_in import PASSWORD
from tests.cast import World, login


def test_a_weak_password_is_refused_in_vietnamese(world: World) -> None:
    officer = world.officer("lhh")
    officer.email = "nguyenvanmau@example.vn"
    with pytest.raises(ValidationError) as refused:
        validate_password("12345678", officer)
    assert refused.value.messages == [
        "Mật khẩu này ngắn quá: cần ít nhất 10 ký tự.",
        "Mật khẩu này nhiều người dùng, dễ đoán. Hãy đặt mật khẩu khác.",
        "Mật khẩu này chỉ có chữ số. Hãy thêm chữ.",
    ]
    with pytest.raises(ValidationError, match="quá giống"):
        validate_password("nguyenvanmau1", officer)
    validate_password("song-hau-mua-nuoc-noi", officer)
    assert not [text for text in password_validators_help_texts() if "bạn" in text]


def test_a_refused_new_password_is_told_on_the_page(client: Client, world: World) -> None:
    login(client, "lhh")
    said = {"old_password": PASSWORD, "new_password1": "ngan", "new_password2": "ngan"}
    page = client.post(reverse("agencies:password-change"), said).content.decode()
    assert "cần ít nhất 10 ký tự" in page
    assert "This password" not in page


def test_an_empty_choice_speaks_vietnamese() -> None:
    assert str(picker(StatusUpdate.objects.none(), "Việc").empty_label) == "Chưa chọn"


def test_too_long_a_report_is_refused_with_every_letter_kept(client: Client, world: World) -> None:
    """A maxlength would let the browser cut a pasted report without a word."""
    item = world.item("5", world.agencies.dang_doan_lhh)
    url = reverse("plans:report-form", args=[item.pk])
    login(client, "lhh")
    assert not re.search("<textarea[^>]*maxlength", client.get(url).content.decode())
    words = "Đã họp. " * 1300 + "câu cuối cùng"
    answer = client.post(
        url, {"answer": "results", "results": words, "once_key": "6f9b6f3c-8f0b-4f55-9f3e-5d0f6c1c2a11"}
    )
    page = answer.content.decode()
    assert "Dài quá: tối đa 10000 ký tự, đang có 10413. Hãy rút gọn." in page
    assert "câu cuối cùng" in page
    assert not StatusUpdate.objects.filter(assignment=item.assignment).exists()


def test_a_leader_without_colleagues_is_told_whom_to_ask(client: Client, world: World) -> None:
    login(client, "lanhdao")
    page = client.get(reverse("agencies:delegate")).content.decode()
    assert "chưa có cán bộ nào khác. Hãy báo người quản trị" in page


def test_strange_signs_and_values_are_refused_in_vietnamese(client: Client, world: World) -> None:
    item = world.item("5", world.agencies.dang_doan_lhh)
    login(client, "lhh")
    asked = client.post(
        reverse("plans:extension-ask", args=[item.pk]), {"new_due_on": "30/12/2022", "reason": "Chờ\x00 số liệu"}
    )
    assert "Có ký tự lạ (ký tự rỗng)" in asked.content.decode()
    said = {"answer": "results", "results": "Đã họp", "also": "x", "once_key": "không phải mã"}
    page = client.post(reverse("plans:report-form", args=[item.pk]), said).content.decode()
    assert "not a valid" not in page
    assert "Enter a valid" not in page
