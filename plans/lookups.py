"""Conditions that the ORM has no word for, shaped so that PostgreSQL answers them from an index."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, QuerySet


def among(field: str, values: QuerySet[Any, Any]) -> Func:
    """`field = ANY(ARRAY(SELECT …))`: membership in a subquery's single column, asked once before the rows are looked for.

    `field IN (SELECT …)` inside an OR is a filter on every row of the table; an array known beforehand lets each branch of the OR
    use its own index.
    """
    return Func(
        F(field),
        ArraySubquery(values.order_by()),  # an order would be sorted by and thrown away
        template="%(expressions)s)",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )
