"""Dates, counts and shares as Vietnamese offices write them, and dates as officers type them."""

import re
from datetime import date

from agencies.text import nfc

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_LONGEST = 60

_NUMERIC = re.compile(r"([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})(?:\s*[/.-]\s*([0-9]{1,4}))?")
_SPELT = re.compile(r"([0-9]{1,2})\s+tháng\s+([0-9]{1,2})(?:\s+năm\s+([0-9]{1,4}))?")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


def parse_day(text: str, *, signed_on: date | None = None) -> date:
    """A day as an officer types it: 30/6/2022, 30.6.2022, 30-6-2022, "ngày 30 tháng 6 năm 2022", 2022-06-30.

    Without a year it is the first such day on or after `signed_on`, the day the document was signed; when that
    is not given the year is asked for. Years of two digits are refused. ValueError carries the reason in Vietnamese.
    """
    typed = nfc(text[:_LONGEST]).translate(_DASHES).strip().lower().removeprefix("ngày").strip()
    if not typed:
        raise ValueError("Chưa nhập ngày.")
    if iso := _ISO.fullmatch(typed):
        return _day(int(iso[3]), int(iso[2]), int(iso[1]))
    match = _NUMERIC.fullmatch(typed) or _SPELT.fullmatch(typed)
    if match is None or len(text) > _LONGEST:
        raise ValueError("Không đọc được ngày này. Hãy nhập ngày/tháng/năm, ví dụ 30/6/2022.")
    day, month, year = int(match[1]), int(match[2]), match[3]
    if year is None:
        return _next_such_day(day, month, signed_on)
    if len(year) != 4:
        raise ValueError("Hãy nhập năm đủ bốn chữ số, ví dụ 30/6/2022.")
    return _day(day, month, int(year))


def _day(day: int, month: int, year: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(f"Không có tháng {month}.")
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"Năm phải trong khoảng {_FIRST_YEAR}–{_LAST_YEAR}.")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"Tháng {month} năm {year} không có ngày {day}.") from None


def _next_such_day(day: int, month: int, signed_on: date | None) -> date:
    if signed_on is None:
        raise ValueError("Ngày còn thiếu năm. Hãy nhập đủ ngày/tháng/năm, ví dụ 30/6/2022.")
    if (month, day) == (2, 29):
        raise ValueError("Hãy nhập cả năm cho ngày 29 tháng 2.")
    found = _day(day, month, signed_on.year)
    return found if found >= signed_on else _day(day, month, signed_on.year + 1)


def _two_digits(day: date) -> tuple[str, str]:
    """Day and month with the zero offices write so that nobody adds a figure: days 1–9, months 1 and 2."""
    return f"{day.day:02d}", f"{day.month:02d}" if day.month <= 2 else str(day.month)


def format_day(day: date) -> str:
    """For screens, tables and citations: 03/7/2022, 10/01/2022."""
    dd, mm = _two_digits(day)
    return f"{dd}/{mm}/{day.year}"


def paper_day(day: date) -> str:
    """For the head of a document: "ngày 03 tháng 02 năm 2026", "ngày 12 tháng 7 năm 2022"."""
    dd, mm = _two_digits(day)
    return f"ngày {dd} tháng {mm} năm {day.year}"


def weekday_name(day: date) -> str:
    return _WEEKDAYS[day.weekday()]


def days_phrase(n: int) -> str:
    """What is left until a due day that lies n calendar days ahead: "còn 3 ngày", "hôm nay", "quá hạn 3 ngày"."""
    if n == 0:
        return "hôm nay"
    return f"còn {number(n)} ngày" if n > 0 else f"quá hạn {number(-n)} ngày"


def number(n: int) -> str:
    """Thousands apart by points: 3871 → "3.871"."""
    return f"{n:,}".replace(",", ".")
