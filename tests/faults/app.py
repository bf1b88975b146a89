"""The product's own Celery application on the campaign's clock, with a timetable in fractions of a second, and with the trap."""

from __future__ import annotations

import os
from pathlib import Path

from tests.faults.clock import Clock
from tests.faults.durations import EVERY, TIMEOUT
from tests.faults.trap import Trap

FOLDER = Path(os.environ["DONDOC_FAULTS_FOLDER"])
Clock(FOLDER).install()  # before any module of the product is there

from django.conf import settings  # noqa: E402

from config.celery import app  # noqa: E402

NAMES = ("open-reminders", "send-reminders", "heartbeat")

app.conf.beat_schedule = {
    name: {**app.conf.beat_schedule[name], "schedule": EVERY, "options": {"expires": 5}} for name in NAMES
}
app.conf.beat_max_loop_interval = EVERY
settings.MAILERS["default"]["OPTIONS"]["timeout"] = TIMEOUT
Trap(FOLDER).install()
