"""Figures against a second judge over random histories: every figure of every case, live, frozen, and beside earlier periods.

A normal run compares 60 cases; DONDOC_FIGURES names another number (`make figures-oracle`: 2,000).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from agencies.models import Agency
from directives.models import Directive
from plans.models import WorkItem
from reporting import figures, freezing, periods, snapshot
from reporting.counts import Counts, Figures, Group, Line
from reporting.latency import Came
from reporting.models import Report
from tests.reporting import histories, oracle
from tests.reporting.oracle import TALLY

pytestmark = pytest.mark.django_db

WANTED = int(os.environ.get("DONDOC_FIGURES", "60"))
PER_OFFICE = 30
OFFICES = -(-WANTED // PER_OFFICE)


def _classes(counts: Counts) -> dict[str, int]:
    names = ("done_on_time", "done_late", "within", "overdue", "not_started", "outside")
    return {name: number for name in names if (number := getattr(counts, name))}


def _spread(lines: Iterable[Line | Group]) -> dict[Any, int]:
    return {
        (line.pk if isinstance(line, Line) else line.code, standing): number
        for line in lines
        for standing, number in _classes(line.counts).items()
    }


def _differences(got: Figures, want: dict[str, Any], *, tasks: bool) -> list[str]:
    """Names of the figures that the two do not agree on."""
    checks = {name: getattr(got.check_ins, name) for name in ("told", "nil", "silent", "late")}
    asked = (got.extensions, got.extensions_pending, got.extensions_refused)
    pairs: dict[str, tuple[Any, Any]] = {
        "total": (_classes(got.counts), dict(want["total"])),
        "agency": (_spread(got.by_agency), dict(want["agency"])),
        "directive": (_spread(got.by_directive), dict(want["directive"])),
        "task": (_spread(got.by_task), dict(want["task"]) if tasks else {}),
        "kind": (_spread(got.by_kind), dict(want["kind"])),
        "level": (_spread(got.by_level), dict(want["level"])),
        "ages": (dict(enumerate(got.ageing)), {place: want["ages"][place] for place in range(5)}),
        "checks": (+Counter(checks), want["checks"]),
        "asked": (asked, tuple(want["asked"][name] for name in ("granted", "waiting", "refused"))),
        "about": ({name: set(getattr(got, name)) for name in want["about"]}, want["about"]),
        "silent": ({one.agency: (one.periods, one.items) for one in got.silent}, want["silent"]),
        "reporting": (got.reporting_agencies, want["reporting"]),
    }
    return [f"{name}: {one} != {other}" for name, (one, other) in pairs.items() if one != other]


def _judged(case: str, differences: list[str]) -> None:
    TALLY.cases += 1
    TALLY.differences += len(differences)
    assert not differences, f"{case}: {differences}"


@pytest.mark.parametrize("seed", range(OFFICES))
def test_every_figure_is_what_the_plain_rules_say(seed: int) -> None:
    random = Random(f"figures {seed}")
    place = histories.office()
    histories.fill(place, random, random.choice([40, 120, 260]))
    histories.chain(place, random)
    for number in range(PER_OFFICE):
        if number % 8 == 7:
            _a_report(place, random, seed)
        else:
            _any_days(place, random, seed)


def _any_days(place: histories.Office, random: Random, seed: int) -> None:
    """A period of any days, asked on any day: the figures, the short way of counting, and several periods at once."""
    since = histories.FIRST + timedelta(days=random.randint(0, 600))
    until = since + timedelta(days=random.randint(0, 200))
    on = since + timedelta(days=random.randint(0, 400))
    items, tasks = WorkItem.objects.visible_to(place.officer).counted(), random.random() < 0.3
    got = figures.collect(items, period_from=since, period_to=until, on=on, tasks=tasks)
    want = oracle.count(place.items, since=since, until=until, on=on)
    found = _differences(got, want, tasks=tasks)
    spans = [(since, until, on)]
    for _ in range(random.randint(0, 7)):
        first = histories.FIRST + timedelta(days=random.randint(0, 600))
        spans.append(
            (
                first,
                first + timedelta(days=random.choice([0, 30, 90, 180])),
                first + timedelta(days=random.randint(0, 300)),
            )
        )
    counted = figures.count_spans(items, spans)
    told = [dict(oracle.count(place.items, since=a, until=b, on=day)["total"]) for a, b, day in spans]
    found += [
        f"span {place}" for place, (one, other) in enumerate(zip(counted, told, strict=True)) if _classes(one) != other
    ]
    if Figures.from_json(got.as_json()) != got:
        found.append("json")
    _judged(f"office {seed}, {since}–{until} as of {on}", found)


def _a_report(place: histories.Office, random: Random, seed: int) -> None:
    """A half-year's report: figures live and from kept rows, the period before, last year's, the trend, the cascade, the voices."""
    first, last = oracle.half_year(histories.FIRST + timedelta(days=random.randint(180, 720)))
    on = first + timedelta(days=random.randint(0, 250))
    report = Report.objects.create(
        office=place.agency, directive=place.plans[random.randint(0, 1)].directive, period_label="kỳ", period_from=first,
        period_to=last, subject="v", created_by=place.officer, created_at=histories._at(on),
    )  # fmt: skip
    mine = [item for item in place.items if item.directive == report.directive_id]
    kept = snapshot.live(report, on=on)
    want = oracle.count(mine, since=first, until=last, on=on)
    found = _differences(kept.figures, want, tasks=True)
    for name, then in _earlier(first, last).items():
        got: snapshot.Earlier | None = getattr(kept, name)
        day = oracle.same_moment((first, last), then, on)
        told = oracle.count(mine, since=then[0], until=then[1], on=day)
        assigned = sum(number for standing, number in told["total"].items() if standing != "outside")
        if got is None or got.figures is None:
            found += [f"{name} is missing"] if assigned else []
        else:
            found += [f"{name} {one}" for one in _differences(got.figures, told, tasks=False)]
    trend = [dict(oracle.count(mine, since=a, until=b, on=day)["total"]) for a, b, day in oracle.trend(on, last)]
    while trend and not sum(number for standing, number in trend[0].items() if standing != "outside"):
        trend.pop(0)
    found += ["trend"] if [_classes(one.counts) for one in kept.trend] != trend else []
    found += _cascade_differs(place, kept, {report.directive_id or 0}, on)
    found += _rows_differ(report, kept, want, on)
    _judged(f"office {seed}, report {first}–{last} as of {on}", found)


def _earlier(first: date, last: date) -> dict[str, tuple[date, date]]:
    return {
        "earlier": oracle.earlier(oracle.half_year, first),
        "last_year": (first.replace(year=first.year - 1), last.replace(year=last.year - 1)),
    }


def _cascade_differs(place: histories.Office, kept: snapshot.Snapshot, about: set[int], on: date) -> list[str]:
    own = {place.agency.pk, *(unit.pk for unit in place.units)}
    want = oracle.cascade(place.papers, about, own, on)
    names = dict(Agency.objects.values_list("name", "pk"))
    labels = {f"{paper.label} {paper.issuer}": pk for pk, paper in _papers(place).items()}
    got = {
        one.directive: (
            one.days, tuple(labels[f"{came.label} {came.issuer}"] for came in one.below),
            tuple(sorted(names[name] for name in one.missing)),
        )
        for one in kept.cascade
    }  # fmt: skip
    return [f"cascade {got} != {want}"] if got != want else []


def _papers(place: histories.Office) -> dict[int, Any]:
    found = Directive.objects.filter(pk__in=place.papers).select_related("issuer")
    return {one.pk: Came(one.label, one.issuer_name, 0) for one in found}


def _rows_differ(report: Report, kept: snapshot.Snapshot, want: dict[str, Any], on: date) -> list[str]:
    """Rows as freezing writes them: sums of theirs, and who says what."""
    rows = snapshot.rows_of(report, on=on)
    freezing.write(report.pk, rows)
    found = [] if figures.of_rows(report.pk, like=kept.figures) == kept.figures else ["sums of kept rows"]
    for name, column, number in (
        ("difficult", "difficulties", kept.difficult),
        ("proposing", "proposals", kept.proposing),
    ):
        saying = {row.work_item_id for row in rows.read(snapshot.saying(column))}
        found += [f"{name} {saying} != {want[name]}"] if saying != want[name] or number != len(saying) else []
    if snapshot.Snapshot.from_json(kept.as_json()) != kept:
        found.append("json of the snapshot")
    report.rows.all().delete()
    return found


def test_a_year_before_is_the_same_period() -> None:
    half = periods.parse("2022-n1")
    assert half is not None
    assert periods.year_before(half).code == "2021-n1"
    own = periods.of_days(date(2024, 2, 29), date(2024, 3, 5))
    assert periods.year_before(own) == periods.of_days(date(2023, 2, 28), date(2023, 3, 5))


def test_a_mistake_in_the_rules_is_noticed() -> None:
    """The comparison can fail: a judge that forgets one thing disagrees somewhere."""
    place = histories.office()
    histories.fill(place, Random(5), 260)
    days: dict[str, Any] = {"since": date(2021, 6, 1), "until": date(2021, 12, 31), "on": date(2021, 12, 20)}
    got = figures.collect(
        WorkItem.objects.counted(), period_from=days["since"], period_to=days["until"], on=days["on"], tasks=True
    )
    assert _differences(got, oracle.count(place.items, **days), tasks=True) == []
    for forget in ("tracked", "taken_over", "said", "asked", "period_ends"):
        changed = [_without(item, forget) for item in place.items]
        assert _differences(got, oracle.count(changed, **days), tasks=True), forget


def _without(item: oracle.Item, forget: str) -> oracle.Item:
    values: dict[str, Any] = {"tracked": True, "taken_over": None, "said": [], "asked": [], "period_ends": None}
    return replace(item, **{forget: values[forget]})
