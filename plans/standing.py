"""Standing: the class of a work item on a day (domain.md §3, decision 4), as a pure rule and as one SQL expression.

Both say the same; a test proves it over every combination. Nothing of it is stored.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BooleanField,
    Case,
    DateField,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)

from plans.choices import OPEN, OUTSIDE, Lifecycle, Standing

if TYPE_CHECKING:
    from django.db.models import Expression

DUE_SOON_DAYS = 3


def standing_of(*, lifecycle: str, due_on: date | None, submitted_on: date | None, on: date) -> Standing:
    """Class of an item on a day: overdue from the day after the due day; the submission, not the confirmation, decides."""
    if lifecycle in OUTSIDE:
        return Standing.OUTSIDE
    if lifecycle == Lifecycle.CONFIRMED:
        late = due_on is not None and submitted_on is not None and submitted_on > due_on
        return Standing.DONE_LATE if late else Standing.DONE_ON_TIME
    if lifecycle in OPEN and due_on is not None and due_on < on:
        return Standing.OVERDUE
    return Standing.NOT_STARTED if lifecycle == Lifecycle.NOT_STARTED else Standing.WITHIN


def is_due_soon(*, lifecycle: str, due_on: date | None, on: date) -> bool:
    """Whether the label "sắp đến hạn" applies: still owed and due within three calendar days, today included."""
    return lifecycle in OPEN and due_on is not None and 0 <= (due_on - on).days <= DUE_SOON_DAYS


def _at(field: str, on: date, *, past: bool, output: Any) -> Expression | F:
    """A state column as it was on a day; from the last event up to it where the item changed since."""
    if not past:
        return F(field)
    from plans.models import WorkItemEvent  # the models import this module for their queryset

    last = WorkItemEvent.objects.filter(work_item=OuterRef("pk"), on__lte=on).order_by("-on", "-id").values(field)[:1]
    return Case(When(last_event_on__lte=on, then=F(field)), default=Subquery(last), output_field=output)


def annotate_standing[Items: QuerySet[Any]](items: Items, *, on: date, past: bool = False) -> Items:
    """Annotate `life`, `sent_on`, `limit_on`, `standing`, `days_left` (negative when late), `days_overdue`, `is_due_soon`.

    `past=False` reads the columns and is right for any day from the last event on; `past=True` reads the events too and is right
    for every day, at the price of one index look-up per item changed since.
    """
    day = Value(on, output_field=DateField())
    items = items.annotate(
        life=_at("lifecycle", on, past=past, output=TextField()),
        sent_on=_at("submitted_on", on, past=past, output=DateField()),
        limit_on=_at("due_on", on, past=past, output=DateField()),
    )
    late = Q(life__in=OPEN, limit_on__lt=day)
    return items.annotate(
        standing=Case(
            When(life__in=OUTSIDE, then=Value(Standing.OUTSIDE)),
            When(
                Q(life=Lifecycle.CONFIRMED, limit_on__isnull=False, sent_on__gt=F("limit_on")),
                then=Value(Standing.DONE_LATE),
            ),
            When(life=Lifecycle.CONFIRMED, then=Value(Standing.DONE_ON_TIME)),
            When(late, then=Value(Standing.OVERDUE)),
            When(life=Lifecycle.NOT_STARTED, then=Value(Standing.NOT_STARTED)),
            default=Value(Standing.WITHIN),
            output_field=TextField(),
        ),
        days_left=Case(
            When(limit_on__isnull=False, then=_days(F("limit_on"), day)),
            default=None,
            output_field=IntegerField(),
        ),
        days_overdue=Case(When(late, then=_days(day, F("limit_on"))), default=Value(0), output_field=IntegerField()),
        is_due_soon=Case(
            When(Q(life__in=OPEN, limit_on__gte=day, limit_on__lte=_later(on)), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        ),
    )


def _days(later: Expression | F, earlier: Expression | F) -> Func:
    """Whole days between two dates; Django itself would make an interval of the difference."""
    return Func(later, earlier, template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField())


def _later(on: date) -> Value:
    return Value(date.fromordinal(on.toordinal() + DUE_SOON_DAYS), output_field=DateField())
