"""Is a written reminder still due at the moment of sending? Read afresh for every letter; pure but for the rows handed in."""

from __future__ import annotations

from agencies.choices import Duty
from agencies.models import Officer
from agencies.wording import format_day
from plans.choices import Lifecycle, Occasion, PlanState, ReminderState
from plans.models import Reminder, WorkItem
from plans.occasions import NEWS, belongs

_BY_LIFECYCLE = {
    Lifecycle.SUBMITTED: "Đơn vị đã báo hoàn thành",
    Lifecycle.CONFIRMED: "Đã được xác nhận hoàn thành",
    Lifecycle.PAUSED: "Đầu việc tạm dừng",
    Lifecycle.CANCELLED: "Đầu việc đã hủy",
    Lifecycle.HANDED_OVER: "Đầu việc đã chuyển giao",
}
_BY_PLAN = {
    PlanState.DRAFT: "Kế hoạch đã thu hồi về bản nháp",
    PlanState.PAUSED: "Kế hoạch tạm dừng",
    PlanState.ENDED: "Kế hoạch đã kết thúc",
}


def no_longer_in_post(reminder: Reminder, officer: Officer) -> str:
    """Why nothing of the agency's goes to this officer; empty when it may."""
    if not officer.is_active or not officer.email:
        return "Tài khoản của người nhận đã khóa hoặc chưa có địa chỉ thư"
    if officer.post_in([reminder.agency_id], Duty.CLERK, Duty.LEADER) is None:
        return "Người nhận không còn giữ chức trách tại đơn vị"
    return ""


def no_longer_theirs(reminder: Reminder, item: WorkItem | None, officer: Officer) -> str:
    """Why this officer should not get it although somebody may; empty when they should."""
    if reason := no_longer_in_post(reminder, officer):
        return reason
    return "" if item is not None else "Đầu việc không còn trong phạm vi được xem của người nhận"


def no_longer_owed(reminder: Reminder, item: WorkItem, *, extension_pending: bool) -> str:
    """Why nobody needs this reminder any more; empty when it is still due."""
    if reminder.state == ReminderState.DROPPED:
        return reminder.note or "Đã thôi nhắc"
    if reminder.occasion in NEWS:
        return ""
    if reason := _BY_PLAN.get(PlanState(item.plan.state)) or _BY_LIFECYCLE.get(Lifecycle(item.lifecycle)):
        return reason
    if item.agency_id != reminder.agency_id:
        return "Việc đã giao cho đơn vị khác"
    if extension_pending:
        return "Đang chờ quyết định gia hạn"
    if item.due_on is None or not belongs(reminder.occasion, named_on=reminder.named_on, due_on=item.due_on):
        return f"Hạn đã đổi sang ngày {format_day(item.due_on)}" if item.due_on else "Không còn thời hạn"
    if reminder.for_day < item.remind_from:
        return "Mốc rơi vào lúc kế hoạch tạm dừng"
    if reminder.occasion == Occasion.SILENT and item.lifecycle != Lifecycle.NOT_STARTED:
        return "Đơn vị đã cập nhật"
    return ""
