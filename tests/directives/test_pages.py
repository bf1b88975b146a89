"""Reading documents: the list, its search and filters, one document with its chain, its files; and who sees none of it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.uploads import check_upload
from directives.choices import LinkKind, Purpose
from directives.models import Directive
from directives.services import address_to, attach_file, keep_text, link
from tests.builders import a_directive
from tests.cast import CAST, NOW, World, login
from tests.directives.files import pdf

LIST = reverse("directives:list")


def page(client: Client, url: str, **query: Any) -> str:
    response = client.get(url, query)
    assert response.status_code == 200
    return response.content.decode()


def numbers(client: Client, **query: Any) -> set[str]:
    """Labels of the rows a list page shows."""
    response = client.get(LIST, query)
    assert response.status_code == 200
    return {directive.label for directive in response.context["page"]}


def fetched(client: Client, pk: int, **query: str) -> tuple[Any, bytes]:
    """The answer for a file, read to its end, and its bytes."""
    response: Any = client.get(reverse("directives:file", args=[pk]), query)
    return response, b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture(autouse=True)
def _story_day(at: Callable[..., Any], settings: Any) -> None:
    """Views read the clock of the story; the cast's accounts are open only in the demo."""
    settings.DEMO = True


def test_each_sees_what_reaches_them(client: Client, world: World) -> None:
    seen = {name: numbers(login(client, name)) for name in CAST}
    whole = {"42-CT/TW", "93-KL/TW", "54-CV/TU"}
    # Assigned or addressed bodies and those above them see the document and its chain upwards; others nothing.
    assert {name: labels for name, labels in seen.items() if labels} == dict.fromkeys(
        ("vanphong", "truongban", "lanhdao", "lhh", "baocantho", "codo"), whole
    )


@pytest.mark.parametrize(
    "query",
    [
        "93 kl",
        "93 KL/TW",
        "số 93-KL/TW",
        "so 093-kl",
        "tiep tuc chi thi 42",
        "ban bi thu ket luan",
        "93-KL/TW ban bí thư",
    ],
)
def test_search_needs_no_diacritics(client: Client, world: World, query: str) -> None:
    assert "93-KL/TW" in numbers(login(client, "vanphong"), q=query)


def test_a_number_is_found_with_and_without_its_zero_but_not_inside_another(client: Client, world: World) -> None:
    a_directive(world, number="04-CTr/TU", type_code="CTr", subject="Thực hiện Chỉ thị 42 của Liên hiệp các Hội")
    a_directive(world, number="14-CTr/TU", type_code="CTr")
    login(client, "vanphong")
    assert numbers(client, q="4-CTr") == numbers(client, q="04 ctr/tu") == {"04-CTr/TU"}
    assert numbers(client, q="lien hiep hoi") >= {"04-CTr/TU"}
    assert numbers(client, q="1/6/2022") == {"04-CTr/TU", "14-CTr/TU"}
    assert numbers(client, q="không có gì như vậy") == set()


def test_search_never_reaches_a_neighbour(client: Client, world: World) -> None:
    login(client, "quangngai")
    assert numbers(client, q="54-CV/TU") == set()
    assert "Không có văn bản nào khớp" in page(client, LIST, q="54-CV/TU")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"type": "KL"}, {"93-KL/TW"}),
        ({"level": "central"}, {"93-KL/TW"}),
        ({"state": "chua-co-toan-van"}, {"42-CT/TW", "93-KL/TW"}),
        ({"state": "nguon-bao-chi"}, set()),
        ({"state": "dang-theo-doi"}, {"54-CV/TU"}),
        ({"state": "chua-lap-ke-hoach"}, set()),
        ({"state": "ket-thuc"}, set()),
        ({"since": "20/11/2020"}, {"93-KL/TW", "54-CV/TU"}),
        ({"since": "1/1/2020", "until": "30/11/2020"}, {"93-KL/TW"}),
        ({"secrecy": "internal"}, set()),
    ],
)
def test_filters_narrow_the_list(client: Client, world: World, query: dict[str, str], found: set[str]) -> None:
    assert numbers(login(client, "vanphong"), **query) == found


def test_filter_by_issuer_offers_only_issuers_one_sees(client: Client, world: World) -> None:
    login(client, "vanphong")
    assert numbers(client, issuer=world.agencies.thanh_uy.pk) == {"54-CV/TU"}
    offered = page(client, LIST)
    assert "Thành ủy Cần Thơ" in offered
    assert "Tỉnh ủy Quảng Ngãi" not in offered


def test_a_state_is_what_the_officer_sees_of_plans(client: Client, world: World) -> None:
    """Addressed without being assigned shows the document, not the plan (decision 14)."""
    address_to(world.cong_van_54, agencies=[world.agencies.tinh_uy_quang_ngai], purpose=Purpose.INFORM)
    login(client, "quangngai")
    assert numbers(client, state="dang-theo-doi") == set()
    # The office under the addressee is no superior of it; the leader's committee would be.
    assert numbers(client) == set()
    login(client, "codo")
    assert numbers(client, state="dang-theo-doi") == {"54-CV/TU"}


def test_a_wrong_day_is_told_and_the_words_stay(client: Client, world: World) -> None:
    text = page(login(client, "vanphong"), LIST, since="32/13/2020", q="54")
    assert "Từ ngày" in text
    assert 'value="32/13/2020"' in text


def test_sorting_and_an_empty_list_say_what_to_do(client: Client, world: World) -> None:
    login(client, "vanphong")
    assert next(d.label for d in client.get(LIST, {"sort": "issued_on"}).context["page"]) == "42-CT/TW"
    assert next(d.label for d in client.get(LIST, {"sort": "-number"}).context["page"]) == "93-KL/TW"
    assert "Bỏ hết điều kiện lọc" in page(client, LIST, q="không có")
    login(client, "quangngai")
    assert "Nhập văn bản đầu tiên" in page(client, LIST)
    assert "Chưa có văn bản nào gửi tới đơn vị" in page(login(client, "quantri"), LIST)


def test_the_number_of_queries_does_not_grow_with_documents(client: Client, world: World) -> None:
    login(client, "vanphong")
    client.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(LIST, {"size": "100"})
    for _ in range(55):
        link(a_directive(world), superior=world.ket_luan_93, kind=LinkKind.IMPLEMENTS, by=world.officers["vanphong"])
    with CaptureQueriesContext(connection) as many:
        client.get(LIST, {"size": "100"})
    assert len(many) == len(few) <= 16
    detail = reverse("directives:detail", args=[world.ket_luan_93.pk])
    with CaptureQueriesContext(connection) as chain_of_many:
        client.get(detail)
    assert len(chain_of_many) <= 32


def test_the_chain_says_where_a_document_comes_from(client: Client, world: World) -> None:
    text = page(login(client, "vanphong"), reverse("directives:detail", args=[world.cong_van_54.pk]))
    assert "3.871 ngày" in text
    assert "34 ngày" in text
    assert "tiếp tục thực hiện 42-CT/TW" in text
    assert "cũng thực hiện 42-CT/TW" in text
    assert text.count("chưa có toàn văn") == 2
    assert 'aria-current="true"><div' not in text
    assert '<div class="doc is-here" aria-current="true">' in text.replace("\n", "")


def test_a_superior_shows_its_record_only_and_says_why(client: Client, world: World) -> None:
    keep_text(
        world.ket_luan_93, office=world.agencies.ban_bi_thu, text="Lời văn riêng của trung ương", by=None, now=NOW
    )
    address_to(world.ket_luan_93, texts=["Các tỉnh ủy, thành ủy"], purpose=Purpose.EXECUTE)
    text = page(login(client, "lhh"), reverse("directives:detail", args=[world.ket_luan_93.pk]))
    assert "chỉ xem được hồ sơ" in text
    assert "Ban Bí thư Trung ương Đảng" in text
    assert "Lời văn riêng" not in text
    assert "Các tỉnh ủy" not in text
    assert "Sửa" not in text


def test_a_neighbour_gets_404_everywhere(client: Client, world: World) -> None:
    row = attach_file(
        world.cong_van_54, office=world.agencies.ban_tuyen_giao, by=None, now=NOW,
        upload=check_upload(SimpleUploadedFile("Công văn 54.pdf", pdf("Công văn 54"))),
    )  # fmt: skip
    pk = world.cong_van_54.pk
    login(client, "quangngai")
    for name, args in (("detail", [pk]), ("edit", [pk]), ("link-add", [pk]), ("file", [row.pk])):
        assert client.get(reverse(f"directives:{name}", args=args)).status_code == 404
    assert "Công văn" not in page(client, reverse("directives:find"), row="superiors-0", **{"superiors-0-query": "54"})
    assert "54-CV/TU" in page(
        login(client, "lhh"), reverse("directives:find"), row="superiors-0", **{"superiors-0-query": "54"}
    )


def test_an_assigned_body_reads_but_does_not_change(client: Client, world: World) -> None:
    pk = world.cong_van_54.pk
    login(client, "lhh")
    assert client.get(reverse("directives:detail", args=[pk])).status_code == 200
    refused = client.get(reverse("directives:edit", args=[pk]))
    assert refused.status_code == 403
    assert "mới sửa văn bản này" in refused.content.decode()


def test_a_file_is_given_with_its_name_and_never_kept_on_the_way(client: Client, world: World) -> None:
    office, at = world.agencies.ban_tuyen_giao, world.cong_van_54
    original = attach_file(
        at, office=office, by=None, now=NOW, upload=check_upload(SimpleUploadedFile("Công văn số 54.pdf", pdf("Công văn")))
    )  # fmt: skip
    login(client, "lhh")
    response, content = fetched(client, original.pk)
    assert content.startswith(b"%PDF")
    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''C%C3%B4ng")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert fetched(client, original.pk, tai="1")[0]["Content-Disposition"].startswith("attachment")
    text = attach_file(at, office=office, by=None, now=NOW, upload=check_upload(SimpleUploadedFile("a.txt", b"a")))
    assert fetched(client, text.pk)[0]["Content-Disposition"].startswith("attachment")


def test_what_an_office_holds_stays_with_it_until_common(client: Client, world: World) -> None:
    """An agency's own copy is not the issuer's (decision 15)."""
    own = attach_file(
        world.cong_van_54, office=world.agencies.co_do, by=None, now=NOW,
        upload=check_upload(SimpleUploadedFile("ban-cua-co-do.txt", b"ghi")),
    )  # fmt: skip
    assert client.get(reverse("directives:file", args=[own.pk])).status_code == 302
    answers = [fetched(login(client, name), own.pk)[0].status_code for name in ("lhh", "vanphong", "codo", "lanhdao")]
    assert answers == [404, 404, 200, 200]
    assert "ban-cua-co-do" not in page(login(client, "lhh"), reverse("directives:detail", args=[world.cong_van_54.pk]))


def test_internal_documents_stay_with_those_who_act(client: Client, world: World) -> None:
    internal = a_directive(world, secrecy="internal", issued_on=date(2022, 6, 2))
    address_to(internal, agencies=[world.agencies.bao_can_tho], purpose=Purpose.INFORM)
    address_to(internal, agencies=[world.agencies.dang_doan_lhh], purpose=Purpose.EXECUTE)
    shown = {name: internal.label in numbers(login(client, name)) for name in ("vanphong", "lhh", "baocantho")}
    assert shown == {"vanphong": True, "lhh": True, "baocantho": False}


def test_very_long_chains_draw_the_nearest(world: World) -> None:
    from directives import chain

    by = world.officers["vanphong"]
    for _ in range(12):
        link(a_directive(world), superior=world.ket_luan_93, kind=LinkKind.IMPLEMENTS, by=by)
    drawing = chain.around(world.ket_luan_93, Directive.objects.visible_to(by), limit=5)
    assert len(drawing.documents) == 5
    assert drawing.left_out == 10
    assert [root.directive.label for root in drawing.roots] == ["42-CT/TW"]


def test_the_own_number_comes_first_among_what_is_offered(client: Client, world: World) -> None:
    offered = page(login(client, "vanphong"), reverse("directives:find"), row="superior", **{"superior-query": "93 kl"})
    assert offered.index("<b>93-KL/TW</b>") < offered.index("<b>54-CV/TU</b>")
    assert client.get(reverse("directives:find"), {"row": "x"}).status_code == 404
    assert page(client, reverse("directives:find"), row="superior", **{"superior-query": "  "}).strip() == ""


@pytest.mark.parametrize("username", ["vanphong", "lhh", "lanhdao"])
def test_every_number_of_the_chain_opens_exactly_its_rows(client: Client, world: World, username: str) -> None:
    login(client, username)
    text = page(client, reverse("directives:detail", args=[world.ket_luan_93.pk]))
    links = re.findall(r'href="([^"]*van_ban=[^"]*)">([\d.]+) (?:đầu việc|quá hạn)', text)
    assert links
    for href, number in links:
        rows = client.get(href.replace("&amp;", "&")).context["page"].paginator.count
        assert rows == int(number.replace(".", "")), href
