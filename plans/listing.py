"""Which rows a query of `/nhiem-vu/` means and in which order: the page, its file and the job that writes it ask here."""

from __future__ import annotations

from typing import Final

from django.db.models import Case, F, IntegerField, Value, When
from django.http import QueryDict

from plans.choices import Standing
from plans.filters import BY_CODE, NO_AGENCY, PRESS, SORTS, ItemFilter
from plans.paging import Shown

FIRST_TAB: Final = "chua-hoan-thanh"
# What says nothing about which rows are meant.
MANNERS: Final = {"sort", "size", "page"}


def settled(asked: QueryDict) -> QueryDict:
    """The query with its tab and order named; a link that names conditions but no tab means all of those rows."""
    query = asked.copy()
    if query.get("muc") not in {*BY_CODE, NO_AGENCY, PRESS}:
        query["muc"] = FIRST_TAB if not set(query) - MANNERS - {"muc"} else "tat-ca"
    if query.get("sort", "").removeprefix("-") not in SORTS:
        query["sort"] = "han"
    return query


def rows_shown(chosen: ItemFilter, muc: str) -> Shown:
    items = chosen.counted(press=muc == PRESS)
    rows = chosen.with_classes(items.filter(BY_CODE.get(muc, BY_CODE["tat-ca"]).where))
    sort = chosen.data.get("sort", "han")
    keys = SORTS.get(sort.removeprefix("-"), SORTS["han"])
    if keys[0] == "rank":
        order = [Standing.OVERDUE, Standing.WITHIN, Standing.NOT_STARTED, Standing.DONE_LATE, Standing.DONE_ON_TIME]
        ranks = [When(standing=code, then=Value(place)) for place, code in enumerate(order)]
        rows = rows.annotate(rank=Case(*ranks, default=Value(9), output_field=IntegerField()))
    down = sort.startswith("-")
    rows = rows.order_by(*(F(key).desc(nulls_last=True) if down else F(key).asc(nulls_last=True) for key in keys), "id")
    return Shown(rows, dress=lambda found: chosen.with_standing(found).with_row_names().with_pending_extension())
