"""What stands behind a page in a browser: a database with the sample, jobs without a worker, Chromium of the system."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import BrowserContext

from agencies.models import Officer
from config.celery import app as celery

MANNERS: dict[str, Any] = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
DEVICES = {"1280": DESKTOP, "360": PHONE}


def launch_options() -> dict[str, Any]:
    """The system's Chromium where there is one; root has no sandbox, and a container's /dev/shm is small."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    own = {"executable_path": found} if found else {}
    return {**own, "args": ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]}


def sign_in(context: BrowserContext, username: str, url: str) -> None:
    """Give a browser the session of an officer, as the sign-in page would."""
    client = Client()
    client.force_login(Officer.objects.get(username=username))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])


def make_database(name: str, *, like: str = "template0") -> None:
    """Make a database anew, empty or as a copy of another one, to which nobody may be connected."""
    quote = connection.ops.quote_name
    drop_database(name)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {quote(name)} TEMPLATE {quote(like)}")


def drop_database(name: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)} WITH (FORCE)")


@contextmanager
def working_on(name: str) -> Iterator[None]:
    """Let every connection of this process, also those of the server's threads, go to another database."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@contextmanager
def at_once() -> Iterator[None]:
    """Jobs run where they are asked for, without broker and worker."""
    before = celery.conf.task_always_eager
    celery.conf.task_always_eager = True
    try:
        yield
    finally:
        celery.conf.task_always_eager = before
