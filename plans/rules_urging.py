"""Who may write, send, answer and throw away a công văn đôn đốc: pure answers with the Vietnamese reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final

from agencies.choices import ACTING
from agencies.models import Agency, Officer
from agencies.succession import follows
from agencies.verdict import ALLOWED, Verdict, refused
from agencies.wording import format_day
from plans.models import Urging

MOST: Final = 200
"""Lines that one letter takes: a longer list is a report."""


def may_draft(officer: Officer, office: Agency) -> Verdict:
    """Clerks and leaders write in the name of their own office."""
    if officer.post_in([office.pk], *ACTING):
        return ALLOWED
    return refused(f"Chỉ cán bộ của {office.name} mới soạn công văn của cơ quan này.")


def is_urged(office: Agency, agency: Agency, *, heirs: Sequence[Agency], on: date) -> Verdict:
    """A letter goes to another body, one that exists; `heirs` stand in the place of one that has ended."""
    if office.pk == agency.pk:
        return refused("Việc quá hạn của chính cơ quan mình thì không soạn công văn đôn đốc.")
    if agency.ended_on is None or agency.ended_on >= on:
        return ALLOWED
    names = ", ".join(heir.name for heir in heirs)
    instead = f"Hãy gửi cho cơ quan kế tục: {names}." if names else "Chưa ghi cơ quan nào kế tục."
    return refused(f"{agency.name} đã kết thúc từ ngày {format_day(agency.ended_on)}. {instead}")


def is_a_list(chosen: int, owed: int) -> Verdict:
    """At least one item, all of them overdue at that agency and overseen by the office, no more than a letter takes."""
    if not chosen:
        return refused("Chọn ít nhất một nhiệm vụ quá hạn.")
    if chosen > MOST:
        return refused(f"Mỗi công văn ghi tối đa {MOST} nhiệm vụ. Hãy chia thành nhiều công văn.")
    if owed < chosen:
        return refused(
            "Có nhiệm vụ vừa được báo cáo, được gia hạn hoặc không do cơ quan mình theo dõi nên không còn trong danh sách "
            "quá hạn. Xem lại danh sách rồi làm lại."
        )
    return ALLOWED


def asks_in_time(report_by: date, *, after: date) -> Verdict:
    """The answer is asked for on a day to come."""
    if report_by > after:
        return ALLOWED
    return refused(f"Ngày đề nghị báo cáo phải sau ngày {format_day(after)}.")


def may_edit(officer: Officer, urging: Urging) -> Verdict:
    """Words and lines are free while the letter is a draft."""
    if not (mine := may_draft(officer, urging.office)):
        return mine
    if not urging.is_draft:
        return refused("Công văn đã gửi nên không sửa, không bỏ được nữa. Muốn đính chính, hãy soạn công văn khác.")
    return ALLOWED


def is_datable(urging: Urging, issued_on: date, *, on: date, drafted_on: date) -> Verdict:
    """A letter bears a day between its drafting and today, and asks for an answer after that day."""
    if issued_on > on:
        return refused("Ngày ban hành không thể là ngày chưa tới.")
    if issued_on < drafted_on:
        return refused(f"Công văn soạn ngày {format_day(drafted_on)}; ngày ban hành không thể trước ngày này.")
    if urging.report_by <= issued_on:
        return refused(
            f"Công văn đề nghị báo cáo trước ngày {format_day(urging.report_by)}, không sau ngày ban hành. "
            "Hãy sửa dự thảo rồi ghi số."
        )
    return ALLOWED


def is_free(number: int, taken: Collection[int], *, year: int) -> Verdict:
    """A number is given once among the letters of an office and year."""
    if number < 1:
        return refused("Số công văn bắt đầu từ 1.")
    if number in taken:
        return refused(f"Số {number:02d} đã ghi cho một công văn đôn đốc khác của cơ quan trong năm {year}.")
    return ALLOWED


def may_print(officer: Officer, urging: Urging) -> Verdict:
    """The paper of a sent letter is kept once."""
    if not (mine := may_draft(officer, urging.office)) and not follows(officer, [urging.office_id]):
        return mine
    if urging.is_draft:
        return refused("Công văn còn là dự thảo: tệp tạo theo nội dung từng lúc, chưa lưu bản chính thức.")
    if urging.paper:
        return refused("Bản chính thức của công văn này đã lưu, không tạo lại.")
    return ALLOWED


def may_reply(officer: Officer, urging: Urging) -> Verdict:
    """Either side writes down what came back: the office that received it, the agency that sent it, or who took their place."""
    sides = [urging.office_id, urging.agency_id]
    if not officer.post_in(sides, *ACTING) and not follows(officer, sides):
        return refused(f"Chỉ {urging.office.name} và {urging.agency.name} mới ghi trả lời của công văn này.")
    if urging.is_draft:
        return refused("Công văn còn là dự thảo, chưa gửi nên chưa có trả lời.")
    return ALLOWED


def says_something(*, number: str, note: str, files: int) -> Verdict:
    """A reply has a number, a summary or a file."""
    if number or note or files:
        return ALLOWED
    return refused("Ghi số văn bản trả lời, tóm tắt nội dung hoặc đính kèm tệp.")


def is_reply_day(urging: Urging, replied_on: date, *, on: date) -> Verdict:
    """A reply came after the letter and not after today."""
    if urging.issued_on is not None and urging.issued_on <= replied_on <= on:
        return ALLOWED
    return refused(f"Ngày trả lời phải từ ngày công văn ({format_day(urging.issued_on or on)}) đến hôm nay.")
