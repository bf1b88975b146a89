"""When an office reminds: its default, what a plan sets apart, who may say so, and what a change leaves alone."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.services import SavedByOthers
from agencies.verdict import Denied
from plans.choices import Occasion
from plans.models import Plan, ReminderPolicy
from plans.policy import DEFAULT, STEPS, policies_of
from plans.reminders import pulse
from plans.rules_reminding import are_days, ladder_rises
from plans.services.reminding import drop_policy, set_policy
from tests.builders import a_plan
from tests.cast import NOW, TODAY, World, login, moment

EVERYTHING = [step.value for step in STEPS]


def said(**changed: Any) -> dict[str, Any]:
    """A whole policy, as the default has it but for what is named."""
    days = {"leader_days": 7, "monitor_days": 15, "committee_days": 30, "review_days": 5, "question_days": 3}
    return {"occasions": EVERYTHING, "version": 0, **days, **changed}


def holds(plan: Plan) -> Any:
    return policies_of([(plan.pk, plan.owner_id)])[plan.pk]


def test_the_plan_decides_then_its_office_then_the_default(world: World) -> None:
    office, by = world.agencies.ban_tuyen_giao, world.officer("vanphong").enter(on=TODAY)
    other = a_plan(world, world.agencies.co_do)
    assert holds(world.plan) == DEFAULT
    set_policy(office, by=by, now=NOW, **said(leader_days=10, digest_at=time(8)))
    set_policy(world.plan, by=by, now=NOW, **said(leader_days=None, occasions=["overdue_1"]))
    assert (holds(world.plan).leader_days, holds(other).leader_days) == (None, 10)
    assert not holds(world.plan).has(Occasion.BEFORE_7)
    assert holds(world.plan).has(Occasion.DUE), "what stands in no list is always on"
    drop_policy(world.plan, by=by, now=NOW, version=1)
    assert holds(world.plan).leader_days == 10


def test_a_ladder_rises_and_days_mean_something() -> None:
    assert ladder_rises(7, 15, 30)
    assert ladder_rises(None, 15, None)
    assert not ladder_rises(7, 7, 30)
    assert not ladder_rises(20, None, 10)
    assert are_days(1, None, 365)
    assert not are_days(0)
    assert not are_days(366)


def test_a_verb_asks_the_rules_itself(world: World) -> None:
    by = world.officer("vanphong").enter(on=TODAY)
    with pytest.raises(Denied, match="tăng dần"):
        set_policy(world.plan, by=by, now=NOW, **said(monitor_days=5))
    with pytest.raises(Denied, match="từ 1 đến"):
        set_policy(world.plan, by=by, now=NOW, **said(review_days=0))
    with pytest.raises(ValueError, match="due"):
        set_policy(world.plan, by=by, now=NOW, **said(occasions=["due"]))
    with pytest.raises(Denied, match="đang dùng chế độ nhắc việc của văn phòng"):
        drop_policy(world.plan, by=by, now=NOW, version=1)
    assert not ReminderPolicy.objects.exists()


@pytest.mark.parametrize("username", ["lhh", "lanhdao", "codo", "quangngai", "quantri"])
def test_only_the_owner_decides(world: World, username: str) -> None:
    by = world.officer(username).enter(on=TODAY)
    for subject in (world.plan, world.agencies.ban_tuyen_giao):
        with pytest.raises(Denied, match="Chỉ "):
            set_policy(subject, by=by, now=NOW, **said())
    with pytest.raises(Denied):
        drop_policy(world.plan, by=by, now=NOW, version=1)


def test_a_body_without_plans_has_no_default_and_an_ended_plan_keeps_its_own(world: World) -> None:
    with pytest.raises(Denied, match="chưa lập kế hoạch"):
        set_policy(world.agencies.dang_doan_lhh, by=world.officer("lhh").enter(on=TODAY), now=NOW, **said())
    Plan.objects.filter(pk=world.plan.pk).update(state="ended")
    with pytest.raises(Denied, match="đã kết thúc"):
        set_policy(world.plan, by=world.officer("vanphong").enter(on=TODAY), now=NOW, **said())


def test_of_two_savers_the_second_is_told(world: World) -> None:
    by = world.officer("vanphong").enter(on=TODAY)
    set_policy(world.plan, by=by, now=NOW, **said(leader_days=8))
    with pytest.raises(SavedByOthers) as clash:
        set_policy(world.plan, by=by, now=NOW, **said(leader_days=9))
    assert clash.value.current.leader_days == 8  # type: ignore[attr-defined]
    set_policy(world.plan, by=by, now=NOW, **said(leader_days=9, version=1))
    with pytest.raises(SavedByOthers):
        drop_policy(world.plan, by=by, now=NOW, version=1)


def test_a_change_holds_from_today_on_for_the_plans_it_decides(world: World) -> None:
    by = world.officer("vanphong").enter(on=TODAY)
    apart, other = a_plan(world, world.agencies.co_do), a_plan(world, world.agencies.o_mon)
    set_policy(apart, by=by, now=moment("2022-07-01"), **said())
    pulse.mark("open_reminders", now=moment(TODAY, 7))
    set_policy(world.agencies.ban_tuyen_giao, by=by, now=NOW, **said(leader_days=3))
    since = dict(Plan.objects.values_list("pk", "reminds_since"))
    assert since[world.plan.pk] == since[other.pk] == TODAY
    assert since[apart.pk] == date(2022, 7, 1)


def test_days_on_which_nothing_ran_are_still_caught_up(world: World) -> None:
    by = world.officer("vanphong").enter(on=TODAY)
    pulse.mark("open_reminders", now=moment("2022-07-08", 7))
    set_policy(world.plan, by=by, now=NOW, **said())
    assert Plan.objects.get(pk=world.plan.pk).reminds_since == date(2022, 7, 9)


def typed(**changed: Any) -> dict[str, Any]:
    return {key: "" if value is None else value for key, value in said(**changed).items()}


def test_the_offices_page_says_what_it_touches_and_saves(world: World, client: Client, at: Any) -> None:
    at(NOW)
    url = reverse("plans:reminder-policy")
    page = login(client, "vanphong").get(url).content.decode()
    assert "Chế độ nhắc việc của Ban Tuyên giáo Thành ủy" in page
    assert "đầu việc đang mở của 1 kế hoạch theo chế độ này" in page
    assert "không gửi bù" in page
    assert "Mặc định: 15 ngày" in page
    answer = client.post(url, typed(occasions=["before_1"], monitor_days=None, digest_at="07:45", feed_titles="on"))
    assert answer.status_code == 302
    row = ReminderPolicy.objects.get(agency=world.agencies.ban_tuyen_giao)
    assert (row.occasions, row.monitor_days, row.digest_at, row.feed_titles) == (["before_1"], None, time(7, 45), True)


def test_what_is_wrong_is_told_beside_the_field_and_nothing_typed_is_lost(
    world: World, client: Client, at: Any, office_hours: Any
) -> None:
    at(NOW)
    url = reverse("plans:reminder-policy")
    page = login(client, "vanphong").post(url, typed(monitor_days=3, digest_at="23:00"))
    assert page.status_code == 200
    assert "phải tăng dần" in page.content.decode()
    assert "Thư chỉ gửi trong khoảng 07:30–17:00" in page.content.decode()
    assert page.context["form"]["monitor_days"].value() == "3"
    assert client.post(url, {"version": ""}).status_code == 200
    assert client.post(url, typed(leader_days="x", occasions=["không có"])).status_code == 200
    assert not ReminderPolicy.objects.exists()


def test_a_plan_sets_apart_and_follows_again(world: World, client: Client, at: Any) -> None:
    at(NOW)
    url = reverse("plans:plan-reminders", args=[world.plan.pk])
    by = world.officer("vanphong").enter(on=TODAY)
    set_policy(world.agencies.ban_tuyen_giao, by=by, now=NOW, **said(leader_days=9))
    page = login(client, "vanphong").get(url).content.decode()
    assert "Đang theo chế độ của Ban Tuyên giáo Thành ủy" in page
    assert "Văn phòng: 9 ngày" in page
    assert client.post(url, typed(leader_days=4)).status_code == 302
    second = client.post(url, typed(leader_days=5))
    assert "Có người vừa lưu trước" in second.content.decode()
    assert "đang lưu “4”, đồng chí nhập “5”" in second.content.decode()
    drop = reverse("plans:plan-reminders-drop", args=[world.plan.pk])
    assert "chế độ riêng bị bỏ" in client.get(drop).content.decode()
    set_policy(world.plan, by=by, now=NOW, **said(leader_days=6, version=1))  # somebody else, meanwhile
    for stale in ({"version": 1}, {"version": "x"}, {"version": ""}):
        overtaken = client.post(drop, stale)
        assert "Có người vừa lưu trước" in overtaken.content.decode()
        assert overtaken.context["form"]["version"].value() == "2"
    assert ReminderPolicy.objects.filter(plan=world.plan).exists()
    assert client.post(drop, {"version": 2}).status_code == 302
    assert client.get(drop).status_code == 403
    assert not ReminderPolicy.objects.filter(plan=world.plan).exists()


def test_history_tells_who_changed_what_in_words(world: World, client: Client, at: Any) -> None:
    at(NOW)
    url = reverse("plans:reminder-policy")
    login(client, "vanphong").post(url, typed(occasions=["before_1", "silent"], digest_at="08:00"))
    client.post(url, typed(occasions=["before_1"], digest_at="", version=1))
    row = ReminderPolicy.objects.get()
    told = client.get(reverse("agencies:history", args=["che-do-nhac-viec", row.pk])).content.decode()
    assert "còn 1 ngày, chưa cập nhật 2 kỳ" in told
    assert "08:00" in told
    plan_url = reverse("plans:plan-reminders", args=[world.plan.pk])
    client.post(plan_url, typed(leader_days=2))
    assert (
        "chế độ nhắc việc" in client.get(reverse("agencies:history", args=["ke-hoach", world.plan.pk])).content.decode()
    )
    assert login(client, "lhh").get(reverse("agencies:history", args=["che-do-nhac-viec", row.pk])).status_code == 404
