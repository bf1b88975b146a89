"""A clock that a file sets: every process of the campaign reads the same, and it may be put forward or back at any moment."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path

from django.utils import timezone


class Clock:
    """Runs as fast as the real one from the moment that was last set."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "clock"

    def put(self, moment: datetime) -> None:
        """Set the clock; whoever reads at the same time sees the old or the new setting."""
        draft = self.path.with_suffix(f".{os.getpid()}")
        draft.write_text(f"{moment.timestamp()} {time.time()}", encoding="ascii")
        draft.replace(self.path)

    def now(self) -> datetime:
        """What `timezone.now` answers."""
        shown, set_at = map(float, self.path.read_text(encoding="ascii").split())
        return datetime.fromtimestamp(shown + time.time() - set_at, tz=UTC)

    def install(self) -> None:
        """Let the whole process read this clock; before any module takes `now` for itself."""
        timezone.now = self.now
