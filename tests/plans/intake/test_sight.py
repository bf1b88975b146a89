"""What entering a document may not open: other offices' words, records, plans; and a marked text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from agencies.models import Post
from agencies.verdict import Denied
from directives.choices import SourceKind
from directives.models import Directive, DirectiveCopy
from directives.services import Entry, complete_directive, keep_text
from plans.models import Intake, Plan
from plans.services import intake as entering
from tests.cast import NOW, World, clock_at, login, moment
from tests.plans.intake.begun import PRESS, SPECIMEN, an_intake, proposal_of, the_maker
from tests.plans.intake.test_pages import post, sent, url
from tests.plans.intake.test_publishing import publish

THE_DOCUMENT = (
    SPECIMEN.replace("THÀNH ỦY CẦN THƠ   ", "TỈNH ỦY QUẢNG NGÃI ")
    .replace("812-CV/TU", "58-KH/TU")
    .replace("Cần Thơ, ngày 18 tháng 7 năm 2022", "Quảng Ngãi, ngày 08 tháng 7 năm 2022")
)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock_at(NOW):
        yield


def test_naming_anothers_document_gives_no_sight_of_what_its_office_holds(client: Client, world: World) -> None:
    """Number and issuer are easily known: a copy of one's own and a plan on it would open the issuer's text."""
    outsider = world.officer("quangngai").enter(on=NOW.date())
    issuer = world.officer("lanhdao").enter(on=NOW.date())
    keep_text(world.cong_van_54, office=world.agencies.thanh_uy, text="Toàn văn của Thành ủy", by=issuer, now=NOW)
    DirectiveCopy.objects.filter(directive=world.cong_van_54).update(is_common=True)
    text = SPECIMEN.replace("812-CV/TU", "54-CV/TU").replace("18 tháng 7 năm 2022", "24 tháng 12 năm 2020")
    intake = an_intake(world, "quangngai", text=text)
    login(client, "quangngai")
    page = client.get(url("intake", intake))
    assert "Giữ bản của đơn vị" in page.text
    post(client, "intake-twin", intake, twin=world.cong_van_54.pk)
    assert "chưa có kế hoạch" in client.post(url("intake-publish", intake), follow=True).text
    assert not Plan.objects.filter(directive=world.cong_van_54, owner=world.agencies.ban_tuyen_giao_quang_ngai).exists()
    assert not Directive.objects.readable_by(outsider).filter(pk=world.cong_van_54.pk).exists()
    assert "Toàn văn của Thành ủy" not in client.get(f"/van-ban/{world.cong_van_54.pk}/").text


def test_nobody_rewrites_anothers_press_record(world: World) -> None:
    record = publish(an_intake(world, "quangngai", text=PRESS)).directive
    stranger = world.officer("vanphong").enter(on=NOW.date())
    invented = Entry(
        type_code="KH", number_as_printed="58-KH/TU", issuer_text="Tỉnh ủy", issued_on=date(2022, 7, 8), subject="Bịa"
    )
    with pytest.raises(Denied):
        complete_directive(record, entry=invented, office=world.agencies.ban_tuyen_giao, by=stranger, now=NOW)
    intake = an_intake(world, "vanphong", text=THE_DOCUMENT)
    Intake.objects.filter(pk=intake.pk).update(proposal={**intake.proposal, "twin": record.pk})
    record.refresh_from_db()
    assert (record.source_kind, record.recorded_by) == (SourceKind.PRESS, world.agencies.ban_tuyen_giao_quang_ngai)


def test_the_office_of_a_press_plan_brings_the_document_itself_through_the_pages(client: Client, world: World) -> None:
    plan = publish(an_intake(world, "quangngai", text=PRESS))
    elsewhere = Plan.objects.create(
        directive=plan.directive, owner=world.agencies.tinh_uy_gia_lai, monitor=world.agencies.tinh_uy_gia_lai, state="published",
        published_on=NOW.date(), created_at=NOW,
    )  # fmt: skip
    theirs = elsewhere.tasks.create(path="p1", heading="Nhiệm vụ tạm của nơi khác")
    intake = an_intake(world, "quangngai", text=THE_DOCUMENT)
    login(client, "quangngai")
    page = client.get(url("intake", intake))
    assert "Bổ sung toàn văn" in page.text
    post(client, "intake-twin", intake, twin=plan.directive_id)
    assert client.post(url("intake-publish", intake))["Location"] == f"/ke-hoach/{plan.pk}/"
    plan.directive.refresh_from_db()
    assert plan.directive.source_kind == SourceKind.DOCUMENT
    assert plan.tasks.standing_open().count() == 7
    theirs.refresh_from_db()
    assert theirs.cancel_reason.startswith("Nhiệm vụ tạm theo báo chí")


def test_a_stub_told_of_by_the_press_is_a_press_record_from_then_on(world: World) -> None:
    """Otherwise its provisional tasks would count as official ones."""
    first = an_intake(
        world,
        "quangngai",
        text=THE_DOCUMENT.replace(
            "311-KL/TW ngày 05/7/2022 của Ban Bí thư", "59-KH/TU ngày 01/7/2022 của Tỉnh ủy Quảng Ngãi"
        ),
    )
    publish(first)
    stub = Directive.objects.get(number="59-KH/TU")
    article = an_intake(world, "quangngai", text=PRESS.replace("58-KH/TU ngày 08/7/2022", "59-KH/TU ngày 01/7/2022"))
    Intake.objects.filter(pk=article.pk).update(proposal={**article.proposal, "twin": stub.pk})
    assert publish(article).directive == stub
    stub.refresh_from_db()
    assert (stub.is_stub, stub.source_kind) == (False, SourceKind.PRESS)


def test_the_same_number_of_another_day_is_shown_not_refused_without_end(client: Client, world: World) -> None:
    publish(an_intake(world))
    again = an_intake(
        world, text=SPECIMEN.replace("18 tháng 7 năm 2022", "19 tháng 7 năm 2022").replace("hạ tầng", "trụ sở")
    )
    page = login(client, "vanphong").get(url("intake", again))
    assert [row["directive"].number for row in page.context["rows"]] == ["812-CV/TU"]


def test_a_marked_text_is_not_even_sent_back(client: Client, world: World) -> None:
    login(client, "vanphong")
    answer = sent(client, world, text=SPECIMEN.replace("*\nSố", "*\nTUYỆT MẬT\nSố"))
    assert "TUYỆT MẬT" in answer.context["form"].non_field_errors()[0]
    assert "rà soát hạ tầng" not in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_who_lost_the_post_sees_the_entry_no_more_but_may_throw_it_away(client: Client, world: World) -> None:
    intake = an_intake(world)
    login(client, "vanphong")
    Post.objects.filter(officer=the_maker(intake)).update(until=moment("2022-07-01").date())
    assert client.get(url("intake", intake)).status_code == 404
    client.post(url("intake-discard", intake))
    assert not Intake.objects.exists()


def test_entries_that_nobody_finished_are_forgotten(world: World) -> None:
    old, fresh = an_intake(world), an_intake(world, text=SPECIMEN.replace("812-", "813-"))
    Intake.objects.filter(pk=old.pk).update(made_at=moment("2021-12-01"))
    assert entering.forget_old(now=NOW) == 1
    assert list(Intake.objects.all()) == [fresh]


def test_a_text_that_kills_its_readers_is_left_to_a_person(world: World) -> None:
    intake = an_intake(world)
    Intake.objects.filter(pk=intake.pk).update(state="reading", claimed_at=moment("2022-07-14", 7), attempts=3)
    assert entering.read_waiting(now=NOW) == 0
    intake.refresh_from_db()
    assert (intake.state, bool(intake.failure)) == ("failed", True)


def test_a_slow_reader_does_not_undo_what_the_next_one_did(world: World) -> None:
    intake = an_intake(world)
    before = proposal_of(intake).to_json()
    assert entering.read_intake(intake.pk, now=moment("2022-07-14", 10)) is None  # it is read already
    assert proposal_of(intake).to_json() == before
