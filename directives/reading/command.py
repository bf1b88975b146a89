"""The reader on the command line: one JSON object on standard output, or one Vietnamese sentence on standard error."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from directives.reading.document import is_document, read
from directives.reading.extraction import Extracted, Refused, extract
from directives.reading.extraction.outcome import LARGEST
from directives.reading.secrecy import marking_in, refusal
from directives.reading.text import shown_text


def read_file(path: Path) -> dict[str, object]:
    """The proposed record of a file (Word, PDF, web page, text) as the intake contract's object."""
    return record_of(_extracted(path).text)


def _extracted(path: Path) -> Extracted:
    try:
        if path.stat().st_size > LARGEST:
            raise Refused("Tệp lớn hơn 20 MB: hãy chia nhỏ hoặc chỉ gửi phần văn bản.")
        content = path.read_bytes()
    except OSError:
        raise Refused("Không mở được tệp này: hãy kiểm tra lại đường dẫn và quyền đọc.") from None
    try:
        return extract(content, name=path.name)
    except Refused:
        raise
    except Exception:  # whatever a broken file breaks, the one who asked gets a sentence
        raise Refused("Không đọc được tệp này: hãy lưu lại bằng Word hoặc in lại thành PDF rồi gửi.") from None


def record_of(text: str) -> dict[str, object]:
    """The proposed record of a text, unless it is empty, marked secret or no document."""
    if marking := marking_in(text):
        raise Refused(f"Không nhận: {refusal(marking)}")
    if not shown_text(text).strip():
        raise Refused("Tệp không có chữ nào: hãy gửi tệp có nội dung văn bản.")
    document = read(text)
    if not is_document(document):
        raise Refused("Không nhận ra đây là một văn bản: hãy gửi toàn văn văn bản chỉ đạo.")
    return document.to_json()


def printed(record: dict[str, object]) -> str:
    """The record as it is printed, in plain Vietnamese letters."""
    return json.dumps(record, ensure_ascii=False, indent=1)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("Cần đúng một tệp: python -m directives.reading TỆP\n")
        return 1
    try:
        record = read_file(Path(arguments[0]))
    except Refused as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    sys.stdout.write(printed(record) + "\n")
    return 0
