"""What an officer chose about letters, and the hours in which their offices send any."""

from __future__ import annotations

from datetime import time

from django.conf import settings

from agencies.models import Officer
from plans.models import ReminderPolicy, ReminderPreference


def preference_of(officer: Officer) -> ReminderPreference:
    """The officer's choices; whoever never chose gets everything, at the office's hour (a row that is not stored)."""
    return ReminderPreference.objects.filter(officer=officer).first() or ReminderPreference(officer=officer)


def hours_of(officer: Officer) -> tuple[time, time]:
    """From when and until when letters leave: the latest hour that an office of theirs has set, else that of the installation."""
    window = settings.REMINDERS
    closes = time.fromisoformat(window["closes"])
    set_hours = ReminderPolicy.objects.filter(agency_id__in=officer.scope.own, digest_at__isnull=False)
    hours = [time.fromisoformat(window["opens"]), *set_hours.values_list("digest_at", flat=True)]
    return min(max(hour for hour in hours if hour is not None), closes), closes
