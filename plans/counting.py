"""Small counts that the frame of every page shows; asked only where they are shown."""

from __future__ import annotations

from django.db.models import Q

from agencies.models import Officer
from plans import reading
from plans.choices import OPEN, PlanState
from plans.models import Notice, Plan, WorkItem


def waiting_for_review(officer: Officer) -> int:
    """Submissions and requests for more time that wait for this officer; two queries."""
    return WorkItem.objects.awaiting(officer).count() + reading.pending_extensions(officer).count()


def owed_by_agency(officer: Officer) -> int:
    """Items that the officer's agencies still owe."""
    return WorkItem.objects.filter(
        agency_id__in=officer.scope.own, lifecycle__in=OPEN, plan__state=PlanState.PUBLISHED
    ).count()


def is_office(officer: Officer) -> bool:
    """Whether one of the officer's agencies owns or monitors a plan, and so works as an office."""
    own = officer.scope.own
    return Plan.objects.filter(Q(owner_id__in=own) | Q(monitor_id__in=own)).exists()


def unread_notices(officer: Officer) -> int:
    """Entries of the officer's inbox that lie open and have not been opened; put-off ones count from their day on."""
    return Notice.objects.visible_to(officer).waiting(on=officer.entered_on).unread().count()
