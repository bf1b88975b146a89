"""Verbs about lines: who handles them, taking on, refusing, deciding on a refusal, filling open sets, members of groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from agencies.models import Agency, GroupMembership, Officer
from agencies.text import nfc
from agencies.verdict import Denied
from plans import news
from plans.choices import LineAnswer, MemberQuestion, Role
from plans.lines import helpers_of, word_of
from plans.models import Assignment, AssignmentAnswer, MemberAnswer, Task, WorkItem
from plans.office_lines import member_question
from plans.rules import acts_for, may_extend_plan
from plans.rules_lines import (
    is_refused,
    may_accept,
    may_be_in_charge,
    may_decide_refusal,
    may_fill,
    may_handle,
    may_refuse,
)
from plans.services.planning import add_duty, assign, assign_many, locked_plan, set_aside, unassign


def _locked(lines: Iterable[Assignment]) -> list[Assignment]:
    """The lines' rows in id order, held until the transaction ends, with what rules and texts need."""
    rows = Assignment.objects.select_for_update(of=("self",)).filter(pk__in=[line.pk for line in lines]).order_by("pk")
    return list(rows.select_related("agency", "task", "task__plan", "task__plan__owner", "officer_in_charge"))


def _the_locked(line: Assignment) -> Assignment:
    rows = _locked([line])
    if not rows:
        raise Denied("Phân công này đã được bỏ trước đó.")
    return rows[0]


def _reason(text: str, words: str) -> str:
    """The reason as it is kept; refuses an empty one."""
    why = nfc(text).strip()
    if not why:
        raise Denied(words)
    return why


# --- who handles it ------------------------------------------------------------------------------


@transaction.atomic
def put_in_charge(lines: Sequence[Assignment], *, by: Officer, on: date, officer: Officer | None) -> int:
    """Let an officer of the agency, or nobody in particular, handle lines: all, or none when one is refused; how many changed."""
    if officer is not None:
        officer.enter(on=on)
    changed = 0
    for line in _locked(lines):
        may_handle(by, line).require()
        assert line.agency is not None  # the rule refuses without one
        if officer is not None:
            may_be_in_charge(officer, line.agency).require()
        if line.officer_in_charge_id != (officer.pk if officer else None):
            line.officer_in_charge = officer
            line.save(update_fields=["officer_in_charge"])
            changed += 1
    return changed


# --- taken on, or refused ------------------------------------------------------------------------


def _say(
    line: Assignment, kind: str, *, by: Officer, agency_id: int, now: datetime, reason: str = "",
    refusal: AssignmentAnswer | None = None,
) -> AssignmentAnswer:  # fmt: skip
    return AssignmentAnswer.objects.create(
        assignment=line, kind=kind, reason=reason, refusal=refusal, officer=by, post=acts_for(by, agency_id),
        on=localdate(now), at=now,
    )  # fmt: skip


@transaction.atomic
def accept_line(line: Assignment, *, by: Officer, now: datetime) -> AssignmentAnswer:
    """The agency says that it takes the work on; a refusal that waited is settled by it. A second click changes nothing."""
    row = _the_locked(line)
    last = word_of(row).last
    if last is not None and last.kind == LineAnswer.ACCEPTED and last.officer_id == by.pk:
        return last
    may_accept(by, row, last=last).require()
    assert row.agency_id is not None  # the rule refuses without one
    return _say(row, LineAnswer.ACCEPTED, by=by, agency_id=row.agency_id, now=now)


@transaction.atomic
def refuse_line(line: Assignment, *, by: Officer, now: datetime, reason: str) -> AssignmentAnswer:
    """The agency says why the work is not its own; it stays owed and counted until the plan's owner decides."""
    row = _the_locked(line)
    word = word_of(row)
    may_refuse(by, row, last=word.last, reported=word.reported).require()
    assert row.agency_id is not None  # the rule refuses without one
    why = _reason(reason, "Không nhận việc thì phải ghi lý do để văn phòng chủ kế hoạch xem xét.")
    said = _say(row, LineAnswer.REFUSED, by=by, agency_id=row.agency_id, now=now, reason=why)
    news.of_refused_line(row, by=by, now=now)
    return said


def _waiting_refusal(line: Assignment, *, by: Officer) -> tuple[Assignment, AssignmentAnswer]:
    """The locked line and the refusal that waits; the plan is held first, as by every verb that changes lines."""
    plan = locked_plan(line.task.plan)
    row = _the_locked(line)
    row.task.plan = plan
    may_decide_refusal(by, row).require()
    word = word_of(row)
    is_refused(row, last=word.last, reported=word.reported).require()
    assert word.last is not None  # the rule refuses without one
    return row, word.last


@transaction.atomic
def keep_line(line: Assignment, *, by: Officer, now: datetime, reason: str) -> AssignmentAnswer:
    """The owner leaves the refused work where it is, with the reason; this is final."""
    row, refusal = _waiting_refusal(line, by=by)
    why = _reason(reason, "Giữ phân công thì phải ghi lý do để đơn vị biết.")
    said = _say(row, LineAnswer.KEPT, by=by, agency_id=row.task.plan.owner_id, now=now, reason=why, refusal=refusal)
    news.of_decided_line(row, news.KEPT_LINE, by=by, now=now, refusal=refusal)
    return said


@transaction.atomic
def give_elsewhere(
    line: Assignment, *, by: Officer, now: datetime, reason: str, agencies: Sequence[Agency] = ()
) -> list[Assignment]:
    """End a refused line with the reason and give its work to others in one step; to nobody yet when none is named.

    Who helped the line helps the one that takes its place, or the whole task.
    """
    row, refusal = _waiting_refusal(line, by=by)
    why = _reason(reason, "Phân công lại thì phải ghi lý do.")
    if any(agency.pk == row.agency_id for agency in agencies):
        raise Denied(f"{row.label} vừa không nhận việc này; chọn đơn vị khác, hoặc giữ phân công.")
    _say(row, LineAnswer.ENDED, by=by, agency_id=row.task.plan.owner_id, now=now, reason=why, refusal=refusal)
    news.of_decided_line(row, news.MOVED_LINE, by=by, now=now, refusal=refusal)
    return _pass_on(row, by=by, now=now, reason=why, agencies=agencies)


@transaction.atomic
def reassign(
    line: Assignment, *, by: Officer, now: datetime, reason: str, agency: Agency, tells: bool = True
) -> Assignment:
    """Give a line's unfinished work to another agency in one step, with what was said of the line; a waiting refusal is settled.

    Without `tells` the caller says to the agency, once for many lines, what was done.
    """
    plan = locked_plan(line.task.plan)
    row = _the_locked(line)
    row.task.plan = plan
    may_extend_plan(by, plan).require()
    why = _reason(reason, "Phân công lại thì phải ghi lý do.")
    if agency.pk == row.agency_id:
        raise Denied(f"{agency.name} đang chủ trì rồi.")
    word = word_of(row)
    if word.is_refused:
        may_decide_refusal(by, row).require()
        _say(row, LineAnswer.ENDED, by=by, agency_id=plan.owner_id, now=now, reason=why, refusal=word.last)
    if tells:
        news.of_decided_line(row, news.MOVED_LINE, by=by, now=now, refusal=word.last if word.is_refused else None)
    return _pass_on(row, by=by, now=now, reason=why, agencies=[agency])[0]


def _pass_on(
    row: Assignment, *, by: Officer, now: datetime, reason: str, agencies: Sequence[Agency]
) -> list[Assignment]:
    if row.role == Role.LEAD:
        _stop_helping(row, by=by, now=now, reason=reason, agencies=agencies)
    unassign(row, by=by, now=now, reason=f"Phân công lại: {reason}"[:500])
    made = [
        assign(row.task, by=by, now=now, role=row.role, agency=agency, heading=row.heading, due_on=row.due_on,
               supports=row.supports, verbs=row.verbs)
        for agency in agencies
    ]  # fmt: skip
    row.supporters.update(supports=made[0] if len(made) == 1 else None)
    for heir in made:
        _inherit_duties(row, heir, by=by, now=now)
    return made


def _stop_helping(row: Assignment, *, by: Officer, now: datetime, reason: str, agencies: Sequence[Agency]) -> None:
    """Who is to lead a line instead of helping it helps it no longer; what it reported as a helper stays with that line."""
    helping = helpers_of([row.pk], [row.task_id]).filter(agency__in=[agency.pk for agency in agencies])
    for helper in helping.select_related("task", "agency").order_by("pk"):
        helper.task.plan = row.task.plan
        word = word_of(helper)
        if word.is_refused:
            _say(
                helper,
                LineAnswer.ENDED,
                by=by,
                agency_id=row.task.plan.owner_id,
                now=now,
                reason=reason,
                refusal=word.last,
            )
        unassign(helper, by=by, now=now, reason=f"Chuyển sang chủ trì: {reason}"[:500])


def _inherit_duties(line: Assignment, heir: Assignment, *, by: Officer, now: datetime) -> None:
    """A reporting duty of the ended line's own binds the one in its place from today on, instead of the plan's cycle."""
    on = localdate(now)
    own = list(line.duties.holding(on=on).select_related("recipient"))
    for duty in own:
        add_duty(
            line.task.plan, by=by, name=duty.name, recurrence=duty.recurrence, since=on, assignment=heir,
            recipient=duty.recipient, wording=duty.wording, is_report=duty.is_report, preset=duty.preset,
            days_after=duty.days_after, until=duty.until, now=now,
        )  # fmt: skip
    if own:
        cycle = WorkItem.objects.filter(assignment=heir, period__duty__assignment__isnull=True).unconfirmed()
        set_aside(cycle, by=by, now=now, reason="Đơn vị có chế độ báo cáo riêng")


def carry_refusal(old: Assignment, new: Assignment, *, now: datetime) -> None:
    """A refusal that nobody has decided goes on with the line that takes the old one's place: said by the same officer, in the
    post held then, and open for the plan's owner from that day on."""
    word = word_of(old)
    if word.last is None or not word.is_refused:
        return
    AssignmentAnswer.objects.create(
        assignment=new, kind=LineAnswer.REFUSED, reason=word.last.reason, officer=word.last.officer, post=word.last.post,
        on=localdate(now), at=now,
    )  # fmt: skip


# --- open sets -----------------------------------------------------------------------------------


@transaction.atomic
def fill_open_set(line: Assignment, *, by: Officer, now: datetime, agencies: Sequence[Agency]) -> None:
    """Name the agencies that the words of a line meant: a line for each; the words stay in the history of a published plan."""
    plan = locked_plan(line.task.plan)
    row = _the_locked(line)
    row.task.plan = plan
    may_fill(by, row).require()
    if not agencies:
        raise Denied("Chọn ít nhất một cơ quan.")
    assign_many(
        row.task, by=by, now=now, agencies=agencies, role=row.role, heading=row.heading, due_on=row.due_on,
        supports=row.supports, verbs=row.verbs,
    )  # fmt: skip
    named = ", ".join(agency.label for agency in agencies)
    unassign(row, by=by, now=now, reason=f"Đã giao đích danh: {named}"[:500])


# --- members of a group --------------------------------------------------------------------------


def _the_question(task: Task, membership: GroupMembership, question: str, *, by: Officer, on: date) -> Task:
    """The task with its plan held, where the membership still asks this of it."""
    plan = locked_plan(task.plan)
    may_extend_plan(by, plan).require()
    asked = member_question(task, membership, on=on)
    if asked is None or asked.question != question:
        raise Denied("Câu hỏi về thành viên này đã có người trả lời, hoặc nhóm đã thay đổi.")
    task.plan = plan
    return task


@transaction.atomic
def take_in(task: Task, membership: GroupMembership, *, by: Officer, now: datetime) -> Assignment:
    """Give who joined a group the work that the group got, from today on."""
    _the_question(task, membership, MemberQuestion.JOINED, by=by, on=localdate(now))
    pattern = task.assignments.active().filter(group=membership.group_id).order_by("id")[0]
    return assign(
        task, by=by, now=now, role=pattern.role, agency=membership.agency, group=membership.group, heading=pattern.heading,
        due_on=pattern.due_on, verbs=pattern.verbs,
    )  # fmt: skip


@transaction.atomic
def leave_out(task: Task, membership: GroupMembership, *, by: Officer, now: datetime, reason: str) -> MemberAnswer:
    """Who joined gets no work here; remembered, so that it is not asked again."""
    _the_question(task, membership, MemberQuestion.JOINED, by=by, on=localdate(now))
    return _remember(task, membership, MemberQuestion.JOINED, by=by, now=now, reason=reason)


@transaction.atomic
def let_go(task: Task, membership: GroupMembership, *, by: Officer, now: datetime, reason: str) -> None:
    """End the lines that an agency has by a group to which it no longer belongs."""
    _the_question(task, membership, MemberQuestion.LEFT, by=by, on=localdate(now))
    why = _reason(reason, "Bỏ phân công thì phải ghi lý do.")
    for line in task.assignments.active().filter(group=membership.group_id, agency=membership.agency_id):
        unassign(line, by=by, now=now, reason=why)


@transaction.atomic
def hold_on(task: Task, membership: GroupMembership, *, by: Officer, now: datetime, reason: str) -> MemberAnswer:
    """The line of an agency that left the group stays; remembered, so that it is not asked again."""
    _the_question(task, membership, MemberQuestion.LEFT, by=by, on=localdate(now))
    return _remember(task, membership, MemberQuestion.LEFT, by=by, now=now, reason=reason)


def _remember(
    task: Task, membership: GroupMembership, question: str, *, by: Officer, now: datetime, reason: str
) -> MemberAnswer:
    why = _reason(reason, "Ghi lý do, để sau này biết vì sao.")[:500]
    try:
        with transaction.atomic():
            return MemberAnswer.objects.create(
                task=task, membership=membership, question=question, reason=why, officer=by,
                post=acts_for(by, task.plan.owner_id), on=localdate(now),
            )  # fmt: skip
    except IntegrityError:
        raise Denied("Câu hỏi này đã có người trả lời.") from None
