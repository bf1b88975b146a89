"""Verbs about letters to oneself: which optional ones, at which hours; stopping what is optional from within a letter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from agencies.models import Officer
from agencies.verdict import Denied
from plans.choosing import hours_of
from plans.models import ReminderPreference
from plans.policy import OPTIONAL
from plans.rules_preferences import leaves_room, may_refuse


def choose(
    officer: Officer,
    *,
    by: Officer,
    skipped: Iterable[str],
    weekly: bool,
    not_before: time | None = None,
    not_after: time | None = None,
) -> ReminderPreference:
    """Set which optional occasions an officer leaves out, the weekly summary or none, and the hours for letters."""
    if by.pk != officer.pk:
        raise Denied("Mỗi cán bộ tự chọn thư của mình; không ai chọn thay.")
    left_out = set(skipped)
    may_refuse(left_out).require()
    opens, closes = hours_of(officer)
    leaves_room(not_before, not_after, opens=opens, closes=closes).require()
    chosen = {
        "skipped": [occasion.value for occasion in OPTIONAL if occasion in left_out],
        "weekly": weekly, "not_before": not_before, "not_after": not_after,
    }  # fmt: skip
    return ReminderPreference.objects.update_or_create(officer=officer, defaults=chosen)[0]


def stop_optional(officer: Officer) -> ReminderPreference:
    """Leave out everything optional, hours as they were; asked for from within a letter, whose signed address says who it is."""
    chosen = {"skipped": [occasion.value for occasion in OPTIONAL], "weekly": False}
    return ReminderPreference.objects.update_or_create(officer=officer, defaults=chosen)[0]
