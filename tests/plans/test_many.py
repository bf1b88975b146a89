"""What pages print of very many rows: the first, how many there are, and the way to each of the others."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans import reading
from plans.models import Plan
from tests.bench import wide
from tests.builders import a_directive, a_plan
from tests.cast import TODAY, World, login, moment

Clock = Callable[[Any], datetime]


@pytest.fixture(autouse=True)
def story_day(at: Clock) -> None:
    """Views read the clock of 14/7/2022."""


def a_wide_plan(world: World, monkeypatch: pytest.MonkeyPatch, *, tasks: int) -> Plan:
    """A tracked plan of that many tasks, each with one item."""
    monkeypatch.setattr(wide, "TASKS", tasks)
    a_directive(world)
    return Plan.objects.get(pk=wide.plan_of(world.officer("vanphong").enter(on=TODAY), day=TODAY))


def test_a_long_plan_is_shown_in_parts_and_every_task_is_found(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = a_wide_plan(world, monkeypatch, tasks=230)
    url, browser = reverse("plans:plan-detail", args=[plan.pk]), login(client, "vanphong")
    first = browser.get(url)
    assert len(first.context["branches"]) == 200
    assert first.context["total"] == 230, "the numbers above are of the whole plan"
    assert "1–200 trong 230 nhiệm vụ" in first.content.decode()
    last = plan.tasks.get(position=230)
    item = last.items.get()
    for query in ({"page": "2"}, {"nhiem_vu": str(last.pk)}, {"mo": str(last.pk)}, {"vi_sao": str(item.pk)}):
        answer = browser.get(url, query)
        assert f'id="muc-{last.pk}"' in answer.content.decode(), f"{query} leads to the part that holds the task"
    assert browser.get(url, {"vi_sao": str(item.pk)}).context["opened"] == item
    found = browser.get(url, {"xep_loai": class_of(item.pk, browser, url), "don_vi": str(item.agency_id)})
    assert last in [branch.task for branch in found.context["branches"]], "a filter looks at all parts"
    for wrong in ({"page": "x"}, {"page": "99"}, {"nhiem_vu": "²"}, {"size": "0"}):
        assert browser.get(url, wrong).status_code == 200


def class_of(pk: int, browser: Client, url: str) -> str:
    """The class that the last part shows of an item."""
    branches = browser.get(url, {"page": "2"}).context["branches"]
    return str(next(item.standing for branch in branches for item in branch.items if item.pk == pk))


def test_a_long_plan_asks_as_often_as_a_short_one(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = login(client, "vanphong")
    counts = []
    for tasks in (5, 230):
        url = reverse("plans:plan-detail", args=[a_wide_plan(world, monkeypatch, tasks=tasks).pk])
        browser.get(url)
        with CaptureQueriesContext(connection) as queries:
            browser.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 26


def test_an_agencys_page_counts_all_and_prints_the_first(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(4):
        a_plan(world, world.agencies.co_do, now=moment("2022-06-01"), due_on=date(2022, 6, 20) + timedelta(days=n))
    monkeypatch.setattr(reading, "WORK_SHOWN", 2)
    browser = login(client, "codo")
    answer = browser.get(reverse("plans:agency-work"))
    work, words = answer.context["work"], answer.content.decode()
    late = work.totals["overdue"]
    assert late >= 4
    assert len(work.overdue) == 2
    assert f"Hiện 2 trong {late} việc" in words
    assert 'href="?du=1#qua-han"' in words
    assert f"{work.owed} việc cần báo cáo" in words
    assert len(browser.get(reverse("plans:agency-work"), {"du": "1"}).context["work"].overdue) == late
