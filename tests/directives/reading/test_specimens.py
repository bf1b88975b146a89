"""Documents of our own in every shape that offices use: each is read as a careful person reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from directives.reading.document import read
from tests.directives.reading.specimens import ALL

HERE = Path(__file__).parent / "specimens"
CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "raw"
NAMES = sorted(path.stem for path in HERE.glob("*.txt"))
TEXTS = {**{name: (HERE / f"{name}.txt").read_text() for name in NAMES}, **ALL}
TEXTS |= {path.stem: path.read_text() for path in sorted(CORPUS.glob("*.txt"))} if CORPUS.is_dir() else {}
EMPTY: dict[str, Any] = {
    "lead": [],
    "lead_from": None,
    "coordinating": [],
    "deadline": None,
    "deadline_resolved": None,
    "recurrence_periods": [],
    "reports_to": [],
    "is_reporting_duty": False,
    "is_monitoring_duty": False,
}


def test_there_are_specimens_of_every_shape() -> None:
    assert len(NAMES) >= 16
    assert {path.stem for path in HERE.glob("*.json")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_specimen_is_read_as_expected(name: str) -> None:
    expected = json.loads((HERE / f"{name}.json").read_text())
    record: dict[str, Any] = read(TEXTS[name]).to_json()
    for key in ("implements", "cites"):
        assert [one["number"] for one in record[key]] == expected.pop(key)
    assert sorted({one["kind"] for one in record["findings"]}) == expected.pop("findings")
    tasks = [{key: task[key] for key in ("path", *EMPTY)} for task in record["tasks"]]
    assert tasks == [EMPTY | task for task in expected.pop("tasks")]
    assert {key: record[key] for key in expected} == expected


def squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def placed(record: dict[str, Any]) -> Iterator[tuple[str, str | None, list[int] | None]]:
    """What is printed beside a span: where, the words, the span."""
    spans = record["spans"]
    for key in ("type_name", "number", "issuer", "issuer_superior", "acting_body", "place", "title"):
        yield key, record[key], spans.get(key)
    for key, value in record["signer"].items():
        yield f"signer_{key}", value, spans.get(f"signer_{key}")
    for key in ("addressees", "recipients"):
        yield from ((key, value, span) for value, span in zip(record[key], spans[key], strict=True))
    for cited in (*record["implements"], *record["cites"]):
        yield "citation", cited["number"], cited["span"]
    for task in record["tasks"]:
        yield "task", task["text"], task["span"]
        for key in ("lead", "coordinating", "reports_to"):
            yield from ((key, value, span) for value, span in zip(task[key], task["spans"][key], strict=True))
        yield "deadline", task["deadline_text"], task["spans"]["deadline"]


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_the_words_at_a_span_are_the_value(name: str) -> None:
    """A value is what its span covers; one that columns part stands at its first piece, a citation opens with its type."""
    document = read(TEXTS[name])
    record: dict[str, Any] = document.to_json()
    for where, value, span in placed(record):
        if value is None or span is None:
            assert value is None or where in record["deduced"] or record["source_kind"] == "press", (where, value)
            continue
        assert 0 <= span[0] < span[1] <= len(document.shown), (where, value)
        said, words = squeezed(document.shown[span[0] : span[1]]), squeezed(value)
        if where in {"issuer", "issuer_superior", "signer_authority", "signer_title", "task"}:
            assert words.startswith(said), (where, value, document.shown[span[0] : span[1]])
        elif where == "citation":
            assert said.endswith(words), (where, value)
        else:
            assert said == words, (where, value, document.shown[span[0] : span[1]])


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_other_spans_lie_in_the_text(name: str) -> None:
    document = read(TEXTS[name])
    record: dict[str, Any] = document.to_json()
    spans = [one["span"] for one in record["findings"] if one["span"]]
    spans += [task["spans"]["recurrence"] for task in record["tasks"] if task["spans"]["recurrence"]]
    spans += [record["spans"]["date"]] if record["spans"].get("date") else []
    assert all(0 <= start < end <= len(document.shown) for start, end in spans)
    paths = {task["path"] for task in record["tasks"]}
    assert {one["task"] for one in record["findings"] if one["kind"] in {"no_agency", "period_not_said"}} <= paths
