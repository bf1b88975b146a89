"""The plan as pages: from a document to a published plan, by the officers of the cast."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.services import SavedByOthers, create_agency, create_group
from agencies.verdict import Denied
from plans.choices import DueSource, PlanState, Role
from plans.models import Assignment, Plan, ReportingDuty, Task, WorkItem
from plans.preview import preview
from plans.services import planning, progress, publishing
from plans.services.planning import add_duty, add_task, assign, split_group
from tests.builders import a_directive, a_draft, a_plan, a_task
from tests.cast import NOW, TODAY, World, login, moment

Clock = Callable[[Any], datetime]


@pytest.fixture
def draft(world: World, at: Clock) -> Plan:
    """A draft of Ban Tuyên giáo with one continuing task, not assigned."""
    by = world.officers["vanphong"]
    plan = a_draft(world, a_directive(world), by=by)
    a_task(plan, by=by)
    return plan


def page(client: Client, name: str, *args: Any, **query: str | int) -> str:
    answer = client.get(reverse(f"plans:{name}", args=args), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def test_an_officer_makes_a_plan_of_a_document(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    directive = a_directive(world)
    url = reverse("plans:plan-create", args=[directive.pk])
    assert "Lập kế hoạch theo dõi" in client.get(url).content.decode()
    office = world.agencies.ban_tuyen_giao
    said = {
        "owner": office.pk,
        "monitor": "",
        "cycle": "quarterly",
        "preset": "party",
        "days_after": 10,
        "rolls_forward": "on",
    }
    answer = client.post(url, said)
    plan = Plan.objects.get(directive=directive)
    assert answer.headers["Location"] == reverse("plans:plan-detail", args=[plan.pk])
    assert (plan.owner, plan.monitor, plan.state, plan.cycle) == (office, office, PlanState.DRAFT, "quarterly")
    assert "Kế hoạch chưa có nhiệm vụ nào" in page(client, "plan-detail", plan.pk)


def test_a_second_plan_of_the_same_office_is_refused_with_a_link_to_the_first(
    client: Client, world: World, at: Clock
) -> None:
    login(client, "vanphong")
    url = reverse("plans:plan-create", args=[world.cong_van_54.pk])
    said = {"owner": world.agencies.ban_tuyen_giao.pk, "preset": "party", "days_after": 10, "cycle": "monthly"}
    answer = client.post(url, said)
    text = answer.content.decode()
    assert "đã lập kế hoạch theo dõi cho văn bản này" in text
    assert reverse("plans:plan-detail", args=[world.plan.pk]) in text
    assert 'value="monthly" selected' in text, "what was typed is lost"
    assert Plan.objects.filter(directive=world.cong_van_54).count() == 1


def test_one_cannot_plan_for_somebody_elses_office(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    directive = a_directive(world)
    said = {"owner": world.agencies.van_phong_thanh_uy.pk, "preset": "party", "days_after": 10}
    answer = client.post(reverse("plans:plan-create", args=[directive.pk]), said)
    assert answer.status_code == 200
    assert not Plan.objects.filter(directive=directive).exists()


def test_a_document_known_only_as_a_record_cannot_be_planned(client: Client, world: World, at: Clock) -> None:
    login(client, "codo")
    said = {"owner": world.agencies.co_do.pk, "preset": "party", "days_after": 10}
    answer = client.post(reverse("plans:plan-create", args=[world.ket_luan_93.pk]), said)
    assert "chưa được xem nội dung" in answer.content.decode()
    assert Plan.objects.count() == 1


def task_words(**changes: Any) -> dict[str, Any]:
    return {
        "path": "3.1", "section": "II", "heading": "Xây dựng đề án", "source_text": "Giao xây dựng đề án trong quý III.",
        "is_verbatim": "True", "kind": "product", "due_on": "30/9/2022", "due_wording": "trong quý III", "due_source": "document",
        "product": "Đề án", "needs_evidence": "on", "version": "",
    } | changes  # fmt: skip


def test_a_task_keeps_the_words_of_the_document_beside_the_date(client: Client, world: World, draft: Plan) -> None:
    login(client, "vanphong")
    answer = client.post(reverse("plans:task-add", args=[draft.pk]), task_words())
    task = Task.objects.get(plan=draft, path="3.1")
    assert answer.headers["Location"] == reverse("plans:assign", args=[draft.pk, task.pk])
    assert (task.due_on, task.due_wording, task.due_source) == (date(2022, 9, 30), "trong quý III", DueSource.DOCUMENT)
    assert task.is_verbatim
    assert task.needs_evidence
    text = page(client, "task-detail", draft.pk, task.pk)
    assert "“trong quý III”" in text
    assert "30/9/2022" in text
    assert "Giao xây dựng đề án trong quý III." in text


def test_a_task_without_a_date_has_nobody_who_set_it(client: Client, world: World, draft: Plan) -> None:
    login(client, "vanphong")
    client.post(reverse("plans:task-add", args=[draft.pk]), task_words(due_on="", is_verbatim="False"))
    task = Task.objects.get(plan=draft, path="3.1")
    assert (task.due_on, task.due_source, task.is_verbatim) == (None, "", False)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("path", "1", "Kế hoạch đã có mục 1."),
        ("due_on", "32/13/2022", "Không đọc được ngày này"),
        ("heading", "", "Cần nhập tên nhiệm vụ"),
    ],
)
def test_what_is_wrong_with_a_task_is_said_and_nothing_typed_is_lost(
    client: Client, world: World, draft: Plan, field: str, value: str, said: str
) -> None:
    login(client, "vanphong")
    answer = client.post(reverse("plans:task-add", args=[draft.pk]), task_words(**{field: value}))
    text = answer.content.decode()
    assert said in text
    assert "Giao xây dựng đề án trong quý III." in text
    assert draft.tasks.count() == 1


def test_the_second_of_two_savers_sees_both_versions_and_may_then_save_knowingly(
    client: Client, world: World, draft: Plan
) -> None:
    login(client, "vanphong")
    task = draft.tasks.get()
    url = reverse("plans:task-edit", args=[draft.pk, task.pk])
    planning.revise_task(task, by=world.officers["truongban"], version=1, heading="Tên do Trưởng ban sửa")
    answer = client.post(url, task_words(path="1", heading="Tên do chuyên viên sửa", version=1))
    text = answer.content.decode()
    assert "Có người vừa lưu mục này trước" in text
    assert "Tên do Trưởng ban sửa" in text
    assert "Tên do chuyên viên sửa" in text
    assert 'name="version" value="2"' in text
    task.refresh_from_db()
    assert task.heading == "Tên do Trưởng ban sửa"
    client.post(url, task_words(path="1", heading="Tên do chuyên viên sửa", version=2))
    task.refresh_from_db()
    assert task.heading == "Tên do chuyên viên sửa"


def test_settings_saved_by_others_first_are_shown(client: Client, world: World, draft: Plan) -> None:
    by = world.officers["truongban"]
    planning.settle_plan(draft, by=by, version=1, monitor=draft.monitor, cycle="monthly", preset="party", days_after=5,
                         rolls_forward=True, resubmit_days=3)  # fmt: skip
    login(client, "vanphong")
    said = {"monitor": "", "cycle": "quarterly", "preset": "party", "days_after": 10, "resubmit_days": 4, "version": 1}
    url = reverse("plans:plan-edit", args=[draft.pk])
    assert "Có người vừa lưu trước" in client.post(url, said).content.decode()
    draft.refresh_from_db()
    assert draft.cycle == "monthly"
    client.post(url, said | {"version": 2})
    draft.refresh_from_db()
    assert (draft.cycle, draft.resubmit_days, draft.monitor) == ("quarterly", 4, draft.owner)


def test_tasks_change_places(client: Client, world: World, draft: Plan) -> None:
    login(client, "vanphong")
    second, third = (a_task(draft, by=world.officers["vanphong"]) for _ in range(2))
    url = reverse("plans:task-move", args=[draft.pk, third.pk])
    assert client.get(url).status_code == 405
    client.post(url, {"huong": "len"})
    assert list(draft.tasks.values_list("path", flat=True)) == ["1", "3", "2"]
    client.post(reverse("plans:task-move", args=[draft.pk, second.pk]), {"huong": "xuong"})
    assert list(draft.tasks.values_list("path", flat=True)) == ["1", "3", "2"], "the last one stays last"


def test_a_group_is_split_in_one_click(client: Client, world: World, draft: Plan) -> None:
    login(client, "vanphong")
    task = draft.tasks.get()
    url = reverse("plans:assign", args=[draft.pk, task.pk])
    assert "Giao 3 đơn vị" in client.get(url).content.decode()
    client.post(url, {"group": world.agencies.cac_huyen_uy.pk})
    assert set(task.assignments.values_list("agency", "group")) == {
        (a.pk, world.agencies.cac_huyen_uy.pk)
        for a in (world.agencies.co_do, world.agencies.o_mon, world.agencies.phong_dien)
    }
    assert "đã giao hết" in client.get(url).content.decode()


def test_a_neighbours_group_cannot_be_split(client: Client, world: World, draft: Plan) -> None:
    other = create_group(
        owner=world.agencies.tinh_uy_quang_ngai,
        name="các huyện",
        members=[world.agencies.tinh_uy_quang_ngai],
        since=date(2015, 1, 1),
    )
    login(client, "vanphong")
    answer = client.post(reverse("plans:assign", args=[draft.pk, draft.tasks.get().pk]), {"group": other.pk})
    assert answer.status_code == 403
    assert not Assignment.objects.filter(task__plan=draft).exists()


def test_agencies_get_roles_and_an_open_set_is_kept_as_words(client: Client, world: World, draft: Plan) -> None:
    login(client, "vanphong")
    task, at = draft.tasks.get(), world.agencies
    url = reverse("plans:assign", args=[draft.pk, task.pk])
    client.post(
        url,
        {
            "role": "lead",
            "agencies": [at.dang_doan_lhh.pk, at.bao_can_tho.pk],
            "due_on": "15/8/2022",
            "heading": "Phần của mình",
        },
    )
    lead = task.assignments.get(agency=at.bao_can_tho)
    client.post(url, {"role": "coordinating", "agencies": [at.dai_pt_th.pk], "supports": lead.pk})
    client.post(url, {"role": "coordinating", "agency_text": "các cơ quan có liên quan"})
    assert (lead.heading, lead.due_on) == ("Phần của mình", date(2022, 8, 15))
    assert task.assignments.get(agency=at.dai_pt_th).supports == lead
    assert task.assignments.get(agency=None).agency_text == "các cơ quan có liên quan"
    text = client.post(url, {"role": "lead", "agencies": [at.bao_can_tho.pk]}).content.decode()
    assert "Báo Cần Thơ đã chủ trì nhiệm vụ này" in text
    assert "Chọn ít nhất một cơ quan" in client.post(url, {"role": "lead"}).content.decode()


def test_publishing_does_what_its_page_said(client: Client, world: World, draft: Plan) -> None:
    login(client, "vanphong")
    by, at = world.officers["vanphong"], world.agencies
    task = draft.tasks.get()
    split_group(task, by=by, now=NOW, group=at.cac_huyen_uy)
    a_task(draft, at.dang_doan_lhh, by=by, due_on=date(2022, 7, 30))
    a_task(draft, by=by)
    report = a_task(draft, at.ban_tuyen_giao, by=by)
    add_duty(
        draft,
        by=by,
        name="Báo cáo 6 tháng",
        recurrence="half_yearly",
        since=date(2022, 1, 1),
        assignment=report.assignments.get(),
    )
    seen = preview(draft, on=TODAY)
    url = reverse("plans:publish", args=[draft.pk])
    text = client.get(url).content.decode()
    assert "Mở 5 đầu việc cho 5 đơn vị chủ trì" in text
    assert "1 việc hạn 01/8/2022" in text, "30/7/2022 is a Saturday"
    assert "3 việc hạn 10/10/2022" in text
    assert "1 nhiệm vụ chưa có đơn vị sẽ chờ" in text
    assert not WorkItem.objects.filter(plan=draft).exists(), "looking is not publishing"
    client.post(url)
    draft.refresh_from_db()
    assert draft.state == PlanState.PUBLISHED
    opened = {
        (item.assignment_id, item.due_on, item.occurrence) for item in WorkItem.objects.with_names().filter(plan=draft)
    }
    assert opened == {(opening.assignment.pk, opening.due_on, opening.occurrence) for opening in seen.openings}


def test_a_plan_without_tasks_is_not_published(client: Client, world: World, draft: Plan) -> None:
    login(client, "vanphong")
    planning.drop_task(draft.tasks.get(), by=world.officers["vanphong"])
    answer = client.post(reverse("plans:publish", args=[draft.pk]))
    assert answer.status_code == 403
    assert "chưa có nhiệm vụ nào" in answer.content.decode()
    assert "Phát hành…" not in page(client, "plan-detail", draft.pk)


def test_after_publishing_words_are_frozen_and_a_recall_frees_them(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    plan = a_plan(world, world.agencies.bao_can_tho)
    task = plan.tasks.get()
    edit, drop = (reverse(f"plans:{name}", args=[plan.pk, task.pk]) for name in ("task-edit", "task-drop"))
    for url in (edit, drop):
        refusal = client.post(url, task_words())
        assert refusal.status_code == 403
        assert "đã phát hành" in refusal.content.decode()
    assert "1 đầu việc và thư nhắc chưa gửi bị bỏ" in page(client, "recall", plan.pk)
    client.post(reverse("plans:recall", args=[plan.pk]))
    plan.refresh_from_db()
    assert plan.is_draft
    assert not plan.items.exists()
    assert client.get(edit).status_code == 200
    client.post(reverse("plans:publish", args=[plan.pk]))
    assert plan.items.count() == 1


def test_the_first_update_ends_the_time_for_recalling(client: Client, world: World, at: Clock) -> None:
    plan = a_plan(world, world.agencies.bao_can_tho)
    progress.report(plan.items.get(), by=world.officers["baocantho"], now=NOW, submits=False, results="Đã bắt đầu.")
    login(client, "vanphong")
    assert "Thu hồi…" not in page(client, "plan-detail", plan.pk)
    answer = client.post(reverse("plans:recall", args=[plan.pk]))
    assert answer.status_code == 403
    assert "không thu hồi được" in answer.content.decode()


def test_pausing_asks_for_a_reason_and_resuming_sends_nothing_missed(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    plan = world.plan
    pause = reverse("plans:plan-pause", args=[plan.pk])
    assert "Lý do" in client.get(pause).content.decode()
    assert "Cần nhập lý do" in client.post(pause, {"reason": " "}).content.decode()
    client.post(pause, {"reason": "Chờ sắp xếp tổ chức"})
    plan.refresh_from_db()
    assert plan.state == PlanState.PAUSED
    assert "Kế hoạch tạm dừng" in page(client, "plan-detail", plan.pk)
    client.post(reverse("plans:plan-resume", args=[plan.pk]))
    plan.refresh_from_db()
    assert plan.state == PlanState.PUBLISHED
    assert set(plan.items.open().values_list("remind_from", flat=True)) == {TODAY}


def test_ending_names_what_is_still_open(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    text = page(client, "plan-end", world.plan.pk)
    assert f"{world.plan.items.unconfirmed().count()} đầu việc chưa xong" in text
    assert "Cờ Đỏ" in text
    client.post(reverse("plans:plan-end", args=[world.plan.pk]), {"reason": "Đã tổng kết"})
    assert not world.plan.items.unconfirmed().exists()
    assert "Kế hoạch kết thúc từ 14/7/2022" in page(client, "plan-detail", world.plan.pk)


def test_a_published_task_is_cancelled_and_a_line_taken_back_only_with_a_reason(
    client: Client, world: World, at: Clock
) -> None:
    login(client, "vanphong")
    task = world.tasks["4"]
    line = task.assignments.get(agency=world.agencies.dai_pt_th)
    url = reverse("plans:unassign", args=[line.pk])
    assert "Đài PT-TH thành phố" in client.get(url).content.decode()
    client.post(url, {"reason": ""})
    line.refresh_from_db()
    assert not line.end_reason
    client.post(url, {"reason": "Báo Cần Thơ làm cả phần này"})
    line.refresh_from_db()
    assert (line.until, line.end_reason) == (TODAY, "Báo Cần Thơ làm cả phần này")
    client.post(reverse("plans:task-cancel", args=[world.plan.pk, task.pk]), {"reason": "Không còn phù hợp"})
    assert set(task.items.values_list("lifecycle", flat=True)) == {"cancelled"}
    assert "Không còn phù hợp" in page(client, "plan-detail", world.plan.pk)


def test_a_duty_of_its_own_is_opened_at_once_on_a_tracked_plan(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    line = world.tasks["5"].assignments.get()
    url = reverse("plans:plan-duty-add", args=[world.plan.pk])
    said = {
        "assignment": line.pk,
        "name": "Báo cáo tháng",
        "recurrence": "monthly",
        "since": "01/7/2022",
        "preset": "party",
        "days_after": 5,
        "wording": "hằng tháng",
    }
    client.post(url, said)
    duty = ReportingDuty.objects.get(assignment=line)
    assert [
        (i.period.label, i.due_on)
        for i in WorkItem.objects.with_names().filter(assignment=line, period__duty=duty)
        if i.period
    ] == [("tháng 7/2022", date(2022, 8, 5))]
    assert line.items.count() == 2, "the product and the month live on one line"
    assert "đã có chế độ báo cáo với kỳ này" in client.post(url, said).content.decode()


# --- who sees what ------------------------------------------------------------------------------


def test_the_office_sees_how_many_answered_and_every_standing(client: Client, world: World, at: Clock) -> None:
    item = world.item("2", world.agencies.co_do, "quý II/2022")
    progress.report(item, by=world.officers["codo"], now=NOW, submits=True, results="Xong.")
    for username in ("vanphong", "truongban", "lanhdao"):
        text = page(login(client, username), "plan-detail", world.plan.pk)
        assert "1/3 đã báo cáo kỳ quý II/2022" in text, username
        assert "Quá hạn 93 ngày" in text


def test_an_assignee_sees_who_leads_but_only_its_own_standing_and_no_counts(
    client: Client, world: World, at: Clock
) -> None:
    login(client, "codo")
    text = page(client, "plan-detail", world.plan.pk)
    assert "đã báo cáo kỳ" not in text, "9/13 is for owner, monitor and their superiors"
    assert text.count("vì sao?") == 1, "only its own line says why"
    assert "Đài PT-TH thành phố" in text
    assert "<b>3 đầu việc</b>" not in text
    own = WorkItem.objects.visible_to(world.officer("codo"))
    assert {item.agency_id for item in own} == {world.agencies.co_do.pk}
    other = world.item("2", world.agencies.o_mon, "quý II/2022")
    assert client.get(reverse("plans:item-detail", args=[other.pk])).status_code == 404
    task = page(client, "task-detail", world.plan.pk, world.tasks["2"].pk)
    assert "Quận ủy Ô Môn" in task
    assert str(reverse("plans:item-detail", args=[other.pk])) not in task


def test_a_partner_sees_the_line_it_supports(client: Client, world: World, at: Clock) -> None:
    login(client, "baocantho")
    supported = world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")
    assert client.get(reverse("plans:item-detail", args=[supported.pk])).status_code == 200
    unrelated = world.item("5", world.agencies.dang_doan_lhh)
    assert client.get(reverse("plans:item-detail", args=[unrelated.pk])).status_code == 404


@pytest.mark.parametrize("username", ["quangngai", "phuthien", "quantri"])
def test_strangers_to_the_plan_find_nothing(client: Client, world: World, at: Clock, username: str) -> None:
    login(client, username)
    plan, task = world.plan, world.tasks["2"]
    item = world.item("2", world.agencies.co_do, "quý II/2022")
    line = task.assignments.first()
    assert line is not None
    for name, args in (("plan-detail", [plan.pk]), ("plan-edit", [plan.pk]), ("publish", [plan.pk]), ("recall", [plan.pk]),
                       ("plan-pause", [plan.pk]), ("plan-resume", [plan.pk]), ("plan-end", [plan.pk]), ("plan-duty-add", [plan.pk]),
                       ("task-add", [plan.pk]), ("task-detail", [plan.pk, task.pk]), ("task-edit", [plan.pk, task.pk]),
                       ("task-drop", [plan.pk, task.pk]), ("task-cancel", [plan.pk, task.pk]), ("assign", [plan.pk, task.pk]),
                       ("unassign", [line.pk]), ("item-detail", [item.pk]), ("plan-create", [world.cong_van_54.pk])):  # fmt: skip
        assert client.get(reverse(f"plans:{name}", args=args)).status_code == 404, name
    assert client.post(reverse("plans:task-move", args=[plan.pk, task.pk])).status_code == 404
    answer = client.get(reverse("plans:item-list"), {"muc": "tat-ca", "ke_hoach": str(plan.pk)})
    assert "<b>0 đầu việc</b>" in answer.content.decode()
    assert "54-CV/TU" not in answer.content.decode()


def test_a_draft_is_its_own_agencys_alone(client: Client, world: World, draft: Plan) -> None:
    split_group(draft.tasks.get(), by=world.officers["vanphong"], now=NOW, group=world.agencies.cac_huyen_uy)
    url = reverse("plans:plan-detail", args=[draft.pk])
    assert {name: login(Client(), name).get(url).status_code for name in ("vanphong", "truongban", "lanhdao", "codo")} == {
        "vanphong": 200, "truongban": 200, "lanhdao": 404, "codo": 404,
    }  # fmt: skip


def test_those_who_see_the_plan_without_owning_it_are_told_why_they_may_not_change_it(
    client: Client, world: World, at: Clock
) -> None:
    login(client, "lanhdao")
    for name in ("plan-edit", "recall", "plan-pause", "plan-end", "task-add", "plan-duty-add"):
        answer = client.get(reverse(f"plans:{name}", args=[world.plan.pk]))
        assert answer.status_code == 403, name
        assert "Chỉ Ban Tuyên giáo Thành ủy Cần Thơ mới sửa kế hoạch này" in answer.content.decode(), name


# --- the tree -----------------------------------------------------------------------------------


def test_lines_finished_on_time_are_folded_and_open_on_request(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    by = world.officers["vanphong"]
    agencies = [
        create_agency(name=f"Đảng ủy số {n}", kind="committee", level="district", parent=world.agencies.thanh_uy)
        for n in range(3)
    ]
    plan = a_draft(world, a_directive(world), by=by, now=moment("2022-04-01"))
    a_task(plan, *agencies, world.agencies.co_do, by=by, now=moment("2022-04-01"))
    publishing.publish(plan, by=by, now=moment("2022-04-01"))
    for item in plan.items.exclude(agency=world.agencies.co_do):
        progress.record_on_behalf(
            item, by=by, now=moment("2022-07-08"), received_on=date(2022, 7, 7), results="Đã làm."
        )
    text = page(client, "plan-detail", plan.pk)
    assert "3 đơn vị khác" in text
    assert "Đảng ủy số 1" not in text.split("</form>", 2)[-1]
    assert "Quá hạn 3 ngày" in text
    unfolded = page(client, "plan-detail", plan.pk, mo=plan.tasks.get().pk)
    assert "Đảng ủy số 1" in unfolded.split("</form>", 2)[-1]


def test_a_row_explains_itself_with_the_holiday_that_moved_its_due_day(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    item = world.item("2", world.agencies.co_do, "quý I/2022")
    assert item.due_on == date(2022, 4, 12)
    text = page(client, "plan-detail", world.plan.pk, vi_sao=item.pk)
    assert "Vì sao quá hạn?" in text
    assert "Hạn chuyển sang 12/4/2022." in text
    assert "từ 12/4/2022 đến 14/7/2022 là 93 ngày" in text
    assert "Kỳ quý II/2022 (hạn 11/7/2022) cũng chưa có" in text
    assert "Nhật ký nhắc việc" in text


@pytest.mark.parametrize(("query", "seen", "gone"), [
    ({"q": "chuyen trang"}, "Báo Cần Thơ", "Quận ủy Ô Môn</th>"),
    ({"q": "o mon"}, "Quận ủy Ô Môn", "Huyện ủy Cờ Đỏ</th>"),
    ({"xep_loai": "done_late"}, "Không có nhiệm vụ nào khớp bộ lọc", "Mở chuyên trang"),
])  # fmt: skip
def test_the_tree_is_narrowed_by_what_one_looks_for(
    client: Client, world: World, at: Clock, query: dict[str, str], seen: str, gone: str
) -> None:
    text = page(login(client, "vanphong"), "plan-detail", world.plan.pk, **query)
    assert seen in text
    assert gone not in text


def test_every_number_of_the_plan_page_opens_that_many_rows(client: Client, world: World, at: Clock) -> None:
    progress.report(
        world.item("2", world.agencies.co_do, "quý I/2022"),
        by=world.officers["codo"],
        now=NOW,
        submits=True,
        results="Xong.",
    )
    login(client, "vanphong")
    for ky in ("", "tat-ca", "quy-2022-04", "nam-2022"):
        text = page(client, "plan-detail", world.plan.pk, ky=ky)
        found = re.findall(r'href="(/nhiem-vu/\?[^"]+xep_loai=[^"]+)".*?<b>(\d+)</b>', text)
        found += re.findall(r'href="(/nhiem-vu/\?[^"]+)"><b>(\d+) đầu việc', text)
        assert len(found) == 6
        for url, number in found:
            assert f"<b>{number} đầu việc</b>" in client.get(url.replace("&amp;", "&")).content.decode(), (ky, url)


def test_pages_of_a_plan_cost_the_same_however_many_rows_they_show(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")

    def queries(name: str, *args: Any) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page(client, name, *args)
        return len(seen)

    task = world.tasks["2"]
    shapes = (
        ("plan-detail", world.plan.pk),
        ("task-detail", world.plan.pk, task.pk),
        ("assign", world.plan.pk, task.pk),
    )
    before = {shape: queries(*shape) for shape in shapes}
    by = world.officers["vanphong"]
    for n in range(6):
        agency = create_agency(
            name=f"Đảng ủy số {n}", kind="committee", level="district", parent=world.agencies.thanh_uy
        )
        assign(task, by=by, now=NOW, role=Role.LEAD, agency=agency)
        extra = add_task(world.plan, by=by, path=f"1{n}", heading=f"Thêm {n}")
        assign(extra, by=by, now=NOW, role=Role.LEAD, agency=agency)
        assign(extra, by=by, now=NOW, role=Role.COORDINATING, agency_text="các cơ quan có liên quan")
    assert {shape: queries(*shape) for shape in shapes} == before
    assert before[shapes[0]] <= 26, before


def test_stale_writers_are_refused_by_the_verb_itself(world: World, draft: Plan) -> None:
    by = world.officers["vanphong"]
    planning.revise_task(draft.tasks.get(), by=by, version=1, heading="Mới")
    with pytest.raises(SavedByOthers):
        planning.revise_task(draft.tasks.get(), by=by, version=1, heading="Cũ")
    with pytest.raises(Denied):
        planning.move_task(world.tasks["2"], by=by, up=True)
