"""Requests for more time as figures of a period count them: granted, refused, or still waiting on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from plans.choices import ExtensionState, MoreTime
from plans.models import Extension

_DECIDED = {MoreTime.GRANTED: ExtensionState.GRANTED, MoreTime.REFUSED: ExtensionState.REFUSED}


def came_to(what: str, *, since: date | None, on: date) -> Q:
    """Condition on requests: those that waited on the day, or those decided from `since` to the day.

    Parts of agencies close at freezing (decision 3), so what was decided between the end of the period and the day counts in it;
    a day before the end of the period sees only what was decided by then.
    """
    if what == MoreTime.WAITING:
        return Q(requested_on__lte=on) & (Q(decided_on__isnull=True) | Q(decided_on__gt=on))
    decided = Q(state=_DECIDED[MoreTime(what)], decided_on__lte=on)
    return decided if since is None else decided & Q(decided_on__gte=since)


def items_asking(what: str, *, since: date | None, on: date) -> QuerySet[Extension, int]:
    """Ids of the items that such requests are about."""
    return Extension.objects.filter(came_to(what, since=since, on=on)).values_list("work_item_id", flat=True)
