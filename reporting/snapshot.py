"""Everything a report says in numbers, at one moment: read live while it is a draft, from its own frozen JSON afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from django.db.models import Q

from plans.choices import ExtensionState, NoteKind, Standing
from plans.models import Extension, Note, Plan
from plans.models.progress import WorkItemQuerySet
from reporting import figures, freezing, periods, selection
from reporting.choices import ReportState
from reporting.figures import Counts, Figures
from reporting.freezing import Rows
from reporting.models import Report
from reporting.selection import Aside


@dataclass(frozen=True, slots=True)
class Earlier:
    """The statistics line of the period before; `report` is the frozen report it was taken from, None when counted now."""

    label: str
    on: date
    counts: Counts
    report: int | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """What an agency said about an item: difficulties or proposals."""

    agency: str
    words: str


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
    """Figures with what stands beside them; `promises` maps work items to the days agencies asked for (ISO)."""

    figures: Figures
    earlier: Earlier | None = None
    tasks: int = 0
    documents: int = 0
    cycle: str = ""
    without_agency: tuple[Aside, ...] = ()
    press: tuple[Aside, ...] = ()
    promises: Mapping[str, str]
    difficulties: tuple[Voice, ...] = ()
    proposals: tuple[Voice, ...] = ()
    directions: tuple[Direction, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values for `Report.figures`."""
        data = {name: getattr(self, name) for name in ("tasks", "documents", "cycle")} | {
            "promises": dict(self.promises)
        }
        for name in ("without_agency", "press", "difficulties", "proposals", "directions"):
            data[name] = [asdict(one) for one in getattr(self, name)]
        earlier = asdict(self.earlier) | {"on": self.earlier.on.isoformat()} if self.earlier else None
        return data | {"now": self.figures.as_json(), "earlier": earlier}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """What was frozen."""
        found: dict[str, Any] = {name: data[name] for name in ("tasks", "documents", "cycle", "promises")}
        for name in ("without_agency", "press"):
            found[name] = tuple(Aside(**{**one, "tasks": tuple(one["tasks"])}) for one in data[name])
        for name in ("difficulties", "proposals"):
            found[name] = tuple(Voice(**one) for one in data[name])
        # Reports frozen before leaders could speak here have none.
        found["directions"] = tuple(Direction(**one) for one in data.get("directions", ()))
        if (then := data["earlier"]) is not None:
            days = {"on": date.fromisoformat(then["on"]), "counts": Counts(**then["counts"])}
            found["earlier"] = Earlier(**{**then, **days})
        return cls(figures=Figures.from_json(data["now"]), **found)


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
    whole = plans if selection.agencies_in(report) is None else []
    return Snapshot(
        figures=now,
        earlier=_earlier(report, items, on=on),
        tasks=selection.tasks_in(report, plans),
        documents=len(now.by_directive),
        cycle=_cycle(plans),
        without_agency=selection.without_agency(whole),
        press=selection.from_press(whole),
        promises=_promises(items, on=on),
        difficulties=_voices(rows, "difficulties"),
        proposals=_voices(rows, "proposals"),
        directions=_directions(plans, report),
    )


def same_subject(report: Report) -> tuple[Q, ...]:
    """Conditions on reports that speak of the same document, agency or group."""
    keys = {name: getattr(report, f"{name}_id") for name in ("directive", "about_agency", "about_group")}
    return tuple(Q(**({f"{name}__isnull": True} if pk is None else {f"{name}_id": pk})) for name, pk in keys.items())


def _earlier(report: Report, items: WorkItemQuerySet, *, on: date) -> Earlier | None:
    """The period before: as its own report froze it, else counted at the same moment; None when nothing was tracked then."""
    span = periods.of_bounds(report.period_from, report.period_to)
    before = periods.before(span)
    kept = Report.objects.filter(
        *same_subject(report), office_id=report.office_id, whole_subtree=report.whole_subtree,
        period_from=before.starts_on, period_to=before.ends_on,
    ).exclude(state=ReportState.DRAFT)  # fmt: skip
    known = kept.order_by("-frozen_at").values_list("pk", "figures").first()
    if known is not None:
        then = Figures.from_json(known[1]["now"])
        return Earlier(before.label, then.on, then.counts, known[0])
    day = periods.same_moment(span, before, on)
    counts = figures.count(items, period_from=before.starts_on, period_to=before.ends_on, on=day)
    return Earlier(before.label, day, counts) if counts.assigned else None


def _cycle(plans: list[int]) -> str:
    """How often agencies update, when all the plans agree: "hằng quý"."""
    found = {plan.get_cycle_display() for plan in Plan.objects.filter(pk__in=plans).only("cycle") if plan.cycle}
    return str(found.pop()) if len(found) == 1 else ""


def _promises(items: WorkItemQuerySet, *, on: date) -> dict[str, str]:
    """Days asked for in requests for more time that waited on the day, by work item."""
    waiting = Q(state=ExtensionState.PENDING) | Q(decided_on__gt=on)
    asked = Extension.objects.filter(waiting, work_item__in=items.order_by().values("pk"), requested_on__lte=on)
    return {str(pk): day.isoformat() for pk, day in asked.values_list("work_item_id", "new_due_on")}


def _voices(rows: Rows, column: str) -> tuple[Voice, ...]:
    """What agencies said under one head about unfinished items first; the same words of one agency once, at most eight."""
    finished = f"standing IN ('{Standing.DONE_ON_TIME}', '{Standing.DONE_LATE}')"
    said: dict[Voice, None] = {}
    order = f"({finished}), days_overdue DESC, position"
    for row in rows.read(f"{column} <> '' AND standing <> '{Standing.OUTSIDE}'", order=order, limit=40):
        said.setdefault(Voice(row.agency_name, " ".join(getattr(row, column).split())), None)
    return tuple(said)[:8]


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
