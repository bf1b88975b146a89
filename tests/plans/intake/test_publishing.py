"""From a text to a tracked plan: what publishing makes, and what it refuses without leaving a trace."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from agencies.models import Agency, AgencyAlias
from agencies.services import SavedByOthers
from agencies.uploads import CheckedFile
from agencies.verdict import Denied
from directives.choices import LinkKind, Purpose, SourceKind
from directives.models import Directive, DirectiveFile
from directives.services import DuplicateDirective, Entry, get_or_record_stub
from plans.choices import DueSource, Occasion, PlanState, Role, TaskKind
from plans.intake import answers
from plans.models import Assignment, Intake, IntakeState, Plan, Reminder, ReportingDuty, Task
from plans.office import office_desk
from plans.reminders.checking import given_lines
from plans.services import intake as entering
from plans.services.laying import publish_intake
from tests.cast import NOW, World, login
from tests.plans.intake.begun import PRESS, SPECIMEN, an_intake, asked, proposal_of, the_maker


def publish(intake: Intake, **how: bool) -> Plan:
    intake.refresh_from_db()
    made = publish_intake(intake, by=the_maker(intake), now=NOW, version=intake.version, **how)
    assert isinstance(made, Plan)
    return made


def change(intake: Intake, act: object, *said: object, **named: object) -> None:
    intake.refresh_from_db()
    entering.change(
        intake,
        by=the_maker(intake),
        version=intake.version,
        act=lambda proposal: act(proposal, *said, **named),  # type: ignore[operator]
    )


def answer(intake: Intake, question: str, key: str) -> None:
    change(intake, answers.answer, question, key, shown=intake.text)


@pytest.fixture
def intake(world: World) -> Intake:
    return an_intake(world)


def test_one_click_makes_document_chain_plan_tasks_lines_and_opens_them(world: World, intake: Intake) -> None:
    plan = publish(intake)
    made = plan.directive
    assert (made.number, made.type_code, made.issuer, made.issued_on) == (
        "812-CV/TU",
        "CV",
        world.agencies.thanh_uy,
        date(2022, 7, 18),
    )
    assert (made.signer_name, made.place, made.recorded_by) == ("Lê Minh Mẫu", "Cần Thơ", world.agencies.ban_tuyen_giao)
    assert (plan.state, plan.owner, plan.monitor) == (
        PlanState.PUBLISHED,
        world.agencies.ban_tuyen_giao,
        world.agencies.ban_tuyen_giao,
    )
    assert [task.path for task in plan.tasks.all()] == ["1", "2", "3.a", "3.b", "4", "5", "6"]
    first = plan.tasks.get(path="1")
    assert (first.due_on, first.due_source, first.kind) == (date(2022, 8, 15), DueSource.DOCUMENT, TaskKind.PRODUCT)
    assert set(first.assignments.values_list("agency", flat=True)) == {
        world.agencies.co_do.pk, world.agencies.o_mon.pk, world.agencies.phong_dien.pk,
    }  # fmt: skip
    assert first.items.count() == 3  # one item for each member of the group, due on the document's day
    assert plan.items.filter(task__path="6", agency=world.agencies.ban_tuyen_giao).count() == 1
    assert made.addressees.filter(purpose=Purpose.ASSIGNED, agency=world.agencies.co_do).exists()


def test_the_words_of_each_task_stay_with_it_and_their_place_is_exact(intake: Intake) -> None:
    plan = publish(intake)
    text = plan.directive.copies.get().text
    for task in plan.tasks.all():
        there = " ".join(text[task.span_start : task.span_end].split())
        assert there
        assert " ".join(task.source_text.split()) in there or there in " ".join(task.source_text.split()), task.path


def test_two_leads_in_one_item_become_two_lines_and_unknown_bodies_stay_as_words(world: World, intake: Intake) -> None:
    plan = publish(intake)
    leads = Assignment.objects.filter(task__plan=plan, task__path="4", role=Role.LEAD)
    assert set(leads.values_list("agency", flat=True)) == {world.agencies.bao_can_tho.pk, world.agencies.dai_pt_th.pk}
    unknown = Assignment.objects.get(task__plan=plan, task__path="2", agency_text__startswith="Ban cán sự đảng")
    assert (unknown.agency, unknown.role) == (None, Role.LEAD)


def test_cited_documents_become_stubs_and_the_chain_between_them_comes_out_by_itself(intake: Intake) -> None:
    made = publish(intake).directive
    links = {link.superior.number: link.kind for link in made.links.select_related("superior")}
    # 311-NQ/TW may be a slip of the pen: no superior while nobody has said so.
    assert links == {"311-KL/TW": LinkKind.IMPLEMENTS, "208-CT/TW": LinkKind.CITES}
    conclusion = Directive.objects.get(number="311-KL/TW")
    assert conclusion.is_stub
    assert [(link.kind, link.superior.number) for link in conclusion.links.all()] == [(LinkKind.CONTINUES, "208-CT/TW")]


def test_a_slip_of_the_pen_is_asked_about_and_leaves_no_stub_once_answered(intake: Intake) -> None:
    (slip,) = [one for one in asked(intake).values() if one.id.startswith("vien-dan:")]
    assert "311-KL/TW" in slip.text
    answer(intake, slip.id, "nham")
    publish(intake)
    assert not Directive.objects.filter(number="311-NQ/TW").exists()


def test_known_superiors_are_linked_not_doubled(world: World) -> None:
    text = SPECIMEN.replace("311-KL/TW ngày 05/7/2022", "93-KL/TW ngày 20/11/2020")
    made = publish(an_intake(world, text=text)).directive
    assert made.links.filter(superior=world.ket_luan_93).exists()
    assert Directive.objects.filter(number="93-KL/TW").count() == 1


def test_what_stays_open_is_a_question_on_the_desk(world: World, intake: Intake) -> None:
    plan = publish(intake)
    desk = office_desk(the_maker(intake), on=NOW.date())
    assert plan.tasks.get(path="6") in desk.questions.unsettled  # "định kỳ", no period
    assert plan.tasks.get(path="2") in desk.questions.unassigned  # both bodies unknown to the catalogue


def test_what_nothing_in_the_plan_shows_stays_a_question_of_the_office_until_it_is_settled(
    world: World, client: Client
) -> None:
    """The slip of the pen, and bodies kept as words beside others that are known; every officer of the office may settle it."""
    intake = an_intake(world)
    publish(intake)
    intake.refresh_from_db()
    keys = {one["key"] for one in intake.left}
    assert {key.partition(":")[0] for key in keys} >= {"vien-dan", "nhom"}
    page = login(client, "truongban").get("/ban-lam-viec/").text
    assert "311-NQ/TW" in page
    for key in keys:
        assert client.post(f"/van-ban/nhap/{intake.pk}/con-lai/", {"key": key}).status_code == 302
    assert "311-NQ/TW" not in client.get("/ban-lam-viec/").text
    stranger = login(client, "quangngai")
    assert stranger.post(f"/van-ban/nhap/{intake.pk}/con-lai/", {"key": "x"}).status_code == 404


def test_a_lower_office_charges_nobody_beyond_its_own_branch(world: World) -> None:
    """Huyện ủy Cờ Đỏ may follow what Thành ủy ordered, but not give work to its superiors and sisters (decision 8)."""
    plan = publish(an_intake(world, "codo"))
    named = set(Assignment.objects.filter(task__plan=plan, agency__isnull=False).values_list("agency", flat=True))
    assert named == {world.agencies.co_do.pk}
    assert plan.monitor == world.agencies.co_do
    assert Assignment.objects.filter(task__plan=plan, agency_text__startswith="Văn phòng Thành ủy").exists()


def test_calling_oneself_the_issuer_charges_no_superior_either(world: World) -> None:
    """What Huyện ủy orders binds what stands under it, not Thành ủy and its bodies, nor the sisters beside it."""
    intake = an_intake(world, "codo")
    change(
        intake, answers.choose, proposal_of(intake).record.issuer, f"a{world.agencies.co_do.pk}", label="Huyện ủy Cờ Đỏ"
    )
    settled = proposal_of(intake)
    known = {settled.names[line.name].agency_id for task in settled.kept for line in task.leads}
    assert world.agencies.bao_can_tho.pk in known  # named with its place, so it is known from anywhere
    plan = publish(intake)
    named = set(Assignment.objects.filter(task__plan=plan, agency__isnull=False).values_list("agency", flat=True))
    assert named <= {world.agencies.co_do.pk}


def test_the_period_that_was_chosen_becomes_a_duty_towards_the_body_that_the_text_names(
    world: World, intake: Intake
) -> None:
    (period,) = [key for key in asked(intake) if key.startswith("ky:")]
    answer(intake, period, "half_yearly")
    plan = publish(intake)
    duty = ReportingDuty.objects.get(plan=plan, is_report=True)
    assert (duty.recurrence, duty.assignment.agency) == ("half_yearly", world.agencies.ban_tuyen_giao)  # type: ignore[union-attr]
    assert duty.recipient == world.agencies.thanh_uy  # Ban Thường vụ acts for it
    assert plan.tasks.get(path="6") not in office_desk(the_maker(intake), on=NOW.date()).questions.unsettled


def test_a_body_chosen_by_hand_is_understood_the_next_time(world: World, intake: Intake) -> None:
    key = next(one for one in asked(intake) if one.startswith("ten:ban can su"))
    change(
        intake,
        answers.choose,
        key.removeprefix("ten:"),
        f"a{world.agencies.van_phong_thanh_uy.pk}",
        label="Văn phòng Thành ủy Cần Thơ",
    )
    publish(intake)
    assert AgencyAlias.objects.filter(
        agency=world.agencies.van_phong_thanh_uy, search_key__startswith="ban can su dang"
    ).exists()
    again = an_intake(world, text=SPECIMEN.replace("812-CV/TU", "813-CV/TU"))
    name = proposal_of(again).names[key.removeprefix("ten:")]
    assert (name.sure, name.agency_id) == (True, world.agencies.van_phong_thanh_uy.pk)


def test_a_provisional_agency_is_made_only_when_it_is_published(world: World, intake: Intake) -> None:
    key = next(one for one in asked(intake) if one.startswith("ten:dang doan hoi dong"))
    answer(intake, key, "new")
    assert not Agency.objects.filter(provisional=True).exists()
    plan = publish(intake)
    fresh = Agency.objects.get(provisional=True)
    assert fresh.recorded_by == world.agencies.ban_tuyen_giao
    assert plan.items.filter(agency=fresh).exists()
    assert not Agency.objects.visible_to(world.officer("quangngai")).filter(pk=fresh.pk).exists()


def test_a_draft_publishes_nothing_and_tells_nobody(world: World, intake: Intake) -> None:
    plan = publish(intake, as_draft=True)
    assert plan.state == PlanState.DRAFT
    assert plan.items.count() == 0
    assert not Plan.objects.visible_to(world.officer("codo").enter(on=NOW.date())).filter(pk=plan.pk).exists()


def test_the_second_click_gives_what_the_first_one_made(intake: Intake) -> None:
    version = Intake.objects.get(pk=intake.pk).version
    plan = publish(intake)
    again = publish_intake(intake, by=the_maker(intake), now=NOW, version=version)
    assert again == plan
    assert Plan.objects.filter(directive=plan.directive).count() == 1
    intake.refresh_from_db()
    assert (intake.state, intake.text, intake.proposal) == (IntakeState.DONE, "", None)


def test_the_original_file_moves_to_the_document(world: World, django_capture_on_commit_callbacks: object) -> None:
    by = world.officer("vanphong").enter(on=NOW.date())
    content = SPECIMEN.encode()
    upload = CheckedFile(
        "cong-van.txt", ContentFile(content, name="cong-van.txt"), "text/plain", len(content), "a" * 64
    )
    begun = entering.begin(
        office=world.agencies.ban_tuyen_giao, by=by, now=NOW, text=SPECIMEN, kind="txt", upload=upload
    )
    entering.read_intake(begun.pk, now=NOW)
    begun.refresh_from_db()
    before = str(begun.file.name)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        plan = publish(begun)
    kept = DirectiveFile.objects.get(copy__directive=plan.directive)
    with kept.file.open("rb") as stored:
        assert stored.read() == content
    assert not default_storage.exists(before)


def test_when_anything_fails_nothing_is_left(world: World, intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    from plans.services import laying

    def fails(*args: object, **named: object) -> None:
        raise Denied("Đang thử hỏng.")

    monkeypatch.setattr(laying, "lay_duties", fails)
    before = (Directive.objects.count(), Plan.objects.count(), Task.objects.count(), Agency.objects.count())
    with pytest.raises(Denied):
        publish(intake)
    assert (Directive.objects.count(), Plan.objects.count(), Task.objects.count(), Agency.objects.count()) == before
    intake.refresh_from_db()
    assert intake.state == IntakeState.READY


def test_what_another_window_changed_is_not_published_unseen(intake: Intake) -> None:
    version = Intake.objects.get(pk=intake.pk).version
    change(intake, answers.drop, 1)
    with pytest.raises(SavedByOthers):
        publish_intake(intake, by=the_maker(intake), now=NOW, version=version)


def test_nobody_publishes_anothers_entry(world: World, intake: Intake) -> None:
    stranger = world.officer("truongban").enter(on=NOW.date())
    with pytest.raises(Denied):
        publish_intake(intake, by=stranger, now=NOW, version=intake.version)


def test_a_document_that_came_meanwhile_is_told_and_nothing_is_lost(world: World, intake: Intake) -> None:
    publish(an_intake(world))
    intake.refresh_from_db()
    with pytest.raises(DuplicateDirective):
        publish_intake(intake, by=the_maker(intake), now=NOW, version=intake.version)
    intake.refresh_from_db()
    assert intake.state == IntakeState.READY


# --- documents that are known already ------------------------------------------------------------------


def test_the_full_document_takes_the_place_of_its_stub_and_keeps_its_links(world: World) -> None:
    by = world.officer("vanphong").enter(on=NOW.date())
    lower = publish(an_intake(world)).directive
    stub = Directive.objects.get(number="311-KL/TW")
    entry = Entry(
        type_code="KL", number_as_printed="311-KL/TW", issuer_text="Ban Bí thư", issued_on=date(2022, 7, 5), subject="Dữ liệu",
        text="Toàn văn kết luận",
    )  # fmt: skip
    from directives.services import complete_directive

    full = complete_directive(stub, entry=entry, office=world.agencies.ban_tuyen_giao, by=by, now=NOW)
    assert (full.pk, full.is_stub) == (stub.pk, False)
    assert lower.links.filter(superior=full).exists()


def test_a_press_source_gives_provisional_tasks_until_the_document_comes(world: World) -> None:
    first = an_intake(world, "quangngai", text=PRESS)
    plan = publish(first)
    assert plan.directive.source_kind == SourceKind.PRESS
    assert plan.tasks.count() == 2
    text = (
        SPECIMEN.replace("THÀNH ỦY CẦN THƠ   ", "TỈNH ỦY QUẢNG NGÃI ")
        .replace("812-CV/TU", "58-KH/TU")
        .replace("Cần Thơ, ngày 18 tháng 7 năm 2022", "Quảng Ngãi, ngày 08 tháng 7 năm 2022")
    )
    second = an_intake(world, "quangngai", text=text)

    def is_that(proposal: object) -> None:
        proposal.twin = plan.directive_id  # type: ignore[attr-defined]

    change(second, is_that)
    again = publish(second)
    assert again.pk == plan.pk
    again.directive.refresh_from_db()
    assert again.directive.source_kind == SourceKind.DOCUMENT
    assert all(
        task.cancel_reason.startswith("Nhiệm vụ tạm theo báo chí")
        for task in again.tasks.filter(cancelled_on__isnull=False)
    )
    assert again.tasks.filter(cancelled_on__isnull=False).count() == 2
    assert again.tasks.standing_open().count() == 7
    news = list(Reminder.objects.filter(plan=again, occasion=Occasion.ASSIGNED))
    told = given_lines(news)
    assert news
    assert all(told[row.plan_id, row.agency_id or 0, row.named_on] for row in news), (
        "the letter finds what began that day"
    )


def test_a_second_plan_of_the_same_office_is_refused(world: World, intake: Intake) -> None:
    def is_that(proposal: object) -> None:
        proposal.twin = world.cong_van_54.pk  # type: ignore[attr-defined]

    change(intake, is_that)
    with pytest.raises(Denied, match="đã lập kế hoạch"):
        publish(intake)


def test_a_stub_is_recognised_by_number_and_issuer_only(world: World) -> None:
    by = world.officer("vanphong").enter(on=NOW.date())
    elsewhere = Entry(
        type_code="KL", number_as_printed="311-KL/TW", issuer_text="Ban Nội chính", issued_on=date(2019, 1, 1)
    )
    get_or_record_stub(elsewhere, office=world.agencies.ban_tuyen_giao, by=by, now=NOW)
    above = proposal_of(an_intake(world)).above
    assert next(one for one in above if one.number == "311-KL/TW").existing is None


def test_names_are_read_from_the_issuers_place_once_the_officer_has_settled_it(world: World) -> None:
    """A letterhead that could be anybody's makes no name sure; the answer about the issuer does."""
    intake = an_intake(
        world, text=SPECIMEN.replace("THÀNH ỦY CẦN THƠ ", "THÀNH ỦY ").replace("Cần Thơ, ngày 18", "....., ngày 18")
    )
    (issuer,) = [one for one in asked(intake).values() if one.about == "record" and one.id.startswith("ten:")]
    assert not proposal_of(intake).names["ban tuyen giao thanh uy"].sure
    change(
        intake,
        answers.choose,
        issuer.id.removeprefix("ten:"),
        f"a{world.agencies.thanh_uy.pk}",
        label="Thành ủy Cần Thơ",
    )
    settled = proposal_of(intake)
    assert settled.names["ban tuyen giao thanh uy"].agency_id == world.agencies.ban_tuyen_giao.pk
    assert settled.names["ban tuyen giao thanh uy"].sure
