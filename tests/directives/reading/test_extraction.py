# ruff: noqa: E501 (raw WordprocessingML)
"""Text out of Word, PDF, web pages and plain text: what is kept, what is left out, what is refused with which remedy."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

import pikepdf
import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image
from weasyprint import HTML

from directives.reading.extraction import Marked, Refused, child, extract, extract_safely
from tests.directives.files import packed, pdf, photo, xlsx
from tests.directives.reading.papers import (
    ALL,
    Lists,
    Paper,
    as_html,
    as_pdf,
    as_text,
    as_web,
    as_word,
    listed,
    prose,
    saved,
)

SENTENCE = "Sở Y tế chủ trì, phối hợp với các đơn vị liên quan tổ chức tập huấn cho cán bộ y tế cơ sở trong năm nay."
PAGE = """@page { size: A4; margin: 3cm 2cm; @top-center { content: "Kế hoạch công tác năm" }
@bottom-right { content: "Trang " counter(page) "/" counter(pages) } }"""


def printed(body: str, style: str = PAGE) -> bytes:
    return bytes(
        HTML(string=f"<style>{style} p {{ text-indent: 1cm; text-align: justify }}</style>{body}").write_pdf() or b""
    )


def word(*xml: str) -> bytes:
    """A Word document of raw paragraphs."""
    document = Document()
    for one in xml:
        document.element.body.insert(-1, parse_xml(one.replace("<w:p>", f"<w:p {nsdecls('w', 'wp', 'a')}>", 1)))
    return saved(document)


# Word


def test_automatic_numbers_are_part_of_the_text_and_begin_anew() -> None:
    document = Document()
    lists = Lists(document)
    one, two = lists.another(), lists.another()
    for number, depth, words in (
        (one, 0, "Việc thứ nhất"), (one, 1, "Phần đầu"), (one, 1, "Phần sau"), (one, 2, "Ý nhỏ"), (one, 0, "Việc thứ hai"),
        (one, 1, "Phần của việc hai"), (two, 0, "Danh sách mới"),
    ):  # fmt: skip
        listed(document.add_paragraph(words), number, depth)
    lines = [line for line in extract(saved(document)).text.split("\n") if line]
    assert lines == [
        "1. Việc thứ nhất", "a) Phần đầu", "b) Phần sau", "- Ý nhỏ", "2. Việc thứ hai", "a) Phần của việc hai", "1. Danh sách mới",
    ]  # fmt: skip


def test_numbers_that_come_from_a_style() -> None:
    document = Document()
    for words in ("Quán triệt", "Triển khai"):
        document.add_paragraph(words, style="List Number")
    document.add_paragraph("Điểm danh", style="List Bullet")
    lines = [line for line in extract(saved(document)).text.split("\n") if line]
    assert lines == ["1. Quán triệt", "2. Triển khai", "- Điểm danh"]


def test_roman_headings_with_dotted_items() -> None:
    document = Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{legal}<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, start, form, legal, text in (
            (0, 2, "upperRoman", "", "%1."),
            (1, 1, "decimal", "<w:isLgl/>", "%1.%2."),
        )
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for words, depth in (("NHIỆM VỤ", 0), ("Việc một", 1), ("Việc hai", 1), ("TỔ CHỨC", 0), ("Việc ba", 1)):
        listed(document.add_paragraph(words), "77", depth)
    assert [line for line in extract(saved(document)).text.split("\n") if line] == [
        "II. NHIỆM VỤ", "2.1. Việc một", "2.2. Việc hai", "III. TỔ CHỨC", "3.1. Việc ba",
    ]  # fmt: skip


def test_insertions_are_kept_and_deletions_dropped() -> None:
    found = extract(
        word(
            "<w:p><w:r><w:t>Hoàn thành trước ngày </w:t></w:r><w:del><w:r><w:delText>30/6</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>15/7</w:t></w:r></w:ins><w:r><w:t>/2024.</w:t></w:r></w:p>"
        )
    )
    assert "Hoàn thành trước ngày 15/7/2024." in found.text
    assert "dấu vết chỉnh sửa" in found.notes[0]


def test_text_boxes_breaks_tabs_and_hidden_words() -> None:
    box = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps">'
        "<w:drawing><wp:inline><w:txbxContent><w:p><w:r><w:t>Trong khung chữ</w:t></w:r></w:p></w:txbxContent></wp:inline></w:drawing>"
        "</mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>Trong khung chữ</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>Dòng trên</w:t><w:br/><w:t>dòng dưới</w:t></w:r></w:p>"
    )
    text = extract(
        word(
            box, "<w:p><w:r><w:t>Bên trái</w:t><w:tab/><w:t>Bên phải</w:t></w:r></w:p>",
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Chữ ẩn</w:t></w:r><w:r><w:t>Chữ hiện</w:t></w:r></w:p>",
        )
    ).text  # fmt: skip
    assert text.count("Trong khung chữ") == 1
    assert "Dòng trên\ndòng dưới" in text
    assert "Bên trái    " in text
    assert "Chữ hiện" in text
    assert "Chữ ẩn" not in text


def test_a_doer_cell_that_spans_rows_holds_for_each_row() -> None:
    document = Document()
    table = document.add_table(rows=0, cols=4)
    for row in (
        ("TT", "Nội dung", "Đơn vị chủ trì", "Thời gian"),
        ("I", "Tuyên truyền", "", ""),
        ("1", "Mở chuyên trang", "Sở Xây dựng", "Quý I/2024"),
        ("2", "In tờ gấp", "", "Quý II/2024"),
    ):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    table.cell(2, 2).merge(table.cell(3, 2))
    text = extract(saved(document)).text
    assert "I. Tuyên truyền" in text
    assert text.count("- Đơn vị chủ trì: Sở Xây dựng") == 2
    assert "2. In tờ gấp\n- Đơn vị chủ trì: Sở Xây dựng\n- Thời gian: Quý II/2024" in text


def test_a_table_of_figures_stays_rows_and_footnotes_are_left_out() -> None:
    document = Document()
    table = document.add_table(rows=0, cols=3)
    for row in (("Huyện", "Số xã", "Kinh phí"), ("An Hòa", "12", "450"), ("An Lạc", "9", "310")):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    assert "An Hòa | 12 | 450" in extract(saved(document)).text


def test_old_fonts_in_word_are_changed_and_said_so() -> None:
    run = '<w:r><w:rPr><w:rFonts w:ascii="{}" w:hAnsi="{}"/></w:rPr><w:t>{}</w:t></w:r>'
    found = extract(
        word(
            f"<w:p>{run.format('.VnTimeH', '.VnTimeH', 'Céng hßa x· héi chñ nghÜa viÖt nam')}</w:p>",
            f"<w:p>{run.format('.VnTime', '.VnTime', 'Céng hßa x· héi chñ nghÜa ViÖt Nam')}</w:p>",
            f"<w:p>{run.format('VNI-Times', 'VNI-Times', 'Ñoäc laäp, töï do, haïnh phuùc')}</w:p>",
        )
    )
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in found.text
    assert "Cộng hòa xã hội chủ nghĩa Việt Nam" in found.text
    assert "Độc lập, tự do, hạnh phúc" in found.text
    assert "phông chữ cũ" in found.notes[0]


# PDF


def test_running_heads_and_page_numbers_are_no_text_and_cut_paragraphs_are_whole() -> None:
    chance = random.Random(7)
    words = [f"{number}. {prose(chance, chance.randint(1, 6))}" for number in range(1, 41)]
    found = extract(printed("".join(f"<p>{one}</p>" for one in words)))
    assert found.pages
    assert found.pages > 3
    assert "Kế hoạch công tác năm" not in found.text
    assert "Trang" not in found.text
    assert [line for line in found.text.split("\n") if line] == words


def test_a_task_table_goes_on_over_pages() -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td>Việc số {n}: {SENTENCE}</td><td>Sở Nội vụ</td><td>Quý I/2025</td></tr>"
        for n in range(1, 25)
    )
    style = f"{PAGE} table {{ border-collapse: collapse }} td, th {{ border: 1px solid black; padding: 2pt }}"
    head = "<thead><tr><th>STT</th><th>Nhiệm vụ</th><th>Chủ trì</th><th>Thời hạn</th></tr></thead>"
    text = extract(printed(f"<table>{head}{rows}</table>", style)).text
    for n in range(1, 25):
        assert f"\n{n}. Việc số {n}: {SENTENCE}\n- Chủ trì: Sở Nội vụ\n- Thời hạn: Quý I/2025\n" in f"\n{text}"


def test_a_scan_is_offered_manual_entry() -> None:
    kept = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(kept, "PDF")
    with pytest.raises(Refused, match="nhập bằng tay và đính kèm tệp"):
        extract(kept.getvalue())


def test_locked_long_broken_and_garbled_pdf() -> None:
    locked, long = io.BytesIO(), io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(SENTENCE))) as document:
        document.save(locked, encryption=pikepdf.Encryption(user="kin", owner="chu"))
    with pikepdf.new() as document:
        for _ in range(301):
            document.add_blank_page()
        document.save(long)
    for content, sentence in (
        (locked.getvalue(), "mật khẩu"), (long.getvalue(), "301 trang"), (pdf(SENTENCE)[:300], "Không mở được"),
        (pdf(*["\ue001\ue002\ue003 \ue004\ue005 \ue010\ue011 \ue020\ue021"] * 12), "mã hóa sai"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=sentence):
            extract(content)


def test_a_pdf_whose_letters_are_stored_in_an_old_encoding() -> None:
    found = extract(pdf(*["Uû ban nh©n d©n tØnh yªu cÇu c¸c së, ban, ngµnh triÓn khai thùc hiÖn kÕ ho¹ch"] * 3))
    assert "yêu cầu các sở, ban, ngành triển khai thực hiện kế hoạch" in found.text
    assert "TCVN3" in found.notes[0]


# Web pages


def test_a_press_page_keeps_headline_and_text_only() -> None:
    page = f"""<html><head><title>Báo</title></head><body><div id="menu"><a href="/">Trang chủ</a></div>
    <article><h1>Tăng cường công tác y tế cơ sở trên địa bàn tỉnh</h1><p class="date">Thứ hai, 12/02/2024</p>
    <p>Tỉnh ủy vừa ban hành Chỉ thị số 12-CT/TU ngày 09/02/2024 về công tác y tế cơ sở.</p><p>{SENTENCE}</p>
    <figure><img src="a.jpg"><figcaption>Bác sĩ khám bệnh cho người dân.</figcaption></figure><p>{SENTENCE}</p>
    <ol type="a"><li>Khám bệnh cho người cao tuổi ở các xã</li><li>Tiêm chủng mở rộng cho trẻ em</li></ol></article>
    <div class="comments"><p>Bạn đọc: Bài viết rất hay, đề nghị làm ngay.</p></div></body></html>"""
    text = extract(page.encode()).text
    assert "Tăng cường công tác y tế cơ sở" in text
    assert "12-CT/TU" in text
    assert "a) Khám bệnh cho người cao tuổi" in text
    assert "b) Tiêm chủng" in text
    for furniture in ("Trang chủ", "Bác sĩ khám bệnh", "Bạn đọc"):
        assert furniture not in text


def test_lines_of_a_page_stay_lines() -> None:
    items = "<br>".join(f"{n}. {SENTENCE}" for n in range(1, 40))
    text = extract(f"<html><body><div>{items}</div></body></html>".encode()).text
    assert [line for line in text.split("\n") if line] == [f"{n}. {SENTENCE}" for n in range(1, 40)]


def test_a_page_saved_as_one_file() -> None:
    message = EmailMessage()
    message["MIME-Version"], message["Subject"] = "1.0", "Trang"
    message.make_related()
    message.add_related(as_web(ALL["programme"]).decode(), subtype="html")
    message.add_related(photo(), maintype="image", subtype="jpeg")
    found = extract(message.as_bytes())
    assert found.kind == "html"
    assert "24-CTr/TU" in found.text


def test_an_old_page_in_its_own_encoding() -> None:
    words = "Uû ban nh©n d©n tØnh yªu cÇu c¸c së, ban, ngµnh triÓn khai thùc hiÖn kÕ ho¹ch"
    found = extract(f"<html><body><p>{words}</p><p>{words}</p></body></html>".encode("latin-1"))
    assert "triển khai thực hiện kế hoạch" in found.text


# Plain text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_in_any_form(encoding: str) -> None:
    found = extract(as_text(ALL["programme"]).decode().encode(encoding))
    assert found.text.lstrip("\ufeff").startswith("TỈNH ỦY BÌNH SƠN")
    assert found.kind == "txt"
    assert found.notes == ()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("Uû ban nh©n d©n tØnh yªu cÇu c¸c së, ban, ngµnh triÓn khai thùc hiÖn kÕ ho¹ch".encode("latin-1"), "TCVN3"),
        ("UÛy ban nhaân daân tænh yeâu caàu caùc sôû, ban, ngaønh trieån khai thöïc hieän keá hoaïch".encode("cp1252"), "VNI"),
        ("Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành triển khai thực hiện kế hoạch", "Windows-1258"),
    ],
)  # fmt: skip
def test_old_encodings_are_changed_where_that_is_certain(content: bytes | str, name: str) -> None:
    if isinstance(content, str):
        content = b"".join(_cp1258(letter) for letter in content)
    found = extract(content)
    assert "yêu cầu các sở, ban, ngành triển khai thực hiện kế hoạch" in found.text
    assert name in found.notes[0]


def _cp1258(letter: str) -> bytes:
    """A letter as Windows-1258 writes it: the base letter, then its tone."""
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = next(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize("NFC", parts.replace(tone, ""))
        return (base + tone).encode("cp1258")


def test_a_few_broken_bytes_do_not_spoil_a_text() -> None:
    found = extract(as_text(ALL["programme"]).replace(b"Minh", b"Minh\xff", 1))
    assert "Hồ Quang Minh" in found.text
    assert "bị hỏng" in found.notes[0]


def test_french_is_not_taken_for_an_old_encoding() -> None:
    words = "Le ministère a décidé que la réunion générale se tiendra à l'hôtel où l'été dernier les délégués étaient logés."
    assert extract(words.encode()).text == words


# Kinds that are not read


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "lưu thành .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "Excel"),
        (xlsx("Danh sách"), "Excel"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "OpenDocument"),
        (packed({"van-ban.docx": b"PK"}), "giải nén"),
        (b"{\\rtf1\\ansi Ke hoach}", ".rtf"),
        (photo(), "nhập bằng tay và đính kèm tệp"),
        (b"\x7fELF\x02\x01\x01" + bytes(40), "Không nhận ra loại tệp"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "XML"),
        (b"", "không có chữ nào"),
        (b" \n\t ", "không có chữ nào"),
        (b"a" * (20 * 1024 * 1024 + 1), "20 MB"),
        ("Kế hoạch".encode() + b"\xff\xfe\xfa", "UTF-8"),
    ],
)
def test_other_kinds_are_refused_with_a_remedy(content: bytes, sentence: str) -> None:
    for read in (extract, extract_safely):
        with pytest.raises(Refused, match=sentence) as reason:
            read(content)
        assert str(reason.value).count("\n") == 0


def test_the_kind_is_known_by_the_bytes() -> None:
    assert extract(as_word(ALL["programme"]), name="van-ban.pdf").kind == "docx"
    assert extract(as_pdf(ALL["programme"]), name="van-ban.txt").kind == "pdf"
    assert extract(as_html(ALL["programme"]).encode(), name="van-ban.txt").kind == "html"


# Markings


def _marked_header() -> bytes:
    document = Document()
    document.add_paragraph(SENTENCE)
    document.sections[0].header.paragraphs[0].text = "TỐI MẬT"
    return saved(document)


def _marked_box() -> bytes:
    return word(
        "<w:p><w:r><w:drawing><wp:inline><w:txbxContent><w:p><w:r><w:t>MẬT</w:t></w:r></w:p></w:txbxContent></wp:inline></w:drawing></w:r>"
        f"<w:r><w:t>{SENTENCE}</w:t></w:r></w:p>"
    )


@pytest.mark.parametrize(
    "content",
    [
        _marked_header(),
        _marked_box(),
        printed(f"<p>{SENTENCE * 80}</p>", PAGE.replace("Kế hoạch công tác năm", "TUYỆT MẬT")),
        printed(f"<p>{SENTENCE * 80}</p><p>MẬT</p>"),
        f"<html><body><nav>MẬT</nav><p>MẬT</p><p>{SENTENCE}</p></body></html>".encode(),
        f"TỈNH ỦY AN THỊNH\nMẬT\n{SENTENCE}".encode("utf-16"),
    ],
)
def test_a_marking_anywhere_ends_the_reading(content: bytes) -> None:
    for read in (extract, extract_safely):
        with pytest.raises(Marked, match="Hệ thống không nhận văn bản mật"):
            read(content)


def test_secrets_in_running_prose_are_no_marking() -> None:
    words = "Các cơ quan thực hiện nghiêm quy định về bảo vệ bí mật nhà nước; không gửi tài liệu TỐI MẬT qua mạng."
    assert extract(word(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")).text.strip() == words
    assert words in extract(printed(f"<p>{words}</p>")).text


# In a process of its own


@pytest.mark.parametrize("make", [as_text, as_word, as_pdf, as_web])
def test_the_child_says_the_same(make: Callable[[Paper], bytes]) -> None:
    content = make(ALL["state_plan"])
    assert extract_safely(content) == extract(content)


def test_a_child_that_dies_or_hangs_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    for command, seconds in (
        (["-c", "import os; os.abort()"], 20),
        (["-c", "import time; time.sleep(60)"], 1),
        (["-c", "print('x' * 100)"], 20),
        (["-c", "import sys\nwhile True: sys.stdout.write('x' * 1000000)"], 20),
    ):
        monkeypatch.setattr(child, "WALL_SECONDS", seconds)
        monkeypatch.setattr(child, "COMMAND", command)
        with pytest.raises(Refused, match="giới hạn an toàn"):
            extract_safely(SENTENCE.encode())


def test_the_child_writes_and_opens_nothing() -> None:
    tries = (
        "import socket; socket.create_connection(('127.0.0.1', 9))", "open('/tmp/x', 'w')",
        "import subprocess; subprocess.run(['true'])",
        "x = bytearray(3 * 1024 ** 3)", "import os; os.open('/tmp/x', os.O_WRONLY | os.O_CREAT)",
    )  # fmt: skip
    for attempt in tries:
        code = (
            "from directives.reading.extraction.walls import limit, wall_off\nlimit(); wall_off()\n"
            f"try:\n  {attempt}\nexcept (OSError, MemoryError): print('no')"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False)
        assert done.stdout.strip() == "no", attempt


def test_a_good_archive_with_a_promise_that_it_breaks() -> None:
    broken = bytearray(as_word(ALL["programme"]))
    with zipfile.ZipFile(io.BytesIO(bytes(broken))) as package:
        place = package.getinfo("word/document.xml").header_offset
    broken[place + 60 : place + 90] = bytes(30)
    with pytest.raises(Refused, match="bị hỏng"):
        extract(bytes(broken))
