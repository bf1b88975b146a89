"""Time for histories: the database dates changes itself, so a test that needs the past moves them there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pgtrigger

from agencies.history.tracking import EVENTS


def dated(when: datetime, model: Any, **which: Any) -> None:
    """Say that the changes of a table (those that fit) happened at a moment."""
    changes = EVENTS[model]
    with pgtrigger.ignore(f"{changes._meta.label}:append_only"):
        changes._base_manager.filter(**which).update(pgh_created_at=when)
