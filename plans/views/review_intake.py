"""The review of a proposal: answers, corrections, and making what was reviewed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from agencies.http import officer_of, say
from agencies.services import SavedByOthers
from agencies.verdict import Denied
from agencies.wording import number
from directives.services import DuplicateDirective
from plans.forms.intake import DraftTaskForm, NameForm, RecordForm
from plans.intake import answers
from plans.intake.bodies import bodies_of
from plans.intake.outcome import consequences
from plans.intake.proposal import Proposal, TaskDraft
from plans.models import Intake, IntakeState, Plan
from plans.services import intake as entering
from plans.services.laying import publish_intake
from plans.views.common import differing, knowing, plan_url
from plans.views.intake import GET_OR_POST, OVERTAKEN, review_page, the_intake

OVERWRITES = "Bản nhập này vừa được sửa ở cửa sổ khác. Bấm Lưu lần nữa để lưu đè bằng nội dung dưới đây."


def _ready(request: HttpRequest, pk: int) -> Intake:
    """An entry that has been read and is not made yet."""
    intake = the_intake(request, pk)
    if intake.state != IntakeState.READY:
        raise Http404
    return intake


def _version(request: HttpRequest, intake: Intake) -> int:
    """The version that the page showed; the present one where the page did not say."""
    said = request.POST.get("version", "")
    return int(said[:9]) if said.isdecimal() else intake.version


def _do(request: HttpRequest, intake: Intake, act: Callable[[Proposal], object]) -> HttpResponse:
    """Change the proposal and come back to the review; what could not be done is said there."""
    try:
        entering.change(intake, by=officer_of(request), version=_version(request, intake), act=act)
    except SavedByOthers:
        messages.warning(request, OVERTAKEN)
    except answers.NotPossible as reason:
        messages.warning(request, str(reason))
    at = request.POST.get("at", "")
    return redirect(reverse("plans:intake", args=[intake.pk]) + (f"#{at}" if at.replace("-", "").isalnum() else ""))


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a question, take an answer back, or leave the rest for later."""
    intake = _ready(request, pk)
    asked, key = request.POST.get("question", "")[:260], request.POST.get("answer", "")[:60]
    if request.POST.get("rest"):
        return _do(request, intake, answers.answer_the_rest_later)
    if not key:
        return _do(request, intake, lambda proposal: answers.withdraw(proposal, asked))
    return _do(request, intake, lambda proposal: answers.answer(proposal, asked, key, shown=intake.text))


@require_POST
def act(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    """Move, merge, drop a task or take it in again."""
    intake = _ready(request, pk)
    wanted: dict[str, Callable[[Proposal], object]] = {
        "up": lambda proposal: answers.move(proposal, task_id, up=True),
        "down": lambda proposal: answers.move(proposal, task_id, up=False),
        "merge": lambda proposal: answers.merge(proposal, task_id),
        "drop": lambda proposal: answers.drop(proposal, task_id),
        "restore": lambda proposal: answers.drop(proposal, task_id, dropped=False),
    }
    if (chosen := wanted.get(request.POST.get("act", ""))) is None:
        raise Http404
    return _do(request, intake, chosen)


@require_POST
def superior(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Keep a cited document as a superior or leave it out; say what it is to this one."""
    intake = _ready(request, pk)
    return _do(request, intake, lambda proposal: answers.settle_superior(
        proposal, place, keep=request.POST.get("keep", ""), relation=request.POST.get("relation", "")
    ))  # fmt: skip


# --- forms on pages of their own ---------------------------------------------------------------------


def _saved(request: HttpRequest, intake: Intake, form: Form, act: Callable[[Proposal], object]) -> bool:
    """Write a form into the proposal; what does not fit, or was overtaken, is said on the form and nothing typed is lost."""
    try:
        entering.change(intake, by=officer_of(request), version=form.cleaned_data["version"], act=act)
    except answers.NotPossible as reason:
        form.add_error(None, str(reason))
    except SavedByOthers as first:
        form.add_error(None, OVERWRITES)
        knowing(form, version=first.current.version)  # type: ignore[attr-defined]
    else:
        return True
    return False


def _form_page(request: HttpRequest, intake: Intake, form: Form, **said: Any) -> HttpResponse:
    back = reverse("plans:intake", args=[intake.pk]) + said.pop("at", "")
    said["theirs"] = differing(form) if form.is_bound and OVERWRITES in form.non_field_errors() else []
    return render(request, "plans/intake_form.html", {"intake": intake, "form": form, "back_url": back, **said})


@require_http_methods(GET_OR_POST)
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct header, signature and how the plan is followed."""
    intake = _ready(request, pk)
    proposal = Proposal.from_json(intake.proposal)
    data = request.POST if request.method == "POST" else None
    form = RecordForm(data, officer=officer_of(request), proposal=proposal, version=intake.version)
    if data and form.is_valid() and _saved(request, intake, form, form.write):
        return redirect("plans:intake", pk)
    return _form_page(request, intake, form, title="Sửa phần Văn bản", at="#record")


@require_http_methods(GET_OR_POST)
def task(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    """Correct one task: name, bodies, day."""
    intake = _ready(request, pk)
    proposal = Proposal.from_json(intake.proposal)
    draft = proposal.task(task_id)
    if draft is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = DraftTaskForm(data, officer=officer_of(request), proposal=proposal, task=draft, version=intake.version)
    if (
        data
        and form.is_valid()
        and _saved(request, intake, form, lambda proposal: _write_task(form, proposal, task_id))
    ):
        return redirect(reverse("plans:intake", args=[pk]) + f"#task-{task_id}")
    return _form_page(request, intake, form, title=f"Sửa nhiệm vụ mục {draft.path}", draft=draft, at=f"#task-{task_id}")


@require_http_methods(GET_OR_POST)
def task_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a task that the reader did not see."""
    intake = _ready(request, pk)
    proposal = Proposal.from_json(intake.proposal)
    data = request.POST if request.method == "POST" else None
    form = DraftTaskForm(data, officer=officer_of(request), proposal=proposal, task=None, version=intake.version)

    def write(proposal: Proposal) -> None:
        fresh = answers.add(proposal, title=form.cleaned_data["title"])
        _write_task(form, proposal, fresh.id)

    if data and form.is_valid() and _saved(request, intake, form, write):
        return redirect(reverse("plans:intake", args=[pk]) + "#tasks")
    return _form_page(request, intake, form, title="Thêm nhiệm vụ", at="#tasks")


def _write_task(form: DraftTaskForm, proposal: Proposal, task_id: int) -> None:
    data = form.cleaned_data
    answers.rewrite(
        proposal,
        task_id,
        title=data["title"],
        path=data["path"],
        kind=data["kind"],
        due_on=data["due_on"],
        product=data["product"],
    )
    answers.give(proposal, task_id, bodies=form.bodies("leads"), words=data["lead_words"], role="lead")
    answers.give(proposal, task_id, bodies=form.bodies("helpers"), words=data["helper_words"], role="coordinating")


@require_http_methods(GET_OR_POST)
def split(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    """Cut one task into several, between its sentences and duties."""
    intake = _ready(request, pk)
    draft: TaskDraft | None = Proposal.from_json(intake.proposal).task(task_id)
    if draft is None or draft.dropped:
        raise Http404
    if request.method == "POST":
        cuts = [int(one[:6]) for one in request.POST.getlist("before") if one.isdecimal()]
        return _do(request, intake, lambda proposal: answers.split(proposal, task_id, before=cuts, shown=intake.text))
    return render(
        request, "plans/intake_split.html", {"intake": intake, "draft": draft, "parts": answers.parts_of(draft)}
    )


@require_http_methods(GET_OR_POST)
def name(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose any body of the catalogue for a printed name; the choice holds wherever the text says it, and is remembered."""
    intake = _ready(request, pk)
    proposal = Proposal.from_json(intake.proposal)
    key = request.GET.get("ten", "")[:260]
    printed = proposal.names.get(key)
    if printed is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = NameForm(data, officer=officer_of(request), version=intake.version, proposal=proposal, key=key)
    if data and form.is_valid() and _saved(request, intake, form, form.write):
        return redirect("plans:intake", pk)
    return _form_page(request, intake, form, title=f"“{printed.words}” là đơn vị nào?")


# --- making it ------------------------------------------------------------------------------------------


@require_http_methods(GET_OR_POST)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what will be made and who will be told, then make document and plan in one step."""
    intake = the_intake(request, pk)
    if request.method == "POST":
        return _publish(request, intake)
    if intake.state != IntakeState.READY:
        return redirect("plans:intake", pk)
    proposal = Proposal.from_json(intake.proposal)
    bodies = bodies_of(proposal, office=intake.office, by=officer_of(request), on=timezone.localdate())
    page = review_page(intake, proposal, officer_of(request))
    may_publish = page["sheet"].makes_a_plan
    told = consequences(proposal, bodies) if may_publish else []
    return render(request, "plans/intake_publish.html", {**page, "told": told, "may_publish": may_publish})


def _publish(request: HttpRequest, intake: Intake) -> HttpResponse:
    """Make it, or go back to the review with the reason; nothing that was decided is lost."""
    officer, as_draft = officer_of(request), "draft" in request.POST
    try:
        made = publish_intake(
            intake, by=officer, now=timezone.now(), version=_version(request, intake), as_draft=as_draft
        )
    except SavedByOthers:
        messages.warning(request, OVERTAKEN)
    except Denied as refusal:
        messages.error(request, refusal.reason)
    except DuplicateDirective as found:
        messages.warning(request, f"{found.existing.title} vừa có trong hệ thống. Hãy xem hồ sơ trùng.")
        entering.ask_about_twins_again(intake, by=officer)
    else:
        return _told(request, made)
    return redirect("plans:intake", intake.pk)


def _told(request: HttpRequest, made: Any) -> HttpResponse:
    if not isinstance(made, Plan):
        say(request, f"Đã nhập {made.title}; chưa có kế hoạch theo dõi nào được lập.")
        return redirect("directives:detail", made.pk)
    if made.is_draft:
        say(request, f"Đã nhập {made.directive.title} và lập kế hoạch nháp; phát hành khi đã sẵn sàng.")
    else:
        say(
            request,
            f"Đã phát hành {made.directive.label}: {number(made.tasks.count())} nhiệm vụ, {number(made.items.count())} đầu việc. "
            "Thu hồi được đến khi có báo cáo hoặc thư đầu tiên.",
        )
    return redirect(plan_url(made))


@require_POST
def settle_left(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a question that publishing left off the desk."""
    done = get_object_or_404(Intake.objects.with_questions(officer_of(request)), pk=pk)
    entering.settle_left(done, by=officer_of(request), key=request.POST.get("key", ""))
    say(request, "Đã bỏ câu hỏi khỏi Bàn làm việc.")
    return redirect("plans:desk")
