"""The monitor's pages: the queue, one submission, a request for more time."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.form_page import bound
from agencies.http import officer_of, say
from agencies.models import working_calendar
from agencies.paging import size_asked
from agencies.verdict import Denied
from agencies.wording import format_day
from plans import reading, rules
from plans.choices import DueSource, ExtensionState
from plans.facts import lines_back
from plans.forms.planning import ReasonForm
from plans.forms.progress import ExtensionDecisionForm, ReturnForm
from plans.models import Extension, Review, StatusUpdate, WorkItem
from plans.paging import page_of
from plans.services import extensions, progress
from plans.views.common import ask
from plans.views.work import visible_item

EXTENSIONS_SHOWN = 50
HISTORY_SHOWN = 5


@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """What waits for me to confirm or return, oldest first, and requests for more time."""
    officer, today, asked = officer_of(request), timezone.localdate(), request.GET
    first, total = reading.next_to_review(officer)
    rows = reading.review_queue(officer, on=today)
    page = page_of(rows, size=size_asked(asked.get("size")), number=asked.get("page"), known=total)
    waiting = reading.pending_extensions(officer)
    return render(request, "plans/review_list.html", {
        "page": page, "queue": reading.told(page.object_list, on=today, calendar=working_calendar()),
        "extensions": list(waiting[:EXTENSIONS_SHOWN]), "extensions_total": waiting.count(), "first": first, "total": total,
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one submission, confirm it or return it with a reason, go on to the next."""
    item = visible_item(request, pk)
    update = progress.latest_submission(item)
    may = rules.may_review(officer_of(request), item, update)
    form = ReturnForm(request.POST if "return" in request.POST else None)
    if request.method != "POST" or not rules.is_reviewer(officer_of(request), item):
        may.require()
    elif "confirm" in request.POST or form.is_valid():
        try:
            return _answer(request, item, form)
        except Denied as refusal:
            return _overtaken(request, item, form, refusal.reason)
    return _review_page(request, item, update, form)


def _review_page(
    request: HttpRequest, item: WorkItem, update: StatusUpdate | None, form: ReturnForm, status: int = 200
) -> HttpResponse:
    following, left = reading.next_to_review(officer_of(request), after=item)
    history = reading.updates_of(*lines_back(item)).exclude(pk=update.pk if update else 0)[:HISTORY_SHOWN]
    return render(request, "plans/review.html", {
        "item": item, "update": update, "form": form, "history": history, "left": left, "next": following,
        "others": reading.labels(reading.others_in(update, item)), "shares": reading.shares_of(item),
    }, status=status)  # fmt: skip


def _answer(request: HttpRequest, item: WorkItem, form: ReturnForm) -> HttpResponse:
    """Carry the answer out and go on; `Denied` when somebody was first or another submission came in between."""
    by, now = officer_of(request), timezone.now()
    seen = int(typed) if (typed := request.POST.get("seen", "")[:18]).isdecimal() else None
    if "confirm" in request.POST:
        progress.confirm(item, by=by, now=now, seen=seen)
        say(request, f"Đã xác nhận: {item.title} – {item.agency.name}, {item.occurrence}.")
    else:
        answer = progress.send_back(item, by=by, now=now, reason=form.cleaned_data["reason"], seen=seen)
        say(request, _returned_words(item, answer))
    following, _ = reading.next_to_review(by, after=item)
    return redirect("plans:review", pk=following) if following else redirect("plans:review-list")


def _returned_words(item: WorkItem, answer: Review) -> str:
    assert answer.resubmit_by is not None  # every return grants days
    until = format_day(answer.resubmit_by)
    return f"Đã trả lại {item.agency.name} kèm lý do. Gửi lại trước hết ngày {until} thì đơn vị vẫn giữ ngày gửi đầu."


def _overtaken(request: HttpRequest, item: WorkItem, form: ReturnForm, reason: str) -> HttpResponse:
    """Somebody was first: show what they did beside the words that were typed here."""
    item = visible_item(request, item.pk)
    last = item.reviews.select_related("officer", "update").first()
    typed = request.POST.get("reason", "").strip()
    page = {"item": item, "last": last, "typed": typed, "why": reason, "form": form}
    return render(request, "plans/review_overtaken.html", page, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
def extension_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse a request for more time."""
    rows = Extension.objects.filter(work_item__in=WorkItem.objects.visible_to(officer_of(request)))
    extension = get_object_or_404(rows.select_related("requested_by"), pk=pk)
    extension.work_item = item = visible_item(request, extension.work_item_id)
    rules.decides_dates(officer_of(request), item).require()
    if request.method != "POST":
        rules.may_refuse_extension(officer_of(request), extension).require()
    form = ExtensionDecisionForm(request.POST or None, needs_number=extensions.due_source(item) == DueSource.DOCUMENT)
    if request.method == "POST" and form.is_valid() and _decide(request, extension, form):
        return redirect("plans:review-list")
    page = {"item": item, "extension": extension, "form": form, "day": extensions.effective_day(extension)}
    return render(request, "plans/extension_decide.html", page)


def _decide(request: HttpRequest, extension: Extension, form: ExtensionDecisionForm) -> bool:
    """Carry the decision out; a refusal becomes an error of the form, typed words stay."""
    try:
        done = extensions.decide_extension(extension, by=officer_of(request), now=timezone.now(), **form.said)
    except Denied as refusal:
        form.add_error(None, refusal.reason)
        return False
    granted = done.state == ExtensionState.GRANTED
    say(request, "Đã đồng ý gia hạn; hạn cũ vẫn lưu trong lịch sử." if granted else "Đã trả lời không đồng ý gia hạn.")
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Unlock what was confirmed, with a reason, after saying what that means."""
    item, officer = visible_item(request, pk), officer_of(request)
    rules.is_reviewer(officer, item).require()
    may = rules.may_reopen(officer, item, by_report=progress.fulfilled_by_report(item))
    form = bound(ReasonForm, request)
    if request.method != "POST":
        may.require()
    elif form.is_valid():
        done = progress.reopen(item, by=officer, now=timezone.now(), reason=form.cleaned_data["reason"])
        assert done.resubmit_by is not None  # every opening again grants days
        until = format_day(done.resubmit_by)
        say(request, f"Đã mở lại; {item.agency.name} gửi lại trước hết ngày {until} thì giữ ngày gửi đầu.")
        return redirect("plans:item-detail", pk=item.pk)
    told, back = _reopening(item), reverse("plans:item-detail", args=[item.pk])
    lead = f"{item.title} · {item.occurrence}"
    return ask(
        request, title="Mở lại đầu việc?", lead=lead, told=told, action="Mở lại", back=back, form=form,
        offices=[item.monitor_id, item.monitor.serves_id],
    )  # fmt: skip


def _reopening(item: WorkItem) -> list[str]:
    """What opening again means, to whom."""
    return [
        f"{item.agency.name} lại nợ đầu việc này và phải báo hoàn thành lần nữa; lời xác nhận cũ vẫn lưu trong lịch sử.",
        f"Gửi lại trong {item.plan.resubmit_days} ngày làm việc thì đơn vị vẫn giữ ngày gửi đầu.",
        "Báo cáo đã chốt số liệu không đổi; số liệu từ hôm nay tính đầu việc này là chưa hoàn thành.",
    ]
