"""Figures of a set of work items as of a day: counted in the database, carried as frozen values (decisions 3–5).

Live figures and figures of a frozen report come from the same counting query over two sources of the same columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Self

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F, Q

from agencies.models import Agency
from directives.models import Directive
from plans.choices import CLASSES, ExtensionState, Standing
from plans.models import Extension, Task
from plans.models.progress import WorkItemQuerySet
from plans.standing import standing_of

RULES = "1"
"""Version of the counting rules, kept with every frozen report; raise it when a figure would come out differently."""

_DAY = timedelta(days=1)

AGEING = ((1, 7), (8, 30), (31, 60), (61, 90), (91, None))
"""First and last day overdue of each column (decision 4)."""

_TALLY = """
SELECT GROUPING(agency_id, directive_id, task_id, age), agency_id, directive_id, task_id, age, standing, count(*)
FROM (SELECT agency_id, directive_id, task_id, standing, width_bucket(days_overdue, ARRAY[1, 8, 31, 61, 91]) AS age
      FROM ({source}) AS found) AS counted
GROUP BY GROUPING SETS ((standing), (agency_id, standing), (directive_id, standing), (task_id, standing), (age))
"""
_TOTAL, _BY_AGENCY, _BY_DIRECTIVE, _BY_TASK, _BY_AGE = 0b1111, 0b0111, 0b1011, 0b1101, 0b1110

# The state of each item as it was on a day, looked up once where the item changed since. Asked for as columns of a queryset, the
# look-up would be written out, and made, for every condition of the class.
_CLASSES = """
SELECT life, (sent_on > limit_on) IS TRUE AS late, (limit_on < %s) IS TRUE AS past, count(*)
FROM ({source}) AS found(id, last_event_on, lifecycle, submitted_on, due_on)
LEFT JOIN LATERAL (
    SELECT found.lifecycle, found.submitted_on, found.due_on WHERE found.last_event_on <= %s
    UNION ALL
    (SELECT e.lifecycle, e.submitted_on, e.due_on FROM plans_workitemevent e
     WHERE (found.last_event_on <= %s) IS NOT TRUE AND e.work_item_id = found.id AND e."on" <= %s
     ORDER BY e."on" DESC, e.id DESC LIMIT 1)
) AS state(life, sent_on, limit_on) ON TRUE
GROUP BY 1, 2, 3
"""

_ROWS = """
SELECT r.agency_id, r.directive_id, w.task_id, r.standing, r.days_overdue
FROM reporting_reportrow r JOIN plans_workitem w ON w.id = r.work_item_id WHERE r.report_id = %s
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of work items by class; `outside` (set aside) stands apart and enters no sum."""

    done_on_time: int = 0
    done_late: int = 0
    within: int = 0
    overdue: int = 0
    not_started: int = 0
    outside: int = 0

    @property
    def assigned(self) -> int:
        """Được giao: all that count."""
        return self.done + self.undone

    @property
    def done(self) -> int:
        """Hoàn thành."""
        return self.done_on_time + self.done_late

    @property
    def undone(self) -> int:
        """Chưa hoàn thành."""
        return self.in_time + self.overdue

    @property
    def in_time(self) -> int:
        """Chưa hoàn thành – trong hạn, those not started included (decision 4)."""
        return self.within + self.not_started

    @property
    def tenths(self) -> int:
        """Completion rate in tenths of a percent, halves up: the one rounding that screens, words and paper share."""
        return (2000 * self.done + self.assigned) // (2 * self.assigned) if self.assigned else 0

    @property
    def classes(self) -> tuple[int, ...]:
        """The five classes in their fixed order."""
        return tuple(getattr(self, standing.value) for standing in CLASSES)


@dataclass(frozen=True, slots=True)
class Line:
    """Counts of one agency, document or task; `pk` is its row, `within` the document of a task, `short` an agency's short name."""

    pk: int
    label: str
    counts: Counts
    within: int | None = None
    short: str = ""


@dataclass(frozen=True, slots=True)
class Silent:
    """An agency whose reports of closed periods are overdue, with the periods it owes."""

    agency: int
    label: str
    periods: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a set of work items amounts to: of the days `period_from`–`period_to`, with standing as of `on`."""

    period_from: date
    period_to: date
    on: date
    counts: Counts = field(default_factory=Counts)
    by_agency: tuple[Line, ...] = ()
    by_directive: tuple[Line, ...] = ()
    by_task: tuple[Line, ...] = ()
    ageing: tuple[int, ...] = (0,) * len(AGEING)
    silent: tuple[Silent, ...] = ()
    reporting_agencies: int = 0
    extensions: int = 0
    extensions_pending: int = 0

    def as_json(self) -> dict[str, Any]:
        """Plain values for a JSON column; `from_json` gives the same figures back."""
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Figures as they were frozen."""
        days: dict[str, Any] = {name: date.fromisoformat(data[name]) for name in ("period_from", "period_to", "on")}
        lines: dict[str, Any] = {
            name: tuple(Line(**{**line, "counts": Counts(**line["counts"])}) for line in data[name])
            for name in ("by_agency", "by_directive", "by_task")
        }
        silent = tuple(Silent(**{**one, "periods": tuple(one["periods"])}) for one in data["silent"])
        rest = {name: data[name] for name in ("reporting_agencies", "extensions", "extensions_pending")}
        return cls(
            **days, **lines, **rest, silent=silent, counts=Counts(**data["counts"]), ageing=tuple(data["ageing"])
        )


def belonging(items: WorkItemQuerySet, *, period_from: date, period_to: date, on: date) -> Any:
    """The items a period counts, with standing as of a day: opened on or before its last day, not finished before its first.

    Typed Any because annotated columns are unknown to the stubs.
    """
    return items.in_period(since=period_from, until=period_to).as_of(on=on).order_by()


def collect(items: WorkItemQuerySet, *, period_from: date, period_to: date, on: date, tasks: bool = False) -> Figures:
    """Figures in a fixed number of queries, whatever the number of items; `tasks` adds the lines by task."""
    days: dict[str, Any] = {"period_from": period_from, "period_to": period_to, "on": on}
    found = belonging(items, **days)
    reporting = _reporting(found, min(period_to, on))
    return Figures(**days, **_parts(_source(found), tasks=tasks), **reporting, **_extensions(found, **days))


def of_rows(report_id: int, *, like: Figures) -> Figures:
    """Figures counted from a report's frozen rows; what rows do not carry (who was silent, extensions) is taken from `like`."""
    parts = _parts((_ROWS, (report_id,)), tasks=bool(like.by_task))
    return replace(Figures(period_from=like.period_from, period_to=like.period_to, on=like.on, **parts), **{
        name: getattr(like, name) for name in ("silent", "reporting_agencies", "extensions", "extensions_pending")
    })  # fmt: skip


def count(items: WorkItemQuerySet, *, period_from: date, period_to: date, on: date) -> Counts:
    """Only the statistics line, in one query; on the same items as `belonging`."""
    found = items.in_period(since=period_from, until=period_to).opened_by(on=on).order_by()
    columns = found.values_list("id", "last_event_on", "lifecycle", "submitted_on", "due_on")
    try:
        sql, params = columns.query.sql_with_params()
    except EmptyResultSet:
        return Counts()
    numbers: dict[str, int] = defaultdict(int)
    with connection.cursor() as cursor:
        cursor.execute(_CLASSES.format(source=sql), [on, *params, on, on, on])
        for life, late, past, number in cursor.fetchall():
            due_on = on - _DAY if past else on  # any days that stand to each other as those of the group do
            sent_on = due_on + _DAY if late else due_on
            numbers[standing_of(lifecycle=life, due_on=due_on, submitted_on=sent_on, on=on)] += number
    return _counts(numbers)


def _counts(by_standing: Mapping[str, int]) -> Counts:
    return Counts(**{Standing(standing).value: number for standing, number in by_standing.items()})


def _source(found: Any) -> tuple[str, Sequence[Any]] | None:
    columns = found.values("agency_id", "task_id", "standing", "days_overdue", directive_id=F("plan__directive_id"))
    try:
        sql, params = columns.query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, params


def _parts(source: tuple[str, Sequence[Any]] | None, *, tasks: bool) -> dict[str, Any]:
    """The sums of one pass over the source, with names."""
    if source is None:
        return {}
    groups: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    with connection.cursor() as cursor:
        cursor.execute(_TALLY.format(source=source[0]), list(source[1]))
        for kind, agency, directive, task, age, standing, number in cursor.fetchall():
            key = {_BY_AGENCY: agency, _BY_DIRECTIVE: directive, _BY_TASK: task, _BY_AGE: age}.get(kind, 0)
            groups[kind][key][standing or ""] = number
    ages = groups[_BY_AGE]
    return {
        "counts": _counts(groups[_TOTAL][0]),
        "ageing": tuple(ages[place][""] if place in ages else 0 for place in range(1, len(AGEING) + 1)),
        "by_agency": _agency_lines(groups[_BY_AGENCY]),
        "by_directive": _directive_lines(groups[_BY_DIRECTIVE]),
        "by_task": _task_lines(groups[_BY_TASK]) if tasks else (),
    }


def _agency_lines(groups: Mapping[int, Mapping[str, int]]) -> tuple[Line, ...]:
    """Most overdue first, then by name."""
    names = Agency.objects.filter(pk__in=groups).order_by("sort_key", "pk").values_list("pk", "name", "short_name")
    lines = [Line(pk, name, _counts(groups[pk]), short=short) for pk, name, short in names]
    return tuple(sorted(lines, key=lambda line: -line.counts.overdue))


def _directive_lines(groups: Mapping[int, Mapping[str, int]]) -> tuple[Line, ...]:
    """Oldest document first, as reports list them."""
    found = Directive.objects.filter(pk__in=groups).order_by(F("issued_on").asc(nulls_last=True), "pk")
    return tuple(Line(one.pk, one.label, _counts(groups[one.pk])) for one in found.only("pk", "number", "type_code"))


def _task_lines(groups: Mapping[int, Mapping[str, int]]) -> tuple[Line, ...]:
    """In the order of their plans."""
    found = Task.objects.filter(pk__in=groups).order_by("plan__directive__issued_on", "plan_id", "position", "pk")
    facts = found.values_list("pk", "path", "heading", "plan__directive_id")
    return tuple(
        Line(pk, f"{path.rstrip('.')}. {heading}", _counts(groups[pk]), directive)
        for pk, path, heading, directive in facts
    )


def _reporting(found: Any, until: date) -> dict[str, Any]:
    """Who owed reports of periods closed by a day, and who is late with them."""
    periodic = found.filter(period__isnull=False, period__ends_on__lte=until)
    owed = periodic.filter(standing=Standing.OVERDUE).order_by("agency__sort_key", "agency_id", "period__starts_on")
    late: dict[tuple[int, str], list[str]] = defaultdict(list)
    facts = owed.values_list("agency_id", "agency__name", "period__label", "period__starts_on", "agency__sort_key")
    for agency, name, label, *_ in facts.distinct():
        if label not in late[agency, name]:
            late[agency, name].append(label)
    return {
        "silent": tuple(Silent(agency, name, tuple(labels)) for (agency, name), labels in late.items()),
        "reporting_agencies": periodic.exclude(standing=Standing.OUTSIDE).aggregate(
            n=Count("agency_id", distinct=True)
        )["n"],
    }


def _extensions(found: Any, *, period_from: date, period_to: date, on: date) -> dict[str, Any]:
    """Extensions granted within the period (up to the day), and requests that waited on the day."""
    asked = Extension.objects.filter(work_item__in=found.values("pk"))
    granted = Q(state=ExtensionState.GRANTED, decided_on__gte=period_from, decided_on__lte=max(period_to, on))
    waiting = Q(requested_on__lte=on) & (Q(decided_on__isnull=True) | Q(decided_on__gt=on))
    counted = asked.aggregate(
        granted=Count("pk", filter=granted & Q(decided_on__lte=on)), waiting=Count("pk", filter=waiting)
    )
    return {"extensions": counted["granted"], "extensions_pending": counted["waiting"]}


def named(lines: Iterable[Line], pk: int) -> Line | None:
    """The line of one row, where it has one."""
    return next((line for line in lines if line.pk == pk), None)
