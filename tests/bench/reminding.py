"""`make reminders-bench`: opening reminders as a ratio to the bare SQL that finds them, by size; letters per second, by workers.

SIZES ("10000 200000 1000000") and ROUNDS of the first part, LETTERS and WORKERS ("1 4") of the second, MINUTES that each step may
take. Every measured thing runs in a process of its own, so that its memory is its own. Fails where a letter is lost or doubled, or
where memory grows with the number of work items.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from tests.bench.apart import begin

if TYPE_CHECKING:
    from tests.bench.opening import Opening
    from tests.bench.sending import Sending

if __name__ == "__main__":  # a test borrows the steps, and must keep its own environment
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # As in production: no sample accounts, no debugging; letters may leave at any hour of any day.
    os.environ |= {
        "DONDOC_DEMO": "0", "DEBUG": "0", "LOG_LEVEL": "ERROR", "REMINDERS_OPEN": "00:00", "REMINDERS_CLOSE": "23:59",
        "REMINDERS_WORKING_DAYS_ONLY": "0",
    }  # fmt: skip

# What a run of a process may take beside what it takes without work, whatever the number of items; in MiB.
FLAT: Final = 24
SEED: Final = 1


def opening_table(found: Sequence[Opening]) -> str:
    """In Markdown; seconds are this machine's, the ratios are what counts."""
    lines = [
        "\n### Opening reminders\n",
        "| work items | run | rows written | bare SQL s | run s | ÷ bare | peak memory MiB (idle) |",
        "|--:|---|--:|--:|--:|--:|--:|",
    ]
    for one in found:
        for name, run in (("first", one.first), ("next day", one.following), ("nothing new", one.empty)):
            lines.append(
                f"| {one.items} | {name} | {run.rows} | {run.bare:.3f} | {run.seconds:.3f} | {run.ratio:.2f} "
                f"| {one.peak_mib:.0f} ({one.idle_mib:.0f}) |"
            )
    return "\n".join(lines)


def sending_table(found: Sequence[Sending]) -> str:
    """In Markdown."""
    lines = [
        "\n### Sending letters to a mail server that accepts and forgets\n",
        "| workers | letters | rows in them | into letters s | sending s | letters/s | CPU ms a letter | peak MiB | sink's CPU s |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {one.workers} | {one.letters} | {one.rows} | {one.addressing:.2f} | {one.seconds:.2f} | {one.rate:.0f} "
        f"| {one.busy / max(one.letters, 1) * 1000:.0f} | {one.peak_mib:.0f} | {one.sink_busy:.1f} |"
        for one in found
    ]
    return "\n".join(lines)


def verdict(opened: Sequence[Opening], sent: Sequence[Sending], *, letters: int) -> tuple[list[str], bool]:
    """The last lines, and whether everything held."""
    lines, right = [], True
    if opened:
        small, large = opened[0], opened[-1]
        ratios = ", ".join(
            f"{one.items}: {one.first.ratio:.2f} {one.following.ratio:.2f} {one.empty.ratio:.2f}" for one in opened
        )
        grown = large.peak_mib - large.idle_mib
        flat = grown <= FLAT
        lines.append(f"opening ÷ bare SQL (first, next day, nothing new): {ratios}")
        words = ", ".join(
            f"{what} ×{getattr(large, run).seconds / getattr(small, run).seconds:.1f}"
            for what, run in (("first", "first"), ("next day", "following"), ("nothing new", "empty"))
        )
        lines.append(f"growth {small.items} → {large.items} (×{large.items / small.items:.0f}): {words}")
        lines.append(f"memory at {large.items}: {grown:.0f} MiB over idle, {'flat' if flat else 'NOT flat'}")
        right &= flat
    for one in sent:
        lost, doubled = one.made - one.different, one.arrived - one.different
        right &= not lost and not doubled and one.letters == one.made >= letters
        lines.append(
            f"sending: {one.letters} letters, {one.workers} worker(s), {one.rate:.0f} letters/s, "
            f"lost {lost}, doubled {doubled}"
        )
    return lines, right


def main() -> int:
    """Both parts; 1 when something did not hold."""
    from config import embedded

    started = time.monotonic()
    sizes = [int(size) for size in os.environ.get("SIZES", "10000 200000 1000000").split()]
    letters, rounds = int(os.environ.get("LETTERS", "2000")), int(os.environ.get("ROUNDS", "3"))
    workers = [int(number) for number in os.environ.get("WORKERS", "1 4").split()]
    with embedded.held_or_exit():
        begin()
        opened = [_opening(size, rounds=rounds) for size in sizes]
        sent = _sending(letters, workers) if letters else []
    print(opening_table(opened), sending_table(sent), sep="\n")
    lines, right = verdict(opened, sent, letters=letters)
    print("", *lines, f"{time.monotonic() - started:.0f} s", sep="\n")
    return 0 if right else 1


def _opening(size: int, *, rounds: int) -> Opening:
    from tests.bench import database, opening

    with database.fresh(keep=False):
        found = opening.bench(_loaded(size), rounds=rounds)
    print(opening_table([found]), flush=True)
    return found


def _sending(letters: int, workers: Sequence[int]) -> list[Sending]:
    from tests.bench import database, sending

    with database.fresh(keep=False):
        return sending.bench(_loaded(5 * letters), letters=letters, workers=workers)


def _loaded(size: int) -> date:
    """The working day at or after the last day of a load of that many items."""
    from django.core.management import call_command
    from django.utils.timezone import localdate

    from agencies.models import working_calendar

    call_command("generate_load", tasks=size, seed=SEED, day=localdate())
    return working_calendar().roll_forward(localdate())


def child(what: str, *arguments: str) -> None:
    """What a process of its own does."""
    begin()
    from tests.bench import opening, sending

    if what == "sink":
        sending.sink()
    elif what == "worker":
        sending.worker(date.fromisoformat(arguments[0]))
    else:
        opening.measure(date.fromisoformat(arguments[0]), int(arguments[1]))


if __name__ == "__main__":
    if sys.argv[1:]:
        child(*sys.argv[1:])
    else:
        sys.exit(main())
