"""`python -m tests.races` (`make races`): every race 200 times, or DONDOC_RACES times; names given run those only."""

from __future__ import annotations

import os
import sys
import tempfile
from importlib import import_module

import django

ATTEMPTS = 200


def main(names: list[str]) -> int:
    """Run the races in a database of their own; the last line counts."""
    import_module("pytest")  # the settings take a process that knows it for a test
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.test.utils import setup_test_environment, teardown_test_environment

    from config import embedded

    setup_test_environment(debug=False)
    try:
        with embedded.held():
            return _run(names)
    finally:
        teardown_test_environment()


def _run(names: list[str]) -> int:
    from django.conf import settings
    from django.core.management import call_command
    from django.test import override_settings

    from tests.browser.stage import drop_database, make_database, working_on
    from tests.cast import NOW, clock_at, make_world
    from tests.races.runner import Track, run_races

    for scenes in ("work", "plans", "cycle"):
        import_module(f"tests.races.{scenes}")
    name = f"{settings.DATABASES['default']['TEST']['NAME']}_races"
    make_database(name)
    with tempfile.TemporaryDirectory() as media, override_settings(MEDIA_ROOT=media), working_on(name):
        call_command("migrate", verbosity=0)
        with clock_at(NOW):
            score = run_races(
                Track(make_world()), attempts=int(os.environ.get("DONDOC_RACES", ATTEMPTS)), names=names or None
            )
    drop_database(name)
    for line in score.told:
        print(line)
    print(f"races: {score.attempts} attempts, lost {score.lost}, doubled {score.doubled}, errors {score.errors}")
    return 0 if score.is_clean else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
