"""Verbs of reports: lay out, edit, put forward with frozen figures, take back, number and issue, ask for the file.

What a leader does with them, corrections and signed copies are verbs of `reporting.signing`.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils.timezone import localdate

from agencies.choices import Side
from agencies.models import Agency, AgencyGroup, Officer
from agencies.services import SavedByOthers
from agencies.text import nfc
from agencies.verdict import Denied
from directives.identity import term_for
from directives.models import Directive
from plans.models import WorkItem
from plans.services.progress import fulfil_by_report
from reporting import drafting, figures, freezing, narrative, news, parting, rules, selection, snapshot
from reporting.approving import has_clerk
from reporting.choices import FileKind, FileState, MailState, ReportState, StepKind
from reporting.figures import RULES
from reporting.layouts import layout_for
from reporting.makers import MAKERS
from reporting.making import QUEUE
from reporting.models import FileWish, Report, ReportFile
from reporting.periods import Span
from reporting.rules import Signer
from reporting.steps import looked_at, write_step

logger = logging.getLogger(__name__)
_SERIALIZATION_FAILURE = "40001"
_ATTEMPTS = 5


def locked(report: Report, *, version: int) -> Report:
    """The report's row, held until the transaction ends; `SavedByOthers` when it is not the one the officer saw."""
    rows = Report.objects.select_for_update(of=("self",)).select_related(
        *("office", "office__serves", "recipient", "directive", "directive__issuer", "about_agency", "about_group"),
        *("replaces", "replaces__office"),
    )
    current = rows.get(pk=report.pk)
    if current.version != version:
        raise SavedByOthers(current)
    return current


def layout_on(office: Agency, on: date) -> str:
    """The layout that holds for an office on a day; a refusal in words where none is known."""
    try:
        return layout_for(office.side, on).id
    except LookupError as unknown:
        raise Denied(str(unknown)) from None


def symbol_of(office: Agency) -> str:
    """What follows the number: "BC/BTGTU" in the Party, "BC-UBND" in the State."""
    return f"BC{'-' if office.side == Side.STATE else '/'}{office.symbol}" if office.symbol else "BC"


@transaction.atomic
def lay_out_report(
    *,
    office: Agency,
    span: Span,
    by: Officer,
    now: datetime,
    directive: Directive | None = None,
    about_agency: Agency | None = None,
    about_group: AgencyGroup | None = None,
    whole_subtree: bool = False,
    recipient: Agency | None = None,
    recipient_body: str = "",
    fulfils: WorkItem | None = None,
    is_sample: bool = False,
) -> Report:
    """Begin a draft on a period and one document, agency or group, or on all documents; its figures are live."""
    rules.may_draft(by, office).require()
    _in_sight(by, directive, about_agency, about_group)
    if fulfils is not None and fulfils.agency_id != office.pk:
        raise Denied(f"Đầu việc báo cáo được chọn không phải của {office.name}.")
    if fulfils is not None and fulfils.period is not None and fulfils.period.ends_on != span.ends_on:
        raise Denied(f"Đầu việc được chọn thuộc kỳ {fulfils.period.label}, không phải kỳ của báo cáo này.")
    if fulfils is not None:
        list(WorkItem.objects.select_for_update(of=("self",)).filter(pk=fulfils.pk).values_list("pk"))
        rules.answers_alone(fulfils.fulfilled_by.first()).require()
    report = Report(
        office=office, directive=directive, about_agency=about_agency, about_group=about_group,
        whole_subtree=whole_subtree and directive is not None, recipient=recipient, recipient_body=recipient_body.strip(),
        period_label=span.label, period_from=span.starts_on, period_to=span.ends_on, layout=layout_on(office, localdate(now)),
        recipients=drafting.recipients_for(office, recipient, recipient_body), place=office.place, symbol=symbol_of(office),
        fulfils=fulfils, is_sample=is_sample or (directive is not None and directive.is_sample), created_by=by, created_at=now,
    )  # fmt: skip
    report.subject = drafting.subject_for(report)[:500]
    report.save()
    write_step(report, StepKind.LAID_OUT, by=by, now=now)
    return report


def _in_sight(by: Officer, directive: Directive | None, agency: Agency | None, group: AgencyGroup | None) -> None:
    """An officer reports about what they may see; about one thing."""
    if sum(one is not None for one in (directive, agency, group)) > 1:
        raise Denied("Báo cáo nói về một văn bản, một cơ quan hoặc một nhóm đơn vị; hãy chọn một trong ba.")
    if directive is not None and not Directive.objects.visible_to(by).filter(pk=directive.pk).exists():
        raise Denied("Văn bản này ngoài phạm vi của đồng chí nên không lập báo cáo được.")
    if agency is not None and not Agency.objects.visible_to(by).filter(pk=agency.pk).exists():
        raise Denied("Cơ quan này ngoài phạm vi của đồng chí nên không lập báo cáo được.")
    if group is not None and not AgencyGroup.objects.visible_to(by).filter(pk=group.pk).exists():
        raise Denied("Nhóm đơn vị này không dùng được ở cơ quan của đồng chí.")


@transaction.atomic
def revise_report(
    report: Report,
    *,
    by: Officer,
    now: datetime,
    version: int,
    subject: str | None = None,
    place: str | None = None,
    recipients: Collection[str] | None = None,
    sections: Mapping[str, str] | None = None,
    redraft: Collection[str] = (),
) -> Report:
    """Change words. `sections` people wrote are marked and never overwritten; `redraft` gives some back to the figures.

    Words may still change while a leader has the report before them: who changed them is written down, and the leader approves
    the version that was read.
    """
    current = locked(report, version=version)
    rules.may_edit(by, current).require()
    if subject is not None:
        current.subject = " ".join(narrative.tidy(subject).split())
    if place is not None:
        current.place = place.strip()
    if recipients is not None:
        current.recipients = [
            line for one in recipients if (line := " ".join(narrative.tidy(one).split()).lstrip("-– "))
        ]
    for key, text in (sections or {}).items():
        if key in drafting.SECTIONS:
            current.sections[key] = {"text": narrative.to_text(narrative.tidy(text)), "edited": True}
    for key in redraft:
        current.sections.pop(key, None)
    if current.state == ReportState.FROZEN and redraft:
        _keep_texts(current, snapshot.Snapshot.from_json(current.figures))
    current.version += 1
    current.save(update_fields=["subject", "place", "recipients", "sections", "version"])
    if current.state == ReportState.FROZEN:
        write_step(current, StepKind.REVISED, by=by, now=now)
    return current


def _keep_texts(report: Report, numbers: snapshot.Snapshot) -> None:
    """Put the drafted text beside the edited one, so that a frozen report holds every word it prints."""
    for key, text in drafting.draft(report, numbers).items():
        report.sections.setdefault(key, {"text": text, "edited": False})


def freeze_report(report: Report, *, by: Officer, now: datetime, version: int, doubted: int = 0) -> Report:
    """Put a draft forward ("trình ký"): rows, sums, text and checksum are frozen as of today, from one unmoving view of the data.

    Its leaders are told. `doubted`: how many typed numbers that disagree were looked at and kept.

    Runs in a REPEATABLE READ transaction of its own. Whoever else saved the report in between wins, and
    the caller gets `SavedByOthers`.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return _freeze(report, by=by, now=now, version=version, doubted=doubted)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != _SERIALIZATION_FAILURE:
                raise
            if attempt == _ATTEMPTS:
                raise Denied(
                    "Báo cáo đang được nhiều người cập nhật nên chưa chốt được số liệu. Thử lại sau ít phút."
                ) from error
    raise AssertionError("unreachable")


def _freeze(report: Report, *, by: Officer, now: datetime, version: int, doubted: int) -> Report:
    within_a_test = connection.in_atomic_block  # `durable` forbids it anywhere else
    with transaction.atomic(durable=True):
        if not within_a_test:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        current = locked(report, version=version)
        on = localdate(now)
        rules.may_freeze(by, current, on=on).require()
        parting.close_silent(current, but=by.pk, now=now)
        days: dict[str, Any] = {"period_from": current.period_from, "period_to": current.period_to, "on": on}
        items = selection.items_of(current)
        freezing.write(current.pk, freezing.live(items, **days))
        counted = figures.of_rows(current.pk, like=figures.collect(items, **days, tasks=True))
        numbers = snapshot.live(current, on=on, rows=freezing.frozen(current.pk), counted=counted)
        _keep_texts(current, numbers)
        current.figures, current.rule_version = numbers.as_json(), RULES
        current.checksum = freezing.checksum(current.pk, figures=current.figures, rules=RULES)
        current.state, current.frozen_on, current.frozen_at = ReportState.FROZEN, on, now
        current.version += 1
        current.save(
            update_fields=[
                *("figures", "rule_version", "checksum", "state", "frozen_on", "frozen_at", "sections", "version")
            ]
        )
        write_step(current, StepKind.SUBMITTED, by=by, now=now, reason=looked_at(doubted))
        news.of_submitted(current, by=by, now=now)
    return current


@transaction.atomic
def reopen_report(report: Report, *, by: Officer, now: datetime, version: int, reason: str) -> Report:
    """Take back what was put forward or approved, saying why: a draft with live figures again; what people wrote stays."""
    current = locked(report, version=version)
    rules.may_reopen(by, current).require()
    rules.says_why(reason).require()
    thaw(current)
    write_step(current, StepKind.REOPENED, by=by, now=now, reason=reason)
    news.of_reopened(current, by=by, now=now)
    return current


def thaw(current: Report) -> None:
    """Give the frozen figures up; the row is held by the caller."""
    current.rows.all().delete()
    parting.open_silent(current)
    current.figures, current.checksum, current.rule_version = {}, "", ""
    current.sections = {key: kept for key, kept in current.sections.items() if kept["edited"]}
    current.state, current.frozen_on, current.frozen_at = ReportState.DRAFT, None, None
    current.version += 1
    current.save(
        update_fields=["figures", "checksum", "rule_version", "sections", "state", "frozen_on", "frozen_at", "version"]
    )


def numbers_taken(office: Agency, symbol: str, issued_on: date) -> tuple[list[int], str]:
    """Numbers already given in the term (Party) or year that a day falls into, and how that time is called (decision 16)."""
    issued = Report.objects.filter(office=office, symbol=symbol, state=ReportState.ISSUED)
    term = term_for(office, issued_on) if office.side == Side.PARTY else None
    if term is None:
        found, when = issued.filter(issued_on__year=issued_on.year), f"trong năm {issued_on.year}"
    else:
        found, when = issued.filter(issued_on__gte=term.since), f"trong {term.name}"
        found = found.filter(issued_on__lte=term.until) if term.until else found
    return [value for value in found.values_list("number_value", flat=True) if value], when


def propose_number(report: Report, *, on: date) -> tuple[int, str]:
    """The number after the highest one given so far, and in which term or year."""
    taken, when = numbers_taken(report.office, report.symbol, on)
    return max(taken, default=0) + 1, when


@transaction.atomic
def issue_report(
    report: Report, *, by: Officer, now: datetime, version: int, number: int, issued_on: date, signer: Signer, doubted: int = 0
) -> Report:  # fmt: skip
    """Give an approved report number, day and signature and close it for ever; fulfils the item it answers (decision 9)."""
    # Two reports cannot take the same number. Held before the report, as by a handover that passes reports on.
    Agency.objects.select_for_update(of=("self",)).get(pk=report.office_id)
    current = locked(report, version=version)
    rules.may_issue(by, current, has_clerk=has_clerk(current.office, on=localdate(now))).require()
    rules.is_datable(current, issued_on, on=localdate(now)).require()
    rules.is_signed_rightly(current.office, signer).require()
    taken, when = numbers_taken(current.office, current.symbol, issued_on)
    rules.is_free(number, taken, when=when).require()
    current.state, current.number_value, current.issued_on = ReportState.ISSUED, number, issued_on
    current.signer_authority, current.signer_title, current.signer_name = (
        signer.authority,
        signer.title,
        nfc(signer.name),
    )
    current.layout = layout_on(current.office, issued_on)
    current.version += 1
    current.save(
        update_fields=[
            *(
                "state",
                "number_value",
                "issued_on",
                "signer_authority",
                "signer_title",
                "signer_name",
                "layout",
                "version",
            )
        ]
    )
    if current.fulfils is not None:
        said = f"Ban hành Báo cáo số {current.numbered} {current.subject}"
        fulfil_by_report(current.fulfils, by=by, now=now, note=said[:500])
    write_step(current, StepKind.ISSUED, by=by, now=now, reason=looked_at(doubted))
    if current.replaces is not None:
        write_step(current.replaces, StepKind.REPLACED, by=by, now=now, reason=current.cited)
    news.of_issued(current, by=by, now=now)
    ask_file(current, by=by, now=now)
    return current


@transaction.atomic
def ask_file(
    report: Report, *, by: Officer | None, now: datetime, kind: str = FileKind.PDF, by_mail: bool = False
) -> ReportFile:
    """Ask for a file of the report as it is now; a worker makes it after the commit, and who asked is told.

    Once figures are frozen a file of a version is made once and never again. A file that a worker is at is only waited for.
    """
    current = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if by is not None and not Report.objects.visible_to(by).filter(pk=current.pk).exists():
        raise Denied("Báo cáo này ngoài phạm vi của đồng chí nên không tạo tệp được.")
    if kind not in MAKERS:
        raise Denied("Không có loại tệp này. Hãy chọn một loại trong danh sách.")
    is_draft = current.state == ReportState.DRAFT
    file, made = ReportFile.objects.select_for_update(of=("self",)).get_or_create(
        report=current, kind=kind, report_version=current.version,
        defaults={"asked_by": by, "asked_at": now, "of_draft": is_draft},
    )  # fmt: skip
    if not made and file.state == FileState.READY and not is_draft:
        return file
    if by is not None:
        mail = MailState.WAITING if by_mail and by.email else MailState.NONE
        FileWish.objects.update_or_create(
            file=file, officer=by, defaults={"at": now, "told_at": None, "mail": mail, "mail_tries": 0}
        )
    if not made and file.state == FileState.MAKING and not QUEUE.is_lost(file, now=now):
        return file
    if not made:
        file.state, file.error, file.asked_by, file.asked_at = FileState.WAITING, "", by, now
        file.attempts, file.progress, file.doing = 0, 0, ""
        file.save(update_fields=["state", "error", "asked_by", "asked_at", "attempts", "progress", "doing"])
    transaction.on_commit(lambda: _hand_over(file.pk))
    return file


def _hand_over(file_id: int) -> None:
    """Tell a worker. Without a broker the row stays waiting: the page says so and lets people ask again."""
    from reporting.jobs import make_file  # the jobs import the verbs

    try:
        make_file.delay(file_id)
    except make_file.OperationalError:
        logger.warning("no broker took the making of report file %s", file_id)
