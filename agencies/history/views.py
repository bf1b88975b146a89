"""The page of a history, and the newest of it for the page of the thing itself."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.history.forms import DayForm, HistoryForm
from agencies.history.reading import Reader
from agencies.history.subjects import subject_of
from agencies.http import officer_of

SIZES = ("50", "100", "200")
NEWEST = 5


@require_safe
def history_page(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Who changed what, or how it was on a day (`?ngay=`); the newest only where a page asks for them (`?gan_day=`)."""
    officer, subject = officer_of(request), subject_of(kind)
    if subject is None:
        raise Http404
    thing = get_object_or_404(subject.visible(officer), pk=pk)
    reader = Reader(subject, thing, officer)
    told = {"subject": subject, "thing": thing, "place": subject.place(thing)}
    if "gan_day" in request.GET:
        return render(request, "agencies/history.html#newest", {**told, "acts": reader.newest(NEWEST)})
    day_form = DayForm(request.GET, today=timezone.localdate())
    day = day_form.cleaned_data.get("ngay") if day_form.is_valid() else None
    if day:
        return render(
            request,
            "agencies/history_day.html",
            {**told, "day_form": day_form, "on": day, "states": reader.state_on(day)},
        )
    return render(request, "agencies/history.html", {**told, "day_form": day_form, **_listed(request, reader)})


def _listed(request: HttpRequest, reader: Reader) -> dict[str, Any]:
    form = HistoryForm(request.GET, actors=reader.actors())
    size = request.GET.get("size", "")
    page, acts = reader.page(form.asked, size=int(size if size in SIZES else SIZES[0]), number=request.GET.get("page"))
    return {"form": form, "page": page, "acts": acts}
