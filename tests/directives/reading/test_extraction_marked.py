"""Markings in the parts of a page that are not shown."""

from __future__ import annotations

import pytest

from directives.reading.extraction import extract
from directives.reading.extraction.outcome import Marked

BODY = "<p>" + "Sở Y tế yêu cầu các đơn vị báo cáo kết quả thực hiện. " * 12 + "</p>"


def page(aside: str) -> bytes:
    return f"<html><body>{aside}{BODY}</body></html>".encode()


@pytest.mark.parametrize(
    "aside",
    [
        "<aside><span>TỐI</span> <span>MẬT</span></aside>",
        "<div class='sidebar'><div>TUYỆT</div><div>MẬT</div></div>",
        "<footer><table><tr><td>MẬT</td><td>x</td></tr></table></footer>",
        "<p hidden>HỎA TỐC - MẬT</p>",
    ],
)
def test_a_marking_beside_the_text_is_seen(aside: str) -> None:
    with pytest.raises(Marked):
        extract(page(aside))


@pytest.mark.parametrize(
    "aside",
    [
        "<aside><p>Bảo vệ bí mật nhà nước</p><p>Mật độ dân số</p></aside>",
        "<nav><script>MẬT</script><style>MẬT</style><a>Tin tức</a></nav>",
        "<form><label>Thường</label><label>Mật</label><select><option>TỐI MẬT</option></select></form>",
    ],
)
def test_words_and_choices_of_a_form_beside_the_text_mark_nothing(aside: str) -> None:
    assert "Sở Y tế" in extract(page(aside)).text
