"""A row without an ID: a task and its lines in a plan that the officer owns, or what a known task still lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from agencies.models import Agency, Officer, working_calendar
from agencies.text import search_key
from agencies.wording import format_day
from agencies.workdays import Calendar
from plans import rules
from plans.choices import Role, TaskKind
from plans.importing.bodies import Bodies, Body
from plans.importing.cells import HEADINGS, CellError, Judged, Typed, day_of, kind_of, plain, short, squeezed, text_of
from plans.models import Assignment, Plan, RowKind, Task
from plans.reach import Reach, may_charge, reach_of_plan
from plans.services.items import effective

READ: Final = frozenset({"place", "title", "lead", "partners", "due_on", "kind", "source", "schedule", "id"})
# What the list prints for a task that waits for an agency, and what only says again what the system knows.
SAID_BY_SYSTEM: Final = frozenset({"life", "ordered_by", "opened_on", "extensions", "standing"})
PLACE: Final = re.compile(r"^(?P<label>.*?)(?:[,;]?\s*\bmục\s+(?P<path>\S[^,;]*))?$", re.IGNORECASE | re.DOTALL)
LONGEST_PATH: Final = 40


@dataclass(slots=True)
class Known:
    """A task of the plan, or one that an earlier row of the same file makes; `lines` are (role, body) with the line's own words."""

    path: str
    heading: str
    kind: str
    due_on: date | None
    due_wording: str
    task: Task | None = None
    made_by: dict[str, Any] | None = None
    made_at: int = 0
    lines: dict[tuple[str, int | str], tuple[str, date | None]] = field(default_factory=dict)


@dataclass(slots=True)
class Room:
    """The tasks of a plan by place and by name."""

    plan: Plan
    by_path: dict[str, Known] = field(default_factory=dict)
    by_name: dict[str, Known] = field(default_factory=dict)
    reach: Reach = field(default_factory=Reach)
    calendar: Calendar = field(default_factory=working_calendar)

    @classmethod
    def of(cls, plan: Plan) -> Room:
        room = cls(plan, reach=reach_of_plan(plan))
        rows: dict[int, Known] = {}
        for task in plan.tasks.order_by("position", "id"):
            known = Known(task.path, task.heading, task.kind, task.due_on, task.due_wording, task=task)
            rows[task.pk] = known
            room.file(known)
        for line in Assignment.objects.active().filter(task__plan=plan).order_by("id"):
            key = line.agency_id if line.agency_id is not None else search_key(line.agency_text)
            rows[line.task_id].lines[line.role, key] = (line.heading, line.due_on)
        return room

    def file(self, known: Known) -> None:
        """Make a task findable; the first of a name keeps it."""
        if known.path:
            self.by_path[_path(known.path)] = known
        self.by_name.setdefault(search_key(known.heading), known)

    def is_day(self, day: date | None, named: date | None) -> bool:
        """Whether a day is the named one, or what it becomes where days off move it."""
        return day == named or (named is not None and day == effective(named, plan=self.plan, calendar=self.calendar))

    def find(self, path: str, heading: str) -> Known | None:
        """The task at a place, or without a place the one of that name."""
        return self.by_path.get(_path(path)) if path else self.by_name.get(search_key(heading))


@dataclass(slots=True)
class Plans:
    """The plans of an officer by the document's label, read once; rooms are opened as rows name them."""

    officer: Officer
    chosen: Plan | None
    _labels: dict[str, list[int]] = field(default_factory=dict)
    _rooms: dict[int, Room] = field(default_factory=dict)

    def __post_init__(self) -> None:
        plans = Plan.objects.visible_to(self.officer).select_related("directive").order_by("id")
        owned: dict[str, list[int]] = {}
        for plan in plans.only("id", "owner_id", "state", "directive__number", "directive__type_code"):
            key = search_key(plan.directive.label)
            self._labels.setdefault(key, []).append(plan.pk)
            if rules.acts_for(self.officer, plan.owner_id):
                owned.setdefault(key, []).append(plan.pk)
        self._labels |= owned  # where the officer owns one, that one is meant

    def room(self, label: str) -> Room:
        """The plan that a row means: its document's, else the one chosen for the whole file."""
        chosen, key = self.chosen, search_key(label)
        if not key or (chosen and search_key(chosen.directive.label) == key):
            if chosen is None:
                raise CellError(
                    "việc mới chưa rõ thuộc kế hoạch nào: chọn kế hoạch ở bước ghép cột, hoặc ghi số văn bản."
                )
            return self._open(chosen.pk)
        found = self._labels.get(key, [])
        if len(found) == 1:
            return self._open(found[0])
        if found:
            raise CellError(
                f"có {len(found)} kế hoạch của văn bản “{short(label)}”: chọn một kế hoạch ở bước ghép cột."
            )
        raise CellError(f"không có kế hoạch nào của văn bản “{short(label)}” mà đồng chí được xem.")

    def _open(self, pk: int) -> Room:
        if pk not in self._rooms:
            plans = Plan.objects.select_related("directive", "directive__issuer", "owner", "monitor", "monitor__serves")
            self._rooms[pk] = Room.of(plans.get(pk=pk))
        return self._rooms[pk]


@dataclass(slots=True)
class _Said:
    """The cells of a row, read."""

    heading: str = ""
    path: str = ""
    leads: list[Body] = field(default_factory=list)
    partners: list[Body] = field(default_factory=list)
    due_on: date | None = None
    kind: TaskKind | None = None
    wording: str = ""


def judge_creation(row: Typed, plans: Plans, *, bodies: Bodies, officer: Officer) -> Judged:
    """What the row adds; the row's `kind` is settled, with every error at its cell."""
    judged = Judged(row.line.number)
    said, room = _read(row, plans, bodies, judged)
    judged.title, judged.body = said.heading[:300], "; ".join(body.name for body in said.leads)[:300]
    for name in row.columns:
        if name not in READ and name not in SAID_BY_SYSTEM and row.cell(name):
            judged.note(row.ref(name), f"việc mới không nhập được “{HEADINGS[name]}”.")
    if room and not judged.is_wrong:
        known = room.find(said.path, said.heading)
        if known is None:
            _add(row, said, room, judged)
            if said.due_on and said.due_on < bodies.on:
                judged.note(row.ref("due_on"), f"hạn {format_day(said.due_on)} đã qua: việc quá hạn ngay khi ghi.")
        else:
            _complete(row, said, known, room, judged, officer)
    if judged.acts and room and not (may := rules.may_extend_plan(officer, room.plan)):
        judged.wrong(row.ref("title"), f"không thêm được vào kế hoạch {room.plan.directive.label}. {may.reason}")
    if judged.is_wrong:
        judged.kind, judged.acts, judged.changes = RowKind.ERROR, [], []
        return judged
    judged.kind = RowKind.CREATE if judged.acts else RowKind.SAME
    if room and judged.acts:
        _remember(said, room, judged)
    return judged


def _read(row: Typed, plans: Plans, bodies: Bodies, judged: Judged) -> tuple[_Said, Room | None]:
    said, room = _Said(), None

    def at(name: str, read: Any) -> Any:
        try:
            return read()
        except CellError as error:
            judged.wrong(row.ref(name), str(error))
            return None

    said.heading = at("title", lambda: " ".join(text_of(row.cell("title"), most=300).split())) or ""
    if not said.heading and not judged.is_wrong:
        judged.wrong(row.ref("title"), "việc mới phải có tên nhiệm vụ.")
    source = at("source", lambda: " ".join(text_of(row.cell("source"), most=300).split()))
    place = PLACE.match(source or "")
    said.path = (place["path"] or "").strip(" .") if place else ""
    if len(said.path) > LONGEST_PATH:
        judged.wrong(row.ref("source"), f"số mục dài {len(said.path)} ký tự, tối đa {LONGEST_PATH}.")
    if source is not None:
        where = "source" if source else "title"
        room = at(where, lambda: plans.room((place["label"] if place else "").strip(" ,;")))
    said.due_on = at("due_on", lambda: day_of(row.cell("due_on")))
    said.kind = at("kind", lambda: kind_of(row.cell("kind")))
    said.wording = at("schedule", lambda: text_of(row.cell("schedule"), most=300)) or ""
    if room is not None:
        plan = room.plan
        said.leads = at("lead", lambda: bodies.read(plain(row.cell("lead")), plan)) or []
        said.partners = at("partners", lambda: bodies.read(plain(row.cell("partners")), plan)) or []
    return said, room


def _add(row: Typed, said: _Said, room: Room, judged: Judged) -> None:
    kind = said.kind or (TaskKind.PRODUCT if said.due_on else TaskKind.CONTINUING)
    judged.acts.append({
        "do": "task", "plan": room.plan.pk, "path": said.path, "heading": said.heading, "kind": str(kind),
        "due_on": said.due_on.isoformat() if said.due_on else None, "due_wording": said.wording,
    })  # fmt: skip
    lines = [(Role.LEAD, body) for body in said.leads] + [(Role.COORDINATING, body) for body in said.partners]
    _keep_within_reach(row, lines, room, judged)
    judged.acts += [_line(role, body, said.heading) for role, body in lines]
    where = f"mục {said.path}" if said.path else "mục kế tiếp"
    judged.changes.append(f"Nhiệm vụ mới ở {room.plan.directive.label}, {where}{_with_due(said.due_on)}")
    judged.changes += _told(lines)
    if not said.leads:
        judged.note(row.ref("lead"), "chưa có đơn vị chủ trì: nhiệm vụ sẽ nằm ở “Chưa có đơn vị”.")


def _complete(row: Typed, said: _Said, known: Known, room: Room, judged: Judged, officer: Officer) -> None:
    """Lines that a known task lacks; in a draft also the task's own words, where no line is added."""
    if known.task is not None and known.task.cancelled_on is not None:
        judged.wrong(row.ref("title"), f"mục {known.path} của kế hoạch đã hủy nên không giao thêm.")
        return
    asked = [(Role.LEAD, body) for body in said.leads] + [(Role.COORDINATING, body) for body in said.partners]
    lacking = [(role, body) for role, body in asked if (str(role), _key(body)) not in known.lines]
    twice = known.task is None and not lacking and bool(asked)
    if twice:
        judged.wrong(row.ref("title"), f"dòng này trùng với dòng {known.made_at} của tệp.")
        return
    if not any(role == Role.LEAD for role, _ in lacking):
        _revise(row, said, known, room, judged, officer)
    _keep_within_reach(row, lacking, room, judged)
    if judged.is_wrong or not lacking:
        return
    judged.acts += [{**known.made_by, "again": True}] if known.made_by else [_existing(known, room)]
    own_due = None if room.is_day(said.due_on, known.due_on) else said.due_on
    judged.acts += [
        _line(role, body, known.heading, own_heading=said.heading, own_due=own_due) for role, body in lacking
    ]
    judged.changes.append(
        f"Thêm vào mục {known.path or '(mới)'} “{short(known.heading)}” của {room.plan.directive.label}"
    )
    judged.changes += _told(lacking)
    for name, value, present in (("kind", said.kind, known.kind), ("schedule", said.wording, known.due_wording)):
        if value and squeezed(str(value)) != squeezed(present):
            judged.note(row.ref(name), f"nhiệm vụ đã có, giữ nguyên “{HEADINGS[name]}”.")


def _keep_within_reach(row: Typed, lines: Iterable[tuple[Role, Body]], room: Room, judged: Judged) -> None:
    """Each agency that the plan may not charge is an error at its cell, with the reason that the page would give."""
    for role, body in lines:
        if body.key and not (may := may_charge(room.plan, Agency(pk=body.key, name=body.name), room.reach)):
            judged.wrong(row.ref("lead" if role == Role.LEAD else "partners"), may.reason)


def _revise(row: Typed, said: _Said, known: Known, room: Room, judged: Judged, officer: Officer) -> None:
    """Words of the task itself that the row says otherwise; empty cells change nothing."""
    own = [known.lines.get((Role.LEAD, _key(body))) for body in said.leads]
    own_due = {due for line in own if line for due in (line[1],) if due}
    own_names = {squeezed(line[0]) for line in own if line and line[0]}
    wanted: dict[str, tuple[str, Any, Any]] = {
        "title": ("heading", said.heading, known.heading), "kind": ("kind", said.kind and str(said.kind), known.kind),
        "due_on": ("due_on", said.due_on, known.due_on), "schedule": ("due_wording", said.wording, known.due_wording),
    }  # fmt: skip
    changed = {
        column: (name, value, present)
        for column, (name, value, present) in wanted.items()
        if value and not (room.is_day(value, present) if column == "due_on" else squeezed(str(value)) == squeezed(str(present)))
    }  # fmt: skip
    if any(room.is_day(said.due_on, own) for own in own_due):
        changed.pop("due_on", None)
    if squeezed(said.heading) in own_names:
        changed.pop("title", None)
    if not changed:
        return
    may = rules.may_edit_freely(officer, room.plan)
    if not may or known.task is None:
        for column, (_, _, present) in changed.items():
            why = may.reason if known.task else f"Dòng {known.made_at} của tệp đã ghi khác cho cùng nhiệm vụ."
            now = format_day(present) if isinstance(present, date) else short(str(present or "để trống"))
            judged.wrong(
                row.ref(column), f"nhiệm vụ đã có ở mục {known.path or '(mới)'}, “{HEADINGS[column]}” là “{now}”. {why}"
            )
        return
    fields = {name: value.isoformat() if isinstance(value, date) else value for name, value, _ in changed.values()}
    judged.acts.append({"do": "revise", "task": known.task.pk, "version": known.task.version, "fields": fields})
    judged.changes += [
        f"{HEADINGS[column]}: “{_words(present)}” → “{_words(value)}”"
        for column, (_, value, present) in changed.items()
    ]


def _remember(said: _Said, room: Room, judged: Judged) -> None:
    """Let later rows of the file find what this one makes."""
    known = room.find(said.path, said.heading)
    if known is None:
        first = judged.acts[0]
        known = Known(
            said.path, said.heading, first["kind"], said.due_on, said.wording, made_by=first, made_at=judged.line
        )
        room.file(known)
    for act in judged.acts:
        if act["do"] == "line":
            due = date.fromisoformat(act["due_on"]) if act["due_on"] else None
            known.lines[act["role"], act["agency"] or search_key(act["text"])] = (act["heading"], due)


def _existing(known: Known, room: Room) -> dict[str, Any]:
    assert known.task is not None  # one that the file makes carries the act that makes it
    return {"do": "find", "plan": room.plan.pk, "task": known.task.pk}


def _line(
    role: Role, body: Body, heading: str, *, own_heading: str = "", own_due: date | None = None
) -> dict[str, Any]:
    """A line; its own words and day only where they differ from the task's."""
    leads = role == Role.LEAD
    return {
        "do": "line", "role": str(role), "agency": body.key, "text": "" if body.key else body.name,
        "heading": own_heading if leads and squeezed(own_heading) != squeezed(heading) else "",
        "due_on": own_due.isoformat() if leads and own_due else None,
    }  # fmt: skip


def _told(lines: Iterable[tuple[Role, Body]]) -> list[str]:
    rows = list(lines)
    return [
        f"{role.label.capitalize()}: {short('; '.join(names))}"
        for role in (Role.LEAD, Role.COORDINATING)
        if (names := [body.name for one, body in rows if one == role])
    ]


def _with_due(due_on: date | None) -> str:
    return f", hạn {format_day(due_on)}" if due_on else ", chưa có hạn"


def _words(value: Any) -> str:
    if isinstance(value, date):
        return format_day(value)
    return short(str(dict(TaskKind.choices).get(value, value) or ""))


def _key(body: Body) -> int | str:
    return body.key if body.key is not None else search_key(body.name)


def _path(path: str) -> str:
    return path.strip(" .").casefold()
