"""What every request passes: refusals with their reason, and the gate for sample accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from agencies.models import Officer
from agencies.verdict import Denied


class RefusalMiddleware:
    """Shows why a verb was refused (`Denied`): a page with status 403 and the reason in Vietnamese."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; anything else goes on to the error page."""
        if not isinstance(exception, Denied):
            return None
        return render(request, "403.html", {"reason": exception.reason}, status=403)


class OwnPasswordMiddleware:
    """Leads whoever signed in with a one-time password to choosing their own before anything else."""

    PASSED = frozenset(
        {"agencies:password-change", "agencies:password-changed", "agencies:logout", "agencies:login", "probe"}
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Turn aside every page but those of the password."""
        match = request.resolver_match
        if match is None or match.view_name in self.PASSED or not isinstance(request.user, Officer):
            return None
        if not request.user.must_change_password:
            return None
        messages.warning(request, "Đồng chí đang dùng mật khẩu một lần. Hãy đặt mật khẩu của mình để tiếp tục.")
        return redirect("agencies:password-change")


class OfficerBackend(ModelBackend):
    """Signs officers in; sample accounts, whose password is published, only inside the embedded demo."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Refuse closed accounts, and sample accounts outside the demo."""
        if isinstance(user, Officer) and user.is_sample and not settings.DEMO:
            return False
        return super().user_can_authenticate(user)


def officer_of(request: HttpRequest) -> Officer:
    """The signed-in officer; every page but login is behind the login middleware."""
    assert isinstance(request.user, Officer)
    return request.user


def say(request: HttpRequest, text: str) -> None:
    """What happened and what comes next, shown on the next page."""
    messages.success(request, text)
