"""Verbs of signing: a leader approves or returns, a correction replaces what was issued, the signed copy is attached."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from agencies.models import Officer
from agencies.text import nfc
from reporting import drafting, news, parting, rules
from reporting.approving import approvers_of
from reporting.choices import ReportState, StepKind
from reporting.models import Report, SignedCopy
from reporting.services import layout_on, locked, symbol_of, thaw
from reporting.steps import looked_at, write_step

if TYPE_CHECKING:
    from agencies.uploads import CheckedFile

ON_PAPER = "Duyệt trên giấy: cơ quan chưa có lãnh đạo trên hệ thống."
ALONE = "Tự trình, tự duyệt: cơ quan chỉ có một cán bộ trên hệ thống."


@transaction.atomic
def approve_report(report: Report, *, by: Officer, now: datetime, version: int, doubted: int = 0) -> Report:
    """Approve the report as it was read; its words are closed and it waits for its number.

    `doubted`: how many typed numbers that disagree were looked at and kept.

    Where the office, and the committee it serves, have no leader in post, a clerk writes down what was approved on paper.
    """
    current = locked(report, version=version)
    approvers = approvers_of(current, on=localdate(now))
    rules.may_approve(by, current, approvers).require()
    current.state = ReportState.APPROVED
    current.version += 1
    current.save(update_fields=["state", "version"])
    alone = ALONE if by.pk == approvers.submitted_by else ""
    said = (ON_PAPER if approvers.body is None else alone, looked_at(doubted))
    write_step(current, StepKind.APPROVED, by=by, now=now, reason=" ".join(filter(None, said)))
    news.of_approved(current, by=by, now=now)
    return current


@transaction.atomic
def return_report(report: Report, *, by: Officer, now: datetime, version: int, reason: str) -> Report:
    """Send the report back, saying why: a draft with live figures again; what people wrote stays."""
    current = locked(report, version=version)
    rules.may_return(by, current, approvers_of(current, on=localdate(now))).require()
    rules.says_why(reason).require()
    thaw(current)
    write_step(current, StepKind.RETURNED, by=by, now=now, reason=reason)
    news.of_returned(current, by=by, now=now)
    return current


@transaction.atomic
def replace_report(report: Report, *, by: Officer, now: datetime) -> Report:
    """Begin the report that corrects an issued one: same period and subject, what people and agencies wrote, new figures.

    It is told of the old one when it is issued; until then that one holds.
    """
    old = locked(report, version=report.version)
    rules.may_replace(by, old, replaced=Report.objects.filter(replaces=old).exists()).require()
    new = Report(
        office=old.office, directive=old.directive, about_agency=old.about_agency, about_group=old.about_group,
        whole_subtree=old.whole_subtree, recipient=old.recipient, recipient_body=old.recipient_body, replaces=old,
        period_label=old.period_label, period_from=old.period_from, period_to=old.period_to, recipients=old.recipients,
        place=old.place, symbol=symbol_of(old.office), layout=layout_on(old.office, localdate(now)), is_sample=old.is_sample,
        sections=_carried(old), created_by=by, created_at=now,
    )  # fmt: skip
    new.subject = _subject(old, new)[:500]
    new.save()
    parting.carry(old, new)
    write_step(new, StepKind.LAID_OUT, by=by, now=now, reason=f"Thay thế {old.cited}")
    return new


def _subject(old: Report, new: Report) -> str:
    """The old words, with what is replaced now in the place of what the old one replaced."""
    kept = old.subject
    if old.replaces is not None:
        kept = kept.removesuffix(f" (thay thế {old.replaces.cited})")
    suffix = f" (thay thế {old.cited})"
    return kept[: 500 - len(suffix)] + suffix


def _carried(old: Report) -> dict[str, dict[str, object]]:
    """What people wrote; sentences drafted from figures are drafted again from the new ones."""
    kept = {key: dict(one) for key, one in old.sections.items() if one["edited"]}
    if "leadership" in kept:
        lines = str(kept["leadership"]["text"]).split("\n")
        if old.replaces is not None:
            lines = [line for line in lines if line != drafting.replacing(old.replaces)]
        kept["leadership"]["text"] = "\n".join([*lines, drafting.replacing(old)])
    return kept


@transaction.atomic
def attach_signed_copy(
    report: Report, *, by: Officer, now: datetime, upload: CheckedFile, note_why: str = ""
) -> SignedCopy:
    """Keep the signed scan or digitally signed PDF of an issued report; a second one says why it takes the first one's place."""
    current = Report.objects.select_for_update(of=("self",)).select_related("office", "recipient").get(pk=report.pk)
    rules.may_attach_copy(by, current).require()
    known = current.signed_copies.exists()
    rules.says_why_again(note_why, known=known).require()
    copy = SignedCopy(
        report=current, name=upload.name, content_type=upload.content_type, size=upload.size, sha256=upload.sha256, by=by,
        at=now, note=" ".join(nfc(note_why).split())[:500],
    )  # fmt: skip
    copy.file.save(upload.name, upload.content, save=False)
    try:
        copy.save()
        write_step(current, StepKind.SIGNED_COPY, by=by, now=now, reason=copy.note)
        news.of_signed_copy(current, by=by, now=now)
    except BaseException:
        copy.file.storage.delete(str(copy.file.name))
        raise
    return copy
