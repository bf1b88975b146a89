"""The embedded servers survive every violent end and leave no process behind; tried in a data folder of their own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from config import embedded

pytestmark = pytest.mark.slow

HOLD = """
import sys
from config import embedded
with embedded.held_or_exit():
    print("ready", flush=True)
    sys.stdin.readline()
"""


def eventually(holds: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


class House:
    """One data folder with its servers, seen from outside: by process ids and sockets."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.users: list[subprocess.Popen[str]] = []

    def start_user(self) -> subprocess.Popen[str]:
        user = subprocess.Popen(
            [sys.executable, "-c", HOLD],
            cwd=embedded.PROJECT,
            env={**os.environ, "DONDOC_DATA": str(self.folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.users.append(user)
        assert user.stdout is not None
        assert user.stdout.readline() == "ready\n"
        return user

    def leave(self, user: subprocess.Popen[str]) -> None:
        user.communicate("\n", timeout=20)
        self.users.remove(user)

    def kill(self, user: subprocess.Popen[str]) -> None:
        user.kill()
        user.communicate()
        self.users.remove(user)

    def pid(self, server: str) -> int:
        """0 in the moment in which a server is being started again."""
        try:
            return int((self.folder / f"{server}.pid").read_text())
        except (FileNotFoundError, ValueError):
            return 0

    def keeper(self) -> int:
        with open(f"/proc/{self.pid('postgres')}/stat") as file:
            return int(file.read().rpartition(")")[2].split()[1])

    def processes(self) -> list[str]:
        listing = subprocess.run(["ps", "-eo", "stat=,args="], capture_output=True, text=True, check=True).stdout
        return [line for line in listing.splitlines() if str(self.folder) in line and not line.startswith("Z")]

    def query(self, sql: str) -> list[tuple[object, ...]]:
        run = self.folder / "servers" / "run"
        where = {"host": str(run), "user": embedded.ROLE, "dbname": embedded.DATABASE}
        with psycopg.connect(**where, autocommit=True) as connection:  # type: ignore[arg-type]
            cursor = connection.execute(sql)
            return list(cursor.fetchall()) if cursor.description else []

    def answers(self) -> bool:
        try:
            return self.query("SELECT 1") == [(1,)]
        except psycopg.OperationalError:
            return False


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A short path that the servers' account may cross, whatever pytest's own folders allow."""
    folder = Path("/var/tmp") / f"dd-test-{os.getpid()}"
    yield folder
    subprocess.run(["rm", "-rf", str(folder)], check=True)


@pytest.fixture
def house(made: Path) -> Iterator[House]:
    house = House(made)
    yield house
    for user in list(house.users):
        house.kill(user)
    assert eventually(lambda: not house.processes()), house.processes()


def test_servers_stop_when_the_last_user_leaves(house: House) -> None:
    first, second = house.start_user(), house.start_user()
    house.leave(first)
    assert not eventually(lambda: not house.answers(), seconds=2), "stopped although somebody still uses them"
    house.leave(second)
    assert eventually(lambda: not house.processes())


def test_a_killed_user_leaves_nothing_behind_and_data_stay(house: House) -> None:
    user = house.start_user()
    house.query("CREATE TABLE kept (what text)")
    house.query("INSERT INTO kept VALUES ('đã lưu')")
    house.kill(user)
    assert eventually(lambda: not house.processes())
    house.start_user()
    assert house.query("SELECT what FROM kept") == [("đã lưu",)]


@pytest.mark.parametrize("server", ["postgres", "valkey"])
def test_a_killed_server_is_started_again(house: House, server: str) -> None:
    house.start_user()
    house.query("CREATE TABLE IF NOT EXISTS notes AS SELECT 1 AS n")
    before = house.pid(server)
    os.kill(before, signal.SIGKILL)
    assert eventually(lambda: house.pid(server) not in (0, before) and house.answers())
    assert house.query("SELECT n FROM notes") == [(1,)]
    assert f"{server} đã dừng" in (house.folder / "keeper.log").read_text()


def test_the_servers_die_with_their_keeper_and_the_next_user_recovers(house: House) -> None:
    user = house.start_user()
    os.kill(house.keeper(), signal.SIGKILL)
    assert eventually(lambda: not house.processes()), house.processes()
    house.start_user()
    assert house.answers()
    house.leave(user)


def test_joining_running_servers_is_quick(house: House) -> None:
    house.start_user()
    code = (
        "import time, psycopg; from config import embedded; t = time.perf_counter(); lock = embedded.held(); "
        "lock.__enter__(); print(time.perf_counter() - t)"
    )
    env = {**os.environ, "DONDOC_DATA": str(house.folder)}
    times = [
        float(subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    ]
    assert min(times) < 0.2


def sentence(env: dict[str, str], code: str = HOLD) -> str:
    """What a person reads when it cannot start: one line, exit code 1, no traceback."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=embedded.PROJECT,
        env={**os.environ, **env},
        input="",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Đôn Đốc: ")
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


def test_a_folder_that_cannot_be_written_is_named_with_the_remedy() -> None:
    assert "DONDOC_DATA" in sentence({"DONDOC_DATA": "/proc/dondoc"})


def test_a_server_that_cannot_start_names_its_log(tmp_path: Path) -> None:
    folder = Path("/var/tmp") / f"dd-broken-{os.getpid()}"
    try:
        (folder / "servers" / "postgres-18").mkdir(parents=True)
        assert "postgres.log" in sentence({"DONDOC_DATA": str(folder)})
    finally:
        subprocess.run(["rm", "-rf", str(folder)], check=True)


def test_a_full_disk_is_said_in_one_sentence() -> None:
    error = OSError(28, "No space left on device")
    assert "đã đầy" in str(embedded.explained(error, "/srv"))


def test_configured_servers_start_nothing(tmp_path: Path) -> None:
    env = {"DATABASE_URL": "postgresql://x", "REDIS_URL": "redis://x", "DONDOC_DATA": str(tmp_path / "none")}
    done = subprocess.run([sys.executable, "-c", HOLD], env={**os.environ, **env}, input="", text=True, check=False)
    assert done.returncode == 0
    assert not (tmp_path / "none").exists()


def test_a_deep_folder_gets_short_sockets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DONDOC_DATA", str(tmp_path / ("x" * 120)))
    embedded.data_dir.cache_clear()
    embedded.socket_dir.cache_clear()
    try:
        assert len(os.fsencode(embedded.database_socket())) <= embedded.SOCKET_LIMIT
    finally:
        embedded.data_dir.cache_clear()
        embedded.socket_dir.cache_clear()
