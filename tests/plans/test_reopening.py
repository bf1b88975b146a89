"""What was confirmed is locked, and opened again only with a reason by who confirms."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.verdict import Denied
from plans.choices import EventKind, Lifecycle, Standing
from plans.models import WorkItem
from plans.services.items import open_periods
from plans.services.planning import unassign
from plans.services.progress import confirm, record_on_behalf, reopen, report
from plans.services.publishing import pause
from tests.builders import a_confirmation, an_item
from tests.cast import NOW, World, login, moment

WHY = "Số liệu phụ lục chưa khớp với báo cáo của Sở."


@pytest.fixture
def done(world: World) -> WorkItem:
    """A product due 20/7, declared done and confirmed on the story day."""
    item = an_item(world, world.agencies.dang_doan_lhh, due_on=date(2022, 7, 20))
    a_confirmation(item, by=world.officer("lhh"), monitor=world.officer("vanphong"))
    item.refresh_from_db()
    return item


def standing(item: WorkItem, on: str) -> str:
    row: Any = WorkItem.objects.filter(pk=item.pk).as_of(on=date.fromisoformat(on)).get()
    return str(row.standing)


def test_the_agency_owes_it_again_and_a_quick_answer_keeps_the_first_date(world: World, done: WorkItem) -> None:
    lhh, vanphong = world.officer("lhh"), world.officer("vanphong")
    with pytest.raises(Denied, match="đã được xác nhận"):
        report(done, by=lhh, now=moment("2022-07-15"), submits=True, results="Gửi thêm.")
    again = reopen(done, by=vanphong, now=moment("2022-07-21"), reason=WHY)
    assert (again.lifecycle, again.completed_on, again.resubmit_by) == (
        Lifecycle.IN_PROGRESS, None, date(2022, 7, 26),
    )  # fmt: skip
    assert standing(done, "2022-07-21") == Standing.OVERDUE
    report(done, by=lhh, now=moment("2022-07-26"), submits=True, results="Đã sửa phụ lục.")
    confirm(done, by=vanphong, now=moment("2022-07-28"))
    done.refresh_from_db()
    assert (done.submitted_on, standing(done, "2022-07-28")) == (NOW.date(), Standing.DONE_ON_TIME)
    kinds = list(done.events.order_by("id").values_list("kind", flat=True))
    assert kinds == ["opened", "submitted", "confirmed", "reopened", "submitted", "confirmed"]
    assert standing(done, "2022-07-20") == Standing.DONE_ON_TIME, "past days stay as they were"


def test_an_answer_after_the_days_granted_counts_from_its_own_day(world: World, done: WorkItem) -> None:
    reopen(done, by=world.officer("vanphong"), now=moment("2022-07-21"), reason=WHY)
    report(done, by=world.officer("lhh"), now=moment("2022-07-27"), submits=True, results="Đã sửa phụ lục.")
    confirm(done, by=world.officer("vanphong"), now=moment("2022-07-28"))
    assert standing(done, "2022-07-28") == Standing.DONE_LATE


@pytest.mark.parametrize(
    ("username", "why"),
    [
        ("lhh", "Chỉ Ban Tuyên giáo Thành ủy Cần Thơ mới xác nhận"),
        ("lanhdao", "Chỉ Ban Tuyên giáo Thành ủy Cần Thơ mới xác nhận"),
        ("quangngai", "Chỉ Ban Tuyên giáo Thành ủy Cần Thơ mới xác nhận"),
    ],
)
def test_only_who_confirms_opens_again(world: World, done: WorkItem, username: str, why: str) -> None:
    with pytest.raises(Denied, match=why):
        reopen(done, by=world.officer(username), now=NOW, reason=WHY)


def test_what_cannot_be_opened_again_says_why(world: World, done: WorkItem) -> None:
    vanphong = world.officer("vanphong")
    with pytest.raises(Denied, match="phải ghi lý do"):
        reopen(done, by=vanphong, now=NOW, reason="  ")
    open_item = an_item(world, world.agencies.co_do, due_on=date(2022, 8, 1))
    with pytest.raises(Denied, match="đã xác nhận hoàn thành"):
        reopen(open_item, by=vanphong, now=NOW, reason=WHY)
    unassign(done.assignment, by=vanphong, now=NOW, reason="Chuyển trọng tâm")
    with pytest.raises(Denied, match="thôi chủ trì"):
        reopen(done, by=vanphong, now=NOW, reason=WHY)
    other = an_item(world, world.agencies.dang_doan_lhh, due_on=date(2022, 8, 1))
    a_confirmation(other, by=world.officer("lhh"), monitor=vanphong)
    pause(other.plan, by=vanphong, now=NOW, reason="Chờ ý kiến")
    with pytest.raises(Denied, match="đang không theo dõi"):
        reopen(other, by=vanphong, now=NOW, reason=WHY)


def test_a_second_click_opens_once(world: World, done: WorkItem) -> None:
    vanphong = world.officer("vanphong")
    reopen(done, by=vanphong, now=NOW, reason=WHY)
    with pytest.raises(Denied, match="đã xác nhận hoàn thành"):
        reopen(done, by=vanphong, now=NOW, reason=WHY)
    assert done.events.filter(kind=EventKind.REOPENED).count() == 1


def test_a_report_on_paper_may_be_opened_again(world: World) -> None:
    item = an_item(world, world.agencies.dai_pt_th, due_on=date(2022, 7, 20))
    record_on_behalf(item, by=world.officer("vanphong"), now=NOW, received_on=NOW.date(), results="Nhận bản giấy.")
    assert reopen(item, by=world.officer("vanphong"), now=NOW, reason=WHY).lifecycle == Lifecycle.IN_PROGRESS


def test_the_page_says_what_it_means_and_tells_the_agency_why(
    world: World, done: WorkItem, client: Client, at: object
) -> None:
    open_periods(on=NOW.date(), now=NOW)
    login(client, "vanphong")
    item_page = reverse("plans:item-detail", args=[done.pk])
    address = reverse("plans:reopen", args=[done.pk])
    assert address in client.get(item_page).content.decode()
    asked = client.get(address).text
    assert "lại nợ đầu việc này" in asked
    assert "Đồng chí đang thực hiện với tư cách:" in asked
    assert "lý do" in client.post(address, {"reason": ""}).content.decode()
    told = client.post(address, {"reason": WHY}, follow=True).content.decode()
    assert "Đã mở lại" in told
    assert "Mở lại sau khi đã xác nhận" in told
    assert client.get(address).status_code == 403
    login(client, "lhh")
    work = client.get(reverse("plans:agency-work")).content.decode()
    assert WHY in work
