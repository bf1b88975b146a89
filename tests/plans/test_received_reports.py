"""Whoever only receives the reports of a duty finds the duty, and no link to a plan that would not open."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from plans.choices import Role
from plans.models import Assignment, Plan
from plans.services.planning import add_duty
from tests.cast import NOW, World, login


def test_pages_of_a_received_duty_lead_to_no_closed_door(
    client: Client, world: World, at: Callable[[Any], Any]
) -> None:
    stranger = world.officer("quangngai").enter(on=NOW.date())
    duty = add_duty(
        world.plan, by=world.officers["vanphong"], name="Gửi nơi khác", recurrence="monthly", since=date(2022, 1, 4),
        recipient=stranger.current_posts[0].agency, now=NOW,
    )  # fmt: skip
    plan_url = reverse("plans:plan-detail", args=[world.plan.pk])
    pages = [reverse("plans:duty-list") + "?giai_doan=tat-ca", reverse("plans:duty-detail", args=[duty.pk])]
    login(client, "quangngai")
    assert not Plan.objects.visible_to(stranger).filter(pk=world.plan.pk).exists()
    for url in pages:
        page = client.get(url).content.decode()
        assert world.plan.directive.label in page
        assert f'href="{plan_url}"' not in page
    login(client, "vanphong")
    for url in pages:
        assert f'href="{plan_url}"' in client.get(url).content.decode()


def test_a_period_in_the_list_opens_for_an_agency_beside_duties_of_others(
    client: Client, world: World, at: Callable[[Any], Any]
) -> None:
    """Another agency's duty with the same days may be older; the row must not lead to its period nor tell its name."""
    lhh = world.agencies.dang_doan_lhh
    line = Assignment.objects.get(task__plan=world.plan, task__path="3", agency=lhh, role=Role.LEAD)
    for name, assignment in (("Của Liên hiệp Hội", line), ("Chung mọi đơn vị", None)):
        add_duty(
            world.plan, by=world.officers["vanphong"], name=name, recurrence="monthly", since=date(2022, 7, 1),
            assignment=assignment, now=NOW,
        )  # fmt: skip
    login(client, "codo")
    page = client.get(reverse("plans:duty-list") + "?giai_doan=tat-ca").content.decode()
    found = set(re.findall(r'"(/che-do-bao-cao/ky/\d+/)"', page))
    assert found
    assert "Của Liên hiệp Hội" not in page
    assert {client.get(url).status_code for url in found} == {200}


def test_typed_days_are_not_dropped_without_a_word(client: Client, world: World, at: Callable[[Any], Any]) -> None:
    login(client, "vanphong")
    said = {
        "reporter": "everyone", "name": "Chuyên đề", "recurrence": "quarterly", "days": "15/3", "since": "14/7/2022",
        "preset": "party", "days_after": "10",
    }  # fmt: skip
    url = reverse("plans:plan-duty-add", args=[world.plan.pk])
    page = client.post(url, said).content.decode()
    assert "chỉ dùng với kỳ “theo ngày ấn định”" in page
    assert "15/3" in page
    assert client.post(url, said | {"recurrence": "dates", "days": "15/3\n15/9"}).status_code == 302
