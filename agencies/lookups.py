"""Conditions that the ORM has no word for, shaped so that PostgreSQL answers them from an index."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Expression, F, Func, QuerySet


def among(field: str, values: QuerySet[Any, Any] | Expression) -> Func:
    """`field = ANY(ARRAY(SELECT …))`: membership in a subquery's single column, or in an array, that is asked for once.

    `field IN (SELECT …)` inside an OR is a filter on every row of the table; an array known beforehand lets each branch of the OR
    use its own index.
    """
    # An order of the values would be sorted by and thrown away.
    array = ArraySubquery(values.order_by()) if isinstance(values, QuerySet) else values
    return Func(
        F(field),
        array,
        template="%(expressions)s)",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )
