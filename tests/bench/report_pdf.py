"""Printing reports with many rows: processor time and peak memory, each in a process of its own, beside bare WeasyPrint.

`python -m tests.bench.report_pdf` (`make report-bench`); SIZES ("200 2000 20000") for other numbers of rows. Bare WeasyPrint prints
the same table at once, up to `BARE_MOST` rows: beyond, its memory is what parts are there to avoid. Fails where time grows faster
than the rows, or memory grows beyond the largest that is printed in one piece.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Final

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ |= {"DONDOC_DEMO": "0", "DEBUG": "0", "LOG_LEVEL": "ERROR"}

SIZES: Final = (200, 2_000, 20_000)
BARE_MOST: Final = 2_000
STEEPER: Final = 2.0
"""Time per row at one size over that at the size before: a machine that is busy is no counterexample."""


def cells(n: int) -> Iterator[tuple[str, str, str, str, str]]:
    """Rows of a task table as long as those of real reports."""
    for place in range(n):
        late = place % 3 == 1
        yield (
            f"{place % 40}.1. Rà soát, hoàn thiện chính sách và báo cáo kết quả thực hiện nhiệm vụ số {place}, quý I/2026",
            f"Đảng ủy xã, phường số {place % 97}",
            f"{1 + place % 28:02d}/{1 + place % 12}/2026",
            f"Quá hạn {place % 90} ngày" if late else "Hoàn thành đúng hạn",
            f"Đã tổ chức hội nghị quán triệt, ban hành kế hoạch số {place}-KH/ĐU và giao từng đơn vị thực hiện.",
        )


def printed(n: int) -> Callable[[], int]:
    """A whole report as it is printed, in parts where it is long."""
    from reporting.appendices import task_appendix
    from reporting.rendering.pdf import render_pdf
    from tests.reporting.papers import half_year_paper

    return lambda: len(render_pdf(half_year_paper(appendices=(task_appendix(cells(n)),))))


def bare(n: int) -> Callable[[], int]:
    """The same table by WeasyPrint alone: no layout, no tags, the same font."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from reporting.rendering.vendor import FONT_FILES, VendorFetcher

    face = "".join(f'@font-face {{ font-family: Tinos; src: url("vendor:{name}") }}' for name in FONT_FILES.values())
    look = "@page { size: A4 landscape } table { border-collapse: collapse } td { border: 1px solid; font: 11pt Tinos }"

    def write() -> int:
        rows = "".join(f"<tr>{''.join(f'<td>{words}</td>' for words in row)}</tr>" for row in cells(n))
        fonts = FontConfiguration()
        sheet = CSS(string=face + look, url_fetcher=VendorFetcher(), font_config=fonts)
        return len(HTML(string=f"<table>{rows}</table>").write_pdf(stylesheets=[sheet], font_config=fonts))

    return write


THINGS: Final = {"pdf": printed, "pdf bare": bare}


def child(thing: str, n: int) -> None:
    """Write one file here and say what it took, its own processes included."""
    import django

    from tests.bench.apart import peak_mib

    django.setup()
    write = THINGS[thing](n)
    before, began, watch = peak_mib(), _processor(), time.perf_counter()
    size = write()
    others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    said = {"cpu": _processor() - began, "wall": time.perf_counter() - watch, "peak": max(peak_mib(), others)}
    print(json.dumps(said | {"before": before, "own": peak_mib(), "bytes": size}))


def _processor() -> float:
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def measured(thing: str, n: int) -> dict[str, float]:
    """What one file takes in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.bench.report_pdf", "child", thing, str(n)],
        capture_output=True, text=True, check=True, timeout=7200,
    )  # fmt: skip
    found: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return found


def main() -> int:
    """One table; the last line says whether growth is as promised."""
    sizes = [int(size) for size in os.environ.get("SIZES", "").split()] or list(SIZES)
    found: dict[tuple[str, int], dict[str, float]] = {}
    print(
        f"{'':10}{'rows':>8}{'cpu s':>9}{'ms/row':>9}{'× bare':>9}{'grows':>8}{'peak MiB':>10}{'own MiB':>9}{'MB':>7}"
    )
    for n in sizes:
        for thing in THINGS:
            if thing.endswith("bare") and n > BARE_MOST:
                continue
            found[thing, n] = measured(thing, n)
    wrong = []
    for thing in THINGS:
        before: tuple[int, float] | None = None
        for n in [n for n in sizes if (thing, n) in found]:
            one = found[thing, n]
            yardstick = next(
                found["pdf bare", m]["cpu"] / m for m in reversed(sizes) if m <= n and ("pdf bare", m) in found
            )
            each = one["cpu"] / n
            grows = each / before[1] if before else 1.0
            print(
                f"{thing:10}{n:>8}{one['cpu']:>9.1f}{1000 * each:>9.1f}{each / yardstick:>9.2f}{grows:>8.2f}"
                f"{one['peak']:>10.0f}{one['own']:>9.0f}{one['bytes'] / 1e6:>7.1f}",
                flush=True,
            )
            if grows > STEEPER:
                wrong.append(f"{thing}, {n} rows: time per row grew {grows:.2f} times")
            before = n, each
    whole = max((one["peak"] for (thing, n), one in found.items() if thing == "pdf" and n <= BARE_MOST), default=0)
    wrong += [
        f"pdf, {n} rows: a process needed {found['pdf', n]['peak']:.0f} MiB, one piece {whole:.0f}"
        for n in sizes
        if whole and n > BARE_MOST and found["pdf", n]["peak"] > whole
    ]
    for line in wrong:
        print(line)
    print(f"report-bench: {'as promised' if not wrong else f'{len(wrong)} broken promises'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        child(sys.argv[2], int(sys.argv[3]))
    else:
        sys.exit(main())
