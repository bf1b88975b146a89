"""What agencies give to a report: whom one can ask, what they said and how they closed it, and who is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localdate

from agencies.models import Agency, AgencyQuerySet, Officer
from agencies.wording import format_day, number
from plans import receivers
from plans.choices import NoticeKind
from plans.notices import Entry, tell
from reporting import figures, narrative, selection, snapshot
from reporting.approving import preparers_of
from reporting.choices import PartState, ReportState
from reporting.counts import Counts
from reporting.links import Drill, Numbers
from reporting.models import Part, PartQuerySet, Report

ASKED = "Được đề nghị góp phần vào báo cáo"
CLOSED = "Đơn vị đã chốt phần của mình trong báo cáo"
REOPENED = "Phần của đơn vị trong báo cáo được mở lại"
SILENT = "Báo cáo đã trình ký; phần của đơn vị được lấy theo lời và số liệu đang có"
HEADS = {"results": "Kết quả nổi bật", "difficulties": "Khó khăn, vướng mắc", "proposals": "Kiến nghị, đề xuất"}


@dataclass(frozen=True, slots=True)
class Line:
    """An agency's part as the office sees it; `moved` says how its figures changed after it closed."""

    part: Part
    moved: str = ""


def leading(report: Report) -> AgencyQuerySet:
    """Bodies that lead work which the report counts, but the office itself: the ones that can be asked for a part.

    A provisional body has nobody who could answer.
    """
    items = selection.items_of(report).in_period(since=report.period_from, until=report.period_to).order_by()
    leads = Agency.objects.filter(provisional=False, pk__in=items.values("agency_id").distinct()).exclude(
        pk=report.office_id
    )
    return leads.order_by("sort_key", "pk")


def counts_of(report: Report, agency_id: int, *, on: date) -> Counts:
    """The statistics line of one agency in a report, as of a day."""
    items = selection.items_of(report).filter(agency_id=agency_id)
    return figures.count(items, period_from=report.period_from, period_to=report.period_to, on=on)


@dataclass(frozen=True, slots=True)
class Own:
    """An agency's statistics line on the page of its part, as of a day; `links` lead to its rows where the reader may open them."""

    counts: Counts
    on: date
    links: Numbers | None


def own_line(part: Part, reader: Officer, *, on: date) -> Own:
    """The line as it stands while the report is a draft, afterwards as it was frozen."""
    report = part.report
    if report.state == ReportState.DRAFT:
        return Own(counts_of(report, part.agency_id, on=on), on, _links(part, reader, on=on))
    kept = snapshot.of(report, on=on).figures
    return Own(kept.by("agency").get(part.agency_id, Counts()), kept.on, _links(part, reader, on=kept.on))


def _links(part: Part, reader: Officer, *, on: date) -> Numbers | None:
    """Rows of the report for who sees it, else the reader's own list of a document's items; no list says what else was counted."""
    report = part.report
    drill = Drill(report.period_from, report.period_to, on, agency=part.agency_id)
    if Report.objects.visible_to(reader).filter(pk=report.pk).exists():
        return Numbers(replace(drill, base=reverse("reporting:report-rows", args=[report.pk])))
    if report.state == ReportState.DRAFT and report.directive_id:
        return Numbers(replace(drill, directives=(report.directive_id,), whole_subtree=report.whole_subtree))
    return None


def lines_of(report: Report, *, now: figures.Figures) -> list[Line]:
    """All parts of a report in the order of the catalogue; one query, the figures are those of the page."""
    found = report.parts.select_related("agency", "closed_by").order_by("agency__sort_key", "agency_id")
    today = {line.pk: line.counts for line in now.by_agency}
    return [Line(part, _moved(part, today.get(part.agency_id, Counts()))) for part in found]


def _moved(part: Part, now: Counts) -> str:
    """ "sau khi chốt: hoàn thành 3 → 4, quá hạn 2 → 1"; empty where nothing changed, or the part was not closed by its agency."""
    if part.state != PartState.CLOSED:
        return ""
    then = Counts(**part.counted)
    pairs = (
        ("được giao", then.assigned, now.assigned),
        ("hoàn thành", then.done, now.done),
        ("quá hạn", then.overdue, now.overdue),
    )
    changed = [f"{words} {number(before)} → {number(after)}" for words, before, after in pairs if before != after]
    return f"Sau khi chốt: {', '.join(changed)}" if changed else ""


def asked_of(officer: Officer, *, most: int = 20) -> list[Part]:
    """Parts that wait for the officer's own agencies, those wanted first before others."""
    found = Part.objects.filter(agency_id__in=officer.scope.own, state=PartState.OPEN, report__state=ReportState.DRAFT)
    return list(_named(found).order_by("wanted_by", "pk")[:most])


def _named(parts: PartQuerySet) -> PartQuerySet:
    names = ("report__office", "report__directive", "report__about_agency", "report__about_group")
    return parts.select_related("agency", *names).defer("report__figures", "report__sections")


def said(report: Report, column: str) -> list[tuple[str, str]]:
    """What agencies wrote under one head: name and words on one line each, in the order of the catalogue."""
    found = report.parts.exclude(**{column: ""}).order_by("agency__sort_key", "agency_id")
    return [(name, narrative.in_one_line(words)) for name, words in found.values_list("agency__name", column)]


# --- who is told --------------------------------------------------------------------------------------


def tell_asked(parts: Iterable[Part], *, by: Officer, now: datetime) -> None:
    """Tell those who act for each agency that its part is asked for, and by when."""
    rows = list(parts)
    whom = receivers.of_agencies({part.agency_id for part in rows}, on=localdate(now))
    tell(
        (
            _entry(part, officer, f"{ASKED}, chốt trước hết {format_day(part.wanted_by)}" if part.wanted_by else ASKED)
            for part in rows
            for officer in whom[part.agency_id] - {by.pk}
        ),
        now=now,
    )


def tell_reopened(part: Part, *, by: Officer, now: datetime) -> None:
    """Tell the agency that it may write again."""
    whom = receivers.of_agencies([part.agency_id], on=localdate(now))[part.agency_id]
    tell((_entry(part, officer, REOPENED) for officer in whom - {by.pk}), now=now)


def tell_silent(parts: Iterable[Part], *, but: int, now: datetime) -> None:
    """Tell agencies that the report was put forward with what they had given so far."""
    rows = list(parts)
    whom = receivers.of_agencies({part.agency_id for part in rows}, on=localdate(now))
    tell((_entry(part, officer, SILENT) for part in rows for officer in whom[part.agency_id] - {but}), now=now)


def tell_closed(part: Part, *, by: Officer, now: datetime) -> None:
    """Tell those who prepare the report."""
    path = reverse("reporting:report-detail", args=[part.report_id]) + "#phan"
    whom = preparers_of(part.report, on=localdate(now)) - {by.pk}
    tell((Entry(one, NoticeKind.DECISION, f"report:{part.report_id}:parts", CLOSED, path) for one in whom), now=now)


def _entry(part: Part, officer: int, text: str) -> Entry:
    path = reverse("reporting:part", args=[part.pk])
    return Entry(officer, NoticeKind.QUESTION, f"part:{part.pk}", text, path)
