"""Races about handing over, importing, many rows at once, threads, opening again, refusals and the calendar."""

from __future__ import annotations

import io
from datetime import date
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile

from agencies import calendars
from agencies.choices import DayKind, Duty
from agencies.models import Agency, CalendarDay
from agencies.services import appoint, create_agency, create_officer
from agencies.uploads import XLSX, CheckedFile
from plans.choices import EventKind, Lifecycle, LineAnswer, PlanState
from plans.models import (
    AssignmentAnswer,
    Handover,
    ImportState,
    ItemImport,
    NoteReply,
    Plan,
    StatusUpdate,
    Task,
    WorkItem,
)
from plans.services import bulk, import_writing, importing, laying, lines, notes, progress, publishing
from plans.services.handover import Decision, hand_over
from plans.services.items import open_periods
from plans.workbook.heading import guess, survey
from tests.builders import a_plan
from tests.cast import LONG_AGO, NOW, TODAY, moment
from tests.plans.importing.books import a_book
from tests.races.plans import _draft, _intake
from tests.races.runner import Judgement, Result, Scene, Track, race
from tests.races.work import DUE, _events, _item, _sent, _taken

DECISION = Decision("7-QĐ/TU", TODAY, "Thành ủy", TODAY)


def _body(track: Track, name: str) -> tuple[Agency, str]:
    """A new unit of Cần Thơ with one clerk."""
    number = track.number()
    made = create_agency(name=f"{name} {number}", kind="unit", level="province", parent=track.world.agencies.thanh_uy)
    clerk = create_officer(username=f"cb{number}", full_name=f"Cán bộ {number}", email=f"cb{number}@example.vn")
    appoint(clerk, agency=made, duty=Duty.CLERK, title="", since=LONG_AGO)
    track.world.officers[clerk.username] = clerk
    return made, clerk.username


@race
def handed_over_while_reported(track: Track) -> Scene:
    """An agency reports while its work goes over: what was accepted waits at the successor, whose item stands once."""
    old, clerk = _body(track, "Đơn vị cũ")
    heir, _ = _body(track, "Đơn vị mới")
    plan = a_plan(track.world, old, by=track.officer("vanphong"), due_on=DUE)
    item = plan.items.with_names().get()
    moves = [
        track.call(progress.report, item, by=clerk, now=NOW, submits=True, results="Đã làm xong."),
        track.call(hand_over, old, by="quantri", now=NOW, successors=[heir], decision=DECISION),
    ]

    def judge(results: list[Result]) -> Judgement:
        new = list(WorkItem.objects.filter(plan=plan, agency=heir))
        updates = StatusUpdate.objects.filter(assignment__task__plan=plan).count()
        life = new[0].lifecycle if new else ""
        told = f"{[one.accepted for one in results]}, {len(new)} items, {updates} updates, {life}"
        right = life == (Lifecycle.SUBMITTED if results[0].accepted else Lifecycle.NOT_STARTED)
        return Judgement(
            lost=told * (not results[1].accepted or not right or updates != results[0].accepted),
            doubled=told * (len(new) > 1),
        )

    return moves, judge


@race
def handed_over_twice(track: Track) -> Scene:
    """Two clicks on the same handover: one act, one item."""
    old, _ = _body(track, "Đơn vị cũ")
    heir, _ = _body(track, "Đơn vị mới")
    plan = a_plan(track.world, old, by=track.officer("vanphong"), due_on=DUE)
    key = uuid4()
    said: dict[str, Any] = {"now": NOW, "successors": [heir], "decision": DECISION, "once_key": key}
    moves = [track.call(hand_over, old, by="quantri", **said) for _ in range(2)]

    def judge(results: list[Result]) -> Judgement:
        acts, items = (
            Handover.objects.filter(agency=old).count(),
            WorkItem.objects.filter(plan=plan, agency=heir).count(),
        )
        told = f"{_taken(results)} answered, {acts} acts, {items} items"
        return Judgement(
            doubled=told * (max(acts, items) > 1), lost=told * (min(acts, items) < 1 or _taken(results) != 2)
        )

    return moves, judge


@race
def handed_over_while_periods_open(track: Track) -> Scene:
    """The daily job opens a period while its agency ends: the period is owed once, by the successor."""
    old, _ = _body(track, "Đơn vị cũ")
    heir, _ = _body(track, "Đơn vị mới")
    day = date(2022, 10, 3)
    plan = a_plan(track.world, old, by=track.officer("vanphong"))
    moves = [
        track.call(open_periods, on=day, now=moment(day)),
        track.call(hand_over, old, by="quantri", now=moment(day), successors=[heir],
                   decision=Decision("7-QĐ/TU", day, "Thành ủy", day)),
    ]  # fmt: skip

    def judge(results: list[Result]) -> Judgement:
        open_periods(on=day, now=moment(day))
        owed = list(WorkItem.objects.filter(plan=plan).unconfirmed().values_list("agency", "period"))
        right = results[1].accepted and {agency for agency, _ in owed} == {heir.pk} and len(owed) >= 2
        return Judgement(lost=f"{results[1]} {owed}" * (not right), doubled=f"{owed}" * (len(set(owed)) != len(owed)))

    return moves, judge


def _workbook(track: Track, plan: Plan, title: str) -> ItemImport:
    by = track.officer("vanphong")
    content = a_book([{"Tên nhiệm vụ": title, "Đơn vị chủ trì": track.world.agencies.co_do.name}])
    seen = survey(io.BytesIO(content))
    one = importing.begin(
        office=track.world.agencies.ban_tuyen_giao, by=by, now=NOW, survey=seen, columns=guess(seen.headings)[0],
        upload=CheckedFile("viec.xlsx", ContentFile(content, name="viec.xlsx"), XLSX, len(content), "0" * 64),
    )  # fmt: skip
    importing.settle(one, by=by, columns=one.columns, plan=plan)
    checked = importing.check(one.pk, now=NOW)
    assert checked is not None
    importing.ask_to_save(checked, by=by, version=checked.version, whole=True)
    return checked


def _brought(one: ItemImport, plan: Plan, title: str) -> tuple[str, int, int]:
    """The import's state, and how many tasks and items its row made."""
    tasks = Task.objects.filter(plan=plan, heading=title)
    state = ItemImport.objects.get(pk=one.pk).state
    return state, tasks.count(), WorkItem.objects.filter(task__in=tasks).count()


@race
def published_while_imported(track: Track) -> Scene:
    """A plan is published while a file saves a new row into it: the row is there once, with its item, or was refused."""
    plan, _ = _draft(track)
    title = f"Việc từ tệp {track.number()}"
    one = _workbook(track, plan, title)
    moves = [
        track.call(import_writing.save, one.pk, now=NOW),
        track.call(publishing.publish, plan, by="vanphong", now=NOW),
    ]

    def judge(results: list[Result]) -> Judgement:
        state, tasks, items = _brought(one, plan, title)
        live = Plan.objects.get(pk=plan.pk).state == PlanState.PUBLISHED
        told = f"{state}, {tasks} tasks, {items} items, published {live}"
        done = int(state == ImportState.DONE)
        return Judgement(lost=told * (not live or min(tasks, items) < done), doubled=told * (max(tasks, items) > 1))

    return moves, judge


@race
def imported_twice(track: Track) -> Scene:
    """Two workers take up the same import: it is saved once."""
    plan, _ = _draft(track)
    title = f"Việc từ tệp {track.number()}"
    one = _workbook(track, plan, title)
    moves = [track.call(import_writing.save, one.pk, now=NOW) for _ in range(2)]

    def judge(results: list[Result]) -> Judgement:
        state, tasks, _ = _brought(one, plan, title)
        return Judgement(
            lost=f"{state}, {tasks}" * (state != ImportState.DONE or tasks < 1), doubled=f"{tasks}" * (tasks > 1)
        )

    return moves, judge


@race
def document_published_while_imported(track: Track) -> Scene:
    """An entry lays its plan out while a file saves into another plan of the office: neither waits for the other's end."""
    number = track.number() + 80_000
    intake, (plan, _) = _intake(track, number), _draft(track)
    title = f"Việc từ tệp {number}"
    one = _workbook(track, plan, title)
    moves = [
        track.call(laying.publish_intake, intake, by="vanphong", now=NOW, version=intake.version),
        track.call(import_writing.save, one.pk, now=NOW),
    ]

    def judge(results: list[Result]) -> Judgement:
        state, tasks, _ = _brought(one, plan, title)
        plans = Plan.objects.filter(directive__number=f"{number}-CV/TU").count()
        told = f"{state}, {tasks} tasks, {plans} plans, {results[0].page}"
        return Judgement(lost=told * (min(tasks, plans) < 1), doubled=told * (max(tasks, plans) > 1))

    return moves, judge


@race
def cancelled_in_bulk_while_confirmed(track: Track) -> Scene:
    """The office sets rows aside while the monitor confirms one: one of the two holds, and the act says which."""
    item = _sent(track)
    act = bulk.begin(
        "cancel",
        by=track.officer("vanphong"),
        now=NOW,
        rows=[(item.pk, item.version)],
        reason="Không còn cần.",
        once_key=uuid4(),
    )
    moves = [
        track.call(bulk.carry_out, act.pk, now=NOW),
        track.call(progress.confirm, item, by="truongban", now=NOW),
    ]

    def judge(results: list[Result]) -> Judgement:
        act.refresh_from_db()
        life = WorkItem.objects.get(pk=item.pk).lifecycle
        events = _events(item, EventKind.CONFIRMED) + _events(item, EventKind.CANCELLED)
        told = f"confirmed {results[1].accepted}, set aside {act.done}, {life}"
        right = life == (Lifecycle.CONFIRMED if results[1].accepted else Lifecycle.CANCELLED)
        return Judgement(lost=told * (not right or act.done + results[1].accepted < 1),
                         doubled=told * (act.done + results[1].accepted > 1 or events > 1))  # fmt: skip

    return moves, judge


@race
def extended_in_bulk_while_confirmed(track: Track) -> Scene:
    """The monitor moves dates of many rows while a colleague confirms one of them."""
    item = _sent(track)
    act = bulk.begin(
        "due_date", by=track.officer("vanphong"), now=NOW, rows=[(item.pk, item.version)], reason="Chờ ý kiến.", once_key=uuid4(),
        said={"new_due_on": "2022-10-31"},
    )  # fmt: skip
    moves = [
        track.call(bulk.carry_out, act.pk, now=NOW),
        track.call(progress.confirm, item, by="truongban", now=NOW),
    ]

    def judge(results: list[Result]) -> Judgement:
        act.refresh_from_db()
        now = WorkItem.objects.get(pk=item.pk)
        moved = now.due_on == date(2022, 10, 31)
        right = moved == bool(act.done) and (now.lifecycle == Lifecycle.CONFIRMED) == results[1].accepted
        return Judgement(lost=f"{act.done} {results[1].accepted} {now.due_on} {now.lifecycle}" * (not right))

    return moves, judge


@race
def note_answered_twice(track: Track) -> Scene:
    """Two clicks on an answer: it stands once."""
    item = _item(track)
    note = notes.direct(
        item.plan, by=track.officer("truongban"), now=NOW, text="Nêu rõ nguyên nhân.", agencies=[item.agency]
    )
    moves = [track.call(notes.reply, note, by="lhh", now=NOW, text="Do thiếu người.") for _ in range(2)]

    def judge(results: list[Result]) -> Judgement:
        rows = NoteReply.objects.filter(note=note).count()
        return Judgement(doubled=f"{rows} rows" * (rows > 1), lost=f"{results}" * (rows < 1 or _taken(results) != 2))

    return moves, judge


@race
def note_answered_while_closed(track: Track) -> Scene:
    """An answer comes while its thread is closed: what was accepted is kept."""
    item = _item(track)
    note = notes.direct(
        item.plan, by=track.officer("truongban"), now=NOW, text="Nêu rõ nguyên nhân.", agencies=[item.agency]
    )
    moves = [
        track.call(notes.reply, note, by="lhh", now=NOW, text="Do thiếu người."),
        track.call(notes.close, note, by="truongban", now=NOW),
    ]

    def judge(results: list[Result]) -> Judgement:
        rows = NoteReply.objects.filter(note=note).count()
        return Judgement(lost=f"{results} {rows}" * (not results[1].accepted or rows != results[0].accepted))

    return moves, judge


def _confirmed(track: Track) -> WorkItem:
    item = _sent(track)
    progress.confirm(item, by=track.officer("vanphong"), now=NOW)
    return WorkItem.objects.with_names().get(pk=item.pk)


@race
def opened_again_while_reported(track: Track) -> Scene:
    """A confirmed item is opened again while its agency reports: a report counts only after it was opened."""
    item = _confirmed(track)
    moves = [
        track.call(progress.reopen, item, by="vanphong", now=NOW, reason="Số liệu sai."),
        track.call(progress.report, item, by="lhh", now=NOW, submits=True, results="Số liệu đã sửa."),
    ]

    def judge(results: list[Result]) -> Judgement:
        life = WorkItem.objects.get(pk=item.pk).lifecycle
        right = results[0].accepted and life == (Lifecycle.SUBMITTED if results[1].accepted else Lifecycle.IN_PROGRESS)
        sent = _events(item, EventKind.SUBMITTED) - 1
        told = f"{[one.accepted for one in results]} {life} {sent}"
        return Judgement(
            lost=told * (not right or sent < results[1].accepted), doubled=told * (sent > results[1].accepted)
        )

    return moves, judge


@race
def opened_again_twice(track: Track) -> Scene:
    """Two officers open the same item again: once."""
    item = _confirmed(track)
    moves = [
        track.call(progress.reopen, item, by=who, now=NOW, reason="Số liệu sai.") for who in ("vanphong", "truongban")
    ]

    def judge(results: list[Result]) -> Judgement:
        events, told = _events(item, EventKind.REOPENED), f"{_taken(results)} accepted"
        return Judgement(
            doubled=told * (events > 1 or _taken(results) > 1), lost=told * (events < 1 or _taken(results) < 1)
        )

    return moves, judge


@race
def refusal_decided_twice(track: Track) -> Scene:
    """One officer leaves refused work where it is, another gives it elsewhere: one decision."""
    item = _item(track)
    line = item.assignment
    lines.refuse_line(line, by=track.officer("lhh"), now=NOW, reason="Việc của nơi khác.")
    elsewhere = [track.world.agencies.bao_can_tho]
    moves = [
        track.call(lines.keep_line, line, by="vanphong", now=NOW, reason="Đúng chức năng."),
        track.call(
            lines.give_elsewhere, line, by="truongban", now=NOW, reason="Đúng là việc khác.", agencies=elsewhere
        ),
    ]

    def judge(results: list[Result]) -> Judgement:
        said = AssignmentAnswer.objects.filter(assignment=line, kind__in=(LineAnswer.KEPT, LineAnswer.ENDED)).count()
        line.refresh_from_db()
        right = (line.until is None) == results[0].accepted
        told = f"{[one.accepted for one in results]}, {said} decisions, until {line.until}"
        return Judgement(doubled=told * (said > 1 or _taken(results) > 1), lost=told * (said < 1 or not right))

    return moves, judge


@race
def refused_while_reported(track: Track) -> Scene:
    """An agency refuses a line while a colleague reports on it: both may stand, and nothing waits that was reported on."""
    item = _item(track)
    moves = [
        track.call(lines.refuse_line, item.assignment, by="lhh", now=NOW, reason="Việc của nơi khác."),
        track.call(progress.report, item, by="lhh", now=NOW, submits=False, results="Đã làm một phần."),
    ]

    def judge(results: list[Result]) -> Judgement:
        answers = AssignmentAnswer.objects.filter(assignment=item.assignment_id).count()
        updates = StatusUpdate.objects.filter(assignment=item.assignment_id).count()
        right = results[1].accepted and updates == 1 and answers == results[0].accepted
        return Judgement(lost=f"{results} {answers} {updates}" * (not right))

    return moves, judge


@race
def calendar_changed_while_periods_open(track: Track) -> Scene:
    """A day off is entered while the daily job opens a period that is due on it: the deadline follows either way."""
    day, off = date(2022, 10, 3), date(2023, 1, 10)
    CalendarDay.objects.filter(day=off).delete()
    plan = a_plan(track.world, track.world.agencies.dang_doan_lhh, by=track.officer("vanphong"))
    moves = [
        track.call(open_periods, on=day, now=moment(day)),
        track.call(calendars.put_day, None, by="quantri", now=moment(day), day=off, kind=DayKind.OFF, name="Ngày nghỉ",
                   source="1-QĐ/TU"),
    ]  # fmt: skip

    def judge(results: list[Result]) -> Judgement:
        late = list(WorkItem.objects.filter(plan=plan, named_due_on=off).values_list("due_on", flat=True))
        for row in CalendarDay.objects.filter(day=off):
            calendars.drop_day(row, by=track.officer("quantri"), now=moment(day))
        Plan.objects.filter(pk=plan.pk).update(
            state=PlanState.ENDED
        )  # so that the next attempt has only its own to move
        right = results[1].accepted and late == [date(2023, 1, 11)]
        return Judgement(lost=f"{[one.accepted for one in results]} {late}" * (not right))

    return moves, judge


@race
def calendar_changed_while_reported(track: Track) -> Scene:
    """A day off moves the deadline of an item that is being reported: both stand."""
    off = date(2022, 9, 28)
    CalendarDay.objects.filter(day=off).delete()
    item = _item(track, due_on=off)
    moves = [
        track.call(progress.report, item, by="lhh", now=NOW, submits=False, results="Đã làm một phần."),
        track.call(
            calendars.put_day,
            None,
            by="quantri",
            now=NOW,
            day=off,
            kind=DayKind.OFF,
            name="Ngày nghỉ",
            source="1-QĐ/TU",
        ),
    ]

    def judge(results: list[Result]) -> Judgement:
        now = WorkItem.objects.get(pk=item.pk)
        for row in CalendarDay.objects.filter(day=off):
            calendars.drop_day(row, by=track.officer("quantri"), now=NOW)
        Plan.objects.filter(pk=item.plan_id).update(state=PlanState.ENDED)
        right = _taken(results) == 2 and now.due_on == date(2022, 9, 29) and now.lifecycle == Lifecycle.IN_PROGRESS
        return Judgement(lost=f"{[one.accepted for one in results]} {now.due_on} {now.lifecycle}" * (not right))

    return moves, judge
