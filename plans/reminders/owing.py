"""Is a written reminder still due at the moment of sending? Read afresh for every letter; pure but for the rows handed in."""

from __future__ import annotations

from datetime import date

from agencies.choices import Duty
from agencies.models import Officer
from agencies.wording import format_day
from plans.choices import OPEN, Lifecycle, Occasion, PlanState, Reached, ReminderState
from plans.models import Plan, Reminder, WorkItem
from plans.occasions import EXTENSIONS, NEWS, REVIEWS, belongs
from plans.policy import LADDER, Policy

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


def stands_in_at(reminder: Reminder, *, monitor_id: int, owner_id: int) -> int:
    """The agency in which the receiver must hold a post: the row's own, or that of who stands in for it."""
    return {Reached.MONITOR.value: monitor_id, Reached.OWNER.value: owner_id}.get(reminder.reached, reminder.agency_id)


def no_longer_in_post(officer: Officer, agency_id: int) -> str:
    """Why nothing for an agency goes to this officer; empty when it may."""
    if not officer.is_active:
        return "Tài khoản của người nhận đã khóa"
    if officer.post_in([agency_id], Duty.CLERK, Duty.LEADER) is None:
        return "Người nhận không còn giữ chức trách tại đơn vị"
    return ""


def plan_is_silent(plan: Plan) -> str:
    """Why nothing of a plan is reminded; empty when it is."""
    return _BY_PLAN.get(PlanState(plan.state), "")


def no_longer_owed(
    reminder: Reminder,
    item: WorkItem,
    *,
    policy: Policy,
    extension_pending: bool,
    returned_on: date | None,
    stopped: bool,
) -> str:
    """Why nobody needs a row about an item any more; empty when it is still due.

    `returned_on` is the day on which the item was last sent back, `stopped` whether its ladder is stopped.
    """
    if reminder.state == ReminderState.DROPPED:
        return reminder.note or "Đã thôi nhắc"
    if reminder.occasion in NEWS:
        return ""
    if reason := plan_is_silent(item.plan):
        return reason
    if reminder.for_day < item.remind_from:
        return "Mốc rơi vào lúc kế hoạch tạm dừng"
    if reminder.occasion in REVIEWS:
        return _answered(reminder, item) if item.lifecycle == Lifecycle.SUBMITTED else "Đã có người trả lời"
    if reason := "" if item.lifecycle in OPEN else _BY_LIFECYCLE[Lifecycle(item.lifecycle)]:
        return reason
    if reminder.occasion in EXTENSIONS:
        return _answered(reminder, item) if extension_pending else "Đề nghị gia hạn đã được trả lời"
    if _receiver(reminder, item) != reminder.agency_id:
        return "Việc đã giao cho đơn vị khác"
    if extension_pending:
        return "Đang chờ quyết định gia hạn"
    if reminder.occasion in LADDER and stopped:
        return "Việc báo cấp trên đã dừng"
    return _of_another_day(reminder, item, policy=policy, returned_on=returned_on)


def _receiver(reminder: Reminder, item: WorkItem) -> int | None:
    """To whom an occasion of an open item goes: its agency, or a step of the ladder above it."""
    if reminder.occasion == Occasion.TO_MONITOR:
        return item.monitor_id
    if reminder.occasion == Occasion.TO_COMMITTEE:
        return item.owner.serves_id or item.owner_id
    return item.agency_id


def _answered(reminder: Reminder, item: WorkItem) -> str:
    """Whether the row still goes to who answers (decision 9)."""
    answers = item.monitor.serves_id if item.agency_id == item.monitor_id else item.monitor_id
    return "" if reminder.agency_id == answers else "Nơi xác nhận đã đổi"


def _of_another_day(reminder: Reminder, item: WorkItem, *, policy: Policy, returned_on: date | None) -> str:
    """Whether the day that the row names is still the one that the item has."""
    if reminder.occasion == Occasion.RETURNED:
        return "" if item.resubmit_by and reminder.named_on == returned_on else "Đã gửi lại"
    if reminder.occasion == Occasion.RESUBMIT:
        return "" if reminder.named_on == item.resubmit_by else "Hạn gửi lại đã đổi"
    if item.due_on is None:
        return "Không còn thời hạn"
    if reminder.occasion == Occasion.PERIOD_OPENED:
        return "" if item.period and reminder.named_on == item.period.closes_on else "Ngày chốt kỳ báo cáo đã đổi"
    since = item.plan.reminds_since
    old = since is not None and reminder.for_day < since
    if not belongs(reminder.occasion, named_on=reminder.named_on, due_on=item.due_on, policy=policy, of_old_policy=old):
        return f"Hạn đã đổi sang ngày {format_day(item.due_on)}"
    if reminder.occasion == Occasion.SILENT and item.lifecycle != Lifecycle.NOT_STARTED:
        return "Đơn vị đã cập nhật"
    return ""
