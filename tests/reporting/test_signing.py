"""A report's way through the leader's hands: who may take which step, what is told to whom, what never changes afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from agencies import renaming
from agencies.choices import Duty
from agencies.models import Officer, Post
from agencies.services import SavedByOthers, appoint
from agencies.uploads import check_upload
from agencies.verdict import Denied
from directives.models import Directive
from plans.models import Notice
from reporting import approving, compose, drafting, news, page, services, signing, snapshot
from reporting.choices import ReportState, StepKind
from reporting.models import Report, ReportRow, SignedCopy
from reporting.periods import parse
from tests.builders import a_confirmation
from tests.cast import NOW, TODAY, World, login, moment
from tests.directives.files import pdf
from tests.plans.test_handover import as_now
from tests.reporting.papers_of import HEAD, a_report, approved, issued, submitted, without_worker
from tests.reporting.test_inheriting import a_ban, handed

__all__ = ["without_worker"]
REASON = "Nêu rõ nguyên nhân của các đầu việc quá hạn."


@pytest.fixture(autouse=True)
def _story_day(at: Callable[..., Any], without_worker: list[int]) -> None:
    """Thursday 14/7/2022; nothing is handed to a worker."""


def told(officer: Officer) -> list[str]:
    """What the officer's inbox says about reports."""
    found = Notice.objects.filter(officer=officer, subject__startswith="report:")
    return list(found.order_by("-at", "-pk").values_list("text", flat=True))


def kinds(report: Report) -> list[str]:
    return list(report.steps.order_by("pk").values_list("kind", flat=True))


def reason_of(report: Report) -> str:
    """Why the last step was taken."""
    return report.steps.order_by("-pk")[0].reason


def text_of(client: Client, name: str, pk: int) -> str:
    answer = client.get(reverse(f"reporting:{name}", args=[pk]))
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def without_leader(office: Any) -> None:
    Post.objects.filter(agency=office, duty=Duty.LEADER).update(until=date(2022, 1, 1))


def a_scan(words: str = "Bản ký") -> Any:
    return check_upload(SimpleUploadedFile("bao-cao-ky.pdf", pdf(words), "application/pdf"))


def test_a_report_is_put_forward_approved_numbered_and_signed(world: World, client: Client) -> None:
    clerk, head, city = (world.officer(name) for name in ("vanphong", "truongban", "lanhdao"))
    report = submitted(world)
    assert (told(head), told(clerk)) == ([news.SUBMITTED], [])
    report = approved(world, report)
    assert told(clerk) == [news.APPROVED]
    report = issued(world, report)
    assert (told(head), told(city)) == ([news.ISSUED], [news.RECEIVED])
    signing.attach_signed_copy(report, by=clerk, now=NOW, upload=a_scan())
    assert told(city) == [news.SIGNED, news.RECEIVED], "neither pushes the other away"
    inbox = unescape(login(client, "lanhdao").get(reverse("plans:inbox")).content.decode())
    assert inbox.count(">Báo cáo số 05-BC/BTGTU 6 tháng đầu năm 2022 về 54-CV/TU</button>") == 2
    assert "Ban Tuyên giáo Thành ủy gửi Ban Thường vụ Thành ủy" in inbox
    Notice.objects.filter(officer=city).update(officer=world.officer("codo"))
    assert "54-CV/TU</button>" not in login(Client(), "codo").get(reverse("plans:inbox")).content.decode()
    Notice.objects.filter(officer=world.officer("codo")).update(officer=city)
    assert kinds(report) == ["laid_out", "submitted", "approved", "issued", "signed_copy"]
    page = text_of(login(client, "lanhdao"), "report-detail", report.pk)
    for role, who in (
        ("Người soạn", "Nguyễn Thị Hồng Vân, Chuyên viên, Ban Tuyên giáo Thành ủy"),
        ("Người duyệt", "Trần Quốc Khải, Trưởng ban, Ban Tuyên giáo Thành ủy"),
        ("Người ký", "Trần Quốc Khải, Trưởng ban"),
    ):
        assert f"<dt>{role}</dt><dd>{who}</dd>" in page
    assert "Tải bản ký" in page
    assert "Hành trình báo cáo" in page


def test_a_returned_report_is_a_draft_again_with_the_reason_before_those_who_prepared_it(
    world: World, client: Client
) -> None:
    clerk, head = world.officer("vanphong"), world.officer("truongban")
    draft = a_report(world)
    draft = services.revise_report(draft, by=clerk, now=NOW, version=1, sections={"next": "Việc của cơ quan."})
    report = submitted(world, draft)
    with pytest.raises(Denied, match="Ghi lý do"):
        signing.return_report(report, by=head, now=NOW, version=report.version, reason="  ")
    report = signing.return_report(report, by=head, now=NOW, version=report.version, reason=REASON)
    assert (report.state, report.checksum, ReportRow.objects.filter(report=report).count()) == ("draft", "", 0)
    assert report.sections == {"next": {"text": "Việc của cơ quan.", "edited": True}}
    assert told(clerk) == [news.RETURNED]
    assert REASON in text_of(login(client, "vanphong"), "report-detail", report.pk)
    assert "Bị trả lại, cần sửa" in unescape(client.get(reverse("plans:desk")).content.decode())
    item = world.item("4", world.agencies.bao_can_tho, "quý I/2022")
    a_confirmation(item, by=world.officer("baocantho"), monitor=clerk, results="Đã mở chuyên mục.")
    assert snapshot.of(report, on=TODAY).figures.counts.done == 1, "the figures are live"
    report = submitted(world, report)
    assert REASON not in text_of(client, "report-detail", report.pk).split("Hành trình")[0]
    approved(world, report)


def test_who_takes_no_step(world: World) -> None:
    clerk, head, city = (world.officer(name) for name in ("vanphong", "truongban", "lanhdao"))
    draft = a_report(world)
    say: dict[str, Any] = {"now": NOW, "version": draft.version}
    with pytest.raises(Denied, match="chưa trình"):
        signing.approve_report(draft, by=head, **say)
    with pytest.raises(Denied, match="chưa trình"):
        services.reopen_report(draft, by=clerk, **say, reason=REASON)
    report = submitted(world, draft)
    say["version"] = report.version
    for other in (clerk, city, world.officer("lhh")):
        with pytest.raises(Denied, match="Chỉ lãnh đạo Ban Tuyên giáo"):
            signing.approve_report(report, by=other, **say)
        with pytest.raises(Denied, match="Chỉ lãnh đạo Ban Tuyên giáo"):
            signing.return_report(report, by=other, **say, reason=REASON)
    give: dict[str, Any] = {"number": 5, "issued_on": TODAY, "signer": HEAD}
    with pytest.raises(Denied, match="được lãnh đạo duyệt trước"):
        services.issue_report(report, by=clerk, **say, **give)
    with pytest.raises(Denied, match="chưa ban hành"):
        signing.replace_report(report, by=clerk, now=NOW)
    with pytest.raises(Denied, match="sau khi báo cáo đã cấp số"):
        signing.attach_signed_copy(report, by=clerk, now=NOW, upload=a_scan())
    report = approved(world, report)
    say["version"] = report.version
    with pytest.raises(Denied, match="Văn thư của Ban Tuyên giáo"):
        services.issue_report(report, by=head, **say, **give)
    with pytest.raises(Denied, match="đã duyệt rồi"):
        signing.approve_report(report, by=head, **say)
    with pytest.raises(Denied, match="lời văn không đổi nữa"):
        services.revise_report(report, by=clerk, **say, subject="khác")
    report = issued(world, report)
    say["version"] = report.version
    with pytest.raises(Denied, match="đã ban hành"):
        signing.return_report(report, by=head, **say, reason=REASON)


def test_nobody_approves_what_they_put_forward_unless_they_are_alone(world: World) -> None:
    head = world.officer("truongban")
    report = services.freeze_report(a_report(world), by=head, now=NOW, version=1)
    with pytest.raises(Denied, match="không tự duyệt"):
        signing.approve_report(report, by=head, now=NOW, version=report.version)
    assert not approving.waiting_for(head, on=TODAY)
    Post.objects.filter(agency=world.agencies.ban_tuyen_giao, duty=Duty.CLERK).update(until=date(2022, 1, 1))
    report = signing.approve_report(report, by=head, now=NOW, version=report.version)
    assert report.steps.get(kind=StepKind.APPROVED).reason == signing.ALONE
    report = services.issue_report(
        report, by=head, now=NOW, version=report.version, number=1, issued_on=TODAY, signer=HEAD
    )
    assert report.state == ReportState.ISSUED, "a leader numbers where there is no clerk"


def test_an_office_without_a_leader_goes_to_its_committee_and_else_to_paper(world: World) -> None:
    report = submitted(world)
    without_leader(world.agencies.ban_tuyen_giao)
    clerk, city = world.officer("vanphong"), world.officer("lanhdao")
    say: dict[str, Any] = {"now": NOW, "version": report.version}
    with pytest.raises(Denied, match="Chỉ lãnh đạo Thành ủy"):
        signing.approve_report(report, by=clerk, **say)
    assert [one.pk for one in approving.waiting_for(city, on=TODAY).approve] == [report.pk]
    signing.approve_report(report, by=city, **say)
    other = submitted(world)
    without_leader(world.agencies.thanh_uy)
    other = signing.approve_report(other, by=world.officer("vanphong"), now=NOW, version=other.version)
    assert other.steps.get(kind=StepKind.APPROVED).reason == signing.ON_PAPER


def test_what_was_changed_meanwhile_is_not_approved_unread(world: World) -> None:
    report = submitted(world)
    services.revise_report(report, by=world.officer("vanphong"), now=NOW, version=report.version, place="Ninh Kiều")
    with pytest.raises(SavedByOthers):
        signing.approve_report(report, by=world.officer("truongban"), now=NOW, version=report.version)
    assert kinds(report)[-1] == StepKind.REVISED
    fresh = Report.objects.get(pk=report.pk)
    assert (
        signing.approve_report(fresh, by=world.officer("truongban"), now=NOW, version=fresh.version).place
        == "Ninh Kiều"
    )


def test_what_was_approved_is_taken_back_with_a_reason_and_approved_again(world: World) -> None:
    clerk, head = world.officer("vanphong"), world.officer("truongban")
    report = approved(world)
    with pytest.raises(Denied, match="Ghi lý do"):
        services.reopen_report(report, by=clerk, now=NOW, version=report.version, reason="")
    report = services.reopen_report(report, by=clerk, now=NOW, version=report.version, reason="Bổ sung số liệu.")
    assert (report.state, reason_of(report), told(head)) == ("draft", "Bổ sung số liệu.", [news.REOPENED])
    report = submitted(world, report)
    with pytest.raises(Denied, match="được lãnh đạo duyệt trước"):
        services.issue_report(report, by=clerk, now=NOW, version=report.version, number=1, issued_on=TODAY, signer=HEAD)


def test_steps_and_copies_are_never_changed(world: World) -> None:
    report = issued(world)
    copy = signing.attach_signed_copy(report, by=world.officer("vanphong"), now=NOW, upload=a_scan())
    for rows in (report.steps.all(), SignedCopy.objects.filter(pk=copy.pk)):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            rows.update(at=moment("2022-01-01"))
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            rows.delete()


def test_a_correction_is_a_report_of_its_own_and_leaves_the_old_one_as_it_is(world: World, client: Client) -> None:
    clerk = world.officer("vanphong")
    draft = a_report(world)
    words = {"leadership": "Ban đã tổ chức 2 hội nghị.", "next": "Việc của cơ quan."}
    draft = services.revise_report(draft, by=clerk, now=NOW, version=1, sections=words)
    old = issued(world, draft)
    before = Report.objects.filter(pk=old.pk).values().get()
    new = signing.replace_report(old, by=clerk, now=NOW)
    with pytest.raises(Denied, match="đã có báo cáo thay thế"):
        signing.replace_report(old, by=clerk, now=NOW)
    instead = "Báo cáo số 05-BC/BTGTU, ngày 14/7/2022"
    assert new.subject.endswith(f"(thay thế {instead})")
    assert new.sections["leadership"]["text"] == f"Ban đã tổ chức 2 hội nghị.\nBáo cáo này thay thế {instead}."
    assert (new.sections["next"]["text"], set(new.sections), new.fulfils) == (
        "Việc của cơ quan.",
        {"leadership", "next"},
        None,
    )
    assert "chưa ban hành" in text_of(login(client, "vanphong"), "report-detail", old.pk)
    assert "báo cáo thay thế</a>" not in text_of(login(Client(), "lanhdao"), "report-detail", old.pk), (
        "a draft is the office's own"
    )
    new = issued(world, new, 6)
    assert (kinds(old)[-1], reason_of(old)) == (StepKind.REPLACED, new.cited)
    assert Report.objects.filter(pk=old.pk).values().get() == before
    assert "đã được thay thế bởi" in text_of(login(client, "lanhdao"), "report-detail", old.pk)
    assert instead in text_of(client, "report-detail", new.pk)
    assert told(world.officer("lanhdao"))[0] == news.CORRECTED
    again = signing.replace_report(new, by=clerk, now=NOW)
    assert again.subject.count("thay thế") == again.sections["leadership"]["text"].count("thay thế") == 1


def test_a_draft_that_was_not_written_by_hand_says_what_it_replaces_too(world: World) -> None:
    new = signing.replace_report(issued(world), by=world.officer("vanphong"), now=NOW)
    said = drafting.texts(new, snapshot.of(new, on=TODAY))["leadership"]
    assert said.endswith("Báo cáo này thay thế Báo cáo số 05-BC/BTGTU, ngày 14/7/2022.")


def test_the_signed_copy_is_kept_byte_for_byte_and_replaced_with_a_reason_only(world: World, client: Client) -> None:
    report, office = issued(world), login(client, "vanphong")
    url, content = reverse("reporting:report-copy", args=[report.pk]), pdf("Bản có chữ ký")

    def scan(data: bytes, name: str = "ban-ky.pdf") -> SimpleUploadedFile:
        return SimpleUploadedFile(name, data, "application/pdf")

    secret = unescape(office.post(url, {"upload": scan(pdf("MẬT", "BÁO CÁO"))}).content.decode())
    assert "MẬT" in secret
    assert "Cần chọn bản ký" in unescape(office.post(url, {}).content.decode())
    assert "Bản ký là PDF" in unescape(office.post(url, {"upload": scan("Lời văn".encode(), "a.txt")}).content.decode())
    assert not SignedCopy.objects.exists()
    assert office.post(url, {"upload": scan(content)}).status_code == 302
    copy = SignedCopy.objects.get()
    assert "Cần nhập lý do" in unescape(office.post(url, {"upload": scan(pdf("Bản hai"))}).content.decode())
    with pytest.raises(Denied, match="Ghi lý do thay"):
        signing.attach_signed_copy(report, by=world.officer("vanphong"), now=NOW, upload=a_scan())
    leaving: Any = login(Client(), "lanhdao").get(reverse("reporting:signed-copy", args=[copy.pk]))
    assert b"".join(leaving.streaming_content) == content
    assert leaving["ETag"] == f'"{copy.sha256}"'
    for name in ("codo", "lhh", "quangngai", "quantri"):
        assert login(Client(), name).get(reverse("reporting:signed-copy", args=[copy.pk])).status_code == 404
    assert "(bản ký)" in unescape(login(Client(), "truongban").get(reverse("agencies:read-list")).content.decode())
    assert office.post(url, {"upload": scan(pdf("Bản hai")), "note": "Bản trước mờ dấu."}).status_code == 302
    page = text_of(office, "report-detail", report.pk)
    assert "Bản ký trước" in page
    assert "Bản trước mờ dấu." in page
    assert [one.note for one in report.signed_copies.all()] == ["Bản trước mờ dấu.", ""]


def test_an_issued_report_reads_the_same_years_later(world: World) -> None:
    item = world.item("4", world.agencies.bao_can_tho, "quý I/2022")
    a_confirmation(item, by=world.officer("baocantho"), monitor=world.officer("vanphong"), results="Đã mở chuyên mục.")
    report = issued(world)
    now = compose.paper(Report.objects.get(pk=report.pk), on=TODAY)
    admin, later = world.officer("quantri").enter(on=date(2027, 3, 1)), date(2027, 3, 1)
    for agency, name in (
        (world.agencies.ban_tuyen_giao, "Ban Tuyên giáo và Dân vận Thành ủy Cần Thơ"),
        (world.agencies.thanh_uy, "Thành ủy Tây Đô"),
        (world.agencies.bao_can_tho, "Báo và Đài Cần Thơ"),
    ):
        renaming.rename(agency, name=name, since=date(2025, 2, 3), decision="1-QĐ/TU", by=admin, on=later)
    Directive.objects.filter(pk=world.cong_van_54.pk).update(
        subject="Trích yếu khác", type_code="TB", number="54-TB/TU"
    )
    Post.objects.filter(agency=world.agencies.ban_tuyen_giao).update(until=date(2025, 1, 1))
    assert compose.paper(Report.objects.get(pk=report.pk), on=later) == now
    assert now.layout_id == "hd36"


@pytest.mark.parametrize(
    ("about", "counted", "said"),
    [
        (
            lambda at: {"about_agency": at.dang_doan_lhh},
            3,
            "các nhiệm vụ của Đảng đoàn Liên hiệp các Hội Khoa học và Kỹ thuật",
        ),
        (lambda at: {"about_agency": at.thanh_uy}, 14, "các nhiệm vụ của Thành ủy Cần Thơ"),
        (lambda at: {"about_group": at.cac_huyen_uy}, 6, "các nhiệm vụ của các quận ủy, huyện ủy"),
        (lambda at: {}, 14, "các văn bản chỉ đạo được giao theo dõi"),
    ],
)
def test_a_report_speaks_of_an_agency_a_group_or_everything(
    world: World, client: Client, about: Callable[[Any], dict[str, Any]], counted: int, said: str
) -> None:
    report = a_report(world, directive=None, **about(world.agencies))
    assert said in report.subject
    numbers = snapshot.of(report, on=TODAY)
    assert numbers.figures.counts.assigned == counted
    assert bool(numbers.without_agency) == (report.about_agency is None and report.about_group is None)
    report = issued(world, report)
    assert report.rows.count() == counted
    assert said in compose.paper(report, on=TODAY).sections[0].blocks[0].text  # type: ignore[union-attr]
    earlier = a_report(world, directive=None, **about(world.agencies), span=parse("2022-n2"))
    found = snapshot.of(earlier, on=date(2022, 12, 31)).earlier
    assert found is not None
    assert found.report == report.pk
    for name in ("report-detail", "report-rows"):
        assert text_of(login(client, "lanhdao"), name, report.pk)


def test_members_of_a_group_are_those_of_the_period(world: World) -> None:
    group = world.agencies.cac_huyen_uy
    group.memberships.filter(agency=world.agencies.co_do).update(until=date(2022, 2, 1))
    group.memberships.filter(agency=world.agencies.o_mon).update(until=date(2021, 12, 31))
    report = a_report(world, directive=None, about_group=group)
    assert {line.label for line in snapshot.of(report, on=TODAY).figures.by_agency} == {
        "Huyện ủy Cờ Đỏ",
        "Huyện ủy Phong Điền",
    }


def test_a_report_speaks_of_one_thing_in_sight(world: World) -> None:
    at = world.agencies
    with pytest.raises(Denied, match="một trong ba"):
        a_report(world, about_agency=at.co_do)
    span = parse("2022-n1")
    assert span is not None
    with pytest.raises(Denied, match="không dùng được"):
        services.lay_out_report(
            office=at.ban_tuyen_giao_quang_ngai, about_group=at.cac_huyen_uy, span=span,
            by=world.officer("quangngai"), now=NOW,
        )  # fmt: skip


def test_the_form_offers_what_the_office_can_speak_of(world: World, client: Client) -> None:
    office, url, at = login(client, "vanphong"), reverse("reporting:report-create"), world.agencies
    form = office.get(url, {"nhom": at.cac_huyen_uy.pk}).context["form"]
    assert form["speaks"].value() == "group"
    assert at.tinh_uy_gia_lai not in form.fields["about_agency"].queryset
    typed = {
        "office": at.ban_tuyen_giao.pk,
        "period": "2022-n1",
        "directive": world.cong_van_54.pk,
        "whole_subtree": "on",
    }
    refused = office.post(url, typed | {"speaks": "agency"})
    assert "Cần chọn cơ quan được báo cáo" in unescape(refused.content.decode())
    office.post(url, typed | {"speaks": "agency", "about_agency": at.co_do.pk})
    report = Report.objects.get()
    assert (report.directive, report.about_agency, report.whole_subtree) == (None, at.co_do, False)
    office.post(url, typed | {"speaks": "all"})
    assert Report.objects.order_by("-pk")[0].about == "mọi văn bản đang theo dõi"


def test_numbers_that_disagree_are_looked_at_before_the_report_goes_on(world: World, client: Client) -> None:
    clerk = world.officer("vanphong")
    words = {"obstacles": "Còn 9 đầu việc quá hạn.\nHuyện ủy Cờ Đỏ còn 2 đầu việc quá hạn."}
    report = services.revise_report(a_report(world), by=clerk, now=NOW, version=1, sections=words)
    office, url = login(client, "vanphong"), reverse("reporting:report-submit", args=[report.pk])
    for name in ("report-detail", "report-edit", "report-submit"):
        page = text_of(office, name, report.pk)
        assert page.count("số quá hạn ghi <b>9</b>, số liệu là <b>12</b>") == 1
    refused = office.post(url, {"version": report.version})
    assert "Hãy xem các chỗ không khớp" in unescape(refused.content.decode())
    assert office.post(url, {"version": report.version, "seen": "on"}).status_code == 302
    report.refresh_from_db()
    head = login(Client(), "truongban")
    assert "Số gõ tay không khớp" in text_of(head, "report-approve", report.pk)
    assert "Số gõ tay không khớp" in text_of(head, "report-detail", report.pk), "who approves reads it"
    assert head.post(reverse("reporting:report-approve", args=[report.pk]), seen_by(report)).status_code == 302
    assert "Số gõ tay không khớp" in text_of(office, "report-issue", report.pk)
    kept = "Đã xem 1 chỗ số liệu không khớp, giữ nguyên lời văn."
    assert list(report.steps.order_by("pk").values_list("reason", flat=True)) == ["", kept, kept]
    report.refresh_from_db()
    report = services.issue_report(
        report, by=clerk, now=NOW, version=report.version, number=1, issued_on=TODAY, signer=HEAD, doubted=2
    )
    inside, outside = (
        text_of(office, "report-detail", report.pk),
        text_of(login(Client(), "lanhdao"), "report-detail", report.pk),
    )
    assert kept in inside
    assert "Đã xem 2 chỗ" in inside
    for read in (inside, outside):
        assert "Số gõ tay không khớp" not in read, "what was issued is read as it is"
    assert "Đã xem" not in outside, "the house's own business"


def seen_by(report: Report) -> dict[str, Any]:
    """What the form of a step sends after the tick."""
    return {"version": Report.objects.get(pk=report.pk).version, "seen": "on"}


def test_a_receiver_reads_no_doubts_and_a_returned_draft_its_reason_first(world: World, client: Client) -> None:
    clerk, head = world.officer("vanphong"), world.officer("truongban")
    report = services.revise_report(
        a_report(world), by=clerk, now=NOW, version=1, sections={"obstacles": "Còn 9 đầu việc quá hạn."}
    )
    report = submitted(world, report)
    numbers = snapshot.of(report, on=TODAY)
    assert page.doubts_of(report, numbers)
    assert page.context(report, officer=head, today=TODAY)["doubts"]
    assert not page.context(report, officer=world.officer("lanhdao"), today=TODAY)["doubts"]
    report = signing.return_report(report, by=head, now=NOW, version=report.version, reason=REASON)
    read = text_of(login(client, "vanphong"), "report-detail", report.pk)
    assert read.index(REASON) < read.index("Số gõ tay không khớp")


def test_the_list_is_filtered_and_shows_what_waits(world: World, client: Client) -> None:
    draft, waiting = a_report(world, span=parse("2021")), submitted(world)
    sent = issued(world, a_report(world, directive=None, about_group=world.agencies.cac_huyen_uy))
    office, url = login(client, "vanphong"), reverse("reporting:report-list")
    for query, found in (
        ({"cua": "co-quan-toi"}, {draft, waiting, sent}), ({"cua": "gui-den"}, set()), ({"nam": "2021"}, {draft}),
        ({"trang_thai": "frozen"}, {waiting}), ({"van_ban": world.cong_van_54.pk}, {draft, waiting}), ({"q": "quận ủy"}, {sent}),
    ):  # fmt: skip
        assert set(office.get(url, query).context["page"].object_list) == found, query
    assert set(login(Client(), "lanhdao").get(url, {"cua": "gui-den"}).context["page"].object_list) == {sent}
    head = login(Client(), "truongban")
    for address in (url, reverse("reporting:overview")):
        assert "Chờ đồng chí duyệt" in unescape(head.get(address).content.decode())
    assert "Chờ đồng chí duyệt" not in unescape(office.get(url).content.decode())
    approved(world, waiting)
    assert "Chờ cấp số, ban hành" in unescape(office.get(reverse("plans:desk")).content.decode())


def test_what_the_old_office_approved_waits_for_the_new_one(world: World) -> None:
    appoint(
        world.officer("lhh"), agency=(new := a_ban(world)), duty=Duty.LEADER, title="Trưởng ban", since=date(2022, 7, 1)
    )
    report = approved(world)
    handed(world, new)
    report = Report.objects.get(pk=report.pk)
    assert (report.state, report.office, kinds(report)[-1]) == (ReportState.FROZEN, new, StepKind.PASSED_ON)
    with pytest.raises(Denied, match="được lãnh đạo duyệt trước"):
        services.issue_report(
            report,
            by=as_now(world, "vanphong"),
            now=NOW,
            version=report.version,
            number=1,
            issued_on=TODAY,
            signer=HEAD,
        )


def test_why_a_report_went_back_is_read_in_the_house_only(world: World, client: Client) -> None:
    report = submitted(world)
    report = signing.return_report(
        report, by=world.officer("truongban"), now=NOW, version=report.version, reason="Số liệu chưa đủ."
    )
    report = issued(world, report)
    assert "Số liệu chưa đủ." in text_of(login(client, "vanphong"), "report-detail", report.pk)
    read = text_of(login(Client(), "lanhdao"), "report-detail", report.pk)
    assert "Số liệu chưa đủ." not in read
    assert "Hành trình báo cáo" in read


def test_a_reporting_item_is_answered_by_one_report(world: World) -> None:
    owed = world.item("6", world.agencies.ban_tuyen_giao, "6 tháng đầu năm 2022")
    assert a_report(world, fulfils=owed).fulfils == owed
    with pytest.raises(Denied, match=r"đã có báo cáo kỳ .* đang soạn"):
        a_report(world, fulfils=owed)
    assert Report.objects.count() == 1


def test_a_mark_of_secrecy_in_the_words_is_refused_and_a_long_draft_hinders_nobody(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = a_report(world)
    office, url = login(client, "vanphong"), reverse("reporting:report-edit", args=[report.pk])
    form = office.get(url).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if not name.startswith("redraft")}
    typed |= {f"initial-{key}": typed[key] for key in drafting.SECTIONS}
    marked = office.post(url, typed | {"leadership": "MẬT\nNội dung chép từ văn bản khác."})
    assert marked.status_code == 200
    assert "leadership" in marked.context["form"].errors
    monkeypatch.setattr("reporting.forms.LONGEST_SECTION", 40)
    assert office.post(url, typed | {"place": "Ninh Kiều"}).status_code == 302
    report.refresh_from_db()
    assert (report.place, report.sections) == ("Ninh Kiều", {})
    long = office.post(url, typed | {"version": report.version, "results": "Dài quá. " * 10})
    assert "results" in long.context["form"].errors


def test_the_report_before_is_the_one_that_was_told(world: World) -> None:
    """A correction that is only put forward does not change what the next report compares with."""
    first = issued(world, a_report(world, span=parse("2022-q1")))
    again = signing.replace_report(first, by=world.officer("vanphong"), now=NOW)
    again = submitted(world, again)
    report = a_report(world, span=parse("2022-q2"))
    found = snapshot.of(report, on=TODAY).earlier
    assert found is not None
    assert found.report == first.pk
    issued(world, again, number=6)
    found = snapshot.of(report, on=TODAY).earlier
    assert found is not None
    assert found.report == again.pk


def test_a_number_and_a_file_that_cannot_be_taken_are_refused_in_words(world: World, client: Client) -> None:
    report = approved(world)
    office, url = login(client, "vanphong"), reverse("reporting:report-issue", args=[report.pk])
    for number, why in (("x", "Nhập số nguyên."), ("0", "Số văn bản bắt đầu từ 1.")):
        typed = {"number": number, "issued_on": "14/7/2022", "version": report.version}
        assert why in unescape(office.post(url, typed).content.decode()), number
    copy = reverse("reporting:report-copy", args=[issued(world, report).pk])
    empty = SimpleUploadedFile("rong.pdf", b"", "application/pdf")
    assert "Tệp rỗng" in unescape(office.post(copy, {"upload": empty}).content.decode())


def test_a_button_pressed_in_a_second_tab_leads_to_the_report_with_the_reason(world: World, client: Client) -> None:
    report = approved(world)
    office, head = login(client, "vanphong"), login(Client(), "truongban")

    def pressed(tab: Client, name: str, pk: int) -> str:
        answer = tab.post(reverse(f"reporting:{name}", args=[pk]), {"version": 1}, follow=True)
        assert answer.redirect_chain == [(reverse("reporting:report-detail", args=[pk]), 302)], name
        return unescape(answer.content.decode())

    assert "Báo cáo đã duyệt nên" in pressed(office, "report-submit", report.pk)
    assert "đã duyệt rồi" in pressed(head, "report-approve", report.pk)
    report = issued(world, report)
    assert "không cấp số lần nữa" in pressed(office, "report-issue", report.pk)
    other = signing.replace_report(report, by=world.officer("vanphong"), now=NOW)
    said = pressed(office, "report-replace", report.pk)
    assert f'Báo cáo này đã có <a href="/bao-cao/{other.pk}/">báo cáo thay thế</a>' in said
    refused = login(Client(), "lanhdao").post(reverse("reporting:report-issue", args=[report.pk]), {"version": 1})
    assert refused.status_code == 403, "who may never take the step is told so"
