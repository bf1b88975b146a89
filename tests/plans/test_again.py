"""What is done a second time: a line taken up again, several agencies at once, a share sent twice, marked words typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.verdict import Denied
from plans.choices import EventKind, Lifecycle, Role
from plans.explain import explain
from plans.facts import facts_of
from plans.models import StatusUpdate, WorkItem
from plans.services import planning, progress
from tests.cast import NOW, TODAY, World, login


@pytest.fixture
def office(world: World) -> Any:
    return world.officer("vanphong").enter(on=TODAY)


def test_an_agency_taken_off_and_assigned_again_owes_its_work_again(world: World, office: Any) -> None:
    item = world.item("5", world.agencies.dang_doan_lhh)
    planning.unassign(item.assignment, by=office, now=NOW, reason="Giao nhầm đơn vị")
    item.refresh_from_db()
    assert item.lifecycle == Lifecycle.CANCELLED
    planning.assign(
        world.tasks["5"], by=office, now=NOW, role=Role.LEAD, agency=world.agencies.dang_doan_lhh, heading="Kế hoạch mới",
        due_on=date(2022, 8, 31),
    )  # fmt: skip
    item = WorkItem.objects.with_names().get(pk=item.pk)
    assert (item.lifecycle, item.due_on, item.title) == (Lifecycle.NOT_STARTED, date(2022, 8, 31), "Kế hoạch mới")
    assert item.events.latest("id").kind == EventKind.RESUMED


def test_a_line_that_holds_is_not_assigned_twice(world: World, office: Any) -> None:
    with pytest.raises(Denied, match="đã chủ trì nhiệm vụ này"):
        planning.assign(world.tasks["3"], by=office, now=NOW, role=Role.LEAD, agency=world.agencies.dang_doan_lhh)
    planning.assign(world.tasks["1"], by=office, now=NOW, role=Role.COORDINATING, agency_text="các cơ quan liên quan")
    with pytest.raises(Denied, match="đã có trong nhiệm vụ"):
        planning.assign(
            world.tasks["1"], by=office, now=NOW, role=Role.COORDINATING, agency_text="các cơ quan liên quan"
        )


def test_several_agencies_are_assigned_all_or_none(world: World, office: Any) -> None:
    before = world.tasks["4"].assignments.count()
    with pytest.raises(Denied):
        planning.assign_many(
            world.tasks["4"], by=office, now=NOW, role=Role.LEAD, agencies=[world.agencies.co_do, world.agencies.bao_can_tho]
        )  # fmt: skip
    assert world.tasks["4"].assignments.count() == before


def test_a_share_sent_twice_counts_once(world: World) -> None:
    line = world.tasks["3"].assignments.get(role=Role.COORDINATING)
    by = world.officer("baocantho").enter(on=TODAY)
    first = progress.support(line, by=by, now=NOW, results="Đã đăng ba bài.")
    assert progress.support(line, by=by, now=NOW, results="Đã đăng ba bài.").pk == first.pk
    assert StatusUpdate.objects.filter(assignment=line).count() == 1


def test_waiting_work_is_explained_as_waiting(world: World) -> None:
    item = world.item("3", world.agencies.dang_doan_lhh, "quý I/2022")
    progress.report(item, by=world.officer("lhh").enter(on=TODAY), now=NOW, submits=True, results="Đã làm")
    fresh = WorkItem.objects.with_standing(on=TODAY).with_names().get(pk=item.pk)
    assert explain(facts_of(fresh, on=TODAY)).question == "Vì sao chờ xác nhận?"


def test_marked_words_are_refused_where_they_are_typed(
    world: World, client: Client, at: Callable[[Any], datetime]
) -> None:
    item = world.item("3", world.agencies.dang_doan_lhh, "quý I/2022")
    login(client, "lhh")
    typed = {"answer": "results", "results": "TUYỆT MẬT\nKết quả của đơn vị"}
    answer = client.post(reverse("plans:report-form", args=[item.pk]), typed)
    assert answer.status_code == 200
    assert "TUYỆT MẬT" in answer.content.decode()
    assert not StatusUpdate.objects.exists()
