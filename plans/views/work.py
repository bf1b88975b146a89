"""An agency's pages: what it owes, reporting, taking back, asking for more time; and recording what came on paper."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from agencies.choices import ReadKind
from agencies.http import officer_of, say
from agencies.reads.taking import took_out
from agencies.verdict import Denied, Verdict
from agencies.wording import format_day
from directives.choices import Secrecy
from plans import reading, rules, urging
from plans.choices import ExtensionState, Lifecycle
from plans.facts import lines_back
from plans.forms.progress import ExtensionForm, OnBehalfForm, ReportForm, SupportForm
from plans.models import Assignment, Evidence, WorkItem
from plans.services import extensions, progress
from plans.taken import lately_taken
from plans.talk import waiting_notes

SHOWN_IN_BROWSER = ("application/pdf", "image/jpeg", "image/png")


def visible_item(request: HttpRequest, pk: int) -> WorkItem:
    """The item with everything its pages print; 404 outside scope."""
    rows = WorkItem.objects.visible_to(officer_of(request)).with_standing(on=timezone.localdate()).with_names()
    return get_object_or_404(rows.select_related("monitor__serves"), pk=pk)


@require_safe
def agency_work(request: HttpRequest) -> HttpResponse:
    """What my agency owes."""
    officer, today = officer_of(request), timezone.localdate()
    asked = request.GET
    work = reading.agency_work(officer, on=today, mine=asked.get("cua") == "toi", whole=asked.get("du") == "1")
    page = {
        "work": work,
        "today": today,
        "notes": waiting_notes(officer),
        "taken": lately_taken(officer, on=today),
        "urgings": urging.unanswered(officer),
    }
    return render(request, "plans/agency_work.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def report_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Report progress in one form with files; a form that was overtaken keeps its words and shows what was sent."""
    item, officer, posted = visible_item(request, pk), officer_of(request), request.method == "POST"
    # Words typed while the agency's work was handed over are shown again, not thrown away by a refusal.
    if not posted or item.lifecycle != Lifecycle.HANDED_OVER:
        rules.may_answer(officer, item).require()
    owed = rules.may_report(officer, item)
    if not posted:
        owed.require()
    form = ReportForm(request.POST or None, request.FILES or None, item=item, officer=officer, on=timezone.localdate())
    if posted and (progress.sent_before(officer, form.given_key) or _reported(request, item, form)):
        return redirect("plans:agency-work")
    return _report_page(request, item, form, owed)


def _report_page(request: HttpRequest, item: WorkItem, form: ReportForm, owed: Verdict) -> HttpResponse:
    previous = reading.updates_of(*lines_back(item)).filter(withdrawn_at__isnull=True).first()
    return render(request, "plans/report_form.html", {
        "item": item, "form": form, "previous": previous, "overtaken": owed.reason, "shares": reading.shares_of(item),
    }, status=200 if owed else 409)  # fmt: skip


def _reported(request: HttpRequest, item: WorkItem, form: ReportForm) -> bool:
    """Send the report; a refusal becomes an error of the form, so that nothing typed is lost."""
    if not form.is_valid():
        return False
    try:
        update = progress.report(item, by=officer_of(request), now=timezone.now(), **form.said)
    except Denied as refusal:
        form.add_error(None, refusal.reason)
        return False
    said = f"Đã gửi báo cáo. {item.monitor.name} sẽ xác nhận hoặc trả lại kèm lý do."
    progress_said = "Đã ghi tiến độ. Khi xong việc, chọn “Báo hoàn thành” để gửi xác nhận."
    say(request, said if update.submits else progress_said)
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a submission back until it is reviewed, after saying what that means."""
    item = visible_item(request, pk)
    rules.may_withdraw(officer_of(request), item).require()
    if request.method == "POST":
        progress.withdraw(item, by=officer_of(request), now=timezone.now())
        say(request, "Đã rút lại báo cáo. Nội dung cũ vẫn lưu trong lịch sử; sửa xong hãy gửi lại.")
        return redirect("plans:report-form", pk=item.pk)
    return render(request, "components/confirm.html", {
        "title": "Rút lại báo cáo", "lead": f"{item.title} · {item.occurrence}", "consequences": _withdrawal(item),
        "form": None, "action_label": "Rút lại", "back_url": reverse("plans:agency-work"),
        "acting": rules.acts_for(officer_of(request), item.agency_id),
    })  # fmt: skip


def _withdrawal(item: WorkItem) -> list[str]:
    """What taking back means, to whom."""
    told = [f"{item.monitor.name} không còn thấy báo cáo này trong hàng chờ xác nhận."]
    others = reading.labels(progress.answered_together(item, progress.latest_submission(item)))
    if others:
        told.append(f"Báo cáo này còn trả lời kỳ {others}; các kỳ đó cũng trở lại chưa gửi.")
    if item.resubmit_by is None:
        return [*told, "Ngày gửi được tính lại khi gửi lần sau."]
    return [*told, f"Gửi lại trước hết ngày {format_day(item.resubmit_by)} thì vẫn giữ ngày gửi đầu."]


@require_http_methods(["GET", "HEAD", "POST"])
def support_form(request: HttpRequest, pk: int) -> HttpResponse:
    """A coordinating agency reports its share."""
    lines = Assignment.objects.visible_to(officer_of(request)).select_related(
        "task", "task__plan", "task__plan__directive", "task__plan__monitor", "agency", "supports__agency"
    )
    line = get_object_or_404(lines, pk=pk)
    rules.may_support(officer_of(request), line).require()
    form = SupportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        progress.support(line, by=officer_of(request), now=timezone.now(), **form.cleaned_data)
        say(request, "Đã gửi phần việc phối hợp; đơn vị chủ trì và cơ quan theo dõi cùng thấy.")
        return redirect("plans:agency-work")
    page = {"line": line, "form": form, "updates": reading.updates_of(line.pk)[:10]}
    return render(request, "plans/support_form.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def extension_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for more time."""
    item = visible_item(request, pk)
    rules.may_answer(officer_of(request), item).require()
    pending = item.extensions.filter(state=ExtensionState.PENDING).exists()
    may = rules.may_ask_extension(officer_of(request), item, pending=pending)
    if request.method != "POST":
        may.require()
    form = ExtensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _asked(request, item, form, may):
        return redirect("plans:agency-work")
    return render(request, "plans/extension_ask.html", {"item": item, "form": form})


def _asked(request: HttpRequest, item: WorkItem, form: ExtensionForm, may: Verdict) -> bool:
    """Send the request; what is wrong with the day stands at the day, anything else above the form."""
    try:
        extensions.ask_extension(item, by=officer_of(request), now=timezone.now(), **form.cleaned_data)
    except Denied as refusal:
        form.add_error("new_due_on" if may else None, refusal.reason)
        return False
    say(request, f"Đã gửi đề nghị gia hạn tới {item.monitor.name}. Trong lúc chờ, hạn cũ vẫn tính.")
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def on_behalf(request: HttpRequest, pk: int) -> HttpResponse:
    """Nhập thay: record a report that came on paper."""
    item = visible_item(request, pk)
    may = rules.may_record_for(officer_of(request), item)
    if request.method != "POST" or not rules.acts_for(officer_of(request), item.monitor_id):
        may.require()
    form = OnBehalfForm(request.POST or None, request.FILES or None, item=item)
    if request.method == "POST" and form.is_valid() and _recorded(request, item, form.cleaned_data, form):
        return redirect("plans:item-detail", pk=item.pk)
    return render(request, "plans/on_behalf.html", {"item": item, "form": form})


def _recorded(request: HttpRequest, item: WorkItem, said: dict[str, Any], form: OnBehalfForm) -> bool:
    """Record what came on paper; a wrong day is told at the day."""
    now = timezone.now()
    try:
        progress.record_on_behalf(item, by=officer_of(request), now=now, **said)
    except Denied as refusal:
        in_time = item.opened_on <= said["received_on"] <= timezone.localdate(now)
        form.add_error(None if in_time else "received_on", refusal.reason)
        return False
    say(request, f"Đã nhập thay và xác nhận báo cáo nhận ngày {format_day(said['received_on'])}.")
    return True


@require_safe
@never_cache
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """One evidence file, for those who may see its update."""
    officer = officer_of(request)
    seen = Evidence.objects.visible_to(officer).select_related("update__assignment__task__plan__directive")
    row = get_object_or_404(seen, pk=pk)
    try:
        content = row.file.open("rb")
    except FileNotFoundError:
        raise Http404("the file is gone from the store") from None
    plan = row.update.assignment.task.plan
    if plan.directive.secrecy == Secrecy.INTERNAL:
        took_out(
            officer, ReadKind.EVIDENCE, now=timezone.now(), thing=row.pk, directive=plan.directive_id,
            holders=[plan.owner_id], leaving=content,
        )  # fmt: skip
    shown = row.content_type in SHOWN_IN_BROWSER
    return FileResponse(content, as_attachment=not shown, filename=row.name, content_type=row.content_type)
