"""The list as a workbook: the rows that its conditions show, in its order, for who asks."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, Any, Final

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from agencies.choices import ReadKind
from agencies.http import officer_of
from agencies.models import Officer
from agencies.reads.taking import took_out
from agencies.templatetags.parts import thousands
from agencies.uploads import XLSX
from plans import jobs
from plans.filters import ItemFilter, item_list_url, untyped
from plans.listing import settled
from plans.models import ExportState, ItemExport
from plans.services import exporting
from plans.views.items import settled_query
from plans.workbook.listing import MOST, conditions, made, rows_listed
from plans.workbook.rows import Row
from plans.workbook.writing import Heading, write_workbook

AT_ONCE: Final = 2_000  # rows that are written while the officer waits: two seconds
KNOWN: Final = 5
KEPT_IN_MEMORY: Final = 4 * 1024 * 1024


@require_safe
def item_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly what `/nhiem-vu/` shows with the same query: every page of it, with nobody else's rows; long lists by a job."""
    officer, query = officer_of(request), settled_query(request)
    chosen = ItemFilter(query, officer=officer, today=timezone.localdate())
    total, rows = rows_listed(chosen, str(query["muc"]), officer, most=MOST)
    back = f"{item_list_url()}{query.urlencode()}"
    if total > MOST:
        messages.warning(
            request, f"Danh sách có {thousands(total)} dòng; mỗi lần xuất được {thousands(MOST)} dòng. Hãy lọc bớt."
        )
        return redirect(back)
    words = conditions(chosen, query)
    if total > AT_ONCE:
        told = {"total": total, "words": words, "query": query.urlencode(), "back": back, "known": _known(officer)}
        return render(request, "plans/export_long.html", told)
    heading = Heading(chosen.on, total, words, made(officer, now=timezone.now()), settings.DEMO)
    file = _written(heading, rows)
    _note(officer, query, total, file)
    return _answer(file, f"nhiem-vu-{chosen.on.isoformat()}.xlsx")


@require_POST
def export_begin(request: HttpRequest) -> HttpResponse:
    """Have a long list written by a job."""
    officer = officer_of(request)
    query = settled(QueryDict(request.POST.get("query", "")[:2000]))
    chosen = ItemFilter(query, officer=officer, today=timezone.localdate())
    total, _ = rows_listed(chosen, str(query["muc"]), officer, most=MOST)
    one = exporting.begin(by=officer, now=timezone.now(), query=query.urlencode(), on=chosen.on, total=min(total, MOST))
    transaction.on_commit(lambda: jobs.write_export.delay(one.pk), robust=True)
    return redirect("plans:item-export-long", one.pk)


def _known(officer: Officer) -> QuerySet[ItemExport]:
    """One's own last exports, so that a file is found again by who left its page."""
    mine = ItemExport.objects.visible_to(officer).filter(sight=exporting.sight_of(officer))
    return mine.filter(made_at__gte=timezone.now() - exporting.KEPT)[:KNOWN]


def _the_export(request: HttpRequest, pk: int) -> ItemExport:
    """One's own export, while one may see what one saw when it was made."""
    officer = officer_of(request)
    one = get_object_or_404(ItemExport.objects.visible_to(officer), pk=pk)
    if one.sight != exporting.sight_of(officer):
        raise Http404
    return one


@require_safe
@cache_control(private=True, no_store=True)
def export_long(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the file is, and where to fetch it."""
    one = _the_export(request, pk)
    return render(request, "plans/export_waiting.html", {"export": one, "done": min(exporting.told(one), one.total)})


@require_safe
def export_file(request: HttpRequest, pk: int) -> FileResponse:
    """The finished file."""
    one = _the_export(request, pk)
    if one.state != ExportState.READY:
        raise Http404
    try:
        file = one.file.open("rb")
    except FileNotFoundError:
        raise Http404("the file is gone from the store") from None
    _note(officer_of(request), QueryDict(one.query), one.total, file)
    return _answer(file, f"nhiem-vu-{one.on.isoformat()}.xlsx")


def _written(heading: Heading, rows: Iterator[Row]) -> IO[bytes]:
    file: IO[bytes] = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY)  # noqa: SIM115 - sent after the view has ended
    try:
        write_workbook(file, heading, rows)
    except BaseException:
        file.close()  # else the response does
        raise
    file.seek(0)
    return file


def _note(officer: Officer, query: QueryDict, total: int, file: Any) -> None:
    """Whoever takes rows out leaves an entry in the log of reads, each time; without the words that were typed."""
    took_out(officer, ReadKind.ITEMS, now=timezone.now(), rows=total, query=untyped(query), leaving=file)


def _answer(file: Any, name: str) -> FileResponse:
    response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
