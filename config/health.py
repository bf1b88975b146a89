"""One address for probes: is the web process up, and does it reach its database? And what a page says when it does not."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.defaults import server_error


@require_safe
@never_cache
@login_not_required
def probe(request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database unreachable\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


def failed(request: HttpRequest) -> HttpResponse:
    """The answer to an error nobody handled; a database that is away is told as such, with the status that proxies know."""
    if _is_away(sys.exception()):
        return HttpResponse(loader.render_to_string("503.html"), status=503)
    return server_error(request)


def _is_away(error: BaseException | None) -> bool:
    """No connection could be made or the server ended it; a query that it ended alone is an error like others."""
    if not isinstance(error, InterfaceError | OperationalError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(("08", "57P"))
