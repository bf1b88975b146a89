"""How the list of documents is narrowed; higher apps add the states that only they know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import django_filters
from django import forms
from django.db.models import F, QuerySet

from agencies.choices import Level
from agencies.models import Agency, Officer
from directives.choices import Secrecy, SourceKind
from directives.forms import day_field
from directives.full_text import in_record_or_text
from directives.models import TYPE_CHOICES, Directive

Narrow = Callable[["QuerySet[Directive]", Officer], "QuerySet[Directive]"]

STUB: Final = "chua-co-toan-van"
PRESS: Final = "nguon-bao-chi"


def _stubs(documents: QuerySet[Directive], user: Officer) -> QuerySet[Directive]:
    return documents.filter(is_stub=True)


def _press(documents: QuerySet[Directive], user: Officer) -> QuerySet[Directive]:
    return documents.filter(source_kind=SourceKind.PRESS)


_states: dict[str, tuple[str, Narrow]] = {STUB: ("chưa có toàn văn", _stubs), PRESS: ("nguồn báo chí", _press)}

SORTS: Final[dict[str, tuple[Any, ...]]] = {
    "number": (F("number_value").asc(nulls_last=True), "number"),
    "-number": (F("number_value").desc(nulls_last=True), "-number"),
    "type": ("type_code",),
    "-type": ("-type_code",),
    "issuer": (F("issuer__sort_key").asc(nulls_last=True), "issuer_text"),
    "-issuer": (F("issuer__sort_key").desc(nulls_last=True), "-issuer_text"),
    "issued_on": (F("issued_on").asc(nulls_last=True),),
    "-issued_on": (F("issued_on").desc(nulls_last=True),),
}


def supply_state(code: str, label: str, narrow: Narrow) -> None:
    """Let a higher app offer a state of the list: `narrow` keeps the documents that this officer sees in that state."""
    _states[code] = (label, narrow)


def in_order(documents: QuerySet[Directive], sort: str) -> QuerySet[Directive]:
    """The list in the order of a column head; newest first when none is asked for, the id decides a draw."""
    return documents.order_by(*SORTS[sort], "-id") if sort in SORTS else documents


class DayFilter(django_filters.DateFilter):
    """A day typed as dd/mm/yyyy."""

    @property
    def field(self) -> forms.DateField:
        if not hasattr(self, "_day_field"):
            self._day_field = day_field(str(self.label))
            self._day_field.widget.attrs["placeholder"] = str(self.label)
        return self._day_field


class TickFilter(django_filters.Filter):
    """A box that is ticked or not; not ticked is no condition."""

    field_class = forms.BooleanField


class DirectiveFilter(django_filters.FilterSet):
    """Filters of the list; every one lives in the URL."""

    q = django_filters.CharFilter(
        label="Tìm", method="search",
        widget=forms.TextInput(attrs={"placeholder": "Số, trích yếu, cơ quan: 93 kl, quang ngai", "type": "search"}),
    )  # fmt: skip
    toan_van = TickFilter(label="Tìm cả trong toàn văn", method="later")
    type = django_filters.ChoiceFilter(
        field_name="type_code", label="Loại", empty_label="Mọi loại", choices=TYPE_CHOICES
    )
    issuer = django_filters.ChoiceFilter(
        field_name="issuer_id", label="Ban hành", empty_label="Mọi cơ quan", choices=[]
    )
    level = django_filters.ChoiceFilter(
        field_name="issuer__level", label="Cấp", empty_label="Mọi cấp", choices=Level.choices
    )
    state = django_filters.ChoiceFilter(label="Tình trạng", empty_label="Mọi tình trạng", method="narrow", choices=[])
    secrecy = django_filters.ChoiceFilter(label="Mức độ", empty_label="Mọi mức độ", choices=Secrecy.choices)
    since = DayFilter(field_name="issued_on", lookup_expr="gte", label="Từ ngày")
    until = DayFilter(field_name="issued_on", lookup_expr="lte", label="Đến ngày")

    class Meta:
        model = Directive
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, user: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        named = Agency.objects.filter(pk__in=Directive.objects.visible_to(user).order_by().values("issuer_id"))
        self.filters["issuer"].extra["choices"] = [(str(pk), name) for pk, name in named.values_list("pk", "name")]
        self.filters["issuer"].extra["widget"] = forms.Select(
            attrs={"data-picker": "ban-hanh", "data-placeholder": "Cơ quan ban hành"}
        )
        self.filters["state"].extra["choices"] = [(code, label) for code, (label, _) in _states.items()]

    def search(self, documents: Any, name: str, value: str) -> Any:
        """Accent-less search over the record, and over the texts one may read where that is asked for."""
        if self.in_text:
            return in_record_or_text(documents, value, self.user)
        return documents.matching(value)

    @property
    def in_text(self) -> bool:
        """Whether full texts are searched too."""
        return bool(self.form.cleaned_data.get("toan_van"))

    def later(self, documents: Any, name: str, value: bool) -> Any:
        """Only says how `q` is read."""
        return documents

    def narrow(self, documents: Any, name: str, value: str) -> Any:
        """The chosen state, as this officer sees it."""
        return _states[value][1](documents, self.user)
