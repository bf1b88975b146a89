"""What asks an officer something on a day, and what is news to their agencies: the lines of a letter that are not about items."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Value
from django.urls import reverse

from agencies.lookups import among
from agencies.models import Agency, Officer
from agencies.wording import days_phrase, format_day, number
from plans.asking import unsettled_tasks
from plans.choices import NoteKind, Occasion, PlanState, Role
from plans.lines import refusals_waiting
from plans.models import Assignment, Note, Plan, Reminder, Task
from plans.reminders.parts import Entry, Group, Kind, Line, absolute
from plans.reminders.reader import Reader
from plans.taken import came_that_day, taken_by

_LEFT_OPEN = {"agency": "chưa có đơn vị", "period": "chưa ấn định kỳ báo cáo", "day": "chưa ấn định ngày"}


def entries(reader: Reader, rows: Collection[Reminder]) -> list[Entry]:
    """Questions that wait for the officer, and what today's reminders tell as news.

    However much it is, eight queries: three for handovers, one for new work, and four for questions; fewer where nobody asks.
    """
    return [*_news(reader.officer, rows), *_refusals(reader, rows), *_notes(reader, rows), *_open_plans(reader, rows)]


def lines(officer: Officer, shown: Collection[Entry], *, on: date) -> dict[Entry, Line]:
    """The shown ones in the letter's words."""
    by_kind: dict[Kind, list[Entry]] = defaultdict(list)
    for entry in shown:
        by_kind[entry.kind].append(entry)
    return {
        **_handover_lines(by_kind[Kind.HANDOVER]),
        **_given_lines(officer, by_kind[Kind.GIVEN]),
        **_refusal_lines(by_kind[Kind.LINE], on=on),
        **_note_lines(by_kind[Kind.NOTE], on=on),
        **_plan_lines(officer, by_kind[Kind.PLAN], on=on),
    }


# --- news ---------------------------------------------------------------------------------------


def _news(officer: Officer, rows: Collection[Reminder]) -> list[Entry]:
    taken = {(row.handover_id, row.agency_id) for row in rows if row.handover_id}
    found = [
        Entry(Group.TAKEN_OVER, Kind.HANDOVER, (one.handover.pk, one.agency.pk), one.handover.done_on, True, one.items)
        for one in taken_by((act, to) for act, to in taken if act)
    ]
    given = {(row.plan_id, row.agency_id, row.named_on) for row in rows if row.occasion == Occasion.ASSIGNED}
    counts = _given(officer, given)
    found += [
        Entry(Group.ASSIGNED, Kind.GIVEN, (plan, agency, day.toordinal()), day, True, sum(counts[plan, agency, day].values()))
        for plan, agency, day in counts
    ]  # fmt: skip
    return found


def _given(
    officer: Officer, given: Collection[tuple[int | None, int, date]]
) -> dict[tuple[int, int, date], Counter[str]]:
    """How many lines of each role each agency got of a plan on a day, those still held."""
    if not given:
        return {}
    held = Assignment.objects.visible_to(officer).active().filter(
        ~came_that_day(), role__in=(Role.LEAD, Role.COORDINATING), task__cancelled_on__isnull=True,
        task__plan__in={plan for plan, _, _ in given}, agency__in={agency for _, agency, _ in given},
        since__in={day for _, _, day in given},
    )  # fmt: skip
    found: dict[tuple[int, int, date], Counter[str]] = defaultdict(Counter)
    kinds = held.order_by().values_list("task__plan_id", "agency_id", "since", "role").annotate(n=Count("pk"))
    for plan, agency, day, role, n in kinds:
        if (plan, agency, day) in given:
            found[plan, agency, day][role] = n
    return found


def _handover_lines(shown: Collection[Entry]) -> dict[Entry, Line]:
    wanted = {entry.key: entry for entry in shown}
    return {
        wanted[taken.handover.pk, taken.agency.pk]: Line(
            title=taken.title, source=taken.handover.decision, when=f"Ghi bàn giao ngày {format_day(taken.handover.done_on)}",
            url=absolute(reverse("plans:handover-detail", args=[taken.handover.pk])), is_new=True,
        )
        for taken in taken_by((key[0], key[1]) for key in wanted)
    }  # fmt: skip


def _given_lines(officer: Officer, shown: Collection[Entry]) -> dict[Entry, Line]:
    plans = _plans(officer, shown)
    keys = {entry: (entry.key[0], entry.key[1], date.fromordinal(entry.key[2])) for entry in shown}
    counts = _given(officer, set(keys.values()))
    several = len({agency for _, agency, _ in keys.values()}) > 1
    names = {post.agency_id: post.agency.label for post in officer.current_posts}
    others = {agency for _, agency, _ in keys.values()} - names.keys()  # in whose place the officer gets it
    names |= {one.pk: one.label for one in Agency.objects.filter(pk__in=others)} if others else {}
    told = {}
    for entry, key in keys.items():
        plan, roles = plans.get(key[0]), counts.get(key, Counter())
        if plan is not None:
            parts = [f"{number(roles[role])} {role.label}" for role in (Role.LEAD, Role.COORDINATING) if roles[role]]
            whose = f"{names[key[1]]} · " if several or others else ""
            told[entry] = Line(
                title=f"{number(entry.count)} nhiệm vụ theo {plan.directive.label}",
                source=f"{whose}{plan.directive.issuer_name}",
                when=f"Giao ngày {format_day(key[2])}: {', '.join(parts)}",
                url=absolute(reverse("plans:plan-detail", args=[plan.pk])),
                remark=f"{names[key[1]]} chưa có người nhận thư, đồng chí nhận thay" if key[1] in others else "",
                is_new=True,
            )
    return told


def _plans(officer: Officer, shown: Collection[Entry]) -> dict[int, Plan]:
    if not shown:
        return {}
    named = Plan.objects.visible_to(officer).select_related("directive__issuer")
    return named.in_bulk([entry.key[0] for entry in shown])


# --- questions ----------------------------------------------------------------------------------


def _refusals(reader: Reader, rows: Collection[Reminder]) -> list[Entry]:
    asked = {row.line_id for row in rows if row.line_id}
    if not asked and not reader.may_own_questions():
        return []
    # What today's reminders are about is told to whoever they reached: who stands in may be of another agency.
    owned = Q(task__plan__owner_id__in=reader.posts.clerk) | Q(pk__in=asked)
    kept = Assignment.objects.visible_to(reader.officer).filter(owned, task__plan__state=PlanState.PUBLISHED)
    return [
        Entry(Group.QUESTIONS, Kind.LINE, (pk,), said_on, is_new=pk in asked)
        for pk, said_on in refusals_waiting(kept).values_list("pk", "said_on")
    ]


def _refusal_lines(shown: Collection[Entry], *, on: date) -> dict[Entry, Line]:
    if not shown:
        return {}
    named = Assignment.objects.select_related("task__plan__directive", "agency")
    rows = named.in_bulk([entry.key[0] for entry in shown])
    return {
        entry: Line(
            title=f"{row.label} không nhận việc: {row.heading or row.task.heading}",
            source=f"{row.task.plan.directive.label} · mục {row.task.path}",
            when=f"Trả lời ngày {_since(entry.day, on=on)}",
            url=absolute(reverse("plans:line-decide", args=[row.pk])),
            is_new=entry.is_new,
        )
        for entry in shown
        if (row := rows.get(entry.key[0])) is not None
    }


def _notes(reader: Reader, rows: Collection[Reminder]) -> list[Entry]:
    """Threads that the officer's agencies have to answer: a clerk all of them, a leader those of today's reminders."""
    asked = {row.note_asked_id for row in rows if row.note_asked_id}
    if not asked and not reader.may_have_threads():
        return []
    mine = Q(receivers__agency__in=reader.posts.clerk, receivers__answers=True, receivers__answered_on__isnull=True)
    kept = Note.objects.visible_to(reader.officer).open().filter(mine | Q(pk__in=asked)).distinct().order_by()
    return [
        Entry(Group.QUESTIONS, Kind.NOTE, (pk,), due_on or said_on, is_new=pk in asked)
        for pk, due_on, said_on in kept.values_list("pk", "due_on", "on")
    ]


def _note_lines(shown: Collection[Entry], *, on: date) -> dict[Entry, Line]:
    if not shown:
        return {}
    rows = Note.objects.select_related("task", "plan__directive", "from_agency")
    found = rows.in_bulk([entry.key[0] for entry in shown])
    return {entry: _note_line(found[entry.key[0]], entry, on=on) for entry in shown if entry.key[0] in found}


def _note_line(note: Note, entry: Entry, *, on: date) -> Line:
    """Who asks about what; the words themselves are read in the product."""
    what = "hỏi" if note.kind == NoteKind.QUESTION else "có ý kiến chỉ đạo"
    about = f" về: {note.task.heading}" if note.task else ""
    until = f", trả lời trước {format_day(note.due_on)} ({days_phrase((note.due_on - on).days)})" if note.due_on else ""
    return Line(
        title=f"{note.from_agency.label} {what}{about}", source=note.plan.directive.label if note.plan else "",
        when=f"Gửi ngày {_since(note.on, on=on)}{until}", url=absolute(reverse("plans:note", args=[note.pk])),
        is_new=entry.is_new,
    )  # fmt: skip


def _open_plans(reader: Reader, rows: Collection[Reminder]) -> list[Entry]:
    """Plans of one's own with tasks that lack an agency, a day or a period, each once."""
    whole = (row for row in rows if row.occasion != Occasion.ASSIGNED and not (row.line_id or row.note_asked_id))
    asked = {row.plan_id for row in whole if row.plan_id}
    if not asked and not reader.may_own_questions():
        return []
    left = _left_open(reader.officer, Q(owner_id__in=reader.posts.clerk) | Q(pk__in=asked))
    since = dict(Plan.objects.filter(pk__in=left).values_list("pk", "published_on")) if left else {}
    return [Entry(Group.QUESTIONS, Kind.PLAN, (pk,), since.get(pk) or reader.on, is_new=pk in asked) for pk in left]


def _left_open(officer: Officer, which: Q) -> dict[int, dict[str, int]]:
    """How many tasks of each plan lack what; one query."""
    plans = Plan.objects.overseen_by(officer).filter(which, state=PlanState.PUBLISHED)
    mine = Task.objects.filter(among("plan_id", plans.values("pk")))
    counted = [_counted(tasks, what) for what, tasks in unsettled_tasks(mine).items()]
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for plan, what, n in counted[0].union(*counted[1:], all=True).order_by():
        found[plan][what] = n
    return found


def _counted(tasks: QuerySet[Task], what: str) -> QuerySet[Any, Any]:
    grouped = tasks.order_by().values("plan_id").annotate(what=Value(what), n=Count("pk"))
    return grouped.values_list("plan_id", "what", "n")


def _plan_lines(officer: Officer, shown: Collection[Entry], *, on: date) -> dict[Entry, Line]:
    plans = _plans(officer, shown)
    left = _left_open(officer, Q(pk__in=list(plans))) if plans else {}
    return {
        entry: Line(
            title=_left_words(left.get(plan.pk, {})),
            source=f"{plan.directive.label} · {plan.directive.issuer_name}",
            when=f"Kế hoạch phát hành ngày {_since(entry.day, on=on)}",
            url=absolute(reverse("plans:plan-detail", args=[plan.pk])),
            is_new=entry.is_new,
        )
        for entry in shown
        if (plan := plans.get(entry.key[0])) is not None
    }


def _left_words(counts: dict[str, int]) -> str:
    return ", ".join(f"{number(counts[what])} nhiệm vụ {words}" for what, words in _LEFT_OPEN.items() if what in counts)


def _since(day: date, *, on: date) -> str:
    days = (on - day).days
    return format_day(day) + (f", đã {number(days)} ngày" if days > 0 else "")
