"""Through a real mail server that accepts, refuses, and breaks off before and after the letter: what each end leads to."""

from __future__ import annotations

from datetime import datetime, timedelta
from email import policy
from email.parser import BytesParser
from typing import Any

import pytest

from plans.choices import DigestState, ReminderState
from plans.models import Digest, Reminder, WorkItem
from plans.reminders import Sent, open_reminders, send_reminders, sending
from plans.reminders.addressing import address
from plans.reminders.postman import Outcome, Postman, Result
from tests.cast import TODAY, World, moment
from tests.plans.reminders.conftest import Sink
from tests.plans.reminders.helpers import states

pytestmark = pytest.mark.usefixtures("office_hours")
MORNING = moment(TODAY, 7, 30)


def digest() -> Digest:
    return Digest.objects.get(day=TODAY)


def after(minutes: float) -> datetime:
    return MORNING + timedelta(minutes=minutes)


def test_the_letter_as_it_arrives(item: WorkItem, by_smtp: Sink, settings: Any) -> None:
    settings.PUBLIC_URL = "https://dondoc.example.vn"
    assert send_reminders(now=MORNING).sent == 1
    (letter,) = by_smtp.letters
    raw = BytesParser(policy=policy.default).parsebytes(letter.as_bytes())
    plain, html = raw.get_body(("plain",)), raw.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert str(raw["Subject"]) == "Đôn Đốc: 1 sắp đến hạn"
    assert raw["Auto-Submitted"] == "auto-generated"
    for body in (plain.get_content(), html.get_content()):
        assert "Phạm Thanh Tùng" in body
        assert "Xây dựng kế hoạch triển khai" in body
        assert "còn 1 ngày" in body
        assert f"https://dondoc.example.vn/nhiem-vu/{item.pk}/" in body
        assert "https://dondoc.example.vn/viec-don-vi/" in body
    assert "<script" not in html.get_content()
    assert digest().message_id == str(raw["Message-ID"]).strip()
    assert "@dondoc.example.vn>" in digest().message_id


@pytest.mark.parametrize("manner", ["refuse", "later", "refuse-data", "drop-rcpt"])
def test_a_definite_failure_is_counted_and_tried_again_later_and_later(
    item: WorkItem, by_smtp: Sink, manner: str
) -> None:
    by_smtp.manner = manner
    tried_at = [0, 1, 6, 21, 81]
    for count, minutes in enumerate(tried_at, start=1):
        if minutes:
            assert send_reminders(now=after(minutes - 0.5)) == Sent()
        assert send_reminders(now=after(minutes)) == Sent(failed=1)
        row = digest()
        assert (row.state, row.attempts, row.unknown_ends) == (DigestState.FAILED, count, 0)
        assert row.error
    assert states(item)["before_1"] == ReminderState.OPEN
    by_smtp.manner = "accept"
    assert send_reminders(now=after(141)).sent == 1
    assert states(item)["before_1"] == ReminderState.SENT
    assert len(by_smtp.letters) == 1


def test_no_mail_server_at_all_tries_one_letter_and_leaves_the_others_untouched(world: World, settings: Any) -> None:
    from tests.plans.reminders.conftest import free_port

    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": free_port(), "timeout": 2},
        }
    }
    assert send_reminders(now=MORNING) == Sent(failed=1, nobody=sending_nobody())
    assert sorted(Digest.objects.values_list("attempts", flat=True))[-1] == 1
    assert Digest.objects.filter(state=DigestState.READY, attempts=0).count() >= 2


def sending_nobody() -> int:
    return Reminder.objects.filter(state=ReminderState.NOBODY).count()


@pytest.mark.parametrize(("manner", "arrived"), [("drop-kept", 2), ("drop-unkept", 0)])
def test_an_end_nobody_saw_is_repeated_once_with_the_same_message_id(
    item: WorkItem, by_smtp: Sink, manner: str, arrived: int
) -> None:
    by_smtp.manner = manner
    send_reminders(now=MORNING)
    row = digest()
    assert (row.state, row.unknown_ends, row.attempts) == (DigestState.READY, 1, 1)
    assert send_reminders(now=after(0.5)) == Sent()
    assert send_reminders(now=after(1)) == Sent(unknown=1)
    for minutes in (2, 10, 60, 24 * 60):
        send_reminders(now=after(minutes))
    row.refresh_from_db()
    assert (row.state, row.unknown_ends, row.attempts) == (DigestState.UNKNOWN, 2, 2)
    assert by_smtp.message_ids[:2] == [row.message_id] * arrived
    assert Reminder.objects.get(occasion="before_1").state == ReminderState.UNKNOWN


def test_a_repeat_that_is_accepted_ends_the_doubt(item: WorkItem, by_smtp: Sink) -> None:
    by_smtp.manner = "drop-kept"
    send_reminders(now=MORNING)
    by_smtp.manner = "accept"
    assert send_reminders(now=after(1)).sent == 1
    assert by_smtp.message_ids == [digest().message_id] * 2
    assert states(item)["before_1"] == ReminderState.SENT


def test_the_repeat_is_made_on_the_next_day_when_todays_hours_are_over(item: WorkItem, by_smtp: Sink) -> None:
    by_smtp.manner = "drop-unkept"
    send_reminders(now=moment(TODAY, 17, 0))
    by_smtp.manner = "accept"
    assert send_reminders(now=moment(TODAY, 17, 2)) == Sent()
    assert send_reminders(now=moment("2022-07-15", 7, 30)).sent == 2
    ids = list(Digest.objects.order_by("day").values_list("message_id", flat=True))
    assert by_smtp.message_ids == ids
    assert states(item)["due"] == ReminderState.SENT
    assert states(item)["before_1"] == ReminderState.SENT


def test_a_letter_refused_all_day_goes_into_tomorrows(item: WorkItem, by_smtp: Sink) -> None:
    by_smtp.manner = "refuse"
    send_reminders(now=MORNING)
    by_smtp.manner = "accept"
    assert send_reminders(now=moment("2022-07-15", 7, 30)).sent == 1
    assert len(by_smtp.letters) == 1
    old = digest()
    assert old.state == DigestState.FAILED
    assert "chuyển sang thư ngày 15/7/2022" in old.deliveries.get().dropped
    steps = ("before_30", "before_7", "before_3", "before_1")
    assert states(item) == {**dict.fromkeys(steps, "merged"), "due": "sent"}


def test_a_worker_that_died_while_sending_is_found_by_its_lease(item: WorkItem, by_smtp: Sink) -> None:
    open_reminders(on=TODAY)
    address(day=TODAY)
    attempt = sending.claim(day=TODAY, now=MORNING)
    assert isinstance(attempt, sending.Attempt)  # committed, and now the worker dies
    assert send_reminders(now=after(4)) == Sent()
    send_reminders(now=after(5.1))
    assert digest().unknown_ends == 1
    assert send_reminders(now=after(6.2)).sent == 1
    assert len(by_smtp.letters) == 1


def test_a_worker_that_comes_back_late_with_an_acceptance_is_believed(item: WorkItem, by_smtp: Sink) -> None:
    """Its lease ran out and the letter was given back, but the server took it after all: no repeat is needed."""
    open_reminders(on=TODAY)
    address(day=TODAY)
    attempt = sending.claim(day=TODAY, now=MORNING)
    assert isinstance(attempt, sending.Attempt)
    sending.recognise_lost(now=after(6))
    sending.settle(attempt.digest, Result(Outcome.ACCEPTED), now=after(6.1))
    assert send_reminders(now=after(10)) == Sent()
    assert digest().state == DigestState.SENT


def test_a_worker_that_comes_back_late_with_a_failure_changes_nothing(item: WorkItem, by_smtp: Sink) -> None:
    open_reminders(on=TODAY)
    address(day=TODAY)
    attempt = sending.claim(day=TODAY, now=MORNING)
    assert isinstance(attempt, sending.Attempt)
    assert send_reminders(now=after(6)) == Sent()
    assert send_reminders(now=after(7.1)).sent == 1
    assert sending.settle(attempt.digest, Result(Outcome.REFUSED, "550"), now=after(8)) == DigestState.SENT
    assert states(item)["before_1"] == ReminderState.SENT


def test_one_connection_serves_all_letters_and_survives_a_server_that_closes_it(world: World, by_smtp: Sink) -> None:
    result = send_reminders(now=MORNING)
    assert result.sent == len(by_smtp.letters) >= 3
    assert result.failed == 0


def test_a_closed_connection_is_opened_again_between_two_letters(item: WorkItem, by_smtp: Sink) -> None:
    open_reminders(on=TODAY)
    address(day=TODAY)
    attempt = sending.claim(day=TODAY, now=MORNING)
    assert isinstance(attempt, sending.Attempt)
    postman = Postman()
    assert postman.hand_over(attempt.message).outcome == Outcome.ACCEPTED
    postman._mailer.connection.sock.close()
    assert postman.hand_over(attempt.message).outcome == Outcome.ACCEPTED
    postman.close()
