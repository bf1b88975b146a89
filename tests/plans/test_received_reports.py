"""Whoever only receives the reports of a duty finds the duty, and no link to a plan that would not open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from plans.models import Plan
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
