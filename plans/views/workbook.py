"""The list as a workbook: the rows that its conditions show, in its order, for who asks."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.http import officer_of
from agencies.models import Officer
from agencies.reads import took_out
from agencies.templatetags.parts import moment, thousands
from agencies.uploads import XLSX
from agencies.wording import format_day
from plans.filters import NO_AGENCY, PRESS, TABS, ItemFilter, item_list_url, named
from plans.models import Plan
from plans.views.items import rows_shown, settled_query
from plans.workbook.rows import Row, rows_of_items, rows_of_tasks
from plans.workbook.writing import Heading, write_workbook

MOST: Final = 50_000
KEPT_IN_MEMORY: Final = 4 * 1024 * 1024
TAB_NAMES: Final = {tab.code: tab.label for tab in TABS} | {NO_AGENCY: "Chưa có đơn vị", PRESS: "Nguồn báo chí"}


@require_safe
def item_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly what `/nhiem-vu/` shows with the same query: every page of it, with nobody else's rows."""
    officer, query = officer_of(request), settled_query(request)
    chosen = ItemFilter(query, officer=officer, today=timezone.localdate())
    total, rows = _rows(chosen, str(query["muc"]), officer)
    if total > MOST:
        messages.warning(
            request, f"Danh sách có {thousands(total)} dòng; mỗi lần xuất được {thousands(MOST)} dòng. Hãy lọc bớt."
        )
        return redirect(f"{item_list_url()}{query.urlencode()}")
    heading = Heading(chosen.on, total, conditions_in_words(chosen, query), _made(officer), settings.DEMO)
    used = sorted(name for name in ItemFilter.base_filters if query.get(name))
    took_out(officer, f"export=items filters={','.join(used)}", rows=total)
    return _answer(_written(heading, rows), f"nhiem-vu-{chosen.on.isoformat()}.xlsx")


def _written(heading: Heading, rows: Iterator[Row]) -> IO[bytes]:
    file: IO[bytes] = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY)  # noqa: SIM115 - sent after the view has ended
    try:
        write_workbook(file, heading, rows)
    except BaseException:
        file.close()  # else the response does
        raise
    file.seek(0)
    return file


def _rows(chosen: ItemFilter, muc: str, officer: Officer) -> tuple[int, Iterator[Row]]:
    """How many rows, and the rows; ids first, so that the count, the order and the rows are of one reading."""
    if muc == NO_AGENCY:
        tasks = chosen.tasks_without_agency()
        return tasks.count(), rows_of_tasks(tasks)
    shown = rows_shown(chosen, muc)
    ids = list(shown.found.values_list("pk", flat=True)[: MOST + 1])
    total = len(ids) if len(ids) <= MOST else shown.count()
    return total, rows_of_items(ids, dress=chosen.with_standing, plans=Plan.objects.visible_to(officer), on=chosen.on)


def conditions_in_words(chosen: ItemFilter, query: Any) -> str:
    """Part and conditions of the list as one sentence, as the workbook and bulk acts keep them."""
    chosen.form.is_valid()
    words = [TAB_NAMES[str(query["muc"])], *(condition["words"] for condition in named(chosen, query))]
    return f"Điều kiện lọc: {'; '.join(words)}. Tính đến ngày {format_day(chosen.on)}."


def _made(officer: Officer) -> str:
    return f"Xuất từ Đôn Đốc lúc {moment(timezone.now())}, người xuất: {officer.full_name}. Chỉ gồm những việc người xuất được xem."


def _answer(file: IO[bytes], name: str) -> FileResponse:
    response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
