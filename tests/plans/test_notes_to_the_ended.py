"""Nobody is spoken to who is no longer there: a direction names the successor instead."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.models import Agency
from agencies.verdict import Denied
from plans.models import Note
from plans.services.handover import Decision, hand_over
from plans.services.notes import ask, direct, direct_agency
from tests.builders import a_confirmation, a_plan
from tests.cast import NOW, TODAY, World, login
from tests.plans.test_handover import a_body

TEXT = "Đề nghị báo cáo rõ nguyên nhân chậm."
DECISION = Decision("01-QĐ/TU", date(2022, 7, 1), "Ban Thường vụ Thành ủy", date(2022, 7, 10))
DUE = date(2022, 7, 20)


@pytest.fixture
def new(world: World) -> Agency:
    return a_body(world, "Đảng ủy xã Cờ Đỏ")


def ended(world: World, old: Agency, new: Agency) -> Agency:
    hand_over(old, by=world.officer("quantri").enter(on=TODAY), now=NOW, successors=[new], decision=DECISION)
    old.refresh_from_db()
    return old


def test_an_agency_that_has_ended_gets_no_direction_and_its_heir_is_named(
    world: World, client: Client, at: Any, new: Agency
) -> None:
    last = a_body(world, "Đảng ủy phường Cờ Đỏ")
    leader = world.officer("lanhdao").enter(on=TODAY)
    old = ended(world, world.agencies.co_do, new)
    with pytest.raises(Denied, match=r"Huyện ủy Cờ Đỏ đã kết thúc từ ngày 09/7/2022.*kế tục: Đảng ủy xã Cờ Đỏ"):
        direct_agency(old, by=leader, now=NOW, text=TEXT)
    ended(world, new, last)
    with pytest.raises(Denied, match="kế tục: Đảng ủy phường Cờ Đỏ"):
        direct_agency(old, by=leader, now=NOW, text=TEXT)
    login(client, "lanhdao")
    answer = client.get(reverse("plans:note-agency", args=[old.pk]))
    assert answer.status_code == 403
    assert "Đảng ủy phường Cờ Đỏ" in answer.content.decode()
    assert not Note.objects.exists()
    Agency.objects.filter(pk=world.agencies.o_mon.pk).update(ended_on=date(2022, 7, 13))
    with pytest.raises(Denied, match="Chưa ghi cơ quan nào kế tục"):
        direct_agency(world.agencies.o_mon, by=leader, now=NOW, text=TEXT)
    assert direct_agency(last, by=leader, now=NOW, text=TEXT).receivers.count() == 1


def test_a_lead_whose_work_was_done_before_it_ended_is_no_choice_any_more(
    world: World, client: Client, at: Any, new: Agency
) -> None:
    old, leader = world.agencies.co_do, world.officer("lanhdao").enter(on=TODAY)
    plan = a_plan(world, old, world.agencies.o_mon, due_on=DUE)
    a_confirmation(
        plan.items.get(agency=old),
        by=world.officer("codo").enter(on=TODAY),
        monitor=world.officer("vanphong").enter(on=TODAY),
    )
    ended(world, old, new)
    assert plan.tasks.get().assignments.active().filter(agency=old).exists(), "done work stays with the old name"
    url = reverse("plans:note-plan", args=[plan.pk])
    login(client, "lanhdao")
    page = client.get(url).content.decode()
    assert "Quận ủy Ô Môn" in page
    assert "Huyện ủy Cờ Đỏ" not in page
    answer = client.post(url, {"text": TEXT, "agencies": [old.pk]}).content.decode()  # the page was open meanwhile
    assert "Đảng ủy xã Cờ Đỏ" in answer
    assert TEXT in answer
    with pytest.raises(Denied, match="đã kết thúc"):
        direct(plan, by=leader, now=NOW, text=TEXT, agencies=[old, world.agencies.o_mon])
    assert not Note.objects.exists()
    direct(plan, by=leader, now=NOW, text=TEXT, agencies=[world.agencies.o_mon])


def test_a_monitor_that_has_ended_without_a_handover_answers_no_question(world: World) -> None:
    Agency.objects.filter(pk=world.plan.monitor_id).update(ended_on=date(2022, 7, 13))
    with pytest.raises(Denied, match="đã kết thúc"):
        ask(world.tasks["3"], by=world.officer("baocantho").enter(on=TODAY), now=NOW, text="Hỏi")
