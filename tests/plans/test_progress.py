"""Reporting progress, told as stories: what an agency sends, what counts, what is refused and why."""

from datetime import date
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from agencies.choices import Duty
from agencies.models import Officer
from agencies.services import appoint
from agencies.uploads import CheckedFile
from agencies.verdict import Denied
from plans.choices import EventKind, Lifecycle, Role, Standing
from plans.models import Evidence, StatusUpdate, WorkItem
from plans.services import progress
from plans.services.planning import assign, unassign
from plans.services.publishing import pause, resume
from tests.builders import a_confirmation, a_return, a_submission, a_task
from tests.cast import NOW, TODAY, World, login, make_officer, moment

pytestmark = pytest.mark.django_db


def entered(world: World, username: str) -> Officer:
    return world.officer(username).enter(on=TODAY)


def standing(item: WorkItem, on: date = TODAY) -> str:
    return str(WorkItem.objects.with_standing(on=on).get(pk=item.pk).standing)  # type: ignore[attr-defined]


def a_file(name: str = "bien-ban.pdf") -> CheckedFile:
    content = b"%PDF-1.4 bien ban"
    return CheckedFile(name, ContentFile(content, name=name), "application/pdf", len(content), "a" * 64)


@pytest.fixture
def lhh(world: World) -> Officer:
    return entered(world, "lhh")


@pytest.fixture
def product(world: World) -> WorkItem:
    """Đảng đoàn Liên hiệp Hội owes a plan by 15/7/2022."""
    return world.item("5", world.agencies.dang_doan_lhh)


@pytest.fixture
def quarter(world: World) -> WorkItem:
    """The check-in of quý II/2022, due 11/7/2022."""
    return world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")


def test_progress_moves_the_item_on_and_asks_nobody(product: WorkItem, lhh: Officer, world: World) -> None:
    update = progress.report(product, by=lhh, now=NOW, submits=False, results="Đang lấy ý kiến", percent=50)
    product.refresh_from_db()
    assert (product.lifecycle, product.percent, product.last_update_on) == (Lifecycle.IN_PROGRESS, 50, TODAY)
    assert product.submitted_on is None
    assert update.post is not None
    assert update.post.agency == world.agencies.dang_doan_lhh
    assert not WorkItem.objects.awaiting(entered(world, "vanphong")).exists()
    assert standing(product) == Standing.WITHIN


def test_done_waits_for_the_monitor_and_the_day_of_sending_decides(
    product: WorkItem, lhh: Officer, world: World
) -> None:
    progress.report(product, by=lhh, now=moment("2022-07-15", 23, 50), submits=True, results="Đã ban hành", percent=100)
    product.refresh_from_db()
    assert (product.lifecycle, product.submitted_on) == (Lifecycle.SUBMITTED, date(2022, 7, 15))
    assert standing(product, date(2022, 7, 20)) == Standing.WITHIN, "waiting is not late: something stands"
    vanphong = world.officer("vanphong").enter(on=date(2022, 8, 8))
    progress.confirm(product, by=vanphong, now=moment("2022-08-08"))
    assert standing(product, date(2022, 8, 8)) == Standing.DONE_ON_TIME, "the office's slow answer makes nobody late"


def test_the_local_day_counts_not_the_day_in_greenwich(product: WorkItem, lhh: Officer) -> None:
    progress.report(product, by=lhh, now=moment("2022-07-16", 0, 10), submits=True, results="Đã ban hành")
    product.refresh_from_db()
    assert product.submitted_on == date(2022, 7, 16)


def test_nil_answers_a_period_in_one_word(quarter: WorkItem, lhh: Officer) -> None:
    update = progress.report(quarter, by=lhh, now=NOW, submits=True, is_nil=True, percent=40)
    quarter.refresh_from_db()
    assert (update.is_nil, update.results, quarter.lifecycle) == (True, "", Lifecycle.SUBMITTED)
    assert quarter.percent is None, "an estimate is not asked of check-ins (decision 6)"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"submits": True, "is_nil": True}, "“Không phát sinh” chỉ dùng cho báo cáo theo kỳ"),
        ({"submits": True, "results": "  "}, "Báo hoàn thành phải ghi kết quả"),
        ({"submits": False}, "Báo cáo phải có nội dung"),
    ],
)
def test_a_product_needs_words(product: WorkItem, lhh: Officer, said: dict[str, bool], why: str) -> None:
    with pytest.raises(Denied, match=why):
        progress.report(product, by=lhh, now=NOW, **said)  # type: ignore[arg-type]
    product.refresh_from_db()
    assert product.lifecycle == Lifecycle.NOT_STARTED
    assert not StatusUpdate.objects.exists()


def test_proof_is_required_where_the_task_asks_for_it(world: World, lhh: Officer) -> None:
    vanphong = entered(world, "vanphong")
    task = a_task(
        world.plan, world.agencies.dang_doan_lhh, by=vanphong, path="8", due_on=date(2022, 7, 29), needs_evidence=True
    )
    item = task.items.get()
    progress.report(item, by=lhh, now=NOW, submits=False, results="Đang làm")
    with pytest.raises(Denied, match="yêu cầu kèm tệp minh chứng"):
        progress.report(item, by=lhh, now=NOW, submits=True, results="Xong")
    progress.report(item, by=lhh, now=NOW, submits=True, results="Xong", evidence=[a_file()])
    item.refresh_from_db()
    assert item.lifecycle == Lifecycle.SUBMITTED
    kept = Evidence.objects.get()
    assert (kept.name, kept.update.results) == ("bien-ban.pdf", "Xong")
    assert "bien-ban" not in str(kept.file.name), "the shown name is never a path"


def test_one_update_answers_several_periods_and_each_is_reviewed(world: World, lhh: Officer) -> None:
    first = world.item("3", world.agencies.dang_doan_lhh, "quý I/2022")
    second = world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")
    update = a_submission(second, by=lhh, also=[first])
    assert StatusUpdate.objects.count() == 1
    vanphong = entered(world, "vanphong")
    assert WorkItem.objects.awaiting(vanphong).count() == 2
    progress.confirm(first, by=vanphong, now=NOW)
    progress.confirm(second, by=vanphong, now=NOW)
    assert update.reviews.count() == 2
    assert {standing(first), standing(second)} == {Standing.DONE_LATE}, "both were due before the 14th"


def test_periods_of_another_line_are_refused(world: World, quarter: WorkItem) -> None:
    both = entered(world, "lhh")
    appoint(both, agency=world.agencies.bao_can_tho, duty=Duty.CLERK, since=date(2022, 1, 1))
    both = entered(world, "lhh")
    other = world.item("4", world.agencies.bao_can_tho, "quý II/2022")
    with pytest.raises(Denied, match="cùng một phân công"):
        a_submission(quarter, by=both, also=[other])
    quarter.refresh_from_db()
    assert quarter.lifecycle == Lifecycle.NOT_STARTED


def test_a_double_click_counts_once(product: WorkItem, lhh: Officer) -> None:
    key = uuid4()
    one = progress.report(product, by=lhh, now=NOW, submits=True, results="Xong", once_key=key)
    two = progress.report(product, by=lhh, now=NOW, submits=True, results="Xong", once_key=key)
    assert one == two
    assert product.events.filter(kind=EventKind.SUBMITTED).count() == 1


def test_somebody_elses_key_opens_nothing(product: WorkItem, lhh: Officer, world: World) -> None:
    key = uuid4()
    progress.report(product, by=lhh, now=NOW, submits=False, results="Đang làm", once_key=key)
    other = world.item("4", world.agencies.bao_can_tho, "quý II/2022")
    with pytest.raises(Denied, match="đã được gửi"):
        a_submission(other, by=entered(world, "baocantho"), once_key=key)


def test_sent_work_takes_no_second_report(product: WorkItem, lhh: Officer, world: World) -> None:
    a_submission(product, by=lhh)
    with pytest.raises(Denied, match="đang chờ xác nhận"):
        a_submission(product, by=lhh)
    progress.confirm(product, by=entered(world, "vanphong"), now=NOW)
    with pytest.raises(Denied, match="đã được xác nhận hoàn thành"):
        a_submission(product, by=lhh)


def test_only_the_agency_reports(product: WorkItem, world: World) -> None:
    for stranger in ("vanphong", "baocantho", "lanhdao", "quantri"):
        with pytest.raises(Denied, match="chỉ cán bộ của đơn vị"):
            a_submission(product, by=entered(world, stranger))


def test_a_paused_plan_takes_no_reports_until_it_goes_on(product: WorkItem, lhh: Officer, world: World) -> None:
    vanphong = entered(world, "vanphong")
    pause(world.plan, by=vanphong, now=NOW, reason="Chờ ý kiến")
    with pytest.raises(Denied, match="đang không theo dõi"):
        a_submission(WorkItem.objects.get(pk=product.pk), by=lhh)
    world.plan.refresh_from_db()
    resume(world.plan, by=vanphong, now=NOW)
    a_submission(WorkItem.objects.get(pk=product.pk), by=lhh)


def test_an_agency_takes_its_report_back_until_it_is_answered(product: WorkItem, lhh: Officer, world: World) -> None:
    update = a_submission(product, by=lhh, now=moment("2022-07-13"))
    progress.withdraw(product, by=lhh, now=NOW)
    product.refresh_from_db()
    update.refresh_from_db()
    assert (product.lifecycle, product.submitted_on, product.first_submitted_on) == (Lifecycle.IN_PROGRESS, None, None)
    assert update.withdrawn_at == NOW
    assert update.results, "the words stay in the history"
    a_submission(product, by=lhh, now=moment("2022-07-18"))
    progress.confirm(product, by=entered(world, "vanphong"), now=moment("2022-07-18"))
    assert standing(product, date(2022, 7, 18)) == Standing.DONE_LATE, "taking back gives the first date up"
    with pytest.raises(Denied, match="Chỉ rút lại được báo cáo đang chờ xác nhận"):
        progress.withdraw(product, by=lhh, now=moment("2022-07-18"))


def test_taking_back_one_update_frees_every_period_it_answered(world: World, lhh: Officer) -> None:
    first = world.item("3", world.agencies.dang_doan_lhh, "quý I/2022")
    second = world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")
    update = a_submission(second, by=lhh, also=[first])
    progress.withdraw(second, by=lhh, now=NOW)
    update.refresh_from_db()
    assert set(WorkItem.objects.filter(pk__in=[first.pk, second.pk]).values_list("lifecycle", flat=True)) == {
        Lifecycle.IN_PROGRESS
    }
    assert update.withdrawn_at is not None


def test_what_was_confirmed_stays_when_the_rest_is_taken_back(world: World, lhh: Officer) -> None:
    first = world.item("3", world.agencies.dang_doan_lhh, "quý I/2022")
    second = world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")
    update = a_submission(second, by=lhh, also=[first])
    progress.confirm(first, by=entered(world, "vanphong"), now=NOW)
    progress.withdraw(second, by=lhh, now=NOW)
    for row in (first, second, update):
        row.refresh_from_db()
    assert (first.lifecycle, second.lifecycle) == (Lifecycle.CONFIRMED, Lifecycle.IN_PROGRESS)
    assert update.withdrawn_at is None, "the words were confirmed for the other quarter"


def test_nobody_else_takes_a_report_back(product: WorkItem, lhh: Officer, world: World) -> None:
    a_submission(product, by=lhh)
    with pytest.raises(Denied, match="Chỉ cán bộ của Đảng đoàn"):
        progress.withdraw(product, by=entered(world, "vanphong"), now=NOW)


# --- after a return -----------------------------------------------------------------------------


def test_sending_again_within_the_days_granted_keeps_the_first_date(
    product: WorkItem, lhh: Officer, world: World
) -> None:
    vanphong = entered(world, "vanphong")
    a_submission(product, by=lhh, now=moment("2022-07-15"))
    answer = a_return(product, by=vanphong, now=moment("2022-07-20"))
    assert answer.resubmit_by == date(2022, 7, 25), "three working days after Wednesday"
    assert standing(product, date(2022, 7, 21)) == Standing.OVERDUE, "nothing stands meanwhile"
    a_submission(product, by=lhh, now=moment("2022-07-25", 16))
    progress.confirm(product, by=vanphong, now=moment("2022-07-27"))
    product.refresh_from_db()
    assert product.submitted_on == date(2022, 7, 15)
    assert standing(product, date(2022, 7, 27)) == Standing.DONE_ON_TIME


def test_sending_again_a_day_too_late_counts_from_that_day(product: WorkItem, lhh: Officer, world: World) -> None:
    vanphong = entered(world, "vanphong")
    a_submission(product, by=lhh, now=moment("2022-07-15"))
    a_return(product, by=vanphong, now=moment("2022-07-20"))
    a_submission(product, by=lhh, now=moment("2022-07-26"))
    progress.confirm(product, by=vanphong, now=moment("2022-07-26"))
    product.refresh_from_db()
    assert product.submitted_on == date(2022, 7, 26)
    assert standing(product, date(2022, 7, 26)) == Standing.DONE_LATE


def test_a_resubmission_taken_back_may_still_keep_the_date(product: WorkItem, lhh: Officer, world: World) -> None:
    a_submission(product, by=lhh, now=moment("2022-07-15"))
    a_return(product, by=entered(world, "vanphong"), now=moment("2022-07-20"))
    a_submission(product, by=lhh, now=moment("2022-07-21"))
    progress.withdraw(product, by=lhh, now=moment("2022-07-21", 10))
    a_submission(product, by=lhh, now=moment("2022-07-22"))
    product.refresh_from_db()
    assert product.submitted_on == date(2022, 7, 15)


# --- coordinating -------------------------------------------------------------------------------


def test_a_share_is_seen_by_lead_and_monitor_not_by_sisters(world: World, client: Client, lhh: Officer) -> None:
    line = world.tasks["3"].assignments.get(role=Role.COORDINATING)
    share = progress.support(
        line, by=entered(world, "baocantho"), now=NOW, results="Đã đăng 4 bài", evidence=[a_file("trang-bao.pdf")]
    )
    assert not WorkItem.objects.filter(assignment=line).exists(), "a share is counted nowhere"
    path = reverse("plans:evidence", args=[share.evidence.get().pk])
    seen = {}
    for name in world.officers:
        answer = login(client, name).get(path)
        seen[name] = answer.status_code
        if answer.status_code == 200:
            assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    readers = {name for name, status in seen.items() if status == 200}
    assert readers == {"vanphong", "truongban", "lanhdao", "lhh", "baocantho"}
    assert set(seen.values()) == {200, 404}


def test_only_the_coordinating_agency_tells_its_share(world: World, lhh: Officer) -> None:
    line = world.tasks["3"].assignments.get(role=Role.COORDINATING)
    with pytest.raises(Denied, match="Chỉ đơn vị phối hợp"):
        progress.support(line, by=lhh, now=NOW, results="Đã đăng 4 bài")


def test_a_lead_line_is_not_answered_as_a_share(world: World, lhh: Officer) -> None:
    line = world.tasks["3"].assignments.get(role=Role.LEAD)
    with pytest.raises(Denied, match="Chỉ đơn vị phối hợp"):
        progress.support(line, by=lhh, now=NOW, results="Đã đăng 4 bài")


def test_lead_and_monitor_read_the_share_where_they_work(
    world: World, client: Client, lhh: Officer, at: object
) -> None:
    line = world.tasks["3"].assignments.get(role=Role.COORDINATING)
    progress.support(line, by=entered(world, "baocantho"), now=NOW, results="Đã đăng 4 bài về trí thức")
    quarter = world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")
    assert (
        "4 bài về trí thức"
        in login(client, "lhh").get(reverse("plans:report-form", args=[quarter.pk])).content.decode()
    )
    a_submission(quarter, by=lhh)
    assert (
        "4 bài về trí thức"
        in login(client, "vanphong").get(reverse("plans:review", args=[quarter.pk])).content.decode()
    )


def test_a_share_for_another_lead_stays_with_that_lead(world: World, client: Client, at: object) -> None:
    vanphong, bao = entered(world, "vanphong"), world.agencies.bao_can_tho
    dai = world.tasks["4"].assignments.get(agency=world.agencies.dai_pt_th)
    line = assign(
        world.tasks["4"],
        by=vanphong,
        now=NOW,
        role=Role.COORDINATING,
        agency=world.agencies.dang_doan_lhh,
        supports=dai,
    )
    progress.support(line, by=entered(world, "lhh"), now=NOW, results="Cử chuyên gia trả lời phỏng vấn")
    mine = world.item("4", bao, "quý II/2022")
    page = login(client, "baocantho").get(reverse("plans:report-form", args=[mine.pk])).content.decode()
    assert "Cử chuyên gia" not in page


def test_those_who_help_one_lead_read_each_other_and_those_of_another_lead_do_not(
    world: World, client: Client, at: object
) -> None:
    make_officer("omon", "Đặng Thị Mận", world.agencies.o_mon)
    office, agencies = entered(world, "vanphong"), world.agencies
    bao, dai = (world.tasks["4"].assignments.get(agency=one) for one in (agencies.bao_can_tho, agencies.dai_pt_th))
    lhh_helps_bao, codo_helps_bao, _omon_helps_dai = (
        assign(world.tasks["4"], by=office, now=NOW, role=Role.COORDINATING, agency=agency, supports=lead)
        for agency, lead in ((agencies.dang_doan_lhh, bao), (agencies.co_do, bao), (agencies.o_mon, dai))
    )
    said = progress.support(
        lhh_helps_bao,
        by=entered(world, "lhh"),
        now=NOW,
        results="Mời ba chuyên gia viết bài",
        evidence=[a_file("bai.pdf")],
    )
    url = reverse("plans:item-detail", args=[world.item("4", agencies.bao_can_tho, "quý II/2022").pk])
    proof = reverse("plans:evidence", args=[said.evidence.get().pk])
    for username, reads in (("codo", True), ("omon", False)):
        answer, file = login(client, username).get(url), client.get(proof)
        assert not reads or file.getvalue()
        assert ("Mời ba chuyên gia" in answer.content.decode(), file.status_code == 200) == (reads, reads), username
    unassign(codo_helps_bao, by=office, now=NOW, reason="Thôi giao")
    assert login(client, "codo").get(proof).status_code == 404


# --- nhập thay ----------------------------------------------------------------------------------


def test_what_came_on_paper_counts_from_the_day_it_came(world: World) -> None:
    item = world.item("2", world.agencies.o_mon, "quý II/2022")
    vanphong = entered(world, "vanphong")
    update = progress.record_on_behalf(
        item, by=vanphong, now=NOW, received_on=date(2022, 7, 8), paper_number="12-BC/QU", results="Đã quán triệt"
    )
    item.refresh_from_db()
    assert (item.lifecycle, item.submitted_on, item.completed_on) == (Lifecycle.CONFIRMED, date(2022, 7, 8), TODAY)
    assert standing(item) == Standing.DONE_ON_TIME
    assert (update.on_behalf, update.paper_number, update.officer) == (True, "12-BC/QU", vanphong)


@pytest.mark.parametrize("day", [date(2022, 3, 31), date(2022, 7, 15)])
def test_paper_comes_neither_before_the_order_nor_tomorrow(world: World, day: date) -> None:
    item = world.item("2", world.agencies.o_mon, "quý II/2022")
    with pytest.raises(Denied, match="Ngày nhận phải từ ngày giao việc đến hôm nay"):
        progress.record_on_behalf(item, by=entered(world, "vanphong"), now=NOW, received_on=day, results="Đã làm")


def test_only_the_monitor_records_for_others_and_never_for_itself(world: World) -> None:
    item = world.item("2", world.agencies.o_mon, "quý II/2022")
    for stranger in ("lhh", "codo", "lanhdao"):
        with pytest.raises(Denied, match="Chỉ Ban Tuyên giáo"):
            progress.record_on_behalf(item, by=entered(world, stranger), now=NOW, received_on=TODAY, results="Đã làm")
    own = world.plan.items.filter(agency=world.agencies.ban_tuyen_giao).first()
    assert own is not None
    with pytest.raises(Denied, match="báo cáo trực tiếp, không nhập thay"):
        progress.record_on_behalf(own, by=entered(world, "vanphong"), now=NOW, received_on=TODAY, results="Đã làm")


# --- issuing a report ---------------------------------------------------------------------------


def test_issuing_a_report_fulfils_the_item_it_answers(world: World) -> None:
    own = world.plan.items.filter(agency=world.agencies.ban_tuyen_giao).order_by("due_on").first()
    assert own is not None
    progress.fulfil_by_report(own, by=entered(world, "truongban"), now=NOW, note="Báo cáo 21-BC/BTGTU")
    own.refresh_from_db()
    assert (own.lifecycle, own.submitted_on) == (Lifecycle.CONFIRMED, TODAY)
    assert [event.kind for event in own.events.all()][:2] == [EventKind.CONFIRMED, EventKind.SUBMITTED]
    progress.fulfil_by_report(own, by=entered(world, "truongban"), now=NOW, note="Báo cáo 22-BC/BTGTU")
    assert own.events.filter(kind=EventKind.CONFIRMED).count() == 1, "a second report confirms nothing twice"


def test_a_report_of_somebody_else_fulfils_nothing(world: World, product: WorkItem) -> None:
    with pytest.raises(Denied, match="chỉ cán bộ của đơn vị mới ban hành"):
        progress.fulfil_by_report(product, by=entered(world, "truongban"), now=NOW, note="Báo cáo")


def test_a_confirmed_item_of_the_past_is_read_from_its_events(world: World, lhh: Officer, product: WorkItem) -> None:
    a_confirmation(product, by=lhh, monitor=entered(world, "vanphong"), now=NOW)
    before = WorkItem.objects.as_of(on=date(2022, 7, 13)).get(pk=product.pk)
    assert before.standing == Standing.NOT_STARTED  # type: ignore[attr-defined]
    assert standing(product) == Standing.DONE_ON_TIME


# --- at the same moment -------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_write_one_update(transactional_db: None) -> None:
    from tests.cast import make_world

    world = make_world()
    item = world.item("5", world.agencies.dang_doan_lhh)
    key, gate = uuid4(), Barrier(2)
    got: list[object] = []

    def click() -> None:
        try:
            by = entered(world, "lhh")
            gate.wait(timeout=10)
            got.append(progress.report(item, by=by, now=NOW, submits=True, results="Xong", once_key=key).pk)
        except Denied as refusal:
            got.append(refusal.reason)
        finally:
            connection.close()

    threads = [Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert len(got) == 2
    assert got[0] == got[1], "both clicks are told of the same update"
    assert StatusUpdate.objects.count() == 1
    assert item.events.filter(kind=EventKind.SUBMITTED).count() == 1
