"""Work items across plans: the list, and one item with everything that happened to it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from agencies.http import officer_of
from agencies.models import Officer, offices_of
from agencies.paging import size_asked
from agencies.verdict import Verdict
from plans import line_page
from plans.choices import DueSource, ExtensionState, Lifecycle, Role
from plans.diary import item_diary
from plans.duty_rules import may_write_off
from plans.explain import explain
from plans.facts import due_wording, facts_of, partner_updates, passages, timeline
from plans.filters import NO_AGENCY, PRESS, TABS, TASK_WORDS, ItemFilter, named, tab_counts
from plans.lines import lines_of
from plans.listing import MANNERS, rows_shown, settled
from plans.models import Plan, SavedView, Task, WorkItem
from plans.paging import page_of
from plans.rules import may_ask_extension, may_record_for, may_reopen, may_report, may_review, may_withdraw
from plans.services.duties import may_ask
from plans.services.extensions import due_source
from plans.services.progress import fulfilled_by_report, latest_submission
from plans.talk import notes_on
from plans.views.common import link_to


def settled_query(request: HttpRequest) -> QueryDict:
    """The query of a page of the list with its tab and order named."""
    return settled(request.GET)


@require_safe
def item_list(request: HttpRequest) -> HttpResponse:
    """Every number of the product that counts items opens this list."""
    query = settled_query(request)
    request.GET = query  # type: ignore[assignment]  # so that every link of the page names the tab
    chosen = ItemFilter(query, officer=officer_of(request), today=timezone.localdate())
    told = {**_list_context(chosen, query, str(query["muc"])), "may_import": bool(offices_of(officer_of(request)))}
    return render(request, "plans/item_list.html", told)


def _list_context(chosen: ItemFilter, query: QueryDict, muc: str) -> dict[str, Any]:
    waiting = chosen.tasks_without_agency()
    counts = tab_counts(chosen) | {NO_AGENCY: waiting.count()}
    rows = waiting if muc == NO_AGENCY else rows_shown(chosen, muc)
    kept = (
        "muc",
        "sort",
        "size",
        "ke_hoach",
        "nhiem_vu",
        "ky",
        "cay",
        "qua_han_tu",
        "qua_han_den",
        "han_tu",
        "han_den",
        "cua",
    )
    page = _page(rows, query, None if query.getlist("xep_loai") and muc != NO_AGENCY else counts[muc])
    # Rows that the officer's offices own or monitor may be changed many at a time, as they stand today.
    own = chosen.officer.scope.own
    acts = chosen.on == chosen.today and any(
        _owner_of(row) in own or _monitor_of(row) in own for row in page.object_list
    )
    return {
        "page": page,
        "bulk": acts,
        "query": query.urlencode(),
        "views": SavedView.objects.visible_to(chosen.officer),
        "form": chosen.form,
        "more_fields": [chosen.form[name] for name in ("loai", "tu", "den", "ngay")],
        "kept": [(key, value) for key in kept for value in query.getlist(key)],
        "chosen": named(chosen, query),
        "cleared": f"?muc={muc}",
        "tabs": _tabs(query, counts, muc),
        "is_tasks": muc == NO_AGENCY,
        "press_tab": muc == PRESS,
        "on": chosen.on,
        "is_past": chosen.on != chosen.today,
        "past": f"?ngay={chosen.on.isoformat()}" if chosen.on < chosen.today else "",
    }


def _owner_of(row: WorkItem | Task) -> int:
    return row.plan.owner_id if isinstance(row, Task) else row.owner_id


def _monitor_of(row: WorkItem | Task) -> int:
    return row.plan.monitor_id if isinstance(row, Task) else row.monitor_id


def _page(rows: Any, query: QueryDict, known: int | None) -> Page[Any]:
    return page_of(rows, size=size_asked(query.get("size")), number=query.get("page"), known=known)


def _tabs(query: QueryDict, counts: dict[str, int], muc: str) -> list[dict[str, Any]]:
    """Each tab with how many rows it opens; those that are rarely wanted only where they hold any."""
    labels = {tab.code: tab.label for tab in TABS}
    order = [*(tab.code for tab in TABS[:3]), NO_AGENCY, "tat-ca", PRESS, "ngoai"]
    labels |= {NO_AGENCY: "Chưa có đơn vị", PRESS: "Nguồn báo chí"}
    rest = query.copy()
    for name in ("page", "xep_loai"):
        rest.pop(name, None)
    found = []
    for code in order:
        if code in (PRESS, "ngoai") and not counts[code] and code != muc:
            continue
        rest["muc"] = code
        kept = {
            name: rest.getlist(name) for name in rest if code != NO_AGENCY or name in TASK_WORDS | MANNERS | {"muc"}
        }
        url = QueryDict(mutable=True)
        for name, values in kept.items():
            url.setlist(name, values)
        found.append(
            {"label": labels[code], "url": f"?{url.urlencode()}", "count": counts[code], "current": code == muc}
        )
    return found


@require_safe
def item_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What happened, why this colour, what next."""
    officer, today = officer_of(request), timezone.localdate()
    on = min(parse_day(request.GET.get("ngay", "")) or today, today)
    rows = WorkItem.objects.visible_to(officer).with_names().with_pending_extension()
    rows = rows.select_related(
        "monitor__serves",
        "period__duty",
        "assignment__officer_in_charge",
        "assignment__agency",
        "assignment__task__plan__owner",
    )
    item: Any = get_object_or_404(rows.as_of(on=on) if on < today else rows.with_standing(on=on), pk=pk)
    return render(request, "plans/item_detail.html", _item_context(item, officer, on=on, today=today))


def _item_context(item: Any, officer: Officer, *, on: date, today: date) -> dict[str, Any]:
    # Who has left keeps its own items, not the plan and what partners say there (decision 14).
    sees_plan = Plan.objects.visible_to(officer).filter(pk=item.plan_id).exists()
    lines = item.task.assignments.select_related("agency") if sees_plan else ()
    taking_on = line_page.charge_of(item.assignment, officer, on=today) | line_page.acts_on(item.assignment, officer)
    return {
        "item": item,
        "plan": item.plan,
        "sees_plan": sees_plan,
        "on": on,
        "is_past": on < today,
        "life": Lifecycle(item.life).label,
        "explanation": explain(facts_of(item, on=on)),
        "wording": due_wording(item),
        "by_document": due_source(item) == DueSource.DOCUMENT,
        "timeline": timeline(item),
        "passages": passages(item, officer),
        "partners": partner_updates(item, officer.scope) if sees_plan else [],
        "monitors": [line for line in lines if line.role == Role.MONITORING],
        "siblings": _siblings(officer, item, on),
        "diary": item_diary(item, on=today),
        "acts": _acts(officer, item),
        "today": today,
        **(notes_on(officer, item.plan, item.task) if sees_plan else {"notes": [], "direct_url": "", "ask_url": ""}),
        "line_told": lines_of(officer).filter(pk=item.assignment_id).exists(),
        "line_open": taking_on["charge_form"] or taking_on["may_accept"] or taking_on["word"].last,
        **taking_on,
        "sample": item.plan.directive.is_sample,
    }


def parse_day(text: str) -> date | None:
    """An ISO day of the URL; nothing for anything else."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _siblings(officer: Officer, item: WorkItem, on: date) -> list[Any]:
    """The other occurrences of the same line, newest first."""
    rows = WorkItem.objects.visible_to(officer).filter(assignment_id=item.assignment_id).exclude(pk=item.pk)
    return list(
        rows.with_standing(on=on).select_related("period", "task", "assignment").order_by("-opened_on", "-id")[:12]
    )


def _may_reopen(officer: Officer, item: WorkItem) -> Verdict:
    """Asked of the rule; how it was confirmed is read only where everything else allows."""
    may = may_reopen(officer, item, by_report=False)
    return may_reopen(officer, item, by_report=fulfilled_by_report(item)) if may else may


def _acts(officer: Officer, item: WorkItem) -> list[dict[str, str]]:
    """What this officer may do with the item now, the most wanted first; pages that do not exist are left out."""
    pending = next((row for row in item.extensions.all() if row.state == ExtensionState.PENDING), None)
    allowed = (
        (may_review(officer, item, latest_submission(item)), "review", "Xác nhận hoặc trả lại", item.pk),
        (may_report(officer, item), "report-form", "Báo cáo tiến độ", item.pk),
        (may_withdraw(officer, item), "withdraw", "Rút lại báo cáo", item.pk),
        (may_ask_extension(officer, item, pending=pending is not None), "extension-ask", "Xin gia hạn", item.pk),
        (may_record_for(officer, item), "on-behalf", "Nhập thay báo cáo giấy", item.pk),
        (_may_reopen(officer, item), "reopen", "Mở lại…", item.pk),
        (may_ask(item, by=officer), "item-ask-again", "Đòi lại báo cáo đã ghi bỏ", item.pk),
    )
    found = [{"url": link_to(f"plans:{name}", pk), "label": label} for verdict, name, label, pk in allowed if verdict]
    if item.period_id and may_write_off(officer, item, on=timezone.localdate()):
        address = f"{link_to('plans:period-write-off', item.period_id)}?dau_viec={item.pk}"
        found.append({"url": address, "label": "Ghi bỏ kỳ này…"})
    decider = item.monitor.serves_id if item.agency_id == item.monitor_id else item.monitor_id
    if pending and decider and officer.post_in([decider]) and not officer.post_in([item.agency_id]):
        found.insert(0, {"url": link_to("plans:extension-decide", pending.pk), "label": "Quyết định gia hạn"})
    return [act for act in found if act["url"]]
