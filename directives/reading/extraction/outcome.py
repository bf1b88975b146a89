"""What comes out of a file: its text, or a refusal."""

from __future__ import annotations

from dataclasses import dataclass

LARGEST = 20 * 1024 * 1024
MOST_PAGES = 300
MOST_CHARACTERS = 4_000_000


class Refused(Exception):
    """Why a file is not read: the Vietnamese sentence with the remedy."""


class Marked(Refused):
    """The file carries a secrecy marking: nothing of it may be kept (decision 19)."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """Text of a file in reading order, the kind it truly is (docx, pdf, html, txt), and remarks for the officer.

    `pages` is counted where the file itself knows pages (PDF).
    """

    text: str
    kind: str
    pages: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What one kind of file gave: its text, and apart from it what only stands at the edges (page heads, text of the stamp).

    `edges` is looked through for markings and never shown.
    """

    text: str
    edges: tuple[str, ...] = ()
    pages: int | None = None
    notes: tuple[str, ...] = ()
