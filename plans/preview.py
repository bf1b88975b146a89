"""What publishing a draft will do, worked out before it happens and without writing anything."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from agencies.models import Agency, working_calendar
from agencies.wording import format_day, number
from agencies.workdays import Calendar
from directives.choices import SourceKind
from plans.choices import Role
from plans.models import Assignment, Plan, ReportingDuty, Task
from plans.schedules import Schedule
from plans.services.items import effective, schedule_of


@dataclass(frozen=True, slots=True)
class Opening:
    """One work item that publishing would open."""

    assignment: Assignment
    due_on: date | None
    occurrence: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The openings, the tasks that will wait for an agency, and the bodies to which the document opens."""

    openings: tuple[Opening, ...]
    waiting: tuple[Task, ...]
    agencies: tuple[Agency, ...]
    undated: int

    @property
    def by_due_day(self) -> list[tuple[date, int]]:
        """How many items fall due on each day, the first days first."""
        return sorted(Counter(opening.due_on for opening in self.openings if opening.due_on).items())

    @property
    def leads(self) -> int:
        """How many agencies will owe something."""
        return len({opening.assignment.agency_id for opening in self.openings})


def preview(plan: Plan, *, on: date) -> Preview:
    """The same items that `publishing.publish` opens on that day; a test holds the two together."""
    tasks = list(plan.tasks.standing_open().order_by("position", "id"))
    lines = list(
        Assignment.objects.active()
        .filter(task__in=tasks)
        .select_related("task", "task__plan", "agency")
        .order_by("task__position", "id")
    )
    leads = [line for line in lines if line.role == Role.LEAD and line.agency_id]
    duties = list(
        plan.duties.exclude(assignment__isnull=True, with_dated=False).select_related("plan__directive__issuer")
    )
    calendar = working_calendar()
    openings: list[Opening] = []
    for line in leads:
        openings += _openings(
            line, plan, [duty for duty in duties if duty.assignment_id in (line.pk, None)], calendar, on
        )
    having = {line.task_id for line in leads}
    opened = {line.assignment.pk for line in openings}
    agencies = {line.agency.pk: line.agency for line in lines if line.agency} | {
        plan.owner_id: plan.owner,
        plan.monitor_id: plan.monitor,
    }
    return Preview(
        tuple(openings),
        tuple(task for task in tasks if task.pk not in having),
        tuple(sorted(agencies.values(), key=lambda agency: agency.sort_key)),
        sum(line.pk not in opened for line in leads),
    )


def _openings(line: Assignment, plan: Plan, its: list[ReportingDuty], calendar: Calendar, on: date) -> list[Opening]:
    found = []
    if named := line.due_day():
        found.append(Opening(line, effective(named, plan=plan, calendar=calendar), "sản phẩm"))
    rules = [schedule_of(row) for row in its if row.until is None and row.since <= on]
    if plan.cycle and not named and not any(row.assignment_id for row in its):
        rules.append(Schedule(plan.cycle, plan.preset, plan.days_after))
    for one in (seen[0] for rule in rules if (seen := rule.occurrences(on, on))):
        due = effective(one.named_due_on, plan=plan, calendar=calendar)
        found.append(Opening(line, due, f"kỳ {one.period.label}"))
    return found


DAYS_TOLD = 4
NAMES_TOLD = 8


def consequences(seen: Preview, plan: Plan) -> list[str]:
    """The preview as sentences for the page that asks."""
    said = [
        _opens(seen),
        "Khóa lời văn, tên mục và phân công của kế hoạch; sau đó chỉ thêm, hủy hoặc phân công lại kèm lý do, đổi hạn bằng gia hạn.",
        f"Bắt đầu nhắc việc qua thư cho cán bộ các đơn vị có việc; {plan.monitor.name} xác nhận kết quả.",
        f"Mở văn bản {plan.directive.label} cho {number(len(seen.agencies))} cơ quan: {_names(seen.agencies)}.",
    ]
    if seen.waiting:
        paths = ", ".join(task.path for task in seen.waiting)
        said.append(f"{number(len(seen.waiting))} nhiệm vụ chưa có đơn vị sẽ chờ ở “Chưa có đơn vị”: mục {paths}.")
    if seen.undated:
        said.append(
            f"{number(seen.undated)} dòng phân công không có hạn và kế hoạch không đặt kỳ, nên chưa mở đầu việc nào."
        )
    if plan.directive.source_kind == SourceKind.PRESS:
        said.append("Văn bản mới biết qua báo chí: các đầu việc này đứng ngoài số liệu cho đến khi có chính văn bản.")
    said.append("Thu hồi được cho đến khi có báo cáo hoặc thư nhắc đầu tiên.")
    return said


def _opens(seen: Preview) -> str:
    if not seen.openings:
        return "Chưa mở đầu việc nào."
    days = [f"{number(count)} việc hạn {format_day(day)}" for day, count in seen.by_due_day[:DAYS_TOLD]]
    told = f": {'; '.join(days)}{' …' if len(seen.by_due_day) > DAYS_TOLD else ''}" if days else ""
    return f"Mở {number(len(seen.openings))} đầu việc cho {number(seen.leads)} đơn vị chủ trì{told}."


def _names(agencies: tuple[Agency, ...]) -> str:
    shown = ", ".join(agency.label for agency in agencies[:NAMES_TOLD])
    rest = len(agencies) - NAMES_TOLD
    return f"{shown} và {number(rest)} cơ quan khác" if rest > 0 else shown
