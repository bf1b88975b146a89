"""Handing a letter to the mail server, and knowing what became of it: accepted, refused, or nobody knows."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.mail import EmailMultiAlternatives, mailers

_SEND_IT = 354


class Outcome(StrEnum):
    """What became of an attempt: only `UNKNOWN` may have left a letter behind; `UNREACHABLE` is no fault of the letter."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome with the server's words, for the health page."""

    outcome: Outcome
    error: str = ""


class Postman:
    """One connection to the configured mailer for the letters of a run."""

    def __init__(self) -> None:
        self._mailer: Any = None
        self._replies: list[int] = []

    def hand_over(self, message: EmailMultiAlternatives) -> Result:
        """Send one letter; a connection that the server closed between two letters is opened again once."""
        fresh = self._mailer is None
        try:
            self._connect()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Result(Outcome.UNREACHABLE, _told(error))
        result = self._try(message)
        if result.outcome != Outcome.ACCEPTED:
            self.close()
        if result.outcome == Outcome.UNREACHABLE:
            return Result(Outcome.REFUSED, result.error) if fresh else self.hand_over(message)
        return result

    def _connect(self) -> None:
        if self._mailer is not None:
            return
        self._mailer = mailers.default
        self._mailer.open()
        connection = getattr(self._mailer, "connection", None)
        if isinstance(connection, smtplib.SMTP):
            _listen(connection, self._replies)

    def _try(self, message: EmailMultiAlternatives) -> Result:
        self._replies.clear()
        try:
            if not self._mailer.send_messages([message]):
                return Result(Outcome.REFUSED, "Người nhận chưa có địa chỉ thư.")
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, ValueError) as error:
            return Result(Outcome.REFUSED, _told(error))
        except (OSError, smtplib.SMTPException) as error:
            # Only from the server's go-ahead on can the letter have arrived.
            lost = bool(self._replies) and self._replies[-1] == _SEND_IT
            return Result(Outcome.UNKNOWN if lost else Outcome.UNREACHABLE, _told(error))
        return Result(Outcome.ACCEPTED)

    def close(self) -> None:
        """Leave politely; what the server answers to that changes nothing."""
        if self._mailer is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._mailer.close()
        self._mailer = None


def _listen(connection: smtplib.SMTP, replies: list[int]) -> None:
    """Note the code of each reply: smtplib's errors do not tell how far the conversation had come."""
    answer = connection.getreply

    def getreply() -> tuple[int, bytes]:
        code, text = answer()
        replies.append(code)
        return code, text

    connection.getreply = getreply  # type: ignore[method-assign]


def _told(error: Exception) -> str:
    """The server's words on one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        text = (
            error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else str(error.smtp_error)
        )
        return f"{error.smtp_code} {text}"[:300]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {text.decode(errors='replace')}" for code, text in error.recipients.values())[:300]
    return f"{type(error).__name__}: {error}"[:300]
