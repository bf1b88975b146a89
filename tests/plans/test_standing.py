"""Standing: the pure rule and the SQL expression agree, past days are the replay of events, periods open once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.models import working_calendar
from agencies.verdict import Denied
from plans.choices import CLASSES, EventKind, Lifecycle, Standing
from plans.explain import Asked, Facts, Granted, Returned, Silent, explain, off_words
from plans.models import ReportingPeriod, WorkItem, WorkItemEvent
from plans.services import extensions, progress, publishing
from plans.services.ending import end
from plans.services.items import effective, open_periods
from plans.services.planning import add_duty
from plans.spans import EVER, default_span, spans
from plans.standing import is_due_soon, standing_of
from tests.builders import a_directive, a_draft, a_plan, a_return, a_submission, a_task, an_extension
from tests.cast import NOW, TODAY, World, moment

DAY = timedelta(days=1)


def annotated(item: WorkItem, on: date, *, past: bool = False) -> Any:
    rows: Any = WorkItem.objects.filter(pk=item.pk)
    return (rows.as_of(on=on) if past else rows.with_standing(on=on)).get()


def test_sql_and_rule_agree_on_every_combination(world: World) -> None:
    """Each lifecycle × due before, on, after the day, soon, never × submitted before, on, after the due day, never."""
    item = world.item("5", world.agencies.dang_doan_lhh)
    dues = [None, *(TODAY + n * DAY for n in (-40, -1, 0, 1, 3, 4, 90))]
    seen = set()
    for life, due_on, sent in product(Lifecycle.values, dues, (None, -41, -1, 0, 1)):
        sent_on = None if sent is None else (due_on or TODAY) + sent * DAY
        if sent_on is None and life in (Lifecycle.SUBMITTED, Lifecycle.CONFIRMED):
            continue
        WorkItem.objects.filter(pk=item.pk).update(
            lifecycle=life, due_on=due_on, submitted_on=sent_on, completed_on=TODAY
        )
        row = annotated(item, TODAY)
        wanted = standing_of(lifecycle=life, due_on=due_on, submitted_on=sent_on, on=TODAY)
        assert row.standing == wanted, (life, due_on, sent_on)
        assert row.is_due_soon == is_due_soon(lifecycle=life, due_on=due_on, on=TODAY)
        assert row.days_left == (None if due_on is None else (due_on - TODAY).days)
        assert row.days_overdue == ((TODAY - due_on).days if due_on and wanted == Standing.OVERDUE else 0)
        seen.add(wanted)
    assert seen == set(Standing), "a class that no combination reaches is not tested"


@given(
    life=st.sampled_from(Lifecycle.values),
    due=st.one_of(st.none(), st.integers(-400, 400)),
    sent=st.one_of(st.none(), st.integers(-400, 400)),
)
def test_exactly_one_class_and_due_today_is_never_overdue(life: str, due: int | None, sent: int | None) -> None:
    due_on = None if due is None else TODAY + due * DAY
    sent_on = None if sent is None else TODAY + sent * DAY
    found = standing_of(lifecycle=life, due_on=due_on, submitted_on=sent_on, on=TODAY)
    assert (found in CLASSES) == (life not in ("paused", "cancelled", "handed_over"))
    if found == Standing.OVERDUE:
        assert due_on is not None
        assert due_on < TODAY
        assert life in ("not_started", "in_progress")
    if due_on == TODAY:
        assert found != Standing.OVERDUE


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["report", "submit", "withdraw", "return", "confirm", "ask", "grant"]), st.integers(0, 12)
    ),
    max_size=9,
)


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_any_past_day_is_the_replay_of_events(world: World, acts: list[tuple[str, int]]) -> None:
    """Whatever people do, the state read from events for each past day is the state the columns had that evening."""
    plan = a_plan(world, world.agencies.dang_doan_lhh, due_on=date(2022, 8, 5), now=moment("2022-07-01"))
    item = plan.items.get()
    day, evenings = date(2022, 7, 1), {}
    evenings[day] = _columns(item, day)
    for act, wait in acts:
        for _ in range(wait):
            day += DAY
            evenings[day] = _columns(item, day)
        _try(act, item, world, moment(day))
        evenings[day] = _columns(item, day)
    for evening, wanted in evenings.items():
        row = annotated(item, evening, past=True)
        assert (row.life, row.sent_on, row.limit_on, row.standing) == wanted, (evening, acts)


def _columns(item: WorkItem, on: date) -> tuple[str, date | None, date | None, str]:
    row = WorkItem.objects.get(pk=item.pk)
    found = standing_of(lifecycle=row.lifecycle, due_on=row.due_on, submitted_on=row.submitted_on, on=on)
    return row.lifecycle, row.submitted_on, row.due_on, found


def _try(act: str, item: WorkItem, world: World, now: datetime) -> None:
    """One act by whoever may do it; what the rules refuse changes nothing."""
    agency, monitor = world.officers["lhh"], world.officers["vanphong"]
    asked = item.extensions.filter(state="pending").first()
    try:
        match act:
            case "report":
                progress.report(item, by=agency, now=now, submits=False, results="Đang làm.")
            case "submit":
                a_submission(item, by=agency, now=now)
            case "withdraw":
                progress.withdraw(item, by=agency, now=now)
            case "return":
                a_return(item, by=monitor, now=now)
            case "confirm":
                progress.confirm(item, by=monitor, now=now)
            case "ask":
                an_extension(
                    WorkItem.objects.get(pk=item.pk),
                    by=agency,
                    new_due_on=date(2022, 12, 1) + (now.date() - TODAY),
                    now=now,
                )
            case "grant" if asked:
                extensions.decide_extension(asked, by=monitor, now=now, granted=True)
    except Denied:
        pass


def test_every_change_of_state_has_its_event(world: World) -> None:
    item = world.item("5", world.agencies.dang_doan_lhh)
    a_submission(item, by=world.officers["lhh"])
    a_return(item, by=world.officers["vanphong"])
    a_submission(item, by=world.officers["lhh"])
    progress.confirm(item, by=world.officers["vanphong"], now=NOW)
    kinds = list(WorkItemEvent.objects.filter(work_item=item).order_by("id").values_list("kind", "lifecycle"))
    assert kinds == [
        (EventKind.OPENED, "not_started"), (EventKind.SUBMITTED, "submitted"), (EventKind.RETURNED, "in_progress"),
        (EventKind.SUBMITTED, "submitted"), (EventKind.CONFIRMED, "confirmed"),
    ]  # fmt: skip


# --- periods ------------------------------------------------------------------------------------


def test_the_first_period_holds_the_publishing_day_and_the_next_is_made(world: World) -> None:
    plan = a_plan(world, world.agencies.bao_can_tho, now=moment("2022-05-20"))
    periods = ReportingPeriod.objects.filter(duty__plan=plan)
    assert [(p.label, p.opened_on) for p in periods] == [("quý II/2022", date(2022, 5, 20)), ("quý III/2022", None)]
    item = plan.items.get()
    assert (item.opened_on, item.due_on) == (date(2022, 5, 20), date(2022, 7, 11)), "10/7/2022 is a Sunday"


def test_a_due_day_on_a_holiday_moves_past_the_whole_holiday(world: World) -> None:
    """10/4/2022 is Giỗ Tổ on a Sunday, 11/4 the day off in lieu."""
    calendar = working_calendar()
    assert effective(date(2022, 4, 10), plan=world.plan, calendar=calendar) == date(2022, 4, 12)
    world.plan.rolls_forward = False
    assert effective(date(2022, 4, 10), plan=world.plan, calendar=calendar) == date(2022, 4, 10)
    assert world.item("2", world.agencies.co_do, "quý I/2022").named_due_on == date(2022, 4, 10)


def test_missed_months_are_caught_up_once(world: World) -> None:
    plan = a_plan(world, world.agencies.bao_can_tho, now=moment("2022-07-14"))
    assert open_periods(on=date(2023, 5, 3), now=moment("2023-05-03")) > 0
    labels = [
        item.period.label
        for item in WorkItem.objects.with_names().filter(plan=plan).order_by("period__starts_on")
        if item.period
    ]
    assert labels == ["quý III/2022", "quý IV/2022", "quý I/2023", "quý II/2023"]
    assert [item.opened_on for item in plan.items.order_by("period__starts_on")][1:] == [
        date(2022, 10, 1),
        date(2023, 1, 1),
        date(2023, 4, 1),
    ]
    assert open_periods(on=date(2023, 5, 3), now=moment("2023-05-03")) == 0
    assert plan.items.count() == 4


def test_a_paused_or_ended_plan_opens_nothing(world: World) -> None:
    by = world.officers["vanphong"]
    publishing.pause(world.plan, by=by, now=NOW, reason="Chờ sắp xếp")
    assert open_periods(on=date(2022, 10, 3), now=moment("2022-10-03")) == 0
    before = world.plan.items.count()
    publishing.resume(world.plan, by=by, now=moment("2022-10-04"))
    assert world.plan.items.count() > before, "resuming opens the current period"
    assert open_periods(on=date(2022, 10, 4), now=moment("2022-10-04")) == 0
    end(world.plan, by=by, now=moment("2022-10-05"), reason="Tổng kết")
    assert open_periods(on=date(2023, 1, 3), now=moment("2023-01-03")) == 0


def test_a_product_and_check_ins_live_on_one_line(world: World) -> None:
    by = world.officers["vanphong"]
    plan = a_draft(world, a_directive(world), by=by)
    task = a_task(plan, world.agencies.bao_can_tho, by=by, due_on=date(2022, 9, 30))
    add_duty(
        plan,
        by=by,
        name="Báo cáo tháng",
        recurrence="monthly",
        since=date(2022, 1, 1),
        assignment=task.assignments.get(),
        days_after=5,
    )
    publishing.publish(plan, by=by, now=NOW)
    items = list(WorkItem.objects.with_names().filter(plan=plan).order_by("due_on"))
    assert [(i.occurrence, i.due_on) for i in items] == [
        ("kỳ tháng 7/2022", date(2022, 8, 5)),
        ("sản phẩm", date(2022, 9, 30)),
    ]
    open_periods(on=date(2022, 8, 1), now=moment("2022-08-01"))
    assert plan.items.count() == 3, "the plan's quarterly cycle leaves a line with its own duty alone"


def test_a_duty_settled_for_later_begins_later(world: World) -> None:
    by = world.officers["vanphong"]
    plan = a_draft(world, a_directive(world), by=by)
    line = a_task(plan, world.agencies.bao_can_tho, by=by).assignments.get()
    duty = add_duty(plan, by=by, name="Báo cáo tháng", recurrence="monthly", since=date(2022, 9, 1), assignment=line)
    publishing.publish(plan, by=by, now=NOW)
    duty.refresh_from_db()
    assert duty.since == date(2022, 9, 1)
    assert not plan.items.exists()
    open_periods(on=date(2022, 9, 2), now=moment("2022-09-02"))
    assert plan.items.get().due_on == date(2022, 10, 10)


# --- words that explain -----------------------------------------------------------------------------


def facts(**changes: Any) -> Facts:
    start: dict[str, Any] = {
        "on": TODAY,
        "opened_on": date(2022, 1, 4),
        "life": "not_started",
        "due_on": date(2022, 4, 12),
    }
    return Facts(**(start | changes))


def test_a_silent_quarter_is_explained_as_the_office_would() -> None:
    told = explain(facts(
        named_due_on=date(2022, 4, 10), period="quý I/2022", period_ends_on=date(2022, 3, 31),
        days_off={date(2022, 4, 10): "Giỗ Tổ Hùng Vương", date(2022, 4, 11): "nghỉ bù Giỗ Tổ Hùng Vương"},
        silent=(Silent("quý II/2022", date(2022, 7, 11)),),
    ))  # fmt: skip
    assert [(reason.day, reason.words) for reason in told.reasons] == [
        (date(2022, 3, 31), "Chốt kỳ quý I/2022. Hạn báo cáo theo chế độ: 10/4/2022."),
        (date(2022, 4, 10), "Chủ nhật, Giỗ Tổ Hùng Vương; 11/4 nghỉ bù Giỗ Tổ Hùng Vương. Hạn chuyển sang 12/4/2022."),
        (date(2022, 4, 13), "Chưa có báo cáo nào của kỳ này: bắt đầu quá hạn."),
        (date(2022, 7, 12), "Kỳ quý II/2022 (hạn 11/7/2022) cũng chưa có: 2 kỳ chưa báo cáo."),
    ]
    assert told.rule.startswith("Quy tắc: quá hạn tính từ ngày sau ngày hạn; từ 12/4/2022 đến 14/7/2022 là 93 ngày.")


def test_a_late_product_tells_dates_answers_and_who_set_them() -> None:
    told = explain(facts(
        due_on=date(2022, 6, 30), wording="trong quý II", set_by="văn bản ấn định", last_update_on=date(2022, 6, 1),
        life="in_progress",
        granted=(Granted(date(2022, 5, 2), date(2022, 5, 15), date(2022, 6, 30), "12-CV/TU"),),
        asked=Asked(date(2022, 7, 5), date(2022, 9, 30)),
        returned=(Returned(date(2022, 5, 20), "Thiếu số liệu.", date(2022, 5, 25)),),
    ))  # fmt: skip
    words = [reason.words for reason in told.reasons]
    assert words == [
        "Giao việc.",
        "Gia hạn theo văn bản 12-CV/TU: hạn từ 15/5/2022 sang 30/6/2022.",
        "Hạn do văn bản ấn định (“trong quý II”).",
        "Bị trả lại: Thiếu số liệu. Gửi lại chậm nhất 25/5/2022 thì giữ ngày gửi đầu.",
        "Báo cáo tiến độ gần nhất; chưa báo hoàn thành.",
        "Chưa báo hoàn thành: bắt đầu quá hạn.",
        "Xin gia hạn đến 30/9/2022: đang chờ quyết định, tạm thôi nhắc nhưng vẫn tính hạn cũ.",
    ]


@pytest.mark.parametrize(("changes", "question", "rule"), [
    ({"life": "confirmed", "sent_on": date(2022, 4, 12), "completed_on": TODAY}, "Vì sao hoàn thành đúng hạn?",
     "xác nhận chậm không làm đơn vị quá hạn"),
    ({"life": "confirmed", "sent_on": date(2022, 4, 13), "completed_on": TODAY}, "Vì sao hoàn thành quá hạn?",
     "ngày đơn vị báo hoàn thành quyết định"),
    ({"life": "submitted", "sent_on": date(2022, 4, 20)}, "Vì sao chờ xác nhận?", "không tính quá hạn dù ngày hạn đã qua"),
    ({"due_on": date(2022, 7, 16)}, "Vì sao chưa thực hiện?", "là sắp đến hạn"),
    ({"due_on": None}, "Vì sao chưa thực hiện?", "không bao giờ quá hạn"),
    ({"life": "in_progress", "due_on": date(2022, 12, 1)}, "Vì sao trong hạn?", "thì còn trong hạn"),
    ({"life": "cancelled"}, "Vì sao ngoài tính toán?", "đứng ngoài các tỷ lệ"),
])  # fmt: skip
def test_each_class_answers_why(changes: dict[str, Any], question: str, rule: str) -> None:
    told = explain(facts(**changes))
    assert told.question == question
    assert rule in told.rule


@given(
    life=st.sampled_from(Lifecycle.values),
    due=st.one_of(st.none(), st.integers(-300, 300)),
    sent=st.integers(-300, 0),
    opened=st.integers(-400, 0),
)
def test_every_item_can_be_explained_and_overdue_names_its_days(
    life: str, due: int | None, sent: int, opened: int
) -> None:
    told = explain(
        facts(
            life=life,
            due_on=None if due is None else TODAY + due * DAY,
            sent_on=TODAY + sent * DAY,
            opened_on=TODAY + opened * DAY,
        )
    )
    days = [reason.day for reason in told.reasons]
    assert days == sorted(days)
    assert told.rule.startswith("Quy tắc: ")
    if due is not None and due < 0 and life in ("not_started", "in_progress"):
        assert f"là {-due} ngày" in told.rule


def test_days_off_are_named_with_weekday_and_holiday() -> None:
    assert off_words(date(2022, 7, 30), date(2022, 8, 1), {}) == "Thứ Bảy; 31/7 Chủ nhật"


def test_the_half_year_in_question_lasts_into_the_month_after_it() -> None:
    choices = spans(date(2022, 1, 4), TODAY)
    assert default_span(choices, on=TODAY).label == "6 tháng đầu năm 2022"
    assert default_span(spans(date(2022, 1, 4), date(2022, 9, 1)), on=date(2022, 9, 1)).label == "6 tháng cuối năm 2022"
    assert default_span(spans(TODAY, TODAY), on=TODAY).label == "6 tháng cuối năm 2022", (
        "the plan is younger than the half before"
    )
    assert choices[-1] is EVER
    by_code = {span.code: span for span in choices}
    assert by_code["nua-2022-07"].before == "nua-2022-01"
    assert by_code["nua-2022-01"].before == "", "there was no plan before"
