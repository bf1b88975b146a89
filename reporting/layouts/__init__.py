"""Official layouts of a report, as versioned data; which one holds depends on the issuer's side and the day."""

from datetime import date

from reporting.layouts import hd05, hd36, nd30
from reporting.layouts.layout import Layout, Lettering, Measure, Part, Side, Sourced, Word

__all__ = ["LAYOUTS", "Layout", "Lettering", "Measure", "Part", "Side", "Sourced", "Word", "layout_for"]

LAYOUTS = {layout.id: layout for layout in (hd05.LAYOUT, hd36.LAYOUT, nd30.LAYOUT)}


def layout_for(issuer_side: Side | str, on: date) -> Layout:
    """The layout in force for that side on that day; before the first known one, the oldest.

    Raises LookupError with words for the officer when the side has no layout.
    """
    of_side = sorted(
        (layout for layout in LAYOUTS.values() if layout.side == issuer_side), key=lambda layout: layout.since
    )
    if not of_side:
        raise LookupError("Chưa có thể thức văn bản cho loại cơ quan này.")
    return next((layout for layout in reversed(of_side) if layout.holds_on(on)), of_side[0])
