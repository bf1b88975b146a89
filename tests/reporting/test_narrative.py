"""Typed sections: what survives, what does not, and the way back to a text box."""

import unicodedata

import pytest

from reporting.narrative import blocks, clean, tidy, to_text
from reporting.paper import Heading, ListBlock, Paragraph

TYPED = """1. Kết quả chung
Trong kỳ, các cấp ủy đã triển khai nghiêm túc.
a) Về quán triệt
- Thành ủy: 02 hội nghị;
- quận ủy, huyện ủy: 18 hội nghị.
(1) Việc thứ nhất
(2) Việc thứ hai
2. Đây là một câu trọn vẹn, không phải tiêu đề."""


def test_typed_lines_become_headings_paragraphs_and_lists() -> None:
    assert blocks(TYPED) == (
        Heading("1. Kết quả chung", 1),
        Paragraph("Trong kỳ, các cấp ủy đã triển khai nghiêm túc."),
        Heading("a) Về quán triệt", 2),
        ListBlock(("Thành ủy: 02 hội nghị;", "quận ủy, huyện ủy: 18 hội nghị.")),
        ListBlock(("Việc thứ nhất", "Việc thứ hai"), ordered=True),
        Paragraph("2. Đây là một câu trọn vẹn, không phải tiêu đề."),
    )


def test_typed_text_survives_the_way_through_html_and_back() -> None:
    html = clean(TYPED)
    assert clean(html) == html
    assert to_text(html) == TYPED
    assert clean(to_text(html)) == html


def test_a_pasted_page_keeps_its_words_and_loses_its_dress() -> None:
    pasted = (
        '<div class="WordSection1"><h2 style="color:red">Kết quả</h2><p onclick="x()">Đạt <b>71,7%</b>'
        ' <a href="javascript:alert(1)">xem</a></p><ul><li>một<ul><li>một rưỡi</li></ul></li><li><p>hai</p></li></ul>'
        "<table><tr><td>ô 1</td><td>ô 2</td></tr></table></div>"
    )
    assert clean(pasted) == (
        "<h3>Kết quả</h3><p>Đạt 71,7% xem</p><ul><li>một</li><li>một rưỡi</li><li>hai</li></ul><p>ô 1</p><p>ô 2</p>"
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<p><img src=x onerror=alert(1)></p>",
        "<svg><style>@import url(http://127.0.0.1/)</style></svg>",
        "<iframe src=file:///etc/passwd></iframe>",
        '<p style="background:url(http://127.0.0.1)"></p>',
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        "<!-- <p>x</p> -->",
    ],
)
def test_nothing_of_a_hostile_paste_is_left(hostile: str) -> None:
    html = clean(hostile)
    for sign in ("script", "onerror=", "http:", "file:", "style=", "<img", "<svg", "<!--"):
        assert sign not in html.replace("&lt;img", "")
    assert clean(html) == html


def test_comparison_signs_in_plain_text_are_words() -> None:
    assert clean("số đơn vị < 5 và > 3") == "<p>số đơn vị &lt; 5 và &gt; 3</p>"
    assert to_text(clean("R&D")) == "R&D"


def test_invisible_marks_are_taken_out_and_letters_composed() -> None:
    assert tidy("Số\u202e 54\u202c\u200b-CV\ufeff/TU\x07") == "Số 54-CV/TU "
    assert tidy(unicodedata.normalize("NFD", "Thượng tướng")) == "Thượng tướng"
    assert len(tidy("a" + "\u0335" * 500)) == 3


@pytest.mark.parametrize("nothing", ["", "  \n ", "<p></p>", "<p> &nbsp; </p>"])
def test_nothing_stays_nothing(nothing: str) -> None:
    assert clean(nothing) == ""
    assert to_text(nothing) == ""
