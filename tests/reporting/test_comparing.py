"""Two reports side by side: differences, items that moved between classes, and who may look."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reporting import services, snapshot
from reporting.models import Report
from reporting.periods import parse
from tests.builders import a_confirmation, an_item
from tests.cast import CAST, NOW, TODAY, World, login, moment
from tests.reporting.papers_of import a_report, without_worker

__all__ = ["without_worker"]


@pytest.fixture(autouse=True)
def _story_day(at: Callable[..., Any], without_worker: list[int]) -> None:
    """Thursday 14/7/2022; nothing is handed to a worker."""


def _two(world: World) -> tuple[Report, Report]:
    """Quý I and quý II frozen; between them Báo Cần Thơ is confirmed late, and a new task comes."""
    by = world.officer("vanphong")
    first = a_report(world, span=parse("2022-q1"))
    first = services.freeze_report(first, by=by, now=moment("2022-05-10"), version=first.version)
    item = world.item("4", world.agencies.bao_can_tho, "quý I/2022")
    a_confirmation(item, by=world.officer("baocantho"), monitor=by, results="Đã mở chuyên mục.")
    second = a_report(world, span=parse("2022-q2"))
    return first, services.freeze_report(second, by=by, now=NOW, version=second.version)


def _url(a: Report, b: Report, **more: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in {"a": a.pk, "b": b.pk, **more}.items())
    return f"{reverse('reporting:report-compare')}?{query}"


def test_what_moved_is_a_matrix_whose_cells_open_their_items(world: World, client: Client) -> None:
    first, second = _two(world)
    leader = login(client, "lanhdao")
    answer = leader.get(_url(first, second))
    text = unescape(answer.content.decode())
    seen = answer.context["seen"]
    assert [(row.before, row.after) for row in answer.context["page"] if row.before == "overdue"] == [
        ("overdue", "done_late")
    ]
    cells = [cell for row in seen.matrix for cell in row["cells"] if cell["count"]]
    assert sum(cell["count"] for cell in cells) == second.rows.count() > first.rows.count()
    for cell in cells:
        listed = leader.get(cell["href"].split("#")[0])
        assert listed.context["page"].paginator.count == cell["count"], cell["words"]
    assert "Báo Cần Thơ" in text


def test_every_number_of_the_comparison_opens_as_many_rows(world: World, client: Client) -> None:
    first, second = _two(world)
    leader = login(client, "lanhdao")
    text = leader.get(_url(first, second)).content.decode()
    links = re.findall(r'<a href="(/bao-cao/\d+/so-lieu/\?[^"]*)"[^>]*>([\d.]+)</a>', text)
    assert len(links) == 2 * (12 + 7), "twelve numbers, seven agencies, of two reports"
    for href, number in links:
        assert leader.get(unescape(href)).context["page"].paginator.count == int(number.replace(".", "")), href


@pytest.mark.parametrize("username", CAST)
def test_both_reports_must_be_in_sight(world: World, client: Client, username: str) -> None:
    first, second = _two(world)
    draft = a_report(world)
    someone = login(client, username)
    both = username in {"vanphong", "truongban", "lanhdao"}
    assert someone.get(_url(first, second)).status_code == (200 if both else 404)
    own = username in {"vanphong", "truongban"}
    assert someone.get(_url(first, draft)).status_code == (200 if own else 404)
    alone = someone.get(reverse("reporting:report-compare"))
    assert alone.status_code == 200
    offered = {value for value, _ in alone.context["form"].fields["a"].choices if value}
    assert offered == {str(one.pk) for one in Report.objects.visible_to(world.officer(username))}


def test_what_cannot_be_read_narrows_nothing(world: World, client: Client) -> None:
    first, second = _two(world)
    office = login(client, "vanphong")
    for query in ({"truoc": "lạ"}, {"sau": "'; DROP TABLE"}, {"don_vi": "x"}, {"van_ban": "-1"}, {"page": "abc"}):
        assert office.get(_url(first, second, **query)).status_code == 200
    assert office.get(reverse("reporting:report-compare") + "?a=x&b=1").status_code == 200
    assert "chính nó" in unescape(office.get(_url(first, first)).content.decode())
    of_one = office.get(_url(first, second, don_vi=str(world.agencies.bao_can_tho.pk)))
    assert {row.agency_name for row in of_one.context["page"]} == {"Báo Cần Thơ"}


def test_the_report_page_leads_to_the_comparison(world: World, client: Client) -> None:
    first, second = _two(world)
    text = unescape(
        login(client, "vanphong").get(reverse("reporting:report-detail", args=[second.pk])).content.decode()
    )
    assert f"/bao-cao/so-sanh/?a={first.pk}&b={second.pk}" in text


def test_queries_do_not_grow_with_the_rows(world: World, client: Client) -> None:
    first, _ = _two(world)
    draft = a_report(world)
    office = login(client, "vanphong")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert office.get(_url(first, draft)).status_code == 200
        return len(queries)

    before = asked()
    for _ in range(4):
        an_item(world, world.agencies.o_mon)
    assert asked() == before


def test_the_lists_lead_here_and_name_reports_by_what_tells_them_apart(world: World, client: Client) -> None:
    first, second = _two(world)
    office = login(client, "vanphong")
    assert 'href="/bao-cao/so-sanh/"' in office.get(reverse("reporting:report-list")).content.decode()
    page = office.get(reverse("reporting:report-detail", args=[second.pk])).content.decode()
    assert f'href="/bao-cao/so-sanh/?b={second.pk}"' in page
    offered = office.get(f"/bao-cao/so-sanh/?b={second.pk}").context["form"]
    assert offered["b"].value() == str(second.pk)
    names = dict(offered.fields["a"].choices)
    assert names[str(first.pk)] == "Quý I/2022, 54-CV/TU, trình ký (Ban Tuyên giáo Thành ủy)"


def test_different_documents_and_lengths_are_told_only_where_they_differ(world: World, client: Client) -> None:
    first, second = _two(world)
    office = login(client, "vanphong")

    def said(a: Report, b: Report) -> str:
        return unescape(office.get(_url(a, b)).content.decode())

    quarters = said(first, second)
    assert "các văn bản khác nhau" not in quarters
    assert "Hai kỳ dài khác nhau" not in quarters, "90 and 91 days"
    half = said(first, a_report(world))
    assert "kỳ trước 90 ngày, kỳ sau 181 ngày" in half
    everything = a_report(world, directive=None, span=parse("2022-q2"))
    same = {line.pk for line in snapshot.of(everything, on=TODAY).figures.by_directive if line.counts.assigned} == {
        world.cong_van_54.pk
    }
    assert ("các văn bản khác nhau" not in said(second, everything)) is same
    other = a_report(world, directive=None, about_agency=world.agencies.bao_can_tho, span=parse("2022-q2"))
    assert "các văn bản khác nhau" not in said(second, other), "the same work, chosen otherwise"
