"""Pages of what stands beside an agency: its other names, its groups and their members."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies import keeping, rules
from agencies.form_page import attempt, bound, form_page
from agencies.forms_catalogue import AliasForm, GroupForm, LastDayForm, MembersForm
from agencies.http import officer_of, say
from agencies.models import Agency, AgencyAlias, AgencyGroup, GroupMembership
from agencies.views_catalogue import administered_agency, agency_url, crumbs_of, form_methods
from agencies.wording import format_day


@form_methods
def alias_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Another way texts name an agency."""
    agency, officer = administered_agency(request, pk)
    form = bound(AliasForm, request, officer=officer, on=timezone.localdate(), initial={"branch": agency.parent_id})
    if alias := attempt(form, lambda said: keeping.add_alias(agency, by=officer, **said)):
        say(request, f"Từ nay “{alias.text}” được hiểu là {agency.label}.")
        return redirect(agency_url(agency))
    return form_page(
        request, form, title=f"Thêm cách gọi khác của {agency.name}", crumbs=crumbs_of(agency, "Cách gọi khác"), action="Thêm",
        back=agency_url(agency),
    )  # fmt: skip


@form_methods
def alias_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget another name."""
    officer = officer_of(request)
    rows = AgencyAlias.objects.filter(agency__in=Agency.objects.visible_to(officer)).select_related("agency")
    alias = get_object_or_404(rows, pk=pk)
    agency = alias.agency
    rules.may_administer(officer, agency).require()
    if request.method == "POST":
        keeping.drop_alias(alias, by=officer)
        say(request, f"Đã bỏ cách gọi “{alias.text}”.")
        return redirect(agency_url(agency))
    told = (
        f"Văn bản nhập sau này ghi “{alias.text}” sẽ được hỏi lại là cơ quan nào.",
        "Văn bản và phân công đã có không đổi.",
    )
    return form_page(
        request, None, title=f"Bỏ cách gọi “{alias.text}”", crumbs=crumbs_of(agency, "Bỏ cách gọi"), action="Bỏ",
        back=agency_url(agency), told=told,
    )  # fmt: skip


@form_methods
def group_create(request: HttpRequest, pk: int) -> HttpResponse:
    """A category of agencies that belongs to one of them."""
    agency, officer = administered_agency(request, pk)
    form = bound(GroupForm, request, officer=officer, on=timezone.localdate())
    group = attempt(
        form,
        lambda said: keeping.open_group(
            owner=agency, name=said["name"], members=list(said["members"]), since=said["since"], by=officer
        ),
    )
    if group:
        say(request, f"Đã lập nhóm “{group.name}”. Nhóm dùng được ở {agency.label} và các cơ quan dưới đó.")
        return redirect("agencies:group-detail", group.pk)
    return form_page(
        request, form, title=f"Lập nhóm của {agency.name}", crumbs=crumbs_of(agency, "Lập nhóm"), action="Lập nhóm",
        back=agency_url(agency),
    )  # fmt: skip


def the_group(request: HttpRequest, pk: int) -> AgencyGroup:
    """A group usable where the officer is."""
    officer = officer_of(request)
    rows = AgencyGroup.objects.all() if officer.is_superuser else AgencyGroup.objects.visible_to(officer)
    return get_object_or_404(rows.select_related("owner"), pk=pk)


def group_url(group: AgencyGroup) -> str:
    return reverse("agencies:group-detail", args=[group.pk])


def group_crumbs(group: AgencyGroup, here: str) -> list[tuple[str, str]]:
    return [*crumbs_of(group.owner, "")[:-1], (group.name, group_url(group)), (here, "")]


@require_safe
def group_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Who belongs to a group, since when and until when."""
    group, officer, today = the_group(request, pk), officer_of(request), timezone.localdate()
    rows = group.memberships.select_related("agency").order_by("agency__sort_key", "since")
    now = [row for row in rows if row.until is None or row.until >= today]
    context = {
        "group": group, "now": now, "past": [row for row in rows if row not in now],
        "keeps": bool(rules.may_administer(officer, group.owner)),
    }  # fmt: skip
    return render(request, "agencies/group_detail.html", context)


@form_methods
def member_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Agencies join a group from a day."""
    group, officer = the_group(request, pk), officer_of(request)
    rules.may_administer(officer, group.owner).require()
    form = bound(MembersForm, request, officer=officer, on=timezone.localdate())
    joined = attempt(
        form,
        lambda said: keeping.add_members(group, agencies=list(said["members"]), since=said["since"], by=officer),
    )
    if joined:
        say(
            request, f"Đã thêm {joined} thành viên. Việc giao cho nhóm trước đây không tự giao thêm cho thành viên mới."
        )
        return redirect(group_url(group))
    return form_page(
        request, form, title=f"Thêm thành viên nhóm “{group.name}”", crumbs=group_crumbs(group, "Thêm thành viên"),
        action="Thêm", back=group_url(group),
    )  # fmt: skip


@form_methods
def member_end(request: HttpRequest, pk: int) -> HttpResponse:
    """An agency leaves a group after a day."""
    officer = officer_of(request)
    member = get_object_or_404(GroupMembership.objects.select_related("agency", "group__owner"), pk=pk)
    group = the_group(request, member.group_id)
    rules.may_administer(officer, group.owner).require()
    form = bound(LastDayForm, request, initial={"last": timezone.localdate()})
    if attempt(form, lambda said: keeping.end_membership(member, by=officer, **said)):
        say(request, f"{member.agency.label} là thành viên nhóm đến hết ngày {format_day(form.cleaned_data['last'])}.")
        return redirect(group_url(group))
    told = (
        "Việc đã giao khi còn là thành viên vẫn của cơ quan này.",
        "Việc giao cho nhóm sau ngày đó không tới cơ quan này.",
    )
    return form_page(
        request, form, title=f"Đưa {member.agency.name} ra khỏi nhóm", crumbs=group_crumbs(group, "Ra khỏi nhóm"),
        action="Ghi ngày kết thúc", back=group_url(group), told=told,
    )  # fmt: skip
