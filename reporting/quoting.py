"""What agencies say, as a report quotes it: under their names, the same words once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from agencies.wording import format_day
from reporting.snapshot import Voice

NAMED: Final = 4
_QUOTED = 8
LONGEST_QUOTE: Final = 1_500
"""Letters of what one agency says that are quoted."""


def listing(names: Sequence[str], *, most: int = NAMED) -> str:
    """ "A, B và C"; beyond `most` names only the first ones and how many more."""
    if len(names) > most:
        return f"{', '.join(names[:most])} và {len(names) - most} cơ quan, đơn vị khác"
    return " và ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def quoted(voices: Iterable[Voice]) -> Iterator[str]:
    """ "- Theo Huyện ủy Cờ Đỏ (báo cáo ngày 05/7/2022): chưa bố trí được kinh phí."; the same words of several are quoted once."""
    same: dict[str, list[Voice]] = {}
    for voice in voices:
        same.setdefault(_short(voice.words).rstrip(" .;,").casefold(), []).append(voice)
    for found in same.values():
        words = _short(found[0].words).rstrip(" .;,")
        yield f"- Theo {_sayers(found)}: {_within(words, found[0].agency)}."


def _sayers(voices: Sequence[Voice]) -> str:
    """Who said it, each once: "A (báo cáo ngày 05/7/2022)", "A, B và C", with one day behind all where it is the same."""
    days = {voice.agency: voice.on for voice in reversed(voices)}
    names = list(dict.fromkeys(voice.agency for voice in voices))
    spoken_on = {
        name: f" (báo cáo ngày {format_day(date.fromisoformat(day))})" if day else "" for name, day in days.items()
    }
    if len(set(days.values())) == 1:
        return listing(names, most=_QUOTED) + spoken_on[names[0]]
    return listing([name + spoken_on[name] for name in names], most=_QUOTED)


def _within(words: str, agency: str) -> str:
    """Words as they go on after a colon: a small letter first, but for the agency's own name and abbreviations."""
    own = " ".join(agency.split()[:2])
    if words.startswith(own) or not words[1:2].islower():
        return words
    return f"{words[:1].lower()}{words[1:]}"


def _short(words: str) -> str:
    """So much of what was said as a report quotes; the rows hold all of it."""
    return words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE].rsplit(' ', 1)[0]} …"
