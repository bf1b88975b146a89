"""Who does what by when, and how it goes."""

from plans.models.duty import ReportingDuty, ReportingPeriod
from plans.models.handover import Handover, HandoverLine
from plans.models.intake import Intake, IntakeState
from plans.models.plan import Assignment, Plan, PlanPause, Task
from plans.models.progress import Evidence, Extension, Review, StatusUpdate, WorkItem, WorkItemEvent
from plans.models.reminder import Delivery, Digest, Heartbeat, Reminder
from plans.models.replacing import ReplacementAnswer

__all__ = [
    "Assignment", "Delivery", "Digest", "Evidence", "Extension", "Handover", "HandoverLine", "Heartbeat", "Intake",
    "IntakeState", "Plan", "PlanPause", "Reminder", "ReplacementAnswer", "ReportingDuty", "ReportingPeriod", "Review",
    "StatusUpdate", "Task", "WorkItem", "WorkItemEvent",
]  # fmt: skip
