"""What the pages of a report say about its way to the signature: steps, who did what, what the next act does to whom."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from datetime import date
from typing import Any

from agencies.models import Agency, Officer
from agencies.wording import format_day, number
from reporting import approving, drafting, narrative, rules, snapshot
from reporting.appendices import Place
from reporting.approving import approvers_of
from reporting.checking_numbers import Known
from reporting.choices import PartState, ReportState, StepKind
from reporting.models import Report, ReportStep
from reporting.snapshot import Snapshot

TOLD_OUTSIDE = (StepKind.ISSUED, StepKind.SIGNED_COPY, StepKind.REPLACED)
"""Steps that others than the office and who approves for it read: why a draft went back is the house's own business."""


def context(report: Report, *, officer: Officer, today: date) -> dict[str, Any]:
    """Where the report stands, who brought it there, and what the officer may do next."""
    taken = list(report.steps.select_related("by"))
    copies = list(report.signed_copies.select_related("by")) if report.state == ReportState.ISSUED else []
    approvers = approvers_of(report, on=today)
    bodies = {report.office_id, approvers.body.pk if approvers.body else report.office_id}
    in_house = bool(officer.scope.own & bodies)
    seen = taken if in_house else _told_outside(taken)
    replacement = Report.objects.visible_to(officer).filter(replaces=report).select_related("office").first()
    return {
        "in_house": in_house,
        "steps": steps(report, today=today, signed=bool(copies)),
        "journey": seen[::-1],
        "people": people(report, taken),
        "returned": _returned(report, taken),
        "copies": copies,
        "approving_body": approvers.body,
        "replacement": replacement,
        "replaced": replacement is not None and replacement.state == ReportState.ISSUED,
        "may_freeze": rules.may_freeze(officer, report, on=today),
        "may_approve": rules.may_approve(officer, report, approvers),
        "may_return": rules.may_return(officer, report, approvers),
        "may_reopen": rules.may_reopen(officer, report),
        "may_issue": rules.may_issue(officer, report, has_clerk=approving.has_clerk(report.office, on=today)),
        "may_replace": rules.may_replace(officer, report, replaced=report.replacements.exists()),
        "may_attach_copy": rules.may_attach_copy(officer, report),
    }


def _told_outside(taken: Iterable[ReportStep]) -> list[ReportStep]:
    """The steps that are no house business; which numbers were looked at before the issue is."""
    told = [copy(step) for step in taken if step.kind in TOLD_OUTSIDE]
    for step in told:
        step.reason = "" if step.kind == StepKind.ISSUED else step.reason
    return told


def steps(report: Report, *, today: date, signed: bool = False) -> list[dict[str, str]]:
    """Dự thảo → Trình ký → Duyệt → Cấp số, ban hành → Bản ký, each with what is known of it."""
    place = {
        ReportState.DRAFT: 0,
        ReportState.FROZEN: 2,
        ReportState.APPROVED: 3,
        ReportState.ISSUED: 5 if signed else 4,
    }
    here = place[ReportState(report.state)]
    frozen = f"số liệu đến {format_day(report.frozen_on)}" if report.frozen_on else "số liệu chốt lại"
    issued = f"số {report.numbered}, {format_day(report.issued_on)}" if report.issued_on else "số, ngày, người ký"
    notes = (
        ("Dự thảo", f"số liệu đến {format_day(today)}" if here == 0 else "đã soạn"),
        ("Trình ký", frozen),
        ("Duyệt", "chờ lãnh đạo" if here == 2 else "đã duyệt" if here > 2 else "lãnh đạo duyệt"),
        ("Cấp số, ban hành", issued),
        ("Bản ký", "đã gắn" if signed else "bản có chữ ký, dấu"),
    )
    states = ["past" if at < here else "here" if at == here else "next" for at in range(len(notes))]
    return [{"label": label, "note": note, "state": state} for (label, note), state in zip(notes, states, strict=True)]


def people(report: Report, taken: Iterable[ReportStep]) -> list[tuple[str, str]]:
    """Who prepared, put forward, reviewed and signed the report as it stands."""
    last = {step.kind: step for step in taken}
    found = [("Người soạn", last.get(StepKind.LAID_OUT))]
    if report.state != ReportState.DRAFT:
        found.append(("Người trình", last.get(StepKind.SUBMITTED)))
    if report.state in (ReportState.APPROVED, ReportState.ISSUED):
        found.append(("Người duyệt", last.get(StepKind.APPROVED)))
    named = [(role, called(step)) for role, step in found if step is not None and step.by is not None]
    if report.state == ReportState.ISSUED:
        named.append(
            ("Người ký", ", ".join(filter(None, (report.signer_name, report.signer_title, report.signer_authority))))
        )
        numbered = last.get(StepKind.ISSUED)
        named += [("Văn thư", called(numbered))] if numbered is not None and numbered.by is not None else []
    return named


def called(step: ReportStep) -> str:
    """Name and capacity of who took a step; the machine where nobody did."""
    return ", ".join(filter(None, (step.by.full_name if step.by else "Hệ thống", step.post)))


def _returned(report: Report, taken: list[ReportStep]) -> ReportStep | None:
    """The step that sent a draft back, until it is put forward again."""
    if report.state != ReportState.DRAFT or not taken:
        return None
    back = (StepKind.RETURNED, StepKind.REOPENED)
    return next((step for step in reversed(taken) if step.kind in back), None)


def known(report: Report, numbers: Snapshot) -> Known:
    """The counted numbers a report's words may name, and the names after which a number speaks of a part only."""
    figures = numbers.figures
    lines = [*figures.by_agency, *(figures.by_directive if len(figures.by_directive) > 1 else ())]
    names = {name for line in lines for name in (line.label, line.short) if name}
    return Known(
        counts=figures.counts,
        by_task=tuple(line.counts for line in figures.by_task),
        tasks=numbers.tasks,
        agencies=sum(bool(line.counts.assigned) for line in figures.by_agency),
        silent=len(figures.silent),
        period=report.period_label,
        parts=tuple(sorted(names - {report.office.name, report.office.label, report.office.short_name})),
        groups=drafting.named_groups(figures),
        drafted="\n".join(narrative.to_text(narrative.tidy(text)) for text in drafting.draft(report, numbers).values()),
    )


# --- what happens to whom ------------------------------------------------------------------------------


def told_before_submitting(report: Report, *, today: date) -> list[str]:
    """What putting a report forward does, to whom."""
    numbers = snapshot.of(report, on=today)
    late, kept = len(numbers.figures.silent), number(numbers.figures.counts.assigned)
    told = [
        f"Số liệu được chốt: giữ lại {kept} đầu việc với tình trạng tính đến ngày {format_day(today)}.",
        "Mọi con số của báo cáo lấy từ các dòng được giữ lại.",
        _who_approves(approvers_of(report, on=today).body, report),
        "Báo cáo của các đơn vị gửi sau lúc chốt vẫn được nhận, nhưng không vào báo cáo này.",
    ]
    if late:
        told.append(
            f"{number(late)} cơ quan, đơn vị chưa báo cáo được ghi tên ở {drafting.appendix(report, Place.SILENT)}."
        )
    if early := open_parts(report):
        told.append(f"Phần chưa chốt được lấy theo lời và số liệu đang có, đơn vị được báo tin: {early}.")
    if today <= report.period_to:
        told.append(f"Kỳ báo cáo chưa kết thúc (đến {format_day(report.period_to)}).")
    return [*told, "Trước khi ban hành còn mở lại được, có ghi lý do, để chốt và trình lần nữa."]


def open_parts(report: Report, *, wanted_from: date | None = None) -> str:
    """Agencies that have not closed their part, with the day they were given; by `wanted_from`, those given until then or later."""
    waiting = report.parts.filter(state=PartState.OPEN).order_by("agency__sort_key", "agency_id")
    if wanted_from is not None:
        waiting = waiting.filter(wanted_by__gte=wanted_from)
    found = waiting.values_list("agency__name", "wanted_by")
    return "; ".join(f"{name} (hẹn {format_day(day)})" if day else name for name, day in found)


def _who_approves(body: Agency | None, report: Report) -> str:
    if body is None:
        return (
            f"{report.office.name} chưa có lãnh đạo trên hệ thống: khi lãnh đạo đã duyệt trên giấy, cán bộ của cơ quan ghi lại"
            " ở bước Duyệt."
        )
    return f"Lãnh đạo {body.name} được báo tin để duyệt hoặc trả lại."


def told_before_approving(report: Report) -> list[str]:
    """What approving does, to whom."""
    on = format_day(report.frozen_on or report.period_to)
    return [
        f"Lời văn và số liệu (tính đến ngày {on}) được giữ đúng như đồng chí đang xem.",
        f"Văn thư của {report.office.name} được báo tin để cấp số, ghi ngày và ban hành.",
        "Trước khi ban hành, đồng chí vẫn trả lại được, có ghi lý do.",
    ]


def told_before_returning(report: Report) -> list[str]:
    """What sending back does, to whom."""
    return [
        "Báo cáo trở lại dự thảo, số liệu lại theo thực tế; lời văn đã sửa tay được giữ nguyên.",
        "Người soạn và người trình được báo tin và thấy lý do ở trang báo cáo.",
    ]


def told_before_reopening(report: Report) -> list[str]:
    """What taking back does, to whom."""
    told = [
        "Số liệu đã chốt bị bỏ, báo cáo dùng số liệu hiện tại; lời văn đã sửa tay được giữ nguyên.",
        "Lý do được ghi ở hành trình của báo cáo; lãnh đạo được báo tin là không phải duyệt nữa.",
    ]
    return [*told, "Báo cáo đã duyệt phải trình và duyệt lại."] if report.state == ReportState.APPROVED else told


def told_before_issuing(report: Report) -> list[str]:
    """What issuing does, to whom."""
    told = ["Báo cáo được đóng lại, không ai sửa được nữa; tệp PDF cuối cùng được tạo và giữ mã kiểm SHA-256."]
    if report.recipient:
        told.append(f"{report.recipient.name} được báo tin, xem và tải được báo cáo.")
    if report.replaces is not None:
        told.append(f"{report.replaces.cited} được ghi là đã được thay thế bởi báo cáo này.")
    if report.fulfils:
        told.append(f"Đầu việc “{report.fulfils.title}, {report.fulfils.occurrence}” được ghi hoàn thành.")
    return told


def told_before_replacing(report: Report) -> list[str]:
    """What beginning a correction does, to whom."""
    return [
        f"Một dự thảo mới được lập, ghi rõ thay thế {report.cited}; lời văn đã sửa tay được chép sang, số liệu tính lại.",
        "Phần các đơn vị đã góp được chép sang, giữ nguyên việc đã chốt.",
        "Dự thảo đi qua các bước trình ký, duyệt, cấp số như mọi báo cáo.",
        f"{report.cited} vẫn giữ nguyên, và còn hiệu lực cho đến khi báo cáo thay thế được ban hành.",
    ]
