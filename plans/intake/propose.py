"""The proposed record of a text: what the reader found, tied to the catalogue and to the documents already known."""

from __future__ import annotations

import re
from datetime import date

from agencies.matching import Matcher
from agencies.models import Agency
from agencies.text import search_key, snippet
from directives.choices import LinkKind, Purpose
from directives.known import record_of
from directives.reading.document import Document
from directives.reading.values import Cited, Found, Span
from directives.reading.values import Task as Duty
from plans.choices import TaskKind
from plans.cycles import Recurrence
from plans.intake.cascade import between
from plans.intake.naming import Naming, named
from plans.intake.proposal import Above, Between, Line, Name, Note, Proposal, Record, Sent, TaskDraft
from plans.intake.titles import title_of

CYCLES = {
    "hằng tuần": Recurrence.WEEKLY, "hằng tháng": Recurrence.MONTHLY, "hằng quý": Recurrence.QUARTERLY,
    "6 tháng": Recurrence.HALF_YEARLY, "hằng năm": Recurrence.YEARLY,
}  # fmt: skip
MOST_CITED = 80  # each is looked up; a list of hundreds is an annex, not a chain
_RELATIONS = {kind.value for kind in LinkKind}
_TERM_OF_OFFICE = re.compile(r"\s*[(,]?\s*kh[óo]a\s+[IVXLC\d]+\)?\s*$", re.IGNORECASE)
_REPORTS = re.compile(r"\(?\s*để báo cáo|\(\s*(?:b/c|báo cáo)", re.IGNORECASE)
_FILES = re.compile(r"^\s*lưu\b", re.IGNORECASE)
_SAME_AS_ABOVE = re.compile(r"^\s*như\s+(?:kính gửi|trên|điều|mục)\b", re.IGNORECASE)
_PURPOSE_WORDS = re.compile(
    r"\s*\((?:để |b/c|báo cáo|t/h|p/h|chỉ đạo|thực hiện|phối hợp|biết)[^)]*\)\s*", re.IGNORECASE
)
_EVENT = re.compile(r"\b(?:sơ kết|tổng kết)\b", re.IGNORECASE)
_PRODUCT = re.compile(
    r"\b(?:xây dựng|ban hành|trình|tham mưu|lập|soạn thảo|hoàn thiện)\b.{0,40}\b(kế hoạch|đề án|quyết định|nghị quyết|"
    r"chương trình|quy chế|hướng dẫn|báo cáo|văn bản|công văn|danh mục)",
    re.IGNORECASE,
)


def propose(read: Document, *, matcher: Matcher, office: Agency) -> Proposal:
    """The record, tasks and open questions of a read document, for one office; asks the database for known documents only."""
    issuer_name, issuer = _issuer(read, matcher, office)
    naming = Naming(matcher, office=office, issuer=issuer)
    proposal = Proposal(record=_record(read), names=naming.names)
    if issuer_name is not None:
        proposal.record.issuer = naming_key = search_key(issuer_name.words)[:200] or "?"
        naming.names[naming_key] = issuer_name
    _add_superiors(proposal, read, naming)
    for one in read.addressees:
        proposal.sent.append(Sent(naming.add(one.value, one.span), Purpose.EXECUTE.value, one.span))
    for one in read.recipients:
        if (row := _recipient(one, naming)) is not None:
            proposal.sent.append(row)
    proposal.tasks = [_task(number, duty, naming, read.shown) for number, duty in enumerate(read.tasks, start=1)]
    proposal.last_id = len(proposal.tasks)
    paths = {task.path: task.id for task in reversed(proposal.tasks)}
    proposal.notes = [Note(one.kind, one.message, one.span, paths.get(one.task or "")) for one in read.findings]
    suggest_monitor(proposal, office)
    return proposal


def _issuer(read: Document, matcher: Matcher, office: Agency) -> tuple[Name | None, Agency | None]:
    """The issuer as a name, and the agency that it surely is, from whose place other names are read.

    One that is only likely is asked about first: names read from a guessed place would be sure and wrong.
    """
    if read.issuer is None:
        return None, None
    match = matcher.match_issuer(read.issuer.value, place=read.place.value if read.place else "", office=office)
    name = named(read.issuer.value, match, read.issuer.span)
    if read.issuer.deduced:
        name.sure = False
    return name, _agency(match.agency_id) if match.sure else None


def rematch(proposal: Proposal, *, matcher: Matcher, office: Agency) -> None:
    """Read every name anew that nobody has answered, from the place of the issuer that the officer has settled."""
    issuer_name = proposal.names.get(proposal.record.issuer)
    issuer = _agency(issuer_name.agency_id) if issuer_name else None
    for key, name in proposal.names.items():
        if key != proposal.record.issuer and not name.answered and (name.span or not name.sure):
            proposal.names[key] = named(name.words, matcher.match(name.words, issuer=issuer, office=office), name.span)


def _agency(pk: int | None) -> Agency | None:
    return Agency.objects.filter(pk=pk).first() if pk else None


def _record(read: Document) -> Record:
    """Header and signature, with a doubt for what was concluded or not found."""
    said: dict[str, Found | None] = {
        "number": read.number, "superior": read.issuer_superior, "acting_body": read.acting_body, "place": read.place,
        "subject": read.title, "signer_authority": read.signer.authority, "signer_title": read.signer.title,
        "signer_name": read.signer.name,
    }  # fmt: skip
    record = Record(
        type_code=read.type_code or "", issuer_name=read.issuer.value if read.issuer else "",
        date=read.date.value if read.date else None, source_kind=read.source_kind,
    )  # fmt: skip
    for name, one in said.items():
        setattr(record, name, one.value if one else "")
    record.spans = {name: one.span if one else None for name, one in said.items()}
    record.spans |= {"date": read.date.span if read.date else None, "issuer": read.issuer.span if read.issuer else None}
    record.spans["type_code"] = read.type_name.span if read.type_name else None
    for name, one in (("number", read.number), ("date", read.date), ("subject", read.title), ("issuer", read.issuer)):
        if one is None:
            record.doubts[name] = "missing"
        elif one.deduced:
            record.doubts[name] = "deduced"
    if not record.type_code:
        record.doubts["type_code"] = "missing"
    return record


def _add_superiors(proposal: Proposal, read: Document, naming: Naming) -> None:
    """Cited documents with the record the installation has of each, and what they are to one another."""
    named_ones = [one for one in (*read.implements, *read.cites) if one.type_code and (one.number or one.title_short)]
    cited = named_ones[:MOST_CITED]
    likely = {one.span: one.suggestion for one in read.findings if one.kind == "unresolved_citation" and one.suggestion}
    proposal.above = [_above(one, naming, likely.get(one.span) or "") for one in cited]
    pairs = between(read.shown, cited, {short: long for short, long, _ in read.abbreviations})
    proposal.between = [Between(lower, upper, relation) for lower, upper, relation in pairs]


def _above(one: Cited, naming: Naming, likely: str) -> Above:
    words = _TERM_OF_OFFICE.sub("", one.issuer or "")
    key = naming.add(words) if words else ""
    issuer = _agency(naming.names[key].agency_id) if key else None
    on = date.fromisoformat(one.date) if one.date else None
    known = record_of(one.number or "", type_code=one.type_code or "", issuer=issuer, issuer_words=words, on=on)
    relation = one.relation if one.relation in _RELATIONS else LinkKind.CITES.value
    return Above(
        number=one.number or "", type_code=one.type_code or "", issuer=key, issuer_name=one.issuer or "", date=one.date,
        subject=(one.title_short or "")[:500], relation=relation, span=one.span, likely=likely,
        existing=known.pk if known else None, existing_label=f"{known.title}, {known.issuer_name}" if known else "",
    )  # fmt: skip


def _recipient(one: Found, naming: Naming) -> Sent | None:
    """A line of "Nơi nhận" with its purpose; "Như kính gửi" only points to the addressees."""
    if _SAME_AS_ABOVE.match(one.value):
        return None
    purpose = (
        Purpose.REPORT if _REPORTS.search(one.value) else Purpose.FILE if _FILES.match(one.value) else Purpose.INFORM
    )
    words = _PURPOSE_WORDS.sub(" ", _FILES.sub("", one.value).lstrip(" :")).strip() or one.value
    return Sent(naming.add(words, one.span), purpose.value, one.span)


def _task(number: int, duty: Duty, naming: Naming, shown: str) -> TaskDraft:
    """One duty as a task: its lines, due day, cycles, and what kind of work it is."""
    lines = [Line(naming.add(one.value, one.span), "lead", one.span) for one in duty.lead]
    lines += [Line(naming.add(one.value, one.span), "coordinating", one.span) for one in duty.coordinating]
    due, often = duty.deadline, duty.recurrence
    periods = list(often.periods) if often else []
    task = TaskDraft(
        id=number, path=duty.path[:40], title=title_of(duty.text, [one.value for one in duty.lead]), text=duty.text,
        section=list(duty.section), span=duty.span, lines=_each_once(lines), lead_from=duty.lead_from,
        due_text=due.text[:300] if due else "", due_on=due.resolved if due else None, due_span=due.span if due else None,
        recurrence=often.value[:200] if often else "", recurrence_text=_around(shown, often.span) if often else "",
        recurrence_span=often.span if often else None, periods=periods,
        cycles=[CYCLES[one].value for one in periods if one in CYCLES], is_report=duty.is_reporting_duty,
        is_monitoring=duty.is_monitoring_duty,
        reports_to=[naming.add(one.value, one.span) for one in duty.reports_to],
    )  # fmt: skip
    task.due_on = _believable(task.due_on)
    task.kind, task.product = kind_of(task)
    return task


def _around(shown: str, span: Span) -> str:
    """The words on how often with what they are about: "định kỳ báo cáo Ban Thường vụ Thành ủy"."""
    rest = re.split(r"[.;,\n]", shown[span[1] : span[1] + 80], maxsplit=1)[0]
    return snippet(shown[span[0] : span[1]] + rest, 120)


def _believable(day: str | None) -> str | None:
    """A day that a plan may have; words on another are kept and asked about."""
    return day[:10] if day and "1945" <= day[:4] <= "2100" else None


def _each_once(lines: list[Line]) -> list[Line]:
    """One line per body and role; who leads does not coordinate the same task."""
    leads = {line.name for line in lines if line.role == "lead"}
    seen: dict[tuple[str, str], Line] = {}
    for line in lines:
        if line.role == "lead" or line.name not in leads:
            seen.setdefault((line.name, line.role), line)
    return list(seen.values())


def kind_of(task: TaskDraft) -> tuple[str, str]:
    """Kind of work and the product it names, from the words (domain.md §4.1)."""
    if task.is_report and (task.cycles or "định kỳ" in task.periods):
        return TaskKind.RECURRING.value, ""
    if task.is_monitoring:
        return TaskKind.SUPERVISION.value, ""
    if task.due_text or task.due_on:
        made = _PRODUCT.search(task.text)
        return (TaskKind.EVENT if _EVENT.search(task.text) else TaskKind.PRODUCT).value, made[
            1
        ].capitalize() if made else ""
    return TaskKind.CONTINUING.value, ""


def suggest_monitor(proposal: Proposal, office: Agency) -> None:
    """Who follows the plan: the body that the text tells to, where it is known; else the office itself (decision 8)."""
    for task in proposal.tasks:
        for line in task.leads if task.is_monitoring and task.is_report else ():
            name = proposal.names[line.name]
            if name.sure and name.agency_id is not None:
                proposal.monitor, proposal.monitor_name = name.agency_id, name.label
                return
    proposal.monitor, proposal.monitor_name = office.pk, office.name
