import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agencies.text import nfc, search_key, search_terms, snippet, sort_key

TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
# Words as (letters, tone of the first letter): the order is known from how they are built.
words = st.tuples(st.lists(st.integers(0, len(ALPHABET) - 1), min_size=1, max_size=4), st.integers(0, 5))
names = st.lists(words, min_size=1, max_size=3)


def spelt(name: list[tuple[list[int], int]]) -> str:
    return " ".join(
        unicodedata.normalize("NFC", ALPHABET[letters[0]] + TONES[tone])
        + "".join(ALPHABET[letter] for letter in letters[1:])
        for letters, tone in name
    )


def test_nfc_composes_and_plains_spaces() -> None:
    decomposed = unicodedata.normalize("NFD", "Huyện ủy\u00a0Cờ Đỏ\u200b \r\n  thứ hai\t\rba")
    assert nfc(decomposed) == "Huyện ủy Cờ Đỏ\n  thứ hai\nba"


def test_nfc_joins_a_mark_that_a_zero_width_space_kept_away() -> None:
    assert nfc("e\u200b\u0301") == "é"


@pytest.mark.parametrize("kept", ["hoà", "hòa", "“Kế hoạch” – 25-KH/TU…", "a\f\tb\n\n\nc", "  lùi đầu dòng", "½ Ð"])
def test_nfc_keeps_everything_else(kept: str) -> None:
    assert nfc(kept) == kept


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Số 93-KL/TW", "so 93 kl tw"),
        ("QUẢNG NGÃI", "quang ngai"),
        ("Liên hiệp các Hội KH&KT", "lien hiep cac hoi kh kt"),
        ("Đôn đốc", "don doc"),
        ("\u00d0ảng ủy", "dang uy"),  # the Icelandic capital that old fonts put for Đ
        ("ban_hành  kế_hoạch", "ban hanh ke hoach"),
        ("hoà uỷ", "hoa uy"),
        ("ngh\u00adị quyết", "nghi quyet"),
        ("«!»", ""),
    ],
)
def test_search_key(text: str, key: str) -> None:
    assert search_key(text) == key
    assert search_key(unicodedata.normalize("NFD", text)) == key


def test_tone_placement_does_not_matter_to_search() -> None:
    assert search_key("hòa thủy") == search_key("hoà thuỷ")


def test_search_terms_are_distinct_and_bounded() -> None:
    assert search_terms("  Số 93-KL/TW số 93 ") == ["so", "93", "kl", "tw"]
    assert search_terms("?!") == []
    many = search_terms(" ".join(f"chu{n}" for n in range(30)) + " " + "x" * 500)
    assert len(many) == 8
    assert search_terms("x" * 500) == ["x" * 40]


def test_names_sort_as_in_a_vietnamese_dictionary() -> None:
    in_order = [
        *("An", "An Bình", "Án", "Ạn", "Anh", "Ánh", "Ăn", "Ân", "Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Cờ Dỏ", "Cờ Đỏ"),
        *("Dak", "Đắk Lắk", "Ha Bình", "Hà An", "Hạ Long", "Quận 2", "Quận 10", "Quận O", "Quận Ô Môn", "Quận Ơ"),
        *("Tu", "Tư", "Ủy ban"),
    ]
    assert all(sort_key(one) < sort_key(two) for one, two in pairwise(in_order))


def test_sort_key_ignores_case_punctuation_and_tone_placement() -> None:
    assert sort_key("HOÀ – Bình") == sort_key("hòa bình")
    assert sort_key("Quận 02") == sort_key("quận 2")
    assert sort_key("(Ban) Dân vận") == sort_key("Ban Dân vận")


@given(names, names)
def test_sort_key_orders_word_by_word_letters_before_tones(
    one: list[tuple[list[int], int]], two: list[tuple[list[int], int]]
) -> None:
    assert (sort_key(spelt(one)) < sort_key(spelt(two))) == (one < two)
    assert (sort_key(spelt(one)) == sort_key(spelt(two))) == (one == two)


@given(st.lists(st.integers(0, 10**30), min_size=2))
def test_sort_key_orders_numbers_by_value(numbers: list[int]) -> None:
    for small, large in pairwise(sorted(set(numbers))):
        assert sort_key(f"Quận {small}") < sort_key(f"Quận {large}")


@given(st.text())
@settings(deadline=None)
def test_any_text_is_taken_and_a_second_pass_changes_nothing(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text)
    assert search_key(search_key(text)) == search_key(text)
    assert search_key(nfc(text)) == search_key(text)
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(text)


@given(st.text(alphabet=st.sampled_from("ab ,\n\u1ebf")), st.integers(-2, 30))
def test_snippet_never_exceeds_its_limit_and_begins_the_text(text: str, limit: int) -> None:
    cut = snippet(text, limit)
    line = " ".join(text.split())
    assert len(cut) <= max(limit, 0) or cut == line == ""
    assert line.startswith(cut.removesuffix("…"))
    if cut != line and cut.removesuffix("…") and " " in line[:limit]:
        assert not line[len(cut) - 1].isalpha()


def test_snippet_cuts_after_a_word() -> None:
    assert snippet("Ban Tuyên giáo Thành ủy, theo dõi", 24) == "Ban Tuyên giáo Thành ủy…"
    assert snippet("Ban Tuyên giáo Thành ủy", 12) == "Ban Tuyên…"
    assert snippet("Ban Tuyên  giáo", 14) == "Ban Tuyên giáo"
    assert snippet("x" * 50, 10) == "x" * 9 + "…"
    assert snippet("bất kỳ", 0) == ""


@pytest.mark.parametrize("unit", [" ", "\t\u00a0", "e\u0301", "a_", "9", "\r", "\u0323", "ab, "])
def test_long_texts_take_linear_time(unit: str) -> None:
    text = unit * 200_000
    began = time.perf_counter()
    nfc(text), search_key(text), search_terms(text), sort_key(text), snippet(text, 1000)
    assert time.perf_counter() - began < 20
