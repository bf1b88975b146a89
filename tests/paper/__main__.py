"""`python -m tests.paper` (`make paper`): each layout printed, photographed and measured; the last line counts.

Pictures of page 1, of the page that is signed and of an appendix go to `.data/paper/`.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

import django

FOLDER = Path(__file__).resolve().parents[2] / ".data" / "paper"


def main() -> int:
    """Measure everything; wrong measures are told one by one."""
    import_module("pytest")  # the settings take a process that knows it for a test
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from tests.paper.campaign import run

    FOLDER.mkdir(parents=True, exist_ok=True)
    taken = run(FOLDER)
    wrong = [one for one in taken if not one.within]
    for one in taken if "-v" in sys.argv else wrong:
        print(one)
    print(f"paper: {len(taken)} measures, {len(taken) - len(wrong)} within")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
