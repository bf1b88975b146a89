"""Pages of the catalogue: the tree, one agency, and what its administrator does with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies import keeping, provisional, renaming, rules
from agencies.agency_page import Card
from agencies.form_page import attempt, bound, form_page
from agencies.forms_catalogue import FactsForm, FoundForm, MergeForm, MoveForm, RenameForm
from agencies.http import officer_of, say
from agencies.models import Agency, Officer
from agencies.services import SavedByOthers
from agencies.tree_page import AgencyList
from agencies.wording import format_day

form_methods = require_http_methods(["GET", "HEAD", "POST"])


def the_agency(request: HttpRequest, pk: int) -> Agency:
    """An agency of the catalogue as the officer may see it."""
    rows = Agency.objects.visible_to(officer_of(request))
    return get_object_or_404(rows.select_related("parent", "serves", "successor", "recorded_by__serves"), pk=pk)


def agency_url(agency: Agency) -> str:
    return reverse("agencies:agency-detail", args=[agency.pk])


def crumbs_of(agency: Agency, here: str) -> list[tuple[str, str]]:
    return [("Cơ quan", reverse("agencies:agency-list")), (agency.label, agency_url(agency)), (here, "")]


@require_safe
def agency_list(request: HttpRequest) -> HttpResponse:
    """The catalogue; administrators begin with their own subtree."""
    officer = officer_of(request)
    asked = AgencyList(request.GET, officer=officer, on=timezone.localdate())
    context = {
        "asked": asked, "page": asked.page(), "form": asked.form, "keeps": bool(rules.is_administrator(officer)),
        "in_scope": asked.own, "over_all": officer.is_superuser,
    }  # fmt: skip
    return render(request, "agencies/agency_list.html", context)


@require_safe
def agency_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What an agency is, was and consists of."""
    agency = the_agency(request, pk)
    card = Card(agency, officer_of(request), on=timezone.localdate())
    return render(request, "agencies/agency_detail.html", {"agency": agency, "card": card})


@form_methods
def agency_create(request: HttpRequest) -> HttpResponse:
    """A new body of the own subtree."""
    officer = officer_of(request)
    rules.is_administrator(officer).require()
    first = {"parent": request.GET.get("cap_tren", "")}
    form = bound(FoundForm, request, officer=officer, on=timezone.localdate(), initial=first)
    if agency := attempt(form, lambda said: keeping.found_agency(by=officer, **said)):
        say(request, f"Đã thêm {agency.name}. Tiếp theo, giao chức trách cho cán bộ của cơ quan.")
        return redirect(agency_url(agency))
    crumbs = [("Cơ quan", reverse("agencies:agency-list")), ("Thêm cơ quan", "")]
    return form_page(
        request, form, title="Thêm cơ quan, đơn vị", crumbs=crumbs, action="Thêm", back=reverse("agencies:agency-list")
    )


@form_methods
def agency_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what was entered wrongly; two who correct at once are told."""
    agency, officer = the_agency(request, pk), officer_of(request)
    rules.may_administer(officer, agency).require()
    form = bound(FactsForm, request, officer=officer, on=timezone.localdate(), agency=agency)
    seen = request.POST.get("seen", "") or renaming.state_of(agency)
    try:
        if attempt(form, lambda said: renaming.correct(agency, by=officer, seen=seen, **said)):
            say(request, "Đã lưu thông tin cơ quan.")
            return redirect(agency_url(agency))
    except SavedByOthers as other:
        seen = _tell_other_version(form, other.current)
    return form_page(
        request, form, title=f"Sửa thông tin: {agency.name}", crumbs=crumbs_of(agency, "Sửa thông tin"), action="Lưu",
        back=agency_url(agency), hidden={"seen": seen},
    )  # fmt: skip


def _tell_other_version(form: Any, current: Any) -> str:
    """Say beside each field what somebody else saved there meanwhile; saving again then replaces it."""
    form.add_error(None, "Có người vừa lưu trước. Giá trị vừa lưu ghi ở từng ô bên dưới; bấm Lưu lần nữa để thay.")
    for name in form.cleaned_data:
        theirs = getattr(current, name, None)
        if (theirs or "") != (form.cleaned_data.get(name) or "") and name in form.fields:
            shown = getattr(current, f"get_{name}_display", lambda theirs=theirs: theirs)()
            form[name].help_text = f"Người khác vừa lưu: {shown or 'để trống'}."
    return renaming.state_of(current)


@form_methods
def agency_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """A new name by a decision, from a day."""
    agency, officer, today = the_agency(request, pk), officer_of(request), timezone.localdate()
    rules.may_administer(officer, agency).require()
    form, seen = bound(RenameForm, request), request.POST.get("seen", "") or renaming.state_of(agency)
    try:
        if row := attempt(form, lambda said: renaming.rename(agency, by=officer, on=today, seen=seen, **said)):
            former = f" (trước đây: {row.former_names})" if row.former_names else ""
            say(request, f"Từ nay các danh sách ghi {row.name}{former}.")
            return redirect(agency_url(agency))
    except SavedByOthers as other:
        seen = _tell_other_version(form, other.current)
    told = (
        *_last_name(agency),
        "Danh sách, trang và thư từ nay ghi tên mới, kèm “(trước đây: …)”; tìm theo tên cũ vẫn thấy.",
        "Báo cáo đã chốt số liệu và tệp đã ban hành giữ nguyên tên cũ.",
        "Công việc, chức trách, quyền xem không thay đổi.",
    )
    return form_page(
        request, form, title=f"Đổi tên {agency.name}", crumbs=crumbs_of(agency, "Đổi tên"), action="Đổi tên",
        back=agency_url(agency), told=told, hidden={"seen": seen},
    )  # fmt: skip


def _last_name(agency: Agency) -> list[str]:
    """How a name that was recorded wrongly is replaced, where one was recorded."""
    last = agency.names.last()
    if last is None or last.since is None:
        return []
    since = format_day(last.since)
    words = (
        f"Tên hiện nay, {last.name}, ghi từ {since} theo {last.decision}. Ghi tên khác từ cùng ngày {since} là thay tên này; "
        "tên bị thay chỉ còn trong lịch sử, không thành tên trước đây."
    )
    return [words]


@form_methods
def agency_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another superior by a decision, from a day."""
    agency, officer, today = the_agency(request, pk), officer_of(request), timezone.localdate()
    rules.may_administer(officer, agency).require()
    form = bound(MoveForm, request, officer=officer, agency=agency, on=today)
    if row := attempt(form, lambda said: renaming.move(agency, by=officer, on=today, **said)):
        say(request, f"Đã chuyển {row.name} về {row.parent.name if row.parent else 'cấp cao nhất'}.")
        return redirect(agency_url(agency))
    now = agency.parent.name if agency.parent else "không có cấp trên"
    told = (
        (
            f"Cấp trên hiện nay: {now}. Từ lần mở trang kế tiếp, cấp trên cũ thôi thấy công việc của {agency.label} "
            "và các cơ quan dưới nó; cấp trên mới thấy."
        ),
        "Công việc, phân công và chức trách không chuyển đi đâu.",
        "Cấp trên cũ được giữ trong trang cơ quan, theo ngày.",
    )
    return form_page(
        request, form, title=f"Chuyển cấp trên của {agency.name}", crumbs=crumbs_of(agency, "Chuyển cấp trên"),
        action="Chuyển", back=agency_url(agency), told=told,
    )  # fmt: skip


@form_methods
def agency_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a provisional body into the catalogue as it is."""
    agency, officer = the_agency(request, pk), officer_of(request)
    rules.may_settle_provisional(officer, agency).require()
    if request.method == "POST":
        provisional.confirm(agency, by=officer)
        say(request, f"{agency.name} đã là cơ quan chính thức. Tiếp theo, xem lại cấp, loại và giao chức trách.")
        return redirect(agency_url(agency))
    told = (
        f"Mọi cán bộ trong hệ thống thấy {agency.name} trong danh mục và giao việc được.",
        (
            f"Cấp trên trực tiếp: {agency.parent.name if agency.parent else 'không có'}; "
            f"{agency.get_kind_display()}, cấp {agency.get_level_display().lower()}."
        ),
    )
    return form_page(
        request, None, title=f"Xác nhận {agency.name}", crumbs=crumbs_of(agency, "Xác nhận"), action="Xác nhận",
        back=agency_url(agency), told=told,
    )  # fmt: skip


@form_methods
def agency_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a provisional body is a known one."""
    agency, officer, today = the_agency(request, pk), officer_of(request), timezone.localdate()
    rules.may_settle_provisional(officer, agency).require()
    form = bound(MergeForm, request, officer=officer, agency=agency, on=today)
    if target := attempt(form, lambda said: provisional.merge(agency, by=officer, on=today, **said)):
        say(request, f"Đã gộp “{agency.name}” vào {target.name}; từ nay cách gọi này được hiểu là {target.label}.")
        return redirect(agency_url(target))
    counted = [f"{count} {noun}" for noun, count in provisional.told(agency)]
    told = [
        f"Chuyển sang cơ quan được chọn: {', '.join(counted)}." if counted else "Chưa có gì gắn với tên tạm ghi này.",
        f"“{agency.name}” trở thành cách gọi khác trong nhánh đã tạm ghi; tên tạm ghi không còn trong danh mục.",
        "Chỉ gộp khi hai tên là một cơ quan. Sáp nhập hai cơ quan có thật thì làm bàn giao.",
    ]
    return form_page(
        request, form, title=f"Gộp {agency.name}", crumbs=crumbs_of(agency, "Gộp"), action="Gộp", back=agency_url(agency),
        told=told,
    )  # fmt: skip


def administered_agency(request: HttpRequest, pk: int) -> tuple[Agency, Officer]:
    """An agency that the officer administers, with the officer; a refusal names its reason."""
    agency, officer = the_agency(request, pk), officer_of(request)
    rules.may_administer(officer, agency).require()
    return agency, officer
