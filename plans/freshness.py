"""How long nothing was heard of work under way: one limit for every page. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from plans.choices import Lifecycle

# Calendar days without an update after which work under way counts as gone quiet.
STALE_DAYS: Final = 30


def stale_days(item: Any, *, on: date) -> int | None:
    """Days since the last update of a product under way, where they are too many; check-ins have their periods for that."""
    if item.period_id is not None or item.lifecycle != Lifecycle.IN_PROGRESS or item.last_update_on is None:
        return None
    days = (on - item.last_update_on).days
    return days if days > STALE_DAYS else None
