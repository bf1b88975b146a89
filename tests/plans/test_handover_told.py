"""Who takes work over is told of it once, by letter and on the first page; what nobody has decided goes along."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from agencies.choices import Duty
from agencies.models import Agency
from agencies.verdict import Denied
from plans.choices import LineAnswer, Occasion, ReminderState, Role
from plans.handing import Choices, consequences, load_of
from plans.lines import word_of
from plans.models import Assignment, Handover, Notice, Reminder, WorkItem
from plans.office import office_desk
from plans.reminders import open_reminders, send_reminders
from plans.services.handover import Decision, hand_over
from plans.services.lines import accept_line, give_elsewhere, put_in_charge, refuse_line
from plans.services.planning import assign
from tests.builders import a_task, an_item
from tests.cast import NOW, TODAY, World, login, make_officer, moment
from tests.plans.test_handover import DECISION, a_body, as_now

DAY = timedelta(days=1)


@pytest.fixture
def new(world: World) -> Agency:
    """A commune with a clerk and a leader of its own besides those who come over."""
    body = a_body(world, "Đảng ủy xã Cờ Đỏ")
    make_officer("xa", "Lê Văn Xã", body)
    make_officer("bithuxa", "Lê Thị Thư", body, Duty.LEADER)
    return body


def handed(world: World, old: Agency, *to: Agency, **said: Any) -> Handover:
    said = {"decision": DECISION, "now": NOW, **said}
    return hand_over(old, by=as_now(world, "quantri"), successors=to, **said)


def notices() -> Any:
    return Reminder.objects.filter(occasion=Occasion.TAKEN_OVER).order_by("agency_id", "duty")


def letters_to(name: str) -> list[Any]:
    return [letter for letter in mail.outbox if letter.to == [f"{name}@example.vn"]]


def test_each_successor_gets_one_letter_however_often_it_is_confirmed_or_sent(world: World, new: Agency) -> None:
    at, other = world.agencies, a_body(world, "Đảng ủy xã Thới Hưng")
    make_officer("thoihung", "Lê Văn Sáu", other)
    own, key = an_item(world, at.co_do, due_on=date(2022, 9, 1)), uuid4()
    choices = Choices(lines={own.assignment_id: other})
    first = handed(world, at.co_do, new, other, choices=choices, once_key=key)
    assert handed(world, at.co_do, new, other, choices=choices, once_key=key) == first
    with pytest.raises(Denied, match="đã kết thúc"):
        handed(world, at.co_do, new, other, choices=choices)
    assert [(row.agency, row.duty, row.state) for row in notices()] == [
        (body, duty, ReminderState.OPEN) for body in (new, other) for duty in (Duty.CLERK, Duty.LEADER)
    ]  # fmt: skip
    for _ in range(2):
        send_reminders(now=NOW)
    (letter,) = letters_to("xa")
    assert "3 đầu việc được chuyển giao từ Huyện ủy Cờ Đỏ" in letter.body
    assert "Quyết định số 01-QĐ/TU ngày 01/7/2022 của Ban Thường vụ Thành ủy" in letter.body
    assert reverse("plans:handover-detail", args=[first.pk]) in letter.body
    assert letter.subject.startswith("Đôn Đốc: 3 việc được chuyển giao")
    (letter,) = letters_to("thoihung")
    assert "1 đầu việc được chuyển giao từ Huyện ủy Cờ Đỏ" in letter.body
    (letter,) = letters_to("bithuxa")
    assert "tiếp nhận công việc được bàn giao" in letter.body
    assert "quá hạn lâu ngày" not in letter.body.split("TIẾP NHẬN")[0]
    send_reminders(now=moment("2022-07-15"))
    told = sorted(letter.to[0].partition("@")[0] for letter in mail.outbox if "được chuyển giao" in letter.body)
    assert told == ["bithuxa", "codo", "thoihung", "xa"]
    assert {row.state for row in notices().filter(agency=new)} == {ReminderState.SENT}


def test_the_notice_takes_no_other_reminders_place_and_reaches_all_clerks(world: World, new: Agency) -> None:
    """The item that carries the notice is due tomorrow and has somebody in charge: both are told what concerns them."""
    old, codo = world.agencies.co_do, as_now(world, "codo")
    Assignment.objects.filter(agency=old).exclude(task__plan=None).update(officer_in_charge=codo)
    WorkItem.objects.filter(agency=old).update(lifecycle="cancelled")
    item = an_item(world, old, due_on=TODAY + DAY)
    put_in_charge([item.assignment], by=codo, on=TODAY, officer=codo)
    handed(world, old, new)
    after = WorkItem.objects.get(continues=item)
    open_reminders(on=TODAY, now=NOW)
    found = Reminder.objects.filter(work_item=after, state=ReminderState.OPEN).values_list("occasion", "duty")
    assert set(found) == {("before_1", "clerk"), ("taken_over", "clerk"), ("taken_over", "leader")}
    send_reminders(now=NOW)
    (letter,) = letters_to("codo")
    assert "TRONG TUẦN, SẮP TỚI (1)" in letter.body
    assert "TIẾP NHẬN BÀN GIAO (1)" in letter.body
    assert ["1 đầu việc được chuyển giao" in letter.body for letter in letters_to("xa")] == [True]
    states = Reminder.objects.filter(work_item=after).values_list("state", flat=True)
    assert set(states) == {ReminderState.SENT}


def test_two_that_end_on_one_day_are_told_apart(world: World, new: Agency) -> None:
    """The second's items are the same as the first's, so that none of them is new; both letters' lines are there."""
    at = world.agencies
    handed(world, at.co_do, new)
    handed(world, at.phong_dien, new, decision=Decision("02-QĐ/TU", TODAY, "Thành ủy", TODAY))
    send_reminders(now=NOW)
    (letter,) = letters_to("xa")
    for name in ("Huyện ủy Cờ Đỏ", "Huyện ủy Phong Điền"):
        assert f"3 đầu việc được chuyển giao từ {name}" in letter.body


def test_what_a_handover_brought_is_not_told_as_newly_given_too(world: World, new: Agency) -> None:
    """Four items come over, and the office gives the successor one more of the same plan on the same day."""
    old, office = world.agencies.co_do, as_now(world, "vanphong")
    WorkItem.objects.filter(agency=old).update(lifecycle="cancelled")
    for n in range(4):
        a_task(world.plan, old, by=office, heading=f"Việc {n}", due_on=date(2022, 9, 1))
    handed(world, old, new)
    a_task(world.plan, new, by=office, heading="Việc thêm", due_on=date(2022, 9, 1))
    send_reminders(now=moment("2022-07-15"))
    (letter,) = letters_to("xa")
    assert "4 đầu việc được chuyển giao từ Huyện ủy Cờ Đỏ" in letter.body
    assert "VIỆC MỚI GIAO (1)" in letter.body
    assert letter.subject.startswith("Đôn Đốc: 4 việc được chuyển giao, 1 nhiệm vụ mới giao")


def test_who_ends_before_the_letter_left_is_not_told_but_its_successor_is(world: World, new: Agency) -> None:
    last = a_body(world, "Đảng ủy phường Mới")
    make_officer("phuong", "Lê Văn Phường", last)
    handed(world, world.agencies.co_do, new)
    handed(world, new, last, decision=Decision("02-QĐ/TU", TODAY, "Thành ủy", TODAY))
    send_reminders(now=NOW)
    (letter,) = letters_to("phuong")
    assert "chuyển giao từ Đảng ủy xã Cờ Đỏ" in letter.body
    assert "chuyển giao từ Huyện ủy Cờ Đỏ" not in letter.body


def test_on_a_day_off_the_letter_waits_for_the_next_working_day(world: World, new: Agency) -> None:
    saturday = moment("2022-07-16")
    hand_over(world.agencies.co_do, by=world.officer("quantri").enter(on=saturday.date()), now=saturday, successors=[new],
              decision=DECISION)  # fmt: skip
    assert {row.for_day for row in notices()} == {date(2022, 7, 18)}
    send_reminders(now=saturday)
    assert not mail.outbox
    send_reminders(now=moment("2022-07-18"))
    assert "đầu việc được chuyển giao từ Huyện ủy Cờ Đỏ" in letters_to("xa")[0].body


def test_the_first_page_tells_it_for_two_weeks_also_without_any_item(
    world: World, new: Agency, client: Client, at: Any
) -> None:
    old = world.agencies.bao_can_tho
    WorkItem.objects.filter(agency=old).update(lifecycle="cancelled")
    Assignment.objects.filter(agency=old, role=Role.LEAD).update(until=TODAY)
    act = handed(world, old, new)
    assert not notices().exists(), "only what is owed is told by letter"
    told = Notice.objects.filter(subject=f"handover:{act.pk}").values_list("officer__username", "text")
    assert set(told) == {(name, "Tiếp nhận bàn giao công việc") for name in ("xa", "baocantho")}, "one came over"
    login(client, "xa")
    page = client.get(reverse("plans:agency-work")).text
    assert "Công việc tiếp nhận từ Báo Cần Thơ" in page
    assert "cùng 1 dòng phối hợp" in page
    assert client.get(reverse("plans:handover-detail", args=[act.pk])).status_code == 200
    at("2022-07-28")
    assert "tiếp nhận từ Báo Cần Thơ" not in client.get(reverse("plans:agency-work")).text
    login(client, "vanphong")
    assert "tiếp nhận từ Báo Cần Thơ" not in client.get(reverse("plans:desk")).text


# --- a refusal that nobody has decided --------------------------------------------------------------


def test_an_undecided_refusal_goes_with_the_line_and_stays_open_for_the_office(world: World, new: Agency) -> None:
    old = world.agencies.co_do
    item = an_item(world, old, due_on=date(2022, 9, 1), now=moment("2022-07-12"))
    told = refuse_line(
        item.assignment, by=as_now(world, "codo"), now=moment("2022-07-13"), reason="Không thuộc chức năng."
    )
    load = load_of(old, effective_on=DECISION.effective_on)
    assert "1 lời không nhận việc chưa quyết định" in " ".join(
        consequences(load, Choices(), [new], effective_on=DECISION.effective_on, on=TODAY)
    )
    handed(world, old, new, seen=load.fingerprint)
    line = Assignment.objects.get(task=item.task, agency=new)
    word = word_of(line)
    assert word.is_refused
    assert word.last is not None
    assert (word.last.reason, word.last.officer, word.last.post, word.last.on) == (
        "Không thuộc chức năng.", told.officer, told.post, TODAY,
    )  # fmt: skip
    questions: Any = office_desk(as_now(world, "vanphong"), on=TODAY).questions.lines
    assert [row.pk for row in questions.refusals] == [line.pk], "asked once, of the line that holds"
    (heir,) = give_elsewhere(
        line, by=as_now(world, "vanphong"), now=NOW, reason="Đúng là việc nơi khác.", agencies=[world.agencies.o_mon]
    )
    assert heir.agency == world.agencies.o_mon


def test_the_successor_may_take_refused_work_on_after_all(world: World, new: Agency) -> None:
    item = an_item(world, world.agencies.co_do, due_on=date(2022, 9, 1))
    refuse_line(item.assignment, by=as_now(world, "codo"), now=NOW, reason="Không thuộc chức năng.")
    handed(world, world.agencies.co_do, new)
    line = Assignment.objects.get(task=item.task, agency=new)
    accept_line(line, by=as_now(world, "xa"), now=moment("2022-07-14", 11))
    assert word_of(line).is_accepted


def test_where_the_successor_holds_the_line_already_its_own_word_counts(world: World, new: Agency) -> None:
    old, by = world.agencies.co_do, as_now(world, "vanphong")
    item = an_item(world, old, due_on=date(2022, 9, 1))
    own = assign(item.task, by=by, now=NOW, role=Role.LEAD, agency=new)
    decided = an_item(world, old, due_on=date(2022, 9, 2))
    for one in (item, decided):
        refuse_line(one.assignment, by=as_now(world, "codo"), now=NOW, reason="Không thuộc chức năng.")
    accept_line(decided.assignment, by=as_now(world, "codo"), now=moment("2022-07-14", 10))
    handed(world, old, new, now=moment("2022-07-14", 11))
    assert word_of(own).last is None
    settled = Assignment.objects.get(task=decided.task, agency=new)
    assert not settled.answers.filter(kind=LineAnswer.REFUSED).exists()
