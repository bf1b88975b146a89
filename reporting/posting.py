"""The letter that somebody asked for: the file is ready, here is the page. No attachment: who reads it signs in first.

At most once: the row is marked before the letter leaves. The inbox says the same and is never lost.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate

from plans.reminders.channels import Email, Letter
from plans.reminders.parts import absolute
from plans.reminders.postman import Outcome
from reporting.choices import FileKind, FileState, MailState
from reporting.models import FileWish, Report

logger = logging.getLogger(__name__)

TRIES: Final = 5
AT_ONE_GO: Final = 50


def send_for(file_id: int, *, now: datetime) -> int:
    """Send the letters of one file that has just become ready."""
    return _send(_owed().filter(file=file_id), now=now)


def send_waiting(*, now: datetime) -> int:
    """Send what a mail server that was away left behind; returns how many left."""
    return _send(_owed(), now=now)


def _owed() -> QuerySet[FileWish]:
    found = FileWish.objects.filter(mail=MailState.WAITING, file__state=FileState.READY)
    return found.select_related("file__report__office", "file__report__directive", "officer").order_by("at", "pk")


def _send(owed: QuerySet[FileWish], *, now: datetime) -> int:
    mail, sent = Email(), 0
    try:
        for wish in owed[:AT_ONE_GO]:
            mine = FileWish.objects.filter(pk=wish.pk)
            if not mine.filter(mail=MailState.WAITING).update(mail=MailState.SENT, mail_tries=F("mail_tries") + 1):
                continue  # another worker has it
            if not _may_still_read(wish, now=now):
                mine.update(mail=MailState.NONE)
                continue
            try:
                outcome = mail.hand_over(Letter(wish.officer, write(wish), _key(wish))).outcome
            except Exception:  # one unwritable letter must not hold up the others, nor the file
                logger.exception("letter on report file %s could not be written", wish.file_id)
                outcome = Outcome.REFUSED
            if outcome == Outcome.UNREACHABLE and wish.mail_tries + 1 < TRIES:
                mine.update(mail=MailState.WAITING)
                break  # nobody answers: the others wait too
            if outcome in (Outcome.REFUSED, Outcome.UNREACHABLE):
                mine.update(mail=MailState.FAILED)
            else:
                sent += 1
    finally:
        mail.close()
    return sent


def _may_still_read(wish: FileWish, *, now: datetime) -> bool:
    """Whoever left, lost the address or the sight of the report meanwhile gets none."""
    officer = wish.officer
    if not officer.is_active or not officer.email:
        return False
    return Report.objects.visible_to(officer.enter(on=localdate(now))).filter(pk=wish.file.report_id).exists()


def _key(wish: FileWish) -> str:
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return f"<tep-{wish.file_id}-{wish.pk}-{wish.file.sha256[:12]}@{host}>"


def write(wish: FileWish) -> EmailMultiAlternatives:
    """The letter: which report, which file, where it is."""
    file = wish.file
    told = {
        "officer": wish.officer, "report": file.report, "kind": FileKind(file.kind).label, "file": file,
        "url": absolute(f"{reverse('reporting:report-detail', args=[file.report_id])}#tep"), "demo": bool(settings.DEMO),
    }  # fmt: skip
    message = EmailMultiAlternatives(
        subject=f"Đôn Đốc: {told['kind']} báo cáo {file.report.period_label} đã sẵn sàng"[:200],
        body=render_to_string("reporting/mail/file_ready.txt", told),
        to=[wish.officer.email],
        headers={"Message-ID": _key(wish), "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
    message.attach_alternative(render_to_string("reporting/mail/file_ready.html", told), "text/html")
    return message
