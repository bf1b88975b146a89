"""Every number of the overview and of a report opens as many rows, over random histories and on any day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from html import unescape
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.models import Agency
from plans.models import WorkItem
from reporting import compose, drafting, figures, freezing, selection, services, snapshot
from reporting.models import Report, ReportRow
from reporting.paper import Table
from tests.reporting import histories
from tests.reporting.papers_of import without_worker

__all__ = ["without_worker"]
pytestmark = pytest.mark.django_db

# After everything that happens in the histories: nothing of the future is on record.
TODAY = date(2023, 12, 29)
LINK = re.compile(r"<a(?P<attributes>[^>]*)>(?:<[^>]+>)*(?P<number>[\d.]+)(?: việc| đầu việc| dòng)?(?:<[^>]+>)*</a>")


@pytest.fixture
def place(at: Callable[..., Any], without_worker: list[int]) -> histories.Office:
    """A committee with a random past, on Friday 29/12/2023."""
    at(TODAY)
    made = histories.office()
    histories.fill(made, Random(11), 160)
    histories.chain(made, Random(12))
    return made


def _numbers(text: str, base: str) -> list[tuple[str, int]]:
    """Links to rows under an address, with the number each shows."""
    found = []
    for one in LINK.finditer(text):
        href = re.search(r'href="([^"]+)"', one["attributes"])
        if href and unescape(href[1]).startswith(base):
            found.append((unescape(href[1]), int(one["number"].replace(".", ""))))
    return found


def _all_agree(client: Client, links: list[tuple[str, int]]) -> None:
    for href, number in links:
        answer = client.get(href)
        assert answer.status_code == 200, href
        assert answer.context["page"].paginator.count == number, href


@pytest.mark.parametrize(
    "query", [{"ky": "2022-n1"}, {"ky": "2022-q1", "ngay": "20/5/2022"}, {"ky": "2021-n2", "ngay": "31/12/2021"}]
)
def test_the_overview_of_any_day(place: histories.Office, client: Client, query: dict[str, str]) -> None:
    client.force_login(place.officer)
    answer = client.get(reverse("reporting:overview"), query | {"du": "1"})
    links = _numbers(answer.content.decode(), reverse("plans:item-list"))
    for word in ("loai_nv=", "cap=", "tra_loi=", "gia_han=", "theo_ky=", "qua_han_tu="):
        assert any(word in href for href, _ in links), word
    _all_agree(client, links)
    view = answer.context["view"]
    assert view.figures == figures.collect(
        view._items, period_from=view.span.starts_on, period_to=view.span.ends_on, on=view.on
    )


@pytest.mark.parametrize(
    ("day", "why"), [("30/12/2023", "chưa tới"), ("01/01/2022", "trước khi kỳ"), ("31/2/2022", "ngày thường lệ")]
)
def test_a_day_that_cannot_be_asked_is_told(place: histories.Office, client: Client, day: str, why: str) -> None:
    client.force_login(place.officer)
    answer = client.get(reverse("reporting:overview"), {"ky": "2022-q2", "ngay": day})
    assert answer.context["view"].on == date(2022, 7, 15)
    assert why in answer.context["form"].trouble
    assert "ngày thường lệ của kỳ" in unescape(answer.content.decode())


def _report(place: histories.Office, first: date, last: date) -> Report:
    return Report.objects.create(
        office=place.agency, directive=place.plans[0].directive, period_label=f"kỳ {first:%m/%Y}", period_from=first,
        period_to=last,
        subject="v", created_by=place.officer, created_at=datetime.combine(first, time(9), histories.HANOI),
    )  # fmt: skip


def _frozen(place: histories.Office, first: date, last: date, on: date) -> Report:
    report = _report(place, first, last)
    now = datetime.combine(on, time(9), histories.HANOI)
    return services.freeze_report(report, by=place.officer.enter(on=on), now=now, version=report.version)


@pytest.mark.parametrize("frozen", [False, True])
def test_a_report_live_and_frozen(place: histories.Office, client: Client, frozen: bool) -> None:
    """Numbers of the report and, where the one before was frozen, of that too."""
    first = _frozen(place, date(2021, 7, 1), date(2021, 12, 31), date(2022, 1, 14))
    report = _report(place, date(2022, 1, 1), date(2022, 6, 30))
    if frozen:
        report = services.freeze_report(
            report, by=place.officer, now=datetime.combine(TODAY, time(9), histories.HANOI), version=report.version
        )
    client.force_login(place.officer)
    text = client.get(reverse("reporting:report-detail", args=[report.pk])).content.decode()
    links = _numbers(text, "/bao-cao/")
    wanted = (
        "loai_nv=",
        "cap=",
        "tra_loi=",
        "gia_han=",
        "theo_ky=",
        "qua_han_tu=",
        "noi=kho-khan",
        "noi=de-xuat",
        "don_vi=",
    )
    for word in (*wanted, f"/bao-cao/{first.pk}/so-lieu/"):
        assert any(word in href for href, _ in links), word
    _all_agree(client, links)


def test_what_cannot_be_read_is_told_and_narrows_nothing(place: histories.Office, client: Client) -> None:
    report = _frozen(place, date(2022, 1, 1), date(2022, 6, 30), TODAY)
    client.force_login(place.officer)
    url = reverse("reporting:report-rows", args=[report.pk])
    whole = client.get(url).context["page"].paginator.count
    for name in (
        "xep_loai",
        "loai_nv",
        "cap",
        "tra_loi",
        "gia_han",
        "noi",
        "theo_ky",
        "don_vi",
        "van_ban",
        "qua_han_tu",
    ):
        answer = client.get(url, {name: "' OR 1=1 --"})
        assert answer.context["page"].paginator.count == whole, name
        assert "không đọc được" in unescape(answer.content.decode()), name


def test_each_figure_of_a_report_stands_beside_the_earlier_ones(place: histories.Office, client: Client) -> None:
    """The report before as it was frozen, the same period a year ago counted now: silent agencies, words, the way down, paper."""
    first = _frozen(place, date(2021, 7, 1), date(2021, 12, 31), date(2022, 1, 14))
    report = _frozen(place, date(2022, 1, 1), date(2022, 6, 30), TODAY)
    then, now = snapshot.of(first, on=TODAY), snapshot.of(report, on=TODAY)
    assert then.figures.silent
    client.force_login(place.officer)
    shown = client.get(reverse("reporting:report-detail", args=[report.pk])).context["all"]
    every, *each = shown["silent"]
    assert every.count == sum(one.items for one in now.figures.silent)
    assert every.then[0] == sum(one.items for one in then.figures.silent)
    assert f"kỳ trước {len(then.figures.silent)}" in every.note
    owed = {one.label: one.items for one in then.figures.silent}
    assert [row.then[0] for row in each] == [owed.get(row.label, 0) for row in each]
    assert [head["then"].split(";")[0] for head in shown["heads"]] == [
        f"kỳ trước {count}" for count in (then.difficult, then.proposing)
    ]
    assert now.earlier is not None
    assert now.earlier.cascade == then.cascade
    year = now.last_year
    assert year is not None
    assert year.figures is not None
    rows = freezing.live(
        selection.items_of(report), period_from=date(2021, 1, 1), period_to=date(2021, 6, 30), on=year.on
    )
    assert year.difficult == rows.count(snapshot.saying("difficulties"))
    blocks = [block for section in compose.paper(report, on=TODAY).sections for block in section.blocks]
    by_agency = next(
        one for one in blocks if isinstance(one, Table) and one.caption == "Kết quả theo cơ quan, đơn vị chủ trì"
    )
    assert [column.title for column in by_agency.columns][-2:] == ["Kỳ trước (%)", "Cùng kỳ năm trước (%)"]
    rates = [drafting.percent(counts.tenths).rstrip("%") for counts in (now.earlier.counts, year.counts)]
    assert list((by_agency.total or ())[-2:]) == rates


def test_a_report_made_twice_from_the_same_rows_is_the_same(place: histories.Office) -> None:
    """Decision 25: figures, text and rows of a frozen report do not depend on when they are read, nor on what happened since."""
    report = _frozen(place, date(2022, 1, 1), date(2022, 6, 30), TODAY)
    papers = [compose.paper(Report.objects.get(pk=report.pk), on=day) for day in (TODAY, TODAY + timedelta(days=400))]
    for life in place.lives[:40]:
        life.item.task.heading = "Đổi tên"
        life.item.task.kind = "event"
        life.item.task.save(update_fields=["heading", "kind"])
    WorkItem.objects.filter(pk__in=[life.item.pk for life in place.lives[40:80]]).update(lifecycle="cancelled")
    Agency.objects.filter(pk__in=[unit.pk for unit in place.units]).update(name="Tên mới", level="central")
    papers.append(compose.paper(Report.objects.get(pk=report.pk), on=TODAY))
    assert papers[0] == papers[1] == papers[2]
    again = Report.objects.get(pk=report.pk)
    assert freezing.checksum(again.pk, figures=again.figures, rules=again.rule_version) == again.checksum
    kept = snapshot.of(again, on=TODAY).figures
    counted = figures.of_rows(again.pk, like=kept)
    assert (counted.counts, counted.ageing, counted.by_kind, counted.by_level, counted.check_ins) == (
        kept.counts, kept.ageing, kept.by_kind, kept.by_level, kept.check_ins,
    )  # fmt: skip
    assert {line.pk: line.counts for line in counted.by_agency} == {line.pk: line.counts for line in kept.by_agency}


def test_the_seal_covers_rows_and_figures(place: histories.Office) -> None:
    report = _frozen(place, date(2022, 1, 1), date(2022, 6, 30), TODAY)

    def seal() -> str:
        return freezing.checksum(report.pk, figures=report.figures, rules=report.rule_version)

    assert seal() == report.checksum
    report.figures["now"]["extensions"] += 1
    assert seal() != report.checksum
    report.refresh_from_db()
    assert seal() == report.checksum
    row = ReportRow.objects.filter(report=report)[0]
    ReportRow.objects.filter(pk=row.pk).update(level="central")
    assert seal() != report.checksum


def test_a_report_of_the_first_rules_is_read_and_checked_as_it_was_sealed(
    place: histories.Office, client: Client
) -> None:
    report = _frozen(place, date(2022, 1, 1), date(2022, 6, 30), TODAY)
    ReportRow.objects.filter(report=report).update(kind="", level="", answer="")
    old = report.figures
    new = ("by_kind", "by_level", "check_ins", "extensions_refused", "granted", "waiting", "refused")
    for name in new:
        del old["now"][name]
    for name in ("last_year", "difficult", "proposing", "cascade", "trend"):
        del old[name]
    old["earlier"] = old["earlier"] and {name: old["earlier"][name] for name in ("label", "on", "counts", "report")}
    for said in (*old["difficulties"], *old["proposals"]):
        for name in ("item", "title", "on"):
            del said[name]
    for one in old["now"]["silent"]:
        del one["items"]
    report.rule_version = "1"
    report.checksum = freezing.checksum(report.pk, figures=old, rules="1")
    report.save(update_fields=["figures", "rule_version", "checksum"])
    client.force_login(place.officer)
    text = unescape(client.get(reverse("reporting:report-detail", args=[report.pk])).content.decode())
    assert "Quy tắc tính phiên bản 1" in text
    assert 'id="bang-agency"' in text
    assert 'id="bang-level"' not in text
    report.figures["tasks"] += 1
    assert freezing.checksum(report.pk, figures=report.figures, rules="1") == report.checksum
