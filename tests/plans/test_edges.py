"""Acts and addresses at the edge: what is refused in words where it would otherwise break, and what is no longer seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.verdict import Denied
from plans.choices import Occasion, Role
from plans.models import Delivery, Digest, Reminder, ReportingDuty, WorkItem
from plans.services.extensions import ask_extension
from plans.services.planning import add_duty, add_task, assign, cancel_task, open_plan, unassign
from plans.services.publishing import recall
from tests.cast import NOW, World, login, moment


def test_a_publication_with_a_request_for_more_time_is_not_recalled(world: World) -> None:
    item = world.item("5", world.agencies.dang_doan_lhh)
    lhh, office = world.officer("lhh").enter(on=NOW.date()), world.officer("vanphong").enter(on=NOW.date())
    ask_extension(item, by=lhh, now=NOW, new_due_on=moment("2022-08-30").date(), reason="Chờ ý kiến")
    with pytest.raises(Denied, match="không thu hồi được"):
        recall(world.plan, by=office, now=NOW)
    assert WorkItem.objects.filter(pk=item.pk).exists()


def test_a_publication_of_which_a_letter_may_have_left_is_not_recalled(world: World) -> None:
    item, day = world.item("5", world.agencies.dang_doan_lhh), NOW.date()
    lhh, office = world.officer("lhh"), world.officer("vanphong").enter(on=day)
    row = Reminder.objects.create(
        work_item=item, agency=item.agency, occasion=Occasion.BEFORE_1, named_on=day, for_day=day, opened_at=NOW
    )
    letter = Digest.objects.create(officer=lhh, day=day, message_id="<1@example.vn>", attempts=1, unknown_ends=1)
    Delivery.objects.create(digest=letter, reminder=row, officer=lhh)
    with pytest.raises(Denied, match="không thu hồi được"):
        recall(world.plan, by=office, now=NOW)
    assert Reminder.objects.filter(pk=row.pk).exists()
    Digest.objects.update(attempts=0, unknown_ends=0)
    recall(world.plan, by=office, now=NOW)
    assert not Reminder.objects.filter(pk=row.pk).exists(), "one that has not left goes with the publication"


def test_a_draft_tells_nobody_of_the_duties_it_plans(world: World) -> None:
    office, at = world.officer("vanphong").enter(on=NOW.date()), world.agencies
    draft = open_plan(world.ket_luan_93, owner=at.ban_tuyen_giao, by=office, now=NOW)
    task = add_task(draft, by=office, path="1", heading="Việc còn đang bàn")
    line = assign(task, by=office, now=NOW, role=Role.LEAD, agency=at.dang_doan_lhh)
    duty = add_duty(draft, by=office, name="Chưa công bố", recurrence="monthly", since=NOW.date(), assignment=line,
                    recipient=at.bao_can_tho)  # fmt: skip
    seen = {name: ReportingDuty.objects.visible_to(world.officer(name).enter(on=NOW.date())) for name in world.officers}
    assert {name for name, duties in seen.items() if duties.filter(pk=duty.pk).exists()} == {"vanphong", "truongban"}


def test_who_no_longer_helps_no_longer_sees_how_it_goes_on(world: World) -> None:
    item = world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")
    office = world.officer("vanphong").enter(on=NOW.date())
    newspaper = world.officer("baocantho").enter(on=NOW.date())
    assert WorkItem.objects.visible_to(newspaper).filter(pk=item.pk).exists()
    unassign(world.tasks["3"].assignments.get(role=Role.COORDINATING), by=office, now=NOW, reason="Hết phối hợp")
    assert not WorkItem.objects.visible_to(newspaper).filter(pk=item.pk).exists()


def test_a_cancelled_task_takes_no_more_agencies(world: World) -> None:
    office, task = world.officer("vanphong").enter(on=NOW.date()), world.tasks["5"]
    cancel_task(task, by=office, now=NOW, reason="Không làm nữa")
    with pytest.raises(Denied, match="đã hủy"):
        assign(task, by=office, now=NOW, role=Role.LEAD, agency=world.agencies.bao_can_tho)
    assert not WorkItem.objects.filter(task=task, agency=world.agencies.bao_can_tho).exists()


def test_the_same_duty_twice_is_refused_in_words(world: World) -> None:
    office, line = world.officer("vanphong").enter(on=NOW.date()), world.report_duty.assignment
    with pytest.raises(Denied, match="đã có chế độ báo cáo"):
        add_duty(world.plan, by=office, name="Lần nữa", recurrence="half_yearly", since=NOW.date(), assignment=line)


@pytest.mark.parametrize(
    "query",
    [
        "ngay=31/12/9999",
        "ngay=9999-12-31",
        "tu=01/01/0001&den=31/12/9999",
        "ky=9" + "9" * 30,
        "cay=1&van_ban=9" + "9" * 30,
    ],
)
def test_a_condition_that_nobody_can_mean_is_left_aside(
    client: Client, world: World, at: Callable[[Any], datetime], query: str
) -> None:
    answer = login(client, "vanphong").get(f"{reverse('plans:item-list')}?{query}")
    assert answer.status_code == 200


@pytest.mark.parametrize("day", ["31/12/9999", "01/01/0001"])
def test_a_day_beyond_the_calendar_is_an_error_of_the_form(
    client: Client, world: World, at: Callable[[Any], datetime], day: str
) -> None:
    said = {"assignment": world.report_duty.assignment_id, "name": "Báo cáo", "recurrence": "monthly", "since": day,
            "preset": "party", "days_after": "10"}  # fmt: skip
    answer = login(client, "vanphong").post(reverse("plans:plan-duty-add", args=[world.plan.pk]), said)
    assert "Năm phải từ 1900 đến 2200." in answer.text
    assert not ReportingDuty.objects.filter(recurrence="monthly").exists()
