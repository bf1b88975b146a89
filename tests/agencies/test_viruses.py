"""Files are shown to clamd before they are kept, where an office runs it."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.uploads import UploadRefused, check_upload
from agencies.viruses import virus_refusal

BAD = b"MARKED-AS-VIRUS-BY-THIS-TEST"


class Clamd(socketserver.StreamRequestHandler):
    """Speaks INSTREAM as clamd(8) says it: blocks with their length, an empty one, one line back."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        said = {True: b"stream: Test.Marked FOUND\0", False: b"stream: OK\0"}[BAD in content]
        if content == b"too large":
            said = b"INSTREAM size limit exceeded. ERROR\0"
        for byte in said:  # an answer may come in pieces
            self.wfile.write(bytes([byte]))


class OverUnixSocket(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


@pytest.fixture
def clamd(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("c") / "s"
    with OverUnixSocket(str(path), Clamd) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        settings.CLAMD_URL = f"unix://{path}"
        yield settings.CLAMD_URL
        server.shutdown()
        thread.join()


def sent(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("ghi-chu.txt", content)


def test_clean_files_pass_and_marked_ones_are_refused(clamd: str) -> None:
    assert check_upload(sent(b"ke hoach " * 50_000)).size == 450_000
    with pytest.raises(UploadRefused, match=r"ghi-chu\.txt.*mã độc \(Test\.Marked\)"):
        check_upload(sent(b"x" * 200_000 + BAD))


def test_the_scan_is_not_skipped_for_files_whose_words_were_read_already(clamd: str) -> None:
    with pytest.raises(UploadRefused, match="mã độc"):
        check_upload(sent(BAD), inspected=True)


def test_what_the_scanner_cannot_read_is_not_taken(clamd: str) -> None:
    assert "không quét được" in (virus_refusal(b"too large") or "")


def test_a_scanner_that_cannot_be_asked_closes_the_door(settings: Any, tmp_path: Path) -> None:
    settings.CLAMD_URL = f"unix://{tmp_path / 'nobody'}"
    with pytest.raises(UploadRefused, match="không trả lời"):
        check_upload(sent(b"ke hoach"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.CLAMD_URL = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(UploadRefused, match="không trả lời"):
            check_upload(sent(b"ke hoach"))


def test_nothing_is_asked_where_no_scanner_is_configured(settings: Any) -> None:
    settings.CLAMD_URL = ""
    assert check_upload(sent(BAD)).size == len(BAD)
