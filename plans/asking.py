"""What of a plan only its office can settle (domain.md §4.3–§4.5)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from plans.choices import TaskKind
from plans.models import Assignment, ReportingDuty
from plans.models.plan import TaskQuerySet


def unsettled_tasks(tasks: TaskQuerySet) -> dict[str, TaskQuerySet]:
    """Of the given tasks those that lack an agency, the period of a "định kỳ", or the day that words name."""
    settled = ReportingDuty.objects.filter(assignment__task=OuterRef("pk"), until__isnull=True)
    dated = Assignment.objects.active().leading().filter(task=OuterRef("pk"), due_on__isnull=False)
    undated = tasks.standing_open().filter(kind__in=(TaskKind.PRODUCT, TaskKind.EVENT), due_on__isnull=True)
    return {
        "agency": tasks.without_agency(),
        "period": tasks.standing_open().filter(due_wording__icontains="định kỳ").filter(~Exists(settled)),
        "day": undated.exclude(due_wording="").filter(~Exists(dated)),
    }
