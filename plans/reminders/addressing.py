"""Finding officers for open rows and putting the rows into their letters of the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.timezone import make_aware

from agencies.choices import Duty
from agencies.models import Officer, Post, active_on
from agencies.trees import ids_below
from agencies.wording import format_day
from plans.choices import DigestState, ReminderState
from plans.models import Delivery, Digest, Reminder, ReminderPolicy
from plans.occasions import NEWS
from plans.policy import OPTIONAL
from plans.reminders.channels import channel_for
from plans.reminders.owing import no_longer_in_post, stands_in_at

# A letter that certainly has not left takes more rows; an unknown end fixes what it says.
TAKES_MORE = (DigestState.READY, DigestState.FAILED, DigestState.EMPTY)
UNSENT = (DigestState.READY, DigestState.FAILED)
NOBODY = "Chưa có cán bộ nào ở đơn vị, ở cơ quan theo dõi và ở văn phòng chủ kế hoạch có tài khoản để nhận."
REFUSED = "Người nhận chọn không nhận loại nhắc này."
# Any number; only two runs of this module compete for it.
_LOCK = 22_051_225

# Rows that wait for officers, in the shape that `RECIPIENTS` takes; a preview puts rows that are not written yet in their place.
WAITING = """
SELECT reminder.id AS reminder_id, reminder.work_item_id, reminder.plan_id, reminder.agency_id, reminder.duty, reminder.occasion,
       reminder.handover_id
FROM plans_reminder reminder
WHERE reminder.state = 'open' AND reminder.for_day <= %(day)s
  AND NOT EXISTS (SELECT FROM plans_delivery live WHERE live.reminder_id = reminder.id AND live.dropped = '')
"""
# The officer in charge of the line while in post there (1); else, and of news, all who hold the duty (2); else for clerks the
# agency's leaders, and for news of a body without leaders its clerks (3), the clerks of the monitor (4), the clerks of the plan's
# owner (5). Those who had a letter with the row today and were found wrong for it are passed over. `unwanted`: the officer asked
# not to be sent this.
RECIPIENTS = """
WITH waiting AS (
    SELECT source.*, coalesce(item.monitor_id, plan.monitor_id) AS monitor_id, coalesce(item.owner_id, plan.owner_id) AS owner_id,
           CASE WHEN source.duty = 'clerk' AND source.handover_id IS NULL AND item.agency_id = source.agency_id
                THEN line.officer_in_charge_id END AS officer_in_charge_id
    FROM ({source}) source
    LEFT JOIN plans_workitem item ON item.id = source.work_item_id
    LEFT JOIN plans_assignment line ON line.id = item.assignment_id
    LEFT JOIN plans_plan plan ON plan.id = source.plan_id
), post AS MATERIALIZED (
    SELECT post.agency_id, post.officer_id, post.duty FROM agencies_post post
    JOIN agencies_officer officer ON officer.id = post.officer_id AND officer.is_active
    WHERE post.duty IN ('clerk', 'leader') AND post.since <= %(day)s AND (post.until IS NULL OR post.until >= %(day)s)
), near AS (
    SELECT waiting.reminder_id, waiting.duty, waiting.occasion, post.officer_id,
           CASE WHEN post.officer_id = waiting.officer_in_charge_id THEN 1 WHEN post.duty = waiting.duty THEN 2 ELSE 3 END AS tier
    FROM waiting JOIN post ON post.agency_id = waiting.agency_id
        AND (post.duty = waiting.duty OR waiting.duty = 'clerk' OR waiting.occasion = ANY(%(news)s))
    WHERE {untried}
), far AS (
    SELECT waiting.reminder_id, waiting.duty, waiting.occasion, post.officer_id,
           CASE post.agency_id WHEN waiting.monitor_id THEN 4 ELSE 5 END AS tier
    FROM waiting JOIN post ON post.agency_id IN (waiting.monitor_id, waiting.owner_id) AND post.duty = 'clerk'
    WHERE (post.agency_id <> waiting.agency_id OR waiting.duty = 'leader') AND {untried}
      AND NOT EXISTS (SELECT FROM near WHERE near.reminder_id = waiting.reminder_id)
), weighed AS (
    SELECT found.*, min(tier) OVER (PARTITION BY reminder_id) AS best FROM (SELECT * FROM near UNION ALL SELECT * FROM far) found
)
SELECT DISTINCT weighed.reminder_id, weighed.officer_id,
       CASE weighed.tier
           WHEN 3 THEN CASE weighed.duty WHEN 'clerk' THEN 'leader' ELSE '' END WHEN 4 THEN 'monitor' WHEN 5 THEN 'owner' ELSE ''
       END AS reached,
       weighed.occasion = ANY(%(optional)s) AND weighed.occasion = ANY(coalesce(wish.skipped, '{{}}')) AS unwanted
FROM weighed LEFT JOIN plans_reminderpreference wish ON wish.officer_id = weighed.officer_id
WHERE weighed.tier = weighed.best
"""
_UNTRIED = """NOT EXISTS (
        SELECT FROM plans_delivery tried JOIN plans_digest letter ON letter.id = tried.digest_id AND letter.day = %(day)s
        WHERE tried.reminder_id = waiting.reminder_id AND tried.officer_id = post.officer_id
    )"""
_FINDING = "CREATE TEMPORARY TABLE reminder_recipient ON COMMIT DROP AS " + RECIPIENTS.format(
    source=WAITING, untried=_UNTRIED
)
_REFUSED = """
UPDATE plans_reminder reminder SET state = 'dropped', note = %(note)s
FROM (SELECT reminder_id FROM reminder_recipient GROUP BY reminder_id HAVING bool_and(unwanted)) refused
WHERE reminder.id = refused.reminder_id
"""
_NOBODY = """
UPDATE plans_reminder reminder SET state = 'nobody', note = %(note)s
WHERE state = 'open' AND for_day <= %(day)s
  AND NOT EXISTS (SELECT FROM plans_delivery live WHERE live.reminder_id = reminder.id AND live.dropped = '')
  AND NOT EXISTS (SELECT FROM reminder_recipient found WHERE found.reminder_id = reminder.id)
"""
_REACHED = """
UPDATE plans_reminder reminder SET reached = found.reached FROM reminder_recipient found
WHERE reminder.id = found.reminder_id AND reminder.reached <> found.reached
"""
# Locked, so that no letter leaves between looking at its state and putting rows into it. A row one of whose officers already
# had a letter today waits for tomorrow as a whole.
_INTO_LETTERS = """
WITH free AS (
    SELECT id, officer_id FROM plans_digest
    WHERE day = %(day)s AND unknown_ends = 0 AND state = ANY(%(states)s)
      AND officer_id IN (SELECT officer_id FROM reminder_recipient WHERE NOT unwanted)
    ORDER BY id FOR UPDATE
), waiting AS (
    SELECT DISTINCT reminder_id FROM reminder_recipient LEFT JOIN free USING (officer_id) WHERE free.id IS NULL AND NOT unwanted
)
INSERT INTO plans_delivery (digest_id, reminder_id, officer_id, dropped)
SELECT free.id, reminder_id, officer_id, '' FROM reminder_recipient JOIN free USING (officer_id)
WHERE NOT unwanted AND reminder_id NOT IN (SELECT reminder_id FROM waiting)
ON CONFLICT DO NOTHING
"""


def message_id(officer_id: int, day: date) -> str:
    """The Message-ID of an officer's letter of a day: the same on every attempt, known before the first."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    mark = salted_hmac("plans.reminders.digest", f"{officer_id}:{day.isoformat()}", algorithm="sha256").hexdigest()[:16]
    return f"<{day:%Y%m%d}.{officer_id}.{mark}@{host}>"


def address(*, day: date) -> int:
    """Put what waits into the letters of a day, take over letters of earlier days that never left; returns rows without anybody.

    One run at a time; a second one leaves it to the first.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        _take_over(day)
        nobody = _find_officers(day)
        _begin_weekly(day)
        _tidy(day)
    return nobody


def recipient_parameters() -> dict[str, Any]:
    """The occasions that `RECIPIENTS` treats apart."""
    return {"optional": [occasion.value for occasion in OPTIONAL], "news": [occasion.value for occasion in NEWS]}


def _find_officers(day: date) -> int:
    live = Delivery.objects.filter(reminder=OuterRef("pk"), dropped="")
    if not Reminder.objects.filter(~Exists(live), state=ReminderState.OPEN, for_day__lte=day).exists():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_FINDING, {"day": day, **recipient_parameters()})
        cursor.execute(_NOBODY, {"day": day, "note": NOBODY})
        nobody: int = cursor.rowcount
        cursor.execute(_REFUSED, {"note": REFUSED})
        cursor.execute(_REACHED)
        cursor.execute("SELECT DISTINCT officer_id FROM reminder_recipient WHERE NOT unwanted ORDER BY officer_id")
        _begin_letters((row[0] for row in cursor.fetchall()), day)
        cursor.execute(_INTO_LETTERS, {"day": day, "states": [state.value for state in TAKES_MORE]})
        cursor.execute("DROP TABLE reminder_recipient")
    return nobody


def _begin_letters(officer_ids: Iterable[int], day: date, *, weekly: bool = False) -> None:
    """Letters of officers who have none of that day yet: by which way each leaves, and from when on."""
    ids = list(officer_ids)
    officers = Officer.objects.filter(pk__in=ids).order_by("pk").select_related("reminder_preference")
    opens = letter_hours(day)
    Digest.objects.bulk_create(
        (
            Digest(
                officer=officer, day=day, message_id=message_id(officer.pk, day), weekly=weekly,
                channel=channel_for(officer).code, next_try_at=_begins(officer, day, opens),
            )
            for officer in officers
        ),
        ignore_conflicts=True,
    )  # fmt: skip


def _begins(officer: Officer, day: date, opens: dict[int, time]) -> datetime | None:
    hour = hour_of(officer, opens)
    return make_aware(datetime.combine(day, hour)) if hour else None


def hour_of(officer: Officer, opens: Mapping[int, time]) -> time | None:
    """From when on a letter may leave: the office's hour or the officer's own, the later one; None where neither says anything.

    An office's hour that leaves an officer's own hours no room gives way: the letter could never go.
    """
    wish = getattr(officer, "reminder_preference", None)
    own, last = (wish.not_before, wish.not_after) if wish else (None, None)
    office = opens.get(officer.pk)
    if office is not None and last is not None and office >= last:
        office = None
    hours = [hour for hour in (office, own) if hour is not None]
    return max(hours, default=None)


def letter_hours(day: date) -> dict[int, time]:
    """The office's hour by officer, for those below an office that set one; the nearest office above an officer's post decides.

    Of several posts the earliest hour holds. One query where no office set any.
    """
    offices = ReminderPolicy.objects.filter(agency__isnull=False, digest_at__isnull=False)
    # An office of a committee speaks for all below that committee.
    said = [(policy.agency, policy.digest_at) for policy in offices.select_related("agency")]
    below = ((ids_below([one.pk, one.serves_id or one.pk]), hour) for one, hour in said if one and hour)
    reach = sorted(below, key=lambda one: -len(one[0]))
    hour_of = {agency: hour for below, hour in reach for agency in below}
    found: dict[int, time] = {}
    posts = Post.objects.filter(active_on(day), agency_id__in=hour_of).values_list("officer_id", "agency_id")
    for officer, agency in posts if hour_of else ():
        found[officer] = min(found.get(officer, time.max), hour_of[agency])
    return found


def _begin_weekly(day: date) -> None:
    """The leaders' summary goes with the first letters of the week: Monday's, or those of the first day on which any leave."""
    leaders = list(weekly_posts(day).order_by("officer_id").values_list("officer_id", flat=True).distinct())
    if not leaders:
        return
    _begin_letters(leaders, day, weekly=True)
    unsent = Digest.objects.filter(day=day, officer_id__in=leaders, unknown_ends=0, state__in=TAKES_MORE)
    unsent.update(weekly=True)


def weekly_posts(day: date) -> QuerySet[Post]:
    """The leaders' posts by which the week's summary goes out with the letters of a day; none once a letter of the week had it."""
    if Digest.objects.filter(weekly=True, day__gte=_monday(day)).exists():
        return Post.objects.none()
    posts = Post.objects.filter(active_on(day), duty=Duty.LEADER, officer__is_active=True)
    return posts.exclude(officer__reminder_preference__weekly=False)


def _take_over(day: date) -> None:
    """Let today's letters carry what those of earlier days that never left were to tell: rows, and this week's summary."""
    live = Delivery.objects.filter(digest=OuterRef("pk"), dropped="")
    this_week = Q(weekly=True, day__gte=_monday(day))
    late = Digest.objects.filter(Exists(live) | this_week, day__lt=day, state__in=UNSENT, unknown_ends=0)
    found = list(late.select_for_update(of=("self",), skip_locked=True).select_related("officer").order_by("id"))
    if found:
        _begin_letters({old.officer_id for old in found}, day)
    for old in found:
        new = Digest.objects.select_for_update(of=("self",)).get(officer_id=old.officer_id, day=day)
        if new.state in TAKES_MORE and not new.unknown_ends:
            _move(old, new)
            if old.weekly and old.day >= _monday(day):
                _pass_on_summary(old, new)


def _pass_on_summary(old: Digest, new: Digest) -> None:
    """A week's summary goes with one letter only."""
    new.weekly, old.weekly = True, False
    new.state = DigestState.READY if new.state == DigestState.EMPTY else new.state
    new.save(update_fields=["weekly", "state"])
    old.save(update_fields=["weekly"])


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _move(old: Digest, new: Digest) -> None:
    """Let a letter carry what an earlier one did not; rows of a post that ended meanwhile look for somebody else."""
    officer = old.officer.enter(on=new.day)
    rows = list(old.deliveries.filter(dropped="").select_related("reminder", "reminder__work_item", "reminder__plan"))
    gone = {row.pk: reason for row in rows if (reason := no_longer_in_post(officer, _place(row.reminder)))}
    moved = f"Thư ngày {format_day(old.day)} chưa gửi được, chuyển sang thư ngày {format_day(new.day)}"
    for row in rows:
        row.dropped = gone.get(row.pk, moved)
    Delivery.objects.bulk_update(rows, ["dropped"], batch_size=500)
    Delivery.objects.bulk_create(
        Delivery(digest=new, reminder_id=row.reminder_id, officer_id=old.officer_id)
        for row in rows
        if row.pk not in gone
    )


def _place(reminder: Reminder) -> int:
    """The agency whose officers carry a row."""
    about = reminder.work_item or reminder.plan
    assert about is not None  # a constraint promises one of them
    return stands_in_at(reminder, monitor_id=about.monitor_id, owner_id=about.owner_id)


def _tidy(day: date) -> None:
    """A letter found empty earlier goes on when it got rows; one begun in vain goes."""
    live = Exists(Delivery.objects.filter(digest=OuterRef("pk"), dropped=""))
    Digest.objects.filter(live, day=day, state=DigestState.EMPTY).update(state=DigestState.READY)
    in_vain = ~Exists(Delivery.objects.filter(digest=OuterRef("pk")))
    Digest.objects.filter(in_vain, day=day, state=DigestState.READY, attempts=0, weekly=False).delete()
