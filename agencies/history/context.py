"""Who acts: said once at the door, carried by every change that the database then writes down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import pghistory
from django.db import connection
from django.http import HttpRequest, HttpResponse
from psycopg.pq import TransactionStatus

from agencies.models import Officer

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
_said: ContextVar[bool] = ContextVar("history_said", default=False)


class HistoryMiddleware:
    """Says who acts in a request that may change something; stands behind authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE:
            return self.get_response(request)
        with _saying({**_who(getattr(request, "user", None)), "path": request.path}):
            return self.get_response(request)


def _who(user: Any) -> dict[str, Any]:
    """The officer with the posts of the day, in words too: a later change of name does not reword the past."""
    if not isinstance(user, Officer):
        return {}
    posts = [{"agency": p.agency_id, "duty": p.duty, "words": str(p)} for p in user.current_posts]
    return {"officer": user.pk, "name": str(user), "posts": posts}


@contextmanager
def by_officer(officer: Officer) -> Iterator[None]:
    """What happens inside is this officer's doing (scripts that act for somebody)."""
    with _saying(_who(officer)):
        yield


@contextmanager
def by_system(words: str) -> Iterator[None]:
    """What happens inside is the doing of a job or a command; the words say which. Also a decorator."""
    with _saying({"system": words}):
        yield


@contextmanager
def _saying(said: dict[str, Any]) -> Iterator[None]:
    """Give the context to every statement inside; whoever speaks first is heard."""
    if _said.get():
        yield
        return
    token = _said.set(True)
    try:
        with pghistory.context(**said):
            yield
    finally:
        _said.reset(token)
        _forget()


def _forget() -> None:
    """Inside a longer transaction (a test's, a script's) the settings would outlive the context."""
    if connection.in_atomic_block and connection.connection.info.transaction_status == TransactionStatus.INTRANS:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('pghistory.context_id', '', true), set_config('pghistory.context_metadata', '', true)"
            )
