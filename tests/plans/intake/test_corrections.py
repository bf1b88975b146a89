"""Corrections keep what they do not touch."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from plans.intake import answers
from plans.intake.proposal import Proposal
from plans.intake.questions import questions
from plans.models import Intake, Plan
from tests.cast import NOW, World, clock_at, login
from tests.plans.intake.begun import SPECIMEN, an_intake, asked, proposal_of
from tests.plans.intake.test_pages import post, sent


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock_at(NOW):
        yield


@pytest.fixture
def vanphong(client: Client, world: World) -> Client:
    return login(client, "vanphong")


def as_shown(proposal: Proposal, task_id: int) -> dict[str, object]:
    """What the task's form sends when nothing was changed."""
    from plans.forms.intake import _initial

    task = proposal.task(task_id)
    assert task is not None
    return _initial(proposal, task)


def test_saving_a_task_unchanged_changes_nobody_in_it(vanphong: Client, world: World) -> None:
    """Groups, bodies and open words, leading or helping."""
    intake = an_intake(
        world, text=SPECIMEN.replace("phối hợp với Ban Tổ chức Thành ủy:", "phối hợp với các quận ủy, huyện ủy:")
    )
    for task in proposal_of(intake).kept:
        before = [(line.name, line.role) for line in task.lines]
        assert (
            post(vanphong, "intake-task", intake, task.id, **as_shown(proposal_of(intake), task.id)).status_code == 302
        )
        after = proposal_of(intake).task(task.id)
        assert after is not None
        assert [(line.name, line.role) for line in after.lines] == before


def record_form(world: World, **said: object) -> dict[str, object]:
    return {
        "number": "812-CV/TU", "type_code": "CV", "issuer_name": "THÀNH ỦY CẦN THƠ", "issuer_agency": world.agencies.thanh_uy.pk,
        "date": "18/7/2022", "subject": "Chuyển đổi số", "secrecy": "normal", "cycle": "quarterly",
        "monitor": world.agencies.ban_tuyen_giao.pk, **said,
    }  # fmt: skip


def test_correcting_the_issuer_moves_no_task_to_it(vanphong: Client, world: World) -> None:
    """The reader took the body of item 6 for the issuer."""
    intake = an_intake(world)
    proposal = proposal_of(intake)
    proposal.record.issuer = "ban tuyen giao thanh uy"
    Intake.objects.filter(pk=intake.pk).update(proposal=proposal.to_json())
    post(vanphong, "intake-record", intake, **record_form(world))
    settled = proposal_of(intake)
    assert settled.names[settled.record.issuer].agency_id == world.agencies.thanh_uy.pk
    assert settled.names["ban tuyen giao thanh uy"].agency_id == world.agencies.ban_tuyen_giao.pk


def test_an_issuer_outside_the_catalogue_stays_as_printed(vanphong: Client, world: World) -> None:
    intake = an_intake(world)
    post(vanphong, "intake-record", intake, **record_form(world, issuer_agency="", issuer_name="Thành ủy Hòa Lâm"))
    post(vanphong, "intake-publish", intake)
    made = Plan.objects.latest("id").directive
    assert (made.issuer, made.issuer_text) == (None, "Thành ủy Hòa Lâm")


def test_leaving_the_rest_for_later_does_what_it_says(world: World) -> None:
    proposal = proposal_of(an_intake(world))
    answers.answer_the_rest_later(proposal)
    for one in questions(proposal):
        if one.id.startswith("vien-dan:"):
            assert one.told == "bỏ viện dẫn này"
            assert not proposal.above[int(one.id.partition(":")[2])].keep
        if one.id.startswith("ky:"):
            task = proposal.task(int(one.id.partition(":")[2]))
            assert task is not None
            assert task.cycles == []


def test_taking_back_a_choice_gives_back_what_was_read(world: World) -> None:
    proposal = proposal_of(an_intake(world))
    key = "ban tuyen giao thanh uy"
    read = proposal.names[key].choice
    answers.choose(proposal, key, f"a{world.agencies.bao_can_tho.pk}", label="Báo Cần Thơ")
    answers.withdraw(proposal, f"ten:{key}")
    assert (proposal.names[key].choice, proposal.names[key].label) == (read, world.agencies.ban_tuyen_giao.name)


def test_merged_and_split_tasks_keep_their_words_on_time(world: World) -> None:
    intake = an_intake(world)
    proposal = proposal_of(intake)
    last = proposal.kept[-1]
    assert last.recurrence_text.startswith("định kỳ báo cáo")
    first = answers.merge(proposal, last.id)
    assert first.recurrence_text == last.recurrence_text
    fresh = answers.split(proposal, first.id, before=[1], shown=intake.text)
    assert last.recurrence_text in {part.recurrence_text for part in fresh}
    assert last.id not in {task.id for task in proposal.tasks}
    assert answers.add(proposal, title="Việc mới").id > max(one.id for one in fresh)


def test_words_that_the_text_means_a_body_by_may_still_be_kept_as_words(world: World) -> None:
    proposal = proposal_of(an_intake(world))
    task = proposal.kept[-1]
    answers.give(proposal, task.id, bodies=[], words="Ban Tuyên giáo Thành ủy", role="lead")
    assert [proposal.names[line.name].agency_id for line in task.leads] == [None]


def test_a_file_and_pasted_words_together_are_asked_about(vanphong: Client, world: World) -> None:
    answer = sent(vanphong, world, text=SPECIMEN, document=SimpleUploadedFile("cv.txt", SPECIMEN.encode()))
    assert "Vừa có tệp vừa có chữ" in answer.context["form"].non_field_errors()[0]
    assert "rà soát hạ tầng" in answer.text


def test_text_in_an_old_encoding_is_read_and_kept_as_words(vanphong: Client, world: World) -> None:
    sent(vanphong, world, document=SimpleUploadedFile("cv.txt", SPECIMEN.encode("utf-16-le")))
    intake = Intake.objects.get()
    assert (intake.state, bool(intake.file)) == ("ready", False)
    assert proposal_of(intake).record.number == "812-CV/TU"


def test_a_day_beyond_belief_stays_words(world: World) -> None:
    intake = an_intake(world, text=SPECIMEN.replace("trước ngày 15/8/2022", "trước ngày 31/12/9999"))
    first = proposal_of(intake).kept[0]
    assert (first.due_on, first.due_text) == (None, "trước ngày 31/12/9999")
    assert f"han:{first.id}" in asked(intake)
