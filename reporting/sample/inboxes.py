"""Inboxes as tidy officers leave them: what is weeks old was put away, what is days old was read."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import F

from plans.models import Notice
from reporting.sample.tracking import at

READ = timedelta(days=4)
PUT_AWAY = timedelta(days=21)


def tidy_inboxes(*, today: date) -> None:
    """Read and put away what the year's acts said, by age."""
    said = Notice.objects.filter(officer__is_sample=True, read_at__isnull=True)
    said.filter(at__lt=at(today - PUT_AWAY, 12)).update(archived_at=F("at"))
    said.filter(at__lt=at(today - READ, 12)).update(read_at=F("at"))
