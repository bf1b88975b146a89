"""An officer's private calendars: their addresses, and the file that a calendar program fetches without signing in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from agencies.http import officer_of, say
from agencies.verdict import Denied
from plans import feed as feeds
from plans.forms.calendar import FeedForm
from plans.models import CalendarFeed
from plans.reminders.letter import absolute
from plans.services.feeds import feed_at, make, note_read, revoke
from plans.views.common import ask

GONE = "Không có lịch ở địa chỉ này.\n"


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def feed_list(request: HttpRequest) -> HttpResponse:
    """One's addresses; a new one is told in the answer to the form itself, so that it is kept in no session and no log."""
    officer, form = officer_of(request), FeedForm(request.POST or None)
    page = {"form": form, "feeds": CalendarFeed.objects.visible_to(officer).alive(), "address": "", "made": None}
    page |= {"may_make": not officer.scope.is_empty, "calendar_url": reverse("plans:due-calendar")}
    if request.method == "POST" and form.is_valid():
        try:
            page["made"], token = make(by=officer, now=timezone.now(), **form.cleaned_data)
            page |= {"address": absolute(reverse("plans:feed", args=[token])), "form": FeedForm()}
        except Denied as refusal:
            form.add_error(None, refusal.reason)
    return render(request, "plans/feed_list.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def feed_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an address answer no more, after saying what that means."""
    officer = officer_of(request)
    one = get_object_or_404(CalendarFeed.objects.visible_to(officer).alive(), pk=pk)
    if request.method == "POST":
        revoke(one, by=officer, now=timezone.now())
        say(request, f"Đã thu hồi địa chỉ lịch “{one.name}”. Hãy gỡ lịch đã đăng ký trên thiết bị ấy.")
        return redirect("plans:feed-list")
    told = [
        "Ai giữ địa chỉ này, kể cả thiết bị của đồng chí, không đọc được lịch nữa.",
        "Những gì thiết bị đã tải về còn ở đó cho đến khi gỡ lịch khỏi thiết bị.",
        "Không khôi phục được; cần dùng lại thì lập địa chỉ mới.",
    ]
    return ask(
        request, title="Thu hồi địa chỉ lịch?", lead=one.name, told=told, action="Thu hồi", offices=[None],
        back=reverse("plans:feed-list"),
    )  # fmt: skip


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of whose token it is, as of today; every failure looks the same.

    Only the tag decides on "304": what was taken out leaves no newer moment behind.
    """
    now = timezone.now()
    on, known = timezone.localdate(now), feed_at(token)
    if known is None or known.officer.enter(on=on).scope.is_empty:
        return HttpResponse(GONE, status=404, content_type="text/plain; charset=utf-8")
    contents = feeds.contents_of(known, on=on)
    answer = get_conditional_response(request, etag=contents.tag) or _file(contents)
    answer.headers["ETag"], answer.headers["Cache-Control"] = contents.tag, "private, no-cache"
    note_read(known, now=now, rows=len(contents.entries))
    return answer


def _file(contents: feeds.Contents) -> HttpResponse:
    answer = HttpResponse(feeds.write(contents), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="don-doc.ics"'
    if contents.changed:
        answer.headers["Last-Modified"] = http_date(contents.changed.timestamp())
    return answer
