"""A task may ask that the document which is its product be registered before it counts as done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.verdict import Denied
from directives.models import Directive
from plans.models import Plan, WorkItem
from plans.services.progress import record_on_behalf, report
from tests.builders import a_directive, a_plan, a_task
from tests.cast import NOW, World, login


@pytest.fixture
def item(world: World) -> WorkItem:
    """A product of Đảng đoàn Liên hiệp Hội whose document must be registered."""
    at, by = world.agencies, world.officer("vanphong")
    plan = a_plan(world, at.bao_can_tho)
    a_task(plan, at.dang_doan_lhh, by=by, path="9", due_on=date(2022, 7, 29), needs_document=True)
    return WorkItem.objects.with_names().get(plan=plan, agency=at.dang_doan_lhh)


@pytest.fixture
def product(world: World) -> Directive:
    """What the agency issued."""
    at = world.agencies
    return a_directive(
        world, issuer=at.dang_doan_lhh, by=world.officer("lhh"), office=at.dang_doan_lhh, type_code="KH",
        number="12-KH/ĐĐLHH", subject="Kế hoạch triển khai của Đảng đoàn",
    )  # fmt: skip


def done(item: WorkItem, world: World, **values: Any) -> Any:
    return report(item, by=world.officer("lhh"), now=NOW, submits=True, results="Đã ban hành kế hoạch.", **values)


def test_done_needs_the_document_and_opens_it_to_who_confirms(world: World, item: WorkItem, product: Directive) -> None:
    with pytest.raises(Denied, match="đăng ký văn bản sản phẩm"):
        done(item, world)
    vanphong = world.officer("vanphong")
    assert product not in Directive.objects.readable_by(vanphong)
    update = done(item, world, product=product)
    assert update.product == product
    assert product in Directive.objects.readable_by(vanphong)
    assert product not in Directive.objects.visible_to(world.officer("codo"))


def test_progress_may_be_told_without_it(world: World, item: WorkItem) -> None:
    report(item, by=world.officer("lhh"), now=NOW, submits=False, results="Đang soạn.")


def test_a_document_out_of_sight_is_no_product(world: World, item: WorkItem) -> None:
    at = world.agencies
    foreign = a_directive(
        world, issuer=at.tinh_uy_quang_ngai, by=world.officer("quangngai"), office=at.ban_tuyen_giao_quang_ngai
    )
    with pytest.raises(Denied, match="Không tìm thấy văn bản sản phẩm"):
        done(item, world, product=foreign)
    item.refresh_from_db()
    assert item.submitted_on is None


def test_a_report_on_paper_names_its_number(world: World, item: WorkItem) -> None:
    paper: dict[str, Any] = {
        "by": world.officer("vanphong"),
        "now": NOW,
        "received_on": NOW.date(),
        "results": "Nhận bản giấy.",
    }
    with pytest.raises(Denied, match="đăng ký văn bản sản phẩm"):
        record_on_behalf(item, **paper)
    record_on_behalf(item, paper_number="12-KH/ĐĐLHH", **paper)


def test_the_form_offers_own_documents_and_keeps_what_was_typed(
    world: World, item: WorkItem, product: Directive, client: Client, at: object
) -> None:
    login(client, "lhh")
    address = reverse("plans:report-form", args=[item.pk])
    page = client.get(address).content.decode()
    assert "12-KH/ĐĐLHH" in page
    assert "54-CV/TU, " not in page, "documents of others are no product of this agency"
    answer = client.post(address, {"answer": "done", "results": "Đã ban hành kế hoạch."}).content.decode()
    assert "yêu cầu đăng ký văn bản sản phẩm" in answer
    assert "Đã ban hành kế hoạch." in answer
    client.post(address, {"answer": "done", "results": "Đã ban hành kế hoạch.", "product": product.pk})
    item.refresh_from_db()
    assert item.submitted_on == NOW.date()
    login(client, "vanphong")
    assert (
        reverse("directives:detail", args=[product.pk])
        in client.get(reverse("plans:review", args=[item.pk])).content.decode()
    )


def test_the_task_form_asks_for_it(world: World, client: Client, at: object) -> None:
    draft: Plan = a_plan(world, world.agencies.bao_can_tho)
    login(client, "vanphong")
    client.post(
        reverse("plans:task-add", args=[draft.pk]),
        {"path": "7", "heading": "Ban hành quy chế", "kind": "product", "is_verbatim": "True", "needs_document": "on"},
    )
    assert draft.tasks.get(path="7").needs_document
