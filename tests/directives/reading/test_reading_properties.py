"""What holds for any text: no error, exact spans, work in proportion to length."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directives.reading.document import Document, read
from directives.reading.values import Span
from tests.bench.reading_growth import PATTERNS
from tests.directives.reading.test_specimens import TEXTS as ALL

PIECES = [
    "Nơi nhận:", "- ", "1. ", "a) ", "I. ", "Điều 1. ", "Kính gửi: ", "Số: ", "/KH-UBND", "KẾ HOẠCH\n", "|",
    "\n", "\n\n", "**", "*", "các ", "phối hợp với ", "Ủy ban nhân dân ", "hằng năm ", "ngày 31/2/2020 ",
    "trước ngày 30/13/2020 ", "(", ")", "định kỳ ", "quý V/2021 ", "tháng 99/2020 ", "của ", "yêu cầu ", "TM. ",
    "Chủ trì: ", "; ", ", ", " và ", "\x00", "\u0301", "_", "năm 99999 ", "41-KL/TW ", ": ", "Sở Y tế ",
    "trong 999 ngày kể từ ngày ký ", "vừa ban hành Kế hoạch số 1-KH/TU ", "báo cáo ", "hai cột        hai cột",
]  # fmt: skip
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def spanned(document: Document) -> Iterator[tuple[str, Span]]:
    """Every value that has a place, except those put together of two columns (issuer) or two lines of a number."""
    for key, one in document.single().items():
        if one and one.span and key in {"place", "title", "acting_body"}:
            yield one.value, one.span
    for found in (*document.addressees, *document.recipients):
        if found.span:
            yield found.value, found.span
    for task in document.tasks:
        yield task.text, task.span
        for found in (*task.lead, *task.coordinating, *task.reports_to):
            if found.span:
                yield found.value, found.span
        if task.deadline:
            yield task.deadline.text, task.deadline.span
    for cited in (*document.implements, *document.cites):
        if cited.number:
            yield cited.number, cited.span


def squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def check(document: Document) -> None:
    document.to_json()
    for value, (start, end) in spanned(document):
        assert 0 <= start <= end <= len(document.shown)
        assert squeezed(value) in squeezed(document.shown[start:end])
    for finding in document.findings:
        assert finding.message
        assert finding.span is None or 0 <= finding.span[0] <= finding.span[1] <= len(document.shown)


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_value_stands_at_its_span(name: str) -> None:
    document = read(ALL[name])
    check(document)
    for task in document.tasks:
        if task.deadline:
            start, end = task.deadline.span
            assert squeezed(document.shown[start:end]) == squeezed(task.deadline.text)
        for found in (*task.lead, *task.coordinating):
            assert found.span is not None
            assert squeezed(document.shown[slice(*found.span)]) == squeezed(found.value)


@QUICK
@given(st.text(max_size=400))
def test_any_text_is_read_without_error(text: str) -> None:
    check(read(text))


@QUICK
@given(st.lists(st.sampled_from(PIECES), max_size=120))
def test_any_heap_of_official_words_is_read_without_error(pieces: list[str]) -> None:
    check(read("".join(pieces)))


@QUICK
@given(st.sampled_from(sorted(ALL)), st.integers(0, 2**32))
def test_damaged_documents_are_read_without_error(name: str, seed: int) -> None:
    chance = random.Random(seed)
    text = ALL[name]
    for _ in range(chance.randint(1, 8)):
        text = damaged(text, chance)
    check(read(text))


def damaged(text: str, chance: random.Random) -> str:
    """The text with words put in, cut out or doubled, lines joined, broken or shuffled, or noise between its letters."""
    place = chance.randint(0, len(text))
    lines = text.split("\n")
    noise = ["", "", "", "", "", "", ".", ",", "-", "\n", "|", "“"]
    ways: list[Callable[[], str]] = [
        lambda: text[:place] + chance.choice(PIECES) + text[place:],
        lambda: text[:place] + text[place + 60 :],
        lambda: text[:place] + text[max(0, place - 200) :],
        lambda: text.replace("\n", " ", 3),
        lambda: text.replace(" ", "\n", 20),
        lambda: "\n".join(chance.sample(lines, len(lines))),
        lambda: "".join(letter + chance.choice(noise) for letter in text[:20_000]),
    ]
    return chance.choice(ways)()


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_long_adversarial_text_is_read_without_error(name: str) -> None:
    check(read(PATTERNS[name] * (20_000 // len(PATTERNS[name]))))


def work(text: str) -> int:
    """Lines of our own code that reading a text runs: the same on any machine."""
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        if "reading" not in frame.f_code.co_filename:
            return None
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_work_grows_in_proportion_to_length(name: str) -> None:
    small = PATTERNS[name] * (2_500 // len(PATTERNS[name]))
    assert work(small * 4) < 4 * 1.5 * work(small) + 5_000
