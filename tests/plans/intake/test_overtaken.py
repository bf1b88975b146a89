"""Two windows of one entry: the second to save sees both versions, loses nothing, and may then overwrite knowingly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import World, login
from tests.matrix.engine import fields_of
from tests.plans.intake.begun import an_intake, proposal_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["plans:intake-record", "plans:intake-task"])
def test_the_second_window_sees_both_versions(
    client: Client, world: World, at: Callable[[Any], datetime], page: str
) -> None:
    intake = an_intake(world)
    of_task = page == "plans:intake-task"
    url = reverse(page, args=[intake.pk, proposal_of(intake).tasks[0].id] if of_task else [intake.pk])
    login(client, "vanphong")
    shown = fields_of(client.get(url).content.decode())
    name = "title" if of_task else "subject"
    first = client.post(url, shown | {name: "Lời của cửa sổ thứ nhất"})
    assert first.status_code == 302
    second = client.post(url, shown | {name: "Lời của cửa sổ thứ hai"})
    words = second.content.decode()
    assert second.status_code == 200
    assert "vừa được sửa ở cửa sổ khác" in words
    assert ("<td>Lời của cửa sổ thứ nhất</td>" in words, "<td>Lời của cửa sổ thứ hai</td>" in words) == (True, True)
    assert words.count('<tr><th scope="row">') == 1, "only what differs is set side by side"
    again = client.post(url, fields_of(words))
    assert again.status_code == 302
    proposal = proposal_of(intake)
    assert (proposal.tasks[0].title if of_task else proposal.record.subject) == "Lời của cửa sổ thứ hai"
