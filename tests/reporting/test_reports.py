"""The life of a report: draft, freezing, reopening, number, issue; what each refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, connections

from agencies.services import SavedByOthers, appoint
from agencies.verdict import Denied
from directives.choices import Purpose
from directives.services import address_to
from plans.choices import Lifecycle
from plans.models import WorkItem
from reporting import drafting, figures, freezing, services, snapshot
from reporting.choices import ReportState
from reporting.models import Report, ReportRow
from reporting.periods import parse
from reporting.rules import Signer, signer_for
from tests.builders import a_confirmation, a_task, an_extension
from tests.cast import NOW, TODAY, World, make_world, moment
from tests.reporting.papers_of import HEAD, a_report, approved, issued, submitted, without_worker

__all__ = ["without_worker"]


@pytest.fixture
def open_world(transactional_db: None) -> World:
    """The world in a database without a surrounding transaction, for what needs several connections."""
    return make_world()


@pytest.fixture(autouse=True)
def _quiet(without_worker: list[int]) -> None:
    """No test here needs a worker."""


def test_a_draft_follows_the_work_and_a_frozen_report_does_not(world: World) -> None:
    report = a_report(world)
    before = snapshot.of(report, on=TODAY).figures.counts
    assert before.assigned == 14
    _confirm(world)
    assert snapshot.of(report, on=TODAY).figures.counts.done == before.done + 1
    report = services.freeze_report(report, by=world.officer("vanphong"), now=NOW, version=report.version)
    kept = snapshot.of(report, on=TODAY)
    _confirm(world, period="quý II/2022")
    an_extension(world.item("5", world.agencies.dang_doan_lhh), by=world.officer("lhh"), new_due_on="2022-09-30")
    again = Report.objects.get(pk=report.pk)
    assert snapshot.of(again, on=date(2023, 1, 1)) == kept
    assert kept.figures.counts.done == before.done + 1
    assert drafting.texts(again, kept)["results"] == again.sections["results"]["text"]


def _confirm(world: World, period: str = "quý I/2022") -> None:
    item = world.item("4", world.agencies.bao_can_tho, period)
    a_confirmation(item, by=world.officer("baocantho"), monitor=world.officer("vanphong"), results="Đã mở chuyên mục.")


def test_frozen_figures_are_sums_of_the_frozen_rows(world: World) -> None:
    _confirm(world)
    report = submitted(world)
    kept = snapshot.of(report, on=TODAY)
    assert figures.of_rows(report.pk, like=kept.figures) == kept.figures
    live = figures.collect(
        WorkItem.objects.filter(plan=world.plan),
        period_from=date(2022, 1, 1),
        period_to=date(2022, 6, 30),
        on=TODAY,
        tasks=True,
    )
    assert live == kept.figures
    assert ReportRow.objects.filter(report=report).count() == kept.figures.counts.assigned
    done = ReportRow.objects.get(report=report, standing="done_late")
    assert (done.results, done.agency_name, done.path, done.occurrence) == (
        "Đã mở chuyên mục.",
        "Báo Cần Thơ",
        "4",
        "kỳ quý I/2022",
    )


def test_freezing_twice_keeps_the_same_rows_under_the_same_checksum(world: World) -> None:
    by = world.officer("vanphong")
    first = submitted(world)
    rows = list(
        ReportRow.objects.filter(report=first).values_list("position", "work_item_id", "standing", "days_overdue")
    )
    draft = services.reopen_report(first, by=by, now=NOW, version=first.version, reason="Sửa số liệu.")
    assert (draft.state, draft.checksum, draft.rows.count()) == (ReportState.DRAFT, "", 0)
    second = services.freeze_report(draft, by=by, now=NOW, version=draft.version)
    assert second.checksum == first.checksum
    assert second.figures == first.figures
    assert rows == list(
        ReportRow.objects.filter(report=second).values_list("position", "work_item_id", "standing", "days_overdue")
    )
    _confirm(world)
    third = services.reopen_report(second, by=by, now=NOW, version=second.version, reason="Sửa số liệu.")
    assert services.freeze_report(third, by=by, now=NOW, version=third.version).checksum != first.checksum


def test_what_people_wrote_survives_every_regeneration(world: World) -> None:
    by = world.officer("vanphong")
    report = a_report(world)
    report = services.revise_report(
        report, by=by, now=NOW, version=1, sections={"next": "- Làm việc với Huyện ủy Cờ Đỏ."}
    )
    report = services.freeze_report(report, by=by, now=NOW, version=report.version)
    report = services.reopen_report(report, by=by, now=NOW, version=report.version, reason="Sửa số liệu.")
    texts = drafting.texts(report, snapshot.of(report, on=TODAY))
    assert texts["next"] == "- Làm việc với Huyện ủy Cờ Đỏ."
    assert set(report.sections) == {"next"}
    report = services.revise_report(report, by=by, now=NOW, version=report.version, redraft=["next"])
    assert "Đôn đốc dứt điểm 12 đầu việc quá hạn" in drafting.texts(report, snapshot.of(report, on=TODAY))["next"]


def test_the_second_of_two_savers_is_told(world: World) -> None:
    by = world.officer("vanphong")
    report = a_report(world)
    services.revise_report(report, by=by, now=NOW, version=1, subject="kết quả thực hiện đợt một")
    with pytest.raises(SavedByOthers):
        services.revise_report(report, by=by, now=NOW, version=1, subject="kết quả thực hiện đợt hai")
    with pytest.raises(SavedByOthers):
        services.freeze_report(report, by=by, now=NOW, version=1)
    assert Report.objects.get(pk=report.pk).subject == "kết quả thực hiện đợt một"


def test_freezing_sees_one_unmoving_state_of_the_data(open_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work is added between the rows and the sums: neither notices."""
    report = a_report(open_world)
    seen: list[str] = []
    write: Callable[..., None] = freezing.write

    def write_and_be_disturbed(*args: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            seen.append(cursor.fetchone()[0])
        write(*args)
        _meanwhile(
            lambda: a_task(
                open_world.plan, open_world.agencies.bao_can_tho, by=open_world.officer("vanphong"), path="9"
            )
        )

    monkeypatch.setattr(freezing, "write", write_and_be_disturbed)
    report = services.freeze_report(report, by=open_world.officer("vanphong"), now=NOW, version=1)
    assert seen == ["repeatable read"]
    kept = snapshot.of(report, on=TODAY)
    assert WorkItem.objects.filter(task__path="9").exists()
    assert (kept.figures.counts.assigned, kept.tasks, report.rows.count()) == (14, 6, 14)


def test_an_item_that_moves_under_the_freezing_is_frozen_as_it_was_when_it_began(
    open_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither waits for the other nor tries again: rows and sums agree on the state that the freezing saw first."""
    report = a_report(open_world)
    live: Callable[..., Any] = freezing.live
    attempts: list[int] = []

    def live_after_a_confirmation(*args: Any, **days: Any) -> Any:
        attempts.append(1)
        if len(attempts) == 1:
            _meanwhile(lambda: _confirm(open_world))
        return live(*args, **days)

    monkeypatch.setattr(freezing, "live", live_after_a_confirmation)
    report = services.freeze_report(report, by=open_world.officer("vanphong"), now=NOW, version=1)
    assert len(attempts) == 1
    done = ReportRow.objects.filter(report=report, standing__startswith="done")
    assert snapshot.of(report, on=TODAY).figures.counts.done == done.count() == 0
    assert WorkItem.objects.filter(lifecycle="confirmed").count() == 1


def _meanwhile(act: Callable[[], object]) -> None:
    """Something another officer does and finishes, in a connection of its own."""
    other = Thread(target=_in_own_connection, args=(act,))
    other.start()
    other.join(timeout=30)
    assert not other.is_alive()


def _in_own_connection(act: Callable[[], object]) -> None:
    try:
        act()
    finally:
        connections.close_all()


def test_two_who_freeze_at_once_freeze_once(open_world: World) -> None:
    report = a_report(open_world)
    gate, told = Barrier(2), []

    def freeze() -> None:
        gate.wait()
        try:
            services.freeze_report(report, by=open_world.officer("vanphong"), now=NOW, version=1)
            told.append("frozen")
        except SavedByOthers:
            told.append("told")

    threads = [Thread(target=_in_own_connection, args=(freeze,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["frozen", "told"]
    assert ReportRow.objects.filter(report=report).count() == 14


def test_issuing_closes_the_report_for_ever(world: World) -> None:
    by = world.officer("vanphong")
    report = issued(world)
    assert (report.state, report.number_value, report.signer_title, report.layout) == (
        "issued",
        5,
        "Trưởng ban",
        "hd36",
    )
    with pytest.raises(Denied, match="đã ban hành"):
        services.revise_report(report, by=by, now=NOW, version=report.version, subject="khác")
    with pytest.raises(Denied, match="đã ban hành"):
        services.reopen_report(report, by=by, now=NOW, version=report.version, reason="Sửa số liệu.")
    with pytest.raises(Denied, match="đã ban hành"):
        services.freeze_report(report, by=by, now=NOW, version=report.version)
    with pytest.raises(Denied, match="đã ban hành"):
        services.issue_report(report, by=by, now=NOW, version=report.version, number=6, issued_on=TODAY, signer=HEAD)


def test_issuing_fulfils_and_confirms_the_reporting_item(world: World) -> None:
    owed = world.item("6", world.agencies.ban_tuyen_giao, "6 tháng đầu năm 2022")
    issued(world, fulfils=owed)
    owed.refresh_from_db()
    assert (owed.lifecycle, owed.submitted_on, owed.completed_on) == (Lifecycle.CONFIRMED, TODAY, TODAY)


def test_only_ones_own_reporting_item_can_be_fulfilled(world: World) -> None:
    with pytest.raises(Denied, match="không phải của"):
        a_report(world, fulfils=world.item("3", world.agencies.dang_doan_lhh, "quý II/2022"))


def test_numbers_run_on_and_are_given_once(world: World) -> None:
    first = submitted(world)
    assert services.propose_number(first, on=TODAY)[0] == 1
    issued(world, first, 7)
    second = approved(world, span=parse("2022-q2"))
    number, when = services.propose_number(second, on=TODAY)
    assert number == 8
    with pytest.raises(Denied, match=f"Số 07 đã cấp cho báo cáo khác {when}"):
        issued(world, second, 7)
    assert issued(world, second, number).number_value == 8


@pytest.mark.parametrize(
    ("on", "why"), [(date(2022, 7, 15), "chưa tới"), (date(2022, 7, 13), "không thể trước ngày này")]
)
def test_a_report_bears_a_day_between_freezing_and_today(world: World, on: date, why: str) -> None:
    with pytest.raises(Denied, match=why):
        issued(world, on=on)


def test_a_ban_does_not_sign_for_a_collective(world: World) -> None:
    with pytest.raises(Denied, match="không phải tập thể"):
        issued(world, signer=Signer("Trưởng ban", "Trần Quốc Khải", "T/M Ban Thường vụ"))


def test_who_signs_how(world: World) -> None:
    at = world.agencies
    assert signer_for(at.ban_tuyen_giao, title="Trưởng ban", name="A") == Signer("Trưởng ban", "A", "")
    assert signer_for(at.ban_tuyen_giao, title="Phó Trưởng ban", name="A") == Signer(
        "Phó Trưởng ban", "A", "K/T Trưởng ban"
    )
    assert signer_for(at.thanh_uy, title="Phó Bí thư", name="A") == Signer("Phó Bí thư", "A", "T/M Ban Thường vụ")
    assert signer_for(at.dang_doan_lhh, title="Bí thư", name="A").authority == "T/M Đảng đoàn"


def test_only_the_reporting_office_acts(world: World) -> None:
    report = a_report(world)
    lhh = world.officer("lhh")
    with pytest.raises(Denied, match="Chỉ cán bộ của Ban Tuyên giáo"):
        services.freeze_report(report, by=lhh, now=NOW, version=1)
    with pytest.raises(Denied, match="Chỉ cán bộ của Ban Tuyên giáo"):
        services.revise_report(report, by=lhh, now=NOW, version=1, subject="khác")
    with pytest.raises(Denied, match="Chỉ cán bộ của Ban Tuyên giáo"):
        a_report(world, by=lhh)


def test_a_period_that_has_not_begun_cannot_be_frozen(world: World) -> None:
    with pytest.raises(Denied, match="chưa có số liệu"):
        submitted(world, span=parse("2023-n1"))


def test_the_figures_are_the_offices_whoever_prepares_them(world: World) -> None:
    """A colleague with a further post elsewhere sees more, but the report counts the same."""
    report = a_report(world)
    colleague = world.officer("truongban")
    appoint(colleague, agency=world.agencies.tinh_uy_quang_ngai, duty="clerk", since=date(2022, 1, 1))
    mine = a_report(world, by=world.officer("truongban").enter(on=TODAY))
    assert snapshot.of(mine, on=TODAY) == snapshot.of(report, on=TODAY)


def test_the_draft_speaks_from_the_figures(world: World) -> None:
    _confirm(world)
    report = a_report(world)
    texts = drafting.texts(report, snapshot.of(report, on=TODAY))
    assert texts["results"].startswith(
        "Tính đến ngày 14/7/2022, đã giao 14 đầu việc; hoàn thành 1 (đạt 7,1%), trong đó đúng hạn 0, quá hạn 1;"
        " chưa hoàn thành 13, trong đó trong hạn 2 (2 chưa thực hiện), quá hạn 11."
    )
    assert "theo dõi 6 nhiệm vụ do 7 cơ quan, đơn vị chủ trì, cập nhật kết quả hằng quý" in texts["leadership"]
    assert "Nhiệm vụ 1 của 54-CV/TU chưa có đơn vị chủ trì" in texts["obstacles"]
    assert "Đề nghị Ban Thường vụ Thành ủy Cần Thơ cho chủ trương giao đơn vị chủ trì nhiệm vụ 1" in texts["proposals"]


def test_a_report_is_set_beside_the_frozen_one_before_it(world: World) -> None:
    _confirm(world)
    earlier = submitted(world, span=parse("2022-q1"))
    report = a_report(world, span=parse("2022-q2"))
    numbers = snapshot.of(report, on=TODAY)
    assert numbers.earlier is not None
    assert (numbers.earlier.report, numbers.earlier.label) == (earlier.pk, "quý I/2022")
    assert "So với quý I/2022" in drafting.texts(report, numbers)["results"]


def test_the_first_report_compares_with_nothing(world: World) -> None:
    report = a_report(world)
    assert snapshot.of(report, on=TODAY).earlier is None
    assert "So với" not in drafting.texts(report, snapshot.of(report, on=TODAY))["results"]


def test_a_report_on_some_bodies_names_no_others(world: World) -> None:
    """Who has issued nothing under a document, and what others issued, is told of those the report speaks of."""
    at = world.agencies
    address_to(world.cong_van_54, agencies=[at.bao_can_tho], purpose=Purpose.EXECUTE)
    whole = snapshot.of(a_report(world), on=TODAY)
    assert {at.co_do.name, at.o_mon.name, at.bao_can_tho.name} <= set(whole.unissued[0].missing)
    assert any(one.below for one in whole.cascade)
    for about, named in (
        ({"about_agency": at.co_do}, [at.co_do.name]), ({"about_agency": at.dang_doan_lhh}, [at.dang_doan_lhh.name]),
        ({"about_group": at.cac_huyen_uy}, [at.co_do.name, at.o_mon.name]),
    ):  # fmt: skip
        report = a_report(world, directive=None, **about)
        numbers = snapshot.of(report, on=TODAY)
        missing = [name for one in numbers.cascade for name in one.missing]
        assert set(named) <= set(missing)
        assert at.bao_can_tho.name not in missing
        assert not any(one.below for one in numbers.cascade), "Thành ủy is none of them"
        assert all(one.missing for one in numbers.cascade)
        assert at.bao_can_tho.name not in drafting.texts(report, numbers)["leadership"]


def test_extensions_and_their_promised_days_reach_the_report(world: World) -> None:
    item = world.item("5", world.agencies.dang_doan_lhh)
    an_extension(item, by=world.officer("lhh"), new_due_on="2022-09-30", now=moment("2022-07-12"))
    numbers = snapshot.of(a_report(world), on=TODAY)
    assert numbers.figures.extensions_pending == 1
    assert numbers.promises == {str(item.pk): "2022-09-30"}
