"""How the log is narrowed; every condition lives in the URL."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef

from agencies.choices import ReadKind
from agencies.models import Officer
from agencies.reads.entries import ReadEntry, ReadEntryQuerySet
from agencies.rendering import believable


def _day(label: str, method: str) -> django_filters.DateFilter:
    box = forms.TextInput(
        attrs={
            "data-day": "",
            "class": "day-field",
            "inputmode": "numeric",
            "autocomplete": "off",
            "placeholder": label,
        }
    )
    return django_filters.DateFilter(label=label, method=method, validators=[believable], widget=box)


class ReadFilter(django_filters.FilterSet):
    """Officer, kind and days; `van_ban` (from the document's page) keeps what belongs to one internal document."""

    can_bo = django_filters.ChoiceFilter(field_name="officer_id", label="Cán bộ", empty_label="Mọi cán bộ", choices=[])
    loai = django_filters.ChoiceFilter(
        field_name="kind", label="Nội dung", empty_label="Mọi nội dung", choices=ReadKind.choices
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
        # One look into the index per officer, not one row per entry.
        people = Officer.objects.filter(Exists(seen.filter(officer=OuterRef("pk")).order_by()))
        self.filters["can_bo"].extra["choices"] = [
            (str(pk), name) for pk, name in people.order_by("full_name", "id").values_list("pk", "full_name")
        ]

    def from_day(self, entries: ReadEntryQuerySet, name: str, value: date) -> ReadEntryQuerySet:
        return entries.since(value)

    def to_day(self, entries: ReadEntryQuerySet, name: str, value: date) -> ReadEntryQuerySet:
        return entries.until(value)
