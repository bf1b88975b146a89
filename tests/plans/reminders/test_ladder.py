"""Who above is told of a late item: known beforehand, once, and held with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.verdict import Denied
from agencies.workdays import Calendar
from plans.choices import Occasion, ReminderState
from plans.ladder import ladder_of
from plans.models import LadderStop, Reminder, WorkItem
from plans.policy import DEFAULT, Policy
from plans.services.extensions import ask_extension
from plans.services.reminding import resume_ladder, stop_ladder
from tests.cast import NOW, TODAY, World, login, moment
from tests.plans.reminders.helpers import move_due

CALENDAR = Calendar()


def steps(item: WorkItem, *, policy: Policy = DEFAULT, on: date = TODAY) -> list[tuple[str, str, str, str]]:
    """Occasion, working day, whom, and why it is left out."""
    whole = WorkItem.objects.select_related("agency", "monitor", "owner__serves", "period").get(pk=item.pk)
    found = ladder_of(whole, policy=policy, stops=whole.ladder_stops.all(), calendar=CALENDAR, on=on)
    return [(one.occasion.value, one.for_day.isoformat(), one.agency.label, one.left_out) for one in found]


def test_each_step_names_its_working_day_and_whom_it_reaches(item: WorkItem) -> None:
    assert steps(item) == [
        ("to_leader", "2022-07-22", "Đảng đoàn Liên hiệp Hội", ""),
        ("to_monitor", "2022-08-01", "Ban Tuyên giáo Thành ủy", ""),  # 30/7 is a Saturday
        ("to_committee", "2022-08-15", "Thành ủy", ""),  # 14/8 is a Sunday
    ]


def test_only_who_leads_the_item_itself_is_left_out(world: World, item: WorkItem) -> None:
    itself = "nơi nhận chính là đơn vị chủ trì"
    WorkItem.objects.filter(pk=item.pk).update(monitor=item.agency)
    assert [why for *_, why in steps(item)] == ["", itself, ""]
    committee = world.agencies.thanh_uy
    WorkItem.objects.filter(pk=item.pk).update(monitor=committee)
    assert [why for *_, why in steps(item)] == ["", "", ""], "its leaders hear of what its clerks were told"
    WorkItem.objects.filter(pk=item.pk).update(agency=committee, monitor=world.agencies.ban_tuyen_giao)
    assert [why for *_, why in steps(item)] == ["", "", itself]
    off = Policy(monitor_days=None)
    assert [name for name, *_ in steps(item, policy=off)] == ["to_leader", "to_committee"]


def test_quiet_days_push_a_step_to_the_day_after_them(item: WorkItem) -> None:
    WorkItem.objects.filter(pk=item.pk).update(resubmit_by=date(2022, 7, 29))
    assert [day for _, day, _, _ in steps(item)] == ["2022-08-01", "2022-08-01", "2022-08-15"]


def test_a_stop_leaves_out_the_steps_of_its_days_only(world: World, item: WorkItem) -> None:
    office = world.officer("vanphong").enter(on=TODAY)
    stop = stop_ladder(item, by=office, now=moment("2022-07-20"), reason="  Đang chờ kết luận  ")
    assert (stop.reason, stop.stopped_post and stop.stopped_post.agency) == (
        "Đang chờ kết luận",
        world.agencies.ban_tuyen_giao,
    )
    assert {why for *_, why in steps(item)} == {"đang dừng báo cấp trên"}
    resume_ladder(item, by=office, now=moment("2022-07-25"))
    assert [why for *_, why in steps(item, on=date(2022, 7, 25))] == ["dừng báo cấp trên từ ngày 20/7/2022", "", ""]
    with pytest.raises(Denied, match="không dừng"):
        resume_ladder(item, by=office, now=moment("2022-07-26"))


def test_a_step_that_waits_to_be_sent_is_not_sent(world: World, item: WorkItem) -> None:
    row = Reminder.objects.create(
        work_item=item,
        agency=item.agency,
        duty="leader",
        occasion=Occasion.TO_LEADER,
        named_on=TODAY,
        for_day=TODAY,
        opened_at=NOW,
    )
    other = Reminder.objects.create(
        work_item=item, agency=item.agency, occasion=Occasion.OVERDUE_7, named_on=TODAY, for_day=TODAY, opened_at=NOW
    )
    stop_ladder(item, by=world.officer("vanphong").enter(on=TODAY), now=NOW, reason="Chờ kết luận")
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.state, row.note) == (ReminderState.DROPPED, "Dừng báo cấp trên: Chờ kết luận")
    assert other.state == ReminderState.OPEN


@pytest.mark.parametrize(
    ("username", "words"), [("lhh", "không tự dừng"), ("lanhdao", "Chỉ Ban Tuyên giáo"), ("codo", "Chỉ Ban Tuyên giáo")]
)
def test_whoever_owes_or_only_looks_on_stops_nothing(world: World, item: WorkItem, username: str, words: str) -> None:
    with pytest.raises(Denied, match=words):
        stop_ladder(item, by=world.officer(username).enter(on=TODAY), now=NOW, reason="Không muốn")
    assert not LadderStop.objects.exists()


def test_a_second_stop_and_one_without_a_reason_are_refused(world: World, item: WorkItem) -> None:
    office = world.officer("truongban").enter(on=TODAY)
    with pytest.raises(Denied, match="phải ghi lý do"):
        stop_ladder(item, by=office, now=NOW, reason="  ")
    stop_ladder(item, by=office, now=NOW, reason="Chờ kết luận")
    with pytest.raises(Denied, match="đang dừng rồi"):
        stop_ladder(item, by=office, now=NOW, reason="Lần nữa")


def test_the_page_tells_the_ladder_beforehand_and_holds_it(
    world: World, item: WorkItem, client: Client, at: Any
) -> None:
    at(NOW)
    url = reverse("plans:item-detail", args=[item.pk])
    page = login(client, "vanphong").get(url).content.decode()
    assert (
        "Quá hạn 7 ngày: báo lãnh đạo Đảng đoàn Liên hiệp Hội – sẽ báo (Nguyễn Thị Hồng Vân; cơ quan theo dõi nhận thay)"
        in page
    )
    assert "Quá hạn 30 ngày: báo lãnh đạo Thành ủy – tiếp theo" in page
    stop = reverse("plans:ladder-stop", args=[item.pk])
    assert stop in page
    asked = client.get(stop).content.decode()
    assert "không gửi bù" in asked
    assert client.post(stop, {"reason": ""}).status_code == 200
    assert client.post(stop, {"reason": "Chờ kết luận kiểm tra"}).status_code == 302
    page = client.get(url).content.decode()
    assert "Lý do: Chờ kết luận kiểm tra" in page
    assert "không báo: đang dừng báo cấp trên" in page
    assert "Chờ kết luận kiểm tra" in login(client, "lhh").get(url).content.decode(), "who owes may read why"
    assert client.get(reverse("plans:ladder-resume", args=[item.pk])).status_code == 403
    assert login(client, "truongban").post(reverse("plans:ladder-resume", args=[item.pk])).status_code == 302
    assert not LadderStop.objects.filter(until__isnull=True).exists()


def test_while_a_request_waits_no_step_is_promised(world: World, item: WorkItem, client: Client, at: Any) -> None:
    at(NOW)
    by = world.officer("lhh").enter(on=TODAY)
    ask_extension(item, by=by, now=NOW, new_due_on=date(2022, 8, 30), reason="Chờ ý kiến")
    page = login(client, "vanphong").get(reverse("plans:item-detail", args=[item.pk])).content.decode()
    assert page.count("chưa báo khi còn chờ quyết định gia hạn") == 3
    assert "xin gia hạn chưa trả lời. Gửi" not in page, "this office is told of no questions"


def test_finished_work_has_no_ladder(world: World, item: WorkItem, client: Client, at: Any) -> None:
    at(NOW)
    WorkItem.objects.filter(pk=item.pk).update(lifecycle="cancelled")
    page = login(client, "vanphong").get(reverse("plans:item-detail", args=[item.pk]))
    assert page.context["ladder"] is None
    with pytest.raises(Denied, match="không còn gì"):
        stop_ladder(item, by=world.officer("vanphong").enter(on=TODAY), now=NOW, reason="Thừa")


def test_a_past_step_without_a_row_says_that_it_is_not_sent_afterwards(
    world: World, item: WorkItem, client: Client, at: Any
) -> None:
    at(NOW)
    move_due(item, date(2022, 7, 1))
    page = login(client, "vanphong").get(reverse("plans:item-detail", args=[item.pk])).content.decode()
    assert "không báo: đã qua, không gửi bù" in page
