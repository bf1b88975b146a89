"""Numbers typed by hand beside the counted ones: what is doubted, and what is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reporting.checking_numbers import Known, doubts
from reporting.figures import Counts

# 53 đầu việc: 38 hoàn thành (35 đúng hạn, 3 quá hạn), 15 chưa hoàn thành (5 trong hạn, 10 quá hạn); 71,7%.
COUNTS = Counts(done_on_time=35, done_late=3, within=4, not_started=1, overdue=10)
KNOWN = Known(
    counts=COUNTS, tasks=7, agencies=24, silent=4, period="6 tháng đầu năm 2022",
    by_task=(Counts(done_on_time=5), Counts(done_on_time=30, overdue=10), Counts(done_late=3, within=5)),
    parts=("Huyện ủy Cờ Đỏ", "Đảng đoàn Liên hiệp các Hội", "Báo Cần Thơ"),
)  # fmt: skip

RIGHT = (
    "Giao 53 đầu việc; hoàn thành 38 (đạt 71,7%), trong đó đúng hạn 35, quá hạn 3; chưa hoàn thành 15, trong đó trong hạn 5.",
    "Các đầu việc chưa hoàn thành 15, trong đó trong hạn 5, quá hạn 10.",
    "Tính đến ngày 14/7/2022, đã giao 53 đầu việc.",
    "Trong 6 tháng đầu năm 2022 đã hoàn thành 38 đầu việc, đạt 71,7%.",
    "Tỷ lệ hoàn thành đạt 72%.",
    "Tỷ lệ hoàn thành là 71,70%.",
    "Hoàn thành 38/53 đầu việc.",
    "Còn 10 đầu việc quá hạn, tập trung ở một số cơ quan.",
    "Giao 24 cơ quan, đơn vị chủ trì.",
    "Hoàn thành 38 nhiệm vụ; theo dõi 7 nhiệm vụ.",
    "Được giao 7 nhiệm vụ.",
    "Có 1 nhiệm vụ quá hạn.",  # one task of the document has overdue occurrences
    "Hoàn thành 1 nhiệm vụ, đúng tiến độ.",  # one is wholly done on time
    "Còn 4 đơn vị chưa báo cáo.",
    # another scope
    "Huyện ủy Cờ Đỏ còn 3 đầu việc quá hạn.",
    "Quận ủy Ninh Kiều hoàn thành 4 đầu việc.",
    "- Báo Cần Thơ: đã hoàn thành 2 đầu việc.",
    "Trong đó 2 đầu việc quá hạn do thiếu kinh phí.",
    "Riêng lĩnh vực tuyên truyền còn 1 đầu việc quá hạn.",
    "Mục 3 có 2 nhiệm vụ chưa hoàn thành.",
    # another time
    "So với kỳ trước, số đầu việc quá hạn giảm 2 (từ 12 xuống 10).",
    "Kỳ trước có 12 đầu việc quá hạn.",
    "Cùng kỳ năm trước hoàn thành 30 đầu việc.",
    "Trong tháng 6 hoàn thành 5 đầu việc.",
    "Quý I hoàn thành 9 đầu việc.",
    # an aim, an estimate
    "Phấn đấu hoàn thành 53 đầu việc trước ngày 30/9/2022.",
    "Yêu cầu các cơ quan dứt điểm 12 đầu việc quá hạn.",
    "Còn gần 12 đầu việc quá hạn.",
    "Hơn 30 đầu việc đã hoàn thành.",
    # other nouns and narrower classes
    "Hoàn thành 3 đề án, mở 12 hội nghị với 412 người dự.",
    "Tỷ lệ đảng viên học tập nghị quyết đạt 98%.",
    "Có 4 đầu việc quá hạn trên 30 ngày.",
    "Có 2 đầu việc quá hạn của các sở.",
    "Thực hiện Công văn số 54-CV/TU, ngày 24/12/2020, đã tổ chức 2 cuộc kiểm tra.",
    "Đầu việc quá hạn lâu nhất là 93 ngày.",
    "Tỷ lệ hoàn thành đúng hạn đạt 66%.",
    "Theo dõi 7 nhiệm vụ, giao thêm 5 nhiệm vụ mới.",
    "Hoàn thành 100% chỉ tiêu.",
    "Trong kỳ có 48 lượt phải cập nhật: 37 lượt đã cập nhật kết quả, 11 lượt chưa cập nhật và đều đã quá hạn.",
)

WRONG = (
    ("Tính đến ngày 14/7/2022, đã giao 54 đầu việc.", "54", "53"),
    ("Đã giao 53 đầu việc; hoàn thành 39 (đạt 71,7%).", "39", "38"),
    ("Đã giao 53 đầu việc; hoàn thành 38 (đạt 73,6%).", "73,6%", "71,7%"),
    ("Đã giao 53 đầu việc; hoàn thành 38, trong đó đúng hạn 36, quá hạn 3.", "36", "35"),
    ("Đã giao 53 đầu việc; hoàn thành 38, trong đó đúng hạn 35, quá hạn 2.", "2", "3"),
    ("Đã giao 53 đầu việc; chưa hoàn thành 14, trong đó trong hạn 5, quá hạn 10.", "14", "15"),
    ("Đã giao 53 đầu việc; chưa hoàn thành 15, trong đó trong hạn 6, quá hạn 10.", "6", "5"),
    ("Đã giao 53 đầu việc; chưa hoàn thành 15, trong đó trong hạn 5, quá hạn 9.", "9", "10"),
    ("Trong kỳ, có 37 đầu việc đã hoàn thành.", "37", "38"),
    ("Toàn thành phố còn 12 đầu việc quá hạn.", "12", "10"),
    ("Còn 12 nhiệm vụ quá hạn.", "12", "10"),
    ("Hiện còn quá hạn 11 đầu việc.", "11", "10"),
    ("Hoàn thành đúng hạn 30 đầu việc, hoàn thành quá hạn 3.", "30", "35"),
    ("Có 4 đầu việc hoàn thành quá hạn.", "4", "3"),
    ("Hoàn thành 40/53 đầu việc.", "40/53", "38/53"),
    ("38/50 đầu việc đã hoàn thành.", "38/50", "38/53"),
    ("Tỷ lệ hoàn thành đạt 75%.", "75%", "71,7%"),
    ("Tỷ lệ hoàn thành: 71,2%.", "71,2%", "71,7%"),
    ("Hoàn thành 72,5% số đầu việc.", "72,5%", "71,7%"),
    ("Hoàn thành 38 đầu việc, chiếm tỷ lệ 70%.", "70%", "71,7%"),
    ("Có 16 đầu việc chưa hoàn thành.", "16", "15"),
    ("Có 6 đầu việc đang trong hạn.", "6", "5"),
    ("Giao 23 cơ quan, đơn vị chủ trì.", "23", "24"),
    ("Còn 5 đơn vị chưa gửi báo cáo.", "5", "4"),
    ("Không có đầu việc quá hạn.", "không có", "10"),
    ("Đến nay không còn nhiệm vụ nào quá hạn.", "không có", "10"),
    ("Tổng số 1.053 đầu việc.", "1.053", "53"),
    ("Được giao 9 nhiệm vụ.", "9", "53"),
    ("Đã giao 53 đầu việc; chưa hoàn thành đầu việc nào: trong hạn 5 (1 chưa thực hiện), quá hạn 10.", "chưa có", "38"),
    ("Trong 6 tháng đầu năm 2022 hoàn thành 36 đầu việc.", "36", "38"),
)


@pytest.mark.parametrize("sentence", RIGHT)
def test_what_agrees_or_speaks_of_something_else_is_left_alone(sentence: str) -> None:
    assert doubts(sentence, KNOWN) == []


@pytest.mark.parametrize(("sentence", "typed", "counted"), WRONG)
def test_what_disagrees_is_told_with_its_sentence(sentence: str, typed: str, counted: str) -> None:
    (one,) = doubts(sentence, KNOWN)
    assert (one.typed, one.counted) == (typed, counted)
    assert one.sentence == sentence.rstrip(".")


def test_several_in_the_order_of_the_text_each_once() -> None:
    text = "Đã giao 50 đầu việc.\n- Còn 12 đầu việc quá hạn.\nCòn 12 đầu việc quá hạn.\nHuyện ủy Cờ Đỏ còn 2 đầu việc quá hạn."
    assert [one.typed for one in doubts(text, KNOWN)] == ["50", "12", "12"]
    assert str(doubts("Còn 12 đầu việc quá hạn.", KNOWN)[0]) == (
        "Lời văn ghi số quá hạn 12, số liệu là 10: “Còn 12 đầu việc quá hạn”"
    )
    assert doubts("", KNOWN) == []


GROUPED = replace(
    KNOWN,
    groups=(
        ("nhiệm vụ thường xuyên", Counts(done_on_time=35, done_late=2, overdue=9)),
        ("nhiệm vụ có sản phẩm", Counts(done_late=1, within=4, not_started=1, overdue=1)),
    ),
)
BY_KIND = (
    "Theo loại nhiệm vụ: nhiệm vụ thường xuyên có 46 đầu việc, hoàn thành 37 (đạt 80,4%), quá hạn 9;"
    " nhiệm vụ có sản phẩm có 7 đầu việc, hoàn thành 1 (đạt 14,3%), quá hạn 1."
)


def test_groups_are_set_beside_their_own_numbers_not_the_whole() -> None:
    assert doubts(BY_KIND, GROUPED) == []
    assert doubts("Nhiệm vụ thường xuyên hoàn thành 37 đầu việc.", GROUPED) == []
    wrong = f"{BY_KIND.replace('37', '38').replace('quá hạn 1.', 'quá hạn 2.')}\nCòn 12 đầu việc quá hạn."
    found = doubts(wrong, GROUPED)
    assert [(one.what, one.typed, one.counted) for one in found] == [
        ("số quá hạn", "12", "10"),
        ("số hoàn thành của nhiệm vụ thường xuyên", "38", "37"),
        ("số quá hạn của nhiệm vụ có sản phẩm", "2", "1"),
    ]


def test_what_stands_word_for_word_in_the_draft_is_not_doubted() -> None:
    """Whatever the draft speaks of; a sentence changed by one number is read like any other."""
    drafted = "Có việc chung.\n- Các đơn vị hoàn thành 9 đầu việc."
    known = replace(KNOWN, drafted=drafted)
    assert doubts("Có việc chung. Việc khác.\n- Các đơn vị  hoàn thành 9 đầu việc", known) == []
    assert [one.typed for one in doubts(drafted.replace("9", "8"), known)] == ["8"]
