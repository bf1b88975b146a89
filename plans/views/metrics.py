"""The address that Prometheus reads."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agencies.models import Officer
from agencies.verdict import Denied
from plans.reminders import health, metrics


@require_safe
@never_cache
@login_not_required
def figures(request: HttpRequest) -> HttpResponse:
    """Figures for whoever carries the token, and for administrators in their browser."""
    if not metrics.knows_token(request.headers.get("Authorization", "")):
        if not isinstance(request.user, Officer):
            raise Denied("Địa chỉ này dành cho phần mềm giám sát có mã truy cập và cán bộ quản trị đã đăng nhập.")
        health.may_look(request.user).require()
    body, content_type = metrics.written(now=timezone.now(), accept=request.headers.get("Accept", ""))
    return HttpResponse(body, content_type=content_type)
