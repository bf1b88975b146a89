"""Writing reminder rows: one statement over everything owed, however many items; the unique key makes each occasion happen once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Min

from agencies.models import working_calendar
from agencies.workdays import Calendar
from plans.choices import OPEN, Occasion, ReminderState
from plans.models import WorkItem
from plans.occasions import OFFSETS, RANKS, SILENT_OFFSET, WEEK, WEEKLY_FROM, duties_of

# No run of days off is longer; wide enough for Tết with its swaps.
_WIDEST_GAP = 31
_OLDEST = timedelta(days=3660)

# `since`: nothing named before an item was published, resumed or got its present date is owed, and whatever lies up to the last
# written day was written together with it, so that a run with nothing to do reads one index entry per item. What a returned item
# was late with waits until the days granted for resubmitting are over, and what a period was late with until its grace is over.
FINDING = """
WITH moved(named_on, back, forward) AS (
    SELECT * FROM unnest(%(named)s::date[], %(back)s::date[], %(forward)s::date[])
), fixed(occasion, days, rank) AS (
    SELECT * FROM unnest(%(occasions)s::text[], %(days)s::int[], %(ranks)s::int[])
), reaches(occasion, duty) AS (
    SELECT * FROM unnest(%(reach_occasions)s::text[], %(reach_duties)s::text[])
), owed AS (
    SELECT item.id, item.agency_id, item.assignment_id, item.period_id, item.kind, item.lifecycle, item.due_on,
           greatest(item.resubmit_by, spared.grace_until) AS resubmit_by,
           greatest(item.remind_from, granted.decided_on, written.for_day + 1) AS since
    FROM plans_workitem item
    JOIN plans_plan plan ON plan.id = item.plan_id AND plan.state = 'published'
    LEFT JOIN LATERAL (
        SELECT max(extension.decided_on) AS decided_on FROM plans_extension extension
        WHERE extension.work_item_id = item.id AND extension.state = 'granted'
    ) granted ON item.extension_count > 0
    LEFT JOIN plans_reportingperiod spared ON spared.id = item.period_id AND spared.grace_until IS NOT NULL
    LEFT JOIN LATERAL (
        SELECT reminder.for_day FROM plans_reminder reminder
        WHERE reminder.work_item_id = item.id AND reminder.handover_id IS NULL ORDER BY reminder.for_day DESC LIMIT 1
    ) written ON true
    WHERE item.lifecycle IN ('not_started', 'in_progress') AND item.due_on <= %(horizon)s AND item.remind_from <= %(on)s
      AND NOT EXISTS (
        SELECT FROM plans_extension pending WHERE pending.work_item_id = item.id AND pending.state = 'pending'
    )
), named AS (
    SELECT owed.*, fixed.occasion, fixed.days, fixed.rank FROM owed CROSS JOIN fixed
    WHERE owed.due_on + fixed.days BETWEEN owed.since - %(gap)s AND %(on)s + %(gap)s
    UNION ALL
    SELECT owed.*, 'overdue_weekly', weekly.days, %(weekly_rank)s FROM owed
    CROSS JOIN LATERAL generate_series(
        greatest(%(weekly_from)s, %(weekly_from)s + (owed.since - %(gap)s - owed.due_on - %(weekly_from)s) / %(week)s * %(week)s),
        %(on)s - owed.due_on, %(week)s
    ) AS weekly(days)
    UNION ALL
    SELECT owed.*, 'silent', %(silent_offset)s, %(silent_rank)s FROM owed
    JOIN plans_reportingperiod period ON period.id = owed.period_id
    JOIN plans_workitem before ON before.assignment_id = owed.assignment_id AND before.lifecycle = 'not_started'
    JOIN plans_reportingperiod earlier ON earlier.id = before.period_id AND earlier.duty_id = period.duty_id
        AND earlier.ends_on = period.starts_on - 1
    WHERE owed.kind = 'check_in' AND owed.lifecycle = 'not_started' AND owed.due_on < %(on)s AND before.due_on < %(on)s
), due AS (
    SELECT named.id, named.agency_id, named.occasion, named.days, named.rank, named.resubmit_by, named.since, moved.named_on,
           CASE WHEN named.days < 0 THEN moved.back ELSE moved.forward END AS for_day
    FROM named JOIN moved ON moved.named_on = named.due_on + named.days
), ranked AS (
    SELECT due.id, due.agency_id, reaches.duty, due.occasion, due.named_on, due.for_day,
           row_number() OVER (
               PARTITION BY due.id, reaches.duty ORDER BY due.for_day DESC, due.rank DESC, due.named_on DESC
           ) AS place
    FROM due JOIN reaches ON reaches.occasion = due.occasion
    WHERE due.for_day BETWEEN due.since AND %(on)s
      AND (due.days <= 0 OR due.resubmit_by IS NULL OR due.for_day > due.resubmit_by)
)
SELECT ranked.id, ranked.agency_id, ranked.duty, ranked.occasion, ranked.named_on, ranked.for_day,
       CASE ranked.place WHEN 1 THEN 'open' ELSE 'merged' END AS state
FROM ranked
"""
_WRITING = f"""
WITH written AS (
    INSERT INTO plans_reminder (work_item_id, agency_id, duty, occasion, named_on, for_day, state, note, reached, opened_at)
    SELECT found.*, '', '', coalesce(%(now)s, statement_timestamp()) FROM ({FINDING}) found
    ON CONFLICT DO NOTHING RETURNING state
)
SELECT state, count(*) FROM written GROUP BY state
"""  # noqa: S608 - both parts are constants


@dataclass(frozen=True, slots=True)
class Opened:
    """How many rows a run wrote: to be sent, and kept only as "gửi gộp" because a later occasion of the same item goes out."""

    open: int = 0
    merged: int = 0

    def __str__(self) -> str:
        return f"mở {self.open}, gửi gộp {self.merged}"


def open_reminders(*, on: date, now: datetime | None = None) -> Opened:
    """Write every occasion named up to `on` that has no row yet; any number of runs, at once or late, write the same rows."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITING, {**finding_parameters(on=on), "now": now})
        counts = dict(cursor.fetchall())
    return Opened(open=counts.get(ReminderState.OPEN, 0), merged=counts.get(ReminderState.MERGED, 0))


def finding_parameters(*, on: date) -> dict[str, Any]:
    """The rule and the calendar as the arrays that `FINDING` takes."""
    first = WorkItem.objects.filter(lifecycle__in=OPEN).aggregate(first=Min("remind_from"))["first"] or on
    fixed = list(OFFSETS)
    reaches = [(occasion, duty) for occasion in Occasion for duty in duties_of(occasion)]
    return {
        "on": on,
        "horizon": on + timedelta(days=-min(OFFSETS.values()) + _WIDEST_GAP),
        "occasions": [occasion.value for occasion in fixed],
        "days": list(OFFSETS.values()),
        "ranks": [RANKS[occasion] for occasion in fixed],
        "weekly_from": WEEKLY_FROM,
        "week": WEEK,
        "weekly_rank": RANKS[Occasion.OVERDUE_WEEKLY],
        "silent_offset": SILENT_OFFSET,
        "silent_rank": RANKS[Occasion.SILENT],
        "reach_occasions": [occasion.value for occasion, _ in reaches],
        "reach_duties": [duty.value for _, duty in reaches],
        **_moves(max(first, on - _OLDEST), on, working_calendar()),
    }


def _moves(first: date, on: date, calendar: Calendar) -> dict[str, Any]:
    """For every day that an offset may name: the working day at or before it, and the one at or after it; the widest gap."""
    start = first - timedelta(days=_WIDEST_GAP)
    days = [start + timedelta(days=n) for n in range((on - start).days + _WIDEST_GAP + 1)]
    back, forward = [calendar.roll_back(day) for day in days], [calendar.roll_forward(day) for day in days]
    gap = max((later - earlier).days for earlier, later in zip(back, forward, strict=True))
    return {"named": days, "back": back, "forward": forward, "gap": gap}
