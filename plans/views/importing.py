"""Work that comes back in a workbook: send the file, say what its columns are, look at what would happen, save."""

from __future__ import annotations

import tempfile
from collections import Counter
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from agencies.http import officer_of, say
from agencies.models import Officer, offices_of
from agencies.paging import size_asked
from agencies.uploads import XLSX
from agencies.verdict import Denied
from agencies.wording import number
from plans import jobs
from plans.forms.importing import BROUGHT, ColumnsForm, ImportForm, SaveForm
from plans.importing.cells import HEADINGS
from plans.models import ImportRow, ImportState, ItemImport, RowKind
from plans.paging import page_of
from plans.services import importing
from plans.services.import_writing import save as save_import
from plans.views.common import ask
from plans.workbook.heading import Survey, guess
from plans.workbook.wrong import write_wrong_rows

GET_OR_POST: Final = ("GET", "HEAD", "POST")
LOOKED_THROUGH: Final = 2_000  # rows in error among which those are counted that come often
COMMON: Final = 5
OFTEN: Final = 5
TABS: Final = (
    (RowKind.ERROR, "loi", "Lỗi"), (RowKind.CONFLICT, "vua-doi", "Vừa đổi"), (RowKind.CREATE, "tao-moi", "Tạo mới"),
    (RowKind.UPDATE, "cap-nhat", "Cập nhật"), (RowKind.SAME, "khong-doi", "Không đổi"),
)  # fmt: skip
DEEDS: Final = (
    ("task", "nhiệm vụ mới được thêm vào kế hoạch"), ("find", "nhiệm vụ đã có được giao thêm đơn vị"),
    ("revise", "nhiệm vụ của kế hoạch nháp được sửa"), ("report", "báo cáo tiến độ được ghi (chưa báo hoàn thành)"),
    ("extend", "đầu việc được gia hạn"), ("ask", "đề nghị gia hạn được gửi"),
)  # fmt: skip


def the_import(request: HttpRequest, pk: int) -> ItemImport:
    """One's own import."""
    found = ItemImport.objects.visible_to(officer_of(request)).select_related("office", "plan__directive")
    return get_object_or_404(found, pk=pk)


@require_http_methods(GET_OR_POST)
@cache_control(private=True, no_store=True)
def start(request: HttpRequest) -> HttpResponse:
    """Send a workbook; nothing is saved before the last step."""
    officer = officer_of(request)
    if not offices_of(officer):
        raise Denied("Chỉ văn thư, chuyên viên hoặc lãnh đạo của một đơn vị mới nhập nhiệm vụ từ tệp.")
    sent = request.method == "POST"
    form = ImportForm(request.POST if sent else None, request.FILES if sent else None, officer=officer)
    if sent and form.is_valid() and (one := _begun(form, officer)):
        return redirect("plans:item-import-columns", one.pk)
    earlier = ItemImport.objects.visible_to(officer)[:20]
    return render(request, "plans/import_start.html", {"form": form, "earlier": earlier})


def _begun(form: ImportForm, officer: Officer) -> ItemImport | None:
    said, seen = form.cleaned_data, form.seen
    assert seen is not None  # a valid form has looked into its file
    columns, _ = guess(seen.headings)
    try:
        return importing.begin(
            office=said["office"], by=officer, now=timezone.now(), upload=said["workbook"], survey=seen, columns=columns
        )
    except Denied as refusal:
        form.add_error(None, refusal.reason)
        return None


@require_http_methods(GET_OR_POST)
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """What each column is, where new work goes, why dates move; then the file is checked."""
    one, officer = the_import(request, pk), officer_of(request)
    if one.state not in (ImportState.MAPPING, ImportState.CHECKED):
        return redirect("plans:item-import", pk)
    form = ColumnsForm(request.POST or None, item_import=one, officer=officer)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        importing.settle(
            one, by=officer, columns=form.columns, plan=said["plan"], reason=said["reason"],
            decision_number=said["decision_number"],
        )  # fmt: skip
        _set_going(one)
        return redirect("plans:item-import", pk)
    seen = Survey.from_json(one.survey)
    own = [HEADINGS[name] for name in one.columns if name not in (*BROUGHT, "place")]
    told = {"import": one, "form": form, "seen": seen, "unknown": guess(seen.headings)[1], "own": own}
    told["missing"] = [HEADINGS[name] for name in BROUGHT if name not in one.columns]
    return render(request, "plans/import_columns.html", told)


def _set_going(one: ItemImport) -> None:
    """Short files at once, long ones by a job; a job that is lost is taken up within a minute."""
    one.refresh_from_db()
    if importing.is_done_at_once(one):
        importing.work(one.pk, now=timezone.now(), save=save_import)
    else:
        transaction.on_commit(lambda: jobs.work_on_import.delay(one.pk), robust=True)


@require_safe
@cache_control(private=True, no_store=True)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the import stands: to be mapped, being worked on, what each row would do, or what was saved."""
    one = the_import(request, pk)
    if one.state == ImportState.MAPPING:
        return redirect("plans:item-import-columns", pk)
    if one.is_working or one.state == ImportState.FAILED:
        saving = one.state in (ImportState.TO_SAVE, ImportState.SAVING)
        goal = max(_valid(one) if saving else one.total, 1)
        told = {"import": one, "goal": goal, "done": min(importing.told(one), goal)}
        return render(request, "plans/import_waiting.html", told)
    return render(request, "plans/import_rows.html", _rows(request, one))


def _rows(request: HttpRequest, one: ItemImport) -> dict[str, Any]:
    kind = _chosen(request, one)
    rows: QuerySet[ImportRow] = one.rows.filter(kind=kind) if kind else one.rows.all()
    size = size_asked(request.GET.get("size"))
    seen = Survey.from_json(one.survey)
    return {
        "import": one, "page": page_of(rows, size=size, number=request.GET.get("page")), "tabs": _tabs(one, kind),
        "valid": _valid(one), "wrong": _wrong(one), "kind": kind, "seen": seen,
        "common": _common(one) if kind == RowKind.ERROR else [],
    }  # fmt: skip


def _common(one: ItemImport) -> list[tuple[str, str, int]]:
    """The errors that come again and again: column, words, how often; mended once in the file, they are gone everywhere."""
    rows = one.rows.filter(kind=RowKind.ERROR).values_list("findings", flat=True)[:LOOKED_THROUGH]
    found = Counter(
        (finding["cell"].rstrip("0123456789"), finding["words"])
        for row in rows
        for finding in row
        if finding["is_error"]
    )
    return [(column, words, n) for (column, words), n in found.most_common(COMMON) if n >= OFTEN]


def _chosen(request: HttpRequest, one: ItemImport) -> RowKind | None:
    """The kind of rows that is shown: the named one, else the first that asks for a look."""
    codes: dict[str, RowKind | None] = {code: kind for kind, code, _ in TABS}
    first = next((kind for kind, *_ in TABS[:-1] if one.counts.get(kind, 0)), None)
    return codes.get(request.GET["loai"]) if "loai" in request.GET else first


def _tabs(one: ItemImport, kind: RowKind | None) -> list[dict[str, Any]]:
    """Each kind with how many rows it has; that of rows that just changed only where there are any."""
    total = sum(one.counts.get(name, 0) for name in RowKind.values)
    found: list[dict[str, Any]] = [{"label": "Tất cả", "url": "?loai=tat-ca", "count": total, "current": kind is None}]
    for name, code, label in TABS:
        count = one.counts.get(name, 0)
        if count or name != RowKind.CONFLICT or name == kind:
            found.append({"label": label, "url": f"?loai={code}", "count": count, "current": name == kind})
    return found


def _valid(one: ItemImport) -> int:
    return int(one.counts.get(RowKind.CREATE, 0)) + int(one.counts.get(RowKind.UPDATE, 0))


def _wrong(one: ItemImport) -> int:
    return int(one.counts.get(RowKind.ERROR, 0)) + int(one.counts.get(RowKind.CONFLICT, 0))


@require_http_methods(GET_OR_POST)
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """What will happen to whom; then the rows are saved, once."""
    one, officer = the_import(request, pk), officer_of(request)
    if one.state != ImportState.CHECKED or not _valid(one):
        return redirect("plans:item-import", pk)
    form = SaveForm(request.POST or None, valid=_valid(one), wrong=_wrong(one), initial={"version": one.version})
    if request.method == "POST" and form.is_valid() and _asked(one, officer, form):
        _set_going(one)
        return redirect("plans:item-import", pk)
    title, back = f"Ghi {number(_valid(one))} dòng vào hệ thống?", reverse("plans:item-import", args=[pk])
    return ask(
        request, title=title, lead=one.name, told=_consequences(one), action=f"Ghi {number(_valid(one))} dòng", back=back,
        form=form, offices=[one.office_id],
    )  # fmt: skip


def _asked(one: ItemImport, officer: Officer, form: SaveForm) -> bool:
    """Put in the queue; the second of two clicks finds it there and is content."""
    said = form.cleaned_data
    try:
        importing.ask_to_save(one, by=officer, version=said["version"], whole=said["manner"] == "whole")
    except Denied as refusal:
        form.add_error("manner", refusal.reason)
        return False
    return True


def _consequences(one: ItemImport) -> list[str]:
    told = [f"{number(n)} {words}." for do, words in DEEDS if (n := one.counts.get(f"do_{do}", 0))]
    if one.plan and one.counts.get("do_task"):
        told.append(f"Kế hoạch nhận việc mới: {one.plan.directive.title}, trừ dòng ghi văn bản khác.")
    cells = one.rows.filter(kind=RowKind.CREATE).exclude(body="").values_list("body", flat=True).distinct()
    bodies = list(dict.fromkeys(name for cell in cells[:50] for name in cell.split("; ")))
    if bodies:
        more = " và các đơn vị khác" if len(bodies) > 8 else ""
        told.append(
            f"Đơn vị nhận việc mới: {'; '.join(bodies[:8])}{more}. Kế hoạch đang theo dõi thì việc được giao ngay."
        )
    same, wrong = int(one.counts.get(RowKind.SAME, 0)), _wrong(one)
    told += [f"{number(same)} dòng không đổi: không ghi gì."] if same else []
    return told + ([f"{number(wrong)} dòng lỗi: không ghi, tải được về để sửa."] if wrong else [])


@require_safe
@cache_control(private=True, no_store=True)
def wrong_rows(request: HttpRequest, pk: int) -> FileResponse:
    """The rows that cannot be saved, as a workbook with each error at its cell; corrected, it can be sent again."""
    one = the_import(request, pk)
    if not _wrong(one) or not one.checked_at:
        raise Http404
    file: Any = tempfile.SpooledTemporaryFile(4 * 1024 * 1024)  # noqa: SIM115 - sent after the view has ended
    write_wrong_rows(file, one)
    file.seek(0)
    answer = FileResponse(file, as_attachment=True, filename=f"dong-loi-{pk}.xlsx", content_type=XLSX)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@require_http_methods(GET_OR_POST)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw an import away, after asking."""
    one = the_import(request, pk)
    if request.method == "POST":
        importing.discard(one, by=officer_of(request))
        say(request, f"Đã bỏ tệp {one.name}.")
        return redirect("plans:item-import-start")
    done = one.state == ImportState.DONE
    told = ["Tệp đã gửi và kết quả kiểm tra bị xóa khỏi hệ thống."]
    told.append("Những gì đã ghi vẫn giữ nguyên." if done else "Chưa có dòng nào được ghi từ tệp này.")
    back = reverse("plans:item-import", args=[pk])
    return ask(request, title="Bỏ tệp này?", lead=one.name, told=told, action="Bỏ tệp", back=back, offices=())
