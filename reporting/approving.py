"""Who approves a report and who gives it its number, read for a day; `reporting.rules` decides by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, Subquery

from agencies.choices import ACTING, Duty
from agencies.models import Agency, Officer, Post
from agencies.wording import format_day
from plans import receivers
from reporting.choices import ReportState, StepKind
from reporting.models import Report, ReportQuerySet, ReportStep
from reporting.rules import Approvers


def approvers_of(report: Report, *, on: date) -> Approvers:
    """Whose leaders approve a report: the reporting office's own; without any, those of the committee it serves (decision 24)."""
    office = report.office
    bodies = {one.pk: one for one in (office, office.serves) if one is not None}
    posts = Post.objects.holding(on=on).filter(agency_id__in=bodies, duty__in=ACTING, officer__is_active=True)
    held = list(posts.values_list("agency_id", "duty", "officer_id"))
    led = {agency for agency, duty, _ in held if duty == Duty.LEADER}
    body = next((one for pk, one in bodies.items() if pk in led), None)
    by = submitter_of(report)
    able = {
        pk for agency, duty, pk in held if agency == office.pk or (body and agency == body.pk and duty == Duty.LEADER)
    }
    return Approvers(body, by, bool(able - {by}))


def submitter_of(report: Report) -> int | None:
    """Who put the report forward last."""
    steps = ReportStep.objects.filter(report_id=report.pk, kind=StepKind.SUBMITTED)
    return steps.order_by("-at", "-pk").values_list("by_id", flat=True).first()


def approver_of(report: Report) -> int | None:
    """Who approved the report last."""
    steps = ReportStep.objects.filter(report_id=report.pk, kind=StepKind.APPROVED)
    return steps.order_by("-at", "-pk").values_list("by_id", flat=True).first()


def leaders_of(body: Agency, *, on: date) -> set[int]:
    """Keys of a body's leaders in post."""
    posts = Post.objects.holding(on=on).filter(agency=body, duty=Duty.LEADER, officer__is_active=True)
    return set(posts.values_list("officer_id", flat=True))


def has_clerk(office: Agency, *, on: date) -> bool:
    """Whether a clerk of the office is in post, whose business the number is."""
    return Post.objects.holding(on=on).filter(agency=office, duty=Duty.CLERK, officer__is_active=True).exists()


def preparers_of(report: Report, *, on: date) -> set[int]:
    """Keys of those who laid the report out and put it forward, while in post; else who acts for the office."""
    steps = ReportStep.objects.filter(report_id=report.pk, kind__in=(StepKind.LAID_OUT, StepKind.SUBMITTED))
    known = set(steps.exclude(by=None).values_list("by_id", flat=True)) or {report.created_by_id or 0}
    there = receivers.everybody_of(report.office_id, on=on)
    return known & there or receivers.of_agencies([report.office_id], on=on)[report.office_id]


@dataclass(frozen=True, slots=True)
class Queue:
    """Reports that wait for one officer: for approval, for a number, for being worked on after they were returned."""

    approve: list[Report]
    number: list[Report]
    rework: list[Report]

    def __bool__(self) -> bool:
        return bool(self.approve or self.number or self.rework)

    @property
    def rows(self) -> Iterator[tuple[Report, str, str, str]]:
        """Each with what was done so far, what is wanted now, and the mark of that."""
        for report in self.approve:
            yield (
                report,
                f"trình, số liệu đến {format_day(report.frozen_on or report.period_to)}",
                "Chờ đồng chí duyệt",
                "st-wait",
            )
        for report in self.number:
            yield report, "soạn, lãnh đạo đã duyệt", "Chờ cấp số, ban hành", "st-wait"
        for report in self.rework:
            yield report, "soạn, lãnh đạo trả lại", "Bị trả lại, cần sửa", "st-soon"


def waiting_for(officer: Officer, *, on: date, most: int = 20) -> Queue:
    """What an officer has to do about reports, oldest first; one query."""
    rows = _asked(officer, on=on).with_about().select_related("recipient").defer("figures", "sections")
    found = list(rows.order_by("frozen_at", "pk")[:most])
    by_state = {state: [row for row in found if row.state == state] for state in ReportState}
    return Queue(by_state[ReportState.FROZEN], by_state[ReportState.APPROVED], by_state[ReportState.DRAFT])


def count_waiting(officer: Officer) -> int:
    """How many reports wait for an officer, for the navigation."""
    return _asked(officer, on=officer.entered_on).count()


def _asked(officer: Officer, *, on: date) -> ReportQuerySet:
    """Reports on which the next step is the officer's."""
    led, clerk_in = officer.scope.led, {post.agency_id for post in officer.current_posts if post.duty == Duty.CLERK}
    leaders = Post.objects.holding(on=on).filter(
        agency_id=OuterRef("office_id"), duty=Duty.LEADER, officer__is_active=True
    )
    steps = ReportStep.objects.filter(report_id=OuterRef("pk")).order_by("-at", "-pk")
    rows = Report.objects.visible_to(officer).annotate(
        put_by=Subquery(steps.filter(kind=StepKind.SUBMITTED).values("by_id")[:1]),
        last_step=Subquery(steps.values("kind")[:1]),
    )
    mine = Q(office_id__in=led) | Q(~Exists(leaders), office__serves_id__in=led)
    approve = Q(mine, state=ReportState.FROZEN) & (Q(put_by=None) | ~Q(put_by=officer.pk))
    number = Q(state=ReportState.APPROVED, office_id__in=clerk_in)
    rework = Q(state=ReportState.DRAFT, last_step=StepKind.RETURNED, office_id__in=officer.scope.own)
    return rows.filter(approve | number | rework)
