"""The ledger of reminders as a list: its conditions, all in the URL, its order, and its rows in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from agencies.choices import Duty
from agencies.lookups import among
from agencies.models import Agency, Officer
from agencies.rendering import believable
from agencies.wording import format_day
from plans.choices import DigestState, Occasion, PlanState, Reached, ReminderState, Role
from plans.models import Assignment, Delivery, Digest, Plan, Reminder, WorkItem
from plans.paging import Shown

CHOICES_SHOWN: Final = 200
SORTS: Final = {
    "ngay": ("for_day", "id"),
    "don_vi": ("agency__sort_key", "agency_id", "for_day", "id"),
    "dip": ("occasion", "for_day", "id"),
    "trang_thai": ("state", "for_day", "id"),
}
USUAL: Final = "-ngay"
# Conditions that somebody types; the log of reads keeps the others.
TYPED: Final = frozenset({"nguoi_nhan"})


def capital(words: str) -> str:
    """With a great first letter, the others as they are."""
    return words[:1].upper() + words[1:]


def options(choices: Any) -> list[tuple[str, str]]:
    """The members of a closed list as a select shows them."""
    return [(one.value, capital(one.label)) for one in choices if one.value]


def _select(label: str, field: str, empty: str, choices: Any = ()) -> filters.ChoiceFilter:
    widget = forms.Select(attrs={"class": "field-sm"})
    return filters.ChoiceFilter(label=label, field_name=field, empty_label=empty, choices=choices, widget=widget)


def _day(label: str, field: str, lookup: str) -> filters.DateFilter:
    said = {"data-day": "", "class": "day-field field-sm", "autocomplete": "off", "placeholder": label}
    box = forms.DateInput(format="%d/%m/%Y", attrs=said)
    return filters.DateFilter(label=label, field_name=field, lookup_expr=lookup, validators=[believable], widget=box)


class ReminderFilter(filters.FilterSet):
    """Conditions on the reminders that an officer may see; `viec` keeps those of one item."""

    nguoi_nhan = filters.CharFilter(label="Người nhận", method="by_officer")
    tu = _day("Từ ngày", "for_day", "gte")
    den = _day("Đến ngày", "for_day", "lte")
    dip = _select("Dịp nhắc", "occasion", "Mọi dịp nhắc", options(Occasion))
    trang_thai = _select("Trạng thái", "state", "Mọi trạng thái", options(ReminderState))
    don_vi = _select("Đơn vị nhận", "agency_id", "Mọi đơn vị nhận")
    chuc_trach = _select("Chức trách", "duty", "Mọi chức trách", options((Duty.CLERK, Duty.LEADER)))
    ke_hoach = filters.ChoiceFilter(
        label="Kế hoạch", method="by_plan", empty_label="Mọi kế hoạch", choices=[],
        widget=forms.Select(attrs={"class": "field-sm"}),
    )  # fmt: skip
    khong_nguoi = filters.BooleanFilter(
        label="Không có người nhận", method="without_anybody", widget=forms.CheckboxInput
    )
    nhan_thay = filters.BooleanFilter(label="Có người nhận thay", method="stood_in", widget=forms.CheckboxInput)
    viec = filters.NumberFilter(field_name="work_item_id", widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, officer: Officer) -> None:
        self.officer = officer
        super().__init__(data=data, queryset=Reminder.objects.visible_to(officer))
        self.filters["ke_hoach"].extra["choices"] = self._plans()
        self.filters["don_vi"].extra["choices"] = self._agencies()
        self.form.fields["nguoi_nhan"].widget.attrs |= {"placeholder": "Người nhận", "class": "field-sm"}

    def _plans(self) -> list[tuple[str, str]]:
        seen = Plan.objects.visible_to(self.officer).exclude(state=PlanState.DRAFT).select_related("directive")
        found = [(str(plan.pk), plan.directive.label) for plan in seen.order_by("-id")[:CHOICES_SHOWN]]
        return self._with_chosen("ke_hoach", found, lambda pk: [one.directive.label for one in seen.filter(pk=pk)])

    def _agencies(self) -> list[tuple[str, str]]:
        """Who leads something in the plans that one sees, who owns and monitors them, and one's own."""
        plans = Plan.objects.visible_to(self.officer).exclude(state=PlanState.DRAFT).order_by()
        leads = Assignment.objects.filter(role=Role.LEAD, agency__isnull=False, task__plan__in=plans)
        named = Q(among("pk", leads.values("agency_id").distinct())) | Q(pk__in=self.officer.scope.own)
        bodies = Q(among("pk", plans.values("owner_id"))) | Q(among("pk", plans.values("monitor_id")))
        rows = Agency.objects.filter(named | bodies).values_list("pk", "short_name", "name")[:CHOICES_SHOWN]
        found = [(str(pk), short or name) for pk, short, name in rows]
        known = Agency.objects.visible_to(self.officer)
        return self._with_chosen("don_vi", found, lambda pk: [one.label for one in known.filter(pk=pk)])

    def _with_chosen(self, name: str, found: list[tuple[str, str]], label: Any) -> list[tuple[str, str]]:
        """The choices and, where it is not among them, the one that the URL names."""
        value = str(self.data.get(name, ""))
        if not (value.isascii() and value.isdecimal()) or any(pk == value for pk, _ in found):
            return found
        return [*found, *((value, words) for words in label(int(value[:15])))]

    def by_officer(self, rows: QuerySet[Reminder], name: str, value: str) -> QuerySet[Reminder]:
        people = Officer.objects.filter(full_name__icontains=value.strip()).values("pk")
        got = Delivery.objects.filter(among("officer_id", people), reminder=OuterRef("pk"), dropped="")
        return rows.filter(Exists(got))

    def by_plan(self, rows: QuerySet[Reminder], name: str, value: str) -> QuerySet[Reminder]:
        items = WorkItem.objects.filter(plan_id=value).values("pk")
        return rows.filter(Q(among("work_item_id", items)) | Q(plan_id=value))

    def without_anybody(self, rows: QuerySet[Reminder], name: str, value: bool) -> QuerySet[Reminder]:
        return rows.filter(state=ReminderState.NOBODY) if value else rows

    def stood_in(self, rows: QuerySet[Reminder], name: str, value: bool) -> QuerySet[Reminder]:
        return rows.exclude(reached=Reached.DUTY) if value else rows

    @property
    def is_narrowed(self) -> bool:
        """Whether any condition is said at all."""
        return any(self.data.get(name, "").strip() for name in self.base_filters)

    def agency(self) -> Agency | None:
        """The one agency that the list is about, where one is chosen."""
        self.form.is_valid()
        chosen = self.form.cleaned_data.get("don_vi")
        return Agency.objects.visible_to(self.officer).filter(pk=chosen).first() if chosen else None

    def ordered(self) -> Any:
        """The rows in the order asked for."""
        asked = self.data.get("sort", USUAL)
        keys = SORTS.get(asked.removeprefix("-"))
        down = asked.startswith("-") if keys else True
        return self.qs.order_by(*(f"-{key}" if down else key for key in keys or SORTS["ngay"]))

    def words(self) -> str:
        """The conditions in force, in words."""
        return words_of(self.form)


def words_of(form: forms.Form) -> str:
    """The conditions of a form that are in force."""
    form.is_valid()
    found = []
    for name, value in form.cleaned_data.items():
        if value in (None, "", False):
            continue
        field: Any = form.fields[name]
        known = {str(key): str(label) for key, label in getattr(field, "choices", ())}
        shown = format_day(value) if isinstance(value, date) else known.get(str(value), str(value))
        found.append(str(field.label) if value is True else f"{field.label or 'Đầu việc'}: {shown}")
    return f"Điều kiện lọc: {'; '.join(found) or 'không có'}."


def untyped(query: QueryDict, conditions: type[filters.FilterSet] = ReminderFilter) -> str:
    """The conditions that are ids, days and codes, as a query; words that somebody typed are left out."""
    names = sorted(set(conditions.base_filters) - TYPED)
    kept = [
        (name, value) for name in names for value in query.getlist(name) if re.fullmatch(r"[\w./-]{1,40}", value, re.A)
    ]
    return urlencode(kept)


def shown(rows: QuerySet[Reminder]) -> Shown:
    """The list for a page: keys first, then what the rows of the page print."""
    return Shown(rows, dress=dressed)


def dressed(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Rows with everything that they print; three queries however many there are."""
    told = rows.select_related(
        "agency", "work_item__task", "work_item__assignment", "work_item__period", "work_item__plan__directive",
        "plan__directive", "line__task",
    )  # fmt: skip
    return told.prefetch_related("deliveries__officer", "deliveries__digest")


def plan_of(row: Reminder) -> Plan:
    """The plan that a reminder belongs to."""
    plan = row.work_item.plan if row.work_item else row.plan
    assert plan is not None  # a constraint of the table
    return plan


def about(row: Reminder) -> str:
    """What a reminder is about, in a few words."""
    if row.work_item:
        return row.work_item.title
    if row.line:
        return f"Phân công chưa nhận, mục {row.line.task.path}"
    return "Câu hỏi của đơn vị" if row.note_asked_id else "Cả kế hoạch"


def path_of(row: Reminder) -> str:
    """Which part of which document."""
    task = row.work_item.task if row.work_item else row.line.task if row.line else None
    label = plan_of(row).directive.label
    place = f"{label}, mục {task.path}" if task else label
    return f"{place}, {row.work_item.occurrence}" if row.work_item and row.work_item.period else place


def receivers(row: Reminder) -> list[tuple[str, str]]:
    """Who got it, or why not: name and words about the letter."""
    found = []
    for one in sorted(row.deliveries.all(), key=lambda delivery: delivery.pk):
        words = one.dropped or DigestState(one.digest.state).label
        found.append((one.officer.full_name, words[:1].lower() + words[1:]))
    return found


def ending(row: Reminder) -> str:
    """Why it stands as it stands; empty where the state says it."""
    said = [row.note, capital(Reached(row.reached).label) if row.reached else ""]
    return ". ".join(words.rstrip(".") for words in said if words)


def openable(officer: Officer, rows: Iterable[Reminder]) -> set[int]:
    """The plans of some rows that the officer may open."""
    ids = {plan_of(row).pk for row in rows}
    return set(Plan.objects.visible_to(officer).filter(pk__in=ids).order_by().values_list("pk", flat=True))


class LetterFilter(filters.FilterSet):
    """Conditions on letters: days, state, and, for who administers others' accounts, whose."""

    nguoi_nhan = filters.CharFilter(label="Người nhận", field_name="officer__full_name", lookup_expr="icontains")
    tu = _day("Từ ngày", "day", "gte")
    den = _day("Đến ngày", "day", "lte")
    trang_thai = _select("Trạng thái", "state", "Mọi trạng thái", options(DigestState))

    def __init__(self, data: QueryDict, *, officer: Officer) -> None:
        super().__init__(data=data, queryset=Digest.objects.visible_to(officer).select_related("officer"))
        self.form.fields["nguoi_nhan"].widget.attrs |= {"placeholder": "Người nhận", "class": "field-sm"}
