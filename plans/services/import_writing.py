"""Saving an import: one transaction, through the verbs of the pages, over what is so at that moment and not what was checked."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from agencies.history.context import by_officer
from agencies.models import Agency, Officer
from agencies.services import SavedByOthers
from agencies.text import search_key
from agencies.verdict import Denied
from plans import news
from plans.choices import BulkKind, PlanState
from plans.importing.cells import Judged
from plans.models import Assignment, ImportRow, ImportState, ItemImport, Plan, RowKind, Task, WorkItem
from plans.models.importing import ACTING_KINDS
from plans.reach import Reach, reach_of_plan
from plans.services import extensions, planning, progress
from plans.services.importing import SAVED_AT_ONCE, claim, fail, held, judge_of, opened, tell
from plans.workbook.heading import Survey, table

TOLD_EVERY: Final = 20
AT_ONCE: Final = 500
CHANGED: Final = "vừa được thay đổi sau khi kiểm tra nên không ghi đè."


class _NotWhole(Exception):
    """A row cannot be saved, and the officer wants all rows or none."""


def save(pk: int, *, now: datetime) -> ItemImport | None:
    """Save one waiting import; None when somebody else does it already or it is gone.

    The import's row is held throughout: a second worker waits for its end and then finds nothing to do. Where the officer
    wants all or nothing, a row that cannot be saved any more takes everything back and is shown.
    """
    one = claim(pk, ImportState.TO_SAVE, now=now)
    if one is None:
        return None
    saving = _Saving(one, one.made_by.enter(on=localdate(now)), now)
    try:
        with by_officer(saving.officer):
            _save(one, saving, now=now)
    except _NotWhole:
        _take_back(one, saving)
    except Exception as error:
        fail(one, error)
    return one


@transaction.atomic
def _save(one: ItemImport, saving: _Saving, *, now: datetime) -> None:
    current = held(one)
    if current is None:
        return
    saving.run()
    if saving.refused and one.whole:
        raise _NotWhole
    _finish(current, saving, now=now)


def _finish(current: ItemImport, saving: _Saving, *, now: datetime) -> None:
    for rows in (saving.written, saving.refused):
        ImportRow.objects.bulk_update(rows, ["kind", "is_saved", "link", "findings"], batch_size=AT_ONCE)
    _count(current)
    current.state, current.saved, current.saved_at = ImportState.DONE, len(saving.written), now
    current.save(update_fields=["state", "saved", "saved_at", "counts"])
    if saving.is_long:
        news.of_import(current, news.saved_import(len(saving.written), len(saving.refused)), now=now)
    saving.tell_agencies()


@transaction.atomic
def _take_back(one: ItemImport, saving: _Saving) -> None:
    current = held(one)
    if current is None:
        return
    ImportRow.objects.bulk_update(saving.refused, ["kind", "findings"], batch_size=AT_ONCE)
    _count(current)
    current.state = ImportState.CHECKED
    current.version += 1
    current.save(update_fields=["state", "version", "counts"])
    if saving.is_long:
        news.of_import(current, news.not_saved_import(len(saving.refused)), now=saving.now)


def _count(current: ItemImport) -> None:
    kinds = list(current.rows.values_list("kind", flat=True))
    current.counts = {**current.counts, **{kind: kinds.count(kind) for kind in RowKind.values}}


@dataclass
class _Saving:
    """The rows of one import on their way into plans."""

    one: ItemImport
    officer: Officer
    now: datetime
    written: list[ImportRow] = field(default_factory=list)
    refused: list[ImportRow] = field(default_factory=list)
    _made: dict[tuple[int, str], Task] = field(default_factory=dict)
    _lines: list[Assignment] = field(default_factory=list)
    _paths: dict[int, set[str]] = field(default_factory=dict)
    _reaches: dict[int, Reach] = field(default_factory=dict)
    _extended: list[WorkItem] = field(default_factory=list)

    def run(self) -> None:
        """Hold what the rows change, judge the file anew, and write what is still as it was checked."""
        asked = self.one.rows.filter(kind__in=ACTING_KINDS).order_by("line")
        self._hold(asked)
        overtaken = self._overtaken(asked)
        for place, row in enumerate(asked.iterator(chunk_size=AT_ONCE), start=1):
            if row.line in overtaken:
                self._refuse(row, _both_versions(row, overtaken[row.line]))
            else:
                self._write(row)
            if place % TOLD_EVERY == 0:
                tell(self.one.pk, place)
        self._begin()

    @property
    def is_long(self) -> bool:
        """Whether its officer did not wait for it."""
        return len(self.written) + len(self.refused) > SAVED_AT_ONCE

    def tell_agencies(self) -> None:
        """Say to each agency once how many of its days the file moved."""
        counts = Counter(item.agency_id for item in self._extended)
        subject, path = f"import:{self.one.pk}", reverse("plans:agency-work")
        words = news.BULK[BulkKind.DUE_DATE]
        news.of_many_items(counts, words, subject=subject, path=path, by=self.officer, now=self.now)

    def _begin(self) -> None:
        """Let the new lines of each tracked plan take effect together: one by one each would look at all the others."""
        for plan in Plan.objects.filter(pk__in={line.task.plan_id for line in self._lines}).order_by("pk"):
            if plan.state != PlanState.DRAFT:
                lines = [line for line in self._lines if line.task.plan_id == plan.pk]
                planning.begin_lines(plan, lines, by=self.officer, now=self.now)

    def _hold(self, asked: Any) -> None:
        """Plans first, then items, each in the order of their keys: as every verb does, so that nobody waits in a ring."""
        plans, items, tasks = set(), set(), set()
        for acts in asked.values_list("acts", flat=True).iterator(chunk_size=AT_ONCE):
            for act in acts:
                plans.add(act.get("plan"))
                items.add(act.get("item"))
                tasks.add(act.get("task"))
        plans |= set(Task.objects.filter(pk__in=tasks - {None}).values_list("plan_id", flat=True))
        # Nobody refers to a plan or deletes an item while the file is saved; events that refer to items need not wait.
        held: tuple[Any, ...] = (
            Plan.objects.select_for_update(of=("self",)).filter(pk__in=plans - {None}),
            WorkItem.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=items - {None}),
        )
        for rows in held:
            list(rows.order_by("pk").values_list("pk", flat=True))

    def _overtaken(self, asked: Any) -> dict[int, Judged | None]:
        """Rows that would do something else now than what the officer was shown."""
        shown = {
            line: (_digest(acts), version)
            for line, acts, version in asked.values_list("line", "acts", "item_version").iterator(chunk_size=AT_ONCE)
        }
        found: dict[int, Judged | None] = {}
        with opened(self.one) as file:
            judge = judge_of(self.one, self.officer, now=self.now)
            for judged in judge.judge(table(file, Survey.from_json(self.one.survey))):
                if (before := shown.pop(judged.line, None)) and before != (_digest(judged.acts), judged.item_version):
                    found[judged.line] = judged
        return found | dict.fromkeys(shown)

    def _write(self, row: ImportRow) -> None:
        """One row, whole or not at all."""
        made, lines, extended = dict(self._made), len(self._lines), len(self._extended)
        try:
            with transaction.atomic():
                row.link = self._act(row)
        except (Denied, SavedByOthers) as refusal:
            self._made = made
            del self._lines[lines:]
            del self._extended[extended:]
            self._refuse(row, refusal.reason if isinstance(refusal, Denied) else f"Nhiệm vụ {CHANGED}")
            return
        row.is_saved = True
        self.written.append(row)

    def _refuse(self, row: ImportRow, words: str) -> None:
        row.kind = RowKind.CONFLICT
        row.findings = [*row.findings, {"cell": f"dòng {row.line}", "words": words, "is_error": True}]
        self.refused.append(row)

    def _act(self, row: ImportRow) -> str:
        """Carry out a row's acts; returns where the result can be seen."""
        task, link = None, ""
        for act in row.acts:
            if act["do"] in ("report", "extend", "ask"):
                self._of_item(act)
                link = reverse("plans:item-detail", args=[act["item"]])
                continue
            task = self._of_plan(act, task)
            link = reverse("plans:task-detail", args=[task.plan_id, task.pk])
        return link

    def _of_item(self, act: dict[str, Any]) -> None:
        item = WorkItem(pk=act["item"])
        if act["do"] == "report":
            said = {name: act[name] for name in ("results", "difficulties", "proposals", "percent", "is_nil")}
            item.assignment_id = WorkItem.objects.values_list("assignment_id", flat=True).get(pk=item.pk)
            progress.report(item, by=self.officer, now=self.now, submits=False, **said)
            return
        terms: dict[str, Any] = {"new_due_on": date.fromisoformat(act["to"]), "reason": self.one.reason}
        if act["do"] == "ask":
            extensions.ask_extension(item, by=self.officer, now=self.now, **terms)
        else:
            number = self.one.decision_number
            moved = extensions.extend(item, by=self.officer, now=self.now, decision_number=number, tells=False, **terms)
            self._extended.append(moved.work_item)

    def _of_plan(self, act: dict[str, Any], task: Task | None) -> Task:
        if act["do"] == "task":
            return self._task(act)
        if act["do"] == "find":
            return Task.objects.select_related("plan").get(pk=act["task"])
        if act["do"] == "revise":
            task = Task.objects.select_related("plan").get(pk=act["task"])
            fields = {**act["fields"]}
            if fields.get("due_on"):
                fields["due_on"] = date.fromisoformat(fields["due_on"])
            return planning.revise_task(task, by=self.officer, version=act["version"], **fields)
        assert task is not None  # a line follows the act that names its task
        agency = Agency.objects.get(pk=act["agency"]) if act["agency"] else None
        line = planning.assign(
            task, by=self.officer, now=self.now, role=act["role"], agency=agency, agency_text=act["text"], heading=act["heading"],
            due_on=date.fromisoformat(act["due_on"]) if act["due_on"] else None, begins=False,
            reach=self._reach(task.plan_id),
        )  # fmt: skip
        self._lines.append(line)
        return task

    def _reach(self, plan_id: int) -> Reach:
        """Whom the plan may charge, asked once a plan."""
        if plan_id not in self._reaches:
            plans = Plan.objects.select_related("owner", "directive__issuer")
            self._reaches[plan_id] = reach_of_plan(plans.get(pk=plan_id))
        return self._reaches[plan_id]

    def _task(self, act: dict[str, Any]) -> Task:
        """The task that this file makes; a later row for it adds its lines to the one made before."""
        key = (act["plan"], act["path"] or search_key(act["heading"]))
        if key not in self._made:
            plan = Plan.objects.get(pk=act["plan"])
            due_on = date.fromisoformat(act["due_on"]) if act["due_on"] else None
            self._made[key] = planning.add_task(
                plan, by=self.officer, path=act["path"] or self._next_path(plan), heading=act["heading"], is_verbatim=False,
                kind=act["kind"], due_on=due_on, due_wording=act["due_wording"],
            )  # fmt: skip
        return self._made[key]

    def _next_path(self, plan: Plan) -> str:
        """A free place after the last whole number of the plan; the plan is held, so nobody else takes it."""
        if plan.pk not in self._paths:
            self._paths[plan.pk] = set(plan.tasks.values_list("path", flat=True))
        taken = self._paths[plan.pk]
        numbers = [int(path) for path in taken if path.isascii() and path.isdecimal() and len(path) < 9]
        path = str(max(numbers, default=0) + 1)
        taken.add(path)
        return path


def _digest(acts: list[dict[str, Any]]) -> str:
    return hashlib.sha256(json.dumps(acts, sort_keys=True, default=str).encode()).hexdigest()


def _both_versions(row: ImportRow, judged: Judged | None) -> str:
    """What was checked, and what the system says now."""
    checked = "; ".join(row.changes)
    if judged is None:
        return f"Việc {CHANGED} Đã kiểm tra: {checked}."
    now = "; ".join([*judged.changes, *(one["words"] for one in judged.findings if one["is_error"])])
    return f"Việc {CHANGED} Đã kiểm tra: {checked}. Nay: {now or 'không còn gì để đổi'}."
