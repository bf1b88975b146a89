"""Filters of the paper templates."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reporting.rendering.vendor import printable

register = template.Library()

# "số 54-CV/TU", "ngày 24/12/2020" and the like stay on one line.
_KEPT_TOGETHER = re.compile(
    r"(?:[Ss]ố )?\b\d{1,4}(?:/\d{4})?[-/][A-ZĐ][A-Za-zĐđ]{0,4}[-/][A-ZĐ][\w&amp;-]*|\b[Nn]gày \d{1,2}/\d{1,2}/\d{4}"
)


@register.filter
def prose(text: str) -> SafeString:
    """Escaped text in letters the font has; document numbers and dates are not torn at a line's end; "\\n" breaks the line."""
    safe = escape(printable(text))
    kept = _KEPT_TOGETHER.sub(lambda found: f'<span class="whole">{found[0]}</span>', safe)
    return mark_safe(kept.replace("\n", "<br>"))  # noqa: S308  (escaped above)
