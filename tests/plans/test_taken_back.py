"""Taking lines and tasks back: helpers stay, and a second click changes nothing that the first one said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.models import Officer
from agencies.verdict import Denied
from plans.choices import EventKind, Role
from plans.models import Assignment, ReportingDuty, WorkItemEvent
from plans.services.planning import add_duty, assign, cancel_task, unassign
from tests.builders import a_directive, a_draft, a_task
from tests.cast import NOW, TODAY, World, login, moment

type Clock = Callable[[Any], datetime]
LATER = moment("2022-07-20")


@pytest.fixture
def office(world: World) -> Officer:
    return world.officer("vanphong").enter(on=TODAY)


def test_a_removed_lead_leaves_its_helpers_to_the_task(
    client: Client, world: World, office: Officer, at: Clock
) -> None:
    draft, bodies = a_draft(world, a_directive(world)), world.agencies
    task = a_task(draft, bodies.dai_pt_th, bodies.co_do, by=office)
    lead = task.assignments.get(agency=bodies.dai_pt_th)
    helper = assign(task, by=office, now=NOW, role=Role.COORDINATING, agency=bodies.bao_can_tho, supports=lead)
    add_duty(draft, by=office, name="Báo cáo tuần", recurrence="weekly", since=TODAY, assignment=lead)
    url = reverse("plans:unassign", args=[lead.pk])
    text = login(client, "vanphong").get(url).text
    assert "Báo Cần Thơ vẫn phối hợp, với mọi đơn vị chủ trì của mục này." in text
    assert "Chế độ báo cáo riêng “Báo cáo tuần” cũng bị bỏ." in text
    client.post(url)
    helper.refresh_from_db()
    assert helper.supports is None
    assert set(task.assignments.values_list("agency", "role")) == {
        (bodies.co_do.pk, Role.LEAD),
        (bodies.bao_can_tho.pk, Role.COORDINATING),
    }
    assert not ReportingDuty.objects.filter(plan=draft).exists()


def test_a_line_removed_twice_from_a_draft_is_told_so(world: World, office: Officer) -> None:
    task = a_task(a_draft(world, a_directive(world)), world.agencies.co_do, by=office)
    line, stale = task.assignments.get(), task.assignments.get()
    unassign(line, by=office, now=NOW)
    with pytest.raises(Denied, match="đã được bỏ trước đó"):
        unassign(stale, by=office, now=NOW)


def test_a_line_is_taken_back_once(client: Client, world: World, office: Officer, at: Clock) -> None:
    line = world.tasks["4"].assignments.get(agency=world.agencies.dai_pt_th)
    stale = Assignment.objects.get(pk=line.pk)
    unassign(line, by=office, now=NOW, reason="Báo Cần Thơ làm cả phần này")
    with pytest.raises(Denied, match="đã thôi chủ trì nhiệm vụ này từ ngày 14/7/2022, lý do: Báo Cần Thơ làm"):
        unassign(stale, by=office, now=LATER, reason="Lý do khác")
    at(LATER)
    answer = login(client, "vanphong").post(reverse("plans:unassign", args=[line.pk]), {"reason": "Lý do khác"})
    assert answer.status_code == 403
    assert "từ ngày 14/7/2022" in answer.text
    line.refresh_from_db()
    assert (line.until, line.end_reason) == (TODAY, "Báo Cần Thơ làm cả phần này")


def test_a_task_is_cancelled_once(client: Client, world: World, office: Officer, at: Clock) -> None:
    task = world.tasks["4"]
    cancel_task(task, by=office, now=NOW, reason="Không còn phù hợp")
    events = WorkItemEvent.objects.filter(work_item__task=task, kind=EventKind.CANCELLED)
    count = events.count()
    assert count
    with pytest.raises(Denied, match="Mục 4 đã hủy từ ngày 14/7/2022, lý do: Không còn phù hợp"):
        cancel_task(task, by=office, now=LATER, reason="Lý do khác")
    at(LATER)
    url = reverse("plans:task-cancel", args=[world.plan.pk, task.pk])
    answer = login(client, "vanphong").post(url, {"reason": "Lý do khác"})
    assert answer.status_code == 403
    assert "đã hủy từ ngày 14/7/2022" in answer.text
    task.refresh_from_db()
    assert (task.cancelled_on, task.cancel_reason) == (TODAY, "Không còn phù hợp")
    assert events.count() == count


def test_a_draft_cancels_nothing(world: World, office: Officer) -> None:
    task = a_task(a_draft(world, a_directive(world)), world.agencies.co_do, by=office)
    with pytest.raises(Denied, match="bản nháp"):
        cancel_task(task, by=office, now=NOW, reason="Không làm")
