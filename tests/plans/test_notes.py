"""Leaders' directions and agencies' questions: who may speak, whom it reaches, what stays open, what a report quotes."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import Officer
from agencies.verdict import Denied
from plans.models import Note, NoteReply
from plans.services.notes import ask, close, direct, direct_agency, reply
from tests.builders import a_directive, a_draft
from tests.cast import CAST, NOW, TODAY, World, login, moment

TEXT = "Đề nghị báo cáo rõ nguyên nhân chậm và ngày hoàn thành."


def officer(world: World, username: str) -> Officer:
    return world.officer(username).enter(on=TODAY)


def a_direction(world: World, **values: Any) -> Note:
    """The leader of Thành ủy to Đảng đoàn Liên hiệp Hội about task 3, to be answered within the week."""
    said: dict[str, Any] = {
        "task": world.tasks["3"],
        "agencies": [world.agencies.dang_doan_lhh],
        "due_on": date(2022, 7, 20),
    } | values
    return direct(world.plan, by=officer(world, "lanhdao"), now=NOW, text=TEXT, **said)


def seen_by(world: World, note: Note) -> set[str]:
    return {name for name in CAST if note in Note.objects.visible_to(officer(world, name))}


def test_a_direction_reaches_the_agency_and_the_monitor_and_nobody_else(world: World) -> None:
    note = a_direction(world)
    assert seen_by(world, note) == {"lanhdao", "lhh", "vanphong", "truongban"}
    told = {one.agency.pk: one.answers for one in note.receivers.all()}
    assert told == {world.agencies.dang_doan_lhh.pk: True, world.agencies.ban_tuyen_giao.pk: False}
    assert note.post == officer(world, "lanhdao").current_posts[0]


def test_it_stays_open_until_the_agency_has_answered(world: World) -> None:
    note, lhh, vanphong = a_direction(world), officer(world, "lhh"), officer(world, "vanphong")
    assert note in Note.objects.to_answer(lhh)
    assert note not in Note.objects.to_answer(vanphong)
    reply(note, by=vanphong, now=NOW, text="Văn phòng đã nhắc đơn vị.")
    assert note in Note.objects.open(), "the monitor's word is no answer of the agency"
    reply(note, by=lhh, now=moment("2022-07-15"), text="Sẽ xong trước ngày 30/7.")
    assert note not in Note.objects.open()
    assert note.receivers.get(answers=True).answered_on == date(2022, 7, 15)


def test_the_leader_may_want_another_answer(world: World) -> None:
    note, lhh, lanhdao = a_direction(world), officer(world, "lhh"), officer(world, "lanhdao")
    reply(note, by=lhh, now=NOW, text="Đang làm.")
    reply(note, by=lanhdao, now=moment("2022-07-15"), text="Nêu rõ ngày.", asks_again=True)
    assert note in Note.objects.to_answer(lhh)
    reply(note, by=lhh, now=moment("2022-07-16"), text="Ngày 30/7.", asks_again=True)
    assert note not in Note.objects.open(), "who was asked cannot ask again"
    close(note, by=lanhdao, now=moment("2022-07-17"))
    with pytest.raises(Denied, match="đã khép lại"):
        reply(note, by=lhh, now=moment("2022-07-18"), text="Bổ sung.")
    with pytest.raises(Denied, match="khép lại rồi"):
        close(note, by=lanhdao, now=moment("2022-07-18"))


def test_without_an_agency_the_monitor_answers(world: World) -> None:
    note = a_direction(world, agencies=[], task=None)
    assert note in Note.objects.to_answer(officer(world, "vanphong"))
    own = direct(world.plan, by=officer(world, "truongban"), now=NOW, text=TEXT)
    assert own in Note.objects.to_answer(officer(world, "vanphong")), "a head asks the own office"
    reply(own, by=officer(world, "vanphong"), now=NOW, text="Đã có báo cáo nhanh.")
    assert own not in Note.objects.open()


@pytest.mark.parametrize("username", ["vanphong", "lhh", "codo", "quangngai", "phuthien", "quantri"])
def test_who_leads_nobody_there_gives_no_direction(world: World, username: str) -> None:
    with pytest.raises(Denied, match="Chỉ lãnh đạo"):
        direct(world.plan, by=officer(world, username), now=NOW, text=TEXT)


def test_what_cannot_be_sent_says_why(world: World) -> None:
    lanhdao = officer(world, "lanhdao")
    with pytest.raises(Denied, match="không chủ trì ở đây"):
        a_direction(world, agencies=[world.agencies.co_do])
    with pytest.raises(Denied, match="ngày đã qua"):
        a_direction(world, due_on=date(2022, 7, 13))
    with pytest.raises(Denied, match="Ghi nội dung"):
        direct(world.plan, by=lanhdao, now=NOW, text="  ")
    draft = a_draft(world, a_directive(world))
    with pytest.raises(Denied, match="bản nháp"):
        direct(draft, by=officer(world, "truongban"), now=NOW, text=TEXT)
    with pytest.raises(Denied, match="Chỉ nơi gửi và nơi nhận"):
        reply(a_direction(world), by=officer(world, "codo"), now=NOW, text="Ý kiến khác.")
    with pytest.raises(Denied, match="Chỉ nơi gửi"):
        close(a_direction(world), by=officer(world, "lhh"), now=NOW)
    assert Note.objects.filter(text="").count() == 0


def test_an_agency_asks_about_its_own_task(world: World) -> None:
    note = ask(world.tasks["3"], by=officer(world, "baocantho"), now=NOW, text="Chuyên mục đăng vào số nào?")
    assert seen_by(world, note) == {"baocantho", "vanphong", "truongban", "lanhdao"}
    assert note in Note.objects.to_answer(officer(world, "vanphong"))
    with pytest.raises(Denied, match="Chỉ đơn vị đang chủ trì hoặc phối hợp"):
        ask(world.tasks["3"], by=officer(world, "codo"), now=NOW, text="Hỏi hộ.")


def test_a_word_to_an_agency_about_no_plan(world: World) -> None:
    note = direct_agency(world.agencies.co_do, by=officer(world, "lanhdao"), now=NOW, text=TEXT)
    assert seen_by(world, note) == {"lanhdao", "codo"}
    with pytest.raises(Denied, match="Chỉ lãnh đạo"):
        direct_agency(world.agencies.tinh_uy_quang_ngai, by=officer(world, "lanhdao"), now=NOW, text=TEXT)


def test_two_clicks_are_one(world: World) -> None:
    key = uuid.uuid4()
    assert a_direction(world, once_key=key) == a_direction(world, once_key=key)
    with pytest.raises(Denied, match="đã được gửi"):
        direct(world.plan, by=officer(world, "truongban"), now=NOW, text=TEXT, once_key=key)
    note, lhh = Note.objects.get(), officer(world, "lhh")
    reply(note, by=lhh, now=NOW, text="Đang làm.")
    reply(note, by=lhh, now=NOW, text="Đang làm.")
    assert (NoteReply.objects.count(), note.receivers.count()) == (1, 2)


def test_the_thread_walks_through_the_pages(world: World, client: Client, at: Any) -> None:
    task = world.tasks["3"]
    task_page = reverse("plans:task-detail", args=[world.plan.pk, task.pk])
    write = reverse("plans:note-task", args=[world.plan.pk, task.pk])
    login(client, "lanhdao")
    assert write in client.get(task_page).content.decode()
    wrong = client.post(write, {"text": TEXT, "due_on": "01/7/2022"}).content.decode()
    assert "ngày đã qua" in wrong
    assert TEXT in wrong
    sent = client.post(write, {"text": TEXT, "due_on": "20/7/2022", "agencies": [world.agencies.dang_doan_lhh.pk]})
    thread = sent["Location"]
    login(client, "lhh")
    assert TEXT in client.get(reverse("plans:agency-work")).content.decode()
    assert TEXT in client.get(task_page).content.decode()
    assert reverse("plans:note-ask", args=[world.plan.pk, task.pk]) in client.get(task_page).content.decode()
    assert "Gửi trả lời" in client.get(thread).content.decode()
    client.post(thread, {"text": "Sẽ xong trước ngày 30/7."})
    assert TEXT not in client.get(reverse("plans:agency-work")).content.decode()
    login(client, "lanhdao")
    assert "Đã trả lời đủ 1/1" in client.get(thread).content.decode()
    assert client.get(reverse("plans:note-list"), {"muc": "tat-ca"}).content.decode().count(TEXT[:40]) == 1
    login(client, "codo")
    assert client.get(thread).status_code == 404
    assert TEXT not in client.get(reverse("plans:note-list"), {"muc": "tat-ca"}).content.decode()


def test_lists_cost_the_same_for_many_threads(world: World, client: Client, at: Any) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("plans:note-list"), {"muc": "tat-ca"})
        return len(asked)

    login(client, "vanphong")
    a_direction(world)
    few = cost()
    for _ in range(12):
        a_direction(world)
    assert cost() == few
