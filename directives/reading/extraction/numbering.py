"""Automatic numbering of Word: what stands printed before a paragraph though no letter of it is in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """How a level of a list is printed: format, text with %1 for the number of level 1, first number."""

    form: str = "decimal"
    text: str = "%1."
    start: int = 1
    restarts: int | None = None
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    list_of: dict[str, str] = field(default_factory=dict)
    fresh: dict[str, dict[int, int]] = field(default_factory=dict)
    own: dict[str, dict[int, Level]] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    depth_of_style: dict[str, int] = field(default_factory=dict)

    def mark(self, number: str, depth: int) -> str:
        """The printed mark of the next paragraph of a list, with the blank behind it; "" where none is printed."""
        shape = self.list_of.get(number)
        if shape is None or not 0 <= depth < _LEVELS:
            return ""
        levels = self.levels.get(shape, {}) | self.own.get(number, {})
        counts = self.counts.setdefault(shape, [None] * _LEVELS)
        for at, first in self.fresh.pop(number, {}).items():
            counts[at] = first - 1
        self._count(counts, levels, depth)
        level = levels.get(depth, Level())
        if level.form == "none" or (level.form != "bullet" and not level.text):
            return ""
        if level.form == "bullet":
            return "+ " if "+" in level.text else "- "
        return f"{_printed(level, levels, counts)} "

    @staticmethod
    def _count(counts: list[int | None], levels: dict[int, Level], depth: int) -> None:
        for above in range(depth):
            if counts[above] is None:
                counts[above] = levels.get(above, Level()).start
        now = counts[depth]
        counts[depth] = levels.get(depth, Level()).start if now is None else now + 1
        for below in range(depth + 1, _LEVELS):
            after = levels.get(below, Level()).restarts
            if after != 0 and (after is None or depth < after):
                counts[below] = None


def _printed(level: Level, levels: dict[int, Level], counts: list[int | None]) -> str:
    def number(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        form = "decimal" if level.legal else levels.get(at, Level()).form
        return in_form(counts[at] or 0, form)

    return re.sub(r"%([1-9])", number, level.text).strip()


def in_form(number: int, form: str) -> str:
    """A number as a list prints it."""
    if form in {"lowerLetter", "upperLetter"} and 0 < number <= 26 * 20:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"} and 0 < number < 4000:
        roman = ""
        for value, sign in _ROMAN:
            roman += sign * (number // value)
            number %= value
        return roman.upper() if form == "upperRoman" else roman
    return f"{number:02d}" if form == "decimalZero" else str(number)


def numbering_of(root: Any) -> Numbering:
    """The lists of numbering.xml, given its root element."""
    out = Numbering()
    for shape in root.iterchildren(f"{W}abstractNum"):
        levels = list(shape.iterchildren(f"{W}lvl"))
        out.levels[_attr(shape, "abstractNumId")] = {_depth(one): _level(one) for one in levels}
        out.depth_of_style |= {_value(one, "pStyle"): _depth(one) for one in levels}
    for one in root.iterchildren(f"{W}num"):
        number = _attr(one, "numId")
        out.list_of[number] = _value(one, "abstractNumId")
        for change in one.iterchildren(f"{W}lvlOverride"):
            if first := _value(change, "startOverride"):
                out.fresh.setdefault(number, {})[_depth(change)] = _int(first, 1)
            for level in change.iterchildren(f"{W}lvl"):
                out.own.setdefault(number, {})[_depth(change)] = _level(level)
    return out


def _level(element: Any) -> Level:
    restarts = _value(element, "lvlRestart")
    return Level(
        form=_value(element, "numFmt") or "decimal",
        text=_value(element, "lvlText"),
        start=_int(_value(element, "start"), 1),
        restarts=_int(restarts, 0) if restarts else None,
        legal=element.find(f"{W}isLgl") is not None,
    )


def _depth(element: Any) -> int:
    return _int(_attr(element, "ilvl"), 0)


def _value(element: Any, name: str) -> str:
    child = element.find(f"{W}{name}")
    return "" if child is None else _attr(child, "val")


def _attr(element: Any, name: str) -> str:
    return str(element.get(f"{W}{name}") or "")


def _int(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else otherwise
