import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.numbers import TYPES, ParsedNumber, number_key, parse_number

segments = st.from_regex(r"[A-ZĐ][A-ZĐa-z&0-9]{0,7}", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("54-CV/TU", ParsedNumber(54, "", "CV", "TU", "party", "54-CV/TU")),
        ("04-CTr/TU", ParsedNumber(4, "", "CTr", "TU", "party", "04-CTr/TU")),
        ("4-CTr/TU", ParsedNumber(4, "", "CTr", "TU", "party", "04-CTr/TU")),
        ("08-QC/TW", ParsedNumber(8, "", "QC", "TW", "party", "08-QC/TW")),
        ("36-HD/VPTW", ParsedNumber(36, "", "HD", "VPTW", "party", "36-HD/VPTW")),
        ("12a-NQ/TW", ParsedNumber(12, "a", "NQ", "TW", "party", "12a-NQ/TW")),
        ("Số: 70/CTr-LHH", ParsedNumber(70, "", "CTr", "LHH", "state", "70/CTr-LHH")),
        ("123/KH-UBND", ParsedNumber(123, "", "KH", "UBND", "state", "123/KH-UBND")),
        ("1237/QĐ-TTg", ParsedNumber(1237, "", "QĐ", "TTg", "state", "1237/QĐ-TTg")),
        ("369/PGD&ĐT", ParsedNumber(369, "", None, "PGD&ĐT", "state", "369/PGD&ĐT")),
        ("Số 369 / PGD & ĐT", ParsedNumber(369, "", None, "PGD&ĐT", "state", "369/PGD&ĐT")),
        ("8794/VPCP-KGVX", ParsedNumber(8794, "", None, "VPCP-KGVX", "state", "8794/VPCP-KGVX")),
        ("1181/SGDĐT-TTr", ParsedNumber(1181, "", None, "SGDĐT-TTr", "state", "1181/SGDĐT-TTr")),
        ("55/TTLT-BNV-VPCP", ParsedNumber(55, "", None, "TTLT-BNV-VPCP", "state", "55/TTLT-BNV-VPCP")),
        ("30/2008/NQ-CP", ParsedNumber(30, "", "NQ", "CP", "state", "30/2008/NQ-CP", 2008)),
        ("15/2012/QH13", ParsedNumber(15, "", None, "QH13", "state", "15/2012/QH13", 2012)),
        ("895/HD", ParsedNumber(895, "", "HD", "", "state", "895/HD")),
        ("12bis/QĐ-UB", ParsedNumber(12, "bis", "QĐ", "UB", "state", "12bis/QĐ-UB")),
        ("123/qd-UBND", ParsedNumber(123, "", "QĐ", "UBND", "state", "123/QĐ-UBND")),
        ("54/CV/TU", ParsedNumber(54, "", "CV", "TU", None, "54/CV/TU")),
        ("54 CV", ParsedNumber(54, "", "CV", "", None, "54 CV")),
        ("Số 54", ParsedNumber(54, "", None, "", None, "54")),
    ],
)
def test_numbers_of_both_sides(text: str, parsed: ParsedNumber) -> None:
    assert parse_number(text) == parsed


@pytest.mark.parametrize(
    "text",
    [
        "Số 54 - CV/TU",
        "SỐ: 54-CV/TU.",
        "Số\u00a054\u00a0–\u00a0CV/TU",
        "54\u2011CV\u2215TU",
        "54\u2014CV/TU",
        unicodedata.normalize("NFD", "Số 54-CV/TU"),
        "**Số 54-CV/TU**",
        "so 54-CV/TU",
        "54CV/TU",
        "54 CV/TU",
    ],
)
def test_one_number_however_it_is_typed(text: str) -> None:
    assert parse_number(text) == parse_number("54-CV/TU")


@pytest.mark.parametrize("text", ["Số:   /KH-UBND", "Số: …/KH-UBND", "Số:........./KH-UBND", "/KH-UBND"])
def test_a_blank_number_keeps_its_code(text: str) -> None:
    assert parse_number(text) == ParsedNumber(None, "", "KH", "UBND", "state", "/KH-UBND")
    assert parse_number("Số:      -CV/TU") == ParsedNumber(None, "", "CV", "TU", "party", "-CV/TU")


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "Số:", "30/6/2022", "6/2022", "12 người", "KH-UBND", "CTr/TU", "1234567-CV/TU", "54.../KH-UBND"),
        *("Sở 54", "54-CV/", "12abc-NQ/TW", "54-CV/TU ngày 24/12/2020", "54-CV/TU" * 100),
    ],
)
def test_other_texts_are_not_numbers(text: str) -> None:
    assert parse_number(text) is None


def test_every_type_of_the_vocabulary_is_read_on_both_sides() -> None:
    assert len(TYPES) == 17
    for code in TYPES:
        party, state = parse_number(f"54-{code}/TU"), parse_number(f"54/{code.lower()}-UBND")
        assert party
        assert state
        assert (party.type_code, party.side) == (code, "party")
        assert (state.type_code, state.side) == (code, "state")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Số 04-CTr/TU", "4 ctr tu"),
        ("4-CTr/TU", "4 ctr tu"),
        ("005/KH-UBND", "5 kh ubnd"),
        ("54CV/TU", "54 cv tu"),
        ("369/PGD&ĐT", "369 pgd dt"),
        ("05a-NQ/TW", "5a nq tw"),
        ("93 kl", "93 kl"),
        ("Kết luận số 093-KL/TW", "ket luan so 93 kl tw"),
        ("0", "0"),
        ("", ""),
    ],
)
def test_number_key(text: str, key: str) -> None:
    assert number_key(text) == key


@given(st.integers(0, 999_999), segments, segments, st.sampled_from(["-/", "/-"]))
def test_the_canonical_spelling_reads_back(value: int, head: str, tail: str, signs: str) -> None:
    parsed = parse_number(f"Số: {value:03d} {signs[0]} {head} {signs[1]}{tail}")
    assert parsed
    assert parsed.value == value
    assert parsed.side == {"-/": "party", "/-": "state"}[signs]
    assert parse_number(parsed.canonical) == parsed
    assert number_key(parsed.canonical).startswith(str(value))


@given(st.text() | st.text(alphabet=st.sampled_from("Số:os 0123456789abcCVTUĐ&-/–.…_\u00a0²٣\u0301*"), max_size=40))
def test_any_text_is_taken(text: str) -> None:
    parsed = parse_number(text)
    if parsed:
        again = parse_number(parsed.canonical)
        assert again
        assert again.canonical == parsed.canonical
    assert not any(word.startswith("0") and word[1:].isdecimal() for word in number_key(text).split() if word != "0")


@pytest.mark.parametrize("unit", ["9", "a", "-", "/", "A-", "A/", " ", ".", "Số ", "0 ", "&", "\u0301"])
def test_long_texts_take_linear_time(unit: str) -> None:
    began = time.perf_counter()
    parse_number(unit * 199)
    parse_number("54-" + (unit * 190)[:190] + "!")
    parse_number(unit * 200_000)
    number_key(unit * 200_000)
    assert time.perf_counter() - began < 10
