"""What the database knows about one item, read for `plans.explain` and for the item's timeline; a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from agencies.models import CalendarDay, Officer
from agencies.scope import Scope
from agencies.wording import format_day
from plans.choices import OPEN, Decision, DueSource, EventKind, ExtensionState, Lifecycle, Role
from plans.explain import Asked, Facts, Granted, Returned, Silent
from plans.models import Assignment, Evidence, Extension, Review, StatusUpdate, WorkItem, WorkItemEvent
from plans.services.extensions import due_source


def facts_of(item: WorkItem, *, on: date) -> Facts:
    """Facts of an item with names and standing annotated for the same day."""
    state: Any = item
    family = [item.pk, *(old.pk for old in lineage(item))]
    asked_for = Extension.objects.filter(work_item__in=family).order_by("requested_on", "id")
    extensions = [row for row in asked_for if row.requested_on <= on]
    by_document = due_source(item) == DueSource.DOCUMENT
    granted = tuple(
        Granted(row.decided_on, row.old_due_on, row.new_due_on, row.decision_number)
        for row in extensions
        if row.state == ExtensionState.GRANTED and row.decided_on and row.decided_on <= on
    )
    return Facts(
        on=on,
        opened_on=item.opened_on,
        life=state.life,
        due_on=state.limit_on,
        named_due_on=item.named_due_on,
        sent_on=state.sent_on,
        completed_on=item.completed_on,
        last_update_on=item.last_update_on,
        period=item.period.label if item.period else "",
        period_ends_on=item.period.ends_on if item.period else None,
        set_by="văn bản ấn định" if by_document else f"{item.owner.label} ấn định",
        wording=due_wording(item),
        days_off=_days_off(item),
        granted=granted,
        asked=_asked(extensions),
        returned=_returned(family, on=on),
        handed=_handed(item, on=on),
        silent=_silent(item, on=on),
    )


def due_wording(item: WorkItem) -> str:
    """The words of the document about the date, kept beside the date that was resolved."""
    return "" if item.period_id or item.assignment.due_on else item.task.due_wording


def _days_off(item: WorkItem) -> dict[date, str]:
    if not item.named_due_on or not item.due_on or item.named_due_on == item.due_on:
        return {}
    return dict(CalendarDay.objects.filter(day__gte=item.named_due_on, day__lt=item.due_on).values_list("day", "name"))


def _asked(extensions: list[Extension]) -> Asked | None:
    waiting = [row for row in extensions if row.state == ExtensionState.PENDING]
    return Asked(waiting[-1].requested_on, waiting[-1].new_due_on) if waiting else None


def lineage(item: WorkItem) -> list[WorkItem]:
    """The items that this one continues, the newest first: the same work at an agency that ended, or under a replaced document."""
    found: list[WorkItem] = []
    last = item
    while last.continues_id is not None:
        last = WorkItem.objects.with_names().get(pk=last.continues_id)
        found.append(last)
    return found


def lines_back(item: WorkItem) -> list[int]:
    """Ids of the item's line and of those from which its work was taken over."""
    return [item.assignment_id, *(old.assignment_id for old in lineage(item))]


def _handed(item: WorkItem, *, on: date) -> tuple[tuple[date, str], ...]:
    if item.taken_over_on is None and item.lifecycle != Lifecycle.HANDED_OVER:
        return ()
    events = item.events.filter(kind__in=(EventKind.PASSED_ON, EventKind.TAKEN_OVER), on__lte=on).order_by("on", "id")
    return tuple((event.on, event.note) for event in events)


def passages(item: WorkItem, officer: Officer) -> list[dict[str, str]]:
    """From whom the item was taken over and to whom it went on, each with a link where the officer may see the other one."""
    if item.taken_over_on is None and item.lifecycle != Lifecycle.HANDED_OVER:
        return []
    others = WorkItem.objects.visible_to(officer).filter(
        Q(continued_by=item) | Q(continues=item) | Q(handed_over_by__to_item=item) | Q(taken_over_by__from_item=item)
    )
    told = []
    for event in item.events.filter(kind__in=(EventKind.PASSED_ON, EventKind.TAKEN_OVER)).order_by("on", "id"):
        before = event.kind == EventKind.TAKEN_OVER
        found = [one for one in others.distinct() if (one.lifecycle == Lifecycle.HANDED_OVER) == before]
        named = next((one for one in found if one.agency.name in event.note), found[0] if len(found) == 1 else None)
        link = "Xem đầu việc cũ" if before else "Xem đầu việc đã tiếp nhận"
        told.append(
            {"words": event.note, "link": link, "url": reverse("plans:item-detail", args=[named.pk]) if named else ""}
        )
    return told


def _returned(family: list[int], *, on: date) -> tuple[Returned, ...]:
    backs = Review.objects.filter(work_item__in=family, decision=Decision.RETURNED, on__lte=on).order_by("on", "id")
    again = WorkItemEvent.objects.filter(work_item__in=family, kind=EventKind.REOPENED, on__lte=on).order_by("on", "id")
    return tuple(Returned(back.on, back.reason, back.resubmit_by) for back in backs) + tuple(
        Returned(event.on, event.note, reopened=True) for event in again
    )


def _silent(item: WorkItem, *, on: date) -> tuple[Silent, ...]:
    if item.period_id is None:
        return ()
    others: Any = (
        WorkItem.objects.filter(assignment_id=item.assignment_id, period__isnull=False).exclude(pk=item.pk).as_of(on=on)
    )
    late = others.filter(life__in=OPEN, limit_on__lt=on).select_related("period")
    return tuple(Silent(other.period.label, other.limit_on) for other in late if other.period)


@dataclass
class Entry:
    """One line of a timeline: when, what, by whom in which capacity, and what was said or attached."""

    at: datetime | date
    day: date
    words: str
    who: str = ""
    capacity: str = ""
    note: str = ""
    update: StatusUpdate | None = None
    review: Review | None = None
    files: list[dict[str, Any]] = field(default_factory=list)


def _who(officer: Officer | None) -> str:
    return officer.full_name if officer else ""


def timeline(item: WorkItem) -> list[Entry]:
    """Everything that happened to an item and to those it continues, newest first: events, requests for more time, answers."""
    found = [entry for old in reversed(lineage(item)) for entry in _entries(old, besides=EventKind.PASSED_ON)]
    found += _entries(item)
    return sorted(found, key=lambda entry: entry.day, reverse=True)


def _entries(item: WorkItem, *, besides: str = "") -> list[Entry]:
    rows = item.events.exclude(kind=besides)
    events = list(rows.select_related("officer", "post", "post__agency", "update__product", "review", "extension"))
    # A report that waited when the work was taken over was sent, and is told, where it was made.
    events = [
        event
        for event in events
        if event.kind != EventKind.SUBMITTED or not event.update or event.update.assignment_id == item.assignment_id
    ]
    files = _files([event.update_id for event in events if event.update_id])
    found, told = [], set()
    for event in reversed(events):
        opened = event.kind == EventKind.OPENED and item.period
        words = f"mở kỳ {item.period.label}" if opened and item.period else event.get_kind_display()
        entry = Entry(event.at, event.on, words, _who(event.officer), str(event.post or ""), event.note)
        if event.update and event.update_id not in told:
            told.add(event.update_id)
            entry.update, entry.files = event.update, files.get(event.update.pk, [])
        if event.review:
            entry.review, entry.note = event.review, event.review.reason
        if event.kind == EventKind.EXTENDED and event.extension:
            entry.note = _moved(event.extension)
        found.append(entry)
    return [*found, *_requests(item)]


def _moved(extension: Extension) -> str:
    number = f", theo văn bản {extension.decision_number}" if extension.decision_number else ""
    return f"Hạn từ {format_day(extension.old_due_on)} sang {format_day(extension.new_due_on)}{number}"


def _requests(item: WorkItem) -> list[Entry]:
    """Asking and refusing are no change of state, so they have no event of their own."""
    found = []
    for row in item.extensions.select_related("requested_by", "decided_by"):
        words = f"xin gia hạn đến {format_day(row.new_due_on)}"
        found.append(Entry(row.requested_on, row.requested_on, words, _who(row.requested_by), "", row.reason))
        if row.state == ExtensionState.REFUSED and row.decided_on:
            found.append(
                Entry(
                    row.decided_on,
                    row.decided_on,
                    "không đồng ý gia hạn",
                    _who(row.decided_by),
                    "",
                    row.decision_reason,
                )
            )
    return found


def _files(update_ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    rows: dict[int, list[dict[str, Any]]] = {}
    for row in Evidence.objects.filter(update_id__in=update_ids):
        rows.setdefault(row.update_id, []).append(
            {"name": row.name, "size": row.size, "url": reverse("plans:evidence", args=[row.pk]), "note": ""}
        )
    return rows


def partner_updates(item: WorkItem, scope: Scope) -> list[tuple[Assignment, list[Entry]]]:
    """The lines that help this one, with what they reported (decision 7).

    Owner, monitor and who stands above them see all of it, so do the lead itself and each that helps it; who stands above one
    of these sees nothing of the others (decision 14, record 0008).
    """
    helpers = item.task.assignments.select_related("agency").filter(role=Role.COORDINATING)
    lines = [line for line in helpers if line.supports_id in (None, item.assignment_id)]
    helping = {line.agency_id for line in lines if line.until is None}
    if not ({item.plan.owner_id, item.plan.monitor_id} & scope.below or {item.agency_id, *helping} & scope.own):
        lines = [line for line in lines if line.agency_id in scope.below]
    updates = StatusUpdate.objects.filter(assignment__in=lines, withdrawn_at__isnull=True).select_related(
        "officer", "post", "post__agency", "product"
    )
    said: dict[int, list[StatusUpdate]] = {}
    for update in updates:
        said.setdefault(update.assignment_id, []).append(update)
    files = _files([update.pk for update in updates])
    return [
        (
            line,
            [
                Entry(
                    u.sent_at,
                    u.on,
                    "báo cáo phối hợp",
                    _who(u.officer),
                    str(u.post or ""),
                    "",
                    u,
                    None,
                    files.get(u.pk, []),
                )
                for u in said.get(line.pk, [])
            ],
        )
        for line in lines
    ]
