"""Which day an occasion names: the rule alone, without a database."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.choices import Duty
from agencies.workdays import Calendar
from plans.choices import Occasion
from plans.occasions import belongs, between, duties_of, next_after
from plans.policy import LADDER, Policy

PLAIN = Calendar()
# Tết of 2023 as it was: seven days off in a row with the weekend, 20 to 26 January.
TET = Calendar(days_off=[date(2023, 1, 20) + timedelta(days=n) for n in range(7)])
DAYS = st.dates(date(2022, 1, 1), date(2023, 12, 31))
CALENDARS = st.builds(Calendar, days_off=st.lists(DAYS, max_size=60), make_up_days=st.lists(DAYS, max_size=10))


def told(due_on: date, *, since: date, until: date, calendar: Calendar = PLAIN) -> list[tuple[str, str]]:
    return [
        (n.occasion.value, n.for_day.isoformat()) for n in between(due_on, since=since, until=until, calendar=calendar)
    ]


def test_a_due_friday_names_working_days_around_it() -> None:
    # Before moves back, after moves on: 18/7 - 3 and - 1 would be a weekend, 8/7 is the Friday before 11/7.
    monday = date(2022, 7, 18)
    assert told(monday, since=date(2022, 6, 1), until=date(2022, 8, 18)) == [
        ("before_30", "2022-06-17"),
        ("before_7", "2022-07-11"),
        ("before_3", "2022-07-15"),
        ("before_1", "2022-07-15"),
        ("due", "2022-07-18"),
        ("overdue_1", "2022-07-19"),
        ("overdue_3", "2022-07-21"),
        ("overdue_7", "2022-07-25"),
        ("to_leader", "2022-07-25"),
        ("overdue_weekly", "2022-08-01"),
        ("to_monitor", "2022-08-02"),
        ("overdue_weekly", "2022-08-08"),
        ("overdue_weekly", "2022-08-15"),
        ("to_committee", "2022-08-17"),
    ]


def test_a_policy_leaves_out_steps_and_sets_its_own_days() -> None:
    sparse = Policy(frozenset({Occasion.BEFORE_3}), leader_days=5, monitor_days=None, committee_days=20)
    found = between(date(2022, 7, 18), since=date(2022, 6, 1), until=date(2022, 12, 31), calendar=PLAIN, policy=sparse)
    assert [(n.occasion.value, n.for_day.isoformat()) for n in found] == [
        ("before_3", "2022-07-15"),
        ("due", "2022-07-18"),
        ("to_leader", "2022-07-25"),
        ("to_committee", "2022-08-08"),
    ]
    assert next_after(date(2022, 7, 18), after=date(2022, 7, 18), calendar=PLAIN, policy=sparse) is None
    assert not belongs(Occasion.TO_LEADER, named_on=date(2022, 7, 25), due_on=date(2022, 7, 18), policy=sparse)


def test_days_off_move_what_lies_after_to_the_first_working_day() -> None:
    wednesday = date(2023, 1, 18)
    days = told(wednesday, since=date(2023, 1, 1), until=date(2023, 1, 31), calendar=TET)
    assert days[-4:] == [
        ("overdue_1", "2023-01-19"),
        ("overdue_3", "2023-01-27"),
        ("overdue_7", "2023-01-27"),
        ("to_leader", "2023-01-27"),
    ]


def test_bounds_belong_to_the_span() -> None:
    due = date(2022, 7, 14)
    assert told(due, since=due, until=due) == [("due", "2022-07-14")]
    assert told(due, since=due + timedelta(days=1), until=due) == []


@given(due_on=DAYS, calendar=CALENDARS)
def test_every_letter_day_is_worked_and_on_the_right_side(due_on: date, calendar: Calendar) -> None:
    for named in between(due_on, since=date.min, until=due_on + timedelta(days=40), calendar=calendar):
        assert calendar.is_working(named.for_day)
        assert named.for_day <= named.named_on if named.named_on < due_on else named.for_day >= named.named_on
        assert belongs(named.occasion, named_on=named.named_on, due_on=due_on)


@given(due_on=DAYS, calendar=CALENDARS, cuts=st.lists(st.integers(-20, 60), max_size=8))
def test_a_span_is_the_sum_of_its_parts(due_on: date, calendar: Calendar, cuts: list[int]) -> None:
    """However a span is cut into runs, each occasion falls into exactly one of them."""
    first, last = due_on - timedelta(days=20), due_on + timedelta(days=60)
    edges = sorted({first - timedelta(days=1), last, *(due_on + timedelta(days=cut) for cut in cuts)})
    parts = [
        named
        for before, until in pairwise(edges)
        for named in between(due_on, since=before + timedelta(days=1), until=until, calendar=calendar)
    ]
    assert parts == between(due_on, since=first, until=last, calendar=calendar)


@given(due_on=DAYS, calendar=CALENDARS, shift=st.integers(-30, 60))
def test_the_next_one_is_the_most_urgent_of_the_first_day_to_come(due_on: date, calendar: Calendar, shift: int) -> None:
    after = due_on + timedelta(days=shift)
    coming = between(due_on, since=after + timedelta(days=1), until=after + timedelta(days=150), calendar=calendar)
    clerks = [named for named in coming if named.occasion not in LADDER]
    assert (
        next_after(due_on, after=after, calendar=calendar) == [n for n in clerks if n.for_day == clerks[0].for_day][-1]
    )


@pytest.mark.parametrize(
    ("occasion", "duties"),
    [
        (Occasion.BEFORE_7, (Duty.CLERK,)),
        (Occasion.OVERDUE_3, (Duty.CLERK,)),
        (Occasion.OVERDUE_WEEKLY, (Duty.CLERK,)),
        (Occasion.TO_LEADER, (Duty.LEADER,)),
        (Occasion.TO_MONITOR, (Duty.CLERK,)),
        (Occasion.REVIEW_LATE, (Duty.LEADER,)),
        (Occasion.ASSIGNED, (Duty.CLERK, Duty.LEADER)),
        (Occasion.SILENT, (Duty.LEADER,)),
    ],
)
def test_whom_an_occasion_reaches(occasion: Occasion, duties: tuple[Duty, ...]) -> None:
    assert duties_of(occasion) == duties


def test_an_occasion_of_the_old_due_day_does_not_belong_to_the_new_one() -> None:
    old, new = date(2022, 7, 15), date(2022, 8, 15)
    assert not belongs(Occasion.OVERDUE_1, named_on=old + timedelta(days=1), due_on=new)
    assert not belongs(Occasion.OVERDUE_WEEKLY, named_on=old + timedelta(days=14), due_on=new)
    assert belongs(Occasion.OVERDUE_WEEKLY, named_on=old + timedelta(days=21), due_on=old)
