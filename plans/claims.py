"""How the queues that lie in tables fare: what waits, since when, and what a worker took and was not heard of again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Model, Q
from django.db.models.functions import Coalesce

from plans.choices import BulkState
from plans.models import BulkAct, ExportState, ImportState, Intake, ItemExport, ItemImport
from plans.models.intake import IntakeState
from plans.services import bulk, exporting, importing, intake


@dataclass(frozen=True, slots=True)
class Line:
    """A table that jobs work through: `asked` says since when a row waits, `lease` for how long a worker may keep it."""

    code: str
    name: str
    model: type[Model]
    waiting: tuple[str, ...]
    working: tuple[str, ...]
    asked: Any
    lease: timedelta


@dataclass(frozen=True, slots=True)
class Fill:
    """What stands in a line: rows that wait and the longest wait, rows whose worker is gone and for how long."""

    code: str
    name: str
    waiting: int
    waits: timedelta
    lost: int
    lost_for: timedelta


_LINES: list[Line] = [
    Line("intake", "văn bản chờ đọc", Intake, (IntakeState.QUEUED,), (IntakeState.READING,), "made_at", intake.QUEUE.lease),
    Line(
        "import", "bảng chờ nhập", ItemImport, (ImportState.TO_CHECK, ImportState.TO_SAVE),
        # Somebody looks at what was checked before asking to save it.
        (ImportState.CHECKING, ImportState.SAVING), Coalesce("checked_at", "made_at"), importing.LEASE,
    ),
    Line("export", "bảng chờ xuất", ItemExport, (ExportState.QUEUED,), (ExportState.WRITING,), "made_at", exporting.QUEUE.lease),
    Line("bulk", "việc hàng loạt", BulkAct, (BulkState.WAITING,), (BulkState.RUNNING,), "at", bulk.LEASE),
]  # fmt: skip


def add(line: Line) -> None:
    """Count a line of rows that lie above this app; told once, when the apps are ready."""
    if all(known.code != line.code for known in _LINES):
        _LINES.append(line)


def fills(*, now: datetime) -> list[Fill]:
    """Every line in turn: one query each, however many rows."""
    return [_fill(line, now) for line in _LINES]


def _fill(line: Line, now: datetime) -> Fill:
    rows = line.model._default_manager.filter(state__in=(*line.waiting, *line.working))
    waits = Q(state__in=line.waiting)
    lost = Q(state__in=line.working, claimed_at__lt=now - line.lease)
    asked = F(line.asked) if isinstance(line.asked, str) else line.asked
    found = rows.annotate(asked=asked).aggregate(
        waiting=Count("pk", filter=waits), since=Min("asked", filter=waits), lost=Count("pk", filter=lost),
        lost_since=Min("claimed_at", filter=lost),
    )  # fmt: skip
    return Fill(
        line.code, line.name, found["waiting"], _passed(found["since"], now), found["lost"],
        _passed(found["lost_since"] + line.lease if found["lost_since"] else None, now),
    )  # fmt: skip


def _passed(since: datetime | None, now: datetime) -> timedelta:
    return max(now - since, timedelta()) if since else timedelta()
