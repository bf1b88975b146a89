"""Who may do what to a report, and how it is signed: pure answers with the Vietnamese reason (decisions 23, 24)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agencies.choices import ACTING, AgencyKind, Side
from agencies.models import Agency, Officer
from agencies.verdict import ALLOWED, Verdict, refused
from agencies.wording import format_day
from reporting.choices import ReportState
from reporting.models import Report

COLLECTIVES = (AgencyKind.COMMITTEE, AgencyKind.PARTY_GROUP)


def may_draft(officer: Officer, office: Agency) -> Verdict:
    """An officer of the reporting office prepares its reports."""
    if officer.post_in([office.pk], *ACTING):
        return ALLOWED
    return refused(f"Chỉ cán bộ của {office.name} mới lập báo cáo của cơ quan này.")


def may_edit(officer: Officer, report: Report) -> Verdict:
    """Text may be edited until the report is issued."""
    if not (mine := may_draft(officer, report.office)):
        return mine
    if report.state == ReportState.ISSUED:
        return refused("Báo cáo đã ban hành nên không sửa được nữa. Muốn đính chính, hãy lập báo cáo khác thay thế.")
    return ALLOWED


def may_freeze(officer: Officer, report: Report, *, on: date) -> Verdict:
    """A draft's figures may be frozen from the first day of its period on."""
    if not (mine := may_edit(officer, report)):
        return mine
    if report.state != ReportState.DRAFT:
        return refused("Số liệu của báo cáo này đã chốt rồi.")
    if on < report.period_from:
        return refused(f"Kỳ báo cáo bắt đầu từ {format_day(report.period_from)}, chưa có số liệu để chốt.")
    return ALLOWED


def may_reopen(officer: Officer, report: Report) -> Verdict:
    """Frozen figures may be given up until the report is issued."""
    if not (mine := may_edit(officer, report)):
        return mine
    if report.state != ReportState.FROZEN:
        return refused("Báo cáo này chưa chốt số liệu nên không có gì để mở lại.")
    return ALLOWED


def may_issue(officer: Officer, report: Report) -> Verdict:
    """Only frozen figures are issued."""
    if not (mine := may_edit(officer, report)):
        return mine
    if report.state != ReportState.FROZEN:
        return refused("Chốt số liệu trước, rồi mới cấp số và ban hành.")
    return ALLOWED


def is_datable(report: Report, issued_on: date, *, on: date) -> Verdict:
    """A report bears a day between the freezing of its figures and today."""
    if issued_on > on:
        return refused("Ngày ban hành không thể là ngày chưa tới.")
    if report.frozen_on is not None and issued_on < report.frozen_on:
        return refused(f"Số liệu chốt ngày {format_day(report.frozen_on)}; ngày ban hành không thể trước ngày này.")
    return ALLOWED


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
    if not signer.title or not signer.name:
        return refused("Ghi đủ chức vụ và họ tên người ký.")
    return ALLOWED
