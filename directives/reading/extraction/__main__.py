"""`python -m directives.reading.extraction [words]`: bytes of a file on standard input, one JSON object on standard output."""

from __future__ import annotations

import json
import sys

from directives.reading.extraction.outcome import LARGEST, Marked, Refused
from directives.reading.extraction.walls import limit, wall_off


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
