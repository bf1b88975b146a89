"""What an officer owes on a day, as a letter tells it: work that is due or late, and what waits for their answer.

A clerk owes what they are in charge of, and what nobody in post is in charge of in their agencies. A leader owes only what
nobody else may answer; whatever else they are told is a row of the ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from agencies.choices import Duty
from agencies.models import Officer
from agencies.wording import days_phrase, format_day, number
from plans.choices import EventKind, ExtensionState, ItemKind, Lifecycle, Occasion, PlanState, Reached
from plans.lines import in_post
from plans.models import Extension, Reminder, WorkItem, WorkItemEvent
from plans.models.progress import WorkItemQuerySet
from plans.policy import LADDER
from plans.reminders.parts import Entry, Group, Kind, Line, absolute
from plans.reminders.reader import Posts, Reader

SOON_DAYS: Final = 7
PERIODIC: Final = (ItemKind.CHECK_IN, ItemKind.REPORT)
REVIEWS: Final = (Occasion.REVIEW_WAITING, Occasion.REVIEW_LATE)
EXTENSIONS: Final = (Occasion.EXTENSION_WAITING, Occasion.EXTENSION_LATE)
RETURNS: Final = (Occasion.RETURNED, Occasion.RESUBMIT)
LATE: Final = (Occasion.OVERDUE_1, Occasion.OVERDUE_3, Occasion.OVERDUE_7, Occasion.OVERDUE_WEEKLY)

Rows = dict[int, list[Reminder]]


def by_item(rows: Iterable[tuple[WorkItem | None, Reminder]]) -> Rows:
    """Today's reminders about items, news left out."""
    found: Rows = defaultdict(list)
    for item, reminder in rows:
        if item is not None:
            found[item.pk].append(reminder)
    return found


def entries(reader: Reader, rows: Rows) -> list[Entry]:
    """Everything about items that a letter of the day may tell; four queries at most, however much it is."""
    on = reader.on
    found = [_own(fact, rows.get(fact.pk, ()), on=on) for fact in _facts(_owed(reader, rows))]
    said = {row.occasion for told in rows.values() for row in told}
    found += _reviews(reader, rows) if reader.may_confirm() or not said.isdisjoint(REVIEWS) else ()
    found += _extensions(reader, rows) if reader.may_decide() or not said.isdisjoint(EXTENSIONS) else ()
    known = {entry.key[0] for entry in found}
    others = {pk: said for pk, said in rows.items() if pk not in known}
    if others:
        told = reader.seen.filter(pk__in=list(others))
        found += [_other(fact, others[fact.pk], on=on) for fact in _facts(told)]
    return found


# --- which items --------------------------------------------------------------------------------


def charged_to(officer: Officer, posts: Posts, *, on: date) -> Q:
    """Items of lines that the officer handles: in charge of them, or clerk where nobody in charge can be reached."""
    reachable = in_post(on=on, through="assignment__").exclude(officer__email="")
    own = Q(agency_id__in=officer.scope.own, assignment__officer_in_charge=officer)
    return own | Q(~Exists(reachable), agency_id__in=posts.clerk)


def _owed(reader: Reader, rows: Rows) -> QuerySet[WorkItem]:
    """Work that is late, due within a week, sent back, or whose period has closed; nothing that waits for more time."""
    officer, on = reader.officer, reader.on
    closed = Coalesce("period__cut_off_on", "period__ends_on")
    now = Q(due_on__lte=on + timedelta(days=SOON_DAYS)) | Q(resubmit_by__isnull=False) | Q(pk__in=list(rows))
    items = reader.seen.open().annotate(closed_on=closed).alias(pending=Exists(_pending()))
    return items.filter(
        charged_to(officer, reader.posts, on=on), now | Q(kind__in=PERIODIC, due_on__isnull=False, closed_on__lte=on),
        agency_id__in=officer.scope.own, plan__state=PlanState.PUBLISHED, remind_from__lte=on, pending=False,
    )  # fmt: skip


def _pending() -> QuerySet[Extension]:
    return Extension.objects.filter(work_item=OuterRef("pk"), state=ExtensionState.PENDING)


def _facts(items: QuerySet[WorkItem]) -> Sequence[Any]:
    """What decides where an item belongs; narrow, so that the numbers are right however few are printed."""
    grace = F("period__grace_until")
    return list(
        items.annotate(grace_until=grace).values_list(
            "pk", "agency_id", "kind", "due_on", "resubmit_by", "grace_until", "submitted_on", named=True
        )
    )


def group_of(fact: Any, occasions: Collection[str], *, on: date) -> Group:
    """Where an owed item belongs: sent back while a quick answer still helps, then by day; periods apart while there is time."""
    back = fact.resubmit_by is not None and (fact.resubmit_by >= on or fact.due_on is None or fact.due_on >= on)
    if back or fact.due_on is None or not set(occasions).isdisjoint(RETURNS):
        return Group.RETURNED
    if fact.due_on < on:
        return Group.PERIODIC if fact.grace_until is not None and fact.grace_until >= on else Group.OVERDUE
    if fact.due_on == on:
        return Group.TODAY
    return Group.PERIODIC if fact.kind in PERIODIC else Group.SOON


def _own(fact: Any, said: Collection[Reminder], *, on: date) -> Entry:
    group = group_of(fact, {row.occasion for row in said}, on=on)
    day = fact.resubmit_by if group == Group.RETURNED and fact.resubmit_by else fact.due_on
    return Entry(group, Kind.ITEM, (fact.pk,), day or on, is_new=bool(said))


def _other(fact: Any, said: Collection[Reminder], *, on: date) -> Entry:
    """What the officer is told of although it is not theirs: as superior, as who answers, or in somebody's place."""
    if any(is_for_superiors(row) for row in said):
        group = Group.SUPERIORS
    elif any(row.occasion in (*REVIEWS, *EXTENSIONS) for row in said):
        group = Group.REVIEWS
    else:
        group = group_of(fact, {row.occasion for row in said}, on=on)
    return Entry(group, Kind.ITEM, (fact.pk,), fact.due_on or fact.submitted_on or on, is_new=True)


def is_for_superiors(row: Reminder) -> bool:
    """Whether a reminder asks a superior to act, not somebody to work."""
    told = row.occasion in (Occasion.SILENT, *LADDER)
    return told or (row.duty == Duty.LEADER and row.occasion in LATE and row.reached == Reached.DUTY)


# --- what waits for an answer -------------------------------------------------------------------


def _answered_by(posts: Posts) -> Q:
    """Of what the officer may answer, what is theirs to answer: a monitor's clerks, or the leader whom the monitor serves."""
    return Q(monitor_id__in=posts.clerk) | Q(agency_id=F("monitor_id"), monitor__serves_id__in=posts.leader)


def _reviews(reader: Reader, rows: Rows) -> list[Entry]:
    waiting = reader.seen.awaiting(reader.officer).filter(
        _answered_by(reader.posts), plan__state=PlanState.PUBLISHED
    )  # fmt: skip
    return [
        Entry(Group.REVIEWS, Kind.ITEM, (pk,), sent_on, is_new=pk in rows)
        for pk, sent_on in waiting.values_list("pk", "submitted_on")
        if sent_on is not None
    ]


def _extensions(reader: Reader, rows: Rows) -> list[Entry]:
    items = reader.seen.decided_by(reader.officer).filter(
        _answered_by(reader.posts), plan__state=PlanState.PUBLISHED
    )  # fmt: skip
    waiting = Extension.objects.filter(state=ExtensionState.PENDING, work_item__in=items)
    return [
        Entry(
            Group.REVIEWS,
            Kind.EXTENSION,
            (item, pk),
            asked_on,
            is_new=any(row.occasion in EXTENSIONS for row in rows.get(item, ())),
        )
        for item, pk, asked_on in waiting.values_list("work_item_id", "pk", "requested_on")
    ]


# --- in words -----------------------------------------------------------------------------------


def lines(reader: Reader, shown: Collection[Entry], rows: Rows) -> dict[Entry, Line]:
    """The shown entries about items in the letter's words; three queries at most."""
    wanted = [entry for entry in shown if entry.kind in (Kind.ITEM, Kind.EXTENSION)]
    if not wanted:
        return {}
    items = _named(reader.seen.filter(pk__in=[entry.key[0] for entry in wanted]))
    sent = _sent_last(item.pk for item in items.values() if item.lifecycle == Lifecycle.SUBMITTED)
    asked = Extension.objects.in_bulk([entry.key[1] for entry in wanted if entry.kind == Kind.EXTENSION])
    on, clerk_at, several = reader.on, reader.posts.clerk, len(reader.officer.scope.own) > 1
    told = {}
    for entry in wanted:
        item, request = items.get(entry.key[0]), asked.get(entry.key[-1]) if entry.kind == Kind.EXTENSION else None
        if item is None or (request is None and entry.kind == Kind.EXTENSION):
            continue  # gone since it was counted
        named = several or item.agency_id not in clerk_at
        if request is not None:
            when, remark, url = _ask_words(request, on=on)
        else:
            when, remark, url = _item_words(item, entry, rows.get(item.pk, ()), sent_on=sent.get(item.pk), on=on)
        told[entry] = Line(item.title, source_of(item, name_agency=named), when, absolute(url), remark, entry.is_new)
    return told


def _named(items: WorkItemQuerySet) -> dict[int, WorkItem]:
    rows = items.select_related("task", "agency", "assignment", "period", "plan__directive__issuer")
    return {row.pk: row for row in rows}


def _sent_last(items: Iterable[int]) -> dict[int, date]:
    """When each of the given items was last submitted."""
    events = WorkItemEvent.objects.filter(work_item__in=list(items), kind=EventKind.SUBMITTED)
    return dict(events.order_by().values_list("work_item_id").annotate(last=Max("on")))


def source_of(item: WorkItem, *, name_agency: bool) -> str:
    """Whose work it is where that is not plain, the document, who issued it, which occurrence."""
    said = [item.agency.label] if name_agency else []
    said += [item.plan.directive.label, item.plan.directive.issuer_name]
    return " · ".join([*said, item.occurrence] if item.period is not None else said)


def _ask_words(asked: Extension, *, on: date) -> tuple[str, str, str]:
    days = f"từ {format_day(asked.old_due_on)} đến {format_day(asked.new_due_on)}"
    when = f"Xin gia hạn {days}, gửi ngày {_waited(asked.requested_on, on=on)}"
    return when, "", reverse("plans:extension-decide", args=[asked.pk])


def _item_words(
    item: WorkItem, entry: Entry, said: Collection[Reminder], *, sent_on: date | None, on: date
) -> tuple[str, str, str]:
    """When, remark and page of one item."""
    if sent_on is not None:
        return f"Báo hoàn thành ngày {_waited(sent_on, on=on)}", "", reverse("plans:review", args=[item.pk])
    due = f"Hạn {format_day(item.due_on)}, {days_phrase((item.due_on - on).days)}" if item.due_on else "Không nêu hạn"
    return due, _remark(item, entry, said, on=on), reverse("plans:item-detail", args=[item.pk])


def _waited(since: date, *, on: date) -> str:
    days = (on - since).days
    return format_day(since) + (f", đã chờ {number(days)} ngày" if days > 0 else "")


def _remark(item: Any, entry: Entry, said: Collection[Reminder], *, on: date) -> str:
    """What else one must know: what is asked of a superior, until when it may be sent again, whose place one takes."""
    remarks = []
    if entry.group == Group.RETURNED:
        until = f", gửi lại chậm nhất ngày {format_day(item.resubmit_by)}" if item.resubmit_by else ""
        remarks.append(f"Bị trả lại{until}")
    elif entry.group == Group.OVERDUE and item.resubmit_by:
        remarks.append(f"Đã bị trả lại, hạn gửi lại {format_day(item.resubmit_by)} đã qua")
    elif entry.group == Group.PERIODIC and item.due_on and item.due_on < on:
        remarks.append(f"Ân hạn đến hết ngày {format_day(item.period.grace_until)}")
    if any(row.occasion == Occasion.SILENT for row in said):
        remarks.append("Chưa cập nhật 2 kỳ liền")
    if any(row.occasion in LADDER for row in said):
        remarks.append(_step(next(row for row in said if row.occasion in LADDER)))
    if any(row.occasion in EXTENSIONS for row in said):
        remarks.append("Đơn vị xin gia hạn, chưa có trả lời")
    if any(row.reached in (Reached.MONITOR, Reached.OWNER) for row in said):
        remarks.append(f"{item.agency.label} chưa có người nhận thư, đồng chí nhận thay")
    return "; ".join(remarks)


def _step(row: Reminder) -> str:
    return {
        Occasion.TO_LEADER: "Đề nghị lãnh đạo đơn vị chỉ đạo thực hiện",
        Occasion.TO_MONITOR: "Đề nghị cơ quan theo dõi làm việc với đơn vị",
        Occasion.TO_COMMITTEE: "Đề nghị Thường trực cho ý kiến chỉ đạo",
    }[Occasion(row.occasion)]
