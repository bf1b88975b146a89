"""How fast papers are read: milliseconds for taking the text out of a file and for reading it, and their growth with pages.

`python -m tests.bench.reading [PAGES …]` (1 10 50 100 300 unless given).
"""

from __future__ import annotations

import io
import random
import statistics
import sys
import time
from collections.abc import Callable

import pikepdf
from docx import Document
from weasyprint import HTML

from directives.reading.document import read
from directives.reading.extraction import extract, extract_safely
from tests.directives.reading.papers import prose, saved

PAGES = (1, 10, 50, 100, 300)
ITEMS_A_PAGE = 14
_STYLE = "@page { size: A4; margin: 2cm; @top-center { content: counter(page) } } p { margin: 4pt 0; font-size: 13pt }"
_SECTION = 10  # pages that are laid out at once; longer papers are put together of such parts


def items(pages: int) -> list[str]:
    """Paragraphs of a plan of about so many pages."""
    chance = random.Random(1)
    out = [
        "ỦY BAN NHÂN DÂN TỈNH HÀ LONG",
        "Số: 208/KH-UBND",
        "Hà Long, ngày 21 tháng 02 năm 2024",
        "KẾ HOẠCH",
        "Công tác năm 2025",
    ]
    out += [
        "Căn cứ Nghị quyết số 12/NQ-HĐND ngày 10/12/2023, Ủy ban nhân dân tỉnh ban hành Kế hoạch với các nội dung sau:"
    ]
    for page in range(pages):
        out.append(f"{'IVX'[page % 3]}. NHÓM NHIỆM VỤ THỨ {page + 1}")
        out += [f"{number}. {prose(chance, 1)}" for number in range(1, ITEMS_A_PAGE + 1)]
    return out


def as_word(paras: list[str]) -> bytes:
    document = Document()
    for para in paras:
        document.add_paragraph(para)
    return saved(document)


def as_pdf(paras: list[str], pages: int) -> bytes:
    step = ITEMS_A_PAGE * _SECTION
    out = pikepdf.new()
    for start in range(0, len(paras), step):
        body = "".join(f"<p>{para}</p>" for para in paras[start : start + step])
        part = HTML(string=f"<style>{_STYLE}</style>{body}").write_pdf() or b""
        with pikepdf.open(io.BytesIO(part)) as section:
            out.pages.extend(section.pages)
    while len(out.pages) > pages:
        del out.pages[-1]
    kept = io.BytesIO()
    out.save(kept)
    return kept.getvalue()


def milliseconds(work: Callable[[], object], rounds: int) -> float:
    """Median of some rounds, after one that loads what is needed."""
    work()
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def main(pages: tuple[int, ...]) -> int:
    made: dict[str, Callable[[list[str], int], bytes]] = {
        "txt": lambda paras, _: "\n\n".join(paras).encode(),
        "docx": lambda paras, _: as_word(paras),
        "pdf": as_pdf,
    }
    heads = ("pages", "text ms", "ms/page", "child ms", "read ms", "ms/page", "to first", "tasks")
    print(f"{'':5}" + "".join(f"{head:>10}" for head in heads))
    for kind, make in made.items():
        first = 0.0
        for wanted in pages:
            content = make(items(wanted), wanted)
            found = extract(content)
            text, count = found.text, found.pages or wanted
            rounds = 5 if count <= 50 else 3
            out = milliseconds(lambda content=content: extract(content), rounds)  # type: ignore[misc]
            child = milliseconds(lambda content=content: extract_safely(content), 2)  # type: ignore[misc]
            reading = milliseconds(lambda text=text: read(text), rounds)  # type: ignore[misc]
            first = first or (out + reading) / count
            figures = (f"{out:.1f}", f"{out / count:.2f}", f"{child:.0f}", f"{reading:.1f}", f"{reading / count:.2f}")
            grown = f"{(out + reading) / count / first:.2f}"
            print(
                f"{kind:5}{count:10}" + "".join(f"{one:>10}" for one in (*figures, grown, len(read(text).tasks))),
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(tuple(map(int, sys.argv[1:])) or PAGES))
