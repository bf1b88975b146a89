"""What is read about lines: who handles them, what their agencies answered, lines that have ended; a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from agencies.choices import ACTING
from agencies.models import Officer, Post, active_on, scope_of
from plans.choices import LineAnswer, PlanState, Role
from plans.models import Assignment, AssignmentAnswer, Plan, StatusUpdate
from plans.models.plan import AssignmentQuerySet
from plans.rules_lines import ANSWERED, is_refused

NEW_DAYS = 14
ENDED_SHOWN = 20


def lines_of(user: Officer | AnonymousUser) -> AssignmentQuerySet:
    """Lines of one's own agencies or of those below, ended ones included, and all of plans one oversees; no drafts of others.

    A former assignee keeps its own line with what it said there (decision 14).
    """
    own = Q(agency_id__in=scope_of(user).below) & ~Q(task__plan__state=PlanState.DRAFT)
    return Assignment.objects.filter(own | Q(task__plan__in=Plan.objects.overseen_by(user)))


# --- who handles it ------------------------------------------------------------------------------


def in_post(*, on: date, through: str = "") -> QuerySet[Post]:
    """Posts by which the officer in charge still belongs to the line's agency; `through` leads from the row to its line."""
    return Post.objects.filter(
        active_on(on),
        agency_id=OuterRef(f"{through}agency_id"),
        officer_id=OuterRef(f"{through}officer_in_charge_id"),
        duty__in=ACTING,
        officer__is_active=True,
    )


def with_charge[Rows: QuerySet[Any]](rows: Rows, *, on: date, through: str = "") -> Rows:
    """Annotate `charge`: the name of the officer in charge while in post; nothing when the post has ended (derived, not stored)."""
    holder = in_post(on=on, through=through).order_by("id").values("officer__full_name")
    return rows.annotate(charge=Subquery(holder[:1]))


def handled_by[Rows: QuerySet[Any]](rows: Rows, officer: Officer, *, through: str = "") -> Rows:
    """Only what this officer is in charge of."""
    return rows.filter(**{f"{through}officer_in_charge": officer})


def charged_to(line: Assignment, *, on: date) -> Officer | None:
    """The officer in charge of one line, while in post."""
    chosen = line.officer_in_charge
    if chosen is None or line.agency_id is None or not chosen.is_active:
        return None
    held = Post.objects.filter(active_on(on), agency_id=line.agency_id, officer=chosen, duty__in=ACTING)
    return chosen if held.exists() else None


def candidates(agency_ids: Iterable[int], *, on: date) -> QuerySet[Officer]:
    """Officers who may handle lines of the given agencies on a day."""
    posts = Post.objects.filter(active_on(on), agency_id__in=list(agency_ids), duty__in=ACTING)
    return Officer.objects.filter(id__in=posts.values("officer_id"), is_active=True).order_by("full_name", "id")


def helpers_of(line_ids: Iterable[int], task_ids: Iterable[int]) -> AssignmentQuerySet:
    """Lines that help the given lead lines of the given tasks, those that help a whole task included."""
    helping = Assignment.objects.active().filter(role=Role.COORDINATING, agency__isnull=False)
    return helping.filter(Q(supports__in=list(line_ids)) | Q(supports__isnull=True, task__in=list(task_ids)))


def to_handle(officer: Officer) -> QuerySet[Assignment]:
    """Lines of the officer's own agencies that hold on tracked or paused plans."""
    lines = Assignment.objects.active().filter(
        agency_id__in=officer.scope.own,
        task__plan__state__in=(PlanState.PUBLISHED, PlanState.PAUSED),
        task__cancelled_on__isnull=True,
    )
    lines = lines.select_related("task", "task__plan", "task__plan__directive", "agency", "supports__agency")
    return lines.order_by("task__plan", "task__position", "id")


# --- taken on, or refused ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Word:
    """The last answer about a line that counts, and whether the agency has reported since (which takes the work on)."""

    last: AssignmentAnswer | None
    reported: bool

    @property
    def is_refused(self) -> bool:
        """Whether a refusal waits for the owner's decision."""
        return self.last is not None and bool(is_refused(self.last.assignment, last=self.last, reported=self.reported))

    @property
    def was_kept(self) -> bool:
        """Whether the owner decided that the work stays where it is."""
        return self.last is not None and self.last.kind == LineAnswer.KEPT

    @property
    def is_accepted(self) -> bool:
        """Whether the agency said that it takes the work on."""
        return self.last is not None and self.last.kind == LineAnswer.ACCEPTED


def word_of(line: Assignment) -> Word:
    """What counts of the answers to one line: those since it began; the end of an earlier turn starts anew."""
    answers = line.answers.filter(on__gte=line.since) if line.since else line.answers.all()
    last = answers.select_related("assignment", "officer", "post", "post__agency").first()
    if last is not None and last.kind == LineAnswer.ENDED:
        last = None
    told = StatusUpdate.objects.filter(assignment=line, withdrawn_at__isnull=True)
    if last is not None and last.kind == LineAnswer.REFUSED:
        told = told.filter(sent_at__gt=last.at)
    elif line.since:
        told = told.filter(on__gte=line.since)
    return Word(last, told.exists())


def refusals_waiting(lines: AssignmentQuerySet) -> QuerySet[Any]:
    """Of the given lines those whose agency refused, which nobody has decided and nothing was reported on since."""
    newest = AssignmentAnswer.objects.filter(assignment=OuterRef("pk")).order_by("-at", "-id")
    told = StatusUpdate.objects.filter(
        assignment=OuterRef("pk"), withdrawn_at__isnull=True, sent_at__gt=OuterRef("said_at")
    )
    ever = Exists(AssignmentAnswer.objects.filter(assignment=OuterRef("pk"), kind=LineAnswer.REFUSED))
    waiting: QuerySet[Any] = lines.active().filter(ever, task__cancelled_on__isnull=True)
    waiting = waiting.annotate(
        said=Subquery(newest.values("kind")[:1]),
        said_at=Subquery(newest.values("at")[:1]),
        said_on=Subquery(newest.values("on")[:1]),
        said_reason=Subquery(newest.values("reason")[:1]),
    )
    since = Q(since__isnull=True) | Q(said_on__gte=F("since"))
    return waiting.filter(since, Q(said=LineAnswer.REFUSED), ~Exists(told))


def not_answered(officer: Officer, *, on: date) -> QuerySet[Any]:
    """Lines given to the officer's agencies of late, about which they have said nothing yet; silence means taken on."""
    said = AssignmentAnswer.objects.filter(assignment=OuterRef("pk"), on__gte=OuterRef("since"))
    told = StatusUpdate.objects.filter(assignment=OuterRef("pk"), on__gte=OuterRef("since"))
    new = to_handle(officer).filter(
        role__in=ANSWERED, since__gte=on - timedelta(days=NEW_DAYS), task__plan__state=PlanState.PUBLISHED
    )
    own = new.exclude(task__plan__owner_id=F("agency_id"))
    return own.filter(~Exists(said), ~Exists(told))


def given_up(officer: Officer) -> QuerySet[Assignment]:
    """Lines that the officer's agencies no longer have, newest end first; what was said there stays readable."""
    ended = Assignment.objects.filter(agency_id__in=officer.scope.own, until__isnull=False, since__isnull=False)
    ended = ended.exclude(task__plan__state=PlanState.DRAFT)
    return ended.select_related("task", "task__plan", "task__plan__directive", "agency").order_by("-until", "-id")
