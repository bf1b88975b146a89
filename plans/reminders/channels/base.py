"""What a channel is, and the letter that it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from django.core.mail import EmailMultiAlternatives

from agencies.models import Officer
from plans.reminders.postman import Result


@dataclass(frozen=True, slots=True)
class Letter:
    """A written letter: subject, plain text and HTML as a mail message, and a key that is the same on every attempt."""

    officer: Officer
    message: EmailMultiAlternatives
    key: str


class Channel(Protocol):
    """A way out. `within` is one that is delivered by the transaction which writes the attempt, so that nothing can fail after it.

    An instance serves one run of a worker; it may keep a connection until `close`.
    """

    code: ClassVar[str]
    label: ClassVar[str]
    within: ClassVar[bool] = False

    @classmethod
    def reaches(cls, officer: Officer) -> bool:
        """Whether letters get to this officer here."""
        ...

    def hand_over(self, letter: Letter) -> Result:
        """Deliver one letter and say what became of it; `UNKNOWN` wherever it may have arrived although no answer came."""
        ...

    def close(self) -> None:
        """Give back what the run held."""
