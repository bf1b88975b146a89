"""Addresses that the mail server refuses day after day: nobody reads those letters, so the office is told whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, Min, OuterRef, Q

from agencies.choices import ACTING
from agencies.models import Post, active_on
from plans.choices import Channel, DigestState
from plans.models import Delivery, Digest

LOOK_BACK: Final = timedelta(days=30)
TRIED: Final = 3
DAYS: Final = 2


@dataclass(frozen=True, slots=True)
class RefusedAddress:
    """An officer whose letters of `days` days the mail server would not take, the first on `since`; `agency` is where they act."""

    name: str
    agency_id: int
    agency: str
    days: int
    since: date


def refused_addresses(plans: Any, *, on: date) -> Sequence[RefusedAddress]:
    """Officers written to about some plans whose address is refused for good (5xx), tried and tried again on several days.

    A server that took no letter at all on a day says nothing about one address; one that took a later letter says that all is well.
    One query where there are none.
    """
    accepted = Digest.objects.filter(channel=Channel.EMAIL, state=DigestState.SENT)
    about = Delivery.objects.filter(Q(reminder__work_item__plan__in=plans) | Q(reminder__plan__in=plans))
    failed = Digest.objects.filter(
        Exists(accepted.filter(day=OuterRef("day"))),
        ~Exists(accepted.filter(officer=OuterRef("officer"), day__gte=OuterRef("day"))),
        Exists(about.filter(digest=OuterRef("pk"))),
        channel=Channel.EMAIL, state=DigestState.FAILED, attempts__gte=TRIED, error__regex=r"^5\d\d ",
        day__gte=on - LOOK_BACK, day__lte=on, officer__is_active=True,
    )  # fmt: skip
    rows = failed.order_by().values("officer_id", "officer__full_name").annotate(days=Count("pk"), since=Min("day"))
    found = list(rows.filter(days__gte=DAYS).order_by("officer__full_name", "officer_id"))
    if not found:
        return []
    posts = Post.objects.filter(active_on(on), duty__in=ACTING, officer_id__in=[row["officer_id"] for row in found])
    places = {post.officer_id: post.agency for post in posts.select_related("agency").order_by("-since", "-id")}
    # Who acts for nobody any more is written to no more.
    return [
        RefusedAddress(row["officer__full_name"], place.pk, place.label, row["days"], row["since"])
        for row in found
        if (place := places.get(row["officer_id"])) is not None
    ]
