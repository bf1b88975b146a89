"""Lines: who handles them, taken on or refused, members of groups, open sets, monitors that change, what a former one keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.choices import Duty
from agencies.models import GroupMembership, Officer
from agencies.services import appoint, end_post
from agencies.verdict import Denied
from plans import lines, office, reading
from plans.choices import LineAnswer, Role
from plans.models import Assignment, AssignmentAnswer, MemberAnswer, WorkItem
from plans.services import lines as verbs
from plans.services.planning import assign, unassign
from plans.services.progress import report, send_back
from tests.builders import a_directive, a_draft, a_plan, a_submission, a_task
from tests.cast import LONG_AGO, NOW, TODAY, World, login, make_officer, moment

type Clock = Callable[[Any], datetime]
LATER = moment("2022-07-20")


@pytest.fixture(autouse=True)
def story_day(at: Clock) -> None:
    """Views read the clock of 14/7/2022."""


def entered(world: World, username: str) -> Officer:
    return world.officer(username).enter(on=TODAY)


def lead(world: World, path: str, agency: Any) -> Assignment:
    return world.tasks[path].assignments.get(agency=agency, role=Role.LEAD)


def questions(world: World, on: date = TODAY) -> Any:
    return office.office_desk(world.officer("vanphong").enter(on=on), on=on).questions.lines


# --- who handles it ------------------------------------------------------------------------------


def test_an_agency_names_who_handles_its_work_and_each_sees_their_own(world: World, client: Client) -> None:
    lhh = entered(world, "lhh")
    hoa = make_officer("hoa", "Trịnh Thị Hoa", world.agencies.dang_doan_lhh)
    third, fifth = lead(world, "3", world.agencies.dang_doan_lhh), lead(world, "5", world.agencies.dang_doan_lhh)
    page = reverse("plans:charge-many")
    login(client, "lhh")
    assert "chưa có người phụ trách" in client.get(reverse("plans:agency-work")).text
    assert "Đánh dấu ít nhất một việc" in client.post(page, {"officer": hoa.pk}).text
    assert client.post(page, {"officer": hoa.pk, "lines": [third.pk, fifth.pk]}).status_code == 302
    assert client.post(reverse("plans:line-charge", args=[fifth.pk]), {"officer": lhh.pk}).status_code == 302
    shown = client.get(reverse("plans:agency-work"), {"cua": "toi"}).context["work"]
    assert {item.task.path for item in [*shown.overdue, *shown.soon, *shown.later]} == {"5"}
    theirs = reading.agency_work(hoa.enter(on=TODAY), on=TODAY, mine=True)
    assert {item.task.path for item in [*theirs.overdue, *theirs.soon, *theirs.later]} == {"3"}
    item = world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")
    assert "Trịnh Thị Hoa" in client.get(reverse("plans:item-detail", args=[item.pk])).text


def test_when_the_post_ends_nobody_handles_it_any_more(world: World) -> None:
    lhh = entered(world, "lhh")
    hoa = make_officer("hoa", "Trịnh Thị Hoa", world.agencies.dang_doan_lhh)
    line = lead(world, "3", world.agencies.dang_doan_lhh)
    verbs.put_in_charge([line], by=lhh, on=TODAY, officer=hoa)
    line.refresh_from_db()
    assert lines.charged_to(line, on=TODAY) == hoa
    end_post(hoa.posts.get(), on=TODAY)
    assert lines.charged_to(line, on=TODAY) == hoa, "the last day of the post"
    assert lines.charged_to(line, on=LATER.date()) is None
    rows: Any = lines.with_charge(Assignment.objects.filter(pk=line.pk), on=LATER.date())
    assert rows.get().charge is None
    with pytest.raises(Denied, match="không giữ chức trách"):
        verbs.put_in_charge([line], by=lhh, on=LATER.date(), officer=hoa)


def test_who_handles_is_nobody_elses_to_say(world: World, client: Client) -> None:
    line = lead(world, "3", world.agencies.dang_doan_lhh)
    url = reverse("plans:line-charge", args=[line.pk])
    stranger = entered(world, "codo")
    assert login(client, "vanphong").post(url, {"officer": ""}).status_code == 403
    assert login(client, "codo").post(url, {"officer": ""}).status_code == 404
    assert login(client, "lhh").post(url, {"officer": stranger.pk}).status_code == 403
    with pytest.raises(Denied, match="không giữ chức trách"):
        verbs.put_in_charge([line], by=entered(world, "lhh"), on=TODAY, officer=stranger)
    line.refresh_from_db()
    assert line.officer_in_charge is None


# --- taken on, or refused ------------------------------------------------------------------------


def test_refused_work_stays_owed_until_the_owner_keeps_it_and_that_is_final(world: World, client: Client) -> None:
    line = lead(world, "4", world.agencies.bao_can_tho)
    url = reverse("plans:line-refuse", args=[line.pk])
    login(client, "baocantho")
    asked = client.get(url).text
    assert "hạn vẫn tính" in asked
    assert "Đồng chí đang thực hiện với tư cách:" in asked, "for which agency one speaks"
    assert "Cần nhập" in client.post(url, {"reason": " "}).text
    assert client.post(url, {"reason": "Việc của Đài Phát thanh"}).status_code == 302
    again = client.post(url, {"reason": "Việc của Đài Phát thanh"})
    assert "đang xem xét" in again.text
    assert "Việc của Đài Phát thanh" in again.text, "nothing typed is lost"
    assert AssignmentAnswer.objects.filter(assignment=line).count() == 1
    assert WorkItem.objects.filter(assignment=line).open().count() == 3, "still owed and counted"
    item = world.item("4", world.agencies.bao_can_tho, "quý III/2022")
    assert "Việc vẫn tính cho đơn vị" in client.get(reverse("plans:item-detail", args=[item.pk])).text
    assert [row.pk for row in questions(world).refusals] == [line.pk]
    decide = reverse("plans:line-decide", args=[line.pk])
    assert client.get(decide).status_code == 403
    login(client, "vanphong")
    assert "Việc của Đài Phát thanh" in client.get(reverse("plans:desk")).text
    assert "Việc của Đài Phát thanh" in client.get(decide).text
    assert "Cần nhập" in client.post(decide, {"answer": "keep", "reason": ""}).text
    assert client.post(decide, {"answer": "keep", "reason": "Báo in cũng phải có chuyên mục"}).status_code == 302
    assert "Không còn câu trả lời" in client.post(decide, {"answer": "keep", "reason": "Lần hai"}).text
    assert questions(world).total == 0
    login(client, "baocantho")
    refused = client.get(url)
    assert refused.status_code == 403
    assert "cuối cùng" in refused.text
    assert "Báo in cũng phải có chuyên mục" in client.get(reverse("plans:line", args=[line.pk])).text


def test_refused_work_goes_to_another_agency_in_one_step(world: World, client: Client) -> None:
    line, at = lead(world, "3", world.agencies.dang_doan_lhh), world.agencies
    helper = world.tasks["3"].assignments.get(role=Role.COORDINATING)
    Assignment.objects.filter(pk=helper.pk).update(supports=line)
    verbs.refuse_line(line, by=entered(world, "lhh"), now=NOW, reason="Chưa có biên chế")
    decide = reverse("plans:line-decide", args=[line.pk])
    login(client, "vanphong")
    same = client.post(decide, {"answer": "elsewhere", "agencies": [at.dang_doan_lhh.pk], "reason": "Đổi đầu mối"})
    assert "chọn đơn vị khác" in same.text
    line.refresh_from_db()
    assert line.until is None, "nothing half done"
    assert (
        client.post(decide, {"answer": "elsewhere", "agencies": [at.o_mon.pk], "reason": "Đổi đầu mối"}).status_code
        == 302
    )
    line.refresh_from_db()
    helper.refresh_from_db()
    new = lead(world, "3", at.o_mon)
    assert line.until == TODAY
    assert line.end_reason == "Phân công lại: Đổi đầu mối"
    assert not WorkItem.objects.filter(assignment=line).unconfirmed().exists()
    assert WorkItem.objects.filter(assignment=new).open().exists()
    assert helper.supports_id == new.pk
    kept = login(client, "lhh").get(reverse("plans:line", args=[line.pk])).text
    assert "Chưa có biên chế" in kept
    assert "Đổi đầu mối" in kept


def test_reporting_or_saying_yes_takes_the_work_on(world: World) -> None:
    lhh, line = entered(world, "lhh"), lead(world, "5", world.agencies.dang_doan_lhh)
    verbs.refuse_line(line, by=lhh, now=NOW, reason="Không phải việc của đảng đoàn")
    report(world.item("5", world.agencies.dang_doan_lhh), by=lhh, now=LATER, submits=False, results="Đã khởi thảo")
    assert not questions(world, LATER.date()).refusals
    with pytest.raises(Denied, match="đã nhận việc"):
        verbs.keep_line(line, by=entered(world, "vanphong"), now=LATER, reason="Giữ")
    with pytest.raises(Denied, match="đã nhận việc"):
        verbs.refuse_line(line, by=lhh, now=LATER, reason="Lần nữa")
    other = lead(world, "3", world.agencies.dang_doan_lhh)
    first = verbs.accept_line(other, by=lhh, now=NOW)
    assert verbs.accept_line(other, by=lhh, now=NOW) == first, "a second click"
    with pytest.raises(Denied, match="đã nhận việc"):
        verbs.refuse_line(other, by=lhh, now=LATER, reason="Đổi ý")


def test_a_refusal_waits_although_an_earlier_turn_of_the_line_was_reported(world: World) -> None:
    """Taken back and given again, the line begins anew: what was said and reported before does not bind."""
    vanphong, lhh, line = (
        entered(world, "vanphong"),
        entered(world, "lhh"),
        lead(world, "3", world.agencies.dang_doan_lhh),
    )
    a_submission(world.item("3", world.agencies.dang_doan_lhh, "quý I/2022"), by=lhh)
    verbs.accept_line(line, by=lhh, now=NOW)
    unassign(line, by=vanphong, now=moment("2022-07-15"), reason="Đổi đầu mối")
    assign(world.tasks["3"], by=vanphong, now=LATER, role=Role.LEAD, agency=world.agencies.dang_doan_lhh)
    verbs.refuse_line(line, by=lhh, now=LATER, reason="Đã chuyển giao rồi")
    assert [row.pk for row in questions(world, LATER.date()).refusals] == [line.pk]


def test_nobody_decides_on_the_refusal_of_an_agency_where_they_serve(world: World) -> None:
    line = lead(world, "4", world.agencies.bao_can_tho)
    verbs.refuse_line(line, by=entered(world, "baocantho"), now=NOW, reason="Việc của Đài")
    appoint(world.officer("vanphong"), agency=world.agencies.bao_can_tho, duty=Duty.CLERK, since=LONG_AGO)
    with pytest.raises(Denied, match="cũng giữ chức trách"):
        verbs.keep_line(line, by=entered(world, "vanphong"), now=NOW, reason="Giữ")
    with pytest.raises(Denied, match="mới sửa kế hoạch"):
        verbs.keep_line(line, by=entered(world, "lanhdao"), now=NOW, reason="Giữ")
    verbs.keep_line(line, by=entered(world, "truongban"), now=NOW, reason="Giữ")


def test_new_work_asks_once_and_silence_is_taken_on(world: World, client: Client, at: Clock) -> None:
    plan = a_plan(world, world.agencies.dang_doan_lhh)
    line = Assignment.objects.get(task__plan=plan)
    page = login(client, "lhh").get(reverse("plans:agency-work"))
    assert [row.pk for row in page.context["work"].new] == [line.pk]
    url = reverse("plans:line-accept", args=[line.pk])
    answer = client.post(url, {"ve": "https://example.org/"})
    assert answer["Location"] == reverse("plans:line", args=[line.pk]), "never off to another host"
    assert not client.get(reverse("plans:agency-work")).context["work"].new
    other = a_plan(world, world.agencies.dang_doan_lhh)
    at("2022-08-15")
    login(client, "lhh")
    assert not client.get(reverse("plans:agency-work")).context["work"].new, "a month old: taken on by silence"
    assert other.items.open().exists()


# --- groups --------------------------------------------------------------------------------------


def test_the_parent_says_how_many_of_the_group_reported_and_who_has_not(world: World, client: Client) -> None:
    a_submission(world.item("2", world.agencies.co_do, "quý II/2022"), by=entered(world, "codo"))
    sent = world.item("2", world.agencies.o_mon, "quý II/2022")
    task, plan = world.tasks["2"], world.plan
    pages = (reverse("plans:task-detail", args=[plan.pk, task.pk]), reverse("plans:plan-detail", args=[plan.pk]))
    for url in pages:
        for username in ("vanphong", "lanhdao"):
            page = login(client, username).get(url).text
            assert "1/3 đã báo cáo kỳ quý II/2022" in page
            assert "2 đơn vị chưa báo cáo" in page
            assert reverse("plans:item-detail", args=[sent.pk]) in page
        own = login(client, "codo").get(url).text
        assert "đã báo cáo" not in own
        assert "chưa báo cáo" not in own
    item = world.item("2", world.agencies.co_do, "quý II/2022")
    send_back(item, by=entered(world, "vanphong"), now=NOW, reason="Thiếu số liệu")
    assert "0/3 đã báo cáo" in login(client, "vanphong").get(pages[0]).text, "returned is not reported"


def test_a_new_member_of_a_group_is_a_question_with_two_answers(world: World, client: Client) -> None:
    assert not questions(world).members, "those who were members at the split have their lines"
    new = GroupMembership.objects.create(
        group=world.agencies.cac_huyen_uy, agency=world.agencies.bao_can_tho, since=date(2022, 7, 1)
    )
    (asked,) = questions(world).members
    assert (asked.task, asked.agency, asked.joined) == (world.tasks["2"], world.agencies.bao_can_tho, True)
    url = reverse("plans:member-answer", args=[world.plan.pk, asked.task.pk, new.pk])
    login(client, "vanphong")
    assert "Báo Cần Thơ" in client.get(reverse("plans:desk")).text
    assert "là thành viên mới" in client.get(reverse("plans:task-detail", args=[world.plan.pk, asked.task.pk])).text
    assert "Cần ghi lý do" in client.post(url, {"answer": "no"}).text
    assert client.post(url, {"answer": "no", "reason": "Báo có việc riêng ở mục 4"}).status_code == 302
    assert not questions(world).members
    assert not questions(world, date(2022, 9, 1)).members, "remembered"
    assert client.post(url, {"answer": "yes"}).status_code == 403, "answered already"
    dai = GroupMembership.objects.create(
        group=world.agencies.cac_huyen_uy, agency=world.agencies.dai_pt_th, since=date(2022, 7, 2)
    )
    url = reverse("plans:member-answer", args=[world.plan.pk, asked.task.pk, dai.pk])
    assert client.post(url, {"answer": "yes"}).status_code == 302
    line = lead(world, "2", world.agencies.dai_pt_th)
    assert (line.since, line.group) == (TODAY, world.agencies.cac_huyen_uy)
    assert list(line.items.values_list("period__label", flat=True)) == ["quý III/2022"], "from today on"
    assert not questions(world).members
    assert login(client, "codo").get(url).status_code == 403
    assert login(client, "quangngai").get(url).status_code == 404


def test_who_left_a_group_keeps_the_work_or_not_as_the_office_says(world: World) -> None:
    vanphong, task, at = entered(world, "vanphong"), world.tasks["2"], world.agencies
    left = {}
    for agency in (at.co_do, at.o_mon):
        left[agency] = GroupMembership.objects.get(group=at.cac_huyen_uy, agency=agency)
        left[agency].until = date(2022, 7, 10)
        left[agency].save()
    assert {(asked.agency, asked.joined) for asked in questions(world).members} == {
        (at.co_do, False),
        (at.o_mon, False),
    }
    with pytest.raises(Denied, match="phải ghi lý do"):
        verbs.let_go(task, left[at.co_do], by=vanphong, now=NOW, reason=" ")
    verbs.let_go(task, left[at.co_do], by=vanphong, now=NOW, reason="Đã tách khỏi thành phố")
    assert lead(world, "2", at.co_do).until == TODAY
    verbs.hold_on(task, left[at.o_mon], by=vanphong, now=NOW, reason="Làm nốt năm nay")
    assert not questions(world).members
    with pytest.raises(Denied, match="đã có người trả lời"):
        verbs.hold_on(task, left[at.o_mon], by=vanphong, now=NOW, reason="Lần hai")
    assert MemberAnswer.objects.count() == 1
    GroupMembership.objects.create(group=at.cac_huyen_uy, agency=at.co_do, since=date(2022, 7, 18))
    (asked,) = questions(world, LATER.date()).members
    assert (asked.agency, asked.joined) == (at.co_do, True), "back in the group, asked anew"


# --- open sets, two leads, verbs -----------------------------------------------------------------


def test_an_open_set_is_words_until_it_is_filled(world: World, client: Client) -> None:
    vanphong, task, at = entered(world, "vanphong"), world.tasks["3"], world.agencies
    words = assign(task, by=vanphong, now=NOW, role=Role.LEAD, agency_text="các cơ quan có liên quan")
    helpers = assign(task, by=vanphong, now=NOW, role=Role.COORDINATING, agency_text="các đoàn thể")
    assert [row.pk for row in questions(world).open_sets] == [words.pk], "helping words ask nothing"
    assert not WorkItem.objects.filter(assignment__in=(words, helpers)).exists()
    url = reverse("plans:line-fill", args=[words.pk])
    login(client, "vanphong")
    assert url in client.get(reverse("plans:assign", args=[world.plan.pk, task.pk])).text
    assert "Cần chọn" in client.post(url, {"ve": ""}).text
    assert client.post(url, {"agencies": [at.dai_pt_th.pk, at.o_mon.pk]}).status_code == 302
    words.refresh_from_db()
    assert words.end_reason == "Đã giao đích danh: Đài PT-TH thành phố, Quận ủy Ô Môn"
    assert lead(world, "3", at.o_mon).items.open().exists()
    assert client.post(url, {"agencies": [at.co_do.pk]}).status_code == 403, "filled once"
    assert not questions(world).open_sets
    draft = a_draft(world, a_directive(world), by=vanphong)
    loose = assign(a_task(draft, by=vanphong), by=vanphong, now=NOW, role=Role.LEAD, agency_text="các ban")
    verbs.fill_open_set(loose, by=vanphong, now=NOW, agencies=[at.o_mon])
    assert [line.agency for line in Assignment.objects.filter(task__plan=draft)] == [at.o_mon]


def test_two_leads_are_two_lines_and_a_helper_says_whom_it_helps(world: World, client: Client) -> None:
    vanphong, at = entered(world, "vanphong"), world.agencies
    task = a_task(world.plan, by=vanphong, path="9")
    url = reverse("plans:assign", args=[world.plan.pk, task.pk])
    login(client, "vanphong")
    assert client.post(url, {"role": "lead", "agencies": [at.dai_pt_th.pk, at.bao_can_tho.pk]}).status_code == 302
    assert task.assignments.filter(role=Role.LEAD).count() == 2
    dai = task.assignments.get(agency=at.dai_pt_th)
    client.post(url, {"role": "coordinating", "agencies": [at.o_mon.pk], "supports": dai.pk})
    client.post(url, {"role": "coordinating", "agencies": [at.co_do.pk]})
    page = client.get(reverse("plans:task-detail", args=[world.plan.pk, task.pk])).text
    assert "Quận ủy Ô Môn (với Đài Phát thanh và Truyền hình thành phố Cần Thơ)" in page
    assert "Huyện ủy Cờ Đỏ (với mọi đơn vị chủ trì)" in page


def test_monitoring_has_verbs_to_tick_and_only_monitoring_has(world: World, client: Client) -> None:
    task, at = world.tasks["4"], world.agencies
    url = reverse("plans:assign", args=[world.plan.pk, task.pk])
    login(client, "vanphong")
    wrong = client.post(url, {"role": "lead", "agencies": [at.o_mon.pk], "verbs": ["kiểm tra"]}).text
    assert "Chỉ cơ quan theo dõi" in wrong
    client.post(url, {"role": "monitoring", "agencies": [at.van_phong_thanh_uy.pk], "verbs": ["đôn đốc", "sơ kết"]})
    assert task.assignments.get(role=Role.MONITORING).verbs == "đôn đốc, sơ kết"
    assert "(đôn đốc, sơ kết)" in client.get(reverse("plans:task-detail", args=[world.plan.pk, task.pk])).text


def test_unfinished_items_follow_the_monitor_that_the_lines_name(world: World) -> None:
    """Given to another, or taken back, the monitor of what is not finished changes with an event; what is finished stays."""
    vanphong, task, at = entered(world, "vanphong"), world.tasks["4"], world.agencies
    a_submission(world.item("4", at.bao_can_tho, "quý I/2022"), by=entered(world, "baocantho"))
    line = assign(task, by=vanphong, now=NOW, role=Role.MONITORING, agency=at.van_phong_thanh_uy)
    assert set(task.items.values_list("monitor", flat=True)) == {at.van_phong_thanh_uy.pk}
    unassign(line, by=vanphong, now=LATER, reason="Ban tự theo dõi")
    assert set(task.items.values_list("monitor", flat=True)) == {at.ban_tuyen_giao.pk}
    item = world.item("4", at.bao_can_tho, "quý I/2022")
    notes = list(item.events.filter(kind="monitor").values_list("note", "lifecycle").order_by("id"))
    assert notes == [
        ("Nơi xác nhận từ Ban Tuyên giáo Thành ủy sang Văn phòng Thành ủy", "submitted"),
        ("Nơi xác nhận từ Văn phòng Thành ủy sang Ban Tuyên giáo Thành ủy", "submitted"),
    ]
    assert WorkItem.objects.awaiting(entered(world, "vanphong")).filter(pk=item.pk).exists()


# --- whom an office may charge -------------------------------------------------------------------


def test_an_office_charges_only_whom_its_document_reaches(world: World, client: Client) -> None:
    phuthien, codo, at = entered(world, "phuthien"), entered(world, "codo"), world.agencies
    theirs = a_directive(world, by=phuthien, issuer=at.huyen_uy_phu_thien, number="12-KH/HU", type_code="KH")
    task = a_task(a_draft(world, theirs, by=phuthien), by=phuthien)
    url = reverse("plans:assign", args=[task.plan_id, task.pk])
    said = {"role": "lead", "agencies": [at.huyen_uy_phu_thien.pk, at.tinh_uy_gia_lai.pk], "heading": "Giữ lại"}
    page = login(client, "phuthien").post(url, said).text
    assert "Tỉnh ủy Gia Lai không thuộc Huyện ủy Phú Thiện" in page, "superiors never"
    assert "Giữ lại" in page
    assert not task.assignments.exists(), "all of them or none"
    own = a_task(a_draft(world, world.cong_van_54, by=codo), at.co_do, by=codo)
    with pytest.raises(Denied, match="ngoài phạm vi của Huyện ủy Cờ Đỏ"):
        assign(own, by=codo, now=NOW, role=Role.COORDINATING, agency=at.o_mon)
    assign(own, by=codo, now=NOW, role=Role.COORDINATING, agency_text="Quận ủy Ô Môn")


# --- what a former one keeps ---------------------------------------------------------------------


def test_a_former_coordinator_keeps_a_page_of_what_it_said(world: World, client: Client) -> None:
    helper = world.tasks["3"].assignments.get(role=Role.COORDINATING)
    login(client, "baocantho").post(reverse("plans:support-form", args=[helper.pk]), {"results": "Đăng năm tin bài."})
    for line in Assignment.objects.filter(agency=world.agencies.bao_can_tho, task__plan=world.plan):
        unassign(line, by=entered(world, "vanphong"), now=NOW, reason="Giao đơn vị khác")
    url = reverse("plans:line", args=[helper.pk])
    work = client.get(reverse("plans:agency-work")).text
    assert "Việc đã thôi" in work
    assert url in work
    page = client.get(url).text
    assert "Đăng năm tin bài." in page
    assert "Giao đơn vị khác" in page
    assert reverse("plans:task-detail", args=[world.plan.pk, helper.task_id]) not in page
    assert client.get(reverse("plans:support-form", args=[helper.pk])).status_code in (403, 404)
    for username, status in (("vanphong", 200), ("lanhdao", 200), ("lhh", 404), ("codo", 404), ("quangngai", 404)):
        assert login(client, username).get(url).status_code == status, username


def test_a_draft_shows_its_lines_to_nobody_else(world: World, client: Client) -> None:
    vanphong = entered(world, "vanphong")
    draft = a_draft(world, a_directive(world), by=vanphong)
    line = a_task(draft, world.agencies.dang_doan_lhh, by=vanphong).assignments.get()
    assert login(client, "lhh").get(reverse("plans:line", args=[line.pk])).status_code == 404
    with pytest.raises(Denied, match="nháp"):
        verbs.accept_line(line, by=entered(world, "lhh"), now=NOW)


# --- as many queries for many rows as for few ----------------------------------------------------


def _more(world: World, times: int) -> None:
    vanphong, baocantho = entered(world, "vanphong"), entered(world, "baocantho")
    for _ in range(times):
        plan = a_plan(world, world.agencies.bao_can_tho, world.agencies.dang_doan_lhh)
        task = plan.tasks.get()
        verbs.refuse_line(
            task.assignments.get(agency=world.agencies.bao_can_tho), by=baocantho, now=NOW, reason="Không phải"
        )
        assign(task, by=vanphong, now=NOW, role=Role.LEAD, agency_text="các cơ quan")
        gone = a_plan(world, world.agencies.dang_doan_lhh)
        unassign(gone.tasks.get().assignments.get(), by=vanphong, now=NOW, reason="Thôi")


def test_pages_about_lines_ask_as_often_for_many_as_for_few(world: World, client: Client) -> None:
    pages = [
        ("lhh", reverse("plans:agency-work"), 19),
        ("lhh", reverse("plans:charge-many"), 14),
        ("vanphong", reverse("plans:desk"), 45),
    ]  # fmt: skip

    def asked() -> list[int]:
        found = []
        for username, url, _ in pages:
            login(client, username).get(url)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            found.append(len(queries))
        return found

    _more(world, 1)
    few = asked()
    _more(world, 4)
    assert asked() == few
    assert not [(url, count) for (_, url, budget), count in zip(pages, few, strict=True) if count > budget], few


def test_an_answer_is_kept_with_its_capacity(world: World) -> None:
    line = lead(world, "4", world.agencies.bao_can_tho)
    said = verbs.refuse_line(line, by=entered(world, "baocantho"), now=NOW, reason="Việc của Đài")
    kept = verbs.keep_line(line, by=entered(world, "truongban"), now=LATER, reason="Giữ")
    assert said.post is not None
    assert kept.post is not None
    assert (said.kind, said.post.agency, kept.refusal, str(kept.post)) == (
        LineAnswer.REFUSED, world.agencies.bao_can_tho, said, "Trưởng ban, Ban Tuyên giáo Thành ủy",
    )  # fmt: skip


def test_a_partner_does_not_read_why_the_lead_refuses(world: World, client: Client) -> None:
    line = lead(world, "3", world.agencies.dang_doan_lhh)
    verbs.refuse_line(line, by=entered(world, "lhh"), now=NOW, reason="Chưa có biên chế")
    item = world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")
    for username in ("vanphong", "lanhdao", "lhh"):
        assert "Chưa có biên chế" in login(client, username).get(reverse("plans:item-detail", args=[item.pk])).text
    page = login(client, "baocantho").get(reverse("plans:item-detail", args=[item.pk]))
    assert page.status_code == 200
    assert "Chưa có biên chế" not in page.text
    task = login(client, "baocantho").get(reverse("plans:task-detail", args=[world.plan.pk, line.task_id])).text
    assert "không nhận" not in task
