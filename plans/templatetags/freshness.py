"""What lists of work say beside a standing: silence that lasts too long, and the key of an answer in one tap."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import template

from plans.freshness import stale_days

register = template.Library()


@register.filter
def stale(item: Any, on: date) -> int | None:
    """Days since the last update where they are too many; nothing for no item."""
    return stale_days(item, on=on) if item is not None and item != "" else None


@register.simple_tag
def once_key() -> str:
    """A key for one answer, so that a double tap answers once."""
    return str(uuid.uuid4())
