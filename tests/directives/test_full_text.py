"""Words are found inside full texts, by those who may read the text and nobody else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives.models import Directive
from directives.services import keep_text
from tests.builders import a_directive
from tests.cast import CAST, NOW, World, login

TEXT = (
    "Phần mở đầu dài. " * 30 + "Giao Sở Khoa học xây dựng đề án Vườn ươm Sáng chế của thanh niên. " + "Phần cuối. " * 30
)
WORDS = "vuon uom sang che"


@pytest.fixture
def document(world: World) -> Directive:
    found = world.cong_van_54
    keep_text(found, office=world.agencies.ban_tuyen_giao, text=TEXT, by=world.officer("vanphong"), now=NOW)
    return found


def listed(client: Client, query: str, **more: str) -> str:
    return client.get(reverse("directives:list"), {"q": query} | more).content.decode()


@pytest.mark.parametrize("username", CAST)
def test_a_text_is_found_by_whoever_may_read_it(
    world: World, document: Directive, client: Client, at: Any, username: str
) -> None:
    """Ban Tuyên giáo acts for the issuer, so its text is common: readers of the document find it, neighbours do not."""
    login(client, username)
    page = listed(client, WORDS, toan_van="on")
    readers = {"vanphong", "truongban", "lanhdao", "lhh", "baocantho", "codo"}
    assert ("Vườn ươm Sáng chế" in page) is (username in readers)


def test_only_where_it_is_asked_for(world: World, document: Directive, client: Client, at: Any) -> None:
    login(client, "vanphong")
    assert "Không có văn bản nào khớp" in listed(client, WORDS)
    page = listed(client, "Vườn ươm", toan_van="on")
    assert "… " in page
    assert "đề án Vườn ươm Sáng chế của thanh niên" in page
    assert "Không có văn bản nào khớp" in listed(client, f"{WORDS} khongco", toan_van="on")
    assert "54-CV/TU" in listed(client, "54-CV", toan_van="on"), "the record is searched too"


def test_a_text_that_one_office_keeps_for_itself_is_found_there_only(world: World, client: Client, at: Any) -> None:
    """Báo Cần Thơ reads the document; what another office typed of it is not common."""
    at_ = world.agencies
    own = a_directive(
        world, issuer=None, by=world.officer("baocantho"), office=at_.bao_can_tho, type_code="KH", number="7-KH/BCT",
        issued_on=date(2022, 5, 1),
    )  # fmt: skip
    keep_text(own, office=at_.bao_can_tho, text=TEXT, by=world.officer("baocantho"), now=NOW)
    for username, sees in (("baocantho", True), ("lhh", False), ("quangngai", False)):
        login(client, username)
        assert ("Vườn ươm Sáng chế" in listed(client, WORDS, toan_van="on")) is sees, username


def test_words_must_stand_in_one_text(world: World, document: Directive, client: Client, at: Any) -> None:
    login(client, "vanphong")
    other = a_directive(world)
    keep_text(other, office=world.agencies.ban_tuyen_giao, text="Vườn rau của đơn vị", by=None, now=NOW)
    assert "Không có văn bản nào khớp" in listed(client, "vuon rau sang che", toan_van="on")


def test_the_list_asks_one_query_more(world: World, document: Directive, client: Client, at: Any) -> None:
    login(client, "vanphong")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            listed(client, "vuon", toan_van="on")
        return len(asked)

    few = cost()
    for number in range(8):
        keep_text(
            a_directive(world), office=world.agencies.ban_tuyen_giao, text=f"{TEXT} bản {number}", by=None, now=NOW
        )
    assert cost() == few
