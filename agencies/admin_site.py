"""The Django admin as the administrators' room: who may enter it, and what of its tables they see (decisions 17, 20)."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from agencies.history.subjects import kind_of
from agencies.models import Agency, Officer, scope_of


def administered(request: HttpRequest) -> frozenset[int]:
    """The agencies that the officer's administrator posts cover."""
    return scope_of(request.user).administered


def is_over_all(request: HttpRequest) -> bool:
    """Whether the account is above all agencies (made by createsuperuser)."""
    return isinstance(request.user, Officer) and request.user.is_superuser


class House(admin.AdminSite):
    """Open to administrators by their posts; one signs in at the same door as everybody else."""

    site_header = site_title = "Quản trị Đôn Đốc"
    index_title = "Cơ quan, tài khoản, chức trách"

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active) and (is_over_all(request) or bool(administered(request)))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """No second door: strangers go to the first, the others are told that this room is not theirs."""
        if request.user.is_authenticated:
            raise PermissionDenied("Chỉ người quản trị mới vào được phần này.")
        return redirect_to_login(request.GET.get("next") or request.get_full_path())


class Within(admin.options.BaseModelAdmin):  # type: ignore[type-arg]
    """Rows of the administrator's subtree, and only agencies of it to choose from; nothing is deleted, it ends."""

    model: Any

    def within(self, rows: QuerySet[Any], agencies: frozenset[int]) -> QuerySet[Any]:
        """The rows that belong to the agencies."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows if is_over_all(request) else self.within(rows, administered(request))

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is Agency and not is_over_all(request):
            kwargs["queryset"] = Agency.objects.filter(pk__in=administered(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _may(self, request: HttpRequest, obj: Any = None) -> bool:
        if is_over_all(request):
            return True
        reach = administered(request)
        if obj is None or not isinstance(obj, self.model):
            return bool(reach)
        return self.within(self.model._default_manager.all(), reach).filter(pk=obj.pk).exists()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The history that the database keeps, instead of the admin's own list of forms sent."""
        return redirect("agencies:history", kind_of(self.model), object_id)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_over_all(request)


def without_fields(fieldsets: Any, *names: str) -> Any:
    """Fieldsets of a form without some of their fields."""
    kept = []
    for title, options in fieldsets:
        fields = tuple(name for name in options["fields"] if name not in names)
        if fields:
            kept.append((title, {**options, "fields": fields}))
    return kept
