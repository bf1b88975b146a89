"""Ending a plan asks about each open item: a reason of its own or the common one, and nothing done over an unread report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.models import Officer
from agencies.verdict import Denied
from plans.choices import EventKind, Lifecycle, PlanState
from plans.models import Assignment, Plan, StatusUpdate, Task, WorkItem, WorkItemEvent
from plans.services.ending import Closing, end
from plans.services.progress import withdraw
from plans.services.publishing import publish
from tests.builders import a_directive, a_draft, a_plan, a_submission, a_task
from tests.cast import NOW, TODAY, World, login

type Clock = Callable[[Any], datetime]


@pytest.fixture
def office(world: World) -> Officer:
    return world.officer("vanphong").enter(on=TODAY)


@pytest.fixture
def two(world: World, office: Officer) -> Plan:
    """Two check-ins of Báo Cần Thơ and Huyện ủy Cờ Đỏ, both open."""
    return a_plan(world, world.agencies.bao_can_tho, world.agencies.co_do, by=office)


def item_of(plan: Plan, agency: Any) -> WorkItem:
    return WorkItem.objects.with_names().get(plan=plan, agency=agency)


def note(item: WorkItem) -> str:
    return WorkItemEvent.objects.get(work_item=item, kind=EventKind.CANCELLED).note


def page_of(plan: Plan) -> str:
    return reverse("plans:plan-end", args=[plan.pk])


def sent(world: World, plan: Plan) -> tuple[WorkItem, StatusUpdate]:
    item = item_of(plan, world.agencies.co_do)
    return item, a_submission(item, by=world.officer("codo").enter(on=TODAY))


def test_each_item_may_have_its_own_reason(client: Client, world: World, two: Plan, at: Clock) -> None:
    paper, district = item_of(two, world.agencies.bao_can_tho), item_of(two, world.agencies.co_do)
    text = login(client, "vanphong").get(page_of(two)).text
    for item in (paper, district):
        assert f"Lý do riêng: {item.agency.label}, mục 1, {item.occurrence}" in text
    client.post(page_of(two), {"reason": "Đã tổng kết", f"ly-do-{district.pk}": "Chuyển sang kế hoạch năm sau"})
    assert (note(paper), note(district)) == ("Đã tổng kết", "Chuyển sang kế hoạch năm sau")
    two.refresh_from_db()
    assert (two.state, two.ended_on, two.end_reason) == (PlanState.ENDED, TODAY, "Đã tổng kết")
    assert "Lý do: Đã tổng kết" in client.get(reverse("plans:plan-detail", args=[two.pk])).text


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_ends(client: Client, world: World, two: Plan, at: Clock, reason: str) -> None:
    answer = login(client, "vanphong").post(page_of(two), {"reason": reason})
    assert "Cần nhập lý do kết thúc." in answer.text
    with pytest.raises(Denied, match="phải ghi lý do"):
        end(two, by=world.officer("vanphong").enter(on=TODAY), now=NOW, reason=reason)
    two.refresh_from_db()
    assert two.state == PlanState.PUBLISHED
    assert two.items.open().count() == 2


def test_a_waiting_report_is_never_passed_over(client: Client, world: World, two: Plan, at: Clock) -> None:
    item, _ = sent(world, two)
    answer = login(client, "vanphong").post(page_of(two), {"reason": "Đã tổng kết"})
    assert "Huyện ủy Cờ Đỏ, mục 1" in answer.text
    assert "báo cáo đang chờ xác nhận. Chọn một cách xử lý." in answer.text
    with pytest.raises(Denied, match="có báo cáo chờ xác nhận"):
        end(two, by=world.officer("vanphong").enter(on=TODAY), now=NOW, reason="Đã tổng kết")
    item.refresh_from_db()
    assert item.lifecycle == Lifecycle.SUBMITTED


def test_a_waiting_report_is_confirmed_or_set_aside_knowingly(
    client: Client, world: World, two: Plan, at: Clock
) -> None:
    item, update = sent(world, two)
    login(client, "vanphong").post(page_of(two), {"reason": "Đã tổng kết", f"xu-ly-{item.pk}": f"xac-nhan:{update.pk}"})
    item.refresh_from_db()
    assert (item.lifecycle, item.submitted_on, item.completed_on) == (Lifecycle.CONFIRMED, TODAY, TODAY)
    assert update.reviews.get().officer.username == "vanphong"
    assert item_of(two, world.agencies.bao_can_tho).lifecycle == Lifecycle.CANCELLED
    other = a_plan(world, world.agencies.co_do)
    item, update = sent(world, other)
    said = {"reason": "Đã tổng kết", f"xu-ly-{item.pk}": f"thoi-theo-doi:{update.pk}", f"ly-do-{item.pk}": "Trùng việc"}
    client.post(page_of(other), said)
    assert note(item) == "Trùng việc"


def test_who_may_not_review_is_not_offered_to_confirm(client: Client, world: World, at: Clock) -> None:
    """The owner of the plan is not its monitor; and what the owner's own agency leads, a leader above confirms."""
    office = world.officer("vanphong").enter(on=TODAY)
    draft = a_draft(world, a_directive(world), by=office, monitor=world.agencies.van_phong_thanh_uy)
    a_task(draft, world.agencies.co_do, by=office)
    plan = publish(draft, by=office, now=NOW)
    item, update = sent(world, plan)
    answer = login(client, "vanphong").get(page_of(plan))
    assert f"xac-nhan:{update.pk}" not in answer.text
    assert "Chỉ Văn phòng Thành ủy Cần Thơ mới xác nhận" in answer.text
    forced = {"reason": "Đã tổng kết", f"xu-ly-{item.pk}": f"xac-nhan:{update.pk}"}
    assert client.post(page_of(plan), forced).status_code == 200
    with pytest.raises(Denied, match="mới xác nhận"):
        end(
            plan,
            by=office,
            now=NOW,
            reason="Đã tổng kết",
            closings={item.pk: Closing(submission=update.pk, confirms=True)},
        )
    item.refresh_from_db()
    assert item.lifecycle == Lifecycle.SUBMITTED


def test_what_changed_since_the_page_was_read_is_told(client: Client, world: World, two: Plan, at: Clock) -> None:
    item, update = sent(world, two)
    district, office = world.officer("codo").enter(on=TODAY), world.officer("vanphong").enter(on=TODAY)
    said = {"reason": "Đã tổng kết", f"xu-ly-{item.pk}": f"xac-nhan:{update.pk}"}
    withdraw(item, by=district, now=NOW)
    assert "vừa được rút lại" in login(client, "vanphong").post(page_of(two), said).text
    with pytest.raises(Denied, match="vừa rút lại"):
        end(two, by=office, now=NOW, reason="Xong", closings={item.pk: Closing(submission=update.pk)})
    a_submission(item, by=district, results="Báo cáo khác.")
    assert "vừa gửi báo cáo khác" in client.post(page_of(two), said).text
    with pytest.raises(Denied, match="có báo cáo chờ xác nhận"):
        end(two, by=office, now=NOW, reason="Xong", closings={item.pk: Closing(submission=update.pk, confirms=True)})
    two.refresh_from_db()
    assert two.state == PlanState.PUBLISHED


def test_a_plan_ends_once_and_by_its_owner_only(client: Client, world: World, two: Plan, at: Clock) -> None:
    office = world.officer("vanphong").enter(on=TODAY)
    with pytest.raises(Denied, match="Chỉ Ban Tuyên giáo"):
        end(two, by=world.officer("codo").enter(on=TODAY), now=NOW, reason="Không phải của mình")
    end(two, by=office, now=NOW, reason="Đã tổng kết")
    with pytest.raises(Denied, match="đã kết thúc từ ngày 14/7/2022"):
        end(two, by=office, now=NOW, reason="Lý do khác")
    two.refresh_from_db()
    assert two.end_reason == "Đã tổng kết"
    assert "đã kết thúc từ ngày 14/7/2022" in login(client, "vanphong").get(page_of(two)).text
    with pytest.raises(Denied, match="đã phát hành"):
        end(a_draft(world, a_directive(world), by=office), by=office, now=NOW, reason="Bản nháp")


def many(world: World, office: Officer, tasks: int) -> Plan:
    """A plan of as many tasks with two lead lines each, made in bulk and then published."""
    draft = a_draft(world, a_directive(world), by=office)
    rows = Task.objects.bulk_create(
        Task(plan=draft, path=str(n), position=n, heading=f"Nhiệm vụ {n}") for n in range(1, tasks + 1)
    )
    leads = (world.agencies.co_do, world.agencies.bao_can_tho)
    Assignment.objects.bulk_create(Assignment(task=row, agency=body, role="lead") for row in rows for body in leads)
    return publish(draft, by=office, now=NOW)


def test_two_hundred_items_are_asked_about_on_one_page(
    client: Client, world: World, office: Officer, at: Clock, django_assert_max_num_queries: Any
) -> None:
    plan = many(world, office, 100)
    items = list(plan.items.all())
    assert len(items) == 200
    login(client, "vanphong")
    with django_assert_max_num_queries(20):
        text = client.get(page_of(plan)).text
    assert text.count('name="ly-do-') == 200
    said = {f"ly-do-{item.pk}": f"Lý do của {item.pk}" for item in items[:150]}
    client.post(page_of(plan), {"reason": "Đã tổng kết", **said})
    assert not plan.items.unconfirmed().exists()
    notes = dict(
        WorkItemEvent.objects.filter(work_item__plan=plan, kind=EventKind.CANCELLED).values_list("work_item_id", "note")
    )
    assert notes == {item.pk: said.get(f"ly-do-{item.pk}", "Đã tổng kết") for item in items}


def test_what_one_page_cannot_hold_goes_by_the_common_reason(
    client: Client, world: World, office: Officer, at: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plans.views.publishing.ITEMS_ASKED", 4)
    plan = many(world, office, 5)
    item = WorkItem.objects.filter(plan=plan, agency=world.agencies.co_do).with_names().last()
    assert item is not None
    update = a_submission(item, by=world.officer("codo").enter(on=TODAY))
    text = login(client, "vanphong").get(page_of(plan)).text
    assert text.count('name="ly-do-') == 4
    assert f"xac-nhan:{update.pk}" in text, "reports that wait come first"
    assert "Và 6 đầu việc khác" in text
    client.post(page_of(plan), {"reason": "Đã tổng kết", f"xu-ly-{item.pk}": f"xac-nhan:{update.pk}"})
    assert plan.items.filter(lifecycle=Lifecycle.CANCELLED).count() == 9
