"""What the database knows about one item, read for `plans.explain` and for the item's timeline; a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from agencies.models import CalendarDay, Officer
from agencies.scope import Scope
from agencies.wording import format_day
from plans.choices import OPEN, Decision, DueSource, EventKind, ExtensionState, Role
from plans.explain import Asked, Facts, Granted, Returned, Silent
from plans.models import Assignment, Evidence, Extension, Review, StatusUpdate, WorkItem
from plans.services.extensions import due_source


def facts_of(item: WorkItem, *, on: date) -> Facts:
    """Facts of an item with names and standing annotated for the same day."""
    state: Any = item
    extensions = [row for row in item.extensions.order_by("requested_on", "id") if row.requested_on <= on]
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
        returned=_returned(item, on=on),
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


def _returned(item: WorkItem, *, on: date) -> tuple[Returned, ...]:
    backs = item.reviews.filter(decision=Decision.RETURNED, on__lte=on).order_by("on", "id")
    return tuple(Returned(back.on, back.reason, back.resubmit_by) for back in backs)


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
    """Everything that happened to an item, newest first: its events, and requests for more time with their answers."""
    events = list(item.events.select_related("officer", "post", "post__agency", "update", "review", "extension"))
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
    found += _requests(item)
    return sorted(found, key=lambda entry: entry.day, reverse=True) if found else []


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

    Owner, monitor and who stands above them see all of it, so does the lead itself; a helper sees its own share, and who stands
    above one side sees nothing of the other (decision 14, record 0008).
    """
    all_of_it = {item.plan.owner_id, item.plan.monitor_id} & scope.below or item.agency_id in scope.own
    lines = [
        line
        for line in item.task.assignments.select_related("agency").filter(role=Role.COORDINATING)
        if line.supports_id in (None, item.assignment_id) and (all_of_it or line.agency_id in scope.below)
    ]
    updates = StatusUpdate.objects.filter(assignment__in=lines, withdrawn_at__isnull=True).select_related(
        "officer", "post", "post__agency"
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
