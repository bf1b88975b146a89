"""One journey through the whole product, as the cast would make it: every step is a page, a form, or a job of the timetable.

Ban Tuyên giáo Thành ủy Cần Thơ enters 54-CV/TU, plans it, publishes it on 04/01/2022; agencies report, letters go out, and on
14/7/2022 the report on the first half of the year is issued to Ban Thường vụ.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from datetime import date, datetime
from html import unescape
from io import BytesIO
from mailbox import Maildir
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from agencies.models import Agency
from agencies.services import load_holidays
from directives.models import Directive
from plans import jobs
from plans.choices import Lifecycle, PlanState, ReminderState, Standing
from plans.models import Plan, Reminder, StatusUpdate, Task, WorkItem
from reporting.models import Report, ReportFile
from tests.browser.stage import at_once
from tests.cast import Agencies, make_agencies, make_officers, moment
from tests.directives.files import pdf

PASSWORD = "dondoc-minh-hoa"
Clock = Callable[[Any], datetime]
TASKS: list[dict[str, Any]] = [
    {"path": "1", "heading": "Tuyên truyền, quán triệt Kết luận 93-KL/TW", "kind": "continuing"},
    {"path": "2", "heading": "Tiếp tục chỉ đạo thực hiện Chỉ thị 42-CT/TW", "kind": "continuing"},
    {"path": "3", "heading": "Đổi mới nội dung, phương thức hoạt động", "kind": "recurring", "due_wording": "định kỳ báo cáo"},
    {"path": "4", "heading": "Sơ kết một năm thực hiện", "kind": "event"},
    {"path": "5", "heading": "Xây dựng kế hoạch triển khai", "kind": "product", "due_on": "15/7/2022",
     "due_wording": "trước ngày 15/7/2022", "due_source": "document", "product": "Kế hoạch", "needs_evidence": "on"},
    {"path": "6", "heading": "Theo dõi, đôn đốc, báo cáo Ban Thường vụ", "kind": "supervision", "due_wording": "định kỳ báo cáo"},
]  # fmt: skip


class Person:
    """One of the cast at a browser of their own, signed in through the form."""

    def __init__(self, client: Client, username: str) -> None:
        self.client = client
        answer = client.post("/dang-nhap/", {"username": username, "password": PASSWORD}, follow=True)
        assert answer.status_code == 200
        self.arrived_at = answer.request["PATH_INFO"]

    def text(self, name: str, /, *args: Any, **query: Any) -> str:
        """The page, which must open."""
        answer = self.client.get(reverse(name, args=args), query)
        assert answer.status_code == 200, (name, args, answer.status_code)
        return unescape(answer.content.decode())

    def status(self, name: str, *args: Any) -> int:
        return int(self.client.get(reverse(name, args=args)).status_code)

    def send(self, name: str, /, *args: Any, form: str = "form", **typed: Any) -> str:
        """Open a page, change what it offers in its form, send it; the text of the page that follows."""
        url = reverse(name, args=args)
        page = self.client.get(url)
        assert page.status_code == 200, (url, page.status_code)
        offered = _offered(page.context[form]) if page.context.get(form) is not None else {}
        answer = self.client.post(url, {**offered, **typed}, follow=True)
        assert answer.status_code == 200, (url, answer.status_code)
        text = unescape(answer.content.decode())
        assert answer.redirect_chain, (
            f"{url} was not taken: {re.findall(r'is-invalid|invalid-feedback[^<]*<[^<]*', text)}"
        )
        return text


def _offered(form: forms.BaseForm) -> dict[str, Any]:
    """What a browser would send of a form that nobody touched."""
    offered: dict[str, Any] = {}
    for field in form:
        value = field.value()
        choices = getattr(field.field.widget, "choices", None)
        if value in (None, "") and type(field.field.widget) is forms.Select and choices:
            value = next(iter(choices))[0]  # a list always has something chosen
        if value in (None, "", False) or isinstance(field.field, forms.FileField):
            continue
        value = getattr(value, "pk", value)
        offered[field.html_name] = value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)
        if field.field.show_hidden_initial:
            offered[field.html_initial_name] = offered[field.html_name]
    return offered


@pytest.fixture
def mail(tmp_path: Path, settings: Any) -> Iterator[Maildir]:
    """The demo's mail: a real SMTP server that keeps letters in a Maildir."""
    folder = tmp_path / "thu"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = Controller(Mailbox(str(folder)), hostname="127.0.0.1", port=port)
    server.start()
    settings.DEMO, settings.DEMO_MAILDIR = True, folder
    settings.REMINDERS = {"opens": "07:30", "closes": "17:00", "working_days_only": True}
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
        }
    }
    yield Maildir(str(folder))
    server.stop()


@pytest.fixture
def worker() -> Iterator[None]:
    """Jobs that a page asks for are done at once."""
    with at_once():
        yield


@pytest.fixture
def cast(transactional_db: None, at: Clock, mail: Maildir) -> tuple[Agencies, Callable[[str], Person]]:
    """Agencies and officers, nothing else; `person("lhh")` signs somebody in."""
    at("2022-01-04")
    load_holidays((2022,))
    agencies = make_agencies()
    make_officers(agencies)
    return agencies, lambda username: Person(Client(), username)


def _document(agencies: Agencies, **changes: Any) -> dict[str, Any]:
    """54-CV/TU as typed from its paper, citing a conclusion that nobody has entered."""
    return {
        "number_as_printed": "Số 54-CV/TU", "issued_on": "24/12/2020", "subject": "Triển khai thực hiện Kết luận 93-KL/TW",
        "secrecy": "normal", "urgency": "normal", "source_kind": "document", "issuer": f"a{agencies.thanh_uy.pk}",
        "acting_body": "Ban Thường vụ", "place": "Cần Thơ", "signer_authority": "T/M BAN THƯỜNG VỤ", "signer_name": "Phạm Văn Hiếu",
        "superiors-TOTAL_FORMS": "2", "superiors-INITIAL_FORMS": "0", "superiors-0-kind": "implements",
        "superiors-0-number": "93-KL/TW", "superiors-0-issued_on": "20/11/2020", "superiors-0-issuer": f"a{agencies.ban_bi_thu.pk}",
        "superiors-0-subject": "Tiếp tục thực hiện Chỉ thị 42-CT/TW", "superiors-1-kind": "implements",
        "addressees-TOTAL_FORMS": "2", "addressees-INITIAL_FORMS": "0", "addressees-0-purpose": "execute",
        "addressees-0-bodies": [f"g{agencies.cac_huyen_uy.pk}", f"a{agencies.dang_doan_lhh.pk}"],
        "addressees-1-purpose": "report", "addressees-1-texts": "Ban Bí thư (để báo cáo)",
        "uploads": [SimpleUploadedFile("54-CV-TU.pdf", pdf("Công văn 54-CV/TU"))], **changes,
    }  # fmt: skip


def _enter(person: Person, agencies: Agencies) -> Directive:
    """The document, its chain up to 42-CT/TW, and a second try that is recognised."""
    create = reverse("directives:create")
    told = person.client.post(create, _document(agencies), follow=True)
    assert "Đã nhập Công văn 54-CV/TU" in told.content.decode()
    directive, stub = Directive.objects.get(number="54-CV/TU"), Directive.objects.get(number="93-KL/TW")
    assert (stub.is_stub, directive.is_stub) == (True, False)

    again = person.client.post(create, _document(agencies, number_as_printed="54 - CV/TU"))
    assert again.status_code == 200
    assert "đã có trong hệ thống" in unescape(again.content.decode())
    assert Directive.objects.filter(number="54-CV/TU").count() == 1

    typed = {"kind": "continues", "number": "42-CT/TW", "issuer_text": "Bộ Chính trị khóa X", "issued_on": "16/4/2010"}
    person.client.post(
        reverse("directives:link-add", args=[stub.pk]), {f"superior-{name}": value for name, value in typed.items()}
    )
    chain = person.text("directives:detail", directive.pk)
    for seen in ("93-KL/TW", "42-CT/TW", "34 ngày", "chưa có toàn văn"):
        assert seen in chain
    assert "93-KL/TW" in person.text("directives:list", q="93 kl")
    return directive


def _plan(person: Person, directive: Directive, agencies: Agencies) -> Plan:
    """A draft with tasks of all kinds and every way of naming who does them."""
    person.send("plans:plan-create", directive.pk, owner=agencies.ban_tuyen_giao.pk, cycle="quarterly")
    plan = Plan.objects.get(directive=directive)
    for said in TASKS:
        source = {"source_text": f"Mục {said['path']}: {said['heading']}.", "is_verbatim": "False"}
        person.send("plans:task-add", plan.pk, **source, **said)
    task = {row.path: row for row in plan.tasks.all()}

    def give(path: str, *bodies: Agency, role: str = "lead", **typed: Any) -> None:
        chosen: dict[str, Any] = {"agencies": [body.pk for body in bodies]} if bodies else {}
        person.send("plans:assign", plan.pk, task[path].pk, role=role, **chosen, **typed)

    assign = reverse("plans:assign", args=[plan.pk, task["2"].pk])
    person.client.post(assign, {"group": agencies.cac_huyen_uy.pk})
    give("3", agencies.dang_doan_lhh)
    give("3", agencies.bao_can_tho, role="coordinating")
    give("4", agency_text="các cơ quan có liên quan")
    give("5", agencies.dang_doan_lhh)
    give("6", agencies.ban_tuyen_giao)
    line = task["6"].assignments.get()
    person.send(
        "plans:plan-duty-add", plan.pk, assignment=line.pk, name="Báo cáo 6 tháng gửi Ban Thường vụ", recurrence="half_yearly",
        recipient=agencies.thanh_uy.pk, is_report="on", since="04/01/2022", days_after=15,
    )  # fmt: skip
    assert set(Task.objects.without_agency().values_list("path", flat=True)) == {"1", "4"}
    return plan


def _publish(person: Person, plan: Plan, stranger: Person) -> None:
    """What will happen is shown first; a draft is nobody else's business."""
    assert stranger.status("plans:plan-detail", plan.pk) == 404
    before = person.text("plans:publish", plan.pk)
    assert "Phát hành kế hoạch 54-CV/TU?" in before
    assert not WorkItem.objects.exists()
    person.send("plans:publish", plan.pk)
    plan.refresh_from_db()
    assert plan.state == PlanState.PUBLISHED
    # Three districts and Đảng đoàn for quý I, Đảng đoàn's product, the office's own report.
    assert WorkItem.objects.count() == 3 + 1 + 1 + 1
    assert stranger.status("plans:plan-detail", plan.pk) == 200


def _item(path: str, agency: Agency, period: str = "") -> WorkItem:
    rows = WorkItem.objects.filter(task__path=path, agency=agency)
    return rows.get(period__label=period) if period else rows.get(period=None)


def _report(person: Person, item: WorkItem, **typed: Any) -> str:
    return person.send("plans:report-form", item.pk, **{"answer": "results", **typed})


def _progress(person: Callable[[str], Person], agencies: Agencies, at: Clock) -> None:
    """April and July: reports with evidence, a return, a second try, confirmations, and what nobody may do."""
    at("2022-04-05")
    office, district = person("vanphong"), person("codo")
    first = _item("2", agencies.co_do, "quý I/2022")
    proof = SimpleUploadedFile("ke-hoach.pdf", pdf("Kế hoạch của Huyện ủy"))
    _report(
        district, first, results="Đã quán triệt tới 100% chi bộ", difficulties="Thiếu báo cáo viên", evidence=[proof]
    )
    assert district.status("plans:review", first.pk) in (403, 404)
    assert person("lhh").status("plans:item-detail", first.pk) == 404

    office.send("plans:review", first.pk, **{"return": "1", "reason": "Chưa nêu số lớp, số người dự."})
    first.refresh_from_db()
    assert first.lifecycle == Lifecycle.IN_PROGRESS
    assert "Chưa nêu số lớp, số người dự." in district.text("plans:agency-work")
    at("2022-04-07")
    office, district = person("vanphong"), person("codo")
    _report(district, first, results="Đã mở 12 lớp, 640 người dự")
    office.send("plans:review", first.pk, confirm="1")
    first.refresh_from_db()
    assert (first.lifecycle, first.submitted_on) == (Lifecycle.CONFIRMED, date(2022, 4, 5))

    at("2022-07-06")
    jobs.open_periods()
    office, lhh = person("vanphong"), person("lhh")
    owed = _item("3", agencies.dang_doan_lhh, "quý II/2022")
    silent = _item("3", agencies.dang_doan_lhh, "quý I/2022")
    _report(lhh, owed, results="Đã đổi mới sinh hoạt hội viên", also=[silent.pk])
    assert StatusUpdate.objects.filter(assignment=owed.assignment).count() == 1
    for item in (owed, silent):
        office.send("plans:review", item.pk, confirm="1")
    helper = person("baocantho")
    helper.send("plans:support-form", owed.task.assignments.get(role="coordinating").pk, results="Đã đăng 4 tin, bài")
    assert "Đã đăng 4 tin, bài" in lhh.text("plans:item-detail", owed.pk)
    assert "Đã quán triệt" not in helper.text("plans:item-list", muc="tat-ca")

    product = _item("5", agencies.dang_doan_lhh)
    at("2022-07-12")
    office, lhh = person("vanphong"), person("lhh")
    refused = lhh.client.post(reverse("plans:report-form", args=[product.pk]), {"answer": "done", "results": "Xong"})
    assert "minh chứng" in unescape(refused.content.decode())
    file = SimpleUploadedFile("ke-hoach-lhh.pdf", pdf("Kế hoạch triển khai"))
    _report(lhh, product, answer="done", results="Đã ban hành kế hoạch", evidence=[file])
    assert "Đã ban hành kế hoạch" in office.text("plans:review", product.pk)


def _reminders(person: Callable[[str], Person], agencies: Agencies, at: Clock, mail: Maildir) -> None:
    """Thursday morning's letters: one to each officer who still owes, shown on the demo's page of letters."""
    at(moment("2022-01-05", 7, 31))  # the morning after publishing: who was given work hears of it
    jobs.send_reminders()
    assert {"codo@example.vn", "lhh@example.vn"} <= {str(letter["To"]) for letter in mail}
    mail.clear()
    at(moment("2022-07-14", 6, 0))
    jobs.open_reminders()
    jobs.send_reminders()
    assert len(mail) == 0, "a letter left before half past seven"
    at(moment("2022-07-14", 7, 31))
    jobs.open_reminders()
    jobs.send_reminders()
    jobs.send_reminders()
    to = sorted(str(letter["To"]) for letter in mail)
    assert [address for address in to if "codo" in address] == to[:1]
    assert not any("lhh" in address for address in to), "what waits for confirmation is not reminded"
    overdue = _item("2", agencies.co_do, "quý II/2022")
    assert overdue.reminders.filter(state=ReminderState.SENT).exists()
    assert not Reminder.objects.filter(state=ReminderState.OPEN, agency=agencies.co_do).exists()

    district = person("codo")
    page = district.text("plans:demo-mail")
    found = re.search(r'href="(/thu-minh-hoa/[^"]+/)"', page)
    assert found is not None
    letter = unescape(district.client.get(found[1]).content.decode())
    assert "Tiếp tục chỉ đạo thực hiện Chỉ thị 42-CT/TW" in letter
    assert person("lhh").client.get(found[1]).status_code == 404


COUNTED = re.compile(r'<a\b([^>]*\bhref="(/nhiem-vu/\?[^"]*)"[^>]*)>(.*?)</a>', re.S)


def _numbers(html: str) -> list[tuple[str, int]]:
    """Links to the list of items whose words are a number: where each leads, and what it says."""
    found = []
    for _, href, words in COUNTED.findall(html):
        told = re.sub(r"<[^>]*>", " ", words).strip()
        if number := re.fullmatch(r"([\d.]+)(?:\s+(?:việc|đầu việc|đầu việc quá hạn))?", told):
            found.append((unescape(href), int(number[1].replace(".", ""))))
    return found


def _rows_behind(person: Person, href: str) -> int:
    answer = person.client.get(href)
    assert answer.status_code == 200, href
    return int(answer.context["page"].paginator.count)


def _every_number_opens_its_rows(person: Callable[[str], Person]) -> None:
    """Desk and overview: each number is the length of the list it leads to."""
    office, leader = person("vanphong"), person("lanhdao")
    for who, name, at_least in ((office, "plans:desk", 1), (leader, "reporting:overview", 6)):
        answer = who.client.get(reverse(name))
        numbers = _numbers(answer.content.decode())
        assert len(numbers) >= at_least, f"{name} links only {numbers}"
        for href, told in numbers:
            assert _rows_behind(who, href) == told, f"{name}: {href} says {told}"
    on = date(2022, 7, 14)
    late = WorkItem.objects.with_standing(on=on).filter(standing=Standing.OVERDUE).count()  # type: ignore[misc]  # annotated
    assert office.client.get(reverse("plans:desk")).context["desk"].overdue.total == late
    links = [(parse_qs(urlsplit(href).query), n) for href, n in _numbers(leader.text("reporting:overview"))]
    assert late in [n for query, n in links if query.get("xep_loai") == ["overdue"] and "qua_han_tu" not in query]


def _issue(person: Callable[[str], Person], directive: Directive, agencies: Agencies) -> ReportFile:
    """The half-yearly report: laid out, worded, put forward, approved, numbered, issued, printed."""
    office = person("vanphong")
    office.send("reporting:report-create", office=agencies.ban_tuyen_giao.pk, directive=directive.pk, period="2022-n1")
    report = Report.objects.get()
    assert report.fulfils is not None
    assert report.fulfils.task.path == "6"
    assert person("lanhdao").status("reporting:report-detail", report.pk) == 404, "a draft is its office's own"
    section = next(name for name in _offered(office.client.get(reverse("reporting:report-edit", args=[report.pk])).context["form"])
                   if name not in ("subject", "place", "recipients", "version") and not name.startswith("initial-"))  # fmt: skip
    words = "Các cấp ủy đã quán triệt nghiêm túc, kịp thời."
    office.send("reporting:report-edit", report.pk, **{section: words})
    office.send("reporting:report-submit", report.pk)
    person("truongban").send("reporting:report-approve", report.pk)
    office.send("reporting:report-issue", report.pk)
    report.refresh_from_db()
    assert report.number_value
    report.fulfils.refresh_from_db()
    assert report.fulfils.lifecycle == Lifecycle.CONFIRMED
    if not ReportFile.objects.filter(report=report, state="ready", report_version=report.version).exists():
        office.client.post(reverse("reporting:report-make", args=[report.pk]))
    return ReportFile.objects.get(report=report, state="ready", report_version=report.version)


def _read_paper(person: Callable[[str], Person], file: ReportFile) -> None:
    """The receiver downloads it and finds the figures; outside the scope it does not exist."""
    answer: Any = person("lanhdao").client.get(reverse("reporting:file", args=[file.pk]))
    assert answer.status_code == 200
    paper = PdfReader(BytesIO(b"".join(answer.streaming_content)))
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    figures, report = file.report.figures, file.report
    for words in (
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "BÁO CÁO",
        f"-{report.symbol}",
        "54-CV/TU",
        "Các cấp ủy đã quán triệt nghiêm túc",
    ):
        assert words in text, words
    assert figures, "nothing was frozen"
    rows = report.rows.count()
    assert re.search(rf"\b{rows} đầu việc", text), f"the paper does not say its {rows} items: {text[:1500]}"
    for username in ("quangngai", "phuthien", "codo", "quantri"):
        assert person(username).status("reporting:file", file.pk) == 404
        assert person(username).status("reporting:report-detail", report.pk) == 404


def test_from_an_order_to_a_signed_report(
    cast: tuple[Agencies, Callable[[str], Person]], at: Clock, mail: Maildir, worker: None
) -> None:
    agencies, person = cast
    first_pages = {name: person(name).arrived_at for name in ("vanphong", "lhh", "lanhdao")}
    assert first_pages["lanhdao"] == "/tong-quan/"
    office = person("vanphong")
    directive = _enter(office, agencies)
    plan = _plan(office, directive, agencies)
    _publish(office, plan, person("codo"))
    assert (person("vanphong").arrived_at, person("lhh").arrived_at) == ("/ban-lam-viec/", "/viec-don-vi/")
    at("2022-04-01")
    jobs.open_periods()
    _progress(person, agencies, at)
    _reminders(person, agencies, at, mail)
    at(moment("2022-07-14", 9, 0))
    _every_number_opens_its_rows(person)
    _read_paper(person, _issue(person, directive, agencies))
    for username in ("quangngai", "phuthien"):
        neighbour = person(username)
        assert neighbour.status("directives:detail", directive.pk) == 404
        assert neighbour.status("plans:plan-detail", plan.pk) == 404
        assert "54-CV/TU" not in neighbour.text("directives:list", q="54 cv")
