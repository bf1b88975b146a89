"""Pages of the overview and of reports: what they show, to whom, and that every number opens its rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.models import WorkItem
from reporting import doubling, drafting, makers, making, page, services, snapshot
from reporting.choices import FileState
from reporting.links import GROUPS, Numbers
from reporting.models import Report, ReportFile
from reporting.periods import parse
from tests.builders import a_confirmation, an_item
from tests.cast import CAST, NOW, TODAY, World, login
from tests.reporting.papers_of import a_report, issued, submitted, without_worker

__all__ = ["without_worker"]


@pytest.fixture(autouse=True)
def _story_day(at: Callable[..., Any], without_worker: list[int]) -> None:
    """Thursday 14/7/2022; nothing is handed to a worker."""


def _text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return unescape(answer.content.decode())


def _count(client: Client, href: str) -> int:
    """How many rows the list behind a number says it has."""
    answer = client.get(href)
    assert answer.status_code == 200, href
    return int(answer.context["page"].paginator.count)


def _confirm(world: World) -> None:
    item = world.item("4", world.agencies.bao_can_tho, "quý I/2022")
    a_confirmation(item, by=world.officer("baocantho"), monitor=world.officer("vanphong"), results="Đã mở chuyên mục.")


def test_every_number_of_the_overview_opens_as_many_rows(world: World, client: Client) -> None:
    _confirm(world)
    leader = login(client, "lanhdao")
    text = leader.get(reverse("reporting:overview")).content.decode()
    links = re.findall(r'<a[^>]*href="(/nhiem-vu/\?[^"]+)"[^>]*>(?:<[^>]+>)*([\d.]+)(?: việc)?(?:<[^>]+>)*</a>', text)
    assert len(links) > 15
    for href, number in links:
        assert _count(leader, unescape(href)) == int(number.replace(".", "")), unescape(href)


def test_the_overview_shows_ones_own_scope_only(world: World, client: Client) -> None:
    assert "Huyện ủy Cờ Đỏ" in _text(login(client, "lanhdao"), reverse("reporting:overview"))
    stranger = _text(login(client, "quangngai"), reverse("reporting:overview"))
    assert "chưa có đầu việc nào thuộc phạm vi" in stranger
    assert "54-CV/TU" not in stranger
    own = login(client, "codo").get(reverse("reporting:overview"))
    assert own.context["view"].figures.counts.assigned == 2
    assert "Quận ủy Ô Môn" not in unescape(own.content.decode())


def test_the_overview_speaks_of_the_chosen_period_and_document(world: World, client: Client) -> None:
    leader = login(client, "lanhdao")
    for query, label in (
        ("", "6 tháng đầu năm 2022"),
        ("?ky=2022-q1", "Quý I/2022"),
        ("?ky=lạ&van_ban=0", "6 tháng đầu"),
    ):
        assert label in _text(leader, reverse("reporting:overview") + query)
    own = leader.get(reverse("reporting:overview"), {"ky": "khac", "tu": "01/3/2022", "den": "31/3/2022"})
    assert own.context["view"].span.starts_on.isoformat() == "2022-03-01"
    only = leader.get(reverse("reporting:overview"), {"van_ban": world.cong_van_54.pk})
    assert only.context["view"].directive == world.cong_van_54


def test_what_no_figure_counts_is_named_apart(world: World, client: Client) -> None:
    assert "1 nhiệm vụ của 54-CV/TU chưa có đơn vị" in _text(login(client, "lanhdao"), reverse("reporting:overview"))


def test_how_long_documents_took_to_come_down(world: World, client: Client) -> None:
    view = login(client, "lanhdao").get(reverse("reporting:overview")).context["view"]
    assert [(step.superior.label, step.only.label, step.days) for step in view.latency] == [
        ("93-KL/TW", "54-CV/TU", 34)
    ]


def test_queries_of_the_pages_do_not_grow_with_the_rows(world: World, client: Client) -> None:
    report = a_report(world)
    office = login(client, "vanphong")
    pages = [
        reverse("reporting:overview"), reverse("reporting:report-list"), reverse("reporting:report-detail", args=[report.pk]),
        reverse("reporting:report-rows", args=[report.pk]),
    ]  # fmt: skip
    before = [_queries(office, url) for url in pages]
    for _ in range(4):
        an_item(world, world.agencies.o_mon)
        a_report(world)
    assert [_queries(office, url) for url in pages] == before


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize("username", CAST)
@pytest.mark.parametrize("state", ["draft", "frozen", "issued"])
def test_who_sees_a_report(world: World, client: Client, username: str, state: str) -> None:
    report = {"draft": a_report, "frozen": submitted, "issued": issued}[state](world)
    seen = {"draft": {"vanphong", "truongban"}, "frozen": {"vanphong", "truongban", "lanhdao"}}
    may = username in seen.get(state, seen["frozen"])
    someone = login(client, username)
    for name in ("reporting:report-detail", "reporting:report-rows"):
        assert someone.get(reverse(name, args=[report.pk])).status_code == (200 if may else 404)
    assert (report in someone.get(reverse("reporting:report-list")).context["page"].object_list) is may
    if not may:
        for name in (
            *(
                "report-edit",
                "report-submit",
                "report-approve",
                "report-return",
                "report-issue",
                "report-reopen",
                "report-make",
            ),
            *("report-copy", "report-replace"),
        ):
            assert someone.post(reverse(f"reporting:{name}", args=[report.pk])).status_code == 404


def test_a_superior_reads_but_does_not_act(world: World, client: Client) -> None:
    report = submitted(world)
    leader = login(client, "lanhdao")
    assert "Chỉ lãnh đạo Ban Tuyên giáo" in _text(leader, reverse("reporting:report-detail", args=[report.pk]))
    refused = leader.post(reverse("reporting:report-issue", args=[report.pk]), {"number": 1})
    assert refused.status_code == 403
    assert "Chỉ cán bộ của Ban Tuyên giáo" in unescape(refused.content.decode())


def test_the_file_goes_to_those_who_see_the_report(world: World, client: Client) -> None:
    report = issued(world)
    file = ReportFile.objects.get(report=report)
    assert login(client, "vanphong").get(reverse("reporting:file", args=[file.pk])).status_code == 404, "not made yet"
    making.make(file.pk, now=lambda: NOW)
    for username in ("codo", "lhh", "quangngai", "phuthien", "quantri"):
        assert login(client, username).get(reverse("reporting:file", args=[file.pk])).status_code == 404
    answer: Any = login(client, "lanhdao").get(reverse("reporting:file", args=[file.pk]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "05-bc-btgtu-54-cv-tu-6-thang-dau-nam-2022.pdf" in answer["Content-Disposition"]
    answer.close()


def test_a_report_is_laid_out_edited_frozen_and_issued_on_its_pages(world: World, client: Client) -> None:
    office = login(client, "vanphong")
    owed = world.item("6", world.agencies.ban_tuyen_giao, "6 tháng đầu năm 2022")
    office.post(
        reverse("reporting:report-create"),
        {
            "office": world.agencies.ban_tuyen_giao.pk, "directive": world.cong_van_54.pk, "period": "2022-n1",
            "recipient": world.agencies.thanh_uy.pk, "recipient_body": "Ban Thường vụ", "fulfils": owed.pk,
        },
    )  # fmt: skip
    report = Report.objects.get()
    url = reverse("reporting:report-detail", args=[report.pk])
    assert "Dự thảo" in _text(office, url)
    form = office.get(reverse("reporting:report-edit", args=[report.pk])).context["form"]
    typed = {name: form[name].value() for name in form.fields} | {
        f"initial-{name}": form[name].value() for name in drafting.SECTIONS
    }
    typed["obstacles"] = "<script>alert(1)</script>Huyện ủy Cờ Đỏ chậm báo cáo."
    assert office.post(reverse("reporting:report-edit", args=[report.pk]), typed).status_code == 302
    report.refresh_from_db()
    assert report.sections == {"obstacles": {"text": report.sections["obstacles"]["text"], "edited": True}}
    assert "<script>" not in office.get(url).content.decode().split("<article")[1]
    asked = _text(office, reverse("reporting:report-submit", args=[report.pk]))
    assert "giữ lại 14 đầu việc" in asked
    assert "Lãnh đạo Ban Tuyên giáo Thành ủy Cần Thơ được báo tin" in asked
    office.post(reverse("reporting:report-submit", args=[report.pk]), {"version": report.version})
    report.refresh_from_db()
    assert "Số liệu đã chốt" in _text(office, url)
    head = login(Client(), "truongban")
    assert "Chờ đồng chí duyệt" in _text(head, url)
    head.post(reverse("reporting:report-approve", args=[report.pk]), {"version": report.version})
    report.refresh_from_db()
    asked = _text(office, reverse("reporting:report-issue", args=[report.pk]))
    assert "Thành ủy Cần Thơ được báo tin, xem và tải được" in asked
    signer = (
        office.get(reverse("reporting:report-issue", args=[report.pk])).context["form"].fields["signer"].choices[0][0]
    )
    issue = {"number": 5, "issued_on": "14/7/2022", "signer": signer, "version": report.version}
    refused = office.post(reverse("reporting:report-issue", args=[report.pk]), issue | {"issued_on": "15/7/2022"})
    assert "chưa tới" in unescape(refused.content.decode())
    office.post(reverse("reporting:report-issue", args=[report.pk]), issue)
    report.refresh_from_db()
    assert (report.state, report.number_value, report.signer_name) == ("issued", 5, "Trần Quốc Khải")
    assert "05-BC/BTGTU" in _text(office, url)
    assert office.get(reverse("reporting:report-edit", args=[report.pk])).status_code == 403


def test_what_two_people_typed_is_shown_to_the_second(world: World, client: Client) -> None:
    report = a_report(world)
    office, url = login(client, "vanphong"), reverse("reporting:report-edit", args=[report.pk])
    form = office.get(url).context["form"]
    typed = {name: form[name].value() for name in form.fields} | {
        f"initial-{name}": form[name].value() for name in drafting.SECTIONS
    }
    services.revise_report(
        report, by=world.officer("truongban"), now=NOW, version=1, place="Ninh Kiều",
        sections={"next": "Việc của đồng nghiệp."},
    )  # fmt: skip
    answer = office.post(url, typed | {"next": "Việc của tôi.", "obstacles": "Chỉ tôi sửa."})
    text = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "Việc của đồng nghiệp." in text
    assert "Việc của tôi." in text
    headings = [heading for heading, _ in answer.context["theirs"]]
    assert headings == [drafting.SECTIONS["next"], "Địa danh"], "what nobody else touched is not listed"
    again = answer.context["form"].data.dict()
    assert office.post(url, again).status_code == 302
    report.refresh_from_db()
    assert report.sections["next"]["text"] == "Việc của tôi."


def test_a_stale_button_is_told(world: World, client: Client) -> None:
    report = a_report(world)
    services.revise_report(report, by=world.officer("truongban"), now=NOW, version=1, place="Ninh Kiều")
    answer = login(client, "vanphong").post(
        reverse("reporting:report-submit", args=[report.pk]), {"version": 1}, follow=True
    )
    assert "Có người vừa sửa báo cáo này" in unescape(answer.content.decode())
    report.refresh_from_db()
    assert report.state == "draft"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"period": "khac"}, "Cần nhập ngày"),
        ({"period": "khac", "since": "02/3/2022", "until": "01/3/2022"}, "Ngày cuối kỳ"),
        ({"period": "khac", "since": "15/7/2022", "until": "31/7/2022"}, "Ngày 15/7/2022 chưa tới"),
        ({"period": "khac", "since": "01/7/2017", "until": "01/7/2022"}, "dài nhất 5 năm"),
        ({"directive": ""}, "văn bản"),
    ],
)
def test_a_wrong_choice_is_said_beside_its_field(
    world: World, client: Client, changes: dict[str, str], why: str
) -> None:
    typed = {
        "office": world.agencies.ban_tuyen_giao.pk, "directive": world.cong_van_54.pk, "period": "2022-n1", **changes,
    }  # fmt: skip
    answer = login(client, "vanphong").post(reverse("reporting:report-create"), typed)
    assert why in unescape(answer.content.decode())
    assert not Report.objects.exists()


def test_a_document_outside_ones_reach_is_no_choice(world: World, client: Client) -> None:
    answer = login(client, "quangngai").post(
        reverse("reporting:report-create"),
        {
            "office": world.agencies.ban_tuyen_giao_quang_ngai.pk,
            "directive": world.cong_van_54.pk,
            "period": "2022-n1",
        },
    )
    assert answer.status_code == 200
    assert not Report.objects.exists()


def test_the_file_is_asked_for_watched_and_ready(
    world: World,
    client: Client,
    at: Callable[..., Any],
    without_worker: list[int],
    django_capture_on_commit_callbacks: Any,
) -> None:
    report = a_report(world)
    office = login(client, "vanphong")
    with django_capture_on_commit_callbacks(execute=True):
        office.post(reverse("reporting:report-make", args=[report.pk]), headers={"HX-Request": "true"})
    file = ReportFile.objects.get()
    assert without_worker == [file.pk]
    watched = reverse("reporting:report-files", args=[report.pk])
    panel = unescape(office.get(watched, headers={"HX-Request": "true"}).content.decode())
    assert 'hx-trigger="every 2s"' in panel
    assert "chưa nhận việc" not in panel
    at(NOW.replace(minute=1))
    assert "chưa nhận việc" in unescape(office.get(watched, headers={"HX-Request": "true"}).content.decode())
    assert office.get(watched).status_code == 302, "without scripts the link leads to the page"
    making.make(file.pk, now=lambda: NOW)
    panel = unescape(office.get(watched, headers={"HX-Request": "true"}).content.decode())
    assert "every 2s" not in panel
    assert reverse("reporting:file", args=[file.pk]) in panel


def test_rows_of_a_frozen_report_open_from_its_numbers(world: World, client: Client) -> None:
    _confirm(world)
    report = submitted(world)
    office = login(client, "vanphong")
    links = Numbers(page.drill(report, snapshot.of(report, on=TODAY)))
    counts = snapshot.of(report, on=TODAY).figures.counts
    for name in GROUPS:
        assert _count(office, getattr(links, name)) == getattr(counts, name), name
    WorkItem.objects.filter(agency=world.agencies.co_do).update(lifecycle="paused")
    assert _count(office, links.overdue) == counts.overdue, "rows do not move any more"
    odd = office.get(
        reverse("reporting:report-rows", args=[report.pk]) + "?xep_loai=x'); DROP TABLE--&don_vi=1%20OR%201=1"
    )
    assert odd.context["page"].paginator.count == counts.assigned


def test_a_file_that_cannot_be_made_says_so(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    report = a_report(world)
    file = services.ask_file(report, by=world.officer("vanphong"), now=NOW)

    def broken(*args: Any, **asked: Any) -> bytes:
        raise RuntimeError("no fonts")

    monkeypatch.setattr(makers, "render_pdf", broken)
    making.make(file.pk, now=lambda: NOW)
    file.refresh_from_db()
    assert file.state == FileState.FAILED
    assert "Máy không tạo được tệp này" in _text(
        login(client, "vanphong"), reverse("reporting:report-detail", args=[report.pk])
    )


def test_an_owed_report_is_chosen_only_for_its_own_period(world: World, client: Client) -> None:
    owed = world.item("6", world.agencies.ban_tuyen_giao, "6 tháng đầu năm 2022")
    office, url = login(client, "vanphong"), reverse("reporting:report-create")
    assert office.get(url + "?ky=2022-n1").context["form"].fields["fulfils"].initial == owed.pk
    assert office.get(url + "?ky=2022-q2").context["form"].fields["fulfils"].initial is None
    typed = {
        "office": world.agencies.ban_tuyen_giao.pk, "directive": world.cong_van_54.pk, "period": "2022-q2", "fulfils": owed.pk,
    }  # fmt: skip
    refused = unescape(office.post(url, typed).content.decode())
    assert "thuộc kỳ 6 tháng đầu năm 2022, còn báo cáo là quý II/2022" in refused
    assert "Không gắn đầu việc nào" in refused


def test_a_second_report_on_the_same_is_told_and_made_only_when_meant(world: World, client: Client) -> None:
    office, url = login(client, "vanphong"), reverse("reporting:report-create")
    typed = {"office": world.agencies.ban_tuyen_giao.pk, "directive": world.cong_van_54.pk, "period": "2022-n1"}
    office.post(url, typed)
    first = Report.objects.get()
    refused = unescape(office.post(url, typed).content.decode())
    assert f'Đã có <a href="/bao-cao/{first.pk}/">dự thảo báo cáo 6 tháng đầu năm 2022 về 54-CV/TU</a>' in refused
    assert "Vẫn lập thêm một báo cáo nữa" in refused
    said: dict[str, Any] = {
        "office": first.office, "directive": first.directive, "span": parse("2022-n1"), "by": world.officer("vanphong"),
        "now": NOW, "whole_subtree": False,
    }  # fmt: skip
    assert doubling.lay_out_once(again=False, **said) == (first, False), "a double click makes one report"
    assert office.post(url, typed | {"period": "2022-q1"}).status_code == 302
    assert office.post(url, typed | {"again": "on"}).status_code == 302
    assert Report.objects.count() == 3


def test_a_long_place_is_refused_with_its_length(world: World, client: Client) -> None:
    report = a_report(world)
    office, url = login(client, "vanphong"), reverse("reporting:report-edit", args=[report.pk])
    assert 'maxlength="60"' not in office.get(url).content.decode()
    form = office.get(url).context["form"]
    typed = {name: form[name].value() for name in form.fields} | {"place": "N" * 61}
    assert "dài nhất 60 ký tự; đồng chí đã nhập 61 ký tự" in unescape(office.post(url, typed).content.decode())
