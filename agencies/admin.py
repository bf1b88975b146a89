"""The Django admin: tables of people and agencies only (decision 20)."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from agencies.models import Agency, AgencyAlias, AgencyGroup, CalendarDay, GroupMembership, Officer, Post


class PostInline(admin.TabularInline):
    """Posts of an officer, beside the account."""

    model = Post
    extra = 0
    autocomplete_fields = ("agency",)


@admin.register(Officer)
class OfficerAdmin(UserAdmin):
    """Accounts with their posts; rights come from posts, so Django's own permission fields are left out."""

    list_display = ("username", "full_name", "email", "is_active", "is_sample")
    list_filter = ("is_active",)
    search_fields = ("username", "full_name", "email")
    inlines = (PostInline,)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Cán bộ", {"fields": ("full_name", "email", "phone")}),
        ("Tài khoản", {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "full_name", "email", "usable_password", "password1", "password2")}),
    )


class AliasInline(admin.TabularInline):
    """Other names of an agency."""

    model = AgencyAlias
    fk_name = "agency"
    extra = 0
    autocomplete_fields = ("branch",)


@admin.register(Agency)
class AgencyAdmin(admin.ModelAdmin):
    """The catalogue of bodies."""

    list_display = ("name", "short_name", "kind", "level", "parent", "ended_on", "provisional")
    list_filter = ("level", "kind", "side", "provisional")
    list_select_related = ("parent",)
    search_fields = ("name", "short_name", "search_key")
    autocomplete_fields = ("parent", "serves", "successor", "recorded_by")
    inlines = (AliasInline,)


class MembershipInline(admin.TabularInline):
    """Members of a group with their dates."""

    model = GroupMembership
    extra = 0
    autocomplete_fields = ("agency",)


@admin.register(AgencyGroup)
class AgencyGroupAdmin(admin.ModelAdmin):
    """Categories of agencies."""

    list_display = ("name", "owner")
    search_fields = ("name",)
    autocomplete_fields = ("owner",)
    inlines = (MembershipInline,)


@admin.register(CalendarDay)
class CalendarDayAdmin(admin.ModelAdmin):
    """Public holidays, swap days and make-up working days."""

    list_display = ("day", "kind", "name", "source")
    list_filter = ("kind",)
    date_hierarchy = "day"
