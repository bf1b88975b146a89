"""Reading a file in a process of its own, so that no file can crash, hang or fill the one that asks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

from directives.reading.extraction.outcome import LARGEST, Extracted, Marked, Refused

WALL_SECONDS = 25
COMMAND = ["-m", "directives.reading.extraction"]
_MOST_OUTPUT = 32 * 1024 * 1024
_ROOT = Path(__file__).resolve().parents[3]
# How many files one process reads at a time: each child may take a gigabyte.
_PLACES = threading.BoundedSemaphore(2)
_BUSY = "Máy chủ đang đọc nhiều tệp cùng lúc: hãy gửi lại sau một phút."
_DIED = "Không đọc được tệp này trong giới hạn an toàn: hãy lưu lại bằng Word hoặc in lại thành PDF rồi gửi."


def extract_safely(content: bytes, *, name: str = "") -> Extracted:
    """`extract` in a child process under limits; any death of it is a `Refused`."""
    said = _asked("extract", content)
    if "text" not in said:
        raise (Marked if said.get("marked") else Refused)(str(said.get("refused") or _DIED))
    return Extracted(
        str(said["text"]), str(said["kind"]), said["pages"] if isinstance(said["pages"], int) else None,
        tuple(map(str, said["notes"] if isinstance(said["notes"], list) else ())),
    )  # fmt: skip


def words_safely(content: bytes) -> str:
    """Every word of a PDF's first 300 pages as lines, without layout; raises `Refused`. For a look at its markings."""
    said = _asked("words", content)
    if "text" not in said:
        raise Refused(str(said.get("refused") or _DIED))
    return str(said["text"])


def _asked(task: str, content: bytes) -> dict[str, object]:
    """What the child answers; {} when it died, ran out of time or said something else."""
    if len(content) > LARGEST:
        return {"refused": "Tệp lớn hơn 20 MB: hãy chia nhỏ hoặc chỉ gửi phần văn bản."}
    if not _PLACES.acquire(timeout=WALL_SECONDS):
        return {"refused": _BUSY}
    try:
        return _said_by_child(task, content)
    finally:
        _PLACES.release()


def _said_by_child(task: str, content: bytes) -> dict[str, object]:
    command = [sys.executable, *COMMAND, task]
    environment = {"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}  # no secrets of ours
    with subprocess.Popen(
        command, cwd=_ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        clock = threading.Timer(WALL_SECONDS, process.kill)
        feeder = threading.Thread(target=_feed, args=(process, content), daemon=True)
        try:
            clock.start()
            feeder.start()
            assert process.stdout is not None
            answer = process.stdout.read(_MOST_OUTPUT + 1)
        finally:
            clock.cancel()
            process.kill()
            feeder.join()
    if len(answer) > _MOST_OUTPUT:
        return {}
    try:
        said = json.loads(answer)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _feed(process: subprocess.Popen[bytes], content: bytes) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(content)
    except OSError:
        pass  # the child ended before it had read all
    finally:
        try:
            process.stdin.close()
        except OSError:
            pass
