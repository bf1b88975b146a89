"""Organisation change: an agency ends by a numbered decision, its work and posts go to its successors, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from agencies import succession
from agencies.choices import Duty
from agencies.models import Agency, Officer
from agencies.services import SavedByOthers
from agencies.text import nfc
from agencies.verdict import ALLOWED, Denied, Verdict, refused
from agencies.wording import format_day, number
from directives.choices import Purpose
from directives.services import address_to
from plans import heritage, news
from plans.choices import HandoverKind, Lifecycle, PlanState, Role
from plans.handing import Choices, Load, clashes, load_of, plan_ids
from plans.models import (
    Assignment,
    Handover,
    HandoverLine,
    Intake,
    IntakeState,
    ItemImport,
    Note,
    NoteReceiver,
    Plan,
    SavedView,
    WorkItem,
)
from plans.services.carrying import Carrying, Target, carry
from plans.services.lines import carry_refusal
from plans.services.telling import hush, tell_successors

if TYPE_CHECKING:
    from agencies.uploads import CheckedFile

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Decision:
    """The numbered decision: number, its day, who decided, and the day from which it holds."""

    number: str
    decided_on: date
    issuer: str
    effective_on: date

    def require(self, *, on: date) -> None:
        """Refuse what is no decision that somebody could look up."""
        if not self.number.strip() or not self.issuer.strip():
            raise Denied("Bàn giao phải theo một quyết định: ghi số và cơ quan quyết định.")
        if self.decided_on > on:
            raise Denied(f"Ngày quyết định {format_day(self.decided_on)} chưa đến.")


@dataclass(slots=True)
class _Act:
    """One handover under way: its row, who receives what, the lines written so far, old lead lines with the new ones."""

    handover: Handover
    carrying: Carrying
    choices: Choices
    main: Agency
    rows: list[HandoverLine] = field(default_factory=list)
    lines: dict[int, Assignment] = field(default_factory=dict)
    posts: dict[int, set[int]] = field(default_factory=dict)

    @property
    def on(self) -> date:
        return self.carrying.on

    def for_line(self, line: Assignment) -> Agency:
        return self.choices.lines.get(line.pk, self.main)

    def for_plan(self, plan_id: int) -> Agency:
        return self.choices.plans.get(plan_id, self.main)

    def tell(self, kind: str, **said: Any) -> None:
        self.rows.append(HandoverLine(handover=self.handover, kind=kind, **said))


@transaction.atomic
def hand_over(
    agency: Agency,
    *,
    by: Officer,
    now: datetime,
    successors: Sequence[Agency],
    decision: Decision,
    choices: Choices | None = None,
    seen: str = "",
    once_key: UUID | None = None,
) -> Handover:
    """End an agency and move its open work, plans, posts and groups to its successors.

    `seen` is the fingerprint of the preview that was read: when other work would move by now, `SavedByOthers` carries the new load.
    A second call with the same `once_key` (a double click) returns the first handover and changes nothing.
    """
    choices, on = choices or Choices(), localdate(now)
    current, receivers = _locked_agencies(agency, successors)
    if once_key and (known := Handover.objects.filter(once_key=once_key, done_by=by).first()):
        return known  # asked under the lock, so that the second of two clicks waits for the first
    decision.require(on=on)
    succession.may_succeed(by, current, receivers, effective_on=decision.effective_on, on=on).require()
    _is_for_successors(choices, receivers).require()
    heritage.hold(current)
    load = _locked_load(current, effective_on=decision.effective_on)
    if seen and load.fingerprint != seen:
        raise SavedByOthers(load)
    if said := clashes(load, {plan.pk: choices.plans.get(plan.pk, receivers[0]) for plan in load.plans}):
        raise Denied(" ".join(said))
    act = _begin(current, receivers, decision, choices, by=by, now=now, once_key=once_key)
    _move_posts(load, act)
    _move_plans(load, act)
    _move_drafts(load, act)
    _move_lines(load, act)
    _move_duties(load, act)
    _move_entries(load, act)
    _move_notes(load, act)
    _move_estates(load, act)
    _end(load, act, receivers)
    HandoverLine.objects.bulk_create(act.rows, batch_size=1000)
    hush(current, act.handover)
    tell_successors(act.handover, act.rows, now=now)
    news.of_handover(act.handover, act.rows, by=by, now=now)
    return act.handover


def _locked_agencies(agency: Agency, successors: Sequence[Agency]) -> tuple[Agency, list[Agency]]:
    """The rows of all who take part, in id order; not held against rows that only point to them, which would deadlock."""
    wanted = {agency.pk, *(one.pk for one in successors)}
    rows = Agency.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=wanted).order_by("pk")
    found = {row.pk: row for row in rows.select_related("parent")}
    return found[agency.pk], [found[pk] for pk in dict.fromkeys(one.pk for one in successors)]


def _is_for_successors(choices: Choices, receivers: Sequence[Agency]) -> Verdict:
    allowed = {one.pk for one in receivers}
    named = [*choices.lines.values(), *choices.plans.values(), *(one for one in choices.posts.values() if one)]
    stray = next((one for one in named if one.pk not in allowed), None)
    return refused(f"{stray.name} không phải cơ quan kế tục trong quyết định này.") if stray else ALLOWED


def _locked_load(agency: Agency, *, effective_on: date) -> Load:
    """What is handed over, with its plans and then its items held: whoever reports at the same time waits, or is waited for."""
    list(Plan.objects.select_for_update(of=("self",)).filter(pk__in=plan_ids(agency, on=effective_on)).order_by("pk"))
    mine = WorkItem.objects.unconfirmed().filter(agency=agency)
    list(mine.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    return load_of(agency, effective_on=effective_on)


def _begin(
    agency: Agency, receivers: Sequence[Agency], decision: Decision, choices: Choices, *, by: Officer, now: datetime,
    once_key: UUID | None,
) -> _Act:  # fmt: skip
    handover = Handover.objects.create(
        agency=agency, number=nfc(decision.number).strip()[:80], decided_on=decision.decided_on,
        issuer=nfc(decision.issuer).strip()[:200], effective_on=decision.effective_on, done_on=localdate(now), done_by=by,
        done_at=now, once_key=once_key,
    )  # fmt: skip
    names = {one.pk: one.name for one in receivers}
    post = by.post_in(by.scope.administered, Duty.ADMINISTRATOR)
    carrying = Carrying(
        by, now, post, lambda to: f"Đã chuyển giao cho {names[to]} theo {handover.decision}",
        f"Tiếp nhận từ {agency.name} theo {handover.decision}",
    )  # fmt: skip
    return _Act(handover, carrying, choices, receivers[0])


# --- posts ------------------------------------------------------------------------------------------


def _move_posts(load: Load, act: _Act) -> None:
    """Posts go over first, so that a line knows whether its officer in charge came along."""
    to: dict[int, Agency | None] = {}
    for post in load.posts:
        goes = succession.goes_over(post, act.main)
        to[post.pk] = act.choices.posts.get(post.pk, act.main if goes else None)
    for move in succession.move_posts(load.agency, to=to, effective_on=act.handover.effective_on):
        target = move.new.agency if move.new else None
        if target is not None:
            act.posts.setdefault(move.old.officer_id, set()).add(target.pk)
        words = f"{move.old.officer.full_name}, {move.old.title or move.old.get_duty_display()}"
        act.tell(
            HandoverKind.POST,
            post=move.old,
            successor=target,
            words=words if target else f"{words}: thôi giữ chức trách",
        )


# --- plans ------------------------------------------------------------------------------------------


def _move_plans(load: Load, act: _Act) -> None:
    """Who owned or monitored a plan is followed by a successor; items repeat what the plan says."""
    for plan in load.plans:
        to, changed = act.for_plan(plan.pk), []
        if plan.owner_id == load.agency.pk:
            plan.owner, changed = to, ["owner"]
            plan.items.update(owner=to)
            act.tell(HandoverKind.OWNER, plan=plan, successor=to)
        if plan.monitor_id == load.agency.pk:
            plan.monitor, changed = to, [*changed, "monitor"]
            plan.items.filter(monitor=load.agency).update(monitor=to)
            act.tell(HandoverKind.MONITOR, plan=plan, successor=to)
        plan.version += 1
        plan.save(update_fields=[*changed, "version"])
        if plan.state != PlanState.DRAFT:
            address_to(plan.directive, agencies=[to], purpose=Purpose.ASSIGNED, since=act.on)


def _move_drafts(load: Load, act: _Act) -> None:
    """In a draft nothing has happened yet: the line simply names the successor, once."""
    for line in load.lines:
        if line.task.plan.state != PlanState.DRAFT:
            continue
        to = act.for_line(line)
        same = Assignment.objects.filter(task_id=line.task_id, agency=to, role=line.role).first()
        if same is None:
            line.agency = to
            line.save(update_fields=["agency"])
        else:
            line.supporters.update(supports=same)
            line.delete()
        act.tell(line.role, plan=line.task.plan, successor=to, to_line=same or line, merged=same is not None)


# --- lines and their items --------------------------------------------------------------------------


def _move_lines(load: Load, act: _Act) -> None:
    """Monitoring lines before the rest, since they say who confirms; coordinating lines last, since they name what they support."""
    order = {Role.MONITORING: 0, Role.LEAD: 1, Role.COORDINATING: 2}
    tracked, opened = [line for line in load.lines if line.task.plan.state != PlanState.DRAFT], set[tuple[int, int]]()
    plans = Plan.objects.select_related("directive").in_bulk({line.task.plan_id for line in tracked})
    for line in sorted(tracked, key=lambda line: (order[Role(line.role)], line.task.plan_id, line.pk)):
        plan, to = plans[line.task.plan_id], act.for_line(line)
        new, merged = _line_of(line, to, act)
        act.lines[line.pk] = new
        if line.pk in load.refused and not merged:
            carry_refusal(line, new, now=act.carrying.now)
        line.until, line.end_reason = act.on, f"Bàn giao cho {to.name} theo {act.handover.decision}"[:500]
        line.save(update_fields=["until", "end_reason"])
        act.tell(line.role, plan=plan, successor=to, from_line=line, to_line=new, merged=merged)
        if (plan.pk, to.pk) not in opened:
            opened.add((plan.pk, to.pk))
            address_to(plan.directive, agencies=[to], purpose=Purpose.ASSIGNED, since=act.on)
        if line.role == Role.MONITORING:
            line.task.items.filter(monitor=load.agency).update(monitor=to)
        if line.role == Role.LEAD:
            line.supporters.filter(until__isnull=True).update(supports=new)
            _move_own_duties(line, new, act)
    by_plan: dict[int, list[WorkItem]] = {}
    for item in (
        WorkItem.objects.filter(pk__in=[one.pk for one in load.items]).order_by("pk").select_related("period", "task")
    ):
        by_plan.setdefault(item.plan_id, []).append(item)
    for plan_id, items in by_plan.items():
        _carry(items, plans[plan_id], act)


def _line_of(line: Assignment, to: Agency, act: _Act) -> tuple[Assignment, bool]:
    """The successor's line of the same task and role: its own where it holds one, else one like the old."""
    kept = line.officer_in_charge_id
    in_charge = kept if kept and to.pk in act.posts.get(kept, ()) else None
    known = Assignment.objects.filter(task_id=line.task_id, agency=to, role=line.role).first()
    if known is not None and known.until is None:
        return known, True
    supports = act.lines.get(line.supports_id) or line.supports if line.supports_id else None
    said: dict[str, Any] = {
        "agency_text": line.agency_text, "supports": supports, "group_id": line.group_id, "officer_in_charge_id": in_charge,
        "heading": line.heading, "due_on": line.due_on, "verbs": line.verbs, "since": _since(line, act.on), "until": None,
        "end_reason": "",
    }  # fmt: skip
    if known is None:
        return Assignment.objects.create(task_id=line.task_id, agency=to, role=line.role, **said), False
    for name, value in said.items():
        setattr(known, name, value)
    known.save()
    return known, False


def _since(line: Assignment, on: date) -> date:
    """The day from which the new line owes: after a period that the old one has answered already, where one still runs."""
    done = (
        line.items.filter(lifecycle=Lifecycle.CONFIRMED, period__ends_on__gte=on).order_by("-period__ends_on").first()
    )
    return done.period.ends_on + _DAY if done and done.period else on


def _carry(items: list[WorkItem], plan: Plan, act: _Act) -> None:
    def target(item: WorkItem) -> Target:
        return act.lines[item.assignment_id], item.period, item.monitor_id

    for one in carry(items, to=target, plan=plan, act=act.carrying):
        act.tell(
            HandoverKind.ITEM,
            plan=plan,
            successor_id=one.new.agency_id,
            from_item=one.old,
            to_item=one.new,
            merged=one.merged,
        )


# --- duties -----------------------------------------------------------------------------------------


def _move_own_duties(old: Assignment, new: Assignment, act: _Act) -> None:
    """A line's own duty goes with it; where the receiving line reports in the same rhythm already, it ends."""
    for duty in old.duties.holding(on=act.on):
        if new.duties.holding(on=act.on).filter(recurrence=duty.recurrence).exists():
            duty.until = max(duty.since, act.on)
            duty.save(update_fields=["until"])
            act.tell(HandoverKind.DUTY, plan=duty.plan, successor=new.agency, duty=duty, merged=True)
        else:
            duty.assignment = new
            duty.save(update_fields=["assignment"])
            act.tell(HandoverKind.DUTY, plan=duty.plan, successor=new.agency, duty=duty)


def _move_duties(load: Load, act: _Act) -> None:
    """Reports that came to the agency come to the successor."""
    for duty in load.duties:
        duty.recipient = act.for_plan(duty.plan_id)
        duty.save(update_fields=["recipient"])
        act.tell(HandoverKind.DUTY, plan=duty.plan, successor=duty.recipient, duty=duty, words="nơi nhận báo cáo")


def _move_entries(load: Load, act: _Act) -> None:
    """What an officer was entering goes with the officer; open questions and shared views, to the common successor."""
    begun = Intake.objects.filter(office=load.agency)
    for officer_id, places in act.posts.items():
        begun.filter(made_by_id=officer_id).unfinished().update(office_id=min(places))
        ItemImport.objects.filter(office=load.agency, made_by_id=officer_id).update(office_id=min(places))
    begun.filter(state=IntakeState.DONE).exclude(left=[]).update(office=act.main)
    there = SavedView.objects.filter(agency=act.main).values("name")
    SavedView.objects.filter(agency=load.agency).exclude(name__in=there).update(agency=act.main)


def _move_notes(load: Load, act: _Act) -> None:
    """What the agency still had to answer, its common successor answers (where that one was asked too, once is enough); what the
    agency began and nobody has closed, the successor asks on. Who wrote it in which post stays in the note."""
    waiting = NoteReceiver.objects.filter(
        agency=load.agency, answers=True, answered_on__isnull=True, note__closed_on__isnull=True
    )
    there = NoteReceiver.objects.filter(agency=act.main, note__in=waiting.values("note"))
    asked = set(there.values_list("note_id", flat=True))
    there.update(answers=True)
    waiting.filter(note__in=asked).update(answers=False)
    waiting.exclude(note__in=asked).update(agency=act.main)
    Note.objects.filter(from_agency=load.agency, closed_on__isnull=True).update(from_agency=act.main)


def _move_estates(load: Load, act: _Act) -> None:
    """What higher apps keep goes to who follows the agency for the document, else to the common successor."""
    heirs = {plan.directive_id: act.for_plan(plan.pk) for plan in load.plans}
    items = {row.from_item_id: row.to_item_id for row in act.rows if row.from_item_id and row.to_item_id}
    now = act.handover.done_at
    for kind, to, n in heritage.pass_on(load.agency, lambda directive: heirs.get(directive, act.main), items, now=now):
        act.tell(kind, successor=to, words=f"{number(n)} {HandoverKind(kind).label}")


# --- the agency itself ------------------------------------------------------------------------------


def _end(load: Load, act: _Act, receivers: Sequence[Agency]) -> None:
    agency, day = load.agency, act.handover.effective_on
    for membership in succession.pass_on_groups(agency, successors=receivers, effective_on=day):
        act.tell(HandoverKind.GROUP, successor=membership.agency, words=membership.group.name[:300])
    succession.end_agency(agency, successors=receivers, effective_on=day, decision=act.handover.decision)
    for body in succession.move_lower_bodies(agency, successor=act.main):
        act.tell(HandoverKind.BODY, successor=body.parent, words=body.name[:300])


@transaction.atomic
def attach_decision(handover: Handover, *, by: Officer, upload: CheckedFile) -> Handover:
    """Keep the file of the decision with the handover; a newer one takes the older one's place."""
    current = Handover.objects.select_for_update(of=("self",)).select_related("agency").get(pk=handover.pk)
    succession.may_end(by, current.agency).require()
    before, storage = current.file.name, current.file.storage
    current.file_name, current.content_type, current.sha256 = upload.name, upload.content_type, upload.sha256
    current.file.save(upload.name, upload.content, save=False)
    current.save(update_fields=["file", "file_name", "content_type", "sha256"])
    if before and before != current.file.name:
        transaction.on_commit(lambda: storage.delete(before))
    return current
