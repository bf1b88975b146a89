"""Which texts and files carry a secrecy marking (decision 19), and which only speak of secrets."""

import unicodedata

import pytest

from directives.reading.glance import Unreadable, refusal_of, words_of
from directives.reading.secrecy import marking_in
from tests.directives.files import docx, packed, pdf, xlsx

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = "TỈNH ỦY QUẢNG NGÃI\tĐẢNG CỘNG SẢN VIỆT NAM\n*\nSố 12-BC/TU\n"


@pytest.mark.parametrize(
    ("text", "marking"),
    [
        (f"{HEAD}MẬT\nBÁO CÁO", "MẬT"),
        (f"MẬT\n{HEAD}", "MẬT"),
        (f"{HEAD}TỐI MẬT\n", "TỐI MẬT"),
        (f"{HEAD}   ( TUYỆT   MẬT )  \n", "TUYỆT MẬT"),
        (f"{HEAD}**Tối mật**\n", "TỐI MẬT"),
        (f"{HEAD}Mật\n", "MẬT"),
        (f"{HEAD}M Ậ T\n", "MẬT"),
        (f"{HEAD}Độ mật: Tối mật\n", "TỐI MẬT"),
        (f"{HEAD}TOI MAT\n", "TỐI MẬT"),
        ("MẬT ĐẢNG CỘNG SẢN VIỆT NAM\n", "MẬT"),
        ("TỈNH ỦY CẦN THƠ    MẬT\nSố 1-BC/TU", "MẬT"),
        ("Số 12-BC/TU TỐI MẬT\nBÁO CÁO", "TỐI MẬT"),
        ("| MẬT | ĐẢNG CỘNG SẢN VIỆT NAM |", "MẬT"),
        (f"{HEAD}T\x00ỐI M\x7fẬT\x0c\n", "TỐI MẬT"),
        (f"{HEAD}HỎA TỐC - MẬT\n", "MẬT"),
        (f"{HEAD}MẬT - KHẨN\n", "MẬT"),
        (f"{HEAD}Thượng khẩn - Tối mật\n", "TỐI MẬT"),
        (f"{HEAD}TUYỆT\nMẬT\n", "TUYỆT MẬT"),
        (f"{HEAD}TỐI\n\nMẬT\n", "TỐI MẬT"),
        (f"{HEAD}TUYỆT\tTỈNH ỦY\nMẬT\tĐẢNG BỘ\n", "TUYỆT MẬT"),
        (f"{HEAD}Dấu: MẬT\n", "MẬT"),
        (f"{HEAD}Mức độ mật: Tuyệt mật\n", "TUYỆT MẬT"),
        (f"{HEAD}MẬT (A)\n", "MẬT"),
        (f"{HEAD}Bản số: 01 - MẬT\n", "MẬT"),
        ("Số 12-BC/TU - HỎA TỐC - MẬT\nBÁO CÁO", "MẬT"),
        (f"{HEAD}MAT\n", "MẬT"),
        (f"{HEAD}TUYET MAT\n", "TUYỆT MẬT"),
        ("THÔNG BÁO\nMẬT\n", "MẬT"),
        ("Lời văn.\n" * 200 + "TỐI MẬT - HỎA TỐC\n", "TỐI MẬT"),
        ("Lời văn.\n" * 200 + "MẬT\n" + "Lời văn.\n" * 20, "MẬT"),
    ],
)
def test_marking_is_seen(text: str, marking: str) -> None:
    assert marking_in(text) == marking
    assert marking_in(unicodedata.normalize("NFD", text)) == marking


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Thực hiện nghiêm quy định về bảo vệ bí mật nhà nước.",
        "bảo vệ bí\nmật\nnhà nước",
        "QUY CHẾ BẢO VỆ BÍ\nMẬT\nNHÀ NƯỚC",
        "QUY CHẾ BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "VỀ CÔNG TÁC BẢO MẬT",
        "Mật độ dân số của thành phố",
        "Mật\u00a0độ",
        "Không đưa tài liệu TỐI MẬT lên hệ thống này.",
        "Ban Mật mã; ngành Cơ yếu; mật ong",
        "Lời văn.\n" * 40 + "Mật\n",
        "Độ mật: Không",
        "Dấu: Hỏa tốc",
        "Bản số: 01",
        "QUY CHẾ QUẢN LÝ TÀI LIỆU TỐI\nMẬT\nCỦA TỈNH",
        "QUY CHE BAO VE BI\nMAT NHA NUOC",
        "QUY CHE BAO VE BI\nMAT\nNHA NUOC",
        "MAT TRAN TO QUOC VIET NAM",
        "UY BAN\nMAT\nTRAN TO QUOC",
        "Ban Cơ yếu - Mật mã",
        "Đồng chí Nguyễn Văn Mật",
        "NGUYỄN VĂN MẬT",
        "NGUYEN VAN MAT",
        "Thôn Mật, xã Mật Sơn",
        "MẬT ONG - HỎA TỐC",
        "Lời văn.\n" * 40 + "MAT\n",
        "Công văn hỏa tốc - mật độ giao thông cao",
        "Số 54-CV/TU\nThành ủy Cần Thơ",
    ],
)
def test_words_in_prose_are_no_marking(text: str) -> None:
    assert marking_in(text) is None


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (docx("TỈNH ỦY", "MẬT", "Nội dung"), DOCX),
        (docx("Nội dung", header="TỐI MẬT"), DOCX),
        (xlsx("Danh sách", "TUYỆT MẬT"), XLSX),
        (pdf("THÀNH ỦY CẦN THƠ", "MẬT", "Nội dung"), "application/pdf"),
        ("TỈNH ỦY\r\nMẬT\r\n".encode(), "text/plain"),
        ("TỈNH ỦY\nMẬT\n".encode("utf-16"), "text/plain"),
        (b"\xd0\xcf\x11\xe0" * 128 + "Tỉnh ủy\rTỐI MẬT\rNội dung".encode("utf-16-le"), "application/msword"),
    ],
)
def test_marked_files_are_refused_with_a_sentence(content: bytes, content_type: str) -> None:
    reason = refusal_of(content, content_type)
    assert reason is not None
    assert "Hệ thống không nhận văn bản mật" in reason


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (docx("Bảo vệ bí mật nhà nước", "Mật độ dân số"), DOCX),
        (xlsx("bí mật", "93-KL/TW"), XLSX),
        (pdf("Bảo vệ bí mật nhà nước"), "application/pdf"),
        (b"\xd0\xcf\x11\xe0" * 128 + "bảo vệ bí mật nhà nước\r".encode("utf-16-le"), "application/msword"),
        (b"\xff\xd8\xff", "image/jpeg"),
    ],
)
def test_plain_files_pass(content: bytes, content_type: str) -> None:
    assert refusal_of(content, content_type) is None


def test_words_of_office_files_keep_lines_and_cells_apart() -> None:
    assert words_of(docx("Một", "Hai"), DOCX).split() == ["Một", "Hai"]
    assert "93-KL/TW" in words_of(pdf("Kết luận 93-KL/TW"), "application/pdf")


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b"%PDF-1.4 nothing more", "application/pdf"),
        (packed({"word/document.xml": "<w:p"}), DOCX),
        (packed({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), DOCX),
    ],
)
def test_a_file_that_cannot_be_read_cannot_be_checked(content: bytes, content_type: str) -> None:
    with pytest.raises(Unreadable):
        words_of(content, content_type)
    assert refusal_of(content, content_type)
