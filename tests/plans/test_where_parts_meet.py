"""What one part of the work cycle does to what another left: handovers, bulk acts, refusals, duties, internal papers."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.models import Agency, Officer
from agencies.services import create_agency
from agencies.verdict import Denied
from directives.choices import Purpose, Secrecy
from directives.models import Directive
from directives.services import address_to, keep_text
from plans.choices import BulkKind, BulkState, LineAnswer, Role
from plans.cycles import Recurrence
from plans.models import Assignment, BulkAct, ItemImport, Note, Reminder, ReportingDuty, SavedView, WorkItem
from plans.reminders.opening import open_reminders
from plans.services import bulk
from plans.services.duties import ask_again, write_off
from plans.services.handover import Decision, hand_over
from plans.services.lines import refuse_line
from plans.services.notes import ask, close
from plans.services.planning import add_duty, assign
from plans.services.progress import reopen, report
from plans.services.publishing import publish
from tests.builders import a_confirmation, a_directive, a_draft, a_plan, a_task, an_item
from tests.cast import NOW, TODAY, World, login, moment

WHY = "Cơ quan khác đã nhận việc này."
DECISION = Decision("01-QĐ/TU", date(2022, 7, 1), "Ban Thường vụ Thành ủy", date(2022, 7, 10))


def entered(world: World, username: str) -> Officer:
    return world.officer(username).enter(on=TODAY)


def reassigned(world: World, item: WorkItem, to: Agency) -> BulkAct:
    item.refresh_from_db()
    made = bulk.begin(
        BulkKind.REASSIGN, by=entered(world, "vanphong"), now=NOW, rows=[(item.pk, item.version)], reason=WHY,
        once_key=uuid.uuid4(), said={"agency": to.pk},
    )  # fmt: skip
    done = bulk.carry_out(made.pk, now=NOW)
    assert done is not None
    return done


@pytest.fixture
def heir(world: World) -> Agency:
    """What follows Huyện ủy Cờ Đỏ."""
    at = world.agencies
    return create_agency(name="Đảng ủy xã Cờ Đỏ", kind=at.co_do.kind, level=at.co_do.level, parent=at.thanh_uy)


def handed_over(world: World, old: Agency, to: Agency) -> None:
    hand_over(old, by=entered(world, "quantri"), now=NOW, successors=[to], decision=DECISION)


# --- another agency for many rows -------------------------------------------------------------------


def test_who_takes_a_line_over_gets_its_words_its_helpers_and_its_own_duty(world: World) -> None:
    at, by = world.agencies, entered(world, "vanphong")
    line = world.item("2", at.co_do, "quý II/2022").assignment
    Assignment.objects.filter(pk=line.pk).update(verbs="hướng dẫn")
    helper = assign(world.tasks["2"], by=by, now=NOW, role=Role.COORDINATING, agency=at.bao_can_tho, supports=line)
    add_duty(
        world.plan, by=by, name="Báo cáo tháng", recurrence=Recurrence.MONTHLY, since=TODAY, assignment=line, now=NOW
    )
    act = reassigned(world, world.item("2", at.co_do, "quý II/2022"), at.dai_pt_th)
    assert (act.done, act.refused) == (1, [])
    new = Assignment.objects.get(task=world.tasks["2"], agency=at.dai_pt_th)
    helper.refresh_from_db()
    assert (new.verbs, helper.supports) == ("hướng dẫn", new)
    assert [duty.name for duty in new.duties.all()] == ["Báo cáo tháng"]


def test_a_refusal_is_settled_when_the_line_goes_elsewhere(world: World) -> None:
    at = world.agencies
    item = an_item(world, at.bao_can_tho, due_on=date(2022, 7, 29))
    refuse_line(item.assignment, by=entered(world, "baocantho"), now=NOW, reason="Không thuộc chức năng")
    assert reassigned(world, item, at.dai_pt_th).done == 1
    kinds = list(item.assignment.answers.order_by("id").values_list("kind", flat=True))
    assert kinds == [LineAnswer.REFUSED, LineAnswer.ENDED]


def test_who_comes_second_to_the_last_row_of_an_act_does_nothing(world: World) -> None:
    item = an_item(world, world.agencies.bao_can_tho, due_on=date(2022, 7, 29))
    act = reassigned(world, item, world.agencies.dai_pt_th)
    late = bulk._next_row(act.pk, by=entered(world, "vanphong"), now=NOW)
    assert (late.state, late.done, late.place) == (BulkState.DONE, 1, 1)


# --- an agency ends ---------------------------------------------------------------------------------


def test_a_duty_with_its_end_to_come_goes_with_the_line(world: World, heir: Agency) -> None:
    at, by = world.agencies, entered(world, "vanphong")
    line = world.item("2", at.co_do, "quý II/2022").assignment
    duty = add_duty(
        world.plan, by=by, name="Báo cáo tháng", recurrence=Recurrence.MONTHLY, since=date(2022, 7, 1),
        until=date(2022, 12, 31), assignment=line, now=NOW,
    )  # fmt: skip
    handed_over(world, at.co_do, heir)
    duty.refresh_from_db()
    assert duty.assignment == Assignment.objects.get(task=world.tasks["2"], agency=heir)
    assert ReportingDuty.objects.holding(on=date(2022, 9, 1)).filter(assignment__agency=heir).exists()


def test_what_an_officer_had_begun_and_what_the_office_shared_go_on(world: World, heir: Agency) -> None:
    old, codo = world.agencies.co_do, entered(world, "codo")
    begun = ItemImport.objects.create(office=old, made_by=codo, made_at=NOW, name="so.xlsx", sha256="0" * 64)
    for agency, name in ((old, "Quá hạn"), (old, "Tháng này"), (heir, "Tháng này")):
        SavedView.objects.create(officer=codo, agency=agency, name=name, query="muc=qua-han", made_at=NOW)
    handed_over(world, old, heir)
    after = entered(world, "codo")
    assert list(ItemImport.objects.visible_to(after)) == [begun]
    assert [view.name for view in SavedView.objects.visible_to(after)] == ["Quá hạn", "Tháng này"]


def test_a_question_that_an_ended_agency_asked_is_closed_by_who_follows(world: World, heir: Agency) -> None:
    question = ask(world.tasks["2"], by=entered(world, "codo"), now=NOW, text="Báo cáo theo mẫu nào?")
    handed_over(world, world.agencies.co_do, heir)
    question.refresh_from_db()
    assert question.post is not None
    assert (question.from_agency, question.post.agency) == (heir, world.agencies.co_do)
    after = entered(world, "codo")
    assert list(Note.objects.begun_by(after).open()) == [question]
    assert close(question, by=after, now=NOW).closed_on == TODAY


def test_what_an_ended_agency_finished_is_not_opened_again(world: World, heir: Agency, client: Client) -> None:
    item = an_item(world, world.agencies.co_do, due_on=date(2022, 7, 20))
    a_confirmation(item, by=entered(world, "codo"), monitor=entered(world, "vanphong"))
    handed_over(world, world.agencies.co_do, heir)
    with pytest.raises(Denied, match="đã kết thúc nên không còn ai báo cáo lại"):
        reopen(item, by=entered(world, "vanphong"), now=NOW, reason=WHY)
    assert "Mở lại" not in login(client, "vanphong").get(reverse("plans:item-detail", args=[item.pk])).text


def test_a_written_off_period_is_not_asked_for_where_nobody_is_left(world: World, heir: Agency) -> None:
    silent, by = world.item("2", world.agencies.co_do, "quý II/2022"), entered(world, "vanphong")
    day = moment("2022-08-01")
    write_off([silent], by=by, now=day, reason="Huyện đang sắp xếp")
    handed_over(world, world.agencies.co_do, heir)
    with pytest.raises(Denied, match="không còn được giao việc này"):
        ask_again(silent, by=by, now=day, reason="Cần số liệu")


# --- opened again -----------------------------------------------------------------------------------


def test_what_is_opened_again_is_not_asked_for_as_if_it_were_due_then(world: World) -> None:
    item = an_item(world, world.agencies.co_do, due_on=date(2022, 7, 20))
    a_confirmation(item, by=entered(world, "codo"), monitor=entered(world, "vanphong"))
    day = moment("2022-08-10")
    reopen(item, by=entered(world, "vanphong"), now=day, reason=WHY)
    open_reminders(on=day.date(), now=day)
    assert not Reminder.objects.filter(work_item=item).exists()


# --- internal papers --------------------------------------------------------------------------------


@pytest.fixture
def internal(world: World) -> Any:
    """A tracked plan on an internal document that the office issued itself; its text is kept."""
    by = entered(world, "vanphong")
    document = a_directive(world, issuer=world.agencies.ban_tuyen_giao, subject="Việc nội bộ", secrecy=Secrecy.INTERNAL)
    keep_text(document, office=world.agencies.ban_tuyen_giao, text="Toàn văn kín đáo", by=by, now=NOW)
    plan = a_draft(world, document, by=by)
    a_task(plan, by=by)
    return publish(plan, by=by, now=NOW)


def test_a_superior_reads_the_record_behind_a_plan_and_not_the_paper(
    world: World, internal: Any, client: Client
) -> None:
    login(client, "lanhdao")
    link = reverse("directives:detail", args=[internal.directive_id])
    assert link in client.get(reverse("plans:plan-detail", args=[internal.pk])).text
    shown = client.get(link)
    assert (shown.status_code, "Việc nội bộ" in shown.text, "kín đáo" in shown.text) == (200, True, False)
    assert "chỉ xem được hồ sơ" in shown.text
    assert client.get(reverse("directives:edit", args=[internal.directive_id])).status_code == 403
    found = client.get(reverse("directives:list"), {"q": "kin dao", "in": "text"})
    assert link not in found.text
    assert login(client, "quangngai").get(link).status_code == 404


def test_an_addressee_for_information_learns_nothing_of_an_internal_document(world: World) -> None:
    document = a_directive(world, secrecy=Secrecy.INTERNAL)
    address_to(document, agencies=[world.agencies.bao_can_tho], purpose=Purpose.INFORM)
    assert not Directive.objects.visible_to(entered(world, "baocantho")).filter(pk=document.pk).exists()


def test_an_internal_product_opens_to_who_must_judge_it(world: World) -> None:
    at, by = world.agencies, entered(world, "vanphong")
    plan = a_plan(world, at.bao_can_tho)
    a_task(plan, at.dang_doan_lhh, by=by, path="9", due_on=date(2022, 7, 29), needs_document=True)
    item = WorkItem.objects.with_names().get(plan=plan, agency=at.dang_doan_lhh)
    product = a_directive(
        world, issuer=at.dang_doan_lhh, by=entered(world, "lhh"), office=at.dang_doan_lhh, secrecy=Secrecy.INTERNAL
    )
    report(item, by=entered(world, "lhh"), now=NOW, submits=True, results="Đã ban hành.", product=product)
    assert product in Directive.objects.readable_by(entered(world, "vanphong"))
    assert product not in Directive.objects.visible_to(entered(world, "codo"))
