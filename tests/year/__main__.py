"""`python -m tests.year` (`make year`): a whole year, or DONDOC_YEAR=officers,assignments,days[,seed]."""

from __future__ import annotations

import os
import sys
import tempfile
from importlib import import_module

import django


def main() -> int:
    """Let the year pass in a database of its own; the last line counts."""
    import_module("pytest")  # the settings take a process that knows it for a test
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.test.utils import setup_test_environment, teardown_test_environment

    from config import embedded

    setup_test_environment(debug=False)
    try:
        with embedded.held():
            return _run()
    finally:
        teardown_test_environment()


def _run() -> int:
    from django.conf import settings
    from django.core.management import call_command
    from django.test import override_settings

    from tests.browser.stage import drop_database, make_database, working_on
    from tests.year.engine import run_year
    from tests.year.world import Size

    size = Size(*map(int, said.split(","))) if (said := os.environ.get("DONDOC_YEAR", "")) else Size()
    name = f"{settings.DATABASES['default']['TEST']['NAME']}_year"
    # A lost test database costs nothing, so its commits do not wait for the disk.
    settings.DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
    make_database(name)
    with tempfile.TemporaryDirectory() as media, override_settings(MEDIA_ROOT=media), working_on(name):
        call_command("migrate", verbosity=0)
        score = run_year(size)
    drop_database(name)
    for line in [*score.wrong, *score.told]:
        print(line)
    print(score)
    return 0 if score.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
