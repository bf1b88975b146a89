"""Work items across plans: the list, and one item with everything that happened to it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.core.paginator import Page
from django.db.models import Case, F, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from agencies.http import officer_of
from agencies.models import Officer
from plans.choices import DueSource, ExtensionState, Lifecycle, Role, Standing
from plans.diary import item_diary
from plans.explain import explain
from plans.facts import due_wording, facts_of, partner_updates, timeline
from plans.filters import BY_CODE, NO_AGENCY, PRESS, SORTS, TABS, TASK_WORDS, ItemFilter, named, tab_counts
from plans.models import Plan, WorkItem
from plans.paging import Shown, page_of
from plans.rules import may_ask_extension, may_record_for, may_report, may_review, may_withdraw
from plans.services.extensions import due_source
from plans.services.progress import latest_submission
from plans.views.common import link_to

SIZES: Final = (50, 100, 200)
FIRST_TAB: Final = "chua-hoan-thanh"
# What says nothing about which rows are meant.
MANNERS: Final = {"sort", "size", "page"}


def settled_query(request: HttpRequest) -> QueryDict:
    """The query with its tab and sizes named; a link that names conditions but no tab means all of those rows."""
    query = request.GET.copy()
    if query.get("muc") not in {*BY_CODE, NO_AGENCY, PRESS}:
        query["muc"] = FIRST_TAB if not set(query) - MANNERS - {"muc"} else "tat-ca"
    if query.get("sort", "").removeprefix("-") not in SORTS:
        query["sort"] = "han"
    return query


@require_safe
def item_list(request: HttpRequest) -> HttpResponse:
    """Every number of the product that counts items opens this list."""
    query = settled_query(request)
    request.GET = query  # type: ignore[assignment]  # so that every link of the page names the tab
    chosen = ItemFilter(query, officer=officer_of(request), today=timezone.localdate())
    return render(request, "plans/item_list.html", _list_context(chosen, query, str(query["muc"])))


def _list_context(chosen: ItemFilter, query: QueryDict, muc: str) -> dict[str, Any]:
    waiting = chosen.tasks_without_agency()
    counts = tab_counts(chosen) | {NO_AGENCY: waiting.count()}
    rows = waiting if muc == NO_AGENCY else rows_shown(chosen, muc)
    kept = ("muc", "sort", "size", "ke_hoach", "nhiem_vu", "ky", "cay", "qua_han_tu", "qua_han_den")
    return {
        "page": _page(rows, query, None if query.getlist("xep_loai") and muc != NO_AGENCY else counts[muc]),
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


def rows_shown(chosen: ItemFilter, muc: str) -> Shown:
    items = chosen.counted(press=muc == PRESS)
    rows = chosen.with_classes(items.filter(BY_CODE.get(muc, BY_CODE["tat-ca"]).where))
    sort = chosen.data.get("sort", "han")
    keys = SORTS.get(sort.removeprefix("-"), SORTS["han"])
    if keys[0] == "rank":
        order = [Standing.OVERDUE, Standing.WITHIN, Standing.NOT_STARTED, Standing.DONE_LATE, Standing.DONE_ON_TIME]
        ranks = [When(standing=code, then=Value(place)) for place, code in enumerate(order)]
        rows = rows.annotate(rank=Case(*ranks, default=Value(9), output_field=IntegerField()))
    down = sort.startswith("-")
    rows = rows.order_by(*(F(key).desc(nulls_last=True) if down else F(key).asc(nulls_last=True) for key in keys), "id")
    return Shown(rows, dress=lambda found: chosen.with_standing(found).with_row_names().with_pending_extension())


def _page(rows: Any, query: QueryDict, known: int | None) -> Page[Any]:
    size = next((n for n in SIZES if query.get("size") == str(n)), SIZES[0])
    return page_of(rows, size=size, number=query.get("page"), known=known)


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
    rows = rows.select_related("monitor__serves", "period__duty", "assignment__officer_in_charge")
    item: Any = get_object_or_404(rows.as_of(on=on) if on < today else rows.with_standing(on=on), pk=pk)
    return render(request, "plans/item_detail.html", _item_context(item, officer, on=on, today=today))


def _item_context(item: Any, officer: Officer, *, on: date, today: date) -> dict[str, Any]:
    # Who has left keeps its own items, not the plan and what partners say there (decision 14).
    sees_plan = Plan.objects.visible_to(officer).filter(pk=item.plan_id).exists()
    lines = item.task.assignments.select_related("agency") if sees_plan else ()
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
        "partners": partner_updates(item, officer.scope) if sees_plan else [],
        "monitors": [line for line in lines if line.role == Role.MONITORING],
        "siblings": _siblings(officer, item, on),
        "diary": item_diary(item, on=today),
        "acts": _acts(officer, item),
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


def _acts(officer: Officer, item: WorkItem) -> list[dict[str, str]]:
    """What this officer may do with the item now, the most wanted first; pages that do not exist are left out."""
    pending = next((row for row in item.extensions.all() if row.state == ExtensionState.PENDING), None)
    allowed = (
        (may_review(officer, item, latest_submission(item)), "review", "Xác nhận hoặc trả lại", item.pk),
        (may_report(officer, item), "report-form", "Báo cáo tiến độ", item.pk),
        (may_withdraw(officer, item), "withdraw", "Rút lại báo cáo", item.pk),
        (may_ask_extension(officer, item, pending=pending is not None), "extension-ask", "Xin gia hạn", item.pk),
        (may_record_for(officer, item), "on-behalf", "Nhập thay báo cáo giấy", item.pk),
    )
    found = [{"url": link_to(f"plans:{name}", pk), "label": label} for verdict, name, label, pk in allowed if verdict]
    decider = item.monitor.serves_id if item.agency_id == item.monitor_id else item.monitor_id
    if pending and decider and officer.post_in([decider]) and not officer.post_in([item.agency_id]):
        found.insert(0, {"url": link_to("plans:extension-decide", pending.pk), "label": "Quyết định gia hạn"})
    return [act for act in found if act["url"]]
