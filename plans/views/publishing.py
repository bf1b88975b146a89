"""Acts on a whole plan, each asked with what it will do: publish, recall, pause, resume, end."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agencies.form_page import bound
from agencies.http import officer_of, say
from agencies.verdict import Denied
from agencies.wording import number
from plans.choices import Lifecycle, ReminderState
from plans.forms.ending import EndForm
from plans.forms.planning import ReasonForm
from plans.models import Plan, Reminder, WorkItem
from plans.preview import consequences, preview
from plans.rules import may_end, may_pause, may_publish, may_recall, may_resume
from plans.services import ending, publishing
from plans.services.progress import latest_submissions
from plans.views.common import ask, plan_url, the_plan

# A page of so many rows is still quick to read and to send; the others go by the common reason.
ITEMS_ASKED = 300


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what will happen to whom, then publish."""
    plan, officer = the_plan(request, pk), officer_of(request)
    may_publish(officer, plan, tasks=plan.tasks.standing_open().count()).require()
    if request.method == "POST":
        publishing.publish(plan, by=officer, now=timezone.now())
        opened = f"Đã phát hành: {number(plan.items.count())} đầu việc được giao."
        say(request, f"{opened} Thu hồi được đến khi có báo cáo hoặc thư đầu tiên.")
        return redirect(plan_url(plan))
    told = consequences(preview(plan, on=timezone.localdate()), plan)
    title = f"Phát hành kế hoạch {plan.directive.label}?"
    return ask(
        request,
        title=title,
        lead=plan.owner.name,
        told=told,
        action="Phát hành",
        back=plan_url(plan),
        offices=[plan.owner_id],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a publication back to draft while nobody has acted on it."""
    plan, officer = the_plan(request, pk), officer_of(request)
    may_recall(officer, plan, touched=publishing.is_touched(plan)).require()
    if request.method == "POST":
        publishing.recall(plan, by=officer, now=timezone.now())
        say(request, "Đã thu hồi: kế hoạch trở lại bản nháp, sửa được như trước khi phát hành.")
        return redirect(plan_url(plan))
    told = [
        f"{number(plan.items.count())} đầu việc và thư nhắc chưa gửi bị bỏ; kế hoạch trở lại bản nháp.",
        "Các đơn vị thôi thấy kế hoạch này; văn bản đã mở cho đơn vị thì đơn vị vẫn đọc được.",
    ]
    return ask(
        request,
        title="Thu hồi kế hoạch?",
        lead=str(plan),
        told=told,
        action="Thu hồi",
        back=plan_url(plan),
        offices=[plan.owner_id],
    )


def _waiting_letters(plan: Plan) -> int:
    return Reminder.objects.filter(work_item__plan=plan, state=ReminderState.OPEN).count()


@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop tracking for a while."""
    plan, officer, form = the_plan(request, pk), officer_of(request), bound(ReasonForm, request)
    may_pause(officer, plan).require()
    if request.method == "POST" and form.is_valid():
        publishing.pause(plan, by=officer, now=timezone.now(), reason=form.cleaned_data["reason"])
        say(request, "Đã tạm dừng theo dõi kế hoạch.")
        return redirect(plan_url(plan))
    letters = _waiting_letters(plan)
    told = [
        "Thôi nhắc việc và thôi mở kỳ mới"
        + (f"; {number(letters)} thư nhắc đang chờ sẽ không gửi." if letters else "."),
        "Các đơn vị chưa gửi được báo cáo cho đến khi tiếp tục.",
        "Hạn của các đầu việc không đổi; khi tiếp tục sẽ không gửi bù thư nhắc đã lỡ.",
    ]
    back = plan_url(plan)
    return ask(
        request,
        title="Tạm dừng theo dõi?",
        lead=str(plan),
        told=told,
        action="Tạm dừng",
        back=back,
        form=form,
        offices=[plan.owner_id],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Track again from today on."""
    plan, officer = the_plan(request, pk), officer_of(request)
    may_resume(officer, plan).require()
    if request.method == "POST":
        publishing.resume(plan, by=officer, now=timezone.now())
        say(request, "Đã tiếp tục theo dõi kế hoạch.")
        return redirect(plan_url(plan))
    told = [
        "Nhắc việc lại từ hôm nay và mở kỳ báo cáo hiện tại; không gửi bù thư nhắc đã lỡ.",
        "Kỳ nào bắt đầu và kết thúc trong lúc tạm dừng thì không mở nữa.",
        f"{number(plan.items.open().count())} đầu việc chưa xong tiếp tục theo hạn cũ.",
    ]
    return ask(
        request,
        title="Tiếp tục theo dõi?",
        lead=str(plan),
        told=told,
        action="Tiếp tục",
        back=plan_url(plan),
        offices=[plan.owner_id],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the tracking; what is still open is asked about, item by item."""
    plan, officer = the_plan(request, pk), officer_of(request)
    may_end(officer, plan).require()
    rows: Any = WorkItem.objects.visible_to(officer).filter(plan=plan).unconfirmed()
    total = rows.count()
    items = _most_pressing(rows)
    said = request.POST if request.method == "POST" else None
    form = EndForm(said, officer=officer, items=items, submissions=latest_submissions(items))
    if form.is_valid() and _ended(request, plan, form):
        return redirect(plan_url(plan))
    told = {"plan": plan, "form": form, "open_total": total, "rest": total - len(items)}
    return render(request, "plans/plan_end.html", told)


def _most_pressing(rows: Any) -> list[WorkItem]:
    """As many open items as one page can ask about: reports that wait, then by due day."""
    waiting = Case(When(lifecycle=Lifecycle.SUBMITTED, then=Value(0)), default=Value(1))
    rows = rows.with_names().select_related("monitor__serves").with_standing(on=timezone.localdate())
    return list(rows.order_by(waiting, F("due_on").asc(nulls_last=True), "id")[:ITEMS_ASKED])


def _ended(request: HttpRequest, plan: Plan, form: EndForm) -> bool:
    """End it; what changed since the page was read is told above the form."""
    reason, closings = form.cleaned_data["reason"], form.closings
    try:
        ending.end(plan, by=officer_of(request), now=timezone.now(), reason=reason, closings=closings)
    except Denied as refusal:
        form.add_error(None, refusal.reason)
        return False
    say(request, "Đã kết thúc theo dõi kế hoạch.")
    return True
