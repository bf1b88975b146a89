"""What happened to the work that has a date of its own, to the periodic reports, and to those who help."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from agencies.choices import Duty
from plans import cycles
from plans.choices import Role
from plans.models import Assignment
from plans.services.extensions import ask_extension, decide_extension
from plans.services.items import effective
from plans.services.progress import confirm, fulfil_by_report, report, support
from reporting.sample import evidence, words
from reporting.sample.acts import Year
from reporting.sample.plan_facts import PlanFact, ReportDuty, TaskFact
from reporting.sample.scripts import UNSENT_REPORTS

Doing = Callable[[datetime], object]


def tell_products(year: Year) -> None:
    """The products of all plans; days count back from the day of loading."""
    _late_scheme(year)
    _extended_plan(year)
    _column_due_soon(year)
    _elsewhere(year)
    _association(year)


def _progress(
    year: Year, who: tuple[str, str, str], days_ago: int, results: str, percent: int, difficulties: str = ""
) -> None:
    def act(now: datetime) -> None:
        report(
            year.item(*who), by=year.people.clerk(who[2]), now=now, submits=False, results=results, percent=percent,
            difficulties=difficulties,
        )  # fmt: skip

    year.plan_act(year.moment(year.days_ago(days_ago), "tiến độ", *who, days_ago), act)


def _done(year: Year, who: tuple[str, str, str], reviewer: str, days_ago: int, results: str, *, place: int) -> None:
    """Submitted with a file, confirmed two working days later."""
    day = year.days_ago(days_ago)

    def submit(now: datetime) -> None:
        report(
            year.item(*who), by=year.people.clerk(who[2]), now=now, submits=True, results=results, percent=100,
            evidence=(evidence.minutes(place),),
        )  # fmt: skip

    year.plan_act(year.moment(day, "xong", *who), submit)
    year.plan_act(
        year.moment(year.later(day, 2), "xác nhận", *who),
        lambda now: confirm(year.item(*who), by=year.people.clerk(reviewer), now=now),
    )


def _asks(year: Year, who: tuple[str, str, str], days_ago: int, new_due_on: date, reason: str) -> None:
    year.plan_act(
        year.moment(year.days_ago(days_ago), "gia hạn", *who),
        lambda now: ask_extension(
            year.item(*who), by=year.people.clerk(who[2]), now=now, new_due_on=new_due_on, reason=reason
        ),
    )


def _answers(year: Year, who: tuple[str, str, str], decider: str, asked: int, *, granted: bool, reason: str) -> None:
    """Two working days after the request of `asked` days ago."""

    def act(now: datetime) -> None:
        request = year.item(*who).extensions.get()
        decide_extension(request, by=year.people.clerk(decider), now=now, granted=granted, reason=reason)

    year.plan_act(year.moment(year.later(year.days_ago(asked), 2), "quyết định", *who), act)


def _late_scheme(year: Year) -> None:
    """The scheme of Ban cán sự đảng is overdue and waits for an answer to its request."""
    who = ("d04", "3", "bcs_ubnd")
    _progress(year, who, 61, "Đã thành lập tổ soạn thảo, hoàn thành khảo sát tại các hội thành viên.", 40)
    _progress(year, who, 24, "Dự thảo lần hai đã gửi lấy ý kiến 11 cơ quan, còn 4 cơ quan chưa trả lời.", 60,
              "Cơ chế tài chính liên quan nhiều ngành, ý kiến còn khác nhau.")  # fmt: skip
    _asks(
        year, who, 9, year.today + timedelta(days=78), "Đề án cần lấy thêm ý kiến về cơ chế tài chính trước khi trình."
    )


def _extended_plan(year: Year) -> None:
    """The plan of Đảng đoàn Liên hiệp Hội got more time and was done within it."""
    who = ("d04", "4", "dd_lhh")
    _progress(year, who, 96, "Đã có đề cương kế hoạch, đang chờ kế hoạch của Đảng đoàn Liên hiệp Hội Việt Nam.", 30)
    _asks(year, who, 75, year.days_ago(36), "Chờ kế hoạch của Đảng đoàn Liên hiệp các Hội Việt Nam để cụ thể hóa.")
    _answers(year, who, "tuyen_giao", 75, granted=True, reason="Đồng ý; đề nghị gửi trước dự thảo để Ban góp ý.")
    _done(year, who, "tuyen_giao", 41, "Đảng đoàn đã ban hành kế hoạch, gửi các hội thành viên thực hiện.", place=2)


def _column_due_soon(year: Year) -> None:
    who = ("d04", "6", "dai")
    _progress(year, who, 10, "Đã ghi hình ba nhân vật, đang dựng hai số đầu của chuyên mục.", 70)


def _elsewhere(year: Year) -> None:
    _done(year, ("d05", "3.1", "qn_bcs_ubnd"), "qn_tuyen_giao", 99,
          "Đã ban hành kế hoạch, phân công các sở và quy định việc đặt hàng tư vấn, phản biện.", place=2)  # fmt: skip
    _done(year, ("d05", "4.1", "qn_dd_lhh"), "qn_tuyen_giao", 141,
          "Kế hoạch của Đảng đoàn đã ban hành, chậm do chờ ý kiến các hội thành viên.", place=0)  # fmt: skip
    _done(year, ("d07", "III.1", "pt_ubnd"), "pt_tuyen_giao", 133,
          "Ủy ban nhân dân huyện đã ban hành kế hoạch và giao phòng Kinh tế và Hạ tầng làm đầu mối.", place=2)  # fmt: skip


def _association(year: Year) -> None:
    """Two products of Liên hiệp Hội are overdue; more time for one was refused."""
    plan, table = ("d09", "III.1", "btt_lhh"), ("d09", "IV.2", "vp_lhh")
    _progress(
        year,
        plan,
        60,
        "Đã lấy ý kiến các ban chuyên môn về nội dung kế hoạch.",
        40,
        "Chưa được giao kinh phí hoạt động.",
    )
    _asks(year, plan, 50, year.today + timedelta(days=20), "Chờ phân bổ kinh phí năm.")
    _answers(
        year, plan, "vp_lhh", 50, granted=False, reason="Nội dung không phụ thuộc kinh phí; đề nghị ban hành đúng hạn."
    )
    _progress(year, table, 66, "Mười bốn hội đã gửi số liệu.", 80, "Chờ ba hội thành viên gửi số liệu.")


# --- Reports to a committee -------------------------------------------------------------------------------------------


def tell_reports(year: Year, fact: PlanFact, task: TaskFact, duty: ReportDuty, published_on: date) -> None:
    """A line's own duty: ended periods are reported a day before the due day, unless the script keeps them owed."""
    plan = year.plans[fact.document]
    periods = cycles.periods_between(duty.recurrence, published_on, year.today)
    dues = [
        effective(cycles.due_day(period, cycles.Preset.PARTY, duty.days_after), plan=plan, calendar=year.calendar)
        for period in periods
    ]
    past = [(period, due) for period, due in zip(periods, dues, strict=True) if due < year.today]
    for back, (period, due) in enumerate(reversed(past)):
        if back not in UNSENT_REPORTS.get((fact.document, duty.agency), ()):
            day = year.later(due, -1)
            _reported(year, fact, task, duty, period.starts_on, day)


def _reported(year: Year, fact: PlanFact, task: TaskFact, duty: ReportDuty, starts_on: date, day: date) -> None:
    """Ban Tuyên giáo Thành ủy issues its report in the product; the others send theirs and are confirmed by a leader."""
    who = (fact.document, task.path, duty.agency)
    clerk = year.people.clerk(duty.agency)
    if duty.agency == "tuyen_giao":
        note = "Ban hành báo cáo 6 tháng gửi Ban Thường vụ Thành ủy"
        year.plan_act(
            at_close(year, day, who),
            lambda now: fulfil_by_report(year.item(*who, starts_on, report=True), by=clerk, now=now, note=note),
        )
        return
    text = words.results(task.theme, *who, starts_on, place=year.place_of(duty.agency))
    leader = year.people.officers[_committee_of(year, duty.agency), Duty.LEADER]
    year.plan_act(
        at_close(year, day, who),
        lambda now: report(
            year.item(*who, starts_on, report=True), by=clerk, now=now, submits=True, results=text,
            evidence=(evidence.minutes(1),),
        ),
    )  # fmt: skip
    year.plan_act(
        year.moment(year.later(day, 2), "xác nhận", *who),
        lambda now: confirm(year.item(*who, starts_on, report=True), by=leader, now=now),
    )


def at_close(year: Year, day: date, who: tuple[str, str, str]) -> datetime:
    """The end of an office day."""
    return year.moment(day, "ban hành", *who, first=15, last=16)


def _committee_of(year: Year, agency: str) -> str:
    return year.people.key_of(year.people.agencies[agency].serves_id)


# --- Those who help ---------------------------------------------------------------------------------------------------


def tell_support(year: Year) -> None:
    """Coordinating agencies tell their share."""
    _supports(
        year,
        "4",
        "so_khcn",
        35,
        "Sở đã giới thiệu bốn chuyên gia và bố trí kinh phí cho hai cuộc hội thảo của Liên hiệp Hội.",
    )
    _supports(year, "5", "lhh", 21, "Liên hiệp Hội cử báo cáo viên cho sáu buổi tuyên truyền của các đoàn thể.")


def _supports(year: Year, path: str, agency: str, days_ago: int, results: str) -> None:
    def act(now: datetime) -> None:
        line = Assignment.objects.get(
            task__plan=year.plans["d04"], task__path=path, agency=year.people.agencies[agency], role=Role.COORDINATING
        )
        support(line, by=year.people.clerk(agency), now=now, results=results)

    year.plan_act(year.moment(year.days_ago(days_ago), "phối hợp", path, agency), act)
