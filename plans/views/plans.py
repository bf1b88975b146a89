"""The plan: made, looked at, settled."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.http import officer_of, say
from agencies.models import Agency, Officer, offices_of
from agencies.paging import SIZES, size_asked
from agencies.services import SavedByOthers
from agencies.verdict import Denied
from directives.models import Directive
from plans.choices import CLASSES, PlanState, Standing
from plans.diary import item_diary
from plans.explain import explain
from plans.facts import facts_of
from plans.filters import PRESS, item_list_url
from plans.forms.planning import PlanForm, PlanSettingsForm
from plans.handing import passages_of
from plans.models import Assignment, Plan, Task, WorkItem
from plans.paging import page_of
from plans.replacing import replaced
from plans.rules import may_edit_freely, may_extend_plan, may_own, may_publish, may_recall
from plans.services.planning import open_plan, settle_plan
from plans.services.publishing import is_touched
from plans.spans import Span, default_span, spans
from plans.talk import notes_on
from plans.tree import Branch, Look, grow
from plans.views.common import knowing, plan_url, the_plan


@require_http_methods(["GET", "HEAD", "POST"])
def plan_create(request: HttpRequest, directive_pk: int) -> HttpResponse:
    """Start a draft on a document."""
    officer = officer_of(request)
    directive = get_object_or_404(Directive.objects.visible_to(officer).select_related("issuer"), pk=directive_pk)
    if not offices_of(officer):
        raise Denied("Đồng chí chưa có chức trách chuyên viên hoặc lãnh đạo ở cơ quan nào nên không lập kế hoạch được.")
    form = PlanForm(request.POST or None, officer=officer)
    if request.method == "POST" and form.is_valid() and (plan := _opened(form, directive, officer)):
        say(request, "Đã lập kế hoạch nháp. Thêm nhiệm vụ, giao đơn vị rồi phát hành.")
        return redirect(plan_url(plan))
    mine = (
        Plan.objects.visible_to(officer)
        .filter(directive=directive, owner__in=offices_of(officer))
        .select_related("owner")
    )
    return render(request, "plans/plan_create.html", {"form": form, "directive": directive, "existing": mine})


def _opened(form: PlanForm, directive: Directive, officer: Officer) -> Plan | None:
    """The new plan; a refusal goes onto the form, so that nothing typed is lost."""
    try:
        return open_plan(directive, by=officer, now=timezone.now(), **form.cleaned_data)
    except Denied as refusal:
        form.add_error(None, refusal.reason)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the settings; who saves second is shown both versions."""
    plan, officer = the_plan(request, pk), officer_of(request)
    may_own(officer, plan).require()
    form = PlanSettingsForm(request.POST or None, plan=plan, officer=officer)
    other: Any = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"monitor": form.cleaned_data["monitor"] or plan.owner}
        try:
            settle_plan(plan, by=officer, **said)
        except SavedByOthers as clash:
            other = clash.current
            knowing(form, version=other.version)
        else:
            say(request, "Đã lưu thiết lập của kế hoạch.")
            return redirect(plan_url(plan))
    return render(request, "plans/plan_edit.html", {"form": form, "plan": plan, "other": other})


@require_safe
def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan: a draft to work on for its office, else who does what by when and how it goes."""
    plan, officer = the_plan(request, pk), officer_of(request)
    if plan.is_draft:
        return render(request, "plans/plan_draft.html", _draft(plan, officer))
    return render(request, "plans/plan_detail.html", _tracked(request, plan, officer, on=timezone.localdate()))


def _draft(plan: Plan, officer: Officer) -> dict[str, Any]:
    tasks = list(plan.tasks.order_by("position", "id"))
    look = Look(on=timezone.localdate())
    branches = grow(tasks, _lines(plan), [], look=look)
    return {
        "plan": plan,
        "branches": branches,
        "may_edit": may_edit_freely(officer, plan),
        "may_publish": may_publish(officer, plan, tasks=len(tasks)),
        "duties": plan.duties.select_related("assignment__task", "recipient"),
        "waiting": sum(not branch.has_agency for branch in branches),
        "sample": plan.directive.is_sample,
    }


def _lines(plan: Plan) -> list[Assignment]:
    """The plan's lines with their agencies, each agency read once however many lines it has."""
    rows = Assignment.objects.filter(task__plan=plan).select_related("group").order_by("role", "agency__sort_key", "id")
    agencies = Agency.objects.in_bulk({row.agency_id for row in rows if row.agency_id})
    for row in rows:
        row.agency = agencies.get(row.agency_id) if row.agency_id else None
    return list(rows)


def _tracked(request: HttpRequest, plan: Plan, officer: Officer, *, on: date) -> dict[str, Any]:
    oversees = Plan.objects.overseen_by(officer).filter(pk=plan.pk).exists()
    choices = spans(plan.published_on or on, on)
    chosen = next((span for span in choices if span.code == request.GET.get("ky")), None) or default_span(
        choices, on=on
    )
    look = _look(request, on=on, sees_all=oversees, latest=_latest(plan, officer))
    tasks = [task for task in plan.tasks.order_by("position", "id") if task.cancelled_on is None]
    found = _items(plan, officer, chosen, on)
    lines = _lines(plan)
    page, items = _sheet(request.GET, plan, tasks, lines, found, look=look)
    before = next((span for span in choices if span.code == chosen.before), None)
    counts = _counted(found)
    return {
        "plan": plan,
        "on": on,
        "oversees": oversees,
        "span": chosen,
        "spans": choices,
        "look": look,
        "page": page,
        "branches": page.object_list,
        "counts": counts,
        "total": sum(counts.values()),
        "links": _links(plan, chosen),
        "all_url": _rows_url(plan, chosen),
        "before": before,
        "before_count": _count(plan, officer, before) if before else 0,
        "agencies": _leads(lines),
        "classes": [(c.value, f"{c.label[:1].upper()}{c.label[1:]}") for c in CLASSES],
        "sample": plan.directive.is_sample,
        "cancelled": plan.tasks.filter(cancelled_on__isnull=False),
        "passages": passages_of(plan),
        "replaced": replaced(Plan.objects.filter(pk=plan.pk)) if oversees else [],
        "press": plan.directive.source_kind == "press",
        "pause": plan.pauses.filter(until__isnull=True).first() if plan.state == PlanState.PAUSED else None,
        **_opened_row(look, items, on),
        **_acts(plan, officer),
        **notes_on(officer, plan),
        "today": on,
    }


def _sheet(
    asked: QueryDict, plan: Plan, tasks: list[Task], lines: list[Assignment], found: Any, *, look: Look
) -> tuple[Page[Branch], list[WorkItem]]:
    """The tasks shown and their items: a page of them, at first the one that holds the task which the address points at.

    Without a filter the items of the other pages are not even read.
    """
    rows: list[Any] = tasks
    if look.is_narrowed:
        rows = grow(tasks, lines, items := _named(found, plan, tasks, lines), look=look)
    size = size_asked(asked.get("size"), usual=SIZES[-1])
    why = found.filter(pk=look.why).values_list("task_id", flat=True).first() if look.why else None
    keys = [str(getattr(row, "task", row).pk) for row in rows]
    pointed = str(why or look.unfold or asked.get("nhiem_vu"))
    place = keys.index(pointed) // size + 1 if pointed in keys else 1
    page = page_of(rows, size=size, number=asked.get("page", str(place)))
    if not look.is_narrowed:
        shown = found if len(tasks) <= size else found.filter(task__in=[task.pk for task in page.object_list])
        items = _named(shown, plan, tasks, lines)
        page.object_list = grow(page.object_list, lines, items, look=look)
    return page, items


def _look(request: HttpRequest, *, on: date, sees_all: bool, latest: dict[int, date | None]) -> Look:
    def number(name: str) -> int | None:
        value = request.GET.get(name, "")
        return int(value[:15]) if value.isascii() and value.isdecimal() else None

    standing = request.GET.get("xep_loai", "")
    return Look(
        on=on,
        latest=latest,
        q=request.GET.get("q", "").strip(),
        agency_id=number("don_vi"),
        standing=standing if standing in Standing.values else "",
        why=number("vi_sao"),
        unfold=number("mo"),
        sees_all=sees_all,
    )


def _latest(plan: Plan, officer: Officer) -> dict[int, date | None]:
    """The newest update of each line, as far as the officer may see its items."""
    rows = WorkItem.objects.visible_to(officer).filter(plan=plan).order_by().values("assignment_id")
    return dict(rows.annotate(day=Max("last_update_on")).values_list("assignment_id", "day"))


def _set(plan: Plan, officer: Officer, span: Span) -> Any:
    return WorkItem.objects.visible_to(officer).filter(plan=plan).in_period(since=span.since, until=span.until)


def _items(plan: Plan, officer: Officer, span: Span, on: date) -> Any:
    """What the page counts, with standing; typed Any because annotated columns are unknown to the stubs."""
    rows = _set(plan, officer, span).filter(task__cancelled_on__isnull=True).with_standing(on=on)
    return rows.exclude(standing=Standing.OUTSIDE)


def _counted(found: Any) -> dict[str, int]:
    by_standing = dict(found.order_by().values_list("standing").annotate(n=Count("pk")))
    return {code.value: by_standing.get(code.value, 0) for code in CLASSES}


def _named(found: Any, plan: Plan, tasks: list[Task], lines: list[Assignment]) -> list[WorkItem]:
    """The items with what the page has read already, each row once: joined to every item it would be half of the work."""
    items = list(found.with_pending_extension().select_related("period__duty"))
    known: dict[tuple[str, int | None], Any] = {("plan", plan.pk): plan}
    known |= {("task", task.pk): task for task in tasks} | {("assignment", line.pk): line for line in lines}
    known |= {("agency", line.agency_id): line.agency for line in lines}
    known |= {("owner", plan.owner_id): plan.owner, ("monitor", plan.monitor_id): plan.monitor}
    for item in items:
        for name in ("plan", "task", "assignment", "agency", "owner", "monitor"):
            if (row := known.get((name, getattr(item, f"{name}_id")))) is not None:
                setattr(item, name, row)
    return items


def _count(plan: Plan, officer: Officer, span: Span) -> int:
    rows = _set(plan, officer, span).filter(task__cancelled_on__isnull=True).with_standing(on=timezone.localdate())
    return int(rows.exclude(standing=Standing.OUTSIDE).count())


def _rows_url(plan: Plan, span: Span, **more: Any) -> str:
    """The list of exactly the rows a number of this page counts."""
    muc = PRESS if plan.directive.source_kind == "press" else "tat-ca"
    return item_list_url(muc=muc, ke_hoach=plan.pk, tu=span.since, den=span.until, **more)


def _links(plan: Plan, span: Span) -> dict[str, str]:
    return {code.value: _rows_url(plan, span, xep_loai=code.value) for code in CLASSES}


def _leads(lines: list[Assignment]) -> list[tuple[int, str]]:
    found = {line.agency_id: line.agency.label for line in lines if line.agency and line.role == "lead"}
    return [(pk, label) for pk, label in found.items() if pk]


def _opened_row(look: Look, items: list[WorkItem], on: date) -> dict[str, Any]:
    """The row that explains itself: facts, rule, diary."""
    item = next((item for item in items if item.pk == look.why), None) if look.why else None
    return {
        "opened": item,
        "explanation": explain(facts_of(item, on=on)) if item else None,
        "diary": item_diary(item, on=on) if item else None,
    }


def _acts(plan: Plan, officer: Officer) -> dict[str, Any]:
    mine = bool(may_own(officer, plan))
    return {
        "may_extend": bool(may_extend_plan(officer, plan)),
        "may_settle": mine,
        "may_pause": mine and plan.state == PlanState.PUBLISHED,
        "may_resume": mine and plan.state == PlanState.PAUSED,
        "may_end": mine and plan.state in (PlanState.PUBLISHED, PlanState.PAUSED),
        "may_recall": mine and bool(may_recall(officer, plan, touched=is_touched(plan))),
    }
