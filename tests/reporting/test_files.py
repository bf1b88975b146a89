"""Files of a report in their kinds: asked for, made once, told in the inbox and by letter; workers that die, mail that is away."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.storage import FileSystemStorage
from django.test import Client
from django.urls import reverse

from agencies.models import Officer, Post
from agencies.verdict import Denied
from plans import claims
from plans.models import Notice
from plans.reminders.channels import Email
from plans.reminders.postman import Outcome, Result
from reporting import files_panel, makers, making, posting, services, workbook
from reporting.choices import FileKind, FileState, MailState
from reporting.jobs import make_waiting_files
from reporting.makers import MAKERS
from reporting.models import FileWish, Report, ReportFile
from tests.cast import NOW, TODAY, World, login
from tests.reporting.papers_of import a_report, issued, submitted, without_worker

__all__ = ["without_worker"]
pytestmark = pytest.mark.usefixtures("without_worker")
BEGINS = {"pdf": b"%PDF-", "docx": b"PK", "xlsx": b"PK", "brief": b"%PDF-"}


def asked(report: Report, world: World, kind: str = "xlsx", *, by: str = "vanphong", **more: Any) -> ReportFile:
    return services.ask_file(report, by=world.officer(by), now=NOW, kind=kind, **more)


def made(file: ReportFile, *, now: Callable[[], datetime] = lambda: NOW) -> ReportFile:
    making.make(file.pk, now=now)
    file.refresh_from_db()
    return file


def revised(report: Report, world: World) -> Report:
    return services.revise_report(
        report, by=world.officer("vanphong"), now=NOW, version=report.version, place="Ninh Kiều"
    )


def reopened(report: Report, world: World) -> Report:
    return services.reopen_report(report, by=world.officer("vanphong"), now=NOW, version=report.version, reason="Sửa.")


def panel_of(client: Client, report: Report) -> str:
    url = reverse("reporting:report-files", args=[report.pk])
    return unescape(client.get(url, headers={"HX-Request": "true"}).content.decode())


# --- kinds ------------------------------------------------------------------------------------------


def test_every_kind_is_made_named_and_sent_as_what_it_is(world: World, client: Client) -> None:
    report = issued(world)
    assert set(BEGINS) <= set(MAKERS)
    names = {
        "pdf": "05-bc-btgtu-54-cv-tu-6-thang-dau-nam-2022.pdf", "docx": "05-bc-btgtu-54-cv-tu-6-thang-dau-nam-2022.docx",
        "xlsx": "05-bc-btgtu-54-cv-tu-6-thang-dau-nam-2022.xlsx",
        "brief": "phieu-hop-05-bc-btgtu-54-cv-tu-6-thang-dau-nam-2022.pdf",
    }  # fmt: skip
    someone, answers = login(client, "lanhdao"), []
    for kind in BEGINS:
        file = made(asked(report, world, kind, by="lanhdao"))
        assert file.state == FileState.READY, file.error
        answer: Any = someone.get(reverse("reporting:file", args=[file.pk]))
        content = b"".join(answer.streaming_content)
        assert content.startswith(BEGINS[kind])
        assert (len(content), answer["Content-Type"]) == (file.size, MAKERS[FileKind(kind)].content_type)
        assert names[kind] in answer["Content-Disposition"]
        assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
        if content.startswith(b"PK"):
            assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
        answers.append(answer)
        for stranger in ("codo", "lhh", "quangngai", "phuthien", "quantri"):
            assert login(Client(), stranger).get(reverse("reporting:file", args=[file.pk])).status_code == 404
    for answer in answers:  # what ends a request ends its connection
        answer.close()


def test_a_kind_that_is_not_offered_is_refused_in_words(world: World, client: Client) -> None:
    report = a_report(world)
    for kind in ("exe", "", *(set(FileKind.values) - set(MAKERS))):
        with pytest.raises(Denied, match="Không có loại tệp này"):
            asked(report, world, kind)
    answer = login(client, "vanphong").post(reverse("reporting:report-make", args=[report.pk]), {"kind": "../etc"})
    assert answer.status_code == 403
    assert "Không có loại tệp này" in unescape(answer.content.decode())
    with pytest.raises(Denied, match="ngoài phạm vi"):
        asked(report, world, by="codo")
    assert not ReportFile.objects.exists()


def test_too_many_rows_for_word_is_said_with_the_way_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(makers, "MOST_IN_WORD", 3)
    file = made(asked(a_report(world), world, "docx"))
    assert (file.state, file.error) == (
        FileState.FAILED, "Báo cáo có 14 dòng, quá 3 dòng của một tệp Word. Hãy dùng tệp Excel.",
    )  # fmt: skip


# --- made once --------------------------------------------------------------------------------------


def test_a_file_of_frozen_figures_is_made_once(world: World) -> None:
    report = submitted(world)
    file = made(asked(report, world))
    again = asked(report, world)
    assert (again.pk, again.state, again.made_at) == (file.pk, FileState.READY, file.made_at)
    assert not making.QUEUE.claim(file.pk, now=NOW + timedelta(days=1))
    assert made(again).sha256 == file.sha256


def test_of_drafts_the_last_file_of_each_kind_is_kept_and_of_frozen_figures_all(world: World, media_root: Path) -> None:
    report = a_report(world)
    first, brief = made(asked(report, world)), made(asked(report, world, "brief"))
    assert first.of_draft
    report = revised(report, world)
    second = made(asked(report, world))
    assert {one.pk for one in ReportFile.objects.all()} == {second.pk, brief.pk}
    report = submitted(world, report)
    third = made(asked(report, world))
    report = issued(world, report)
    fourth = made(asked(report, world))
    kept = set(ReportFile.objects.filter(kind="xlsx").values_list("pk", flat=True))
    assert kept == {third.pk, fourth.pk}


def test_files_of_drafts_and_of_texts_given_up_stay_in_the_house(world: World, media_root: Path) -> None:
    """The receiver of an issued report, and a superior of a frozen one, fetch the file of the report as it stands."""
    draft = made(asked(a_report(world), world, "brief"))
    report = submitted(world, draft.report)
    given_up = made(asked(report, world))
    report = services.reopen_report(
        report, by=world.officer("vanphong"), now=NOW, version=report.version, reason="Sửa."
    )
    report = submitted(world, report)
    frozen = made(asked(report, world))
    receiver = world.officer("lanhdao")
    assert set(ReportFile.objects.visible_to(receiver)) == {frozen}
    report = issued(world, report)
    final = made(asked(report, world))
    house = {draft, given_up, frozen, final}
    assert house <= set(ReportFile.objects.visible_to(world.officer("vanphong")))
    assert set(ReportFile.objects.visible_to(receiver).filter(state=FileState.READY)) == {final}
    client = login(Client(), "lanhdao")
    for one, answer in ((draft, 404), (given_up, 404), (frozen, 404), (final, 200)):
        given: Any = client.get(reverse("reporting:file", args=[one.pk]))
        assert given.status_code == answer
    assert b"".join(given.streaming_content).startswith(b"PK")
    shown = panel_of(client, report)
    assert reverse("reporting:file", args=[final.pk]) in shown
    assert "Tệp của các bản trước" not in shown


# --- workers ----------------------------------------------------------------------------------------


def test_a_worker_that_lives_is_waited_for_and_a_dead_one_replaced(world: World, without_worker: list[int]) -> None:
    file = asked(a_report(world), world)
    assert making.QUEUE.claim(file.pk, now=NOW)
    making.make(file.pk, now=lambda: NOW + timedelta(minutes=1))
    file.refresh_from_db()
    assert (file.state, file.attempts) == (FileState.MAKING, 1), "delivered twice, it is made by one"
    assert asked(file.report, world).state == FileState.MAKING, "asking again only joins those who wait"
    late = NOW + making.QUEUE.lease + timedelta(seconds=1)
    assert making.make_waiting(now=lambda: late) == 1
    file.refresh_from_db()
    assert (file.state, file.attempts, file.progress, file.made_at) == (FileState.READY, 2, 100, late)


def test_who_was_taken_over_changes_nothing_any_more(
    world: World, monkeypatch: pytest.MonkeyPatch, media_root: Path
) -> None:
    file = asked(a_report(world), world)
    times = iter(NOW + timedelta(minutes=n) for n in range(100))
    write = workbook.write

    def slow(*args: Any) -> None:
        later = NOW + making.QUEUE.lease * 2
        monkeypatch.setattr(workbook, "write", write)
        made(file, now=lambda: later)
        write(*args)

    monkeypatch.setattr(workbook, "write", slow)
    making.make(file.pk, now=lambda: next(times))
    file.refresh_from_db()
    assert (file.state, file.attempts, file.made_at) == (FileState.READY, 2, NOW + making.QUEUE.lease * 2)
    assert len(list(media_root.rglob("*.xlsx"))) == 1, "the slow one's bytes are thrown away"
    assert Notice.objects.count() == 1


def test_of_a_report_that_was_reopened_meanwhile_nothing_is_kept(
    world: World, monkeypatch: pytest.MonkeyPatch, media_root: Path
) -> None:
    report = submitted(world)
    file = asked(report, world)
    write = workbook.write

    def given_up(*args: Any) -> None:
        reopened(report, world)
        write(*args)

    monkeypatch.setattr(workbook, "write", given_up)
    assert (made(file).state, file.error) == (FileState.FAILED, making.CHANGED)
    assert list(media_root.rglob("*.xlsx")) == []


def test_a_disk_that_is_full_is_a_failure_in_words(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: Any, **named: Any) -> str:
        raise OSError("No space left on device")

    file = asked(a_report(world), world)
    monkeypatch.setattr(FileSystemStorage, "save", full)
    assert (made(file).state, file.error) == (FileState.FAILED, making.BROKEN)


def test_what_ends_its_worker_again_and_again_is_given_up_in_words(world: World) -> None:
    file = asked(a_report(world), world)
    ReportFile.objects.filter(pk=file.pk).update(state=FileState.MAKING, attempts=3, claimed_at=NOW)
    making.make_waiting(now=lambda: NOW + timedelta(hours=1))
    file.refresh_from_db()
    assert (file.state, file.error) == (FileState.FAILED, making.GIVEN_UP)
    assert Notice.objects.get().text.startswith("Không tạo được Excel 25 cột")
    again = asked(file.report, world)
    assert (again.state, again.attempts, again.error) == (FileState.WAITING, 0, "")
    assert made(again).state == FileState.READY


@pytest.mark.usefixtures("at")
def test_how_far_it_is_is_said_and_shown(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    file = asked(a_report(world), world, "docx")
    times = iter(NOW + timedelta(seconds=2 * n) for n in range(100))
    seen: list[int] = []
    monkeypatch.setattr(making.Hold, "row", property(lambda hold: _watched(hold, seen)))
    made(file, now=lambda: next(times))
    assert seen == sorted(seen)
    assert len(seen) >= 2
    ReportFile.objects.filter(pk=file.pk).update(
        state=FileState.MAKING, progress=45, doing="Đang ghi các phụ lục", claimed_at=NOW
    )
    text = panel_of(login(client, "vanphong"), file.report)
    assert 'value="45"' in text
    assert "Đang ghi các phụ lục…" in text


def _watched(hold: making.Hold, seen: list[int]) -> Any:
    row = making.QUEUE.mine(hold.pk, now=hold.at)
    seen += row.values_list("progress", flat=True)
    return row


def test_waiting_files_are_counted_with_the_other_queues(world: World) -> None:
    def fill() -> claims.Fill:
        return next(one for one in claims.fills(now=NOW + timedelta(hours=1)) if one.code == "report")

    assert (fill().waiting, fill().lost) == (0, 0)
    file = asked(a_report(world), world)
    assert (fill().waiting, fill().waits) == (1, timedelta(hours=1))
    making.QUEUE.claim(file.pk, now=NOW)
    assert (fill().waiting, fill().lost, fill().lost_for) == (0, 1, timedelta(minutes=55))


def test_the_timetable_makes_what_was_left_behind(world: World, at: Callable[..., Any]) -> None:
    file = asked(a_report(world), world)
    at(NOW + timedelta(minutes=2))
    make_waiting_files()
    file.refresh_from_db()
    assert file.state == FileState.READY


# --- telling ----------------------------------------------------------------------------------------


def test_everybody_who_waits_is_told_once(world: World) -> None:
    report = a_report(world)
    file = asked(report, world)
    asked(report, world, by="truongban")
    made(file)
    assert {(one.officer.username, one.text) for one in Notice.objects.select_related("officer")} == {
        ("vanphong", "Excel 25 cột của báo cáo đã sẵn sàng"), ("truongban", "Excel 25 cột của báo cáo đã sẵn sàng"),
    }  # fmt: skip
    Notice.objects.all().delete()
    made(asked(report, world))
    assert [one.officer.username for one in Notice.objects.select_related("officer")] == ["vanphong"], (
        "only who asked again"
    )
    assert mail.outbox == []


def test_who_wants_a_letter_gets_one_with_a_link_and_no_attachment(world: World) -> None:
    report = a_report(world)
    made(asked(report, world, by_mail=True))
    (letter,) = mail.outbox
    assert letter.to == [world.officer("vanphong").email]
    assert "Excel 25 cột báo cáo 6 tháng đầu năm 2022" in letter.subject
    assert f"/bao-cao/{report.pk}/#tep" in str(letter.body)
    assert letter.attachments == []
    posting.send_waiting(now=NOW)
    assert len(mail.outbox) == 1
    assert FileWish.objects.get().mail == MailState.SENT


def test_no_letter_to_who_has_no_address_lost_the_sight_or_left(world: World) -> None:
    report = a_report(world)
    Officer.objects.filter(username="vanphong").update(email="")
    assert not FileWish.objects.filter(file=asked(report, world, by_mail=True), mail=MailState.WAITING).exists()
    file = asked(report, world, by="truongban", by_mail=True)
    Post.objects.filter(officer__username="truongban").update(until=TODAY - timedelta(days=1))
    made(file)
    assert mail.outbox == []
    assert FileWish.objects.get(officer__username="truongban").mail == MailState.NONE


def test_a_mail_server_that_is_away_is_tried_again_and_one_that_refuses_is_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [Outcome.UNREACHABLE, Outcome.UNREACHABLE, Outcome.UNKNOWN]
    monkeypatch.setattr(Email, "hand_over", lambda self, letter: Result(answers.pop(0)))
    report = a_report(world)
    made(asked(report, world, by_mail=True))
    assert FileWish.objects.get().mail == MailState.WAITING
    assert posting.send_waiting(now=NOW) == 0
    assert posting.send_waiting(now=NOW) == 1
    assert FileWish.objects.get().mail == MailState.SENT, "it may have arrived: no second one"
    answers.append(Outcome.REFUSED)
    made(asked(report, world, by_mail=True))
    assert FileWish.objects.get().mail == MailState.FAILED
    assert posting.send_waiting(now=NOW) == 0


# --- the panel --------------------------------------------------------------------------------------


def test_the_panel_offers_what_may_be_done(world: World, client: Client, django_assert_num_queries: Any) -> None:
    office, report = login(client, "vanphong"), a_report(world)
    text = panel_of(office, report)
    for kind in MAKERS:
        assert f'name="kind" value="{kind.value}">Tạo<' in text
        assert kind.label in text
    file = made(asked(report, world, "xlsx"))
    text = panel_of(office, report)
    assert reverse("reporting:file", args=[file.pk]) in text
    assert 'value="xlsx">Tạo lại<' in text
    report = revised(report, world)
    assert "Báo cáo đã đổi sau bản" in panel_of(office, report)
    report = submitted(world, report)
    file = made(asked(report, world, "xlsx"))
    text = panel_of(office, report)
    assert 'value="xlsx"' not in text, "what was made of frozen figures is not made again"
    ReportFile.objects.filter(pk=file.pk).update(state=FileState.FAILED, error="Hết chỗ trên ổ đĩa.")
    text = panel_of(office, report)
    assert "Hết chỗ trên ổ đĩa." in text
    assert 'value="xlsx">Thử lại<' in text
    ReportFile.objects.filter(pk=file.pk).update(state=FileState.MAKING, claimed_at=NOW - timedelta(hours=1))
    assert "Máy chủ chưa nhận việc này" in panel_of(office, report)
    officer = world.officer("vanphong")
    assert officer.scope.own
    with django_assert_num_queries(1):
        files_panel.panel(report, officer=officer, now=NOW)


def test_without_scripts_the_button_leads_back_and_says_what_comes(world: World, client: Client) -> None:
    report = a_report(world)
    url = reverse("reporting:report-make", args=[report.pk])
    answer = login(client, "vanphong").post(url, {"kind": "docx", "by_mail": "1"}, follow=True)
    text = unescape(answer.content.decode())
    assert "Đã nhận yêu cầu tạo Word. Xong sẽ có trong hộp thông báo." in text
    assert FileWish.objects.get().mail == MailState.WAITING
    assert "Đang chờ đến lượt…" in text
