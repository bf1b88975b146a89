"""Lines that a layout words for itself: number, place and date, citations, section numbers, recipients."""

from collections.abc import Iterable
from datetime import date

from reporting.layouts import Layout, Word
from reporting.paper import Letterhead, Paper

# No-break spaces, about 10 mm at 14 pt: room for a number or a day written by hand.
BLANK = "\u00a0" * 8
_ROMAN = ((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """1–89; a report has a handful of sections."""
    digits = ""
    for value, sign in _ROMAN:
        while number >= value:
            digits += sign
            number -= value
    return digits


def day_number(day: date) -> str:
    """Days 1–9 take a 0 before them."""
    return f"{day.day:02d}"


def month_number(day: date) -> str:
    """Months 1 and 2 take a 0 before them; 3–9 do not."""
    return f"{day.month:02d}" if day.month <= 2 else str(day.month)


def short_day(day: date) -> str:
    """As citations print it: 03/02/2026, 20/11/2020, 05/7/2022."""
    return f"{day_number(day)}/{month_number(day)}/{day.year}"


def citation(layout: Layout, *, kind: str, number: str, on: date, issuer: str) -> str:
    """A document named in full, as the first time asks: "Kết luận số 93-KL/TW, ngày 20/11/2020 của Ban Bí thư"."""
    return layout.word(Word.CITATION_FORM).format(kind=kind, number=number, day=short_day(on), issuer=issuer)


def number_line(layout: Layout, head: Letterhead) -> str:
    number = BLANK if head.number is None else f"{head.number:02d}"
    return layout.word(Word.NUMBER_FORM).format(number=number, symbol=head.symbol)


def date_words(head: Letterhead) -> str:
    """ "ngày 03 tháng 02 năm 2026", with room for the pen where a part is not known yet."""
    if head.issued_on is not None:
        return f"ngày {day_number(head.issued_on)} tháng {month_number(head.issued_on)} năm {head.issued_on.year}"
    if head.expected_on is not None:
        return f"ngày{BLANK}tháng {month_number(head.expected_on)} năm {head.expected_on.year}"
    return f"ngày{BLANK}tháng{BLANK}năm{BLANK}"


def place_line(head: Letterhead) -> str:
    return f"{head.place}, {date_words(head)}"


def section_title(layout: Layout, place: int, title: str) -> str:
    return layout.word(Word.SECTION_FORM).format(roman=roman(place), title=title)


def appendix_title(layout: Layout, place: int, of: int) -> str:
    """A single appendix carries no number; the State counts its appendices in Roman numerals, the Party in Arabic ones."""
    number, letters = (str(place), roman(place)) if of > 1 else ("", "")
    return layout.word(Word.APPENDIX_FORM).format(number=number, roman=letters).strip()


def appendix_note(layout: Layout, paper: Paper) -> str:
    """The line under an appendix's title; in running text the number takes no colon."""
    number = number_line(layout, paper.letterhead).replace(":", "")
    return layout.word(Word.APPENDIX_NOTE_FORM).format(
        kind=paper.kind_name,
        number=number[:1].lower() + number[1:],
        day=date_words(paper.letterhead),
        issuer=paper.issuer,
    )


def recipient_lines(layout: Layout, recipients: Iterable[str]) -> tuple[str, ...]:
    """ "- …," for each and "- …." for the last."""
    names = [name.strip().lstrip("-–").strip().rstrip(",;.") for name in recipients]
    separator = layout.word(Word.RECIPIENT_SEPARATOR)
    return tuple(f"- {name}{'.' if place == len(names) else separator}" for place, name in enumerate(names, start=1))
