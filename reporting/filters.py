"""Filters of the list of reports, kept in the URL."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from agencies.models import Officer
from directives.models import Directive
from reporting.choices import ReportState
from reporting.models import Report

OWN, RECEIVED = "co-quan-toi", "gui-den"


class ReportFilter(django_filters.FilterSet):
    """By words, whose they are, state, document and year."""

    q = django_filters.CharFilter(
        label="Tìm theo số, trích yếu, kỳ", method="by_words",
        widget=forms.TextInput(attrs={"placeholder": "Tìm theo số, trích yếu, kỳ"}),
    )  # fmt: skip
    cua = django_filters.ChoiceFilter(
        label="Của ai", method="by_side", choices=((OWN, "Của cơ quan tôi"), (RECEIVED, "Gửi đến cơ quan tôi")),
        empty_label="Mọi cơ quan",
    )  # fmt: skip
    trang_thai = django_filters.ChoiceFilter(
        field_name="state", label="Trạng thái", choices=ReportState.choices, empty_label="Mọi trạng thái"
    )
    van_ban = django_filters.ModelChoiceFilter(
        field_name="directive", label="Văn bản", queryset=Directive.objects.none(), empty_label="Mọi văn bản"
    )
    nam = django_filters.ChoiceFilter(
        label="Năm", field_name="period_to", lookup_expr="year", choices=(), empty_label="Mọi năm"
    )

    class Meta:
        model = Report
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, queryset: QuerySet[Report], *, officer: Officer) -> None:
        super().__init__(data, queryset=queryset)
        self._own = officer.scope.own
        seen = Report.objects.visible_to(officer).order_by()
        documents = Directive.objects.filter(pk__in=seen.values("directive_id")).order_by("-issued_on", "-pk")
        self.filters["van_ban"].queryset = documents
        self.form.fields["van_ban"].queryset = documents
        self.form.fields["van_ban"].label_from_instance = lambda one: one.label
        years = sorted({day.year for day in seen.dates("period_to", "year")}, reverse=True)
        self.form.fields["nam"].choices = [("", "Mọi năm"), *((str(year), f"Năm {year}") for year in years)]

    def by_side(self, queryset: QuerySet[Report], name: str, value: str) -> QuerySet[Report]:
        """Reports that the officer's agencies write, or that were sent to them."""
        side = Q(office_id__in=self._own) if value == OWN else Q(recipient_id__in=self._own, state=ReportState.ISSUED)
        return queryset.filter(side)

    def by_words(self, queryset: QuerySet[Report], name: str, value: str) -> QuerySet[Report]:
        """Reports whose subject, period, number, document, agency or group hold every typed word."""
        for word in value.split():
            found = Q(subject__icontains=word) | Q(period_label__icontains=word) | Q(symbol__icontains=word)
            about = Q(directive__number__icontains=word) | Q(office__name__icontains=word)
            about |= Q(about_agency__name__icontains=word) | Q(about_group__name__icontains=word)
            numbered = Q(number_value=int(word)) if word.isdecimal() and len(word) < 8 else Q()
            queryset = queryset.filter(found | about | numbered)
        return queryset


def report_filter(data: Any, queryset: QuerySet[Report], *, officer: Officer) -> ReportFilter:
    """The filter over the reports an officer may see."""
    return ReportFilter(data, queryset, officer=officer)
