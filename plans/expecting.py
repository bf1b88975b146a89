"""The letters of a day to come as the office sees them: by officer, counted by group, with each row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

from agencies.choices import Duty
from agencies.dated import active_on
from agencies.models import Agency, Officer, Post
from plans.choices import Occasion, PlanState, Reached
from plans.models import Plan, WorkItem
from plans.occasions import NEWS
from plans.reminders.addressing import hour_of, letter_hours, weekly_posts
from plans.reminders.checking import order_of
from plans.reminders.preview import Expected, preview
from plans.reminders.summary import with_summary

GROUPS: Final = (
    ("báo cấp trên", (Occasion.TO_LEADER, Occasion.TO_MONITOR, Occasion.TO_COMMITTEE)),
    (
        "quá hạn",
        (Occasion.OVERDUE_1, Occasion.OVERDUE_3, Occasion.OVERDUE_7, Occasion.OVERDUE_WEEKLY, Occasion.SILENT),
    ),
    ("đến hạn", (Occasion.DUE,)),
    ("sắp đến hạn", (Occasion.BEFORE_1, Occasion.BEFORE_3, Occasion.BEFORE_7, Occasion.BEFORE_30)),
    ("bị trả lại", (Occasion.RETURNED, Occasion.RESUBMIT)),
    ("chờ xác nhận", (Occasion.REVIEW_WAITING, Occasion.REVIEW_LATE)),
    ("xin gia hạn", (Occasion.EXTENSION_WAITING, Occasion.EXTENSION_LATE)),
    ("câu hỏi", (Occasion.QUESTION_WAITING, Occasion.QUESTION_LATE)),
    ("báo cáo định kỳ", (Occasion.PERIOD_OPENED,)),
    ("việc mới", (Occasion.ASSIGNED, Occasion.TAKEN_OVER)),
)
SUMMARY: Final = "tổng hợp tuần"
GROUP_OF: Final = {occasion: name for name, occasions in GROUPS for occasion in occasions}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a letter in words; `item` or `plan` is what it links to."""

    occasion: str
    title: str
    source: str
    item_id: int | None
    plan_id: int | None
    agency: Agency
    duty: str
    reached: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What one officer would get, from which hour on where it is not the general one; without an officer, what reaches nobody."""

    officer: Officer | None
    bodies: str
    counts: list[tuple[str, int]]
    lines: list[Line]
    hour: time | None = None

    @property
    def stands_in(self) -> bool:
        """Whether something in it is for others, in whose place the officer gets it."""
        return any(line.reached for line in self.lines)


def expected_letters(officer: Officer, *, on: date, agency: int | None = None) -> list[Letter]:
    """The letters of a day as far as the officer's office may know: about items and plans one sees, to officers of one's own
    branch, or to those who are charged with something in plans that one oversees. Nobody's rows come first.
    """
    seen = set(
        Plan.objects.visible_to(officer).filter(state=PlanState.PUBLISHED).order_by().values_list("pk", flat=True)
    )
    told = (row for row in preview(on=on, plans=seen) if not row.unwanted)
    rows = [row for row in told if agency is None or row.agency_id == agency]
    items = _items(rows, officer)
    plans = _plans(rows, officer)
    overseen = set(
        Plan.objects.overseen_by(officer)
        .filter(pk__in={one.plan_id for one in items.values()} | set(plans))
        .order_by()
        .values_list("pk", flat=True)
    )
    branch = Post.objects.filter(active_on(on), agency_id__in=officer.scope.below).values_list("officer_id", flat=True)
    known: set[int | None] = {None, *branch}
    kept: dict[int | None, list[Expected]] = defaultdict(list)
    for row in rows:
        item, plan = items.get(row.work_item_id or 0), plans.get(row.plan_id or 0)
        mine = row.agency_id in officer.scope.below and row.officer_id in known
        if (item or plan) and (mine or (item.plan_id if item else row.plan_id) in overseen):
            kept[row.officer_id].append(row)
    weekly = _with_summary(officer, on=on, agency=agency)
    kept |= {pk: [] for pk in weekly if pk not in kept}
    return _letters(kept, items, plans, weekly, on=on)


def _with_summary(officer: Officer, *, on: date, agency: int | None) -> set[int]:
    """The leaders of one's own branch whose letter of that day carries the week's summary."""
    posts = weekly_posts(on).filter(
        agency_id__in=officer.scope.below if agency is None else {agency} & officer.scope.below
    )
    leaders = list(posts.order_by().values_list("officer_id", "agency_id"))
    told = with_summary(on=on) if leaders else set()
    return {pk for pk, led in leaders if led in told}


def _told_once(rows: Iterable[Expected]) -> list[Expected]:
    """Of the rows that a letter tells in one line, the latest: as the letter itself takes them."""
    latest: dict[Any, Expected] = {}
    for row in rows:
        key = _told_as(row)
        if key not in latest or order_of(row) > order_of(latest[key]):
            latest[key] = row
    return list(latest.values())


def _told_as(row: Expected) -> tuple[Any, ...]:
    if row.handover_id is not None:
        return "handover", row.handover_id, row.agency_id
    if row.occasion == Occasion.ASSIGNED and row.work_item_id is None:
        return "given", row.plan_id, row.agency_id, row.named_on
    if row.work_item_id is not None:
        return "item", row.work_item_id, row.agency_id, row.occasion in NEWS
    return "question", row.plan_id, row.line_id, row.note_id


def _items(rows: Iterable[Expected], officer: Officer) -> dict[int, Any]:
    seen = WorkItem.objects.visible_to(officer).filter(pk__in={row.work_item_id for row in rows if row.work_item_id})
    return {item.pk: item for item in seen.select_related("task", "assignment", "period", "plan__directive").order_by()}


def _plans(rows: Iterable[Expected], officer: Officer) -> dict[int, Any]:
    seen = Plan.objects.visible_to(officer).filter(pk__in={row.plan_id for row in rows if row.plan_id})
    return {plan.pk: plan for plan in seen.select_related("directive").order_by()}


def _letters(
    kept: dict[int | None, list[Expected]],
    items: dict[int, Any],
    plans: dict[int, Any],
    weekly: Collection[int],
    *,
    on: date,
) -> list[Letter]:
    officers = Officer.objects.select_related("reminder_preference").in_bulk([pk for pk in kept if pk is not None])
    opens = letter_hours(on)
    agencies = Agency.objects.in_bulk({row.agency_id for rows in kept.values() for row in rows})
    posts: dict[int, list[str]] = defaultdict(list)
    for post in (
        Post.objects.filter(active_on(on), officer__in=officers)
        .exclude(duty=Duty.ADMINISTRATOR)
        .select_related("agency")
    ):
        posts[post.officer_id].append(f"{post.called}, {post.agency.label}")
    made = []
    for pk, found in kept.items():
        # What reaches nobody is listed whole: each duty that lacks somebody is asked for.
        rows = found if pk is None else _told_once(found)
        who = officers.get(pk) if pk is not None else None
        lines = [_line(row, items, plans, agencies) for row in rows]
        counts = Counter(GROUP_OF.get(Occasion(row.occasion), "khác") for row in rows)
        order = [*(name for name, _ in GROUPS), "khác"]
        told = [(name, counts[name]) for name in order if counts[name]]
        told += [(SUMMARY, 1)] if pk in weekly else []
        made.append(Letter(who, "; ".join(posts.get(pk or 0, [])), told, lines, hour_of(who, opens) if who else None))
    return sorted(
        made, key=lambda one: (one.officer is not None, one.bodies, one.officer.full_name if one.officer else "")
    )


def _line(row: Expected, items: dict[int, Any], plans: dict[int, Any], agencies: dict[int, Agency]) -> Line:
    item, plan = items.get(row.work_item_id or 0), plans.get(row.plan_id or 0)
    occasion, reached = Occasion(row.occasion).label, Reached(row.reached).label if row.reached else ""
    duty = Duty(row.duty).label
    agency = agencies[row.agency_id]
    if item is not None:
        period = f", {item.occurrence}" if item.period else ""
        source = f"{item.plan.directive.label}, mục {item.task.path}{period}"
        return Line(occasion, item.title, source, item.pk, None, agency, duty, reached)
    assert plan is not None  # kept rows are about something that is seen
    title = "Phân công chưa nhận" if row.line_id else "Câu hỏi của đơn vị" if row.note_id else "Cả kế hoạch"
    return Line(occasion, title, plan.directive.label, None, plan.pk, agency, duty, reached)
