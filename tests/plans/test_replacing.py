"""A document replaces or amends one that is tracked: its office is asked task by task, and no open work is lost or doubled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.models import Officer
from agencies.verdict import Denied
from directives.choices import LinkKind
from directives.models import Directive
from directives.services import link
from plans import office
from plans.choices import EventKind, Fate, Lifecycle
from plans.models import Assignment, Plan, ReplacementAnswer, WorkItem
from plans.services.ending import end
from plans.services.items import open_periods
from plans.services.progress import confirm, report
from plans.services.publishing import publish
from plans.services.replacing import Answer, answer_replacement
from reporting.figures import count
from tests.builders import a_confirmation, a_directive, a_draft, a_submission, a_task
from tests.cast import LONG_AGO, NOW, TODAY, World, login, moment

type Clock = Callable[[Any], datetime]

DAY = timedelta(days=1)


@pytest.fixture
def by(world: World) -> Officer:
    return world.officer("vanphong").enter(on=TODAY)


@pytest.fixture
def newer(world: World, by: Officer) -> Directive:
    made = a_directive(world, by=by, number="90-CV/TU")
    link(made, superior=world.cong_van_54, kind=LinkKind.REPLACES, by=by)
    return made


@pytest.fixture
def new_plan(world: World, by: Officer, newer: Directive) -> Plan:
    """Published that day, with a task 3 of its own."""
    plan = a_draft(world, newer, by=by)
    a_task(plan, world.agencies.o_mon, by=by, path="3")
    return publish(plan, by=by, now=NOW)


def open_count(on: date) -> int:
    return count(WorkItem.objects.counted(), period_from=LONG_AGO, period_to=on, on=on).assigned


def answered(world: World, newer: Directive, by: Officer, **fates: Answer) -> list[ReplacementAnswer]:
    named = {world.tasks[path.removeprefix("t")].pk: said for path, said in fates.items()}
    return answer_replacement(world.plan, directive=newer, by=by, now=NOW, answers=named)


def test_the_desk_asks_until_every_task_is_answered(world: World, by: Officer, newer: Directive) -> None:
    asked = office.office_desk(by, on=TODAY).questions
    assert [(one.plan, one.directive, one.waiting, one.how) for one in asked.replaced] == [
        (world.plan, newer, 6, "thay thế")
    ]
    assert asked.total > 0
    answered(world, newer, by, t1=Answer(Fate.KEEP), t2=Answer(Fate.CANCEL, "Văn bản mới không giao"))
    (left,) = office.office_desk(by, on=TODAY).questions.replaced
    assert left.waiting == 4
    answered(world, newer, by, **{f"t{n}": Answer(Fate.KEEP) for n in (3, 4, 5, 6)})
    assert office.office_desk(by, on=TODAY).questions.replaced == []
    assert not office.office_desk(world.officer("truongban").enter(on=TODAY), on=TODAY).questions.replaced
    assert not office.office_desk(world.officer("quangngai").enter(on=TODAY), on=TODAY).questions.replaced
    assert {task.cancelled_on for task in world.plan.tasks.filter(path="2")} == {TODAY}


def test_a_moved_task_goes_on_with_its_history(world: World, by: Officer, newer: Directive, new_plan: Plan) -> None:
    at, lhh = world.agencies, world.officer("lhh").enter(on=TODAY)
    a_confirmation(world.item("3", at.dang_doan_lhh, "quý I/2022"), by=lhh, monitor=by)
    second = world.item("3", at.dang_doan_lhh, "quý II/2022")
    a_submission(second, by=lhh, results="Đã tổ chức ba hội thảo.")
    third = world.item("3", at.dang_doan_lhh, "quý III/2022")
    report(third, by=lhh, now=NOW, submits=False, results="Đang chuẩn bị.")
    total, past = open_count(TODAY), open_count(TODAY - 20 * DAY)
    (row,) = answered(world, newer, by, t3=Answer(Fate.MOVE))
    assert row.moved_to is not None
    task = row.moved_to
    assert (task.plan, task.path, task.moved_from, task.heading) == (
        new_plan, "3(2)", world.tasks["3"], world.tasks["3"].heading,
    )  # fmt: skip
    assert (open_count(TODAY), open_count(TODAY - 20 * DAY)) == (total, past)
    lead = Assignment.objects.get(task=task, role="lead")
    helper = Assignment.objects.get(task=task, role="coordinating")
    assert (lead.agency, helper.agency) == (at.dang_doan_lhh, at.bao_can_tho)
    items = {item.continues_id: item for item in WorkItem.objects.with_names().filter(task=task)}
    assert set(items) == {second.pk, third.pk}
    period = items[third.pk].period
    assert period is not None
    assert period.duty.plan == new_plan
    confirm(items[second.pk], by=by, now=NOW)
    assert Directive.objects.readable_by(world.officer("lhh").enter(on=TODAY)).filter(pk=newer.pk).exists()
    for day in ("2022-07-15", "2022-10-02"):
        open_periods(on=date.fromisoformat(day), now=moment(day))
    periods = WorkItem.objects.filter(task=task, period__isnull=False).values_list("period__starts_on", flat=True)
    assert sorted(periods) == [date(2022, 4, 1), date(2022, 7, 1), date(2022, 10, 1)]
    assert not WorkItem.objects.unconfirmed().filter(task=world.tasks["3"]).exists()
    done = WorkItem.objects.get(task=world.tasks["3"], lifecycle=Lifecycle.CONFIRMED)
    assert done.events.filter(kind=EventKind.CONFIRMED).exists()


def test_a_product_and_a_report_go_along(world: World, by: Officer, newer: Directive, new_plan: Plan) -> None:
    product = world.item("5", world.agencies.dang_doan_lhh)
    answered(world, newer, by, t5=Answer(Fate.MOVE), t6=Answer(Fate.MOVE))
    moved = WorkItem.objects.get(continues=product)
    assert (moved.due_on, moved.plan, moved.task.path) == (product.due_on, new_plan, "5")
    world.report_duty.refresh_from_db()
    assert world.report_duty.plan == new_plan
    for day in ("2022-07-15", "2023-01-02"):
        open_periods(on=date.fromisoformat(day), now=moment(day))
    reports = WorkItem.objects.filter(plan=new_plan, kind="report").order_by("due_on")
    assert [item.period.label for item in reports if item.period] == [
        "6 tháng đầu năm 2022", "6 tháng cuối năm 2022", "6 tháng đầu năm 2023",
    ]  # fmt: skip


def test_refusals(world: World, by: Officer, newer: Directive) -> None:
    move = Answer(Fate.MOVE)
    with pytest.raises(Denied, match="Chưa có kế hoạch đang theo dõi cho Công văn 90-CV/TU"):
        answered(world, newer, by, t3=move)
    with pytest.raises(Denied, match="Chỉ Ban Tuyên giáo Thành ủy Cần Thơ mới sửa"):
        answered(world, newer, world.officer("lhh").enter(on=TODAY), t3=Answer(Fate.KEEP))
    with pytest.raises(Denied, match="phải ghi lý do"):
        answered(world, newer, by, t1=Answer(Fate.KEEP), t3=Answer(Fate.CANCEL, " "))
    assert not ReplacementAnswer.objects.exists(), "all or none"
    answered(world, newer, by, t3=Answer(Fate.KEEP))
    with pytest.raises(Denied, match="Mục 3 vừa có người trả lời"):
        answered(world, newer, by, t3=Answer(Fate.CANCEL, "Muộn"))
    with pytest.raises(Denied, match="không còn thay thế hay sửa đổi"):
        answered(world, world.ket_luan_93, by, t1=Answer(Fate.KEEP))
    end(world.plan, by=by, now=NOW, reason="Đã tổng kết")
    with pytest.raises(Denied, match="không còn theo dõi"):
        answered(world, newer, by, t1=Answer(Fate.KEEP))


def test_the_page_fills_for_all_and_then_asks_once_more(
    client: Client, world: World, newer: Directive, at: Clock
) -> None:
    login(client, "vanphong")
    url = reverse("plans:plan-replaced", args=[world.plan.pk, newer.pk])
    assert url in client.get(reverse("plans:desk")).text
    plan_page = reverse("plans:plan-detail", args=[world.plan.pk])
    assert "đã được Công văn 90-CV/TU thay thế" in client.get(plan_page).text
    text = client.post(url, {"act": "fill-cancel", "reason": ""}).text
    assert "Đã điền một trả lời cho mọi mục" in text
    assert "Có mục hủy: ghi lý do" not in text, "nothing was sent yet"
    assert text.count('<option value="cancel" selected>') == 6
    assert not ReplacementAnswer.objects.exists()
    every = {f"muc-{task.pk}": "cancel" for task in world.plan.tasks.all()}
    text = client.post(url, {"act": "save", **every}).text
    assert "Có mục hủy: ghi lý do" in text
    assert client.post(url, {"act": "save"}).text.count("Chọn trả lời cho ít nhất một mục.") > 0
    client.post(url, {"act": "save", "reason": "Văn bản mới thay toàn bộ", **every})
    assert not world.plan.items.unconfirmed().exists()
    text = client.get(url).text
    assert text.count("Hủy: Văn bản mới thay toàn bộ") == 6
    assert "Nguyễn Thị Hồng Vân" in text
    assert "Đã trả lời: hủy 6" in client.get(plan_page).text
    assert login(client, "lhh").get(url).status_code == 403
    assert login(client, "quangngai").get(url).status_code == 404
