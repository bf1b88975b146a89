"""The address in a letter by which its receiver stops what is optional without signing in (RFC 8058)."""

from __future__ import annotations

from datetime import date
from email.policy import Policy
from enum import StrEnum
from typing import Any, Final

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from agencies.models import Officer
from plans.reminders.parts import absolute

GOOD_FOR_DAYS: Final = 180
# The day is signed as a value: a letter written again on the same day says the same, to the byte.
_SALT: Final = "plans.reminders.unsubscribing"


class Trouble(StrEnum):
    """Why a token opens nothing."""

    UNKNOWN = "unknown"
    OLD = "old"


class WholeHeader(str):
    """A header's value that stays whole: Python would write a long address in encoded pieces, which mail programs do not join."""

    __slots__ = ()
    name = "List-Unsubscribe"

    def fold(self, *, policy: Policy[Any]) -> str:
        """The header as it goes out; what the policy of a message asks of every header."""
        return f"{self.name}: {self}{policy.linesep}"


def headers_for(address: str) -> dict[str, str]:
    """What lets a mail program offer to stop it by one click."""
    return {"List-Unsubscribe": WholeHeader(f"<{address}>"), "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def token_for(officer_id: int, *, on: date) -> str:
    """What stands in the letter of a day."""
    return Signer(salt=_SALT, sep=".").sign(f"{officer_id}-{on.toordinal()}")


def address_for(officer_id: int, *, on: date) -> str:
    """The whole address."""
    return absolute(reverse("plans:unsubscribe", args=[token_for(officer_id, on=on)]))


def officer_by(token: str, *, on: date) -> Officer | Trouble:
    """Whose letter a token came with, or why it opens nothing."""
    try:
        officer_id, _, day = Signer(salt=_SALT, sep=".").unsign(token).partition("-")
    except BadSignature:
        return Trouble.UNKNOWN
    if not (officer_id.isdecimal() and day.isdecimal()):
        return Trouble.UNKNOWN
    if on.toordinal() - int(day) > GOOD_FOR_DAYS:
        return Trouble.OLD
    return Officer.objects.filter(pk=officer_id, is_active=True).first() or Trouble.UNKNOWN
