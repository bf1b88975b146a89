"""Who does what by when, and how it goes."""

from plans.models.duty import ReportingDuty, ReportingPeriod
from plans.models.exporting import ExportState, ItemExport
from plans.models.importing import ImportRow, ImportState, ItemImport, RowKind
from plans.models.intake import Intake, IntakeState
from plans.models.plan import Assignment, Plan, PlanPause, Task
from plans.models.progress import Evidence, Extension, Review, StatusUpdate, WorkItem, WorkItemEvent
from plans.models.reminder import Delivery, Digest, Heartbeat, Reminder

__all__ = [
    "Assignment", "Delivery", "Digest", "Evidence", "ExportState", "Extension", "Heartbeat", "ImportRow", "ImportState", "Intake",
    "IntakeState", "ItemExport", "ItemImport", "Plan", "PlanPause", "Reminder", "ReportingDuty", "ReportingPeriod", "Review",
    "RowKind", "StatusUpdate", "Task", "WorkItem", "WorkItemEvent",
]  # fmt: skip
