"""More time: asking, deciding, what stays of the old date, and what a waiting request changes and does not change."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.choices import Duty
from agencies.models import Officer
from agencies.services import appoint
from agencies.verdict import Denied
from plans import reading
from plans.choices import DueSource, ExtensionState, Standing
from plans.models import Extension, WorkItem
from plans.services import progress
from plans.services.extensions import ask_extension, decide_extension
from tests.builders import a_confirmation, a_submission, a_task, an_extension
from tests.cast import NOW, TODAY, World, login, make_officer, moment

Clock = Callable[[Any], datetime]


def entered(world: World, username: str) -> Officer:
    return world.officer(username).enter(on=TODAY)


def standing(item: WorkItem, on: date) -> str:
    return str(WorkItem.objects.as_of(on=on).get(pk=item.pk).standing)  # type: ignore[attr-defined]


@pytest.fixture
def product(world: World) -> WorkItem:
    """Due 15/7/2022, a date that the office set."""
    return world.item("5", world.agencies.dang_doan_lhh)


@pytest.fixture
def of_document(world: World) -> WorkItem:
    """Due 29/7/2022, a date that stands in the document."""
    task = a_task(
        world.plan, world.agencies.dang_doan_lhh, by=entered(world, "vanphong"), path="8", due_on=date(2022, 7, 29),
        due_source=DueSource.DOCUMENT, due_wording="trước ngày 30/7",
    )  # fmt: skip
    return task.items.with_names().get()


def test_a_granted_date_counts_from_the_day_of_the_decision(world: World, product: WorkItem) -> None:
    asked = an_extension(product, by=entered(world, "lhh"), new_due_on="2022-08-31")
    assert standing(product, date(2022, 7, 18)) == Standing.OVERDUE, "a waiting request pauses nothing in standing"
    done = decide_extension(asked, by=entered(world, "vanphong"), now=moment("2022-07-19"), granted=True)
    product.refresh_from_db()
    assert (product.due_on, product.extension_count) == (date(2022, 8, 31), 1)
    assert (done.old_due_on, done.new_due_on) == (date(2022, 7, 15), date(2022, 8, 31)), "the old date is never lost"
    assert standing(product, date(2022, 7, 18)) == Standing.OVERDUE, "the past stays what it was"
    assert standing(product, date(2022, 7, 19)) == Standing.NOT_STARTED


def test_a_day_off_rolls_on_like_any_other(world: World, product: WorkItem) -> None:
    asked = an_extension(product, by=entered(world, "lhh"), new_due_on="2022-09-03")
    decide_extension(asked, by=entered(world, "vanphong"), now=NOW, granted=True)
    product.refresh_from_db()
    assert product.named_due_on == date(2022, 9, 3)
    assert product.due_on == date(2022, 9, 5), "Saturday after the national day"


def test_a_date_of_the_document_needs_the_issuers_number(world: World, of_document: WorkItem) -> None:
    asked = an_extension(of_document, by=entered(world, "lhh"), new_due_on="2022-08-31")
    vanphong = entered(world, "vanphong")
    with pytest.raises(Denied, match="ghi số văn bản của cơ quan ban hành"):
        decide_extension(asked, by=vanphong, now=NOW, granted=True)
    done = decide_extension(asked, by=vanphong, now=NOW, granted=True, decision_number="88-CV/TU")
    assert (done.state, done.decision_number) == (ExtensionState.GRANTED, "88-CV/TU")


def test_refusing_says_why_and_moves_nothing(world: World, product: WorkItem) -> None:
    asked = an_extension(product, by=entered(world, "lhh"), new_due_on="2022-08-31")
    vanphong = entered(world, "vanphong")
    with pytest.raises(Denied, match="phải ghi lý do"):
        decide_extension(asked, by=vanphong, now=NOW, granted=False, reason=" ")
    decide_extension(asked, by=vanphong, now=NOW, granted=False, reason="Đã quá thời gian chuẩn bị")
    product.refresh_from_db()
    assert (product.due_on, product.extension_count) == (date(2022, 7, 15), 0)
    with pytest.raises(Denied, match="đã được quyết định"):
        decide_extension(asked, by=vanphong, now=NOW, granted=True)


@pytest.mark.parametrize("stranger", ["codo", "lanhdao", "baocantho"])
def test_only_the_monitor_decides(world: World, product: WorkItem, stranger: str) -> None:
    asked = an_extension(product, by=entered(world, "lhh"), new_due_on="2022-08-31")
    with pytest.raises(Denied, match="Chỉ Ban Tuyên giáo"):
        decide_extension(asked, by=entered(world, stranger), now=NOW, granted=True)


def test_nobody_decides_a_request_of_their_own_agency(world: World, product: WorkItem) -> None:
    asked = an_extension(product, by=entered(world, "lhh"), new_due_on="2022-08-31")
    appoint(world.officers["vanphong"], agency=world.agencies.dang_doan_lhh, duty=Duty.CLERK, since=date(2022, 1, 1))
    for own in (entered(world, "lhh"), entered(world, "vanphong")):
        with pytest.raises(Denied, match="Không ai tự quyết định"):
            decide_extension(asked, by=own, now=NOW, granted=True)
        assert not reading.pending_extensions(own).exists()


def test_the_monitors_own_date_is_moved_by_a_leader_of_its_committee(world: World) -> None:
    own = world.plan.items.with_names().filter(agency=world.agencies.ban_tuyen_giao).order_by("due_on").first()
    assert own is not None
    assert own.due_on is not None
    asked = an_extension(own, by=entered(world, "vanphong"), new_due_on=date(2022, 12, 30).isoformat())
    clerk = make_officer("vanthu_tu", "Hà Văn Minh", world.agencies.thanh_uy).enter(on=TODAY)
    with pytest.raises(Denied, match="lãnh đạo Thành ủy Cần Thơ quyết định"):
        decide_extension(asked, by=clerk, now=NOW, granted=True)
    leader = entered(world, "lanhdao")
    assert list(reading.pending_extensions(leader)) == [asked]
    assert decide_extension(asked, by=leader, now=NOW, granted=True).state == ExtensionState.GRANTED


@pytest.mark.parametrize(
    ("day", "why"),
    [("2022-07-15", "Hạn mới phải sau hạn hiện tại"), ("2022-07-01", "Hạn mới phải sau hạn hiện tại")],
)
def test_a_new_day_lies_after_the_old_one(world: World, product: WorkItem, day: str, why: str) -> None:
    with pytest.raises(Denied, match=why):
        an_extension(product, by=entered(world, "lhh"), new_due_on=day)


def test_a_new_day_does_not_lie_in_the_past(world: World) -> None:
    late = world.item("3", world.agencies.dang_doan_lhh, "quý I/2022")
    with pytest.raises(Denied, match="không thể là ngày đã qua"):
        an_extension(late, by=entered(world, "lhh"), new_due_on="2022-07-13")


def test_one_request_at_a_time_with_a_reason_on_ones_own_open_work(world: World, product: WorkItem) -> None:
    lhh = entered(world, "lhh")
    with pytest.raises(Denied, match="phải ghi lý do"):
        ask_extension(product, by=lhh, now=NOW, new_due_on=date(2022, 8, 31), reason="  ")
    with pytest.raises(Denied, match="chỉ cán bộ của đơn vị"):
        an_extension(product, by=entered(world, "codo"), new_due_on="2022-08-31")
    an_extension(product, by=lhh, new_due_on="2022-08-31")
    with pytest.raises(Denied, match="Đang có một đề nghị"):
        an_extension(product, by=lhh, new_due_on="2022-09-30")


def test_finished_work_is_given_no_more_time(world: World, product: WorkItem) -> None:
    lhh, vanphong = entered(world, "lhh"), entered(world, "vanphong")
    asked = an_extension(product, by=lhh, new_due_on="2022-08-31")
    a_confirmation(product, by=lhh, monitor=vanphong, now=moment("2022-07-18"))
    with pytest.raises(Denied, match="không còn quyết định gia hạn"):
        decide_extension(asked, by=vanphong, now=moment("2022-07-19"), granted=True)
    assert standing(product, date(2022, 7, 19)) == Standing.DONE_LATE, "a late one cannot be made punctual afterwards"
    assert not reading.pending_extensions(vanphong).exists()


def test_what_waits_for_confirmation_may_still_be_given_its_time(world: World, product: WorkItem) -> None:
    lhh, vanphong = entered(world, "lhh"), entered(world, "vanphong")
    asked = an_extension(product, by=lhh, new_due_on="2022-08-31")
    a_submission(product, by=lhh, now=moment("2022-07-18"))
    decide_extension(asked, by=vanphong, now=moment("2022-07-19"), granted=True)
    progress.confirm(product, by=vanphong, now=moment("2022-07-20"))
    assert standing(product, date(2022, 7, 20)) == Standing.DONE_ON_TIME


# --- pages --------------------------------------------------------------------------------------


@pytest.fixture
def day(at: Clock) -> Clock:
    return at


@pytest.mark.usefixtures("day")
class TestPages:
    """Asking and deciding in the browser."""

    def test_from_asking_to_deciding(self, world: World, client: Client, product: WorkItem) -> None:
        ask = reverse("plans:extension-ask", args=[product.pk])
        login(client, "lhh")
        page = client.post(ask, {"new_due_on": "31/8/2022", "reason": "Chờ ý kiến các hội"}, follow=True)
        assert "Đã gửi đề nghị gia hạn tới Ban Tuyên giáo" in page.content.decode()
        asked = Extension.objects.get()
        decide = reverse("plans:extension-decide", args=[asked.pk])
        login(client, "vanphong")
        assert decide in client.get(reverse("plans:review-list")).content.decode()
        assert "Chờ ý kiến các hội" in client.get(decide).content.decode()
        page = client.post(decide, {"granted": "yes", "decision_number": "", "reason": ""}, follow=True)
        assert "Đã đồng ý gia hạn" in page.content.decode()

    def test_errors_stand_at_their_field_and_words_stay(self, world: World, client: Client, product: WorkItem) -> None:
        ask = reverse("plans:extension-ask", args=[product.pk])
        login(client, "lhh")
        answer = client.post(ask, {"new_due_on": "1/7/2022", "reason": "Chờ ý kiến các hội"})
        assert answer.context["form"].errors["new_due_on"] == ["Hạn mới phải sau hạn hiện tại."]
        assert "Chờ ý kiến các hội" in answer.content.decode()
        answer = client.post(ask, {"new_due_on": "ngày mai", "reason": "Chờ"})
        assert "Không đọc được ngày này" in answer.content.decode()

    def test_the_form_asks_for_the_number_where_the_document_set_the_date(
        self, world: World, client: Client, of_document: WorkItem
    ) -> None:
        asked = an_extension(of_document, by=entered(world, "lhh"), new_due_on="2022-08-31")
        decide = reverse("plans:extension-decide", args=[asked.pk])
        login(client, "vanphong")
        answer = client.post(decide, {"granted": "yes", "reason": "Đồng ý"})
        assert answer.context["form"].errors["decision_number"]
        answer = client.post(decide, {"granted": "no", "reason": ""})
        assert answer.context["form"].errors["reason"]
        asked.refresh_from_db()
        assert asked.state == ExtensionState.PENDING

    def test_a_request_decided_meanwhile_says_so_and_keeps_the_words(
        self, world: World, client: Client, product: WorkItem
    ) -> None:
        asked = an_extension(product, by=entered(world, "lhh"), new_due_on="2022-08-31")
        decide_extension(asked, by=entered(world, "truongban"), now=NOW, granted=False, reason="Không có căn cứ")
        login(client, "vanphong")
        decide = reverse("plans:extension-decide", args=[asked.pk])
        answer = client.post(decide, {"granted": "no", "reason": "Hạn đã nới một lần"})
        page = answer.content.decode()
        assert "đã được quyết định" in page
        assert "Hạn đã nới một lần" in page
        assert client.get(decide).status_code == 403

    def test_an_agency_reads_no_decision_form_of_its_own(self, world: World, client: Client, product: WorkItem) -> None:
        asked = an_extension(product, by=entered(world, "lhh"), new_due_on="2022-08-31")
        login(client, "lhh")
        decide = reverse("plans:extension-decide", args=[asked.pk])
        for answer in (client.get(decide), client.post(decide, {"granted": "yes"})):
            assert answer.status_code == 403
            assert "Không ai tự quyết định" in answer.content.decode()
        asked.refresh_from_db()
        assert asked.state == ExtensionState.PENDING

    @pytest.mark.parametrize("stranger", ["baocantho", "codo", "quangngai", "phuthien"])
    def test_strangers_find_nothing(self, world: World, client: Client, product: WorkItem, stranger: str) -> None:
        asked = an_extension(product, by=entered(world, "lhh"), new_due_on="2022-08-31")
        login(client, stranger)
        for name, pk in (("plans:extension-decide", asked.pk), ("plans:extension-ask", product.pk)):
            assert client.get(reverse(name, args=[pk])).status_code == 404
            assert client.post(reverse(name, args=[pk]), {"granted": "yes"}).status_code == 404
