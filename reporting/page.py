"""What the pages of a report show and say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict

from agencies.models import Officer
from agencies.verdict import Denied
from reporting import compose, drafting, figures_page, parts, rules, rules_parts, services, signing_page, snapshot
from reporting.appendices import Place
from reporting.checking_numbers import Doubt, doubts
from reporting.choices import PartState, ReportState
from reporting.forms import IssueForm, TextForm
from reporting.freezing import Narrowed, Row
from reporting.layouts import LAYOUTS
from reporting.links import Drill, Numbers, of_report
from reporting.models import Report
from reporting.narrowing import Narrowing
from reporting.periods import spoken
from reporting.preview import preview
from reporting.snapshot import Snapshot


def context(report: Report, *, officer: Officer, today: date) -> dict[str, Any]:
    """Everything on the page of a report but its files."""
    numbers = snapshot.of(report, on=today)
    way = signing_page.context(report, officer=officer, today=today)
    return {
        "numbers": numbers,
        "counts": numbers.figures.counts,
        "links": Numbers(drill(report, numbers)),
        "silent": [(one, drill(report, numbers).silent(one)) for one in numbers.figures.silent],
        "silent_appendix": drafting.appendix(report, Place.SILENT),
        "layout": LAYOUTS[report.layout],
        "change": _change(numbers),
        "sent": numbers.figures.reporting_agencies - len(numbers.figures.silent),
        "edited": [drafting.SECTIONS[key] for key, kept in report.sections.items() if kept["edited"]],
        "part_lines": (lines := parts.lines_of(report, now=numbers.figures)),
        "part_closed": sum(line.part.state == PartState.CLOSED for line in lines),
        "may_ask_parts": rules_parts.may_ask_parts(officer, report),
        "may_edit": rules.may_edit(officer, report),
        "sample": report.is_sample,
        **way,
        # Who prepares and who approves look at typed numbers; what was issued is read as it is.
        "doubts": doubts_of(report, numbers) if way["in_house"] and report.state != ReportState.ISSUED else [],
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
        return f"{said}, bằng kỳ trước ({spoken(numbers.earlier.label)})."
    verb = "tăng" if points > 0 else "giảm"
    return f"{said}, {verb} {abs(points) // 10},{abs(points) % 10} điểm so với {spoken(numbers.earlier.label)}."


def doubts_of(report: Report, numbers: Snapshot) -> list[Doubt]:
    """Numbers typed by hand, in sections people wrote, that disagree with the counted ones."""
    edited = [kept["text"] for kept in report.sections.values() if kept["edited"]]
    return doubts("\n".join(edited), signing_page.known(report, numbers)) if edited else []


def issue(form: IssueForm, report: Report, *, officer: Officer, now: datetime, doubted: int = 0) -> Report | None:
    """Issue, or put the refusal beside what was typed."""
    said = form.cleaned_data
    try:
        return services.issue_report(
            report, by=officer, now=now, version=said["version"], number=said["number"], issued_on=said["issued_on"],
            signer=form.signed(), doubted=doubted,
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
        (drafting.SECTIONS[key], text) for key, text in texts.items()
        if not _same(text, typed.get(key, "")) and not _same(text, typed.get(form.add_initial_prefix(key), ""))
    ]  # fmt: skip
    heads = {"subject": report.subject, "place": report.place, "recipients": "\n".join(report.recipients)}
    theirs += [(str(form[key].label), text) for key, text in heads.items() if not _same(text, typed.get(key, ""))]
    return {"report": report, "form": form, "theirs": theirs, "sample": report.is_sample}


def _same(one: str, other: str) -> bool:
    """Whether two texts are one but for how a browser ends lines."""
    return one.split() == other.split()


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
