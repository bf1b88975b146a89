"""The inbox: who is told what of decisions, questions and long work, and what an officer does with entries."""

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
from agencies.services import end_post
from agencies.verdict import Denied
from plans import news
from plans.choices import BulkKind, HandoverKind, NoticeKind
from plans.models import Assignment, Extension, ItemExport, Notice, WorkItem
from plans.notices import Entry, tell, tell_once
from plans.services import bulk, exporting, extensions, import_writing, importing, inbox, lines, notes
from plans.services.handover import hand_over
from plans.services.progress import confirm, record_on_behalf, reopen, send_back
from tests.bench.importing import fresh_rows
from tests.builders import a_submission
from tests.cast import NOW, TODAY, World, login, make_officer, moment
from tests.plans.importing.books import a_book, brought
from tests.plans.test_handover import DECISION, a_body

LIST = "/thong-bao/"


def officer(world: World, username: str, on: date = TODAY) -> Officer:
    return world.officer(username).enter(on=on)


def told(world: World, username: str) -> dict[str, str]:
    """Thread and words of what somebody sees in their inbox."""
    return dict(Notice.objects.visible_to(officer(world, username)).values_list("subject", "text"))


def say(world: World, username: str, *subjects: str, kind: str = NoticeKind.JOB, now: Any = NOW) -> list[Notice]:
    """Entries about nothing in particular, made as verbs make them."""
    whom = world.officer(username)
    tell((Entry(whom.pk, NoticeKind(kind), one, "Xong", "/nhiem-vu/") for one in subjects), now=now)
    return list(Notice.objects.filter(officer=whom, subject__in=subjects).order_by("subject"))


def lhh_item(world: World) -> WorkItem:
    return world.item("5", world.agencies.dang_doan_lhh)


def a_colleague(world: World, username: str = "lhh2") -> Officer:
    return make_officer(username, "Lý Thị Mai", world.agencies.dang_doan_lhh)


# --- decisions ----------------------------------------------------------------------------------------


def test_one_thread_follows_an_item_through_its_decisions(world: World) -> None:
    item, lhh, vanphong = lhh_item(world), officer(world, "lhh"), officer(world, "vanphong")
    subject = f"item:{item.pk}"
    a_submission(item, by=lhh)
    send_back(item, by=vanphong, now=NOW, reason="Thiếu số liệu.")
    assert told(world, "lhh") == {subject: "Bị trả lại, gửi lại chậm nhất 19/7/2022"}
    inbox.archive(Notice.objects.get(), by=lhh, now=NOW)
    a_submission(item, by=lhh, now=moment("2022-07-15"))
    confirm(item, by=vanphong, now=moment("2022-07-15", 10))
    entry = Notice.objects.get()
    assert (entry.text, entry.read_at, entry.archived_at) == ("Đã xác nhận hoàn thành", None, None), (
        "moved up, new again"
    )
    reopen(item, by=vanphong, now=moment("2022-07-16"), reason="Số liệu chưa đúng.")
    assert told(world, "lhh")[subject].startswith("Được mở lại, gửi lại báo cáo chậm nhất ")
    assert all(told(world, name) == {} for name in ("vanphong", "truongban", "baocantho", "quangngai"))
    assert "số liệu" not in entry.text.lower(), "the words of a decision are read where they belong"


def test_who_handles_the_line_is_told_and_nobody_else_while_in_post(world: World) -> None:
    item, second = lhh_item(world), a_colleague(world)
    lines.put_in_charge([item.assignment], by=officer(world, "lhh"), on=TODAY, officer=second)
    a_submission(item, by=officer(world, "lhh"))
    confirm(item, by=officer(world, "vanphong"), now=NOW)
    assert (told(world, "lhh2"), told(world, "lhh")) == ({f"item:{item.pk}": "Đã xác nhận hoàn thành"}, {})
    end_post(second.posts.get(), on=date(2022, 7, 15))
    reopen(item, by=officer(world, "vanphong"), now=moment("2022-07-18"), reason="Bổ sung.")
    assert "Được mở lại" in told(world, "lhh")[f"item:{item.pk}"]
    assert Notice.objects.get(officer=second).text == "Đã xác nhận hoàn thành"


def test_more_time_is_told_whether_asked_for_or_not(world: World) -> None:
    item, vanphong = lhh_item(world), officer(world, "vanphong")
    asked = extensions.ask_extension(
        item, by=officer(world, "lhh"), now=NOW, new_due_on=date(2022, 7, 25), reason="Chờ số liệu."
    )
    assert told(world, "lhh") == {}
    extensions.decide_extension(asked, by=vanphong, now=NOW, granted=False, reason="Không có lý do mới.")
    assert told(world, "lhh") == {f"item:{item.pk}": "Không được gia hạn, hạn cũ giữ nguyên"}
    day = date(2022, 7, 30)
    extensions.extend(item, by=vanphong, now=NOW, new_due_on=day, reason="Theo ý kiến.", decision_number="60-CV/TU")
    due = Extension.objects.latest("pk").work_item.due_on
    assert told(world, "lhh") == {f"item:{item.pk}": news.extension_decided(due)}


def test_a_report_recorded_from_paper_is_told_to_the_agency(world: World) -> None:
    item = lhh_item(world)
    record_on_behalf(
        item, by=officer(world, "vanphong"), now=NOW, received_on=TODAY, paper_number="12-BC/ĐĐ", results="Xong."
    )
    assert "nhập thay" in told(world, "lhh")[f"item:{item.pk}"]


def test_a_refused_line_asks_its_owner_and_the_answer_goes_to_who_refused(world: World) -> None:
    line = Assignment.objects.get(task=world.tasks["4"], agency=world.agencies.bao_can_tho)
    subject, lhh = f"line:{line.pk}", officer(world, "baocantho")
    lines.refuse_line(line, by=lhh, now=NOW, reason="Không đúng chức năng.")
    assert told(world, "vanphong") == {subject: news.REFUSED_LINE}
    assert told(world, "truongban") == told(world, "baocantho") == {}
    lines.keep_line(line, by=officer(world, "vanphong"), now=NOW, reason="Đúng quy chế.")
    assert told(world, "baocantho") == {subject: news.KEPT_LINE}


def test_work_given_elsewhere_is_told_to_who_had_it_even_out_of_sight_of_the_plan(world: World, client: Client) -> None:
    line = Assignment.objects.get(task=world.tasks["2"], agency=world.agencies.co_do)
    lines.refuse_line(line, by=officer(world, "codo"), now=NOW, reason="Không có địa bàn.")
    lines.give_elsewhere(
        line, by=officer(world, "vanphong"), now=NOW, reason="Chuyển.", agencies=[world.agencies.dai_pt_th]
    )
    assert told(world, "codo") == {f"line:{line.pk}": news.MOVED_LINE}
    login(client, "codo")
    page = client.get(LIST)
    assert "Tiếp tục chỉ đạo thực hiện" in page.content.decode(), "its own line stays readable, so the entry names it"
    opened = client.post(reverse("plans:inbox-open", args=[Notice.objects.get(officer__username="codo").pk]))
    assert client.get(opened["Location"]).status_code == 200


# --- threads ------------------------------------------------------------------------------------------


def test_a_thread_goes_to_and_fro(world: World) -> None:
    lanhdao, lhh = officer(world, "lanhdao"), officer(world, "lhh")
    said = {"task": world.tasks["3"], "agencies": [world.agencies.dang_doan_lhh], "due_on": date(2022, 7, 20)}
    note = notes.direct(world.plan, by=lanhdao, now=NOW, text="Báo cáo rõ nguyên nhân.", **said)  # type: ignore[arg-type]
    subject = f"note:{note.pk}"
    assert told(world, "lhh") == {subject: "Có ý kiến chỉ đạo, chờ trả lời trước hết 20/7/2022"}
    assert told(world, "vanphong") == {subject: "Có ý kiến chỉ đạo mới"}
    assert told(world, "lanhdao") == {}
    notes.reply(note, by=lhh, now=NOW, text="Sẽ xong trong tháng.")
    assert told(world, "lanhdao") == {subject: "Có trả lời mới"}
    notes.reply(note, by=lanhdao, now=moment("2022-07-15"), text="Nêu rõ ngày.", asks_again=True)
    assert told(world, "lhh") == {subject: "Được yêu cầu trả lời tiếp"}
    asked = notes.ask(world.tasks["3"], by=officer(world, "baocantho"), now=NOW, text="Đăng số nào?")
    assert told(world, "vanphong")[f"note:{asked.pk}"] == "Có câu hỏi, chờ trả lời"


# --- many at once, long work ------------------------------------------------------------------------


def test_an_act_on_many_rows_is_one_entry_for_each_agency(world: World) -> None:
    vanphong = officer(world, "vanphong")
    rows = [(one.pk, one.version) for one in WorkItem.objects.filter(agency=world.agencies.dang_doan_lhh)]
    assert len(rows) > 2
    act = bulk.begin(
        BulkKind.DUE_DATE, by=vanphong, now=NOW, rows=rows, reason="Theo công văn.", once_key=uuid.uuid4(),
        said={"new_due_on": "2022-12-30", "decision_number": "60-CV/TU"},
    )  # fmt: skip
    done = bulk.carry_out(act.pk, now=NOW)
    assert done is not None
    assert told(world, "lhh") == {f"bulk:{act.pk}": f"Đổi hạn {done.done} đầu việc của đơn vị"}
    assert told(world, "vanphong") == {}, "who saw it happen is not told"


def test_a_long_act_is_told_to_who_asked(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    rows = [(one.pk, one.version) for one in WorkItem.objects.filter(agency=world.agencies.dang_doan_lhh)]
    act = bulk.begin(
        BulkKind.CANCEL, by=officer(world, "vanphong"), now=NOW, rows=rows, reason="Thôi.", once_key=uuid.uuid4()
    )
    bulk.carry_out(act.pk, now=NOW)
    assert told(world, "vanphong") == {f"bulk:{act.pk}": f"Đã làm xong {len(rows)} dòng"}


def test_a_long_list_is_told_when_it_is_written_or_cannot_be(world: World, monkeypatch: Any) -> None:
    one = exporting.begin(by=officer(world, "lhh"), now=NOW, query="muc=tat-ca", on=TODAY, total=9000)
    exporting.write(one.pk, now=NOW)
    assert told(world, "lhh") == {f"export:{one.pk}": news.EXPORTED}
    other = exporting.begin(by=officer(world, "lhh"), now=NOW, query="muc=qua-han", on=TODAY, total=9000)
    monkeypatch.setattr(exporting, "_write", lambda *args, **kwargs: 1 / 0)
    exporting.write(other.pk, now=NOW)
    assert told(world, "lhh")[f"export:{other.pk}"] == news.NOT_EXPORTED
    assert ItemExport.objects.get(pk=other.pk).state == "failed"


def test_a_long_workbook_is_told_when_it_is_checked_and_when_it_is_saved(
    world: World, client: Client, at: Any, monkeypatch: Any
) -> None:
    login(client, "vanphong")
    one = brought(client, a_book(fresh_rows(["Báo Cần Thơ"], 4, day=TODAY, seed=1), day=TODAY), plan=world.plan.pk)
    assert told(world, "vanphong") == {}, "a short one was waited for"
    monkeypatch.setattr(importing, "AT_ONCE", 1)
    monkeypatch.setattr(import_writing, "SAVED_AT_ONCE", 1)
    by, subject = officer(world, "vanphong"), f"import:{one.pk}"
    importing.settle(one, by=by, columns=one.columns, plan=world.plan)
    checked = importing.check(one.pk, now=NOW)
    assert checked is not None
    assert told(world, "vanphong") == {subject: "Đã kiểm tra tệp nhập: ghi được cả tệp"}
    assert importing.ask_to_save(checked, by=by, version=checked.version, whole=True)
    import_writing.save(one.pk, now=NOW)
    assert told(world, "vanphong") == {subject: "Đã ghi 4 dòng của tệp nhập"}
    other = brought(client, a_book(fresh_rows(["Báo Cần Thơ"], 4, day=TODAY, seed=2), day=TODAY), plan=world.plan.pk)
    monkeypatch.setattr(importing, "_check", lambda *args, **kwargs: 1 / 0)
    importing.check(other.pk, now=NOW)
    assert told(world, "vanphong")[f"import:{other.pk}"] == news.IMPORT_FAILED


def test_successors_are_told_how_many_items_came(world: World) -> None:
    new = a_body(world, "Đảng ủy xã Cờ Đỏ")
    make_officer("xa", "Lê Văn Xã", new)
    act = hand_over(world.agencies.co_do, by=officer(world, "quantri"), now=NOW, successors=[new], decision=DECISION)
    came = act.lines.filter(kind=HandoverKind.ITEM).count()
    assert told(world, "xa") == {f"handover:{act.pk}": f"Tiếp nhận bàn giao {came} đầu việc"}
    assert told(world, "quantri") == {}


def test_what_is_taken_back_was_never_said(world: World) -> None:
    item = lhh_item(world)
    a_submission(item, by=officer(world, "lhh"))
    with pytest.raises(Denied):
        send_back(item, by=officer(world, "vanphong"), now=NOW, reason=" ")
    assert Notice.objects.count() == 0


def test_told_once_leaves_an_entry_as_it_is(world: World) -> None:
    notice = say(world, "lhh", "handover:1")[0]
    inbox.mark_read(notice, by=officer(world, "lhh"), now=NOW)
    tell_once([Entry(notice.officer_id, NoticeKind.REMINDER, "handover:1", "Lại", "/")], now=moment("2022-07-15"))
    notice.refresh_from_db()
    assert (notice.text, notice.read_at) == ("Xong", NOW)


# --- what an officer does with it -------------------------------------------------------------------


def test_read_put_off_put_away_and_back(world: World) -> None:
    lhh, notice = officer(world, "lhh"), say(world, "lhh", "export:1")[0]
    own = Notice.objects.visible_to(lhh)
    inbox.mark_read(notice, by=lhh, now=NOW)
    assert inbox.mark_read(notice, by=lhh, now=moment("2022-07-15")).read_at == NOW, "the first opening counts"
    inbox.mark_unread(notice, by=lhh)
    assert own.unread().count() == 1
    inbox.snooze(notice, by=lhh, now=NOW, until=date(2022, 7, 18))
    assert [own.waiting(on=TODAY).count(), own.put_off(on=TODAY).count()] == [0, 1]
    assert [own.waiting(on=date(2022, 7, 18)).count(), own.put_off(on=date(2022, 7, 18)).count()] == [1, 0]
    inbox.archive(notice, by=lhh, now=NOW)
    assert [own.waiting(on=date(2022, 7, 18)).count(), own.archived().count()] == [0, 1]
    inbox.restore(notice, by=lhh)
    assert own.waiting(on=TODAY).count() == 1
    inbox.snooze(notice, by=lhh, now=NOW, until=date(2022, 7, 18))
    say(world, "lhh", "export:1", now=moment("2022-07-15"))
    assert own.waiting(on=date(2022, 7, 15)).unread().count() == 1, "news bring it back before its day"


@pytest.mark.parametrize("until", [date(2022, 7, 13), TODAY, date(2022, 9, 13)])
def test_put_off_to_a_later_day_within_two_months(world: World, until: date) -> None:
    notice = say(world, "lhh", "export:1")[0]
    with pytest.raises(Denied, match=r"sau hôm nay|60 ngày"):
        inbox.snooze(notice, by=officer(world, "lhh"), now=NOW, until=until)
    inbox.snooze(notice, by=officer(world, "lhh"), now=NOW, until=date(2022, 9, 12))


def test_nobody_touches_an_entry_of_another(world: World, client: Client, at: Any) -> None:
    notice, codo = say(world, "lhh", "export:1")[0], officer(world, "codo")
    verbs: list[Any] = [
        lambda: inbox.mark_read(notice, by=codo, now=NOW),
        lambda: inbox.mark_unread(notice, by=codo),
        lambda: inbox.snooze(notice, by=codo, now=NOW, until=date(2022, 7, 18)),
        lambda: inbox.archive(notice, by=codo, now=NOW),
        lambda: inbox.restore(notice, by=codo),
    ]
    for verb in verbs:
        with pytest.raises(Denied, match="không phải của đồng chí"):
            verb()
    with pytest.raises(Denied, match="của chính mình"):
        inbox.mark_all_read([notice], by=codo, now=NOW)
    login(client, "codo")
    assert client.post(reverse("plans:inbox-open", args=[notice.pk])).status_code == 404
    assert client.post(reverse("plans:inbox-act", args=[notice.pk, "cat"])).status_code == 404
    assert client.get(reverse("plans:inbox-snooze", args=[notice.pk])).status_code == 404
    notice.refresh_from_db()
    assert (notice.read_at, notice.archived_at) == (None, None)


# --- the page ---------------------------------------------------------------------------------------


def test_the_bell_counts_what_is_new_and_opening_reads_it(world: World, client: Client, at: Any) -> None:
    item = lhh_item(world)
    a_submission(item, by=officer(world, "lhh"))
    confirm(item, by=officer(world, "vanphong"), now=NOW)
    login(client, "lhh")
    page = client.get(LIST).content.decode()
    assert "Thông báo: 1 chưa đọc" in page
    assert "Đã xác nhận hoàn thành" in page
    assert item.title in page
    notice = Notice.objects.get()
    assert client.get(reverse("plans:inbox-open", args=[notice.pk])).status_code == 405, "a GET cannot write"
    opened = client.post(reverse("plans:inbox-open", args=[notice.pk]))
    assert opened["Location"] == reverse("plans:item-detail", args=[item.pk])
    page = client.get(LIST).content.decode()
    assert "chưa đọc" not in page.partition("<main")[0]
    assert notice.text in page


def test_what_left_ones_sight_leaves_the_inbox_and_its_count(world: World, client: Client, at: Any) -> None:
    item = lhh_item(world)
    a_submission(item, by=officer(world, "lhh"))
    confirm(item, by=officer(world, "vanphong"), now=NOW)
    note = notes.direct_agency(world.agencies.dang_doan_lhh, by=officer(world, "lanhdao"), now=NOW, text="Chấn chỉnh.")
    end_post(world.officer("lhh").posts.get(), on=date(2022, 7, 15))
    say(world, "lhh", "export:1")
    assert set(told(world, "lhh")) == {f"item:{item.pk}", f"note:{note.pk}", "export:1"}
    at("2022-07-18")
    login(client, "lhh")
    page = client.get(LIST)
    assert [row.notice.subject for row in page.context["rows"]] == ["export:1"]
    assert "Thông báo: 1 chưa đọc" in page.content.decode()
    hidden = Notice.objects.get(subject=f"item:{item.pk}")
    assert client.post(reverse("plans:inbox-open", args=[hidden.pk])).status_code == 404


def test_tabs_filters_and_reading_all_of_exactly_what_is_shown(world: World, client: Client, at: Any) -> None:
    lhh = officer(world, "lhh")
    say(world, "lhh", "export:1", "export:2")
    say(world, "lhh", "note:900", kind=NoticeKind.QUESTION)
    inbox.archive(say(world, "lhh", "export:3")[0], by=lhh, now=NOW)
    login(client, "lhh")
    page = client.get(LIST, {"loai": "job"})
    assert [tab["count"] for tab in page.context["tabs"]] == [3, 0, 1]
    assert {row.notice.subject for row in page.context["rows"]} == {"export:1", "export:2"}
    shown_at = page.context["now"].isoformat()
    say(world, "lhh", "export:2", now=moment("2022-07-14", 9, 30))  # said after the page was shown
    at(moment("2022-07-14", 10))
    answer = client.post(
        reverse("plans:inbox-read-all"), {"muc": "dang-cho", "loai": "job", "den": shown_at, "ve": LIST + "?loai=job"}
    )
    assert answer["Location"] == LIST + "?loai=job"
    left = set(Notice.objects.visible_to(lhh).unread().values_list("subject", flat=True))
    assert left == {"export:2", "note:900"}
    assert {row.notice.subject for row in client.get(LIST, {"moi": "on"}).context["rows"]} == left
    assert client.get(LIST, {"muc": "da-cat"}).context["rows"][0].notice.subject == "export:3"
    assert "Không có thông báo nào để sau" in client.get(LIST, {"muc": "de-sau"}).content.decode()


def test_acts_come_back_to_the_same_list_and_never_elsewhere(world: World, client: Client, at: Any) -> None:
    notice = say(world, "lhh", "export:1")[0]
    login(client, "lhh")
    for act, back, where in (
        ("da-doc", LIST + "?loai=job&page=2", LIST + "?loai=job&page=2"),
        ("chua-doc", "https://example.com/", LIST),
        ("cat", "//example.com/thong-bao/", LIST),
        ("dua-ve", "/nhiem-vu/", LIST),
    ):
        answer = client.post(reverse("plans:inbox-act", args=[notice.pk, act]), {"ve": back})
        assert (answer.status_code, answer["Location"]) == (302, where)
    assert client.post(reverse("plans:inbox-act", args=[notice.pk, "khac"])).status_code == 404


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ({"when": "mai"}, date(2022, 7, 15)),
        ({"when": "tuan-sau", "until": "32/7/2022"}, date(2022, 7, 18)),
        ({"when": "ngay", "until": "1/8/2022"}, date(2022, 8, 1)),
        ({"when": "ngay", "until": "14/7/2022"}, "Chọn ngày sau hôm nay, muộn nhất 12/9/2022"),
        ({"when": "ngay", "until": "13/9/2022"}, "Chọn ngày sau hôm nay, muộn nhất 12/9/2022"),
        ({"when": "ngay", "until": "32/7/2022"}, "Không đọc được ngày này"),
        ({"when": "ngay"}, "Ghi ngày xem lại"),
        ({}, "Cần chọn"),
    ],
)
def test_putting_off_by_the_form(
    world: World, client: Client, at: Any, said: dict[str, str], until: date | str
) -> None:
    notice = say(world, "lhh", "export:1")[0]
    login(client, "lhh")
    address = reverse("plans:inbox-snooze", args=[notice.pk])
    assert "Ngày mai, 15/7" in client.get(address).content.decode()
    answer = client.post(address, said)
    notice.refresh_from_db()
    if isinstance(until, date):
        assert (answer.status_code, notice.snoozed_until) == (302, until)
    else:
        assert until in answer.content.decode()
        assert notice.snoozed_until is None


def test_the_page_asks_the_same_number_of_queries_for_any_number_of_entries(
    world: World, client: Client, at: Any
) -> None:
    lhh = world.officer("lhh")
    items = list(WorkItem.objects.filter(agency=world.agencies.dang_doan_lhh))
    note = notes.direct_agency(world.agencies.dang_doan_lhh, by=officer(world, "lanhdao"), now=NOW, text="Chấn chỉnh.")
    lead = items[0].assignment

    def entries(some: list[WorkItem]) -> None:
        tell(
            (
                Entry(lhh.pk, NoticeKind.REMINDER, f"item:{one.pk}", "Còn 3 ngày", "/", work_item_id=one.pk)
                for one in some
            ),
            now=NOW,
        )

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    entries(items[:1])
    tell([Entry(lhh.pk, NoticeKind.DECISION, f"line:{lead.pk}", "Giữ", "/", plan_id=world.plan.pk)], now=NOW)
    assert note.notices.count() == 1
    login(client, "lhh")
    few = asked()
    entries(items)
    say(world, "lhh", *(f"export:{n}" for n in range(40)))
    assert asked() == few <= 24
