"""`python -m directives.reading.extraction [words]`: bytes of a file on standard input, one JSON object on standard output."""

from __future__ import annotations

import json
import sys
from typing import Any

from directives.reading.extraction.child import CPU_SECONDS, MEMORY
from directives.reading.extraction.outcome import LARGEST, Marked, Refused

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
        writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
        if writes or event.startswith(_NO_CALL):
            raise PermissionError(event)

    sys.addaudithook(refuse)


def answer(task: str, content: bytes) -> dict[str, object]:
    try:
        if task == "words":
            from directives.reading.extraction.pdf import words_of_pdf

            return {"text": words_of_pdf(content)}
        from directives.reading.extraction.reading import extract

        found = extract(content)
    except Refused as reason:
        return {"refused": str(reason), "marked": isinstance(reason, Marked)}
    return {"text": found.text, "kind": found.kind, "pages": found.pages, "notes": list(found.notes)}


def main() -> int:
    limit()
    content = sys.stdin.buffer.read(LARGEST + 1)
    wall_off()
    try:
        said = answer(sys.argv[1] if len(sys.argv) > 1 else "extract", content)
    except Exception:  # whatever a hostile file breaks, the asking process gets a sentence
        said = {}
    sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace"))
    return 0


sys.exit(main())
