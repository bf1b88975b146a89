"""Pages in a real browser: the sample in a database of its own, a live server on it, Chromium of the system.

The sample is loaded once per test process; each module works on a fresh copy of that database, so what one module writes no
other sees.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
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


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, **launch_options()}


@dataclass(frozen=True, slots=True)
class Sample:
    """The loaded sample: its database, and the folder with its files."""

    database: str
    media: Path


@pytest.fixture(scope="session")
def sample(
    django_test_environment: None, django_db_blocker: Any, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sample]:
    """Not pytest-django's database: that one is made only when a test of the run asks for it, and each test rolls back in it."""
    name = settings.DATABASES["default"]["TEST"]["NAME"]
    made = Sample(f"{name}_{worker_id}_mau", tmp_path_factory.mktemp("sample-media"))
    with django_db_blocker.unblock(), at_once():
        make_database(made.database)
        with working_on(made.database), override_settings(DEMO=True, MEDIA_ROOT=made.media):
            call_command("migrate", verbosity=0)
            call_command("load_sample", verbosity=0)
        yield made
        drop_database(made.database)


@pytest.fixture(scope="module")
def site(sample: Sample, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server on a copy of the sample that belongs to this module; jobs run at once, in the request."""
    media = tmp_path_factory.mktemp("media")
    shutil.copytree(sample.media, media, dirs_exist_ok=True)
    copy = f"{sample.database}_ban"
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
