"""One letter a day per officer: who gets it, what is in it, what is dropped, when nothing leaves."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail

from agencies.choices import Duty
from agencies.models import Officer
from agencies.services import appoint, create_officer, end_post
from plans.choices import DigestState, Lifecycle, Occasion, Reached, ReminderState
from plans.models import Delivery, Digest, Reminder, ReminderPolicy, ReminderPreference, WorkItem
from plans.reminders import Sent, open_reminders, send_reminders
from plans.services.extensions import ask_extension, decide_extension
from plans.services.planning import unassign
from plans.services.progress import report, send_back
from plans.services.publishing import pause, resume
from tests.cast import LONG_AGO, TODAY, World, moment
from tests.plans.reminders.helpers import count, only, rows, states

pytestmark = pytest.mark.usefixtures("office_hours")
MORNING = moment(TODAY, 7, 30)


def day_of(day: str, hour: int = 7, minute: int = 30) -> datetime:
    return moment(day, hour, minute)


def letters() -> list[Any]:
    return mail.outbox


def test_a_row_becomes_one_letter_and_is_marked_after_acceptance(item: WorkItem) -> None:
    assert send_reminders(now=MORNING) == Sent(sent=1)
    (letter,) = letters()
    assert letter.to == ["lhh@example.vn"]
    assert letter.subject == "Đôn Đốc: 1 sắp đến hạn"
    assert states(item) == {"before_30": "merged", "before_7": "merged", "before_3": "merged", "before_1": "sent"}
    digest = Digest.objects.get()
    assert (digest.state, digest.sent_at, digest.attempts) == (DigestState.SENT, MORNING, 1)
    assert letter.extra_headers["Message-ID"] == digest.message_id
    assert Reminder.objects.get(occasion="before_1").sent_at == MORNING


def test_each_minute_after_it_nothing_more(item: WorkItem) -> None:
    send_reminders(now=MORNING)
    for minute in range(31, 40):
        assert send_reminders(now=moment(TODAY, 7, minute)) == Sent()
    assert len(letters()) == 1


def test_a_week_gives_a_letter_on_each_named_day_and_none_between(item: WorkItem) -> None:
    sent = {}
    for n in range(12):
        day = TODAY + timedelta(days=n)
        open_reminders(on=day)
        if send_reminders(now=moment(day, 7, 30)).sent:
            sent[day.isoformat()] = letters()[-1].subject
    assert sent == {
        "2022-07-14": "Đôn Đốc: 1 sắp đến hạn",
        "2022-07-15": "Đôn Đốc: 1 đến hạn hôm nay",
        "2022-07-18": "Đôn Đốc: 1 quá hạn",
        "2022-07-22": "Đôn Đốc: 1 quá hạn",
    }


@pytest.mark.parametrize(
    "when",
    [moment(TODAY, 7, 29), moment(TODAY, 17, 1), moment("2022-07-16", 9), moment("2022-09-02", 9)],
    ids=["before hours", "after hours", "Saturday", "Quốc khánh"],
)
def test_outside_hours_nothing_leaves(item: WorkItem, when: datetime) -> None:
    open_reminders(on=when.date())
    assert send_reminders(now=when) == Sent()
    assert letters() == []
    assert count() > 0


def test_the_last_minute_of_the_window_counts(item: WorkItem) -> None:
    assert send_reminders(now=moment(TODAY, 17, 0)).sent == 1


def test_the_demo_sends_on_any_day(item: WorkItem, office_hours: Any) -> None:
    office_hours("00:00", "23:59", working_days_only=False)
    assert send_reminders(now=moment("2022-07-16", 23, 59)).sent == 1


def test_todays_letter_is_complete_although_the_opening_had_not_run_yet(item: WorkItem) -> None:
    """After downtime the sender may start first: it must not send a letter without today's rows."""
    open_reminders(on=date(2022, 7, 12))
    send_reminders(now=MORNING)
    assert states(item)["before_1"] == ReminderState.SENT
    assert states(item)["before_3"] == ReminderState.MERGED


def test_rows_that_waited_are_told_once_by_the_newest(item: WorkItem) -> None:
    """Thirty days without a worker: one letter, one line."""
    open_reminders(on=TODAY)
    later = TODAY + timedelta(days=32)
    # The agency has no leader on the system: the monitor hears for it, as of the ladder's step to itself; the committee of its own.
    assert send_reminders(now=moment(later, 8)) == Sent(sent=3)
    letter = next(one for one in letters() if one.to == ["lhh@example.vn"])
    assert letter.body.count("Xây dựng kế hoạch triển khai") == 1
    assert set(states(item).values()) == {ReminderState.SENT, ReminderState.MERGED}
    instead = Reminder.objects.get(occasion=Occasion.TO_LEADER)
    assert (instead.state, instead.reached) == (ReminderState.SENT, Reached.MONITOR)
    assert [state for _, _, state in rows(item)].count(ReminderState.SENT) == 1


def test_what_opens_after_todays_letter_waits_for_tomorrows(world: World, item: WorkItem) -> None:
    send_reminders(now=MORNING)
    other = world.item("3", world.agencies.dang_doan_lhh, "quý III/2022")
    WorkItem.objects.filter(pk=other.pk).update(lifecycle=Lifecycle.NOT_STARTED, due_on=date(2022, 7, 14))
    open_reminders(on=TODAY)
    assert send_reminders(now=moment(TODAY, 10)) == Sent()
    assert send_reminders(now=day_of("2022-07-15")).sent == 1
    assert letters()[-1].subject == "Đôn Đốc: 1 quá hạn, 1 đến hạn hôm nay"


# --- read again at the moment of sending ------------------------------------------------------------------------------


def test_submitted_work_is_dropped_and_an_empty_letter_is_not_sent(world: World, item: WorkItem) -> None:
    open_reminders(on=TODAY)
    report(item, by=world.officer("lhh").enter(on=TODAY), now=moment(TODAY, 7), submits=True, results="Đã xong")
    assert send_reminders(now=MORNING) == Sent(empty=1)
    assert letters() == []
    assert Digest.objects.get().state == DigestState.EMPTY
    row = Reminder.objects.get(occasion="before_1")
    assert (row.state, row.note) == (ReminderState.DROPPED, "Đơn vị đã báo hoàn thành")


def test_an_empty_letter_takes_what_opens_later_the_same_day(world: World, item: WorkItem) -> None:
    other = world.item("3", world.agencies.dang_doan_lhh, "quý III/2022")
    open_reminders(on=TODAY)
    report(item, by=world.officer("lhh").enter(on=TODAY), now=moment(TODAY, 7), submits=True, results="Đã xong")
    send_reminders(now=MORNING)
    WorkItem.objects.filter(pk=other.pk).update(lifecycle=Lifecycle.NOT_STARTED, due_on=TODAY)
    open_reminders(on=TODAY)
    assert send_reminders(now=moment(TODAY, 9)).sent == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"lifecycle": Lifecycle.CANCELLED}, "Đầu việc đã hủy"),
        ({"due_on": date(2022, 9, 1)}, "Hạn đã đổi sang ngày 01/9/2022"),
        ({"remind_from": date(2022, 7, 15)}, "Mốc rơi vào lúc kế hoạch tạm dừng"),
    ],
)
def test_why_a_row_is_not_sent_is_kept(item: WorkItem, change: dict[str, Any], reason: str) -> None:
    open_reminders(on=TODAY)
    WorkItem.objects.filter(pk=item.pk).update(**change)
    send_reminders(now=MORNING)
    assert Reminder.objects.get(occasion="before_1").note == reason
    assert letters() == []


def test_a_pause_before_the_letter_stops_it_and_resuming_sends_nothing_missed(world: World, item: WorkItem) -> None:
    office = world.officer("vanphong").enter(on=TODAY)
    open_reminders(on=TODAY)
    pause(world.plan, by=office, now=moment(TODAY, 6), reason="Chờ hướng dẫn")
    send_reminders(now=MORNING)
    resume(world.plan, by=office, now=day_of("2022-07-15", 6))
    WorkItem.objects.filter(pk=item.pk).update(due_on=date(2022, 7, 29))
    send_reminders(now=day_of("2022-07-15"))
    assert letters() == []
    assert Reminder.objects.get(occasion="before_1").note == "Kế hoạch tạm dừng: Chờ hướng dẫn"


def test_waiting_for_an_extension_is_no_time_to_be_reminded(world: World, item: WorkItem) -> None:
    open_reminders(on=TODAY)
    ask_extension(
        item,
        by=world.officer("lhh").enter(on=TODAY),
        now=moment(TODAY, 7),
        new_due_on=date(2022, 8, 1),
        reason="Chờ ý kiến",
    )
    assert send_reminders(now=MORNING) == Sent(empty=1)
    assert Reminder.objects.get(occasion="before_1").note == "Đang chờ quyết định gia hạn"


def test_a_granted_extension_does_not_resend_the_old_days(world: World, item: WorkItem) -> None:
    send_reminders(now=MORNING)
    asked = ask_extension(
        item,
        by=world.officer("lhh").enter(on=TODAY),
        now=moment(TODAY, 9),
        new_due_on=date(2022, 7, 25),
        reason="Chờ ý kiến",
    )
    decide_extension(asked, by=world.officer("vanphong").enter(on=TODAY), now=moment(TODAY, 10), granted=True)
    for day in ("2022-07-15", "2022-07-18", "2022-07-22", "2022-07-25"):
        send_reminders(now=day_of(day))
    assert [letter.subject for letter in letters()] == [
        "Đôn Đốc: 1 sắp đến hạn",
        "Đôn Đốc: 1 sắp đến hạn",
        "Đôn Đốc: 1 sắp đến hạn",
        "Đôn Đốc: 1 đến hạn hôm nay",
    ]


def test_returned_work_has_its_own_place(world: World, item: WorkItem) -> None:
    lhh, office = world.officer("lhh").enter(on=TODAY), world.officer("vanphong").enter(on=TODAY)
    report(item, by=lhh, now=moment("2022-07-12"), submits=True, results="Đã xong")
    send_back(item, by=office, now=moment("2022-07-13"), reason="Thiếu phụ lục")
    send_reminders(now=MORNING)
    (letter,) = letters()
    assert letter.subject == "Đôn Đốc: 1 bị trả lại"
    assert "gửi lại chậm nhất ngày 18/7/2022" in letter.body


# --- whom ---------------------------------------------------------------------------------------------------------------


def another_clerk(
    world: World, username: str = "lhh2", *, email: str = "lhh2@example.vn", since: date = LONG_AGO
) -> Officer:
    officer = create_officer(username=username, full_name="Ngô Hải Yến", email=email)
    appoint(officer, agency=world.agencies.dang_doan_lhh, duty=Duty.CLERK, since=since)
    return officer


def test_all_clerks_of_the_agency_get_it_each_their_own(world: World, item: WorkItem) -> None:
    another_clerk(world)
    assert send_reminders(now=MORNING).sent == 2
    assert {letter.to[0] for letter in letters()} == {"lhh@example.vn", "lhh2@example.vn"}
    assert len({digest.message_id for digest in Digest.objects.all()}) == 2


def test_the_officer_in_charge_gets_it_alone(world: World, item: WorkItem) -> None:
    item.assignment.officer_in_charge = another_clerk(world)
    item.assignment.save()
    send_reminders(now=MORNING)
    assert [letter.to for letter in letters()] == [["lhh2@example.vn"]]


def test_an_officer_in_charge_who_left_is_replaced_by_all_clerks(world: World, item: WorkItem) -> None:
    gone = another_clerk(world)
    end_post(gone.posts.get(), on=date(2022, 6, 30))
    item.assignment.officer_in_charge = gone
    item.assignment.save()
    send_reminders(now=MORNING)
    assert [letter.to for letter in letters()] == [["lhh@example.vn"]]


def test_without_clerks_the_leader_gets_it_then_the_monitor(world: World, item: WorkItem) -> None:
    end_post(world.officer("lhh").posts.get(), on=date(2022, 6, 30))
    send_reminders(now=MORNING)
    assert [letter.to for letter in letters()] == [["vanphong@example.vn"]]
    assert Reminder.objects.get(occasion="before_1").reached == Reached.MONITOR
    leader = create_officer(username="truong", full_name="Mai Văn Chính", email="truong@example.vn")
    appoint(leader, agency=world.agencies.dang_doan_lhh, duty=Duty.LEADER, since=LONG_AGO)
    send_reminders(now=day_of("2022-07-15"))
    assert letters()[-1].to == ["truong@example.vn"]
    assert Reminder.objects.get(occasion="due").reached == Reached.LEADER


def test_without_anybody_the_row_says_so(world: World, item: WorkItem) -> None:
    Officer.objects.update(is_active=False)
    assert send_reminders(now=MORNING) == Sent(nobody=1)
    row = Reminder.objects.get(occasion="before_1")
    assert row.state == ReminderState.NOBODY
    assert "Chưa có cán bộ" in row.note
    assert not Digest.objects.exists()


def test_what_an_officer_refused_is_not_sent_and_only_what_may_be_refused(world: World, item: WorkItem) -> None:
    lhh = world.officer("lhh")
    ReminderPreference.objects.create(officer=lhh, skipped=[Occasion.BEFORE_7, Occasion.BEFORE_1])
    open_reminders(on=date(2022, 7, 8))
    send_reminders(now=day_of("2022-07-08"))
    assert letters() == []
    assert Reminder.objects.get(occasion="before_7").state == ReminderState.DROPPED
    send_reminders(now=MORNING)
    assert len(letters()) == 1, "the last days before a due day cannot be refused"


def test_a_letter_waits_for_the_office_s_and_the_officer_s_own_hour(world: World, item: WorkItem) -> None:
    ReminderPolicy.objects.create(agency=world.agencies.ban_tuyen_giao, occasions=[], digest_at=time(8, 0))
    assert send_reminders(now=moment(TODAY, 7, 59)) == Sent()
    assert send_reminders(now=moment(TODAY, 8, 0)) == Sent(sent=1)
    ReminderPreference.objects.create(officer=world.officer("lhh"), not_before=time(9, 15))
    assert send_reminders(now=moment("2022-07-15", 9, 14)) == Sent()
    assert send_reminders(now=moment("2022-07-15", 9, 15)) == Sent(sent=1)


def test_a_letter_that_comes_too_late_for_the_officer_s_hours_goes_with_the_next_one(
    world: World, item: WorkItem
) -> None:
    ReminderPreference.objects.create(officer=world.officer("lhh"), not_after=time(11, 30))
    assert send_reminders(now=moment(TODAY, 14)) == Sent()
    assert send_reminders(now=day_of("2022-07-15")) == Sent(sent=1)
    assert states(item)["due"] == ReminderState.SENT
    assert states(item)["before_1"] == ReminderState.MERGED


def test_the_leader_hears_of_a_week_of_delay(world: World, item: WorkItem) -> None:
    leader = create_officer(username="truong", full_name="Mai Văn Chính", email="truong@example.vn")
    appoint(leader, agency=world.agencies.dang_doan_lhh, duty=Duty.LEADER, since=LONG_AGO)
    ReminderPreference.objects.create(officer=leader, weekly=False)
    send_reminders(now=day_of("2022-07-21"))
    assert {letter.to[0] for letter in letters()} == {"lhh@example.vn"}
    send_reminders(now=day_of("2022-07-22"))
    told = {letter.to[0]: letter.body for letter in letters()[1:]}
    assert set(told) == {"lhh@example.vn", "truong@example.vn"}


def test_who_lost_the_post_between_two_days_is_passed_over(world: World, item: WorkItem, by_smtp: Any) -> None:
    """The letter of the 14th failed all day; on the 15th its officer is gone and a new one gets what is owed."""
    by_smtp.manner = "refuse"
    send_reminders(now=MORNING)
    end_post(world.officer("lhh").posts.get(), on=TODAY)
    another_clerk(world, since=date(2022, 7, 15))
    by_smtp.manner = "accept"
    send_reminders(now=day_of("2022-07-15"))
    assert [letter["To"] for letter in by_smtp.letters] == ["lhh2@example.vn"]
    assert states(item)["due"] == ReminderState.SENT
    assert states(item)["before_1"] == ReminderState.MERGED


def test_work_taken_away_is_not_told(world: World, item: WorkItem) -> None:
    open_reminders(on=TODAY)
    unassign(item.assignment, by=world.officer("vanphong").enter(on=TODAY), now=moment(TODAY, 7), reason="Giao nhầm")
    assert send_reminders(now=MORNING) == Sent(empty=1)


def test_officers_get_only_their_own_agencys_work(world: World) -> None:
    send_reminders(now=MORNING)
    for letter in letters():
        officer = Officer.objects.get(email=letter.to[0]).enter(on=TODAY)
        told = WorkItem.objects.filter(reminders__deliveries__officer=officer, reminders__deliveries__dropped="")
        assert not told.exclude(pk__in=WorkItem.objects.visible_to(officer)).exists()
        own = {pk for item in told for pk in (item.agency_id, item.monitor_id, item.owner_id, item.owner.serves_id)}
        assert not told or own & officer.scope.own
    assert "quangngai@example.vn" not in {letter.to[0] for letter in letters()}
    assert Delivery.objects.filter(dropped="").count() > 3


def test_a_letter_that_cannot_be_written_does_not_hold_up_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from plans.reminders import letter as letters_module

    first = Officer.objects.get(username="lhh").pk
    write = letters_module.write

    def breaks_for_one(digest: Digest, *args: Any, **kwargs: Any) -> Any:
        if digest.officer_id == first:
            raise ZeroDivisionError
        return write(digest, *args, **kwargs)

    monkeypatch.setattr(letters_module, "write", breaks_for_one)
    result = send_reminders(now=MORNING)
    assert result.failed == 1
    assert result.sent >= 2
    broken = Digest.objects.get(officer=first)
    assert (broken.state, broken.attempts, broken.error) == (DigestState.FAILED, 1, "ZeroDivisionError: ")
    monkeypatch.undo()
    only(*WorkItem.objects.filter(agency=world.agencies.dang_doan_lhh))
    # A minute after the failure, however long the machine took until then.
    assert send_reminders(now=moment(TODAY, 7, 32)).sent == 1
