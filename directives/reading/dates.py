"""Days as documents print them: 20/11/2020, "ngày 20 tháng 11 năm 2020"."""

from __future__ import annotations

import re
from datetime import date

DAY = (
    r"(?:ngày\s*)?(?:(?P<d{n}>\d{{1,2}})\s*[/.-]\s*(?P<m{n}>\d{{1,2}})\s*[/.-]\s*(?P<y{n}>\d{{4}})(?!\d)"
    r"|(?P<sd{n}>\d{{1,2}})\s*tháng\s*(?P<sm{n}>\d{{1,2}})\s*năm\s*(?P<sy{n}>\d{{4}}))"
)


def day_pattern(name: str = "") -> str:
    """A pattern of one full date; its groups carry `name`."""
    return DAY.format(n=name)


def day_in(match: re.Match[str], name: str = "") -> str | None:
    """ISO form of the date a match of `day_pattern` holds; None when there is no such day."""
    for kind in ("", "s"):
        if match[f"{kind}d{name}"]:
            return iso_of(match[f"{kind}d{name}"], match[f"{kind}m{name}"], match[f"{kind}y{name}"])
    return None


def iso_of(day: str, month: str, year: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
