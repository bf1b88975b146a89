"""Races about work items: reporting, answering, more time, taking back."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from plans.choices import EventKind, ExtensionState, Lifecycle
from plans.models import Extension, Reminder, Review, StatusUpdate, WorkItem
from plans.reminders import open_reminders
from plans.services import ending, extensions, planning, progress, publishing
from plans.services.items import open_duty
from plans.services.progress import latest_submission
from tests.builders import a_directive as a_document
from tests.builders import a_draft, a_plan, a_task
from tests.cast import NOW, moment
from tests.races.runner import Judge, Judgement, Result, Scene, Track, race

DUE = date(2022, 9, 30)


def _item(track: Track, due_on: date | None = DUE) -> WorkItem:
    """A new plan of Ban Tuyên giáo with one open item of Đảng đoàn Liên hiệp Hội."""
    plan = a_plan(track.world, track.world.agencies.dang_doan_lhh, by=track.officer("vanphong"), due_on=due_on)
    return plan.items.with_names().get()


def _sent(track: Track) -> WorkItem:
    item = _item(track)
    progress.report(item, by=track.officer("lhh"), now=NOW, submits=True, results="Đã làm xong.")
    return WorkItem.objects.with_names().get(pk=item.pk)


def _seen(item: WorkItem) -> int:
    update = latest_submission(item)
    assert update is not None
    return update.pk


def _events(item: WorkItem, kind: str) -> int:
    return item.events.filter(kind=kind).count()


def _taken(results: list[Result]) -> int:
    return sum(result.accepted for result in results)


def _counted(said: int, rows: int, what: str) -> Judgement:
    """As many rows as were accepted, not one more."""
    return Judgement(
        lost=f"{said} accepted, {rows} {what}" * (rows < said),
        doubled=f"{said} accepted, {rows} {what}" * (rows > said),
    )


@race
def double_submit(track: Track) -> Scene:
    """The same form sent twice: both are told that it was sent, it counts once."""
    item, key = _item(track), str(uuid4())
    said = {"answer": "done", "results": "Đã làm xong.", "once_key": key}
    moves = [track.post("lhh", "plans:report-form", item.pk, **said) for _ in range(2)]

    def judge(results: list[Result]) -> Judgement:
        updates, events = (
            StatusUpdate.objects.filter(assignment=item.assignment_id).count(),
            _events(item, EventKind.SUBMITTED),
        )
        return Judgement(
            lost="" if updates and events and _taken(results) == 2 else f"{results}",
            doubled=f"{updates} {events}" * (updates + events > 2),
        )

    return moves, judge


@race
def two_forms_submitted(track: Track) -> Scene:
    """Two forms of the same item: one is sent, the other keeps its words and is told."""
    item = _item(track)
    moves = [
        track.post(
            "lhh", "plans:report-form", item.pk, answer="done", results=f"Đã làm xong {n}.", once_key=str(uuid4())
        )
        for n in range(2)
    ]

    def judge(results: list[Result]) -> Judgement:
        kept = all(result.accepted or "Đã làm xong" in result.page for result in results)
        came = _counted(_taken(results), _events(item, EventKind.SUBMITTED), "submissions")
        return came if kept else Judgement(lost="the words of the second form")

    return moves, judge


@race
def double_confirm(track: Track) -> Scene:
    """Two officers of the monitor confirm the same report."""
    item = _sent(track)
    moves = [
        track.post(who, "plans:review", item.pk, confirm="1", seen=_seen(item)) for who in ("vanphong", "truongban")
    ]

    def judge(results: list[Result]) -> Judgement:
        if _taken(results) != 1:
            return Judgement(doubled=f"{_taken(results)} were told that they confirmed")
        return _counted(
            1, Review.objects.filter(work_item=item).count() + _events(item, EventKind.CONFIRMED) - 1, "reviews"
        )

    return moves, judge


@race
def confirm_or_return(track: Track) -> Scene:
    """One officer confirms, another returns."""
    item = _sent(track)
    moves = [
        track.post("vanphong", "plans:review", item.pk, confirm="1", seen=_seen(item)),
        track.post(
            "truongban", "plans:review", item.pk, **{"return": "1"}, reason="Chưa nêu số liệu.", seen=_seen(item)
        ),
    ]

    def judge(results: list[Result]) -> Judgement:
        life = WorkItem.objects.get(pk=item.pk).lifecycle
        right = life == (Lifecycle.CONFIRMED if results[0].accepted else Lifecycle.IN_PROGRESS)
        return (
            _counted(_taken(results), Review.objects.filter(work_item=item).count(), "reviews")
            if right
            else Judgement(lost=life)
        )

    return moves, judge


@race
def confirm_while_withdrawn(track: Track) -> Scene:
    """The agency takes its report back while the monitor confirms it: one of the two holds."""
    item = _sent(track)
    moves = [
        track.post("vanphong", "plans:review", item.pk, confirm="1", seen=_seen(item)),
        track.post("lhh", "plans:withdraw", item.pk),
    ]

    def judge(results: list[Result]) -> Judgement:
        done = _events(item, EventKind.CONFIRMED) + _events(item, EventKind.WITHDRAWN)
        return (
            _counted(_taken(results), done, "events")
            if _taken(results) <= 1
            else Judgement(doubled="both were accepted")
        )

    return moves, judge


@race
def extend_while_confirm(track: Track) -> Scene:
    """More time is granted while the report is confirmed: what was accepted stands, a late grant is refused."""
    item = _item(track)
    asked = extensions.ask_extension(
        item, by=track.officer("lhh"), now=NOW, new_due_on=date(2022, 10, 31), reason="Chờ ý kiến."
    )
    progress.report(item, by=track.officer("lhh"), now=NOW, submits=True, results="Đã làm xong.")
    moves = [
        track.post("vanphong", "plans:review", item.pk, confirm="1", seen=_seen(item)),
        track.post("truongban", "plans:extension-decide", asked.pk, granted="yes"),
    ]

    def judge(results: list[Result]) -> Judgement:
        now = WorkItem.objects.get(pk=item.pk)
        confirmed, granted = results[0].accepted, results[1].accepted
        kept = (now.lifecycle == Lifecycle.CONFIRMED) == confirmed and (now.due_on == date(2022, 10, 31)) == granted
        state = Extension.objects.get(pk=asked.pk).state == (
            ExtensionState.GRANTED if granted else ExtensionState.PENDING
        )
        if not (kept and state):
            return Judgement(lost=f"{confirmed} {granted} {now.lifecycle} {now.due_on}")
        return _counted(
            _taken(results), _events(item, EventKind.CONFIRMED) + _events(item, EventKind.EXTENDED), "events"
        )

    return moves, judge


@race
def extension_asked_twice(track: Track) -> Scene:
    """Two requests for more time: one waits."""
    item = _item(track)
    moves = [
        track.post("lhh", "plans:extension-ask", item.pk, new_due_on="31/10/2022", reason="Chờ ý kiến.")
        for _ in range(2)
    ]

    def judge(results: list[Result]) -> Judgement:
        return _counted(_taken(results), item.extensions.count(), "requests")

    return moves, judge


@race
def extension_decided_twice(track: Track) -> Scene:
    """One officer grants what another refuses."""
    item = _item(track)
    asked = extensions.ask_extension(
        item, by=track.officer("lhh"), now=NOW, new_due_on=date(2022, 10, 31), reason="Chờ ý kiến."
    )
    moves = [
        track.post("vanphong", "plans:extension-decide", asked.pk, granted="yes"),
        track.post("truongban", "plans:extension-decide", asked.pk, granted="no", reason="Chưa đủ căn cứ."),
    ]

    def judge(results: list[Result]) -> Judgement:
        row = Extension.objects.get(pk=asked.pk)
        right = row.state == (ExtensionState.GRANTED if results[0].accepted else ExtensionState.REFUSED)
        events = _events(item, EventKind.EXTENDED) == int(results[0].accepted)
        return Judgement(doubled="both" * (_taken(results) != 1), lost="" if right and events else f"{row.state}")

    return moves, judge


@race
def report_while_unassigned(track: Track) -> Scene:
    """The office takes the line back while the agency reports: what was sent is kept, the item is set aside."""
    item = _item(track)
    moves = [
        track.post("lhh", "plans:report-form", item.pk, answer="done", results="Đã làm xong.", once_key=str(uuid4())),
        track.post("vanphong", "plans:unassign", item.assignment_id, reason="Giao đơn vị khác."),
    ]
    return moves, _set_aside_once(item)


@race
def report_while_cancelled(track: Track) -> Scene:
    """The task is cancelled while the agency answers two periods at once: rows are taken in one order."""
    world = track.world
    plan = a_plan(world, world.agencies.dang_doan_lhh, by=track.officer("vanphong"), now=moment("2022-02-02"))
    for day in ("2022-04-01", "2022-07-01"):
        for duty in plan.duties.all():
            open_duty(duty, on=date.fromisoformat(day), now=moment(day))
    items = list(plan.items.with_names().order_by("pk"))
    # The due days run against the keys, so that an order by day is not the order by key.
    for place, item in enumerate(reversed(items)):
        WorkItem.objects.filter(pk=item.pk).update(due_on=date(2022, 8, 1 + place))
    moves = [
        track.call(progress.report, items[0], by="lhh", now=NOW, submits=True, results="Đã làm xong.", also=items[1:]),
        track.call(planning.cancel_task, items[0].task, by="vanphong", now=NOW, reason="Không còn phù hợp."),
    ]

    def judge(results: list[Result]) -> Judgement:
        each = [_set_aside_once(item)(results) for item in items]
        return Judgement(
            lost="; ".join(filter(None, (one.lost for one in each))),
            doubled="; ".join(filter(None, (one.doubled for one in each))),
        )

    return moves, judge


def _set_aside_once(item: WorkItem) -> Judge:
    """The second move set the item aside; the first is kept where it was accepted."""

    def judge(results: list[Result]) -> Judgement:
        life = WorkItem.objects.get(pk=item.pk).lifecycle
        if not results[1].accepted or life != Lifecycle.CANCELLED:
            return Judgement(lost=f"set aside {results[1]}, {life}")
        if _events(item, EventKind.CANCELLED) != 1:
            return Judgement(doubled="set aside twice")
        return _counted(int(results[0].accepted), _events(item, EventKind.SUBMITTED), "submissions")

    return judge


@race
def report_while_recalled(track: Track) -> Scene:
    """The office recalls the plan while the first report comes: a report that was accepted is still there."""
    item = _item(track)
    plan = item.plan
    moves = [
        track.post("lhh", "plans:report-form", item.pk, answer="done", results="Đã làm xong.", once_key=str(uuid4())),
        track.post("vanphong", "plans:recall", plan.pk),
    ]

    def judge(results: list[Result]) -> Judgement:
        there = WorkItem.objects.filter(pk=item.pk).exists()
        updates = StatusUpdate.objects.filter(assignment__task__plan=plan).count()
        if results[0].accepted and not there:
            return Judgement(lost="the item of a report that was accepted")
        return _counted(int(results[0].accepted), updates, "updates")

    return moves, judge


@race
def report_while_ended(track: Track) -> Scene:
    """The office ends the plan while a report comes: nothing is decided over a report that nobody has read."""
    item = _item(track)
    moves = [
        track.post("lhh", "plans:report-form", item.pk, answer="done", results="Đã làm xong.", once_key=str(uuid4())),
        track.post("vanphong", "plans:plan-end", item.plan_id, reason="Hết thời gian."),
    ]

    def judge(results: list[Result]) -> Judgement:
        life = WorkItem.objects.get(pk=item.pk).lifecycle
        if _taken(results) != 1:
            return Judgement(lost=f"{[one.accepted for one in results]}, {life}")
        return Judgement(lost=life * (life != (Lifecycle.SUBMITTED if results[0].accepted else Lifecycle.CANCELLED)))

    return moves, judge


@race
def report_while_recorded_on_behalf(track: Track) -> Scene:
    """The agency sends while the monitor records its paper: one of the two is the submission."""
    item = _item(track)
    moves = [
        track.post("lhh", "plans:report-form", item.pk, answer="done", results="Đã làm xong.", once_key=str(uuid4())),
        track.post("vanphong", "plans:on-behalf", item.pk, received_on="14/7/2022", results="Theo báo cáo giấy."),
    ]

    def judge(results: list[Result]) -> Judgement:
        return _counted(_taken(results), _events(item, EventKind.SUBMITTED), "submissions")

    return moves, judge


@race
def share_sent_twice(track: Track) -> Scene:
    """A coordinating agency clicks twice: its share stands once."""
    world, by = track.world, track.officer("vanphong")
    plan = a_draft(world, a_document(world, by=by), by=by)
    task = a_task(plan, world.agencies.dang_doan_lhh, by=by, due_on=DUE)
    line = planning.assign(task, by=by, now=NOW, role="coordinating", agency=world.agencies.bao_can_tho)
    publishing.publish(plan, by=by, now=NOW)
    moves = [track.post("baocantho", "plans:support-form", line.pk, results="Đã đăng bài.") for _ in range(2)]

    def judge(results: list[Result]) -> Judgement:
        rows = StatusUpdate.objects.filter(assignment=line).count()
        return Judgement(doubled=f"{rows} rows" * (rows > 1), lost=f"{results}" * (rows < 1 or _taken(results) != 2))

    return moves, judge


@race
def ended_while_reminders_open(track: Track) -> Scene:
    """The daily job writes reminders for the items of a plan that is being ended: neither waits for the other's end."""
    world, by = track.world, track.officer("vanphong")
    plan = a_draft(world, a_document(world, by=by), by=by)
    for _ in range(4):
        a_task(plan, world.agencies.dang_doan_lhh, world.agencies.bao_can_tho, by=by, due_on=date(2022, 7, 15))
    publishing.publish(plan, by=by, now=moment("2022-07-01"))
    moves = [
        track.call(open_reminders, on=NOW.date(), now=NOW),
        track.call(ending.end, plan, by="vanphong", now=NOW, reason="Hết thời gian."),
    ]

    def judge(results: list[Result]) -> Judgement:
        rows = list(
            Reminder.objects.filter(work_item__plan=plan).values_list("work_item", "agency", "duty", "occasion")
        )
        left = WorkItem.objects.filter(plan=plan).unconfirmed().count()
        return Judgement(
            lost=f"{left} items" * (left > 0 or _taken(results) != 2), doubled=f"{rows}" * (len(rows) != len(set(rows)))
        )

    return moves, judge
