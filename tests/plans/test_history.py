"""Who changed what of documents, plans and tasks, in which capacity, and who is told of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.choices import Duty
from agencies.history.context import by_officer
from agencies.history.tracking import EVENTS
from agencies.services import appoint
from directives.choices import Secrecy
from directives.models import Directive, DirectiveCopy
from plans import jobs
from plans.models import Assignment, Plan, ReportingDuty, Task
from plans.services.planning import add_task, unassign
from plans.services.publishing import publish
from tests.builders import a_directive, a_draft, a_task
from tests.cast import CAST, LONG_AGO, NOW, TODAY, World, clock_at, login, moment
from tests.history import dated

BEFORE = moment("2021-12-01")


def url(kind: str, pk: int) -> str:
    return reverse("agencies:history", args=[kind, pk])


def page(client: Client, kind: str, pk: int, **query: str) -> str:
    answer = client.get(url(kind, pk), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_change_of_the_settings_says_who_in_which_capacity_and_from_what_to_what(
    client: Client, world: World
) -> None:
    """Of several posts the one in the plan's own office is named."""
    officer = world.officer("vanphong")
    appoint(officer, agency=world.agencies.o_mon, duty=Duty.CLERK, title="Kiêm nhiệm", since=LONG_AGO)
    plan = world.plan
    with clock_at(NOW):
        login(client, "vanphong").post(
            reverse("plans:plan-edit", args=[plan.pk]),
            {"resubmit_days": 7, "version": plan.version},
        )
    change = EVENTS[Plan]._base_manager.filter(pgh_obj_id=plan.pk).latest("pgh_id")
    assert change.pgh_context["path"] == reverse("plans:plan-edit", args=[plan.pk])
    text = page(login(client, "vanphong"), "ke-hoach", plan.pk)
    assert "Nguyễn Thị Hồng Vân" in text
    assert "Chuyên viên, Ban Tuyên giáo Thành ủy" in text
    assert "Kiêm nhiệm" not in text.partition('id="noi-dung"')[2], "the frame names all posts, the act the one"
    assert "Số ngày làm việc để gửi lại sau khi bị trả" in text
    assert "đổi thành</span> 7" in text
    newest = page(client, "ke-hoach", plan.pk, gan_day="1")
    assert "<html" not in newest
    assert "đổi thành</span> 7" in newest


def test_the_pages_of_things_lead_to_their_history(client: Client, world: World) -> None:
    login(client, "vanphong")
    task = world.tasks["3"]
    for name, args, kind, pk in (
        ("directives:detail", [world.cong_van_54.pk], "van-ban", world.cong_van_54.pk),
        ("plans:plan-detail", [world.plan.pk], "ke-hoach", world.plan.pk),
        ("plans:task-detail", [world.plan.pk, task.pk], "nhiem-vu", task.pk),
    ):
        assert url(kind, pk) in client.get(reverse(name, args=args)).content.decode()


def test_a_job_is_named_and_what_nobody_said_is_the_system_s(client: Client, world: World, monkeypatch: Any) -> None:
    def settle(**_: Any) -> str:
        ReportingDuty.objects.filter(plan=world.plan).update(days_after=12)
        return ""

    monkeypatch.setattr("plans.services.items.open_periods", settle)
    jobs.open_periods()
    Task.objects.filter(pk=world.tasks["3"].pk).update(product="Báo cáo")
    login(client, "vanphong")
    assert "mở kỳ báo cáo" in page(client, "ke-hoach", world.plan.pk)
    newest = EVENTS[Task]._base_manager.latest("pgh_id")
    assert newest.pgh_context is None, "the job's name ended with the job"
    assert "Hệ thống" in page(client, "nhiem-vu", world.tasks["3"].pk)


def test_many_lines_changed_at_once_are_one_act(client: Client, world: World) -> None:
    with by_officer(world.officer("vanphong").enter(on=TODAY)):
        Task.objects.filter(plan=world.plan).update(needs_evidence=True)
    text = page(login(client, "vanphong"), "ke-hoach", world.plan.pk, can_bo=str(world.officer("vanphong").pk))
    assert text.count("<h3>") == 1
    assert text.count("Sửa <b>nhiệm vụ") == world.plan.tasks.count()
    assert "Không có thay đổi nào khớp" in page(client, "ke-hoach", world.plan.pk, den="1/1/2020")


def test_a_plan_as_it_was(client: Client, world: World) -> None:
    task = world.tasks["5"]
    for model in (Plan, Task, Assignment, ReportingDuty):
        dated(moment("2022-01-04"), model)
    Task.objects.filter(pk=task.pk).update(heading="Tên mới của nhiệm vụ")
    dated(moment("2022-06-01"), Task, pgh_label="update", pgh_obj_id=task.pk, heading="Tên mới của nhiệm vụ")
    with by_officer(world.officer("vanphong").enter(on=TODAY)):
        unassign(task.assignments.get(role="lead"), by=world.officer("vanphong"), now=NOW, reason="Giao nơi khác")
    login(client, "vanphong")
    then = page(client, "nhiem-vu", task.pk, ngay="31/5/2022")
    assert task.heading in then.partition("<main")[2]
    assert "Giao nơi khác" not in then
    assert "Liên hiệp" in then
    assert "Tên mới của nhiệm vụ" in page(client, "nhiem-vu", task.pk, ngay="1/6/2022").partition('class="work"')[2]
    assert "Không có gì để xem" in page(client, "nhiem-vu", task.pk, ngay="3/1/2022")
    whole = page(client, "ke-hoach", world.plan.pk, ngay="31/5/2022")
    assert "Chế độ báo cáo" in whole
    assert task.heading in whole


def test_the_draft_stays_with_its_office(client: Client, world: World) -> None:
    """Superiors and assignees read from the publication on; days before it say nothing, as the draft's page would."""
    vanphong = world.officer("vanphong").enter(on=TODAY)
    plan = a_draft(world, a_directive(world), by=vanphong)
    a_task(plan, world.agencies.dang_doan_lhh, by=vanphong, heading="Ý ban đầu chưa chín")
    Task.objects.filter(plan=plan).update(heading="Ý đã chín")
    for model in (Plan, Task, Assignment, ReportingDuty):
        dated(BEFORE, model)
    publish(plan, by=vanphong, now=NOW)
    expected = {"vanphong": True, "truongban": True, "lanhdao": False, "lhh": False}
    for username, told in expected.items():
        login(client, username)
        text = page(client, "ke-hoach", plan.pk)
        assert ("Ý ban đầu chưa chín" in text) is told, username
        assert ("đang theo dõi" in text) is True, username
        assert ("Ý đã chín" in page(client, "ke-hoach", plan.pk, ngay="2/12/2021")) is told, username
        newest = Task.objects.get(plan=plan).pk
        assert ("Ý ban đầu chưa chín" in page(client, "nhiem-vu", newest)) is told, username


def test_an_assignee_reads_its_own_lines_and_not_those_of_others(client: Client, world: World) -> None:
    text = page(login(client, "lhh"), "ke-hoach", world.plan.pk, size="200")
    assert "phân công Đảng đoàn Liên hiệp" in text
    assert "phân công Quận ủy Ô Môn" not in text
    assert "phân công Quận ủy Ô Môn" in page(login(client, "truongban"), "ke-hoach", world.plan.pk, size="200")


def test_whoever_may_not_see_the_thing_sees_nothing_of_its_past(client: Client, world: World) -> None:
    """Sister, stranger, administrator and former assignee; anonymous people sign in first."""
    stopped = world.tasks["3"].assignments.get(role="coordinating")
    unassign(stopped, by=world.officer("vanphong").enter(on=TODAY), now=NOW, reason="Thôi phối hợp")
    lead = world.tasks["4"].assignments.get(agency=world.agencies.bao_can_tho)
    unassign(lead, by=world.officer("vanphong").enter(on=TODAY), now=NOW, reason="Thôi chủ trì")
    may = {"vanphong", "truongban", "lanhdao", "lhh", "codo"}
    for username in CAST:
        login(client, username)
        for kind, pk in (("ke-hoach", world.plan.pk), ("nhiem-vu", world.tasks["3"].pk)):
            for query in ({}, {"ngay": "1/1/2026"}, {"gan_day": "1"}):
                found = client.get(url(kind, pk), query).status_code
                assert found == (200 if username in may else 404), (username, kind)
    client.logout()
    assert client.get(url("ke-hoach", world.plan.pk)).status_code == 302


def test_a_superior_s_record_is_told_without_people_texts_or_links(client: Client, world: World) -> None:
    """Gia Lai implements 93-KL/TW too: it may know the record of it, not who in Cần Thơ typed it (decision 13)."""
    with by_officer(world.officer("vanphong").enter(on=TODAY)):
        Directive.objects.filter(pk=world.ket_luan_93.pk).update(subject="Trích yếu sửa lại", is_sample=True)
        DirectiveCopy.objects.create(
            directive=world.ket_luan_93,
            office=world.agencies.ban_tuyen_giao,
            text="Toàn văn riêng",
            text_hash="1",
            added_at=NOW,
        )
    theirs = a_directive(world, issuer=world.agencies.huyen_uy_phu_thien, by=world.officer("phuthien").enter(on=TODAY))
    theirs.links.create(superior=world.ket_luan_93, kind="implements")
    text = page(login(client, "phuthien"), "van-ban", world.ket_luan_93.pk)
    assert "Trích yếu sửa lại" in text
    assert "Hồng Vân" not in text
    assert "bản toàn văn" not in text
    assert "liên kết" not in text
    own = page(login(client, "vanphong"), "van-ban", world.ket_luan_93.pk)
    assert "Hồng Vân" in own
    assert "bản toàn văn của Ban Tuyên giáo Thành ủy" in own
    assert "Toàn văn riêng" not in own, "texts are not copied into the history"


def test_internal_documents_are_closed_with_their_history(client: Client, world: World) -> None:
    document = a_directive(world, subject="Việc nội bộ")
    login(client, "quangngai")
    assert client.get(url("van-ban", document.pk)).status_code == 404
    Directive.objects.filter(pk=document.pk).update(secrecy=Secrecy.INTERNAL)
    assert client.get(url("van-ban", document.pk)).status_code == 404
    assert "Lưu hành nội bộ" in page(login(client, "vanphong"), "van-ban", document.pk)


def test_a_long_history_costs_no_more_queries_than_a_short_one(client: Client, world: World) -> None:
    vanphong = world.officer("vanphong").enter(on=TODAY)
    login(client, "vanphong")

    def queries(**query: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            page(client, "ke-hoach", world.plan.pk, **query)
        return len(seen)

    few, day = queries(), queries(ngay="1/1/2026")
    for number in range(30):
        add_task(world.plan, by=vanphong, path=f"9.{number}", heading=f"Việc {number}", kind="continuing")
        Task.objects.filter(plan=world.plan).update(product=f"Sản phẩm {number}")
    assert queries() <= few
    assert queries(ngay="1/1/2026") <= day


@pytest.mark.parametrize(
    "query", [{"tu": "%00", "den": "9" * 30, "can_bo": "' OR 1=1"}, {"page": "-1", "size": "[]"}, {"ngay": "٣"}]
)
def test_no_question_breaks_the_page(client: Client, world: World, query: dict[str, str]) -> None:
    page(login(client, "vanphong"), "ke-hoach", world.plan.pk, **query)
