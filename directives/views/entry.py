"""Entering a document, changing its record, tying it to its superiors."""

from __future__ import annotations

import re
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.http import officer_of, say
from agencies.services import SavedByOthers
from agencies.verdict import Denied
from directives.entering import amend, tie
from directives.forms import CANDIDATES, Catalogue, SuperiorForm
from directives.models import Directive
from directives.numbers import parse_number
from directives.rules import may_edit
from directives.services import DuplicateDirective, unlink
from directives.sheets import EntrySheet, ReviseSheet, editing_office, named_addressees

GET_OR_POST = ("GET", "HEAD", "POST")


@require_http_methods(GET_OR_POST)
def create(request: HttpRequest) -> HttpResponse:
    """Enter a document by hand."""
    sheet = EntrySheet(request)
    if request.method == "POST" and sheet.is_valid() and (saved := sheet.save(now=timezone.now())):
        directive, told = saved
        say(request, told)
        return redirect("directives:detail", directive.pk)
    return render(request, "directives/create.html", {"sheet": sheet})


@require_http_methods(GET_OR_POST)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the record, the addressees, one's own text and files."""
    officer = officer_of(request)
    directive = get_object_or_404(Directive.objects.visible_to(officer).select_related("issuer", "recorded_by"), pk=pk)
    may_edit(officer, directive).require()
    sheet = ReviseSheet(request, directive, office=editing_office(officer, directive))
    if request.method == "POST" and sheet.is_valid():
        saved, sheet = _amended(request, sheet)
        if saved:
            say(request, f"Đã lưu {saved.title}.")
            return redirect("directives:detail", pk)
    return render(request, "directives/edit.html", {"sheet": sheet, "directive": directive})


def _amended(request: HttpRequest, sheet: ReviseSheet) -> tuple[Directive | None, ReviseSheet]:
    """Save, or come back with the sheet that says why not and keeps what was typed."""
    form = sheet.form
    data = form.cleaned_data
    try:
        saved = amend(
            sheet.directive, entry=form.entry(), version=data["version"], office=sheet.office, by=sheet.officer, now=timezone.now(),
            addressees=named_addressees(sheet.addressees), drop_addressees=[form.kept[key] for key in data["drop_addressees"]],
            drop_files=[form.kept_files[key] for key in data["drop_files"]], uploads=data["uploads"],
        )  # fmt: skip
    except SavedByOthers as first:
        current = cast("Directive", first.current)
        again = ReviseSheet(request, current, office=sheet.office, version=current.version)
        if again.is_valid():
            again.compare(current)
        return None, again
    except DuplicateDirective as found:
        form.add_error(
            None, f"{found.existing.title} đã có hồ sơ riêng trong hệ thống; hai hồ sơ không thể trùng nhau."
        )
        return None, sheet
    except Denied as refusal:
        form.add_error(None, refusal.reason)
        return None, sheet
    return saved, sheet


@require_http_methods(GET_OR_POST)
def links(request: HttpRequest, pk: int) -> HttpResponse:
    """Superiors of a document: those it has, and one more."""
    officer = officer_of(request)
    directive = get_object_or_404(Directive.objects.visible_to(officer), pk=pk)
    may_edit(officer, directive).require()
    form = SuperiorForm(request.POST or None, prefix="superior", user=officer, catalogue=Catalogue(officer))
    if request.method == "POST" and not request.POST.get("more") and _tied(form, directive):
        say(request, "Đã liên kết văn bản.")
        return redirect("directives:link-add", pk)
    rows = directive.links.select_related("superior__issuer")
    return render(request, "directives/links.html", {"directive": directive, "form": form, "links": rows})


def _tied(form: SuperiorForm, directive: Directive) -> bool:
    """Link to what the row names; an empty row or a circle is an error of the row."""
    if not form.is_valid():
        return False
    if form.superior is None:
        form.add_error("query", "Tìm và chọn một văn bản, hoặc ghi văn bản khác.")
        return False
    officer = form.user
    try:
        tie(directive, form.superior, office=editing_office(officer, directive), by=officer, now=timezone.now())
    except Denied as refusal:
        form.add_error("query", refusal.reason)
        return False
    return True


@require_http_methods(GET_OR_POST)
def link_remove(request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
    """Take a link away, after showing what that means."""
    officer = officer_of(request)
    directive = get_object_or_404(Directive.objects.visible_to(officer), pk=pk)
    link = get_object_or_404(directive.links.select_related("directive", "superior"), pk=link_pk)
    may_edit(officer, directive).require()
    if request.method == "POST":
        unlink(link, by=officer)
        say(request, f"Đã bỏ liên kết với {link.superior.title}; hồ sơ văn bản đó vẫn còn.")
        return redirect("directives:link-add", pk)
    return render(request, "directives/link_remove.html", {"directive": directive, "link": link})


@require_safe
def read_number(request: HttpRequest) -> HttpResponse:
    """How a number is read, while it is typed."""
    typed = request.GET.get("number_as_printed", "")[:80]
    return render(request, "directives/_number.html", {"typed": typed, "parsed": parse_number(typed)})


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Documents to choose a superior from, while words are typed in a row of a form."""
    row = request.GET.get("row", "")
    if not re.fullmatch(r"superiors?(-\d{1,2})?", row):
        raise Http404
    query = request.GET.get(f"{row}-query", "")[:120].strip()
    visible = Directive.objects.visible_to(officer_of(request)).select_related("issuer")
    found = visible.best_first(query)[:CANDIDATES] if query else []
    return render(
        request, "directives/_candidates.html", {"row": row, "candidates": found, "chosen": None, "query": query}
    )
