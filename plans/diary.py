"""The diary of an item: when the next reminder goes, to whom and why; what went before, and why not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Max
from django.utils.timezone import localdate

from agencies.choices import Duty
from agencies.models import working_calendar
from agencies.wording import format_day
from plans.awaited import next_awaited, told_of, with_awaited
from plans.choices import OPEN, Decision, DigestState, ExtensionState, Lifecycle, Occasion, PlanState, ReminderState
from plans.coming import silence_of, with_written
from plans.models import Delivery, Reminder, WorkItem
from plans.occasions import SILENT_OFFSET, NamedDay, duties_of, next_after
from plans.policy import policies_of
from plans.standing_in import Wanted, receivers_of

_STOPPED = {
    Lifecycle.SUBMITTED: "Đơn vị đã báo hoàn thành nên không nhắc đơn vị nữa.",
    Lifecycle.CONFIRMED: "Đã hoàn thành nên không nhắc nữa.",
    Lifecycle.PAUSED: "Đầu việc tạm dừng nên không nhắc.",
    Lifecycle.CANCELLED: "Đầu việc đã hủy nên không nhắc nữa.",
    Lifecycle.HANDED_OVER: "Đầu việc đã chuyển giao nên không nhắc nữa.",
}
_FAILED = (DigestState.FAILED, DigestState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Diary:
    """Entries for the `diary` tag: `coming` the next reminder, `silence` why the agency gets none; `past` the newest first.

    While something waits for an answer there may be both: who answers is told.
    """

    coming: Sequence[dict[str, Any]]
    silence: str
    past: Sequence[dict[str, Any]]

    @property
    def entries(self) -> list[dict[str, Any]]:
        """All of it in the order of reading."""
        return [*self.coming, *self.past]


def item_diary(item: WorkItem, *, on: date, limit: int = 20) -> Diary:
    """The diary of one item as of a day; `limit` past rows. As many queries for a long history as for a short one."""
    silence = why_silent(item)
    coming = _answer_coming(item, on=on) if silence else _coming(item, on=on)
    rows = item.reminders.select_related("agency").prefetch_related("deliveries__digest", "deliveries__officer")
    return Diary(coming=coming, silence=silence, past=_folded(rows.order_by("-for_day", "-id")[:limit]))


def why_silent(item: WorkItem) -> str:
    """Why nothing is going to be sent to an item's agency; empty when something is."""
    if item.plan.state != PlanState.PUBLISHED:
        return f"Kế hoạch {item.plan.get_state_display()} nên không nhắc."
    if item.lifecycle not in OPEN:
        return _STOPPED[Lifecycle(item.lifecycle)]
    if item.due_on is None and item.resubmit_by is None:
        return "Việc không có hạn nên không có mốc nhắc."
    if item.extensions.filter(state=ExtensionState.PENDING).exists():
        return "Đang chờ quyết định gia hạn nên tạm ngừng nhắc đơn vị."
    return ""


def _answer_coming(item: WorkItem, *, on: date) -> list[dict[str, Any]]:
    """When who answers is told that a submission or a request waits; nothing where none waits."""
    if item.plan.state != PlanState.PUBLISHED or item.lifecycle not in (*OPEN, Lifecycle.SUBMITTED):
        return []
    waiting: Any = with_awaited(WorkItem.objects.filter(pk=item.pk)).select_related("monitor__serves")
    row = waiting.get()
    policy = policies_of({(item.plan_id, item.owner_id)})[item.plan_id]
    since = max(filter(None, (on, item.remind_from, item.plan.reminds_since)))
    told = told_of([row], on=on).get(row.pk, ())
    one = next_awaited(row, policy=policy, calendar=working_calendar(), since=since, told=told)
    if one is None:
        return []
    (names,) = receivers_of([Wanted(item, one.agency.pk, one.duty)], on=on)
    return [_entry(one.for_day, one.occasion, f"{one.duty.label.lower()} {one.agency.label} ({names})")]


def _coming(item: WorkItem, *, on: date) -> list[dict[str, Any]]:
    """The next occasion for the agency's clerks: today's when its row waits or is not yet written, else the first after today."""
    after = max(filter(None, (on, item.remind_from, item.plan.reminds_since))) - timedelta(days=1)
    named = _next(item, after=after)
    if named is not None and named.for_day <= on:
        written = item.reminders.filter(named_on=named.named_on, occasion=named.occasion)
        if written.exclude(state=ReminderState.OPEN).exists():
            named = _next(item, after=on)
    return [_next_entry(item, named, on=on)] if named is not None else []


def _next(item: WorkItem, *, after: date) -> NamedDay | None:
    """The first occasion with a working day later than `after`; of several on that day the most urgent."""
    calendar, policy = working_calendar(), policies_of({(item.plan_id, item.owner_id)})[item.plan_id]
    found: list[NamedDay] = []
    if item.due_on is not None:
        steps = next_after(item.due_on, after=after, quiet_until=item.quiet_until, calendar=calendar, policy=policy)
        found += [steps] if steps is not None else []
        closing = item.period.closes_on if item.period else item.due_on
        if closing < item.due_on and policy.has(Occasion.PERIOD_OPENED):
            found.append(NamedDay(Occasion.PERIOD_OPENED, closing, calendar.roll_forward(closing)))
    if item.resubmit_by is not None:
        found.append(NamedDay(Occasion.RESUBMIT, item.resubmit_by, calendar.roll_forward(item.resubmit_by)))
        day = item.reviews.filter(decision=Decision.RETURNED).aggregate(last=Max("on"))["last"]
        found += [NamedDay(Occasion.RETURNED, day, calendar.roll_forward(day + timedelta(days=1)))] if day else []
    silent_on = silence_of(item, policy, calendar)
    if silent_on is not None and silent_on > after and _was_silent(item):
        assert item.due_on is not None  # silence is told from the due day on
        found.append(NamedDay(Occasion.SILENT, item.due_on + timedelta(days=SILENT_OFFSET), silent_on))
    coming = [named for named in found if named.for_day > after]
    first = min((named.for_day for named in coming), default=None)
    return max((named for named in coming if named.for_day == first), key=lambda named: named.order, default=None)


def _was_silent(item: WorkItem) -> bool:
    """Whether the line left the period before unanswered too."""
    rows: Any = with_written(WorkItem.objects.filter(pk=item.pk))
    return bool(rows.filter(after_silence=True).exists())


def _next_entry(item: WorkItem, named: NamedDay, *, on: date) -> dict[str, Any]:
    duties = duties_of(named.occasion)
    found = receivers_of([Wanted(item, item.agency_id, duty) for duty in duties], on=on)
    whom = "; ".join(
        f"{duty.label.lower()} {item.agency.label} ({names})" for duty, names in zip(duties, found, strict=True)
    )
    return _entry(named.for_day, named.occasion, whom)


def _entry(day: date, occasion: Occasion, whom: str) -> dict[str, Any]:
    return {"day": day, "text": f"Sẽ nhắc: {occasion.label}. Gửi {whom}.", "state": "next", "href": ""}


def _folded(rows: Iterable[Reminder]) -> list[dict[str, Any]]:
    """Past rows newest first; a run of occasions that went out with a later one is a single line."""
    entries: list[dict[str, Any]] = []
    for merged, run in groupby(rows, key=lambda row: row.state == ReminderState.MERGED):
        if not merged:
            entries += [_past(row) for row in run]
            continue
        days = sorted({row.for_day for row in run})
        text = (
            f"{len(days)} mốc nhắc từ {format_day(days[0])} gửi gộp vào lần sau"
            if len(days) > 1
            else "Gửi gộp vào lần sau"
        )
        entries.append({"day": days[-1], "text": text, "state": "held", "href": ""})
    return entries


def _past(row: Reminder) -> dict[str, Any]:
    name = row.get_occasion_display()
    text = f"{name[:1].upper()}{name[1:]}: {_ending(row, row.deliveries.all())}"
    held = row.state in (ReminderState.NOBODY, ReminderState.UNKNOWN, ReminderState.DROPPED)
    return {"day": row.for_day, "text": text, "state": "held" if held else "", "href": ""}


def _later(row: Reminder) -> str:
    """When it went out, where that was not its own day."""
    sent_on = localdate(row.sent_at) if row.sent_at else row.for_day
    return f" ngày {format_day(sent_on)}" if sent_on != row.for_day else ""


def _ending(row: Reminder, deliveries: Iterable[Delivery]) -> str:
    """What became of a row, in words; with the names of those who got it, or the reason why nobody did."""
    duty = Duty(row.duty).label.lower()
    if row.state == ReminderState.OPEN:
        failed = [d.digest for d in deliveries if d.digest.state in _FAILED and d.digest.error]
        return f"chờ gửi {duty}" + (f"; đã thử {failed[-1].attempts} lần chưa được" if failed else "")
    if row.state == ReminderState.SENT:
        names = ", ".join(
            d.officer.full_name for d in deliveries if not d.dropped and d.digest.state == DigestState.SENT
        )
        instead = f"; {row.get_reached_display()}" if row.reached else ""
        return f"đã gửi {duty} {row.agency.label}" + (f" ({names}{instead})" if names else "") + _later(row)
    if row.state == ReminderState.UNKNOWN:
        return f"không rõ {duty} đã nhận được hay chưa"
    if row.state == ReminderState.NOBODY:
        return f"không có người nhận ({duty} {row.agency.label})"
    return f"không gửi: {row.note[:1].lower()}{row.note[1:]}" if row.note else "không gửi"
