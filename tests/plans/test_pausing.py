"""Pausing a plan: what happens meanwhile stays silent for good, and only the current period opens afterwards (decision 12)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from agencies.models import Officer
from agencies.verdict import Denied
from plans.choices import Lifecycle, Occasion, PlanState, ReminderState, Role
from plans.models import Plan, Reminder, WorkItem
from plans.pausing import tracked_from
from plans.services.ending import end
from plans.services.items import open_periods
from plans.services.planning import add_duty, assign
from plans.services.progress import send_back
from plans.services.publishing import pause, publish, recall, resume
from tests.builders import a_directive, a_draft, a_plan, a_submission, a_task
from tests.cast import NOW, TODAY, World, login, moment

type Clock = Callable[[Any], datetime]


@pytest.fixture
def office(world: World) -> Officer:
    return world.officer("vanphong").enter(on=TODAY)


@pytest.fixture
def monthly(world: World, office: Officer) -> Plan:
    """A plan whose one line answers every month since July 2022."""
    plan = a_draft(world, a_directive(world), by=office, cycle="monthly")
    a_task(plan, world.agencies.bao_can_tho, by=office)
    return publish(plan, by=office, now=NOW)


def run(day: str) -> int:
    """The nightly run of a day."""
    return open_periods(on=date.fromisoformat(day), now=moment(day, 0, 3))


def periods_of(plan: Plan) -> list[str]:
    items = WorkItem.objects.filter(plan=plan, period__isnull=False).order_by("period__starts_on", "id")
    return list(items.values_list("period__label", flat=True))


def test_a_period_that_began_and_ended_in_the_pause_never_opens(monthly: Plan, office: Officer) -> None:
    pause(monthly, by=office, now=moment("2022-07-20"), reason="Chờ sắp xếp tổ chức")
    run("2022-09-02")
    resume(monthly, by=office, now=moment("2022-11-08"))
    assert periods_of(monthly) == ["tháng 7/2022", "tháng 11/2022"]
    run("2022-11-09")
    run("2022-12-02")
    assert periods_of(monthly) == ["tháng 7/2022", "tháng 11/2022", "tháng 12/2022"]
    assert run("2022-12-02") == 0


def test_a_pause_silences_what_is_owed_while_news_of_work_waits_until_the_end(monthly: Plan, office: Officer) -> None:
    named: dict[str, Any] = {
        "agency": monthly.items.get().agency,
        "named_on": TODAY,
        "for_day": TODAY,
        "opened_at": NOW,
    }
    Reminder.objects.create(work_item=monthly.items.get(), duty="clerk", occasion=Occasion.BEFORE_7, **named)
    pause(monthly, by=office, now=NOW, reason="Chờ sắp xếp tổ chức")
    rows = Reminder.objects.filter(Q(plan=monthly) | Q(work_item__plan=monthly))
    waiting = rows.filter(state=ReminderState.OPEN)
    assert set(waiting.values_list("occasion", flat=True)) == {Occasion.ASSIGNED}
    resume(monthly, by=office, now=moment("2022-07-20"))
    assert waiting.exists()
    end(monthly, by=office, now=moment("2022-07-21"), reason="Đã có văn bản thay thế")
    assert not waiting.exists()


def test_no_item_opens_overdue_by_resuming(monthly: Plan, office: Officer) -> None:
    pause(monthly, by=office, now=moment("2022-07-20"), reason="Chờ sắp xếp tổ chức")
    resume(monthly, by=office, now=moment("2022-11-08"))
    items: Any = WorkItem.objects.filter(plan=monthly).with_standing(on=date(2022, 11, 8))
    late = [item for item in items if item.days_overdue]
    assert [item.period.label for item in late if item.period] == ["tháng 7/2022"], "owed since before the pause"


def test_days_of_the_pause_count_nothing_that_opened_after_it(monthly: Plan, office: Officer) -> None:
    pause(monthly, by=office, now=moment("2022-07-20"), reason="Chờ sắp xếp tổ chức")
    resume(monthly, by=office, now=moment("2022-11-08"))
    opened = WorkItem.objects.get(plan=monthly, period__label="tháng 11/2022")
    assert opened.opened_on == date(2022, 11, 8)
    assert opened.remind_from == date(2022, 11, 8)
    for day, count in (("2022-11-07", 1), ("2022-11-08", 2)):
        assert WorkItem.objects.filter(plan=monthly).as_of(on=date.fromisoformat(day)).count() == count, day


def test_a_period_that_began_before_the_pause_is_still_owed_after_it(monthly: Plan, office: Officer) -> None:
    """The nightly run was down on 1/8; the office paused on 3/8: August had begun while the plan was tracked."""
    pause(monthly, by=office, now=moment("2022-08-03"), reason="Chờ hướng dẫn")
    resume(monthly, by=office, now=moment("2022-10-05"))
    assert periods_of(monthly) == ["tháng 7/2022", "tháng 8/2022", "tháng 10/2022"]


def test_two_pauses_each_keep_their_silence(monthly: Plan, office: Officer) -> None:
    for paused, resumed in (("2022-07-20", "2022-09-10"), ("2022-09-20", "2022-11-08")):
        pause(monthly, by=office, now=moment(paused), reason="Chờ hướng dẫn")
        resume(monthly, by=office, now=moment(resumed))
    assert periods_of(monthly) == ["tháng 7/2022", "tháng 9/2022", "tháng 11/2022"]
    assert [(row.since, row.until, row.reason) for row in monthly.pauses.all()] == [
        (date(2022, 7, 20), date(2022, 9, 10), "Chờ hướng dẫn"),
        (date(2022, 9, 20), date(2022, 11, 8), "Chờ hướng dẫn"),
    ]


def test_who_is_assigned_during_the_pause_owes_from_the_day_of_resuming(
    world: World, monthly: Plan, office: Officer
) -> None:
    pause(monthly, by=office, now=moment("2022-07-20"), reason="Chờ hướng dẫn")
    line = assign(monthly.tasks.get(), by=office, now=moment("2022-08-05"), role=Role.LEAD, agency=world.agencies.co_do)
    assert not line.items.exists(), "a paused plan opens no period"
    resume(monthly, by=office, now=moment("2022-08-20"))
    assert [(item.period and item.period.label, item.opened_on) for item in line.items.all()] == [
        ("tháng 8/2022", date(2022, 8, 20))
    ]


def test_a_duty_with_an_end_to_come_opens_its_periods(world: World, office: Officer) -> None:
    plan = a_draft(world, a_directive(world), by=office, cycle="")
    task = a_task(plan, world.agencies.bao_can_tho, by=office)
    add_duty(
        plan, by=office, name="Báo cáo tháng", recurrence="monthly", since=date(2022, 7, 1), until=date(2022, 9, 30)
    )
    publish(plan, by=office, now=NOW)
    assert periods_of(plan) == ["tháng 7/2022"]
    line = assign(task, by=office, now=moment("2022-07-15"), role=Role.LEAD, agency=world.agencies.co_do)
    assert line.items.count() == 1
    run("2022-08-01")
    run("2022-09-01")
    run("2022-10-01")
    assert len(periods_of(plan)) == 6, "two lines, July to September"


def test_a_duty_that_is_over_before_publishing_opens_nothing(world: World, office: Officer) -> None:
    plan = a_draft(world, a_directive(world), by=office, cycle="")
    a_task(plan, world.agencies.bao_can_tho, by=office)
    add_duty(plan, by=office, name="Đã hết", recurrence="monthly", since=date(2022, 1, 1), until=date(2022, 6, 30))
    publish(plan, by=office, now=NOW)
    assert periods_of(plan) == []


def test_what_is_returned_after_the_pause_is_reminded_from_then_on(world: World, office: Officer) -> None:
    item = world.item("5", world.agencies.dang_doan_lhh)
    a_submission(item, by=world.officer("lhh").enter(on=TODAY))
    pause(world.plan, by=office, now=NOW, reason="Chờ hướng dẫn")
    resume(world.plan, by=office, now=moment("2022-08-15"))
    send_back(item, by=office, now=moment("2022-08-16"), reason="Thiếu số liệu")
    item.refresh_from_db()
    assert (item.lifecycle, item.remind_from) == (Lifecycle.IN_PROGRESS, date(2022, 8, 15))


def test_a_plan_is_paused_once_and_resumed_once(world: World, office: Officer) -> None:
    with pytest.raises(Denied, match="đang tạm dừng"):
        resume(world.plan, by=office, now=NOW)
    with pytest.raises(Denied, match="ghi lý do"):
        pause(world.plan, by=office, now=NOW, reason="  ")
    pause(world.plan, by=office, now=NOW, reason="Chờ hướng dẫn")
    with pytest.raises(Denied, match="đang theo dõi"):
        pause(world.plan, by=office, now=NOW, reason="Lần nữa")
    resume(world.plan, by=office, now=moment("2022-07-20"))
    with pytest.raises(Denied, match="đang tạm dừng"):
        resume(world.plan, by=office, now=moment("2022-07-21"))
    with pytest.raises(Denied, match="Chỉ Ban Tuyên giáo"):
        pause(world.plan, by=world.officer("lhh").enter(on=TODAY), now=NOW, reason="Không phải việc của mình")


def test_ending_a_paused_plan_ends_its_pause(monthly: Plan, office: Officer) -> None:
    pause(monthly, by=office, now=moment("2022-07-20"), reason="Chờ hướng dẫn")
    end(monthly, by=office, now=moment("2022-08-20"), reason="Đã tổng kết")
    assert monthly.pauses.get().until == date(2022, 8, 20)


def test_ending_closes_duties_whose_end_was_still_to_come_or_that_had_not_begun(world: World, office: Officer) -> None:
    plan = a_plan(world, world.agencies.bao_can_tho)
    for name, recurrence, since, until in (
        ("Còn đến hết năm", "monthly", date(2022, 7, 1), date(2022, 12, 31)),
        ("Chưa bắt đầu", "yearly", date(2023, 1, 1), None),
    ):
        add_duty(plan, by=office, name=name, recurrence=recurrence, since=since, until=until)
    end(plan, by=office, now=NOW, reason="Đã tổng kết")
    assert not plan.duties.filter(until=None).exists()
    assert not plan.duties.holding(on=date(2022, 7, 15)).filter(since__lte=date(2022, 7, 15)).exists()


def test_a_recalled_publication_keeps_no_pause(world: World, office: Officer) -> None:
    plan = a_plan(world, world.agencies.bao_can_tho)
    pause(plan, by=office, now=NOW, reason="Chờ hướng dẫn")
    resume(plan, by=office, now=NOW)
    recall(plan, by=office, now=NOW)
    assert not plan.pauses.exists()


def test_pages_refuse_what_the_state_does_not_allow(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    url = {name: reverse(f"plans:plan-{name}", args=[world.plan.pk]) for name in ("pause", "resume", "end")}
    answer = client.get(url["resume"])
    assert answer.status_code == 403
    assert "Chỉ tiếp tục được kế hoạch đang tạm dừng." in answer.text
    client.post(url["pause"], {"reason": "Chờ sắp xếp"})
    assert client.get(url["pause"]).status_code == 403
    assert "Chờ sắp xếp" in client.get(reverse("plans:plan-detail", args=[world.plan.pk])).text
    client.post(url["resume"])
    world.plan.refresh_from_db()
    assert world.plan.state == PlanState.PUBLISHED
    draft = a_draft(world, a_directive(world))
    for name in ("pause", "resume", "end"):
        assert client.get(reverse(f"plans:plan-{name}", args=[draft.pk])).status_code == 403


@pytest.mark.parametrize(
    ("day", "first"),
    [(1, 1), (10, 20), (15, 20), (19, 20), (20, 20), (24, 24), (25, 30), (31, 31)],
)
def test_the_first_tracked_day(day: int, first: int) -> None:
    pauses = [(date(2022, 8, 10), date(2022, 8, 15)), (date(2022, 8, 15), date(2022, 8, 20)),
              (date(2022, 8, 25), date(2022, 8, 30)), (date(2022, 8, 31), None)]  # fmt: skip
    assert tracked_from(date(2022, 8, day), pauses) == date(2022, 8, first)
