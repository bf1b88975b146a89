"""Who does what by when, and how it goes."""

from plans.models.duty import ReportingDuty, ReportingPeriod
from plans.models.exporting import ExportState, ItemExport
from plans.models.handover import Handover, HandoverLine
from plans.models.importing import ImportRow, ImportState, ItemImport, RowKind
from plans.models.inbox import CalendarFeed, Notice
from plans.models.intake import Intake, IntakeState
from plans.models.line import AssignmentAnswer, MemberAnswer
from plans.models.listing import BulkAct, SavedView
from plans.models.note import Note, NoteReceiver, NoteReply
from plans.models.plan import Assignment, Plan, PlanPause, Task
from plans.models.progress import Evidence, Extension, Review, StatusUpdate, WorkItem, WorkItemEvent
from plans.models.reminder import Delivery, Digest, Heartbeat, Reminder
from plans.models.reminding import LadderStop, ReminderPolicy, ReminderPreference
from plans.models.replacing import ReplacementAnswer
from plans.models.urging import Urging, UrgingFile, UrgingLine, UrgingReply

__all__ = [
    "Assignment", "AssignmentAnswer", "BulkAct", "CalendarFeed", "Delivery", "Digest", "Evidence", "ExportState", "Extension",
    "Handover", "HandoverLine", "Heartbeat", "ImportRow", "ImportState", "Intake", "IntakeState", "ItemExport", "ItemImport",
    "LadderStop", "MemberAnswer", "Note", "NoteReceiver", "NoteReply", "Notice", "Plan", "PlanPause", "Reminder",
    "ReminderPolicy", "ReminderPreference", "ReplacementAnswer", "ReportingDuty", "ReportingPeriod", "Review", "RowKind",
    "SavedView", "StatusUpdate", "Task", "Urging", "UrgingFile", "UrgingLine", "UrgingReply", "WorkItem", "WorkItemEvent",
]  # fmt: skip
