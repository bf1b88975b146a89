"""The monitor's pages: the queue, one submission, a request for more time."""

from __future__ import annotations

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.http import officer_of, say
from agencies.verdict import Denied
from plans import reading, rules
from plans.forms.progress import ExtensionDecisionForm, ReturnForm
from plans.models import Extension, WorkItem
from plans.services import extensions, progress
from plans.views.work import visible_item


def _queue(request: HttpRequest) -> list[WorkItem]:
    rows = WorkItem.objects.awaiting(officer_of(request)).with_standing(on=timezone.localdate()).with_names()
    return list(rows.order_by("submitted_on", "id")[:200])


@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """What waits for me to confirm or return, oldest first, and requests for more time."""
    waiting = reading.pending_extensions(officer_of(request))
    return render(request, "plans/review_list.html", {"queue": _queue(request), "extensions": waiting})


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one submission, confirm it or return it with a reason, go on to the next."""
    item = visible_item(request, pk)
    update = progress.latest_submission(item)
    rules.may_review(officer_of(request), item, update).require()
    form = ReturnForm(request.POST if "return" in request.POST else None)
    if request.method == "POST" and ("confirm" in request.POST or form.is_valid()):
        return _answer(request, item, form)
    rest = [row for row in _queue(request) if row.pk != item.pk]
    history = reading.updates_of(item.assignment_id).exclude(pk=update.pk if update else None)[:5]
    return render(request, "plans/review.html", {
        "item": item, "update": update, "form": form, "history": history, "left": len(rest),
        "next": rest[0] if rest else None,
    })  # fmt: skip


def _answer(request: HttpRequest, item: WorkItem, form: ReturnForm) -> HttpResponse:
    """Carry the answer out; the second of two answers is told that somebody was first."""
    try:
        if "confirm" in request.POST:
            progress.confirm(item, by=officer_of(request), now=timezone.now())
            say(request, f"Đã xác nhận: {item.title} – {item.agency.name}.")
        else:
            reason = form.cleaned_data["reason"]
            answer = progress.send_back(item, by=officer_of(request), now=timezone.now(), reason=reason)
            until = answer.resubmit_by
            say(
                request,
                f"Đã trả lại {item.agency.name} kèm lý do; gửi lại trước hết ngày {until:%d/%m/%Y} thì giữ ngày gửi đầu.",
            )
    except IntegrityError:
        raise Denied("Có người vừa trả lời báo cáo này. Tải lại trang để xem kết quả.") from None
    rest = [row for row in _queue(request) if row.pk != item.pk]
    return redirect("plans:review", pk=rest[0].pk) if rest and "next" in request.POST else redirect("plans:review-list")


@require_http_methods(["GET", "HEAD", "POST"])
def extension_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse a request for more time."""
    rows = Extension.objects.filter(work_item__in=WorkItem.objects.visible_to(officer_of(request)))
    extension = get_object_or_404(rows.select_related("requested_by"), pk=pk)
    extension.work_item = item = visible_item(request, extension.work_item_id)
    source = extensions.due_source(item)
    rules.may_decide_extension(
        officer_of(request), extension, due_source=source, granted=False, decision_number=""
    ).require()
    form = ExtensionDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _decide(request, extension, form):
        return redirect("plans:review-list")
    return render(request, "plans/extension_decide.html", {"item": item, "extension": extension, "form": form})


def _decide(request: HttpRequest, extension: Extension, form: ExtensionDecisionForm) -> bool:
    """Carry the decision out; a refusal becomes an error of the form, typed words stay."""
    data = form.cleaned_data
    granted = data["granted"] == "yes"
    try:
        extensions.decide_extension(
            extension, by=officer_of(request), now=timezone.now(), granted=granted,
            decision_number=data["decision_number"], reason=data["reason"],
        )  # fmt: skip
    except Denied as refusal:
        form.add_error("decision_number" if granted else "reason", refusal.reason)
        return False
    say(request, "Đã đồng ý gia hạn; hạn cũ vẫn lưu trong lịch sử." if granted else "Đã trả lời không đồng ý gia hạn.")
    return True
