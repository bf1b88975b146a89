"""What of a plan only its office can settle: "định kỳ" without a duty, due words without a day (domain.md §4.3, §4.4)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from plans.choices import TaskKind
from plans.models import Assignment, ReportingDuty
from plans.models.plan import TaskQuerySet


def unsettled(tasks: TaskQuerySet) -> TaskQuerySet:
    """Standing tasks that are to be reported "định kỳ" and have no duty yet."""
    settled = ReportingDuty.objects.filter(assignment__task=OuterRef("pk"), until__isnull=True)
    return tasks.standing_open().filter(due_wording__icontains="định kỳ").filter(~Exists(settled))


def undated(tasks: TaskQuerySet) -> TaskQuerySet:
    """Standing products and events whose words name a time and which have no day, on the task or on a line."""
    dated = Assignment.objects.active().leading().filter(task=OuterRef("pk"), due_on__isnull=False)
    waits = tasks.standing_open().filter(kind__in=(TaskKind.PRODUCT, TaskKind.EVENT), due_on__isnull=True)
    return waits.exclude(due_wording="").filter(~Exists(dated))
