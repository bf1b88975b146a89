"""Long appendices: printed in parts, numbered through, bookmarked, the same bytes each time; and where paper ends."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pikepdf
import pytest

from agencies.verdict import Denied
from reporting.appendices import OVERDUE_COLUMNS, TASK_COLUMNS, silent_appendix, task_appendix
from reporting.layouts import LAYOUTS
from reporting.paper import Appendix, Paper, Table, long_table
from reporting.rendering import parts, pool
from reporting.rendering.merging import Body, Long, Numbers, merge
from reporting.rendering.part import Job, write_job
from reporting.rendering.pdf import render_pdf
from reporting.rendering.profiles import Attached, Profile
from reporting.rendering.weaving import weave
from reporting.spool import HELD, PART, Spool
from tests.paper.documents import claims
from tests.paper.reading import MM, Page, fonts, read
from tests.reporting.papers import half_year_paper

ROWS = [
    (
        str(n),
        f"Việc thứ {n:03d} theo Kết luận số 93-KL/TW",
        "Huyện ủy Cờ Đỏ",
        "11/7/2022",
        "Quá hạn",
        "Chờ <b>hướng dẫn</b>",
    )
    for n in range(1, 71)
]
LATE = [(str(n), f"Chậm {n:02d}", "Quận ủy Ô Môn", "11/4/2022", "94", "Chưa nêu", "–") for n in range(1, 6)]


def long_paper() -> Paper:
    """A short appendix, one of 70 rows in parts of 40 with a total, a short one."""
    total = ("", "Tổng số", "", "", "70", "")
    tasks = Table(TASK_COLUMNS, Spool(ROWS, width=6, part=40), total=total)
    late = Table(OVERDUE_COLUMNS, tuple(LATE))
    silent = silent_appendix([("Huyện ủy Cờ Đỏ", "Quý I")])
    return half_year_paper(appendices=(Appendix("Chậm", late), Appendix("Danh mục", tasks), silent))


class Printed:
    """The long paper as PDF/A, with everything that was told while it was made."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []
        self.attached = (Attached("so-lieu.json", b"{}", "Số liệu"),)
        self.data = self.again()
        self.pages = read(self.data)

    def again(self) -> bytes:
        return render_pdf(
            long_paper(), profile=Profile.ARCHIVE, attachments=self.attached, progress=lambda *of: self.told.append(of)
        )


@pytest.fixture(scope="module")
def few() -> Iterator[None]:
    """Thirty rows are many in this module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "HELD", 30)
        yield


@pytest.fixture(scope="module")
def printed(few: None) -> Printed:
    return Printed()


def rows_on(page: Page) -> list[str]:
    return [line.text[9:12] for line in page.lines if line.text.startswith("Việc thứ ")]


def test_every_row_is_there_once_in_its_order_under_a_repeated_head(printed: Printed) -> None:
    with_rows = [page for page in printed.pages if rows_on(page)]
    assert [row for page in with_rows for row in rows_on(page)] == [f"{n:03d}" for n in range(1, 71)]
    assert all(page.has("Nhiệm vụ, đầu việc") for page in with_rows)
    assert sum(page.has("Danh mục") for page in with_rows) == 1
    assert [page.has("Tổng số") for page in with_rows].index(True) == len(with_rows) - 1
    assert all(page.has("Chờ <b>hướng dẫn</b>") for page in with_rows)
    assert all(page.has("DỮ LIỆU MINH HỌA") for page in printed.pages)
    assert all(page.width > page.height for page in with_rows)


def test_appendices_keep_their_order_and_pages_their_numbers(printed: Printed) -> None:
    heads = [page.line("PHỤ LỤC").text for page in printed.pages if page.has("PHỤ LỤC")]
    assert heads == ["PHỤ LỤC 1", "PHỤ LỤC 2", "PHỤ LỤC 3"]
    assert not any(line.text == "1" and line.baseline < 20 * MM for line in printed.pages[0].lines)
    plain = read(render_pdf(half_year_paper()))
    for place, page in enumerate(printed.pages[1:], start=2):
        drawn, woven = (
            min(some.lines, key=lambda line: line.baseline) for some in (page, plain[1 if place < 3 else 2])
        )
        assert drawn.text == str(place)
        assert drawn.size == pytest.approx(woven.size, abs=0.05)
        assert drawn.baseline == pytest.approx(woven.baseline, abs=0.1)
        # Two digits stand as far to both sides as one.
        assert drawn.middle == pytest.approx(woven.middle, abs=0.1)
        assert drawn.letters[0].face == woven.letters[0].face
    assert fonts(printed.data) == {"Tinos"}


def test_bookmarks_lead_to_the_appendices_and_their_parts(printed: Printed) -> None:
    with pikepdf.open(io.BytesIO(printed.data)) as pdf, pdf.open_outline() as outline:
        places = {page.obj.objgen: place for place, page in enumerate(pdf.pages)}
        found, spans = (
            [(item.title, places[cast("pikepdf.Array", item.destination)[0].objgen]) for item in items]
            for items in (outline.root[5:], outline.root[6].children)
        )
    assert [title for title, _ in found] == [
        "Phụ lục 1 Chậm",
        "Phụ lục 2 Danh mục",
        "Phụ lục 3 Cơ quan, đơn vị chưa báo cáo",
    ]
    assert all(printed.pages[page].has(title[:9].upper()) for title, page in found)
    assert [title for title, _ in spans] == ["Dòng 1–40", "Dòng 41–70"]
    assert [rows_on(printed.pages[page])[0] for _, page in spans] == ["001", "041"]


def test_the_body_stays_tagged_and_the_file_keeps_what_it_claims(printed: Printed) -> None:
    found = [one for one in claims(long_paper(), printed.data, Profile.ARCHIVE, printed.attached) if not one.within]
    assert [one.what for one in found] == ["mục lục của tệp"]  # two more, for the parts
    with pikepdf.open(io.BytesIO(printed.data)) as pdf:
        tagged = [page for page in pdf.pages if "/StructParents" in page.obj]
        assert 0 < len(tagged) < len(pdf.pages)
        assert pdf.Root.MarkInfo.Suspects


def test_the_same_paper_is_the_same_file_and_progress_is_told(printed: Printed) -> None:
    assert [total for _, total in printed.told] == [3] * 3
    assert [done for done, _ in printed.told] == [1, 2, 3]
    assert printed.again() == printed.data


def test_pdf_ua_is_not_offered_and_says_so(few: None) -> None:
    with pytest.raises(Denied, match="không có bản PDF/UA"):
        render_pdf(long_paper(), profile=Profile.ACCESSIBLE)
    assert parts.is_accessible(half_year_paper())


def test_paper_ends_somewhere_and_the_workbook_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST", 70)
    with pytest.raises(Denied, match=r"Phụ lục có 76 dòng, nhiều hơn 70 dòng .* tệp Excel \(XLSX\)"):
        render_pdf(long_paper())


def test_the_longest_appendices_are_set_apart_until_the_others_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    def lengths(*rows: int) -> Paper:
        tables = [Table(TASK_COLUMNS, tuple(ROWS[:1] * some)) for some in rows]
        return half_year_paper(appendices=tuple(Appendix("Thử", table) for table in tables))

    monkeypatch.setattr(parts, "HELD", 20)
    assert parts.set_apart(lengths(20, 0)) == frozenset()
    assert parts.set_apart(lengths(21)) == {0}
    assert parts.set_apart(lengths(9, 12, 1)) == {1}
    assert parts.set_apart(lengths(5, 50, 30)) == {1, 2}


@pytest.mark.parametrize("order", ["LSL", "SLLS", "LL", "SSL"])
def test_whatever_the_order_pages_and_bookmarks_follow_it(order: str, tmp_path: Path) -> None:
    """S is short and in the body, L is long and in two parts of one page each."""

    def page(words: str) -> str:
        return f"<h2 class='a'>{words}</h2>"

    css = "@page { size: A4 } body { font-family: Tinos } h2 { break-before: page; bookmark-level: 1 } .b { break-before: auto }"
    shorts = [f"S{place}" for place, kind in enumerate(order) if kind == "S"]
    html = "<html lang='vi'><title>x</title><h2 class='b'>Mục</h2>" + "".join(map(page, shorts))
    body = tmp_path / "body.pdf"
    body.write_bytes(weave(html, css))
    long = []
    for place, kind in enumerate(order):
        if kind == "L":
            pieces = []
            for turn in "ab":
                (tmp_path / f"L{place}{turn}").mkdir()
                (tmp_path / f"L{place}{turn}" / "out.pdf").write_bytes(
                    weave(page(f"L{place}{turn}"), css, tagged=False)
                )
                pieces.append((tmp_path / f"L{place}{turn}", 10))
            long.append(Long(place, f"L{place}", tuple(pieces), Spool([], width=1)))
    data = merge(Body(body, len(shorts)), long, Numbers.of(LAYOUTS["hd05"]))
    wanted = [f"{kind}{place}" for place, kind in enumerate(order)]
    pages = [name for kind in wanted for name in ([f"{kind}a", f"{kind}b"] if kind[0] == "L" else [kind])]
    assert [line.text for page in read(data) for line in page.lines if not line.text.isdecimal()] == ["Mục", *pages]
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Mục", *wanted]


# --- rows that wait in files ----------------------------------------------------------------------------------------


def test_many_rows_wait_in_files_and_few_do_not() -> None:
    def rows(some: int) -> Iterator[tuple[str, str, str, str, str]]:
        return ((f"Việc {n}\r\n\u2028 “”", "b", "c", "d", "e") for n in range(some))

    few, many = task_appendix(rows(HELD)).table, task_appendix(rows(HELD + 1)).table
    assert isinstance(few.rows, tuple)
    assert isinstance(many.rows, Spool)
    assert [count for _, count in many.rows.parts] == [PART] * (HELD // PART) + [1]
    assert list(many.rows)[:HELD] == list(few.rows)
    assert len(many.rows) == HELD + 1
    assert next(iter(many.lines))[1][1] == "Việc 0\r\n\u2028 “”"
    folder = many.rows.folder
    assert folder.stat().st_mode & 0o077 == 0
    del many
    assert not folder.exists()


def test_a_row_that_does_not_fit_is_refused_on_its_way_into_a_file() -> None:
    with pytest.raises(ValueError, match="needs 6 cells"):
        long_table(TASK_COLUMNS, (("1", "2") for _ in range(HELD + 1)))


# --- processes ------------------------------------------------------------------------------------------------------


def a_job(tmp_path: Path, name: str, html: str = "<p>Tốt</p>") -> Path:
    folder = tmp_path / name
    write_job(folder, Job(), html=html, css="p { font-family: Tinos }")
    return folder


def test_a_part_that_fails_ends_the_others_and_is_told(tmp_path: Path) -> None:
    jobs = [a_job(tmp_path, "good"), a_job(tmp_path, "bad")]
    (jobs[1] / "job.json").write_text("{", encoding="utf-8")
    told: list[Any] = []
    with pytest.raises(pool.PartFailedError, match=r"bad ended with 1: (.|\n)*JSONDecodeError"):
        pool.run(jobs, progress=lambda *of: told.append(of), at_once=1)
    assert told == [(1, 2)]


def test_a_part_ends_with_who_started_it(tmp_path: Path) -> None:
    """The parent is killed while its child is at work on something that takes long."""
    job = a_job(tmp_path, "slow", "<p>Chậm</p>" * 20_000)
    script = f"import pathlib; from reporting.rendering import pool; pool.run([pathlib.Path({str(job)!r})])"
    parent = subprocess.Popen([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": str(Path.cwd())})
    children = Path(f"/proc/{parent.pid}/task")
    if not children.exists():
        parent.kill()
        parent.wait()
        pytest.skip("no /proc to see children in")
    found: list[str] = []
    limit = time.monotonic() + 30
    while not found and time.monotonic() < limit:
        found = [pid for task in children.iterdir() for pid in (task / "children").read_text(encoding="ascii").split()]
        time.sleep(0.05)
    parent.kill()
    parent.wait()
    while Path(f"/proc/{found[0]}").exists() and time.monotonic() < limit:
        if Path(f"/proc/{found[0]}/stat").read_text(encoding="ascii").split(") ")[1].startswith("Z"):
            break
        time.sleep(0.05)
    else:
        assert not Path(f"/proc/{found[0]}").exists()
    assert not (job / "out.pdf").exists()
