"""A paper with long appendices: its body and each part of an appendix are made in processes of their own, then put together.

The body with its short appendices stays tagged; the parts of long ones are not (decision 25).
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from agencies.verdict import ALLOWED, Verdict, refused
from agencies.wording import number
from reporting.layouts import LAYOUTS
from reporting.paper import Paper
from reporting.rendering import pool, wording
from reporting.rendering.merging import Body, Long, Numbers, merge
from reporting.rendering.part import Job, write_job
from reporting.rendering.pool import Progress
from reporting.rendering.profiles import Attached, Profile
from reporting.spool import HELD, Spool
from reporting.templatetags.paper_parts import Hole

__all__ = ["Hole", "PartPage", "Pieces", "is_accessible", "is_printable", "render", "set_apart"]

MOST: Final = 30_000
"""Rows that are still printed: what one slow processor prints within the time that a job has."""


class PartPage(Protocol):
    """Writes the page of one part of an appendix."""

    def __call__(self, *, begins: bool, ends: bool) -> str: ...


@dataclass(frozen=True, slots=True)
class Pieces:
    """What is printed apart: the body with short appendices, and the page of each long one by its place."""

    base: str
    appendices: Mapping[int, PartPage]
    sheet: str


def is_printable(paper: Paper) -> Verdict:
    """Paper ends somewhere: beyond that the workbook has every row."""
    rows = sum(len(appendix.table.rows) for appendix in paper.appendices)
    if rows > MOST:
        return refused(
            f"Phụ lục có {number(rows)} dòng, nhiều hơn {number(MOST)} dòng mà tệp PDF in được. Hãy tải tệp Excel (XLSX) của báo"
            " cáo, ở đó có đủ mọi dòng; hoặc lập báo cáo theo từng văn bản, từng cơ quan."
        )
    return ALLOWED


def is_accessible(paper: Paper) -> Verdict:
    """PDF/UA asks for tags on every page, which parts do not have."""
    if set_apart(paper):
        return refused(
            f"Phụ lục dài hơn {number(HELD)} dòng được in thành nhiều phần, không gắn thẻ đọc được từng ô, nên không có bản PDF/UA."
            " Hãy chọn PDF thường, PDF/A hoặc tệp Excel (XLSX)."
        )
    return ALLOWED


def set_apart(paper: Paper) -> frozenset[int]:
    """Places of the appendices that are printed in parts: the longest, until the others together are held in memory."""
    lengths = {place: len(appendix.table.rows) for place, appendix in enumerate(paper.appendices)}
    apart: set[int] = set()
    for place in sorted(lengths, key=lambda place: -lengths[place]):
        if sum(length for other, length in lengths.items() if other not in apart) > HELD:
            apart.add(place)
    return frozenset(apart)


def render(
    paper: Paper, pieces: Pieces, *, profile: Profile, attachments: Sequence[Attached], progress: Progress | None
) -> bytes:
    """Every piece in a process of its own, as many at a time as there are processors; then one file."""
    layout = LAYOUTS[paper.layout_id]
    with tempfile.TemporaryDirectory(prefix="dondoc-paper-") as name:
        folder = Path(name)
        body = folder / "body"
        attached = tuple((one.name, one.description, one.relationship) for one in attachments)
        job = Job(profile=profile, tagged=True, attached=attached, dated=paper.dated.isoformat() if paper.dated else "")
        write_job(body, job, html=pieces.base, css=pieces.sheet, attachments=attachments)
        long = [
            _lay_out(
                paper, place, pieces, folder, title=wording.appendix_title(layout, place + 1, len(paper.appendices))
            )
            for place in sorted(pieces.appendices)
        ]
        # The body first: it is the longest piece.
        pool.run([body, *(part for one in long for part, _ in one.parts)], progress=progress)
        short = len(paper.appendices) - len(long)
        return merge(Body(body / "out.pdf", short), long, Numbers.of(layout))


def _lay_out(paper: Paper, place: int, pieces: Pieces, folder: Path, *, title: str) -> Long:
    """The jobs of one appendix."""
    appendix = paper.appendices[place]
    table = appendix.table
    spool = table.rows if isinstance(table.rows, Spool) else Spool(table.rows, width=len(table.columns))
    parts = []
    for turn, (rows, count) in enumerate(spool.parts):
        part = folder / f"appendix-{place}-{turn:04d}"
        html = pieces.appendices[place](begins=turn == 0, ends=turn == len(spool.parts) - 1)
        write_job(part, Job(rows=str(rows), aligns=table.aligns), html=html, css=pieces.sheet)
        parts.append((part, count))
    return Long(place, f"{title} {appendix.title}", tuple(parts), held=spool)
