"""Hướng dẫn 36-HD/VPTW: papers of party bodies from 03/4/2018 to 26/5/2026; kept for reprints and older reports."""

from dataclasses import replace
from datetime import date

from reporting.layouts import hd05
from reporting.layouts.layout import Lettering, Part, Sourced, Word

_RULE = "Hướng dẫn 36-HD/VPTW, theo nguồn thứ cấp"

# Written down from hd05 because only these entries differ; copy them out before hd05 is ever corrected on its own.
LAYOUT = replace(
    hd05.LAYOUT,
    id="hd36",
    name="Hướng dẫn 36-HD/VPTW",
    since=date(2018, 4, 3),
    until=date(2026, 5, 26),
    letters={
        **{part: replace(entry, source=f"{_RULE} (như hd05)") for part, entry in hd05.LAYOUT.letters.items()},
        Part.SIGNER_TITLE: Sourced(
            Lettering(14, bold=True, capitals=True), f"{_RULE}: chức vụ người ký, in hoa, cỡ 14, đậm", uncertain=True
        ),
    },
    measures={name: replace(entry, source=f"{_RULE} (như hd05)") for name, entry in hd05.LAYOUT.measures.items()},
    words={
        **{word: replace(entry, source=f"{_RULE} (như hd05)") for word, entry in hd05.LAYOUT.words.items()},
        Word.END_MARK: Sourced("./.", f"{_RULE}: kết thúc văn bản bằng “./.”"),
    },
)
