"""Lists of more than ninety-nine items, names cut at a dash, and titles of cited documents cut short."""

from __future__ import annotations

import pytest

from directives.reading.document import Document, read
from tests.directives.reading.test_findings import plan


def paths(document: Document) -> list[str]:
    return [task.path for task in document.tasks]


@pytest.mark.parametrize(("first", "last"), [(1, 300), (95, 105), (99, 101)])
def test_items_go_on_beyond_ninety_nine(first: int, last: int) -> None:
    text = plan(*(f"{n}. Phòng Nghiệp vụ kiểm tra trường số {n} của huyện." for n in range(first, last + 1)))
    document = read(text)
    assert paths(document) == [str(n) for n in range(first, last + 1)]
    assert not [one for one in document.findings if one.kind == "numbering_gap"]


def test_a_leap_beyond_ninety_nine_is_asked_about() -> None:
    document = read(plan("98. Phòng Nghiệp vụ báo cáo.", "150. Phòng Nghiệp vụ lập danh sách."))
    assert paths(document) == ["98", "150"]
    assert len([one for one in document.findings if one.kind == "numbering_gap"]) == 1


def test_sums_and_telephone_numbers_begin_no_item() -> None:
    document = read(plan("1. Phòng Nghiệp vụ trực đường dây nóng", "115 và báo cáo Giám đốc.", "2. Văn phòng báo cáo."))
    assert paths(document) == ["1", "2"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1. Phòng Nghiệp vụ tham mưu phát triển kinh tế", "- xã hội của địa phương năm 2024."),
        ("1. Văn phòng phối hợp với các tổ chức chính trị", "- xã hội tuyên truyền."),
        ("- Phòng Nghiệp vụ theo dõi công tác tuyên truyền thông tin", "- truyền thông ở cơ sở."),
    ],
)
def test_a_name_cut_at_its_dash_stays_whole(before: str, after: str) -> None:
    (task,) = read(plan(before, after)).tasks
    assert task.text.endswith(after)


@pytest.mark.parametrize(
    "items",
    [
        ("1. Phòng Nghiệp vụ:", "- xây dựng kế hoạch;", "- tổ chức tuyên truyền;", "- xã hội hóa nguồn lực."),
        ("- xây dựng kế hoạch kiểm tra vệ sinh thực phẩm", "- phổ biến quy định mới cho trường học", "- rà soát thiết bị"),
        ("1. Phòng Nghiệp vụ có các việc sau:", "- chính sách bảo hiểm y tế cho học sinh,", "- an ninh trường học."),
    ],
)  # fmt: skip
def test_lists_in_small_letters_stay_lists(items: tuple[str, ...]) -> None:
    dashes = [one for one in items if one.startswith("-")]
    assert len([task for task in read(plan(*items)).tasks if "-" in task.path]) == len(dashes)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("về công tác thư viện (sau đây viết là Kết luận 41)", "công tác thư viện"),
        ("về tiếp tục thực hiện Nghị quyết (khóa X) về (gọi tắt là Kết luận 41)", "tiếp tục thực hiện Nghị quyết (khóa X)"),
        ("về việc thực hiện (sau đây viết là Kết luận 41)", None),
        ("về chuyển đổi số (sau đây viết là Kết luận 41)", "chuyển đổi số"),
    ],
)  # fmt: skip
def test_the_title_of_a_cited_document_does_not_end_in_the_air(said: str, title: str | None) -> None:
    opening = f"Thực hiện Kết luận số 41-KL/TW ngày 02/3/2021 của Ban Bí thư {said}, Sở Y tế ban hành kế hoạch như sau:"
    (one,) = read(plan("1. Phòng Nghiệp vụ báo cáo.", opening=opening)).implements
    assert one.title_short == title
