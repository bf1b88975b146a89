"""Layouts as data, and the lines they word themselves."""

from datetime import date

import pytest

from reporting.layouts import LAYOUTS, Layout, Part, Side, Word, layout_for
from reporting.paper import Column, Letterhead, ListBlock, Paragraph, Table, ended
from reporting.rendering import wording


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.id)
def test_every_value_of_a_layout_has_its_source(layout: Layout) -> None:
    entries = [*layout.letters.values(), *layout.measures.values(), *layout.words.values()]
    assert all(entry.source for entry in entries)
    assert LAYOUTS[layout.id] is layout


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 5, 27), "hd05"),
        (date(2030, 1, 1), "hd05"),
        (date(2026, 5, 26), "hd36"),
        (date(2018, 4, 3), "hd36"),
        (date(2016, 6, 14), "hd36"),
    ],
)
def test_the_day_chooses_the_party_layout(on: date, expected: str) -> None:
    assert layout_for("party", on).id == expected
    assert layout_for(Side.PARTY, on).id == expected


def test_state_bodies_have_their_own_layout() -> None:
    assert layout_for("state", date(2026, 6, 1)).id == "nd30"


def test_a_side_without_layout_is_told() -> None:
    with pytest.raises(LookupError, match="thể thức"):
        layout_for("other", date(2026, 6, 1))


def test_the_older_layout_ends_and_signs_its_own_way() -> None:
    old = LAYOUTS["hd36"]
    assert old.word(Word.END_MARK) == "./."
    assert old.lettering(Part.SIGNER_TITLE).bold
    assert not LAYOUTS["hd05"].lettering(Part.SIGNER_TITLE).bold


def test_citations_take_a_comma_before_the_day() -> None:
    words = wording.citation(
        LAYOUTS["hd05"], kind="Kết luận", number="93-KL/TW", on=date(2020, 11, 20), issuer="Ban Bí thư"
    )
    assert words == "Kết luận số 93-KL/TW, ngày 20/11/2020 của Ban Bí thư"


def test_a_state_number_takes_a_colon_and_a_citation_no_comma() -> None:
    state = LAYOUTS["nd30"]
    head = Letterhead(superior="", issuer="", place="Cần Thơ", symbol="BC-UBND", number=7)
    assert wording.number_line(state, head) == "Số: 07/BC-UBND"
    words = wording.citation(state, kind="Nghị định", number="09/2019/NĐ-CP", on=date(2019, 1, 24), issuer="Chính phủ")
    assert words == "Nghị định số 09/2019/NĐ-CP ngày 24/01/2019 của Chính phủ"


def test_appendices_are_counted_as_each_side_counts() -> None:
    """Roman numerals in the State, Arabic ones in the Party; a single appendix has no number."""
    assert [wording.appendix_title(LAYOUTS["nd30"], place, 4) for place in (1, 4)] == ["Phụ lục I", "Phụ lục IV"]
    assert wording.appendix_title(LAYOUTS["hd05"], 4, 4) == "Phụ lục 4"
    assert {wording.appendix_title(LAYOUTS[name], 1, 1) for name in ("nd30", "hd05", "hd36")} == {"Phụ lục"}


def test_zeros_before_small_days_months_and_numbers() -> None:
    assert wording.short_day(date(2022, 7, 5)) == "05/7/2022"
    assert wording.short_day(date(2026, 2, 3)) == "03/02/2026"
    head = Letterhead(superior="", issuer="", place="Cần Thơ", symbol="BC/BTGTU", number=112)
    assert wording.number_line(LAYOUTS["hd05"], head) == "Số 112-BC/BTGTU"
    assert wording.place_line(head).split() == ["Cần", "Thơ,", "ngày", "tháng", "năm"]
    assert [wording.roman(n) for n in (1, 4, 5, 9, 14, 49)] == ["I", "IV", "V", "IX", "XIV", "XLIX"]


def test_recipients_are_punctuated_once() -> None:
    lines = wording.recipient_lines(LAYOUTS["hd05"], ["- Ban Thường vụ;", "Lưu Văn phòng Thành ủy."])
    assert lines == ("- Ban Thường vụ,", "- Lưu Văn phòng Thành ủy.")
    assert wording.recipient_lines(LAYOUTS["hd05"], []) == ()


@pytest.mark.parametrize(("mark", "end"), [(".", "xong."), ("./.", "xong./.")])
def test_the_end_mark_is_put_once(mark: str, end: str) -> None:
    assert ended((Paragraph("xong"),), mark) == (Paragraph(end),)
    assert ended((Paragraph("xong./."),), mark) == (Paragraph(end),)
    assert ended((ListBlock(("a;", "xong;")),), mark) == (ListBlock(("a;", end)),)
    assert ended((), mark) == ()


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells"):
        Table((Column("a", 1), Column("b", 1)), (("một mình",),))
