"""Pages of long lists: which rows first, by as little as decides it; what they print only for those shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

SIZES: Final = (50, 100, 200)


class Shown:
    """A list that a Paginator can cut: finds the ids of a page by narrow rows, then reads those few with all that they print.

    Sorting rows with nine joined tables costs as much per row that is left out as per row that is shown.
    """

    ordered = True

    def __init__(self, found: QuerySet[Any, Any], *, dress: Callable[[QuerySet[Any, Any]], QuerySet[Any, Any]]) -> None:
        self.found, self.dress = found, dress

    def count(self) -> int:
        """How many rows the whole list has."""
        return self.found.count()

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Any]:
        """The rows of a page in the list's order."""
        keys = list(self.found.values_list("pk", flat=True)[part])
        rows = {row.pk: row for row in self.dress(self.found.model._default_manager.filter(pk__in=keys).order_by())}
        return [rows[key] for key in keys if key in rows]


def page_of(rows: Any, *, size: int, number: str | None, known: int | None = None) -> Page[Any]:
    """One page of a queryset or of `Shown`; counts only where the length is not known."""
    paginator: Paginator[Any] = Paginator(rows, size)
    if known is not None:
        paginator.count = known  # a cached property: set, it is not asked for
    return paginator.get_page(number)


def size_asked(typed: str | None, *, usual: int = SIZES[0]) -> int:
    """How many rows a page shall have: one of the sizes that its foot offers, the smallest unless another is asked for."""
    return next((size for size in SIZES if typed == str(size)), usual)
