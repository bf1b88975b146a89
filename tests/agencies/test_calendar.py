"""The working calendar: everybody reads it, the topmost administrator edits it, deadlines not yet due follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies import calendars
from agencies.choices import DayKind, Duty
from agencies.models import CalendarDay
from agencies.services import appoint
from agencies.verdict import Denied
from plans.choices import EventKind, Standing
from plans.models import WorkItem
from plans.services import progress
from tests.builders import an_item
from tests.cast import LONG_AGO, NOW, TODAY, World, login, moment

SOURCE = "Thông báo 01/TB-BNV"


def keeper(world: World) -> Any:
    return world.officer("quantri").enter(on=TODAY)


def put(world: World, day: date, kind: str = DayKind.OFF, *, now: Any = NOW) -> int:
    return calendars.put_day(None, by=keeper(world), now=now, day=day, kind=kind, name="Nghỉ", source=SOURCE)


def test_deadlines_not_yet_due_follow_in_both_directions_with_their_history(world: World) -> None:
    """The product of task 5 and the half-yearly report are due on Friday 15/7, the day after the story day."""
    item = world.item("5", world.agencies.dang_doan_lhh)
    period = world.item("2", world.agencies.co_do, "quý III/2022").period
    assert period is not None
    assert (item.due_on, period.due_on) == (date(2022, 7, 15), date(2022, 10, 10))
    assert put(world, date(2022, 7, 15)) == 2
    item.refresh_from_db()
    assert (item.named_due_on, item.due_on, item.moved_words) == (
        date(2022, 7, 15), date(2022, 7, 18), "15/7 là ngày nghỉ, chuyển sang 18/7",
    )  # fmt: skip
    event = item.events.first()
    assert event is not None
    assert (event.kind, event.due_on, event.officer) == (EventKind.MOVED, date(2022, 7, 18), keeper(world))
    assert event.note == f"Lịch làm việc đổi: ngày nghỉ 15/7/2022, {SOURCE}. Hạn từ 15/7/2022 sang 18/7/2022."
    yesterday: Any = WorkItem.objects.as_of(on=date(2022, 7, 13)).get(pk=item.pk)
    assert yesterday.limit_on == date(2022, 7, 15)
    calendars.drop_day(CalendarDay.objects.get(day="2022-07-15"), by=keeper(world), now=NOW)
    item.refresh_from_db()
    assert (item.due_on, item.moved_words) == (date(2022, 7, 15), "")
    assert put(world, date(2022, 10, 10)) == WorkItem.objects.filter(period__label="quý III/2022").count()
    period.refresh_from_db()
    assert period.due_on == date(2022, 10, 11)
    assert set(WorkItem.objects.filter(period=period).values_list("due_on", flat=True)) == {date(2022, 10, 11)}


def test_what_is_due_done_or_would_fall_into_the_past_stays(world: World) -> None:
    past = world.item("2", world.agencies.co_do, "quý I/2022")
    done = an_item(world, world.agencies.dang_doan_lhh, due_on=date(2022, 7, 20))
    progress.report(done, by=world.officer("lhh").enter(on=TODAY), now=NOW, submits=True, results="Xong")
    progress.confirm(done, by=world.officer("vanphong").enter(on=TODAY), now=NOW)
    back = an_item(world, world.agencies.dang_doan_lhh, due_on=date(2022, 7, 16))  # a Saturday, so due on the 18th
    assert back.due_on == date(2022, 7, 18)
    assert put(world, date(2022, 4, 12)) == 0
    assert put(world, date(2022, 7, 20)) == 0
    monday = moment("2022-07-18")
    assert put(world, date(2022, 7, 16), DayKind.WORKING, now=monday) == 0  # the 16th has gone by
    for item, due in ((past, date(2022, 4, 12)), (done, date(2022, 7, 20)), (back, date(2022, 7, 18))):
        item.refresh_from_db()
        assert item.due_on == due
        assert not item.events.filter(kind=EventKind.MOVED).exists()
    still: Any = WorkItem.objects.with_standing(on=date(2022, 7, 18)).get(pk=back.pk)
    assert still.standing == Standing.NOT_STARTED


def test_a_plan_that_keeps_its_days_does_not_follow(world: World) -> None:
    type(world.plan).objects.filter(pk=world.plan.pk).update(rolls_forward=False)
    assert put(world, date(2022, 7, 15)) == 0


def test_only_the_topmost_administrator_edits_and_every_day_has_its_source(world: World) -> None:
    below = world.officer("lhh")
    appoint(below, agency=world.agencies.dang_doan_lhh, duty=Duty.ADMINISTRATOR, since=LONG_AGO)
    said: dict[str, Any] = {"day": date(2022, 7, 15), "kind": DayKind.OFF, "name": "Nghỉ"}
    for who in (below.enter(on=TODAY), world.officer("vanphong").enter(on=TODAY)):
        with pytest.raises(Denied, match="cấp tỉnh trở lên"):
            calendars.put_day(None, by=who, now=NOW, source=SOURCE, **said)
    with pytest.raises(Denied, match="Ghi căn cứ"):
        calendars.put_day(None, by=keeper(world), now=NOW, source=" ", **said)
    with pytest.raises(Denied, match="thứ Bảy hoặc Chủ nhật"):
        calendars.put_day(None, by=keeper(world), now=NOW, source=SOURCE, **{**said, "kind": DayKind.WORKING})
    with pytest.raises(Denied, match="đã có trong lịch: Quốc khánh"):
        calendars.put_day(None, by=keeper(world), now=NOW, source=SOURCE, **{**said, "day": date(2022, 9, 2)})


def test_the_second_of_two_editors_is_told(world: World) -> None:
    row = CalendarDay.objects.get(day="2022-09-02")
    seen = calendars.stamp(row)
    said: dict[str, Any] = {"day": row.day, "kind": row.kind, "name": "Quốc khánh 2/9", "source": SOURCE, "seen": seen}
    calendars.put_day(row, by=keeper(world), now=NOW, **said)
    with pytest.raises(Denied, match="vừa sửa ngày này"):
        calendars.put_day(row, by=keeper(world), now=NOW, **{**said, "name": "Lễ"})
    calendars.drop_day(row, by=keeper(world), now=NOW)
    with pytest.raises(Denied, match="vừa được người khác bỏ"):
        calendars.drop_day(row, by=keeper(world), now=NOW)


def test_a_year_is_seeded_with_swaps_made_up_days_and_their_sources(world: World) -> None:
    made, _ = calendars.load_year(2024, by=keeper(world), now=NOW)
    assert made == CalendarDay.objects.filter(day__year=2024).count() > 12
    swap, worked = CalendarDay.objects.get(day="2024-04-29"), CalendarDay.objects.get(day="2024-05-04")
    assert (swap.kind, worked.kind, worked.name) == (DayKind.OFF, DayKind.WORKING, "Làm bù cho ngày 29/4/2024")
    assert calendars.TO_CHECK in swap.source
    assert CalendarDay.objects.get(day="2024-04-30").source == calendars.BY_LAW
    assert not CalendarDay.objects.filter(source="").exists()
    CalendarDay.objects.filter(pk=worked.pk).update(source=SOURCE)
    assert calendars.load_year(2024, by=keeper(world), now=NOW) == (0, 0)
    assert CalendarDay.objects.get(pk=worked.pk).source == SOURCE


def test_the_page_shows_what_moves_before_a_day_is_saved(
    world: World, client: Client, at: Callable[[Any], Any]
) -> None:
    login(client, "quantri")
    url, said = reverse("agencies:calendar-add"), {"day": "15/7/2022", "kind": "off", "name": "Nghỉ", "source": SOURCE}
    seen = client.post(url, said).content.decode()
    assert "2 đầu việc: 15/7/2022 → 18/7/2022" in seen
    assert not CalendarDay.objects.filter(day="2022-07-15").exists()
    wrong = client.post(url, said | {"source": "", "luu": "1"})
    assert wrong.context["form"].has_error("source")
    assert client.post(url, said | {"luu": "1"}).headers["Location"] == f"{reverse('agencies:calendar')}?nam=2022"
    row = CalendarDay.objects.get(day="2022-07-15")
    asked = client.get(reverse("agencies:calendar-drop", args=[row.pk])).content.decode()
    assert "2 đầu việc: 18/7/2022 → 15/7/2022" in asked
    task = client.get(reverse("plans:task-detail", args=[world.plan.pk, world.tasks["5"].pk]))
    assert task.status_code == 403 or task.status_code == 404  # an administrator sees no content
    login(client, "vanphong")
    shown = client.get(reverse("plans:task-detail", args=[world.plan.pk, world.tasks["5"].pk])).content.decode()
    assert "15/7 là ngày nghỉ, chuyển sang 18/7" in shown
    page = client.get(reverse("agencies:calendar"), {"nam": "2022"}).content.decode()
    assert SOURCE in page
    assert reverse("agencies:calendar-add") not in page
    assert client.post(url, said).status_code == 403


def test_from_december_on_a_missing_next_year_is_told_with_one_button(
    world: World, client: Client, at: Callable[[Any], Any]
) -> None:
    login(client, "quantri")
    load = reverse("agencies:calendar-load", args=[2023])
    at("2022-11-30")
    assert "Nạp ngày lễ năm sau" not in client.get(reverse("agencies:calendar")).content.decode()
    at("2022-12-01")
    login(client, "quantri")  # the session of yesterday is over
    assert f'href="{load}">Nạp ngày lễ năm sau' in client.get(reverse("agencies:calendar")).content.decode()
    assert client.post(load).status_code == 302
    assert "Nạp ngày lễ năm sau" not in client.get(reverse("agencies:calendar")).content.decode()
    assert client.get(reverse("agencies:calendar-load", args=[9999])).status_code == 404
