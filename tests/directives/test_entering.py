"""Entering, changing and linking documents through the pages: what is kept, asked, refused, and never lost."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.urls import reverse

from agencies.choices import Duty
from agencies.services import appoint
from directives.choices import LinkKind, Purpose
from directives.models import Addressee, Directive, DirectiveCopy, DirectiveFile, DirectiveLink
from directives.services import Entry, address_to, get_or_record_stub, keep_text, link
from tests.builders import a_directive
from tests.cast import LONG_AGO, NOW, World, login
from tests.directives.files import docx, pdf

CREATE = reverse("directives:create")


@pytest.fixture(autouse=True)
def _story_day(at: Callable[..., Any], settings: Any) -> None:
    """Views read the clock of the story; the cast's accounts are open only in the demo."""
    settings.DEMO = True


def typed(world: World, **values: Any) -> dict[str, Any]:
    """A complete form of "Nhập văn bản": 25-KH/TU of Thành ủy, unless told otherwise."""
    return {
        "number_as_printed": "Số 25 - KH/TU", "type_code": "", "issued_on": "19/4/2021", "subject": "Kế hoạch thực hiện Kết luận",
        "secrecy": "normal", "urgency": "normal", "source_kind": "document", "issuer": f"a{world.agencies.thanh_uy.pk}",
        "superiors-TOTAL_FORMS": "2", "superiors-INITIAL_FORMS": "0",
        "superiors-0-kind": "implements", "superiors-1-kind": "implements",
        "addressees-TOTAL_FORMS": "2", "addressees-INITIAL_FORMS": "0", "addressees-0-purpose": "execute",
        "addressees-1-purpose": "report", **values,
    }  # fmt: skip


def changed(world: World, directive: Directive, **values: Any) -> dict[str, Any]:
    """A complete form of "Sửa", as the page offered it."""
    shown = {
        "number_as_printed": directive.number_as_printed, "type_code": directive.type_code, "subject": directive.subject,
        "issued_on": f"{directive.issued_on:%d/%m/%Y}", "issuer": f"a{directive.issuer_id}", "version": str(directive.version),
    }  # fmt: skip
    return typed(world, **shown | values)


def rows_and_files(root: Path) -> tuple[int, ...]:
    """Everything an entry could leave behind."""
    models: tuple[Any, ...] = (Directive, DirectiveLink, Addressee, DirectiveCopy, DirectiveFile)
    return (*(model.objects.count() for model in models), sum(1 for f in root.rglob("*") if f.is_file()))


def errors(response: Any) -> str:
    """The words of the error summary."""
    assert response.status_code == 200
    return " | ".join(wrong.text for wrong in response.context["sheet"].wrong)


def test_a_document_is_entered_with_everything_about_it(client: Client, world: World) -> None:
    login(client, "vanphong")
    at = world.agencies
    response = client.post(
        CREATE,
        typed(
            world,
            **{
                "superiors-0-query": "93 kl", "superiors-0-existing": str(world.ket_luan_93.pk), "superiors-0-kind": "implements",
                "superiors-1-number": "08-CTr/TW", "superiors-1-issuer_text": "Ban Chấp hành Trung ương",
                "superiors-1-issued_on": "1/2/2021", "superiors-1-kind": "basis",
                "addressees-0-bodies": [f"g{at.cac_huyen_uy.pk}", f"a{at.bao_can_tho.pk}"],
                "addressees-1-texts": "Thường trực Tỉnh ủy\nLưu Văn phòng", "acting_body": "Ban Thường vụ", "place": "Cần Thơ",
                "text": "Toàn văn kế hoạch.", "uploads": [SimpleUploadedFile("Kế hoạch.pdf", pdf("Kế hoạch"))],
            },
        ),
        follow=True,
    )  # fmt: skip
    made = Directive.objects.get(number="25-KH/TU")
    assert response.redirect_chain == [(reverse("directives:detail", args=[made.pk]), 302)]
    assert "Đã nhập Kế hoạch 25-KH/TU" in response.content.decode()
    assert (made.number_as_printed, made.number_value, made.type_code) == ("Số 25 - KH/TU", 25, "KH")
    assert (made.recorded_by, made.recorded_at, made.issued_on) == (at.ban_tuyen_giao, NOW, date(2021, 4, 19))
    above = {edge.superior.label: edge.kind for edge in made.links.select_related("superior")}
    assert above == {"93-KL/TW": LinkKind.IMPLEMENTS, "08-CTr/TW": LinkKind.BASIS}
    stub = Directive.objects.get(number="08-CTr/TW")
    assert (stub.is_stub, stub.type_code, stub.issuer_text) == (True, "CTr", "Ban Chấp hành Trung ương")
    assert {(a.label, a.purpose) for a in made.addressees.all()} == {
        ("Báo Cần Thơ", Purpose.EXECUTE), ("các quận ủy, huyện ủy", Purpose.EXECUTE),
        ("Thường trực Tỉnh ủy", Purpose.REPORT), ("Lưu Văn phòng", Purpose.REPORT),
    }  # fmt: skip
    copy = made.copies.get()
    assert (copy.text, copy.is_common, copy.files.get().name) == ("Toàn văn kế hoạch.", True, "Kế hoạch.pdf")
    # The districts of the group read it now; the neighbour still does not know it.
    assert Directive.objects.readable_by(world.officer("codo")).filter(pk=made.pk).exists()
    assert not Directive.objects.visible_to(world.officer("quangngai")).filter(pk=made.pk).exists()


def test_the_form_says_how_the_number_is_read(client: Client, world: World) -> None:
    login(client, "vanphong")
    read = client.get(reverse("directives:read-number"), {"number_as_printed": "Số 4 - CTr/TU"}).content.decode()
    assert "04-CTr/TU" in read
    assert "khối đảng" in read
    assert (
        "giữ nguyên như in"
        in client.get(reverse("directives:read-number"), {"number_as_printed": "số liệu"}).content.decode()
    )
    assert (
        "khối nhà nước" in client.post(CREATE, typed(world, number_as_printed="12/KH-UBND", issuer="")).content.decode()
    )


def test_errors_stand_in_the_summary_and_typed_text_stays(client: Client, world: World, media_root: Path) -> None:
    login(client, "vanphong")
    before = rows_and_files(media_root)
    response = client.post(
        CREATE,
        typed(
            world,
            issuer="",
            issued_on="31/2/2021",
            subject="Trích yếu đã gõ",
            **{"superiors-0-query": "không có số nào"},
        ),
    )
    told = errors(response)
    assert "Không đọc được ngày này" in told
    assert "Chọn cơ quan ban hành" in told
    assert "Không thấy văn bản này" in told
    text = response.content.decode()
    assert "Trích yếu đã gõ" in text
    assert "31/2/2021" in text
    assert "Số 25 - KH/TU" in text
    assert rows_and_files(media_root) == before


def test_a_number_that_contradicts_the_type_is_asked_about(client: Client, world: World) -> None:
    login(client, "vanphong")
    assert "Số ghi KH (Kế hoạch) nhưng đang chọn Công văn" in errors(client.post(CREATE, typed(world, type_code="CV")))
    assert "Chọn loại văn bản" in errors(client.post(CREATE, typed(world, number_as_printed="369/PGD&ĐT")))


def test_a_document_without_number_needs_day_and_subject(client: Client, world: World) -> None:
    login(client, "vanphong")
    without = {"number_as_printed": "", "type_code": "NQ"}
    assert "văn bản không số" in errors(client.post(CREATE, typed(world, **without, subject="")))
    client.post(CREATE, typed(world, **without))
    assert Directive.objects.get(type_code="NQ").label == "Nghị quyết không số"


def test_searching_a_superior_offers_candidates_and_never_guesses(client: Client, world: World) -> None:
    login(client, "vanphong")
    response = client.post(CREATE, typed(world, **{"superiors-0-query": "tiep tuc thuc hien"}))
    assert "hãy đánh dấu văn bản đúng" in errors(response)
    assert f'name="superiors-0-existing" value="{world.ket_luan_93.pk}"' in response.content.decode()
    # A number typed in full that only one document has is no guess.
    client.post(CREATE, typed(world, **{"superiors-0-query": "số 93-KL/TW"}))
    assert Directive.objects.get(number="25-KH/TU").links.get().superior == world.ket_luan_93


def test_a_cited_number_without_day_is_asked_about_when_it_is_known(client: Client, world: World) -> None:
    login(client, "vanphong")
    stub = {"superiors-0-number": "42-CT/TW", "superiors-0-issuer_text": "Bộ Chính trị"}
    assert "Đã có Chỉ thị 42-CT/TW" in errors(client.post(CREATE, typed(world, **stub)))
    assert Directive.objects.filter(number="42-CT/TW").count() == 1


def test_a_superior_out_of_sight_cannot_be_chosen(client: Client, world: World) -> None:
    login(client, "quangngai")
    office = f"a{world.agencies.tinh_uy_quang_ngai.pk}"
    told = errors(
        client.post(CREATE, typed(world, issuer=office, **{"superiors-0-existing": str(world.cong_van_54.pk)}))
    )
    assert "Không còn thấy văn bản đã chọn" in told
    assert "54-CV" not in told


def test_more_rows_keep_what_is_typed_and_judge_nothing(client: Client, world: World) -> None:
    login(client, "vanphong")
    response = client.post(CREATE, typed(world, issuer="", subject="Đang gõ dở", more="superiors"))
    text = response.content.decode()
    assert errors(response) == ""
    assert "Đang gõ dở" in text
    assert 'name="superiors-3-query"' in text
    assert not Directive.objects.filter(number="25-KH/TU").exists()


@pytest.mark.parametrize(
    ("values", "files"),
    [
        ({"text": "TỈNH ỦY QUẢNG NGÃI\nMẬT\nKẾ HOẠCH"}, []),
        ({"subject": "TỐI MẬT"}, []),
        ({}, [("ke-hoach.docx", docx("TỈNH ỦY", "TUYỆT MẬT"))]),
        ({}, [("sach.pdf", pdf("Kế hoạch")), ("mat.pdf", pdf("TỈNH ỦY", "MẬT"))]),
        ({}, [("ke-hoach.txt", "THÀNH ỦY\nMẬT\n".encode())]),
    ],
)
def test_marked_documents_are_refused_and_nothing_is_kept(
    client: Client, world: World, media_root: Path, values: dict[str, str], files: list[tuple[str, bytes]]
) -> None:
    login(client, "vanphong")
    before = rows_and_files(media_root)
    sent = {"uploads": [SimpleUploadedFile(name, content) for name, content in files]} if files else {}
    told = errors(client.post(CREATE, typed(world, **values, **sent)))
    assert "không nhận văn bản mật" in told.lower()
    assert rows_and_files(media_root) == before


def test_words_about_secrets_are_no_secret(client: Client, world: World) -> None:
    login(client, "vanphong")
    client.post(
        CREATE, typed(world, text="Bảo vệ bí mật nhà nước; mật độ dân số.", subject="Về bảo vệ bí mật nhà nước")
    )
    assert Directive.objects.filter(number="25-KH/TU").exists()


def test_a_duplicate_shows_the_record_and_keeps_the_text(client: Client, world: World) -> None:
    login(client, "vanphong")
    again = typed(world, number_as_printed="54-CV/TU", issued_on="25/12/2020", subject="Gõ lại công văn 54")
    response = client.post(CREATE, again)
    text = response.content.decode()
    assert response.context["sheet"].twin == world.cong_van_54
    assert reverse("directives:detail", args=[world.cong_van_54.pk]) in text
    assert "Gõ lại công văn 54" in text
    assert Directive.objects.filter(type_code="CV", number="54-CV/TU").count() == 1


def test_a_duplicate_out_of_sight_shows_facts_only_and_may_be_held(client: Client, world: World) -> None:
    login(client, "quangngai")
    again = typed(world, number_as_printed="54-CV/TU", issued_on="24/12/2020", subject="", text="Bản của Quảng Ngãi")
    text = client.post(CREATE, again).content.decode()
    detail = reverse("directives:detail", args=[world.cong_van_54.pk])
    assert "Triển khai thực hiện Kết luận 93-KL/TW" in text
    assert detail not in text
    assert "Liên hiệp" not in text.split('role="alert"')[1].split("</dl>")[0]
    assert client.get(detail).status_code == 404
    client.post(CREATE, again | {"hold": str(world.cong_van_54.pk)})
    copy = DirectiveCopy.objects.get(office=world.agencies.ban_tuyen_giao_quang_ngai)
    assert (copy.directive, copy.text, copy.is_common) == (world.cong_van_54, "Bản của Quảng Ngãi", False)
    held = client.get(detail).content.decode()
    assert "Bản của Quảng Ngãi" in held
    assert "chỉ xem được hồ sơ" in held
    # Holding a copy opens neither the superiors nor what others hold.
    assert {d.label for d in Directive.objects.visible_to(world.officer("quangngai"))} == {"54-CV/TU"}


def test_a_stub_is_completed_and_keeps_its_links(client: Client, world: World) -> None:
    login(client, "quangngai")
    office = world.agencies.ban_tuyen_giao_quang_ngai
    by = world.officers["quangngai"]
    cited = Entry(
        "KH",
        "25-KH/TU",
        issuer=world.agencies.tinh_uy_quang_ngai,
        issued_on=date(2021, 4, 19),
        subject="Biết qua văn bản khác",
    )
    stub = get_or_record_stub(cited, office=office, by=by, now=NOW)
    link(stub, superior=world.ket_luan_93, kind=LinkKind.IMPLEMENTS, by=by)
    response = client.post(
        CREATE, typed(world, issuer=f"a{world.agencies.tinh_uy_quang_ngai.pk}", text="Toàn văn."), follow=True
    )
    assert "hồ sơ đã được bổ sung, các liên kết giữ nguyên" in response.content.decode()
    full = Directive.objects.get(number="25-KH/TU")
    assert (full.pk, full.is_stub, full.subject) == (stub.pk, False, "Kế hoạch thực hiện Kết luận")
    assert full.links.get().superior == world.ket_luan_93


def test_a_circle_is_refused_and_keeps_nothing(client: Client, world: World, media_root: Path) -> None:
    """93-KL/TW stands above 54-CV/TU; entered again it cannot stand under it."""
    login(client, "vanphong")
    before = rows_and_files(media_root)
    response = client.post(
        CREATE,
        typed(
            world, number_as_printed="93-KL/TW", issuer=f"a{world.agencies.ban_bi_thu.pk}", issued_on="20/11/2020",
            uploads=[SimpleUploadedFile("kl.pdf", pdf("Kết luận"))], **{"superiors-0-existing": str(world.cong_van_54.pk)},
        ),
    )  # fmt: skip
    assert "không thể là cấp trên" in errors(response)
    assert rows_and_files(media_root) == before
    assert Directive.objects.get(number="93-KL/TW").is_stub


def test_only_who_acts_for_an_agency_enters_documents(client: Client, world: World) -> None:
    refused = login(client, "quantri").get(CREATE)
    assert refused.status_code == 403
    assert "mới nhập văn bản" in refused.content.decode()
    assert client.post(CREATE, typed(world)).status_code == 403


def test_an_officer_of_two_agencies_says_for_which(client: Client, world: World) -> None:
    login(client, "vanphong")
    assert 'name="office"' not in client.get(CREATE).content.decode()
    appoint(world.officers["vanphong"], agency=world.agencies.van_phong_thanh_uy, duty=Duty.CLERK, since=LONG_AGO)
    assert 'name="office"' in client.get(CREATE).content.decode()
    client.post(CREATE, typed(world, office=str(world.agencies.van_phong_thanh_uy.pk)))
    assert Directive.objects.get(number="25-KH/TU").recorded_by == world.agencies.van_phong_thanh_uy
    other = typed(world, number_as_printed="26-KH/TU", office=str(world.agencies.co_do.pk))
    assert errors(client.post(CREATE, other))


def test_the_record_is_changed_with_addressees_and_files(client: Client, world: World, media_root: Path) -> None:
    login(client, "vanphong")
    directive = a_directive(world, number="77-CV/TU")
    address_to(directive, agencies=[world.agencies.co_do], texts=["Lưu"], purpose=Purpose.EXECUTE)
    url = reverse("directives:edit", args=[directive.pk])
    wrong = directive.addressees.get(agency=world.agencies.co_do)
    client.post(
        url,
        changed(
            world, directive, subject="Trích yếu đã sửa", text="Lời văn", drop_addressees=[str(wrong.pk)],
            uploads=[SimpleUploadedFile("a.pdf", pdf("A")), SimpleUploadedFile("b.pdf", pdf("B"))],
            **{"addressees-0-bodies": [f"a{world.agencies.bao_can_tho.pk}"]},
        ),
    )  # fmt: skip
    directive.refresh_from_db()
    assert (directive.subject, directive.version) == ("Trích yếu đã sửa", 2)
    assert {a.label for a in directive.addressees.all()} == {"Lưu", "Báo Cần Thơ"}
    files = list(DirectiveFile.objects.filter(copy__directive=directive))
    assert [f.name for f in files] == ["a.pdf", "b.pdf"]
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(url, changed(world, directive, text="Lời văn", drop_files=[str(files[0].pk)]))
    assert [f.name for f in DirectiveFile.objects.filter(copy__directive=directive)] == ["b.pdf"]
    assert sum(1 for f in media_root.rglob("*") if f.is_file()) == 1


def test_who_saves_second_sees_both_versions_and_loses_nothing(client: Client, world: World) -> None:
    login(client, "vanphong")
    directive = a_directive(world, number="77-CV/TU", subject="Bản đầu")
    url = reverse("directives:edit", args=[directive.pk])
    mine = changed(world, directive, subject="Bản của tôi")
    client.post(url, changed(world, directive, subject="Bản của người khác"))
    response = client.post(url, mine)
    text = response.content.decode()
    assert "Có người vừa lưu trước" in text
    assert response.context["sheet"].theirs == [("Trích yếu", "Bản của người khác", "Bản của tôi")]
    assert Directive.objects.get(pk=directive.pk).subject == "Bản của người khác"
    client.post(url, mine | {"version": str(response.context["sheet"].form["version"].value())})
    assert Directive.objects.get(pk=directive.pk).subject == "Bản của tôi"


def test_a_change_cannot_make_two_records_of_one_document(client: Client, world: World) -> None:
    login(client, "vanphong")
    directive = a_directive(world, number="77-CV/TU")
    response = client.post(
        reverse("directives:edit", args=[directive.pk]),
        changed(world, directive, number_as_printed="54-CV/TU", issued_on="24/12/2020"),
    )
    assert "hai hồ sơ không thể trùng nhau" in errors(response)
    assert Directive.objects.get(pk=directive.pk).number == "77-CV/TU"


def test_text_typed_by_the_issuer_stays_apart_from_the_recorder(client: Client, world: World) -> None:
    """`lanhdao` acts for the issuer; the recorder's own copy is not overwritten."""
    directive = a_directive(world, number="77-CV/TU")
    keep_text(directive, office=world.agencies.ban_tuyen_giao, text="Bản của Ban", by=None, now=NOW)
    login(client, "lanhdao").post(
        reverse("directives:edit", args=[directive.pk]), changed(world, directive, text="Bản của Thành ủy")
    )
    assert dict(directive.copies.values_list("office__name", "text")) == {
        "Ban Tuyên giáo Thành ủy Cần Thơ": "Bản của Ban", "Thành ủy Cần Thơ": "Bản của Thành ủy",
    }  # fmt: skip


def test_superiors_are_linked_and_taken_away(client: Client, world: World) -> None:
    login(client, "vanphong")
    directive = a_directive(world)
    url = reverse("directives:link-add", args=[directive.pk])
    empty = {
        f"superior-{name}": ""
        for name in ("query", "existing", "number", "type_code", "issued_on", "issuer", "issuer_text", "subject")
    }
    response = client.post(url, empty | {"superior-kind": "implements"})
    assert "Tìm và chọn một văn bản" in response.content.decode()
    client.post(url, empty | {"superior-kind": "continues", "superior-existing": str(world.ket_luan_93.pk)})
    edge = directive.links.get()
    assert (edge.superior, edge.kind) == (world.ket_luan_93, LinkKind.CONTINUES)
    circle = client.post(
        reverse("directives:link-add", args=[world.ket_luan_93.pk]),
        empty | {"superior-kind": "implements", "superior-existing": str(directive.pk)},
    )
    assert "không thể là cấp trên" in circle.content.decode()
    remove = reverse("directives:link-remove", args=[directive.pk, edge.pk])
    assert "Điều sẽ xảy ra" in client.get(remove).content.decode()
    assert directive.links.exists()
    client.post(remove)
    assert not directive.links.exists()
    assert Directive.objects.filter(pk=world.ket_luan_93.pk).exists()


def test_a_link_of_another_document_cannot_be_taken_away_through_ones_own(client: Client, world: World) -> None:
    login(client, "quangngai")
    own = a_directive(
        world,
        by=world.officers["quangngai"],
        issuer=world.agencies.tinh_uy_quang_ngai,
        office=world.agencies.ban_tuyen_giao_quang_ngai,
    )
    foreign = world.cong_van_54.links.first()
    assert foreign is not None
    assert client.post(reverse("directives:link-remove", args=[own.pk, foreign.pk])).status_code == 404
    assert world.cong_van_54.links.count() == 2
