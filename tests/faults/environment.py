"""The programs of the campaign – PostgreSQL, Valkey, mail server, workers, beats – each a process that may be killed alone."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from config import embedded, keeper
from config.lifeline import die_with_parent

ROOT = Path(__file__).resolve().parents[2]
APP = [sys.executable, "-m", "celery", "--app", "tests.faults.app"]
PATIENCE = 60.0


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(holds: Callable[[], bool], what: str, *, patience: float = PATIENCE) -> None:
    """Ask again and again; the campaign cannot go on when it never holds."""
    deadline = time.monotonic() + patience
    while not holds():
        if time.monotonic() > deadline:
            raise RuntimeError(f"{what} did not happen in {patience:.0f} seconds")
        time.sleep(0.03)


def variables(folder: Path, *, port: int) -> dict[str, str]:
    """The environment of every program: an office's hours, the campaign's servers."""
    sockets = quote(str(embedded.socket_dir()), safe="")
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DONDOC_FAULTS_FOLDER": str(folder),
        "DONDOC_DATA": str(folder),
        "DONDOC_DEMO": "0",
        "DATABASE_URL": f"postgresql://{embedded.ROLE}@/{embedded.DATABASE}?host={sockets}&port=5432",
        "REDIS_URL": embedded.redis_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "SECRET_KEY": "only-for-the-campaign-of-faults-0123456789-abcdefghijklmnop",
        "PUBLIC_URL": "http://localhost:8000",
        "ALLOWED_HOSTS": "localhost",
        "REMINDERS_OPEN": "07:30",
        "REMINDERS_CLOSE": "17:00",
        "REMINDERS_WORKING_DAYS_ONLY": "1",
        "MEDIA_ROOT": str(folder / "media"),
        "LOG_LEVEL": "ERROR",
    }


class Program:
    """One process group; what it says goes to a log."""

    def __init__(self, name: str, command: list[str], folder: Path) -> None:
        self.name, self.command, self.log = name, command, folder / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, unless it runs."""
        if self.runs:
            return
        with open(self.log, "ab") as output:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGKILL),
            )  # fmt: skip

    @property
    def runs(self) -> bool:
        """Whether the process is there."""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """kill -9, with its children."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


class Environment:
    """Everything that runs; `heal` brings back whatever a fault took away."""

    def __init__(self, folder: Path, *, port: int) -> None:
        self.folder, self.port = folder, port
        embedded.make_data_dir()
        keeper.prepare_folders()
        self.database, self.broker = keeper.servers()
        # The campaign is no place to wait for a disk; what a killed server wrote is there all the same.
        self.database.command += ["--fsync=off"]
        self.sink = Program("sink", [sys.executable, "-m", "tests.faults.sink", str(port), str(folder)], folder)
        self.workers = [self._worker(0)]
        self.beats = [self._beat(0)]

    def _worker(self, number: int) -> Program:
        command = [
            *APP, "worker", "--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel", "ERROR",
            "--hostname", f"faults{number}@localhost",
        ]  # fmt: skip
        return Program(f"worker{number}", command, self.folder)

    def _beat(self, number: int) -> Program:
        schedule = str(self.folder / f"schedule{number}")
        return Program(
            f"beat{number}",
            [*APP, "beat", "--loglevel", "ERROR", "--schedule", schedule, "--pidfile="],
            self.folder,
        )

    # --- Servers ------------------------------------------------------------------------------------------------------

    def start_servers(self) -> None:
        """Database and broker, from nothing."""
        for server in (self.database, self.broker):
            server.start()
        for server in (self.database, self.broker):
            server.wait_ready(embedded.START_TIMEOUT)

    def end(self, server: keeper.Server, how: signal.Signals) -> None:
        """Send a server a signal and wait until it is gone."""
        assert server.process is not None
        server.process.send_signal(how)
        server.process.wait(30)

    def bring_back(self, server: keeper.Server) -> None:
        """Start a server again; a killed database first waits for its orphaned processes to go."""
        deadline = time.monotonic() + PATIENCE
        while True:
            server.start()
            with suppress(embedded.EmbeddedError):
                server.wait_ready(PATIENCE)
                return
            if time.monotonic() > deadline:
                raise RuntimeError(f"{server.name} does not come back")
            time.sleep(0.2)

    # --- Everything ---------------------------------------------------------------------------------------------------

    def heal(self) -> None:
        """Start whatever is not running; what runs stays up."""
        for server in (self.database, self.broker):
            if server.process is None or server.process.poll() is not None:
                self.bring_back(server)
        if not self.sink.runs:
            self.sink.start()
            until(self._sink_answers, "the mail server's greeting")
        for program in (*self.workers, *self.beats):
            program.start()

    def _sink_answers(self) -> bool:
        # Nobody greets: an error planned for the greeting is not used up by asking.
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def more_workers(self, count: int) -> None:
        """So many workers from now on."""
        while len(self.workers) < count:
            self.workers.append(self._worker(len(self.workers)))
        while len(self.workers) > count:
            self.workers.pop().kill()

    def more_beats(self, count: int) -> None:
        """So many beats from now on."""
        while len(self.beats) < count:
            self.beats.append(self._beat(len(self.beats)))
        while len(self.beats) > count:
            self.beats.pop().kill()

    def kill_celery(self) -> None:
        """Nobody schedules and nobody works any more."""
        for program in (*self.beats, *self.workers):
            program.kill()

    def stop(self) -> None:
        """End everything that was started here, whatever state it is in."""
        for program in (*self.beats, *self.workers, self.sink):
            program.kill()
        for server in (self.broker, self.database):
            server.stop()
