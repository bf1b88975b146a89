"""Who would get a reminder today: those whom it is for, else who stands in for them (decisions/0025)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from agencies.choices import Duty
from agencies.dated import active_on
from agencies.models import Post
from plans.choices import Reached

# Agency and duty, with names by officer.
type _Holders = dict[tuple[int, str], dict[int, str]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked about: an item, and the agency and duty that a reminder about it is for."""

    item: Any
    agency_id: int
    duty: str


@dataclass(frozen=True, slots=True)
class Receivers:
    """Names of those who would get it, and in whose place they stand."""

    names: tuple[str, ...] = ()
    instead: Reached = Reached.DUTY

    def __str__(self) -> str:
        names = ", ".join(self.names) or "chưa có người nhận"
        return f"{names}; {self.instead.label}" if self.names and self.instead else names


def receivers_of(wanted: Sequence[Wanted], *, on: date) -> list[Receivers]:
    """An answer to each question, in order; one query for any number. Items come with their line."""
    places = {place for one in wanted for place in (one.agency_id, one.item.monitor_id, one.item.owner_id)}
    posts = Post.objects.filter(
        active_on(on), agency_id__in=places, duty__in=(Duty.CLERK, Duty.LEADER), officer__is_active=True
    )
    holders: _Holders = {}
    for post in posts.select_related("officer").order_by("id"):
        holders.setdefault((post.agency_id, post.duty), {})[post.officer_id] = post.officer.full_name
    return [_found(one, holders) for one in wanted]


def _found(one: Wanted, holders: _Holders) -> Receivers:
    clerks, leaders = (holders.get((one.agency_id, duty), {}) for duty in (Duty.CLERK, Duty.LEADER))
    is_for_clerks = one.duty == Duty.CLERK
    if is_for_clerks and one.agency_id == one.item.agency_id:
        charge = one.item.assignment.officer_in_charge_id
        if name := clerks.get(charge) or leaders.get(charge):
            return Receivers((name,))
    tiers = (
        (clerks if is_for_clerks else leaders, Reached.DUTY),
        (leaders if is_for_clerks else {}, Reached.LEADER),
        (holders.get((one.item.monitor_id, Duty.CLERK), {}), Reached.MONITOR),
        (holders.get((one.item.owner_id, Duty.CLERK), {}), Reached.OWNER),
    )
    return next((Receivers(tuple(held.values()), instead) for held, instead in tiers if held), Receivers())
