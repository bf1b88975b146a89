"""Filters of the list of reports, kept in the URL."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from reporting.choices import ReportState
from reporting.models import Report


class ReportFilter(django_filters.FilterSet):
    """By words, state and document."""

    q = django_filters.CharFilter(
        label="Tìm theo số, trích yếu, kỳ", method="by_words",
        widget=forms.TextInput(attrs={"placeholder": "Tìm theo số, trích yếu, kỳ"}),
    )  # fmt: skip
    trang_thai = django_filters.ChoiceFilter(
        field_name="state", label="Trạng thái", choices=ReportState.choices, empty_label="Mọi trạng thái"
    )

    class Meta:
        model = Report
        fields: tuple[str, ...] = ()

    def by_words(self, queryset: QuerySet[Report], name: str, value: str) -> QuerySet[Report]:
        """Reports whose subject, period, number or document hold every typed word."""
        for word in value.split():
            found = Q(subject__icontains=word) | Q(period_label__icontains=word) | Q(symbol__icontains=word)
            by_document = Q(directive__number__icontains=word) | Q(office__name__icontains=word)
            numbered = Q(number_value=int(word)) if word.isdecimal() and len(word) < 8 else Q()
            queryset = queryset.filter(found | by_document | numbered)
        return queryset


def report_filter(data: Any, queryset: QuerySet[Report]) -> ReportFilter:
    """The filter over the reports an officer may see."""
    return ReportFilter(data, queryset=queryset)
