"""The detached process that owns the embedded servers; started by config.embedded, ends when nobody uses them any more.

What it prints goes to keeper.log; a line that begins with "! " is the sentence its starter shows to the person.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import FrameType

from config import embedded
from config.embedded import EmbeddedError
from config.lifeline import die_with_parent

POLL = 0.25
# Commands that follow each other (migrate, then load_sample) find the servers still there.
FREE_POLLS = 3


def say(line: str) -> None:
    print(f"{datetime.now():%Y-%m-%d %H:%M:%S} {line}", flush=True)


class Server:
    """One of the two servers: how it starts, whether it answers, how it stops."""

    def __init__(self, name: str, command: list[str], answers: Callable[[], bool], stop_signal: signal.Signals) -> None:
        self.name = name
        self.command = command
        self.answers = answers
        self.stop_signal = stop_signal
        self.process: subprocess.Popen[bytes] | None = None
        self.pid_file = embedded.data_dir() / f"{name}.pid"
        self.log = embedded.data_dir() / f"{name}.log"
        self.failures = 0
        self.retry_at = 0.0

    def start(self) -> None:
        self.end_leftover()
        if self.log.exists() and self.log.stat().st_size > 5_000_000:
            self.log.unlink()
        account = embedded.server_account()
        with open(self.log, "ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=embedded.servers_dir(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
                umask=0o077,
                start_new_session=True,
                preexec_fn=die_with_parent(self.stop_signal),
            )
        self.pid_file.write_text(str(self.process.pid), encoding="ascii")

    def end_leftover(self) -> None:
        """A server whose keeper was killed is on its way out; wait for it, then insist."""
        try:
            pid = int(self.pid_file.read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return
        for patience, signal_number in ((5, self.stop_signal), (10, signal.SIGQUIT), (5, signal.SIGKILL)):
            if not runs(pid, Path(self.command[0]).name):
                break
            say(f"{self.name} {pid} còn lại từ lần chạy trước: gửi {signal_number.name}")
            os.kill(pid, signal_number)
            wait_until(lambda: not runs(pid, Path(self.command[0]).name), patience)
        self.pid_file.unlink(missing_ok=True)

    def wait_ready(self, timeout: float) -> None:
        assert self.process is not None
        deadline = time.monotonic() + timeout
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise EmbeddedError(self.reason())
            time.sleep(0.03)

    def reason(self) -> str:
        tail = self.log.read_bytes()[-4000:].decode(errors="replace")
        if "No space left on device" in tail:
            return (
                f"Ổ đĩa chứa {embedded.data_dir()} đã đầy nên {self.name} không chạy được: "
                "hãy dọn bớt rồi chạy lại, dữ liệu đã lưu vẫn còn."
            )
        return f"Máy chủ nhúng {self.name} không khởi động được: xem nguyên nhân ở {self.log}."

    def watch(self) -> None:
        """Start it again when it died, waiting longer each time it dies at once."""
        if self.process is not None and self.process.poll() is not None:
            self.failures += 1
            pause = min(0.1 * 2**self.failures, 10)
            self.retry_at = time.monotonic() + pause
            say(f"{self.name} đã dừng (mã {self.process.returncode}); khởi động lại sau {pause:.1f} giây")
            self.process = None
        if self.process is None and time.monotonic() >= self.retry_at:
            self.start()
        elif self.failures and time.monotonic() > self.retry_at + 30:
            self.failures = 0

    def stop(self) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.pid_file.unlink(missing_ok=True)


def runs(pid: int, program: str) -> bool:
    """Whether that process still exists and is the program we mean: pids are used again."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    listing = subprocess.run(["ps", "-o", "stat=,args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, command = listing.stdout.strip().partition(" ")
    return bool(state) and not state.startswith("Z") and program in command


def wait_until(holds: Callable[[], bool], timeout: float) -> bool:
    deadline = time.monotonic() + timeout
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def prepare_folders() -> None:
    account = embedded.server_account()
    for folder, mode in ((embedded.servers_dir(), 0o711), (embedded.socket_dir(), 0o700)):
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
        owner = folder.lstat().st_uid
        if owner not in (os.geteuid(), account.pw_uid if account else os.geteuid()):
            raise EmbeddedError(f"Thư mục {folder} thuộc về một tài khoản khác: hãy xóa nó, hoặc đặt DONDOC_DATA.")
        folder.chmod(mode)
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
    broker = embedded.servers_dir() / "valkey"
    broker.mkdir(mode=0o700, exist_ok=True)
    if account:
        os.chown(broker, account.pw_uid, account.pw_gid)


def prepare_cluster(initdb: Path) -> Path:
    cluster = embedded.servers_dir() / "postgres-18"
    if cluster.exists():
        return cluster
    account = embedded.server_account()
    draft = embedded.servers_dir() / "postgres-draft"
    subprocess.run(["rm", "-rf", str(draft)], check=True)
    done = subprocess.run(
        [
            str(initdb),
            "--pgdata",
            str(draft),
            "--username",
            embedded.ROLE,
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
            "--locale-provider",
            "builtin",
            "--builtin-locale",
            "C.UTF-8",
            "--locale",
            "C",
        ],
        cwd=embedded.servers_dir(),
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        say(done.stderr)
        subprocess.run(["rm", "-rf", str(draft)], check=False)
        if "No space left on device" in done.stderr:
            raise EmbeddedError(
                f"Ổ đĩa chứa {embedded.data_dir()} đã đầy: hãy dọn bớt (cần khoảng 200 MB) rồi chạy lại."
            )
        raise EmbeddedError(
            f"Không tạo được cơ sở dữ liệu nhúng: xem nguyên nhân ở {embedded.data_dir() / 'keeper.log'}."
        )
    draft.rename(cluster)
    return cluster


def servers() -> list[Server]:
    found = embedded.programs()
    cluster = prepare_cluster(found.initdb)
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(embedded.socket_dir()),
        "unix_socket_permissions": "0700",
        "max_connections": "120",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    postgres = [str(found.postgres), "-D", str(cluster), *(f"--{name}={value}" for name, value in options.items())]
    valkey = [
        str(found.valkey), "--port", "0", "--unixsocket", str(embedded.broker_socket()), "--unixsocketperm", "700",
        "--dir", str(embedded.servers_dir() / "valkey"), "--appendonly", "yes", "--databases", "64", "--save", "",
        "--daemonize", "no", "--loglevel", "warning",
    ]  # fmt: skip
    return [
        Server("postgres", postgres, postgres_answers, signal.SIGINT),
        Server("valkey", valkey, embedded.broker_answers, signal.SIGTERM),
    ]


def postgres_answers() -> bool:
    """Accepts connections, and our database is there: a cluster fresh from initdb has only its own."""
    if not embedded.database_socket().exists():
        return False
    import psycopg

    try:
        with psycopg.connect(
            host=str(embedded.socket_dir()), port=5432, user=embedded.ROLE, dbname="postgres", autocommit=True
        ) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [embedded.DATABASE]).fetchone()
            if found is None:
                connection.execute(f"CREATE DATABASE {embedded.DATABASE}")
    except psycopg.OperationalError:
        return False
    return True


class StopAsked(Exception):
    pass


def _stop(number: int, frame: FrameType | None) -> None:
    raise StopAsked


def keep(running: list[Server]) -> None:
    users = os.open(embedded.data_dir() / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    free = 0
    while True:
        for server in running:
            server.watch()
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            free = 0
        else:
            free += 1
            if free >= FREE_POLLS:
                # Still locked: a newcomer waits for the end, then starts a keeper of its own.
                return
            fcntl.flock(users, fcntl.LOCK_UN)
        time.sleep(POLL)


def main() -> int:
    place = os.open(embedded.data_dir() / "keeper.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return 0
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _stop)
    running: list[Server] = []
    try:
        prepare_folders()
        running = servers()
        for server in running:
            server.start()
        for server in running:
            server.wait_ready(embedded.START_TIMEOUT - 5)
        say("PostgreSQL và Valkey đã sẵn sàng")
        keep(running)
    except StopAsked:
        say("nhận tín hiệu dừng")
    except EmbeddedError as error:
        print(f"! {error}", flush=True)
        return 1
    except OSError as error:
        print(f"! {embedded.explained(error, embedded.data_dir())}", flush=True)
        return 1
    finally:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for server in reversed(running):
            server.stop()
    say("đã dừng PostgreSQL và Valkey")
    return 0


if __name__ == "__main__":
    sys.exit(main())
