"""Reports that begin by themselves: when the figures of a period close, for every office that owes one and uses the system."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from agencies.choices import ACTING
from agencies.models import Post, active_on
from agencies.verdict import Denied
from agencies.wording import format_day, number
from plans import receivers
from plans.choices import OPEN, ItemKind, NoticeKind, PlanState
from plans.models import Plan, WorkItem
from plans.notices import Entry, tell
from reporting import drafting
from reporting.choices import StepKind
from reporting.models import Report
from reporting.services import layout_on, symbol_of
from reporting.steps import write_step

OPENED: Final = "Đã mở dự thảo báo cáo kỳ này"
LOOKS_BACK: Final = timedelta(days=45)
"""What closed longer ago was reported on paper, or belongs to a time before the system: by hand, if at all."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenedReports:
    """What a run did: drafts begun, and those that could not be."""

    opened: int = 0
    left: int = 0

    def __str__(self) -> str:
        return f"mở {number(self.opened)} báo cáo" + (f", chưa mở được {number(self.left)}" if self.left else "")


def open_reports(*, on: date, now: datetime) -> OpenedReports:
    """Begin the draft of every period whose figures have closed by a day and that an office owes a report on; any number of runs.

    Each draft is a transaction of its own; the item it will fulfil is held, so that two runs begin one report.
    """
    opened = left = 0
    for pk in list(_owed(on=on).order_by("pk").values_list("pk", flat=True)):
        try:
            opened += _open(pk, on=on, now=now)
        except Denied as reason:
            left += 1
            logger.warning("no report was opened for work item %s: %s", pk, reason.reason)
    return OpenedReports(opened, left)


def _owed(*, on: date) -> QuerySet[WorkItem]:
    """Reporting items of offices, their period closed, without a report that answers them or speaks of the same days."""
    office = Q(agency__serves__isnull=False) | Exists(Plan.objects.filter(owner=OuterRef("agency_id")))
    there = Post.objects.filter(active_on(on), agency=OuterRef("agency_id"), duty__in=ACTING, officer__is_active=True)
    begun = Report.objects.filter(
        office=OuterRef("agency_id"), directive=OuterRef("plan__directive_id"),
        period_from=OuterRef("period__starts_on"), period_to=OuterRef("period__ends_on"),
    )  # fmt: skip
    items = WorkItem.objects.filter(office, Exists(there), ~Exists(begun), fulfilled_by__isnull=True)
    closed = items.annotate(closes_on=Coalesce(F("period__cut_off_on"), F("period__ends_on")))
    return closed.filter(
        kind=ItemKind.REPORT, lifecycle__in=OPEN, plan__state=PlanState.PUBLISHED, period__isnull=False,
        closes_on__lte=on, closes_on__gte=on - LOOKS_BACK,
    )  # fmt: skip


@transaction.atomic
def _open(pk: int, *, on: date, now: datetime) -> int:
    """One draft, for an item that still needs one."""
    list(WorkItem.objects.select_for_update(of=("self",)).filter(pk=pk).values_list("pk", flat=True))
    names = ("agency", "plan__directive__issuer", "period__duty__recipient")
    item = _owed(on=on).filter(pk=pk).select_related(*names).first()
    if item is None or item.period is None:
        return 0
    office, period, to = item.agency, item.period, item.period.duty.recipient
    body = to.acting_body if to else ""
    report = Report(
        office=office, directive=item.plan.directive, recipient=to, recipient_body=body, period_label=period.label,
        period_from=period.starts_on, period_to=period.ends_on, layout=layout_on(office, on),
        recipients=drafting.recipients_for(office, to, body), place=office.place, symbol=symbol_of(office), fulfils=item,
        is_sample=item.plan.directive.is_sample, created_at=now,
    )  # fmt: skip
    report.subject = drafting.subject_for(report)[:500]
    report.save()
    write_step(report, StepKind.LAID_OUT, by=None, now=now, reason="Tự mở khi kỳ báo cáo chốt số liệu.")
    _tell(report, item, now=now, on=on)
    return 1


def _tell(report: Report, item: WorkItem, *, on: date, now: datetime) -> None:
    until = f", hạn gửi {format_day(item.due_on)}" if item.due_on else ""
    path = reverse("reporting:report-detail", args=[report.pk])
    whom = receivers.of_agencies([report.office_id], on=on)[report.office_id]
    tell(
        (Entry(one, NoticeKind.QUESTION, f"report:{report.pk}:steps", f"{OPENED}{until}", path) for one in whom),
        now=now,
    )
