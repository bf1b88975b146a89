"""Letters to oneself: what one chooses when signed in, and stopping the optional ones from within a letter."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from agencies.http import officer_of, say
from agencies.verdict import Denied, refused
from plans.choosing import hours_of, preference_of
from plans.forms.preferences import WORDS, PreferenceForm
from plans.policy import OPTIONAL
from plans.reminders.unsubscribing import Trouble, officer_by
from plans.services import preferences


@require_http_methods(["GET", "HEAD", "POST"])
def reminder_preference(request: HttpRequest) -> HttpResponse:
    """Which letters I want and when; what cannot be refused, and why."""
    officer = officer_of(request)
    form = PreferenceForm(request.POST or None, chosen=preference_of(officer), leads=bool(officer.scope.led))
    if request.method == "POST" and form.is_valid():
        try:
            preferences.choose(officer, by=officer, **form.said)
        except Denied as refusal:
            form.refuse_hours(refused(refusal.reason))
        else:
            say(request, "Đã lưu. Lựa chọn có hiệu lực từ thư kế tiếp.")
            return redirect("plans:reminder-preference")
    opens, closes = hours_of(officer)
    return render(request, "plans/reminder_preference.html", {"form": form, "opens": opens, "closes": closes})


@login_not_required
@csrf_exempt  # a mail program posts for its reader, without a page or a cookie; the signed address says whose letter it was
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop what is optional: a page that asks, an answer that tells what was done."""
    officer = officer_by(token, on=timezone.localdate())
    if isinstance(officer, Trouble):
        status = 410 if officer == Trouble.OLD else 404
        return render(request, "plans/unsubscribe.html", {"trouble": officer.value, "done": False}, status=status)
    done = request.method == "POST"
    if done:
        preferences.stop_optional(officer)
    page = {"receiver": officer, "optional": [WORDS[occasion] for occasion in OPTIONAL], "done": done, "trouble": ""}
    return render(request, "plans/unsubscribe.html", page)
