"""The agency's forms in the browser: what is sent, what an error keeps, who finds nothing, how many queries."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import Officer
from plans.choices import Lifecycle, Role
from plans.models import Evidence, StatusUpdate, WorkItem
from plans.services import progress
from tests.builders import a_return, a_submission, a_task, an_extension
from tests.cast import NOW, TODAY, World, login, moment
from tests.directives.files import pdf

Clock = Callable[[Any], datetime]
PDF = pdf("Biên bản hội thảo phản biện")


@pytest.fixture(autouse=True)
def story_day(at: Clock) -> Clock:
    """Views read the clock of 14/7/2022."""
    return at


def entered(world: World, username: str) -> Officer:
    return world.officer(username).enter(on=TODAY)


def a_pdf(name: str = "bien-ban-hoi-thao.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


@pytest.fixture
def quarter(world: World) -> WorkItem:
    """The check-in of quý II/2022 of Đảng đoàn Liên hiệp Hội."""
    return world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")


@pytest.fixture
def product(world: World) -> WorkItem:
    return world.item("5", world.agencies.dang_doan_lhh)


def report_url(item: WorkItem) -> str:
    return reverse("plans:report-form", args=[item.pk])


def test_an_agency_reports_a_period_with_a_file(world: World, client: Client, quarter: WorkItem) -> None:
    login(client, "lhh")
    page = client.get(report_url(quarter)).content.decode()
    assert "Có kết quả" in page
    assert "Không phát sinh" in page
    assert "Mức độ hoàn thành" not in page, "no percent on check-ins (decision 6)"
    said = {"answer": "results", "results": "Kiện toàn 3 hội thành viên", "difficulties": "Thiếu kinh phí"}
    answer = client.post(report_url(quarter), {**said, "evidence": [a_pdf()]}, follow=True)
    assert "Ban Tuyên giáo Thành ủy Cần Thơ sẽ xác nhận hoặc trả lại kèm lý do" in answer.content.decode()
    update = StatusUpdate.objects.get()
    assert (update.submits, update.results, update.difficulties) == (True, said["results"], said["difficulties"])
    kept = Evidence.objects.get()
    got = client.get(reverse("plans:evidence", args=[kept.pk]))
    assert b"".join(got.streaming_content) == PDF  # type: ignore[attr-defined]
    assert got["Content-Disposition"].startswith("inline")
    assert "bien-ban-hoi-thao.pdf" in got["Content-Disposition"]


def test_nil_is_one_choice(client: Client, quarter: WorkItem) -> None:
    login(client, "lhh")
    assert client.post(report_url(quarter), {"answer": "nil"}).status_code == 302
    assert StatusUpdate.objects.get().is_nil


def test_nil_with_results_is_asked_about(client: Client, quarter: WorkItem) -> None:
    login(client, "lhh")
    answer = client.post(report_url(quarter), {"answer": "nil", "results": "Đã họp"})
    assert "thì chọn “Có kết quả”" in str(answer.context["form"].errors["answer"])
    assert not StatusUpdate.objects.exists()


def test_several_quarters_in_one_go(world: World, client: Client, quarter: WorkItem) -> None:
    first = world.item("3", world.agencies.dang_doan_lhh, "quý I/2022")
    login(client, "lhh")
    assert "Kỳ quý I/2022, hạn 12/4/2022" in client.get(report_url(quarter)).content.decode()
    client.post(report_url(quarter), {"answer": "results", "results": "Đã họp", "also": [first.pk]})
    assert StatusUpdate.objects.count() == 1
    assert WorkItem.objects.filter(lifecycle=Lifecycle.SUBMITTED).count() == 2
    page = client.get(reverse("plans:withdraw", args=[quarter.pk])).content.decode()
    assert "còn trả lời kỳ quý I/2022" in page


def test_another_agencys_quarter_is_no_choice(world: World, client: Client, quarter: WorkItem) -> None:
    other = world.item("2", world.agencies.co_do, "quý I/2022")
    login(client, "lhh")
    answer = client.post(report_url(quarter), {"answer": "results", "results": "Đã họp", "also": [other.pk]})
    assert answer.context["form"].errors["also"]
    other.refresh_from_db()
    assert other.lifecycle == Lifecycle.NOT_STARTED


@pytest.mark.parametrize(
    ("said", "field", "why"),
    [
        ({"answer": "done", "difficulties": "Thiếu kinh phí"}, "results", "Báo hoàn thành phải ghi kết quả"),
        ({"answer": "progress"}, "results", "Ghi ít nhất một nội dung"),
        ({"answer": "nil", "difficulties": "Thiếu kinh phí"}, "answer", ""),
        ({"difficulties": "Thiếu kinh phí"}, "answer", "Cần chọn"),
        ({"answer": "progress", "results": "x" * 10_001}, "results", "10000"),
    ],
)
def test_each_error_names_itself_and_keeps_the_words(
    client: Client, product: WorkItem, said: dict[str, str], field: str, why: str
) -> None:
    login(client, "lhh")
    answer = client.post(report_url(product), said)
    assert answer.status_code == 200
    assert why in str(answer.context["form"].errors[field])
    assert said.get("difficulties", "") in answer.content.decode()
    assert not StatusUpdate.objects.exists()


def test_percent_alone_is_progress(client: Client, product: WorkItem) -> None:
    login(client, "lhh")
    client.post(report_url(product), {"answer": "progress", "percent": "75"})
    product.refresh_from_db()
    assert (product.percent, product.lifecycle) == (75, Lifecycle.IN_PROGRESS)


def test_a_refused_file_names_itself_and_keeps_the_words(client: Client, product: WorkItem, media_root: Any) -> None:
    login(client, "lhh")
    bad = SimpleUploadedFile("chuong-trinh.exe", b"MZ\x90\x00\x03", content_type="application/pdf")
    empty = SimpleUploadedFile("trang-trang.pdf", b"", content_type="application/pdf")
    said = {"answer": "progress", "results": "Đã gửi 5 kiến nghị", "evidence": [a_pdf(), bad, empty]}
    answer = client.post(report_url(product), said)
    page = answer.content.decode()
    assert "chuong-trinh.exe" in page
    assert "trang-trang.pdf" in page
    assert "Đã gửi 5 kiến nghị" in page
    assert not StatusUpdate.objects.exists()
    assert not media_root.exists() or not any(media_root.rglob("*")), "nothing of a refused form touches the disk"


def test_a_marked_document_is_refused_as_evidence(client: Client, product: WorkItem) -> None:
    login(client, "lhh")
    secret = SimpleUploadedFile("ke-hoach.txt", "MẬT\nKế hoạch\nSố 12-KH/TU".encode(), content_type="text/plain")
    answer = client.post(report_url(product), {"answer": "progress", "results": "Gửi kèm", "evidence": [secret]})
    assert "ke-hoach.txt" in answer.content.decode()
    assert not Evidence.objects.exists()


def test_ten_files_and_no_more(client: Client, product: WorkItem) -> None:
    login(client, "lhh")
    files = [a_pdf(f"tep-{n}.pdf") for n in range(11)]
    answer = client.post(report_url(product), {"answer": "progress", "results": "Gửi kèm", "evidence": files})
    assert "tối đa 10 tệp" in answer.content.decode()


def test_proof_is_asked_for_before_sending(world: World, client: Client) -> None:
    task = a_task(
        world.plan, world.agencies.dang_doan_lhh, by=entered(world, "vanphong"), path="8", due_on=date(2022, 7, 29),
        needs_evidence=True,
    )  # fmt: skip
    item = task.items.get()
    login(client, "lhh")
    answer = client.post(report_url(item), {"answer": "done", "results": "Đã xong"})
    assert "yêu cầu kèm tệp minh chứng" in str(answer.context["form"].errors["evidence"])
    assert (
        client.post(report_url(item), {"answer": "done", "results": "Đã xong", "evidence": a_pdf()}).status_code == 302
    )


def test_two_clicks_of_one_form_count_once(client: Client, product: WorkItem) -> None:
    login(client, "lhh")
    said = {"answer": "done", "results": "Đã ban hành", "once_key": str(uuid4())}
    for _ in range(2):
        assert client.post(report_url(product), said)["Location"] == reverse("plans:agency-work")
    assert StatusUpdate.objects.count() == 1


def test_a_second_browsers_form_is_told_and_keeps_its_words(world: World, client: Client, product: WorkItem) -> None:
    login(client, "lhh")
    opened = client.get(report_url(product))
    assert opened.status_code == 200
    a_submission(product, by=entered(world, "lhh"), results="Bản của đồng nghiệp")
    answer = client.post(report_url(product), {"answer": "done", "results": "Bản của tôi", "once_key": str(uuid4())})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "đang chờ xác nhận" in page
    assert "Bản của đồng nghiệp" in page
    assert "Bản của tôi" in page
    assert "Gửi báo cáo" not in page
    assert StatusUpdate.objects.count() == 1


def test_opening_the_form_of_sent_work_says_what_to_do(world: World, client: Client, product: WorkItem) -> None:
    a_submission(product, by=entered(world, "lhh"))
    answer = login(client, "lhh").get(report_url(product))
    assert answer.status_code == 403
    assert "hãy rút lại báo cáo trước" in answer.content.decode()


def test_taking_back_says_what_it_means_first(world: World, client: Client, product: WorkItem) -> None:
    a_submission(product, by=entered(world, "lhh"))
    login(client, "lhh")
    path = reverse("plans:withdraw", args=[product.pk])
    assert "Ngày gửi được tính lại khi gửi lần sau" in client.get(path).content.decode()
    product.refresh_from_db()
    assert product.lifecycle == Lifecycle.SUBMITTED, "a look changes nothing"
    answer = client.post(path)
    assert answer["Location"] == report_url(product)
    assert client.post(path).status_code == 403


def test_a_returned_report_stands_first_with_its_reason(world: World, client: Client, quarter: WorkItem) -> None:
    a_submission(quarter, by=entered(world, "lhh"), now=moment("2022-07-11"))
    a_return(quarter, by=entered(world, "vanphong"), now=moment("2022-07-13"), reason="Chưa nêu số hội viên")
    page = login(client, "lhh").get(reverse("plans:agency-work")).content.decode()
    assert page.index("Chưa nêu số hội viên") < page.index('id="qua-han"')
    assert "Gửi lại trước hết Thứ Hai, 18/7/2022" in page


def test_when_the_granted_days_are_over_it_is_overdue_like_any_other(
    world: World, client: Client, quarter: WorkItem, story_day: Clock
) -> None:
    a_submission(quarter, by=entered(world, "lhh"), now=moment("2022-07-11"))
    a_return(quarter, by=entered(world, "vanphong"), now=moment("2022-07-13"))
    story_day("2022-07-19")
    page = login(client, "lhh").get(reverse("plans:agency-work")).content.decode()
    assert 'id="tra-lai"' not in page
    assert "Quá hạn 8 ngày" in page


def test_an_agency_sees_its_groups(world: World, client: Client, product: WorkItem) -> None:
    an_extension(product, by=entered(world, "lhh"), new_due_on="2022-08-30")
    page = login(client, "lhh").get(reverse("plans:agency-work")).content.decode()
    assert page.index("Quá hạn") < page.index("Đến hạn trong 14 ngày") < page.index("Còn thời gian")
    assert "đang xin gia hạn" in page
    assert "Việc phối hợp" in login(client, "baocantho").get(reverse("plans:agency-work")).content.decode()
    assert "chưa được giao việc nào" in login(client, "quangngai").get(reverse("plans:agency-work")).content.decode()


def test_a_share_is_sent_by_its_form(world: World, client: Client) -> None:
    line = world.tasks["3"].assignments.get(role=Role.COORDINATING)
    path = reverse("plans:support-form", args=[line.pk])
    login(client, "baocantho")
    answer = client.post(path, {"results": "", "difficulties": "Thiếu phóng viên"})
    assert "Cần nhập phần việc đã làm" in answer.content.decode()
    assert "Thiếu phóng viên" in answer.content.decode()
    assert client.post(path, {"results": "Đã đăng 4 bài", "evidence": a_pdf()}).status_code == 302
    assert "Đã đăng 4 bài" in client.get(path).content.decode()
    assert login(client, "lhh").get(path).status_code == 403
    assert login(client, "quangngai").get(path).status_code == 404


def test_paper_is_recorded_by_its_form(world: World, client: Client) -> None:
    item = world.item("2", world.agencies.o_mon, "quý II/2022")
    path = reverse("plans:on-behalf", args=[item.pk])
    login(client, "vanphong")
    said = {"received_on": "15/7/2022", "paper_number": "12-BC/QU", "results": "Đã quán triệt đến cơ sở"}
    answer = client.post(path, said)
    assert answer.context["form"].errors["received_on"] == ["Ngày nhận phải từ ngày giao việc đến hôm nay."]
    assert "Đã quán triệt đến cơ sở" in answer.content.decode()
    answer = client.post(path, {**said, "received_on": "08/7/2022", "evidence": a_pdf("ban-chup.pdf")})
    assert answer["Location"] == reverse("plans:item-detail", args=[item.pk])
    item.refresh_from_db()
    assert (item.lifecycle, item.submitted_on) == (Lifecycle.CONFIRMED, date(2022, 7, 8))
    assert client.get(path).status_code == 403


@pytest.mark.parametrize("stranger", ["baocantho", "codo", "quangngai", "phuthien"])
def test_strangers_find_nothing(world: World, client: Client, product: WorkItem, stranger: str) -> None:
    """Not the forms, not the files: 404 as if they did not exist, whatever the method."""
    login(client, "lhh")
    client.post(report_url(product), {"answer": "progress", "results": "Đã họp", "evidence": a_pdf()})
    file = reverse("plans:evidence", args=[Evidence.objects.get().pk])
    login(client, stranger)
    assert client.get(file).status_code == 404
    for name in ("report-form", "withdraw", "extension-ask", "on-behalf"):
        path = reverse(f"plans:{name}", args=[product.pk])
        assert client.get(path).status_code == 404
        assert client.post(path, {"answer": "done", "results": "Giả"}).status_code == 404
    assert StatusUpdate.objects.count() == 1


def test_a_supporting_agency_sees_the_item_but_does_not_report_it(
    world: World, client: Client, quarter: WorkItem
) -> None:
    login(client, "baocantho")
    for answer in (client.get(report_url(quarter)), client.post(report_url(quarter), {"answer": "nil"})):
        assert answer.status_code == 403
        assert "chỉ cán bộ của đơn vị mới báo cáo" in answer.content.decode()


def test_a_stranger_signs_in_first_and_a_look_writes_nothing(client: Client, product: WorkItem) -> None:
    for name in ("report-form", "withdraw", "extension-ask", "on-behalf"):
        path = reverse(f"plans:{name}", args=[product.pk])
        answer = client.get(path)
        assert answer["Location"] == f"/dang-nhap/?next={path}"
        assert client.post(path, {"answer": "done", "results": "Giả"}).status_code == 302
    login(client, "lhh")
    assert client.head(report_url(product)).status_code == 200
    assert not StatusUpdate.objects.exists()


def test_a_lost_file_is_not_an_error_page(world: World, client: Client, product: WorkItem) -> None:
    login(client, "lhh")
    client.post(report_url(product), {"answer": "progress", "results": "Đã họp", "evidence": a_pdf()})
    row = Evidence.objects.get()
    row.file.storage.delete(str(row.file.name))
    assert client.get(reverse("plans:evidence", args=[row.pk])).status_code == 404


def test_the_report_form_asks_as_often_after_many_reports_as_after_one(
    world: World, client: Client, product: WorkItem
) -> None:
    lhh = entered(world, "lhh")
    line = world.tasks["3"].assignments.get(role=Role.COORDINATING)
    quarter = world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")
    login(client, "lhh")
    counts = []
    for rounds in (1, 8):
        for _ in range(rounds):
            progress.report(quarter, by=lhh, now=NOW, submits=False, results="Đang làm")
            progress.support(line, by=entered(world, "baocantho"), now=NOW, results="Đã đăng bài")
        with CaptureQueriesContext(connection) as queries:
            client.get(report_url(quarter))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 22
