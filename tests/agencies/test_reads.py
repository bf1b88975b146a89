"""Who took out sensitive material: each time one entry, none for what was refused, and shown to whom it concerns."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, InternalError, OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.choices import Duty, ReadKind
from agencies.models import Officer, ReadEntry, Succession
from agencies.reads.taking import took_out
from agencies.services import appoint, end_post
from agencies.uploads import CheckedFile
from directives.choices import Purpose, Secrecy
from directives.models import Directive, DirectiveFile
from directives.services import attach_file, keep_text
from plans.models import Evidence
from plans.services import progress
from plans.views import workbook
from reporting.models import ReportFile
from tests.builders import a_directive, address
from tests.cast import CAST, LONG_AGO, NOW, TODAY, World, clock_at, login, moment
from tests.plans.importing.books import an_export
from tests.reporting.papers_of import a_report

LOG = "/nhat-ky-doc/"


def upload(name: str) -> CheckedFile:
    return CheckedFile(name, ContentFile(b"Noi bo", name=name), "text/plain", 6, f"{abs(hash(name)):064x}"[:64])


def taken(client: Client, url: str, **query: str) -> int:
    """What the address answers, read to its end."""
    answer: Any = client.get(url, query)
    assert not answer.streaming or b"".join(answer.streaming_content)
    return int(answer.status_code)


def entries(**which: Any) -> list[ReadEntry]:
    return list(ReadEntry.objects.filter(**which))


def shown(client: Client, username: str, **query: str) -> Any:
    return login(client, username).get(LOG, query)


@pytest.fixture
def secret(world: World) -> DirectiveFile:
    """A file of an internal document of Thành ủy that Ban Tuyên giáo entered, for Liên hiệp Hội to carry out."""
    by = world.officer("vanphong").enter(on=TODAY)
    document = a_directive(world, by=by, number="77-CV/TU")
    file = attach_file(document, office=world.agencies.ban_tuyen_giao, upload=upload("thu-noi-bo.txt"), by=by, now=NOW)
    keep_text(document, office=world.agencies.ban_tuyen_giao, text="Nội dung thư nội bộ.", by=by, now=NOW)
    address(document, world.agencies.dang_doan_lhh, purpose=Purpose.EXECUTE)
    document.copies.update(is_common=True)
    Directive.objects.filter(pk=document.pk).update(secrecy=Secrecy.INTERNAL)
    return DirectiveFile.objects.select_related("copy__directive").get(pk=file.pk)


def test_a_file_of_an_internal_document_leaves_one_entry(client: Client, world: World, secret: DirectiveFile) -> None:
    url = reverse("directives:file", args=[secret.pk])
    with clock_at(NOW):
        assert taken(login(client, "lhh"), url) == 200
    entry = ReadEntry.objects.get()
    at = world.agencies
    assert (entry.officer, entry.at, entry.kind) == (world.officers["lhh"], NOW, ReadKind.FILE)
    assert (entry.thing, entry.directive, entry.rows) == (secret.pk, secret.copy.directive_id, None)
    assert entry.agencies == [at.dang_doan_lhh.pk]
    assert entry.holders == sorted((at.thanh_uy.pk, at.ban_tuyen_giao.pk))
    assert at.dang_doan_lhh.label in entry.capacity


def test_what_is_refused_or_gone_or_ordinary_leaves_none(client: Client, world: World, secret: DirectiveFile) -> None:
    url = reverse("directives:file", args=[secret.pk])
    assert client.get(url).status_code == 302
    for username in ("quangngai", "codo", "quantri"):
        assert login(client, username).get(url).status_code == 404
    login(client, "vanphong")
    Directive.objects.filter(pk=secret.copy.directive_id).update(secrecy=Secrecy.NORMAL)
    assert taken(client, url) == 200
    assert taken(client, reverse("directives:detail", args=[secret.copy.directive_id])) == 200
    Directive.objects.filter(pk=secret.copy.directive_id).update(secrecy=Secrecy.INTERNAL)
    secret.file.delete(save=False)
    assert taken(client, url) == 404
    assert entries() == []


def test_the_text_on_the_page_counts_once_a_day(client: Client, world: World, secret: DirectiveFile) -> None:
    url = reverse("directives:detail", args=[secret.copy.directive_id])
    for when in (NOW, NOW, moment("2022-07-14", 23), moment("2022-07-15", 0)):
        with clock_at(when):
            assert "Nội dung thư nội bộ." in login(client, "vanphong").get(url).content.decode()
    assert [entry.at for entry in entries(kind=ReadKind.TEXT)] == [moment("2022-07-15", 0), NOW]
    Directive.objects.filter(pk=secret.copy.directive_id).update(issuer=world.agencies.van_phong_thanh_uy)
    assert "Nội dung thư nội bộ." not in login(client, "lanhdao").get(url).content.decode()
    assert entries(officer=world.officers["lanhdao"]) == [], "who sees the record only has read nothing"


def test_each_export_leaves_one_entry_without_typed_words(client: Client, world: World) -> None:
    login(client, "vanphong")
    assert taken(client, reverse("plans:item-export"), q="lời người gõ", muc="qua-han") == 200
    assert taken(client, reverse("plans:item-export"), loai="product") == 200
    product, words = entries()
    assert words.kind == ReadKind.ITEMS
    assert (words.rows, words.query) == (0, "muc=qua-han")
    assert product.rows == 1
    assert "loai=product" in product.query
    with patch.object(workbook, "MOST", 1):
        assert taken(client, reverse("plans:item-export")) == 302
    assert len(entries()) == 2, "what is too long is not handed out"


def test_a_long_export_is_noted_when_it_is_fetched_each_time(client: Client, world: World) -> None:
    login(client, "vanphong")
    with patch.object(workbook, "AT_ONCE", 1):
        assert taken(client, reverse("plans:item-export")) == 200
    one = an_export(world)
    assert taken(client, reverse("plans:item-export-long", args=[one.pk])) == 200
    assert entries() == []
    file = reverse("plans:item-export-file", args=[one.pk])
    assert login(client, "truongban").get(file).status_code == 404
    assert entries() == []
    login(client, "vanphong")
    assert [taken(client, file), taken(client, file)] == [200, 200]
    assert [(entry.rows, entry.query) for entry in entries()] == [(one.total, "muc=tat-ca")] * 2


def test_evidence_of_internal_work_and_every_report_leave_an_entry(client: Client, world: World) -> None:
    item = world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")
    progress.report(
        item, by=world.officer("lhh").enter(on=TODAY), now=NOW, submits=True, results="Đã họp",
        evidence=[upload("bien-ban.txt")],
    )  # fmt: skip
    proof = Evidence.objects.get()
    url = reverse("plans:evidence", args=[proof.pk])
    assert taken(login(client, "vanphong"), url) == 200
    assert entries() == []
    Directive.objects.filter(pk=world.plan.directive_id).update(secrecy=Secrecy.INTERNAL)
    assert taken(client, url) == 200
    assert login(client, "quangngai").get(url).status_code == 404
    entry = ReadEntry.objects.get()
    assert (entry.kind, entry.thing, entry.directive) == (ReadKind.EVIDENCE, proof.pk, world.plan.directive_id)
    assert entry.holders == [world.plan.owner_id]
    Directive.objects.filter(pk=world.plan.directive_id).update(secrecy=Secrecy.NORMAL)
    file = a_report_file(world)
    assert taken(login(client, "vanphong"), reverse("reporting:file", args=[file.pk])) == 200
    newest = entries()[0]
    assert (newest.kind, newest.thing, newest.directive) == (ReadKind.REPORT, file.pk, None)
    page = shown(client, "truongban").content.decode()
    assert reverse("plans:task-detail", args=[world.plan.pk, world.tasks["3"].pk]) in page
    assert reverse("reporting:report-detail", args=[file.report_id]) in page
    assert "bien-ban.txt" in page


def a_report_file(world: World) -> ReportFile:
    made = ReportFile(report=a_report(world), report_version=1, state="ready", asked_at=NOW, size=4)
    made.file.save("bao-cao.pdf", ContentFile(b"%PDF"), save=False)
    made.save()
    return made


def test_what_cannot_be_noted_does_not_leave(client: Client, world: World, secret: DirectiveFile) -> None:
    login(client, "vanphong")
    client.raise_request_exception = False
    urls = (
        reverse("directives:file", args=[secret.pk]), reverse("directives:detail", args=[secret.copy.directive_id]),
        reverse("plans:item-export"), reverse("reporting:file", args=[a_report_file(world).pk]),
    )  # fmt: skip
    with patch.object(ReadEntry.objects, "create", side_effect=OperationalError("the disk is full")):
        for url in urls:
            answer = client.get(url)
            assert answer.status_code == 503
            assert b"Noi bo" not in answer.content


def test_the_log_takes_no_change(world: World) -> None:
    took_out(world.officer("lhh"), ReadKind.ITEMS, now=NOW, rows=3)
    for change in (lambda: ReadEntry.objects.update(rows=1), lambda: ReadEntry.objects.all().delete()):
        with pytest.raises((InternalError, DatabaseError)), transaction.atomic():
            change()
    with pytest.raises(DatabaseError), transaction.atomic():
        Officer.objects.filter(pk=world.officers["lhh"].pk).delete()
    assert ReadEntry.objects.get().rows == 3


def test_who_sees_which_entry(client: Client, world: World, secret: DirectiveFile) -> None:
    """One's own office's doings, and what others took of its material; not what merely lies below."""
    assert client.get(LOG)["Location"].startswith("/dang-nhap/")
    with clock_at(NOW):
        taken(login(client, "lhh"), reverse("directives:file", args=[secret.pk]))
        taken(login(client, "codo"), reverse("plans:item-export"))
    file, export = ReadEntry.objects.get(kind=ReadKind.FILE), ReadEntry.objects.get(kind=ReadKind.ITEMS)
    seen = {}
    for username in CAST:
        officer = world.officer(username).enter(on=TODAY)
        seen[username] = set(ReadEntry.objects.visible_to(officer))
        with clock_at(NOW):
            answer = shown(client, username)
        assert {entry for entry, _ in answer.context["rows"]} == seen[username]
        named = username in {"lhh", "vanphong", "truongban", "lanhdao"}
        assert ("thu-noi-bo.txt" in answer.content.decode()) is named, username
    nobody: set[ReadEntry] = set()
    assert seen == {
        "lhh": {file}, "vanphong": {file}, "truongban": {file}, "lanhdao": {file}, "codo": {export},
        "quantri": {file, export}, "baocantho": nobody, "quangngai": nobody, "phuthien": nobody,
    }  # fmt: skip


def test_the_administrator_sees_who_and_when_but_no_content(
    client: Client, world: World, secret: DirectiveFile
) -> None:
    with clock_at(NOW):
        taken(login(client, "lhh"), reverse("directives:file", args=[secret.pk]))
        text = shown(client, "quantri").content.decode()
    assert world.officers["lhh"].full_name in text
    assert "ngoài phạm vi xem của đồng chí" in text
    assert "77-CV/TU" not in text
    assert reverse("directives:detail", args=[secret.copy.directive_id]) not in text


def test_an_entry_stays_with_the_office_and_its_name_goes_with_the_right_to_see(
    client: Client, world: World, secret: DirectiveFile
) -> None:
    """Who has gone to another body took it out as an officer of the old one."""
    lhh = world.officer("lhh")
    with clock_at(NOW):
        taken(login(client, lhh), reverse("directives:file", args=[secret.pk]))
    end_post(lhh.posts.get(), on=moment("2022-07-15").date())
    appoint(lhh, agency=world.agencies.bao_can_tho, duty=Duty.CLERK, since=moment("2022-07-15").date())
    heir = world.officer("codo")
    appoint(heir, agency=world.agencies.dang_doan_lhh, duty=Duty.LEADER, since=LONG_AGO)
    with clock_at(moment("2022-07-20")):
        assert shown(client, "baocantho").context["page"].paginator.count == 0
        text = shown(client, "codo").content.decode()
        assert lhh.full_name in text
        assert "thu-noi-bo.txt" in text
        secret.copy.directive.addressees.all().delete()
        text = shown(client, "codo").content.decode()
    assert lhh.full_name in text
    assert "thu-noi-bo.txt" not in text


def test_a_successor_goes_on_with_the_log_of_the_ended_agency(world: World) -> None:
    took_out(world.officer("codo").enter(on=TODAY), ReadKind.ITEMS, now=NOW, rows=3)
    heir = world.officer("baocantho").enter(on=TODAY)
    assert not ReadEntry.objects.visible_to(heir)
    at = world.agencies
    for agency, successor in ((at.co_do, at.o_mon), (at.o_mon, at.bao_can_tho)):
        Succession.objects.create(agency=agency, successor=successor, since=TODAY, decision="1-QĐ/TU")
    assert [entry.rows for entry in ReadEntry.objects.visible_to(heir)] == [3]


def test_the_list_is_narrowed_by_officer_kind_and_day(client: Client, world: World, secret: DirectiveFile) -> None:
    lhh, vanphong = world.officer("lhh"), world.officer("vanphong")
    about = {"thing": secret.pk, "directive": secret.copy.directive_id, "holders": [world.agencies.ban_tuyen_giao.pk]}
    took_out(lhh.enter(on=TODAY), ReadKind.FILE, now=moment("2022-07-10", 23, 59), **about)  # type: ignore[arg-type]
    took_out(vanphong.enter(on=TODAY), ReadKind.FILE, now=moment("2022-07-11", 0), **about)  # type: ignore[arg-type]
    took_out(vanphong, ReadKind.ITEMS, now=NOW, rows=12, query="muc=qua-han")

    def found(**query: str) -> list[str]:
        rows = shown(client, "truongban", **query).context["rows"]
        return [f"{entry.officer.username} {entry.kind}" for entry, _ in rows]

    with clock_at(NOW):
        assert found() == ["vanphong items", "vanphong file", "lhh file"]
        assert found(can_bo=str(lhh.pk)) == ["lhh file"]
        assert found(loai="items") == ["vanphong items"]
        assert found(tu="11/7/2022", den="11/7/2022") == ["vanphong file"]
        assert found(den="10/7/2022") == ["lhh file"]
        assert found(van_ban=str(secret.copy.directive_id)) == ["vanphong file", "lhh file"]
        assert "/nhiem-vu/?muc=qua-han" in shown(client, "truongban", loai="items").content.decode()
        assert "Không có lần nào khớp" in shown(client, "truongban", den="1/1/2020").content.decode()
        assert "Từ ngày: " in shown(client, "truongban", tu="hôm qua").content.decode()
        assert "Chưa có lần nào được ghi" in shown(client, "quangngai").content.decode()
        assert world.officers["lhh"].full_name not in shown(client, "codo").content.decode(), "nor among the choices"
        link = f"{LOG}?van_ban={secret.copy.directive_id}"
        page = login(client, "truongban").get(reverse("directives:detail", args=[secret.copy.directive_id]))
        assert link in page.content.decode()
        assert "77-CV/TU" in client.get(link).content.decode()


def test_a_long_log_costs_no_more_queries_than_a_short_one(client: Client, world: World, secret: DirectiveFile) -> None:
    vanphong, lhh = (world.officer(name).enter(on=TODAY) for name in ("vanphong", "lhh"))
    about = {"directive": secret.copy.directive_id, "holders": [world.agencies.ban_tuyen_giao.pk]}

    def read(officer: Officer) -> None:
        took_out(officer, ReadKind.FILE, now=NOW, thing=secret.pk, **about)  # type: ignore[arg-type]
        took_out(officer, ReadKind.TEXT, now=NOW, thing=secret.copy.directive_id, **about)  # type: ignore[arg-type]
        took_out(officer, ReadKind.ITEMS, now=NOW, rows=1)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(LOG).status_code == 200
        return len(seen)

    read(vanphong)
    login(client, "truongban")
    few = queries()
    for _ in range(15):
        read(vanphong)
        read(lhh)
    assert queries() == few
    with CaptureQueriesContext(connection) as wrote:
        assert taken(client, reverse("directives:file", args=[secret.pk])) == 200
    assert len([one for one in wrote.captured_queries if one["sql"].startswith("INSERT")]) == 1
