"""Which officers something is said to, for many agencies or items at once: who handles it, else the clerks, else the leaders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Exists

from agencies.choices import ACTING, Duty
from agencies.models import Officer, Post
from plans.lines import in_post
from plans.models import Assignment, Task, WorkItem

Receivers = dict[int, set[int]]


def of_agencies(agency_ids: Collection[int], *, on: date) -> Receivers:
    """Keys of the officers of each agency: its clerks, or its leaders where it has no clerk; one query."""
    if not agency_ids:
        return {}
    posts = Post.objects.holding(on=on).filter(agency_id__in=agency_ids, duty__in=ACTING, officer__is_active=True)
    by_duty: dict[str, Receivers] = {duty: defaultdict(set) for duty in ACTING}
    for agency_id, duty, officer_id in posts.values_list("agency_id", "duty", "officer_id"):
        by_duty[duty][agency_id].add(officer_id)
    clerks, leaders = by_duty[Duty.CLERK], by_duty[Duty.LEADER]
    return {pk: clerks.get(pk) or leaders.get(pk) or set() for pk in agency_ids}


def everybody_of(agency_id: int, *, on: date) -> set[int]:
    """Keys of all who act for an agency, clerks and leaders."""
    posts = Post.objects.holding(on=on).filter(agency_id=agency_id, duty__in=ACTING, officer__is_active=True)
    return set(posts.values_list("officer_id", flat=True))


def of_lines(lines: Iterable[Assignment], *, on: date) -> Receivers:
    """By key of the line: the officer in charge while in post, else as for its agency; two queries."""
    agency_of = {line.pk: line.agency_id for line in lines if line.agency_id is not None}
    return _handlers(agency_of, on=on)


def of_items(items: Iterable[WorkItem], *, on: date) -> Receivers:
    """By key of the item: who handles its line in the item's agency; two queries."""
    rows = list(items)
    found = _handlers({item.assignment_id: item.agency_id for item in rows}, on=on)
    return {item.pk: found[item.assignment_id] for item in rows}


def _handlers(agency_of: dict[int, int], *, on: date) -> Receivers:
    handled = Assignment.objects.filter(Exists(in_post(on=on)), pk__in=agency_of)
    charged: dict[int, int] = dict(handled.values_list("pk", "officer_in_charge_id"))
    others = of_agencies({agency for line, agency in agency_of.items() if line not in charged}, on=on)
    return {line: {charged[line]} if line in charged else others[agency] for line, agency in agency_of.items()}


def of_task(task: Task, agency_ids: Collection[int], *, on: date) -> Receivers:
    """By agency: who handles its lines of a task, else as for the agency; two queries."""
    lines = Assignment.objects.active().filter(Exists(in_post(on=on)), task=task, agency_id__in=agency_ids)
    found: Receivers = defaultdict(set)
    for agency_id, officer_id in lines.values_list("agency_id", "officer_in_charge_id"):
        found[agency_id].add(officer_id)
    return of_agencies([pk for pk in agency_ids if pk not in found], on=on) | found


def still_there(officer: Officer, agency_id: int, *, on: date) -> bool:
    """Whether an officer still acts for an agency."""
    return (
        officer.is_active
        and Post.objects.holding(on=on).filter(officer=officer, agency_id=agency_id, duty__in=ACTING).exists()
    )
