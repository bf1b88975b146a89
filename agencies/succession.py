"""When an agency ends: who takes its place, and what of its own goes over to them: posts, groups, bodies below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Greatest

from agencies.choices import Duty
from agencies.models import Agency, GroupMembership, Officer, Post, Succession
from agencies.verdict import ALLOWED, Verdict, refused
from agencies.wording import format_day

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PostMove:
    """One post that ends with its agency and, where the officer goes over, the one that follows it."""

    old: Post
    new: Post | None


def may_end(officer: Officer, agency: Agency) -> Verdict:
    """An administrator whose subtree covers the agency ends it (decision 17)."""
    if agency.pk not in officer.scope.administered:
        return refused(f"Chỉ người quản trị của {agency.name} hoặc của cấp trên mới ghi bàn giao.")
    return ALLOWED


def is_living(agency: Agency) -> Verdict:
    """An agency ends once; the first decision stays."""
    if agency.ended_on is None:
        return ALLOWED
    known = list(agency.successions.select_related("successor").order_by("id"))
    if not known:
        return refused(f"{agency.name} đã kết thúc từ ngày {format_day(agency.ended_on)}.")
    names = ", ".join(one.successor.name for one in known)
    return refused(
        f"{agency.name} đã kết thúc ngày {format_day(agency.ended_on)}, bàn giao cho {names} ({known[0].decision})."
    )


def may_succeed(
    officer: Officer, agency: Agency, successors: Sequence[Agency], *, effective_on: date, on: date
) -> Verdict:
    """Whether these may take the agency's place from a day on; the first reason why not."""
    for verdict in (may_end(officer, agency), is_living(agency), is_day(agency, effective_on, on)):
        if not verdict:
            return verdict
    if not successors:
        return refused("Chọn ít nhất một cơ quan kế tục.")
    for successor in successors:
        if not (may := _may_follow(officer, agency, successor, effective_on)):
            return may
    return ALLOWED


def is_day(agency: Agency, effective_on: date, on: date) -> Verdict:
    """The day from which the decision holds has come, and the agency existed before it."""
    if effective_on > on:
        return refused(
            f"Ngày hiệu lực {format_day(effective_on)} chưa đến. Bàn giao được ghi từ ngày quyết định có hiệu lực."
        )
    if agency.started_on and effective_on <= agency.started_on:
        return refused(f"{agency.name} thành lập ngày {format_day(agency.started_on)}; ngày hiệu lực phải sau ngày đó.")
    return ALLOWED


def _may_follow(officer: Officer, agency: Agency, successor: Agency, effective_on: date) -> Verdict:
    if successor.pk == agency.pk:
        return refused("Cơ quan không thể bàn giao cho chính mình. Đổi tên thì ghi tên mới, không cần bàn giao.")
    if successor.pk not in officer.scope.administered:
        return refused(
            f"{successor.name} ngoài phạm vi quản trị của đồng chí. Người quản trị của cả hai bên hoặc của cấp trên "
            "chung mới ghi được bàn giao này."
        )
    if successor.ended_on is not None:
        back = successor.successions.filter(successor=agency).exists()
        why = f" và bàn giao cho chính {agency.name}" if back else ""
        return refused(
            f"{successor.name} đã kết thúc ngày {format_day(successor.ended_on)}{why} nên không nhận bàn giao."
        )
    if successor.started_on and successor.started_on > effective_on:
        return refused(f"{successor.name} thành lập ngày {format_day(successor.started_on)}, sau ngày hiệu lực.")
    if successor.provisional:
        return refused(f"{successor.name} mới được tạm ghi. Xác nhận cơ quan này trước rồi bàn giao.")
    return ALLOWED


def follows(officer: Officer, agency_ids: Iterable[int]) -> bool:
    """Whether the officer stands for a body that took the place of one of these, directly or over others that ended since."""
    ended, seen = set(agency_ids), set[int]()
    while ended:
        seen |= ended
        heirs = set(Succession.objects.filter(agency_id__in=ended).values_list("successor_id", flat=True))
        if heirs & officer.scope.own:
            return True
        ended = heirs - seen
    return False


def heirs_of(agency: Agency, *, on: date) -> list[Agency]:
    """Bodies that stand in an ended agency's place on a day, over those that ended since; in the order of the decisions."""
    found: dict[int, Agency] = {}
    ended, seen = [agency.pk], set[int]()
    while ended:
        seen.update(ended)
        rows = Succession.objects.filter(agency_id__in=ended).select_related("successor").order_by("id")
        heirs = {row.successor_id: row.successor for row in rows if row.successor_id not in seen}
        found |= {pk: heir for pk, heir in heirs.items() if heir.ended_on is None or heir.ended_on >= on}
        ended = [pk for pk in heirs if pk not in found]
    return list(found.values())


def posts_on_leaving(agency: Agency, *, effective_on: date) -> list[Post]:
    """Posts that would outlive the agency, in the order of their officers."""
    held = agency.posts.filter(Q(until__isnull=True) | Q(until__gte=effective_on))
    return list(held.select_related("officer").order_by("duty", "officer__full_name", "id"))


def goes_over(post: Post, successor: Agency) -> bool:
    """Whether a post goes over unless somebody says otherwise: an administrator's only to a body that has nobody yet.

    Else the administrator of a small body would come to administer a large one.
    """
    return post.duty != Duty.ADMINISTRATOR or not successor.posts.exists()


def lower_bodies(agency: Agency) -> QuerySet[Agency]:
    """Bodies right below the agency, or acting for it, that still exist."""
    return Agency.objects.filter(Q(parent=agency) | Q(serves=agency), ended_on__isnull=True).order_by("sort_key", "id")


def new_superior(agency: Agency, successor: Agency) -> Agency | None:
    """Where bodies below the agency go: to a successor of its own level, else to its superior (a commune leads no commune)."""
    return successor if successor.level == agency.level else agency.parent


@transaction.atomic
def end_agency(agency: Agency, *, successors: Sequence[Agency], effective_on: date, decision: str) -> list[Succession]:
    """Let an agency end the day before the decision takes effect; the first successor stands for it where only one can."""
    agency.ended_on, agency.successor = effective_on - _DAY, successors[0]
    agency.save(update_fields=["ended_on", "successor"])
    return Succession.objects.bulk_create(
        Succession(agency=agency, successor=one, since=effective_on, decision=decision[:300]) for one in successors
    )


@transaction.atomic
def move_lower_bodies(agency: Agency, *, successor: Agency) -> list[Agency]:
    """Give the bodies below an ended agency their new superior; a successor from among them is no longer below it."""
    to, moved = new_superior(agency, successor), []
    for body in lower_bodies(agency):
        body.parent = (
            agency.parent if to is not None and to.pk == body.pk else to if body.parent_id == agency.pk else body.parent
        )
        if body.serves_id == agency.pk and successor.level == agency.level and successor.pk != body.pk:
            body.serves = successor
        body.save(update_fields=["parent", "serves"])
        moved.append(body)
    return moved


@transaction.atomic
def move_posts(agency: Agency, *, to: Mapping[int, Agency | None], effective_on: date) -> list[PostMove]:
    """End each post with the agency and go on with the same duty and title at the body that `to` names for it, if any."""
    last, moved = effective_on - _DAY, []
    for post in posts_on_leaving(agency, effective_on=effective_on):
        target = to.get(post.pk)
        new = _follow_on(post, target, since=max(effective_on, post.since)) if target is not None else None
        post.until = max(last, post.since)
        post.save(update_fields=["until"])
        moved.append(PostMove(post, new))
    return moved


def _follow_on(post: Post, agency: Agency, *, since: date) -> Post:
    """The officer's post at the successor: the one that is held already, else a new one with the old one's end."""
    known = agency.posts.filter(officer_id=post.officer_id, duty=post.duty)
    if held := known.filter(Q(until__isnull=True) | Q(until__gte=since)).first():
        return held
    if same_day := known.filter(since=since).first():
        same_day.until = post.until
        same_day.save(update_fields=["until"])
        return same_day
    return Post.objects.create(
        officer_id=post.officer_id, agency=agency, duty=post.duty, title=post.title, since=since, until=post.until
    )


@transaction.atomic
def pass_on_groups(agency: Agency, *, successors: Iterable[Agency], effective_on: date) -> list[GroupMembership]:
    """Let the successors be members, from the day on, of the groups that the ended agency belonged to."""
    held = list(agency.memberships.filter(Q(until__isnull=True) | Q(until__gte=effective_on)).select_related("group"))
    made = []
    for membership in held:
        in_group = GroupMembership.objects.filter(group_id=membership.group_id)
        members = set(
            in_group.filter(Q(until__isnull=True) | Q(until__gte=effective_on)).values_list("agency_id", flat=True)
        )
        made += [
            GroupMembership(group=membership.group, agency=one, since=effective_on, until=membership.until)
            for one in successors
            if one.pk not in members
        ]
    GroupMembership.objects.filter(pk__in=[row.pk for row in held]).update(
        until=Greatest(F("since"), Value(effective_on - _DAY))
    )
    GroupMembership.objects.bulk_create(made, ignore_conflicts=True)
    return made
