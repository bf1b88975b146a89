"""A report as a paper: its letterhead, text, tables, signature and appendices, from kept rows or live figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from agencies.choices import AgencyKind, Duty
from agencies.models import Agency, Post, active_on
from agencies.wording import format_day, number
from plans.choices import Standing
from reporting import drafting, narrative, snapshot
from reporting.appendices import overdue_appendix, silent_appendix, task_appendix, unissued_appendix
from reporting.choices import ReportState
from reporting.counts import Counts, Group, Line
from reporting.freezing import Row, Rows
from reporting.layouts import LAYOUTS, Side
from reporting.models import Report
from reporting.paper import Appendix, Block, Column, Figure, Letterhead, Paper, Paragraph, Section, Signature, Table
from reporting.rendering.charts import FiveClasses, Point, ageing_columns, stacked_bar, trend_line
from reporting.rules import Signer, signer_for
from reporting.snapshot import Snapshot

_NOTHING = "–"
# Shares in millimetres of a page's text: no word of a head, no number of five letters breaks at 12 pt.
_COUNT, _RATE, _WHOLE = 14, 13, 165
_COUNT_COLUMNS = (
    Column("Được giao", _COUNT, "right"),
    Column("Hoàn thành đúng hạn", _COUNT, "right"),
    Column("Hoàn thành quá hạn", _COUNT, "right"),
    Column("Trong hạn", _COUNT, "right"),
    Column("Trong đó chưa thực hiện", _COUNT, "right"),
    Column("Quá hạn", _COUNT, "right"),
    Column("Tỷ lệ (%)", _RATE, "right"),
)


def paper(report: Report, *, on: date) -> Paper:
    """The whole paper; a draft is composed as of `on`, a frozen report from what it kept."""
    numbers = snapshot.of(report, on=on)
    return body(report, numbers, appendices=tuple(_appendices(numbers, snapshot.rows_of(report, on=on))), on=on)


def body(report: Report, numbers: Snapshot, *, on: date, appendices: tuple[Appendix, ...] = ()) -> Paper:
    """The paper without reading its rows: what the preview on the page shows."""
    signer = _signer(report, on=on)
    return Paper(
        layout_id=report.layout,
        letterhead=_letterhead(report, on=on),
        issuer=report.office.name_on(report.frozen_on or on),
        subject=report.subject,
        addressee=addressee(report),
        sections=tuple(_sections(report, numbers)),
        signature=Signature(authority=signer.authority, title=signer.title, name=signer.name),
        recipients=tuple(report.recipients),
        appendices=appendices,
        illustration=report.is_sample,
        draft=report.state == ReportState.DRAFT,
    )


def addressee(report: Report) -> str:
    """ "Kính gửi" of a report of the State that goes to a superior (layouts: nd30); the Party's has no such line."""
    if report.recipient is None or LAYOUTS[report.layout].side != Side.STATE:
        return ""
    return f"{report.recipient_body} {report.recipient.name}".strip()


def _letterhead(report: Report, *, on: date) -> Letterhead:
    superior, issuer = letterhead_names(report.office, on=report.frozen_on or on)
    return Letterhead(
        superior=superior,
        issuer=issuer,
        place=report.place,
        symbol=report.symbol,
        number=report.number_value if report.state == ReportState.ISSUED else None,
        issued_on=report.issued_on if report.state == ReportState.ISSUED else None,
        expected_on=report.frozen_on or on,
    )


def letterhead_names(office: Agency, *, on: date) -> tuple[str, str]:
    """Superior and body as a head prints them, by their names of the day: the superior's name is not said twice (decision 24)."""
    above, name = office.serves or office.parent_on(on), office.name_on(on)
    if above is None:
        return "", name
    return above.name_on(on), name.removesuffix(above.name_on(on)).strip() or name


def _signer(report: Report, *, on: date) -> Signer:
    """Who signed; before that the block of the head of the office, with the name left to be written."""
    if report.state == ReportState.ISSUED:
        return Signer(report.signer_title, report.signer_name, report.signer_authority)
    posts = signers(report.office, on=on)
    if posts:
        return signer_for(report.office, title=posts[0].title, name="")
    title = "Bí thư" if report.office.kind in (AgencyKind.COMMITTEE, AgencyKind.PARTY_GROUP) else "Thủ trưởng"
    return signer_for(report.office, title=title, name="")


def signers(office: Agency, *, on: date) -> list[Post]:
    """Leaders of an office on a day, heads before deputies."""
    found = (
        Post.objects.filter(active_on(on), agency=office, duty=Duty.LEADER).exclude(title="").select_related("officer")
    )
    return sorted(found, key=lambda post: (post.title.lower().startswith("phó"), post.since, post.pk))


def _sections(report: Report, numbers: Snapshot) -> Iterator[Section]:
    texts = drafting.texts(report, numbers)
    for key, heading in drafting.SECTIONS.items():
        blocks: list[Block] = list(narrative.blocks(texts[key]))
        if key == "results":
            blocks += _tables(report, numbers)
        yield Section(heading, tuple(blocks))


def _tables(report: Report, numbers: Snapshot) -> Iterator[Block]:
    """By task for one document, by document for several, always by agency, by level and kind where there are several."""
    figures = numbers.figures
    if not figures.counts.assigned:
        return
    if len(figures.by_directive) > 1:
        yield _table(
            "Kết quả theo văn bản", "Văn bản", figures.by_directive, figures.counts, _then(numbers, "directive")
        )
    elif figures.by_task:
        yield _table(
            f"Kết quả theo nhiệm vụ của văn bản {figures.by_directive[0].label}",
            "Nhiệm vụ",
            figures.by_task,
            figures.counts,
        )
    yield Figure(stacked_bar(FiveClasses(*figures.counts.classes), legend=True), "Đầu việc chia theo năm loại")
    agencies = _then(numbers, "agency")
    yield _table("Kết quả theo cơ quan, đơn vị chủ trì", "Cơ quan, đơn vị", figures.by_agency, figures.counts, agencies)
    for groups, name, what, head in (
        (figures.by_level, "level", "cấp", "Cấp của đơn vị chủ trì"), (figures.by_kind, "kind", "loại nhiệm vụ", "Loại nhiệm vụ"),
    ):  # fmt: skip
        if len([group for group in groups if group.counts.assigned]) > 1:
            yield _table(f"Kết quả theo {what}", head, groups, figures.counts, _then(numbers, name))
    yield from _charts(numbers)
    if report.frozen_at is not None:
        cut = localtime(report.frozen_at)
        yield Paragraph(
            f"Ghi chú: số liệu chốt lúc {cut.hour} giờ {cut.minute:02d} phút ngày {format_day(cut.date())},"
            f" theo quy tắc tính phiên bản {report.rule_version}."
        )


def _charts(numbers: Snapshot) -> Iterator[Block]:
    """The trend over closed periods, and how long overdue items are overdue; neither where it would say nothing."""
    if len(numbers.trend) > 1:
        points = [Point(one.short, one.counts.tenths / 10, one.label) for one in numbers.trend]
        yield Figure(trend_line(points), "Tỷ lệ hoàn thành qua các kỳ, mỗi kỳ tính đến 15 ngày sau khi kết thúc")
    if numbers.figures.counts.overdue:
        yield Figure(ageing_columns(numbers.figures.ageing), "Đầu việc quá hạn theo số ngày")


@dataclass(frozen=True, slots=True)
class _Rates:
    """A column of completion rates of an earlier period: its title, the rate of each line, the rate of all."""

    title: str
    lines: Mapping[int | str, Counts]
    total: Counts


def _then(numbers: Snapshot, name: str) -> list[_Rates]:
    """Rates of the period before and of a year ago, where their figures are known."""
    found = (("Kỳ trước (%)", numbers.earlier), ("Cùng kỳ năm trước (%)", numbers.last_year))
    return [
        _Rates(title, then.figures.by(name), then.counts) for title, then in found if then is not None and then.figures
    ]


def _table(caption: str, head: str, lines: Iterable[Line | Group], total: Counts, then: Sequence[_Rates] = ()) -> Table:
    beside = tuple(Column(one.title, _RATE, "right") for one in then)
    name = Column(head, _WHOLE - sum(column.share for column in (*_COUNT_COLUMNS, *beside)))
    columns = (name, *_COUNT_COLUMNS, *beside)
    rows = tuple(
        (sentence(line.label), *_cells(line.counts), *(_rate(one.lines.get(line.key)) for one in then))
        for line in lines
        if line.counts.assigned
    )
    return Table(columns, rows, caption, ("Tổng số", *_cells(total), *(_rate(one.total) for one in then)))


def _cells(counts: Counts) -> tuple[str, ...]:
    sums = (counts.assigned, counts.done_on_time, counts.done_late, counts.in_time, counts.not_started, counts.overdue)
    return (*(number(value) for value in sums), _rate(counts))


def _rate(counts: Counts | None) -> str:
    return drafting.percent(counts.tenths).rstrip("%") if counts is not None and counts.assigned else _NOTHING


def _appendices(numbers: Snapshot, rows: Rows) -> Iterator[Appendix]:
    several = len(numbers.figures.by_directive) > 1
    counted = f"standing <> '{Standing.OUTSIDE}'"
    yield task_appendix(_task_cells(row, several) for row in rows.read(counted))
    late = rows.read(f"standing = '{Standing.OVERDUE}'", order="days_overdue DESC, position")
    yield overdue_appendix(_overdue_cells(row, several, numbers) for row in late)
    yield silent_appendix((one.label, sentence(", ".join(one.periods))) for one in numbers.figures.silent)
    if numbers.unissued:
        yield unissued_appendix((one.label, name) for one in numbers.unissued for name in one.missing)


def title_of(row: Row, *, several: bool) -> str:
    """What a row is called: path, words, occurrence, and the document where the report has several."""
    source = f"{row.directive_label}, mục " if several else ""
    occurrence = f", {row.occurrence}" if row.occurrence.startswith("kỳ ") else ""
    return f"{source}{row.path.rstrip('.')}. {row.heading}{occurrence}"


def _task_cells(row: Row, several: bool) -> tuple[str, str, str, str, str]:
    said = [row.results, f"Khó khăn: {row.difficulties}" if row.difficulties else ""]
    words = row.late if row.days_overdue else "; ".join(filter(None, (row.words, row.clocks)))
    return (
        title_of(row, several=several),
        row.agency_name,
        _day(row.due_on),
        words,
        _short(" ".join(filter(None, said))),
    )


def _overdue_cells(row: Row, several: bool, numbers: Snapshot) -> tuple[str, str, str, str, str, str]:
    promised = numbers.promises.get(str(row.work_item_id))
    return (
        title_of(row, several=several), row.agency_name, _day(row.due_on), number(row.days_overdue),
        _short(row.difficulties) if row.difficulties else "Chưa nêu", _day(date.fromisoformat(promised) if promised else None),
    )  # fmt: skip


def _day(day: date | None) -> str:
    return format_day(day) if day else _NOTHING


def _short(text: str, most: int = 400) -> str:
    """One paragraph that fits a cell; longer words stay in the system, the appendix says that they go on."""
    text = " ".join(narrative.tidy(text).split())
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"


def sentence(text: str) -> str:
    """The text with a capital at its head."""
    return text[:1].upper() + text[1:]
