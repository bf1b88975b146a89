"""A report as a workbook: its rows in the 25 columns that offices keep, and a second sheet with the figures they add up to.

Only what the report's rows hold is written. What they do not keep (partners, who approved …) could be read today and be
another tomorrow: an issued report's file must not depend on the day on which it was first asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import IO, Any, Final

from agencies.templatetags.parts import moment
from agencies.wording import format_day
from plans.choices import Lifecycle, Standing
from plans.workbook.rows import Row as Cells
from plans.workbook.writing import SAMPLE, Heading, fit, is_command, write_workbook
from reporting.choices import ReportState
from reporting.counts import Counts
from reporting.freezing import Row
from reporting.models import Report
from reporting.rendering.charts import AGEING_COLUMNS
from reporting.snapshot import Snapshot

MOST: Final = 1_000_000
"""Rows of one sheet; Excel itself takes some forty thousand more."""

COUNTED: Final = f"standing <> '{Standing.OUTSIDE}'"
_KEPT_OUT: Final = (
    "Để trống những cột không có trong số liệu của báo cáo: LĐVP chủ trì, đơn vị phối hợp, đầu mối, người giao, ngày cập nhật,"
    " mốc cũ, người phê duyệt."
)
_CLASSES: Final = ("Hoàn thành đúng hạn", "Hoàn thành quá hạn", "Trong hạn, đã cập nhật", "Quá hạn", "Chưa thực hiện")
_HEADS: Final = ("Được giao", *_CLASSES, "Tỷ lệ hoàn thành")
_WIDE: Final = 1 + len(_HEADS) + 2
"""Columns of the second sheet: a name, its counts and rate, the rates of two earlier periods."""

Value = str | int | float | None


def write(file: IO[bytes], report: Report, numbers: Snapshot, rows: Iterable[Row]) -> None:
    """Write the workbook to an open file; rows go to disk as they come, the same report gives the same bytes."""
    heading = Heading(
        numbers.figures.on,
        numbers.figures.counts.assigned,
        _what(report, numbers.figures.on),
        f"{_whence(report)} {_KEPT_OUT}",
        report.is_sample,
    )
    write_workbook(
        file, heading, map(cells, rows), created=datetime.combine(numbers.figures.on, time(12), UTC),
        beside=lambda book: _Figures(book, report, numbers).write(),
    )  # fmt: skip


def _what(report: Report, on: date) -> str:
    number = f" số {report.numbered}" if report.state == ReportState.ISSUED else ""
    days = f"kỳ từ {format_day(report.period_from)} đến {format_day(report.period_to)}"
    return f"Báo cáo{number} {report.subject} ({days}), {report.office.name_on(on)} lập."


def _whence(report: Report) -> str:
    if report.state == ReportState.DRAFT or report.frozen_at is None:
        return "Dự thảo: số liệu lúc tạo tệp, còn thay đổi cho đến khi chốt."
    return f"Số liệu chốt lúc {moment(report.frozen_at)}, mã kiểm {report.checksum}, quy tắc {report.rule_version}."


def cells(row: Row) -> Cells:
    """One line of the report in the columns of the workbook."""
    life = Lifecycle(row.lifecycle)
    by_period = row.occurrence.startswith("kỳ ")
    said = [f"Ước đạt {row.percent}%." if row.percent is not None else "", row.results]
    return {
        "title": f"{row.heading}, {row.occurrence}" if by_period else row.heading,
        "lead": row.agency_name,
        "opened_on": row.opened_on,
        "due_on": row.due_on,
        "kind": "Theo kỳ" if by_period else _capital(row.occurrence),
        "source": f"{row.directive_label}, mục {row.path.rstrip('.')}",
        "life": _capital(life.label),
        "results": " ".join(filter(None, said)),
        "standing": row.late if row.days_overdue else row.words,
        "difficulties": row.difficulties,
        "proposals": row.proposals,
        "id": row.work_item_id,
        "schedule": _capital(row.occurrence) if by_period else "",
        "done_on": row.submitted_on if life == Lifecycle.CONFIRMED else None,
        "extensions": row.extension_count,
    }


def _capital(words: object) -> str:
    said = str(words)
    return said[:1].upper() + said[1:]


@dataclass
class _Figures:
    """The second sheet, written from top to bottom: a sheet that is streamed cannot go back."""

    book: Any
    report: Report
    numbers: Snapshot
    sheet: Any = None
    line: int = 0

    def write(self) -> None:
        """The statistics line, then every sum that the report prints."""
        self.sheet = self.book.add_worksheet("Số liệu")
        self.sheet.set_column(0, 0, 84)
        self.sheet.set_column(1, _WIDE - 1, 14)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        plain = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        edged = {**plain, "border": 1, "border_color": "#BFC4CA", "text_wrap": True}
        self.styles = {
            "title": self.book.add_format({**plain, "bold": True, "font_size": 14}),
            "part": self.book.add_format({**plain, "bold": True}),
            "note": self.book.add_format(plain),
            "head": self.book.add_format(
                {**edged, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#ECEEF1"}
            ),
            "text": self.book.add_format(edged),
            "guarded": self.book.add_format({**edged, "quote_prefix": True}),
            "number": self.book.add_format({**edged, "num_format": "#,##0"}),
            "change": self.book.add_format({**edged, "num_format": "+#,##0;-#,##0;0"}),
            "rate": self.book.add_format({**edged, "num_format": "0.0%"}),
            "points": self.book.add_format({**edged, "num_format": "+0.0%;-0.0%;0.0%"}),
            "total": self.book.add_format({**edged, "num_format": "#,##0", "bold": True}),
            "total_rate": self.book.add_format({**edged, "num_format": "0.0%", "bold": True}),
        }
        figures = self.numbers.figures
        self._says("title", f"SỐ LIỆU BÁO CÁO{f' – {SAMPLE}' if self.report.is_sample else ''}")
        self._says("note", _what(self.report, figures.on))
        self._says("note", f"Tính đến ngày {format_day(figures.on)}.")
        self._statistics()
        self._by("Theo cơ quan, đơn vị chủ trì", "agency")
        self._by("Theo văn bản", "directive")
        self._by("Theo nhiệm vụ", "task")
        self._by("Theo cấp của đơn vị chủ trì", "level")
        self._by("Theo loại nhiệm vụ", "kind")
        self._begin("Đầu việc quá hạn theo số ngày", ("Số ngày quá hạn", "Đầu việc"))
        for label, count in zip(AGEING_COLUMNS, figures.ageing, strict=True):
            self._row((f"{label} ngày", count), ("text", "number"))
        self._begin("Gia hạn, báo cáo", ("Nội dung", "Số lượng"))
        for label, count in (
            ("Lượt gia hạn đã đồng ý trong kỳ", figures.extensions),
            ("Đề nghị gia hạn đang chờ quyết định", figures.extensions_pending),
            ("Đề nghị gia hạn không đồng ý trong kỳ", figures.extensions_refused),
            ("Cơ quan, đơn vị phải báo cáo các kỳ đã kết thúc", figures.reporting_agencies),
            ("Cơ quan, đơn vị chưa báo cáo", len(figures.silent)),
            ("Đầu việc ngoài tính toán (tạm dừng, hủy, chuyển giao)", figures.counts.outside),
        ):
            self._row((label, count), ("text", "number"))
        if figures.silent:
            self._begin("Cơ quan, đơn vị chưa báo cáo", ("Cơ quan, đơn vị", "Số kỳ"))
            for one in figures.silent:
                self._row((f"{one.label}: {', '.join(one.periods)}", len(one.periods)), ("text", "number"))

        self._cascade()

    def _cascade(self) -> None:
        """Which documents came down after how many days, and whose are missing."""
        if not self.numbers.cascade:
            return
        self._begin("Văn bản triển khai", ("Văn bản cấp trên, văn bản triển khai", "Số ngày"))
        for one in self.numbers.cascade:
            for came in one.below:
                self._row((f"{one.label} → {came.label}, {came.issuer}", came.days), ("text", "number"))
            for missing in one.missing:
                self._row((f"{one.label} → chưa thấy văn bản của {missing}", None), ("text", "number"))

    def _statistics(self) -> None:
        """The statistics line now, in the period before and a year ago, each with what has changed since."""
        now = self.numbers.figures.counts
        past = [then for then in (self.numbers.earlier, self.numbers.last_year) if then is not None]
        heads = [(f"{_capital(then.label)}, tính đến {format_day(then.on)}", "Tăng, giảm") for then in past]
        labels = [word for pair in heads for word in pair] or ["Kỳ trước (chưa có)"]
        self._begin("Dòng số liệu", ("Nội dung", "Kỳ này", *labels))
        for words, name in (
            ("Được giao", "assigned"), ("Hoàn thành", "done"), ("  đúng hạn", "done_on_time"), ("  quá hạn", "done_late"),
            ("Chưa hoàn thành", "undone"), ("  trong hạn", "in_time"), ("    chưa thực hiện", "not_started"),
            ("  quá hạn", "overdue"),
        ):  # fmt: skip
            here = getattr(now, name)
            beside = [
                value for then in past for value in (getattr(then.counts, name), here - getattr(then.counts, name))
            ]
            self._row((words, here, *beside), ("text", "number", *["number", "change"] * len(past)))
        points = [
            rate for then in past for rate in (then.counts.tenths / 1000, (now.tenths - then.counts.tenths) / 1000)
        ]
        self._row(("Tỷ lệ hoàn thành", now.tenths / 1000, *points), ("text", "rate", *["rate", "points"] * len(past)))

    def _by(self, title: str, name: str) -> None:
        """The five classes line by line, with the rates of before; what counts nothing is left out, as on paper."""
        figures = self.numbers.figures
        shown = [line for line in getattr(figures, f"by_{name}") if line.counts.assigned]
        if not shown:
            return
        found = (("Tỷ lệ kỳ trước", self.numbers.earlier), ("Tỷ lệ cùng kỳ năm trước", self.numbers.last_year))
        past = [
            (head, then.figures.by(name), then.counts)
            for head, then in found
            if then is not None and then.figures is not None and name != "task"
        ]
        self._begin(title, ("", *_HEADS, *(head for head, _, _ in past)))
        for line in shown:
            before = [_rate(lines.get(line.key)) for _, lines, _ in past]
            self._row(
                (_capital(line.label), *_values(line.counts), *before),
                ("text", *["number"] * 6, *["rate"] * (1 + len(past))),
            )
        before = [_rate(total) for _, _, total in past]
        self._row(("Tổng số", *_values(figures.counts), *before), (*["total"] * 7, *["total_rate"] * (1 + len(past))))

    def _begin(self, title: str, heads: Iterable[str]) -> None:
        self.line += 1
        self._says("part", title)
        self.sheet.set_row(self.line, 34)
        self._row(tuple(heads), ["head"] * _WIDE)

    def _says(self, style: str, words: str) -> None:
        self.sheet.write_string(self.line, 0, fit(words), self.styles[style])
        self.line += 1

    def _row(self, values: Sequence[Value], styles: Sequence[str]) -> None:
        for place, (value, style) in enumerate(zip(values, styles, strict=False)):
            if isinstance(value, str):
                kept = "guarded" if style == "text" and is_command(value) else style
                self.sheet.write_string(self.line, place, fit(value), self.styles[kept])
            elif value is None:
                self.sheet.write_blank(self.line, place, None, self.styles["text"])
            else:
                self.sheet.write_number(self.line, place, value, self.styles[style])
        self.line += 1


def _rate(counts: Counts | None) -> float | None:
    return counts.tenths / 1000 if counts is not None and counts.assigned else None


def _values(counts: Counts) -> Iterator[Value]:
    yield counts.assigned
    yield from counts.classes
    yield counts.tenths / 1000
