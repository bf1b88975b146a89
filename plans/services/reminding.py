"""Verbs of how reminding is done: an office's default, what a plan sets apart, the ladder of an item stopped and going on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.timezone import localdate

from agencies.models import Agency, Officer
from agencies.services import SavedByOthers
from agencies.text import nfc
from agencies.verdict import Denied
from plans.choices import PlanState, ReminderState
from plans.models import Delivery, Heartbeat, LadderStop, Plan, Reminder, ReminderPolicy, WorkItem
from plans.policy import LADDER, STEPS
from plans.rules import acts_as
from plans.rules_reminding import (
    are_days,
    ladder_rises,
    may_resume_ladder,
    may_set_default,
    may_set_policy,
    may_stop_ladder,
)
from plans.services.items import locked_items
from plans.services.planning import locked_plan

DAYS = ("leader_days", "monitor_days", "committee_days", "review_days", "question_days")


@transaction.atomic
def set_policy(
    subject: Agency | Plan, *, by: Officer, now: datetime, version: int, occasions: Iterable[str],
    leader_days: int | None, monitor_days: int | None, committee_days: int | None, review_days: int | None,
    question_days: int | None, digest_at: time | None = None, feed_titles: bool = True,
) -> ReminderPolicy:  # fmt: skip
    """Say when reminders go, for an office or apart for one of its plans; `version` 0 where nothing was said before.

    Holds from today on: steps that would have been taken on an earlier day are not taken afterwards. The hour of letters and the
    titles in feeds are an office's alone. Raises `SavedByOthers` with the policy that somebody else saved meanwhile.
    """
    chosen = set(occasions)
    days = dict(zip(DAYS, (leader_days, monitor_days, committee_days, review_days, question_days), strict=True))
    if not chosen <= set(STEPS):
        raise ValueError(chosen)
    are_days(*days.values()).require()
    ladder_rises(leader_days, monitor_days, committee_days).require()
    current = _held(subject, by=by)
    if (current.version if current else 0) != version:
        raise SavedByOthers(current)
    row = current or ReminderPolicy(**{"plan" if isinstance(subject, Plan) else "agency": subject}, version=0)
    said: dict[str, Any] = {"occasions": [step.value for step in STEPS if step in chosen], **days}
    if isinstance(subject, Agency):
        said |= {"digest_at": digest_at, "feed_titles": feed_titles}
    for name, value in said.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*said, "version"] if current else None)
    _hold_from(touched(subject), on=localdate(now))
    return row


@transaction.atomic
def drop_policy(plan: Plan, *, by: Officer, now: datetime, version: int) -> None:
    """Let a plan follow its office again, from today on."""
    current = _held(plan, by=by)
    if current is None:
        raise Denied("Kế hoạch này đang dùng chế độ nhắc việc của văn phòng.")
    if current.version != version:
        raise SavedByOthers(current)
    current.delete()
    _hold_from(touched(plan), on=localdate(now))


def _held(subject: Agency | Plan, *, by: Officer) -> ReminderPolicy | None:
    """The policy there is; plan or agency is held, so that of two first savers one comes second."""
    if isinstance(subject, Plan):
        plan = locked_plan(subject)
        may_set_policy(by, plan).require()
        return ReminderPolicy.objects.select_for_update(of=("self",)).filter(plan=plan).first()
    office = Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=subject.pk)
    may_set_default(by, office, works_as_office=has_default(office)).require()
    return ReminderPolicy.objects.select_for_update(of=("self",)).filter(agency=office).first()


def has_default(office: Agency) -> bool:
    """Whether an agency works as an office: helps a committee, or has plans of its own."""
    return office.serves_id is not None or Plan.objects.filter(owner=office).exists()


def touched(subject: Agency | Plan) -> Any:
    """The plans whose reminders a policy decides: the plan itself; of an office, those that set nothing apart."""
    if isinstance(subject, Plan):
        return Plan.objects.filter(pk=subject.pk)
    return Plan.objects.filter(owner=subject, reminder_policy__isnull=True).exclude(state=PlanState.ENDED)


def _hold_from(plans: Any, *, on: date) -> None:
    """Find no occasion of an earlier day any more, except for days on which reminders were not looked for at all."""
    ran = Heartbeat.objects.filter(job="open_reminders").values_list("at", flat=True).first()
    since = min(on, localdate(ran) + timedelta(days=1)) if ran else on
    ids = list(plans.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", flat=True))
    Plan.objects.filter(pk__in=ids).exclude(reminds_since__gt=since).update(reminds_since=since)


@transaction.atomic
def stop_ladder(item: WorkItem, *, by: Officer, now: datetime, reason: str) -> LadderStop:
    """Tell no superior of a late item until it goes on again; a step that waits to be sent is not sent."""
    (current,) = locked_items([item])
    may_stop_ladder(by, current, stopped=_lasting(current) is not None).require()
    why = nfc(reason).strip()
    if not why:
        raise Denied("Dừng báo cấp trên thì phải ghi lý do.")
    stop = LadderStop.objects.create(
        work_item=current, since=localdate(now), reason=why[:500], stopped_by=by, stopped_at=now,
        stopped_post=acts_as(by, current.owner_id, current.monitor_id),
    )  # fmt: skip
    waiting = Reminder.objects.filter(work_item=current, occasion__in=LADDER, state=ReminderState.OPEN)
    waiting.update(state=ReminderState.DROPPED, note=_why_dropped(stop))
    return stop


@transaction.atomic
def resume_ladder(item: WorkItem, *, by: Officer, now: datetime) -> LadderStop:
    """Let the ladder go on from today; steps that fell into the stop are passed over. Into one of this very day nothing fell."""
    (current,) = locked_items([item])
    stop = _lasting(current)
    may_resume_ladder(by, current, stopped=stop is not None).require()
    assert stop is not None  # the rule refuses without one
    stop.until, stop.resumed_by = localdate(now), by
    stop.save(update_fields=["until", "resumed_by"])
    if stop.since == stop.until:
        _wait_again(current, stop)
    return stop


def _wait_again(item: WorkItem, stop: LadderStop) -> None:
    """Let the steps that a stop of an hour dropped wait to be sent as before, also those that a letter left out meanwhile.

    The letter's note of leaving them out goes, or the step would be taken for one that its officers were found wrong for today.
    """
    dropped = Reminder.objects.filter(
        work_item=item, occasion__in=LADDER, state=ReminderState.DROPPED, note=_why_dropped(stop)
    )
    # An earlier stop may have had the same reason.
    earlier = item.ladder_stops.filter(until__gt=F("since")).aggregate(last=Max("until"))["last"]
    keys = list((dropped.filter(for_day__gte=earlier) if earlier else dropped).values_list("pk", flat=True))
    Delivery.objects.filter(reminder__in=keys, digest__day=stop.since).exclude(dropped="").delete()
    Reminder.objects.filter(pk__in=keys).update(state=ReminderState.OPEN, note="")


def _why_dropped(stop: LadderStop) -> str:
    return f"Dừng báo cấp trên: {stop.reason}"[:200]


def _lasting(item: WorkItem) -> LadderStop | None:
    return item.ladder_stops.select_for_update(of=("self",)).filter(until__isnull=True).first()
