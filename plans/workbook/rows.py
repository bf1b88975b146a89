"""Rows of the workbook, read in batches: what each item is and how it stood on a day, its last words and its dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import batched
from typing import Any, Final

from agencies.wording import format_day
from plans.choices import Decision, ExtensionState, Lifecycle, Role, Standing, TaskKind
from plans.lines import with_charge
from plans.models import Assignment, Extension, Review, StatusUpdate, Task, WorkItem, WorkItemEvent

# Rows whose words are in memory at once; each batch costs the same few queries.
AT_ONCE: Final = 1_000
# Many rows share a plan, a task, an agency and a period: fetched once per batch, not joined to every row.
NAMES: Final = ("task", "agency", "assignment", "period", "plan__directive", "plan__published_by")

Cell = str | int | date | None
Row = dict[str, Cell]
Dress = Callable[[Any], Any]


def rows_of_items(ids: Iterable[int], *, dress: Dress, plans: Any, on: date) -> Iterator[Row]:
    """One row per item in the order of `ids`; `dress` gives items their standing as of `on`.

    The caller has scoped the ids; an item that went away meanwhile is left out. Partners are told within `plans`, those the
    reader may see: who has left keeps its own items only (decision 14).
    """
    for some in batched(ids, AT_ONCE):
        items = dress(WorkItem.objects.filter(pk__in=some).order_by()).prefetch_related(*NAMES)
        items = with_charge(items, on=on, through="assignment__")
        found: dict[int, Any] = {item.pk: item for item in items}
        said, moved, agreed = _last_words(some, on=on), _extensions(some, on=on), _approvals(some, on=on)
        partners = _partners({item.task_id for item in found.values()}, plans)
        for item in (found[pk] for pk in some if pk in found):
            yield {
                **_what(item, partners.get(item.task_id, [])),
                **_stands(item),
                **_words(said.get(item.pk)),
                **_moves(moved.get(item.pk, [])),
                **(_approver(agreed.get(item.pk)) if item.life == Lifecycle.CONFIRMED else {}),
            }


def rows_of_tasks(tasks: Any) -> Iterator[Row]:
    """One row per task that waits for an agency: nothing is owed yet, so it has no id of an item and no standing."""
    found = tasks.select_related("plan__directive", "plan__published_by")
    for task in found.iterator(chunk_size=AT_ONCE):
        yield {
            "title": task.heading,
            "due_on": task.due_on,
            "kind": _capital(TaskKind(task.kind).label),
            "source": _source(task),
            "life": "Chưa có đơn vị",
            "ordered_by": _name(task.plan.published_by),
            "schedule": task.due_wording,
        }


def _what(item: Any, partners: list[Assignment]) -> Row:
    own = [line.label for line in partners if line.supports_id in (None, item.assignment_id)]
    period = item.period
    span = f" ({format_day(period.starts_on)}–{format_day(period.ends_on)})" if period else ""
    return {
        "id": item.pk,
        "title": item.title,
        "lead": item.agency.name,
        "partners": "; ".join(own),
        "officer": item.charge or "",
        "opened_on": item.opened_on,
        "kind": _capital(TaskKind(item.task.kind).label),
        "source": _source(item.task, item.plan),
        "ordered_by": _name(item.plan.published_by),
        "schedule": f"Kỳ {period.label}{span}" if period else item.task.due_wording,
    }


def _stands(item: Any) -> Row:
    """Both axes as of the day; the submission that was confirmed is the day of completion (decision 4)."""
    life = Lifecycle(item.life)
    return {
        "due_on": item.limit_on,
        "life": _capital(life.label),
        "standing": _capital(Standing(item.standing).label),
        "done_on": item.sent_on if life == Lifecycle.CONFIRMED else None,
    }


def _words(update: StatusUpdate | None) -> Row:
    if update is None:
        return {}
    percent = "" if update.percent is None else f"Ước đạt {update.percent}%."
    results = update.results or ("Không phát sinh." if update.is_nil else "")
    return {
        "results": " ".join(part for part in (percent, results) if part),
        "difficulties": update.difficulties,
        "proposals": update.proposals,
        "updated_on": update.on,
    }


def _moves(extensions: list[Extension]) -> Row:
    """How often the date was moved, and the dates before; a single one stays a date."""
    old: list[date] = [row.old_due_on for row in extensions]
    told: Cell = old[0] if len(old) == 1 else "; ".join(format_day(day) for day in old)
    return {"extensions": len(old), "old_due": told or None}


def _approver(review: Review | None) -> Row:
    if review is None:
        return {}
    who = review.officer
    return {"approver": who.full_name, "approver_email": who.email, "approver_phone": who.phone}


def _source(task: Task, plan: Any = None) -> str:
    return f"{(plan or task.plan).directive.label}, mục {task.path}"


def _name(officer: Any) -> str:
    return officer.full_name if officer else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _last_words(ids: Iterable[int], *, on: date) -> dict[int, StatusUpdate]:
    """The last report up to the day on each item, withdrawn ones left out; one report may answer several items."""
    events = WorkItemEvent.objects.filter(
        work_item__in=ids, update__isnull=False, update__on__lte=on, update__withdrawn_at__isnull=True
    )
    last = events.order_by("work_item_id", "-update__sent_at", "-update_id").distinct("work_item_id")
    pairs = dict(last.values_list("work_item_id", "update_id"))
    updates = StatusUpdate.objects.in_bulk({update for update in pairs.values() if update})
    return {item: updates[update] for item, update in pairs.items() if update in updates}


def _extensions(ids: Iterable[int], *, on: date) -> dict[int, list[Extension]]:
    granted = Extension.objects.filter(work_item__in=ids, state=ExtensionState.GRANTED, decided_on__lte=on)
    found: dict[int, list[Extension]] = {}
    for row in granted.order_by("decided_on", "id"):
        found.setdefault(row.work_item_id, []).append(row)
    return found


def _approvals(ids: Iterable[int], *, on: date) -> dict[int, Review]:
    agreed = Review.objects.filter(work_item__in=ids, decision=Decision.CONFIRMED, on__lte=on)
    last = agreed.order_by("work_item_id", "-at", "-id").distinct("work_item_id").prefetch_related("officer")
    return {review.work_item_id: review for review in last}


def _partners(task_ids: Iterable[int], plans: Any) -> dict[int, list[Assignment]]:
    lines = Assignment.objects.active().filter(task__in=list(task_ids), task__plan__in=plans, role=Role.COORDINATING)
    found: dict[int, list[Assignment]] = {}
    for line in lines.prefetch_related("agency").order_by("task_id", "id"):
        found.setdefault(line.task_id, []).append(line)
    return found
