"""Reporting duties and their periods: who reports to whom, who has sent, who has not."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.form_page import attempt, bound
from agencies.http import officer_of, say
from agencies.lookups import among
from agencies.models import Agency, Officer
from agencies.verdict import Denied
from agencies.wording import format_day, number
from plans import periods, reading
from plans.choices import OPEN, PlanState, TaskKind
from plans.cycles import Recurrence
from plans.duty_rules import may_change_duty, may_end_duty, may_write_off
from plans.forms.duties import (
    EVERYONE,
    MONITOR,
    AgainForm,
    ChangeForm,
    CycleForm,
    DutyForm,
    EndForm,
    PeriodFilter,
    WriteOffForm,
)  # fmt: skip
from plans.models import Assignment, Plan, ReportingDuty, ReportingPeriod, WorkItem
from plans.paging import page_of
from plans.periods import Asked, Sent
from plans.rules import may_extend_plan
from plans.services import duties, planning
from plans.views.common import ask, place_of, plan_url, the_plan, the_task

PERIODS_SHOWN = 20
DUTIES_SHOWN = 30
ROWS_SHOWN = 50
CHOICES_SHOWN = 200


@require_safe
def duty_list(request: HttpRequest) -> HttpResponse:
    """Who reports to whom, how often; periods with who has sent and who has not; what one's own agency owes."""
    officer, today = officer_of(request), timezone.localdate()
    form = _filter(request, officer)
    asked = Asked(*(form.said(name) for name in ("ke_hoach", "don_vi", "ky", "tinh_trang", "giai_doan")))
    page = page_of(periods.groups(officer, asked, on=today), size=PERIODS_SHOWN, number=request.GET.get("page"))
    duties_page = Paginator(_duties(officer).order_by("plan", "id"), DUTIES_SHOWN).get_page(request.GET.get("trang"))
    rows = periods.rows_of(page.object_list, officer, asked, on=today)
    return render(request, "plans/duty_list.html", {
        "page": page, "rows": rows, "form": form, "open_plans": _openable(officer, [row.first.duty.plan_id for row in rows]),
        "duties": duties_page, "own": reading.own_periods(officer, on=today)[:ROWS_SHOWN],
        "events": _events(officer)[:ROWS_SHOWN], "today": today,
    })  # fmt: skip


def _duties(officer: Officer) -> Any:
    return ReportingDuty.objects.visible_to(officer).select_related(
        "plan", "plan__directive", "plan__monitor", "assignment", "assignment__agency", "assignment__task", "recipient"
    )


def _openable(officer: Officer, plan_ids: list[int]) -> set[int]:
    """Those of some plans the officer may open: who only receives a duty's reports sees the duty, not the plan."""
    return set(Plan.objects.visible_to(officer).filter(pk__in=plan_ids).order_by().values_list("pk", flat=True))


def _events(officer: Officer) -> Any:
    """Reviews that are planned and still to come or owed: sơ kết, tổng kết."""
    items = WorkItem.objects.visible_to(officer).filter(
        task__kind=TaskKind.EVENT, period__isnull=True, lifecycle__in=OPEN, plan__state=PlanState.PUBLISHED
    )
    return items.with_standing(on=timezone.localdate()).with_names().order_by("due_on", "id")


def _filter(request: HttpRequest, officer: Officer) -> PeriodFilter:
    """The list's conditions with what may be chosen; three queries."""
    plans = Plan.objects.visible_to(officer).exclude(state=PlanState.DRAFT).select_related("directive")
    leads = Assignment.objects.leading().filter(task__plan__in=plans.order_by())
    below = Agency.objects.filter(among("pk", leads.values("agency_id").distinct()))
    return PeriodFilter(
        request.GET,
        plans=[(plan.pk, plan.directive.label) for plan in plans.order_by("-id")[:CHOICES_SHOWN]],
        agencies=[(agency.pk, agency.label) for agency in below.order_by("sort_key", "id")[:CHOICES_SHOWN]],
        labels=periods.labels_known(officer),
    )


def _the_duty(request: HttpRequest, pk: int) -> ReportingDuty:
    rows = _duties(officer_of(request)).select_related("plan__owner", "plan__directive__issuer", "replaces")
    duty: ReportingDuty = get_object_or_404(rows, pk=pk)
    return duty


@require_safe
def duty_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One duty: its rule, its periods with who has sent, who stays silent, what it replaced."""
    duty, officer, today = _the_duty(request, pk), officer_of(request), timezone.localdate()
    rows = duty.periods.order_by("-starts_on")
    page = page_of(rows, size=ROWS_SHOWN, number=request.GET.get("page"))
    return render(request, "plans/duty_detail.html", {
        "duty": duty, "plan": duty.plan, "page": page, "today": today,
        "counts": periods.of_periods(page.object_list, officer, on=today),
        "silent": periods.silent_lines(officer, duty, on=today),
        "after": duty.replaced_by.first(),
        "may_change": may_change_duty(officer, duty, on=today), "may_end": may_end_duty(officer, duty, on=today),
        "sample": duty.plan.directive.is_sample, "may_open_plan": bool(_openable(officer, [duty.plan_id])),
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def duty_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a duty: the answer to "định kỳ" without a period, or a report besides the plan's cycle."""
    plan, officer = the_plan(request, pk), officer_of(request)
    may_extend_plan(officer, plan).require()
    start = {
        "since": plan.published_on or timezone.localdate(), "recipient": plan.monitor.serves_id,
        "assignment": request.GET.get("dong"),
    }  # fmt: skip
    form = DutyForm(request.POST or None, officer=officer, plan=plan, initial=start)
    if request.method == "POST" and form.is_valid() and (duty := _added(plan, officer, form)):
        say(request, f"Đã đặt chế độ báo cáo “{duty.name}”.")
        return redirect("plans:duty-detail", pk=duty.pk)
    return render(request, "plans/plan_duty.html", {"form": form, "plan": plan})


def _added(plan: Plan, officer: Officer, form: DutyForm) -> ReportingDuty | None:
    """The new duty; nothing, and the reason on the form, when it was refused."""
    said, now = dict(form.cleaned_data), timezone.now()
    reporter = said.pop("reporter")
    try:
        if reporter == MONITOR:
            del said["assignment"]
            return duties.add_monitors_duty(plan, by=officer, now=now, **said)
        return planning.add_duty(plan, by=officer, now=now, with_dated=reporter == EVERYONE, **said)
    except Denied as refusal:
        form.add_error(None, refusal.reason)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def duty_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a duty; a running one gets its new rule from the next period on."""
    duty, officer, today = _the_duty(request, pk), officer_of(request), timezone.localdate()
    may_change_duty(officer, duty, on=today).require()
    form = ChangeForm(request.POST or None, officer=officer, duty=duty)
    if request.method == "POST" and form.is_valid() and (now_holds := _changed(duty, officer, form)):
        words = f" Quy định mới áp dụng từ {format_day(now_holds.since)}." if now_holds.pk != duty.pk else ""
        say(request, f"Đã sửa chế độ báo cáo “{now_holds.name}”.{words}")
        return redirect("plans:duty-detail", pk=now_holds.pk)
    begun = duty.periods.filter(opened_on__isnull=False).exists()
    since = duties.next_from(duty, on=today) if begun else None
    return render(request, "plans/duty_edit.html", {"form": form, "duty": duty, "plan": duty.plan, "since": since})


def _changed(duty: ReportingDuty, officer: Officer, form: ChangeForm) -> ReportingDuty | None:
    said = dict(form.cleaned_data)
    reason = said.pop("reason")
    try:
        return duties.change_duty(duty, by=officer, now=timezone.now(), reason=reason, **said)
    except Denied as refusal:
        form.add_error("reason" if not reason.strip() else None, refusal.reason)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def duty_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a duty end, after saying what stays owed."""
    duty, officer, today = _the_duty(request, pk), officer_of(request), timezone.localdate()
    may_end_duty(officer, duty, on=today).require()
    form = EndForm(request.POST or None, initial={"until": duties.next_from(duty, on=today) - duties.DAY})
    if request.method == "POST" and form.is_valid() and _ended(duty, officer, form):
        say(request, f"Đã định ngày kết thúc chế độ báo cáo “{duty.name}”.")
        return redirect(plan_url(duty.plan))
    return ask(
        request, title="Kết thúc chế độ báo cáo?", lead=f"{duty.name}, {duty.plan.directive.label}", told=_ending(duty),
        action="Kết thúc chế độ", back=reverse("plans:duty-detail", args=[duty.pk]), form=form,
        offices=[duty.plan.owner_id],
    )  # fmt: skip


def _ended(duty: ReportingDuty, officer: Officer, form: EndForm) -> bool:
    try:
        duties.end_duty(duty, by=officer, now=timezone.now(), **form.cleaned_data)
    except Denied as refusal:
        form.add_error("until", refusal.reason)
        return False
    return True


def _ending(duty: ReportingDuty) -> list[str]:
    """What ending a duty means, in numbers."""
    owed = WorkItem.objects.filter(period__duty=duty, lifecycle__in=OPEN).count()
    told = ["Kỳ bắt đầu sau ngày kết thúc không mở nữa, đơn vị không bị nhắc về các kỳ đó."]
    if owed:
        told.append(f"{number(owed)} báo cáo của các kỳ đã mở vẫn phải gửi, hoặc ghi bỏ kèm lý do.")
    if duty.assignment_id:
        told.append("Đơn vị trở lại theo kỳ cập nhật chung của kế hoạch, nếu kế hoạch có đặt kỳ và việc không có hạn.")
    return told


# --- one period ---------------------------------------------------------------------------------------


def _the_period(request: HttpRequest, pk: int) -> tuple[ReportingPeriod, Any]:
    """A period one may see, and its reports as far as one may see them, those of sister duties with the same days included."""
    officer, today = officer_of(request), timezone.localdate()
    rows = ReportingPeriod.objects.visible_to(officer).exclude(duty__plan__state=PlanState.DRAFT)
    found = rows.select_related(
        "duty__plan__directive", "duty__plan__monitor", "duty__recipient", "duty__assignment__agency"
    )
    period = get_object_or_404(found, pk=pk)
    items = WorkItem.objects.visible_to(officer).filter(period__in=ReportingPeriod.objects.alongside(period.pk))
    return period, periods.with_sent(items, on=today)


@require_safe
def period_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Agencies by state of their report, and the rows behind each number."""
    (period, items), today, officer = _the_period(request, pk), timezone.localdate(), officer_of(request)
    state = next((one for one in Sent if request.GET.get("tinh_trang") == one.value), None)
    agency = request.GET.get("don_vi", "")
    agency = agency if agency.isascii() and agency.isdecimal() and len(agency) < 12 else ""
    shown = items.filter(**({"sent": state.value} if state else {}), **({"agency_id": int(agency)} if agency else {}))
    rows = periods.with_silence(shown.with_standing(on=today), on=today).with_names()
    rows = rows.order_by("agency__sort_key", "agency_id", "task__position", "id")
    known = periods.countable(officer).filter(period__in=ReportingPeriod.objects.alongside(period.pk))
    matrix = periods.matrix_of(periods.with_sent(known, on=today))
    late = (one for one in items.filter(sent__in=periods.SILENT).select_related(*periods.FOR_RULES)[:1])
    return render(request, "plans/period_detail.html", {
        "period": period, "plan": period.duty.plan, "matrix": matrix, "today": today, "state": state,
        "agency": next((one for one, _ in matrix.lines if str(one.pk) == agency), None),
        "page": page_of(rows, size=ROWS_SHOWN, number=request.GET.get("page")),
        "may_write_off": any(may_write_off(officer, one, on=today) for one in late),
        "sample": period.duty.plan.directive.is_sample,
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def write_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Write silent periods off with one reason: all of a period, or those the link names."""
    (period, items), today, officer = _the_period(request, pk), timezone.localdate(), officer_of(request)
    late = list(
        items.filter(sent__in=periods.SILENT).select_related(*periods.FOR_RULES).order_by("agency__sort_key", "id")
    )
    verdicts = [(one, may_write_off(officer, one, on=today)) for one in late]
    mine = [one for one, may in verdicts if may]
    if not mine:
        raise Denied(next((may.reason for _, may in verdicts), "Kỳ này không có báo cáo quá hạn nào để ghi bỏ."))
    rows = (
        WorkItem.objects.visible_to(officer)
        .filter(pk__in=[one.pk for one in mine])
        .with_names()
        .order_by("agency__sort_key", "id")
    )
    named = [pk for pk in request.GET.getlist("dau_viec") if pk.isascii() and pk.isdecimal()]
    form = WriteOffForm(request.POST or None, items=rows, initial={"dau_viec": named})
    back = reverse("plans:period-detail", args=[period.pk])
    if done := attempt(form, lambda said: _written_off(officer, said)):
        say(request, f"Đã ghi bỏ {number(done)} báo cáo kỳ {period.label}; các báo cáo này đứng ngoài tỷ lệ.")
        return redirect(back)
    told = [
        "Báo cáo được chọn thôi bị tính quá hạn từ hôm nay và đứng ngoài các tỷ lệ; số liệu của những ngày trước giữ nguyên.",
        "Đơn vị không bị nhắc về kỳ này nữa và đọc được lý do; khi cần vẫn đòi lại được.",
    ]
    lead = f"{period.duty.plan.directive.label}, hạn {format_day(period.due_on)}"
    return ask(
        request, title=f"Ghi bỏ báo cáo kỳ {period.label}?", lead=lead, told=told, action="Ghi bỏ", back=back, form=form,
        offices=[mine[0].monitor_id, mine[0].monitor.serves_id],
    )  # fmt: skip


def _written_off(officer: Officer, said: dict[str, Any]) -> int:
    return duties.write_off(said["dau_viec"], by=officer, now=timezone.now(), reason=said["reason"])


@require_http_methods(["GET", "HEAD", "POST"])
def ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a write-off back: the report is owed again."""
    officer = officer_of(request)
    rows = WorkItem.objects.visible_to(officer).with_names().select_related("monitor__serves")
    item = get_object_or_404(rows, pk=pk)
    duties.may_ask(item, by=officer).require()
    form = bound(AgainForm, request)
    back = reverse("plans:item-detail", args=[item.pk])
    if request.method == "POST" and form.is_valid():
        duties.ask_again(item, by=officer, now=timezone.now(), reason=form.cleaned_data["reason"])
        say(request, f"{item.agency.label} lại phải báo cáo {item.occurrence}.")
        return redirect(back)
    told = [f"{item.agency.name} lại nợ báo cáo {item.occurrence}, tính theo hạn cũ, và được nhắc từ hôm nay."]
    return ask(
        request,
        title="Đòi lại báo cáo đã ghi bỏ?",
        lead=item.title,
        told=told,
        action="Đòi lại",
        back=back,
        form=form,
        offices=[item.monitor_id, item.monitor.serves_id],
    )


# --- "định kỳ" without a period --------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def task_cycle(request: HttpRequest, pk: int, task_pk: int) -> HttpResponse:
    """Say which period "định kỳ" means; the desk posts 6 tháng at once."""
    task, officer = the_task(request, pk, task_pk), officer_of(request)
    may_extend_plan(officer, task.plan).require()
    form = bound(CycleForm, request)
    if done := attempt(form, lambda said: duties.settle_cycle(task, by=officer, now=timezone.now(), **said)):
        label = Recurrence(form.cleaned_data["recurrence"]).label
        say(request, f"Đã ấn định mục {task.path}: báo cáo {label}, {number(done)} đơn vị.")
        return redirect("plans:desk" if "desk" in request.GET else plan_url(task.plan))
    told = [f"Lời văn bản: “{task.due_wording}”."] if task.due_wording else []
    waiting = duties.without_cycle(task)
    who = ", ".join(line.label for line in waiting[:8]) + (" và các đơn vị khác" if len(waiting) > 8 else "")
    told.append(
        f"{who} báo cáo theo kỳ này và được nhắc theo hạn của kỳ."
        if waiting
        else "Chưa có đơn vị nào để ấn định: giao đơn vị chủ trì trước, hoặc kỳ đã được ấn định."
    )
    return ask(
        request,
        title="Ấn định kỳ báo cáo",
        lead=place_of(task),
        told=told,
        action="Ấn định kỳ",
        back=plan_url(task.plan),
        form=form,
        offices=[task.plan.owner_id],
    )
