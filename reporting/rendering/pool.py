"""Processes that make parts side by side; none of them outlives who started them."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Final

type Progress = Callable[[int, int], None]

_ROOT: Final = Path(__file__).resolve().parents[2]
_LONGEST: Final = 900
"""Seconds after which a part is given up: it hangs. A job's own limit comes earlier on any healthy machine."""


class PartFailedError(RuntimeError):
    """A process ended without its part; the last of what it said follows."""


def run(jobs: Sequence[Path], *, progress: Progress | None = None, at_once: int = 0) -> None:
    """Do every job, at most one for each processor at a time; `progress` is told after each."""
    children = _Children()
    with ThreadPoolExecutor(at_once or os.cpu_count() or 1) as pool:
        doing = [pool.submit(children.do, folder) for folder in jobs]
        try:
            for done, one in enumerate(as_completed(doing), start=1):
                one.result()
                if progress is not None:
                    progress(done, len(jobs))
        except BaseException:
            for one in doing:
                one.cancel()
            children.end()
            raise


class _Children:
    """The processes under way."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._ended = False

    def do(self, folder: Path) -> None:
        command = [sys.executable, "-m", "reporting.rendering.part", str(folder)]
        with self._lock:
            if self._ended:
                return
            child = subprocess.Popen(
                command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            )
            self._running.add(child)
        try:
            # Its input stays open while it works; reading what it says waits for its end.
            assert child.stderr is not None
            watch = threading.Timer(_LONGEST, child.kill)
            watch.start()
            said = child.stderr.read()
            code = child.wait()
            watch.cancel()
        finally:
            for pipe in (child.stdin, child.stderr):
                if pipe is not None:
                    pipe.close()
            with self._lock:
                self._running.discard(child)
        if code:
            raise PartFailedError(f"{folder.name} ended with {code}: {said.decode(errors='replace')[-2000:]}")

    def end(self) -> None:
        """Stop all that runs and start nothing more."""
        with self._lock:
            self._ended = True
            for child in self._running:
                child.kill()
