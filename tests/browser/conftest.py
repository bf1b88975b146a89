"""Pages in a real browser: the sample in a database of its own, a live server on it, Chromium of the system.

The sample is loaded once per run; each module works on a fresh copy of that database, so what one module writes no
other sees.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.stage import (
    DESKTOP,
    MANNERS,
    at_once,
    drop_database,
    launch_options,
    make_database,
    sign_in,
    working_on,
)

# The setting itself gets each process's suffix once pytest-django has made its database.
TEST_DATABASE = str(settings.DATABASES["default"]["TEST"]["NAME"])


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, **launch_options()}


@dataclass(frozen=True, slots=True)
class Sample:
    """The loaded sample: its database, and the folder with its files."""

    database: str
    media: Path


@contextmanager
def counted(folder: Path) -> Iterator[tuple[int, Callable[[int], None]]]:
    """How many test processes use the sample at the moment, and how to write the new number down; one process at a time."""
    with (folder / "sample-users").open("a+") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        kept.seek(0)

        def write(number: int) -> None:
            kept.truncate(0)
            kept.write(str(number))
            kept.flush()

        yield int(kept.read() or 0), write


def load_sample(made: Sample) -> None:
    """Not into pytest-django's database: that one is made only when a test asks for it, and each test rolls back in it."""
    make_database(made.database)
    with working_on(made.database), override_settings(DEMO=True, MEDIA_ROOT=made.media):
        call_command("migrate", verbosity=0)
        call_command("load_sample", verbosity=0)


@pytest.fixture(scope="session")
def sample(
    django_test_environment: None, django_db_blocker: Any, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sample]:
    """Loaded by the first test process that asks, shared by the others, dropped by the last."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    made = Sample(f"{TEST_DATABASE}_mau", shared / "sample-media")
    with django_db_blocker.unblock(), at_once():
        with counted(shared) as (users, write):
            if not users:
                load_sample(made)
            write(users + 1)
        yield made
        with counted(shared) as (users, write):
            write(users - 1)
            if users == 1:
                drop_database(made.database)


@pytest.fixture(scope="module")
def site(
    sample: Sample, django_db_blocker: Any, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """A server on a copy of the sample that belongs to this module; jobs run at once, in the request."""
    media = tmp_path_factory.mktemp("media")
    shutil.copytree(sample.media, media, dirs_exist_ok=True)
    copy = f"{sample.database}_{worker_id}"
    with django_db_blocker.unblock(), at_once():
        make_database(copy, like=sample.database)
        with working_on(copy), override_settings(DEMO=True, MEDIA_ROOT=media):
            server = LiveServer("localhost")
            yield server
            server.stop()
        drop_database(copy)


@pytest.fixture(autouse=True)
def media_root(site: LiveServer) -> Path:
    """Instead of the empty folder that other tests get: the files of the module's sample."""
    return Path(settings.MEDIA_ROOT)


@dataclass
class Visitor:
    """An officer at a browser; `complaints` are what the browser's console said meanwhile."""

    page: Page
    site: str
    complaints: list[str]

    def go(self, path: str) -> Page:
        """Open a page of the product, which must answer 200, and wait for its scripts."""
        answer = self.page.goto(f"{self.site}{path}", wait_until="networkidle")
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.page

    def overflow(self) -> int:
        """How many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(browser: Browser, site: LiveServer) -> Iterator[Visit]:
    """`visit("lhh", PHONE)` signs somebody in (nobody with None) at a device, further options as of a Playwright context."""
    contexts: list[BrowserContext] = []

    def open_at(username: str | None, device: dict[str, Any] = DESKTOP, **options: Any) -> Visitor:
        context = browser.new_context(**MANNERS, **device, **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        if username:
            sign_in(context, username, site.url)
        page = context.new_page()
        visitor = Visitor(page, site.url, [])

        def note(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                visitor.complaints.append(message.text)

        page.on("console", note)
        page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        return visitor

    yield open_at
    for context in contexts:
        context.close()
