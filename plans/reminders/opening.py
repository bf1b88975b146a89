"""Writing reminder rows: one statement over everything owed, however many items; the unique key makes each occasion happen once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, Max, Min
from django.db.models.functions import Coalesce

from agencies.models import working_calendar
from agencies.workdays import Calendar
from plans.choices import OPEN, Lifecycle, Occasion, ReminderState
from plans.models import ReportingPeriod, WorkItem
from plans.occasions import OFFSETS, RANKS, SILENT_OFFSET, WEEK, WEEKLY_FROM
from plans.policy import DEFAULT, STEPS
from plans.reminders.questions import open_questions

# No run of days off is longer; wide enough for Tết with its swaps.
_WIDEST_GAP = 31
_OLDEST = timedelta(days=3660)
_LONGEST = timedelta(days=400)

# `since`: nothing is owed that was named before an item was published, resumed or got its present date, or before its plan got
# another policy; and whatever lies up to the last written day was written together with it, so that a run with nothing to do
# reads one index entry per item. `quiet` is the last of the days granted for sending again, or of a period's grace: what is
# `late` is passed over up to then, and what is `kept` waits. A step of the ladder names a day after the due day that it is about,
# and a later due day lies after it: so one is found taken whatever the days of the policy were. `held` adds the days on which a
# request was refused or a submission withdrawn: nothing was told while those waited, and a step may not be lost by asking. Who
# comes to answer later than a day that was named is told on the working day after coming to it (`handed_on`).
# In words: docs/decisions/0025.
FINDING = """
WITH moved(named_on, back, forward, following) AS (
    SELECT * FROM unnest(%(named)s::date[], %(back)s::date[], %(forward)s::date[], %(following)s::date[])
), fixed(occasion, days, rank, optional) AS (
    SELECT * FROM unnest(%(occasions)s::text[], %(days)s::int[], %(ranks)s::int[], %(optional)s::bool[])
), ranks(occasion, rank) AS (
    SELECT * FROM unnest(%(all_occasions)s::text[], %(all_ranks)s::int[])
), policy AS MATERIALIZED (
    SELECT plan.id AS plan_id, plan.reminds_since, coalesce(owner.serves_id, plan.owner_id) AS committee_id,
           coalesce(own.occasions, office.occasions, %(steps)s::varchar[])::text[] AS steps,
           CASE WHEN own.id IS NOT NULL THEN own.leader_days WHEN office.id IS NOT NULL THEN office.leader_days ELSE %(leader)s END AS leader,
           CASE WHEN own.id IS NOT NULL THEN own.monitor_days WHEN office.id IS NOT NULL THEN office.monitor_days ELSE %(monitor)s END AS monitor,
           CASE WHEN own.id IS NOT NULL THEN own.committee_days WHEN office.id IS NOT NULL THEN office.committee_days ELSE %(committee)s END AS committee,
           CASE WHEN own.id IS NOT NULL THEN own.review_days WHEN office.id IS NOT NULL THEN office.review_days ELSE %(review)s END AS review,
           CASE WHEN own.id IS NOT NULL THEN own.question_days WHEN office.id IS NOT NULL THEN office.question_days ELSE %(question)s END AS question
    FROM plans_plan plan
    JOIN agencies_agency owner ON owner.id = plan.owner_id
    LEFT JOIN plans_reminderpolicy own ON own.plan_id = plan.id
    LEFT JOIN plans_reminderpolicy office ON office.agency_id = plan.owner_id
    WHERE plan.state = 'published'
), standing AS (
    SELECT item.id, item.plan_id, item.agency_id, item.monitor_id, item.assignment_id, item.period_id, item.kind, item.lifecycle,
           item.due_on, item.resubmit_by, greatest(item.resubmit_by, period.grace_until) AS quiet,
           CASE WHEN period.id IS NOT NULL THEN coalesce(period.cut_off_on, period.ends_on) END AS closes_on,
           pending.id IS NOT NULL AS is_asked, pending.requested_on AS asked_on,
           greatest(item.remind_from, policy.reminds_since, granted.decided_on, written.for_day + 1) AS since,
           policy.steps, policy.leader, policy.monitor, policy.committee, policy.committee_id, policy.question
    FROM plans_workitem item
    JOIN policy ON policy.plan_id = item.plan_id
    LEFT JOIN LATERAL (
        SELECT max(extension.decided_on) AS decided_on FROM plans_extension extension
        WHERE extension.work_item_id = item.id AND extension.state = 'granted'
    ) granted ON item.extension_count > 0
    LEFT JOIN plans_reportingperiod period ON period.id = item.period_id
    LEFT JOIN plans_extension pending ON pending.work_item_id = item.id AND pending.state = 'pending'
    LEFT JOIN LATERAL (
        SELECT reminder.for_day FROM plans_reminder reminder
        WHERE reminder.work_item_id = item.id AND reminder.handover_id IS NULL ORDER BY reminder.for_day DESC LIMIT 1
    ) written ON true
    WHERE item.lifecycle IN ('not_started', 'in_progress') AND item.remind_from <= %(on)s
      AND (%(plans)s::bigint[] IS NULL OR item.plan_id = ANY(%(plans)s))
      AND (item.due_on <= %(horizon)s OR item.resubmit_by IS NOT NULL OR pending.id IS NOT NULL)
), owed AS (
    SELECT * FROM standing WHERE NOT is_asked AND since <= %(on)s
), climbing AS MATERIALIZED (
    SELECT owed.*, greatest(
        owed.quiet,
        (SELECT max(refused.decided_on) FROM plans_extension refused WHERE refused.work_item_id = owed.id AND refused.state = 'refused'),
        (SELECT max(event."on") FROM plans_workitemevent event WHERE event.work_item_id = owed.id AND event.kind = 'withdrawn')
    ) AS held
    FROM owed WHERE owed.due_on + least(owed.leader, owed.monitor, owed.committee) <= %(on)s
), answering AS (
    SELECT standing.id, standing.since, standing.asked_on AS day, 'extension' AS what, standing.question AS days, standing.agency_id, standing.monitor_id,
           standing.plan_id
    FROM standing WHERE standing.is_asked
    UNION ALL
    SELECT item.id, greatest(item.remind_from, policy.reminds_since, written.for_day + 1), handed_in.day, 'review', policy.review, item.agency_id, item.monitor_id,
           item.plan_id
    FROM plans_workitem item
    JOIN policy ON policy.plan_id = item.plan_id
    CROSS JOIN LATERAL (
        SELECT max(event."on") AS day FROM plans_workitemevent event WHERE event.work_item_id = item.id AND event.kind = 'submitted'
    ) handed_in
    LEFT JOIN LATERAL (
        SELECT reminder.for_day FROM plans_reminder reminder
        WHERE reminder.work_item_id = item.id AND reminder.handover_id IS NULL ORDER BY reminder.for_day DESC LIMIT 1
    ) written ON true
    WHERE item.lifecycle = 'submitted' AND item.remind_from <= %(on)s
      AND (%(plans)s::bigint[] IS NULL OR item.plan_id = ANY(%(plans)s))
), named AS (
    SELECT owed.id, owed.agency_id AS receiver_id, 'clerk' AS duty, fixed.occasion, fixed.rank, owed.due_on + fixed.days AS named_on,
           CASE WHEN fixed.days < 0 THEN 'back' ELSE 'forward' END AS moves, fixed.days > 0 AS late, false AS kept, owed.quiet, owed.since
    FROM owed CROSS JOIN fixed
    WHERE owed.due_on + fixed.days BETWEEN owed.since - %(gap)s AND %(on)s + %(gap)s
      AND (NOT fixed.optional OR fixed.occasion = ANY(owed.steps))
    UNION ALL
    SELECT owed.id, owed.agency_id, 'clerk', 'overdue_weekly', %(weekly_rank)s, owed.due_on + weekly.days, 'forward', true, false,
           owed.quiet, owed.since
    FROM owed CROSS JOIN LATERAL generate_series(
        greatest(%(weekly_from)s, %(weekly_from)s + (owed.since - %(gap)s - owed.due_on - %(weekly_from)s) / %(week)s * %(week)s),
        %(on)s - owed.due_on, %(week)s
    ) AS weekly(days)
    WHERE 'overdue_weekly' = ANY(owed.steps)
    UNION ALL
    SELECT owed.id, owed.agency_id, 'leader', 'silent', %(silent_rank)s, owed.due_on + %(silent_offset)s, 'forward', true, true,
           owed.quiet, owed.since
    FROM owed
    JOIN plans_reportingperiod period ON period.id = owed.period_id
    JOIN plans_workitem before ON before.assignment_id = owed.assignment_id AND before.lifecycle = 'not_started'
    JOIN plans_reportingperiod earlier ON earlier.id = before.period_id AND earlier.duty_id = period.duty_id
        AND earlier.ends_on = period.starts_on - 1
    WHERE 'silent' = ANY(owed.steps) AND owed.kind = 'check_in' AND owed.lifecycle = 'not_started' AND owed.due_on < %(on)s AND before.due_on < %(on)s
      AND greatest(owed.due_on + %(silent_offset)s, owed.quiet) >= owed.since - %(gap)s
    UNION ALL
    SELECT climbing.id, step.receiver_id, step.duty, step.occasion, ranks.rank, climbing.due_on + step.days, 'forward', true, true,
           climbing.held, climbing.since
    FROM climbing CROSS JOIN LATERAL (VALUES
        ('to_leader', climbing.leader, climbing.agency_id, 'leader'),
        ('to_monitor', climbing.monitor, nullif(climbing.monitor_id, climbing.agency_id), 'clerk'),
        ('to_committee', climbing.committee, nullif(climbing.committee_id, climbing.agency_id), 'leader')
    ) AS step(occasion, days, receiver_id, duty)
    JOIN ranks ON ranks.occasion = step.occasion
    WHERE step.receiver_id IS NOT NULL AND step.days IS NOT NULL
      AND greatest(climbing.due_on + step.days, climbing.held) BETWEEN climbing.since - %(gap)s AND %(on)s
      AND NOT EXISTS (
          SELECT FROM plans_reminder taken
          WHERE taken.work_item_id = climbing.id AND taken.occasion = step.occasion AND taken.named_on > climbing.due_on
            AND taken.state <> 'dropped'
      )
    UNION ALL
    SELECT owed.id, owed.agency_id, 'clerk', 'period_opened', ranks.rank, owed.closes_on, 'forward', false, false, owed.quiet, owed.since
    FROM owed JOIN ranks ON ranks.occasion = 'period_opened'
    WHERE 'period_opened' = ANY(owed.steps) AND owed.closes_on < owed.due_on AND owed.closes_on BETWEEN owed.since - %(gap)s AND %(on)s
    UNION ALL
    SELECT owed.id, owed.agency_id, 'clerk', 'returned', ranks.rank, sent_back.day, 'following', false, false, owed.quiet, owed.since
    FROM owed CROSS JOIN LATERAL (
        SELECT max(review."on") AS day FROM plans_review review WHERE review.work_item_id = owed.id AND review.decision = 'returned'
    ) sent_back JOIN ranks ON ranks.occasion = 'returned'
    WHERE owed.resubmit_by IS NOT NULL AND sent_back.day BETWEEN owed.since - %(gap)s - 1 AND %(on)s
    UNION ALL
    SELECT owed.id, owed.agency_id, 'clerk', 'resubmit', ranks.rank, owed.resubmit_by, 'forward', false, false, owed.quiet, owed.since
    FROM owed JOIN ranks ON ranks.occasion = 'resubmit'
    WHERE owed.resubmit_by BETWEEN owed.since - %(gap)s AND %(on)s
    UNION ALL
    SELECT answering.id, answers.agency_id,
           CASE WHEN answering.agency_id = answering.monitor_id THEN 'leader' ELSE step.duty END,
           answering.what || step.ending, ranks.rank, answering.day + step.days, 'forward', false, true, handed_on.day, answering.since
    FROM answering JOIN agencies_agency monitor ON monitor.id = answering.monitor_id
    CROSS JOIN LATERAL (
        SELECT CASE WHEN answering.agency_id = answering.monitor_id THEN monitor.serves_id ELSE answering.monitor_id END AS agency_id
    ) answers
    CROSS JOIN LATERAL (SELECT greatest(
        (SELECT max(event."on") FROM plans_workitemevent event WHERE event.work_item_id = answering.id AND event.kind = 'monitor'),
        (SELECT max(handover.done_on) FROM plans_handoverline line JOIN plans_handover handover ON handover.id = line.handover_id
         WHERE line.plan_id = answering.plan_id AND line.successor_id = answers.agency_id AND line.kind IN ('monitor', 'monitoring'))
    ) AS day) handed_on
    CROSS JOIN LATERAL (VALUES ('_waiting', answering.days, 'clerk'), ('_late', 2 * answering.days, 'leader')) AS step(ending, days, duty)
    JOIN ranks ON ranks.occasion = answering.what || step.ending
    WHERE answers.agency_id IS NOT NULL AND step.days IS NOT NULL
      AND NOT EXISTS (
          SELECT FROM plans_reminder taken WHERE taken.work_item_id = answering.id AND taken.agency_id = answers.agency_id
          AND taken.occasion = answering.what || step.ending AND taken.named_on > answering.day AND taken.state <> 'dropped'
      )
      AND greatest(answering.day + step.days, handed_on.day) BETWEEN answering.since - %(gap)s AND %(on)s
), due AS (
    SELECT named.id, named.receiver_id, named.duty, named.occasion, named.rank, named.named_on, named.late, named.kept, named.quiet,
           named.since,
           CASE
               WHEN named.moves = 'back' THEN moved.back
               WHEN named.moves = 'following' THEN moved.following
               WHEN named.kept THEN greatest(moved.forward, silence.following)
               ELSE moved.forward
           END AS for_day
    FROM named LEFT JOIN moved ON moved.named_on = named.named_on
    LEFT JOIN moved silence ON named.kept AND silence.named_on = named.quiet
), ranked AS (
    SELECT due.id, due.receiver_id, due.duty, due.occasion, due.named_on, due.for_day,
           row_number() OVER (
               PARTITION BY due.id, due.receiver_id, due.duty ORDER BY due.for_day DESC, due.rank DESC, due.named_on DESC
           ) AS place
    FROM due
    WHERE due.for_day BETWEEN due.since AND %(on)s
      AND (NOT due.late OR due.quiet IS NULL OR due.for_day > due.quiet)
      AND (due.occasion NOT LIKE 'to\\_%%' OR NOT EXISTS (
          SELECT FROM plans_ladderstop stop
          WHERE stop.work_item_id = due.id AND stop.since <= due.for_day AND (stop.until IS NULL OR stop.until > due.for_day)
      ))
)
SELECT ranked.id, ranked.receiver_id, ranked.duty, ranked.occasion, ranked.named_on, ranked.for_day,
       CASE ranked.place WHEN 1 THEN 'open' ELSE 'merged' END AS state
FROM ranked
"""  # noqa: E501 - the five choices of a policy read best one per line
# A step of the ladder that was dropped is told after all, by its own row, where it now belongs to a later working day.
_WRITING = f"""
WITH written AS (
    INSERT INTO plans_reminder AS told
        (work_item_id, agency_id, duty, occasion, named_on, for_day, state, note, reached, opened_at)
    SELECT found.*, '', '', coalesce(%(now)s, statement_timestamp()) FROM ({FINDING}) found
    ON CONFLICT (work_item_id, agency_id, duty, occasion, named_on) DO UPDATE
    SET state = excluded.state, for_day = excluded.for_day, note = '', reached = '', opened_at = excluded.opened_at
    WHERE told.state = 'dropped' AND told.occasion LIKE 'to\\_%%' AND excluded.for_day > told.for_day
    RETURNING state
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
    asked = open_questions(on=on, now=now)
    return Opened(open=counts.get(ReminderState.OPEN, 0) + asked, merged=counts.get(ReminderState.MERGED, 0))


def finding_parameters(*, on: date, plans: Collection[int] | None = None) -> dict[str, Any]:
    """The rule and the calendar as the arrays that `FINDING` takes; of all plans, or of some given by key."""
    waiting = WorkItem.objects.filter(lifecycle__in=(*OPEN, Lifecycle.SUBMITTED))
    first = waiting.aggregate(first=Min("remind_from"))["first"] or on
    fixed = list(OFFSETS)
    return {
        "on": on,
        "plans": None if plans is None else list(plans),
        "horizon": on + max(timedelta(days=-min(OFFSETS.values())), _longest_closing(on)) + timedelta(days=_WIDEST_GAP),
        "occasions": [occasion.value for occasion in fixed],
        "days": list(OFFSETS.values()),
        "ranks": [RANKS[occasion] for occasion in fixed],
        "optional": [occasion in STEPS for occasion in fixed],
        "all_occasions": [occasion.value for occasion in Occasion],
        "all_ranks": [RANKS[occasion] for occasion in Occasion],
        "steps": [step.value for step in STEPS],
        "leader": DEFAULT.leader_days,
        "monitor": DEFAULT.monitor_days,
        "committee": DEFAULT.committee_days,
        "review": DEFAULT.review_days,
        "question": DEFAULT.question_days,
        "weekly_from": WEEKLY_FROM,
        "week": WEEK,
        "weekly_rank": RANKS[Occasion.OVERDUE_WEEKLY],
        "silent_offset": SILENT_OFFSET,
        "silent_rank": RANKS[Occasion.SILENT],
        **_moves(max(first, on - _OLDEST), on, working_calendar()),
    }


def _longest_closing(on: date) -> timedelta:
    """How long before their due day the figures of periods under way close, at most; a longer one is told when it comes near."""
    coming = ReportingPeriod.objects.filter(due_on__gte=on).annotate(closing=Coalesce("cut_off_on", "ends_on"))
    longest = coming.aggregate(days=Max(F("due_on") - F("closing")))["days"] or timedelta()
    return min(longest, _LONGEST)


def _moves(first: date, on: date, calendar: Calendar) -> dict[str, Any]:
    """For every day that a rule may name: the working days at or before, at or after, and after it; the widest gap."""
    start = first - timedelta(days=_WIDEST_GAP)
    days = [start + timedelta(days=n) for n in range((on - start).days + _WIDEST_GAP + 1)]
    back, forward = [calendar.roll_back(day) for day in days], [calendar.roll_forward(day) for day in days]
    following = [calendar.roll_forward(day + timedelta(days=1)) for day in days]
    gap = max((later - earlier).days for earlier, later in zip(back, forward, strict=True))
    return {"named": days, "back": back, "forward": forward, "following": following, "gap": gap}
