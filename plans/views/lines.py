"""Pages about lines: one line with what its agency said; who handles it; taking on and refusing; the owner's decisions."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.http import officer_of, say
from agencies.models import GroupMembership
from agencies.verdict import Denied
from agencies.wording import number
from plans import line_page, lines, rules_lines
from plans.forms.lines import KEEP, YES, ChargeForm, ChargeManyForm, DecideForm, FillForm, MemberForm, RefuseForm
from plans.models import Assignment
from plans.office_lines import Member, member_question
from plans.rules import may_extend_plan
from plans.services import lines as verbs
from plans.views.common import ask, place_of, the_task


def _the_line(request: HttpRequest, pk: int) -> Assignment:
    """A line of one's own agency, former ones included, or of a plan one oversees."""
    rows = lines.lines_of(officer_of(request)).select_related(
        "agency", "officer_in_charge", "supports__agency", "task__plan__owner", "task__plan__monitor",
        "task__plan__directive__issuer",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def _line_url(line: Assignment) -> str:
    return reverse("plans:line", args=[line.pk])


def _back(request: HttpRequest, otherwise: str) -> str:
    """The page the officer came from, where it is one of ours."""
    wanted = request.POST.get("ve", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else otherwise


@require_safe
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """One line: what was asked, what its agency answered and reported, who handles it."""
    row, on = _the_line(request, pk), timezone.localdate()
    return render(request, "plans/line.html", line_page.told(row, officer_of(request), on=on))


# --- who handles it ------------------------------------------------------------------------------


@require_POST
def line_charge(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an officer of the agency in charge of one line."""
    row, on = _the_line(request, pk), timezone.localdate()
    rules_lines.may_handle(officer_of(request), row).require()
    form = ChargeForm(request.POST, agency_ids=[row.agency_id or 0], on=on)
    if not form.is_valid():
        raise Denied("Người được chọn không giữ chức trách ở đơn vị. Mở lại trang và chọn người khác.")
    chosen = form.cleaned_data["officer"]
    verbs.put_in_charge([row], by=officer_of(request), on=on, officer=chosen)
    who = f"{chosen.full_name} phụ trách" if chosen else "Chưa có người phụ trách"
    say(request, f"{who}: {row.heading or row.task.heading}.")
    return redirect(_back(request, _line_url(row)))


@require_http_methods(["GET", "HEAD", "POST"])
def charge_many(request: HttpRequest) -> HttpResponse:
    """Put an officer in charge of several lines of one's own agencies at once."""
    officer, on = officer_of(request), timezone.localdate()
    mine = lines.to_handle(officer)
    if request.method == "POST" and not mine.exists():
        raise Denied("Đơn vị của đồng chí không có việc nào đang theo dõi để chọn người phụ trách.")
    form = ChargeManyForm(request.POST or None, agency_ids=officer.scope.own, lines=mine, on=on)
    if request.method == "POST" and form.is_valid() and _charged(request, form):
        return redirect("plans:charge-many")
    picked = set(request.POST.getlist("lines"))
    page = {"form": form, "lines": lines.with_charge(mine, on=on)[:300], "picked": picked}
    return render(request, "plans/line_charge_many.html", page)


def _charged(request: HttpRequest, form: ChargeManyForm) -> bool:
    chosen, rows = form.cleaned_data["officer"], list(form.cleaned_data["lines"])
    try:
        verbs.put_in_charge(rows, by=officer_of(request), on=timezone.localdate(), officer=chosen)
    except Denied as refusal:
        form.add_error("officer", refusal.reason)
        return False
    who = f"{chosen.full_name} phụ trách" if chosen else "Chưa có người phụ trách"
    say(request, f"{who} {number(len(rows))} việc.")
    return True


# --- taken on, or refused ------------------------------------------------------------------------


@require_POST
def line_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The agency takes the work on."""
    row = _the_line(request, pk)
    verbs.accept_line(row, by=officer_of(request), now=timezone.now())
    say(request, f"Đã nhận việc: {row.heading or row.task.heading}.")
    return redirect(_back(request, _line_url(row)))


@require_http_methods(["GET", "HEAD", "POST"])
def line_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """The agency says why the work is not its own."""
    row, officer = _the_line(request, pk), officer_of(request)
    rules_lines.may_answer_line(officer, row).require()
    if request.method != "POST":
        word = lines.word_of(row)
        rules_lines.may_refuse(officer, row, last=word.last, reported=word.reported).require()
    form = RefuseForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, verbs.refuse_line, row, request, **form.cleaned_data)
    ):
        say(request, f"Đã gửi lý do tới {row.task.plan.owner.name}. Việc vẫn tính cho đơn vị đến khi có quyết định.")
        return redirect(_line_url(row))
    told = line_page.refusing(row)
    return ask(
        request, title="Không nhận việc?", lead=place_of(row.task, row.heading), told=told,
        action="Gửi lý do không nhận", back=_line_url(row), form=form,
        offices=[row.agency_id],
    )  # fmt: skip


def _done(form: Form, verb: Any, subject: Any, request: HttpRequest, **said: Any) -> bool:
    """Carry a verb out; a refusal becomes an error of the form, typed words stay."""
    try:
        verb(subject, by=officer_of(request), now=timezone.now(), **said)
    except Denied as refusal:
        form.add_error(None, refusal.reason)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def line_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The owner leaves refused work where it is, or gives it to others."""
    row, officer = _the_line(request, pk), officer_of(request)
    rules_lines.may_decide_refusal(officer, row).require()
    word = lines.word_of(row)
    if request.method != "POST":
        rules_lines.is_refused(row, last=word.last, reported=word.reported).require()
    form = DecideForm(request.POST or None, officer=officer, on=timezone.localdate())
    if request.method == "POST" and form.is_valid() and _decided(request, row, form):
        return redirect("plans:task-detail", pk=row.task.plan_id, task_pk=row.task_id)
    page = {"line": row, "word": word, "form": form, "sample": row.task.plan.directive.is_sample}
    return render(request, "plans/line_decide.html", page | line_page.at_stake(row))


def _decided(request: HttpRequest, row: Assignment, form: DecideForm) -> bool:
    reason, chosen = form.cleaned_data["reason"], list(form.cleaned_data["agencies"])
    if form.cleaned_data["answer"] == KEEP:
        if not _done(form, verbs.keep_line, row, request, reason=reason):
            return False
        say(request, f"Đã giữ phân công. {row.label} đọc được lý do; quyết định này là cuối cùng.")
        return True
    if not _done(form, verbs.give_elsewhere, row, request, reason=reason, agencies=chosen):
        return False
    names = ", ".join(agency.label for agency in chosen)
    say(
        request,
        f"{row.label} thôi {row.get_role_display()}. " + (f"Đã giao {names}." if names else "Việc chờ giao đơn vị."),
    )
    return True


# --- open sets -----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def line_fill(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the agencies that an open set means."""
    row, officer = _the_line(request, pk), officer_of(request)
    rules_lines.may_fill(officer, row).require()
    form = FillForm(request.POST or None, officer=officer, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        chosen = list(form.cleaned_data["agencies"])
        if _done(form, verbs.fill_open_set, row, request, agencies=chosen):
            say(request, f"“{row.agency_text}”: đã giao đích danh {', '.join(agency.label for agency in chosen)}.")
            return redirect("plans:assign", pk=row.task.plan_id, task_pk=row.task_id)
    told = line_page.filling(row)
    back = reverse("plans:assign", args=[row.task.plan_id, row.task_id])
    return ask(
        request, title=f"“{row.agency_text}” là những cơ quan nào?", lead=place_of(row.task), told=told,
        action="Giao đích danh", back=back, form=form, offices=[row.task.plan.owner_id],
    )  # fmt: skip


# --- members of a group --------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def member_answer(request: HttpRequest, pk: int, task_pk: int, membership_pk: int) -> HttpResponse:
    """Say what a change of a group's members means for one task."""
    task, officer = the_task(request, pk, task_pk), officer_of(request)
    may_extend_plan(officer, task.plan).require()
    rows = GroupMembership.objects.select_related("agency", "group").filter(group__in=line_page.groups_of(task))
    membership = get_object_or_404(rows, pk=membership_pk)
    asked = member_question(task, membership, on=timezone.localdate())
    if asked is None:
        raise Denied("Câu hỏi về thành viên này đã có người trả lời, hoặc nhóm đã thay đổi.")
    form = MemberForm(request.POST or None, asked=asked)
    if request.method == "POST" and form.is_valid() and _settled(request, asked, membership, form):
        return redirect("plans:task-detail", pk=pk, task_pk=task_pk)
    back = reverse("plans:task-detail", args=[pk, task_pk])
    return ask(
        request, title=line_page.member_title(asked), lead=place_of(task),
        told=line_page.member_words(asked), action="Ghi quyết định", back=back, form=form,
        offices=[task.plan.owner_id],
    )  # fmt: skip


def _settled(request: HttpRequest, asked: Member, membership: GroupMembership, form: MemberForm) -> bool:
    yes, reason = form.cleaned_data["answer"] == YES, form.cleaned_data["reason"]
    who = asked.agency.label
    if asked.joined and yes:
        done, words = (
            _done(form, verbs.take_in, asked.task, request, membership=membership),
            f"Đã giao {who} từ hôm nay.",
        )
    elif asked.joined:
        done = _done(form, verbs.leave_out, asked.task, request, membership=membership, reason=reason)
        words = f"Không giao {who}; sẽ không hỏi lại."
    elif yes:
        done = _done(form, verbs.let_go, asked.task, request, membership=membership, reason=reason)
        words = f"Đã bỏ phân công {who}."
    else:
        done = _done(form, verbs.hold_on, asked.task, request, membership=membership, reason=reason)
        words = f"{who} vẫn giữ việc này; sẽ không hỏi lại."
    if done:
        say(request, words)
    return done
