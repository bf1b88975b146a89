"""Reporting duties after they were set: ended, changed from the next period on, written off; their pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.verdict import Denied
from plans.choices import Lifecycle, Occasion, Standing, TaskKind
from plans.cycles import Recurrence
from plans.models import Reminder, ReportingDuty, Task, WorkItem
from plans.periods import Sent
from plans.reminders.opening import open_reminders
from plans.services import duties, progress
from plans.services.items import open_periods
from plans.services.planning import add_duty, add_task, assign
from tests.cast import NOW, TODAY, World, login, moment

OFFICE = "vanphong"


def office(world: World) -> Any:
    return world.officer(OFFICE).enter(on=TODAY)


def lhh_line(world: World) -> Any:
    return world.tasks["3"].assignments.get(role="lead")


def the_cycle(world: World) -> ReportingDuty:
    return world.plan.duties.get(assignment=None)


def days_of(duty: ReportingDuty) -> list[tuple[str, date, date]]:
    return [(row.label, row.closes_on, row.due_on) for row in duty.periods.order_by("starts_on")]


def test_typed_days_make_periods_with_their_cut_off_and_grace(world: World) -> None:
    duty = add_duty(
        world.plan, by=office(world), name="Báo cáo theo Quy chế", recurrence="dates", days="15/6: 6 tháng đầu năm và 17/7",
        since=date(2022, 7, 1), assignment=lhh_line(world), cut_off_days=5, grace_days=3, now=NOW,
    )  # fmt: skip
    assert days_of(duty) == [
        ("đến 17/7/2022", date(2022, 7, 12), date(2022, 7, 18)),  # the 17th is a Sunday
        ("6 tháng đầu năm (hạn 15/6/2023)", date(2023, 6, 10), date(2023, 6, 15)),
    ]
    first = duty.periods.order_by("starts_on")[0]
    assert first.grace_until == date(2022, 7, 21)
    assert first.items.get().due_on == date(2022, 7, 18)
    with pytest.raises(Denied, match="Chưa đọc được"):
        add_duty(world.plan, by=office(world), name="Khác", recurrence="dates", days="giữa năm", since=TODAY)


def test_grace_delays_letters_and_not_the_class(world: World) -> None:
    duty = add_duty(
        world.plan, by=office(world), name="Báo cáo", recurrence="dates", days="18/7", since=date(2022, 7, 1),
        assignment=lhh_line(world), grace_days=3, now=NOW,
    )  # fmt: skip
    item = WorkItem.objects.get(period__duty=duty)
    for day in (19, 20, 21, 22):
        open_reminders(on=date(2022, 7, day), now=moment(f"2022-07-{day}"))
        told = set(Reminder.objects.filter(work_item=item).values_list("occasion", flat=True))
        now: Any = WorkItem.objects.with_standing(on=date(2022, 7, day)).get(pk=item.pk)
        assert now.standing == Standing.OVERDUE
        assert (Occasion.OVERDUE_3 in told, Occasion.OVERDUE_1 in told) == (False, False), day
    open_reminders(on=date(2022, 7, 25), now=moment("2022-07-25"))
    assert Reminder.objects.filter(work_item=item, occasion=Occasion.OVERDUE_7).exists()


def test_everyone_reports_dated_lines_too_and_the_monitor_by_a_task_of_its_own(world: World) -> None:
    by = office(world)
    duty = add_duty(
        world.plan,
        by=by,
        name="Báo cáo năm",
        recurrence="yearly",
        since=TODAY,
        with_dated=True,
        is_report=True,
        now=NOW,
    )
    leads = world.plan.tasks.filter(assignments__role="lead", assignments__agency__isnull=False).count()
    assert WorkItem.objects.filter(period__duty=duty).count() == leads
    assert WorkItem.objects.filter(period__duty=duty, task=world.tasks["5"]).exists()
    said: dict[str, Any] = {"by": by, "now": NOW, "name": "Báo cáo năm", "since": TODAY, "is_report": True}
    own = duties.add_monitors_duty(world.plan, recurrence=Recurrence.YEARLY, **said).assignment
    assert own is not None
    assert own.task == world.tasks["6"]
    duties.end_duty(world.report_duty, by=by, now=NOW, until=date(2022, 12, 31), reason="Gộp vào báo cáo năm")
    Task.objects.filter(pk=own.task_id).update(kind=TaskKind.CONTINUING)
    made = duties.add_monitors_duty(world.plan, recurrence=Recurrence.MONTHLY, **said).assignment
    assert made is not None
    assert (made.task.path, made.task.heading, made.agency) == ("BC1", "Báo cáo năm", world.plan.monitor)
    before = world.plan.tasks.count()
    Task.objects.filter(plan=world.plan).update(kind=TaskKind.CONTINUING)
    with pytest.raises(Denied):
        duties.add_monitors_duty(world.plan, recurrence=Recurrence.DATES, days="không phải ngày", **said)
    assert world.plan.tasks.count() == before, "a refused duty leaves no line behind"


def test_another_rule_holds_from_the_next_period_on(world: World) -> None:
    by, cycle = office(world), the_cycle(world)
    before = list(WorkItem.objects.filter(period__duty=cycle).values_list("pk", "due_on").order_by("pk"))
    with pytest.raises(Denied, match="ghi lý do"):
        duties.change_duty(cycle, by=by, now=NOW, recurrence="monthly")
    with pytest.raises(Denied, match="chế độ riêng"):
        duties.change_duty(cycle, by=by, now=NOW, recurrence="term", reason="Hết khóa")
    new = duties.change_duty(cycle, by=by, now=NOW, recurrence="monthly", grace_days=2, reason="Theo dõi sát hơn")
    cycle.refresh_from_db()
    world.plan.refresh_from_db()
    assert (cycle.until, new.since, new.replaces) == (date(2022, 9, 30), date(2022, 10, 1), cycle)
    assert world.plan.cycle == "monthly"
    assert list(WorkItem.objects.filter(period__duty=cycle).values_list("pk", "due_on").order_by("pk")) == before
    assert not cycle.periods.filter(starts_on__gt=cycle.until).exists()
    open_periods(on=date(2022, 10, 1), now=moment("2022-10-01"))
    assert {
        row.period.label
        for row in WorkItem.objects.filter(period__starts_on__gte=date(2022, 10, 1)).select_related("period")
        if row.period
    } == {"tháng 10/2022"}
    with pytest.raises(Denied, match="sẽ kết thúc ngày 30/9/2022"):
        duties.change_duty(cycle, by=by, now=NOW, recurrence="yearly", reason="Thôi")
    with pytest.raises(Denied, match="Chỉ Ban Tuyên giáo"):
        duties.change_duty(new, by=world.officer("lhh").enter(on=TODAY), now=NOW, name="Khác")


def test_a_name_or_a_duty_that_has_not_begun_changes_at_once(world: World) -> None:
    by, cycle = office(world), the_cycle(world)
    assert duties.change_duty(cycle, by=by, now=NOW, name="Cập nhật quý").pk == cycle.pk
    ahead = add_duty(
        world.plan,
        by=by,
        name="Báo cáo năm",
        recurrence="yearly",
        since=date(2023, 1, 1),
        assignment=lhh_line(world),
        now=NOW,
    )
    same = duties.change_duty(ahead, by=by, now=NOW, days_after=20)
    assert same.pk == ahead.pk
    assert next(row.due_on for row in same.periods.order_by("starts_on")) == date(2024, 1, 22)  # the 20th is a Saturday


def test_a_duty_ends_with_a_reason_and_what_was_opened_stays_owed(world: World) -> None:
    by, cycle = office(world), the_cycle(world)
    for until, reason, why in ((date(2022, 7, 1), "Thôi", "đã qua"), (TODAY, " ", "ghi lý do")):
        with pytest.raises(Denied, match=why):
            duties.end_duty(cycle, by=by, now=NOW, until=until, reason=reason)
    owed = WorkItem.objects.open().filter(period__duty=cycle).count()
    duties.end_duty(cycle, by=by, now=NOW, until=date(2022, 9, 30), reason="Sơ kết xong")
    open_periods(on=date(2022, 10, 2), now=moment("2022-10-02"))
    assert WorkItem.objects.open().filter(period__duty=cycle).count() == owed
    with pytest.raises(Denied, match="đã kết thúc từ ngày 30/9/2022"):
        duties.end_duty(cycle, by=by, now=moment("2022-10-02"), until=date(2022, 12, 31), reason="Lại")


def test_a_line_whose_own_duty_ended_goes_back_to_the_cycle(world: World) -> None:
    by = office(world)
    own = add_duty(
        world.plan, by=by, name="Riêng", recurrence="monthly", since=TODAY, assignment=lhh_line(world), now=NOW
    )
    open_periods(on=date(2022, 10, 1), now=moment("2022-10-01"))
    fourth = {"assignment": lhh_line(world), "period__duty": the_cycle(world), "period__label": "quý IV/2022"}
    assert not WorkItem.objects.filter(**fourth).exists()
    duties.end_duty(own, by=by, now=moment("2022-10-01"), until=date(2022, 10, 31), reason="Hết đợt")
    open_periods(on=date(2023, 1, 2), now=moment("2023-01-02"))
    assert WorkItem.objects.filter(**{**fourth, "period__label": "quý I/2023"}).exists()


def test_a_silent_period_is_written_off_by_the_monitor_alone_and_may_be_asked_for_again(world: World) -> None:
    by = office(world)
    first, third = (world.item("2", world.agencies.co_do, f"quý {one}/2022") for one in ("I", "III"))
    for who, item, reason, why in (
        ("codo", first, "Không có hoạt động", "của đơn vị mình"),
        ("lhh", first, "Không có hoạt động", "Chỉ Ban Tuyên giáo"),
        (OFFICE, third, "Không có hoạt động", "chưa quá hạn"),
        (OFFICE, world.item("5", world.agencies.dang_doan_lhh), "Thôi", "Chỉ ghi bỏ được kỳ"),
        (OFFICE, first, " ", "ghi lý do"),
    ):
        with pytest.raises(Denied, match=why):
            duties.write_off([item], by=world.officer(who).enter(on=TODAY), now=NOW, reason=reason)
    assert duties.write_off([first], by=by, now=NOW, reason="Huyện mới kiện toàn, không có hoạt động") == 1
    first.refresh_from_db()
    assert (first.lifecycle, first.events.first().get_kind_display()) == (Lifecycle.CANCELLED, "ghi bỏ kỳ báo cáo")  # type: ignore[union-attr]
    yesterday: Any = WorkItem.objects.as_of(on=date(2022, 7, 13)).get(pk=first.pk)
    assert yesterday.standing == Standing.OVERDUE
    with pytest.raises(Denied, match="hủy"):
        duties.write_off([first], by=by, now=NOW, reason="Lần nữa")
    again = duties.ask_again(first, by=by, now=moment("2022-07-20"), reason="Đơn vị đã có báo cáo")
    assert (again.lifecycle, again.due_on, again.remind_from) == (
        Lifecycle.NOT_STARTED,
        first.due_on,
        date(2022, 7, 20),
    )
    with pytest.raises(Denied, match="không phải là kỳ đã ghi bỏ"):
        duties.ask_again(again, by=by, now=moment("2022-07-20"), reason="Lại")
    own = world.item("6", world.agencies.ban_tuyen_giao, "6 tháng đầu năm 2022")
    with pytest.raises(Denied, match="của đơn vị mình"):
        duties.write_off([own], by=by, now=moment("2022-07-20"), reason="Tự bỏ")
    leader = world.officer("lanhdao").enter(on=TODAY)
    assert duties.write_off([own], by=leader, now=moment("2022-07-20"), reason="Đã báo cáo miệng") == 1


def test_one_refused_item_keeps_all_from_being_written_off(world: World) -> None:
    first, third = (world.item("2", world.agencies.co_do, f"quý {one}/2022") for one in ("I", "III"))
    with pytest.raises(Denied):
        duties.write_off([first, third], by=office(world), now=NOW, reason="Cả hai")
    first.refresh_from_db()
    assert first.lifecycle == Lifecycle.NOT_STARTED


def test_the_desk_settles_dinh_ky_in_one_click(world: World, client: Client, at: Callable[[Any], Any]) -> None:
    by = office(world)
    task = add_task(world.plan, by=by, path="9", heading="Sinh hoạt", due_wording="định kỳ báo cáo kết quả")
    line = assign(task, by=by, now=NOW, role="lead", agency=world.agencies.bao_can_tho)
    login(client, OFFICE)
    url = reverse("plans:task-cycle", args=[world.plan.pk, task.pk])
    assert f'action="{url}?desk"' in client.get(reverse("plans:desk")).content.decode()
    assert "Đồng chí đang thực hiện với tư cách:" in client.get(url).text
    answer = client.post(f"{url}?desk", {"recurrence": "half_yearly"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("plans:desk")
    assert "Ấn định 6 tháng" not in answer.content.decode()
    duty = line.duties.get()
    assert (duty.recurrence, duty.wording, duty.recipient) == (
        "half_yearly",
        "định kỳ báo cáo kết quả",
        world.plan.monitor,
    )
    assert WorkItem.objects.filter(period__duty=duty).exists()
    again = client.post(url, {"recurrence": "half_yearly"})
    assert "kỳ đã được ấn định" in again.content.decode()


def test_reviews_are_planned_as_tasks_with_a_day_or_the_words_cuoi_ky(
    world: World, client: Client, at: Callable[[Any], Any]
) -> None:
    login(client, OFFICE)
    url = reverse("plans:plan-events", args=[world.plan.pk])
    page = client.get(url)
    offered = page.context["rows"]
    assert [one.initial["due_on"] for one in offered] == [date(2022, 12, 31), date(2025, 8, 31), None]
    data = {"viec-TOTAL_FORMS": "3", "viec-INITIAL_FORMS": "3", "agency": str(world.plan.monitor_id)}
    for place, one in enumerate(offered):
        due = one.initial["due_on"]
        data |= {
            f"viec-{place}-heading": one.initial["heading"],
            f"viec-{place}-due_on": f"{due:%d/%m/%Y}" if due else "",
        }
    assert "ít nhất một cuộc" in client.post(url, data).content.decode()
    assert client.post(url, data | {"viec-0-chosen": "on", "viec-2-chosen": "on"}).status_code == 302
    dated, open_end = Task.objects.filter(plan=world.plan, kind=TaskKind.EVENT).order_by("position")
    assert dated.items.get().due_on == date(2023, 1, 2)  # New Year's Eve is a Saturday
    assert open_end.due_wording == "cuối kỳ"
    shown = client.get(reverse("plans:duty-list")).content.decode()
    assert "Sơ kết, tổng kết sắp tới" in shown
    assert "Hạn là ngày nào?" in client.get(reverse("plans:desk")).content.decode()


def test_each_state_of_a_report_is_counted_and_leads_to_its_rows(
    world: World, client: Client, at: Callable[[Any], Any]
) -> None:
    by, lhh, codo = office(world), world.officer("lhh").enter(on=TODAY), world.officer("codo").enter(on=TODAY)
    quarter = "quý II/2022"
    progress.report(world.item("3", world.agencies.dang_doan_lhh, quarter), by=lhh, now=NOW, submits=True, is_nil=True)
    progress.confirm(world.item("3", world.agencies.dang_doan_lhh, quarter), by=by, now=NOW)
    sent = world.item("2", world.agencies.co_do, quarter)
    progress.report(sent, by=codo, now=NOW, submits=True, results="Đã họp")
    progress.send_back(sent, by=by, now=NOW, reason="Thiếu số liệu")
    login(client, OFFICE)
    url = reverse("plans:period-detail", args=[sent.period_id])
    page = client.get(url)
    matrix = page.context["matrix"]
    assert dict(matrix.totals) == {Sent.OVERDUE: 4, Sent.RETURNED: 1, Sent.LATE: 1}
    assert page.content.decode().count("chưa cập nhật 2 kỳ liền") == 4
    rows = (
        client.get(url, {"tinh_trang": "bi-tra-lai", "don_vi": str(world.agencies.co_do.pk)})
        .context["page"]
        .object_list
    )
    assert [row.pk for row in rows] == [sent.pk]
    listed = client.get(reverse("plans:duty-list"), {"ky": quarter}).content.decode()
    assert "4 quá hạn, chưa gửi" in listed
    assert "2/6" not in listed
    silent = client.get(reverse("plans:duty-detail", args=[the_cycle(world).pk])).context["silent"]
    assert len(silent) == 4
    login(client, "codo")
    own = client.get(url).context["matrix"]
    assert [(agency.pk, counts) for agency, counts in own.lines] == [
        (world.agencies.co_do.pk, [(Sent.RETURNED.value, 1)])
    ]


def test_silent_periods_are_written_off_together_from_the_page(
    world: World, client: Client, at: Callable[[Any], Any]
) -> None:
    item = world.item("2", world.agencies.co_do, "quý I/2022")
    login(client, OFFICE)
    url = reverse("plans:period-write-off", args=[item.period_id])
    page = client.get(url, {"dau_viec": item.pk})
    assert page.context["form"]["dau_viec"].initial == [str(item.pk)]
    assert "Đồng chí đang thực hiện với tư cách:" in page.text
    wrong = client.post(url, {"reason": "Không có hoạt động"})
    assert "Chọn ít nhất một báo cáo." in wrong.content.decode()
    assert "Không có hoạt động</textarea>" in wrong.content.decode()
    owed = [str(row.pk) for row in WorkItem.objects.filter(period=item.period_id)]
    client.post(url, {"dau_viec": owed, "reason": "Không có hoạt động"})
    assert set(WorkItem.objects.filter(pk__in=owed).values_list("lifecycle", flat=True)) == {Lifecycle.CANCELLED}
    assert client.get(url).status_code == 403


def test_the_forms_say_what_is_wrong_beside_the_field_and_lose_nothing(
    world: World, client: Client, at: Callable[[Any], Any]
) -> None:
    login(client, OFFICE)
    said = {
        "reporter": "everyone", "name": "Báo cáo theo ngày", "recurrence": "dates", "days": "31/6", "since": "14/7/2022",
        "preset": "party", "days_after": "10", "grace_days": "99",
    }  # fmt: skip
    url = reverse("plans:plan-duty-add", args=[world.plan.pk])
    form = client.post(url, said).context["form"]
    assert set(form.errors) == {"days", "grace_days"}
    assert client.post(url, said | {"reporter": "line"}).context["form"].has_error("assignment")
    made = client.post(url, said | {"days": "30/6, 15/12", "grace_days": "5"})
    duty = ReportingDuty.objects.get(name="Báo cáo theo ngày")
    assert made.headers["Location"] == reverse("plans:duty-detail", args=[duty.pk])
    assert (duty.days, duty.with_dated) == ("30/06\n15/12", True)
    edit = reverse("plans:duty-edit", args=[duty.pk])
    body = {"name": "Báo cáo theo ngày", "recurrence": "dates", "days": "30/6", "preset": "party", "days_after": "10"}
    assert "phải ghi lý do" in client.post(edit, body).content.decode()
    assert client.post(edit, body | {"reason": "Gọn lại"}).status_code == 302
    assert ReportingDuty.objects.get(replaces=duty).days == "30/06"


def test_pages_of_duties_ask_as_often_for_many_rows_as_for_few(
    world: World, client: Client, at: Callable[[Any], Any]
) -> None:
    login(client, OFFICE)
    period = world.item("2", world.agencies.co_do, "quý II/2022").period_id
    urls = [
        reverse("plans:duty-list") + "?giai_doan=tat-ca", reverse("plans:duty-detail", args=[the_cycle(world).pk]),
        reverse("plans:period-detail", args=[period]),
    ]  # fmt: skip

    def asked() -> list[int]:
        found = []
        for url in urls:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(url).status_code == 200
            found.append(len(queries))
        return found

    few = asked()
    by = office(world)
    for place, agency in enumerate((world.agencies.co_do, world.agencies.o_mon, world.agencies.phong_dien)):
        task = add_task(world.plan, by=by, path=f"1{place}", heading="Thêm")
        line = assign(task, by=by, now=NOW, role="lead", agency=agency)
        add_duty(
            world.plan,
            by=by,
            name=f"Riêng {place}",
            recurrence="weekly",
            since=date(2022, 5, 2),
            assignment=line,
            now=NOW,
        )
    assert asked() == few


def test_nothing_to_report_is_one_tap_on_the_agencys_page(
    world: World, client: Client, at: Callable[[Any], Any]
) -> None:
    item, running = (world.item("2", world.agencies.co_do, f"quý {one}/2022") for one in ("II", "III"))
    login(client, "codo")
    page = client.get(reverse("plans:agency-work")).content.decode()
    url = reverse("plans:report-form", args=[item.pk])
    assert page.count('value="nil"') == 2  # quý I and quý II are over, quý III is not
    key = page.partition(f'action="{url}"')[2].partition('name="once_key" value="')[2][:36]
    for _ in range(2):
        assert client.post(url, {"answer": "nil", "once_key": key}).headers["Location"] == reverse("plans:agency-work")
    item.refresh_from_db()
    assert (item.lifecycle, item.events.filter(kind="submitted").count()) == (Lifecycle.SUBMITTED, 1)
    assert reverse("plans:report-form", args=[running.pk]) in page
