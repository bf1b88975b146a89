"""`python -m tests.faults` (`make faults`): the whole campaign on servers of its own; the last line counts.

DONDOC_FAULTS=n injects about so many (500), words name the kinds. DONDOC_FAULTS_GROUND is a migrated database to copy instead of
migrating a new one; DONDOC_FAULTS_KEEP=1 leaves the folder with all logs.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any

COUNT = 500


def main(words: list[str]) -> int:
    """Everything is started here and stopped here, also on Ctrl-C."""
    count = int(os.environ.get("DONDOC_FAULTS", "") or COUNT)
    ground = os.environ.pop("DONDOC_FAULTS_GROUND", "")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    folder = Path(tempfile.mkdtemp(prefix="dondoc-faults-", dir="/var/tmp"))
    for name in (
        "DONDOC_DEMO",
        "DATABASE_URL",
        "REDIS_URL",
        "DATABASE_POOL_SIZE",
        "DONDOC_TEST_DB",
        "PYTEST_CURRENT_TEST",
    ):
        os.environ.pop(name, None)
    os.environ["DONDOC_DATA"] = str(folder)
    try:
        return _run(folder, count, words, ground)
    except KeyboardInterrupt:
        print("stopped")
        return 130
    finally:
        if os.environ.get("DONDOC_FAULTS_KEEP"):
            print(f"kept: {folder}", flush=True)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _run(folder: Path, count: int, words: list[str], ground: str) -> int:
    from tests.faults.environment import Environment, free_port, variables

    started, port = time.monotonic(), free_port()
    os.environ |= variables(folder, port=port)
    environment = Environment(folder, port=port)
    try:
        environment.start_servers()
        _prepare(environment, ground)
        campaign = _campaign(environment)
        _say(f"the world stands after {time.monotonic() - started:.0f} s")
        return _play(campaign, count, words, started)
    finally:
        environment.stop()


def _say(line: str) -> None:
    print(line, flush=True)


def _prepare(environment: Any, ground: str) -> None:
    """Tables as migrations make them: migrated here, or copied from where they were migrated already."""
    from config import embedded

    if ground:
        binaries = embedded.programs().postgres.parent
        dump = subprocess.run([binaries / "pg_dump", "--no-owner", ground], check=True, capture_output=True)
        target = ["--host", str(embedded.socket_dir()), "--username", embedded.ROLE, embedded.DATABASE]
        command = [str(binaries / "psql"), "--quiet", "--set", "ON_ERROR_STOP=1", *target]
        subprocess.run(command, check=True, input=dump.stdout, stdout=subprocess.DEVNULL)
    import_module("pytest")  # a process that the settings know for a test hashes passwords fast
    import django

    django.setup()
    if not ground:
        from django.core.management import call_command

        call_command("migrate", verbosity=0)


def _campaign(environment: Any) -> Any:
    from tests.cast import NOW
    from tests.faults.campaign import Campaign
    from tests.faults.clock import Clock
    from tests.faults.sink import Desk
    from tests.faults.trap import Trap
    from tests.faults.world import make_targets

    folder = environment.folder
    clock = Clock(folder)
    clock.put(NOW)
    clock.install()
    campaign = Campaign(environment, clock, Trap(folder), Desk(folder), make_targets(), tell=_say)
    campaign.environment.heal()
    campaign.rest()
    campaign.park()
    return campaign


def _play(campaign: Any, count: int, words: list[str], started: float) -> int:
    from tests.faults.scenes import SCENES

    named = [scene for scene in SCENES if any(word in scene.name for word in words)]
    chosen = named if words else [scene for scene in SCENES if scene.share]
    whole, broken = sum(scene.share for scene in chosen) or 1, ""
    campaign.judge("before any fault")
    for scene in chosen:
        begun = time.monotonic()
        try:
            scene.play(campaign, scene.name, max(1, round(count * scene.share / whole)))
            campaign.judge(scene.name)
        except KeyboardInterrupt:
            broken = f"{scene.name}: stopped"
            break
        except Exception as error:  # the table of what was done is told all the same
            broken = f"{scene.name}: {type(error).__name__}: {error}"
            break
        _say(f"{scene.name}: {campaign.line(scene.name).injected} in {time.monotonic() - begun:.0f} s")
    _table(campaign)
    found = campaign.findings
    for words_told in [broken] * bool(broken) + found.beyond:
        _say(f"BEYOND THE GUARANTEE: {words_told}")
    _say(f"{found.letters} letters arrived, {found.unknown} shown as unknown, {time.monotonic() - started:.0f} s")
    _say(f"faults: {campaign.injected} injected, lost {len(found.lost)}, doubled {found.doubled}")
    return 1 if found.lost or found.beyond or broken else 0


def _table(campaign: Any) -> None:
    _say(f"{'kind':<52} {'injected':>8} {'letters':>8} {'doubled':>8} {'lost':>5}")
    for kind, line in campaign.table.items():
        _say(f"{kind:<52} {line.injected:>8} {line.letters:>8} {line.doubled:>8} {line.lost:>5}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
