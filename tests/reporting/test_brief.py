"""The Phiếu họp: one sheet whatever there is to say, the report's own figures, and what a leader is asked to decide."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from reporting import briefing, snapshot
from reporting.brief import Brief, Earlier, Late
from reporting.figures import Counts
from reporting.rendering.brief_pdf import fitted, render_brief
from tests.builders import a_confirmation, a_submission, an_extension
from tests.cast import TODAY, World
from tests.reporting.papers_of import a_report, issued, submitted, without_worker
from tests.reporting.test_paper import font_names

__all__ = ["without_worker"]
LONG = "Việc rất dài " * 40


def a_brief(**changes: Any) -> Brief:
    said: dict[str, Any] = {
        "title": "Kết quả thực hiện Công văn số 54-CV/TU, ngày 24/12/2020 của Thành ủy Cần Thơ, 6 tháng đầu năm 2022",
        "office": "Ban Tuyên giáo Thành ủy Cần Thơ", "on": date(2022, 7, 14), "state": "Báo cáo số 05-BC/BTGTU",
        "counts": Counts(33, 5, 4, 10, 1), "earlier": Earlier("6 tháng cuối năm 2021", Counts(33, 4, 3, 9, 1)),
        "late": tuple(Late(f"{n}. Phản biện đề án", "Huyện ủy Cờ Đỏ", "12/4/2022", 94 - n, "Hẹn 30/9/2022") for n in range(1, 9)),
        "silent": (("Huyện ủy Cờ Đỏ", "quý I/2022, quý II/2022"),), "silent_total": 1, "reporting_total": 24,
        "waiting": (("báo cáo hoàn thành chờ xác nhận", 3),), "asks": ("Giao đơn vị chủ trì nhiệm vụ 1 của 54-CV/TU.",),
        "foot": "Số liệu chốt lúc 08:05, 14/7/2022, mã kiểm 9c41e07a5d2f1234.", "illustration": False,
    }  # fmt: skip
    return Brief(**said | changes)


EXTREMES = {
    "as usual": a_brief(),
    "nothing at all": a_brief(
        counts=Counts(), earlier=None, late=(), silent=(), silent_total=0, reporting_total=0, waiting=(), asks=()
    ),
    "everything long": a_brief(
        title=LONG, office=LONG, counts=Counts(123_456, 98_765, 54_321, 99_999, 88_888),
        earlier=Earlier(LONG, Counts(1, 2, 3, 4, 5)),
        late=(Late(LONG, LONG, "12/4/2022", 12_345, LONG),) * 8, silent=((LONG, LONG),) * 8, silent_total=1_234,
        reporting_total=5_678, waiting=(("đề nghị gia hạn chờ quyết định", 99_999),) * 4, asks=(LONG,) * 20, foot=LONG,
        illustration=True,
    ),
    "no place to break": a_brief(
        title="W" * 900, office="W" * 300, late=(Late("W" * 300, "W" * 300, "12/4/2022", 1, "W" * 300),) * 8,
        silent=(("W" * 300, "W" * 300),) * 8, silent_total=9, asks=("W" * 900,) * 9,
    ),
    "marks and other letters": a_brief(
        title="<script>alert(1)</script> \u202e{{ x }} 漢字 😀", asks=('<img src="http://169.254.169.254/">', "@import url(file:///etc/passwd)"),
        late=(Late("e" + "\u0301" * 300, "url(http://127.0.0.1)", "", 0, "</td></table>"),),
    ),
}  # fmt: skip


def words_of(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


@pytest.mark.parametrize("what", EXTREMES)
def test_it_is_one_sheet_in_one_font_whatever_it_says(what: str) -> None:
    data = render_brief(EXTREMES[what])
    reader = PdfReader(io.BytesIO(data))
    (page,) = reader.pages
    assert [round(float(side) * 25.4 / 72) for side in page.mediabox[2:]] == [210, 297]
    assert all("Tinos" in name for name in font_names(reader))
    assert len(data) < 120_000
    words = words_of(data)
    assert "PHIẾU HỌP" in words[:40]
    for part in ("Quá hạn lâu nhất", "Chưa báo cáo", "Đang chờ xử lý", "Xin ý kiến"):
        assert part in words, part
    assert ("DỮ LIỆU MINH HỌA" in words) is EXTREMES[what].illustration


def test_it_says_how_much_is_left_out() -> None:
    words = words_of(render_brief(EXTREMES["everything long"]))
    assert "trong 99.999 đầu việc quá hạn" in words
    assert "cơ quan, đơn vị khác" in words
    assert "nội dung khác trong báo cáo" in words


def test_the_figures_stand_beside_the_earlier_ones() -> None:
    words = words_of(render_brief(a_brief()))
    assert "Kỳ này 53 38 71,7% 33 5 15 5 10" in words
    assert "6 tháng cuối năm 2021 50 37 74,0% 33 4 13 4 9" in words
    assert "Tăng, giảm +3 +1 −2,3 điểm 0 +1 +2 +1 +1" in words
    assert "chưa có số liệu để so sánh" in words_of(render_brief(a_brief(earlier=None)))


def test_a_short_sheet_leaves_lines_for_the_pen_and_a_full_one_does_not() -> None:
    assert "Ý kiến chỉ đạo" in words_of(render_brief(EXTREMES["nothing at all"]))
    assert "Ý kiến chỉ đạo" not in words_of(render_brief(EXTREMES["everything long"]))


def test_the_same_sheet_is_the_same_file() -> None:
    assert render_brief(a_brief()) == render_brief(a_brief())
    assert render_brief(a_brief()) != render_brief(replace(a_brief(), illustration=True))


def test_words_are_broken_at_a_word_where_there_is_one() -> None:
    assert fitted("một hai ba", 20) == "một hai ba"
    assert fitted("một hai ba bốn", 11) == "một hai …"
    assert fitted("W" * 30, 10) == f"{'W' * 8} …"


@pytest.mark.usefixtures("without_worker")
def test_the_sheet_of_a_report_says_its_figures_and_what_waits(world: World) -> None:
    late = world.item("4", world.agencies.bao_can_tho, "quý I/2022")
    a_confirmation(late, by=world.officer("baocantho"), monitor=world.officer("vanphong"))
    a_submission(
        world.item("3", world.agencies.dang_doan_lhh, "quý I/2022"),
        by=world.officer("lhh"),
        proposals="Bổ sung kinh phí",
    )
    promised = world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")
    an_extension(promised, by=world.officer("lhh"), new_due_on="2022-09-30")
    report = a_report(world)
    sheet, counts = briefing.of(report, on=TODAY), snapshot.of(report, on=TODAY).figures.counts
    assert (sheet.counts, sheet.state, sheet.on) == (counts, "Dự thảo báo cáo", TODAY)
    assert [one.days for one in sheet.late] == sorted((one.days for one in sheet.late), reverse=True)
    assert len(sheet.late) == min(counts.overdue, 8)
    assert any(one.said == "Hẹn 30/9/2022" for one in sheet.late)
    assert ("báo cáo hoàn thành chờ xác nhận", 1) in sheet.waiting
    assert ("đề nghị gia hạn chờ quyết định", 1) in sheet.waiting
    assert any(words.startswith(f"Cho {promised.agency.name} gia hạn đến 30/9/2022: 3. ") for words in sheet.asks)
    assert any("đề xuất: Bổ sung kinh phí." in words for words in sheet.asks)
    frozen = submitted(world, report)
    kept = briefing.of(frozen, on=TODAY)
    assert "mã kiểm" in kept.foot
    a_confirmation(promised, by=world.officer("lhh"), monitor=world.officer("vanphong"))
    again = briefing.of(type(report).objects.get(pk=report.pk), on=date(2023, 5, 5))
    assert render_brief(again) == render_brief(kept), "a frozen report's sheet is the same for ever"
    assert briefing.of(issued(world, frozen), on=TODAY).state == "Báo cáo số 05-BC/BTGTU"
