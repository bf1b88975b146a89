"""The Django admin: tables of people and agencies only (decision 20), each administrator's own subtree (decision 17)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.db.models import QuerySet
from django.http import HttpRequest

from agencies import renaming, trees
from agencies.admin_site import Within, administered, is_over_all, without_fields
from agencies.models import (
    Agency,
    AgencyAlias,
    AgencyGroup,
    CalendarDay,
    GroupMembership,
    Officer,
    Post,
    accounts_within,
)


class PostInline(Within, admin.TabularInline):
    """Posts of an officer, beside the account; a new account gets its first one at once."""

    model = Post
    fk_name = "officer"
    exclude = ("kind", "delegated_by", "reason")
    extra = 0
    autocomplete_fields = ("agency",)

    def within(self, rows: QuerySet[Any], agencies: frozenset[int]) -> QuerySet[Any]:
        return rows.filter(agency_id__in=agencies)

    def get_min_num(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if is_over_all(request) else 1

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, validate_min=not is_over_all(request), **kwargs)


@admin.register(Officer)
class OfficerAdmin(Within, UserAdmin):
    """Accounts with their posts; rights come from posts, so Django's own permission fields are left out.

    An administrator reaches accounts all of whose posts lie in the own subtree: who also serves elsewhere, or stands above all,
    is out of reach, password included.
    """

    list_display = ("username", "full_name", "email", "is_active", "is_sample")
    list_filter = ("is_active",)
    search_fields = ("username", "full_name", "email")
    inlines = (PostInline,)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Cán bộ", {"fields": ("full_name", "email", "phone")}),
        ("Tài khoản", {"fields": ("is_active", "is_superuser")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "full_name", "email", "password1", "password2")}),)
    add_form = UserCreationForm
    add_form_template = None

    def within(self, rows: QuerySet[Any], agencies: frozenset[int]) -> QuerySet[Any]:
        return accounts_within(agencies, rows)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        found = super().get_fieldsets(request, obj)
        return found if is_over_all(request) else without_fields(found, "is_superuser")


class AliasInline(Within, admin.TabularInline):
    """Other names of an agency."""

    model = AgencyAlias
    fk_name = "agency"
    extra = 0
    autocomplete_fields = ("branch",)

    def within(self, rows: QuerySet[Any], agencies: frozenset[int]) -> QuerySet[Any]:
        return rows.filter(agency_id__in=agencies)


class AgencyForm(forms.ModelForm):
    """An agency; its place in the tree may not become a circle."""

    def clean_parent(self) -> Agency | None:
        parent: Agency | None = self.cleaned_data["parent"]
        if parent is not None and self.instance.pk and trees.would_loop(self.instance.pk, parent.pk):
            raise forms.ValidationError("Không thể đặt một cơ quan dưới chính cơ quan cấp dưới của nó.")
        return parent


@admin.register(Agency)
class AgencyAdmin(Within, admin.ModelAdmin):
    """The catalogue of bodies."""

    form = AgencyForm
    list_display = ("name", "short_name", "kind", "superior", "ended_on", "provisional")
    list_filter = ("level", "kind", "side", "provisional")
    list_select_related = ("parent",)
    search_fields = ("name", "short_name", "search_key")
    autocomplete_fields = ("parent", "serves", "successor", "recorded_by")
    inlines = (AliasInline,)

    def within(self, rows: QuerySet[Any], agencies: frozenset[int]) -> QuerySet[Any]:
        return rows.filter(pk__in=agencies)

    @admin.display(description="Cấp trên", ordering="parent__sort_key")
    def superior(self, agency: Agency) -> str:
        return agency.parent.label if agency.parent else ""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The head of the own subtree keeps its place; whom it stands under is not for its own administrator to say."""
        if is_over_all(request) or obj is None or obj.parent_id in administered(request):
            return ()
        return ("parent", "serves")

    def save_model(self, request: HttpRequest, obj: Agency, form: Any, change: bool) -> None:
        """A correction; a change by decision belongs to the pages of the product, which keep what was before."""
        super().save_model(request, obj, form, change)
        renaming.keep_equal(obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if "parent" in form.base_fields and not is_over_all(request):
            form.base_fields["parent"].required = True
        return form


class MembershipInline(Within, admin.TabularInline):
    """Members of a group with their dates."""

    model = GroupMembership
    extra = 0
    autocomplete_fields = ("agency",)

    def within(self, rows: QuerySet[Any], agencies: frozenset[int]) -> QuerySet[Any]:
        return rows.filter(group__owner_id__in=agencies)


@admin.register(AgencyGroup)
class AgencyGroupAdmin(Within, admin.ModelAdmin):
    """Categories of agencies."""

    list_display = ("name", "owner")
    search_fields = ("name",)
    autocomplete_fields = ("owner",)
    inlines = (MembershipInline,)

    def within(self, rows: QuerySet[Any], agencies: frozenset[int]) -> QuerySet[Any]:
        return rows.filter(owner_id__in=agencies)


@admin.register(CalendarDay)
class CalendarDayAdmin(Within, admin.ModelAdmin):
    """Public holidays, swap days and make-up working days, to read: the calendar's own page changes them, and deadlines follow."""

    list_display = ("day", "kind", "name", "source")
    list_filter = ("kind",)
    date_hierarchy = "day"

    def within(self, rows: QuerySet[Any], agencies: frozenset[int]) -> QuerySet[Any]:
        return rows

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
