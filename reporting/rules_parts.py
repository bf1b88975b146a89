"""Who may ask for, write, close and reopen an agency's part of a report: pure answers with the Vietnamese reason."""

from __future__ import annotations

from datetime import date

from agencies.choices import ACTING
from agencies.models import Officer
from agencies.verdict import ALLOWED, Verdict, overtaken, refused
from reporting.choices import PartState, ReportState
from reporting.models import Part, Report
from reporting.rules import may_draft


def may_ask_parts(officer: Officer, report: Report) -> Verdict:
    """The reporting office asks while its figures are live; a frozen report takes nothing more in."""
    if not (mine := may_draft(officer, report.office)):
        return mine
    if report.state != ReportState.DRAFT:
        return overtaken("Báo cáo đã trình nên không nhận thêm phần của đơn vị. Muốn nhận, hãy mở lại dự thảo.")
    return ALLOWED


def may_write_part(officer: Officer, part: Part) -> Verdict:
    """Officers of the agency write its part until it is closed."""
    if not officer.post_in([part.agency_id], *ACTING):
        return refused(f"Chỉ cán bộ của {part.agency.name} mới viết phần này.")
    if part.state == PartState.CLOSED:
        return overtaken("Phần này đơn vị đã chốt. Cần sửa thì đề nghị cơ quan lập báo cáo mở lại.")
    if part.report.state != ReportState.DRAFT:
        return overtaken("Báo cáo đã trình nên không nhận thêm. Kết quả gửi sau vẫn được nhận ở từng đầu việc.")
    return ALLOWED


def may_reopen_part(officer: Officer, part: Part) -> Verdict:
    """The office gives a closed part back while the report is a draft."""
    if not (theirs := may_ask_parts(officer, part.report)):
        return theirs
    if part.state == PartState.OPEN:
        return overtaken("Phần này chưa chốt nên không có gì để mở lại.")
    return ALLOWED


def is_wanted_in_time(wanted_by: date | None, *, on: date) -> Verdict:
    """A part is asked for by a day to come, or by none."""
    if wanted_by is not None and wanted_by < on:
        return refused("Ngày đề nghị chốt không thể đã qua.")
    return ALLOWED
