"""The same paper, sent as text, Word, PDF or web page, is the same record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from directives.reading.command import record_of
from directives.reading.extraction import extract
from tests.directives.reading.papers import ALL, Paper, as_html, as_pdf, as_text, as_web, as_word

EXPECTED: dict[str, dict[str, object]] = {
    "party_letter": {
        "number": "315-CV/TU", "date": "2023-06-14", "issuer": "TỈNH ỦY AN THỊNH",
        "paths": ["1", "2.a", "2.b", "3"], "first": "Ban Tuyên giáo Tỉnh ủy",
    },
    "state_plan": {
        "number": "208/KH-UBND", "date": "2024-02-21", "issuer": "ỦY BAN NHÂN DÂN TỈNH HÀ LONG",
        "paths": ["II.1", "II.2", "II.3", "III.1", "III.2"], "first": "Sở Nông nghiệp và Phát triển nông thôn",
    },
    "programme": {
        "number": "24-CTr/TU", "date": "2025-01-09", "issuer": "TỈNH ỦY BÌNH SƠN",
        "paths": ["I.1", "I.2", "II.1", "II.2"], "first": "Ủy ban Kiểm tra Tỉnh ủy",
    },
}  # fmt: skip
WAYS: dict[str, tuple[str, Callable[[Paper], bytes]]] = {
    "word": ("docx", as_word),
    "pdf": ("pdf", as_pdf),
    "web": ("html", as_web),
    "page": ("html", lambda paper: as_html(paper).encode()),
}


def core(content: bytes) -> dict[str, Any]:
    record: Any = record_of(extract(content).text)
    return {
        **{key: record[key] for key in ("number", "date", "issuer", "type_code", "title", "place")},
        **{key: record[key] for key in ("addressees", "recipients", "signer")},
        "implements": [one["number"] for one in record["implements"]],
        "tasks": [
            (task["path"], task["lead"], task["coordinating"], task["deadline_resolved"], task["recurrence_periods"])
            for task in record["tasks"]
        ],
    }  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("paper", ALL)
def test_one_paper_is_one_record_in_every_kind_of_file(paper: str, way: str) -> None:
    told = core(as_text(ALL[paper]))
    expected = EXPECTED[paper]
    assert (told["number"], told["date"], told["issuer"].upper()) == tuple(
        expected[key] for key in ("number", "date", "issuer")
    )
    paths = [task[0] for task in told["tasks"]]
    assert [path for path in paths if "cuối" not in path] == expected["paths"]
    assert told["tasks"][0][1] == [expected["first"]]
    kind, made = WAYS[way]
    content = made(ALL[paper])
    assert extract(content).kind == kind
    assert core(content) == told


def test_a_task_table_keeps_partners_and_dates() -> None:
    tasks = core(as_word(ALL["state_plan"]))["tasks"]
    assert tasks[0][2] == ["UBND các huyện, thành phố"]
    assert tasks[0][3] == "2024-04-30"
    assert tasks[1][4] == ["hằng quý"]
    assert tasks[2][3] == "2024-09-30"


def test_what_a_portal_puts_around_a_paper_is_no_part_of_it() -> None:
    text = extract(as_web(ALL["state_plan"])).text
    for furniture in ("Trang chủ", "Chia sẻ", "Quang cảnh", "Sở Xây dựng", "Họ tên", "Tin liên quan", "Bản quyền"):
        assert furniture not in text
