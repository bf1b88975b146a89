"""The công văn đôn đốc on paper: the same letter as PDF and for Word, measured against its layout."""

import io
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from docx import Document
from docx.shared import Mm, Pt
from pypdf import PdfReader

from reporting.layouts import LAYOUTS, Part
from reporting.letter import Letter
from reporting.paper import Column, Letterhead, Paragraph, Signature, Table
from reporting.rendering.letter_docx import render_letter_docx
from reporting.rendering.letter_pdf import render_letter_pdf
from tests.reporting.test_paper import MM, VIETNAMESE, font_names, page_texts, placed

COLUMNS = (
    Column("TT", 7, "center"), Column("Nhiệm vụ, văn bản giao", 61), Column("Hạn", 17, "center"),
    Column("Số ngày quá hạn", 15, "center"),
)  # fmt: skip
OFFICE = "Ban Tuyên giáo Thành ủy Cần Thơ"


def rows(n: int) -> tuple[tuple[str, str, str, str], ...]:
    words = "Phản biện các đề án lớn, kỳ quý I/2022\n(Mục 3, Công văn 54-CV/TU: “Tạo điều kiện để tư vấn, phản biện”)"
    return tuple((str(place), words, "12/4/2022", "93") for place in range(1, n + 1))


def a_letter(**changes: Any) -> Letter:
    said: dict[str, Any] = {
        "layout_id": "hd05",
        "letterhead": Letterhead(superior="Thành ủy Cần Thơ", issuer="Ban Tuyên giáo", place="Cần Thơ", symbol="CV/BTGTU",
                                 expected_on=date(2022, 7, 14)),
        "issuer": OFFICE, "about": "đôn đốc thực hiện nhiệm vụ quá hạn", "addressee": "Đảng đoàn Liên hiệp Hội",
        "before": (Paragraph("Tính đến ngày 14/7/2022, Đảng đoàn còn 2 nhiệm vụ quá hạn chưa báo cáo hoàn thành, cụ thể:"),),
        "table": Table(COLUMNS, rows(2)),
        "after": (Paragraph("Đề nghị Đảng đoàn gửi báo cáo kết quả trước ngày 21/7/2022."),),
        "signature": Signature(authority="K/T Trưởng ban", title="Phó Trưởng ban", name="Nguyễn Thị Hồng Ánh"),
        "recipients": ("Như trên", "Lưu Văn phòng Ban"), "draft": True, "illustration": True,
    }  # fmt: skip
    return Letter(**said | changes)


def sent(**changes: Any) -> Letter:
    head = replace(a_letter().letterhead, number=5, issued_on=date(2026, 2, 3))
    return a_letter(letterhead=head, draft=False, illustration=False, **changes)


def state() -> Letter:
    head = Letterhead(superior="UBND thành phố Cần Thơ", issuer="Sở Khoa học và Công nghệ", place="Cần Thơ", symbol="SKHCN-VP",
                      number=5, issued_on=date(2022, 7, 14))  # fmt: skip
    return a_letter(layout_id="nd30", letterhead=head, draft=False)


def read(letter: Letter) -> PdfReader:
    return PdfReader(io.BytesIO(render_letter_pdf(letter)))


def word(letter: Letter) -> Any:
    return Document(io.BytesIO(render_letter_docx(letter)))


def words_of(document: Any) -> list[str]:
    """Every paragraph of the file in order, those of tables included."""
    lines = (part for part in document.element.body.iter() if part.tag.endswith("}p"))
    return ["".join(node.text or "" for node in line.iter() if node.tag.endswith("}t")) for line in lines]


def test_the_letter_runs_from_letterhead_to_recipients() -> None:
    (page,) = page_texts(read(sent()))
    order = (
        "THÀNH ỦY CẦN THƠ BAN TUYÊN GIÁO", "ĐẢNG CỘNG SẢN VIỆT NAM", "Số 05-CV/BTGTU", "V/v đôn đốc thực hiện",
        "ngày 03 tháng 02 năm 2026", "Kính gửi: Đảng đoàn Liên hiệp Hội", "còn 2 nhiệm vụ quá hạn", "12/4/2022 93",
        "trước ngày 21/7/2022", "Nơi nhận:", "- Như trên,", "- Lưu Văn phòng Ban.", "K/T TRƯỞNG BAN PHÓ TRƯỞNG BAN",
        "Nguyễn Thị Hồng Ánh",
    )  # fmt: skip
    places = [page.find(words) for words in order]
    assert -1 not in places, list(zip(order, places, strict=True))
    assert places == sorted(places)
    assert "DỰ THẢO" not in page


def test_a_draft_has_dots_for_number_and_day_and_says_on_every_page_what_it_is() -> None:
    pages = page_texts(read(a_letter(table=Table(COLUMNS, rows(40)))))
    assert "Số ……-CV/BTGTU" in pages[0]
    assert "Cần Thơ, ngày …… tháng 7 năm 2022" in pages[0]
    assert len(pages) > 1
    assert all("DỰ THẢO · DỮ LIỆU MINH HỌA" in page for page in pages)
    assert [page.count("Nhiệm vụ, văn bản giao") for page in pages[:2]] == [1, 1], "the table's head is repeated"


def test_margins_letters_and_level_of_number_and_day() -> None:
    reader = read(sent(table=Table(COLUMNS, rows(40))))
    runs = placed(0, reader)
    number = next(run for run in runs if run[0].startswith("Số 05"))
    day = next(run for run in runs if run[0].startswith("Cần Thơ, ngày"))
    about = next(run for run in runs if run[0].startswith("V/v"))
    assert number[2] == pytest.approx(day[2], abs=1), "number and day stand level"
    assert 0 < about[2] - number[2] < 8 * MM
    assert number[3] == pytest.approx(14, abs=0.2)
    assert about[3] == pytest.approx(12, abs=0.2)
    body = next(run for run in runs if run[0].startswith("Tính đến"))
    assert body[1] / MM == pytest.approx(40, abs=0.5), "30 mm of margin and 10 mm of first line"
    for page in range(len(reader.pages)):
        for text, x, y, _ in placed(page, reader):
            assert 29.5 <= x / MM <= 195.5, text
            assert y / MM <= 277.5, text
    assert [round(float(side) / MM) for side in reader.pages[0].mediabox[2:]] == [210, 297]
    assert any(text == "2" and y < 20 * MM for text, _, y, _ in placed(1, reader))


def test_a_state_body_writes_by_its_own_rule() -> None:
    (page,) = page_texts(read(state()))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page
    assert "Độc lập - Tự do - Hạnh phúc" in page
    assert "Số: 05/SKHCN-VP" in page
    assert "- Như trên;" in page


def test_every_vietnamese_letter_can_be_read_back_from_both_files() -> None:
    letter = sent(before=(Paragraph(" ".join(VIETNAMESE)),))
    reader = read(letter)
    pdf, docx = "".join(page_texts(reader)), "".join(words_of(word(letter)))
    assert [one for one in VIETNAMESE if one not in pdf] == []
    assert [one for one in VIETNAMESE if one not in docx] == []
    assert all("Tinos" in name for name in font_names(reader))


def test_hostile_words_stay_words() -> None:
    hostile = '=HYPERLINK("http://x"),<b>đậm</b> &amp; <script>alert(1)</script> {{ x }} 🙂'
    letter = sent(
        about=hostile,
        addressee=hostile,
        before=(Paragraph(hostile),),
        table=Table(COLUMNS, (("1", hostile, "–", "1"),)),
    )
    text = " ".join(page_texts(read(letter)))
    assert "<script>alert(1)</script>" in text
    assert "{{ x }}" in text
    document = word(letter)
    assert document.tables[1].rows[1].cells[1].text == hostile
    fields = re.findall(r"<w:instrText[^>]*>([^<]*)<", document.element.xml)
    assert fields == [], "no typed word becomes a field"


def test_the_same_letter_gives_the_same_pdf() -> None:
    assert render_letter_pdf(sent()) == render_letter_pdf(sent())


@pytest.mark.parametrize("letter", [sent(), state()], ids=["party", "state"])
def test_the_word_file_has_the_margins_and_letters_of_the_layout(letter: Letter) -> None:
    document, layout = word(letter), LAYOUTS[letter.layout_id]
    section = document.sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side / Mm(1)) for side in sides] == [20, 20, 30, 15]
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header.paragraphs[0]._p.xml
    body = next(line for line in document.paragraphs if line.text.startswith("Tính đến"))
    assert round(body.paragraph_format.first_line_indent / Mm(1)) == 10
    assert body.paragraph_format.line_spacing == Pt(18)
    assert body.runs[0].font.size == Pt(layout.lettering(Part.BODY).size_pt)
    assert {run.font.name for line in document.paragraphs for run in line.runs} == {"Times New Roman"}
    assert document.core_properties.title == letter.title


def test_the_word_file_says_what_the_pdf_says() -> None:
    said = words_of(word(sent()))
    for words in (
        "BAN TUYÊN GIÁO", "Số 05-CV/BTGTU", "V/v đôn đốc thực hiện nhiệm vụ quá hạn", "Kính gửi: Đảng đoàn Liên hiệp Hội",
        "Cần Thơ, ngày 03 tháng 02 năm 2026", "- Lưu Văn phòng Ban.", "PHÓ TRƯỞNG BAN", "Nguyễn Thị Hồng Ánh",
    ):  # fmt: skip
        assert words in said
    listed = word(sent()).tables[1]
    assert [cell.text for cell in listed.rows[0].cells] == [column.title for column in COLUMNS]
    assert len(listed.rows) == 3
