"""When an office reminds: as its plan says, else as the office says, else by default (decisions/0025). Pure but for one query."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from plans.choices import Occasion
from plans.models import ReminderPolicy

# Steps that a policy may switch on and off; whatever stands in no list of a policy is always on or has days of its own.
STEPS: Final = (
    Occasion.BEFORE_30,
    Occasion.BEFORE_7,
    Occasion.BEFORE_3,
    Occasion.BEFORE_1,
    Occasion.OVERDUE_1,
    Occasion.OVERDUE_3,
    Occasion.OVERDUE_7,
    Occasion.OVERDUE_WEEKLY,
    Occasion.PERIOD_OPENED,
    Occasion.SILENT,
    Occasion.ASSIGNED,
)
# What an officer may refuse for themselves.
OPTIONAL: Final = (Occasion.BEFORE_30, Occasion.BEFORE_7, Occasion.PERIOD_OPENED)
LADDER: Final = (Occasion.TO_LEADER, Occasion.TO_MONITOR, Occasion.TO_COMMITTEE)


@dataclass(frozen=True, slots=True)
class Policy:
    """The steps that are on; days overdue of the ladder's steps and days of waiting, None where the step is off."""

    occasions: frozenset[str] = frozenset(STEPS)
    leader_days: int | None = 7
    monitor_days: int | None = 15
    committee_days: int | None = 30
    review_days: int | None = 5
    question_days: int | None = 3

    def has(self, occasion: str) -> bool:
        """Whether a step is on."""
        return occasion not in STEPS or occasion in self.occasions

    @property
    def ladder(self) -> tuple[tuple[Occasion, int], ...]:
        """The steps that are on with their days overdue, in the order of the ladder."""
        days = (self.leader_days, self.monitor_days, self.committee_days)
        return tuple((step, n) for step, n in zip(LADDER, days, strict=True) if n is not None)


DEFAULT: Final = Policy()


def as_policy(row: ReminderPolicy) -> Policy:
    """A stored policy as the value that the rules take."""
    return Policy(
        frozenset(row.occasions),
        row.leader_days,
        row.monitor_days,
        row.committee_days,
        row.review_days,
        row.question_days,
    )


def policies_of(plans: Collection[tuple[int, int]]) -> dict[int, Policy]:
    """The policy of each plan, given as (plan, owner) keys; one query for any number."""
    rows = ReminderPolicy.objects.filter(
        Q(plan_id__in={plan for plan, _ in plans}) | Q(agency_id__in={owner for _, owner in plans})
    )
    of_plan: dict[int | None, Policy] = {}
    of_office: dict[int | None, Policy] = {}
    for row in rows:
        (of_office if row.plan_id is None else of_plan)[row.plan_id or row.agency_id] = as_policy(row)
    return {plan: of_plan.get(plan) or of_office.get(owner) or DEFAULT for plan, owner in plans}


def untitled_among(plans: Collection[tuple[int, int]]) -> frozenset[int]:
    """Which plans, given as (plan, owner) keys, keep the names of their work out of calendars: the plan's or the office's wish.

    Either is enough: a plan that sets other days apart says nothing against its office's caution. One query for any number.
    """
    silent = ReminderPolicy.objects.filter(
        Q(plan_id__in={plan for plan, _ in plans}) | Q(agency_id__in={owner for _, owner in plans}), feed_titles=False
    )
    told: set[tuple[int | None, int | None]] = set(silent.values_list("plan_id", "agency_id"))
    return frozenset(plan for plan, owner in plans if (plan, None) in told or (None, owner) in told)
