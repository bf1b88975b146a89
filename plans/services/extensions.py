"""Verbs of more time: ask, decide. Old and new date both stay; a pending request pauses reminders, not standing (decision 5)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from agencies.models import Officer, working_calendar
from agencies.text import nfc
from agencies.verdict import Denied
from plans import news
from plans.choices import DueSource, EventKind, ExtensionState
from plans.models import Extension, WorkItem
from plans.rules import decides_dates, is_later, may_ask_extension, may_decide_extension, may_extend_now
from plans.services.items import effective, locked_items, write_event


def due_source(item: WorkItem) -> str:
    """Who set the item's date: the document only where the task's own date stands unchanged for this line."""
    own = item.period_id is None and item.assignment.due_on is None
    return item.task.due_source if own else DueSource.OFFICE


def effective_day(extension: Extension) -> date:
    """The due day that counts when a request is granted: the asked one, moved off a day off where the plan says so."""
    return effective(extension.new_due_on, plan=extension.work_item.plan, calendar=working_calendar())


@transaction.atomic
def ask_extension(item: WorkItem, *, by: Officer, now: datetime, new_due_on: date, reason: str) -> Extension:
    """Ask for more time with a reason and a new date."""
    row = locked_items([item])[0]
    pending = row.extensions.filter(state=ExtensionState.PENDING).exists()
    may_ask_extension(by, row, pending=pending).require()
    on = localdate(now)
    is_later(new_due_on, row, on=on).require()
    if not reason.strip():
        raise Denied("Xin gia hạn thì phải ghi lý do.")
    assert row.due_on is not None  # the rule refuses without one
    return Extension.objects.create(
        work_item=row,
        old_due_on=row.due_on,
        new_due_on=new_due_on,
        reason=nfc(reason).strip(),
        requested_by=by,
        requested_on=on,
    )


@transaction.atomic
def decide_extension(
    extension: Extension, *, by: Officer, now: datetime, granted: bool, decision_number: str = "", reason: str = ""
) -> Extension:
    """Grant or refuse; a granted date counts from this day on and rolls over days off like any other."""
    row = locked_items([extension.work_item])[0]
    current = Extension.objects.select_for_update().get(pk=extension.pk)
    current.work_item = row
    source = due_source(row)
    may_decide_extension(by, current, due_source=source, granted=granted, decision_number=decision_number).require()
    if not granted and not reason.strip():
        raise Denied("Không đồng ý gia hạn thì phải ghi lý do.")
    on = localdate(now)
    current.state = ExtensionState.GRANTED if granted else ExtensionState.REFUSED
    current.decided_by, current.decided_on = by, on
    current.decision_number, current.decision_reason = decision_number.strip(), nfc(reason).strip()
    current.save()
    if granted:
        _move(row, current, by=by, on=on, now=now)
    news.of_item(row, news.extension_decided(row.due_on if granted else None), by=by, now=now)
    return current


def _move(row: WorkItem, granted: Extension, *, by: Officer, on: date, now: datetime) -> None:
    """Let the granted day count from now on."""
    row.named_due_on = granted.new_due_on
    row.due_on = effective(granted.new_due_on, plan=row.plan, calendar=working_calendar())
    row.extension_count += 1
    row.last_event_on = on
    row.version += 1
    row.save(update_fields=["named_due_on", "due_on", "extension_count", "last_event_on", "version"])
    write_event(row, kind=EventKind.EXTENDED, on=on, now=now, by=by, extension=granted)


@transaction.atomic
def extend(
    item: WorkItem,
    *,
    by: Officer,
    now: datetime,
    new_due_on: date,
    reason: str,
    decision_number: str = "",
    tells: bool = True,
) -> Extension:
    """Give more time without being asked, by who decides on the item's dates; the reason stays with old and new day.

    Without `tells` the caller says to the agency, once for many items, what was done.
    """
    row = locked_items([item])[0]
    decides_dates(by, row).require()
    may_extend_now(row, pending=row.extensions.filter(state=ExtensionState.PENDING).exists()).require()
    on = localdate(now)
    is_later(new_due_on, row, on=on).require()
    if not reason.strip():
        raise Denied("Gia hạn thì phải ghi lý do.")
    if due_source(row) == DueSource.DOCUMENT and not decision_number.strip():
        raise Denied("Hạn do văn bản ấn định: ghi số văn bản của cơ quan ban hành cho phép gia hạn.")
    assert row.due_on is not None  # the rule refuses without one
    granted = Extension.objects.create(
        work_item=row, old_due_on=row.due_on, new_due_on=new_due_on, reason=nfc(reason).strip(), requested_by=by,
        requested_on=on, state=ExtensionState.GRANTED, decided_by=by, decided_on=on, decision_number=decision_number.strip(),
    )  # fmt: skip
    _move(row, granted, by=by, on=on, now=now)
    if tells:
        news.of_item(row, news.extension_decided(row.due_on), by=by, now=now)
    return granted
