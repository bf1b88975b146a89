"""An agency's pages: what it owes, reporting, taking back, asking for more time."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from agencies.http import officer_of, say
from agencies.verdict import Denied
from agencies.wording import format_day
from plans import reading, rules
from plans.choices import ExtensionState
from plans.forms.progress import ExtensionForm, OnBehalfForm, ReportForm, SupportForm
from plans.models import Assignment, Evidence, WorkItem
from plans.services import extensions, progress


def visible_item(request: HttpRequest, pk: int) -> WorkItem:
    """The item with everything its pages print; 404 outside scope."""
    rows = WorkItem.objects.visible_to(officer_of(request)).with_standing(on=timezone.localdate()).with_names()
    return get_object_or_404(rows.select_related("monitor__serves"), pk=pk)


@require_safe
def agency_work(request: HttpRequest) -> HttpResponse:
    """What my agency owes."""
    work = reading.agency_work(officer_of(request), on=timezone.localdate())
    return render(request, "plans/agency_work.html", {"work": work, "today": timezone.localdate()})


@require_http_methods(["GET", "HEAD", "POST"])
def report_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Report progress in one form with files."""
    item = visible_item(request, pk)
    rules.may_report(officer_of(request), item).require()
    form = ReportForm(request.POST or None, request.FILES or None, item=item)
    if request.method == "POST" and form.is_valid():
        try:
            update = progress.report(item, by=officer_of(request), now=timezone.now(), **form.said)
        except Denied as refusal:
            form.add_error(None, refusal.reason)
        else:
            say(request, _sent(item, submits=update.submits))
            return redirect("plans:agency-work")
    previous = reading.updates_of(item.assignment_id).filter(withdrawn_at__isnull=True).first()
    return render(request, "plans/report_form.html", {"item": item, "form": form, "previous": previous})


def _sent(item: WorkItem, *, submits: bool) -> str:
    if submits:
        return f"Đã gửi báo cáo. {item.monitor.name} sẽ xác nhận hoặc trả lại kèm lý do."
    return "Đã ghi tiến độ. Khi xong việc, chọn “Báo hoàn thành” để gửi xác nhận."


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a submission back until it is reviewed, after saying what that means."""
    item = visible_item(request, pk)
    rules.may_withdraw(officer_of(request), item).require()
    if request.method == "POST":
        progress.withdraw(item, by=officer_of(request), now=timezone.now())
        say(request, "Đã rút lại báo cáo. Nội dung cũ vẫn lưu trong lịch sử; sửa xong hãy gửi lại.")
        return redirect("plans:report-form", pk=item.pk)
    told = [
        f"{item.monitor.name} không còn thấy báo cáo này trong hàng chờ xác nhận.",
        "Ngày gửi được tính lại khi gửi lần sau.",
    ]
    return render(request, "components/confirm.html", {
        "title": "Rút lại báo cáo", "lead": item.title, "consequences": told, "form": None,
        "action_label": "Rút lại", "back_url": request.GET.get("ve") or f"/nhiem-vu/{item.pk}/",
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def support_form(request: HttpRequest, pk: int) -> HttpResponse:
    """A coordinating agency reports its share."""
    lines = Assignment.objects.visible_to(officer_of(request)).select_related(
        "task", "task__plan", "task__plan__directive", "agency", "supports", "supports__agency"
    )
    line = get_object_or_404(lines, pk=pk)
    rules.may_support(officer_of(request), line).require()
    form = SupportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        progress.support(line, by=officer_of(request), now=timezone.now(), **form.cleaned_data)
        say(request, "Đã gửi phần việc phối hợp; đơn vị chủ trì và cơ quan theo dõi cùng thấy.")
        return redirect("plans:agency-work")
    return render(
        request, "plans/support_form.html", {"line": line, "form": form, "updates": reading.updates_of(line.pk)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def extension_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for more time."""
    item = visible_item(request, pk)
    pending = item.extensions.filter(state=ExtensionState.PENDING).exists()
    rules.may_ask_extension(officer_of(request), item, pending=pending).require()
    form = ExtensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            extensions.ask_extension(item, by=officer_of(request), now=timezone.now(), **form.cleaned_data)
        except Denied as refusal:
            form.add_error("new_due_on", refusal.reason)
        else:
            say(request, f"Đã gửi đề nghị gia hạn tới {item.monitor.name}. Trong lúc chờ, hạn cũ vẫn tính.")
            return redirect("plans:agency-work")
    return render(request, "plans/extension_ask.html", {"item": item, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def on_behalf(request: HttpRequest, pk: int) -> HttpResponse:
    """Nhập thay: record a report that came on paper."""
    item = visible_item(request, pk)
    rules.may_record_for(officer_of(request), item).require()
    form = OnBehalfForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            progress.record_on_behalf(item, by=officer_of(request), now=timezone.now(), **form.cleaned_data)
        except Denied as refusal:
            form.add_error(None, refusal.reason)
        else:
            say(request, f"Đã nhập thay và xác nhận báo cáo nhận ngày {format_day(form.cleaned_data['received_on'])}.")
            return redirect("plans:item-detail", pk=item.pk)
    return render(request, "plans/on_behalf.html", {"item": item, "form": form})


@require_safe
@never_cache
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """One evidence file, for those who may see its update."""
    row = get_object_or_404(Evidence.objects.visible_to(officer_of(request)), pk=pk)
    shown = row.content_type in ("application/pdf", "image/jpeg", "image/png")
    return FileResponse(row.file.open("rb"), as_attachment=not shown, filename=row.name, content_type=row.content_type)
