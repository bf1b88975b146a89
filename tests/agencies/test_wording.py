import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.wording import days_phrase, format_day, number, paper_day, parse_day, weekday_name

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        "30/6/2022",
        "30.6.2022",
        "30-6-2022",
        "30–06–2022",
        " 30 / 06 / 2022 ",
        "2022-06-30",
        "ngày 30/6/2022",
        "Ngày 30 tháng 6 năm 2022",
        unicodedata.normalize("NFD", "ngày 30 tháng 06 năm 2022"),
        "30\u00a0/6/2022",
    ],
)
def test_forms_an_officer_types(typed: str) -> None:
    assert parse_day(typed) == date(2022, 6, 30)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "Chưa nhập ngày."),
        ("  ", "Chưa nhập ngày."),
        ("30-6-22", "bốn chữ số"),
        ("30/6/202", "bốn chữ số"),
        ("30/6", "thiếu năm"),
        ("31/6/2022", "Tháng 6 năm 2022 không có ngày 31."),
        ("29/2/2022", "Tháng 2 năm 2022 không có ngày 29."),
        ("0/6/2022", "không có ngày 0"),
        ("6/30/2022", "Không có tháng 30."),
        ("30/6/1822", "1900–2200"),
        ("quý II", "Không đọc được"),
        ("30/6/2022 và 1/7/2022", "Không đọc được"),
        ("30/6/2022" + " " * 60 + "x", "Không đọc được"),
    ],
)
def test_refusals_say_why(typed: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_day(typed)


def test_a_missing_year_is_read_from_the_day_of_signing() -> None:
    assert parse_day("30/6", signed_on=date(2021, 4, 19)) == date(2021, 6, 30)
    assert parse_day("19/4", signed_on=date(2021, 4, 19)) == date(2021, 4, 19)
    assert parse_day("15 tháng 1", signed_on=date(2021, 4, 19)) == date(2022, 1, 15)
    assert parse_day("30/6/2020", signed_on=date(2021, 4, 19)) == date(2020, 6, 30)
    for refused in ("29/2", "31/6"):
        with pytest.raises(ValueError, match=r"29 tháng 2|không có ngày 31"):
            parse_day(refused, signed_on=date(2021, 4, 19))


@pytest.mark.parametrize(
    ("day", "screen", "paper"),
    [
        (date(2022, 7, 3), "03/7/2022", "ngày 03 tháng 7 năm 2022"),
        (date(2026, 2, 3), "03/02/2026", "ngày 03 tháng 02 năm 2026"),
        (date(2022, 1, 10), "10/01/2022", "ngày 10 tháng 01 năm 2022"),
        (date(2022, 12, 31), "31/12/2022", "ngày 31 tháng 12 năm 2022"),
    ],
)
def test_days_are_written_as_offices_write_them(day: date, screen: str, paper: str) -> None:
    assert format_day(day) == screen
    assert paper_day(day) == paper


def test_weekdays() -> None:
    assert weekday_name(date(2022, 7, 11)) == "Thứ Hai"
    assert weekday_name(date(2022, 7, 15)) == "Thứ Sáu"
    assert weekday_name(date(2022, 7, 17)) == "Chủ nhật"


def test_phrases_and_figures() -> None:
    assert [days_phrase(n) for n in (3, 1, 0, -93, -1200)] == [
        "còn 3 ngày",
        "còn 1 ngày",
        "hôm nay",
        "quá hạn 93 ngày",
        "quá hạn 1.200 ngày",
    ]
    assert [number(n) for n in (0, 999, 3871, 1234567, -3871)] == ["0", "999", "3.871", "1.234.567", "-3.871"]


@given(days)
def test_what_is_written_reads_back(day: date) -> None:
    assert parse_day(format_day(day)) == day
    assert parse_day(paper_day(day)) == day
    assert parse_day(day.isoformat()) == day


@given(st.text(alphabet=st.sampled_from("0123456789/.- thángnămngày\u0301²٣")) | st.text())
def test_any_text_gives_a_day_or_a_reason(text: str) -> None:
    reason = ""
    year = 0
    try:
        year = parse_day(text).year
    except ValueError as refusal:
        reason = str(refusal)
    assert 1900 <= year <= 2200 or reason.startswith(("Chưa", "Không", "Hãy", "Năm", "Tháng", "Ngày"))


@given(st.integers())
def test_numbers_read_back(n: int) -> None:
    assert int(number(n).replace(".", "")) == n
