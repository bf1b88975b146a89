"""The tables of docs/quyen/ as rows and cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parents[2] / "docs" / "quyen"
ADDRESSES: Final = FOLDER / "dia-chi.md"
VERBS: Final = FOLDER / "hanh-dong.md"
SIDE_DOORS: Final = FOLDER / "loi-phu.md"

MAY, REFUSED, UNSEEN, NOTHING, SIGN_IN = "✓", "từ chối", "không thấy", "–", "đăng nhập"
ANSWERS: Final = (MAY, REFUSED, UNSEEN, NOTHING, SIGN_IN)
HEAD: Final = ("Việc", "Mã", "Trạng thái")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table for one of its codes and one of its states: what each relation is answered."""

    words: str
    code: str
    state: str
    cells: tuple[tuple[str, str], ...]
    where: str


def _split(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def rows_of(path: Path) -> Iterator[Row]:
    """Every row of every table of a page; a cell may list several codes and several states, each pair is a row of its own."""
    columns: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.startswith("|"):
            columns = []
            continue
        cells = _split(line)
        if not columns:
            columns = cells
            continue
        if set(line) <= set("|-: ") or tuple(columns[:3]) != HEAD:
            continue
        words, codes, states, *said = cells
        where = f"{path.name}:{number}"
        assert len(cells) == len(columns), f"{where}: {len(cells)} cells under {len(columns)} columns"
        assert set(said) <= set(ANSWERS), f"{where}: {sorted(set(said) - set(ANSWERS))} is no answer"
        for code in re.findall(r"`([^`]+)`", codes):
            for state in states.split(";"):
                yield Row(words, code, state.strip(), tuple(zip(columns[3:], said, strict=True)), where)
