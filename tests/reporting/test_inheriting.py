"""An office ends with reports on its desk: what was not issued goes on at its successor, what was issued never changes."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from agencies.choices import AgencyKind, Duty, Level
from agencies.models import Agency
from agencies.services import SavedByOthers, appoint
from agencies.verdict import Denied
from plans.choices import HandoverKind, Lifecycle
from plans.handing import Choices, consequences, load_of
from plans.models import Handover, WorkItem
from plans.services.handover import hand_over
from reporting import services, signing, snapshot
from reporting.choices import ReportState
from reporting.models import Report
from reporting.rules import Signer
from tests.cast import LONG_AGO, NOW, TODAY, World, login, make_world
from tests.plans.test_handover import DECISION, a_body, as_now
from tests.reporting.papers_of import a_report, without_worker

__all__ = ["without_worker"]
HEAD = Signer("Trưởng ban", "Trần Quốc Khải")


@pytest.fixture(autouse=True)
def _quiet(without_worker: list[int]) -> None:
    """No test here needs a worker."""


def a_ban(world: World, name: str = "Ban Tuyên giáo và Dân vận Thành ủy Cần Thơ", symbol: str = "BTGDVTU") -> Agency:
    return a_body(
        world, name, kind=AgencyKind.PARTY_ORGAN, level=Level.PROVINCE, serves=world.agencies.thanh_uy, symbol=symbol
    )


def handed(world: World, *to: Agency, **said: Any) -> Handover:
    return hand_over(
        world.agencies.ban_tuyen_giao, by=as_now(world, "quantri"), now=NOW, successors=to, decision=DECISION, **said
    )


def frozen(world: World, **changes: Any) -> Report:
    report = a_report(world, **changes)
    return services.freeze_report(report, by=as_now(world, "vanphong"), now=NOW, version=report.version)


def approved(world: World, report: Report) -> Report:
    return signing.approve_report(report, by=as_now(world, "truongban"), now=NOW, version=report.version)


def issued(world: World, report: Report, number: int = 5) -> Report:
    if report.state != ReportState.APPROVED:
        report = approved(world, report)
    return services.issue_report(
        report, by=as_now(world, "vanphong"), now=NOW, version=report.version, number=number, issued_on=TODAY, signer=HEAD
    )  # fmt: skip


def test_drafts_and_frozen_figures_go_on_and_are_issued_in_the_successors_name(world: World) -> None:
    new, old = a_ban(world), world.agencies.ban_tuyen_giao
    own = world.item("6", old, "6 tháng đầu năm 2022")
    done = issued(world, frozen(world))
    draft, kept = a_report(world, fulfils=own), frozen(world)
    services.revise_report(
        draft, by=as_now(world, "vanphong"), now=NOW, version=draft.version, sections={"results": "Đã viết tay."}
    )
    said = consequences(
        load_of(old, effective_on=DECISION.effective_on), Choices(), [new], effective_on=DECISION.effective_on, on=TODAY
    )
    assert any("2 báo cáo chưa ban hành chuyển sang nơi nhận" in words for words in said)
    act = handed(world, new)
    assert [line.words for line in act.lines.filter(kind=HandoverKind.REPORT, successor=new)] == [
        "2 báo cáo chưa ban hành"
    ]
    draft, kept, done = (Report.objects.get(pk=one.pk) for one in (draft, kept, done))
    assert (draft.office, draft.symbol, draft.place) == (new, "BC/BTGDVTU", new.place)
    assert draft.recipients[-1] == f"Lưu Văn phòng {new.name}"
    assert draft.sections["results"]["text"] == "Đã viết tay."
    assert draft.fulfils is not None
    assert draft.fulfils.continues == own
    assert (kept.office, kept.state, kept.rows.count() > 0) == (new, ReportState.FROZEN, True)
    assert (done.office, done.symbol, done.state) == (old, "BC/BTGTU", ReportState.ISSUED)
    vanphong = as_now(world, "vanphong")
    assert set(Report.objects.visible_to(vanphong)) == {draft, kept, done}
    draft = services.freeze_report(draft, by=vanphong, now=NOW, version=draft.version)
    counted = [snapshot.of(one, on=TODAY).figures.counts.assigned for one in (draft, kept)]
    assert counted[0] == counted[1], "the office's own item is counted once, at its successor"
    draft = issued(world, draft, 1)
    assert WorkItem.objects.get(continues=own).lifecycle == Lifecycle.CONFIRMED
    issued(world, kept, 2)


def test_the_successor_finds_and_opens_them(world: World, client: Client, at: Any) -> None:
    new, report = a_ban(world), a_report(world)
    act = handed(world, new)
    login(client, "vanphong")
    url = reverse("reporting:report-detail", args=[report.pk])
    assert url in client.get(reverse("reporting:report-list")).text
    page = client.get(url)
    assert page.status_code == 200
    assert "Ban Tuyên giáo và Dân vận" in page.text
    assert "1 báo cáo chưa ban hành" in client.get(reverse("plans:handover-detail", args=[act.pk])).text
    login(client, "quangngai")
    assert client.get(url).status_code == 404


def test_of_several_the_one_that_gets_the_plan_gets_its_reports_and_own_words_stay(world: World) -> None:
    first, second = a_ban(world), a_ban(world, "Ban Dân vận Thành ủy Cần Thơ", "BDVTU")
    report = a_report(world)
    services.revise_report(
        report,
        by=as_now(world, "vanphong"),
        now=NOW,
        version=report.version,
        recipients=["Lưu hồ sơ"],
        place="Ninh Kiều",
    )
    handed(world, first, second, choices=Choices(plans={world.plan.pk: second}))
    report.refresh_from_db()
    assert (report.office, report.recipients, report.place) == (second, ["Lưu hồ sơ"], "Ninh Kiều")


def test_what_was_to_be_sent_to_a_body_that_ends_is_sent_to_its_successor(world: World) -> None:
    at, done = world.agencies, issued(world, frozen(world))
    draft = a_report(world)
    new = a_body(world, "Thành ủy Tây Đô", level=Level.PROVINCE, parent=None, place="Tây Đô")
    appoint(world.officer("quantri"), agency=new, duty=Duty.ADMINISTRATOR, since=LONG_AGO)
    hand_over(at.thanh_uy, by=as_now(world, "quantri"), now=NOW, successors=[new], decision=DECISION)
    draft, done = Report.objects.get(pk=draft.pk), Report.objects.get(pk=done.pk)
    assert (draft.office, draft.recipient) == (at.ban_tuyen_giao, new)
    assert draft.recipients[0] == "Ban Thường vụ Thành ủy Tây Đô (để báo cáo)"
    assert done.recipient == at.thanh_uy
    draft = services.freeze_report(draft, by=as_now(world, "vanphong"), now=NOW, version=draft.version)
    draft = issued(world, draft, 6)
    assert draft in Report.objects.visible_to(as_now(world, "lanhdao"))


@pytest.mark.django_db(transaction=True)
def test_a_report_is_issued_by_the_old_office_or_goes_on_but_never_between(transactional_db: None) -> None:
    world = make_world()
    new = a_ban(world)
    owed = world.item("6", world.agencies.ban_tuyen_giao, "6 tháng đầu năm 2022")
    reports = [approved(world, frozen(world, fulfils=owed))]
    reports.append(a_report(world))
    gate, got = Barrier(3), []

    def run(act: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=20)
            got.append(act())
        except (Denied, SavedByOthers) as refusal:
            got.append(str(refusal))
        finally:
            connection.close()

    by = as_now(world, "vanphong")
    acts: list[Callable[[], object]] = [
        lambda: services.issue_report(
            reports[0], by=by, now=NOW, version=reports[0].version, number=3, issued_on=TODAY, signer=HEAD
        ),
        lambda: services.freeze_report(reports[1], by=by, now=NOW, version=reports[1].version),
        lambda: handed(world, new),
    ]
    threads = [Thread(target=run, args=(one,)) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(got) == 3, "nobody waited in a ring"
    assert sum(isinstance(one, Handover) for one in got) == 1
    first, second = (Report.objects.get(pk=one.pk) for one in reports)
    assert (first.office == new) == (first.state != ReportState.ISSUED)
    assert second.office == new
    assert first.fulfils is not None
    assert (first.fulfils.lifecycle == Lifecycle.CONFIRMED) == (first.state == ReportState.ISSUED)
