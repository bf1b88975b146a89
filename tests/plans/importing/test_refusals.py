"""What may not come in: each wrong cell is told by name, nobody goes around a rule by a file, strange files are no trouble."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from plans.models import ItemImport, StatusUpdate, Task
from plans.services import importing, progress
from plans.services.planning import add_task
from plans.workbook import heading, reading
from plans.workbook.reading import Book
from tests.builders import a_plan
from tests.cast import NOW, World, login
from tests.plans.importing.books import HEADINGS, a_book, an_import, brought, errors, kinds, rows_in, upload, written

Clock = Callable[[Any], datetime]


def refusal(client: Client, content: bytes, name: str = "nhiem-vu.xlsx") -> str:
    answer = upload(client, content, name)
    assert answer.status_code == 200
    assert not ItemImport.objects.exists()
    return str(answer.content.decode())


def test_each_wrong_cell_is_named(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    item = world.item("5", world.agencies.dang_doan_lhh)
    others = a_plan(world, world.agencies.tinh_uy_quang_ngai, by=world.officers["quangngai"]).items.get()
    rows: list[dict[str, Any]] = [
        {"Tên nhiệm vụ": "a", "Ngày hoàn thành (KH)": "31/2/2022"},
        {"Tên nhiệm vụ": "b", "Loại nhiệm vụ": "đột xuất"},
        {"Tên nhiệm vụ": "c", "Đơn vị chủ trì": "Ban Không Có Thật"},
        {"Đơn vị chủ trì": "Huyện ủy Cờ Đỏ"},
        {"Tên nhiệm vụ": "e", "Nguồn gốc": "999-CV/TU, mục 1"},
        {"Tên nhiệm vụ": "g" * 301},
        {"ID nhiệm vụ": others.pk},
        {"ID nhiệm vụ": 987654321},
        {"ID nhiệm vụ": "năm"},
        {"ID nhiệm vụ": item.pk, "Ngày hoàn thành (KH)": 44800},
        {"ID nhiệm vụ": item.pk},
        {"ID nhiệm vụ": world.item("3", world.agencies.dang_doan_lhh, "quý I/2022").pk, "Kết quả thực hiện": "Xong"},
        {"ID nhiệm vụ": world.item("2", world.agencies.co_do, "quý I/2022").pk, "Tên nhiệm vụ": "Đổi tên"},
        {"ID nhiệm vụ": world.item("2", world.agencies.o_mon, "quý I/2022").pk, "Đơn vị chủ trì": "Huyện ủy Cờ Đỏ"},
    ]
    one = brought(client, a_book(rows), plan=world.plan.pk)
    found = errors(one)
    assert found["H7"] == "ngày không hợp lệ “31/2/2022”. Tháng 2 năm 2022 không có ngày 31."
    assert found["I8"].startswith("không có loại nhiệm vụ “đột xuất”.")
    assert found["D9"] == "không có đơn vị “Ban Không Có Thật” trong danh mục."
    assert found["B10"] == "việc mới phải có tên nhiệm vụ."
    assert "999-CV/TU" in found["J11"]
    assert found["B12"] == "dài 301 ký tự, tối đa 300."
    # What others own reads exactly as what nobody has.
    assert found["P13"].replace(str(others.pk), "") == found["P14"].replace("987654321", "")
    assert "không phải ID" in found["P15"]
    assert found["H16"].startswith("ngày không hợp lệ “44800”: ô này là một số.")
    assert found["P17"] == f"ID {item.pk} đã có ở dòng 16 của tệp; mỗi việc chỉ một dòng."
    assert found["L18"].endswith("chỉ cán bộ của đơn vị mới báo cáo.")
    assert "Kế hoạch đã phát hành" in found["B19"]
    assert "trang phân công" in found["D20"]
    assert len(found) == len(rows)
    page = client.get(f"/nhiem-vu/nhap/{one.pk}/?loai=loi").content.decode()
    assert "<b>H7:</b> ngày không hợp lệ" in page
    sent: Any = client.get(f"/nhiem-vu/nhap/{one.pk}/tep-loi/")
    wrong = rows_in(b"".join(sent.streaming_content), head=1)
    assert len(wrong) == len(rows)
    assert wrong[0]["Lỗi cần sửa"].startswith("H7: ngày không hợp lệ")
    assert wrong[0]["Ngày hoàn thành (KH)"] == "31/2/2022"


def test_short_names_are_known_and_errors_that_repeat_come_first(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    short = world.agencies.dang_doan_lhh.label
    rows = [{"Tên nhiệm vụ": f"việc {n}", "Đơn vị chủ trì": "Ban Không Có Thật"} for n in range(6)]
    first = {"Tên nhiệm vụ": "b", "Đơn vị chủ trì": short, "Ngày hoàn thành (KH)": "01/12/1926"}
    one = brought(client, a_book([first, *rows]), plan=world.plan.pk)
    assert one.counts["create"] == 1
    assert (
        "hạn 01/12/1926 đã qua: việc quá hạn ngay khi ghi." in client.get(f"/nhiem-vu/nhap/{one.pk}/?loai=tao-moi").text
    )
    page = client.get(f"/nhiem-vu/nhap/{one.pk}/?loai=loi").content.decode()
    assert "6 dòng, cột D: không có đơn vị “Ban Không Có Thật” trong danh mục." in page
    asked = client.get(f"/nhiem-vu/nhap/{one.pk}/ghi/").content.decode()
    assert f"Kế hoạch nhận việc mới: {world.cong_van_54.title}" in asked
    assert f"Đơn vị nhận việc mới: {world.agencies.dang_doan_lhh.name}." in asked


def test_a_share_is_read_in_every_spelling(client: Client, world: World, at: Clock) -> None:
    login(client, "lhh")
    item = world.item("5", world.agencies.dang_doan_lhh)
    said: Any
    for said in (75, "75", "75 %", "Ước đạt 75%."):
        one = brought(client, a_book([{"ID nhiệm vụ": item.pk, "Mức độ hoàn thành": said}]))
        assert one.rows.get().acts[0]["percent"] == 75
    for said in (101, -1, "nhiều", 7.5):
        one = brought(client, a_book([{"ID nhiệm vụ": item.pk, "Mức độ hoàn thành": said}]))
        assert list(errors(one)) == ["M7"]
    check_in = world.item("3", world.agencies.dang_doan_lhh, "quý I/2022")
    one = brought(client, a_book([{"ID nhiệm vụ": check_in.pk, "Mức độ hoàn thành": 50}]))
    assert "việc theo kỳ" in errors(one)["M7"]


def test_columns_of_the_system_are_told_and_left_alone(client: Client, world: World, at: Clock) -> None:
    login(client, "lhh")
    item = world.item("5", world.agencies.dang_doan_lhh)
    row = {
        "ID nhiệm vụ": item.pk,
        "Trạng thái": "Hoàn thành",
        "Mức độ hoàn thành": "Hoàn thành đúng hạn",
        "Gia hạn – Số lần": 4,
    }
    one = brought(client, a_book([row]))
    assert kinds(one) == ["same"]
    assert {note["cell"] for note in one.rows.get().remarks} >= {"K7", "M7", "U7"}


def test_a_report_sent_since_the_file_was_made_is_not_written_over(client: Client, world: World, at: Clock) -> None:
    login(client, "lhh")
    item, lhh = world.item("5", world.agencies.dang_doan_lhh), world.officers["lhh"]
    content = a_book([{"ID nhiệm vụ": item.pk, "Kết quả thực hiện": "Bản của tệp"}])
    progress.report(item, by=lhh, now=NOW, submits=False, results="Bản của trang")
    assert "Bản của trang" in errors(brought(client, content))["L7"]


def test_what_changed_after_the_check_is_a_conflict_with_both_versions(client: Client, world: World, at: Clock) -> None:
    login(client, "lhh")
    item, other = (
        world.item("5", world.agencies.dang_doan_lhh),
        world.item("3", world.agencies.dang_doan_lhh, "quý II/2022"),
    )
    rows = [
        {"ID nhiệm vụ": item.pk, "Khó khăn": "Thiếu người"},
        {"ID nhiệm vụ": other.pk, "Kết quả thực hiện": "Đã họp"},
    ]
    for manner, saved in (("whole", 0), ("some", 1)):
        one = brought(client, a_book(rows, headings=[h for h in HEADINGS if h != "Ngày cập nhật"]))
        assert kinds(one) == ["update", "update"]
        progress.report(item, by=world.officers["lhh"], now=NOW, submits=False, results=f"Bản của trang {manner}")
        before = StatusUpdate.objects.count()
        one = written(client, one, manner)
        assert (one.saved, StatusUpdate.objects.count() - before) == (saved, saved)
        assert one.state == ("done" if saved else "checked")
        conflict = one.rows.get(kind="conflict")
        assert "Đã kiểm tra: Khó khăn" in conflict.errors[0]["words"]
        assert "vừa được thay đổi" in client.get(f"/nhiem-vu/nhap/{one.pk}/").content.decode()


def test_a_new_row_whose_task_came_meanwhile_is_not_doubled(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    one = brought(
        client, a_book([{"Tên nhiệm vụ": "Báo cáo nhanh", "Đơn vị chủ trì": "Huyện ủy Cờ Đỏ"}]), plan=world.plan.pk
    )
    add_task(world.plan, by=world.officers["vanphong"], path="7", heading="Báo cáo nhanh")
    one = written(client, one)
    assert (one.saved, kinds(one)) == (0, ["conflict"])
    assert Task.objects.filter(heading="Báo cáo nhanh").count() == 1


def test_two_clicks_save_once_and_a_dead_worker_saves_nothing_half(
    client: Client, world: World, at: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    login(client, "lhh")
    items = [
        world.item("5", world.agencies.dang_doan_lhh),
        world.item("3", world.agencies.dang_doan_lhh, "quý II/2022"),
    ]
    rows = [{"ID nhiệm vụ": item.pk, "Kết quả thực hiện": "Đã họp"} for item in items]
    one = brought(client, a_book(rows))
    real, calls = progress.report, []

    def dies(*args: Any, **kwargs: Any) -> StatusUpdate:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(progress, "report", dies)
    sent = {"manner": "some", "version": one.version}
    with pytest.raises(KeyboardInterrupt):
        client.post(f"/nhiem-vu/nhap/{one.pk}/ghi/", sent)
    assert not StatusUpdate.objects.exists()
    one.refresh_from_db()
    assert one.state == "saving"
    monkeypatch.undo()
    with pytest.MonkeyPatch.context() as patch:
        from plans.services.import_writing import save

        at(NOW)
        assert importing.work_waiting(now=NOW, save=save) == 0  # its lease still holds
        later = NOW + importing.LEASE * 2
        assert importing.work_waiting(now=later, save=save) == 1
        patch.undo()
    assert StatusUpdate.objects.count() == 2
    client.post(f"/nhiem-vu/nhap/{one.pk}/ghi/", sent)
    assert StatusUpdate.objects.count() == 2


def test_all_or_nothing_is_refused_while_a_row_is_wrong(client: Client, world: World, at: Clock) -> None:
    one = an_import(world)
    answer = login(client, "vanphong").post(
        f"/nhiem-vu/nhap/{one.pk}/ghi/", {"manner": "whole", "version": one.version}
    )
    assert "Còn 1 dòng lỗi nên không ghi được cả tệp." in answer.content.decode()
    assert not Task.objects.filter(heading="Báo cáo nhanh").exists()


def test_an_import_is_its_makers_alone_and_goes_after_a_month(client: Client, world: World, at: Clock) -> None:
    one = an_import(world)
    for stranger in ("truongban", "lanhdao", "quangngai"):
        assert login(client, stranger).get(f"/nhiem-vu/nhap/{one.pk}/").status_code == 404
    assert importing.forget_old(now=NOW + importing.KEPT / 2) == 0
    assert importing.forget_old(now=NOW + importing.KEPT * 2) == 1
    assert not ItemImport.objects.exists()


def test_columns_in_any_order_with_others_between_and_chosen_by_hand(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    headings = ["Ghi chú riêng", "TEN NHIEM VU", "Nơi thực hiện", "Thời hạn"]
    rows = [
        {
            "Ghi chú riêng": "x",
            "TEN NHIEM VU": "Báo cáo nhanh",
            "Nơi thực hiện": "Huyện ủy Cờ Đỏ",
            "Thời hạn": "30/8/2022",
        }
    ]
    one = brought(client, a_book(rows, headings=headings), plan=world.plan.pk, col_lead="2")
    assert (one.columns["title"], one.columns["lead"], one.columns["due_on"]) == (1, 2, 3)
    assert one.rows.get().body == "Huyện ủy Cờ Đỏ"
    page = client.get(f"/nhiem-vu/nhap/{one.pk}/cot/").content.decode()
    assert "Không dùng đến: A – Ghi chú riêng" in page
    twice = client.post(f"/nhiem-vu/nhap/{one.pk}/cot/", {"col_title": "1", "col_lead": "1"})
    assert "Cột này đã dùng cho “Tên nhiệm vụ”." in twice.content.decode()


# --- strange files ---------------------------------------------------------------------------------------


def spoiled(part: str, change: Callable[[str], str], content: bytes | None = None) -> bytes:
    """A workbook with one of its parts written otherwise."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content or a_book([{"Tên nhiệm vụ": "a"}]))) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry.filename, change(data.decode()).encode() if entry.filename == part else data)
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def with_entities(xml: str) -> str:
    return xml.replace("<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1)


def test_formulas_errors_merged_cells_and_hidden_rows(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")

    def paint(book: Any, sheet: Any) -> None:
        sheet.write_formula("B7", '="Việc "&"một"', None, "Việc một")
        sheet.write_formula("H7", "=DATE(2022,8,30)", book.add_format({"num_format": "dd/mm/yyyy"}), 44803)
        sheet.write_formula("B8", "=1/0", None, "#DIV/0!")
        sheet.write_formula("B9", "=A1", None, "")
        sheet.merge_range("B10:B11", "Việc gộp")
        sheet.write_string("D11", "Huyện ủy Cờ Đỏ")
        sheet.set_row(6, None, None, {"hidden": True})

    one = brought(client, a_book([], paint=paint), plan=world.plan.pk)
    first = one.rows.get(line=7)
    assert (first.title, first.acts[0]["due_on"]) == ("Việc một", "2022-08-30")
    found = errors(one)
    assert found["B8"] == "ô báo lỗi #DIV/0!."
    assert "công thức chưa được tính" in found["B9"]
    assert "ô bị gộp (B10:B11)" in found["B10"]
    assert one.survey["hidden_rows"] == 1


def test_old_dates_huge_claims_and_hidden_sheets(client: Client, world: World, at: Clock) -> None:
    made = a_book([{"Tên nhiệm vụ": "a", "Ngày hoàn thành (KH)": date(2022, 8, 30)}])
    macs = spoiled("xl/workbook.xml", lambda xml: xml.replace("<workbookPr", '<workbookPr date1904="1"'), made)
    seen = heading.survey(io.BytesIO(macs))
    (line,) = heading.table(io.BytesIO(macs), seen)
    assert line.cells[7].value == date(2026, 8, 31)
    huge = spoiled(SHEET, lambda xml: xml.replace('<dimension ref="A1:Y7"/>', '<dimension ref="A1:XFD1048576"/>'), made)
    assert heading.survey(io.BytesIO(huge)).rows == 1
    hidden = spoiled("xl/workbook.xml", lambda xml: xml.replace("<sheet ", '<sheet state="hidden" '), made)
    assert "đều bị ẩn" in refusal(login(client, "vanphong"), hidden)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 broken", "chỉ nhận sổ tính Excel"),
        (spoiled(SHEET, lambda xml: xml[: len(xml) // 2]), "không mở được tệp này"),
        (spoiled(SHEET, with_entities), "không mở được tệp này"),
        (spoiled("xl/_rels/workbook.xml.rels", lambda xml: "<Relationships/>"), "không có trang tính nào"),
        (a_book([], headings=["Một"]), "Không thấy bảng nào"),
        (a_book([]), "không có dòng nào"),
        ("Chỉ là chữ".encode(), "không phải sổ tính Excel"),
        (a_book([{"Tên nhiệm vụ": "MẬT"}], headings=["Tên nhiệm vụ", "Đơn vị chủ trì"]), "MẬT"),
    ],
)  # fmt: skip
def test_strange_files_are_refused_with_a_reason(client: Client, world: World, content: bytes, words: str) -> None:
    assert words in refusal(login(client, "vanphong"), content)


def test_too_many_rows_are_refused_and_texts_are_bounded(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    login(client, "vanphong")
    monkeypatch.setattr(heading, "MOST_ROWS", 2)
    assert "Tệp có hơn 2 dòng" in refusal(client, a_book([{"Tên nhiệm vụ": "a"}] * 3))
    monkeypatch.setattr(reading, "MOST_LETTERS", 100)
    with pytest.raises(reading.BadWorkbook, match="quá nhiều chữ"):
        heading.survey(io.BytesIO(a_book([{"Tên nhiệm vụ": "a"}])))


def test_a_guard_of_another_program_is_taken_off(client: Client, world: World, at: Clock) -> None:
    login(client, "lhh")
    item = world.item("5", world.agencies.dang_doan_lhh)
    one = brought(client, a_book([{"ID nhiệm vụ": item.pk, "Khó khăn": "'=SUM(A1)", "Đề xuất": "'ngoặc'"}]))
    act = one.rows.get().acts[0]
    assert (act["difficulties"], act["proposals"]) == ("=SUM(A1)", "'ngoặc'")


def test_a_package_of_nothing_is_no_workbook() -> None:
    with pytest.raises(reading.BadWorkbook):
        Book(io.BytesIO(b""))
