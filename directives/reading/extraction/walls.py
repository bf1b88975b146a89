"""What a process that reads strangers' files may do: little, and not for long."""

from __future__ import annotations

import os
import sys
from typing import Any

CPU_SECONDS = 20
MEMORY = 1024 * 1024 * 1024
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
_NO_CALL = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "ftplib.",
    "urllib.",
    "http.",
)


def limit() -> None:
    """Bounds of this process, where the system knows them: time, memory, no file written, no core left behind."""
    try:
        import resource
    except ImportError:
        return
    for name, most in (
        ("RLIMIT_CPU", CPU_SECONDS),
        ("RLIMIT_AS", MEMORY),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NOFILE", 64),
    ):
        try:
            resource.setrlimit(getattr(resource, name), (most, most))
        except (AttributeError, ValueError, OSError):
            continue  # not every system has every limit


def wall_off() -> None:
    """From here on this process opens no connection, starts no program and writes no file."""

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if (event == "open" and _writes(arguments)) or event.startswith(_NO_CALL):
            raise PermissionError(event)

    sys.addaudithook(refuse)


def _writes(arguments: tuple[Any, ...]) -> bool:
    """Whether an "open" event (path, mode, flags) asks for more than reading."""
    mode, flags = arguments[1], arguments[2]
    return bool(isinstance(mode, str) and set(mode) & set("wax+")) or bool(isinstance(flags, int) and flags & _WRITES)
