"""Writing rows: once, whatever runs when; only what is owed; caught up after downtime."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from agencies.choices import DayKind, Duty
from agencies.models import Agency, CalendarDay, working_calendar
from plans.choices import HandoverKind, Lifecycle, Occasion, Role
from plans.diary import item_diary
from plans.models import Handover, HandoverLine, LadderStop, Plan, Reminder, ReminderPolicy, WorkItem
from plans.occasions import between, duties_of
from plans.policy import LADDER
from plans.reminders import Opened, open_reminders
from plans.services.ending import end
from plans.services.extensions import ask_extension, decide_extension
from plans.services.planning import assign, unassign
from plans.services.progress import report, send_back
from plans.services.publishing import pause, resume
from tests.cast import TODAY, World, make_world, moment
from tests.plans.reminders.helpers import move_due, only, rows, states

DUE = date(2022, 7, 15)


@pytest.fixture
def item(world: World) -> WorkItem:
    """Task 5: a product of Đảng đoàn Liên hiệp Hội due Friday 15/7/2022; nothing else is owed."""
    found = world.item("5", world.agencies.dang_doan_lhh)
    only(found)
    return found


def test_the_latest_occasion_is_to_be_sent_the_older_ones_are_kept_as_merged(item: WorkItem) -> None:
    assert open_reminders(on=TODAY) == Opened(open=1, merged=3)
    assert rows(item) == [
        ("before_30", "2022-06-15", "merged"),
        ("before_7", "2022-07-08", "merged"),
        ("before_3", "2022-07-12", "merged"),
        ("before_1", "2022-07-14", "open"),
    ]


def test_a_second_run_writes_nothing(item: WorkItem) -> None:
    open_reminders(on=TODAY)
    assert open_reminders(on=TODAY) == Opened()
    assert open_reminders(on=TODAY - timedelta(days=3)) == Opened()  # a clock that stepped back
    assert Reminder.objects.count() == 4


def test_a_month_of_downtime_is_caught_up_with_one_row_to_send(item: WorkItem) -> None:
    open_reminders(on=TODAY)
    open_reminders(on=TODAY + timedelta(days=30))
    written = rows(item)
    assert written[-1] == ("overdue_weekly", "2022-08-12", "open")
    assert [state for _, _, state in written[4:-1]] == ["merged"] * (len(written) - 5)
    assert {occasion for occasion, _, _ in written} >= {"due", "overdue_1", "overdue_3", "overdue_7", "overdue_weekly"}


def test_the_ladder_is_climbed_once_step_by_step(world: World, item: WorkItem) -> None:
    at = world.agencies
    told = {}
    for n in range(120):
        day = DUE + timedelta(days=n)
        open_reminders(on=day)
    for row in Reminder.objects.filter(occasion__in=LADDER):
        told[row.occasion] = (row.agency, row.duty, row.for_day)
    assert told == {
        Occasion.TO_LEADER: (at.dang_doan_lhh, Duty.LEADER, date(2022, 7, 22)),
        Occasion.TO_MONITOR: (at.ban_tuyen_giao, Duty.CLERK, date(2022, 8, 1)),  # 30/7 is a Saturday
        Occasion.TO_COMMITTEE: (at.thanh_uy, Duty.LEADER, date(2022, 8, 15)),
    }
    assert Reminder.objects.filter(occasion__in=LADDER).count() == 3


def test_a_stopped_ladder_is_not_climbed_and_the_step_it_missed_stays_missed(world: World, item: WorkItem) -> None:
    LadderStop.objects.create(
        work_item=item, since=date(2022, 7, 20), until=date(2022, 8, 10), reason="Đã làm việc với đơn vị",
        stopped_by=world.officer("vanphong"), stopped_at=moment("2022-07-20"),
    )  # fmt: skip
    for n in range(60):
        open_reminders(on=DUE + timedelta(days=n))
    assert set(Reminder.objects.filter(occasion__in=LADDER).values_list("occasion", flat=True)) == {
        Occasion.TO_COMMITTEE
    }
    assert states(item)["overdue_7"] == "open", "the agency itself is reminded all the same"


def test_what_the_plan_switches_off_is_not_written(world: World, item: WorkItem) -> None:
    ReminderPolicy.objects.filter(plan=world.plan).update(
        occasions=[Occasion.BEFORE_3], leader_days=3, monitor_days=None, committee_days=None
    )
    open_reminders(on=DUE + timedelta(days=60))
    assert set(Reminder.objects.values_list("occasion", "named_on")) == {
        ("before_3", date(2022, 7, 12)),
        ("due", DUE),
        ("to_leader", date(2022, 7, 18)),
    }


def test_a_step_that_is_off_stays_off_while_a_returned_item_is_left_in_peace(world: World, item: WorkItem) -> None:
    ReminderPolicy.objects.filter(plan=world.plan).update(monitor_days=None)
    WorkItem.objects.filter(pk=item.pk).update(due_on=date(2022, 7, 1), resubmit_by=date(2022, 7, 20))
    open_reminders(on=date(2022, 7, 22))
    assert set(Reminder.objects.filter(occasion__in=LADDER).values_list("occasion", "for_day")) == {
        (Occasion.TO_LEADER, date(2022, 7, 21))
    }


def test_a_step_is_taken_once_though_the_office_counts_its_days_anew(world: World, item: WorkItem) -> None:
    open_reminders(on=DUE + timedelta(days=8))
    ReminderPolicy.objects.filter(plan=world.plan).update(leader_days=12)
    open_reminders(on=DUE + timedelta(days=14))
    steps = Reminder.objects.filter(occasion=Occasion.TO_LEADER)
    assert [row.named_on for row in steps] == [DUE + timedelta(days=7)]


def test_the_office_s_own_way_holds_where_the_plan_says_nothing(world: World, item: WorkItem) -> None:
    ReminderPolicy.objects.filter(plan=world.plan).update(plan=None, agency=world.plan.owner, occasions=[])
    open_reminders(on=DUE)
    assert states(item) == {"due": "open"}


def test_nothing_from_before_the_publication_is_reminded(item: WorkItem) -> None:
    """A plan published today with a due day long past does not flood anybody."""
    WorkItem.objects.filter(pk=item.pk).update(remind_from=TODAY, due_on=date(2022, 5, 2))
    assert open_reminders(on=TODAY) == Opened()
    open_reminders(on=TODAY + timedelta(days=7))
    assert states(item) == {"overdue_weekly 2022-07-18": "open"}


@pytest.mark.parametrize(
    "lifecycle",
    [Lifecycle.SUBMITTED, Lifecycle.CONFIRMED, Lifecycle.CANCELLED, Lifecycle.PAUSED, Lifecycle.HANDED_OVER],
)
def test_what_is_not_owed_is_not_reminded(item: WorkItem, lifecycle: str) -> None:
    values = {"submitted_on": TODAY, "completed_on": TODAY}
    WorkItem.objects.filter(pk=item.pk).update(lifecycle=lifecycle, **values)
    assert open_reminders(on=TODAY) == Opened()


def test_work_without_a_date_is_not_reminded(item: WorkItem) -> None:
    WorkItem.objects.filter(pk=item.pk).update(due_on=None, named_due_on=None)
    assert open_reminders(on=TODAY + timedelta(days=90)) == Opened()


def test_a_paused_plan_opens_nothing_and_its_missed_days_stay_missed(world: World, item: WorkItem) -> None:
    office = world.officer("vanphong").enter(on=TODAY)
    pause(world.plan, by=office, now=moment("2022-07-01"), reason="Chờ hướng dẫn mới")
    assert open_reminders(on=TODAY) == Opened()
    resume(world.plan, by=office, now=moment("2022-07-15", 6))
    open_reminders(on=DUE)
    assert states(item) == {"due": "open"}


def test_an_ended_plan_opens_nothing(world: World, item: WorkItem) -> None:
    end(world.plan, by=world.officer("vanphong").enter(on=TODAY), now=moment("2022-07-01"), reason="Đã tổng kết")
    assert open_reminders(on=TODAY) == Opened()


def test_a_pending_extension_pauses_reminders_and_a_granted_one_counts_from_its_decision(
    world: World, item: WorkItem
) -> None:
    open_reminders(on=TODAY)
    asked = ask_extension(
        item, by=world.officer("lhh").enter(on=TODAY), now=moment("2022-07-14"), new_due_on=date(2022, 7, 22), reason="Chờ ý kiến"
    )  # fmt: skip
    assert open_reminders(on=date(2022, 7, 18)) == Opened()
    decide_extension(asked, by=world.officer("vanphong").enter(on=TODAY), now=moment("2022-07-18"), granted=True)
    # Of the new day's occasions, "còn 7 ngày" lay before the decision; the old ones are not sent again.
    assert open_reminders(on=date(2022, 7, 19)) == Opened(open=1)
    assert rows(item)[-1] == ("before_3", "2022-07-19", "open")


def test_after_a_refused_extension_what_was_held_back_goes_out_once(world: World, item: WorkItem) -> None:
    open_reminders(on=TODAY)
    asked = ask_extension(
        item, by=world.officer("lhh").enter(on=TODAY), now=moment("2022-07-14"), new_due_on=date(2022, 8, 30), reason="Chờ ý kiến"
    )  # fmt: skip
    decide_extension(
        asked, by=world.officer("vanphong").enter(on=TODAY), now=moment("2022-07-18"), granted=False, reason="Không đủ căn cứ"
    )  # fmt: skip
    assert open_reminders(on=date(2022, 7, 18)) == Opened(open=1, merged=2)
    assert rows(item)[-1] == ("overdue_3", "2022-07-18", "open")


def test_returned_work_is_left_in_peace_until_its_days_for_resubmitting_are_over(world: World, item: WorkItem) -> None:
    lhh, office = world.officer("lhh").enter(on=TODAY), world.officer("vanphong").enter(on=TODAY)
    report(item, by=lhh, now=moment("2022-07-14"), submits=True, results="Đã xong")
    send_back(item, by=office, now=moment("2022-07-25"), reason="Thiếu phụ lục")
    item.refresh_from_db()
    assert item.resubmit_by == date(2022, 7, 28)
    open_reminders(on=date(2022, 7, 28))
    assert rows(item, duty=Duty.LEADER) == []
    told = {"before_30", "before_7", "before_3", "before_1", "due", "returned", "resubmit"}
    assert {occasion for occasion, _, _ in rows(item)} == told
    assert ("returned", "2022-07-26", "merged") in rows(item)
    assert rows(item)[-1] == ("resubmit", "2022-07-28", "open")
    open_reminders(on=date(2022, 7, 29))
    assert rows(item)[-1] == ("overdue_weekly", "2022-07-29", "open")
    # 22/7 fell into the days of the first submission and of the return: the step is taken on the next working day.
    assert rows(item, duty=Duty.LEADER) == [("to_leader", "2022-07-29", "open")]


def test_what_waits_for_the_office_is_told_to_it_and_then_to_its_leader(world: World, item: WorkItem) -> None:
    lhh = world.officer("lhh").enter(on=TODAY)
    report(item, by=lhh, now=moment("2022-07-14"), submits=True, results="Đã xong")
    for n in range(30):
        open_reminders(on=TODAY + timedelta(days=n))
    found = Reminder.objects.exclude(agency=world.agencies.dang_doan_lhh).order_by("for_day")
    assert [(row.occasion, row.duty, row.agency, row.for_day) for row in found] == [
        ("review_waiting", "clerk", world.agencies.ban_tuyen_giao, date(2022, 7, 19)),
        ("review_late", "leader", world.agencies.ban_tuyen_giao, date(2022, 7, 25)),
    ]


def test_a_request_for_more_time_that_waits_is_told_to_who_decides(world: World, item: WorkItem) -> None:
    ReminderPolicy.objects.filter(plan=world.plan).update(question_days=3)
    ask_extension(
        item, by=world.officer("lhh").enter(on=TODAY), now=moment("2022-07-14"), new_due_on=date(2022, 8, 22), reason="Chờ ý kiến"
    )  # fmt: skip
    for n in range(12):
        open_reminders(on=TODAY + timedelta(days=n))
    found = Reminder.objects.filter(work_item=item).exclude(agency=world.agencies.dang_doan_lhh).order_by("for_day")
    assert [(row.occasion, row.duty, row.for_day.isoformat()) for row in found] == [
        ("extension_waiting", "clerk", "2022-07-18"),
        ("extension_late", "leader", "2022-07-20"),
    ]


def test_who_comes_to_answer_later_is_told_too_and_nobody_twice(world: World, item: WorkItem) -> None:
    at, vanphong = world.agencies, world.officer("vanphong").enter(on=TODAY)
    report(item, by=world.officer("lhh").enter(on=TODAY), now=moment("2022-07-14"), submits=True, results="Đã xong")

    def told(first: date, last: date) -> list[tuple[str, int, str, str]]:
        for n in range((last - first).days + 1):
            open_reminders(on=first + timedelta(days=n))
        found = Reminder.objects.exclude(agency=at.dang_doan_lhh).order_by("for_day", "id")
        return [(row.occasion, row.agency_id, row.duty, f"{row.for_day:%d/%m}") for row in found]

    first = ("review_waiting", at.ban_tuyen_giao.pk, "clerk", "19/07")
    assert told(TODAY, date(2022, 7, 21)) == [first]
    line = assign(item.task, by=vanphong, now=moment("2022-07-21"), role=Role.MONITORING, agency=at.van_phong_thanh_uy)
    second = [
        first,
        ("review_waiting", at.van_phong_thanh_uy.pk, "clerk", "22/07"),
        ("review_late", at.van_phong_thanh_uy.pk, "leader", "25/07"),
    ]
    assert told(date(2022, 7, 22), date(2022, 7, 27)) == second
    unassign(line, by=vanphong, now=moment("2022-07-28"), reason="Ban tự theo dõi")
    assert told(date(2022, 7, 28), date(2022, 9, 1)) == [
        *second,
        ("review_late", at.ban_tuyen_giao.pk, "leader", "29/07"),
    ]


def test_a_body_that_takes_over_the_monitor_s_plans_is_told_what_waits(world: World, item: WorkItem) -> None:
    at, day = world.agencies, date(2022, 7, 21)
    report(item, by=world.officer("lhh").enter(on=TODAY), now=moment("2022-07-14"), submits=True, results="Đã xong")
    open_reminders(on=day)
    handover = Handover.objects.create(
        agency=at.ban_tuyen_giao, number="1-QĐ/TU", decided_on=day, issuer="Ban Thường vụ Thành ủy", effective_on=day,
        done_on=day, done_by=world.officer("quantri"), done_at=moment(day),
    )  # fmt: skip
    HandoverLine.objects.create(
        handover=handover, kind=HandoverKind.MONITOR, plan=world.plan, successor=at.van_phong_thanh_uy
    )
    WorkItem.objects.filter(pk=item.pk).update(monitor=at.van_phong_thanh_uy)
    whole = WorkItem.objects.with_names().get(pk=item.pk)
    assert [entry["day"] for entry in item_diary(whole, on=day).coming] == [date(2022, 7, 22)], "its page foretells it"
    for n in range(10):
        open_reminders(on=day + timedelta(days=n))
    told = Reminder.objects.filter(agency=at.van_phong_thanh_uy).order_by("for_day")
    assert [(row.occasion, f"{row.for_day:%d/%m}") for row in told] == [
        ("review_waiting", "22/07"), ("review_late", "25/07"),
    ]  # fmt: skip


def test_a_period_that_closes_is_told_before_it_is_due(world: World) -> None:
    period = world.item("3", world.agencies.dang_doan_lhh, "quý III/2022")
    only(period)
    assert period.due_on == date(2022, 10, 10)
    open_reminders(on=date(2022, 9, 29))
    assert "period_opened" not in states(period)
    open_reminders(on=date(2022, 9, 30))
    assert states(period)["period_opened"] == "open"


def test_an_edited_calendar_does_not_remind_again(item: WorkItem) -> None:
    open_reminders(on=TODAY)
    CalendarDay.objects.create(day=date(2022, 7, 12), kind=DayKind.OFF, name="Nghỉ bù")
    assert open_reminders(on=TODAY) == Opened()


def test_two_silent_periods_in_a_row_go_to_the_leader(world: World) -> None:
    """Quý I and quý II of task 3 stand unanswered; the second was due on Monday 11/7."""
    at = world.agencies
    first, second = (world.item("3", at.dang_doan_lhh, f"quý {n}/2022") for n in ("I", "II"))
    only(first, second)
    open_reminders(on=date(2022, 7, 11))
    assert "silent" not in states(second, duty=Duty.LEADER)
    open_reminders(on=date(2022, 7, 12))
    assert states(second, duty=Duty.LEADER) == {"silent": "open"}
    assert "silent" not in states(first, duty=Duty.LEADER)


def test_one_answered_period_breaks_the_silence(world: World) -> None:
    at = world.agencies
    first, second = (world.item("3", at.dang_doan_lhh, f"quý {n}/2022") for n in ("I", "II"))
    only(first, second)
    report(first, by=world.officer("lhh").enter(on=TODAY), now=moment("2022-07-01"), submits=False, results="Đang làm")
    open_reminders(on=TODAY)
    assert states(second, duty=Duty.LEADER) == {}


# --- whatever the order of runs -------------------------------------------------------------------------------------


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    due_on=st.dates(date(2022, 6, 1), date(2022, 9, 30)),
    runs=st.lists(st.integers(0, 120), min_size=1, max_size=8),
    off=st.lists(st.dates(date(2022, 6, 1), date(2022, 10, 30)), max_size=12, unique=True),
)
def test_any_runs_write_what_a_daily_run_would(item: WorkItem, due_on: date, runs: list[int], off: list[date]) -> None:
    """Each occasion up to the latest run exactly once, none else; after the last run its own latest one is to be sent."""
    Reminder.objects.all().delete()
    CalendarDay.objects.all().delete()
    CalendarDay.objects.bulk_create(CalendarDay(day=day, kind=DayKind.OFF, name="nghỉ") for day in off)
    move_due(item, due_on)
    start = date(2022, 6, 15)
    WorkItem.objects.filter(pk=item.pk).update(remind_from=start)
    for run in runs:
        open_reminders(on=start + timedelta(days=run))
    last = start + timedelta(days=max(runs))
    expected = between(due_on, since=start, until=last, calendar=working_calendar())
    wanted = {(n.occasion, n.named_on, n.for_day, duty) for n in expected for duty in duties_of(n.occasion)}
    # Weeks that days off push onto one day are one letter's worth, yet each keeps its row.
    written = list(Reminder.objects.values_list("occasion", "named_on", "for_day", "duty", "state"))
    assert {row[:4] for row in written} == wanted
    assert len(written) == len(wanted)
    if told := [named for named in expected if named.occasion not in LADDER]:
        top = told[-1]
        assert [row[4] for row in written if row[:2] == (top.occasion, top.named_on)].count("merged") == 0


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @pytest.fixture
    def whole_world(self, transactional_db: None) -> World:
        return make_world()

    def test_two_schedulers_write_one_set(self, whole_world: World) -> None:
        """Two connections that start together: every row once, and the two of them together wrote all."""
        start = Barrier(2)

        def run(_: int) -> Opened:
            start.wait(timeout=10)
            try:
                return open_reminders(on=TODAY)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            results = list(pool.map(run, range(2)))
        # News of given work is written by the act itself.
        opened = Reminder.objects.exclude(occasion=Occasion.ASSIGNED).count()
        assert sum(result.open + result.merged for result in results) == opened > 10
        assert Plan.objects.count() == 1
        assert Agency.objects.exists()
