"""Acts on many rows of the list: pick, look at what will happen to whom, do it, see what was refused and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.transaction import on_commit
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from agencies.http import officer_of
from agencies.models import Officer
from agencies.paging import size_asked
from agencies.verdict import Denied
from plans import jobs
from plans.choices import BulkKind, DueSource
from plans.filters import ItemFilter, item_list_url
from plans.forms.bulk import BulkForm
from plans.lines import helpers_of
from plans.listing import rows_shown, settled
from plans.models import BulkAct, Task, WorkItem
from plans.paging import page_of
from plans.rules import acts_at_all
from plans.rules_bulk import MOST, may_assign_task, may_change
from plans.services import bulk
from plans.services.extensions import due_source
from plans.workbook.listing import conditions

SHOWN: Final = 200
TITLES: Final = {
    BulkKind.ASSIGN: "Giao đơn vị chủ trì",
    BulkKind.DUE_DATE: "Đổi hạn",
    BulkKind.REASSIGN: "Đổi đơn vị chủ trì",
    BulkKind.CANCEL: "Hủy đầu việc",
}
TOLD: Final = {
    BulkKind.ASSIGN: ("Đầu việc mở ngay ở từng nhiệm vụ; đơn vị được xem văn bản và thấy việc trên trang của mình.",),
    BulkKind.DUE_DATE: ("Mỗi đầu việc có một lần gia hạn trong lịch sử; hạn cũ vẫn lưu. Thư nhắc theo hạn mới.",),
    BulkKind.REASSIGN: (
        "Đơn vị cũ thôi chủ trì, việc dở dang đứng ngoài số liệu; đơn vị mới nhận việc và mở đầu việc từ hôm nay.",
        "Việc đã hoàn thành giữ nguyên ở đơn vị cũ.",
    ),
    BulkKind.CANCEL: ("Các đầu việc này đứng ngoài số liệu, không nhắc nữa; việc đã hoàn thành không bị ảnh hưởng.",),
}


@dataclass
class Picked:
    """The rows somebody picked: those that may be changed, and why others may not."""

    rows: list[Any] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    dated_by_document: int = 0

    @property
    def versions(self) -> str:
        return ",".join(f"{row.pk}:{row.version}" for row in self.rows)

    @property
    def agencies(self) -> list[str]:
        return sorted({row.agency.label for row in self.rows if isinstance(row, WorkItem)})


@require_safe
def act_list(request: HttpRequest) -> HttpResponse:
    """What my offices did to many rows at once, newest first."""
    acts = BulkAct.objects.visible_to(officer_of(request)).select_related("officer")
    page = page_of(acts, size=size_asked(request.GET.get("size")), number=request.GET.get("page"))
    return render(request, "plans/bulk_list.html", {"page": page})


@require_safe
@never_cache
def act_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One act: how far it is, what was refused and why."""
    officer = officer_of(request)
    act = get_object_or_404(BulkAct.objects.visible_to(officer).select_related("officer", "post__agency"), pk=pk)
    model: Any = Task if act.kind == BulkKind.ASSIGN else WorkItem
    rows = model.objects.visible_to(officer).filter(pk__in=[row[0] for row in act.refused[:SHOWN]])
    known = {
        row.pk: row
        for row in rows.select_related(
            "plan__directive", *(() if model is Task else ("task", "agency", "assignment", "period"))
        )
    }
    refused: dict[str, list[Any]] = {}
    for row_id, reason in act.refused[:SHOWN]:
        refused.setdefault(reason, []).append(known.get(row_id))
    counts = Counter(reason for _, reason in act.refused)
    day = act.said.get("new_due_on")
    told = {
        "act": act,
        "refused": [(why, counts[why], rows) for why, rows in refused.items()],
        "title": TITLES[BulkKind(act.kind)],
    }
    return render(request, "plans/bulk_detail.html", told | {"new_due_on": date.fromisoformat(day) if day else None})


@require_POST
def act(request: HttpRequest, kind: str) -> HttpResponse:
    """Show what would happen to the picked rows; with `xac_nhan` do it to exactly those that were shown."""
    if kind not in BulkKind.values:
        return redirect("plans:item-list")
    return _do(request, kind) if "xac_nhan" in request.POST else _preview(request, kind)


def _preview(request: HttpRequest, kind: str) -> HttpResponse:
    officer, query = officer_of(request), settled(QueryDict(request.POST.get("truy_van", "")[:2000]))
    found = _rows(request, kind, officer, query)
    if len(found) > MOST:
        raise Denied(f"Danh sách có hơn {MOST} dòng; mỗi lần làm nhiều nhất {MOST} dòng. Hãy lọc bớt.")
    picked = _sorted_out(found, kind, officer)
    form = BulkForm(
        kind=kind, officer=officer, on=timezone.localdate(), dated_by_document=picked.dated_by_document,
        initial={"dong": picked.versions, "truy_van": query.urlencode()},
    )  # fmt: skip
    return _page(request, kind, form, picked, len(found), query)


def _page(
    request: HttpRequest, kind: str, form: BulkForm, picked: Picked, total: int, query: QueryDict
) -> HttpResponse:
    consequences = [*TOLD[BulkKind(kind)], *_helping(kind, picked)]
    told = {
        "form": form, "kind": kind, "title": TITLES[BulkKind(kind)], "told": consequences, "picked": picked, "total": total,
        "rows": picked.rows[:SHOWN], "refused": picked.refused.most_common(), "back_url": item_list_url() + query.urlencode(),
        "is_tasks": kind == BulkKind.ASSIGN, "acting": acts_at_all(officer_of(request)),
    }  # fmt: skip
    return render(request, "plans/bulk_preview.html", told)


def _helping(kind: str, picked: Picked) -> list[str]:
    """Who helps the lines that get another lead: chosen, they lead instead of helping."""
    if kind != BulkKind.REASSIGN or not picked.rows:
        return []
    found = helpers_of({row.assignment_id for row in picked.rows}, {row.task_id for row in picked.rows})
    names = list(
        dict.fromkeys(line.label for line in found.select_related("agency").order_by("agency__sort_key", "id"))
    )
    if not names:
        return []
    shown = f"{', '.join(names[:8])}{' và các đơn vị khác' if len(names) > 8 else ''}"
    return [f"Đang phối hợp ở các dòng này: {shown}. Chọn đơn vị ấy thì đơn vị ấy thôi phối hợp và chủ trì."]


def _rows(request: HttpRequest, kind: str, officer: Officer, query: QueryDict) -> list[Any]:
    """The picked rows of the list with its conditions, or all of them; never one that the list would not show."""
    chosen = ItemFilter(query, officer=officer, today=timezone.localdate())
    everything = "tat_ca" in request.POST
    ids = {int(one) for one in request.POST.getlist("chon") if one.isdecimal() and len(one) < 16}
    if kind == BulkKind.ASSIGN:
        tasks = chosen.tasks_without_agency().select_related("plan__owner", "plan__directive")
        return list((tasks if everything else tasks.filter(pk__in=ids))[: MOST + 1])
    shown = rows_shown(chosen, str(query["muc"])).found
    items: Any = shown if everything else shown.filter(pk__in=ids)
    items = items.select_related(
        "agency", "monitor__serves", "plan__owner", "plan__directive", "task", "assignment", "period", "owner"
    )
    return bulk.picked(items.with_pending_extension()[: MOST + 1], kind=kind)


def _sorted_out(found: list[Any], kind: str, officer: Officer) -> Picked:
    picked = Picked()
    for row in found:
        if isinstance(row, Task):
            may = may_assign_task(officer, row)
        else:
            source = due_source(row)
            # Whether a number is given is known only when the form is sent.
            may = may_change(officer, kind, row, pending=row.extension_pending, source=source, number="?")
            picked.dated_by_document += bool(may) and kind == BulkKind.DUE_DATE and source == DueSource.DOCUMENT
        if may:
            picked.rows.append(row)
        else:
            picked.refused[may.reason] += 1
    return picked


def _do(request: HttpRequest, kind: str) -> HttpResponse:
    """Carry out what was previewed, at once or by a job; what is wrong in the form is said beside it, with the rows kept."""
    officer, now = officer_of(request), timezone.now()
    query = settled(QueryDict(request.POST.get("truy_van", "")[:2000]))
    form = BulkForm(request.POST, kind=kind, officer=officer, on=timezone.localdate(now))
    if not form.is_valid():
        return _again(request, kind, form, officer, query)
    words = conditions(ItemFilter(query, officer=officer, today=timezone.localdate(now)), query)
    data = form.cleaned_data
    made = bulk.begin(
        kind, by=officer, now=now, rows=data["dong"], reason=data["reason"], once_key=data["once_key"], conditions=words,
        said=form.said,
    )  # fmt: skip
    if bulk.is_done_at_once(made):
        bulk.carry_out(made.pk, now=now)
    else:
        on_commit(lambda: jobs.carry_out_bulk.delay(made.pk))
    return redirect("plans:bulk-act", pk=made.pk)


def _again(request: HttpRequest, kind: str, form: BulkForm, officer: Officer, query: QueryDict) -> HttpResponse:
    """The preview once more with what was typed; the rows are read from the form that was sent."""
    ids = [
        int(pk)
        for pk, _, _ in (one.partition(":") for one in request.POST.get("dong", "").split(","))
        if pk.isdecimal() and len(pk) < 16
    ]
    rows: Any = (
        Task.objects.visible_to(officer)
        if kind == BulkKind.ASSIGN
        else WorkItem.objects.visible_to(officer).with_pending_extension()
    )
    related = ("plan__owner", "plan__directive") if kind == BulkKind.ASSIGN else (
        "agency", "monitor__serves", "plan__owner", "plan__directive", "task", "assignment", "period", "owner",
    )  # fmt: skip
    picked = _sorted_out(list(rows.select_related(*related).filter(pk__in=ids[:MOST])), kind, officer)
    form.tell_dated(picked.dated_by_document)
    return _page(request, kind, form, picked, len(ids), query)
