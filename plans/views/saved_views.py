"""Saved views of the list: keep the conditions of the moment under a name, find them again, forget them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from agencies.http import officer_of, say
from agencies.verdict import Denied
from plans.filters import item_list_url
from plans.forms.bulk import SaveViewForm
from plans.models import SavedView
from plans.services import saved_views


@require_http_methods(["GET", "HEAD", "POST"])
def view_list(request: HttpRequest) -> HttpResponse:
    """My views and those of my offices, and a name for the conditions that one came with."""
    officer, asked = officer_of(request), request.GET.get("truy_van", "")[:1000]
    form = SaveViewForm(request.POST or None, officer=officer, initial={"query": asked})
    if request.method == "POST" and form.is_valid():
        try:
            view = saved_views.save_view(by=officer, now=timezone.now(), **form.said)
        except Denied as refusal:
            form.add_error("name", refusal.reason)
        else:
            say(request, f"Đã lưu chế độ xem “{view.name}”; mở lại ở mục Chế độ xem của trang Nhiệm vụ.")
            return redirect(f"{item_list_url()}{view.query}")
    views = SavedView.objects.visible_to(officer).select_related("officer", "agency")
    return render(request, "plans/view_list.html", {
        "form": form if asked or request.method == "POST" else None, "views": views, "list_url": item_list_url(),
    })  # fmt: skip


@require_POST
def view_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a view."""
    view = get_object_or_404(SavedView.objects.visible_to(officer_of(request)), pk=pk)
    saved_views.drop_view(view, by=officer_of(request))
    say(request, f"Đã bỏ chế độ xem “{view.name}”.")
    return redirect("plans:view-list")
