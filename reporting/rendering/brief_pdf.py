"""A `Brief` as PDF: one sheet of A4, whatever it has to say; what does not fit is counted, never cut off unseen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from reporting.brief import Brief
from reporting.narrative import tidy
from reporting.paper import ILLUSTRATION
from reporting.rendering.charts import CLASSES, FiveClasses, class_key, stacked_bar
from reporting.rendering.vendor import FONT_FAMILY, FONT_FILES, SCHEME, VendorFetcher, require_fonts

if TYPE_CHECKING:
    from reporting.figures import Counts

_NUMBERS: Final = (
    ("Được giao", "assigned", "main", 10), ("Hoàn thành", "done", "main first", 12), ("tỷ lệ", "tenths", "rate", 10),
    ("đúng hạn", "done_on_time", "", 9), ("quá hạn", "done_late", "", 9), ("Chưa hoàn thành", "undone", "main first", 12),
    ("trong hạn", "in_time", "", 9), ("quá hạn", "overdue", "over", 10),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Room:
    """How much of each list is shown; `hand` leaves lines for the pen."""

    late: int
    silent: int
    asks: int
    hand: bool


ROOMS: Final = (
    Room(8, 8, 6, True), Room(8, 8, 6, False), Room(7, 6, 5, False), Room(6, 5, 4, False), Room(5, 4, 3, False),
    Room(4, 3, 2, False), Room(3, 2, 1, False), Room(1, 1, 1, False),
)  # fmt: skip
"""Tried in turn until the sheet holds everything."""


def render_brief(brief: Brief) -> bytes:
    """The file's bytes, the same for the same sheet. Raises FontsMissingError without Tinos."""
    require_fonts()
    fetcher, fonts = VendorFetcher(), FontConfiguration()
    sheet = CSS(string=_faces() + render_to_string("reporting/brief/brief.css"), url_fetcher=fetcher, font_config=fonts)
    for room in ROOMS:
        html = HTML(string=render_to_string("reporting/brief/brief.html", context(brief, room)), url_fetcher=fetcher)
        document = html.render(stylesheets=[sheet], font_config=fonts, presentational_hints=True, pdf_tags=True)
        if len(document.pages) == 1:
            break
    data: bytes = document.copy(document.pages[:1]).write_pdf(pdf_tags=True)
    return data


def _faces() -> str:
    return "".join(
        f'@font-face {{ font-family: "{FONT_FAMILY}"; src: url("{SCHEME}:{name}") format("truetype");'
        f" font-weight: {'bold' if bold else 'normal'}; font-style: {'italic' if italic else 'normal'} }}"
        for (bold, italic), name in FONT_FILES.items()
    )


def context(brief: Brief, room: Room) -> dict[str, Any]:
    """What the template prints of the sheet in that room."""
    then = brief.earlier.counts if brief.earlier else None
    return {
        "brief": brief,
        "room": room,
        "numbers": [
            {
                "label": label, "css": css, "width": width, "now": _value(brief.counts, name),
                "then": _value(then, name) if then else "", "change": _change(brief.counts, then, name) if then else "",
            }
            for label, name, css, width in _NUMBERS
        ],
        "long": brief.counts.assigned > 9_999,
        "bar": stacked_bar(FiveClasses(*brief.counts.classes)),
        "keys": [
            {"drawn": class_key(look), "words": look.words, "count": count}
            for look, count in zip(CLASSES, brief.counts.classes, strict=True)
        ],
        "title": fitted(brief.title, 170),
        "office": fitted(brief.office, 90),
        "earlier_label": fitted(brief.earlier.label, 40) if brief.earlier else "",
        "foot": fitted(brief.foot, 110),
        "late": [
            replace(one, what=fitted(one.what, 88), agency=fitted(one.agency, 64), said=fitted(one.said, 40))
            for one in brief.late[: room.late]
        ],
        "late_more": max(brief.counts.overdue - len(brief.late[: room.late]), 0),
        "silent": [(fitted(label, 54), fitted(periods, 40)) for label, periods in brief.silent[: room.silent]],
        "silent_more": max(brief.silent_total - len(brief.silent[: room.silent]), 0),
        "asks": [fitted(words, 200) for words in brief.asks[: room.asks]],
        "asks_more": max(len(brief.asks) - room.asks, 0),
        "stamp": ILLUSTRATION if brief.illustration else "",
    }  # fmt: skip


def fitted(text: str, most: int) -> str:
    """As much of the words as the place holds, broken at a word where there is one, so that a sheet's height is known."""
    text = " ".join(tidy(text).split())
    if len(text) <= most:
        return text
    cut = text[: most - 2]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut[most // 2 :] else cut} …"


def _value(counts: Counts, name: str) -> str:
    value = getattr(counts, name)
    return f"{value // 10},{value % 10}%" if name == "tenths" else f"{value:,}".replace(",", ".")


def _change(now: Counts, then: Counts, name: str) -> str:
    """ "+4", "−3", "−3,2 điểm", "0"."""
    change = getattr(now, name) - getattr(then, name)
    sign = "+" if change > 0 else "\N{MINUS SIGN}" if change < 0 else ""
    if name == "tenths":
        return f"{sign}{abs(change) // 10},{abs(change) % 10} điểm"
    return f"{sign}{abs(change):,}".replace(",", ".")
