"""A real SMTP server whose manners a test chooses, and the mailer that leads to it."""

from __future__ import annotations

import asyncio
import email
import socket
import threading
from collections.abc import Callable, Iterator
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from plans.models import WorkItem
from tests.cast import World
from tests.plans.reminders.helpers import only


class Sink:
    """Keeps what it accepted. `manner` says how it answers: accept, refuse, later, drop-rcpt, drop-data, stall."""

    def __init__(self) -> None:
        self.manner = "accept"
        self.letters: list[EmailMessage] = []
        self.seen = 0
        self.stalled, self.go_on = threading.Event(), threading.Event()
        self.port = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.manner == "refuse":
            return "550 5.1.1 no such mailbox"
        if self.manner == "later":
            return "451 4.3.2 try again later"
        if self.manner == "drop-rcpt":
            server.transport.abort()
            return "421 going away"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.seen += 1
        if self.manner == "refuse-data":
            return "554 5.7.1 refused"
        if self.manner == "drop-unkept":
            server.transport.abort()
            return "421 going away"
        self.letters.append(email.message_from_bytes(envelope.content, policy=policy.default))
        if self.manner == "drop-kept":
            server.transport.abort()
            return "421 going away"
        if self.manner == "stall":
            self.stalled.set()
            await asyncio.to_thread(self.go_on.wait, 60)
        return "250 OK"

    @property
    def message_ids(self) -> list[str]:
        return [str(letter["Message-ID"]).strip() for letter in self.letters]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def sink() -> Iterator[Sink]:
    handler = Sink()
    handler.port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    yield handler
    handler.go_on.set()
    controller.stop()


@pytest.fixture
def by_smtp(sink: Sink, settings: Any) -> Sink:
    """Letters go to the sink through Django's SMTP mailer."""
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": sink.port, "timeout": 5},
        }
    }
    return sink


@pytest.fixture
def office_hours(settings: Any) -> Callable[..., None]:
    """The window of a real office, whatever this machine's environment says."""

    def set_hours(opens: str = "07:30", closes: str = "17:00", *, working_days_only: bool = True) -> None:
        settings.REMINDERS = {"opens": opens, "closes": closes, "working_days_only": working_days_only}

    set_hours()
    return set_hours


@pytest.fixture
def item(world: World) -> WorkItem:
    """Task 5: a product of Đảng đoàn Liên hiệp Hội due Friday 15/7/2022; nothing else is owed."""
    found = world.item("5", world.agencies.dang_doan_lhh)
    only(found)
    return found
