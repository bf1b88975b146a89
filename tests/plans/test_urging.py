"""Công văn đôn đốc: who writes to whom about what, what is kept when it leaves, what the agency sees, what comes back."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from agencies.models import Officer, Post, ReadEntry
from agencies.services import SavedByOthers
from agencies.verdict import Denied
from plans import inbox, rules_urging
from plans import urging as reading
from plans.choices import EventKind, Lifecycle, UrgingState
from plans.counting import unread_notices
from plans.models import CalendarFeed, Notice, Urging, UrgingFile, UrgingLine, WorkItem
from plans.services.extensions import ask_extension
from plans.services.handover import hand_over
from plans.services.progress import report
from plans.services.publishing import is_touched
from plans.services.urging import attach_reply, discard, draft, keep_paper, rewrite, send
from reporting.views import urging as pages
from tests.cast import CAST, NOW, TODAY, World, login, make_officer, moment
from tests.plans.test_handover import DECISION, a_body

type Clock = Callable[[Any], datetime]
BY = date(2022, 7, 21)


def officer(world: World, username: str) -> Officer:
    return world.officer(username).enter(on=TODAY)


def late(world: World) -> list[int]:
    """What Đảng đoàn Liên hiệp Hội owes since quý I and quý II."""
    lhh = world.agencies.dang_doan_lhh
    return [world.item("3", lhh, period).pk for period in ("quý I/2022", "quý II/2022")]


def a_letter(world: World, **values: Any) -> Urging:
    said: dict[str, Any] = {
        "to": world.agencies.dang_doan_lhh, "items": late(world), "by": officer(world, "vanphong"), "now": NOW, "report_by": BY,
    }  # fmt: skip
    return draft(world.agencies.ban_tuyen_giao, **said | values)


def a_sent_letter(world: World, **values: Any) -> Urging:
    said: dict[str, Any] = {"by": officer(world, "vanphong"), "now": NOW, "version": 1, "number": 5, "issued_on": TODAY}
    return send(a_letter(world), **said | values)


def seen_by(world: World, letter: Urging) -> set[str]:
    return {name for name in CAST if letter in Urging.objects.visible_to(officer(world, name))}


# --- writing ---------------------------------------------------------------------------------------


def test_a_draft_is_the_offices_own_and_tells_what_is_late_today(world: World) -> None:
    letter = a_letter(world)
    assert seen_by(world, letter) == {"vanphong", "truongban"}
    lines = reading.lines_of(letter, on=TODAY)
    assert [(line.days, line.due_on) for line in lines.rows] == [(93, date(2022, 4, 12)), (3, date(2022, 7, 11))]
    assert all("quý" in line.title and "Công văn 54-CV/TU" in line.document for line in lines.rows)
    assert reading.lines_of(letter, on=date(2022, 7, 20)).rows[0].days == 99
    assert (letter.addressee, letter.symbol) == (world.agencies.dang_doan_lhh.name, "CV/BTGTU")
    assert letter.signer_title
    assert not Notice.objects.exists(), "nobody is told of a draft"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"by": "lhh"}, "Chỉ cán bộ của Ban Tuyên giáo"),
        ({"by": "lanhdao"}, "Chỉ cán bộ của Ban Tuyên giáo"),
        ({"items": []}, "Chọn ít nhất một"),
        ({"items": range(1, 202)}, "tối đa 200"),
        ({"items": [10**9]}, "không còn trong danh sách"),
        ({"report_by": TODAY}, "phải sau ngày 14/7/2022"),
        ({"to": "ban_tuyen_giao"}, "chính cơ quan mình"),
        ({"to": "bao_can_tho"}, "không còn trong danh sách"),  # the items are another agency's
    ],
)
def test_who_may_not_write_what(world: World, changes: dict[str, Any], reason: str) -> None:
    if "by" in changes:
        changes = {"by": officer(world, changes["by"])}
    if "to" in changes:
        changes = {"to": getattr(world.agencies, changes["to"])}
    with pytest.raises(Denied, match=reason):
        a_letter(world, **changes)
    assert not Urging.objects.exists()


def test_what_is_not_late_cannot_be_urged(world: World) -> None:
    tomorrow = world.item("5", world.agencies.dang_doan_lhh)  # due the day after
    with pytest.raises(Denied, match="không còn trong danh sách"):
        a_letter(world, items=[tomorrow.pk])
    report(
        world.item("3", world.agencies.dang_doan_lhh, "quý I/2022"),
        by=officer(world, "lhh"),
        now=NOW,
        submits=True,
        results="Đã họp",
    )
    with pytest.raises(Denied, match="vừa được báo cáo"):
        a_letter(world)


def test_two_clicks_make_one_letter(world: World) -> None:
    key = uuid.uuid4()
    assert a_letter(world, once_key=key) == a_letter(world, once_key=key)
    with pytest.raises(Denied, match="Mở lại trang"):
        a_letter(world, once_key=key, by=officer(world, "truongban"))


def test_words_are_free_in_a_draft_and_the_second_writer_is_told(world: World) -> None:
    letter, by = a_letter(world), officer(world, "truongban")
    words = {"opening": "Dòng một\x0b \r\nDòng hai", "subject": "đôn  đốc\ncông việc"}
    changed = rewrite(
        letter, by=by, now=NOW, version=1, words=words, items=late(world)[:1], report_by=date(2022, 7, 25)
    )
    assert (changed.opening, changed.subject, changed.report_by) == (
        "Dòng một\nDòng hai",
        "đôn đốc công việc",
        date(2022, 7, 25),
    )
    assert [line.item_id for line in reading.lines_of(changed, on=TODAY).rows] == late(world)[:1]
    with pytest.raises(SavedByOthers):
        rewrite(letter, by=by, now=NOW, version=1, words={"subject": "khác"})
    with pytest.raises(Denied, match="cần có nơi nhận"):
        rewrite(letter, by=by, now=NOW, version=2, words={"addressee": " "})
    with pytest.raises(Denied, match="Chỉ cán bộ của"):
        rewrite(letter, by=officer(world, "lhh"), now=NOW, version=2, words={})


def test_a_draft_may_be_thrown_away_and_a_sent_letter_not(world: World) -> None:
    discard(a_letter(world), by=officer(world, "vanphong"))
    assert not Urging.objects.exists()
    assert not UrgingLine.objects.exists()
    with pytest.raises(Denied, match="đã gửi"):
        discard(a_sent_letter(world), by=officer(world, "vanphong"))


# --- sending ---------------------------------------------------------------------------------------


def test_sending_freezes_the_lines_and_takes_a_step_in_each_items_history(world: World) -> None:
    letter = a_sent_letter(world)
    assert (letter.state, letter.numbered) == (UrgingState.SENT, "05-CV/BTGTU")
    assert seen_by(world, letter) == {"vanphong", "truongban", "lanhdao", "lhh"}
    before = reading.lines_of(letter, on=TODAY)
    for pk in late(world):
        item = WorkItem.objects.get(pk=pk)
        event = item.events.get(kind=EventKind.URGED)
        assert (
            event.note
            == "Số 05-CV/BTGTU, ngày 14/7/2022 của Ban Tuyên giáo Thành ủy Cần Thơ, đề nghị báo cáo trước ngày 21/7/2022"
        )
        assert (event.lifecycle, event.due_on, item.lifecycle) == (item.lifecycle, item.due_on, Lifecycle.NOT_STARTED)
    report(
        world.item("3", world.agencies.dang_doan_lhh, "quý I/2022"),
        by=officer(world, "lhh"),
        now=NOW,
        submits=True,
        results="Đã họp",
    )
    assert reading.lines_of(letter, on=date(2022, 9, 1)) == before


def test_what_was_answered_meanwhile_is_left_out_and_nothing_left_is_refused(world: World) -> None:
    letter, lhh = a_letter(world), officer(world, "lhh")
    first, second = (world.item("3", world.agencies.dang_doan_lhh, p) for p in ("quý I/2022", "quý II/2022"))
    report(first, by=lhh, now=NOW, submits=True, results="Đã họp")
    assert reading.lines_of(letter, on=TODAY).gone == (f"{first.title}, kỳ quý I/2022",)
    said: dict[str, Any] = {"by": officer(world, "vanphong"), "now": moment("2022-07-15"), "version": 1, "number": 5}
    sent = send(letter, issued_on=date(2022, 7, 15), **said)
    assert [line.item_id for line in reading.lines_of(sent, on=TODAY).rows] == [second.pk]
    assert not first.events.filter(kind=EventKind.URGED).exists()
    other = a_letter(world, items=[second.pk])
    report(second, by=lhh, now=NOW, submits=True, results="Đã họp")
    with pytest.raises(Denied, match="Không còn nhiệm vụ nào"):
        send(other, issued_on=date(2022, 7, 15), **said | {"number": 6})
    other.refresh_from_db()
    assert other.state == UrgingState.DRAFT


def test_a_letter_of_yesterday_says_what_was_late_yesterday(world: World) -> None:
    letter = a_letter(world)
    report(
        world.item("3", world.agencies.dang_doan_lhh, "quý I/2022"),
        by=officer(world, "lhh"),
        now=moment("2022-07-15"),
        submits=True,
        results="Đã họp",
    )
    sent = send(letter, by=officer(world, "vanphong"), now=moment("2022-07-15"), version=1, number=5, issued_on=TODAY)
    assert [line.days for line in reading.lines_of(sent, on=TODAY).rows] == [93, 3]


def test_number_and_day_must_fit(world: World) -> None:
    a_sent_letter(world)
    letter, by = a_letter(world), officer(world, "vanphong")
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"number": 5}, "Số 05 đã ghi cho một công văn đôn đốc khác"),
        ({"number": 0}, "bắt đầu từ 1"),
        ({"issued_on": date(2022, 7, 15)}, "chưa tới"),
        ({"issued_on": date(2022, 7, 13)}, "soạn ngày 14/7/2022"),
        ({"now": moment("2022-08-01"), "issued_on": BY}, "không sau ngày ban hành"),
        ({"by": officer(world, "lhh")}, "Chỉ cán bộ của"),
    ]
    said: dict[str, Any] = {"by": by, "now": NOW, "version": 1, "number": 6, "issued_on": TODAY}
    for change, reason in wrong:
        with pytest.raises(Denied, match=reason):
            send(letter, **said | change)
    with pytest.raises(SavedByOthers):
        send(letter, by=by, now=NOW, version=7, number=6, issued_on=TODAY)


def test_the_agencys_officers_are_told_once_in_their_inbox(world: World) -> None:
    letter = a_sent_letter(world)
    notice = Notice.objects.get()
    assert notice.officer == officer(world, "lhh")
    assert notice.path == reverse("reporting:urging", args=[letter.pk])
    assert (notice.urging, notice.text) == (letter, "Có công văn đôn đốc mới"), "words of the act alone"
    assert letter.numbered == "05-CV/BTGTU"
    (row,) = inbox.dressed([notice], officer(world, "lhh"), on=TODAY)
    assert (row.title, "Ban Tuyên giáo" in row.about) == ("Công văn đôn đốc 05-CV/BTGTU", True)


def test_an_entry_of_a_letter_goes_with_the_sight_of_it_and_is_never_told_to_who_acted(world: World) -> None:
    both = officer(world, "vanphong")
    Post.objects.create(officer=both, agency=world.agencies.dang_doan_lhh, duty="clerk", since=date(2022, 1, 1))
    a_sent_letter(world, by=officer(world, "vanphong"))
    assert not Notice.objects.filter(officer=both).exists()
    assert unread_notices(officer(world, "lhh")) == 1
    world.officer("lhh").posts.update(until=date(2022, 7, 13))
    assert unread_notices(officer(world, "lhh")) == 0
    assert not Notice.objects.visible_to(officer(world, "lhh")).exists()


def test_the_paper_is_kept_once(world: World) -> None:
    letter, by = a_letter(world), officer(world, "vanphong")
    with pytest.raises(Denied, match="còn là dự thảo"):
        keep_paper(letter, by=by, data=b"%PDF")
    sent = send(letter, by=by, now=NOW, version=1, number=5, issued_on=TODAY)
    kept = keep_paper(sent, by=by, data=b"%PDF-1")
    assert kept.sha256 == hashlib.sha256(b"%PDF-1").hexdigest()
    with pytest.raises(Denied, match="đã lưu"):
        keep_paper(sent, by=by, data=b"%PDF-2")
    with Urging.objects.get().paper.open("rb") as paper:
        assert paper.read() == b"%PDF-1"


# --- what comes back -------------------------------------------------------------------------------


def test_either_side_attaches_a_reply_and_the_letter_counts_as_answered(world: World) -> None:
    letter = a_sent_letter(world)
    key = uuid.uuid4()
    said: dict[str, Any] = {"now": moment("2022-07-15"), "replied_on": date(2022, 7, 15)}
    reply = attach_reply(letter, by=officer(world, "lhh"), number="45-CV/ĐĐ", once_key=key, **said)
    assert attach_reply(letter, by=officer(world, "lhh"), number="45-CV/ĐĐ", once_key=key, **said) == reply
    letter.refresh_from_db()
    assert letter.state == UrgingState.ANSWERED
    told = Notice.objects.get(officer=officer(world, "vanphong"))
    assert (told.text, told.urging) == ("Đã có trả lời công văn đôn đốc", letter)
    attach_reply(letter, by=officer(world, "vanphong"), note="Nhận qua đường bưu điện", **said)
    assert letter.replies.count() == 2
    for change, reason in (
        ({"by": officer(world, "lanhdao"), "note": "x"}, "mới ghi trả lời"),
        ({"by": officer(world, "lhh")}, "Ghi số văn bản"),
        ({"by": officer(world, "lhh"), "note": "x", "replied_on": date(2022, 7, 13)}, "Ngày trả lời phải từ"),
        ({"by": officer(world, "lhh"), "note": "x", "replied_on": date(2022, 7, 16)}, "Ngày trả lời phải từ"),
    ):
        with pytest.raises(Denied, match=reason):
            attach_reply(letter, **said | change)


def test_a_successor_of_either_side_writes_down_what_came_back(client: Client, world: World, at: Clock) -> None:
    """First the agency ends after the letter was sent, then the office; neighbours stay outside."""
    at(NOW)
    letter, body = a_sent_letter(world), a_body(world, "Đảng đoàn Liên hiệp các hội")
    make_officer("moi", "Lê Văn Mới", body)
    hand_over(world.agencies.dang_doan_lhh, by=officer(world, "quantri"), now=NOW, successors=[body], decision=DECISION)
    tomorrow = moment("2022-07-15")

    def theirs(username: str) -> Officer:
        return world.officer(username).enter(on=tomorrow.date())

    at(tomorrow)
    assert [one.pk for one in reading.unanswered(theirs("moi"))] == [letter.pk]
    assert letter in login(client, "moi").get(reverse("plans:urging-list") + "?muc=gui-den").context["page"]
    said: dict[str, Any] = {"now": tomorrow, "replied_on": date(2022, 7, 15), "note": "Đã làm"}
    with pytest.raises(Denied, match="mới ghi trả lời"):
        attach_reply(letter, by=theirs("codo"), **said)
    reply = attach_reply(letter, by=theirs("moi"), **said)
    letter.refresh_from_db()
    assert (letter.state, reply.agency) == (UrgingState.ANSWERED, body)
    assert Notice.objects.get(officer=world.officer("vanphong"), subject=f"urging:{letter.pk}").text.startswith("Đã có")
    heir = a_body(world, "Ban Tuyên giáo và Dân vận")
    make_officer("bantgdv", "Trần Thị Ban", heir)
    hand_over(world.agencies.ban_tuyen_giao, by=theirs("quantri"), now=tomorrow, successors=[heir], decision=DECISION)
    said |= {"now": moment("2022-07-18"), "replied_on": date(2022, 7, 18)}
    again = attach_reply(letter, by=world.officer("moi").enter(on=date(2022, 7, 18)), **said)
    assert again.agency == body
    assert Notice.objects.filter(officer__username="bantgdv", subject=f"urging:{letter.pk}").exists()
    office = world.officer("bantgdv").enter(on=date(2022, 7, 18))
    assert attach_reply(letter, by=office, **said).agency == heir
    assert rules_urging.may_print(office, letter)


def test_the_key_of_one_letters_reply_writes_none_to_another(client: Client, world: World, at: Clock) -> None:
    """A form sent by hand with a key that is used: told, not a fault of the server; words that composing makes longer likewise."""
    at(NOW)
    first, key = a_sent_letter(world), uuid.uuid4()
    second = send(a_letter(world), by=officer(world, "vanphong"), now=NOW, version=1, number=6, issued_on=TODAY)
    attach_reply(first, by=officer(world, "lhh"), now=NOW, replied_on=TODAY, note="x", once_key=key)
    page, said = reverse("plans:urging-reply", args=[second.pk]), {"replied_on": "14/7/2022", "note": "x"}
    answer = login(client, "lhh").post(page, said | {"once_key": str(key)})
    assert (answer.status_code, second.replies.count()) == (200, 0)
    assert "đã được ghi" in answer.text
    answer = client.post(page, said | {"number": "\u0958" * 80})
    assert (answer.status_code, second.replies.count()) == (200, 0)
    assert "160" in answer.text, "as long as it is stored"
    feed = client.post(reverse("plans:feed-list"), {"name": "\u0958" * 100})
    assert feed.status_code == 200
    assert not CalendarFeed.objects.exists()
    draft_letter = a_letter(world)
    edit = reverse("plans:urging-edit", args=[draft_letter.pk])
    words = dict.fromkeys(
        ("addressee", "subject", "opening", "place", "symbol", "signer_title", "signer_name"), "क़" * 40
    )
    rest = {"items": late(world), "report_by": "21/7/2022", "version": "1"}
    answer = login(client, "vanphong").post(edit, words | rest)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"place", "symbol"}


# --- pages -----------------------------------------------------------------------------------------


def test_from_the_desk_to_the_answer(client: Client, world: World, at: Clock) -> None:
    at(NOW)
    agency = world.agencies.dang_doan_lhh
    login(client, "vanphong")
    new = reverse("plans:urging-new", args=[agency.pk])
    desk = client.get(reverse("plans:desk")).content.decode()
    assert new in desk
    assert reverse("plans:urging-new", args=[world.agencies.ban_tuyen_giao.pk]) not in desk
    assert new in client.get(reverse("agencies:agency-detail", args=[agency.pk])).content.decode()
    page = client.get(new).content.decode()
    assert "kỳ quý I/2022 – hạn 12/4/2022, quá hạn 93 ngày" in page
    assert 'value="21/07/2022"' in page
    nothing = client.post(new, {"report_by": "13/7/2022"})
    assert "Chọn ít nhất một nhiệm vụ quá hạn." in nothing.content.decode()
    early = client.post(new, {"items": late(world), "report_by": "13/7/2022"})
    assert "Ngày đề nghị báo cáo phải sau ngày 14/7/2022" in early.content.decode()
    assert client.post(new, {"items": late(world), "report_by": "21/7/2022"}).status_code == 302
    letter = Urging.objects.get()
    here = reverse("reporting:urging", args=[letter.pk])
    assert "Số ……-CV/BTGTU" in client.get(here).content.decode()
    assert "Đã có dự thảo" in client.get(new).content.decode()
    sending = reverse("reporting:urging-send", args=[letter.pk])
    assert "2 nhiệm vụ được chốt" in client.get(sending).content.decode()
    assert client.post(sending, {"number": "5", "issued_on": "14/7/2022", "version": "1"}).status_code == 302
    page = client.get(here).content.decode()
    assert "Số 05-CV/BTGTU" in page
    assert Urging.objects.get().sha256 in page
    assert "đã đôn đốc bằng công văn số 05-CV/BTGTU, ngày 14/7/2022" in client.get(new).content.decode()
    login(client, "lhh")
    assert here in client.get(reverse("plans:agency-work")).content.decode()
    file = SimpleUploadedFile("tra-loi.txt", "Đảng đoàn trả lời".encode())
    replying = reverse("plans:urging-reply", args=[letter.pk])
    assert client.post(replying, {"number": "45-CV/ĐĐ", "replied_on": "14/7/2022", "attached": file}).status_code == 302
    kept = UrgingFile.objects.get()
    answer = client.get(reverse("plans:urging-reply-file", args=[kept.pk]))
    assert b"".join(cast("Any", answer).streaming_content).decode() == "Đảng đoàn trả lời"
    assert here not in client.get(reverse("plans:agency-work")).content.decode()
    login(client, "codo")
    assert client.get(reverse("plans:urging-reply-file", args=[kept.pk])).status_code == 404
    assert client.get(here).status_code == 404


def test_an_item_with_a_pending_request_is_offered_without_a_tick(client: Client, world: World, at: Clock) -> None:
    at(NOW)
    item = world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")
    ask_extension(item, by=officer(world, "lhh"), now=NOW, new_due_on=date(2022, 8, 30), reason="Chờ ý kiến")
    login(client, "vanphong")
    form = client.get(reverse("plans:urging-new", args=[world.agencies.dang_doan_lhh.pk])).context["form"]
    assert form["items"].initial == [str(late(world)[0])]
    assert "đang xin gia hạn" in str(form["items"])


def test_editing_keeps_what_was_typed_and_hostile_words_are_only_words(client: Client, world: World, at: Clock) -> None:
    at(NOW)
    letter = a_letter(world)
    login(client, "vanphong")
    url = reverse("plans:urging-edit", args=[letter.pk])
    said = {name: value for name, value in client.get(url).context["form"].initial.items() if value is not None}
    hostile = '=HYPERLINK("http://x") <script>alert(1)</script>'
    said |= {"items": [str(pk) for pk in late(world)], "report_by": "21/7/2022", "subject": hostile}
    assert client.post(url, said | {"addressee": ""}).context["form"]["subject"].value() == hostile
    assert client.post(url, said | {"opening": "Tài liệu MẬT"}).status_code in (200, 302)
    assert client.post(url, said).status_code in (302, 409)
    Urging.objects.filter(pk=letter.pk).update(subject=hostile)
    page = client.get(reverse("reporting:urging", args=[letter.pk])).content.decode()
    assert escape("<script>alert(1)</script>") in page
    assert "<script>alert" not in page
    late_save = client.post(url, said | {"version": "0"})
    assert late_save.status_code == 409
    assert "Có người vừa lưu dự thảo này trước" in late_save.content.decode()


def test_a_second_number_is_told_beside_its_field(client: Client, world: World, at: Clock) -> None:
    at(NOW)
    a_sent_letter(world)
    letter = a_letter(world)
    login(client, "vanphong")
    answer = client.post(
        reverse("reporting:urging-send", args=[letter.pk]), {"number": "5", "issued_on": "14/7/2022", "version": "1"}
    )
    assert "đã ghi cho một công văn" in answer.context["form"].errors["number"][0]


def test_where_nothing_is_late_there_is_nothing_to_write(client: Client, world: World, at: Clock) -> None:
    at("2022-02-01")
    login(client, "vanphong")
    answer = client.get(reverse("plans:urging-new", args=[world.agencies.dang_doan_lhh.pk]))
    assert answer.status_code == 403
    assert "không có nhiệm vụ quá hạn nào" in answer.content.decode()


def test_the_list_costs_the_same_for_one_letter_and_for_many(client: Client, world: World, at: Clock) -> None:
    at(NOW)
    login(client, "vanphong")
    counts = []
    for n in (1, 12):
        for _ in range(n):
            a_letter(world)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("plans:urging-list")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- files -----------------------------------------------------------------------------------------


def test_each_fetching_is_noted_and_the_kept_paper_is_what_comes(client: Client, world: World, at: Clock) -> None:
    at(NOW)
    letter = a_letter(world)
    login(client, "vanphong")
    pdf, docx = (reverse(f"reporting:urging-{kind}", args=[letter.pk]) for kind in ("pdf", "docx"))
    first = client.get(pdf)
    assert first["Content-Disposition"] == 'attachment; filename="cong-van-don-doc-du-thao-dang-doan-lien-hiep-hoi.pdf"'
    assert client.get(docx).content[:2] == b"PK"
    client.post(
        reverse("reporting:urging-send", args=[letter.pk]), {"number": "5", "issued_on": "14/7/2022", "version": "1"}
    )
    login(client, "lhh")
    kept = b"".join(cast("Any", client.get(pdf)).streaming_content)
    assert kept != first.content
    assert hashlib.sha256(kept).hexdigest() == Urging.objects.get().sha256
    entries = ReadEntry.objects.filter(kind="letter", thing=letter.pk).order_by("id")
    assert [(one.officer.username, one.rows) for one in entries] == [("vanphong", 2), ("vanphong", 2), ("lhh", 2)]
    parties = {world.agencies.ban_tuyen_giao.pk, world.agencies.dang_doan_lhh.pk}
    assert all(set(one.holders) == parties for one in entries)
    login(client, "vanphong")
    assert "Công văn đôn đốc 05-CV/BTGTU" in client.get(reverse("agencies:read-list")).content.decode()


def test_a_letter_whose_paper_failed_is_sent_and_the_paper_is_made_later(
    client: Client, world: World, at: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(NOW)
    letter = a_letter(world)
    login(client, "vanphong")
    here, pdf, again = (
        reverse(f"reporting:{name}", args=[letter.pk]) for name in ("urging", "urging-pdf", "urging-print")
    )
    with monkeypatch.context() as patched:
        patched.setattr(pages, "render_letter_pdf", lambda letter: 1 / 0)
        said = {"number": "5", "issued_on": "14/7/2022", "version": "1"}
        answer = client.post(reverse("reporting:urging-send", args=[letter.pk]), said, follow=True)
        assert "Chưa lưu được bản PDF chính thức" in answer.content.decode()
    assert (Urging.objects.get().state, Urging.objects.get().paper.name) == (UrgingState.SENT, "")
    assert client.get(pdf)["Location"] == here
    assert "Lưu bản PDF" in client.get(here).content.decode()
    assert client.post(again).status_code == 302
    assert Urging.objects.get().paper.name
    assert client.post(again).status_code == 403


def test_a_plan_that_a_letter_spoke_about_is_recalled_no_more(world: World) -> None:
    assert not is_touched(world.plan)
    letter = a_letter(world)
    assert not is_touched(world.plan)
    send(letter, by=officer(world, "vanphong"), now=NOW, version=1, number=5, issued_on=TODAY)
    assert is_touched(world.plan)
