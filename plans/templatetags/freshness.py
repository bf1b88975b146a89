"""Work under way from which nothing was heard for too long, for lists."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from plans.freshness import stale_days

register = template.Library()


@register.filter
def stale(item: Any, on: date) -> int | None:
    """Days since the last update where they are too many; nothing for no item."""
    return stale_days(item, on=on) if item is not None and item != "" else None
