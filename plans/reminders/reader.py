"""Whom a letter is for: the officer as of its day, what they may see, and which agencies anything is asked of at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from agencies.choices import Duty
from agencies.models import Officer
from plans.choices import ExtensionState, Lifecycle, PlanState
from plans.models import Extension, NoteReceiver, Plan, WorkItem
from plans.models.progress import WorkItemQuerySet


@dataclass(frozen=True, slots=True)
class Posts:
    """Where the officer is a clerk, and where a leader, on the day of the letter."""

    clerk: frozenset[int]
    leader: frozenset[int]

    @classmethod
    def of(cls, officer: Officer) -> Posts:
        clerk = frozenset(post.agency_id for post in officer.current_posts if post.duty == Duty.CLERK)
        return cls(clerk, officer.scope.led)


class AskedOf:
    """The agencies that anything is asked of: letters to officers of no such agency need not look for it, and most are.

    Each set is read when a letter first needs it and kept for the run that the instance serves. They decide only what more a letter
    tells than today's reminders; whom it may tell is read for each letter.
    """

    @cached_property
    def owners(self) -> frozenset[int]:
        """Offices of published plans: refused lines and open questions of a plan wait for them."""
        return frozenset(Plan.objects.filter(state=PlanState.PUBLISHED).order_by().values_list("owner_id", flat=True))

    @cached_property
    def answering(self) -> frozenset[int]:
        """Agencies that have a thread to answer."""
        waiting = NoteReceiver.objects.filter(answers=True, answered_on__isnull=True)
        return frozenset(waiting.order_by().values_list("agency_id", flat=True).distinct())

    @cached_property
    def confirming(self) -> frozenset[int]:
        """Monitors of what waits to be confirmed, and the committees that they serve."""
        waiting = WorkItem.objects.filter(lifecycle=Lifecycle.SUBMITTED)
        return _all_of(waiting.order_by().values_list("monitor_id", "monitor__serves_id").distinct())

    @cached_property
    def deciding(self) -> frozenset[int]:
        """The same of what waits for more time."""
        waiting = Extension.objects.filter(state=ExtensionState.PENDING).order_by()
        return _all_of(waiting.values_list("work_item__monitor_id", "work_item__monitor__serves_id").distinct())


def _all_of(pairs: Iterable[tuple[int, int | None]]) -> frozenset[int]:
    return frozenset(agency for pair in pairs for agency in pair if agency is not None)


class Reader:
    """The officer of one letter, entered on its day; `asks` is what the run knows of who is asked, None where nothing is."""

    def __init__(self, officer: Officer, *, on: date, asks: AskedOf | None = None) -> None:
        self.officer, self.on, self._asks = officer, on, asks
        self.posts = Posts.of(officer)

    @cached_property
    def seen(self) -> WorkItemQuerySet:
        """The items that the officer may see: built once, as that costs more than asking."""
        return WorkItem.objects.visible_to(self.officer)

    def may_own_questions(self) -> bool:
        """Whether questions about plans may wait for the officer."""
        return self._asks is None or _meet(self._asks.owners, self.posts.clerk)

    def may_have_threads(self) -> bool:
        """Whether a thread may wait for the officer."""
        return self._asks is None or _meet(self._asks.answering, self.posts.clerk)

    def may_confirm(self) -> bool:
        """Whether something may wait for the officer to confirm it."""
        return self._asks is None or _meet(self._asks.confirming, self.posts.clerk, self.posts.leader)

    def may_decide(self) -> bool:
        """Whether a request for more time may wait for the officer."""
        return self._asks is None or _meet(self._asks.deciding, self.posts.clerk, self.posts.leader)


def _meet(asked: frozenset[int], *posts: Collection[int]) -> bool:
    return any(not asked.isdisjoint(some) for some in posts)
