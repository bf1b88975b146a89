"""Drawings of counts as SVG, the same for pages and paper.

On a page the classes of app.css decide colours and letters; on paper the attributes do: greys that a black-and-white copy keeps
apart, in the paper's own letters. There is no inline style, and the `<title>` says the drawing in words: the accessible name on
pages, the alternative text in a tagged PDF.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

INK = "#000"
AGEING_COLUMNS = ("1–7", "8–30", "31–60", "61–90", "trên 90")
"""Days overdue, as the office groups them."""

_COLUMN = "#444"
_BAR_WIDTH, _BAR_HEIGHT, _GAP = 400, 16, 1.5
_PLOT = (400, 168)
_FLOOR = 134
_CEILING = 30


class ClassLook(NamedTuple):
    field: str
    css: str
    fill: str
    words: str
    hatched: bool = False


CLASSES = (
    ClassLook("done_on_time", "f-done", "#777", "hoàn thành đúng hạn"),
    ClassLook("done_late", "f-late", "#fff", "hoàn thành quá hạn", hatched=True),
    ClassLook("within", "f-within", "#ccc", "trong hạn, đã cập nhật"),
    ClassLook("overdue", "f-over", "#000", "quá hạn"),
    ClassLook("not_started", "f-idle", "#fff", "chưa thực hiện"),
)
"""The five official classes in the order in which they are always drawn."""


class FiveClasses(NamedTuple):
    """Counts that exclude each other; `within` here leaves out what was not started."""

    done_on_time: int = 0
    done_late: int = 0
    within: int = 0
    overdue: int = 0
    not_started: int = 0


class Point(NamedTuple):
    """One period of a trend: short label under the axis ("I/22"), percent, and the label in full for the words."""

    label: str
    percent: float
    spoken: str = ""


def decimal(number: float, places: int = 1) -> str:
    """71.7 → "71,7"."""
    return f"{number:.{places}f}".replace(".", ",")


def stacked_bar(counts: Sequence[int], *, noun: str = "đầu việc", legend: bool = False) -> SafeString:
    """A bar of the five classes, in the order of `CLASSES`; `legend` adds a line of keys for paper."""
    total = sum(counts)
    words = [f"{count} {look.words}" for look, count in zip(CLASSES, counts, strict=True) if count]
    name = f"{total} {noun}: {', '.join(words)}" if total else f"Chưa có {noun} nào"
    parts = [*_segments(counts, total), *(_legend(counts) if legend else ())]
    return _svg(_BAR_WIDTH, 52 if legend else _BAR_HEIGHT, name, parts)


def class_key(look: ClassLook) -> SafeString:
    """A small piece of a class, as a key beside its words."""
    return _svg(8, 8, look.words, list(_patch(look, 0, 0, 8, 8)))


def _segments(counts: Sequence[int], total: int) -> Iterator[str]:
    """Segments with white gaps between them; a class that is not empty is never thinner than one unit."""
    if not total:
        yield f'<rect x="0" y="0" width="{_BAR_WIDTH}" height="{_BAR_HEIGHT}" fill="#eee"/>'
        return
    ends = [0, *accumulate(counts)]
    for look, count, start, end in zip(CLASSES, counts, ends, ends[1:], strict=False):
        if count:
            left, right = _BAR_WIDTH * start / total, _BAR_WIDTH * end / total
            gap = _GAP if end < total else 0
            yield from _patch(look, left, 0, max(right - left - gap, 1), _BAR_HEIGHT)


def _patch(look: ClassLook, left: float, top: float, width: float, height: float) -> Iterator[str]:
    """A piece of a class: its grey within a thin outline, strokes at 45° where it is hatched."""
    edge = min(0.25, width / 4)
    yield (
        f'<rect class="{look.css}" x="{left + edge:.2f}" y="{top + edge:.2f}" width="{width - 2 * edge:.2f}"'
        f' height="{height - 2 * edge:.2f}" fill="{look.fill}" stroke="#000" stroke-width="{2 * edge:.2f}"/>'
    )
    if look.hatched:
        strokes = "".join(_stroke(left, top, width, height, shift) for shift in range(3, int(width + height), 3))
        yield f'<path class="hatch" d="{strokes}" fill="none" stroke="#000" stroke-width="0.6"/>'


def _stroke(left: float, top: float, width: float, height: float, shift: float) -> str:
    """One stroke of a hatch, cut at the sides of its piece: it rises from the lower edge, `shift` from the left."""
    start, end = max(shift - height, 0), min(shift, width)
    return f"M{left + start:.2f},{top + shift - start:.2f}L{left + end:.2f},{top + shift - end:.2f}"


def _legend(counts: Sequence[int]) -> Iterator[str]:
    places = ((0, 31), (140, 31), (280, 31), (0, 48), (140, 48))
    for look, count, (x, y) in zip(CLASSES, counts, places, strict=True):
        words = look.words[0].upper() + look.words[1:]
        yield from _patch(look, x, y - 7, 8, 8)
        yield f'<text x="{x + 12}" y="{y}" font-size="9.5" fill="{INK}">{words}: {count}</text>'


def ageing_columns(counts: Sequence[int], *, noun: str = "việc") -> SafeString:
    """Overdue items by days overdue, five columns (see `AGEING_COLUMNS`); heights share one scale from zero."""
    highest = max(counts, default=0) or 1
    spoken = [
        f"{label.replace('–', ' đến ')} ngày {count} {noun}"
        for label, count in zip(AGEING_COLUMNS, counts, strict=True)
    ]
    parts = []
    for place, (label, count) in enumerate(zip(AGEING_COLUMNS, counts, strict=True)):
        middle = 40 + 80 * place
        height = (_FLOOR - _CEILING) * count / highest
        top = _FLOOR - height
        if count:
            parts.append(
                f'<rect class="col" x="{middle - 26}" y="{top:.1f}" width="52" height="{height:.1f}" fill="{_COLUMN}"/>'
            )
        parts.append(_text(middle, top - 7, str(count), css="val"))
        parts.append(_text(middle, 154, label))
    parts.append(f'<line class="axis" x1="0" x2="400" y1="{_FLOOR}.5" y2="{_FLOOR}.5" stroke="#000"/>')
    return _svg(*_PLOT, f"{noun.capitalize()} quá hạn theo số ngày: {', '.join(spoken)}", parts)


def trend_line(points: Sequence[Point], *, name: str = "Tỷ lệ hoàn thành") -> SafeString:
    """Percent over periods, oldest first; the first and the last carry their figure, the last is the one being read."""
    spoken = "; ".join(f"{point.spoken or point.label} {decimal(point.percent)} phần trăm" for point in points)
    if not points:
        return _svg(*_PLOT, f"{name}: chưa có kỳ nào", [])
    low, high = _scale([point.percent for point in points])
    step = 320 / max(len(points) - 1, 1)
    spots = [
        (56 + step * place, _FLOOR - (_FLOOR - _CEILING) * (point.percent - low) / (high - low))
        for place, point in enumerate(points)
    ]
    parts = [*_grid(low, high)]
    if len(points) > 1:
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        parts.append(f'<polyline class="trend" points="{line}" fill="none" stroke="{INK}" stroke-width="2"/>')
    parts += _spots(points, spots)
    return _svg(*_PLOT, f"{name}: {spoken}", parts)


def _scale(values: Sequence[float]) -> tuple[int, int]:
    """Whole tens around the values, at least 20 points apart, within 0–100 where the values are."""
    low = int(min(values) // 10 * 10)
    high = int(-(-max(values) // 10) * 10)
    if high - low < 20:
        low = max(low - 10, 0)
        high = low + max(20, high - low)
    return low, high


def _grid(low: int, high: int) -> Iterator[str]:
    for percent in (low, (low + high) // 2, high):
        y = _FLOOR - (_FLOOR - _CEILING) * (percent - low) / (high - low)
        yield f'<line class="gridline" x1="34" x2="400" y1="{y:.1f}" y2="{y:.1f}" stroke="#bbb"/>'
        yield _text(0, y + 4, f"{percent}%", anchor="start")


def _spots(points: Sequence[Point], spots: Sequence[tuple[float, float]]) -> Iterator[str]:
    last = len(points) - 1
    for place, (point, (x, y)) in enumerate(zip(points, spots, strict=True)):
        middle = f'cx="{x:.1f}" cy="{y:.1f}"'
        if place == last:
            yield f'<circle class="pt-now" {middle} r="5" fill="#fff" stroke="{INK}" stroke-width="2.5"/>'
        else:
            yield f'<circle class="pt" {middle} r="3.5" fill="{INK}"/>'
        if place in {0, last}:
            yield _text(x, y - 11, f"{decimal(point.percent)}%", css="val")
        yield _text(x, 154, point.label)


def _text(x: float, y: float, words: str, *, css: str = "", anchor: str = "middle") -> str:
    attributes = f'class="{css}" font-weight="bold"' if css else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="13" fill="{INK}" {attributes}>{escape(words)}</text>'


def _svg(width: int, height: int, name: str, parts: Sequence[str]) -> SafeString:
    """Letters are inherited from the page; the family is named for paper, where nothing is inherited."""
    css = "bar" if height == _BAR_HEIGHT else "chart plot" if height == _PLOT[1] else "chart"
    stretch = ' preserveAspectRatio="none"' if css == "bar" else ""
    return mark_safe(  # noqa: S308  (numbers, our own words and escaped labels only)
        f'<svg class="{css}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"{stretch} role="img"'
        f' font-family="Tinos"><title>{escape(name)}</title>{"".join(parts)}</svg>'
    )
