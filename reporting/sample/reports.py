"""Three reports of Ban Tuyên giáo Thành ủy: the last finished one on 54-CV/TU, issued with its PDF, the draft of the next, and one on
the district committees that waits for the head of the office."""

from __future__ import annotations

from datetime import date

from agencies.workdays import Calendar
from plans.choices import ItemKind, Lifecycle
from plans.cycles import Recurrence
from plans.models import WorkItem
from reporting import making
from reporting.models import Report, ReportFile
from reporting.periods import before, of_cycle
from reporting.rules import signer_for
from reporting.sample.inboxes import tidy_inboxes
from reporting.sample.people import People
from reporting.sample.tracking import at
from reporting.services import freeze_report, issue_report, lay_out_report, propose_number, revise_report
from reporting.signing import approve_report

NEXT_STEPS = (
    "Đôn đốc các đơn vị chưa cập nhật, làm việc trực tiếp với đơn vị hai kỳ liền chưa gửi.\n"
    "Kiểm tra thực tế tại hai quận, huyện và một đoàn thể.\n"
    "Phối hợp Liên hiệp các Hội tổ chức giao ban về tư vấn, phản biện."
)
PROPOSALS = "Đề nghị Ban Thường vụ Thành ủy cho ý kiến về đề án mô hình tổ chức, cơ chế tài chính của Liên hiệp Hội."


def ensure_reports(people: People, *, today: date, calendar: Calendar) -> None:
    """Make them where no report of the sample is there yet; outside any transaction, as freezing wants its own."""
    if Report.objects.filter(is_sample=True).exists():
        return
    duties = WorkItem.objects.filter(
        kind=ItemKind.REPORT,
        agency=people.agencies["tuyen_giao"],
        plan__directive__number="54-CV/TU",
        opened_on__lt=today,
    ).select_related("period", "plan__directive")
    done = duties.filter(lifecycle=Lifecycle.CONFIRMED).order_by("-period__ends_on").first()
    owed = duties.exclude(lifecycle=Lifecycle.CONFIRMED).order_by("period__ends_on").first()
    if done is not None:
        _issue(done, people, calendar=calendar)
    if owed is not None:
        _draft(owed, people, on=calendar.add(today, -1))
        _put_forward(people, on=calendar.add(today, -1))
    tidy_inboxes(today=today)


def _put_forward(people: People, *, on: date) -> None:
    """A report of the last full quarter on a group, put forward yesterday."""
    by, quarter = people.clerk("tuyen_giao"), of_cycle(Recurrence.QUARTERLY, on)
    report = lay_out_report(
        office=people.agencies["tuyen_giao"], about_group=people.groups["thanh_uy", "các quận ủy, huyện ủy"], span=before(quarter),
        by=by, now=at(on, 10, 5), recipient=people.agencies["thanh_uy"], recipient_body="Ban Thường vụ", is_sample=True,
    )  # fmt: skip
    freeze_report(report, by=by, now=at(on, 14, 10), version=report.version)


def _draft(item: WorkItem, people: People, *, on: date) -> Report:
    """A draft with the office's own words in two sections."""
    assert item.period is not None  # a reporting duty has periods
    by = people.clerk("tuyen_giao")
    report = lay_out_report(
        office=people.agencies["tuyen_giao"], directive=item.plan.directive, span=of_cycle(Recurrence.HALF_YEARLY, item.period.starts_on),
        by=by, now=at(on, 9, 20), recipient=people.agencies["thanh_uy"], recipient_body="Ban Thường vụ", fulfils=item,
        is_sample=True,
    )  # fmt: skip
    words = {"next": NEXT_STEPS, "proposals": PROPOSALS}
    return revise_report(report, by=by, now=at(on, 9, 50), version=report.version, sections=words)


def _issue(item: WorkItem, people: People, *, calendar: Calendar) -> None:
    """Laid out three working days before; put forward, approved, numbered and issued on the day on which the duty was fulfilled."""
    assert item.submitted_on is not None  # confirmed items have one
    day, by = item.submitted_on, people.clerk("tuyen_giao")
    report = _draft(item, people, on=calendar.add(day, -3))
    report = freeze_report(report, by=by, now=at(day, 8, 5), version=report.version)
    head = people.leader("tuyen_giao")
    report = approve_report(report, by=head, now=at(day, 14, 20), version=report.version)
    number, _ = propose_number(report, on=day)
    signer = signer_for(report.office, title="Trưởng ban", name=head.full_name)
    report = issue_report(
        report, by=by, now=at(day, 15, 40), version=report.version, number=number, issued_on=day, signer=signer
    )
    for file in ReportFile.objects.filter(report=report):
        making.make(file.pk, now=lambda: at(day, 15, 41))
