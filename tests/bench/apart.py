"""Measured things in processes of their own, so that memory is their own and a fault ends with them."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
# What is run apart: `child` there.
HERE: Final = "tests.bench.reminding"


def peak_mib() -> float:
    """The most that this process ever held; not what its parent held, which `getrusage` counts on Linux."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except (OSError, IndexError, ValueError):
        unit = 1024**2 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def minutes() -> float:
    """How long one step may take at most."""
    return float(os.environ.get("MINUTES", "60"))


def begin() -> None:
    """Settings of a process that measures, before anything reads them."""
    import django
    from django.conf import settings

    from tests.bench import database

    database.point()
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    django.setup()


@contextmanager
def process(module: str, *arguments: str, **env: str) -> Iterator[subprocess.Popen[str]]:
    """A module that is run, on the same database; talked to line by line, gone at the end of the block."""
    from django.db import connection

    given = {**os.environ, "BENCH_DB": str(connection.settings_dict["NAME"]), **env}
    given.pop("PYTEST_CURRENT_TEST", None)
    child = subprocess.Popen(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, env=given, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield child
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()


def told(child: subprocess.Popen[str]) -> str:
    """The next line that a process says."""
    assert child.stdout is not None
    line = child.stdout.readline()
    if not line:
        raise RuntimeError(f"{child.args!r} ended with {child.wait()}")
    return line.strip()


def tell(child: subprocess.Popen[str], line: str = "") -> None:
    """Say a line to a process."""
    assert child.stdin is not None
    child.stdin.write(f"{line}\n")
    child.stdin.flush()
