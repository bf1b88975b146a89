"""Races about plans and documents: two who save the same, publish the same, open the same."""

from __future__ import annotations

from datetime import date
from typing import Any

from directives.entering import enter
from directives.models import Directive
from directives.services import DuplicateDirective, Entry
from plans.choices import Lifecycle, PlanState
from plans.models import Assignment, Intake, Plan, ReportingPeriod, Task, WorkItem
from plans.services import planning, publishing
from plans.services.items import open_periods
from reporting import services as reports
from reporting import signing
from reporting.models import Report
from reporting.periods import Span
from reporting.rules import Signer
from tests.builders import a_directive, a_draft, a_plan, a_task
from tests.cast import NOW, TODAY, moment
from tests.plans.intake.begun import SPECIMEN, an_intake
from tests.races.runner import Judgement, Result, Scene, Track, race

DUE = date(2022, 9, 30)
HALF_YEAR = Span(date(2022, 1, 1), date(2022, 6, 30), "6 tháng đầu năm 2022")


def _draft(track: Track) -> tuple[Plan, Task]:
    by = track.officer("vanphong")
    plan = a_draft(track.world, a_directive(track.world, by=by), by=by)
    return plan, a_task(plan, track.world.agencies.dang_doan_lhh, by=by, due_on=DUE)


def _taken(results: list[Result]) -> int:
    return sum(result.accepted for result in results)


def _one_saved(results: list[Result], words: tuple[str, str], kept: str) -> Judgement:
    """One save holds; who came second is shown both versions, and nothing typed is lost."""
    if _taken(results) != 1:
        return Judgement(lost=f"{_taken(results)} saves were accepted")
    first = 0 if results[0].accepted else 1
    page = results[1 - first].page
    if kept != words[first]:
        return Judgement(lost=f"{words[first]} was accepted, {kept} stands")
    shown = words[0] in page and words[1] in page
    return Judgement(lost="" if shown else "the second page does not show both versions")


@race
def same_task_saved_twice(track: Track) -> Scene:
    """Two officers of the office change the heading of a draft's task."""
    plan, task = _draft(track)
    words = ("Tên của người thứ nhất", "Tên của người thứ hai")
    said = {
        "path": task.path,
        "kind": task.kind,
        "is_verbatim": "True",
        "due_on": "30/9/2022",
        "due_source": "office",
        "version": task.version,
    }
    moves = [
        track.post(who, "plans:task-edit", plan.pk, task.pk, **said, heading=heading)
        for who, heading in zip(("vanphong", "truongban"), words, strict=True)
    ]
    return moves, lambda results: _one_saved(results, words, Task.objects.get(pk=task.pk).heading)


@race
def same_plan_saved_twice(track: Track) -> Scene:
    """Two officers change the settings of a draft."""
    plan, _ = _draft(track)
    said = {"cycle": "quarterly", "preset": "party", "days_after": 10, "version": plan.version}
    moves = [
        track.post(who, "plans:plan-edit", plan.pk, **said, resubmit_days=days)
        for who, days in (("vanphong", 7), ("truongban", 9))
    ]

    def judge(results: list[Result]) -> Judgement:
        days = Plan.objects.get(pk=plan.pk).resubmit_days
        right = _taken(results) == 1 and days == (7 if results[0].accepted else 9)
        return Judgement(lost="" if right else f"{_taken(results)} accepted, {days} days")

    return moves, judge


@race
def same_document_saved_twice(track: Track) -> Scene:
    """Two officers change what a document is about."""
    one = a_directive(track.world, by=track.officer("vanphong"))
    words = ("Trích yếu của người thứ nhất", "Trích yếu của người thứ hai")
    said = {
        "number_as_printed": one.number, "type_code": "CV", "issued_on": "1/6/2022", "issuer": f"a{one.issuer_id}",
        "secrecy": "normal", "urgency": "normal", "source_kind": "document", "version": one.version,
        "addressees-TOTAL_FORMS": "0", "addressees-INITIAL_FORMS": "0",
    }  # fmt: skip
    moves = [
        track.post(who, "directives:edit", one.pk, **said, subject=subject)
        for who, subject in zip(("vanphong", "truongban"), words, strict=True)
    ]
    return moves, lambda results: _one_saved(results, words, Directive.objects.get(pk=one.pk).subject)


def _report(track: Track) -> Report:
    return reports.lay_out_report(
        office=track.world.agencies.ban_tuyen_giao, directive=track.world.cong_van_54, span=HALF_YEAR, by=track.officer("vanphong"),
        now=NOW,
    )  # fmt: skip


def _put_forward(track: Track) -> Report:
    made = _report(track)
    return reports.freeze_report(made, by=track.officer("vanphong"), now=NOW, version=made.version)


def _approved(track: Track) -> Report:
    made = _put_forward(track)
    return signing.approve_report(made, by=track.officer("truongban"), now=NOW, version=made.version)


@race
def same_report_saved_twice(track: Track) -> Scene:
    """Two officers write the same section of a report."""
    made = _report(track)
    words = ("Kết quả theo người thứ nhất.", "Kết quả theo người thứ hai.")
    said = {"subject": made.subject, "place": "Cần Thơ", "recipients": "", "version": made.version}
    moves = [
        track.post(who, "reporting:report-edit", made.pk, **said, results=text)
        for who, text in zip(("vanphong", "truongban"), words, strict=True)
    ]
    return moves, lambda results: _one_saved(results, words, Report.objects.get(pk=made.pk).sections["results"]["text"])


@race
def report_frozen_while_saved(track: Track) -> Scene:
    """One officer freezes the figures while another saves words: the second is told, words that were accepted are in it."""
    made = _report(track)
    said: dict[str, Any] = {"by": "vanphong", "version": made.version}
    moves = [
        track.call(reports.freeze_report, made, now=NOW, **said),
        track.call(reports.revise_report, made, sections={"results": "Lời mới."}, now=NOW, **said),
    ]

    def judge(results: list[Result]) -> Judgement:
        row = Report.objects.get(pk=made.pk)
        saved = row.sections.get("results", {}).get("text") == "Lời mới."
        right = _taken(results) == 1 and saved == results[1].accepted
        return Judgement(lost="" if right else f"{[one.accepted for one in results]} {row.state}")

    return moves, judge


@race
def report_approved_while_saved(track: Track) -> Scene:
    """A leader approves while a clerk corrects words: what was not read is not approved."""
    made = _put_forward(track)
    moves = [
        track.call(signing.approve_report, made, by="truongban", now=NOW, version=made.version),
        track.call(
            reports.revise_report, made, by="vanphong", now=NOW, version=made.version, sections={"results": "Lời mới."}
        ),
    ]

    def judge(results: list[Result]) -> Judgement:
        row = Report.objects.get(pk=made.pk)
        saved = row.sections["results"]["text"] == "Lời mới."
        right = (
            _taken(results) == 1 and saved == results[1].accepted and (row.state == "approved") == results[0].accepted
        )
        return Judgement(lost="" if right else f"{[one.accepted for one in results]} {row.state}")

    return moves, judge


@race
def two_reports_one_number(track: Track) -> Scene:
    """Two reports are issued under the same number: one gets it."""
    number, signer = track.number() + 1000, Signer("Trưởng ban", "Trần Quốc Khải")
    made = [_approved(track), _approved(track)]
    moves = [
        track.call(
            reports.issue_report,
            one,
            by="vanphong",
            now=NOW,
            version=one.version,
            number=number,
            issued_on=TODAY,
            signer=signer,
        )
        for one in made
    ]

    def judge(results: list[Result]) -> Judgement:
        given = Report.objects.filter(number_value=number).count()
        return Judgement(
            doubled=f"{given} have it" * (given > 1), lost="nobody has it" * (given < 1 or _taken(results) != 1)
        )

    return moves, judge


@race
def assigned_twice(track: Track) -> Scene:
    """Two officers give one agency the same task of a tracked plan: one line, one item."""
    world = track.world
    plan = a_plan(world, world.agencies.dang_doan_lhh, by=track.officer("vanphong"), due_on=DUE)
    task = plan.tasks.get()
    moves = [
        track.post(who, "plans:assign", plan.pk, task.pk, role="lead", agencies=[world.agencies.co_do.pk])
        for who in ("vanphong", "truongban")
    ]

    def judge(results: list[Result]) -> Judgement:
        lines = Assignment.objects.filter(task=task, agency=world.agencies.co_do).count()
        items = WorkItem.objects.filter(task=task, agency=world.agencies.co_do).count()
        told = f"{_taken(results)} accepted, {lines} lines, {items} items"
        return Judgement(
            doubled=told * (max(lines, items, _taken(results)) > 1),
            lost=told * (min(lines, items, _taken(results)) < 1),
        )

    return moves, judge


@race
def published_twice(track: Track) -> Scene:
    """Two officers publish the same draft: its items open once."""
    plan, task = _draft(track)
    moves = [track.post(who, "plans:publish", plan.pk) for who in ("vanphong", "truongban")]

    def judge(results: list[Result]) -> Judgement:
        items = WorkItem.objects.filter(task=task).count()
        told = f"{_taken(results)} accepted, {items} items"
        return Judgement(
            doubled=told * (items > 1 or _taken(results) > 1), lost=told * (items < 1 or _taken(results) < 1)
        )

    return moves, judge


@race
def published_while_edited(track: Track) -> Scene:
    """A task is changed while the plan is published: publishing freezes what was accepted, later words are refused."""
    plan, task = _draft(track)
    moves = [
        track.post("truongban", "plans:publish", plan.pk),
        track.call(planning.revise_task, task, by="vanphong", version=task.version, heading="Tên mới"),
    ]

    def judge(results: list[Result]) -> Judgement:
        kept = (Task.objects.get(pk=task.pk).heading == "Tên mới") == results[1].accepted
        live = Plan.objects.get(pk=plan.pk).state == PlanState.PUBLISHED
        return Judgement(
            lost="" if kept and live and results[0].accepted else f"{results[0].accepted} {results[1].accepted}"
        )

    return moves, judge


@race
def plan_opened_twice(track: Track) -> Scene:
    """Two officers begin a plan on the same document."""
    one = a_directive(track.world, by=track.officer("vanphong"))
    said = {"owner": track.world.agencies.ban_tuyen_giao.pk, "cycle": "quarterly", "preset": "party", "days_after": 10}
    moves = [track.post(who, "plans:plan-create", one.pk, **said) for who in ("vanphong", "truongban")]

    def judge(results: list[Result]) -> Judgement:
        plans = Plan.objects.filter(directive=one).count()
        told = f"{_taken(results)} accepted, {plans} plans"
        return Judgement(
            doubled=told * (plans > 1 or _taken(results) > 1), lost=told * (plans < 1 or _taken(results) < 1)
        )

    return moves, judge


def _intake(track: Track, number: int, username: str = "vanphong") -> Intake:
    # Who came second in an earlier attempt still has an entry on the desk, and nobody may have fifty of them.
    Intake.objects.filter(made_by__username=username).unfinished().delete()
    return an_intake(track.world, username, text=SPECIMEN.replace("812-CV", f"{number}-CV"))


@race
def intake_published_twice(track: Track) -> Scene:
    """Two clicks on "phát hành" of one entry: both lead to the one plan."""
    number = track.number() + 20_000  # far from the numbers of other documents
    intake = _intake(track, number)
    moves = [track.post("vanphong", "plans:intake-publish", intake.pk, version=intake.version) for _ in range(2)]
    return moves, lambda results: _made_once(number, results, accepted=2)


@race
def same_document_entered_by_two(track: Track) -> Scene:
    """Two officers of one office publish entries of the same document: one record, one plan; the other is told."""
    number = track.number() + 40_000
    entries = [(_intake(track, number, who), who) for who in ("vanphong", "truongban")]
    moves = [track.post(who, "plans:intake-publish", one.pk, version=one.version) for one, who in entries]
    return moves, lambda results: _made_once(
        number, results, accepted=2
    )  # who came second goes back to the review, with words


@race
def published_while_entered_by_hand(track: Track) -> Scene:
    """A colleague types the record of a document by hand while its entry is published: one record."""
    number = track.number() + 60_000
    intake = _intake(track, number)
    issuer = track.world.agencies.thanh_uy
    directive_day = date.fromisoformat((intake.proposal or {})["record"]["date"])
    entry = Entry("CV", f"{number}-CV/TU", issuer=issuer, issued_on=directive_day, subject="Nhập tay")
    office = track.world.agencies.ban_tuyen_giao

    def by_hand() -> Result:
        try:
            return track.call(enter, entry, by="truongban", office=office, now=NOW)()
        except DuplicateDirective as found:
            return Result(False, page=str(found))

    moves = [track.post("vanphong", "plans:intake-publish", intake.pk, version=intake.version), by_hand]

    def judge(results: list[Result]) -> Judgement:
        found = Directive.objects.filter(number=f"{number}-CV/TU").count()
        return Judgement(doubled=f"{found} records" * (found > 1), lost="no record" * (found < 1))

    return moves, judge


def _made_once(number: int, results: list[Result], *, accepted: int) -> Judgement:
    found = Directive.objects.filter(number=f"{number}-CV/TU").count()
    plans = Plan.objects.filter(directive__number=f"{number}-CV/TU").count()
    told = f"{found} documents, {plans} plans, {_taken(results)} answered"
    few, many = min(found, plans) < 1, max(found, plans) > 1
    return Judgement(doubled=told * many, lost=told * (few or _taken(results) != accepted))


@race
def periods_opened_twice(track: Track) -> Scene:
    """Two runs of the daily job at once: each period and each item once."""
    world, day = track.world, date(2022, 10, 3)
    plan = a_plan(world, world.agencies.dang_doan_lhh, by=track.officer("vanphong"))
    # Other plans have had their periods of that day already after the first attempt; this one has not.
    moves = [track.call(open_periods, on=day, now=moment(day)) for _ in range(2)]

    def judge(results: list[Result]) -> Judgement:
        periods = ReportingPeriod.objects.filter(duty__plan=plan).count()
        items = list(WorkItem.objects.filter(plan=plan).values_list("assignment_id", "period_id"))
        told = f"{periods} periods, items {items}"
        few, many = len(items) < 2 or periods < 3, len(items) != len(set(items))
        return Judgement(doubled=told * many, lost=told * few)

    return moves, judge


@race
def paused_while_periods_open(track: Track) -> Scene:
    """A plan is paused while the daily job opens its period: before the pause or not at all, never in between."""
    world, day = track.world, date(2022, 10, 3)
    plan = a_plan(world, world.agencies.dang_doan_lhh, by=track.officer("vanphong"))
    moves = [
        track.call(open_periods, on=day, now=moment(day)),
        track.call(publishing.pause, plan, by="vanphong", now=moment(day), reason="Chờ hướng dẫn."),
    ]

    def judge(results: list[Result]) -> Judgement:
        paused = Plan.objects.get(pk=plan.pk).state == PlanState.PAUSED
        items = WorkItem.objects.filter(plan=plan, lifecycle=Lifecycle.NOT_STARTED).count()
        right = paused and results[1].accepted and items
        return Judgement(doubled=f"{items} items" * (items > 2), lost="" if right else f"{items} items")

    return moves, judge
