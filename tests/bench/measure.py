"""Timing that a noisy machine does not fool: the yardstick is run between the measured things, and only ratios are told."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection


@dataclass(slots=True)
class Samples:
    """Seconds of one measured thing, with how many queries one run makes."""

    name: str
    seconds: list[float] = field(default_factory=list)
    queries: int = 0

    def quantile(self, share: float) -> float:
        """Seconds below which that share of the samples lies."""
        if len(self.seconds) < 2:
            return self.seconds[0]
        return statistics.quantiles(self.seconds, n=100, method="inclusive")[round(share * 100) - 1]


@contextmanager
def counting() -> Iterator[list[str]]:
    """The statements of the block, in order."""
    seen: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def timed(run: Callable[[], object]) -> float:
    """Seconds of one run; the garbage of earlier ones is not its business."""
    gc.collect()
    gc.disable()
    try:
        begin = time.perf_counter()
        run()
        return time.perf_counter() - begin
    finally:
        gc.enable()


def interleaved(
    bare: Callable[[], object], things: Sequence[tuple[str, Callable[[], object]]], *, rounds: int, warm_up: int = 3
) -> tuple[Samples, list[Samples]]:
    """Run everything in turns with the yardstick before each, so that noise hits both."""
    yardstick, found = Samples("bare"), [Samples(name) for name, _ in things]
    for samples, run in ((yardstick, bare), *zip(found, (run for _, run in things), strict=True)):
        for _ in range(warm_up):
            run()
        with counting() as seen:
            run()
        samples.queries = len(seen)
    for _ in range(rounds):
        for samples, (_, run) in zip(found, things, strict=True):
            yardstick.seconds.append(timed(bare))
            samples.seconds.append(timed(run))
    return yardstick, found
