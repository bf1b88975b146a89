"""The door of the house: where `/` leads, one's own account."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import views as auth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies import guide
from agencies.http import officer_of
from agencies.models import Post
from agencies.navigation import places_for, url_or_nothing
from agencies.rules import may_delegate
from agencies.staffing import keep_own_password


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead each officer to their first place: desk, the agency's work, or the overview (decision 32)."""
    for place in places_for(officer_of(request)):
        if url := url_or_nothing(place.url_name):
            return redirect(url)
    return redirect("agencies:account")


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Name, posts and password of the signed-in officer; what they delegated and may take back."""
    officer = officer_of(request)
    given = Post.objects.filter(delegated_by=officer).alive(on=timezone.localdate()).select_related("agency", "officer")
    context = {
        "posts": officer.current_posts,
        "given": given.order_by("since", "id"),
        "leads": any(may_delegate(officer, post) for post in officer.current_posts),
    }
    return render(request, "registration/account.html", context)


class PasswordChange(auth.PasswordChangeView):
    """Change one's own password."""

    success_url = reverse_lazy("agencies:password-changed")

    def form_valid(self, form: Any) -> HttpResponse:
        """A one-time password has done its work."""
        answer = super().form_valid(form)
        keep_own_password(officer_of(self.request))
        return answer


@require_safe
def guide_page(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The user guide: its table of contents, or one page of it; the same for every officer."""
    page = guide.page(slug) if slug else None
    if slug and page is None:
        raise Http404
    return render(request, "agencies/guide.html", {"parts": guide.contents(), "page": page})
