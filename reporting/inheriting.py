"""Reports that an ending office has not issued go on with its successors; what was issued never changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from agencies.models import Agency
from agencies.wording import number
from plans.choices import HandoverKind
from plans.heritage import Estate, supply_estate
from reporting import drafting
from reporting.choices import ReportState, StepKind
from reporting.models import Report
from reporting.services import symbol_of
from reporting.steps import write_step

_NO_DOCUMENT = 0
"""Stands for no document: what speaks of several goes to who takes the agency's place as a whole."""


def _unissued(**which: Any) -> QuerySet[Report]:
    return Report.objects.filter(**which).exclude(state=ReportState.ISSUED).order_by("pk")


def _hold(agency: Agency) -> None:
    touched = Report.objects.filter(Q(office=agency) | Q(recipient=agency)).exclude(state=ReportState.ISSUED)
    list(touched.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def _pass_on(
    office: Agency, to: Callable[[int], Agency], items: Mapping[int, int], now: datetime
) -> Mapping[Agency, int]:  # fmt: skip
    """The successor's own from now on: its symbol, place and copies where nobody wrote others, its reporting item.

    What the old office's leader had approved waits for the new one's: a paper is approved by who signs it.
    """
    went: Counter[Agency] = Counter()
    _readdress(office, to)
    for report in _unissued(office=office).select_related("office", "recipient"):
        heir, body = to(report.directive_id or _NO_DOCUMENT), report.recipient_body
        if report.recipients == drafting.recipients_for(office, report.recipient, body):
            report.recipients = drafting.recipients_for(heir, report.recipient, body)
        if report.place == office.place:
            report.place = heir.place
        report.office, report.symbol = heir, symbol_of(heir)
        report.fulfils_id = items.get(report.fulfils_id, report.fulfils_id) if report.fulfils_id else None
        report.state = ReportState.FROZEN if report.state == ReportState.APPROVED else report.state
        report.version += 1
        report.save(update_fields=["recipients", "place", "office", "symbol", "fulfils", "state", "version"])
        write_step(report, StepKind.PASSED_ON, by=None, now=now, reason=f"{office.name} bàn giao cho {heir.name}")
        went[heir] += 1
    return went


def _readdress(recipient: Agency, to: Callable[[int], Agency]) -> None:
    """What others have not sent yet goes to who takes the receiver's place; to nobody where that is the sender itself."""
    for report in _unissued(recipient=recipient).select_related("office"):
        heir: Agency | None = to(report.directive_id or _NO_DOCUMENT)
        heir = None if heir is not None and heir.pk == report.office_id else heir
        if report.recipients == drafting.recipients_for(report.office, recipient, report.recipient_body):
            report.recipients = drafting.recipients_for(report.office, heir, report.recipient_body)
        report.recipient, report.version = heir, report.version + 1
        report.save(update_fields=["recipient", "recipients", "version"])


def _words(n: int) -> str:
    return (
        f"{number(n)} báo cáo chưa ban hành chuyển sang nơi nhận kế hoạch của văn bản ấy, để sửa, trình, duyệt và ban hành "
        "bằng tên cơ quan ấy; báo cáo đã ban hành giữ nguyên."
    )


def supply() -> None:
    supply_estate(Estate(HandoverKind.REPORT, lambda office: _unissued(office=office).count(), _hold, _pass_on, _words))
