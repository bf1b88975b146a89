"""How many rows a page of a list has."""

from __future__ import annotations

from typing import Final

SIZES: Final = (50, 100, 200)


def size_asked(typed: str | None, *, usual: int | None = None) -> int:
    """How many rows a page shall have: one of the sizes its foot offers, the usual one (the smallest) when none is asked."""
    return next((size for size in SIZES if typed == str(size)), usual or SIZES[0])
