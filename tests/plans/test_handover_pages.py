"""The pages of organisation change: preview, confirmation, result; and what officers read on plans and items afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import Agency
from plans.choices import Lifecycle
from plans.models import Handover, WorkItem
from plans.services.planning import add_task, assign
from plans.services.progress import report
from tests.builders import a_submission, an_item
from tests.cast import NOW, TODAY, World, login, make_officer
from tests.plans.test_handover import a_body

type Clock = Callable[[Any], datetime]


@pytest.fixture
def new(world: World) -> Agency:
    return a_body(world, "Đảng ủy xã Cờ Đỏ")


def page(world: World) -> str:
    return reverse("plans:handover", args=[world.agencies.co_do.pk])


def said(*successors: Agency, **more: Any) -> dict[str, Any]:
    return {
        "number": "01-QĐ/TU", "decided_on": "01/7/2022", "issuer": "Ban Thường vụ Thành ủy", "effective_on": "10/7/2022",
        "successors": [one.pk for one in successors], "once_key": str(uuid4()), "act": "preview",
    } | more  # fmt: skip


def confirmed(client: Client, world: World, data: dict[str, Any], **more: Any) -> Any:
    """The second step, with what the preview's page carries."""
    shown = client.post(page(world), data)
    post = world.officer("codo").posts.get(until=None).pk
    carried = {"seen": shown.context["seen"], "chung": shown.context["receivers"][0].pk, f"chuc-trach-{post}": "chung"}
    return client.post(page(world), data | carried | {"act": "confirm"} | more)


def test_preview_then_confirm_then_what_moved(client: Client, world: World, new: Agency, at: Clock) -> None:
    codo = world.officer("codo").enter(on=TODAY)
    item = world.item("2", world.agencies.co_do, "quý II/2022")
    report(item, by=codo, now=NOW, submits=False, results="Xã đã họp dân.")
    login(client, "quantri")
    data = said(new)
    text = client.post(page(world), data).text
    assert "3 đầu việc chưa xong chuyển sang nơi nhận" in text
    assert "Huỳnh Văn Lộc" in text
    assert "54-CV/TU" in text
    assert "Tiếp tục chỉ đạo thực hiện" not in text, "an administrator sees numbers, no content"
    assert "Xã đã họp dân" not in text
    assert not Handover.objects.exists()
    done = confirmed(client, world, data)
    act = Handover.objects.get()
    assert done["Location"] == reverse("plans:handover-detail", args=[act.pk])
    text = client.get(done["Location"]).text
    assert "Quyết định số 01-QĐ/TU ngày 01/7/2022 của Ban Thường vụ Thành ủy" in text
    assert "Huỳnh Văn Lộc" in text
    assert client.get(page(world)).status_code == 403
    assert "Huyện ủy Cờ Đỏ" in client.get(reverse("plans:handover-list")).text

    after = WorkItem.objects.get(continues=item)
    login(client, "codo")
    text = client.get(reverse("plans:item-detail", args=[after.pk])).text
    assert "Tiếp nhận từ Huyện ủy Cờ Đỏ theo Quyết định số 01-QĐ/TU" in text
    assert "Xã đã họp dân." in text
    assert reverse("plans:item-detail", args=[item.pk]) in text
    assert "Xã đã họp dân." in client.get(reverse("plans:report-form", args=[after.pk])).text
    text = client.get(reverse("plans:item-detail", args=[item.pk])).text
    assert "Đã chuyển giao cho Đảng ủy xã Cờ Đỏ theo Quyết định số 01-QĐ/TU" in text
    assert reverse("plans:item-detail", args=[after.pk]) in text
    login(client, "vanphong")
    text = client.get(reverse("plans:plan-detail", args=[world.plan.pk])).text
    assert "Đảng ủy xã Cờ Đỏ tiếp nhận từ Huyện ủy Cờ Đỏ theo Quyết định số 01-QĐ/TU" in text
    assert "0/3 đã báo cáo kỳ quý II/2022" in text


def test_the_monitor_reads_a_report_that_waited_and_answers_it(
    client: Client, world: World, new: Agency, at: Clock
) -> None:
    codo, item = world.officer("codo").enter(on=TODAY), world.item("2", world.agencies.co_do, "quý II/2022")
    report(item, by=codo, now=NOW, submits=False, results="Lời thứ nhất.")
    a_submission(item, by=codo, results="Lời thứ hai.")
    stale = reverse("plans:review", args=[item.pk])
    confirmed(login(client, "quantri"), world, said(new))
    login(client, "vanphong")
    assert client.post(stale, {"confirm": ""}).status_code == 409
    after = WorkItem.objects.get(continues=item)
    url = reverse("plans:review", args=[after.pk])
    assert url in client.get(reverse("plans:review-list")).text
    text = client.get(url).text
    assert "Lời thứ hai." in text
    assert "Lời thứ nhất." in text
    client.post(url, {"confirm": ""})
    after.refresh_from_db()
    assert (after.lifecycle, after.submitted_on) == (Lifecycle.CONFIRMED, TODAY)


def test_what_was_typed_stays_beside_what_is_wrong(client: Client, world: World, new: Agency, at: Clock) -> None:
    login(client, "quantri")
    text = client.post(page(world), said(effective_on="20/7/2022", issuer="Ban Thường vụ X")).text
    for words in (
        "Chọn ít nhất một cơ quan kế tục.",
        "Ngày hiệu lực 20/7/2022 chưa đến",
        "Ban Thường vụ X",
        "01-QĐ/TU",
    ):
        assert words in text
    assert client.post(page(world), said(new, decided_on="32/7/2022")).status_code == 200
    text = client.post(page(world), said(new, act="edit")).text
    assert "Bước 1 trong 2" in text
    assert "Ban Thường vụ Thành ủy" in text


def test_a_double_click_ends_at_the_same_result(client: Client, world: World, new: Agency, at: Clock) -> None:
    login(client, "quantri")
    data = said(new)
    first = confirmed(client, world, data)
    again = client.post(page(world), data | {"act": "confirm", "seen": "x", "chung": new.pk})
    assert again["Location"] == first["Location"]
    assert Handover.objects.count() == 1


def test_work_that_changed_is_shown_before_it_moves(client: Client, world: World, new: Agency, at: Clock) -> None:
    login(client, "quantri")
    data = said(new)
    seen = client.post(page(world), data).context["seen"]
    a_submission(world.item("2", world.agencies.co_do, "quý II/2022"), by=world.officer("codo").enter(on=TODAY))
    answer = client.post(page(world), data | {"seen": seen, "chung": new.pk, "act": "confirm"})
    assert answer.status_code == 409
    assert "vừa thay đổi trong lúc đồng chí xem" in answer.text
    assert "1 báo cáo đang chờ xác nhận" in answer.text
    assert not Handover.objects.exists()


def test_a_split_asks_for_each_line(client: Client, world: World, new: Agency, at: Clock) -> None:
    other = a_body(world, "Đảng ủy xã Thới Hưng")
    line = an_item(world, world.agencies.co_do).assignment_id
    login(client, "quantri")
    data = said(new, other)
    text = client.post(page(world), data).text
    assert "54-CV/TU, mục 2, chủ trì" in text
    confirmed(client, world, data, **{f"dong-{line}": other.pk, "chung": new.pk})
    assert WorkItem.objects.unconfirmed().filter(agency=other).count() == 1
    assert WorkItem.objects.unconfirmed().filter(agency=new).count() == 3


def test_who_does_not_administer_is_told_why(client: Client, world: World, new: Agency, at: Clock) -> None:
    for username in ("vanphong", "lanhdao", "codo"):
        answer = login(client, username).get(page(world))
        assert (answer.status_code, "Chỉ người quản trị của Huyện ủy Cờ Đỏ" in answer.text) == (403, True)


def test_words_typed_meanwhile_are_not_lost(client: Client, world: World, new: Agency, at: Clock) -> None:
    """An officer writes a report while the administrator hands over: the words come back, with where to send them."""
    item = world.item("2", world.agencies.co_do, "quý II/2022")
    other = Client()
    confirmed(login(client, "quantri"), world, said(new))
    answer = login(other, "codo").post(
        reverse("plans:report-form", args=[item.pk]), {"answer": "results", "results": "Đang gõ dở"}
    )
    assert answer.status_code == 409
    assert "Đang gõ dở" in answer.text
    assert "đã bàn giao đầu việc này" in answer.text
    item.refresh_from_db()
    assert item.lifecycle == Lifecycle.HANDED_OVER


def test_the_decision_is_kept_as_a_file(client: Client, world: World, new: Agency, at: Clock) -> None:
    url = confirmed(login(client, "quantri"), world, said(new))["Location"]
    bad = client.post(url, {"file": SimpleUploadedFile("a.exe", b"MZ\x00\x01")})
    assert "Không nhận được tệp" in bad.text
    client.post(url, {"file": SimpleUploadedFile("quyet-dinh.txt", "Quyết định".encode())})
    act = Handover.objects.get()
    assert "quyet-dinh.txt" in client.get(url).text
    answer: Any = client.get(reverse("plans:handover-file", args=[act.pk]))
    assert b"".join(answer.streaming_content).decode() == "Quyết định"
    assert login(client, "baocantho").get(reverse("plans:handover-file", args=[act.pk])).status_code == 404


def test_the_preview_costs_the_same_for_more_work(client: Client, world: World, new: Agency, at: Clock) -> None:
    office = world.officer("vanphong").enter(on=TODAY)
    login(client, "quantri")
    client.post(page(world), said(new))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.post(page(world), said(new))
    for n in range(5):
        task = add_task(world.plan, by=office, path=f"9.{n}", heading=f"Việc thêm {n}")
        assign(task, by=office, now=NOW, role="lead", agency=world.agencies.co_do)
        make_officer(f"codo{n}", f"Cán bộ {n}", world.agencies.co_do)
    with CaptureQueriesContext(connection) as many:
        client.post(page(world), said(new))
    assert len(many) <= len(few)
