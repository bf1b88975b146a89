"""The inbox: what was said to an officer, put off, put away, opened; looking at the list changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.http import officer_of, say
from agencies.paging import size_asked
from agencies.wording import format_day, number
from plans import inbox as shown
from plans.filters import InboxFilter
from plans.forms.inbox import SnoozeForm
from plans.models import Notice
from plans.paging import page_of
from plans.services import inbox

LONGEST: Final = 500


@require_safe
@never_cache
def inbox_list(request: HttpRequest) -> HttpResponse:
    """What waits, what is put off and what is put away, by kind."""
    officer, on = officer_of(request), timezone.localdate()
    sets, tab = shown.parts(officer, on=on), shown.tab_of(request.GET)
    chosen = InboxFilter(request.GET, queryset=sets[tab])
    page = page_of(chosen.qs, size=size_asked(request.GET.get("size")), number=request.GET.get("page"))
    told = {
        "page": page, "rows": shown.dressed(page, officer, on=on), "filter": chosen, "muc": tab, "tabs": _tabs(sets, tab),
        "unread": chosen.qs.unread().count() if tab == shown.WAITING else 0, "now": timezone.now(),
        "back": request.get_full_path()[:LONGEST], "kept": shown.kept(request.GET),
    }  # fmt: skip
    return render(request, "plans/inbox.html", told)


def _tabs(sets: Mapping[str, Any], current: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": f"?muc={code}", "count": sets[code].count(), "current": code == current}
        for code, label in shown.TABS.items()
    ]


def _entry(request: HttpRequest, pk: int) -> Notice:
    """One's own entry about something one may still see."""
    return get_object_or_404(Notice.objects.visible_to(officer_of(request)), pk=pk)


def _back(request: HttpRequest) -> str:
    """The list as it was when the button was pressed."""
    asked, home = request.POST.get("ve", "")[:LONGEST], reverse("plans:inbox")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.partition("?")[0] == home
    return asked if safe else home


@require_POST
def inbox_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Open what an entry is about; it is read from now on."""
    notice = inbox.mark_read(_entry(request, pk), by=officer_of(request), now=timezone.now())
    return redirect(notice.path)


def _read(notice: Notice, request: HttpRequest) -> str:
    inbox.mark_read(notice, by=officer_of(request), now=timezone.now())
    return ""


def _unread(notice: Notice, request: HttpRequest) -> str:
    inbox.mark_unread(notice, by=officer_of(request))
    return ""


def _archive(notice: Notice, request: HttpRequest) -> str:
    inbox.archive(notice, by=officer_of(request), now=timezone.now())
    return "Đã cất; thông báo hiện lại khi có tin mới về việc này."


def _restore(notice: Notice, request: HttpRequest) -> str:
    inbox.restore(notice, by=officer_of(request))
    return "Đã đưa về mục Đang chờ."


ACTS: Final[dict[str, Callable[[Notice, HttpRequest], str]]] = {
    "da-doc": _read, "chua-doc": _unread, "cat": _archive, "dua-ve": _restore,
}  # fmt: skip


@require_POST
def inbox_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Mark one entry read or unread, put it away, take it back."""
    if act not in ACTS:
        raise Http404
    if words := ACTS[act](_entry(request, pk), request):
        say(request, words)
    return redirect(_back(request))


@require_http_methods(["GET", "HEAD", "POST"])
def inbox_snooze(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one entry off until a day."""
    notice, officer, now = _entry(request, pk), officer_of(request), timezone.now()
    form = SnoozeForm(request.POST if request.method == "POST" else None, on=timezone.localdate(now))
    if form.is_valid():
        kept = inbox.snooze(notice, by=officer, now=now, until=form.cleaned_data["until"])
        assert kept.snoozed_until is not None  # the verb has just set it
        say(request, f"Thông báo sẽ hiện lại ngày {format_day(kept.snoozed_until)}, sớm hơn nếu có tin mới.")
        return redirect("plans:inbox")
    row = shown.dressed([notice], officer, on=timezone.localdate(now))[0]
    return render(request, "plans/inbox_snooze.html", {"row": row, "form": form})


@require_POST
def inbox_read_all(request: HttpRequest) -> HttpResponse:
    """Mark as read exactly the entries that the list showed, all its pages; not what was said since."""
    officer, now = officer_of(request), timezone.now()
    until = _moment(request.POST.get("den", "")) or now
    rows = shown.chosen(officer, request.POST, on=timezone.localdate(now), until=until)
    count = inbox.mark_all_read(rows.unread(), by=officer, now=now)
    say(request, f"Đã đánh dấu đã đọc {number(count)} thông báo." if count else "Không có thông báo nào chưa đọc.")
    return redirect(_back(request))


def _moment(typed: str) -> datetime | None:
    """The moment at which a page was shown, as its form brings it back."""
    try:
        found = parse_datetime(typed[:40])
    except ValueError:
        return None
    return found if found and timezone.is_aware(found) else None
