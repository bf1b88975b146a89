"""The list of documents, one document, its files."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from agencies.choices import ReadKind
from agencies.http import officer_of
from agencies.models import Officer, offices_of
from agencies.paging import size_asked
from agencies.reads.taking import took_out, took_out_today
from directives import chain
from directives.choices import Purpose, Secrecy
from directives.filters import DirectiveFilter, in_order
from directives.full_text import excerpts
from directives.models import Addressee, Directive, DirectiveCopy, DirectiveFile
from directives.rules import may_edit

# What a browser shows itself; everything else is offered for download.
SHOWN_INLINE = ("application/pdf", "image/jpeg", "image/png")


@require_safe
def directive_list(request: HttpRequest) -> HttpResponse:
    """Documents the officer may see, narrowed and ordered by the URL."""
    officer = officer_of(request)
    visible = Directive.objects.visible_to(officer).select_related("issuer")
    narrowed = DirectiveFilter(request.GET, queryset=visible, user=officer)
    pages = Paginator(in_order(narrowed.qs, request.GET.get("sort", "")), size_asked(request.GET.get("size")))
    page = pages.get_page(request.GET.get("page"))
    found = excerpts(page, request.GET.get("q", ""), officer) if narrowed.is_valid() and narrowed.in_text else {}
    shown = {
        "filter": narrowed,
        "page": page,
        "total": pages.count,
        "rows": [(one, found.get(one.pk, "")) for one in page],
    }
    return render(
        request,
        "directives/list.html",
        {**shown, "today": timezone.localdate(), "may_enter": bool(offices_of(officer))},
    )


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: where it comes from, what it led to, its record, text and files."""
    officer = officer_of(request)
    visible = Directive.objects.visible_to(officer)
    directive = get_object_or_404(visible.select_related("issuer", "term", "recorded_by", "recorded_by_officer"), pk=pk)
    context = {
        "directive": directive,
        "is_readable": Directive.objects.readable_by(officer).filter(pk=pk).exists(),
        "drawing": chain.around(directive, visible),
        "may_edit": bool(may_edit(officer, directive)),
        "today": timezone.localdate(),
    }
    held = _held(directive, officer)
    if held["texts"] and directive.secrecy == Secrecy.INTERNAL:
        holders = [directive.issuer_id, *(copy.office_id for copy in held["texts"])]
        took_out_today(
            officer, ReadKind.TEXT, now=timezone.now(), thing=directive.pk, directive=directive.pk, holders=holders
        )
    return render(request, "directives/detail.html", {**context, **held})


def _held(directive: Directive, officer: Officer) -> dict[str, Any]:
    """Addressees, texts and files as far as the officer may read them."""
    copies = DirectiveCopy.objects.of_document(directive, officer)
    rows = list(copies.select_related("office").prefetch_related("files").order_by("-is_common", "id"))
    files = [
        {"name": f.name, "size": f.size, "url": reverse("directives:file", args=[f.pk]), "note": copy.office.label}
        for copy in rows
        for f in copy.files.all()
    ]
    return {"texts": [copy for copy in rows if copy.text], "files": files, "addressees": _by_purpose(directive)}


def _by_purpose(directive: Directive) -> list[tuple[str, list[Addressee]]]:
    """Who the document was sent to; whom a plan assigned is the plan's to tell (decision 14)."""
    rows = list(directive.addressees.select_related("agency", "group").exclude(purpose=Purpose.ASSIGNED))
    grouped = ((purpose.label, [row for row in rows if row.purpose == purpose]) for purpose in Purpose)
    return [(label, named) for label, named in grouped if named]


@require_safe
@cache_control(private=True, no_store=True)
@csp_override(
    {"default-src": ["'none'"], "object-src": ["'self'"], "img-src": ["'self'"], "style-src": ["'unsafe-inline'"]}
)
def file(request: HttpRequest, pk: int) -> FileResponse:
    """An original file, to those who may see the copy it belongs to; never kept by a proxy."""
    officer = officer_of(request)
    row = get_object_or_404(DirectiveFile.objects.visible_to(officer).select_related("copy__directive"), pk=pk)
    inline = row.content_type in SHOWN_INLINE and "tai" not in request.GET
    try:
        content = row.file.open("rb")
    except FileNotFoundError:
        raise Http404("the file is gone from the store") from None
    about = row.copy.directive
    if about.secrecy == Secrecy.INTERNAL:
        holders = (about.issuer_id, row.copy.office_id)
        took_out(
            officer,
            ReadKind.FILE,
            now=timezone.now(),
            thing=row.pk,
            directive=about.pk,
            holders=holders,
            leaving=content,
        )
    response = FileResponse(content, as_attachment=not inline, filename=row.name, content_type=row.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response
