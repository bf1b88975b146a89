"""The ledger of reminders: what was reminded and what became of it, the letters, the file, and who gets what on the next day."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any, Final

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agencies.choices import ReadKind
from agencies.http import officer_of
from agencies.models import working_calendar
from agencies.navigation import works_as_office
from agencies.paging import size_asked
from agencies.reads.taking import took_out
from agencies.uploads import XLSX
from agencies.wording import number
from plans import ledger
from plans.coming import agency_coming
from plans.expecting import expected_letters
from plans.ledger import LetterFilter, ReminderFilter
from plans.models import Reminder
from plans.paging import page_of
from plans.workbook.ledger import LAYOUT, LETTERS, rows_of_letters, rows_of_reminders
from plans.workbook.listing import made
from plans.workbook.rows import Row
from plans.workbook.writing import Heading, Layout, write_workbook

MOST: Final = 20_000
LETTERS_SHOWN: Final = 100
KEPT_IN_MEMORY: Final = 4 * 1024 * 1024


def _tabs(here: str) -> list[dict[str, Any]]:
    places = (("Các lần nhắc", "reminder-list"), ("Thư", "reminder-letters"), ("Dự kiến", "reminder-preview"))
    return [{"label": words, "url": reverse(f"plans:{name}"), "current": name == here} for words, name in places]


@require_safe
def reminder_list(request: HttpRequest) -> HttpResponse:
    """Every reminder one may see, with what became of it; of one agency also what comes next."""
    officer, today = officer_of(request), timezone.localdate()
    chosen = ReminderFilter(request.GET, officer=officer)
    size = size_asked(request.GET.get("size"))
    page = page_of(ledger.shown(chosen.ordered()), size=size, number=request.GET.get("page"))
    agency = chosen.agency()
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "plans/reminder_list.html", {
        "page": page, "rows": [_told(row) for row in page.object_list], "form": chosen.form, "narrowed": chosen.is_narrowed,
        "tabs": _tabs("reminder-list"), "open_plans": ledger.openable(officer, page.object_list), "agency": agency,
        "query": query.urlencode(), "is_office": works_as_office(officer),
        "coming": agency_coming(agency, officer, on=today) if agency else [],
    })  # fmt: skip


def _told(row: Reminder) -> dict[str, Any]:
    """A row with its words."""
    return {
        "row": row, "plan": ledger.plan_of(row), "about": ledger.about(row), "source": ledger.path_of(row),
        "receivers": ledger.receivers(row), "ending": ledger.ending(row),
    }  # fmt: skip


@require_safe
def reminder_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly what the list shows with the same conditions, every page of it."""
    officer, now = officer_of(request), timezone.now()
    chosen = ReminderFilter(request.GET, officer=officer)
    ids = list(chosen.ordered().values_list("pk", flat=True)[: MOST + 1])
    if len(ids) > MOST:
        return _too_many(request, chosen.qs.count(), "plans:reminder-list")
    heading = Heading(timezone.localdate(now), len(ids), chosen.words(), made(officer, now=now), settings.DEMO)
    file = _written(heading, rows_of_reminders(ids), LAYOUT)
    took_out(officer, ReadKind.REMINDERS, now=now, rows=len(ids), query=ledger.untyped(request.GET), leaving=file)
    return _workbook(file, f"so-nhac-viec-{heading.on:%Y-%m-%d}.xlsx")


def _too_many(request: HttpRequest, total: int, page: str) -> HttpResponse:
    """Back to the list with what to do."""
    messages.warning(
        request,
        f"Sổ có {number(total)} dòng theo điều kiện này; mỗi lần xuất được {number(MOST)} dòng. Hãy lọc bớt, ví dụ theo ngày.",
    )
    return redirect(f"{reverse(page)}?{request.GET.urlencode()}")


def _workbook(file: IO[bytes], name: str) -> FileResponse:
    response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _written(heading: Heading, rows: Iterator[Row], layout: Layout) -> IO[bytes]:
    file: IO[bytes] = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY)  # noqa: SIM115 - sent after the view has ended
    try:
        write_workbook(file, heading, rows, layout=layout)
    except BaseException:
        file.close()  # else the response does
        raise
    file.seek(0)
    return file


@require_safe
@never_cache
def letter_list(request: HttpRequest) -> HttpResponse:
    """Letters to oneself, and to the officers whose accounts one administers: what became of each, never what it says."""
    officer = officer_of(request)
    chosen = LetterFilter(request.GET, officer=officer)
    page = Paginator(chosen.qs.order_by("-day", "-id"), size_asked(request.GET.get("size"))).get_page(
        request.GET.get("page")
    )
    return render(request, "plans/reminder_letters.html", {
        "page": page, "form": chosen.form, "tabs": _tabs("reminder-letters"), "keeps": bool(officer.scope.administered),
        "query": request.GET.urlencode(),
    })  # fmt: skip


@require_safe
def letter_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly the letters that the tab shows with the same conditions, what they say left out."""
    officer, now = officer_of(request), timezone.now()
    chosen = LetterFilter(request.GET, officer=officer)
    ids = list(chosen.qs.order_by("-day", "-id").values_list("pk", flat=True)[: MOST + 1])
    if len(ids) > MOST:
        return _too_many(request, chosen.qs.count(), "plans:reminder-letters")
    words, on = ledger.words_of(chosen.form), timezone.localdate(now)
    heading = Heading(on, len(ids), words, made(officer, now=now), settings.DEMO)
    file = _written(heading, rows_of_letters(ids), LETTERS)
    query = ledger.untyped(request.GET, LetterFilter)
    took_out(officer, ReadKind.REMINDERS, now=now, rows=len(ids), query=query, leaving=file)
    return _workbook(file, f"thu-nhac-viec-{on:%Y-%m-%d}.xlsx")


@require_safe
@never_cache
def reminder_preview(request: HttpRequest) -> HttpResponse:
    """Who would get what in the next working day's letters; nothing is written by looking."""
    officer, opens = officer_of(request), time.fromisoformat(settings.REMINDERS["opens"])
    day = next_day(timezone.localtime(), opens=opens)
    letters = expected_letters(officer, on=day)
    page = Paginator(letters, LETTERS_SHOWN).get_page(request.GET.get("page"))
    return render(request, "plans/reminder_preview.html", {
        "page": page, "day": day, "hour": settings.REMINDERS["opens"], "tabs": _tabs("reminder-preview"),
        "nobody": sum(len(one.lines) for one in letters if one.officer is None),
        "people": sum(one.officer is not None for one in letters),
        "stand_in": sum(one.stands_in for one in letters if one.officer is not None),
    })  # fmt: skip


def next_day(now: datetime, *, opens: time) -> date:
    """The working day whose letters leave next: today's until the hour has come."""
    first = now.date() if now.time() < opens else now.date() + timedelta(days=1)
    return working_calendar().roll_forward(first)
