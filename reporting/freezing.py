"""Rows of a report: the items as they stand on a day, read live or written for ever, and their checksum.

Both come from one SELECT with the columns of `ReportRow`, so a draft shows exactly what freezing would keep.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, CharField, Count, F, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, Concat, NullIf, RowNumber

from agencies.wording import format_day, number
from directives.models import Directive
from plans.answers import standing_words, with_answers
from plans.choices import ExtensionState, ItemKind, Lifecycle, Standing
from plans.models import Extension, WorkItemEvent
from plans.models.progress import WorkItemQuerySet
from reporting.figures import belonging

COLUMNS = (
    "position", "work_item_id", "directive_id", "agency_id", "directive_label", "agency_name", "path", "heading", "occurrence",
    "kind", "level", "answer", "standing", "lifecycle", "opened_on", "due_on", "submitted_on", "completed_on", "days_overdue",
    "percent", "extension_count", "results", "difficulties", "proposals",
)  # fmt: skip
_NEW_WITH_RULES_2 = ("kind", "level", "answer")
_FROM_ITEM = COLUMNS[:-3]
_FROZEN = f"SELECT {', '.join(COLUMNS)} FROM reporting_reportrow WHERE report_id = %s"  # noqa: S608  (own column names)
_LIVE = """
SELECT {columns}, COALESCE(u.results, '') AS results, COALESCE(u.difficulties, '') AS difficulties,
       COALESCE(u.proposals, '') AS proposals
FROM ({items}) AS i LEFT JOIN plans_statusupdate u ON u.id = i.update_id
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line: a work item as it stood on the day of the report."""

    position: int
    work_item_id: int
    directive_id: int
    agency_id: int
    directive_label: str
    agency_name: str
    path: str
    heading: str
    occurrence: str
    kind: str
    level: str
    answer: str
    standing: str
    lifecycle: str
    opened_on: date
    due_on: date | None
    submitted_on: date | None
    completed_on: date | None
    days_overdue: int
    percent: int | None
    extension_count: int
    results: str
    difficulties: str
    proposals: str

    @property
    def words(self) -> str:
        """Class in words, as tables print it."""
        return Standing(self.standing).label.capitalize()

    @property
    def late(self) -> str:
        """ "Quá hạn 93 ngày"."""
        return f"{self.words} {number(self.days_overdue)} ngày"

    @property
    def clocks(self) -> str:
        """The day of the report, which decides the class, and apart from it that of the confirmation."""
        if self.submitted_on is None:
            return ""
        lifecycle, told = Lifecycle(self.lifecycle), f"báo {format_day(self.submitted_on)}"
        if lifecycle == Lifecycle.SUBMITTED:
            return f"{told}, chờ xác nhận"
        if lifecycle == Lifecycle.CONFIRMED and self.completed_on is not None:
            return f"{told}, xác nhận {format_day(self.completed_on)}"
        return ""

    @property
    def title(self) -> str:
        """ "4. Tuyên truyền trên báo, đài, kỳ quý II/2022": path, words, and the period where there is one."""
        occurrence = f", {self.occurrence}" if self.occurrence.startswith("kỳ ") else ""
        return f"{self.path.rstrip('.')}. {self.heading}{occurrence}"


@dataclass(frozen=True, slots=True)
class Rows:
    """A place to read rows from: SQL with the columns of `Row` and its parameters; None when there can be none."""

    sql: str | None
    params: Sequence[Any] = ()

    def read(
        self, where: str = "TRUE", *, order: str = "position", limit: int | None = None, offset: int = 0
    ) -> Iterator[Row]:
        """Rows in order; `where` and `order` are written in this project, never typed by people."""
        if self.sql is None:
            return
        stop = f" LIMIT {limit:d} OFFSET {offset:d}" if limit is not None else ""
        query = f"SELECT {', '.join(COLUMNS)} FROM ({self.sql}) AS r WHERE {where} ORDER BY {order}{stop}"  # noqa: S608
        # All rows of a big report stay with the server until they are wanted.
        with connection.chunked_cursor() if limit is None else connection.cursor() as cursor:
            cursor.execute(query, list(self.params))
            while batch := cursor.fetchmany(500):
                yield from (Row(*facts) for facts in batch)

    def count(self, where: str = "TRUE") -> int:
        """How many rows `read` would give."""
        if self.sql is None:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({self.sql}) AS r WHERE {where}", list(self.params))  # noqa: S608
            return int(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Rows under one condition, as a paginator takes them: it asks for the count and for one slice."""

    rows: Rows
    where: str

    def count(self) -> int:
        return self.rows.count(self.where)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Row]:
        start = part.start or 0
        return list(self.rows.read(self.where, limit=part.stop - start, offset=start))


def frozen(report_id: int) -> Rows:
    """The rows that were kept."""
    return Rows(_FROZEN, (report_id,))


def live(items: WorkItemQuerySet, *, period_from: date, period_to: date, on: date) -> Rows:
    """The rows as freezing would write them now."""
    found = belonging(items, period_from=period_from, period_to=period_to, on=on)
    known = items.order_by().values("plan__directive_id").distinct()
    labels = {one.pk: one.label for one in Directive.objects.filter(pk__in=known)}
    selected = _named(found, labels, on=on).values(
        *("work_item_id", "directive_id", "agency_id", "directive_label", "agency_name", "path", "title", "occasion"),
        *(
            "task_kind",
            "agency_level",
            "answer",
            "standing",
            "life",
            "opened_on",
            "limit_on",
            "sent_on",
            "finished_on",
            "days_overdue",
            "percent_then",
            "extensions_then",
        ),
        *("update_id", "place"),
    )
    try:
        sql, params = selected.query.sql_with_params()
    except EmptyResultSet:
        return Rows(None)
    return Rows(_LIVE.format(columns=", ".join(_RENAMED), items=sql), params)


_ALIASES = {
    "position": "place", "heading": "title", "occurrence": "occasion", "kind": "task_kind", "level": "agency_level",
    "lifecycle": "life", "due_on": "limit_on",
    "submitted_on": "sent_on", "completed_on": "finished_on", "percent": "percent_then", "extension_count": "extensions_then",
}  # fmt: skip
_RENAMED = [f"i.{_ALIASES.get(column, column)} AS {column}" for column in _FROM_ITEM]


def _named(found: Any, labels: dict[int, str], *, on: date) -> Any:
    """Annotate everything a row keeps, as of the day."""
    spoken = WorkItemEvent.objects.filter(standing_words(on), work_item=OuterRef("pk"))
    granted = Extension.objects.filter(work_item=OuterRef("pk"), state=ExtensionState.GRANTED, decided_on__lte=on)
    numbered = granted.order_by().values("work_item").annotate(n=Count("pk")).values("n")
    kinds = [When(kind=kind.value, then=Value(kind.label)) for kind in ItemKind]
    documents = [When(plan__directive_id=pk, then=Value(label)) for pk, label in labels.items()]
    order = (
        "plan__directive__issued_on",
        "plan_id",
        "task__position",
        "task_id",
        "agency__sort_key",
        "agency_id",
        "due_on",
        "pk",
    )
    return with_answers(found, on=on).annotate(
        work_item_id=F("pk"),
        directive_id=F("plan__directive_id"),
        directive_label=Case(*documents, default=Value(""), output_field=CharField()),
        agency_name=F("agency__name"),
        path=F("task__path"),
        task_kind=F("task__kind"),
        agency_level=F("agency__level"),
        title=Coalesce(NullIf("assignment__heading", Value("")), "task__heading"),
        occasion=Case(
            When(period__isnull=False, then=Concat(Value("kỳ "), "period__label")), *kinds, output_field=CharField()
        ),
        finished_on=Case(When(Q(completed_on__lte=on), then="completed_on")),
        percent_then=Case(When(Q(last_event_on__lte=on), then="percent")),
        extensions_then=Coalesce(Subquery(numbered), 0),
        update_id=Subquery(spoken.order_by("-on", "-pk").values("update_id")[:1]),
        place=Window(RowNumber(), order_by=order),
    )


def write(report_id: int, rows: Rows) -> None:
    """Keep the rows in one statement.

    Foreign keys are checked at once and not at the commit: from here on others may go on changing the items without making
    this transaction fail.
    """
    if rows.sql is None:
        return
    names = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO reporting_reportrow (report_id, {names}) SELECT %s, {names} FROM ({rows.sql}) AS r",  # noqa: S608
            [report_id, *rows.params],
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def checksum(report_id: int, *, figures: Mapping[str, Any], rules: str) -> str:
    """SHA-256 over the kept rows in their order, each as one line of JSON with sorted keys and ISO days, then the kept figures.

    By rule version 1 over the rows alone, without what these did not say then: old reports are checked as they were sealed.
    """
    first = rules == "1"
    columns = [name for name in COLUMNS if not (first and name in _NEW_WITH_RULES_2)]
    digest = hashlib.sha256()
    for row in frozen(report_id).read():
        digest.update(_line({name: getattr(row, name) for name in columns}))
    if not first:
        digest.update(_line(figures))
    return digest.hexdigest()


def _line(facts: Mapping[str, Any]) -> bytes:
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))
    return text.encode() + b"\n"
