"""The ways in which a letter reaches an officer, in order of preference; one more is one more class in `CHANNELS`."""

from __future__ import annotations

from agencies.models import Officer
from plans.reminders.channels.base import Channel, Letter
from plans.reminders.channels.email import Email
from plans.reminders.channels.inbox import Inbox

CHANNELS: dict[str, type[Channel]] = {channel.code: channel for channel in (Email, Inbox)}

__all__ = ["CHANNELS", "Channel", "Email", "Inbox", "Letter", "Ways", "channel_for"]


def channel_for(officer: Officer) -> type[Channel]:
    """The first channel that reaches an officer; the inbox reaches everybody who signs in."""
    return next((channel for channel in CHANNELS.values() if channel.reaches(officer)), Inbox)


class Ways:
    """The channels of one run: each opened by its first letter, and left alone for the run's rest once nobody answered there."""

    def __init__(self) -> None:
        self._open: dict[str, Channel] = {}
        self.closed: set[str] = set()

    def by(self, code: str) -> Channel:
        """The channel a letter leaves by; a letter that names one which is there no longer goes by mail."""
        if code not in self._open:
            self._open[code] = CHANNELS.get(code, Email)()
        return self._open[code]

    def close(self) -> None:
        """Leave every channel that was used."""
        for channel in self._open.values():
            channel.close()
        self._open.clear()
