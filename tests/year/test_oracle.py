"""The judge of the year on short stories whose answers were worked out by hand from docs/decisions/0025."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tests.year.oracle import Oracle
from tests.year.picture import DAY, Calendar, Cycle, Line, Note, Officer, Plan, Policy

OFFICE, COMMITTEE, UNIT = 1, 2, 3
CLERK, LEADER, OF_OFFICE, SECRETARY, CLERK_THERE = 11, 12, 13, 14, 15
TET = {date(2025, 1, 27) + timedelta(days=n) for n in range(5)}


def an_oracle(*, named: date | None, given: date, **of_plan: object) -> Oracle:
    """One line of one plan, published on a day: the office that serves a committee owns and monitors it."""
    oracle = Oracle(Calendar(off=set(TET), worked={date(2025, 2, 8)}))
    oracle.serves = {OFFICE: COMMITTEE, COMMITTEE: None, UNIT: None}
    for officer, agency, duty in (
        (CLERK, UNIT, "clerk"), (LEADER, UNIT, "leader"), (OF_OFFICE, OFFICE, "clerk"), (SECRETARY, COMMITTEE, "leader"),
    ):  # fmt: skip
        oracle.officers[officer] = Officer()
        oracle.serve(officer, agency, duty, date(2020, 1, 1))
    quiet = Policy(on=Policy().on - {"assigned"})
    oracle.plans[1] = Plan(OFFICE, OFFICE, Cycle(1), lines=[1], **{"policy": quiet, **of_plan})  # type: ignore[arg-type]
    oracle.lines[1] = Line(1, 1, UNIT, named)
    oracle.publish(1, given)
    return oracle


def told(oracle: Oracle, first: date, last: date, acts: dict[date, Callable[[], None]] | None = None) -> list[str]:
    """Run every day and say "day officer occasion" of all that left, in order."""
    day = first
    while day <= last:
        oracle.open_reminders(day)
        oracle.send_reminders(day)
        if acts and day in acts:
            acts[day]()
        day += DAY
    found = sorted((one[1], one[0], one[5]) for one in oracle.expected)
    return [f"{day:%d/%m} {officer} {occasion}" for day, officer, occasion in found]


def test_days_before_move_back_and_days_after_move_on_over_tet() -> None:
    oracle = an_oracle(named=date(2025, 2, 3), given=date(2025, 1, 20))
    assert told(oracle, date(2025, 1, 20), date(2025, 2, 12)) == [
        "24/01 11 before_1", "03/02 11 due", "04/02 11 overdue_1", "06/02 11 overdue_3", "10/02 11 overdue_7",
        "10/02 12 to_leader",
    ]  # fmt: skip
    rows = {row.occasion: (row.day, row.state) for row in oracle.rows.values()}
    assert rows["before_7"] == (date(2025, 1, 24), "merged")
    assert rows["before_3"] == (date(2025, 1, 24), "merged")
    assert rows["before_1"] == (date(2025, 1, 24), "sent")


def test_the_ladder_waits_for_the_days_granted_and_what_else_is_late_is_passed_over() -> None:
    oracle = an_oracle(named=date(2025, 3, 3), given=date(2025, 2, 28))
    key = (1, None)
    acts = {
        date(2025, 3, 3): lambda: oracle.submitted(key, date(2025, 3, 3)),
        date(2025, 3, 7): lambda: oracle.returned(key, date(2025, 3, 7)),
    }
    assert told(oracle, date(2025, 2, 28), date(2025, 3, 18), acts) == [
        "28/02 11 before_1", "03/03 11 due", "10/03 11 returned", "12/03 11 resubmit", "13/03 12 to_leader",
        "17/03 11 overdue_weekly", "18/03 13 to_monitor",
    ]  # fmt: skip


def test_a_step_that_a_request_held_back_follows_its_refusal() -> None:
    oracle = an_oracle(named=date(2025, 3, 3), given=date(2025, 2, 28))
    key = (1, None)
    acts = {
        date(2025, 3, 7): lambda: oracle.asked_for_time(key, date(2025, 3, 7)),
        date(2025, 3, 11): lambda: oracle.refused_time(key, date(2025, 3, 11)),
    }
    assert told(oracle, date(2025, 2, 28), date(2025, 3, 14), acts) == [
        "28/02 11 before_1", "03/03 11 due", "04/03 11 overdue_1", "06/03 11 overdue_3", "10/03 13 extension_waiting",
        "12/03 12 to_leader",
    ]  # fmt: skip


def test_a_step_that_was_dropped_for_a_submission_follows_its_withdrawal_by_the_same_row() -> None:
    oracle = an_oracle(named=date(2025, 3, 3), given=date(2025, 2, 28))
    key, day = (1, None), date(2025, 3, 10)
    told(oracle, date(2025, 2, 28), date(2025, 3, 9))
    oracle.open_reminders(day)
    oracle.submitted(key, day)
    oracle.send_reminders(day)
    row = ("item", *key), UNIT, "leader", "to_leader", day
    assert oracle.rows[row].state == "dropped"
    oracle.withdrawn(key, day)
    found = told(oracle, day + DAY, date(2025, 4, 10))
    assert [line for line in found if "to_leader" in line] == ["11/03 12 to_leader"]
    assert (oracle.rows[row].state, oracle.rows[row].day) == ("sent", date(2025, 3, 11))


def test_who_comes_to_answer_later_is_told_on_the_working_day_after() -> None:
    oracle = an_oracle(named=date(2025, 3, 3), given=date(2025, 2, 28))
    key = (1, None)
    acts = {
        date(2025, 3, 3): lambda: oracle.submitted(key, date(2025, 3, 3)),
        date(2025, 3, 11): lambda: oracle.new_monitor(key, date(2025, 3, 11), COMMITTEE),
    }
    oracle.officers[CLERK_THERE] = Officer()
    oracle.serve(CLERK_THERE, COMMITTEE, "clerk", date(2020, 1, 1))
    assert told(oracle, date(2025, 2, 28), date(2025, 3, 20), acts) == [
        "28/02 11 before_1", "03/03 11 due", "10/03 13 review_waiting", "12/03 15 review_waiting", "13/03 14 review_late",
    ]  # fmt: skip


def test_a_committee_hears_last_and_once() -> None:
    oracle = an_oracle(named=date(2025, 3, 3), given=date(2025, 2, 28))
    found = told(oracle, date(2025, 2, 28), date(2025, 5, 30))
    assert [line for line in found if "to_" in line] == [
        "10/03 12 to_leader",
        "18/03 13 to_monitor",
        "02/04 14 to_committee",
    ]
    assert sum("overdue_weekly" in line for line in found) == 11


def test_a_missed_week_is_told_once_and_a_pause_is_never_told() -> None:
    oracle = an_oracle(named=date(2025, 3, 3), given=date(2025, 2, 28))
    told(oracle, date(2025, 2, 28), date(2025, 3, 3))
    oracle.open_reminders(date(2025, 3, 12))
    states = {row.occasion: row.state for row in oracle.rows.values()}
    assert [states[f"overdue_{n}"] for n in (1, 3, 7)] == ["merged", "merged", "open"]
    oracle.paused(1, date(2025, 3, 12))
    oracle.resumed(1, date(2025, 3, 20))
    assert told(oracle, date(2025, 3, 20), date(2025, 3, 25)) == [
        "28/02 11 before_1", "03/03 11 due", "24/03 11 overdue_weekly",
    ]  # fmt: skip
    assert oracle.rows[("item", 1, None), UNIT, "clerk", "overdue_7", date(2025, 3, 10)].state == "dropped"


def test_who_is_not_there_is_stood_in_for() -> None:
    oracle = an_oracle(named=date(2025, 3, 3), given=date(2025, 2, 28))
    oracle.leave(CLERK, UNIT, "clerk", date(2025, 2, 28))
    assert told(oracle, date(2025, 3, 1), date(2025, 3, 3)) == ["03/03 12 due"]
    oracle.officers[LEADER].active = False
    assert told(oracle, date(2025, 3, 4), date(2025, 3, 4)) == ["03/03 12 due", "04/03 13 overdue_1"]


def test_a_question_waits_for_its_answer() -> None:
    oracle = an_oracle(named=None, given=date(2025, 3, 3))
    oracle.notes[5] = Note(1, date(2025, 3, 3), {OFFICE})
    assert told(oracle, date(2025, 3, 3), date(2025, 3, 8)) == ["06/03 13 question_waiting"]
    oracle.notes[5].waits_for.clear()
    assert "question_late" not in " ".join(told(oracle, date(2025, 3, 9), date(2025, 3, 14)))
