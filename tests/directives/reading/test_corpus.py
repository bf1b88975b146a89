"""Floors on the corpus that lies beside the project where it is developed; elsewhere the specimens stand alone."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from directives.reading.command import main

ROOT = Path(__file__).resolve().parents[3]
CORPUS = ROOT.parent / "shared" / "corpus"
FLOORS = {"header": 0.98, "links": 0.97, "tasks": 0.97, "agencies": 0.86, "time": 0.90, "duties": 0.90, "overall": 0.94}


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_the_corpus_is_read_as_well_as_two_careful_people_would(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scorer: dict[str, Any] = {"__name__": "score", "__file__": str(CORPUS / "score.py")}
    exec(compile((CORPUS / "score.py").read_text(), "score.py", "exec"), scorer)  # noqa: S102

    def read_here(command: str, path: Path) -> Any:
        assert main([str(path)]) == 0
        return json.loads(capsys.readouterr().out)

    scorer["read"] = read_here
    out = tmp_path / "figures.json"
    asked = ["score.py", str(CORPUS / "gold"), str(CORPUS / "raw"), "--reader", "{file}", "--json", str(out)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", asked)
        scorer["main"]()
    groups = json.loads(out.read_text())["groups"]
    assert {name: groups[name] for name in FLOORS if groups[name] < FLOORS[name]} == {}
