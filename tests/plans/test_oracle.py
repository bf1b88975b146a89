"""Standing and figures against a second judge, over random histories played through the services, for every day of them.

A normal run compares at least 10,000 pairs of an item and a day; DONDOC_ORACLE names another number (`make oracle`: 100,000).
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, Phase, given, settings

from tests.cast import World, make_world
from tests.plans.histories import Play, Seen
from tests.plans.oracle import (
    CLASSES,
    TALLY,
    Confirmed,
    Extended,
    Fact,
    History,
    Judge,
    OnPaper,
    Returned,
    Submitted,
    day_in_vietnam,
    sums,
)
from tests.plans.stories import Story, a_story, stories

DAY = timedelta(days=1)
WANTED = int(os.environ.get("DONDOC_ORACLE", "10000"))
PER_STORY = 2500
"""Pairs that a story of so many lines yields at the least."""


@contextmanager
def played(world: World, story: Story) -> Iterator[Play]:
    """The story's days, gone through and undone again, so that the next story finds the world as it was."""
    with transaction.atomic():
        play = Play(world, story)
        play.run()
        yield play
        transaction.set_rollback(True)


def disagreements(judge: Judge, play: Play) -> list[str]:
    """Where the product says otherwise than the judge, item by item, then sum by sum."""
    wrong = [
        f"{seen.day}, {seen.asked}:\n  judge   {wanted}\n  product {seen.said}\n  {seen.history}"
        for seen in play.seen
        if (wanted := judge.judge(seen.history, seen.day)) != seen.said
    ]
    for summed in play.summed:
        days: dict[str, Any] = {"begins": summed.begins, "ends": summed.ends, "on": summed.on}
        if (total := sums(judge, summed.histories, **days)) != summed.said:
            wrong.append(f"{days}:\n  judge   {total}\n  product {summed.said}")
    return wrong


def count(judge: Judge, seen: Iterable[Seen]) -> None:
    """Enter the pairs into the tally: one is right when every way of asking gave the judge's answer."""
    pairs: dict[tuple[int, date], bool] = defaultdict(lambda: True)
    for one in seen:
        pairs[id(one.history), one.day] &= judge.judge(one.history, one.day) == one.said
    TALLY.cases += len(pairs)
    TALLY.right += sum(pairs.values())


def edges(judge: Judge, history: History) -> Iterator[tuple[str, date]]:
    """The days of a history on which rules turn."""
    first = judge.judge(history, history.opened)
    if first is not None and first.due is not None:
        yield from (
            ("due day", first.due),
            ("day after the due day", first.due + DAY),
            ("3 days before", first.due - 3 * DAY),
        )
        if first.due != history.named:
            yield "moved off a day off", first.due
    for fact in history.facts:
        yield type(fact).__name__, fact.day
        if isinstance(fact, Extended):
            yield "granted later than asked", fact.day if fact.day > fact.asked else date.min
        if isinstance(fact, Returned):
            last = judge.last_granted(history, fact.day, fact.working_days)
            yield from (("last granted day", last), ("day after the granted ones", last + DAY))
            sent = [one.day for one in history.facts if isinstance(one, Submitted)]
            yield from (("sent again on the last granted day", last),) if last in sent else ()
            yield from (("sent again a day too late", last + DAY),) if last + DAY in sent else ()
    yield from (("day off", day) for day in history.days_off)


def meet(met: Counter[str], judge: Judge, play: Play) -> None:
    """Note which edge days and classes were among the pairs."""
    asked = defaultdict(set)
    for seen in play.seen:
        asked[id(seen.history)].add(seen.day)
        met["not yet given" if seen.said is None else seen.said.standing] += 1
        met["soon"] += seen.said is not None and seen.said.soon
    for history in {id(seen.history): seen.history for seen in play.seen}.values():
        met.update(name for name, day in edges(judge, history) if day in asked[id(history)])


EXPECTED = (
    *CLASSES, "not yet given", "soon", "due day", "day after the due day", "3 days before", "moved off a day off", "day off",
    "Reported", "Submitted", "Withdrawn", "Returned", "Confirmed", "OnPaper", "Extended", "Refused", "SetAside", "TakenUp",
    "granted later than asked", "last granted day", "day after the granted ones", "sent again on the last granted day",
    "sent again a day too late",
)  # fmt: skip


@pytest.mark.django_db
def test_the_product_says_what_the_rules_say(world: World) -> None:
    """Each item on each day: life, class, days overdue, label, due day and the day that counts as sent; and every sum."""
    judge, met, wrong = Judge(), Counter[str](), list[str]()

    @settings(
        max_examples=-(-WANTED // PER_STORY),
        deadline=None,
        database=None,
        derandomize="DONDOC_ORACLE" not in os.environ,
        phases=[Phase.generate],  # what is wrong is told by its one item: nothing to make smaller
        suppress_health_check=list(HealthCheck),
    )
    @given(story=stories)
    def compare(story: Story) -> None:
        with played(world, story) as play:
            count(judge, play.seen)
            meet(met, judge, play)
            wrong.extend(disagreements(judge, play))

    compare()
    assert not wrong, f"{len(wrong)} disagreements, for example\n" + "\n".join(wrong[:3])
    assert TALLY.right == TALLY.cases >= WANTED
    assert [name for name in EXPECTED if not met[name]] == []


# --- a judge who is wrong is found out --------------------------------------------------------------


class OverdueOnTheDueDay(Judge):
    def is_overdue(self, state: Any, day: date) -> bool:
        return super().is_overdue(state, day + DAY)


class WaitingIsOverdue(Judge):
    def is_overdue(self, state: Any, day: date) -> bool:
        if state.life != "submitted":
            return super().is_overdue(state, day)
        return super().is_overdue(replace(state, life="in_progress"), day)


class ConfirmationDecides(Judge):
    def is_late(self, history: History, state: Any) -> bool:
        days = [fact.day for fact in history.facts if isinstance(fact, Confirmed | OnPaper)]
        return state.due is not None and max(days) > state.due


class LateOnTheDueDay(Judge):
    def is_late(self, history: History, state: Any) -> bool:
        return state.due is not None and state.sent is not None and state.sent >= state.due


class ExtendedFromTheRequest(Judge):
    def counts_from(self, fact: Fact) -> date:
        return fact.asked if isinstance(fact, Extended) else fact.day


class DueDaysStayOnDaysOff(Judge):
    def moved(self, history: History, named: date | None) -> date | None:
        return named


class DueDaysAlwaysMove(Judge):
    def moved(self, history: History, named: date | None) -> date | None:
        return super().moved(replace(history, moves=True), named)


class HolidaysAreWorked(Judge):
    def is_day_off(self, history: History, day: date) -> bool:
        return super().is_day_off(replace(history, days_off=frozenset()), day)


class MadeUpDaysAreOff(Judge):
    def is_day_off(self, history: History, day: date) -> bool:
        return super().is_day_off(replace(history, worked=frozenset()), day)


class GrantedInCalendarDays(Judge):
    def last_granted(self, history: History, returned: date, working_days: int) -> date:
        return returned + working_days * DAY


class GrantedOneDayLess(Judge):
    def counted_as(self, state: Any, day: date) -> date:
        return super().counted_as(state, day + DAY) if state.kept_until == day else super().counted_as(state, day)


class GrantedOneDayMore(Judge):
    def last_granted(self, history: History, returned: date, working_days: int) -> date:
        return super().last_granted(history, returned, working_days) + DAY


class FirstDateAlwaysStays(Judge):
    def counted_as(self, state: Any, day: date) -> date:
        return state.kept or day


class FirstDateNeverStays(Judge):
    def counted_as(self, state: Any, day: date) -> date:
        return day


class SoonIsTwoDays(Judge):
    soon_days = 2


class SoonIsFourDays(Judge):
    soon_days = 4


class PaperCountsWhenEntered(Judge):
    def happen(self, history: History, state: Any, fact: Fact) -> None:
        super().happen(history, state, replace(fact, received=fact.day) if isinstance(fact, OnPaper) else fact)


class CancelledStaysCounted(Judge):
    def standing(self, history: History, state: Any, *, overdue: bool) -> str:
        return super().standing(
            history, replace(state, life="in_progress") if state.life == "cancelled" else state, overdue=overdue
        )


class WithdrawnStillStands(Judge):
    def happen(self, history: History, state: Any, fact: Fact) -> None:
        if type(fact).__name__ != "Withdrawn":
            super().happen(history, state, fact)


MISTAKEN = [*Judge.__subclasses__()]


@pytest.fixture(scope="module")
def one_play(django_db_setup: None, django_db_blocker: Any) -> Play:
    """A story played once for all judges who are wrong; only what was seen of it stays.

    The tests that use it are marked for the database, without which none would be set up for them.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        with played(make_world(), a_story(3)) as play:
            seen = play
        transaction.set_rollback(True)
    return seen


@pytest.mark.django_db
def test_the_right_judge_agrees_with_that_story(one_play: Play) -> None:
    assert disagreements(Judge(), one_play) == []


@pytest.mark.django_db
@pytest.mark.parametrize("mistaken", MISTAKEN)
def test_a_mistaken_rule_is_noticed(one_play: Play, mistaken: type[Judge]) -> None:
    assert disagreements(mistaken(), one_play)


def test_days_are_those_of_vietnam() -> None:
    """Half past midnight on 16/7 in Cần Thơ is still 15/7 in UTC: the judge and the product both say the 16th."""
    now = Play.moment(date(2022, 7, 16), 30)
    assert now.date() == date(2022, 7, 15)
    assert day_in_vietnam(now) == localdate(now) == date(2022, 7, 16)
