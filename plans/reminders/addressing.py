"""Finding officers for open rows and putting the rows into their letters of the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.crypto import salted_hmac

from agencies.wording import format_day
from plans.choices import DigestState, ReminderState
from plans.models import Delivery, Digest, Reminder
from plans.reminders.owing import no_longer_in_post

# A letter that certainly has not left takes more rows; an unknown end fixes what it says.
TAKES_MORE = (DigestState.READY, DigestState.FAILED, DigestState.EMPTY)
UNSENT = (DigestState.READY, DigestState.FAILED)
NOBODY = "Đơn vị chưa có cán bộ nào giữ chức trách này mà có tài khoản và địa chỉ thư."
# Any number; only two runs of this module compete for it.
_LOCK = 22_051_225

# The officer in charge of the line, as long as one holds a post there; else, and of what was handed over, all who hold the duty.
_RECIPIENTS = """
CREATE TEMPORARY TABLE reminder_recipient ON COMMIT DROP AS
WITH reachable AS (
    SELECT reminder.id AS reminder_id, officer.id AS officer_id, post.duty = reminder.duty AS holds_duty,
           reminder.duty = 'clerk' AND reminder.handover_id IS NULL
               AND officer.id IS NOT DISTINCT FROM line.officer_in_charge_id AS in_charge
    FROM plans_reminder reminder
    JOIN plans_workitem item ON item.id = reminder.work_item_id
    JOIN plans_assignment line ON line.id = item.assignment_id
    JOIN agencies_post post ON post.agency_id = reminder.agency_id AND post.duty IN ('clerk', 'leader')
        AND post.since <= %(day)s AND (post.until IS NULL OR post.until >= %(day)s)
    JOIN agencies_officer officer ON officer.id = post.officer_id AND officer.is_active AND officer.email <> ''
    WHERE reminder.state = 'open' AND reminder.for_day <= %(day)s
      AND NOT EXISTS (SELECT FROM plans_delivery live WHERE live.reminder_id = reminder.id AND live.dropped = '')
      AND NOT EXISTS (
        SELECT FROM plans_delivery tried JOIN plans_digest letter ON letter.id = tried.digest_id AND letter.day = %(day)s
        WHERE tried.reminder_id = reminder.id AND tried.officer_id = officer.id
    )
), weighed AS (
    SELECT reachable.*, bool_or(in_charge) OVER (PARTITION BY reminder_id) AS has_officer_in_charge FROM reachable
)
SELECT DISTINCT reminder_id, officer_id FROM weighed WHERE in_charge OR (holds_duty AND NOT has_officer_in_charge)
"""
_NOBODY = """
UPDATE plans_reminder reminder SET state = 'nobody', note = %(note)s
WHERE state = 'open' AND for_day <= %(day)s
  AND NOT EXISTS (SELECT FROM plans_delivery live WHERE live.reminder_id = reminder.id AND live.dropped = '')
  AND NOT EXISTS (SELECT FROM reminder_recipient found WHERE found.reminder_id = reminder.id)
"""
# Locked, so that no letter leaves between looking at its state and putting rows into it. A row one of whose officers already
# had a letter today waits for tomorrow as a whole.
_INTO_LETTERS = """
WITH free AS (
    SELECT id, officer_id FROM plans_digest
    WHERE day = %(day)s AND unknown_ends = 0 AND state = ANY(%(states)s)
      AND officer_id IN (SELECT officer_id FROM reminder_recipient)
    ORDER BY id FOR UPDATE
), waiting AS (
    SELECT DISTINCT reminder_id FROM reminder_recipient LEFT JOIN free USING (officer_id) WHERE free.id IS NULL
)
INSERT INTO plans_delivery (digest_id, reminder_id, officer_id, dropped)
SELECT free.id, reminder_id, officer_id, '' FROM reminder_recipient JOIN free USING (officer_id)
WHERE reminder_id NOT IN (SELECT reminder_id FROM waiting)
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
        _tidy(day)
    return nobody


def _find_officers(day: date) -> int:
    live = Delivery.objects.filter(reminder=OuterRef("pk"), dropped="")
    if not Reminder.objects.filter(~Exists(live), state=ReminderState.OPEN, for_day__lte=day).exists():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_RECIPIENTS, {"day": day})
        cursor.execute(_NOBODY, {"day": day, "note": NOBODY})
        nobody: int = cursor.rowcount
        cursor.execute("SELECT DISTINCT officer_id FROM reminder_recipient ORDER BY officer_id")
        _begin_letters((row[0] for row in cursor.fetchall()), day)
        cursor.execute(_INTO_LETTERS, {"day": day, "states": [state.value for state in TAKES_MORE]})
        cursor.execute("DROP TABLE reminder_recipient")
    return nobody


def _begin_letters(officer_ids: Iterable[int], day: date) -> None:
    Digest.objects.bulk_create(
        (Digest(officer_id=pk, day=day, message_id=message_id(pk, day)) for pk in officer_ids), ignore_conflicts=True
    )


def _take_over(day: date) -> None:
    """Move the rows of letters of earlier days that certainly never left into the same officers' letters of today."""
    live = Delivery.objects.filter(digest=OuterRef("pk"), dropped="")
    late = Digest.objects.filter(Exists(live), day__lt=day, state__in=UNSENT, unknown_ends=0)
    for old in late.select_for_update(of=("self",), skip_locked=True).select_related("officer").order_by("id"):
        _begin_letters([old.officer_id], day)
        new = Digest.objects.select_for_update(of=("self",)).get(officer_id=old.officer_id, day=day)
        if new.state in TAKES_MORE and not new.unknown_ends:
            _move(old, new)


def _move(old: Digest, new: Digest) -> None:
    """Let a letter carry what an earlier one did not; rows of a post that ended meanwhile look for somebody else."""
    officer = old.officer.enter(on=new.day)
    rows = list(old.deliveries.filter(dropped="").select_related("reminder"))
    gone = {row.pk: reason for row in rows if (reason := no_longer_in_post(row.reminder, officer))}
    moved = f"Thư ngày {format_day(old.day)} chưa gửi được, chuyển sang thư ngày {format_day(new.day)}"
    for row in rows:
        row.dropped = gone.get(row.pk, moved)
    Delivery.objects.bulk_update(rows, ["dropped"], batch_size=500)
    Delivery.objects.bulk_create(
        Delivery(digest=new, reminder_id=row.reminder_id, officer_id=old.officer_id)
        for row in rows
        if row.pk not in gone
    )


def _tidy(day: date) -> None:
    """A letter found empty earlier goes on when it got rows; one begun in vain goes."""
    live = Exists(Delivery.objects.filter(digest=OuterRef("pk"), dropped=""))
    Digest.objects.filter(live, day=day, state=DigestState.EMPTY).update(state=DigestState.READY)
    in_vain = ~Exists(Delivery.objects.filter(digest=OuterRef("pk")))
    Digest.objects.filter(in_vain, day=day, state=DigestState.READY, attempts=0).delete()
