"""What must be true of the rows and of what arrived, read from both; the rules of reminding are not told again here."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from agencies.models import Post
from plans.choices import Channel, DigestState, ReminderState
from plans.models import Delivery, Digest, Reminder
from tests.faults.sink import Letter

_UNENDED = (DigestState.READY, DigestState.SENDING, DigestState.FAILED)
# A letter that leads to so many items may have left some out.
FULL = 40
_ID = re.compile(r"<(\d{8})\.(\d+)\.")
Expected = tuple[int, date]
"""An item that was made to fall due, and the day: its row must be there."""


@dataclass
class Findings:
    """Rows that were lost, copies too many, and what the guarantee does not allow; `unknown` letters are shown as such."""

    lost: list[str] = field(default_factory=list)
    beyond: list[str] = field(default_factory=list)
    doubled: int = 0
    unknown: int = 0
    letters: int = 0


def judge(kept: Sequence[Letter], *, expected: Iterable[Expected], today: date) -> Findings:
    """Hold all rows against all copies that arrived, once everything has come to rest."""
    found = Findings(letters=len({letter.message_id for letter in kept}))
    digests = {digest.message_id: digest for digest in Digest.objects.all()}
    copies = Counter(letter.message_id for letter in kept)
    _copies(copies, digests, found)
    _rows(kept, digests, today, found)
    written = set(Reminder.objects.filter(occasion="due").values_list("work_item_id", "named_on"))
    found.lost += [
        f"item {pk} fell due on {day} and no row says so" for pk, day in expected if (pk, day) not in written
    ]
    return found


def _copies(copies: Counter[str], digests: dict[str, Digest], found: Findings) -> None:
    """Each letter at most twice, and twice only after an end that nobody saw; one letter a day and officer."""
    days = defaultdict(set)
    for message_id, count in copies.items():
        found.doubled += count - 1
        digest = digests.get(message_id)
        if match := _ID.match(message_id):
            days[match.groups()].add(message_id)
        if digest is None:
            found.beyond.append(f"{message_id} arrived and has no row")
            continue
        if count > 2 or (count > 1 and not digest.unknown_ends):
            found.beyond.append(f"{message_id} arrived {count} times after {digest.unknown_ends} unknown ends")
        if digest.state not in (DigestState.SENT, DigestState.UNKNOWN):
            found.beyond.append(f"{message_id} arrived and is called {digest.state}")
    found.beyond += [f"two letters of a day: {ids}" for ids in days.values() if len(ids) > 1]


def _rows(kept: Sequence[Letter], digests: dict[str, Digest], today: date, found: Findings) -> None:
    arrived: dict[str, set[int]] = defaultdict(set)
    for letter in kept:
        arrived[letter.message_id] |= set(letter.items)
    found.lost += _summaries(digests.values(), arrived, today)
    by_pk = {digest.pk: digest for digest in digests.values()}
    found.unknown = sum(digest.state == DigestState.UNKNOWN for digest in by_pk.values())
    places: dict[int, list[Delivery]] = defaultdict(list)
    for delivery in Delivery.objects.all():
        places[delivery.reminder_id].append(delivery)
    manned = set(Post.objects.filter(officer__is_active=True).values_list("agency_id", "duty"))
    for row in Reminder.objects.filter(for_day__lte=today):
        letters = [by_pk[place.digest_id] for place in places[row.pk] if not place.dropped]
        told = [one for one in letters if one.message_id in arrived or (one.channel == Channel.INBOX and one.sent_at)]
        if reason := _lost(row, letters, told, arrived, manned):
            found.lost.append(f"row {row.pk} ({row.occasion} of item {row.work_item_id} for {row.for_day}) {reason}")
        reached = {(place.officer_id, place.digest_id) for place in places[row.pk]}
        reached = {pair for pair in reached if by_pk[pair[1]].message_id in arrived}
        if len({officer for officer, _ in reached}) < len(reached):
            found.beyond.append(f"row {row.pk} was told to one officer in two letters")


def _summaries(digests: Iterable[Digest], arrived: Container[str], today: date) -> list[str]:
    """Leaders' summaries of a week that never left, and no later one did in their place."""
    weekly = [digest for digest in digests if digest.weekly]
    last = {one.officer_id: one.day for one in sorted(weekly, key=lambda one: one.day) if one.message_id in arrived}
    waiting = [one for one in weekly if one.state in _UNENDED and one.day < today]
    return [
        f"the week's summary of {one.day} for officer {one.officer_id} never left"
        for one in waiting
        if one.officer_id not in last or last[one.officer_id] < one.day
    ]


def _lost(
    row: Reminder, letters: list[Digest], told: list[Digest], arrived: dict[str, set[int]], manned: set[tuple[int, str]]
) -> str:
    """Why a row is lost; empty when it came to a fair end."""
    match row.state:
        case ReminderState.OPEN:
            return "waits for ever"
        case ReminderState.SENT:
            sent = [letter for letter in letters if letter.state == DigestState.SENT]
            if not sent or not told:
                return "is called sent, and no letter arrived"
            if any(letter.channel == Channel.INBOX for letter in told):
                return ""
            items = set().union(*(arrived[letter.message_id] for letter in told))
            return "" if row.work_item_id in {None, *items} or len(items) >= FULL else "stands in no letter"
        case ReminderState.MERGED if letters and not told:
            return "is called told with a letter that never arrived"
        case ReminderState.UNKNOWN:
            return "" if told or any(letter.attempts > 1 for letter in letters) else "was never tried again"
        case ReminderState.NOBODY:
            return "found nobody although somebody is there" if (row.agency_id, row.duty) in manned else ""
        case ReminderState.DROPPED:
            return "was dropped although nothing had changed"
    return ""
