"""How check-ins were answered by a day: told something, told that there was nothing to tell, or nothing at all (domain.md §4.2)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import BooleanField, Case, CharField, Q, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.lookups import Exact
from django.utils import timezone

from plans.choices import Answer, ItemKind, Lifecycle

LAST_IS_NIL = """
SELECT u.is_nil FROM plans_workitemevent e JOIN plans_statusupdate u ON u.id = e.update_id
WHERE e.work_item_id = {item} AND e."on" <= {day} AND (u.withdrawn_at IS NULL OR u.withdrawn_at >= {evening})
ORDER BY e."on" DESC, e.id DESC LIMIT 1
"""
"""Whether an item's last update of a day says "không phát sinh": what was returned and sent again with results counts as told."""


def evening_of(on: date) -> datetime:
    """When a day is over: an update withdrawn later still stood on it."""
    return timezone.make_aware(datetime.combine(on + timedelta(days=1), time()))


def standing_words(on: date) -> Q:
    """Condition on events that carry an update which still stood in the evening of a day."""
    stood = Q(update__withdrawn_at__isnull=True) | Q(update__withdrawn_at__gte=evening_of(on))
    return stood & Q(update__isnull=False, on__lte=on)


def with_answers(items: Any, *, on: date) -> Any:
    """Annotate `answer` beside the standing of the same day: one of `Answer` on check-ins, empty on everything else."""
    said = LAST_IS_NIL.format(item="plans_workitem.id", day="%s", evening="%s")
    nil = RawSQL(f"COALESCE(({said}), FALSE)", (on, evening_of(on)), output_field=BooleanField())  # noqa: S611 - our own SQL
    sent = Q(kind=ItemKind.CHECK_IN, life__in=(Lifecycle.SUBMITTED, Lifecycle.CONFIRMED))
    return items.annotate(
        answer=Case(
            When(sent & Q(Exact(nil, Value(True))), then=Value(Answer.NIL.value)),
            When(sent, then=Value(Answer.TOLD.value)),
            When(kind=ItemKind.CHECK_IN, then=Value(Answer.SILENT.value)),
            default=Value(""),
            output_field=CharField(),
        )
    )
