"""What an item's page tells about reminders: next with day, whom and why; past with what became of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.template.loader import render_to_string

from agencies.models import Officer
from plans.diary import Diary, item_diary
from plans.models import WorkItem
from plans.reminders import send_reminders
from plans.services.extensions import ask_extension
from plans.services.progress import report
from tests.cast import NOW, TODAY, World, moment

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
    assert told(item).silence == "Đang chờ quyết định gia hạn nên tạm ngừng nhắc."
    item.extensions.all().delete()
    report(item, by=lhh, now=NOW, submits=True, results="Đã xong")
    diary = told(item)
    assert (diary.coming, diary.silence) == ([], "Đơn vị đã báo hoàn thành nên không nhắc nữa.")


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
