"""What an official letter (công văn) says on paper, free of any file format, layout or database.

Renderers (PDF, DOCX, the page's preview) take a `Letter` and a layout. Texts are plain: capitals and bold come from the layout.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reporting.paper import Letterhead, Paragraph, Signature, Table, foot_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """`about` follows "V/v", `addressee` follows "Kính gửi:"; a `draft` has dots for number and day and says that it is one."""

    layout_id: str
    letterhead: Letterhead
    issuer: str
    about: str
    addressee: str
    before: tuple[Paragraph, ...]
    table: Table
    after: tuple[Paragraph, ...]
    signature: Signature
    recipients: tuple[str, ...]
    draft: bool = False
    illustration: bool = False

    @property
    def title(self) -> str:
        """One line naming the letter: title of the file."""
        return f"Công văn {self.about}"

    @property
    def dated(self) -> date | None:
        """The day that the file bears."""
        return self.letterhead.issued_on or self.letterhead.expected_on

    @property
    def foot(self) -> str:
        """What stands at the foot of every page; empty on a letter that was sent."""
        return foot_of(draft=self.draft, illustration=self.illustration)
