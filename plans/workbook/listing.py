"""A list as rows of the workbook, and what its sheet says of itself: for the page that sends it and the job that keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from agencies.models import Officer
from agencies.templatetags.parts import moment
from agencies.wording import format_day
from plans.filters import NO_AGENCY, PRESS, TABS, ItemFilter, named
from plans.listing import rows_shown
from plans.models import Plan
from plans.workbook.rows import Row, rows_of_items, rows_of_tasks

MOST: Final = 50_000  # rows of one file
TAB_NAMES: Final = {tab.code: tab.label for tab in TABS} | {NO_AGENCY: "Chưa có đơn vị", PRESS: "Nguồn báo chí"}


def rows_listed(chosen: ItemFilter, muc: str, officer: Officer, *, most: int) -> tuple[int, Iterator[Row]]:
    """How many rows, and the rows; ids first, so that the count, the order and the rows are of one reading."""
    if muc == NO_AGENCY:
        tasks = chosen.tasks_without_agency()
        return tasks.count(), rows_of_tasks(tasks)
    shown = rows_shown(chosen, muc)
    ids = list(shown.found.values_list("pk", flat=True)[: most + 1])
    total = len(ids) if len(ids) <= most else shown.count()
    return total, rows_of_items(ids, dress=chosen.with_standing, plans=Plan.objects.visible_to(officer), on=chosen.on)


def conditions(chosen: ItemFilter, query: Any) -> str:
    """What the rows have in common, in words."""
    chosen.form.is_valid()
    words = [TAB_NAMES[str(query["muc"])], *(condition["words"] for condition in named(chosen, query))]
    return f"Điều kiện lọc: {'; '.join(words)}. Tính đến ngày {format_day(chosen.on)}."


def made(officer: Officer, *, now: datetime) -> str:
    """Who made the file and when."""
    return (
        f"Xuất từ Đôn Đốc lúc {moment(now)}, người xuất: {officer.full_name}. Chỉ gồm những việc người xuất được xem."
    )
