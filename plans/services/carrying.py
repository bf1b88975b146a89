"""Open items go on with another line: of a successor, or of the same agency under the document that replaced the old one.

The old item is closed as handed over and keeps everything that was said of it; the new one continues it in the same state, with the
same days, so that sums stay as they were and no day that was read already changes (decision 5).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F
from django.utils.timezone import localdate

from agencies.models import Officer, Post
from plans.choices import OUTSIDE, EventKind, ExtensionState, Lifecycle, ReminderState
from plans.models import Assignment, Extension, Plan, Reminder, ReportingPeriod, StatusUpdate, WorkItem, WorkItemEvent
from plans.services.progress import latest_submissions

KEPT = ("kind", "opened_on", "named_due_on", "due_on", "lifecycle", "submitted_on", "first_submitted_on", "resubmit_by",
        "percent", "extension_count", "last_update_on")  # fmt: skip
REVIVED = (*KEPT, "remind_from", "last_event_on", "continues", "taken_over_on", "owner", "monitor", "version")


@dataclass(frozen=True, slots=True)
class Carrying:
    """Who carries, when, in which capacity, and what the events say: on the old side to which agency (by id) the item went."""

    by: Officer
    now: datetime
    post: Post | None
    passed_on: Callable[[int], str]
    taken_over: str

    @property
    def on(self) -> date:
        return localdate(self.now)


@dataclass(frozen=True, slots=True)
class Carried:
    """An old item and the one that goes on with it; `merged` when the receiving line owed the same already."""

    old: WorkItem
    new: WorkItem
    merged: bool


Target = tuple[Assignment, ReportingPeriod | None, int]


def carry(items: Sequence[WorkItem], *, to: Callable[[WorkItem], Target], plan: Plan, act: Carrying) -> list[Carried]:
    """Let the locked, unfinished items go on at the line, period and monitor that `to` names; all of one plan afterwards."""
    targets = {item.pk: to(item) for item in items}
    there = _there([line for line, _, _ in targets.values()])
    submissions = latest_submissions(items)
    fresh: list[tuple[WorkItem, WorkItem]] = []
    found: list[Carried] = []
    for old in items:
        line, period, monitor_id = targets[old.pk]
        known = there.get((line.pk, _occurrence(old)))
        if known is not None and known.lifecycle not in OUTSIDE:
            found.append(Carried(old, known, merged=True))
            continue
        assert line.agency_id is not None  # only lines that name an agency owe anything
        new = known or WorkItem(assignment=line, task_id=line.task_id, agency_id=line.agency_id, period=period)
        _continue(new, old, plan=plan, monitor_id=monitor_id, on=act.on)
        there[line.pk, _occurrence(old)] = new
        fresh.append((old, new))
    _save(fresh)
    found += [Carried(old, new, merged=False) for old, new in fresh]
    _close(found, act)
    _write_events(found, submissions, act)
    _move_requests(found, act)
    return found


def _occurrence(item: WorkItem) -> tuple[object, ...]:
    """What makes two items of one line the same: the kind, and the days of the period."""
    return (item.kind, item.period.starts_on, item.period.ends_on) if item.period else (item.kind,)


def _there(lines: Sequence[Assignment]) -> dict[tuple[int, tuple[object, ...]], WorkItem]:
    """What the receiving lines have already, locked in id order."""
    rows = WorkItem.objects.select_for_update(of=("self",)).filter(
        assignment__in={line.pk for line in lines if line.pk}
    )
    found = {}
    for row in rows.select_related("period").order_by("pk"):
        found[row.assignment_id, _occurrence(row)] = row
    return found


def _continue(new: WorkItem, old: WorkItem, *, plan: Plan, monitor_id: int, on: date) -> None:
    for name in KEPT:
        setattr(new, name, getattr(old, name))
    new.plan, new.owner_id, new.monitor_id = plan, plan.owner_id, monitor_id
    new.continues, new.taken_over_on = old, on
    # What was missed at the old place is not sent again at the new one.
    new.remind_from, new.last_event_on = on, on


def _save(fresh: Sequence[tuple[WorkItem, WorkItem]]) -> None:
    again = [new for _, new in fresh if new.pk]
    for new in again:
        new.version += 1
        new.save(update_fields=REVIVED)
    WorkItem.objects.bulk_create([new for _, new in fresh if not new.pk], batch_size=1000)


def _close(found: Sequence[Carried], act: Carrying) -> None:
    ids = [one.old.pk for one in found]
    WorkItem.objects.filter(pk__in=ids).update(
        lifecycle=Lifecycle.HANDED_OVER, last_event_on=act.on, version=F("version") + 1
    )
    for agency_id in {one.new.agency_id for one in found}:
        gone = [one.old.pk for one in found if one.new.agency_id == agency_id]
        Reminder.objects.filter(work_item__in=gone, state=ReminderState.OPEN).update(
            state=ReminderState.DROPPED, note=act.passed_on(agency_id)[:200]
        )


def _write_events(found: Sequence[Carried], submissions: Mapping[int, StatusUpdate], act: Carrying) -> None:
    common = {"on": act.on, "at": act.now, "officer": act.by, "post": act.post}
    rows = []
    for one in found:
        old, new = one.old, one.new
        rows.append(WorkItemEvent(
            work_item=old, kind=EventKind.PASSED_ON, note=act.passed_on(new.agency_id)[:500], lifecycle=Lifecycle.HANDED_OVER,
            submitted_on=old.submitted_on, due_on=old.due_on, **common,
        ))  # fmt: skip
        words = f"{act.taken_over}; nhập vào đầu việc đã có" if one.merged else act.taken_over
        rows.append(WorkItemEvent(
            work_item=new, kind=EventKind.TAKEN_OVER, note=words[:500], lifecycle=new.lifecycle,
            submitted_on=new.submitted_on, due_on=new.due_on, **common,
        ))  # fmt: skip
        update = submissions.get(old.pk)
        if update is not None and not one.merged:
            # The same report waits on: whoever took over may withdraw it, the monitor confirms or returns it.
            rows.append(WorkItemEvent(
                work_item=new, kind=EventKind.SUBMITTED, update=update, lifecycle=new.lifecycle,
                submitted_on=new.submitted_on, due_on=new.due_on, **common,
            ))  # fmt: skip
    WorkItemEvent.objects.bulk_create(rows, batch_size=1000)
    merged = [one.new.pk for one in found if one.merged]
    WorkItem.objects.filter(pk__in=merged).update(last_event_on=act.on, version=F("version") + 1)


def _move_requests(found: Sequence[Carried], act: Carrying) -> None:
    """A request for more time that waits goes with the work; where the work was there already, it is answered with that reason."""
    waiting = {
        row.work_item_id: row
        for row in Extension.objects.filter(work_item__in=[one.old.pk for one in found], state=ExtensionState.PENDING)
    }
    for one in found:
        request = waiting.get(one.old.pk)
        if request is None:
            continue
        if not one.merged:
            request.work_item = one.new
            request.save(update_fields=["work_item"])
            continue
        request.state, request.decided_by, request.decided_on = ExtensionState.REFUSED, act.by, act.on
        request.decision_reason = f"{act.taken_over}; nhập vào đầu việc đã có nên giữ hạn của đầu việc ấy."
        request.save(update_fields=["state", "decided_by", "decided_on", "decision_reason"])
