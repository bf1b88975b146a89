"""The whole load: a country, its documents, plans and the two years that came of them; whole plans at a time, memory flat."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Final

from django.db import connection, models, transaction

from agencies.models import Agency, AgencyGroup, GroupMembership, Officer, Post, working_calendar
from agencies.services import load_holidays
from directives.models import Addressee, Directive, DirectiveLink
from plans.load.documents import Archive
from plans.load.history import Setting
from plans.load.rows import Book
from plans.load.tracking import OLDEST, Tracking
from plans.load.world import settle
from plans.models import (
    Assignment,
    Extension,
    Plan,
    ReportingDuty,
    ReportingPeriod,
    Review,
    StatusUpdate,
    Task,
    WorkItem,
    WorkItemEvent,
)

TABLES: Final[tuple[type[models.Model], ...]] = (
    Agency, Officer, Post, AgencyGroup, GroupMembership, Directive, DirectiveLink, Addressee, Plan, Task, Assignment,
    ReportingDuty, ReportingPeriod, WorkItem, StatusUpdate, Review, Extension, WorkItemEvent,
)  # fmt: skip
ITEMS_AT_ONCE: Final = 10_000
DAYS_BETWEEN_CENTRAL: Final = 45

Progress = Callable[[str], None]


def generate(*, items: int, seed: int, day: date, say: Progress = print) -> dict[str, int]:
    """Write that many work items and all they stand on; equal arguments on an empty database write equal rows. Rows by table.

    Nobody else may write meanwhile: ids are given out here. A run that breaks off leaves whole plans.
    """
    started = time.monotonic()
    load_holidays(range(day.year - 2, day.year + 2))
    book, rng = Book(TABLES), Random(f"{seed}")  # noqa: S311 - repeatable on purpose
    with transaction.atomic():
        country = settle(book, rng, items=items)
        archive = Archive(book, country, day=day)
        for ago in range(OLDEST + 60, 0, -DAYS_BETWEEN_CENTRAL):
            archive.central(rng, day - timedelta(days=ago))
        book.copy_in()
    say(f"{len(country.provinces)} tỉnh, thành phố: {time.monotonic() - started:.1f} giây")
    tracking = Tracking(Setting(book, working_calendar(), day), country, archive, seed=seed, items=items)
    number, told = 0, items
    while tracking.left:
        goal = max(0, tracking.left - ITEMS_AT_ONCE)
        with transaction.atomic():
            while tracking.left > goal:
                number += 1
                tracking.plan(number, published_on=day - timedelta(days=rng.randint(5, OLDEST)))
            book.copy_in()
        if told - tracking.left >= items / 10 or not tracking.left:
            told = tracking.left
            say(f"{items - told} đầu việc: {time.monotonic() - started:.1f} giây")
    _tidy()
    say(f"xong sau {time.monotonic() - started:.1f} giây")
    return book.totals()


def _tidy() -> None:
    """Let the planner know the tables, as autovacuum would soon; a transaction (a test's) can only analyze."""
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in TABLES)
    with connection.cursor() as cursor:
        cursor.execute(f"{'ANALYZE' if connection.in_atomic_block else 'VACUUM ANALYZE'} {tables}")
