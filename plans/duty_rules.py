"""Who may change a reporting duty or write a silent period off: pure answers with the Vietnamese reason (decisions 2, 8, 9)."""

from __future__ import annotations

from datetime import date

from agencies.models import Officer
from agencies.verdict import ALLOWED, Verdict, refused
from agencies.wording import format_day
from plans.choices import OPEN, Lifecycle, PlanState
from plans.cycles import Recurrence
from plans.models import ReportingDuty, WorkItem
from plans.rules import answers_for, may_own


def may_end_duty(officer: Officer, duty: ReportingDuty, *, on: date) -> Verdict:
    """The owner ends a duty that has not come to its end, while the plan lasts."""
    if not (mine := may_own(officer, duty.plan)):
        return mine
    if duty.plan.state == PlanState.ENDED:
        return refused("Kế hoạch đã kết thúc nên các chế độ báo cáo của kế hoạch cũng đã dừng.")
    if duty.until is not None and duty.until < on:
        return refused(f"Chế độ báo cáo này đã kết thúc từ ngày {format_day(duty.until)}.")
    return ALLOWED


def may_change_duty(officer: Officer, duty: ReportingDuty, *, on: date) -> Verdict:
    """The owner changes a duty that nobody has set an end to."""
    if not (may := may_end_duty(officer, duty, on=on)):
        return may
    if duty.until is not None:
        return refused(
            f"Chế độ báo cáo này sẽ kết thúc ngày {format_day(duty.until)}; muốn báo cáo tiếp thì đặt chế độ mới từ sau ngày đó."
        )
    return ALLOWED


def is_end(duty: ReportingDuty, until: date, *, on: date) -> Verdict:
    """A duty ends today or later, never before it began: periods that were opened stay owed."""
    if until < duty.since:
        return refused(f"Ngày kết thúc không thể trước ngày bắt đầu {format_day(duty.since)}.")
    if until < on and duty.plan.state != PlanState.DRAFT:
        return refused("Ngày kết thúc không thể là ngày đã qua: kỳ đã mở thì vẫn phải báo cáo hoặc ghi bỏ kèm lý do.")
    return ALLOWED


def suits_cycle(duty: ReportingDuty, recurrence: str) -> Verdict:
    """The plan's own cycle follows the calendar."""
    if duty.is_cycle and recurrence in (Recurrence.TERM, Recurrence.DATES):
        return refused(
            "Kỳ cập nhật chung của kế hoạch đi theo tuần, tháng, quý, 6 tháng hoặc năm; "
            "báo cáo theo nhiệm kỳ hay theo ngày ấn định thì đặt thành chế độ riêng."
        )
    return ALLOWED


def may_write_off(officer: Officer, item: WorkItem, *, on: date) -> Verdict:
    """The monitor writes off a period that went by in silence; nobody their own agency's (decisions 2, 9)."""
    if not (mine := _clears(officer, item)):
        return mine
    if item.period_id is None:
        return refused("Chỉ ghi bỏ được kỳ báo cáo; việc có sản phẩm thì gia hạn hoặc hủy nhiệm vụ.")
    if item.plan.state == PlanState.ENDED:
        return refused("Kế hoạch đã kết thúc nên không còn kỳ nào phải ghi bỏ.")
    if item.lifecycle not in OPEN:
        return refused(f"Kỳ này {item.get_lifecycle_display()} nên không ghi bỏ.")
    if item.due_on is None or item.due_on >= on:
        return refused("Kỳ này chưa quá hạn báo cáo nên chưa ghi bỏ được.")
    return ALLOWED


def may_ask_again(officer: Officer, item: WorkItem, *, written_off: bool) -> Verdict:
    """Who may write off may also take that back."""
    if not (mine := _clears(officer, item)):
        return mine
    if item.lifecycle != Lifecycle.CANCELLED or not written_off:
        return refused("Kỳ này không phải là kỳ đã ghi bỏ.")
    if item.plan.state == PlanState.ENDED:
        return refused("Kế hoạch đã kết thúc nên không đòi lại báo cáo.")
    if item.assignment.until is not None or item.agency.ended_on is not None or item.task.cancelled_on is not None:
        return refused("Đơn vị không còn được giao việc này nên không đòi lại báo cáo.")
    return ALLOWED


def _clears(officer: Officer, item: WorkItem) -> Verdict:
    """Who answers for an item's periods: the monitor; of what it leads itself, a leader of its committee."""
    if officer.post_in([item.agency_id]):
        return refused(f"Đồng chí giữ chức trách ở {item.agency.name} nên không ghi bỏ kỳ báo cáo của đơn vị mình.")
    return answers_for(officer, item, deed="ghi bỏ kỳ báo cáo này")
