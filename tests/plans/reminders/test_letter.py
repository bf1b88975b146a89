"""What a letter tells: all that its officer owes, in groups, and nothing that they may not see."""

from __future__ import annotations

import re
from datetime import date, timedelta
from email import policy
from email.parser import BytesParser
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.choices import Duty
from agencies.models import Officer
from plans.choices import Lifecycle, Occasion, Reached
from plans.models import Assignment, Digest, Reminder, ReminderPreference, ReportingPeriod, Task, WorkItem
from plans.models.progress import WorkItemQuerySet
from plans.reminders import asked_today, kept, letter
from plans.reminders import parts as letter_parts
from plans.reminders.parts import LONGEST, SUBJECT, Entry, Group, Kind, shares, subject_of
from plans.reminders.reader import AskedOf, Reader
from plans.services.lines import put_in_charge, refuse_line
from plans.services.notes import ask, direct
from tests.builders import a_plan, a_return, a_submission, an_extension, an_item
from tests.cast import CAST, TODAY, World, login, make_officer, moment
from tests.plans.reminders.helpers import move_due, only

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _address(settings: Any) -> None:
    settings.PUBLIC_URL = "https://dondoc.example.vn"


def as_now(world: World, username: str, on: date = TODAY) -> Officer:
    return world.officer(username).enter(on=on)


def said(item: WorkItem, occasion: str, *, duty: str = Duty.CLERK, **values: Any) -> tuple[WorkItem, Reminder]:
    """A row of today about an item."""
    return item, Reminder(
        work_item=item, agency=values.pop("agency", item.agency), duty=duty, occasion=occasion, named_on=TODAY, for_day=TODAY,
        **values,
    )  # fmt: skip


def asked(world: World, occasion: str, *, duty: str = Duty.CLERK, **values: Any) -> tuple[None, Reminder]:
    """A row of today about the plan, or a line or note of it."""
    agency = values.pop("agency", world.plan.owner)
    plan = values.pop("plan", world.plan)
    row = Reminder(plan=plan, agency=agency, duty=duty, occasion=occasion, named_on=TODAY, for_day=TODAY, **values)
    return None, row


def written(officer: Officer, *rows: Any, weekly: bool = False, on: date = TODAY, asks: AskedOf | None = None) -> Any:
    digest = Digest(officer=officer, day=on, message_id="<1@x>", weekly=weekly)
    return letter.write(digest, Reader(officer, on=on, asks=asks), rows)


def parts(message: Any) -> dict[str, list[str]]:
    """Headings of the plain text with the titles under each."""
    found: dict[str, list[str]] = {}
    for line in message.body.splitlines():
        if re.fullmatch(r"[A-ZĐÀ-Ỹ ,]+ \(\d+\)", line):
            found[line] = []
        elif match := re.match(r"\d+\. (.*)", line):
            found[list(found)[-1]].append(match[1])
    return found


# --- work ---------------------------------------------------------------------------------------


def test_one_reminder_is_the_reason_and_all_that_is_owed_is_told(world: World) -> None:
    """Quý I and II are overdue, the product is due tomorrow, quý III has only begun: only the product has a row today."""
    product = world.item("5", world.agencies.dang_doan_lhh)
    message = written(as_now(world, "lhh"), said(product, Occasion.BEFORE_1))
    assert message.subject == "Đôn Đốc: 2 quá hạn, 1 sắp đến hạn"
    assert parts(message) == {
        "QUÁ HẠN (2)": ["Đổi mới nội dung, phương thức hoạt động của Liên hiệp Hội"] * 2,
        "ĐẾN HẠN TRONG TUẦN, SẮP TỚI (1)": ["Xây dựng kế hoạch triển khai (nhắc hôm nay)"],
    }
    assert "Đảng đoàn Liên hiệp Hội còn 3 việc cần đồng chí xử lý" in message.body
    assert "quý III" not in message.body


def test_each_thing_stands_in_its_group_with_what_one_must_know(world: World) -> None:
    lhh, office = as_now(world, "lhh"), as_now(world, "vanphong")
    at = world.agencies.dang_doan_lhh
    only()
    back, back_late = an_item(world, at, due_on=TODAY - DAY), an_item(world, at, due_on=TODAY - DAY)
    for item, sent in ((back, TODAY - DAY), (back_late, date(2022, 7, 1))):
        WorkItem.objects.filter(pk=item.pk).update(opened_on=date(2022, 6, 1))
        item.refresh_from_db()
        a_submission(item, by=lhh, now=moment(sent))
        a_return(item, by=office, now=moment(sent, 15))
    far = an_item(world, at, due_on=TODAY + 30 * DAY)
    today, waiting = an_item(world, at, due_on=TODAY), an_item(world, at, due_on=TODAY + DAY)
    an_extension(waiting, by=lhh, new_due_on="2022-08-30")
    grace, closed = an_item(world, at), an_item(world, at)
    for item, due in ((grace, TODAY - DAY), (closed, TODAY + 20 * DAY)):
        move_due(item, due)
        ReportingPeriod.objects.filter(items=item).update(
            ends_on=TODAY - 5 * DAY, due_on=due, grace_until=TODAY + 3 * DAY
        )
    message = written(lhh, said(far, Occasion.BEFORE_30), said(today, Occasion.DUE))
    assert list(parts(message)) == [
        "QUÁ HẠN (1)", "ĐẾN HẠN HÔM NAY (1)", "ĐẾN HẠN TRONG TUẦN, SẮP TỚI (1)", "BỊ TRẢ LẠI (1)", "BÁO CÁO ĐỊNH KỲ (2)",
    ]  # fmt: skip
    for words in (
        "Đã bị trả lại, hạn gửi lại 06/7/2022 đã qua",
        "Hạn 15/8/2022, còn 32 ngày",
        "Bị trả lại, gửi lại chậm nhất ngày 18/7/2022",
        "Ân hạn đến hết ngày 17/7/2022",
        "Hạn 03/8/2022, còn 20 ngày",
    ):
        assert words in message.body
    assert reverse("plans:item-detail", args=[waiting.pk]) not in message.body


def test_what_another_officer_handles_is_theirs_until_they_cannot_be_reached(world: World) -> None:
    lhh = as_now(world, "lhh")
    other = make_officer("lhh2", "Ngô Hải Yến", world.agencies.dang_doan_lhh, Duty.LEADER)
    line = Assignment.objects.get(task=world.tasks["3"], agency=world.agencies.dang_doan_lhh)
    put_in_charge([line], by=lhh, on=TODAY, officer=other)
    product = world.item("5", world.agencies.dang_doan_lhh)
    row = said(product, Occasion.BEFORE_1)
    assert written(lhh, row).subject == "Đôn Đốc: 1 sắp đến hạn"
    silent = world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")
    assert written(other.enter(on=TODAY), said(silent, Occasion.OVERDUE_3)).subject == "Đôn Đốc: 2 quá hạn"
    Officer.objects.filter(pk=other.pk).update(email="")
    assert written(as_now(world, "lhh"), row).subject == "Đôn Đốc: 2 quá hạn, 1 sắp đến hạn"


def test_a_leader_is_told_what_is_asked_of_leaders_and_gets_no_list(world: World) -> None:
    at = world.agencies.dang_doan_lhh
    leader = make_officer("truong", "Mai Văn Chính", at, Duty.LEADER).enter(on=TODAY)
    late, silent = world.item("3", at, "quý I/2022"), world.item("3", at, "quý II/2022")
    message = written(
        leader,
        said(late, Occasion.TO_LEADER, duty=Duty.LEADER),
        said(late, Occasion.SILENT, duty=Duty.LEADER),
        said(silent, Occasion.SILENT, duty=Duty.LEADER),
    )
    assert message.subject == "Đôn Đốc: 2 đề nghị chỉ đạo"
    assert "Chưa cập nhật 2 kỳ liền; Đề nghị lãnh đạo đơn vị chỉ đạo thực hiện" in message.body
    assert "kính báo để đồng chí chỉ đạo: 2 việc" in message.body
    assert message.body.count("(nhắc hôm nay)") == 0  # all of it is today's


def test_superiors_beyond_the_agency_and_stand_ins_are_told_whose_work_it_is(world: World) -> None:
    late = world.item("4", world.agencies.dai_pt_th, "quý I/2022")
    message = written(
        as_now(world, "lanhdao"),
        said(late, Occasion.TO_COMMITTEE, duty=Duty.LEADER, agency=world.agencies.thanh_uy),
    )
    assert "Đài PT-TH thành phố · 54-CV/TU" in message.body
    assert "Đề nghị Thường trực cho ý kiến chỉ đạo" in message.body
    message = written(as_now(world, "vanphong"), said(late, Occasion.OVERDUE_3, reached=Reached.MONITOR))
    assert "Đài PT-TH thành phố chưa có người nhận thư, đồng chí nhận thay" in message.body
    assert message.subject.startswith("Đôn Đốc: 1 quá hạn")


# --- what waits for an answer -------------------------------------------------------------------


def test_the_monitors_clerk_is_told_what_waits_and_its_leader_only_of_what_waits_too_long(world: World) -> None:
    lhh = as_now(world, "lhh")
    silent = world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")
    a_submission(silent, by=lhh, now=moment("2022-07-11"))
    product = world.item("5", world.agencies.dang_doan_lhh)
    request = an_extension(product, by=lhh, new_due_on="2022-08-30", now=moment("2022-07-08"))
    row = said(silent, Occasion.REVIEW_WAITING, agency=world.plan.monitor)
    message = written(as_now(world, "vanphong"), row)
    assert message.subject.startswith("Đôn Đốc: 2 chờ xác nhận")
    assert "Đảng đoàn Liên hiệp Hội · 54-CV/TU" in message.body
    assert "Báo hoàn thành ngày 11/7/2022, đã chờ 3 ngày" in message.body
    assert "Xin gia hạn từ 15/7/2022 đến 30/8/2022, gửi ngày 08/7/2022, đã chờ 6 ngày" in message.body
    for url in (reverse("plans:review", args=[silent.pk]), reverse("plans:extension-decide", args=[request.pk])):
        assert f"https://dondoc.example.vn{url}" in message.body
    late = said(silent, Occasion.REVIEW_LATE, duty=Duty.LEADER, agency=world.plan.monitor)
    assert written(as_now(world, "truongban"), late).subject == "Đôn Đốc: 1 chờ xác nhận"


def test_what_the_monitor_itself_reports_waits_for_the_leader_it_serves(world: World) -> None:
    own = world.item("6", world.agencies.ban_tuyen_giao, "6 tháng đầu năm 2022")
    a_submission(own, by=as_now(world, "vanphong"), now=moment("2022-07-11"))
    assert "chờ xác nhận" not in written(as_now(world, "vanphong"), said(own, Occasion.BEFORE_3)).subject.lower()
    message = written(
        as_now(world, "lanhdao"),
        said(own, Occasion.REVIEW_WAITING, duty=Duty.LEADER, agency=world.agencies.thanh_uy),
    )
    assert message.subject == "Đôn Đốc: 1 chờ xác nhận"


def test_questions_for_the_office(world: World) -> None:
    """A refused line, an agency's question, a plan with a task nobody has; the leader hears of the one that waits too long."""
    bao = as_now(world, "baocantho")
    line = world.tasks["4"].assignments.get(agency=world.agencies.bao_can_tho)
    refuse_line(line, by=bao, now=moment("2022-07-12"), reason="Việc của Đài")
    note = ask(world.tasks["3"], by=as_now(world, "lhh"), now=moment("2022-07-11"), text="Xin cho biết biểu mẫu.")
    rows = (
        asked(world, Occasion.QUESTION_WAITING, line=line),
        asked(world, Occasion.QUESTION_WAITING, note_asked=note),
        asked(world, Occasion.QUESTION_WAITING),
    )
    message = written(as_now(world, "vanphong"), rows[0])
    assert parts(message)["CÂU HỎI, Ý KIẾN CHỜ TRẢ LỜI (3)"] == [
        "Báo Cần Thơ không nhận việc: Mở chuyên trang, chuyên mục về trí thức tiêu biểu (nhắc hôm nay)",
        "1 nhiệm vụ chưa có đơn vị",
        "Đảng đoàn Liên hiệp Hội hỏi về: Đổi mới nội dung, phương thức hoạt động của Liên hiệp Hội",
    ]
    # What people wrote is read in the product, not in a mail box.
    assert "biểu mẫu" not in message.body
    assert "Việc của Đài" not in message.body
    late = [(None, row) for _, row in rows]
    for _, row in late:
        row.duty, row.occasion = Duty.LEADER, Occasion.QUESTION_LATE
    leader = as_now(world, "truongban")
    assert written(leader, late[0]).subject == "Đôn Đốc: 1 câu hỏi chờ trả lời"
    assert written(leader, *late).subject == "Đôn Đốc: 3 câu hỏi chờ trả lời"


def test_an_agency_is_told_of_a_word_it_has_to_answer(world: World) -> None:
    direct(
        world.plan, by=as_now(world, "lanhdao"), now=moment("2022-07-12"), text="Nêu rõ nguyên nhân.", task=world.tasks["3"],
        agencies=[world.agencies.dang_doan_lhh], due_on=date(2022, 7, 20),
    )  # fmt: skip
    message = written(as_now(world, "lhh"), said(world.item("5", world.agencies.dang_doan_lhh), Occasion.BEFORE_1))
    assert "Thành ủy có ý kiến chỉ đạo về: Đổi mới nội dung" in message.body
    assert "trả lời trước 20/7/2022 (còn 6 ngày)" in message.body


def test_new_work_is_told_once_for_the_plan(world: World) -> None:
    lhh = as_now(world, "lhh")
    new = a_plan(world, world.agencies.dang_doan_lhh, due_on=date(2022, 9, 1))
    row = asked(world, Occasion.ASSIGNED, plan=new, agency=world.agencies.dang_doan_lhh)
    only()
    message = written(lhh, row)
    assert message.subject == "Đôn Đốc: 1 nhiệm vụ mới giao"
    assert f"1 nhiệm vụ theo {new.directive.label}" in message.body
    assert "Giao ngày 14/7/2022: 1 chủ trì" in message.body
    assert "Đảng đoàn Liên hiệp Hội được giao nhiệm vụ mới." in message.body
    Assignment.objects.filter(task__plan=new).update(until=TODAY)
    assert written(lhh, row) is None


# --- scope, size, form --------------------------------------------------------------------------


@pytest.mark.parametrize("username", CAST)
def test_a_letter_tells_nobody_what_they_may_not_see(world: World, username: str) -> None:
    """Rows about everything, as if addressing had gone wrong: only what the officer may see is told."""
    officer = as_now(world, username)
    everything = WorkItem.objects.with_names()
    rows = [said(item, Occasion.OVERDUE_3) for item in everything] + [asked(world, Occasion.QUESTION_WAITING)]
    message = written(officer, *rows)
    if message is None:
        return
    seen = set(WorkItem.objects.visible_to(officer).values_list("pk", flat=True))
    told = {int(pk) for pk in re.findall(r"/nhiem-vu/(\d+)/", message.body)}
    assert told <= seen
    if username in ("quangngai", "phuthien", "quantri"):
        assert told == set()


def test_a_letter_costs_as_many_queries_for_many_as_for_few(world: World) -> None:
    lhh, office = as_now(world, "lhh"), as_now(world, "vanphong")
    at = world.agencies.dang_doan_lhh

    def cost(officer: Officer, *rows: Any, weekly: bool = False) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert written(officer, *rows, weekly=weekly) is not None
        return len(queries)

    row = said(world.item("5", at), Occasion.BEFORE_1)
    sent = world.item("3", at, "quý II/2022")
    a_submission(sent, by=lhh)
    waits = said(sent, Occasion.REVIEW_WAITING, agency=world.plan.monitor)
    few = cost(lhh, row), cost(office, waits), cost(as_now(world, "truongban"), waits, weekly=True)
    for n in range(4):
        a_submission(an_item(world, at), by=lhh)
        an_item(world, at, due_on=TODAY + n * DAY)
        an_item(world, world.agencies.co_do, due_on=TODAY - DAY)
    many = cost(lhh, row), cost(office, waits), cost(as_now(world, "truongban"), waits, weekly=True)
    assert many == few
    assert max(few) <= 16


def everything_asked(world: World) -> dict[str, tuple[None, Reminder] | tuple[WorkItem, Reminder]]:
    """A report to confirm, a request for time, a refused line and a word to answer, each with the row that tells it."""
    at, lhh = world.agencies.dang_doan_lhh, as_now(world, "lhh")
    sent, waiting = world.item("3", at, "quý II/2022"), an_item(world, at, due_on=TODAY + DAY)
    a_submission(sent, by=lhh)
    an_extension(waiting, by=lhh, new_due_on="2022-08-30")
    line = world.tasks["4"].assignments.get(agency=world.agencies.bao_can_tho)
    refuse_line(line, by=as_now(world, "baocantho"), now=moment("2022-07-12"), reason="Việc của Đài")
    note = direct(
        world.plan, by=as_now(world, "lanhdao"), now=moment("2022-07-12"), text="Nêu rõ nguyên nhân.", task=world.tasks["3"],
        agencies=[at],
    )  # fmt: skip
    return {
        "sent": said(sent, Occasion.REVIEW_WAITING, agency=world.plan.monitor),
        "more time": said(waiting, Occasion.EXTENSION_WAITING, agency=world.plan.monitor),
        "refused": asked(world, Occasion.QUESTION_WAITING, line=line),
        "word": asked(world, Occasion.QUESTION_WAITING, note_asked=note, agency=at),
        "plan": asked(world, Occasion.QUESTION_WAITING),
    }


def test_what_waits_for_nobody_in_the_letters_agencies_is_not_looked_for(world: World) -> None:
    """Refused lines, threads, open plans, reports to confirm, requests for time: five questions that are not asked."""
    row, lhh = said(world.item("5", world.agencies.dang_doan_lhh), Occasion.BEFORE_1), as_now(world, "lhh")
    asks = AskedOf()
    written(lhh, row, asks=asks)

    def cost(asks: AskedOf | None) -> tuple[int, Any]:
        with (
            CaptureQueriesContext(connection) as queries,
            patch.object(
                WorkItemQuerySet, "visible_to", autospec=True, side_effect=WorkItemQuerySet.visible_to
            ) as built,
        ):
            body = written(lhh, row, asks=asks).body
        assert built.call_count == 1, "built once, narrowed by every question"
        return len(queries), body

    (few, short), (many, whole) = cost(asks), cost(None)
    assert (few, short) == (many - 5, whole)
    assert few <= 2


def test_what_is_asked_costs_eight_queries_however_much_it_is(world: World, django_assert_num_queries: Any) -> None:
    rows = [row for item, row in everything_asked(world).values() if item is None]
    new = a_plan(world, world.agencies.dang_doan_lhh, due_on=date(2022, 9, 1))
    rows += [asked(world, Occasion.ASSIGNED, plan=new, agency=world.agencies.dang_doan_lhh)[1]]
    reader = Reader(as_now(world, "vanphong"), on=TODAY)
    assert reader.officer.scope.own
    with django_assert_num_queries(5):  # three more where a handover is told
        assert {entry.kind for entry in asked_today.entries(reader, rows)} >= {Kind.LINE, Kind.PLAN}


def test_letters_that_look_for_less_tell_the_same(world: World) -> None:
    rows = everything_asked(world)
    news = said(an_item(world, world.agencies.co_do, due_on=TODAY - DAY), Occasion.OVERDUE_3)
    for username in CAST:
        officer = as_now(world, username)
        one, other = (written(officer, news, asks=asks, weekly=True) for asks in (AskedOf(), None))
        assert (one and one.body) == (other and other.body)
    blind = AskedOf()
    vars(blind).update(owners=frozenset(), answering=frozenset(), confirming=frozenset(), deciding=frozenset())
    for name, username in (("sent", "vanphong"), ("more time", "vanphong"), ("refused", "vanphong"), ("word", "lhh")):
        found = [written(as_now(world, username), rows[name], asks=asks) for asks in (blind, None)]
        assert found[0] is not None, name
        if name in ("refused", "word"):
            assert "CÂU HỎI, Ý KIẾN CHỜ TRẢ LỜI" in found[0].body
        else:
            assert "CHỜ XÁC NHẬN, QUYẾT ĐỊNH" in found[0].body
    assert "CÂU HỎI, Ý KIẾN CHỜ TRẢ LỜI" in written(as_now(world, "vanphong"), rows["plan"], asks=blind).body


def an_entry(n: int, group: Group, *, new: bool = False) -> Entry:
    return Entry(group, Kind.ITEM, (n,), TODAY + n * DAY, is_new=new)


def test_a_full_letter_keeps_a_few_of_each_group_and_counts_the_rest() -> None:
    entries = [an_entry(n, Group.OVERDUE, new=n >= 95) for n in range(100)]
    entries += [an_entry(n, Group.REVIEWS) for n in range(200, 230)] + [an_entry(300, Group.SUPERIORS, new=True)]
    late, reviews, superiors = shares(entries)
    assert (late.total, len(late.shown), late.more) == (100, 54, 46)
    assert [entry.key[0] for entry in late.shown[:7]] == [95, 96, 97, 98, 99, 0, 1]
    assert (reviews.total, len(reviews.shown), reviews.more) == (30, 5, 25)
    assert (superiors.total, superiors.more) == (1, 0)
    assert sum(len(share.shown) for share in (late, reviews, superiors)) == LONGEST


def test_the_rest_is_counted_in_the_letter_with_the_page_that_has_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letter_parts.shares, "__kwdefaults__", {"longest": 3})
    monkeypatch.setattr(letter_parts, "OF_EACH", 1)
    for n in range(5):
        an_item(world, world.agencies.dang_doan_lhh, due_on=TODAY + n * DAY)
    message = written(as_now(world, "lhh"), said(world.item("5", world.agencies.dang_doan_lhh), Occasion.BEFORE_1))
    assert "Còn 1 việc nữa, xem ở trang Việc của đơn vị:\nhttps://dondoc.example.vn/viec-don-vi/" in message.body
    assert "ĐẾN HẠN TRONG TUẦN, SẮP TỚI (5)" in message.body


def test_a_subject_fits() -> None:
    counts = [(group, 1234) for group in Group]
    subject = subject_of(counts, weekly=True)
    assert len(subject) <= SUBJECT
    assert subject.startswith("Đôn Đốc: 1.234 việc được chuyển giao, 1.234 nhiệm vụ mới giao, 1.234 quá hạn")
    assert subject.endswith(", …")
    assert subject_of([(Group.OVERDUE, 3), (Group.TODAY, 1)]) == "Đôn Đốc: 3 quá hạn, 1 đến hạn hôm nay"


def test_html_and_text_say_the_same_and_nothing_is_fetched(world: World) -> None:
    title = '<b onclick="x">Tên & "lạ"</b>'
    item = an_item(world, world.agencies.dang_doan_lhh, due_on=TODAY)
    Task.objects.filter(pk=item.task_id).update(heading=title)
    message = written(as_now(world, "lhh"), said(item, Occasion.DUE))
    html = message.alternatives[0][0]
    assert title in message.body
    assert "&lt;b onclick=&quot;x&quot;&gt;Tên &amp; &quot;lạ&quot;&lt;/b&gt;" in html
    links = set(re.findall(r'href="([^"]+)"', html))
    assert links
    assert all(link.startswith("https://dondoc.example.vn/") for link in links)
    assert {link for link in links if "/nhiem-vu/" in link} == set(
        re.findall(r"https://\S+/nhiem-vu/\d+/", message.body)
    )
    for taken_out in ("<img", "<script", "<link", "url(", "@import"):
        assert taken_out not in html
    assert "Vì sao tôi nhận thư này?" in message.body
    assert "Vì sao tôi nhận thư này?" in html
    # What a list of letters shows: the most urgent thing, not the greeting.
    first = re.sub(r"<[^>]+>", "", html.split("<body", 1)[1].split(">", 1)[1]).strip()
    assert first.startswith("Đổi mới nội dung, phương thức hoạt động của Liên hiệp Hội. Hạn 12/4/2022, quá hạn 93 ngày")
    assert "preheader" in html
    assert kept.clean(html).lstrip().startswith("<table>")


def test_a_mail_program_can_read_how_to_stop_it(world: World, settings: Any) -> None:
    """A host so long that Python would write the address in pieces, encoded."""
    settings.PUBLIC_URL = "https://dondoc.bantuyengiao.thanhuy.cantho.example.vn"
    message = written(as_now(world, "lhh"), said(world.item("5", world.agencies.dang_doan_lhh), Occasion.BEFORE_1))
    raw = message.message(policy=policy.SMTP).as_bytes().decode()
    match = re.search(r"^List-Unsubscribe: <(https://\S+)>\r$", raw, re.M)
    assert match
    assert match[1] in message.body
    assert "\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    again = BytesParser(policy=policy.default).parsebytes(message.message(policy=policy.SMTP).as_bytes())
    assert again["List-Unsubscribe"] == f"<{match[1]}>"


def test_the_answer_to_why_stands_where_the_letter_says(world: World, client: Client) -> None:
    message = written(as_now(world, "lhh"), said(world.item("5", world.agencies.dang_doan_lhh), Occasion.BEFORE_1))
    match = re.search(r"https://dondoc.example.vn(/huong-dan/\S+)#(\S+)", message.body)
    assert match
    assert f'id="{match[2]}"' in login(client, "lhh").get(match[1]).text


def test_the_same_letter_again_is_the_same_to_the_byte(world: World) -> None:
    """A repeat after an unknown end must not look like another letter."""
    row = said(world.item("5", world.agencies.dang_doan_lhh), Occasion.BEFORE_1)
    first, second = (written(as_now(world, "lhh"), row) for _ in range(2))
    assert (first.body, first.alternatives, first.extra_headers) == (
        second.body,
        second.alternatives,
        second.extra_headers,
    )


def test_without_a_reason_there_is_no_letter(world: World) -> None:
    """Much is owed, but nothing of it is said today; or what was to be said is gone."""
    assert written(as_now(world, "lhh")) is None
    gone = world.item("5", world.agencies.dang_doan_lhh)
    only()
    WorkItem.objects.update(lifecycle=Lifecycle.CANCELLED)
    assert written(as_now(world, "quangngai"), said(gone, Occasion.BEFORE_1)) is None


# --- Monday's summary ---------------------------------------------------------------------------

MONDAY = date(2022, 7, 18)


def summary_of(message: Any) -> list[str]:
    """Its lines in the plain text."""
    return [line for line in message.body.split("TỔNG HỢP TUẦN")[1].splitlines() if line.startswith("- ")]


def test_leaders_read_on_monday_how_their_agencies_stand(world: World) -> None:
    lhh = as_now(world, "lhh")
    a_submission(world.item("3", world.agencies.dang_doan_lhh, "quý II/2022"), by=lhh)
    an_item(world, world.agencies.co_do, due_on=MONDAY + 4 * DAY)
    an_item(world, world.agencies.co_do, due_on=MONDAY + 7 * DAY)
    message = written(as_now(world, "truongban", MONDAY), weekly=True, on=MONDAY)
    assert message.subject == "Đôn Đốc: tổng hợp tuần"
    lines = summary_of(message)
    assert (
        "- Đảng đoàn Liên hiệp Hội: 2 quá hạn, lâu nhất 97 ngày, trong đó 1 kỳ chưa báo cáo · 1 chờ xác nhận" in lines
    )
    assert "- Huyện ủy Cờ Đỏ: 2 quá hạn, lâu nhất 97 ngày, trong đó 2 kỳ chưa báo cáo · 1 đến hạn tuần này" in lines
    late = WorkItem.objects.filter(lifecycle__in=("not_started", "in_progress"), due_on__lt=MONDAY)
    assert f"{late.count()} việc quá hạn ở {late.values('agency').distinct().count()} đơn vị" in message.body
    assert "https://dondoc.example.vn/tong-quan/" in message.body
    assert (
        "TỔNG HỢP TUẦN"
        not in written(as_now(world, "truongban", MONDAY), said(late[0], Occasion.TO_MONITOR), on=MONDAY).body
    )


def test_a_leader_of_an_agency_reads_of_its_own_and_a_neighbour_of_nothing(world: World) -> None:
    leader = make_officer("truong", "Mai Văn Chính", world.agencies.dang_doan_lhh, Duty.LEADER).enter(on=MONDAY)
    (line,) = summary_of(written(leader, weekly=True, on=MONDAY))
    assert line.startswith("- Đảng đoàn Liên hiệp Hội: 3 quá hạn")
    other = make_officer("truong2", "Võ Minh", world.agencies.tinh_uy_quang_ngai, Duty.LEADER).enter(on=MONDAY)
    assert written(other, weekly=True, on=MONDAY) is None


def test_a_clerk_and_whoever_refused_it_gets_no_summary(world: World) -> None:
    assert written(as_now(world, "vanphong", MONDAY), weekly=True, on=MONDAY) is None
    leader = as_now(world, "truongban", MONDAY)
    ReminderPreference.objects.create(officer=leader, weekly=False)
    assert written(leader, weekly=True, on=MONDAY) is None


def test_at_most_twenty_agencies_are_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plans.reminders.summary.AGENCIES", 2)
    message = written(as_now(world, "lanhdao", MONDAY), weekly=True, on=MONDAY)
    assert len(summary_of(message)) == 2
    assert re.search(r"Còn \d đơn vị nữa\.", message.body)
