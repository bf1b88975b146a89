"""Reports that wait for whoever looks, as a block for the first pages of a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from agencies.models import Officer
from reporting.approving import waiting_for
from reporting.parts import asked_of

register = template.Library()


@register.inclusion_tag("reporting/_waiting.html")
def reports_waiting(officer: Officer, today: date) -> dict[str, Any]:
    """To be approved, to be numbered, returned; nothing at all where none waits."""
    return {"queue": waiting_for(officer, on=today)}


@register.inclusion_tag("reporting/_parts_waiting.html")
def parts_waiting(officer: Officer) -> dict[str, Any]:
    """Parts of reports that the officer's agency was asked for; nothing at all where none waits."""
    return {"parts": asked_of(officer)}
