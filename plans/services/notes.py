"""Verbs of threads: a leader's direction, an agency's question, answers, and closing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from agencies import succession, trees
from agencies.choices import ACTING, Duty
from agencies.models import Agency, Officer, Post
from agencies.text import nfc
from agencies.verdict import Denied
from plans import news
from plans.choices import NoteKind, Role
from plans.models import Assignment, Note, NoteReceiver, NoteReply, Plan, Task
from plans.rules_notes import is_spoken_about, is_there_to_answer, may_ask, may_close, may_direct, may_reply

TWO_CLICKS = timedelta(minutes=2)


def over_plan(plan: Plan) -> set[int]:
    """Agencies whose leaders may direct a plan: its owner, its monitor and every superior of theirs."""
    return {above for one in {plan.owner_id, plan.monitor_id} for above in (one, *trees.ids_above(one))}


def charged_with(task: Task) -> dict[int, Agency]:
    """Agencies that lead or help with a task today, by id, leads first."""
    lines = Assignment.objects.active().filter(task=task, role__in=(Role.LEAD, Role.COORDINATING), agency__isnull=False)
    rows = sorted(lines.select_related("agency"), key=lambda line: (line.role != Role.LEAD, line.pk))
    return {line.agency.pk: line.agency for line in rows if line.agency}


def leads_of(plan: Plan, task: Task | None) -> dict[int, Agency]:
    """Agencies that lead in a plan, or in one of its tasks, today; one that has ended may still hold a line whose work is done."""
    lines = Assignment.objects.active().leading().filter(task__plan=plan, task__cancelled_on__isnull=True)
    found = Agency.objects.filter(assignments__in=lines.filter(task=task) if task else lines).distinct()
    return {agency.pk: agency for agency in found.order_by("sort_key", "id")}


@transaction.atomic
def direct(
    plan: Plan,
    *,
    by: Officer,
    now: datetime,
    text: str,
    task: Task | None = None,
    agencies: Iterable[Agency] = (),
    due_on: date | None = None,
    once_key: UUID | None = None,
) -> Note:
    """A leader's word on a plan or a task: the named leads answer, else the monitor; monitor and owner are told in any case."""
    plan = _as_it_is(plan)
    over = over_plan(plan)
    may_direct(by, over=over).require()
    is_spoken_about(plan).require()
    leads = leads_of(plan, task)
    asked = {agency.pk: agency for agency in agencies}
    if strangers := [agency.label for pk, agency in asked.items() if pk not in leads]:
        raise Denied(f"{', '.join(strangers)} không chủ trì ở đây nên không nhận được ý kiến này.")
    told = {one.pk: one for one in (plan.monitor, plan.owner)}
    sender = _sender(by, over, leading=True)
    return _begin(
        NoteKind.DIRECTION, by=by, sender=sender, now=now, text=text, due_on=due_on, once_key=once_key, plan=plan, task=task,
        asked=asked or {plan.monitor_id: plan.monitor}, told=told,
    )  # fmt: skip


@transaction.atomic
def direct_agency(
    agency: Agency,
    *,
    by: Officer,
    now: datetime,
    text: str,
    due_on: date | None = None,
    once_key: UUID | None = None,
) -> Note:
    """A leader's word to an agency below, about no plan in particular; the agency answers."""
    over = set(trees.ids_above(agency.pk))
    may_direct(by, over=over).require()
    sender = _sender(by, over, leading=True)
    return _begin(
        NoteKind.DIRECTION, by=by, sender=sender, now=now, text=text, due_on=due_on, once_key=once_key,
        asked={agency.pk: agency}, told={},
    )  # fmt: skip


@transaction.atomic
def ask(task: Task, *, by: Officer, now: datetime, text: str, once_key: UUID | None = None) -> Note:
    """An agency asks about its task: the monitor of the plan answers, the owner is told."""
    charged, plan = charged_with(task), _as_it_is(task.plan)
    may_ask(by, charged=charged).require()
    is_spoken_about(plan).require()
    sender = _sender(by, set(charged), leading=False)
    return _begin(
        NoteKind.QUESTION, by=by, sender=sender, now=now, text=text, due_on=None, once_key=once_key, plan=plan, task=task,
        asked={plan.monitor_id: plan.monitor}, told={plan.owner_id: plan.owner},
    )  # fmt: skip


def _as_it_is(plan: Plan) -> Plan:
    """The plan as the database has it now: who owns, monitors and whether it is published may have changed since it was read."""
    return Plan.objects.select_related("owner", "monitor").get(pk=plan.pk)


def _sender(by: Officer, agency_ids: set[int], *, leading: bool) -> Post:
    """The post in whose capacity a thread is begun."""
    post = by.post_in(agency_ids, Duty.LEADER) if leading else by.post_in(agency_ids, *ACTING)
    assert post is not None  # the rule refuses without one
    return post


def _begin(
    kind: str, *, by: Officer, sender: Post, now: datetime, text: str, due_on: date | None, once_key: UUID | None,
    asked: dict[int, Agency], told: dict[int, Agency], plan: Plan | None = None, task: Task | None = None,
) -> Note:  # fmt: skip
    """Write the note and whom it reaches; the second of two clicks finds the first."""
    on, words = localdate(now), nfc(text).strip()
    if not words:
        raise Denied("Ghi nội dung ý kiến rồi gửi.")
    if due_on is not None and due_on < on:
        raise Denied("Ngày phải trả lời không thể là ngày đã qua.")
    for agency in _held(asked):
        is_there_to_answer(agency, heirs=succession.heirs_of(agency, on=on), on=on).require()
    said = {
        "kind": kind, "plan": plan, "task": task, "from_agency": sender.agency, "officer": by, "post": sender, "text": words,
        "due_on": due_on, "on": on, "at": now,
    }  # fmt: skip
    if once_key is None:
        note, made = Note.objects.create(**said), True
    else:
        note, made = Note.objects.get_or_create(once_key=once_key, defaults=said)
    if note.officer_id != by.pk:
        raise Denied("Ý kiến này đã được gửi. Mở lại trang nếu muốn gửi ý kiến khác.")
    if made:
        rows = NoteReceiver.objects.bulk_create(
            NoteReceiver(note=note, agency=agency, answers=agency.pk in asked)
            for agency in {**told, **asked}.values()
            if agency.pk in asked or agency.pk != sender.agency_id
        )
        news.of_new_note(note, rows, by=by, now=now)
    return note


def _held(asked: Iterable[int]) -> list[Agency]:
    """Who is to answer, held as a handover holds them: it ends one before this looks, or finds the note and takes it along."""
    return list(Agency.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=asked).order_by("pk"))


@transaction.atomic
def reply(note: Note, *, by: Officer, now: datetime, text: str, asks_again: bool = False) -> NoteReply:
    """Answer in a thread; an agency that had to answer has done so, and its beginner may ask again."""
    row = Note.objects.select_for_update(of=("self",)).get(pk=note.pk)
    receivers = list(row.receivers.values_list("agency_id", flat=True))
    may_reply(by, row, receivers=receivers).require()
    words = nfc(text).strip()
    if not words:
        raise Denied("Ghi nội dung trả lời rồi gửi.")
    again = row.replies.filter(officer=by, text=words, at__gte=now - TWO_CLICKS)
    if known := again.first():
        return known
    on = localdate(now)
    # Who both asks and was asked (a leader to the own office) answers, unless what is wanted is another answer.
    wanted = [row.from_agency_id] if asks_again else [*receivers, row.from_agency_id]
    post = by.post_in(wanted, *ACTING) or by.post_in([row.from_agency_id, *receivers], *ACTING)
    assert post is not None  # the rule refuses without one
    asks_again = asks_again and post.agency_id == row.from_agency_id
    if asks_again:
        row.receivers.filter(answers=True).update(answered_on=None)
    else:
        row.receivers.filter(agency_id=post.agency_id, answers=True, answered_on__isnull=True).update(answered_on=on)
    said = NoteReply.objects.create(
        note=row, agency=post.agency, officer=by, post=post, text=words, asks_again=asks_again, on=on, at=now
    )
    news.of_reply(row, said, row.receivers.all(), by=by, now=now)
    return said


@transaction.atomic
def close(note: Note, *, by: Officer, now: datetime) -> Note:
    """Say that no further answer is needed; the thread stays readable."""
    row = Note.objects.select_for_update(of=("self",)).get(pk=note.pk)
    may_close(by, row).require()
    row.closed_on, row.closed_by = localdate(now), by
    row.save(update_fields=["closed_on", "closed_by"])
    return row
