"""What officers are told in their inboxes about a report's steps: to whom, and in which words.

Called by verbs within their transaction; never told to who acted. Words speak of the act alone, without content.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate

from agencies.models import Officer
from plans import receivers
from plans.choices import NoticeKind
from plans.notices import Entry, tell
from reporting.approving import approvers_of, leaders_of, preparers_of
from reporting.models import Report

SUBMITTED = "Báo cáo chờ đồng chí duyệt"
RETURNED = "Báo cáo bị trả lại, xem lý do rồi sửa và trình lại"
APPROVED = "Báo cáo đã duyệt, chờ cấp số, ban hành"
REOPENED = "Báo cáo đã trình được mở lại, chưa phải duyệt"
ISSUED = "Báo cáo đã ban hành"
RECEIVED = "Có báo cáo mới gửi đến"
CORRECTED = "Có báo cáo mới gửi đến, thay thế báo cáo trước"
SIGNED = "Báo cáo đã có bản ký"


def of_submitted(report: Report, *, by: Officer, now: datetime) -> None:
    """Tell the leaders whose approval it waits for."""
    body = approvers_of(report, on=localdate(now)).body
    if body is not None:
        _tell(report, leaders_of(body, on=localdate(now)), NoticeKind.QUESTION, SUBMITTED, by=by, now=now)


def of_returned(report: Report, *, by: Officer, now: datetime) -> None:
    """Tell those who prepared it."""
    _tell(report, preparers_of(report, on=localdate(now)), NoticeKind.DECISION, RETURNED, by=by, now=now)


def of_approved(report: Report, *, by: Officer, now: datetime) -> None:
    """Tell those who prepared it, and the clerks, one of whom gives the number."""
    on = localdate(now)
    whom = preparers_of(report, on=on) | receivers.of_agencies([report.office_id], on=on)[report.office_id]
    _tell(report, whom, NoticeKind.DECISION, APPROVED, by=by, now=now)


def of_reopened(report: Report, *, by: Officer, now: datetime) -> None:
    """Tell the leaders that nothing waits for them any more."""
    body = approvers_of(report, on=localdate(now)).body
    if body is not None:
        _tell(report, leaders_of(body, on=localdate(now)), NoticeKind.DECISION, REOPENED, by=by, now=now)


def of_issued(report: Report, *, by: Officer, now: datetime) -> None:
    """Tell the house it comes from, and clerks and leaders of the receiver: an official paper goes to the head of the house too."""
    on = localdate(now)
    own = preparers_of(report, on=on)
    if (body := approvers_of(report, on=on).body) is not None:
        own |= leaders_of(body, on=on)
    _tell(report, own, NoticeKind.DECISION, ISSUED, by=by, now=now)
    if report.recipient_id is not None:
        words = CORRECTED if report.replaces_id else RECEIVED
        _tell(report, receivers.everybody_of(report.recipient_id, on=on), NoticeKind.DECISION, words, by=by, now=now)


def of_signed_copy(report: Report, *, by: Officer, now: datetime) -> None:
    """Tell the receiver that the signed paper can be read."""
    if report.recipient_id is not None:
        found = receivers.everybody_of(report.recipient_id, on=localdate(now))
        # Apart from the issued report, which its receiver may not have opened yet.
        _tell(report, found, NoticeKind.DECISION, SIGNED, by=by, now=now, thread="copy")


def _tell(
    report: Report, whom: Iterable[int], kind: NoticeKind, text: str, *, by: Officer, now: datetime, thread: str = "steps"
) -> None:  # fmt: skip
    path = reverse("reporting:report-detail", args=[report.pk])
    # A thread of its own: a file that was made must not push away what is asked.
    subject = f"report:{report.pk}:{thread}"
    tell((Entry(pk, kind, subject, text, path) for pk in set(whom) - {by.pk}), now=now)
