"""`python -m reporting.rendering.part JOB`: one part of a long paper, made in a process that ends when it is made.

The job is a folder: `job.json`, `page.html` with a place for rows, `sheet.css`, files to attach; `out.pdf` is what comes of it.
No Django settings are read and no database is reached. When who started it dies, it ends too.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from reporting.paper import Align
from reporting.rendering.profiles import Attached, Profile, Relationship
from reporting.rendering.weaving import weave
from reporting.spool import cells_in
from reporting.templatetags.paper_parts import ROWS_HERE, row_markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What one process is told: `rows` is a file of rows, `aligns` how their columns stand, `attached` name, words and relation."""

    profile: str = Profile.PLAIN.value
    tagged: bool = False
    dated: str = ""
    rows: str = ""
    aligns: tuple[Align, ...] = ()
    attached: tuple[tuple[str, str, Relationship], ...] = ()


def write_job(folder: Path, job: Job, *, html: str, css: str, attachments: Sequence[Attached] = ()) -> None:
    """Lay out the folder of a job."""
    folder.mkdir()
    (folder / "page.html").write_text(html, encoding="utf-8")
    (folder / "sheet.css").write_text(css, encoding="utf-8")
    for place, one in enumerate(attachments):
        (folder / f"attached-{place}").write_bytes(one.data)
    (folder / "job.json").write_text(json.dumps(asdict(job)), encoding="utf-8")


def do_job(folder: Path) -> None:
    """Make `out.pdf` of what the folder says."""
    job = Job(**json.loads((folder / "job.json").read_text(encoding="utf-8")))
    html = (folder / "page.html").read_text(encoding="utf-8")
    if job.rows:
        before, after = html.split(ROWS_HERE)
        html = "".join([before, *(row_markup(job.aligns, row) for row in cells_in(Path(job.rows))), after])
    attachments = [
        Attached(name, (folder / f"attached-{place}").read_bytes(), words, relation)
        for place, (name, words, relation) in enumerate(job.attached)
    ]
    css = (folder / "sheet.css").read_text(encoding="utf-8")
    dated = date.fromisoformat(job.dated) if job.dated else None
    data = weave(html, css, profile=Profile(job.profile), attachments=attachments, dated=dated, tagged=job.tagged)
    (folder / "out.pdf").write_bytes(data)


def _end_with_parent() -> None:
    """The parent holds the other end of our input: it closes when the parent dies, however it dies."""
    while os.read(0, 1024):
        pass
    os._exit(3)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    do_job(Path(sys.argv[1]))
