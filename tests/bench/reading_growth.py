"""How reading time grows with length: `python -m tests.bench.reading_growth [CHARACTERS]`; figures, no verdict."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from directives.reading.document import read
from directives.reading.text import shown_text

PATTERNS: dict[str, str] = {
    "punctuation": ".,;:!?",
    "digits": "1",
    "dashes": "-",
    "open brackets": "(",
    "closed brackets": "(a)",
    "quotes": "“",
    "bars": "|a|b|c|\n",
    "tabs": "a\tb\tc\n",
    "số": "Số ",
    "1.": "1. ",
    "1. lines": "1. x\n",
    "a)": "a) ",
    "a) lines": "a) x\n",
    "- ": "- ",
    "- lines": "- x\n",
    "ngày": "ngày ",
    "điều": "Điều ",
    "điều lines": "Điều 1. x\n",
    "và": "và ",
    "commas": ", ",
    "capitals": "A",
    "capital words": "Sở ",
    "capital lines": "SỞ Y TẾ\n",
    "one line": "báo cáo Sở Y tế về việc thực hiện kế hoạch ",
    "tiny lines": "a\n",
    "blank lines": "\n",
    "spaces": " ",
    "underscores": "a_b ",
    "stars": "*a ",
    "groups": "các sở, ban, ngành và ",
    "partners": "phối hợp với Sở A, ",
    "numbers": "số 1/KH-SY ",
    "nested": "I. A\n1. B\na) C\n- D\n+ E\n",
    "orders": "yêu cầu Sở A:\n",
    "stt": "STT\nNội dung\nChủ trì\n1\n",
    "dotted": "1.1.1. x\n",
    "sentences": "1. Sở Y tế chủ trì, phối hợp với Sở Tài chính báo cáo UBND tỉnh.\n",
    "recipients": "Nơi nhận:\n- A\n",
    "aliases": "(sau đây gọi tắt là A), ",
    "of": "của Sở Y tế về ",
    "theo": "Theo Sở Y tế, ",
    "dates": "trước ngày 30/6/2026, ",
    "colons": "các sở: ",
    "about": "V/v \n",
    "to": "Kính gửi: \n",
    "conditions": "nếu có khó khăn, vướng mắc, ",
    "periods": "6 tháng, năm, ",
    "do": "do Sở Y tế ",
    "đối với": "Đối với Sở Y tế, ",
    "căn cứ lines": "Căn cứ A;\n",
    "signers": "GIÁM ĐỐC\nNguyễn Văn A\n",
}


def seconds(text: str) -> float:
    begin = time.process_time()
    read(text)
    return time.process_time() - begin


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print(f"{'pattern':16}{'half':>9}{'whole':>9}{'growth':>8}   seconds for {size // 2} and {size} characters")
    for name, piece in PATTERNS.items():
        text = piece * (size // len(piece) + 1)
        half, whole = seconds(text[: size // 2]), seconds(text[:size])
        print(f"{name:16}{half:9.3f}{whole:9.3f}{whole / max(half, 1e-9):8.2f}")
    for path in sorted((Path(__file__).parents[1] / "directives/reading/specimens").glob("*.txt")):
        text = path.read_text()
        shown = len(shown_text(text))
        best = min(seconds(text) for _ in range(3))
        print(
            f"{path.stem:24}{shown:7d} characters {best * 1000:7.1f} ms  {best * 25_000_000 / max(shown, 1):7.1f} ms for ten pages"
        )


if __name__ == "__main__":
    main()
