"""A step of the ladder that was held back is told once afterwards: nobody escapes it by asking or by submitting for an hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from agencies.choices import Duty
from agencies.models import Officer
from agencies.services import appoint, create_officer
from plans import ladder_page
from plans.choices import DigestState, Occasion, ReminderState
from plans.coming import agency_coming
from plans.models import Delivery, Reminder, ReminderPolicy, ReminderPreference, WorkItem
from plans.reminders import open_reminders, send_reminders
from plans.services.extensions import ask_extension, decide_extension
from plans.services.progress import report, withdraw
from plans.services.reminding import resume_ladder, stop_ladder
from tests.cast import LONG_AGO, World, moment

# Due on Friday 15/7/2022: the leader's day is Friday 22/7.
STEP = date(2022, 7, 22)
FIRST = date(2022, 7, 20)


@pytest.fixture(autouse=True)
def leader(world: World, item: WorkItem, office_hours: Callable[..., None]) -> Officer:
    """The agency has a leader, who wants no summary of the week."""
    found = create_officer(username="truong", full_name="Mai Văn Chính", email="truong@example.vn")
    appoint(found, agency=world.agencies.dang_doan_lhh, duty=Duty.LEADER, since=LONG_AGO)
    ReminderPreference.objects.create(officer=found, weekly=False)
    ReminderPolicy.objects.filter(plan=world.plan).update(question_days=3)
    return found


def live(day: date, *, until: date, acts: dict[datetime, Callable[[], object]] | None = None) -> None:
    """Rows are written at five past midnight and letters leave at half past seven, each day; acts happen at their moment."""
    while day <= until:
        mine = sorted((when, act) for when, act in (acts or {}).items() if when.date() == day)
        open_reminders(on=day, now=moment(day, 0, 5))
        for _, act in [one for one in mine if one[0] < moment(day, 7, 30)]:
            act()
        send_reminders(now=moment(day, 7, 30))
        for _, act in [one for one in mine if one[0] >= moment(day, 7, 30)]:
            act()
        day += timedelta(days=1)


def asked(world: World, item: WorkItem, when: datetime) -> None:
    by = world.officer("lhh").enter(on=when.date())
    ask_extension(item, by=by, now=when, new_due_on=date(2022, 9, 30), reason="Chờ ý kiến")


def refused(world: World, item: WorkItem, when: datetime) -> None:
    by = world.officer("vanphong").enter(on=when.date())
    decide_extension(item.extensions.get(state="pending"), by=by, now=when, granted=False, reason="Theo hạn đã giao")


def submitted(world: World, item: WorkItem, when: datetime) -> None:
    report(item, by=world.officer("lhh").enter(on=when.date()), now=when, submits=True, results="Đã xong")


def taken_back(world: World, item: WorkItem, when: datetime) -> None:
    withdraw(item, by=world.officer("lhh").enter(on=when.date()), now=when)


def step(item: WorkItem) -> Reminder:
    return Reminder.objects.get(work_item=item, occasion=Occasion.TO_LEADER)


def days_told(officer: Officer) -> list[date]:
    """The days on which letters told an officer of the step."""
    told = Delivery.objects.filter(reminder__occasion=Occasion.TO_LEADER, officer=officer, dropped="")
    return list(told.filter(digest__state=DigestState.SENT).values_list("digest__day", flat=True))


Moments = dict[str, Callable[[World, WorkItem, datetime], None]]
STORIES: dict[str, tuple[Moments, date, bool]] = {
    "a request on the morning of the step, refused": (
        {"2022-07-22 07": asked, "2022-07-25 10": refused}, date(2022, 7, 26), True,
    ),
    "a request before the step, told of to the office, refused": (
        {"2022-07-20 09": asked, "2022-07-26 10": refused}, date(2022, 7, 27), False,
    ),
    "a submission on the morning of the step, withdrawn": (
        {"2022-07-22 07": submitted, "2022-07-22 08": taken_back}, date(2022, 7, 25), True,
    ),
    "a submission on the eve of the step, withdrawn": (
        {"2022-07-21 16": submitted, "2022-07-22 08": taken_back}, date(2022, 7, 25), False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("story", list(STORIES))
def test_a_step_that_was_held_back_is_told_once_on_the_next_working_day(
    world: World, item: WorkItem, leader: Officer, story: str
) -> None:
    moments, told_on, was_dropped = STORIES[story]
    acts: dict[datetime, Callable[[], object]] = {}
    for said, act in moments.items():
        when = moment(said[:10], int(said[-2:]))
        acts[when] = lambda act=act, when=when: act(world, item, when)  # type: ignore[misc]
    before = told_on - timedelta(days=1)
    live(FIRST, until=before, acts=acts)
    if was_dropped:
        assert (step(item).state, step(item).for_day) == (ReminderState.DROPPED, STEP)
    else:
        assert not Reminder.objects.filter(occasion=Occasion.TO_LEADER).exists()
    office = world.officer("vanphong").enter(on=before)
    whole = WorkItem.objects.with_names().get(pk=item.pk)
    ladder = ladder_page.told_of(whole, office, on=before)
    assert ladder is not None
    assert ladder.entries[0]["day"] == told_on, "the page foretells it"
    assert "sẽ báo (Mai Văn Chính)" in ladder.entries[0]["text"]
    assert (told_on, "to_leader") in {
        (one.for_day, one.occasion) for one in agency_coming(item.agency, office, on=before)
    }
    open_reminders(on=told_on, now=moment(told_on, 0, 5))
    assert (step(item).state, step(item).for_day, step(item).note) == (ReminderState.OPEN, told_on, "")
    live(told_on, until=told_on + timedelta(days=30))
    assert step(item).state == ReminderState.SENT
    assert days_told(leader) == [told_on]


def test_a_step_told_before_the_request_is_not_told_again(world: World, item: WorkItem, leader: Officer) -> None:
    acts: dict[datetime, Callable[[], object]] = {
        moment(STEP, 9): lambda: asked(world, item, moment(STEP, 9)),
        moment("2022-07-26", 9): lambda: refused(world, item, moment("2022-07-26", 9)),
    }
    live(FIRST, until=date(2022, 8, 1), acts=acts)
    assert days_told(leader) == [STEP]


@pytest.mark.parametrize(("stopped", "resumed", "told_on"), [
    ((7, 0), (7, 10), STEP),  # no letter came between
    ((7, 0), (10, 0), STEP),  # the leader's letter had nothing else to say: it goes after all
    ((7, 0), None, None),
])  # fmt: skip
def test_a_stop_of_an_hour_swallows_no_step(
    world: World, item: WorkItem, leader: Officer, stopped: tuple[int, int], resumed: tuple[int, int] | None, told_on: date | None
) -> None:  # fmt: skip
    office = world.officer("vanphong").enter(on=STEP)
    acts: dict[datetime, Callable[[], object]] = {
        moment(STEP, *stopped): lambda: stop_ladder(item, by=office, now=moment(STEP, *stopped), reason="Nhầm việc")
    }
    if resumed:
        acts[moment(STEP, *resumed)] = lambda: resume_ladder(item, by=office, now=moment(STEP, *resumed))
    live(FIRST, until=STEP, acts=acts)
    send_reminders(now=moment(STEP, 11))
    live(STEP + timedelta(days=1), until=date(2022, 7, 29))
    assert days_told(leader) == ([told_on] if told_on else [])
    stood_in = Delivery.objects.filter(reminder__occasion=Occasion.TO_LEADER, dropped="").exclude(officer=leader)
    assert not stood_in.exists(), "no monitor stands in for a leader who is there"
    assert Delivery.objects.filter(reminder__occasion=Occasion.OVERDUE_WEEKLY, dropped="").exists()


def test_a_stop_of_an_hour_brings_back_no_step_of_an_earlier_stop(
    world: World, item: WorkItem, leader: Officer
) -> None:
    office, later = world.officer("vanphong").enter(on=STEP), date(2022, 7, 27)
    acts: dict[datetime, Callable[[], object]] = {
        moment(STEP, 7): lambda: stop_ladder(item, by=office, now=moment(STEP, 7), reason="Chờ kết luận"),
        moment("2022-07-25", 9): lambda: resume_ladder(item, by=office, now=moment("2022-07-25", 9)),
        moment(later, 8): lambda: stop_ladder(item, by=office, now=moment(later, 8), reason="Chờ kết luận"),
        moment(later, 9): lambda: resume_ladder(item, by=office, now=moment(later, 9)),
    }
    live(FIRST, until=date(2022, 7, 29), acts=acts)
    assert days_told(leader) == []
