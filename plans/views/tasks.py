"""Tasks of a plan and their lines: written in a draft, added or withdrawn with a reason once it is published."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.form_page import bound
from agencies.http import officer_of, say
from agencies.models import Agency, AgencyGroup, Officer
from agencies.services import SavedByOthers
from agencies.verdict import Denied
from agencies.wording import number
from directives.choices import SourceKind
from plans.choices import PlanState, Role, Standing
from plans.forms.planning import AssignForm, GroupForm, ReasonForm, TaskForm
from plans.lines import refusals_waiting
from plans.models import Assignment, Plan, Task, WorkItem
from plans.office_lines import member_questions
from plans.rules import is_cancellable, is_releasable, may_edit_freely, may_extend_plan, may_own
from plans.services import planning
from plans.talk import notes_on
from plans.tree import Look, grow
from plans.views.common import ask, knowing, place_of, plan_url, the_plan, the_task


def _task_url(name: str, task: Task) -> str:
    return reverse(f"plans:{name}", args=[task.plan_id, task.pk])


def _at(task: Task) -> str:
    """The task's row on its plan's page, whichever part of a long plan holds it."""
    return f"{plan_url(task.plan)}?nhiem_vu={task.pk}#muc-{task.pk}"


@require_safe
def task_detail(request: HttpRequest, pk: int, task_pk: int) -> HttpResponse:
    """The words of the document, who leads and who helps, and where each line stands as far as one may see."""
    task, officer = the_task(request, pk, task_pk), officer_of(request)
    told = {
        "task": task,
        "plan": task.plan,
        "may_edit": bool(may_edit_freely(officer, task.plan)),
        "may_extend": bool(may_extend_plan(officer, task.plan)),
        "may_cancel": bool(may_own(officer, task.plan)) and bool(is_cancellable(task.plan, task)),
        "sample": task.plan.directive.is_sample,
        "press": task.plan.directive.source_kind == SourceKind.PRESS,
        "members": member_questions(Assignment.objects.active().filter(task=task), on=timezone.localdate())
        if may_extend_plan(officer, task.plan) and task.plan.state == PlanState.PUBLISHED
        else [],
        "refused": set(refusals_waiting(Assignment.objects.filter(task=task)).values_list("pk", flat=True)),
        **_grown(task, officer, on=timezone.localdate()),
        **notes_on(officer, task.plan, task),
        "today": timezone.localdate(),
    }
    return render(request, "plans/task_detail.html", told)


def _grown(task: Task, officer: Officer, *, on: date) -> dict[str, Any]:
    """The task as a branch of its plan's tree, with the lines that were ended."""
    items: Any = WorkItem.objects.visible_to(officer).filter(task=task).with_standing(on=on).with_pending_extension()
    rows = [
        item
        for item in items.select_related("period", "task", "assignment", "agency")
        if item.standing != Standing.OUTSIDE
    ]
    oversees = Plan.objects.overseen_by(officer).filter(pk=task.plan_id).exists()
    lines = list(_in_order(task.assignments.select_related("agency", "group", "supports__agency")))
    branch = grow([task], lines, rows, look=Look(on=on, sees_all=oversees, unfold=task.pk))[0]
    return {
        "on": on,
        "branch": branch,
        "oversees": oversees,
        "ended": [line for line in lines if line.until is not None],
        "monitors": [line for line in branch.partners if line.role == Role.MONITORING],
    }


def _in_order(lines: Any) -> Any:
    return lines.order_by("role", "agency__sort_key", "id")


@require_http_methods(["GET", "HEAD", "POST"])
def task_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Append a task; the next step is to assign agencies."""
    plan, officer = the_plan(request, pk), officer_of(request)
    may_extend_plan(officer, plan).require()
    form = TaskForm(request.POST or None, initial={"path": _next_path(plan)})
    if request.method == "POST" and form.is_valid():
        try:
            task = planning.add_task(plan, by=officer, **form.written)
        except Denied as refusal:
            form.add_error("path", refusal.reason)
        else:
            say(request, f"Đã thêm mục {task.path}. Giao đơn vị cho nhiệm vụ này.")
            return redirect(_task_url("assign", task))
    return render(request, "plans/task_form.html", {"form": form, "plan": plan, "task": None, "other": None})


def _next_path(plan: Plan) -> str:
    last = plan.tasks.order_by("-position", "-id").values_list("path", flat=True).first() or "0"
    head, _, tail = last.rpartition(".")
    return f"{head}.{int(tail) + 1}".lstrip(".") if tail.isascii() and tail.isdecimal() else ""


@require_http_methods(["GET", "HEAD", "POST"])
def task_edit(request: HttpRequest, pk: int, task_pk: int) -> HttpResponse:
    """Change a draft's task; who saves second is shown both versions."""
    task, officer = the_task(request, pk, task_pk), officer_of(request)
    may_edit_freely(officer, task.plan).require()
    form = TaskForm(request.POST or None, initial=TaskForm.of(task))
    other = _revise(form, task, officer) if request.method == "POST" and form.is_valid() else None
    if request.method == "POST" and other is None and not form.errors:
        say(request, f"Đã lưu mục {form.cleaned_data['path']}.")
        return redirect(_at(task))
    return render(request, "plans/task_form.html", {"form": form, "plan": task.plan, "task": task, "other": other})


def _revise(form: TaskForm, task: Task, officer: Officer) -> Task | None:
    """Save; the version somebody else saved meanwhile comes back, and the next save of this form replaces it knowingly."""
    try:
        planning.revise_task(task, by=officer, version=form.cleaned_data["version"] or 0, **form.written)
    except SavedByOthers as clash:
        current = clash.current
        assert isinstance(current, Task)
        knowing(form, version=current.version)
        return current
    except Denied as refusal:
        form.add_error("path", refusal.reason)
    return None


@require_POST
def task_move(request: HttpRequest, pk: int, task_pk: int) -> HttpResponse:
    """One place up or down in a draft."""
    task = the_task(request, pk, task_pk)
    planning.move_task(task, by=officer_of(request), up=request.POST.get("huong") == "len")
    return redirect(_at(task))


@require_http_methods(["GET", "HEAD", "POST"])
def task_drop(request: HttpRequest, pk: int, task_pk: int) -> HttpResponse:
    """Remove a task from a draft."""
    task, officer = the_task(request, pk, task_pk), officer_of(request)
    may_edit_freely(officer, task.plan).require()
    if request.method == "POST":
        planning.drop_task(task, by=officer)
        say(request, f"Đã bỏ mục {task.path} khỏi kế hoạch nháp.")
        return redirect(plan_url(task.plan))
    lines = task.assignments.count()
    told = [f"Mục {task.path} “{task.heading}” bị bỏ khỏi kế hoạch nháp."]
    told += [f"{number(lines)} dòng phân công của mục này cũng bị bỏ."] if lines else []
    return ask(
        request,
        title=f"Bỏ mục {task.path}?",
        lead=place_of(task),
        told=told,
        action="Bỏ nhiệm vụ",
        back=_at(task),
        offices=[task.plan.owner_id],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def task_cancel(request: HttpRequest, pk: int, task_pk: int) -> HttpResponse:
    """Cancel a published task with its reason."""
    task, officer = the_task(request, pk, task_pk), officer_of(request)
    may_own(officer, task.plan).require()
    is_cancellable(task.plan, task).require()
    form = bound(ReasonForm, request)
    if request.method == "POST" and form.is_valid():
        planning.cancel_task(task, by=officer, now=timezone.now(), reason=form.cleaned_data["reason"])
        say(request, f"Đã hủy mục {task.path}; các đầu việc chưa xong đứng ngoài tỷ lệ.")
        return redirect(_at(task))
    told, title = _set_aside_words(WorkItem.objects.filter(task=task)), f"Hủy mục {task.path}?"
    return ask(
        request,
        title=title,
        lead=place_of(task),
        told=told,
        action="Hủy nhiệm vụ",
        back=_at(task),
        form=form,
        offices=[task.plan.owner_id],
    )


def _set_aside_words(items: Any) -> list[str]:
    """What taking work back does to its items, in numbers."""
    rows = list(items.unconfirmed().select_related("agency"))
    agencies = sorted({row.agency.label for row in rows})
    waiting = sum(row.lifecycle == "submitted" for row in rows)
    shown = ", ".join(agencies[:8]) + (f" và {len(agencies) - 8} đơn vị khác" if len(agencies) > 8 else "")
    told = [
        f"{number(len(rows))} đầu việc chưa xong thôi theo dõi: {shown}." if rows else "Không có đầu việc nào đang dở."
    ]
    told += [f"Trong đó {number(waiting)} đầu việc đang chờ xác nhận cũng dừng lại."] if waiting else []
    return [*told, "Việc đã hoàn thành giữ nguyên trong số liệu. Thư nhắc chưa gửi sẽ không gửi nữa."]


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, pk: int, task_pk: int) -> HttpResponse:
    """The lines of one task, and the form that adds more."""
    task, officer, on = the_task(request, pk, task_pk), officer_of(request), timezone.localdate()
    may_extend_plan(officer, task.plan).require()
    splits = GroupForm(request.POST, officer=officer) if "group" in request.POST else None
    form = AssignForm(request.POST or None if splits is None else None, officer=officer, task=task, on=on)
    done = _split(splits, task, officer) if splits else _assign(form, task, officer) if request.method == "POST" else ""
    if done:
        say(request, done)
        return redirect(_task_url("assign", task))
    lines = _in_order(task.assignments.active().select_related("agency", "supports__agency"))
    told = {"task": task, "plan": task.plan, "form": form, "lines": lines, "groups": _groups(officer, task)}
    return render(request, "plans/task_assign.html", told | {"sample": task.plan.directive.is_sample})


def _groups(officer: Officer, task: Task) -> list[tuple[AgencyGroup, int, int]]:
    """Groups one may split, each with its members of today and how many of them do not lead yet."""
    on, rows = timezone.localdate(), []
    taken = set(task.assignments.active().filter(role=Role.LEAD).values_list("agency_id", flat=True))
    for group in AgencyGroup.objects.visible_to(officer).prefetch_related("memberships"):
        members = {m.agency_id for m in group.memberships.all() if m.since <= on and (m.until is None or m.until >= on)}
        rows.append((group, len(members), len(members - taken)))
    return rows


def _split(form: GroupForm, task: Task, officer: Officer) -> str:
    if not form.is_valid():
        raise Denied("Nhóm này không dùng được ở cơ quan của đồng chí.")
    lines = planning.split_group(task, by=officer, now=timezone.now(), group=form.cleaned_data["group"])
    return f"Đã giao {number(len(lines))} đơn vị chủ trì."


def _assign(form: AssignForm, task: Task, officer: Officer) -> str:
    """Give every chosen agency its line; what happened, in words, or nothing when the form has to be mended."""
    if not form.is_valid():
        return ""
    said = form.cleaned_data
    shared = {"role": said["role"], "heading": said["heading"], "verbs": ", ".join(said["verbs"])}
    chosen: list[Agency] = list(said["agencies"])
    text = said["agency_text"].strip()
    dated = {"due_on": said["due_on"], "supports": said.get("supports")}
    try:
        planning.assign_many(task, by=officer, now=timezone.now(), agencies=chosen, agency_text=text, **shared, **dated)
    except Denied as refusal:
        form.add_error("agencies", refusal.reason)
        return ""
    names = [agency.label for agency in chosen] + ([f"“{text}”"] if text else [])
    return f"Đã giao vai trò {Role(said['role']).label}: {', '.join(names)}."


@require_http_methods(["GET", "HEAD", "POST"])
def unassign(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line back: at once in a draft, with a reason once published."""
    line, officer = _the_line(request, pk), officer_of(request)
    may_own(officer, line.task.plan).require()
    is_releasable(line.task.plan, line).require()
    form = None if line.task.plan.is_draft else bound(ReasonForm, request)
    back = _task_url("assign", line.task)
    if request.method == "POST" and (form is None or form.is_valid()):
        planning.unassign(line, by=officer, now=timezone.now(), reason=form.cleaned_data["reason"] if form else "")
        say(request, f"Đã bỏ phân công {line.label} ở mục {line.task.path}.")
        return redirect(back)
    told = [f"{line.label} thôi {line.get_role_display()} mục {line.task.path}."]
    told += _set_aside_words(WorkItem.objects.filter(assignment=line)) if form else _left_words(line)
    title = action = "Bỏ phân công"
    return ask(
        request, title=f"{title}?", lead=place_of(line.task), told=told, action=action, back=back, form=form,
        offices=[line.task.plan.owner_id],
    )  # fmt: skip


def _the_line(request: HttpRequest, pk: int) -> Assignment:
    """A line of a plan the officer may see, with its plan."""
    lines = Assignment.objects.visible_to(officer_of(request))
    return get_object_or_404(lines.select_related("agency", "task__plan__owner", "task__plan__directive"), pk=pk)


def _left_words(line: Assignment) -> list[str]:
    """What hangs on a line of a draft: helpers stay for the whole task, duties of its own go with it."""
    helpers = [helper.label for helper in line.supporters.select_related("agency").order_by("agency__sort_key", "id")]
    duties = line.duties.order_by("id").values_list("name", flat=True)
    told = [f"{', '.join(helpers)} vẫn phối hợp, với mọi đơn vị chủ trì của mục này."] if helpers else []
    return [*told, *(f"Chế độ báo cáo riêng “{name}” cũng bị bỏ." for name in duties)]
