"""The inbox: who is told what of decisions, questions and long work, and what an officer does with entries."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from agencies.models import Officer
from plans.models import Notice
from plans.services.progress import send_back
from tests.builders import a_submission
from tests.cast import NOW, TODAY, World, login


def officer(world: World, username: str) -> Officer:
    return world.officer(username).enter(on=TODAY)


def told(world: World, username: str) -> dict[str, str]:
    """Thread and words of what somebody sees in their inbox."""
    found = Notice.objects.visible_to(officer(world, username))
    return dict(found.values_list("subject", "text"))


def test_first(world: World, client: Client, at: Any) -> None:
    item = world.item("5", world.agencies.dang_doan_lhh)
    a_submission(item, by=officer(world, "lhh"))
    send_back(item, by=officer(world, "vanphong"), now=NOW, reason="Thiếu số liệu.")
    assert told(world, "lhh") == {f"item:{item.pk}": "Bị trả lại, gửi lại chậm nhất 19/7/2022"}
    assert told(world, "vanphong") == {}
    login(client, "lhh")
    page = client.get(reverse("plans:inbox"))
    assert "Bị trả lại" in page.content.decode()
