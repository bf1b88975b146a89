"""Mail, by whatever server the office has."""

from __future__ import annotations

from typing import ClassVar

from agencies.models import Officer
from plans import choices
from plans.reminders.channels.base import Channel, Letter
from plans.reminders.postman import Postman, Result


class Email(Channel):
    """A letter to the officer's address, one connection for a run."""

    code: ClassVar[str] = choices.Channel.EMAIL.value
    label: ClassVar[str] = choices.Channel.EMAIL.label

    def __init__(self) -> None:
        self._postman = Postman()

    @classmethod
    def reaches(cls, officer: Officer) -> bool:
        """Whoever has an address."""
        return bool(officer.email)

    def hand_over(self, letter: Letter) -> Result:
        """Give the letter to the mail server."""
        return self._postman.hand_over(letter.message)

    def close(self) -> None:
        """End the connection."""
        self._postman.close()
