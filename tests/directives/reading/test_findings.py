"""Each kind of question that a reading leaves for the office: a text that raises it, and a like one that does not."""

from __future__ import annotations

from datetime import date

import pytest

from directives.reading.document import read
from directives.reading.values import Finding

HEAD = """UBND TỈNH BÌNH AN
SỞ Y TẾ
Số: 5/KH-SYT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Bình An, ngày 10 tháng 3 năm 2024

KẾ HOẠCH
về y tế trường học

"""
FOOT = "\n\nNơi nhận:\n- Phòng Nghiệp vụ;\n- Lưu: VT.\nGIÁM ĐỐC\nLê Văn Tư\n"


def found(text: str, kind: str, *, today: date | None = None) -> list[Finding]:
    return [one for one in read(text, today=today).findings if one.kind == kind]


def plan(*items: str, opening: str = "Sở Y tế ban hành kế hoạch như sau:") -> str:
    return HEAD + opening + "\n\n" + "\n".join(items) + FOOT


CITED = "Thực hiện Kết luận số 41-KL/TW ngày 02/3/2021 của Ban Bí thư, Sở Y tế ban hành kế hoạch như sau:"
CASES = [
    (
        "unresolved_citation",
        plan("1. Phòng Nghiệp vụ theo dõi việc thực hiện Nghị quyết số 41-NQ/TW.", opening=CITED),
        plan("1. Phòng Nghiệp vụ theo dõi việc thực hiện Nghị quyết số 42-NQ/TW.", opening=CITED),
    ),
    (
        "numbering_gap",
        plan("1. Phòng Nghiệp vụ lập danh sách.", "3. Phòng Nghiệp vụ báo cáo Giám đốc."),
        plan("1. Phòng Nghiệp vụ lập danh sách.", "2. Phòng Nghiệp vụ báo cáo Giám đốc."),
    ),
    (
        "not_a_recipient",
        plan("1. Thanh tra Sở kiểm tra các trường học."),
        plan("1. Phòng Nghiệp vụ kiểm tra các trường học."),
    ),
    (
        "alias_before_definition",
        plan(
            "1. Phòng Nghiệp vụ phổ biến Kết luận 41." + " Mở lớp tập huấn cho cán bộ y tế trường học." * 10,
            "2. Phòng Nghiệp vụ thực hiện Kết luận số 41-KL/TW (sau đây gọi tắt là Kết luận 41).",
        ),
        plan(
            "1. Phòng Nghiệp vụ thực hiện Kết luận số 41-KL/TW (sau đây gọi tắt là Kết luận 41).",
            "2. Phòng Nghiệp vụ phổ biến Kết luận 41.",
        ),
    ),
    ("missing_number", plan("1. Phòng Nghiệp vụ báo cáo.").replace("Số: 5/KH-SYT\n", ""), plan("1. Phòng Nghiệp vụ báo cáo.")),
    (
        "missing_issuer",
        "KẾ HOẠCH\nvề y tế\n\n1. Phòng Nghiệp vụ lập danh sách học sinh.",
        plan("1. Phòng Nghiệp vụ lập danh sách học sinh."),
    ),
    (
        "deduced_issuer",
        "KẾ HOẠCH\nvề y tế\n\nSở Y tế ban hành kế hoạch như sau:\n\n1. Phòng Nghiệp vụ lập danh sách.",
        plan("1. Phòng Nghiệp vụ lập danh sách học sinh."),
    ),
    (
        "missing_date",
        plan("1. Phòng Nghiệp vụ báo cáo.").replace("Bình An, ngày 10 tháng 3 năm 2024\n", ""),
        plan("1. Phòng Nghiệp vụ báo cáo."),
    ),
    (
        "period_not_said",
        plan("1. Phòng Nghiệp vụ định kỳ báo cáo Giám đốc Sở."),
        plan("1. Phòng Nghiệp vụ định kỳ hằng quý báo cáo Giám đốc Sở."),
    ),
    ("no_agency", plan("1. Tăng cường tuyên truyền."), plan("1. Phòng Nghiệp vụ tăng cường tuyên truyền.")),
    (
        "two_spellings",
        plan("1. Trung tâm Kiểm soát bệnh tật lập danh sách.", "2. Trung tâm Kiểm soát bệnh tất báo cáo."),
        plan("1. Trung tâm Kiểm soát bệnh tật lập danh sách.", "2. TRUNG TÂM Kiểm soát bệnh tật báo cáo."),
    ),
    (
        "two_spellings",
        plan("1. Trạm Y tế phường Thắng Lợi báo cáo.", "2. Trạm Y tế phường Thắn Lợi báo cáo."),
        plan("1. Trạm Y tế phường Thắng Lợi báo cáo.", "2. Trạm Y tế phường Quyết Thắng báo cáo."),
    ),
    (
        "two_spellings",
        plan("1. Huyện ủy Hòa Bình báo cáo.", "2. Huyện ủy Hoa Bình báo cáo."),
        plan("1. Huyện ủy Hòa Bình báo cáo.", "2. Huyện uỷ Hoà Bình báo cáo."),
    ),
    (
        "before_superior",
        plan("1. Phòng Nghiệp vụ báo cáo.", opening=CITED.replace("02/3/2021", "02/4/2024")),
        plan("1. Phòng Nghiệp vụ báo cáo.", opening=CITED),
    ),
    (
        "due_before_signing",
        plan("1. Phòng Nghiệp vụ báo cáo trước ngày 01/02/2024."),
        plan("1. Phòng Nghiệp vụ báo cáo trước ngày 01/04/2024."),
    ),
    (
        "order_in_aims",
        plan("I. YÊU CẦU", "1. Các trường học chủ động xây dựng kế hoạch.", "II. NHIỆM VỤ", "1. Phòng Nghiệp vụ báo cáo."),
        plan("I. YÊU CẦU", "1. Bảo đảm thiết thực, tiết kiệm.", "II. NHIỆM VỤ", "1. Phòng Nghiệp vụ báo cáo."),
    ),
    (
        "tasks_left_out",
        plan(*(f"- Phòng Nghiệp vụ kiểm tra trường số {n}." for n in range(1, 412))),
        plan(*(f"- Phòng Nghiệp vụ kiểm tra trường số {n}." for n in range(1, 40))),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "raises", "quiet"), CASES, ids=[f"{kind}-{n}" for n, (kind, _, _) in enumerate(CASES)]
)
def test_a_question_is_raised_where_the_text_leaves_it_open_and_only_there(kind: str, raises: str, quiet: str) -> None:
    raised = found(raises, kind)
    assert len(raised) == 1
    assert raised[0].message
    assert raised[0].to_json()["kind"] == kind
    assert found(quiet, kind) == []


def test_a_day_that_has_not_come_is_a_question_only_for_who_knows_the_day() -> None:
    text = plan("1. Phòng Nghiệp vụ báo cáo.")
    assert found(text, "future_date") == []
    assert found(text, "future_date", today=date(2024, 3, 10)) == []
    (one,) = found(text, "future_date", today=date(2024, 3, 9))
    assert one.message == "Ngày ký 10/03/2024 chưa đến."


def test_a_question_names_its_task_and_what_was_probably_meant() -> None:
    (slip,) = found(CASES[0][1], "unresolved_citation")
    assert slip.to_json()["suggestion"] == "41-KL/TW"
    (period,) = found(plan("1. Phòng Nghiệp vụ định kỳ báo cáo Giám đốc Sở."), "period_not_said")
    assert period.to_json()["task"] == "1"


def test_items_beyond_the_cap_are_counted() -> None:
    (one,) = found(CASES[-1][1], "tasks_left_out")
    assert one.message == "Chỉ đọc 400 mục đầu; còn 11 mục không đọc."


@pytest.mark.parametrize(
    ("recipient", "body"),
    [
        ("Các ban cán sự đảng, đảng đoàn", "Đảng đoàn Hội Nông dân tỉnh"),
        ("Mặt trận Tổ quốc và các đoàn thể", "Ủy ban MTTQ Việt Nam tỉnh"),
        ("UBMTTQ Việt Nam tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
        ("Các sở, ban, ngành", "Sở Nội vụ"),
        ("UBND các huyện, thành phố", "UBND huyện Tân Yên"),
        ("Sở Nội vụ", "Giám đốc Sở Nội vụ"),
        ("VP UBND tỉnh", "Chánh Văn phòng UBND tỉnh"),
        ("Sở Tư pháp", "các cấp ủy đảng"),
        ("Sở Tư pháp", "tổ chức đảng"),
        ("Sở Tư pháp", "Thủ trưởng các đơn vị"),
    ],
)  # fmt: skip
def test_groups_short_forms_and_categories_are_no_missing_recipients(recipient: str, body: str) -> None:
    text = plan(f"1. {body} tổ chức thực hiện.").replace("- Phòng Nghiệp vụ;", f"- {recipient};")
    assert read(text).tasks[0].lead
    assert found(text, "not_a_recipient") == []


@pytest.mark.parametrize(
    ("recipient", "body"),
    [
        ("Các sở, ban, ngành", "Báo Bình An"),
        ("Các ban cán sự đảng, đảng đoàn", "Huyện ủy Tân Yên"),
        ("Sở Tư pháp", "Sở Nội vụ"),
        ("Văn phòng Tỉnh ủy", "Văn phòng UBND tỉnh"),
    ],
)  # fmt: skip
def test_bodies_that_no_recipient_names_or_holds_are_asked_about(recipient: str, body: str) -> None:
    text = plan(f"1. {body} tổ chức thực hiện.").replace("- Phòng Nghiệp vụ;", f"- {recipient};")
    assert len(found(text, "not_a_recipient")) == 1
