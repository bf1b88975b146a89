"""How the log is narrowed; every condition lives in the URL."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import django_filters
from django import forms

from agencies.choices import ReadKind
from agencies.lookups import among
from agencies.models import Officer
from agencies.reads.entries import ReadEntry, ReadEntryQuerySet
from agencies.rendering import believable

SMALL: Final = forms.Select(attrs={"class": "field-sm"})
KINDS: Final = [(kind.value, kind.label[:1].upper() + kind.label[1:]) for kind in ReadKind]


def _day(label: str, method: str) -> django_filters.DateFilter:
    said = {
        "data-day": "",
        "class": "day-field field-sm",
        "inputmode": "numeric",
        "autocomplete": "off",
        "placeholder": label,
    }
    box = forms.DateInput(format="%d/%m/%Y", attrs=said)
    return django_filters.DateFilter(label=label, method=method, validators=[believable], widget=box)


class ReadFilter(django_filters.FilterSet):
    """Officer, kind and days; `van_ban` (from the document's page) keeps what belongs to one internal document."""

    can_bo = django_filters.ChoiceFilter(
        field_name="officer_id", label="Cán bộ", empty_label="Mọi cán bộ", choices=[], widget=SMALL
    )
    loai = django_filters.ChoiceFilter(
        field_name="kind", label="Nội dung", empty_label="Mọi nội dung", choices=KINDS, widget=SMALL
    )
    tu = _day("Từ ngày", "from_day")
    den = _day("Đến ngày", "to_day")
    van_ban = django_filters.NumberFilter(field_name="directive", widget=forms.HiddenInput)

    class Meta:
        model = ReadEntry
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, *, user: Officer) -> None:
        seen = ReadEntry.objects.visible_to(user)
        super().__init__(data, queryset=seen)
        people = Officer.objects.filter(among("pk", seen.order_by().values("officer").distinct()))
        self.filters["can_bo"].extra["choices"] = [
            (str(pk), name) for pk, name in people.order_by("full_name", "id").values_list("pk", "full_name")
        ]

    def from_day(self, entries: ReadEntryQuerySet, name: str, value: date) -> ReadEntryQuerySet:
        return entries.since(value)

    def to_day(self, entries: ReadEntryQuerySet, name: str, value: date) -> ReadEntryQuerySet:
        return entries.until(value)
