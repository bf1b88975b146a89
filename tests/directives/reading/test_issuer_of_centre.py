"""Who issues where the letterhead names a whole committee and the type line whose document it is."""

from __future__ import annotations

import pytest

from directives.reading.document import read

HEAD = "BAN CHẤP HÀNH TRUNG ƯƠNG\n*\nSố 41-KL/TW\nĐẢNG CỘNG SẢN VIỆT NAM\nHà Nội, ngày 02 tháng 3 năm 2021\n\n"
BODY = (
    "\n\nSau 5 năm thực hiện, các cấp ủy cần làm tốt các nhiệm vụ sau:\n\n1. Ban Tuyên giáo Trung ương hướng dẫn.\n"
    "2. Các tỉnh ủy báo cáo kết quả.\n\nNơi nhận:\n- Các tỉnh ủy, thành ủy;\n- Lưu Văn phòng Trung ương Đảng.\n"
)


@pytest.mark.parametrize(
    ("title", "signed", "issuer"),
    [
        ("KẾT LUẬN\nCỦA BAN BÍ THƯ\nvề công tác thư viện", "T/M BAN BÍ THƯ", "Ban Bí thư"),
        ("KẾT LUẬN\nCỦA BAN BÍ THƯ\n\nvề công tác thư viện", "K/T TRƯỞNG BAN", "Ban Bí thư"),
        ("KẾT LUẬN CỦA BAN BÍ THƯ\nvề công tác thư viện", "T/M BAN BÍ THƯ", "Ban Bí thư"),
        ("CHỈ THỊ\nCỦA BỘ CHÍNH TRỊ\nvề công tác thư viện", "T/M BỘ CHÍNH TRỊ", "Bộ Chính trị"),
        ("KẾT LUẬN\nvề công tác thư viện", "T/M BỘ CHÍNH TRỊ", "Bộ Chính trị"),
        ("NGHỊ QUYẾT\nvề công tác thư viện", "T/M BAN CHẤP HÀNH TRUNG ƯƠNG", "Ban Chấp hành Trung ương"),
    ],
)
def test_the_body_that_decided_issues_and_the_subject_begins_after_it(title: str, signed: str, issuer: str) -> None:
    document = read(f"{HEAD}{title}{BODY}{signed}\nTHƯỜNG TRỰC\nTrần Văn Mẫu\n")
    assert document.issuer is not None
    assert document.issuer.value == issuer
    assert document.title is not None
    assert document.title.value == "về công tác thư viện"


def test_a_province_issues_and_its_committee_acts() -> None:
    head = "TỈNH ỦY ĐÔNG HẢI\n*\nSố 5-CTr/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nĐông Hải, ngày 02 tháng 3 năm 2021\n\n"
    title = "CHƯƠNG TRÌNH HÀNH ĐỘNG\nCỦA BAN CHẤP HÀNH ĐẢNG BỘ TỈNH ĐÔNG HẢI\nthực hiện Nghị quyết số 12-NQ/TW"
    record = read(f"{head}{title}{BODY}T/M TỈNH ỦY\nBÍ THƯ\nTrần Văn Mẫu\n").to_json()
    assert record["issuer"] == "Tỉnh ủy Đông Hải"
    assert str(record["acting_body"]).startswith("Ban Chấp hành")
    assert record["title"] == "thực hiện Nghị quyết số 12-NQ/TW"
