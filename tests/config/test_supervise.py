"""The demo as a person starts and ends it: one supervisor, its children, and nothing left afterwards."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import embedded, supervise

pytestmark = pytest.mark.slow


def left(folder: Path) -> list[str]:
    """Processes that carry this run's data folder in their environment or on their command line."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            known = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
            state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if str(folder).encode() in known and state != "Z" and int(process.name) != os.getpid():
            found.append((process / "cmdline").read_text().replace("\0", " "))
    return found


@pytest.fixture
def folder() -> Iterator[Path]:
    folder = Path("/var/tmp") / f"dd-demo-{os.getpid()}"
    yield folder
    subprocess.run(["rm", "-rf", str(folder)], check=True)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "kill-9"])
def test_the_demo_answers_and_leaves_nothing_behind(folder: Path, tmp_path: Path, end: signal.Signals) -> None:
    port = supervise.free_port()
    log = tmp_path / "log"
    with open(log, "w") as output:
        demo = subprocess.Popen(
            [sys.executable, "-m", "config.supervise"],
            cwd=embedded.PROJECT,
            env={**os.environ, "PORT": str(port), "DONDOC_DATA": str(folder)},
            stdout=output,
            stderr=output,
        )
    try:
        deadline = time.monotonic() + 180
        while "Nhấn Ctrl-C" not in log.read_text():
            assert demo.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/suc-khoe/", timeout=10) as response:
            assert response.status == 200
        assert supervise.PASSWORD in log.read_text()
    finally:
        demo.send_signal(end)
        demo.wait(60)
    deadline = time.monotonic() + 40
    while left(folder):
        assert time.monotonic() < deadline, left(folder)
        time.sleep(0.1)


def test_a_child_that_dies_comes_back_later_and_later() -> None:
    child = supervise.Child("thử", [sys.executable, "-c", "raise SystemExit(3)"], dict(os.environ))
    pauses = []
    for _ in range(2):
        child.start()
        assert child.process is not None
        child.process.wait()
        before = time.monotonic()
        child.watch()
        pauses.append(child.retry_at - before)
    assert pauses[1] > pauses[0]


def test_a_step_is_done_again_only_when_its_inputs_change(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_text("a")
    mark = supervise.fingerprint([source])
    stamp = tmp_path / "stamps" / "step"
    assert supervise.step(stamp, mark, "Thử")
    stamp.write_text(mark)
    assert not supervise.step(stamp, mark, "Thử")
    source.write_text("ab")
    assert supervise.step(stamp, supervise.fingerprint([source]), "Thử")
