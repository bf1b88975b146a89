"""Acts on a whole plan, each asked with what it will do: publish, recall, pause, resume, end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agencies.http import officer_of, say
from agencies.wording import number
from plans.choices import ReminderState
from plans.forms.planning import ReasonForm
from plans.models import Plan, Reminder, WorkItem
from plans.preview import consequences, preview
from plans.rules import may_end, may_pause, may_publish, may_recall, may_resume
from plans.services import publishing
from plans.views.common import ask, bound, plan_url, the_plan

ITEMS_TOLD = 12


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what will happen to whom, then publish."""
    plan, officer = the_plan(request, pk), officer_of(request)
    may_publish(officer, plan, tasks=plan.tasks.standing_open().count()).require()
    if request.method == "POST":
        publishing.publish(plan, by=officer, now=timezone.now())
        say(
            request,
            f"Đã phát hành: {number(plan.items.count())} đầu việc được giao. Thu hồi được đến khi có báo cáo hoặc thư đầu tiên.",
        )
        return redirect(plan_url(plan))
    told = consequences(preview(plan, on=timezone.localdate()), plan)
    return ask(
        request,
        title=f"Phát hành kế hoạch {plan.directive.label}?",
        lead=plan.owner.name,
        told=told,
        action="Phát hành",
        back=plan_url(plan),
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
    return ask(request, title="Thu hồi kế hoạch?", lead=str(plan), told=told, action="Thu hồi", back=plan_url(plan))


def _waiting_letters(plan: Plan) -> int:
    return Reminder.objects.filter(work_item__plan=plan, state=ReminderState.OPEN).count()


def _with_reason(
    request: HttpRequest, plan: Plan, verb: Callable[..., Plan], *, title: str, told: list[str], action: str, done: str
) -> HttpResponse:
    """Ask for a reason, do it, say it."""
    form = bound(ReasonForm, request)
    if request.method == "POST" and form.is_valid():
        verb(plan, by=officer_of(request), now=timezone.now(), reason=form.cleaned_data["reason"])
        say(request, done)
        return redirect(plan_url(plan))
    return ask(request, title=title, lead=str(plan), told=told, action=action, back=plan_url(plan), form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop tracking for a while."""
    plan = the_plan(request, pk)
    may_pause(officer_of(request), plan).require()
    told = [
        f"Thôi nhắc việc và thôi mở kỳ mới; {number(_waiting_letters(plan))} thư nhắc đang chờ sẽ không gửi.",
        "Các đơn vị chưa gửi được báo cáo cho đến khi tiếp tục.",
        "Hạn của các đầu việc không đổi; khi tiếp tục sẽ không gửi bù thư nhắc đã lỡ.",
    ]
    return _with_reason(
        request,
        plan,
        publishing.pause,
        title="Tạm dừng theo dõi?",
        told=told,
        action="Tạm dừng",
        done="Đã tạm dừng theo dõi kế hoạch.",
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
    return ask(request, title="Tiếp tục theo dõi?", lead=str(plan), told=told, action="Tiếp tục", back=plan_url(plan))


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the tracking; the page names what is still open."""
    plan = the_plan(request, pk)
    may_end(officer_of(request), plan).require()
    return _with_reason(
        request,
        plan,
        publishing.end,
        title="Kết thúc theo dõi?",
        told=_open_words(plan, timezone.now()),
        action="Kết thúc",
        done="Đã kết thúc theo dõi kế hoạch.",
    )


def _open_words(plan: Plan, now: datetime) -> list[str]:
    rows: Any = WorkItem.objects.filter(plan=plan).unconfirmed().with_names().with_standing(on=timezone.localdate(now))
    open_items = list(rows)
    told = [
        f"{number(len(open_items))} đầu việc chưa xong thôi theo dõi và đứng ngoài tỷ lệ:"
        if open_items
        else "Không còn đầu việc nào dở."
    ]
    told += [f"Mục {item.task.path}, {item.agency.label}: {item.occurrence}" for item in open_items[:ITEMS_TOLD]]
    told += [f"và {number(len(open_items) - ITEMS_TOLD)} đầu việc khác"] if len(open_items) > ITEMS_TOLD else []
    return [*told, "Không mở kỳ mới, không nhắc nữa; số liệu và lịch sử giữ nguyên."]
