"""Rows too many to hold: written to files of one part each while they come, read again from there."""

from __future__ import annotations

import json
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from itertools import batched, islice
from pathlib import Path
from typing import Final

type Cells = tuple[str, ...]

HELD: Final = 2_000
"""Rows that are still held in memory and printed as one piece (decision 25)."""
PART: Final = 1_000
"""Rows of one part: docs/decisions/0028-paper-in-parts.md has the measurement behind it."""


class Spool:
    """Rows in files of `PART` rows, in a folder that goes when nobody holds this any more; ValueError where a row does not fit."""

    def __init__(self, rows: Iterable[Cells], *, width: int, part: int = PART) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dondoc-rows-"))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        self.parts: list[tuple[Path, int]] = []
        """Each file with how many rows it has."""
        for place, some in enumerate(batched(rows, part)):
            if any(len(row) != width for row in some):
                raise ValueError(f"every row needs {width} cells")
            path = self.folder / f"{place:04d}.jsonl"
            path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in some), encoding="utf-8")
            self.parts.append((path, len(some)))

    def __len__(self) -> int:
        return sum(count for _, count in self.parts)

    def __iter__(self) -> Iterator[Cells]:
        for path, _ in self.parts:
            yield from cells_in(path)


def cells_in(path: Path) -> Iterator[Cells]:
    """The rows of one file, one at a time."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield tuple(json.loads(line))


def held(rows: Iterable[Cells], *, width: int) -> tuple[Cells, ...] | Spool:
    """Few rows as they are; more than `HELD` in files."""
    coming = iter(rows)
    first = tuple(islice(coming, HELD + 1))
    if len(first) <= HELD:
        return first
    return Spool(_both(first, coming), width=width)


def _both(first: Iterable[Cells], rest: Iterable[Cells]) -> Iterator[Cells]:
    yield from first
    yield from rest
