"""The page of the log."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agencies.choices import ReadKind
from agencies.http import officer_of
from agencies.paging import size_asked
from agencies.reads import naming
from agencies.reads.filters import ReadFilter


@never_cache
@require_safe
def read_list(request: HttpRequest) -> HttpResponse:
    """Who took out what, newest first, as far as the officer may know."""
    officer = officer_of(request)
    chosen = ReadFilter(request.GET, user=officer)
    pages = Paginator(chosen.qs.select_related("officer"), size_asked(request.GET.get("size")))
    page = pages.get_page(request.GET.get("page"))
    about = chosen.form.cleaned_data.get("van_ban")
    known = naming.names_of(ReadKind.TEXT, [int(about)], officer).values() if about else ()
    shown = {"filter": chosen, "page": page, "rows": naming.told(page.object_list, officer)}
    return render(
        request, "agencies/read_list.html", {**shown, "one_document": bool(about), "about": next(iter(known), None)}
    )
