"""What a text says between the lines of its citations: that one cited document carries out another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from directives.choices import LinkKind
from directives.reading.values import Cited

_REACH = 320
_CARRIES = re.compile(r"(?P<goes>tiếp tục\s+)?th[ựư]c hi[ệê]n\s+(?P<what>.{2,60})", re.IGNORECASE | re.DOTALL)
_SENTENCE = re.compile(r"[.;]\s+(?=[A-ZĐ“])|\n\n")


def between(shown: str, cited: Sequence[Cited], aliases: dict[str, str]) -> list[tuple[int, int, str]]:
    """Pairs (lower, upper, kind of link) of places in `cited`: "Kết luận số 93 … về tiếp tục thực hiện Chỉ thị số 42 …".

    Only the words right after the lower document count, within its own sentence; no document carries out a younger one.
    """
    found: list[tuple[int, int, str]] = []
    for lower, one in enumerate(cited):
        if one.number is None or one.date is None:  # without its day it may be a slip of the pen
            continue
        after = _SENTENCE.split(shown[one.span[1] : one.span[1] + _REACH], maxsplit=1)[0]
        for said in _CARRIES.finditer(after):
            upper = _named(" ".join(said["what"].split()), cited, aliases, but=lower)
            if upper is not None and _may_stand_above(cited[upper], one):
                kind = LinkKind.CONTINUES if said["goes"] else LinkKind.IMPLEMENTS
                found.append((lower, upper, kind.value))
                break
    return found


def _named(words: str, cited: Sequence[Cited], aliases: dict[str, str], *, but: int) -> int | None:
    """The document that the words begin to name, by its number or by what the text calls it."""
    for place, other in enumerate(cited):
        if place == but or other.number is None:
            continue
        called = [short for short, long in aliases.items() if other.number in long[:60]]
        if re.match(rf"[^,.;“]{{0,30}}\b{re.escape(other.number)}", words) or any(
            words.startswith(one) for one in called
        ):
            return place
    return None


def _may_stand_above(upper: Cited, lower: Cited) -> bool:
    return not (upper.date and lower.date and upper.date > lower.date)
