"""Verbs of the first closing: agencies are asked for their part of a report, write and close it; silence closes the rest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from agencies.models import Agency, Officer
from agencies.services import SavedByOthers
from agencies.text import nfc
from agencies.verdict import Denied
from agencies.wording import format_day, number
from reporting import narrative, parts, rules_parts
from reporting.choices import PartState, ReportState, StepKind
from reporting.models import Part, Report
from reporting.parts import HEADS
from reporting.rules import says_why
from reporting.steps import write_step

_CARRIED = (
    *("agency", "asked_by", "asked_at", "asked_words", "wanted_by", "state", "closed_by", "closed_at", "counted"),
    *HEADS,
)


@transaction.atomic
def ask_parts(
    report: Report,
    *,
    agencies: Collection[Agency],
    by: Officer,
    now: datetime,
    words: str = "",
    wanted_by: date | None = None,
) -> list[Part]:
    """Ask agencies that lead work in a report for their part, and tell them; who was asked before is not asked again."""
    current = _held(report)
    rules_parts.may_ask_parts(by, current).require()
    rules_parts.is_wanted_in_time(wanted_by, on=localdate(now)).require()
    leading = set(parts.leading(current).values_list("pk", flat=True))
    if strange := [one.name for one in agencies if one.pk not in leading]:
        raise Denied(f"{', '.join(sorted(strange))} không chủ trì đầu việc nào trong kỳ của báo cáo này.")
    known = set(current.parts.values_list("agency_id", flat=True))
    new = Part.objects.bulk_create(
        Part(
            report=current, agency=one, asked_by=by, asked_at=now, asked_words=" ".join(nfc(words).split())[:1000],
            wanted_by=wanted_by,
        )
        for one in agencies
        if one.pk not in known
    )  # fmt: skip
    if new:
        until = f", chốt trước hết {format_day(wanted_by)}" if wanted_by else ""
        write_step(current, StepKind.PARTS_ASKED, by=by, now=now, reason=f"{number(len(new))} cơ quan, đơn vị{until}")
        parts.tell_asked(new, by=by, now=now)
    return new


@transaction.atomic
def write_part(
    part: Part,
    *,
    by: Officer,
    now: datetime,
    version: int,
    results: str,
    difficulties: str,
    proposals: str,
    close: bool = False,
) -> Part:
    """Keep what an agency writes; with `close` the agency is done, and its statistics line of the day is kept beside the words.

    Work reported afterwards still counts (decision 3). Raises `SavedByOthers` with the part that somebody else saved meanwhile.
    """
    current = _held_part(part, version=version)
    report = current.report
    rules_parts.may_write_part(by, current).require()
    said = {"results": results, "difficulties": difficulties, "proposals": proposals}
    for name, text in said.items():
        setattr(current, name, narrative.to_text(narrative.tidy(text)))
    changed = [*said, "version"]
    if close:
        counted = parts.counts_of(report, current.agency_id, on=localdate(now))
        current.state, current.closed_by, current.closed_at, current.counted = (
            PartState.CLOSED,
            by,
            now,
            asdict(counted),
        )
        changed += ["state", "closed_by", "closed_at", "counted"]
    current.version += 1
    current.save(update_fields=changed)
    if close:
        write_step(
            report, StepKind.PART_CLOSED, by=by, now=now, reason=current.agency.name, acting_for=current.agency_id
        )
        parts.tell_closed(current, by=by, now=now)
    return current


@transaction.atomic
def reopen_part(part: Part, *, by: Officer, now: datetime, version: int, reason: str) -> Part:
    """Give a closed part back to its agency, saying why."""
    current = _held_part(part, version=version)
    report = current.report
    rules_parts.may_reopen_part(by, current).require()
    says_why(reason).require()
    why = " ".join(nfc(reason).split())[:900]
    current.state, current.closed_by, current.closed_at, current.counted = PartState.OPEN, None, None, {}
    current.reopened_because = why
    current.version += 1
    current.save(update_fields=["state", "closed_by", "closed_at", "counted", "reopened_because", "version"])
    write_step(report, StepKind.PART_REOPENED, by=by, now=now, reason=f"{current.agency.name}: {why}"[:1000])
    parts.tell_reopened(current, by=by, now=now)
    return current


def close_silent(report: Report, *, but: int, now: datetime) -> None:
    """Close what agencies have not closed, and tell all `but` who put the report forward; freezing goes on without them.

    The report's row is held by the caller.
    """
    waiting = report.parts.filter(state=PartState.OPEN)
    found = list(waiting.select_related("agency").order_by("agency__sort_key", "agency_id"))
    if found:
        waiting.update(state=PartState.SILENT, closed_at=now)
        write_step(
            report, StepKind.PARTS_SILENT, by=None, now=now, reason=", ".join(part.agency.name for part in found)[:1000]
        )
        parts.tell_silent(found, but=but, now=now)


def open_silent(report: Report) -> None:
    """A report that is a draft again takes in what had been closed by silence; what agencies closed themselves stays closed."""
    report.parts.filter(state=PartState.SILENT).update(state=PartState.OPEN, closed_at=None)


def _held_part(part: Part, *, version: int) -> Part:
    """The part's row, held after its report's; `SavedByOthers` when it is not the one the officer saw."""
    report = _held(part.report)
    current = Part.objects.select_for_update(of=("self",)).select_related("agency").get(pk=part.pk)
    if current.version != version:
        raise SavedByOthers(current)
    current.report = report
    return current


def carry(old: Report, new: Report) -> None:
    """What agencies gave to a report goes into the one that corrects it, closed as it was; the office may give it back."""
    Part.objects.bulk_create(
        Part(
            report=new, **{name: getattr(part, name) for name in _CARRIED},
        )
        for part in old.parts.select_related("agency")
    )  # fmt: skip


def _held(report: Report) -> Report:
    """The report's row, held until the transaction ends; parts change nothing in it, so that its version is not asked.

    It is written all the same: a freezing that began to read before must fail and read again.
    """
    Report.objects.filter(pk=report.pk, state=ReportState.DRAFT).update(version=F("version"))
    return Report.objects.select_for_update(of=("self",)).select_related("office").get(pk=report.pk)
