"""Which texts are documents at all, so that nothing else becomes a record full of empty fields."""

from __future__ import annotations

import pytest

from directives.reading.document import is_document, read
from tests.directives.reading import specimens

LOREM = (
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore "
    "magna aliqua.\nUt enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip."
)


@pytest.mark.parametrize(
    "text",
    [
        specimens.PARTY_LETTER,
        specimens.STATE_PLAN,
        "Kính gửi: Các huyện ủy, thành ủy trực thuộc Tỉnh ủy\nĐề nghị các đồng chí đến họp đúng giờ.",
        "Sở Y tế đề nghị các đơn vị thực hiện Kết luận số 41-KL/TW ngày 02/3/2021 của Ban Bí thư.",
        "1. Phòng Nghiệp vụ lập danh sách học sinh.\n2. Văn phòng báo cáo Giám đốc.",
        "1. Tăng cường tuyên truyền về chuyển đổi số.\n2. Đẩy mạnh cải cách hành chính.",
    ],
)
def test_what_has_something_official_is_a_document(text: str) -> None:
    assert is_document(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n \n",
        "0123456789 " * 60,
        "1. 2. 3.\n4. 5. 6.\n" * 20,
        "12/03/2024\n13/03/2024\n" * 20,
        ".,;:!?-–…()[] " * 30,
        "- - -\n* * *\n" * 30,
        LOREM,
        f"1. {LOREM}\n2. {LOREM}\n- {LOREM}",
        "Hôm nay trời đẹp, mời các bạn đến nhà tôi ăn cơm nhé. Nhớ mang theo ít hoa quả cho bọn trẻ.",
        "\x00\x01\x02" * 100,
        "Kế hoạch",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert not is_document(read(text))


def test_control_characters_change_nothing() -> None:
    torn = specimens.PARTY_LETTER.replace("a", "a\x00").replace("n", "\x07n\x7f\x9f")
    assert read(torn).to_json() == read(specimens.PARTY_LETTER).to_json()
