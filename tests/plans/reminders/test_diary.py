"""What an item's page tells about reminders: next with day, whom and why; past with what became of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.template.loader import render_to_string

from agencies.models import Officer
from plans.choices import Role
from plans.coming import agency_coming
from plans.diary import Diary, item_diary
from plans.models import ReminderPolicy, WorkItem
from plans.reminders import send_reminders
from plans.services.extensions import ask_extension
from plans.services.planning import assign, unassign
from plans.services.progress import report
from tests.cast import NOW, TODAY, World, moment
from tests.plans.reminders.helpers import move_due, only

pytestmark = pytest.mark.usefixtures("office_hours")


def told(item: WorkItem, on: date = TODAY) -> Diary:
    return item_diary(WorkItem.objects.with_names().get(pk=item.pk), on=on)


def test_the_next_one_with_its_day_whom_and_why(item: WorkItem) -> None:
    (coming,) = told(item, date(2022, 7, 11)).coming
    assert coming["day"] == date(2022, 7, 12)
    assert coming["text"] == (
        "Sẽ nhắc: còn 3 ngày. Gửi văn thư, chuyên viên Đảng đoàn Liên hiệp Hội (Phạm Thanh Tùng)."
    )


def test_what_was_sent_and_what_was_merged(item: WorkItem) -> None:
    send_reminders(now=moment(TODAY, 7, 30))
    diary = told(item)
    assert diary.coming[0]["day"] == date(2022, 7, 15)
    assert [entry["text"] for entry in diary.past] == [
        "Còn 1 ngày: đã gửi văn thư, chuyên viên Đảng đoàn Liên hiệp Hội (Phạm Thanh Tùng)",
        "3 mốc nhắc từ 15/6/2022 gửi gộp vào lần sau",
    ]


def test_a_failing_letter_and_a_missing_officer_show(item: WorkItem, by_smtp: Any) -> None:
    by_smtp.manner = "refuse"
    send_reminders(now=moment(TODAY, 7, 30))
    assert told(item).past[0]["text"] == "Còn 1 ngày: chờ gửi văn thư, chuyên viên; đã thử 1 lần chưa được"
    Officer.objects.filter(username="lhh").update(is_active=False)
    by_smtp.manner = "accept"
    send_reminders(now=moment("2022-07-15", 7, 30))
    assert "(Nguyễn Thị Hồng Vân; cơ quan theo dõi nhận thay)" in told(item).past[0]["text"]
    Officer.objects.update(is_active=False)
    send_reminders(now=moment("2022-07-18", 7, 30))
    assert any("không có người nhận" in entry["text"] for entry in told(item, date(2022, 7, 18)).past)


def test_why_nothing_comes(world: World, item: WorkItem) -> None:
    lhh = world.officer("lhh").enter(on=TODAY)
    ask_extension(item, by=lhh, now=NOW, new_due_on=date(2022, 8, 1), reason="Chờ ý kiến")
    assert told(item).silence == "Đang chờ quyết định gia hạn nên tạm ngừng nhắc đơn vị."
    item.extensions.all().delete()
    report(item, by=lhh, now=NOW, submits=True, results="Đã xong")
    assert told(item).silence == "Đơn vị đã báo hoàn thành nên không nhắc đơn vị nữa."
    ReminderPolicy.objects.update(review_days=None)
    assert told(item).coming == [], "nobody is told of what waits where the office wants it so"


def as_told(world: World, item: WorkItem, on: date) -> list[str]:
    """What the item's page and the page of its agency say comes next; they agree."""
    (entry,) = told(item, on).coming
    (one,) = agency_coming(item.agency, world.officer("vanphong").enter(on=on), on=on)
    assert (entry["day"], entry["text"].partition("Gửi ")[2]) == (one.for_day, one.text.partition("Gửi ")[2])
    return [f"{entry['day']:%d/%m}", entry["text"]]


@pytest.mark.parametrize("what", ["review", "extension"])
def test_who_answers_is_named_while_something_waits(world: World, item: WorkItem, what: str) -> None:
    lhh, office = world.officer("lhh").enter(on=TODAY), world.officer("vanphong").enter(on=TODAY)
    ReminderPolicy.objects.update(question_days=5)
    if what == "review":
        report(item, by=lhh, now=NOW, submits=True, results="Đã xong")
        first, second = "chờ xác nhận lâu", "chờ xác nhận quá lâu"
    else:
        ask_extension(item, by=lhh, now=NOW, new_due_on=date(2022, 8, 30), reason="Chờ ý kiến")
        first, second = "xin gia hạn chưa trả lời", "xin gia hạn quá lâu chưa trả lời"
    clerks = "Gửi văn thư, chuyên viên Ban Tuyên giáo Thành ủy (Nguyễn Thị Hồng Vân)."
    leaders = "Gửi lãnh đạo Ban Tuyên giáo Thành ủy (Trần Quốc Khải)."
    assert as_told(world, item, TODAY) == ["19/07", f"Sẽ nhắc: {first}. {clerks}"]
    send_reminders(now=moment("2022-07-19", 7, 30))
    assert as_told(world, item, date(2022, 7, 19)) == ["25/07", f"Sẽ nhắc: {second}. {leaders}"]
    line = assign(
        item.task, by=office, now=moment("2022-07-20"), role=Role.MONITORING, agency=world.agencies.van_phong_thanh_uy
    )
    (day, words) = as_told(world, item, date(2022, 7, 20))
    assert (day, words.partition(". ")[0]) == ("21/07", f"Sẽ nhắc: {first}"), "who came to answer it is told first"
    assert "Văn phòng Thành ủy" in words
    unassign(line, by=office, now=moment("2022-07-20", 10), reason="Ban tự theo dõi")
    send_reminders(now=moment("2022-07-25", 7, 30))
    assert told(item, date(2022, 7, 25)).coming == []


def test_two_periods_without_a_word_are_foretold(world: World) -> None:
    item = world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")
    only(item)
    WorkItem.objects.filter(assignment=item.assignment, period__label="quý I/2022").update(lifecycle="not_started")
    move_due(item, date(2022, 7, 20))
    days = [told(item, on=day).coming[0] for day in (date(2022, 7, 20), date(2022, 7, 21))]
    assert [entry["day"] for entry in days] == [date(2022, 7, 20), date(2022, 7, 21)]
    assert "chưa cập nhật 2 kỳ. Gửi lãnh đạo Đảng đoàn Liên hiệp Hội (" in days[1]["text"]
    WorkItem.objects.filter(assignment=item.assignment, period__label="quý I/2022").update(lifecycle="cancelled")
    assert "quá hạn 1 ngày" in told(item, on=date(2022, 7, 21)).coming[0]["text"]


def test_the_part_shows_both(item: WorkItem) -> None:
    send_reminders(now=moment(TODAY, 7, 30))
    page = render_to_string("plans/_diary.html", {"diary": told(item)})
    assert page.index("Sẽ nhắc: đến hạn hôm nay") < page.index("Còn 1 ngày: đã gửi")
    assert "15/7/2022" in page


def test_a_long_history_costs_no_more_queries(item: WorkItem, django_assert_max_num_queries: Any) -> None:
    send_reminders(now=moment("2022-12-30", 7, 30))
    fresh = WorkItem.objects.with_names().get(pk=item.pk)
    with django_assert_max_num_queries(11):
        past = item_diary(fresh, on=date(2022, 12, 30)).past
    assert past[-1]["text"].endswith("gửi gộp vào lần sau"), "the twenty newest rows, the merged ones in one line"
