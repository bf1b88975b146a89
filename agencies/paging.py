"""How many rows a page of a list has."""

from __future__ import annotations

from typing import Final

SIZES: Final = (50, 100, 200)


def size_asked(typed: str | None, *, usual: int = SIZES[0]) -> int:
    """How many rows a page shall have: one of the sizes that its foot offers, the usual one unless another is asked for."""
    return next((size for size in SIZES if typed == str(size)), usual)
