"""The monitor's queue where much waits: page by page, as many queries for each, every number true."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies import paging
from agencies.paging import size_asked
from plans.models import WorkItem
from plans.views import reviews
from tests.builders import a_submission, an_extension
from tests.cast import TODAY, World, login

QUEUE = reverse("plans:review-list")


@pytest.fixture
def waiting(world: World, at: Callable[[Any], datetime], monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Six submissions in the order of the queue, where a page has two rows unless one asks for fifty."""
    monkeypatch.setattr(paging, "SIZES", (2, 50))
    for username, agency in (("lhh", world.agencies.dang_doan_lhh), ("baocantho", world.agencies.bao_can_tho)):
        by = world.officer(username).enter(on=TODAY)
        for item in WorkItem.objects.filter(agency=agency, period__isnull=False).with_names():
            a_submission(item, by=by)
    return list(
        WorkItem.objects.filter(lifecycle="submitted").order_by("submitted_on", "id").values_list("pk", flat=True)
    )


def shown(page: str, waiting: list[int]) -> list[int]:
    """Which of the submissions have a row there."""
    return [pk for pk in waiting if f'class="title" href="{reverse("plans:review", args=[pk])}"' in page]


def test_the_queue_is_read_page_by_page_and_nothing_is_out_of_reach(
    world: World, client: Client, waiting: list[int]
) -> None:
    login(client, "vanphong")
    assert len(waiting) == 6
    pages = [client.get(QUEUE, {"page": str(number)}).content.decode() for number in (1, 2, 3)]
    assert [shown(page, waiting) for page in pages] == [waiting[:2], waiting[2:4], waiting[4:]]
    assert "6 báo cáo" in pages[1]
    assert "Trang 2/3" in pages[1]
    whole = client.get(QUEUE, {"size": "50"}).content.decode()
    assert shown(whole, waiting) == waiting
    assert "Trang sau" not in whole


@pytest.mark.parametrize("typed", ["0", "-1", "99", "x", "9" * 30])
def test_a_page_that_does_not_exist_is_one_that_does(
    world: World, client: Client, waiting: list[int], typed: str
) -> None:
    answer = login(client, "vanphong").get(QUEUE, {"page": typed, "size": typed})
    assert answer.status_code == 200
    assert len(shown(answer.content.decode(), waiting)) == 2


def test_a_longer_page_asks_no_more_often(world: World, client: Client, waiting: list[int]) -> None:
    login(client, "vanphong").get(QUEUE)
    asked = []
    for size in ("2", "50"):
        with CaptureQueriesContext(connection) as queries:
            client.get(QUEUE, {"size": size})
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_requests_for_time_beyond_those_shown_are_counted_and_announced(
    world: World, client: Client, at: Callable[[Any], datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviews, "EXTENSIONS_SHOWN", 1)
    for username, item in (
        ("lhh", world.item("5", world.agencies.dang_doan_lhh)),
        ("lhh", world.item("3", world.agencies.dang_doan_lhh, "quý III/2022")),
    ):
        an_extension(item, by=world.officer(username).enter(on=TODAY), new_due_on="2022-12-30")
    page = login(client, "vanphong").get(QUEUE).content.decode()
    assert "2 đề nghị gia hạn" in page
    assert page.count("Xem đề nghị gia hạn") == 1
    assert "Đang hiện 1 đề nghị gửi sớm nhất" in page


def test_only_sizes_that_the_foot_offers_are_taken() -> None:
    assert [size_asked(typed) for typed in (None, "", "50", "100", "200", "201", "9" * 20, "x")] == [
        50, 50, 50, 100, 200, 50, 50, 50,
    ]  # fmt: skip
