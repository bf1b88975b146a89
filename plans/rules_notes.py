"""Who may give a direction, ask, answer and close a thread: pure answers with the Vietnamese reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from agencies.choices import ACTING, Duty
from agencies.models import Agency, Officer
from agencies.verdict import ALLOWED, Verdict, refused
from agencies.wording import format_day
from plans.choices import PlanState
from plans.models import Note, Plan


def may_direct(officer: Officer, *, over: Collection[int]) -> Verdict:
    """Leaders speak to those below; `over` are the agencies whose leaders may: for a plan its owner, monitor and superiors."""
    if officer.post_in(over, Duty.LEADER):
        return ALLOWED
    return refused("Chỉ lãnh đạo của cơ quan chủ kế hoạch, cơ quan theo dõi hoặc cấp trên mới cho ý kiến chỉ đạo.")


def is_spoken_about(plan: Plan) -> Verdict:
    """A draft belongs to its makers alone: there is nobody to speak to yet."""
    if plan.state == PlanState.DRAFT:
        return refused("Kế hoạch còn là bản nháp nên chưa gửi ý kiến được; phát hành xong hãy gửi.")
    return ALLOWED


def is_there_to_answer(agency: Agency, *, heirs: Sequence[Agency], on: date) -> Verdict:
    """Nobody answers for a body that has ended; `heirs` stand in its place today and are named instead."""
    if agency.ended_on is None or agency.ended_on >= on:
        return ALLOWED
    names = ", ".join(heir.name for heir in heirs)
    instead = f"Hãy gửi cho cơ quan kế tục: {names}." if names else "Chưa ghi cơ quan nào kế tục."
    return refused(
        f"{agency.name} đã kết thúc từ ngày {format_day(agency.ended_on)} nên không còn ai trả lời. {instead}"
    )


def may_ask(officer: Officer, *, charged: Collection[int]) -> Verdict:
    """An agency asks about the task it leads or helps with; `charged` are the agencies with a line that holds."""
    if officer.post_in(charged, *ACTING):
        return ALLOWED
    return refused("Chỉ đơn vị đang chủ trì hoặc phối hợp nhiệm vụ này mới gửi câu hỏi.")


def may_reply(officer: Officer, note: Note, *, receivers: Iterable[int]) -> Verdict:
    """Who received a note and who began it write in its thread, until it is closed."""
    if not officer.post_in({note.from_agency_id, *receivers}, *ACTING):
        return refused("Chỉ nơi gửi và nơi nhận ý kiến này mới trả lời.")
    if note.closed_on is not None:
        return refused("Ý kiến này đã khép lại nên không nhận thêm trả lời.")
    return ALLOWED


def may_close(officer: Officer, note: Note) -> Verdict:
    """Who began a thread needs no further answer."""
    if not officer.post_in([note.from_agency_id], *ACTING):
        return refused("Chỉ nơi gửi ý kiến mới khép lại.")
    if note.closed_on is not None:
        return refused("Ý kiến này đã khép lại rồi.")
    return ALLOWED
