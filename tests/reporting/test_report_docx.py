"""The report for Word: the words of the PDF in styles that Word knows, by the layout's measures, the same bytes each time."""

import io
import re
import time
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt
from PIL import Image

from reporting.layouts import LAYOUTS, Measure, Part
from reporting.paper import Column, Figure, Heading, ListBlock, Paper, Paragraph, Section, Table
from reporting.rendering.pictures import picture
from reporting.rendering.report_docx import render_docx
from tests.reporting.papers import half_year_paper
from tests.reporting.test_paper import VIETNAMESE


def word(paper: Paper) -> Any:
    return Document(io.BytesIO(render_docx(paper)))


def lines_of(document: Any) -> list[str]:
    """Every paragraph of the file in order, those of tables included."""
    found = (part for part in document.element.body.iter() if part.tag == qn("w:p"))
    return ["".join(node.text or "" for node in line.iter() if node.tag == qn("w:t")) for line in found]


def xml_of(data: bytes, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return parts.read(part).decode()


def with_blocks(*blocks: Any, **changes: Any) -> Paper:
    return half_year_paper(sections=(Section("Kết quả thực hiện", blocks),), **changes)


def test_the_words_run_from_letterhead_to_the_last_appendix() -> None:
    text = "\n".join(lines_of(word(half_year_paper())))
    order = (
        "THÀNH ỦY CẦN THƠ", "BAN TUYÊN GIÁO", "ĐẢNG CỘNG SẢN VIỆT NAM", "-BC/BTGTU", "tháng 7 năm 2022", "BÁO CÁO",
        "kết quả thực hiện Công văn số 54-CV/TU", "I- Tình hình lãnh đạo", "II- Kết quả thực hiện", "Được giao", "Tổng số",
        "Đầu việc chia theo năm loại", "V- Kiến nghị, đề xuất", "từ năm 2023.", "Nơi nhận:", "- Lưu Văn phòng Ban Tuyên giáo",
        "K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Nguyễn Thị Hồng Ánh", "PHỤ LỤC 1", "Quận ủy Ninh Kiều",
        "PHỤ LỤC 2", "Chờ ý kiến của Sở Tài chính",
        "PHỤ LỤC 3", "Quý I, quý II năm 2022",
    )  # fmt: skip
    places = [text.find(words) for words in order]
    assert -1 not in places, list(zip(order, places, strict=True))
    assert places == sorted(places)
    assert [
        letter for letter in VIETNAMESE if letter not in "\n".join(lines_of(word(with_blocks(Paragraph(VIETNAMESE)))))
    ] == []


@pytest.mark.parametrize("layout_id", LAYOUTS)
def test_page_letters_and_headings_are_those_of_the_layout(layout_id: str) -> None:
    layout, document = LAYOUTS[layout_id], word(half_year_paper(layout_id=layout_id))
    first, *appendices = document.sections
    assert [(one.orientation, round(one.page_width.mm)) for one in (first, *appendices)] == [
        (WD_ORIENT.PORTRAIT, 210), *[(WD_ORIENT.LANDSCAPE, 297)] * 3,
    ]  # fmt: skip
    for section in document.sections:
        for side in ("top", "bottom", "left", "right"):
            measured = getattr(section, f"{side}_margin").mm
            assert measured == pytest.approx(layout.measure(Measure(f"margin-{side}-mm")), abs=0.1)
    assert first.different_first_page_header_footer
    assert "PAGE" in first.header._element.xml
    assert "PAGE" not in first.first_page_header._element.xml
    assert all(one.header.is_linked_to_previous and not one.different_first_page_header_footer for one in appendices)
    for name, part in (
        ("Normal", Part.BODY),
        ("Heading 1", Part.SECTION),
        ("Heading 2", Part.HEADING_1),
        ("Caption", Part.CAPTION),
    ):
        letters, font = layout.lettering(part), document.styles[name].font
        assert (font.name, font.size, bool(font.bold)) == ("Times New Roman", Pt(letters.size_pt), letters.bold), name
        assert "Theme=" not in document.styles[name].element.get_or_add_rPr().xml, "a theme's font or colour would win"
    body = next(line for line in document.paragraphs if line.text.startswith("Tính đến ngày"))
    shape = body.paragraph_format
    assert shape.line_spacing == Pt(layout.measure(Measure.LINE))
    assert shape.first_line_indent.mm == pytest.approx(layout.measure(Measure.FIRST_LINE), abs=0.1)
    assert shape.space_after == Pt(layout.measure(Measure.BETWEEN_PARAGRAPHS))
    titles = [line.text for line in document.paragraphs if line.style.name == "Heading 1"]
    assert len(titles) == 5 + 3, "sections and appendices are what Word's navigation shows"


def test_word_is_told_the_language_the_title_and_no_day_of_the_machine() -> None:
    data = render_docx(half_year_paper())
    told = Document(io.BytesIO(data)).core_properties
    assert (told.language, told.author, told.created.date().isoformat()) == (
        "vi-VN",
        "Ban Tuyên giáo Thành ủy Cần Thơ",
        "2022-07-14",
    )
    assert told.title.startswith("Báo cáo kết quả thực hiện")
    assert set(re.findall(r'w:lang w:val="([^"]+)"', xml_of(data, "word/styles.xml"))) == {"vi-VN"}


def test_the_same_paper_is_the_same_file_under_fixed_times() -> None:
    first = render_docx(half_year_paper())
    time.sleep(2.1)  # a ZIP file counts in steps of two seconds
    assert render_docx(half_year_paper()) == first
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert parts.infolist()[0].filename == "[Content_Types].xml"
        assert parts.testzip() is None


def test_tables_repeat_their_head_hold_every_row_and_say_when_there_is_none() -> None:
    columns = (Column("Việc", 60), Column("Số ngày", 40, "right"))
    rows = tuple((f"Việc {place}\ndòng hai", str(place)) for place in range(2_000))
    document = word(with_blocks(Table(columns, rows, "Bảng dài", ("Tổng số", "2000")), Table(columns, ())))
    long, empty = document.tables[1:3]
    assert len(long.rows) == 1 + 2_000 + 1
    assert long.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in long.rows[1_999].cells] == ["Việc 1998\ndòng hai", "1998"]
    assert long.rows[-1].cells[0].paragraphs[0].runs[0].bold
    assert long.rows[1].cells[1].paragraphs[0].style.name == "Dòng bảng"
    assert empty.rows[1].cells[0].text == "Không có."
    whole = [
        sum(int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for cell in row.tc_lst) for row in long._tbl.tr_lst[1:3]
    ]
    assert whole == pytest.approx([165 * 1440 / 25.4] * 2, abs=3), "as wide as the text"


def test_lists_are_lists_and_a_counted_one_begins_at_one_again() -> None:
    counted = ListBlock(("một", "hai"), ordered=True)
    document = word(with_blocks(counted, Heading("1. Về kiểm tra"), counted, ListBlock(("gạch",)), Paragraph("Hết.")))
    numbers = [
        int(line._p.pPr.numPr.numId.val)
        for line in document.paragraphs
        if line.style.name in ("List Number", "List Bullet")
    ]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3] != numbers[4]
    xml = document.part.numbering_part.element.xml
    assert xml.count('<w:startOverride w:val="1"/>') == 2
    assert 'w:lvlText w:val="(%1)"' in xml


def test_a_drawing_is_a_picture_that_says_itself_in_words() -> None:
    document = word(half_year_paper())
    (shape,) = document.inline_shapes
    assert shape.width.mm == pytest.approx(165, abs=0.1)
    assert shape._inline.docPr.get("descr").startswith("53 đầu việc: 33 hoàn thành đúng hạn")
    figure = next(
        block for section in half_year_paper().sections for block in section.blocks if isinstance(block, Figure)
    )
    drawn = Image.open(io.BytesIO(picture(figure.svg, width_mm=100).png)).convert("RGB")
    assert drawn.getpixel((20, 10)) == (119, 119, 119), "the first class, in its grey: paper is printed in black"
    with pytest.raises(ValueError, match="not a drawing"):
        picture("<svg></svg>", width_mm=100)


HOSTILE = (
    "<w:p>&lt;b&gt;", '=HYPERLINK("http://169.254.169.254/")', "{ INCLUDETEXT file:///etc/passwd }", "DDEAUTO c:\\\\windows",
    "]]><!--rows:0-->", "{} {0} %s", "a\x0bb\x01c\ufffe", "\u202eDOCX.exe\u2066", "e" + "\u0301" * 40, "&#x0; &amp;",
)  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_what_people_typed_stays_text(words: str) -> None:
    table = Table((Column(words, 50), Column("B", 50)), ((words, words),), words, (words, "1"))
    paper = with_blocks(Paragraph(words), Heading(words), ListBlock((words,)), table, Paragraph("Hết."), subject=words)
    data = render_docx(replace(paper, issuer=words, recipients=(words, "Lưu"), appendices=()))
    text = "\n".join(lines_of(Document(io.BytesIO(data))))
    kept = re.sub("[\x01\x0b\u202e\u2066\ufffe]", "", words)
    assert text.count(kept) >= 6
    xml = xml_of(data)
    assert "fldChar" not in xml
    assert "instrText" not in xml
    assert "w:hyperlink" not in xml
    assert "TargetMode" not in xml_of(data, "word/_rels/document.xml.rels")
