"""`python -m tests.matrix` (`make matrix`): every cell of every table, in a database of its own."""

from __future__ import annotations

import logging
import os
import sys
import time
from importlib import import_module

import django


def main(arguments: list[str]) -> int:
    """Try everything, or the rows whose code holds a word given; the last line counts the cells."""
    import_module("pytest")  # the settings take a process that knows it for a test
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    logging.getLogger("django.request").setLevel(logging.ERROR)  # refusals are what is looked for
    from django.test.utils import setup_test_environment, teardown_test_environment

    from config import embedded

    setup_test_environment(debug=False)
    try:
        with embedded.held():
            return _run(arguments)
    finally:
        teardown_test_environment()


def _run(words: list[str]) -> int:
    from tests.matrix.stage import on_stage, tried

    started = time.monotonic()
    with on_stage() as world:
        print(f"the world stands after {time.monotonic() - started:.0f} s", flush=True)
        findings = tried(world, words=words, tell=lambda line: print(line, flush=True))
    print(f"{time.monotonic() - started:.0f} s")
    print(f"matrix: {findings.tried} cells, {findings.tried - findings.missed} right")
    return 1 if findings.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
