"""`make bench`: load a database of each size, measure, print one table; fails when query counts grow with the size.

TASKS or SIZES ("20000 200000") name the sizes, SAMPLES the rounds, KEEP=1 leaves the last database for looking at it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# As in production: no sample accounts, no debugging.
os.environ |= {"DONDOC_DEMO": "0", "DEBUG": "0", "LOG_LEVEL": "WARNING"}

SEED = 1
JOB_ROUNDS = 4
LIMIT = 3.0
BROKEN: set[str] = set()


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table; milliseconds are this machine's, the ratio is what counts."""

    name: str
    kind: str
    rows: int
    queries: int
    p50_ms: float
    p95_ms: float
    ratio50: float
    ratio95: float
    framed95: float | None = None


def prepare() -> None:
    """Settings of the bench, before anything reads them."""
    import django
    from django.conf import settings

    from tests.bench import database

    database.point()
    settings.ROOT_URLCONF = "tests.bench.urls"
    folders: Any = settings.TEMPLATES[0]["DIRS"]
    settings.TEMPLATES[0]["DIRS"] = [*folders, settings.BASE_DIR / "tests/bench/templates"]
    # What static files are called costs nothing; collecting them first would.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    django.setup()


def bench(size: int, *, rounds: int, keep: bool) -> list[Result]:
    """Load one size and measure everything on it."""
    from django.core.management import call_command
    from django.urls import reverse
    from django.utils import timezone

    from tests.bench import database, measure, pages, wide

    with database.fresh(keep=keep):
        call_command("generate_load", tasks=size, seed=SEED)
        day = timezone.localdate()
        people = pages.People.busiest()
        plan = wide.plan_of(people.office, day=day)
        found = [page for page in pages.pages(people, wide=plan, day=day) if _answers(page)]
        bare = pages.visit(pages.Page("bare", people.office, reverse("bare"), 50))
        things = [(page.name, pages.visit(page)) for page in found]
        yardstick, samples = measure.interleaved(bare, things, rounds=rounds)
        results = [_line(yardstick, yardstick, 50, "yardstick")]
        results += [_line(one, yardstick, page.rows, page.kind) for one, page in zip(samples, found, strict=True)]
        return [*_beside_frame(results), *_jobs(people.office, day, size)]


def _answers(page: Any) -> bool:
    """Whether the page can be measured; one that breaks is told and makes the bench fail at its end."""
    from tests.bench import pages

    try:
        pages.visit(page)()
    except Exception as error:
        print(f"broken: {page.name} ({page.url}): {type(error).__name__}: {error}")
        BROKEN.add(page.name)
        return False
    return True


def _jobs(office: Any, day: date, size: int) -> list[Result]:
    """What is measured against a bare SELECT of its own."""
    from plans.reminders.opening import open_reminders
    from tests.bench import measure, pages

    lines = []
    for name, (run, bare) in (
        ("open reminders, first run", pages.opening(day)),
        ("figures of a report", pages.report(office, on=day)),
    ):
        yardstick, samples = measure.interleaved(bare, [(name, run)], rounds=JOB_ROUNDS, warm_up=1)
        lines.append(_line(samples[0], yardstick, size, "job"))
    print(f"reminders: {open_reminders(on=day)}")
    run, bare = pages.opening(day)
    yardstick, samples = measure.interleaved(bare, [("open reminders, nothing new", run)], rounds=JOB_ROUNDS, warm_up=1)
    return [*lines, _line(samples[0], yardstick, size, "job")]


def _beside_frame(results: list[Result]) -> list[Result]:
    """The p95 of each also as a ratio to the yardstick within the product's frame."""
    frame = next(one.p95_ms for one in results if one.name == "bare, in the frame")
    return [replace(one, framed95=round(one.p95_ms / frame, 2)) for one in results]


def _line(one: Any, yardstick: Any, rows: int, kind: str) -> Result:
    half, most = one.quantile(0.5), one.quantile(0.95)
    return Result(
        one.name, kind, rows, one.queries, round(half * 1000, 1), round(most * 1000, 1),
        round(half / yardstick.quantile(0.5), 2), round(most / yardstick.quantile(0.95), 2),
    )  # fmt: skip


def table(size: int, results: list[Result]) -> str:
    """The size's lines in Markdown."""
    lines = [
        f"\n### {size} work items\n",
        "| what | rows in scope | queries | p50 ms | p95 ms | p50 ÷ bare | p95 ÷ bare | p95 ÷ bare in frame | |",
        "|---|--:|--:|--:|--:|--:|--:|--:|---|",
    ]
    for one in results:
        mark = "over 3×" if one.kind == "list" and one.ratio95 > LIMIT else ""
        lines.append(
            f"| {one.name} | {one.rows} | {one.queries} | {one.p50_ms} | {one.p95_ms} | {one.ratio50} | {one.ratio95} "
            f"| {one.framed95 or ''} | {mark} |"
        )
    return "\n".join(lines)


def uneven(by_size: dict[int, list[Result]]) -> tuple[list[str], list[str]]:
    """What makes another number of queries at another size; the second list holds those that make more of them as the size grows.

    Fewer is no fault: a page that shows no row of a kind does not ask for what such rows print.
    """
    counts: dict[str, list[int]] = {}
    for _, results in sorted(by_size.items()):
        for one in results:
            counts.setdefault(one.name, []).append(one.queries)
    differing = {name: numbers for name, numbers in counts.items() if len(set(numbers)) > 1}
    growing = [name for name, numbers in differing.items() if max(numbers) > numbers[0]]
    return [f"{name} {numbers}" for name, numbers in differing.items()], growing


def main() -> int:
    """Every size in turn; 1 when query counts differ between sizes."""
    from config import embedded

    sizes = [int(size) for size in os.environ.get("SIZES", os.environ.get("TASKS", "20000")).split()]
    rounds = max(30, int(os.environ.get("SAMPLES", "30")))
    keep = os.environ.get("KEEP") == "1"
    started = time.monotonic()
    with embedded.held_or_exit():
        prepare()
        by_size = {size: bench(size, rounds=rounds, keep=keep and size == sizes[-1]) for size in sizes}
        target = embedded.data_dir() / "bench.json"
    target.write_text(
        json.dumps({size: [asdict(one) for one in results] for size, results in by_size.items()}, indent=1),
        encoding="utf8",
    )
    for size, results in by_size.items():
        print(table(size, results))
    differing, growing = uneven(by_size)
    print(f"\nquery counts equal at all sizes: {'no: ' + '; '.join(differing) if differing else 'yes'}")
    print(f"pages that make more queries as the size grows: {', '.join(growing) or 'none'}")
    print(f"{time.monotonic() - started:.0f} s; JSON in {target}")
    return 1 if growing or BROKEN else 0


if __name__ == "__main__":
    sys.exit(main())
