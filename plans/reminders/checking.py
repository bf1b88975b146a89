"""What of an officer's letter is still to be said when it is sent: each row looked at afresh, a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Q

from plans.choices import Decision, Occasion, PlanState
from plans.models import Assignment, Delivery, LadderStop, Note, Plan, Reminder, Review
from plans.occasions import NEWS, QUESTIONS, RANKS
from plans.policy import DEFAULT, LADDER, policies_of
from plans.reminders.owing import no_longer_in_post, no_longer_owed, plan_is_silent, stands_in_at
from plans.reminders.questions import still_asked
from plans.reminders.reader import Reader
from plans.rules_lines import ANSWERED
from plans.taken import came_that_day

if TYPE_CHECKING:
    from plans.reminders.preview import Expected

OUT_OF_SIGHT = "Đầu việc không còn trong phạm vi được xem của người nhận"


@dataclass(slots=True)
class Checked:
    """`rows` to be told, each with its item where it has one; `not_theirs` and `not_owed` with the reason why they are left out."""

    rows: list[tuple[Any, Reminder]] = field(default_factory=list)
    not_theirs: list[tuple[Delivery, str]] = field(default_factory=list)
    not_owed: list[tuple[Delivery, str]] = field(default_factory=list)


def check(deliveries: Sequence[Delivery], reader: Reader) -> Checked:
    """Judge the rows of one letter; of several about one item the latest is told, as the others are within it."""
    found = Checked()
    rows = [delivery.reminder for delivery in deliveries]
    facts = _Facts(rows, reader)
    latest: dict[Any, tuple[Any, Reminder]] = {}
    for delivery in deliveries:
        reminder = delivery.reminder
        if reason := facts.not_theirs(reminder):
            found.not_theirs.append((delivery, reason))
        elif reason := facts.not_owed(reminder):
            found.not_owed.append((delivery, reason))
        elif (key := told_as(reminder)) not in latest or order_of(reminder) > order_of(latest[key][1]):
            latest[key] = (facts.items.get(reminder.work_item_id or 0), reminder)
    found.rows = sorted(latest.values(), key=lambda row: ((row[0] and row[0].due_on) or reader.on, row[1].pk))
    return found


def told_as(reminder: Reminder) -> tuple[Any, ...]:
    """What makes two rows one line of a letter: the same item for the same agency, news apart; a question stands alone."""
    if reminder.work_item_id is None:
        return ("question", reminder.pk)
    return reminder.work_item_id, reminder.agency_id, reminder.occasion in NEWS


def order_of(reminder: Reminder | Expected) -> tuple[date, int]:
    """What makes one row of an item later than another."""
    return reminder.for_day, RANKS[Occasion(reminder.occasion)]


class _Facts:
    """Everything that the rows of one letter are judged by, read at once."""

    def __init__(self, rows: Iterable[Reminder], reader: Reader) -> None:
        rows, on = list(rows), reader.on
        self.officer = reader.officer
        wanted = {row.work_item_id for row in rows if row.work_item_id is not None}
        items = reader.seen.filter(pk__in=wanted).select_related("plan", "period", "monitor", "owner")
        items = items.with_pending_extension()
        self.items: dict[int, Any] = {item.pk: item for item in items}
        self.policies = (
            policies_of({(item.plan_id, item.owner_id) for item in self.items.values()}) if self.items else {}
        )
        sent_back = {row.work_item_id for row in rows if row.occasion == Occasion.RETURNED}
        self.returned = dict(
            Review.objects.filter(work_item__in=sent_back, decision=Decision.RETURNED)
            .values_list("work_item_id").annotate(last=Max("on")).values_list("work_item_id", "last")
        ) if sent_back else {}  # fmt: skip
        late = {row.work_item_id for row in rows if row.occasion in LADDER}
        stops = LadderStop.objects.filter(Q(until__isnull=True) | Q(until__gt=on), work_item__in=late, since__lte=on)
        self.stopped = set(stops.values_list("work_item_id", flat=True)) if late else set()
        asked = [row for row in rows if row.work_item_id is None]
        self.plans = (
            {plan.pk: plan for plan in Plan.objects.filter(pk__in={row.plan_id for row in asked})} if asked else {}
        )
        self.seen = self._seen(asked) if asked else {"plan": set(), "line": set(), "note": set()}
        questions = [row for row in asked if row.occasion in QUESTIONS]
        self.asked = still_asked(questions) if questions else set()
        self.given = given_lines(row for row in asked if row.occasion == Occasion.ASSIGNED)

    def _seen(self, asked: list[Reminder]) -> dict[str, set[int]]:
        """What of the questions' plans, lines and threads the officer may see."""
        lines = Assignment.objects.visible_to(self.officer).filter(pk__in={row.line_id for row in asked if row.line_id})
        notes = Note.objects.visible_to(self.officer).filter(
            pk__in={row.note_asked_id for row in asked if row.note_asked_id}
        )
        plans = Plan.objects.visible_to(self.officer).filter(pk__in=self.plans)
        return {name: set(rows.values_list("pk", flat=True)) for name, rows in
                (("plan", plans), ("line", lines), ("note", notes))}  # fmt: skip

    def not_theirs(self, reminder: Reminder) -> str:
        """Why this officer should not get a row although somebody may; empty when they should."""
        subject = self.items.get(reminder.work_item_id or 0) or self.plans.get(reminder.plan_id or 0)
        if subject is None:
            return no_longer_in_post(self.officer, reminder.agency_id) or OUT_OF_SIGHT
        place = stands_in_at(reminder, monitor_id=subject.monitor_id, owner_id=subject.owner_id)
        if reason := no_longer_in_post(self.officer, place):
            return reason
        return "" if reminder.work_item_id is not None or self._sees(reminder) else OUT_OF_SIGHT

    def _sees(self, reminder: Reminder) -> bool:
        if reminder.line_id is not None:
            return reminder.line_id in self.seen["line"]
        if reminder.note_asked_id is not None:
            return reminder.note_asked_id in self.seen["note"]
        return reminder.plan_id in self.seen["plan"]

    def not_owed(self, reminder: Reminder) -> str:
        """Why nobody needs a row any more; empty when it is still due."""
        if reminder.work_item_id is None:
            return self._question_settled(reminder)
        item = self.items[reminder.work_item_id]
        return no_longer_owed(
            reminder, item, policy=self.policies.get(item.plan_id, DEFAULT), extension_pending=item.extension_pending,
            returned_on=self.returned.get(item.pk), stopped=item.pk in self.stopped,
        )  # fmt: skip

    def _question_settled(self, reminder: Reminder) -> str:
        plan = self.plans[reminder.plan_id or 0]
        # Work given while a plan is paused is news all the same.
        told_anyway = reminder.occasion == Occasion.ASSIGNED and plan.state == PlanState.PAUSED
        if not told_anyway and (reason := plan_is_silent(plan)):
            return reason
        if reminder.occasion == Occasion.ASSIGNED:
            key = (reminder.plan_id, reminder.agency_id, reminder.named_on)
            return "" if self.given[key] else "Không còn việc nào được giao ngày đó"
        return "" if reminder.pk in self.asked else "Câu hỏi đã được trả lời"


def given_lines(rows: Iterable[Reminder]) -> Counter[tuple[int | None, int, date]]:
    """How many lines each news of given work is about: those given to its agency in its plan on its day that still hold."""
    news = {(row.plan_id, row.agency_id, row.named_on) for row in rows}
    found: Counter[tuple[int | None, int, date]] = Counter()
    if not news:
        return found
    lines = Assignment.objects.active().filter(
        ~came_that_day(), task__plan_id__in={plan for plan, _, _ in news if plan}, agency_id__in={agency for _, agency, _ in news},
        since__in={day for _, _, day in news}, role__in=ANSWERED, task__cancelled_on__isnull=True,
    )  # fmt: skip
    for plan, agency, day, n in (
        lines.values_list("task__plan_id", "agency_id", "since").annotate(n=Count("pk")).order_by()
    ):
        if agency is not None and day is not None:
            found[plan, agency, day] = n
    return found
