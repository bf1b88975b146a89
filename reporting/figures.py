"""Figures of a set of work items as of a day: counted in the database, carried as frozen values (decisions 3–5).

Live figures and figures of a frozen report come from the same grouping over two sources: the items, each with its state of the
day looked up once, or the rows that were kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F

from agencies.choices import Level
from agencies.models import Agency
from directives.models import Directive
from plans.answers import LAST_IS_NIL, evening_of
from plans.choices import Answer, MoreTime, Standing, TaskKind
from plans.models import Extension, ReportingPeriod, Task
from plans.models.progress import WorkItemQuerySet
from plans.more_time import came_to
from plans.standing import standing_of
from reporting.counts import AGEING, CheckIns, Counts, Figures, Group, Line, Silent, named

__all__ = ["AGEING", "RULES", "CheckIns", "Counts", "Figures", "Group", "Line", "Silent", "named"]

RULES = "2"
"""Version of the counting rules, kept with every frozen report; raise it when a figure would come out differently.

1: five classes by agency, document, task; ageing; who is silent. 2: by kind and level too, check-ins, refused extensions.
"""

_DAY = timedelta(days=1)
_NO_PERIOD = 0

# The state of each item as it was on a day, looked up once where the item changed since. Asked for as columns of a queryset, the
# look-up would be written out, and made, for every condition of the class.
_STATE = """
LEFT JOIN LATERAL (
    SELECT found.lifecycle, found.submitted_on, found.due_on WHERE found.last_event_on <= {day}
    UNION ALL
    (SELECT e.lifecycle, e.submitted_on, e.due_on FROM plans_workitemevent e
     WHERE (found.last_event_on <= {day}) IS NOT TRUE AND e.work_item_id = found.id AND e."on" <= {day}
     ORDER BY e."on" DESC, e.id DESC LIMIT 1)
) AS state(life, sent_on, limit_on) ON TRUE
"""
_STANDING = "state.life, (state.sent_on > state.limit_on) IS TRUE AS late, (state.limit_on < {day}) IS TRUE AS past"

_COLUMNS = ("id", "last_event_on", "lifecycle", "submitted_on", "due_on")

# `owing`: of periods closed by the day (and the period's own end), the period an item is late with, 0 where it is not late.
_ITEMS = f"""
SELECT found.agency_id, found.directive_id, found.task_id, found.task_kind AS kind, found.level, {_STANDING.format(day="%(on)s")},
       CASE WHEN found.kind <> 'check_in' THEN '' WHEN state.life NOT IN ('submitted', 'confirmed') THEN '{Answer.SILENT}'
            WHEN ({LAST_IS_NIL.format(item="found.id", day="%(on)s", evening="%(evening)s")}) THEN '{Answer.NIL}'
            ELSE '{Answer.TOLD}' END AS answer,
       CASE WHEN state.life IN ('not_started', 'in_progress') AND state.limit_on < %(on)s
            THEN width_bucket(%(on)s - state.limit_on, ARRAY[1, 8, 31, 61, 91]) END AS age,
       CASE WHEN found.period_ends_on <= %(until)s AND state.life NOT IN ('paused', 'cancelled', 'handed_over')
            THEN CASE WHEN state.life IN ('not_started', 'in_progress') AND state.limit_on < %(on)s
                      THEN found.period_id ELSE {_NO_PERIOD} END END AS owing
FROM ({{items}}) AS found(id, last_event_on, lifecycle, submitted_on, due_on, agency_id, directive_id, task_id, task_kind, level,
                        kind, period_id, period_ends_on)
{_STATE.format(day="%(on)s")}
"""  # noqa: S608 - our own words

_COUNTING = f"""
SELECT found.id FROM ({{items}}) AS found({", ".join(_COLUMNS)}) {_STATE.format(day="%(on)s")}
WHERE state.life NOT IN ('paused', 'cancelled', 'handed_over')
"""  # noqa: S608 - our own words

_LONGEST = f"""
SELECT found.id FROM ({{items}}) AS found({", ".join(_COLUMNS)}, sort_key) {_STATE.format(day="%(on)s")}
WHERE state.life IN ('not_started', 'in_progress') AND state.limit_on < %(on)s
ORDER BY state.limit_on, found.sort_key, found.id LIMIT %(most)s
"""  # noqa: S608 - our own words

_ROWS = """
SELECT r.agency_id, r.directive_id, w.task_id, r.kind, r.level, r.standing AS life, FALSE AS late, FALSE AS past,
       r.answer, CASE WHEN r.standing = 'overdue' THEN width_bucket(r.days_overdue, ARRAY[1, 8, 31, 61, 91]) END AS age,
       NULL AS owing
FROM reporting_reportrow r JOIN plans_workitem w ON w.id = r.work_item_id WHERE r.report_id = %(report)s
"""

_DIMENSIONS: Final = ("agency_id", "directive_id", "task_id", "kind", "level", "answer", "age", "owing")
_STATES: Final = ("life", "late", "past")
_SETS: Final[Mapping[str, tuple[str, ...]]] = {
    "total": _STATES,
    "agency": ("agency_id", *_STATES),
    "directive": ("directive_id", *_STATES),
    "task": ("task_id", *_STATES),
    "kind": ("kind", *_STATES),
    "level": ("level", *_STATES),
    "answer": ("answer", *_STATES),
    "age": ("age",),
    "owing": ("agency_id", "owing"),
}

# Every day of an item matters only by which of the asked days lie before it: as ranks among those, the items that have not changed
# since fall into a few hundred groups. The others are looked up one by one.
_SPANS = f"""
WITH spans(place, since, until, day, nth_day, nth_limit, nth_since) AS (
    SELECT * FROM unnest(%(places)s::int[], %(since)s::date[], %(until)s::date[], %(days)s::date[],
                         %(nth_day)s::int[], %(nth_limit)s::int[], %(nth_since)s::int[])),
found(id, last_event_on, lifecycle, submitted_on, due_on, opened_on, taken_over_on, completed_on) AS MATERIALIZED ({{items}}),
unchanged AS (
    SELECT lifecycle, (submitted_on > due_on) IS TRUE AS late,
           coalesce(width_bucket(due_on, %(sorted_days)s::date[]), %(size)s) AS due,
           width_bucket(last_event_on - 1, %(sorted_days)s::date[]) AS changed,
           width_bucket(opened_on - 1, %(sorted_limits)s::date[]) AS opened,
           coalesce(width_bucket(taken_over_on - 1, %(sorted_days)s::date[]), 0) AS taken,
           CASE WHEN lifecycle = 'confirmed' THEN width_bucket(completed_on, %(sorted_since)s::date[])
                ELSE %(size)s END AS finished,
           count(*) AS number
    FROM found GROUP BY 1, 2, 3, 4, 5, 6, 7)
SELECT place, lifecycle, late, nth_day > due AS past, sum(number)::bigint
FROM spans JOIN unchanged ON nth_day > changed AND nth_limit > opened AND nth_day > taken AND nth_since <= finished
GROUP BY 1, 2, 3, 4
UNION ALL
SELECT spans.place, {_STANDING.format(day="spans.day")}, count(*)
FROM spans JOIN found ON found.last_event_on > spans.day AND found.opened_on <= least(spans.until, spans.day)
    AND (found.taken_over_on IS NULL OR found.taken_over_on <= spans.day)
    AND NOT (found.lifecycle = 'confirmed' AND found.completed_on < spans.since)
{_STATE.format(day="spans.day")}
GROUP BY 1, 2, 3, 4
"""  # noqa: S608 - our own words


def belonging(items: WorkItemQuerySet, *, period_from: date, period_to: date, on: date) -> Any:
    """The items a period counts, with standing as of a day: opened on or before its last day, not finished before its first.

    Typed Any because annotated columns are unknown to the stubs.
    """
    return items.in_period(since=period_from, until=period_to).as_of(on=on).order_by()


def collect(items: WorkItemQuerySet, *, period_from: date, period_to: date, on: date, tasks: bool = False) -> Figures:
    """Figures in a fixed number of queries, whatever the number of items; `tasks` adds the lines by task."""
    days: dict[str, Any] = {"period_from": period_from, "period_to": period_to, "on": on}
    found = items.in_period(since=period_from, until=period_to).opened_by(on=on).order_by()
    source, params = _source(found, until=min(period_to, on), on=on)
    return Figures(**days, **_parts(source, params, tasks=tasks), **_extensions(found, since=period_from, on=on))


def longest_overdue(items: WorkItemQuerySet, *, period_from: date, period_to: date, on: date, most: int) -> list[int]:
    """Ids of the items of a period that are overdue longest on a day; found before anything else is asked about them."""
    found = items.in_period(since=period_from, until=period_to).opened_by(on=on).order_by()
    columns = found.values_list(*_COLUMNS, "agency__sort_key")
    return [pk for (pk,) in _asked(_LONGEST, columns, {"on": on, "most": most})]


def of_rows(report_id: int, *, like: Figures) -> Figures:
    """Figures counted from a report's frozen rows; what rows do not carry (who was silent, extensions) is taken from `like`."""
    parts = _parts(_ROWS, {"report": report_id}, tasks=bool(like.by_task))
    kept = (
        "silent",
        "reporting_agencies",
        "extensions",
        "extensions_pending",
        "extensions_refused",
        "granted",
        "waiting",
        "refused",
    )
    return replace(
        Figures(period_from=like.period_from, period_to=like.period_to, on=like.on),
        **{**parts, **{name: getattr(like, name) for name in kept}},
    )


def count(items: WorkItemQuerySet, *, period_from: date, period_to: date, on: date) -> Counts:
    """Only the statistics line, in one query; on the same items as `belonging`."""
    return count_spans(items, [(period_from, period_to, on)])[0]


def count_spans(items: WorkItemQuerySet, spans: Sequence[tuple[date, date, date]]) -> list[Counts]:
    """The statistics line of several periods (first day, last day, day of standing) in one pass over the items."""
    if not spans:
        return []
    within = items.in_period(since=min(since for since, _, _ in spans), until=max(until for _, until, _ in spans))
    within = within.opened_by(on=max(day for _, _, day in spans)).order_by()
    columns = within.values_list(*_COLUMNS, "opened_on", "taken_over_on", "completed_on")
    numbers: list[dict[str, int]] = [defaultdict(int) for _ in spans]
    since, until, days = (list(part) for part in zip(*spans, strict=True))
    limits = [min(last, day) for last, day in zip(until, days, strict=True)]
    params = {
        "places": list(range(len(spans))), "size": len(spans), "since": since, "until": until, "days": days,
        "nth_day": _ranks(days), "nth_limit": _ranks(limits), "nth_since": _ranks(since),
        "sorted_days": sorted(days), "sorted_limits": sorted(limits), "sorted_since": sorted(since),
    }  # fmt: skip
    for place, life, late, past, number in _asked(_SPANS, columns, params):
        numbers[place][_standing(life, late=late, past=past)] += number
    return [_counts(one) for one in numbers]


def _ranks(days: Sequence[date]) -> list[int]:
    """The place of each day among all of them in order, from 1."""
    order = sorted(range(len(days)), key=lambda place: days[place])
    return [order.index(place) + 1 for place in range(len(days))]


def _standing(life: str, *, late: bool, past: bool) -> str:
    """The class of a state by the pure rule; frozen rows bring their class along ("not_started" is both, and means the same)."""
    if life in Standing.values and life != Standing.NOT_STARTED:
        return life
    on = date(2000, 1, 3)
    due_on = on - _DAY if past else on  # any days that stand to each other as those of the group do
    return standing_of(lifecycle=life, due_on=due_on, submitted_on=due_on + _DAY if late else due_on, on=on)


def _counts(by_standing: Mapping[str, int]) -> Counts:
    return Counts(**{Standing(standing).value: number for standing, number in by_standing.items()})


def _asked(query: str, columns: Any, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Rows of a query over the columns of a queryset, the parameters of which are put in by number; none for an empty one."""
    try:
        sql, own = columns.query.sql_with_params()
    except EmptyResultSet:
        return []
    sql, named_params = _by_name(sql, own)
    with connection.cursor() as cursor:
        cursor.execute(query.replace("{items}", sql), {**named_params, **params})
        return list(cursor.fetchall())


def _by_name(sql: str, params: Sequence[Any]) -> tuple[str, dict[str, Any]]:
    """The same SQL with named parameters, so that it can stand within a query that has some of its own."""
    parts = sql.split("%s")
    named_sql = "".join(f"{part}%(own{place})s" for place, part in enumerate(parts[:-1])) + parts[-1]
    return named_sql, {f"own{place}": value for place, value in enumerate(params)}


def _source(found: Any, *, until: date, on: date) -> tuple[str | None, dict[str, Any]]:
    """The items of a period with their states of a day, as SQL; None where there can be none."""
    columns = found.values_list(
        *_COLUMNS, "agency_id", "plan__directive_id", "task_id", "task__kind", "agency__level", "kind", "period_id",
        "period__ends_on",
    )  # fmt: skip
    try:
        sql, params = columns.query.sql_with_params()
    except EmptyResultSet:
        return None, {}
    sql, own = _by_name(sql, params)
    return _ITEMS.replace("{items}", sql), {**own, "on": on, "until": until, "evening": evening_of(on)}


def _parts(source: str | None, params: Mapping[str, Any], *, tasks: bool) -> dict[str, Any]:
    """The sums of one pass over the source, with names."""
    if source is None:
        return {}
    groups = _grouped(source, params, [name for name in _SETS if tasks or name != "task"])
    by = {name: _by_key(rows) for name, rows in groups.items()}
    return {
        "counts": by["total"].get(None, Counts()),
        "ageing": _ageing(groups["age"]),
        "by_agency": _agency_lines(by["agency"]),
        "by_directive": _directive_lines(by["directive"]),
        "by_task": _task_lines(by["task"]) if tasks else (),
        "by_kind": _groups(by["kind"], TaskKind.choices, "chưa ghi loại"),
        "by_level": _groups(by["level"], Level.choices, "chưa ghi cấp"),
        "check_ins": _check_ins(by["answer"]),
        **_silent(groups["owing"]),
    }


type _Group = tuple[dict[str, Any], int]


def _grouped(source: str, params: Mapping[str, Any], wanted: Sequence[str]) -> dict[str, list[_Group]]:
    """Numbers of items by each wanted set of columns: one pass, each row a dict of columns and its number."""
    names = tuple(name for name in (*_DIMENSIONS, *_STATES) if any(name in _SETS[one] for one in wanted))
    sets = ", ".join(f"({', '.join(_SETS[name])})" for name in wanted)
    query = (
        f"SELECT GROUPING({', '.join(names)}), {', '.join(names)}, count(*) FROM ({source}) AS counted"  # noqa: S608 - our own words
        f" GROUP BY GROUPING SETS ({sets})"
    )
    masks = {int("".join("0" if name in _SETS[one] else "1" for name in names), 2): one for one in wanted}
    found: dict[str, list[_Group]] = {name: [] for name in wanted}
    with connection.cursor() as cursor:
        cursor.execute(query, dict(params))
        for mask, *values, number in cursor.fetchall():
            found[masks[mask]].append((dict(zip(names, values, strict=True)), number))
    return found


def _by_key(rows: Sequence[_Group]) -> dict[Any, Counts]:
    """Counts by whatever column of a set is not the state."""
    numbers: dict[Any, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for values, number in rows:
        if values["life"] is not None:
            key = next((values[name] for name in _DIMENSIONS if values.get(name) is not None), None)
            numbers[key][_standing(values["life"], late=values["late"], past=values["past"])] += number
    return {key: _counts(one) for key, one in numbers.items()}


def _ageing(rows: Sequence[_Group]) -> tuple[int, ...]:
    by_place = {values["age"]: number for values, number in rows}
    return tuple(by_place.get(place, 0) for place in range(1, len(AGEING) + 1))


def _check_ins(by_answer: Mapping[str, Counts]) -> CheckIns:
    told, nil, silent = (by_answer.get(answer.value, Counts()) for answer in (Answer.TOLD, Answer.NIL, Answer.SILENT))
    return CheckIns(told.assigned, nil.assigned, silent.assigned, silent.overdue)


def _groups(groups: Mapping[str, Counts], choices: Sequence[tuple[str, Any]], unknown: str) -> tuple[Group, ...]:
    """In the order of the closed list; rows that do not say stand last."""
    known = [*((code, str(label)) for code, label in choices), ("", unknown)]
    return tuple(Group(code, label, groups[code]) for code, label in known if code in groups)


def _agency_lines(groups: Mapping[int, Counts]) -> tuple[Line, ...]:
    """Most overdue first, then by name."""
    names = Agency.objects.filter(pk__in=groups).order_by("sort_key", "pk").values_list("pk", "name", "short_name")
    lines = [Line(pk, name, groups[pk], short=short) for pk, name, short in names]
    return tuple(sorted(lines, key=lambda line: -line.counts.overdue))


def _directive_lines(groups: Mapping[int, Counts]) -> tuple[Line, ...]:
    """Oldest document first, as reports list them."""
    found = Directive.objects.filter(pk__in=groups).order_by(F("issued_on").asc(nulls_last=True), "pk")
    return tuple(Line(one.pk, one.label, groups[one.pk]) for one in found.only("pk", "number", "type_code"))


def _task_lines(groups: Mapping[int, Counts]) -> tuple[Line, ...]:
    """In the order of their plans."""
    found = Task.objects.filter(pk__in=groups).order_by("plan__directive__issued_on", "plan_id", "position", "pk")
    facts = found.values_list("pk", "path", "heading", "plan__directive_id")
    return tuple(
        Line(pk, f"{path.rstrip('.')}. {heading}", groups[pk], directive) for pk, path, heading, directive in facts
    )


def _silent(rows: Sequence[_Group]) -> dict[str, Any]:
    """Who owed reports of periods closed by a day, and who is late with them: agencies by name, their periods by time."""
    owed: dict[int, dict[int, int]] = defaultdict(dict)
    for values, number in rows:
        if values["owing"] is not None:
            owed[values["agency_id"]][values["owing"]] = number
    late = {agency: [pk for pk in periods if pk != _NO_PERIOD] for agency, periods in owed.items()}
    late = {agency: periods for agency, periods in late.items() if periods}
    labels = _labels({pk for periods in late.values() for pk in periods})
    place = {pk: nth for nth, pk in enumerate(labels)}
    names = Agency.objects.filter(pk__in=late).order_by("sort_key", "pk").values_list("pk", "name")
    silent = []
    for pk, name in names:
        owes = sorted(late[pk], key=lambda period: place[period])
        silent.append(
            Silent(pk, name, tuple(dict.fromkeys(labels[one] for one in owes)), sum(owed[pk][one] for one in owes))
        )
    return {"silent": tuple(silent), "reporting_agencies": len(owed)}


def _labels(periods: set[int]) -> dict[int, str]:
    """Labels of periods, the earliest first."""
    found = ReportingPeriod.objects.filter(pk__in=periods).order_by("starts_on", "label", "pk")
    return dict(found.values_list("pk", "label"))


def _extensions(found: Any, *, since: date, on: date) -> dict[str, Any]:
    """Requests granted and refused within the period (up to the day), those that waited on the day, and their items.

    Of items that count on the day: what is set aside stands apart with everything about it.
    """
    names = {
        MoreTime.GRANTED: ("extensions", "granted"), MoreTime.WAITING: ("extensions_pending", "waiting"),
        MoreTime.REFUSED: ("extensions_refused", "refused"),
    }  # fmt: skip
    codes = {what: what.name.lower() for what in names}
    numbered: Any = {code: Count("pk", filter=came_to(what, since=since, on=on)) for what, code in codes.items()}
    asked = Extension.objects.filter(work_item__in=found.values("pk")).values("work_item_id").annotate(**numbered)
    rows: Any = asked.order_by("work_item_id").values_list("work_item_id", *numbered)
    about_items = {pk: dict(zip(numbered, numbers, strict=True)) for pk, *numbers in rows if any(numbers)}
    counting = {pk for (pk,) in _asked(_COUNTING, found.filter(pk__in=about_items).values_list(*_COLUMNS), {"on": on})}
    told: dict[str, Any] = {}
    for what, (number, about) in names.items():
        of_items = {pk: numbers[codes[what]] for pk, numbers in about_items.items() if pk in counting}
        told[number], told[about] = sum(of_items.values()), tuple(pk for pk, count in of_items.items() if count)
    return told
