"""A name recorded wrongly is put right by another from the same day: the later one holds, the history keeps both."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.history.context import by_officer
from agencies.models import Agency
from agencies.renaming import rename, state_of
from agencies.services import SavedByOthers
from agencies.verdict import Denied
from tests.cast import TODAY, World, login

OLD, WRONG, RIGHT = "Báo Cần Thơ", "Báo và Đài Cần Thơ", "Báo và Phát thanh, Truyền hình Cần Thơ"
FIRST, SECOND = "QĐ 7-QĐ/TU", "QĐ 8-QĐ/TU đính chính QĐ 7-QĐ/TU"


def told(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def renamed(world: World, agency: Agency, name: str, since: date = TODAY, **said: Any) -> Agency:
    by = world.officer("quantri").enter(on=TODAY)
    with by_officer(by):
        return rename(agency, name=name, since=since, by=by, on=TODAY, **{"decision": FIRST, **said})


def test_the_later_name_of_a_day_replaces_the_earlier_and_history_keeps_both(
    client: Client, world: World, at: Any
) -> None:
    bao = renamed(world, world.agencies.bao_can_tho, WRONG)
    login(client, "quantri")
    url = reverse("agencies:agency-rename", args=[bao.pk])
    assert f"{WRONG}, ghi từ 14/7/2022 theo {FIRST}" in told(client.get(url))
    said = {"name": RIGHT, "short_name": "Báo Cần Thơ", "since": "14/7/2022", "decision": SECOND}
    page = told(client.post(url, said, follow=True))
    assert f"Từ nay các danh sách ghi {RIGHT} (trước đây: {OLD})." in page
    bao.refresh_from_db()
    assert (bao.name, bao.former_names) == (RIGHT, OLD)
    assert [(row.name, row.since, row.decision) for row in bao.names.all()] == [(OLD, None, ""), (RIGHT, TODAY, SECOND)]
    assert [bao.name_on(date(2022, 7, 13)), bao.name_on(TODAY)] == [OLD, RIGHT]
    history = told(client.get(reverse("agencies:agency-detail", args=[bao.pk])))
    assert WRONG not in history
    kept = told(client.get(f"/lich-su/co-quan/{bao.pk}/"))
    for words in (WRONG, RIGHT, FIRST, SECOND):
        assert words in kept


def test_a_renaming_taken_back_the_same_day_leaves_the_name_as_it_was(world: World) -> None:
    bao = renamed(world, world.agencies.bao_can_tho, WRONG)
    bao = renamed(world, bao, OLD, decision=SECOND)
    assert (bao.name, bao.former_names) == (OLD, "")
    assert {bao.name_on(date(2022, 7, 13)), bao.name_on(TODAY)} == {OLD}


def test_only_from_the_same_day_and_only_by_who_saw_the_name_that_goes(client: Client, world: World, at: Any) -> None:
    bao, seen = world.agencies.bao_can_tho, state_of(world.agencies.bao_can_tho)
    bao = renamed(world, bao, WRONG, date(2022, 7, 1))
    with pytest.raises(Denied, match="sau lần thay đổi trước"):
        renamed(world, bao, RIGHT, date(2022, 6, 30))
    with pytest.raises(Denied, match="số, ngày quyết định"):
        renamed(world, bao, RIGHT, date(2022, 7, 1), decision=" ")
    with pytest.raises(SavedByOthers):
        renamed(world, bao, RIGHT, date(2022, 7, 1), seen=seen)
    login(client, "quantri")
    url = reverse("agencies:agency-rename", args=[bao.pk])
    said = {"name": RIGHT, "since": "01/7/2022", "decision": SECOND}
    page = client.post(url, {**said, "seen": seen})
    assert "Có người vừa lưu trước" in told(page)
    assert f"Người khác vừa lưu: {WRONG}" in told(page)
    assert RIGHT in page.content.decode()
    again = re.search(r'name="seen" value="([^"]+)"', page.content.decode())
    assert again is not None
    assert client.post(url, {**said, "seen": again[1]}).status_code == 302
    bao.refresh_from_db()
    assert (bao.name, bao.former_names) == (RIGHT, OLD)
    bao = renamed(world, bao, "Báo Cần Thơ mới", TODAY)  # a later decision is a name of its own
    assert bao.former_names == f"{RIGHT}; {OLD}"
