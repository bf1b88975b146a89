"""Words for differences between figures."""

from django import template

from agencies.wording import number
from reporting.counts import Counts

register = template.Library()

NOTHING = "–"


@register.filter
def signed(value: int) -> str:
    """+4, −3, 0: a real minus sign, as tables print it."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{number(abs(value))}"


@register.filter
def points(tenths: int) -> str:
    """−3,2 điểm."""
    sign = "+" if tenths > 0 else "−" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10},{abs(tenths) % 10} điểm"


@register.filter
def rate(counts: Counts) -> str:
    """The completion rate: 71,7%; a dash where nothing counts."""
    return share(counts.tenths) if counts.assigned else NOTHING


@register.filter
def share(tenths: int) -> str:
    """71,7%."""
    return f"{tenths // 10},{tenths % 10}%"


@register.filter
def grouped(checksum: str) -> str:
    """ "9c41 e07a … 5d2f": enough of a checksum to compare by eye."""
    return f"{checksum[:4]} {checksum[4:8]} … {checksum[-4:]}"
