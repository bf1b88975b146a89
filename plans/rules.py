"""Who may do what, and when: pure answers with the Vietnamese reason (domain.md §5, decisions 8–12)."""

from __future__ import annotations

from datetime import date

from agencies.choices import ACTING, Duty
from agencies.models import Officer, Post
from agencies.verdict import ALLOWED, Verdict, refused
from agencies.wording import format_day
from plans.choices import OPEN, UNCONFIRMED, DueSource, ExtensionState, Lifecycle, PlanState, Role
from plans.models import Assignment, Extension, Plan, StatusUpdate, Task, WorkItem


def may_own(officer: Officer, plan: Plan) -> Verdict:
    """The owner's officers edit the plan (decision 8)."""
    if officer.post_in([plan.owner_id], *ACTING):
        return ALLOWED
    return refused(f"Chỉ {plan.owner.name} mới sửa kế hoạch này.")


def may_edit_freely(officer: Officer, plan: Plan) -> Verdict:
    """Source words, tasks and dates are free only in a draft; publishing freezes them (decision 12)."""
    if not (mine := may_own(officer, plan)):
        return mine
    if plan.state != PlanState.DRAFT:
        return refused("Kế hoạch đã phát hành: chỉ thêm, hủy nhiệm vụ hoặc phân công lại kèm lý do.")
    return ALLOWED


def may_extend_plan(officer: Officer, plan: Plan) -> Verdict:
    """Tasks and lines may be added while the plan is a draft or tracked."""
    if not (mine := may_own(officer, plan)):
        return mine
    if plan.state == PlanState.ENDED:
        return refused("Kế hoạch đã kết thúc, không thêm được nhiệm vụ.")
    return ALLOWED


def is_cancellable(plan: Plan, task: Task) -> Verdict:
    """A task of a published plan is cancelled once; the first day and reason stay."""
    if task.cancelled_on is not None:
        why = f", lý do: {task.cancel_reason}" if task.cancel_reason else ""
        return refused(f"Mục {task.path} đã hủy từ ngày {format_day(task.cancelled_on)}{why}.")
    if plan.state == PlanState.DRAFT:
        return refused("Kế hoạch còn là bản nháp: bỏ hẳn nhiệm vụ, không cần hủy.")
    if plan.state == PlanState.ENDED:
        return refused("Kế hoạch đã kết thúc nên không hủy nhiệm vụ nữa.")
    return ALLOWED


def is_releasable(plan: Plan, line: Assignment) -> Verdict:
    """A line is taken back once, while its plan is not over."""
    if not (holds := still_holds(line)):
        return holds
    if plan.state == PlanState.ENDED:
        return refused("Kế hoạch đã kết thúc nên không bỏ phân công nữa.")
    return ALLOWED


def still_holds(line: Assignment) -> Verdict:
    """The first day and reason of a line's end stay."""
    if line.until is None:
        return ALLOWED
    why = f", lý do: {line.end_reason}" if line.end_reason else ""
    return refused(
        f"{line.label} đã thôi {line.get_role_display()} nhiệm vụ này từ ngày {format_day(line.until)}{why}."
    )


def may_publish(officer: Officer, plan: Plan, *, tasks: int) -> Verdict:
    """A draft with at least one task may be published by its owner."""
    if not (mine := may_own(officer, plan)):
        return mine
    if plan.state != PlanState.DRAFT:
        return refused("Kế hoạch này đã phát hành rồi.")
    if not tasks:
        return refused("Kế hoạch chưa có nhiệm vụ nào. Thêm ít nhất một nhiệm vụ rồi phát hành.")
    return ALLOWED


def may_recall(officer: Officer, plan: Plan, *, touched: bool) -> Verdict:
    """The owner recalls a publication until the first update or mail (decision 11)."""
    if not (mine := may_own(officer, plan)):
        return mine
    if plan.state != PlanState.PUBLISHED:
        return refused("Chỉ thu hồi được kế hoạch đang theo dõi.")
    if touched:
        return refused("Đã có báo cáo hoặc thư nhắc của kế hoạch này nên không thu hồi được; có thể tạm dừng.")
    return ALLOWED


def may_pause(officer: Officer, plan: Plan) -> Verdict:
    """Only what is tracked can be paused (decision 12)."""
    if not (mine := may_own(officer, plan)):
        return mine
    if plan.state != PlanState.PUBLISHED:
        return refused("Chỉ tạm dừng được kế hoạch đang theo dõi.")
    return ALLOWED


def may_resume(officer: Officer, plan: Plan) -> Verdict:
    """Only a paused plan goes on."""
    if not (mine := may_own(officer, plan)):
        return mine
    if plan.state != PlanState.PAUSED:
        return refused("Chỉ tiếp tục được kế hoạch đang tạm dừng.")
    return ALLOWED


def may_end(officer: Officer, plan: Plan) -> Verdict:
    """A plan ends once, from being tracked or paused."""
    if not (mine := may_own(officer, plan)):
        return mine
    if plan.state == PlanState.ENDED:
        since = f" từ ngày {format_day(plan.ended_on)}" if plan.ended_on else ""
        return refused(f"Kế hoạch này đã kết thúc{since}.")
    if plan.state == PlanState.DRAFT:
        return refused("Chỉ kết thúc được kế hoạch đã phát hành.")
    return ALLOWED


def acts_for(officer: Officer, agency_id: int) -> Post | None:
    """The post in whose capacity the officer acts for an agency."""
    return officer.post_in([agency_id], *ACTING)


def acts_at_all(officer: Officer) -> Post | None:
    """The capacity in which somebody changes what lies in several agencies: their first post that may act."""
    return next((post for post in officer.current_posts if post.duty in ACTING), None)


def acts_as(officer: Officer, *agency_ids: int | None) -> Post | None:
    """The post in whose capacity an act is written down, of several agencies that it may be done for: the first that fits."""
    posts = (acts_for(officer, agency_id) for agency_id in agency_ids if agency_id is not None)
    return next((post for post in posts if post), None)


def may_answer(officer: Officer, item: WorkItem) -> Verdict:
    """Whose item it is: the assigned agency's officers answer it."""
    if not acts_for(officer, item.agency_id):
        if item.lifecycle == Lifecycle.HANDED_OVER:
            return refused(f"{item.agency.name} đã bàn giao đầu việc này. Hãy báo cáo ở đầu việc đã tiếp nhận.")
        return refused(f"Đầu việc này của {item.agency.name}; chỉ cán bộ của đơn vị mới báo cáo.")
    return ALLOWED


def may_report(officer: Officer, item: WorkItem) -> Verdict:
    """The assigned agency reports its own items while they are owed and the plan is tracked."""
    return _still_owed(item) if (mine := may_answer(officer, item)) else mine


def _still_owed(item: WorkItem) -> Verdict:
    if item.plan.state != PlanState.PUBLISHED:
        return refused("Kế hoạch đang không theo dõi (tạm dừng hoặc đã kết thúc) nên chưa nhận báo cáo.")
    if item.lifecycle == Lifecycle.SUBMITTED:
        return refused("Báo cáo đã gửi và đang chờ xác nhận. Muốn sửa, hãy rút lại báo cáo trước.")
    if item.lifecycle == Lifecycle.CONFIRMED:
        return refused("Đầu việc đã được xác nhận hoàn thành nên không nhận thêm báo cáo.")
    if item.lifecycle not in OPEN:
        return refused("Đầu việc đã dừng, hủy hoặc chuyển giao nên không nhận báo cáo.")
    return ALLOWED


def is_complete_enough(
    item: WorkItem, *, submits: bool, is_nil: bool, results: str, files: int, has_document: bool = False
) -> Verdict:
    """Declaring done needs a result, and the proof the task asks for: files, or the document that is its product registered.

    "Không phát sinh" only answers a period.
    """
    if is_nil and item.period_id is None:
        return refused("“Không phát sinh” chỉ dùng cho báo cáo theo kỳ; việc có sản phẩm thì ghi kết quả.")
    if submits and not is_nil and not results.strip():
        return refused("Báo hoàn thành phải ghi kết quả đã làm.")
    if submits and not is_nil and item.task.needs_evidence and not files:
        return refused("Nhiệm vụ này yêu cầu kèm tệp minh chứng khi báo hoàn thành.")
    if submits and not is_nil and item.task.needs_document and not has_document:
        return refused("Nhiệm vụ này yêu cầu đăng ký văn bản sản phẩm khi báo hoàn thành.")
    return ALLOWED


def may_withdraw(officer: Officer, item: WorkItem) -> Verdict:
    """An agency takes a submission back until it is reviewed (decision 11)."""
    if not acts_for(officer, item.agency_id):
        return refused(f"Chỉ cán bộ của {item.agency.name} mới rút lại báo cáo này.")
    if item.lifecycle != Lifecycle.SUBMITTED:
        return refused("Chỉ rút lại được báo cáo đang chờ xác nhận.")
    return ALLOWED


def answers_for(officer: Officer, item: WorkItem, *, deed: str) -> Verdict:
    """Who decides about an item: the monitor; on what it leads itself, a leader of the committee it serves (decision 9)."""
    if item.agency_id != item.monitor_id:
        return ALLOWED if acts_for(officer, item.monitor_id) else refused(f"Chỉ {item.monitor.name} mới {deed}.")
    committee = item.monitor.serves
    if committee is not None and officer.post_in([committee.pk], Duty.LEADER):
        return ALLOWED
    whom = committee.name if committee else "cấp ủy cấp trên"
    return refused(f"Việc do chính cơ quan theo dõi chủ trì thì lãnh đạo {whom} {deed}.")


def is_reviewer(officer: Officer, item: WorkItem) -> Verdict:
    """Who answers an item's submissions, whatever its state now; nobody of the submitting agency (decision 9)."""
    if not (mine := answers_for(officer, item, deed="xác nhận hoặc trả lại đầu việc này")):
        return mine
    if officer.post_in([item.agency_id]):
        return refused(f"Đồng chí cũng giữ chức trách ở {item.agency.name}, nên không xác nhận việc của đơn vị này.")
    return ALLOWED


def may_review(officer: Officer, item: WorkItem, update: StatusUpdate | None) -> Verdict:
    """The reviewer confirms or returns what waits; nobody what they sent themselves, in whatever post (decision 9)."""
    return _waits(officer, item, update) if (mine := is_reviewer(officer, item)) else mine


def _waits(officer: Officer, item: WorkItem, update: StatusUpdate | None) -> Verdict:
    if item.lifecycle != Lifecycle.SUBMITTED or update is None:
        return refused("Đầu việc này không còn chờ xác nhận: có người đã trả lời hoặc đơn vị đã rút lại.")
    if update.officer_id == officer.pk:
        return refused("Không ai xác nhận báo cáo do chính mình gửi.")
    return ALLOWED


def may_reopen(officer: Officer, item: WorkItem, *, by_report: bool) -> Verdict:
    """What was confirmed is locked; who confirms it may open it again, with a reason, while the plan is tracked.

    `by_report`: an issued report fulfilled it; an issued report never changes, so neither does what it fulfilled.
    """
    if not (mine := is_reviewer(officer, item)):
        return mine
    if item.lifecycle != Lifecycle.CONFIRMED:
        return refused("Chỉ mở lại được đầu việc đã xác nhận hoàn thành.")
    if by_report:
        return refused("Đầu việc này hoàn thành bằng một báo cáo đã ban hành; báo cáo sai thì lập báo cáo thay thế.")
    if item.plan.state != PlanState.PUBLISHED:
        return refused("Kế hoạch đang không theo dõi (tạm dừng hoặc đã kết thúc) nên không mở lại đầu việc.")
    if item.task.cancelled_on is not None or item.assignment.until is not None:
        return refused("Nhiệm vụ đã hủy hoặc đơn vị đã thôi chủ trì nên không mở lại đầu việc.")
    if item.agency.ended_on is not None:
        return refused(
            f"{item.agency.name} đã kết thúc nên không còn ai báo cáo lại; giao việc mới cho cơ quan kế tục."
        )
    return ALLOWED


def may_record_for(officer: Officer, item: WorkItem) -> Verdict:
    """Nhập thay: the monitor records what came on paper for an agency (decision 10)."""
    if not acts_for(officer, item.monitor_id):
        return refused(f"Chỉ {item.monitor.name} mới nhập thay báo cáo giấy của đơn vị.")
    if officer.post_in([item.agency_id]):
        return refused("Đơn vị của chính mình thì báo cáo trực tiếp, không nhập thay.")
    return _still_owed(item)


def may_support(officer: Officer, assignment: Assignment) -> Verdict:
    """A coordinating agency reports its share (decision 7)."""
    mine = assignment.agency_id is not None and acts_for(officer, assignment.agency_id)
    if assignment.role != Role.COORDINATING or not mine:
        return refused("Chỉ đơn vị phối hợp mới báo cáo phần việc phối hợp của mình.")
    if assignment.until is not None or assignment.task.plan.state != PlanState.PUBLISHED:
        return refused("Phân công này không còn hiệu lực nên không nhận báo cáo.")
    return ALLOWED


def may_ask_extension(officer: Officer, item: WorkItem, *, pending: bool) -> Verdict:
    """The assigned agency asks for more time on an item that has a date and is still owed."""
    if not (mine := may_report(officer, item)):
        return mine
    if item.due_on is None:
        return refused("Đầu việc này không có hạn nên không cần gia hạn.")
    if pending:
        return refused("Đang có một đề nghị gia hạn chờ quyết định.")
    return ALLOWED


def is_later(new_due_on: date, item: WorkItem, *, on: date) -> Verdict:
    """An extension names a day after the present due day and not in the past."""
    if item.due_on is not None and new_due_on <= item.due_on:
        return refused("Hạn mới phải sau hạn hiện tại.")
    if new_due_on < on:
        return refused("Hạn mới không thể là ngày đã qua.")
    return ALLOWED


def may_extend_now(item: WorkItem, *, pending: bool) -> Verdict:
    """More time can be given where a date stands, work is owed, the plan is tracked, and no request waits for its answer."""
    if item.due_on is None:
        return refused("Đầu việc này chưa có hạn; hãy ấn định hạn ở trang nhiệm vụ.")
    if item.lifecycle not in UNCONFIRMED:
        return refused("Đầu việc đã hoàn thành, dừng hoặc hủy nên không gia hạn.")
    if item.plan.state != PlanState.PUBLISHED:
        return refused("Kế hoạch đang không theo dõi (tạm dừng hoặc đã kết thúc) nên không gia hạn.")
    if pending:
        return refused("Đang có một đề nghị gia hạn chờ quyết định; hãy trả lời đề nghị đó.")
    return ALLOWED


def decides_dates(officer: Officer, item: WorkItem) -> Verdict:
    """Who decides on an item's dates: the monitor; on what it leads itself, a leader of its committee; nobody on their own."""
    if officer.post_in([item.agency_id]):
        return refused("Không ai tự quyết định đề nghị gia hạn của đơn vị mình.")
    return answers_for(officer, item, deed="quyết định gia hạn đầu việc này")


def may_refuse_extension(officer: Officer, extension: Extension) -> Verdict:
    """A request that waits, on unfinished work, is answered by whoever decides its dates."""
    item = extension.work_item
    if not (mine := decides_dates(officer, item)):
        return mine
    if extension.requested_by_id == officer.pk:
        return refused("Không ai tự quyết định đề nghị gia hạn do chính mình gửi.")
    if extension.state != ExtensionState.PENDING:
        return refused("Đề nghị gia hạn này đã được quyết định.")
    if item.lifecycle not in UNCONFIRMED:
        return refused("Đầu việc đã hoàn thành, dừng hoặc hủy nên không còn quyết định gia hạn.")
    return ALLOWED


def may_decide_extension(
    officer: Officer, extension: Extension, *, due_source: str, granted: bool, decision_number: str
) -> Verdict:
    """The monitor decides dates the office set; a date of the document needs the issuer's numbered decision (decision 12)."""
    if not (may := may_refuse_extension(officer, extension)):
        return may
    if granted and due_source == DueSource.DOCUMENT and not decision_number.strip():
        return refused("Hạn do văn bản ấn định: ghi số văn bản của cơ quan ban hành cho phép gia hạn.")
    return ALLOWED
