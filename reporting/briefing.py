"""The Phiếu họp of a report: its figures, the worst of what is late, who is silent, what waits, what to decide.

Everything comes from the report's own numbers and rows, so that the sheet of a frozen report says the same for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from agencies.templatetags.parts import moment
from agencies.wording import format_day, number
from plans.choices import Lifecycle, Standing
from reporting import compose, narrative, snapshot
from reporting.brief import Brief, Earlier, Late
from reporting.choices import ReportState
from reporting.counts import Silent
from reporting.freezing import Row
from reporting.models import Report
from reporting.snapshot import Snapshot

_LISTED = 8
_OVERDUE = f"standing = '{Standing.OVERDUE}'"
_WAITS = f"lifecycle = '{Lifecycle.SUBMITTED}'"


def of(report: Report, *, on: date) -> Brief:
    """The sheet of a report: live while it is a draft, else from what it kept."""
    numbers = snapshot.of(report, on=on)
    rows = snapshot.rows_of(report, on=on)
    figures = numbers.figures
    several = len(figures.by_directive) > 1
    late = rows.read(_OVERDUE, order="days_overdue DESC, position", limit=_LISTED)
    return Brief(
        title=compose.sentence(report.subject),
        office=report.office.name_on(report.frozen_on or on),
        on=figures.on,
        state=_state(report),
        counts=figures.counts,
        earlier=Earlier(numbers.earlier.label, numbers.earlier.counts) if numbers.earlier else None,
        late=tuple(_late(row, numbers, several=several) for row in late),
        silent=tuple((one.label, ", ".join(one.periods)) for one in _most_periods(numbers)[:_LISTED]),
        silent_total=len(figures.silent),
        reporting_total=figures.reporting_agencies,
        waiting=_waiting(numbers, rows.count(_WAITS)),
        asks=tuple(_asks(numbers, list(rows.read(_promised(numbers), limit=3)), several=several)),
        foot=_foot(report),
        illustration=report.is_sample,
    )


def _state(report: Report) -> str:
    """What the sheet is the sheet of: "Báo cáo số 05-BC/BTGTU" or "Dự thảo báo cáo"."""
    if report.state == ReportState.ISSUED:
        return f"Báo cáo số {report.numbered}"
    return "Dự thảo báo cáo" if report.state == ReportState.DRAFT else "Báo cáo chờ ban hành"


def _foot(report: Report) -> str:
    if report.frozen_at is None:
        return "Dự thảo: số liệu lúc tạo phiếu, còn thay đổi cho đến khi chốt."
    return f"Số liệu chốt lúc {moment(report.frozen_at)}, mã kiểm {report.checksum[:16]}."


def _most_periods(numbers: Snapshot) -> list[Silent]:
    return sorted(numbers.figures.silent, key=lambda one: -len(one.periods))


def _late(row: Row, numbers: Snapshot, *, several: bool) -> Late:
    promised = numbers.promises.get(str(row.work_item_id))
    said = f"Hẹn {format_day(date.fromisoformat(promised))}" if promised else _short(row.difficulties, 70) or "Chưa nêu"
    due = format_day(row.due_on) if row.due_on else ""
    return Late(_short(compose.title_of(row, several=several), 120), row.agency_name, due, row.days_overdue, said)


def _waiting(numbers: Snapshot, submitted: int) -> tuple[tuple[str, int], ...]:
    """What lies with the office or its leader: answers that others wait for."""
    asked = sum(1 for one in numbers.directions if one.waits)
    found = (
        ("báo cáo hoàn thành chờ xác nhận", submitted),
        ("đề nghị gia hạn chờ quyết định", numbers.figures.extensions_pending),
        ("ý kiến chỉ đạo trong kỳ chưa được trả lời đủ", asked),
        ("nhiệm vụ chưa có đơn vị chủ trì", sum(one.number for one in numbers.without_agency)),
    )
    return tuple((words, count) for words, count in found if count)


def _promised(numbers: Snapshot) -> str:
    """Condition on items whose agencies asked for more time; keys of the numbers' own JSON, so whole numbers only."""
    ids = ", ".join(str(int(pk)) for pk in numbers.promises)
    return f"work_item_id IN ({ids})" if ids else "FALSE"


def _asks(numbers: Snapshot, promised: list[Row], *, several: bool) -> Iterator[str]:
    """What only a leader decides, the most pressing first."""
    for aside in numbers.without_agency:
        paths = ", ".join(path.rstrip(".") for path in aside.tasks[:4])
        which = f"nhiệm vụ {paths}" if aside.number <= 4 else f"{number(aside.number)} nhiệm vụ"
        yield f"Giao đơn vị chủ trì {which} của {aside.label}."
    for row in promised:
        day = format_day(date.fromisoformat(numbers.promises[str(row.work_item_id)]))
        yield f"Cho {row.agency_name} gia hạn đến {day}: {_short(compose.title_of(row, several=several), 90)}."
    if twice := [one for one in numbers.figures.silent if len(one.periods) > 1]:
        named = ", ".join(one.label for one in twice[:3])
        more = f" và {number(len(twice) - 3)} cơ quan, đơn vị khác" if len(twice) > 3 else ""
        yield f"Nhắc nhở {named}{more}: chưa báo cáo từ hai kỳ trở lên."
    for voice in numbers.proposals:
        yield f"{voice.agency} đề xuất: {_short(voice.words, 130).rstrip(' .;,')}."


def _short(text: str, most: int) -> str:
    text = " ".join(narrative.tidy(text).split())
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"
