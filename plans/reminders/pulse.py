"""Marks of the scheduled jobs: when each last ran to its end."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localdate

from plans.models import Heartbeat


def mark(job: str, *, now: datetime, note: object = "") -> None:
    """Note that a job ran to its end."""
    Heartbeat.objects.update_or_create(job=job, defaults={"at": now, "note": str(note)[:200]})


def ran_on(job: str, day: date) -> bool:
    """Whether a job ran to its end on a day or later."""
    last = Heartbeat.objects.filter(job=job).values_list("at", flat=True).first()
    return last is not None and localdate(last) >= day
