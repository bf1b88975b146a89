"""The ladder of an item as its page tells it: each step with its day, whom it reaches, what became of it, and who may hold it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from agencies.choices import Duty
from agencies.models import Officer, working_calendar
from plans.choices import OPEN, DigestState, Occasion, PlanState, ReminderState
from plans.coming import with_written
from plans.ladder import Step, ladder_of, latest
from plans.models import LadderStop, Reminder, WorkItem
from plans.policy import LADDER, policies_of
from plans.rules_reminding import may_resume_ladder, may_stop_ladder
from plans.standing_in import Receivers, Wanted, receivers_of

_ENDED = {
    ReminderState.OPEN: "đang chờ gửi",
    ReminderState.MERGED: "gửi gộp vào lần sau",
    ReminderState.NOBODY: "không có người nhận",
    ReminderState.UNKNOWN: "không rõ đã nhận được hay chưa",
}


@dataclass(frozen=True, slots=True)
class Told:
    """Entries for the `diary` tag, the stop that lasts and those that are over, and what the officer may do."""

    entries: Sequence[dict[str, Any]]
    stop: LadderStop | None
    past_stops: Sequence[LadderStop]
    may_stop: bool
    may_resume: bool


def told_of(item: WorkItem, officer: Officer, *, on: date) -> Told | None:
    """The ladder of an item that is owed by a day; nothing for any other. As many queries for one step as for three."""
    if item.lifecycle not in OPEN or item.due_on is None or item.plan.state != PlanState.PUBLISHED:
        return None
    policy = policies_of([(item.plan_id, item.owner_id)])[item.plan_id]
    stops = list(item.ladder_stops.select_related("stopped_by", "stopped_post__agency"))
    stop = next((one for one in stops if one.until is None), None)
    since, held, is_asked = _held(item)
    steps = ladder_of(item, policy=policy, stops=stops, calendar=working_calendar(), on=on, since=since, held=held)
    stopped = stop is not None
    rows = _written(item, steps)
    receivers = receivers_of([Wanted(item, step.agency.pk, step.duty) for step in steps], on=on)
    entries = _entries(item.due_on, steps, rows, receivers, on=on, is_asked=is_asked)
    waiting = (step for step in steps if step.occasion not in rows or rows[step.occasion].state == ReminderState.OPEN)
    to_come = any(step.for_day >= on for step in waiting)
    return Told(
        entries,
        stop,
        [one for one in stops if one.until is not None and one.until > one.since],
        to_come and bool(may_stop_ladder(officer, item, stopped=stopped)),
        bool(may_resume_ladder(officer, item, stopped=stopped)),
    )


def _held(item: WorkItem) -> tuple[date | None, date | None, bool]:
    """The first working day that is still written for, by the last extension and the plan's present policy; the last day on
    which what held the ladder back came to nothing; and whether a request waits that holds it now."""
    rows: Any = with_written(WorkItem.objects.filter(pk=item.pk)).with_pending_extension()
    granted, refused, withdrawn, is_asked = rows.values_list(
        "granted", "refused", "withdrawn", "extension_pending"
    ).get()
    return latest(granted, item.plan.reminds_since), latest(refused, withdrawn), is_asked


def _written(item: WorkItem, steps: Iterable[Step]) -> dict[str, Reminder]:
    """What was written of the present due day, by step: a step is taken once, whatever its days were then.

    One that was dropped stands only for the very day that it named, and gives way to the later working day that it is told on.
    """
    told = {step.occasion: step for step in steps}
    rows = item.reminders.filter(occasion__in=LADDER, named_on__gt=item.due_on).select_related("agency")
    found: dict[str, Reminder] = {}
    for row in rows.prefetch_related("deliveries__digest", "deliveries__officer").order_by("named_on", "id"):
        if row.state != ReminderState.DROPPED:
            found[row.occasion] = row
        elif (step := told.get(Occasion(row.occasion))) and _stands(row, step):
            found.setdefault(row.occasion, row)
    return found


def _stands(row: Reminder, step: Step) -> bool:
    """Whether a step that was dropped is not told after all."""
    return row.named_on == step.named_on and (bool(step.left_out) or step.for_day <= row.for_day)


def _entries(
    due_on: date, steps: Iterable[Step], written: dict[str, Reminder], receivers: Iterable[Receivers], *, on: date, is_asked: bool
) -> list[dict[str, Any]]:  # fmt: skip
    entries = []
    is_next = "next"
    for step, found in zip(steps, receivers, strict=True):
        days, duty, agency = step.days, step.duty, step.agency
        row = written.get(step.occasion)
        if row is not None:
            days, duty, agency = (row.named_on - due_on).days, Duty(row.duty), row.agency
            state = "" if row.state in (ReminderState.SENT, ReminderState.OPEN, ReminderState.MERGED) else "held"
            words, day = _ended(row), row.for_day
        elif step.left_out or step.for_day < on:
            words, day, state = f"không báo: {step.left_out or 'đã qua, không gửi bù'}", step.for_day, "held"
        elif is_asked:
            words, day, state = "chưa báo khi còn chờ quyết định gia hạn", step.for_day, "held"
        else:
            words, day, state, is_next = f"{'sẽ báo' if is_next else 'tiếp theo'} ({found})", step.for_day, is_next, ""
        what = f"Quá hạn {days} ngày: báo {duty.label.lower()} {agency.label}"
        entries.append({"day": day, "text": f"{what} – {words}", "state": state})
    return entries


def _ended(row: Reminder) -> str:
    """What became of a step."""
    if row.state == ReminderState.SENT:
        sent = [d for d in row.deliveries.all() if not d.dropped and d.digest.state == DigestState.SENT]
        names = ", ".join(d.officer.full_name for d in sent)
        return f"đã báo{f' ({names})' if names else ''}"
    if row.state == ReminderState.DROPPED:
        return f"không gửi: {row.note[:1].lower()}{row.note[1:]}" if row.note else "không gửi"
    return _ENDED[ReminderState(row.state)]
