"""Everything a report says in numbers, at one moment: read live while it is a draft, from its own frozen JSON afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Self

from django.db.models import Case, Q, When

from plans.answers import standing_words
from plans.choices import ExtensionState, NoteKind, Standing
from plans.models import Extension, Note, Plan, WorkItemEvent
from plans.models.progress import WorkItemQuerySet
from reporting import figures, freezing, latency, narrative, parts, periods, selection
from reporting.choices import ReportState
from reporting.counts import Counts, Figures
from reporting.freezing import Row, Rows
from reporting.latency import Came, Cascade
from reporting.models import Report
from reporting.periods import Span
from reporting.selection import Aside

VOICES = 8
"""Difficulties, and proposals, that the text quotes; the rows hold all of them."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """Figures of an earlier period; `report` is the frozen report they were taken from, None when counted now.

    `figures` is None in reports of rule version 1, which kept the statistics line of the period before and nothing else;
    `difficult` and `proposing` (rows that say something) are None where nobody kept them.
    """

    label: str
    on: date
    counts: Counts
    report: int | None = None
    figures: Figures | None = None
    cascade: tuple[Cascade, ...] = ()
    difficult: int | None = None
    proposing: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        told = asdict(self) | {"on": self.on.isoformat()}
        return told | {"figures": self.figures.as_json() if self.figures else None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Self | None:
        """What was frozen."""
        if data is None:
            return None
        full = data.get("figures")
        return cls(
            data["label"], date.fromisoformat(data["on"]), Counts(**data["counts"]), data["report"],
            Figures.from_json(full) if full else None, _cascades(data), data.get("difficult"), data.get("proposing"),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """One closed period of the trend: its label in full and as an axis prints it ("I/22"), and its statistics line."""

    label: str
    short: str
    on: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Voice:
    """What an agency said about an item: difficulties or proposals; the item, what it is called, and the day (ISO) it was said."""

    agency: str
    words: str
    item: int = 0
    title: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class Direction:
    """What a leader said in the period: the day (ISO), who in which post, the words, and how many of those asked have answered."""

    on: str
    who: str
    words: str
    answered: str
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Figures with what stands beside them; `promises` maps work items to the days agencies asked for (ISO).

    `tasks` are those of the figures and those without an agency; `difficult` and `proposing` count the rows that say something.
    """

    figures: Figures
    earlier: Earlier | None = None
    last_year: Earlier | None = None
    tasks: int = 0
    documents: int = 0
    cycle: str = ""
    without_agency: tuple[Aside, ...] = ()
    press: tuple[Aside, ...] = ()
    promises: Mapping[str, str]
    difficulties: tuple[Voice, ...] = ()
    proposals: tuple[Voice, ...] = ()
    results: tuple[Voice, ...] = ()
    difficult: int = 0
    proposing: int = 0
    cascade: tuple[Cascade, ...] = ()
    trend: tuple[Moment, ...] = ()
    directions: tuple[Direction, ...] = ()

    @property
    def unissued(self) -> tuple[Cascade, ...]:
        """Documents that somebody told to carry them out has issued nothing under."""
        return tuple(one for one in self.cascade if one.missing)

    def as_json(self) -> dict[str, Any]:
        """Plain values for `Report.figures`."""
        data = {name: getattr(self, name) for name in ("tasks", "documents", "cycle", "difficult", "proposing")}
        data["promises"] = dict(self.promises)
        for name in (
            "without_agency",
            "press",
            "difficulties",
            "proposals",
            "results",
            "directions",
            "cascade",
            "trend",
        ):
            data[name] = [asdict(one) for one in getattr(self, name)]
        for name in ("earlier", "last_year"):
            then = getattr(self, name)
            data[name] = then.as_json() if then else None
        return data | {"now": self.figures.as_json()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """What was frozen; what older reports did not keep is empty."""
        found: dict[str, Any] = {name: data[name] for name in ("tasks", "documents", "cycle", "promises")}
        found |= {name: data.get(name, 0) for name in ("difficult", "proposing")}
        for name in ("without_agency", "press"):
            found[name] = tuple(Aside(**{**one, "tasks": tuple(one["tasks"])}) for one in data[name])
        for name in ("difficulties", "proposals", "results"):
            found[name] = tuple(Voice(**one) for one in data.get(name, ()))
        found["directions"] = tuple(Direction(**one) for one in data.get("directions", ()))
        found["cascade"] = _cascades(data)
        found["trend"] = tuple(Moment(**{**one, "counts": Counts(**one["counts"])}) for one in data.get("trend", ()))
        for name in ("earlier", "last_year"):
            found[name] = Earlier.from_json(data.get(name))
        return cls(figures=Figures.from_json(data["now"]), **found)


def _cascades(data: Mapping[str, Any]) -> tuple[Cascade, ...]:
    """How documents came down, as it was frozen."""
    return tuple(
        Cascade(**{**one, "below": tuple(Came(**came) for came in one["below"]), "missing": tuple(one["missing"])})
        for one in data.get("cascade", ())
    )


def of(report: Report, *, on: date) -> Snapshot:
    """The report's numbers: kept ones once they are frozen, else as of `on`."""
    return live(report, on=on) if report.state == ReportState.DRAFT else Snapshot.from_json(report.figures)


def rows_of(report: Report, *, on: date) -> Rows:
    """The report's rows, kept or as freezing on `on` would write them."""
    if report.state != ReportState.DRAFT:
        return freezing.frozen(report.pk)
    days = {"period_from": report.period_from, "period_to": report.period_to}
    return freezing.live(selection.items_of(report), **days, on=on)


def live(report: Report, *, on: date, rows: Rows | None = None, counted: Figures | None = None) -> Snapshot:
    """Numbers as of a day; freezing passes the rows it has just kept and the figures it counted from them."""
    items = selection.items_of(report)
    days: dict[str, Any] = {"period_from": report.period_from, "period_to": report.period_to, "on": on}
    now = counted or figures.collect(items, **days, tasks=True)
    rows = rows or rows_of(report, on=on)
    plans = selection.plans_in(report)
    # What no figure counts stands beside a report on documents; one on certain agencies does not speak of it.
    bodies = selection.agencies_in(report)
    whole = plans if bodies is None else []
    without_agency = selection.without_agency(whole)
    span = periods.of_bounds(report.period_from, report.period_to)
    before, year_before = periods.before(span), periods.year_before(span)
    return Snapshot(
        figures=now,
        earlier=_earlier(report, items, span, before, on=on),
        last_year=_earlier(report, items, span, year_before, on=on) if year_before != before else None,
        tasks=sum(bool(line.counts.assigned) for line in now.by_task) + sum(aside.number for aside in without_agency),
        documents=len(now.by_directive),
        cycle=_cycle(plans),
        without_agency=without_agency,
        press=selection.from_press(whole),
        promises=_promises(items, on=on),
        difficulties=_given(report, "difficulties") + _voices(rows, "difficulties", on=on),
        proposals=_given(report, "proposals") + _voices(rows, "proposals", on=on),
        results=_given(report, "results"),
        difficult=rows.count(saying("difficulties")),
        proposing=rows.count(saying("proposals")),
        cascade=latency.of_office(report.office, _documents(report, now), on=on, bodies=bodies),
        trend=_trend(items, span, on=on),
        directions=_directions(plans, report),
    )


def same_subject(report: Report) -> tuple[Q, ...]:
    """Conditions on reports that speak of the same document, agency or group."""
    keys = {name: getattr(report, f"{name}_id") for name in ("directive", "about_agency", "about_group")}
    return tuple(Q(**({f"{name}__isnull": True} if pk is None else {f"{name}_id": pk})) for name, pk in keys.items())


def _trend(items: WorkItemQuerySet, span: Span, *, on: date) -> tuple[Moment, ...]:
    """Closed periods up to the report's own, without the empty ones before tracking began."""
    series = periods.series(span, on)
    days = [one.standing_day(on) for one in series]
    asked = [(one.starts_on, one.ends_on, day) for one, day in zip(series, days, strict=True)]
    counted = figures.count_spans(items, asked)
    found = list(zip(series, days, counted, strict=True))
    while found and not found[0][2].assigned:
        found.pop(0)
    shorts = periods.short_labels(one for one, _, _ in found)
    return tuple(
        Moment(one.label, short, day.isoformat(), counts)
        for short, (one, day, counts) in zip(shorts, found, strict=True)
    )


def _documents(report: Report, now: Figures) -> set[int]:
    """The document a report is about, and those its figures count."""
    about = {report.directive_id} if report.directive_id else set()
    return about | {line.pk for line in now.by_directive}


def same_scope(report: Report) -> Any:
    """Reports of the same office about the same things, drafts left out: what an earlier figure may be taken from."""
    return Report.objects.filter(
        *same_subject(report), office_id=report.office_id, whole_subtree=report.whole_subtree
    ).exclude(state=ReportState.DRAFT)  # fmt: skip


def _earlier(report: Report, items: WorkItemQuerySet, span: Span, then: Span, *, on: date) -> Earlier | None:
    """An earlier period: as its own report froze it, else counted at the same moment; None when nothing was tracked then."""
    kept = same_scope(report).filter(period_from=then.starts_on, period_to=then.ends_on)
    # What the receiver was told, its last correction first; before anything was issued the last that was put forward.
    told = Case(When(state=ReportState.ISSUED, then=0), default=1)
    known = kept.order_by(told, "-frozen_at", "-pk").values_list("pk", "figures").first()
    if known is not None:
        pk, kept_then = known
        figures_then = replace(Figures.from_json(kept_then["now"]), by_task=())
        if not figures_then.counts.assigned:
            return None
        return Earlier(
            then.label, figures_then.on, figures_then.counts, pk, figures_then,
            _cascades(kept_then), kept_then.get("difficult"), kept_then.get("proposing"),
        )  # fmt: skip
    day = periods.same_moment(span, then, on)
    days: dict[str, Any] = {"period_from": then.starts_on, "period_to": then.ends_on, "on": day}
    counted = figures.collect(items, **days)
    if not counted.counts.assigned:
        return None
    rows = freezing.live(items, **days)
    return Earlier(
        then.label, day, counted.counts, None, counted,
        latency.of_office(
            report.office, _documents(report, counted), on=day, bodies=selection.agencies_in(report)
        ),
        rows.count(saying("difficulties")), rows.count(saying("proposals")),
    )  # fmt: skip


def _cycle(plans: list[int]) -> str:
    """How often agencies update, when all the plans agree: "hằng quý"."""
    found = {plan.get_cycle_display() for plan in Plan.objects.filter(pk__in=plans).only("cycle") if plan.cycle}
    return str(found.pop()) if len(found) == 1 else ""


def _promises(items: WorkItemQuerySet, *, on: date) -> dict[str, str]:
    """Days asked for in requests for more time that waited on the day, by work item."""
    waiting = Q(state=ExtensionState.PENDING) | Q(decided_on__gt=on)
    asked = Extension.objects.filter(waiting, work_item__in=items.order_by().values("pk"), requested_on__lte=on)
    return {str(pk): day.isoformat() for pk, day in asked.values_list("work_item_id", "new_due_on")}


def saying(column: str) -> str:
    """SQL condition on rows that count and say something under one head."""
    return f"{column} <> '' AND standing <> '{Standing.OUTSIDE}'"


def _given(report: Report, column: str) -> tuple[Voice, ...]:
    """What agencies wrote in their parts of the report under one head."""
    return tuple(Voice(agency, words) for agency, words in parts.said(report, column))


def _voices(rows: Rows, column: str, *, on: date) -> tuple[Voice, ...]:
    """What agencies said under one head about unfinished items first, each with its source; the same words of one agency once."""
    finished = f"standing IN ('{Standing.DONE_ON_TIME}', '{Standing.DONE_LATE}')"
    said: dict[tuple[str, str], Row] = {}
    for row in rows.read(saying(column), order=f"({finished}), days_overdue DESC, position", limit=5 * VOICES):
        said.setdefault((row.agency_name, narrative.in_one_line(getattr(row, column))), row)
    chosen = list(said.items())[:VOICES]
    days = _said_on({row.work_item_id for _, row in chosen}, on=on)
    return tuple(
        Voice(agency, words, row.work_item_id, row.title, days.get(row.work_item_id, ""))
        for (agency, words), row in chosen
    )


def _said_on(items: set[int], *, on: date) -> dict[int, str]:
    """The day (ISO) of each item's last words."""
    events = WorkItemEvent.objects.filter(standing_words(on), work_item__in=items)
    return {pk: day.isoformat() for pk, day in events.order_by("on", "pk").values_list("work_item_id", "update__on")}


def _directions(plans: list[int], report: Report) -> tuple[Direction, ...]:
    """What leaders said about the report's plans within its period, oldest first; at most eight, those that wait before others."""
    said = Note.objects.filter(
        plan__in=plans, kind=NoteKind.DIRECTION, on__gte=report.period_from, on__lte=report.period_to
    )
    rows = sorted(said.with_names()[:200], key=lambda note: (not note.waits_for, note.on, note.pk))[:8]
    return tuple(
        Direction(
            on=note.on.isoformat(),
            who=", ".join(filter(None, (note.officer.full_name, str(note.post or "")))),
            words=" ".join(note.text.split()),
            answered=note.answered,
            waits=bool(note.waits_for),
        )
        for note in sorted(rows, key=lambda note: (note.on, note.pk))
    )
