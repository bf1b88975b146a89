"""Who may say how reminding is done, and what may be said: pure answers with the Vietnamese reason (decisions/0025)."""

from __future__ import annotations

from itertools import pairwise

from agencies.choices import ACTING
from agencies.models import Agency, Officer
from agencies.verdict import ALLOWED, Verdict, refused
from plans.choices import OPEN, PlanState
from plans.models import Plan, WorkItem

LONGEST = 365


def may_set_default(officer: Officer, office: Agency, *, works_as_office: bool) -> Verdict:
    """The office's own officers set its default; only a body that has plans, or that helps a committee, has one."""
    if not officer.post_in([office.pk], *ACTING):
        return refused(f"Chỉ cán bộ của {office.name} mới đặt chế độ nhắc việc của cơ quan này.")
    if not works_as_office:
        return refused(
            f"{office.name} chưa lập kế hoạch theo dõi nào nên chưa có chế độ nhắc việc riêng. Lịch nhắc theo văn phòng giao việc."
        )
    return ALLOWED


def may_set_policy(officer: Officer, plan: Plan) -> Verdict:
    """Officers of the plan's owner, while the plan is not over."""
    if not officer.post_in([plan.owner_id], *ACTING):
        return refused(f"Chỉ {plan.owner.name} mới đổi chế độ nhắc việc của kế hoạch này.")
    if plan.state == PlanState.ENDED:
        return refused("Kế hoạch đã kết thúc nên không đổi chế độ nhắc việc nữa.")
    return ALLOWED


def ladder_rises(leader: int | None, monitor: int | None, committee: int | None) -> Verdict:
    """Each step of the ladder comes after the one before; steps that are off do not count."""
    days = [day for day in (leader, monitor, committee) if day is not None]
    if all(earlier < later for earlier, later in pairwise(days)):
        return ALLOWED
    return refused("Số ngày báo cấp trên phải tăng dần: lãnh đạo đơn vị, rồi cơ quan theo dõi, rồi Thường trực.")


def are_days(*days: int | None) -> Verdict:
    """Numbers of days that mean something; None is a step that is off."""
    if all(day is None or 1 <= day <= LONGEST for day in days):
        return ALLOWED
    return refused(f"Số ngày từ 1 đến {LONGEST}; để trống là tắt.")


def may_hold_ladder(officer: Officer, item: WorkItem) -> Verdict:
    """Officers of the plan's owner or of the monitor, never those of the agency that owes the work."""
    if officer.post_in([item.agency_id]):
        return refused("Đơn vị đang nợ việc không tự dừng việc báo cấp trên; đồng chí đề nghị văn phòng.")
    if not officer.post_in([item.owner_id, item.monitor_id], *ACTING):
        return refused(f"Chỉ {item.owner.name} hoặc {item.monitor.name} mới dừng việc báo cấp trên.")
    return ALLOWED


def may_stop_ladder(officer: Officer, item: WorkItem, *, stopped: bool) -> Verdict:
    """Stopped once at a time, while something is owed by a day."""
    if not (mine := may_hold_ladder(officer, item)):
        return mine
    if stopped:
        return refused("Việc báo cấp trên của đầu việc này đang dừng rồi.")
    if item.lifecycle not in OPEN or item.due_on is None:
        return refused("Đầu việc này không còn gì để báo cấp trên.")
    return ALLOWED


def may_resume_ladder(officer: Officer, item: WorkItem, *, stopped: bool) -> Verdict:
    """Only what is stopped goes on."""
    if not (mine := may_hold_ladder(officer, item)):
        return mine
    return ALLOWED if stopped else refused("Việc báo cấp trên của đầu việc này không dừng.")
