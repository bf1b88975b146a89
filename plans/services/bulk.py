"""Acts on many rows: begun after a preview, carried out row by row by the same verbs as pages, each row done or refused whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from agencies.history.context import by_officer
from agencies.models import Agency, Officer
from agencies.text import nfc
from agencies.verdict import Denied
from plans import news
from plans.choices import BulkKind, BulkState, Role
from plans.models import BulkAct, Task, WorkItem
from plans.rules import acts_at_all
from plans.rules_bulk import MOST, may_assign_task, may_cancel_item, may_reassign
from plans.services.extensions import extend
from plans.services.lines import reassign
from plans.services.planning import assign, locked_plan, set_aside

AT_ONCE = 100
"""Up to so many rows are done while the officer waits."""
LEASE = timedelta(minutes=5)
STALE = "Vừa có người đổi đầu việc này sau khi xem trước; xem lại rồi làm lần nữa."


@transaction.atomic
def begin(
    kind: str, *, by: Officer, now: datetime, rows: Sequence[tuple[int, int]], reason: str, once_key: UUID,
    conditions: str = "", said: dict[str, Any] | None = None,
) -> BulkAct:  # fmt: skip
    """Write down what is to be done to which rows; the second of two clicks finds the first."""
    known = BulkAct.objects.filter(once_key=once_key).first()
    if known is not None:
        if known.officer_id != by.pk:
            raise Denied("Việc này đã được gửi. Mở lại danh sách nếu muốn làm việc khác.")
        return known
    post = acts_at_all(by)
    if post is None:
        raise Denied("Chỉ cán bộ của văn phòng mới làm việc hàng loạt.")
    if not rows:
        raise Denied("Chưa chọn dòng nào đổi được.")
    if len(rows) > MOST:
        raise Denied(f"Mỗi lần làm nhiều nhất {MOST} dòng. Hãy lọc bớt.")
    if not reason.strip():
        raise Denied("Ghi lý do; lý do lưu ở từng đầu việc.")
    return BulkAct.objects.create(
        kind=kind, officer=by, post=post, agency=post.agency, at=now, conditions=conditions[:1000], reason=nfc(reason).strip(),
        said=said or {}, rows=[list(row) for row in rows], once_key=once_key,
    )  # fmt: skip


def is_done_at_once(act: BulkAct) -> bool:
    """Whether the act is small enough for the request."""
    return len(act.rows) <= AT_ONCE


def waiting(*, now: datetime) -> Q:
    """Acts that nobody is at work on: not begun, or begun by somebody who has not been heard of."""
    return Q(state=BulkState.WAITING) | Q(state=BulkState.RUNNING, claimed_at__lt=now - LEASE)


def carry_out(pk: int, *, now: datetime) -> BulkAct | None:
    """Deal with the rows that are left, one transaction each; None when somebody else is at it.

    Who may change a row is asked again for each, with the posts of the day: an officer whose post has ended changes nothing more.
    """
    if not BulkAct.objects.filter(waiting(now=now), pk=pk).update(state=BulkState.RUNNING, claimed_at=now):
        return None
    act = BulkAct.objects.select_related("officer").get(pk=pk)
    by = act.officer.enter(on=localdate(now))
    while act.place < len(act.rows):
        act = _next_row(act.pk, by=by, now=now)
    with transaction.atomic():
        act.state, act.finished_at = BulkState.DONE, now
        act.save(update_fields=["state", "finished_at"])
        news.of_bulk(act, _changed(act), waited_for=is_done_at_once(act), by=by, now=now)
    return act


def _changed(act: BulkAct) -> dict[int, int]:
    """How many items of each agency the act changed; nothing where it was about tasks."""
    if act.kind == BulkKind.ASSIGN:
        return {}
    refused = {row_id for row_id, _ in act.refused}
    changed = WorkItem.objects.filter(pk__in=[row_id for row_id, _ in act.rows if row_id not in refused])
    return dict(Counter(changed.values_list("agency_id", flat=True)))


def carry_out_waiting(*, now: datetime) -> int:
    """Take up what a lost job or a dead worker left behind; returns how many acts."""
    left = list(BulkAct.objects.filter(waiting(now=now)).order_by("at", "id").values_list("pk", flat=True)[:5])
    return sum(carry_out(pk, now=now) is not None for pk in left)


@transaction.atomic
def _next_row(pk: int, *, by: Officer, now: datetime) -> BulkAct:
    """One row, and that it was dealt with, in one transaction."""
    act = BulkAct.objects.select_for_update(of=("self",)).get(pk=pk)
    if act.place >= len(act.rows):
        return act  # who took over a slow worker's act has dealt with its last row meanwhile
    row_id, version = act.rows[act.place]
    try:
        with transaction.atomic(), by_officer(by):
            _change(act, row_id, version, by=by, now=now)
        act.done += 1
    except Denied as refusal:
        act.refused = [*act.refused, [row_id, refusal.reason]]
    act.place += 1
    act.save(update_fields=["place", "done", "refused"])
    return act


def _change(act: BulkAct, row_id: int, version: int, *, by: Officer, now: datetime) -> None:
    if act.kind == BulkKind.ASSIGN:
        _charge(act, row_id, by=by, now=now)
        return
    item = (
        WorkItem.objects.visible_to(by)
        .select_related("plan__owner", "assignment__agency", "agency", "monitor__serves", "task", "owner")
        .filter(pk=row_id)
        .first()
    )
    if item is None:
        raise Denied("Không còn thấy đầu việc này trong phạm vi của đồng chí.")
    if item.version != version:
        raise Denied(STALE)
    if act.kind == BulkKind.DUE_DATE:
        day = date.fromisoformat(act.said["new_due_on"])
        number = act.said.get("decision_number", "")
        extend(item, by=by, now=now, new_due_on=day, reason=act.reason, decision_number=number, tells=False)
    elif act.kind == BulkKind.CANCEL:
        item.plan = locked_plan(item.plan)
        held = WorkItem.objects.select_for_update(of=("self",), no_key=True).filter(pk=item.pk)
        if list(held.values_list("version", flat=True)) != [version]:
            raise Denied(STALE)  # somebody answered it between the look and the lock
        may_cancel_item(by, item).require()
        set_aside(WorkItem.objects.filter(pk=item.pk).unconfirmed(), by=by, now=now, reason=act.reason)
    else:
        _reassign(act, item, by=by, now=now)


def _reassign(act: BulkAct, item: WorkItem, *, by: Officer, now: datetime) -> None:
    """The line behind an item goes to another agency, with its own words and date; what is finished stays where it was done."""
    may_reassign(by, item).require()
    agency = Agency.objects.get(pk=act.said["agency"])
    reassign(item.assignment, by=by, now=now, reason=act.reason, agency=agency, tells=False)


def _charge(act: BulkAct, task_id: int, *, by: Officer, now: datetime) -> None:
    """Lead agencies for a task that had none."""
    task = Task.objects.visible_to(by).select_related("plan__owner").filter(pk=task_id).first()
    if task is None:
        raise Denied("Không còn thấy nhiệm vụ này trong phạm vi của đồng chí.")
    may_assign_task(by, task).require()
    for agency in Agency.objects.filter(pk__in=act.said["agencies"]).order_by("sort_key", "id"):
        assign(task, by=by, now=now, role=Role.LEAD, agency=agency)


def picked(items: Iterable[WorkItem], *, kind: str) -> list[WorkItem]:
    """The items an act is about: for another agency one item speaks for its whole line."""
    if kind != BulkKind.REASSIGN:
        return list(items)
    first: dict[int, WorkItem] = {}
    for item in items:
        first.setdefault(item.assignment_id, item)
    return list(first.values())
