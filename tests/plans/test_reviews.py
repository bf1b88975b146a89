"""Confirming and returning: who may, who may not, what two at once do, and what the page says."""

from collections.abc import Callable
from datetime import date, datetime
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.choices import Duty
from agencies.models import Officer
from agencies.services import appoint
from agencies.verdict import Denied
from plans import reading
from plans.choices import Decision, EventKind, Lifecycle
from plans.counting import waiting_for_review
from plans.models import Review, WorkItem
from plans.services import progress
from tests.builders import a_return, a_submission, an_extension, an_item
from tests.cast import NOW, TODAY, World, login, make_officer, moment

Clock = Callable[[Any], datetime]


def entered(world: World, username: str) -> Officer:
    return world.officer(username).enter(on=TODAY)


@pytest.fixture
def waiting(world: World) -> WorkItem:
    """The product of Đảng đoàn Liên hiệp Hội, declared done on the story day."""
    item = world.item("5", world.agencies.dang_doan_lhh)
    a_submission(item, by=entered(world, "lhh"), results="Đã ban hành kế hoạch số 05")
    item.refresh_from_db()
    return item


def test_either_officer_of_the_monitor_may_confirm(world: World, waiting: WorkItem) -> None:
    answer = progress.confirm(waiting, by=entered(world, "truongban"), now=NOW)
    assert answer.post is not None
    assert answer.post.agency == world.agencies.ban_tuyen_giao
    waiting.refresh_from_db()
    assert (waiting.lifecycle, waiting.completed_on) == (Lifecycle.CONFIRMED, TODAY)


@pytest.mark.parametrize("stranger", ["lanhdao", "lhh", "baocantho", "codo", "quantri"])
def test_nobody_outside_the_monitor_confirms(world: World, waiting: WorkItem, stranger: str) -> None:
    with pytest.raises(Denied, match="Chỉ Ban Tuyên giáo Thành ủy"):
        progress.confirm(waiting, by=entered(world, stranger), now=NOW)


def test_the_submitting_officer_does_not_confirm_in_a_second_post(world: World, waiting: WorkItem) -> None:
    appoint(world.officers["lhh"], agency=world.agencies.ban_tuyen_giao, duty=Duty.CLERK, since=date(2022, 1, 1))
    with pytest.raises(Denied, match="cũng giữ chức trách ở Đảng đoàn"):
        progress.confirm(waiting, by=entered(world, "lhh"), now=NOW)
    assert not WorkItem.objects.awaiting(entered(world, "lhh")).exists(), "nor does it stand in the queue"


def test_one_who_sent_and_then_changed_office_does_not_confirm_it(world: World, waiting: WorkItem) -> None:
    from agencies.services import end_post

    post = world.officers["lhh"].posts.get()
    end_post(post, on=date(2022, 7, 14))
    appoint(world.officers["lhh"], agency=world.agencies.ban_tuyen_giao, duty=Duty.CLERK, since=date(2022, 7, 15))
    moved = world.officer("lhh").enter(on=date(2022, 7, 18))
    assert moved.post_in([world.agencies.dang_doan_lhh.pk]) is None
    with pytest.raises(Denied, match="Không ai xác nhận báo cáo do chính mình gửi"):
        progress.confirm(waiting, by=moved, now=moment("2022-07-18"))


@pytest.mark.parametrize("duty", [Duty.CLERK, Duty.LEADER, Duty.ADMINISTRATOR])
def test_no_post_in_the_submitting_agency_goes_with_confirming(world: World, waiting: WorkItem, duty: str) -> None:
    appoint(world.officers["vanphong"], agency=world.agencies.dang_doan_lhh, duty=duty, since=date(2022, 1, 1))
    both = entered(world, "vanphong")
    with pytest.raises(Denied, match="cũng giữ chức trách ở Đảng đoàn"):
        progress.confirm(waiting, by=both, now=NOW)
    assert not WorkItem.objects.awaiting(both).exists()


def test_the_monitors_own_item_goes_to_a_leader_of_its_committee(world: World) -> None:
    own = world.plan.items.with_names().filter(agency=world.agencies.ban_tuyen_giao).order_by("due_on").first()
    assert own is not None
    a_submission(own, by=entered(world, "vanphong"))
    clerk = make_officer("vanthu_tu", "Hà Văn Minh", world.agencies.thanh_uy).enter(on=TODAY)
    for refused in (entered(world, "truongban"), clerk):
        with pytest.raises(Denied, match="lãnh đạo Thành ủy Cần Thơ xác nhận"):
            progress.confirm(own, by=refused, now=NOW)
        assert not WorkItem.objects.awaiting(refused).exists()
    leader = entered(world, "lanhdao")
    assert list(WorkItem.objects.awaiting(leader)) == [own]
    progress.confirm(own, by=leader, now=NOW)
    own.refresh_from_db()
    assert own.lifecycle == Lifecycle.CONFIRMED


def test_a_leader_of_both_confirms_neither(world: World) -> None:
    own = world.plan.items.with_names().filter(agency=world.agencies.ban_tuyen_giao).order_by("due_on").first()
    assert own is not None
    a_submission(own, by=entered(world, "vanphong"))
    appoint(world.officers["lanhdao"], agency=world.agencies.ban_tuyen_giao, duty=Duty.LEADER, since=date(2022, 1, 1))
    both = entered(world, "lanhdao")
    with pytest.raises(Denied, match="cũng giữ chức trách ở Ban Tuyên giáo"):
        progress.confirm(own, by=both, now=NOW)
    assert not WorkItem.objects.awaiting(both).exists()


def test_a_return_says_why(world: World, waiting: WorkItem) -> None:
    with pytest.raises(Denied, match="phải ghi lý do"):
        progress.send_back(waiting, by=entered(world, "vanphong"), now=NOW, reason=" \n ")
    a_return(waiting, by=entered(world, "vanphong"))
    waiting.refresh_from_db()
    assert (waiting.lifecycle, waiting.submitted_on) == (Lifecycle.IN_PROGRESS, None)
    event = waiting.events.first()
    assert event is not None
    assert (event.kind, event.note) == (EventKind.RETURNED, "Chưa nêu số liệu cụ thể.")


def test_an_answer_is_for_the_report_that_was_read(world: World, waiting: WorkItem) -> None:
    lhh, vanphong = entered(world, "lhh"), entered(world, "vanphong")
    read = progress.latest_submission(waiting)
    assert read is not None
    progress.withdraw(waiting, by=lhh, now=NOW)
    a_submission(waiting, by=lhh, results="Bản khác hẳn")
    with pytest.raises(Denied, match="vừa gửi báo cáo khác"):
        progress.confirm(waiting, by=vanphong, now=NOW, seen=read.pk)
    assert not Review.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_confirmations_at_once_one_wins(transactional_db: None) -> None:
    from tests.cast import make_world

    world = make_world()
    item = world.item("5", world.agencies.dang_doan_lhh)
    a_submission(item, by=entered(world, "lhh"))
    gate, ends = Barrier(2), []

    def answer(username: str, act: Callable[..., Review], **more: str) -> None:
        try:
            by = entered(world, username)
            gate.wait(timeout=10)
            act(item, by=by, now=NOW, **more)
            ends.append("done")
        except Denied as refusal:
            ends.append(refusal.reason)
        finally:
            connection.close()

    threads = [
        Thread(target=answer, args=("vanphong", progress.confirm)),
        Thread(target=answer, args=("truongban", progress.send_back), kwargs={"reason": "Thiếu số liệu"}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(ends) == sorted(["done", next(end for end in ends if end != "done")])
    assert "không còn chờ xác nhận" in next(end for end in ends if end != "done")
    assert Review.objects.count() == 1


# --- pages --------------------------------------------------------------------------------------


@pytest.fixture
def day(at: Clock) -> Clock:
    return at


@pytest.mark.usefixtures("day")
class TestPages:
    """The queue and the page of one submission."""

    def test_confirming_goes_on_to_the_next(self, world: World, client: Client, waiting: WorkItem) -> None:
        second = world.item("4", world.agencies.bao_can_tho, "quý II/2022")
        a_submission(second, by=entered(world, "baocantho"))
        login(client, "vanphong")
        answer = client.post(reverse("plans:review", args=[waiting.pk]), {"confirm": "1"})
        assert answer["Location"] == reverse("plans:review", args=[second.pk])
        page = client.get(answer["Location"]).content.decode()
        assert "Đã xác nhận: Xây dựng kế hoạch triển khai" in page
        answer = client.post(reverse("plans:review", args=[second.pk]), {"confirm": "1"})
        assert answer["Location"] == reverse("plans:review-list")
        assert "Không có báo cáo nào chờ xác nhận" in client.get(answer["Location"]).content.decode()

    def test_skipping_goes_round(self, world: World, client: Client, waiting: WorkItem) -> None:
        second = world.item("4", world.agencies.bao_can_tho, "quý II/2022")
        a_submission(second, by=entered(world, "baocantho"))
        assert reading.next_to_review(entered(world, "vanphong"), after=waiting) == (second.pk, 1)
        second.refresh_from_db()
        assert reading.next_to_review(entered(world, "vanphong"), after=second) == (waiting.pk, 1)

    def test_a_return_without_reason_stays_on_the_page(self, world: World, client: Client, waiting: WorkItem) -> None:
        login(client, "vanphong")
        answer = client.post(reverse("plans:review", args=[waiting.pk]), {"return": "1", "reason": ""})
        assert answer.status_code == 200
        assert "Trả lại thì phải ghi lý do" in answer.content.decode()
        assert not Review.objects.exists()

    def test_a_return_tells_until_when(self, world: World, client: Client, waiting: WorkItem) -> None:
        login(client, "vanphong")
        path = reverse("plans:review", args=[waiting.pk])
        page = client.post(path, {"return": "1", "reason": "Chưa có số liệu"}, follow=True).content.decode()
        assert "Gửi lại trước hết ngày 19/7/2022" in page
        own = login(client, "lhh").get(reverse("plans:agency-work")).content.decode()
        assert "Chưa có số liệu" in own
        assert "Bị trả lại, cần gửi lại" in own

    def test_the_second_to_answer_reads_what_the_first_did_and_keeps_the_words(
        self, world: World, client: Client, waiting: WorkItem
    ) -> None:
        login(client, "vanphong")
        progress.confirm(waiting, by=entered(world, "truongban"), now=NOW)
        path = reverse("plans:review", args=[waiting.pk])
        answer = client.post(path, {"return": "1", "reason": "Thiếu phụ lục số 2"})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "không còn chờ xác nhận" in page
        assert "Trần Quốc Khải" in page
        assert "Thiếu phụ lục số 2" in page
        assert Review.objects.get().decision == Decision.CONFIRMED

    def test_a_page_of_yesterdays_report_does_not_confirm_todays(
        self, world: World, client: Client, waiting: WorkItem
    ) -> None:
        lhh = entered(world, "lhh")
        seen = progress.latest_submission(waiting)
        assert seen is not None
        progress.withdraw(waiting, by=lhh, now=NOW)
        a_submission(waiting, by=lhh, results="Bản khác")
        login(client, "vanphong")
        answer = client.post(reverse("plans:review", args=[waiting.pk]), {"confirm": "1", "seen": str(seen.pk)})
        assert answer.status_code == 409
        assert "Đọc báo cáo mới" in answer.content.decode()

    @pytest.mark.parametrize("stranger", ["baocantho", "codo", "quangngai", "phuthien"])
    def test_strangers_find_nothing(self, world: World, client: Client, waiting: WorkItem, stranger: str) -> None:
        login(client, stranger)
        path = reverse("plans:review", args=[waiting.pk])
        assert client.get(path).status_code == 404
        assert client.post(path, {"confirm": "1"}).status_code == 404
        page = client.get(reverse("plans:review-list")).content.decode()
        assert "Xây dựng kế hoạch triển khai" not in page

    @pytest.mark.parametrize("username", ["lhh", "lanhdao"])
    def test_who_sees_but_may_not_is_told_why(
        self, world: World, client: Client, waiting: WorkItem, username: str
    ) -> None:
        login(client, username)
        path = reverse("plans:review", args=[waiting.pk])
        for answer in (client.get(path), client.post(path, {"confirm": "1"})):
            assert answer.status_code == 403
            assert "Ban Tuyên giáo Thành ủy Cần Thơ mới xác nhận" in answer.content.decode()
        assert not Review.objects.exists()

    def test_a_head_request_answers_nothing(self, world: World, client: Client, waiting: WorkItem) -> None:
        login(client, "vanphong")
        assert client.head(reverse("plans:review", args=[waiting.pk]), {"confirm": "1"}).status_code == 200
        assert not Review.objects.exists()

    def test_a_stranger_signs_in_first(self, client: Client, waiting: WorkItem) -> None:
        for name, args in (("plans:review-list", []), ("plans:review", [waiting.pk])):
            answer = client.get(reverse(name, args=args))
            assert answer.status_code == 302
            assert answer["Location"].startswith("/dang-nhap/")

    def test_what_waits_is_counted_with_requests_for_time(self, world: World, waiting: WorkItem) -> None:
        item = world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")
        an_extension(item, by=entered(world, "lhh"), new_due_on="2022-08-30")
        assert waiting_for_review(entered(world, "vanphong")) == 2
        assert waiting_for_review(entered(world, "lhh")) == 0

    def test_a_leader_finds_the_queue_while_something_waits(self, world: World, client: Client) -> None:
        own = world.plan.items.with_names().filter(agency=world.agencies.ban_tuyen_giao).order_by("due_on").first()
        assert own is not None
        overview = reverse("directives:list")
        queue = f'href="{reverse("plans:review-list")}"'
        assert queue not in login(client, "lanhdao").get(overview).content.decode()
        a_submission(own, by=entered(world, "vanphong"))
        assert queue in login(client, "lanhdao").get(overview).content.decode()

    def test_one_submission_is_read_in_few_queries_whatever_its_history(self, world: World, client: Client) -> None:
        item = an_item(world, world.agencies.dang_doan_lhh, due_on=date(2022, 8, 1))
        lhh = entered(world, "lhh")
        login(client, "vanphong")
        counts = []
        for rounds in (1, 6):
            for _ in range(rounds):
                progress.report(item, by=lhh, now=NOW, submits=False, results="Đang làm")
            a_submission(item, by=lhh)
            path = reverse("plans:review", args=[item.pk])
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            counts.append(len(queries))
            progress.withdraw(item, by=lhh, now=NOW)
        assert counts[0] == counts[1]
        assert counts[0] <= 20
