"""Workbooks as people bring them: the export with some cells changed, or made by hand."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from xlsxwriter import Workbook

from agencies.uploads import XLSX, CheckedFile
from plans.models import ItemExport, ItemImport
from plans.services import exporting, importing
from plans.workbook.columns import COLUMNS
from plans.workbook.heading import guess, survey
from plans.workbook.reading import Book
from tests.cast import NOW, World

Rows = list[dict[str, Any]]
HEADINGS = [column.heading for column in COLUMNS]


def exported(client: Client, query: str = "?muc=tat-ca") -> bytes:
    answer: Any = client.get(f"/nhiem-vu/xuat/{query}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def rows_in(content: bytes, head: int = 6) -> Rows:
    """The rows of a workbook by heading, as the product itself reads them."""
    book = Book(io.BytesIO(content))
    lines = {line.number: line.cells for line in book.lines(book.sheets[0])}
    headings = {place: str(cell.value) for place, cell in lines.pop(head).items()}
    return [
        {words: cells[place].value for place, words in headings.items() if place in cells}
        for number, cells in sorted(lines.items()) if number > head
    ]  # fmt: skip


def a_book(rows: Sequence[Mapping[str, Any]], *, headings: Sequence[str] = HEADINGS, day: date | None = None,
           paint: Callable[[Any, Any], object] | None = None) -> bytes:  # fmt: skip
    """A workbook with the head in line 6 and the rows from line 7 on; `paint` may spoil the sheet."""
    file = io.BytesIO()
    book = Workbook(file, {"default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Nhiệm vụ")
    if day:
        sheet.write_string(1, 1, "Ngày chốt dữ liệu báo cáo")
        sheet.write_datetime(1, 3, day)
    for place, heading in enumerate(headings):
        sheet.write_string(5, place, heading)
    for number, row in enumerate(rows, start=6):
        for place, heading in enumerate(headings):
            value = row.get(heading)
            if isinstance(value, (date, datetime)):
                sheet.write_datetime(number, place, value)
            elif isinstance(value, (int, float)):
                sheet.write_number(number, place, value)
            elif value is not None:
                sheet.write_string(number, place, value)
    if paint:
        paint(book, sheet)
    book.close()
    return file.getvalue()


def upload(client: Client, content: bytes, name: str = "nhiem-vu.xlsx") -> Any:
    return client.post(
        "/nhiem-vu/nhap/", {"office": _office(client), "workbook": SimpleUploadedFile(name, content, XLSX)}
    )


def _office(client: Client) -> str:
    text = client.get("/nhiem-vu/nhap/").content.decode()
    return text.split('name="office"')[1].split('value="')[1].split('"')[0]


def brought(client: Client, content: bytes, **settled: Any) -> ItemImport:
    """A workbook sent and checked, with its columns as they were recognised."""
    answer = upload(client, content)
    assert answer.status_code == 302, answer.content.decode()[:5000]
    one = ItemImport.objects.latest("pk")
    fields = {f"col_{name}": str(place) for name, place in one.columns.items()}
    answer = client.post(f"/nhiem-vu/nhap/{one.pk}/cot/", {**fields, **settled})
    assert answer.status_code == 302, answer.content.decode()[:5000]
    one.refresh_from_db()
    return one


def written(client: Client, one: ItemImport, manner: str = "some") -> ItemImport:
    """What may be saved was saved."""
    answer = client.post(f"/nhiem-vu/nhap/{one.pk}/ghi/", {"manner": manner, "version": one.version})
    assert answer.status_code == 302, answer.content.decode()[:5000]
    one.refresh_from_db()
    return one


def an_import(world: World) -> ItemImport:
    """An import of `vanphong` that is checked: a new row in the world's plan, and one that is wrong."""
    by = world.officer("vanphong").enter(on=NOW.date())
    content = a_book(
        [
            {"Tên nhiệm vụ": "Báo cáo nhanh", "Đơn vị chủ trì": "Huyện ủy Cờ Đỏ"},
            {"Tên nhiệm vụ": "x", "Loại nhiệm vụ": "lạ"},
        ]
    )
    seen = survey(io.BytesIO(content))
    upload = CheckedFile("nhiem-vu.xlsx", ContentFile(content, name="nhiem-vu.xlsx"), XLSX, len(content), "0" * 64)
    one = importing.begin(
        office=world.agencies.ban_tuyen_giao,
        by=by,
        now=NOW,
        upload=upload,
        survey=seen,
        columns=guess(seen.headings)[0],
    )
    importing.settle(one, by=by, columns=one.columns, plan=world.plan)
    checked = importing.check(one.pk, now=NOW)
    assert checked is not None
    return checked


def an_export(world: World) -> ItemExport:
    """A long list of `vanphong` that a job has written."""
    by = world.officer("vanphong").enter(on=NOW.date())
    one = exporting.begin(by=by, now=NOW, query="muc=tat-ca&sort=han", on=NOW.date(), total=50)
    exporting.write(one.pk, now=NOW)
    one.refresh_from_db()
    return one


def kinds(one: ItemImport) -> list[str]:
    return list(one.rows.values_list("kind", flat=True))


def errors(one: ItemImport) -> dict[str, str]:
    """Every error by its cell."""
    return {error["cell"]: error["words"] for row in one.rows.all() for error in row.errors}
