"""Entries of officers' inboxes: the one place that writes them, any number at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from plans.choices import NoticeKind
from plans.models import Notice

MOVED = ("kind", "work_item", "plan", "note", "urging", "text", "path", "at", "read_at", "snoozed_until", "archived_at")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said to one officer about one thing: `text` speaks of the act alone, the thing itself is named by its key.

    `subject` is the thread: what is said later about the same thing moves the same entry up.
    """

    officer_id: int
    kind: NoticeKind
    subject: str
    text: str
    path: str
    work_item_id: int | None = None
    plan_id: int | None = None
    note_id: int | None = None
    urging_id: int | None = None

    @property
    def thread(self) -> tuple[int, str]:
        """What there is one entry for."""
        return self.officer_id, self.subject


def tell(entries: Iterable[Entry], *, now: datetime) -> None:
    """Put entries on top of their inboxes, unread, whatever had been done with earlier ones of the thread; one query.

    Of several of one thread the last is told.
    """
    _write(entries, now=now, update_conflicts=True, unique_fields=("officer", "subject"), update_fields=MOVED)


def tell_once(entries: Iterable[Entry], *, now: datetime) -> None:
    """Put entries into inboxes that have none of their thread yet; one query."""
    _write(entries, now=now, ignore_conflicts=True)


def _write(entries: Iterable[Entry], *, now: datetime, **conflicts: object) -> None:
    last = {entry.thread: entry for entry in entries}
    # Always in one order, and of an officer's items in that of their keys, as verbs that take items one by one: so two
    # transactions that tell the same officers never wait for each other in a ring.
    rows = [
        Notice(
            officer_id=one.officer_id, kind=one.kind, subject=one.subject, text=one.text[:300], path=one.path, at=now,
            work_item_id=one.work_item_id, plan_id=one.plan_id, note_id=one.note_id,
            urging_id=one.urging_id,
        )
        for one in sorted(last.values(), key=lambda one: (one.officer_id, len(one.subject), one.subject))
    ]  # fmt: skip
    if rows:
        Notice.objects.bulk_create(rows, **conflicts)  # type: ignore[arg-type]
