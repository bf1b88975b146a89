"""Pages about reminding: the system's health, and in the demo the letters that were sent."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agencies.http import officer_of
from plans.reminders import health as facts
from plans.reminders import kept
from plans.vitals import Level


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Is everything alive that letters, and the installation under them, need?"""
    facts.may_look(officer_of(request)).require()
    now = timezone.now()
    parts = facts.parts(now=now)
    levels = [fact.level for _, found in parts for fact in found]
    told = {"parts": parts, "bad": levels.count(Level.BAD), "warn": levels.count(Level.WARN), "now": now}
    return render(request, "plans/health.html", told)


@require_safe
@never_cache
def demo_mail(request: HttpRequest) -> HttpResponse:
    """Letters to me that the demo kept."""
    _demo_only()
    letters = kept.letters_for(officer_of(request).email, _folder())
    return render(request, "plans/demo_mail_list.html", {"letters": letters})


@require_safe
@never_cache
def demo_mail_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One of them."""
    _demo_only()
    letter = kept.letter_for(officer_of(request).email, _folder(), key)
    if letter is None:
        raise Http404
    return render(request, "plans/demo_mail_detail.html", {"letter": letter})


def _demo_only() -> None:
    if not settings.DEMO:
        raise Http404


def _folder() -> Path:
    # The setting is a path of the environment library's own kind, which does not join like pathlib's.
    return Path(str(settings.DEMO_MAILDIR))
