"""Who may do what to a report, and how it is signed: pure answers with the Vietnamese reason (decisions 23, 24)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agencies.choices import ACTING, AgencyKind, Duty, Side
from agencies.models import Agency, Officer
from agencies.verdict import ALLOWED, Verdict, overtaken, refused
from agencies.wording import format_day
from reporting.choices import ReportState
from reporting.models import Report

LONGEST_AUTHORITY = 120
COLLECTIVES = (AgencyKind.COMMITTEE, AgencyKind.PARTY_GROUP)


def may_draft(officer: Officer, office: Agency) -> Verdict:
    """An officer of the reporting office prepares its reports."""
    if officer.post_in([office.pk], *ACTING):
        return ALLOWED
    return refused(f"Chỉ cán bộ của {office.name} mới lập báo cáo của cơ quan này.")


def may_edit(officer: Officer, report: Report) -> Verdict:
    """Words may be changed until a leader has approved them."""
    if not (mine := may_draft(officer, report.office)):
        return mine
    if report.state == ReportState.ISSUED:
        return overtaken("Báo cáo đã ban hành nên không sửa được nữa. Muốn đính chính, hãy lập báo cáo thay thế.")
    if report.state == ReportState.APPROVED:
        return overtaken("Báo cáo đã duyệt nên lời văn không đổi nữa. Muốn sửa, hãy mở lại dự thảo rồi trình lại.")
    return ALLOWED


def may_freeze(officer: Officer, report: Report, *, on: date) -> Verdict:
    """A draft goes to signature, its figures frozen, from the first day of its period on."""
    if not (mine := may_edit(officer, report)):
        return mine
    if report.state != ReportState.DRAFT:
        return overtaken("Báo cáo này đã trình, số liệu đã chốt rồi.")
    if on < report.period_from:
        return refused(f"Kỳ báo cáo bắt đầu từ {format_day(report.period_from)}, chưa có số liệu để chốt.")
    return ALLOWED


@dataclass(frozen=True, slots=True)
class Approvers:
    """Who approves a report on a day: leaders of `body`, the office itself or, where it has none, the committee it serves.

    No `body`: neither has a leader in post, the approval is given on paper. `submitted_by` is who put it forward last,
    `others`: whether anybody else acts for the office, so that nobody needs to approve what they put forward themselves.
    """

    body: Agency | None
    submitted_by: int | None = None
    others: bool = True


def may_approve(officer: Officer, report: Report, approvers: Approvers) -> Verdict:
    """A leader approves what somebody else put forward."""
    if not (theirs := _answers(officer, report, approvers)):
        return theirs
    if report.state == ReportState.APPROVED:
        return overtaken("Báo cáo này đã duyệt rồi; bước tiếp theo là cấp số, ban hành.")
    if report.state != ReportState.FROZEN:
        return _not_submitted(report)
    if approvers.body is not None and officer.pk == approvers.submitted_by and approvers.others:
        return refused(
            "Đồng chí là người trình báo cáo này nên không tự duyệt. Để lãnh đạo khác duyệt, hoặc mở lại để cán bộ khác trình."
        )
    return ALLOWED


def may_return(officer: Officer, report: Report, approvers: Approvers) -> Verdict:
    """A leader sends back what was put forward, also after approving it, as long as it is not issued."""
    if not (theirs := _answers(officer, report, approvers)):
        return theirs
    if report.state not in (ReportState.FROZEN, ReportState.APPROVED):
        return _not_submitted(report)
    return ALLOWED


def _answers(officer: Officer, report: Report, approvers: Approvers) -> Verdict:
    """Whose business approving is."""
    if approvers.body is None:
        return may_draft(officer, report.office)
    if officer.post_in([approvers.body.pk], Duty.LEADER):
        return ALLOWED
    return refused(f"Chỉ lãnh đạo {approvers.body.name} mới duyệt hoặc trả lại báo cáo này.")


def _not_submitted(report: Report) -> Verdict:
    if report.state == ReportState.ISSUED:
        return overtaken("Báo cáo đã ban hành nên không duyệt, không trả lại được nữa.")
    return overtaken("Báo cáo còn là dự thảo, chưa trình nên chưa có gì để duyệt hay trả lại.")


def may_reopen(officer: Officer, report: Report) -> Verdict:
    """The office takes back what it put forward until the report is issued."""
    if not (mine := may_draft(officer, report.office)):
        return mine
    if report.state == ReportState.ISSUED:
        return overtaken("Báo cáo đã ban hành nên không mở lại được nữa. Muốn đính chính, hãy lập báo cáo thay thế.")
    if report.state == ReportState.DRAFT:
        return overtaken("Báo cáo này chưa trình nên không có gì để mở lại.")
    return ALLOWED


def may_issue(officer: Officer, report: Report, *, has_clerk: bool = True) -> Verdict:
    """The office's văn thư gives the number, after the approval; a leader only where the office has no clerk."""
    if not (mine := may_draft(officer, report.office)):
        return mine
    if report.state == ReportState.ISSUED:
        return overtaken("Báo cáo đã ban hành nên không cấp số lần nữa. Muốn đính chính, hãy lập báo cáo thay thế.")
    if report.state != ReportState.APPROVED:
        return overtaken("Báo cáo phải được lãnh đạo duyệt trước, rồi mới cấp số và ban hành.")
    if has_clerk and not officer.post_in([report.office_id], Duty.CLERK):
        return refused(f"Văn thư của {report.office.name} cấp số và ban hành báo cáo này.")
    return ALLOWED


def may_replace(officer: Officer, report: Report, *, replaced: bool) -> Verdict:
    """An issued report is corrected by one other report."""
    if not (mine := may_draft(officer, report.office)):
        return mine
    if report.state != ReportState.ISSUED:
        return overtaken("Báo cáo chưa ban hành thì sửa trực tiếp, không cần báo cáo thay thế.")
    if replaced:
        return overtaken("Báo cáo này đã có báo cáo thay thế. Hãy làm tiếp báo cáo đó.")
    return ALLOWED


def may_attach_copy(officer: Officer, report: Report) -> Verdict:
    """The signed copy is attached to what has a number and a day."""
    if not (mine := may_draft(officer, report.office)):
        return mine
    if report.state != ReportState.ISSUED:
        return refused("Gắn bản ký sau khi báo cáo đã cấp số, ban hành.")
    return ALLOWED


def says_why(reason: str) -> Verdict:
    """A step back is explained to those who prepared the report."""
    return ALLOWED if reason.strip() else refused("Ghi lý do để người soạn báo cáo biết cần sửa gì.")


def says_why_again(note: str, *, known: bool) -> Verdict:
    """A second signed copy says why the first does not hold."""
    return ALLOWED if note.strip() or not known else refused("Báo cáo đã có bản ký. Ghi lý do thay bản ký này.")


def is_datable(report: Report, issued_on: date, *, on: date) -> Verdict:
    """A report bears a day between the freezing of its figures and today."""
    if issued_on > on:
        return refused("Ngày ban hành không thể là ngày chưa tới.")
    if report.frozen_on is not None and issued_on < report.frozen_on:
        return refused(f"Số liệu chốt ngày {format_day(report.frozen_on)}; ngày ban hành không thể trước ngày này.")
    return ALLOWED


def answers_alone(other: Report | None) -> Verdict:
    """One reporting item is fulfilled by one report."""
    if other is None:
        return ALLOWED
    known = (
        f"số {other.numbered}"
        if other.state == ReportState.ISSUED
        else f"kỳ {other.period_label.removeprefix('kỳ ')} đang soạn"
    )
    return refused(f"Đầu việc này đã có báo cáo {known}. Hãy làm tiếp báo cáo đó, hoặc lập báo cáo không gắn đầu việc.")


def is_free(number: int, taken: Iterable[int], *, when: str) -> Verdict:
    """A number is given once per office, kind of paper and term or year."""
    if number < 1:
        return refused("Số văn bản bắt đầu từ 1.")
    if number in set(taken):
        return refused(f"Số {number:02d} đã cấp cho báo cáo khác {when}.")
    return ALLOWED


@dataclass(frozen=True, slots=True)
class Signer:
    """The block of the signature; `authority` is "T/M BAN THƯỜNG VỤ", "K/T TRƯỞNG BAN", or nothing."""

    title: str
    name: str
    authority: str = ""


def signer_for(office: Agency, *, title: str, name: str) -> Signer:
    """How the holder of an office signs: for the collective, in one's own right, or for the head (decision 24)."""
    short = "TM." if office.side == Side.STATE else "T/M"
    title = title.strip()
    if is_collective(office):
        return Signer(title, name, f"{short} {office.acting_body or _collective(office)}")
    if title.lower().startswith("phó "):
        head = title[4:].strip()
        return Signer(title, name, f"{'KT.' if office.side == Side.STATE else 'K/T'} {head[:1].upper()}{head[1:]}")
    return Signer(title, name)


def is_collective(office: Agency) -> bool:
    """Whether papers of the body speak for a collective: T/M is for these only."""
    return office.kind in COLLECTIVES or bool(office.acting_body)


def _collective(office: Agency) -> str:
    return "Đảng đoàn" if office.name.lower().startswith("đảng đoàn") else "Ban Thường vụ"


def is_signed_rightly(office: Agency, signer: Signer) -> Verdict:
    """T/M only for collectives; a ban signs by its head, or K/T by a deputy (decision 24)."""
    says_collective = signer.authority.upper().replace(".", "").startswith(("T/M", "TM"))
    if says_collective and not is_collective(office):
        return refused(
            f"{office.name} không phải tập thể nên không ký thay mặt (T/M): thủ trưởng ký, hoặc cấp phó ký K/T."
        )
    if is_collective(office) and not says_collective:
        return refused(f"Báo cáo của {office.name} ký thay mặt tập thể (T/M).")
    if len(signer.authority) > LONGEST_AUTHORITY:
        return refused("Tên tập thể ký thay mặt quá dài. Rút gọn ở trang của cơ quan rồi ban hành lại.")
    if not signer.title or not signer.name:
        return refused("Ghi đủ chức vụ và họ tên người ký.")
    return ALLOWED
