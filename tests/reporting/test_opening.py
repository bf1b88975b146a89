"""Reports that begin by themselves when the figures of their period close."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agencies.services import end_post
from plans.choices import Lifecycle
from plans.models import Notice, WorkItem
from reporting.choices import StepKind
from reporting.models import Report
from reporting.opening import LOOKS_BACK, open_reports
from reporting.periods import parse
from tests.cast import World, moment
from tests.reporting.papers_of import a_report, approved, issued, without_worker

__all__ = ["without_worker"]
LAST = date(2022, 6, 30)


@pytest.fixture(autouse=True)
def _quiet(without_worker: list[int]) -> None:
    """No test here needs a worker."""


def run(day: date) -> int:
    return open_reports(on=day, now=moment(day)).opened


def test_the_report_opens_on_the_day_its_figures_close_once_and_tells_the_clerks(world: World) -> None:
    assert run(LAST - timedelta(days=1)) == 0
    assert run(LAST) == 1
    report = Report.objects.get()
    assert (report.office, report.directive, report.recipient) == (
        world.agencies.ban_tuyen_giao, world.cong_van_54, world.agencies.thanh_uy,
    )  # fmt: skip
    assert (report.period_from, report.period_to, report.period_label) == (
        date(2022, 1, 1),
        LAST,
        "6 tháng đầu năm 2022",
    )
    assert (report.created_by, report.steps.get().kind, report.steps.get().by) == (None, StepKind.LAID_OUT, None)
    told = Notice.objects.filter(subject=f"report:{report.pk}:steps")
    assert [one.officer.username for one in told] == ["vanphong"]
    assert told[0].text.startswith("Đã mở dự thảo báo cáo kỳ này, hạn gửi")
    assert run(LAST) == run(LAST + timedelta(days=1)) == 0


def test_issuing_what_opened_by_itself_fulfils_the_offices_own_task(world: World) -> None:
    run(LAST)
    report = Report.objects.get()
    item = report.fulfils
    assert item is not None
    issued(world, approved(world, report))
    assert WorkItem.objects.get(pk=item.pk).lifecycle == Lifecycle.CONFIRMED


def test_what_somebody_began_by_hand_is_not_begun_again(world: World) -> None:
    a_report(world, span=parse("2022-n1"))
    assert run(LAST) == 0


def test_what_closed_long_ago_is_left_to_people(world: World) -> None:
    assert run(LAST + LOOKS_BACK + timedelta(days=1)) == 0
    assert run(LAST + LOOKS_BACK) == 1


def test_an_office_without_anybody_on_the_system_has_none_opened(world: World) -> None:
    for post in list(world.agencies.ban_tuyen_giao.posts.all()):
        end_post(post, on=date(2022, 6, 1))
    assert run(LAST) == 0


def test_a_finished_or_paused_item_needs_no_report(world: World) -> None:
    item = WorkItem.objects.get(agency=world.agencies.ban_tuyen_giao, period__ends_on=LAST, kind="report")
    WorkItem.objects.filter(pk=item.pk).update(lifecycle=Lifecycle.PAUSED)
    assert run(LAST) == 0
