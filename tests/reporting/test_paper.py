"""The half-year report as a PDF, measured against its layout."""

import hashlib
import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination, DictionaryObject

from reporting.layouts import LAYOUTS, Part
from reporting.paper import Appendix, Column, Letterhead, Paper, Paragraph, Section, Table
from reporting.rendering import vendor
from reporting.rendering.pdf import render_html, render_pdf
from tests.reporting.papers import half_year_paper

MM = 72 / 25.4
VIETNAMESE = (
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
    "AÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬBCDĐEÈÉẺẼẸÊỀẾỂỄỆGHIÌÍỈĨỊKLMNOÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢPQRSTUÙÚỦŨỤƯỪỨỬỮỰVXYỲÝỶỸỴ"
)


@pytest.fixture(scope="module")
def pdf() -> PdfReader:
    return PdfReader(io.BytesIO(render_pdf(half_year_paper())))


def page_texts(reader: PdfReader) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def font_names(reader: PdfReader) -> set[str]:
    resources = (cast("DictionaryObject", page["/Resources"].get_object()) for page in reader.pages)
    fonts = [font for found in resources for font in cast("DictionaryObject", found["/Font"].get_object()).values()]
    return {str(cast("DictionaryObject", font.get_object())["/BaseFont"]) for font in fonts}


def placed(page: int, reader: PdfReader) -> list[tuple[str, float, float, float]]:
    """(text, x, y from the top edge, size) of each run on a page, in points."""
    found: list[tuple[str, float, float, float]] = []
    height = float(reader.pages[page].mediabox.height)

    def visit(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            x = tm[4] * cm[0] + cm[4]
            y = tm[5] * cm[3] + cm[5]
            found.append((text.strip(), x, height - y, size * abs(tm[0] * cm[0])))

    reader.pages[page].extract_text(visitor_text=visit)
    return found


def text_paper(*texts: str) -> Paper:
    return half_year_paper(sections=(Section("Thử", tuple(map(Paragraph, texts))),), appendices=())


# --- what the paper says -------------------------------------------------------------------------------------------


def test_the_report_runs_from_letterhead_to_recipients(pdf: PdfReader) -> None:
    first, second, *_ = page_texts(pdf)
    assert "THÀNH ỦY CẦN THƠ" in first
    assert "BAN TUYÊN GIÁO" in first
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in first
    assert "BÁO CÁO" in first
    assert "Công văn số 54-CV/TU, ngày 24/12/2020 của Thành ủy Cần Thơ" in first
    assert "I- Tình hình lãnh đạo, chỉ đạo, quán triệt, triển khai" in first
    assert "V- Kiến nghị, đề xuất" in second
    assert "K/T TRƯỞNG BAN PHÓ TRƯỞNG BAN" in second
    assert "- Lưu Văn phòng Ban Tuyên giáo Thành ủy." in second
    assert "từ năm 2023." in second  # the last words of the report got their full stop


def test_number_and_day_are_left_blank_until_they_are_given(pdf: PdfReader) -> None:
    assert re.search(r"Số -BC/BTGTU", page_texts(pdf)[0])
    assert "Cần Thơ, ngày tháng 7 năm 2022" in page_texts(pdf)[0]
    head = replace(half_year_paper().letterhead, number=5, issued_on=date(2026, 2, 3))
    numbered = page_texts(PdfReader(io.BytesIO(render_pdf(half_year_paper(letterhead=head)))))
    assert "Số 05-BC/BTGTU" in numbered[0]
    assert "Cần Thơ, ngày 03 tháng 02 năm 2026" in numbered[0]
    assert (
        "(kèm theo Báo cáo số 05-BC/BTGTU, ngày 03 tháng 02 năm 2026 của Ban Tuyên giáo Thành ủy Cần Thơ)"
        in numbered[2]
    )


def test_every_page_of_an_illustration_says_so_and_no_page_of_a_real_report(pdf: PdfReader) -> None:
    assert all("DỮ LIỆU MINH HỌA" in text for text in page_texts(pdf))
    real = PdfReader(io.BytesIO(render_pdf(half_year_paper(illustration=False))))
    assert not any("MINH HỌA" in text or "DỰ THẢO" in text for text in page_texts(real))
    draft = PdfReader(io.BytesIO(render_pdf(half_year_paper(illustration=False, draft=True))))
    assert all("DỰ THẢO" in text and "MINH HỌA" not in text for text in page_texts(draft))


def test_the_file_names_itself_and_can_be_walked(pdf: PdfReader) -> None:
    assert pdf.metadata is not None
    assert pdf.metadata.title == half_year_paper().title
    assert pdf.metadata.author == "Ban Tuyên giáo Thành ủy Cần Thơ"
    assert str(pdf.root_object["/Lang"]) == "vi"
    assert cast("DictionaryObject", pdf.root_object["/MarkInfo"])["/Marked"].get_object()
    titles = [str(entry.title) for entry in pdf.outline if isinstance(entry, Destination)]
    assert titles[0] == "I- Tình hình lãnh đạo, chỉ đạo, quán triệt, triển khai"
    assert titles[-1].upper().startswith("PHỤ LỤC 3")
    assert len(titles) == 8


# --- how it is set -------------------------------------------------------------------------------------------------


def test_one_font_family(pdf: PdfReader) -> None:
    families = {name.lstrip("/").split("+")[-1].split("-")[0] for name in font_names(pdf)}
    assert families == {"Tinos"}


def test_every_vietnamese_letter_can_be_read_back() -> None:
    paper = text_paper(" ".join(VIETNAMESE))
    reader = PdfReader(io.BytesIO(render_pdf(paper)))
    read = "".join(page_texts(reader))
    assert [letter for letter in VIETNAMESE if letter not in read] == []
    assert all("Tinos" in name for name in font_names(reader))


def test_a_letter_the_font_lacks_is_shown_as_a_box_and_borrows_no_font() -> None:
    reader = PdfReader(io.BytesIO(render_pdf(text_paper("Đạt 🙂 và 漢字 ★ trong kỳ"))))
    assert "Đạt □ và □□ □ trong kỳ." in page_texts(reader)[0]
    assert all("Tinos" in name for name in font_names(reader))


def test_upright_body_and_landscape_appendices(pdf: PdfReader) -> None:
    sizes = [(round(page.mediabox.width / MM), round(page.mediabox.height / MM)) for page in pdf.pages]
    assert sizes == [(210, 297)] * 2 + [(297, 210)] * 4


def test_pages_are_numbered_from_the_second_in_the_middle_of_the_top(pdf: PdfReader) -> None:
    assert not any(text == "1" and y < 20 * MM for text, _, y, _ in placed(0, pdf))
    for page in range(1, len(pdf.pages)):
        text, x, y, size = next(run for run in placed(page, pdf) if run[2] < 20 * MM)
        assert text == str(page + 1)
        assert size == pytest.approx(14, abs=0.2)
        middle = (30 + float(pdf.pages[page].mediabox.width) / MM - 15) / 2
        assert x / MM == pytest.approx(middle - 1.2, abs=1)
        assert 10 < (y - 0.66 * 14) / MM < 12  # its digits begin just under the line 10 mm from the edge


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("ĐẢNG CỘNG SẢN", Part.STATE_TITLE),
        ("THÀNH ỦY CẦN THƠ", Part.SUPERIOR),
        ("BAN TUYÊN GIÁO", Part.ISSUER),
        ("-BC/BTGTU", Part.NUMBER),
        ("BÁO CÁO", Part.KIND),
        ("kết quả thực hiện", Part.SUBJECT),
        ("I- Tình hình", Part.SECTION),
        ("Thực hiện Công văn", Part.BODY),
    ],
)
def test_sizes_of_page_one(pdf: PdfReader, words: str, part: Part) -> None:
    size = next(size for text, _, _, size in placed(0, pdf) if words in text)
    assert size == pytest.approx(LAYOUTS["hd05"].lettering(part).size_pt, abs=0.2)


def test_lines_paragraphs_and_left_edge_of_the_body() -> None:
    reader = PdfReader(io.BytesIO(render_pdf(text_paper("Đoạn thứ nhất dài hơn một dòng. " * 8, "Đoạn sau."))))
    body = [(text, x, y) for text, x, y, _ in placed(0, reader) if "Đoạn" in text or "dòng" in text]
    first, second = body[0], body[1]
    assert first[1] / MM == pytest.approx(40, abs=0.5)  # 30 mm margin, 10 mm first line
    assert second[1] / MM == pytest.approx(30, abs=0.5)
    assert second[2] - first[2] == pytest.approx(18, abs=0.2)
    after = next(y for text, _, y in body if text.startswith("Đoạn sau"))
    last = max(y for text, _, y in body if not text.startswith("Đoạn sau"))
    assert after - last == pytest.approx(24, abs=0.2)


def test_a_long_table_repeats_its_head_and_tears_no_row() -> None:
    columns = (Column("STT", 1), Column("Nội dung dài", 4))
    rows = tuple((f"d{n:03d}", f"đầu dòng {n:03d} " + "nội dung " * 60 + f"cuối dòng {n:03d}") for n in range(40))
    paper = half_year_paper(appendices=(Appendix("Thử", Table(columns, rows)),))
    pages = page_texts(PdfReader(io.BytesIO(render_pdf(paper))))[2:]
    assert len(pages) > 3
    assert all("Nội dung dài" in page for page in pages)
    for n in range(40):
        assert sum(f"đầu dòng {n:03d}" in page and f"cuối dòng {n:03d}" in page for page in pages) == 1


@pytest.mark.parametrize("lines", range(15, 26))
def test_the_signature_is_never_alone_nor_torn(lines: int) -> None:
    paper = text_paper(*(f"Đoạn {n} của báo cáo" for n in range(lines)))
    pages = page_texts(PdfReader(io.BytesIO(render_pdf(paper))))
    signed = next(page for page in pages if "Nơi nhận:" in page)
    assert "Nguyễn Thị Hồng Ánh" in signed
    assert "Lưu Văn phòng" in signed
    assert f"Đoạn {lines - 1} của báo cáo." in signed


def test_an_empty_appendix_says_so_and_one_alone_has_no_number() -> None:
    paper = half_year_paper(
        appendices=(Appendix("Đầu việc quá hạn", Table((Column("Việc", 1), Column("Hạn", 1)), ())),)
    )
    last = page_texts(PdfReader(io.BytesIO(render_pdf(paper))))[-1]
    assert "PHỤ LỤC Đầu việc quá hạn" in last
    assert "Không có." in last


def test_a_state_body_prints_by_its_own_layout() -> None:
    head = Letterhead(
        superior="Ủy ban nhân dân thành phố Cần Thơ",
        issuer="Sở Khoa học và Công nghệ",
        place="Cần Thơ",
        symbol="BC-SKHCN",
        number=9,
        issued_on=date(2022, 7, 14),
    )
    paper = half_year_paper(
        layout_id="nd30", letterhead=head, issuer="Sở Khoa học và Công nghệ", addressee="Ủy ban nhân dân thành phố Cần Thơ"
    )  # fmt: skip
    first, second, third, *_ = page_texts(PdfReader(io.BytesIO(render_pdf(paper))))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc" in first
    assert "ĐẢNG CỘNG SẢN" not in first
    assert "Kính gửi: Ủy ban nhân dân thành phố Cần Thơ" in first
    assert "Phụ lục I " in third
    assert "Số: 09/BC-SKHCN" in first
    assert "II. KẾT QUẢ THỰC HIỆN" in first
    assert "từ năm 2023./." in second
    assert "- Văn phòng Thành ủy;" in second
    assert "(Kèm theo Báo cáo số 09/BC-SKHCN ngày 14 tháng 7 năm 2022 của Sở Khoa học và Công nghệ)" in third


# --- the same bytes, and nothing from outside -----------------------------------------------------------------------


def test_the_same_paper_gives_the_same_bytes_in_another_process_too() -> None:
    here = render_pdf(half_year_paper())
    assert render_pdf(half_year_paper()) == here
    script = (
        "import django, hashlib; django.setup()\n"
        "from reporting.rendering.pdf import render_pdf\n"
        "from tests.reporting.papers import half_year_paper\n"
        "print(hashlib.sha256(render_pdf(half_year_paper())).hexdigest())"
    )
    env = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/Lima"}
    made = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True, timeout=120
    )
    assert made.stdout.strip() == hashlib.sha256(here).hexdigest()


OUTSIDE = [
    "http://127.0.0.1:9/x.ttf",
    "https://example.org/x.ttf",
    "http://169.254.169.254/latest/meta-data/",
    "ftp://example.org/x.ttf",
    "file:///etc/passwd",
    "file:/etc/passwd",
    "/etc/passwd",
    "//example.org/fonts/Tinos-Regular.ttf",
    "data:font/ttf;base64,AAEAAA==",
    "data:image/svg+xml,<svg/>",
    "vendor:../../manage.py",
    "vendor:fonts/../../../manage.py",
    "vendor:fonts/%2e%2e/%2e%2e/%2e%2e/manage.py",
    "vendor:/etc/passwd",
    "vendor:///etc/passwd",
    "vendor://example.org/fonts/Tinos-Regular.ttf",
    "vendor:fonts\\..\\x.ttf",
    "vendor:fonts/Tinos-Regular.ttf?x=1",
    "vendor:fonts/Tinos-Regular.ttf%00.png",
    "vendor:fonts",
    "vendor:",
    "vendor:fonts/none.ttf",
]


@pytest.mark.parametrize("url", OUTSIDE)
def test_the_fetcher_refuses_everything_but_vendor_files(url: str) -> None:
    with pytest.raises(vendor.RefusedURLError):
        vendor.VendorFetcher().fetch(url)
    with pytest.raises(vendor.RefusedURLError):
        vendor.VendorFetcher()(url)


def test_the_fetcher_reads_the_fonts() -> None:
    for name in vendor.FONT_FILES.values():
        answer = vendor.VendorFetcher().fetch(f"vendor:{name}")
        assert answer.read(4) in {b"\x00\x01\x00\x00", b"true", b"OTTO"}


def test_a_link_out_of_the_vendor_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret.ttf"
    secret.write_bytes(b"secret")
    root = tmp_path / "vendor"
    root.mkdir()
    (root / "link.ttf").symlink_to(secret)
    monkeypatch.setattr(vendor, "VENDOR_ROOT", root)
    with pytest.raises(vendor.RefusedURLError):
        vendor.VendorFetcher().fetch("vendor:link.ttf")


def test_markup_typed_into_a_report_is_printed_and_reaches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = vendor.vendor_path

    def note(url: str) -> Path:
        asked.append(url)
        return real(url)

    monkeypatch.setattr(vendor, "vendor_path", note)
    hostile = (
        '<img src="file:///etc/passwd"><link rel="stylesheet" href="http://127.0.0.1:9/a.css">'
        '<style>@import url("http://127.0.0.1:9/b.css")</style><iframe src="http://127.0.0.1:9/"></iframe>'
    )
    paper = replace(text_paper(hostile), subject=hostile, recipients=(hostile,))
    text = "".join(page_texts(PdfReader(io.BytesIO(render_pdf(paper)))))
    assert text.replace(" ", "").count('<imgsrc="file:///etc/passwd">') >= 3
    assert set(asked) == {f"vendor:{name}" for name in vendor.FONT_FILES.values()}


def test_without_the_fonts_nothing_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendor, "VENDOR_ROOT", tmp_path)
    with pytest.raises(vendor.FontsMissingError, match="make setup"):
        render_pdf(half_year_paper())


def test_the_page_source_has_no_inline_style() -> None:
    html = render_html(half_year_paper())
    assert "style=" not in html
    assert "<script" not in html
