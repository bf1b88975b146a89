"""The verb that turns a checked proposal into a document with its chain and a tracked plan, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate

from agencies.models import Agency, Officer
from agencies.naming import canonical
from agencies.services import SavedByOthers
from agencies.teaching import create_provisional, teach_alias
from agencies.text import search_key
from agencies.uploads import CheckedFile
from agencies.verdict import Denied
from directives.choices import Purpose, SourceKind
from directives.entering import Sent as SentLine
from directives.entering import Superior, forget, send_all, tie
from directives.models import Directive, DirectiveFile
from directives.rules import may_complete
from directives.services import (
    Entry,
    attach_file,
    complete_directive,
    link,
    record_directive,
    take_up,
)
from plans.choices import DueSource, Role
from plans.cycles import Recurrence
from plans.intake.bodies import Bodies, bodies_of
from plans.intake.entry import entry_of
from plans.intake.outcome import left_open
from plans.intake.proposal import NEW, Name, Proposal, TaskDraft
from plans.models import Assignment, Plan, ReportingDuty, Task
from plans.models.intake import Intake, IntakeState
from plans.rules import may_extend_plan
from plans.services.intake import locked
from plans.services.planning import begin_lines, open_plan
from plans.services.publishing import publish
from plans.services.settling import end_tasks

if TYPE_CHECKING:
    from directives.models import DirectiveLink

ROLES = {"lead": Role.LEAD, "coordinating": Role.COORDINATING}


def publish_intake(
    intake: Intake, *, by: Officer, now: datetime, version: int, as_draft: bool = False
) -> Plan | Directive:
    """Make document, links, stubs, addressees, plan, tasks, lines and duties, or nothing; publishes the plan unless `as_draft`.

    A second call gives what the first one made. Raises `SavedByOthers`, `DuplicateDirective`, `Denied`.
    """
    stored: list[DirectiveFile] = []
    try:
        with transaction.atomic():
            done = _already(intake, by=by)
            if done is not None:
                return done
            current = locked(intake, by=by)
            if current.version != version:
                raise SavedByOthers(current)
            proposal = Proposal.from_json(current.proposal)
            bodies = bodies_of(proposal, office=current.office, by=by, on=localdate(now))
            _settle_names(proposal, bodies, office=current.office, by=by)
            directive, was_press = _lay_document(current, proposal, bodies, by=by, now=now, stored=stored)
            if was_press:
                _set_press_tasks_aside(directive, by=by, now=now)
            plan = None
            if proposal.kept and may_be_planned(directive, office=current.office, by=by):
                plan = _plan_for(current, proposal, directive, bodies, was_press=was_press, by=by, now=now)
                plan = _fill(plan, proposal, bodies, by=by, now=now, as_draft=as_draft)
            _finish(current, directive, plan, left=left_open(proposal))
    except BaseException:
        forget(stored)
        raise
    return plan or directive


def _already(intake: Intake, *, by: Officer) -> Plan | Directive | None:
    """What a publication that came first has made of this entry."""
    # Locked, so that the second of two clicks waits for what the first one makes.
    Intake.objects.select_for_update(of=("self",)).filter(pk=intake.pk, made_by=by).first()
    done = (
        Intake.objects.select_related("plan", "directive")
        .filter(pk=intake.pk, made_by=by, state=IntakeState.DONE)
        .first()
    )
    return (done.plan or done.directive) if done else None


def _finish(intake: Intake, directive: Directive, plan: Plan | None, *, left: list[dict[str, str]]) -> None:
    """Nothing is kept twice: words and file now belong to the document; what nobody answered stays as questions."""
    storage, name = intake.file.storage, str(intake.file.name or "")
    intake.state, intake.directive, intake.plan = IntakeState.DONE, directive, plan
    intake.text, intake.proposal, intake.file = "", None, ""
    intake.left = left
    intake.save(update_fields=["state", "directive", "plan", "text", "proposal", "file", "left"])
    if name:
        transaction.on_commit(lambda: storage.delete(name))


# --- names ------------------------------------------------------------------------------------------


def _settle_names(proposal: Proposal, bodies: Bodies, *, office: Agency, by: Officer) -> None:
    """Make the provisional agencies that were asked for, keep what was taught."""
    fresh: dict[str, Agency] = {}
    for key, name in proposal.names.items():
        if name.choice == NEW and _is_used(proposal, key):
            # "UBND tỉnh" and "Ủy ban nhân dân tỉnh" are one new body.
            words = canonical(name.words)
            fresh[words] = fresh.get(words) or create_provisional(name=name.words, office=office, by=by)
            bodies.made[key] = fresh[words]
        elif name.teaches and (agency := bodies.agency(key, name)) is not None:
            # Words that would mislead the next reader ("Tỉnh ủy" for a district) are not learnt; that stops nothing.
            with suppress(Denied):
                teach_alias(agency, text=name.words, office=office, by=by)


def _is_used(proposal: Proposal, key: str) -> bool:
    """Whether a name still stands anywhere in what will be made."""
    in_tasks = any(line.name == key for task in proposal.kept for line in task.lines)
    return in_tasks or key == proposal.record.issuer or any(key in task.reports_to for task in proposal.kept)


# --- the document -------------------------------------------------------------------------------------


def _lay_document(
    intake: Intake, proposal: Proposal, bodies: Bodies, *, by: Officer, now: datetime, stored: list[DirectiveFile]
) -> tuple[Directive, bool]:
    """The document with its chain and addressees; whether it takes the place of what the press had told."""
    record, office = proposal.record, intake.office
    if not record.type_code:
        raise Denied("Chưa chọn loại văn bản. Bấm “Sửa” ở phần Văn bản để chọn.")
    if not (record.number or record.date or record.subject):
        raise Denied("Văn bản không có số thì phải có ngày hoặc trích yếu. Bấm “Sửa” ở phần Văn bản để ghi.")
    issuer_name = proposal.names.get(record.issuer)
    issuer = bodies.agency(record.issuer, issuer_name) if issuer_name else None
    entry = entry_of(proposal, issuer=issuer, text=intake.text)
    directive, was_press = _recorded(proposal, entry, office=office, by=by, now=now)
    if intake.file:
        stored.append(attach_file(directive, office=office, upload=_original(intake), by=by, now=now))
    if directive.recorded_by_id == office.pk or directive.issuer_id == office.pk:
        _lay_chain(proposal, directive, bodies, office=office, by=by, now=now)
        _lay_addressees(proposal, directive, bodies)
    return directive, was_press


def _recorded(
    proposal: Proposal, entry: Entry, *, office: Agency, by: Officer, now: datetime
) -> tuple[Directive, bool]:
    """The record: a new one, a stub or press record that it completes, or the one that is there already with one's own copy."""
    if proposal.twin is None:
        return record_directive(entry, office=office, by=by, now=now), False
    twin = Directive.objects.filter(pk=proposal.twin).first()
    if twin is None:
        raise Denied("Hồ sơ trùng đã chọn không còn nữa. Hãy xem lại.")
    was_press = twin.source_kind == SourceKind.PRESS and not twin.is_stub
    if completes(twin, source_kind=entry.source_kind, by=by):
        return complete_directive(twin, entry=entry, office=office, by=by, now=now), was_press
    take_up(twin, office=office, by=by, now=now, text=entry.text)
    return twin, False


def completes(record: Directive, *, source_kind: str, by: Officer) -> bool:
    """Whether what is entered takes the place of a record: of a stub in any case, of a press record only as the document itself."""
    return bool(may_complete(by, record)) and (record.is_stub or source_kind != SourceKind.PRESS)


def may_be_planned(directive: Directive, *, office: Agency, by: Officer) -> bool:
    """A copy of one's own gives no sight of what others hold, and so no plan that would open it (decisions 13, 15)."""
    return directive.recorded_by_id == office.pk or Directive.objects.readable_by(by).filter(pk=directive.pk).exists()


def _original(intake: Intake) -> CheckedFile:
    """The uploaded original, as it passed the checks."""
    try:
        with intake.file.open("rb") as kept:
            content = kept.read()
    except FileNotFoundError:
        raise Denied("Tệp gốc của bản nhập này không còn trong kho. Hãy bỏ bản nhập và tải tệp lên lại.") from None
    return CheckedFile(
        intake.name, ContentFile(content, name=intake.name), intake.content_type, intake.size, intake.sha256
    )


def _lay_chain(
    proposal: Proposal, directive: Directive, bodies: Bodies, *, office: Agency, by: Officer, now: datetime
) -> None:
    """Links to every superior that is kept; those not known yet become stubs, tied to one another as the text says."""
    laid: dict[int, Directive] = {}
    for place, above in proposal.superiors:
        existing = Directive.objects.filter(pk=above.existing).first() if above.existing else None
        cited = None if existing else _stub_entry(proposal, place, bodies)
        laid[place] = tie(directive, Superior(above.relation, existing, cited), office=office, by=by, now=now)
    for pair in proposal.between:
        lower, upper = laid.get(pair.lower), laid.get(pair.upper)
        # What another office recorded is that office's to link.
        if lower is not None and upper is not None and lower.pk != upper.pk and lower.recorded_by_id == office.pk:
            _tie_stubs(lower, upper, pair.relation)


def _tie_stubs(lower: Directive, upper: Directive, relation: str) -> DirectiveLink | None:
    """A link that the text implies; one that is there already, or would close a circle, is left as it is."""
    if lower.links.filter(superior=upper).exists():
        return None
    try:
        with transaction.atomic():
            return link(lower, superior=upper, kind=relation, by=None)
    except Denied:
        return None


def _stub_entry(proposal: Proposal, place: int, bodies: Bodies) -> Entry:
    above = proposal.above[place]
    name = proposal.names.get(above.issuer)
    return Entry(
        type_code=above.type_code, number_as_printed=above.number[:80], subject=above.subject,
        issuer=bodies.agency(above.issuer, name) if name else None, issuer_text=above.issuer_name[:250],
        issued_on=date.fromisoformat(above.date) if above.date else None,
    )  # fmt: skip


def _lay_addressees(proposal: Proposal, directive: Directive, bodies: Bodies) -> None:
    """Addressees and recipients: bodies of the catalogue where they are known, else the words as printed."""
    lines = [_sent_line(one.name, proposal.names[one.name], one.purpose, bodies) for one in proposal.sent]
    if proposal.add_recipients:
        leads = {line.name: proposal.names[line.name] for task in proposal.kept for line in task.leads}
        lines += [
            _sent_line(key, name, Purpose.EXECUTE, bodies) for key, name in leads.items() if bodies.agency(key, name)
        ]
    send_all(directive, lines)


def _sent_line(key: str, name: Name, purpose: str, bodies: Bodies) -> SentLine:
    agency, group = bodies.agency(key, name), bodies.group(name)
    return SentLine(
        purpose, agencies=[agency] if agency else [], groups=[group] if group else [],
        texts=[] if agency or group else [name.words[:300]],
    )  # fmt: skip


# --- the plan -------------------------------------------------------------------------------------------


def _plan_for(
    intake: Intake,
    proposal: Proposal,
    directive: Directive,
    bodies: Bodies,
    *,
    was_press: bool,
    by: Officer,
    now: datetime,
) -> Plan:
    """The office's plan: a new draft, or the one it began when only the press had told of the document."""
    plan = Plan.objects.select_for_update(of=("self",)).filter(directive=directive, owner=intake.office).first()
    if plan is None:
        monitor = Agency.objects.visible_to(by).filter(pk=proposal.monitor).first() if proposal.monitor else None
        if monitor and not bodies.may_charge(monitor):
            monitor = None  # the office follows its own plan
        return open_plan(directive, owner=intake.office, by=by, now=now, monitor=monitor, cycle=proposal.cycle)
    if not was_press:
        raise Denied(f"{intake.office.name} đã lập kế hoạch theo dõi cho {directive.title}. Hãy mở kế hoạch đó.")
    may_extend_plan(by, plan).require()
    return plan


def _fill(plan: Plan, proposal: Proposal, bodies: Bodies, *, by: Officer, now: datetime, as_draft: bool) -> Plan:
    """Tasks, lines and duties; then the plan is published, or its new lines begin where it is tracked already."""
    on = localdate(now)
    lines = lay_tasks(plan, proposal.kept, proposal.names, bodies, since=None if plan.is_draft else on)
    lay_duties(plan, proposal, lines, bodies, on=on)
    if not plan.is_draft:
        begin_lines(plan, [line for _, line in lines], by=by, now=now)
    elif not as_draft:
        return publish(plan, by=by, now=now)
    return plan


def _set_press_tasks_aside(directive: Directive, *, by: Officer, now: datetime) -> None:
    """Provisional tasks of every plan end when the document has come (domain.md §4.8); a draft of one's own is emptied."""
    reason = f"Nhiệm vụ tạm theo báo chí; nay theo {directive.title}"
    for plan in directive.plans.select_for_update(of=("self",)).order_by(
        "pk"
    ):  # the order in which others take several
        if not plan.is_draft:
            end_tasks(plan.tasks.standing_open(), by=by, now=now, reason=reason)
        elif by.post_in([plan.owner_id]):
            plan.tasks.all().delete()


def lay_tasks(
    plan: Plan, drafts: Iterable[TaskDraft], names: dict[str, Name], bodies: Bodies, *, since: date | None
) -> list[tuple[TaskDraft, Assignment]]:
    """Tasks and lines of a plan in two statements, however many; each line with the draft it came from.

    `since` is the day on which lines of a tracked plan begin, by which the news of them is counted; none in a draft.
    """
    drafts = list(drafts)
    taken = set(plan.tasks.values_list("path", flat=True))
    start = plan.tasks.count()
    tasks = Task.objects.bulk_create(
        [_task_row(plan, draft, position, taken) for position, draft in enumerate(drafts, start=start + 1)],
        batch_size=500,
    )
    lines: list[tuple[TaskDraft, Assignment]] = []
    for task, draft in zip(tasks, drafts, strict=True):
        lines += [(draft, line) for line in _lines_of(task, draft, names, bodies)]
    for _, line in lines:
        line.since = since
    Assignment.objects.bulk_create([line for _, line in lines], batch_size=1000)
    return lines


def _task_row(plan: Plan, draft: TaskDraft, position: int, taken: set[str]) -> Task:
    path, number = draft.path, 2
    while path in taken:
        path, number = f"{draft.path[:34]}({number})", number + 1
    taken.add(path)
    due = date.fromisoformat(draft.due_on) if draft.due_on else None
    wording = draft.due_text or (draft.recurrence_text if not due else "")
    heading = draft.title[:300]
    return Task(
        plan=plan, path=path, position=position, section=" › ".join(draft.section)[:500], heading=heading,
        source_text=draft.text, is_verbatim=bool(draft.text), span_start=draft.span[0] if draft.span else None,
        span_end=draft.span[1] if draft.span else None, kind=draft.kind, due_on=due, due_wording=wording[:300],
        due_source=(DueSource.DOCUMENT if draft.due_by_document else DueSource.OFFICE) if due else "", product=draft.product[:300],
        search_key=search_key(f"{path} {heading} {draft.product}"),
    )  # fmt: skip


def _lines_of(task: Task, draft: TaskDraft, names: dict[str, Name], bodies: Bodies) -> list[Assignment]:
    """The lines of one task: a leading group gives a line per member of the day, who is unknown is kept as words."""
    made: dict[tuple[str, str], Assignment] = {}
    for line in draft.lines:
        name, role = names[line.name], ROLES[line.role]
        doers = bodies.doers(line.name, name)
        stays_words = role != Role.LEAD and bodies.group(name) is not None  # who of a group helps is named later
        if not doers or stays_words:
            made.setdefault((role, line.name), Assignment(task=task, role=role, agency_text=name.words[:300]))
            continue
        for agency, group in doers:
            made.setdefault((role, f"a{agency.pk}"), Assignment(task=task, role=role, agency=agency, group=group))
    return list(made.values())


def lay_duties(
    plan: Plan, proposal: Proposal, lines: list[tuple[TaskDraft, Assignment]], bodies: Bodies, *, on: date
) -> None:
    """The reports that the text asks for: one duty per line and period, to the body it names (domain.md §4.3)."""
    rows = []
    for draft, line in lines:
        if not draft.is_report or line.role != Role.LEAD or line.agency_id is None:
            continue
        to = next(
            (found for key in draft.reports_to if (found := bodies.agency(key, proposal.names[key])) is not None), None
        )
        words = next((proposal.names[key].words for key in draft.reports_to), "cấp trên")
        rows += [
            ReportingDuty(
                plan=plan, assignment=line, recurrence=cycle, name=f"Báo cáo {Recurrence(cycle).label} gửi {words}"[:200],
                wording=draft.recurrence_text[:300], recipient=to or plan.monitor, is_report=True, preset=plan.preset,
                days_after=plan.days_after, since=on,
            )
            for cycle in draft.cycles
        ]  # fmt: skip
    ReportingDuty.objects.bulk_create(rows)
