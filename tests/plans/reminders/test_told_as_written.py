"""Pages tell what the rule is going to write: steps taken once, quiet days, stops, who stands in, what reaches nobody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from agencies.models import Officer, Post
from agencies.services import appoint, create_officer
from plans import coming, ladder_page, office
from plans.choices import Occasion, ReminderState
from plans.diary import item_diary
from plans.models import Plan, Reminder, ReminderPolicy, ReportingPeriod, WorkItem
from plans.reminders.health import check_up
from plans.services.reminding import stop_ladder
from plans.standing_in import Wanted, receivers_of
from tests.builders import a_plan, a_submission
from tests.cast import NOW, TODAY, World, moment
from tests.plans.reminders.helpers import move_due, only

TUNG, VAN = "Phạm Thanh Tùng", "Nguyễn Thị Hồng Vân; cơ quan theo dõi nhận thay"


def clerk(world: World) -> Officer:
    return world.officer("vanphong").enter(on=TODAY)


def whole(item: WorkItem) -> WorkItem:
    return WorkItem.objects.with_names().get(pk=item.pk)


def ladder(world: World, item: WorkItem) -> list[str]:
    told = ladder_page.told_of(whole(item), clerk(world), on=TODAY)
    assert told is not None
    return [entry["text"] for entry in told.entries]


def to_come(world: World, item: WorkItem) -> list[tuple[str, date]]:
    return [(one.occasion.value, one.for_day) for one in coming.agency_coming(item.agency, clerk(world), on=TODAY)]


def test_a_step_taken_on_other_days_of_a_policy_is_taken(world: World, item: WorkItem) -> None:
    move_due(item, date(2022, 7, 1))
    ReminderPolicy.objects.update(occasions=[], leader_days=20, monitor_days=None, committee_days=None)
    row = Reminder.objects.create(
        work_item=item, agency=item.agency, duty="leader", occasion=Occasion.TO_LEADER, opened_at=NOW,
        named_on=date(2022, 7, 8), for_day=date(2022, 7, 8), state=ReminderState.SENT,
    )  # fmt: skip
    assert ladder(world, item) == ["Quá hạn 7 ngày: báo lãnh đạo Đảng đoàn Liên hiệp Hội – đã báo"]
    assert to_come(world, item) == []
    row.state = ReminderState.DROPPED
    row.save()
    assert [text.partition(" (")[0] for text in ladder(world, item)] == [
        "Quá hạn 20 ngày: báo lãnh đạo Đảng đoàn Liên hiệp Hội – sẽ báo"
    ]
    assert to_come(world, item) == [("to_leader", date(2022, 7, 21))]
    move_due(item, date(2022, 7, 10))
    row.state = ReminderState.SENT
    row.save()
    assert to_come(world, item) == [("to_leader", date(2022, 8, 1))], (
        "another due day has its own steps; 30/7 is a Saturday"
    )


def test_quiet_days_hold_back_only_what_is_late(item: WorkItem) -> None:
    WorkItem.objects.filter(pk=item.pk).update(resubmit_by=date(2022, 7, 20))
    days = [TODAY, date(2022, 7, 15), date(2022, 7, 18), date(2022, 7, 21)]
    told = [item_diary(whole(item), on=day).coming[0] for day in days]
    assert [entry["day"].day for entry in told] == [14, 15, 20, 22]
    assert "đến hạn hôm nay" in told[1]["text"]
    assert "hết hạn gửi lại" in told[2]["text"]


@pytest.fixture
def late(world: World) -> WorkItem:
    """A quarter's report that alone is owed, due 8/7/2022."""
    found = world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")
    only(found)
    move_due(found, date(2022, 7, 8))
    return found


def letter(world: World) -> str:
    (debtor,) = office.office_desk(clerk(world), on=TODAY).overdue.debtors
    return debtor.next_letter


def test_the_desk_tells_the_next_letter_with_quiet_days_stops_and_new_policies(world: World, late: WorkItem) -> None:
    assert letter(world) == "15/7, kèm lãnh đạo"
    ReportingPeriod.objects.filter(items=late).update(grace_until=date(2022, 7, 19))
    assert letter(world) == "20/7, kèm lãnh đạo", "a step of the ladder waits for the end of the grace"
    stop_ladder(late, by=clerk(world), now=NOW, reason="Chờ kết luận")
    assert letter(world) == "22/7"
    Plan.objects.filter(pk=late.plan_id).update(reminds_since=date(2022, 7, 25))
    assert letter(world) == "29/7"
    ReminderPolicy.objects.update(occasions=[])
    assert letter(world) == "Không còn mốc nhắc"


def test_of_many_items_those_nearest_to_today_are_looked_at(
    world: World, item: WorkItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_plan(world, item.agency, now=moment("2022-06-01"), due_on=date(2022, 9, 20))
    monkeypatch.setattr(coming, "LOOKED_AT", 1)
    found = coming.agency_coming(item.agency, clerk(world), on=TODAY)
    assert [one.item for one in found] == [item]


def test_who_stands_in_is_named(world: World, item: WorkItem, django_assert_num_queries: Any) -> None:
    asked = [Wanted(whole(item), item.agency_id, duty) for duty in ("clerk", "leader")]

    def found() -> list[str]:
        with django_assert_num_queries(1):
            return [str(one) for one in receivers_of(asked, on=TODAY)]

    assert found() == [TUNG, VAN]
    Post.objects.filter(officer__username="lhh").update(duty="leader")
    assert found() == [f"{TUNG}; lãnh đạo đơn vị nhận thay", TUNG]
    Officer.objects.filter(username="lhh").update(is_active=False)
    assert found() == [VAN, VAN]
    assert VAN in item_diary(whole(item), on=TODAY).coming[0]["text"]
    assert VAN in coming.agency_coming(item.agency, clerk(world), on=TODAY)[0].text
    WorkItem.objects.filter(pk=item.pk).update(monitor=world.agencies.co_do, owner=world.agencies.ban_tuyen_giao)
    Officer.objects.filter(username="codo").update(is_active=False)
    asked = [Wanted(whole(item), item.agency_id, "clerk")]
    assert found() == ["Nguyễn Thị Hồng Vân; văn phòng chủ kế hoạch nhận thay"]
    Officer.objects.update(is_active=False)
    assert found() == ["chưa có người nhận"]


def test_what_has_no_item_and_what_waits_for_an_answer_is_counted_where_nobody_is(world: World, item: WorkItem) -> None:
    start: dict[str, Any] = {"opened_at": NOW, "named_on": TODAY, "for_day": TODAY, "state": ReminderState.NOBODY}
    agencies = world.agencies
    a_submission(item, by=world.officer("lhh").enter(on=TODAY))
    Reminder.objects.create(work_item=item, agency=item.agency, occasion=Occasion.BEFORE_1, **start)

    def told() -> tuple[list[Any], str]:
        """What the desk asks about agencies without clerks and without leaders, and what the health page says."""
        questions = office.office_desk(clerk(world), on=TODAY).questions
        text = next(fact.text for fact in check_up(now=NOW) if fact.name == "Người nhận")
        return [*questions.leaderless, *((row.agency_id, row.occasion) for row in questions.unreachable)], text

    everybody = "Mọi mốc nhắc trong 30 ngày qua đều có người nhận."
    assert told() == ([], everybody), "it is not owed any more"
    Reminder.objects.create(
        work_item=item, agency=agencies.thanh_uy, duty="leader", occasion=Occasion.REVIEW_LATE, **start
    )
    Reminder.objects.create(plan=world.plan, agency=agencies.co_do, occasion=Occasion.QUESTION_WAITING, **start)
    assert told() == ([], everybody), "who is there now is not asked for any more"
    Officer.objects.filter(username__in=("lanhdao", "codo")).update(is_active=False)
    missing, text = told()
    assert missing == [agencies.thanh_uy.label, (agencies.co_do.pk, "question_waiting")]
    assert text.startswith("2 mốc nhắc của 2 đơn vị")
    newcomer = create_officer(username="codo2", full_name="Lê Văn Hai", email="codo2@example.vn")
    appoint(newcomer, agency=agencies.co_do, duty="leader", since=TODAY)
    assert told()[0] == [agencies.thanh_uy.label], "a leader gets what has no clerk"
    appoint(newcomer, agency=agencies.thanh_uy, duty="leader", since=date(2022, 7, 15))
    assert told()[0] == [agencies.thanh_uy.label], "from tomorrow on only"
    Plan.objects.filter(pk=world.plan.pk).update(state="paused")
    assert told()[0] == []
