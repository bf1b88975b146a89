"""Pages of threads: leaders' directions and agencies' questions, who has to answer, and the answers."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import shorten
from typing import Any, Final

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies import succession, trees
from agencies.http import officer_of, say
from agencies.models import Agency
from agencies.paging import size_asked
from agencies.verdict import Denied
from agencies.wording import format_day
from plans import rules_notes
from plans.forms.notes import DirectionForm, QuestionForm, ReplyForm
from plans.models import Note, Plan, Task
from plans.services import notes
from plans.views.common import ask, plan_url, the_plan, the_task

TABS: Final = {"cho-tra-loi": "Chờ tôi trả lời", "da-gui": "Đã gửi, chưa trả lời", "tat-ca": "Tất cả"}


@require_safe
def note_list(request: HttpRequest) -> HttpResponse:
    """Threads I have to answer, those I began that wait, and all I may read."""
    officer = officer_of(request)
    rows = Note.objects.visible_to(officer)
    sets = {"cho-tra-loi": rows.to_answer(officer), "da-gui": rows.begun_by(officer).open(), "tat-ca": rows}
    counts = {code: found.count() for code, found in sets.items()}
    chosen = request.GET.get("muc", "")
    chosen = chosen if chosen in TABS else next((code for code in TABS if counts[code]), "tat-ca")
    page = Paginator(sets[chosen].with_names(), size_asked(request.GET.get("size"))).get_page(request.GET.get("page"))
    tabs = [
        {"label": label, "url": f"?muc={code}", "count": counts[code], "current": code == chosen}
        for code, label in TABS.items()
    ]
    told = {"page": page, "tabs": tabs, "muc": chosen, "today": timezone.localdate()}
    return render(request, "plans/note_list.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
def note_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One thread, with a form for those who write in it."""
    officer = officer_of(request)
    note = get_object_or_404(Note.objects.visible_to(officer).with_names(), pk=pk)
    receivers = [one.agency_id for one in note.receivers.all()]
    may = rules_notes.may_reply(officer, note, receivers=receivers)
    begins = bool(rules_notes.may_close(officer, note))
    form = ReplyForm(request.POST or None, begins=begins)
    if request.method == "POST":
        may.require()
        if form.is_valid():
            notes.reply(note, by=officer, now=timezone.now(), **form.cleaned_data)
            say(request, "Đã gửi; các nơi nhận ý kiến này cùng đọc được.")
            return redirect("plans:note", pk=note.pk)
    replies = note.replies.select_related("officer", "post__agency", "agency")
    told = {"note": note, "replies": replies, "may": may, "may_close": begins, "form": form}
    return render(request, "plans/note_detail.html", told | {"today": timezone.localdate()})


@require_http_methods(["GET", "HEAD", "POST"])
def note_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Need no further answer."""
    officer = officer_of(request)
    note = get_object_or_404(Note.objects.visible_to(officer).with_names(), pk=pk)
    rules_notes.may_close(officer, note).require()
    if request.method == "POST":
        notes.close(note, by=officer, now=timezone.now())
        say(request, "Đã khép lại; nội dung vẫn đọc được.")
        return redirect("plans:note", pk=note.pk)
    waiting = ", ".join(agency.label for agency in note.waits_for)
    told = [f"{waiting} không phải trả lời nữa."] if waiting else []
    told.append("Không ai viết thêm vào ý kiến này; nội dung vẫn lưu và đọc được.")
    lead = f"{note.get_kind_display().capitalize()} ngày {format_day(note.on)}: “{shorten(note.text, 160, placeholder='…')}”"
    back = reverse("plans:note", args=[note.pk])
    return ask(
        request, title="Khép lại ý kiến?", lead=lead, told=told, action="Khép lại", back=back,
        offices=[note.from_agency_id],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def note_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """A direction about a whole plan."""
    plan, officer = the_plan(request, pk), officer_of(request)
    rules_notes.may_direct(officer, over=notes.over_plan(plan)).require()
    rules_notes.is_spoken_about(plan).require()
    form = _direction(request, plan)
    place = f"Kế hoạch {plan.directive.label}"
    about = {"title": "Ý kiến chỉ đạo", "lead": place, "place": place, "back_url": plan_url(plan)}
    return _written(request, form, about, lambda **said: notes.direct(plan, **said))


@require_http_methods(["GET", "HEAD", "POST"])
def note_task(request: HttpRequest, pk: int, task_pk: int) -> HttpResponse:
    """A direction about one task."""
    task, officer = the_task(request, pk, task_pk), officer_of(request)
    rules_notes.may_direct(officer, over=notes.over_plan(task.plan)).require()
    rules_notes.is_spoken_about(task.plan).require()
    form = _direction(request, task.plan, task)
    back = reverse("plans:task-detail", args=[pk, task_pk])
    lead = f"Mục {task.path}, {task.plan.directive.label}: {task.heading}"
    about = {"title": "Ý kiến chỉ đạo", "lead": lead, "place": f"Mục {task.path}", "back_url": back}
    return _written(request, form, about, lambda **said: notes.direct(task.plan, task=task, **said))


@require_http_methods(["GET", "HEAD", "POST"])
def note_ask(request: HttpRequest, pk: int, task_pk: int) -> HttpResponse:
    """A question of an agency about its task."""
    task, officer = the_task(request, pk, task_pk), officer_of(request)
    rules_notes.may_ask(officer, charged=notes.charged_with(task)).require()
    rules_notes.is_spoken_about(task.plan).require()
    back = reverse("plans:task-detail", args=[pk, task_pk])
    lead = f"Mục {task.path}, {task.plan.directive.label}: {task.heading}"
    about = {"title": f"Hỏi {task.plan.monitor.name}", "lead": lead, "place": f"Mục {task.path}", "back_url": back}
    return _written(request, QuestionForm(request.POST or None), about, lambda **said: notes.ask(task, **said))


@require_http_methods(["GET", "HEAD", "POST"])
def note_agency(request: HttpRequest, pk: int) -> HttpResponse:
    """A direction to an agency below, about no plan in particular."""
    agency = get_object_or_404(Agency.objects.visible_to(officer_of(request)), pk=pk)
    rules_notes.may_direct(officer_of(request), over=set(trees.ids_above(agency.pk))).require()
    on = timezone.localdate()
    rules_notes.is_there_to_answer(agency, heirs=succession.heirs_of(agency, on=on), on=on).require()
    form = DirectionForm(request.POST or None, leads=None)
    back = reverse("plans:note-list")
    about = {"title": "Ý kiến chỉ đạo", "lead": agency.name, "place": "Ý kiến", "back_url": back}
    return _written(request, form, about, lambda **said: notes.direct_agency(agency, **said))


def _direction(request: HttpRequest, plan: Plan, task: Task | None = None) -> DirectionForm:
    leads = notes.leads_of(plan, task).values()
    return DirectionForm(request.POST or None, leads=leads, on=timezone.localdate(), monitor=plan.monitor.name)


def _written(request: HttpRequest, form: Form, about: dict[str, Any], write: Callable[..., Note]) -> HttpResponse:
    """Send what was written and open its thread; a refusal becomes an error of the form, typed words stay."""
    if request.method == "POST" and form.is_valid():
        try:
            note = write(by=officer_of(request), now=timezone.now(), **form.cleaned_data)
        except Denied as refusal:
            form.add_error("due_on" if "Ngày phải trả lời" in refusal.reason else None, refusal.reason)
        else:
            waiting = ", ".join(agency.name for agency in Note.objects.with_names().get(pk=note.pk).waits_for)
            say(request, f"Đã gửi. Chờ {waiting} trả lời.")
            return redirect("plans:note", pk=note.pk)
    return render(request, "plans/note_form.html", {"form": form, **about})
