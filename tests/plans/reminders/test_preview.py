"""Who gets what on the next working day: the same as what is then sent, read without writing, within scope."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.choices import Duty
from agencies.models import Officer, Post
from agencies.services import appoint
from plans.choices import Occasion, Reached
from plans.expecting import expected_letters
from plans.models import Delivery, Digest, Reminder, ReminderPolicy, WorkItem
from plans.reminders import open_reminders, send_reminders
from plans.reminders.addressing import address
from plans.reminders.preview import preview
from plans.views.ledger import next_day
from tests.builders import a_task
from tests.cast import NOW, TODAY, World, login, moment

pytestmark = pytest.mark.usefixtures("office_hours", "at_nine")


@pytest.fixture
def at_nine(at: Any) -> None:
    at(NOW)


def page(client: Client, username: str) -> Any:
    return login(client, username).get(reverse("plans:reminder-preview"))


def told(answer: Any) -> dict[str, list[str]]:
    """What each officer would get: occasion and title; "" for what reaches nobody."""
    return {
        one.officer.username if one.officer else "": sorted(f"{line.occasion}: {line.title}" for line in one.lines)
        for one in answer.context["page"]
    }


def test_it_is_what_is_then_put_into_letters(world: World) -> None:
    expected = {
        (row.officer_id, row.work_item_id, row.occasion, row.named_on) for row in preview(on=TODAY) if row.officer_id
    }
    assert not Reminder.objects.exists(), "looking writes nothing"
    open_reminders(on=TODAY)
    address(day=TODAY)
    rows = Delivery.objects.filter(digest__day=TODAY).select_related("reminder")
    sent = {(row.officer_id, row.reminder.work_item_id, row.reminder.occasion, row.reminder.named_on) for row in rows}
    assert sent
    assert sent <= expected
    stood_in = {(row.officer_id, row.work_item_id, row.occasion, row.named_on) for row in preview(on=TODAY)}
    assert not stood_in - expected, "what waits to be sent is told as well"


def test_the_office_sees_its_plans_others_their_own(world: World, client: Client) -> None:
    office = told(page(client, "vanphong"))
    assert {"lhh", "codo", "baocantho"} <= set(office)
    assert any(row.startswith("đến hạn hôm nay: ") for row in office["lhh"])
    assert set(told(page(client, "lhh"))) == {"lhh"}
    assert set(told(page(client, "codo"))) == {"codo"}
    for stranger in ("quangngai", "phuthien", "quantri"):
        assert told(page(client, stranger)) == {}


def test_who_stands_in_and_what_reaches_nobody(world: World, client: Client) -> None:
    Officer.objects.filter(username="codo").update(is_active=False)
    found = [row for row in preview(on=TODAY) if row.agency_id == world.agencies.co_do.pk and row.duty == Duty.CLERK]
    assert {(row.officer_id, row.reached) for row in found} == {(world.officers["vanphong"].pk, Reached.MONITOR)}
    assert "cơ quan theo dõi nhận thay" in page(client, "vanphong").content.decode()
    Officer.objects.filter(username="vanphong").update(is_active=False)
    found = [row for row in preview(on=TODAY) if row.agency_id == world.agencies.co_do.pk]
    assert {row.officer_id for row in found} == {None}
    assert "lần nhắc không có người nhận" in page(client, "truongban").content.decode()


def test_a_leader_of_the_agency_stands_in_first(world: World) -> None:
    Officer.objects.filter(username="codo").update(is_active=False)
    appoint(world.officers["phuthien"], agency=world.agencies.co_do, duty=Duty.LEADER, since=TODAY)
    found = [row for row in preview(on=TODAY) if row.agency_id == world.agencies.co_do.pk and row.duty == Duty.CLERK]
    assert {(row.officer_id, row.reached) for row in found} == {(world.officers["phuthien"].pk, Reached.LEADER)}


def test_rows_about_a_plan_show_to_who_oversees_it(world: World, client: Client) -> None:
    Reminder.objects.create(
        plan=world.plan, agency=world.agencies.ban_tuyen_giao, occasion=Occasion.QUESTION_WAITING, named_on=TODAY, for_day=TODAY,
        opened_at=NOW,
    )  # fmt: skip
    assert "câu hỏi chưa trả lời: Cả kế hoạch" in told(page(client, "vanphong"))["vanphong"]
    assert "vanphong" not in told(page(client, "lhh"))


def test_what_the_letter_tells_in_one_line_is_counted_once(world: World, client: Client) -> None:
    """Three lines given to a body without leaders reach its clerk as row of the clerk and as row of the leader."""
    at, office = world.agencies.co_do, world.officer("vanphong").enter(on=TODAY)
    WorkItem.objects.filter(agency=at).update(lifecycle="cancelled")
    for n in range(3):
        a_task(world.plan, at, by=office, heading=f"Việc {n}", due_on=date(2022, 12, 1))
    assert Reminder.objects.filter(agency=at, occasion=Occasion.ASSIGNED).count() == 2
    (letter,) = (one for one in expected_letters(office, on=date(2022, 7, 15)) if one.officer == world.officer("codo"))
    assert letter.counts == [("việc mới", 1)]
    assert len(letter.lines) == 1


def test_leaders_who_get_only_the_weeks_summary_are_counted_and_hours_are_told(
    world: World, client: Client, at: Any
) -> None:
    """On Monday each leader with anything below them gets one; of two offices' hours the page tells that of each letter."""
    at(moment("2022-07-17"))
    ReminderPolicy.objects.create(agency=world.agencies.thanh_uy, occasions=[], digest_at=time(9, 0))
    monday = date(2022, 7, 18)
    answer = page(client, "vanphong")
    told = {one.officer.username: one for one in answer.context["page"] if one.officer}
    assert ("tổng hợp tuần", 1) in told["truongban"].counts
    assert told["lhh"].hour == time(9, 0)
    assert "gửi từ 09:00" in answer.text
    expected = {
        one.officer.pk for one in expected_letters(world.officer("lanhdao").enter(on=monday), on=monday) if one.officer
    }
    send_reminders(now=moment(monday, 9, 30))
    leaders = set(Digest.objects.filter(weekly=True, state="sent").values_list("officer_id", flat=True))
    assert leaders
    below = Post.objects.filter(agency_id__in=world.officer("lanhdao").enter(on=monday).scope.below).values(
        "officer_id"
    )
    assert {pk for pk in leaders if Officer.objects.filter(pk=pk, pk__in=below).exists()} <= expected
    found = expected_letters(world.officer("lanhdao").enter(on=monday), on=monday)
    assert not any(("tổng hợp tuần", 1) in one.counts for one in found), "this week's has left"


def test_the_next_letters_are_todays_until_the_hour_has_come(world: World) -> None:
    opens = moment(TODAY, 7, 30).time()
    assert next_day(moment(TODAY, 7, 29), opens=opens) == TODAY
    assert next_day(moment(TODAY, 7, 30), opens=opens).isoformat() == "2022-07-15"
    assert next_day(moment("2022-07-15"), opens=opens).isoformat() == "2022-07-18"


def test_many_letters_cost_as_many_queries_as_few(world: World, client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("plans:reminder-preview"))
        return len(caught)

    page(client, "vanphong")
    many = queries()
    world.plan.items.exclude(agency=world.agencies.dang_doan_lhh).update(lifecycle="cancelled")
    assert many <= queries() + 1
