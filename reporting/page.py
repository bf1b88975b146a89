"""What the pages of a report show and say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse

from agencies.models import Officer
from agencies.verdict import Denied
from plans.choices import CLASSES, Standing
from reporting import compose, drafting, parts, rules, rules_parts, services, signing_page, snapshot
from reporting.checking_numbers import Doubt, doubts
from reporting.choices import PartState
from reporting.forms import IssueForm, TextForm
from reporting.freezing import Narrowed, Row
from reporting.layouts import LAYOUTS
from reporting.links import GROUPS, Drill, Numbers
from reporting.models import Report
from reporting.preview import preview
from reporting.snapshot import Snapshot


def context(report: Report, *, officer: Officer, today: date) -> dict[str, Any]:
    """Everything on the page of a report but its files."""
    numbers = snapshot.of(report, on=today)
    return {
        "numbers": numbers,
        "counts": numbers.figures.counts,
        "links": Numbers(drill(report, numbers)),
        "layout": LAYOUTS[report.layout],
        "change": _change(numbers),
        "sent": numbers.figures.reporting_agencies - len(numbers.figures.silent),
        "edited": [drafting.SECTIONS[key] for key, kept in report.sections.items() if kept["edited"]],
        "part_lines": (lines := parts.lines_of(report, now=numbers.figures)),
        "part_closed": sum(line.part.state == PartState.CLOSED for line in lines),
        "may_ask_parts": rules_parts.may_ask_parts(officer, report),
        "may_edit": rules.may_edit(officer, report),
        "sample": report.is_sample,
        **signing_page.context(report, officer=officer, today=today),
        "doubts": doubts_of(report, numbers),
        **preview(compose.body(report, numbers, on=today)),
    }


def drill(report: Report, numbers: Snapshot) -> Drill:
    """Every figure of a report opens the report's own rows."""
    figures = numbers.figures
    base = reverse("reporting:report-rows", args=[report.pk])
    return Drill(figures.period_from, figures.period_to, figures.on, base=base)


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


def doubts_of(report: Report, numbers: Snapshot) -> list[Doubt]:
    """Numbers typed by hand, in sections people wrote, that disagree with the counted ones."""
    edited = [kept["text"] for kept in report.sections.values() if kept["edited"]]
    return doubts("\n".join(edited), signing_page.known(report, numbers)) if edited else []


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


def rows_context(report: Report, query: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """A page of the report's rows, narrowed by class, agency, document and days overdue."""
    numbers = snapshot.of(report, on=today)
    chosen = [value for value in query.getlist("xep_loai") if value in set(Standing)]  # type: ignore[attr-defined]
    agency, since, until = (_number(query.get(name)) for name in ("don_vi", "qua_han_tu", "qua_han_den"))
    found = Narrowed(snapshot.rows_of(report, on=today), _where(chosen, agency, since, until))
    pages: Paginator[Row] = Paginator(found, 100)  # type: ignore[arg-type]
    return {
        "report": report, "page": pages.get_page(query.get("page")), "total": pages.count,
        "chosen": _group_of(chosen), "numbers": numbers, "sample": report.is_sample, "links": Numbers(drill(report, numbers)),
        "several": len(numbers.figures.by_directive) > 1, "unknown": len(chosen) != len(query.getlist("xep_loai")),  # type: ignore[attr-defined]
    }  # fmt: skip


def _where(chosen: list[str], agency: int | None, since: int | None, until: int | None) -> str:
    """SQL condition from checked values only: members of `Standing` and whole numbers."""
    listed = ", ".join(f"'{Standing(value).value}'" for value in chosen or CLASSES)
    parts = [f"standing IN ({listed})"]
    parts += [f"agency_id = {agency:d}"] if agency is not None else []
    parts += [f"days_overdue >= {since:d}"] if since is not None else []
    parts += [f"days_overdue <= {until:d}"] if until is not None else []
    return " AND ".join(parts)


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def _group_of(chosen: list[str]) -> str:
    """The name of the printed number whose rows these are."""
    words = {"done": "hoàn thành", "undone": "chưa hoàn thành", "in_time": "chưa hoàn thành, trong hạn"}
    words |= {standing.value: standing.label for standing in CLASSES}
    found = (words.get(name, "") for name, classes in GROUPS.items() if {c.value for c in classes} == set(chosen))
    return next(found, "") if chosen else ""
