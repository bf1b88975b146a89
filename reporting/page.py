"""What the pages of a report show and say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict

from agencies.models import Officer
from agencies.verdict import Denied
from agencies.wording import format_day
from reporting import compose, drafting, figures_page, rules, services, snapshot
from reporting.choices import ReportState
from reporting.forms import IssueForm, TextForm
from reporting.freezing import Narrowed, Row
from reporting.layouts import LAYOUTS
from reporting.links import Drill, Numbers, of_report
from reporting.models import Report
from reporting.narrowing import Narrowing
from reporting.preview import preview
from reporting.snapshot import Snapshot


def context(report: Report, *, officer: Officer, today: date) -> dict[str, Any]:
    """Everything on the page of a report but its files."""
    numbers = snapshot.of(report, on=today)
    return {
        "numbers": numbers,
        "counts": numbers.figures.counts,
        "links": Numbers(drill(report, numbers)),
        "steps": steps(report, today=today),
        "layout": LAYOUTS[report.layout],
        "change": _change(numbers),
        "sent": numbers.figures.reporting_agencies - len(numbers.figures.silent),
        "edited": [drafting.SECTIONS[key] for key, kept in report.sections.items() if kept["edited"]],
        "may_edit": rules.may_edit(officer, report),
        "may_freeze": rules.may_freeze(officer, report, on=today),
        "may_reopen": rules.may_reopen(officer, report),
        "may_issue": rules.may_issue(officer, report),
        "sample": report.is_sample,
        "all": figures_page.context(report, numbers, drill=drill(report, numbers), officer=officer),
        **preview(compose.body(report, numbers, on=today)),
    }


def drill(report: Report, numbers: Snapshot) -> Drill:
    """Every figure of a report opens the report's own rows."""
    return of_report(report.pk, numbers.figures)


def _change(numbers: Snapshot) -> str:
    """The completion rate beside the earlier one, in one sentence."""
    counts = numbers.figures.counts
    said = f"Tỷ lệ hoàn thành {drafting.percent(counts.tenths)}"
    if numbers.earlier is None:
        return f"{said}; chưa có kỳ trước để so sánh."
    points = counts.tenths - numbers.earlier.counts.tenths
    if not points:
        return f"{said}, bằng kỳ trước ({numbers.earlier.label})."
    verb = "tăng" if points > 0 else "giảm"
    return f"{said}, {verb} {abs(points) // 10},{abs(points) % 10} điểm so với {numbers.earlier.label}."


def steps(report: Report, *, today: date) -> list[dict[str, str]]:
    """Dự thảo → Chốt số liệu → Cấp số → Ban hành, each with what is known of it."""
    place = {ReportState.DRAFT: 0, ReportState.FROZEN: 2, ReportState.ISSUED: 4}[ReportState(report.state)]
    frozen = f"tính đến {format_day(report.frozen_on)}" if report.frozen_on else "số liệu không đổi nữa"
    number = f"số {report.number_value:02d}-{report.symbol}" if report.number_value else "số, ngày, người ký"
    issued = format_day(report.issued_on) if report.issued_on else "không sửa được nữa"
    notes = (
        ("Dự thảo", f"số liệu đến {format_day(today)}" if place == 0 else "đã soạn"),
        ("Chốt số liệu", frozen), ("Cấp số", number), ("Ban hành", issued),
    )  # fmt: skip
    states = ["past" if at < place else "here" if at == place else "next" for at in range(4)]
    return [{"label": label, "note": note, "state": state} for (label, note), state in zip(notes, states, strict=True)]


def told_before_freezing(report: Report, *, today: date) -> list[str]:
    """What freezing does, to whom."""
    numbers = snapshot.of(report, on=today)
    late = len(numbers.figures.silent)
    told = [
        f"Giữ lại {numbers.figures.counts.assigned} đầu việc với tình trạng tính đến ngày {format_day(today)}.",
        "Mọi con số của báo cáo lấy từ các dòng được giữ lại.",
        "Báo cáo của các đơn vị gửi sau lúc chốt vẫn được nhận, nhưng không vào báo cáo này.",
    ]
    if late:
        told.append(f"{late} cơ quan, đơn vị chưa báo cáo được ghi tên ở Phụ lục 3.")
    if today <= report.period_to:
        told.append(f"Kỳ báo cáo chưa kết thúc (đến {format_day(report.period_to)}).")
    return [*told, "Trước khi ban hành còn mở lại được để chốt lần nữa."]


def told_before_issuing(report: Report) -> list[str]:
    """What issuing does, to whom."""
    told = ["Báo cáo được đóng lại, không ai sửa được nữa; tệp PDF cuối cùng được tạo và giữ mã kiểm SHA-256."]
    if report.recipient:
        told.append(f"{report.recipient.name} xem và tải được báo cáo.")
    if report.fulfils:
        told.append(f"Đầu việc “{report.fulfils.title}, {report.fulfils.occurrence}” được ghi hoàn thành.")
    return told


def issue(form: IssueForm, report: Report, *, officer: Officer, now: datetime) -> Report | None:
    """Issue, or put the refusal beside what was typed."""
    said = form.cleaned_data
    try:
        return services.issue_report(
            report, by=officer, now=now, version=said["version"], number=said["number"], issued_on=said["issued_on"],
            signer=form.signed(),
        )  # fmt: skip
    except Denied as refusal:
        form.add_error(None, refusal.reason)
        return None


def both_versions(report: Report, form: TextForm, texts: Mapping[str, str]) -> dict[str, Any]:
    """What a colleague saved first, beside what was typed here; saving again then replaces it knowingly."""
    typed: Any = form.data
    form.data = typed = typed.copy()
    typed["version"] = str(Report.objects.values_list("version", flat=True).get(pk=report.pk))
    theirs = [
        (drafting.SECTIONS[key], text) for key, text in texts.items() if form.data.get(key, "").strip() != text.strip()
    ]
    return {"report": report, "form": form, "theirs": theirs, "sample": report.is_sample}


def rows_context(report: Report, query: QueryDict, *, today: date) -> dict[str, Any]:
    """A page of the report's rows, narrowed as the URL says."""
    numbers = snapshot.of(report, on=today)
    narrowing = Narrowing.read(query, numbers.figures)
    found = Narrowed(snapshot.rows_of(report, on=today), narrowing.where)
    pages: Paginator[Row] = Paginator(found, 100)  # type: ignore[arg-type]
    return {
        "report": report, "page": pages.get_page(query.get("page")), "total": pages.count, "narrowing": narrowing,
        "numbers": numbers, "sample": report.is_sample, "links": Numbers(drill(report, numbers)),
        "several": len(numbers.figures.by_directive) > 1,
    }  # fmt: skip
