"""What a leader sees first: figures of a period as of a day, with everything that explains them, for one reader's scope."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import F, OuterRef, Subquery

from agencies.models import Officer
from agencies.wording import format_day
from directives.models import Directive
from plans.answers import standing_words
from plans.choices import Answer, MoreTime
from plans.models import Extension, WorkItem, WorkItemEvent
from plans.more_time import came_to
from reporting import figures, latency, periods, selection
from reporting.counts import Counts, Figures, Group, Line
from reporting.links import Drill, Numbers
from reporting.periods import Span
from reporting.rendering.charts import AGEING_COLUMNS, Point
from reporting.selection import Aside

SHOWN = 20
"""Agencies, and documents, listed before "xem cả"."""


@dataclass(frozen=True, slots=True)
class Past:
    """The statistics line of an earlier period, read at the same moment."""

    span: Span
    on: date
    counts: Counts
    links: Numbers


@dataclass(frozen=True, slots=True)
class Change:
    """Differences to an earlier period; `rate` is in tenths of a point."""

    assigned: int
    done: int
    rate: int
    done_on_time: int
    done_late: int
    undone: int
    in_time: int
    overdue: int


class Overview:
    """Figures of one reader; each part is computed when the page first asks for it, in a fixed number of queries."""

    def __init__(
        self, user: Officer, *, span: Span, today: date, directive: Directive | None, on: date | None = None
    ) -> None:
        self.user = user
        self.span = span
        self.on = on or span.standing_day(today)
        self.directive = directive
        self._directives: Collection[int] | None = None if directive is None else (directive.pk,)
        self._items = selection.seen_by(user, self._directives)

    @cached_property
    def figures(self) -> Figures:
        """The period as of the day."""
        return figures.collect(self._items, **self._days(self.span, self.on))

    @cached_property
    def links(self) -> Numbers:
        """Links of the statistics line."""
        return Numbers(self.drill(self.span, self.on))

    def drill(self, span: Span, on: date) -> Drill:
        """The rows behind figures of a period as of a day."""
        chosen = (self.directive.pk,) if self.directive else ()
        return Drill(span.starts_on, span.ends_on, on, chosen)

    @staticmethod
    def _days(span: Span, on: date) -> dict[str, Any]:
        return {"period_from": span.starts_on, "period_to": span.ends_on, "on": on}

    @cached_property
    def _lines(self) -> tuple[Past, Past, list[Past]]:
        """The period before, the same one a year ago, and the trend's periods: all counted in one pass over the items."""
        spans = [periods.before(self.span), periods.year_before(self.span)]
        days = [periods.same_moment(self.span, span, self.on) for span in spans]
        series = periods.series(self.span, self.on)
        spans, days = [*spans, *series], [*days, *(span.standing_day(self.on) for span in series)]
        asked = [(span.starts_on, span.ends_on, on) for span, on in zip(spans, days, strict=True)]
        counted = figures.count_spans(self._items, asked)
        before, year_before, *trend = (
            Past(span, on, counts, Numbers(self.drill(span, on)))
            for span, on, counts in zip(spans, days, counted, strict=True)
        )
        return before, year_before, trend

    @cached_property
    def past(self) -> Past | None:
        """The period before at the same moment; None when nothing was tracked then."""
        return self._lines[0] if self._lines[0].counts.assigned else None

    @cached_property
    def last_year(self) -> Past | None:
        """The same period a year ago at the same moment; None when nothing was tracked then, or when it is the period before."""
        before, year_before, _ = self._lines
        return year_before if year_before.counts.assigned and year_before.span != before.span else None

    @cached_property
    def change(self) -> Change | None:
        """How much each number of the line moved since the period before."""
        return _change(self.figures.counts, self.past)

    @cached_property
    def year_change(self) -> Change | None:
        """How much each number of the line moved in a year."""
        return _change(self.figures.counts, self.last_year)

    @cached_property
    def trend(self) -> list[Past]:
        """Closed periods up to this one, without the empty ones before tracking began."""
        found = list(self._lines[2])
        while found and not found[0].counts.assigned:
            found.pop(0)
        return found

    @property
    def trend_points(self) -> list[Point]:
        """The trend as its drawing takes it; the year stands where it changes."""
        shorts = periods.short_labels(one.span for one in self.trend)
        return [
            Point(short, one.counts.tenths / 10, one.span.label) for short, one in zip(shorts, self.trend, strict=True)
        ]

    @property
    def ageing(self) -> list[dict[str, Any]]:
        """Ageing columns with their links."""
        drill = self.links.drill
        return [
            {"label": label, "count": count, "href": drill.aged(place)}
            for place, (label, count) in enumerate(zip(AGEING_COLUMNS, self.figures.ageing, strict=True))
        ]

    def agencies(self, sort: str = "") -> list[dict[str, Any]]:
        """Agencies with counts and links, most overdue first unless asked otherwise."""
        orders: dict[str, Any] = {
            "name": None, "assigned": lambda line: -line.counts.assigned, "rate": lambda line: line.counts.tenths,
        }  # fmt: skip
        lines = [line for line in self.figures.by_agency if line.counts.assigned]
        order = orders.get(sort, lambda line: -line.counts.overdue)
        return [
            self._line(line, self.links.drill.of_agency(line))
            for line in (sorted(lines, key=order) if order else lines)
        ]

    def documents(self, most: int | None = None) -> list[dict[str, Any]]:
        """Documents with counts and links; the newest where not all are asked for, oldest of them first as in reports."""
        found = self.figures.by_directive[-most:] if most else self.figures.by_directive
        return [self._line(line, self.links.drill.of_directive(line)) for line in found]

    def groups(self, name: str) -> list[dict[str, Any]]:
        """Kinds of tasks ("kind") or levels of agencies ("level") with counts and links; none where there is only one."""
        found = [one for one in getattr(self.figures, f"by_{name}") if one.counts.assigned]
        drill = self.links.drill
        of = drill.of_kind if name == "kind" else drill.of_level
        return [self._line(one, of(one)) for one in found] if len(found) > 1 else []

    @property
    def check_ins(self) -> list[dict[str, Any]]:
        """How check-ins were answered, each number with its rows; none where the period has none."""
        numbers, drill = self.figures.check_ins, self.links.drill
        rows = [(answer.label, getattr(numbers, answer.value), drill.answered(answer)) for answer in Answer]
        rows.append(("trong đó đã quá hạn", numbers.late, drill.answered(Answer.SILENT, late=True)))
        return [{"label": label, "count": count, "href": href} for label, count, href in rows] if numbers.total else []

    @property
    def more_time(self) -> list[dict[str, Any]]:
        """Requests for more time by what came of them, and the items behind each number."""
        requests = (self.figures.extensions, self.figures.extensions_pending, self.figures.extensions_refused)
        rows = zip(MoreTime, requests, strict=True)
        return [
            {
                "label": what.label, "requests": number, "count": len(self.figures.asking(what)),
                "href": self.links.drill.asking(what),
            }
            for what, number in rows
            if number
        ]  # fmt: skip

    @property
    def silent(self) -> list[dict[str, Any]]:
        """Who is late with reports of closed periods, most items first."""
        found = sorted(self.figures.silent, key=lambda one: -one.items)
        return [{"one": one, "href": self.links.drill.silent(one)} for one in found]

    @staticmethod
    def _line(line: Line | Group, drill: Drill) -> dict[str, Any]:
        return {"line": line, "counts": line.counts, "links": Numbers(drill)}

    @cached_property
    def latency(self) -> tuple[latency.Step, ...]:
        """How documents came down."""
        return latency.steps(self.user, self._directives, on=self.on)

    @cached_property
    def asides(self) -> dict[str, tuple[Aside, ...]]:
        """What no figure counts."""
        plans = selection.plans_overseen(self.user, self._directives)
        return {"without_agency": selection.without_agency(plans), "press": selection.from_press(plans)}

    @cached_property
    def oldest(self) -> list[WorkItem]:
        """The ten that are overdue longest, each with `words`: what the agency last said."""
        spoken = WorkItemEvent.objects.filter(standing_words(self.on), work_item=OuterRef("pk")).order_by("-on", "-pk")
        waiting = came_to(MoreTime.WAITING, since=None, on=self.on)
        asked = Extension.objects.filter(waiting, work_item=OuterRef("pk"))
        longest = figures.longest_overdue(self._items, **self._days(self.span, self.on), most=10)
        late = (
            WorkItem.objects.filter(pk__in=longest)
            .as_of(on=self.on)
            .with_names()
            .annotate(
                difficulties=Subquery(spoken.values("update__difficulties")[:1]),
                results=Subquery(spoken.values("update__results")[:1]),
                asked_until=Subquery(asked.values("new_due_on")[:1]),
            )
        )
        found: list[Any] = list(late.order_by(F("limit_on").asc(), "agency__sort_key", "pk"))
        for item in found:
            item.words = _words(item.asked_until, item.difficulties or item.results or "")
        return found


def _change(now: Counts, past: Past | None) -> Change | None:
    """Differences to an earlier line."""
    if past is None:
        return None
    then = past.counts
    moved = {name: getattr(now, name) - getattr(then, name) for name in Change.__dataclass_fields__ if name != "rate"}
    return Change(rate=now.tenths - then.tenths, **moved)


def _words(asked_until: date | None, said: str) -> str:
    """An agency's own account of being late, in one line."""
    if asked_until is not None:
        return f"Xin gia hạn đến {format_day(asked_until)}"
    return said if len(said) <= 90 else f"{said[:90].rsplit(' ', 1)[0]} …"
