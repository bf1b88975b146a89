"""The office's desk and the list of duties: what each of the cast is told to do today."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import Officer
from plans import office, reading
from plans.choices import Occasion, ReminderState, Role
from plans.models import Delivery, Digest, Reminder
from plans.reminders import open_reminders
from plans.services.items import open_periods
from plans.services.planning import add_duty, assign
from plans.services.publishing import pause
from tests.builders import a_directive, a_draft, a_plan, a_submission, a_task, an_extension
from tests.cast import NOW, TODAY, World, clock_at, login, moment

Clock = Callable[[Any], datetime]


@pytest.fixture(autouse=True)
def story_day(at: Clock) -> None:
    """Views read the clock of 14/7/2022."""


def entered(world: World, username: str) -> Officer:
    return world.officer(username).enter(on=TODAY)


def test_the_desk_tells_who_is_late_since_when_and_when_they_are_reminded_next(world: World) -> None:
    overdue = office.office_desk(entered(world, "vanphong"), on=TODAY).overdue
    assert (overdue.total, overdue.agencies) == (12, 6)
    first = overdue.debtors[0]
    assert first.days_words == "93 ngày"
    assert first.told == "Chưa cập nhật 2 kỳ: quý I, quý II/2022"
    assert first.next_letter == "14/7", "three days after 11/7, and nothing of today is written yet"
    open_reminders(on=TODAY)
    later = office.office_desk(entered(world, "vanphong"), on=TODAY).overdue.debtors[0]
    assert later.next_letter == "18/7, kèm lãnh đạo", "a week after 11/7, and 12/4 plus weeks falls later"
    assert overdue.moved == "Hạn kỳ quý II/2022 là 10/7/2022, ngày nghỉ, nên chuyển sang 11/7/2022."


def test_a_request_for_more_time_holds_the_letters_and_says_so(world: World) -> None:
    lhh = entered(world, "lhh")
    for quarter in ("quý I/2022", "quý II/2022"):
        an_extension(world.item("3", world.agencies.dang_doan_lhh, quarter), by=lhh, new_due_on="2022-09-30")
    desk = office.office_desk(entered(world, "vanphong"), on=TODAY)
    debtor = next(d for d in desk.overdue.debtors if d.agency_id == world.agencies.dang_doan_lhh.pk)
    assert debtor.next_letter == "Tạm ngừng: đang xin gia hạn"
    assert desk.to_answer == desk.extensions_total == 2


def test_many_late_items_of_one_agency_stay_one_line(world: World) -> None:
    for n in range(8):
        a_plan(world, world.agencies.co_do, now=moment("2022-06-01"), due_on=date(2022, 6, 20 + n))
    debtor = next(
        d
        for d in office.office_desk(entered(world, "vanphong"), on=TODAY).overdue.debtors
        if d.agency_id == world.agencies.co_do.pk
    )
    assert debtor.total == 10
    assert len(debtor.items) == office.ITEMS_PER_DEBTOR
    assert debtor.told.endswith("…")


def test_the_queue_says_how_it_was_sent_and_how_long_it_waits(world: World) -> None:
    item = world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")
    a_submission(item, by=entered(world, "lhh"), now=moment("2022-07-08"), results="", is_nil=True)
    (row,) = office.office_desk(entered(world, "vanphong"), on=TODAY).awaiting
    assert (row.is_nil, row.files, row.waited, row.is_late) == (True, 0, 4, False)


def test_questions_for_the_office(world: World, client: Client) -> None:
    vanphong = entered(world, "vanphong")
    draft = a_draft(world, a_directive(world), by=vanphong)
    item = world.item("2", world.agencies.o_mon, "quý II/2022")
    for number in range(3):
        Reminder.objects.create(
            work_item=item, agency=world.agencies.o_mon, duty="clerk", occasion=Occasion.OVERDUE_1, opened_at=NOW,
            named_on=date(2022, 7, 12 + number), for_day=date(2022, 7, 12 + number), state=ReminderState.NOBODY,
        )  # fmt: skip
    questions = office.office_desk(vanphong, on=TODAY).questions
    assert [task.path for task in questions.unassigned] == ["1"]
    assert len(questions.unreachable) == 1, "one question, however often a letter found nobody"
    assert list(questions.drafts) == [draft]
    assert questions.total == 2
    page = login(client, "vanphong").get(reverse("plans:desk")).content.decode()
    assert "Mục 1 chưa có đơn vị" in page
    assert "Quận ủy Ô Môn chưa có văn thư" in page


def test_an_address_refused_day_after_day_is_a_task_for_the_office(world: World, client: Client, at: Any) -> None:
    item = world.item("2", world.agencies.co_do, "quý II/2022")
    codo, lhh = world.officer("codo"), world.officer("lhh")

    def a_letter(officer: Officer, day: date, **said: Any) -> Digest:
        return Digest.objects.create(officer=officer, day=day, message_id=f"<{day}.{officer.pk}@example.vn>", **said)

    def refused_on(day: date) -> None:
        row = Reminder.objects.create(
            work_item=item, agency=item.agency, occasion=Occasion.OVERDUE_1, opened_at=NOW, named_on=day, for_day=day
        )
        letter = a_letter(codo, day, state="failed", attempts=4, error="550 5.1.1 no such mailbox")
        Delivery.objects.create(digest=letter, reminder=row, officer=codo, dropped="chuyển sang thư ngày sau")

    def asked(username: str = "vanphong") -> list[tuple[str, str, int]]:
        found = office.office_desk(entered(world, username), on=TODAY).questions.refused
        return [(one.name, one.agency, one.days) for one in found]

    refused_on(date(2022, 7, 12))
    refused_on(date(2022, 7, 13))
    assert asked() == [], "a server that takes no letter at all says nothing about one address"
    a_letter(lhh, date(2022, 7, 12), state="sent")
    assert asked() == [], "one day is no sign"
    a_letter(lhh, date(2022, 7, 13), state="sent")
    assert asked() == [(codo.full_name, world.agencies.co_do.label, 2)]
    assert asked("codo") == [], "it is a task for the office"
    at(NOW)
    page = login(client, "vanphong").get(reverse("plans:desk")).content.decode()
    assert f"Thư nhắc không tới được {codo.full_name}" in page
    assert "trong 2 ngày, từ ngày 12/7/2022" in page
    a_letter(codo, TODAY, state="sent")
    assert asked() == [], "the address was put right"


def test_dinh_ky_without_a_period_is_a_question_until_a_duty_settles_it(world: World) -> None:
    vanphong = entered(world, "vanphong")
    task = a_task(
        world.plan, world.agencies.bao_can_tho, by=vanphong, due_wording="định kỳ báo cáo Ban Thường vụ", path="9"
    )
    assert list(office.office_desk(vanphong, on=TODAY).questions.unsettled) == [task]
    add_duty(
        world.plan, by=vanphong, name="Báo cáo 6 tháng", recurrence="half_yearly", since=TODAY,
        assignment=task.assignments.get(),
    )  # fmt: skip
    assert not office.office_desk(vanphong, on=TODAY).questions.unsettled


def test_the_monitors_own_report_stands_on_its_desk(world: World, client: Client) -> None:
    desk = office.office_desk(entered(world, "vanphong"), on=TODAY)
    assert [(item.agency, item.period.label) for item in desk.own_reports if item.period] == [
        (world.agencies.ban_tuyen_giao, "6 tháng đầu năm 2022"),
        (world.agencies.ban_tuyen_giao, "6 tháng cuối năm 2022"),
    ]
    page = login(client, "vanphong").get(reverse("plans:desk")).content.decode()
    assert "Ban Tuyên giáo Thành ủy gửi:" in page


def test_a_paused_plan_is_silent_on_the_desk(world: World) -> None:
    vanphong = entered(world, "vanphong")
    pause(world.plan, by=vanphong, now=NOW, reason="Chờ ý kiến Thường trực")
    desk = office.office_desk(vanphong, on=TODAY)
    assert desk.overdue.total == desk.week_total == desk.periods_total == desk.questions.total == 0


@pytest.mark.parametrize("username", ["lhh", "baocantho", "codo", "quangngai", "phuthien", "quantri"])
def test_the_desk_of_one_without_plans_shows_nobody_elses_work(world: World, client: Client, username: str) -> None:
    page = login(client, username).get(reverse("plans:desk")).content.decode()
    assert "Không có việc nào quá hạn" in page
    assert "Huyện ủy Cờ Đỏ" not in page.partition("</header>")[2]  # the frame names one's own capacity


def test_duties_show_counts_to_the_office_and_ones_own_rows_to_an_agency(world: World, client: Client) -> None:
    a_submission(world.item("3", world.agencies.dang_doan_lhh, "quý II/2022"), by=entered(world, "lhh"))
    path = reverse("plans:duty-list")
    assert "1/6" in login(client, "vanphong").get(path).content.decode()
    own = login(client, "lhh").get(path).content.decode()
    assert "Kỳ của đơn vị" in own
    assert "1/6" not in own, "how the others stand is for owner, monitor and their superiors (decision 14)"
    assert "1/6" not in login(client, "baocantho").get(path).content.decode()
    for stranger in ("quangngai", "phuthien"):
        page = login(client, stranger).get(path).content.decode()
        assert "Chưa có chế độ báo cáo nào" in page


def test_a_leader_oversees_the_periods_of_the_bodies_below(world: World) -> None:
    periods = reading.current_periods(entered(world, "lanhdao"), on=TODAY)
    assert {period.first.label for period in periods} >= {"quý II/2022", "quý III/2022"}


def test_a_period_is_one_row_however_many_duties_it_has(world: World, client: Client) -> None:
    vanphong = entered(world, "vanphong")
    lines = world.tasks["4"].assignments.all()
    for line in lines:
        add_duty(
            world.plan, by=vanphong, name=f"Cập nhật hằng quý, {line.label}", recurrence="quarterly",
            since=date(2022, 7, 1), assignment=line,
        )  # fmt: skip
    open_periods(on=TODAY, now=NOW)
    rows = [p for p in reading.current_periods(vanphong, on=TODAY) if p.first.label == "quý III/2022"]
    assert len(rows) == 1
    shown = login(client, "vanphong").get(f"{reverse('plans:item-list')}?ky={rows[0].first.pk}&muc=tat-ca")
    assert shown.context["page"].paginator.count == rows[0].owed, "the number is a link to exactly its rows"


def _much_more(world: World, times: int) -> None:
    """More of everything the day's pages list: late work, submissions, requests, questions, periods."""
    vanphong, lhh = entered(world, "vanphong"), entered(world, "lhh")
    units = [world.agencies.dang_doan_lhh, world.agencies.co_do, world.agencies.bao_can_tho]
    for _ in range(times):
        plan = a_plan(world, *units, now=moment("2022-03-01"))
        a_plan(world, *units, now=moment("2022-06-01"), due_on=date(2022, 6, 20))
        soon = a_plan(world, *units, now=moment("2022-06-01"), due_on=date(2022, 7, 15))
        assign(soon.tasks.get(), by=vanphong, now=NOW, role=Role.COORDINATING, agency=world.agencies.dai_pt_th)
        assign(soon.tasks.get(), by=vanphong, now=NOW, role=Role.COORDINATING, agency=world.agencies.o_mon)
        a_task(plan, by=vanphong, due_wording="định kỳ báo cáo")
        mine = plan.items.with_names().get(agency=world.agencies.dang_doan_lhh)
        a_submission(mine, by=lhh)
        an_extension(soon.items.with_names().get(agency=world.agencies.dang_doan_lhh), by=lhh, new_due_on="2022-08-30")


def _queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


BUDGETS = (
    ("vanphong", "plans:desk", 46),
    ("vanphong", "plans:review-list", 16),
    ("vanphong", "plans:duty-list", 20),
    ("lhh", "plans:agency-work", 19),
    ("lhh", "plans:duty-list", 19),
)


def test_pages_of_the_day_ask_as_often_for_many_rows_as_for_few(world: World, client: Client) -> None:
    """Queries of the whole page, session and navigation included."""
    _much_more(world, 1)
    few = {(who, name): _queries(login(client, who), reverse(name)) for who, name, _ in BUDGETS}
    _much_more(world, 5)
    many = {(who, name): _queries(login(client, who), reverse(name)) for who, name, _ in BUDGETS}
    assert many == few
    assert not [(name, few[who, name]) for who, name, budget in BUDGETS if few[who, name] > budget]


def test_words_on_time_without_a_day_are_a_question_until_the_office_names_the_day(
    world: World, client: Client
) -> None:
    """The day turns the line from check-ins to a product; it is set once, afterwards only extensions move it."""
    vanphong = entered(world, "vanphong")
    task = a_task(
        world.plan,
        world.agencies.bao_can_tho,
        by=vanphong,
        due_wording="sau khi có hướng dẫn",
        path="9",
        kind="product",
    )
    assert list(office.office_desk(vanphong, on=TODAY).questions.undated) == [task]
    assert task.items.get().kind == "check_in"
    page = reverse("plans:task-due", args=[world.plan.pk, task.pk])
    with clock_at(NOW):
        assert "sau khi có hướng dẫn" in login(client, "vanphong").get(page).content.decode()
        assert "Cần nhập" in client.post(page, {"due_on": ""}).content.decode()
        assert client.post(page, {"due_on": "30/9/2022"}).status_code == 302
        again = client.post(page, {"due_on": "31/10/2022"}).content.decode()
    assert "đã có hạn" in again
    assert not office.office_desk(vanphong, on=TODAY).questions.undated
    kinds = set(task.items.values_list("kind", "lifecycle", "due_on"))
    assert ("product", "not_started", date(2022, 9, 30)) in kinds
    assert {life for kind, life, _ in kinds if kind == "check_in"} == {"cancelled"}
    assert login(client, "lhh").post(page, {"due_on": "30/9/2022"}).status_code == 403
    assert login(client, "quangngai").post(page, {"due_on": "30/9/2022"}).status_code == 404
