"""Asking clamd whether a file carries a virus, where an office runs one (`CLAMD_URL`).

The INSTREAM command of clamd(8): the content in blocks, each after its length, an empty block at the end, one line back.
Nothing is taken while a configured scanner cannot be asked: a scanner that fails must not open the door.
"""

from __future__ import annotations

import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

_BLOCK = 1 << 16
_SECONDS = 20
_LONGEST_ANSWER = 4096


def virus_refusal(content: bytes) -> str | None:
    """Why these bytes are not taken, in Vietnamese; None when they are clean or no scanner is configured."""
    if not settings.CLAMD_URL:
        return None
    try:
        answer = _scan(content, settings.CLAMD_URL)
    except OSError:
        return "máy chủ quét vi-rút không trả lời nên chưa nhận tệp. Hãy thử lại sau ít phút, hoặc báo quản trị."
    if answer.endswith("OK"):
        return None
    if answer.endswith("FOUND"):
        return f"có mã độc ({answer.removeprefix('stream:').removesuffix('FOUND').strip()}) nên không nhận. Hãy quét máy gửi."
    return "máy chủ quét vi-rút không quét được tệp này nên chưa nhận. Hãy báo quản trị."


def _scan(content: bytes, url: str) -> str:
    """What clamd says of the content: "stream: OK", "stream: <name> FOUND" or "… ERROR"; OSError when it cannot be asked."""
    with _connected(url) as line:
        line.sendall(b"zINSTREAM\0")
        try:
            for start in range(0, len(content), _BLOCK):
                block = content[start : start + _BLOCK]
                line.sendall(struct.pack("!L", len(block)) + block)
            line.sendall(struct.pack("!L", 0))
        except BrokenPipeError:  # over its StreamMaxLength clamd says so and hangs up
            pass
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER and (more := line.recv(_LONGEST_ANSWER)):
            answer += more
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def _connected(url: str) -> socket.socket:
    """A connection to `tcp://host:port` or `unix:///path`."""
    where = urlsplit(url)
    if where.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(_SECONDS)
        try:
            line.connect(where.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((where.hostname or "localhost", where.port or 3310), timeout=_SECONDS)
