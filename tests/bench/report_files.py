"""Word and Excel files of reports with many rows: time and peak memory, each in a process of its own, beside the bare libraries.

`python -m tests.bench.report_files`; SIZES ("200 2000 20000") for other numbers of rows. Fails where time grows faster than the
rows, or the memory of a workbook grows with them. The bare library writes the same cells, without styles of its own.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, Final

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ |= {"DONDOC_DEMO": "0", "DEBUG": "0", "LOG_LEVEL": "ERROR"}

SIZES: Final = (200, 2_000, 20_000)
THINGS: Final = ("docx", "docx bare", "xlsx", "xlsx bare")
FLAT_MIB: Final = 32.0
"""By so much a workbook of the largest size may need more memory than one of the smallest."""

STEEPER: Final = 2.0
"""Time per row at the largest size over that at the one before: a machine that is busy is no counterexample."""


# --- what is written --------------------------------------------------------------------------------


def synthetic_rows(n: int) -> Iterator[Any]:
    """Frozen rows as a report of many agencies has them, made one by one."""
    from dataclasses import fields

    from reporting.freezing import Row

    for place in range(1, n + 1):
        due = date(2026, 1, 1) + timedelta(days=place % 360)
        said: dict[str, Any] = {
            "position": place, "work_item_id": place, "directive_id": 1, "agency_id": place % 97, "directive_label": "54-CV/TU",
            "agency_name": f"Đảng ủy xã, phường số {place % 97}", "path": f"{place % 40}.1",
            "heading": f"Rà soát, hoàn thiện chính sách và báo cáo kết quả thực hiện nhiệm vụ số {place}",
            "occurrence": "kỳ quý I/2026",
            "standing": ("done_on_time", "overdue", "within")[place % 3],
            "lifecycle": ("confirmed", "in_progress", "submitted")[place % 3],
            "opened_on": date(2026, 1, 1), "due_on": due, "submitted_on": due if place % 3 == 0 else None, "completed_on": None,
            "days_overdue": place % 90 if place % 3 == 1 else 0, "percent": place % 101, "extension_count": place % 4,
            "results": f"Đã tổ chức hội nghị quán triệt, ban hành kế hoạch số {place}-KH/ĐU và giao từng đơn vị thực hiện.",
            "difficulties": "Kinh phí chưa được bố trí trong dự toán năm" if place % 5 == 0 else "", "proposals": "",
        }  # fmt: skip
        yield Row(**{one.name: said.get(one.name, "") for one in fields(Row)})


def _cells(n: int) -> list[tuple[str, str, str, str, str]]:
    return [
        (f"{row.path}. {row.heading}", row.agency_name, row.due_on.isoformat(), row.words, row.results)
        for row in synthetic_rows(n)
    ]


def _docx(n: int) -> Callable[[], int]:
    from reporting.appendices import task_appendix
    from reporting.rendering.report_docx import render_docx
    from tests.reporting.papers import half_year_paper

    paper = half_year_paper(appendices=(task_appendix(_cells(n)),))
    return lambda: len(render_docx(paper))


def _docx_bare(n: int) -> Callable[[], int]:
    from docx import Document

    cells = _cells(n)

    def write() -> int:
        document, kept = Document(), io.BytesIO()
        table = document.add_table(rows=1, cols=6)
        for place, words in enumerate(cells, start=1):
            for cell, text in zip(table.add_row().cells, (str(place), *words), strict=True):
                cell.text = text
        document.save(kept)
        return len(kept.getvalue())

    return write


def _xlsx(n: int) -> Callable[[], int]:
    from datetime import UTC, datetime

    from plans.workbook.writing import Heading, write_workbook
    from reporting.workbook import cells

    def write() -> int:
        with tempfile.TemporaryFile() as file:
            heading = Heading(date(2026, 7, 14), n, "Báo cáo", "Số liệu chốt")
            write_workbook(file, heading, map(cells, synthetic_rows(n)), created=datetime(2026, 7, 14, tzinfo=UTC))
            return file.tell()

    return write


def _xlsx_bare(n: int) -> Callable[[], int]:
    from xlsxwriter import Workbook

    from plans.workbook.columns import COLUMNS
    from reporting.workbook import cells

    def write() -> int:
        with tempfile.TemporaryFile() as file:
            book = Workbook(file, {"constant_memory": True, "default_date_format": "dd/mm/yyyy"})
            sheet = book.add_worksheet()
            for line, row in enumerate(map(cells, synthetic_rows(n))):
                for index, column in enumerate(COLUMNS):
                    if (value := row.get(column.name)) not in (None, ""):
                        sheet.write(line, index, value)
            book.close()
            return file.tell()

    return write


# --- measuring --------------------------------------------------------------------------------------


def child(thing: str, n: int) -> None:
    """Write one file here and say what it took; processor time, since others work on the machine too."""
    import django

    from tests.bench.apart import peak_mib

    django.setup()
    write = {"docx": _docx, "docx bare": _docx_bare, "xlsx": _xlsx, "xlsx bare": _xlsx_bare}[thing](n)
    before, began = peak_mib(), time.process_time()
    size = write()
    took = time.process_time() - began
    print(json.dumps({"seconds": took, "before": before, "peak": peak_mib(), "bytes": size}))


def measured(thing: str, n: int) -> dict[str, float]:
    """What one file takes in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.bench.report_files", "child", thing, str(n)],
        capture_output=True, text=True, check=True, timeout=3600,
    )  # fmt: skip
    found: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return found


def main() -> int:
    """Every kind at every size; 1 where time or memory grow as they must not."""
    sizes = [int(size) for size in os.environ.get("SIZES", "").split()] or list(SIZES)
    found: dict[str, list[dict[str, float]]] = {}
    print(
        "| file | rows | CPU s | ms per row | ÷ bare | peak MiB | of it writing | KiB |\n|---|--:|--:|--:|--:|--:|--:|--:|"
    )
    for thing in reversed(THINGS):
        for place, n in enumerate(sizes):
            one = measured(thing, n)
            found.setdefault(thing, []).append(one)
            bare = found.get(f"{thing} bare")
            ratio = f"{one['seconds'] / bare[place]['seconds']:.2f}" if bare else ""
            print(
                f"| {thing} | {n} | {one['seconds']:.2f} | {1000 * one['seconds'] / n:.2f} | {ratio} | {one['peak']:.0f} "
                f"| {one['peak'] - one['before']:.0f} | {one['bytes'] / 1024:.0f} |",
                flush=True,
            )
    wrong = list(_wrong(found, sizes))
    print(f"report files: {len(sizes) * len(THINGS)} measured, {'; '.join(wrong) or 'growth linear, memory flat'}")
    return 1 if wrong else 0


def _wrong(found: dict[str, list[dict[str, float]]], sizes: list[int]) -> Iterator[str]:
    for thing in ("docx", "xlsx"):
        rates = [one["seconds"] / n for one, n in zip(found[thing], sizes, strict=True)]
        if len(rates) > 1 and rates[-1] > STEEPER * rates[-2]:
            yield f"{thing}: time grows faster than the rows"
        grown = (found[thing][-1]["peak"] - found[thing][-1]["before"]) - (
            found[thing][0]["peak"] - found[thing][0]["before"]
        )
        if grown > FLAT_MIB:
            yield f"{thing}: {grown:.0f} MiB more while the largest is written"


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        child(sys.argv[2], int(sys.argv[3]))
    else:
        sys.exit(main())
