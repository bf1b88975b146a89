"""The calendar of due days by month and week."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.http import officer_of
from agencies.marks import MARKS
from plans.counting import is_office
from plans.due_calendar import MONTH, WEEK, Asked, page_of
from plans.filters import OWED, WATCHED, WHOSE
from plans.forms.calendar import VIEWS, CalendarForm

# What the marks of a month mean, under it.
LEGEND = [MARKS[code] for code in ("overdue", "due_soon", "within", "not_started", "waiting", "done")]


@require_safe
def due_calendar(request: HttpRequest) -> HttpResponse:
    """Deadlines, reporting periods, days off and days made up for, within one's scope."""
    officer, today = officer_of(request), timezone.localdate()
    form = CalendarForm(request.GET, officer=officer, today=today)
    asked = form.asked
    page = page_of(officer, asked, today=today)
    sides = [(code, label) for code, label in WHOSE if code == OWED or asked.whose == WATCHED or is_office(officer)]
    return render(request, "plans/due_calendar.html", {
        "page": page, "asked": asked, "form": form, "today": today, "legend": LEGEND, "is_week": asked.view == WEEK,
        "tabs": [_tab(asked, code, label) for code, label in [("", "Tất cả"), *sides]],
        "views": [{"label": label, "url": url(asked, view=code), "current": asked.view == code} for code, label in VIEWS],
        **_beside(asked, today),
    })  # fmt: skip


def _tab(asked: Asked, code: str, label: str) -> dict[str, Any]:
    return {"label": label, "url": url(asked, whose=code), "current": asked.whose == code}


def _beside(asked: Asked, today: date) -> dict[str, Any]:
    """Links to the span before and after, and to today's where another is shown."""
    there = {"before": asked.beside(-1), "after": asked.beside(1)}
    links = {f"{name}_url": url(asked, on=day) if day else "" for name, day in there.items()}
    first, last = asked.span
    return {**links, "today_url": "" if first <= today <= last else url(asked, on=today)}


def url(asked: Asked, *, on: date | None = None, view: str | None = None, whose: str | None = None) -> str:
    """The same calendar with one thing changed."""
    view = asked.view if view is None else view
    said = {
        "xem": "" if view == MONTH else view,
        "ngay": (on or asked.on).isoformat(),
        "cua": asked.whose if whose is None else whose,
        "ke_hoach": asked.plan or "",
    }
    return "?" + urlencode({key: value for key, value in said.items() if value})
