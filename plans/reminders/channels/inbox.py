"""The inbox as a channel: what a letter says is marked there whichever way the letter leaves; without an address that is all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import ClassVar

from django.db.models import Min
from django.urls import reverse
from django.utils.timezone import localdate

from agencies.models import Officer
from agencies.wording import days_phrase, format_day, number
from plans import choices
from plans.choices import NoticeKind, Occasion
from plans.models import Delivery, Notice, Reminder, WorkItem
from plans.notices import Entry, tell, tell_once
from plans.occasions import RANKS
from plans.reminders.channels.base import Channel, Letter
from plans.reminders.parts import LONGEST
from plans.reminders.postman import Outcome, Result

Told = tuple[WorkItem | None, Reminder]
REST = "work:rest"
# Occasions that speak of the item's due day; the others speak for themselves.
_OF_DUE_DAY = frozenset({
    Occasion.BEFORE_30, Occasion.BEFORE_7, Occasion.BEFORE_3, Occasion.BEFORE_1, Occasion.DUE, Occasion.OVERDUE_1,
    Occasion.OVERDUE_3, Occasion.OVERDUE_7, Occasion.OVERDUE_WEEKLY, Occasion.PERIOD_OPENED,
})  # fmt: skip
_WORDS = {
    Occasion.SILENT: "Chưa cập nhật hai kỳ liền",
    Occasion.REVIEW_WAITING: "Báo cáo chờ xác nhận đã lâu",
    Occasion.REVIEW_LATE: "Báo cáo chờ xác nhận quá lâu",
    Occasion.EXTENSION_WAITING: "Xin gia hạn chờ trả lời đã lâu",
    Occasion.EXTENSION_LATE: "Xin gia hạn chờ trả lời quá lâu",
    Occasion.QUESTION_WAITING: "Chờ trả lời đã lâu",
    Occasion.QUESTION_LATE: "Chờ trả lời quá lâu",
    Occasion.ASSIGNED: "Việc mới giao",
    Occasion.TAKEN_OVER: "Tiếp nhận bàn giao",
}
_LADDER = (Occasion.TO_LEADER, Occasion.TO_MONITOR, Occasion.TO_COMMITTEE)


class Inbox(Channel):
    """The officer's own page; the entries are written with the attempt, so a letter by this way has arrived when it is claimed."""

    code: ClassVar[str] = choices.Channel.INBOX.value
    label: ClassVar[str] = choices.Channel.INBOX.label
    within: ClassVar[bool] = True

    @classmethod
    def reaches(cls, officer: Officer) -> bool:
        """Whoever signs in."""
        return officer.is_active

    def hand_over(self, letter: Letter) -> Result:
        """Nothing more to do than what the attempt wrote."""
        return Result(Outcome.ACCEPTED)


def words_of(reminder: Reminder, item: WorkItem | None, *, on: date) -> str:
    """What an entry says of an occasion on the day of the letter: days left as they are then, not as the occasion is called."""
    occasion = Occasion(reminder.occasion)
    if occasion in (Occasion.RETURNED, Occasion.RESUBMIT) and item is not None and item.resubmit_by is not None:
        return f"Bị trả lại, gửi lại chậm nhất {format_day(item.resubmit_by)}"
    if item is not None and item.due_on is not None and (occasion in _OF_DUE_DAY or occasion in _LADDER):
        days = (item.due_on - on).days
        said = "Đến hạn hôm nay" if days == 0 else days_phrase(days).capitalize()
        return f"{_capital(occasion.label)}: {said.lower()}" if occasion in _LADDER else said
    return _WORDS.get(occasion) or _capital(occasion.label)


def _capital(words: object) -> str:
    """With a great first letter; names within keep theirs."""
    said = str(words)
    return said[:1].upper() + said[1:]


def notices_of(rows: Iterable[Told], *, officer: Officer, on: date) -> list[Entry]:
    """The entries of a letter's rows: one for each item, line, thread or plan, with the words of its latest occasion."""
    return [_entry(subject, officer, *told, on=on) for subject, told in _latest(rows).items()]


def mark(rows: Iterable[Told], *, officer: Officer, now: datetime, again: bool = False) -> None:
    """Put a letter's rows into the officer's inbox, within the transaction of the attempt.

    `again` where an attempt may have come before, of this letter or of one whose rows it took over: what the inbox has said since
    is not moved up a second time.
    """
    on, (own, rest) = localdate(now), _shared_out(_latest(rows))
    entries = [_entry(subject, officer, *row, on=on) for subject, row in own.items()]
    entries += [_rest(officer, len(rest))] if rest else []
    said = _said_before(own, rest, officer) if again else set()
    entries = [one for one in entries if one.subject not in said]
    # A handover was told when it was recorded; the letter repeats it only to who came later.
    tell_once((one for one in entries if one.subject.startswith("handover:")), now=now)
    tell((one for one in entries if not one.subject.startswith("handover:")), now=now)


def _latest(rows: Iterable[Told]) -> dict[str, Told]:
    """The row that speaks for each thing."""
    latest: dict[str, Told] = {}
    for item, reminder in rows:
        subject = _subject(reminder)
        if subject not in latest or _order(reminder) > _order(latest[subject][1]):
            latest[subject] = item, reminder
    return latest


def _shared_out(told: Mapping[str, Told]) -> tuple[dict[str, Told], list[Reminder]]:
    """What has an entry of its own, as many as a letter has lines, and the rest: of items those that are told last."""
    in_order = sorted(told.items(), key=lambda one: one[0].startswith("item:"))
    return dict(in_order[:LONGEST]), [reminder for _, (_, reminder) in in_order[LONGEST:]]


def _rest(officer: Officer, count: int) -> Entry:
    """One entry for all that a letter has no room for: an inbox is read, not counted."""
    return Entry(
        officer.pk, NoticeKind.REMINDER, REST, f"{number(count)} việc khác được nhắc", reverse("plans:agency-work")
    )


def _said_before(own: Mapping[str, Told], rest: Collection[Reminder], officer: Officer) -> set[str]:
    """What an earlier attempt to send the same rows has put into the inbox already."""
    rows = [*(reminder for _, reminder in own.values()), *rest]
    tried = Delivery.objects.filter(officer=officer, reminder__in=[row.pk for row in rows], digest__attempts__gt=0)
    first: dict[int, date] = dict(tried.order_by().values_list("reminder_id").annotate(first=Min("digest__day")))
    if not first:
        return set()
    since = {subject: first[reminder.pk] for subject, (_, reminder) in own.items() if reminder.pk in first}
    if rest and all(row.pk in first for row in rest):
        since[REST] = min(first[row.pk] for row in rest)
    known = Notice.objects.filter(officer=officer, subject__in=list(since)).values_list("subject", "at")
    return {subject for subject, at in known if localdate(at) >= since[subject]}


def _order(reminder: Reminder) -> tuple[date, int]:
    return reminder.for_day, RANKS[Occasion(reminder.occasion)]


def _subject(reminder: Reminder) -> str:
    if reminder.handover_id is not None:
        return f"handover:{reminder.handover_id}"
    if reminder.work_item_id is not None:
        return f"item:{reminder.work_item_id}"
    if reminder.note_asked_id is not None:
        return f"note:{reminder.note_asked_id}"
    if reminder.line_id is not None:
        return f"line:{reminder.line_id}"
    # What is newly given to an agency and what only the office can answer are two things of one plan.
    return f"plan:{reminder.plan_id}:{'new' if reminder.occasion == Occasion.ASSIGNED else 'asks'}"


def _entry(subject: str, officer: Officer, item: WorkItem | None, reminder: Reminder, *, on: date) -> Entry:
    about = {
        "work_item_id": None if reminder.handover_id else reminder.work_item_id,
        "plan_id": reminder.plan_id,
        "note_id": reminder.note_asked_id,
    }
    return Entry(
        officer.pk, NoticeKind.REMINDER, subject, words_of(reminder, item, on=on), _path(subject, reminder), **about
    )


def _path(subject: str, reminder: Reminder) -> str:
    if reminder.handover_id is not None:
        return reverse("plans:handover-detail", args=[reminder.handover_id])
    if reminder.work_item_id is not None:
        return reverse("plans:item-detail", args=[reminder.work_item_id])
    if reminder.note_asked_id is not None:
        return reverse("plans:note", args=[reminder.note_asked_id])
    if reminder.line_id is not None:
        return reverse("plans:line", args=[reminder.line_id])
    if reminder.occasion == Occasion.ASSIGNED:
        return reverse("plans:agency-work")
    return reverse("plans:plan-detail", args=[reminder.plan_id])
