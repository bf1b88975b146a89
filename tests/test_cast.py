"""The cast itself: what the other tests take for granted about the world on 14/7/2022."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from directives.models import Directive
from plans.choices import Standing
from plans.models import Plan, WorkItem
from tests.builders import a_confirmation, a_directive, a_return, a_submission, an_extension, an_item
from tests.cast import CAST, NOW, TODAY, World, clock_at, make_world


def test_the_two_quarters_of_silence_are_overdue(world: World) -> None:
    item = world.item("2", world.agencies.co_do, "quý I/2022")
    assert item.due_on is not None
    assert item.due_on.isoformat() == "2022-04-12", "10/4 is a Sunday and Giỗ Tổ, 11/4 the day off in its place"
    items: Any = world.plan.items.with_standing(on=TODAY)
    found = items.get(pk=item.pk)
    assert (found.standing, found.days_overdue) == (Standing.OVERDUE, 93)
    classes = [row.standing for row in items]
    assert classes.count(Standing.OVERDUE) == 12, "six lines, two quarters each"
    assert len(classes) == 21


@pytest.mark.parametrize("username", CAST)
def test_each_of_the_cast_sees_their_own(world: World, username: str) -> None:
    officer = world.officer(username).enter(on=TODAY)
    sees = (
        Directive.objects.visible_to(officer).count(),
        Plan.objects.visible_to(officer).count(),
        WorkItem.objects.visible_to(officer).count(),
    )
    everything, nothing = (3, 1, 21), (0, 0, 0)
    expected = {
        "vanphong": everything, "truongban": everything, "lanhdao": everything, "lhh": (3, 1, 4), "baocantho": (3, 1, 6),
        "codo": (3, 1, 3), "quangngai": nothing, "phuthien": nothing, "quantri": nothing,
    }  # fmt: skip
    assert sees == expected[username]


def test_the_clock_stands_where_it_is_put(at: Callable[[str], datetime]) -> None:
    assert timezone.now() == NOW
    at("2022-07-18")
    assert timezone.localdate().isoformat() == "2022-07-18"
    with clock_at("2022-12-01"):
        assert timezone.localdate().isoformat() == "2022-12-01"
    assert timezone.localdate().isoformat() == "2022-07-18"


def test_builders_tell_a_short_story(world: World) -> None:
    lhh, office = world.officers["lhh"], world.officers["vanphong"]
    item = an_item(world, world.agencies.dang_doan_lhh, due_on=TODAY)
    a_submission(item, by=lhh)
    assert a_return(item, by=office).resubmit_by is not None
    assert an_extension(item, by=lhh, new_due_on="2022-07-29").old_due_on == TODAY
    a_confirmation(item, by=lhh, monitor=office)
    item.refresh_from_db()
    assert item.completed_on == TODAY
    assert a_directive(world).number != a_directive(world).number


@pytest.mark.django_db
def test_the_world_is_made_quickly() -> None:
    started = time.process_time()
    make_world()
    assert time.process_time() - started < 1, "every test of views and services pays for it"
