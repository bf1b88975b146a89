"""Verbs of a long export: ask for it, write it, forget it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.http import QueryDict
from django.utils.timezone import localdate

from agencies.models import Officer
from agencies.verdict import Denied
from plans import news
from plans.filters import ItemFilter
from plans.models import ExportState, ItemExport
from plans.services import queues
from plans.services.queues import Queue
from plans.workbook.listing import MOST, conditions, made, rows_listed
from plans.workbook.rows import Row
from plans.workbook.writing import Heading, write_workbook

QUEUE: Final = Queue(ItemExport, ExportState.QUEUED, ExportState.WRITING, lease=timedelta(minutes=10))
AT_ONE_GO: Final = 3
KEPT: Final = timedelta(days=2)
WAITING: Final = 3
TOLD_EVERY: Final = 200


def sight_of(officer: Officer) -> list[int]:
    """Where an officer acts: what decides which rows are in sight."""
    return sorted(officer.scope.own)


def begin(*, by: Officer, now: datetime, query: str, on: Any, total: int) -> ItemExport:
    """Put a long list in the queue; the same list asked for again meanwhile is the same export."""
    waiting = ItemExport.objects.filter(made_by=by, state__in=(ExportState.QUEUED, ExportState.WRITING))
    if same := waiting.filter(query=query, on=on).first():
        return same
    if waiting.count() >= WAITING:
        raise Denied(f"Đang có {WAITING} tệp chờ ghi. Hãy chờ xong rồi xuất tiếp.")
    return ItemExport.objects.create(
        made_by=by, made_at=now, query=query, on=on, total=total, sight=sight_of(by)
    )  # fmt: skip


def write(pk: int, *, now: datetime) -> None:
    """Write one waiting list to its file, as of the day it was asked for."""
    if not QUEUE.claim(pk, now=now):
        return
    one = ItemExport.objects.select_related("made_by").get(pk=pk)
    mine = QUEUE.mine(pk, now=now)
    try:
        _write(one, mine, now=now)
    except Exception as error:
        queues.log_failure("Export", pk, error)
        with transaction.atomic():
            if mine.update(state=ExportState.FAILED):
                news.of_export(one, news.NOT_EXPORTED, now=now)


def _write(one: ItemExport, mine: Any, *, now: datetime) -> None:
    officer, query = one.made_by.enter(on=localdate(now)), QueryDict(one.query)
    chosen = ItemFilter(query, officer=officer, today=localdate(now))
    total, rows = rows_listed(chosen, str(query["muc"]), officer, most=MOST)
    heading = Heading(chosen.on, total, conditions(chosen, query), made(officer, now=now), settings.DEMO)
    with tempfile.TemporaryFile() as file:
        write_workbook(file, heading, _telling(one, rows))
        size = file.tell()
        file.seek(0)
        one.file.save("nhiem-vu.xlsx", File(file), save=False)
    name = str(one.file.name)
    ready = {"file": name, "size": size, "total": total, "sight": sight_of(officer), "on": chosen.on}
    with transaction.atomic():
        kept = mine.update(state=ExportState.READY, **ready)
        if kept:
            news.of_export(one, news.EXPORTED, now=now)
    if not kept:
        one.file.storage.delete(name)  # another worker took over


def _telling(one: ItemExport, rows: Iterator[Row]) -> Iterator[Row]:
    for place, row in enumerate(rows):
        if place % TOLD_EVERY == 0:
            queues.tell("export", one.pk, place)
        yield row


def told(one: ItemExport) -> int:
    """How many rows of a running export are written."""
    return queues.told("export", one.pk)


def write_waiting(*, now: datetime) -> int:
    """Write what lost jobs or dead workers left behind; returns how many."""
    QUEUE.give_up(now=now, state=ExportState.FAILED)
    waiting = ItemExport.objects.filter(QUEUE.waits(now)).order_by("made_at")
    found = list(waiting.values_list("pk", flat=True)[:AT_ONE_GO])
    for pk in found:
        write(pk, now=now)
    return len(found)


def forget_old(*, now: datetime) -> int:
    """Throw away exports of two days ago, with their files; returns how many."""
    old = list(ItemExport.objects.filter(made_at__lt=now - KEPT).exclude(state=ExportState.WRITING)[:200])
    for one in old:
        storage, name = one.file.storage, str(one.file.name or "")
        with transaction.atomic():
            one.delete()
            if name:
                transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))  # type: ignore[misc]
    return len(old)
