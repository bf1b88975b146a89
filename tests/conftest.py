"""What every test stands on: the embedded servers, a fast test database, a client whose GET cannot write."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import blocking_manager_key

from config import embedded
from tests.cast import at, kept_world, world  # noqa: F401 - fixtures for every test
from tests.kept import Rows, copied, filled, put_back

# Playwright's loop runs in the thread of the test, where Django would otherwise refuse the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# No test is about time: a busy machine is no counterexample.
hypothesis_settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("untimed")

_servers = ExitStack()
# Named by the settings until the test database is there: who connects without asking for that one finds none.
NOWHERE = "a_test_without_the_database_mark"
# What migrations wrote into the test database.
_ground: list[Rows] = []
_WRITES = re.compile(r"^\s*(?:WITH\b.*?\b)?(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|CREATE|ALTER|DROP)\b", re.I | re.S)
# What a read may leave behind: signing in, a session, and what says that it was read (docs/decisions/0024).
_ALLOWED = re.compile(
    r'"django_session"|UPDATE "agencies_officer" SET "last_login" = |^INSERT INTO "agencies_readentry" '
    r'|^UPDATE "plans_calendarfeed" SET "read_at" = \S+ WHERE ',
    re.I,
)


def pytest_configure(config: pytest.Config) -> None:
    """Hold the servers for the whole run; each xdist worker holds them too, so the order of ends does not matter."""
    try:
        _servers.enter_context(embedded.held())
    except embedded.EmbeddedError as error:
        pytest.exit(f"Đôn Đốc: {error}", returncode=1)
    connection.settings_dict["NAME"] = NOWHERE


def _commits(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction")) or "transactional_db" in getattr(item, "fixturenames", ())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts servers and browsers goes first: it waits much, and last it would leave the other process idle."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test that commits ends with all tables emptied: the rows of migrations come back for the next, where there is one."""
    yield
    if _ground and nextitem is not None and _commits(item):
        with item.config.stash[blocking_manager_key].unblock():
            there = filled()
            put_back(rows for rows in _ground if rows.table not in there)


def pytest_unconfigure(config: pytest.Config) -> None:
    _servers.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """A lost test database costs nothing, so its commits do not wait for the disk."""
    from django.conf import settings

    settings.DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A thread of a race or of the live server may still hold a session when the database is dropped: end it first."""
    with django_db_blocker.unblock():
        _ground.extend(copied(table) for table in sorted(filled()))
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def media_root(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DEMO_MAILDIR = tmp_path / "mail"
    return tmp_path / "media"


@pytest.fixture
def broker(worker_id: str) -> Iterator[str]:
    """The address of an empty broker database that no other test process uses."""
    import redis

    number = 16 + int(worker_id.removeprefix("gw") or 0) if worker_id != "master" else 15
    url = embedded.redis_url(number)
    with redis.Redis.from_url(url) as server:
        server.flushdb()
        yield url
        server.flushdb()


def _refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if _WRITES.match(sql) and not _ALLOWED.search(sql):
        pytest.fail(f"a GET wrote to the database: {sql[:200]}")
    return execute(sql, params, many, context)


class ReadOnlyGetClient(Client):
    """Django's test client, except that a GET or HEAD that writes to the database fails the test."""

    def request(self, **request: Any) -> HttpResponse:  # type: ignore[override]
        if request.get("REQUEST_METHOD") in ("GET", "HEAD"):
            with connection.execute_wrapper(_refuse_writes):
                return super().request(**request)  # type: ignore[return-value]
        return super().request(**request)  # type: ignore[return-value]


@pytest.fixture
def client() -> ReadOnlyGetClient:
    return ReadOnlyGetClient()
