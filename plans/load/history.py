"""What happens to one work item from its opening to the day of the load: the same steps that the services would have written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from agencies.workdays import Calendar
from plans.choices import Decision, EventKind, ExtensionState, ItemKind, Lifecycle
from plans.load import words
from plans.load.documents import at
from plans.load.rows import Book
from plans.load.world import Body
from plans.models import Extension, Review, StatusUpdate, WorkItem, WorkItemEvent

RESUBMIT_DAYS: Final = 3
# How often things happen, out of one.
CANCELLED, EXTENDED, GRANTED, RETURNED, FORGOTTEN = 0.01, 0.12, 0.75, 0.08, 0.02
TOLD_BEFORE: Final = {ItemKind.PRODUCT.value: 0.5, ItemKind.CHECK_IN.value: 0.08, ItemKind.REPORT.value: 0.0}


class NotYet(Exception):
    """The next step lies after the day of the load, so it has not happened."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What every history of a load shares: where rows go, the working calendar, the day it ends."""

    book: Book
    calendar: Calendar
    day: date


class History:
    """One item on its way; steps only move forward in time."""

    def __init__(self, setting: Setting, rng: Random, *, agency: Body, monitor: Body, item: dict[str, Any]) -> None:
        self.book, self.calendar, self.day = setting.book, setting.calendar, setting.day
        self.rng, self.agency, self.monitor = rng, agency, monitor
        self.now: date = item["opened_on"]
        self.assignment_id: int = item["assignment_id"]
        self.kind: str = item["kind"]
        self.due_on: date = item["due_on"]
        self.lifecycle: str = Lifecycle.NOT_STARTED.value
        self.submitted_on: date | None = None
        self.changed: dict[str, Any] = {}
        self.pk = self.book.add(WorkItem, agency_id=agency.pk, monitor_id=monitor.pk, last_event_on=self.now, **item)

    def live(self) -> None:
        """Let everything happen that happens up to the last day, and leave the item as it then is."""
        self._event(EventKind.OPENED)
        try:
            self._run()
        except NotYet:
            pass
        self.book.change(WorkItem, self.pk, **self.changed)

    def _run(self) -> None:
        if self.rng.random() < CANCELLED:
            self._pass(self.rng.randint(3, 60))
            self._become(Lifecycle.CANCELLED)
            self._event(EventKind.CANCELLED, by=self.monitor, note="Không còn phù hợp với chương trình công tác.")
            return
        if self.rng.random() < TOLD_BEFORE[self.kind]:
            self._pass(self.rng.randint(2, max(3, (self.due_on - self.now).days - 1)))
            self._tell()
        if self.kind == ItemKind.PRODUCT.value and self.rng.random() < EXTENDED:
            self._ask_for_time()
        if self.rng.random() > self.agency.diligence + 0.15:
            return  # silent
        self._submit_around_due()
        self._be_reviewed()

    def _submit_around_due(self) -> None:
        in_time = self.rng.random() < self.agency.diligence
        wanted = self.due_on + timedelta(days=-self.rng.randint(0, 12) if in_time else self.rng.randint(1, 45))
        self._pass(max(0, (wanted - self.now).days))
        self._submit(first=None, resubmit_by=None)

    def _be_reviewed(self) -> None:
        """Confirmed within days; some are returned first, a few lie forgotten."""
        if self.rng.random() < FORGOTTEN:
            return
        self._pass(self.rng.randint(0, 9))
        if self.rng.random() < RETURNED:
            until, first = self.calendar.add(self.now, RESUBMIT_DAYS), self.submitted_on
            self._return(until)
            self._pass(self.rng.randint(1, 9))
            self._submit(first=first, resubmit_by=until)
            self._pass(self.rng.randint(0, 7))
        review = self._review(Decision.CONFIRMED)
        self._become(Lifecycle.CONFIRMED, completed_on=self.now)
        self._event(EventKind.CONFIRMED, by=self.monitor, update_id=self.update, review_id=review)

    def _tell(self) -> None:
        percent = self.rng.randrange(10, 90, 5) if self.kind == ItemKind.PRODUCT.value else None
        self.update = self._write(submits=False, percent=percent)
        self._become(Lifecycle.IN_PROGRESS, last_update_on=self.now, percent=percent)
        self._event(EventKind.REPORTED, by=self.agency, update_id=self.update)

    def _submit(self, *, first: date | None, resubmit_by: date | None) -> None:
        """A resubmission within the days granted keeps the first submission's day (decision 6)."""
        self.update = self._write(submits=True, percent=None)
        kept = first is not None and resubmit_by is not None and self.now <= resubmit_by
        self.submitted_on = first if kept else self.now
        self._become(
            Lifecycle.SUBMITTED,
            submitted_on=self.submitted_on,
            first_submitted_on=self.submitted_on,
            last_update_on=self.now,
        )
        self._event(EventKind.SUBMITTED, by=self.agency, update_id=self.update)

    def _return(self, until: date) -> None:
        reason = self.rng.choice(words.RETURNS)
        review = self._review(Decision.RETURNED, reason=reason, resubmit_by=until)
        self.submitted_on = None
        self._become(Lifecycle.IN_PROGRESS, submitted_on=None, resubmit_by=until)
        self._event(EventKind.RETURNED, by=self.monitor, update_id=self.update, review_id=review, note=reason)

    def _ask_for_time(self) -> None:
        """Asked some days before the due day, answered within the week: granted, refused, or still waiting."""
        self._pass(max(0, (self.due_on - self.now).days - self.rng.randint(1, 9)))
        asked, new = self.now, self.due_on + timedelta(days=self.rng.randint(7, 40))
        row: dict[str, Any] = {
            "work_item_id": self.pk, "old_due_on": self.due_on, "new_due_on": new, "requested_on": asked,
            "reason": self.rng.choice(words.DELAYS), "requested_by_id": self.agency.clerk[0],
        }  # fmt: skip
        try:
            self._pass(self.rng.randint(1, 6))
        except NotYet:
            self.book.add(Extension, **row)
            raise
        granted = self.rng.random() < GRANTED
        state = ExtensionState.GRANTED if granted else ExtensionState.REFUSED
        number = self.book.add(
            Extension, **row, state=state.value, decided_by_id=self.monitor.clerk[0], decided_on=self.now,
            decision_reason="" if granted else "Đề nghị cố gắng theo hạn đã giao.",
        )  # fmt: skip
        if granted:
            self.due_on = self.calendar.roll_forward(new)
            self.changed |= {"named_due_on": new, "due_on": self.due_on, "extension_count": 1}
            self._become(Lifecycle(self.lifecycle))
            self._event(EventKind.EXTENDED, by=self.monitor, extension_id=number)

    def _pass(self, days: int) -> None:
        self.now += timedelta(days=days)
        if self.now > self.day:
            raise NotYet

    def _become(self, lifecycle: Lifecycle, **values: Any) -> None:
        self.lifecycle = lifecycle.value
        self.changed |= {**values, "lifecycle": self.lifecycle, "last_event_on": self.now}
        self.changed["version"] = self.changed.get("version", 1) + 1

    def _event(self, kind: EventKind, *, by: Body | None = None, **values: Any) -> None:
        officer, post = by.clerk if by else (None, None)
        self.book.add(
            WorkItemEvent, work_item_id=self.pk, kind=kind.value, on=self.now, at=at(self.now), officer_id=officer, post_id=post,
            lifecycle=self.lifecycle, submitted_on=self.submitted_on, due_on=self.due_on, **values,
        )  # fmt: skip

    def _write(self, *, submits: bool, percent: int | None) -> int:
        pick, chance = self.rng.choice, self.rng.random
        said = pick(words.RESULTS).format(n=self.rng.randint(1, 9), m=self.rng.randint(10, 400))
        nil = self.kind == ItemKind.CHECK_IN.value and submits and chance() < 0.15
        return self.book.add(
            StatusUpdate, assignment_id=self.assignment_id, officer_id=self.agency.clerk[0], post_id=self.agency.clerk[1],
            sent_at=at(self.now), on=self.now, submits=submits, is_nil=nil, results="" if nil else said,
            difficulties=pick(words.DIFFICULTIES) if chance() < 0.2 else "",
            proposals=pick(words.PROPOSALS) if chance() < 0.1 else "", percent=percent,
        )  # fmt: skip

    def _review(self, decision: Decision, **values: Any) -> int:
        officer, post = self.monitor.clerk
        return self.book.add(
            Review, work_item_id=self.pk, update_id=self.update, decision=decision.value, officer_id=officer, post_id=post,
            on=self.now, at=at(self.now, 15), **values,
        )  # fmt: skip
