"""The history of one thing as its officer may read it: acts, newest first, and the state on a past day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.utils import timezone

from agencies.history.subjects import Part, Sight, Subject
from agencies.history.tracking import BASELINE, DELETE, EVENTS, INSERT, UPDATE
from agencies.history.words import Names, Told, differences, values_of
from agencies.models import Officer

SYSTEM = "Hệ thống"
OTHERS = "cán bộ của đơn vị khác"
VERBS = {INSERT: "Thêm", UPDATE: "Sửa", DELETE: "Xóa", BASELINE: "Có từ trước khi ghi lịch sử:"}
ROWS_OF_A_PART = 200
LINES_AT_ONCE = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One changed row."""

    verb: str
    label: str
    told: Sequence[Told]


@dataclass(frozen=True, slots=True)
class Act:
    """Everything one request or job changed at once: who, in which capacity, when."""

    who: str
    capacity: str
    when: datetime
    lines: Sequence[Line]

    @property
    def first(self) -> Sequence[Line]:
        """What a page shows at once."""
        return self.lines[:LINES_AT_ONCE]

    @property
    def rest(self) -> Sequence[Line]:
        """What a page folds."""
        return self.lines[LINES_AT_ONCE:]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which acts: days (both included) and officer."""

    since: date | None = None
    until: date | None = None
    officer: int | None = None

    def narrow(self) -> Q:
        """The same as a condition on changes."""
        found = Q()
        if self.since:
            found &= Q(pgh_created_at__gte=_start(self.since))
        if self.until:
            found &= Q(pgh_created_at__lt=_start(self.until + timedelta(days=1)))
        if self.officer is not None:
            found &= Q(pgh_context__officer=self.officer)
        return found


@dataclass(frozen=True, slots=True)
class State:
    """The rows of one table on a day, each with its name and what it said; `more` were left out."""

    noun: str
    rows: Sequence[tuple[str, Sequence[Told]]]
    more: int = 0


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass
class Reader:
    """The history of one thing for one officer."""

    subject: Subject
    thing: Model
    user: Officer
    sight: Sight = field(init=False)

    def __post_init__(self) -> None:
        self.sight = self.subject.sight(self.user, self.thing)

    @property
    def parts(self) -> list[Part]:
        """The tables that this officer is told of."""
        return [part for part in self.subject.parts if part.model not in self.sight.hidden]

    def _changes(self, part: Part) -> QuerySet[Any]:
        rows: QuerySet[Any] = EVENTS[part.model]._base_manager.filter(part.rows(self.thing.pk))
        if narrow := self.sight.only.get(part.model):
            rows = rows.filter(narrow)
        return rows.filter(pgh_created_at__gte=self.sight.since) if self.sight.since else rows

    def _listed(self, asked: Asked) -> QuerySet[Any, Any]:
        """Time, table and id of every change asked for, newest first; within an act the thing itself comes first."""
        listed = [
            self._changes(part)
            .filter(asked.narrow())
            .annotate(pgh_place=Value(place))
            .order_by()
            .values_list("pgh_created_at", "pgh_place", "pgh_id")
            for place, part in enumerate(self.parts)
        ]
        whole: QuerySet[Any, Any] = listed[0].union(*listed[1:], all=True) if len(listed) > 1 else listed[0]
        return whole.order_by("-pgh_created_at", "pgh_place", "-pgh_id")

    def page(self, asked: Asked, *, size: int, number: str | None) -> tuple[Page[Any], list[Act]]:
        """One page of changes, told as acts; queries grow with the tables, not with the rows."""
        page = Paginator(self._listed(asked), size).get_page(number)
        return page, self._told(page.object_list)

    def newest(self, count: int) -> list[Act]:
        """The last changes as acts."""
        return self._told(self._listed(Asked())[:count])

    def actors(self) -> list[tuple[int, str]]:
        """Officers who appear in the history, by name."""
        if not self.sight.names_people:
            return []
        found: dict[int, str] = {}
        for part in self.parts:
            rows = self._changes(part).filter(pgh_context__officer__isnull=False).order_by()
            pairs = rows.values_list(F("pgh_context__officer"), F("pgh_context__name")).distinct()
            found |= {int(pk): str(name) for pk, name in pairs}
        return sorted(found.items(), key=lambda pair: pair[1])

    def _told(self, listed: Iterable[tuple[Any, int, int]]) -> list[Act]:
        order = [(place, pk) for _, place, pk in listed]
        rows = {(place, event.pk): event for place in {p for p, _ in order} for event in self._read(place, order)}
        before = self._before(rows)
        names = Names(self.user)
        names.want([*rows.values(), *before.values()])
        names.load()
        keys = [key for key in order if key in rows]
        acts = groupby(keys, key=lambda key: rows[key].pgh_context_id or rows[key].pgh_created_at)
        return [act for _, run in acts if (act := self._act(list(run), rows, before, names)) is not None]

    def _read(self, place: int, order: list[tuple[int, int]]) -> Iterator[Any]:
        model = EVENTS[self.parts[place].model]
        earlier = model._base_manager.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
        rows = model._base_manager.filter(pk__in=[pk for p, pk in order if p == place])
        yield from rows.annotate(pgh_before=Subquery(earlier.order_by("-pgh_id").values("pgh_id")[:1]))

    def _before(self, rows: dict[tuple[int, int], Any]) -> dict[tuple[int, int], Any]:
        """The change before each of them, of the same row."""
        found: dict[tuple[int, int], Any] = {}
        for place in {place for place, _ in rows}:
            ids = {key: event.pgh_before for key, event in rows.items() if key[0] == place and event.pgh_before}
            earlier = EVENTS[self.parts[place].model]._base_manager.in_bulk(list(ids.values())) if ids else {}
            found |= {key: earlier[pk] for key, pk in ids.items()}
        return found

    def _act(self, keys: list[Any], rows: dict[Any, Any], before: dict[Any, Any], names: Names) -> Act | None:
        lines = [line for key in keys if (line := self._line(key, rows[key], before.get(key), names)) is not None]
        first = rows[keys[0]]
        who, capacity = self._who(first)
        return Act(who, capacity, first.pgh_created_at, lines) if lines else None

    def _line(self, key: tuple[int, int], event: Any, before: Any, names: Names) -> Line | None:
        part = self.parts[key[0]]
        only = self.sight.fields.get(part.model)
        compared = before if event.pgh_label == UPDATE else None
        told = differences(event, compared, part, names, only) if event.pgh_label != BASELINE else []
        if event.pgh_label == UPDATE and not told:
            return None
        return Line(VERBS.get(event.pgh_label, ""), part.label(event, names), told)

    def _who(self, event: Any) -> tuple[str, str]:
        """Who acted and in which capacity: the post in a body of the thing, else in the agency of the row, else the first."""
        said = event.pgh_context or {}
        if "officer" not in said:
            return SYSTEM, str(said.get("system", ""))
        if not self.sight.names_people and said["officer"] != self.user.pk:
            return OTHERS, ""
        posts = [p for p in said["posts"] if not self.subject.duties or p["duty"] in self.subject.duties] or said[
            "posts"
        ]
        bodies, own = self.subject.bodies(self.thing), getattr(event, "agency_id", None)
        fitting = [p for p in posts if p["agency"] in bodies] or [p for p in posts if p["agency"] == own] or posts
        return str(said["name"]), str(fitting[0]["words"]) if fitting else ""

    def state_on(self, day: date) -> list[State] | None:
        """The thing and its parts as they were at the end of a day; None when there is nothing this officer may know of it."""
        end = _start(day + timedelta(days=1))
        if self.sight.since and end <= self.sight.since:
            return None
        found = [(part, self._rows_at(part, end)) for part in self.parts]
        if not found[0][1]:
            return None
        names = Names(self.user)
        for _, rows in found:
            names.want(rows)
        names.load()
        return [self._state(part, rows, names) for part, rows in found if rows]

    def _rows_at(self, part: Part, end: datetime) -> list[Any]:
        """The last change of every row before a moment, without those that were gone by then or had gone elsewhere."""
        model = EVENTS[part.model]
        mine = part.rows(self.thing.pk)
        rows = model._base_manager.filter(mine).order_by().values("pgh_obj_id")
        last = (
            model._base_manager.filter(pgh_obj_id__in=rows, pgh_created_at__lt=end)
            .order_by("pgh_obj_id", "-pgh_id")
            .distinct("pgh_obj_id")
            .values("pgh_id")
        )
        found = model._base_manager.filter(mine, pk__in=last).exclude(pgh_label=DELETE)
        if narrow := self.sight.only.get(part.model):
            found = found.filter(narrow)
        return list(found.order_by("pgh_obj_id"))

    def _state(self, part: Part, rows: list[Any], names: Names) -> State:
        only = self.sight.fields.get(part.model)
        shown = [(part.label(row, names), values_of(row, part, names, only)) for row in rows[:ROWS_OF_A_PART]]
        return State(str(part.model._meta.verbose_name), shown, len(rows) - len(shown))
