"""Which rows of the list an officer may change in bulk, and how: pure answers with the Vietnamese reason."""

from __future__ import annotations

from agencies.models import Officer
from agencies.verdict import ALLOWED, Verdict, refused
from plans.choices import UNCONFIRMED, BulkKind, DueSource, PlanState
from plans.models import Task, WorkItem
from plans.rules import decides_dates, may_extend_now, may_extend_plan, may_own

MOST = 2000
"""How many rows one act may take."""


def may_move_due(
    officer: Officer, item: WorkItem, *, due_source: str, pending: bool, decision_number: str = ""
) -> Verdict:
    """Who decides on an item's dates gives more time unasked; a date of the document needs the issuer's number (decision 12)."""
    if not (mine := decides_dates(officer, item)):
        return mine
    if not (can := may_extend_now(item, pending=pending)):
        return can
    if due_source == DueSource.DOCUMENT and not decision_number.strip():
        return refused("Hạn do văn bản ấn định: ghi số văn bản của cơ quan ban hành cho phép gia hạn.")
    return ALLOWED


def may_cancel_item(officer: Officer, item: WorkItem) -> Verdict:
    """The plan's owner sets unfinished items aside with a reason."""
    if not (mine := may_own(officer, item.plan)):
        return mine
    if item.plan.state == PlanState.ENDED:
        return refused("Kế hoạch đã kết thúc nên không hủy đầu việc.")
    if item.lifecycle not in UNCONFIRMED:
        return refused("Đầu việc đã hoàn thành, dừng hoặc hủy từ trước.")
    return ALLOWED


def may_reassign(officer: Officer, item: WorkItem) -> Verdict:
    """The plan's owner gives the line behind an item to another agency."""
    if not (mine := may_extend_plan(officer, item.plan)):
        return mine
    if item.assignment.until is not None or item.lifecycle not in UNCONFIRMED:
        return refused("Đầu việc đã hoàn thành, hủy hoặc đơn vị đã thôi chủ trì nên không đổi đơn vị.")
    return ALLOWED


def may_assign_task(officer: Officer, task: Task) -> Verdict:
    """The plan's owner charges agencies with a task that stands."""
    if not (mine := may_extend_plan(officer, task.plan)):
        return mine
    return refused("Nhiệm vụ này đã hủy.") if task.cancelled_on is not None else ALLOWED


def may_change(officer: Officer, kind: str, row: WorkItem, *, pending: bool, source: str, number: str = "") -> Verdict:
    """The answer for one item and one kind of act, as the preview asks it."""
    if kind == BulkKind.DUE_DATE:
        return may_move_due(officer, row, due_source=source, pending=pending, decision_number=number)
    return may_cancel_item(officer, row) if kind == BulkKind.CANCEL else may_reassign(officer, row)
