"""An officer's own choices: optional letters, the weekly summary, hours; and stopping what is optional from within a letter."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client

from agencies.verdict import Denied
from plans.models import ReminderPolicy, ReminderPreference
from plans.policy import OPTIONAL
from plans.reminders.unsubscribing import GOOD_FOR_DAYS, address_for, token_for
from plans.services.preferences import choose, stop_optional
from tests.cast import TODAY, World, login

PAGE = "/tai-khoan/nhac-viec/"
ALL = [occasion.value for occasion in OPTIONAL]


@pytest.fixture(autouse=True)
def _hours(office_hours: Any) -> None:
    """From 07:30 to 17:00, whatever this machine says."""


def chosen(world: World, username: str = "lhh") -> ReminderPreference:
    return ReminderPreference.objects.get(officer=world.officers[username])


# --- the page -----------------------------------------------------------------------------------


def test_who_never_chose_gets_everything(world: World, client: Client) -> None:
    page = login(client, "lhh").get(PAGE).text
    assert page.count("checked") == len(OPTIONAL)
    assert "Tổng hợp tuần" not in page  # for leaders
    assert "từ 07:30 đến 17:00" in page
    assert "nên không tắt được" in page
    assert not ReminderPreference.objects.exists()
    assert PAGE in client.get("/tai-khoan/").text


def test_what_is_not_ticked_is_left_out(world: World, client: Client) -> None:
    login(client, "truongban")
    said = {"received": ["before_30"], "not_before": "8h00", "not_after": ""}
    assert "Đã lưu" in client.post(PAGE, said, follow=True).text
    row = chosen(world, "truongban")
    assert (row.skipped, row.weekly, row.not_before, row.not_after) == (
        ["before_7", "period_opened"],
        False,
        time(8),
        None,
    )
    page = client.get(PAGE).text
    assert page.count("checked") == 1
    assert 'value="08:00"' in page
    client.post(PAGE, {"received": [*ALL, "weekly"], "not_before": "", "not_after": ""})
    assert (chosen(world, "truongban").skipped, chosen(world, "truongban").weekly) == ([], True)


def test_a_choice_about_the_summary_outlives_the_post_of_a_leader(world: World, client: Client) -> None:
    ReminderPreference.objects.create(officer=world.officers["lhh"], weekly=False)
    login(client, "lhh").post(PAGE, {"received": ALL})
    assert chosen(world).weekly is False


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"not_before": "17:00", "not_after": "08:00"}, "Giờ bắt đầu phải trước giờ kết thúc."),
        ({"not_before": "16:30"}, "ít nhất 60 phút"),
        ({"not_after": "07:45"}, "ít nhất 60 phút"),
        ({"not_before": "25:00"}, "Không đọc được giờ này"),
        ({"received": ["overdue_3"]}, "overdue_3"),
    ],
)
def test_wrong_choices_are_told_and_nothing_is_lost(
    world: World, client: Client, said: dict[str, Any], reason: str
) -> None:
    answer = login(client, "lhh").post(PAGE, {"received": ["before_7"], **said})
    assert answer.status_code == 200
    assert reason in answer.text
    assert not ReminderPreference.objects.exists()


def test_the_hours_of_ones_office_count(world: World) -> None:
    lhh = world.officer("lhh").enter(on=TODAY)
    ReminderPolicy.objects.create(agency=world.agencies.dang_doan_lhh, occasions=[], digest_at=time(10))
    with pytest.raises(Denied, match="từ 10:00 đến 17:00"):
        choose(lhh, by=lhh, skipped=[], weekly=True, not_after=time(10, 30))
    choose(lhh, by=lhh, skipped=[], weekly=True, not_after=time(11))


def test_nobody_chooses_for_another_and_nothing_but_what_is_optional(world: World) -> None:
    lhh, quantri = world.officer("lhh").enter(on=TODAY), world.officer("quantri").enter(on=TODAY)
    with pytest.raises(Denied, match="tự chọn"):
        choose(lhh, by=quantri, skipped=ALL, weekly=False)
    with pytest.raises(Denied, match="không thể từ chối"):
        choose(lhh, by=lhh, skipped=["overdue_1"], weekly=True)
    assert not ReminderPreference.objects.exists()


# --- from within a letter -----------------------------------------------------------------------


def path_for(world: World, username: str = "lhh", on: date = TODAY) -> str:
    return f"/thoi-nhan/{token_for(world.officers[username].pk, on=on)}/"


def test_a_mail_program_stops_it_with_one_post(world: World, at: Any) -> None:
    """RFC 8058: no session, no cookie, no page before."""
    choose(world.officers["lhh"], by=world.officers["lhh"], skipped=[], weekly=True, not_before=time(9))
    stranger = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = stranger.post(path_for(world), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "Phạm Thanh Tùng không nhận các mốc nhắc không bắt buộc" in answer.text
    row = chosen(world)
    assert (row.skipped, row.weekly, row.not_before) == (ALL, False, time(9))
    assert ReminderPreference.objects.count() == 1
    assert "sessionid" not in stranger.cookies


def test_opening_the_address_changes_nothing(world: World, client: Client, at: Any) -> None:
    """Mail servers follow links to look for viruses."""
    answer = client.get(path_for(world))
    assert answer.status_code == 200
    assert '<button class="btn btn-primary" type="submit">Thôi nhận</button>' in answer.text
    assert "Cache-Control" in answer.headers
    assert not ReminderPreference.objects.exists()


def test_an_address_is_good_for_half_a_year_and_for_one_officer(world: World, client: Client, at: Any) -> None:
    last = TODAY - timedelta(days=GOOD_FOR_DAYS)
    assert client.get(path_for(world, on=last)).status_code == 200
    old = client.post(path_for(world, on=last - timedelta(days=1)))
    assert old.status_code == 410
    assert "180 ngày" in old.text
    good = token_for(world.officers["lhh"].pk, on=TODAY)
    other = token_for(world.officers["codo"].pk, on=TODAY)
    forged = (
        f"{other.partition('.')[0]}.{good.partition('.')[2]}", good[:-1], f"{good}x", "x", "1-2",
        f"{'9' * 30}-1.{good[-5:]}", "%00",
    )  # fmt: skip
    for token in forged:
        answer = client.post(f"/thoi-nhan/{token}/")
        assert answer.status_code == 404, token
        assert "Đường dẫn thiếu hoặc sai ký tự" in answer.text
    assert not ReminderPreference.objects.exists()


def test_a_closed_account_has_nothing_to_stop(world: World, client: Client, at: Any) -> None:
    world.officers["lhh"].__class__.objects.filter(username="lhh").update(is_active=False)
    assert client.post(path_for(world)).status_code == 404


def test_the_address_is_absolute_and_leaves_the_hours_alone(world: World, settings: Any) -> None:
    settings.PUBLIC_URL = "https://dondoc.example.vn"
    assert address_for(5, on=TODAY).startswith("https://dondoc.example.vn/thoi-nhan/5-")
    assert stop_optional(world.officers["lhh"]).not_before is None
