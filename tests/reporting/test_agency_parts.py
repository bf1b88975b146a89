"""The first closing: agencies are asked for their part, write and close it, or are passed over in silence at the freezing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.services import SavedByOthers
from agencies.verdict import Denied
from plans.models import Notice
from reporting import drafting, parting, parts, services, signing, snapshot
from reporting.choices import PartState, ReportState, StepKind
from reporting.counts import Counts
from reporting.models import Part, Report
from tests.builders import a_confirmation, a_submission
from tests.cast import NOW, TODAY, World, login
from tests.reporting.papers_of import a_report, issued, submitted, without_worker

__all__ = ["without_worker"]


@pytest.fixture(autouse=True)
def _quiet(without_worker: list[int], at: Callable[[Any], datetime]) -> None:
    """No test here needs a worker; views read the clock of 14/7/2022."""


def asked(world: World, report: Report, *agencies: Any, **changes: Any) -> list[Part]:
    return parting.ask_parts(
        report, agencies=agencies or list(parts.leading(report)), by=world.officer("vanphong"), now=NOW, **changes
    )


def written(part: Part, by: Any, *, close: bool = True, version: int | None = None, **words: Any) -> Part:
    said = {"results": "", "difficulties": "", "proposals": "", **words}
    return parting.write_part(part, by=by, now=NOW, version=version or part.version, close=close, **said)


def test_every_agency_that_leads_work_can_be_asked_and_is_told_once(world: World) -> None:
    report = a_report(world)
    new = asked(world, report, words="Nêu rõ việc khó.", wanted_by=date(2022, 7, 20))
    names = {part.agency.name for part in new}
    assert world.agencies.bao_can_tho.name in names
    assert world.agencies.ban_tuyen_giao.name not in names, "the office does not ask itself"
    told = Notice.objects.filter(subject__startswith="part:", officer=world.officer("baocantho"))
    assert [one.text for one in told] == ["Được đề nghị góp phần vào báo cáo, chốt trước hết 20/7/2022"]
    assert asked(world, report) == [], "nobody is asked twice"
    step = report.steps.get(kind=StepKind.PARTS_ASKED)
    assert step.reason == f"{len(new)} cơ quan, đơn vị, chốt trước hết 20/7/2022"


def test_only_those_who_lead_work_are_asked_by_the_office_while_the_report_is_a_draft(world: World) -> None:
    report = a_report(world)
    with pytest.raises(Denied, match="không chủ trì đầu việc nào"):
        asked(world, report, world.agencies.tinh_uy_gia_lai)
    with pytest.raises(Denied, match="Chỉ cán bộ của Ban Tuyên giáo"):
        parting.ask_parts(report, agencies=[world.agencies.bao_can_tho], by=world.officer("baocantho"), now=NOW)
    with pytest.raises(Denied, match="không thể đã qua"):
        asked(world, report, wanted_by=date(2022, 7, 13))
    assert not Part.objects.exists()
    with pytest.raises(Denied, match="đã trình"):
        asked(world, submitted(world, report))


def test_an_agency_closes_its_part_and_the_office_sees_what_moved_afterwards(world: World) -> None:
    report = a_report(world)
    (part,) = asked(world, report, world.agencies.bao_can_tho)
    by = world.officer("baocantho")
    part = written(part, by, close=False, results="Mở chuyên mục mới.")
    assert (part.state, part.results) == (PartState.OPEN, "Mở chuyên mục mới.")
    part = written(part, by, results="Mở chuyên mục mới.", difficulties="Thiếu phóng viên.")
    assert (part.state, Counts(**part.counted).done) == (PartState.CLOSED, 0)
    told = Notice.objects.get(subject=f"report:{report.pk}:parts", officer=world.officer("vanphong"))
    assert told.text == "Đơn vị đã chốt phần của mình trong báo cáo"
    with pytest.raises(Denied, match="đã chốt"):
        written(part, by, results="Thêm.")
    item = world.item("4", world.agencies.bao_can_tho, "quý I/2022")
    a_submission(item, by=by)
    a_confirmation(world.item("4", world.agencies.bao_can_tho, "quý II/2022"), by=by, monitor=world.officer("vanphong"))
    numbers = snapshot.of(report, on=TODAY)
    (line,) = parts.lines_of(report, now=numbers.figures)
    assert line.moved == "Sau khi chốt: hoàn thành 0 → 1, quá hạn 2 → 0"


def test_what_agencies_write_flows_into_the_draft_under_their_names_and_is_frozen_with_it(world: World) -> None:
    report = a_report(world)
    (part,) = asked(world, report, world.agencies.bao_can_tho)
    words = {
        "results": "Mở chuyên mục mới.\nĐăng 12 bài.",
        "difficulties": "Thiếu phóng viên.",
        "proposals": "Bố trí thêm người.",
    }
    part = written(part, world.officer("baocantho"), close=False, version=None, **words)
    text = drafting.draft(report, snapshot.of(report, on=TODAY))
    assert "- Theo Báo Cần Thơ: mở chuyên mục mới; Đăng 12 bài." in text["results"]
    assert "- Theo Báo Cần Thơ: thiếu phóng viên." in text["obstacles"]
    assert "- Theo Báo Cần Thơ: bố trí thêm người." in text["proposals"]
    frozen = submitted(world, report)
    Part.objects.update(results="Sau này.")
    kept = snapshot.of(frozen, on=date(2023, 1, 1))
    assert drafting.draft(frozen, kept)["results"] == text["results"]


def test_who_saved_first_wins_and_the_second_is_told(world: World) -> None:
    (part,) = asked(world, a_report(world), world.agencies.bao_can_tho)
    by = world.officer("baocantho")
    written(part, by, close=False, results="Một.")
    with pytest.raises(SavedByOthers):
        written(part, by, close=False, version=1, results="Hai.")
    assert Part.objects.get().results == "Một."


def test_silence_closes_a_part_at_the_freezing_and_a_return_opens_it_again(world: World) -> None:
    report = a_report(world)
    spoke, silent = asked(world, report, world.agencies.bao_can_tho, world.agencies.co_do)
    if spoke.agency_id != world.agencies.bao_can_tho.pk:
        spoke, silent = silent, spoke
    written(spoke, world.officer("baocantho"), results="Xong.")
    frozen = submitted(world, report)
    assert dict(Part.objects.values_list("agency__name", "state")) == {
        world.agencies.bao_can_tho.name: PartState.CLOSED, world.agencies.co_do.name: PartState.SILENT,
    }  # fmt: skip
    assert frozen.steps.get(kind=StepKind.PARTS_SILENT).reason == world.agencies.co_do.name
    with pytest.raises(Denied, match="đã trình"):
        written(silent, world.officer("codo"), results="Muộn.")
    back = signing.return_report(
        frozen, by=world.officer("truongban"), now=NOW, version=frozen.version, reason="Hỏi thêm Cờ Đỏ."
    )
    silent.refresh_from_db()
    assert silent.state == PartState.OPEN
    assert written(silent, world.officer("codo"), results="Kịp.").state == PartState.CLOSED
    again = services.freeze_report(back, by=world.officer("vanphong"), now=NOW, version=back.version)
    assert again.state == ReportState.FROZEN


def test_a_closed_part_is_given_back_with_a_reason_that_stays_in_the_journey(world: World) -> None:
    report = a_report(world)
    (part,) = asked(world, report, world.agencies.bao_can_tho)
    by, office = world.officer("baocantho"), world.officer("vanphong")
    with pytest.raises(Denied, match="chưa chốt"):
        parting.reopen_part(part, by=office, now=NOW, version=part.version, reason="x")
    part = written(part, by, results="Xong.")
    with pytest.raises(Denied, match="lý do"):
        parting.reopen_part(part, by=office, now=NOW, version=part.version, reason=" ")
    with pytest.raises(Denied, match="Chỉ cán bộ của Ban Tuyên giáo"):
        parting.reopen_part(part, by=by, now=NOW, version=part.version, reason="Sửa.")
    part = parting.reopen_part(part, by=office, now=NOW, version=part.version, reason="Nêu số liệu.")
    assert (part.state, part.results, part.counted) == (PartState.OPEN, "Xong.", {})
    assert report.steps.get(kind=StepKind.PART_REOPENED).reason == f"{world.agencies.bao_can_tho.name}: Nêu số liệu."
    assert written(part, by, results="Xong, 12 bài.").state == PartState.CLOSED


def test_the_pages_lead_from_the_request_to_the_closed_part(world: World, client: Client) -> None:
    report = a_report(world)
    office = login(client, "vanphong")
    page = office.get(reverse("reporting:report-parts", args=[report.pk]))
    assert "Gửi đề nghị" in page.content.decode()
    assert "checked" not in page.content.decode(), "nobody is told unless chosen"
    chosen = [world.agencies.bao_can_tho.pk, world.agencies.co_do.pk]
    typed: dict[str, Any] = {"agencies": chosen, "words": "Nêu việc khó.", "wanted_by": "20/7/2022"}
    asked_back = office.post(reverse("reporting:report-parts", args=[report.pk]), typed)
    assert "Sẽ báo tin cho 2 cơ quan, đơn vị" in unescape(asked_back.content.decode())
    assert not Part.objects.exists()
    typed["sure"] = asked_back.context["form"].told
    assert office.post(reverse("reporting:report-parts", args=[report.pk]), typed).status_code == 302
    detail = office.get(reverse("reporting:report-detail", args=[report.pk])).content.decode()
    assert "0/2 đã chốt" in detail
    part = Part.objects.get(agency=world.agencies.bao_can_tho)
    agency = login(Client(), "baocantho")
    assert "Nêu việc khó." in agency.get(reverse("reporting:part", args=[part.pk])).content.decode()
    assert reverse("reporting:part", args=[part.pk]) in agency.get(reverse("plans:agency-work")).content.decode()
    said = {"results": "Đã đăng 12 bài.", "difficulties": "", "proposals": "", "version": part.version, "act": "close"}
    assert agency.post(reverse("reporting:part", args=[part.pk]), said).status_code == 302
    detail = office.get(reverse("reporting:report-detail", args=[report.pk])).content.decode()
    assert "1/2 đã chốt" in detail
    reopening = reverse("reporting:part-reopen", args=[part.pk])
    part.refresh_from_db()
    assert office.post(reopening, {"reason": "Bổ sung.", "version": part.version}).status_code == 302
    assert "Bổ sung." in agency.get(reverse("reporting:part", args=[part.pk])).content.decode()


def test_all_agencies_are_ticked_and_cleared_with_the_words_kept(world: World, client: Client) -> None:
    report = a_report(world)
    office, url = login(client, "vanphong"), reverse("reporting:report-parts", args=[report.pk])
    left = office.get(url).context["left"]
    filled = office.post(url, {"act": "fill-all", "words": "Nêu việc khó."}).content.decode()
    assert filled.count("checked") == len(left) > 2
    assert "Nêu việc khó." in unescape(filled)
    typed = {"act": "fill-none", "words": "Nêu việc khó.", "agencies": [left[0].pk]}
    assert "checked" not in office.post(url, typed).content.decode()
    assert not Part.objects.exists()


def test_an_agency_asked_in_another_tab_is_named(world: World, client: Client) -> None:
    report, cast = a_report(world), world.agencies
    asked(world, report, cast.bao_can_tho)
    office, url = login(client, "vanphong"), reverse("reporting:report-parts", args=[report.pk])
    answer = office.post(url, {"agencies": [cast.bao_can_tho.pk, cast.co_do.pk], "wanted_by": "20/7/2022"})
    assert f"{cast.bao_can_tho.name} đã được đề nghị rồi." in unescape(answer.content.decode())
    assert Part.objects.count() == 1
    assert "không chủ trì" in unescape(office.post(url, {"agencies": [0], "wanted_by": ""}).content.decode())


def test_what_was_typed_survives_a_marking_and_a_colleague_who_saved_first(world: World, client: Client) -> None:
    (part,) = asked(world, a_report(world), world.agencies.bao_can_tho)
    agency, url = login(client, "baocantho"), reverse("reporting:part", args=[part.pk])
    marked = agency.post(url, {"results": "MẬT\nVăn bản kèm theo.", "version": 1, "act": "save"})
    assert marked.status_code == 200
    written(part, world.officer("baocantho"), close=False, results="Bản của đồng nghiệp.")
    page = agency.post(url, {"results": "Bản của tôi.", "version": 1, "act": "save"})
    text = page.content.decode()
    assert page.status_code == 409
    assert "Bản của tôi." in text
    assert "Bản của đồng nghiệp." in text
    again = agency.post(
        url, {"results": "Bản của tôi.", "version": page.context["form"]["version"].value(), "act": "save"}
    )
    assert again.status_code == 302
    assert Part.objects.get().results == "Bản của tôi."


def test_a_part_is_seen_by_its_agency_and_by_who_sees_the_report(world: World) -> None:
    (part,) = asked(world, a_report(world), world.agencies.bao_can_tho)
    url = reverse("reporting:part", args=[part.pk])
    for username, status in (
        ("vanphong", 200),
        ("baocantho", 200),
        ("codo", 404),
        ("lhh", 404),
        ("lanhdao", 404),
        ("quangngai", 404),
    ):
        assert login(Client(), username).get(url).status_code == status, username
    assert (
        login(Client(), "baocantho")
        .post(reverse("reporting:part-reopen", args=[part.pk]), {"reason": "x", "version": 1})
        .status_code
        == 403
    )
    assert (
        login(Client(), "baocantho").get(reverse("reporting:report-detail", args=[part.report_id])).status_code == 404
    )


def test_a_correction_carries_what_agencies_gave(world: World) -> None:
    report = a_report(world)
    asked(world, report, world.agencies.bao_can_tho, world.agencies.co_do)
    spoke, silent = (report.parts.get(agency=one) for one in (world.agencies.bao_can_tho, world.agencies.co_do))
    written(spoke, world.officer("baocantho"), results="Mở chuyên mục mới.")
    written(silent, world.officer("codo"), close=False, difficulties="Thiếu kinh phí.")
    old = issued(world, report)
    new = signing.replace_report(old, by=world.officer("vanphong"), now=NOW)
    kept = {part.agency_id: (part.state, part.results, part.difficulties) for part in new.parts.all()}
    assert kept == {
        spoke.agency_id: (PartState.CLOSED, "Mở chuyên mục mới.", ""),
        silent.agency_id: (PartState.SILENT, "", "Thiếu kinh phí."),
    }
    texts = drafting.texts(new, snapshot.of(new, on=TODAY))
    assert "- Theo Báo Cần Thơ: mở chuyên mục mới." in texts["results"]
    assert "thiếu kinh phí" in texts["obstacles"]
    with pytest.raises(Denied, match="đã chốt"):
        written(new.parts.get(agency=spoke.agency_id), world.officer("baocantho"), results="Khác.")


def test_going_on_before_the_agreed_day_is_said_and_ticked(world: World, client: Client) -> None:
    report = a_report(world)
    asked(world, report, world.agencies.bao_can_tho, wanted_by=date(2022, 7, 20))
    asked(world, report, world.agencies.co_do, wanted_by=TODAY)
    office, url = login(client, "vanphong"), reverse("reporting:report-submit", args=[report.pk])
    page = unescape(office.get(url).content.decode())
    assert "Báo Cần Thơ (hẹn 20/7/2022)" in page
    refused = unescape(office.post(url, {"version": report.version}).content.decode())
    assert "Các đơn vị này còn thời gian chốt phần của mình" in refused
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    assert office.post(url, {"version": report.version, "early": "on"}).status_code == 302
    told = Notice.objects.filter(officer=world.officer("baocantho"), subject__startswith="part:").get()
    assert told.text == "Báo cáo đã trình ký; phần của đơn vị được lấy theo lời và số liệu đang có"


def test_the_page_of_a_part_says_what_was_frozen(world: World, client: Client) -> None:
    """What an agency did after the report is not told to its receiver; rows are linked where the reader may open them."""
    (part,) = asked(world, a_report(world), world.agencies.bao_can_tho)
    url = reverse("reporting:part", args=[part.pk])
    agency = login(client, "baocantho")
    own = agency.get(url).context["own"]
    assert own.links is not None
    assert f"van_ban={world.cong_van_54.pk}" in own.links.assigned
    issued(world, part.report)
    a_submission(world.item("4", world.agencies.bao_can_tho, "quý I/2022"), by=world.officer("baocantho"))
    receiver = login(Client(), "lanhdao")
    seen = receiver.get(url).context["own"]
    assert (seen.counts.overdue, seen.on) == (own.counts.overdue, TODAY)
    rows = receiver.get(seen.links.overdue).context["page"]
    assert rows.paginator.count == seen.counts.overdue
    assert agency.get(url).context["own"].links is None, "the agency may not open the report's rows"


def test_a_part_of_a_report_on_everything_links_to_no_list_that_counts_otherwise(world: World, client: Client) -> None:
    (part,) = asked(world, a_report(world, directive=None), world.agencies.bao_can_tho)
    assert login(client, "baocantho").get(reverse("reporting:part", args=[part.pk])).context["own"].links is None


def test_a_step_names_the_post_of_who_closed_a_part(world: World) -> None:
    (part,) = asked(world, a_report(world), world.agencies.bao_can_tho)
    written(part, world.officer("baocantho"))
    step = part.report.steps.get(kind=StepKind.PART_CLOSED)
    assert "Báo Cần Thơ" in step.post


def test_closing_a_part_twice_leads_to_it_with_the_reason(world: World, client: Client) -> None:
    (part,) = asked(world, a_report(world), world.agencies.bao_can_tho)
    written(part, world.officer("baocantho"), results="Xong.")
    url = reverse("reporting:part", args=[part.pk])
    again = login(client, "baocantho").post(url, {"results": "Khác.", "version": 1, "act": "close"}, follow=True)
    assert again.redirect_chain == [(url, 302)]
    assert "Phần này đơn vị đã chốt" in unescape(again.content.decode())
