"""How letters reach officers: by mail, in the inbox, by a messenger nobody thought of; what an attempt marks in the inbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, ClassVar
from unittest.mock import patch

import pytest
from django.utils import timezone

from agencies.models import Officer
from plans.choices import DigestState, Occasion, ReminderState
from plans.models import Delivery, Digest, Note, Notice, Reminder, ReminderPolicy, WorkItem
from plans.notices import tell
from plans.reminders import open_reminders, send_reminders, sending
from plans.reminders.addressing import address, message_id
from plans.reminders.channels import CHANNELS, Channel, Letter, channel_for
from plans.reminders.channels.inbox import mark, notices_of, words_of
from plans.reminders.postman import Outcome, Result
from plans.reminders.sending import Sent
from plans.services import inbox
from tests.cast import NOW, TODAY, World, moment
from tests.plans.reminders.conftest import Sink
from tests.plans.reminders.helpers import move_due, states

MORNING = moment(TODAY, 7, 30)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("office_hours")]


def after(minutes: float) -> Any:
    return MORNING + timedelta(minutes=minutes)


def entries(username: str) -> dict[str, tuple[str, bool]]:
    """Thread → words and whether it is new."""
    found = Notice.objects.filter(officer__username=username)
    return {one.subject: (one.text, one.read_at is None) for one in found}


def without_address(username: str) -> None:
    Officer.objects.filter(username=username).update(email="")


@pytest.fixture
def posted_by_hand(item: WorkItem) -> Digest:
    """The letter of lhh with the item's row, whoever addressed it."""
    open_reminders(on=TODAY)
    lhh = Officer.objects.get(username="lhh")
    digest = Digest.objects.create(officer=lhh, day=TODAY, message_id=message_id(lhh.pk, TODAY))
    row = Reminder.objects.get(work_item=item, state=ReminderState.OPEN)
    Delivery.objects.create(digest=digest, reminder=row, officer=lhh)
    return digest


class Messenger(Channel):
    """An outside messenger: what an office might add, here and nowhere else."""

    code: ClassVar[str] = "messenger"
    label: ClassVar[str] = "tin nhắn"
    sent: ClassVar[list[tuple[str, str, str]]] = []
    answers: ClassVar[Outcome] = Outcome.ACCEPTED

    @classmethod
    def reaches(cls, officer: Officer) -> bool:
        return officer.username == "lhh"

    def hand_over(self, letter: Letter) -> Result:
        self.sent.append((letter.officer.username, str(letter.message.subject), letter.key))
        return Result(self.answers)

    def close(self) -> None:
        self.sent.append(("", "closed", ""))


@pytest.fixture
def messenger() -> Iterator[type[Messenger]]:
    Messenger.sent.clear()
    Messenger.answers = Outcome.ACCEPTED
    with patch.dict(CHANNELS, {"messenger": Messenger, **CHANNELS}, clear=True):
        yield Messenger


def test_who_has_an_address_gets_mail_and_everybody_else_the_inbox(world: World) -> None:
    assert channel_for(world.officer("lhh")).code == "email"
    without_address("lhh")
    assert channel_for(world.officer("lhh")).code == "inbox"


def test_a_mailed_letter_is_marked_in_the_inbox_when_it_is_claimed(item: WorkItem, by_smtp: Sink) -> None:
    by_smtp.manner = "refuse"
    assert send_reminders(now=MORNING).failed == 1
    assert entries("lhh") == {f"item:{item.pk}": ("Còn 1 ngày", True)}, "said although the mail failed"
    assert entries("truongban") == entries("vanphong") == {}


def test_a_second_attempt_does_not_say_it_again(item: WorkItem, by_smtp: Sink) -> None:
    by_smtp.manner = "refuse"
    send_reminders(now=MORNING)
    lhh = Officer.objects.get(username="lhh")
    inbox.archive(Notice.objects.get(), by=lhh, now=after(1))
    by_smtp.manner = "accept"
    assert send_reminders(now=after(2)).sent == 1
    assert Notice.objects.get().archived_at == after(1), "put away while the mail server was away"
    assert send_reminders(now=moment("2022-07-15", 7, 30)).sent == 1
    notice = Notice.objects.get()
    assert (notice.text, notice.archived_at, notice.read_at) == ("Đến hạn hôm nay", None, None)


def test_a_letter_that_left_on_the_next_day_does_not_say_it_again(item: WorkItem, by_smtp: Sink) -> None:
    """Nothing was new that day: the letter took over what the first day's could not deliver."""
    move_due(item, TODAY - timedelta(days=3))
    ReminderPolicy.objects.update(occasions=[Occasion.OVERDUE_3])
    by_smtp.manner = "refuse"
    send_reminders(now=MORNING)
    lhh = Officer.objects.get(username="lhh")
    inbox.archive(Notice.objects.get(), by=lhh, now=after(1))
    by_smtp.manner = "accept"
    assert send_reminders(now=moment("2022-07-15", 7, 30)).sent == 1
    notice = Notice.objects.get()
    assert (notice.at, notice.archived_at) == (MORNING, after(1)), "put away while the mail server was away"


def test_without_an_address_the_claim_itself_delivers(posted_by_hand: Digest, item: WorkItem, by_smtp: Sink) -> None:
    """Nothing is left in between: no worker can die between the attempt and its end."""
    without_address("lhh")
    assert sending.claim(day=TODAY, now=MORNING) == DigestState.SENT
    digest = Digest.objects.get()
    assert (digest.channel, digest.state, digest.attempts, digest.sent_at) == ("inbox", DigestState.SENT, 1, MORNING)
    assert digest.subject.startswith("Đôn Đốc: ")
    assert states(item)["before_1"] == ReminderState.SENT
    assert entries("lhh") == {f"item:{item.pk}": ("Còn 1 ngày", True)}
    assert by_smtp.letters == []


def test_what_cannot_be_marked_takes_the_whole_attempt_back(posted_by_hand: Digest, by_smtp: Sink) -> None:
    """An error while the inbox is written fails the letter like one that cannot be worded, and the next one goes."""
    with patch("plans.reminders.channels.inbox.tell", side_effect=RuntimeError("no")):
        assert sending.claim(day=TODAY, now=MORNING) == DigestState.FAILED
    assert (Notice.objects.count(), Digest.objects.get().state) == (0, DigestState.FAILED)
    assert sending.claim(day=TODAY, now=MORNING) is None


def test_a_messenger_is_added_without_touching_anything(
    item: WorkItem, by_smtp: Sink, messenger: type[Messenger]
) -> None:
    assert send_reminders(now=MORNING) == Sent(sent=1)
    digest = Digest.objects.get()
    assert messenger.sent == [("lhh", digest.subject, digest.message_id), ("", "closed", "")]
    assert (digest.channel, digest.state, by_smtp.letters) == ("messenger", DigestState.SENT, [])
    assert entries("lhh") == {f"item:{item.pk}": ("Còn 1 ngày", True)}


def test_an_end_nobody_saw_is_repeated_the_same_way(item: WorkItem, by_smtp: Sink, messenger: type[Messenger]) -> None:
    """The messenger may have delivered it: the one repeat does not go by mail, even when the messenger reaches nobody any more."""
    messenger.answers = Outcome.UNKNOWN
    send_reminders(now=MORNING)
    with patch.object(messenger, "reaches", return_value=False):
        send_reminders(now=after(2))
    assert [one[0] for one in messenger.sent] == ["lhh", "", "lhh", ""]
    assert (Digest.objects.get().state, by_smtp.letters) == (DigestState.UNKNOWN, [])


def test_a_definite_failure_may_go_another_way(item: WorkItem, by_smtp: Sink, messenger: type[Messenger]) -> None:
    messenger.answers = Outcome.REFUSED
    send_reminders(now=MORNING)
    with patch.object(messenger, "reaches", return_value=False):
        assert send_reminders(now=after(2)).sent == 1
    assert (Digest.objects.get().channel, len(by_smtp.letters)) == ("email", 1)


def test_one_silent_channel_does_not_hold_up_the_others(
    world: World, by_smtp: Sink, messenger: type[Messenger]
) -> None:
    open_reminders(on=TODAY)
    address(day=TODAY)
    Digest.objects.filter(officer__username="lhh").update(channel="messenger")
    messenger.answers = Outcome.UNREACHABLE
    waiting = Digest.objects.count()
    assert waiting > 2
    result = send_reminders(now=MORNING)
    assert (result.sent, result.failed, len(by_smtp.letters)) == (waiting - 1, 1, waiting - 1)


def test_of_several_rows_of_a_thing_the_latest_speaks(world: World, item: WorkItem) -> None:
    def row(occasion: str, day: date, **about: Any) -> Reminder:
        return Reminder(occasion=occasion, for_day=day, named_on=day, agency=item.agency, **about)

    lhh = world.officer("lhh")
    note = Note(pk=4)
    rows = [
        (item, row(Occasion.BEFORE_3, date(2022, 7, 12), work_item=item)),
        (item, row(Occasion.BEFORE_1, TODAY, work_item=item)),
        (None, row(Occasion.QUESTION_WAITING, TODAY, plan=world.plan, note_asked=note)),
        (None, row(Occasion.QUESTION_WAITING, TODAY, plan=world.plan)),
        (None, row(Occasion.ASSIGNED, TODAY, plan=world.plan)),
    ]
    found = {one.subject: one.text for one in notices_of(rows, officer=lhh, on=TODAY)}
    assert found == {
        f"item:{item.pk}": "Còn 1 ngày",
        "note:4": "Chờ trả lời đã lâu",
        f"plan:{world.plan.pk}:asks": "Chờ trả lời đã lâu",
        f"plan:{world.plan.pk}:new": "Việc mới giao",
    }
    assert notices_of(reversed(rows), officer=lhh, on=TODAY)[-1].text == "Còn 1 ngày"


def test_every_occasion_has_words_that_are_true_on_the_day(item: WorkItem) -> None:
    """Due on Friday; a letter that leaves on Wednesday for a day named before says how many days are left then."""
    for occasion in Occasion:
        assert words_of(Reminder(occasion=occasion), None, on=TODAY)
    early = Reminder(occasion=Occasion.BEFORE_3)
    assert words_of(early, item, on=date(2022, 7, 11)) == "Còn 4 ngày"
    assert words_of(Reminder(occasion=Occasion.TO_LEADER), item, on=date(2022, 7, 22)) == (
        "Báo lãnh đạo đơn vị: quá hạn 7 ngày"
    )


def test_an_inbox_gets_no_more_entries_than_a_letter_has_lines(
    world: World, item: WorkItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plans.reminders.channels.inbox.LONGEST", 3)
    lhh = world.officer("lhh")
    digest = Digest.objects.create(officer=lhh, day=TODAY, message_id="<1@x>", attempts=1)
    rows: list[Any] = []
    for one in WorkItem.objects.order_by("pk")[:6]:
        row = Reminder.objects.create(
            work_item=one, agency=one.agency, occasion=Occasion.DUE, named_on=TODAY, for_day=TODAY, opened_at=NOW
        )
        Delivery.objects.create(digest=digest, reminder=row, officer=lhh)
        rows.append((one, row))
    rows.append(
        (
            None,
            Reminder(
                occasion=Occasion.QUESTION_WAITING, for_day=TODAY, named_on=TODAY, agency=item.agency, plan=world.plan
            ),
        )
    )
    mark(rows, officer=lhh, now=MORNING)
    items = [f"item:{one.pk}" for one, _ in rows[:2]]
    assert set(entries("lhh")) == {f"plan:{world.plan.pk}:asks", *items, "work:rest"}
    assert entries("lhh")["work:rest"] == ("4 việc khác được nhắc", True)
    (entry,) = Notice.objects.filter(subject="work:rest")
    inbox.archive(entry, by=lhh, now=after(1))
    mark(rows[:6], officer=lhh, now=after(2), again=True)
    assert Notice.objects.get(pk=entry.pk).archived_at == after(1), "said by the attempt before"
    assert Notice.objects.count() == 5, "what has room now that the question is answered"


def test_many_entries_cost_one_query(world: World, item: WorkItem, django_assert_num_queries: Any) -> None:
    lhh = world.officer("lhh")
    rows = [(one, Reminder(occasion=Occasion.DUE, for_day=TODAY, work_item=one)) for one in WorkItem.objects.all()[:6]]
    assert len(rows) == 6
    with django_assert_num_queries(1):
        tell(notices_of(rows, officer=lhh, on=TODAY), now=NOW)
    with django_assert_num_queries(1):
        tell(notices_of(rows[:2], officer=lhh, on=TODAY), now=timezone.now())
