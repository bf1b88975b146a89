"""`make demo`: web server, Celery worker, beat and mail sink under one supervisor, on the embedded servers."""

import fcntl
import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from config import embedded
from config.embedded import PROJECT, EmbeddedError
from config.lifeline import die_with_parent, follow_parent

PASSWORD = "dondoc-minh-hoa"  # noqa: S105  published on purpose, refused outside the embedded demo
ACCOUNTS = {
    "vanphong": "chuyên viên Ban Tuyên giáo Thành ủy Cần Thơ (theo dõi)",
    "truongban": "lãnh đạo Ban Tuyên giáo Thành ủy Cần Thơ (ký)",
    "lanhdao": "lãnh đạo Thành ủy Cần Thơ",
    "lhh": "Đảng đoàn Liên hiệp Hội Cần Thơ",
    "baocantho": "Báo Cần Thơ",
    "codo": "Huyện ủy Cờ Đỏ",
    "quangngai": "Ban Tuyên giáo Tỉnh ủy Quảng Ngãi",
    "phuthien": "Văn phòng Huyện ủy Phú Thiện",
    "quantri": "quản trị",
}
APPS = ("agencies", "directives", "plans", "reporting")
READY_TIMEOUT = 60.0
_print_lock = threading.Lock()


def say(line: str) -> None:
    with _print_lock:
        print(line, flush=True)


# --- Children -------------------------------------------------------------------------------------------------------


@dataclass
class Child:
    """One program under supervision; it is started again, each time a little later, when it ends by itself."""

    name: str
    command: list[str]
    env: dict[str, str]
    # What the kernel sends it when the supervisor was killed, and what we send to end it.
    orphaned: signal.Signals = signal.SIGTERM
    patience: float = 15.0
    process: subprocess.Popen[str] | None = None
    failures: int = 0
    started_at: float = 0.0
    retry_at: float = field(default=0.0)

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            cwd=PROJECT,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            # Ctrl-C is for the supervisor, which stops them in order.
            start_new_session=True,
            preexec_fn=die_with_parent(self.orphaned),
        )
        self.started_at = time.monotonic()
        threading.Thread(target=self.relay, args=[self.process], daemon=True).start()

    def relay(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout as output:
            for line in output:
                say(f"{self.name:<6} | {line.rstrip()}")

    def watch(self) -> None:
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            self.failures = 1 if now - self.started_at > 60 else self.failures + 1
            pause = min(0.5 * 2 ** (self.failures - 1), 30.0)
            self.retry_at = now + pause
            say(f"{self.name:<6} | đã dừng (mã {self.process.returncode}), chạy lại sau {pause:g} giây")
            self.process = None
        if self.process is None and now >= self.retry_at:
            self.start()

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait_stopped(self) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def children(port: int, env: dict[str, str], mail_port: int | None) -> list[Child]:
    """In the order in which they start; they stop in the opposite one."""
    python = sys.executable
    celery = [python, "-m", "celery", "--app", "config.celery"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    schedule = embedded.data_dir() / "beat-schedule"
    pool = {"DATABASE_POOL_SIZE": os.environ.get("DATABASE_POOL_SIZE", "4")}
    gunicorn = [python, "-m", "gunicorn", "--config", "config/gunicorn.py", "--bind", f"127.0.0.1:{port}"]
    worker = [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2", *quiet]
    beat = [*celery, "beat", "--loglevel", "WARNING", "--schedule", str(schedule), "--pidfile="]
    result = [
        Child("web", gunicorn, {**env, **pool}, orphaned=signal.SIGQUIT),
        Child("worker", worker, env, orphaned=signal.SIGQUIT, patience=20.0),
        Child("beat", beat, env),
    ]
    if mail_port:
        sink = [python, "-m", "config.mailsink", str(mail_port), env["DEMO_MAILDIR"]]
        result.insert(0, Child("thu", sink, env))
    return result


# --- Before they start ----------------------------------------------------------------------------------------------


def wanted_port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise EmbeddedError(f"PORT={text} không phải số cổng: hãy đặt một số từ 1024 đến 65535.")
    return int(text)


def claim_port(port: int, patience: float = 3.0) -> None:
    """Raise unless the port is free; the web server of a supervisor killed a moment ago gets time to go."""
    deadline = time.monotonic() + patience
    while True:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except PermissionError as error:
                raise EmbeddedError(
                    f"Cổng {port} dành cho hệ thống: hãy chọn cổng từ 1024 trở lên, ví dụ PORT=8001 make demo."
                ) from error
            except OSError as error:
                if time.monotonic() > deadline:
                    raise EmbeddedError(
                        f"Cổng {port} đang có chương trình khác dùng: hãy dừng chương trình đó, "
                        f"hoặc chọn cổng khác, ví dụ PORT={port + 1 if port < 65535 else 8001} make demo."
                    ) from error
            else:
                return
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


def fingerprint(paths: Iterable[Path]) -> str:
    """Changes when one of the files is added, removed, resized or written."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        state = path.stat()
        digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def manage(env: dict[str, str], *arguments: str) -> None:
    """Run a management command; its output is shown only when it fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT, env=env, capture_output=True, text=True, check=False, preexec_fn=die_with_parent(signal.SIGTERM),
    )  # fmt: skip
    if done.returncode:
        say(done.stdout + done.stderr)
        if "No space left" in done.stdout + done.stderr:
            raise EmbeddedError(f"Ổ đĩa chứa {embedded.data_dir()} đã đầy: hãy dọn bớt rồi chạy lại.")
        raise EmbeddedError(f"Bước chuẩn bị “{arguments[0]}” không xong: xem thông báo ở trên.")


def step(stamp: Path, mark: str, what: str) -> bool:
    """Whether the step has to be done; the caller writes the stamp afterwards."""
    if stamp.exists() and stamp.read_text(encoding="utf-8") == mark:
        return False
    say(f"→ {what}")
    stamp.parent.mkdir(parents=True, exist_ok=True)
    return True


def prepare(env: dict[str, str], demo: bool) -> None:
    stamps = embedded.data_dir() / "stamps"
    static = PROJECT / "staticfiles"
    files = (path for path in (PROJECT / "static").rglob("*") if path.is_file())
    mark = fingerprint([*files, PROJECT / "requirements.txt", PROJECT / "config" / "settings.py"])
    collected = PROJECT / ".venv" / "stamps" / "collectstatic"
    if step(collected, mark + str((static / "staticfiles.json").exists()), "Gom kiểu trang và hình ảnh"):
        manage(env, "collectstatic", "--noinput", "--clear")
        collected.write_text(mark + "True", encoding="utf-8")
    migrations = list(PROJECT.glob("*/migrations/*.py"))
    mark = fingerprint([*migrations, PROJECT / "requirements.txt"])
    if not demo or step(stamps / "migrate", mark, "Cập nhật cơ sở dữ liệu"):
        manage(env, "migrate", "--noinput")
        (stamps / "migrate").parent.mkdir(parents=True, exist_ok=True)
        (stamps / "migrate").write_text(mark, encoding="utf-8")
    sample = [path for app in APPS for path in (PROJECT / app).rglob("*sample*/**/*.*") if path.suffix != ".pyc"]
    commands = [path for app in APPS for path in (PROJECT / app).glob("management/commands/load_sample.py")]
    if demo and commands:
        mark = fingerprint({*migrations, *commands, *sample})
        if step(stamps / "sample", mark, "Nạp dữ liệu minh họa"):
            manage(env, "load_sample")
            (stamps / "sample").write_text(mark, encoding="utf-8")


# --- The run --------------------------------------------------------------------------------------------------------


class StopAsked(Exception):
    pass


def _stop(number: int, frame: FrameType | None) -> None:
    raise StopAsked


def environment(port: int, mail_port: int | None) -> dict[str, str]:
    env = {**os.environ, "PYTHONUNBUFFERED": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
    env.setdefault("PUBLIC_URL", f"http://localhost:{port}")
    env.setdefault("DONDOC_DATA", str(embedded.data_dir()))
    env.setdefault("DEMO_MAILDIR", str(embedded.data_dir() / "mail"))
    if mail_port:
        env["EMAIL_URL"] = f"smtp://127.0.0.1:{mail_port}"
    return env


def claim_place() -> int:
    embedded.make_data_dir()
    place = os.open(embedded.data_dir() / "supervisor.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise EmbeddedError(
            "Đôn Đốc của thư mục này đang chạy rồi: hãy dùng bản đang chạy, hoặc dừng nó (Ctrl-C) rồi chạy lại."
        ) from error
    return place


def answers(port: int) -> bool:
    try:
        # The host is ours, so no proxy of the environment is asked.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://127.0.0.1:{port}/suc-khoe/", timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_for_web(web: Child, port: int) -> None:
    deadline = time.monotonic() + READY_TIMEOUT
    while not answers(port):
        assert web.process is not None
        if web.process.poll() is not None or time.monotonic() > deadline:
            raise EmbeddedError("Máy chủ web không khởi động được: xem thông báo ở các dòng “web |” phía trên.")
        time.sleep(0.05)


def welcome(port: int, demo: bool, seconds: float) -> None:
    address = os.environ.get("PUBLIC_URL", f"http://localhost:{port}")
    lines = ["", f"Đôn Đốc đã sẵn sàng tại {address} (sau {seconds:.1f} giây)"]
    if demo:
        lines.append(f"Tài khoản minh họa, mật khẩu chung: {PASSWORD}")
        lines += [f"  {name:<10} {what}" for name, what in ACCOUNTS.items()]
    say("\n".join([*lines, "Nhấn Ctrl-C để dừng.", ""]))


def run(started_at: float) -> None:
    port = wanted_port()
    claim_port(port)
    demo = not os.environ.get("DATABASE_URL")
    mail_port = None if os.environ.get("EMAIL_URL") or not demo else free_port()
    env = environment(port, mail_port)
    running: list[Child] = []
    with ExitStack() as stack:
        stack.callback(os.close, claim_place())
        stack.enter_context(embedded.held())
        prepare(env, demo)
        running = children(port, env, mail_port)
        stack.callback(stop_all, running)
        web = next(child for child in running if child.name == "web")
        # The rest would only slow the first page down.
        web.start()
        wait_for_web(web, port)
        welcome(port, demo, time.monotonic() - started_at)
        while True:
            for child in running:
                child.watch()
            if embedded.needed() and not embedded.keeper_runs():
                say("Cơ sở dữ liệu nhúng đã dừng, đang chạy lại")
                embedded.ensure()
            time.sleep(0.5)


def stop_all(running: list[Child]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    say("Đang dừng …")
    for child in reversed(running):
        child.ask_to_stop()
    for child in reversed(running):
        child.wait_stopped()


def main() -> None:
    started_at = time.monotonic()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    if "MAKELEVEL" in os.environ:
        # A killed make must not leave us behind; started by hand (nohup, systemd) we may outlive a shell.
        follow_parent(signal.SIGTERM)
    try:
        with embedded.exits_with_sentence():
            run(started_at)
    except StopAsked:
        say("Đã dừng.")


if __name__ == "__main__":
    main()
